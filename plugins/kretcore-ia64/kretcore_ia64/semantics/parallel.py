"""Multimedia: arithmetic on the parts of a register. Source: the manual, volume 3, part 1, chapter 2 (mix, mux, pack,
padd, pavg, pavgsub, pcmp, pmax, pmin, pmpy, pmpyshr, psad, pshl, pshladd, pshr, pshradd, psub, unpack).

Parts are computed with as words of 64 bits, so nothing overflows before it is saturated or cut off. The NaT of one
operand is the whole result's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from kretcore_llvm.builder import I8, I16, I32, I64, Value

from kretcore_ia64.cpu import Cpu, semantics

_TYPES: Final = {1: I8, 2: I16, 4: I32}
_ORDERS: Final = {
    "@brcst": (0,) * 8,
    "@mix": (0, 4, 2, 6, 1, 5, 3, 7),
    "@shuf": (0, 4, 1, 5, 2, 6, 3, 7),
    "@alt": (0, 2, 4, 6, 1, 3, 5, 7),
}
"""Which byte of the source each byte of ``mux1`` is, the lowest first."""


def _parts(value: Value, size: int, *, signed: bool) -> list[Value]:
    """The parts of a register, the lowest first."""
    bits = 8 * size
    if signed:
        return [(value >> low).trunc(_TYPES[size]).sext(I64) for low in range(0, 64, bits)]
    return [value.bits(low, bits) for low in range(0, 64, bits)]


def _join(parts: Sequence[Value], size: int) -> Value:
    """Put parts together, of which only the low bits count."""
    bits = 8 * size
    words = [(part & (1 << bits) - 1) << bits * number for number, part in enumerate(parts)]
    while len(words) > 1:
        words = [low | high for low, high in zip(words[::2], words[1::2], strict=True)]
    return words[0]


def _smaller(x: Value, y: Value | int) -> Value:
    return x.slt(y).select(x, y)


def _larger(x: Value, y: Value | int) -> Value:
    return x.slt(y).select(y, x)


def _saturate(value: Value, size: int, *, signed: bool) -> Value:
    bits = 8 * size
    lowest, highest = (-1 << bits - 1, (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
    return _smaller(_larger(value, lowest), highest)


def _each(
    cpu: Cpu,
    o: Any,
    function: Callable[[Value, Value], Value],
    size: int,
    *,
    signed: bool = False,
    second_signed: bool | None = None,
) -> None:
    """Write what a function makes of each pair of parts."""
    first = _parts(cpu.gr(o.r2), size, signed=signed)
    second = _parts(cpu.gr(o.r3), size, signed=signed if second_signed is None else second_signed)
    cpu.set_gr(o.r1, _join([function(x, y) for x, y in zip(first, second, strict=True)], size))


def _tops(size: int) -> int:
    """The top bit of every part."""
    return sum(1 << low + 8 * size - 1 for low in range(0, 64, 8 * size))


@semantics("padd")
def padd(cpu: Cpu, o: Any) -> None:
    if not o.saturation:  # carries stop at the top bits, which are added apart
        x, y, tops = cpu.gr(o.r2), cpu.gr(o.r3), _tops(o.size)
        cpu.set_gr(o.r1, (x & ~tops) + (y & ~tops) ^ (x ^ y) & tops)
        return
    _saturating(cpu, o, lambda x, y: x + y)


@semantics("psub")
def psub(cpu: Cpu, o: Any) -> None:
    if not o.saturation:
        x, y, tops = cpu.gr(o.r2), cpu.gr(o.r3), _tops(o.size)
        cpu.set_gr(o.r1, (x | tops) - (y & ~tops) ^ ~(x ^ y) & tops)
        return
    _saturating(cpu, o, lambda x, y: x - y)


def _saturating(cpu: Cpu, o: Any, function: Callable[[Value, Value], Value]) -> None:
    """The completer says of result, first and second operand whether they are signed."""
    result, first, second = (letter == "s" for letter in o.saturation)
    _each(
        cpu,
        o,
        lambda x, y: _saturate(function(x, y), o.size, signed=result),
        o.size,
        signed=first,
        second_signed=second,
    )


@semantics("pavg")
def pavg(cpu: Cpu, o: Any) -> None:
    """Halves are rounded to odd, or away from zero."""
    if o.away:
        _each(cpu, o, lambda x, y: x + y + 1 >> 1, o.size)
    else:
        _each(cpu, o, lambda x, y: x + y >> 1 | (x ^ y) & 1, o.size)


@semantics("pavgsub")
def pavgsub(cpu: Cpu, o: Any) -> None:
    _each(cpu, o, lambda x, y: x - y >> 1 | (x ^ y) & 1, o.size)


@semantics("pcmp")
def pcmp(cpu: Cpu, o: Any) -> None:
    def compare(x: Value, y: Value) -> Value:
        relation = x.eq(y) if o.relation == "eq" else y.slt(x)
        return relation.select(-1, 0)

    _each(cpu, o, compare, o.size, signed=o.relation == "gt")


@semantics("pmin")
def pmin(cpu: Cpu, o: Any) -> None:
    _each(cpu, o, _smaller, o.size, signed=o.signed)


@semantics("pmax")
def pmax(cpu: Cpu, o: Any) -> None:
    _each(cpu, o, _larger, o.size, signed=o.signed)


@semantics("psad")
def psad1(cpu: Cpu, o: Any) -> None:
    pairs = zip(_parts(cpu.gr(o.r2), 1, signed=False), _parts(cpu.gr(o.r3), 1, signed=False), strict=True)
    differences = [_larger(x, y) - _smaller(x, y) for x, y in pairs]
    cpu.set_gr(o.r1, sum(differences[1:], differences[0]))


@semantics("pshladd2")
def pshladd2(cpu: Cpu, o: Any) -> None:
    """If the shift overflows, that is the result."""
    count = cpu.imm(o.count)

    def shift_and_add(x: Value, y: Value) -> Value:
        shifted = x << count
        saturated = _saturate(shifted, 2, signed=True)
        return saturated.ne(shifted).select(saturated, _saturate(shifted + y, 2, signed=True))

    _each(cpu, o, shift_and_add, 2, signed=True)


@semantics("pshradd2")
def pshradd2(cpu: Cpu, o: Any) -> None:
    count = cpu.imm(o.count)
    _each(cpu, o, lambda x, y: _saturate(x.sar(count) + y, 2, signed=True), 2, signed=True)


@semantics("pmpyshr2")
def pmpyshr2(cpu: Cpu, o: Any) -> None:
    count = cpu.imm(o.count)
    _each(cpu, o, lambda x, y: x * y >> count, 2, signed=o.signed)


@semantics("pmpy")
def pmpy2(cpu: Cpu, o: Any) -> None:
    odd = 1 if o.side == "l" else 0
    first, second = (_parts(cpu.gr(number), 2, signed=True)[odd::2] for number in (o.r2, o.r3))
    cpu.set_gr(o.r1, _join([x * y for x, y in zip(first, second, strict=True)], 4))


# ---- shifts of parts: amounts beyond a part's size are meant, and are the whole register


def _shift(cpu: Cpu, o: Any, value: Value, count: Value, *, left: bool) -> None:
    def shifted(part: Value) -> Value:
        if left:
            return part << count
        return part.sar(count) if o.signed else part >> count

    parts = _parts(value, o.size, signed=not left and o.signed)
    cpu.set_gr(o.r1, _join([shifted(part) for part in parts], o.size))


@semantics("pshift_l")
def pshl(cpu: Cpu, o: Any) -> None:
    _shift(cpu, o, cpu.gr(o.r2), cpu.gr(o.r3), left=True)


@semantics("pshift_l_imm")
def pshl_imm(cpu: Cpu, o: Any) -> None:
    _shift(cpu, o, cpu.gr(o.r2), cpu.imm(o.count), left=True)


@semantics("pshift_r")
def pshr(cpu: Cpu, o: Any) -> None:
    _shift(cpu, o, cpu.gr(o.r3), cpu.gr(o.r2), left=False)


@semantics("pshift_r_imm")
def pshr_imm(cpu: Cpu, o: Any) -> None:
    _shift(cpu, o, cpu.gr(o.r3), cpu.imm(o.count), left=False)


# ---- parts in other places


@semantics("mix")
def mix(cpu: Cpu, o: Any) -> None:
    bits, x, y = 8 * o.size, cpu.gr(o.r2), cpu.gr(o.r3)
    even = sum((1 << bits) - 1 << low for low in range(0, 64, 2 * bits))
    mixed = (x & even) << bits | y & even if o.side == "r" else x & ~even | (y & ~even) >> bits
    cpu.set_gr(o.r1, mixed)


@semantics("unpack")
def unpack(cpu: Cpu, o: Any) -> None:
    x, y = (_parts(cpu.gr(number), o.size, signed=False) for number in (o.r2, o.r3))
    half = len(x) // 2
    chosen = slice(half, None) if o.side == "h" else slice(half)
    cpu.set_gr(o.r1, _join([part for pair in zip(y[chosen], x[chosen], strict=True) for part in pair], o.size))


@semantics("pack")
def pack(cpu: Cpu, o: Any) -> None:
    parts = [part for number in (o.r2, o.r3) for part in _parts(cpu.gr(number), o.size, signed=True)]
    half = o.size // 2
    cpu.set_gr(o.r1, _join([_saturate(part, half, signed=o.to_signed) for part in parts], half))


@semantics("mux1")
def mux1(cpu: Cpu, o: Any) -> None:
    value = cpu.gr(o.r2)
    if o.type == "@rev":
        cpu.set_gr(o.r1, value.bswap())
        return
    parts = _parts(value, 1, signed=False)
    cpu.set_gr(o.r1, _join([parts[number] for number in _ORDERS[o.type]], 1))


@semantics("mux2")
def mux2(cpu: Cpu, o: Any) -> None:
    value, chosen = cpu.gr(o.r2), cpu.imm(o.mht8c)
    cpu.set_gr(o.r1, _join([value >> (chosen.bits(2 * number, 2) << 4) for number in range(4)], 2))
