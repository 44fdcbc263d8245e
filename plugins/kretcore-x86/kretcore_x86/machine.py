"""The x86 processor on the Unicorn engine. Importing this module imports the engine."""

from __future__ import annotations

from collections.abc import Mapping

from kretcore_unicorn import (
    EngineConfig,
    InstructionHook,
    InstructionTrap,
    InterruptFault,
    InterruptTrap,
    UnicornMachine,
)
from unicorn import x86_const
from unicorn.unicorn_const import UC_ARCH_X86, UC_MODE_32, UC_MODE_64

from kretcore.machine import FaultKind
from kretcore_x86.decode import Bits

_CR0 = 0x33  # PE, MP, ET, NE: protected mode, x87 errors as exceptions
_CR4 = 0x600  # OSFXSR, OSXMMEXCPT: SSE is there, and its errors are exceptions
_FCW = 0x37F  # as FNINIT leaves it (SDM vol. 1, 8.1.5), all exceptions masked
_MXCSR = 0x1F80  # as a reset leaves it (SDM vol. 1, 10.2.3), all exceptions masked
_FLAGS = 0x202  # IF, and the bit that is always set

FIRST_SOFTWARE_INTERRUPT = 32
"""From here on an interrupt comes from INT n, two bytes long, and not from the processor (SDM vol. 3, 6.2)."""

# SDM vol. 3, table 6-1: the exceptions that leave the program counter at the instruction that caused them.
_EXCEPTIONS = {
    0: (FaultKind.ARITHMETIC, "#DE divide error"),
    5: (FaultKind.TRAP, "#BR bound range exceeded"),
    6: (FaultKind.ILLEGAL, "#UD invalid opcode"),
    7: (FaultKind.TRAP, "#NM device not available"),
    8: (FaultKind.TRAP, "#DF double fault"),
    10: (FaultKind.TRAP, "#TS invalid TSS"),
    11: (FaultKind.TRAP, "#NP segment not present"),
    12: (FaultKind.TRAP, "#SS stack-segment fault"),
    13: (FaultKind.TRAP, "#GP general protection"),
    16: (FaultKind.ARITHMETIC, "#MF x87 floating-point error"),
    17: (FaultKind.MISALIGNED, "#AC alignment check"),
    19: (FaultKind.ARITHMETIC, "#XM SIMD floating-point exception"),
}

_FAULTS = {
    **{number: InterruptFault(kind, detail) for number, (kind, detail) in _EXCEPTIONS.items()},
    4: InterruptFault(FaultKind.TRAP, "#OF overflow", offset=1),
    **{
        number: InterruptFault(FaultKind.TRAP, f"INT {number:#x}", offset=2)
        for number in range(FIRST_SOFTWARE_INTERRUPT, 256)
    },
}

_INT3 = InterruptTrap(number=3, offset=1)


def engine_config(
    bits: Bits,
    registers: Mapping[str, int],
    *,
    pc: str,
    sp: str,
    frame: tuple[str, ...],
    syscall: InterruptTrap | InstructionTrap,
) -> EngineConfig:
    """Describe the processor to the engine.

    The model is a Westmere: SSE4.2, but no RDTSCP, RDRAND or RDSEED that would show something of the host, and no AVX,
    which the engine knows in part only.

    :param registers: names and widths.
    :param frame: the registers that matter at a hit, for quick access.
    :param syscall: how a system call arrives.
    """
    return EngineConfig(
        arch=UC_ARCH_X86,
        mode=UC_MODE_64 if bits == 64 else UC_MODE_32,
        bits=bits,
        byte_order="little",
        registers={name: (_identity(name), width) for name, width in registers.items()},
        pc=pc,
        sp=sp,
        frame=frame,
        breakpoint=_INT3,
        syscall=syscall,
        faults=_FAULTS,
        instructions=(InstructionHook(x86_const.UC_X86_INS_RDTSC, _rdtsc),),
        cpu_model=x86_const.UC_CPU_X86_WESTMERE,
    )


def _identity(name: str) -> int:
    """Return the engine's number of a register."""
    number: int = getattr(x86_const, f"UC_X86_REG_{'fpcw' if name == 'fcw' else name}".upper())
    return number


def _rdtsc(machine: UnicornMachine) -> None:
    """Show a counter of the machine's own in EDX:EAX, not the host's clock (SDM vol. 2, RDTSC)."""
    ticks = machine.cycles()
    low, high = ("rax", "rdx") if machine.config.bits == 64 else ("eax", "edx")
    machine.registers[low] = ticks & 0xFFFFFFFF
    machine.registers[high] = ticks >> 32


class X86Machine(UnicornMachine):
    """What i386 and x86_64 machines have in common: control registers set as an operating system would.

    The accessors are for emulators and for return probes, which run at every hit.
    """

    def __init__(self, config: EngineConfig, flags: str) -> None:
        super().__init__(config)
        registers, memory = self.registers, self.memory
        self.get_pc, self.set_pc = registers.accessor("pc")
        self.get_sp, self.set_sp = registers.accessor("sp")
        self.get_flags, self.set_flags = registers.accessor(flags)
        self.get, self.set = registers.__getitem__, registers.__setitem__
        self.load_word, self.store_word = memory.load_word, memory.store_word
        for name, value in (("cr0", _CR0), ("cr4", _CR4), ("fcw", _FCW), ("mxcsr", _MXCSR), (flags, _FLAGS)):
            registers[name] = value
        self._initial = self.save()

    def reset(self) -> None:
        """Give every register the value it has on a fresh machine."""
        self.restore(self._initial)
