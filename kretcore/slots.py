"""Kernel text in guest memory: named pieces of code, and the slots that out-of-line copies run in."""

from __future__ import annotations

from kretcore.machine import PAGE_SIZE, Memory, Protection

NAMED_TEXT_SIZE = PAGE_SIZE


class KernelText:
    """One executable region that guests cannot write.

    Its first page holds named pieces (the trampoline), the rest is cut into slots of equal size
    (Linux ``kprobe_insn_cache``). A slot that is given back stays as it is until :meth:`reclaim`,
    because a task may still run in it.
    """

    def __init__(self, memory: Memory, base: int, size: int, slot_size: int, alignment: int) -> None:
        self._memory = memory
        self.base = base
        self.end = base + size
        self._alignment = max(alignment, 16)
        self._next_named = base
        self.slot_size = -(-slot_size // alignment) * alignment
        self.slots_base = base + NAMED_TEXT_SIZE
        self._next_slot = self.slots_base
        self._clean: list[int] = []
        self._dirty: list[int] = []
        memory.map(base, size, Protection.READ | Protection.EXECUTE)

    def __contains__(self, address: int) -> bool:
        return self.base <= address < self.end

    def load(self, code: bytes) -> int:
        """Place code among the named pieces and return its address."""
        address = self._next_named
        if address + len(code) > self.slots_base:
            raise MemoryError("kernel text is full")
        self._next_named += -(-len(code) // self._alignment) * self._alignment
        self._memory.write_code(address, code)
        return address

    def in_slot(self, pc: int) -> bool:
        """Whether ``pc`` lies in the slots."""
        return self.slots_base <= pc < self.end

    def slot_of(self, pc: int) -> int:
        """Return the address of the slot that ``pc`` lies in."""
        return pc - (pc - self.slots_base) % self.slot_size

    def allocate(self) -> int | None:
        """Return a free slot's address, None when there is none."""
        if self._clean:
            return self._clean.pop()
        slot = self._next_slot
        if slot + self.slot_size > self.end:
            return None
        self._next_slot += self.slot_size
        return slot

    def release(self, slot: int, *, used: bool) -> None:
        """Give a slot back; one whose text has been used waits for :meth:`reclaim`."""
        (self._dirty if used else self._clean).append(slot)

    def reclaim(self) -> None:
        """Make every slot that was given back usable again; only while no task can be inside one."""
        self._clean += self._dirty
        self._dirty.clear()
