"""From bytes to instructions: bundles, their templates, and the tables of the units their slots go to.

An instruction's address is its bundle's plus its slot number, as a probe's is; an instruction of the L and X units has
slot 1's, and the next bundle comes behind it. Source: Intel Itanium Architecture Software Developer's Manual, volume 3,
part 1, 4.1 (bundles), table 4-1 (templates).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from types import SimpleNamespace
from typing import Final

from kretcore_ia64.rows import SLOT_BITS, Row, Table

TEMPLATES: Final[dict[int, str]] = {
    0x00: "MII", 0x01: "MII", 0x02: "MII", 0x03: "MII", 0x04: "MLX", 0x05: "MLX",
    0x08: "MMI", 0x09: "MMI", 0x0A: "MMI", 0x0B: "MMI", 0x0C: "MFI", 0x0D: "MFI", 0x0E: "MMF", 0x0F: "MMF",
    0x10: "MIB", 0x11: "MIB", 0x12: "MBB", 0x13: "MBB", 0x16: "BBB", 0x17: "BBB", 0x18: "MMB", 0x19: "MMB",
    0x1C: "MFB", 0x1D: "MFB",
}  # fmt: skip
"""Units of slots 0 to 2; templates that are not here (06 07 14 15 1A 1B 1E 1F) are reserved."""
STOPS: Final[dict[int, frozenset[int]]] = {
    template: frozenset({2} if template & 1 else ()) | {0x02: {1}, 0x03: {1}, 0x0A: {0}, 0x0B: {0}}.get(template, set())
    for template in TEMPLATES
}
"""Slots with a stop behind them, by template."""
BUNDLE: Final = 16
"""Bytes of a bundle, and its alignment."""
SLOT_MASK: Final = (1 << SLOT_BITS) - 1


@cache
def table(unit: str) -> Table:
    """Return the rows of a slot of type M, I, B, F or X; A-unit instructions go to M and I slots alike."""
    from kretcore_ia64.tables import a, b, f, i, m, x

    match unit:
        case "M":
            return Table("M", (*a.ROWS, *m.ROWS))
        case "I":
            return Table("I", (*a.ROWS, *i.ROWS))
        case "B":
            return Table("B", b.ROWS)
        case "F":
            return Table("F", f.ROWS)
        case "X":
            return Table("X", x.ROWS)
    raise ValueError(f"{unit} is no unit of a slot")


@dataclass(frozen=True, eq=False)
class Instruction:
    """One instruction where it stands.

    :ivar address: bundle address plus slot number.
    :ivar next: address of the instruction behind it.
    :ivar unit: type of its slot (X for L and X together).
    :ivar word: its 41 bits; for L and X those of slot 2.
    :ivar long: for L and X, the bits of slot 1.
    :ivar row: what it is; None if it is an illegal operation.
    :ivar stop: whether an instruction group ends behind it.
    """

    address: int
    next: int
    unit: str
    word: int
    long: int
    row: Row | None
    stop: bool

    @cached_property
    def fields(self) -> dict[str, int]:
        """Fields and operands by name."""
        return {} if self.row is None else self.row.decode(self.word, self.address & ~15, self.long)

    @property
    def qp(self) -> int:
        """The qualifying predicate's number, 0 if it has none."""
        return self.fields.get("qp", 0)

    @cached_property
    def operands(self) -> SimpleNamespace:
        """What the semantic function gets: fields, operands and the row's constants, as attributes."""
        return SimpleNamespace(**self.fields, **(self.row.constants if self.row else {}))


def unpack(bundle: bytes) -> tuple[int, list[int]]:
    """Return a bundle's template and the words of its slots."""
    bits = int.from_bytes(bundle, "little")
    return bits & 31, [bits >> low & SLOT_MASK for low in (5, 46, 87)]


class ReservedTemplateError(ValueError):
    """A bundle whose template the architecture does not define."""


def decode(bundle: bytes, address: int) -> tuple[Instruction, ...]:
    """Return the two or three instructions of a bundle.

    :param bundle: its 16 bytes.
    :param address: where it stands.
    :raises ReservedTemplateError: the template is reserved.
    """
    template, words = unpack(bundle)
    units = TEMPLATES.get(template)
    if units is None:
        raise ReservedTemplateError(f"bundle template {template:#04x} at {address:#x} is reserved")
    stops = STOPS[template]
    if units == "MLX":
        return (
            _instruction(address, 0, address + 1, "M", words[0], 0, False),
            _instruction(address, 1, address + 16, "X", words[2], words[1], 2 in stops),
        )
    return tuple(
        _instruction(address, slot, address + (slot + 1 if slot < 2 else 16), unit, words[slot], 0, slot in stops)
        for slot, unit in enumerate(units)
    )


def _instruction(bundle: int, slot: int, following: int, unit: str, word: int, long: int, stop: bool) -> Instruction:
    return Instruction(bundle + slot, following, unit, word, long, table(unit).find(word), stop)
