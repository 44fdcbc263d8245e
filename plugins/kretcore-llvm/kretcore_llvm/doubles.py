"""Arithmetic of IEEE 754 binary64 on bit patterns, rounded to nearest, ties to even: what processors have.

Of a result that is no number only that is defined; its bits differ between processors.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from typing import Final

_Q, _QQ, _QQQ = struct.Struct("<Q"), struct.Struct("<QQ"), struct.Struct("<QQQ")
_D, _DD, _DDD = struct.Struct("<d"), struct.Struct("<dd"), struct.Struct("<ddd")
_SPLIT: Final = float(2**27 + 1)


def double_add(first: int, second: int) -> int:
    """Add."""
    x, y = _DD.unpack(_QQ.pack(first, second))
    bits: int = _Q.unpack(_D.pack(x + y))[0]
    return bits


def double_mul(first: int, second: int) -> int:
    """Multiply."""
    x, y = _DD.unpack(_QQ.pack(first, second))
    bits: int = _Q.unpack(_D.pack(x * y))[0]
    return bits


def double_fma(first: int, second: int, addend: int) -> int:
    """Multiply, add, and round once."""
    x, y, z = _DDD.unpack(_QQQ.pack(first, second, addend))
    bits: int = _Q.unpack(_D.pack(_fma(x, y, z)))[0]
    return bits


def _fma(x: float, y: float, z: float) -> float:
    product = x * y
    if 1e-200 < abs(product) < 1e200 and abs(x) < 1e150 and abs(y) < 1e150 and abs(z) < 1e200:
        # The product's rounding error is a double (Dekker 1971, Veltkamp's splitting), and fsum rounds once.
        scaled = _SPLIT * x
        x_high = scaled - (scaled - x)
        x_low = x - x_high
        scaled = _SPLIT * y
        y_high = scaled - (scaled - y)
        y_low = y - y_high
        error = ((x_high * y_high - product) + x_high * y_low + x_low * y_high) + x_low * y_low
        return math.fsum((product, error, z))
    if not (math.isfinite(x) and math.isfinite(y)):
        return product + z
    if not math.isfinite(z):
        return z
    (nx, dx), (ny, dy), (nz, dz) = x.as_integer_ratio(), y.as_integer_ratio(), z.as_integer_ratio()
    numerator = nx * ny * dz + nz * dx * dy
    if not numerator:
        return product + z  # exact, so it is zero here too, with the right sign
    try:
        return numerator / (dx * dy * dz)  # integers divide with correct rounding
    except OverflowError:
        return math.inf if numerator > 0 else -math.inf


FUNCTIONS: Final[dict[str, Callable[..., int]]] = {
    function.__name__: function for function in (double_add, double_mul, double_fma)
}
"""Operations whose Python is a call of the function of their name."""
