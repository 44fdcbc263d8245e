"""What an architecture can declare beyond the minimum, and what that obliges it to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from kretcore.arch import Capability

MEANING: Mapping[Capability, str] = MappingProxyType(
    {
        "boost": "copies of instructions that fall through have a `jump_back`, so that a hit traps once, not twice",
        "branches": "jumps, calls and returns can be probed: relocated, or emulated by `InstructionCopy.emulate`",
        "callee_pops": "functions may pop more than their return address (a struct's address on i386), and "
        "`arch_frame_distance` says by how much",
        "descriptors": "a function pointer is the address of a descriptor, which `arch_function_entry` reads",
        "entry_log": "the machine has an `entry_log` (`kretcore.machine.EntryLog`) and notes entries by itself",
        "floating_point": "the machine has the registers that compiled floating-point code uses, and the guest is "
        "built without NO_FLOATING_POINT",
        "non_local_jumps": "the guest is built without NO_NON_LOCAL_JUMPS",
        "predication": "a breakpoint takes its instruction's predicate: one that is not executed is no hit",
        "register_stack": "there is a register stack, and `arch_call_site` gives its pointer as the third number",
        "system_calls": "`on_syscall` is called, and the convention and the numbers of exit, exit_group, write and "
        "sched_yield are Linux's",
    }
)
"""Capability to what declaring it means."""

assert set(MEANING) == set(get_args(Capability)), "every capability has a meaning"
