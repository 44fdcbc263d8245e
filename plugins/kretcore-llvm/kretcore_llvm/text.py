"""Guest text, decoded: granules as instructions, straight lines of them as blocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from kretcore_llvm.isa import InstructionSet, UndecodableError
from kretcore_llvm.memory import GuestFault, PagedMemory

LONGEST: Final = 256
"""Instructions of a block at most."""


class Text:
    """Decodes guest text and remembers it until it is written to."""

    def __init__(self, isa: InstructionSet, memory: PagedMemory) -> None:
        self._isa = isa
        self._memory = memory
        self._granules: dict[int, dict[int, Any]] = {}

    def instruction(self, address: int) -> Any:
        """Return the instruction at an address.

        :raises GuestFault: the text is not there, or not executable.
        :raises UndecodableError: there is no instruction.
        """
        start = address & -self._isa.granule
        granule = self._granules.get(start)
        if granule is None:
            text = self._memory.fetch(start, self._isa.granule)
            granule = {each.address: each for each in self._isa.decode(text, start)}
            self._granules[start] = granule
            self._memory.watch_code(start >> 12)
        found = granule.get(address)
        if found is None:
            raise UndecodableError(f"no instruction begins at {address:#x}")
        return found

    def block(self, address: int, longest: int = LONGEST) -> Sequence[Any]:
        """Return the instructions from an address on, up to the first that ends a block.

        What cannot be decoded ends it too.

        :raises GuestFault, UndecodableError: there is not even a first one.
        """
        instructions = [self.instruction(address)]
        while len(instructions) < longest and not self._isa.ends_block(instructions[-1]):
            following = instructions[-1].next
            try:
                instructions.append(self.instruction(following))
            except (GuestFault, UndecodableError):
                break
        return instructions

    def forget(self, address: int, size: int) -> None:
        """Forget what was decoded from a range."""
        granule = self._isa.granule
        first = address & -granule
        if size > granule * len(self._granules):
            for start in [start for start in self._granules if first <= start < address + size]:
                del self._granules[start]
            return
        for start in range(first, address + size, granule):
            self._granules.pop(start, None)
