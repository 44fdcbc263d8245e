"""Entering functions, and the return trampoline.

A pointer to a function leads to a *descriptor*: the code's address, and the global pointer for r1; a symbol leads to
the code itself (Itanium Processor-specific ABI, "Function descriptors"; Software Conventions, 5.2 and 8.3).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from kretcore.arch import FunctionEntry
from kretcore.errors import MemoryFault
from kretcore.hookspecs import Boot
from kretcore.images import Image
from kretcore.machine import Memory
from kretcore_ia64.bundles import MIB, NOP, RETURN, pack
from kretcore_ia64.decoder import BUNDLE, ReservedTemplateError, decode
from kretcore_ia64.description import SCRATCH_AREA
from kretcore_ia64.returns import Ia64Cpu

TRAMPOLINE_SYMBOL: Final = "__kretprobe_trampoline"

_REGISTERS: Final = 8
_ROOM_ABOVE: Final = 128
"""Bytes left free above the arguments: a function that reads more arguments than it got finds zeros, not a fault."""
_USER_LEVEL: Final = 3
_RSC: Final = 0xF
"""Eager, privilege level 3, little-endian: what Linux starts programs with."""
_FPSR: Final = 0x0009_804C_0270_033F
"""Linux ``FPSR_DEFAULT``: no traps; status field 0 with 64-bit precision, 1 with the widest range, 2 and 3 alike."""
_START_BUNDLES: Final = 16
"""Start code finds its global pointer within so many bundles."""


def arch_function_entry(image: Image, memory: Memory, address: int) -> FunctionEntry:
    """See :func:`kretcore.hookspecs.arch_function_entry`.

    A value outside the table of descriptors is one if it leads to code and is not code itself: such are made at run
    time, on a stack for instance.
    """
    try:
        inside = image.descriptors is not None and image.descriptors[0] <= address < image.descriptors[1]
        if inside or not _is_code(image, address):
            code = memory.load_word(address)
            if inside or _is_code(image, code):
                return FunctionEntry(code, code, memory.load_word(address + 8))
        return FunctionEntry(address, address, global_pointer(image, memory))
    except MemoryFault:
        return FunctionEntry(address, address, 0)  # nothing there: whoever goes there finds out


def global_pointer(image: Image, memory: Memory) -> int:
    """Return the program's global pointer, 0 if it seems to have none: a program has one, of its linker's choice.

    It is in every descriptor; a position-independent program's dynamic array has it; start code computes it; the
    linker's symbols tell where it usually is.
    """
    if image.descriptors is not None and image.descriptors[1] - image.descriptors[0] >= BUNDLE:
        return memory.load_word(image.descriptors[0] + 8)
    if image.plt_got is not None:
        return image.plt_got
    computed = _of_start_code(image, memory)
    if computed is not None:
        return computed
    symbols = {symbol.name: symbol.address for symbol in image.symbols}
    return symbols.get("__gp", symbols.get("_GLOBAL_OFFSET_TABLE_", 0))


def _of_start_code(image: Image, memory: Memory) -> int | None:
    """Follow ``mov ra=ip``, ``movl rb=@gprel(here)``, ``sub gp=ra,rb``."""
    values: dict[int, int] = {}
    at = image.entry & -BUNDLE
    for address in range(at, at + _START_BUNDLES * BUNDLE, BUNDLE):
        if not _is_code(image, address):
            return None
        try:
            instructions = decode(memory.read(address, BUNDLE), address)
        except ReservedTemplateError:
            return None
        for instruction in instructions:
            if instruction.row is None:
                return None
            fields = instruction.fields
            text = instruction.row.text
            if text == "mov {r1}=ip":
                values[fields["r1"]] = address
            elif instruction.row.semantics == "movl":
                values[fields["r1"]] = fields["imm"]
            elif text.startswith("sub {r1}={r2},{r3}") and fields["r1"] == 1:
                if {fields["r2"], fields["r3"]} <= values.keys():
                    return (values[fields["r2"]] - values[fields["r3"]]) % (1 << 64)
                return None
    return None


def _is_code(image: Image, address: int) -> bool:
    index = bisect_right(image.executable_ranges, address, key=lambda span: span[0]) - 1
    return index >= 0 and address < image.executable_ranges[index][1]


def arch_enter_function(
    machine: Ia64Cpu,
    entry: FunctionEntry,
    arguments: Sequence[int],
    return_address: int,
    stack: int,
    stack_bottom: int,
) -> bool:
    """See :func:`kretcore.hookspecs.arch_enter_function`.

    The frame is that of the caller's eight output registers; its own caller, which a return goes to, has the same.
    """
    bottom = stack - _ROOM_ABOVE - 8 * max(0, len(arguments) - _REGISTERS) - SCRATCH_AREA & -16
    for index in range(_REGISTERS, len(arguments)):
        machine.store_word(bottom + SCRATCH_AREA + 8 * (index - _REGISTERS), arguments[index])
    machine.reset()
    machine.set("cfm", _REGISTERS)
    for index in range(_REGISTERS):
        machine.set(f"r{32 + index}", arguments[index] if index < len(arguments) else 0)
    machine.set("ar.pfs", _USER_LEVEL << 62 | _REGISTERS)
    machine.set("ar.rsc", _RSC)
    machine.set("ar.fpsr", _FPSR)
    machine.set("ar.bspstore", stack_bottom)
    machine.set("r1", entry.global_pointer or 0)
    machine.set("r12", bottom)
    machine.set_b0(return_address)
    machine.set_pc(entry.call)
    return True


def arch_init(boot: Boot) -> bool:
    """See :func:`kretcore.hookspecs.arch_init`.

    What goes into ``b0`` is the address of the trampoline's code, which is what its descriptor would hold.
    """
    address = boot.load_text(TRAMPOLINE_SYMBOL, pack(MIB, NOP["M"], NOP["I"], RETURN))
    boot.register_kprobe(address, boot.trampoline_probe_handler)
    return True
