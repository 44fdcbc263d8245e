"""A copy in a slot does what the instruction does in place, whatever stands behind it."""

from __future__ import annotations

import errno
import struct

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from x86_bench import ADDRESS, DATA, GUESTS, MIDDLE, SLOT, Bench

from kretcore.arch import Text
from kretcore.errors import RegistrationError
from kretcore.images import load_image
from kretcore.machine import Protection

SEEDS = st.integers(0, 2**32 - 1)

BOTH = """
    90 50 58 c9 c8100000 6a80 68785634f2 8910 8b00 0100 2b4308 31c0 f7f1 f7d9 0fafc1 d1e0 c1f803 0fb600 0fbe4101
    a4 f3a4 f3a5 f3aa f2ae f3a6 a6 ac 0f94c0 0f42c1 0fa3c8 0fabc8 0fb111 f00fc101 0fc8 98 99 9b f5 f8 f9 fc fd 9e 9f
    d7 86d9 8d4c8104 8d0c85 0fa2 f30f1efa f30f1efb 0f1f4000 660f1f440000 0f1f840000000000 6690 f390
    f20f58c1 f30f5ec8 660fefc0 660f6fc8 0f2800 0f1101 660f7e00 f20f2ac1 f20f2cc1 660f2ec1 660f38 66 660f3a0fc108
    d9e8 d9eb dec9 d8c1 d800 dd18 ddd8 d9fa df2c24 d9ee dff1
    f7 8a06 6601c8 66b83412 666b c003 8f00 ff30 ff00 8cd8 0fa1 0fa0 0fa8
"""
LONG_MODE = """
    4889e5 4883ec18 488d4cc108 4c8b4718 4801f0 48f7f1 48f7e9 4863c7 48a5 f348a5 f348ab 48b8efcdab8967452301 480fb111
    f0480fc101 480fc7c9 480fc70f 4898 4899 41574157 4154 415c 41b805000000 420fb60401 f3480fb8c1 f2480f38f1c1 67 678b00
    f2480f2ac7 66480f6ec0 66490f7ec0 440f28c8 0f05 480f05 64488b042528000000
"""
PROTECTED_MODE = "40 4b 60 61 27 2f 37 3f d40a d50a 06 07 1e a100504000 a300504f00 0fb2 6701 67668b00 658b0d14000000"


def decodable(bench: Bench, text: str) -> list[bytes]:
    """The codes of a list that are exactly one instruction, which is copied, and not a system call."""
    found = []
    for code in map(bytes.fromhex, text.split()):
        try:
            copy = bench.prepare(code)
        except RegistrationError:
            continue
        if copy.length == len(code) and copy.emulate is None and not code.endswith(b"\x0f\x05"):
            found.append(code)
    return found


def from_guests(bench: Bench) -> list[bytes]:
    """Every distinct copied instruction of the compiled guests, its program's own displacements included."""
    codes: dict[bytes, None] = {}
    for path in sorted(GUESTS.joinpath(bench.name).glob("*.O[23]")):
        for segment in load_image(path).segments:
            if segment.protection & 4:
                at = 0
                while at < len(segment.data):
                    try:
                        copy = bench.prepare(segment.data[at : at + 15])
                    except RegistrationError:
                        at += 1
                        continue
                    code = segment.data[at : at + copy.length]
                    if copy.emulate is None and b"\x0f\x05" not in code and b"\xcd\x80" not in code:
                        codes[code] = None
                    at += copy.length
    return list(codes)


@pytest.mark.semantics("2.1-stepped")
def test_hand_written_instructions(bench: Bench) -> None:
    codes = decodable(bench, BOTH + (LONG_MODE if bench.bits == 64 else PROTECTED_MODE))
    assert len(codes) > 90

    @settings(max_examples=400, deadline=None)
    @given(st.sampled_from(codes), SEEDS)
    def same(code: bytes, seed: int) -> None:
        bench.compare(code, bench.random_state(seed))

    same()
    for code in codes:
        bench.compare(code, bench.random_state(1))


@pytest.mark.semantics("2.1-stepped")
def test_instructions_of_compiled_programs(bench: Bench) -> None:
    codes = from_guests(bench)
    if not codes:
        pytest.skip("the compiled guests are not here")

    @settings(max_examples=600, deadline=None)
    @given(st.sampled_from(codes), SEEDS)
    def same(code: bytes, seed: int) -> None:
        bench.compare(code, bench.random_state(seed))

    same()


def test_the_bench_sees_a_wrong_copy(bench: Bench) -> None:
    """The comparison is worth something: a copy of another instruction does not pass."""
    state = bench.random_state(3)
    right, wrong = b"\x01\xc8", b"\x29\xc8"  # add, sub
    expected = bench.in_place(right, state, emulated=False)
    copy = bench.prepare(right)
    assert not expected.differences(bench.probed(copy, right, state, boosted=True))
    object.__setattr__(copy, "code", wrong)
    assert expected.differences(bench.probed(copy, right, state, boosted=True))


