"""``kret list``: what can be probed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kretcore.cli.options import (
    RunOptions,
    arch_option,
    complete_function,
    exclude_option,
    format_options,
    program_argument,
)

if TYPE_CHECKING:
    from kretcore.cli.session import Session
    from kretcore.trace.records import FunctionData


@click.command("list")
@program_argument
@click.argument("pattern", default="*", shell_complete=complete_function)
@exclude_option
@click.option("--skipped", is_flag=True, help="Also list what matches but is not probed, and why.")
@click.option("-v", "--verbose", is_flag=True, help="Like --skipped, and with prototypes where they are known.")
@arch_option
@format_options
def list_(pattern: str, skipped: bool, verbose: bool, **options: Any) -> None:
    """List the functions of PROGRAM that can be probed, by address.

    The columns are address, size in bytes (0: the program does not say), and name, with other names of the same
    function in parentheses.
    """
    from kretcore.cli.session import Session

    with Session("list", RunOptions(functions=(pattern,), **options), ("functions", "exclude")) as session:
        _list(session, pattern, skipped or verbose, verbose)


def _list(session: Session, pattern: str, skipped: bool, verbose: bool) -> None:
    from kretcore.trace import records
    from kretcore.trace.text import printable

    kernel = session.boot()
    # What the architecture refuses shows in registering only.
    handle = kernel.probe_returns(pattern, None, exclude=session.options.exclude)
    for probe in handle.probes:
        data = _describe(session, probe.address or 0)
        session.emit(records.Function(data=data))
        if not session.jsonl:
            session.output.line(_line(session, data, verbose))
    for name, reason in sorted(handle.skipped) if skipped or session.jsonl else ():
        session.emit(records.Skipped(data=records.SkippedData(function=name, reason=reason)))
        if not session.jsonl:
            session.output.line(f"{'skipped':>18}         {printable(name)}: {printable(reason)}")


def _describe(session: Session, address: int) -> FunctionData:
    from kretcore.trace.records import FunctionData

    kernel = session.kernel
    assert kernel is not None
    symbols = kernel.symbols
    symbol = symbols.at(address)
    names = symbols.aliases(address) or ((symbol.name,) if symbol else (f"{address:#x}",))
    sizes = [one.size for name in names for one in symbols.lookup_all(name) if one.address == address]
    prototype = session.prototypes and session.prototypes.find(address, names)
    return FunctionData(
        function=names[0],
        address=address,
        size=max(sizes, default=0),
        aliases=list(names[1:]),
        prototype=prototype.declare(names[0]) if prototype else None,
    )


def _line(session: Session, data: FunctionData, verbose: bool) -> str:
    from kretcore.trace.text import printable

    assert session.kernel is not None
    digits = session.kernel.arch.bits // 4
    aliases = f" ({', '.join(map(printable, data.aliases))})" if data.aliases else ""
    prototype = f"   {printable(data.prototype)}" if verbose and data.prototype else ""
    name = session.style.name(printable(data.function))
    return f"{data.address:#0{digits + 2}x} {data.size:>8} {name}{aliases}{prototype}"
