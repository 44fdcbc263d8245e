"""Breakpoints and copies: the rules of Linux 6.1 for ia64, on every row of the tables, with objdump if it is there."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator

import ia64_objdump
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from kretcore_ia64.bundles import NOP, NOPS, long_branch, pack
from kretcore_ia64.decoder import BUNDLE, SLOT_MASK, TEMPLATES, Instruction, decode, table, unpack
from kretcore_ia64.disassembler import text
from kretcore_ia64.prepare import BREAK, BREAKPOINT, SLOT_SIZE, acts_always, arch_prepare_kprobe
from kretcore_ia64.rows import Row

from kretcore.arch import InstructionCopy, Text
from kretcore.errors import RegistrationError

START = 0x4000_0000_0000_0000
AT = START + 2 * BUNDLE
SLOT = 0x7F00_0000_0000
NEAR = START + (1 << 20)
"""A slot that branches with 21 bits reach."""
WORD = (1 << 64) - 1
words = st.integers(0, SLOT_MASK)


def prepare(bundle: bytes, number: int, beyond: bytes = b"", slot: int = SLOT) -> InstructionCopy:
    """Prepare a probe on a slot of a bundle in the middle of a function."""
    return arch_prepare_kprobe(Text(START, 2 * NOPS + bundle + beyond), AT + number, slot)


def refusal(bundle: bytes, number: int) -> RegistrationError:
    with pytest.raises(RegistrationError) as caught:
        prepare(bundle, number)
    return caught.value


def armed(copy: InstructionCopy, bundle: bytes) -> bytes:
    """The bundle with the breakpoint in it."""
    changed = bytearray(bundle)
    for index, (code, mask) in enumerate(zip(copy.patch.code, copy.patch.mask, strict=True)):
        at = copy.patch.address - AT + index
        changed[at] = changed[at] & ~mask & 0xFF | code & mask
    return bytes(changed)


def holding(word: int, unit: str, number: int) -> bytes:
    """A bundle of nops with an instruction in a slot of its unit."""
    if unit == "X":
        return pack(0x05, NOP["M"], 0x1234567, word)
    template = next(code for code, units in TEMPLATES.items() if units[number] == unit and units != "MLX")
    slots = [NOP[other] for other in TEMPLATES[template]]
    slots[number] = word
    return pack(template, *slots)


def places() -> Iterator[tuple[str, int]]:
    """Every unit with the slots it can have."""
    for unit, slots in (("M", (0, 1)), ("I", (1, 2)), ("B", (0, 1, 2)), ("F", (1, 2)), ("X", (1,))):
        for number in slots:
            yield unit, number


every_place = pytest.mark.parametrize(("unit", "number"), list(places()))


@st.composite
def instructions(draw: st.DrawFn, unit: str, *, legal: bool = True) -> int:
    """An instruction of some row of a unit."""
    row: Row = draw(st.sampled_from(table(unit).rows))
    return draw(words) & ~row.mask & SLOT_MASK | row.match if legal else draw(words)


def refused(instruction: Instruction) -> bool:
    """What Linux refuses, by the disassembly."""
    words = text(instruction)
    return instruction.row is not None and (
        bool(re.search(r"\bbrp\b|=ip\b|\bbrp\.", words)) or (instruction.unit == "I" and "chk.s" in words)
    )


def is_unconditional(instruction: Instruction) -> bool:
    """What does something though its predicate is false, by the disassembly."""
    words = re.sub(r"^\(p\d+\) ", "", text(instruction))
    mnemonic = words.split()[0]
    return (
        instruction.row is None
        or ".unc" in mnemonic
        or bool(re.match(r"fp?rcpa|fp?rsqrta|br\.wtop|br\.wexit", mnemonic))
        or (instruction.qp == 0 and instruction.word & 63 != 0)
    )


# ---- breakpoints


@pytest.mark.semantics("2.2-break", "2.2-predicate")
@every_place
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_the_breakpoint_takes_the_slot_and_its_predicate(unit: str, number: int, data: st.DataObject) -> None:
    word = data.draw(instructions(unit))
    bundle = holding(word, unit, number)
    instruction = decode(bundle, AT)[number]
    assume(not refused(instruction))
    qp = word & 63
    always = is_unconditional(instruction)
    if always and qp and number == 1 and unit != "X":
        assert refusal(bundle, number).errno == errno.EINVAL
        return
    copy = prepare(bundle, number)
    assert (copy.address, copy.address + copy.length) == (AT + number, instruction.next)
    now = armed(copy, bundle)
    template, slots = unpack(now)
    _, before = unpack(bundle)
    physical = 2 if unit == "X" else number
    assert template == unpack(bundle)[0]
    assert [slot for index, slot in enumerate(slots) if index != physical] == [
        slot for index, slot in enumerate(before) if index != physical
    ]
    found = decode(now, AT)[number]
    assert found.row is not None and found.row.semantics in ("break", "break_b")
    assert found.qp == (0 if always else qp)
    if number == 1 and unit != "X":
        assert copy.patch.address == AT + 8, "one store to the second word"
        assert slots[1] & (1 << 18) - 1 == word & (1 << 18) - 1
    assert found.fields["imm"] >> 12 & 0x1FF == 0x81


@pytest.mark.semantics("2.2-break")
@every_place
def test_a_breakpoint_on_each_row_is_a_break_to_objdump(unit: str, number: int) -> None:
    if ia64_objdump.MISSING:
        pytest.skip(f"{ia64_objdump.OBJDUMP} is not installed")
    code, count = b"", 0
    for row in table(unit).rows:
        bundle = holding(row.match, unit, number)
        try:
            code += armed(prepare(bundle, number), bundle)
        except RegistrationError:
            continue
        count += 1
    found = [words.removesuffix(";;").strip() for at, words in ia64_objdump.objdump(code) if at & 15 == number]
    assert len(found) == count > 2
    low = r"[0-9a-f]{3}"
    assert all(re.fullmatch(rf"break\.{unit.lower()} 0x[0-9a-f]*81{low}", words) for words in found), set(found)


def test_the_breakpoint_on_its_own() -> None:
    first, *_ = decode(BREAKPOINT, AT)
    assert text(first) == "break.m 0x81000"
    assert BREAK == 0x2040000


@pytest.mark.semantics("2.2-predicate")
@pytest.mark.parametrize("unit", "MIBFX")
def test_unconditional_breaks_are_those_whose_text_says_so(unit: str) -> None:
    number = {"M": 0, "I": 1, "B": 2, "F": 1, "X": 1}[unit]
    for row in table(unit).rows:
        bundle = holding(row.match | 5 * ("qp" in {name for name, _, _ in row.fields}), unit, number)
        instruction = decode(bundle, AT)[number]
        assert acts_always(instruction) == (is_unconditional(instruction) or "qp" not in instruction.fields), row.text


# ---- refusals


@pytest.mark.semantics("2.2-address")
@given(template=st.sampled_from(sorted(set(range(32)) - TEMPLATES.keys())), number=st.integers(0, 2))
def test_reserved_templates_are_no_instructions(template: int, number: int) -> None:
    assert refusal(pack(template, 0, 0, 0), number).errno == errno.EILSEQ


@pytest.mark.semantics("2.2-address")
@given(template=st.sampled_from(sorted(TEMPLATES)), number=st.integers(3, 15))
def test_a_bundle_has_three_slots(template: int, number: int) -> None:
    assert refusal(pack(template, *(NOP[unit] for unit in TEMPLATES[template])), number).errno == errno.EINVAL


@pytest.mark.semantics("2.2-address")
def test_a_long_instruction_has_slot_1() -> None:
    movl = pack(0x05, NOP["M"], 0, 6 << 37 | 8 << 6)
    assert refusal(movl, 2).errno == errno.EINVAL
    assert prepare(movl, 1).length == 15


@pytest.mark.semantics("2.2-refused")
@every_place
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_what_linux_refuses_is_refused(unit: str, number: int, data: st.DataObject) -> None:
    word = data.draw(instructions(unit) | instructions(unit, legal=False))
    bundle = holding(word, unit, number)
    instruction = decode(bundle, AT)[number]
    try:
        prepare(bundle, number)
    except RegistrationError as error:
        assert error.errno == errno.EINVAL
        reachable = number != 1 or unit == "X"
        assert refused(instruction) or (not reachable and is_unconditional(instruction) and word & 63)
    else:
        assert not refused(instruction)


@given(size=st.integers(0, BUNDLE - 1), number=st.integers(0, 2))
def test_a_bundle_that_the_text_does_not_hold(size: int, number: int) -> None:
    with pytest.raises(RegistrationError):
        arch_prepare_kprobe(Text(AT, NOPS[:size]), AT + number, SLOT)
    with pytest.raises(RegistrationError):
        arch_prepare_kprobe(Text(AT + BUNDLE, NOPS), AT + number, SLOT)


# ---- copies


@st.composite
def bundles(draw: st.DrawFn) -> bytes:
    template = draw(st.sampled_from(sorted(TEMPLATES)))
    units = TEMPLATES[template]
    return pack(template, *(draw(words) if unit == "L" else draw(instructions(unit)) for unit in units))


def executed(code: bytes, at: int) -> list[Instruction]:
    """Everything but nops in a line of bundles."""
    found = [each for place in range(0, len(code), BUNDLE) for each in decode(code[place : place + BUNDLE], at + place)]
    return real(found)


def real(several: list[Instruction]) -> list[Instruction]:
    """Without the nops that fill bundles."""
    return [each for each in several if (each.word, each.long) != (NOP[each.unit], 0)]


def same_anywhere(bundle: bytes, slot: int) -> bool:
    """Whether no operand depends on the address, but for what a move to a branch register predicts."""
    here, there = (decode(bundle, at)[slot] for at in (AT, AT + 1024))
    move = here.row is not None and here.row.text.startswith("mov")
    return all(value == there.fields[name] for name, value in here.fields.items() if not (move and name == "target"))


@pytest.mark.semantics("2.2-stepped", "2.2-boost")
@settings(max_examples=1500, deadline=None)
@given(bundle=bundles(), number=st.integers(0, 2), slot=st.sampled_from([SLOT, NEAR]))
def test_copies_execute_what_the_bundle_would(bundle: bytes, number: int, slot: int) -> None:
    try:
        copy = prepare(bundle, number, slot=slot)
    except RegistrationError:
        return
    instruction, *rest = decode(bundle, AT)[number:]
    if copy.emulate is not None:
        assert copy.code == b"" and copy.jump_back is None
        assert instruction.row is not None and instruction.row.stop
        return
    assert len(copy.code) + max(BUNDLE, len(copy.jump_back or b"")) <= SLOT_SIZE

    def meaning(each: Instruction) -> tuple[str, int, int] | str:
        goes = each.row is not None and each.row.stop and "target" in each.fields
        return text(each) if goes else (each.unit, each.word, each.long)

    assert [meaning(each) for each in executed(copy.code, slot)] == [meaning(each) for each in real([instruction])]
    if copy.jump_back is None:
        return
    behind = slot + len(copy.code)
    *passed, back = executed(copy.jump_back, behind)
    assert [meaning(each) for each in passed] == [meaning(each) for each in real(rest)]
    assert back.row is not None and text(back) == f"brl.many {AT + BUNDLE:#x}"
    assert copy.jump_back[:BUNDLE] == NOPS, "the breakpoint's place: whoever is in there goes on behind it"
    assert {slot + place: at for place, at in copy.passes.items()}.items() >= {
        each.address: other.address for each, other in zip(passed, real(rest), strict=True)
    }.items()
    assert set(copy.passes.values()) == {each.address for each in rest}


@pytest.mark.semantics("2.2-boost")
@given(
    distance=st.integers(-(1 << 21), 1 << 21),
    row=st.sampled_from([row for row in table("B").rows if row.form in ("B1", "B2")]),
)
def test_a_branch_goes_along_if_it_reaches_its_target_from_there(distance: int, row: Row) -> None:
    """What goes somewhere in the unit B, by 21 bits and a sign; a call would leave another return address."""
    here = 3
    word = row.match | here << 13
    slot = AT - 16 * distance
    copy = prepare(pack(0x11, NOP["M"], NOP["I"], word), 0, slot=slot)
    reaches = -(1 << 20) <= distance - 2 + here < 1 << 20
    assert (copy.jump_back is not None) == reaches
    call = next(row for row in table("B").rows if row.form == "B3")
    assert prepare(pack(0x11, NOP["M"], NOP["I"], call.match), 0, slot=NEAR).jump_back is None


@given(at=st.integers(0, WORD // 16), target=st.integers(0, WORD // 16))
def test_the_long_branch_reaches_every_bundle(at: int, target: int) -> None:
    _, branch = decode(long_branch(16 * at, 16 * target), 16 * at)
    assert text(branch) == f"brl.many {16 * target:#x}"


@pytest.mark.semantics("2.2-emulated")
@pytest.mark.parametrize("unit", "MIBFX")
def test_whatever_is_relative_to_itself_is_not_copied(unit: str) -> None:
    """By the tables: an operand that depends on the address."""
    number = {"M": 0, "I": 1, "B": 2, "F": 1, "X": 1}[unit]
    for row in table(unit).rows:
        bundle = holding(row.match, unit, number)
        try:
            copy = prepare(bundle, number)
        except RegistrationError:
            continue
        assert copy.emulate is not None or same_anywhere(bundle, number), row.text


@pytest.mark.semantics("2.2-boost")
@given(bundle=bundles())
def test_only_what_is_the_same_anywhere_goes_along(bundle: bytes) -> None:
    try:
        copy = prepare(bundle, 0)
    except RegistrationError:
        return
    if copy.jump_back is not None:
        for slot, instruction in enumerate(decode(bundle, AT)):
            assert same_anywhere(bundle, slot)
            assert not refused(instruction)
