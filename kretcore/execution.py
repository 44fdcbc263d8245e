"""How tasks come to be and how they end: called functions, spawned ones, the program itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from kretcore.arch import ArchDescription, FunctionEntry
from kretcore.breakpoints import Breakpoints
from kretcore.errors import MemoryFault, SymbolError, TaskDied, UsageError
from kretcore.images import Image
from kretcore.interrupts import interruptible
from kretcore.kprobes import Kprobes
from kretcore.layout import AddressSpace
from kretcore.log import get_logger
from kretcore.machine import Fault, FaultKind, Machine
from kretcore.plugins import Hooks
from kretcore.process import build_stack
from kretcore.symbols import SymbolTable
from kretcore.tasks import Cpu, Scheduler, Task, TaskState

SIGNALS = {
    FaultKind.UNMAPPED: 11,
    FaultKind.PROTECTED: 11,
    FaultKind.ILLEGAL: 4,
    FaultKind.MISALIGNED: 7,
    FaultKind.ARITHMETIC: 8,
    FaultKind.TRAP: 5,
}
"""The signal Linux would send for a fault; a shell shows 128 + signal."""

log = get_logger("kretcore.tasks")


class Execution:
    """Starts and ends the tasks of one kernel.

    :param task_return: address in kernel text that called functions return to.
    :param flush: gives back a task's kretprobe instances (``kprobe_flush_task``).
    """

    def __init__(
        self,
        image: Image,
        description: ArchDescription,
        hooks: Hooks,
        machine: Machine,
        space: AddressSpace,
        symbols: SymbolTable,
        scheduler: Scheduler,
        breakpoints: Breakpoints,
        kprobes: Kprobes,
        task_return: int,
        seed: int,
        flush: Callable[[Task], None],
    ) -> None:
        self._image = image
        self._bits = description.bits
        self._start_area = description.start_area
        self._hooks = hooks
        self._machine = machine
        self._pristine = machine.save()
        self._space = space
        self._symbols = symbols
        self._scheduler = scheduler
        self._breakpoints = breakpoints
        self._kprobes = kprobes
        self._task_return = task_return
        self._seed = seed
        self._flush = flush
        self._get_result, _ = machine.registers.accessor(description.calling.results[0])
        breakpoints.landings[task_return] = self._returned
        scheduler.on_end = self._ended
        scheduler.on_fault = self._faulted

    def call(self, function: str | int, arguments: Sequence[int]) -> int:
        """Call a guest function in a fresh task and return its result."""
        scheduler = self._scheduler
        nested = scheduler.current is not None
        if nested and scheduler.nested:
            raise UsageError("a handler's call is already under way: calls inside handlers go one level deep")
        cpu = scheduler.cpu if nested else None
        task = self._create(function, arguments, None, self._space.stack_size, cpu)
        try:
            if nested:
                scheduler.run_nested(task)
            else:
                with interruptible(scheduler.interrupt):
                    scheduler.run(until=task)
        except BaseException:
            scheduler.kill(task)
            raise
        if task.result is None:
            raise TaskDied(f"{task.name} did not return: {self.describe_end(task)}", task)
        return task.result

    def spawn(self, function: str | int, arguments: Sequence[int], name: str | None) -> Task:
        """Create a task that calls a guest function."""
        return self._create(function, arguments, name, self._space.spawned_stack_size, None)

    def start(self, argv: Sequence[str], env: Mapping[str, str] | None) -> Task:
        """Create the task of the program itself, at its ELF entry."""
        name = self._image.path.name if self._image.path else "program"
        argv = list(argv) or [name]
        entry = self.entry_of(self._image.entry)

        def enter(low: int, high: int) -> None:
            stack = build_stack(self._machine.memory, self._image, high, argv, env or {}, self._seed)
            self._hooks.arch_enter_function(self._machine, entry, (), 0, stack, low)
            self._machine.registers["sp"] = stack - self._start_area

        return self._add(name, self._space.stack_size, None, enter)

    def entry_of(self, value: int) -> FunctionEntry:
        """Return where a function is entered.

        :raises SymbolError: nothing is mapped there.
        """
        if not 0 <= value < 1 << self._bits:
            raise SymbolError(f"there is no function at {value:#x}: that is no {self._bits}-bit address", value)
        try:
            return self._kprobes.function_entry(value)
        except MemoryFault as error:
            raise SymbolError(f"there is no function at {value:#x}: {error}", value) from error

    def describe_end(self, task: Task) -> str:
        """Say in words how a task ended."""
        fault = task.fault
        if fault is not None:
            name = self._symbols.symbolize(fault.pc)
            where = f"{fault.pc:#x}" + (f" ({name})" if name != f"{fault.pc:#x}" else "")
            access = f" {fault.access.value}" if fault.access else ""
            address = f" of {fault.address:#x}" if fault.address is not None else ""
            detail = f" ({fault.detail})" if fault.detail else ""
            overrun = (
                None if fault.address is None else self._space.overrun(task.stack_low, task.stack_high, fault.address)
            )
            if overrun is not None:
                detail += f", off the end of the task's stack of {overrun >> 10} KiB"
            return f"{fault.kind.value}{access} fault{address} at {where}{detail}"
        if task.state is TaskState.EXITED and task.result is None:
            return f"it called exit({task.exit_status})"
        return task.state.value

    def _create(
        self, function: str | int, arguments: Sequence[int], name: str | None, stack_size: int, cpu: Cpu | None
    ) -> Task:
        value = self._symbols.lookup(function).address if isinstance(function, str) else function
        entry = self.entry_of(value)
        words = [self._word(argument) for argument in arguments]

        def enter(low: int, high: int) -> None:
            self._hooks.arch_enter_function(self._machine, entry, words, self._task_return, high, low)

        return self._add(name or self._symbols.symbolize(entry.call), stack_size, cpu, enter)

    def _add(self, name: str, stack_size: int, cpu: Cpu | None, enter: Callable[[int, int], None]) -> Task:
        low, high = self._space.allocate_stack(stack_size)

        def setup() -> None:
            self._machine.restore(self._pristine)
            enter(low, high)

        return self._scheduler.add(name, low, high, setup, cpu)

    def _word(self, argument: int) -> int:
        if not -(1 << (self._bits - 1)) <= argument < 1 << self._bits:
            raise ValueError(f"argument {argument} does not fit a {self._bits}-bit word")
        return argument % (1 << self._bits)

    def _returned(self) -> None:
        task = self._scheduler.current
        assert task is not None
        task.result = self._get_result()
        task.exit_status = 0
        self._scheduler.end(task, TaskState.EXITED)

    def _ended(self, task: Task) -> None:
        self._flush(task)
        self._space.release_stack(task.stack_low, task.stack_high)

    def _faulted(self, task: Task, fault: Fault) -> None:
        task.fault = replace(fault, pc=self._breakpoints.original_pc(fault.pc))
        task.exit_status = 128 + SIGNALS[fault.kind]
        self._scheduler.end(task, TaskState.FAULTED)
        log.warning("task faulted", task=str(task), fault=self.describe_end(task))
