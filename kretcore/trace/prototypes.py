"""Prototypes of functions from a program's DWARF: what their arguments and results are, and where arguments stand.

Debug information describes the source, and an optimizer may have changed a function's parameters since. What cannot be
placed with certainty is given no place: a missing value is better than a wrong one.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kretcore.arch import ArchDescription
from kretcore.log import get_logger
from kretcore.trace.locations import Locations
from kretcore.trace.types import VOID, CType, Kind

if TYPE_CHECKING:
    from elftools.dwarf.compileunit import CompileUnit
    from elftools.dwarf.die import DIE
    from elftools.dwarf.dwarfinfo import DWARFInfo

log = get_logger("kretcore.trace.prototypes")

CLONES = re.compile(r"\.(isra|constprop|part|cold|specialized)\b")
"""Names gcc and clang give to copies of a function whose parameters or result they have changed."""

MAX_WORDS = 32
"""Arguments beyond this many words are not recorded."""

_MAX_DEPTH = 32
_NO_CALL = 3  # DW_CC_nocall: does not follow the ABI (DWARF 5, 3.3.1.1)
_QUALIFIERS = {
    "DW_TAG_const_type": "const",
    "DW_TAG_volatile_type": "volatile",
    "DW_TAG_restrict_type": "restrict",
    "DW_TAG_atomic_type": "_Atomic",
}
_POINTERS = {
    "DW_TAG_pointer_type": "*",
    "DW_TAG_reference_type": "&",
    "DW_TAG_rvalue_reference_type": "&&",
}
_AGGREGATES = {
    "DW_TAG_structure_type": "struct",
    "DW_TAG_union_type": "union",
    "DW_TAG_class_type": "class",
    "DW_TAG_array_type": "array",
}
_TYPED = frozenset({"DW_TAG_base_type", "DW_TAG_typedef", *_QUALIFIERS, *_POINTERS, *_AGGREGATES})
_SCOPES = frozenset(
    {"DW_TAG_namespace", "DW_TAG_structure_type", "DW_TAG_class_type", "DW_TAG_module", "DW_TAG_lexical_block"}
)
_ENCODINGS: dict[int, Kind] = {  # DW_ATE_* (DWARF 5, 7.8)
    0x01: "unsigned",  # address
    0x02: "boolean",
    0x05: "signed",
    0x06: "signed",  # signed_char, unless it is plain char
    0x07: "unsigned",
    0x08: "unsigned",
    0x10: "unsigned",  # UTF
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter.

    :ivar words: first word and number of words among a call's argument words; None if that is not certain.
    """

    name: str | None
    type: CType
    words: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Prototype:
    """What a function takes and gives.

    :ivar variadic: whether more arguments may follow.
    """

    result: CType
    parameters: tuple[Parameter, ...]
    variadic: bool = False

    @property
    def words(self) -> int:
        """How many argument words must be recorded to read every parameter that can be read."""
        return max((first + count for first, count in filter(None, (p.words for p in self.parameters))), default=0)

    def declare(self, name: str) -> str:
        """Write the prototype as C does."""
        parts = [f"{p.type.name} {p.name}" if p.name else p.type.name for p in self.parameters]
        parts = [part.replace("* ", "*") for part in parts] + ["..."] * self.variadic
        return f"{self.result.name} {name}({', '.join(parts) or 'void'})".replace("* ", "*")


