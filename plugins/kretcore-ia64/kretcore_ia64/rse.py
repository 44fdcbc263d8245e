"""The register stack's traffic with the backing store, which the host does when registers are missing or too many.

Registers between ``FLOOR`` and the window belong to callers' frames and are "dirty": the backing store does not have
them. Below ``FLOOR`` there is nothing; ``ar.bspstore`` is where its register goes. Every 64th word of the backing
store, where address bits 8:3 are all set, takes the NaT bits of the 63 registers below it; those of a group that is
not complete are in ``ar.rnat``. Nothing of the state changes if memory faults.

Source: Intel Itanium Architecture Software Developer's Manual, volume 2, chapter 6.
"""

from __future__ import annotations

from typing import Final, Protocol

from kretcore_llvm.state import BASE, WINDOW, StateBlock

from kretcore_ia64 import registers as reg

_COLLECTION: Final = 63
"""Bits 8:3 of a NaT collection's address."""
_BSPSTORE: Final = reg.AR.at(reg.BSPSTORE).offset // 8
_BASE: Final = BASE.offset // 8
_FLOOR: Final = reg.FLOOR.offset // 8
_MASK64: Final = (1 << 64) - 1
_MASK63: Final = (1 << 63) - 1


class Words(Protocol):
    """Guest memory, as the register stack needs it; words raise :class:`~kretcore_llvm.memory.GuestFault`."""

    def load64(self, address: int) -> int: ...

    def store64(self, address: int, value: int) -> None: ...

    def write(self, address: int, data: bytes) -> None:
        """Store bytes of a page to which ``store64`` is allowed."""


def slot(address: int) -> int:
    """Place of a word of the backing store in its group; 63 is the group's NaT collection."""
    return address >> 3 & 63


