"""Every execution does the same: interpreter, handlers and regions, for random programs of a small instruction set."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kretcore_llvm import engine, hot
from kretcore_llvm.engine import Mode
from llvm_toy import FORMAT, OPERATIONS, ToyMachine, assemble

from kretcore.machine import Access, FaultKind, Protection, Stop, StopReason

TEXT, DATA = 0x10000, 0x20000
REGISTERS = [f"r{number}" for number in range(8)]
SUM = assemble(
    ("addi", 1, 1, 0, 3000), ("addi", 8, 8, 0, 5), ("call", 0, 0, 0, 40), ("addi", 2, 2, 0, 1), ("less", 0, 2, 1),
    ("branch", 0, 0, 0, -24), ("halt",), ("addi", 8, 8, 0, 1), ("addi", 3, 3, 0, 3), ("add", 3, 3, 2), ("ret",),
)  # fmt: skip


@pytest.fixture(autouse=True)
def short_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs of a test are short: what is hot must be found out soon."""
    monkeypatch.setattr(engine, "_SLICE", 100)
    monkeypatch.setattr(hot, "_COST", 1)


def machine(mode: Mode, program: bytes) -> ToyMachine:
    made = ToyMachine(mode)
    made.memory.map(TEXT, 0x1000, Protection.READ | Protection.EXECUTE)
    made.memory.map(DATA, 0x2000, Protection.READ | Protection.WRITE)
    made.memory.write_code(TEXT, program)
    made.registers["pc"] = TEXT
    return made


@pytest.fixture(params=Mode)
def mode(request: pytest.FixtureRequest) -> Mode:
    chosen: Mode = request.param
    return chosen


def outcome(made: ToyMachine, stop: Stop) -> tuple[Any, ...]:
    fault = stop.fault and (stop.fault.kind, stop.fault.pc, stop.fault.address, stop.fault.access)
    state = [made.registers[name] for name in REGISTERS]
    return stop.reason, stop.pc, fault, stop.executed, state, made.memory.read(DATA, 0x2000)


_NUMBERS = st.sampled_from([0, 1, 2, 3, 8, 9])


@st.composite
def programs(draw: st.DrawFn) -> bytes:
    """Mostly short loops over a few registers; jumps stay inside."""
    size = draw(st.integers(4, 24))
    lines = []
    for at in range(size):
        name = draw(st.sampled_from(OPERATIONS))
        immediate = draw(st.one_of(st.integers(-40, 40), st.sampled_from([0, 8, DATA, DATA + 0x1FF8, DATA + 0x2000])))
        if name in {"branch", "turn", "jump", "call"}:
            immediate = 8 * (draw(st.integers(0, size - 1)) - at)
        lines.append((name, draw(_NUMBERS), draw(_NUMBERS), draw(_NUMBERS), immediate))
    return assemble(*lines, ("halt",))


