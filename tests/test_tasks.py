"""Tasks: the scheduler and its CPUs, turns, budgets, how tasks end, what they may ask of the system."""

from __future__ import annotations

import gc
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy.guests import MODEL, build

from kretcore import Kernel, Kprobe, Kretprobe, SymbolError, TaskDied, TaskState, UsageError, boot
from kretcore.instances import KretprobeInstance
from kretcore.machine import FaultKind

semantics = pytest.mark.semantics

ENOSYS, EBADF, EFAULT = 38, 9, 14
WORD = 0xFFFF_FFFF


@pytest.fixture
def kernel(toy_arch: str) -> Iterator[Kernel]:
    with boot(build(toy_arch)) as kernel:
        yield kernel


def address(kernel: Kernel, symbol: str, offset: int = 0) -> int:
    return kernel.symbols.lookup_all(symbol)[0].address + offset


def signed(word: int) -> int:
    return word - (1 << 32) if word >> 31 else word


# --- calls, tasks and their ends ------------------------------------------------------------------


@pytest.mark.parametrize("function", sorted(MODEL))
@settings(max_examples=8, deadline=None)
@given(argument=st.integers(0, 12))
def test_calls_give_what_the_functions_compute(function: str, argument: int) -> None:
    for arch in ("toy", "toystack"):
        with boot(build(arch)) as kernel:
            assert kernel.call(function, argument) == MODEL[function](argument)
            assert kernel.tasks == []


def test_arguments_travel_by_the_convention_and_must_fit_a_word(kernel: Kernel) -> None:
    assert kernel.call("sum6", 1, 2, 4, 8, 16, 32) == 63
    assert kernel.call("add", -1, -1) == WORD - 1
    for argument in (1 << 32, -(1 << 31) - 1):
        with pytest.raises(ValueError, match="32-bit"):
            kernel.call("leaf", argument)
    assert kernel.tasks == []


@pytest.mark.parametrize("function", ["nowhere", "scratch", 8, -4, 1 << 32, (1 << 40) + 1])
def test_what_is_no_function_cannot_be_called(kernel: Kernel, function: str | int) -> None:
    for use in (kernel.call, kernel.spawn):
        with pytest.raises(SymbolError):
            use(function)
    assert kernel.tasks == []


def test_a_task_has_a_number_a_name_and_an_end(kernel: Kernel) -> None:
    first = kernel.spawn("leaf", 1)
    second = kernel.spawn(address(kernel, "worker"), 2, name="bob")
    assert [task.tid for task in kernel.tasks] == [1, 2]
    assert (str(first), str(second)) == ("leaf-1", "bob-2")
    assert (first.state, first.exit_status, first.result) == (TaskState.RUNNABLE, None, None)
    assert kernel.current is None
    kernel.run()
    assert kernel.tasks == []
    for task, result in ((first, 2), (second, 2)):
        assert (task.state, task.exit_status, task.result, task.fault) == (TaskState.EXITED, 0, result, None)
    third = kernel.spawn("leaf", 1)
    assert third.tid == 3


def test_exit_ends_the_task_from_any_depth(kernel: Kernel) -> None:
    with pytest.raises(TaskDied, match=r"exit\(7\)") as caught:
        kernel.call("exit_outer", 256 + 7)
    task = caught.value.task
    assert (task.state, task.exit_status, task.result) == (TaskState.EXITED, 7, None)
    survivor = kernel.spawn("worker", 3)
    kernel.spawn("exit_outer", 1)
    kernel.run()
    assert survivor.result == 3


