"""What semantic functions see of the processor: registers by number, over a builder of :mod:`kretcore_llvm`.

A semantic function takes this and the instruction's operands: ``o.r1`` and the like are register numbers, ``o.imm`` an
immediate, for :meth:`Cpu.imm`; a row's constants are Python values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kretcore_llvm.builder import I1, I64, Builder, Operand, OperandSlot, Slot, Value

from kretcore_ia64 import registers as reg
from kretcore_ia64.registers import Fault

SEMANTICS: Final[dict[str, Callable[[Cpu, Any], None]]] = {}
"""Every semantic function by its name in the tables."""

Number = int | Operand
"""A register number, or what stands for it where code serves every number."""


def semantics(*names: str) -> Callable[[Callable[[Cpu, Any], None]], Callable[[Cpu, Any], None]]:
    """Register a semantic function under the names that rows give."""

    def register(function: Callable[[Cpu, Any], None]) -> Callable[[Cpu, Any], None]:
        for name in names:
            if name in SEMANTICS:
                raise ValueError(f"{name} has two semantic functions")
            SEMANTICS[name] = function
        return function

    return register


class Cpu:
    """One instruction's view of the processor.

    :ivar b: the builder.
    :ivar bundle: address of the instruction's bundle, what ``ip`` reads: a number, or a value where code serves every
        address.
    :ivar next: address of the next instruction (its slot number in the low bits).
    """

    def __init__(self, builder: Builder, address: Any, following: int) -> None:
        self.b = builder
        self.bundle = address & ~15
        self.next = following

    # ---- general registers

    def imm(self, number: Number) -> Value:
        """An immediate as I64."""
        return self.b.immediate(number)

    def gr(self, number: Number) -> Value:
        """A general register, with its NaT as taint."""
        if number == 0:
            return self.b.value(I64, 0)
        return self._get(number, "gr", I64, self._gr)

    def set_gr(self, number: Number, value: Value | int) -> None:
        """Write a general register and its NaT. Faults for r0 and for registers outside the frame, so check or write
        first what may fault (:meth:`may_write`)."""
        value = self.b.value(I64, value)
        if isinstance(number, Operand):
            self.b.set(OperandSlot(number, "gr", I64, window=True), value)
            return
        self.may_write(number)
        slot, index = self._gr(number)
        self.b.set(slot, value, index)

    def may_write(self, *numbers: Number) -> None:
        """Fault now if one of the general registers cannot be a target: r0, or one outside the frame.

        Code that is not careful has its frame checked once a block.
        """
        for number in numbers:
            if isinstance(number, Operand):
                continue
            if number == 0:
                self.b.fault(Fault.ILLEGAL_OPERATION)
            elif number >= 32 and self.b.careful:
                self.b.fault_if((self.cfm() & 127).ule(number - 32), Fault.ILLEGAL_OPERATION)

    def consume(self, *values: Value) -> None:
        """Fault if a value is NaT, as addresses, branch targets and most application registers must not be."""
        for value in values:
            if value.taint is not None:
                self.b.fault_if(value.taint, Fault.REGISTER_NAT_CONSUMPTION)

    def _gr(self, number: int) -> tuple[Slot, Value | None]:
        if number < 32:
            return reg.GR.at(number), None
        if not self.b.careful:
            return reg.STACKED.at(number - 32), None
        cfm = self.cfm()
        rotating = cfm.bits(14, 4) << 3
        turned = self.b.value(I64, number - 32) + cfm.bits(18, 7)
        turned = turned.ult(rotating).select(turned, turned - rotating)
        return reg.STACKED, self.b.value(I64, number - 32).ult(rotating).select(turned, number - 32)

    # ---- predicates

    def pr(self, number: Number) -> Value:
        """A predicate."""
        if number == 0:
            return self.b.value(I1, 1)
        return self._get(number, "pr", I1, self._pr)

    def set_pr(self, number: Number, value: Value | int) -> None:
        """Write a predicate; p0 stays as it is."""
        value = self.b.value(I1, value).clean()
        if isinstance(number, Operand):
            self.b.set(OperandSlot(number, "pr_target", I1), value)
        elif number != 0:
            slot, index = self._pr(number)
            self.b.set(slot, value, index)

    def _pr(self, number: int) -> tuple[Slot, Value | None]:
        if number < 16 or not self.b.careful:
            return reg.PR.at(number), None
        turned = self.cfm().bits(32, 6) + (number - 16)
        return reg.PR, turned.ult(48).select(turned + 16, turned - 32)

    # ---- floating point

    def fr(self, number: Number) -> tuple[Value, Value]:
        """A floating-point register: significand, and exponent with the sign as bit 17."""
        if number == 0:
            return self.b.value(I64, 0), self.b.value(I64, 0)
        if number == 1:
            return self.b.value(I64, 1 << 63), self.b.value(I64, 0xFFFF)
        if isinstance(number, Operand):
            return self.b.get(OperandSlot(number, "fr", I64)), self.b.get(OperandSlot(number, "fr", I64, beyond=8))
        slot, index = self._fr(number)
        return self.b.get(slot, index), self.b.get(slot.at(1), index)

    def set_fr(self, number: Number, significand: Value | int, exponent: Value | int) -> None:
        """Write a floating-point register. f0 and f1 are illegal targets: :meth:`may_write_fr` comes first."""
        if isinstance(number, Operand):
            self.b.set(OperandSlot(number, "fr", I64), significand)
            self.b.set(OperandSlot(number, "fr", I64, beyond=8), exponent)
            return
        self.may_write_fr(number)
        slot, index = self._fr(number)
        self.b.set(slot, significand, index)
        self.b.set(slot.at(1), exponent, index)
        if self.b.careful:
            # Code that is not careful is left where a bit is not set: see Ia64.check.
            self.b.set(reg.UM, self.b.get(reg.UM) | (reg.MFL if number < 32 else reg.MFH))

    def may_write_fr(self, *numbers: Number) -> None:
        """Fault now if a target is f0 or f1."""
        if any(number in (0, 1) for number in numbers):
            self.b.fault(Fault.ILLEGAL_OPERATION)

    def _fr(self, number: int) -> tuple[Slot, Value | None]:
        if number < 32 or not self.b.careful:
            return reg.FR.at(2 * number), None
        turned = self.cfm().bits(25, 7) + (number - 32)
        return reg.FR, turned.ult(96).select(turned + 32, turned - 64) << 1

    # ---- the rest

    def br(self, number: Number) -> Value:
        """A branch register."""
        return self._get(number, "br", I64, lambda known: (reg.BR.at(known), None))

    def set_br(self, number: Number, value: Value | int) -> None:
        """Write a branch register."""
        if isinstance(number, Operand):
            self.b.set(OperandSlot(number, "br", I64), value)
        else:
            self.b.set(reg.BR.at(number), value)

    def ar(self, number: int) -> Value:
        """The word of an application register, by a number of :mod:`kretcore_ia64.registers`: no side effects."""
        return self.b.get(reg.AR.at(number))

    def set_ar(self, number: int, value: Value | int) -> None:
        """Write that word: no side effects."""
        self.b.set(reg.AR.at(number), value)

    def cfm(self) -> Value:
        """The current frame marker."""
        return self.b.get(reg.CFM)

    def set_cfm(self, value: Value | int) -> None:
        self.b.set(reg.CFM, value)

    def _get(self, number: Number, kind: str, type_: Any, place: Callable[[int], tuple[Slot, Value | None]]) -> Value:
        if isinstance(number, Operand):
            return self.b.get(OperandSlot(number, kind, type_, window=kind == "gr"))
        slot, index = place(number)
        return self.b.get(slot, index)