def skip(address: int, registers: int) -> int:
    """Return where a register goes, a number of them above the one at ``address``."""
    return address + 8 * (registers + ((address >> 3 & 63) + registers) // _COLLECTION) & _MASK64


def bsp(state: StateBlock) -> int:
    """Return ``ar.bsp``: where r32 of the current frame goes. Hot path: every probed call asks twice."""
    words = state.words
    return skip(words[_BSPSTORE], words[_BASE] - words[_FLOOR] >> 3)


class _Traffic:
    """Words going between registers and the backing store; the state is written by :meth:`finish` only."""

    def __init__(self, state: StateBlock, memory: Words) -> None:
        self._state, self._memory = state, memory
        self.big = bool(state.read(reg.AR.at(reg.RSC)) & 1 << 4)
        self.at = state.read(reg.AR.at(reg.BSPSTORE))
        self.rnat = state.read(reg.AR.at(reg.RNAT))

    def _load(self, address: int) -> int:
        return _swapped(self._memory.load64(address)) if self.big else self._memory.load64(address)

    def _store(self, value: int) -> None:
        self._memory.store64(self.at, _swapped(value) if self.big else value)
        self.at = self.at + 8 & _MASK64

    def collect(self) -> None:
        """Store the NaT collection if it is its turn."""
        if slot(self.at) == _COLLECTION:
            self._store(self.rnat)

    def push(self, value: int, nat: int) -> None:
        """Store the register at :attr:`at`, and the NaT collection behind it if the group is complete."""
        bit = slot(self.at)
        self.rnat = self.rnat & ~(1 << bit) | nat << bit
        self._store(value)
        self.collect()

    def push_clean(self, values: memoryview) -> int:
        """Store registers without NaT, up to the group's NaT collection; return how many that were.

        A group lies in one page, so its first word finds out for all.
        """
        count = min(len(values), _COLLECTION - slot(self.at))
        if count:
            self._memory.store64(self.at, values[0])
            self._memory.write(self.at, values[:count].tobytes())
            self.rnat &= ~((1 << count) - 1 << slot(self.at))
            self.at = self.at + 8 * count & _MASK64
        self.collect()
        return count

    def pop(self) -> tuple[int, int]:
        """Load the register below :attr:`at`, and its NaT bit."""
        at = self.at - 8 & _MASK64
        rnat = self.rnat
        if slot(at) == _COLLECTION:
            rnat = self._load(at) & _MASK63
            at = at - 8 & _MASK64
        value = self._load(at)
        self.at, self.rnat = at, rnat
        return value, rnat >> slot(at) & 1

    def pop_collection(self) -> None:
        """Load the NaT collection below :attr:`at`."""
        self.at = self.at - 8 & _MASK64
        self.rnat = self._load(self.at) & _MASK63

    def finish(self) -> None:
        """Have the state say where the traffic stopped. NaT bits of what is in registers are left out."""
        self._state.write(reg.AR.at(reg.BSPSTORE), self.at)
        self._state.write(reg.AR.at(reg.RNAT), self.rnat & (1 << slot(self.at)) - 1)


def spill(state: StateBlock, memory: Words, need: int) -> None:
    """Make room for a frame: write the oldest registers to the backing store and move the others down.

    The newest of them stay, up to half of what the register file has, so that a program that goes up and down around
    its end does not spill and fill all the time.

    :param need: bytes that the window must have below ``LIMIT``.
    :raises GuestFault: the backing store cannot be written.
    """
    base = state.read(BASE)
    floor = state.read(reg.FLOOR)
    keep = min(base - floor, max(0, state.read(reg.LIMIT) - WINDOW - need) // 16 * 8)
    _write_out(state, memory, (base - floor - keep) // 8)
    _shift(state, WINDOW - state.read(reg.FLOOR))


def flushrs(state: StateBlock, memory: Words) -> None:
    """Write all registers below the current frame to the backing store.

    :raises GuestFault: it cannot be written.
    """
    _write_out(state, memory, _dirty(state))


def fill(state: StateBlock, memory: Words) -> None:
    """Load what the frame lacks that a return with the current ``ar.pfs`` goes to.

    No more: what was loaded ahead would be dirty, and overwrite what a program puts into the backing store.

    :raises GuestFault: the backing store does not have the frame.
    """
    missing = (state.read(reg.AR.at(reg.PFS)) >> 7 & 127) - _dirty(state)
    traffic = _Traffic(state, memory)
    _put_below(state, [traffic.pop() for _ in range(missing)])
    traffic.finish()


def loadrs(state: StateBlock, memory: Words) -> None:
    """Make exactly the ``ar.rsc.loadrs`` bytes of the backing store below ``ar.bsp`` dirty registers.

    What they lack is loaded, what is older is forgotten. ``ar.rnat`` is undefined afterwards (volume 3, loadrs); here
    it has the NaT bits that belong there, unless registers without a place in the backing store were forgotten.

    :raises GuestFault: the backing store does not have them.
    """
    distance = state.read(reg.AR.at(reg.RSC)) >> 16 & 0x3FF8
    top = bsp(state)
    tear = top - distance & _MASK64
    traffic = _Traffic(state, memory)
    if distance <= (top - traffic.at & _MASK64):
        words = distance // 8
        collections = sum(slot(tear + 8 * word) == _COLLECTION for word in range(words))
        state.write(reg.FLOOR, state.read(BASE) - 8 * (words - collections))
        traffic.at = tear
    else:
        loaded = []
        while traffic.at != tear:
            if slot(tear) == _COLLECTION and traffic.at - 8 & _MASK64 == tear:
                traffic.pop_collection()
            else:
                loaded.append(traffic.pop())
        _put_below(state, loaded)
    traffic.finish()


def _swapped(word: int) -> int:
    return int.from_bytes(word.to_bytes(8, "little"), "big")


def _dirty(state: StateBlock) -> int:
    return (state.read(BASE) - state.read(reg.FLOOR)) // 8


def _top(state: StateBlock) -> int:
    return state.read(BASE) + 8 * (state.read(reg.CFM) & 127)


def _write_out(state: StateBlock, memory: Words, count: int) -> None:
    """Store the ``count`` oldest registers."""
    floor = state.read(reg.FLOOR)
    traffic = _Traffic(state, memory)
    traffic.collect()
    word, end = floor // 8, floor // 8 + count
    clean = not traffic.big and b"\1" not in bytes(state.bytes[state.taints + word : state.taints + end])
    while word < end:
        if clean:
            word += traffic.push_clean(state.words[word:end])
        else:
            traffic.push(state.words[word], state.bytes[state.taints + word])
            word += 1
    state.write(reg.FLOOR, floor + 8 * count)
    traffic.finish()


def _put_below(state: StateBlock, registers: list[tuple[int, int]]) -> None:
    """Put registers with their NaT bits below ``FLOOR``, the newest first."""
    short = 8 * len(registers) - (state.read(reg.FLOOR) - WINDOW)
    if short > 0:
        room = state.read(reg.LIMIT) - _top(state)
        _shift(state, max(short, room // 16 * 8))
    word = state.read(reg.FLOOR) // 8
    for value, nat in registers:
        word -= 1
        state.words[word] = value
        state.bytes[state.taints + word] = nat
    state.write(reg.FLOOR, 8 * word)


def _shift(state: StateBlock, distance: int) -> None:
    """Move all frames up (or down) by a distance in bytes. Registers get other places, so the ALAT forgets them."""
    if distance == 0:
        return
    floor, top = state.read(reg.FLOOR), _top(state)
    state.bytes[floor + distance : top + distance] = bytes(state.bytes[floor:top])
    first, last = state.taints + floor // 8, state.taints + top // 8
    state.bytes[first + distance // 8 : last + distance // 8] = bytes(state.bytes[first:last])
    state.write(reg.FLOOR, floor + distance)
    state.write(BASE, state.read(BASE) + distance)
    for entry in range(reg.ALAT_ENTRIES):
        state.write(reg.ALAT.at(4 * entry), 0)
    state.write(reg.ALAT_USED, 0)
