"""Ports whose description is wrong, or that are no plugins."""

from __future__ import annotations

from typing import Any

from kretcore.arch import ArchDescription, Deny
from mutants.making import Hook, WrongMachine, wrong_port


def changed(good: Any, **fields: Any) -> ArchDescription:
    """The good port's description with some fields changed."""
    description: ArchDescription = good.DESCRIPTION.model_copy(update=fields)
    return description


def changed_calling(good: Any, **fields: Any) -> ArchDescription:
    """The same with fields of the calling convention."""
    return changed(good, calling=good.DESCRIPTION.calling.model_copy(update=fields))


def changed_syscalls(good: Any, **fields: Any) -> ArchDescription:
    """The same with fields of the system call convention."""
    return changed(good, syscalls=good.DESCRIPTION.syscalls.model_copy(update=fields))


@wrong_port("x86_64", "description::plugin_is_accepted", says=r"hook API 2")
def hooks_of_another_generation(good: Any) -> ArchDescription:
    """It says it was written for a generation of the hooks that this core does not have."""
    return changed(good, hook_api=2)


@wrong_port("x86_64", "description::plugin_is_accepted", says="arch_call_site")
def hook_with_other_parameters(good: Any) -> Hook:
    """A hook's parameter has another name."""

    def arch_call_site(cpu: Any) -> tuple[int, int, int]:
        site: tuple[int, int, int] = good.arch_call_site(cpu)
        return site

    return arch_call_site


@wrong_port("x86_64", "description::description_is_the_same_every_time", says="two different descriptions")
def description_changes(good: Any) -> Hook:
    """Each call of arch_describe() allows for larger slots."""
    sizes = iter(range(40, 1000))

    def arch_describe() -> ArchDescription:
        return changed(good, name="description_changes", slot_size=next(sizes))

    return arch_describe


@wrong_port("x86_64", "description::guest_is_of_this_architecture", says="e_machine is 62 .* says 183")
def wrong_elf_machine(good: Any) -> ArchDescription:
    """It accepts ELF images of another processor."""
    return changed(good, elf_machine=183)


@wrong_port("x86_64", "description::guest_is_of_this_architecture", says="guest is little-endian")
def wrong_byte_order(good: Any) -> ArchDescription:
    """It says that the processor is big-endian."""
    return changed(good, byte_order="big")


@wrong_port("x86_64", "description::guest_is_of_this_version", says="breakpoint of the description .* is a fault")
def wrong_breakpoint(good: Any) -> ArchDescription:
    """The breakpoint is another instruction that traps, but not as a breakpoint."""
    return changed(good, breakpoint=b"\x0f\x0b")


@wrong_port("x86_64", "description::registers_are_those_of_the_machine", says="in the machine but not listed: xmm7")
def register_not_listed(good: Any) -> ArchDescription:
    """The description leaves out a register that the machine has."""
    return changed(good, registers=tuple(name for name in good.DESCRIPTION.registers if name != "xmm7"))


@wrong_port("x86_64", "description::registers_are_those_of_the_machine", says="listed but not in the machine: dr7")
def register_not_there(good: Any) -> ArchDescription:
    """The description lists a register that the machine lacks."""
    return changed(good, registers=(*good.DESCRIPTION.registers, "dr7"))


@wrong_port("x86_64", "description::convention_makes_sense", says="rdi.* in calling.arguments and preserved")
def argument_preserved(good: Any) -> ArchDescription:
    """A register of arguments is said to be preserved across calls."""
    return changed_calling(good, preserved=(*good.DESCRIPTION.calling.preserved, "rdi"))


@wrong_port("x86_64", "description::sizes_make_sense", says="cannot stand where instructions are aligned to 4")
def wrong_instruction_alignment(good: Any) -> ArchDescription:
    """Instructions are said to be aligned to four bytes."""
    return changed(good, instruction_alignment=4)


@wrong_port("x86_64", "description::deny_list_spares_ordinary_functions", says=r"'\*' .* denies main")
def everything_denied(good: Any) -> ArchDescription:
    """A pattern of the deny list matches every name."""
    return changed(good, deny=(Deny(pattern="*", reason="not now"),))


