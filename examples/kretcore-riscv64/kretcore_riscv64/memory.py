"""A sparse 64-bit little-endian memory: pages are made when they are touched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kretcore.errors import MemoryFault
from kretcore.machine import PAGE_SIZE, Access, FaultKind, Protection

MASK = (1 << 64) - 1
HOST, READ, WRITE, FETCH = 0, 1, 2, 4
"""Who asks: the host, who may do everything, or guest code, with the number of the Protection it needs."""
ACCESSES = {READ: Access.READ, WRITE: Access.WRITE, FETCH: Access.FETCH}


class GuestFault(Exception):
    """Guest code cannot go on. The arguments are those of :class:`kretcore.machine.Fault`, without ``pc``."""


class SparseMemory:
    """What :class:`kretcore.machine.Memory` asks for. ``decoded`` is the machine's: whoever writes makes it forget."""

    def __init__(self) -> None:
        self._mapped: list[tuple[int, int]] = []
        self._rules: list[tuple[int, int, int]] = []  # start, end, rights: the first that covers an address holds
        self._pages: dict[int, tuple[int | None, bytearray]] = {}  # rights and contents by number
        self.decoded: dict[int, tuple[str | None, Callable[[], Any]]] = {}

    def map(self, address: int, size: int, protection: Protection) -> None:
        end = address + size
        whole_pages = address % PAGE_SIZE == size % PAGE_SIZE == 0 <= address < end <= 1 << 64
        if not whole_pages or self._mapped_bytes(address, end):
            raise ValueError(f"{address:#x}..{end:#x} is not a range of free pages")
        self._mapped.append((address, end))
        self._rules.append((address, end, int(protection)))

    def protect(self, address: int, size: int, protection: Protection) -> None:
        end, rights = address + size, int(protection)
        if self._mapped_bytes(address, end) != size:
            raise MemoryFault(address, size)
        self._rules = [rule for rule in self._rules if rule[0] < address or end < rule[1]]
        self._rules.insert(0, (address, end, rights))
        for number, (_, page) in self._pages.items():
            if address <= number * PAGE_SIZE < end:
                self._pages[number] = rights, page
        self.decoded.clear()

    def read(self, address: int, size: int, right: int = HOST) -> bytes:
        at = address % PAGE_SIZE
        return b"".join(self._touch(address, size, right))[at : at + size]

    def write(self, address: int, data: bytes, right: int = HOST) -> None:
        at, rest = address % PAGE_SIZE, memoryview(data)
        for page in self._touch(address, len(data), right):
            part, rest = rest[: PAGE_SIZE - at], rest[PAGE_SIZE - at :]
            page[at : at + len(part)] = part
            at = 0
        for word in range(address & -4, address + len(data), 4):
            self.decoded.pop(word, None)

    write_code = write

    def load_word(self, address: int, size: int = 8, right: int = HOST) -> int:
        return int.from_bytes(self.read(address, size, right), "little")

    def store_word(self, address: int, value: int, size: int = 8, right: int = HOST) -> None:
        if value & ~MASK:
            raise ValueError(f"{value:#x} does not fit a word")
        self.write(address, value.to_bytes(8, "little")[:size], right)

    def clear(self) -> None:
        for store in (self._mapped, self._rules, self._pages, self.decoded):
            store.clear()

    def _touch(self, address: int, size: int, right: int) -> list[bytearray]:
        """Return the pages of a range if ``right`` holds in all of them."""
        pages = []
        for number in range(address // PAGE_SIZE, (address + size - 1) // PAGE_SIZE + 1):
            rights, page = self._pages.get(number) or self._make(number)
            if rights is None and right is HOST:
                raise MemoryFault(address, size)
            if rights is None or rights & right != right:
                kind = FaultKind.UNMAPPED if rights is None else FaultKind.PROTECTED
                raise GuestFault(kind, max(address, number * PAGE_SIZE) & MASK, ACCESSES[right])
            pages.append(page)
        return pages

    def _make(self, number: int) -> tuple[int | None, bytearray]:
        for start, end, rights in self._rules:
            if start <= number * PAGE_SIZE < end:
                return self._pages.setdefault(number, (rights, bytearray(PAGE_SIZE)))
        return None, bytearray()

    def _mapped_bytes(self, start: int, end: int) -> int:
        return sum(max(0, min(end, high) - max(start, low)) for low, high in self._mapped)
