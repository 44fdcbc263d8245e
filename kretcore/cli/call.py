"""``kret call``: run one function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kretcore.cli.options import (
    RunOptions,
    arch_option,
    complete_function,
    format_options,
    probe_options,
    program_argument,
    raw_option,
    run_options,
)
from kretcore.cli.trace import SHOWN, follow

if TYPE_CHECKING:
    from kretcore.cli.session import Session
    from kretcore.trace.records import Result

STACK_SIZE = 8 << 20
"""Bytes of stack of the called function, as many as a program has."""


def _integer(text: str) -> int:
    """Read a number of a machine word: decimal, 0x, 0o or 0b, signed or unsigned."""
    try:
        return int(text, 0)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is not an integer (42, -1, 0xff)") from error


@click.command(context_settings={"ignore_unknown_options": True})
@program_argument
@click.argument("function", shell_complete=complete_function)
@click.argument("arguments", nargs=-1, type=_integer)
@probe_options("nothing; with it, calls are shown as by trace")
@arch_option
@run_options
@raw_option
@format_options
def call(function: str, functions: tuple[str, ...], **options: Any) -> None:
    """Call one FUNCTION of PROGRAM, by name or 0xADDRESS, and show its result.

    \b
      kret call demo fib 10
      kret call demo fib 10 -f fib

    The program's own start code does not run. ARGUMENTS are integers, one per argument register or word of the stack.
    """
    from kretcore.cli.session import Session

    chosen = RunOptions(functions=functions, **options)
    with Session("call", chosen, SHOWN) as session:
        _call(session, function)


def _call(session: Session, function: str) -> None:
    from kretcore.errors import TaskDied, UsageError

    kernel = session.boot(STACK_SIZE)
    if session.options.functions:
        follow(session, session.options.functions)
    arguments = tuple(map(int, session.options.arguments))
    try:
        task = kernel.spawn(_target(function), *arguments)
    except ValueError as error:
        raise UsageError(str(error)) from error
    session.finishers.append(lambda: _show(session, arguments))
    session.run(task)
    if not task.alive and task.result is None and task.fault is None:
        raise TaskDied(f"{task.name} did not return: {kernel.describe_end(task)}", task)


def _target(function: str) -> str | int:
    if not function.lower().startswith("0x"):
        return function
    try:
        return int(function, 16)
    except ValueError as error:
        raise ValueError(f"{function} is not an address") from error


def _show(session: Session, arguments: tuple[int, ...]) -> None:
    from kretcore.trace import records
    from kretcore.trace.calls import Values
    from kretcore.trace.text import printable

    kernel, task = session.kernel, session.guest
    if kernel is None or task is None or task.result is None:
        return
    symbol = next((s for s in kernel.symbols.functions() if s.name == task.name), None)
    prototype = symbol and session.prototypes and session.prototypes.find(symbol.address, (symbol.name,))
    # A result wider than a word is not kept with the task: only its low word is known.
    words = [task.result]
    result = Values(kernel.arch.bits, kernel.arch.byte_order).result(prototype.result if prototype else None, words)
    data = records.ResultData(function=task.name, arguments=list(arguments), result=result)
    session.emit(records.CallResult(data=data))
    if not session.jsonl:
        shown = f"{session.style.name(printable(task.name))}({', '.join(map(str, arguments))})"
        session.output.line(shown + _result(session, result, task.result))


def _result(session: Session, result: Result | None, raw: int) -> str:
    from kretcore.trace.tree import describe_result

    if result is None:
        return " returned"
    if result.type is not None:
        beside = f" (raw {result.raw:#x})" if result.raw is not None else ""
        return f" = {session.style.value(describe_result(result))}{beside}"
    bits = session.kernel.arch.bits if session.kernel else 0
    signed = f", {raw - (1 << bits)} signed" if raw >> (bits - 1) else ""
    return f" = {session.style.value(f'raw {raw:#x}')} ({raw}{signed})"
