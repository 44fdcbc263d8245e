"""Entering functions, returning from them, system calls from a slot, and the machine itself."""

from __future__ import annotations

import struct
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from x86_bench import ADDRESS, SLOT, STACK, TEXT, Bench

from kretcore.arch import FunctionEntry
from kretcore.machine import FaultKind, Protection, StopReason

ENDBR64, ENDBR32 = b"\xf3\x0f\x1e\xfa", b"\xf3\x0f\x1e\xfb"
TOP = STACK + 0x4000


@pytest.mark.semantics("2.1-endbr")
def test_probes_go_behind_endbr_and_calls_do_not(bench: Bench) -> None:
    memory = bench.machine.memory
    for code, behind in ((ENDBR64, 4), (ENDBR32, 4), (b"\xf3\x0f\x1e\xf9", 0), (b"\x55\x89\xe5\x90", 0)):
        memory.write_code(ADDRESS, code)
        entry = bench.plugin.arch_function_entry(None, memory, ADDRESS)
        assert entry == FunctionEntry(ADDRESS, ADDRESS + behind)


def test_a_function_at_the_end_of_memory_has_an_entry(bench: Bench) -> None:
    for address in (TEXT + 0x4000 - 1, 0x1000):
        assert bench.plugin.arch_function_entry(None, bench.machine.memory, address).probe == address


@pytest.mark.semantics("2.1-convention")
def test_arguments_arrive(bench: Bench) -> None:
    word = bench.word
    values = st.integers(0, (1 << bench.bits) - 1)

    @settings(deadline=None)
    @given(st.lists(values, max_size=12), st.integers(0, 2**32))
    def arrive(arguments: list[int], seed: int) -> None:
        machine, description = bench.machine, bench.description
        bench.load(bench.random_state(seed))  # whatever ran before
        assert bench.plugin.arch_enter_function(machine, FunctionEntry(ADDRESS, ADDRESS + 4), arguments, 0x4321, TOP)
        registers, sp = machine.registers, machine.registers["sp"]
        assert registers["pc"] == ADDRESS
        assert machine.memory.load_word(sp) == 0x4321
        assert (sp + word) % 16 == 0
        assert sp < TOP
        names = description.calling.arguments
        on_stack = sp + description.calling.stack_arguments
        for index, argument in enumerate(arguments):
            if index < len(names):
                assert registers[names[index]] == argument
            else:
                assert machine.memory.load_word(on_stack + (index - len(names)) * word) == argument
        assert registers[bench.flags] == 0x202
        assert registers["mxcsr"] == 0x1F80
        assert registers["fcw"] == 0x37F
        assert all(registers[name] == 0 for name in bench.general if name not in names)

    arrive()


class _Boot:
    """What a kernel gives to arch_init, with what it was asked for."""

    def __init__(self) -> None:
        self.loaded: list[tuple[str, bytes]] = []
        self.registered: list[tuple[int, Any]] = []

    def trampoline_probe_handler(self, kprobe: object, registers: object) -> int:
        return 1

    def load_text(self, symbol: str, code: bytes) -> int:
        self.loaded.append((symbol, code))
        return 0x7000

    def register_kprobe(self, address: int, pre_handler: Any) -> None:
        self.registered.append((address, pre_handler))


def test_the_architecture_registers_the_trampolines_probe(bench: Bench) -> None:
    boot = _Boot()
    assert bench.plugin.arch_init(boot)
    assert boot.registered == [(0x7000, boot.trampoline_probe_handler)]
    ((symbol, code),) = boot.loaded
    assert symbol == "__kretprobe_trampoline"
    copy = bench.prepare(code, 0x7000, SLOT)
    assert copy.length == 1
    assert set(code[1:]) == {0xCC}


