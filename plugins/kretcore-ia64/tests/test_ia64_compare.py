"""Compares and tests, against the manual's table of what each type does to its two predicates."""

from __future__ import annotations

import operator
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ia64_harness import Machine, instruction
from kretcore_ia64 import decoder
from kretcore_ia64.registers import Fault

MASK = (1 << 64) - 1
NUMBERS = st.one_of(
    st.integers(-3, 3), st.integers(-(1 << 31) - 2, (1 << 31) + 2), st.integers(-(1 << 63), (1 << 63) - 1)
)
BITS = st.booleans()
RELATIONS: dict[str, Callable[[int, int], bool]] = {
    "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge,
}  # fmt: skip
TEXTS = [row.text for row in decoder.table("I").rows if row.form in ("A6", "A7", "A8")]
TEST_TEXTS = [row.text for row in decoder.table("I").rows if row.form in ("I16", "I17", "I30")]


def relation(name: str, size: int, x: int, y: int) -> bool:
    modulus = 256**size
    x, y = x % modulus, y % modulus
    if name == "ltu":
        return x < y
    x, y = (value - modulus if value >= modulus // 2 else value for value in (x, y))
    return RELATIONS[name](x, y)


def expected(type_: str, qp: bool, result: bool | None, before: tuple[bool, bool]) -> tuple[bool, bool]:
    """What becomes of the targets; ``result`` is None if a source is NaT."""
    match type_:
        case "unc":
            return (qp and result is True, qp and result is False)
        case _ if not qp:
            return before
        case "":
            return (result is True, result is False)
        case "and":
            return before if result else (False, False)
        case "or":
            return (True, True) if result else before
        case "or.andcm":
            return (True, False) if result else before
    raise AssertionError(type_)


@pytest.mark.parametrize("text", TEXTS)
@settings(max_examples=25)
@given(x=NUMBERS, y=NUMBERS, same=BITS, qp=BITS, nat=st.sampled_from((None, None, 9, 33)), before=st.tuples(BITS, BITS))
def test_compare(text: str, x: int, y: int, same: bool, qp: bool, nat: int | None, before: tuple[bool, bool]) -> None:
    mnemonic, operands = text.split()
    name, relation_name, *rest = mnemonic.split(".")
    fields = {"r2": 9} if "r2" in operands else {}
    if "imm" in operands:
        x = (x + 128) % 256 - 128
        fields = {"s": x < 0, "imm7b": x & 127}
    elif "r0" in operands:
        x = 0
    if same:
        y = x
    machine = Machine()
    machine.gr[9], machine.gr[33] = x & MASK, y & MASK
    if nat:
        machine.nat[nat] = 1
    machine.pr[5], machine.pr[6], machine.pr[20] = qp, *before
    machine.execute(instruction("I", text, qp=5, p1=6, p2=20, r3=33, **fields))
    missing = nat == 33 or (nat == 9 and "r2" in operands)
    result = None if missing else relation(relation_name, 4 if name == "cmp4" else 8, x, y)
    assert (machine.pr[6], machine.pr[20]) == expected(".".join(rest), qp, result, before)


@pytest.mark.parametrize("text", TEST_TEXTS)
@settings(max_examples=25)
@given(y=NUMBERS, position=st.integers(0, 63), qp=BITS, nat=BITS, before=st.tuples(BITS, BITS))
def test_tests(text: str, y: int, position: int, qp: bool, nat: bool, before: tuple[bool, bool]) -> None:
    name, relation_name, *rest = text.split()[0].split(".")
    machine = Machine()
    machine.gr[33], machine.nat[33] = y & MASK, nat
    machine.pr[5], machine.pr[6], machine.pr[20] = qp, *before
    fields = {"tbit": {"r3": 33, "pos6b": position}, "tnat": {"r3": 33}, "tf": {"imm5b": position % 32}}[name]
    machine.execute(instruction("I", text, qp=5, p1=6, p2=20, **fields))
    bit = {"tbit": bool(y >> position & 1), "tnat": nat, "tf": False}[name]
    result = None if name == "tbit" and nat else bit == (relation_name == "nz")
    assert (machine.pr[6], machine.pr[20]) == expected(".".join(rest), qp, result, before)


@pytest.mark.parametrize("text", [*TEXTS, *TEST_TEXTS])
@pytest.mark.parametrize("qp", [False, True])
def test_equal_targets_are_illegal(text: str, qp: bool) -> None:
    """With ``unc`` they are even if the predicate is off: it writes its targets all the same."""
    machine = Machine()
    machine.pr[5] = qp
    outcome = machine.execute(instruction("I", text, qp=5, p1=6, p2=6))
    faults = outcome.kind == "fault" and outcome.code == Fault.ILLEGAL_OPERATION
    assert faults == (qp or ".unc" in text)


@given(x=NUMBERS, y=NUMBERS)
def test_p0_takes_nothing(x: int, y: int) -> None:
    machine = Machine()
    machine.gr[9], machine.gr[33] = x & MASK, y & MASK
    machine.execute(instruction("M", "cmp.lt {p1},{p2}={r2},{r3}", p1=0, p2=7, r2=9, r3=33))
    assert (machine.pr[0], machine.pr[7]) == (1, x >= y)
