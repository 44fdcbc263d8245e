"""Ports whose machine reports faults wrongly."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

from kretcore.machine import Access, Fault, FaultKind, Stop
from mutants.making import WrongMachine, wrong_port


class WrongFaults(WrongMachine):
    """A machine that reports faults wrongly: see :meth:`told`."""

    def run(self, max_instructions: int | None = None) -> Stop:
        stop: Stop = self.good.run(max_instructions)
        return stop if stop.fault is None else replace(stop, fault=self.told(stop.fault))

    def told(self, fault: Fault) -> Fault:
        """The fault as it is reported."""
        return fault


@wrong_port("x86_64", "machine::faults_say_what_and_where", says="must fault as protected, read")
def fault_of_wrong_kind(good: Any) -> type[WrongMachine]:
    """Every fault of a data access is reported as unmapped memory."""

    class Wrong(WrongFaults):
        def told(self, fault: Fault) -> Fault:
            return fault if fault.access is None else replace(fault, kind=FaultKind.UNMAPPED)

    return Wrong


@wrong_port("x86_64", "machine::faults_say_what_and_where", says="Fault.address is")
def fault_at_its_pages_address(good: Any) -> type[WrongMachine]:
    """A fault's address is that of its page."""

    class Wrong(WrongFaults):
        def told(self, fault: Fault) -> Fault:
            return fault if fault.address is None else replace(fault, address=fault.address & -4096)

    return Wrong


@wrong_port("x86_64", "machine::faults_say_what_and_where", says="must fault as .*, write")
def faulting_writes_told_as_reads(good: Any) -> type[WrongMachine]:
    """A fault does not tell writes from reads."""

    class Wrong(WrongFaults):
        def told(self, fault: Fault) -> Fault:
            return replace(fault, access=Access.READ) if fault.access is Access.WRITE else fault

    return Wrong


@wrong_port("x86_64", "machine::faults_say_what_and_where", says="pc must be at the instruction that faulted")
def pc_behind_the_fault(good: Any) -> type[WrongMachine]:
    """After a fault the program counter is where a trap would leave it."""

    class Wrong(WrongFaults):
        def told(self, fault: Fault) -> Fault:
            self.registers["pc"] += 3
            return fault

    return Wrong


@wrong_port("x86_64", "machine::bad_jumps_fault_at_their_target", says="Fault.pc of a fetch that fails is its target")
def fetch_fault_told_at_the_call(good: Any) -> type[WrongMachine]:
    """A jump to nowhere faults at the address that is on top of the stack: the call's."""

    class Wrong(WrongFaults):
        def told(self, fault: Fault) -> Fault:
            if fault.access is not Access.FETCH:
                return fault
            return replace(fault, pc=self.memory.load_word(self.registers["sp"]))

    return Wrong


@wrong_port("x86_64", "machine::undefined_instructions_fault", says="must fault as illegal")
def undefined_instruction_told_as_unmapped(good: Any) -> type[WrongMachine]:
    """An undefined instruction is reported as unmapped memory."""

    class Wrong(WrongFaults):
        def told(self, fault: Fault) -> Fault:
            return replace(fault, kind=FaultKind.UNMAPPED) if fault.kind is FaultKind.ILLEGAL else fault

    return Wrong


@wrong_port("x86_64", "machine::a_fault_counts_what_was_begun", says="executed is")
def faulting_instruction_not_counted(good: Any) -> type[WrongMachine]:
    """The instruction that faults is not counted as executed."""

    class Wrong(WrongMachine):
        def run(self, max_instructions: int | None = None) -> Stop:
            stop: Stop = self.good.run(max_instructions)
            if stop.fault is None or stop.executed is None:
                return stop
            return replace(stop, executed=stop.executed - 1)

    return Wrong


@wrong_port(
    "x86_64",
    "machine::protections_are_those_of_their_pages",
    "machine::faults_say_what_and_where",
    says="a run did not end where it should have",
)
def faulting_instructions_tried_for_ever(good: Any) -> type[WrongMachine]:
    """An instruction that faults is executed again and again."""

    class Wrong(WrongMachine):
        def run(self, max_instructions: int | None = None) -> Stop:
            while True:
                stop: Stop = self.good.run(max_instructions)
                if stop.fault is None:
                    return stop

    return Wrong


@wrong_port("x86_64", "machine::undefined_instructions_fault", says="the machine must not crash its host")
def undefined_instruction_ends_the_interpreter(good: Any) -> type[WrongMachine]:
    """An undefined instruction of the guest ends the host's process."""

    class Wrong(WrongFaults):
        def told(self, fault: Fault) -> Fault:
            if fault.kind is FaultKind.ILLEGAL:
                os.abort()
            return fault

    return Wrong