@pytest.mark.semantics("2.1-return", "2.1-frame")
@pytest.mark.parametrize("released", [0, 4, 8, 16, 0x1F0])
def test_a_return_through_the_trampoline(bench: Bench, released: int) -> None:
    """The word is replaced, the frame recognised, and nothing else touched: the red zone below it neither."""
    if released % bench.word:
        pytest.skip("not whole words")
    machine, hooks = bench.machine, bench.plugin
    trampoline, caller = TEXT + 0x100, TEXT + 0x200
    state = bench.random_state(7)
    bench.load(state)
    sp = machine.registers["sp"]
    machine.memory.store_word(sp, caller)
    before = bytearray(machine.memory.read(STACK, 0x4000))
    registers = {name: machine.registers[name] for name in machine.registers}

    assert hooks.arch_call_site(machine) == (caller, sp, 0)
    hooks.arch_prepare_kretprobe(machine, trampoline)
    assert hooks.arch_call_site(machine) == (trampoline, sp, 0)
    assert {name: machine.registers[name] for name in machine.registers} == registers
    before[sp - STACK : sp - STACK + bench.word] = trampoline.to_bytes(bench.word, "little")
    assert machine.memory.read(STACK, 0x4000) == bytes(before)

    hits = []

    def returned(address: int) -> None:
        hits.append(address)
        assert hooks.arch_frame_distance(machine, sp, 0) == released
        hooks.arch_fixup_return(machine, caller)
        machine.stop()

    machine.on_breakpoint = returned
    machine.memory.write_code(trampoline, b"\xcc")
    machine.memory.write_code(ADDRESS, b"\xc2" + struct.pack("<H", released) if released else b"\xc3")
    assert machine.run().reason is StopReason.STOPPED
    assert hits == [trampoline]
    assert machine.registers["pc"] == caller
    assert machine.memory.read(STACK, 0x4000) == bytes(before)


@pytest.mark.semantics("2.1-frame")
def test_other_frames_are_not_taken_for_the_one_that_returned(bench: Bench) -> None:
    bench.load(bench.random_state(2))
    sp, word = bench.machine.registers["sp"], bench.word
    distance = bench.plugin.arch_frame_distance
    assert distance(bench.machine, sp - word, 0) == 0
    assert distance(bench.machine, sp - 2 * word, 0) == word
    assert distance(bench.machine, sp - word - 0xFFF8, 0) == 0xFFF8
    assert distance(bench.machine, sp - word - 0x10000, 0) is None  # further than an operand can say
    assert distance(bench.machine, sp, 0) is None  # deeper
    assert distance(bench.machine, sp - word - 1, 0) is None  # not whole words


SYSCALLS = {64: (b"\x0f\x05", "rax"), 32: (b"\xcd\x80", "eax")}


@pytest.mark.parametrize("boosted", [True, False], ids=["jump back", "trap behind"])
def test_a_system_call_from_a_slot(bench: Bench, boosted: bool) -> None:
    """It happens once, sees the program counter in the slot, and the program goes on as if it had not moved."""
    machine, hooks = bench.machine, bench.plugin
    code, result = SYSCALLS[bench.bits]
    copy = bench.prepare(code)
    after = ADDRESS + len(code)
    outcomes = []
    for probed in (False, True):
        bench.load(bench.random_state(5))
        machine.memory.write_code(ADDRESS, (b"\xcc" if probed else code[:1]) + code[1:] + b"\xcc")
        tail = copy.jump_back if boosted else b"\xcc"
        machine.memory.write_code(SLOT, copy.code + tail)
        seen: list[int] = []

        def on_breakpoint(address: int) -> None:
            if address == SLOT + len(copy.code):
                hooks.arch_resume_execution(machine, copy)
            elif address == after:
                machine.registers["pc"] = after
                machine.stop()
            else:
                assert address == ADDRESS
                machine.registers["pc"] = SLOT

        def on_syscall(seen: list[int] = seen) -> None:
            seen.append(machine.registers["pc"])
            machine.registers[result] = 42

        machine.on_breakpoint, machine.on_syscall = on_breakpoint, on_syscall
        assert machine.run().reason is StopReason.STOPPED
        assert seen == [SLOT + len(code) if probed else after]
        outcomes.append({name: machine.registers[name] for name in machine.registers})
    assert outcomes[0] == outcomes[1]
    assert outcomes[0][result] == 42
    if bench.bits == 64:
        assert outcomes[0]["rcx"] == after
        assert outcomes[0]["r11"] == outcomes[0]["rflags"]


