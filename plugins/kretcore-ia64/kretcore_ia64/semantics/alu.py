"""Integer arithmetic and logic. Source: the manual, volume 3, part 1, chapter 2 (add, addp4, and, andcm, or, shladd,
shladdp4, sub, xor, mpy4, mpyshl4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kretcore_llvm.builder import Value

from kretcore_ia64.cpu import Cpu, semantics

_LOW: Final = (1 << 32) - 1


def _pointer(total: Value, base: Value) -> Value:
    """Make a 64-bit pointer of a 32-bit one: bits 31 and 30 of the base become the region, bits 62 and 61."""
    return total & _LOW | base.bits(30, 2) << 61


def _binary(name: str, function: Callable[[Value, Value], Value]) -> None:
    """Define an instruction of two registers, and the one whose first operand is an immediate."""

    @semantics(name)
    def registers(cpu: Cpu, o: Any) -> None:
        cpu.set_gr(o.r1, function(cpu.gr(o.r2), cpu.gr(o.r3)))

    @semantics(f"{name}_imm")
    def immediate(cpu: Cpu, o: Any) -> None:
        cpu.set_gr(o.r1, function(cpu.imm(o.imm), cpu.gr(o.r3)))


_binary("add", lambda x, y: x + y)
_binary("sub", lambda x, y: x - y)
_binary("and", lambda x, y: x & y)
_binary("andcm", lambda x, y: x & ~y)
_binary("or", lambda x, y: x | y)
_binary("xor", lambda x, y: x ^ y)
_binary("addp4", lambda x, y: _pointer(x + y, y))


@semantics("add1")
def add1(cpu: Cpu, o: Any) -> None:
    cpu.set_gr(o.r1, cpu.gr(o.r2) + cpu.gr(o.r3) + 1)


@semantics("sub1")
def sub1(cpu: Cpu, o: Any) -> None:
    cpu.set_gr(o.r1, cpu.gr(o.r2) - cpu.gr(o.r3) - 1)


@semantics("shladd")
def shladd(cpu: Cpu, o: Any) -> None:
    cpu.set_gr(o.r1, (cpu.gr(o.r2) << cpu.imm(o.count)) + cpu.gr(o.r3))


@semantics("shladdp4")
def shladdp4(cpu: Cpu, o: Any) -> None:
    base = cpu.gr(o.r3)
    cpu.set_gr(o.r1, _pointer((cpu.gr(o.r2) << cpu.imm(o.count)) + base, base))


@semantics("mpy")
def mpy4(cpu: Cpu, o: Any) -> None:
    cpu.set_gr(o.r1, (cpu.gr(o.r2) & _LOW) * (cpu.gr(o.r3) & _LOW))


@semantics("mpyshl")
def mpyshl4(cpu: Cpu, o: Any) -> None:
    cpu.set_gr(o.r1, (cpu.gr(o.r2) >> 32) * (cpu.gr(o.r3) & _LOW) << 32)
