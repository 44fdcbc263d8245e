"""Tasks and the deterministic scheduler that runs them on one machine.

The scheduler models N virtual CPUs. Every task belongs to one of them; the CPUs take turns, and on each its runnable
tasks take turns. A turn lasts until the task yields or ends, or, if the kernel was booted with a slice, for a number of
guest instructions drawn from a seeded generator. Nothing depends on host time, hash order or threads.
"""

from __future__ import annotations

import enum
import random
from collections import deque
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kretcore.errors import KernelPanic
from kretcore.machine import Fault, FaultKind, Machine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kretcore.breakpoints import Site
    from kretcore.instances import KretprobeInstance, Pool


class TaskState(enum.Enum):
    """What a task is doing, or how it ended."""

    RUNNABLE = "runnable"
    EXITED = "exited"
    """It returned from its function, or called exit."""
    KILLED = "killed"
    FAULTED = "faulted"


class Task:
    """One flow of control in the guest.

    :ivar tid: its number; the first task is 1.
    :ivar name: for people.
    :ivar state: a :class:`TaskState`.
    :ivar exit_status: status given to exit, 128 + signal for a fault or a kill, None while it lives.
    :ivar result: raw return register of a task that runs one function and has returned, otherwise None.
    :ivar fault: the :class:`~kretcore.machine.Fault` that ended it, or None.
    """

    __slots__ = (
        "__weakref__",
        "context",
        "cpu",
        "dying",
        "exit_status",
        "fault",
        "instances",
        "missed",
        "name",
        "result",
        "stack_high",
        "stack_low",
        "state",
        "tid",
    )

    def __init__(self, tid: int, name: str, cpu: Cpu, stack_low: int, stack_high: int) -> None:
        self.tid = tid
        self.name = name
        self.cpu = cpu
        self.stack_low = stack_low
        self.stack_high = stack_high
        self.state = TaskState.RUNNABLE
        self.exit_status: int | None = None
        self.result: int | None = None
        self.fault: Fault | None = None
        self.dying = False
        """Killed while one of its callbacks is under way: it ends when that is done."""
        self.context: Any = None
        self.instances: list[KretprobeInstance] = []
        """Kretprobe instances in use, newest last."""
        self.missed: dict[Pool, list[int]] = {}
        """Stack pointers of calls that found a pool empty and may still be under way."""

    @property
    def alive(self) -> bool:
        """Whether it can still run."""
        return self.state is TaskState.RUNNABLE

    def __repr__(self) -> str:
        return f"<Task {self.tid} {self.name} {self.state.value}>"

    def __str__(self) -> str:
        return f"{self.name}-{self.tid}"


class KprobeStatus(enum.Enum):
    """Where a CPU is in handling a kprobe (Linux ``KPROBE_HIT_*``)."""

    NONE = "none"
    ACTIVE = "active"
    """In a pre handler."""
    SS = "ss"
    """The copy is being stepped."""
    SSDONE = "ssdone"
    """In a post handler."""
    REENTER = "reenter"
    """Stepping a probe that was hit while another was being handled."""


class Cpu:
    """A virtual CPU: its share of the tasks and the probe it is handling (``kprobe_ctlblk``)."""

    __slots__ = ("index", "phase", "pinned", "queue", "saved", "site")

    def __init__(self, index: int) -> None:
        self.index = index
        self.queue: deque[Task] = deque()
        """Its tasks in the order of their turns; those that have ended are dropped when their turn comes."""
        self.pinned: Task | None = None
        """The only task that may run here, while a handler of this CPU calls a guest function."""
        self.site: Site | None = None
        """The probe that is being handled."""
        self.phase = KprobeStatus.ACTIVE
        """How far it is; meaningful while there is one, and set only where it is not simply active."""
        self.saved: tuple[Site, KprobeStatus] | None = None

    @property
    def status(self) -> KprobeStatus:
        """Where this CPU is in handling a probe (row H1)."""
        return KprobeStatus.NONE if self.site is None else self.phase

    def next_task(self) -> Task | None:
        """Return the task whose turn it is and put it last."""
        if self.pinned is not None:
            return self.pinned if self.pinned.alive else None
        queue = self.queue
        while queue:
            task = queue.popleft()
            if task.alive:
                queue.append(task)
                return task
        return None

    def forget_probe(self) -> None:
        """Leave whatever probe was being handled: its task has ended."""
        self.site = None
        self.phase = KprobeStatus.ACTIVE
        self.saved = None