@pytest.mark.parametrize(
    ("function", "kind", "signal", "words"),
    [
        ("fault_read", FaultKind.UNMAPPED, 11, "unmapped read fault of 0x8"),
        ("fault_write", FaultKind.PROTECTED, 11, "protected write fault"),
        ("fault_fetch", FaultKind.PROTECTED, 11, "protected fetch fault"),
        ("fault_nowhere", FaultKind.UNMAPPED, 11, "unmapped fetch fault of 0x800 at 0x800"),
        ("fault_misaligned", FaultKind.MISALIGNED, 7, "misaligned"),
        ("divide", FaultKind.ARITHMETIC, 8, "division by zero"),
        ("undefined", FaultKind.ILLEGAL, 4, "undefined instruction"),
        ("privileged", FaultKind.TRAP, 5, "halt is privileged"),
        ("own_breakpoint", FaultKind.TRAP, 5, "breakpoint"),
    ],
)
def test_a_fault_ends_its_task_with_a_report_and_no_other(
    kernel: Kernel, capsys: pytest.CaptureFixture[str], function: str, kind: FaultKind, signal: int, words: str
) -> None:
    faulty, bystander = kernel.spawn(function, 1, 0), kernel.spawn("worker", 3)
    kernel.run()
    assert bystander.result == 3
    assert (faulty.state, faulty.exit_status, faulty.result) == (TaskState.FAULTED, 128 + signal, None)
    assert faulty.fault is not None
    assert faulty.fault.kind is kind
    report = kernel.describe_end(faulty)
    assert words in report
    assert function in report or function in ("fault_nowhere", "fault_fetch"), "there no function is left to name"
    assert "(0x" not in report, "an address is no name for itself"
    assert "task faulted" in capsys.readouterr().err


def test_running_off_the_stack_says_so(toy_arch: str) -> None:
    with boot(build(toy_arch), stack_size=16 << 10) as kernel:
        neighbour = kernel.spawn("worker", 2)
        with pytest.raises(TaskDied, match="off the end of the task's stack of 16 KiB") as caught:
            kernel.call("overflow")
        task = caught.value.task
        assert task.fault is not None
        assert task.fault.address is not None
        assert task.stack_low - 4096 <= task.fault.address < task.stack_low
        assert "overflow" in str(caught.value)
        kernel.run()
        assert neighbour.result == 2


def test_a_program_runs_from_its_entry_with_its_arguments(toy_arch: str) -> None:
    out = io.BytesIO()
    with boot(build(toy_arch), stdout=out) as kernel:
        assert kernel.run_program(["prog", "x", "y"]) == MODEL["fib"](3 + 5)
        assert out.getvalue() == b"hello\n"
        assert kernel.run_program() == MODEL["fib"](1 + 5)


def test_the_exit_status_of_a_fatal_fault_is_the_shells(toy_arch: str) -> None:
    with boot(build(toy_arch), stdout=io.BytesIO()) as kernel:

        def derail(kp: Kprobe, registers: Any) -> int:
            registers["pc"] = 0x800
            return 1

        kernel.register_kprobe(Kprobe(symbol="main", pre_handler=derail))
        assert kernel.run_program() == 128 + 11


def test_nothing_is_run_inside_a_handler_but_calls(kernel: Kernel) -> None:
    attempts: list[Callable[[], object]] = [kernel.run, kernel.run_program]
    for attempt in attempts:
        with kernel_probe(kernel, "leaf", attempt), pytest.raises(UsageError, match="handler"):
            kernel.call("leaf", 1)
        assert kernel.tasks == []


class kernel_probe:
    """A kprobe that does something, for a while."""

    def __init__(self, kernel: Kernel, symbol: str, action: Callable[[], object], **where: Any) -> None:
        def pre_handler(kp: Kprobe, registers: Any) -> int:
            action()
            return 0

        self.kernel = kernel
        self.probe = Kprobe(symbol=symbol, pre_handler=pre_handler, **where)

    def __enter__(self) -> Kprobe:
        self.kernel.register_kprobe(self.probe)
        return self.probe

    def __exit__(self, *_: object) -> None:
        self.kernel.unregister_kprobe(self.probe)


# --- turns ----------------------------------------------------------------------------------------


def trace(kernel: Kernel, symbols: tuple[str, ...]) -> list[tuple[str, str]]:
    """Log who hits which of some functions."""
    events: list[tuple[str, str]] = []
    for symbol in symbols:
        kernel.register_kprobe(
            Kprobe(
                symbol=symbol,
                pre_handler=lambda kp, registers: events.append((str(kp.symbol), str(kernel.current))),
            )
        )
    return events


