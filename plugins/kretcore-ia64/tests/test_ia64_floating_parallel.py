"""Pairs of singles: each half is what exact arithmetic, or a scalar instruction, makes of it."""

from __future__ import annotations

import ia64_rational as rational
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ia64_float_unit import Unit, controls, from_single, to_single
from ia64_rational import DENORMAL, INVALID, SINGLE, ZERO_DIVIDE, Number, exact, kind

UNIT = Unit()
INTEGER = 0x1003E
LOW = 0xFFFF_FFFF
singles = st.one_of(
    st.integers(0, LOW),
    st.sampled_from([0, 1 << 31, 1, 0x7FFFFF, 0x800000, 0x3F800000, 0x7F7FFFFF, 0x7F800000, 0xFF800000, 0x7F800001]),
    st.builds(lambda sign, exponent, low: sign << 31 | exponent << 23 | low, st.integers(0, 1),
              st.integers(60, 190), st.integers(0, 15)),
    st.integers(0x4EFFFFF0, 0x4F800010),
)  # fmt: skip
pairs = st.tuples(singles, singles)
modes = st.integers(0, 3)


def register(pair: tuple[int, int]) -> Number:
    """A pair as a register; the upper half is first."""
    return pair[0] << 32 | pair[1], INTEGER


def size(number: Number) -> int:
    """The largest power of two that a number, not 0, reaches."""
    value = exact(number)
    return abs(value.n).bit_length() - 1 + value.k


def compute(text: str, fpsr: int = 0x3F, **pairs: tuple[int, int]) -> tuple[int, int]:
    got = UNIT.compute(text, fpsr, **{name: register(pair) for name, pair in pairs.items()})
    assert got[1] == INTEGER
    return got[0] >> 32, got[0] & LOW


@settings(max_examples=300, deadline=None)
@given(pairs, pairs, pairs, modes, st.booleans(), st.sampled_from(["ma", "ms", "nma"]))
def test_multiply_add(
    addends: tuple[int, int], first: tuple[int, int], second: tuple[int, int], mode: int, flush: bool, name: str
) -> None:
    # Precision and range of the status field do not matter.
    fpsr = controls(mode, 3, True, flush)
    got = compute(f"fp{name}.s{{sf}} {{f1}}={{f3}},{{f4}},{{f2}}", fpsr, f2=addends, f3=first, f4=second)
    raised = 0
    for half in range(2):
        addend, *factors = (from_single(pair[half]) for pair in (addends, first, second))
        number, flags = rational.fma(addend, factors[0], factors[1], SINGLE, mode, flush, name == "nma", name == "ms")
        assert got[half] == to_single(number)
        raised |= flags & 63
    assert UNIT.flags() == raised


@settings(max_examples=100, deadline=None)
@given(pairs, pairs, st.sampled_from(["ma", "ms", "nma"]))
def test_multiplication_keeps_signs_of_zeros(first: tuple[int, int], second: tuple[int, int], name: str) -> None:
    text = f"fp{name}.s{{sf}} {{f1}}={{f3}},{{f4}},{{f2}}"
    UNIT.run(text, 0x3F, {"f1": 9, "f2": 0}, f3=register(first), f4=register(second))
    for half, shift in enumerate((32, 0)):
        operands = from_single(first[half]), from_single(second[half])
        sign = (operands[0][1] ^ operands[1][1]) & 1 << 17 ^ (name == "nma") << 17
        number, _ = rational.fma((0, sign), *operands, SINGLE, 0, False, name == "nma")
        assert UNIT.result[0] >> shift & LOW == to_single(number)


@settings(max_examples=200, deadline=None)
@given(pairs, pairs, st.sampled_from(["eq", "lt", "le", "unord", "neq", "nlt", "nle", "ord"]))
def test_comparison_is_the_scalar_one_in_each_half(
    first: tuple[int, int], second: tuple[int, int], relation: str
) -> None:
    got = compute(f"fpcmp.{relation}.s{{sf}} {{f1}}={{f2}},{{f3}}", f2=first, f3=second)
    flags, negated = UNIT.flags(), relation in ("neq", "nlt", "nle", "ord")
    scalar = {"neq": "eq", "nlt": "lt", "nle": "le", "ord": "unord"}.get(relation, relation)
    raised = 0
    for half in range(2):
        text = f"fcmp.{scalar}.s{{sf}} {{p1}},{{p2}}={{f2}},{{f3}}"
        UNIT.run(text, fields={"p1": 7, "p2": 8}, f2=from_single(first[half]), f3=from_single(second[half]))
        assert got[half] == (LOW if UNIT.predicates[negated] else 0)
        raised |= UNIT.flags()
    assert flags == raised


@settings(max_examples=150, deadline=None)
@given(pairs, pairs, st.sampled_from(["min", "max", "amin", "amax"]))
def test_minima_and_maxima_are_the_scalar_ones_in_each_half(
    first: tuple[int, int], second: tuple[int, int], name: str
) -> None:
    got = compute(f"fp{name}.s{{sf}} {{f1}}={{f2}},{{f3}}", f2=first, f3=second)
    flags, raised = UNIT.flags(), 0
    for half in range(2):
        operands = {"f2": from_single(first[half]), "f3": from_single(second[half])}
        UNIT.run(f"f{name}.s{{sf}} {{f1}}={{f2}},{{f3}}", 0x3F, {"f1": 9}, **operands)
        assert got[half] == to_single(UNIT.result)
        raised |= UNIT.flags()
    assert flags == raised


