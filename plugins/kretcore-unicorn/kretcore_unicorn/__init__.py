"""The Unicorn engine as a kretcore machine: a library for architecture plugins."""

from kretcore_unicorn.config import EngineConfig, InstructionHook, InstructionTrap, InterruptFault, InterruptTrap
from kretcore_unicorn.contexts import Context
from kretcore_unicorn.machine import UnicornMachine
from kretcore_unicorn.memory import UnicornMemory
from kretcore_unicorn.registers import UnicornRegisters

__all__ = [
    "Context",
    "EngineConfig",
    "InstructionHook",
    "InstructionTrap",
    "InterruptFault",
    "InterruptTrap",
    "UnicornMachine",
    "UnicornMemory",
    "UnicornRegisters",
]
