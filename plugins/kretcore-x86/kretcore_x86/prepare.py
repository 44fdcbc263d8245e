"""Out-of-line copies of probed instructions: Linux ``arch_prepare_kprobe()``."""

from __future__ import annotations

import errno
import struct
from collections.abc import Callable
from typing import NoReturn

from kretcore.arch import InstructionCopy, Patch, Text
from kretcore.errors import RegistrationError
from kretcore_x86 import rules
from kretcore_x86.decode import Bits, Decoder, Form, Instruction
from kretcore_x86.emulate import X86Cpu, emulator

BREAKPOINT = b"\xcc"
SLOT_SIZE = 40
"""Longest copy and tail: SYSCALL with thirteen prefixes, MOV RCX, and an absolute jump make 39 bytes."""

_MASK = b"\xff"
_MOV_RCX = b"\x48\xb9"
_JMP = b"\xe9"
_JMP_ABSOLUTE = b"\xff\x25\0\0\0\0"  # through the word behind it

PrepareKprobe = Callable[[Text, int, int], InstructionCopy]
ResumeExecution = Callable[[X86Cpu, InstructionCopy], bool]


def prepare_kprobe(decoder: Decoder) -> PrepareKprobe:
    """Make the hook :func:`~kretcore.hookspecs.arch_prepare_kprobe` for the text ``decoder`` decodes."""
    bits = decoder.bits
    plain: set[Form] = set()
    """Forms of instructions that are copied as they are: they need no second look."""

    def arch_prepare_kprobe(text: Text, address: int, slot: int) -> InstructionCopy:
        code = text.code
        offset = address - text.start
        if not decoder.is_boundary(code, offset):
            _refuse(errno.EILSEQ, address, f"decoding from {text.start:#x} finds no instruction that begins there")
        code, form = decoder.first(code[offset:])
        if form is None:
            _refuse(errno.EINVAL, address, "there is no instruction, or the text ends within it")
        patch = Patch(address, BREAKPOINT, _MASK)
        if form in plain:
            return InstructionCopy(
                address, len(code), slot, patch, code, _jump(slot + len(code), address + len(code), bits)
            )
        instruction = decoder.instruction(code)
        if refused := rules.refusal(instruction, bits):
            number, reason = refused
            if text.code.startswith(rules.FORCED_EMULATION, offset):
                number, reason = errno.EINVAL, "it asks a hypervisor to emulate the instruction behind it"
            _refuse(number, address, f"`{instruction.name}` cannot be probed: {reason}")
        emulate = emulator(instruction, address, bits)
        if emulate is not None:
            return InstructionCopy(address, len(code), slot, patch, emulate=emulate)
        if instruction.displacement == 0 and not rules.enters_system(instruction):
            plain.add(form)
        after = address + len(code)
        return InstructionCopy(
            address,
            len(code),
            slot,
            patch,
            _relocate(instruction, address, slot),
            _tail(instruction, slot, after, bits),
        )

    return arch_prepare_kprobe


def resume_execution(decoder: Decoder) -> ResumeExecution:
    """Make the hook :func:`~kretcore.hookspecs.arch_resume_execution`.

    Copies fall through, always: the rest is emulated. So execution goes on behind the original, wherever the
    breakpoint behind the copy left the program counter.
    """

    def arch_resume_execution(machine: X86Cpu, copy: InstructionCopy) -> bool:
        after = copy.address + copy.length
        machine.set_pc(after)
        if decoder.instruction(copy.code).name == rules.SYSCALL:
            machine.set("rcx", after)  # holds the address to return to (SDM vol. 2, SYSCALL)
        return True

    return arch_resume_execution


def _refuse(number: int, address: int, reason: str) -> NoReturn:
    raise RegistrationError(number, f"no probe at {address:#x}: {reason}", address=address)


def _relocate(instruction: Instruction, address: int, slot: int) -> bytes:
    """Return the instruction as it must read in ``slot`` to reach the same operand."""
    code, at = instruction.code, instruction.displacement
    if not at:
        return code
    (displacement,) = struct.unpack_from("<i", code, at)
    moved = displacement + address - slot
    if instruction.short_address:
        # The address is cut to 32 bits in the end, so the displacement may be as well.
        moved = (moved + (1 << 31)) % (1 << 32) - (1 << 31)
    if not -(1 << 31) <= moved < 1 << 31:
        _refuse(
            errno.EINVAL,
            address,
            f"`{instruction.name}` has an operand relative to itself, too far from the copy at {slot:#x}",
        )
    return code[:at] + struct.pack("<i", moved) + code[at + 4 :]


def _tail(instruction: Instruction, slot: int, after: int, bits: Bits) -> bytes:
    """Return the text behind the copy that goes on at ``after``."""
    tail = b""
    if instruction.name == rules.SYSCALL:
        # RCX shows where the system call came from; put right here, so that this copy, too, needs no trap behind it.
        tail = _MOV_RCX + struct.pack("<Q", after)
    return tail + _jump(slot + len(instruction.code) + len(tail), after, bits)


def _jump(at: int, target: int, bits: Bits) -> bytes:
    """Return a jump to ``target`` that stands at ``at``."""
    distance = target - (at + 5)
    if bits == 32:
        return _JMP + struct.pack("<I", distance % (1 << 32))
    if -(1 << 31) <= distance < 1 << 31:
        return _JMP + struct.pack("<i", distance)
    return _JMP_ABSOLUTE + struct.pack("<Q", target)
