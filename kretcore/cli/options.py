"""Options that verbs share, and the completion of function names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import click
from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., Any])

_COMPLETION_LIMIT = 64 << 20
"""Bytes of a program above which its names are not completed."""


@dataclass(frozen=True)
class RunOptions:
    """Everything about a run that options say."""

    program: str
    arch: str | None = None
    format: Literal["text", "jsonl"] = "text"
    color: Literal["auto", "always", "never"] = "auto"
    output: str | None = None
    cpus: int = 1
    slice: int | None = None
    seed: int = 0
    stdin: Any = None
    functions: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    maxactive: int | None = None
    max_instructions: int | None = None
    strict: bool = False
    exit_status: Literal["kret", "guest"] = "kret"
    raw: bool = False
    arguments: tuple[str, ...] = field(default=())

    def shown(self, *names: str) -> dict[str, Any]:
        """Return options by name, for the header."""
        return {name: getattr(self, name) for name in names}


def complete_function(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete names of the functions of the program given before."""
    from pathlib import Path

    from kretcore.errors import KretcoreError
    from kretcore.images import SymbolTable, load_image

    # A trailing -f ends click's tolerant parsing before it has told arguments apart.
    program = context.params.get("program") or next(iter(context.args), None)
    try:
        if program is None or Path(program).stat().st_size > _COMPLETION_LIMIT:
            return []
        image = load_image(program)
    except (KretcoreError, OSError):
        return []
    functions = SymbolTable(image.symbols, image.executable_ranges).functions()
    names = sorted({symbol.name for symbol in functions if symbol.kind == "function"})
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def _together(*decorators: Callable[[F], F]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


program_argument = click.argument("program", type=click.Path())

arch_option = click.option("--arch", metavar="NAME", help="Architecture; default: the one in the ELF header.")

format_options = _together(
    click.option(
        "--format", type=click.Choice(["text", "jsonl"]), default="text", show_default=True, help="Format of the data."
    ),
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Colour text; auto: on a terminal, unless NO_COLOR is set.",
    ),
    click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Write the data there."),
)

exclude_option = click.option(
    "-x",
    "--exclude",
    multiple=True,
    metavar="PATTERN",
    shell_complete=complete_function,
    help="Leave these out; may be repeated.",
)


def probe_options(default: str) -> Callable[[F], F]:
    """Options that say what is probed.

    :param default: what is probed without any, for the help.
    """
    return _together(
        click.option(
            "-f",
            "--function",
            "functions",
            multiple=True,
            metavar="PATTERN",
            shell_complete=complete_function,
            help=f"Probe these; may be repeated. Default: {default}.",
        ),
        exclude_option,
        click.option(
            "--maxactive",
            type=click.IntRange(min=1),
            metavar="N",
            help="Calls of one function that can be followed at once; more are missed. Default: no limit.",
        ),
        click.option("--strict", is_flag=True, help="Exit with 1 if a call was missed."),
    )


run_options = _together(
    click.option("--cpus", type=click.IntRange(min=1), default=1, show_default=True, metavar="N", help="Virtual CPUs."),
    click.option(
        "--slice",
        type=click.IntRange(min=1),
        metavar="N",
        help="Instructions per turn of a task. Default: until it yields or ends.",
    ),
    click.option(
        "--seed",
        type=int,
        default=0,
        show_default=True,
        metavar="N",
        help="Varies slices and AT_RANDOM reproducibly.",
    ),
    click.option(
        "--stdin",
        type=click.File("rb"),
        metavar="FILE",
        help="The program's standard input; - is kret's own. Default: empty.",
    ),
    click.option(
        "--max-instructions", type=click.IntRange(min=1), metavar="N", help="Stop after N instructions of the program."
    ),
    click.option(
        "--exit-status",
        type=click.Choice(["kret", "guest"]),
        default="kret",
        show_default=True,
        help="guest: exit as the program does, 128 + signal after a fault, 124 if it was stopped.",
    ),
)

raw_option = click.option("--raw", is_flag=True, help="Show raw registers even where debug information gives types.")
