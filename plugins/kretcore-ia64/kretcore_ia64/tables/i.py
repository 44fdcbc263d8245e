"""Instructions of the I unit: multimedia, shifts, bit fields, tests, moves.

Manual, volume 3, part 1, 4.3 (formats I1 to I30).
"""

from __future__ import annotations

from typing import Final

from kretcore_ia64.rows import Operand, Row, computed, signed, target, unsigned

_SIZES: Final = {1: ("0", "0"), 2: ("0", "1"), 4: ("1", "0"), 8: ("1", "1")}
"""za and zb of multimedia instructions and shifts, by size of their parts."""


def _multimedia(form: str, size: int, codes: str, rest: str, text: str, semantics: str, **constants: object) -> Row:
    """I1 to I9: ``codes`` are x2a, x2c and x2b; ve is 0."""
    za, zb = _SIZES[size]
    x2a, x2c, x2b = codes.split()
    pattern = f"0111 {za} {x2a} {zb} 0 {x2c} {x2b} {rest}"
    return Row(form, pattern, text, _OPERANDS.get(form, {}), semantics, {"size": size, **constants})


_OPERANDS: Final = {
    "I6": {"count": unsigned("count5b:5")},
    "I8": {"count": computed(lambda ccount: 31 - ccount, "ccount5c")},
}


def _parts(sizes: tuple[int, ...], codes: str, name: str, **constants: object) -> list[Row]:
    """I2: the size stands between mnemonic and completer."""
    mnemonic, dot, completer = name.partition(".")
    return [
        _multimedia(
            "I2",
            size,
            codes,
            "- r3:7 r2:7 r1:7 qp:6",
            f"{mnemonic}{size}{dot}{completer} {{r1}}={{r2}},{{r3}}",
            mnemonic,
            **constants,
        )
        for size in sizes
    ]


def _shifts(size: int, name: str) -> list[Row]:
    """I5 to I8: shifts of parts; the whole register's fixed ones are bit field instructions."""
    right, left = {8: ("shr", "shl")}.get(size, (f"pshr{size}", f"pshl{size}"))
    rows = []
    for x, completer, kind in (("0", ".u", False), ("1", "", True)):
        rows.append(
            _multimedia(
                "I5", size, f"00 00 {x}0", "- r3:7 r2:7 r1:7 qp:6", f"{right}{completer} {{r1}}={{r3}},{{r2}}",
                f"{name}r", signed=kind,
            )
        )  # fmt: skip
        if size < 8:
            rows.append(
                _multimedia(
                    "I6", size, f"01 00 {x}1", "- r3:7 - count5b:5 - r1:7 qp:6",
                    f"{right}{completer} {{r1}}={{r3}},{{count}}", f"{name}r_imm", signed=kind,
                )
            )  # fmt: skip
    rows.append(
        _multimedia("I7", size, "00 01 00", "- r3:7 r2:7 r1:7 qp:6", f"{left} {{r1}}={{r2}},{{r3}}", f"{name}l")
    )
    if size < 8:
        rows.append(
            _multimedia(
                "I8",
                size,
                "11 01 01",
                "-:3 ccount5c:5 r2:7 r1:7 qp:6",
                f"{left} {{r1}}={{r2}},{{count}}",
                f"{name}l_imm",
            )
        )
    return rows


_MULTIMEDIA: Final = (
    *(
        Row(
            "I1",
            f"0111 0 00 1 0 ct:2 {x2b} - r3:7 r2:7 r1:7 qp:6",
            f"pmpyshr2{completer} {{r1}}={{r2}},{{r3}},{{count}}",
            {"count": computed((0, 7, 15, 16).__getitem__, "ct")},
            constants={"signed": is_signed},
            semantics="pmpyshr2",
        )
        for x2b, completer, is_signed in (("01", ".u", False), ("11", "", True))
    ),
    *_parts((2,), "10 11 01", "pmpy.r", side="r"),
    *_parts((2,), "10 11 11", "pmpy.l", side="l"),
    *_parts((1, 2, 4), "10 10 00", "mix.r", side="r"),
    *_parts((1, 2, 4), "10 10 10", "mix.l", side="l"),
    *_parts((2,), "10 00 00", "pack.uss", to_signed=False),
    *_parts((2, 4), "10 00 10", "pack.sss", to_signed=True),
    *_parts((1, 2, 4), "10 01 00", "unpack.h", side="h"),
    *_parts((1, 2, 4), "10 01 10", "unpack.l", side="l"),
    *_parts((1,), "10 00 01", "pmin.u", signed=False),
    *_parts((1,), "10 01 01", "pmax.u", signed=False),
    *_parts((2,), "10 00 11", "pmin", signed=True),
    *_parts((2,), "10 01 11", "pmax", signed=True),
    *_parts((1,), "10 10 11", "psad"),
    *_parts((4,), "00 11 01", "mpy"),
    *_parts((4,), "00 11 11", "mpyshl"),
    *(
        _multimedia(
            "I3", 1, "11 10 10", f"-:4 {number:04b} r2:7 r1:7 qp:6", f"mux1 {{r1}}={{r2}},{name or hex(number)}",
            "mux1" if name else "illegal", type=name,
        )
        for number in range(16)
        for name in ({0: "@brcst", 8: "@mix", 9: "@shuf", 10: "@alt", 11: "@rev"}.get(number, ""),)
    ),
    _multimedia("I4", 2, "11 10 10", "mht8c:8 r2:7 r1:7 qp:6", "mux2 {r1}={r2},{mht8c:x}", "mux2"),
    *_shifts(2, "pshift_"),
    *_shifts(4, "pshift_"),
    *_shifts(8, "shift_"),
    _multimedia("I9", 2, "01 10 01", "- r3:7 -:7 r1:7 qp:6", "popcnt {r1}={r3}", "popcnt"),
    _multimedia("I9", 2, "01 11 01", "- r3:7 -:7 r1:7 qp:6", "clz {r1}={r3}", "clz"),
)  # fmt: skip

