"""The 64-bit PowerPC on the Unicorn engine. Importing this module imports the engine."""

from __future__ import annotations

from typing import Literal

from kretcore_unicorn import EngineConfig, InterruptFault, InterruptTrap, UnicornMachine
from unicorn import ppc_const
from unicorn.unicorn_const import UC_ARCH_PPC, UC_MODE_BIG_ENDIAN, UC_MODE_PPC64

from kretcore.machine import FaultKind
from kretcore_ppc64.contexts import Ppc64Registers
from kretcore_ppc64.instructions import DARN, TRAP, WORD, is_trap
from kretcore_ppc64.registers import ENGINE

_FRAME = ("r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "lr")

# Machine state register (Power ISA, book III, 3.2.1): 64 bits, vectors, VSX, problem state, floating point.
_MSR = 1 << 63 | 1 << 25 | 1 << 23 | 1 << 14 | 1 << 13
_MSR_LITTLE_ENDIAN = 1

_PROGRAM_INTERRUPT, _SYSTEM_CALL = 6, 8
_BEHIND = 4  # the engine reports the instruction behind the one that interrupts

# The engine's numbers of what a program can raise.
_FAULTS = {
    number: InterruptFault(kind, detail, offset=_BEHIND)
    for number, kind, detail in (
        (5, FaultKind.MISALIGNED, "alignment interrupt"),
        (7, FaultKind.TRAP, "floating-point unavailable"),
        (73, FaultKind.TRAP, "vector unavailable"),
        (94, FaultKind.TRAP, "VSX unavailable"),
        (95, FaultKind.ILLEGAL, "facility unavailable"),
        (96, FaultKind.ILLEGAL, "illegal instruction"),
    )
}
_TRAPPED = InterruptFault(FaultKind.TRAP, "trap of the program's own", offset=_BEHIND)
_PRIVILEGED = InterruptFault(FaultKind.ILLEGAL, "privileged instruction", offset=_BEHIND)


def _config(byte_order: Literal["little", "big"]) -> EngineConfig:
    """Describe the processor to the engine.

    The engine is opened big-endian for either byte order, which is a bit of the machine state; its default model is the
    only one of 64 bits that it lets be chosen.
    """
    return EngineConfig(
        arch=UC_ARCH_PPC,
        mode=UC_MODE_PPC64 | UC_MODE_BIG_ENDIAN,
        bits=64,
        byte_order=byte_order,
        registers={name: (_identity(name), width) for name, width in ENGINE.items()},
        pc="nip",
        sp="r1",
        frame=_FRAME,
        breakpoint=InterruptTrap(_PROGRAM_INTERRUPT, offset=_BEHIND, shown=0, code=TRAP.to_bytes(WORD, byte_order)),
        syscall=InterruptTrap(_SYSTEM_CALL),
        faults=_FAULTS,
        forbidden=DARN,
    )


def _identity(name: str) -> int:
    """Return the engine's number of a register."""
    if name[0] == "r":
        name = name[1:]
    elif name[0] == "f" and name[1:].isdigit():
        name = f"fpr{name[1:]}"
    elif name == "nip":
        name = "pc"
    number: int = getattr(ppc_const, f"UC_PPC_REG_{name}".upper())
    return number


class Ppc64Machine(UnicornMachine):
    """One 64-bit PowerPC and its memory, in problem state, all units switched on.

    The accessors are for emulators and for return probes, which run at every hit.
    """

    def __init__(self, byte_order: Literal["little", "big"]) -> None:
        super().__init__(_config(byte_order))
        engine, memory = super().registers, self.memory
        self.get_pc, self.set_pc = engine.accessor("pc")
        self.get_sp, self.set_sp = engine.accessor("sp")
        self.get_lr, self.set_lr = engine.accessor("lr")
        self.get_ctr, self.set_ctr = engine.accessor("ctr")
        self.get_cr, _ = engine.accessor("cr")
        self.load_word, self.store_word = memory.load_word, memory.store_word
        engine["msr"] = _MSR | (_MSR_LITTLE_ENDIAN if byte_order == "little" else 0)
        self._all_registers = Ppc64Registers(self, engine)
        self.get, self.set = self._all_registers.__getitem__, self._all_registers.__setitem__
        self._initial = self.save()

    @property
    def registers(self) -> Ppc64Registers:  # type: ignore[override]
        """Every register, those the engine's interface leaves out as well."""
        return self._all_registers

    def reset(self) -> None:
        """Give every register the value it has on a fresh machine."""
        self.restore(self._initial)

    def interrupt_fault(self, number: int) -> InterruptFault:
        """Tell a program interrupt's reasons apart: its number alone does not."""
        if number != _PROGRAM_INTERRUPT:
            return super().interrupt_fault(number)
        word = int.from_bytes(self.memory.read(self.get_pc() - _BEHIND, WORD), self.config.byte_order)
        return _TRAPPED if is_trap(word) else _PRIVILEGED
