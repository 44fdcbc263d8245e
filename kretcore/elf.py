"""A bounds-checked reader of ELF files: headers, sections, dynamic entries. It knows no instruction set.

pyelftools decodes the structures (System V gABI, chapters 4 and 5); every offset and size a file names is checked here
first, so that a damaged file ends in an :class:`~kretcore.errors.ImageError` that says what is wrong.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kretcore.errors import ImageError

if TYPE_CHECKING:
    from elftools.elf.structs import ELFStructs

_HEADER_SIZE = {32: 52, 64: 64}
_IDENT_SIZE = 16


@dataclass(frozen=True, slots=True)
class ProgramHeader:
    """One program header; ``type`` is its name (``"PT_LOAD"``), or a number if it has none."""

    type: str | int
    flags: int
    offset: int
    address: int
    file_size: int
    memory_size: int


@dataclass(frozen=True, slots=True)
class Section:
    """One section header; ``type`` is its name (``"SHT_SYMTAB"``), or a number if it has none."""

    name: str
    type: str | int
    flags: int
    address: int
    offset: int
    size: int
    link: int
    entry_size: int


class ElfFile:
    """The file as it stands, addresses without a load bias."""

    def __init__(self, data: bytes, path: Path | None) -> None:
        self.data = data
        self.path = path
        self._stream = BytesIO(data)
        self.bits, self.byte_order = self._identify()
        self._structs = self._make_structs()
        self.prefix = "<" if self.byte_order == "little" else ">"
        """The byte order as the :mod:`struct` module writes it."""
        if len(data) < _HEADER_SIZE[self.bits]:
            raise self.error(f"truncated: the file ends inside the ELF header, after {len(data)} bytes; get it again")
        header = self._parse(self._structs.Elf_Ehdr, 0)
        self.type: str | int = header["e_type"]
        self.machine, _version = struct.unpack_from(f"{self.prefix}HI", data, 18)
        self.flags: int = header["e_flags"]
        self.entry: int = header["e_entry"]
        self.header_offset: int = header["e_phoff"]
        self.header_size: int = header["e_phentsize"]
        self.header_count: int = header["e_phnum"]
        self._structs.create_advanced_structs(self.type, header["e_machine"], header["e_ident"]["EI_OSABI"])
        self._section_offset: int = header["e_shoff"]
        self._section_header_size: int = header["e_shentsize"]
        self._section_count: int = header["e_shnum"]
        self._section_names: int = header["e_shstrndx"]

    def error(self, message: str) -> ImageError:
        """Return the error to raise about this file."""
        return ImageError(message, self.path)

    def read(self, offset: int, size: int, what: str) -> bytes:
        """Return bytes of the file.

        :raises ImageError: it does not hold that many.
        """
        if size and offset + size > len(self.data):  # what is empty, like a segment of .bss alone, lies anywhere
            raise self.error(
                f"truncated: {what} should be bytes {offset:#x}..{offset + size:#x}, the file has {len(self.data):#x};"
                " copy or build it again"
            )
        return self.data[offset : offset + size]

    def read_address(self, address: int, size: int, what: str) -> bytes:
        """Return bytes that a loadable segment takes from the file.

        :raises ImageError: no segment does.
        """
        for header in self.program_headers:
            if header.type == "PT_LOAD" and header.address <= address <= address + size <= (
                header.address + header.file_size
            ):
                return self.read(header.offset + address - header.address, size, what)
        raise self.error(f"damaged: {what}, at {address:#x}..{address + size:#x}, lies outside every loadable segment")

    @cached_property
    def program_headers(self) -> tuple[ProgramHeader, ...]:
        """Every program header, in the file's order.

        :raises ImageError: they do not fit the file.
        """
        if not self.header_count:
            return ()
        self._check_entry_size(self.header_size, self._structs.Elf_Phdr.sizeof(), "program header")
        self.read(self.header_offset, self.header_count * self.header_size, "the program header table")
        headers = []
        for index in range(self.header_count):
            raw = self._parse(self._structs.Elf_Phdr, self.header_offset + index * self.header_size)
            headers.append(
                ProgramHeader(
                    type=raw["p_type"],
                    flags=raw["p_flags"],
                    offset=raw["p_offset"],
                    address=raw["p_vaddr"],
                    file_size=raw["p_filesz"],
                    memory_size=raw["p_memsz"],
                )
            )
        return tuple(headers)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Every section; none if the section headers are stripped.

        :raises ImageError: they do not fit the file.
        """
        if not self._section_offset:
            return ()
        structure = self._structs.Elf_Shdr
        self._check_entry_size(self._section_header_size, structure.sizeof(), "section header")
        self.read(self._section_offset, self._section_header_size, "the section header table")
        # gABI "Sections": what does not fit the ELF header's 16 bits stands in section 0.
        first = self._parse(structure, self._section_offset)
        count = self._section_count or first["sh_size"]
        names = first["sh_link"] if self._section_names == 0xFFFF else self._section_names
        self.read(self._section_offset, count * self._section_header_size, "the section header table")
        raws = [self._parse(structure, self._section_offset + i * self._section_header_size) for i in range(count)]
        strings = b""
        if names:
            if names >= count:
                raise self.error(f"damaged: section names are said to be in section {names} of {count}")
            strings = self.read(raws[names]["sh_offset"], raws[names]["sh_size"], "the section name table")
        return tuple(
            Section(
                name=self.string(strings, raw["sh_name"], "section name") if strings else "",
                type=raw["sh_type"],
                flags=raw["sh_flags"],
                address=raw["sh_addr"],
                offset=raw["sh_offset"],
                size=raw["sh_size"],
                link=raw["sh_link"],
                entry_size=raw["sh_entsize"],
            )
            for raw in raws
        )

    @cached_property
    def dynamic(self) -> dict[str | int, list[int]]:
        """Values of the dynamic array by tag (``"DT_RELA"``, or a number if it has no name); empty if there is none."""
        values: dict[str | int, list[int]] = {}
        size = self._structs.Elf_Dyn.sizeof()
        for header in self.program_headers:
            if header.type != "PT_DYNAMIC":
                continue
            self.read(header.offset, header.file_size, "the dynamic section")
            for offset in range(header.offset, header.offset + header.file_size - size + 1, size):
                entry = self._parse(self._structs.Elf_Dyn, offset)
                if entry["d_tag"] == "DT_NULL":
                    break
                values.setdefault(entry["d_tag"], []).append(entry["d_val"])
        return values

    def string(self, table: bytes, offset: int, what: str) -> str:
        """Return the name at ``offset`` of a string table.

        :raises ImageError: it begins or ends outside the table.
        """
        end = table.find(b"\0", offset)
        if end < 0:
            raise self.error(f"damaged: a {what} lies outside its string table")
        return table[offset:end].decode("utf-8", "backslashreplace")

    def _identify(self) -> tuple[Literal[32, 64], Literal["little", "big"]]:
        """Read ``e_ident``: class and byte order decide the layout of everything else."""
        data = self.data
        if not data:
            raise self.error("the file is empty; give an ELF executable")
        if data[:4] != b"\x7fELF":
            raise self.error("not an ELF file; give an executable linked with -static")
        if len(data) < _IDENT_SIZE:
            raise self.error(f"truncated: the file ends inside the ELF header, after {len(data)} bytes; get it again")
        if data[4] not in (1, 2):
            raise self.error(f"damaged: ELF class {data[4]} is neither 32-bit (1) nor 64-bit (2)")
        if data[5] not in (1, 2):
            raise self.error(f"damaged: ELF byte order {data[5]} is neither little (1) nor big (2)")
        return (32 if data[4] == 1 else 64), ("little" if data[5] == 1 else "big")

    def _make_structs(self) -> ELFStructs:
        from elftools.elf.structs import ELFStructs

        structs = ELFStructs(little_endian=self.byte_order == "little", elfclass=self.bits)
        structs.create_basic_structs()
        return structs

    def _parse(self, structure: Any, offset: int) -> Any:
        from elftools.common.exceptions import ELFError
        from elftools.common.utils import struct_parse

        try:
            return struct_parse(structure, self._stream, offset)
        except ELFError as error:
            raise self.error(f"damaged: the structure at file offset {offset:#x} cannot be read ({error})") from error

    def _check_entry_size(self, size: int, expected: int, what: str) -> None:
        if size != expected:
            raise self.error(f"damaged: {what}s are said to have {size} bytes each, they have {expected}")


def machine_name(machine: int) -> str:
    """Return the ELF name of a machine number (``"EM_AARCH64"``), or ``"e_machine N"`` if it has none."""
    from elftools.elf.enums import ENUM_E_MACHINE

    for name, number in ENUM_E_MACHINE.items():
        if number == machine and name.startswith("EM_"):
            return str(name)
    return f"e_machine {machine}"
