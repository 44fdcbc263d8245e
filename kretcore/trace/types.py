"""C types as far as a trace needs them: how to read a value, and how to show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["void", "signed", "unsigned", "character", "boolean", "pointer", "enumeration", "float", "aggregate"]

READABLE = frozenset({"signed", "unsigned", "character", "boolean", "pointer", "enumeration"})
"""Kinds whose values travel in integer registers and words of the stack."""

_ESCAPES = {0: "\\0", 7: "\\a", 8: "\\b", 9: "\\t", 10: "\\n", 11: "\\v", 12: "\\f", 13: "\\r", 39: "\\'", 92: "\\\\"}


@dataclass(frozen=True, slots=True)
class CType:
    """A type of the program.

    :ivar name: as C writes it.
    :ivar size: in bytes; 0 for ``void`` and where the program does not say.
    :ivar enumerators: names of an enumeration's values.
    :ivar negative: whether values can be negative.
    """

    name: str
    kind: Kind
    size: int
    enumerators: Mapping[int, str] = field(default_factory=dict, hash=False)
    negative: bool = False

    @property
    def readable(self) -> bool:
        """Whether values can be read from integer registers."""
        return self.kind in READABLE and self.size > 0

    def words(self, word: int) -> int:
        """How many words of ``word`` bytes a value takes."""
        return max(1, -(-self.size // word))

    def value(self, words: Sequence[int], bits: int) -> int:
        """Make the value of its words, least significant first; what lies above the type's size is not looked at."""
        number = sum(part << bits * index for index, part in enumerate(words))
        width = 8 * self.size
        number &= (1 << width) - 1
        return number - (1 << width) if self.negative and number >> (width - 1) else number

    def text(self, value: int) -> str:
        """Show a value the way C would write it."""
        if self.kind == "pointer":
            return f"{value:#x}"
        if self.kind == "character":
            return f"'{_character(value & 0xFF)}'"
        if self.kind == "boolean" and value in (0, 1):
            return "true" if value else "false"
        return self.enumerators.get(value) or str(value)


def _character(code: int) -> str:
    if code in _ESCAPES:
        return _ESCAPES[code]
    return chr(code) if 32 <= code < 127 else f"\\x{code:02x}"


VOID = CType("void", "void", 0)
