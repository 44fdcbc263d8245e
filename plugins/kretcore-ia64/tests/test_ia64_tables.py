"""The instruction tables and the disassembler, against objdump: live if it is there, and as its words were kept."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ia64_objdump import MISSING, OBJDUMP, Words, compare, encode, ours
from ia64_oracle import bundles, compare_file, everything
from kretcore_ia64 import decoder
from kretcore_ia64.cpu import SEMANTICS
from kretcore_ia64.decoder import STOPS, TEMPLATES, ReservedTemplateError
from kretcore_ia64.disassembler import spell, text
from kretcore_ia64.isa import Ia64
from kretcore_ia64.rows import Row, Table

HERE = Path(__file__).parent
needs_objdump = pytest.mark.skipif(MISSING, reason=f"{OBJDUMP} is not installed")
UNITS = ("M", "I", "F", "B", "X")


def texts(words: Words, address: int) -> list[str]:
    """Our text of a bundle's instructions, as objdump prints it."""
    return [
        "reserved"
        if instruction is None
        else text(instruction) + ";;" * (instruction.stop and instruction.row is not None)
        for _, instruction in ours(encode(words), address)
    ]


def test_kept_sample() -> None:
    """Every row is in it."""
    seen = set()
    for number, line in enumerate((HERE / "ia64_sample.txt").read_text(encoding="ascii").splitlines()):
        bundle, *theirs = line.split("\t")
        template, first, second, third = (int(word, 16) for word in bundle.split())
        words = template, first, second, third
        if template in TEMPLATES:
            assert texts(words, 16 * number) == theirs, bundle
            seen |= {instruction.row for _, instruction in ours(encode(words)) if instruction is not None}
        else:
            assert all(word.startswith("data8") for word in theirs), bundle
    assert seen >= {row for unit in UNITS for row in decoder.table(unit).rows}


@needs_objdump
def test_random_words() -> None:
    assert compare(bundles(random.Random(), 7000)) == []


@needs_objdump
def test_every_row_live() -> None:
    assert compare(everything(random.Random())) == []


@needs_objdump
def test_programs() -> None:
    programs = [path for path in sorted((HERE / "guests" / "bin").glob("*.O*")) if path.read_bytes()[:4] == b"\x7fELF"]
    assert programs
    for path in programs[:4]:
        assert compare_file(path) == [], path.name


@pytest.mark.parametrize("unit", UNITS)
def test_every_row_has_its_semantics(unit: str) -> None:
    Ia64()
    assert {row.semantics for row in decoder.table(unit).rows} <= SEMANTICS.keys()


@given(st.integers(0, 31), st.lists(st.integers(0, (1 << 41) - 1), min_size=3, max_size=3))
def test_bundles(template: int, words: list[int]) -> None:
    """Words come back from their slots, with addresses and units; a reserved template has none."""
    bundle = encode((template, words[0], words[1], words[2]))
    address = 0x4000_0000_0000_0A50
    if template not in TEMPLATES:
        with pytest.raises(ReservedTemplateError):
            decoder.decode(bundle, address)
        return
    instructions = decoder.decode(bundle, address)
    if TEMPLATES[template] == "MLX":
        assert [instruction.address for instruction in instructions] == [address, address + 1]
        assert [instructions[0].word, instructions[1].long, instructions[1].word] == words
    else:
        assert [instruction.address for instruction in instructions] == [address, address + 1, address + 2]
        assert [instruction.word for instruction in instructions] == words
        assert "".join(instruction.unit for instruction in instructions) == TEMPLATES[template]
    assert [instruction.next for instruction in instructions] == [
        *(instruction.address for instruction in instructions[1:]), address + 16,
    ]  # fmt: skip
    assert sum(instruction.stop for instruction in instructions) == len(STOPS[template])


# ---- rows


def test_rows_that_overlap_are_refused() -> None:
    one = Row("T1", "0000 -:37", "one")
    other = Row("T2", "-:4 1 a:36", "other {a}")
    with pytest.raises(ValueError, match="T1 one overlaps T2 other"):
        Table("I", [one, other])


@pytest.mark.parametrize("pattern", ["0000 -:36", "0000 -:38", "0000 r1:7 r1:7 -:23"])
def test_patterns_say_every_bit_once(pattern: str) -> None:
    with pytest.raises(ValueError, match="T1 one"):
        Row("T1", pattern, "one")


def test_forms_of_text() -> None:
    fields = {"r1": 4, "f2": 127, "b1": 0, "p2": 63, "ar3": 65, "imm": -3, "target": 0x20, "hint": 1, "same": 4}
    assert spell("x {r1},{f2},{b1},{p2},{ar3}", fields) == "x r4,f127,b0,p63,ar.lc"
    assert spell("x{hint:|.nt1} {imm},{imm:x},{target}", fields) == "x.nt1 -3,0xfffffffffffffffd,0x20"
    assert spell("x {imm}; imm=3: y; r1=same&hint=1: z {r1}; hint=1: no", fields) == "z r4"
    assert spell("x {ar3}", {"ar3": 99}) == "x ar99"
