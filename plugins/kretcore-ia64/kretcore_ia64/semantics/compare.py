"""Compares and tests, which write two predicates. Source: the manual, volume 3, part 1, chapter 2 (cmp, cmp4, tbit, tf,
tnat), and table 2-15 for what each type does.

With ``unc``, the qualifying predicate is part of the result, so these functions read it themselves; two equal targets
are then illegal whatever it is.
"""

from __future__ import annotations

from typing import Any

from kretcore_llvm.builder import I1, I32, Value

from kretcore_ia64.cpu import Cpu, semantics
from kretcore_ia64.registers import Fault


def write_predicates(cpu: Cpu, o: Any, relation: Value) -> None:
    """Write an instruction's targets, by its type; a tainted relation counts as neither true nor false."""
    if o.p1 == o.p2:
        cpu.b.fault(Fault.ILLEGAL_OPERATION)
        return
    known = ~cpu.b.taint(relation)
    yes, no = relation.clean() & known, ~relation.clean() & known
    match o.type:
        case "":
            first, second = yes, no
        case "unc":
            executed = cpu.pr(o.qp)
            first, second = executed & yes, executed & no
        case "and":
            first, second = cpu.pr(o.p1) & yes, cpu.pr(o.p2) & yes
        case "or":
            first, second = cpu.pr(o.p1) | yes, cpu.pr(o.p2) | yes
        case "or.andcm":
            first, second = cpu.pr(o.p1) | yes, cpu.pr(o.p2) & ~yes
        case _:
            raise ValueError(f"no type of compare {o.type}")
    cpu.set_pr(o.p1, first)
    cpu.set_pr(o.p2, second)


def _compare(cpu: Cpu, o: Any, x: Value, y: Value) -> None:
    if o.size == 4:
        x, y = x.trunc(I32), y.trunc(I32)
    match o.relation:
        case "eq":
            relation = x.eq(y)
        case "ne":
            relation = x.ne(y)
        case "lt":
            relation = x.slt(y)
        case "ltu":
            relation = x.ult(y)
        case "gt":
            relation = y.slt(x)
        case "le":
            relation = x.sle(y)
        case "ge":
            relation = y.sle(x)
        case _:
            raise ValueError(f"no relation {o.relation}")
    write_predicates(cpu, o, relation)


@semantics("cmp", "cmp_unc")
def cmp(cpu: Cpu, o: Any) -> None:
    _compare(cpu, o, cpu.gr(o.r2), cpu.gr(o.r3))


@semantics("cmp_zero")
def cmp_zero(cpu: Cpu, o: Any) -> None:
    _compare(cpu, o, cpu.gr(0), cpu.gr(o.r3))


@semantics("cmp_imm", "cmp_imm_unc")
def cmp_imm(cpu: Cpu, o: Any) -> None:
    _compare(cpu, o, cpu.imm(o.imm), cpu.gr(o.r3))


def _test(cpu: Cpu, o: Any, bit: Value) -> None:
    write_predicates(cpu, o, bit if o.relation == "nz" else ~bit)


@semantics("tbit", "tbit_unc")
def tbit(cpu: Cpu, o: Any) -> None:
    _test(cpu, o, (cpu.gr(o.r3) >> cpu.imm(o.pos)).bit(0))


@semantics("tnat", "tnat_unc")
def tnat(cpu: Cpu, o: Any) -> None:
    _test(cpu, o, cpu.b.taint(cpu.gr(o.r3)))


@semantics("tf", "tf_unc")
def tf(cpu: Cpu, o: Any) -> None:
    """Features are bits 63 to 32 of CPUID register 4. The processor that ``cpuid`` names has none of them."""
    _test(cpu, o, cpu.b.value(I1, 0))
