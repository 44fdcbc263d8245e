"""Floating-point traps: the result is there, as the trap wants it, and execution would go on behind."""

from __future__ import annotations

import ia64_rational as rational
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ia64_assembler import TEXT, add, bundle
from ia64_float_unit import FaultError, Unit, controls, from_single, numbers, to_single
from ia64_harness import encode, row
from ia64_rational import BIAS, INEXACT, INVALID, OVERFLOW, UNDERFLOW, Format, Number
from kretcore_ia64.machine import Ia64Machine
from kretcore_ia64.registers import Fault
from kretcore_llvm.engine import Mode

from kretcore.machine import PAGE_SIZE, FaultKind, Protection, Stop

UNIT = Unit()
ONE, HUGE, SMALL = (1 << 63, BIAS), (1 << 63, 0x103FE), (1 << 63, 0xFC01)
THIRD = 0xAAAA_AAAA_AAAA_A800, BIAS - 2
LOW = (1 << 32) - 1
TRAPS = OVERFLOW | UNDERFLOW | INEXACT
enabled = st.sampled_from([OVERFLOW, UNDERFLOW, INEXACT, OVERFLOW | INEXACT, UNDERFLOW | INEXACT, TRAPS])
modes = st.integers(0, 3)
near_ends: st.SearchStrategy[Number] = st.builds(
    lambda low, end, distance, sign: (1 << 63 | low, (BIAS + end) // 2 + distance | sign << 17),
    st.one_of(st.integers(0, 3), st.integers(0, (1 << 63) - 1)),
    st.sampled_from([0xFF81, 0xFC01, 0xC001, 1, 0x1007E, 0x103FE, 0x13FFE, 0x1FFFE]),
    st.integers(-66, 66),
    st.integers(0, 1),
)
"""Numbers whose products are near the ends of a format's range."""
operands = st.one_of(near_ends, numbers)


def traps(text: str, fpsr: int, **given_operands: Number) -> bool:
    """Execute an instruction; return whether it traps."""
    try:
        UNIT.run(text, fpsr, {"f1": 9}, **given_operands)
    except FaultError as error:
        assert error.args == (Fault.FLOATING_POINT_TRAP,)
        return True
    return False


@settings(max_examples=500, deadline=None)
@given(operands, operands, operands, st.sampled_from(["s", "d", ""]), st.booleans(), modes, st.booleans(), enabled)
def test_a_trap_gets_the_number_with_its_exponent_unbounded(
    addend: Number, first: Number, second: Number, precision: str, wide: bool, mode: int, flush: bool, which: int
) -> None:
    """Rounded once, to the precision alone; the register has the low bits of the exponent. Flags are raised."""
    bits = {"s": 24, "d": 53, "": 64}[precision]
    minimum = 1 if wide else {"s": 0xFF81, "d": 0xFC01, "": 0xC001}[precision]
    fpsr = controls(mode, 3, wide, flush) & ~which
    number, flags = rational.fma(addend, first, second, Format(bits, minimum), mode, flush, traps=which)
    dot = "." if precision else ""
    trap = traps(f"fma{dot}{precision}.s{{sf}} {{f1}}={{f3}},{{f4}},{{f2}}", fpsr, f2=addend, f3=first, f4=second)
    assert (UNIT.result, UNIT.flags()) == (number, flags & 63)
    assert trap == bool(flags & which)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, LOW), min_size=6, max_size=6), modes, enabled)
def test_a_half_of_a_pair_has_the_bits_of_the_exponent_that_it_can_hold(
    halves: list[int], mode: int, which: int
) -> None:
    pairs = [(halves[2 * number] << 32 | halves[2 * number + 1], 0x1003E) for number in range(3)]
    wanted = raised = 0
    for place in (32, 0):
        addend, first, second = (from_single(pair[0] >> place & LOW) for pair in pairs)
        (significand, exponent), flags = rational.fma(addend, first, second, rational.SINGLE, mode, traps=which)
        half = to_single((significand, exponent))
        if flags & which & (OVERFLOW | UNDERFLOW):
            half = exponent >> 17 << 31 | (exponent - BIAS + 127 & 0xFF) << 23 | significand >> 40 & (1 << 23) - 1
        wanted, raised = wanted << 32 | half, raised | flags & 63
    text = "fpma.s{sf} {f1}={f3},{f4},{f2}"
    trap = traps(text, controls(mode) & ~which, f2=pairs[0], f3=pairs[1], f4=pairs[2])
    assert (UNIT.result, UNIT.flags()) == ((wanted, 0x1003E), raised)
    assert trap == bool(raised & which)


