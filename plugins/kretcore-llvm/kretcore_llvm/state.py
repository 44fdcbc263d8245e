"""The state block: everything an execution reads and writes that is not guest memory, in one piece of host memory.

Compiled code gets its address, Python sees the same bytes through memoryviews, so changing from one execution to
another moves nothing. It begins with the engine's own words; the instruction set's registers follow, then the first
level of the translation look-aside buffer, the register window's array, and a taint byte for each word of it all.
"""

from __future__ import annotations

import ctypes
import enum
import mmap
from typing import Final

from kretcore_llvm.builder import Slot
from kretcore_llvm.ops import I64

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

REGISTERS: Final = 128
"""Offset of the first byte that belongs to the instruction set."""
TLB: Final = 8192
TLB_ENTRIES: Final = 256
WINDOW: Final = TLB + 32 * TLB_ENTRIES
"""Offset of the register window's array."""


class Reason(enum.IntEnum):
    """Why compiled code comes back to the host."""

    BUDGET = 1
    """The block at IP has more instructions than the budget."""
    MISS = 2
    """Nothing is compiled for IP."""
    MEMORY = 3
    """The instruction at IP needs a page that is not in the look-aside buffers: INFO is the address, DATA the size,
    and 256 if it writes, and its alignment times 65536."""
    FAULT = 4
    RETRY = 5
    EVENT = 6
    INTERPRET = 7
    """The instruction at IP is for the interpreter."""


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
        size = self.taints + self.taints // 8
        self._mapping = mmap.mmap(-1, -(-size // mmap.PAGESIZE) * mmap.PAGESIZE)
        view = memoryview(self._mapping)
        self.bytes = view
        self.words = view.cast("Q")
        self.halves = view.cast("I")
        self.quarters = view.cast("H")
        self.tlb = self.words[TLB // 8 : WINDOW // 8]
        anchor = ctypes.c_char.from_buffer(self._mapping)
        self.address = ctypes.addressof(anchor)
        del anchor
        self.words[BASE.offset // 8] = WINDOW

    def read(self, slot: Slot, index: int = 0) -> int:
        """Read a slot as a number."""
        at = slot.offset + index * max(1, slot.type.bits // 8)
        if slot.window:
            at += self.words[BASE.offset // 8]
        match slot.type.bits:
            case 64:
                return self.words[at // 8]
            case 32:
                return self.halves[at // 4]
            case 16:
                return self.quarters[at // 2]
            case _:
                return self.bytes[at]

    def write(self, slot: Slot, value: int, index: int = 0) -> None:
        """Write a slot."""
        at = slot.offset + index * max(1, slot.type.bits // 8)
        if slot.window:
            at += self.words[BASE.offset // 8]
        match slot.type.bits:
            case 64:
                self.words[at // 8] = value
            case 32:
                self.halves[at // 4] = value
            case 16:
                self.quarters[at // 2] = value
            case _:
                self.bytes[at] = value

    def close(self) -> None:
        """Give the memory back."""
        for view in (self.tlb, self.words, self.halves, self.quarters, self.bytes):
            view.release()
        self._mapping.close()
