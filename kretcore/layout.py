"""Where everything goes in a guest's address space: the image, its heap, kernel text, and stacks with guards."""

from __future__ import annotations

from itertools import pairwise

from kretcore.errors import MachineError
from kretcore.images import Image
from kretcore.machine import PAGE_SIZE, Memory, Protection

MIB = 1 << 20
READ_WRITE = Protection.READ | Protection.WRITE


class _Plan:
    """Sizes and limits by word size; a 32-bit program has 3 GiB, as on Linux."""

    def __init__(self, bits: int) -> None:
        wide = bits == 64
        self.top = 0x7FFF_FFFF_F000 if wide else 0xC000_0000
        self.heap = (1024 if wide else 128) * MIB
        self.text = (256 if wide else 64) * MIB
        self.chunk = (256 if wide else 16) * MIB
        self.stack = 8 * MIB
        self.spawned_stack = MIB if wide else MIB // 4


class AddressSpace:
    """The memory of one kernel's guests.

    :ivar text_base: start of the range reserved for kernel text.
    :ivar text_size: its size in bytes.
    :ivar stack_size: bytes of stack for the program itself and for called functions.
    :ivar spawned_stack_size: bytes of stack for spawned tasks, smaller so that 10,000 of them fit.
    """

    def __init__(self, memory: Memory, image: Image, stack_size: int | None = None) -> None:
        plan = _Plan(image.bits)
        self._memory = memory
        self._plan = plan
        self._image_start = image.segments[0].address // PAGE_SIZE * PAGE_SIZE
        self._image_end = image.end
        self.stack_size = stack_size or plan.stack
        self.spawned_stack_size = stack_size or plan.spawned_stack
        self._stack_protection = READ_WRITE | (Protection.EXECUTE if image.stack_executable else Protection.NONE)
        _load(memory, image)
        self._place_kernel(image.end)
        self._chunk_top = plan.top
        self._chunk_low = self._next_stack = 0
        self._free_stacks: dict[int, list[int]] = {}

    def _place_kernel(self, end: int) -> None:
        plan = self._plan
        if end + plan.heap + plan.text <= plan.top:
            self._heap_start, self.text_base = end, end + plan.heap
            self._heap_end = end + plan.heap
            self._memory.map(end, plan.heap, Protection.NONE)
        else:  # the image sits at the top: no heap, text below it
            self._heap_start = self._heap_end = end
            self.text_base = self._image_start - plan.text
            if self.text_base < PAGE_SIZE:
                raise MachineError("the image leaves no room in the address space for kretcore's own text")
        self.text_size = plan.text
        self.break_ = self._heap_start

    def set_break(self, address: int) -> int:
        """Move the end of the heap (``brk``); return where it is, unchanged if ``address`` is out of reach."""
        if self._heap_start <= address <= self._heap_end:
            new, old = _page_up(address), _page_up(self.break_)
            if new > old:
                self._memory.protect(old, new - old, READ_WRITE)
            elif new < old:
                self._memory.write(new, bytes(old - new))
                self._memory.protect(new, old - new, Protection.NONE)
            self.break_ = address
        return self.break_

    def allocate_stack(self, size: int) -> tuple[int, int]:
        """Return ``(low, high)`` of a stack with a guard page below it."""
        size = _page_up(size)
        free = self._free_stacks.setdefault(size, [])
        if free:
            low = free.pop()
            return low, low + size
        low = self._next_stack - size
        if low - PAGE_SIZE < self._chunk_low:
            self._map_chunk(max(self._plan.chunk, size + PAGE_SIZE))
            low = self._next_stack - size
        self._next_stack = low - PAGE_SIZE
        self._memory.protect(low, size, self._stack_protection)
        return low, low + size

    def release_stack(self, low: int, high: int) -> None:
        """Give a stack back."""
        self._free_stacks[high - low].append(low)

    def _map_chunk(self, size: int) -> None:
        high = self._chunk_top
        if high > self._image_start and high - size < self.text_base + self.text_size:
            high = self._image_start if self._heap_end == self._heap_start else 0
            high = min(high, self.text_base)
        if high - size < PAGE_SIZE:
            raise MachineError(
                "no address space is left for another stack: let tasks end, or boot with a smaller stack_size"
            )
        self._memory.map(high - size, size, Protection.NONE)
        self._chunk_top = self._chunk_low = high - size
        self._next_stack = high


def _page_up(address: int) -> int:
    return -(-address // PAGE_SIZE) * PAGE_SIZE


def _load(memory: Memory, image: Image) -> None:
    """Map the segments with the permissions the ELF file gives them, and fill them.

    Pages shared by two segments get both permissions.
    """
    spans = [
        (s.address // PAGE_SIZE * PAGE_SIZE, _page_up(s.address + s.memory_size), s.protection)
        for s in image.segments
        if s.memory_size
    ]
    edges = sorted({edge for low, high, _ in spans for edge in (low, high)})
    for low, high in pairwise(edges):
        wanted = [protection for start, end, protection in spans if start <= low < end]
        if wanted:
            union = Protection.NONE
            for protection in wanted:
                union |= protection
            memory.map(low, high - low, union)
    for segment in image.segments:
        memory.write(segment.address, segment.data)


def relocate(memory: Memory, image: Image, relative: int | None) -> None:
    """Apply the image's relative relocations, as its own start code or a loader would.

    :param relative: the architecture's number of the relative relocation.
    """
    word = image.bits // 8
    for relocation in image.relocations:
        if relocation.type is not None and relocation.type != relative:
            continue
        addend = relocation.addend
        if addend is None:
            addend = int.from_bytes(memory.read(relocation.address, word), image.byte_order)
        value = (image.base + addend) % (1 << image.bits)
        memory.write(relocation.address, value.to_bytes(word, image.byte_order))
