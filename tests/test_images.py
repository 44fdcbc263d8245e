"""Loading programs: what a file says is what the image holds, and a bad file is an ImageError."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from elf_builder import (
    DF_1_PIE,
    DT_FLAGS_1,
    DT_JMPREL,
    DT_NEEDED,
    DT_PLTREL,
    DT_PLTRELSZ,
    DT_REL,
    DT_RELA,
    DT_RELASZ,
    DT_RELR,
    DT_RELRSZ,
    DT_RELSZ,
    DT_SONAME,
    ET_CORE,
    ET_DYN,
    ET_EXEC,
    ET_REL,
    EXECUTE,
    PT_GNU_STACK,
    PT_INTERP,
    READ,
    SHN_ABS,
    WRITE,
    ElfBuilder,
)
from guest_programs import GUESTS, build, skip_unless_runnable
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kretcore.errors import ImageError
from kretcore.images import Image, Relocation, SymbolTable, load_image, machine_name
from kretcore.machine import PAGE_SIZE, Protection

BIN = GUESTS / "bin"
ARCHITECTURES = ("x86_64", "i386")
RELATIVE = {62: 8, 3: 8}
"""R_X86_64_RELATIVE and R_386_RELATIVE, by ``e_machine``."""

LAYOUTS = [(bits, order) for bits in (32, 64) for order in ("little", "big")]
layouts = pytest.mark.parametrize(("bits", "order"), LAYOUTS)
Bits = Literal[32, 64]
Order = Literal["little", "big"]

CODE = (0x10000, b"\x90" * 64, 64, READ | EXECUTE)
DATA = (0x21000, bytes(range(128)), 256, READ | WRITE)


def relocated(image: Image) -> dict[int, bytearray]:
    """Apply the relative relocations to a copy of the segments, as a kernel does."""
    memory = {segment.address: bytearray(segment.data.ljust(segment.memory_size, b"\0")) for segment in image.segments}
    size = image.bits // 8
    for relocation in image.relocations:
        assert relocation.type in (None, RELATIVE[image.elf_machine])
        start = max(address for address in memory if address <= relocation.address)
        place = slice(relocation.address - start, relocation.address - start + size)
        addend = relocation.addend
        if addend is None:
            addend = int.from_bytes(memory[start][place], image.byte_order)
        memory[start][place] = (image.base + addend).to_bytes(size, image.byte_order)
    return memory


def as_fixed_executable(image: Image) -> bytes:
    """Write the image as a program at a fixed address, made of nothing but what the image holds."""
    builder = ElfBuilder(bits=image.bits, order=image.byte_order, machine=image.elf_machine, entry=image.entry)
    builder.section_headers = False
    memory = relocated(image)
    offset = PAGE_SIZE
    contents = bytearray()
    for segment in image.segments:
        offset += segment.address % PAGE_SIZE
        data = memory[segment.address]
        flags = sum(
            flag
            for flag, protection in ((4, Protection.READ), (2, Protection.WRITE), (1, Protection.EXECUTE))
            if segment.protection & protection
        )
        builder.headers.append((1, offset, segment.address, len(data), len(data), flags))
        contents = contents.ljust(offset - PAGE_SIZE, b"\0") + data
        offset = -(-(offset + len(data)) // PAGE_SIZE) * PAGE_SIZE
    builder.headers.append((PT_GNU_STACK, 0, 0, 0, 0, READ | WRITE))
    return builder.build().ljust(PAGE_SIZE, b"\0") + contents


@pytest.mark.parametrize("arch", ARCHITECTURES)
@pytest.mark.parametrize("variant", ["O0", "O2", "pie", "compact", "stripped"])
def test_a_program_made_from_its_image_runs_as_expected(tmp_path: Path, arch: str, variant: str) -> None:
    skip_unless_runnable(arch)
    for name, this, path in build.programs(arch):
        if this != variant:
            continue
        program = tmp_path / arch / path.name
        program.parent.mkdir(exist_ok=True)
        program.write_bytes(as_fixed_executable(load_image(path)))
        program.chmod(0o755)
        expected = ((GUESTS / "expected" / f"{name}.txt").read_bytes(), build.runs()[name]["status"])
        assert build.run(program, {}) == expected, path


@pytest.mark.parametrize("arch", ARCHITECTURES)
def test_a_position_independent_program_is_biased_throughout(arch: str) -> None:
    base = {"x86_64": 0x555555554000, "i386": 0x56555000}[arch]
    image, table = names_guest(arch, "pie")
    assert image.base == base
    assert image.relocations
    for address in (
        image.entry,
        image.phdr_address,
        *(segment.address for segment in image.segments),
        *(relocation.address for relocation in image.relocations),
        *(symbol.address for symbol in image.symbols),
        *(start for start, _, _ in image.special_ranges),
    ):
        assert base <= address < image.end
    memory = relocated(image)
    address, size = image.blacklist or (0, 0)
    start = max(start for start in memory if start <= address)
    words = memory[start][address - start : address - start + size]
    assert int.from_bytes(words, image.byte_order) == table.lookup("blacklisted").address


@pytest.mark.parametrize("arch", ARCHITECTURES)
@pytest.mark.parametrize("variant", ["O2", "pie"])
def test_program_headers_are_where_the_image_says(arch: str, variant: str) -> None:
    path = BIN / arch / f"fib.{variant}"
    image = load_image(path)
    raw = path.read_bytes()
    offset = 64 if image.bits == 64 else 52
    size = image.phdr_count * image.phdr_size
    for segment in image.segments:
        if segment.address <= image.phdr_address < segment.address + len(segment.data):
            within = image.phdr_address - segment.address
            assert segment.data[within : within + size] == raw[offset : offset + size]
            return
    pytest.fail("no segment holds the program headers")


def names_guest(arch: str, variant: str) -> tuple[Image, SymbolTable]:
    image = load_image(BIN / arch / f"names.{variant}")
    return image, SymbolTable(image.symbols, image.executable_ranges)


@pytest.mark.parametrize("arch", ARCHITECTURES)
@pytest.mark.parametrize("variant", ["O0", "O2", "pie"])
def test_symbols_that_are_hard_to_look_up(arch: str, variant: str) -> None:
    image, table = names_guest(arch, variant)
    canonical = table.lookup("can")
    assert table.aliases(canonical.address) == ("canonical", "canonical_alias", "_canonical", "can")
    assert table.symbolize(canonical.address + 1) == "canonical+0x1"
    twins = table.lookup_all("twin")
    assert len(twins) == 2
    assert table.lookup("twin").address == min(twin.address for twin in twins)
    unsized = table.lookup("unsized")
    assert (unsized.kind, unsized.size, unsized.binding) == ("label", 0, "global")
    assert table.symbolize(unsized.address + 1) == "unsized+0x1"
    tail = table.lookup("unsized_tail")
    assert table.symbolize(tail.address + 1) == "unsized_tail+0x1"
    assert table.lookup("weak_one").binding == "weak"
    dispatched = table.lookup("dispatched")
    assert (dispatched.kind, table.aliases(dispatched.address)) == ("ifunc", ("dispatched", "pick"))
    assert table.lookup_all("data_object")[0].kind == "object"
    assert [name for _, _, name in image.special_ranges] == [".kprobes.text", ".noinstr.text"]
    for (start, end, _), name in zip(image.special_ranges, ("in_kprobes_text", "in_noinstr_text"), strict=True):
        function = table.lookup(name)
        assert start <= function.address < function.address + function.size <= end
    assert not [symbol for symbol in image.symbols if symbol.kind == "label" and "unsized" not in symbol.name]


@pytest.mark.parametrize("arch", ARCHITECTURES)
def test_a_stripped_program_has_no_symbols(arch: str) -> None:
    assert load_image(BIN / arch / "fib.stripped").symbols == ()


@pytest.mark.parametrize("arch", ARCHITECTURES)
@pytest.mark.parametrize("name", ["fib.O2", "names.pie"])
def test_stripped_section_headers_cost_the_symbols_alone(arch: str, name: str) -> None:
    raw = bytearray((BIN / arch / name).read_bytes())
    whole = load_image(bytes(raw))
    word = whole.bits // 8
    raw[24 + 2 * word : 24 + 3 * word] = bytes(word)  # e_shoff
    raw[34 + 3 * word : 40 + 3 * word] = bytes(6)  # e_shentsize, e_shnum, e_shstrndx
    stripped = load_image(bytes(raw))
    # The first segment holds the ELF header, which has changed.
    assert stripped.segments[1:] == whole.segments[1:]
    assert stripped == dataclasses.replace(
        whole, digest=stripped.digest, segments=stripped.segments, symbols=(), special_ranges=(), blacklist=None
    )


def test_bytes_and_path_give_the_same_image() -> None:
    path = BIN / "x86_64" / "fib.O2"
    image = load_image(path)
    assert image.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert load_image(str(path)) == image
    assert load_image(path.read_bytes()) == dataclasses.replace(image, path=None)


def test_self_modifying_text_is_writable_and_executable() -> None:
    protections = [segment.protection for segment in load_image(BIN / "i386" / "selfmod.O2").segments]
    assert Protection.READ | Protection.WRITE | Protection.EXECUTE in protections


def test_nothing_of_the_file_reader_is_imported_early() -> None:
    code = "import sys, kretcore.images; print([name for name in sys.modules if name.startswith('elftools')])"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout.strip() == b"[]"


def test_machine_names() -> None:
    assert [machine_name(number) for number in (62, 3, 183, 50, 21, 60000)] == [
        "EM_X86_64",
        "EM_386",
        "EM_AARCH64",
        "EM_IA_64",
        "EM_PPC64",
        "e_machine 60000",
    ]


# Files made by hand: whatever they say, in each class and byte order, the image holds.

_addresses = st.integers(1, 0xFFF00)


@st.composite
def _segments(draw: st.DrawFn) -> list[tuple[int, bytes, int, int]]:
    """Segments apart from each other, in any order."""
    segments = []
    address = draw(st.integers(1, 0x20000))
    for _ in range(draw(st.integers(1, 4))):
        data = draw(st.binary(max_size=40))
        memory = len(data) + draw(st.integers(0, 5000))
        segments.append((address, data, memory, draw(st.integers(0, 7))))
        address += memory + draw(st.integers(0, 10000))
    return draw(st.permutations(segments))


_file_symbols = st.lists(
    st.tuples(
        st.text(st.characters(codec="utf-8", exclude_characters="\0$"), min_size=1, max_size=8),
        st.integers(0, 0xFFFF),
        st.integers(0, 0xFFFF),
        st.sampled_from([0, 1, 2, 10]),
        st.sampled_from([0, 1, 2, 5, 10]),
        st.sampled_from([1, SHN_ABS]),
    ),
    max_size=6,
)


@settings(deadline=None)
@given(
    layout=st.sampled_from(LAYOUTS),
    segments=_segments(),
    symbols=_file_symbols,
    pie=st.booleans(),
    entry=st.integers(1, 0xFFFFF),
)
def test_what_a_file_says_is_what_the_image_holds(
    layout: tuple[Bits, Order],
    segments: list[tuple[int, bytes, int, int]],
    symbols: list[tuple[str | bytes, int, int, int, int, int]],
    pie: bool,
    entry: int,
) -> None:
    bits, order = layout
    builder = ElfBuilder(bits, order, ET_DYN if pie else ET_EXEC, entry=entry, flags=0x1234, machine=4321)
    builder.segments, builder.symbols = segments, symbols
    builder.sections = [(".text", 1, 6, 0x100, 0x4000)]
    expected = sorted(segment for segment in segments if segment[2])
    if not expected:
        with pytest.raises(ImageError, match="no loadable segment"):
            load_image(builder.build())
        return
    image = load_image(builder.build())
    base = 0 if not pie else {32: 0x56555000, 64: 0x555555554000}[bits]
    assert (image.bits, image.byte_order, image.elf_machine, image.elf_flags) == (bits, order, 4321, 0x1234)
    assert (image.base, image.entry) == (base, entry + base)
    assert [
        (s.address - base, s.data, s.memory_size, protection_flags(s.protection)) for s in image.segments
    ] == expected
    assert image.end == -(-(base + expected[-1][0] + expected[-1][2]) // PAGE_SIZE) * PAGE_SIZE
    covered = {a for low, high in image.executable_ranges for a in (low, high - 1)}
    assert covered <= {a for a in covered if any(in_segment(a - base, s) and s[3] & EXECUTE for s in expected)}
    bindings = {0: "local", 1: "global", 2: "weak", 10: "global"}
    kinds = {1: "object", 2: "function", 5: "object", 10: "ifunc"}
    for symbol, (name, value, size, binding, kind, section) in zip(image.symbols, symbols, strict=True):
        label = kind == 0 and section != SHN_ABS and 0x100 <= value < 0x4100
        assert symbol.kind == ("label" if label else kinds.get(kind, "other"))
        assert symbol.address == value + (0 if section == SHN_ABS else base)
        assert (symbol.name, symbol.size, symbol.binding) == (name, size, bindings[binding])


def protection_flags(protection: Protection) -> int:
    """The protection as ``p_flags`` has it: the bits the other way round."""
    return int(f"{int(protection):03b}"[::-1], 2)


def in_segment(address: int, segment: tuple[int, bytes, int, int]) -> bool:
    return segment[0] <= address < segment[0] + segment[2]


_slots = st.integers(0, 20)


@settings(deadline=None)
@given(
    layout=st.sampled_from(LAYOUTS),
    rela=st.lists(st.tuples(_slots, st.integers(1, 255), st.integers(-(1 << 31), (1 << 31) - 1)), max_size=5),
    rel=st.lists(st.tuples(_slots, st.integers(1, 200)), max_size=5),
    jump=st.lists(st.tuples(_slots, st.integers(1, 200)), max_size=5),
    relr=st.sets(st.integers(0, 300), max_size=20),
)
def test_relocations_of_every_table(
    layout: tuple[Bits, Order],
    rela: list[tuple[int, int, int]],
    rel: list[tuple[int, int]],
    jump: list[tuple[int, int]],
    relr: set[int],
) -> None:
    builder = ElfBuilder(*layout, type=ET_DYN, section_headers=False, dynamic=[(DT_FLAGS_1, DF_1_PIE)])
    if builder.bits == 64:
        rel = [(slot, kind * 1027) for slot, kind in rel]  # R_AARCH64_RELATIVE and beyond; 32-bit types are bytes
    word = builder.bits // 8
    target = 0x40000
    tables = [
        (DT_RELA, DT_RELASZ, b"".join(builder.relocation(target + s * word, k, a, symbol=3) for s, k, a in rela)),
        (DT_REL, DT_RELSZ, b"".join(builder.relocation(target + s * word, k) for s, k in rel)),
        (DT_JMPREL, DT_PLTRELSZ, b"".join(builder.relocation(target + s * word, k) for s, k in jump)),
        (DT_RELR, DT_RELRSZ, packed(builder, [target + s * word for s in sorted(relr)])),
    ]
    content = b""
    for address_tag, size_tag, table in tables:
        builder.dynamic += [(address_tag, 0x30000 + len(content)), (size_tag, len(table))]
        content += table
    builder.dynamic.append((DT_PLTREL, DT_REL))
    builder.segments = [CODE, (0x30000, content, len(content) + 1, READ), (target, b"", 301 * word, READ | WRITE)]
    image = load_image(builder.build())
    place = image.base + target
    assert image.relocations == (
        *(Relocation(place + slot * word, kind, addend) for slot, kind, addend in rela),
        *(Relocation(place + slot * word, kind, None) for slot, kind in [*rel, *jump]),
        *(Relocation(place + slot * word, None, None) for slot in sorted(relr)),
    )


def packed(builder: ElfBuilder, addresses: list[int]) -> bytes:
    """Encode a ``DT_RELR`` table: an address, then bitmaps for the words behind it."""
    word, span = builder.bits // 8, builder.bits - 1
    entries: list[int] = []
    next_bitmap = None
    for address in addresses:
        if next_bitmap is not None and address < next_bitmap + span * word:
            entries[-1] |= 1 << ((address - next_bitmap) // word + 1)
            continue
        if next_bitmap is not None and address < next_bitmap + 2 * span * word:
            next_bitmap += span * word
            entries.append(1 | 1 << ((address - next_bitmap) // word + 1))
            continue
        entries += [address, 1]
        next_bitmap = address + word
    return builder.words(*entries)


def test_a_jump_table_that_is_the_tail_of_another_counts_once() -> None:
    builder = ElfBuilder(type=ET_DYN, dynamic=[(DT_FLAGS_1, DF_1_PIE)])
    table = builder.relocation(0x21000, 8, 1) + builder.relocation(0x21008, 37, 2)
    builder.segments = [CODE, DATA, (0x30000, table, 48, READ)]
    builder.dynamic += [
        (DT_RELA, 0x30000),
        (DT_RELASZ, 48),
        (DT_JMPREL, 0x30018),
        (DT_PLTRELSZ, 24),
        (DT_PLTREL, DT_RELA),
    ]
    assert [relocation.type for relocation in load_image(builder.build()).relocations] == [8, 37]


def test_a_relocation_that_does_nothing_may_point_anywhere() -> None:
    builder = ElfBuilder(type=ET_DYN, segments=[CODE, DATA])
    builder.segments.append((0x30000, builder.relocation(0, 0, 0), 24, READ))
    builder.dynamic = [(DT_FLAGS_1, DF_1_PIE), (DT_RELA, 0x30000), (DT_RELASZ, 24)]
    assert load_image(builder.build()).relocations == ()


def test_a_relocated_word_must_lie_within_its_segment_whole() -> None:
    builder = ElfBuilder(type=ET_DYN, segments=[CODE, DATA])
    builder.segments.append((0x30000, builder.relocation(0x21000 + 256 - 7, 8, 0), 24, READ))
    builder.dynamic = [(DT_FLAGS_1, DF_1_PIE), (DT_RELA, 0x30000), (DT_RELASZ, 24)]
    with pytest.raises(ImageError, match=r"wants to change 0x5555555750f9, outside every segment"):
        load_image(builder.build())


def test_section_numbers_too_large_for_the_header_stand_in_the_first_section() -> None:
    builder = ElfBuilder(segments=[CODE], symbols=[("fib", 0x10000, 4, 1, 2, 1)])
    builder.sections = [(".kprobes.text", 1, 6, 0x10000, 16)]
    plain = load_image(builder.build())
    raw = bytearray(builder.build())
    first = len(raw) - 5 * 64
    raw[60:64] = b"\0\0\xff\xff"  # e_shnum, e_shstrndx
    _set(raw, first + 32, 5, 8)
    _set(raw, first + 40, 3, 4)
    extended = load_image(bytes(raw))
    assert plain.special_ranges == extended.special_ranges == ((0x10000, 0x10010, ".kprobes.text"),)
    assert plain.symbols == extended.symbols != ()


def test_the_file_reader_s_own_errors_are_image_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    from elftools.common import exceptions, utils

    def refuse(*arguments: object) -> None:
        raise exceptions.ELFParseError("expected 4, found 3")

    monkeypatch.setattr(utils, "struct_parse", refuse)
    with pytest.raises(ImageError, match=r"file offset 0x0 cannot be read \(expected 4, found 3\)"):
        load_image(ElfBuilder(segments=[CODE]).build())


@layouts
def test_the_stack_is_executable_as_the_file_or_the_custom_says(bits: Bits, order: Order) -> None:
    builder = ElfBuilder(bits, order, segments=[CODE])
    assert load_image(builder.build()).stack_executable == (bits == 32)
    for flags in (READ | WRITE, READ | WRITE | EXECUTE):
        builder.headers = [(PT_GNU_STACK, 0, 0, 0, 0, flags)]
        assert load_image(builder.build()).stack_executable == bool(flags & EXECUTE)


@pytest.mark.parametrize("order", ["little", "big"])
def test_descriptors_are_found_and_the_dots_of_code_left_out(order: Order) -> None:
    alloc, executable = 2, 4
    file = ElfBuilder(
        order=order,
        segments=[(0x10000, bytes(64), 64, READ | EXECUTE), (0x20000, bytes(48), 48, READ | WRITE)],
        sections=[(".text", 1, alloc | executable, 0x10000, 64), (".opd", 1, alloc, 0x20000, 48)],
        symbols=[
            ("fib", 0x20000, 24, 1, 2, 5),
            (".fib", 0x10000, 8, 1, 2, 4),
            (".label", 0x10010, 0, 0, 0, 4),
            (".Llocal", 0x10020, 0, 0, 0, 4),
            (".", 0x10030, 0, 0, 0, 4),
            (".data", 0x20018, 0, 0, 1, 5),
        ],
    )
    image = load_image(file.build())
    assert image.descriptors == (0x20000, 0x20030)
    assert [(symbol.name, symbol.address) for symbol in image.symbols] == [
        ("fib", 0x20000),
        ("fib", 0x10000),
        ("label", 0x10010),
        (".Llocal", 0x10020),
        (".", 0x10030),
        (".data", 0x20018),
    ]
    file.sections[1] = (".other", 1, alloc, 0x20000, 48)
    image = load_image(file.build())
    assert image.descriptors is None
    assert {".fib", ".label"} <= {symbol.name for symbol in image.symbols}


@pytest.mark.parametrize("place", [(0x1FFF8, 48), (0x20000, 49), (0x40000, 24)])
def test_descriptors_that_no_segment_holds_do_not_count(place: tuple[int, int]) -> None:
    file = ElfBuilder(
        segments=[(0x10000, bytes(8), 8, READ | EXECUTE), (0x20000, bytes(48), 48, READ | WRITE)],
        sections=[(".opd", 1, 2, *place)],
    )
    assert load_image(file.build()).descriptors is None


def test_names_that_are_not_utf8_and_mapping_symbols() -> None:
    builder = ElfBuilder(segments=[CODE], sections=[(".text", 1, 6, 0x10000, 64)])
    builder.symbols = [(b"caf\xe9", 0x10000, 4, 1, 2, 1), ("$x", 0x10000, 0, 0, 0, 1), ("undefined", 0, 0, 1, 2, 0)]
    assert [(symbol.name, symbol.kind) for symbol in load_image(builder.build()).symbols] == [
        ("caf\\xe9", "function"),
        ("$x", "other"),
    ]


# Bad files. Each is refused for its own reason, in words.


def _patched(builder: ElfBuilder, offset: int, data: bytes) -> bytes:
    raw = bytearray(builder.build())
    raw[offset : offset + len(data)] = data
    return bytes(raw)


def _valid(**changes: Any) -> ElfBuilder:
    return ElfBuilder(**{"segments": [CODE, DATA], **changes})


def _relocated(*dynamic: tuple[int, int]) -> bytes:
    return _valid(type=ET_DYN, dynamic=[(DT_FLAGS_1, DF_1_PIE), *dynamic]).build()


BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty; give an ELF executable"),
    "text": (b"#!/bin/sh\n", "not an ELF file"),
    "magic alone": (b"\x7fELF", "truncated.*inside the ELF header"),
    "header cut": (_valid().build()[:40], "truncated.*inside the ELF header, after 40 bytes"),
    "class": (_patched(_valid(), 4, b"\3"), "ELF class 3"),
    "byte order": (_patched(_valid(), 5, b"\0"), "byte order 0"),
    "object": (_valid(type=ET_REL).build(), r"relocatable object \(\.o\).*link it"),
    "core": (_valid(type=ET_CORE).build(), "core dump"),
    "unknown type": (_valid(type=0xFE00).build(), "not an executable"),
    "interpreter": (_valid(type=ET_DYN, headers=[(PT_INTERP, 0, 0, 1, 1, 4)]).build(), "dynamic loader.*-static"),
    "needs libraries": (_valid(dynamic=[(DT_NEEDED, 1)]).build(), "needs shared libraries.*-static"),
    "library": (_valid(type=ET_DYN, dynamic=[(DT_SONAME, 1), (DT_FLAGS_1, DF_1_PIE)]).build(), "a shared library"),
    "library without name": (_valid(type=ET_DYN, dynamic=[(DT_FLAGS_1, 0)]).build(), "a shared library"),
    "library without entry": (_valid(type=ET_DYN, entry=0).build(), "a shared library"),
    "no segments": (ElfBuilder().build(), "no loadable segment"),
    "program headers cut": (_valid().build()[:100], "truncated: the program header table"),
    "program header size": (_patched(_valid(), 54, b"\x38\x01"), "program headers are said to have 312 bytes"),
    "segment cut": (_valid(section_headers=False).build()[:-1], "truncated: segment 1"),
    "more file than memory": (
        _valid(segments=[(0x1000, bytes(9), 8, 4)]).build(),
        "takes 9 bytes of the file for 8 of memory",
    ),
    "overlap": (_valid(segments=[CODE, (0x1003F, b"", 9, 4)]).build(), "0x10000 and 0x1003f overlap"),
    "huge": (_valid(segments=[(0x1000, b"", 1 << 40, 6)]).build(), "more than 4 GiB"),
    "wraps": (_valid(segments=[((1 << 64) - 16, b"", 32, 6)]).build(), "leaves the address space"),
    "wraps in 32 bits": (_valid(bits=32, segments=[(0xFFFFF000, b"", 32, 6)]).build(), "leaves the address space"),
    "bias wraps": (
        _valid(bits=32, type=ET_DYN, segments=[(0xC0000000, b"", 32, 6)]).build(),
        "leaves the address space",
    ),
    "section headers cut": (_valid().build()[:-1], "truncated: the section header table"),
    "section header size": (_patched(_valid(), 58, b"\1\0"), "section headers are said to have 1 bytes"),
    "section name table": (_patched(_valid(), 62, b"\x50\0"), "in section 80 of 4"),
    "dynamic array": (_valid(headers=[(2, 1 << 20, 0, 16, 16, 4)]).build(), "truncated: the dynamic section"),
    "relocation table nowhere": (_relocated((DT_RELA, 1 << 50), (DT_RELASZ, 24)), "outside every"),
    "relocation table too long": (_relocated((DT_RELA, 0x21000), (DT_RELASZ, 240)), "outside every"),
    "relocation table uneven": (_relocated((DT_RELA, 0x21000), (DT_RELASZ, 25)), "25 bytes"),
    "packed table uneven": (_relocated((DT_RELR, 0x21000), (DT_RELRSZ, 9)), "9 bytes"),
    "relocates what is not there": (
        _relocated((DT_RELA, 0x21000), (DT_RELASZ, 24)),
        "wants to change 0x.*outside every segment",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_words(tmp_path: Path, name: str) -> None:
    data, message = BAD[name]
    with pytest.raises(ImageError, match=message) as caught:
        load_image(data)
    assert caught.value.path is None
    path = tmp_path / "program"
    path.write_bytes(data)
    with pytest.raises(ImageError, match=message) as caught:
        load_image(path)
    assert caught.value.path == path
    assert str(caught.value).startswith(f"{path}: ")


def _damaged_symbols(damage: Callable[[bytearray, int, int], None]) -> bytes:
    """Build a file with one symbol and let ``damage`` change it; it gets the offsets of two section headers."""
    builder = _valid(symbols=[("fib", 0x10000, 4, 1, 2, 1)])
    raw = bytearray(builder.build())
    first = len(raw) - 4 * 64
    damage(raw, first + 64, first + 2 * 64)
    return bytes(raw)


def _set(raw: bytearray, offset: int, value: int, size: int) -> None:
    raw[offset : offset + size] = value.to_bytes(size, "little")


BAD_SYMBOLS: dict[str, tuple[Callable[[bytearray, int, int], None], str]] = {
    "table beyond the end": (
        lambda raw, table, names: _set(raw, table + 32, 24 << 20, 8),
        "truncated: the symbol table",
    ),
    "table uneven": (lambda raw, table, names: _set(raw, table + 32, 47, 8), "47 bytes are not entries of 24"),
    "entries of another size": (lambda raw, table, names: _set(raw, table + 56, 16, 8), "not entries of 24"),
    "names in no section": (lambda raw, table, names: _set(raw, table + 40, 77, 4), "in section 77"),
    "names beyond the end": (lambda raw, table, names: _set(raw, names + 32, 1 << 60, 8), "truncated: the symbol name"),
    "name without an end": (lambda raw, table, names: _set(raw, names + 32, 3, 8), "symbol name lies outside"),
    "section name": (lambda raw, table, names: _set(raw, names, 9999, 4), "section name lies outside"),
}


@pytest.mark.parametrize("name", BAD_SYMBOLS)
def test_damaged_symbol_tables_are_refused(name: str) -> None:
    damage, message = BAD_SYMBOLS[name]
    with pytest.raises(ImageError, match=message):
        load_image(_damaged_symbols(damage))


def test_what_is_no_readable_file_is_refused(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    cases: list[tuple[Any, str]] = [
        (tmp_path / "missing", "missing: cannot be read: No such file or directory"),
        (tmp_path, "not a regular file"),
        (fifo, "not a regular file"),
        ("nul\0byte", "cannot be read"),
        (42, "path or the bytes of an ELF file, not int"),
        (None, "not NoneType"),
    ]
    for program, message in cases:
        with pytest.raises(ImageError, match=message):
            load_image(program)


def test_this_interpreter_is_refused_or_loaded() -> None:
    """A real program of another kind: nearly always a dynamic one."""
    try:
        load_image(sys.executable)
    except ImageError as error:
        assert "-static" in str(error)


REAL = [BIN / arch / name for arch in ARCHITECTURES for name in ("fib.pie", "names.pie", "names.O2", "sort.stripped")]
WHOLE = [path.read_bytes() for path in REAL if path.exists()]


def loads_or_is_refused(data: bytes) -> None:
    try:
        image = load_image(data)
    except ImageError as error:
        assert str(error)
        return
    table = SymbolTable(image.symbols, image.executable_ranges)
    table.functions()
    table.symbolize(image.entry)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_truncated_programs_never_raise_anything_else(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(WHOLE))
    size = data.draw(st.one_of(st.integers(0, 600), st.integers(0, len(whole))))
    loads_or_is_refused(whole[:size])


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_corrupted_programs_never_raise_anything_else(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from(WHOLE)))
    sections = int.from_bytes(whole[40:48] if whole[4] == 2 else whole[32:36], "little")
    # Where the structures are, damage tells; in code and data it changes nothing.
    structures = st.one_of(
        st.integers(4, 0x1C0),
        st.integers(sections, len(whole) - 1),
        st.integers(0x2000, len(whole) - 1),
    )
    for _ in range(data.draw(st.integers(1, 6))):
        offset = data.draw(structures)
        damage = data.draw(st.one_of(st.binary(min_size=1, max_size=8), st.just(b"\xff" * 8), st.just(bytes(8))))
        whole[offset : offset + len(damage)] = damage
    loads_or_is_refused(bytes(whole))


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([b"", b"\x7fELF", b"\x7fELF\1\1\1", b"\x7fELF\2\2\1" + bytes(9) + b"\0\2"])
)
def test_garbage_never_raises_anything_else(garbage: bytes, start: bytes) -> None:
    loads_or_is_refused(start + garbage)
