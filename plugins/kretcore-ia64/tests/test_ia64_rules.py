"""The rules for probes on ia64, seen on programs that run: slots, predicates, descriptors, results."""

from __future__ import annotations

import errno
import struct
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ia64_assembler import BACK, DATA, TEXT, add, bundle, constant, elf, form
from ia64_harness import encode, row
from kretcore_ia64.bundles import MIB, MII, NOP, pack
from kretcore_ia64.decoder import BUNDLE, SLOT_MASK, TEMPLATES

from kretcore import Kernel, Kprobe, boot
from kretcore.errors import RegistrationError
from kretcore.machine import Registers

BBB = 0x17
AR_LC = 65
ADDS = "adds {r1}={imm},{r3}"
COMPARE = "cmp.eq {p1},{p2}={r2},{r3}"


@contextmanager
def running(code: bytes, data: bytes = b"", size: int = 0) -> Iterator[Kernel]:
    with boot(elf(code, data)) as kernel:
        kernel.symbols.define("code", TEXT, size or len(code))
        yield kernel


def counted(kernel: Kernel, *addresses: int, post: bool = False) -> list[int]:
    """Probe some addresses; return the list to which each hit adds its address, and with ``post`` each step."""
    hits: list[int] = []

    def hit(probe: Kprobe, registers: Registers) -> None:
        assert probe.address is not None
        hits.append(probe.address)

    for address in addresses:
        kernel.register_kprobe(Kprobe(address=address, pre_handler=hit, post_handler=hit if post else None))
    return hits


def sums(predicate: int = 0, third: int = 4) -> bytes:
    """A bundle that adds 1, 2 and ``third`` to r8, one slot each, if the predicate is true."""
    words = [encode(row("M", ADDS), r1=8, r3=8, imm7b=number, qp=predicate) for number in (1, 2, third)]
    return pack(MII, *words)


@pytest.mark.semantics("2.2-stepped", "2.2-break")
@pytest.mark.parametrize("post", [False, True])
@given(order=st.permutations(range(3)), kept=st.integers(0, 7), rest=st.integers(0, 127))
@settings(max_examples=15, deadline=None)
def test_probes_in_one_bundle_do_not_meet(post: bool, order: list[int], kept: int, rest: int) -> None:
    """Whatever stands in a slot 1, and in whatever order they come."""
    with running(constant(8, 0) + sums(third=rest & 63) + BACK) as kernel:
        at = TEXT + BUNDLE
        slots = [slot for slot in order if kept >> slot & 1]
        hits = counted(kernel, *(at + slot for slot in slots), post=post)
        assert kernel.call(TEXT) == 3 + (rest & 63)
        assert hits == [at + slot for slot in sorted(slots) for _ in range(2 if post else 1)]


@pytest.mark.semantics("2.2-boost")
@given(often=st.integers(1, 40), kept=st.integers(1, 3))
@settings(max_examples=10, deadline=None)
def test_a_copy_takes_the_branch_of_a_loop_along(often: int, kept: int) -> None:
    words = [encode(row("M", ADDS), r1=8, r3=8, imm7b=number) for number in (1, 2)]
    loop = pack(MIB, *words, encode(form("B2", "br_cloop")))
    count = bundle("I", encode(row("I", "mov.i {ar3}={imm}"), ar3=AR_LC, imm7b=often - 1), 1)
    with running(constant(8, 0) + count + loop + BACK) as kernel:
        at = TEXT + 2 * BUNDLE
        slots = [slot for slot in range(2) if kept >> slot & 1]
        hits = counted(kernel, *(at + slot for slot in slots))
        assert kernel.call(TEXT) == 3 * often
        assert hits == [at + slot for _ in range(often) for slot in slots]


@pytest.mark.semantics("2.2-predicate")
@given(equal=st.booleans(), number=st.integers(1, 63), other=st.integers(1, 63))
@settings(max_examples=15, deadline=None)
def test_an_instruction_that_is_predicated_off_is_no_hit(equal: bool, number: int, other: int) -> None:
    if number == other:
        number, other = 1, 2
    compare = bundle("M", encode(row("M", COMPARE), p1=number, p2=other, r2=32, r3=0), 0)
    with running(compare + constant(8, 0) + sums(number) + BACK) as kernel:
        at = TEXT + 2 * BUNDLE
        hits = counted(kernel, at, at + 1, at + 2)
        assert kernel.call(TEXT, 0 if equal else 1) == (7 if equal else 0)
        assert hits == ([at, at + 1, at + 2] if equal else [])


