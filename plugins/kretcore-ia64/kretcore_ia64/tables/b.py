"""Instructions of the B unit: manual volume 3, part 1, 4.5.

Branch hints are fields, since they do not change what happens: ``wh`` (whether), ``ph`` (how much to fetch), ``dh``
(what to do with the predictor's entry), and for predictions ``ipwh`` and ``ih``.
"""

from __future__ import annotations

from typing import Final

from kretcore_ia64.rows import Row, target, unsigned

PREFETCH: Final = "{ph:few|many}{dh:|.clr}"
HINTS: Final = "{wh:sptk|spnt|dptk|dpnt}." + PREFETCH


def conditional(name: str, where: str) -> str:
    """Text of a conditional branch; one that is always taken, and predicted so, has a shorter name."""
    return f"{name}.cond.{HINTS} {where}; qp=0&wh=0: {name}.{PREFETCH} {where}"


_TARGET: Final = {"target": target("s:1", "imm20b:20")}
_TAG: Final = target("t2e:2", "timm7a:7")
_IMM: Final = {"imm": unsigned("i:1", "imm20a:20")}

_RELATIVE: Final = (
    Row(
        "B1", "0100 s:1 dh:1 wh:2 imm20b:20 ph:1 -:3 000 qp:6", conditional("br", "{target}"),
        _TARGET, "br_cond", {"indirect": False}, stop=True,
    ),
    *(
        Row(
            "B1", f"0100 s:1 dh:1 wh:2 imm20b:20 ph:1 -:3 {btype} qp:6", f"br.{name}.{HINTS} {{target}}",
            _TARGET, f"br_{name}", {"exit": name == "wexit"}, predicated=False, stop=True,
        )
        for name, btype in (("wexit", "010"), ("wtop", "011"))
    ),
    Row(
        "B2", "0100 s:1 dh:1 wh:2 imm20b:20 ph:1 -:3 101 -:6", f"br.cloop.{HINTS} {{target}}",
        _TARGET, "br_cloop", predicated=False, stop=True,
    ),
    *(
        Row(
            "B2", f"0100 s:1 dh:1 wh:2 imm20b:20 ph:1 -:3 {btype} -:6", f"br.{name}.{HINTS} {{target}}",
            _TARGET, f"br_{name}", {"exit": name == "cexit"}, predicated=False, stop=True,
        )
        for name, btype in (("cexit", "110"), ("ctop", "111"))
    ),
    Row(
        "B3", "0101 s:1 dh:1 wh:2 imm20b:20 ph:1 -:3 b1:3 qp:6", f"br.call.{HINTS} {{b1}}={{target}}",
        _TARGET, "br_call", {"indirect": False}, stop=True,
    ),
)  # fmt: skip

_INDIRECT: Final = (
    Row(
        "B4", "0000 - dh:1 wh:2 100000 -:11 b2:3 ph:1 -:3 000 qp:6", conditional("br", "{b2}"),
        {}, "br_cond", {"indirect": True}, stop=True,
    ),
    Row(
        "B4", "0000 - dh:1 wh:2 100000 -:11 b2:3 ph:1 -:3 001 qp:6", f"br.ia.{HINTS} {{b2}}",
        {}, "br_ia", stop=True,
    ),
    Row(
        "B4", "0000 - dh:1 wh:2 100001 -:11 b2:3 ph:1 -:3 100 qp:6", f"br.ret.{HINTS} {{b2}}",
        {}, "br_ret", stop=True,
    ),
    Row(
        "B5", "0001 - dh:1 wh:2 1 -:16 b2:3 ph:1 -:3 b1:3 qp:6", f"br.call.{HINTS} {{b1}}={{b2}}",
        {}, "br_call", {"indirect": True}, stop=True,
    ),
)  # fmt: skip

_PREDICTIONS: Final = (
    Row(
        "B6", "0111 s:1 ih:1 t2e:2 imm20b:20 timm7a:7 - ipwh:2 -:3",
        "brp.{ipwh:sptk|loop|dptk|exit}{ih:|.imp} {target},{tag:x}", {**_TARGET, "tag": _TAG}, "nop", predicated=False,
    ),
    *(
        Row(
            "B7", f"0010 - ih:1 t2e:2 {x6} -:11 b2:3 timm7a:7 - {indwh} -:3",
            f"{name}.{whether}{{ih:|.imp}} {{b2}},{{tag:x}}", {"tag": _TAG}, "nop", predicated=False,
        )
        for name, x6 in (("brp", "010000"), ("brp.ret", "010001"))
        for whether, indwh in (("sptk", "00"), ("dptk", "10"))
    ),
)  # fmt: skip

_MISCELLANEOUS: Final = (
    *(
        Row("B8", f"0000 -:4 {x6} -:27", name, {}, semantics, predicated=False, stop=stop)
        for x6, name, semantics, stop in (
            ("000010", "cover", "cover", True),
            ("000100", "clrrrb", "clrrrb", True),
            ("000101", "clrrrb.pr", "clrrrb_pr", True),
            ("001000", "rfi", "privileged", False),
            ("001100", "bsw.0", "privileged", False),
            ("001101", "bsw.1", "privileged", False),
            ("010000", "epc", "epc", False),
            ("011000", "vmsw.0", "vmsw", False),
            ("011001", "vmsw.1", "vmsw", False),
        )
    ),
    Row("B9", "0000 i:1 -:3 000000 - imm20a:20 qp:6", "break.b {imm:x}", _IMM, "break_b", stop=True),
    *(
        Row("B9", f"0010 i:1 -:3 {x6} - imm20a:20 qp:6", f"{name}.b {{imm:x}}", _IMM, "nop", predicated=False)
        for name, x6 in (("nop", "000000"), ("hint", "000001"))
    ),
)

ROWS: Final[tuple[Row, ...]] = (*_RELATIVE, *_INDIRECT, *_PREDICTIONS, *_MISCELLANEOUS)
