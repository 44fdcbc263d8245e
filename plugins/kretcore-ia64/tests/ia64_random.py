"""Random instructions, legal or not, and random states to run them from."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from kretcore_ia64 import registers as reg
from kretcore_ia64.bundles import NOP, pack
from kretcore_ia64.decoder import TEMPLATES, table
from kretcore_ia64.machine import Ia64Machine
from kretcore_ia64.names import frame_is_possible
from kretcore_ia64.rows import SLOT_BITS, Row
from kretcore_llvm import state as st

TEXT: Final = 0x4000_0000_0000_0000
DATA: Final = 0x6000_0000_0000_0000
"""Two pages that can be written, the next can be read only."""
BACKING: Final = 0x6000_0000_0010_0000
_PAGE: Final = 4096
_MASK: Final = (1 << 64) - 1
Context = Any


@dataclass(frozen=True)
class Words:
    """A bundle: template, and words of its slots (an X unit's has its L in slot 1)."""

    template: int
    slots: tuple[int, int, int]

    @property
    def bytes(self) -> bytes:
        return pack(self.template, *self.slots)

    def without(self, slot: int) -> Words:
        """The bundle with a nop in a slot."""
        words = list(self.slots)
        words[slot] = NOP[TEMPLATES[self.template][slot]]
        return Words(self.template, (words[0], words[1], words[2]))


@dataclass(frozen=True)
class Start:
    """Where a run begins.

    :ivar context: what :meth:`kretcore_llvm.machine.LlvmMachine.restore` takes.
    :ivar budget: instructions it may execute.
    """

    context: Context
    data: bytes
    budget: int


# ---- instructions


@cache
def _weights(row: Row) -> dict[int, tuple[str, int]]:
    """Which bit of which field adds how much to a branch's target."""
    zeros = {name: 0 for name, _, _ in row.fields} | {"long": 0}
    bits = [(name, bit) for name, _, mask in row.fields for bit in range(mask.bit_length())]
    return {row.operands["target"](zeros | {name: 1 << bit}, 0): (name, bit) for name, bit in bits}


_REGISTERS: Final[dict[str, tuple[Sequence[int], int]]] = {
    "r": ((*range(1, 6), *range(1, 6), *range(1, 6), 14, 15, 16, 17, 18, 0, *range(32, 38), 127), 127),
    "f": ((*range(2, 8), *range(2, 8), *range(2, 8), 0, 1, 31, *range(32, 36), 127), 127),
    "b": ((0, 1, 2, 3, 6, 7), 7),
    "p": ((0, 6, 7, 8, 9, 16, 17, 63), 63),
    "q": ((0, 0, 0, 0, 0, 6, 7, 8, 9, 16, 17, 63), 63),
}
_ADDRESSES: Final = (14, 15, 16, 17, 18, 14, 15, 16, 17, 18, 1, 33)


def random_word(rng: random.Random, row: Row) -> int:
    """A word that a row matches; its registers are mostly few, and a branch mostly stays near."""
    word = row.match | rng.getrandbits(SLOT_BITS) & ~row.mask
    values: dict[str, int] = {}
    near = rng.random() < 0.9
    for name, _, mask in row.fields:
        if name == "r3" and row.form[0] == "M" and rng.random() < 0.9:
            values[name] = rng.choice(_ADDRESSES)
        elif name in ("qp", "r1", "r2", "r3", "f1", "f2", "f3", "f4", "b1", "b2", "p1", "p2") and rng.random() < 0.97:
            values[name] = rng.choice(_REGISTERS[name[0]][0]) & mask
        elif name == "ar3":
            values[name] = rng.choice((16, 17, 18, 19, 25, 32, 36, 40, 44, 64, 65, 66, 0, 50, 20))
    if "target" in row.operands and near:
        weights = _weights(row)
        for name, bit in weights.values():
            values.setdefault(name, 0)
            del bit
        distance = 16 * rng.choice((-3, -2, -1, 0, 1, 1, 1, 1, 2, 2, 3, 4)) & _MASK
        for weight, (name, bit) in weights.items():
            # The sign's weight is the negative of its place.
            if weight & -weight & distance:
                values[name] |= 1 << bit
    if values.get("p1") == values.get("p2", -1) and near:
        values["p2"] ^= 1
    if near:  # few are illegal
        for name in values.keys() & {"r1", "f1"}:
            values[name] = max(values[name], 2)
        if "ldfp" in row.semantics and "f1" in values:
            values["f2"] = values["f1"] ^ 1
    if row.semantics == "alloc" and near:
        size = rng.choice((0, 1, 8, 40, 95, 96))
        values |= {"sof": size, "sol": rng.randint(0, size), "sor": rng.randint(0, size // 8), "predicate": 0}
    for name, low, mask in row.fields:
        if name in values:
            word = word & ~(mask << low) | values[name] << low
    return word


_FAULTING: Final = {"privileged", "privileged_m", "unimplemented", "vmsw", "br_ia", "break", "break_b"}


@cache
def _rows(unit: str) -> tuple[Row, ...]:
    """Rows after which execution goes on, as a rule."""
    return tuple(row for row in table(unit).rows if row.semantics not in _FAULTING)


def random_bundle(rng: random.Random, unit: str, row: Row) -> Words:
    """A bundle with an instruction of a row, and others beside it."""
    template = rng.choice([number for number, units in TEMPLATES.items() if unit in units])
    units = TEMPLATES[template]
    chosen = rng.choice([slot for slot in range(3) if units[slot] == unit])
    slots = []
    for slot, each in enumerate(units):
        if slot == chosen:
            slots.append(random_word(rng, row))
        elif each == "L":
            slots.append(rng.choice((0, (1 << SLOT_BITS) - 1, rng.getrandbits(SLOT_BITS))))
        elif rng.random() < 0.5:
            slots.append(NOP[each])
        elif rng.random() < 0.04:
            slots.append(rng.getrandbits(SLOT_BITS))
        else:
            slots.append(random_word(rng, rng.choice(_rows(each))))
    first, second, third = slots
    return Words(template, (first, second, third))


def random_program(rng: random.Random, unit: str, row: Row) -> tuple[Words, ...]:
    """A few bundles; the first has an instruction of the row."""
    bundles = [random_bundle(rng, unit, row)]
    for _ in range(rng.choice((0, 0, 1, 2, 3, 5))):
        other = rng.choice("MIBFX" if rng.random() < 0.5 else "MIF")
        bundles.append(random_bundle(rng, other, rng.choice(_rows(other))))
    return tuple(bundles)


# ---- states

_NUMBERS: Final = (
    0, 1, 2, 7, 63, 64, 0xFF, 0x7F80, 0xFFFF, 1 << 31, (1 << 32) - 1, 1 << 32, 1 << 52, 1 << 62, 1 << 63, (1 << 63) - 1,
    _MASK, _MASK - 1, 0x8080_8080_8080_8080, 0x7FFF_8000_FFFF_0001, 0x7F80_0000_FF80_0000, 0x3FF0_0000_0000_0000,
)  # fmt: skip
_SIGNIFICANDS: Final = (0, 1, 1 << 63, _MASK, 1 << 62, (1 << 63) | 1, 0xC000_0000_0000_0000, (1 << 63) - 1, 1 << 40)
_EXPONENTS: Final = (
    0, 1, 0xFFFF, 0xFFFE, 0x10000, 0x1003E, 0x1003D, 0x1FFFE, 0x1FFFD, 0x1FFFF, 0xFFFF + 63, 0xFF81, 0xFC01, 0xC001,
    0x1007F, 0x10080, 0x103FF, 0x10400, 0x13FFF, 0x14000, 0xFFFF - 64, 0xFF6A, 0xFBCD,
)  # fmt: skip


def _number(rng: random.Random) -> int:
    kind = rng.random()
    if kind < 0.35:
        return rng.choice(_NUMBERS)
    return rng.getrandbits(64) if kind < 0.7 else rng.getrandbits(rng.choice((3, 8, 16, 32)))


def _address(rng: random.Random) -> int:
    base = DATA + rng.randrange(0, 2 * _PAGE - 64, 16)
    kind = rng.random()
    if kind < 0.75:
        return base + rng.choice((0, 0, 0, 8, 4, 2))
    if kind < 0.85:
        return base + rng.randrange(16)
    places = (
        DATA + 2 * _PAGE,
        DATA + 2 * _PAGE - 8,
        DATA + 3 * _PAGE - 4,
        DATA + 3 * _PAGE,
        TEXT,
        0,
        DATA - 8,
        BACKING,
    )
    return rng.choice(places) + rng.choice((0, 0, 8, 1))


def _floating(rng: random.Random) -> tuple[int, int]:
    """Significand; exponent and sign."""
    kind = rng.random()
    sign = rng.getrandbits(1) << 17
    if kind < 0.3:
        return rng.getrandbits(64) | 1 << 63, sign | rng.choice(_EXPONENTS)
    if kind < 0.5:
        return rng.choice(_SIGNIFICANDS), sign | rng.choice(_EXPONENTS)
    if kind < 0.55:
        return 0, 0x1FFFE  # NaTVal
    if kind < 0.65:
        return rng.choice((rng.getrandbits(64), 0x3F80_0000_7F80_0000, 0x0000_0001_FFC0_0000)), 0x1003E
    if kind < 0.7:
        return rng.getrandbits(64), sign | rng.getrandbits(17)
    return (rng.getrandbits(rng.choice((8, 24, 53))) << rng.choice((0, 11, 40)) | 1 << 63) & _MASK, sign | rng.randint(
        0xFFFF - 70, 0xFFFF + 70
    )


def _status(rng: random.Random) -> int:
    """An ``ar.fpsr``; traps are mostly off."""
    value = 0x3F if rng.random() < 0.6 else rng.getrandbits(6)
    for field in range(4):
        control = rng.getrandbits(2) | rng.choice((0, 2, 3)) << 2 | rng.getrandbits(2) << 4
        trapless = (rng.random() < 0.5) << 6 if field else 0
        flags = rng.choice((0, rng.getrandbits(6))) << 7
        value |= (control | trapless | flags) << 6 + 13 * field
    return value


def _frame(rng: random.Random, rotated: bool) -> int:
    while True:
        size = rng.choice((0, 4, 8, 16, 40, *[96] * 15))
        frame = size | rng.randint(0, size) << 7 | rng.randint(0, size // 8) << 14
        if rotated:
            frame |= rng.getrandbits(3) << 18 | rng.choice((0, rng.randrange(96))) << 25
            frame |= rng.choice((0, rng.randrange(48))) << 32
        if frame_is_possible(frame):
            return frame


def random_start(rng: random.Random, machine: Ia64Machine, address: int, longest: int) -> Start:
    """A state, with the help of a machine; it begins at ``address``."""
    machine.reset()
    state = machine.engine.state
    clean = st.WINDOW // 8 + state.window_words
    state.bytes[state.taints : state.taints + clean] = bytes(clean)
    rotated, tainted = rng.random() < 0.12, rng.random() < 0.25
    base = st.WINDOW + 8 * rng.choice((100, 500, 570))
    state.write(st.BASE, base)
    state.write(st.IP, address)
    state.write(reg.FLOOR, base - 8 * rng.choice((0, 0, 3, 100)))
    state.write(reg.CFM, _frame(rng, rotated))
    state.write(reg.UM, rng.choice((0, 8, 0x30)) | (2 if rng.random() < 0.05 else 0))
    for number in range(1, 32):
        state.write(reg.GR.at(number), _address(rng) if number in range(14, 19) else _number(rng))
    for number in range(-100, 100):
        state.words[base // 8 + number] = _address(rng) if number == 1 else _number(rng)
    if tainted:
        for number in (*range(1, 6), *range(14, 19)):
            state.bytes[state.taints + reg.GR.offset // 8 + number] = rng.random() < 0.25
        for number in range(-100, state.read(reg.CFM) & 127):
            state.bytes[state.taints + base // 8 + number] = rng.random() < 0.2
    for number in range(2, 128):
        significand, exponent = _floating(rng)
        state.write(reg.FR.at(2 * number), significand)
        state.write(reg.FR.at(2 * number + 1), exponent)
    for number in range(1, 64):
        state.bytes[reg.PR.offset + number] = rng.random() < 0.6
    for number in range(8):
        near = address + 16 * rng.randint(-2, 5) + rng.choice((0, 0, 3))
        state.write(reg.BR.at(number), near if rng.random() < 0.7 else _number(rng))
    saved = _frame(rng, rng.random() < 0.1) | rng.getrandbits(6) << 52 | 3 << 62
    if rng.random() < 0.2:
        saved = rng.getrandbits(64) & ~(0x3FFF << 38 | 15 << 58)
    application = {
        reg.RSC: rng.choice((0xC, 0xF, 0xC, 0x1C)) | (rng.getrandbits(7) << 19 if rng.random() < 0.3 else 0),
        reg.BSPSTORE: BACKING + 0x4000 + 8 * rng.randrange(130), reg.RNAT: rng.choice((0, rng.getrandbits(63))),
        reg.CSD: _number(rng), reg.CCV: _number(rng), reg.UNAT: rng.choice((0, _MASK, rng.getrandbits(64))),
        reg.FPSR: _status(rng), reg.PFS: saved,
        reg.LC: rng.choice((0, 1, 2, 3, _MASK)), reg.EC: rng.choice((0, 1, 2, 3, 63)),
    }  # fmt: skip
    for number, value in application.items():
        state.write(reg.AR.at(number), value)
    state.write(reg.CLOCK, rng.getrandbits(10))
    budget = longest if rng.random() < 0.8 else rng.randrange(1, longest)
    return Start(machine.save(), rng.randbytes(3 * _PAGE), budget)
