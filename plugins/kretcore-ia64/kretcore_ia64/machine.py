"""The ia64 machine of kretcore."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from kretcore_llvm.engine import Mode
from kretcore_llvm.isa import Trap
from kretcore_llvm.machine import LlvmMachine, Register
from kretcore_llvm.state import IP, StateBlock

from kretcore.machine import Fault, FaultKind
from kretcore_ia64.decoder import Instruction
from kretcore_ia64.isa import STACKED, Ia64
from kretcore_ia64.names import make_registers
from kretcore_ia64.prepare import BREAK_NUMBER

SYSTEM_CALL: Final = 0x100000
_DEBUGGER: Final = 0x80000
"""Breaks below are software's errors; these and further ones belong to debuggers."""
_ERRORS: Final = {
    1: (FaultKind.ARITHMETIC, "integer division by zero"),
    2: (FaultKind.ARITHMETIC, "integer overflow"),
    3: (FaultKind.ARITHMETIC, "range check"),
    4: (FaultKind.UNMAPPED, "null pointer"),
    5: (FaultKind.UNMAPPED, "misaligned data"),
    6: (FaultKind.ARITHMETIC, "decimal overflow"),
    7: (FaultKind.ARITHMETIC, "decimal division by zero"),
    8: (FaultKind.ARITHMETIC, "packed decimal error"),
    9: (FaultKind.ARITHMETIC, "invalid ASCII digit"),
    10: (FaultKind.ARITHMETIC, "invalid decimal digit"),
    11: (FaultKind.UNMAPPED, "paragraph stack overflow"),
}
"""What compilers report by a break; kinds are those of the signals (Linux 6.1, arch/ia64, ia64_bad_break)."""
_IP: Final = IP.offset // 8
_SHAPING: Final = ("cfm", "psr.um", "nat0", "nat1")


class Ia64Machine(LlvmMachine):
    """An Itanium processor as user programs see it.

    :param mode: how it executes.
    :param stacked: how many stacked registers it has.
    """

    def __init__(self, mode: Mode = Mode.FULL, stacked: int = STACKED) -> None:
        isa = Ia64(stacked)
        super().__init__(isa, mode)
        isa.reset(self._state)
        self._words = self._state.words
        isa.on_break = self._break
        self.execute: Callable[[Instruction], Fault | None] = self.engine.execute
        self.store_word: Callable[[int, int], None] = self.memory.store_word
        self.get_pc, self.set_pc = self.registers.accessor("pc")
        self.get_sp, _ = self.registers.accessor("sp")
        self.get_b0, self.set_b0 = self.registers.accessor("b0")
        self.get_bsp, _ = self.registers.accessor("ar.bsp")
        self.get_cfm, _ = self.registers.accessor("cfm")
        self.set: Callable[[str, int], None] = self.registers.__setitem__
        self.registers["cfm"] = 96  # the largest frame
        self._pristine = self.save()

    def reset(self) -> None:
        """Give every register the value it has on a fresh machine."""
        self.restore(self._pristine)

    def make_registers(self, state: StateBlock) -> Mapping[str, Register]:
        registers = make_registers(state)
        return registers | {name: self._shaping(registers[name]) for name in _SHAPING}

    def _shaping(self, register: Register) -> Register:
        """A register whose value decides whether execution has to be careful."""

        def put(value: int) -> None:
            register.set(value)
            self.engine.be_careful()

        return Register(register.width, register.get, put)

    def _break(self, immediate: int, instruction: Instruction) -> None:
        # The unit B reports 0 for every break, those of kprobes too.
        number = instruction.fields["imm"] if instruction.unit == "B" else immediate
        if number >> 12 == BREAK_NUMBER:
            if self.on_breakpoint is not None:
                address = self._words[_IP] = instruction.address
                self.on_breakpoint(address)
                return
        elif immediate == SYSTEM_CALL and self.on_syscall is not None:
            self.on_syscall()
            return
        unknown = FaultKind.ILLEGAL if immediate < _DEBUGGER else FaultKind.TRAP, f"nobody handles break {immediate:#x}"
        raise Trap(*_ERRORS.get(immediate, unknown))
