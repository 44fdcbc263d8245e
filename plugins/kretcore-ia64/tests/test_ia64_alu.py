"""Integer instructions, bit fields and moves, against what the manual's pseudo code says in Python."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ia64_harness import BUNDLE, Machine, instruction
from kretcore_ia64 import registers as reg
from kretcore_ia64.registers import Fault

MASK = (1 << 64) - 1
WORDS = st.one_of(
    st.integers(0, MASK), st.integers(-8, 8).map(lambda n: n & MASK), st.builds(lambda n: 1 << n, st.integers(0, 63))
)


def signed(value: int, bits: int = 64) -> int:
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> bits - 1 else value


def run(unit: str, text: str, *, r2: int = 0, r3: int = 0, careful: int = True, **fields: int) -> int:
    """Execute an instruction with values in the registers it reads, and return what it writes."""
    machine = Machine()
    numbers = {"r1": 40, "r2": 9, "r3": 33}
    machine.gr[9], machine.gr[33] = r2, r3
    used = {name: number for name, number in numbers.items() if f"{{{name}}}" in text.partition("; ")[0]}
    machine.execute(instruction(unit, text, **used, **fields), bool(careful))
    return machine.gr[40]


def pointer(total: int, base: int) -> int:
    return total & 0xFFFF_FFFF | (base >> 30 & 3) << 61


BINARY: dict[str, Callable[[int, int], int]] = {
    "add {r1}={r2},{r3}": lambda x, y: x + y,
    "add {r1}={r2},{r3},1": lambda x, y: x + y + 1,
    "sub {r1}={r2},{r3}": lambda x, y: x - y,
    "sub {r1}={r2},{r3},1": lambda x, y: x - y - 1,
    "addp4 {r1}={r2},{r3}": lambda x, y: pointer(x + y, y),
    "and {r1}={r2},{r3}": lambda x, y: x & y,
    "andcm {r1}={r2},{r3}": lambda x, y: x & ~y,
    "or {r1}={r2},{r3}": lambda x, y: x | y,
    "xor {r1}={r2},{r3}": lambda x, y: x ^ y,
    "mpy4 {r1}={r2},{r3}": lambda x, y: (x % 2**32) * (y % 2**32),
    "mpyshl4 {r1}={r2},{r3}": lambda x, y: (x >> 32) * (y % 2**32) % 2**32 * 2**32,
    "shl {r1}={r2},{r3}": lambda x, y: x << y if y < 64 else 0,
    "shr.u {r1}={r3},{r2}": lambda x, y: y >> x if x < 64 else 0,
    "shr {r1}={r3},{r2}": lambda x, y: signed(y) >> min(x, 63),
}


@pytest.mark.parametrize("text", BINARY)
@given(x=WORDS, y=WORDS, careful=st.booleans())
def test_two_registers(text: str, x: int, y: int, careful: bool) -> None:
    assert run("I", text, r2=x, r3=y, careful=careful) == BINARY[text](x, y) & MASK


@given(x=WORDS, y=WORDS, count=st.integers(1, 4))
def test_shift_and_add(x: int, y: int, count: int) -> None:
    total = x * 2**count + y
    assert run("M", "shladd {r1}={r2},{count},{r3}", r2=x, r3=y, ct=count - 1) == total & MASK
    assert run("M", "shladdp4 {r1}={r2},{count},{r3}", r2=x, r3=y, ct=count - 1) == pointer(total, y)


IMMEDIATE: dict[str, Callable[[int, int], int]] = {
    "sub {r1}={imm},{r3}": lambda n, y: n - y,
    "and {r1}={imm},{r3}": lambda n, y: n & y,
    "andcm {r1}={imm},{r3}": lambda n, y: n & ~y,
    "or {r1}={imm},{r3}": lambda n, y: n | y,
    "xor {r1}={imm},{r3}": lambda n, y: n ^ y,
}


@pytest.mark.parametrize("text", IMMEDIATE)
@given(number=st.integers(-128, 127), y=WORDS)
def test_short_immediates(text: str, number: int, y: int) -> None:
    assert run("M", text, r3=y, s=number < 0, imm7b=number & 127) == IMMEDIATE[text](number, y) & MASK


@given(number=st.integers(-(1 << 13), (1 << 13) - 1), y=WORDS)
def test_medium_immediates(number: int, y: int) -> None:
    fields = {"s": number < 0, "imm6d": number >> 7 & 63, "imm7b": number & 127}
    assert run("I", "adds {r1}={imm},{r3}", r3=y, **fields) == (number + y) & MASK
    assert run("I", "addp4 {r1}={imm},{r3}", r3=y, **fields) == pointer(number + y, y)


@given(number=st.integers(-(1 << 21), (1 << 21) - 1), base=st.integers(0, 3), y=WORDS)
def test_long_immediates(number: int, base: int, y: int) -> None:
    machine = Machine()
    if base:
        machine.gr[base] = y
    fields = {"s": number < 0, "imm5c": number >> 16 & 31, "imm9d": number >> 7 & 511, "imm7b": number & 127}
    machine.execute(instruction("I", "addl {r1}={imm},{r3}", r1=40, r3=base, **fields))
    assert machine.gr[40] == (number + (y if base else 0)) & MASK


# ---- bit fields


@given(x=WORDS, y=WORDS, count=st.integers(0, 63))
def test_shift_of_a_pair(x: int, y: int, count: int) -> None:
    assert run("I", "shrp {r1}={r2},{r3},{count}", r2=x, r3=y, count6d=count) == (x << 64 | y) >> count & MASK


@given(y=WORDS, position=st.integers(0, 63), length=st.integers(1, 64))
@example(y=MASK, position=0, length=64)
@example(y=MASK, position=63, length=64)
def test_extract(y: int, position: int, length: int) -> None:
    length_there = min(length, 64 - position)
    field = y >> position & (1 << length_there) - 1
    fields = {"pos6b": position, "len6d": length - 1}
    assert run("I", "extr.u {r1}={r3},{pos},{len}", r3=y, **fields) == field
    assert run("I", "extr {r1}={r3},{pos},{len}", r3=y, **fields) == signed(field, length_there) & MASK


def deposited(value: int, into: int, position: int, length: int) -> int:
    bits = [into >> number & 1 for number in range(64)]
    for number in range(min(length, 64 - position)):
        bits[position + number] = value >> number & 1
    return sum(bit << number for number, bit in enumerate(bits))


@given(x=WORDS, y=WORDS, position=st.integers(0, 63), length=st.integers(1, 64), number=st.integers(-128, 127))
@example(x=MASK, y=0, position=0, length=64, number=-1)
def test_deposit(x: int, y: int, position: int, length: int, number: int) -> None:
    fields = {"cpos6c": 63 - position, "len6d": length - 1}
    imm = {"s": number < 0, "imm7b": number & 127}
    assert run("I", "dep.z {r1}={r2},{pos},{len}", r2=x, **fields) == deposited(x, 0, position, length)
    assert run("I", "dep.z {r1}={imm},{pos},{len}", **imm, **fields) == deposited(number, 0, position, length)
    ones = {"s": number < 0, "cpos6b": 63 - position, "len6d": length - 1}
    assert run("I", "dep {r1}={imm},{r3},{pos},{len}", r3=y, **ones) == deposited(-(number < 0), y, position, length)
    short = 1 + (length - 1) % 16
    fields = {"cpos6d": 63 - position, "len4d": short - 1}
    assert run("I", "dep {r1}={r2},{r3},{pos},{len}", r2=x, r3=y, **fields) == deposited(x, y, position, short)


@given(y=WORDS)
@example(y=0)
def test_counts(y: int) -> None:
    assert run("I", "popcnt {r1}={r3}", r3=y) == f"{y:b}".count("1")
    assert run("I", "clz {r1}={r3}", r3=y) == 64 - len(f"{y:b}" if y else "")


@given(parts=st.lists(st.sampled_from((0, 1, 0x7F, 0x80, 0xFF, 0x100, 0x8000)), min_size=8, max_size=8))
@example(parts=[0x80] * 8)
def test_zero_parts(parts: list[int]) -> None:
    for size in (1, 2):
        count = 8 // size
        there = [part % 256**size for part in parts[:count]]
        y = sum(part << 8 * size * number for number, part in enumerate(there))
        assert run("I", f"czx{size}.r {{r1}}={{r3}}", r3=y) == [*there, 0].index(0)
        assert run("I", f"czx{size}.l {{r1}}={{r3}}", r3=y) == [*there[::-1], 0].index(0)


@given(y=WORDS)
def test_extensions(y: int) -> None:
    for size in (1, 2, 4):
        assert run("I", f"zxt{size} {{r1}}={{r3}}", r3=y) == y % 256**size
        assert run("I", f"sxt{size} {{r1}}={{r3}}", r3=y) == signed(y, 8 * size) & MASK


# ---- moves


@given(y=WORDS)
def test_branch_registers(y: int) -> None:
    machine = Machine()
    machine.gr[9] = y
    machine.execute(instruction("I", "mov{ih:|.imp} {b1}={r2},{target}", b1=3, r2=9))
    assert machine.br[3] == y
    machine.execute(instruction("I", "mov {r1}={b2}", r1=40, b2=3))
    assert machine.gr[40] == y


def test_ip_is_the_bundle() -> None:
    assert run("I", "mov {r1}=ip") == BUNDLE


@given(before=WORDS, y=WORDS, mask=st.integers(-(1 << 16), (1 << 16) - 1), rrb=st.integers(0, 47))
def test_all_predicates(before: int, y: int, mask: int, rrb: int) -> None:
    """Rotation has no say in it, and the bit of p0 none either."""
    machine = Machine()
    machine.write(reg.CFM, machine.read(reg.CFM) | rrb << 32)
    for number in range(1, 64):
        machine.pr[number] = before >> number & 1
    machine.gr[9] = y
    imm = mask & ~1
    fields = {"s": mask < 0, "mask8c": imm >> 8 & 255, "mask7a": imm >> 1 & 127}
    machine.execute(instruction("I", "mov pr={r2},{imm:x}", r2=9, **fields))
    machine.execute(instruction("I", "mov {r1}=pr", r1=40))
    assert machine.gr[40] == ((before & ~imm | y & imm) & MASK | 1)
    machine.execute(instruction("I", "mov pr.rot={imm:x}", s=y >> 27 & 1, imm27a=y & (1 << 27) - 1))
    machine.execute(instruction("I", "mov {r1}=pr", r1=41))
    assert machine.gr[41] == (machine.gr[40] & 0xFFFF | signed(y, 28) << 16) & MASK


# ---- what all of them share


@pytest.mark.parametrize("text", [*BINARY, "shladd {r1}={r2},{count},{r3}", "dep {r1}={r2},{r3},{pos},{len}"])
@settings(max_examples=10)
@given(first=st.booleans(), second=st.booleans(), x=WORDS, y=WORDS)
def test_nat_of_a_source_is_the_targets(text: str, first: bool, second: bool, x: int, y: int) -> None:
    machine = Machine()
    machine.gr[9], machine.gr[33], machine.nat[9], machine.nat[33] = x, y, first, second
    machine.nat[40] = not (first or second)
    machine.execute(instruction("I", text, r1=40, r2=9, r3=33))
    assert machine.nat[40] == (first or second)


@pytest.mark.parametrize("text", ["mov{ih:|.imp} {b1}={r2},{target}", "mov pr={r2},{imm:x}"])
def test_nat_is_consumed_before_anything_happens(text: str) -> None:
    machine = Machine()
    machine.gr[9], machine.nat[9] = MASK, 1
    fields = {"b1": 1} if "b1" in text else {"mask7a": 127}
    outcome = machine.execute(instruction("I", text, r2=9, **fields))
    assert (outcome.kind, outcome.code) == ("fault", Fault.REGISTER_NAT_CONSUMPTION)
    assert machine.br[1] == 0 and [machine.pr[number] for number in range(1, 8)] == [0] * 7


@pytest.mark.parametrize("target", [0, 32 + 4, 127])
def test_targets_outside_the_frame_are_illegal(target: int) -> None:
    machine = Machine()
    machine.write(reg.CFM, 4)
    outcome = machine.execute(instruction("M", "add {r1}={r2},{r3}", r1=target))
    assert (outcome.kind, outcome.code) == ("fault", Fault.ILLEGAL_OPERATION)
    assert machine.execute(instruction("M", "add {r1}={r2},{r3}", r1=32 + 3)).to == BUNDLE + 1


@given(predicate=st.booleans(), x=WORDS)
def test_predicate(predicate: bool, x: int) -> None:
    machine = Machine()
    machine.gr[9], machine.gr[40], machine.pr[7] = x, 1, predicate
    machine.execute(instruction("I", "add {r1}={r2},{r3}", r1=40, r2=9, qp=7))
    assert machine.gr[40] == (x if predicate else 1)
