"""Comparison and conversion of floating-point registers, as routines of typed operations.

Source: Intel Itanium Architecture Software Developer's Manual, volume 3, part 1, chapter 2 (fcmp, fmin, fcvt.fx,
fcvt.xf, fpack, fclass), volume 1, 5.1 (formats) and 5.3.3 (single precision in memory and in register pairs).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kretcore_llvm.builder import I1, I64, I128, Builder, Value, routine

from kretcore_ia64.semantics import softfloat as sf
from kretcore_ia64.semantics.softfloat import EXPONENT, SIGN, D, I, V

_LIFT: Final = 64
"""Makes exponents of normalised denormals positive, so that they compare as unsigned numbers."""


def _key(significand: Value, exponent: Value) -> Value:
    """A number that orders magnitudes; 0 for zeros of all kinds."""
    significand, exponent = sf.normalise(significand, exponent)
    return significand.eq(0).select(0, (exponent + _LIFT).zext(I128) << 64 | significand.zext(I128))


@routine([I64] * 4, [I1, I1, I1, I64])
def compare(b: Builder, s2: Value, e2: Value, s3: Value, e3: Value) -> Sequence[Value]:
    """Compare two numbers, none a NaTVal.

    :return: less, equal, unordered; and the flags of an instruction that only signaling NaNs make invalid.
    """
    first, second = (_magnitude(s2, e2), _magnitude(s3, e3))
    negative = e2.bit(17), e3.bit(17)
    same_sign = negative[0].select(second.ult(first), first.ult(second))
    results = [
        b.local((negative[0] ^ negative[1]).select(negative[0], same_sign)),
        b.local((s2 ^ s3 | e2 ^ e3).eq(0)),
        b.local(b.value(I1, 0)),
        b.local(b.value(I64, 0)),
    ]
    with b.when((sf.is_plain(s2, e2) & sf.is_plain(s3, e3)) ^ 1):
        sf.assign(results, b.call(compare_rarely, s2, e2, s3, e3))
    return [result.get() for result in results]


def _magnitude(significand: Value, exponent: Value) -> Value:
    """A number that orders the magnitudes of normalised numbers."""
    return (exponent & EXPONENT).zext(I128) << 64 | significand.zext(I128)


@routine([I64] * 4, [I1, I1, I1, I64])
def compare_rarely(b: Builder, s2: Value, e2: Value, s3: Value, e3: Value) -> Sequence[Value]:
    """The same for any numbers."""
    operands = ((s2, e2), (s3, e3))
    unsupported = sf.any_of(*(sf.is_unsupported(*operand) for operand in operands))
    signaling = sf.any_of(*(sf.is_signaling(*operand) for operand in operands))
    unordered = sf.any_of(unsupported, *(sf.is_nan(*operand) for operand in operands))
    denormal = sf.any_of(*(sf.is_unnormal(*operand) for operand in operands))
    first, second = _key(s2, e2), _key(s3, e3)
    negative = e2.bit(17), e3.bit(17)
    opposite = negative[0] ^ negative[1]
    same_sign = negative[0].select(second.ult(first), first.ult(second))
    less = opposite.select(negative[0] & (first | second).ne(0), same_sign) & ~unordered
    equal = first.eq(second) & (~opposite | first.eq(0)) & ~unordered
    flags = unordered.select((unsupported | signaling).select(V, 0), denormal.select(D, 0))
    return less, equal, unordered, flags


@routine([I64] * 5, [I64, I64])
def to_integer(
    b: Builder, significand: Value, exponent: Value, mode: Value, signed: Value, bits: Value
) -> Sequence[Value]:
    """Convert a number, no NaTVal, to an integer of ``bits`` bits, signed or not (1 or 0).

    :return: the integer, the smallest negative one if there is none, and flags.
    """
    sign = exponent.bit(17)
    number, place = sf.normalise(significand, exponent)
    distance = b.value(I64, sf.INTEGER_EXPONENT) - place
    large = distance.slt(0) & number.ne(0)
    whole = number.zext(I128) << 64  # what has a fraction is below 2**63, so rounding does not overflow
    shifted = whole >> distance.zext(I128)
    lost = (shifted << distance.zext(I128)).ne(whole)
    magnitude, _, inexact = sf.round_bits(shifted, lost, b.value(I64, 0), mode, sign)
    limit = b.value(I64, 1) << (bits - 1)
    # Unsigned: none but -0 is negative, and all bits count. Signed: the limit itself is there for negative numbers.
    unsigned_outside = (sign & magnitude.ne(0)) | ((magnitude >> (bits - 1)) >> 1).ne(0)
    signed_outside = sign.select(limit.ult(magnitude), limit.ule(magnitude))
    outside = signed.trunc(I1).select(signed_outside, unsigned_outside)
    invalid = sf.is_special(exponent) | large | outside
    flags = inexact.select(I, 0) | sf.is_unnormal(significand, exponent).select(D, 0)
    value = sign.select(b.value(I64, 0) - magnitude, magnitude)
    return invalid.select(limit, value), invalid.select(V, flags)


def from_integer(b: Builder, integer: Value) -> tuple[Value, Value]:
    """Convert a signed integer to the register's format: always exact."""
    sign = integer >> 63
    magnitude = sign.trunc(I1).select(b.value(I64, 0) - integer, integer)
    zeros = magnitude.clz()
    exponent = (sign << 17) | (sf.INTEGER_EXPONENT - zeros)
    return magnitude << zeros, magnitude.eq(0).select(0, exponent)


