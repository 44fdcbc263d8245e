"""Guest memory: sparse host mappings, rights a page, and the caches through which code reaches it.

Nobody but this module decides what guest code may access. What it decided is remembered in two places: the
:class:`~kretcore_llvm.tlb.Tlb` that compiled code reads, and the pages of the typed accessors. Neither ever permits
more than the page's rights do, and neither lets a store to a page with translated code pass unseen.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Final, Literal

from kretcore.errors import MachineError, MemoryFault
from kretcore.machine import PAGE_SIZE, Access, FaultKind, Protection
from kretcore_llvm import accessors
from kretcore_llvm.tlb import Tlb, address_of, sparse

_SHIFT: Final = PAGE_SIZE.bit_length() - 1
_AROUND: Final = 16
"""Pages that are remembered together."""
_LIMIT: Final = 1 << 64
"""One more than an address or a word can be."""
_SET: Final = 8
"""Bit of a page's rights that says that they are not those of its mapping."""
_READ, _WRITE = int(Protection.READ), int(Protection.WRITE)
_WORD_SIZE: Final = 8
_NEEDS: Final = {Access.READ: _READ, Access.WRITE: _WRITE, Access.FETCH: int(Protection.EXECUTE)}


class GuestFault(Exception):
    """Guest code may not do this access. It becomes a :class:`kretcore.machine.Fault` where the pc is known.

    :ivar kind: UNMAPPED, PROTECTED or MISALIGNED, whichever applies first.
    :ivar address: what it wanted to access.
    :ivar access: and how.
    :ivar detail: more, for people.
    :ivar at: which instruction of an interpreted block it was; None outside of them.
    """

    at: int | None = None

    def __init__(self, kind: FaultKind, address: int, access: Access, detail: str) -> None:
        super().__init__(f"{access.value} at {address:#x}: {kind.value} ({detail})")
        self.kind = kind
        self.address = address
        self.access = access
        self.detail = detail


class _Region:
    """One mapping.

    :ivar rights: a byte a page, 0 for the mapping's own protection: so that reserving a range touches nothing.
    :ivar cached: a byte a page, 1 if the TLB or the accessors may know the page.
    :ivar text: some page of it had translated code.
    """

    __slots__ = ("_mappings", "cached", "end", "host", "protection", "rights", "start", "text", "view")

    def __init__(self, start: int, size: int, protection: Protection) -> None:
        self.start, self.end, self.protection = start, start + size, int(protection)
        memory, pages = sparse(size), size >> _SHIFT
        self.rights, self.cached = sparse(pages), sparse(pages)
        self._mappings = (memory, self.rights, self.cached)
        self.host = address_of(memory)
        self.view = memoryview(memory)
        self.text = False

    def right(self, index: int) -> int:
        """The :class:`Protection` of a page."""
        return self.rights[index] or self.protection

    def close(self) -> None:
        self.view.release()
        for mapping in self._mappings:
            mapping.close()


