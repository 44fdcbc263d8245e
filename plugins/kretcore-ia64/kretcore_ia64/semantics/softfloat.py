"""Arithmetic on floating-point registers: multiply-add and what it is made of, as routines of typed operations.

A number is a significand of 64 bits whose highest is the integer bit, and an exponent of 17 bits biased by 65535, with
the sign as bit 17. Inside a routine exponents are signed numbers of 64 bits without the sign. Source: Intel Itanium
Architecture Software Developer's Manual, volume 1, chapter 5 (5.1 formats, 5.2 status register, 5.4 exceptions).

One routine gets what decides about rounding in a word, :func:`control`: the smallest exponent, the rounding mode, how
many bits of the significand stay zero, flush-to-zero, whether product and addend are negated, and whether overflow and
underflow have traps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kretcore_llvm.builder import I1, I64, I128, Builder, Local, Value, routine

SIGN: Final = 1 << 17
EXPONENT: Final = SIGN - 1
"""Mask of the exponent; all ones mean infinity or NaN."""
BIAS: Final = 0xFFFF
INTEGER_BIT: Final = 1 << 63
QUIET: Final = 1 << 62
"""A NaN with this bit is quiet."""
INTEGER_EXPONENT: Final = 0x1003E
"""Exponent of registers that hold integers or pairs of single-precision numbers."""
NATVAL: Final = 0x1FFFE
"""Exponent of the NaTVal, with significand 0."""
INDEFINITE: Final = (INTEGER_BIT | QUIET, SIGN | EXPONENT)
"""The quiet NaN that an invalid operation gives."""
_EXTENDED_DENORMAL: Final = 0xC001
"""What exponent 0 stands for, and the smallest exponent of IA-32's extended formats (volume 1, table 5-2)."""

V, D, Z, O, U, I = 1, 2, 4, 8, 16, 32  # noqa: E741
"""Flags, as in a status field."""
TINY: Final = 64
"""Beside the flags: the result was tiny. That is underflow if it has a trap, inexact or not."""

NEAREST, DOWN, UP, TRUNCATE = 0, 1, 2, 3
_MODE, _DROP, _FLUSH, _NEGATE_ADDEND, _NEGATE_PRODUCT = 18, 20, 26, 27, 28
_TRAP_OVERFLOW, _TRAP_UNDERFLOW = 29, 30
_RANGE: Final = 0x1FFFF
"""Smallest and largest exponent add up to this in every format."""

MIN_SINGLE, MIN_DOUBLE, MIN_EXTENDED, MIN_REGISTER = 0xFF81, 0xFC01, _EXTENDED_DENORMAL, 1
DROP_SINGLE, DROP_DOUBLE, DROP_EXTENDED = 40, 11, 0


def control(
    minimum: int, drop: int, *, mode: int = NEAREST, flush: bool = False, addend: bool = False, product: bool = False
) -> int:
    """Return a control word: ``addend`` and ``product`` are whether they are negated."""
    negations = addend << _NEGATE_ADDEND | product << _NEGATE_PRODUCT
    return minimum | mode << _MODE | drop << _DROP | flush << _FLUSH | negations


def with_field(word: Value, field: Value) -> Value:
    """Return a control word with rounding mode and flush-to-zero of a status field."""
    return word | field.bits(4, 2) << _MODE | (field & 1) << _FLUSH


def with_traps(word: Value, enabled: Value) -> Value:
    """Return a control word with the traps of overflow and underflow among the enabled exceptions, which are flags."""
    return word | (enabled & (O | U)) << (_TRAP_OVERFLOW - 3)


def negates_addend(word: Value) -> Value:
    """A control word with the bit that says so where an exponent has its sign."""
    return word >> (_NEGATE_ADDEND - 17)


def negates_product(word: Value) -> Value:
    """The same for the product."""
    return word >> (_NEGATE_PRODUCT - 17)


# ---- what an operand is


def is_natval(significand: Value, exponent: Value) -> Value:
    return (significand | (exponent ^ NATVAL)).eq(0)


def is_plain(significand: Value, exponent: Value) -> Value:
    """Whether it is a normalised finite number; zero is none."""
    return (significand >> 63).trunc(I1) & ((exponent + 1) & (EXPONENT - 1)).ne(0)


def is_zero(significand: Value, exponent: Value) -> Value:
    return (significand | (exponent & EXPONENT)).eq(0)


