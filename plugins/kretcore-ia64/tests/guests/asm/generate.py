"""Write the programs that check integer and multimedia instructions: what each gives for a few operands.

    python plugins/kretcore-ia64/tests/guests/asm/generate.py

The expected values are computed here, from the operations as the Itanium Architecture Software Developer's Manual,
volume 3, describes them.
"""

# mypy: disable-error-code="misc"
# It does not infer the type of a function whose defaults bind what a loop is at.
from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
WORD = (1 << 64) - 1

Operation = Callable[[int, int], int]
Check = tuple[str, Operation]
"""An instruction on operands ``r8`` and ``r9`` with result ``r10``, and what the result is."""


def lanes(value: int, bits: int, *, signed: bool = False) -> list[int]:
    """Split a word, lowest lane first."""
    found = [value >> at & ((1 << bits) - 1) for at in range(0, 64, bits)]
    return [lane - (1 << bits) if signed and lane >> (bits - 1) else lane for lane in found]


def joined(values: list[int], bits: int) -> int:
    """Join lanes, lowest first, each without what is too high."""
    return sum((value & ((1 << bits) - 1)) << at * bits for at, value in enumerate(values))


def signed(value: int, bits: int = 64) -> int:
    """Return the low bits as a signed number."""
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> (bits - 1) else value


def within(value: int, low: int, high: int) -> int:
    """Saturate."""
    return min(max(value, low), high)


def signed_limit(value: int, bits: int) -> int:
    """Saturate to a signed lane."""
    return within(value, -(1 << (bits - 1)), (1 << (bits - 1)) - 1)


def by_lanes(bits: int, signs: tuple[bool, bool], combine: Operation) -> Operation:
    """Apply an operation to each pair of lanes."""

    def operation(a: int, b: int) -> int:
        pairs = zip(lanes(a, bits, signed=signs[0]), lanes(b, bits, signed=signs[1]), strict=True)
        return joined([combine(x, y) for x, y in pairs], bits)

    return operation


UNSIGNED = (False, False)
SIGNED = (True, True)


def sums(bits: int) -> Iterator[Check]:
    """Parallel addition and subtraction, modulo and saturating."""
    top = (1 << bits) - 1
    for name, sign in (("padd", 1), ("psub", -1)):
        yield f"{name}{bits // 8} r10 = r8, r9", by_lanes(bits, UNSIGNED, lambda x, y, s=sign: x + s * y)
        if bits == 32:
            continue
        for suffix, signs in (("uuu", UNSIGNED), ("uus", (False, True))):
            yield (
                f"{name}{bits // 8}.{suffix} r10 = r8, r9",
                by_lanes(bits, signs, lambda x, y, s=sign: within(x + s * y, 0, top)),
            )
        yield (
            f"{name}{bits // 8}.sss r10 = r8, r9",
            by_lanes(bits, SIGNED, lambda x, y, s=sign: signed_limit(x + s * y, bits)),
        )


def averages(bits: int) -> Iterator[Check]:
    """Averages: the lowest bit of the sum is kept by an or, or rounds away from zero."""
    size = bits // 8
    yield f"pavg{size} r10 = r8, r9", by_lanes(bits, UNSIGNED, lambda x, y: x + y >> 1 | x + y & 1)
    yield f"pavg{size}.raz r10 = r8, r9", by_lanes(bits, UNSIGNED, lambda x, y: x + y + 1 >> 1)
    yield f"pavgsub{size} r10 = r8, r9", by_lanes(bits, UNSIGNED, lambda x, y: x - y >> 1 | x - y & 1)


def comparisons(bits: int) -> Iterator[Check]:
    """All ones where it holds."""
    yield f"pcmp{bits // 8}.eq r10 = r8, r9", by_lanes(bits, UNSIGNED, lambda x, y: -(x == y))
    yield f"pcmp{bits // 8}.gt r10 = r8, r9", by_lanes(bits, SIGNED, lambda x, y: -(x > y))


