"""Registers: words of the trap frame for the ones that matter at a hit, engine calls for the rest."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from kretcore_unicorn import shim
from kretcore_unicorn.config import EngineConfig
from kretcore_unicorn.engine import Engine

_FORMATS: Final = {8: "B", 16: "H", 32: "I", 64: "Q"}
_BUFFER_BYTES: Final = 64  # the widest register the engine knows: 512 bits


class UnicornRegisters:
    """The :class:`kretcore.machine.Registers` of a machine.

    A frame register is an item of a view of the trap frame that is exactly as wide as the register, so reading and
    writing it, with its range check, is one call into the interpreter's C code.
    """

    def __init__(self, config: EngineConfig, owner: Engine, native: shim.Shim, words: memoryview) -> None:
        self._table = dict(config.registers)
        for alias, name in (("pc", config.pc), ("sp", config.sp)):
            self._table.setdefault(alias, self._table[name])
        self._engine, self._native = owner, native
        self._state = ctypes.addressof(ctypes.c_char.from_buffer(words))
        self._buffer = ctypes.create_string_buffer(_BUFFER_BYTES)
        self._view = memoryview(self._buffer).cast("B")
        self._words = words
        self._views: dict[int, memoryview] = {}
        self._slots: dict[str, tuple[memoryview, int]] = {}
        self._place(dict.fromkeys([config.pc, config.sp, *config.frame]))

    def _place(self, names: dict[str, None]) -> None:
        if len(names) > shim.FRAME_MAX:
            raise ValueError(f"a trap frame holds {shim.FRAME_MAX} registers, not {len(names)}")
        placed: dict[int, tuple[memoryview, int]] = {}
        for index, name in enumerate(names):
            identity, width = self._table[name]
            if width not in _FORMATS:
                raise ValueError(f"{name} has {width} bits: it cannot be in the trap frame")
            if width not in self._views:
                self._views[width] = self._words.cast("B").cast(_FORMATS[width])  # type: ignore[call-overload]
            placed[identity] = self._views[width], (shim.FRAME + index) * (64 // width)
            self._words[shim.IDS + index] = identity
        self._words[shim.COUNT] = len(names)
        # Two names of one register share its word.
        for name, (identity, _) in self._table.items():
            if identity in placed:
                self._slots[name] = placed[identity]

    def __getitem__(self, name: str) -> int:
        slot = self._slots.get(name)
        if slot is not None:
            value: int = slot[0][slot[1]]
            return value
        identity, width = self._table[name]
        return self._fetch(identity, width // 8)

    def __setitem__(self, name: str, value: int) -> None:
        slot = self._slots.get(name)
        if slot is not None:
            slot[0][slot[1]] = value
            return
        identity, width = self._table[name]
        self._put(identity, width // 8, value)

    def __contains__(self, name: object) -> bool:
        return name in self._table

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)

    def width(self, name: str) -> int:
        """Width of a register in bits."""
        return self._table[name][1]

    def accessor(self, name: str) -> tuple[Callable[[], int], Callable[[int], None]]:
        """Return a bound getter and setter, valid as long as the machine."""
        slot = self._slots.get(name)
        if slot is not None:
            view, index = slot

            def put(value: int) -> None:
                view[index] = value

            return partial(view.__getitem__, index), put
        identity, width = self._table[name]
        return partial(self._fetch, identity, width // 8), partial(self._put, identity, width // 8)

    def reader(self, names: Sequence[str]) -> Callable[[], Sequence[int]]:
        """Return one bound function that reads all of ``names``; one slice if the frame holds them side by side."""
        slots = [self._slots.get(name) for name in names]
        first = slots[0] if slots else None
        if first is not None and first[0].itemsize == self._words.itemsize:
            view, start = first
            if slots == [(view, start + offset) for offset in range(len(slots))]:
                return view[start : start + len(slots)].tolist
        getters = [self.accessor(name)[0] for name in names]
        return lambda: [get() for get in getters]

    def _fetch(self, identity: int, size: int) -> int:
        self._view[:size] = bytes(size)
        self._native.read_register(self._state, identity, self._buffer)
        return int.from_bytes(self._view[:size], "little")

    def _put(self, identity: int, size: int, value: int) -> None:
        try:
            self._view[:size] = value.to_bytes(size, "little")
        except OverflowError as error:
            raise ValueError(f"{value:#x} does not fit {size * 8} bits") from error
        self._native.write_register(self._state, identity, self._buffer)

    def close(self) -> None:
        """Let go of the frame; later accesses raise ``ValueError``."""
        for view in (*self._views.values(), self._view):
            view.release()
