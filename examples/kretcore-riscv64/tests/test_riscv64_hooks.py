"""A probed instruction does what it does unprobed, and calls are found where the ABI says."""

from __future__ import annotations

import errno
import struct
from typing import Any

import kretcore_riscv64 as hooks
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kretcore_riscv64.machine import NAMES, RiscvMachine
from riscv64_assembler import BRANCH, IMMEDIATE, REGISTER, SHIFT, STORE, UPPER, assemble, program

from kretcore.arch import FunctionEntry, InstructionCopy, Text
from kretcore.errors import RegistrationError
from kretcore.machine import PAGE_SIZE, Protection

TEXT, DATA, SLOTS = 0x1_0000, 0x2_0000, 0x4000_0000
EBREAK = assemble("ebreak")


def prepare(word: int, address: int = TEXT) -> InstructionCopy:
    return hooks.arch_prepare_kprobe(Text(TEXT, program(word, word)), address, SLOTS)


def machine_for(word: int, values: list[int]) -> RiscvMachine:
    """A machine about to execute ``word`` at TEXT; a system call changes a0."""
    machine = RiscvMachine()
    machine.memory.map(TEXT, PAGE_SIZE, Protection.READ | Protection.EXECUTE)
    machine.memory.map(DATA, PAGE_SIZE, Protection.READ | Protection.WRITE)
    machine.memory.map(SLOTS, PAGE_SIZE, Protection.READ | Protection.EXECUTE)
    machine.memory.write(TEXT, program(word))
    machine.memory.write(DATA, bytes(range(256)) * 16)
    for name, value in zip(NAMES[1:], values, strict=True):
        machine.registers[name] = value
    machine.registers["pc"] = TEXT

    def system_call() -> None:
        machine.registers["a0"] ^= 1

    machine.on_syscall = system_call
    return machine


def in_place(word: int, values: list[int]) -> Any:
    machine = machine_for(word, values)
    stop = machine.run(1)
    if stop.fault is None and stop.pc % 4 == 0:
        return None, machine.save(), machine.memory.read(DATA, PAGE_SIZE)
    assert stop.fault is not None
    return (stop.fault.kind, stop.fault.address, stop.fault.access), None, machine.memory.read(DATA, PAGE_SIZE)


def as_probed(word: int, values: list[int]) -> Any:
    """What a kernel does: emulate, or run the copy with a breakpoint behind it."""
    machine, copy = machine_for(word, values), prepare(word)
    if copy.emulate is not None:
        copy.emulate(machine)
        stop = machine.run(1 if machine.registers["pc"] % 4 else 0)
    else:
        machine.memory.write_code(copy.slot, copy.code + hooks.DESCRIPTION.breakpoint)
        machine.registers["pc"] = copy.slot

        def behind(address: int) -> None:
            assert address == copy.slot + len(copy.code)
            assert hooks.arch_resume_execution(machine, copy)

        machine.on_breakpoint = behind
        stop = machine.run(2)
    if stop.fault is None:
        return None, machine.save(), machine.memory.read(DATA, PAGE_SIZE)
    return (stop.fault.kind, stop.fault.address, stop.fault.access), None, machine.memory.read(DATA, PAGE_SIZE)


REGISTERS = st.integers(0, 31)
VALUES = st.lists(st.integers(DATA, DATA + PAGE_SIZE) | st.integers(0, (1 << 64) - 1), min_size=31, max_size=31)
SMALL = st.integers(-2048, 2047)
WORDS = st.one_of(
    st.builds(assemble, st.sampled_from([*REGISTER]), REGISTERS, REGISTERS, REGISTERS),
    st.builds(assemble, st.sampled_from([*IMMEDIATE, *STORE]), REGISTERS, REGISTERS, SMALL),
    st.builds(assemble, st.sampled_from([*SHIFT]), REGISTERS, REGISTERS, REGISTERS),
    st.builds(
        assemble, st.sampled_from([*BRANCH]), REGISTERS, REGISTERS, st.integers(-2048, 2047).map(lambda n: 2 * n)
    ),
    st.builds(assemble, st.sampled_from([*UPPER]), REGISTERS, st.integers(0, (1 << 20) - 1)),
    st.builds(assemble, st.just("jal"), REGISTERS, st.integers(-(1 << 19), (1 << 19) - 1).map(lambda n: 2 * n)),
    st.sampled_from([assemble(name) for name in ("ecall", "fence", "fence.i", "nop")]),
    st.just(0),
)


@settings(max_examples=600, deadline=None)
@given(WORDS, VALUES)
def test_a_probed_instruction_does_what_it_does_unprobed(word: int, values: list[int]) -> None:
    assert as_probed(word, values) == in_place(word, values)


@pytest.mark.parametrize(
    ("word", "address", "code"),
    [
        (EBREAK, TEXT, errno.EINVAL),
        (assemble("nop"), TEXT + 1, errno.EILSEQ),
        (assemble("nop"), TEXT + 2, errno.EILSEQ),
        (assemble("nop"), TEXT + 8, errno.EILSEQ),  # behind the text
    ],
)
def test_what_cannot_be_probed_is_refused(word: int, address: int, code: int) -> None:
    with pytest.raises(RegistrationError) as refusal:
        prepare(word, address)
    assert (refusal.value.errno, refusal.value.address) == (code, address)


@settings(deadline=None)
@given(st.lists(st.integers(0, (1 << 64) - 1), max_size=20), st.sampled_from([None, 0x11800]))
def test_a_function_is_entered_as_the_abi_says(arguments: list[int], global_pointer: int | None) -> None:
    machine = RiscvMachine()
    top = DATA + PAGE_SIZE
    machine.memory.map(DATA, PAGE_SIZE, Protection.READ | Protection.WRITE)
    assert hooks.arch_enter_function(machine, FunctionEntry(TEXT, TEXT, global_pointer), arguments, 0x5000, top)
    registers = machine.registers
    assert (registers["pc"], registers["ra"], registers["gp"]) == (TEXT, 0x5000, global_pointer or 0)
    assert registers["sp"] % 16 == 0 and registers["sp"] < top
    assert [registers[f"a{number}"] for number in range(8)] == [*arguments, *[0] * 8][:8]
    on_stack = [*arguments[8:], *[0] * 8]
    assert struct.unpack(f"<{len(on_stack)}Q", machine.memory.read(registers["sp"], 8 * len(on_stack))) == (*on_stack,)


def test_a_call_is_found_hijacked_and_given_back() -> None:
    machine = RiscvMachine()
    machine.registers.update(pc=TEXT, ra=0x1234, sp=DATA)
    assert hooks.arch_call_site(machine) == (0x1234, DATA, 0)
    hooks.arch_prepare_kretprobe(machine, SLOTS)
    assert hooks.arch_call_site(machine) == (SLOTS, DATA, 0)
    assert hooks.arch_frame_distance(machine, DATA, 0) == 0
    assert hooks.arch_frame_distance(machine, DATA - 16, 0) is None
    assert hooks.arch_frame_distance(machine, DATA + 16, 0) is None
    hooks.arch_fixup_return(machine, 0x1234)
    assert (machine.registers["pc"], machine.registers["ra"], machine.registers["sp"]) == (0x1234, 0x1234, DATA)