def is_special(exponent: Value) -> Value:
    """Whether it is an infinity, a NaN, or unsupported."""
    return (exponent & EXPONENT).eq(EXPONENT)


def is_unsupported(significand: Value, exponent: Value) -> Value:
    """Pseudo-NaNs and pseudo-infinities."""
    return is_special(exponent) & (significand >> 63).eq(0)


def is_nan(significand: Value, exponent: Value) -> Value:
    return is_special(exponent) & (significand >> 63).ne(0) & (significand << 1).ne(0)


def is_signaling(significand: Value, exponent: Value) -> Value:
    return is_nan(significand, exponent) & (significand & QUIET).eq(0)


def is_infinite(significand: Value, exponent: Value) -> Value:
    return is_special(exponent) & significand.eq(INTEGER_BIT)


def is_unnormal(significand: Value, exponent: Value) -> Value:
    """Denormals, unnormals, pseudo-denormals, pseudo-zeros: what raises the D flag."""
    normal = (significand >> 63).ne(0) & (exponent & EXPONENT).ne(0)
    return ~(normal | is_special(exponent) | is_zero(significand, exponent))


def normalise(significand: Value, exponent: Value) -> tuple[Value, Value]:
    """Return the significand with its integer bit set, and the exponent that goes with it, without sign.

    The exponent may become negative; zeros of all kinds keep the significand 0.
    """
    magnitude = exponent & EXPONENT
    magnitude = magnitude.eq(0).select(_EXTENDED_DENORMAL, magnitude)
    zeros = significand.clz()
    return significand << zeros, magnitude - zeros


def any_of(first: Value, *others: Value) -> Value:
    for other in others:
        first = first | other
    return first


# ---- rounding


def up(mode: Value, sign: Value) -> Value:
    """Whether a directed rounding of a number with a sign goes away from zero."""
    return mode.eq(sign.select(DOWN, UP))


def round_bits(bits: Value, sticky: Value, drop: Value, mode: Value, sign: Value) -> tuple[Value, Value, Value]:
    """Round 128 bits to their highest 64, of which the lowest ``drop`` become 0.

    :param sticky: whether anything is set below the 128 bits.
    :return: the significand, whether it overflowed to 0, and whether it is inexact.
    """
    kept = bits >> drop.zext(I128)
    number = (kept >> 64).trunc(I64)
    lost = (bits.trunc(I64) << (64 - drop)).ne(0) | sticky
    rest = kept.trunc(I64) | lost.zext(I64)
    half = (rest >> 63).trunc(I1) & (rest << 1 | (number & 1)).ne(0)
    inexact = rest.ne(0)
    more = (mode.eq(NEAREST) & half) | (up(mode, sign) & inexact)
    significand = (number + more.zext(I64)) << drop
    return significand, more & significand.eq(0), inexact


def round_number(
    b: Builder, sign: Value, exponent: Value, bits: Value, sticky: Value, word: Value
) -> tuple[Value, Value, Value]:
    """Round a number to a control word's format. Outside of its range, a trap gets the number as rounded with an
    unbounded exponent, of which the register has the low bits (volume 1, 5.4.2 and 5.4.3).

    :param exponent: of the highest of the 128 bits, which is set unless all are 0.
    :return: significand, exponent with the sign, and flags.
    """
    mode, drop = word.bits(_MODE, 2), word.bits(_DROP, 6)
    minimum = word & EXPONENT
    zero = bits.eq(0)
    value, carry, inexact = round_bits(bits, sticky, drop, mode, sign)
    rounded = exponent + carry.zext(I64)
    significand = b.local(carry.select(INTEGER_BIT, value))
    result = b.local(rounded)
    flags = b.local(inexact.select(I, 0))
    # As unsigned numbers: below the minimum is far above the maximum.
    outside = (b.value(I64, _RANGE) - (minimum << 1)).ult(rounded - minimum)
    with b.when(outside | zero):
        tiny = rounded.slt(minimum)
        trap = tiny.select(word.bit(_TRAP_UNDERFLOW), word.bit(_TRAP_OVERFLOW))
        with b.when(zero):
            significand.set(0)
            result.set(0)
            flags.set(0)
        with b.when(~zero & trap):
            result.set(rounded & EXPONENT)
            flags.set(flags.get() | tiny.select(U, O))
        with b.when(~zero & ~trap & tiny):
            _round_tiny(b, (sign, exponent, bits, sticky, word), (significand, result, flags))
        with b.when(~zero & ~trap & ~tiny):
            infinite = mode.eq(NEAREST) | up(mode, sign)
            largest = b.value(I64, -1) << drop
            significand.set(infinite.select(INTEGER_BIT, largest))
            result.set(infinite.select(b.value(I64, EXPONENT), b.value(I64, _RANGE) - minimum))
            flags.set(O | I)
    return significand.get(), result.get() | sign.zext(I64) << 17, flags.get()


