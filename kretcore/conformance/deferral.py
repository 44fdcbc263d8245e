"""One deferred breakpoint on a bare machine: what the kernel does with an entry log, without a kernel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import pytest

from kretcore.arguments import Arguments
from kretcore.conformance.bare import Bare
from kretcore.conformance.port import Port
from kretcore.errors import MachineError
from kretcore.machine import PAGE_SIZE, EntryLog


class Deferral:
    """Calls a function whose entry another function's calls go through, and writes down each entry.

    :ivar entries: every entry, noted or told, in the order in which Python learned of it: address, return address,
        stack pointer, backing store, recorded arguments.
    :ivar told: how many of them ``on_breakpoint`` was called for.
    """

    def __init__(self, port: Port, bare: Bare, probed: str, quota: int | None, *, deferred: bool = True) -> None:
        self._port, self._bare, self._deferred = port, bare, deferred
        self._machine, self._hooks = bare.machine, port.hooks
        log: EntryLog | None = getattr(bare.machine, "entry_log", None)
        if log is None:
            raise MachineError("'entry_log' is declared, but the machine has no attribute entry_log")
        self.log = log
        self.entries: list[tuple[int, ...]] = []
        self.told = 0
        self._open: list[tuple[int, ...]] = []
        self._recorder = Arguments(bare.machine, port.description).recorder()
        self._trampoline = bare.put_trampoline()
        memory = bare.machine.memory
        self.place = bare.entry(probed).probe
        copy = bare.copy(self.place)
        if copy.jump_back is None:
            pytest.skip(f"the copy of {probed}()'s first instruction has no jump_back, so its entry is never deferred")
        self._original = memory.read(self.place, len(port.description.breakpoint))
        memory.write_code(copy.slot, copy.code + copy.jump_back)
        self._resume = copy.slot
        spans = [*port.image.executable_ranges, (bare.landing, bare.landing + PAGE_SIZE)]
        self._width = self.configure((min(low for low, _ in spans), max(high for _, high in spans)))
        log.on_entries, log.on_return = self._noted, self._came_back
        if deferred:
            log.defer(self.place, copy.slot, quota)

    def configure(self, text: tuple[int, int]) -> int:
        """Tell the entry log how calls look, and where return addresses lie."""
        recorder = self._recorder
        return self.log.configure(
            trampoline=self._trampoline,
            text=text,
            return_register=self._port.description.calling.return_register,
            registers=recorder.registers,
            stack_offset=recorder.stack_offset,
            stack_words=recorder.stack_words,
        )

    @property
    def shown(self) -> str:
        """The entries, for people."""
        return "; ".join(" ".join(map(hex, row)) for row in self.entries[:6]) or "none"

    def run(self, function: str, *arguments: int, budget: int | None = None) -> Self:
        """Call a function with the breakpoint in the text."""
        machine, memory = self._machine, self._machine.memory
        memory.write_code(self.place, self._port.description.breakpoint)
        machine.on_breakpoint = self._hit
        try:
            self._bare.call(function, *arguments, budget=budget)
        finally:
            machine.on_breakpoint = self._bare.landed
            memory.write_code(self.place, self._original)
            self.log.forget(self.place)
            self.log.on_entries = self.log.on_return = None
        return self

    def nested(self, function: str, argument: int) -> int:
        """Call a function in a run inside another one; return how many of its entries were told."""
        machine = self._machine

        def outer(address: int) -> None:
            context = machine.save()
            self.run(function, argument)
            machine.restore(context)
            machine.on_breakpoint = self._bare.landed
            self._bare.landed(address)

        self._bare.enter("one")
        machine.on_breakpoint = outer
        machine.run()
        return self.told

    def _hit(self, address: int) -> None:
        if address == self._trampoline:
            assert self._open, "a call has come to the trampoline that was not noted, or not handed over before that"
            self._hooks.arch_fixup_return(self._machine, self._open.pop()[1])
        elif address == self.place:
            self.told += 1
            self.entries.append((address, *self._hooks.arch_call_site(self._machine), *self._recorder.read()))
            self._machine.registers["pc"] = self._resume
        else:
            self._bare.landed(address)

    def _noted(self, rows: Sequence[int]) -> None:
        assert len(rows) % self._width == 0, (
            f"on_entries got {len(rows)} numbers, but each call has {self._width}, as configure() said"
        )
        for at in range(0, len(rows), self._width):
            row = tuple(rows[at : at + self._width])
            self.entries.append(row)
            self._open.append(row)

    def _came_back(self, row: Sequence[int]) -> None:
        self.entries.append(tuple(row))
        pc = self._machine.registers["pc"]
        assert pc == row[1], f"on_return was called with pc {pc:#x} instead of the call's return address {row[1]:#x}"
