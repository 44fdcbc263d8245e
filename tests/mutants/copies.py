"""Ports whose copies of instructions are wrong: patches, relocation, emulation, what comes behind a copy."""

from __future__ import annotations

import errno
import struct
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kretcore.arch import InstructionCopy, Patch, Text
from kretcore.errors import RegistrationError
from mutants.making import Hook, wrong_port

NOP = b"\x90"


def copies(good: Any, change: Callable[[InstructionCopy, bytes], InstructionCopy]) -> Hook:
    """A hook that makes wrong copies.

    :param change: gets the right copy and the instruction's bytes.
    """

    def arch_prepare_kprobe(text: Text, address: int, slot: int) -> InstructionCopy:
        copy = good.arch_prepare_kprobe(text, address, slot)
        at = address - text.start
        return change(copy, text.code[at : at + copy.length])

    return arch_prepare_kprobe


def jump(at: int, target: int) -> bytes:
    """JMP rel32 at an address."""
    return b"\xe9" + struct.pack("<i", target - at - 5)


def is_conditional(code: bytes) -> bool:
    """Whether an instruction is a short or near Jcc."""
    return code[0] & 0xF0 == 0x70 or (code[0] == 0x0F and code[1] & 0xF0 == 0x80)


# -- patches -------------------------------------------------------------------------------------


def patches(good: Any, change: Callable[[Patch], Patch]) -> Hook:
    """A hook that patches wrongly."""
    return copies(good, lambda copy, code: replace(copy, patch=change(copy.patch)))


@wrong_port(
    "x86_64", "kprobes::breakpoints_touch_their_instruction_only", says="not stand where the instruction begins"
)
def patch_one_byte_off(good: Any) -> Hook:
    """The breakpoint is written one byte behind the instruction's beginning."""

    def change(patch: Patch) -> Patch:
        return replace(patch, address=patch.address + 1)

    return copies(good, lambda copy, code: replace(copy, patch=change(copy.patch)) if len(code) > 1 else copy)


@wrong_port("x86_64", "kprobes::breakpoints_touch_their_instruction_only", says="patch is wider than the instruction")
def patch_too_wide(good: Any) -> Hook:
    """The patch is two bytes wide, also where the instruction has one."""
    return patches(good, lambda patch: replace(patch, code=b"\xcc\x90", mask=b"\xff\xff"))


@wrong_port("x86_64", "kprobes::breakpoints_touch_their_instruction_only", says="of the text nothing has changed")
def patch_masked_away(good: Any) -> Hook:
    """The mask selects no bit of the patch."""
    return patches(good, lambda patch: replace(patch, mask=b"\x00"))


@wrong_port(
    "x86_64",
    "kprobes::functions_can_be_probed",
    says="does not return any more: .*|the breakpoint of the description is not what traps",
)
def patch_of_other_bytes(good: Any) -> Hook:
    """What is written into the text is not the breakpoint, but an instruction that faults."""
    return patches(good, lambda patch: replace(patch, code=b"\x06"))


# -- copies --------------------------------------------------------------------------------------


@wrong_port(
    "x86_64", "kprobes::functions_can_be_probed", says=r"with a probe on make_large\(\) .* computes .*\n.* its copy"
)
def copy_not_relocated(good: Any) -> Hook:
    """An operand relative to the instruction pointer is copied as it is."""
    return copies(good, lambda copy, code: copy if copy.emulate else replace(copy, code=code))


@wrong_port("x86_64", "kprobes::every_instruction_boosted", says="with a probe on .* the guest|relative to pc")
def branch_copied(good: Any) -> Hook:
    """Conditional jumps are copied like other instructions, and so jump relative to the copy."""
    return copies(good, lambda copy, code: replace(copy, code=code, emulate=None) if is_conditional(code) else copy)


@wrong_port("x86_64", "kprobes::every_instruction_boosted", says="jump_back")
def boosted_past_a_branch(good: Any) -> Hook:
    """Conditional jumps are taken for instructions that fall through, and boosted."""

    def change(copy: InstructionCopy, code: bytes) -> InstructionCopy:
        if not is_conditional(code):
            return copy
        nops = NOP * len(code)
        back = jump(copy.slot + len(nops), copy.address + copy.length)
        return replace(copy, code=nops, jump_back=back, emulate=None)

    return copies(good, change)


@wrong_port(
    "x86_64", "kprobes::functions_can_be_probed", "kprobes::every_instruction_boosted", says="jump_back.* leads back to"
)
def jump_back_to_the_instruction(good: Any) -> Hook:
    """The jump behind a copy leads to the probed instruction itself."""
    return copies(
        good,
        lambda copy, code: (
            replace(copy, jump_back=jump(copy.slot + len(copy.code), copy.address)) if copy.jump_back else copy
        ),
    )


@wrong_port("x86_64", "kprobes::functions_can_be_probed", says="with .* the guest")
def jump_back_one_byte_off(good: Any) -> Hook:
    """The jump behind a copy leads one byte behind the next instruction's beginning."""
    return copies(
        good,
        lambda copy, code: (
            replace(copy, jump_back=jump(copy.slot + len(copy.code), copy.address + copy.length + 1))
            if copy.jump_back
            else copy
        ),
    )


@wrong_port("x86_64", "kprobes::most_copies_are_boosted", says="'boost' is declared")
def nothing_boosted(good: Any) -> Hook:
    """No copy has a jump behind it, though boost is declared."""
    return copies(good, lambda copy, code: replace(copy, jump_back=None))


