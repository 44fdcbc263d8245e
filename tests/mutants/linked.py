"""Wrong ports of an architecture with a link register, a global pointer, descriptors, and an error flag: PowerPC."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kretcore.arch import ArchDescription, FunctionEntry, InstructionCopy
from mutants.copies import copies
from mutants.descriptions import changed, changed_syscalls
from mutants.machines import Forgetful
from mutants.making import Hook, WrongMachine, wrong_port

WORD = 4


def is_call(code: bytes, byte_order: Any) -> bool:
    """Whether an instruction is ``bl``."""
    word = int.from_bytes(code, byte_order)
    return word >> 26 == 18 and word & 1 == 1


# -- the link register ---------------------------------------------------------------------------


@wrong_port("ppc64le", "kretprobes::execution_goes_on_at_the_return_address", says="must set the link register lr")
def fixup_leaves_the_link_register(good: Any) -> Hook:
    """After a probed return the link register holds the trampoline's address."""

    def arch_fixup_return(machine: Any, address: int) -> bool:
        machine.registers["pc"] = address
        return True

    return arch_fixup_return


@wrong_port("ppc64", "kretprobes::call_sites_are_read", says="return address is .* arch_call_site says")
def return_address_read_from_the_stack(good: Any) -> Hook:
    """The return address is looked for where the function will save it."""

    def arch_call_site(machine: Any) -> tuple[int, int, int]:
        stack = machine.registers["sp"]
        return machine.memory.load_word(stack + 16), stack, 0

    return arch_call_site


@wrong_port("ppc64", "kretprobes::return_addresses_are_replaced", says="has changed ctr")
def wrong_link_register(good: Any) -> Hook:
    """The trampoline's address is put into the count register, which also holds addresses to branch to."""

    def arch_prepare_kretprobe(machine: Any, trampoline: int) -> bool:
        machine.registers["ctr"] = trampoline
        return True

    return arch_prepare_kretprobe


@wrong_port("ppc64le", "kretprobes::return_addresses_are_replaced", says=r"has written to sp\+0x10")
def trampoline_put_where_the_link_register_is_saved(good: Any) -> Hook:
    """The trampoline's address is written where the function is about to save the link register."""

    def arch_prepare_kretprobe(machine: Any, trampoline: int) -> bool:
        machine.memory.store_word(machine.registers["sp"] + 16, trampoline)
        return True

    return arch_prepare_kretprobe


@wrong_port("ppc64", "kprobes::every_instruction_boosted", says="the emulation.* makes a loop")
def emulated_call_links_behind_the_copy(good: Any) -> Hook:
    """An emulated call leaves the address behind its copy in the link register."""

    def change(copy: InstructionCopy, code: bytes) -> InstructionCopy:
        emulate = copy.emulate
        if emulate is None or not is_call(code, good.DESCRIPTION.byte_order):
            return copy

        def wrong(machine: Any) -> None:
            emulate(machine)
            machine.registers["lr"] = copy.slot + WORD

        return replace(copy, emulate=wrong)

    return copies(good, change)


@wrong_port("ppc64", "kprobes::every_instruction_boosted", says="with a probe on .* the guest")
def calls_copied(good: Any) -> Hook:
    """Calls are copied like other instructions: their target and link are relative to the copy."""

    def change(copy: InstructionCopy, code: bytes) -> InstructionCopy:
        if not is_call(code, good.DESCRIPTION.byte_order):
            return copy
        return replace(copy, code=code, emulate=None)

    return copies(good, change)


# -- registers -----------------------------------------------------------------------------------


@wrong_port("ppc64", "machine::contexts_hold_every_register", says="does not bring back ctr, lr")
def restore_forgets_special_registers(good: Any) -> type[WrongMachine]:
    """restore() brings back general registers only."""
    return type("Wrong", (Forgetful,), {"forgets": ("lr", "ctr")})


