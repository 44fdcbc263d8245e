"""Comparison, classes, minima, conversion, and moves of floating-point registers."""

from __future__ import annotations

import math
from collections.abc import Callable

import ia64_rational as rational
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ia64_float_unit import FaultError, Unit, controls, from_double, numbers, to_single
from ia64_rational import DENORMAL, DOWN, INEXACT, INVALID, NATVAL, TRUNCATE, UP, Exact, Number, exact, kind
from kretcore_ia64.registers import Fault
from kretcore_ia64.tables import f

UNIT = Unit()
RELATIONS = ("eq", "lt", "le", "unord")
INTEGER = 0x1003E
PREDICATES = {"p1": 7, "p2": 8}
NANS = {"snan", "qnan", "unsupported"}
modes = st.integers(0, 3)
plain = numbers.filter(lambda number: kind(number) != "natval")


def order(first: Number, second: Number) -> int:
    """-1, 0 or 1, as the first is below, equal to, or above the second."""

    def value(number: Number) -> Exact:
        sign = -1 if number[1] >> 17 else 1
        return Exact(sign, 1 << 20, sign < 0) if kind(number) == "inf" else exact(number)

    difference = value(first).plus(-value(second), 0).n
    return (difference > 0) - (difference < 0)


def holds(relation: str, first: Number, second: Number) -> bool:
    if {kind(first), kind(second)} & NANS:
        return relation in ("unord", "neq", "nlt", "nle")
    result = order(first, second)
    return {
        "eq": result == 0, "lt": result < 0, "le": result <= 0, "unord": False,
        "neq": result != 0, "nlt": result >= 0, "nle": result > 0, "ord": True,
    }[relation]  # fmt: skip


def flags_of(relation: str, first: Number, second: Number) -> int:
    kinds = {kind(first), kind(second)}
    if kinds & {"snan", "unsupported"} or (kinds & NANS and relation in ("lt", "le", "nlt", "nle")):
        return INVALID
    return DENORMAL if "unorm" in kinds and not kinds & NANS else 0


