"""Multiply-add, its roundings and flags, against exact arithmetic and the host's."""

from __future__ import annotations

import ctypes
import ctypes.util
import math
import platform
import struct
from random import Random

import ia64_rational as rational
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ia64_float_unit import (
    MASKED,
    FaultError,
    Unit,
    cancelling,
    controls,
    from_double,
    numbers,
    to_double,
    to_single,
)
from ia64_rational import (
    DENORMAL,
    DOUBLE,
    EXTENDED,
    INEXACT,
    INVALID,
    NATVAL,
    OVERFLOW,
    SINGLE,
    UNDERFLOW,
    Format,
    Number,
)
from kretcore_ia64.registers import Fault
from kretcore_ia64.semantics import softfloat
from kretcore_llvm.python import compile_routines

UNIT = Unit()
FMA = "fma{}.s{{sf}} {{f1}}={{f3}},{{f4}},{{f2}}"
ONE: Number = (1 << 63, 0xFFFF)
ZERO: Number = (0, 0)
INFINITY: Number = (1 << 63, 0x1FFFF)
modes = st.integers(0, 3)
MULTIPLY_ADD = compile_routines({"multiply_add": softfloat.multiply_add}, 0)["multiply_add"]


def check(addend: Number, first: Number, second: Number, form: Format, mode: int, **how: bool) -> None:
    """Compare the routine with exact arithmetic."""
    minus_addend, minus_product = how.get("minus_addend", False), how.get("minus_product", False)
    flush = how.get("flush", False)
    drop = 64 - form.precision
    word = softfloat.control(form.minimum, drop, mode=mode, flush=flush, addend=minus_addend, product=minus_product)
    number, flags = rational.fma(addend, first, second, form, mode, flush, minus_product, minus_addend)
    assert MULTIPLY_ADD(*addend, *first, *second, word) == (*number, flags)


@settings(max_examples=600, deadline=None)
@given(numbers, numbers, numbers, st.sampled_from(rational.FORMATS), modes, st.booleans(), st.booleans(), st.booleans())
def test_a_multiply_add_is_exact_but_for_one_rounding(
    addend: Number,
    first: Number,
    second: Number,
    form: Format,
    mode: int,
    flush: bool,
    minus_addend: bool,
    minus_product: bool,
) -> None:
    check(addend, first, second, form, mode, flush=flush, minus_addend=minus_addend, minus_product=minus_product)


def test_nothing_is_lost_when_addend_and_product_cancel() -> None:
    random = Random(1)
    for _ in range(20_000):
        check(*cancelling(random), random.choice(rational.FORMATS), random.randrange(4))


@pytest.mark.parametrize("mode", range(4))
@pytest.mark.parametrize("low", [0, 1, 2, 3, 5])
def test_a_product_of_ones_and_the_next_power_of_two(mode: int, low: int) -> None:
    ones = (1 << 64) - 1
    for other in (ones, ones - low, ones - (1 << 40) + 1):
        for exponent in (0x10000, 0x10001, 0x10002):
            check((1 << 63 | low, exponent | 1 << 17), (ones, 0xFFFF), (other, 0xFFFF), EXTENDED, mode)


@pytest.mark.parametrize("mode", range(4))
def test_a_bit_below_a_tie_that_a_carry_moves_out_of_128_bits(mode: int) -> None:
    random, found = Random(3), 0
    while found < 50:
        first = random.getrandbits(64) | 1 << 63 | 1
        second = pow(first, -1, 1 << 64)  # the product's low half is 1
        high = first * second >> 64
        addend = (1 - high) % 4 + (random.getrandbits(62) << 2)
        if second >> 63 and addend >> 63 and high + addend >> 64:
            found += 1
            check((addend, 0x10000), (first, 0xFFFF), (second, 0xFFFF), EXTENDED, mode)


# ---- the host


doubles = st.floats(width=64)


