"""Wrong ports of an architecture with predicates, bundles and a register stack: ia64."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kretcore.arch import ArchDescription, FunctionEntry, InstructionCopy, Patch
from mutants.copies import copies, patches
from mutants.descriptions import changed
from mutants.machines import Forgetful
from mutants.making import Hook, WrongMachine, wrong_port

BUNDLE = 16
SLOT = 41
"""Bits of an instruction."""
TEMPLATE = 5
PREDICATE = 63


PREDICATE_AT = {0: TEMPLATE, 2: TEMPLATE + 2 * SLOT - 64}
"""Where a breakpoint's predicate is in its patch, by slot; in slot 1 it is not written."""


def predicate_of(copy: InstructionCopy) -> int:
    """The predicate that a patch writes; 0 is true."""
    at = PREDICATE_AT.get(copy.address % BUNDLE)
    return 0 if at is None else int.from_bytes(copy.patch.code, "little") >> at & PREDICATE


def predicated(copy: InstructionCopy, predicate: int) -> InstructionCopy:
    """A copy whose patch writes another predicate, if it writes one."""
    at = PREDICATE_AT.get(copy.address % BUNDLE)
    if at is None:
        return copy
    code = int.from_bytes(copy.patch.code, "little") ^ (predicate_of(copy) ^ predicate) << at
    return replace(copy, patch=replace(copy.patch, code=code.to_bytes(len(copy.patch.code), "little")))


# -- predicates ----------------------------------------------------------------------------------


@wrong_port("ia64", "kprobes::every_instruction_boosted", says=r"runs \d+ times, its probe was hit \d+ times")
def predication_not_declared(good: Any) -> ArchDescription:
    """Breakpoints take their instruction's predicate, but the description does not say so."""
    return changed(good, capabilities=good.DESCRIPTION.capabilities - {"predication"})


@wrong_port("ia64", "kprobes::every_instruction_boosted", says="with a probe on .* the guest")
def breakpoint_takes_another_predicate(good: Any) -> Hook:
    """The breakpoint of a predicated instruction takes a predicate beside the instruction's."""

    def change(copy: InstructionCopy, code: bytes) -> InstructionCopy:
        predicate = predicate_of(copy)
        return predicated(copy, predicate ^ 1) if predicate else copy

    return copies(good, change)


@wrong_port("ia64", "kprobes::functions_can_be_probed", says=r"with a probe on fib\(\) .* the guest")
def breakpoint_never_executed(good: Any) -> Hook:
    """Breakpoints take the predicate p63 where the instruction has none."""
    return copies(good, lambda copy, code: predicated(copy, predicate_of(copy) or 63))


# -- bundles -------------------------------------------------------------------------------------


@wrong_port("ia64", "kprobes::all_instructions_at_once", says=r"its probe was hit \d+ times")
def neighbours_taken_along_unsaid(good: Any) -> Hook:
    """A copy takes the rest of its bundle along and does not say so."""
    return copies(good, lambda copy, code: replace(copy, passes={}))


@wrong_port("ia64", "kprobes::all_instructions_at_once", says=r"its probe was hit \d+ times")
def neighbours_of_another_bundle_named(good: Any) -> Hook:
    """What a copy says it takes along is in the bundle behind."""

    def change(copy: InstructionCopy, code: bytes) -> InstructionCopy:
        return replace(copy, passes={at: passed + BUNDLE for at, passed in copy.passes.items()})

    return copies(good, change)


@wrong_port("ia64", "kprobes::breakpoints_touch_their_instruction_only", says="also writes .* spoils its neighbours")
def breakpoint_always_in_the_first_slot(good: Any) -> Hook:
    """The slot of a probe's address is ignored when the breakpoint is written."""
    return copies(
        good,
        lambda copy, code: replace(
            copy,
            patch=Patch(
                copy.address & -BUNDLE,
                (int.from_bytes(good.DESCRIPTION.breakpoint[:8], "little") & ~31).to_bytes(8, "little"),
                ((1 << SLOT) - 1 << TEMPLATE).to_bytes(8, "little"),
            ),
        ),
    )


@wrong_port("ia64", "kprobes::every_instruction_boosted", says="the guest does not return any more")
def breakpoint_spoils_its_bundle(good: Any) -> Hook:
    """The breakpoint is written as whole words, over the rest of its bundle."""
    return patches(good, lambda patch: replace(patch, mask=b"\xff" * len(patch.mask)))


# -- the register stack --------------------------------------------------------------------------


@wrong_port("ia64", "kretprobes::returns_are_recognized", says="arch_frame_distance of its frame is None")
def register_stack_left_out_of_call_sites(good: Any) -> Hook:
    """A call's place in the register stack is not told."""

    def arch_call_site(machine: Any) -> tuple[int, int, int]:
        address, stack, _ = good.arch_call_site(machine)
        return address, stack, 0

    return arch_call_site


@wrong_port("ia64", "kretprobes::distance_accepts_the_call_that_returned", says="still under way have distances")
def frames_told_by_the_stack_alone(good: Any) -> Hook:
    """Whether a return is of a frame is told by the stack pointer, which many functions leave as it is."""

    def arch_frame_distance(machine: Any, stack: int, backing_store: int) -> int | None:
        distance = machine.registers["sp"] - stack
        return distance if distance >= 0 else None

    return arch_frame_distance


@wrong_port("ia64", "kretprobes::a_return_is_seen", says="none of its 1 probed calls")
def returns_compared_with_the_callees_frame(good: Any) -> Hook:
    """At a return the register stack is taken to be where it was at the function's entry."""

    def arch_frame_distance(machine: Any, stack: int, backing_store: int) -> int | None:
        return 0 if (machine.registers["sp"], machine.registers["ar.bsp"]) == (stack, backing_store) else None

    return arch_frame_distance


@wrong_port("ia64", "machine::contexts_hold_every_register", says="does not bring back")
def restore_forgets_the_frame(good: Any) -> type[WrongMachine]:
    """restore() leaves out the marker of the current frame."""
    return type("Wrong", (Forgetful,), {"forgets": ("cfm",)})


@wrong_port("ia64", "kretprobes::execution_goes_on_at_the_return_address", says="must set the link register b0")
def fixup_leaves_the_branch_register(good: Any) -> Hook:
    """After a probed return b0 holds the trampoline's address."""

    def arch_fixup_return(machine: Any, address: int) -> bool:
        machine.registers["pc"] = address
        return True

    return arch_fixup_return


# -- entering functions --------------------------------------------------------------------------


@wrong_port("ia64", "description::pointers_are_descriptors", says="global pointer .* set by arch_enter_function")
def function_entered_without_its_gp(good: Any) -> Hook:
    """A function is entered without the gp that its descriptor holds."""

    def arch_enter_function(
        machine: Any, entry: FunctionEntry, arguments: Any, return_address: int, stack: int, stack_bottom: int
    ) -> bool:
        good.arch_enter_function(machine, entry, arguments, return_address, stack, stack_bottom)
        machine.registers["r1"] = 0
        return True

    return arch_enter_function
