"""x86_64 as data."""

from __future__ import annotations

from kretcore_x86.deny import DENY
from kretcore_x86.prepare import BREAKPOINT, SLOT_SIZE
from kretcore_x86.registers import X86_64_REGISTERS

from kretcore.arch import ArchDescription, CallingConvention, SyscallConvention
from kretcore_x86_64.syscalls import NUMBERS

DESCRIPTION = ArchDescription(
    name="x86_64",
    hook_api=1,
    bits=64,
    byte_order="little",
    elf_machine=62,  # EM_X86_64
    instruction_alignment=1,
    slot_size=SLOT_SIZE,
    breakpoint=BREAKPOINT,
    registers=tuple(X86_64_REGISTERS),
    stack_alignment=16,
    relative_relocation=8,  # R_X86_64_RELATIVE
    # x86-64 psABI, section 3.2
    calling=CallingConvention(
        arguments=("rdi", "rsi", "rdx", "rcx", "r8", "r9"),
        stack_arguments=8,
        results=("rax", "rdx"),
        preserved=("rbx", "rbp", "r12", "r13", "r14", "r15"),
    ),
    # x86-64 psABI, section A.2.1
    syscalls=SyscallConvention(
        number="rax",
        arguments=("rdi", "rsi", "rdx", "r10", "r8", "r9"),
        result="rax",
        numbers=NUMBERS,
    ),
    deny=DENY,
    capabilities=frozenset(
        ("boost", "branches", "entry_log", "floating_point", "non_local_jumps", "system_calls"),
    ),
)
