"""A small assembler, by the texts of rows, and programs made with it."""

from __future__ import annotations

import struct
from typing import Final

from ia64_harness import encode, row
from kretcore_ia64.bundles import MIB, MLX, NOP, RETURN, pack
from kretcore_ia64.decoder import SLOT_MASK, TEMPLATES, table
from kretcore_ia64.rows import Row

from kretcore.machine import PAGE_SIZE

TEXT: Final = 0x4000_0000_0000_0000
"""Where a program's code begins."""
DATA: Final = 0x6000_0000_0000_0000
"""Where its page of data is."""
READ, WRITE, EXECUTE = 4, 2, 1
AR_RSC, AR_BSPSTORE, AR_PFS = 16, 18, 64


def bundle(unit: str, word: int, slot: int) -> bytes:
    """A bundle with one instruction, and nops in the other slots."""
    template = next(code for code, units in TEMPLATES.items() if units[slot] == unit and units != "MLX" and code & 1)
    words = [NOP[other] for other in TEMPLATES[template]]
    words[slot] = word
    return pack(template, *words)


def m(text: str, slot: int = 0, **fields: int) -> bytes:
    """An instruction of the unit M by its row's text."""
    return bundle("M", encode(row("M", text), **fields), slot)


def form(name: str, semantics: str) -> Row:
    """The first row of the unit B with a format and a meaning."""
    return next(row for row in table("B").rows if (row.form, row.semantics) == (name, semantics))


def load(target: int, base: int, kind: str = "ld8") -> bytes:
    return m(f"{kind}{{ldhint:|.nt1|.d2|.nta|.d4|.d5|.d6|.d7}} {{r1}}=[{{r3}}]", 1, r1=target, r3=base)


def store(base: int, source: int) -> bytes:
    return m("st8{sthint:|.d1|.d2|.nta|.d4|.d5|.d6|.d7} [{r3}]={r2}", 1, r3=base, r2=source)


def add(target: int, number: int, source: int = 0) -> bytes:
    return m("adds {r1}={imm},{r3}", 1, r1=target, s=number < 0, imm6d=number >> 7, imm7b=number, r3=source)


def alloc(target: int, size: int, local: int) -> bytes:
    return m("alloc {r1}=ar.pfs,{sof},{sol},{rotating}", r1=target, sof=size, sol=local)


def to_ar(number: int, source: int) -> bytes:
    if number == AR_PFS:
        return bundle("I", encode(row("I", "mov.i {ar3}={r2}"), ar3=number, r2=source), 1)
    return m("mov.m {ar3}={r2}", ar3=number, r2=source)


def constant(target: int, number: int) -> bytes:
    """``movl``."""
    low = number & (1 << 22) - 1
    fields = {"i": number >> 63, "imm9d": low >> 7 & 511, "imm5c": low >> 16 & 31, "ic": low >> 21, "imm7b": low & 127}
    word = encode(row("X", "movl {r1}={imm:x}"), r1=target, **fields)
    return pack(MLX, NOP["M"], number >> 22 & SLOT_MASK, word)


def jump(source: int) -> bytes:
    """Through b6, to where a register says."""
    move = encode(row("I", "mov.sptk{ih:|.imp} {b1}={r2},{target}"), b1=6, r2=source)
    return pack(MIB, NOP["M"], move, encode(form("B4", "br_cond"), b2=6))


def branch(distance: int, name: str = "B1", semantics: str = "br_cond") -> bytes:
    """To so many bundles further."""
    return pack(MIB, NOP["M"], NOP["I"], encode(form(name, semantics), imm20b=distance, s=distance < 0))


BACK = pack(MIB, NOP["M"], NOP["I"], RETURN)
CALL_NEXT = branch(1, "B3", "br_call")
FLUSHRS = m("flushrs")
GOOD = constant(8, 42) + BACK
LAZY = to_ar(AR_RSC, 0)


def elf(text: bytes, data: bytes = b"", rights: int = READ | EXECUTE, order: str = "<") -> bytes:
    """A static program of two segments, without symbols."""
    head = b"\x7fELF" + bytes([2, 1 if order == "<" else 2, 1]) + bytes(9)
    head += struct.pack(f"{order}HHIQQQIHHHHHH", 2, 50, 1, TEXT, 64, 0, 0, 64, 56, 2, 64, 0, 0)
    offset = 64 + 2 * 56
    for flags, address, contents, size in ((rights, TEXT, text, len(text)), (READ | WRITE, DATA, data, PAGE_SIZE)):
        head += struct.pack(f"{order}IIQQQQQQ", 1, flags, offset, address, address, len(contents), size, 1)
        offset += len(contents)
    return head + text + data
