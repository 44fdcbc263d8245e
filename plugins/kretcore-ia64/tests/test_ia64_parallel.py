"""Multimedia instructions, part by part against the manual's pseudo code."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ia64_harness import Machine, instruction
from kretcore_ia64 import decoder
from kretcore_ia64.registers import Fault

MASK = (1 << 64) - 1
EDGES = (0, 1, 0x7F, 0x80, 0x81, 0xFF, 0x7FFF, 0x8000, 0x8001, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF)


def join(parts: list[int], size: int) -> int:
    return sum(part % 256**size << 8 * size * number for number, part in enumerate(parts))


def split(value: int, size: int) -> list[int]:
    """Unsigned parts, the lowest first."""
    return [value >> low & 256**size - 1 for low in range(0, 64, 8 * size)]


def signed(value: int, size: int) -> int:
    return value - 256**size if value >= 256**size // 2 else value


def _edges(size: int) -> st.SearchStrategy[int]:
    parts = st.lists(st.sampled_from(EDGES), min_size=8 // size, max_size=8 // size)
    return parts.map(lambda there: join(there, size))


WORDS = st.one_of(st.integers(0, MASK), _edges(1), _edges(2), _edges(4))


def clamp(value: int, size: int, is_signed: bool) -> int:
    half = 1 << 8 * size - 1
    low, high = (-half, half - 1) if is_signed else (0, 2 * half - 1)
    return min(max(value, low), high)


def run(text: str, x: int, y: int, **fields: int) -> int:
    machine = Machine()
    machine.gr[9], machine.gr[33] = x, y
    used = {name: number for name, number in {"r2": 9, "r3": 33}.items() if f"{{{name}}}" in text}
    machine.execute(instruction("I", text, r1=40, **used, **fields))
    return machine.gr[40]


Part = Callable[[int, int, int], int]
"""Of two unsigned parts and their size."""


def saturated(function: Callable[[int, int], int], result: bool, first: bool, second: bool) -> Part:
    def compute(x: int, y: int, size: int) -> int:
        return clamp(function(signed(x, size) if first else x, signed(y, size) if second else y), size, result)

    return compute


def odd(total: int) -> int:
    return total >> 1 | total & 1


PARTS: dict[str, tuple[tuple[int, ...], Part]] = {
    "padd": ((1, 2, 4), lambda x, y, size: x + y),
    "padd.sss": ((1, 2), saturated(lambda x, y: x + y, True, True, True)),
    "padd.uuu": ((1, 2), saturated(lambda x, y: x + y, False, False, False)),
    "padd.uus": ((1, 2), saturated(lambda x, y: x + y, False, False, True)),
    "psub": ((1, 2, 4), lambda x, y, size: x - y),
    "psub.sss": ((1, 2), saturated(lambda x, y: x - y, True, True, True)),
    "psub.uuu": ((1, 2), saturated(lambda x, y: x - y, False, False, False)),
    "psub.uus": ((1, 2), saturated(lambda x, y: x - y, False, False, True)),
    "pavg": ((1, 2), lambda x, y, size: odd(x + y)),
    "pavg.raz": ((1, 2), lambda x, y, size: x + y + 1 >> 1),
    "pavgsub": ((1, 2), lambda x, y, size: odd(x - y)),
    "pcmp.eq": ((1, 2, 4), lambda x, y, size: -(x == y)),
    "pcmp.gt": ((1, 2, 4), lambda x, y, size: -(signed(x, size) > signed(y, size))),
    "pmin.u": ((1,), lambda x, y, size: min(x, y)),
    "pmax.u": ((1,), lambda x, y, size: max(x, y)),
    "pmin": ((2,), lambda x, y, size: min(signed(x, size), signed(y, size))),
    "pmax": ((2,), lambda x, y, size: max(signed(x, size), signed(y, size))),
}


@pytest.mark.parametrize("name", PARTS)
@given(x=WORDS, y=WORDS)
def test_part_by_part(name: str, x: int, y: int) -> None:
    sizes, function = PARTS[name]
    mnemonic, dot, completer = name.partition(".")
    for size in sizes:
        pairs = zip(split(x, size), split(y, size), strict=True)
        text = f"{mnemonic}{size}{dot}{completer} {{r1}}={{r2}},{{r3}}"
        assert run(text, x, y) == join([function(a, b, size) for a, b in pairs], size), text


@given(x=WORDS, y=WORDS)
def test_sum_of_differences(x: int, y: int) -> None:
    total = sum(abs(a - b) for a, b in zip(split(x, 1), split(y, 1), strict=True))
    assert run("psad1 {r1}={r2},{r3}", x, y) == total


@given(x=WORDS, y=WORDS, count=st.integers(1, 4))
def test_shift_and_add(x: int, y: int, count: int) -> None:
    pairs = [(signed(a, 2), signed(b, 2)) for a, b in zip(split(x, 2), split(y, 2), strict=True)]
    left = [a << count if clamp(a << count, 2, True) != a << count else (a << count) + b for a, b in pairs]
    right = [(a >> count) + b for a, b in pairs]
    fields = {"ct": count - 1}
    for text, parts in (("pshladd2", left), ("pshradd2", right)):
        assert run(f"{text} {{r1}}={{r2}},{{count}},{{r3}}", x, y, **fields) == join(
            [clamp(part, 2, True) for part in parts], 2
        )


@given(x=WORDS, y=WORDS, ct=st.integers(0, 3))
def test_multiply(x: int, y: int, ct: int) -> None:
    count = (0, 7, 15, 16)[ct]
    pairs = list(zip(split(x, 2), split(y, 2), strict=True))
    products = [signed(a, 2) * signed(b, 2) for a, b in pairs]
    assert run("pmpyshr2.u {r1}={r2},{r3},{count}", x, y, ct=ct) == join([a * b >> count for a, b in pairs], 2)
    assert run("pmpyshr2 {r1}={r2},{r3},{count}", x, y, ct=ct) == join([product >> count for product in products], 2)
    assert run("pmpy2.r {r1}={r2},{r3}", x, y) == join(products[0::2], 4)
    assert run("pmpy2.l {r1}={r2},{r3}", x, y) == join(products[1::2], 4)


COUNTS = st.one_of(st.integers(0, 40), st.sampled_from((63, 64, 65, 1 << 16, 1 << 32, MASK)))


@pytest.mark.parametrize("size", [2, 4])
@given(x=WORDS, count=COUNTS)
def test_shift(size: int, x: int, count: int) -> None:
    bits, few = 8 * size, min(count, 8 * size)
    left = join([part << few for part in split(x, size)], size)
    right = join([signed(part, size) >> few for part in split(x, size)], size)
    right_unsigned = join([part >> few for part in split(x, size)], size)
    assert run(f"pshl{size} {{r1}}={{r2}},{{r3}}", x, count) == left
    assert run(f"pshr{size} {{r1}}={{r3}},{{r2}}", count, x) == right
    assert run(f"pshr{size}.u {{r1}}={{r3}},{{r2}}", count, x) == right_unsigned
    if count < min(bits + 8, 32):
        assert run(f"pshl{size} {{r1}}={{r2}},{{count}}", x, 0, ccount5c=31 - count) == left
        assert run(f"pshr{size} {{r1}}={{r3}},{{count}}", 0, x, count5b=count) == right
        assert run(f"pshr{size}.u {{r1}}={{r3}},{{count}}", 0, x, count5b=count) == right_unsigned


# ---- parts in other places


@pytest.mark.parametrize("size", [1, 2, 4])
@given(x=WORDS, y=WORDS)
def test_mix_and_unpack(size: int, x: int, y: int) -> None:
    first, second = split(x, size), split(y, size)
    half = len(first) // 2
    orders = {
        "mix{}.l": [part for n in range(1, len(first), 2) for part in (second[n], first[n])],
        "mix{}.r": [part for n in range(0, len(first), 2) for part in (second[n], first[n])],
        "unpack{}.h": [part for n in range(half, len(first)) for part in (second[n], first[n])],
        "unpack{}.l": [part for n in range(half) for part in (second[n], first[n])],
    }
    for name, parts in orders.items():
        assert run(f"{name.format(size)} {{r1}}={{r2}},{{r3}}", x, y) == join(parts, size), name


@given(x=WORDS, y=WORDS)
def test_pack(x: int, y: int) -> None:
    for name, size, is_signed in (("pack2.sss", 2, True), ("pack2.uss", 2, False), ("pack4.sss", 4, True)):
        parts = [clamp(signed(part, size), size // 2, is_signed) for part in (*split(x, size), *split(y, size))]
        assert run(f"{name} {{r1}}={{r2}},{{r3}}", x, y) == join(parts, size // 2), name


@given(x=WORDS)
def test_mux1(x: int) -> None:
    """The manual's figures, from the highest byte to the lowest."""
    figures = {"brcst": "00000000", "mix": "73516240", "shuf": "73625140", "alt": "75316420", "rev": "01234567"}
    for name, figure in figures.items():
        parts = [split(x, 1)[int(number)] for number in reversed(figure)]
        assert run(f"mux1 {{r1}}={{r2}},@{name}", x, 0) == join(parts, 1), name