near = st.builds(
    lambda number, shift, step: (number[0] >> shift, max(0, min((number[1] & 0x1FFFF) + shift + step, 0x1FFFE))),
    plain, st.integers(0, 3), st.sampled_from([0, 0, 0, 1]),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(plain, st.one_of(plain, near), st.sampled_from(RELATIONS), st.sampled_from(["", ".unc"]))
@example((0, 1 << 17), (0, 0), "lt", "")
@example((0, 1 << 17), (0, 0xFFFF), "eq", "")
def test_relations(first: Number, second: Number, relation: str, unc: str) -> None:
    for left, right in ((first, second), (first, first), (second, first)):
        if NATVAL in (left, right):
            continue
        UNIT.run(f"fcmp.{relation}{unc}.s{{sf}} {{p1}},{{p2}}={{f2}},{{f3}}", fields=PREDICATES, f2=left, f3=right)
        expected = holds(relation, left, right)
        assert UNIT.predicates == (expected, not expected)
        assert UNIT.flags() == flags_of(relation, left, right)


@pytest.mark.parametrize(("unc", "after"), [("", (1, 1)), (".unc", (0, 0))])
@pytest.mark.parametrize("name", ["fcmp.eq", "fclass.m"])
def test_a_false_predicate_clears_the_targets_of_unc_only(name: str, unc: str, after: tuple[int, int]) -> None:
    text = f"{name}{unc}.s{{sf}} {{p1}},{{p2}}={{f2}},{{f3}}"
    if name == "fclass.m":
        text = f"{name}{unc} {{p1}},{{p2}}={{f2}},{{classes:x}}"
    UNIT.machine.pr[7] = UNIT.machine.pr[8] = 1
    UNIT.machine.pr[6] = 0
    UNIT.run(text, 0, {**PREDICATES, "qp": 6}, f2=(1, 0x1FFFF))
    assert (UNIT.predicates, UNIT.fpsr) == (after, 0)
    same = {"p1": 7, "p2": 7, "qp": 6}
    if unc:
        with pytest.raises(FaultError, match=str(int(Fault.ILLEGAL_OPERATION))):
            UNIT.run(text, 0, same, f2=NATVAL)
    else:
        UNIT.run(text, 0, same, f2=NATVAL)
    with pytest.raises(FaultError, match=str(int(Fault.ILLEGAL_OPERATION))):
        UNIT.run(text, 0, {**same, "qp": 0}, f2=NATVAL)


def test_comparing_a_natval_gives_two_false_predicates_and_no_flag() -> None:
    UNIT.machine.pr[7] = UNIT.machine.pr[8] = 1
    UNIT.run("fcmp.unord.s{sf} {p1},{p2}={f2},{f3}", 0, PREDICATES, f2=NATVAL, f3=(1, 0x1FFFF))
    assert (UNIT.predicates, UNIT.fpsr) == ((0, 0), 0)


def test_an_enabled_invalid_compare_faults_before_predicates_change() -> None:
    UNIT.machine.pr[7] = UNIT.machine.pr[8] = 1
    with pytest.raises(FaultError, match=str(int(Fault.FLOATING_POINT_FAULT))):
        UNIT.run("fcmp.lt.s{sf} {p1},{p2}={f2},{f3}", 0, PREDICATES, f2=rational.INDEFINITE, f3=(0, 0))
    assert UNIT.predicates == (1, 1)


CLASSES = {"zero": 4, "unorm": 8, "norm": 16, "inf": 32, "snan": 64, "qnan": 128, "natval": 256, "unsupported": 0}


@settings(max_examples=300, deadline=None)
@given(st.one_of(numbers, st.just(NATVAL)), st.integers(0, 511))
def test_classes(number: Number, classes: int) -> None:
    fields = {**PREDICATES, "fclass7c": classes >> 2, "fc2": classes & 3}
    UNIT.run("fclass.m {p1},{p2}={f2},{classes:x}", fields=fields, f2=number)
    what = kind(number)
    member = bool(classes & CLASSES[what])
    if what in ("zero", "unorm", "norm", "inf"):
        member = member and bool(classes & (2 if number[1] >> 17 else 1))
    assert UNIT.predicates == (member, not member and what != "natval")


@settings(max_examples=200, deadline=None)
@given(numbers, numbers, st.sampled_from(["min", "max", "amin", "amax"]))
def test_minima_and_maxima_take_the_second_when_in_doubt(first: Number, second: Number, name: str) -> None:
    got = UNIT.compute(f"f{name}.s{{sf}} {{f1}}={{f2}},{{f3}}", f2=first, f3=second)
    if NATVAL in (first, second):
        assert (got, UNIT.flags()) == (NATVAL, 0)
        return
    left, right = first, second
    if name.startswith("a"):
        left, right = (left[0], left[1] & 0x1FFFF), (right[0], right[1] & 0x1FFFF)
    takes_first = holds("lt", *((right, left) if name.endswith("max") else (left, right)))
    assert got == (first if takes_first else second)
    assert UNIT.flags() == flags_of("lt", first, second)


# ---- conversion


def rounded(value: Exact, mode: int) -> tuple[int, bool]:
    """The integer nearest to a value in a direction, and whether it is another number."""
    if value.k >= 0:
        return value.n << value.k, False
    floor, rest = value.n >> -value.k, value.n & ((1 << -value.k) - 1)
    half = 1 << (-value.k - 1)
    if mode == TRUNCATE:
        mode = UP if value.n < 0 else DOWN
    nearest = rest > half or (rest == half and floor & 1)
    return floor + bool(nearest if mode == 0 else rest and mode == UP), rest != 0


@settings(max_examples=500, deadline=None)
@given(numbers, modes, st.booleans(), st.booleans())
@example((1 << 63, INTEGER), 0, True, False)
@example((1 << 63, INTEGER | 1 << 17), 0, True, False)
@example((1 << 63, INTEGER + 1), 0, False, False)
@example((1 << 63, 0x2FFFE), 0, False, False)
def test_conversion_to_integers(number: Number, mode: int, signed: bool, truncate: bool) -> None:
    text = f"fcvt.fx{'' if signed else 'u'}{'.trunc' if truncate else ''}.s{{sf}} {{f1}}={{f2}}"
    got = UNIT.compute(text, controls(mode), f2=number)
    if number == NATVAL:
        assert (got, UNIT.flags()) == (NATVAL, 0)
        return
    expected, flags = 1 << 63, INVALID
    if kind(number) not in NANS | {"inf"} and (number[1] & 0x1FFFF) < 0x10100:
        integer, inexact = rounded(exact(number), TRUNCATE if truncate else mode)
        if -(1 << 63) <= integer < 1 << 63 if signed else 0 <= integer < 1 << 64:
            expected = integer & (1 << 64) - 1
            flags = (INEXACT if inexact else 0) | (DENORMAL if kind(number) == "unorm" else 0)
    elif number[0] == 0 and kind(number) == "unorm":
        expected, flags = 0, DENORMAL
    assert (got, UNIT.flags()) == ((expected, INTEGER), flags)


@given(st.floats(-(2.0**63), 2.0**63 - 1025))
def test_truncation_is_the_hosts(number: float) -> None:
    got = UNIT.compute("fcvt.fx.trunc.s{sf} {f1}={f2}", f2=from_double(number))
    assert got == (math.trunc(number) & (1 << 64) - 1, INTEGER)


@given(st.integers(0, (1 << 64) - 1))
def test_conversion_from_integers_is_exact_and_normalised(word: int) -> None:
    got = UNIT.compute("fcvt.xf {f1}={f2}", f2=(word, INTEGER))
    assert kind(got) in ("norm", "zero")
    value, integer = exact(got), (word ^ 1 << 63) - (1 << 63)
    assert value.n << 64 == integer << 64 - value.k if value.n else integer == 0


# ---- bits of registers

words = st.integers(0, (1 << 64) - 1)
HIGH, LOW = 0xFFFF_FFFF << 32, 0xFFFF_FFFF


def _swap(first: int, second: int) -> int:
    return (second & LOW) << 32 | first >> 32


BITS: dict[str, Callable[[int, int], int]] = {
    "fand": lambda a, b: a & b,
    "fandcm": lambda a, b: a & ~b,
    "for": lambda a, b: a | b,
    "fxor": lambda a, b: a ^ b,
    "fmix.l": lambda a, b: a & HIGH | b >> 32,
    "fmix.r": lambda a, b: (a & LOW) << 32 | b & LOW,
    "fmix.lr": lambda a, b: a & HIGH | b & LOW,
    "fsxt.l": lambda a, b: (HIGH if a >> 63 else 0) | b >> 32,
    "fsxt.r": lambda a, b: (HIGH if a >> 31 & 1 else 0) | b & LOW,
    "fswap": _swap,
    "fswap.nl": lambda a, b: _swap(a, b) ^ 1 << 63,
    "fswap.nr": lambda a, b: _swap(a, b) ^ 1 << 31,
}


@given(words, words, st.sampled_from(sorted(BITS)))
def test_bits_of_two_registers(first: int, second: int, name: str) -> None:
    got = UNIT.compute(f"{name} {{f1}}={{f2}},{{f3}}", f2=(first, INTEGER), f3=(second, 0x2FFFF))
    assert got == (BITS[name](first, second), INTEGER)


@given(words, words, words)
def test_selection_and_integer_multiplication(one: int, other: int, third: int) -> None:
    def compute(text: str) -> Number:
        return UNIT.compute(text, f3=(one, 1), f4=(other, 2), f2=(third, 3))

    assert compute("fselect {f1}={f3},{f4},{f2}") == (one & third | other & ~third, INTEGER)
    signed = [(word ^ 1 << 63) - (1 << 63) for word in (one, other)]
    results = {"l": one * other + third, "hu": (one * other + third) >> 64, "h": (signed[0] * signed[1] + third) >> 64}
    for part, result in results.items():
        got = compute(f"xma.{part} {{f1}}={{f3}},{{f4}},{{f2}}")
        assert got == (result & (1 << 64) - 1, INTEGER)


@given(numbers, numbers)
def test_merging(first: Number, second: Number) -> None:
    sign, magnitude = first[1] & 1 << 17, second[1] & 0x1FFFF
    parts = {"s": sign | magnitude, "ns": (sign ^ 1 << 17) | magnitude, "se": first[1]}
    for part, exponent in parts.items():
        got = UNIT.compute(f"fmerge.{part} {{f1}}={{f2}},{{f3}}", f2=first, f3=second)
        assert got == (NATVAL if NATVAL in (first, second) else (second[0], exponent))


@given(st.floats(width=32, allow_nan=False), st.floats(width=32, allow_nan=False))
def test_packing_two_singles(left: float, right: float) -> None:
    first, second = from_double(left), from_double(right)
    got = UNIT.compute("fpack {f1}={f2},{f3}", f2=first, f3=second)
    denormals = {kind(first), kind(second)}
    assert got[1] == INTEGER
    if "unorm" not in denormals and all(abs(number) >= 2.0**-126 or number == 0 for number in (left, right)):
        assert got[0] == to_single(first) << 32 | to_single(second)


def test_every_result_of_a_natval_is_one() -> None:
    for row in f.ROWS:
        names = {name for name, _, _ in row.fields}
        if "f1" not in names:
            continue
        for place in sorted(names & {"f2", "f3", "f4"}):
            operands: dict[str, Number] = dict.fromkeys(names & {"f2", "f3", "f4"}, (1 << 63, 0xFFFF))
            operands[place] = NATVAL
            fields = {"f1": 9} | ({"p2": 8} if "p2" in names else {})
            UNIT.machine.pr[8] = 1
            UNIT.run(row.text.partition("; ")[0], 0, fields, **operands)
            assert UNIT.result == NATVAL, row.text
            assert "p2" not in names or UNIT.machine.pr[8] == 0


# ---- status fields


@given(st.integers(0, 3), st.integers(0, 127), st.integers(0, 127), st.integers(0, 127), st.integers(0, (1 << 39) - 1))
def test_controls_of_a_field_come_from_field_0(sf: int, amask: int, omask: int, first: int, others: int) -> None:
    before = 0x3F | first << 6 | others << 19
    new = first & amask | omask
    fields = {"sf": sf, "amask": amask, "omask": omask}
    reserved = new >> 2 & 3 == 1 or (sf == 0 and new >> 6)
    text = "fsetc.s{sf} {amask:x},{omask:x}"
    if reserved:
        with pytest.raises(FaultError, match=str(int(Fault.RESERVED_REGISTER_FIELD))):
            UNIT.run(text, before, fields)
    else:
        UNIT.run(text, before, fields)
        place = 13 * sf + 6
        assert UNIT.fpsr == before & ~(127 << place) | new << place


@given(st.integers(0, 3), st.integers(0, 63), st.integers(0, 63), st.integers(0, 63))
def test_checking_a_speculative_field(sf: int, traps: int, committed: int, speculative: int) -> None:
    fpsr = traps | committed << 13
    if sf:
        fpsr |= speculative << (13 * sf + 13)
    flags = speculative if sf else committed
    to = UNIT.run("fchkf.s{sf} {target}", fpsr, {"sf": sf, "imm20a": 3})
    recovers = flags & ~traps or flags & ~committed
    assert to == (0x4000_0000_0000_0030 if recovers else 0x4000_0000_0000_0001)
    UNIT.run("fclrf.s{sf}", fpsr, {"sf": sf})
    assert UNIT.fpsr == fpsr & ~(63 << (13 * sf + 13))