class Scheduler:
    """Picks tasks, gives them turns on the machine, and ends them.

    :param in_slot: whether a program counter lies in an out-of-line slot, where no turn may end.
    :ivar on_end: told of every task that ends, before its stack is given back.
    :ivar on_fault: told of a guest fault; decides how the task ends.
    """

    on_end: Callable[[Task], None]
    on_fault: Callable[[Task, Fault], None]

    def __init__(
        self,
        machine: Machine,
        cpus: int,
        slice_length: int | None,
        seed: int,
        *,
        in_slot: Callable[[int], bool],
    ) -> None:
        self._machine = machine
        self.cpus = tuple(Cpu(index) for index in range(cpus))
        self._slice = slice_length
        self._random = random.Random(seed)
        self._in_slot = in_slot
        self.tasks: dict[int, Task] = {}
        """Live tasks by tid, oldest first."""
        self._next_tid = 1
        self._turn = 0
        self.current: Task | None = None
        self.cpu = self.cpus[0]
        self._loaded: Task | None = None
        """Whose registers the machine holds."""
        self._suspended: list[Task] = []
        """Tasks in whose callbacks a nested run is under way, outermost first."""
        self._interrupted = False

    # -- tasks -----------------------------------------------------------------------------------

    def add(
        self, name: str, stack_low: int, stack_high: int, enter: Callable[[], None], cpu: Cpu | None = None
    ) -> Task:
        """Create a task; ``enter`` sets up the machine's registers as the task shall find them.

        :param cpu: where :meth:`run_nested` will run it; None puts it into a queue.
        """
        home = cpu or self.cpus[(self._next_tid - 1) % len(self.cpus)]
        task = Task(self._next_tid, name, home, stack_low, stack_high)
        with self.borrowed_machine():
            enter()
            task.context = self._machine.save()
        self._next_tid += 1
        self.tasks[task.tid] = task
        if cpu is None:
            home.queue.append(task)
        return task

    @contextmanager
    def borrowed_machine(self) -> Iterator[None]:
        """Use the machine's registers for something else and put them back."""
        if self._loaded is None:
            yield
            return
        saved = self._machine.save()
        try:
            yield
        finally:
            self._machine.restore(saved)

    def kill(self, task: Task) -> None:
        """End a task. One whose callback is under way ends when that is done."""
        if not task.alive:
            return
        if task is self.current or task in self._suspended:
            task.dying = True
            task.exit_status = 128 + 9
            if task is self.current:
                self._machine.stop()
        else:
            task.exit_status = 128 + 9
            self.end(task, TaskState.KILLED)

    def fault(self, fault: Fault) -> None:
        """End the current task for a fault that a callback found."""
        assert self.current is not None
        self.on_fault(self.current, fault)

    def end(self, task: Task, state: TaskState) -> None:
        """Move a task to a final state. If it is current, its run stops."""
        task.state = state
        del self.tasks[task.tid]
        if task is self.current:
            task.cpu.forget_probe()
            self._machine.stop()
        if task is self._loaded:
            self._loaded = None
        self.on_end(task)
        task.context = None

    @property
    def nested(self) -> bool:
        """Whether a handler's call is under way."""
        return bool(self._suspended)

    @property
    def settled(self) -> bool:
        """Whether no task can be inside an out-of-line slot."""
        return self.current is None and not self._suspended

    # -- running ---------------------------------------------------------------------------------

    def interrupt(self) -> None:
        """End the current turn when its callback is done, and the run with ``KeyboardInterrupt``."""
        self._interrupted = True
        self._machine.stop()

    def run(self, until: Task | None = None, max_instructions: int | None = None) -> None:
        """Give turns until no task is left, ``until`` has ended, or the budget is spent."""
        left = max_instructions
        while left is None or left > 0:
            if until is not None and not until.alive:
                return
            task = self._pick()
            if task is None:
                return
            left = self._give_turn(task, left)
            if self._interrupted:
                self._interrupted = False
                raise KeyboardInterrupt

    def run_nested(self, task: Task) -> None:
        """Run ``task`` to its end inside a callback of the current one.

        Preemption is off in a handler: on this CPU only ``task`` runs, the other CPUs go on.
        """
        outer, cpu = self.current, self.cpu
        assert outer is not None
        saved = self._machine.save()
        handling = cpu.site, cpu.phase, cpu.saved
        cpu.pinned = task
        self._suspended.append(outer)
        self.current = self._loaded = None
        try:
            self.run(until=task)
        finally:
            cpu.pinned = None
            self._suspended.pop()
            if self._loaded is not None:  # another CPU's task, whose handler has raised
                self._loaded.context = self._machine.save()
            self.current = self._loaded = outer
            self.cpu = cpu
            cpu.site, cpu.phase, cpu.saved = handling
            self._machine.restore(saved)
            if outer.dying:
                self._machine.stop()

    def _pick(self) -> Task | None:
        count = len(self.cpus)
        for step in range(count):
            cpu = self.cpus[(self._turn + step) % count]
            task = cpu.next_task()
            if task is not None:
                self._turn = (self._turn + step + 1) % count
                return task
        return None

    def _turn_length(self, left: int | None) -> int | None:
        if self._slice is None:
            return left
        length = self._random.randint((self._slice + 1) // 2, self._slice + self._slice // 2)
        return length if left is None else min(length, left)

    def _give_turn(self, task: Task, left: int | None) -> int | None:
        machine = self._machine
        if self._loaded is not task:
            if self._loaded is not None:
                self._loaded.context = machine.save()
            machine.restore(task.context)
            self._loaded = task
        self.current = task
        self.cpu = task.cpu
        used = 0
        try:
            used = self._run_turn(task, self._turn_length(left))
        except BaseException as raised:
            if task.alive and isinstance(raised, KernelPanic) and raised.task is task:
                task.fault = Fault(FaultKind.TRAP, raised.pc, detail=str(raised))
                task.exit_status = 128 + 6
                self.end(task, TaskState.FAULTED)
            elif task.alive and task.dying:
                self.end(task, TaskState.KILLED)
            elif task.alive and self._in_slot(machine.registers["pc"]):
                try:
                    self._run_turn(task, 1)  # a handler has raised: the instruction is still to be executed
                finally:
                    raise raised
            raise
        finally:
            self.current = None
        return None if left is None else max(0, left - used)

    def _run_turn(self, task: Task, length: int | None) -> int:
        """Run the current task, for ``length`` instructions and then out of the slot it may be in; return how many."""
        used = 0
        while True:
            stop = self._machine.run(length)
            used += stop.executed or 0
            if task.alive and task.dying:
                self.end(task, TaskState.KILLED)
            if task.alive and stop.fault is not None:
                self.on_fault(task, stop.fault)
            if not task.alive or not self._in_slot(stop.pc):
                return used
            length = 1
