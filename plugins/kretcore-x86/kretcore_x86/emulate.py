"""Emulation of the instructions that cannot run elsewhere: they depend on, or change, where execution goes on.

Each emulator reads memory before it changes a register, so that a fault leaves the state of an instruction that has
not begun. Semantics are those of the Intel SDM, vol. 2, also where the kernel's differ: ``ret imm16`` releases its
bytes, LOOP tests the counter after the decrement, a CALL with prefixes returns behind all of itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kretcore_x86.decode import Bits, Instruction

CF, PF, ZF, SF, IF, OF = 0x1, 0x4, 0x40, 0x80, 0x200, 0x800
_RF, _VM = 1 << 16, 1 << 17

POPPED_FLAGS = 0x247FD5
"""Flags POPF loads at privilege level 0: all but VM, RF, VIF, VIP and the reserved ones (SDM vol. 2, POPF)."""


class X86Cpu(Protocol):
    """The part of :class:`~kretcore_x86.machine.X86Machine` that emulators and return probes use."""

    get_pc: Callable[[], int]
    set_pc: Callable[[int], None]
    get_sp: Callable[[], int]
    set_sp: Callable[[int], None]
    get_flags: Callable[[], int]
    set_flags: Callable[[int], None]
    load_word: Callable[[int], int]
    store_word: Callable[[int, int], None]

    def get(self, register: str) -> int:
        """Read any register."""

    def set(self, register: str, value: int) -> None:
        """Write any register."""


Emulator = Callable[[X86Cpu], None]
Condition = Callable[[int], bool]


def _less(flags: int) -> bool:
    return bool(flags & SF) != bool(flags & OF)


CONDITIONS: dict[str, Condition] = {
    "jo": lambda flags: flags & OF != 0,
    "jno": lambda flags: flags & OF == 0,
    "jb": lambda flags: flags & CF != 0,
    "jae": lambda flags: flags & CF == 0,
    "je": lambda flags: flags & ZF != 0,
    "jne": lambda flags: flags & ZF == 0,
    "jbe": lambda flags: flags & (CF | ZF) != 0,
    "ja": lambda flags: flags & (CF | ZF) == 0,
    "js": lambda flags: flags & SF != 0,
    "jns": lambda flags: flags & SF == 0,
    "jp": lambda flags: flags & PF != 0,
    "jnp": lambda flags: flags & PF == 0,
    "jl": _less,
    "jge": lambda flags: not _less(flags),
    "jle": lambda flags: flags & ZF != 0 or _less(flags),
    "jg": lambda flags: flags & ZF == 0 and not _less(flags),
}
"""Whether a conditional jump is taken, by the flags (SDM vol. 2, Jcc)."""

_LOOPS = {"loop": None, "loope": ZF, "loopne": 0}
"""The zero flag that lets a loop go on, None if any does (SDM vol. 2, LOOP)."""

_COUNT_JUMPS = frozenset(("jcxz", "jecxz", "jrcxz"))
_PUSH_FLAGS = frozenset(("pushf", "pushfd", "pushfq"))
_POP_FLAGS = frozenset(("popf", "popfd", "popfq"))

EMULATED = frozenset(
    ("call", "jmp", "ret", "cli", "sti", *CONDITIONS, *_LOOPS, *_COUNT_JUMPS, *_PUSH_FLAGS, *_POP_FLAGS)
)
"""Names of what is emulated."""


def emulator(instruction: Instruction, address: int, bits: Bits) -> Emulator | None:
    """Return what does the work of ``instruction`` at ``address``; None if it is to be copied.

    The instruction must be one that :func:`kretcore_x86.rules.refusal` lets pass.
    """
    name = instruction.name
    if name not in EMULATED:
        return None
    word = bits // 8
    mask = (1 << bits) - 1
    after = (address + len(instruction.code)) & mask
    operands = instruction.operands
    if name in ("call", "jmp"):
        if operands[0].kind == "register":
            register = operands[0].register
            return _call_register(register, after, word, mask) if name == "call" else _jump_register(register)
        target = (after + operands[0].value) & mask
        return _call(target, after, word, mask) if name == "call" else _jump(target)
    if name == "ret":
        return _ret(word + (operands[0].value & 0xFFFF if operands else 0), mask)
    if name in CONDITIONS:
        return _conditional(CONDITIONS[name], (after + operands[0].value) & mask, after)
    if name in _LOOPS:
        return _loop(_LOOPS[name], instruction.address_bytes, (after + operands[0].value) & mask, after, bits)
    if name in _COUNT_JUMPS:
        return _count_jump(instruction.address_bytes, (after + operands[0].value) & mask, after, bits)
    if name in _PUSH_FLAGS:
        return _push_flags(after, word, mask)
    if name in _POP_FLAGS:
        return _pop_flags(after, word, mask)
    return _interrupt_flag(name == "sti", after)


def _call(target: int, after: int, word: int, mask: int) -> Emulator:
    def emulate(cpu: X86Cpu) -> None:
        stack = (cpu.get_sp() - word) & mask
        cpu.store_word(stack, after)
        cpu.set_sp(stack)
        cpu.set_pc(target)

    return emulate


def _call_register(register: str, after: int, word: int, mask: int) -> Emulator:
    def emulate(cpu: X86Cpu) -> None:
        target = cpu.get(register)  # before the push: CALL ESP goes where the stack pointer was
        stack = (cpu.get_sp() - word) & mask
        cpu.store_word(stack, after)
        cpu.set_sp(stack)
        cpu.set_pc(target)

    return emulate


def _jump(target: int) -> Emulator:
    def emulate(cpu: X86Cpu) -> None:
        cpu.set_pc(target)

    return emulate


def _jump_register(register: str) -> Emulator:
    def emulate(cpu: X86Cpu) -> None:
        cpu.set_pc(cpu.get(register))

    return emulate


def _ret(released: int, mask: int) -> Emulator:
    def emulate(cpu: X86Cpu) -> None:
        stack = cpu.get_sp()
        target = cpu.load_word(stack)
        cpu.set_sp((stack + released) & mask)
        cpu.set_pc(target)

    return emulate


def _conditional(taken: Condition, target: int, after: int) -> Emulator:
    def emulate(cpu: X86Cpu) -> None:
        cpu.set_pc(target if taken(cpu.get_flags()) else after)

    return emulate


def _loop(zero_flag: int | None, width: int, target: int, after: int, bits: Bits) -> Emulator:
    counter = "rcx" if bits == 64 else "ecx"
    low = (1 << 8 * width) - 1
    # A 32-bit result clears the upper half of a 64-bit register, a 16-bit one leaves the rest (SDM vol. 1, 3.4.1.1).
    kept = 0 if width >= 4 else ((1 << bits) - 1) ^ low

    def emulate(cpu: X86Cpu) -> None:
        old = cpu.get(counter)
        count = (old - 1) & low
        taken = count != 0 and (zero_flag is None or cpu.get_flags() & ZF == zero_flag)
        cpu.set(counter, old & kept | count)
        cpu.set_pc(target if taken else after)

    return emulate


def _count_jump(width: int, target: int, after: int, bits: Bits) -> Emulator:
    counter = "rcx" if bits == 64 else "ecx"
    low = (1 << 8 * width) - 1

    def emulate(cpu: X86Cpu) -> None:
        cpu.set_pc(after if cpu.get(counter) & low else target)

    return emulate


def _push_flags(after: int, word: int, mask: int) -> Emulator:
    def emulate(cpu: X86Cpu) -> None:
        stack = (cpu.get_sp() - word) & mask
        cpu.store_word(stack, cpu.get_flags() & ~(_VM | _RF))
        cpu.set_sp(stack)
        cpu.set_pc(after)

    return emulate


def _pop_flags(after: int, word: int, mask: int) -> Emulator:
    def emulate(cpu: X86Cpu) -> None:
        stack = cpu.get_sp()
        popped = cpu.load_word(stack)
        cpu.set_flags(cpu.get_flags() & ~POPPED_FLAGS | popped & POPPED_FLAGS)
        cpu.set_sp((stack + word) & mask)
        cpu.set_pc(after)

    return emulate


def _interrupt_flag(enabled: bool, after: int) -> Emulator:
    def emulate(cpu: X86Cpu) -> None:
        flags = cpu.get_flags()
        cpu.set_flags(flags | IF if enabled else flags & ~IF)
        cpu.set_pc(after)

    return emulate
