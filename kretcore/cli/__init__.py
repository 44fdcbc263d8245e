"""The command ``kret``. One file a verb; nothing heavy is imported before a verb runs."""

from __future__ import annotations

import click

from kretcore.cli.arch import arch
from kretcore.cli.call import call
from kretcore.cli.check import check
from kretcore.cli.count import count
from kretcore.cli.group import KretGroup
from kretcore.cli.list import list_
from kretcore.cli.port import guest, new, update
from kretcore.cli.trace import trace


def _print_version(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        from kretcore import __version__

        click.echo(f"kret {__version__}")
        context.exit()


@click.group(cls=KretGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Print it.")
def main() -> None:
    """Show the returns of functions in programs of any instruction set, on any computer.

    PROGRAM is a statically linked ELF file. A PATTERN is a function's name, a glob (mem*), /regex/, or 0xADDRESS.

    \b
    Exit status:
      0    fine
      1    --strict, and something was missed
      2    usage: also a pattern that matches nothing, or a function that cannot be probed
      3    the program cannot be loaded, or no working plugin runs it
      4    the program faulted, or the kernel panicked
      130  interrupted; the receipt is printed first

    \b
    Completion of commands, options and function names, for bash (also zsh, fish):
      eval "$(_KRET_COMPLETE=bash_source kret)"
    """


for command in (list_, trace, count, call, arch):
    main.add_command(command)
for command in (check, new, guest, update):
    arch.add_command(command)