@wrong_port("x86_64", "functions::entry_is_in_the_function", says="slots have 40")
def copies_longer_than_their_slots(good: Any) -> Hook:
    """Copies are padded beyond what a slot holds."""
    return copies(good, lambda copy, code: copy if copy.emulate else replace(copy, code=copy.code + NOP * 40))


@wrong_port(
    "x86_64", "kprobes::functions_can_be_probed", says="with a probe on .* the guest .*|copies that are mixed up"
)
def copies_cached_by_their_bytes(good: Any) -> Hook:
    """Instructions with the same bytes share the copy of the first one."""
    first: dict[bytes, InstructionCopy] = {}

    def change(copy: InstructionCopy, code: bytes) -> InstructionCopy:
        known = first.setdefault(code, copy)
        return replace(copy, code=known.code, jump_back=known.jump_back) if copy.code else copy

    return copies(good, change)


def emulates(good: Any, opcode: int, wrong: Callable[[Any, InstructionCopy], None]) -> Hook:
    """A hook whose emulation of the instructions that begin with a byte is wrong."""

    def change(copy: InstructionCopy, code: bytes) -> InstructionCopy:
        if code[0] != opcode or copy.emulate is None:
            return copy
        return replace(copy, emulate=lambda machine: wrong(machine, copy))

    return copies(good, change)


@wrong_port("x86_64", "kprobes::every_instruction_boosted", says="with a probe on .* the guest")
def emulated_call_returns_into_the_slot(good: Any) -> Hook:
    """An emulated call pushes the address behind the copy, not behind the original."""

    def wrong(machine: Any, copy: InstructionCopy) -> None:
        assert copy.emulate is not None
        copy.emulate(machine)
        machine.memory.store_word(machine.registers["sp"], copy.slot + copy.length)

    return emulates(good, 0xE8, wrong)


@wrong_port("x86_64", "kprobes::every_instruction_boosted", says="with a probe on .* the guest")
def emulated_return_pops_nothing(good: Any) -> Hook:
    """An emulated return leaves the stack pointer where it is."""

    def wrong(machine: Any, copy: InstructionCopy) -> None:
        sp = machine.registers["sp"]
        assert copy.emulate is not None
        copy.emulate(machine)
        machine.registers["sp"] = sp

    return emulates(good, 0xC3, wrong)


@wrong_port("x86_64", "kprobes::every_instruction_boosted", says="with a probe on .* the guest|runs .* times")
def emulated_condition_inverted(good: Any) -> Hook:
    """JNE is emulated as JE."""

    def wrong(machine: Any, copy: InstructionCopy) -> None:
        flags = machine.registers["rflags"]
        machine.registers["rflags"] = flags ^ 0x40
        assert copy.emulate is not None
        copy.emulate(machine)
        machine.registers["rflags"] = flags

    return emulates(good, 0x75, wrong)


@wrong_port("x86_64", "kprobes::every_instruction_stepped", says="post handlers .*|arch_resume_execution")
def resume_leaves_pc(good: Any) -> Hook:
    """arch_resume_execution does not set the program counter."""

    def arch_resume_execution(machine: Any, copy: InstructionCopy) -> bool:
        return True

    return arch_resume_execution


@wrong_port("x86_64", "kprobes::every_instruction_stepped", says="arch_resume_execution leads back")
def resume_at_the_instruction(good: Any) -> Hook:
    """After the copy has run, execution goes on at the original instruction again."""

    def arch_resume_execution(machine: Any, copy: InstructionCopy) -> bool:
        machine.registers["pc"] = copy.address
        return True

    return arch_resume_execution


@wrong_port("x86_64", "kprobes::functions_can_be_probed", "kprobes::every_instruction_boosted", says="refused")
def every_third_instruction_refused(good: Any) -> Hook:
    """A third of all instructions cannot be probed."""

    def arch_prepare_kprobe(text: Text, address: int, slot: int) -> InstructionCopy:
        if address % 3 == 0 and address != text.start:
            raise RegistrationError(errno.EOPNOTSUPP, "not today", address=address)
        copy: InstructionCopy = good.arch_prepare_kprobe(text, address, slot)
        return copy

    return arch_prepare_kprobe


@wrong_port("x86_64", "kprobes::every_instruction_boosted", says="is executed, so it begins there, but was refused")
def boundaries_refused(good: Any) -> Hook:
    """Some instructions are taken for the inside of others."""

    def arch_prepare_kprobe(text: Text, address: int, slot: int) -> InstructionCopy:
        if address - text.start > 40:
            raise RegistrationError(errno.EILSEQ, "no instruction begins there", address=address)
        copy: InstructionCopy = good.arch_prepare_kprobe(text, address, slot)
        return copy

    return arch_prepare_kprobe


@wrong_port("x86_64", "kprobes::addresses_inside_instructions_are_refused", says="is inside the instruction at")
def insides_of_instructions_accepted(good: Any) -> Hook:
    """An address inside an instruction is decoded as if one began there."""

    def arch_prepare_kprobe(text: Text, address: int, slot: int) -> InstructionCopy:
        copy: InstructionCopy = good.arch_prepare_kprobe(
            Text(address, text.code[address - text.start :]), address, slot
        )
        return copy

    return arch_prepare_kprobe
