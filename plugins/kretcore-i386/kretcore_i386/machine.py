"""The i386 machine. Importing this module imports the engine."""

from __future__ import annotations

from kretcore_unicorn import InterruptTrap
from kretcore_x86.machine import X86Machine, engine_config
from kretcore_x86.registers import I386_REGISTERS

_CONFIG = engine_config(
    32,
    I386_REGISTERS,
    pc="eip",
    sp="esp",
    frame=("eax", "edx"),
    syscall=InterruptTrap(number=0x80),
)


class I386Machine(X86Machine):
    """One i386 processor and its memory."""

    def __init__(self) -> None:
        super().__init__(_CONFIG, flags="eflags")
