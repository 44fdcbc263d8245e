"""What a row of the instruction tables is: one instruction as the manual prints it, bits, text and meaning on one hook.

A row's pattern says all 41 bits of an instruction slot, from bit 40 down to bit 0: digits are bits that select the row,
``name:width`` is a field, ``-`` (or ``-:width``) bits that are ignored, so a row is its own proof that every bit is
accounted for; :class:`Table` proves that no two rows can match the same bits. What no row matches is an illegal
operation.

Source: Intel Itanium Architecture Software Developer's Manual, volume 3, part 1, chapter 4 (instruction formats).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Literal

SLOT_BITS: Final = 41
Unit = Literal["A", "I", "M", "B", "F", "L", "X"]
Operand = Callable[[dict[str, int], int], int]
"""Computes an operand from a row's fields and the bundle's address."""


def unsigned(*names: str) -> Operand:
    """Fields put together, the most significant first."""
    widths = [name.partition(":") for name in names]

    def compute(fields: dict[str, int], address: int) -> int:
        number = 0
        for name, _, width in widths:
            number = number << int(width) | fields[name]
        return number

    return compute


def signed(*names: str) -> Operand:
    """The same, the first bit being the sign."""
    whole = unsigned(*names)
    sign = 1 << (sum(int(name.partition(":")[2]) for name in names) - 1)
    return lambda fields, address: (whole(fields, address) ^ sign) - sign


def target(*names: str) -> Operand:
    """An address relative to the bundle's, in bundles."""
    distance = signed(*names)
    return lambda fields, address: (address + 16 * distance(fields, address)) & ((1 << 64) - 1)


def computed(function: Callable[..., int], *names: str) -> Operand:
    """What a function makes of some fields."""
    return lambda fields, address: function(*(fields[name] for name in names))


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One instruction.

    :ivar form: the manual's format, such as ``A1``.
    :ivar pattern: all 41 bits.
    :ivar text: the assembler's text, as ``ia64-linux-gnu-objdump`` prints it, without the predicate: ``{name}`` is a
        field or operand, formatted by :mod:`kretcore_ia64.disassembler`.
    :ivar operands: what is computed from fields, by name.
    :ivar semantics: name of the semantic function; the text's mnemonic up to the first dot if not given.
    :ivar constants: what tells the semantic function which instruction it is (size, relation, completer), by name.
    :ivar predicated: whether field ``qp`` decides if anything happens at all. False if the semantic function looks at
        the predicate itself (compare with ``unc``, counted branches, ...), or there is none.
    :ivar stop: whether the instruction may leave the straight line: a branch, a break, or what must end a block.
    """

    form: str
    pattern: str
    text: str
    operands: dict[str, Operand] = field(default_factory=dict)
    semantics: str = ""
    constants: dict[str, Any] = field(default_factory=dict)
    predicated: bool = True
    stop: bool = False
    mask: int = field(init=False, default=0)
    match: int = field(init=False, default=0)
    fields: tuple[tuple[str, int, int], ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        at, mask, match = SLOT_BITS, 0, 0
        fields: list[tuple[str, int, int]] = []
        for token in self.pattern.split():
            name, _, width = token.partition(":")
            if not width and set(name) <= {"0", "1"}:
                at -= len(name)
                mask |= ((1 << len(name)) - 1) << at
                match |= int(name, 2) << at
            else:
                bits = int(width or 1)
                at -= bits
                if name != "-":
                    fields.append((name, at, (1 << bits) - 1))
        if at != 0:
            raise ValueError(f"{self.form} {self.text}: the pattern has {SLOT_BITS - at} bits, not {SLOT_BITS}")
        if len({name for name, _, _ in fields}) != len(fields):
            raise ValueError(f"{self.form} {self.text}: a field is there twice")
        set_ = object.__setattr__
        set_(self, "mask", mask)
        set_(self, "match", match)
        set_(self, "fields", tuple(fields))
        if not self.semantics:
            set_(self, "semantics", self.text.split()[0].partition(".")[0])

    def decode(self, word: int, address: int, long: int = 0) -> dict[str, int]:
        """Return fields and operands of an instruction that matches, by name.

        :param address: of its bundle.
        :param long: the bits of slot 1, for the X unit; they are the field ``long``.
        """
        values = {name: word >> low & mask for name, low, mask in self.fields}
        values["long"] = long
        for name, operand in self.operands.items():
            values[name] = operand(values, address)
        return values


class Table:
    """The rows of one execution unit, looked up by major opcode.

    :raises ValueError: two rows match the same bits; the message names them.
    """

    def __init__(self, unit: Unit, rows: Iterable[Row]) -> None:
        self.unit = unit
        self.rows = tuple(rows)
        self._buckets: list[list[Row]] = [[] for _ in range(16)]
        for row in self.rows:
            for major in range(16):
                if (major << 37 ^ row.match) & row.mask & 0xF << 37 == 0:
                    self._buckets[major].append(row)
        for bucket in self._buckets:
            for number, row in enumerate(bucket):
                for other in bucket[:number]:
                    if (row.match ^ other.match) & row.mask & other.mask == 0:
                        raise ValueError(f"{unit}: {other.form} {other.text} overlaps {row.form} {row.text}")

    def find(self, word: int) -> Row | None:
        """Return the row of an instruction, or None if it is illegal."""
        for row in self._buckets[word >> 37]:
            if word & row.mask == row.match:
                return row
        return None
