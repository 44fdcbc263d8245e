"""What a fault says, and that the machine can go on behind it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kretcore_unicorn import EngineConfig, UnicornMachine
from unicorn_cpus import EXECUTE, I386, READ, STACK, STACK_SIZE, TEXT, TEXT_SIZE, WRITE, X86_64, boot, code

from kretcore.machine import Access, Fault, FaultKind, Protection, StopReason

BOTH = pytest.mark.parametrize("config", [X86_64, I386], ids=["x86_64", "i386"])


def fault_of(machine: UnicornMachine, budget: int | None = 1000) -> Fault:
    stop = machine.run(budget)
    assert stop.reason is StopReason.FAULT
    assert stop.fault is not None
    assert stop.pc == stop.fault.pc == machine.registers["pc"]
    return stop.fault


@BOTH
@pytest.mark.parametrize(
    ("text", "kind", "at"),
    [
        ("90 0f 0b", FaultKind.ILLEGAL, 1),  # ud2
        ("90 31 c9 f7 f1", FaultKind.ARITHMETIC, 3),  # div ecx
        ("90 cc", FaultKind.TRAP, 1),
        ("90 cd 20", FaultKind.TRAP, 1),
        ("90 f4", FaultKind.TRAP, 1),  # hlt
    ],
    ids=["illegal", "division", "breakpoint", "interrupt", "halt"],
)
@pytest.mark.parametrize("budget", [None, 100], ids=["unlimited", "budget"])
def test_faults_that_concern_no_address(
    config: EngineConfig, text: str, kind: FaultKind, at: int, budget: int | None
) -> None:
    fault = fault_of(boot(config, code(text)), budget)
    assert (fault.kind, fault.pc, fault.address, fault.access) == (kind, TEXT + at, None, None)
    assert fault.detail


def test_an_instruction_that_nothing_handles() -> None:
    fault = fault_of(boot(X86_64, code("90 0f 34")))  # sysenter
    assert (fault.kind, fault.pc) == (FaultKind.TRAP, TEXT + 1)


def test_random_numbers_are_illegal() -> None:
    for text in ("0f c7 f0", "0f c7 f8"):  # rdrand eax, rdseed eax
        assert fault_of(boot(X86_64, code(text))).kind is FaultKind.ILLEGAL


HOLE = 0x5000_0000
ACCESSES = {
    "8b 01": (Access.READ, 4),  # mov eax, [rcx]
    "88 01": (Access.WRITE, 1),  # mov [rcx], al
    "89 01": (Access.WRITE, 4),
    "ff 01": (Access.READ, 4),  # inc dword [rcx]: reads first
    "f3 0f 7f 01": (Access.WRITE, 16),  # movdqu [rcx], xmm0
    "f3 0f 6f 01": (Access.READ, 16),
    "dd 01": (Access.READ, 8),  # fld qword [rcx]
}


@given(
    st.sampled_from([X86_64, I386]),
    st.sampled_from(sorted(ACCESSES)),
    st.integers(HOLE, HOLE + 0x3000),
    st.sampled_from([None, 10]),
)
@settings(max_examples=80, deadline=None)
def test_an_access_fault_has_the_exact_address(
    config: EngineConfig, text: str, address: int, budget: int | None
) -> None:
    access, _ = ACCESSES[text]
    machine = boot(config, code("90") + code(text))
    machine.registers["rcx" if config is X86_64 else "ecx"] = address
    fault = fault_of(machine, budget)
    assert fault == Fault(FaultKind.UNMAPPED, TEXT + 1, address, access, fault.detail)
    machine.close()


@given(
    st.sampled_from([X86_64, I386]),
    st.sampled_from(sorted(ACCESSES)),
    st.sampled_from([None, Protection.NONE, EXECUTE, READ]),
    st.integers(1, 15),
    st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_an_access_across_pages_faults_on_the_page_that_denies(
    config: EngineConfig, text: str, protection: Protection | None, before: int, first_is_good: bool
) -> None:
    access, size = ACCESSES[text]
    machine = boot(config, code(text))
    good, bad = (HOLE, HOLE + 0x1000) if first_is_good else (HOLE + 0x1000, HOLE)
    machine.memory.map(good, 0x1000, READ | WRITE)
    machine.memory.write(good, bytes(range(256)) * 16)
    if protection is not None:
        machine.memory.map(bad, 0x1000, protection)
    address = HOLE + 0x1000 - before
    machine.registers["rcx" if config is X86_64 else "ecx"] = address
    stop = machine.run(1)
    crosses = before < size
    touches_bad = crosses or not first_is_good
    needs = {Access.READ: READ, Access.WRITE: WRITE}[access] | (WRITE if text == "ff 01" else Protection.NONE)
    denied = needs & ~(protection or Protection.NONE)
    if not touches_bad or not denied:
        assert stop.reason is StopReason.BUDGET
    else:
        if protection == READ and text == "ff 01":
            access = Access.WRITE
        kind = FaultKind.UNMAPPED if protection is None else FaultKind.PROTECTED
        expected = address if not first_is_good else HOLE + 0x1000
        assert stop.fault == Fault(kind, TEXT, expected, access, stop.fault.detail if stop.fault else "")
        if size <= 8:  # the engine stores more than eight bytes in two pieces
            assert machine.memory.read(good, 0x1000) == bytes(range(256)) * 16
    machine.close()


@BOTH
def test_registers_are_precise_in_the_middle_of_a_block(config: EngineConfig) -> None:
    text = "ba 05 00 00 00  83 c2 01  f9  8b 19  83 c2 01  eb fe"  # edx 5, +1, stc, mov ebx, [ecx], +1
    machine = boot(config, code(text))
    fault = fault_of(machine)
    names = ("rdx", "rbx") if config is X86_64 else ("edx", "ebx")
    assert (fault.pc, fault.address) == (TEXT + 9, 0)
    assert [machine.registers[name] for name in names] == [6, 0]
    assert machine.registers["eflags"] & 1


@BOTH
def test_the_machine_goes_on_behind_a_fault(config: EngineConfig) -> None:
    machine = boot(config, code("8b 01  42  cc"))  # mov eax, [ecx]; inc edx (rex prefix in 64-bit mode) ...
    machine.memory.write(TEXT, code("8b 01  83 c2 01  cc"))
    fault = fault_of(machine)
    assert fault.address == 0
    machine.memory.map(0, 0x1000, READ)
    machine.memory.store_word(0, 77)
    machine.on_breakpoint = lambda address: machine.stop()
    assert machine.run().reason is StopReason.STOPPED
    assert machine.registers["rax" if config is X86_64 else "eax"] == 77


@BOTH
def test_the_stack_ends_at_its_guard(config: EngineConfig) -> None:
    machine = boot(config, code("50 eb fd"))  # push in a loop
    machine.memory.map(STACK - 0x1000, 0x1000, Protection.NONE)
    fault = fault_of(machine, None)
    word = config.bits // 8
    assert fault == Fault(FaultKind.PROTECTED, TEXT, STACK - word, Access.WRITE, fault.detail)
    assert machine.registers["sp"] == STACK


@BOTH
def test_fetches(config: EngineConfig) -> None:
    machine = boot(config, code("ff e1"))  # jmp ecx
    counter = "rcx" if config is X86_64 else "ecx"
    machine.registers[counter] = HOLE + 5
    assert fault_of(machine) == Fault(FaultKind.UNMAPPED, HOLE + 5, HOLE + 5, Access.FETCH, "not mapped")
    machine.registers[counter], machine.registers["pc"] = STACK + 7, TEXT
    fault = fault_of(machine)
    assert fault == Fault(FaultKind.PROTECTED, STACK + 7, STACK + 7, Access.FETCH, fault.detail)


@given(
    st.sampled_from([X86_64, I386]),
    st.sampled_from([None, READ]),
    st.lists(st.sampled_from(["90", "83 c2 01", "66 0f 1f 84 00 00 00 00 00", "b9 01 00 00 00"]), max_size=12),
    st.integers(0, 4),
    st.sampled_from([None, 100]),
)
@settings(max_examples=60, deadline=None)
def test_text_that_runs_off_its_page(
    config: EngineConfig, protection: Protection | None, before: list[str], cut: int, budget: int | None
) -> None:
    # The last instruction, mov eax, imm32, has only its first ``cut`` bytes on the page.
    machine = boot(config, b"")
    end = TEXT + TEXT_SIZE
    if protection is not None:
        machine.memory.map(end, 0x1000, protection)
    text = b"".join(map(code, before)) + code("b8 01 00 00 00")[:cut]
    machine.memory.write(end - len(text), text)
    machine.registers["pc"] = end - len(text)
    fault = fault_of(machine, budget)
    assert (fault.pc, fault.address, fault.access) == (end - cut, end, Access.FETCH)
    assert machine.registers["rdx" if config is X86_64 else "edx"] == before.count("83 c2 01")
    # Nothing is left behind: with the page there, the same text runs through.
    if protection is None:
        machine.memory.map(end, 0x1000, READ | EXECUTE)
    machine.memory.protect(end, 0x1000, READ | EXECUTE)
    machine.memory.write_code(end, code("b8 01 00 00 00 cc")[cut:])
    machine.on_breakpoint = lambda address: machine.stop()
    machine.registers["pc"] = end - len(text)
    assert machine.run(budget).pc == end - cut + 6
    machine.close()


def test_a_fault_in_a_string_instruction_is_restartable() -> None:
    machine = boot(X86_64, code("f3 a4 cc"))  # rep movsb
    machine.registers["rsi"] = STACK
    machine.registers["rdi"] = STACK + STACK_SIZE - 3
    machine.registers["rcx"] = 5
    machine.memory.write(STACK, b"abcde")
    fault = fault_of(machine)
    assert (fault.pc, fault.address, machine.registers["rcx"]) == (TEXT, STACK + STACK_SIZE, 2)
    machine.memory.map(STACK + STACK_SIZE, 0x1000, READ | WRITE)
    machine.run(2)
    assert machine.memory.read(STACK + STACK_SIZE - 3, 5) == b"abcde"


def test_the_top_of_the_address_space() -> None:
    machine = boot(X86_64, code("48 8b 01"))
    top = (1 << 64) - 0x1000
    machine.registers["rcx"] = (1 << 64) - 8
    assert fault_of(machine).address == (1 << 64) - 8
    machine.memory.map(top, 0x1000, READ)
    machine.memory.store_word((1 << 64) - 8, 99)
    assert machine.run(1).reason is StopReason.BUDGET
    assert machine.registers["rax"] == 99
