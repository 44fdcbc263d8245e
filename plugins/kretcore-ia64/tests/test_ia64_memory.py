"""Integer loads and stores, semaphores and prefetches, against what the manual's pages say in Python."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ia64_harness import DATA
from ia64_m_unit import MASK, execute, fails, new, unchanged
from kretcore_ia64 import registers as reg
from kretcore_ia64.registers import Fault

SIZES = st.sampled_from([1, 2, 4, 8])
WORDS = st.integers(0, MASK)
FORMS = st.sampled_from(["plain", "register", "immediate"])
STEPS = st.integers(-256, 255)


def order(big: bool) -> Literal["little", "big"]:
    return "big" if big else "little"


@given(SIZES, FORMS, STEPS, st.integers(0, 15), st.booleans(), st.booleans())
def test_load(size: int, form: str, step: int, place: int, big: bool, careful: bool) -> None:
    careful = careful or big
    machine = new(big=big)
    machine.gr[33] = address = DATA + place * size
    machine.gr[9] = step & MASK
    update = {"plain": None, "register": "register", "immediate": "immediate"}[form]
    outcome = execute(
        machine, "load", careful=careful, constants={"size": size, "kind": "plain", "update": update},
        r1=40, r3=33, **({"r2": 9} if form == "register" else {}), imm=step if form == "immediate" else None,
    )  # fmt: skip
    assert outcome.kind == ""
    assert machine.gr[40] == int.from_bytes(range(place * size, place * size + size), order(big))
    assert machine.gr[33] == (address + (step if update else 0)) & MASK
    assert not machine.nat[40]


@given(SIZES, st.booleans(), STEPS, st.integers(0, 15), WORDS, st.booleans(), st.booleans())
def test_store(size: int, update: bool, step: int, place: int, value: int, big: bool, careful: bool) -> None:
    careful = careful or big
    machine = new(big=big)
    machine.gr[33] = address = DATA + place * size
    machine.gr[9] = value
    execute(
        machine, "store", careful=careful, r2=9, r3=33, imm=step if update else None,
        constants={"size": size, "kind": "plain", "update": "immediate" if update else None},
    )  # fmt: skip
    expected = bytearray(range(256))
    expected[place * size : place * size + size] = (value % (1 << 8 * size)).to_bytes(size, order(big))
    assert machine.memory[:256] == expected
    assert machine.gr[33] == (address + step * update) & MASK


def test_a_store_may_store_its_base() -> None:
    machine = new()
    execute(machine, "store", constants={"size": 8, "kind": "plain", "update": "immediate"}, r2=33, r3=33, imm=16)
    assert int.from_bytes(machine.memory[:8], "little") == DATA
    assert machine.gr[33] == DATA + 16


@given(st.integers(0, 63), WORDS, WORDS, st.booleans())
def test_spill_and_fill_keep_nat_in_unat(place: int, value: int, unat: int, nat: bool) -> None:
    machine = new(memory=bytes(512))
    machine.gr[33] = DATA + 8 * place
    machine.gr[9], machine.nat[9] = value, nat
    machine.ar[reg.UNAT] = unat
    execute(machine, "store", constants={"kind": "spill", "update": None}, r2=9, r3=33)
    bit = 1 << place
    assert machine.ar[reg.UNAT] == (unat | bit if nat else unat & ~bit)
    assert int.from_bytes(machine.memory[8 * place : 8 * place + 8], "little") == value
    execute(machine, "load", constants={"kind": "fill", "update": None}, r1=40, r3=33)
    assert (machine.gr[40], machine.nat[40]) == (value, nat)
    # Code that is not careful cannot have NaTs, but sees the bits.
    machine.nat[9] = 0
    outcome = execute(machine, "load", constants={"kind": "fill", "update": None}, r1=41, r3=33, careful=False)
    assert outcome.kind == ("retry" if nat else "")
    execute(machine, "store", constants={"kind": "spill", "update": None}, r2=9, r3=33, careful=False)
    assert machine.ar[reg.UNAT] == unat & ~bit


@pytest.mark.parametrize("size", [2, 4, 8])
@pytest.mark.parametrize("name", ["load", "store", "xchg"])
def test_misaligned_accesses_fault(name: str, size: int) -> None:
    machine = new()
    machine.gr[33] = DATA + size // 2
    before = unchanged(machine)
    fields = {"load": {"r1": 40}, "store": {"r2": 9}, "xchg": {"r1": 40, "r2": 9}}[name]
    constants = {"size": size} | ({} if name == "xchg" else {"kind": "plain", "update": None})
    assert execute(machine, name, constants=constants, r3=33, **fields).kind == "memory"
    assert unchanged(machine) == before


@pytest.mark.parametrize("bad", ["address", "value"])
def test_nat_is_consumed(bad: str) -> None:
    plain = {"kind": "plain", "update": None}
    for name, constants, fields in (
        ("load", plain, {"r1": 40}), ("store", plain, {"r2": 9}), ("store16", {}, {"r2": 9}),
        ("load16", {}, {"r1": 40}), ("xchg", {}, {"r1": 40, "r2": 9}), ("cmpxchg", {}, {"r1": 40, "r2": 9}),
        ("fetchadd", {}, {"r1": 40}), ("cmp8xchg16", {}, {"r1": 40, "r2": 9}),
        ("lfetch", {"fault": True, "update": None}, {}), ("fc", {}, {}),
    ):  # fmt: skip
        machine = new()
        machine.nat[33 if bad == "address" else 9] = 1
        before = unchanged(machine)
        outcome = execute(machine, name, constants=constants, r3=33, **fields)
        if bad == "address" or "r2" in fields:
            assert fails(outcome, Fault.REGISTER_NAT_CONSUMPTION), name
            assert unchanged(machine) == before
        else:
            assert outcome.kind == ""


def test_nat_of_a_step_goes_to_the_base() -> None:
    machine = new()
    machine.nat[9] = 1
    execute(machine, "load", constants={"kind": "plain", "update": "register"}, r1=40, r2=9, r3=33)
    assert (machine.nat[33], machine.nat[40]) == (1, 0)


def test_illegal_targets() -> None:
    plain = {"kind": "plain", "update": "immediate"}
    for fields in ({"r1": 0, "r3": 33}, {"r1": 40, "r3": 0}, {"r1": 33, "r3": 33}):
        machine = new()
        before = unchanged(machine)
        assert fails(execute(machine, "load", constants=plain, imm=8, **fields), Fault.ILLEGAL_OPERATION)
        assert unchanged(machine) == before
    machine = new()
    machine.write(reg.CFM, 8)
    execute(machine, "load", constants={"kind": "plain", "update": None}, r1=39, r3=33)
    assert machine.gr[39] == 0
    outcome = execute(machine, "load", constants={"kind": "plain", "update": None}, r1=40, r3=33)
    assert fails(outcome, Fault.ILLEGAL_OPERATION)


# ---- semaphores and sixteen bytes


@given(SIZES, WORDS, st.booleans(), st.booleans())
def test_exchange(size: int, value: int, big: bool, careful: bool) -> None:
    machine = new(big=big)
    machine.gr[9] = value
    execute(machine, "xchg", constants={"size": size}, careful=careful or big, r1=40, r2=9, r3=33)
    assert machine.gr[40] == int.from_bytes(range(size), order(big))
    assert machine.memory[:size] == (value % (1 << 8 * size)).to_bytes(size, order(big))
    assert machine.memory[size:256] == bytes(range(size, 256))


@given(SIZES, WORDS, st.sampled_from(["same", "other", "more"]), st.booleans(), st.booleans())
def test_compare_and_exchange(size: int, value: int, ccv: str, big: bool, careful: bool) -> None:
    machine = new(big=big)
    old = int.from_bytes(range(size), order(big))
    machine.gr[9] = value
    machine.ar[reg.CCV] = {"same": old, "other": old + 1, "more": old | 1 << 63}[ccv]
    execute(machine, "cmpxchg", constants={"size": size}, careful=careful or big, r1=40, r2=9, r3=33)
    assert machine.gr[40] == old
    after = value % (1 << 8 * size) if ccv == "same" else old
    assert machine.memory[:size] == after.to_bytes(size, order(big))


@given(st.sampled_from([4, 8]), st.sampled_from([(16, 0), (8, 1), (4, 2), (1, 3)]), st.booleans(), st.integers(0, MASK))
def test_fetch_and_add(size: int, step: tuple[int, int], negative: bool, old: int) -> None:
    old %= 1 << 8 * size
    machine = new(memory=old.to_bytes(size, "little"))
    execute(machine, "fetchadd", constants={"size": size}, r1=40, r3=33, s=int(negative), i2b=step[1])
    assert machine.gr[40] == old
    after = old - step[0] if negative else old + step[0]
    assert int.from_bytes(machine.memory[:size], "little") == after % (1 << 8 * size)


@given(WORDS, WORDS, st.booleans())
def test_sixteen_bytes(low: int, high: int, big: bool) -> None:
    machine = new(big=big)
    machine.gr[33] += 16
    machine.gr[9], machine.ar[reg.CSD] = low, high
    execute(machine, "store16", r2=9, r3=33)
    assert machine.memory[16:32] == low.to_bytes(8, order(big)) + high.to_bytes(8, order(big))
    machine.ar[reg.CSD] = 0
    execute(machine, "load16", r1=40, r3=33)
    assert (machine.gr[40], machine.ar[reg.CSD]) == (low, high)
    machine.gr[33] += 8
    assert execute(machine, "load16", r1=40, r3=33).kind == "memory"
    assert execute(machine, "store16", r2=9, r3=33).kind == "memory"


@given(st.booleans(), st.booleans(), st.booleans())
def test_sixteen_bytes_are_exchanged_if_eight_are_as_expected(same: bool, upper: bool, big: bool) -> None:
    machine = new(big=big)
    machine.gr[33] += 16 + 8 * upper
    machine.gr[9], machine.ar[reg.CSD] = 0x1122, 0x3344
    old = int.from_bytes(range(16 + 8 * upper, 24 + 8 * upper), order(big))
    machine.ar[reg.CCV] = old if same else old ^ 1
    execute(machine, "cmp8xchg16", r1=40, r2=9, r3=33)
    assert machine.gr[40] == old
    written = (0x1122).to_bytes(8, order(big)) + (0x3344).to_bytes(8, order(big))
    assert machine.memory[16:32] == (written if same else bytes(range(16, 32)))


def test_prefetches_fault_only_if_they_say_so() -> None:
    for fault in (False, True):
        machine = new()
        machine.gr[33] = 8
        outcome = execute(machine, "lfetch", constants={"fault": fault, "update": "immediate"}, r3=33, imm=-8)
        assert outcome.kind == ("memory" if fault else "")
        assert machine.gr[33] == (8 if fault else 0)
