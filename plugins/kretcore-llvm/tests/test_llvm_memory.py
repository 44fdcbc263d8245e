"""Guest memory from the host's side, the interpreter's and compiled code's."""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from kretcore_llvm import accessors, tlb
from kretcore_llvm.compiler import Compiler, Unit
from kretcore_llvm.memory import GuestFault, PagedMemory

from kretcore.errors import MachineError, MemoryFault
from kretcore.machine import PAGE_SIZE, Access, FaultKind, Protection

READ, WRITE, EXECUTE, NONE = Protection.READ, Protection.WRITE, Protection.EXECUTE, Protection.NONE
RIGHTS = {Access.READ: READ, Access.WRITE: WRITE, Access.FETCH: EXECUTE}
TOP = 1 << 52  # the number of pages there are
PAGES = [
    *range(4),
    tlb.ENTRIES + 1,  # the same entry of the first level as page 1
    tlb.ENTRIES + 2,
    tlb.SECOND_ENTRIES + 1,  # and of both levels
    tlb.SECOND_ENTRIES + 2,
    *range(TOP - 3, TOP),
]
MAPPED_FIRST = [1, tlb.ENTRIES + 1, tlb.SECOND_ENTRIES + 1, TOP - 1]
OFFSET = 64  # of the TLB in the state block of these tests
PROTECTIONS = st.one_of(st.just(READ | WRITE), st.builds(Protection, st.integers(0, 7)))
SIZES = st.sampled_from([1, 2, 4, 8])
PLACES = st.sampled_from(PAGES)
ADDRESSES = st.builds(
    lambda page, offset: (page * PAGE_SIZE + offset) % (1 << 64),
    PLACES,
    st.one_of(st.integers(-9, 9), st.sampled_from([0, 4, 8]), st.integers(0, PAGE_SIZE - 1)),
)
ALIGNED = st.builds(lambda address, size: (address & -size, size), ADDRESSES, SIZES)
ANY_SIZE = st.one_of(ALIGNED, st.tuples(ADDRESSES, SIZES))


class State:
    """A state block."""

    def __init__(self) -> None:
        self.block = (ctypes.c_uint8 * (OFFSET + 8192))()
        self.address = ctypes.addressof(self.block)
        self.tlb = memoryview(self.block)[OFFSET:].cast("B").cast("Q")

    def memory(self, byte_order: Literal["little", "big"] = "little") -> PagedMemory:
        return PagedMemory(self.tlb, byte_order)


@functools.cache
def compiled() -> tuple[Unit, Compiler, Callable[[int, int, int], int | None]]:
    compiler = Compiler()
    unit = compiler.compile(tlb.refill(OFFSET), ["tlb_refill"], {})
    prototype = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint64, ctypes.c_uint64)
    return unit, compiler, prototype(unit.addresses["tlb_refill"])


def first_level(words: memoryview, address: int, align: int, access: Access) -> int | None:
    """What compiled code does by itself."""
    at = 4 * (address >> 12 & 255)
    tag: int = words[at + (access is Access.WRITE)]
    addend: int = words[at + 2]
    return (address + addend) % (1 << 64) if tag == address & (-4096 | (align - 1)) % (1 << 64) else None


def accesses(memory: PagedMemory) -> tuple[dict[int, Callable[[int], int]], dict[int, Callable[[int, int], None]]]:
    loads = {1: memory.load8, 2: memory.load16, 4: memory.load32, 8: memory.load64}
    return loads, {1: memory.store8, 2: memory.store16, 4: memory.store32, 8: memory.store64}


