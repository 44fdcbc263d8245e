"""Hot code: what is compiled, and that nothing depends on when that is done."""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest
from kretcore_llvm import compiler, engine, hot, translations
from kretcore_llvm.engine import Mode
from llvm_toy import ToyMachine, assemble

from kretcore.machine import Protection, StopReason

TEXT = 0x10000
LOOP = assemble(
    ("addi", 1, 1, 0, 1 << 20), ("addi", 2, 2, 0, 1), ("call", 0, 0, 0, 56), ("shl", 4, 3, 2), ("add", 5, 5, 4),
    ("addi", 6, 6, 0, 7), ("less", 0, 2, 1), ("branch", 0, 0, 0, -48), ("halt",), ("addi", 3, 3, 0, 1), ("ret",),
)  # fmt: skip
"""A loop with a call. The shift is by too much after 63 rounds."""
ADDED = [TEXT + 8 * at + 4 for at in (1, 5, 9)]
"""Where the numbers stand that each line of the loop adds."""
REGISTERS = [f"r{number}" for number in range(8)]


class Held:
    """The thread that compiles, when it is told to."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]] = []

    def later(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.waiting.append((future, function, arguments))
        return future

    def work(self) -> None:
        while self.waiting:
            future, function, arguments = self.waiting.pop(0)
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(function(*arguments))
                except RuntimeError as error:
                    future.set_exception(error)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_SLICE", 100)
    monkeypatch.setattr(hot, "_COST", 1)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    made = Held()
    monkeypatch.setattr(translations, "later", made.later)
    return made


def machine(mode: Mode = Mode.FULL, program: bytes = LOOP) -> ToyMachine:
    made = ToyMachine(mode)
    made.memory.map(TEXT, 0x1000, Protection.READ | Protection.EXECUTE)
    made.memory.write_code(TEXT, program)
    made.registers["pc"] = TEXT
    made.on_syscall = lambda: None
    return made


def values(made: ToyMachine) -> list[int]:
    return [made.registers[name] for name in ("pc", *REGISTERS)]


def add_more(made: ToyMachine) -> None:
    for address in ADDED:
        made.memory.write_code(address, b"\x0a")


def expected(*budgets: int, change: bool = False) -> list[int]:
    """What the registers are after runs with these budgets; the text is changed before the last."""
    made = machine(Mode.REFERENCE)
    for budget in budgets[:-1]:
        made.run(budget)
    if change:
        add_more(made)
    made.run(budgets[-1])
    return values(made)


def regions(made: ToyMachine) -> set[translations.Region]:
    assert made.engine.translations is not None
    return set(made.engine.translations.regions.values())


def test_a_region_is_entered_at_each_of_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hot, "_COST", 1 << 40)
    made, plain = machine(), machine(Mode.REFERENCE)
    made.run(200)
    tables = made.engine.translations
    assert tables is not None
    lines = list(tables.lines.values())
    region, unit = tables.begin(lines)
    tables.enter(region, unit.result())
    assert len(lines) > 3
    context = made.save()
    for line in lines:
        assert tables.record(line.address) != line.record
        for each in (made, plain):
            each.restore(context)
            each.registers["pc"] = line.address
            each.run(50)
        assert values(made) == values(plain)
    tables.forget(TEXT, 8)
    assert [tables.record(line.address) == line.record for line in lines] == [line.address != TEXT for line in lines]


def test_runs_go_on_while_a_region_is_compiled(held: Held) -> None:
    """Budgets end where they end, before, while and after."""
    made = machine()
    for budget in (500, 1, 777):
        assert made.run(budget).executed == budget
    assert held.waiting
    assert not regions(made)
    assert values(made) == expected(500 + 1 + 777)
    held.work()
    assert made.run(1001).executed == 1001
    assert regions(made)
    assert values(made) == expected(500 + 1 + 777 + 1001)


def test_text_that_changes_while_it_is_compiled_is_what_runs(held: Held) -> None:
    made = machine()
    made.run(800)
    assert held.waiting
    add_more(made)
    held.work()
    made.run(90)
    assert not regions(made)
    assert values(made) == expected(800, 90, change=True)
    made.run(5000)
    held.work()
    made.run(5000)
    assert regions(made)
    assert values(made) == expected(800, 90 + 10_000, change=True)
    assert made.engine.translations is not None
    units = made.engine.translations._compiler._units
    assert units
    add_more(made)
    held.work()
    assert made.engine.hot is not None
    made.engine.hot.wait()
    held.work()
    assert not units


def test_text_elsewhere_may_change_while_a_region_is_compiled(held: Held) -> None:
    made = machine()
    made.run(800)
    made.memory.write_code(TEXT + 0x800, LOOP)
    held.work()
    made.run(90)
    assert regions(made)


def test_a_machine_may_be_closed_while_a_region_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is compiled all the same is unloaded."""
    begun, go_on = threading.Event(), threading.Event()
    compile_ = compiler.Compiler.compile

    def slow(self: compiler.Compiler, *arguments: Any) -> Any:
        begun.set()
        go_on.wait(60)
        return compile_(self, *arguments)

    monkeypatch.setattr(compiler.Compiler, "compile", slow)
    made = machine()
    made.run(800)
    tables = made.engine.translations
    assert tables is not None
    assert begun.wait(60)
    made.close()
    go_on.set()
    compiler.later(int).result()
    assert not tables._compiler._units


