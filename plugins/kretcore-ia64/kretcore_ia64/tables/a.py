"""Instructions of the A unit: integer ALU, compares and multimedia ALU, legal in M and I slots.

Manual, volume 3, part 1, 4.2 (formats A1 to A10). The assembler's other relations are these with operands or targets
exchanged.
"""

from __future__ import annotations

from typing import Final

from kretcore_ia64.rows import Row, computed, signed

_THREE: Final = "r3:7 r2:7 r1:7 qp:6"
_IMM8: Final = {"imm": signed("s:1", "imm7b:7")}
_IMM8_REGISTER: Final = "r3:7 imm7b:7 r1:7 qp:6"
_SHIFT: Final = {"count": computed(lambda ct: ct + 1, "ct")}
_SIZES: Final = {1: ("0", "0"), 2: ("0", "1"), 4: ("1", "0")}
"""za and zb of multimedia instructions, by size of their parts."""


def _integer(form: str, codes: str, text: str, semantics: str = "") -> Row:
    """A1: x2a is 0, ve is 0."""
    return Row(form, f"1000 - 00 0 {codes} {_THREE}", text, semantics=semantics)


def _multimedia(codes: str, text: str, sizes: tuple[int, ...] = (1, 2, 4), **constants: object) -> list[Row]:
    """A9: ``codes`` are x4 and x2b; za and zb tell the size, which stands between mnemonic and completer."""
    name, dot, completer = text.partition(".")
    return [
        Row(
            "A9",
            f"1000 {_SIZES[size][0]} 01 {_SIZES[size][1]} {codes} {_THREE}",
            f"{name}{size}{dot}{completer} {{r1}}={{r2}},{{r3}}",
            semantics=name,
            constants={"size": size, **constants},
        )
        for size in sizes
    ]


def _compare(major: str, relation: str, parallel: str) -> list[Row]:
    """A6 to A8 with one major opcode: its relation, and the completer of its parallel compares."""

    def row(form: str, codes: str, mnemonic: str, size: int, relation: str, type_: str, c: str) -> Row:
        first = {"A6": "{r2}", "A7": "r0", "A8": "{imm}"}[form]
        sign, second = {"A6": (codes[0], "r2:7"), "A7": (codes[0], "-:7"), "A8": ("s:1", "imm7b:7")}[form]
        return Row(
            form,
            f"{major} {sign} {codes[1:]} p2:6 r3:7 {second} {c} p1:6 qp:6",
            f"{mnemonic}.{relation}{'.' * bool(type_)}{type_} {{p1}},{{p2}}={first},{{r3}}",
            _IMM8 if form == "A8" else {},
            {"A6": "cmp", "A7": "cmp_zero", "A8": "cmp_imm"}[form] + "_unc" * (type_ == "unc"),
            {"size": size, "relation": relation, "type": type_},
            predicated=type_ != "unc",
        )

    rows = []
    for size, mnemonic, x2 in ((8, "cmp", "0"), (4, "cmp4", "1")):
        for form, codes in (("A6", f"0 0{x2}"), ("A8", f"- 1{x2}")):
            rows += [
                row(form, f"{codes} 0", mnemonic, size, relation, "", "0"),
                row(form, f"{codes} 0", mnemonic, size, relation, "unc", "1"),
                row(form, f"{codes} 1", mnemonic, size, "eq", parallel, "0"),
                row(form, f"{codes} 1", mnemonic, size, "ne", parallel, "1"),
            ]
        rows += [
            row("A7", f"1 0{x2} {ta}", mnemonic, size, against_zero, parallel, c)
            for against_zero, ta, c in (("gt", "0", "0"), ("le", "0", "1"), ("ge", "1", "0"), ("lt", "1", "1"))
        ]
    return rows


