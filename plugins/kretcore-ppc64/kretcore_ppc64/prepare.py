"""Out-of-line copies of probed instructions: Linux ``arch_prepare_kprobe()`` of powerpc."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Literal, NoReturn

from kretcore.arch import InstructionCopy, Patch, Text
from kretcore.errors import RegistrationError
from kretcore_ppc64.emulate import emulator
from kretcore_ppc64.instructions import TRAP, WORD, is_prefix, refusal
from kretcore_ppc64.returns import Ppc64Cpu

_MASK = b"\xff" * WORD
_BRANCH = 0x48000000
_REACH = 1 << 25
"""A branch goes this many bytes back, and almost as many forward: LI has 24 bits, for words."""

PrepareKprobe = Callable[[Text, int, int], InstructionCopy]


def prepare_kprobe(byte_order: Literal["little", "big"]) -> PrepareKprobe:
    """Make the hook :func:`~kretcore.hookspecs.arch_prepare_kprobe` for words in a byte order."""
    breakpoint = TRAP.to_bytes(WORD, byte_order)

    def arch_prepare_kprobe(text: Text, address: int, slot: int) -> InstructionCopy:
        if address % WORD:
            _refuse(errno.EINVAL, address, "instructions begin at multiples of 4")
        offset = address - text.start
        code = text.code[offset : offset + WORD]
        if len(code) < WORD:
            _refuse(errno.EINVAL, address, "the text ends within it")
        word = int.from_bytes(code, byte_order)
        if offset >= WORD and is_prefix(int.from_bytes(text.code[offset - WORD : offset], byte_order)):
            _refuse(errno.EINVAL, address, "it is the second word of a prefixed instruction")
        if refused := refusal(word):
            number, reason = refused
            _refuse(number, address, reason)
        if is_prefix(word):
            code = text.code[offset : offset + 2 * WORD]
            if len(code) < 2 * WORD:
                _refuse(errno.EINVAL, address, "the text ends within it")
        patch = Patch(address, breakpoint, _MASK)
        emulate = emulator(word, address)
        if emulate is not None:
            return InstructionCopy(address, WORD, slot, patch, emulate=emulate)
        tail = _jump(slot + len(code), address + len(code), byte_order)
        return InstructionCopy(address, len(code), slot, patch, code, tail)

    return arch_prepare_kprobe


def arch_resume_execution(machine: Ppc64Cpu, copy: InstructionCopy) -> bool:
    """See :func:`kretcore.hookspecs.arch_resume_execution`.

    Copies fall through, always: branches are emulated. So nothing but the program counter is to be put right.
    """
    machine.set_pc(copy.address + copy.length)
    return True


def _refuse(number: int, address: int, reason: str) -> NoReturn:
    raise RegistrationError(number, f"no probe at {address:#x}: {reason}", address=address)


def _jump(at: int, target: int, byte_order: Literal["little", "big"]) -> bytes | None:
    """Return a branch to ``target`` that stands at ``at``; None if that is too far for one.

    No other branch will do: each goes through a register that the program may be using.
    """
    distance = target - at
    if not -_REACH <= distance < _REACH:
        return None
    return (_BRANCH | distance & (2 * _REACH - 1)).to_bytes(WORD, byte_order)
