"""Emulated instructions do what the processor does in place, copied ones the same anywhere; the rest is refused."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from aarch64_bench import HERE, bench, place, state
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from kretcore.arch import InstructionCopy, Text
from kretcore.errors import InstructionFault, RegistrationError
from kretcore.machine import FaultKind, Machine, StopReason

from kretcore_aarch64.hooks import arch_prepare_kprobe
from kretcore_aarch64.instructions import emulate, jump, refusal, uses_pc

ANY = st.integers(0, 2**32 - 1)
SLOT = HERE + 0x10_0000
EMULATED = {
    "adr": (0x9F000000, 0x10000000),
    "adrp": (0x9F000000, 0x90000000),
    "ldr w": (0xFF000000, 0x18000000),
    "ldr x": (0xFF000000, 0x58000000),
    "ldrsw": (0xFF000000, 0x98000000),
    "prfm": (0xFF000000, 0xD8000000),
    "ldr s": (0xFF000000, 0x1C000000),
    "ldr d": (0xFF000000, 0x5C000000),
    "ldr q": (0xFF000000, 0x9C000000),
    "b": (0xFC000000, 0x14000000),
    "bl": (0xFC000000, 0x94000000),
    "b.cond": (0xFF000010, 0x54000000),
    "cbz": (0x7F000000, 0x34000000),
    "cbnz": (0x7F000000, 0x35000000),
    "tbz": (0x7F000000, 0x36000000),
    "tbnz": (0x7F000000, 0x37000000),
    "br": (0xFFFFFC1F, 0xD61F0000),
    "blr": (0xFFFFFC1F, 0xD63F0000),
    "ret": (0xFFFFFC1F, 0xD65F0000),
}
LDXR, STXR, NOP = 0xC85F7C00, 0xC8017C00, 0xD503201F


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    with bench() as machine:
        yield machine


def scramble(machine: Machine, seed: int) -> None:
    """Random registers: small numbers, addresses and anything."""
    choose = random.Random(seed)
    for name in machine.registers:
        values = (0, 1, 1 << 31, HERE + 16 * choose.randrange(4096), choose.getrandbits(64))
        machine.registers[name] = choose.choice(values) if name.startswith("x") else 0
    for number in range(32):
        machine.registers[f"v{number}"] = choose.getrandbits(128)
    machine.registers["sp"] = HERE + 0x8000
    machine.registers["nzcv"] = choose.getrandbits(4) << 28


@pytest.mark.parametrize("name", EMULATED)
@settings(max_examples=80, deadline=None)
@given(bits=ANY, seed=st.integers(0, 2**32))
def test_emulation_does_what_execution_in_place_does(machine: Machine, name: str, bits: int, seed: int) -> None:
    mask, value = EMULATED[name]
    word = bits & ~mask | value
    scramble(machine, seed)
    place(machine, word)
    before = machine.save()
    stop = machine.run(1)
    assert stop.reason is StopReason.BUDGET
    expected = state(machine)
    machine.restore(before)
    assert uses_pc(word)
    emulate(machine, word, HERE)
    assert state(machine) == expected


@settings(max_examples=1500, deadline=None)
@given(bits=ANY, kind=st.integers(4, 15), seed=st.integers(0, 2**32))
def test_what_is_copied_does_the_same_in_a_slot(machine: Machine, bits: int, kind: int, seed: int) -> None:
    word = bits & ~0x1E000000 | kind << 25
    assume(not uses_pc(word) and refusal(word, b"") is None)
    scramble(machine, seed)
    before, memory = machine.save(), machine.memory.read(HERE - 0x8000, 0x20000)
    results = []
    for address in (HERE - 0x2_0000, SLOT):
        machine.restore(before)
        machine.memory.write(HERE - 0x8000, memory)
        place(machine, word, address)
        stop = machine.run(1)
        registers = state(machine)
        assert registers.pop("pc") == stop.pc
        fault = stop.fault and (stop.fault.kind, stop.fault.address, stop.fault.access, stop.fault.pc - address)
        results.append((stop.reason, fault, stop.pc - address, registers, machine.memory.read(HERE - 0x8000, 0x20000)))
    assert results[0] == results[1]


@given(bits=ANY)
@example(0xD67F0000)  # would be a branch of its own between BLR and RET
@example(0xDC000000)  # LDR (literal) of a fourth size
@example(0x54000010)  # BC.cond
@example(0xD61F0800)  # BRAAZ
@example(0xD69F03E0)  # ERET
@settings(max_examples=300, deadline=None)
def test_a_branch_that_is_undefined_faults_in_emulation_as_in_place(machine: Machine, bits: int) -> None:
    word = bits if uses_pc(bits) else bits & 0x3FFFFFF | 0xD4000000 | 1 << 25
    place(machine, word)
    before = machine.save()
    fault = machine.run(1).fault
    machine.restore(before)
    if fault is not None:
        with pytest.raises(InstructionFault) as refused:
            emulate(machine, word, HERE)
        assert fault.kind is refused.value.fault.kind is FaultKind.ILLEGAL
        assert fault.pc == refused.value.fault.pc == HERE
    else:
        emulate(machine, word, HERE)


def prepare(*words: int, index: int) -> InstructionCopy:
    """Prepare a probe on one instruction of a function."""
    code = b"".join(word.to_bytes(4, "little") for word in words)
    return arch_prepare_kprobe(Text(HERE, code), HERE + 4 * index, SLOT)


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        (LDXR, "exclusive"),
        (STXR, "exclusive"),
        (0x085FFC41, "exclusive"),  # LDAXRB
        (0xC87F0C22, "exclusive"),  # LDXP
        (0xD4200000, "breakpoint"),  # BRK
        (0xD4400000, "breakpoint"),  # HLT
        (0xD4000002, "hypervisor"),  # HVC
        (0xD4000003, "monitor"),  # SMC
        (0x00000000, "no such instruction"),  # UDF
        (0x04208000, "no such instruction"),  # SVE
    ],
)
def test_refusals_say_why(word: int, reason: str) -> None:
    with pytest.raises(RegistrationError, match=reason) as refused:
        prepare(word, NOP, index=0)
    assert refused.value.errno == 22


@pytest.mark.parametrize("word", [0xC8DFFC41, 0xC89FFC41, 0xD4000001, 0xD503245F, 0xD503233F, 0xD53BD040])
def test_acquire_release_svc_and_hints_are_copied(word: int) -> None:
    """LDAR, STLR, SVC, BTI c, PACIASP, MRS."""
    copy = prepare(word, NOP, index=0)
    assert copy.emulate is None
    assert copy.code == word.to_bytes(4, "little")


def test_nothing_is_probed_between_a_load_exclusive_and_its_store() -> None:
    words = [NOP, LDXR, NOP, 0xB5000041, STXR, NOP]
    refused = []
    for index in range(len(words)):
        try:
            prepare(*words, index=index)
        except RegistrationError:
            refused.append(index)
    assert refused == [1, 2, 3, 4]


def test_a_load_exclusive_without_a_store_does_not_keep_a_whole_function_from_being_probed() -> None:
    prepare(LDXR, *[NOP] * 33, index=33)
    with pytest.raises(RegistrationError):
        prepare(LDXR, *[NOP] * 33, index=32)


@pytest.mark.parametrize("address", [HERE + 2, HERE + 4])
def test_where_no_instruction_is_nothing_is_probed(address: int) -> None:
    with pytest.raises(RegistrationError) as refused:
        arch_prepare_kprobe(Text(HERE, bytes(4)), address, SLOT)
    assert refused.value.errno == 84


@given(distance=st.integers(-(1 << 25), (1 << 25) - 1))
@example(-(1 << 25))
@example((1 << 25) - 1)
@settings(deadline=None)
def test_jumps_reach_what_they_are_made_for(machine: Machine, distance: int) -> None:
    target = HERE + 4 * distance
    code = jump(HERE, target)
    assert code is not None
    place(machine, int.from_bytes(code, "little"))
    machine.run(1)
    assert machine.registers["pc"] == target % 2**64


@pytest.mark.parametrize("distance", [-(1 << 25) - 1, 1 << 25])
def test_there_is_no_jump_to_what_is_too_far(distance: int) -> None:
    assert jump(HERE, HERE + 4 * distance) is None
