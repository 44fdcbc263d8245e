"""The register stack against one that never runs out of registers."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from kretcore_ia64 import registers as reg
from kretcore_ia64 import rse
from kretcore_llvm.memory import GuestFault
from kretcore_llvm.state import BASE, WINDOW, StateBlock

from kretcore.machine import Access, FaultKind

BOTTOM = 0x6000_0FFF_8000_0000


class Memory:
    """Words from an address on; nothing is below it."""

    def __init__(self, bottom: int) -> None:
        self.bottom = bottom
        self.top = 1 << 64
        self.words: dict[int, int] = {}

    def _check(self, address: int, access: Access) -> None:
        assert address % 8 == 0
        if not self.bottom <= address < self.top:
            raise GuestFault(FaultKind.UNMAPPED, address, access, "nothing is there")

    def load64(self, address: int) -> int:
        self._check(address, Access.READ)
        return self.words.get(address, 0xDEAD)

    def store64(self, address: int, value: int) -> None:
        self._check(address, Access.WRITE)
        self.words[address] = value

    def write(self, address: int, data: bytes) -> None:
        for offset in range(0, len(data), 8):
            self.store64(address + offset, int.from_bytes(data[offset : offset + 8], "little"))


def above(address: int, registers: int) -> int:
    """The naive way to go up the backing store: one word at a time, past each NaT collection."""
    for _ in range(registers):
        address += 8
        if address & 0x1F8 == 0x1F8:
            address += 8
    return address


@dataclass
class Pair:
    """A real register file, and the model: each register at its own address, for ever."""

    start: int
    window_words: int
    big: bool
    random: random.Random
    home: dict[int, tuple[int, int]] = field(default_factory=dict)
    frames: list[tuple[int, int, int]] = field(default_factory=list)
    sof: int = 0
    sol: int = 0

    def __post_init__(self) -> None:
        self.state = StateBlock(self.window_words)
        self.memory = Memory(self.start)
        self.bsp = self.start
        self.state.write(reg.FLOOR, WINDOW)
        self.state.write(reg.LIMIT, self.state.taints - 8 * 96)
        self.state.write(reg.AR.at(reg.BSPSTORE), self.start)
        self.state.write(reg.AR.at(reg.RSC), 16 if self.big else 0)

    # ---- what instructions do

    def alloc(self, sof: int, sol: int) -> None:
        state = self.state
        if state.read(BASE) + 8 * sof > state.read(reg.LIMIT):
            rse.spill(state, self.memory, 8 * sof)
            assert state.read(BASE) + 8 * sof <= state.read(reg.LIMIT)
        self.sof, self.sol = sof, min(sof, sol)
        state.write(reg.CFM, self.sof | self.sol << 7)
        for number in range(sof):
            value, nat = self.random.getrandbits(64), int(self.random.random() < 0.2)
            self.home[above(self.bsp, number)] = value, nat
            word = state.read(BASE) // 8 + number
            state.words[word] = value
            state.bytes[state.taints + word] = nat

    def call(self, sof: int, sol: int) -> None:
        self.frames.append((self.sof, self.sol, self.bsp))
        self._move(self.sol, self.sof - self.sol)
        self.alloc(sof, sol)

    def _move(self, words: int, size: int) -> None:
        self.bsp = above(self.bsp, words)
        self.state.write(BASE, self.state.read(BASE) + 8 * words)
        self.sof, self.sol = size, 0
        self.state.write(reg.CFM, size)

    def ret(self) -> None:
        if not self.frames:
            return
        state = self.state
        sof, sol, bsp = self.frames.pop()
        state.write(reg.AR.at(reg.PFS), sof | sol << 7)
        if state.read(BASE) - 8 * sol < state.read(reg.FLOOR):
            rse.fill(state, self.memory)
        assert state.read(BASE) - 8 * sol >= state.read(reg.FLOOR)
        callees = [above(self.bsp, number) for number in range(self.sof)]
        state.write(BASE, state.read(BASE) - 8 * sol)
        self.bsp = bsp
        # Above the locals, registers are what the callee has left, as far as it had any.
        for number in range(sol, sof):
            if above(bsp, number) not in callees:
                sof = number
                break
        self.sof, self.sol = sof, sol
        state.write(reg.CFM, sof | sol << 7)

    def flush(self) -> None:
        rse.flushrs(self.state, self.memory)
        assert self.state.read(reg.FLOOR) == self.state.read(BASE)
        assert self.state.read(reg.AR.at(reg.BSPSTORE)) == self.bsp

    def reload(self, share: float) -> None:
        """Flush, and have the register file take a part of the backing store's top again, as much as it can have."""
        self.flush()
        room = (self.state.read(reg.LIMIT) - WINDOW - 8 * self.sof) // 2
        distance = min(int((self.bsp - self.start) * share), 0x3FF8, room) & ~7
        rsc = self.state.read(reg.AR.at(reg.RSC)) & 0xFFFF
        self.state.write(reg.AR.at(reg.RSC), rsc | distance << 16)
        rse.loadrs(self.state, self.memory)
        assert self.state.read(reg.AR.at(reg.BSPSTORE)) == self.bsp - distance

    # ---- what must hold

    def check(self) -> None:
        state = self.state
        floor, base = state.read(reg.FLOOR), state.read(BASE)
        assert WINDOW <= floor <= base
        assert base + 8 * self.sof <= state.taints
        assert rse.bsp(state) == self.bsp
        for number in range(self.sof):
            word = base // 8 + number
            got = state.words[word], state.bytes[state.taints + word]
            assert got == self.home[above(self.bsp, number)], f"register {32 + number}"
        at = state.read(reg.AR.at(reg.BSPSTORE))
        # What loadrs leaves may point to a collection: the register is above it.
        oldest = at + 8 if at & 0x1F8 == 0x1F8 else at
        assert above(oldest, (base - floor) // 8) == self.bsp
        rnat = state.read(reg.AR.at(reg.RNAT))
        collection = 0
        for address in range(self.start, at, 8):
            word = self.memory.words[address]
            if self.big:
                word = int.from_bytes(word.to_bytes(8, "little"), "big")
            if address & 0x1F8 == 0x1F8:
                assert word == collection, f"NaT collection at {address:#x}"
                collection = 0
            else:
                value, nat = self.home[address]
                assert word == value, f"word at {address:#x}"
                collection |= nat << (address >> 3 & 63)
        assert rnat == collection


OPERATIONS = st.one_of(
    st.tuples(st.just("call"), st.integers(0, 96), st.integers(0, 96)),
    st.tuples(st.just("alloc"), st.integers(0, 96), st.integers(0, 96)),
    st.tuples(st.just("deep"), st.integers(1, 40), st.integers(0, 40)),
    st.tuples(st.just("up"), st.integers(1, 40), st.just(0)),
    st.tuples(st.just("ret"), st.just(0), st.just(0)),
    st.tuples(st.just("flush"), st.just(0), st.just(0)),
    st.tuples(st.just("reload"), st.integers(0, 100), st.just(0)),
)


@settings(max_examples=60, deadline=None, report_multiple_bugs=False)
@given(
    st.integers(0, 62), st.sampled_from([240, 400, 2048]), st.booleans(), st.integers(0, 1 << 32),
    st.lists(OPERATIONS, max_size=30),
)  # fmt: skip
@example(0, 240, False, 0, [("deep", 29, 37), ("call", 1, 0), ("reload", 7, 0)])  # up to a NaT collection
def test_register_stack_is_as_if_it_were_endless(
    first: int, window_words: int, big: bool, seed: int, operations: list[tuple[str, int, int]]
) -> None:
    pair = Pair(BOTTOM + 8 * first, window_words, big, random.Random(seed))
    pair.alloc(8, 4)
    for name, first_number, second in operations:
        match name:
            case "call":
                pair.call(first_number, second)
            case "alloc":
                pair.alloc(first_number, second)
            case "deep":
                for _ in range(first_number):
                    pair.call(second + 7, second)
            case "up":
                for _ in range(first_number):
                    pair.ret()
            case "ret":
                pair.ret()
            case "flush":
                pair.flush()
            case "reload":
                pair.reload(first_number / 100)
        pair.check()
    while pair.frames:
        pair.ret()
        pair.check()


@pytest.mark.parametrize("start", range(64))
def test_a_collection_is_stored_as_soon_as_its_group_is_complete(start: int) -> None:
    pair = Pair(BOTTOM, 400, False, random.Random(start))
    pair.alloc(80, start)
    pair.call(0, 0)
    pair.flush()
    pair.check()
    assert (BOTTOM + 0x1F8 in pair.memory.words) == (start >= 63)


@given(st.integers(0, 62), st.integers(1, 30), st.integers(0, 300))
def test_loadrs_forgets_what_is_older_than_the_distance(first: int, depth: int, words: int) -> None:
    pair = Pair(BOTTOM + 8 * first, 2048, False, random.Random(first))
    pair.alloc(10, 10)
    for _ in range(depth):
        pair.call(10, 10)
    distance = min(8 * words, pair.bsp - pair.start)
    state = pair.state
    state.write(reg.AR.at(reg.RSC), distance << 16)
    rse.loadrs(state, pair.memory)
    assert rse.bsp(state) == pair.bsp
    tear = pair.bsp - distance
    assert state.read(reg.AR.at(reg.BSPSTORE)) == tear
    kept = [address for address in range(tear, pair.bsp, 8) if address & 0x1F8 != 0x1F8]
    floor = state.read(reg.FLOOR) // 8
    assert [state.words[floor + number] for number in range(len(kept))] == [pair.home[at][0] for at in kept]
    assert floor + len(kept) == state.read(BASE) // 8
    assert not pair.memory.words


@given(st.integers(0, 62), st.integers(0, 400))
def test_places_in_the_backing_store(first: int, registers: int) -> None:
    assert rse.skip(BOTTOM + 8 * first, registers) == above(BOTTOM + 8 * first, registers)


def snapshot(state: StateBlock) -> bytes:
    return bytes(state.bytes)


def test_nothing_changes_if_the_backing_store_cannot_be_written() -> None:
    pair = Pair(BOTTOM, 240, False, random.Random(1))
    pair.memory.top = BOTTOM + 8 * 20
    pair.alloc(90, 80)
    pair.call(20, 10)
    before = snapshot(pair.state)
    with pytest.raises(GuestFault):
        rse.spill(pair.state, pair.memory, 8 * 96)
    assert snapshot(pair.state) == before
    with pytest.raises(GuestFault):
        rse.flushrs(pair.state, pair.memory)
    assert snapshot(pair.state) == before


def test_nothing_changes_if_the_backing_store_has_not_the_frame() -> None:
    pair = Pair(BOTTOM, 240, False, random.Random(1))
    pair.alloc(40, 30)
    pair.call(20, 10)
    pair.flush()
    pair.memory.bottom = BOTTOM + 8 * 10
    pair.state.write(reg.AR.at(reg.PFS), 40 | 30 << 7)
    before = snapshot(pair.state)
    with pytest.raises(GuestFault):
        rse.fill(pair.state, pair.memory)
    assert snapshot(pair.state) == before


def test_moved_registers_are_not_in_the_alat() -> None:
    pair = Pair(BOTTOM, 240, False, random.Random(1))
    pair.state.write(reg.ALAT, 1)
    pair.state.write(reg.ALAT_USED, 1)
    for _ in range(4):
        pair.call(60, 50)
    assert pair.state.read(reg.ALAT) == pair.state.read(reg.ALAT_USED) == 0
