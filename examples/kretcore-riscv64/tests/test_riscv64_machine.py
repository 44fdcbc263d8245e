"""The machine keeps what :mod:`kretcore.machine` promises, with no engine behind it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kretcore_riscv64.machine import NAMES, RiscvMachine
from kretcore_riscv64.memory import SparseMemory
from riscv64_assembler import assemble, program

from kretcore.errors import MemoryFault
from kretcore.machine import PAGE_SIZE, Access, FaultKind, Machine, Memory, Protection, Registers, Stop, StopReason

READ, WRITE, EXECUTE, NONE = Protection.READ, Protection.WRITE, Protection.EXECUTE, Protection.NONE
TEXT, DATA, SHUT, HOLE = 0x10000, 0x20000, 0x30000, 0x40000
A0, A1, A2 = 10, 11, 12
TOP = (1 << 64) - 1
NOP, ECALL, EBREAK = assemble("nop"), assemble("ecall"), assemble("ebreak")
COUNT = assemble("addi", A0, A0, 1)


def machine_with(*words: int, protection: Protection = READ | EXECUTE) -> RiscvMachine:
    """A machine about to execute the words at TEXT; a1 points to two pages of data."""
    machine = RiscvMachine()
    machine.memory.map(TEXT, PAGE_SIZE, protection)
    machine.memory.map(DATA, 2 * PAGE_SIZE, READ | WRITE)
    machine.memory.map(SHUT, PAGE_SIZE, NONE)
    machine.memory.write(TEXT, program(*words))
    machine.registers["pc"], machine.registers["a1"] = TEXT, DATA
    return machine


def counting(*before: int) -> RiscvMachine:
    """A machine that counts in a0 for ever, two instructions a round, after ``before``."""
    return machine_with(*before, COUNT, assemble("jal", 0, -4 - 4 * len(before)))


def test_it_satisfies_the_protocols() -> None:
    whole: Machine = RiscvMachine()
    memory: Memory = whole.memory
    registers: Registers = whole.registers
    assert isinstance(memory, SparseMemory) and len(registers) == 33


# Budgets


@settings(deadline=None)
@given(st.lists(st.integers(0, 9), max_size=9))
def test_running_in_pieces_is_running_at_once(pieces: list[int]) -> None:
    whole, parts = counting(ECALL), counting(ECALL)
    whole.on_syscall = parts.on_syscall = lambda: None
    stop = whole.run(sum(pieces))
    assert (stop.reason, stop.executed) == (StopReason.BUDGET, sum(pieces))
    for piece in pieces:
        assert parts.run(piece) == Stop(StopReason.BUDGET, parts.registers["pc"], None, piece)
    assert parts.save() == whole.save()
    assert whole.registers["a0"] == (sum(pieces) + 1) // 3


@settings(deadline=None)
@given(outer=st.integers(0, 30), inner=st.integers(0, 30))
def test_a_nested_run_leaves_the_outer_budget_alone(outer: int, inner: int) -> None:
    machine, plain = counting(ECALL), counting(ECALL)
    plain.on_syscall = lambda: None
    plain.run(outer)
    stops = []

    def nested() -> None:
        kept = machine.save()
        machine.on_syscall = None  # where the inner run faults, if it gets there
        stops.append(machine.run(inner))
        machine.on_syscall = nested
        machine.restore(kept)

    machine.on_syscall = nested
    stop = machine.run(outer)
    assert (stop.reason, stop.executed) == (StopReason.BUDGET, outer)
    assert machine.save() == plain.save()
    assert [stop.executed for stop in stops] == [min(inner, 3)] * len(stops)


def test_every_instruction_that_began_counts() -> None:
    machine = machine_with(EBREAK, ECALL, 0)

    def skip(address: int) -> None:
        machine.registers["pc"] = address + 4

    machine.on_breakpoint, machine.on_syscall = skip, lambda: None
    stop = machine.run(10)
    assert (stop.reason, stop.executed, stop.pc) == (StopReason.FAULT, 3, TEXT + 8)
    assert machine.run().executed is None
    with pytest.raises(ValueError, match="negative"):
        machine.run(-1)


# Faults

LOAD_NEXT = assemble("ld", A0, A1, 0)
FAULTS = [
    (LOAD_NEXT, HOLE, FaultKind.UNMAPPED, HOLE, Access.READ),
    (LOAD_NEXT, TOP, FaultKind.UNMAPPED, TOP, Access.READ),
    (LOAD_NEXT, SHUT, FaultKind.PROTECTED, SHUT, Access.READ),
    (LOAD_NEXT, DATA + 2 * PAGE_SIZE - 4, FaultKind.UNMAPPED, DATA + 2 * PAGE_SIZE, Access.READ),
    (assemble("sb", A0, A1, -1), HOLE, FaultKind.UNMAPPED, HOLE - 1, Access.WRITE),
    (assemble("sd", A0, A1, 8), TEXT, FaultKind.PROTECTED, TEXT + 8, Access.WRITE),
    (assemble("sd", A1, A1, 0), DATA + 2 * PAGE_SIZE - 1, FaultKind.UNMAPPED, DATA + 2 * PAGE_SIZE, Access.WRITE),
    (assemble("jalr", A0, A1, 2), TEXT, FaultKind.MISALIGNED, TEXT + 2, Access.FETCH),
    (assemble("jal", A0, 6), 0, FaultKind.MISALIGNED, TEXT + 4 + 6, Access.FETCH),
    (assemble("beq", 0, 0, -2), 0, FaultKind.MISALIGNED, TEXT + 4 - 2, Access.FETCH),
    (EBREAK, 0, FaultKind.TRAP, None, None),
    (ECALL, 0, FaultKind.TRAP, None, None),
    (0x0000_0000, 0, FaultKind.ILLEGAL, None, None),
    (0xFFFF_FFFF, 0, FaultKind.ILLEGAL, None, None),
    (0xC000_2573, 0, FaultKind.ILLEGAL, None, None),  # rdcycle a0
    (0x0000_4501, 0, FaultKind.ILLEGAL, None, None),  # c.li a0, 0
]


@pytest.mark.parametrize(("word", "a1", "kind", "address", "access"), FAULTS)
def test_a_fault_says_what_and_where_and_leaves_no_trace(
    word: int, a1: int, kind: FaultKind, address: int | None, access: Access | None
) -> None:
    machine = machine_with(NOP, word)
    machine.registers["a1"] = a1
    machine.run(1)
    before, data = machine.save(), machine.memory.read(DATA, 2 * PAGE_SIZE)
    stop = machine.run(5)
    assert stop.fault is not None
    assert (stop.fault.kind, stop.fault.address, stop.fault.access) == (kind, address, access)
    assert stop.pc == stop.fault.pc == TEXT + 4
    assert (machine.save(), machine.memory.read(DATA, 2 * PAGE_SIZE)) == (before, data)


@pytest.mark.parametrize(("target", "kind"), [(HOLE, FaultKind.UNMAPPED), (DATA, FaultKind.PROTECTED)])
def test_a_jump_to_nowhere_faults_at_its_target(target: int, kind: FaultKind) -> None:
    machine = machine_with(assemble("jalr", 1, A1, 1))  # the lowest bit is ignored
    machine.registers["a1"] = target
    stop = machine.run(5)
    assert stop.fault is not None and stop.executed == 1
    assert (stop.fault.kind, stop.fault.address, stop.fault.access) == (kind, target, Access.FETCH)
    assert stop.pc == stop.fault.pc == target
    assert machine.registers["ra"] == TEXT + 4


def test_a_branch_that_is_not_taken_may_lead_anywhere() -> None:
    machine = machine_with(assemble("bne", 0, 0, 2), COUNT)
    assert machine.run(2).reason is StopReason.BUDGET
    assert machine.registers["a0"] == 1


def test_the_machine_goes_on_after_a_fault() -> None:
    machine = machine_with(0, COUNT)
    machine.run()
    machine.registers["pc"] += 4
    assert machine.run(1).reason is StopReason.BUDGET
    assert machine.registers["a0"] == 1


# Callbacks


def test_a_breakpoint_is_told_its_own_address_and_a_system_call_sees_pc_behind_it() -> None:
    machine = machine_with(NOP, EBREAK, ECALL, COUNT)
    seen: list[Any] = []

    def hit(address: int) -> None:
        seen.append((address, machine.registers["pc"]))
        machine.registers["pc"] = address + 4

    machine.on_breakpoint = hit
    machine.on_syscall = lambda: seen.append(machine.registers["pc"])
    machine.run(4)
    assert seen == [(TEXT + 4, TEXT + 4), TEXT + 12]
    assert machine.registers["a0"] == 1


@pytest.mark.parametrize("trap", [EBREAK, ECALL])
def test_a_callback_may_load_another_context_and_patch_what_comes_next(trap: int) -> None:
    machine = machine_with(trap, 0, COUNT, 0)
    machine.registers["pc"], machine.registers["a0"] = TEXT + 8, 40
    other = machine.save()
    assert machine.run(2).fault is not None  # now everything is decoded
    machine.registers["pc"], machine.registers["a0"] = TEXT, 0

    def switch(*_: int) -> None:
        machine.restore(other)
        machine.memory.write_code(TEXT + 12, program(COUNT))

    machine.on_breakpoint = machine.on_syscall = switch
    assert machine.run(3).reason is StopReason.BUDGET
    assert machine.registers["a0"] == 42


def test_stop_ends_the_innermost_run_when_the_callback_is_done() -> None:
    machine = machine_with(ECALL, COUNT, ECALL, COUNT, 0)
    log: list[Any] = []

    def innermost() -> None:
        machine.stop()
        log.append("still here")

    def outer() -> None:
        machine.on_syscall = innermost
        log.append(machine.run())

    machine.stop()  # outside a run: nothing
    machine.on_syscall = outer
    stop = machine.run(2)
    assert log == ["still here", Stop(StopReason.STOPPED, TEXT + 12)]
    assert (stop.reason, stop.pc, stop.executed) == (StopReason.BUDGET, TEXT + 16, 2)


class Mine(BaseException):
    """Not even an Exception."""


@pytest.mark.parametrize("error", [Mine(), MemoryFault(0, 8), KeyError("a0")])
def test_an_exception_in_a_callback_surfaces_unchanged(error: BaseException) -> None:
    machine = machine_with(ECALL, COUNT)

    def raises() -> None:
        raise error

    machine.on_syscall = raises
    with pytest.raises(type(error)) as caught:
        machine.run(9)
    assert caught.value is error
    assert machine.run(1).reason is StopReason.BUDGET
    assert machine.registers["a0"] == 1


# Registers


@pytest.mark.parametrize("name", [*NAMES, "pc"])
def test_a_register_takes_what_fits_and_refuses_the_rest(name: str) -> None:
    registers = RiscvMachine().registers
    get, put = registers.accessor(name)
    limit = 1 << registers.width(name)
    for value in {0, limit // 2, limit - 1}:
        put(value)
        assert registers[name] == get() == registers.reader([name])()[0] == value
    for value in (limit, TOP + 1, -1):
        for write in (put, lambda value: registers.__setitem__(name, value)):
            with pytest.raises(ValueError, match=f"does not fit {name}"):
                write(value)
    assert get() == limit - 1


def test_an_unknown_register_is_a_key_error() -> None:
    registers = RiscvMachine().registers
    assert "x5" not in registers and None not in registers
    for use in (
        lambda: registers["x5"],
        lambda: registers.__setitem__("x5", 0),
        lambda: registers.width("x5"),
        lambda: registers.accessor("x5"),
        lambda: registers.reader(["x5"]),
    ):
        with pytest.raises(KeyError):
            use()


def test_x0_is_never_written() -> None:
    words = [assemble("addi", 0, 0, 5), assemble("lui", 0, 5), assemble("ld", 0, A1, 0), assemble("jal", 0, 4)]
    machine = machine_with(*words, assemble("mul", 0, A1, A1))
    assert machine.run(5).reason is StopReason.BUDGET
    assert machine.registers["zero"] == 0


# Memory


def test_code_the_guest_writes_is_seen_at_once() -> None:
    store_next = assemble("sw", A2, A1, 8)
    machine = machine_with(COUNT, store_next, 0, protection=READ | WRITE | EXECUTE)
    machine.registers["a1"], machine.registers["a2"] = TEXT, COUNT
    machine.registers["pc"] = TEXT + 8
    assert machine.run().fault is not None
    machine.registers["pc"] = TEXT
    assert machine.run(3).reason is StopReason.BUDGET
    assert machine.registers["a0"] == 2


@settings(deadline=None)
@given(st.integers(-8, 12), st.integers(1, 8), st.booleans())
def test_whatever_part_of_an_instruction_is_written_the_new_one_is_executed(offset: int, size: int, word: bool) -> None:
    machine = machine_with(0, COUNT, COUNT, COUNT)
    machine.registers["pc"] = TEXT + 4
    machine.run(3)
    new = bytes(range(1, size + 1))
    if word:
        machine.memory.store_word(DATA, int.from_bytes(new.ljust(8, b"\xff"), "little"))
    start = max(TEXT, TEXT + offset)
    machine.memory.write_code(start, machine.memory.read(DATA, 8) if word else new)
    fresh = machine_with()
    fresh.memory.write(TEXT, machine.memory.read(TEXT, 32))
    for each in (machine, fresh):
        each.registers["pc"], each.registers["a0"] = TEXT + 4, 0
    assert (machine.run(3), machine.save()) == (fresh.run(3), fresh.save())


def test_protection_changes_under_decoded_code() -> None:
    machine = counting()
    machine.run(10)
    machine.memory.protect(TEXT, PAGE_SIZE, READ)
    stop = machine.run(10)
    assert stop.fault is not None and stop.fault.kind is FaultKind.PROTECTED
    assert machine.memory.read(TEXT, 4) == program(COUNT)


@settings(deadline=None)
@given(st.data())
def test_memory_is_like_one_array(data: st.DataObject) -> None:
    memory, size = SparseMemory(), 4 * PAGE_SIZE
    memory.map(DATA, PAGE_SIZE, NONE)
    memory.map(DATA + PAGE_SIZE, 3 * PAGE_SIZE, READ)
    model = bytearray(size)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, size))
        piece = bytes([data.draw(st.integers(1, 255))]) * data.draw(st.integers(0, size - at))
        memory.write(DATA + at, piece)
        model[at : at + len(piece)] = piece
    at = data.draw(st.integers(0, size - 8))
    assert memory.read(DATA, size) == bytes(model)
    assert memory.load_word(DATA + at) == int.from_bytes(model[at : at + 8], "little")


@pytest.mark.parametrize("address", [-8, 0, DATA - 4, DATA + PAGE_SIZE - 4, TOP - 7, TOP])
def test_the_host_is_told_what_is_not_mapped(address: int) -> None:
    memory = SparseMemory()
    memory.map(DATA, PAGE_SIZE, READ | WRITE)
    for use in (
        lambda: memory.read(address, 8),
        lambda: memory.load_word(address),
        lambda: memory.store_word(address, 1),
        lambda: memory.write_code(address, bytes(8)),
        lambda: memory.protect(DATA, 2 * PAGE_SIZE, NONE),
    ):
        with pytest.raises(MemoryFault):
            use()
    assert memory.read(DATA, PAGE_SIZE) == bytes(PAGE_SIZE)


def test_only_free_whole_pages_are_mapped() -> None:
    memory = SparseMemory()
    memory.map(DATA, 4 * PAGE_SIZE, READ)
    memory.map((1 << 64) - PAGE_SIZE, PAGE_SIZE, READ)
    for address, size in [
        (DATA + PAGE_SIZE, PAGE_SIZE),
        (DATA - PAGE_SIZE, 2 * PAGE_SIZE),
        (DATA - PAGE_SIZE, 9 * PAGE_SIZE),
        (1, PAGE_SIZE),
        (PAGE_SIZE, 1),
        (PAGE_SIZE, 0),
        (-PAGE_SIZE, PAGE_SIZE),
        ((1 << 64) - 2 * PAGE_SIZE, 4 * PAGE_SIZE),
    ]:
        with pytest.raises(ValueError, match="free pages"):
            memory.map(address, size, READ)
    for value in (-1, 1 << 64):
        with pytest.raises(ValueError, match="does not fit"):
            memory.store_word(DATA, value)


def test_a_large_range_costs_nothing_until_it_is_touched() -> None:
    machine = machine_with(assemble("sd", A1, A1, 0))
    machine.memory.map(1 << 40, 1 << 40, NONE)
    machine.memory.protect(1 << 40, 1 << 39, READ | WRITE)
    machine.registers["a1"] = (1 << 40) + (1 << 39) - 8
    assert machine.run(1).reason is StopReason.BUDGET
    assert machine.memory.load_word(machine.registers["a1"]) == machine.registers["a1"]


def test_a_closed_machine_has_no_memory_left() -> None:
    machine = counting()
    machine.run(4)
    machine.close()
    machine.close()
    stop = machine.run(1)
    assert stop.fault is not None and stop.fault.kind is FaultKind.UNMAPPED
