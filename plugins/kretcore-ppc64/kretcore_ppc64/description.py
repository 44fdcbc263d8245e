"""Both architectures as data."""

from __future__ import annotations

from typing import Literal

from kretcore.arch import ArchDescription, CallingConvention, Capability, ErrorFlag, SyscallConvention
from kretcore_ppc64.deny import DENY
from kretcore_ppc64.instructions import SLOT_SIZE, TRAP
from kretcore_ppc64.registers import REGISTERS
from kretcore_ppc64.syscalls import NUMBERS

_ARGUMENTS = tuple(f"r{number}" for number in range(3, 11))
_CR0_SO = 1 << 28  # bit 3 of the 32, counted from the left

LINK_AREA = {1: 48, 2: 32}
"""Bytes between the stack pointer and the parameter save area, by ABI (ELF V1 3.2.2, ELF V2 2.2.2)."""

PARAMETERS_IN_REGISTERS = 64
"""Bytes of the parameter save area that belong to r3 to r10."""


_CAPABILITIES: frozenset[Capability] = frozenset(
    ("boost", "branches", "entry_log", "floating_point", "non_local_jumps", "system_calls")
)


def _describe(name: str, byte_order: Literal["little", "big"], usual_abi: int) -> ArchDescription:
    return ArchDescription(
        name=name,
        hook_api=1,
        bits=64,
        byte_order=byte_order,
        elf_machine=21,  # EM_PPC64
        elf_flags=frozenset((0, 1, 2)),  # EF_PPC64_ABI: 0 and 1 are ELFv1, 2 is ELFv2
        instruction_alignment=4,
        slot_size=SLOT_SIZE,
        breakpoint=TRAP.to_bytes(4, byte_order),
        registers=tuple(REGISTERS),
        stack_alignment=16,
        relative_relocation=22,  # R_PPC64_RELATIVE
        # ELF V1 ABI 3.2.3, ELF V2 ABI 2.2.3
        calling=CallingConvention(
            arguments=_ARGUMENTS,
            stack_arguments=LINK_AREA[usual_abi] + PARAMETERS_IN_REGISTERS,
            results=("r3", "r4"),
            return_register="lr",
            preserved=tuple(f"{kind}{number}" for kind in "rf" for number in range(14, 32)),
        ),
        # Linux, Documentation/powerpc/syscall64-abi.rst
        syscalls=SyscallConvention(
            number="r0",
            arguments=_ARGUMENTS[:6],
            result="r3",
            error_flag=ErrorFlag(register="cr", mask=_CR0_SO),
            numbers=NUMBERS,
        ),
        deny=DENY,
        capabilities=_CAPABILITIES | ({"descriptors"} if usual_abi == 1 else set()),
    )


BIG = _describe("ppc64", "big", 1)
LITTLE = _describe("ppc64le", "little", 2)
