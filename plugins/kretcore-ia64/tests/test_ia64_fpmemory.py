"""Floating-point loads, stores and moves: what a register means is compared with exact numbers of the host's."""

from __future__ import annotations

import struct
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ia64_harness import DATA, Machine
from ia64_m_unit import MASK, execute, fails, new, unchanged
from kretcore_ia64 import registers as reg
from kretcore_ia64.registers import Fault

NATVAL = (0, 0x1FFFE)
PLAIN = {"kind": "plain", "update": None}
SINGLES, DOUBLES = st.integers(0, (1 << 32) - 1), st.integers(0, MASK)


def meaning(significand: int, exponent: int) -> Fraction:
    """A finite register's number: exponent 0 stands for the least of double-extended precision."""
    sign, biased = -1 if exponent >> 17 else 1, exponent & 0x1FFFF
    return sign * Fraction(significand) * Fraction(2) ** ((biased or 0xC001) - 0xFFFF - 63)


def register(machine: Machine, number: int = 40) -> tuple[int, int]:
    return machine.fr_significand[number], machine.fr_exponent[number]


def set_register(machine: Machine, significand: int, exponent: int, number: int = 40) -> None:
    machine.fr_significand[number], machine.fr_exponent[number] = significand, exponent


def check_number(got: tuple[int, int], bits: int, size: int) -> None:
    """Compare a register with a number of the host's format."""
    fraction_bits = {4: 23, 8: 52}[size]
    value = struct.unpack({4: "<f", 8: "<d"}[size], bits.to_bytes(size, "little"))[0]
    sign = bits >> 8 * size - 1
    assert got[1] >> 17 == sign
    if value != value or value in (float("inf"), float("-inf")):
        fraction = bits & (1 << fraction_bits) - 1
        assert got == (1 << 63 | fraction << 63 - fraction_bits, 0x1FFFF | sign << 17)
    else:
        assert meaning(*got) == Fraction(value)
        assert value == 0 or got[0] >> 63 == (abs(value) >= {4: 2.0**-126, 8: 2.0**-1022}[size])
        assert value != 0 or got[1] & 0x1FFFF == 0


@given(SINGLES, DOUBLES, st.booleans(), st.booleans())
@example(1, 1, False, True)
@example(0x80000000, 1 << 63, True, True)
@example(0x7F800001, 0x7FF0000000000001, False, False)
def test_single_and_double(single: int, double: int, big: bool, careful: bool) -> None:
    for size, format_, bits in ((4, "s", single), (8, "d", double)):
        machine = new(big=big, memory=bits.to_bytes(size, "big" if big else "little"))
        careful = careful or big
        execute(machine, "load_fp", careful=careful, constants={**PLAIN, "format": format_}, f1=40, r3=33)
        check_number(register(machine), bits, size)
        machine.gr[33] += 16
        execute(machine, "store_fp", careful=careful, constants={"format": format_, "update": None}, f2=40, r3=33)
        assert machine.memory[16 : 16 + size] == machine.memory[:size]
        execute(machine, "getf", careful=careful, constants={"format": format_}, f2=40, r1=41)
        assert machine.gr[41] == bits
        machine.gr[42] = bits
        execute(machine, "setf", careful=careful, constants={"format": format_}, r2=42, f1=43)
        assert register(machine, 43) == register(machine)


EXTENDED = st.tuples(st.booleans(), st.integers(0, 0x7FFE), st.integers(0, MASK >> 1), st.booleans()).map(
    lambda parts: (parts[0] << 15 | parts[1] * (not parts[3]), (parts[1] > 0) << 63 | parts[2])
)
"""Also with exponent 0: denormals, and numbers that have bit 63 all the same."""


@given(EXTENDED, st.booleans())
@example((0x7FFF, 1 << 63), False)
@example((0xFFFF, 3 << 62), True)
@example((0, 1), False)
@example((0x8000, 0), False)
def test_double_extended(number: tuple[int, int], big: bool) -> None:
    top, significand = number
    whole = (top << 64 | significand).to_bytes(10, "big" if big else "little")
    machine = new(big=big, memory=whole)
    execute(machine, "load_fp", constants={**PLAIN, "format": "e"}, f1=40, r3=33)
    got = register(machine)
    assert got[1] >> 17 == top >> 15
    assert got[0] == significand
    if top & 0x7FFF == 0x7FFF:
        assert got[1] & 0x1FFFF == 0x1FFFF
    else:
        sign = -1 if top >> 15 else 1
        scale = Fraction(2) ** (max(top & 0x7FFF, 1) - 16383 - 63)
        assert meaning(*got) == sign * significand * scale
        assert (got[1] & 0x1FFFF == 0) == (top & 0x7FFF == 0)
    machine.gr[33] += 16
    execute(machine, "store_fp", constants={"format": "e", "update": None}, f2=40, r3=33)
    assert machine.memory[16:26] == whole
    assert not any(machine.memory[26:32])


@given(DOUBLES, st.integers(0, (1 << 18) - 1), st.booleans())
def test_spill_and_fill_keep_every_bit(significand: int, exponent: int, big: bool) -> None:
    machine = new(big=big)
    set_register(machine, significand, exponent)
    execute(machine, "store_fp", constants={"format": "spill", "update": None}, f2=40, r3=33)
    whole = exponent << 64 | significand
    assert machine.memory[:16] == whole.to_bytes(16, "big" if big else "little")
    execute(machine, "load_fp", constants={**PLAIN, "format": "fill"}, f1=41, r3=33)
    assert register(machine, 41) == (significand, exponent)
    # Bits that no register has are ignored.
    machine.memory[13 if not big else 2] = 0xFF
    execute(machine, "load_fp", constants={**PLAIN, "format": "fill"}, f1=41, r3=33)
    assert register(machine, 41) == (significand, exponent)


