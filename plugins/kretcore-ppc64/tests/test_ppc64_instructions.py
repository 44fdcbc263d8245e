"""Probed instructions do what they do in place: emulated, copied and stepped, or copied with a way back."""

from __future__ import annotations

import errno
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ppc64_bench import DATA, NOP, SIZE, SLOT, TEXT, TRAP, Bench

from kretcore.arch import InstructionCopy, Text
from kretcore.errors import RegistrationError
from kretcore.machine import StopReason

LOTS = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = st.integers(0, 2**64 - 1) | st.integers(0, 3) | st.sampled_from((2**64 - 1, 2**63))


def refused(bench: Bench, *words: int, index: int = 0) -> int:
    with pytest.raises(RegistrationError) as caught:
        bench.prepare(*words, index=index)
    return caught.value.errno


# --- branches -----------------------------------------------------------------------------------


@st.composite
def branches(draw: st.DrawFn) -> int:
    """Any branch: b, bc, bclr, bcctr, with every BO, BI, AA, LK and distance."""
    kind = draw(st.sampled_from(("b", "bc", "bclr", "bcctr")))
    link = draw(st.integers(0, 1))
    if kind == "b":
        return 18 << 26 | draw(st.integers(0, 2**24 - 1)) << 2 | draw(st.integers(0, 1)) << 1 | link
    # Bit 4 of BO's z forms, "a" and "t" are hints (book I, figure 40).
    condition = draw(st.integers(0, 31)) << 21 | draw(st.integers(0, 31)) << 16
    if kind == "bc":
        return 16 << 26 | condition | draw(st.integers(0, 2**14 - 1)) << 2 | draw(st.integers(0, 1)) << 1 | link
    if kind == "bcctr":
        condition |= 4 << 21  # without, it is invalid
    return 19 << 26 | condition | draw(st.integers(0, 3)) << 11 | (16 if kind == "bclr" else 528) << 1 | link


@LOTS
@given(word=branches(), lr=WORDS, ctr=WORDS, cr=st.integers(0, 2**32 - 1))
@pytest.mark.semantics("S2")
def test_an_emulated_branch_does_what_it_does_in_place(bench: Bench, word: int, lr: int, ctr: int, cr: int) -> None:
    values = {"lr": lr, "ctr": ctr, "cr": cr}
    bench.set(values, b"")
    _, expected = bench.in_place(word)
    bench.set(values, b"")
    copy = bench.prepare(word)
    assert copy.emulate is not None
    _, found = bench.probed(copy, stepped=False)
    assert found == expected


@given(number=st.integers(0, 31), immediate=st.integers(0, 2**16 - 1))
@LOTS
def test_addpcis_adds_to_the_address_it_is_probed_at(bench: Bench, number: int, immediate: int) -> None:
    word = 19 << 26 | number << 21 | (immediate >> 1 & 0x1F) << 16 | (immediate >> 6) << 6 | 2 << 1 | immediate & 1
    bench.set({}, b"")
    _, expected = bench.in_place(word)
    bench.set({}, b"")
    copy = bench.prepare(word)
    assert copy.emulate is not None
    assert bench.probed(copy, stepped=False)[1] == expected


# --- copies -------------------------------------------------------------------------------------


def plain_words(bench: Bench, seed: int, count: int) -> list[int]:
    """Random words that are copied, from the opcodes compilers use."""
    draw = random.Random(seed)
    opcodes = (7, 8, 10, 11, 12, 13, 14, 15, 20, 21, 24, 25, 26, 28, 31, 31, 31, 32, 34, 36, 40, 48, 54, 58, 59, 62, 63)
    found: list[int] = []
    while len(found) < count:
        word = draw.choice(opcodes) << 26 | draw.getrandbits(26)
        try:
            copy = bench.prepare(word)
        except RegistrationError:
            continue
        if copy.emulate is None:
            found.append(word)
    return found


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.semantics("S3")
def test_a_copy_does_what_the_instruction_does_in_place(bench: Bench, seed: int) -> None:
    draw = random.Random(seed)
    executed = 0
    for word in plain_words(bench, seed, 250):
        # Base registers within the data, or anything at all.
        values = {f"r{number}": DATA + draw.randrange(0, SIZE, 8) for number in range(32)}
        values |= {f"r{number}": draw.getrandbits(64) for number in draw.sample(range(32), 8)}
        values |= {f"f{number}": draw.getrandbits(64) for number in range(0, 32, 3)}
        values |= {"cr": draw.getrandbits(32), "ctr": draw.getrandbits(64), "xer": draw.getrandbits(3) << 29}
        data = draw.randbytes(SIZE)
        bench.set(values, data)
        stop, expected = bench.in_place(word, NOP)
        copy = bench.prepare(word)
        for stepped in (False, True):
            bench.set(values, data)
            now, found = bench.probed(copy, stepped=stepped)
            if stop.reason is StopReason.FAULT:
                assert now.fault is not None and stop.fault is not None
                assert (now.fault.kind, now.fault.address) == (stop.fault.kind, stop.fault.address), hex(word)
                assert now.fault.pc == SLOT
                continue
            assert found == expected, hex(word)
            executed += 1
    assert executed > 200


