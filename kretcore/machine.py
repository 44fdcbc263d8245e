"""What the core asks of a CPU: protocols and plain data, no logic.

A machine is one CPU and its memory. It knows nothing of probes or tasks. Any engine can stand
behind it, or none: a machine in plain Python satisfies the same protocol.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

PAGE_SIZE = 4096
"""Granularity, in bytes, of :meth:`Memory.map` and :meth:`Memory.protect`."""


class Protection(enum.IntFlag):
    """What guest code may do with a page."""

    NONE = 0
    READ = 1
    WRITE = 2
    EXECUTE = 4


class Access(enum.Enum):
    """What a faulting access wanted to do."""

    READ = "read"
    WRITE = "write"
    FETCH = "fetch"


class FaultKind(enum.Enum):
    """Why guest code could not go on."""

    UNMAPPED = "unmapped"
    PROTECTED = "protected"
    ILLEGAL = "illegal"
    MISALIGNED = "misaligned"
    ARITHMETIC = "arithmetic"
    TRAP = "trap"
    """An exception of the CPU that is none of the above; ``detail`` names it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One guest fault.

    :ivar kind: what went wrong.
    :ivar pc: address of the instruction that faulted.
    :ivar address: the data or fetch address concerned, or None (illegal instruction, division).
    :ivar access: what the access wanted, or None.
    :ivar detail: the engine's or the manual's words for it, for people.
    """

    kind: FaultKind
    pc: int
    address: int | None = None
    access: Access | None = None
    detail: str = ""


class StopReason(enum.Enum):
    """Why :meth:`Machine.run` returned."""

    STOPPED = "stopped"
    """:meth:`Machine.stop` was called."""
    BUDGET = "budget"
    """The instruction budget is spent."""
    FAULT = "fault"
    """The guest faulted; :attr:`Stop.fault` says how."""


@dataclass(frozen=True, slots=True)
class Stop:
    """How a run ended.

    :ivar reason: why it ended.
    :ivar pc: the program counter then.
    :ivar fault: what happened, if the reason is a fault.
    :ivar executed: instructions executed, counted as the budget counts them; None without a budget.
    """

    reason: StopReason
    pc: int
    fault: Fault | None = None
    executed: int | None = None


class Memory(Protocol):
    """Guest memory as the host sees it.

    Host accesses ignore page protections, as a debugger's do; an address that is not mapped
    raises :class:`kretcore.errors.MemoryFault`. Mapped pages start zeroed and cost nothing
    until they are touched, so reserving a large range is cheap.
    """

    def map(self, address: int, size: int, protection: Protection) -> None:
        """Map ``size`` bytes at ``address``, both multiples of :data:`PAGE_SIZE`.

        :raises ValueError: misaligned, outside the address space, or overlapping a mapping.
        """

    def protect(self, address: int, size: int, protection: Protection) -> None:
        """Set what guest code may do with mapped pages; cheap enough to do per task.

        :raises MemoryFault: part of the range is not mapped.
        """

    def read(self, address: int, size: int) -> bytes:
        """Return ``size`` bytes."""

    def write(self, address: int, data: bytes) -> None:
        """Store bytes. Translations of old code may survive: use :meth:`write_code` for text."""

    def write_code(self, address: int, data: bytes) -> None:
        """Store bytes *and* make the CPU forget what it translated there, the running block included."""

    def load_word(self, address: int) -> int:
        """Return the machine word at ``address``, unsigned, in the machine's byte order. Hot path."""

    def store_word(self, address: int, value: int) -> None:
        """Store an unsigned machine word. Hot path.

        :raises ValueError: the value does not fit a word.
        """


class Registers(Protocol):
    """Registers by the manual's names, plus ``"pc"`` and ``"sp"``.

    Values are unsigned and exactly as wide as the register. A value that does not fit raises
    ``ValueError`` (it is never masked), an unknown name ``KeyError``. A register that is hard-wired to zero has a width
    of 0 bits.
    """

    def __getitem__(self, name: str) -> int: ...

    def __setitem__(self, name: str, value: int) -> None: ...

    def __contains__(self, name: object) -> bool: ...

    def __iter__(self) -> Iterator[str]: ...

    def __len__(self) -> int: ...

    def width(self, name: str) -> int:
        """Width of a register in bits."""

    def accessor(self, name: str) -> tuple[Callable[[], int], Callable[[int], None]]:
        """Return a bound getter and setter, valid as long as the machine: for hot paths."""

    def reader(self, names: Sequence[str]) -> Callable[[], Sequence[int]]:
        """Return one bound function that reads all of ``names``, in order: for hot paths."""


