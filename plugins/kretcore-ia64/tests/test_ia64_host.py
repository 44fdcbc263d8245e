"""Multimedia instructions in every execution, against the instructions of an x86-64 that do the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import ia64_host as host
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ia64_assembler import TEXT, bundle
from ia64_harness import encode, row
from ia64_host import Operation, mmx
from kretcore_ia64.decoder import BUNDLE
from kretcore_ia64.machine import Ia64Machine
from kretcore_llvm.engine import Mode
from kretcore_llvm.hot import compile_now

from kretcore.machine import PAGE_SIZE, Protection

pytestmark = pytest.mark.skipif(not host.PRESENT, reason="the host is no x86-64 with Linux")

MASK = (1 << 64) - 1
EVEN, ODD = 0x0000_FFFF_0000_FFFF, 0xFFFF_0000_FFFF_0000
ORDERS = (0x00, 0x1B, 0x39, 0x4E, 0xB1, 0xD8, 0xE4)
COUNTS = (0, 1, 13, 32, 63)
FIELDS = ((0, 1), (0, 64), (5, 17), (31, 33), (40, 64), (63, 1))
"""Positions and lengths; a length may be too much."""


@dataclass(frozen=True)
class Twin:
    """An instruction with r2 and r3 as operands, and the host's.

    :ivar swapped: whether the host's first operand is r3.
    """

    text: str
    does: Operation
    swapped: bool = False
    fields: dict[str, int] = field(default_factory=dict)

    def word(self, target: int) -> int:
        used = {name: number for name, number in {"r2": 9, "r3": 10}.items() if f"{{{name}}}" in self.text}
        return encode(row("I", self.text), r1=target, **used, **self.fields)

    def expected(self, x: int, y: int) -> int:
        return self.does(y, x) if self.swapped else self.does(x, y)


def _masked(mask: int) -> Operation:
    multiply = mmx("pmaddwd")
    return lambda x, y: multiply(x & mask, y)


def _first_zero(size: int, side: str) -> Operation:
    """Where the first part is that is 0, from one side; their number if there is none."""
    find = host.zeros(size)
    parts = 8 // size

    def search(x: int, y: int) -> int:
        found = find(x, 0)
        if not found:
            return parts
        lowest, highest = (found & -found).bit_length() - 1, found.bit_length() - 1
        return lowest // size if side == "r" else parts - 1 - highest // size

    return search


def twins() -> Iterator[Twin]:
    letters = {1: "b", 2: "w", 4: "d"}
    pairs = {1: "bw", 2: "wd", 4: "dq"}
    for size, letter in letters.items():
        for name in ("padd", "psub"):
            yield Twin(f"{name}{size} {{r1}}={{r2}},{{r3}}", mmx(f"{name}{letter}"))
            if size < 4:
                yield Twin(f"{name}{size}.sss {{r1}}={{r2}},{{r3}}", mmx(f"{name}s{letter}"))
                yield Twin(f"{name}{size}.uuu {{r1}}={{r2}},{{r3}}", mmx(f"{name}us{letter}"))
        for name in ("eq", "gt"):
            yield Twin(f"pcmp{size}.{name} {{r1}}={{r2}},{{r3}}", mmx(f"pcmp{name}{letter}"))
        for side in "lh":
            yield Twin(f"unpack{size}.{side} {{r1}}={{r2}},{{r3}}", mmx(f"punpck{side}{pairs[size]}"), swapped=True)
        if size < 4:
            yield Twin(f"pavg{size}.raz {{r1}}={{r2}},{{r3}}", mmx(f"pavg{letter}"))
            for side in "lr":
                yield Twin(f"czx{size}.{side} {{r1}}={{r3}}", _first_zero(size, side), swapped=True)
        if size > 1:
            yield Twin(f"pshl{size} {{r1}}={{r2}},{{r3}}", mmx(f"psll{letter}"))
            yield Twin(f"pshr{size} {{r1}}={{r3}},{{r2}}", mmx(f"psra{letter}"), swapped=True)
            yield Twin(f"pshr{size}.u {{r1}}={{r3}},{{r2}}", mmx(f"psrl{letter}"), swapped=True)
    for text, name in (
        ("psad1", "psadbw"), ("pmin1.u", "pminub"), ("pmax1.u", "pmaxub"), ("pmin2", "pminsw"), ("pmax2", "pmaxsw"),
        ("pack2.sss", "packsswb"), ("pack2.uss", "packuswb"), ("pack4.sss", "packssdw"),
    ):  # fmt: skip
        yield Twin(f"{text} {{r1}}={{r2}},{{r3}}", mmx(name))
    for text, ct, name in (("pmpyshr2", 0, "pmullw"), ("pmpyshr2", 3, "pmulhw"), ("pmpyshr2.u", 3, "pmulhuw")):
        yield Twin(f"{text} {{r1}}={{r2}},{{r3}},{{count}}", mmx(name), fields={"ct": ct})
    yield Twin("pmpy2.r {r1}={r2},{r3}", _masked(EVEN))
    yield Twin("pmpy2.l {r1}={r2},{r3}", _masked(ODD))
    yield Twin("mux1 {r1}={r2},@rev", host.swap())
    for order in ORDERS:
        yield Twin("mux2 {r1}={r2},{mht8c:x}", host.shuffle(order), fields={"mht8c": order})
    for count in COUNTS:
        yield Twin("shrp {r1}={r2},{r3},{count}", host.shift_pair(count), fields={"count6d": count})
    for at, length in FIELDS:
        there = min(length, 64 - at)
        for completer in ("", ".u"):
            does = host.shift(64 - at - there, 64 - there, signed=not completer)
            where = {"pos6b": at, "len6d": length - 1}
            yield Twin(f"extr{completer} {{r1}}={{r3}},{{pos}},{{len}}", does, swapped=True, fields=where)


TWINS = list(twins()) if host.PRESENT else []
EDGES = st.sampled_from(
    (0, 1, 0x7F, 0x80, 0x81, 0xFF, 0x7FFF, 0x8000, 0x8001, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF)
)


def joined(size: int) -> st.SearchStrategy[int]:
    """Words whose parts are at the ends of their ranges."""
    limit = 256**size - 1
    parts = st.lists(EDGES, min_size=8 // size, max_size=8 // size)
    return parts.map(lambda there: sum((part & limit) << 8 * size * place for place, part in enumerate(there)))


WORDS = st.one_of(st.integers(0, MASK), joined(1), joined(2), joined(4), st.integers(0, 66))


@pytest.fixture(scope="module", params=Mode)
def machine(request: pytest.FixtureRequest) -> Iterator[Ia64Machine]:
    """A machine that has every instruction in one line; compiled as hot code is if the mode compiles."""
    made = Ia64Machine(request.param)
    made.registers["cfm"] = len(TWINS)
    code = b"".join(bundle("I", twin.word(32 + place), 1) for place, twin in enumerate(TWINS))
    made.memory.map(TEXT, PAGE_SIZE, Protection.READ | Protection.EXECUTE)
    made.memory.write(TEXT, code)
    if request.param is Mode.FULL:
        assert made.engine.translations is not None
        compile_now(made.engine.translations, TEXT)
    yield made
    made.close()


@settings(max_examples=400, deadline=None)
@given(x=WORDS, y=WORDS)
def test_every_execution_computes_what_the_host_does(machine: Ia64Machine, x: int, y: int) -> None:
    registers = machine.registers
    registers["r9"], registers["r10"], registers["pc"] = x, y, TEXT
    assert machine.run(3 * len(TWINS)).pc == TEXT + len(TWINS) * BUNDLE
    for place, twin in enumerate(TWINS):
        result, expected = registers[f"r{32 + place}"], twin.expected(x, y)
        assert result == expected, f"{twin.text} {twin.fields} of {x:#x} and {y:#x}: {result:#x}, not {expected:#x}"
