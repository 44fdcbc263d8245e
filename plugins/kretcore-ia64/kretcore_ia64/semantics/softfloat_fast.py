"""Multiply-add for what is common: normalised numbers, rounded to nearest, to a result that every range has.

Then 64-bit words are enough, the places of rounding are known, and no flag but inexact is raised. Everything else is
left to :func:`kretcore_ia64.semantics.softfloat.multiply_add`, which is the definition. There are three routines for
each precision: the whole operation, and what it is with 0 or 1 as an operand, multiplication and addition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from kretcore_llvm.builder import I1, I64, I128, Builder, Routine, Value

from kretcore_ia64.semantics import softfloat as sf
from kretcore_ia64.semantics.softfloat import BIAS, EXPONENT, INTEGER_BIT, SIGN, I

_MODERATE: Final = 0x8000
"""Added to an exponent, with or without its sign, this sets bit 16 of those within 0x8000 of the bias."""


@dataclass(frozen=True, slots=True)
class Fast:
    """The routines of one precision. Each returns significand, exponent and flags.

    :ivar fused: ``f3 * f4 + f2``: significand and exponent of f2, f3 and f4, and the control word.
    :ivar product: ``f3 * f4``: the same without f2.
    :ivar total: ``f3 + f2``: of f2 and f3.
    """

    fused: Routine
    product: Routine
    total: Routine


def is_one(operand: tuple[Value, Value]) -> Value:
    """Whether an operand is 1, as f1 is."""
    return (operand[0] ^ INTEGER_BIT | operand[1] ^ BIAS).eq(0)


def _moderate(*operands: tuple[Value, Value]) -> Value:
    """Whether all are normalised, and no exponent is near an end of its range, where zero and infinity are too."""
    significands, exponents = operands[0][0], operands[0][1] + _MODERATE
    for significand, exponent in operands[1:]:
        significands, exponents = significands & significand, exponents & (exponent + _MODERATE)
    return ((significands >> 63) & (exponents >> 16)).trunc(I1)


def _nearest(high: Value, low: Value, drop: int) -> tuple[Value, Value, Value]:
    """Round 128 bits, whose highest is set, to nearest: what :func:`kretcore_ia64.semantics.softfloat.round_bits` does.

    :return: the significand, whether it overflowed into the next exponent (I64), and whether it is inexact.
    """
    if not drop:
        more = (low >> 63) & (low << 1 | (high & 1)).ne(0).zext(I64)
        value = high + more
        carry = value.ult(more).zext(I64)
        return value | carry << 63, carry, low.ne(0)
    below, half = (1 << drop) - 1, 1 << (drop - 1)
    sticky = low.ne(0).zext(I64)
    value = high + ((high >> drop & 1 | sticky) + (half - 1))
    carry = value.ult(high).zext(I64)
    return (value & ~below) | carry << 63, carry, (high & below | low).ne(0)


class _Rounding:
    """A precision.

    :param drop: how many bits of a significand stay zero; 0 only if the control word says so.
    :param minimum: smallest exponent of a normal number in the narrowest range that may be chosen.
    """

    def __init__(self, drop: int, minimum: int) -> None:
        self._drop, self._minimum = drop, minimum
        self._wrong = sf.control(0, 0, mode=3) | (sf.control(0, 63) if not drop else 0)

    def applies(self, word: Value) -> Value:
        """Whether a control word wants rounding to nearest, to this precision."""
        return (word & self._wrong).eq(0)

    def finish(self, exponent: Value, high: Value, low: Value, sign: Value) -> tuple[Value, tuple[Value, ...]]:
        """Round a number; ``sign`` is at its place in an exponent.

        :return: whether it has become a normal number, and the results.
        """
        significand, carry, inexact = _nearest(high, low, self._drop)
        exponent = exponent + carry
        normal = (exponent - self._minimum).ule(2 * BIAS + 1 - 2 * self._minimum)
        return normal, (significand, exponent | sign, inexact.select(I, 0))


def _has_zero(first: tuple[Value, Value], second: tuple[Value, Value]) -> Value:
    """Whether one of two numbers is 0, or both, and neither is anything else that is special."""
    zeros = sf.is_zero(*first), sf.is_zero(*second)
    return (zeros[0] & zeros[1]) | (zeros[0] & _moderate(second)) | (zeros[1] & _moderate(first))


def _product(
    rounding: _Rounding, b: Builder, s3: Value, e3: Value, s4: Value, e4: Value, word: Value
) -> Sequence[Value]:
    product = s3.zext(I128) * s4.zext(I128)
    high, low = (product >> 64).trunc(I64), product.trunc(I64)
    full = high >> 63
    is_full = full.trunc(I1)
    high, low = is_full.select(high, high << 1 | low >> 63), is_full.select(low, low << 1)
    exponent = (e3 & EXPONENT) + (e4 & EXPONENT) + full - BIAS
    sign = e3 ^ e4
    own = (sign ^ sf.negates_product(word)) & SIGN
    normal, results = rounding.finish(exponent, high, low, own)
    good = _moderate((s3, e3), (s4, e4)) & rounding.applies(word) & normal
    chosen = [b.local(result) for result in results]
    with b.when(good ^ 1):
        zero = _has_zero((s3, e3), (s4, e4))
        with b.when(zero):
            sf.assign(chosen, (0, own, 0))
        with b.when(zero ^ 1):
            # No addend is a zero with the product's sign; it is negated on its own.
            addend = (own ^ sf.negates_addend(word)) & SIGN
            sf.assign(chosen, b.call(sf.multiply_add, 0, addend, s3, e3, s4, e4, word))
    return [result.get() for result in chosen]


def _total(rounding: _Rounding, b: Builder, s2: Value, e2: Value, s3: Value, e3: Value, word: Value) -> Sequence[Value]:
    sign2, sign3 = (e2 ^ sf.negates_addend(word)) & SIGN, (e3 ^ sf.negates_product(word)) & SIGN
    m2, m3 = e2 & EXPONENT, e3 & EXPONENT
    swap = (m2.zext(I128) << 64 | s2.zext(I128)).ult(m3.zext(I128) << 64 | s3.zext(I128))
    large, small = swap.select(s3, s2), swap.select(s2, s3)
    exponent, distance = swap.select(m3, m2), swap.select(m3 - m2, m2 - m3)
    place = distance & 63
    # One bit above is room for the carry, 63 below hold what is shifted out.
    moved_high, moved_low = (small >> 1) >> place, (small << 63 - place)
    subtract = (sign2 ^ sign3).ne(0)
    flip = subtract.select(-1, 0)
    moved = (moved_high ^ flip).zext(I128) << 64 | (moved_low ^ flip).zext(I128)
    result = (large.zext(I128) << 63) + moved + subtract.zext(I128)
    high, low = (result >> 64).trunc(I64), result.trunc(I64)
    zeros = high.clz() & 63
    high, low = high << zeros | (low >> 1) >> (63 - zeros), low << zeros
    normal, results = rounding.finish(exponent + 1 - zeros, high, low, swap.select(sign3, sign2))
    good = (_moderate((s2, e2), (s3, e3)) & distance.ult(64)) | _has_zero((s2, e2), (s3, e3))
    good = good & (high >> 63).trunc(I1) & rounding.applies(word) & normal
    chosen = [b.local(result) for result in results]
    with b.when(good ^ 1):
        sf.assign(chosen, b.call(sf.multiply_add, s2, e2, s3, e3, INTEGER_BIT, BIAS, word))
    return [result.get() for result in chosen]


def _fused(
    product_alone: Routine,
    total: Routine,
    rounding: _Rounding,
    b: Builder,
    s2: Value,
    e2: Value,
    s3: Value,
    e3: Value,
    s4: Value,
    e4: Value,
    word: Value,
) -> Sequence[Value]:
    product = s3.zext(I128) * s4.zext(I128)
    sign2, sign = (e2 ^ sf.negates_addend(word)) & SIGN, (e3 ^ e4 ^ sf.negates_product(word)) & SIGN
    # The highest bit is room for the carry, so the product's lowest bit must be 0.
    m2, mp = e2 & EXPONENT, (e3 & EXPONENT) + (e4 & EXPONENT) - (BIAS - 1)
    addend = s2.zext(I128) << 63
    leads = m2.sle(mp)
    large, small = leads.select(product >> 1, addend), leads.select(addend, product >> 1)
    exponent, distance = leads.select(mp, m2), leads.select(mp - m2, m2 - mp)
    wide = distance & 127
    moved = small >> wide.zext(I128)
    lost = small.ctz().ult(wide.zext(I128))
    subtract = (sign2 ^ sign).ne(0)
    flip = subtract.select(b.value(I128, -1), 0)
    result = large + (moved ^ flip) + (subtract & ~lost).zext(I128)
    negative = subtract & (result >> 127).trunc(I1)  # at the same exponent, or one apart: nothing is lost then
    result = negative.select(b.value(I128, 0) - result, result)
    high, low = (result >> 64).trunc(I64), result.trunc(I64)
    zeros = high.clz() & 63
    high, low = high << zeros | (low >> 1) >> (63 - zeros), low << zeros
    own = (negative ^ leads).select(sign, sign2)
    normal, results = rounding.finish(exponent + 1 - zeros, high, low | lost.zext(I64), own)
    good = _moderate((s2, e2), (s3, e3), (s4, e4)) & (high >> 63).trunc(I1) & distance.ult(128)
    good = good & ~product.trunc(I1) & rounding.applies(word) & normal
    chosen = [b.local(result) for result in results]
    with b.when(good ^ 1):
        no_addend, no_product = sf.is_zero(s2, e2) & _moderate((s3, e3), (s4, e4)), _has_zero((s3, e3), (s4, e4))
        with b.when(no_addend):
            sf.assign(chosen, b.call(product_alone, s3, e3, s4, e4, word))
        with b.when(no_product):
            sf.assign(chosen, b.call(total, s2, e2, 0, (e3 ^ e4) & SIGN, word))
        with b.when(~(no_addend | no_product)):
            sf.assign(chosen, b.call(sf.multiply_add, s2, e2, s3, e3, s4, e4, word))
    return [result.get() for result in chosen]


def _routines(name: str, rounding: _Rounding) -> Fast:
    results = (I64, I64, I64)
    product = Routine(f"product_{name}", (I64,) * 5, results, partial(_product, rounding))
    total = Routine(f"total_{name}", (I64,) * 5, results, partial(_total, rounding))
    fused = Routine(f"fused_{name}", (I64,) * 7, results, partial(_fused, product, total, rounding))
    return Fast(fused, product, total)


BY_PRECISION: Final = {
    "s": _routines("single", _Rounding(sf.DROP_SINGLE, sf.MIN_SINGLE)),
    "d": _routines("double", _Rounding(sf.DROP_DOUBLE, sf.MIN_DOUBLE)),
    "": _routines("extended", _Rounding(sf.DROP_EXTENDED, sf.MIN_EXTENDED)),
}
"""Routines by precision completer; those of none are fast where the status field asks for 64 bits."""