def test_tasks_of_one_cpu_take_turns_at_each_yield(kernel: Kernel) -> None:
    events = trace(kernel, ("leaf",))
    for name in "abc":
        kernel.spawn("worker", 2, name=name)
    kernel.run()
    assert [task for _, task in events] == ["a-1", "b-2", "c-3"] * 2


def test_a_task_without_a_slice_runs_until_it_yields(kernel: Kernel) -> None:
    events = trace(kernel, ("leaf",))
    for name in "ab":
        kernel.spawn("call_leaf", 3, name=name)
    kernel.run()
    assert [task for _, task in events] == ["a-1"] * 3 + ["b-2"] * 3


def test_cpus_take_turns_and_tasks_stay_on_theirs(toy_arch: str) -> None:
    with boot(build(toy_arch), cpus=2) as kernel:
        events = trace(kernel, ("leaf",))
        tasks = [kernel.spawn("worker", 2, name=name) for name in "abcd"]
        assert [task.cpu.index for task in tasks] == [0, 1, 0, 1]
        kernel.run()
        assert [task for _, task in events] == ["a-1", "b-2", "c-3", "d-4"] * 2


@given(
    cpus=st.integers(1, 4),
    slice_length=st.one_of(st.none(), st.integers(1, 40)),
    seed=st.integers(0, 1 << 40),
    arguments=st.lists(st.integers(0, 9), min_size=1, max_size=6),
    arch=st.sampled_from(["toy", "toystack"]),
)
@settings(max_examples=60, deadline=None)
def test_any_schedule_computes_the_same_and_is_the_same_again(
    cpus: int, slice_length: int | None, seed: int, arguments: list[int], arch: str
) -> None:
    def run() -> list[Any]:
        with boot(build(arch), cpus=cpus, slice=slice_length, seed=seed) as kernel:
            events: list[Any] = trace(kernel, ("fib", "leaf", "pausing_leaf"))
            kernel.register_kretprobe(
                Kretprobe(
                    symbol="pausing_leaf",
                    handler=lambda instance, registers: events.append((instance.call, str(instance.task))),
                )
            )
            functions = ["fib", "worker", "call_leaf", "depth"]
            tasks = [kernel.spawn(functions[n % 4], argument) for n, argument in enumerate(arguments)]
            kernel.run()
            for n, task in enumerate(tasks):
                assert task.result == {**MODEL, "call_leaf": lambda n: n}[functions[n % 4]](arguments[n])
            assert kernel.receipt().balanced
            return events

    assert run() == run()


def test_the_seed_varies_the_turns(toy_arch: str) -> None:
    def run(seed: int) -> list[tuple[str, str]]:
        with boot(build(toy_arch), slice=7, seed=seed) as kernel:
            events = trace(kernel, ("fib",))
            for n in (6, 7, 8):
                kernel.spawn("fib", n)
            kernel.run()
            return events

    runs = [run(seed) for seed in range(4)]
    assert any(other != runs[0] for other in runs)
    assert all(sorted(other) == sorted(runs[0]) for other in runs)


DETERMINISM = """
import hashlib, sys
sys.path[:0] = sys.argv[1:3]
from toy.guests import build
from kretcore import boot
for arch in ("toy", "toystack"):
    out = []
    with boot(build(arch), cpus=3, slice=11, seed=42) as kernel:
        @kernel.on_return("*")
        def returned(ret):
            out.append((ret.function, ret.value, ret.caller, str(ret.task), ret.call, ret.parent, ret.depth))
        @kernel.on_entry("*l*")
        def entered(entry):
            out.append((entry.function, entry.caller, str(entry.task)))
        for n, function in enumerate(("fib", "worker", "depth", "jump_loop", "generate", "worker", "fib", "is_even")):
            kernel.spawn(function, n)
        kernel.run()
        out.append(str(kernel.receipt()))
        out += map(str, kernel.kprobes())
        out += kernel.blacklist()
        out += map(str, returned.skipped)
    print(len(out), hashlib.sha256(repr(out).encode()).hexdigest())
"""


