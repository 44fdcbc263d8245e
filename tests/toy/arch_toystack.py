"""The plugin ``toystack``: return addresses on the stack."""

from __future__ import annotations

from collections.abc import Sequence

from kretcore.arch import ArchDescription, FunctionEntry
from kretcore.hookspecs import hookimpl
from toy.arch import (
    TOYSTACK,
    arch_create_machine,
    arch_function_entry,
    arch_init,
    arch_prepare_kprobe,
    arch_resume_execution,
)
from toy.machine import ToyMachine

__all__ = [
    "arch_call_site",
    "arch_create_machine",
    "arch_describe",
    "arch_enter_function",
    "arch_fixup_return",
    "arch_frame_distance",
    "arch_function_entry",
    "arch_init",
    "arch_prepare_kprobe",
    "arch_prepare_kretprobe",
    "arch_resume_execution",
]

_MOST_POPPED = 0xFFFF
"""What the immediate of ``ret`` can say."""


@hookimpl
def arch_describe() -> ArchDescription:
    return TOYSTACK


@hookimpl
def arch_enter_function(
    machine: ToyMachine, entry: FunctionEntry, arguments: Sequence[int], return_address: int, stack: int
) -> bool:
    names = TOYSTACK.calling.arguments
    for name, value in zip(names, arguments, strict=False):
        machine.registers[name] = value
    rest = arguments[len(names) :]
    sp = (stack - 4 * len(rest) & -TOYSTACK.stack_alignment) - 4
    machine.memory.store_word(sp, return_address)
    for index, value in enumerate(rest):
        machine.memory.store_word(sp + 4 + 4 * index, value)
    machine.registers["sp"] = sp
    machine.registers["pc"] = entry.call
    return True


@hookimpl
def arch_call_site(machine: ToyMachine) -> tuple[int, int, int]:
    sp = machine.registers["sp"]
    return machine.memory.load_word(sp), sp, 0


@hookimpl
def arch_prepare_kretprobe(machine: ToyMachine, trampoline: int) -> bool:
    machine.memory.store_word(machine.registers["sp"], trampoline)
    return True


@hookimpl
def arch_frame_distance(machine: ToyMachine, stack: int, backing_store: int) -> int | None:
    popped = machine.registers["sp"] - stack - 4
    return popped if 0 <= popped <= _MOST_POPPED and popped % 4 == 0 else None


@hookimpl
def arch_fixup_return(machine: ToyMachine, address: int) -> bool:
    machine.registers["pc"] = address
    return True
