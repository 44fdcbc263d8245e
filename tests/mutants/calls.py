"""Ports that enter functions wrongly, or whose return probes are wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kretcore.arch import FunctionEntry
from mutants.making import Hook, wrong_port

NOP = b"\x90"

# -- entering functions --------------------------------------------------------------------------


@wrong_port(
    "x86_64", "machine::breakpoint_callback_gets_the_breakpoints_address", says="where arch_function_entry sends"
)
def probes_outside_the_function(good: Any) -> Hook:
    """Probes on a function go a hundred bytes behind its beginning."""

    def arch_function_entry(image: Any, memory: Any, address: int) -> FunctionEntry:
        return FunctionEntry(address, address + 100)

    return arch_function_entry


@wrong_port("x86_64", "functions::arguments_arrive_in_order", says="it arrived as argument")
def arguments_reversed(good: Any) -> Hook:
    """Arguments are passed last to first."""

    def arch_enter_function(
        machine: Any, entry: FunctionEntry, arguments: Sequence[int], return_address: int, stack: int
    ) -> bool:
        if len(arguments) > 6:
            arguments = arguments[::-1]
        done: bool = good.arch_enter_function(machine, entry, arguments, return_address, stack)
        return done

    return arch_enter_function


@wrong_port("x86_64", "functions::arguments_arrive_in_order", says="argument 7 of 12 .* arrived as argument 8")
def stack_arguments_misplaced(good: Any) -> Hook:
    """Arguments on the stack lie a word too high."""

    def arch_enter_function(
        machine: Any, entry: FunctionEntry, arguments: Sequence[int], return_address: int, stack: int
    ) -> bool:
        arguments = [*arguments[:6], *([0] if len(arguments) > 6 else []), *arguments[6:]]
        done: bool = good.arch_enter_function(machine, entry, arguments, return_address, stack)
        return done

    return arch_enter_function


@wrong_port("x86_64", "functions::arguments_and_results_are_whole_words", says=r"identity\(0xffffffffffffffff\) gives")
def arguments_cut_to_32_bits(good: Any) -> Hook:
    """Arguments lose their upper half."""

    def arch_enter_function(
        machine: Any, entry: FunctionEntry, arguments: Sequence[int], return_address: int, stack: int
    ) -> bool:
        arguments = [argument & 0xFFFFFFFF for argument in arguments]
        done: bool = good.arch_enter_function(machine, entry, arguments, return_address, stack)
        return done

    return arch_enter_function


@wrong_port("x86_64", "description::guest_is_of_this_version", says="where the function does not look for it")
def return_address_misplaced(good: Any) -> Hook:
    """The return address lies a word above the stack pointer."""

    def arch_enter_function(
        machine: Any, entry: FunctionEntry, arguments: Sequence[int], return_address: int, stack: int
    ) -> bool:
        good.arch_enter_function(machine, entry, arguments, 0, stack)
        machine.memory.store_word(machine.registers["sp"] + 8, return_address)
        return True

    return arch_enter_function


@wrong_port("x86_64", "functions::stack_is_aligned_at_entry", says="not aligned to 16")
def stack_unaligned(good: Any) -> Hook:
    """The stack pointer is aligned at the function's entry instead of before the return address is pushed."""

    def arch_enter_function(
        machine: Any, entry: FunctionEntry, arguments: Sequence[int], return_address: int, stack: int
    ) -> bool:
        good.arch_enter_function(machine, entry, arguments, return_address, stack)
        sp = machine.registers["sp"]
        machine.memory.write(sp - 8, machine.memory.read(sp, stack - sp))
        machine.registers["sp"] = sp - 8
        return True

    return arch_enter_function


# -- return probes -------------------------------------------------------------------------------


@wrong_port("x86_64", "functions::entry_is_in_the_function", says="arch_init.* no probe on a return trampoline")
def trampoline_without_a_probe(good: Any) -> Hook:
    """arch_init registers a handler of its own on the trampoline."""

    def arch_init(boot: Any) -> bool:
        boot.register_kprobe(boot.load_text("__kretprobe_trampoline", NOP * 16), lambda kp, registers: 1)
        return True

    return arch_init


@wrong_port("x86_64", "kretprobes::trampoline_cannot_be_probed", says="beside the trampoline")
def probe_beside_the_trampoline(good: Any) -> Hook:
    """arch_init registers its probe behind the text that it has loaded."""

    def arch_init(boot: Any) -> bool:
        address = boot.load_text("__kretprobe_trampoline", NOP * 16)
        boot.register_kprobe(address + 32, boot.trampoline_probe_handler)
        return True

    return arch_init


@wrong_port("x86_64", "kretprobes::call_sites_are_read", says="sp is .* gives .* off by 8")
def frame_off_by_a_word(good: Any) -> Hook:
    """The frame is the stack pointer before the call pushed the return address."""

    def arch_call_site(machine: Any) -> tuple[int, int, int]:
        address, stack, _ = good.arch_call_site(machine)
        return address, stack + 8, 0

    return arch_call_site


