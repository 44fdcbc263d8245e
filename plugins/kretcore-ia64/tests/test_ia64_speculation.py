"""Speculative and advanced loads, their checks, and the ALAT against a set of what must not be there."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ia64_harness import BUNDLE, DATA, Machine
from ia64_m_unit import execute, fails, new
from kretcore_ia64 import registers as reg
from kretcore_ia64.registers import Fault
from kretcore_llvm.state import BASE

TARGET = BUNDLE + 16 * 5
NEXT = BUNDLE + 1


def ld(machine: Machine, kind: str, register: int = 40, *, size: int = 8, careful: bool = True, **more: Any) -> str:
    constants = {"kind": kind, "size": size, "update": None}
    return execute(machine, "load", careful=careful, constants=constants, r1=register, r3=33, **more).kind


def ldf(machine: Machine, kind: str, register: int = 40) -> str:
    constants = {"kind": kind, "format": "d", "update": None}
    return execute(machine, "load_fp", constants=constants, f1=register, r3=33).kind


def store(machine: Machine, address: int, size: int, careful: bool = True) -> None:
    machine.gr[44] = address
    execute(machine, "store", careful=careful, constants={"kind": "plain", "size": size, "update": None}, r2=9, r3=44)


def there(
    machine: Machine, register: int = 40, *, clear: bool = False, form: str = "M22", careful: bool = True
) -> bool:
    """Whether chk.a goes on."""
    fields = {"r1": register} if form == "M22" else {"f1": register}
    outcome = execute(machine, "chk_a", form, careful=careful, constants={"clear": clear}, imm20b=5, **fields)
    assert outcome.to in (NEXT, TARGET)
    return outcome.to == NEXT


@pytest.mark.parametrize("kind", ["s", "sa"])
def test_speculative_loads_give_nat_where_others_fault(kind: str) -> None:
    for address, nat in ((8, 0), (DATA + 1, 0), (DATA, 1)):
        machine = new()
        machine.gr[33], machine.nat[33] = address, nat
        assert ld(machine, kind) == ""
        assert machine.nat[40] == 1
        assert not there(machine)
        execute(machine, "load", constants={"kind": kind, "update": "immediate"}, imm=8, r1=40, r3=33)
        assert (machine.gr[33], machine.nat[33]) == (address + 8, nat)
    machine = new()
    assert ld(machine, kind) == ""
    assert (machine.gr[40], machine.nat[40]) == (int.from_bytes(range(8), "little"), 0)
    assert there(machine) == (kind == "sa")
    machine.gr[33] = 8
    assert ld(machine, kind, careful=False) == "retry"


def test_a_failed_advanced_load_drops_the_old_entry() -> None:
    machine = new()
    ld(machine, "sa")
    machine.gr[33] = 8
    ld(machine, "sa")
    assert not there(machine)
    assert machine.read(reg.ALAT_USED) == 0


def test_chk_s() -> None:
    machine = new()
    for form, field, mark in (("M20", "r2", "general"), ("M21", "f2", "floating")):
        for bad in (False, True):
            machine.nat[40] = int(bad)
            machine.fr_exponent[40] = 0x1FFFE if bad else 0xFFFF
            semantics = "chk_s" if mark == "general" else "chk_s_fp"
            outcome = execute(machine, semantics, form, imm7a=5, **{field: 40})
            assert outcome.to == (TARGET if bad else NEXT)


@pytest.mark.parametrize("careful", [False, True])
def test_check_loads_load_only_without_an_entry(careful: bool) -> None:
    for kind in ("c_clr", "c_nc"):
        machine = new()
        ld(machine, "a", careful=careful)
        machine.gr[40] = 7
        ld(machine, kind, careful=careful)
        assert machine.gr[40] == 7
        assert there(machine, careful=careful) == (kind == "c_nc")
        execute(machine, "invala_e", "M26", r1=40, careful=careful)
        ld(machine, kind, careful=careful)
        assert machine.gr[40] == int.from_bytes(range(8), "little")
        assert there(machine, careful=careful) == (kind == "c_nc")


def test_check_loads_of_floating_point_registers() -> None:
    for kind in ("c_clr", "c_nc"):
        machine = new()
        ldf(machine, "a")
        machine.fr_significand[40] = 7
        ldf(machine, kind)
        assert machine.fr_significand[40] == 7
        assert there(machine, form="M23") == (kind == "c_nc")
        execute(machine, "invala")
        assert machine.read(reg.ALAT_USED) == 0
        ldf(machine, kind)
        assert machine.fr_significand[40] != 7
        assert there(machine, form="M23") == (kind == "c_nc")
        assert not there(machine)


def test_checks_clear_if_they_say_so() -> None:
    machine = new()
    ld(machine, "a")
    assert there(machine) and there(machine, clear=True)
    assert not there(machine)
    assert machine.read(reg.ALAT_USED) == 0


def test_bad_addresses_of_check_loads() -> None:
    machine = new()
    ld(machine, "a")
    machine.nat[33] = 1
    constants = {"kind": "c_nc", "size": 8, "update": None}
    assert fails(execute(machine, "load", constants=constants, r1=40, r3=33), Fault.REGISTER_NAT_CONSUMPTION)


@pytest.mark.parametrize("careful", [False, True])
@pytest.mark.parametrize("stored", [1, 2, 4, 8])
@pytest.mark.parametrize("size", [1, 2, 4, 8])
def test_stores_remove_what_they_overlap(size: int, stored: int, careful: bool) -> None:
    for other in range(DATA, DATA + 32, stored):
        machine = new()
        machine.gr[33] = start = DATA + 24 - size
        ld(machine, "a", size=size, careful=careful)
        store(machine, other, stored, careful)
        overlap = start < other + stored and other < start + size
        assert there(machine, careful=careful) is not overlap, (
            f"{size} bytes at {start - DATA}, {stored} at {other - DATA}"
        )


def test_every_kind_of_store_removes() -> None:
    for name, fields in (
        ("store16", {"r2": 9}), ("xchg", {"r1": 41, "r2": 9}), ("cmpxchg", {"r1": 41, "r2": 9}),
        ("fetchadd", {"r1": 41}), ("cmp8xchg16", {"r1": 41, "r2": 9}), ("store_fp", {"f2": 9}),
    ):  # fmt: skip
        machine = new()
        ld(machine, "a")
        execute(machine, name, r3=33, **fields)
        assert not there(machine), name


def test_other_frames_and_rotations_have_no_part_in_an_entry() -> None:
    machine = new()
    ld(machine, "a")
    ldf(machine, "a", 41)
    base, frame = machine.read(BASE), machine.read(reg.CFM)
    machine.write(BASE, base + 80)
    assert not there(machine)
    machine.write(BASE, base)
    machine.write(reg.CFM, frame | 1 << 14 | 1 << 18)
    assert not there(machine)
    machine.write(reg.CFM, frame | 1 << 25)
    assert not there(machine, 41, form="M23")
    machine.write(reg.CFM, frame)
    assert there(machine) and there(machine, 41, form="M23")


@given(st.integers(0, 1 << 32))
def test_the_alat_never_has_what_was_stored_over_or_invalidated(seed: int) -> None:
    choose = random.Random(seed)
    machine = new()
    clean: dict[tuple[str, int], int] = {}
    for _ in range(40):
        register, word = choose.choice((34, 35, 66, 67)), choose.randrange(6)
        machine.gr[33] = DATA + 8 * word
        match choose.randrange(5):
            case 0:
                ld(machine, "a", register)
                clean["r", register] = word
            case 1:
                ldf(machine, "a", register)
                clean["f", register] = word
            case 2:
                store(machine, DATA + 8 * word, 8)
                clean = {key: at for key, at in clean.items() if at != word}
            case 3:
                form, field = choose.choice((("M26", "r1"), ("M27", "f1")))
                execute(machine, "invala_e", form, **{field: register})
                clean.pop((field[0], register), None)
            case 4:
                form, file = choose.choice((("M22", "r"), ("M23", "f")))
                assert not there(machine, register, form=form) or (file, register) in clean
        valid = sum(machine.read(reg.ALAT.at(4 * entry)) for entry in range(reg.ALAT_ENTRIES))
        assert machine.read(reg.ALAT_USED) == valid
