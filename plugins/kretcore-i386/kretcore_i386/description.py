"""i386 as data."""

from __future__ import annotations

from kretcore_x86.deny import DENY, PC_THUNKS
from kretcore_x86.prepare import BREAKPOINT, SLOT_SIZE
from kretcore_x86.registers import I386_REGISTERS

from kretcore.arch import ArchDescription, CallingConvention, SyscallConvention
from kretcore_i386.syscalls import NUMBERS

DESCRIPTION = ArchDescription(
    name="i386",
    hook_api=1,
    bits=32,
    byte_order="little",
    elf_machine=3,  # EM_386
    instruction_alignment=1,
    slot_size=SLOT_SIZE,
    breakpoint=BREAKPOINT,
    registers=tuple(I386_REGISTERS),
    stack_alignment=16,
    relative_relocation=8,  # R_386_RELATIVE
    # i386 psABI, section 2.2
    calling=CallingConvention(
        arguments=(),
        stack_arguments=4,
        results=("eax", "edx"),
        preserved=("ebx", "esi", "edi", "ebp"),
    ),
    # Linux arch/x86/entry/entry_32.S, entry_INT80_32
    syscalls=SyscallConvention(
        number="eax",
        arguments=("ebx", "ecx", "edx", "esi", "edi", "ebp"),
        result="eax",
        numbers=NUMBERS,
    ),
    deny=DENY + PC_THUNKS,
    capabilities=frozenset(
        ("boost", "branches", "callee_pops", "entry_log", "floating_point", "non_local_jumps", "system_calls"),
    ),
)