def test_other_processes_give_the_same_trace_byte_for_byte(toy_plugins: Path) -> None:
    """Whatever the order of hashes."""
    outputs = set()
    for hash_seed in ("0", "1", "4242", "random"):
        outputs.add(
            subprocess.run(
                [sys.executable, "-c", DETERMINISM, str(Path(__file__).parent), str(toy_plugins)],
                env={**os.environ, "PYTHONHASHSEED": hash_seed},
                stdout=subprocess.PIPE,
                check=True,
                text=True,
            ).stdout
        )
    (output,) = outputs
    assert all(int(line.split()[0]) > 100 for line in output.splitlines())


# --- budgets --------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [1, 2, 7])
def test_a_run_cut_into_budgets_is_the_same_run(toy_arch: str, step: int) -> None:
    def run(budget: int | None) -> list[tuple[str, str]]:
        with boot(build(toy_arch), cpus=2) as kernel:
            events = trace(kernel, ("fib",))
            tasks = [kernel.spawn("fib", 5), kernel.spawn("fib", 6)]
            # A budget ends a turn as a slice would, so the CPUs are compared one by one.
            while kernel.tasks:
                kernel.run(max_instructions=budget)
            assert [task.result for task in tasks] == [5, 8]
            return events

    whole, cut = run(None), run(step)
    for cpu_task in ("fib-1", "fib-2"):
        assert [event for event in cut if event[1] == cpu_task] == [event for event in whole if event[1] == cpu_task]


def test_a_budget_ends_a_loop_and_zero_runs_nothing(kernel: Kernel) -> None:
    hits: list[int] = []
    task = kernel.spawn("spin")
    with kernel_probe(kernel, "spin", lambda: hits.append(1)):
        kernel.run(max_instructions=0)
        assert hits == []
        kernel.run(max_instructions=100)
        assert (len(hits), task.alive) == (100, True)
        kernel.run(max_instructions=1)
        assert len(hits) == 101
    kernel.kill(task)
    assert kernel.tasks == []


def test_a_budget_is_exact_without_probes(kernel: Kernel) -> None:
    """``tick`` counts instructions; a budget one short of the end leaves the task alive."""
    task = kernel.spawn("tick_twice")
    kernel.run(max_instructions=5 - 0)
    needed = 5 if not task.alive else 6
    again = kernel.spawn("tick_twice")
    kernel.run()
    assert again.result == 2
    for budget, alive in ((needed - 1, True), (needed, False)):
        task = kernel.spawn("tick_twice")
        kernel.run(max_instructions=budget)
        assert task.alive is alive
        kernel.kill(task)


# --- kill -----------------------------------------------------------------------------------------


def test_killing_a_task_that_is_not_running(kernel: Kernel) -> None:
    victim, other = kernel.spawn("worker", 5), kernel.spawn("worker", 2)
    kernel.kill(victim)
    kernel.kill(victim)
    assert (victim.state, victim.exit_status, victim.result) == (TaskState.KILLED, 128 + 9, None)
    kernel.run()
    assert other.result == 2
    kernel.kill(other)
    assert other.state is TaskState.EXITED


@given(
    arch=st.sampled_from(["toy", "toystack"]),
    moments=st.lists(st.integers(0, 120), min_size=1, max_size=5),
    probes=st.lists(st.integers(0, 40), max_size=6),
    cpus=st.integers(1, 3),
)
@settings(max_examples=80, deadline=None)
def test_killed_at_any_moment_everything_is_given_back(
    arch: str, moments: list[int], probes: list[int], cpus: int
) -> None:
    """Between any two instructions, those under breakpoints and inside copies included."""
    with boot(build(arch), cpus=cpus) as kernel:
        before = kernel.machine.memory.read(address(kernel, "fib"), 200)
        start = address(kernel, "fib")
        rp = Kretprobe(symbol="fib", maxactive=100)
        kernel.register_kretprobe(rp)
        kps = [Kprobe(address=start + 4 * probe, post_handler=lambda kp, registers: None) for probe in set(probes)]
        kps = [kp for kp in kps if kernel.symbols.at(kp.address or 0) == kernel.symbols.lookup("fib")]
        if kps:
            kernel.register_kprobes(kps)
        for moment in moments:
            task = kernel.spawn("fib", 6)
            survivor = kernel.spawn("fib", 4)
            kernel.run(max_instructions=moment)
            inside = len(task.instances)
            killed = kernel.receipt().abandoned.get("killed", 0)
            kernel.kill(task)
            assert kernel.receipt().abandoned.get("killed", 0) == killed + inside
            kernel.run()
            assert survivor.result == 3
            receipt = kernel.receipt()
            assert receipt.balanced
            assert receipt.inside == 0
        assert all(kp.nmissed == 0 for kp in kps)
        kernel.unregister_kprobes(kps)
        kernel.unregister_kretprobe(rp)
        assert kernel.machine.memory.read(start, 200) == before


