"""Reading a call's integer arguments at a function's first instruction, by the calling convention."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kretcore.arch import ArchDescription
from kretcore.errors import MemoryFault
from kretcore.machine import Machine

STACK_ARGUMENTS = 6
"""How many argument words are recorded where all arguments are on the stack."""


@dataclass(frozen=True, slots=True)
class Recorder:
    """How to record the first arguments of a call.

    :ivar registers: the registers to read.
    :ivar stack_offset: byte offset, from the stack pointer, of the words that follow.
    :ivar stack_words: how many of them.
    :ivar read: reads all of it; hot path.
    """

    registers: tuple[str, ...]
    stack_offset: int
    stack_words: int
    read: Callable[[], Sequence[int]]

    @property
    def count(self) -> int:
        """How many arguments are recorded."""
        return len(self.registers) + self.stack_words


class Arguments:
    """Makes recorders for one machine."""

    def __init__(self, machine: Machine, description: ArchDescription) -> None:
        self._machine = machine
        self._calling = description.calling
        self._word = description.word_bytes
        self._byte_order = description.byte_order
        self._get_sp, _ = machine.registers.accessor("sp")

    def recorder(self, count: int | None = None) -> Recorder:
        """Return a recorder of ``count`` arguments (default: those in registers, or six words on the stack)."""
        if count is None:
            count = len(self._calling.arguments) or STACK_ARGUMENTS
        registers = self._calling.arguments[:count]
        words = count - len(registers)
        read_registers = self._machine.registers.reader(registers)

        def read() -> Sequence[int]:
            return [*(read_registers() if registers else ()), *self._stack_words(words)]

        return Recorder(registers, self._calling.stack_arguments, words, read if words else read_registers)

    def _stack_words(self, count: int) -> list[int]:
        word, order = self._word, self._byte_order
        start = self._get_sp() + self._calling.stack_arguments
        try:
            data = self._machine.memory.read(start, count * word)
        except MemoryFault:
            return []  # the stack ends before that many words: the function has fewer arguments
        return [int.from_bytes(data[at : at + word], order) for at in range(0, len(data), word)]
