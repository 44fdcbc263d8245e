"""Reciprocals and reciprocal roots: the manual's bounds, the sequences that divide with them, and what needs help."""

from __future__ import annotations

import math
from fractions import Fraction
from math import isqrt

import ia64_rational as rational
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from ia64_float_unit import REGISTERS, FaultError, Unit, controls, from_double, numbers, to_double
from ia64_rational import BIAS, DENORMAL, INDEFINITE, INVALID, NATVAL, ZERO_DIVIDE, Exact, Format, Number, exact, kind
from kretcore_ia64.registers import Fault

UNIT = Unit()
FRCPA = "frcpa.s{sf} {f1},{p2}={f2},{f3}"
FRSQRTA = "frsqrta.s{sf} {f1},{p2}={f3}"
ONE: Number = (1 << 63, BIAS)
NANS = {"snan", "qnan", "unsupported"}


def reciprocal(number: Number, fpsr: int = 0x3F, numerator: Number = ONE) -> tuple[Number, int]:
    UNIT.run(FRCPA, fpsr, {"f1": 9, "p2": 8}, f2=numerator, f3=number)
    return UNIT.result, UNIT.machine.pr[8]


def root(number: Number, fpsr: int = 0x3F) -> tuple[Number, int]:
    UNIT.run(FRSQRTA, fpsr, {"f1": 9, "p2": 8}, f3=number)
    return UNIT.result, UNIT.machine.pr[8]


def fraction(number: Number) -> Fraction:
    value = exact(number)
    return Fraction(value.n) * Fraction(2) ** value.k


def test_the_largest_error_of_a_reciprocal_is_the_manuals() -> None:
    worst = Fraction(0)
    for index in range(256):
        for low in (0, (1 << 55) - 1):
            number = (1 << 63 | index << 55 | low, BIAS)
            approximation, good = reciprocal(number)
            assert good
            worst = max(worst, abs(1 - fraction(number) * fraction(approximation)))
    assert -8.8865 < math.log2(worst) < -8.886


def test_the_largest_error_of_a_reciprocal_root_is_the_manuals() -> None:
    worst = 0.0
    for exponent in (BIAS, BIAS + 1):
        for index in range(128):
            for low in (0, (1 << 56) - 1):
                number = (1 << 63 | index << 56 | low, exponent)
                approximation, good = root(number)
                assert good
                worst = max(worst, abs(1 - math.sqrt(fraction(number)) * float(fraction(approximation))))
    assert -8.832 < math.log2(worst) < -8.831


@given(st.integers(1 << 63, (1 << 64) - 1), st.integers(-30000, 30000), st.booleans())
def test_approximations_scale_with_the_exponent(significand: int, exponent: int, negative: bool) -> None:
    sign = negative << 17
    value, _ = reciprocal((significand, BIAS))
    assert reciprocal((significand, BIAS + exponent | sign)) == ((value[0], value[1] - exponent | sign), 1)
    value, _ = root((significand, BIAS))
    assert root((significand, BIAS + 2 * exponent)) == ((value[0], value[1] - exponent), 1)
    # Bits below the table's index, and none of 10 below its entries, count.
    assert reciprocal((significand & -1 << 55, BIAS)) == reciprocal((significand, BIAS))
    assert value[0] & (1 << 53) - 1 == 0


# ---- the sequences that compilers make


class Program:
    """Numbers in names; each line is ``name = operation of names``, as in the manual's examples."""

    def __init__(self, **names: Number) -> None:
        self.names: dict[str, Number] = {"0": (0, 0), "1": ONE, "half": (1 << 63, BIAS - 1), **names}

    def run(self, lines: str) -> None:
        for line in lines.split(";"):
            target, operation, *operands = line.split()
            first, second, addend = (self.names[name] for name in operands)
            name, _, precision = operation.partition(".")
            text = f"{name}{'.' * bool(precision)}{precision}.s{{sf}} {{f1}}={{f3}},{{f4}},{{f2}}"
            no_addend = operands[2] == "0"
            fields = {"f1": 9, "sf": 1} | ({"f2": 0} if no_addend else {"f2": REGISTERS["f2"]})
            given = {"f3": first, "f4": second} | ({} if no_addend else {"f2": addend})
            for register, (significand, exponent) in given.items():
                UNIT.machine.fr_significand[REGISTERS[register]] = significand
                UNIT.machine.fr_exponent[REGISTERS[register]] = exponent
            UNIT.run(text, controls(wide=True, field=1), {**fields, "f3": REGISTERS["f3"], "f4": REGISTERS["f4"]})
            self.names[target] = UNIT.result


