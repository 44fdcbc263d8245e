"""What the engine asks of an instruction set.

Everything else about it - its registers, tables, manual - is its own. The engine names instructions by address; an
address may carry a slot number in its low bits, as long as :attr:`InstructionSet.granule` bytes hold all slots.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, Protocol

from kretcore.machine import FaultKind
from kretcore_llvm.builder import Builder, Operand, OperandSlot, Slot, Value
from kretcore_llvm.state import StateBlock


class Instruction(Protocol):
    """A decoded instruction, as the engine sees it."""

    @property
    def address(self) -> int: ...

    @property
    def next(self) -> int:
        """Address of the instruction behind it."""


@cache
def digest(package: Path) -> str:
    """A digest of a package's sources: what is made from them may be kept as long as it is the same."""
    made = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        made.update(path.read_bytes())
    return made.hexdigest()


class UndecodableError(Exception):
    """Bytes that are no instruction; the message says why."""


class Trap(Exception):
    """Raised by the host's part of an event: the instruction faults after all."""

    def __init__(self, kind: FaultKind, detail: str) -> None:
        super().__init__(detail)
        self.kind, self.detail = kind, detail


class Calls(ABC):
    """How calls look to a function, in typed operations: what an entry log wants to know.

    The return address is in a register.

    :ivar return_register: its name, as the machine's host says it.
    :ivar return_slot: and its slot.
    """

    return_register: str
    return_slot: Slot

    @abstractmethod
    def is_breakpoint(self, instruction: Any) -> bool:
        """Whether an instruction is a breakpoint that is always hit: a program may overwrite one."""

    @abstractmethod
    def entered(self, builder: Builder, arguments: Sequence[str]) -> tuple[Value, Value, Sequence[Value]]:
        """At a function's first instruction: the stack pointer, the backing store (0 without one), and what the host
        sees in the registers named.

        :raises ValueError: a register that is no argument.
        """

    @abstractmethod
    def returned(self, builder: Builder) -> tuple[Value, Value]:
        """Behind a return: the first two of the function that has returned."""


class InstructionSet(ABC):
    """An instruction set.

    :ivar name: for messages and the cache of compiled code.
    :ivar granule: bytes of a unit of text that is decoded at once; a power of two.
    :ivar byte_order: of guest memory.
    :ivar qualifier: the slot of the register that decides whether an instruction is executed, in handlers' records.
    :ivar window_words: how many words the register window's array has (0: there are no windows).
    :ivar calls: makes an entry log possible.
    :ivar version: changes whenever semantic functions do, as a :func:`digest`: compiled handlers are cached under it.
    """

    name: str
    granule: int
    byte_order: Literal["little", "big"]
    qualifier: OperandSlot
    window_words: int
    version: str
    calls: Calls | None = None

    @abstractmethod
    def decode(self, text: bytes, address: int) -> Sequence[Instruction]:
        """Return the instructions of the granule at ``address``, in order.

        :raises UndecodableError: there is none.
        """

    @abstractmethod
    def build(self, builder: Builder, instruction: Any) -> None:
        """Run an instruction's semantic function, qualifying predicate included."""

    def check(self, instructions: Sequence[Any]) -> Any:
        """Return an instruction that checks once what a straight line of instructions relies on, or None.

        It is executed first, by code that is not careful, has the first instruction's address, and is not counted.
        """
        return None

    @abstractmethod
    def ends_block(self, instruction: Any) -> bool:
        """Whether it may go on elsewhere than at its next instruction, or leave to the host on purpose."""

    @abstractmethod
    def targets(self, instruction: Any) -> Iterable[int]:
        """Addresses it may go to inside its function, its next instruction included, for one that ends a block.

        Calls name only what follows if they may not be taken; a return names nothing.
        """

    def returns_to(self, instruction: Any) -> int | None:
        """Where a call comes back to, and None if it is not one.

        Then what a function does behind a call is compiled together with the rest of it.
        """
        return None

    @abstractmethod
    def is_nop(self, instruction: Any) -> bool:
        """Whether it does nothing."""

    # ---- code that serves every instruction of a form

    @abstractmethod
    def forms(self) -> Iterable[str]:
        """Every form that handlers are made for: one text for all instructions with the same meaning."""

    @abstractmethod
    def form(self, instruction: Any) -> str | None:
        """The form of an instruction, and None if it has none."""

    @abstractmethod
    def build_form(self, builder: Builder, form: str, address: Value) -> None:
        """Run a form's semantic function with operands that are :class:`~kretcore_llvm.builder.Operand`.

        :param address: the instruction's address, as a value.
        """

    @abstractmethod
    def predicate(self, instruction: Any) -> tuple[str, int] | None:
        """Kind and number of the register that decides whether the instruction's form is executed, None if always."""

    @abstractmethod
    def operand(self, instruction: Any, operand: Operand) -> int:
        """The number that an operand stands for in an instruction."""

    @abstractmethod
    def place(self, kind: str, number: int) -> tuple[int, bool]:
        """Byte offset of a register of a kind, and whether it is in the register window."""

    # ---- what the host does

    @abstractmethod
    def host(self, code: int, engine: Any, instruction: Any) -> None:
        """Do what a ``retry`` or ``event`` asked for.

        :raises kretcore_llvm.memory.GuestFault, Trap: it cannot be done.
        """

    @abstractmethod
    def fault(self, code: int) -> tuple[FaultKind, str]:
        """Say what kind of fault a semantic function's number is, and the manual's words for it."""

    def text(self, instruction: Any) -> str:
        """Disassemble an instruction, for messages."""
        return str(instruction)

    def whence(self, state: StateBlock) -> str:
        """What the state tells about where execution came from, for messages when there is no instruction to go on."""
        return ""

    def careful(self, state: StateBlock) -> bool:
        """Whether the state needs careful execution: a taint is set, or another rare mode is on."""
        return False

    def live(self, state: StateBlock) -> tuple[int, int]:
        """Which bytes of the register window's array a context has to have: from, to."""
        return 0, 0
