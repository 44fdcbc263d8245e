"""Floating point on whole registers, and the status fields.

Source: Intel Itanium Architecture Software Developer's Manual, volume 3, part 1, chapter 2, and volume 1, chapter 5.

Invalid, denormal and zero-divide exceptions that are enabled are faults: nothing has happened. The others are traps:
the result and the flags are there, and execution would go on behind the instruction that is reported (volume 1, 5.4.1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from kretcore_llvm.builder import CAREFUL, I1, I64, Local, Value

from kretcore_ia64.cpu import Cpu, semantics
from kretcore_ia64.registers import FPSR, Fault
from kretcore_ia64.semantics import reciprocal
from kretcore_ia64.semantics import softfloat as sf
from kretcore_ia64.semantics import softfloat_compare as compare
from kretcore_ia64.semantics import softfloat_fast as fast
from kretcore_ia64.semantics.native import Doubles
from kretcore_ia64.semantics.softfloat import INTEGER_EXPONENT, NATVAL, SIGN, V

Number = tuple[Value, Value]
_CONTROLS: Final = 127
_FLAGS: Final = 63
_FAULTS: Final = sf.V | sf.D | sf.Z


# ---- the status register


class Status:
    """An instruction's status field in ``ar.fpsr`` (volume 1, 5.2).

    :ivar word: all of the register.
    :ivar place: where the status field begins.
    :ivar field: the status field: flush-to-zero 0, wre 1, pc 2-3, rc 4-5, td 6, flags 7-12; other fields are above it.
    """

    def __init__(self, cpu: Cpu, number: Any) -> None:
        self._cpu = cpu
        self.word = cpu.ar(FPSR)
        self.place = cpu.imm(number) * 13 + 6
        self.field = self.word >> self.place
        self._trap: Local | None = None

    @property
    def mode(self) -> Value:
        """The rounding mode."""
        return self.field.bits(4, 2)

    @property
    def enabled(self) -> Value:
        """The exceptions that are enabled, as flags."""
        return self.field.bit(6).select(0, ~self.word & _FLAGS)

    def note(self, flags: Value) -> None:
        """Raise flags; fault instead if one is a fault's, before anything has changed. :meth:`finish` traps."""
        b = self._cpu.b
        known = self.word & self.field >> 7 & _FLAGS
        if b.careful:
            self._trap = b.local(b.value(I1, 0))

        def raise_them() -> None:
            # What is tiny underflows, inexact or not, if the trap is enabled.
            raised = (flags | (flags & sf.TINY) >> 2) & self.enabled
            if self._trap is not None:
                b.fault_if((raised & _FAULTS).ne(0), Fault.FLOATING_POINT_FAULT)
                self._trap.set(raised.ne(0))
            else:
                b.retry_if(raised.ne(0), CAREFUL)
            self._cpu.set_ar(FPSR, self.word | (flags & _FLAGS) << (self.place + 7))

        b.rarely((flags & ~known).ne(0), raise_them)  # else all are masked and have been raised

    def finish(self) -> None:
        """When the result is written: trap if a flag was a trap's."""
        if self._trap is not None:
            with self._cpu.b.when(self._trap.get()):
                self._cpu.b.trap(Fault.FLOATING_POINT_TRAP)


def rounding(cpu: Cpu, status: Status, precision: str) -> Value:
    """Return the control word of a precision completer and a status field (volume 1, table 5-6)."""
    b, field = cpu.b, status.field
    minimum, drop = {"s": (sf.MIN_SINGLE, sf.DROP_SINGLE), "d": (sf.MIN_DOUBLE, sf.DROP_DOUBLE)}.get(precision, (0, 0))
    if minimum:
        wide = field.bit(1)
        word = wide.select(sf.control(sf.MIN_REGISTER, drop), sf.control(minimum, drop))
    else:
        # pc 1 is reserved and cannot be set by fsetc; it rounds as 0 does.
        drops = (sf.DROP_SINGLE, sf.DROP_SINGLE, sf.DROP_DOUBLE, sf.DROP_EXTENDED)
        words = tuple(sf.control(least, drop) for drop in drops for least in (sf.MIN_EXTENDED, sf.MIN_REGISTER))
        word = b.table(I64, words, field.bits(1, 3))
    return controls(status, word)


def controls(status: Status, word: Value) -> Value:
    """Return a control word with what a status field has to say. Traps are for careful execution."""
    word = sf.with_field(word, status.field)
    return sf.with_traps(word, status.enabled) if word.builder.careful else word


def read(cpu: Cpu, *numbers: Any) -> list[Number]:
    return [cpu.fr(number) for number in numbers]


def any_natval(*operands: Number) -> Value:
    return sf.any_of(*(sf.is_natval(*operand) for operand in operands))


# ---- multiply-add


@semantics("fma")
def fma(cpu: Cpu, o: Any) -> None:
    """Also fms and fnma, and what fadd, fsub, fmpy, fnmpy and fnorm stand for."""
    cpu.may_write_fr(o.f1)
    status = Status(cpu, o.sf)
    if o.precision != "d":
        _fma(cpu, o, status)
        return
    b = cpu.b
    good, significand, exponent = _native(cpu, o, status)
    if o.qp != 0:  # steps of a division have more bits than doubles, and frcpa's predicate
        with b.when(~good):
            _fma(cpu, o, status)
    else:
        b.rarely(~good, lambda: _fma(cpu, o, status))
    with b.otherwise():
        cpu.set_fr(o.f1, significand, exponent)


