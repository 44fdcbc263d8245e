"""Tasks: contexts that are switched, taken down, and accounted for. Rows are those of the semantics table."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kretcore import Kernel, Kretprobe, KretprobeInstance, Task, TaskDied, TaskState
from kretcore.conformance.bare import values_of
from kretcore.conformance.marks import both_ways, likely, requires
from kretcore.conformance.port import FIBONACCI, Port
from kretcore.machine import FaultKind, Registers

slices = pytest.mark.parametrize("turn", [1, 2, 3, 7, 20])


def probe_all(kernel: Kernel, *symbols: str, told: bool) -> list[tuple[Task, int]]:
    """Probe the returns of functions; give the task and call of each as they come."""
    seen: list[tuple[Task, int]] = []

    def returned(instance: KretprobeInstance, registers: Registers) -> None:
        assert instance.task is kernel.current, "a return handler runs in another task than the one that made the call"
        assert instance.task is not None
        seen.append((instance.task, instance.call))

    entry_handler: Callable[[KretprobeInstance, Registers], int] | None = (lambda i, r: 0) if told else None
    for symbol in symbols:
        kernel.register_kretprobe(
            Kretprobe(symbol=symbol, handler=returned, entry_handler=entry_handler, maxactive=2000)
        )
    return seen


class TestTasks:
    """What a task leaves behind, and what the others notice of it."""

    area = "tasks"
    arch = ""

    @slices
    @likely("save() and restore() between two instructions: a context lacks something, or a slot is left half way")
    def test_tasks_interleave_anywhere(self, port: Port, turn: int) -> None:
        """With turns of a few instructions, functions probed, each task computes what it computes alone."""
        with port.boot() as kernel:
            expected = [kernel.call("everything", n) for n in range(4)]
        with port.boot(slice=turn, seed=turn) as kernel:
            seen = probe_all(kernel, "fib", "identity", "hold", "many", "choose", "descend", told=turn % 2 == 1)
            kernel.on_entry("fib")(lambda entry: None)
            tasks = [kernel.spawn("everything", n) for n in range(4)]
            kernel.run()
            for task, value in zip(tasks, expected, strict=True):
                assert task.result == value, (
                    f"in turns of about {turn} instructions everything({tasks.index(task)}) gives {task.result}, not "
                    f"{value} ({kernel.describe_end(task)})"
                )
            receipt = kernel.receipt()
            assert receipt.returned == receipt.entries == len(seen), f"calls were lost between tasks: {receipt}"

    @requires("system_calls")
    @likely("sched_yield's number, or pc after a system call when another task's context was restored in it")
    def test_tasks_yield(self, port: Port) -> None:
        """Tasks that yield take turns, and each return is seen in the task that made the call (R10)."""
        with port.boot() as kernel:
            order: list[int] = []
            kernel.on_return("turn")(lambda ret: order.append(ret.value))
            tasks = [kernel.spawn("take_turns", who, 4) for who in (1, 2, 3)]
            kernel.run()
            assert [task.result for task in tasks] == [4, 8, 12], f"the tasks give {[task.result for task in tasks]}"
            assert order == [1, 2, 3] * 4, f"three tasks that yield after every turn take turns as {order}"

    @requires("system_calls")
    @requires("floating_point")
    @likely("save() and restore() leave out floating-point registers")
    def test_floating_point_is_each_tasks_own(self, port: Port) -> None:
        """Floating-point values survive the turns of other tasks."""
        with port.boot() as kernel:
            alone = [kernel.call("float_turns", who, 6) for who in (3, 5, 7)]
            tasks = [kernel.spawn("float_turns", who, 6) for who in (3, 5, 7)]
            kernel.run()
            assert [task.result for task in tasks] == alone

    @likely("a run without a budget cannot be interrupted, or a budget is not exact over several runs")
    def test_a_task_that_spins_can_be_stopped(self, port: Port) -> None:
        """A budget ends a task's turn in an endless loop; killing it gives its instances back (R20)."""
        with port.boot() as kernel:
            probe_all(kernel, "spin", told=True)
            task = kernel.spawn("spin")
            kernel.run(max_instructions=1000)
            assert task.alive and kernel.receipt().inside == 1
            kernel.kill(task)
            kernel.run()
            assert task.state is TaskState.KILLED
            assert dict(kernel.receipt().abandoned) == {"killed": 1}
            assert kernel.call("fib", 8) == 21, "after a task was killed the others do not work"

    @both_ways
    @likely("a fault inside probed calls, or the state it leaves behind")
    def test_a_fault_ends_its_task_alone(self, port: Port, told: bool) -> None:
        """A task that faults inside probed calls is reported, its instances are given back, others go on (R20)."""
        with port.boot() as kernel:
            seen = probe_all(kernel, "crash", "fib", told=told)
            other = kernel.spawn("fib", 9)
            task = kernel.spawn("crash", 5, 8)
            kernel.run()
            assert task.fault is not None and task.fault.kind is FaultKind.UNMAPPED and task.fault.address == 8, (
                f"crash() reads at 8: {kernel.describe_end(task)}"
            )
            assert "peek" in kernel.describe_end(task), f"the fault is in peek(): {kernel.describe_end(task)}"
            assert other.result == FIBONACCI[9]
            receipt = kernel.receipt()
            assert dict(receipt.abandoned) == {"fault": 5} and receipt.inside == 0, f"five calls faulted: {receipt}"
            assert all(owner is other for owner, _ in seen), "handlers ran for calls that never returned"

    @requires("system_calls")
    @likely("exit's number, or its argument's register")
    def test_exit_inside_probed_calls(self, port: Port) -> None:
        """A task that exits inside probed calls gives their instances back; no handler runs (R20)."""
        with port.boot() as kernel:
            seen = probe_all(kernel, "leave", told=True)
            task = kernel.spawn("leave", 6, 42)
            kernel.run()
            assert (task.state, task.exit_status) == (TaskState.EXITED, 42), kernel.describe_end(task)
            assert seen == [] and dict(kernel.receipt().abandoned) == {"exit": 6}

    @likely("a task that is killed in a callback must end there, whatever the callback has left in the registers")
    def test_a_handler_may_kill_its_own_task(self, port: Port) -> None:
        """The current task, killed in a handler, ends when the handler is done; others go on."""
        with port.boot() as kernel:

            def returned(instance: KretprobeInstance, registers: Registers) -> None:
                if instance.task is victim:
                    kernel.kill(victim)

            kernel.register_kretprobe(Kretprobe(symbol="fib", handler=returned, maxactive=64))
            other = kernel.spawn("fib", 7)
            victim = kernel.spawn("fib", 7)
            kernel.run()
            assert victim.state is TaskState.KILLED and other.result == 13
            receipt = kernel.receipt()
            assert receipt.inside == 0 and receipt.abandoned.get("killed"), f"got: {receipt}"

    @likely("a guest stack that overflows must fault on the guard page below it")
    def test_stacks_are_guarded(self, port: Port) -> None:
        """Recursion without end faults at the end of its own stack, probed or not."""
        for probed in (False, True):
            with port.boot(stack_size=64 * 1024) as kernel:
                if probed:
                    kernel.on_return("bottomless")(lambda ret: None)
                with pytest.raises(TaskDied) as caught:
                    kernel.call("bottomless", 0)
                fault = caught.value.task.fault
                assert fault is not None and fault.address is not None, f"{caught.value}"
                assert "off the end of the task's stack" in str(caught.value), f"{caught.value}"
                assert kernel.call("fib", 6) == 8

    @likely("mapping and protecting stacks, or contexts, cost too much or leak")
    def test_many_tasks(self, port: Port) -> None:
        """Hundreds of tasks at once, each inside probed calls, end with their own results."""
        with port.boot(slice=13, seed=2) as kernel:
            seen = probe_all(kernel, "fib", told=False)
            tasks = [kernel.spawn("fib", index % 7) for index in range(300)]
            kernel.run()
            wrong = [index for index, task in enumerate(tasks) if task.result != FIBONACCI[index % 7]]
            assert not wrong, f"{len(wrong)} of 300 tasks have wrong results, number {wrong[0]} first"
            assert kernel.receipt().returned == len(seen) == kernel.receipt().entries

    @likely("something differs from run to run: iteration over a set, host time, uninitialized registers")
    def test_the_same_run_twice_is_the_same(self, port: Port) -> None:
        """Same image, arguments, probes and options: the same events, one for one."""

        def run() -> list[object]:
            events: list[object] = []
            with port.boot(slice=11, seed=5) as kernel:
                kernel.on_return("*")(lambda ret: events.append((ret.function, ret.value, ret.call, ret.task.tid)))
                for n in range(3):
                    kernel.spawn("everything", n)
                kernel.run()
                events.append(str(kernel.receipt()))
                events.append(values_of(kernel.machine.registers))
            return events

        first, second = run(), run()
        assert first == second, "two identical runs show different events"
