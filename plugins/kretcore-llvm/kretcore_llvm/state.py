"""The state block: everything an execution reads and writes that is not guest memory, in one piece of host memory.

Compiled code gets its address, Python sees the same bytes through memoryviews, so changing from one execution to
another moves nothing. It begins with the engine's own words; the instruction set's registers follow, then the first
level of the translation look-aside buffer, the register window's array, and a taint byte for each word of it all.
"""

from __future__ import annotations

import enum
from typing import Final

from kretcore.machine import PAGE_SIZE
from kretcore_llvm.builder import Slot
from kretcore_llvm.ops import I64
from kretcore_llvm.tlb import ENTRIES, ENTRY_SIZE, address_of, sparse

BASE: Final = Slot(I64, 0)
"""Byte offset, from the start of the block, of the register window."""
BUDGET: Final = Slot(I64, 8)
"""Instructions that compiled code may still begin, as a signed number."""
REASON: Final = Slot(I64, 16)
"""Why compiled code came back: a :class:`Reason` in the low byte, its number above."""
IP: Final = Slot(I64, 24)
"""Where to go on, or the instruction that could not be done."""
INFO: Final = Slot(I64, 32, direct=True)
"""What an instruction set's host function wants to know; or the address of a memory fault, which is written past what
an execution knows of slots."""
DATA: Final = Slot(I64, 40, direct=True)
"""A second such word."""
RECORD: Final = Slot(I64, 48)
"""Host address of the record whose handler came back."""
JUMPS: Final = Slot(I64, 56)
"""Host address of the table of jump targets."""
NOTED: Final = Slot(I64, 64)
"""Host address of where the next call is noted: see :mod:`kretcore_llvm.entries`, whose words follow."""
NOTES: Final = Slot(I64, 72)
"""Where notes begin."""
NOTES_END: Final = Slot(I64, 80)
"""Where they must end; 0 while nothing may be noted."""
TRAMPOLINE: Final = Slot(I64, 88)
TEXT_LOW: Final = Slot(I64, 96)
"""Return addresses lie there or above."""
TEXT_SIZE: Final = Slot(I64, 104)
ON_RETURN: Final = Slot(I64, 112)
"""The Python object to call when the newest noted call returns."""
ON_EVENT: Final = Slot(I64, 120)
"""The Python object to call for an event; IP is its instruction."""

REGISTERS: Final = 128
"""Offset of the first byte that belongs to the instruction set."""
TLB: Final = 8192
"""Offset of the look-aside buffer's first level: see :mod:`kretcore_llvm.tlb`."""
WINDOW: Final = TLB + ENTRY_SIZE * ENTRIES
"""Offset of the register window's array."""


class Reason(enum.IntEnum):
    """Why compiled code comes back to the host."""

    BUDGET = 1
    """The block at IP has more instructions than the budget."""
    MISS = 2
    """Nothing is compiled for IP."""
    MEMORY = 3
    """The instruction at IP needs a page that is not in the look-aside buffers: INFO is the address, DATA the size,
    and :data:`kretcore_llvm.tlb.WRITE` if it writes, and its alignment times 65536."""
    FAULT = 4
    RETRY = 5
    EVENT = 6
    """The host was told, and does not want to go on at once."""
    INTERPRET = 7
    """The instruction at IP is for the interpreter."""
    TRAP = 8


class StateBlock:
    """The block's memory.

    :ivar words, bytes, halves, quarters: its bytes as unsigned numbers of 64, 8, 32 and 16 bits.
    :ivar address: where compiled code finds it.
    :ivar taints: offset of the taint byte of word 0; word ``n`` has the ``n``\\ th behind it.
    :ivar window_words: how many words the register window's array has.
    """

    def __init__(self, window_words: int) -> None:
        self.window_words = window_words
        self.taints = WINDOW + 8 * window_words
        mapping = sparse(self.taints + self.taints // 8 + PAGE_SIZE - 1 & -PAGE_SIZE)
        view = memoryview(mapping)
        self.bytes = view
        self.words = view.cast("Q")
        self.halves = view.cast("I")
        self.quarters = view.cast("H")
        self.tlb = self.words[TLB // 8 : WINDOW // 8]
        self.address = address_of(mapping)
        self._views = {1: (view, 1), 8: (view, 1), 16: (self.quarters, 2), 32: (self.halves, 4), 64: (self.words, 8)}
        self.words[BASE.offset // 8] = WINDOW

    def _find(self, slot: Slot, index: int) -> tuple[memoryview, int]:
        view, size = self._views[slot.type.bits]
        at = slot.offset + index * size
        if slot.window:
            at += self.words[BASE.offset // 8]
        return view, at // size

    def read(self, slot: Slot, index: int = 0) -> int:
        """Read a slot as a number."""
        view, at = self._find(slot, index)
        value: int = view[at]
        return value

    def write(self, slot: Slot, value: int, index: int = 0) -> None:
        """Write a slot."""
        view, at = self._find(slot, index)
        view[at] = value
