"""Return probes: the return address is in the link register, and a return leaves the stack pointer as it was at entry.

Everything here is on the hit path.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Ppc64Cpu(Protocol):
    """The part of :class:`~kretcore_ppc64.machine.Ppc64Machine` that the hooks use."""

    get_pc: Callable[[], int]
    set_pc: Callable[[int], None]
    get_sp: Callable[[], int]
    set_sp: Callable[[int], None]
    get_lr: Callable[[], int]
    set_lr: Callable[[int], None]
    get_ctr: Callable[[], int]
    set_ctr: Callable[[int], None]
    get_cr: Callable[[], int]
    store_word: Callable[[int, int], None]

    def set(self, register: str, value: int) -> None:
        """Write any register."""

    def reset(self) -> None:
        """Give every register the value it has on a fresh machine."""


def arch_call_site(machine: Ppc64Cpu) -> tuple[int, int, int]:
    """See :func:`kretcore.hookspecs.arch_call_site`."""
    return machine.get_lr(), machine.get_sp(), 0


def arch_prepare_kretprobe(machine: Ppc64Cpu, trampoline: int) -> bool:
    """See :func:`kretcore.hookspecs.arch_prepare_kretprobe`.

    The prologue will store it at 16 bytes from the caller's stack pointer, for unwinders to meet (ELF ABIs, "Stack
    Frame").
    """
    machine.set_lr(trampoline)
    return True


def arch_frame_distance(machine: Ppc64Cpu, stack: int, backing_store: int) -> int | None:
    """See :func:`kretcore.hookspecs.arch_frame_distance`: no callee pops what its caller has pushed."""
    return 0 if machine.get_sp() == stack else None


def arch_fixup_return(machine: Ppc64Cpu, address: int) -> bool:
    """See :func:`kretcore.hookspecs.arch_fixup_return`.

    The link register as well: the BLR that would have returned leaves it at the address returned to.
    """
    machine.set_pc(address)
    machine.set_lr(address)
    return True
