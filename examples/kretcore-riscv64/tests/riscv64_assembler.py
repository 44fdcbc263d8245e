"""A small assembler for RV64IM: one instruction at a time, registers as numbers, jumps as distances.

Written from the manual's instruction listings and apart from the decoder on purpose: one checks the other.
"""

from __future__ import annotations

REGISTER = {
    name: (opcode, number, funct7)
    for opcode, funct7, names in (
        (0x33, 0x00, "add sll slt sltu xor srl or and"),
        (0x33, 0x20, "sub . . . . sra . ."),
        (0x33, 0x01, "mul mulh mulhsu mulhu div divu rem remu"),
        (0x3B, 0x00, "addw sllw . . . srlw . ."),
        (0x3B, 0x20, "subw . . . . sraw . ."),
        (0x3B, 0x01, "mulw . . . divw divuw remw remuw"),
    )
    for number, name in enumerate(names.split())
    if name != "."
}
IMMEDIATE = {
    name: (opcode, number)
    for opcode, names in (
        (0x13, "addi . slti sltiu xori . ori andi"),
        (0x1B, "addiw"),
        (0x03, "lb lh lw ld lbu lhu lwu"),
        (0x67, "jalr"),
    )
    for number, name in enumerate(names.split())
    if name != "."
}
SHIFT = {
    "slli": (0x13, 1, 0x000),
    "srli": (0x13, 5, 0x000),
    "srai": (0x13, 5, 0x400),
    "slliw": (0x1B, 1, 0x000),
    "srliw": (0x1B, 5, 0x000),
    "sraiw": (0x1B, 5, 0x400),
}
STORE = {"sb": 0, "sh": 1, "sw": 2, "sd": 3}
BRANCH = {"beq": 0, "bne": 1, "blt": 4, "bge": 5, "bltu": 6, "bgeu": 7}
UPPER = {"lui": 0x37, "auipc": 0x17}
FIXED = {"ecall": 0x00000073, "ebreak": 0x00100073, "fence": 0x0FF0000F, "fence.i": 0x0000100F, "nop": 0x00000013}


def assemble(name: str, *operands: int) -> int:
    """Return an instruction's word; the operands are in the order of assembly language."""
    if name in FIXED:
        return FIXED[name]
    if name in REGISTER:
        opcode, funct3, funct7 = REGISTER[name]
        rd, rs1, rs2 = operands
        return funct7 << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode
    if name in IMMEDIATE:
        opcode, funct3 = IMMEDIATE[name]
        rd, rs1, immediate = operands
        return _field(immediate, 11, 0) << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode
    if name in SHIFT:
        opcode, funct3, high = SHIFT[name]
        rd, rs1, amount = operands
        return (high | amount) << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode
    if name in STORE:
        value, base, offset = operands
        high, low = _field(offset, 11, 5), _field(offset, 4, 0)
        return high << 25 | value << 20 | base << 15 | STORE[name] << 12 | low << 7 | 0x23
    if name in BRANCH:
        rs1, rs2, distance = operands
        high = _field(distance, 12, 12) << 6 | _field(distance, 10, 5)
        low = _field(distance, 4, 1) << 1 | _field(distance, 11, 11)
        return high << 25 | rs2 << 20 | rs1 << 15 | BRANCH[name] << 12 | low << 7 | 0x63
    if name in UPPER:
        rd, immediate = operands
        return _field(immediate, 19, 0) << 12 | rd << 7 | UPPER[name]
    if name == "jal":
        rd, distance = operands
        high = _field(distance, 20, 20) << 10 | _field(distance, 10, 1)
        low = _field(distance, 11, 11) << 8 | _field(distance, 19, 12)
        return high << 21 | low << 12 | rd << 7 | 0x6F
    raise KeyError(name)


def program(*words: int) -> bytes:
    """Return the bytes of instructions."""
    return b"".join(word.to_bytes(4, "little") for word in words)


def _field(value: int, high: int, low: int) -> int:
    return value >> low & (1 << high - low + 1) - 1
