"""Floating-point numbers as memory has them, and as registers do: significand, and exponent with the sign as bit 17.

Numbers with a hidden bit get it as bit 63 of the significand; zeros and denormals have none, and denormals of single
and double precision the least exponent of their format. Back, only the significand's bit 63 tells a normal number.
Routines take and give I64.

Source: Intel Itanium Architecture Software Developer's Manual, volume 1, 5.1.2, 5.3.1 and tables 5-2 and 5-7.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kretcore_llvm.builder import I1, I64, Builder, Routine, Value, routine

NATVAL: Final = 0x1FFFE
"""Exponent (with sign) of NaTVal, whose significand is 0."""
INTEGER: Final = 0x1003E
"""Exponent of an integer in the significand."""
SPECIAL: Final = 0x1FFFF
"""Exponent of infinities and NaNs."""


def is_natval(significand: Value, exponent: Value) -> Value:
    """Whether a register has NaTVal."""
    return exponent.eq(NATVAL) & significand.eq(0)


def _unpack(bits: Value, fraction_bits: int, exponent_bits: int) -> Sequence[Value]:
    largest = (1 << exponent_bits) - 1
    offset = 0xFFFF - (largest >> 1)
    fraction = bits & (1 << fraction_bits) - 1
    biased = bits.bits(fraction_bits, exponent_bits)
    exponent = biased.eq(largest).select(SPECIAL, biased + offset)
    exponent = biased.eq(0).select(fraction.eq(0).select(0, offset + 1), exponent)
    hidden = biased.ne(0).zext(I64) << 63
    return fraction << 63 - fraction_bits | hidden, exponent | bits.bits(fraction_bits + exponent_bits, 1) << 17


def _pack(significand: Value, exponent: Value, fraction_bits: int, exponent_bits: int) -> Value:
    """Sign, exponent and fraction as memory has them; what does not fit is cut off."""
    biased = exponent.bits(16, 1) << exponent_bits - 1 | exponent & (1 << exponent_bits - 1) - 1
    biased = (significand >> 63).trunc(I1).select(biased << fraction_bits, 0)
    sign = exponent.bits(17, 1) << fraction_bits + exponent_bits
    return sign | biased | significand.bits(63 - fraction_bits, fraction_bits)


def _load(b: Builder, bits: Value, fraction_bits: int, exponent_bits: int, function: Routine) -> tuple[Value, Value]:
    """Unpack a normal number here, and what is none by its routine."""
    biased = bits.bits(fraction_bits, exponent_bits)
    offset = 0xFFFF - (1 << exponent_bits - 1) + 1
    significand = b.local(bits << 63 - fraction_bits | 1 << 63)
    exponent = b.local((biased + offset) | bits.bits(fraction_bits + exponent_bits, 1) << 17)
    with b.when((biased + 1 & (1 << exponent_bits) - 2).eq(0)):
        values = b.call(function, bits)
        significand.set(values[0])
        exponent.set(values[1])
    return significand.get(), exponent.get()


def load_single(b: Builder, bits: Value) -> tuple[Value, Value]:
    """Return the register's format of single precision, the low 32 bits."""
    return _load(b, bits, 23, 8, from_single)


def load_double(b: Builder, bits: Value) -> tuple[Value, Value]:
    """Return the register's format of double precision."""
    return _load(b, bits, 52, 11, from_double)


def to_single(significand: Value, exponent: Value) -> Value:
    """The 32 bits of single precision; what does not fit is cut off."""
    return _pack(significand, exponent, 23, 8)


def to_double(significand: Value, exponent: Value) -> Value:
    """The 64 bits of double precision."""
    return _pack(significand, exponent, 52, 11)


def to_extended(significand: Value, exponent: Value) -> Value:
    """The upper 16 bits of double-extended precision; the lower are the significand."""
    return _pack(significand, exponent, 0, 15)


@routine([I64], [I64, I64])
def from_single(b: Builder, bits: Value) -> Sequence[Value]:
    """Single precision: the low 32 bits."""
    return _unpack(bits, 23, 8)


@routine([I64], [I64, I64])
def from_double(b: Builder, bits: Value) -> Sequence[Value]:
    """Double precision."""
    return _unpack(bits, 52, 11)


@routine([I64], [I64])
def from_extended(b: Builder, top: Value) -> Sequence[Value]:
    """Double-extended precision: the exponent, from the upper 2 bytes; the significand is the 8 bytes.

    Denormals have exponent 0, which stands for the least of this format.
    """
    biased = top & 0x7FFF
    exponent = biased.eq(0x7FFF).select(SPECIAL, biased + 0xC000)
    exponent = biased.eq(0).select(0, exponent)
    return [exponent | top.bits(15, 1) << 17]