def _round_tiny(b: Builder, number: tuple[Value, ...], result: tuple[Local, Local, Local]) -> None:
    """What is tiny after rounding with an unbounded exponent is rounded again at the smallest exponent."""
    sign, exponent, bits, sticky, word = number
    significand, result_exponent, flags = result
    mode, drop, minimum = word.bits(_MODE, 2), word.bits(_DROP, 6), word & EXPONENT
    distance = (minimum - exponent).zext(I128)
    shifted = bits >> distance
    lost = sticky | (shifted << distance).ne(bits)
    value, _, inexact = round_bits(shifted, lost, drop, mode, sign)  # at most the smallest normal number: no overflow
    flush = word.bit(_FLUSH)
    value = flush.select(0, value)
    significand.set(value)
    extended = minimum.eq(_EXTENDED_DENORMAL) & (value >> 63).eq(0)
    result_exponent.set((value.eq(0) | extended).select(0, minimum))
    flags.set((flush | inexact).select(TINY | U | I, TINY))


# ---- multiply-add


def _multiply_add(
    b: Builder, significands: Sequence[Value], exponents: Sequence[Value], signs: Sequence[Value], word: Value
) -> tuple[Value, Value, Value]:
    """Multiply numbers 1 and 2, add number 0, and round once. All are normalised, or have the significand 0.

    :param signs: of the product and the addend.
    """
    product = significands[1].zext(I128) * significands[2].zext(I128)
    addend = significands[0].zext(I128) << 64
    product_sign, addend_sign = signs
    product_exponent = exponents[1] + exponents[2] - (BIAS - 1)
    # What is 0 takes part at the other's exponent.
    product_exponent = product.eq(0).select(exponents[0], product_exponent)
    addend_exponent = significands[0].eq(0).select(product_exponent, exponents[0])
    product_leads = addend_exponent.sle(product_exponent)
    large, small = product_leads.select(product, addend), product_leads.select(addend, product)
    exponent = b.local(product_leads.select(product_exponent, addend_exponent))
    distance = product_leads.select(product_exponent - addend_exponent, addend_exponent - product_exponent).zext(I128)
    shifted = small >> distance
    lost = small.ctz().ult(distance)  # if it is 0, so is the distance
    sign = b.local(product_leads.select(product_sign, addend_sign))
    bits, below = b.local(b.value(I128, 0)), b.local(lost)
    subtract = product_sign ^ addend_sign
    with b.when(subtract):
        negative = large.ult(shifted)  # only at the same exponent, or one apart: nothing is lost then
        difference = large - shifted - lost.zext(I128)
        difference = negative.select(b.value(I128, 0) - difference, difference)
        sign.set(sign.get() ^ negative)
        zeros = difference.clz()
        # One place was enough for what is lost if many bits cancel; see below the leading zeros else.
        half = lost.zext(I128) << zeros
        bits.set(difference << zeros | half >> 1)
        below.set((half & 1).ne(0))
        exponent.set(exponent.get() - zeros.trunc(I64))
        with b.when(difference.eq(0)):
            sign.set(word.bits(_MODE, 2).eq(DOWN))
    with b.otherwise():
        total = large + shifted
        carry = total.ult(large)
        below.set(lost | (carry & total.trunc(I1)))
        total = carry.select(total >> 1 | 1 << 127, total)
        full = (total >> 127).trunc(I1)  # the highest bit or the one below it is set, or none is
        bits.set(full.select(total, total << 1))
        exponent.set(exponent.get() + carry.zext(I64) - (~full).zext(I64))
    return round_number(b, sign.get(), exponent.get(), bits.get(), below.get(), word)


def _signs(exponents: Sequence[Value], word: Value) -> tuple[Value, Value]:
    product = (exponents[1] ^ exponents[2]).bit(17) ^ word.bit(_NEGATE_PRODUCT)
    return product, exponents[0].bit(17) ^ word.bit(_NEGATE_ADDEND)


