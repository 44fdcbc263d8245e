"""The plugin ``toy``: return addresses in a link register."""

from __future__ import annotations

from collections.abc import Sequence

from kretcore.arch import ArchDescription, FunctionEntry
from kretcore.hookspecs import hookimpl
from toy.arch import (
    TOY,
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


@hookimpl
def arch_describe() -> ArchDescription:
    return TOY


@hookimpl
def arch_enter_function(
    machine: ToyMachine, entry: FunctionEntry, arguments: Sequence[int], return_address: int, stack: int
) -> bool:
    names = TOY.calling.arguments
    for name, value in zip(names, arguments, strict=False):
        machine.registers[name] = value
    rest = arguments[len(names) :]
    sp = stack - 4 * len(rest) & -TOY.stack_alignment
    for index, value in enumerate(rest):
        machine.memory.store_word(sp + 4 * index, value)
    machine.registers["sp"] = sp
    machine.registers["lr"] = return_address
    machine.registers["pc"] = entry.call
    return True


@hookimpl
def arch_call_site(machine: ToyMachine) -> tuple[int, int, int]:
    return machine.registers["lr"], machine.registers["sp"], 0


@hookimpl
def arch_prepare_kretprobe(machine: ToyMachine, trampoline: int) -> bool:
    machine.registers["lr"] = trampoline
    return True


@hookimpl
def arch_frame_distance(machine: ToyMachine, stack: int, backing_store: int) -> int | None:
    return 0 if machine.registers["sp"] == stack else None


@hookimpl
def arch_fixup_return(machine: ToyMachine, address: int) -> bool:
    machine.registers["lr"] = machine.registers["pc"] = address
    return True
