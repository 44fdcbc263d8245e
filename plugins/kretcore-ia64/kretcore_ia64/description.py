"""The architecture as data."""

from __future__ import annotations

from typing import Final

from kretcore.arch import ArchDescription, CallingConvention, Deny, ErrorFlag, SyscallConvention
from kretcore_ia64.names import WIDTHS
from kretcore_ia64.prepare import BREAKPOINT, SLOT_SIZE
from kretcore_ia64.syscalls import NUMBERS

SCRATCH_AREA: Final = 16
"""Bytes at the stack pointer that belong to the callee."""

# Itanium Software Conventions and Runtime Architecture Guide: 5.1 (register usage), 7.1 (frames), 8.5 (parameters)
DESCRIPTION: Final = ArchDescription(
    name="ia64",
    hook_api=1,
    bits=64,
    byte_order="little",
    elf_machine=50,  # EM_IA_64
    instruction_alignment=1,  # an instruction's address is its bundle's plus its slot
    slot_size=SLOT_SIZE,
    breakpoint=BREAKPOINT,
    registers=tuple(WIDTHS),
    stack_alignment=16,
    start_area=SCRATCH_AREA,  # Linux, start_thread() of ia64
    relative_relocation=0x6F,  # R_IA64_REL64LSB
    descriptor_relocation=0x81,  # R_IA64_IPLTLSB
    calling=CallingConvention(
        arguments=tuple(f"r{number}" for number in range(32, 40)),
        stack_arguments=SCRATCH_AREA,
        results=("r8", "r9"),
        return_register="b0",
        preserved=(
            *(f"r{number}" for number in range(4, 8)),
            *(f"b{number}" for number in range(1, 6)),
            "ar.pfs",
            "ar.lc",
        ),
    ),
    # Linux, arch/ia64/kernel/entry.S (break_fault): a call's arguments are the outputs of its caller's frame
    syscalls=SyscallConvention(
        number="r15",
        arguments=tuple(f"out{number}" for number in range(6)),
        result="r8",
        error_flag=ErrorFlag(register="r10", mask=(1 << 64) - 1),
        numbers=NUMBERS,
    ),
    deny=(
        Deny(pattern="__ia64_save_stack_nonlocal", reason="it works on its caller's frame"),
        Deny(pattern="__ia64_nonlocal_goto", reason="it leaves for a frame further up and does not return"),
        Deny(pattern="__ia64_restore_stack_nonlocal", reason="it works on its caller's frame"),
        Deny(pattern="__ia64_trampoline", reason="it is part of a call, and hands its caller's arguments on"),
    ),
    capabilities=frozenset(
        (
            "boost",
            "branches",
            "descriptors",
            "entry_log",
            "floating_point",
            "non_local_jumps",
            "predication",
            "register_stack",
            "system_calls",
        )
    ),
)
