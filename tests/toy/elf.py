"""Writes ELF files: 32-bit, big-endian, static (System V gABI, chapters 4 and 5)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from toy.arch import RELATIVE

PAGE = 4096
_HEADER, _PROGRAM_HEADER, _SECTION_HEADER, _SYMBOL = 52, 32, 40, 16
_PROGBITS, _SYMTAB, _STRTAB, _RELA, _DYNAMIC, _NOBITS = 1, 2, 3, 4, 6, 8
_TYPES = {".bss": _NOBITS, ".rela.dyn": _RELA, ".dynamic": _DYNAMIC}
_BINDINGS = {"local": 0, "global": 1, "weak": 2}
_READ, _WRITE, _EXECUTE = 4, 2, 1


@dataclass
class Section:
    """A section under construction. ``.bss`` has a size and no data."""

    name: str
    writable: bool
    executable: bool
    size: int = 0
    address: int = 0
    data: bytearray = field(default_factory=bytearray)


@dataclass(frozen=True)
class Symbol:
    """A symbol table entry; ``kind`` is the gABI's: 0 none, 1 object, 2 function."""

    name: str
    address: int
    size: int
    binding: str
    kind: int
    section: str


@dataclass(frozen=True)
class Layout:
    """Where sections lie: ``file`` maps each one's name to its offset."""

    base: int
    sections: tuple[Section, ...]
    file: dict[str, int]


def place(sections: list[Section], base: int) -> Layout:
    """Give every section its address: what is not writable behind the headers, what is on pages of its own."""
    ordered = sorted(sections, key=lambda section: (section.writable, section.name == ".bss"))
    offset, offsets, writable = _HEADER + 4 * _PROGRAM_HEADER, {}, False
    for section in ordered:
        if section.writable and not writable:
            offset, writable = -(-offset // PAGE) * PAGE, True
        offset = -(-offset // 16) * 16
        offsets[section.name], section.address = offset, base + offset
        offset += section.size
    return Layout(base, tuple(ordered), offsets)


def dynamic(rela_address: int, rela_size: int) -> bytes:
    """The dynamic section of a position-independent program: its relocations, and DT_FLAGS_1's DF_1_PIE."""
    return struct.pack(">10I", 7, rela_address, 8, rela_size, 9, 12, 0x6FFF_FFFB, 0x0800_0000, 0, 0)


def relative_relocation(address: int, value: int) -> bytes:
    """One ``Elf32_Rela``."""
    return struct.pack(">III", address, RELATIVE, value)


def write(
    layout: Layout,
    symbols: list[Symbol],
    *,
    machine: int,
    entry: int,
    stripped: bool,
    section_headers: bool,
    text_writable: bool,
) -> bytes:
    """Return the file."""
    out = bytearray(_HEADER + 4 * _PROGRAM_HEADER)
    for section in layout.sections:
        if section.name != ".bss":
            out.extend(bytes(layout.file[section.name] - len(out)))
            out += section.data
    headers = [
        struct.pack(
            ">10I",
            0,
            _TYPES.get(section.name, _PROGBITS),
            2 | section.writable | section.executable << 2,
            section.address,
            layout.file[section.name],
            section.size,
            len(layout.sections) + 2 if section.name == ".dynamic" and not stripped else 0,
            0,
            4,
            {".rela.dyn": 12, ".dynamic": 8}.get(section.name, 0),
        )
        for section in layout.sections
    ]
    names = [section.name for section in layout.sections]
    if not stripped:
        ordered = sorted(symbols, key=lambda symbol: symbol.binding != "local")
        table, strings = bytearray(_SYMBOL), bytearray(1)
        for symbol in ordered:
            info = _BINDINGS[symbol.binding] << 4 | symbol.kind
            index = names.index(symbol.section) + 1
            table += struct.pack(">IIIBBH", len(strings), symbol.address, symbol.size, info, 0, index)
            strings += symbol.name.encode() + b"\0"
        local = 1 + sum(symbol.binding == "local" for symbol in ordered)
        link = len(names) + 2
        headers.append(struct.pack(">10I", 0, _SYMTAB, 0, 0, len(out), len(table), link, local, 4, _SYMBOL))
        out += table
        headers.append(struct.pack(">10I", 0, _STRTAB, 0, 0, len(out), len(strings), 0, 0, 1, 0))
        out += strings
        names += [".symtab", ".strtab"]
    names.append(".shstrtab")
    name_table, name_offsets = bytearray(1), []
    for name in names:
        name_offsets.append(len(name_table))
        name_table += name.encode() + b"\0"
    headers.append(struct.pack(">10I", 0, _STRTAB, 0, 0, len(out), len(name_table), 0, 0, 1, 0))
    out += name_table
    section_offset, count = 0, 0
    if section_headers:
        out.extend(bytes(-len(out) % 4))
        section_offset, count = len(out), len(headers) + 1
        out += bytes(_SECTION_HEADER)
        for offset, header in zip(name_offsets, headers, strict=True):
            out += struct.pack(">I", offset) + header[4:]
    file_type = 3 if ".dynamic" in layout.file else 2
    out[:_HEADER] = struct.pack(
        ">4sBBBB8xHHIIIIIHHHHHH",
        *(b"\x7fELF", 1, 2, 1, 0, file_type, machine, 1, entry, _HEADER, section_offset, 0),
        *(_HEADER, _PROGRAM_HEADER, 4, _SECTION_HEADER, count, count - 1 if count else 0),
    )
    out[_HEADER : _HEADER + 4 * _PROGRAM_HEADER] = b"".join(_program_headers(layout, text_writable))
    return bytes(out)


def _program_headers(layout: Layout, text_writable: bool) -> list[bytes]:
    """Two PT_LOAD, PT_GNU_STACK, and PT_DYNAMIC or PT_NULL."""
    headers = []
    for writable in (False, True):
        inside = [section for section in layout.sections if section.writable is writable]
        start = layout.file[inside[0].name] if writable and inside else 0
        memory = max((layout.file[s.name] + s.size for s in inside), default=start) - start
        in_file = max((layout.file[s.name] + s.size for s in inside if s.name != ".bss"), default=start) - start
        flags = _READ | _WRITE if writable else _READ | _EXECUTE | (_WRITE if text_writable else 0)
        address = layout.base + start
        headers.append(struct.pack(">8I", 1, start, address, address, in_file, memory, flags, PAGE))
    headers.append(struct.pack(">8I", 0x6474_E551, 0, 0, 0, 0, 0, _READ | _WRITE, 16))
    headers.append(bytes(_PROGRAM_HEADER))
    for section in layout.sections:
        if section.name == ".dynamic":
            offset, address, size = layout.file[section.name], section.address, section.size
            headers[3] = struct.pack(">8I", 2, offset, address, address, size, size, _READ | _WRITE, 4)
    return headers
