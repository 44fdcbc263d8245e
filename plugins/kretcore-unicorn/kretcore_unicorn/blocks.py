"""Precise fetch faults.

The engine translates a block as a whole, so a block that runs into a page that may not be fetched faults before its
*first* instruction. This makes such a block end before each of its last instructions, so that the ones that can be
executed are, and the fault comes at the one that cannot.
"""

from __future__ import annotations

from typing import Final

from unicorn import unicorn_const as uc

from kretcore.machine import PAGE_SIZE
from kretcore_unicorn import engine, shim
from kretcore_unicorn.memory import UnicornMemory

_LONGEST: Final = 15  # bytes of an instruction: Intel SDM volume 2, 2.3.11; no other CPU's is longer


class BlockCutter:
    """Keeps exits, addresses at which a block ends and the engine leaves, in front of a page that cannot be fetched.

    :ivar active: there are exits.
    """

    def __init__(self, owner: engine.Engine, memory: UnicornMemory, words: memoryview) -> None:
        self._engine, self._memory, self._words = owner, memory, words
        self._page = 0
        self._first = 0
        self.active = False

    def cut(self, error: int) -> bool:
        """After a run that ended in ``error``: True if it is worth entering again at the same pc."""
        words = self._words
        pc, page = words[shim.FRAME], words[shim.PAGE]
        if error != uc.UC_ERR_EXCEPTION or words[shim.ACCESS] != uc.UC_MEM_FETCH or pc >= page:
            return False
        if self.active and (self._page, self._first) == (page, pc + 1):
            return False  # a block of one instruction: this is the one
        self._place(page, pc)
        return True

    def passed(self) -> bool:
        """After a run that ended without an error: True if it was at an exit, which is out of the way now."""
        pc = self._words[shim.FRAME]
        if not self.active or not self._first <= pc <= self._page:
            return False
        self._place(self._page, pc)
        return True

    def finish(self) -> None:
        """Remove the exits and the blocks that end at them."""
        engine.set_exits(self._engine.handle, ())
        self.active = False
        for page in (self._page - PAGE_SIZE, self._page):
            if self._memory.mapped(page):
                self._memory.forget_code(page, PAGE_SIZE)

    def _place(self, page: int, pc: int) -> None:
        self._page, self._first = page, max(pc + 1, page - _LONGEST + 1)
        self.active = True
        engine.set_exits(self._engine.handle, range(self._first, page + 1))
