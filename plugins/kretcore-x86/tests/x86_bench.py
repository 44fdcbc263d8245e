"""A bench that runs one instruction in place, and once more as the kernel would with a probe on it."""

from __future__ import annotations

import importlib
import random
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kretcore.arch import InstructionCopy, Text
from kretcore.errors import MemoryFault
from kretcore.machine import Access, FaultKind, Protection, StopReason

GUESTS = Path(__file__).parent.joinpath("..", "..", "..", "tests", "guests", "bin").resolve()

TEXT, SLOT, DATA, STACK = 0x400000, 0x410000, 0x500000, 0x600000
AREA = 0x4000
ADDRESS = TEXT + 0x800
"""Where the instruction under test lies; there is text on both sides."""

MIDDLE = AREA // 2
BREAKPOINT = b"\xcc"

FLAGS = (0x1, 0x4, 0x10, 0x40, 0x80, 0x400, 0x800)  # CF PF AF ZF SF DF OF


@dataclass
class Outcome:
    """What running one instruction left behind."""

    registers: dict[str, int]
    memory: bytes = field(repr=False)
    fault: tuple[FaultKind, int | None] | None

    def differences(self, other: Outcome) -> list[str]:
        """Say how the two differ."""
        found = [
            f"{name}: {value:#x} in place, {other.registers[name]:#x} probed"
            for name, value in self.registers.items()
            if value != other.registers[name]
        ]
        if self.memory != other.memory:
            found.append("memory")
        if self.fault != other.fault:
            found.append(f"fault: {self.fault} in place, {other.fault} probed")
        return found


