"""Instructions of the M unit: checks, register stack, application and system registers; and the memory rows.

Source: Intel Itanium Architecture Software Developer's Manual, volume 3, part 1, 4.4.5 to 4.4.10 (formats M20 to M48).
"""

from __future__ import annotations

from typing import Any, Final

from kretcore_ia64.rows import Operand, Row, computed, signed, target, unsigned
from kretcore_ia64.tables import memory


def _op0(form: str, x2: int, x4: int, low: str, text: str, semantics: str = "", *, high: str = "-", **more: Any) -> Row:
    """A row of opcode 0 with extension x3 = 0: ``high`` is bit 36, ``low`` bits 26 to 0."""
    return Row(form, f"0000 {high} 000 {x2:02b} {x4:04b} {low}", text, semantics=semantics, **more)


def _op1(form: str, x6: int, low: str, text: str, semantics: str, *, high: str = "-", **more: Any) -> Row:
    """The same of opcode 1, which has six bits of extension behind x3."""
    return Row(form, f"0001 {high} 000 {x6:06b} {low}", text, semantics=semantics, **more)


def _privileged(form: str, x6: int, low: str, text: str) -> Row:
    """A row of opcode 1 that user programs may not execute; a target it has is checked before."""
    return _op1(form, x6, low, text, "privileged_m", constants={"has_target": "r1" in low})


_IMM21: Final[dict[str, Operand]] = {"imm": unsigned("i:1", "imm20a:20")}
_HINT: Final[dict[str, Operand]] = {"imm": unsigned("i:1", "imm14a:14", "imm4a:4")}

_CHECKS: Final = (
    Row(
        "M20", "0001 s:1 001 imm13c:13 r2:7 imm7a:7 qp:6", "chk.s.m {r2},{target}",
        {"target": target("s:1", "imm13c:13", "imm7a:7")}, "chk_s", stop=True,
    ),
    Row(
        "M21", "0001 s:1 011 imm13c:13 f2:7 imm7a:7 qp:6", "chk.s {f2},{target}",
        {"target": target("s:1", "imm13c:13", "imm7a:7")}, "chk_s_fp", stop=True,
    ),
    *(
        Row(
            form, f"0000 s:1 {x3:03b} imm20b:20 {file}1:7 qp:6", f"chk.a.{clear} {{{file}1}},{{target}}",
            {"target": target("s:1", "imm20b:20")} | memory.ENTRY[file], "chk_a", {"clear": clear == "clr"}, stop=True,
        )
        for form, file, x3, clear in (
            ("M22", "r", 4, "nc"), ("M22", "r", 5, "clr"), ("M23", "f", 6, "nc"), ("M23", "f", 7, "clr"),
        )
    ),
)  # fmt: skip

_ORDERING: Final = (
    _op0("M24", 1, 0, "-:21 qp:6", "invala"),
    *(
        # After srlz.i fetches see what was stored (volume 3, srlz): what follows is decoded behind it.
        _op0("M24", x2, x4, "-:21 qp:6", name, "ordering", stop=name == "srlz.i")
        for x2, x4, name in (
            (2, 0, "fwb"), (2, 2, "mf"), (2, 3, "mf.a"), (3, 0, "srlz.d"), (3, 1, "srlz.i"), (3, 3, "sync.i"),
        )
    ),
    _op0("M26", 1, 2, "-:14 r1:7 qp:6", "invala.e {r1}", "invala_e", operands=memory.ENTRY["r"]),
    _op0("M27", 1, 3, "-:14 f1:7 qp:6", "invala.e {f1}", "invala_e", operands=memory.ENTRY["f"]),
    Row("M28", "0001 0 000 110000 r3:7 -:14 qp:6", "fc {r3}", semantics="fc"),
    Row("M28", "0001 1 000 110000 r3:7 -:14 qp:6", "fc.i {r3}", semantics="fc"),
)  # fmt: skip

_STACK: Final = (
    _op0("M25", 0, 0xA, "-:21 -:6", "loadrs", predicated=False, stop=True),
    _op0("M25", 0, 0xC, "-:21 -:6", "flushrs", predicated=False, stop=True),
    Row(
        "M34", "0001 - 110 -:2 sor:4 sol:7 sof:7 r1:7 predicate:6", "alloc {r1}=ar.pfs,{sof},{sol},{rotating}",
        {"rotating": computed(lambda sor: 8 * sor, "sor"), "least": computed(lambda r1: max(r1 - 31, 0), "r1")},
        predicated=False,
    ),
)  # fmt: skip

_APPLICATION: Final = (
    _op1("M29", 0x2A, "ar3:7 r2:7 -:7 qp:6", "mov.m {ar3}={r2}", "mov_to_ar", constants={"unit": "M"}),
    _op0(
        "M30", 2, 8, "ar3:7 imm7b:7 -:7 qp:6", "mov.m {ar3}={imm}", "mov_to_ar", high="s:1",
        operands={"imm": signed("s:1", "imm7b:7")}, constants={"unit": "M"},
    ),
    _op1("M31", 0x22, "ar3:7 -:7 r1:7 qp:6", "mov.m {r1}={ar3}", "mov_from_ar", constants={"unit": "M"}),
)  # fmt: skip

