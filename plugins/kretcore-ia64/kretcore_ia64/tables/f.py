"""Instructions of the F unit.

Source: Intel Itanium Architecture Software Developer's Manual, volume 3, part 1, 4.6 (F-unit instruction encodings).
The status field ``sf`` is an operand like an immediate: it changes where control bits and flags are, not what is done.
"""

from __future__ import annotations

from typing import Final

from kretcore_ia64.rows import Row, computed, target, unsigned

_IS_F0: Final = {"no_addend": computed(lambda f2: int(f2 == 0), "f2")}
"""With f0 as addend the instruction is a multiplication: a zero keeps the product's sign."""
_SAME: Final = {"same": computed(lambda p1, p2: int(p1 == p2), "p1", "p2")}
"""Two targets that are one predicate are illegal."""


def _multiply_add() -> tuple[Row, ...]:
    completers = {"": ("0", 0), ".s": ("1", 0), ".d": ("0", 1), "p": ("1", 1)}
    spellings = {
        "fma": "; f2=0&f4=1: fnorm{c} {r}={a}; f4=1: fadd{c} {r}={a},{f2}; f2=0: fmpy{c} {r}={a},{f4}",
        "fms": "; f4=1: fsub{c} {r}={a},{f2}",
        "fnma": "; f2=0: fnmpy{c} {r}={a},{f4}",
        "fpma": "; f2=0: fpmpy{c} {r}={a},{f4}",
        "fpms": "",
        "fpnma": "; f2=0: fpnmpy{c} {r}={a},{f4}",
    }
    rows = []
    for major, name in ((8, "fma"), (10, "fms"), (12, "fnma")):
        for completer, (x, odd) in completers.items():
            parallel = completer == "p"
            mnemonic = f"fp{name[1:]}" if parallel else name
            sf = ".s{sf}" if parallel else completer + ".s{sf}"
            others = spellings[mnemonic].replace("{c}", sf).replace("{r}", "{f1}").replace("{a}", "{f3}")
            rows.append(
                Row(
                    "F1",
                    f"{major + odd:04b} {x} sf:2 f4:7 f3:7 f2:7 f1:7 qp:6",
                    f"{mnemonic}{sf} {{f1}}={{f3}},{{f4}},{{f2}}{others}",
                    operands=_IS_F0,
                    semantics="fpma" if parallel else "fma",
                    constants={
                        "negate_product": name == "fnma",
                        "negate_addend": name == "fms",
                        "precision": "" if parallel else completer[1:],
                    },
                )
            )
    return tuple(rows)


def _pattern(major: int, x6: int, middle: str, sf: str = "- sf:2 0") -> str:
    return f"{major:04b} {sf} {x6:06b} {middle} qp:6"


def _two_operands(major: int, x6: int, name: str, semantics: str, others: str = "", **constants: object) -> Row:
    """A row of format F8 or F9 whose status field, if it has one, is in the name."""
    sf = "- sf:2 0" if "{sf}" in name else "- -:2 0"
    form = "F8" if "{sf}" in name else "F9"
    text = f"{name} {{f1}}={{f2}},{{f3}}{others}"
    return Row(form, _pattern(major, x6, "f3:7 f2:7 f1:7", sf), text, semantics=semantics, constants=constants)


_MERGE: Final = {
    "fmerge.s": "; f2=f3: mov {f1}={f3}; f2=0: fabs {f1}={f3}",
    "fmerge.ns": "; f2=f3: fneg {f1}={f3}; f2=0: fnegabs {f1}={f3}",
    "fmerge.se": "",
    "fpmerge.s": "; f2=0: fpabs {f1}={f3}",
    "fpmerge.ns": "; f2=f3: fpneg {f1}={f3}; f2=0: fpnegabs {f1}={f3}",
    "fpmerge.se": "",
}

