"""The same machine on other instruction sets, one of them big-endian."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kretcore_unicorn import EngineConfig, InstructionHook, InterruptFault, InterruptTrap, UnicornMachine
from unicorn import arm64_const
from unicorn_cpus import AARCH64, PPC64, STACK, TEXT, boot

from kretcore.errors import MachineError
from kretcore.machine import Access, Fault, FaultKind, Protection, StopReason


def words(order: str, *values: int) -> bytes:
    return b"".join(value.to_bytes(4, order) for value in values)  # type: ignore[arg-type]


# result = 42; breakpoint; result += 1; system call; result += 1; load through a bad pointer
GUESTS = [
    pytest.param(
        AARCH64,
        words("little", 0xD2800540, 0xD4200000, 0x91000400, 0xD4000001, 0x91000400, 0xF9400021),
        "x0",
        "x1",
        id="aarch64",
    ),
    pytest.param(
        PPC64,
        words("big", 0x3860002A, 0x7FE00008, 0x38630001, 0x44000002, 0x38630001, 0xE8840000),
        "r3",
        "r4",
        id="ppc64",
    ),
]


@pytest.mark.parametrize(("config", "text", "result", "pointer"), GUESTS)
def test_traps_results_and_faults(config: EngineConfig, text: bytes, result: str, pointer: str) -> None:
    machine = boot(config, text)
    registers = machine.registers
    seen: list[tuple[int, int]] = []

    def hit(address: int) -> None:
        seen.append((address, registers[result]))
        registers["pc"] = address + 4

    machine.on_breakpoint = hit
    machine.on_syscall = lambda: seen.append((registers["pc"], registers[result]))
    registers[pointer] = 0xDEAD_BEE8
    stop = machine.run()
    assert seen == [(TEXT + 4, 42), (TEXT + 16, 43)]
    assert registers[result] == 44
    assert stop.fault == Fault(FaultKind.UNMAPPED, TEXT + 20, 0xDEAD_BEE8, Access.READ, "not mapped")
    registers[pointer] = STACK
    machine.memory.store_word(STACK, 0x1122_3344_5566_7788)
    assert machine.run(1).reason is StopReason.BUDGET
    assert registers[pointer] == 0x1122_3344_5566_7788


@pytest.mark.parametrize(("config", "text", "result", "pointer"), GUESTS)
@pytest.mark.parametrize("pieces", [(5,), (1, 1, 1, 1, 1), (2, 0, 3)])
def test_budgets(config: EngineConfig, text: bytes, result: str, pointer: str, pieces: tuple[int, ...]) -> None:
    machine = boot(config, text)
    machine.on_breakpoint = lambda address: machine.registers.__setitem__("pc", address + 4)
    machine.on_syscall = lambda: None
    for size in pieces:
        assert machine.run(size).executed == size
    assert (machine.registers["pc"], machine.registers[result]) == (TEXT + 20, 44)


@pytest.mark.parametrize(("config", "text", "result", "pointer"), GUESTS)
def test_an_illegal_word(config: EngineConfig, text: bytes, result: str, pointer: str) -> None:
    machine = boot(config, text[:4] + bytes(4))
    stop = machine.run()
    assert stop.fault is not None
    assert (stop.fault.kind, stop.fault.pc) == (FaultKind.ILLEGAL, TEXT + 4)


@pytest.mark.parametrize(("config", "text", "result", "pointer"), GUESTS)
def test_nested_runs_and_contexts(config: EngineConfig, text: bytes, result: str, pointer: str) -> None:
    machine = boot(config, text)
    inner = []

    def hit(address: int) -> None:
        context = machine.save()
        machine.registers["pc"] = TEXT + 8
        inner.append((machine.run(1).reason, machine.registers[result]))
        machine.restore(context)
        machine.registers["pc"] = address + 4

    machine.on_breakpoint = hit
    machine.on_syscall = machine.stop
    stop = machine.run()
    assert inner == [(StopReason.BUDGET, 43)]
    assert (stop.reason, stop.pc, machine.registers[result]) == (StopReason.STOPPED, TEXT + 16, 43)


def test_the_vector_unit_of_ppc64_needs_no_more_than_the_machine_state_register() -> None:
    machine = boot(PPC64, words("big", 0xC8230000))  # lfd f1, 0(r3)
    machine.registers["r3"] = STACK
    machine.memory.store_word(STACK, 0x3FF8_0000_0000_0000)
    sixty_four_bit, floating_point = 1 << 63, 1 << 13
    assert machine.registers["msr"] & sixty_four_bit
    machine.registers["msr"] |= floating_point
    assert machine.run(1).reason is StopReason.BUDGET
    assert machine.registers["f1"] == 0x3FF8_0000_0000_0000


TRAP, TRAP_IMMEDIATE = 0x7FE00008, 0x0FE00000  # trap (tw 31, 0, 0), and twi 31, 0, 0


@pytest.mark.parametrize("shown", [None, 0, 4])
def test_callbacks_see_pc_where_the_processor_leaves_it(shown: int | None) -> None:
    machine = boot(replace(PPC64, breakpoint=InterruptTrap(6, offset=4, shown=shown)), words("big", TRAP))
    seen = []

    def hit(address: int) -> None:
        seen.append((address, machine.registers["pc"]))
        machine.stop()

    machine.on_breakpoint = hit
    machine.run()
    assert seen == [(TEXT, TEXT + (4 if shown is None else shown))]


def test_a_breakpoint_is_told_from_other_instructions_with_its_interrupt() -> None:
    how = InterruptFault(FaultKind.TRAP, "program interrupt", offset=4)
    trap = InterruptTrap(6, offset=4, code=words("big", TRAP))
    machine = boot(replace(PPC64, breakpoint=trap, faults={6: how}), words("big", TRAP, TRAP_IMMEDIATE))
    seen = []

    def hit(address: int) -> None:
        seen.append(address)
        machine.registers["pc"] = address + 4

    machine.on_breakpoint = hit
    assert machine.run().fault == Fault(FaultKind.TRAP, TEXT + 4, detail="program interrupt")
    assert seen == [TEXT]


def test_a_plugin_may_tell_interrupts_apart_by_more_than_their_number() -> None:
    class Machine(UnicornMachine):
        def interrupt_fault(self, number: int) -> InterruptFault:
            return InterruptFault(FaultKind.ILLEGAL, f"{number} at {self.registers['pc']:#x}", offset=4)

    machine = Machine(PPC64)
    machine.memory.map(TEXT, 0x1000, Protection.READ | Protection.EXECUTE)
    machine.memory.write(TEXT, words("big", TRAP_IMMEDIATE))
    machine.registers["pc"] = TEXT
    assert machine.run().fault == Fault(FaultKind.ILLEGAL, TEXT, detail=f"6 at {TEXT + 4:#x}")


DARN = (0xFC0007FE, 31 << 26 | 755 << 1)
DARN_R3, NOP = 0x7C6105E6, 0x60000000


def test_a_forbidden_instruction_is_illegal_where_it_is_executed() -> None:
    machine = boot(replace(PPC64, forbidden=DARN), words("big", NOP, NOP, DARN_R3))
    assert machine.run(2).reason is StopReason.BUDGET
    stop = machine.run()
    assert stop.fault is not None
    assert (stop.fault.kind, stop.fault.pc, machine.registers["r3"]) == (FaultKind.ILLEGAL, TEXT + 8, 0)
    assert machine.run().fault == stop.fault


def test_a_forbidden_instruction_may_be_overwritten_and_written_anew() -> None:
    machine = boot(replace(PPC64, forbidden=DARN), words("big", DARN_R3, NOP))
    assert machine.run().fault is not None
    machine.memory.write_code(TEXT, words("big", NOP))
    assert machine.run(2).reason is StopReason.BUDGET
    machine.memory.write_code(TEXT + 4, words("big", DARN_R3))
    machine.registers["pc"] = TEXT
    stop = machine.run()
    assert stop.fault is not None and (stop.fault.kind, stop.fault.pc) == (FaultKind.ILLEGAL, TEXT + 4)


def test_what_is_not_forbidden_costs_no_rights() -> None:
    """Looking through a page leaves its permissions as they are."""
    machine = boot(replace(PPC64, forbidden=DARN), words("big", NOP, 0x90640000))  # stw r3, 0(r4)
    machine.registers["r4"] = TEXT
    stop = machine.run()
    assert stop.fault == Fault(FaultKind.PROTECTED, TEXT + 4, TEXT, Access.WRITE, "no write permission")


def test_instruction_hooks_that_would_end_the_interpreter_are_refused() -> None:
    hook = InstructionHook(arm64_const.UC_ARM64_INS_MRS, lambda machine: None)
    with pytest.raises(MachineError, match="x86 alone"):
        UnicornMachine(replace(AARCH64, instructions=(hook,)))
