"""The engine's C interface, called without its Python binding's per-call work.

Only what the machine needs, each function with its exact C signature (``unicorn/unicorn.h``, 2.1).
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

from unicorn import unicorn_const as uc
from unicorn.unicorn_py3.unicorn import uclib

from kretcore.errors import MachineError

# A second handle on the loaded library: function objects of our own, whose argument types nobody else changes.
library = ctypes.CDLL(uclib._name)

_POINTER, _INT, _U64, _SIZE = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint64, ctypes.c_size_t


def _bind(name: str, *arguments: Any) -> Any:
    function = getattr(library, name)
    function.restype, function.argtypes = _INT, arguments
    return function


uc_open = _bind("uc_open", _INT, _INT, _POINTER)
uc_close = _bind("uc_close", _POINTER)
uc_mem_map_ptr = _bind("uc_mem_map_ptr", _POINTER, _U64, _SIZE, ctypes.c_uint32, _POINTER)
uc_hook_del = _bind("uc_hook_del", _POINTER, _SIZE)
uc_context_alloc = _bind("uc_context_alloc", _POINTER, _POINTER)
uc_context_free = _bind("uc_context_free", _POINTER)
context_size = library.uc_context_size
context_size.restype, context_size.argtypes = _SIZE, (_POINTER,)
_uc_hook_add = library.uc_hook_add  # variadic: no argument types
_uc_hook_add.restype = _INT
_uc_ctl = library.uc_ctl  # variadic: no argument types
_uc_ctl.restype = _INT
_uc_strerror = library.uc_strerror
_uc_strerror.restype, _uc_strerror.argtypes = ctypes.c_char_p, (_INT,)


def strerror(error: int) -> str:
    """The engine's words for an error number."""
    return str(_uc_strerror(error).decode())


def check(error: int, what: str) -> None:
    """Translate an engine error.

    :raises MachineError: ``error`` is not ``UC_ERR_OK``.
    """
    if error != uc.UC_ERR_OK:
        raise MachineError(f"the engine cannot {what}: {strerror(error)}")


class Engine:
    """An open engine; everything that calls it holds on to it. It closes itself when nothing does.

    :ivar handle: the engine's ``uc_engine *``; 0 when closed.
    """

    def __init__(self, arch: int, mode: int) -> None:
        self.handle = 0
        self._close = uc_close  # still there when the interpreter ends
        handle = ctypes.c_void_p()
        check(uc_open(arch, mode, ctypes.byref(handle)), "be opened")
        assert handle.value is not None
        self.handle = handle.value

    def close(self) -> None:
        """Free it. Idempotent."""
        handle, self.handle = self.handle, 0
        if handle:
            self._close(handle)

    __del__ = close


def add_hook(
    handle: int, kind: int, function: int, data: int, *, begin: int = 1, end: int = 0, instruction: int | None = None
) -> int:
    """Install a native callback for the addresses ``begin`` to ``end`` (all if begin > end) and return its handle."""
    hook = ctypes.c_size_t()
    extra = () if instruction is None else (ctypes.c_int(instruction),)
    error = _uc_hook_add(
        ctypes.c_void_p(handle),
        ctypes.byref(hook),
        ctypes.c_int(kind),
        ctypes.c_void_p(function),
        ctypes.c_void_p(data),
        ctypes.c_uint64(begin),
        ctypes.c_uint64(end),
        *extra,
    )
    check(error, "install a hook")
    return hook.value


def control(handle: int, number: int, *arguments: int, addresses: bool = False) -> None:
    """Change a setting (the ``UC_CTL_WRITE`` form of ``uc_ctl``); arguments are ints, or 64-bit if ``addresses``."""
    request = number | len(arguments) << 26 | uc.UC_CTL_IO_WRITE << 30
    kind = ctypes.c_uint64 if addresses else ctypes.c_int
    check(_uc_ctl(ctypes.c_void_p(handle), ctypes.c_int(request), *map(kind, arguments)), f"set control {number}")


def set_exits(handle: int, addresses: Sequence[int]) -> None:
    """Make blocks that are translated from now on end, and the engine leave, at these addresses."""
    array = (ctypes.c_uint64 * len(addresses))(*addresses)
    control(handle, uc.UC_CTL_UC_EXITS, ctypes.addressof(array), len(addresses), addresses=True)


def allocate_context(handle: int) -> int:
    """Return room for all registers; give it back with ``uc_context_free``."""
    context = ctypes.c_void_p()
    check(uc_context_alloc(handle, ctypes.byref(context)), "allocate a context")
    assert context.value is not None
    return context.value
