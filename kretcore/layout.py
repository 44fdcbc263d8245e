"""Where everything goes in a guest's address space: the image, its heap, kernel text, and stacks with guards."""

from __future__ import annotations

from itertools import pairwise

from kretcore.arch import ArchDescription
from kretcore.errors import MachineError
from kretcore.images import Image
from kretcore.machine import PAGE_SIZE, Memory, Protection

MIB = 1 << 20
READ_WRITE = Protection.READ | Protection.WRITE
LOWEST = 0x10000
"""Nothing but the image is placed below (Linux ``mmap_min_addr``), so that stray null pointers fault."""


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
    :param second_stack: whether a task has a stack that grows up from the bottom, with as much room as the other and a
        guard page between the two.

    :ivar stack_size: bytes of stack for the program itself and for called functions.
    :ivar spawned_stack_size: bytes of stack for spawned tasks, smaller so that 10,000 of them fit.
    """

    def __init__(
        self, memory: Memory, image: Image, stack_size: int | None = None, *, second_stack: bool = False
    ) -> None:
        plan = _Plan(image.bits)
        self._memory = memory
        self._plan = plan
        self._second_stack = second_stack
        self.stack_size = stack_size or plan.stack
        self.spawned_stack_size = stack_size or plan.spawned_stack
        self.text_size = plan.text
        self._stack_protection = READ_WRITE | (Protection.EXECUTE if image.stack_executable else Protection.NONE)
        start = _load(memory, image)
        # A program linked above the top, as ia64's are, has its heap behind it like any other.
        limit = plan.top if image.end <= plan.top else min(image.end + plan.heap, 1 << image.bits)
        self._gaps = _gaps(image, limit)
        self._heap_start, self._heap_end, self.text_base = self._place_kernel(start, image)
        self._gaps = [(low, min(high, plan.top)) for low, high in self._gaps if low < plan.top]
        self.break_ = self._heap_start
        self._chunk_low = self._next_stack = 0
        self._free_stacks: dict[int, list[int]] = {}

    def _place_kernel(self, start: int, image: Image) -> tuple[int, int, int]:
        """Place kernel text and heap behind the image; return the heap's start and end, and the text's start.

        The text comes first, near the image: copies of instructions may reach no further than the instructions
        themselves, nor may branches back from them (32 MiB on ppc64). Where there is no room for both, the text goes
        behind the image's own, or below the image, and there is no heap if there is none for it alone.
        """
        plan, end = self._plan, image.end
        if self._is_free(end, plan.text + plan.heap):
            text, heap = end, end + plan.text
            self._take(text, plan.text)
        else:
            code = {high for _, high, protection in _spans(image) if protection & Protection.EXECUTE} - {end}
            fitting = [(low in code, high == start, high, low) for low, high in self._gaps if high - low >= plan.text]
            if not fitting:
                raise MachineError("the image leaves no room in the address space for kretcore's own text")
            is_behind, _, high, low = max(fitting)
            text, heap = low if is_behind else high - plan.text, end
            self._take(text, plan.text)
            if not self._is_free(heap, plan.heap):
                return heap, heap, text
        self._take(heap, plan.heap)
        self._memory.map(heap, plan.heap, Protection.NONE)
        return heap, heap + plan.heap, text

    def _is_free(self, address: int, size: int) -> bool:
        return any(low <= address and address + size <= high for low, high in self._gaps)

    def _take(self, address: int, size: int) -> None:
        """Use up part of a gap."""
        for index, (low, high) in enumerate(self._gaps):
            if low <= address and address + size <= high:
                rest = ((low, address), (address + size, high))
                self._gaps[index : index + 1] = [gap for gap in rest if gap[0] < gap[1]]

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
        """Return ``(low, high)`` of a stack of a size, or two stacks, with a guard page below."""
        size = _page_up(size)
        if self._second_stack:
            size += PAGE_SIZE + size
        free = self._free_stacks.setdefault(size, [])
        if free:
            low = free.pop()
            return low, low + size
        if self._next_stack - size - PAGE_SIZE < self._chunk_low:
            self._map_chunk(size + PAGE_SIZE)
        low = self._next_stack - size
        self._next_stack = low - PAGE_SIZE
        self._memory.protect(low, size, self._stack_protection)
        if self._second_stack:
            self._memory.protect(self._bottom(low, low + size) - PAGE_SIZE, PAGE_SIZE, Protection.NONE)
        return low, low + size

    def overrun(self, low: int, high: int, address: int) -> int | None:
        """Return the size of the stack, of those from ``low`` to ``high``, whose guard page has an address."""
        bottom = self._bottom(low, high)
        return high - bottom if bottom - PAGE_SIZE <= address < bottom else None

    def _bottom(self, low: int, high: int) -> int:
        """Where the stack that grows down ends."""
        return (low + high + PAGE_SIZE) // 2 if self._second_stack else low

    def release_stack(self, low: int, high: int) -> None:
        """Give a stack back."""
        self._free_stacks[high - low].append(low)

    def _map_chunk(self, least: int) -> None:
        """Reserve a range for stacks at the top of the highest gap that has room."""
        for size in (max(self._plan.chunk, least), least):
            for low, high in reversed(self._gaps):
                if high - low >= size:
                    self._take(high - size, size)
                    self._memory.map(high - size, size, Protection.NONE)
                    self._chunk_low, self._next_stack = high - size, high
                    return
        raise MachineError(
            "no address space is left for another stack: let tasks end, or boot with a smaller stack_size"
        )


def _page_up(address: int) -> int:
    return -(-address // PAGE_SIZE) * PAGE_SIZE


def _spans(image: Image) -> list[tuple[int, int, Protection]]:
    """The pages of each segment, and what they must allow."""
    return [
        (s.address // PAGE_SIZE * PAGE_SIZE, _page_up(s.address + s.memory_size), s.protection)
        for s in image.segments
        if s.memory_size
    ]


def _gaps(image: Image, limit: int) -> list[tuple[int, int]]:
    """The ranges below ``limit`` that the image leaves free."""
    gaps, at = [], LOWEST
    for low, high, _ in sorted(_spans(image)):
        if at < low:
            gaps.append((at, min(low, limit)))
        at = max(at, high)
    return [*gaps, (at, limit)] if at < limit else gaps


def _load(memory: Memory, image: Image) -> int:
    """Map the segments with the permissions the ELF file gives them, and fill them; return the first page's address.

    Pages shared by two segments get both permissions.
    """
    spans = _spans(image)
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
    return edges[0]


def relocate(memory: Memory, image: Image, description: ArchDescription) -> None:
    """Apply the image's relative relocations, and those that make descriptors, as its start code or a loader would."""
    word = image.bits // 8
    for relocation in image.relocations:
        makes_descriptor = relocation.type is not None and relocation.type == description.descriptor_relocation
        if makes_descriptor:
            memory.write(relocation.address + word, (image.plt_got or 0).to_bytes(word, image.byte_order))
        elif relocation.type is not None and relocation.type != description.relative_relocation:
            continue
        addend = relocation.addend
        if addend is None:
            addend = int.from_bytes(memory.read(relocation.address, word), image.byte_order)
        value = (image.base + addend) % (1 << image.bits)
        memory.write(relocation.address, value.to_bytes(word, image.byte_order))