@settings(max_examples=300, deadline=None)
@given(pairs, modes, st.booleans(), st.booleans())
@example((0x4F000000, 0xCF000000), 0, True, False)
@example((0x4F7FFFFF, 0x4F800000), 0, False, False)
def test_conversion_to_integers(pair: tuple[int, int], mode: int, signed: bool, truncate: bool) -> None:
    kind_ = ("fx" if signed else "fxu") + (".trunc" if truncate else "")
    got = compute(f"fpcvt.{kind_}.s{{sf}} {{f1}}={{f2}}", controls(mode), f2=pair)
    flags, raised = UNIT.flags(), 0
    low, high = (-(1 << 31), 1 << 31) if signed else (0, 1 << 32)
    for half in range(2):
        UNIT.run(f"fcvt.fx{kind_[2:]}.s{{sf}} {{f1}}={{f2}}", controls(mode), {"f1": 9}, f2=from_single(pair[half]))
        wide = UNIT.result[0]
        integer = (wide ^ 1 << 63) - (1 << 63) if signed else wide
        fits = low <= integer < high and not UNIT.flags() & INVALID
        assert got[half] == (integer & LOW if fits else 1 << 31)
        raised |= UNIT.flags() if fits else INVALID
    assert flags == raised


@given(pairs, pairs)
def test_merging(first: tuple[int, int], second: tuple[int, int]) -> None:
    def merged(mask: int, flip: int) -> tuple[int, ...]:
        return tuple((a ^ flip) & mask | b & ~mask for a, b in zip(first, second, strict=True))

    expected = {"s": merged(1 << 31, 0), "ns": merged(1 << 31, 1 << 31), "se": merged(0x1FF << 23, 0)}
    for part, pair in expected.items():
        assert compute(f"fpmerge.{part} {{f1}}={{f2}},{{f3}}", f2=first, f3=second) == pair


# ---- approximations


@settings(max_examples=300, deadline=None)
@given(pairs, pairs)
@example((24 << 23, 25 << 23), (1 << 23, 1 << 23))
@example((25 << 23, 25 << 23), (1 << 23, 1 << 23))
@example((30 << 23, 127 << 23), (154 << 23, 127 << 23))
@example((30 << 23, 127 << 23), (155 << 23, 127 << 23))
@example((154 << 23, 127 << 23), (28 << 23, 127 << 23))
@example((154 << 23, 127 << 23), (27 << 23, 127 << 23))
@example((251 << 23, 127 << 23), (251 << 23, 127 << 23))
@example((251 << 23, 127 << 23), (252 << 23, 127 << 23))
def test_reciprocals(numerators: tuple[int, int], denominators: tuple[int, int]) -> None:
    UNIT.run("fprcpa.s{sf} {f1},{p2}={f2},{f3}", 0x3F, {"f1": 9, "p2": 8}, f2=register(numerators),
             f3=register(denominators))  # fmt: skip
    got, good, flags = (UNIT.result[0] >> 32, UNIT.result[0] & LOW), UNIT.machine.pr[8], UNIT.flags()
    good_halves = raised = 0
    for half in range(2):
        numerator, denominator = from_single(numerators[half]), from_single(denominators[half])
        UNIT.run("frcpa.s{sf} {f1},{p2}={f2},{f3}", 0x3F, {"f1": 9, "p2": 8}, f2=numerator, f3=denominator)
        expected, iterates = to_single(UNIT.result), UNIT.machine.pr[8]
        raised |= UNIT.flags()
        if iterates:
            sign = denominator[1] >> 17 << 31
            if kind(denominator) == "unorm":
                expected, iterates = sign | 0x7F800000, 0
            elif denominators[half] >> 23 & 255 >= 127 + 125:
                expected, iterates = sign, 0
            numerator_size, denominator_size = size(numerator), size(denominator)
            if not -125 < numerator_size - denominator_size < 127 or numerator_size <= -103:
                iterates = 0
        good_halves += iterates
        assert got[half] == expected
    assert good == (good_halves == 2)
    assert flags == raised


@settings(max_examples=300, deadline=None)
@given(pairs)
@example((0, 1 << 31))
@example((0x7F800000, 0xFF800000))
@example((0x0C000000, 0x0C7FFFFF))
def test_reciprocal_roots(pair: tuple[int, int]) -> None:
    UNIT.run("fprsqrta.s{sf} {f1},{p2}={f3}", 0x3F, {"f1": 9, "p2": 8}, f3=register(pair))
    got, good, flags = (UNIT.result[0] >> 32, UNIT.result[0] & LOW), UNIT.machine.pr[8], UNIT.flags()
    iterates, raised = True, 0
    for half in range(2):
        number = from_single(pair[half])
        UNIT.run("frsqrta.s{sf} {f1},{p2}={f3}", 0x3F, {"f1": 9, "p2": 8}, f3=number)
        expected, one = to_single(UNIT.result), UNIT.machine.pr[8]
        if not number[0]:
            expected = pair[half] | 0x7F800000
        elif pair[half] == 0x7F800000:
            expected = 0
        elif one and pair[half] >> 23 <= 24:
            one = 0
        iterates = iterates and bool(one)
        raised |= UNIT.flags()
        assert got[half] == expected
    assert (good, flags) == (iterates, raised)


def test_a_zero_denominator_and_a_denormal_numerator() -> None:
    UNIT.run("fprcpa.s{sf} {f1},{p2}={f2},{f3}", 0x3F, {"f1": 9, "p2": 8}, f2=register((0x3F800000, 1)),
             f3=register((1 << 31, 0x3F800000)))  # fmt: skip
    assert UNIT.result[0] == 0xFF800000_3F7F8000  # -infinity, and 1 approximately
    assert UNIT.flags() == ZERO_DIVIDE | DENORMAL
    assert not UNIT.machine.pr[8]
