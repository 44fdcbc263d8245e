"""Instruction lengths and facts about instructions, as capstone tells them.

capstone is imported when the first instruction is looked at, not with this module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    import capstone  # type: ignore[import-untyped]

MAX_INSTRUCTION = 15
"""Longest instruction in bytes (Intel SDM vol. 2, section 2.3.11)."""

Bits = Literal[32, 64]

_OPERAND_SIZE, _ADDRESS_SIZE, _REX_W = 0x66, 0x67, 8


_NUMBER = re.compile(r"\b(0x[0-9a-f]+|[0-9]+)\b")

Form = tuple[int, int, str, str]
"""Size, first byte, mnemonic with prefixes, and operands without their numbers: instructions that are alike in this
differ in immediates and displacements only."""


class Operand(NamedTuple):
    """One explicit operand.

    :ivar kind: what it is.
    :ivar register: the register, or a memory operand's base; "" for none.
    :ivar value: an immediate, or a memory operand's displacement, signed. For the target of a relative branch it is the
        distance from the end of the instruction.
    """

    kind: Literal["register", "immediate", "memory"]
    register: str
    value: int


@dataclass(frozen=True, slots=True)
class Instruction:
    """What matters about one instruction, wherever it lies.

    :ivar code: its bytes.
    :ivar name: its mnemonic, without prefixes.
    :ivar groups: capstone's groups it belongs to.
    :ivar operands: explicit operands.
    :ivar short_operand: whether an operand-size prefix is in force.
    :ivar short_address: whether an address-size prefix is in force.
    :ivar address_bytes: width of its addresses, and of the counter of a loop.
    :ivar displacement: offset of the 32-bit displacement in ``code`` if an operand is relative to the instruction
        pointer, 0 if none is, None if one is and capstone does not tell where.
    """

    code: bytes
    name: str
    groups: frozenset[str]
    operands: tuple[Operand, ...]
    short_operand: bool
    short_address: bool
    address_bytes: int
    displacement: int | None


class Decoder:
    """Decodes the text of one word size."""

    def __init__(self, bits: Bits) -> None:
        self.bits = bits
        # The facts hang on the bytes alone, and compilers repeat themselves: each encoding is detailed once.
        self.instruction = lru_cache(maxsize=4096)(self._instruction)
        self._walked = b""
        self._starts = {0}

    @cached_property
    def _lengths(self) -> capstone.Cs:
        return self._engine(detail=False)

    @cached_property
    def _details(self) -> capstone.Cs:
        return self._engine(detail=True)

    def _engine(self, detail: bool) -> capstone.Cs:
        import capstone

        engine = capstone.Cs(capstone.CS_ARCH_X86, capstone.CS_MODE_64 if self.bits == 64 else capstone.CS_MODE_32)
        engine.detail = detail
        return engine

    def first(self, code: bytes) -> tuple[bytes, Form | None]:
        """Return the bytes of the instruction ``code`` begins with, none if it is not one, and its form."""
        for _, size, mnemonic, operands in self._lengths.disasm_lite(code[:MAX_INSTRUCTION], 0, 1):
            return code[:size], (size, code[0], mnemonic, _NUMBER.sub("", operands))
        return b"", None

    def is_boundary(self, code: bytes, offset: int) -> bool:
        """Tell whether decoding ``code`` from its beginning arrives at ``offset``.

        Code that is not an instruction on the way means no. What was decoded last is remembered, so that asking for
        one instruction of a function after the other decodes it once.
        """
        if offset == 0:
            return True
        walked = self._walked
        if not code.startswith(walked):
            walked, self._starts = b"", {0}
        end = len(walked)
        if end < offset:
            for address, size, _, _ in self._lengths.disasm_lite(code[end : offset + MAX_INSTRUCTION], end):
                end = address + size
                self._starts.add(end)
                if end >= offset:
                    break
            walked = code[:end]
        self._walked = walked
        return offset in self._starts

    def _instruction(self, code: bytes) -> Instruction:
        """Detail the instruction that ``code`` consists of."""
        found = next(self._details.disasm(code, 0, 1))
        groups = frozenset(found.group_name(group) for group in found.groups)
        if "branch_relative" in groups:
            # The distance is the instruction's last field (SDM vol. 2, figure 2-1). It is read from there, as capstone
            # cuts a target to the address size, which has no say in it.
            distance = int.from_bytes(code[found.encoding.imm_offset :], "little", signed=True)
            operands: tuple[Operand, ...] = (Operand("immediate", "", distance),)
        else:
            operands = tuple(self._operands(found))
        return Instruction(
            code=code,
            name=found.insn_name(),
            groups=groups,
            operands=operands,
            # REX.W wins over the operand-size prefix (Intel SDM vol. 2, section 2.2.1.2).
            short_operand=_OPERAND_SIZE in found.prefix and not found.rex & _REX_W,
            short_address=_ADDRESS_SIZE in found.prefix,
            address_bytes=found.addr_size,
            displacement=_displacement(found, operands) if self.bits == 64 else 0,
        )

    def _operands(self, found: Any) -> list[Operand]:
        from capstone import x86_const

        operands = []
        for operand in found.operands:
            if operand.type == x86_const.X86_OP_REG:
                operands.append(Operand("register", found.reg_name(operand.reg), 0))
            elif operand.type == x86_const.X86_OP_IMM:
                operands.append(Operand("immediate", "", operand.imm))
            elif operand.type == x86_const.X86_OP_MEM:
                base = found.reg_name(operand.mem.base) if operand.mem.base else ""
                operands.append(Operand("memory", base, operand.mem.disp))
        return operands


def _displacement(found: Any, operands: tuple[Operand, ...]) -> int | None:
    """Find the displacement relative to the instruction pointer: see :class:`Instruction`."""
    offset: int = found.encoding.disp_offset
    for operand in operands:
        if operand.kind == "memory" and operand.register in ("rip", "eip"):
            field = bytes(found.bytes)[offset : offset + 4]
            known = offset and len(field) == 4 and int.from_bytes(field, "little", signed=True) == operand.value
            return offset if known else None
    # Mod 0 with r/m 5 is relative to the instruction pointer (SDM vol. 2, table 2-7); with a displacement but
    # without an operand to check it against, nothing is known for certain.
    return None if offset and found.encoding.modrm_offset and found.modrm & 0xC7 == 0x05 else 0