_finite = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=150, deadline=None)
@given(_finite, _finite)
def test_a_division_of_doubles_is_correctly_rounded(left: float, right: float) -> None:
    assume(left and right and 1e-290 < abs(left / right) < 1e290)
    approximation, good = reciprocal(from_double(right), numerator=from_double(left))
    assert good
    program = Program(a=from_double(left), b=from_double(right), y0=approximation)
    program.run(
        "q0 fma a y0 0; e0 fnma b y0 1; q1 fma e0 q0 q0; e1 fma e0 e0 0; y1 fma e0 y0 y0; q2 fma e1 q1 q1;"
        "e2 fma e1 e1 0; y2 fma e1 y1 y1; q3 fma.d e2 q2 q2; y3 fma e2 y2 y2; r0 fnma.d b q3 a"
    )
    names = program.names
    got = UNIT.compute("fma.d.s{sf} {f1}={f3},{f4},{f2}", controls(), f3=names["r0"], f4=names["y3"], f2=names["q3"])
    assert to_double(got) == left / right


@settings(max_examples=150, deadline=None)
@given(st.floats(1e-300, 1e300))
def test_a_square_root_of_a_double_is_correctly_rounded(number: float) -> None:
    approximation, good = root(from_double(number))
    assert good
    program = Program(a=from_double(number), y0=approximation)
    program.run("g fma a y0 0; h fma half y0 0")
    for _ in range(3):
        program.run("r fnma g h half; g fma r g g; h fma r h h")
    program.run("s fma.d g 1 0; d fnma s s a")
    names = program.names
    got = UNIT.compute("fma.d.s{sf} {f1}={f3},{f4},{f2}", controls(), f3=names["d"], f4=names["h"], f2=names["s"])
    assert to_double(got) == math.sqrt(number)


# ---- special operands


@settings(max_examples=400, deadline=None)
@given(numbers, numbers)
@example((1, 0x1FFFF), (0, 0))
@example((0, 0xFFFF), (0, 1 << 17))
@example((1 << 63, 0x1FFFF), (0, 0))
@example(ONE, (0, 0xFFFF))
def test_a_reciprocal_of_special_numbers_is_the_quotient(numerator: Number, denominator: Number) -> None:
    kinds = kind(numerator), kind(denominator)
    sign = (numerator[1] ^ denominator[1]) & 1 << 17
    flags = DENORMAL if "unorm" in kinds else 0
    zeros = [not number[0] and what not in NANS for number, what in zip((numerator, denominator), kinds, strict=True)]
    if "natval" in kinds:
        expected, flags = NATVAL, 0
    elif "unsupported" in kinds or (not NANS & {*kinds} and (kinds == ("inf", "inf") or all(zeros))):
        expected, flags = INDEFINITE, INVALID
    elif NANS & {*kinds}:
        significand, exponent = numerator if kinds[0] in NANS else denominator
        expected, flags = (significand | 1 << 62, exponent), INVALID if "snan" in kinds else 0
    elif kinds[0] == "inf" or zeros[1]:
        expected = 1 << 63, sign | 0x1FFFF
        flags = flags if kinds[0] == "inf" else ZERO_DIVIDE
    elif kinds[1] == "inf" or zeros[0]:
        expected = 0, sign
    else:
        return
    assert reciprocal(denominator, numerator=numerator) == (expected, 0)
    assert UNIT.flags() == flags


@settings(max_examples=300, deadline=None)
@given(numbers)
def test_a_reciprocal_root_of_special_numbers_is_the_root(number: Number) -> None:
    what = kind(number)
    zero = not number[0] and what not in NANS
    flags = DENORMAL if what == "unorm" else 0
    if what == "natval":
        expected = NATVAL
    elif what in ("snan", "qnan"):
        expected, flags = (number[0] | 1 << 62, number[1]), INVALID if what == "snan" else 0
    elif what == "unsupported" or (number[1] >> 17 and not zero):
        expected, flags = INDEFINITE, INVALID
    elif zero:
        expected = 0, number[1] & 1 << 17
    elif what == "inf":
        expected = number
    else:
        return
    assert root(number) == (expected, 0)
    assert UNIT.flags() == flags


