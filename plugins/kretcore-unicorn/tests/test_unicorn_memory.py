"""Guest memory from the host's side and the guest's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from kretcore_unicorn import EngineConfig, UnicornMachine
from unicorn_cpus import EXECUTE, I386, PPC64, READ, STACK, TEXT, WRITE, X86_64, boot, code

from kretcore.errors import MachineError, MemoryFault
from kretcore.machine import PAGE_SIZE, FaultKind, Protection, StopReason

BASE = 0x1000_0000
PAGES = 12
PROTECTIONS = st.builds(Protection, st.integers(0, 7))


class MemoryModel(RuleBasedStateMachine):
    """Memory against a dictionary of bytes and one of page rights."""

    def __init__(self) -> None:
        super().__init__()
        self.machine = UnicornMachine(X86_64)
        self.memory = self.machine.memory
        self.machine.memory.map(TEXT, PAGE_SIZE, READ | EXECUTE)
        self.bytes: dict[int, int] = {}
        self.rights: dict[int, Protection] = {}

    def teardown(self) -> None:
        self.machine.close()

    def mapped(self, address: int, size: int) -> bool:
        return all(at in self.bytes for at in range(address, address + size))

    @rule(page=st.integers(0, PAGES - 1), count=st.integers(1, 3), protection=PROTECTIONS)
    def map(self, page: int, count: int, protection: Protection) -> None:
        pages = range(page, page + count)
        address, size = BASE + page * PAGE_SIZE, count * PAGE_SIZE
        if any(number in self.rights for number in pages):
            with pytest.raises(ValueError, match="overlaps"):
                self.memory.map(address, size, protection)
            return
        self.memory.map(address, size, protection)
        self.bytes |= dict.fromkeys(range(address, address + size), 0)
        self.rights |= dict.fromkeys(pages, protection)

    @rule(page=st.integers(0, PAGES - 1), count=st.integers(1, 4), protection=PROTECTIONS)
    def protect(self, page: int, count: int, protection: Protection) -> None:
        address, size = BASE + page * PAGE_SIZE, count * PAGE_SIZE
        if not self.mapped(address, size):
            with pytest.raises(MemoryFault):
                self.memory.protect(address, size, protection)
            return
        self.memory.protect(address, size, protection)
        self.rights |= dict.fromkeys(range(page, page + count), protection)

    @rule(offset=st.integers(0, PAGES * PAGE_SIZE), data=st.binary(max_size=40), as_code=st.booleans())
    def write(self, offset: int, data: bytes, as_code: bool) -> None:
        address = BASE + offset
        write = self.memory.write_code if as_code else self.memory.write
        if self.mapped(address, len(data)):
            write(address, data)
            self.bytes |= dict(enumerate(data, address))
        else:
            with pytest.raises(MemoryFault):
                write(address, data)

    @rule(page=st.integers(0, PAGES), near=st.integers(-9, 9), value=st.integers(0, (1 << 64) - 1))
    def store_word(self, page: int, near: int, value: int) -> None:
        address = BASE + page * PAGE_SIZE + near
        if self.mapped(address, 8):
            self.memory.store_word(address, value)
            self.bytes |= dict(enumerate(value.to_bytes(8, "little"), address))
        else:
            with pytest.raises(MemoryFault):
                self.memory.store_word(address, value)

    @rule(page=st.integers(0, PAGES), near=st.integers(-9, 9))
    def load_word(self, page: int, near: int) -> None:
        address = BASE + page * PAGE_SIZE + near
        if self.mapped(address, 8):
            expected = bytes(self.bytes[at] for at in range(address, address + 8))
            assert self.memory.load_word(address) == int.from_bytes(expected, "little")
        else:
            with pytest.raises(MemoryFault):
                self.memory.load_word(address)

    @rule(page=st.integers(0, PAGES - 1), offset=st.integers(0, PAGE_SIZE - 1), access=st.sampled_from("rwx"))
    def guest_access(self, page: int, offset: int, access: str) -> None:
        address = BASE + page * PAGE_SIZE + offset
        text = {"r": "8a 01", "w": "88 01", "x": "ff e1"}[access]
        right = {"r": READ, "w": WRITE, "x": EXECUTE}[access]
        self.memory.write_code(TEXT, code(text))
        registers = self.machine.registers
        registers["pc"], registers["rcx"], registers["rax"] = TEXT, address, 0x5A
        if access == "x" and page in self.rights:
            self.memory.write_code(address, b"\x90")
            self.bytes[address] = 0x90
        stop = self.machine.run(2 if access == "x" else 1)
        rights = self.rights.get(page)
        if rights is not None and rights & right:
            assert stop.reason is StopReason.BUDGET
            if access == "w":
                self.bytes[address] = 0x5A
            if access == "r":
                assert registers["rax"] == self.bytes[address]
        else:
            assert stop.fault is not None
            assert stop.fault.kind is (FaultKind.UNMAPPED if rights is None else FaultKind.PROTECTED)
            assert stop.fault.address == address

    @invariant()
    def the_bytes_agree(self) -> None:
        for page in self.rights:
            address = BASE + page * PAGE_SIZE
            expected = bytes(self.bytes[at] for at in range(address, address + PAGE_SIZE))
            assert self.memory.read(address, PAGE_SIZE) == expected


TestMemoryModel = MemoryModel.TestCase
TestMemoryModel.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)


@pytest.mark.parametrize("config", [X86_64, I386, PPC64], ids=["little64", "little32", "big64"])
def test_words_have_the_machines_size_and_order(config: EngineConfig) -> None:
    memory = boot(config, b"").memory
    size = config.bits // 8
    word = int.from_bytes(bytes(range(1, size + 1)), config.byte_order)
    memory.store_word(STACK + 3, word)
    assert memory.read(STACK + 3, size) == bytes(range(1, size + 1))
    assert memory.load_word(STACK + 3) == word
    for value in (1 << config.bits, -1):
        with pytest.raises(ValueError, match="does not fit"):
            memory.store_word(STACK + 3, value)
    assert memory.load_word(STACK + 3) == word


@pytest.mark.parametrize(
    ("address", "size"),
    [(1, 4096), (0, 100), (0, 0), (-4096, 4096), ((1 << 32) - 4096, 8192), (0, -4096), (TEXT, 4096), (0, 1 << 32)],
)
def test_impossible_mappings_are_refused(address: int, size: int) -> None:
    machine = boot(I386, b"")
    with pytest.raises(ValueError, match="0x"):
        machine.memory.map(address, size, READ)


def test_a_fault_tells_the_access() -> None:
    memory = boot(X86_64, b"").memory
    with pytest.raises(MemoryFault) as caught:
        memory.read(TEXT - 2, 4)
    assert (caught.value.address, caught.value.size) == (TEXT - 2, 4)
    before = memory.read(TEXT, 8)
    with pytest.raises(MemoryFault):
        memory.write(TEXT - 2, b"abcd")
    assert memory.read(TEXT, 8) == before


def test_more_memory_than_there_is() -> None:
    machine = boot(X86_64, b"")
    with pytest.raises(MachineError):
        machine.memory.map(1 << 50, 1 << 45, Protection.NONE)


def test_reserving_and_guarding_thousands_of_stacks() -> None:
    # Each thread's stack is entered from the one before; all guards hold.
    machine = boot(X86_64, code("50 48 01 cc eb fa"))  # loop: push rax; add rsp, rcx; jmp loop
    memory, stride, count = machine.memory, 0x10_0000, 5000
    memory.map(1 << 40, stride * count, Protection.NONE)
    for number in range(count):
        memory.protect((1 << 40) + number * stride + 0x1000, 0x2000, READ | WRITE)
    machine.registers["rcx"] = stride + 8
    machine.registers["rsp"] = (1 << 40) + 0x1800
    stop = machine.run()
    assert stop.fault is not None
    assert stop.fault.address == (1 << 40) + count * stride + 0x1800 - 8
    machine.registers["pc"], machine.registers["rsp"] = TEXT, (1 << 40) + 7 * stride + 0x1000
    stop = machine.run()
    assert stop.fault is not None
    assert (stop.fault.kind, stop.fault.address) == (FaultKind.PROTECTED, (1 << 40) + 7 * stride + 0x0FF8)


@pytest.mark.parametrize(
    ("text", "left", "access"),
    [("88 44 24 f8", READ, "write"), ("8a 44 24 f8", EXECUTE, "read")],
    ids=["write", "read"],
)
def test_rights_taken_away_during_a_run(text: str, left: Protection, access: str) -> None:
    machine = boot(X86_64, code(text) + code("cc") + code(text))
    machine.on_breakpoint = lambda address: machine.memory.protect(STACK, 0x4000, left)
    stop = machine.run()
    assert stop.fault is not None
    assert stop.fault.access is not None
    assert (stop.fault.access.value, stop.pc) == (access, TEXT + 5)


INCREMENT, OTHER = code("48 83 c0 01"), code("48 83 c0 02")


def test_patched_text_is_executed_at_once() -> None:
    machine = boot(X86_64, INCREMENT + code("cc") + INCREMENT + code("cc"))

    def hit(address: int) -> None:
        if address == TEXT + 4:
            machine.memory.write_code(TEXT + 5, OTHER)
        else:
            machine.stop()

    machine.on_breakpoint = hit
    machine.run()
    assert machine.registers["rax"] == 3
    for patch, total in ((INCREMENT, 5), (OTHER, 8)):
        machine.on_breakpoint = lambda address: machine.stop() if address == TEXT + 9 else None
        machine.memory.write_code(TEXT + 5, patch)
        machine.registers["pc"] = TEXT
        machine.run()
        assert machine.registers["rax"] == total


def test_the_running_block_can_be_patched_by_a_system_call() -> None:
    machine = boot(X86_64, code("0f 05") + INCREMENT + code("cc"))
    machine.on_syscall = lambda: machine.memory.write_code(TEXT + 2, OTHER)
    machine.on_breakpoint = lambda address: machine.stop()
    machine.run()
    assert machine.registers["rax"] == 2


def test_text_patched_while_it_may_not_be_executed() -> None:
    machine = boot(X86_64, INCREMENT + code("cc"))
    machine.on_breakpoint = lambda address: machine.stop()
    machine.run()
    machine.memory.protect(TEXT, 0x1000, READ | WRITE)
    machine.memory.write_code(TEXT, OTHER)  # also where no fetch is allowed to look
    machine.registers["pc"] = TEXT
    stop = machine.run()
    assert stop.fault is not None
    assert (stop.fault.kind, stop.fault.address) == (FaultKind.PROTECTED, TEXT)
    machine.memory.protect(TEXT, 0x1000, READ | EXECUTE)
    machine.run()
    assert machine.registers["rax"] == 3


def test_a_page_that_loses_execution_under_its_own_code() -> None:
    machine = boot(X86_64, code("90 cc 90 eb fb"))
    for _ in range(2):
        machine.on_breakpoint = lambda address: None
        machine.run(100)
    machine.on_breakpoint = lambda address: machine.memory.protect(TEXT, 0x1000, READ)
    machine.registers["pc"] = TEXT
    stop = machine.run()
    assert stop.fault is not None
    assert (stop.fault.kind, stop.fault.pc) == (FaultKind.PROTECTED, TEXT + 2)


@given(st.integers(1, 200), st.integers(0, 127))
@settings(max_examples=20, deadline=None)
def test_guests_may_modify_their_own_text(rounds: int, delta: int) -> None:
    # loop: add eax, imm8; inc byte [rip-?] (the imm8 itself); dec ecx; jnz loop; int3
    machine = boot(X86_64, code("83 c0 00  fe 05 f9 ff ff ff  ff c9  75 f3  cc"))
    machine.memory.protect(TEXT, 0x1000, READ | WRITE | EXECUTE)
    machine.memory.write_code(TEXT + 2, bytes([delta]))
    machine.registers["rcx"] = rounds
    machine.on_breakpoint = lambda address: machine.stop()
    machine.run()
    signed = [((delta + n) % 256 ^ 0x80) - 0x80 for n in range(rounds)]
    assert machine.registers["rax"] == sum(signed) % (1 << 32)
    machine.close()


def test_text_is_not_writable_by_the_guest() -> None:
    machine = boot(X86_64, code("fe 05 00 00 00 00"))
    stop = machine.run()
    assert stop.fault is not None
    assert (stop.fault.kind, stop.fault.address) == (FaultKind.PROTECTED, TEXT + 6)
