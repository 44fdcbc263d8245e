"""What goes wrong, in words, and which exit code it has: the one place that knows."""

from __future__ import annotations

import errno
from dataclasses import dataclass

import click

from kretcore.errors import (
    ImageError,
    KernelPanic,
    KretcoreError,
    MachineError,
    PluginError,
    RegistrationError,
    SymbolError,
    TaskDied,
)

MISSED, USAGE, CANNOT_LOAD, GUEST_FAULT, INTERRUPTED = 1, 2, 3, 4, 130

UNFINISHED = 124
"""``--exit-status guest`` of a program that --max-instructions stopped, as timeout(1) has it."""

_CODES: dict[type[KretcoreError], int] = {
    ImageError: CANNOT_LOAD,
    PluginError: CANNOT_LOAD,
    MachineError: CANNOT_LOAD,
    TaskDied: GUEST_FAULT,
    KernelPanic: GUEST_FAULT,
    RegistrationError: USAGE,
    SymbolError: USAGE,
}


@dataclass(frozen=True)
class Failure:
    """An error as the command reports it.

    :ivar kind: a short name for programs to look at.
    """

    kind: str
    message: str
    code: int


def explain(error: KretcoreError, program: str | None) -> Failure:
    """Say what an error means to who typed the command.

    :param program: the program as it was given, to be named with a pattern that matches nothing in it.
    """
    message = error.reason if isinstance(error, RegistrationError) else str(error)
    unknown = isinstance(error, SymbolError) or (isinstance(error, RegistrationError) and error.errno == errno.ENOENT)
    if unknown and program is not None:
        message = message.replace(repr(error.symbol), f"{error.symbol!r} in {program}", 1)  # type: ignore[attr-defined]
    if isinstance(error, KernelPanic):
        message = f"kernel panic: {message}"
    for class_, code in _CODES.items():
        if isinstance(error, class_):
            return Failure(class_.__name__, message, code)
    return Failure(type(error).__name__, message, USAGE)


def say(message: str) -> None:
    """Tell the user something on standard error."""
    click.echo(f"kret: {message}", err=True)
