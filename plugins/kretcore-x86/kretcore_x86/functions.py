"""Entering functions, and the return trampoline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kretcore.arch import CallingConvention, FunctionEntry
from kretcore.errors import MemoryFault
from kretcore.hookspecs import Boot
from kretcore.images import Image
from kretcore.machine import Memory

ENDBR32 = b"\xf3\x0f\x1e\xfb"
ENDBR64 = b"\xf3\x0f\x1e\xfa"

TRAMPOLINE_SYMBOL = "__kretprobe_trampoline"
TRAMPOLINE = b"\x90" + b"\xcc" * 15
"""A NOP to put the breakpoint on. Control never goes beyond it: the rest traps if it ever does."""

_ROOM_ABOVE = 128
"""Bytes left free above the arguments: a function that reads more arguments than it got finds zeros, not a fault."""

EnterFunction = Callable[[Any, FunctionEntry, Sequence[int], int, int], bool]


def arch_function_entry(image: Image, memory: Memory, address: int) -> FunctionEntry:
    """See :func:`kretcore.hookspecs.arch_function_entry`.

    A probe goes behind ENDBR, which an indirect call must land on (Linux ``arch_adjust_kprobe_addr()``).
    """
    try:
        first = memory.read(address, len(ENDBR64))
    except MemoryFault:
        first = b""  # unmapped, or shorter than ENDBR: whoever goes there finds out
    probe = address + len(first) if first in (ENDBR64, ENDBR32) else address
    return FunctionEntry(address, probe)


def arch_init(boot: Boot) -> bool:
    """See :func:`kretcore.hookspecs.arch_init`."""
    trampoline = boot.load_text(TRAMPOLINE_SYMBOL, TRAMPOLINE)
    boot.register_kprobe(trampoline, boot.trampoline_probe_handler)
    return True


def enter_function(convention: CallingConvention, word: int) -> EnterFunction:
    """Make the hook :func:`~kretcore.hookspecs.arch_enter_function` of a System V ABI.

    Both ABIs lay out the stack alike: the arguments that have no register, aligned to 16 bytes, and the return
    address below them (i386 psABI 2.2.2, x86-64 psABI 3.2.2). All other registers are as after a reset of the
    machine, which is what the ABIs ask for: direction flag clear, floating-point control words at their defaults,
    no vector registers passed (AL is 0).
    """
    registers = convention.arguments

    def arch_enter_function(
        machine: Any, entry: FunctionEntry, arguments: Sequence[int], return_address: int, stack: int
    ) -> bool:
        on_stack = arguments[len(registers) :]
        bottom = stack - _ROOM_ABOVE - len(on_stack) * word & ~15
        for index, argument in enumerate(on_stack):
            machine.store_word(bottom + index * word, argument)
        machine.store_word(bottom - word, return_address)
        machine.reset()
        for register, argument in zip(registers, arguments, strict=False):
            machine.set(register, argument)
        machine.set_sp(bottom - word)
        machine.set_pc(entry.call)
        return True

    return arch_enter_function
