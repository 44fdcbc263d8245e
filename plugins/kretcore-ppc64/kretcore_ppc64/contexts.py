"""Registers that the engine's interface leaves out: vectors, and the carry and overflow bits of XER.

They are in the contexts the engine saves. Where, is found out on the machine itself, by a value whose place shows.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from kretcore_unicorn import UnicornRegisters

from kretcore.errors import MachineError
from kretcore_ppc64.registers import REGISTERS, VECTORS

if TYPE_CHECKING:
    from kretcore_ppc64.machine import Ppc64Machine

_VECTOR: Final = 16
_WORD: Final = 8
_FIRST_VECTOR: Final = 32
"""v0 is VSR 32, and f0 the upper half of VSR 0 (Power ISA, book I, 7.2.1.1)."""
_XER_BITS: Final = (31, 30, 29, 19, 18)
"""SO, OV, CA, OV32 and CA32 (book I, 3.2.2): the engine keeps each in a word of its own, behind the rest of XER."""
_XER: Final = struct.Struct(f"={1 + len(_XER_BITS)}Q")
_MARK: Final = 0x5C3A_96E1


class Ppc64Registers:
    """The :class:`kretcore.machine.Registers` of a machine: the engine's, and those of a context.

    One of the latter costs some ten microseconds each time.

    :raises MachineError: the engine's contexts are not what they were.
    """

    def __init__(self, machine: Ppc64Machine, engine: UnicornRegisters) -> None:
        self._machine = machine
        self._engine = engine
        upper_half = _WORD if sys.byteorder == "little" else 0
        self._vectors = self._find("f0") - upper_half + _FIRST_VECTOR * _VECTOR
        self._xer = self._find("xer")

    def _find(self, name: str) -> int:
        """Return where a context holds a register that the engine shows."""
        old = self._engine[name]
        self._engine[name] = _MARK
        content = bytes(self._machine.save().view())
        self._engine[name] = old
        mark = _MARK.to_bytes(_WORD, sys.byteorder)
        if content.count(mark) != 1:
            raise MachineError(
                f"the engine's contexts hold {content.count(mark)} copies of {name}, not one: "
                "this version of Unicorn is not one that kretcore-ppc64 knows"
            )
        return content.index(mark)

    def __getitem__(self, name: str) -> int:
        if name in VECTORS:
            return int.from_bytes(self._read(self._vectors + int(name[1:]) * _VECTOR, _VECTOR), sys.byteorder)
        return self._get_xer() if name == "xer" else self._engine[name]

    def __setitem__(self, name: str, value: int) -> None:
        if name not in VECTORS and name != "xer":
            self._engine[name] = value
            return
        if value >> self.width(name) != 0:
            raise ValueError(f"{value:#x} does not fit {self.width(name)} bits")
        if name == "xer":
            self._set_xer(value)
        else:
            self._write(self._vectors + int(name[1:]) * _VECTOR, value.to_bytes(_VECTOR, sys.byteorder))

    def __contains__(self, name: object) -> bool:
        return name in REGISTERS or name in ("pc", "sp")

    def __iter__(self) -> Iterator[str]:
        yield from REGISTERS
        yield from ("pc", "sp")

    def __len__(self) -> int:
        return len(REGISTERS) + 2

    def width(self, name: str) -> int:
        """Width of a register in bits."""
        return REGISTERS[name] if name in REGISTERS else self._engine.width(name)

    def accessor(self, name: str) -> tuple[Callable[[], int], Callable[[int], None]]:
        """Return a bound getter and setter, valid as long as the machine."""
        if name in VECTORS or name == "xer":
            return partial(self.__getitem__, name), partial(self.__setitem__, name)
        return self._engine.accessor(name)

    def reader(self, names: Sequence[str]) -> Callable[[], Sequence[int]]:
        """Return one bound function that reads all of ``names``."""
        if any(name in VECTORS or name == "xer" for name in names):
            return lambda: [self[name] for name in names]
        return self._engine.reader(names)

    def _read(self, offset: int, size: int) -> bytes:
        context = self._machine.save()
        return bytes(context.view()[offset : offset + size])

    def _write(self, offset: int, content: bytes) -> None:
        context = self._machine.save()
        context.view()[offset : offset + len(content)] = content
        self._machine.restore(context)

    def _get_xer(self) -> int:
        rest, *flags = _XER.unpack(self._read(self._xer, _XER.size))
        value: int = rest
        for bit, flag in zip(_XER_BITS, flags, strict=True):
            value |= (flag & 1) << bit
        return value

    def _set_xer(self, value: int) -> None:
        flags = [value >> bit & 1 for bit in _XER_BITS]
        rest = value & ~sum(1 << bit for bit in _XER_BITS)
        self._write(self._xer, _XER.pack(rest, *flags))
