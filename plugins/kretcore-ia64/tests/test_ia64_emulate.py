"""Probed instructions that are emulated leave what they leave in place, though a breakpoint stands there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kretcore_ia64.bundles import NOP, pack
from kretcore_ia64.decoder import BUNDLE, SLOT_MASK, decode, table
from kretcore_ia64.emulate import emulator
from kretcore_ia64.machine import Ia64Machine
from kretcore_ia64.prepare import BREAKPOINT

from kretcore.errors import InstructionFault
from kretcore.machine import PAGE_SIZE, Protection, StopReason

TEXT, STORE = 0x4000_0000_0000_0000, 0x6000_0000_0000_0000
AT = TEXT + 16 * BUNDLE
words = st.integers(0, (1 << 64) - 1)


@pytest.fixture(scope="module")
def machine() -> Iterator[Ia64Machine]:
    machine = Ia64Machine()
    machine.memory.map(TEXT, PAGE_SIZE, Protection.READ | Protection.EXECUTE)
    machine.memory.map(STORE, PAGE_SIZE, Protection.READ | Protection.WRITE)
    yield machine
    machine.close()


@st.composite
def stops(draw: st.DrawFn) -> bytes:
    """A bundle with an instruction of the B or X unit that may go on elsewhere, in a slot where it may stand."""
    unit = draw(st.sampled_from("BX"))
    rows = [row for row in table(unit).rows if row.stop and not row.semantics.startswith("break")]
    row = draw(st.sampled_from(rows))
    word = draw(st.integers(0, SLOT_MASK)) & ~row.mask | row.match
    if unit == "X":
        return pack(0x05, NOP["M"], draw(st.integers(0, SLOT_MASK)), word)
    return pack(0x11, NOP["M"], NOP["I"], word)


@pytest.mark.semantics("2.2-emulated")
@settings(max_examples=400, deadline=None)
@given(bundle=stops(), predicates=words, loops=st.integers(0, 2), epilogue=st.integers(0, 2), data=st.data())
def test_emulation_is_execution_in_place(
    machine: Ia64Machine, bundle: bytes, predicates: int, loops: int, epilogue: int, data: st.DataObject
) -> None:
    registers = machine.registers
    instruction = next(each for each in decode(bundle, AT)[1:] if each.row is not None and each.row.stop)
    machine.reset()
    registers["cfm"] = data.draw(
        st.sampled_from([8, 8 | 3 << 7, 24 | 8 << 7 | 2 << 14, 24 | 2 << 14 | 5 << 18 | 7 << 32])
    )
    registers["ar.pfs"] = data.draw(st.sampled_from([8, 12 | 4 << 7, 20 | 2 << 14 | 3 << 18, 97, 3 | 4 << 7]))
    registers["ar.lc"], registers["ar.ec"], registers["pr"] = loops, epilogue, predicates
    registers["ar.bspstore"] = STORE + 1024
    for number in range(8):
        registers[f"b{number}"] = TEXT + 16 * number + number
    registers["pc"] = instruction.address
    before = machine.save()
    machine.memory.write_code(AT, bundle)
    stop = machine.run(1)
    in_place = {name: registers[name] for name in registers}
    machine.memory.write_code(AT, BREAKPOINT)
    machine.restore(before)
    emulate = emulator(instruction)
    assert emulate is not None
    if stop.reason is StopReason.FAULT:
        with pytest.raises(InstructionFault) as caught:
            emulate(machine)
        assert caught.value.fault == stop.fault
    else:
        emulate(machine)
    assert {name: registers[name] for name in registers} == in_place


@pytest.mark.semantics("2.2-emulated")
@pytest.mark.parametrize("unit", "MIBFX")
def test_what_falls_through_is_not_emulated_and_breaks_neither(unit: str) -> None:
    number = {"M": 0, "I": 1, "B": 2, "F": 1, "X": 1}[unit]
    template = {"M": 0x01, "I": 0x01, "B": 0x11, "F": 0x0D, "X": 0x05}[unit]
    for row in table(unit).rows:
        slots = [NOP["M"], NOP["I" if unit != "F" else "F"], NOP["B" if template == 0x11 else "I"]]
        slots[2 if unit == "X" else number] = row.match
        instruction = decode(pack(template, *slots), AT)[number]
        assert (emulator(instruction) is not None) == (row.stop and not row.semantics.startswith("break")), row.text