_OPERANDS: Final = [I64] * 6


@routine([*_OPERANDS, I64], [I64, I64, I64])
def multiply_add(
    b: Builder, s2: Value, e2: Value, s3: Value, e3: Value, s4: Value, e4: Value, word: Value
) -> Sequence[Value]:
    """``f3 * f4 + f2``, rounded: significand and exponent of each, then the control word.

    :return: significand, exponent, flags.
    """
    results = [b.local(b.value(I64, 0)) for _ in range(3)]
    magnitudes = [e & EXPONENT for e in (e2, e3, e4)]
    signs = _signs((e2, e3, e4), word)
    factors = is_plain(s3, e3) & is_plain(s4, e4)
    no_addend, addend = factors & is_zero(s2, e2), factors & is_plain(s2, e2)
    with b.when(no_addend):  # multiplications: nothing to align and nothing to cancel
        product = s3.zext(I128) * s4.zext(I128)
        full = (product >> 127).trunc(I1)
        exponent = magnitudes[1] + magnitudes[2] - BIAS + full.zext(I64)
        product = full.select(product, product << 1)
        assign(results, round_number(b, signs[0], exponent, product, b.value(I1, 0), word))
    with b.when(addend):
        assign(results, _multiply_add(b, (s2, s3, s4), magnitudes, signs, word))
    with b.when(~(no_addend | addend)):
        assign(results, b.call(multiply_add_rarely, s2, e2, s3, e3, s4, e4, word))
    return [result.get() for result in results]


@routine([*_OPERANDS, I64], [I64, I64, I64])
def multiply_add_rarely(
    b: Builder, s2: Value, e2: Value, s3: Value, e3: Value, s4: Value, e4: Value, word: Value
) -> Sequence[Value]:
    """The same for operands of which one is no normalised number (volume 1, 5.4.1, and the default results there)."""
    operands = ((s2, e2), (s3, e3), (s4, e4))
    results = [b.local(b.value(I64, 0)) for _ in range(3)]
    _, exponent, flags = results
    natval = any_of(*(is_natval(*operand) for operand in operands))
    unsupported = any_of(*(is_unsupported(*operand) for operand in operands))
    nan = any_of(*(is_nan(*operand) for operand in operands))
    product_sign, addend_sign = _signs((e2, e3, e4), word)
    zeros = [s.eq(0) & ~is_special(e) for s, e in operands]
    infinite = [is_infinite(*operand) for operand in operands]
    product_infinite = infinite[1] | infinite[2]
    invalid = (infinite[1] & zeros[2]) | (zeros[1] & infinite[2])
    invalid = invalid | (product_infinite & infinite[0] & (product_sign ^ addend_sign))
    denormal = any_of(*(is_unnormal(*operand) for operand in operands)).select(D, 0)
    rest = ~(natval | unsupported | nan | invalid)

    with b.when(natval):
        exponent.set(NATVAL)
    with b.when(~natval & (unsupported | (~nan & invalid))):
        assign(results, (*INDEFINITE, V))
    with b.when(~natval & ~unsupported & nan):
        addend_nan, nan4 = is_nan(s2, e2), is_nan(s4, e4)
        chosen = nan4.select(s4, addend_nan.select(s2, s3))
        signaling = any_of(*(is_signaling(*operand) for operand in operands))
        assign(results, (chosen | QUIET, nan4.select(e4, addend_nan.select(e2, e3)), signaling.select(V, 0)))
    with b.when(rest & (product_infinite | infinite[0])):
        sign = product_infinite.select(product_sign, addend_sign)
        assign(results, (INTEGER_BIT, sign.zext(I64) << 17 | EXPONENT, denormal))
    with b.when(rest & ~(product_infinite | infinite[0])):
        numbers = [normalise(*operand) for operand in operands]
        significands, exponents = [s for s, _ in numbers], [e for _, e in numbers]
        assign(results, _multiply_add(b, significands, exponents, (product_sign, addend_sign), word))
        flags.set(flags.get() | denormal)
    return [result.get() for result in results]


def assign(results: Sequence[Local], values: Sequence[Value | int]) -> None:
    """Set several variables."""
    for result, value in zip(results, values, strict=True):
        result.set(value)
