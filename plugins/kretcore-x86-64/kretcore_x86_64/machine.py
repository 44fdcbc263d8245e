"""The x86_64 machine. Importing this module imports the engine."""

from __future__ import annotations

from collections.abc import Callable

from kretcore_unicorn import InstructionTrap, UnicornMachine
from kretcore_x86.machine import X86Machine, engine_config
from kretcore_x86.registers import X86_64_REGISTERS
from unicorn.x86_const import UC_X86_INS_SYSCALL

_CONFIG = engine_config(
    64,
    X86_64_REGISTERS,
    pc="rip",
    sp="rsp",
    frame=("rax", "rdi", "rsi", "rdx", "rcx", "r8", "r9"),
    syscall=InstructionTrap(UC_X86_INS_SYSCALL, length=2),
)


class X86_64Machine(X86Machine):
    """One x86_64 processor and its memory."""

    def __init__(self) -> None:
        super().__init__(_CONFIG, flags="rflags")
        self._system_call: Callable[[], None] | None = None

    @property
    def on_syscall(self) -> Callable[[], None] | None:
        """Called at a system call, with pc behind the instruction."""
        return self._system_call

    @on_syscall.setter
    def on_syscall(self, callback: Callable[[], None] | None) -> None:
        self._system_call = callback
        # A property cannot be set through super(): call the base class's setter itself.
        vars(UnicornMachine)["on_syscall"].fset(self, None if callback is None else self._enter_system)

    def _enter_system(self) -> None:
        """Do SYSCALL's own work, which the engine leaves out, before the kernel's (SDM vol. 2, SYSCALL)."""
        self.set("rcx", self.get_pc())
        self.set("r11", self.get_flags())
        assert self._system_call is not None
        self._system_call()
