"""Emulation of the instructions that cannot run elsewhere: branches, and the one that adds to its own address.

Semantics are those of the Power ISA, book I, 2.4 "Branch Instructions" and 3.3.9 ``addpcis``. A branch that links sets
the link register whether it is taken or not, and reads its own target from it before.
"""

from __future__ import annotations

from collections.abc import Callable

from kretcore_ppc64.instructions import WORD, extended, is_addpcis, is_branch, opcode
from kretcore_ppc64.returns import Ppc64Cpu

MASK = (1 << 64) - 1
_BRANCH, _CONDITIONAL = 18, 16
_TO_LINK_REGISTER = 16

Emulator = Callable[[Ppc64Cpu], None]
Condition = Callable[[Ppc64Cpu], bool]


def emulator(word: int, address: int) -> Emulator | None:
    """Return what does the work of ``word`` at ``address``; None if it is to be copied.

    The instruction must be one that :func:`kretcore_ppc64.instructions.refusal` lets pass.
    """
    after = address + WORD & MASK
    if is_addpcis(word):
        return _addpcis(word, after)
    if not is_branch(word):
        return None
    link = bool(word & 1)
    if opcode(word) == _BRANCH:
        return _goto(_target(word, 24, address), after, link)
    condition = _condition(word)
    if opcode(word) == _CONDITIONAL:
        target = _target(word, 14, address)
        return _goto(target, after, link) if condition is None else _branch_if(condition, target, after, link)
    through_link = extended(word) == _TO_LINK_REGISTER
    return _through_register(through_link, condition, after, link)


def _target(word: int, bits: int, address: int) -> int:
    """Decode LI or BD, ``bits`` wide, and AA: a distance from the instruction, or an absolute address."""
    low = word & ((1 << bits) - 1) << 2
    sign = 1 << bits + 1
    distance = (low ^ sign) - sign
    return distance + (0 if word & 2 else address) & MASK


def _condition(word: int) -> Condition | None:
    """Decode BO and BI (book I, figure 40, "BO field encodings"): the test, None if the branch is always taken.

    The test decrements the counter where BO says so.
    """
    options = word >> 21 & 31
    ignore_cr, cr_value, ignore_ctr, ctr_zero = options & 16, bool(options & 8), options & 4, bool(options & 2)
    mask = 1 << 31 - (word >> 16 & 31)

    def by_cr(cpu: Ppc64Cpu) -> bool:
        return bool(cpu.get_cr() & mask) == cr_value

    def by_ctr(cpu: Ppc64Cpu) -> bool:
        count = cpu.get_ctr() - 1 & MASK
        cpu.set_ctr(count)
        return (count == 0) == ctr_zero

    def by_both(cpu: Ppc64Cpu) -> bool:
        return by_ctr(cpu) & by_cr(cpu)  # the counter goes down in any case

    if ignore_ctr:
        return None if ignore_cr else by_cr
    return by_ctr if ignore_cr else by_both


def _goto(target: int, after: int, link: bool) -> Emulator:
    def emulate(cpu: Ppc64Cpu) -> None:
        if link:
            cpu.set_lr(after)
        cpu.set_pc(target)

    return emulate


def _branch_if(condition: Condition, target: int, after: int, link: bool) -> Emulator:
    def emulate(cpu: Ppc64Cpu) -> None:
        taken = condition(cpu)
        if link:
            cpu.set_lr(after)
        cpu.set_pc(target if taken else after)

    return emulate


def _through_register(through_link: bool, condition: Condition | None, after: int, link: bool) -> Emulator:
    def emulate(cpu: Ppc64Cpu) -> None:
        taken = condition is None or condition(cpu)
        target = (cpu.get_lr() if through_link else cpu.get_ctr()) & ~3  # the low two bits are ignored
        if link:
            cpu.set_lr(after)
        cpu.set_pc(target if taken else after)

    return emulate


def _addpcis(word: int, after: int) -> Emulator:
    """RT is the next instruction's address and d0 || d1 || d2, shifted by 16."""
    immediate = word & 0xFFC0 | word >> 15 & 0x3E | word & 1
    value = after + (((immediate ^ 0x8000) - 0x8000) << 16) & MASK
    register = f"r{word >> 21 & 31}"

    def emulate(cpu: Ppc64Cpu) -> None:
        cpu.set(register, value)
        cpu.set_pc(after)

    return emulate
