"""What has to be known of single instructions (Arm ARM, C4.1). One that uses the program counter is emulated."""

from struct import iter_unpack

from kretcore.errors import InstructionFault
from kretcore.machine import Fault, FaultKind, Machine

_REFUSED = (
    (0x18000000, 0x00000000, "this processor has no such instruction"),
    (0x3F800000, 0x08000000, "it is half of an exclusive access, which a trap would make fail for ever"),
    (0xFF200000, 0xD4200000, "it is a breakpoint"),  # BRK, DCPS
    (0xFF400000, 0xD4400000, "it is a breakpoint"),  # HLT
    (0xFF000002, 0xD4000002, "it calls a hypervisor or a monitor"),  # HVC, SMC
)
_WORD = 2**64 - 1


def refusal(word: int, before: bytes) -> str | None:
    """Why an instruction that follows this text cannot be probed; None if it can be."""
    exclusives = [other for (other,) in iter_unpack("<I", before[-128:]) if other & 0x3F800000 == 0x08000000]
    if exclusives and exclusives[-1] >> 22 & 1:  # as is_probed_address_atomic() of Linux looks for it
        return "it is between a load-exclusive and its store"
    return next((reason for mask, value, reason in _REFUSED if word & mask == value), None)


def uses_pc(word: int) -> bool:
    """Whether it is ADR or ADRP, a load of a literal, or a branch: these are emulated."""
    is_branch = word & 0x1C000000 == 0x14000000 and word & 0xFE000000 != 0xD4000000
    return is_branch or word & 0x1F000000 == 0x10000000 or word & 0x3B000000 == 0x18000000


def jump(source: int, target: int) -> bytes | None:
    """The B at ``source`` that goes to ``target``; None if that is too far."""
    distance = target - source >> 2
    return (0x14000000 | distance & 0x3FFFFFF).to_bytes(4, "little") if -(1 << 25) <= distance < 1 << 25 else None


def emulate(machine: Machine, word: int, address: int) -> None:
    """Do the work of an instruction as it is done at ``address``."""
    registers, number, wanted, offset = machine.registers, word & 31, word >> 24 & 1, _signed(word >> 5, 19)
    pc, label, link, result = address + 4, address + 4 * offset, 0, None
    if word & 0x1F000000 == 0x10000000:  # ADR, ADRP
        offset = offset << 2 | word >> 29 & 3
        result = (address & -4096) + (offset << 12) if word >> 31 else address + offset
    elif word & 0xBF000000 == 0x18000000:  # LDR
        result = int.from_bytes(machine.memory.read(label, 4 << (word >> 30)), "little")
    elif word & 0xFF000000 == 0x98000000:  # LDRSW
        result = int.from_bytes(machine.memory.read(label, 4), "little", signed=True)
    elif word >> 24 in (0x1C, 0x5C, 0x9C):  # LDR of a SIMD register
        registers[f"v{number}"] = int.from_bytes(machine.memory.read(label, 4 << (word >> 30)), "little")
    elif word & 0x7C000000 == 0x14000000:  # B, BL
        pc, link = address + 4 * _signed(word, 26), word >> 31
    elif word & 0xFF000010 == 0x54000000:  # B.cond
        n, z, c, v = (registers["nzcv"] >> bit & 1 for bit in (31, 30, 29, 28))
        holds = (z, c, n, v, c > z, n == v, n == v and not z, True)[word >> 1 & 7]
        pc = label if holds != (word & 1) or word & 14 == 14 else pc
    elif word & 0x7E000000 == 0x34000000:  # CBZ, CBNZ
        is_set = _read(machine, number) & (_WORD if word >> 31 else 0xFFFFFFFF) != 0
        pc = label if is_set == wanted else pc
    elif word & 0x7E000000 == 0x36000000:  # TBZ, TBNZ
        bit = _read(machine, number) >> (word >> 26 & 32 | word >> 19 & 31) & 1
        pc = address + 4 * _signed(word >> 5, 14) if bit == wanted else pc
    elif word & 0xFFDFFC1F == 0xD61F0000 or word & 0xFFFFFC1F == 0xD65F0000:  # BR, BLR; RET
        pc, link = _read(machine, word >> 5 & 31), word >> 21 & 1
    elif word >> 24 != 0xD8:  # PRFM, which does nothing
        raise InstructionFault(Fault(FaultKind.ILLEGAL, address, detail="undefined instruction"))
    if result is not None and number != 31:
        registers[f"x{number}"] = result & _WORD
    if link:
        registers["x30"] = address + 4
    registers["pc"] = pc & _WORD


def _read(machine: Machine, number: int) -> int:
    return machine.registers[f"x{number}"] if number != 31 else 0  # here 31 is not sp, but always zero


def _signed(value: int, bits: int) -> int:
    return (value & (1 << bits) - 1 ^ 1 << bits - 1) - (1 << bits - 1)
