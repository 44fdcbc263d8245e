"""Runs guest code on a bare toy machine, without any kernel."""

from __future__ import annotations

import importlib
from typing import Any

from kretcore.images import Image, load_image
from kretcore.machine import PAGE_SIZE, Protection, Stop
from toy.asm import assemble
from toy.machine import ToyMachine

STACK, STACK_SIZE = 0x7000_0000, 0x10_0000
EXIT = 0x7FFF_0000
"""What a called function returns to: a page that holds one breakpoint."""


class Bench:
    """A program in the memory of a fresh machine, with a stack and a place to return to."""

    def __init__(self, program: bytes, arch: str = "toy") -> None:
        self.plugin: Any = importlib.import_module(f"toy.arch_{arch}")
        self.description = self.plugin.arch_describe()
        self.image: Image = load_image(program)
        self.symbols = {symbol.name: symbol.address for symbol in self.image.symbols}
        self.machine: ToyMachine = self.plugin.arch_create_machine(self.description)
        memory = self.machine.memory
        for segment in self.image.segments:
            start = segment.address // PAGE_SIZE * PAGE_SIZE
            end = -(-(segment.address + segment.memory_size) // PAGE_SIZE) * PAGE_SIZE
            memory.map(start, end - start, segment.protection)
            memory.write(segment.address, segment.data)
        for relocation in self.image.relocations:
            memory.store_word(relocation.address, (self.image.base + (relocation.addend or 0)) & 0xFFFF_FFFF)
        memory.map(STACK, STACK_SIZE, Protection.READ | Protection.WRITE)
        memory.map(EXIT, PAGE_SIZE, Protection.READ | Protection.EXECUTE)
        memory.write(EXIT, self.description.breakpoint)
        self.machine.registers["pc"] = self.image.entry
        self.machine.registers["sp"] = STACK + STACK_SIZE

    @classmethod
    def of(cls, source: str, arch: str = "toy", **options: bool) -> Bench:
        """Assemble ``source`` and be ready to run it from its start."""
        return cls(assemble(source, arch, **options), arch)

    def enter(self, function: str, *arguments: int) -> None:
        """Set the machine up as if ``function`` had just been called from :data:`EXIT`."""
        entry = self.plugin.arch_function_entry(self.image, self.machine.memory, self.symbols[function])
        self.plugin.arch_enter_function(self.machine, entry, arguments, EXIT, STACK + STACK_SIZE)

    def call(self, function: str, *arguments: int) -> int:
        """Run ``function`` to its return and give its result; system calls do nothing."""
        self.enter(function, *arguments)
        self.machine.on_breakpoint = self._returned
        self.machine.on_syscall = lambda: None
        stop = self.machine.run(10_000_000)
        if stop.pc != EXIT:
            raise AssertionError(f"{function} ended with {stop}")
        return self.result

    @property
    def result(self) -> int:
        """The result register."""
        return self.machine.registers[self.description.calling.results[0]]

    def state(self) -> tuple[Any, bytes]:
        """All registers, and all memory the guest may have written."""
        read = self.machine.memory.read
        data = b"".join(read(segment.address, segment.memory_size) for segment in self.image.segments)
        return self.machine.save(), data + read(STACK, STACK_SIZE)

    def run(self, budget: int | None = 100_000) -> Stop:
        """Run the machine."""
        return self.machine.run(budget)

    def _returned(self, address: int) -> None:
        if address == EXIT:
            self.machine.stop()
