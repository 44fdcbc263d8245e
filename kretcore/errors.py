"""Every exception kretcore raises on purpose, as one tree.

Catch by class and read the attributes; messages are for people and may change.
``KretcoreError`` is the root. A plain Python exception that escapes kretcore (other than
one raised by your own handler) is a defect of kretcore.
"""

from __future__ import annotations

import errno as _errno
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kretcore.machine import Fault
    from kretcore.tasks import Task


class KretcoreError(Exception):
    """Root of every error kretcore raises on purpose."""


class UsageError(KretcoreError):
    """The interface was used in a way it does not allow (a call nested too deep, a closed kernel)."""


class ImageError(KretcoreError):
    """A program file cannot be loaded.

    :ivar path: the file, or None when the image came from bytes.
    """

    def __init__(self, message: str, path: Path | None = None) -> None:
        super().__init__(f"{path}: {message}" if path is not None else message)
        self.path = path


class SymbolError(KretcoreError):
    """A name or address does not lead to code of the image.

    :ivar symbol: what was asked for.
    """

    def __init__(self, message: str, symbol: str | int) -> None:
        super().__init__(message)
        self.symbol = symbol


class PluginError(KretcoreError):
    """An architecture plugin cannot be used.

    :ivar name: the entry point's name, which is the architecture's.
    :ivar dist: the distribution that provides it ("" when none is installed).
    :ivar version: that distribution's version ("" when unknown).
    """

    def __init__(self, message: str, *, name: str = "", dist: str = "", version: str = "") -> None:
        super().__init__(message)
        self.name = name
        self.dist = dist
        self.version = version


class PluginNotFoundError(PluginError):
    """No installed plugin provides the architecture that is needed."""


class PluginImportError(PluginError):
    """The plugin's module cannot be imported; the cause is chained."""


class PluginApiError(PluginError):
    """The plugin was written for another generation of the hooks (``HOOK_API``)."""


class PluginIncompleteError(PluginError):
    """The plugin lacks a hook, misspells one, or declares one with other parameters."""


class PluginConflictError(PluginError):
    """Two distributions provide an architecture of the same name."""


class MachineError(KretcoreError):
    """The machine model cannot do what was asked of it."""


class MemoryFault(MachineError):
    """Host-side access to guest memory that is not mapped.

    :ivar address: first address of the access.
    :ivar size: its length in bytes.
    """

    def __init__(self, address: int, size: int, what: str = "is not mapped") -> None:
        super().__init__(f"guest memory {address:#x}..{address + size:#x} {what}")
        self.address = address
        self.size = size


class InstructionFault(MachineError):
    """The instruction that an architecture emulates faults, as the original would have.

    :ivar fault: what happened; its ``pc`` is the probed instruction's address.
    """

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


class RegistrationError(KretcoreError):
    """A probe was refused, with the errno the kernel would return.

    :ivar reason: the message without the errno's name.
    :ivar errno: a positive ``errno`` constant (``errno.EINVAL``, ...).
    :ivar symbol: the symbol asked for, or None.
    :ivar address: the address concerned, or None.
    """

    def __init__(self, errno: int, message: str, *, symbol: str | None = None, address: int | None = None) -> None:
        super().__init__(f"{message} ({_errno.errorcode.get(errno, errno)})")
        self.reason = message
        self.errno = errno
        self.symbol = symbol
        self.address = address


class TaskDied(KretcoreError):
    """A called function's task ended without returning.

    :ivar task: the task; its ``state``, ``exit_status`` and ``fault`` say how.
    """

    def __init__(self, message: str, task: Task) -> None:
        super().__init__(message)
        self.task = task


class KernelPanic(KretcoreError):
    """The kernel cannot go on with a task without guessing.

    :ivar task: the task concerned, already ended; None if none was running.
    :ivar pc: where it was.
    """

    def __init__(self, message: str, *, task: Task | None, pc: int) -> None:
        super().__init__(message)
        self.task = task
        self.pc = pc


class ScaffoldError(KretcoreError):
    """A port cannot be written from the template, or not be brought to its present generation."""