ROWS: Final[tuple[Row, ...]] = (
    *_multiply_add(),
    *(
        Row(
            "F2",
            f"1110 1 {x2:02b} f4:7 f3:7 f2:7 f1:7 qp:6",
            f"xma.{part} {{f1}}={{f3}},{{f4}},{{f2}}; f2=0: xmpy.{part} {{f1}}={{f3}},{{f4}}",
            semantics="xma",
            constants={"part": part},
        )
        for x2, part in ((0, "l"), (2, "hu"), (3, "h"))
    ),
    Row("F3", "1110 0 -:2 f4:7 f3:7 f2:7 f1:7 qp:6", "fselect {f1}={f3},{f4},{f2}"),
    *(
        Row(
            "F4",
            f"0100 {rb} sf:2 {ra} p2:6 f3:7 f2:7 {ta} p1:6 qp:6",
            f"fcmp.{relation}{'.unc' * ta}.s{{sf}} {{p1}},{{p2}}={{f2}},{{f3}}",
            operands=_SAME,
            constants={"relation": relation, "unc": bool(ta)},
            predicated=not ta,
        )
        for rb, ra, relation in ((0, 0, "eq"), (1, 0, "lt"), (0, 1, "le"), (1, 1, "unord"))
        for ta in (0, 1)
    ),
    *(
        Row(
            "F5",
            f"0101 -:2 fc2:2 p2:6 fclass7c:7 f2:7 {ta} p1:6 qp:6",
            f"fclass.m{'.unc' * ta} {{p1}},{{p2}}={{f2}},{{classes:x}}",
            operands={**_SAME, "classes": unsigned("fclass7c:7", "fc2:2")},
            constants={"unc": bool(ta)},
            predicated=not ta,
        )
        for ta in (0, 1)
    ),
    *(
        Row(
            "F6",
            f"000{parallel} 0 sf:2 1 p2:6 f3:7 f2:7 f1:7 qp:6",
            f"{name}.s{{sf}} {{f1}},{{p2}}={{f2}},{{f3}}",
            predicated=False,
        )
        for parallel, name in enumerate(("frcpa", "fprcpa"))
    ),
    *(
        Row(
            "F7",
            f"000{parallel} 1 sf:2 1 p2:6 f3:7 -:7 f1:7 qp:6",
            f"{name}.s{{sf}} {{f1}},{{p2}}={{f3}}",
            predicated=False,
        )
        for parallel, name in enumerate(("frsqrta", "fprsqrta"))
    ),
    *(
        _two_operands(parallel, x6, f"f{'p' * parallel}{name}.s{{sf}}", f"f{'p' * parallel}min", choice=name)
        for parallel in (0, 1)
        for x6, name in ((0x14, "min"), (0x15, "max"), (0x16, "amin"), (0x17, "amax"))
    ),
    *(
        _two_operands(1, x6, f"fpcmp.{relation}.s{{sf}}", "fpcmp", relation=relation)
        for x6, relation in enumerate(("eq", "lt", "le", "unord", "neq", "nlt", "nle", "ord"), 0x30)
    ),
    *(
        _two_operands(parallel, x6, f"{name}.{part}", name, _MERGE[f"{name}.{part}"], part=part)
        for parallel, name in enumerate(("fmerge", "fpmerge"))
        for x6, part in ((0x10, "s"), (0x11, "ns"), (0x12, "se"))
    ),
    *(_two_operands(0, x6, f"fmix.{part}", "fmix", part=part) for x6, part in ((0x39, "lr"), (0x3A, "r"), (0x3B, "l"))),
    *(_two_operands(0, x6, f"fsxt.{part}", "fsxt", part=part) for x6, part in ((0x3C, "r"), (0x3D, "l"))),
    _two_operands(0, 0x28, "fpack", "fpack"),
    *(
        _two_operands(0, x6, f"fswap{completer}", "fswap", negate=completer[1:])
        for x6, completer in ((0x34, ""), (0x35, ".nl"), (0x36, ".nr"))
    ),
    *(
        _two_operands(0, x6, name, "flogic", operation=name[1:])
        for x6, name in ((0x2C, "fand"), (0x2D, "fandcm"), (0x2E, "for"), (0x2F, "fxor"))
    ),
    *(
        Row(
            "F10",
            _pattern(parallel, x6, "-:7 f2:7 f1:7"),
            f"{name}.{kind}.s{{sf}} {{f1}}={{f2}}",
            semantics=f"{name}.fx",
            constants={"signed": "u" not in kind.partition(".")[0], "truncate": kind.endswith(".trunc")},
        )
        for parallel, name in enumerate(("fcvt", "fpcvt"))
        for x6, kind in enumerate(("fx", "fxu", "fx.trunc", "fxu.trunc"), 0x18)
    ),
    Row("F11", _pattern(0, 0x1C, "-:7 f2:7 f1:7", "- -:2 0"), "fcvt.xf {f1}={f2}", semantics="fcvt.xf"),
    Row("F12", _pattern(0, 0x04, "omask:7 amask:7 -:7"), "fsetc.s{sf} {amask:x},{omask:x}"),
    Row("F13", _pattern(0, 0x05, "-:21"), "fclrf.s{sf}"),
    Row(
        "F14",
        "0000 s sf:2 0 001000 - imm20a:20 qp:6",
        "fchkf.s{sf} {target}",
        operands={"target": target("s:1", "imm20a:20")},
        stop=True,
    ),
    Row(
        "F15",
        "0000 i -:2 0 000000 - imm20a:20 qp:6",
        "break.f {imm:x}",
        operands={"imm": unsigned("i:1", "imm20a:20")},
        stop=True,
    ),
    *(
        Row(
            "F16",
            f"0000 i -:2 0 000001 {y} imm20a:20 qp:6",
            f"{name} {{imm:x}}",
            operands={"imm": unsigned("i:1", "imm20a:20")},
            semantics="nop",
        )
        for y, name in ((0, "nop.f"), (1, "hint.f"))
    ),
)