def run_code(bench: Bench, code: str, seed: int = 0) -> Any:
    """Run code up to the breakpoint behind it."""
    bench.load(bench.random_state(seed))
    text = bytes.fromhex(code)
    bench.machine.memory.write_code(ADDRESS, text + b"\xcc")
    bench.machine.on_breakpoint = lambda address: bench.machine.stop()
    return bench.machine.run()


def test_floating_point_works(bench: Bench) -> None:
    registers = bench.machine.registers
    # fld1; fld1; faddp; fldpi
    assert run_code(bench, "d9e8d9e8dec1d9eb").reason is StopReason.STOPPED
    assert registers["st0"] == 0x4000C90FDAA22168C235  # pi, on top of the stack
    assert registers["st1"] == 0x40008000000000000000  # 2.0 below it
    registers["st1"] = 0x3FFF8000000000000000
    machine = bench.machine
    machine.memory.write_code(ADDRESS, bytes.fromhex("ddd8d9c0cc"))  # fstp st0; fld st0
    registers["pc"] = ADDRESS
    machine.run()
    assert registers["st0"] == registers["st1"] == 0x3FFF8000000000000000
    # mov eax, 3; cvtsi2sd xmm0, eax; sqrtsd xmm0, xmm0
    run_code(bench, "b803000000f20f2ac0f20f51c0")
    assert registers["xmm0"] & (1 << 64) - 1 == struct.unpack("<Q", struct.pack("<d", 3**0.5))[0]


def test_the_host_does_not_show(bench: Bench) -> None:
    """The same counters in every machine; no random numbers from the host."""
    counts = []
    for _ in range(2):
        machine = bench.plugin.arch_create_machine(bench.description)
        machine.memory.map(TEXT, 0x1000, Protection.READ | Protection.EXECUTE)
        machine.memory.write_code(TEXT, bytes.fromhex("0f3189c60f3189c70fa2cc"))  # rdtsc twice, cpuid
        machine.on_breakpoint = lambda address, machine=machine: machine.stop()
        machine.registers["pc"] = TEXT
        assert machine.run().reason is StopReason.STOPPED
        counts.append({name: machine.registers[name] for name in machine.registers})
        machine.close()
    assert counts[0] == counts[1]
    prefix = "r" if bench.bits == 64 else "e"
    assert counts[0][prefix + "si"] < counts[0][prefix + "di"]
    for random_number in ("0fc7f0", "0fc7f8", "0f01f9"):  # rdrand, rdseed, rdtscp
        assert run_code(bench, random_number).fault.kind is FaultKind.ILLEGAL


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("31c9f7f1", FaultKind.ARITHMETIC),  # xor ecx, ecx; div ecx
        ("90900f0b", FaultKind.ILLEGAL),  # ud2
        ("9090cd21", FaultKind.TRAP),  # int 0x21
        ("90908ed8", FaultKind.TRAP),  # mov ds: #GP
        ("9090a3", FaultKind.UNMAPPED),  # mov [...], eax
    ],
)
def test_faults_are_told_apart_and_located(bench: Bench, code: str, kind: FaultKind) -> None:
    if code.endswith("a3"):
        code += "00" * bench.word
    if code.endswith("8ed8"):
        code = "6689e0" + code[:4] + "b8ffff0000" + "8ed8"
    stop = run_code(bench, code)
    assert stop.reason is StopReason.FAULT
    assert stop.fault.kind is kind
    text = bytes.fromhex(code)
    last = len(text) - 2 if not code.startswith("9090a3") else 2
    assert stop.fault.pc == bench.machine.registers["pc"] == ADDRESS + last
    assert stop.fault.detail


def test_reset_gives_a_fresh_machine(bench: Bench) -> None:
    fresh = bench.plugin.arch_create_machine(bench.description)
    bench.load(bench.random_state(11))
    bench.machine.reset()
    registers = bench.machine.registers
    assert {name: registers[name] for name in registers} == {name: fresh.registers[name] for name in fresh.registers}
    fresh.close()


def test_the_machine_has_the_registers_it_describes(bench: Bench) -> None:
    assert set(bench.machine.registers) == {*bench.description.registers, "pc", "sp"}
