"""The aarch64 machine: the Unicorn engine, set up as data. Importing this module imports the engine."""

from kretcore.machine import PAGE_SIZE, FaultKind, Protection
from kretcore_unicorn import EngineConfig, InterruptFault, InterruptTrap, UnicornMachine
from unicorn import UC_ARCH_ARM64, UC_MODE_ARM, arm64_const

from kretcore_aarch64.description import DESCRIPTION, REGISTERS, X

_WIDTHS = {**REGISTERS, "pc": 64, "sp": 64}
CONFIG = EngineConfig(
    arch=UC_ARCH_ARM64,
    mode=UC_MODE_ARM,
    bits=DESCRIPTION.bits,
    byte_order=DESCRIPTION.byte_order,
    registers={name: (getattr(arm64_const, f"UC_ARM64_REG_{name.upper()}"), _WIDTHS[name]) for name in _WIDTHS},
    pc="pc",
    sp="sp",
    frame=(*X[:9], "x30"),
    breakpoint=InterruptTrap(7),
    syscall=InterruptTrap(2),
    faults={
        1: InterruptFault(FaultKind.ILLEGAL, "undefined instruction, or not for programs"),
        4: InterruptFault(FaultKind.MISALIGNED, "misaligned exclusive access"),
    },
    cpu_model=arm64_const.UC_CPU_ARM64_A72,  # ARMv8.0: newer ones show random numbers
)


class Processor(UnicornMachine):
    """At EL0, where programs run: what is privileged is undefined there, and so is the engine's clock (CNTVCT_EL0)."""

    def __init__(self) -> None:
        super().__init__(CONFIG)
        kernel, registers = 0xFFFF_8000_0000_0000, self.registers
        self.memory.map(kernel, PAGE_SIZE, Protection.READ | Protection.EXECUTE)
        self.memory.write(kernel, bytes.fromhex("001018d5e0039fd6"))  # MSR SCTLR_EL1, X0; ERET
        registers["x0"], registers["pc"] = 1 << 26 | 1 << 16 | 1 << 15 | 1 << 14, kernel  # UCI, nTWI, UCT, DZE
        self.run(max_instructions=2)
        registers["x0"] = 0
        self.memory.protect(kernel, PAGE_SIZE, Protection.NONE)

    def interrupt_fault(self, number: int) -> InterruptFault:
        """The engine executes at whatever address, and mostly finds nothing sensible where none should be."""
        misaligned = InterruptFault(FaultKind.MISALIGNED, "misaligned program counter")
        return misaligned if self.registers["pc"] % 4 else super().interrupt_fault(number)
