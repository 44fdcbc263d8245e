"""Registers by name lie where instructions find them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kretcore_ia64 import registers as reg
from kretcore_ia64.cpu import Cpu
from kretcore_ia64.names import WIDTHS, frame_is_possible, make_registers
from kretcore_llvm import state as block
from kretcore_llvm.builder import Value
from kretcore_llvm.machine import LlvmRegisters
from kretcore_llvm.python import PythonBuilder
from kretcore_llvm.state import StateBlock

WORD = (1 << 64) - 1
words = st.integers(0, WORD)


def bench() -> tuple[StateBlock, LlvmRegisters]:
    state = StateBlock(512)
    state.write(reg.PR, 1)
    state.write(reg.FLOOR, block.WINDOW)
    state.write(block.BASE, block.WINDOW + 8 * 100)
    state.write(reg.CFM, 96)
    return state, LlvmRegisters(make_registers(state))


@st.composite
def markers(draw: st.DrawFn) -> int:
    size = draw(st.integers(0, 96))
    local, rotating = draw(st.integers(0, size)), draw(st.integers(0, size // 8))
    bases = draw(st.integers(0, max(0, 8 * rotating - 1))) << 18 | draw(st.integers(0, 95)) << 25
    return size | local << 7 | rotating << 14 | bases | draw(st.integers(0, 47)) << 32


def executed(state: StateBlock, number: int, kind: str) -> Any:
    """What careful code reads from a register."""
    builder = PythonBuilder(state.taints, careful=True)
    builder.begin(0, 0)
    cpu = Cpu(builder, 0, 16)
    match kind:
        case "r":
            value = cpu.gr(number)
            results: tuple[Value, ...] = (value, builder.taint(value))
        case "f":
            results = cpu.fr(number)
        case _:
            results = (cpu.pr(number),)
    builder.line(f"found.extend([{', '.join(result.code for result in results)}])")
    found: list[int] = []
    names = {"Q": state.words, "B": state.bytes, "found": found}
    exec(builder.finish("block", 16), names)
    names["block"]()  # type: ignore[operator]
    return tuple(int(value) for value in found)


@given(marker=markers(), number=st.integers(1, 127), value=words, nat=st.booleans())
def test_general_registers_are_those_of_the_frame(marker: int, number: int, value: int, nat: bool) -> None:
    state, registers = bench()
    registers["cfm"] = marker
    if number >= 32 + (marker & 127):
        with pytest.raises(ValueError, match="outside the frame"):
            registers[f"r{number}"] = value
        registers[f"nat{number // 64}"] = WORD
        assert registers[f"r{number}"] == registers[f"nat{number // 64}"] >> number % 64 & 1 == 0
        return
    registers[f"r{number}"] = value
    registers[f"nat{number // 64}"] = nat << number % 64
    assert executed(state, number, "r") == (value, nat)
    assert registers[f"r{number}"] == value
    assert registers[f"nat{number // 64}"] == nat << number % 64
    registers[f"r{number}"] = value
    assert registers["nat0"] == registers["nat1"] == 0


@given(marker=markers(), number=st.integers(0, 7), value=words)
def test_outputs_are_the_callees_arguments(marker: int, number: int, value: int) -> None:
    state, registers = bench()
    local = min(marker >> 7 & 127, 96 - number - 1)
    registers["cfm"] = max(marker & 127, local + number + 1) | local << 7
    registers[f"out{number}"] = value
    assert state.read(reg.STACKED, local + number) == value


@given(marker=markers(), number=st.integers(2, 127), value=st.integers(0, (1 << 82) - 1))
def test_floating_point_registers_have_82_bits(marker: int, number: int, value: int) -> None:
    state, registers = bench()
    registers["cfm"] = marker
    registers[f"f{number}"] = value
    assert executed(state, number, "f") == (value & WORD, value >> 64)
    assert registers[f"f{number}"] == value


@given(marker=markers(), number=st.integers(1, 63), rest=words)
def test_predicates(marker: int, number: int, rest: int) -> None:
    state, registers = bench()
    registers["pr"] = rest
    registers["cfm"] = marker
    for value in (1, 0):
        registers[f"p{number}"] = value
        assert executed(state, number, "p") == (value,)
        assert registers[f"p{number}"] == value
    assert registers["pr"] & 1, "p0 is always set"
    assert (registers["pr"] ^ rest).bit_count() <= 2


@given(marker=words)
def test_impossible_frames_are_refused(marker: int) -> None:
    _, registers = bench()
    marker &= (1 << 38) - 1
    if not frame_is_possible(marker):
        with pytest.raises(ValueError, match="no frame marker"):
            registers["cfm"] = marker
        assert registers["cfm"] == 96


@given(start=st.integers(0, 1 << 40), dirty=st.integers(0, 100))
def test_bsp_counts_the_nat_collections(start: int, dirty: int) -> None:
    state, registers = bench()
    state.write(reg.FLOOR, block.WINDOW + 8 * (100 - dirty))
    registers["ar.bspstore"] = start * 8
    at = start * 8
    for _ in range(dirty):
        at += 8 if at >> 3 & 63 == 63 else 0
        at += 8
    at += 8 if at >> 3 & 63 == 63 else 0
    if start & 63 != 63:
        assert registers["ar.bsp"] == at
    with pytest.raises(ValueError, match="follows"):
        registers["ar.bsp"] = at


def test_every_register_has_its_width() -> None:
    _, registers = bench()
    assert {name: registers.width(name) for name in registers} == {**WIDTHS, "sp": 64}
    for name in registers:
        width = registers.width(name)
        for bad in (-1, 1 << width):
            with pytest.raises(ValueError):
                registers[name] = bad
    registers["sp"] = 0x1230
    assert registers["r12"] == 0x1230
