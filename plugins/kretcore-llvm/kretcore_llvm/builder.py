"""How an instruction set says what its instructions do: once, to a builder, which an execution implements.

A semantic function gets a builder and describes one instruction with typed values (:class:`Value`), state
(:class:`Slot`), guest memory and structured control flow. Run against :class:`kretcore_llvm.python.PythonBuilder` it
becomes the reference interpreter's code; against the builders of :mod:`kretcore_llvm.ir` it becomes compiled code.

Rules for semantic functions:

* what may fault or leave comes before the first change of state: then every fault is precise;
* no Python decision about an operand that an instruction's *encoding* carries as register number or immediate, only
  about what makes it another instruction (size, relation, completer);
* a routine (:func:`routine`) is a function of its arguments, compiled once and called.

**Taint.** A bit that follows values through every operation, kept beside slots that are marked ``tainted``; ia64's NaT
is one. Only a builder with ``careful`` set tracks it: code without it may run only while no slot is tainted.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Final

from kretcore_llvm.doubles import FUNCTIONS
from kretcore_llvm.ops import I1, I8, I16, I32, I64, I128, OPS, Type
from kretcore_llvm.values import Value

__all__ = [
    "CAREFUL",
    "I1",
    "I8",
    "I16",
    "I32",
    "I64",
    "I128",
    "Builder",
    "Local",
    "Operand",
    "OperandSlot",
    "Routine",
    "Slot",
    "Type",
    "Value",
    "routine",
]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the state block.

    :ivar type: what it holds; I1 takes a byte, the others their natural size.
    :ivar offset: bytes from the start of the state block or, if ``window`` is set, of the register window.
    :ivar window: whether it lies in the register window, which calls and returns move.
    :ivar tainted: whether a taint byte belongs to it; only for words of 8 bytes.
    :ivar direct: whether it is one of an array that is indexed, so that no execution may keep a copy of it.
    """

    type: Type
    offset: int
    window: bool = False
    tainted: bool = False
    direct: bool = False

    def at(self, index: int) -> Slot:
        """Return the slot ``index`` places further in an array of such slots."""
        return Slot(
            self.type, self.offset + index * max(1, self.type.bits // 8), self.window, self.tainted, self.direct
        )


@dataclass(frozen=True, slots=True)
class Operand:
    """Stands for a register number or an immediate that is not known while building: code for every instruction of a
    form reads it from the instruction's record.

    :ivar name: the operand's name.
    """

    name: str


@dataclass(frozen=True, slots=True)
class OperandSlot:
    """The slot that an operand's register number selects.

    :ivar kind: the instruction set's name of the register file; it encodes the number as a place.
    :ivar window: whether registers of that file may lie in the register window; their places are even then.
    :ivar beyond: bytes from the register's place to the slot, for registers of several words.
    """

    operand: Operand
    kind: str
    type: Type
    window: bool = False
    beyond: int = 0


class Local(ABC):
    """A variable of the code being built: for what control flow changes."""

    type: Type

    @abstractmethod
    def get(self) -> Value:
        """Its value now."""

    @abstractmethod
    def set(self, value: Value | int) -> None:
        """Change it."""


@dataclass(frozen=True, slots=True, eq=False)
class Routine:
    """A pure function in typed operations: called with values of ``parameters``, it gives values of ``results``.

    :ivar body: gets the builder and one value a parameter, returns one value a result.
    :ivar state: whether it is not pure after all, but may read and write slots that are ``direct``.
    """

    name: str
    parameters: tuple[Type, ...]
    results: tuple[Type, ...]
    body: Callable[..., Sequence[Value]] = field(repr=False)
    state: bool = False


def routine(
    parameters: Sequence[Type], results: Sequence[Type], *, state: bool = False
) -> Callable[[Callable[..., Sequence[Value]]], Routine]:
    """Make a :class:`Routine` of the function it decorates; its name must be unique within an instruction set."""

    def decorate(body: Callable[..., Sequence[Value]]) -> Routine:
        return Routine(body.__name__, tuple(parameters), tuple(results), body, state)

    return decorate


class Builder(ABC):
    """What semantic functions talk to.

    :ivar careful: whether taint is tracked. An instruction set may use it for other rare modes as well: code built
        without it calls :meth:`only_careful` where it cannot go on.
    """

    careful: bool = False

    # ---- values

    def value(self, type_: Type, number: Value | int) -> Value:
        """Return a constant of a type; a value of that type is given back unchanged.

        :raises TypeError: it is a value of another type.
        """
        if isinstance(number, Value):
            if number.type != type_:
                raise TypeError(f"a value of {number.type.bits} bits where {type_.bits} are due")
            return number
        number = int(number) & type_.mask
        return Value(self, type_, self._literal(type_, number), number)

    def op(self, name: str, type_: Type, *arguments: Value) -> Value:
        """Apply an operation of :data:`kretcore_llvm.ops.OPS`; constants are folded."""
        numbers = [argument.const for argument in arguments]
        if None not in numbers:
            first = arguments[0].type
            text = OPS[name].python.format(*numbers, w=first.bits, m=type_.mask, s=1 << (first.bits - 1))
            return self.value(type_, _fold(text))
        same = _identity(name, arguments)
        if same is not None:
            return same
        result = self._emit(name, type_, arguments)
        if self.careful:
            for argument in arguments:
                if argument.taint is not None:
                    result.taint = argument.taint if result.taint is None else result.taint | argument.taint
        return result

    def taint(self, value: Value) -> Value:
        """The taint of a value, as I1."""
        return self.value(I1, 0) if value.taint is None else value.taint

    def with_taint(self, value: Value, taint: Value | None) -> Value:
        """The same value with another taint; only a careful builder keeps it."""
        return Value(self, value.type, value.code, value.const, taint if self.careful else None)

    def immediate(self, number: int | Operand) -> Value:
        """An immediate operand as I64."""
        if isinstance(number, Operand):
            raise TypeError(f"operand {number.name} is not known here")
        return self.value(I64, number)

    @abstractmethod
    def table(self, type_: Type, numbers: tuple[int, ...], index: Value) -> Value:
        """Look up a constant table; the index must be in range."""

    @abstractmethod
    def local(self, value: Value) -> Local:
        """Make a variable with a first value."""

    @abstractmethod
    def call(self, function: Routine, *arguments: Value | int) -> tuple[Value, ...]:
        """Call a routine."""

    # ---- control flow inside an instruction

    @abstractmethod
    def when(self, condition: Value) -> AbstractContextManager[None]:
        """Build what is done only if ``condition`` holds."""

    @abstractmethod
    def otherwise(self) -> AbstractContextManager[None]:
        """Directly behind :meth:`when`: build what is done if its condition did not hold."""

    def rarely(self, condition: Value, body: Callable[[], None]) -> None:
        """Build what is done if ``condition`` holds, which is rare; :meth:`otherwise` may follow.

        Hot code has nothing for rare cases: it leaves for cold code, where the instruction begins anew. So this comes
        before its first change of state.
        """
        with self.when(condition):
            body()

    @abstractmethod
    def loop(self) -> AbstractContextManager[None]:
        """Build what is repeated until :meth:`stop_loop` (innermost loop)."""

    @abstractmethod
    def stop_loop(self, condition: Value) -> None:
        """Leave the innermost loop if ``condition`` holds."""

    # ---- state

    @abstractmethod
    def get(self, slot: Slot | OperandSlot, index: Value | None = None) -> Value:
        """Read a slot, or (``index``, an I64) the slot so many places further."""

    @abstractmethod
    def set(self, slot: Slot | OperandSlot, value: Value | int, index: Value | None = None) -> None:
        """Write a slot; a tainted one gets the value's taint."""

    @abstractmethod
    def gather(self, slot: Slot) -> Value:
        """Read 64 I1 slots, of which ``slot`` is the first, as one I64; bit 0 is the first."""

    @abstractmethod
    def scatter(self, slot: Slot, value: Value, mask: Value) -> None:
        """Write those of 64 I1 slots whose bits are set in ``mask`` from the bits of ``value``."""

    @abstractmethod
    def window(self) -> Value:
        """Where the register window is: its byte offset in the state block, as I64."""

    @abstractmethod
    def move_window(self, words: Value) -> None:
        """Move the register window by so many (signed) words. Only :meth:`goto` may follow."""

    # ---- guest memory

    @abstractmethod
    def load(self, type_: Type, address: Value, align: int | None = None) -> Value:
        """Load from guest memory, little-endian; faults as the memory says.

        :param align: what the address must be a multiple of; None means the size of the type.
        """

    @abstractmethod
    def store(self, address: Value, value: Value, align: int | None = None) -> None:
        """Store to guest memory, little-endian."""

    @abstractmethod
    def try_load(self, type_: Type, address: Value) -> tuple[Value, Value]:
        """Load, or find that a load would fault: the value (0 then), and whether it is good, as I1."""

    @abstractmethod
    def permits(self, address: Value, *, write: bool) -> Value:
        """Whether the byte at an address may be loaded (stored), as I1; faults if nothing is mapped there."""

    # ---- leaving

    @abstractmethod
    def goto(self, target: Value | int) -> None:
        """Go on at another instruction. The current instruction is done, or will be: nothing may follow in its path."""

    @abstractmethod
    def fault(self, code: int) -> None:
        """The instruction faults: nothing of it has happened. ``code`` is the instruction set's own number."""

    @abstractmethod
    def trap(self, code: int) -> None:
        """The instruction is done, and is reported as a fault is; execution would go on behind it."""

    @abstractmethod
    def retry(self, code: int) -> None:
        """Have the instruction set's host function ``code`` run, then do this instruction from its start."""

    @abstractmethod
    def event(self, code: int) -> None:
        """The instruction is done; have the host function ``code`` run, then go on behind it."""

    def fault_if(self, condition: Value, code: int) -> None:
        """:meth:`fault` if the condition holds."""
        if condition.const != 0:
            with self.when(condition):
                self.fault(code)

    def retry_if(self, condition: Value, code: int) -> None:
        """:meth:`retry` if the condition holds."""
        if condition.const != 0:
            with self.when(condition):
                self.retry(code)

    def only_careful(self) -> bool:
        """Whether the instruction must be left to careful execution; if so it has been, and the caller returns."""
        if not self.careful:
            self.retry(CAREFUL)
        return not self.careful

    # ---- an execution's own

    @abstractmethod
    def _literal(self, type_: Type, number: int) -> str: ...

    @abstractmethod
    def _emit(self, name: str, type_: Type, arguments: Sequence[Value]) -> Value: ...


CAREFUL: Final = 0
"""Number of the host function that means: from here on, carefully."""

_FOLDED: dict[str, int] = {}


def _fold(text: str) -> int:
    number = _FOLDED.get(text)
    if number is None:
        number = _FOLDED[text] = int(eval(text, {"__builtins__": {"int": int}, **FUNCTIONS}))
    return number


def _identity(name: str, arguments: Sequence[Value]) -> Value | None:
    """The argument that an operation gives back unchanged, if that can be seen; constants come from immediates."""
    first = arguments[0]
    if name == "select":
        return None if first.const is None else arguments[2 - (first.const & 1)]
    if len(arguments) != 2:
        return None
    second = arguments[1]
    if second.const == 0 and name in {"add", "sub", "or", "xor", "shl", "lshr", "ashr"}:
        return first
    if first.const == 0 and name in {"add", "or", "xor"}:
        return second
    if name == "and":
        if second.const == second.type.mask:
            return first
        if first.const == first.type.mask:
            return second
    return None