class Bench:
    """One machine of one of the two architectures, with text, slots, data and stack mapped.

    ``plugin`` is the architecture's module; its hooks are called as the core calls them.
    """

    def __init__(self, name: str) -> None:
        self.plugin: Any = importlib.import_module(f"kretcore_{name}")
        self.name = name
        self.description = self.plugin.arch_describe()
        self.bits: int = self.description.bits
        self.word = self.bits // 8
        self.machine: Any = self.plugin.arch_create_machine(self.description)
        self.flags = "rflags" if self.bits == 64 else "eflags"
        memory = self.machine.memory
        for start, rights in ((TEXT, 5), (SLOT, 5), (DATA, 3), (STACK, 3)):
            memory.map(start, AREA, Protection(rights))
        noise = random.Random(0)
        self.pattern = {start: noise.randbytes(AREA) for start in (DATA, STACK)}
        registers = self.description.registers
        # General registers, but for the stack pointer: rax, r8, eax, ... and not rip, rflags, es.
        self.general = [name for name in registers if re.fullmatch(r"[er]([a-d]x|[sd]i|bp)|r\d+", name)]
        self.vectors = [name for name in self.description.registers if name.startswith("xmm")]

    @property
    def sp(self) -> str:
        return "rsp" if self.bits == 64 else "esp"

    def random_state(self, seed: int) -> dict[str, int]:
        """Registers that make most instructions succeed and keep every one of them interesting."""
        choose = random.Random(seed)
        values = {}
        for name in self.general:
            kind = choose.randrange(8)
            if kind < 4:
                values[name] = choose.choice((DATA, STACK)) + MIDDLE + 8 * choose.randrange(-64, 64)
            elif kind < 6:
                values[name] = choose.randrange(9)
            else:
                values[name] = choose.getrandbits(self.bits)
        values[self.sp] = STACK + MIDDLE + 16 * choose.randrange(-8, 8) - self.word
        values[self.flags] = 0x202 | sum(flag for flag in FLAGS if choose.random() < 0.5)
        values.update((name, choose.getrandbits(128)) for name in self.vectors)
        return values

    def load(self, state: dict[str, int]) -> None:
        """Give the machine this state, everything else being as at the start."""
        self.machine.on_breakpoint = self.machine.on_syscall = None
        self.machine.reset()
        for start, pattern in self.pattern.items():
            self.machine.memory.write(start, pattern)
        for name, value in state.items():
            self.machine.registers[name] = value
        self.machine.registers["pc"] = ADDRESS

    def prepare(self, code: bytes, address: int = ADDRESS, slot: int = SLOT, before: bytes = b"") -> Any:
        """Ask for a copy, with more text behind it as there always is."""
        return self.plugin.arch_prepare_kprobe(Text(address - len(before), before + code + b"\x90" * 16), address, slot)

    def in_place(self, code: bytes, state: dict[str, int], emulated: bool) -> Outcome:
        """Run the instruction where it is: one step, or up to the next if it falls through (REP takes many steps)."""
        self.load(state)
        self.machine.memory.write_code(ADDRESS, code + (b"\x90" if emulated else BREAKPOINT) * 16)
        after = ADDRESS + len(code)
        self.machine.on_breakpoint = lambda address: self._arrive(address, after)
        return self._outcome(self.machine.run(1 if emulated else None))

    def probed(self, copy: InstructionCopy, code: bytes, state: dict[str, int], boosted: bool) -> Outcome:
        """Run it from its breakpoint: emulated, or in the slot with a jump or a breakpoint behind it."""
        self.load(state)
        machine, hooks = self.machine, self.plugin
        after = copy.address + copy.length
        text = bytearray(code + BREAKPOINT * 16)
        text[: len(copy.patch.code)] = copy.patch.code
        machine.memory.write_code(ADDRESS, bytes(text))
        tail = (copy.jump_back or b"") if boosted else BREAKPOINT
        machine.memory.write_code(copy.slot, copy.code + tail)

        def on_breakpoint(address: int) -> None:
            if address == copy.address:
                if copy.emulate is not None:
                    machine.registers["pc"] = copy.address
                    copy.emulate(machine)
                    machine.stop()
                else:
                    machine.registers["pc"] = copy.slot
            elif address == copy.slot + len(copy.code):
                hooks.arch_resume_execution(machine, copy)
                machine.stop()
            else:
                self._arrive(address, after)

        machine.on_breakpoint = on_breakpoint
        try:
            stop = machine.run()
        except MemoryFault as fault:
            outcome = self._outcome(None)
            outcome.fault = (FaultKind.UNMAPPED, fault.address)
            return outcome
        outcome = self._outcome(stop)
        if outcome.registers["pc"] == copy.slot:  # a fault in the slot is the original's
            outcome.registers["pc"] = outcome.registers[self.pc] = copy.address
        return outcome

    @property
    def pc(self) -> str:
        return "rip" if self.bits == 64 else "eip"

    def _arrive(self, address: int, expected: int) -> None:
        assert address == expected, f"arrived at {address:#x}, not at {expected:#x}"
        self.machine.registers["pc"] = address
        self.machine.stop()

    def _outcome(self, stop: Any) -> Outcome:
        registers = self.machine.registers
        fault = None
        # A branch to nowhere has done its work; the fetch that faults then is the next instruction's.
        if stop is not None and stop.reason is StopReason.FAULT and stop.fault.access is not Access.FETCH:
            fault = (stop.fault.kind, stop.fault.address)
        memory = b"".join(self.machine.memory.read(start, AREA) for start in self.pattern)
        return Outcome({name: registers[name] for name in registers}, memory, fault)

    def compare(self, code: bytes, state: dict[str, int], slot: int = SLOT) -> Outcome:
        """Run the instruction in place and probed in every way, and require the same; return what it was."""
        copy = self.prepare(code, slot=slot)
        assert copy.length == len(code)
        emulated = copy.emulate is not None
        expected = self.in_place(code, state, emulated)
        for boosted in (False,) if emulated else (False, True):
            got = self.probed(copy, code, state, boosted)
            if emulated and expected.fault is not None and got.fault is not None:
                # The host tells the access's first byte, the engine the first byte that is missing.
                got.fault = expected.fault
            differences = expected.differences(got)
            assert not differences, f"{code.hex()} {'with a jump back' if boosted else ''}: {differences}"
        return expected


def guests(name: str) -> list[Path]:
    """The compiled programs for an architecture; skips the test where there are none."""
    found = sorted(path for path in (GUESTS / name).glob("*.*") if path.is_file())
    if not found:
        pytest.skip("the compiled guests are not here")
    return found