_FIELDS: Final = (
    Row(
        "I10", "0101 - 11 0 count6d:6 r3:7 r2:7 r1:7 qp:6", "shrp {r1}={r2},{r3},{count}",
        {"count": unsigned("count6d:6")},
    ),
    *(
        Row(
            "I11", f"0101 - 01 0 len6d:6 r3:7 pos6b:6 {y} r1:7 qp:6",
            f"extr{completer} {{r1}}={{r3}},{{pos}},{{len}}; len=rest: shr{completer} {{r1}}={{r3}},{{pos}}",
            {
                "pos": unsigned("pos6b:6"), "len": computed(lambda length: length + 1, "len6d"),
                "rest": computed(lambda pos: 64 - pos, "pos6b"),
            },
            constants={"signed": is_signed},
        )
        for y, completer, is_signed in (("0", ".u", False), ("1", "", True))
    ),
    Row(
        "I12", "0101 - 01 1 len6d:6 0 cpos6c:6 r2:7 r1:7 qp:6",
        "dep.z {r1}={r2},{pos},{len}; len=rest: shl {r1}={r2},{pos}",
        {
            "pos": computed(lambda cpos: 63 - cpos, "cpos6c"), "len": computed(lambda length: length + 1, "len6d"),
            "rest": computed(lambda cpos: cpos + 1, "cpos6c"),
        },
        "dep_z",
    ),
    Row(
        "I13", "0101 s:1 01 1 len6d:6 1 cpos6c:6 imm7b:7 r1:7 qp:6", "dep.z {r1}={imm},{pos},{len}",
        {
            "pos": computed(lambda cpos: 63 - cpos, "cpos6c"), "len": computed(lambda length: length + 1, "len6d"),
            "imm": signed("s:1", "imm7b:7"),
        },
        "dep_z_imm",
    ),
    Row(
        "I14", "0101 s:1 11 1 len6d:6 r3:7 cpos6b:6 - r1:7 qp:6", "dep {r1}={imm},{r3},{pos},{len}",
        {
            "pos": computed(lambda cpos: 63 - cpos, "cpos6b"), "len": computed(lambda length: length + 1, "len6d"),
            "imm": signed("s:1"),
        },
        "dep_imm",
    ),
    Row(
        "I15", "0100 cpos6d:6 len4d:4 r3:7 r2:7 r1:7 qp:6", "dep {r1}={r2},{r3},{pos},{len}",
        {"pos": computed(lambda cpos: 63 - cpos, "cpos6d"), "len": computed(lambda length: length + 1, "len4d")},
    ),
)  # fmt: skip


def _tests() -> list[Row]:
    """I16, I17 and I30; tb, ta and c tell relation and completer."""
    forms: tuple[tuple[str, str, str, str, dict[str, Operand]], ...] = (
        ("I16", "tbit", "r3:7 pos6b:6 0", "{r3},{pos}", {"pos": unsigned("pos6b:6")}),
        ("I17", "tnat", "r3:7 0 -:5 1", "{r3}", {}),
        ("I30", "tf", "-:7 1 imm5b:5 1", "{imm}", {"imm": computed(lambda imm: imm + 32, "imm5b")}),
    )
    completers = (
        ("0", "0", "0", "z", ""), ("0", "0", "1", "z", "unc"), ("0", "1", "0", "z", "or"), ("0", "1", "1", "nz", "or"),
        ("1", "0", "0", "z", "and"), ("1", "0", "1", "nz", "and"), ("1", "1", "0", "z", "or.andcm"),
        ("1", "1", "1", "nz", "or.andcm"),
    )  # fmt: skip
    return [
        Row(
            form,
            f"0101 {tb} 00 {ta} p2:6 {middle} {c} p1:6 qp:6",
            f"{name}.{relation}{'.' * bool(type_)}{type_} {{p1}},{{p2}}={tested}",
            operands,
            name + "_unc" * (type_ == "unc"),
            {"relation": relation, "type": type_},
            predicated=type_ != "unc",
        )
        for form, name, middle, tested, operands in forms
        for tb, ta, c, relation, type_ in completers
    ]


