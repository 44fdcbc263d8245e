"""``kret trace``: the call tree of a program, live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kretcore.cli.options import (
    RunOptions,
    arch_option,
    format_options,
    probe_options,
    program_argument,
    raw_option,
    run_options,
)

if TYPE_CHECKING:
    from kretcore.cli.session import Session

SHOWN = (
    "functions", "exclude", "maxactive", "cpus", "slice", "seed", "max_instructions", "strict", "exit_status", "raw",
    "arguments",
)  # fmt: skip


@click.command()
@program_argument
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@probe_options("every function that can be probed")
@arch_option
@run_options
@raw_option
@format_options
def trace(**options: Any) -> None:
    """Run PROGRAM and show its calls and returns as they happen.

    \b
      kret trace demo -f fib -- 10
      kret trace demo -f 'mem*' -f '/^json_/' -x memcpy --format jsonl -o trace.jsonl

    Arguments and results are shown by their types where the program has debug information (gcc -g). Without, nothing
    stands between the parentheses, and the result register is shown as it is: = raw 0x37. <double> is a value that is
    not in an integer register, or whose place is not certain; a call without a result (void) shows none.

    A call that never returns says why (exit, killed, fault, unwound: longjmp and the like). Calls more than 64 deep are
    not indented further but show their depth: [65]. The last line is the receipt: how every probed entry ended.

    The program's own output goes to standard output too, between the lines of the tree; with --format jsonl it goes to
    standard error, unless -o takes the data elsewhere.
    """
    from kretcore.cli.session import Session

    chosen = RunOptions(**options)
    with Session("trace", chosen, SHOWN) as session:
        kernel = session.boot()
        follow(session, chosen.functions or ("*",))
        session.run(kernel.start([chosen.program, *chosen.arguments]))


def follow(session: Session, patterns: tuple[str, ...]) -> None:
    """Show the calls of the functions that ``patterns`` mean, until the session ends."""
    from kretcore.cli.progress import watch
    from kretcore.trace.calls import Tracer, Values, View
    from kretcore.trace.jsonl import CallRecords
    from kretcore.trace.tree import CallTree

    kernel = session.kernel
    assert kernel is not None
    values = Values(kernel.arch.bits, kernel.arch.byte_order)
    view: View
    if session.jsonl:
        view = CallRecords(session.lines, kernel, values)
    else:
        view = tree = CallTree(session.output.line, values, session.style)
        session.output.before_guest = tree.flush
    tracer = Tracer(kernel, view, session.prototypes)
    session.probe(patterns, tracer.handler, tracer.entry_handler, typed=True)
    session.finishers.append(tracer.finish)
    if isinstance(view, CallTree):
        session.finishers.append(view.flush)
    if not session.output.terminal:
        watch(session)
