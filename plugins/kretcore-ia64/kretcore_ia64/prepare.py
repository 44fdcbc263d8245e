"""Breakpoints in bundles, and out-of-line copies of probed instructions: Linux 6.1 ``arch/ia64/kernel/kprobes.c``.

A probe's address is its bundle's plus its slot; in MLX slot 1 names the long instruction. A breakpoint takes the
instruction's slot and its qualifying predicate, so that an instruction whose predicate is false is no hit.

A copy is the bundle with nops in the other slots; whatever may go on elsewhere is emulated, where it stands. Only a
bundle's start can be jumped to, so a boosted copy takes what is left of its bundle along, in a bundle of its own behind
one of nops, whose place the breakpoint takes when the copy is not boosted: a task that is inside at that moment loses
nothing.
"""

from __future__ import annotations

import errno
from typing import Final, NoReturn

from kretcore.arch import InstructionCopy, Patch, Text
from kretcore.errors import RegistrationError
from kretcore_ia64.bundles import MII, NOP, NOPS, long_branch, only, pack, replaced, retargeted
from kretcore_ia64.decoder import BUNDLE, SLOT_MASK, Instruction, ReservedTemplateError, decode
from kretcore_ia64.emulate import emulator
from kretcore_ia64.returns import Ia64Cpu

BREAK_NUMBER: Final = 0x81
"""A break whose immediate divided by 4096 is this is a kprobe; the unit B reports 0 (``kprobe_exceptions_notify``)."""
BREAK: Final = BREAK_NUMBER << 12 << 6
"""The instruction, the same bits in every unit (M37, I19, B9, F15, X1)."""
BREAKPOINT: Final = pack(MII, BREAK, NOP["I"], NOP["I"])
SLOT_SIZE: Final = 4 * BUNDLE

_HIGH: Final = 18
"""A slot 1 begins with so many bits in the bundle's first word, the rest is in the second."""

_REFUSED: Final = (
    # unit, mask, match, reason: unsupported_inst() of Linux
    ("I", 0xF << 37 | 7 << 33, 1 << 33, "it checks speculation and branches relative to itself, in the unit I"),
    ("I", 0xF << 37 | 0x1FF << 27, 0x30 << 27, "it reads its own address"),
    ("B", 0xF << 37, 7 << 37, "it predicts a branch, relative to itself"),
    ("B", 0xF << 37 | 0x3E << 27, 2 << 37 | 0x10 << 27, "it predicts a branch, relative to itself"),
)

_RELATIVE: Final = ("B1", "B2")
"""Formats of branches that fall through or go to somewhere else in their function."""


def arch_prepare_kprobe(text: Text, address: int, slot: int) -> InstructionCopy:
    """See :func:`kretcore.hookspecs.arch_prepare_kprobe`."""
    at, number = address & -BUNDLE, address % BUNDLE
    if number > 2:
        _refuse(errno.EINVAL, address, "a bundle has the slots 0 to 2")
    offset = at - text.start
    bundle = text.code[offset : offset + BUNDLE] if offset >= 0 else b""
    if len(bundle) < BUNDLE:
        _refuse(errno.EINVAL, address, "the text does not hold the whole bundle")
    try:
        instructions = decode(bundle, at)
    except ReservedTemplateError as error:
        _refuse(errno.EILSEQ, address, str(error))
    if number >= len(instructions):
        _refuse(errno.EINVAL, address, "a long instruction has the slot 1 alone")
    instruction, *rest = instructions[number:]
    reason = _refusal(instruction)
    if reason is not None:
        _refuse(errno.EINVAL, address, reason)
    patch = _patch(instruction)
    length = instruction.next - address
    emulate = emulator(instruction)
    if emulate is not None:
        return InstructionCopy(address, length, slot, patch, emulate=emulate)
    code = only(bundle, number, *((2,) if instruction.unit == "X" else ()))
    remainder = _remainder(bundle, number, rest, slot + 2 * BUNDLE)
    if instruction.row is None or instruction.row.stop or remainder is None:
        return InstructionCopy(address, length, slot, patch, code)
    jump_back, passes = NOPS, {}
    if rest:
        passes = {2 * BUNDLE + other.address % BUNDLE: other.address for other in rest}
        jump_back += remainder
    jump_back += long_branch(slot + len(code) + len(jump_back), at + BUNDLE)
    return InstructionCopy(address, length, slot, patch, code, jump_back, passes)


def arch_resume_execution(machine: Ia64Cpu, copy: InstructionCopy) -> bool:
    """See :func:`kretcore.hookspecs.arch_resume_execution`: copies fall through, always."""
    machine.set_pc(copy.address + copy.length)
    return True


def _refusal(instruction: Instruction) -> str | None:
    """Why an instruction may not be executed elsewhere, None if it may."""
    for unit, mask, match, reason in _REFUSED:
        if unit == instruction.unit and instruction.word & mask == match:
            return reason
    return None


def _remainder(bundle: bytes, number: int, rest: list[Instruction], at: int) -> bytes | None:
    """The instructions behind slot ``number`` for execution in the bundle ``at``; None if one must stay where it is."""
    bundle = only(bundle, *range(number + 1, 3))
    for instruction in rest:
        word = _moved(instruction, at)
        if word is None:
            return None
        if word != instruction.word:
            bundle = replaced(bundle, instruction.address % BUNDLE, word)
    return bundle


def _moved(instruction: Instruction, at: int) -> int | None:
    """The word that does in the bundle ``at`` what the instruction does in its own, None if there is none."""
    row = instruction.row
    if row is None or _refusal(instruction) is not None:
        return None
    if not row.stop or row.semantics == "br_ret" or (row.semantics == "br_cond" and row.constants["indirect"]):
        return instruction.word
    if row.form in _RELATIVE:
        return retargeted(instruction.word, at, instruction.fields["target"])
    return None


def acts_always(instruction: Instruction) -> bool:
    """Whether an instruction does something even if its qualifying predicate is false, or has none.

    Compares and tests with ``unc``, and reciprocals, clear their targets then (Linux ``is_cmp_ctype_unc_inst``, and
    its callers); an illegal operation is a fault.
    """
    row = instruction.row
    return row is None or "qp" not in instruction.fields or (not row.predicated and row.semantics != "nop")


def _patch(instruction: Instruction) -> Patch:
    """The breakpoint. In slot 1 only the bits of the bundle's second word are written, as the kernel must to be atomic:
    the predicate, and the low part of the immediate, stay as they are."""
    number = instruction.address % BUNDLE
    qp = instruction.word & 63
    if acts_always(instruction) and qp:
        if number == 1 and instruction.unit != "X":
            reason = "its predicate, which does not decide whether it does something, is out of reach in slot 1"
            _refuse(errno.EINVAL, instruction.address, reason)
        qp = 0
    word = BREAK | qp
    at = instruction.address - number
    if number == 0:
        return _masked(at, word << 5, SLOT_MASK << 5)
    if instruction.unit == "X" or number == 2:
        return _masked(at + 8, word << 23, SLOT_MASK << 23)
    return _masked(at + 8, word >> _HIGH, SLOT_MASK >> _HIGH)


def _masked(address: int, word: int, mask: int) -> Patch:
    return Patch(address, word.to_bytes(8, "little"), mask.to_bytes(8, "little"))


def _refuse(number: int, address: int, reason: str) -> NoReturn:
    raise RegistrationError(number, f"no probe at {address:#x}: {reason}", address=address)