class MemoryModel(RuleBasedStateMachine):
    """Memory against a dictionary of pages, and one of their rights."""

    @initialize(byte_order=st.sampled_from(["little", "big"]))
    def boot(self, byte_order: Literal["little", "big"]) -> None:
        self.order = byte_order
        self.state = State()
        self.memory = self.state.memory(byte_order)
        self.memory.on_code = self.on_code
        self.loads, self.stores = accesses(self.memory)
        self.pages: dict[int, bytearray] = {}
        self.rights: dict[int, Protection] = {}
        self.watched: set[int] = set()
        self.stubborn = False  # whether a page that was stored to is watched again at once
        self.told: list[tuple[int, int]] = []
        for page in MAPPED_FIRST:
            self.map(page, 1, READ | WRITE | EXECUTE)

    def teardown(self) -> None:
        self.memory.close()

    def on_code(self, address: int, size: int) -> None:
        self.told.append((address, size))
        if self.stubborn:
            for page in self.spanned(address, size) & self.watched:
                self.memory.watch_code(page)

    # ---- the model

    def mapped(self, address: int, size: int) -> bool:
        return all(at // PAGE_SIZE in self.pages for at in range(address, address + size))

    def peek(self, address: int, size: int) -> bytes:
        return bytes(self.pages[at // PAGE_SIZE][at % PAGE_SIZE] for at in range(address, address + size))

    def poke(self, address: int, data: bytes) -> None:
        for at, byte in enumerate(data, address):
            self.pages[at // PAGE_SIZE][at % PAGE_SIZE] = byte

    def fault(self, address: int, size: int, access: Access, align: int) -> FaultKind | None:
        page = address // PAGE_SIZE
        if page not in self.pages:
            return FaultKind.UNMAPPED
        if not self.rights[page] & RIGHTS[access]:
            return FaultKind.PROTECTED
        if address % align or address % PAGE_SIZE + size > PAGE_SIZE:
            return FaultKind.MISALIGNED
        return None

    def expect(self, kind: FaultKind, address: int, access: Access, act: Callable[[], object]) -> None:
        with pytest.raises(GuestFault) as caught:
            act()
        assert (caught.value.kind, caught.value.address, caught.value.access) == (kind, address, access)

    @staticmethod
    def spanned(address: int, size: int) -> set[int]:
        return set(range(address // PAGE_SIZE, (address + size - 1) // PAGE_SIZE + 1)) if size else set()

    def expect_told(self, address: int, size: int, by_guest: bool) -> None:
        pages = self.spanned(address, size)
        assert self.told == ([(address, size)] if pages & self.watched else [])
        self.told.clear()
        if by_guest and not self.stubborn:
            self.watched -= pages

    # ---- the host

    @rule(page=PLACES, count=st.integers(1, 3), protection=PROTECTIONS)
    def map(self, page: int, count: int, protection: Protection) -> None:
        pages = range(page, page + count)
        act = functools.partial(self.memory.map, page * PAGE_SIZE, count * PAGE_SIZE, protection)
        if page + count > TOP:
            with pytest.raises(ValueError, match="outside"):
                act()
        elif any(number in self.pages for number in pages):
            with pytest.raises(ValueError, match="overlaps"):
                act()
        else:
            act()
            self.pages |= {number: bytearray(PAGE_SIZE) for number in pages}
            self.rights |= dict.fromkeys(pages, protection)

    @rule(page=PLACES, count=st.integers(1, 4), protection=PROTECTIONS)
    def protect(self, page: int, count: int, protection: Protection) -> None:
        pages = range(page, page + count)
        act = functools.partial(self.memory.protect, page * PAGE_SIZE, count * PAGE_SIZE, protection)
        if all(number in self.pages for number in pages):
            act()
            self.rights |= dict.fromkeys(pages, protection)
            lost = set() if protection & Protection.EXECUTE else self.watched.intersection(pages)
            assert sorted(self.told) == [(number * PAGE_SIZE, PAGE_SIZE) for number in sorted(lost)]
            self.told.clear()
        else:
            with pytest.raises(ValueError if page + count > TOP else MemoryFault):
                act()

    @rule(address=ADDRESSES, size=st.integers(0, 40))
    def read(self, address: int, size: int) -> None:
        if self.mapped(address, size):
            assert self.memory.read(address, size) == self.peek(address, size)
        else:
            with pytest.raises(MemoryFault):
                self.memory.read(address, size)

    @rule(address=ADDRESSES, data=st.binary(max_size=40), as_code=st.booleans())
    def write(self, address: int, data: bytes, as_code: bool) -> None:
        write = self.memory.write_code if as_code else self.memory.write
        if self.mapped(address, len(data)):
            write(address, data)
            self.poke(address, data)
            self.expect_told(address, len(data), by_guest=False)
        else:
            with pytest.raises(MemoryFault):
                write(address, data)

    @rule(address=ADDRESSES)
    def load_word(self, address: int) -> None:
        if self.mapped(address, 8):
            assert self.memory.load_word(address) == int.from_bytes(self.peek(address, 8), self.order)
        else:
            with pytest.raises(MemoryFault):
                self.memory.load_word(address)

    @rule(address=ADDRESSES, value=st.integers(0, (1 << 64) - 1))
    def store_word(self, address: int, value: int) -> None:
        if self.mapped(address, 8):
            self.memory.store_word(address, value)
            self.poke(address, value.to_bytes(8, self.order))
            self.expect_told(address, 8, by_guest=False)
        else:
            with pytest.raises(MemoryFault):
                self.memory.store_word(address, value)

    @rule(address=ADDRESSES, value=st.sampled_from([-1, 1 << 64]))
    def store_word_that_does_not_fit(self, address: int, value: int) -> None:
        with pytest.raises(ValueError, match="does not fit"):
            self.memory.store_word(address, value)
        if self.mapped(address, 8):
            assert self.memory.read(address, 8) == self.peek(address, 8)

    @rule(page=PLACES, stubborn=st.booleans())
    def watch(self, page: int, stubborn: bool) -> None:
        self.stubborn = stubborn
        if page in self.pages:
            self.memory.watch_code(page)
            self.watched.add(page)
        else:
            with pytest.raises(MemoryFault):
                self.memory.watch_code(page)

    # ---- the guest

    @rule(place=ANY_SIZE)
    def load(self, place: tuple[int, int]) -> None:
        address, size = place
        kind = self.fault(address, size, Access.READ, size)
        if kind is None:
            assert self.loads[size](address) == int.from_bytes(self.peek(address, size), self.order)
        else:
            self.expect(kind, address, Access.READ, lambda: self.loads[size](address))

    @rule(place=ANY_SIZE, value=st.integers(0, (1 << 64) - 1))
    def store(self, place: tuple[int, int], value: int) -> None:
        address, size = place
        value %= 1 << 8 * size
        kind = self.fault(address, size, Access.WRITE, size)
        if kind is None:
            self.stores[size](address, value)
            self.poke(address, value.to_bytes(size, self.order))
            self.expect_told(address, size, by_guest=True)
        else:
            self.expect(kind, address, Access.WRITE, lambda: self.stores[size](address, value))

    @rule(
        place=ANY_SIZE,
        align=st.sampled_from([1, 2, 4, 8, 16]),
        access=st.sampled_from([Access.READ, Access.WRITE]),
        data=st.binary(min_size=8, max_size=8),
    )
    def compiled_access(self, place: tuple[int, int], align: int, access: Access, data: bytes) -> None:
        """The first level, else the compiled function, else Python: each is right."""
        address, size = place
        align = max(align, size)
        kind = self.fault(address, size, access, align)
        host = first_level(self.state.tlb, address, align, access)
        if host is None:
            refill = compiled()[2]
            host = refill(self.state.address, address, align | (tlb.WRITE if access is Access.WRITE else 0))
            if host is not None:
                assert first_level(self.state.tlb, address, align, access) == host
        if host is None and kind is not None:
            self.expect(kind, address, access, lambda: self.memory.lookup(address, size, access, align))
            return
        assert kind is None
        slow = host is None
        if host is None:
            host = self.memory.lookup(address, size, access, align)
            if access is Access.READ or not (self.stubborn and address // PAGE_SIZE in self.watched):
                assert first_level(self.state.tlb, address, align, access) == host
        else:
            assert access is Access.READ or address // PAGE_SIZE not in self.watched
        if access is Access.READ:
            assert ctypes.string_at(host, size) == self.peek(address, size)
        else:
            ctypes.memmove(host, data, size)
            self.poke(address, data[:size])
            if slow:
                self.expect_told(address, size, by_guest=True)

    @rule(address=ADDRESSES, access=st.sampled_from([Access.READ, Access.WRITE]))
    def ask(self, address: int, access: Access) -> None:
        write = access is Access.WRITE
        kind = self.fault(address, 1, access, 1)
        if kind is FaultKind.UNMAPPED:
            self.expect(kind, address, access, lambda: self.memory.permits(address, write))
        else:
            assert self.memory.permits(address, write) == (kind is None)

    @rule(address=ADDRESSES, size=st.integers(1, 40))
    def fetch(self, address: int, size: int) -> None:
        for at in range(address, address + size):
            kind = self.fault(at, 1, Access.FETCH, 1)
            if kind is not None:
                self.expect(kind, at, Access.FETCH, lambda: self.memory.fetch(address, size))
                return
        assert self.memory.fetch(address, size) == self.peek(address, size)

    @rule(address=ADDRESSES)
    def look_up_code(self, address: int) -> None:
        kind = self.fault(address, 1, Access.FETCH, 1)
        if kind is None:
            host = self.memory.lookup(address, 1, Access.FETCH, 1)
            assert ctypes.string_at(host, 1) == self.peek(address, 1)
        else:
            self.expect(kind, address, Access.FETCH, lambda: self.memory.lookup(address, 1, Access.FETCH, 1))

    # ---- always

    @invariant()
    def the_same_pages_are_watched(self) -> None:
        assert self.told == []
        assert self.memory.code_pages == self.watched

    @invariant()
    def no_entry_permits_what_its_page_forbids(self) -> None:
        second = (ctypes.c_uint64 * (4 * tlb.SECOND_ENTRIES)).from_address(self.memory.second_level)
        for words, entries in ((self.state.tlb, tlb.ENTRIES), (second, tlb.SECOND_ENTRIES)):
            for entry in sorted({page % entries for page in PAGES}):
                read, write, addend = (words[4 * entry + word] for word in range(3))
                for tag, right in ((read, READ), (write, WRITE)):
                    page = tag // PAGE_SIZE
                    if tag == tlb.NEVER or page % entries != entry:
                        continue  # no access that looks here has this tag
                    assert tag % PAGE_SIZE == 0
                    assert self.rights[page] & right
                    assert right is READ or page not in self.watched
                    assert ctypes.string_at((tag + addend) % (1 << 64), PAGE_SIZE) == self.pages[page]


MemoryModel.TestCase.settings = settings(max_examples=150, stateful_step_count=60, deadline=None)
TestMemory = MemoryModel.TestCase


@pytest.fixture
def state() -> State:
    return State()


@pytest.fixture
def memory(state: State) -> Iterator[PagedMemory]:
    made = state.memory()
    yield made
    made.close()


BASE = 0x6000_0000_0000_0000


ALL_RIGHTS = [Protection(bits) for bits in range(8)]


def outcome(act: Callable[..., object], *arguments: object) -> FaultKind | None:
    try:
        act(*arguments)
    except GuestFault as fault:
        return fault.kind
    return None


@pytest.mark.parametrize("page", [0, 1, tlb.ENTRIES, tlb.SECOND_ENTRIES - 1, tlb.SECOND_ENTRIES + 300, TOP - 1])
def test_the_second_level_has_what_the_first_lost(state: State, page: int) -> None:
    refill = compiled()[2]
    for rights in ALL_RIGHTS:
        memory = state.memory()
        memory.map(page * PAGE_SIZE, PAGE_SIZE, rights)
        for access in (Access.READ, Access.WRITE):
            outcome(memory.lookup, page * PAGE_SIZE, 1, access, 1)
        host = (page * PAGE_SIZE + state.tlb[4 * (page & 255) + 2]) % (1 << 64)
        for access in (Access.READ, Access.WRITE):
            kind = tlb.WRITE if access is Access.WRITE else 0
            for align in (1, 2, 4, 8, 16):
                for offset in (*range(17), PAGE_SIZE - 16, PAGE_SIZE - 1):
                    state.tlb[4 * (page & 255)] = state.tlb[4 * (page & 255) + 1] = tlb.NEVER
                    address = page * PAGE_SIZE + offset
                    expected = host + offset if rights & RIGHTS[access] and not offset % align else None
                    assert refill(state.address, address, align | kind) == expected
                    assert first_level(state.tlb, address, align, access) == expected
                    assert refill(state.address, address ^ 1 << 44, align | kind) is None
        memory.close()


@pytest.mark.parametrize("before", ALL_RIGHTS)
@pytest.mark.parametrize("after", ALL_RIGHTS)
def test_what_was_remembered_does_not_outlive_the_rights(
    state: State, memory: PagedMemory, before: Protection, after: Protection
) -> None:
    memory.map(BASE, 6 * PAGE_SIZE, before)
    loads, stores = accesses(memory)

    def check(rights: list[Protection]) -> None:
        for number, right in enumerate(rights):
            at = BASE + number * PAGE_SIZE + 8
            for access in (Access.READ, Access.WRITE, Access.FETCH):
                expected = None if right & RIGHTS[access] else FaultKind.PROTECTED
                if expected is not None:
                    for align in (1, 8):
                        assert first_level(state.tlb, at, align, access) is None or access is Access.FETCH
                assert outcome(memory.lookup, at, 8, access, 8) == expected
                for size in accessors.SIZES:
                    if access is Access.READ:
                        assert outcome(loads[size], at) == expected
                    if access is Access.WRITE:
                        assert outcome(stores[size], at, 1) == expected

    check([before] * 6)
    memory.protect(BASE + PAGE_SIZE, 4 * PAGE_SIZE, after)
    check([before, after, after, after, after, before])


def test_pages_around_are_remembered_if_they_have_the_same_rights(state: State, memory: PagedMemory) -> None:
    refill = compiled()[2]
    memory.map(BASE, 40 * PAGE_SIZE, READ | WRITE)
    memory.protect(BASE + 3 * PAGE_SIZE, PAGE_SIZE, READ)
    memory.protect(BASE + 4 * PAGE_SIZE, PAGE_SIZE, Protection.NONE)
    memory.lookup(BASE + 5 * PAGE_SIZE, 8, Access.WRITE, 8)

    def known(access: Access) -> list[int]:
        kind = 8 | (tlb.WRITE if access is Access.WRITE else 0)
        return [page for page in range(40) if refill(state.address, BASE + page * PAGE_SIZE + 8, kind) is not None]

    assert known(Access.READ) == known(Access.WRITE) == [*range(3), *range(5, 16)]
    memory.store_word(BASE + 7 * PAGE_SIZE, 77)
    host = refill(state.address, BASE + 7 * PAGE_SIZE, 8)
    assert host is not None and ctypes.c_uint64.from_address(host).value == 77
    memory.watch_code(BASE + 7 * PAGE_SIZE >> 12)
    memory.lookup(BASE + 20 * PAGE_SIZE, 8, Access.READ, 8)
    assert known(Access.WRITE) == [*range(3), 5, 6, *range(8, 16), 20], "beside code, each page by itself"


def test_misaligned_accesses_fault_beside_aligned_ones(memory: PagedMemory) -> None:
    memory.map(BASE, PAGE_SIZE, READ | WRITE)
    loads, stores = accesses(memory)
    for size in accessors.SIZES:
        for offset in range(16):
            expected = FaultKind.MISALIGNED if offset % size else None
            assert outcome(loads[size], BASE + offset) == expected
            assert outcome(stores[size], BASE + offset, 1) == expected


@pytest.mark.parametrize("align", [2, 4, 8, 16])
def test_what_no_page_has_no_misaligned_address_finds(state: State, memory: PagedMemory, align: int) -> None:
    """An entry that forbids everything is not the masked form of a small address."""
    refill = compiled()[2]
    for address in range(PAGE_SIZE):
        assert first_level(state.tlb, address, align, Access.READ) is None
        assert first_level(state.tlb, address, align, Access.WRITE) is None
        assert refill(state.address, address, align) is None


@given(address=st.integers(0, (1 << 64) - 1))
@settings(max_examples=200)
def test_an_empty_table_has_nothing(address: int) -> None:
    state = State()
    memory = state.memory()
    refill = compiled()[2]
    for align in (1, 2, 4, 8, 16):
        for access in (Access.READ, Access.WRITE):
            assert first_level(state.tlb, address, align, access) is None
            assert refill(state.address, address, align | (tlb.WRITE * (access is Access.WRITE))) is None
    memory.close()


def test_addresses_beyond_64_bits_are_no_others(memory: PagedMemory) -> None:
    memory.map(0, PAGE_SIZE, READ | WRITE)
    memory.store64(8, 1)
    assert memory.load64(8) == 1
    for address in (8 + (1 << 64), 8 - (1 << 64)):
        for act in (lambda at=address: memory.load64(at), lambda at=address: memory.store64(at, 2)):
            with pytest.raises(GuestFault) as caught:
                act()
            assert caught.value.kind is FaultKind.UNMAPPED


@pytest.mark.parametrize(("address", "size"), [(1, PAGE_SIZE), (0, 100), (0, 0), (-PAGE_SIZE, PAGE_SIZE)])
def test_ranges_that_are_none(memory: PagedMemory, address: int, size: int) -> None:
    with pytest.raises(ValueError, match=r"multiples|outside"):
        memory.map(address, size, READ)
    with pytest.raises(ValueError, match=r"multiples|outside"):
        memory.protect(address, size, READ)
    with pytest.raises(ValueError, match="cannot read"):
        memory.read(0, -1)


@pytest.mark.parametrize("value", [-1, 1 << 64])
def test_a_word_that_does_not_fit_changes_nothing(memory: PagedMemory, value: int) -> None:
    memory.map(BASE, PAGE_SIZE, READ | WRITE)
    for _ in range(2):  # the second time by the fast path
        memory.store_word(BASE, 77)
        with pytest.raises(ValueError, match="does not fit"):
            memory.store_word(BASE, value)
        assert memory.load_word(BASE) == 77


def test_a_fault_says_what_people_want_to_know(memory: PagedMemory) -> None:
    memory.map(BASE, PAGE_SIZE, READ | EXECUTE)
    with pytest.raises(GuestFault, match=r"write at 0x6000000000000008: protected \(the page is r-x\)"):
        memory.store64(BASE + 8, 1)
    with pytest.raises(GuestFault, match="not a multiple of 8"):
        memory.load64(BASE + 4)
    with pytest.raises(GuestFault, match="16 bytes across a page's end"):
        memory.lookup(BASE + PAGE_SIZE - 8, 16, Access.READ, 8)


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads /proc/self/statm")
def test_reserving_and_protecting_cost_no_memory(memory: PagedMemory) -> None:
    before = resident()
    for number in range(8):
        memory.map(BASE + (number << 36), 8 << 30, READ | WRITE)
    memory.store_word(BASE + (5 << 30), 1)
    memory.store64(BASE + (6 << 30), 2)
    assert (memory.load_word(BASE + (5 << 30)), memory.load_word(BASE + (6 << 30))) == (1, 2)
    for task in range(4000):
        memory.protect(BASE + (task << 18), 1 << 16, READ)
    assert resident() - before < 2 << 20


def test_pages_in_use_are_bounded_for_the_interpreter(memory: PagedMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accessors, "_LIMIT", 10)
    memory.map(BASE, 100 * PAGE_SIZE, READ | WRITE)
    for number in range(100):
        memory.store64(BASE + number * PAGE_SIZE, number)
    assert [memory.load64(BASE + number * PAGE_SIZE) for number in range(100)] == list(range(100))
    for views in (*memory._loads.values(), *memory._stores.values()):
        assert len(views) <= 10


def test_the_host_may_give_no_memory(memory: PagedMemory) -> None:
    with pytest.raises(MachineError):
        memory.map(0, 1 << 62, READ)
    memory.map(0, PAGE_SIZE, READ)


def test_a_store_to_code_is_told_before_and_the_page_is_free_then(memory: PagedMemory) -> None:
    memory.map(BASE, 2 * PAGE_SIZE, READ | WRITE | EXECUTE)
    memory.store64(BASE, 1)
    seen = []
    memory.on_code = lambda address, size: seen.append((address, size, memory.load64(BASE)))
    memory.watch_code(BASE >> 12)
    memory.store64(BASE + PAGE_SIZE, 9)
    memory.store64(BASE, 2)
    memory.store64(BASE, 3)
    assert seen == [(BASE, 8, 1)]
    memory.watch_code(BASE >> 12)
    memory.write(BASE, b"\5")
    memory.write_code(BASE, b"\6")
    memory.write(BASE + PAGE_SIZE - 1, b"ab")
    assert seen[1:] == [(BASE, 1, 5), (BASE, 1, 6), (BASE + PAGE_SIZE - 1, 2, 6)]


def test_every_way_to_a_watched_page_is_told(state: State, memory: PagedMemory) -> None:
    memory.map(BASE, 2 * PAGE_SIZE, READ | WRITE | EXECUTE)
    _, stores = accesses(memory)
    told = []

    def on_code(address: int, size: int) -> None:
        told.append((address - BASE, size))
        memory.watch_code((BASE >> 12) + 1)  # as an engine that has other translations of the page

    memory.on_code = on_code
    second = BASE + PAGE_SIZE
    for size, store in stores.items():
        store(second, size)  # known to every cache there is
    memory.store_word(second, 1)
    memory.lookup(second, 8, Access.WRITE, 8)
    memory.watch_code(second >> 12)
    for _ in range(2):
        for size, store in stores.items():
            store(second, size)
            store(second, size)
            assert told == [(PAGE_SIZE, size)] * 2
            told.clear()
        assert first_level(state.tlb, second, 8, Access.WRITE) is None
        memory.lookup(second + 16, 8, Access.WRITE, 8)
        memory.store_word(second - 4, 1)
        memory.store_word(second + 32, 1)
        memory.write(second - 1, b"ab")
        memory.write(BASE, b"elsewhere")
        memory.store_word(BASE, 5)
        assert told == [
            (PAGE_SIZE + 16, 8),
            (PAGE_SIZE - 4, 8),
            (PAGE_SIZE + 32, 8),
            (PAGE_SIZE - 1, 2),
        ]
        told.clear()


def test_a_page_stays_watched_if_the_callback_fails(memory: PagedMemory) -> None:
    memory.map(BASE, PAGE_SIZE, READ | WRITE | EXECUTE)
    memory.watch_code(BASE >> 12)

    def fail(address: int, size: int) -> None:
        raise ZeroDivisionError

    memory.on_code = fail
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            memory.store8(BASE, 7)
    assert memory.load8(BASE) == 0
    memory.on_code = None
    memory.store8(BASE, 7)
    assert memory.load8(BASE) == 7


def test_closed_memory_has_nothing(state: State) -> None:
    memory = state.memory()
    memory.map(BASE, PAGE_SIZE, READ | WRITE)
    memory.store64(BASE, 1)
    memory.store_word(BASE, 1)
    assert first_level(state.tlb, BASE, 8, Access.WRITE) is not None
    memory.map(0, PAGE_SIZE, READ)
    memory.load64(0)
    memory.close()
    memory.close()
    assert first_level(state.tlb, BASE, 8, Access.WRITE) is None
    assert first_level(state.tlb, 0, 8, Access.READ) is None
    assert first_level(state.tlb, 0, 8, Access.WRITE) is None
    assert not memory.mapped(BASE)
    for act in (lambda: memory.read(BASE, 1), lambda: memory.load_word(BASE), lambda: memory.store_word(BASE, 1)):
        with pytest.raises(MemoryFault):
            act()
    with pytest.raises(GuestFault):
        memory.load64(BASE)


def test_the_first_level_has_its_size() -> None:
    with pytest.raises(ValueError, match="entries"):
        PagedMemory(memoryview(bytearray(4096)).cast("Q"), "little")
