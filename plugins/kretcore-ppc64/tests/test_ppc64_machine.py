"""The processor: registers the engine hides, faults told apart, the state of a fresh machine."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kretcore_ppc64 import contexts
from ppc64_bench import DATA, NOP, TEXT, Bench

from kretcore.errors import MachineError
from kretcore.machine import Access, Fault, FaultKind, StopReason

MFXER_R5, MTXER_R5 = 0x7CA102A6, 0x7CA103A6
LOTS = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])

FAULTS = {
    "trap": (0x7FE00008, FaultKind.TRAP),
    "twi 31, r0, 0": (0x0FE00000, FaultKind.TRAP),
    "tdi 31, r0, 0": (0x0BE00000, FaultKind.TRAP),
    "td 31, r0, r0": (0x7FE00088, FaultKind.TRAP),
    ".long 0": (0, FaultKind.ILLEGAL),
    "pnop": (0x07000000, FaultKind.ILLEGAL),
    "mfmsr r3": (0x7C6000A6, FaultKind.ILLEGAL),
    "mtmsrd r3": (0x7C600164, FaultKind.ILLEGAL),
    "rfid": (0x4C000024, FaultKind.ILLEGAL),
    "stop": (0x4C0002E4, FaultKind.ILLEGAL),
    "darn r3, 1": (0x7C6105E6, FaultKind.ILLEGAL),
    "tbegin.": (0x7C00051D, FaultKind.ILLEGAL),
    "lwarx r3, 0, r3": (0x7C601828, FaultKind.MISALIGNED),
}


@pytest.mark.semantics("2.3-trap", "H11")
@pytest.mark.parametrize("name", FAULTS)
def test_faults_are_told_apart(bench: Bench, name: str) -> None:
    word, kind = FAULTS[name]
    bench.set({"r3": DATA + 1}, b"")
    callback, bench.machine.on_breakpoint = bench.machine.on_breakpoint, None
    stop, _ = bench.in_place(word)
    bench.machine.on_breakpoint = callback
    assert stop.fault is not None
    assert (stop.fault.kind, stop.fault.pc, stop.fault.address) == (kind, TEXT, None)
    assert stop.fault.detail


def test_a_breakpoint_is_not_any_trap(bench: Bench) -> None:
    """With a callback waiting for breakpoints, other traps are faults as before."""
    bench.set({}, b"")
    stop, _ = bench.in_place(0x0FE00000)
    assert stop.fault == Fault(FaultKind.TRAP, TEXT, detail="trap of the program's own")


def test_a_bad_access_names_its_address(bench: Bench) -> None:
    bench.set({"r3": 0xDEAD0000}, b"")
    stop, _ = bench.in_place(0xE8830008)  # ld r4, 8(r3)
    assert stop.fault == Fault(FaultKind.UNMAPPED, TEXT, 0xDEAD0008, Access.READ, "not mapped")


@pytest.mark.parametrize(
    "word",
    [0xFC22182A, 0x10220800 | 0x484, 0xF0210497, 0x7C0004AC, 0x7C2C42A6],
    ids=["fadd", "vor", "xxlor", "sync", "mftb"],
)
def test_every_unit_is_switched_on(bench: Bench, word: int) -> None:
    bench.set({}, b"")
    assert bench.in_place(word)[0].reason is StopReason.BUDGET


def test_the_time_base_does_not_show_the_hosts_clock(bench: Bench) -> None:
    seen = set()
    for _ in range(3):
        bench.set({}, b"")
        seen.add(bench.in_place(0x7CAC42A6)[1]["r5"])  # mftb r5
    assert len(seen) == 1


@LOTS
@given(number=st.integers(0, 31), value=st.integers(0, 2**128 - 1))
def test_a_vector_register_is_what_the_program_sees(bench: Bench, number: int, value: int) -> None:
    bench.set({f"v{number}": value, "r3": DATA}, b"")
    assert bench.machine.registers[f"v{number}"] == value
    bench.in_place(0x7C0019CE | number << 21)  # stvx vN, 0, r3
    assert int.from_bytes(bench.machine.memory.read(DATA, 16), bench.order) == value
    bench.set({"r3": DATA}, value.to_bytes(16, bench.order))
    _, state = bench.in_place(0x7C0018CE | number << 21)  # lvx
    assert {name for name in state if name[0] == "v" and state[name]} <= {f"v{number}"}
    assert state[f"v{number}"] == value


@LOTS
@given(value=st.sets(st.sampled_from((31, 30, 29, 19, 18))), count=st.integers(0, 127))
def test_xer_is_what_the_program_sees(bench: Bench, value: set[int], count: int) -> None:
    xer = sum(1 << bit for bit in value) | count
    bench.set({"xer": xer}, b"")
    assert bench.machine.registers["xer"] == xer
    assert bench.in_place(MFXER_R5)[1]["r5"] == xer
    bench.set({"r5": xer}, b"")
    assert bench.in_place(MTXER_R5)[1]["xer"] == xer


def test_a_carry_shows_in_xer(bench: Bench) -> None:
    bench.set({"r3": 5}, b"")
    assert bench.in_place(0x3063FFFF)[1]["xer"] & 1 << 29  # addic r3, r3, -1


def test_hidden_registers_survive_a_context(bench: Bench) -> None:
    registers = bench.machine.registers
    bench.set({"v7": 1 << 100, "xer": 1 << 29}, b"")
    context = bench.machine.save()
    bench.machine.reset()
    assert (registers["v7"], registers["xer"]) == (0, 0)
    bench.machine.restore(context)
    assert (registers["v7"], registers["xer"]) == (1 << 100, 1 << 29)


def test_the_mapping_of_registers(bench: Bench) -> None:
    registers = bench.machine.registers
    names = [*bench.description.registers, "pc", "sp"]
    assert sorted(registers) == sorted(names) and len(registers) == len(names)
    assert all(name in registers for name in names) and "v32" not in registers
    for name in names:
        width = registers.width(name)
        assert 0 <= registers[name] < 1 << width
        for bad in (-1, 1 << width):
            with pytest.raises(ValueError):
                registers[name] = bad
    with pytest.raises(KeyError):
        registers["r32"]
    get, set_ = registers.accessor("v3")
    set_(7)
    assert (get(), registers.reader(("r3", "v3"))()) == (7, [registers["r3"], 7])
    registers["sp"] = 0x1230
    assert registers["r1"] == 0x1230


def test_an_engine_with_other_contexts_is_refused(monkeypatch: pytest.MonkeyPatch, bench: Bench) -> None:
    monkeypatch.setattr(contexts, "_MARK", 0)  # stands in many places
    with pytest.raises(MachineError, match="copies of f0, not one"):
        bench.module.arch_create_machine(bench.description)


def test_a_fresh_machine_is_in_problem_state(bench: Bench) -> None:
    bench.machine.reset()
    msr = bench.machine.registers["msr"]
    assert msr >> 63 and msr >> 14 & 1  # 64 bits, problem state
    assert msr & 1 == (bench.order == "little")
    assert bench.in_place(NOP)[0].reason is StopReason.BUDGET
