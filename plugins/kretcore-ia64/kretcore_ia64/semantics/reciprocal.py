"""Approximations of reciprocals and reciprocal square roots, as routines of typed operations.

Both look 256 intervals up in a table of 11-bit significands. An entry is the reciprocal (or reciprocal square root) of
its interval's middle, rounded to nearest: that gives the bounds of the relative error that the manual states, 2**-8.886
and 2**-8.831. Source: Intel Itanium Architecture Software Developer's Manual, volume 3, part 1, chapter 2 (frcpa,
fprcpa, frsqrta, fprsqrta), volume 1, 5.4.3 (operands for which software must assist).

Where the approximation would be of no use because an iteration from it leaves the range, the architecture demands that
software puts the quotient or square root in its place and clears the predicate; :func:`divide` and :func:`square_root`
are that software.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt
from typing import Final

from kretcore_llvm.builder import I1, I64, I128, Builder, Value, routine

from kretcore_ia64.semantics import softfloat as sf
from kretcore_ia64.semantics.softfloat import BIAS, EXPONENT, INTEGER_BIT, SIGN, D, V, Z

_SCALE: Final = 2048


def _reciprocals() -> tuple[int, ...]:
    middles = (1 + Fraction(2 * index + 1, 512) for index in range(256))
    return tuple(round(_SCALE / middle) << 53 for middle in middles)


def _reciprocal_roots() -> tuple[int, ...]:
    """Of numbers from 2 to 4, then from 1 to 2."""
    entries = []
    for index in range(256):
        middle = (1 + Fraction(2 * (index & 127) + 1, 256)) * (2 if index < 128 else 1)
        double = isqrt(int(4 * _SCALE**2 / middle))
        entries.append((double + 1) // 2 << 53)
    return tuple(entries)


RECIPROCALS: Final = _reciprocals()
RECIPROCAL_ROOTS: Final = _reciprocal_roots()


def reciprocal(b: Builder, significand: Value, exponent: Value) -> tuple[Value, Value]:
    """Approximate ``1 / x`` of a normalised number; exponents without sign."""
    return b.table(I64, RECIPROCALS, significand.bits(55, 8)), b.value(I64, 2 * BIAS - 1) - exponent


def reciprocal_root(b: Builder, significand: Value, exponent: Value) -> tuple[Value, Value]:
    """Approximate ``1 / sqrt(x)`` of a normalised positive number."""
    index = (exponent & 1) << 7 | significand.bits(56, 7)
    return b.table(I64, RECIPROCAL_ROOTS, index), b.value(I64, BIAS - 1) - (exponent - BIAS).sar(1)


@routine([I64] * 5, [I64, I64, I1, I64])
def approximate_reciprocal(b: Builder, s2: Value, e2: Value, s3: Value, e3: Value, word: Value) -> Sequence[Value]:
    """What frcpa makes of numerator f2 and denominator f3, none a NaTVal.

    :return: significand, exponent, predicate, flags.
    """
    significand, exponent, flags = (b.local(b.value(I64, 0)) for _ in range(3))
    good = b.local(b.value(I1, 0))
    sign = (e2 ^ e3) & SIGN
    special = sf.is_special(e2) | sf.is_special(e3)
    numerator, numerator_exponent = sf.normalise(s2, e2)
    denominator, denominator_exponent = sf.normalise(s3, e3)
    flags.set((sf.is_unnormal(s2, e2) | sf.is_unnormal(s3, e3)).select(D, 0))
    usual = ~special & numerator.ne(0) & denominator.ne(0)
    with b.when(usual):
        quotient = numerator_exponent - denominator_exponent
        helped = sf.any_of(
            denominator_exponent.slt(1), b.value(I64, 2 * BIAS - 3).slt(denominator_exponent),
            b.value(I64, BIAS - 1).slt(quotient), quotient.slt(3 - BIAS), numerator_exponent.slt(65),
        )  # fmt: skip
        with b.when(helped):
            results = b.call(divide, numerator, numerator_exponent, denominator, denominator_exponent, sign, word)
            significand.set(results[0])
            exponent.set(results[1])
            flags.set(flags.get() | results[2])
        with b.otherwise():
            value, place = reciprocal(b, denominator, denominator_exponent)
            significand.set(value)
            exponent.set(place | (e3 & SIGN))
            good.set(1)
    with b.otherwise():
        results = b.call(quotient_rarely, s2, e2, s3, e3)
        significand.set(results[0])
        exponent.set(results[1])
        flags.set(results[2])
    return significand.get(), exponent.get(), good.get(), flags.get()


@routine([I64] * 4, [I64, I64, I64])
def quotient_rarely(b: Builder, s2: Value, e2: Value, s3: Value, e3: Value) -> Sequence[Value]:
    """``f2 / f3`` if one of them is a NaN, unsupported, infinite, or zero."""
    operands = ((s2, e2), (s3, e3))
    unsupported = sf.any_of(*(sf.is_unsupported(*operand) for operand in operands))
    nan = sf.is_nan(s2, e2), sf.is_nan(s3, e3)
    infinite = sf.is_infinite(s2, e2), sf.is_infinite(s3, e3)
    zero = s2.eq(0) & ~sf.is_special(e2), s3.eq(0) & ~sf.is_special(e3)
    any_nan = nan[0] | nan[1]
    invalid = unsupported | (~any_nan & ((infinite[0] & infinite[1]) | (zero[0] & zero[1])))
    divided = ~any_nan & zero[1] & ~infinite[0]
    denormal = (sf.is_unnormal(s2, e2) | sf.is_unnormal(s3, e3)).select(D, 0)
    signaling = sf.is_signaling(s2, e2) | sf.is_signaling(s3, e3)
    quiet = nan[0].select(s2, s3) | sf.QUIET, nan[0].select(e2, e3)
    plain = (infinite[0] | zero[1]).select(b.value(I64, INTEGER_BIT), 0)
    plain_exponent = (e2 ^ e3) & SIGN | (infinite[0] | zero[1]).select(b.value(I64, EXPONENT), 0)
    significand = invalid.select(sf.INDEFINITE[0], any_nan.select(quiet[0], plain))
    exponent = invalid.select(sf.INDEFINITE[1], any_nan.select(quiet[1], plain_exponent))
    rest = divided.select(b.value(I64, Z), denormal)
    return significand, exponent, invalid.select(V, any_nan.select(signaling.select(V, 0), rest))


@routine([I64] * 3, [I64, I64, I1, I64])
def approximate_reciprocal_root(b: Builder, s3: Value, e3: Value, word: Value) -> Sequence[Value]:
    """What frsqrta makes of a number, no NaTVal.

    :return: significand, exponent, predicate, flags.
    """
    number, place = sf.normalise(s3, e3)
    special, zero = sf.is_special(e3), number.eq(0) & ~sf.is_special(e3)
    nan, negative = sf.is_nan(s3, e3), e3.bit(17)
    significand, exponent = b.local(number), b.local(e3 & SIGN)
    flags, good = b.local(sf.is_unnormal(s3, e3).select(D, 0)), b.local(b.value(I1, 0))
    with b.when(nan):
        significand.set(s3 | sf.QUIET)
        exponent.set(e3)
        flags.set(sf.is_signaling(s3, e3).select(V, 0))
    with b.when(~nan & (sf.is_unsupported(s3, e3) | (negative & ~zero))):
        significand.set(sf.INDEFINITE[0])
        exponent.set(sf.INDEFINITE[1])
        flags.set(V)
    with b.when(~nan & special & (s3 >> 63).ne(0) & ~negative):
        exponent.set(EXPONENT)
    with b.when(~special & ~zero & ~negative):
        helped = place.slt(65)
        with b.when(helped):
            results = b.call(square_root, number, place, word)
            significand.set(results[0])
            exponent.set(results[1])
            flags.set(flags.get() | results[2])
        with b.otherwise():
            value, result = reciprocal_root(b, number, place)
            significand.set(value)
            exponent.set(result)
            good.set(1)
    return significand.get(), exponent.get(), good.get(), flags.get()


# ---- single precision in pairs: nothing assists, the program must look at the predicate

_SINGLE_BIAS: Final = 127
_SMALL: Final = BIAS - _SINGLE_BIAS + 24
"""Numbers with this exponent or less have square roots, or quotients, whose iteration underflows."""


@routine([I64] * 4, [I64, I64, I1, I64])
def approximate_single_reciprocal(b: Builder, s2: Value, e2: Value, s3: Value, e3: Value) -> Sequence[Value]:
    """What fprcpa makes of one half, in the register's format.

    :return: significand, exponent, predicate, flags.
    """
    numerator, numerator_exponent = sf.normalise(s2, e2)
    denominator, denominator_exponent = sf.normalise(s3, e3)
    special = sf.is_special(e2) | sf.is_special(e3)
    rare = b.call(quotient_rarely, s2, e2, s3, e3)
    significand, exponent, flags = (b.local(value) for value in rare)
    good = b.local(b.value(I1, 0))
    with b.when(~special & numerator.ne(0) & denominator.ne(0)):
        value, place = reciprocal(b, denominator, denominator_exponent)
        quotient = numerator_exponent - denominator_exponent
        small = sf.is_unnormal(s3, e3)  # its reciprocal is above the largest number
        large = b.value(I64, BIAS + _SINGLE_BIAS - 3).slt(denominator_exponent)
        wild = sf.any_of(
            b.value(I64, _SINGLE_BIAS - 1).slt(quotient),
            quotient.slt(3 - _SINGLE_BIAS),
            numerator_exponent.sle(_SMALL),
        )
        value = small.select(INTEGER_BIT, large.select(0, value))
        place = small.select(EXPONENT, large.select(0, place))
        significand.set(value)
        exponent.set(place | (e3 & SIGN))
        good.set(~(small | large | wild))
        flags.set((small | sf.is_unnormal(s2, e2)).select(D, 0))
    return significand.get(), exponent.get(), good.get(), flags.get()


@routine([I64] * 2, [I64, I64, I1, I64])
def approximate_single_reciprocal_root(b: Builder, s3: Value, e3: Value) -> Sequence[Value]:
    """What fprsqrta makes of one half: the reciprocal of the root for zero and infinity as well.

    :return: significand, exponent, predicate, flags.
    """
    number, place = sf.normalise(s3, e3)
    value, result = reciprocal_root(b, number, place)
    zero, infinite, nan = s3.eq(0), sf.is_infinite(s3, e3), sf.is_nan(s3, e3)
    invalid = e3.bit(17) & ~zero & ~nan
    value = zero.select(INTEGER_BIT, infinite.select(0, value))
    result = zero.select((e3 & SIGN) | EXPONENT, infinite.select(0, result))
    value = invalid.select(sf.INDEFINITE[0], nan.select(s3 | sf.QUIET, value))
    result = invalid.select(sf.INDEFINITE[1], nan.select(e3, result))
    good = ~(zero | infinite | nan | invalid | place.sle(_SMALL))
    flags = nan.select(sf.is_signaling(s3, e3).select(V, 0), sf.is_unnormal(s3, e3).select(D, 0))
    return value, result, good, invalid.select(V, flags)


# ---- the software that assists


@routine([I64] * 6, [I64, I64, I64])
def divide(
    b: Builder, numerator: Value, e2: Value, denominator: Value, e3: Value, sign: Value, word: Value
) -> Sequence[Value]:
    """The rounded quotient of normalised numbers, a bit at a time.

    :return: significand, exponent, flags.
    """
    divisor = denominator.zext(I128)
    rest, quotient, left = b.local(numerator.zext(I128)), b.local(b.value(I128, 0)), b.local(b.value(I64, 67))
    with b.loop():
        fits = divisor.ule(rest.get())
        quotient.set(quotient.get() << 1 | fits.zext(I128))
        rest.set(fits.select(rest.get() - divisor, rest.get()) << 1)
        left.set(left.get() - 1)
        b.stop_loop(left.get().eq(0))
    bits = quotient.get()
    zeros = bits.clz()  # 61 or 62: the first bit of the quotient stands for 1
    exponent = e2 - e3 + (BIAS + 61) - zeros.trunc(I64)
    return sf.round_number(b, sign.bit(17), exponent, bits << zeros, rest.get().ne(0), word)


@routine([I64] * 3, [I64, I64, I64])
def square_root(b: Builder, number: Value, exponent: Value, word: Value) -> Sequence[Value]:
    """The rounded square root of a normalised positive number, a bit at a time.

    :return: significand, exponent, flags.
    """
    distance = exponent - BIAS
    # The radicand is from 1 to 4 in units of bit 126; two of its binary digits are taken at a time.
    radicand = b.local(number.zext(I128) << 63 << (distance & 1).zext(I128))
    rest, root, left = b.local(b.value(I128, 0)), b.local(b.value(I128, 0)), b.local(b.value(I64, 66))
    with b.loop():
        rest.set(rest.get() << 2 | radicand.get() >> 126)
        radicand.set(radicand.get() << 2)
        trial = root.get() << 2 | 1
        fits = trial.ule(rest.get())
        rest.set(fits.select(rest.get() - trial, rest.get()))
        root.set(root.get() << 1 | fits.zext(I128))
        left.set(left.get() - 1)
        b.stop_loop(left.get().eq(0))
    bits = root.get()
    zeros = bits.clz()
    place = distance.sar(1) + BIAS
    return sf.round_number(b, b.value(I1, 0), place, bits << zeros, rest.get().ne(0), word)