# ---- what software does for extreme exponents

tiny_and_huge = st.one_of(st.integers(1, 130), st.integers(0x1FF80, 0x1FFFE), st.integers(1, 0x1FFFE))
significands = st.one_of(
    st.integers(1 << 63, (1 << 64) - 1), st.sampled_from([1 << 63, (1 << 64) - 1, 1 << 63 | 1, 9 << 60])
)


def _with_sticky(quotient: int, rest: int) -> int:
    return quotient << 1 | (rest != 0)


@settings(max_examples=300, deadline=None)
@given(
    significands, tiny_and_huge, significands, tiny_and_huge, st.sampled_from([0, 2, 3]), st.booleans(),
    st.integers(0, 3), st.booleans(),
)  # fmt: skip
@example(1 << 63, 64, 9 << 60, 64, 3, True, 0, False)
@example(1 << 63, 65, 9 << 60, 64, 3, True, 0, False)
@example(1 << 63, 100, 9 << 60, 98 + BIAS, 3, True, 0, False)
@example(1 << 63, 100, 9 << 60, 97 + BIAS, 3, True, 0, False)
@example(1 << 63, 100 + BIAS, 9 << 60, 100, 3, True, 0, False)
@example(1 << 63, 99 + BIAS, 9 << 60, 100, 3, True, 0, False)
@example(1 << 63, 2 * BIAS, 9 << 60, 2 * BIAS - 2, 3, True, 0, False)
@example(1 << 63, 2 * BIAS, 9 << 60, 2 * BIAS - 3, 3, True, 0, False)
def test_an_extreme_quotient_comes_rounded_and_without_predicate(
    first: int, first_exponent: int, second: int, second_exponent: int, pc: int, wide: bool, mode: int, negative: bool
) -> None:
    numerator, denominator = (first, first_exponent | negative << 17), (second, second_exponent)
    quotient = first_exponent - second_exponent
    extreme = second_exponent >= 2 * BIAS - 2 or quotient >= BIAS or quotient <= 2 - BIAS or first_exponent <= 64
    result, good = reciprocal(denominator, controls(mode, pc, wide), numerator)
    assert good != extreme
    if extreme:
        bits = _with_sticky(*divmod(first << 200, second))
        value = Exact(-bits if negative else bits, quotient - 201, negative)
        form = Format({0: 24, 2: 53, 3: 64}[pc], 1 if wide else 0xC001)
        expected, flags = rational.round_to(value, form, mode)
        assert (result, UNIT.flags()) == (expected, flags & 63)


@settings(max_examples=300, deadline=None)
@given(significands, st.integers(1, 64), st.sampled_from([0, 2, 3]), st.integers(0, 3))
@example(9 << 60, 64, 3, 0)
@example(1 << 63, 63, 3, 2)
def test_the_root_of_a_tiny_number_comes_rounded_and_without_predicate(
    significand: int, exponent: int, pc: int, mode: int
) -> None:
    value = exact((significand, exponent))
    n, k = (value.n, value.k) if value.k % 2 == 0 else (value.n * 2, value.k - 1)
    whole = isqrt(n << 200)
    bits = _with_sticky(whole, (n << 200) - whole**2)
    form = Format({0: 24, 2: 53, 3: 64}[pc], 1)
    expected, flags = rational.round_to(Exact(bits, k // 2 - 101, False), form, mode)
    assert root((significand, exponent), controls(mode, pc, True)) == (expected, 0)
    assert UNIT.flags() == flags & 63


# ---- control


def test_a_false_predicate_clears_the_target_predicate_only() -> None:
    for text, operands in ((FRCPA, {"f2": 10, "f3": 11}), (FRSQRTA, {"f3": 11})):
        UNIT.machine.pr[6], UNIT.machine.pr[8] = 0, 1
        UNIT.machine.fr_significand[9] = 77
        UNIT.run(text, 0, {"f1": 9, "p2": 8, "qp": 6, **operands})
        assert (UNIT.result[0], UNIT.machine.pr[8]) == (77, 0)


def test_an_enabled_division_by_zero_faults() -> None:
    UNIT.machine.pr[8] = 1
    with pytest.raises(FaultError, match=str(int(Fault.FLOATING_POINT_FAULT))):
        reciprocal((0, 0), 0x3F & ~ZERO_DIVIDE)
    assert UNIT.machine.pr[8] == 1
