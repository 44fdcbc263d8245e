"""ELF files by hand: any class, byte order and damage, for tests of whoever reads them."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Literal

PT_LOAD, PT_DYNAMIC, PT_INTERP, PT_PHDR, PT_GNU_STACK = 1, 2, 3, 6, 0x6474E551
ET_REL, ET_EXEC, ET_DYN, ET_CORE = 1, 2, 3, 4
DT_NEEDED, DT_PLTRELSZ, DT_RELA, DT_RELASZ, DT_SONAME = 1, 2, 7, 8, 14
DT_REL, DT_RELSZ, DT_PLTREL, DT_JMPREL = 17, 18, 20, 23
DT_RELRSZ, DT_RELR, DT_FLAGS_1, DF_1_PIE = 35, 36, 0x6FFFFFFB, 0x08000000
READ, WRITE, EXECUTE = 4, 2, 1
SHN_ABS = 0xFFF1


@dataclass
class ElfBuilder:
    """What the file will say; every field can be made to lie."""

    bits: Literal[32, 64] = 64
    order: Literal["little", "big"] = "little"
    type: int = ET_EXEC
    machine: int = 62
    flags: int = 0
    entry: int = 0x10000
    segments: list[tuple[int, bytes, int, int]] = field(default_factory=list)
    """(address, data, memory size, flags)"""
    headers: list[tuple[int, int, int, int, int, int]] = field(default_factory=list)
    """Further program headers: (type, offset, address, file size, memory size, flags)"""
    dynamic: list[tuple[int, int]] = field(default_factory=list)
    """Entries of a dynamic array, put into the file outside every loadable segment."""
    sections: list[tuple[str, int, int, int, int]] = field(default_factory=list)
    """Further sections: (name, type, flags, address, size); none of them has contents."""
    symbols: list[tuple[str | bytes, int, int, int, int, int]] = field(default_factory=list)
    """(name, value, size, binding, type, section)"""
    section_headers: bool = True

    @property
    def prefix(self) -> str:
        return "<" if self.order == "little" else ">"

    @property
    def word(self) -> str:
        return "I" if self.bits == 32 else "Q"

    def pack(self, layout: str, *values: int) -> bytes:
        """Pack; ``W`` stands for a word."""
        return struct.pack(self.prefix + layout.replace("W", self.word), *values)

    def words(self, *values: int) -> bytes:
        return self.pack("W" * len(values), *values)

    def program_header(self, kind: int, offset: int, address: int, size: int, memory: int, flags: int) -> bytes:
        if self.bits == 32:
            return self.pack("8I", kind, offset, address, address, size, memory, flags, 1)
        return self.pack("2I6Q", kind, flags, offset, address, address, size, memory, 1)

    def symbol(self, name: int, value: int, size: int, info: int, section: int) -> bytes:
        if self.bits == 32:
            return self.pack("IIIBBH", name, value, size, info, 0, section)
        return self.pack("IBBHQQ", name, info, 0, section, value, size)

    def relocation(self, offset: int, kind: int, addend: int | None = None, symbol: int = 0) -> bytes:
        info = symbol << 8 | kind if self.bits == 32 else symbol << 32 | kind
        if addend is None:
            return self.pack("WW", offset, info)
        return self.pack("WW", offset, info) + self.pack(self.word.lower(), addend)

    def build(self) -> bytes:
        """Lay the file out: header, program headers, segments, dynamic array, section contents, section headers."""
        header_size, entry_size = (52, 32) if self.bits == 32 else (64, 56)
        count = len(self.segments) + len(self.headers) + bool(self.dynamic)
        body = bytearray()
        start = header_size + count * entry_size
        program_headers = b""
        for address, data, memory, flags in self.segments:
            offset = start + len(body)
            program_headers += self.program_header(PT_LOAD, offset, address, len(data), memory, flags)
            body += data
        if self.dynamic:
            array = b"".join(self.words(tag, value) for tag, value in [*self.dynamic, (0, 0)])
            offset = start + len(body)
            program_headers += self.program_header(PT_DYNAMIC, offset, 0, len(array), len(array), READ)
            body += array
        for header in self.headers:
            program_headers += self.program_header(*header)
        sections = self._sections(start, body) if self.section_headers else []
        section_offset = start + len(body) if sections else 0
        ident = b"\x7fELF" + bytes([self.bits // 32, 1 if self.order == "little" else 2, 1]) + bytes(9)
        elf_header = ident + self.pack("HHI", self.type, self.machine, 1)
        elf_header += self.words(self.entry, header_size, section_offset)
        elf_header += self.pack("IHHHH", self.flags, header_size, entry_size, count, 64 if self.bits == 64 else 40)
        elf_header += self.pack("HH", len(sections), 3 if sections else 0)
        return elf_header + program_headers + bytes(body) + b"".join(sections)

    def _sections(self, start: int, body: bytearray) -> list[bytes]:
        """Append section contents to ``body``; return headers: null, symbols, their names, section names, the rest."""
        strings = bytearray(b"\0")
        table = self.symbol(0, 0, 0, 0, 0)
        for name, value, size, binding, kind, section in self.symbols:
            table += self.symbol(len(strings), value, size, binding << 4 | kind, section)
            strings += (name if isinstance(name, bytes) else name.encode()) + b"\0"
        names = bytearray(b"\0")

        def header(
            name: str, kind: int, flags: int, address: int, offset: int, size: int, link: int, each: int
        ) -> bytes:
            position = len(names)
            names.extend(name.encode() + b"\0")
            where = self.words(flags, address, offset, size)
            return self.pack("II", position, kind) + where + self.pack("II", link, 0) + self.words(1, each)

        each = 16 if self.bits == 32 else 24
        offsets = []
        for content in (table, strings):
            offsets.append(start + len(body))
            body += content
        headers = [
            header("", 0, 0, 0, 0, 0, 0, 0),
            header(".symtab", 2, 0, 0, offsets[0], len(table), 2, each),
            header(".strtab", 3, 0, 0, offsets[1], len(strings), 0, 0),
        ]
        rest = [header(name, kind, flags, address, 0, size, 0, 0) for name, kind, flags, address, size in self.sections]
        length = len(names) + len(".shstrtab") + 1
        headers.append(header(".shstrtab", 3, 0, 0, start + len(body), length, 0, 0))
        body += names
        return headers + rest
