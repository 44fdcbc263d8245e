"""The stack a program finds at its ELF entry: argc, argv, envp and the auxiliary vector."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from kretcore.images import Image
from kretcore.machine import PAGE_SIZE, Memory

AT_NULL, AT_PHDR, AT_PHENT, AT_PHNUM, AT_PAGESZ, AT_ENTRY, AT_SECURE, AT_RANDOM = 0, 3, 4, 5, 6, 9, 23, 25
"""Entry types of the auxiliary vector (Linux ``uapi/linux/auxvec.h``)."""


def build_stack(
    memory: Memory, image: Image, high: int, arguments: Sequence[str], environment: Mapping[str, str], seed: int
) -> int:
    """Fill the top of a stack that ends at ``high`` and return the stack pointer, which points at argc.

    The layout is that of the System V gABI psABIs ("Process Initialization"); ``AT_RANDOM`` is seeded.
    """
    word = image.bits // 8
    strings = bytearray()
    offsets = []
    values = [*arguments, *(f"{name}={value}" for name, value in environment.items())]
    for value in values:
        offsets.append(len(strings))
        strings += value.encode("utf-8", "surrogateescape") + b"\0"
    random_offset = len(strings)
    strings += random.Random(seed).randbytes(16)
    strings_at = (high - len(strings)) // 16 * 16
    pointers = [strings_at + offset for offset in offsets]
    auxiliary = [
        *(AT_PHDR, image.phdr_address, AT_PHENT, image.phdr_size, AT_PHNUM, image.phdr_count),
        *(AT_PAGESZ, PAGE_SIZE, AT_ENTRY, image.entry, AT_SECURE, 0, AT_RANDOM, strings_at + random_offset),
        *(AT_NULL, 0),
    ]
    count = len(arguments)
    words = [count, *pointers[:count], 0, *pointers[count:], 0, *auxiliary]
    stack = (strings_at - len(words) * word) // 16 * 16
    memory.write(strings_at, bytes(strings))
    memory.write(stack, b"".join(value.to_bytes(word, image.byte_order) for value in words))
    return stack
