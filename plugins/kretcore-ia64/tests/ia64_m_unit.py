"""Executes instructions of the M unit that are given by what they are, not by their text."""

from __future__ import annotations

from typing import Any

from ia64_harness import BUNDLE, DATA, Machine, Outcome, encode
from kretcore_ia64 import registers as reg
from kretcore_ia64.decoder import Instruction
from kretcore_ia64.rows import Row
from kretcore_ia64.tables import m

MASK = (1 << 64) - 1
BIG = 2
"""``um.be``."""


def find(semantics: str, form: str = "", **constants: Any) -> Row:
    """Return the first row with a meaning, and a format if given."""
    for row in m.ROWS:
        if row.semantics == semantics and form in ("", row.form) and constants.items() <= row.constants.items():
            return row
    raise LookupError(f"no row {semantics} {form} {constants}")


def instruction(row: Row, imm: int | None = None, **fields: int) -> Instruction:
    """Return an instruction; ``imm`` is split into the fields of its format, 9 bits with the sign, or 7."""
    if imm is not None:
        names = {name for name, _, _ in row.fields}
        fields["s"] = imm < 0
        if "i" in names:
            fields["i"] = imm >> 7 & 1
        fields["imm7b" if "imm7b" in names else "imm7a"] = imm & 127
    return Instruction(BUNDLE, BUNDLE + 1, "M", encode(row, **fields), 0, row, False)


def execute(
    machine: Machine, semantics: str, form: str = "", /, *, careful: int = True, imm: int | None = None,
    constants: Any = None, **fields: int,
) -> Outcome:  # fmt: skip
    """Execute one instruction; ``constants`` are those of its row, or None."""
    return machine.execute(instruction(find(semantics, form, **constants or {}), imm, **fields), bool(careful))


def fails(outcome: Outcome, fault: int) -> bool:
    """Whether it is a fault of the processor's."""
    return outcome.kind == "fault" and outcome.code == fault


def unchanged(machine: Machine) -> bytes:
    """What a fault leaves alone."""
    return bytes(machine.state.bytes) + bytes(machine.memory)


def new(*, big: bool = False, memory: bytes = bytes(range(256))) -> Machine:
    """Return a machine with something in memory, whose register 33 has an address."""
    machine = Machine()
    machine.memory[: len(memory)] = memory
    machine.write(reg.UM, BIG if big else 0)
    machine.gr[33] = DATA
    return machine
