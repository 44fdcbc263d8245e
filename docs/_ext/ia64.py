"""The reference of ia64's instructions, made from the tables that decode, print and execute them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from kretcore_ia64.cpu import SEMANTICS
from kretcore_ia64.decoder import TEMPLATES, Instruction, table
from kretcore_ia64.isa import Ia64
from kretcore_ia64.registers import Fault
from kretcore_ia64.rows import Row
from kretcore_llvm.handlers import shapes

UNITS: Final = {
    "A": "integer and compare, in M and I slots",
    "M": "memory, speculation, register stack, system",
    "I": "shifts, multimedia, moves",
    "F": "floating point",
    "B": "branches",
    "X": "long immediates and branches",
}

_PRIVILEGED: Final = "is privileged: a privileged operation fault"
LIMITS: Final = {
    "privileged": _PRIVILEGED,
    "privileged_m": _PRIVILEGED,
    "vmsw": "needs virtualization, which the processor has not: an illegal operation fault",
    "unimplemented": "is a later processor's: an illegal operation fault",
    "br_ia": "has no IA-32 to go to: a disabled ISA transition fault",
    "epc": "never raises the privilege level",
    "nop": "does nothing",
    "ordering": "does nothing: memory is in order",
    "fc": "reads a byte of the line; nothing is cached that would have to be flushed",
    "mov_from_pmd": "reads 0: the counters are the system's",
    "mov_to_ar": "writes no kernel register and no `ar.itc` (privileged register fault), no reserved one",
    "mov_from_ar": "`ar.itc` counts how often it is read, not time",
    "probe_r": "knows the program's level only, whatever level is asked for",
    "probe_w": "knows the program's level only, whatever level is asked for",
    "probe_fault": "knows the program's level only, whatever level is asked for",
    "lfetch": "fetches nothing ahead; `.fault` forms read a byte",
}
"""What an instruction does not do, or does differently from a processor, by the name of its semantics."""

_HARMLESS: Final = {"r1": 33, "r2": 35, "r3": 34, "f1": 6, "f2": 7, "p1": 6, "p2": 7, "ar3": 64}
"""Register numbers that make no instruction illegal."""


def rows(unit: str) -> tuple[Row, ...]:
    """Return the rows of a unit in the tables' order; those of A are not among M's and I's."""
    shared = {id(row) for row in table("M").rows} & {id(row) for row in table("I").rows}
    if unit == "A":
        return tuple(row for row in table("M").rows if id(row) in shared)
    return tuple(row for row in table(unit).rows if id(row) not in shared)


def spelling(text: str) -> str:
    """Return a row's text as a manual would print it: choices as ``few|many``, in brackets if they may be absent."""

    def choice(match: re.Match[str]) -> str:
        name, _, form = match[1].partition(":")
        if "|" not in form:
            return name
        words = form.split("|")
        there = "|".join(dict.fromkeys(word for word in words if word))
        if "" in words:
            return f"[{there}]"
        return f"({there})"

    return re.sub(r"\{([^}]*)\}", choice, text.replace("s{sf}", "sf"))


def spellings(row: Row) -> list[tuple[str, str]]:
    """Return a row's texts, each with the condition under which it is printed ("" if there is none)."""
    main, *others = row.text.split("; ")
    return [("", spelling(main)), *((at, spelling(text)) for at, _, text in (each.partition(": ") for each in others))]


@cache
def _forms() -> tuple[Ia64, frozenset[str]]:
    isa = Ia64()
    return isa, frozenset(shapes(isa))


def executions(row: Row) -> str:
    """Return which executions have a row: the reference interpreter, cold code's handlers, regions."""
    isa, handled = _forms()
    if row.semantics not in SEMANTICS:
        return "none"
    if row.semantics == "nop":
        return "all"
    word = row.match
    for name, low, mask in row.fields:
        word |= (_HARMLESS.get(name, 0) & mask) << low
    form = isa.form(Instruction(0, 16, row.form[0], word, 0, row, False))
    return "all" if form in handled else "interpreter, regions"


def instructions() -> Iterator[str]:
    """Every row, as tables in Markdown."""
    for unit, what in UNITS.items():
        found = rows(unit)
        yield from (f"## Unit {unit}: {what}", "", f"{len(found)} rows.", "")
        yield from _table(("format", "text", "bits 40 to 0", "what it does not do", "executions"), map(_cells, found))
        yield ""


def _cells(row: Row) -> tuple[str, ...]:
    printed = "<br>".join(f"{_code(text)} if {_code(at)}" if at else _code(text) for at, text in spellings(row))
    return row.form, printed, _code(row.pattern), LIMITS.get(row.semantics, ""), executions(row)


def templates() -> Iterator[str]:
    """Every template of a bundle."""
    reserved = ", ".join(f"{code:02x}" for code in range(32) if code not in TEMPLATES)
    by_units: dict[str, list[str]] = {}
    for code, units in TEMPLATES.items():
        by_units.setdefault(units, []).append(f"{code:02x}")
    cells = ((units, ", ".join(codes)) for units, codes in by_units.items())
    yield from _table(("slots 0, 1, 2", "templates"), [*cells, ("reserved: a fault", reserved)])


def faults() -> Iterator[str]:
    """Every fault that semantic functions raise, by the manual's name and kretcore's kind."""
    isa = _forms()[0]
    cells = ((words, f"`{kind.name}`") for kind, words in (isa.fault(fault) for fault in Fault))
    yield from _table(("the manual's name", "kind"), cells)


def _table(head: Sequence[str], cells: Iterator[tuple[str, ...]] | Sequence[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in cells:
        yield f"| {' | '.join(row)} |"


def _code(text: str) -> str:
    return f"`{text}`".replace("|", r"\|")
