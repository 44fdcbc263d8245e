"""Runs whole programs on a bare machine, with the three system calls that they make."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from elftools.elf.elffile import ELFFile
from kretcore_ia64 import registers as reg
from kretcore_ia64.machine import Ia64Machine

from kretcore.machine import PAGE_SIZE, Protection, StopReason

GUESTS = Path(__file__).parent / "guests"
STACK, STACK_SIZE = 0x9000000000000000, 0x8000000
"""The backing store grows from its start, the memory stack from its end."""
FPSR = 0x9804C0270033F
"""What Linux gives a process: all traps off, extended precision."""
WRITE = 1027


@dataclass(frozen=True)
class Outcome:
    """What a program did; ``status`` is None if it did not exit."""

    status: int | None
    output: bytes
    why: str = ""


def load(machine: Ia64Machine, program: Path) -> None:
    """Map a program's segments, a stack, and set the registers as a process finds them."""
    with program.open("rb") as file:
        elf = ELFFile(file)
        rights: dict[int, int] = {}
        segments = [segment for segment in elf.iter_segments() if segment["p_type"] == "PT_LOAD"]
        for segment in segments:
            flags = segment["p_flags"]
            right = (flags & 4) >> 2 | flags & 2 | (flags & 1) << 2
            start, end = segment["p_vaddr"] & -PAGE_SIZE, segment["p_vaddr"] + segment["p_memsz"]
            for page in range(start, end, PAGE_SIZE):
                rights[page] = rights.get(page, 0) | right
        for page, right in rights.items():
            machine.memory.map(page, PAGE_SIZE, Protection(right))
        for segment in segments:
            machine.memory.write(segment["p_vaddr"], segment.data())
        entry: int = elf["e_entry"]
    machine.memory.map(STACK, STACK_SIZE, Protection.READ | Protection.WRITE)
    state = machine.engine.state
    state.write(reg.AR.at(reg.BSPSTORE), STACK)
    state.write(reg.AR.at(reg.FPSR), FPSR)
    machine.registers["sp"] = STACK + STACK_SIZE - 64
    machine.registers["pc"] = entry


def run(machine: Ia64Machine, program: Path, most: int | None = None) -> Outcome:
    """Run a program to its exit, a fault, or the end of a budget; the machine is closed then."""
    load(machine, program)
    registers, output, status = machine.registers, bytearray(), None

    def system_call() -> None:
        nonlocal status
        if registers["r15"] == WRITE:
            output.extend(machine.memory.read(registers["out1"], registers["out2"]))
            registers["r8"], registers["r10"] = registers["out2"], 0
        else:
            status = registers["out0"] & 255
            machine.stop()

    machine.on_syscall = system_call
    stop = machine.run(most)
    why = "" if stop.reason is StopReason.STOPPED else f"{stop.reason.value} {stop.fault}"
    machine.close()
    return Outcome(status, bytes(output), why)
