"""Return probes on x86: the return address is the word at the stack pointer, before and after.

Everything here is on the hit path, and nothing here touches memory below the stack pointer (the red zone).
"""

from __future__ import annotations

from collections.abc import Callable

from kretcore_x86.emulate import X86Cpu

_MAX_RELEASED = 0xFFFF
"""Most bytes ``ret imm16`` can release."""


def arch_call_site(machine: X86Cpu) -> tuple[int, int, int]:
    """See :func:`kretcore.hookspecs.arch_call_site`."""
    stack = machine.get_sp()
    return machine.load_word(stack), stack, 0


def arch_prepare_kretprobe(machine: X86Cpu, trampoline: int) -> bool:
    """See :func:`kretcore.hookspecs.arch_prepare_kretprobe`."""
    machine.store_word(machine.get_sp(), trampoline)
    return True


def arch_fixup_return(machine: X86Cpu, address: int) -> bool:
    """See :func:`kretcore.hookspecs.arch_fixup_return`."""
    machine.set_pc(address)
    return True


def frame_distance(word: int) -> Callable[[X86Cpu, int, int], int | None]:
    """Make the hook :func:`~kretcore.hookspecs.arch_frame_distance` for words of ``word`` bytes.

    A plain return leaves the stack pointer one word above the frame's; ``ret imm16`` leaves it higher by what it
    released, which is the size of arguments or of a pointer to a struct, hence whole words.
    """

    def arch_frame_distance(machine: X86Cpu, stack: int, backing_store: int) -> int | None:
        distance = machine.get_sp() - stack - word
        if distance == 0:
            return 0
        return distance if 0 < distance <= _MAX_RELEASED and distance % word == 0 else None

    return arch_frame_distance
