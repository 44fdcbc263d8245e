"""Moves to and from branch registers, predicates and ip; extensions. Source: the manual, volume 3, part 1, chapter 2
(mov br, mov ip, mov pr, sxt, zxt).

``mov`` sees the predicates in a word as they are without rotation.
"""

from __future__ import annotations

from typing import Any, Final

from kretcore_llvm.builder import I8, I16, I32, I64, Type, Value

from kretcore_ia64 import registers as reg
from kretcore_ia64.cpu import Cpu, semantics
from kretcore_ia64.registers import Fault

_TYPES: Final[dict[int, Type]] = {1: I8, 2: I16, 4: I32}


@semantics("illegal")
def illegal(cpu: Cpu, o: Any) -> None:
    """An encoding that has a text but is reserved."""
    cpu.b.fault(Fault.ILLEGAL_OPERATION)


@semantics("zxt")
def zxt(cpu: Cpu, o: Any) -> None:
    cpu.set_gr(o.r1, cpu.gr(o.r3) & _TYPES[o.size].mask)


@semantics("sxt")
def sxt(cpu: Cpu, o: Any) -> None:
    cpu.set_gr(o.r1, cpu.gr(o.r3).trunc(_TYPES[o.size]).sext(I64))


@semantics("mov_to_br")
def mov_to_br(cpu: Cpu, o: Any) -> None:
    value = cpu.gr(o.r2)
    cpu.consume(value)
    cpu.set_br(o.b1, value.clean())


@semantics("mov_from_br")
def mov_from_br(cpu: Cpu, o: Any) -> None:
    cpu.set_gr(o.r1, cpu.br(o.b2))


@semantics("mov_from_ip")
def mov_from_ip(cpu: Cpu, o: Any) -> None:
    cpu.set_gr(o.r1, cpu.bundle)


@semantics("mov_from_pr")
def mov_from_pr(cpu: Cpu, o: Any) -> None:
    cpu.may_write(o.r1)
    cpu.set_gr(o.r1, cpu.b.gather(reg.PR))


def _write_predicates(cpu: Cpu, value: Value, mask: Value) -> None:
    cpu.b.scatter(reg.PR, value, mask & ~1)


@semantics("mov_to_pr")
def mov_to_pr(cpu: Cpu, o: Any) -> None:
    value = cpu.gr(o.r2)
    cpu.consume(value)
    _write_predicates(cpu, value.clean(), cpu.imm(o.imm))


@semantics("mov_to_pr_rot")
def mov_to_pr_rot(cpu: Cpu, o: Any) -> None:
    _write_predicates(cpu, cpu.imm(o.imm), cpu.imm(-1 << 16))