_PROBES: Final = (
    *(
        _op1(form, x6, f"r3:7 {level} r1:7 qp:6", f"probe.{kind} {{r1}}={{r3}},{{{name}}}", f"probe_{kind}")
        for form, x6, level, kind, name in (
            ("M38", 0x38, "r2:7", "r", "r2"), ("M38", 0x39, "r2:7", "w", "r2"),
            ("M39", 0x18, "-:5 i2b:2", "r", "i2b"), ("M39", 0x19, "-:5 i2b:2", "w", "i2b"),
        )
    ),
    *(
        _op1(
            "M40", x6, "r3:7 -:5 i2b:2 -:7 qp:6", f"probe.{kind}.fault {{r3}},{{i2b}}", "probe_fault",
            constants={"writes": kind != "r"},
        )
        for x6, kind in ((0x31, "rw"), (0x32, "r"), (0x33, "w"))
    ),
)  # fmt: skip

_SYSTEM: Final = (
    *(
        Row(
            "M44", f"0000 i:1 000 i2d:2 {x4} imm21a:21 qp:6", f"{name} {{imm:x}}",
            {"imm": unsigned("i:1", "i2d:2", "imm21a:21")}, semantics, {"has_target": False},
        )
        for x4, name, semantics in (
            ("0100", "sum", "sum"), ("0101", "rum", "rum"), ("0110", "ssm", "privileged_m"),
            ("0111", "rsm", "privileged_m"),
        )
    ),
    _op1("M35", 0x29, "-:7 r2:7 -:7 qp:6", "mov psr.um={r2}", "mov_to_um"),
    _privileged("M35", 0x2D, "-:7 r2:7 -:7 qp:6", "mov psr.l={r2}"),
    _op1("M36", 0x21, "-:7 -:7 r1:7 qp:6", "mov {r1}=psr.um", "mov_from_um"),
    _privileged("M36", 0x25, "-:7 -:7 r1:7 qp:6", "mov {r1}=psr"),
    _privileged("M32", 0x2C, "cr3:7 r2:7 -:7 qp:6", "mov {cr3}={r2}"),
    _privileged("M33", 0x24, "cr3:7 -:7 r1:7 qp:6", "mov {r1}={cr3}"),
    *(
        _privileged("M42", x6, "r3:7 r2:7 -:7 qp:6", f"mov {file}[{{r3}}]={{r2}}")
        for x6, file in enumerate(("rr", "dbr", "ibr", "pkr", "pmc", "pmd", "msr"))
    ),
    *(
        _privileged("M43", x6, "r3:7 -:7 r1:7 qp:6", f"mov {{r1}}={file}[{{r3}}]")
        for x6, file in enumerate(("rr", "dbr", "ibr", "pkr", "pmc"), 0x10)
    ),
    _op1("M43", 0x15, "r3:7 -:7 r1:7 qp:6", "mov {r1}=pmd[{r3}]", "mov_from_pmd"),
    _privileged("M43", 0x16, "r3:7 -:7 r1:7 qp:6", "mov {r1}=msr[{r3}]"),
    _op1("M43", 0x17, "r3:7 -:7 r1:7 qp:6", "mov {r1}=cpuid[{r3}]", "mov_from_cpuid"),
    _op1("M43", 0x20, "r3:7 -:7 r1:7 qp:6", "mov {r1}=dahr[{r3}]", "unimplemented"),
    *_PROBES,
    _privileged("M41", 0x2E, "-:7 r2:7 -:7 qp:6", "itc.d {r2}"),
    _privileged("M41", 0x2F, "-:7 r2:7 -:7 qp:6", "itc.i {r2}"),
    _privileged("M42", 0x0E, "r3:7 r2:7 -:7 qp:6", "itr.d dtr[{r3}]={r2}"),
    _privileged("M42", 0x0F, "r3:7 r2:7 -:7 qp:6", "itr.i itr[{r3}]={r2}"),
    *(
        _privileged("M45", x6, "r3:7 r2:7 -:7 qp:6", f"{name} {{r3}},{{r2}}")
        for x6, name in ((0x09, "ptc.l"), (0x0A, "ptc.g"), (0x0B, "ptc.ga"), (0x0C, "ptr.d"), (0x0D, "ptr.i"))
    ),
    _op1("M46", 0x1A, "r3:7 -:7 r1:7 qp:6", "thash {r1}={r3}", "thash"),
    _op1("M46", 0x1B, "r3:7 -:7 r1:7 qp:6", "ttag {r1}={r3}", "ttag"),
    _privileged("M46", 0x1E, "r3:7 -:7 r1:7 qp:6", "tpa {r1}={r3}"),
    _privileged("M46", 0x1F, "r3:7 -:7 r1:7 qp:6", "tak {r1}={r3}"),
    _privileged("M47", 0x34, "r3:7 -:14 qp:6", "ptc.e {r3}"),
)  # fmt: skip

_NOTHING: Final = (
    _op0(
        "M37", 0, 0, "- imm20a:20 qp:6", "break.m {imm:x}", "break", high="i:1",
        operands=_IMM21, stop=True,
    ),
    _op0("M48", 0, 1, "0 imm20a:20 qp:6", "nop.m {imm:x}", "nop", high="i:1", operands=_IMM21),
    _op0("M48", 0, 1, "1 imm14a:14 00 imm4a:4 qp:6", "hint.m {imm}", "nop", high="i:1", operands=_HINT),
    # A hint to processors without these registers: the Itanium 9500 series' way to say how to use caches.
    _op0(
        "M50", 0, 1, "1 number:3 imm11a:11 01 imm4a:4 qp:6", "mov dahr{number}={imm}", "nop", high="i:1",
        operands={"imm": unsigned("i:1", "imm11a:11", "imm4a:4")},
    ),
)  # fmt: skip

ROWS: Final[tuple[Row, ...]] = (*_NOTHING, *_STACK, *_CHECKS, *_ORDERING, *_APPLICATION, *_SYSTEM, *memory.ROWS)