# ---- single precision in 32 bits


def from_single(word: Value) -> tuple[Value, Value]:
    """Return the register's format of the number in the low 32 bits, as a load of it does."""
    fraction, exponent, sign = word.bits(0, 23) << 40, word.bits(23, 8), word.bits(31, 1) << 17
    normal = exponent.ne(0)
    wide = exponent.eq(255).select(EXPONENT, exponent + (sf.MIN_SINGLE - 1))
    tiny = fraction.eq(0).select(0, sf.MIN_SINGLE)
    return fraction | normal.zext(I64) << 63, sign | normal.select(wide, tiny)


def to_single(significand: Value, exponent: Value) -> Value:
    """Return the 32 bits of a number, as a store does: what they cannot hold is cut off."""
    narrow = (exponent >> 9 & 0x80) | (exponent & 0x7F)
    narrow = (significand >> 63).ne(0).select(narrow, 0)
    return (exponent & SIGN) << 14 | narrow << 23 | significand.bits(40, 23)


def to_wrapped_single(significand: Value, exponent: Value) -> Value:
    """Return the 32 bits of a normalised number, with the low bits of an exponent that they cannot hold."""
    narrow = (exponent - (sf.MIN_SINGLE - 1)) & 0xFF
    return (exponent & SIGN) << 14 | narrow << 23 | significand.bits(40, 23)


# ---- classes


@routine([I64] * 3, [I1])
def is_member(b: Builder, significand: Value, exponent: Value, classes: Value) -> Sequence[Value]:
    """Whether a number is in one of the classes of an fclass: from bit 0 on positive, negative, zero, unnormal, normal,
    infinite, signaling, quiet, NaTVal."""
    special, natval = sf.is_special(exponent), sf.is_natval(significand, exponent)
    zero, unnormal = sf.is_zero(significand, exponent), sf.is_unnormal(significand, exponent) & ~natval
    sign = exponent.bit(17).select(classes.bit(1), classes.bit(0))
    kinds = (zero, unnormal, ~(special | zero | unnormal | natval), sf.is_infinite(significand, exponent))
    of_sign = sf.any_of(*(kind & classes.bit(2 + number) for number, kind in enumerate(kinds)))
    signaling = sf.is_signaling(significand, exponent)
    quiet = sf.is_nan(significand, exponent) & ~signaling
    member = sf.any_of(
        sign & of_sign, signaling & classes.bit(6), quiet & classes.bit(7), natval & classes.bit(8)
    )  # fmt: skip
    return (member,)
