"""Which instructions can be probed, and how: copied, emulated, or not at all.

Follows the checks of Linux ``arch/x86/kernel/kprobes/core.c`` (``can_probe()``, ``__copy_instruction()``,
``prepare_emulation()``), with the processor's manual where the two differ.
"""

from __future__ import annotations

import errno

from kretcore_x86.decode import Bits, Instruction
from kretcore_x86.emulate import EMULATED

Refusal = tuple[int, str]
"""Errno and reason."""

FORCED_EMULATION = (b"\x0f\x0bxen", b"\x0f\x0bkvm")
"""UD2 and a signature: asks a hypervisor to emulate what follows (Linux ``asm/emulate_prefix.h``)."""

SYSCALL = "syscall"

_TRAPS = {
    "int3": "it is a breakpoint of the program's own",
    "int1": "it is a trap of the program's own",
    "into": "it is a trap of the program's own",
    "ud0": "it is there to fault",
    "ud1": "it is there to fault",
    "ud2": "it is there to fault",
}
_FAR = frozenset(("lcall", "ljmp", "retf", "retfq"))
_ENTER_SYSTEM = {
    "sysenter": "it does not remember where it came from",
    "sysexit": "it leaves for another privilege level",
    "sysret": "it leaves for another privilege level",
    "rsm": "it leaves system management mode",
    "hlt": "it stops the processor where it stands",
}
_VIRTUALIZATION = frozenset(("enclv", "pconfig"))
"""Not in capstone's group of virtualization, but in the same row of the opcode map (0F 01, register form, /0)."""

_LEAVES = frozenset(("jump", "call", "ret", "int", "iret", "branch_relative"))
_LINUX_INT80 = 0x80


def enters_system(instruction: Instruction) -> bool:
    """Whether it is a system call or an interrupt, whose number decides what becomes of it."""
    return instruction.name == SYSCALL or "int" in instruction.groups


def refusal(instruction: Instruction, bits: Bits) -> Refusal | None:
    """Tell why ``instruction`` cannot be probed; None if it can."""
    name, operands = instruction.name, instruction.operands
    if reason := _TRAPS.get(name) or _ENTER_SYSTEM.get(name):
        return errno.EOPNOTSUPP, reason
    if name in ("mov", "pop") and operands and operands[0].register == "ss":
        return errno.EINVAL, "it loads the stack segment, which holds back the trap behind it"
    if "vm" in instruction.groups or name in _VIRTUALIZATION:
        return errno.EOPNOTSUPP, "it belongs to the virtualization extensions"
    if name in _FAR or "iret" in instruction.groups:
        return errno.EOPNOTSUPP, "it changes the code segment"
    if name in EMULATED:
        return _emulation_refusal(instruction)
    if name == "int":
        # The rule of later kernels: an interrupt reports the address it came from. Linux' own, on i386, does not care.
        if bits == 32 and operands[0].value & 0xFF == _LINUX_INT80:
            return None
        return errno.EOPNOTSUPP, "it raises an interrupt"
    if name == SYSCALL:
        return None if bits == 64 else (errno.EOPNOTSUPP, "it is no system call of 32-bit programs")
    if not _LEAVES.isdisjoint(instruction.groups):
        return errno.EOPNOTSUPP, "where it goes on depends on where it stands"
    if instruction.displacement is None:
        return errno.EINVAL, "its operand is relative to the instruction pointer and cannot be moved"
    return None


def _emulation_refusal(instruction: Instruction) -> Refusal | None:
    """The same for an instruction that has to be emulated."""
    if instruction.short_operand:
        return errno.EOPNOTSUPP, "its 16-bit form is not emulated"
    if instruction.name not in ("call", "jmp"):
        return None
    operand = instruction.operands[0]
    if operand.kind == "memory":
        return errno.EOPNOTSUPP, f"a {instruction.name} through memory is not emulated"
    if operand.kind == "register" and instruction.short_address:
        return errno.EOPNOTSUPP, f"a {instruction.name} with another address size is not emulated"
    return None