@wrong_port("x86_64", "description::system_calls_are_numbered", says="lacks sched_yield")
def system_call_missing(good: Any) -> ArchDescription:
    """The table of system calls lacks one that is needed."""
    numbers = {number: name for number, name in good.DESCRIPTION.syscalls.numbers.items() if name != "sched_yield"}
    return changed_syscalls(good, numbers=numbers)


@wrong_port("x86_64", "functions::system_calls_work", says="numbers, or how errors are told")
def wrong_system_call_numbers(good: Any) -> ArchDescription:
    """The numbers of system calls are those of another architecture, where write is 4."""
    numbers = dict(good.DESCRIPTION.syscalls.numbers)
    numbers[1], numbers[4] = numbers[4], numbers[1]
    return changed_syscalls(good, numbers=numbers)


@wrong_port("x86_64", "functions::stack_is_aligned_at_entry", says="not aligned to 64")
def wrong_stack_alignment(good: Any) -> ArchDescription:
    """The stack is said to be aligned to more than it is."""
    return changed(good, stack_alignment=64)


@wrong_port("i386", "description::guest_is_of_this_version", says="calling.results must begin with")
def results_reversed(good: Any) -> ArchDescription:
    """The most significant register of a result comes first."""
    return changed_calling(good, results=("edx", "eax"))


@wrong_port("x86_64", "kprobes::every_instruction_boosted", "kprobes::functions_can_be_probed", says="slots have 8")
def slots_too_small(good: Any) -> ArchDescription:
    """A slot holds the longest instruction at most, and no tail."""
    return changed(good, slot_size=8)


@wrong_port("x86_64", "kretprobes::registers_are_left_alone", says="r11")
def scratch_register_preserved(good: Any) -> ArchDescription:
    """A register that functions may change is said to be preserved."""
    return changed_calling(good, preserved=(*good.DESCRIPTION.calling.preserved, "r11"))


@wrong_port("i386", "kprobes::registers_can_be_changed", says=r"in sp\+0 by the .* calling")
def stack_arguments_off_by_a_word(good: Any) -> ArchDescription:
    """Arguments on the stack are looked for where the return address is."""
    return changed_calling(good, stack_arguments=0)


@wrong_port("x86_64", "kretprobes::arguments_are_shown", says="recorded are")
def argument_registers_in_another_order(good: Any) -> ArchDescription:
    """The third and fourth argument register are exchanged in the description."""
    return changed_calling(good, arguments=("rdi", "rsi", "rcx", "rdx", "r8", "r9"))


def capable(good: Any, *capabilities: str) -> ArchDescription:
    """The good port's description with capabilities that are not there."""
    return changed(good, capabilities=good.DESCRIPTION.capabilities | set(capabilities))


@wrong_port("x86_64", "kretprobes::popped_arguments_are_told", says="no function of the guest pops anything")
def callee_pops_declared(good: Any) -> ArchDescription:
    """It declares that functions pop arguments, where none does."""
    return capable(good, "callee_pops")


@wrong_port("x86_64", "description::pointers_are_descriptors", says="descriptors are declared, but")
def descriptors_declared(good: Any) -> ArchDescription:
    """It declares descriptors, where pointers are code addresses."""
    return capable(good, "descriptors")


@wrong_port("x86_64", "kretprobes::entry_log_notes_what_a_callback_would_see", says="no attribute entry_log")
def entry_log_declared(good: Any) -> type[WrongMachine]:
    """It declares an entry log that its machine does not have."""

    class WithoutLog(WrongMachine):
        def __getattr__(self, name: str) -> Any:
            if name == "entry_log":
                raise AttributeError(name)
            return super().__getattr__(name)

    return WithoutLog


@wrong_port("x86_64", "functions::wide_results_use_the_registers_described", says="'rax', 'rcx'.* must hold")
def second_result_register_wrong(good: Any) -> ArchDescription:
    """The second half of a result is said to be in another register."""
    return changed_calling(good, results=("rax", "rcx"))
