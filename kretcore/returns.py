"""What people use: handlers for returns and entries of functions named by patterns."""

from __future__ import annotations

import errno
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from kretcore.arch import ArchDescription
from kretcore.arguments import Recorder
from kretcore.deny import in_words
from kretcore.errors import RegistrationError, UsageError
from kretcore.instances import KretprobeInstance
from kretcore.machine import Machine, Registers
from kretcore.symbols import SymbolTable
from kretcore.tasks import Scheduler, Task

P = TypeVar("P")


class Values:
    """Reads calls of one kernel: arguments, results, callers."""

    def __init__(
        self,
        machine: Machine,
        description: ArchDescription,
        symbols: SymbolTable,
        scheduler: Scheduler,
        call_site: Callable[[Machine], tuple[int, int, int]],
        is_guest_text: Callable[[int], object],
        is_trampoline: Callable[[int], bool],
    ) -> None:
        self._machine = machine
        self._symbols = symbols
        self._call_site = call_site
        self._is_guest_text = is_guest_text
        self._is_trampoline = is_trampoline
        self.scheduler = scheduler
        self.bits = description.bits
        self.get_result, self.set_result = machine.registers.accessor(description.calling.results[0])

    def signed(self, value: int) -> int:
        """Read an unsigned word as a signed one."""
        return value - (1 << self.bits) if value >> (self.bits - 1) else value

    def caller(self, return_address: int) -> str | None:
        """Name the function a return address lies in; None if it is not the guest's."""
        call = return_address - 1  # the call itself: it may be its function's last instruction
        if self._is_guest_text(call) is None:
            return None
        symbol = self._symbols.at(call)
        return symbol.name if symbol else None

    def return_address(self) -> int:
        """Return the current call's real return address; at a function's first instruction."""
        found, stack, backing_store = self._call_site(self._machine)
        if not self._is_trampoline(found):
            return found
        task = self.scheduler.current
        for instance in reversed(task.instances if task else ()):
            if instance.stack == stack and instance.backing_store == backing_store:
                return instance.return_address
        return found


@dataclass(frozen=True)
class FrozenReturn:
    """A copy of a :class:`Return` to keep. The fields are those of the original."""

    function: str
    value: int
    signed: int
    caller: str | None
    task: Task
    call: int
    parent: int
    depth: int
    return_address: int
    arguments: tuple[int, ...]

    def argument(self, n: int) -> int:
        """Return argument ``n`` (from 0) as recorded at entry."""
        return _argument(self.arguments, n)


def _argument(recorded: Sequence[int] | None, n: int) -> int:
    if recorded is None or not 0 <= n < len(recorded):
        raise IndexError(
            f"argument {n} was not recorded ({len(recorded or ())} were): register with arguments={max(n, 0) + 1}"
        )
    return recorded[n]


class Return:
    """One return of a probed function. Valid during the handler; :meth:`freeze` gives a copy to keep."""

    __slots__ = ("_get_result", "_instance", "_values")

    def __init__(self, instance: KretprobeInstance, values: Values) -> None:
        self._instance = instance
        self._values = values
        self._get_result = values.get_result

    @property
    def function(self) -> str:
        """The function that returns."""
        return self._instance.pool.name

    @property
    def value(self) -> int:
        """The raw result register, unsigned. Assigning to it changes what the caller gets."""
        if self._instance.task is None:
            self._require_valid()
        return self._get_result()

    @value.setter
    def value(self, value: int) -> None:
        self._require_valid()
        self._values.set_result(value % (1 << self._values.bits))

    @property
    def signed(self) -> int:
        """The raw result register as a signed number."""
        return self._values.signed(self.value)

    @property
    def caller(self) -> str | None:
        """The function it returns to; None if the host called it, or no symbol is known there."""
        return self._values.caller(self._instance.return_address)

    @property
    def return_address(self) -> int:
        """Where it returns to; never the trampoline."""
        return self._instance.return_address

    @property
    def task(self) -> Task:
        """The task that made the call."""
        self._require_valid()
        assert self._instance.task is not None
        return self._instance.task

    @property
    def call(self) -> int:
        """Number of this call, unique in the kernel and rising in the order of entries."""
        return self._instance.call

    @property
    def parent(self) -> int:
        """Number of the innermost probed call around it, 0 if there is none."""
        return self._instance.parent

    @property
    def depth(self) -> int:
        """How many probed calls are around it: 0 for the outermost."""
        return self._instance.depth

    def argument(self, n: int) -> int:
        """Return argument ``n`` (from 0) as it was at entry, as a raw unsigned word.

        :raises IndexError: fewer were recorded; the message says which option records more.
        """
        return _argument(self._instance.arguments, n)

    def freeze(self) -> FrozenReturn:
        """Return a copy that stays valid."""
        return FrozenReturn(
            self.function,
            self.value,
            self.signed,
            self.caller,
            self.task,
            self.call,
            self.parent,
            self.depth,
            self.return_address,
            tuple(self._instance.arguments or ()),
        )

    def _require_valid(self) -> None:
        if self._instance.task is None:
            raise UsageError("a Return is valid during its handler only: keep ret.freeze() instead")

    def __repr__(self) -> str:
        return f"<Return {self.function} call {self.call}>"