@pytest.mark.parametrize("function", ["exit_inner", "fault_read"])
@pytest.mark.parametrize("where", ["at the entry", "behind it"])
def test_a_task_that_ends_inside_probed_calls_gives_its_instances_back(
    kernel: Kernel, function: str, where: str
) -> None:
    outer = {"exit_inner": "exit_outer", "fault_read": "fault_outer"}[function]
    rps = [Kretprobe(symbol=name, handler=never) for name in (outer, function)]
    kernel.register_kretprobes(rps)
    if where == "at the entry":
        kernel.register_kprobe(Kprobe(symbol=function, post_handler=lambda kp, registers: None))
    with pytest.raises(TaskDied):
        kernel.call(outer, 3)
    receipt = kernel.receipt()
    assert receipt.balanced
    assert receipt.abandoned == {"exit" if function == "exit_inner" else "fault": 2}
    assert receipt.inside == 0


def never(instance: object, registers: object) -> None:
    raise AssertionError("no handler runs when a task ends")


@pytest.mark.parametrize("victim", ["itself", "another", "another on its cpu"])
def test_a_handler_kills_a_task(toy_arch: str, victim: str) -> None:
    with boot(build(toy_arch), cpus=1 if victim == "another on its cpu" else 2) as kernel:
        returned: list[str] = []
        rp = Kretprobe(symbol="pausing_leaf", handler=lambda instance, registers: returned.append(str(instance.task)))
        kernel.register_kretprobe(rp)
        first, second = kernel.spawn("worker", 4, name="first"), kernel.spawn("worker", 4, name="second")
        target = first if victim == "itself" else second
        hits: list[str] = []

        def act() -> None:
            hits.append(str(kernel.current))
            if kernel.current is first and len([hit for hit in hits if hit == "first-1"]) == 2:
                kernel.kill(target)
                assert target.alive is (target is first), "one whose handler runs ends when that is done"

        with kernel_probe(kernel, "leaf", act):
            kernel.run()
        assert target.state is TaskState.KILLED
        survivor = second if target is first else first
        assert survivor.result == 4
        receipt = kernel.receipt()
        assert receipt.balanced
        assert receipt.abandoned == {"killed": 1}
        assert len([task for task in returned if task == str(target)]) <= 2


def test_a_task_whose_handler_makes_a_call_is_killed_meanwhile(toy_arch: str) -> None:
    """It ends when its handler is done, not under the handler's feet."""
    with boot(build(toy_arch), cpus=2) as kernel:
        steps: list[str] = []

        def call() -> None:
            assert kernel.call("worker", 3) == 3
            steps.append("called")
            assert kernel.current is caller
            assert caller.alive

        with kernel_probe(kernel, "add", call), kernel_probe(kernel, "negated_errno", lambda: kernel.kill(caller)):
            caller = kernel.spawn("add", 1, 2)
            killer = kernel.spawn("unknown_call")
            kernel.run()
        assert steps == ["called"]
        assert killer.state is TaskState.EXITED
        assert (caller.state, caller.result) == (TaskState.KILLED, None)
        assert kernel.tasks == []