_INTEGER: Final = (
    _integer("A1", "0000 00", "add {r1}={r2},{r3}"),
    _integer("A1", "0000 01", "add {r1}={r2},{r3},1", "add1"),
    _integer("A1", "0001 01", "sub {r1}={r2},{r3}"),
    _integer("A1", "0001 00", "sub {r1}={r2},{r3},1", "sub1"),
    _integer("A1", "0010 00", "addp4 {r1}={r2},{r3}"),
    _integer("A1", "0011 00", "and {r1}={r2},{r3}"),
    _integer("A1", "0011 01", "andcm {r1}={r2},{r3}"),
    _integer("A1", "0011 10", "or {r1}={r2},{r3}"),
    _integer("A1", "0011 11", "xor {r1}={r2},{r3}"),
    Row("A2", f"1000 - 00 0 0100 ct:2 {_THREE}", "shladd {r1}={r2},{count},{r3}", _SHIFT),
    Row("A2", f"1000 - 00 0 0110 ct:2 {_THREE}", "shladdp4 {r1}={r2},{count},{r3}", _SHIFT),
    *(
        Row("A3", f"1000 s:1 00 0 {codes} {_IMM8_REGISTER}", f"{name} {{r1}}={{imm}},{{r3}}", _IMM8, f"{name}_imm")
        for name, codes in {
            "sub": "1001 01", "and": "1011 00", "andcm": "1011 01", "or": "1011 10", "xor": "1011 11",
        }.items()
    ),
    Row(
        "A4",
        "1000 s:1 10 0 imm6d:6 r3:7 imm7b:7 r1:7 qp:6",
        "adds {r1}={imm},{r3}; imm=0: mov {r1}={r3}",
        {"imm": signed("s:1", "imm6d:6", "imm7b:7")},
        "add_imm",
    ),
    Row(
        "A4",
        "1000 s:1 11 0 imm6d:6 r3:7 imm7b:7 r1:7 qp:6",
        "addp4 {r1}={imm},{r3}",
        {"imm": signed("s:1", "imm6d:6", "imm7b:7")},
        "addp4_imm",
    ),
    Row(
        "A5",
        "1001 s:1 imm9d:9 imm5c:5 r3:2 imm7b:7 r1:7 qp:6",
        "addl {r1}={imm},{r3}; r3=0: mov {r1}={imm}",
        {"imm": signed("s:1", "imm5c:5", "imm9d:9", "imm7b:7")},
        "add_imm",
    ),
)  # fmt: skip

_MULTIMEDIA: Final = (
    *(
        row
        for name, x4 in (("padd", "0000"), ("psub", "0001"))
        for row in (
            *_multimedia(f"{x4} 00", name, saturation=""),
            *_multimedia(f"{x4} 01", f"{name}.sss", (1, 2), saturation="sss"),
            *_multimedia(f"{x4} 10", f"{name}.uuu", (1, 2), saturation="uuu"),
            *_multimedia(f"{x4} 11", f"{name}.uus", (1, 2), saturation="uus"),
        )
    ),
    *_multimedia("0010 10", "pavg", (1, 2), away=False),
    *_multimedia("0010 11", "pavg.raz", (1, 2), away=True),
    *_multimedia("0011 10", "pavgsub", (1, 2)),
    *_multimedia("1001 00", "pcmp.eq", relation="eq"),
    *_multimedia("1001 01", "pcmp.gt", relation="gt"),
    Row("A10", f"1000 0 01 1 0100 ct:2 {_THREE}", "pshladd2 {r1}={r2},{count},{r3}", _SHIFT),
    Row("A10", f"1000 0 01 1 0110 ct:2 {_THREE}", "pshradd2 {r1}={r2},{count},{r3}", _SHIFT),
)

ROWS: Final[tuple[Row, ...]] = (
    *_INTEGER,
    *_MULTIMEDIA,
    *_compare("1100", "lt", "and"),
    *_compare("1101", "ltu", "or"),
    *_compare("1110", "eq", "or.andcm"),
)
"""All of them."""