class Entry:
    """One entry of a probed function, as ``on_entry`` handlers get it. Valid during the handler."""

    __slots__ = ("_record", "_values", "function")

    def __init__(self, function: str, values: Values, recorder: Recorder) -> None:
        self.function = function
        self._values = values
        self._record = recorder.read

    @property
    def caller(self) -> str | None:
        """The function that calls it; None if the host did, or no symbol is known there."""
        return self._values.caller(self._values.return_address())

    @property
    def return_address(self) -> int:
        """Where it will return to; never the trampoline."""
        return self._values.return_address()

    @property
    def task(self) -> Task:
        """The task that makes the call."""
        task = self._values.scheduler.current
        if task is None:
            raise UsageError("an Entry is valid during its handler only")
        return task

    def argument(self, n: int) -> int:
        """Return argument ``n`` (from 0), as a raw unsigned word."""
        return _argument(self._record(), n)

    def __repr__(self) -> str:
        return f"<Entry {self.function}>"


def return_handler(
    user: Callable[[Return], object], values: Values
) -> Callable[[KretprobeInstance, Registers], object]:
    """Wrap a handler of returns for the kretprobe that will call it. Hot path: the view is made once per instance."""

    def handler(instance: KretprobeInstance, registers: Registers) -> None:
        view = instance.view
        if view is None:
            view = instance.view = Return(instance, values)
        user(view)

    return handler


class ProbeHandle(Generic[P]):
    """What the ``on_return`` and ``on_entry`` decorators leave: callable like the handler it wraps.

    :ivar probes: the kretprobes (or kprobes) that were registered.
    :ivar skipped: name and reason of functions that matched but were left alone.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        probes: tuple[P, ...],
        skipped: tuple[tuple[str, str], ...],
        unregister: Callable[[P], None],
    ) -> None:
        self.function = function
        self.probes = probes
        self.skipped = skipped
        self._unregister = unregister

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Call the handler itself."""
        return self.function(*arguments, **options)

    def unregister(self) -> None:
        """Unregister every probe; calls under way return as usual. Twice does nothing more."""
        for probe in self.probes:
            self._unregister(probe)

    def __repr__(self) -> str:
        return f"<ProbeHandle {getattr(self.function, '__name__', self.function)!s}: {len(self.probes)} probes>"


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Keep the garbage collector from looking, again and again, through 100,000 probes that are there to stay."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def register_selected(
    chosen: Sequence[P],
    names: Sequence[str],
    register: Callable[[P], object],
    unregister: Callable[[P], None],
    exact: bool,
) -> tuple[tuple[P, ...], tuple[tuple[str, str], ...]]:
    """Register what a pattern chose; return the probes and what was refused.

    A refusal of a function named exactly is raised, after the others were taken back; one of a glob's functions is
    left out.
    """
    done: list[P] = []
    refused: list[tuple[str, str]] = []
    with _collection_paused():
        for probe, name in zip(chosen, names, strict=True):
            try:
                register(probe)
            except RegistrationError as error:
                if exact or error.errno == errno.ENOMEM:
                    for earlier in done:
                        unregister(earlier)
                    raise
                refused.append((name, error.reason))
            else:
                done.append(probe)
    if not done:
        why = in_words(refused)
        raise RegistrationError(errno.EINVAL, f"none of the functions that match can be probed: {why}")
    return tuple(done), tuple(refused)