def test_other_kinds_of_mux1_are_reserved() -> None:
    texts = [row.text for row in decoder.table("I").rows if row.form == "I3" and "@" not in row.text]
    assert len(texts) == 11
    for text in texts:
        outcome = Machine().execute(instruction("I", text, r1=40))
        assert (outcome.kind, outcome.code) == ("fault", Fault.ILLEGAL_OPERATION)


@given(x=WORDS, order=st.integers(0, 255))
def test_mux2(x: int, order: int) -> None:
    parts = [split(x, 2)[order >> 2 * number & 3] for number in range(4)]
    assert run("mux2 {r1}={r2},{mht8c:x}", x, 0, mht8c=order) == join(parts, 2)


MULTIMEDIA = [
    row.text
    for row in decoder.table("I").rows
    if row.form in ("A9", "A10", "I1", "I2", "I5", "I7") and "{r2}" in row.text and "{r3}" in row.text
]


@pytest.mark.parametrize("text", MULTIMEDIA)
@settings(max_examples=8)
@given(first=st.booleans(), second=st.booleans())
def test_nat_of_one_operand_is_the_whole_results(text: str, first: bool, second: bool) -> None:
    machine = Machine()
    machine.nat[9], machine.nat[33] = first, second
    machine.execute(instruction("I", text, r1=40, r2=9, r3=33))
    assert machine.nat[40] == (first or second)