def interleaved(bits: int) -> Iterator[Check]:
    """Unpack and mix: lanes of the first operand above those of the second."""
    count = 64 // bits

    def picked(which: list[int]) -> Operation:
        def operation(a: int, b: int) -> int:
            x, y = lanes(a, bits), lanes(b, bits)
            return joined([lane for at in which for lane in (y[at], x[at])], bits)

        return operation

    size = bits // 8
    yield f"unpack{size}.l r10 = r8, r9", picked(list(range(count // 2)))
    yield f"unpack{size}.h r10 = r8, r9", picked(list(range(count // 2, count)))
    yield f"mix{size}.r r10 = r8, r9", picked(list(range(0, count, 2)))
    yield f"mix{size}.l r10 = r8, r9", picked(list(range(1, count, 2)))


def packed(bits: int, saturate: Callable[[int], int]) -> Operation:
    """Pack lanes into ones of half the width, the first operand's lowest."""
    return lambda a, b: joined(
        [saturate(x) for x in lanes(a, bits, signed=True) + lanes(b, bits, signed=True)], bits // 2
    )


def shifted(bits: int, kind: str) -> Operation:
    """Shift each lane by the second operand."""

    def operation(a: int, b: int) -> int:
        count = min(b, bits)
        return joined([x << count if kind == "l" else x >> count for x in lanes(a, bits, signed=kind == "r")], bits)

    return operation


def shift_and_add(x: int, y: int, count: int) -> int:
    """Saturate the shift, and only what it did not saturate with the sum."""
    shifted_left = x << count
    limited = signed_limit(shifted_left, 16)
    return limited if limited != shifted_left else signed_limit(shifted_left + y, 16)


def products(left: int) -> Operation:
    """Multiply two lanes of 16 bits each, the odd ones (left) or the even ones."""

    def operation(a: int, b: int) -> int:
        x, y = lanes(a, 16, signed=True), lanes(b, 16, signed=True)
        return joined([x[at] * y[at] for at in (left, 2 + left)], 32)

    return operation


def zero_lane(bits: int, *, from_left: bool) -> Operation:
    """Find the first lane that is zero."""

    def operation(a: int, b: int) -> int:
        found = lanes(a, bits)[::-1] if from_left else lanes(a, bits)
        return found.index(0) if 0 in found else len(found)

    return operation


def multimedia() -> Iterator[Check]:
    """Instructions on lanes."""
    for bits in (8, 16, 32):
        yield from sums(bits)
        yield from comparisons(bits)
        yield from interleaved(bits)
    for bits in (8, 16):
        yield from averages(bits)
        yield f"czx{bits // 8}.l r10 = r8", zero_lane(bits, from_left=True)
        yield f"czx{bits // 8}.r r10 = r8", zero_lane(bits, from_left=False)
    yield "pmax1.u r10 = r8, r9", by_lanes(8, UNSIGNED, max)
    yield "pmin1.u r10 = r8, r9", by_lanes(8, UNSIGNED, min)
    yield "pmax2 r10 = r8, r9", by_lanes(16, SIGNED, max)
    yield "pmin2 r10 = r8, r9", by_lanes(16, SIGNED, min)
    yield "pmpy2.l r10 = r8, r9", products(1)
    yield "pmpy2.r r10 = r8, r9", products(0)
    for count in (0, 7, 15, 16):
        yield f"pmpyshr2 r10 = r8, r9, {count}", by_lanes(16, SIGNED, lambda x, y, n=count: x * y >> n)
        yield f"pmpyshr2.u r10 = r8, r9, {count}", by_lanes(16, UNSIGNED, lambda x, y, n=count: x * y >> n)
    yield (
        "psad1 r10 = r8, r9",
        lambda a, b: sum(abs(x - y) for x, y in zip(lanes(a, 8), lanes(b, 8), strict=True)),
    )
    for bits in (16, 32):
        for name, kind in (("pshl", "l"), ("pshr", "r"), ("pshr", "u")):
            suffix = ".u" if kind == "u" else ""
            shift = shifted(bits, kind)
            yield f"{name}{bits // 8}{suffix} r10 = r8, r9", shift
            for count in (0, 1, 11, bits - 1, 31):
                yield (
                    f"{name}{bits // 8}{suffix} r10 = r8, {count}",
                    lambda a, b, shift=shift, n=count: shift(a, n),
                )
    for count in (1, 2, 3):
        yield (
            f"pshladd2 r10 = r8, {count}, r9",
            by_lanes(16, SIGNED, lambda x, y, n=count: shift_and_add(x, y, n)),
        )
        yield (
            f"pshradd2 r10 = r8, {count}, r9",
            by_lanes(16, SIGNED, lambda x, y, n=count: signed_limit((x >> n) + y, 16)),
        )
    yield "pack2.sss r10 = r8, r9", packed(16, lambda x: signed_limit(x, 8))
    yield "pack2.uss r10 = r8, r9", packed(16, lambda x: within(x, 0, 255))
    yield "pack4.sss r10 = r8, r9", packed(32, lambda x: signed_limit(x, 16))
    # From the highest byte down.
    for name, order in (("rev", "01234567"), ("mix", "73516240"), ("shuf", "73625140"), ("alt", "75316420")):
        yield (
            f"mux1 r10 = r8, @{name}",
            lambda a, b, o=order: joined([lanes(a, 8)[int(at)] for at in reversed(o)], 8),
        )
    yield "mux1 r10 = r8, @brcst", lambda a, b: joined([a] * 8, 8)
    for pattern in (0x1B, 0xE4, 0x00, 0xD8, 0x72):
        yield (
            f"mux2 r10 = r8, {pattern:#x}",
            lambda a, b, p=pattern: joined([lanes(a, 16)[p >> 2 * at & 3] for at in range(4)], 16),
        )


def pointer(value: int, base: int) -> int:
    """Make 64 bits of a 32-bit address: its region bits are the base's."""
    return value & 0xFFFFFFFF | (base >> 30 & 3) << 61


def deposited(a: int, b: int, position: int, length: int) -> int:
    """Put the low bits of one word into another."""
    mask = (1 << length) - 1 << position
    return (a << position & mask | b & ~mask) & WORD


def integers() -> Iterator[Check]:
    """Instructions on words."""
    yield "add r10 = r8, r9", lambda a, b: a + b
    yield "add r10 = r8, r9, 1", lambda a, b: a + b + 1
    yield "sub r10 = r8, r9", lambda a, b: a - b
    yield "sub r10 = r8, r9, 1", lambda a, b: a - b - 1
    for value in (-128, -1, 0, 99, 127):
        yield f"sub r10 = {value}, r8", lambda a, b, v=value: v - a
        yield f"and r10 = {value}, r8", lambda a, b, v=value: v & a
        yield f"or r10 = {value}, r8", lambda a, b, v=value: v | a
        yield f"xor r10 = {value}, r8", lambda a, b, v=value: v ^ a
        yield f"andcm r10 = {value}, r8", lambda a, b, v=value: v & ~a
    for value in (-8192, -1, 0, 8191):
        yield f"adds r10 = {value}, r8", lambda a, b, v=value: a + v
        yield f"addp4 r10 = {value}, r8", lambda a, b, v=value: pointer(a + v, a)
    for value in (-2097152, -300000, 2097151):
        yield f"mov r10 = {value}", lambda a, b, v=value: v
    yield "and r10 = r8, r9", lambda a, b: a & b
    yield "or r10 = r8, r9", lambda a, b: a | b
    yield "xor r10 = r8, r9", lambda a, b: a ^ b
    yield "andcm r10 = r8, r9", lambda a, b: a & ~b
    yield "addp4 r10 = r8, r9", lambda a, b: pointer(a + b, b)
    for count in (1, 2, 3, 4):
        yield f"shladd r10 = r8, {count}, r9", lambda a, b, n=count: (a << n) + b
        yield f"shladdp4 r10 = r8, {count}, r9", lambda a, b, n=count: pointer((a << n) + b, b)
    for size in (1, 2, 4):
        yield f"sxt{size} r10 = r8", lambda a, b, n=size: signed(a, 8 * n)
        yield f"zxt{size} r10 = r8", lambda a, b, n=size: a & (1 << 8 * n) - 1
    yield "shl r10 = r8, r9", lambda a, b: a << b if b < 64 else 0
    yield "shr r10 = r8, r9", lambda a, b: signed(a) >> min(b, 63)
    yield "shr.u r10 = r8, r9", lambda a, b: a >> min(b, 64)
    for count in (0, 1, 17, 63):
        yield f"shl r10 = r8, {count}", lambda a, b, n=count: a << n
        yield f"shr r10 = r8, {count}", lambda a, b, n=count: signed(a) >> n
        yield f"shr.u r10 = r8, {count}", lambda a, b, n=count: a >> n
        yield f"shrp r10 = r8, r9, {count}", lambda a, b, n=count: (a << 64 | b) >> n
    for position, length in ((0, 1), (5, 12), (63, 1), (40, 24), (3, 61), (0, 64), (50, 64)):
        taken = min(length, 64 - position)
        yield f"extr r10 = r8, {position}, {length}", lambda a, b, p=position, n=taken: signed(a >> p, n)
        yield f"extr.u r10 = r8, {position}, {length}", lambda a, b, p=position, n=taken: a >> p & (1 << n) - 1
    for position, length in ((0, 1), (5, 12), (63, 1), (40, 24), (0, 64)):
        yield f"dep.z r10 = r8, {position}, {length}", lambda a, b, p=position, n=length: deposited(a, 0, p, n)
        yield f"dep.z r10 = -77, {position}, {length}", lambda a, b, p=position, n=length: deposited(-77, 0, p, n)
        yield f"dep r10 = -1, r9, {position}, {length}", lambda a, b, p=position, n=length: deposited(-1, b, p, n)
        yield f"dep r10 = 0, r9, {position}, {length}", lambda a, b, p=position, n=length: deposited(0, b, p, n)
    for position, length in ((0, 1), (5, 12), (63, 1), (48, 16)):
        yield f"dep r10 = r8, r9, {position}, {length}", lambda a, b, p=position, n=length: deposited(a, b, p, n)
    yield "popcnt r10 = r8", lambda a, b: a.bit_count()


def program(checks: list[Check], seed: int) -> str:
    """Return a program: each check has its number, counted from 1, and is made with several operands."""
    chosen = random.Random(seed)
    special = [0, 1, WORD, 1 << 63, 0x7FFF800000FFFF01, 0x80007FFF7F80FF00, 0xFFFFFFFF, 0x0100000000000080]
    lines = [f"// Written by {Path(__file__).name}.", '#include "check.h"', "", "        start"]
    for number, (text, operation) in enumerate(checks, 1):
        pairs = [(chosen.choice(special), chosen.choice(special)) for _ in range(2)]
        pairs += [(chosen.getrandbits(64), chosen.getrandbits(64)) for _ in range(2)]
        if text.split(" = ")[1] == "r8, r9" and "sh" in text.split()[0]:
            pairs = [(chosen.choice([a, b]), count) for (a, b), count in zip(pairs, (0, 13, 64, WORD), strict=True)]
            pairs.append((pairs[-1][0], 31))
        for a, b in pairs:
            lines += [f"        movl    r8 = {a:#x}", f"        movl    r9 = {b:#x}", "        ;;"]
            lines += [f"        {text}", "        ;;"]
            lines += [f"        expect  {number}, r10, {operation(a, b) & WORD:#x}"]
    return "\n".join([*lines, "        end_of_checks", ""])


def main() -> None:
    """Write the programs."""
    for name, checks in (("integers", list(integers())), ("multimedia", list(multimedia()))):
        assert len(checks) < 256
        (HERE / f"{name}.S").write_text(program(checks, seed=len(name)))


if __name__ == "__main__":
    main()
