"""Branches, frames and rotation, against the manual's pseudo code written down in Python once more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ia64_harness import BUNDLE, Machine, Outcome, encode, instruction, row
from kretcore_ia64 import decoder
from kretcore_ia64 import registers as reg
from kretcore_ia64.decoder import Instruction
from kretcore_ia64.registers import EC, LC, PFS, Fault, Host
from kretcore_ia64.rows import Row
from kretcore_llvm import state
from kretcore_llvm.builder import CAREFUL

WORD = (1 << 64) - 1
HINTS = "{wh:sptk|spnt|dptk|dpnt}.{ph:few|many}{dh:|.clr}"
CALL = f"br.call.{HINTS} {{b1}}={{b2}}"
RETURN = f"br.ret.{HINTS} {{b2}}"
words = st.integers(0, WORD)


def last_slot(found: Instruction) -> Instruction:
    """The same instruction in slot 2."""
    return replace(found, address=BUNDLE + 2, next=BUNDLE + 16)


def branch(name: str, **fields: int) -> Instruction:
    """A relative branch to three bundles further, in slot 2."""
    return last_slot(instruction("B", f"br.{name}.{HINTS} {{target}}", imm20b=3, **fields))


def marker(sof: int, sol: int, sor: int = 0, gr: int = 0, fr: int = 0, pr: int = 0) -> int:
    return sof | sol << 7 | sor << 14 | gr << 18 | fr << 25 | pr << 32


@st.composite
def frames(draw: st.DrawFn) -> int:
    """Markers of possible frames."""
    sof = draw(st.integers(0, 96))
    sor = draw(st.integers(0, sof // 8))
    return marker(
        sof,
        draw(st.integers(0, sof)),
        sor,
        draw(st.integers(0, max(0, sor * 8 - 1))),
        draw(st.integers(0, 95)),
        draw(st.integers(0, 47)),
    )


def machine() -> Machine:
    """One whose window is in the middle of its array, with nothing spilled."""
    found = Machine(1024)
    found.write(reg.FLOOR, state.WINDOW)
    found.write(reg.LIMIT, state.WINDOW + 8 * 900)
    found.write(state.BASE, state.WINDOW + 8 * 200)
    return found


def window(found: Machine) -> int:
    """Number of the word the window begins with."""
    return (found.read(state.BASE) - state.WINDOW) // 8


@pytest.mark.parametrize("careful", [False, True])
@pytest.mark.parametrize("taken", [False, True])
def test_a_conditional_branch_goes_where_its_predicate_says(careful: bool, taken: bool) -> None:
    cpu = machine()
    cpu.pr[6] = taken
    cpu.br[3] = 0x123F
    relative = instruction("B", _conditional("br", "{target}").text.partition("; ")[0], qp=6, imm20b=(1 << 20) - 2, s=1)
    indirect = instruction("B", _conditional("br", "{b2}").text.partition("; ")[0], qp=6, b2=3)
    assert cpu.execute(relative, careful) == Outcome(BUNDLE - 32 if taken else relative.next)
    assert cpu.execute(indirect, careful) == Outcome(0x1230 if taken else indirect.next)


def _conditional(name: str, where: str) -> Row:
    return row("B", f"{name}.cond.{HINTS} {where}")


@given(frame=frames(), epilogue=st.integers(0, 63), target=words, link=st.integers(0, 7), through=st.integers(0, 7))
def test_a_call_keeps_the_frame_and_begins_one_of_the_outputs(
    frame: int, epilogue: int, target: int, link: int, through: int
) -> None:
    cpu = machine()
    cpu.write(reg.CFM, frame)
    cpu.ar[EC] = epilogue
    cpu.br[through] = target
    assert cpu.execute(instruction("B", CALL, b1=link, b2=through)) == Outcome(target & ~15)
    sof, sol = frame & 127, frame >> 7 & 127
    assert cpu.br[link] == BUNDLE + 16
    assert cpu.ar[PFS] == frame | epilogue << 52 | 3 << 62
    assert cpu.read(reg.CFM) == marker(sof - sol, 0)
    assert window(cpu) == 200 + sol


@given(frame=frames(), epilogue=st.integers(0, 63), ignored=st.integers(0, 63))
def test_a_return_restores_what_a_call_kept(frame: int, epilogue: int, ignored: int) -> None:
    cpu = machine()
    cpu.write(reg.CFM, marker(17, 9))
    cpu.ar[PFS] = frame | epilogue << 52 | ignored << 58
    cpu.br[7] = 0x4000_1238
    assert cpu.execute(instruction("B", RETURN, b2=7)) == Outcome(0x4000_1230)
    assert cpu.read(reg.CFM) == frame
    assert cpu.ar[EC] == epilogue
    assert window(cpu) == 200 - (frame >> 7 & 127)


@given(saved=words)
def test_a_return_to_an_impossible_frame_changes_nothing(saved: int) -> None:
    cpu = machine()
    cpu.ar[PFS] = saved
    outcome = cpu.execute(instruction("B", RETURN, b2=7))
    sof, sol, size = saved & 127, saved >> 7 & 127, (saved >> 14 & 15) * 8
    gr, fr, pr = saved >> 18 & 127, saved >> 25 & 127, saved >> 32 & 63
    possible = sof <= 96 and sol <= sof and size <= sof and gr < max(1, size) and fr < 96 and pr < 48
    if not possible:
        assert outcome == Outcome(None, "fault", Fault.ILLEGAL_OPERATION)
        assert window(cpu) == 200 and cpu.ar[PFS] == saved
    else:
        assert outcome == Outcome(0)


@given(frame=frames())
def test_a_return_without_care_leaves_rotation_to_careful_execution(frame: int) -> None:
    cpu = machine()
    cpu.ar[PFS] = frame
    outcome = cpu.execute(instruction("B", RETURN, b2=7), careful=False)
    assert outcome == (Outcome(None, "retry", CAREFUL) if frame >> 14 else Outcome(0))


@pytest.mark.parametrize("careful", [False, True])
@pytest.mark.parametrize("below", [0, 1])
def test_a_return_asks_for_the_registers_it_needs_first(careful: bool, below: int) -> None:
    cpu = machine()
    cpu.write(reg.CFM, marker(8, 4))
    cpu.write(reg.FLOOR, state.WINDOW + 8 * (190 + below))
    cpu.ar[PFS] = marker(20, 10)
    outcome = cpu.execute(instruction("B", RETURN), careful)
    if below:
        assert outcome == Outcome(None, "retry", Host.FILL)
        assert cpu.read(reg.CFM) == marker(8, 4) and window(cpu) == 200
    else:
        assert outcome == Outcome(0) and window(cpu) == 190


@pytest.mark.parametrize("careful", [False, True])
@given(count=st.integers(0, 3) | words)
def test_a_counted_loop(careful: bool, count: int) -> None:
    cpu = machine()
    cpu.ar[LC] = count
    outcome = cpu.execute(branch("cloop"), careful)
    assert outcome == Outcome(BUNDLE + (48 if count else 16))
    assert cpu.ar[LC] == max(0, count - 1)


@settings(max_examples=300)
@given(
    name=st.sampled_from(["ctop", "cexit", "wtop", "wexit"]),
    frame=frames(),
    loops=st.sampled_from([0, 1, 2, WORD]),
    epilogue=st.sampled_from([0, 1, 2, 63]),
    condition=st.integers(0, 1),
    old=st.integers(0, 1),
)
def test_branches_of_pipelined_loops(
    name: str, frame: int, loops: int, epilogue: int, condition: int, old: int
) -> None:
    cpu = machine()
    cpu.write(reg.CFM, frame)
    cpu.ar[LC], cpu.ar[EC] = loops, epilogue
    counted = name in ("ctop", "cexit")
    cpu.pr[6] = condition
    last = 16 + (63 - 16 + (frame >> 32)) % 48  # where p63 is
    cpu.pr[last] = old
    running = bool(loops) if counted else bool(condition)
    again = running or epilogue > 1
    rotate = running or epilogue > 0
    outcome = cpu.execute(branch(name, **({} if counted else {"qp": 6})))
    assert outcome == Outcome(BUNDLE + (48 if again == name.endswith("top") else 16))
    assert cpu.ar[LC] == (loops - 1 if counted and loops else loops)
    assert cpu.ar[EC] == (epilogue - 1 if not running and epilogue else epilogue)
    assert cpu.pr[last] == (counted and running)
    sor = frame >> 14 & 15
    gr, fr, pr = frame >> 18 & 127, frame >> 25 & 127, frame >> 32
    if rotate:
        gr, fr, pr = (gr - 1) % (sor * 8) if sor else 0, (fr - 1) % 96, (pr - 1) % 48
    assert cpu.read(reg.CFM) == marker(frame & 127, frame >> 7 & 127, sor, gr, fr, pr)


@pytest.mark.parametrize("name", ["ctop", "cexit", "wtop", "wexit"])
def test_rotation_begins_only_in_careful_execution(name: str) -> None:
    assert machine().execute(branch(name), careful=False) == Outcome(None, "retry", CAREFUL)


@pytest.mark.parametrize("name", ["cloop", "ctop", "cexit", "wtop", "wexit"])
@pytest.mark.parametrize("slot", [0, 1])
def test_loop_branches_stand_in_slot_2(name: str, slot: int) -> None:
    misplaced = replace(branch(name), address=BUNDLE + slot, next=BUNDLE + slot + 1)
    assert machine().execute(misplaced) == Outcome(None, "fault", Fault.ILLEGAL_OPERATION)


@pytest.mark.parametrize("careful", [False, True])
@given(frame=frames(), room=st.integers(-1, 1))
def test_cover_puts_the_whole_frame_below(careful: bool, frame: int, room: int) -> None:
    cpu = machine()
    cpu.write(reg.CFM, frame)
    cpu.write(reg.LIMIT, state.WINDOW + 8 * (200 + (frame & 127) + room))
    outcome = cpu.execute(last_slot(instruction("B", "cover")), careful)
    if room < 0:
        assert outcome == Outcome(None, "retry", Host.SPILL)
        assert cpu.read(reg.CFM) == frame and window(cpu) == 200
    else:
        assert outcome == Outcome(BUNDLE + 16)
        assert cpu.read(reg.CFM) == 0 and window(cpu) == 200 + (frame & 127)


@given(frame=frames())
def test_clearing_rotation(frame: int) -> None:
    cpu = machine()
    for name, kept in (("clrrrb.pr", (1 << 32) - 1), ("clrrrb", (1 << 18) - 1)):
        cpu.write(reg.CFM, frame)
        assert cpu.execute(last_slot(instruction("B", name))).kind == "event"
        assert cpu.read(reg.CFM) == frame & kept
    cpu.write(reg.CFM, marker(5, 2))
    assert cpu.execute(last_slot(instruction("B", "clrrrb")), careful=False) == Outcome(BUNDLE + 16)


@given(imm=st.integers(0, (1 << 62) - 1))
def test_breaks_report_what_the_hardware_reports(imm: int) -> None:
    cpu = machine()
    fields = {"i": imm >> 20 & 1, "imm20a": imm & 0xFFFFF}
    far = instruction("X", "break.x {imm:x}", imm >> 21, **fields)
    assert far.fields["imm"] == imm
    assert cpu.execute(far) == Outcome(None, "event", Host.BREAK)
    assert cpu.read(state.INFO) == imm & 0x1FFFFF
    cpu.execute(instruction("B", "break.b {imm:x}", **fields))
    assert cpu.read(state.INFO) == 0


@given(imm=words, number=st.integers(1, 31))
def test_movl_has_all_of_its_64_bits(imm: int, number: int) -> None:
    cpu = machine()
    what = instruction(
        "X", "movl {r1}={imm:x}", imm >> 22 & (1 << 41) - 1,
        i=imm >> 63, ic=imm >> 21 & 1, imm5c=imm >> 16 & 31, imm9d=imm >> 7 & 0x1FF, imm7b=imm & 127, r1=number,
    )  # fmt: skip
    assert cpu.execute(what) == Outcome(BUNDLE + 16)
    assert cpu.gr[number] == imm


@given(distance=st.integers(-(1 << 59), (1 << 59) - 1), ignored=st.integers(0, 3))
def test_long_branches_reach_everywhere(distance: int, ignored: int) -> None:
    cpu = machine()
    long = (distance >> 20 & (1 << 39) - 1) << 2 | ignored
    fields = {"i": distance >> 59 & 1, "imm20b": distance & 0xFFFFF}
    target = (BUNDLE + 16 * distance) & WORD
    assert cpu.execute(instruction("X", f"brl.cond.{HINTS} {{target}}", long, **fields)) == Outcome(target)
    call = instruction("X", f"brl.call.{HINTS} {{b1}}={{target}}", long, b1=5, **fields)
    assert cpu.execute(call) == Outcome(target)
    assert cpu.br[5] == BUNDLE + 16


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("rfi", Fault.PRIVILEGED_OPERATION),
        ("bsw.0", Fault.PRIVILEGED_OPERATION),
        ("bsw.1", Fault.PRIVILEGED_OPERATION),
        ("vmsw.0", Fault.ILLEGAL_OPERATION),
        (f"br.ia.{HINTS} {{b2}}", Fault.DISABLED_ISA_TRANSITION),
    ],
)
def test_what_user_programs_cannot_do(text: str, fault: Fault) -> None:
    assert machine().execute(instruction("B", text)) == Outcome(None, "fault", fault)


@pytest.mark.parametrize("level", range(4))
def test_epc_believes_in_no_caller_of_more_privilege(level: int) -> None:
    cpu = machine()
    cpu.ar[PFS] = level << 62
    expected = Outcome(BUNDLE + 1) if level == 3 else Outcome(None, "fault", Fault.ILLEGAL_OPERATION)
    assert cpu.execute(instruction("B", "epc")) == expected


@pytest.mark.parametrize("careful", [False, True])
def test_hints_do_nothing(careful: bool) -> None:
    cpu = machine()
    before = bytes(cpu.state.bytes)
    for unit in "BX":
        for found in decoder.table(unit).rows:
            if found.semantics == "nop":
                what = Instruction(BUNDLE, BUNDLE + 1, unit, encode(found), 0, found, False)
                assert cpu.execute(what, careful) == Outcome(BUNDLE + 1)
    assert bytes(cpu.state.bytes) == before


@pytest.mark.parametrize("unit", ["B", "X"])
def test_what_leaves_the_line_is_marked_as_a_stop(unit: str) -> None:
    straight = {"nop", "movl", "privileged", "vmsw", "epc"}
    assert all(found.stop != (found.semantics in straight) for found in decoder.table(unit).rows)
