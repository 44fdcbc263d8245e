"""Entering functions under either ABI, and the return trampoline.

Under ELFv1 a function's symbol and a pointer to it lead to a *descriptor*: the code's address, the TOC pointer for r2,
and an environment for r11 (64-bit PowerPC ELF ABI Supplement 1.9, 3.2.5 "Function Descriptors"). Under ELFv2 both lead
to the code, at the *global entry*, which finds the TOC by r12; calls from the same module go to the *local entry*
behind it (64-Bit ELF V2 ABI, 2.3.2.1).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Literal
from weakref import WeakKeyDictionary

from kretcore.arch import FunctionEntry
from kretcore.errors import MemoryFault
from kretcore.hookspecs import Boot
from kretcore.images import Image
from kretcore.machine import Memory
from kretcore_ppc64.description import LINK_AREA, PARAMETERS_IN_REGISTERS
from kretcore_ppc64.instructions import BLR, NOP, TRAP, WORD
from kretcore_ppc64.returns import Ppc64Cpu

ABI_FLAGS = 3
"""EF_PPC64_ABI: these bits of ``e_flags``."""

TRAMPOLINE_SYMBOL = "__kretprobe_trampoline"

_DESCRIPTOR_SIZE = 24
_LOCAL_ENTRY = 8
_REGISTERS = PARAMETERS_IN_REGISTERS // 8
_ROOM_ABOVE = 128
"""Bytes left free above the arguments: a function that reads more arguments than it got finds zeros, not a fault."""

_ADDIS_R2_R12, _LIS_R2, _ADDI_R2_R2, _LD_R2_R12 = 0x3C4C, 0x3C40, 0x3842, 0xE84C  # upper halves
_ADD_R2_R2_R12 = 0x7C426214

_catalogues: WeakKeyDictionary[Memory, dict[int, int]] = WeakKeyDictionary()
"""Code address to descriptor, for each memory that has any."""


def arch_function_entry(image: Image, memory: Memory, address: int) -> FunctionEntry:
    """See :func:`kretcore.hookspecs.arch_function_entry`."""
    if image.elf_flags & ABI_FLAGS == 2:
        return _elfv2_entry(image, memory, address)
    return _elfv1_entry(image, memory, address)


def _elfv1_entry(image: Image, memory: Memory, address: int) -> FunctionEntry:
    """Follow a descriptor; of code, find its descriptor, for its TOC pointer.

    A value outside the table of descriptors is one if it leads to code and is not code itself: such are made at run
    time, on a stack for instance.
    """
    try:
        if _within(image.descriptors, address) or not _is_code(image, address):
            code = memory.load_word(address)
            if _within(image.descriptors, address) or _is_code(image, code):
                return FunctionEntry(code, code, memory.load_word(address + 8))
        return FunctionEntry(address, address, _toc_of(image, memory, address))
    except MemoryFault:
        return FunctionEntry(address, address, 0)  # nothing there: whoever goes there finds out


def _within(span: tuple[int, int] | None, address: int) -> bool:
    return span is not None and span[0] <= address < span[1]


def _is_code(image: Image, address: int) -> bool:
    index = bisect_right(image.executable_ranges, address, key=lambda span: span[0]) - 1
    return index >= 0 and address < image.executable_ranges[index][1]


def _toc_of(image: Image, memory: Memory, code: int) -> int:
    """Return the TOC pointer of the function at ``code``, or the program's if it has no descriptor."""
    catalogue = _catalogues.get(memory)
    if catalogue is None:
        start, end = image.descriptors or (0, 0)
        catalogue = _catalogues[memory] = {}
        for descriptor in range(start, end - _DESCRIPTOR_SIZE + 1, _DESCRIPTOR_SIZE):
            catalogue.setdefault(memory.load_word(descriptor), descriptor)
    return memory.load_word(catalogue.get(code, image.entry) + 8)


def _elfv2_entry(image: Image, memory: Memory, address: int) -> FunctionEntry:
    """Step over the global entry's code, as Linux' ``ppc_function_entry()``; its second word counts as entry, too."""
    for call in (address, address - WORD):
        if _makes_toc_pointer(image, memory, call):
            return FunctionEntry(call, call + _LOCAL_ENTRY)
    return FunctionEntry(address, address)


def _makes_toc_pointer(image: Image, memory: Memory, address: int) -> bool:
    """Whether two instructions at ``address`` set r2: from r12, or absolutely (ELF V2 ABI, 2.3.2.1).

    A kprobe may hide the second one; none can be set on the first.
    """
    try:
        code = memory.read(address, 2 * WORD)
    except MemoryFault:
        return False  # unmapped, or shorter: whoever goes there finds out
    first, second = (int.from_bytes(code[at : at + WORD], image.byte_order) for at in (0, WORD))
    upper = first >> 16
    if upper in (_ADDIS_R2_R12, _LIS_R2):
        return second >> 16 == _ADDI_R2_R2 or second == TRAP
    return upper == _LD_R2_R12 and second in (_ADD_R2_R2_R12, TRAP)


def arch_enter_function(
    machine: Ppc64Cpu, entry: FunctionEntry, arguments: Sequence[int], return_address: int, stack: int
) -> bool:
    """See :func:`kretcore.hookspecs.arch_enter_function`.

    The frame below the arguments is that of a caller: link area, and parameter save area with room for the registers
    (ELF V1 3.2.2, ELF V2 2.2.2).
    """
    link_area = LINK_AREA[2 if entry.global_pointer is None else 1]
    slots = max(len(arguments), _REGISTERS)
    bottom = stack - _ROOM_ABOVE - slots * 8 - link_area & ~15
    for at in range(bottom, bottom + link_area, 8):
        machine.store_word(at, 0)  # no back chain: the outermost frame
    for index in range(_REGISTERS, len(arguments)):
        machine.store_word(bottom + link_area + index * 8, arguments[index])
    machine.reset()
    for index, argument in enumerate(arguments[:_REGISTERS]):
        machine.set(f"r{index + 3}", argument)
    if entry.global_pointer is None:
        machine.set("r12", entry.call)
    else:
        machine.set("r2", entry.global_pointer)
    machine.set_lr(return_address)
    machine.set_sp(bottom)
    machine.set_pc(entry.call)
    return True


def trampoline_init(byte_order: Literal["little", "big"]) -> Callable[[Boot], bool]:
    """Make the hook :func:`~kretcore.hookspecs.arch_init` for words in a byte order.

    The trampoline is text, not a function with a descriptor: its address is the code's (Linux
    ``__kretprobe_trampoline`` of powerpc).
    """
    trampoline = NOP.to_bytes(WORD, byte_order) + BLR.to_bytes(WORD, byte_order)

    def arch_init(boot: Boot) -> bool:
        address = boot.load_text(TRAMPOLINE_SYMBOL, trampoline)
        boot.register_kprobe(address, boot.trampoline_probe_handler)
        return True

    return arch_init
