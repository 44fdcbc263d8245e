"""Arithmetic of IEEE 754 binary64 on bit patterns, rounded to nearest, ties to even: what processors have.

Of a result that is no number only that is defined; its bits differ between processors.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from typing import Final

_BITS: Final = struct.Struct("<Q")
_DOUBLE: Final = struct.Struct("<d")


def _number(bits: int) -> float:
    number: float = _DOUBLE.unpack(_BITS.pack(bits))[0]
    return number


def _bits(number: float) -> int:
    bits: int = _BITS.unpack(_DOUBLE.pack(number))[0]
    return bits


def double_add(first: int, second: int) -> int:
    """Add."""
    return _bits(_number(first) + _number(second))


def double_mul(first: int, second: int) -> int:
    """Multiply."""
    return _bits(_number(first) * _number(second))


def double_fma(first: int, second: int, addend: int) -> int:
    """Multiply, add, and round once."""
    x, y, z = _number(first), _number(second), _number(addend)
    if not (math.isfinite(x) and math.isfinite(y)):
        return _bits(x * y + z)
    if not math.isfinite(z):
        return _bits(z)
    (nx, dx), (ny, dy), (nz, dz) = x.as_integer_ratio(), y.as_integer_ratio(), z.as_integer_ratio()
    numerator = nx * ny * dz + nz * dx * dy
    if not numerator:
        return _bits(x * y + z)  # exact, so it is zero here too, with the right sign
    try:
        return _bits(numerator / (dx * dy * dz))  # integers divide with correct rounding
    except OverflowError:
        return _bits(math.inf if numerator > 0 else -math.inf)


FUNCTIONS: Final[dict[str, Callable[..., int]]] = {
    function.__name__: function for function in (double_add, double_mul, double_fma)
}
"""Operations whose Python is a call of the function of their name."""