# Operands relative to the instruction pointer, by where the displacement lies: (before, after).
RELATIVE = [
    ("488b05", ""),  # mov rax, [rip+d]
    ("48890d", ""),  # mov [rip+d], rcx
    ("c705", "aabbccdd"),  # mov dword [rip+d], imm32
    ("48c705", "aabbccdd"),
    ("66c705", "aabb"),  # with an operand-size prefix
    ("c605", "aa"),
    ("8005", "7f"),  # add byte [rip+d], imm8
    ("4881 05", "01020304"),
    ("f00fc10d", ""),  # lock xadd
    ("f20f1005", ""),  # movsd
    ("660f3a0f05", "08"),  # palignr, imm8
    ("660f3a1605", "01"),  # pextrd
    ("0f2805", ""),
    ("d905", ""),  # fld
    ("48f73d", ""),  # idiv
    ("48833d", "05"),  # cmp, imm8
    ("8f05", ""),  # pop
    ("ff35", ""),  # push
    ("488d05", ""),  # lea
    ("67488b05", ""),  # eip-relative
    ("f30fb805", ""),
    ("480fba2d", "3f"),  # bts, imm8
    ("c0 05", "03"),
]


@pytest.mark.semantics("2.1-relative")
@pytest.mark.parametrize(("before", "behind"), RELATIVE)
def test_relative_operands(before: str, behind: str, bench: Bench) -> None:
    if bench.bits == 32:
        pytest.skip("only 64-bit code has them")
    head, tail = bytes.fromhex(before), bytes.fromhex(behind)
    length = len(head) + 4 + len(tail)
    for seed in range(20):
        target = DATA + MIDDLE + 16 * seed
        code = head + struct.pack("<i", target - ADDRESS - length) + tail
        slot = SLOT + 40 * seed
        copy = bench.prepare(code, slot=slot)
        assert struct.unpack_from("<i", copy.code, len(head))[0] == target - slot - length
        outcome = bench.compare(code, bench.random_state(seed), slot)
        assert outcome.fault is None or before.startswith("48f7")


@pytest.mark.semantics("2.1-relative")
@example(2**31 - 1, 2**32, 0)
@example(2**31 - 1, 2**32, -1)
@example(-(2**31), 2**32, 0)
@example(-(2**31), 2**32, 1)
@given(st.integers(-(2**31), 2**31 - 1), st.integers(0, 2**46), st.integers(-(2**32), 2**32))
def test_relative_operands_reach_two_gibibytes(displacement: int, address: int, distance: int) -> None:
    plugin = pytest.importorskip("kretcore_x86_64")
    code = b"\x48\x8b\x05" + struct.pack("<i", displacement)
    slot = address + distance
    moved = displacement - distance
    if -(2**31) <= moved < 2**31:
        copy = plugin.arch_prepare_kprobe(Text(address, code), address, slot)
        assert copy.code == code[:3] + struct.pack("<i", moved)
    else:
        with pytest.raises(RegistrationError) as refusal:
            plugin.arch_prepare_kprobe(Text(address, code), address, slot)
        assert refusal.value.errno == errno.EINVAL


def landing(bench: Bench, tail: bytes, at: int) -> int:
    """Where a jump back leads."""
    if tail[:1] == b"\xe9":
        return (at + 5 + int.from_bytes(tail[1:], "little", signed=True)) & (1 << bench.bits) - 1
    assert tail[:6] == b"\xff\x25\0\0\0\0"
    return int.from_bytes(tail[6:], "little")


@pytest.mark.semantics("2.1-boost")
def test_jump_back_leads_behind_the_original(bench: Bench) -> None:
    addresses = st.integers(0, (1 << min(bench.bits, 47)) - 4096)

    @given(addresses, addresses)
    def leads_back(address: int, slot: int) -> None:
        copy = bench.prepare(b"\x01\xc8", address, slot)
        assert landing(bench, copy.jump_back, slot + 2) == address + 2
        assert len(copy.code + copy.jump_back) <= bench.description.slot_size

    leads_back()


def test_far_jump_back_runs(bench: Bench) -> None:
    if bench.bits == 32:
        pytest.skip("every distance is a near one")
    far = 0x7000_0000_0000
    memory = bench.machine.memory
    memory.map(far, 4096, Protection.READ | Protection.EXECUTE)
    bench.compare(b"\x01\xc8", bench.random_state(1), slot=far)


def test_longest_copies_fit_their_slots(bench: Bench) -> None:
    system_call = b"\x0f\x05" if bench.bits == 64 else b"\xcd\x80"
    for code in (b"\x2e" * 13 + b"\x89\xc8", b"\x2e" * 13 + system_call):
        copy = bench.prepare(code, 0x1000, 0x7000_0000 if bench.bits == 32 else 0x7000_0000_0000)
        assert copy.length == len(code)
        assert len(copy.code + copy.jump_back) <= bench.description.slot_size


def test_patch_is_one_breakpoint(bench: Bench) -> None:
    patch = bench.prepare(b"\x90").patch
    assert (patch.address, patch.code, patch.mask) == (ADDRESS, b"\xcc", b"\xff")