@settings(max_examples=400, deadline=None)
@given(doubles, doubles)
def test_sums_and_products_of_doubles_are_the_hosts(left: float, right: float) -> None:
    first, second = from_double(left), from_double(right)
    cases = (
        (left + right, second, ONE, "add"),
        (left - right, second, ONE, "sub"),
        (left * right, ZERO, second, "mul"),
    )
    for expected, addend, factor, operation in cases:
        text = FMA.format(".d") if operation != "sub" else FMA.format(".d").replace("fma", "fms")
        if operation == "mul":
            UNIT.run(text, controls(), {"f1": 9, "f2": 0}, f3=first, f4=factor)
        else:
            UNIT.run(text, controls(), {"f1": 9}, f2=addend, f3=first, f4=factor)
        got = to_double(UNIT.result)
        assert struct.pack("d", got) == struct.pack("d", expected) or (math.isnan(got) and math.isnan(expected))


@settings(max_examples=200, deadline=None)
@given(st.floats(width=32), st.floats(width=32))
def test_products_of_singles_are_the_hosts(left: float, right: float) -> None:
    UNIT.run(FMA.format(".s"), controls(), {"f1": 9, "f2": 0}, f3=from_double(left), f4=from_double(right))
    expected = ctypes.c_float(left * right).value  # 53 bits hold the product of two singles
    got = struct.unpack("f", to_single(UNIT.result).to_bytes(4, "little"))[0]
    assert struct.pack("f", got) == struct.pack("f", expected) or (math.isnan(got) and math.isnan(expected))


class _Extended(ctypes.c_longdouble):
    """Keeps its ten bytes when it comes back from a function."""


@pytest.mark.skipif(platform.machine() != "x86_64", reason="long double is the register's format on x86 only")
def test_extended_precision_is_the_hosts() -> None:
    library = ctypes.CDLL(ctypes.util.find_library("m"))
    library.fmal.restype, library.fmal.argtypes = _Extended, [_Extended] * 3
    random = Random(2)

    def extended(number: Number) -> _Extended:
        significand, exponent = number
        narrow = exponent >> 17 << 15 | (exponent & 0x1FFFF) - 0xC000
        return _Extended.from_buffer_copy(significand.to_bytes(8, "little") + narrow.to_bytes(8, "little"))

    for _ in range(3000):
        addend, first, second = cancelling(random)
        got = UNIT.compute(FMA.format(""), controls(), f2=addend, f3=first, f4=second)
        expected = library.fmal(extended(first), extended(second), extended(addend))
        if got[0]:
            assert bytes(extended(got))[:10] == bytes(expected)[:10]
        else:
            assert int.from_bytes(bytes(expected)[:8], "little") == 0


# ---- instructions


FORMS = {
    (".s", False): SINGLE, (".d", False): DOUBLE, (".s", True): Format(24, 1), (".d", True): Format(53, 1),
}  # fmt: skip
PRECISIONS = {0: 24, 2: 53, 3: 64}


@settings(max_examples=150, deadline=None)
@given(
    numbers, numbers, numbers, st.sampled_from(["", ".s", ".d"]), st.sampled_from([0, 2, 3]), st.booleans(), modes,
    st.integers(0, 3), st.sampled_from(["fma", "fms", "fnma"]),
)  # fmt: skip
def test_the_status_field_decides_about_precision_range_and_mode(
    addend: Number, first: Number, second: Number, precision: str, pc: int, wide: bool, mode: int, sf: int, name: str
) -> None:
    text = FMA.format(precision).replace("fma", name)
    before = controls(mode, pc, wide, field=sf)
    UNIT.run(text, before, {"f1": 9, "sf": sf}, f2=addend, f3=first, f4=second)
    form = FORMS.get((precision, wide), Format(PRECISIONS[pc], 1 if wide else 0xC001))
    expected, flags = rational.fma(addend, first, second, form, mode, False, name == "fnma", name == "fms")
    assert UNIT.result == expected
    assert UNIT.fpsr == before | (flags & 63) << (13 * sf + 13)