@pytest.mark.parametrize("text", ["fcvt.fx.s{sf} {f1}={f2}", "fcvt.fxu.trunc.s{sf} {f1}={f2}"])
def test_a_conversion_that_is_inexact(text: str) -> None:
    fpsr = controls() & ~INEXACT
    assert traps(text, fpsr, f2=(0xE000_0000_0000_0000, BIAS + 1))  # 3.5
    assert (UNIT.result, UNIT.flags()) == ((3 if "trunc" in text else 4, 0x1003E), INEXACT)
    assert not traps(text, fpsr, f2=(0xC000_0000_0000_0000, BIAS + 1))


def test_a_quotient_that_is_no_approximation_traps_as_others_do() -> None:
    """frcpa gives the quotient itself if that is out of range, and its predicate says so."""
    UNIT.machine.pr[8] = 1
    with pytest.raises(FaultError):
        UNIT.run("frcpa.s{sf} {f1},{p2}={f2},{f3}", controls() & ~OVERFLOW, {"f1": 9, "p2": 8},
                 f2=(1 << 63, 0x1FFFD), f3=(1 << 63, 0x10))  # fmt: skip
    assert UNIT.result == (1 << 63, (0x1FFFD - 0x10 + BIAS) & 0x1FFFF)
    assert (UNIT.flags(), UNIT.machine.pr[8]) == (OVERFLOW, 0)


# ---- the machine


def f(text: str, **fields: int) -> bytes:
    return bundle("F", encode(row("F", text), **fields), 1)


FMA = "fma.d.s{sf} {f1}={f3},{f4},{f2}"


def run(mode: Mode, fpsr: int, qp: int = 0) -> tuple[Stop, Ia64Machine]:
    machine = Ia64Machine(mode)
    machine.memory.map(TEXT, PAGE_SIZE, Protection.READ | Protection.EXECUTE)
    code = add(8, 1, 8) + f(FMA, f1=9, f2=0, f3=10, f4=10, qp=qp) + add(8, 1, 8)
    machine.memory.write(TEXT, code)
    registers = machine.registers
    for name, value in (("ar.fpsr", fpsr), ("pc", TEXT), ("f10", HUGE[0] | HUGE[1] << 64)):
        registers[name] = value
    stop = machine.run(9)
    return stop, machine


@pytest.mark.parametrize("mode", Mode)
def test_a_machine_stands_behind_the_instruction_that_trapped(mode: Mode) -> None:
    stop, machine = run(mode, controls() & ~OVERFLOW)
    assert stop.fault is not None
    assert (stop.fault.kind, stop.fault.pc, stop.pc) == (FaultKind.ARITHMETIC, TEXT + 17, TEXT + 18)
    assert stop.fault.detail == "floating point trap: fmpy.d.s0 f9=f10,f10"
    assert (machine.registers["r8"], stop.executed) == (1, 5)
    assert machine.registers["f9"] == 1 << 63 | (2 * HUGE[1] - BIAS) << 64
    assert machine.registers["ar.fpsr"] >> 13 & 63 == OVERFLOW
    assert machine.run(4).fault is None, "it goes on"
    assert machine.registers["r8"] == 2
    machine.close()


@pytest.mark.parametrize("mode", Mode)
def test_a_machine_stands_before_the_instruction_that_faulted(mode: Mode) -> None:
    machine = run(mode, controls())[1]
    machine.registers["ar.fpsr"] = controls() & ~INVALID
    machine.registers["pc"] = TEXT
    machine.registers["f10"] = 1 << 63 | 1 | 0x1FFFF << 64
    stop = machine.run(9)
    assert stop.fault is not None
    assert (stop.fault.pc, stop.pc) == (TEXT + 17, TEXT + 17)
    machine.close()


@pytest.mark.parametrize("mode", Mode)
def test_what_is_predicated_off_does_not_trap(mode: Mode) -> None:
    stop, machine = run(mode, controls() & ~OVERFLOW, qp=6)
    assert (stop.fault, machine.registers["f9"]) == (None, 0)
    machine.close()