@wrong_port("x86_64", "kretprobes::call_sites_are_read", says="sp is .* as its frame")
def frame_the_same_at_every_depth(good: Any) -> Hook:
    """The frame is the end of the stack's page, whatever call it is."""

    def arch_call_site(machine: Any) -> tuple[int, int, int]:
        address, stack, _ = good.arch_call_site(machine)
        return address, stack & -4096, 0

    return arch_call_site


@wrong_port("x86_64", "kretprobes::call_sites_are_read", says="return address is")
def return_address_read_one_word_off(good: Any) -> Hook:
    """The return address is looked for behind a frame pointer that is not pushed yet."""

    def arch_call_site(machine: Any) -> tuple[int, int, int]:
        stack = machine.registers["sp"]
        return machine.memory.load_word(stack + 8), stack, 0

    return arch_call_site


@wrong_port("x86_64", "kretprobes::return_addresses_are_replaced", says="also when that is the trampoline")
def call_site_hides_the_trampoline(good: Any) -> Sequence[Hook]:
    """arch_call_site gives the real return address of a call that is probed already."""
    real: dict[int, int] = {}

    def arch_prepare_kretprobe(machine: Any, trampoline: int) -> bool:
        address, stack, _ = good.arch_call_site(machine)
        real[stack] = address
        done: bool = good.arch_prepare_kretprobe(machine, trampoline)
        return done

    def arch_call_site(machine: Any) -> tuple[int, int, int]:
        address, stack, _ = good.arch_call_site(machine)
        return real.get(stack, address), stack, 0

    return arch_prepare_kretprobe, arch_call_site


@wrong_port("x86_64", "kretprobes::return_addresses_are_replaced", says=r"has written to sp\+0x8")
def trampoline_written_to_the_wrong_word(good: Any) -> Hook:
    """The trampoline's address is written beside the return address."""

    def arch_prepare_kretprobe(machine: Any, trampoline: int) -> bool:
        machine.memory.store_word(machine.registers["sp"] + 8, trampoline)
        return True

    return arch_prepare_kretprobe


@wrong_port("x86_64", "kretprobes::return_addresses_are_replaced", says="has changed rdi")
def register_lost_at_the_entry(good: Any) -> Hook:
    """Replacing the return address costs an argument's register."""

    def arch_prepare_kretprobe(machine: Any, trampoline: int) -> bool:
        machine.registers["rdi"] = trampoline
        done: bool = good.arch_prepare_kretprobe(machine, trampoline)
        return done

    return arch_prepare_kretprobe


@wrong_port("i386", "kretprobes::execution_goes_on_at_the_return_address", says="has changed edx.* result")
def second_result_register_lost(good: Any) -> Hook:
    """On the way through the trampoline the second register of a result is used."""

    def arch_fixup_return(machine: Any, address: int) -> bool:
        machine.registers["edx"] = address
        done: bool = good.arch_fixup_return(machine, address)
        return done

    return arch_fixup_return


@wrong_port("x86_64", "kretprobes::execution_goes_on_at_the_return_address", says="was to go on at .* but pc is")
def fixup_leaves_pc(good: Any) -> Hook:
    """arch_fixup_return does not set the program counter."""

    def arch_fixup_return(machine: Any, address: int) -> bool:
        return True

    return arch_fixup_return


@wrong_port("x86_64", "kretprobes::returns_are_recognized", says="a call still under way")
def distance_always_zero(good: Any) -> Hook:
    """Every call is taken for the one that has returned."""

    def arch_frame_distance(machine: Any, stack: int, backing_store: int) -> int | None:
        return 0

    return arch_frame_distance


@wrong_port("x86_64", "kretprobes::returns_are_recognized", says="is 0 also for a frame 8 bytes below")
def distance_accepts_a_neighbour(good: Any) -> Hook:
    """A frame that is a few words away is taken for the one that has returned."""

    def arch_frame_distance(machine: Any, stack: int, backing_store: int) -> int | None:
        distance = machine.registers["sp"] - stack - 8
        return 0 if 0 <= distance <= 16 else None

    return arch_frame_distance


@wrong_port("x86_64", "kretprobes::returns_are_recognized", says="arch_frame_distance of its frame is None")
def distance_forgets_the_return_address(good: Any) -> Hook:
    """The frame is compared with the stack pointer as if a return popped nothing."""

    def arch_frame_distance(machine: Any, stack: int, backing_store: int) -> int | None:
        return 0 if machine.registers["sp"] == stack else None

    return arch_frame_distance


@wrong_port("i386", "kretprobes::structs_through_memory", says="allow for what a function pops")
def popped_arguments_not_allowed_for(good: Any) -> Hook:
    """A function that has popped the address of its result is not recognized."""

    def arch_frame_distance(machine: Any, stack: int, backing_store: int) -> int | None:
        return 0 if machine.registers["sp"] - stack == 4 else None

    return arch_frame_distance
