"""Calls as they happen: turns the events of return probes into calls that are entered and closed, each exactly once.

The kernel tells of entries and returns. That a call will never return is noticed at the next event of its task, or when
the task has ended, by the call's instance having gone back to its pool.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kretcore.instances import Fate, KretprobeInstance, Pool
from kretcore.kernel import Kernel
from kretcore.machine import Registers
from kretcore.tasks import Task, TaskState
from kretcore.trace.prototypes import Prototype, Prototypes
from kretcore.trace.records import AbandonReason, Argument, Result
from kretcore.trace.types import CType

_REASONS: dict[TaskState, AbandonReason] = {
    TaskState.EXITED: "exit",
    TaskState.KILLED: "killed",
    TaskState.FAULTED: "fault",
}


class Function:
    """A probed function.

    :ivar name: the name it was probed by.
    :ivar prototype: what is known of its arguments and result, or None.
    """

    __slots__ = ("name", "prototype", "unwound")

    def __init__(self, name: str, prototype: Prototype | None) -> None:
        self.name = name
        self.prototype = prototype
        self.unwound = 0
        """Calls reported as unwound."""


class Call:
    """One call of a probed function, from its entry on.

    :ivar task: the task that made it.
    :ivar number: unique in the kernel, rising in the order of entries.
    :ivar parent: number of the innermost probed call around it, 0 if there is none.
    :ivar depth: how many probed calls are around it.
    :ivar words: the argument words recorded at entry.
    """

    __slots__ = ("depth", "function", "instance", "number", "parent", "return_address", "task", "words")

    def __init__(self, task: Task, function: Function, instance: KretprobeInstance) -> None:
        self.task = task
        self.function = function
        self.instance = instance
        self.number = instance.call
        self.parent = instance.parent
        self.depth = instance.depth
        self.return_address = instance.return_address
        self.words: Sequence[int] = instance.arguments or ()

    @property
    def gone(self) -> bool:
        """Whether its instance has been given back, and perhaps used again."""
        return self.instance.task is None or self.instance.call != self.number


class View(Protocol):
    """What shows calls."""

    def entered(self, call: Call) -> None:
        """A function was entered."""

    def returned(self, call: Call, words: Sequence[int]) -> None:
        """A call returned; ``words`` are the result registers, least significant first."""

    def abandoned(self, call: Call, reason: AbandonReason) -> None:
        """A call will never return."""


class Tracer:
    """Follows the calls of one kernel. :attr:`entry_handler` and :attr:`handler` are for ``kernel.probe_returns``."""

    def __init__(self, kernel: Kernel, view: View, prototypes: Prototypes | None) -> None:
        calling = kernel.arch.calling
        self._symbols = kernel.symbols
        self._view = view
        self._prototypes = prototypes
        self._read_results = kernel.machine.registers.reader(calling.results)
        self._functions: dict[Pool, Function] = {}
        self._open: dict[Task, list[Call]] = {}
        self._last: Task | None = None

    # -- handlers: hot path ----------------------------------------------------------------------

    def entry_handler(self, instance: KretprobeInstance, registers: Registers) -> int:
        """A probed function has been entered."""
        task = instance.task
        assert task is not None
        calls = self._calls_of(task)
        if calls and calls[-1].number != instance.parent:
            self._close_gone(calls)
        function = self._functions.get(instance.pool) or self._learn(instance.pool)
        call = Call(task, function, instance)
        calls.append(call)
        self._view.entered(call)
        return 0

    def handler(self, instance: KretprobeInstance, registers: Registers) -> None:
        """A probed function returns."""
        task = instance.task
        assert task is not None
        calls = self._calls_of(task)
        if calls and calls[-1].number != instance.call:
            self._close_gone(calls)
        for index in range(len(calls) - 1, -1, -1):
            if calls[index].number == instance.call:
                self._view.returned(calls.pop(index), self._read_results())
                return

    def _calls_of(self, task: Task) -> list[Call]:
        if task is not self._last:
            if self._last is not None and not self._last.alive:
                self._close_ended(self._last)
            self._last = task
        calls = self._open.get(task)
        if calls is None:
            calls = self._open[task] = []
        return calls

    # -- calls that never return -------------------------------------------------------------------

    def finish(self) -> None:
        """Close the calls that will never return. What is left is still inside."""
        for task in list(self._open):
            if task.alive:
                self._close_gone(self._open[task])
            else:
                self._close_ended(task)

    def _close_gone(self, calls: list[Call]) -> None:
        gone = [call for call in calls if call.gone]
        if gone:
            calls[:] = [call for call in calls if not call.gone]
            for call in reversed(gone):
                self._close(call, "unwound")

    def _close_ended(self, task: Task) -> None:
        for call in reversed(self._open.pop(task, [])):
            # Calls may also have been found unwound while the task made calls that were missed.
            noticed = call.instance.pool.fates[Fate.UNWOUND] == call.function.unwound
            self._close(call, _REASONS[task.state] if noticed else "unwound")

    def _close(self, call: Call, reason: AbandonReason) -> None:
        if reason == "unwound":
            call.function.unwound += 1
        self._view.abandoned(call, reason)

    # -- functions -------------------------------------------------------------------------------

    def _learn(self, pool: Pool) -> Function:
        prototype = None
        symbol = self._symbols.at(pool.address)
        if self._prototypes is not None and symbol is not None:
            prototype = self._prototypes.find(symbol.address, self._symbols.aliases(symbol.address))
        function = self._functions[pool] = Function(pool.name, prototype)
        return function


class Values:
    """Makes typed values of what a call's registers held."""

    def __init__(self, bits: int, byte_order: str) -> None:
        self._bits = bits
        self._big_endian = byte_order == "big"

    def arguments(self, prototype: Prototype, words: Sequence[int]) -> list[Argument]:
        """Return the arguments that recorded words hold."""
        arguments = []
        for parameter in prototype.parameters:
            type_, value = parameter.type, None
            if parameter.words is not None:
                first, count = parameter.words
                part = words[first : first + count]
                if len(part) == count:
                    value = type_.value(part[::-1] if self._big_endian else part, self._bits)
            text = None if value is None else type_.text(value)
            arguments.append(Argument(name=parameter.name, type=type_.name, value=value, text=text))
        return arguments

    def result(self, type_: CType | None, words: Sequence[int]) -> Result | None:
        """Return the result that the result registers hold; None if its type is ``void``."""
        if type_ is None:
            return Result(raw=words[0], type=None, value=None, text=None)
        if type_.kind == "void":
            return None
        count = type_.words(self._bits // 8)
        if not type_.readable:
            return Result(raw=None, type=type_.name, value=None, text=None)
        if count > len(words):
            return Result(raw=words[0], type=type_.name, value=None, text=None)
        value = type_.value(words[:count], self._bits)
        return Result(raw=words[0], type=type_.name, value=value, text=type_.text(value))
