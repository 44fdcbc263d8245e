"""Budgets, stops, callbacks, exceptions and nested runs."""

from __future__ import annotations

import os
import signal
import threading
import traceback
import weakref
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kretcore_unicorn import EngineConfig, UnicornMachine, ticker
from unicorn_cpus import I386, STACK, TEXT, TEXT_SIZE, X86_64, boot, code, snapshot

from kretcore.errors import UsageError
from kretcore.machine import FaultKind, StopReason

# 11 instructions a round, whose trap and system call take part; runs until someone stops it.
MIX_64 = code("""
    48 ff c3            ; loop: inc rbx
    48 8d 04 58         ; lea rax, [rax+rbx*2]
    48 89 44 24 08      ; mov [rsp+8], rax
    e8 0e 00 00 00      ; call f
    cc                  ; int3
    0f 05               ; syscall
    48 31 c2            ; xor rdx, rax
    eb e7               ; jmp loop
    90 90 90 90 90 90
    50                  ; f: push rax
    58                  ; pop rax
    c3                  ; ret
""")
assert MIX_64.index(b"\x50\x58\xc3") == 0x1F

SPIN = code("48 ff c0  eb fb")  # inc rax; jmp back


def quiet(machine: UnicornMachine) -> UnicornMachine:
    machine.on_breakpoint = lambda address: None
    machine.on_syscall = lambda: None
    return machine


@pytest.fixture
def fast_ticks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(ticker.TICKER, "interval", 0.0005)
    yield


def step(machine: UnicornMachine) -> None:
    assert machine.run(1).reason is StopReason.BUDGET


@given(st.lists(st.integers(0, 40), max_size=12))
@settings(max_examples=60, deadline=None)
def test_pieces_add_up_to_the_whole(sizes: list[int]) -> None:
    whole, pieces = quiet(boot(X86_64, MIX_64)), quiet(boot(X86_64, MIX_64))
    assert whole.run(sum(sizes)).executed == sum(sizes)
    for size in sizes:
        stop = pieces.run(size)
        assert (stop.reason, stop.executed, stop.pc) == (StopReason.BUDGET, size, pieces.registers["pc"])
    assert snapshot(whole) == snapshot(pieces)
    whole.close()
    pieces.close()


@given(st.integers(0, 500))
@settings(max_examples=40, deadline=None)
def test_a_budget_is_exact(budget: int) -> None:
    # 11 instructions a round; the first is the increment.
    machine = quiet(boot(X86_64, MIX_64))
    machine.run(budget)
    assert machine.registers["rbx"] == (budget + 10) // 11
    machine.close()


@pytest.mark.parametrize("text", ["90 90", "90 90 b8 01"], ids=["at the end", "across the end"])
def test_a_budget_ends_before_text_that_cannot_be_fetched(text: str) -> None:
    machine = boot(X86_64, b"")
    start = TEXT + TEXT_SIZE - len(code(text))
    machine.memory.write(start, code(text))
    machine.registers["pc"] = start
    stop = machine.run(2)
    assert (stop.reason, stop.pc, stop.executed) == (StopReason.BUDGET, start + 2, 2)
    stop = machine.run(1)
    assert (stop.reason, stop.pc, stop.executed) == (StopReason.FAULT, start + 2, 0)


def test_each_kind_of_instruction_is_one_step() -> None:
    machine = quiet(boot(X86_64, MIX_64))
    seen = []
    for _ in range(11):
        step(machine)
        seen.append(machine.registers["pc"] - TEXT)
    assert seen == [3, 7, 12, 0x1F, 0x20, 0x21, 17, 18, 20, 23, 0]


def test_a_repetition_counts_like_a_single_step() -> None:
    machine = boot(X86_64, code("f3 a4 90 cc"))  # rep movsb
    machine.registers["rcx"] = 5
    machine.registers["rsi"], machine.registers["rdi"] = STACK, STACK + 64
    machine.memory.write(STACK, b"abcde")
    stop = machine.run(3)
    assert (stop.pc, machine.registers["rcx"]) == (TEXT, 2)
    machine.run(2)
    assert machine.memory.read(STACK + 64, 5) == b"abcde"


def test_a_jump_to_itself_uses_its_budget() -> None:
    machine = boot(X86_64, code("eb fe"))
    assert machine.run(1000).executed == 1000


def test_zero_runs_nothing_and_negative_is_refused() -> None:
    machine = boot(X86_64, SPIN)
    stop = machine.run(0)
    assert (stop.reason, stop.pc, stop.executed, machine.registers["rax"]) == (StopReason.BUDGET, TEXT, 0, 0)
    with pytest.raises(ValueError, match="-1"):
        machine.run(-1)


