"""The entry log: probed functions are entered natively and told to Python later.

See :class:`kretcore.machine.EntryLog`. The shim looks a breakpoint's address up in a hash table of rows (address,
resume, quota), notes the call in a buffer, and continues; both live in host memory that this module fills and empties.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Sequence
from typing import Final

from kretcore.machine import NOTED_CALL
from kretcore_unicorn import shim
from kretcore_unicorn.config import EngineConfig
from kretcore_unicorn.memory import UnicornMemory, address_of, sparse

_ROW: Final = 3
_FREE: Final = 0
_REMOVED: Final = (1 << 64) - 1
"""No instruction is at these addresses: one is the null page's, the other does not fit a breakpoint."""
_NO_LIMIT: Final = (1 << 64) - 1
_NO_REGISTER: Final = (1 << 64) - 1
_NOTES: Final = 4096
"""How many calls the buffer holds at least; when it is full, a breakpoint is delivered and so empties it."""


class UnicornEntryLog:
    """The entry log of one machine."""

    def __init__(self, config: EngineConfig, memory: UnicornMemory, words: memoryview, frame: Sequence[str]) -> None:
        self._config = config
        self._words = words
        self._frame = list(frame)
        self.on_entries: Callable[[Sequence[int]], None] | None = None
        self._width = NOTED_CALL
        self._notes_memory = sparse(_NOTES * 8 * (NOTED_CALL + shim.RECORDED_MAX))
        self._notes = memoryview(self._notes_memory).cast("Q")
        self._came_back = words[shim.CAME_BACK : shim.CAME_BACK + NOTED_CALL + shim.RECORDED_MAX]
        self._table_memory: mmap.mmap
        self._table: memoryview
        self._used = 0
        """Rows of the table that are not free."""
        self._places: dict[int, int] = {}
        """Deferred address to its row's first word."""
        self._on_return: Callable[[Sequence[int]], None] | None = None
        self._callbacks: tuple[Callable[[], None], ...] = ()
        words[shim.NOTES] = address_of(self._notes_memory)
        words[shim.PHYSICAL] = address_of(memory.physical)
        self._make_table(64)
        self.on_return = None

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

        :raises ValueError: a register that is not in the trap frame, or too much to record.
        """
        words = self._words
        if len(registers) + stack_words > shim.RECORDED_MAX:
            raise ValueError(f"a noted call records at most {shim.RECORDED_MAX} numbers")
        words[shim.RETURN_INDEX] = _NO_REGISTER if return_register is None else self._frame.index(return_register)
        for position, name in enumerate(registers):
            words[shim.RECORDED + position] = self._frame.index(name)
        words[shim.REGISTERS], words[shim.STACK_OFFSET], words[shim.STACK_WORDS] = (
            len(registers),
            stack_offset,
            stack_words,
        )
        words[shim.TRAMPOLINE] = trampoline
        words[shim.TEXT_LOW], words[shim.TEXT_SIZE] = text[0], text[1] - text[0]
        words[shim.WORD_BYTES] = self._config.bits // 8
        words[shim.SWAP] = self._config.byte_order == "big"
        self._width = words[shim.WIDTH] = NOTED_CALL + len(registers) + stack_words
        words[shim.NOTES_LIMIT] = _NOTES * self._width
        self.on_return = self._on_return
        return self._width

    @property
    def on_return(self) -> Callable[[Sequence[int]], None] | None:
        """Gets a noted call that came back before anybody was called."""
        return self._on_return

    @on_return.setter
    def on_return(self, callback: Callable[[Sequence[int]], None] | None) -> None:
        self._on_return = callback
        read = self._came_back[: self._width].tolist

        def returned() -> None:
            if callback is not None:
                callback(read())

        self._callbacks = self.hand_over, returned
        self._words[shim.ON_ENTRIES], self._words[shim.ON_RETURN] = map(id, self._callbacks)

    def defer(self, address: int, resume: int, quota: int | None) -> None:
        """Defer the breakpoint at ``address``."""
        place = self._places.get(address)
        if place is None:
            if 2 * (self._used + 1) > len(self._table) // _ROW:
                self._make_table(4 * (len(self._places) + 1))
            place = self._insert(address)
        self._table[place + 1] = resume
        self._table[place + 2] = _NO_LIMIT if quota is None else quota

    def set_quota(self, address: int, quota: int | None) -> None:
        """Change a deferred breakpoint's quota."""
        place = self._places.get(address)
        if place is not None:
            self._table[place + 2] = _NO_LIMIT if quota is None else quota

    def forget(self, address: int) -> None:
        """Deliver the breakpoint at ``address`` again."""
        place = self._places.pop(address, None)
        if place is not None:
            self._table[place] = _REMOVED

    def hand_over(self) -> None:
        """Give what was noted to ``on_entries``; the shim calls this before any other callback."""
        words = self._words
        count = words[shim.NOTED]
        words[shim.NOTED] = 0
        if self.on_entries is not None:
            self.on_entries(self._notes[:count].tolist())

    def close(self) -> None:
        """Give back the host's memory."""
        self._table.release()
        self._notes.release()

    def _make_table(self, rows: int) -> None:
        """Make a table of at least ``rows`` rows, a power of two, and move the rows there."""
        old = [(address, *self._table[place + 1 : place + _ROW].tolist()) for address, place in self._places.items()]
        capacity = 1 << max(6, (rows - 1).bit_length())
        self._table_memory = sparse(capacity * _ROW * 8)
        self._table = memoryview(self._table_memory).cast("Q")
        self._words[shim.TABLE], self._words[shim.TABLE_MASK] = address_of(self._table_memory), capacity - 1
        self._places.clear()
        self._used = 0
        for address, resume, quota in old:
            place = self._insert(address)
            self._table[place + 1], self._table[place + 2] = resume, quota

    def _insert(self, address: int) -> int:
        mask = self._words[shim.TABLE_MASK]
        row = (address * shim.HASH & _NO_LIMIT) >> 32 & mask
        while self._table[row * _ROW] not in (_FREE, _REMOVED):
            row = row + 1 & mask
        place = row * _ROW
        if self._table[place] == _FREE:
            self._used += 1
        self._table[place] = address
        self._places[address] = place
        return place
