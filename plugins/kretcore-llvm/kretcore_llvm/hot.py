"""Finds hot code and has it compiled, in another thread, while cold code goes on.

Code is compiled when it has been paid for: when half the time was spent in it, cold, that compiling it takes; with two
processors none of that is waited for. So a program that ends soon loses little, and one that does not, less.
"""

from __future__ import annotations

from concurrent.futures import Future
from typing import Final

from kretcore_llvm.compiler import Unit
from kretcore_llvm.isa import UndecodableError
from kretcore_llvm.memory import GuestFault
from kretcore_llvm.regions import Line, around
from kretcore_llvm.translations import Region, Translations

_COST: Final = 60_000
"""Instructions that cold code has to execute for one that is compiled. It could execute twice as many meanwhile."""
_FIXED: Final = 10
"""Instructions that take as long to compile as what every region has besides."""
_LARGEST: Final = 500
"""Instructions of a region, about, at most."""


class Hot:
    """The profile of one machine's text, and the region that is being compiled of it, if there is one."""

    def __init__(self, translations: Translations) -> None:
        self._translations = translations
        self._spent: dict[int, int] = {}
        self._begun: tuple[Region, Future[Unit]] | None = None

    def sample(self, address: int, instructions: int) -> None:
        """Take the cold line at an address for what has executed so many instructions."""
        self._spent[address] = self._spent.get(address, 0) + instructions
        if self._begun is None and (lines := self._paid(address)):
            for line in lines:
                self._spent.pop(line.address, None)
            self._begun = self._translations.begin(lines)

    def _paid(self, address: int) -> list[Line]:
        """Return the largest part of the function around an address that has been paid for."""
        lines: list[Line] = []
        paid, spent, size = 0, 0, _FIXED
        for line in around(address, self._translations.cold, self._translations.before, _LARGEST):
            lines.append(line)
            size += len(line.instructions)
            here = self._spent.get(line.address, 0)
            spent += here
            if here and spent >= _COST * size:
                paid = len(lines)
        return lines[:paid]

    def poll(self) -> None:
        """Enter what has been compiled meanwhile.

        :raises RuntimeError: it could not be.
        """
        if self._begun is not None and self._begun[1].done():
            self.wait()

    def wait(self) -> None:
        """Wait for what is being compiled, and enter it.

        :raises RuntimeError: it could not be.
        """
        if self._begun is not None:
            (region, unit), self._begun = self._begun, None
            self._translations.enter(region, unit.result())

    def close(self) -> None:
        """Compile nothing any more."""
        if self._begun is not None:
            self._begun[1].cancel()
            self._begun = None


def compile_now(translations: Translations, address: int) -> None:
    """Compile what a function can come to from an address, executed or not, and enter it: for tests of regions.

    :raises GuestFault, UndecodableError: there is no instruction.
    """
    lines: dict[int, Line] = {}
    work = [address]
    while work:
        at = work.pop()
        if at in lines:
            continue
        try:
            if at not in translations.lines:
                translations.translate(at)
        except (GuestFault, UndecodableError):
            if at == address:
                raise
            continue
        line = translations.cold(at)
        if line is not None:
            lines[at] = line
            work.extend(line.after)
    if lines:
        region, unit = translations.begin(list(lines.values()))
        translations.enter(region, unit.result())