def test_a_handler_kills_the_task_that_it_has_called(toy_arch: str) -> None:
    with boot(build(toy_arch), cpus=2) as kernel:
        seen: list[str] = []

        def call() -> None:
            with pytest.raises(TaskDied, match="killed"):
                kernel.call("worker", 50)
            seen.append("died")

        def kill() -> None:
            kernel.kill(next(task for task in kernel.tasks if task.name == "worker"))

        with kernel_probe(kernel, "add", call), kernel_probe(kernel, "negated_errno", kill):
            outer = kernel.spawn("add", 1, 2)
            kernel.spawn("unknown_call")
            kernel.run()
        assert seen == ["died"]
        assert outer.result == 3


def test_an_exception_in_a_call_of_a_handler_ends_that_task_only(toy_arch: str) -> None:
    with boot(build(toy_arch), cpus=2) as kernel:

        def call() -> None:
            with pytest.raises(ZeroDivisionError):
                kernel.call("worker", 3)

        def fail() -> None:
            raise ZeroDivisionError

        with kernel_probe(kernel, "add", call), kernel_probe(kernel, "negated_errno", fail):
            outer, other = kernel.spawn("add", 1, 2), kernel.spawn("unknown_call")
            kernel.run()
        assert (outer.result, signed(other.result or 0)) == (3, -ENOSYS)
        assert kernel.tasks == []


def test_many_calls_in_handlers_leave_nothing_behind(kernel: Kernel) -> None:
    with kernel_probe(kernel, "leaf", lambda: kernel.call("add", 1, 2)):
        assert kernel.call("call_leaf", 300) == 300
    assert sum(len(cpu.queue) for cpu in kernel._scheduler.cpus) <= 1


def test_the_last_one_out_ends_the_run(kernel: Kernel) -> None:
    """Tasks spawned by handlers count."""
    born: list[Any] = []
    with kernel_probe(kernel, "leaf", lambda: born.append(kernel.spawn("add", 1, 2)) if len(born) < 3 else None):
        kernel.spawn("worker", 5)
        kernel.run()
    assert [task.result for task in born] == [3, 3, 3]


@semantics("H14")
def test_an_exception_leaves_every_task_able_to_go_on(toy_arch: str) -> None:
    with boot(build(toy_arch), cpus=2, slice=3, seed=1) as kernel:
        state = {"left": 12}

        def fail() -> None:
            state["left"] -= 1
            if state["left"] >= 0:
                raise ZeroDivisionError

        tasks = [kernel.spawn("fib", n) for n in (5, 6, 7, 4)]
        with kernel_probe(kernel, "fib", fail) as probe:
            for _ in range(12):
                with pytest.raises(ZeroDivisionError):
                    kernel.run()
            kernel.run()
            assert probe.nmissed == 0
        assert [task.result for task in tasks] == [5, 8, 13, 3]


# --- scale ----------------------------------------------------------------------------------------


def test_ten_thousand_tasks(toy_arch: str) -> None:
    with boot(build(toy_arch)) as kernel:
        rp = Kretprobe(symbol="pausing_leaf", maxactive=10_000)
        kernel.register_kretprobe(rp)
        tasks = [kernel.spawn("worker", 1) for _ in range(10_000)]
        kernel.run(max_instructions=10_000 * 14)
        assert kernel.receipt().inside > 5_000
        kernel.run()
        assert all(task.result == 1 for task in tasks)
        receipt = kernel.receipt()
        assert (receipt.returned, receipt.inside, rp.nmissed) == (10_000, 0, 0)
        assert len({(task.stack_low, task.stack_high) for task in tasks}) == 10_000


def operations(action: Callable[[], object]) -> int:
    """Count the bytecode instructions that Python executes in an action."""
    count = 0

    def tracer(frame: Any, event: str, argument: object) -> Any:
        nonlocal count
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return tracer

    previous = sys.gettrace()
    gc.disable()  # a collection calls what others have registered for it
    sys.settrace(tracer)
    try:
        action()
    finally:
        sys.settrace(previous)
        gc.enable()
    return count


