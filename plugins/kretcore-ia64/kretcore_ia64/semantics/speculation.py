"""Speculation: the ALAT, which remembers advanced loads until a store hits what they loaded, and the checks.

An entry's place is the low bits of its register's number, so a register has one place at most, and a new entry drops
the one that is there. Its register is known by the number and where frame and rotation were: a hit is never another
frame's register. Losing entries is always allowed (volume 1, 4.4.5.3.2).

Source: Intel Itanium Architecture Software Developer's Manual, volume 3, part 1, chapter 2 (ld, chk, invala).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kretcore_llvm.builder import I64, Builder, Value, routine

from kretcore_ia64 import registers as reg
from kretcore_ia64.cpu import Cpu, semantics
from kretcore_ia64.semantics.formats import is_natval

_WORDS = 4
_KEY, _ADDRESS, _SIZE = 1, 2, 3


class Entry:
    """The ALAT's place for a register.

    :param number: the operand ``entry``: a general register's number, or a floating-point one's plus 128.
    """

    def __init__(self, cpu: Cpu, number: Any) -> None:
        self._cpu = cpu
        entry = cpu.imm(number)
        key = entry | cpu.b.window() << 32
        if cpu.b.careful:
            key = key | cpu.cfm().bits(18, 14) << 8  # rrb.gr and rrb.fr
        self._key = key
        self._at = (entry & reg.ALAT_ENTRIES - 1) * _WORDS

    def hit(self) -> Value:
        """Whether the entry is there."""
        b = self._cpu.b
        return b.get(reg.ALAT, self._at).ne(0) & b.get(reg.ALAT.at(_KEY), self._at).eq(self._key)

    def drop(self) -> None:
        """Remove it if it is there."""
        with self._cpu.b.when(self.hit()):
            self.remove()

    def remove(self) -> None:
        """Remove what is at its place, where it is known to be there."""
        _remove(self._cpu, self._at)

    def put(self, address: Value, size: int) -> None:
        """Make it, for so many bytes of memory."""
        b = self._cpu.b
        b.set(reg.ALAT_USED, b.get(reg.ALAT_USED) + 1 - b.get(reg.ALAT, self._at))
        b.set(reg.ALAT, 1, self._at)
        b.set(reg.ALAT.at(_KEY), self._key, self._at)
        b.set(reg.ALAT.at(_ADDRESS), address, self._at)
        b.set(reg.ALAT.at(_SIZE), size, self._at)


def _remove(cpu: Cpu, at: Value) -> None:
    cpu.b.set(reg.ALAT, 0, at)
    cpu.b.set(reg.ALAT_USED, cpu.b.get(reg.ALAT_USED) - 1)


@routine((I64, I64), (), state=True)
def invalidate_alat(b: Builder, address: Value, size: Value) -> Sequence[Value]:
    """Remove the entries of so many bytes of memory."""
    place, left = b.local(b.value(I64, 0)), b.local(b.get(reg.ALAT_USED))
    with b.loop():
        at = place.get()
        start = b.get(reg.ALAT.at(_ADDRESS), at)
        overlaps = (address - start).ult(b.get(reg.ALAT.at(_SIZE), at)) | (start - address).ult(size)
        with b.when(b.get(reg.ALAT, at).ne(0) & overlaps):
            b.set(reg.ALAT, 0, at)
            left.set(left.get() - 1)
        place.set(at + _WORDS)
        b.stop_loop(at.eq((reg.ALAT_ENTRIES - 1) * _WORDS))
    b.set(reg.ALAT_USED, left.get())
    return ()


def stored(cpu: Cpu, address: Value, size: int) -> None:
    """Remove the entries of what a store has written."""
    with cpu.b.when(cpu.b.get(reg.ALAT_USED).ne(0)):
        cpu.b.call(invalidate_alat, address, size)


@semantics("invala")
def invala(cpu: Cpu, o: Any) -> None:
    b = cpu.b
    with b.when(b.get(reg.ALAT_USED).ne(0)):
        for entry in range(reg.ALAT_ENTRIES):
            b.set(reg.ALAT.at(entry * _WORDS), 0)
        b.set(reg.ALAT_USED, 0)


@semantics("invala_e")
def invala_e(cpu: Cpu, o: Any) -> None:
    Entry(cpu, o.entry).drop()


@semantics("chk_a")
def chk_a(cpu: Cpu, o: Any) -> None:
    entry = Entry(cpu, o.entry)
    hit = entry.hit()
    with cpu.b.when(hit ^ 1):
        cpu.b.goto(cpu.imm(o.target))
    if o.clear:
        entry.remove()


@semantics("chk_s")
def chk_s(cpu: Cpu, o: Any) -> None:
    """Code that is not careful never meets a NaT."""
    if cpu.b.careful:
        with cpu.b.when(cpu.b.taint(cpu.gr(o.r2))):
            cpu.b.goto(cpu.imm(o.target))


@semantics("chk_s_fp")
def chk_s_fp(cpu: Cpu, o: Any) -> None:
    with cpu.b.when(is_natval(*cpu.fr(o.f2))):
        cpu.b.goto(cpu.imm(o.target))
