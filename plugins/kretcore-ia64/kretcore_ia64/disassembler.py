"""Instructions as text, exactly as ``ia64-linux-gnu-objdump`` prints them, from the text of their rows.

A row's text is literal but for names in braces. A name is one of the row's fields or operands, and how it is printed
comes from its form:

* ``{r1}``: a letter of ``r f b p`` and a digit is a register (``r32``, ``f6``, ``b0``, ``p7``);
* ``{ar3}``, ``{cr3}``: an application or control register by its name, or its number where it has none (``ar.lc``);
* ``{target}``: an address, as ``0x4000000000000010``;
* ``{any_other_name}``: a decimal number with its sign;
* ``{any_name:x}``: a hexadecimal number with ``0x``, negative ones as 64 bits;
* ``{any_name:a|b|c}``: the word with that number (``{hint:|.nt1|.nt2|.nta}``); all values must be there. Two words need
  no more than one ``|``: ``{ph:.few|.many}``.

After the text proper, other spellings may follow, each behind ``; ``, a condition and ``: ``. A condition is
``name=number`` or ``name=name``, several joined by ``&``; the first spelling whose condition holds is printed::

    adds {r1}={imm},{r3}; imm=0: mov {r1}={r3}

"""

from __future__ import annotations

import string
from collections.abc import Callable
from functools import cache
from typing import Final

from kretcore_ia64.decoder import Instruction

Fields = dict[str, int]
_MASK: Final = (1 << 64) - 1
_AR_NAMES: Final = {
    **{number: f"k{number}" for number in range(8)},
    16: "rsc", 17: "bsp", 18: "bspstore", 19: "rnat", 21: "fcr", 24: "eflag", 25: "csd", 26: "ssd", 27: "cflg",
    28: "fsr", 29: "fir", 30: "fdr", 32: "ccv", 36: "unat", 40: "fpsr", 44: "itc", 45: "ruc", 64: "pfs", 65: "lc",
    66: "ec",
}  # fmt: skip
_CR_NAMES: Final = {
    0: "dcr", 1: "itm", 2: "iva", 8: "pta", 16: "ipsr", 17: "isr", 19: "iip", 20: "ifa", 21: "itir", 22: "iipa",
    23: "ifs", 24: "iim", 25: "iha", 26: "iib0", 27: "iib1", 64: "lid", 65: "ivr", 66: "tpr", 67: "eoi", 68: "irr0",
    69: "irr1", 70: "irr2", 71: "irr3", 72: "itv", 73: "pmv", 74: "cmcv", 80: "lrr0", 81: "lrr1",
}  # fmt: skip


def text(instruction: Instruction) -> str:
    """Return an instruction's text, its predicate in front, as in ``(p06) add r14=r32,r33``.

    An illegal operation is ``data8`` and its 41 bits. A stop behind the instruction is not part of the text.
    """
    row = instruction.row
    if row is None:
        return f"data8 {instruction.word:#011x}"
    fields = instruction.fields
    words = spell(row.text, fields)
    qp = fields.get("qp", 0)
    return f"(p{qp:02d}) {words}" if qp else words


def spell(row_text: str, fields: Fields) -> str:
    """Return a row's text with fields and operands in place."""
    main, others = _spellings(row_text)
    for conditions, spelling in others:
        if all(fields[name] == (int(other) if other.isdigit() else fields[other]) for name, other in conditions):
            return spelling(fields)
    return main(fields)


@cache
def _spellings(
    row_text: str,
) -> tuple[Callable[[Fields], str], tuple[tuple[tuple[tuple[str, str], ...], Callable[[Fields], str]], ...]]:
    main, *others = row_text.split("; ")
    compiled = []
    for other in others:
        conditions, _, spelling = other.partition(": ")
        pairs = [condition.partition("=") for condition in conditions.split("&")]
        compiled.append((tuple((name, value) for name, _, value in pairs), _compile(spelling)))
    return _compile(main), tuple(compiled)


def _compile(spelling: str) -> Callable[[Fields], str]:
    parts: list[tuple[str, str, Callable[[int], str]]] = []
    tail = ""
    for literal, name, form, _ in string.Formatter().parse(spelling):
        if name is None:
            tail = literal
        else:
            parts.append((literal, name, _form(name, form or "")))
    return lambda fields: "".join(literal + say(fields[name]) for literal, name, say in parts) + tail


def _form(name: str, form: str) -> Callable[[int], str]:
    if form == "x":
        return lambda number: f"{number & _MASK:#x}"
    if form:
        return tuple(form.split("|")).__getitem__
    if name == "target":
        return lambda number: f"{number:#x}"
    if name in ("ar3", "cr3"):
        kind, names = name[:2], _AR_NAMES if name == "ar3" else _CR_NAMES
        return lambda number: f"{kind}.{names[number]}" if number in names else f"{kind}{number}"
    if len(name) == 2 and name[0] in "rfbp" and name[1].isdigit():
        return lambda number: f"{name[0]}{number}"
    return str