def _native(cpu: Cpu, o: Any, status: Status) -> tuple[Value, Value, Value]:
    """Compute by the host's arithmetic; return whether that is right, and the number."""
    b = cpu.b
    number3, number4, number2 = read(cpu, o.f3, o.f4, o.f2)
    doubles = Doubles(b, status.word, status.place)
    no_addend = cpu.imm(o.no_addend)
    first = doubles.operand(number3, negated=o.negate_product)
    if no_addend.const:
        return doubles.result(b.op("double_mul", I64, first, doubles.operand(number4)))
    addend = doubles.operand(number2, negated=o.negate_addend)
    if fast.is_one(number4).const:
        return doubles.result(b.op("double_add", I64, first, addend))
    return doubles.result(b.op("double_fma", I64, first, doubles.operand(number4), addend))


def _fma(cpu: Cpu, o: Any, status: Status) -> None:
    constant = sf.control(0, 0, addend=o.negate_addend, product=o.negate_product)
    significand, exponent, flags = _multiply_add(cpu, o, rounding(cpu, status, o.precision) | constant)
    status.note(flags)
    cpu.set_fr(o.f1, significand, exponent)
    status.finish()


def _multiply_add(cpu: Cpu, o: Any, word: Value) -> Sequence[Value]:
    """Compute an fma by the routine for what is known of its operands; f0 is no addend at all."""
    b, routines = cpu.b, fast.BY_PRECISION[o.precision]
    number3, number4, number2 = read(cpu, o.f3, o.f4, o.f2)
    no_addend = cpu.imm(o.no_addend).ne(0)
    if no_addend.const:
        return b.call(routines.product, *number3, *number4, word)
    one = fast.is_one(number4)
    if one.const:
        return b.call(routines.total, *number2, *number3, word)
    if no_addend.const is not None:
        return b.call(routines.fused, *number2, *number3, *number4, word)
    results = [b.local(b.value(I64, 0)) for _ in range(3)]
    with b.when(no_addend):
        sf.assign(results, b.call(routines.product, *number3, *number4, word))
    with b.when(~no_addend & one):
        sf.assign(results, b.call(routines.total, *number2, *number3, word))
    with b.when(~no_addend & ~one):
        sf.assign(results, b.call(routines.fused, *number2, *number3, *number4, word))
    return [result.get() for result in results]


def addend_exponent(cpu: Cpu, o: Any, e2: Value, e3: Value, e4: Value) -> Value:
    """Return the addend's exponent; f0, which is no addend at all, becomes a zero with the product's sign."""
    sign = (e3 ^ e4) & SIGN
    if o.negate_addend != o.negate_product:
        sign = sign ^ SIGN
    return cpu.imm(o.no_addend).ne(0).select(sign, e2)


# ---- comparison


@semantics("fcmp")
def fcmp(cpu: Cpu, o: Any) -> None:
    with _comparing(cpu, o):
        first, second = read(cpu, o.f2, o.f3)
        status = Status(cpu, o.sf)
        natval = any_natval(first, second)
        holds, flags = relation(cpu, o.relation, first, second)
        flags = natval.select(0, flags)
        status.note(flags)
        cpu.set_pr(o.p1, holds & ~natval)
        cpu.set_pr(o.p2, ~holds & ~natval)


@contextmanager
def _comparing(cpu: Cpu, o: Any) -> Iterator[None]:
    """Build a comparison. With unc it looks at its predicate itself, to clear its targets if that is false; then two
    equal targets are illegal whatever the predicate is."""
    cpu.b.fault_if(cpu.imm(o.same).ne(0), Fault.ILLEGAL_OPERATION)
    if not o.unc:
        yield
        return
    with cpu.b.when(cpu.pr(o.qp)):
        yield
    with cpu.b.otherwise():
        cpu.set_pr(o.p1, 0)
        cpu.set_pr(o.p2, 0)


def relation(cpu: Cpu, name: str, first: Number, second: Number) -> tuple[Value, Value]:
    """Return whether a relation holds, and flags. Order relations are invalid for quiet NaNs too."""
    less, equal, unordered, flags = cpu.b.call(compare.compare, *first, *second)
    match name:
        case "eq" | "neq":
            holds = equal
        case "lt" | "nlt":
            holds = less
        case "le" | "nle":
            holds = less | equal
        case _:
            holds = unordered
    if name in ("lt", "le", "nlt", "nle"):
        flags = unordered.select(V, flags)
    return ~holds if name in ("neq", "nlt", "nle", "ord") else holds, flags


@semantics("fclass")
def fclass(cpu: Cpu, o: Any) -> None:
    with _comparing(cpu, o):
        significand, exponent = cpu.fr(o.f2)
        (member,) = cpu.b.call(compare.is_member, significand, exponent, cpu.imm(o.classes))
        cpu.set_pr(o.p1, member)
        cpu.set_pr(o.p2, ~member & ~sf.is_natval(significand, exponent))