def test_runs_with_and_without_budget_alternate() -> None:
    machine = boot(X86_64, code("48 ff c0  cc  eb fa"))
    machine.on_breakpoint = lambda address: machine.stop()
    for round_number in range(1, 6):
        stop = machine.run()
        assert (stop.reason, stop.executed) == (StopReason.STOPPED, None)
        step(machine)  # the jump
        assert machine.registers["rax"] == round_number
    step(machine)
    assert machine.run(100).executed == 1  # the trap


@pytest.mark.parametrize("text", ["0f 0b", "48 8b 04 25 08 00 00 00"], ids=["illegal", "data"])
def test_the_faulting_instruction_is_counted(text: str) -> None:
    machine = boot(X86_64, code("90 90") + code(text))
    stop = machine.run(50)
    assert (stop.reason, stop.pc, stop.executed) == (StopReason.FAULT, TEXT + 2, 3)


@pytest.mark.parametrize(
    ("config", "text"), [(X86_64, "48 ff c0 cc 48 ff c0 cc"), (I386, "40 cc 40 cc")], ids=["x86_64", "i386"]
)
def test_a_breakpoint_tells_its_own_address(config: EngineConfig, text: str) -> None:
    machine = boot(config, code(text))
    hits = []

    def hit(address: int) -> None:
        hits.append((address, machine.registers["pc"]))
        if len(hits) == 2:
            machine.stop()

    machine.on_breakpoint = hit
    stop = machine.run()
    length = len(code(text))
    assert hits == [(TEXT + length // 2 - 1, TEXT + length // 2), (TEXT + length - 1, TEXT + length)]
    assert (stop.reason, stop.pc) == (StopReason.STOPPED, TEXT + length)


SYSCALLS = [
    pytest.param(X86_64, code("90  0f 05  48 ff c0  48 ff c0  cc"), 3, "rax", id="x86_64"),
    pytest.param(I386, code("90  cd 80  40 90 90  40 90 90  cc"), 3, "eax", id="i386"),
]


@pytest.mark.parametrize(("config", "text", "width", "result"), SYSCALLS)
class TestSyscall:
    """Both ways a system call arrives; each increment takes ``width`` bytes."""

    def boot(self, config: EngineConfig, text: bytes, callback: Callable[[UnicornMachine], object]) -> UnicornMachine:
        machine = boot(config, text)
        machine.on_breakpoint = lambda address: machine.stop()

        def syscall() -> None:
            callback(machine)

        machine.on_syscall = syscall
        return machine

    def test_it_sees_pc_behind_the_instruction(
        self, config: EngineConfig, text: bytes, width: int, result: str
    ) -> None:
        seen = []
        machine = self.boot(config, text, lambda m: seen.append(m.registers["pc"]))
        machine.run()
        assert (seen, machine.registers[result]) == ([TEXT + 3], 2)

    def test_execution_goes_on_where_it_leaves_pc(
        self, config: EngineConfig, text: bytes, width: int, result: str
    ) -> None:
        machine = self.boot(config, text, lambda m: m.registers.__setitem__("pc", TEXT + 3 + width))
        machine.run()
        assert machine.registers[result] == 1

    def test_stop_ends_the_run_right_there(self, config: EngineConfig, text: bytes, width: int, result: str) -> None:
        machine = self.boot(config, text, lambda m: m.stop())
        assert machine.run().pc == machine.registers["pc"] == TEXT + 3
        assert machine.registers[result] == 0
        assert machine.run().pc == TEXT + 10
        assert machine.registers[result] == 2

    def test_stop_after_moving_pc_and_saving(self, config: EngineConfig, text: bytes, width: int, result: str) -> None:
        saved = []

        def callback(machine: UnicornMachine) -> None:
            machine.registers["pc"] = TEXT + 3 + width
            saved.append(machine.save())
            machine.stop()

        machine = self.boot(config, text, callback)
        assert machine.run().pc == TEXT + 3 + width
        machine.registers["pc"] = TEXT
        machine.restore(saved[0])
        assert machine.registers["pc"] == TEXT + 3 + width
        machine.run()
        assert machine.registers[result] == 1

    def test_another_context_can_be_restored_in_it(
        self, config: EngineConfig, text: bytes, width: int, result: str
    ) -> None:
        machine = self.boot(config, text, lambda m: m.restore(other))
        machine.registers["pc"], machine.registers[result] = TEXT + 3 + width, 40
        other = machine.save()
        machine.registers["pc"], machine.registers[result] = TEXT, 0
        assert machine.run().pc == TEXT + 10
        assert machine.registers[result] == 41

    def test_a_run_nests_in_it(self, config: EngineConfig, text: bytes, width: int, result: str) -> None:
        inner = []

        def callback(machine: UnicornMachine) -> None:
            context = machine.save()
            machine.registers["pc"] = TEXT + 3
            inner.append((machine.run(), machine.registers[result]))
            machine.restore(context)

        machine = self.boot(config, text, callback)
        stop = machine.run()
        assert inner[0][0].pc == stop.pc == TEXT + 10
        assert (inner[0][1], machine.registers[result]) == (2, 2)

    def test_the_state_an_inner_run_leaves_is_gone_on_with(
        self, config: EngineConfig, text: bytes, width: int, result: str
    ) -> None:
        machine = self.boot(config, text, lambda m: m.run(1))
        machine.run(100)
        assert machine.registers[result] == 2

    def test_without_a_callback_it_is_a_fault(self, config: EngineConfig, text: bytes, width: int, result: str) -> None:
        machine = boot(config, text)
        stop = machine.run()
        assert stop.fault is not None
        assert stop.fault.kind is FaultKind.TRAP


def test_budgets_nest_exactly() -> None:
    machine = boot(X86_64, code("48 ff c0  cc  eb fa"))
    inner = []

    def hit(address: int) -> None:
        context = machine.save()
        machine.on_breakpoint = None
        machine.registers["pc"] = TEXT
        inner.append(machine.run(1))
        inner.append(machine.run(50))  # ends at the trap that nothing handles
        machine.on_breakpoint = hit
        machine.restore(context)

    machine.on_breakpoint = hit
    stop = machine.run(20)
    assert (stop.reason, stop.executed) == (StopReason.BUDGET, 20)
    assert machine.registers["rax"] == 7
    assert [(s.reason, s.executed) for s in inner[:2]] == [(StopReason.BUDGET, 1), (StopReason.FAULT, 1)]


def test_a_nested_run_leaves_an_unlimited_run_unlimited() -> None:
    machine = boot(X86_64, code("48 ff c0  cc  48 81 f8 10 27 00 00  75 f3  cc"))  # until rax is 10,000

    def hit(address: int) -> None:
        context = machine.save()
        machine.registers["pc"] = TEXT
        assert machine.run(1).executed == 1
        machine.restore(context)
        if address != TEXT + 3:
            machine.stop()

    machine.on_breakpoint = hit
    assert machine.run().reason is StopReason.STOPPED
    assert machine.registers["rax"] == 10_000


def test_stop_ends_only_the_innermost_run() -> None:
    machine = boot(X86_64, code("cc  90  cc  48 ff c0  cc"))
    order: list[object] = []

    def hit(address: int) -> None:
        order.append(address - TEXT)
        if address == TEXT:
            order.append(machine.run().reason)
        else:
            machine.stop()

    machine.on_breakpoint = hit
    machine.run()
    assert order == [0, 2, StopReason.STOPPED, 6]
    assert machine.registers["rax"] == 1


def test_stop_before_a_nested_run_still_ends_the_outer_one() -> None:
    machine = boot(X86_64, code("cc  90  90  48 ff c0  cc"))

    def hit(address: int) -> None:
        machine.stop()
        assert machine.run(1).reason is StopReason.BUDGET

    machine.on_breakpoint = hit
    stop = machine.run()
    assert (stop.reason, stop.pc) == (StopReason.STOPPED, TEXT + 2)


def test_stop_outside_a_run_does_nothing() -> None:
    machine = boot(X86_64, SPIN)
    machine.stop()
    assert machine.run(4).executed == 4


def test_an_inner_fault_does_not_touch_the_outer_run() -> None:
    machine = boot(X86_64, code("cc  48 ff c0  cc  48 8b 04 25 08 00 00 00"))
    faults = []

    def hit(address: int) -> None:
        if address != TEXT:
            machine.stop()
            return
        context = machine.save()
        machine.registers["pc"] = TEXT + 5
        faults.append(machine.run().fault)
        machine.restore(context)

    machine.on_breakpoint = hit
    assert machine.run().pc == TEXT + 5
    assert faults[0] is not None
    assert (faults[0].address, faults[0].pc, machine.registers["rax"]) == (8, TEXT + 5, 1)


def test_a_return_from_an_inner_run_is_no_halt() -> None:
    # The engine leaves the outer run, too, when an inner one has ended; here it does so behind a hlt.
    machine = boot(X86_64, code("cc  f4  48 ff c0  cc"))

    def hit(address: int) -> None:
        if address != TEXT:
            machine.stop()
            return
        for _ in range(2):
            machine.registers["pc"] = TEXT + 2
            if machine.registers["rax"] == 0:
                machine.run()

    machine.on_breakpoint = hit
    assert machine.run().pc == TEXT + 6
    assert machine.registers["rax"] == 2


@pytest.mark.parametrize("exception", [ZeroDivisionError("x"), KeyboardInterrupt(), SystemExit(3)], ids=repr)
@pytest.mark.parametrize("trap", ["cc", "0f 05"], ids=["breakpoint", "syscall"])
def test_an_exception_surfaces_unchanged(exception: BaseException, trap: str) -> None:
    machine = boot(X86_64, code(f"90 {trap}") + SPIN)

    def failing_handler(*address: int) -> None:
        raise exception

    machine.on_breakpoint = machine.on_syscall = failing_handler
    with pytest.raises(type(exception)) as caught:
        machine.run()
    assert caught.value is exception
    assert traceback.extract_tb(exception.__traceback__)[-1].name == "failing_handler"
    assert machine.registers["pc"] == TEXT + len(code(f"90 {trap}"))
    assert machine.run(2).executed == 2
    assert machine.registers["rax"] == 1


def test_an_exception_crosses_nested_runs() -> None:
    inner, outer = boot(I386, code("cc")), boot(X86_64, code("cc"))
    error = ValueError("from the inner machine")

    def fail(address: int) -> None:
        raise error

    inner.on_breakpoint = fail

    def enter(address: int) -> None:
        inner.run()

    outer.on_breakpoint = enter
    with pytest.raises(ValueError, match="from the inner machine") as caught:
        outer.run()
    assert caught.value is error
    assert (inner.registers["pc"], outer.registers["pc"]) == (TEXT + 1, TEXT + 1)


def test_machines_interleave() -> None:
    machines = [quiet(boot(X86_64, MIX_64)) for _ in range(3)]
    alone = quiet(boot(X86_64, MIX_64))
    for _ in range(10):
        for machine in machines:
            machine.run(7)
    alone.run(70)
    assert all(snapshot(machine) == snapshot(alone) for machine in machines)


def test_callbacks_may_be_replaced_in_a_callback() -> None:
    machine = boot(X86_64, code("cc cc cc"))
    seen = []

    def second(address: int) -> None:
        seen.append("second")
        machine.stop()

    def first(address: int) -> None:
        machine.on_breakpoint = second
        seen.append("first")

    machine.on_breakpoint = first
    machine.run()
    assert seen == ["first", "second"]


def test_a_callback_stays_alive_while_it_runs() -> None:
    machine = boot(X86_64, code("cc"))
    seen: list[bool] = []

    class Callback:
        def __call__(self, address: int) -> None:
            machine.on_breakpoint = None
            seen.append(alive() is self)
            machine.stop()

    callback = Callback()
    alive = weakref.ref(callback)
    machine.on_breakpoint = callback
    del callback
    machine.run()
    assert seen == [True]
    assert alive() is None


@pytest.fixture
def python_handles_sigint() -> Iterator[None]:
    """A test run in the background of a shell inherits that SIGINT is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("python_handles_sigint")
@pytest.mark.parametrize("budget", [None, 1 << 50], ids=["unlimited", "budget"])
def test_interrupt_reaches_an_endless_guest(budget: int | None) -> None:
    machine = boot(X86_64, SPIN)
    timer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        machine.run(budget)
    timer.join()
    rounds, at_jump = machine.registers["rax"], machine.registers["pc"] == TEXT + 3
    assert machine.run(1001).executed == 1001
    assert machine.registers["rax"] == rounds + (500 if at_jump else 501)


def test_another_thread_may_stop_a_run() -> None:
    machine = boot(X86_64, SPIN)
    timer = threading.Timer(0.01, machine.stop)
    timer.start()
    assert machine.run().reason is StopReason.STOPPED
    timer.join()


@pytest.mark.usefixtures("fast_ticks")
@pytest.mark.parametrize("budget", [None, 1_500_000], ids=["unlimited", "budget"])
def test_ticks_are_invisible(budget: int | None) -> None:
    # rax counts to 300,000 with a trap in every round; a lost or repeated instruction shows in the sums.
    text = code("48 ff c0  48 01 c3  cc  48 3d e0 93 04 00  75 f1  0f 05  eb fe")
    machine = boot(X86_64, text)
    hits = 0

    def hit(address: int) -> None:
        nonlocal hits
        hits += 1

    machine.on_breakpoint = hit
    machine.on_syscall = lambda: machine.stop()
    ticks = 0
    tick = machine.tick

    def counted() -> None:
        nonlocal ticks
        ticks += 1
        tick()

    machine.tick = counted  # type: ignore[method-assign]
    stop = machine.run(budget)
    assert ticks > 3
    if budget is None:
        assert stop.reason is StopReason.STOPPED
        assert hits == 300_000
    else:
        assert (stop.reason, stop.executed) == (StopReason.BUDGET, budget)
        assert hits == machine.registers["rax"] == budget // 5
    assert machine.registers["rbx"] == hits * (hits + 1) // 2


def test_a_running_machine_cannot_be_closed() -> None:
    machine = boot(X86_64, code("cc"))
    machine.on_breakpoint = lambda address: machine.close()
    with pytest.raises(UsageError):
        machine.run()
    machine.close()
    machine.close()
    with pytest.raises(UsageError):
        machine.run()