def _unary(x6: str, text: str, semantics: str, **constants: object) -> Row:
    """I29."""
    return Row("I29", f"0000 - 000 {x6} r3:7 -:7 r1:7 qp:6", f"{text} {{r1}}={{r3}}", {}, semantics, constants)


_MISCELLANEOUS: Final = (
    *(
        Row(
            form, f"0000 i:1 000 {codes} imm20a:20 qp:6", f"{name}.i {{imm:x}}", {"imm": unsigned("i:1", "imm20a:20")},
            semantics="break" if name == "break" else "nop", stop=name == "break",
        )
        for form, name, codes in (("I18", "nop", "000001 0"), ("I18", "hint", "000001 1"), ("I19", "break", "000000 -"))
    ),
    Row(
        "I20", "0000 s:1 001 imm13c:13 r2:7 imm7a:7 qp:6", "chk.s.i {r2},{target}",
        {"target": target("s:1", "imm13c:13", "imm7a:7")}, "chk_s", stop=True,
    ),
    *(
        Row(
            "I21", f"0000 - 111 timm9c:9 ih:1 {x} {wh} r2:7 -:4 b1:3 qp:6",
            f"mov{ret}{hint}{{ih:|.imp}} {{b1}}={{r2}},{{target}}"
            + "; ih=0: mov {b1}={r2}" * (ret + hint == ""),
            {"target": target("timm9c:9")}, "mov_to_br",
        )
        for x, ret in (("0", ""), ("1", ".ret"))
        for wh, hint in (("00", ".sptk"), ("01", ""), ("10", ".dptk"))
    ),
    Row("I22", "0000 - 000 110001 -:11 b2:3 r1:7 qp:6", "mov {r1}={b2}", semantics="mov_from_br"),
    Row(
        "I23", "0000 s:1 011 - mask8c:8 -:4 r2:7 mask7a:7 qp:6", "mov pr={r2},{imm:x}",
        {"imm": computed(lambda s, high, low: (s and -1) << 16 | high << 8 | low << 1, "s", "mask8c", "mask7a")},
        "mov_to_pr",
    ),
    Row(
        "I24", "0000 s:1 010 imm27a:27 qp:6", "mov pr.rot={imm:x}",
        {"imm": computed(lambda s, low: ((s and -1) << 27 | low) << 16, "s", "imm27a")}, "mov_to_pr_rot",
    ),
    Row("I25", "0000 - 000 110000 -:14 r1:7 qp:6", "mov {r1}=ip", semantics="mov_from_ip"),
    Row("I25", "0000 - 000 110011 -:14 r1:7 qp:6", "mov {r1}=pr", semantics="mov_from_pr"),
    Row("I26", "0000 - 000 101010 ar3:7 r2:7 -:7 qp:6", "mov.i {ar3}={r2}", {}, "mov_to_ar", {"unit": "I"}),
    Row(
        "I27", "0000 s:1 000 001010 ar3:7 imm7b:7 -:7 qp:6", "mov.i {ar3}={imm}", {"imm": signed("s:1", "imm7b:7")},
        "mov_to_ar", {"unit": "I"},
    ),
    Row("I28", "0000 - 000 110010 ar3:7 -:7 r1:7 qp:6", "mov.i {r1}={ar3}", {}, "mov_from_ar", {"unit": "I"}),
    *(
        row
        for size, low in ((1, "00"), (2, "01"), (4, "10"))
        for row in (
            _unary(f"0100{low}", f"zxt{size}", "zxt", size=size),
            _unary(f"0101{low}", f"sxt{size}", "sxt", size=size),
        )
    ),
    *(
        row
        for size, low in ((1, "00"), (2, "01"))
        for row in (
            _unary(f"0110{low}", f"czx{size}.l", "czx", size=size, side="l"),
            _unary(f"0111{low}", f"czx{size}.r", "czx", size=size, side="r"),
        )
    ),
)  # fmt: skip

ROWS: Final[tuple[Row, ...]] = (*_MULTIMEDIA, *_FIELDS, *_tests(), *_MISCELLANEOUS)
"""All of them."""