@pytest.mark.parametrize("distance", [-(1 << 25), (1 << 25) - 4])
def test_a_branch_back_reaches_32_mebibytes_and_no_further(bench: Bench, distance: int) -> None:
    def prepared(slot: int) -> InstructionCopy:
        copy: InstructionCopy = bench.module.arch_prepare_kprobe(Text(TEXT, bench.words(NOP, NOP)), TEXT, slot)
        return copy

    tail = TEXT + 4 - distance  # where the branch stands
    reached = prepared(tail - 4)
    assert reached.jump_back is not None
    further = 4 if distance < 0 else -4
    assert prepared(tail - 4 + further).jump_back is None
    # What was reached is the instruction behind the probed one.
    word = int.from_bytes(reached.jump_back, bench.order)
    offset = ((word & 0x03FFFFFC) ^ 0x02000000) - 0x02000000
    assert (word >> 26, word & 3, tail + offset) == (18, 0, TEXT + 4)


def test_copies_fit_their_slots(bench: Bench) -> None:
    prefix, suffix = 0x06000000, 0x38600007  # pli r3, 7
    copy = bench.prepare(prefix, suffix)
    assert (copy.length, copy.code) == (8, bench.words(prefix, suffix))
    assert copy.jump_back is not None
    assert len(copy.code + copy.jump_back) <= bench.description.slot_size
    assert 64 % bench.description.slot_size == 0  # no prefixed copy crosses a multiple of 64


# --- refusals -----------------------------------------------------------------------------------

KERNEL_REFUSES = {
    "tdi": 0x08630000,
    "twi": 0x0C630000,
    "sc": 0x44000002,
    "scv": 0x44000001,
    "rfid": 0x4C000024,
    "hrfid": 0x4C000224,
    "rfi": 0x4C000064,
    "rfci": 0x4C000066,
    "rfdi": 0x4C00004E,
    "rfmci": 0x4C00004C,
    "rfscv": 0x4C0000A4,
    "urfid": 0x4C000264,
    "stop": 0x4C0002E4,
    "doze": 0x4C000324,
    "nap": 0x4C000364,
    "sleep": 0x4C0003A4,
    "rvwinkle": 0x4C0003E4,
    "tw": 0x7C632008,
    "trap": TRAP,
    "td": 0x7C632088,
    "mtmsr": 0x7C600124,
    "mtmsrd": 0x7C600164,
    "bcctr that decrements": 0x4E000420,
}


@pytest.mark.semantics("K11", "H10")
@pytest.mark.parametrize("name", KERNEL_REFUSES)
def test_what_the_kernel_does_not_step_is_refused(bench: Bench, name: str) -> None:
    assert refused(bench, KERNEL_REFUSES[name]) == errno.EINVAL


@pytest.mark.semantics("K11")
@pytest.mark.parametrize("word", [0x4E800460, 0x4E800461, 0x7C6105E6])  # bctar, bctarl, darn r3, 1
def test_what_the_machine_does_not_show_or_have_is_refused(bench: Bench, word: int) -> None:
    assert refused(bench, word) == errno.EOPNOTSUPP


@pytest.mark.semantics("K10")
@pytest.mark.parametrize("offset", [1, 2, 3])
def test_an_address_between_words_is_refused(bench: Bench, offset: int) -> None:
    with pytest.raises(RegistrationError) as caught:
        bench.module.arch_prepare_kprobe(Text(TEXT, bench.words(NOP, NOP)), TEXT + offset, SLOT)
    assert caught.value.errno == errno.EINVAL


@pytest.mark.semantics("K11")
def test_the_second_word_of_a_prefixed_instruction_is_refused(bench: Bench) -> None:
    assert refused(bench, 0x06000000, NOP, NOP, index=1) == errno.EINVAL
    assert bench.prepare(0x06000000, NOP, NOP, index=2).code == bench.words(NOP)


@pytest.mark.semantics("K11")
def test_a_prefixed_instruction_relative_to_itself_is_refused(bench: Bench) -> None:
    relative = 1 << 20
    for form, moves in ((0, False), (1, True), (2, False), (3, True)):  # 8LS, 8RR, MLS, MRR
        prefix = 1 << 26 | form << 24 | relative
        if moves:
            assert bench.prepare(prefix, NOP).length == 8
        else:
            assert refused(bench, prefix, NOP) == errno.EOPNOTSUPP


@pytest.mark.semantics("K11")
@pytest.mark.parametrize("code", [b"", b"\x60", bytes(3)])
def test_a_text_that_ends_within_an_instruction_is_refused(bench: Bench, code: bytes) -> None:
    with pytest.raises(RegistrationError) as caught:
        bench.module.arch_prepare_kprobe(Text(TEXT, bench.words(NOP) + code), TEXT + 4, SLOT)
    assert caught.value.errno == errno.EINVAL


def test_a_text_that_ends_behind_a_prefix_is_refused(bench: Bench) -> None:
    assert refused(bench, NOP, 0x06000000, index=1) == errno.EINVAL
