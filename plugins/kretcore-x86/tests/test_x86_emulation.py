"""Emulated instructions do what the processor does."""

from __future__ import annotations

import itertools
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from x86_bench import ADDRESS, FLAGS, STACK, TEXT, Bench

from kretcore.errors import MemoryFault

SEEDS = st.integers(0, 2**32 - 1)
COUNTER = {32: "ecx", 64: "rcx"}


def state_with(bench: Bench, **values: int) -> dict[str, int]:
    state = bench.random_state(0)
    state.update(values)
    return state


@pytest.mark.semantics("2.1-emulated")
@pytest.mark.parametrize("condition", range(16))
@pytest.mark.parametrize("near", [False, True], ids=["rel8", "rel32"])
def test_conditional_jumps_under_all_flags(bench: Bench, condition: int, near: bool) -> None:
    code = bytes((0x0F, 0x80 | condition, 0x20, 1, 0, 0)) if near else bytes((0x70 | condition, 0xE0))
    landed = set()
    for chosen in itertools.product((False, True), repeat=len(FLAGS)):
        flags = 0x202 + sum(flag for flag, on in zip(FLAGS, chosen, strict=True) if on)
        landed.add(bench.compare(code, state_with(bench, **{bench.flags: flags})).registers["pc"])
    after = ADDRESS + len(code)
    assert landed == {after, after + (0x120 if near else -0x20)}


@pytest.mark.semantics("2.1-emulated")
@pytest.mark.parametrize("opcode", [0xE0, 0xE1, 0xE2, 0xE3], ids=["loopne", "loope", "loop", "jcxz"])
@pytest.mark.parametrize("prefix", [b"", b"\x67", b"\x3e", b"\x67\x2e"], ids=["", "67", "3e", "67 2e"])
def test_loops_test_the_counter_after_the_decrement(bench: Bench, opcode: int, prefix: bytes) -> None:
    code = prefix + bytes((opcode, 0x10))
    counts = [low + (high << 16) + (higher << 32) for low in (0, 1, 2, 0xFFFF) for high in (0, 1) for higher in (0, 1)]
    for count, zero in itertools.product(counts, (0, 0x40)):
        if count < 1 << bench.bits:
            bench.compare(code, state_with(bench, **{COUNTER[bench.bits]: count, bench.flags: 0x202 | zero}))


def test_a_loop_that_counts_to_zero_ends(bench: Bench) -> None:
    """The kernel's own emulation goes round once more."""
    outcome = bench.compare(b"\xe2\x10", state_with(bench, **{COUNTER[bench.bits]: 1}))
    assert outcome.registers["pc"] == ADDRESS + 2


TRANSFERS = """
    c3 f3c3 f2c3 c20000 c20400 c20800 c2ff7f f3c20800
    e800010000 e8fcfeffff 67e800010000 2ee800010000 f2e800010000
    e900010000 eb20 eb80 3eeb20 67e900010000 67e978563412 67f20f8178563412 f2e900010000
    ffd0 ffd1 ffd2 ffd3 ffd4 ffd5 ffd6 ffd7 3effd0 f2ffd0 2effd4
    ffe0 ffe1 ffe2 ffe3 ffe4 ffe5 ffe6 ffe7 3effe0 f2ffe0
    9c 9d 2e9c 3e9d fa fb f2fa
"""
LONG_TRANSFERS = """
    48c3 48e800010000 666648e800010000 48e900010000 41ffd0 41ffd7 49ffd3 41ffe0 41ffe7 49ffe4 489c 489d 48ffe0 48ffd4
    66489c 66489d 48e220 48e320 6748e220
"""


@pytest.mark.semantics("2.1-emulated")
def test_transfers(bench: Bench) -> None:
    text = TRANSFERS + (LONG_TRANSFERS if bench.bits == 64 else "")
    codes = [bytes.fromhex(code) for code in text.split()]
    for code in codes:
        assert bench.prepare(code).emulate is not None, code.hex()

    @settings(max_examples=500, deadline=None)
    @given(st.sampled_from(codes), SEEDS)
    def same(code: bytes, seed: int) -> None:
        bench.compare(code, bench.random_state(seed))

    same()
    for code in codes:
        bench.compare(code, bench.random_state(1))


@pytest.mark.semantics("2.1-emulated")
def test_ret_releases_up_to_64_kilobytes(bench: Bench) -> None:
    """The operand is unsigned (SDM vol. 2, RET); the engine takes it for signed, so it is no reference here."""
    state = state_with(bench)
    bench.load(state)
    bench.prepare(b"\xc2\xf0\xff").emulate(bench.machine)
    assert bench.machine.registers["sp"] == state[bench.sp] + bench.word + 0xFFF0


@pytest.mark.semantics("2.1-emulated")
def test_a_prefixed_call_returns_behind_all_of_itself(bench: Bench) -> None:
    for code in (b"\xe8\0\1\0\0", b"\x2e\xe8\0\1\0\0", b"\x3e\x2e\xff\xd0"):
        outcome = bench.compare(code, state_with(bench))
        sp = outcome.registers["sp"]
        assert bench.machine.memory.load_word(sp) == ADDRESS + len(code)


@pytest.mark.semantics("2.1-emulated")
@given(value=st.integers(0, 2**64 - 1))
@settings(deadline=None)
def test_popped_flags(bench: Bench, value: int) -> None:
    value &= (1 << bench.bits) - 1
    value &= ~0x100  # the trap flag traps behind the next instruction, which nobody probes
    state = state_with(bench)
    saved = bench.pattern[STACK]
    at = state[bench.sp] - STACK
    bench.pattern[STACK] = saved[:at] + value.to_bytes(bench.word, "little") + saved[at + bench.word :]
    try:
        bench.compare(b"\x9d", state)
    finally:
        bench.pattern[STACK] = saved


@pytest.mark.parametrize("code", ["c3", "c20800", "9d", "9c", "e800010000", "ffd0"])
def test_a_fault_leaves_every_register(bench: Bench, code: str) -> None:
    """The stack is nowhere: the instruction has not begun."""
    nowhere = 0x1234_5000
    state = state_with(bench, **{bench.sp: nowhere})
    copy = bench.prepare(bytes.fromhex(code))
    bench.load(state)
    before = {name: bench.machine.registers[name] for name in bench.machine.registers}
    with pytest.raises(MemoryFault) as fault:
        copy.emulate(bench.machine)
    assert fault.value.address in (nowhere, nowhere - bench.word)
    assert {name: bench.machine.registers[name] for name in bench.machine.registers} == before
    bench.compare(bytes.fromhex(code), state)


def test_branches_wrap_at_the_end_of_the_address_space(bench: Bench) -> None:
    top = (1 << bench.bits) - 16
    for code, target in ((b"\xe9\x20\0\0\0", 21), (b"\xeb\x70", 98)):
        copy = bench.prepare(code, top, TEXT)
        bench.load(state_with(bench))
        copy.emulate(bench.machine)
        assert bench.machine.registers["pc"] == target
    copy = bench.prepare(b"\xe9" + struct.pack("<i", -32), 0, TEXT)
    copy.emulate(bench.machine)
    assert bench.machine.registers["pc"] == (1 << bench.bits) - 27
