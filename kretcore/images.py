"""Programs: what an ELF file puts into memory, and the names it gives to it."""

from __future__ import annotations

import hashlib
import os
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Literal

from kretcore.elf import ElfFile, ProgramHeader, Section, machine_name
from kretcore.errors import ImageError
from kretcore.machine import PAGE_SIZE, Protection
from kretcore.symbols import Binding, Kind, Symbol, SymbolTable, merge_ranges

__all__ = ["Image", "Relocation", "Segment", "Symbol", "SymbolTable", "load_image", "machine_name"]

_LOAD_BIAS = {32: 0x56555000, 64: 0x555555554000}
"""Where position-independent programs go: where Linux on x86 puts them without randomization."""

_MAX_MEMORY = 4 << 30
"""More memory than this, in bytes, is taken for a damaged header."""

_DESCRIPTORS = ".opd"
_SPECIAL_TEXT = (".kprobes.text", ".noinstr.text")
_BLACKLIST = "_kprobe_blacklist"

_DF_1_PIE = 0x08000000
_PF_X, _PF_W, _PF_R = 1, 2, 4
_SHF_ALLOC, _SHF_EXECINSTR = 2, 4
_SHN_UNDEF, _SHN_ABS = 0, 0xFFF1


@dataclass(frozen=True, slots=True)
class Segment:
    """One loadable segment.

    :ivar address: its first byte; not necessarily page-aligned, and two segments may share a page.
    :ivar data: what the file provides; the rest of ``memory_size`` is zero.
    """

    address: int
    data: bytes = field(repr=False)
    memory_size: int
    protection: Protection


@dataclass(frozen=True, slots=True)
class Relocation:
    """A dynamic relocation.

    :ivar address: the word concerned, load bias included; it lies within a segment.
    :ivar type: the architecture's number; None for one of ``DT_RELR``, which are all relative.
    :ivar addend: signed; None if the word in place holds it. A relative relocation stores load bias plus addend.
    """

    address: int
    type: int | None
    addend: int | None


@dataclass(frozen=True)
class Image:
    """A program as its file describes it. All addresses include the load bias.

    :ivar path: the file, or None if the program came as bytes.
    :ivar digest: SHA-256 of the file, in hexadecimal.
    :ivar bits: word size.
    :ivar elf_machine: ``e_machine``.
    :ivar elf_flags: ``e_flags``.
    :ivar entry: the ELF entry (on ELFv1 ppc64 a descriptor's address).
    :ivar base: the load bias; 0 unless the program is position-independent.
    :ivar segments: sorted by address.
    :ivar stack_executable: what ``PT_GNU_STACK`` asks for. Without it, a 32-bit program's stack is executable and a
        64-bit program's is not (Linux ``elf_read_implies_exec()``).
    :ivar relocations: dynamic relocations of every type; nothing is applied to ``segments``.
    :ivar symbols: defined symbols, in the file's order; of ``.dynsym`` if there is no ``.symtab``. Where functions have
        descriptors, the dot that begins the names of their code is left out.
    :ivar descriptors: ``(start, end)`` of the function descriptors, section ``.opd``; None if there are none.
    :ivar plt_got: what ``DT_PLTGOT`` points to; None if there is no such entry.
    :ivar special_ranges: ``(start, end, section)`` of text that must not be probed: ``.kprobes.text``,
        ``.noinstr.text``.
    :ivar blacklist: ``(address, size)`` of the section ``_kprobe_blacklist``, whose words (once relocated) are
        addresses of functions that must not be probed; None if there is none.
    :ivar phdr_address: the program headers in memory, for the auxiliary vector; 0 if no segment holds them.
    :ivar phdr_count: how many there are.
    :ivar phdr_size: bytes of each.
    :ivar end: the first page boundary behind everything.
    :ivar executable_ranges: ``(start, end)``, sorted, merged.
    """

    path: Path | None
    digest: str
    bits: Literal[32, 64]
    byte_order: Literal["little", "big"]
    elf_machine: int
    elf_flags: int
    entry: int
    base: int
    segments: tuple[Segment, ...] = field(repr=False)
    stack_executable: bool
    relocations: tuple[Relocation, ...] = field(repr=False)
    symbols: tuple[Symbol, ...] = field(repr=False)
    descriptors: tuple[int, int] | None
    plt_got: int | None
    special_ranges: tuple[tuple[int, int, str], ...]
    blacklist: tuple[int, int] | None
    phdr_address: int
    phdr_count: int
    phdr_size: int
    end: int
    executable_ranges: tuple[tuple[int, int], ...]

    @cached_property
    def values(self) -> Mapping[str, int]:
        """The value of each symbol by its name; of symbols with one name, a global one's.

        For what an ABI gives a name: a global pointer, a table's start.
        """
        ordered = sorted(self.symbols, key=lambda symbol: symbol.binding == "global")
        return {symbol.name: symbol.address for symbol in ordered}


