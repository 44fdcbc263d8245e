"""How calls look to a function: what :mod:`kretcore_ia64.returns` finds by the machine, for compiled code."""

from __future__ import annotations

from collections.abc import Sequence

from kretcore_llvm.builder import I64, Builder, Value
from kretcore_llvm.isa import Calls

from kretcore_ia64 import registers as reg
from kretcore_ia64.cpu import Cpu
from kretcore_ia64.decoder import Instruction
from kretcore_ia64.prepare import BREAK_NUMBER
from kretcore_ia64.semantics.application import bsp

_BREAKS = ("break", "break_b")
_STACK_POINTER = 12
_OUTPUTS = {f"r{32 + number}": number for number in range(8)}


class Ia64Calls(Calls):
    """The return address is in ``b0``; a frame is told by ``sp`` and the register stack's top."""

    return_register = "b0"
    return_slot = reg.BR.at(0)

    def is_breakpoint(self, instruction: Instruction) -> bool:
        """See :meth:`kretcore_llvm.isa.Calls.is_breakpoint`: one with a predicate may be passed by."""
        if instruction.row is None or instruction.row.semantics not in _BREAKS or instruction.qp:
            return False
        return instruction.fields["imm"] >> 12 == BREAK_NUMBER

    def entered(self, builder: Builder, arguments: Sequence[str]) -> tuple[Value, Value, Sequence[Value]]:
        """See :meth:`kretcore_llvm.isa.Calls.entered`: a call leaves no registers rotated, and those beyond its
        caller's outputs read as 0."""
        cpu = Cpu(builder, 0, 0)
        size = cpu.cfm() & 127
        values = []
        for name in arguments:
            if name not in _OUTPUTS:
                raise ValueError(f"{name} is no argument register of ia64: those are {', '.join(_OUTPUTS)}")
            number = _OUTPUTS[name]
            there = builder.value(I64, number).ult(size)
            values.append(there.select(builder.get(reg.STACKED.at(number)), 0))
        return cpu.gr(_STACK_POINTER), bsp(cpu), values

    def returned(self, builder: Builder) -> tuple[Value, Value]:
        """See :meth:`kretcore_llvm.isa.Calls.returned`: it began where its caller's outputs do."""
        cpu = Cpu(builder, 0, 0)
        return cpu.gr(_STACK_POINTER), bsp(cpu, cpu.cfm() >> 7 & 127)
