"""The software translation look-aside buffer: how compiled code finds guest memory without asking anybody.

Two direct-mapped levels of entries of four 64-bit words: *read tag*, *write tag*, *addend*, and one that is not used.
A tag is the page's address if guest code may read (write) the page, :data:`NEVER` if not; guest address plus addend is
the host address. Compiled code compares ``address & (-4096 | (align - 1))`` with a tag of the first level: page, right
and alignment in one comparison. :func:`refill` is what it calls when that fails.
"""

from __future__ import annotations

import ctypes
import mmap
from typing import Final

ENTRIES: Final = 256
"""Entries of the first level."""
SECOND_ENTRIES: Final = 1 << 16
ENTRY_SIZE: Final = 32
NEVER: Final = 2048
"""What no masked address can be, up to alignments of 2048. (1 would be what is left of the misaligned address 1.)"""
WRITE: Final = 256
"""Bit of the refill function's last argument that says what the access wants."""

_SECOND_LEVEL: Final = 3
"""Word, among the first level's, with the second level's host address: the unused one of entry 0."""
_NORESERVE: Final = getattr(mmap, "MAP_NORESERVE", 0x4000)
_WORD: Final = 1 << 64


def sparse(size: int) -> mmap.mmap:
    """Map zeroed host memory that is paid for page by page, when touched."""
    return mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _NORESERVE)


def address_of(mapping: mmap.mmap) -> int:
    """Host address of a mapping."""
    return ctypes.addressof(ctypes.c_char.from_buffer(mapping))


class Tlb:
    """Both levels, as Python fills and empties them.

    :param first: the first level's ``4 * ENTRIES`` words.
    """

    def __init__(self, first: memoryview) -> None:
        if len(first) != 4 * ENTRIES:
            raise ValueError(f"{len(first)} words are not {ENTRIES} entries of 4")
        self._mapping = sparse(SECOND_ENTRIES * ENTRY_SIZE)
        self._first = first
        self._second = memoryview(self._mapping).cast("Q")
        self._levels: tuple[tuple[memoryview, int], ...] = ((first, ENTRIES - 1), (self._second, SECOND_ENTRIES - 1))
        # A zeroed entry matches page 0 alone, and that page only looks at entry 0.
        first[:] = memoryview(bytes(ENTRIES * ENTRY_SIZE)).cast("Q")
        for level, _ in self._levels:
            level[0] = level[1] = NEVER
        first[_SECOND_LEVEL] = address_of(self._mapping)

    @property
    def second_level(self) -> int:
        """Host address of the second level."""
        return self._first[_SECOND_LEVEL]

    def fill(self, page: int, host: int, *, readable: bool, writable: bool) -> None:
        """Make an entry for the page at guest address ``page`` and host address ``host``."""
        read, write, addend = page if readable else NEVER, page if writable else NEVER, (host - page) % _WORD
        for level, mask in self._levels:
            at = (page >> 12 & mask) << 2
            level[at] = read
            level[at + 1] = write
            level[at + 2] = addend

    def expect(self, page: int, host: int, *, readable: bool, writable: bool) -> None:
        """Make an entry in the second level alone, for a page that nobody has used yet."""
        level, at = self._second, (page >> 12 & SECOND_ENTRIES - 1) << 2
        level[at] = page if readable else NEVER
        level[at + 1] = page if writable else NEVER
        level[at + 2] = (host - page) % _WORD

    def forget(self, page: int) -> None:
        """Drop the page's entries."""
        self._forget(page, 0)
        self._forget(page, 1)

    def forget_writes(self, page: int) -> None:
        """Let no store to the page be done by compiled code alone."""
        self._forget(page, 1)

    def _forget(self, page: int, tag: int) -> None:
        for level, mask in self._levels:
            at = ((page >> 12 & mask) << 2) + tag
            if level[at] == page:
                level[at] = NEVER

    def close(self) -> None:
        """Match nothing any more, and give the second level back."""
        self._first[:] = memoryview(bytes(ENTRIES * ENTRY_SIZE)).cast("Q")
        self._first[0] = self._first[1] = NEVER
        self._levels = ()
        self._second.release()
        self._mapping.close()


def refill(offset: int) -> str:
    """Return the IR of ``ptr @tlb_refill(ptr %state, i64 %address, i64 %size_and_kind)``.

    It looks in the second level; copies what it finds there to the first and returns the host address, or returns null.
    Its last argument is the alignment the access wants, which is also the mask of its size, plus :data:`WRITE` if it is
    a store. Nothing in it depends on where anything is, so its object code can be kept.

    :param offset: of the first level from the state block's start, in bytes.
    """
    return f"""
define ptr @tlb_refill(ptr %state, i64 %address, i64 %size_and_kind) nounwind {{
  %first = getelementptr i8, ptr %state, i64 {offset}
  %second.at = getelementptr i8, ptr %first, i64 {8 * _SECOND_LEVEL}
  %second = load ptr, ptr %second.at
  %page = lshr i64 %address, 12
  %row = and i64 %page, {SECOND_ENTRIES - 1}
  %entry = getelementptr [4 x i64], ptr %second, i64 %row
  %kind = and i64 %size_and_kind, {WRITE}
  %which = lshr i64 %kind, {(WRITE // 8).bit_length() - 1}
  %tag.at = getelementptr i8, ptr %entry, i64 %which
  %tag = load i64, ptr %tag.at
  %size = and i64 %size_and_kind, {WRITE - 1}
  %low = sub i64 %size, 1
  %mask = or i64 %low, -4096
  %masked = and i64 %address, %mask
  %hit = icmp eq i64 %tag, %masked
  br i1 %hit, label %found, label %missed
found:
  %first.row = and i64 %page, {ENTRIES - 1}
  %to = getelementptr [4 x i64], ptr %first, i64 %first.row
  %tags = load <2 x i64>, ptr %entry, align 8
  store <2 x i64> %tags, ptr %to, align 8
  %addend.at = getelementptr i64, ptr %entry, i64 2
  %addend = load i64, ptr %addend.at
  %addend.to = getelementptr i64, ptr %to, i64 2
  store i64 %addend, ptr %addend.to
  %host = add i64 %address, %addend
  %result = inttoptr i64 %host to ptr
  ret ptr %result
missed:
  ret ptr null
}}
"""
