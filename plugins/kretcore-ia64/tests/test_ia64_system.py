"""Application registers, alloc, the user mask, processor identification, probes, and what is privileged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ia64_harness import BUNDLE, Machine, Outcome
from ia64_m_unit import MASK, execute, fails, new, unchanged
from kretcore_ia64 import registers as reg
from kretcore_ia64 import rse
from kretcore_ia64.decoder import Instruction
from kretcore_ia64.registers import Fault, Host
from kretcore_ia64.rows import Row
from kretcore_ia64.semantics.application import _I_UNIT, _IGNORED, _M_UNIT
from kretcore_ia64.tables import m
from kretcore_llvm.state import BASE

WORDS = st.integers(0, MASK)
I_TO = Row("I26", "0000 - 000 101010 ar3:7 r2:7 -:7 qp:6", "mov.i {ar3}={r2}", semantics="mov_to_ar")
I_FROM = Row("I28", "0000 - 000 110010 ar3:7 -:7 r1:7 qp:6", "mov.i {r1}={ar3}", semantics="mov_from_ar")


def write(machine: Machine, number: int, value: int, *, careful: bool = True) -> Outcome:
    machine.gr[40] = value
    if number >= 64:
        return machine.execute(
            Instruction(BUNDLE, BUNDLE + 1, "I", I_TO.match | number << 20 | 40 << 13, 0, I_TO, False)
        )
    return execute(machine, "mov_to_ar", "M29", careful=careful, ar3=number, r2=40)


def read(machine: Machine, number: int) -> Outcome:
    if number >= 64:
        word = I_FROM.match | number << 20 | 41 << 6
        return machine.execute(Instruction(BUNDLE, BUNDLE + 1, "I", word, 0, I_FROM, False))
    return execute(machine, "mov_from_ar", ar3=number, r1=41)


@given(st.sampled_from([reg.CCV, reg.UNAT, reg.CSD, reg.SSD, reg.LC, reg.RNAT, reg.EC, reg.FCR]), WORDS)
def test_registers_without_reserved_fields(number: int, value: int) -> None:
    machine = new()
    assert write(machine, number, value).kind == read(machine, number).kind == ""
    kept = {reg.RNAT: (1 << 63) - 1, reg.EC: 63}.get(number, MASK)
    assert machine.gr[41] == value & kept


@given(st.integers(0, 63))
def test_reserved_fields(bit: int) -> None:
    reserved = {
        reg.RSC: set(range(64)) - set(range(5)) - set(range(16, 30)),
        reg.PFS: set(range(38, 52)) | set(range(58, 62)),
        # Beside the reserved bits, the lower bit of a precision control alone.
        reg.FPSR: set(range(58, 64)) | {12} | {8, 21, 34, 47},
    }
    for number, bits in reserved.items():
        machine = new()
        before = machine.ar[number]
        outcome = write(machine, number, 1 << bit)
        if bit in bits:
            assert fails(outcome, Fault.RESERVED_REGISTER_FIELD)
            assert machine.ar[number] == before
        else:
            assert machine.ar[number] == (1 << bit | 0xC if number == reg.RSC else 1 << bit)
    machine = new()
    assert write(machine, reg.FPSR, 0x9804C0270033F).kind == ""


@pytest.mark.parametrize("number", range(128))
def test_which_registers_there_are(number: int) -> None:
    for unit, there in (("M", _M_UNIT), ("I", _I_UNIT)):
        machine = new()
        row_to, row_from = (I_TO, I_FROM) if unit == "I" else (m_row("mov_to_ar"), m_row("mov_from_ar"))
        machine.ar[number] = 0x123
        to = machine.execute(
            Instruction(BUNDLE, BUNDLE + 1, unit, row_to.match | number << 20 | 40 << 13, 0, row_to, False)
        )
        word = row_from.match | number << 20 | 41 << 6
        out = machine.execute(Instruction(BUNDLE, BUNDLE + 1, unit, word, 0, row_from, False))
        if number in _IGNORED:
            assert (to.kind, out.kind, machine.gr[41], machine.ar[number]) == ("", "", 0, 0x123)
        elif number not in there:
            assert fails(to, Fault.ILLEGAL_OPERATION) and fails(out, Fault.ILLEGAL_OPERATION)
        elif number < 8 or number == reg.ITC:
            assert fails(to, Fault.PRIVILEGED_REGISTER) and out.kind == ""
        elif number == reg.BSP:
            assert fails(to, Fault.ILLEGAL_OPERATION) and out.kind == ""
        else:
            assert to.kind == out.kind == ""


def m_row(semantics: str) -> Row:
    return next(row for row in m.ROWS if row.semantics == semantics and row.form != "M30")


@given(st.integers(-128, 127))
def test_immediates(imm: int) -> None:
    machine = new()
    execute(machine, "mov_to_ar", "M30", ar3=reg.CCV, s=imm < 0, imm7b=imm & 127)
    assert machine.ar[reg.CCV] == imm & MASK


def test_nat_is_consumed() -> None:
    machine = new()
    machine.nat[40] = 1
    for name, fields in (("mov_to_ar", {"ar3": reg.CCV}), ("mov_to_um", {})):
        assert fails(execute(machine, name, r2=40, **fields), Fault.REGISTER_NAT_CONSUMPTION)
    for name in ("mov_from_cpuid", "mov_from_pmd", "probe_r", "probe_w"):
        assert fails(execute(machine, name, r1=41, r3=40), Fault.REGISTER_NAT_CONSUMPTION)


def test_the_clock_goes_on() -> None:
    machine = new()
    times = []
    for _ in range(3):
        read(machine, reg.ITC)
        times.append(machine.gr[41])
    assert times[0] < times[1] < times[2]


@given(st.integers(0, 62), st.integers(0, 300))
def test_bsp(first: int, dirty: int) -> None:
    machine = Machine()
    machine.write(reg.FLOOR, machine.read(BASE))
    machine.write(BASE, machine.read(BASE) + 8 * dirty)
    start = 0x6000_0000_0000_0000 + 8 * first
    assert write(machine, reg.BSPSTORE, start + 5).kind == ""
    read(machine, reg.BSPSTORE)
    assert machine.gr[41] == start
    read(machine, reg.BSP)
    expected = start
    for _ in range(dirty):
        expected += 16 if expected & 0x1F8 == 0x1F0 else 8
    assert machine.gr[41] == expected == rse.bsp(machine.state)


def test_bsp_of_everything_a_register_file_can_have() -> None:
    machine = Machine(window_words=1 << 15)
    base = machine.read(BASE)
    machine.write(reg.FLOOR, base)
    for groups in (1, 2, 500, 519):
        for dirty in (63 * groups - 1, 63 * groups):
            machine.write(BASE, base + 8 * dirty)
            read(machine, reg.BSP)
            assert machine.gr[41] == 8 * (dirty + dirty // 63)


@pytest.mark.parametrize("mode", range(4))
def test_the_register_stack_engine_must_be_off(mode: int) -> None:
    machine = new()
    assert write(machine, reg.RSC, mode).kind == ""
    for number in (reg.BSPSTORE, reg.RNAT):
        for outcome in (write(machine, number, 0), read(machine, number)):
            assert fails(outcome, Fault.ILLEGAL_OPERATION) is (mode != 0)
    outcome = execute(machine, "loadrs")
    assert (outcome.kind, outcome.code) == (("fault", Fault.ILLEGAL_OPERATION) if mode else ("event", Host.LOADRS))


def test_loadrs_needs_an_empty_frame_or_nothing_to_load() -> None:
    machine = new()
    write(machine, reg.RSC, 8 << 16)
    assert fails(execute(machine, "loadrs"), Fault.ILLEGAL_OPERATION)
    machine.write(reg.CFM, 0)
    assert execute(machine, "loadrs").code == Host.LOADRS
    outcome = execute(machine, "flushrs")
    assert (outcome.kind, outcome.code) == ("event", Host.FLUSHRS)


# ---- alloc


@given(
    st.integers(0, 127), st.integers(0, 127), st.integers(0, 15), st.sampled_from([0, 1, 31, 32, 50, 127]),
    st.sampled_from([0, 0, 0, 5]), st.booleans(), st.sampled_from([0, 2 << 14, 2 << 14 | 3 << 18]),
)  # fmt: skip
def test_alloc(sof: int, sol: int, sor: int, target: int, qp: int, careful: bool, old: int) -> None:
    machine = Machine()
    machine.write(reg.LIMIT, machine.state.taints)
    machine.ar[reg.PFS] = 0x123456789
    rotated = old >> 18 != 0
    machine.write(reg.CFM, old | 96)
    before = unchanged(machine)
    outcome = execute(
        machine, "alloc", careful=careful or rotated, sof=sof, sol=sol, sor=sor, r1=target, predicate=qp
    )  # fmt: skip
    legal = qp == 0 and target != 0 and sof <= 96 and sol <= sof and 8 * sor <= sof and target < 32 + sof
    if not legal:
        assert fails(outcome, Fault.ILLEGAL_OPERATION)
        assert unchanged(machine) == before
    elif rotated and sor != 2:
        assert fails(outcome, Fault.RESERVED_REGISTER_FIELD)
        assert unchanged(machine) == before
    else:
        assert outcome.kind == ""
        assert machine.read(reg.CFM) == sof | sol << 7 | sor << 14 | old >> 18 << 18
        place = (target - 32 + 3 * rotated) % 16 + 32 if rotated and 32 <= target < 48 else target
        assert machine.gr[place] == 0x123456789


@pytest.mark.parametrize("careful", [False, True])
def test_alloc_asks_for_room(careful: bool) -> None:
    machine = Machine()
    machine.write(reg.LIMIT, machine.read(BASE) + 8 * 20)
    assert execute(machine, "alloc", careful=careful, sof=20, r1=8).kind == ""
    outcome = execute(machine, "alloc", careful=careful, sof=21, r1=8)
    assert (outcome.kind, outcome.code) == ("retry", Host.SPILL)
    assert machine.read(reg.CFM) == 20


# ---- user mask and the rest


@given(st.integers(0, (1 << 24) - 1), st.integers(0, 31).map(lambda bits: bits << 1), st.booleans())
def test_user_mask(bits: int, old: int, careful: bool) -> None:
    for name, legal in (("sum", bits & ~0x3E == 0), ("rum", bits & ~0x3E == 0), ("mov_to_um", bits & ~0x3E == 0)):
        machine = new()
        machine.write(reg.UM, old)
        machine.gr[40] = bits
        fields = (
            {"r2": 40} if name == "mov_to_um" else {"imm21a": bits & 0x1FFFFF, "i2d": bits >> 21 & 3, "i": bits >> 23}
        )
        outcome = execute(machine, name, careful=careful, **fields)
        after = {"sum": old | bits, "rum": old & ~bits, "mov_to_um": bits}[name]
        if not legal:
            assert fails(outcome, Fault.RESERVED_REGISTER_FIELD)
        elif (after & 2 or old & ~after & 0x30) and not careful:
            assert outcome.kind == "retry"
        else:
            assert outcome.kind == ""
            execute(machine, "mov_from_um", r1=41)
            assert machine.gr[41] == after


def test_processor_identification() -> None:
    machine = new()
    words = []
    for number in range(5):
        machine.gr[40] = number | 0x100
        assert execute(machine, "mov_from_cpuid", r3=40, r1=41).kind == ""
        words.append(machine.gr[41])
    assert (words[0] | words[1] << 64).to_bytes(16, "little").rstrip(b"\0") == b"GenuineIntel"
    assert words[3] & 0xFF == 4
    machine.gr[40] = 5
    assert fails(execute(machine, "mov_from_cpuid", r3=40, r1=41), Fault.RESERVED_REGISTER_FIELD)


def test_privileged_instructions() -> None:
    texts = [row.text for row in m.ROWS if row.semantics == "privileged_m"]
    assert len(texts) == len(set(texts)) == 31
    for row in m.ROWS:
        if row.semantics == "privileged_m":
            machine = new()
            fields = {name: 40 for name, _, _ in row.fields if name in ("r1", "r2", "r3")}
            word = row.match | sum(fields[name] << low for name, low, _ in row.fields if name in fields)
            outcome = machine.execute(Instruction(BUNDLE, BUNDLE + 1, "M", word, 0, row, False))
            assert fails(outcome, Fault.PRIVILEGED_OPERATION), row.text
