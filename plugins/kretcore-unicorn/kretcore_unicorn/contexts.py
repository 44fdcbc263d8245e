"""Saved registers. Room for them is used again: allocating it costs more than saving does."""

from __future__ import annotations

import ctypes

from kretcore_unicorn import engine


class ContextPool:
    """Room for contexts of one engine."""

    def __init__(self, owner: engine.Engine) -> None:
        self.engine = owner
        self._spare: list[int] = []
        self._closed = False
        self._free = engine.uc_context_free  # still there when the interpreter ends

    def take(self) -> Context:
        """Return room for one context; it comes back by itself."""
        return Context(self, self._spare.pop() if self._spare else engine.allocate_context(self.engine.handle))

    def give(self, handle: int) -> None:
        """Take room back."""
        if self._closed:
            self._free(handle)
        else:
            self._spare.append(handle)

    def close(self) -> None:
        """Free the room that is not in use, and from now on whatever comes back."""
        self._closed = True
        while self._spare:
            self._free(self._spare.pop())

    __del__ = close


class Context:
    """All registers of a machine at one moment; opaque.

    A plugin may read and change its bytes, for registers that the engine's interface leaves out. Their layout is the
    engine's own, so the plugin has to find out on the machine where its register is.
    """

    __slots__ = ("handle", "pool")

    def __init__(self, pool: ContextPool, handle: int) -> None:
        self.pool, self.handle = pool, handle

    def view(self) -> memoryview:
        """Return its bytes, to read and write as long as the context is there."""
        size = engine.context_size(self.pool.engine.handle)
        return memoryview((ctypes.c_char * size).from_address(self.handle)).cast("B")

    def __del__(self) -> None:
        self.pool.give(self.handle)