@wrong_port("ppc64le", "machine::contexts_hold_every_register", says="does not bring back cr$|condition codes|flags")
def restore_forgets_the_condition_register(good: Any) -> type[WrongMachine]:
    """restore() leaves out the condition register."""
    return type("Wrong", (Forgetful,), {"forgets": ("cr",)})


# -- entering functions --------------------------------------------------------------------------


@wrong_port("ppc64", "description::pointers_are_descriptors", says="global pointer .* set by arch_enter_function")
def global_pointer_lost(good: Any) -> Hook:
    """A function is entered without the global pointer that its descriptor holds."""

    def arch_enter_function(
        machine: Any, entry: FunctionEntry, arguments: Any, return_address: int, stack: int
    ) -> bool:
        good.arch_enter_function(machine, entry, arguments, return_address, stack)
        machine.registers["r2"] = 0
        return True

    return arch_enter_function


@wrong_port("ppc64", "description::guest_is_of_this_version", says="descriptor|did not return")
def descriptor_taken_for_code(good: Any) -> Hook:
    """A function's symbol is taken for the address of its code."""

    def arch_function_entry(image: Any, memory: Any, address: int) -> FunctionEntry:
        return FunctionEntry(address, address)

    return arch_function_entry


@wrong_port("ppc64", "description::pointers_are_descriptors", says="global pointer .* out of arch_function_entry")
def descriptor_half_read(good: Any) -> Hook:
    """Of a descriptor only the first word is read."""

    def arch_function_entry(image: Any, memory: Any, address: int) -> FunctionEntry:
        entry: FunctionEntry = good.arch_function_entry(image, memory, address)
        return replace(entry, global_pointer=None)

    return arch_function_entry


@wrong_port("ppc64le", "kprobes::functions_can_be_probed", says="hit")
def probes_on_the_global_entry(good: Any) -> Hook:
    """Probes on a function go to its global entry, which local calls pass by."""

    def arch_function_entry(image: Any, memory: Any, address: int) -> FunctionEntry:
        entry: FunctionEntry = good.arch_function_entry(image, memory, address)
        return replace(entry, probe=entry.call)

    return arch_function_entry


# -- the description -----------------------------------------------------------------------------


@wrong_port("ppc64", "description::guest_is_of_this_version", says="breakpoint of the description")
def breakpoint_in_the_other_byte_order(good: Any) -> ArchDescription:
    """The breakpoint's bytes are those of the other byte order."""
    return changed(good, breakpoint=good.DESCRIPTION.breakpoint[::-1])


@wrong_port("ppc64le", "functions::system_calls_work", says="-EBADF")
def error_flag_ignored(good: Any) -> ArchDescription:
    """Errors of system calls are told by negative results instead of the condition register."""
    return changed_syscalls(good, error_flag=None)


@wrong_port("ppc64le", "functions::system_calls_work", says="-EBADF|must return 5")
def error_flag_is_another_bit(good: Any) -> ArchDescription:
    """The error flag is one bit beside the one that programs look at."""
    flag = good.DESCRIPTION.syscalls.error_flag
    return changed_syscalls(good, error_flag=flag.model_copy(update={"mask": flag.mask >> 1}))


@wrong_port("ppc64", "description::guest_is_of_this_architecture", says="e_flags")
def flags_of_another_abi(good: Any) -> ArchDescription:
    """It accepts images of the other ABI only."""
    return changed(good, elf_flags=frozenset((3,)))


@wrong_port("ppc64", "kprobes::copies_leave_what_their_instructions_leave", says=r"stepped, leaves 0x0 in xer")
def resume_clears_flags(good: Any) -> Hook:
    """After a step a register of flags is cleared."""

    def arch_resume_execution(machine: Any, copy: InstructionCopy) -> bool:
        good.arch_resume_execution(machine, copy)
        machine.registers["xer"] = 0
        return True

    return arch_resume_execution
