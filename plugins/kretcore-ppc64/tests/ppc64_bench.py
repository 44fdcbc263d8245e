"""A bare machine to try single instructions on, as they stand and as probes would run them."""

from __future__ import annotations

import importlib
from typing import Any

from kretcore.arch import ArchDescription, InstructionCopy, Text
from kretcore.machine import PAGE_SIZE, Protection, Stop, StopReason

TEXT = 0x1000_0000
SLOT = 0x1100_0010
DATA = 0x2000_0000
SIZE = 2 * PAGE_SIZE

TRAP = 0x7FE00008
NOP = 0x60000000


class Bench:
    """One machine with a page of text, one of slots and one of data."""

    def __init__(self, arch: str) -> None:
        self.module: Any = importlib.import_module(f"kretcore_ppc64.{arch}")
        self.description: ArchDescription = self.module.DESCRIPTION
        self.order = self.description.byte_order
        self.machine: Any = self.module.arch_create_machine(self.description)
        memory = self.machine.memory
        for address in (TEXT, SLOT & -PAGE_SIZE):
            memory.map(address, SIZE, Protection.READ | Protection.EXECUTE)
        memory.map(DATA, SIZE, Protection.READ | Protection.WRITE)
        self._breakpoints: list[int] = []
        self.machine.on_breakpoint = self._hit

    def _hit(self, address: int) -> None:
        self._breakpoints.append(address)
        self.machine.stop()

    def words(self, *words: int) -> bytes:
        """Machine code."""
        return b"".join(word.to_bytes(4, self.order) for word in words)

    def prepare(self, *words: int, index: int = 0) -> InstructionCopy:
        """Prepare a probe on one word of a text."""
        copy: InstructionCopy = self.module.arch_prepare_kprobe(Text(TEXT, self.words(*words)), TEXT + 4 * index, SLOT)
        return copy

    def state(self) -> dict[str, int]:
        """Every register, and a digest of the data."""
        registers = self.machine.registers
        values = {name: registers[name] for name in registers}
        values["data"] = hash(self.machine.memory.read(DATA, SIZE))
        return values

    def set(self, values: dict[str, int], data: bytes) -> None:
        """Begin anew: all registers at their first values, but for those given."""
        self.machine.reset()
        self.machine.memory.write(DATA, data.ljust(SIZE, b"\0"))
        for name, value in values.items():
            self.machine.registers[name] = value

    def in_place(self, *words: int) -> tuple[Stop, dict[str, int]]:
        """Execute one instruction where it stands."""
        self.machine.memory.write_code(TEXT, self.words(*words))
        self.machine.registers["pc"] = TEXT
        stop: Stop = self.machine.run(1)
        return stop, self.state()

    def probed(self, copy: InstructionCopy, *, stepped: bool) -> tuple[Stop, dict[str, int]]:
        """Execute an instruction as a probe does: emulated, followed by a breakpoint, or by its own way back."""
        machine = self.machine
        if copy.emulate is not None:
            copy.emulate(machine)
            return Stop(StopReason.BUDGET, machine.registers["pc"]), self.state()
        if not stepped:
            assert copy.jump_back is not None
            machine.memory.write_code(SLOT, copy.code + copy.jump_back)
            machine.registers["pc"] = SLOT
            stop: Stop = machine.run(2)
            return stop, self.state()
        machine.memory.write_code(SLOT, copy.code + self.description.breakpoint)
        machine.registers["pc"] = SLOT
        self._breakpoints.clear()
        stop = machine.run()
        if stop.reason is StopReason.STOPPED:
            assert self._breakpoints == [SLOT + len(copy.code)]
            self.module.arch_resume_execution(machine, copy)
            stop = Stop(StopReason.BUDGET, machine.registers["pc"])
        return stop, self.state()
