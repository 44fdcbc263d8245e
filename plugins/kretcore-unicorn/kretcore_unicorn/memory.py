"""Guest memory: one sparse host mapping, a table of regions, and a permission byte a page.

The engine sees the host mapping as its physical memory, once, from address 0; the guest's addresses are translated by
the shim from the tables kept here. So mapping is a row in a table, protecting is filling bytes, and untouched pages
cost nothing on either side.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import gc
import itertools
import mmap
import operator
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Final, Literal

from unicorn import unicorn_const as uc

from kretcore.errors import MachineError, MemoryFault
from kretcore.machine import PAGE_SIZE, Protection
from kretcore_unicorn import engine, shim

_PAGE_SHIFT: Final = PAGE_SIZE.bit_length() - 1
_NORESERVE: Final = getattr(mmap, "MAP_NORESERVE", 0x4000)
_ROW: Final = struct.Struct("=QQQ")
_SIZES: Final = {32: (1 << 32,), 64: (1 << 38, 1 << 36, 1 << 34, 1 << 32)}
"""Sizes of physical memory to try: 256 GiB cost as little as one, unless the host limits address space."""


_EXECUTE: Final = int(Protection.EXECUTE)


def sparse(size: int) -> mmap.mmap:
    """Map zeroed host memory that is paid for page by page, when touched."""
    return mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _NORESERVE)


def address_of(mapping: mmap.mmap) -> int:
    """Host address of a mapping."""
    return ctypes.addressof(ctypes.c_char.from_buffer(mapping))


class UnicornMemory:
    """The :class:`kretcore.machine.Memory` of a machine.

    :ivar physical: the guest's physical memory.
    :ivar permissions: one :class:`~kretcore.machine.Protection` byte a physical page.
    :ivar on_code: told address and size of text that :meth:`write_code` has written, before it can run; or None.
    """

    def __init__(self, bits: Literal[32, 64], byte_order: Literal["little", "big"]) -> None:
        self.physical = self._reserve(_SIZES[bits])
        self.on_code: Callable[[int, int], None] | None = None
        self.permissions = sparse(len(self.physical) >> _PAGE_SHIFT)
        self._rows = sparse(PAGE_SIZE)
        self._limit = 1 << bits
        self._bits = bits
        self._next = 0  # physical address of the next region
        self._ends: list[int] = []
        self._starts: list[int] = []
        self._deltas: list[int] = []  # guest address - physical address
        self._text: set[int] = set()  # starts of the regions that were executable at some time
        # The region of the last word access: its start, the highest address of a word in it, its end and its delta.
        self._low, self._high, self._end, self._delta = 1, 0, 0, 0
        self._word = struct.Struct(("<" if byte_order == "little" else ">") + ("I" if bits == 32 else "Q"))
        self._unpack, self._pack, self._size = self._word.unpack_from, self._word.pack_into, self._word.size

    def attach(self, owner: engine.Engine, words: memoryview) -> None:
        """Become the memory of an engine, which must be new, through the state block that its shim reads."""
        self._engine, self._words, handle = owner, words, owner.handle
        engine.control(handle, uc.UC_CTL_TLB_TYPE, uc.UC_TLB_VIRTUAL)
        host = address_of(self.physical)
        engine.check(engine.uc_mem_map_ptr(handle, 0, len(self.physical), uc.UC_PROT_ALL, host), "map guest memory")
        words[shim.PERMISSIONS] = address_of(self.permissions)
        self._publish_rows()

    @staticmethod
    def _reserve(sizes: tuple[int, ...]) -> mmap.mmap:
        for size in sizes:
            try:
                return sparse(size)
            except OSError:
                gc.collect()  # machines that nobody closed hold address space until they are collected
            with contextlib.suppress(OSError):
                return sparse(size)
        raise MachineError("the host grants no address space for guest memory")

    def map(self, address: int, size: int, protection: Protection) -> None:
        """Map zeroed pages; the cost does not depend on ``size``, but for a byte a page if ``protection`` is not NONE.

        :raises ValueError: misaligned, outside the address space, or overlapping a mapping.
        :raises MachineError: physical memory is used up.
        """
        if address % PAGE_SIZE or size % PAGE_SIZE:
            raise ValueError(f"{address:#x}, {size:#x} bytes: not multiples of {PAGE_SIZE}")
        end = address + size
        if size <= 0 or address < 0 or end > self._limit:
            raise ValueError(f"{address:#x}, {size:#x} bytes: outside the address space")
        index = bisect_right(self._ends, address)
        if index < len(self._ends) and self._starts[index] < end:
            raise ValueError(f"{address:#x}..{end:#x} overlaps the mapping at {self._starts[index]:#x}")
        if self._next + size > len(self.physical):
            raise MachineError(f"{size:#x} bytes of guest memory are more than the {len(self.physical):#x} there are")
        delta = address - self._next
        self._next += size
        self._starts.insert(index, address)
        self._ends.insert(index, end)
        self._deltas.insert(index, delta)
        self._insert_row(index, _ROW.pack(address, end - 1, delta % (1 << 64)))
        if protection:  # a reserved range must not touch its permission bytes
            self._permit(address - delta, size, protection)
        if protection & Protection.EXECUTE:
            self._text.add(address)

    def _insert_row(self, index: int, row: bytes) -> None:
        used, at = (len(self._starts) - 1) * _ROW.size, index * _ROW.size
        if used + _ROW.size > len(self._rows):
            grown = sparse(2 * len(self._rows))
            grown[:used] = self._rows[:used]
            self._rows = grown
        self._rows.move(at + _ROW.size, at, used - at)
        self._rows[at : at + _ROW.size] = row
        self._publish_rows()

    def _publish_rows(self) -> None:
        self._words[shim.REGIONS] = address_of(self._rows)
        self._words[shim.REGION_COUNT] = len(self._starts)

    def _permit(self, physical: int, size: int, protection: Protection) -> None:
        first, pages = physical >> _PAGE_SHIFT, size >> _PAGE_SHIFT
        self.permissions[first : first + pages] = bytes([protection]) * pages

    def protect(self, address: int, size: int, protection: Protection) -> None:
        """Set what guest code may do with mapped pages; some microseconds.

        :raises ValueError: misaligned, or an empty range.
        :raises MemoryFault: part of the range is not mapped.
        """
        if address % PAGE_SIZE or size % PAGE_SIZE or size <= 0:
            raise ValueError(f"{address:#x}, {size:#x} bytes: not multiples of {PAGE_SIZE}")
        pieces = list(self._pieces(address, size))
        taken = 0
        for physical, length in pieces:
            first, pages = physical >> _PAGE_SHIFT, length >> _PAGE_SHIFT
            taken |= self._rights(first, pages) & ~protection
        if taken & Protection.EXECUTE:
            self.forget_code(address, size)
        for physical, length in pieces:
            self._permit(physical, length, protection)
        if protection & Protection.EXECUTE:
            at = address
            while at < address + size:
                index = bisect_right(self._ends, at)
                self._text.add(self._starts[index])
                at = self._ends[index]
        if taken:
            engine.control(self._engine.handle, uc.UC_CTL_TLB_FLUSH)

    def _rights(self, first: int, pages: int) -> int:
        return functools.reduce(operator.or_, set(self.permissions[first : first + pages]))

    def mapped(self, address: int) -> bool:
        """Whether the byte at ``address`` is mapped, with whatever protection."""
        index = bisect_right(self._ends, address)
        return index < len(self._ends) and self._starts[index] <= address

    def _pieces(self, address: int, size: int) -> Iterator[tuple[int, int]]:
        """Physical address and length of each part of a guest range.

        :raises MemoryFault: part of it is not mapped.
        """
        at, end = address, address + size
        index = bisect_right(self._ends, at)
        while at < end:
            if index == len(self._ends) or self._starts[index] > at:
                raise MemoryFault(address, size)
            upto = min(end, self._ends[index])
            yield at - self._deltas[index], upto - at
            at, index = upto, index + 1

    def read(self, address: int, size: int) -> bytes:
        """Return ``size`` bytes.

        :raises MemoryFault: part of the range is not mapped.
        """
        if size < 0:
            raise ValueError(f"cannot read {size} bytes")
        if (self._low <= address and address + size <= self._end) or self._find(address, size):
            return self.physical[address - self._delta : address - self._delta + size]
        return b"".join([self.physical[at : at + length] for at, length in self._pieces(address, size)])

    def write(self, address: int, data: bytes) -> None:
        """Store bytes; nothing is stored unless all can be.

        :raises MemoryFault: part of the range is not mapped.
        """
        if (self._low <= address and address + len(data) <= self._end) or self._find(address, len(data)):
            self.physical[address - self._delta : address - self._delta + len(data)] = data
            return
        done = 0
        for at, length in list(self._pieces(address, len(data))):
            self.physical[at : at + length] = data[done : done + length]
            done += length

    def write_code(self, address: int, data: bytes) -> None:
        """Store bytes and drop what the engine translated there.

        :raises MemoryFault: part of the range is not mapped.
        """
        self.write(address, data)
        if self.on_code is not None:
            self.on_code(address, len(data))
        self.forget_code(address, len(data))

    def forget_code(self, address: int, size: int) -> None:
        """Drop what the engine translated in a mapped range.

        Only executable pages can hold translated code, and only there the engine finds it: it looks the address up as
        a fetch.
        """
        if size > 0 and (address ^ (address + size - 1)) < PAGE_SIZE and self._find(address, size):
            if self.permissions[(address - self._delta) >> _PAGE_SHIFT] & _EXECUTE:
                handle = self._engine.handle
                engine.control(handle, uc.UC_CTL_TB_REMOVE_CACHE, address, address + size, addresses=True)
            return
        for physical, length in self._pieces(address, size):
            first, end = physical & -PAGE_SIZE, physical + length
            held = self.permissions[first >> _PAGE_SHIFT : (end + PAGE_SIZE - 1) >> _PAGE_SHIFT]
            delta, at = address - physical, first
            for executable, pages in itertools.groupby(held, _EXECUTE.__and__):
                upto = at + len(list(pages)) * PAGE_SIZE
                if executable:
                    start, stop = max(at, physical) + delta, min(upto, end) + delta
                    engine.control(self._engine.handle, uc.UC_CTL_TB_REMOVE_CACHE, start, stop, addresses=True)
                at = upto
            address += length

    def forget_all_code(self) -> None:
        """Drop everything the engine translated; unlike the engine's flush, also while one of the blocks runs."""
        for start in self._text:
            self.forget_code(start, self._ends[bisect_right(self._ends, start)] - start)

    def load_word(self, address: int) -> int:
        """Return the word at ``address``, aligned or not.

        :raises MemoryFault: part of it is not mapped.
        """
        if self._low <= address <= self._high or self._find(address, self._size):
            value: int = self._unpack(self.physical, address - self._delta)[0]
            return value
        (value,) = self._word.unpack(self.read(address, self._size))
        return value

    def store_word(self, address: int, value: int) -> None:
        """Store a word, aligned or not.

        :raises ValueError: the value does not fit.
        :raises MemoryFault: part of the word is not mapped.
        """
        if value >> self._bits:  # checked first: packing it would clear the word before it fails
            raise ValueError(f"{value:#x} does not fit a word of {self._size} bytes")
        if self._low <= address <= self._high or self._find(address, self._size):
            self._pack(self.physical, address - self._delta, value)
        else:
            self.write(address, self._word.pack(value))

    def _find(self, address: int, size: int) -> bool:
        """Make the region with ``size`` bytes at ``address`` the last one; False if no region holds all of them."""
        index = bisect_right(self._ends, address)
        if index == len(self._ends) or not self._starts[index] <= address <= self._ends[index] - size:
            return False
        self._low, self._end, self._delta = self._starts[index], self._ends[index], self._deltas[index]
        self._high = self._end - self._size
        return True

    def close(self) -> None:
        """Give the host memory back."""
        self._low, self._high, self._end = 1, 0, 0
        self._starts, self._ends, self._deltas = [], [], []
        for mapping in (self.physical, self.permissions, self._rows):
            mapping.close()
