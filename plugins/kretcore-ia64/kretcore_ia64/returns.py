"""Return probes: the return address is in ``b0``, and a frame is told by two stacks.

At a function's first instruction the register stack's top is behind its caller's local registers; a return takes it
back to where the caller's frame begins. Everything here is on the hit path.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kretcore.machine import Fault
from kretcore_ia64.decoder import Instruction
from kretcore_ia64.rse import skip


class Ia64Cpu(Protocol):
    """The part of :class:`~kretcore_ia64.machine.Ia64Machine` that the hooks use.

    ``execute`` executes one instruction as if it stood at its address, whatever stands there, and leaves ``pc`` where
    to go on; it returns the fault if there is one.
    """

    get_pc: Callable[[], int]
    set_pc: Callable[[int], None]
    get_sp: Callable[[], int]
    get_b0: Callable[[], int]
    set_b0: Callable[[int], None]
    get_bsp: Callable[[], int]
    get_cfm: Callable[[], int]
    store_word: Callable[[int, int], None]

    set: Callable[[str, int], None]
    execute: Callable[[Instruction], Fault | None]

    def reset(self) -> None:
        """Give every register the value it has on a fresh machine."""


def arch_call_site(machine: Ia64Cpu) -> tuple[int, int, int]:
    """See :func:`kretcore.hookspecs.arch_call_site`."""
    return machine.get_b0(), machine.get_sp(), machine.get_bsp()


def arch_prepare_kretprobe(machine: Ia64Cpu, trampoline: int) -> bool:
    """See :func:`kretcore.hookspecs.arch_prepare_kretprobe`."""
    machine.set_b0(trampoline)
    return True


def arch_frame_distance(machine: Ia64Cpu, stack: int, backing_store: int) -> int | None:
    """See :func:`kretcore.hookspecs.arch_frame_distance`: no callee pops what its caller has pushed."""
    if machine.get_sp() != stack or skip(machine.get_bsp(), machine.get_cfm() >> 7 & 127) != backing_store:
        return None
    return 0


def arch_fixup_return(machine: Ia64Cpu, address: int) -> bool:
    """See :func:`kretcore.hookspecs.arch_fixup_return`.

    ``b0`` as well: the return that would have gone there leaves it so.
    """
    machine.set_pc(address)
    machine.set_b0(address)
    return True
