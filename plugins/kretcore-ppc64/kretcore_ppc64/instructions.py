"""What kprobes have to know about an instruction: five fields of a word (Power ISA, book I, 1.6 "Instruction Formats").

Instructions are words of 32 bits, or, prefixed (ISA 3.1), two of them. Bits are counted from the left, as in the
manual.
"""

from __future__ import annotations

import errno

TRAP = 0x7FE00008
"""``trap``, which is ``tw 31, 0, 0``: the breakpoint (Linux ``BREAKPOINT_INSTRUCTION``)."""

NOP = 0x60000000
BLR = 0x4E800020

_SYSTEM_CALL, _BRANCH, _CONDITIONAL, _CR_OPERATIONS, _EXTENDED = 17, 18, 16, 19, 31

DARN = 0xFC0007FE, _EXTENDED << 26 | 755 << 1
"""Mask and value of ``darn``, which delivers a random number: the machine does not have it."""

WORD = 4
SLOT_SIZE = 16
"""A prefixed copy and a branch; a power of two, as no prefixed instruction may cross a multiple of 64 bytes."""

_BCLR, _BCCTR, _BCTAR, _ADDPCIS = 16, 528, 560, 2

Refusal = tuple[int, str]
"""Errno and reason."""

_TRAPS = "it is a trap of the program's own"
_RETURN = "it returns from an interrupt"
_POWER = "it stops the processor where it stands"
_MSR = "it changes the machine state"

# Linux asm/kprobes.h and lib/sstep.c, can_single_step(): what must not be probed.
_BY_OPCODE = {
    2: _TRAPS,  # tdi
    3: _TRAPS,  # twi
    _SYSTEM_CALL: "it enters the system",  # sc, scv
}
_BY_EXTENDED = {
    (_EXTENDED, 4): _TRAPS,  # tw
    (_EXTENDED, 68): _TRAPS,  # td
    (_EXTENDED, 146): _MSR,  # mtmsr
    (_EXTENDED, 178): _MSR,  # mtmsrd
    **{(_CR_OPERATIONS, number): _RETURN for number in (18, 38, 39, 50, 51, 82, 274, 306)},
    **{(_CR_OPERATIONS, number): _POWER for number in (370, 402, 434, 466, 498)},
}


def opcode(word: int) -> int:
    """Return the primary opcode, bits 0 to 5."""
    return word >> 26


def extended(word: int) -> int:
    """Return the extended opcode of the X, XL and XFX forms, bits 21 to 30."""
    return word >> 1 & 0x3FF


def is_trap(word: int) -> bool:
    """Whether it is a trap of any kind: the breakpoint, and those a program may have of its own."""
    return opcode(word) in (2, 3) or (opcode(word) == _EXTENDED and extended(word) in (4, 68))


def is_prefix(word: int) -> bool:
    """Whether a word begins a prefixed instruction (ISA 3.1, book I, 1.6.3)."""
    return opcode(word) == 1


def is_relative_prefix(word: int) -> bool:
    """Whether a prefix makes its instruction's operand relative to the instruction: R of the 8LS and MLS forms."""
    return is_prefix(word) and word >> 24 & 1 == 0 and bool(word >> 20 & 1)


def is_addpcis(word: int) -> bool:
    """Whether it is ``addpcis``, of the DX form, whose extended opcode is bits 26 to 30."""
    return opcode(word) == _CR_OPERATIONS and word >> 1 & 0x1F == _ADDPCIS


def is_branch(word: int) -> bool:
    """Whether it is a branch of any kind."""
    if opcode(word) in (_BRANCH, _CONDITIONAL):
        return True
    return opcode(word) == _CR_OPERATIONS and extended(word) in (_BCLR, _BCCTR, _BCTAR)


def refusal(word: int) -> Refusal | None:
    """Tell why an instruction cannot be probed by its (first) word; None if it can."""
    number = opcode(word)
    reason = _BY_OPCODE.get(number) or _BY_EXTENDED.get((number, extended(word)))
    if reason is not None:
        return errno.EINVAL, reason
    if word & DARN[0] == DARN[1]:
        return errno.EOPNOTSUPP, "the machine does not have it, for its result would be another one in every run"
    if is_relative_prefix(word):
        return errno.EOPNOTSUPP, "its operand is relative to itself and cannot be moved"
    if number == _CR_OPERATIONS and extended(word) == _BCTAR:
        return errno.EOPNOTSUPP, "it branches through the register TAR, which the engine does not show"
    if number == _CR_OPERATIONS and extended(word) == _BCCTR and not word >> 23 & 1:
        return errno.EINVAL, "it is a form of bcctr that the manual calls invalid"
    return None