class PagedMemory:
    """The :class:`kretcore.machine.Memory` of a machine with 64-bit addresses.

    :param tlb: the words of the TLB's first level.
    :param byte_order: of words, and of what the typed accessors load and store.

    :ivar on_code: told address and size of a store to a page in :attr:`code_pages`; or None. A store of the guest is
        told *before* it is done, and the page is no longer watched then; whoever still has translations of it calls
        :meth:`watch_code` again, at once or later. What the host stores is told afterwards, and the page stays watched.
    :ivar code_pages: numbers of the pages that are watched. Change it with :meth:`watch_code` alone.
    :ivar load8, load16, load32, load64, store8, store16, store32, store64: what guest code does, for interpreters:
        aligned, within the page's rights, or a :class:`GuestFault`. Values are unsigned and fit.
    """

    def __init__(self, tlb: memoryview, byte_order: Literal["little", "big"]) -> None:
        self.on_code: Callable[[int, int], None] | None = None
        self.code_pages: set[int] = set()
        self._tlb = Tlb(tlb)
        self._closed = False
        self._regions: list[_Region] = []
        self._ends: list[int] = []
        self._loads: dict[int, accessors.Views] = {size: {} for size in accessors.SIZES}
        self._stores: dict[int, accessors.Views] = {size: {} for size in accessors.SIZES}
        self.load8, self.load16, self.load32, self.load64 = (
            accessors.loader(size, byte_order, views, self._readable_page) for size, views in self._loads.items()
        )
        self.store8, self.store16, self.store32, self.store64 = (
            accessors.storer(size, byte_order, views, self._writable_page, self.code_pages)
            for size, views in self._stores.items()
        )
        self._word = struct.Struct(("<" if byte_order == "little" else ">") + "Q")
        self._unpack, self._pack = self._word.unpack_from, self._word.pack_into
        self._forget_words()

    def _forget_words(self) -> None:
        # The mappings that the host last read and wrote: start, the highest address of a word, and the bytes. The
        # latter never holds translated code.
        self._low, self._high, self._view = 1, -_WORD_SIZE, memoryview(b"")
        self._store_low, self._store_high, self._store_view = 1, -_WORD_SIZE, memoryview(b"")

    @property
    def second_level(self) -> int:
        """Host address of the TLB's second level."""
        return self._tlb.second_level

    # ---- mappings and rights

    def map(self, address: int, size: int, protection: Protection) -> None:
        """Map zeroed pages; the cost does not depend on ``size``.

        :raises ValueError: misaligned, outside the address space, or overlapping a mapping.
        :raises MachineError: the host has no memory.
        """
        self._check_range(address, size)
        end = address + size
        index = bisect_right(self._ends, address)
        if index < len(self._ends) and self._regions[index].start < end:
            raise ValueError(f"{address:#x}..{end:#x} overlaps the mapping at {self._regions[index].start:#x}")
        try:
            region = _Region(address, size, protection)
        except (OSError, OverflowError) as error:
            raise MachineError(f"the host grants no {size:#x} bytes for guest memory") from error
        self._regions.insert(index, region)
        self._ends.insert(index, end)

    @staticmethod
    def _check_range(address: int, size: int) -> None:
        if address % PAGE_SIZE or size % PAGE_SIZE:
            raise ValueError(f"{address:#x}, {size:#x} bytes: not multiples of {PAGE_SIZE}")
        if size <= 0 or address < 0 or address + size > _LIMIT:
            raise ValueError(f"{address:#x}, {size:#x} bytes: outside the address space")

    def protect(self, address: int, size: int, protection: Protection) -> None:
        """Set what guest code may do with mapped pages: microseconds, and more only for pages that it has used.

        :attr:`on_code` is told of watched pages that are no longer executable.

        :raises ValueError: misaligned, or an empty range.
        :raises MemoryFault: part of the range is not mapped.
        """
        self._check_range(address, size)
        for region, at, length in list(self._pieces(address, size)):
            first, pages = (at - region.start) >> _SHIFT, length >> _SHIFT
            region.rights[first : first + pages] = bytes([_SET | protection]) * pages
            index = region.cached.find(b"\1", first, first + pages)
            while index >= 0:
                self._forget_page(region.start + (index << _SHIFT))
                region.cached[index] = 0
                index = region.cached.find(b"\1", index + 1, first + pages)
            if region.text and not protection & Protection.EXECUTE:
                for page in self.code_pages.intersection(range(at >> _SHIFT, (at + length) >> _SHIFT)):
                    self._tell(page << _SHIFT, PAGE_SIZE)

    def _forget_page(self, page: int) -> None:
        self._tlb.forget(page)
        for views in (*self._loads.values(), *self._stores.values()):
            views.pop(page, None)

    def _forget_writes(self, page: int) -> None:
        self._tlb.forget_writes(page)
        for views in self._stores.values():
            views.pop(page, None)

    def mapped(self, address: int) -> bool:
        """Whether the byte at ``address`` is mapped, with whatever protection."""
        return self._region(address) is not None

    def _region(self, address: int) -> _Region | None:
        index = bisect_right(self._ends, address)
        if index < len(self._ends) and self._regions[index].start <= address:
            return self._regions[index]
        return None

    def _pieces(self, address: int, size: int) -> Iterator[tuple[_Region, int, int]]:
        """Mapping, address and length of each part of a range.

        :raises MemoryFault: part of it is not mapped.
        """
        at, end = address, address + size
        while at < end:
            region = self._region(at)
            if region is None:
                raise MemoryFault(address, size)
            upto = min(end, region.end)
            yield region, at, upto - at
            at = upto

    # ---- the host's accesses

    def read(self, address: int, size: int) -> bytes:
        """Return ``size`` bytes.

        :raises MemoryFault: part of the range is not mapped.
        """
        if size < 0:
            raise ValueError(f"cannot read {size} bytes")
        offset = address - self._low
        if offset >= 0 and address + size <= self._high + _WORD_SIZE:
            return self._view[offset : offset + size].tobytes()
        parts = []
        for region, at, length in self._pieces(address, size):
            parts.append(region.view[at - region.start : at - region.start + length])
            self._low, self._high, self._view = region.start, region.end - _WORD_SIZE, region.view
        return b"".join(parts)

    def write(self, address: int, data: bytes) -> None:
        """Store bytes; nothing is stored unless all can be.

        :raises MemoryFault: part of the range is not mapped.
        """
        size, offset = len(data), address - self._store_low
        if offset >= 0 and address + size <= self._store_high + _WORD_SIZE:
            self._store_view[offset : offset + size] = data
            return
        done = 0
        for region, at, length in list(self._pieces(address, size)):
            region.view[at - region.start : at - region.start + length] = data[done : done + length]
            done += length
            if not region.text:
                self._store_low, self._store_high, self._store_view = region.start, region.end - _WORD_SIZE, region.view
        if done and not self.code_pages.isdisjoint(range(address >> _SHIFT, ((address + done - 1) >> _SHIFT) + 1)):
            self._tell(address, done)

    def write_code(self, address: int, data: bytes) -> None:
        """Store bytes; what was translated there is forgotten, as after :meth:`write`.

        :raises MemoryFault: part of the range is not mapped.
        """
        self.write(address, data)

    def _tell(self, address: int, size: int) -> None:
        if self.on_code is not None:
            self.on_code(address, size)

    def load_word(self, address: int) -> int:
        """Return the word at ``address``, aligned or not.

        :raises MemoryFault: part of it is not mapped.
        """
        if self._low <= address <= self._high:
            value: int = self._unpack(self._view, address - self._low)[0]
            return value
        (value,) = self._word.unpack(self.read(address, _WORD_SIZE))
        return value

    def store_word(self, address: int, value: int) -> None:
        """Store a word, aligned or not.

        :raises ValueError: the value does not fit.
        :raises MemoryFault: part of the word is not mapped.
        """
        if not 0 <= value < _LIMIT:  # before pack_into, which clears the word even when it fails
            raise ValueError(f"{value:#x} does not fit a word of {_WORD_SIZE} bytes")
        if self._store_low <= address <= self._store_high:
            self._pack(self._store_view, address - self._store_low, value)
        else:
            self.write(address, self._word.pack(value))

    # ---- the guest's accesses

    def lookup(self, address: int, size: int, access: Access, align: int) -> int:
        """Return the host address of ``size`` bytes for guest code, and remember the page for compiled code.

        :raises GuestFault: it is not mapped; or the page's rights forbid it; or the address is not a multiple of
            ``align``, or the access reaches into the next page.
        """
        region, index, rights = self._check(address, access)
        if address % align or (address & (PAGE_SIZE - 1)) + size > PAGE_SIZE:
            detail = f"not a multiple of {align}" if address % align else f"{size} bytes across a page's end"
            raise GuestFault(FaultKind.MISALIGNED, address, access, detail)
        page = address >> _SHIFT
        if access is Access.WRITE and page in self.code_pages:
            self._store_to_code(page, address, size)
        offset = address - region.start
        if access is not Access.FETCH:
            writable = bool(rights & _WRITE) and page not in self.code_pages
            host = region.host + (index << _SHIFT)
            self._tlb.fill(page << _SHIFT, host, readable=bool(rights & _READ), writable=writable)
            region.cached[index] = 1
            if not region.text:
                self._remember_around(region, index, rights)
        return region.host + offset

    def _remember_around(self, region: _Region, index: int, rights: int) -> None:
        """Remember the pages around one as well, if they have its rights: whoever uses one goes on to the next."""
        first = index & -_AROUND
        for other in range(first, min(first + _AROUND, (region.end - region.start) >> _SHIFT)):
            if not region.cached[other] and region.right(other) == rights:
                readable, writable, offset = bool(rights & _READ), bool(rights & _WRITE), other << _SHIFT
                self._tlb.expect(region.start + offset, region.host + offset, readable=readable, writable=writable)
                region.cached[other] = 1

    def permits(self, address: int, write: bool) -> int:
        """Return 1 if guest code may load (store) the byte at an address, else 0; nothing is told of a store.

        :raises GuestFault: nothing is mapped there.
        """
        try:
            self._check(address, Access.WRITE if write else Access.READ)
        except GuestFault as fault:
            if fault.kind is not FaultKind.PROTECTED:
                raise
            return 0
        return 1

    def _check(self, address: int, access: Access) -> tuple[_Region, int, int]:
        region = self._region(address)
        if region is None:
            raise GuestFault(FaultKind.UNMAPPED, address, access, "nothing is mapped there")
        index = (address - region.start) >> _SHIFT
        rights = region.right(index)
        if not rights & _NEEDS[access]:
            letters = "".join(letter if rights & bit else "-" for letter, bit in (("r", 1), ("w", 2), ("x", 4)))
            raise GuestFault(FaultKind.PROTECTED, address, access, f"the page is {letters}")
        return region, index, rights

    def _store_to_code(self, page: int, address: int, size: int) -> None:
        self.code_pages.discard(page)
        try:
            self._tell(address, size)
        except BaseException:
            self.code_pages.add(page)  # translations of it may be left
            raise

    def fetch(self, address: int, size: int) -> bytes:
        """Return ``size`` bytes of code.

        :raises GuestFault: a byte of it is not mapped or not executable; the first of them.
        """
        at = address
        while at < address + size:
            self._check(at, Access.FETCH)
            at = (at | (PAGE_SIZE - 1)) + 1
        return self.read(address, size)

    def watch_code(self, page: int) -> None:
        """Tell :attr:`on_code` of stores to a page, given by its number, from now on.

        :raises MemoryFault: it is not mapped.
        """
        if page in self.code_pages:
            return
        region = self._region(page << _SHIFT)
        if region is None:
            raise MemoryFault(page << _SHIFT, PAGE_SIZE)
        self.code_pages.add(page)
        self._forget_writes(page << _SHIFT)
        if not region.text:
            region.text = True
            self._forget_words()

    def _readable_page(self, address: int, size: int) -> memoryview:
        self.lookup(address, size, Access.READ, size)
        return self._page(address)

    def _writable_page(self, address: int, size: int) -> memoryview:
        self.lookup(address, size, Access.WRITE, size)
        return self._page(address)

    def _page(self, address: int) -> memoryview:
        region = self._region(address)
        assert region is not None
        offset = (address - region.start) & -PAGE_SIZE
        return region.view[offset : offset + PAGE_SIZE]

    def close(self) -> None:
        """Give the host's memory back; nothing is mapped afterwards. Idempotent."""
        regions, self._regions, self._ends = self._regions, [], []
        for views in (*self._loads.values(), *self._stores.values()):
            views.clear()
        self._forget_words()
        if not self._closed:
            self._tlb.close()
            self._closed = True
        for region in regions:
            region.close()
