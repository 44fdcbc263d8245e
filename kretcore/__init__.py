"""kretcore: function return probes for programs of any instruction set.

Start with :func:`boot`; the command is ``kret``. Names are imported when they are first used, so that
``import kretcore`` is cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kretcore.arch import HOOK_API, ArchDescription, Frame
    from kretcore.errors import (
        ImageError,
        InstructionFault,
        KernelPanic,
        KretcoreError,
        MachineError,
        MemoryFault,
        PluginApiError,
        PluginConflictError,
        PluginError,
        PluginImportError,
        PluginIncompleteError,
        PluginNotFoundError,
        RegistrationError,
        SymbolError,
        TaskDied,
        UsageError,
    )
    from kretcore.hookspecs import hookimpl
    from kretcore.instances import KretprobeInstance
    from kretcore.kernel import Kernel, boot
    from kretcore.kprobes import Kprobe
    from kretcore.kretprobes import Kretprobe
    from kretcore.receipt import Receipt
    from kretcore.returns import Entry, FrozenReturn, Return
    from kretcore.tasks import Task, TaskState

_HOMES = {
    "arch": ("HOOK_API", "ArchDescription", "Frame"),
    "errors": (
        "ImageError",
        "InstructionFault",
        "KernelPanic",
        "KretcoreError",
        "MachineError",
        "MemoryFault",
        "PluginApiError",
        "PluginConflictError",
        "PluginError",
        "PluginImportError",
        "PluginIncompleteError",
        "PluginNotFoundError",
        "RegistrationError",
        "SymbolError",
        "TaskDied",
        "UsageError",
    ),
    "hookspecs": ("hookimpl",),
    "instances": ("KretprobeInstance",),
    "kernel": ("Kernel", "boot"),
    "kprobes": ("Kprobe",),
    "kretprobes": ("Kretprobe",),
    "receipt": ("Receipt",),
    "returns": ("Entry", "FrozenReturn", "Return"),
    "tasks": ("Task", "TaskState"),
}
_MODULES = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "HOOK_API",
    "ArchDescription",
    "Entry",
    "Frame",
    "FrozenReturn",
    "ImageError",
    "InstructionFault",
    "Kernel",
    "KernelPanic",
    "Kprobe",
    "KretcoreError",
    "Kretprobe",
    "KretprobeInstance",
    "MachineError",
    "MemoryFault",
    "PluginApiError",
    "PluginConflictError",
    "PluginError",
    "PluginImportError",
    "PluginIncompleteError",
    "PluginNotFoundError",
    "Receipt",
    "RegistrationError",
    "Return",
    "SymbolError",
    "Task",
    "TaskDied",
    "TaskState",
    "UsageError",
    "boot",
    "hookimpl",
]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module 'kretcore' has no attribute {name!r}")
    value = getattr(import_module(f"kretcore.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES})
