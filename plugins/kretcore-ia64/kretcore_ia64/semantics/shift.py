"""Shifts, bit fields, and counts of bits and zeros. Source: the manual, volume 3, part 1, chapter 2 (clz, czx, dep,
extr, popcnt, shl, shr, shrp).

Fields that reach beyond bit 63 end there.
"""

from __future__ import annotations

from typing import Any

from kretcore_llvm.builder import Value

from kretcore_ia64.cpu import Cpu, Number, semantics


def _ones(cpu: Cpu, length: Number) -> Value:
    """As many bits set as a length (1 to 64) says."""
    return cpu.imm(-1) >> 64 - cpu.imm(length)


@semantics("shift_l")
def shl(cpu: Cpu, o: Any) -> None:
    cpu.set_gr(o.r1, cpu.gr(o.r2) << cpu.gr(o.r3))


@semantics("shift_r")
def shr(cpu: Cpu, o: Any) -> None:
    value, count = cpu.gr(o.r3), cpu.gr(o.r2)
    cpu.set_gr(o.r1, value.sar(count) if o.signed else value >> count)


@semantics("shrp")
def shrp(cpu: Cpu, o: Any) -> None:
    count = cpu.imm(o.count)
    cpu.set_gr(o.r1, cpu.gr(o.r3) >> count | cpu.gr(o.r2) << 64 - count)


@semantics("extr")
def extr(cpu: Cpu, o: Any) -> None:
    value, position = cpu.gr(o.r3), cpu.imm(o.pos)
    if o.signed:
        above = 64 - cpu.imm(o.len)
        cpu.set_gr(o.r1, (value.sar(position) << above).sar(above))
    else:
        cpu.set_gr(o.r1, value >> position & _ones(cpu, o.len))


@semantics("dep_z")
def dep_z(cpu: Cpu, o: Any) -> None:
    cpu.set_gr(o.r1, (cpu.gr(o.r2) & _ones(cpu, o.len)) << cpu.imm(o.pos))


@semantics("dep_z_imm")
def dep_z_imm(cpu: Cpu, o: Any) -> None:
    cpu.set_gr(o.r1, (cpu.imm(o.imm) & _ones(cpu, o.len)) << cpu.imm(o.pos))


def _deposit(cpu: Cpu, o: Any, value: Value) -> None:
    position = cpu.imm(o.pos)
    field = _ones(cpu, o.len) << position
    cpu.set_gr(o.r1, cpu.gr(o.r3) & ~field | value << position & field)


@semantics("dep")
def dep(cpu: Cpu, o: Any) -> None:
    _deposit(cpu, o, cpu.gr(o.r2))


@semantics("dep_imm")
def dep_imm(cpu: Cpu, o: Any) -> None:
    _deposit(cpu, o, cpu.imm(o.imm))


@semantics("popcnt")
def popcnt(cpu: Cpu, o: Any) -> None:
    cpu.set_gr(o.r1, cpu.gr(o.r3).popcount())


@semantics("clz")
def clz(cpu: Cpu, o: Any) -> None:
    cpu.set_gr(o.r1, cpu.gr(o.r3).clz())


@semantics("czx")
def czx(cpu: Cpu, o: Any) -> None:
    """A zero part's top bit is what adding all ones below it, and the part's own bits, leave clear. No zero: 64 bits
    of zeros count as many parts as there are, which is the result then."""
    bits = 8 * o.size
    tops = sum(1 << low + bits - 1 for low in range(0, 64, bits))
    value = cpu.gr(o.r3)
    zeros = ~((value & ~tops) + ~tops | value) & tops
    distance = zeros.clz() if o.side == "l" else zeros.ctz()
    cpu.set_gr(o.r1, distance >> bits.bit_length() - 1)
