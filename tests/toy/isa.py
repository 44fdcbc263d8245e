"""The toy's instruction set: one table, from which the machine, the assembler and the architecture decode and encode.

Every instruction is one big-endian 32-bit word, ``opcode:8 d:4 a:4 immediate:16``. A second source register is the
immediate's low four bits; jumps keep 24 bits of displacement. One instruction is apart: a word whose two top bits are
set jumps to the absolute address its other thirty bits hold, so that any place can be reached without a register.
A word that sets a bit its instruction has no use for is illegal, the word of all zeros too.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

WORD = 0xFFFF_FFFF
LENGTH = 4

REGISTERS = (*(f"r{number}" for number in range(13)), "sp", "lr", "r15", "pc", "status")
"""Register names by number; the first sixteen can be operands, ``sp`` being number 13 and ``lr`` 14."""
SP, LR, PC, STATUS = 13, 14, 16, 17

ERROR, EQUAL, LESS = 1, 2, 4
"""Bits of ``status``: the system call failed; the comparison's outcome (signed)."""

# Operands: d, a, b registers; i signed, u unsigned immediate; m an address "i(a)"; o and O word displacements of 16
# and 24 bits from the instruction's own address.
ISA: dict[str, tuple[int, str]] = {
    "nop": (0x01, ""),
    "land": (0x02, ""),  # landing pad: does nothing; a function may begin with it
    "halt": (0x03, ""),  # privileged: always traps
    "brk": (0x04, "u"),
    "sys": (0x05, ""),
    "tick": (0x06, "d"),  # d = instructions executed so far, this one included
    "add": (0x10, "dab"),
    "sub": (0x11, "dab"),
    "mul": (0x12, "dab"),
    "div": (0x13, "dab"),  # unsigned; by zero: arithmetic fault
    "rem": (0x14, "dab"),
    "and": (0x15, "dab"),
    "or": (0x16, "dab"),
    "xor": (0x17, "dab"),
    "shl": (0x18, "dab"),
    "shr": (0x19, "dab"),
    "addi": (0x20, "dai"),
    "andi": (0x21, "dau"),
    "ori": (0x22, "dau"),
    "lui": (0x23, "du"),  # d = u << 16
    "movi": (0x24, "di"),
    "adr": (0x25, "do"),  # d = address of this instruction + displacement
    "cmp": (0x28, "ab"),
    "cmpi": (0x29, "ai"),
    "lw": (0x30, "dm"),
    "lb": (0x31, "dm"),  # zero-extends
    "sw": (0x32, "dm"),
    "sb": (0x33, "dm"),
    "beq": (0x40, "o"),
    "bne": (0x41, "o"),
    "blt": (0x42, "o"),
    "bge": (0x43, "o"),
    "berr": (0x44, "o"),
    "j": (0x50, "O"),
    "bl": (0x51, "O"),  # call, return address in lr
    "call": (0x52, "O"),  # call, return address pushed
    "jr": (0x53, "a"),
    "blr": (0x54, "a"),
    "callr": (0x55, "a"),
    "ret": (0x56, "u"),  # pop the return address, then u bytes more
}
_FIELDS = {
    "d": 0x00F0_0000,
    "a": 0x000F_0000,
    "b": 0x0000_000F,
    "i": 0x0000_FFFF,
    "u": 0x0000_FFFF,
    "m": 0x000F_FFFF,
    "o": 0x0000_FFFF,
    "O": 0x00FF_FFFF,
}
_BY_OPCODE = {
    opcode: (name, operands, sum(_FIELDS[operand] for operand in operands)) for name, (opcode, operands) in ISA.items()
}
FIELDS = {name: mask for name, _, mask in _BY_OPCODE.values()}
"""The bits of each instruction that its operands occupy."""

assert len(_BY_OPCODE) == len(ISA), "two instructions share an opcode"


class Instruction(NamedTuple):
    """A decoded word: its name, registers ``d`` and ``a``, and the immediate, displacement in bytes, or register b."""

    name: str
    d: int
    a: int
    value: int


@lru_cache(maxsize=4096)
def decode(word: int) -> Instruction | None:
    """Decode a word; None if it is illegal."""
    if word >> 30 == 3:
        return Instruction("ja", 0, 0, (word & 0x3FFF_FFFF) << 2)
    if (row := _BY_OPCODE.get(word >> 24)) is None:
        return None
    name, operands, mask = row
    if word & 0x00FF_FFFF & ~mask:
        return None
    last = operands[-1:]  # the operand in the low bits, if there is one
    value = word & {"b": 0xF, "O": 0xFF_FFFF}.get(last, 0xFFFF)
    bits = {"i": 16, "m": 16, "o": 16, "O": 24}.get(last)
    if bits is not None:
        value -= (value >> (bits - 1)) << bits
        value *= 4 if last in "oO" else 1
    d = word >> 20 & 15 if mask & _FIELDS["d"] and last != "O" else 0
    a = word >> 16 & 15 if mask & _FIELDS["a"] and last != "O" else 0
    return Instruction(name, d, a, value if last else 0)


def encode(name: str, d: int = 0, a: int = 0, value: int = 0) -> int:
    """Encode what :func:`decode` gives.

    :raises ValueError: an operand does not fit its field.
    """
    if name == "ja":
        word = 0xC000_0000 | value >> 2 & 0x3FFF_FFFF
    else:
        opcode, operands = ISA[name]
        last = operands[-1:]
        field = {"b": 0xF, "O": 0xFF_FFFF}.get(last, 0xFFFF)
        word = opcode << 24 | d << 20 | a << 16 | ((value >> 2 if last in {"o", "O"} else value) & field)
    if decode(word) != (name, d, a, value):
        raise ValueError(f"{name}: operand {value:#x} does not fit")
    return word
