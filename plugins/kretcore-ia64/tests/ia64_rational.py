"""What floating-point results should be, in exact integer arithmetic: numbers are ``n * 2**k``, rounded once.

This follows the words of the manual (volume 1, chapter 5) and shares nothing with the routines under test.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BIAS: Final = 0xFFFF
NEAREST, DOWN, UP, TRUNCATE = range(4)
INVALID, DENORMAL, ZERO_DIVIDE, OVERFLOW, UNDERFLOW, INEXACT, TINY = (1 << n for n in range(7))
Number = tuple[int, int]
"""Significand, and exponent with the sign as bit 17."""
NATVAL: Final[Number] = (0, 0x1FFFE)
INDEFINITE: Final[Number] = (3 << 62, 0x3FFFF)


@dataclass(frozen=True)
class Format:
    """What is rounded to: bits of the significand, and smallest biased exponent."""

    precision: int
    minimum: int

    @property
    def maximum(self) -> int:
        return 2 * BIAS + 1 - self.minimum


SINGLE, DOUBLE, EXTENDED = Format(24, 0xFF81), Format(53, 0xFC01), Format(64, 0xC001)
FORMATS: Final = (
    SINGLE, DOUBLE, EXTENDED, Format(24, 0xC001), Format(53, 0xC001), Format(24, 1), Format(53, 1), Format(64, 1),
)  # fmt: skip


@dataclass(frozen=True)
class Exact:
    """``n * 2**k``, and the sign for n = 0."""

    n: int
    k: int
    negative: bool

    def __neg__(self) -> Exact:
        return Exact(-self.n, self.k, not self.negative)

    def __mul__(self, other: Exact) -> Exact:
        return Exact(self.n * other.n, self.k + other.k, self.negative ^ other.negative)

    def plus(self, other: Exact, mode: int) -> Exact:
        low = min(self.k, other.k)
        n = (self.n << (self.k - low)) + (other.n << (other.k - low))
        if n:
            return Exact(n, low, n < 0)
        return Exact(0, 0, self.negative if self.negative == other.negative else mode == DOWN)


def kind(number: Number) -> str:
    """Return one of natval, unsupported, snan, qnan, inf, zero, unorm, norm."""
    significand, exponent = number
    magnitude = exponent & 0x1FFFF
    if number == NATVAL:
        return "natval"
    if magnitude == 0x1FFFF:
        if not significand >> 63:
            return "unsupported"
        if significand == 1 << 63:
            return "inf"
        return "qnan" if significand >> 62 & 1 else "snan"
    if significand == magnitude == 0:
        return "zero"
    return "norm" if significand >> 63 and magnitude else "unorm"


def exact(number: Number) -> Exact:
    """The value of a finite number."""
    significand, exponent = number
    negative = bool(exponent >> 17)
    magnitude = exponent & 0x1FFFF or 0xC001
    return Exact(-significand if negative else significand, magnitude - BIAS - 63, negative)


def _divide(n: int, shift: int, mode: int, negative: bool) -> tuple[int, bool]:
    """``n / 2**shift`` as an integer, and whether that is inexact."""
    if shift <= 0:
        return n << -shift, False
    quotient, rest = n >> shift, n & ((1 << shift) - 1)
    half = 1 << (shift - 1)
    match mode:
        case 0:
            more = rest > half or (rest == half and quotient & 1)
        case 3:
            more = False
        case _:
            more = rest and (mode == DOWN) == negative
    return quotient + bool(more), rest != 0


def round_to(value: Exact, form: Format, mode: int, flush: bool = False, traps: int = 0) -> tuple[Number, int]:
    """Return the register and the flags.

    :param traps: flags of the exceptions that are enabled.
    """
    sign = value.negative << 17
    n = abs(value.n)
    if n == 0:
        return (0, sign), 0
    exponent = n.bit_length() - 1 + value.k + BIAS
    integer, inexact = _divide(n, n.bit_length() - form.precision, mode, value.negative)
    if integer >> form.precision:
        integer, exponent = integer >> 1, exponent + 1
    outside = OVERFLOW if exponent > form.maximum else UNDERFLOW if exponent < form.minimum else 0
    if outside & traps:
        significand = integer << (64 - form.precision)
        return (significand, sign | exponent & 0x1FFFF), outside | (INEXACT if inexact else 0)
    if exponent > form.maximum:
        if mode == NEAREST or mode == (DOWN if value.negative else UP):
            return (1 << 63, sign | 0x1FFFF), OVERFLOW | INEXACT
        return (((1 << form.precision) - 1) << (64 - form.precision), sign | form.maximum), OVERFLOW | INEXACT
    if exponent < form.minimum:
        integer, inexact = _divide(n, form.minimum - BIAS - form.precision + 1 - value.k, mode, value.negative)
        if flush:
            return (0, sign), TINY | UNDERFLOW | INEXACT
        significand = integer << (64 - form.precision)
        exponent = 0 if integer == 0 or (form.minimum == 0xC001 and not significand >> 63) else form.minimum
        return (significand, sign | exponent), TINY | (UNDERFLOW | INEXACT if inexact else 0)
    return (integer << (64 - form.precision), sign | exponent), INEXACT if inexact else 0


def fma(
    addend: Number, first: Number, second: Number, form: Format, mode: int, flush: bool = False,
    negate_product: bool = False, negate_addend: bool = False, traps: int = 0,
) -> tuple[Number, int]:  # fmt: skip
    """``first * second + addend``, as f3, f4 and f2 of an fma: register and flags."""
    operands = (addend, first, second)
    kinds = [kind(operand) for operand in operands]
    if "natval" in kinds:
        return NATVAL, 0
    if "unsupported" in kinds:
        return INDEFINITE, INVALID
    for place in (2, 0, 1):
        if kinds[place] in ("snan", "qnan"):
            significand, exponent = operands[place]
            return (significand | 1 << 62, exponent), INVALID if "snan" in kinds else 0
    product_sign = bool((first[1] ^ second[1]) >> 17) ^ negate_product
    addend_sign = bool(addend[1] >> 17) ^ negate_addend
    denormal = DENORMAL if "unorm" in kinds else 0
    if "inf" in kinds[1:]:
        if first[0] == 0 or second[0] == 0 or (kinds[0] == "inf" and product_sign != addend_sign):
            return INDEFINITE, INVALID
        return (1 << 63, product_sign << 17 | 0x1FFFF), denormal
    if kinds[0] == "inf":
        return (1 << 63, addend_sign << 17 | 0x1FFFF), denormal
    product, third = exact(first) * exact(second), exact(addend)
    total = (-product if negate_product else product).plus(-third if negate_addend else third, mode)
    number, flags = round_to(total, form, mode, flush, traps)
    return number, flags | denormal