def load_image(program: str | os.PathLike[str] | bytes) -> Image:
    """Read a statically linked program.

    :param program: the path of an ELF executable, or its bytes.
    :raises ImageError: it is anything else; the message says what, where and what to do.
    """
    path, data = _contents(program)
    file = ElfFile(data, path)
    _require_static_executable(file)
    base = _LOAD_BIAS[file.bits] if file.type == "ET_DYN" else 0
    segments = _segments(file, base)
    executable = merge_ranges(
        (segment.address, segment.address + segment.memory_size)
        for segment in segments
        if segment.protection & Protection.EXECUTE
    )
    allocated = [section for section in file.sections if section.flags & _SHF_ALLOC and section.size]
    blacklist = [(section.address + base, section.size) for section in allocated if section.name == _BLACKLIST]
    descriptors = _descriptors(allocated, base, segments)
    return Image(
        path=path,
        digest=hashlib.sha256(data).hexdigest(),
        bits=file.bits,
        byte_order=file.byte_order,
        elf_machine=file.machine,
        elf_flags=file.flags,
        entry=(file.entry + base) % (1 << file.bits),
        base=base,
        segments=segments,
        stack_executable=_stack_executable(file),
        relocations=_relocations(file, base, segments),
        symbols=_symbols(file, base, dots=descriptors is not None),
        descriptors=descriptors,
        plt_got=file.dynamic["DT_PLTGOT"][0] + base if "DT_PLTGOT" in file.dynamic else None,
        special_ranges=tuple(
            (section.address + base, section.address + base + section.size, section.name)
            for section in allocated
            if section.name in _SPECIAL_TEXT
        ),
        blacklist=blacklist[0] if blacklist else None,
        phdr_address=_phdr_address(file, base),
        phdr_count=file.header_count,
        phdr_size=file.header_size,
        end=-(-max(segment.address + segment.memory_size for segment in segments) // PAGE_SIZE) * PAGE_SIZE,
        executable_ranges=executable,
    )


def _contents(program: str | os.PathLike[str] | bytes) -> tuple[Path | None, bytes]:
    if isinstance(program, bytes | bytearray | memoryview):
        return None, bytes(program)
    try:
        path = Path(program)
    except TypeError as error:
        raise ImageError(f"a program is a path or the bytes of an ELF file, not {type(program).__name__}") from error
    try:
        if path.exists() and not path.is_file():
            raise ImageError("not a regular file; give an ELF executable", path)
        return path, path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ImageError(f"cannot be read: {reason}", path) from error


def _require_static_executable(file: ElfFile) -> None:
    if file.type == "ET_REL":
        raise file.error("a relocatable object (.o), not a program; link it with -static")
    if file.type == "ET_CORE":
        raise file.error("a core dump, not a program; give the executable that dumped it")
    if file.type not in ("ET_EXEC", "ET_DYN"):
        raise file.error(f"not an executable: ELF file type {file.type}; give a program linked with -static")
    loader = "which kretcore does not have yet: link it with -static"
    if any(header.type == "PT_INTERP" for header in file.program_headers):
        raise file.error(f"dynamically linked: it needs a dynamic loader, {loader}")
    if "DT_NEEDED" in file.dynamic:
        raise file.error(f"needs shared libraries and so a dynamic loader, {loader}")
    if file.type == "ET_DYN" and _is_library(file):
        raise file.error("a shared library, not a program; link a program with -static or -static-pie")


def _is_library(file: ElfFile) -> bool:
    """Tell a library from a position-independent program, which has the same file type."""
    if "DT_SONAME" in file.dynamic or not file.entry:
        return True
    return bool(file.dynamic) and not any(flags & _DF_1_PIE for flags in file.dynamic.get("DT_FLAGS_1", ()))


def _segments(file: ElfFile, base: int) -> tuple[Segment, ...]:
    segments = []
    for index, header in enumerate(file.program_headers):
        if header.type == "PT_LOAD" and header.memory_size:
            segments.append(_segment(file, header, base, f"segment {index}"))
    if not segments:
        raise file.error("no loadable segment: there is no code to run; give a linked executable")
    segments.sort(key=lambda segment: segment.address)
    if sum(segment.memory_size for segment in segments) > _MAX_MEMORY:
        raise file.error("damaged: its segments want more than 4 GiB of memory")
    for first, second in pairwise(segments):
        if first.address + first.memory_size > second.address:
            raise file.error(f"damaged: the segments at {first.address:#x} and {second.address:#x} overlap")
    return tuple(segments)


def _segment(file: ElfFile, header: ProgramHeader, base: int, what: str) -> Segment:
    if header.file_size > header.memory_size:
        raise file.error(
            f"damaged: {what} takes {header.file_size} bytes of the file for {header.memory_size} of memory"
        )
    address = header.address + base
    # The last page stays free: the end of everything must be an address, too.
    if address + header.memory_size > (1 << file.bits) - PAGE_SIZE:
        raise file.error(f"damaged: {what}, {header.memory_size:#x} bytes at {address:#x}, leaves the address space")
    protection = Protection.NONE
    for flag, allowed in ((_PF_R, Protection.READ), (_PF_W, Protection.WRITE), (_PF_X, Protection.EXECUTE)):
        if header.flags & flag:
            protection |= allowed
    return Segment(address, file.read(header.offset, header.file_size, what), header.memory_size, protection)


def _descriptors(allocated: Sequence[Section], base: int, segments: tuple[Segment, ...]) -> tuple[int, int] | None:
    """Find the function descriptors; a table that no segment holds does not count."""
    for section in allocated:
        start, end = section.address + base, section.address + base + section.size
        if section.name == _DESCRIPTORS and any(
            segment.address <= start and end <= segment.address + segment.memory_size for segment in segments
        ):
            return start, end
    return None


def _stack_executable(file: ElfFile) -> bool:
    for header in file.program_headers:
        if header.type == "PT_GNU_STACK":
            return bool(header.flags & _PF_X)
    return file.bits == 32


def _phdr_address(file: ElfFile, base: int) -> int:
    size = file.header_count * file.header_size
    for header in file.program_headers:
        if header.type == "PT_LOAD" and header.offset <= file.header_offset <= (
            header.offset + header.file_size - size
        ):
            return header.address + file.header_offset - header.offset + base
    return 0


def _relocations(file: ElfFile, base: int, segments: tuple[Segment, ...]) -> tuple[Relocation, ...]:
    """Read the tables that the dynamic array names, so that stripped section headers do not matter."""
    word = file.bits // 8
    mask = (1 << file.bits) - 1
    starts = [segment.address for segment in segments]
    relocations = []
    for offset, kind, addend in _raw_relocations(file):
        if kind == 0:  # the psABIs all call it R_*_NONE
            continue
        address = (offset + base) & mask
        index = bisect_right(starts, address) - 1
        if index < 0 or address + word > segments[index].address + segments[index].memory_size:
            raise file.error(f"damaged: a relocation wants to change {address:#x}, outside every segment")
        relocations.append(Relocation(address, kind, addend))
    return tuple(relocations)


def _raw_relocations(file: ElfFile) -> Iterator[tuple[int, int | None, int | None]]:
    """Yield (offset, type, addend) as they stand; ``DT_JMPREL`` may be the tail of the table before it."""
    rela, rel = _table(file, "DT_RELA", "DT_RELASZ"), _table(file, "DT_REL", "DT_RELSZ")
    jump = _table(file, "DT_JMPREL", "DT_PLTRELSZ")
    jump_has_addends = file.dynamic.get("DT_PLTREL", [7])[0] == 7  # 7 is DT_RELA
    word = {32: "I", 64: "Q"}[file.bits]
    type_mask = {32: 0xFF, 64: 0xFFFFFFFF}[file.bits]
    for table, has_addends in ((rela, True), (rel, False), (jump, jump_has_addends)):
        if table is None or (table is jump and any(_within(jump, other) for other in (rela, rel))):
            continue
        data = _table_data(file, table, "the relocation table")
        layout = struct.Struct(file.prefix + word * 2 + (word.lower() if has_addends else ""))
        if len(data) % layout.size:
            raise file.error(f"damaged: the relocation table at {table[0]:#x} has a size of {len(data)} bytes")
        for offset, info, *addend in layout.iter_unpack(data):
            yield offset, info & type_mask, addend[0] if addend else None
    for offset in _relr(file, word):
        yield offset, None, None


def _table(file: ElfFile, address_tag: str, size_tag: str) -> tuple[int, int] | None:
    if not (address := file.dynamic.get(address_tag)) or not (size := file.dynamic.get(size_tag)):
        return None
    return address[0], size[0]


def _within(inner: tuple[int, int], outer: tuple[int, int] | None) -> bool:
    return outer is not None and outer[0] <= inner[0] and inner[0] + inner[1] <= outer[0] + outer[1]


def _table_data(file: ElfFile, table: tuple[int, int], what: str) -> bytes:
    return file.read_address(*table, what) if table[1] else b""


def _relr(file: ElfFile, word: str) -> Iterator[int]:
    """Decode ``DT_RELR`` (gABI, "Relative Relocation Table"): an address, then bitmaps of the words behind it."""
    table = _table(file, "DT_RELR", "DT_RELRSZ")
    if table is None:
        return
    size = file.bits // 8
    data = _table_data(file, table, "the packed relocation table")
    if len(data) % size:
        raise file.error(f"damaged: the packed relocation table has a size of {len(data)} bytes")
    where = 0
    for (entry,) in struct.iter_unpack(file.prefix + word, data):
        if not entry & 1:
            yield entry
            where = entry + size
            continue
        for bit in range(file.bits - 1):
            if entry >> (bit + 1) & 1:
                yield where + bit * size
        where += (file.bits - 1) * size


_BINDINGS: dict[int, Binding] = {0: "local", 1: "global", 2: "weak", 10: "global"}  # 10: STB_GNU_UNIQUE
_KINDS: dict[int, Kind] = {1: "object", 2: "function", 5: "object", 10: "ifunc"}  # 5: STT_COMMON
_NAMELESS = (3, 4, 6)  # sections and files are no symbols of the program, a thread-local one has no address


def _symbols(file: ElfFile, base: int, *, dots: bool) -> tuple[Symbol, ...]:
    """Read the symbol table.

    :param dots: whether names of code begin with a dot.
    """
    tables = [section for section in file.sections if section.type == "SHT_SYMTAB"]
    tables = tables or [section for section in file.sections if section.type == "SHT_DYNSYM"]
    symbols: list[Symbol] = []
    is_code = _code_test(file, base)
    for table in tables:
        symbols += _symbols_of(file, table, base, is_code)
    if dots:
        symbols = [_without_dot(symbol) if is_code(symbol.address) else symbol for symbol in symbols]
    return tuple(symbols)


def _without_dot(symbol: Symbol) -> Symbol:
    """Name code as its descriptor is named (64-bit PowerPC ELF ABI Supplement 1.9, 3.2.5); ".L" begins local labels."""
    name = symbol.name
    if len(name) < 2 or name[0] != "." or (symbol.kind == "label" and name.startswith(".L")):
        return symbol
    return replace(symbol, name=name[1:])


def _symbols_of(file: ElfFile, table: Section, base: int, is_code: Callable[[int], bool]) -> Iterator[Symbol]:
    # gABI "Symbol Table": the two classes order the fields differently.
    layout = struct.Struct(file.prefix + ("IIIBBH" if file.bits == 32 else "IBBHQQ"))
    if table.entry_size != layout.size or table.size % layout.size:
        raise file.error(f"damaged: the symbol table's {table.size} bytes are not entries of {layout.size} each")
    if table.link >= len(file.sections):
        raise file.error(f"damaged: the symbol table's names are said to be in section {table.link}")
    link = file.sections[table.link]
    strings = file.read(link.offset, link.size, "the symbol name table")
    mask = (1 << file.bits) - 1
    for fields in layout.iter_unpack(file.read(table.offset, table.size, "the symbol table")):
        if file.bits == 32:
            name_offset, value, size, info, _, section = fields
        else:
            name_offset, info, _, section, value, size = fields
        if section == _SHN_UNDEF or not name_offset or info & 15 in _NAMELESS:
            continue
        if section != _SHN_ABS:
            value = (value + base) & mask
        kind = _KINDS.get(info & 15, "other")
        name = file.string(strings, name_offset, "symbol name")
        # "$" begins mapping symbols (AAELF, RISC-V psABI), which mark kinds of contents and name nothing.
        if info & 15 == 0 and section != _SHN_ABS and not name.startswith("$") and is_code(value):
            kind = "label"
        yield Symbol(name, value, size, _BINDINGS.get(info >> 4, "local"), kind)


def _code_test(file: ElfFile, base: int) -> Callable[[int], bool]:
    """Return a test whether an address lies in an executable section."""
    ranges = merge_ranges(
        (section.address + base, section.address + base + section.size)
        for section in file.sections
        if section.flags & _SHF_EXECINSTR
    )
    starts = [start for start, _ in ranges]

    def is_code(address: int) -> bool:
        index = bisect_right(starts, address) - 1
        return index >= 0 and address < ranges[index][1]

    return is_code
