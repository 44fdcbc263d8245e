"""``kret count``: how often functions are called, and how the calls end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kretcore.cli.options import (
    RunOptions,
    arch_option,
    format_options,
    probe_options,
    program_argument,
    run_options,
)

if TYPE_CHECKING:
    from kretcore.cli.session import Session
    from kretcore.receipt import Receipt

SHOWN = (
    "functions", "exclude", "maxactive", "cpus", "slice", "seed", "max_instructions", "strict", "exit_status",
    "arguments",
)  # fmt: skip
COLUMNS = ("calls", "returned", "missed", "abandoned", "inside")


@click.command()
@program_argument
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@probe_options("every function that can be probed")
@click.option("-a", "--all", "everything", is_flag=True, help="Also functions that were never called.")
@arch_option
@run_options
@format_options
def count(everything: bool, **options: Any) -> None:
    """Run PROGRAM and count its calls, most called functions first.

    \b
      kret count demo -- 10
      kret count demo -f 'str*' --strict

    The program's own output comes first, on standard output; with --format jsonl on standard error.
    """
    from kretcore.cli.progress import watch
    from kretcore.cli.session import Session

    chosen = RunOptions(raw=True, **options)
    with Session("count", chosen, SHOWN) as session:
        kernel = session.boot()
        session.probe(chosen.functions or ("*",), None)
        session.finishers.append(lambda: _show(session, everything))
        watch(session)
        session.run(kernel.start([chosen.program, *chosen.arguments]))


def _show(session: Session, everything: bool) -> None:
    if session.kernel is None or session.guest is None:
        return
    from kretcore.trace import records
    from kretcore.trace.summary import receipt_data
    from kretcore.trace.text import printable

    counted = session.kernel.receipt().functions
    rows = sorted(
        ((name, receipt) for name, receipt in counted.items() if everything or receipt.entries),
        key=lambda row: (-row[1].entries, row[0]),
    )
    if session.jsonl:
        for name, receipt in rows:
            data = records.CountData(function=name, **dict(receipt_data(receipt)))
            session.emit(records.Count(data=data))
        return
    table = [(printable(name), *map(str, _cells(receipt))) for name, receipt in rows]
    widths = [max(map(len, column)) for column in zip(("function", *COLUMNS), *table, strict=True)]
    header = ("function", *COLUMNS)
    for index, row in enumerate([header, *table]):
        name, *cells = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        name = row[0].ljust(widths[0])
        line = "  ".join([name if index == 0 else session.style.name(name), *cells])
        session.output.line(session.style.dim(line) if index == 0 else line)


def _cells(receipt: Receipt) -> tuple[int, ...]:
    missed, abandoned = sum(receipt.missed.values()), sum(receipt.abandoned.values())
    return receipt.entries, receipt.returned, missed, abandoned, receipt.inside