@semantics("R20")
def test_a_flush_costs_the_tasks_own_instances(toy_arch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many tasks, instances and probes there are besides."""
    retired: list[object] = []
    retire = KretprobeInstance.retire

    def counted(self: KretprobeInstance, fate: Any) -> None:
        retired.append(self)
        retire(self, fate)

    monkeypatch.setattr(KretprobeInstance, "retire", counted)

    def cost(depth: int, others: int) -> int:
        with boot(build(toy_arch)) as kernel:

            def stop(kp: Kprobe, registers: Any) -> int:
                if len(task.instances) == depth:
                    raise InterruptedError
                return 0

            kernel.register_kprobe(Kprobe(symbol="depth", pre_handler=stop))  # runs last: it is the oldest
            for symbol in ("depth", "pausing_leaf"):
                kernel.register_kretprobe(Kretprobe(symbol=symbol, maxactive=5_000))
            for _ in range(others):
                kernel.spawn("worker", 9)
            task = kernel.spawn("depth", depth)
            with pytest.raises(InterruptedError):
                kernel.run()
            assert kernel.receipt().inside == others + depth
            retired.clear()
            count = operations(lambda: kernel.kill(task))
            assert len(retired) == depth
            assert kernel.receipt().abandoned == {"killed": depth}
            return count

    alone, crowded = cost(3, 0), cost(3, 500)
    assert alone == crowded
    assert alone < cost(30, 0) <= 10 * alone


# --- system calls ---------------------------------------------------------------------------------


def test_write_goes_to_standard_output(toy_arch: str) -> None:
    out = io.BytesIO()
    with boot(build(toy_arch), stdout=out) as kernel:
        greeting = address(kernel, "scratch") - 8
        assert kernel.call("write", 1, greeting, 6) == 6
        assert kernel.call("write", 2, greeting, 2) == 2
        assert kernel.call("write", 1, greeting, 0) == 0
        assert out.getvalue() == kernel.machine.memory.read(greeting, 6) + kernel.machine.memory.read(greeting, 2)
        assert signed(kernel.call("bad_write")) == -EBADF


def test_output_goes_where_the_process_writes_by_default(
    kernel: Kernel, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    sys.stdout.write("before ")
    kernel.call("say")
    sys.stdout.write("after")
    sys.stdout.flush()
    assert capfdbinary.readouterr().out == b"before hello\nafter"


@pytest.mark.parametrize("kind", ["bytes", "file", "nothing"])
@given(data=st.binary(max_size=100))
@settings(max_examples=10, deadline=None)
def test_read_takes_what_there_is(kind: str, data: bytes) -> None:
    for arch in ("toy", "toystack"):
        out = io.BytesIO()
        stdin = None if kind == "nothing" else data if kind == "bytes" else io.BytesIO(data)
        with boot(build(arch), stdin=stdin, stdout=out) as kernel:
            expected = b"" if kind == "nothing" else data
            assert kernel.call("echo") == len(expected)
            assert out.getvalue() == expected


def test_bad_addresses_are_efault(toy_arch: str) -> None:
    """The error comes by flag in one convention, as a negative number in the other."""
    with boot(build(toy_arch), stdout=io.BytesIO()) as kernel:
        result = kernel.call("write", 1, 8, 4)
        assert (result if toy_arch == "toy" else -signed(result)) == EFAULT


def test_an_unknown_call_is_enosys_and_warned_of_once(kernel: Kernel, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(3):
        assert signed(kernel.call("unknown_call")) == -ENOSYS
    assert capsys.readouterr().err.count("not implemented") == 1


def test_getpid_and_gettid(kernel: Kernel) -> None:
    kernel.spawn("leaf", 1)
    assert [kernel.call("get_tid"), kernel.call("get_tid")] == [2, 3]
    assert kernel.call("get_pid") > 0


def test_brk_moves_the_end_of_the_heap(kernel: Kernel) -> None:
    memory = kernel.machine.memory
    start = kernel.call("move_break", 0)
    assert start == kernel._space.text_base + kernel._space.text_size, "right behind the kernel's own text"
    grown = start + 3 * 4096 + 5
    assert kernel.call("move_break", grown) == grown
    memory.write(start, b"heap")
    assert kernel.call("move_break", start - 4096) == grown, "out of reach: unchanged"
    assert kernel.call("move_break", WORD) == grown
    assert kernel.call("move_break", start) == start
    kernel.call("move_break", grown)
    assert memory.read(start, 4) == bytes(4), "what comes back is zeroed"
