"""CPUs and small guests for the tests, in machine code."""

from __future__ import annotations

from kretcore_unicorn import (
    EngineConfig,
    InstructionHook,
    InstructionTrap,
    InterruptFault,
    InterruptTrap,
    UnicornMachine,
)
from unicorn import arm64_const as arm64
from unicorn import ppc_const as ppc
from unicorn import unicorn_const as uc
from unicorn import x86_const as x86

from kretcore.machine import FaultKind, Protection

READ, WRITE, EXECUTE = Protection.READ, Protection.WRITE, Protection.EXECUTE


def _rdtsc(machine: UnicornMachine) -> None:
    cycles = machine.cycles()
    machine.registers["rax"] = cycles & 0xFFFFFFFF
    machine.registers["rdx"] = cycles >> 32


_GPR32 = [f"e{name}" for name in ("ax", "bx", "cx", "dx", "si", "di", "bp", "sp", "ip")]
_GPR64 = [name.replace("e", "r", 1) for name in _GPR32] + [f"r{n}" for n in range(8, 16)]
_FAULTS = {
    0: InterruptFault(FaultKind.ARITHMETIC, "#DE divide error"),
    13: InterruptFault(FaultKind.TRAP, "#GP general protection"),
    32: InterruptFault(FaultKind.TRAP, "int 0x20", offset=2),
}


def _x86(names: list[str], width: int) -> dict[str, tuple[int, int]]:
    table = {name: (getattr(x86, f"UC_X86_REG_{name.upper()}"), width) for name in names}
    table |= {f"xmm{n}": (getattr(x86, f"UC_X86_REG_XMM{n}"), 128) for n in range(8)}
    table |= {f"st{n}": (getattr(x86, f"UC_X86_REG_ST{n}"), 80) for n in range(8)}
    return table | {"eflags": (x86.UC_X86_REG_EFLAGS, 32)}


X86_64 = EngineConfig(
    arch=uc.UC_ARCH_X86,
    mode=uc.UC_MODE_64,
    bits=64,
    byte_order="little",
    registers=_x86(_GPR64, 64) | {"eax": (x86.UC_X86_REG_EAX, 32), "ax": (x86.UC_X86_REG_AX, 16)},
    pc="rip",
    sp="rsp",
    frame=("rax", "rdi", "rsi", "rdx"),
    breakpoint=InterruptTrap(3, offset=1),
    syscall=InstructionTrap(x86.UC_X86_INS_SYSCALL, length=2),
    faults=_FAULTS,
    instructions=(
        InstructionHook(x86.UC_X86_INS_RDTSC, _rdtsc),
        InstructionHook(x86.UC_X86_INS_SYSENTER, None),
    ),
    halt=b"\xf4",
    cpu_model=x86.UC_CPU_X86_SANDYBRIDGE,
)

I386 = EngineConfig(
    arch=uc.UC_ARCH_X86,
    mode=uc.UC_MODE_32,
    bits=32,
    byte_order="little",
    registers=_x86(_GPR32, 32),
    pc="eip",
    sp="esp",
    frame=("eax", "ecx", "edx"),
    breakpoint=InterruptTrap(3, offset=1),
    syscall=InterruptTrap(0x80),
    faults=_FAULTS,
    halt=b"\xf4",
)

AARCH64 = EngineConfig(
    arch=uc.UC_ARCH_ARM64,
    mode=uc.UC_MODE_ARM,
    bits=64,
    byte_order="little",
    registers={f"x{n}": (getattr(arm64, f"UC_ARM64_REG_X{n}"), 64) for n in range(31)}
    | {"pc": (arm64.UC_ARM64_REG_PC, 64), "sp": (arm64.UC_ARM64_REG_SP, 64), "v0": (arm64.UC_ARM64_REG_Q0, 128)},
    pc="pc",
    sp="sp",
    frame=("x0", "x30"),
    breakpoint=InterruptTrap(7),
    syscall=InterruptTrap(2),
    faults={1: InterruptFault(FaultKind.ILLEGAL, "undefined instruction")},
)

PPC64 = EngineConfig(
    arch=uc.UC_ARCH_PPC,
    mode=uc.UC_MODE_PPC64 | uc.UC_MODE_BIG_ENDIAN,
    bits=64,
    byte_order="big",
    registers={f"r{n}": (getattr(ppc, f"UC_PPC_REG_{n}"), 64) for n in range(32)}
    | {
        "pc": (ppc.UC_PPC_REG_PC, 64),
        "lr": (ppc.UC_PPC_REG_LR, 64),
        "msr": (ppc.UC_PPC_REG_MSR, 64),
        "f1": (ppc.UC_PPC_REG_FPR1, 64),
    },
    pc="pc",
    sp="r1",
    frame=("r3", "lr"),
    breakpoint=InterruptTrap(6, offset=4),
    syscall=InterruptTrap(8),
    faults={96: InterruptFault(FaultKind.ILLEGAL, "illegal instruction", offset=4)},
)

TEXT = 0x40_0000
TEXT_SIZE = 0x4000
STACK = 0x7000_0000
STACK_SIZE = 0x4000


def code(text: str) -> bytes:
    """Bytes from hexadecimal digits; the rest of a line after ``;`` is for people."""
    return bytes.fromhex("".join(line.partition(";")[0] for line in text.splitlines()))


def boot(config: EngineConfig, text: bytes) -> UnicornMachine:
    """A machine with ``text`` at TEXT and a stack, about to execute the first instruction."""
    machine = UnicornMachine(config)
    machine.memory.map(TEXT, TEXT_SIZE, READ | EXECUTE)
    machine.memory.map(STACK, STACK_SIZE, READ | WRITE)
    machine.memory.write(TEXT, text)
    machine.registers["pc"] = TEXT
    machine.registers["sp"] = STACK + STACK_SIZE // 2
    return machine


def snapshot(machine: UnicornMachine) -> dict[str, int]:
    """Every register."""
    return {name: machine.registers[name] for name in machine.registers}