@semantics("fmin")
def fmin(cpu: Cpu, o: Any) -> None:
    """Also fmax, famin, famax. Of what is unordered or equal the second is taken."""
    cpu.may_write_fr(o.f1)
    first, second = read(cpu, o.f2, o.f3)
    status = Status(cpu, o.sf)
    natval = any_natval(first, second)
    takes_first, flags = chooses_first(cpu, o.choice, first, second)
    flags = natval.select(0, flags)
    status.note(flags)
    chosen = [takes_first.select(one, other) for one, other in zip(first, second, strict=True)]
    set_unless_natval(cpu, o, natval, chosen[0], chosen[1])


def chooses_first(cpu: Cpu, choice: str, first: Number, second: Number) -> tuple[Value, Value]:
    """Return whether the minimum or maximum is the first, and flags."""
    if choice.startswith("a"):
        first, second = ((significand, exponent & sf.EXPONENT) for significand, exponent in (first, second))
    operands = (second, first) if choice.endswith("max") else (first, second)
    return relation(cpu, "lt", *operands)


def set_unless_natval(cpu: Cpu, o: Any, natval: Value, significand: Value, exponent: Value | int) -> None:
    """Write f1, or NaTVal to it."""
    exponent = cpu.b.value(I64, exponent)
    cpu.set_fr(o.f1, natval.select(0, significand), natval.select(NATVAL, exponent))


# ---- approximations


@semantics("frcpa")
def frcpa(cpu: Cpu, o: Any) -> None:
    _approximate(cpu, o, reciprocal.approximate_reciprocal, o.f2, o.f3)


@semantics("frsqrta")
def frsqrta(cpu: Cpu, o: Any) -> None:
    _approximate(cpu, o, reciprocal.approximate_reciprocal_root, o.f3)


def _approximate(cpu: Cpu, o: Any, function: Any, *numbers: Any) -> None:
    b = cpu.b
    with b.when(cpu.pr(o.qp)):
        cpu.may_write_fr(o.f1)
        operands = read(cpu, *numbers)
        status = Status(cpu, o.sf)
        natval = any_natval(*operands)
        values = [value for operand in operands for value in operand]
        significand, exponent, good, flags = b.call(function, *values, rounding(cpu, status, ""))
        flags = natval.select(0, flags)
        status.note(flags)
        set_unless_natval(cpu, o, natval, significand, exponent)
        cpu.set_pr(o.p2, good & ~natval)
        status.finish()
    with b.otherwise():
        cpu.set_pr(o.p2, 0)


# ---- conversion


@semantics("fcvt.fx")
def fcvt_fx(cpu: Cpu, o: Any) -> None:
    cpu.may_write_fr(o.f1)
    significand, exponent = cpu.fr(o.f2)
    status = Status(cpu, o.sf)
    natval = sf.is_natval(significand, exponent)
    mode: Value | int = sf.TRUNCATE if o.truncate else status.mode
    integer, flags = cpu.b.call(compare.to_integer, significand, exponent, mode, int(o.signed), 64)
    flags = natval.select(0, flags)
    status.note(flags)
    set_unless_natval(cpu, o, natval, integer, INTEGER_EXPONENT)
    status.finish()


@semantics("fcvt.xf")
def fcvt_xf(cpu: Cpu, o: Any) -> None:
    cpu.may_write_fr(o.f1)
    number = cpu.fr(o.f2)
    set_unless_natval(cpu, o, sf.is_natval(*number), *compare.from_integer(cpu.b, number[0]))


# ---- status fields


@semantics("fsetc")
def fsetc(cpu: Cpu, o: Any) -> None:
    """Controls of status field 0, changed, become those of a field. pc 1 is reserved, and td of field 0."""
    word = cpu.ar(FPSR)
    controls = (word >> 6 & _CONTROLS & cpu.imm(o.amask)) | cpu.imm(o.omask)
    number = cpu.imm(o.sf)
    cpu.b.fault_if(controls.bits(2, 2).eq(1) | (number.eq(0) & controls.bit(6)), Fault.RESERVED_REGISTER_FIELD)
    place = number * 13 + 6
    mask = cpu.b.value(I64, _CONTROLS) << place
    cpu.set_ar(FPSR, (word & ~mask) | controls << place)


@semantics("fclrf")
def fclrf(cpu: Cpu, o: Any) -> None:
    mask = cpu.b.value(I64, _FLAGS) << (cpu.imm(o.sf) * 13 + 13)
    cpu.set_ar(FPSR, cpu.ar(FPSR) & ~mask)


@semantics("fchkf")
def fchkf(cpu: Cpu, o: Any) -> None:
    """Go to recovery code if a speculative field has a flag that would trap, or that field 0 does not have."""
    word = cpu.ar(FPSR)
    flags = word >> (cpu.imm(o.sf) * 13 + 13) & _FLAGS
    with cpu.b.when((flags & ~(word & word >> 13)).ne(0)):
        cpu.b.goto(cpu.imm(o.target))
