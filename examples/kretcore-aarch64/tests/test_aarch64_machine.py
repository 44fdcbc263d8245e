"""The machine is a processor that runs a program: the program's registers, and nothing that only a kernel may do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from aarch64_bench import BASE, HERE, SIZE, bench, place, state
from kretcore.machine import Access, FaultKind, Machine, StopReason

from kretcore_aarch64.description import REGISTERS

PRIVILEGED = {
    "mrs x0, cntvct_el0": 0xD53BE040,  # the host's clock
    "mrs x0, cntpct_el0": 0xD53BE020,
    "mrs x0, pmccntr_el0": 0xD53B9D00,
    "mrs x0, rndr": 0xD53B2400,
    "mrs x0, midr_el1": 0xD5380000,
    "msr daifset, #2": 0xD50342DF,
    "msr ttbr0_el1, x0": 0xD5182000,
    "tlbi vmalle1": 0xD508871F,
    "eret": 0xD69F03E0,
    "hvc #0": 0xD4000002,
    "smc #0": 0xD4000003,
    "hlt #0": 0xD4400000,
    "udf #0": 0x00000000,
}
PERMITTED = {
    "mrs x0, ctr_el0": 0xD53B0020,
    "mrs x0, dczid_el0": 0xD53B00E0,
    "dc zva, x1": 0xD50B7421,
    "ic ivau, x1": 0xD50B7521,
    "wfi": 0xD503207F,
    "wfe": 0xD503205F,
    "bti c": 0xD503245F,
    "paciasp": 0xD503233F,
    "fmov d0, #1.0": 0x1E6E1000,
}


@pytest.fixture
def machine() -> Iterator[Machine]:
    with bench() as machine:
        machine.registers["x1"] = HERE + 0x1000
        yield machine


def test_a_machine_begins_with_nothing() -> None:
    with bench() as fresh:
        assert set(state(fresh).values()) == {0}


def test_the_page_that_led_to_the_program_is_out_of_its_reach(machine: Machine) -> None:
    machine.registers["x1"] = 0xFFFF_8000_0000_0000
    for word, access in ((0xF9400020, Access.READ), (0xF9000020, Access.WRITE), (0xD61F0020, Access.FETCH)):
        place(machine, word)  # LDR X0, [X1]; STR X0, [X1]; BR X1
        fault = machine.run(2).fault
        assert fault is not None
        assert (fault.kind, fault.access) == (FaultKind.PROTECTED, access)


@pytest.mark.parametrize("word", PRIVILEGED.values(), ids=PRIVILEGED)
def test_what_a_program_may_not_do_is_undefined(machine: Machine, word: int) -> None:
    contexts = [machine.save()]
    for context in contexts * 2:
        machine.restore(context)
        place(machine, word)
        fault = machine.run(1).fault
        assert fault is not None
        assert (fault.kind, fault.pc) == (FaultKind.ILLEGAL, HERE)


@pytest.mark.parametrize("word", PERMITTED.values(), ids=PERMITTED)
def test_what_a_program_may_do_is_done(machine: Machine, word: int) -> None:
    place(machine, word)
    place(machine, 0xD4200000, HERE + 4)
    machine.registers["pc"] = HERE
    machine.on_breakpoint = lambda address: machine.stop()
    stop = machine.run()
    assert (stop.reason, stop.pc) == (StopReason.STOPPED, HERE + 4)


@pytest.mark.parametrize(
    ("name", "mask"), [("nzcv", 0xF << 28), ("fpcr", 0x07C0_0000), ("fpsr", 0x0800_009F), ("tpidr_el0", 2**64 - 1)]
)
def test_system_registers_are_those_that_instructions_use(machine: Machine, name: str, mask: int) -> None:
    number = {"nzcv": 0x4200, "fpcr": 0x4400, "fpsr": 0x4420, "tpidr_el0": 0xD040}[name]
    machine.registers["x5"] = mask
    place(machine, 0xD51B0005 | number)  # MSR
    assert machine.run(1).fault is None
    assert machine.registers[name] & mask == mask
    machine.registers[name] = 0
    place(machine, 0xD53B0005 | number)  # MRS
    assert machine.run(1).fault is None
    assert machine.registers["x5"] & mask == 0


def test_vector_registers_are_whole(machine: Machine) -> None:
    value = int.from_bytes(bytes(range(16)), "little")
    for number in range(32):
        machine.memory.write(HERE + 0x1000, value.to_bytes(16, "little"))
        place(machine, 0x3DC00020 | number)  # LDR Qn, [X1]
        machine.run(1)
        assert machine.registers[f"v{number}"] == value
        machine.registers[f"v{number}"] = value ^ 0xFF << 120
        place(machine, 0x3D800020 | number)  # STR Qn, [X1]
        machine.run(1)
        assert machine.memory.read(HERE + 0x1000, 16) == (value ^ 0xFF << 120).to_bytes(16, "little")
    assert [name for name in REGISTERS if REGISTERS[name] == 128] == [f"v{number}" for number in range(32)]


def test_a_misaligned_exclusive_access_faults(machine: Machine) -> None:
    machine.registers["x1"] += 4
    place(machine, 0xC85F7C20)  # LDXR X0, [X1]
    fault = machine.run(1).fault
    assert fault is not None
    assert (fault.kind, fault.pc) == (FaultKind.MISALIGNED, HERE)


def test_a_branch_to_a_misaligned_address_faults_there(machine: Machine) -> None:
    machine.registers["x1"] = HERE + 6
    place(machine, 0xD503201F, HERE + 4)
    place(machine, 0xD503201F, HERE + 8)
    place(machine, 0xD61F0020)  # BR X1
    fault = machine.run(2).fault
    assert fault is not None
    assert (fault.kind, fault.pc) == (FaultKind.MISALIGNED, HERE + 6)


def test_a_branch_out_of_the_program_faults_there(machine: Machine) -> None:
    machine.registers["x1"] = BASE + SIZE
    place(machine, 0xD61F0020)
    fault = machine.run(2).fault
    assert fault is not None
    assert (fault.kind, fault.pc, fault.access) == (FaultKind.UNMAPPED, BASE + SIZE, Access.FETCH)