NOTED_CALL = 4
"""Numbers of a call that an :class:`EntryLog` has noted, before those recorded."""


class EntryLog(Protocol):
    """An optional part of a machine that saves a callback per probed call.

    At a *deferred* breakpoint on a function's first instruction the machine calls nobody: it notes the call, replaces
    the return address by the trampoline's, and goes on with the instruction's copy. What it noted it hands over in
    order, before any other callback and before ``run`` returns, so nobody can tell the difference. It leaves an entry
    to ``on_breakpoint`` when it cannot know what to do: in nested runs, when the quota is used up, or when the return
    address is not in the given text.
    """

    on_entries: Callable[[Sequence[int]], None] | None
    """Gets the noted calls as one flat row of numbers; each call is ``(address, return address, stack pointer,
    backing store, *recorded)``: what ``arch_call_site`` would say there, and the registers and stack words asked
    for."""

    on_return: Callable[[Sequence[int]], None] | None
    """Gets a noted call that came back before anybody was called: ``pc`` is already at its return address. Calls noted
    before it have been handed over, and this one has not."""

    def configure(
        self,
        *,
        trampoline: int,
        text: tuple[int, int],
        return_register: str | None,
        registers: Sequence[str],
        stack_offset: int,
        stack_words: int,
    ) -> int:
        """Say how calls look; return how many numbers a noted call has.

        :param text: where a return address must lie, ``start <= address < end``.
        :param return_register: register of the return address; None if it is the word at the stack pointer.
        :param registers: registers to record.
        :param stack_offset: byte offset, from the stack pointer, of words to record.
        :param stack_words: how many of them.
        """

    def defer(self, address: int, resume: int, quota: int | None) -> None:
        """Defer the breakpoint at ``address``: go on at ``resume``, at most ``quota`` times (None: without limit)."""

    def set_quota(self, address: int, quota: int | None) -> None:
        """Change a deferred breakpoint's quota; nothing happens if it is not deferred."""

    def forget(self, address: int) -> None:
        """Deliver the breakpoint at ``address`` again; nothing happens if it is not deferred."""


class Machine(Protocol):
    """One CPU and its memory.

    It may have an attribute ``entry_log``, an :class:`EntryLog`; the core works the same without.

    **Traps are delivered by callback, inside the run.** ``on_breakpoint(address)`` gets the
    address *of the breakpoint instruction*, whatever program counter the CPU or engine reports;
    ``on_syscall()`` sees the program counter after the instruction. A callback may change registers,
    memory and text, :meth:`restore` another context, call :meth:`stop`, or :meth:`run` again (nested);
    execution goes on with what it left. An exception in a callback ends the run and surfaces from
    :meth:`run` unchanged.

    Deterministic: cycle counters do not show the host's clock, random-number instructions are seeded or fault.
    """

    @property
    def memory(self) -> Memory: ...

    @property
    def registers(self) -> Registers: ...

    on_breakpoint: Callable[[int], None] | None
    on_syscall: Callable[[], None] | None

    def run(self, max_instructions: int | None = None) -> Stop:
        """Run from the current ``pc`` until :meth:`stop`, the budget, or a fault.

        :param max_instructions: exact budget in instructions; every instruction whose execution began
            counts, breakpoints and system calls included, one that could not be fetched not. 0 runs nothing, None
            means no limit. A nested run neither ends nor erases the outer run's budget.

        After a fault ``pc`` is at the instruction that faulted; behind it if a processor reports what was wrong only
        when the instruction is done.
        """

    def stop(self) -> None:
        """End the innermost run when the current callback is done. Outside a run it does nothing."""

    def save(self) -> Any:
        """Return all registers as an opaque context of this machine."""

    def restore(self, context: Any) -> None:
        """Load all registers from a context; also inside a callback."""

    def close(self) -> None:
        """Give back the host's resources; the machine is not usable afterwards. Idempotent."""
