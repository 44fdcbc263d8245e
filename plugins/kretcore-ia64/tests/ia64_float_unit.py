"""Runs single F-unit instructions on given registers, and makes operands that are hard to compute with."""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any, Final

from hypothesis import strategies as st
from ia64_harness import Machine, instruction
from ia64_rational import BIAS, Number
from kretcore_ia64.registers import FPSR, Fault
from kretcore_llvm.python import Leave, compile_routines, views

MASKED: Final = 0x3F
"""``ar.fpsr`` with every trap disabled and all status fields 0."""
REGISTERS: Final = {"f1": 9, "f2": 10, "f3": 11, "f4": 12}
_WORD: Final = (1 << 64) - 1


class FaultError(Exception):
    """An instruction faulted; the argument is the number of the fault. Behind a trap the result is there."""


class Unit:
    """A machine whose instructions are translated once."""

    def __init__(self) -> None:
        self.machine = Machine()
        self._function = cache(self._translate)

    def _translate(self, text: str, fields: tuple[tuple[str, int], ...]) -> Callable[[], Any]:
        what = instruction("F", text, **dict(fields))
        source, names = self.machine.source(what)
        compile_routines(names, self.machine.state.taints)
        names |= {**views(self.machine.state), "Leaves": (Leave,)}
        exec(compile(source, text, "exec"), names)
        function: Callable[[], Any] = names["block"]
        return function

    def run(self, text: str, fpsr: int = MASKED, fields: dict[str, int] | None = None, **operands: Number) -> int:
        """Execute an instruction with registers named in ``operands``; return where it goes.

        :raises FaultError: it faults.
        """
        self.machine.ar[FPSR] = fpsr
        for name, (significand, exponent) in operands.items():
            self.machine.fr_significand[REGISTERS[name]] = significand
            self.machine.fr_exponent[REGISTERS[name]] = exponent
        numbers = {name: REGISTERS[name] for name in operands} | (fields or {})
        try:
            return int(self._function(text, tuple(sorted(numbers.items())))())
        except Leave as leave:
            assert leave.kind == ("trap" if leave.code == Fault.FLOATING_POINT_TRAP else "fault")
            raise FaultError(leave.code) from None

    def compute(self, text: str, fpsr: int = MASKED, **operands: Number) -> Number:
        """Return the number an instruction computes."""
        self.run(text, fpsr, {"f1": 9}, **operands)
        return self.result

    @property
    def result(self) -> Number:
        return self.machine.fr_significand[9], self.machine.fr_exponent[9]

    @property
    def predicates(self) -> tuple[int, int]:
        return self.machine.pr[7], self.machine.pr[8]

    @property
    def fpsr(self) -> int:
        return self.machine.ar[FPSR]

    def flags(self, field: int = 0) -> int:
        return self.fpsr >> (13 * field + 13) & 63


def controls(mode: int = 0, pc: int = 3, wide: bool = False, flush: bool = False, field: int = 0) -> int:
    """Return ``ar.fpsr`` with traps disabled and a status field's controls."""
    return MASKED | (flush | wide << 1 | pc << 2 | mode << 4) << (13 * field + 6)


# ---- operands

_exponents = st.one_of(
    st.integers(-70, 70).map(lambda distance: BIAS + distance),
    st.sampled_from([0, 1, 2, 0x1FFFD, 0x1FFFE, 0x1FFFF]),
    st.builds(
        lambda edge, distance: edge + distance,
        st.sampled_from([0xFF81, 0xFC01, 0xC001, 0x1007E, 0x103FE, 0x13FFE]),
        st.integers(-66, 66),
    ),
    st.integers(0, 0x1FFFF),
)
_significands = st.one_of(
    st.sampled_from([0, 1, 1 << 63, 1 << 62, 3 << 62, _WORD]),
    st.integers(1 << 63, _WORD),
    st.builds(lambda low: 1 << 63 | low, st.integers(0, 1 << 12)),
    st.builds(lambda low: _WORD - low, st.integers(0, 1 << 12)),
    st.builds(lambda zeros: _WORD << zeros & _WORD, st.integers(0, 63)),
    st.integers(0, _WORD),
)
numbers: st.SearchStrategy[Number] = st.builds(
    lambda significand, exponent, sign: (significand, exponent | sign << 17),
    _significands,
    _exponents,
    st.integers(0, 1),
)


def significand(random: Random) -> int:
    """A normalised significand with few or many bits in odd places."""
    low = random.getrandbits(random.randrange(64))
    match random.randrange(4):
        case 0:
            return 1 << 63 | low
        case 1:
            return _WORD - low
        case 2:
            return _WORD << random.randrange(64) & _WORD | 1 << 63
        case _:
            return 1 << 63 | random.getrandbits(63)


def cancelling(random: Random) -> tuple[Number, Number, Number]:
    """Addend and factors whose sum loses most of its bits, or nearly is a tie."""
    first, second = significand(random), significand(random)
    product = first * second
    exponent = BIAS + 1 + (product >> 127)
    top = product >> (64 if product >> 127 else 63)
    near = top + random.randrange(-3, 4)
    if near >> 64:
        near, exponent = 1 << 63, exponent + 1
    exponent += random.choice((0, 0, 0, 1, -1, 64, 63, -64, -127))
    sign = random.getrandbits(1) << 17
    return (near & _WORD | 1 << 63, exponent - 1 | sign), (first, BIAS), (second, BIAS)


# ---- IEEE formats


def from_double(number: float) -> Number:
    """The register that a load of a double makes."""
    bits = int.from_bytes(struct.pack(">d", number), "big")
    sign, exponent, fraction = bits >> 63 << 17, bits >> 52 & 0x7FF, bits & (1 << 52) - 1
    if exponent == 0:
        return fraction << 11, sign | (0xFC01 if fraction else 0)
    return 1 << 63 | fraction << 11, sign | (0x1FFFF if exponent == 0x7FF else exponent - 1023 + BIAS)


def to_double(number: Number) -> float:
    """What a store of a double leaves in memory."""
    significand_, exponent = number
    narrow = exponent & 0x1FFFF
    narrow = 0x7FF if narrow == 0x1FFFF else narrow - BIAS + 1023
    bits = exponent >> 17 << 63 | (narrow << 52 if significand_ >> 63 else 0) | significand_ >> 11 & (1 << 52) - 1
    return float(struct.unpack(">d", bits.to_bytes(8, "big"))[0])


def from_single(bits: int) -> Number:
    """The register that a load of 32 bits as a single makes."""
    sign, exponent, fraction = bits >> 31 << 17, bits >> 23 & 0xFF, bits & (1 << 23) - 1
    if exponent == 0:
        return fraction << 40, sign | (0xFF81 if fraction else 0)
    return 1 << 63 | fraction << 40, sign | (0x1FFFF if exponent == 0xFF else exponent - 127 + BIAS)


def to_single(number: Number) -> int:
    """The 32 bits that a store of a single leaves."""
    significand_, exponent = number
    narrow = exponent & 0x1FFFF
    narrow = 0xFF if narrow == 0x1FFFF else narrow - BIAS + 127
    return exponent >> 17 << 31 | (narrow << 23 if significand_ >> 63 else 0) | significand_ >> 40 & (1 << 23) - 1
