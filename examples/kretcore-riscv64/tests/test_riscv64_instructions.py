"""Every instruction does what it does on a second machine, which others wrote: Unicorn's."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kretcore_riscv64.machine import NAMES, RiscvMachine
from riscv64_assembler import BRANCH, IMMEDIATE, REGISTER, SHIFT, STORE, UPPER, assemble, program

from kretcore.machine import PAGE_SIZE, FaultKind, Protection, StopReason

unicorn: Any = pytest.importorskip("unicorn", reason="the second opinion is Unicorn's")
riscv_const: Any = pytest.importorskip("unicorn.riscv_const")

TEXT, DATA = 0x10000, 0x40000
DATA_SIZE = 2 * PAGE_SIZE
BASE = 8
"""A register that points into the middle of the data, where the pages meet; no instruction changes it."""
LONGEST = 60

EDGES = [0, 1, 2, 31, 32, 63, 64, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 1 << 32, (1 << 63) - 1, 1 << 63, (1 << 64) - 1]
VALUES = st.sampled_from(EDGES) | st.integers(0, (1 << 64) - 1)
STATE = st.lists(VALUES, min_size=32, max_size=32)
SOURCE = st.integers(0, 31)
DESTINATION = SOURCE.filter(lambda number: number != BASE)
IMMEDIATE_VALUE = st.integers(-2048, 2047)
NEAR = st.integers(-300, 300)
LOADS = [name for name in IMMEDIATE if name.startswith("l")]
ARITHMETIC = [name for name in IMMEDIATE if name not in LOADS and name != "jalr"]


@st.composite
def instructions(draw: st.DrawFn) -> list[int]:
    """A program that comes to its end: jumps lead forward. The last instruction is followed by its end."""
    words: list[int] = []
    jumps: list[tuple[int, str, tuple[int, ...]]] = []
    for _ in range(draw(st.integers(1, LONGEST))):
        kind = draw(st.integers(0, 7))
        if kind <= 1:
            name = draw(st.sampled_from([*REGISTER]))
            words.append(assemble(name, draw(DESTINATION), draw(SOURCE), draw(SOURCE)))
        elif kind == 2:
            name = draw(st.sampled_from(ARITHMETIC))
            words.append(assemble(name, draw(DESTINATION), draw(SOURCE), draw(IMMEDIATE_VALUE)))
        elif kind == 3:
            name = draw(st.sampled_from([*SHIFT]))
            words.append(
                assemble(name, draw(DESTINATION), draw(SOURCE), draw(st.integers(0, 31 if name[-1] == "w" else 63)))
            )
        elif kind == 4:
            words.append(assemble(draw(st.sampled_from(LOADS)), draw(DESTINATION), BASE, draw(NEAR)))
        elif kind == 5:
            words.append(assemble(draw(st.sampled_from([*STORE])), draw(SOURCE), BASE, draw(NEAR)))
        elif kind == 6:
            words.append(
                assemble(draw(st.sampled_from([*UPPER])), draw(DESTINATION), draw(st.integers(0, (1 << 20) - 1)))
            )
        else:
            name = draw(st.sampled_from([*BRANCH, "jal", "jalr"]))
            if name == "jalr":
                link = draw(st.integers(1, 31).filter(lambda number: number != BASE))
                words.append(assemble("auipc", link, 0))
                jumps.append((len(words), name, (draw(DESTINATION), link)))
            else:
                sources = (draw(DESTINATION),) if name == "jal" else (draw(SOURCE), draw(SOURCE))
                jumps.append((len(words), name, sources))
            words.append(0)
    inside = {at for at, name, _ in jumps if name == "jalr"}  # to jump there would skip its auipc
    for at, name, operands in jumps:
        target = draw(st.sampled_from([to for to in range(at + 1, len(words) + 1) if to not in inside]))
        distance = 4 * (target - at)
        # jalr is relative to the auipc before it, and ignores the lowest bit
        words[at] = assemble(name, *operands, distance + 5 if name == "jalr" else distance)
    return words


def ours(words: list[int], values: list[int]) -> RiscvMachine:
    """This machine, about to execute the words."""
    machine = RiscvMachine()
    machine.memory.map(TEXT, PAGE_SIZE, Protection.READ | Protection.EXECUTE)
    machine.memory.map(DATA, DATA_SIZE, Protection.READ | Protection.WRITE)
    machine.memory.write(TEXT, program(*words))
    machine.memory.write(DATA, bytes(range(256)) * (DATA_SIZE // 256))
    for name, value in zip(NAMES[1:], values[1:], strict=True):
        machine.registers[name] = value
    machine.registers[NAMES[BASE]] = DATA + PAGE_SIZE
    machine.registers["pc"] = TEXT
    return machine


@cache
def second_machine() -> Any:
    """Unicorn, made once: that takes long."""
    uc = unicorn.Uc(unicorn.UC_ARCH_RISCV, unicorn.UC_MODE_RISCV64)
    uc.mem_map(TEXT, PAGE_SIZE, unicorn.UC_PROT_READ | unicorn.UC_PROT_EXEC)
    uc.mem_map(DATA, DATA_SIZE, unicorn.UC_PROT_READ | unicorn.UC_PROT_WRITE)
    return uc


def theirs(words: list[int], values: list[int]) -> Any:
    """Unicorn in the same state."""
    uc = second_machine()
    uc.ctl_flush_tb()
    uc.mem_write(TEXT, program(*words))
    uc.mem_write(DATA, bytes(range(256)) * (DATA_SIZE // 256))
    for number in range(1, 32):
        uc.reg_write(riscv_const.UC_RISCV_REG_X0 + number, values[number])
    uc.reg_write(riscv_const.UC_RISCV_REG_X0 + BASE, DATA + PAGE_SIZE)
    return uc


def same_state(machine: RiscvMachine, uc: Any) -> None:
    for number, name in enumerate(NAMES):
        expected = uc.reg_read(riscv_const.UC_RISCV_REG_X0 + number)
        assert machine.registers[name] == expected, f"{name} is {machine.registers[name]:#x}, should be {expected:#x}"
    assert machine.registers["pc"] == uc.reg_read(riscv_const.UC_RISCV_REG_PC)
    assert machine.memory.read(DATA, DATA_SIZE) == bytes(uc.mem_read(DATA, DATA_SIZE))


@settings(max_examples=300, deadline=None)
@given(instructions(), STATE)
def test_programs_end_in_the_same_state(words: list[int], values: list[int]) -> None:
    machine, uc = ours(words, values), theirs(words, values)
    end = TEXT + 4 * len(words)
    uc.emu_start(TEXT, end)
    while machine.registers["pc"] != end:
        assert machine.run(1).reason is StopReason.BUDGET
    same_state(machine, uc)


@pytest.mark.parametrize("name", [*REGISTER])
@settings(max_examples=15, deadline=None)
@given(VALUES, VALUES)
def test_every_computation_at_the_edges(name: str, a: int, b: int) -> None:
    words, values = [assemble(name, 5, 6, 7)], [0] * 32
    values[6], values[7] = a, b
    machine, uc = ours(words, values), theirs(words, values)
    uc.emu_start(TEXT, TEXT + 4)
    machine.run(1)
    same_state(machine, uc)


@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from([0x13, 0x1B, 0x33, 0x3B]),
    st.sampled_from([0x00, 0x01, 0x02, 0x20, 0x21, 0x40]) | st.integers(0, 127),
    st.integers(0, (1 << 18) - 1),
    STATE,
)
def test_what_is_an_instruction_and_what_is_none(opcode: int, funct7: int, fields: int, values: list[int]) -> None:
    word = funct7 << 25 | fields << 7 | opcode
    machine, uc = ours([word], values), theirs([word], values)
    stop = machine.run(1)
    try:
        uc.emu_start(TEXT, TEXT + 4)
    except unicorn.UcError:
        assert stop.fault is not None and stop.fault.kind is FaultKind.ILLEGAL, f"{word:#010x} is not an instruction"
    else:
        assert stop.fault is None, f"{word:#010x} is an instruction"
        same_state(machine, uc)
