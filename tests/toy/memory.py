"""The toy's memory: regions in a sorted list, pages made when they are touched."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from operator import itemgetter

from kretcore.errors import MemoryFault
from kretcore.machine import PAGE_SIZE, Access, FaultKind, Protection
from toy.isa import LENGTH, WORD

_SHIFT = PAGE_SIZE.bit_length() - 1
_OFFSET = PAGE_SIZE - 1
_RIGHT = {Access.READ: 1, Access.WRITE: 2, Access.FETCH: 4}
_start = itemgetter(0)


class GuestFault(Exception):
    """An access or operation of guest code that cannot be done; never leaves the toy."""

    def __init__(
        self, kind: FaultKind, address: int | None = None, access: Access | None = None, detail: str = ""
    ) -> None:
        super().__init__(kind, address, access, detail)
        self.kind, self.address, self.access, self.detail = kind, address, access, detail


class ToyMemory:
    """32-bit big-endian memory; ``decoded`` is the machine's cache of what it decoded at which address."""

    def __init__(self) -> None:
        self._regions: list[tuple[int, int, Protection]] = []
        self._pages: dict[int, bytearray] = {}
        self._rights: dict[int, int] = {}
        self.decoded: dict[int, tuple[Callable[[int, int, int], None], int, int, int]] = {}

    def map(self, address: int, size: int, protection: Protection) -> None:
        end = self._range(address, size)
        at = bisect_left(self._regions, address, key=_start)
        if (at < len(self._regions) and self._regions[at][0] < end) or (at and self._regions[at - 1][1] > address):
            raise ValueError(f"{address:#x}..{end:#x} overlaps a mapping")
        self._regions.insert(at, (address, end, protection))

    def protect(self, address: int, size: int, protection: Protection) -> None:
        end = self._range(address, size)
        self._require(address, size)
        low = bisect_right(self._regions, address, key=_start) - 1
        high = bisect_left(self._regions, end, key=_start)
        first, last = self._regions[low], self._regions[high - 1]
        pieces = [(first[0], address, first[2]), (address, end, protection), (end, last[1], last[2])]
        self._regions[low:high] = [piece for piece in pieces if piece[0] < piece[1]]
        self._rights.clear()
        self.decoded.clear()

    def read(self, address: int, size: int) -> bytes:
        self._require(address, size)
        parts = []
        for page, start, end in self._split(address, size):
            data = self._pages.get(page)
            parts.append(bytes(end - start) if data is None else bytes(data[start:end]))
        return b"".join(parts)

    def write(self, address: int, data: bytes) -> None:
        # What was decoded there survives on purpose: code that ought to have used write_code shows.
        self._require(address, len(data))
        done = 0
        for page, start, end in self._split(address, len(data)):
            self._page(page)[start:end] = data[done : done + end - start]
            done += end - start

    def write_code(self, address: int, data: bytes) -> None:
        self.write(address, data)
        for at in range(address & -LENGTH, address + len(data), LENGTH):
            self.decoded.pop(at, None)

    def load_word(self, address: int) -> int:
        return int.from_bytes(self.read(address, 4), "big")

    def store_word(self, address: int, value: int) -> None:
        if value >> 32:
            raise ValueError(f"{value:#x} does not fit a word")
        self.write(address, value.to_bytes(4, "big"))

    def load(self, address: int, size: int, access: Access = Access.READ) -> int:
        """Load for guest code.

        :raises GuestFault: as the page's protection and the alignment demand.
        """
        data = self._guest_page(address, size, access)
        start = address & _OFFSET
        return int.from_bytes(data[start : start + size], "big")

    def store(self, address: int, size: int, value: int) -> None:
        """Store for guest code; code written is code seen.

        :raises GuestFault: as the page's protection and the alignment demand.
        """
        data = self._guest_page(address, size, Access.WRITE)
        start = address & _OFFSET
        data[start : start + size] = (value & ((1 << 8 * size) - 1)).to_bytes(size, "big")
        self.decoded.pop(address & -LENGTH, None)

    def clear(self) -> None:
        """Forget every mapping."""
        for store in (self._regions, self._pages, self._rights, self.decoded):
            store.clear()

    def _guest_page(self, address: int, size: int, access: Access) -> bytearray:
        if address & (size - 1):
            raise GuestFault(FaultKind.MISALIGNED, address, access, f"not a multiple of {size}")
        page = address >> _SHIFT
        rights = self._rights.get(page)
        if rights is None:
            at = bisect_right(self._regions, address, key=_start) - 1
            if at < 0 or address >= self._regions[at][1]:
                raise GuestFault(FaultKind.UNMAPPED, address, access)
            rights = self._rights[page] = int(self._regions[at][2])
        if not rights & _RIGHT[access]:
            raise GuestFault(FaultKind.PROTECTED, address, access)
        return self._page(page)

    def _page(self, number: int) -> bytearray:
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = bytearray(PAGE_SIZE)
        return page

    def _require(self, address: int, size: int) -> None:
        at, end = address, address + size
        index = bisect_right(self._regions, address, key=_start) - 1
        while at < end:
            if not 0 <= index < len(self._regions) or not self._regions[index][0] <= at < self._regions[index][1]:
                raise MemoryFault(address, size)
            at = self._regions[index][1]
            index += 1

    @staticmethod
    def _range(address: int, size: int) -> int:
        if address & _OFFSET or size & _OFFSET:
            raise ValueError(f"{address:#x}, {size:#x}: not multiples of the page size")
        if address < 0 or size <= 0 or address + size > WORD + 1:
            raise ValueError(f"{address:#x}, {size:#x}: not a range of a 32-bit address space")
        return address + size

    @staticmethod
    def _split(address: int, size: int) -> Iterator[tuple[int, int, int]]:
        at, end = address, address + size
        while at < end:
            stop = min(end, (at | _OFFSET) + 1)
            yield at >> _SHIFT, at & _OFFSET, ((stop - 1) & _OFFSET) + 1
            at = stop