def test_what_waits_to_be_compiled_is_not_when_the_machine_is_closed(held: Held) -> None:
    made = machine()
    made.run(800)
    made.close()
    assert held.waiting[0][0].cancelled()


def test_a_failed_compilation_is_reported(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("no room for it")

    monkeypatch.setattr(compiler.Compiler, "compile", fails)
    made = machine()
    made.run(800)
    held.work()
    with pytest.raises(RuntimeError, match="no room for it"):
        made.run(100)


def test_what_has_not_been_paid_for_stays_cold(monkeypatch: pytest.MonkeyPatch, held: Held) -> None:
    """The loop's lines, and the regions' own cost, times the cost of an instruction."""
    monkeypatch.setattr(hot, "_COST", 100)
    made = machine()
    made.run(1100)
    assert not held.waiting
    made.run(20_000)
    assert held.waiting


def test_rare_cases_are_left_to_cold_code() -> None:
    made = machine()
    made.run(400)
    assert made.engine.hot is not None
    made.engine.hot.wait()
    made.run(5000)  # shifts by 64 and more
    made.engine.hot.wait()
    assert made.run(2000).reason is StopReason.BUDGET
    assert values(made) == expected(7400)


CONDITIONAL = assemble(
    ("addi", 1, 0, 0, 5), ("addi", 2, 2, 0, 3), ("less", 0, 3, 2), ("pick", 3, 2), ("add", 4, 4, 3), ("less", 0, 4, 3),
    ("pick", 3, 4), ("turn", 1, 0, 0, -48), ("add", 5, 5, 1), ("jump", 0, 0, 0, -72),
)  # fmt: skip
EVENTS = assemble(("addi", 1, 1, 0, 1), ("halt", 0, 0, 0, 2), ("addi", 2, 2, 0, 1), ("jump", 0, 0, 0, -24))
TRAPS = assemble(("addi", 1, 1, 0, 1), ("traps", 2, 1, 0, 7), ("addi", 3, 3, 0, 1), ("jump", 0, 0, 0, -24))


@pytest.mark.parametrize("program", [CONDITIONAL, EVENTS, TRAPS], ids=["conditions", "events", "traps"])
def test_hot_code_leaves_the_state_that_cold_code_does(program: bytes) -> None:
    """Registers written under a condition, events, and traps; each after any number of instructions."""
    made, plain = machine(Mode.FULL, program), machine(Mode.REFERENCE, program)
    for budget in (20, *range(1, 90)):
        stops = [each.run(budget) for each in (made, plain)]
        assert stops[0] == stops[1]
        assert values(made) == values(plain)
        if budget == 20:
            assert made.engine.translations is not None
            hot.compile_now(made.engine.translations, TEXT)
            hot.compile_now(made.engine.translations, TEXT + 16)


def test_a_forked_process_compiles() -> None:
    compiler.later(int).result()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # newer Pythons warn of threads
        child = os.fork()
    if child == 0:
        os._exit(compiler.later(lambda: 7).result(60))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