@given(DOUBLES, st.integers(0, (1 << 18) - 1), st.booleans())
def test_integers(significand: int, exponent: int, careful: bool) -> None:
    machine = new(memory=significand.to_bytes(8, "little"))
    execute(machine, "load_fp", careful=careful, constants={**PLAIN, "format": "8"}, f1=40, r3=33)
    assert register(machine) == (significand, 0x1003E)
    assert meaning(*register(machine)) == significand
    machine.gr[41] = significand
    execute(machine, "setf", careful=careful, constants={"format": "sig"}, r2=41, f1=42)
    assert register(machine, 42) == (significand, 0x1003E)
    machine.gr[41] = significand & ~0x3FFFF | exponent
    execute(machine, "setf", careful=careful, constants={"format": "exp"}, r2=41, f1=42)
    assert register(machine, 42) == (1 << 63, exponent)
    set_register(machine, significand | 1, exponent)
    for format_, expected in (("sig", significand | 1), ("exp", exponent)):
        outcome = execute(machine, "getf", careful=careful, constants={"format": format_}, f2=40, r1=41)
        if outcome.kind != "retry":
            assert machine.gr[41] == expected
    machine.gr[33] += 8
    execute(machine, "store_fp", careful=careful, constants={"format": "8", "update": None}, f2=40, r3=33)
    assert int.from_bytes(machine.memory[8:16], "little") == significand | 1


@given(st.sampled_from(["s", "d", "8"]), DOUBLES, DOUBLES, st.booleans(), st.booleans())
def test_pairs(format_: str, low: int, high: int, big: bool, update: bool) -> None:
    size = 4 if format_ == "s" else 8
    low, high = low % (1 << 8 * size), high % (1 << 8 * size)
    parts = [part.to_bytes(size, "big" if big else "little") for part in (low, high)]
    machine = new(big=big, memory=b"".join(parts))
    constants = {"format": format_, "kind": "plain", "update": "step" if update else None}
    execute(machine, "ldfp", constants=constants, f1=40, f2=43, r3=33)
    assert machine.gr[33] == DATA + 2 * size * update
    for number, part in ((40, low), (43, high)):
        if format_ == "8":
            assert register(machine, number) == (part, 0x1003E)
        else:
            check_number(register(machine, number), part, size)


def test_a_pair_has_an_odd_and_an_even_register() -> None:
    constants = {"format": "d", "kind": "plain", "update": None}
    for first, second, rotation, legal in (
        (40, 41, 0, True), (40, 42, 0, False), (41, 43, 5, False), (40, 43, 5, True), (40, 3, 0, True),
        (40, 3, 1, False), (40, 2, 1, True), (0, 41, 0, False), (40, 1, 0, False),
    ):  # fmt: skip
        machine = new()
        machine.write(reg.CFM, machine.read(reg.CFM) | rotation << 25)
        outcome = execute(machine, "ldfp", constants=constants, f1=first, f2=second, r3=33)
        assert fails(outcome, Fault.ILLEGAL_OPERATION) is not legal, (first, second, rotation)


def test_natval() -> None:
    machine = new()
    set_register(machine, *NATVAL)
    for format_ in ("s", "d", "e", "8"):
        before = unchanged(machine)
        outcome = execute(machine, "store_fp", constants={"format": format_, "update": None}, f2=40, r3=33)
        assert fails(outcome, Fault.REGISTER_NAT_CONSUMPTION)
        assert unchanged(machine) == before
    for format_ in ("sig", "exp", "s", "d"):
        machine.nat[41] = 0
        execute(machine, "getf", constants={"format": format_}, f2=40, r1=41)
        assert machine.nat[41] == 1
        assert execute(machine, "getf", careful=False, constants={"format": format_}, f2=40, r1=41).kind == "retry"
        execute(machine, "setf", constants={"format": format_}, f1=44, r2=41)
        assert register(machine, 44) == NATVAL
        machine.nat[41] = 0
        execute(machine, "setf", constants={"format": format_}, f1=44, r2=41)
        assert register(machine, 44) != NATVAL


@pytest.mark.parametrize("careful", [False, True])
@pytest.mark.parametrize("format_", ["s", "d", "e", "8"])
def test_speculative_loads_give_natval(format_: str, careful: bool) -> None:
    constants = {"format": format_, "kind": "s", "update": None}
    for address in (8, DATA + 2):
        machine = new()
        machine.gr[33] = address
        assert execute(machine, "load_fp", careful=careful, constants=constants, f1=40, r3=33).kind == ""
        assert register(machine) == NATVAL
    machine = new()
    execute(machine, "load_fp", careful=careful, constants=constants, f1=40, r3=33)
    assert register(machine) != NATVAL
    if careful:
        machine.nat[33] = 1
        execute(machine, "load_fp", constants=constants, f1=40, r3=33)
        assert register(machine) == NATVAL


def test_double_extended_and_pairs_are_aligned_as_wholes() -> None:
    machine = new()
    machine.gr[33] += 8
    for name, constants, fields in (
        ("load_fp", {"format": "e", **PLAIN}, {"f1": 40}), ("load_fp", {"format": "fill", **PLAIN}, {"f1": 40}),
        ("store_fp", {"format": "e", "update": None}, {"f2": 40}),
        ("store_fp", {"format": "spill", "update": None}, {"f2": 40}),
        ("ldfp", {"format": "d", **PLAIN}, {"f1": 40, "f2": 41}),
    ):  # fmt: skip
        assert execute(machine, name, constants=constants, r3=33, **fields).kind == "memory"
    assert execute(machine, "ldfp", constants={"format": "s", **PLAIN}, f1=40, f2=41, r3=33).kind == ""