class Prototypes:
    """The prototypes of one program. Debug information is read when the first one is asked for.

    :param program: path or bytes of the ELF file.
    :param base: its load bias.
    """

    def __init__(self, program: str | os.PathLike[str] | bytes, base: int, description: ArchDescription) -> None:
        self._program = program
        self._base = base
        self._description = description
        self._word = description.word_bytes
        self._dwarf: DWARFInfo | None = None
        self._opened = False
        self._complete = False
        self._indexed: set[int] = set()
        self._functions: dict[int, DIE] = {}
        self._types: dict[int, CType] = {}

    def find(self, address: int, names: tuple[str, ...] = ()) -> Prototype | None:
        """Return the prototype of the function at ``address``, or None if none is known or it may not hold.

        :param names: the function's symbols.
        """
        if any(CLONES.search(name) for name in names):
            return None
        try:
            die = self._die_at(address - self._base)
            return None if die is None else self._prototype(die)
        except Exception as error:  # noqa: BLE001 -- damaged debug information must not stop a trace: it becomes a warning
            self._dwarf, self._functions, self._complete = None, {}, True
            log.warning("debug information left out, it is damaged", reason=f"{type(error).__name__}: {error}")
            return None

    # -- functions -------------------------------------------------------------------------------

    def _die_at(self, address: int) -> DIE | None:
        if not self._opened:
            self._opened = True
            self._open()
        if address not in self._functions and not self._complete:
            self._index(address)
        return self._functions.get(address)

    def _open(self) -> None:
        from elftools.elf.elffile import ELFFile

        program = self._program
        data = program if isinstance(program, bytes) else Path(program).read_bytes()
        file = ELFFile(io.BytesIO(data))
        if file.has_dwarf_info():
            self._dwarf = file.get_dwarf_info()
            self._ranges = self._dwarf.get_aranges()
            self._locations = Locations(self._dwarf)
        self._complete = self._dwarf is None

    def _index(self, address: int) -> None:
        """Read the unit that holds ``address``, or all of them if the program does not say which."""
        dwarf = self._dwarf
        assert dwarf is not None
        offset = None if self._ranges is None else self._ranges.cu_offset_at_addr(address)
        if offset is not None:
            if offset not in self._indexed:
                self._index_unit(dwarf.get_CU_at(offset))
            if address in self._functions:
                return
        for unit in dwarf.iter_CUs():
            if unit.cu_offset not in self._indexed:
                self._index_unit(unit)
        self._complete = True

    def _index_unit(self, unit: CompileUnit) -> None:
        self._indexed.add(unit.cu_offset)
        top = unit.get_top_DIE()
        if not any(child.tag in _TYPED for child in top.iter_children()):
            return  # line numbers only (-g1, assembly): functions without types there look like "void f(void)"
        for die in _subprograms(top, _MAX_DEPTH):
            entry = die.attributes.get("DW_AT_low_pc") or die.attributes.get("DW_AT_entry_pc")
            if entry is not None and entry.form.startswith(("DW_FORM_addr", "DW_FORM_GNU_addr")):
                self._functions.setdefault(entry.value, die)

    def _prototype(self, die: DIE) -> Prototype | None:
        origin = _origin(die)
        convention = die.attributes.get("DW_AT_calling_convention")
        if convention is not None and convention.value == _NO_CALL:
            return None
        result = self._type_of(origin)
        concrete = {_origin(child).offset: child for child in _formals(die)}
        declared = list(_formals(origin)) or list(_formals(die))
        types = [self._type_of(_origin(child)) for child in declared]
        names = [_name(_origin(child)) for child in declared]
        children = [concrete.get(_origin(child).offset) for child in declared]
        places = self._places(die, result, types, children)
        variadic = any(child.tag == "DW_TAG_unspecified_parameters" for child in origin.iter_children())
        parameters = tuple(map(Parameter, names, types, places))
        return Prototype(result, parameters, variadic)

    def _places(
        self, die: DIE, result: CType, types: list[CType], children: list[DIE | None]
    ) -> list[tuple[int, int] | None]:
        """Find the argument words of each parameter.

        With argument registers, words are counted as long as every parameter takes one: where others go differs
        between ABIs. Without, debug information gives the offset on the stack, or everything before it has a size.
        """
        in_registers = bool(self._description.calling.arguments)
        places: list[tuple[int, int] | None] = []
        following: int | None = None if result.kind == "aggregate" else 0
        for type_, child in zip(types, children, strict=True):
            count = type_.words(self._word)
            location = None if child is None else self._locations.at_entry(die, child)
            if location is None or (location.register and not in_registers):
                first = None
            elif not in_registers and location.offset is not None:
                first = None if location.offset % self._word else location.offset // self._word
            else:
                first = following
            fits = first is not None and first + count <= MAX_WORDS
            places.append((first, count) if first is not None and fits and type_.readable else None)
            simple = type_.readable and (count == 1 or not in_registers)
            following = following + count if following is not None and simple else None
        return places

    # -- types -----------------------------------------------------------------------------------

    def _type_of(self, die: DIE, depth: int = _MAX_DEPTH) -> CType:
        if "DW_AT_type" not in die.attributes:
            return VOID
        target = die.get_DIE_from_attribute("DW_AT_type")
        known = self._types.get(target.offset)
        if known is None:
            known = self._types[target.offset] = self._read_type(target, depth)
        return known

    def _read_type(self, die: DIE, depth: int) -> CType:
        tag = str(die.tag)
        name = _name(die)
        size = _integer(die, "DW_AT_byte_size")
        if not depth:
            return CType("?", "aggregate", 0)
        if tag in _QUALIFIERS:
            inner = self._type_of(die, depth - 1)
            behind = inner.kind == "pointer"
            text = f"{inner.name} {_QUALIFIERS[tag]}" if behind else f"{_QUALIFIERS[tag]} {inner.name}"
            return CType(text, inner.kind, inner.size, inner.enumerators, inner.negative)
        if tag == "DW_TAG_typedef":
            inner = self._type_of(die, depth - 1)
            return CType(name or inner.name, inner.kind, inner.size, inner.enumerators, inner.negative)
        if tag in _POINTERS:
            return CType(self._pointer_name(die, _POINTERS[tag], depth), "pointer", size or self._word)
        if tag == "DW_TAG_base_type":
            return self._base_type(die, name or "?", size)
        if tag == "DW_TAG_enumeration_type":
            return self._enumeration(die, name, size, depth)
        if tag == "DW_TAG_unspecified_type":
            return CType(name or "?", "pointer" if "nullptr" in (name or "") else "aggregate", self._word)
        keyword = _AGGREGATES.get(tag, tag.removeprefix("DW_TAG_").removesuffix("_type"))
        return CType(f"{keyword} {name}" if name else keyword, "aggregate", size)

    def _pointer_name(self, die: DIE, sign: str, depth: int) -> str:
        target = die.get_DIE_from_attribute("DW_AT_type") if "DW_AT_type" in die.attributes else None
        if target is None or target.tag != "DW_TAG_subroutine_type":
            inner = self._type_of(die, depth - 1).name
            return f"{inner}{sign}" if inner.endswith("*") else f"{inner} {sign}"
        result = self._type_of(target, depth - 1).name
        parameters = ", ".join(self._type_of(child, depth - 1).name for child in _formals(target))
        return f"{result} ({sign})({parameters})"

    def _base_type(self, die: DIE, name: str, size: int) -> CType:
        encoding = _integer(die, "DW_AT_encoding")
        kind = _ENCODINGS.get(encoding, "float")
        if name == "char":
            return CType(name, "character", size, negative=encoding == 0x06)
        return CType(name, kind, size, negative=kind == "signed")

    def _enumeration(self, die: DIE, name: str | None, size: int, depth: int) -> CType:
        values = {
            _integer(child, "DW_AT_const_value"): _name(child) or "?"
            for child in die.iter_children()
            if child.tag == "DW_TAG_enumerator"
        }
        underlying = self._type_of(die, depth - 1)
        negative = underlying.negative or min(values, default=0) < 0
        text = f"enum {name}" if name else "enum"
        return CType(text, "enumeration", size or underlying.size, values, negative)


def _subprograms(die: DIE, depth: int) -> Iterator[DIE]:
    for child in die.iter_children():
        if child.tag == "DW_TAG_subprogram":
            yield child
        elif child.tag in _SCOPES and child.has_children and depth:
            yield from _subprograms(child, depth - 1)


def _origin(die: DIE) -> DIE:
    """Follow a concrete or out-of-class definition to what declares its name and type."""
    for _ in range(_MAX_DEPTH):
        for attribute in ("DW_AT_abstract_origin", "DW_AT_specification"):
            if attribute in die.attributes:
                die = die.get_DIE_from_attribute(attribute)
                break
        else:
            break
    return die


def _formals(die: DIE) -> Iterator[DIE]:
    return (child for child in die.iter_children() if child.tag == "DW_TAG_formal_parameter")


def _name(die: DIE) -> str | None:
    attribute = die.attributes.get("DW_AT_name")
    return None if attribute is None else cast(bytes, attribute.value).decode("utf-8", "backslashreplace")


def _integer(die: DIE, name: str) -> int:
    attribute: Any = die.attributes.get(name)
    return attribute.value if attribute is not None and isinstance(attribute.value, int) else 0