@pytest.mark.semantics("2.2-predicate")
@pytest.mark.parametrize("slot", [0, 1, 2])
def test_what_acts_even_so_is_a_hit_even_so(slot: int) -> None:
    """A compare with ``unc`` clears both targets if its predicate, p5 here, is false."""
    unit = "MII"[slot]
    word = encode(row(unit, "cmp.eq.unc {p1},{p2}={r2},{r3}"), p1=6, p2=7, r2=0, r3=0, qp=5)
    with running(pack(MII, *(word if at == slot else NOP["I"] for at in range(3))) + BACK) as kernel:
        if slot == 1:
            with pytest.raises(RegistrationError) as caught:
                counted(kernel, TEXT + 1)
            assert caught.value.errno == errno.EINVAL
        else:
            hits = counted(kernel, TEXT + slot)
            kernel.call(TEXT)
            assert hits == [TEXT + slot]


@pytest.mark.semantics("2.2-break")
def test_the_unit_b_reports_no_immediate_and_is_a_hit() -> None:
    with running(constant(8, 5) + pack(BBB, *[NOP["B"]] * 3) + BACK) as kernel:
        hits = counted(kernel, *(TEXT + BUNDLE + slot for slot in range(3)))
        assert kernel.call(TEXT) == 5
        assert hits == [TEXT + BUNDLE + slot for slot in range(3)]


@pytest.mark.semantics("2.2-address")
def test_a_long_instruction_is_hit_at_its_slot_1() -> None:
    with running(constant(8, 0x1234_5678_9ABC_DEF0) + BACK) as kernel:
        hits = counted(kernel, TEXT, TEXT + 1)
        assert kernel.call(TEXT) == 0x1234_5678_9ABC_DEF0
        assert hits == [TEXT, TEXT + 1]
        for slot in (2, 3):
            with pytest.raises(RegistrationError) as caught:
                counted(kernel, TEXT + slot)
            assert caught.value.errno == errno.EINVAL


@pytest.mark.semantics("2.2-return", "2.2-convention")
@given(r10=st.sampled_from([0, 1, (1 << 64) - 1]), result=st.integers(0, (1 << 64) - 1))
@settings(max_examples=20, deadline=None)
def test_r10_says_nothing_about_the_result_of_a_function(r10: int, result: int) -> None:
    function = constant(10, r10) + constant(8, result) + BACK
    with running(BACK + function, size=BUNDLE) as kernel:
        kernel.symbols.define("function", TEXT + BUNDLE, len(function))
        seen: list[int] = []
        kernel.on_return("function")(lambda ret: seen.append(ret.value))
        assert kernel.call("function") == result
        assert seen == [result]


@pytest.mark.semantics("2.2-descriptors")
def test_a_descriptor_is_called_and_probed_as_the_function() -> None:
    """The function returns one more than r1, which is the descriptor's second word."""
    code = add(8, 1, 1) + BACK
    with running(add(8, 9) + BACK + code, struct.pack("<QQ", TEXT + 2 * BUNDLE, 0x1234), size=2 * BUNDLE) as kernel:
        kernel.symbols.define("pointed", TEXT + 2 * BUNDLE, len(code))
        seen: list[int] = []
        (probe,) = kernel.on_return(DATA)(lambda ret: seen.append(ret.value)).probes
        assert probe.address == TEXT + 2 * BUNDLE
        assert kernel.call(DATA) == 0x1235
        assert seen == [0x1235]


@given(template=st.sampled_from(sorted(set(range(32)) - TEMPLATES.keys())), word=st.integers(0, SLOT_MASK))
@settings(max_examples=10, deadline=None)
@pytest.mark.semantics("2.2-address")
def test_no_probe_goes_into_a_reserved_template(template: int, word: int) -> None:
    with running(pack(template, word, word, word) + BACK) as kernel:
        for slot in range(3):
            with pytest.raises(RegistrationError) as caught:
                counted(kernel, TEXT + slot)
            assert caught.value.errno == errno.EILSEQ
