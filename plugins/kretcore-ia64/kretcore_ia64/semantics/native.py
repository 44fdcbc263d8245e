"""Multiply-add in double precision by the host's own arithmetic, where that gives the same.

It does for doubles far from the ends of their range, rounded to nearest, when nobody asks whether the result is
inexact: that flag has been raised and its trap is masked. Source of the status register's layout: Intel Itanium
Architecture Software Developer's Manual, volume 1, 5.2.
"""

from __future__ import annotations

from typing import Final

from kretcore_llvm.builder import I64, Builder, Value

from kretcore_ia64.semantics.softfloat import INTEGER_BIT, SIGN, I

_LEAST: Final = 0xFE00
"""1024 exponents from here on are half the range of doubles: exact products of such are in the whole range."""
_OUTSIDE: Final = 0x1FC00
_BELOW: Final = 0x7FF
"""Bits of a significand that doubles do not have."""
_OFFSET: Final = 0xFC00
"""Exponents of registers less those of doubles."""


class Doubles:
    """One operation: collects what must hold for its result to be right.

    :param fpsr: the status register.
    :param place: where the operation's status field begins in it.
    """

    def __init__(self, b: Builder, fpsr: Value, place: Value) -> None:
        self._b = b
        raised = (b.value(I64, I << 7) << place) | I  # and, among the masks, its trap's
        rounding = b.value(I64, 3 << 4) << place
        self._wrong = (fpsr & (raised | rounding)) ^ raised
        self._exponents, self._significands = b.value(I64, 0), b.value(I64, 0)
        self._normal = b.value(I64, -1)

    def operand(self, number: tuple[Value, Value], *, negated: bool = False) -> Value:
        """Return a register's number as a double."""
        significand, exponent = number
        self._exponents = self._exponents | (exponent - _LEAST)
        self._significands = self._significands | significand
        self._normal = self._normal & significand
        sign = exponent ^ SIGN if negated else exponent
        return (sign >> 17 << 63) + (exponent - (_OFFSET + 1) << 52) + (significand >> 11)

    def result(self, bits: Value) -> tuple[Value, Value, Value]:
        """Return whether a result is right, and what the register gets: significand and exponent.

        Half the range's products and what is left of their differences are normal, infinite, or zero.
        """
        wrong = (self._exponents & _OUTSIDE) | (self._significands & _BELOW) | (~self._normal >> 63) | self._wrong
        biased = bits >> 52
        good = wrong.eq(0) & (biased + 1 & 0x7FE).ne(0)
        return good, bits << 11 | INTEGER_BIT, (biased & 0x7FF) + _OFFSET | bits >> 63 << 17
