"""Saved registers. Room for them is used again: allocating it costs more than saving does."""

from __future__ import annotations

from kretcore_unicorn import engine


class ContextPool:
    """Room for contexts of one engine."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._spare: list[int] = []
        self._closed = False

    def take(self) -> Context:
        """Return room for one context; it comes back by itself."""
        return Context(self, self._spare.pop() if self._spare else engine.allocate_context(self._handle))

    def give(self, handle: int) -> None:
        """Take room back."""
        if self._closed:
            engine.uc_context_free(handle)
        else:
            self._spare.append(handle)

    def close(self) -> None:
        """Free the room that is not in use, and from now on whatever comes back."""
        self._closed = True
        while self._spare:
            engine.uc_context_free(self._spare.pop())


class Context:
    """All registers of a machine at one moment; opaque."""

    __slots__ = ("handle", "pool")

    def __init__(self, pool: ContextPool, handle: int) -> None:
        self.pool, self.handle = pool, handle

    def __del__(self) -> None:
        self.pool.give(self.handle)