@settings(max_examples=100, deadline=None)
@given(numbers, numbers, modes, st.sampled_from(["fma", "fms", "fnma"]))
def test_with_f0_it_is_a_multiplication_that_keeps_the_sign_of_zero(
    first: Number, second: Number, mode: int, name: str
) -> None:
    text = FMA.format(".d").replace("fma", name)
    UNIT.run(text, controls(mode), {"f1": 9, "f2": 0}, f3=first, f4=second)
    sign = (first[1] ^ second[1]) & 1 << 17
    negative = name == "fnma"
    same = sign ^ (1 << 17 if negative else 0)
    expected, _ = rational.fma((0, same), first, second, DOUBLE, mode, False, negative)
    assert UNIT.result == expected


EXCEPTIONS: dict[int, tuple[Number, Number, Number]] = {
    INVALID: (ZERO, INFINITY, ZERO),
    DENORMAL: (ZERO, (1, 0xFFFF), ONE),
    OVERFLOW: (ZERO, (1 << 63, 0x103FE), (1 << 63, 0x103FE)),
    UNDERFLOW: (ZERO, (1 << 63, 0xFC01), (1 << 63, 0xFFFE)),  # exact, but tiny
    INEXACT: (ONE, (1 << 63, 0xFF00), ONE),
}
"""Operands that raise a flag."""


@pytest.mark.parametrize("flag", [INVALID, DENORMAL])
def test_at_a_fault_nothing_has_changed(flag: int) -> None:
    addend, first, second = EXCEPTIONS[flag]
    before = controls() & ~flag
    UNIT.machine.fr_significand[9], UNIT.machine.fr_exponent[9] = 77, 78
    with pytest.raises(FaultError) as info:
        UNIT.run(FMA.format(".d"), before, {"f1": 9}, f2=addend, f3=first, f4=second)
    assert info.value.args == (Fault.FLOATING_POINT_FAULT,)
    assert (UNIT.result, UNIT.fpsr) == ((77, 78), before)


@pytest.mark.parametrize("flag", EXCEPTIONS)
def test_an_exception_is_masked_by_its_bit_or_with_all_of_a_field(flag: int) -> None:
    addend, first, second = EXCEPTIONS[flag]
    UNIT.machine.fr_significand[9], UNIT.machine.fr_exponent[9] = 77, 78
    UNIT.run(FMA.format(".d"), controls() | flag, {"f1": 9}, f2=addend, f3=first, f4=second)
    disabled = controls(field=1) & ~flag | 1 << 25
    UNIT.run(FMA.format(".d"), disabled, {"f1": 9, "sf": 1}, f2=addend, f3=first, f4=second)
    assert UNIT.result != (77, 78)


def test_a_fault_comes_before_a_trap() -> None:
    with pytest.raises(FaultError) as info:
        UNIT.compute(FMA.format(".s"), 0, f2=ZERO, f3=(1, 0xFFFF), f4=(1 << 63 | 1, 0x1007E))
    assert info.value.args == (Fault.FLOATING_POINT_FAULT,)


def test_flags_stay_until_they_are_cleared() -> None:
    UNIT.compute(FMA.format(".d"), controls() | INVALID << 13, f2=ONE, f3=(1 << 63, 0xFF00), f4=ONE)
    assert UNIT.flags() == INVALID | INEXACT
    UNIT.run("fclrf.s{sf}", UNIT.fpsr)
    assert UNIT.fpsr == controls()


@pytest.mark.parametrize("place", ["f2", "f3", "f4"])
def test_a_natval_makes_the_result_one_and_raises_nothing(place: str) -> None:
    operands: dict[str, Number] = {"f2": INFINITY, "f3": (1, 0x1FFFF), "f4": ZERO, place: NATVAL}
    assert UNIT.compute(FMA.format(".d"), 0, **operands) == NATVAL
    assert UNIT.fpsr == 0


def test_f0_and_f1_are_illegal_targets() -> None:
    for target in (0, 1):
        with pytest.raises(FaultError) as info:
            UNIT.run(FMA.format(".d"), MASKED, {"f1": target}, f2=ONE, f3=ONE, f4=ONE)
        assert info.value.args == (Fault.ILLEGAL_OPERATION,)
