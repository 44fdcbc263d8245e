"""Floating point on pairs of single-precision numbers in one register.

Source: Intel Itanium Architecture Software Developer's Manual, volume 3, part 1, chapter 2, and volume 1, 5.3.3. Each
half is widened to the register's format, computed there, and narrowed; the flags of both halves are raised together.
"""

from __future__ import annotations

from typing import Any, Final

from kretcore_llvm.builder import I64, Routine, Value

from kretcore_ia64.cpu import Cpu, semantics
from kretcore_ia64.semantics import floating, reciprocal
from kretcore_ia64.semantics import softfloat as sf
from kretcore_ia64.semantics import softfloat_compare as compare
from kretcore_ia64.semantics.floating import Number, Status, any_natval, read
from kretcore_ia64.semantics.softfloat import INTEGER_EXPONENT, NATVAL

_HALVES: Final = (32, 0)


def _halves(*operands: Number) -> list[list[Number]]:
    """Return the operands' upper halves, then the lower ones, in the register's format."""
    return [[compare.from_single(significand >> place) for significand, _ in operands] for place in _HALVES]


class _Pair:
    """Collects the two halves of a result and their flags, and writes them."""

    def __init__(self, cpu: Cpu, o: Any, natval: Value, status: Status) -> None:
        self._cpu, self._o, self._status = cpu, o, status
        self.natval = natval
        self.value = self.flags = cpu.b.value(I64, 0)

    def add(self, half: Value, flags: Value) -> None:
        """Add the next half, 32 bits: the upper one comes first."""
        self.value = self.value << 32 | half
        self.flags = self.flags | flags

    def write(self) -> None:
        """Fault, or raise flags, write the register, and trap."""
        flags = self.natval.select(0, self.flags)
        self._status.note(flags)
        write_pair(self._cpu, self._o, self.natval, self.value)
        self._status.finish()


def write_pair(cpu: Cpu, o: Any, natval: Value, value: Value) -> None:
    exponent = cpu.b.value(I64, INTEGER_EXPONENT)
    cpu.set_fr(o.f1, natval.select(0, value), natval.select(NATVAL, exponent))


def _begin(cpu: Cpu, o: Any, *numbers: Any) -> tuple[list[list[Number]], _Pair, Status]:
    cpu.may_write_fr(o.f1)
    operands = read(cpu, *numbers)
    status = Status(cpu, o.sf)
    return _halves(*operands), _Pair(cpu, o, any_natval(*operands), status), status


@semantics("fpma")
def fpma(cpu: Cpu, o: Any) -> None:
    """Also fpms, fpnma, fpmpy, and fpnmpy."""
    halves, pair, status = _begin(cpu, o, o.f3, o.f4, o.f2)
    constant = sf.control(sf.MIN_SINGLE, sf.DROP_SINGLE, addend=o.negate_addend, product=o.negate_product)
    word = floating.controls(status, cpu.b.value(I64, constant))
    for (s3, e3), (s4, e4), (s2, e2) in halves:
        e2 = floating.addend_exponent(cpu, o, e2, e3, e4)
        significand, exponent, flags = cpu.b.call(sf.multiply_add, s2, e2, s3, e3, s4, e4, word)
        single = compare.to_single(significand, exponent)
        if cpu.b.careful:
            trap = flags & status.enabled & (sf.O | sf.U)
            single = trap.ne(0).select(compare.to_wrapped_single(significand, exponent), single)
        pair.add(single, flags)
    pair.write()


@semantics("fpcmp")
def fpcmp(cpu: Cpu, o: Any) -> None:
    halves, pair, _ = _begin(cpu, o, o.f2, o.f3)
    for first, second in halves:
        holds, flags = floating.relation(cpu, o.relation, first, second)
        pair.add(holds.select(0xFFFF_FFFF, 0), flags)
    pair.write()


@semantics("fpmin")
def fpmin(cpu: Cpu, o: Any) -> None:
    """Also fpmax, fpamin, and fpamax."""
    halves, pair, _ = _begin(cpu, o, o.f2, o.f3)
    for first, second in halves:
        takes_first, flags = floating.chooses_first(cpu, o.choice, first, second)
        pair.add(takes_first.select(compare.to_single(*first), compare.to_single(*second)), flags)
    pair.write()


@semantics("fpcvt.fx")
def fpcvt_fx(cpu: Cpu, o: Any) -> None:
    halves, pair, status = _begin(cpu, o, o.f2)
    mode: Value | int = sf.TRUNCATE if o.truncate else status.mode
    for ((significand, exponent),) in halves:
        integer, flags = cpu.b.call(compare.to_integer, significand, exponent, mode, int(o.signed), 32)
        pair.add(integer & 0xFFFF_FFFF, flags)
    pair.write()


@semantics("fpmerge")
def fpmerge(cpu: Cpu, o: Any) -> None:
    """Also fpabs, fpneg, and fpnegabs."""
    cpu.may_write_fr(o.f1)
    operands = read(cpu, o.f2, o.f3)
    (first, _), (second, _) = operands
    mask = 0xFF80_0000_FF80_0000 if o.part == "se" else 0x8000_0000_8000_0000
    taken = ~first if o.part == "ns" else first
    write_pair(cpu, o, any_natval(*operands), (taken & mask) | (second & ~mask))


# ---- approximations


@semantics("fprcpa")
def fprcpa(cpu: Cpu, o: Any) -> None:
    _approximate(cpu, o, reciprocal.approximate_single_reciprocal, o.f2, o.f3)


@semantics("fprsqrta")
def fprsqrta(cpu: Cpu, o: Any) -> None:
    _approximate(cpu, o, reciprocal.approximate_single_reciprocal_root, o.f3)


def _approximate(cpu: Cpu, o: Any, function: Routine, *numbers: Any) -> None:
    with cpu.b.when(cpu.pr(o.qp)):
        halves, pair, _ = _begin(cpu, o, *numbers)
        good = ~pair.natval
        for half in halves:
            values = [value for operand in half for value in operand]
            significand, exponent, iterates, flags = cpu.b.call(function, *values)
            pair.add(compare.to_single(significand, exponent), flags)
            good = good & iterates
        pair.write()
        cpu.set_pr(o.p2, good)
    with cpu.b.otherwise():
        cpu.set_pr(o.p2, 0)