@given(programs(), st.lists(st.integers(0, 700), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_executions_agree_instruction_for_instruction(program: bytes, budgets: list[int]) -> None:
    """Registers, memory, fault, pc and count are the same after any budgets, in every execution."""
    outcomes = []
    for mode in Mode:
        made = machine(mode, program)
        results: list[Any] = []
        for budget in budgets:
            try:
                results.append(outcome(made, made.run(budget)))
            except RecursionError:
                results.append(("too deep", made.registers["pc"]))
                break
        outcomes.append(results)
        made.close()
    assert outcomes[1] == outcomes[0]
    assert outcomes[2] == outcomes[0]


def test_a_budget_is_exact(mode: Mode) -> None:
    """Cut anywhere, a run goes on as if it had not been."""
    made = machine(mode, SUM)
    whole = machine(Mode.REFERENCE, SUM)
    assert whole.run(None).reason is StopReason.STOPPED
    for budget in (1, 2, 7, 0, 100, 1, 3000, 5):
        stop = made.run(budget)
        assert (stop.reason, stop.executed) == (StopReason.BUDGET, budget)
    assert made.run(None).reason is StopReason.STOPPED
    assert [made.registers[name] for name in REGISTERS] == [whole.registers[name] for name in REGISTERS]


def test_text_that_is_written_is_what_runs(mode: Mode) -> None:
    """Also in the middle of code that is hot, from a callback of that code, and back again."""
    made = machine(mode, SUM)
    made.run(10_000)
    hits = []

    def hit(address: int) -> None:
        hits.append(address)
        made.memory.write_code(address, SUM[address - TEXT : address - TEXT + 8])
        if len(hits) < 50:
            made.memory.write_code(TEXT + 8 * (7 + len(hits) % 3), FORMAT.pack(OPERATIONS.index("halt"), 0, 0, 0, 1))

    made.on_breakpoint = hit
    made.memory.write_code(TEXT + 72, FORMAT.pack(OPERATIONS.index("halt"), 0, 0, 0, 1))
    assert made.run(None).reason is StopReason.STOPPED
    assert len(hits) == 50
    plain = machine(Mode.REFERENCE, SUM)
    plain.run(None)
    assert [made.registers[name] for name in REGISTERS] == [plain.registers[name] for name in REGISTERS]


def test_guest_stores_to_text_are_seen(mode: Mode) -> None:
    """Self-modified code: the store reaches an instruction that has run before."""
    word = int.from_bytes(FORMAT.pack(OPERATIONS.index("addi"), 3, 3, 0, 1000), "little")
    made = machine(
        mode,
        assemble(
            ("less", 0, 2, 1), ("addi", 3, 3, 0, 1), ("addi", 2, 2, 0, 1), ("store", 4, 5, 0, 8), ("less", 0, 2, 1),
            ("branch", 0, 0, 0, -32), ("halt",),
        ),
    )  # fmt: skip
    made.memory.protect(TEXT, 0x1000, Protection.READ | Protection.WRITE | Protection.EXECUTE)
    made.registers["r1"], made.registers["r4"], made.registers["r5"] = 400, word, TEXT
    assert made.run(None).reason is StopReason.STOPPED
    assert made.registers["r3"] == 1 + 399 * 1000


def test_a_trap_is_reported_behind_what_its_instruction_did(mode: Mode) -> None:
    """Execution goes on behind it, also in hot code."""
    made = machine(
        mode, assemble(("addi", 0, 0, 0, 2), ("traps", 3, 0, 0, 5), ("addi", 4, 4, 0, 1), ("jump", 0, 0, 0, -24))
    )
    assert made.run(4001).reason is StopReason.BUDGET
    times = made.registers["r4"]
    for number in range(1, 3):
        made.registers["r0"] |= 1
        stop = made.run(4001)
        assert stop.fault is not None
        assert (stop.fault.pc, stop.pc) == (TEXT + 8, TEXT + 16)
        assert stop.executed == (1 if number == 1 else 4)
        assert (made.registers["r3"], made.registers["r4"]) == (made.registers["r0"] + 5, times + number - 1)
    made.close()


def test_contexts_are_restored(mode: Mode) -> None:
    made = machine(mode, SUM)
    made.run(777)
    context = made.save()
    first = outcome(made, made.run(None))
    made.restore(context)
    assert outcome(made, made.run(None)) == first


def test_nested_runs_have_budgets_of_their_own(mode: Mode) -> None:
    made = machine(
        mode, assemble(("addi", 1, 1, 0, 1), ("halt", 0, 0, 0, 2), ("addi", 1, 1, 0, 1), ("jump", 0, 0, 0, -24))
    )
    inner: list[Stop] = []

    def nested() -> None:
        if not inner:
            context = made.save()
            made.on_syscall = None
            inner.append(made.run(2))
            made.restore(context)

    made.on_syscall = nested
    assert made.run(10).executed == 6  # the second time, halt stops
    assert inner[0].executed == 2


def test_a_page_without_text_faults(mode: Mode) -> None:
    made = machine(mode, assemble(("jump", 0, 0, 0, 0x8000)))
    stop = made.run(10)
    assert stop.fault is not None
    assert (stop.reason, stop.fault.pc, stop.executed) == (StopReason.FAULT, TEXT + 0x8000, 1)


def test_text_that_may_no_longer_be_executed_is_not(mode: Mode) -> None:
    """Not even if it has run before."""
    made = machine(mode, SUM)
    assert made.run(1000).reason is StopReason.BUDGET
    made.memory.protect(TEXT, 0x1000, Protection.READ)
    stop = made.run(1000)
    assert stop.fault is not None
    assert (stop.fault.kind, stop.fault.access, stop.executed) == (FaultKind.PROTECTED, Access.FETCH, 0)
