"""The short ways to compute a multiply-add: whichever is taken, result and flags are those of exact arithmetic."""

from __future__ import annotations

from typing import Final

import ia64_rational as rational
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ia64_float_unit import MASKED, FaultError, Unit, cancelling, controls, numbers
from ia64_rational import BIAS, DOUBLE, EXTENDED, INEXACT, SINGLE, Number

UNIT: Final = Unit()
PRECISIONS: Final = {"": EXTENDED, ".d": DOUBLE, ".s": SINGLE}
ONE: Final[Number] = (1 << 63, BIAS)
RAISED: Final = INEXACT << 13
"""Inexact in status field 0."""


def _rounded(bits: int, significand: int) -> int:
    return (significand >> 64 - bits << 64 - bits) | 1 << 63


ordinary = st.builds(
    lambda bits, significand, exponent, sign: (_rounded(bits, significand), BIAS + exponent | sign << 17),
    st.sampled_from([24, 53, 53, 53, 64]),
    st.one_of(st.integers(0, (1 << 64) - 1), st.integers(0, 63).map(lambda place: 1 << place)),
    st.one_of(st.integers(-3, 3), st.integers(-70, 70), st.integers(-1030, 1030)),
    st.integers(0, 1),
)
zeros = st.sampled_from([(0, 0), (0, 1 << 17)])
operands = st.one_of(ordinary, ordinary, numbers, zeros)
cancelled = st.randoms(use_true_random=False).map(cancelling)
triples = st.one_of(st.tuples(operands, operands, operands), cancelled)


def _check(kind: str, precision: str, given_numbers: tuple[Number, ...], fixed: dict[str, int], fpsr: int) -> None:
    addend, first, second = given_numbers
    values = {"f2": addend, "f3": first, "f4": second}
    variable = {name: value for name, value in values.items() if name not in fixed}
    UNIT.run(f"{kind}{precision}.s{{sf}} {{f1}}={{f3}},{{f4}},{{f2}}", fpsr, {"f1": 9, **fixed}, **variable)
    minus_product, minus_addend = kind == "fnma", kind == "fms"
    if "f2" in fixed:
        sign = (first[1] ^ second[1]) >> 17 & 1 ^ (minus_product != minus_addend)
        addend = 0, sign << 17
    mode = fpsr >> 10 & 3
    number, flags = rational.fma(addend, first, second, PRECISIONS[precision], mode, False, minus_product, minus_addend)
    assert UNIT.result == number
    assert UNIT.flags() == (fpsr >> 13 & 63) | flags & 63


@pytest.mark.parametrize("raised", [0, RAISED])
@pytest.mark.parametrize("kind", ["fma", "fms", "fnma"])
@pytest.mark.parametrize("precision", PRECISIONS)
@settings(max_examples=150, deadline=None)
@given(triples, st.sampled_from([{}, {"f2": 0}, {"f4": 1}]), st.sampled_from([0, 0, 0, 1, 2, 3]))
def test_a_multiply_add_is_the_exact_result_rounded_once(
    precision: str, kind: str, raised: int, given_numbers: tuple[Number, ...], fixed: dict[str, int], mode: int
) -> None:
    addend, first, second = given_numbers
    second = ONE if "f4" in fixed else second
    _check(kind, precision, (addend, first, second), fixed, controls(mode=mode) | raised)


@pytest.mark.parametrize("raised", [0, RAISED])
@pytest.mark.parametrize("fixed", [{"f2": 0}, {"f4": 1}, {}])
@pytest.mark.parametrize("exponent", [0xFC01, 0xFDFF, 0xFE00, 0x101FF, 0x10200, 0x103FE])
def test_the_ends_of_the_range_are_no_exception(exponent: int, fixed: dict[str, int], raised: int) -> None:
    for distance in range(-3, 4):
        for other in (BIAS, 2 * BIAS - exponent, exponent, 0xFBFF + BIAS - exponent):
            first, second = (0xFFFF_FFFF_FFFF_F800, exponent + distance), (3 << 62, other)
            _check("fma", ".d", (second, first, ONE if "f4" in fixed else second), fixed, controls() | raised)


def test_a_trap_on_inexact_is_taken_although_the_flag_is_raised() -> None:
    third: Number = (0xAAAA_AAAA_AAAA_A800, BIAS - 2)
    fpsr = MASKED & ~INEXACT | 3 << 8 | RAISED
    fields = {"f1": 9, "f2": 0}
    with pytest.raises(FaultError):
        UNIT.run("fma.d.s{sf} {f1}={f3},{f4},{f2}", fpsr, fields, f3=third, f4=third)
