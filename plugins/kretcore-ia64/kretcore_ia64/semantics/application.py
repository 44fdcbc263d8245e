"""Application registers: what each lets be read and written, by a program at the lowest privilege.

Source: Intel Itanium Architecture Software Developer's Manual, volume 1, 3.1.8; volume 3, part 1, chapter 2 (mov ar).
"""

from __future__ import annotations

from typing import Any, Final

from kretcore_llvm.builder import I64, Value

from kretcore_ia64 import registers as reg
from kretcore_ia64.cpu import Cpu, semantics
from kretcore_ia64.registers import BSP, BSPSTORE, ITC, RNAT, RSC, Fault

_KERNEL: Final = range(8)
_IGNORED: Final = frozenset((*range(48, 64), *range(112, 128)))
_M_UNIT: Final = frozenset((*range(8), *range(16, 20), 21, *range(24, 31), 32, 36, 40, 44))
_I_UNIT: Final = frozenset((64, 65, 66))
"""Registers that exist, by the unit that gets at them; others but the ignored ones are reserved."""

_RSC_RESERVED: Final = ~(0x3FFF << 16 | 0x1F)
_RSC_LOWEST: Final = 3 << 2
"""``ar.rsc.pl`` never becomes more privileged than the program."""
_PFS_RESERVED: Final = 0x3FFF << 38 | 0xF << 58
_STATUS_FIELDS: Final = (6, 19, 32, 45)
_FPSR_RESERVED: Final = 0x3F << 58 | 1 << 12
"""The upper bits, and ``sf0.td``."""
_CYCLES: Final = 4
"""``ar.itc`` counts reads, this much each: a program runs the same every time."""


def bsp(cpu: Cpu, above: Value | int = 0) -> Value:
    """``ar.bsp``: ``ar.bspstore``, and above it a word for each register below the window and each NaT collection.

    :param above: say where the register goes that is so many above r32.
    """
    start = cpu.ar(BSPSTORE)
    dirty = (cpu.b.window() - cpu.b.get(reg.FLOOR) >> 3) + above
    collections = (start.bits(3, 6) + dirty) * _RECIPROCAL >> 32
    return start + (dirty + collections << 3)


_RECIPROCAL: Final = (1 << 32) // 63 + 1
"""Multiplying by it, and dropping 32 bits, divides what is below 2**25 by 63."""


def _number(cpu: Cpu, o: Any) -> int | None:
    """The register's number; None if code must serve every register, which is then left to careful execution."""
    if isinstance(o.ar3, int):
        return o.ar3
    cpu.b.only_careful()
    return None


def _wrong(cpu: Cpu, o: Any, number: int) -> bool:
    """Fault, and say so, for a register that is reserved or another unit's."""
    here = _M_UNIT if getattr(o, "unit", "I") == "M" else _I_UNIT
    if number in here or number in _IGNORED:
        return False
    cpu.b.fault(Fault.ILLEGAL_OPERATION)
    return True


def _enforced_lazy(cpu: Cpu, number: int) -> None:
    """Fault if the register stack engine may be using the register."""
    if number in (BSPSTORE, RNAT):
        cpu.b.fault_if((cpu.ar(RSC) & 3).ne(0), Fault.ILLEGAL_OPERATION)


@semantics("mov_from_ar")
def mov_from_ar(cpu: Cpu, o: Any) -> None:
    number = _number(cpu, o)
    if number is None or _wrong(cpu, o, number):
        return
    cpu.may_write(o.r1)
    _enforced_lazy(cpu, number)
    if number in _IGNORED:
        value = cpu.b.value(I64, 0)
    elif number == BSP:
        value = bsp(cpu)
    elif number == ITC:
        value = cpu.b.get(reg.CLOCK)
        cpu.b.set(reg.CLOCK, value + _CYCLES)
    else:
        value = cpu.ar(number)
    cpu.set_gr(o.r1, value)


@semantics("mov_to_ar")
def mov_to_ar(cpu: Cpu, o: Any) -> None:
    b = cpu.b
    number = _number(cpu, o)
    if number is None or _wrong(cpu, o, number):
        return
    if number == BSP:
        b.fault(Fault.ILLEGAL_OPERATION)
        return
    _enforced_lazy(cpu, number)
    value = cpu.imm(o.imm) if hasattr(o, "imm") else cpu.gr(o.r2)
    cpu.consume(value)
    value = value.clean()
    reserved = _reserved(number, value)
    if reserved is not None:
        b.fault_if(reserved, Fault.RESERVED_REGISTER_FIELD)
    if number in _KERNEL or number == ITC:
        b.fault(Fault.PRIVILEGED_REGISTER)
        return
    if number in _IGNORED:
        return
    match number:
        case reg.RSC:
            value = value | _RSC_LOWEST
        case reg.BSPSTORE:
            # Dirty registers stay so: their place is above the new address (volume 2, table 6-6).
            value = value & ~7
        case reg.RNAT:
            value = value & (1 << 63) - 1
        case reg.EC:
            value = value & 63
    cpu.set_ar(number, value)


def _reserved(number: int, value: Value) -> Value | None:
    """Whether a value has something else than zeros in reserved fields, or a reserved value in another."""
    match number:
        case reg.RSC:
            return (value & _RSC_RESERVED).ne(0)
        case reg.PFS:
            return (value & _PFS_RESERVED).ne(0)
        case reg.FPSR:
            # Precision control 1 is reserved. In each field: the lower bit of pc set, and not the upper.
            low = sum(1 << field + 2 for field in _STATUS_FIELDS)
            wrong = value & ~(value >> 1) & low
            return (wrong | value & _FPSR_RESERVED).ne(0)
    return None
