"""What the F unit does with parts of registers, and with integers in them: no rounding, no status field.

Source: Intel Itanium Architecture Software Developer's Manual, volume 3, part 1, chapter 2.
"""

from __future__ import annotations

from typing import Any, Final

from kretcore_llvm.builder import I64, I128, Value

from kretcore_ia64.cpu import Cpu, semantics
from kretcore_ia64.semantics import softfloat as sf
from kretcore_ia64.semantics import softfloat_compare as compare
from kretcore_ia64.semantics.floating import Number, any_natval, read, set_unless_natval
from kretcore_ia64.semantics.softfloat import INTEGER_EXPONENT, SIGN


@semantics("fpack")
def fpack(cpu: Cpu, o: Any) -> None:
    _combine(cpu, o, lambda first, second: compare.to_single(*first) << 32 | compare.to_single(*second))


def _combine(cpu: Cpu, o: Any, function: Any) -> None:
    """Put what a function makes of f2 and f3 into f1, as an integer."""
    cpu.may_write_fr(o.f1)
    first, second = read(cpu, o.f2, o.f3)
    set_unless_natval(cpu, o, any_natval(first, second), function(first, second), INTEGER_EXPONENT)


@semantics("fmerge")
def fmerge(cpu: Cpu, o: Any) -> None:
    """Also mov, fabs, fneg, and fnegabs."""
    cpu.may_write_fr(o.f1)
    (s2, e2), (s3, e3) = read(cpu, o.f2, o.f3)
    match o.part:
        case "s":
            exponent = (e2 & SIGN) | (e3 & sf.EXPONENT)
        case "ns":
            exponent = (~e2 & SIGN) | (e3 & sf.EXPONENT)
        case _:
            exponent = e2
    set_unless_natval(cpu, o, any_natval((s2, e2), (s3, e3)), s3, exponent)


_LOW: Final = 0xFFFF_FFFF
_HIGH: Final = _LOW << 32


@semantics("fmix")
def fmix(cpu: Cpu, o: Any) -> None:
    def mix(first: Number, second: Number) -> Value:
        left = first[0] << 32 if o.part == "r" else first[0] & _HIGH
        return left | (second[0] >> 32 if o.part == "l" else second[0] & _LOW)

    _combine(cpu, o, mix)


@semantics("fsxt")
def fsxt(cpu: Cpu, o: Any) -> None:
    def extend(first: Number, second: Number) -> Value:
        sign = first[0] << (32 if o.part == "r" else 0)
        return sign.sar(63) << 32 | (second[0] >> 32 if o.part == "l" else second[0] & _LOW)

    _combine(cpu, o, extend)


@semantics("fswap")
def fswap(cpu: Cpu, o: Any) -> None:
    negated = {"": 0, "nl": 1 << 63, "nr": 1 << 31}[o.negate]
    _combine(cpu, o, lambda first, second: (second[0] << 32 | first[0] >> 32) ^ negated)


@semantics("flogic")
def flogic(cpu: Cpu, o: Any) -> None:
    def combine(first: Number, second: Number) -> Value:
        match o.operation:
            case "and":
                return first[0] & second[0]
            case "andcm":
                return first[0] & ~second[0]
            case "or":
                return first[0] | second[0]
        return first[0] ^ second[0]

    _combine(cpu, o, combine)


@semantics("fselect")
def fselect(cpu: Cpu, o: Any) -> None:
    cpu.may_write_fr(o.f1)
    operands = read(cpu, o.f3, o.f4, o.f2)
    (one, _), (other, _), (mask, _) = operands
    set_unless_natval(cpu, o, any_natval(*operands), (one & mask) | (other & ~mask), INTEGER_EXPONENT)


@semantics("xma")
def xma(cpu: Cpu, o: Any) -> None:
    """The addend is unsigned in every form."""
    cpu.may_write_fr(o.f1)
    operands = read(cpu, o.f3, o.f4, o.f2)
    (first, _), (second, _), (addend, _) = operands
    if o.part == "l":
        result = first * second + addend
    else:
        wide = [value.sext(I128) if o.part == "h" else value.zext(I128) for value in (first, second)]
        result = ((wide[0] * wide[1] + addend.zext(I128)) >> 64).trunc(I64)
    set_unless_natval(cpu, o, any_natval(*operands), result, INTEGER_EXPONENT)
