"""Instructions of the M unit that refer to memory, and those between general and floating-point registers.

Locality hints (``nt1``, ``nta``, ``d2`` ...) change nothing of the meaning. Without a base update all eight are legal,
and one of them is bit 2 of the number that is printed; with one, only some are. Completers with a meaning are ``kind``
among a row's constants; ordering (``acq``, ``rel``) and ``bias`` have none here.

Source: Intel Itanium Architecture Software Developer's Manual, volume 3, part 1, 4.4.1 to 4.4.4 (formats M1 to M19).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kretcore_ia64.rows import Operand, Row, computed, signed

ENTRY: Final[dict[str, dict[str, Operand]]] = {
    "r": {"entry": computed(lambda number: number, "r1")},
    "f": {"entry": computed(lambda number: 128 + number, "f1")},
}
"""The number of an ALAT entry's register, as an operand: by register file."""

_KINDS: Final = (
    (0b0000, "", "plain"), (0b0001, ".s", "s"), (0b0010, ".a", "a"), (0b0011, ".sa", "sa"), (0b0100, ".bias", "plain"),
    (0b0101, ".acq", "plain"), (0b1000, ".c.clr", "c_clr"), (0b1001, ".c.nc", "c_nc"), (0b1010, ".c.clr.acq", "c_clr"),
)  # fmt: skip
"""Bits 35 to 32 of a load, its completer, and what it means."""
_FP_KINDS: Final = tuple(kind for kind in _KINDS if kind[1] not in {".bias", ".acq", ".c.clr.acq"})
_TRACKED: Final = {"a", "sa", "c_clr", "c_nc"}
"""Kinds that look at the ALAT or write it."""

_LOAD_HINTS: Final = (("00", ""), ("01", ".nt1"), ("11", ".nta"))
_STORE_HINTS: Final = (("00", ""), ("11", ".nta"))
_LOAD_HINT: Final = "{ldhint:|.nt1|.d2|.nta|.d4|.d5|.d6|.d7}"
_STORE_HINT: Final = "{sthint:|.d1|.d2|.nta|.d4|.d5|.d6|.d7}"
_PREFETCH_HINT: Final = "{lfhint:|.nt1|.nt2|.nta|.d4|.d5|.d6|.d7}"


def _hint(name: str) -> dict[str, Operand]:
    return {name: computed(lambda high, low: high << 2 | low, "high", "hint")}


_LOAD_IMM: Final = {"imm": signed("s:1", "i:1", "imm7b:7")}
_STORE_IMM: Final = {"imm": signed("s:1", "i:1", "imm7a:7")}


def _loads(
    forms: tuple[str, str, str], major: int, x6: int, name: str, file: str, semantics: str, constants: dict[str, object]
) -> Iterator[Row]:
    """A load without update, with one by a register, and with one by an immediate.

    :param major: opcode of the first two; the third has the next.
    :param file: ``r`` or ``f``, where the value goes.
    """
    operands = ENTRY[file] if constants["kind"] in _TRACKED else {}
    plain, register, immediate = forms
    yield Row(
        plain, f"{major:04b} 0 {x6:06b} hint:2 0 r3:7 high:1 -:6 {file}1:7 qp:6",
        f"{name}{_LOAD_HINT} {{{file}1}}=[{{r3}}]", operands | _hint("ldhint"), semantics,
        constants | {"update": None},
    )  # fmt: skip
    for bits, hint in _LOAD_HINTS:
        yield Row(
            register, f"{major:04b} 1 {x6:06b} {bits} 0 r3:7 r2:7 {file}1:7 qp:6",
            f"{name}{hint} {{{file}1}}=[{{r3}}],{{r2}}", operands, semantics, constants | {"update": "register"},
        )  # fmt: skip
        yield Row(
            immediate, f"{major + 1:04b} s:1 {x6:06b} {bits} i:1 r3:7 imm7b:7 {file}1:7 qp:6",
            f"{name}{hint} {{{file}1}}=[{{r3}}],{{imm}}", operands | _LOAD_IMM, semantics,
            constants | {"update": "immediate"},
        )  # fmt: skip


def _stores(
    forms: tuple[str, str], major: int, x6: int, name: str, file: str, semantics: str, constants: dict[str, object]
) -> Iterator[Row]:
    """A store without update and with one by an immediate."""
    plain, immediate = forms
    yield Row(
        plain, f"{major:04b} 0 {x6:06b} hint:2 0 r3:7 {file}2:7 high:1 -:6 qp:6",
        f"{name}{_STORE_HINT} [{{r3}}]={{{file}2}}", _hint("sthint"), semantics, constants | {"update": None},
    )  # fmt: skip
    for bits, hint in _STORE_HINTS:
        yield Row(
            immediate, f"{major + 1:04b} s:1 {x6:06b} {bits} i:1 r3:7 {file}2:7 imm7a:7 qp:6",
            f"{name}{hint} [{{r3}}]={{{file}2}},{{imm}}", _STORE_IMM, semantics, constants | {"update": "immediate"},
        )  # fmt: skip


def _integer() -> Iterator[Row]:
    """M1 to M5."""
    for number, size in enumerate((1, 2, 4, 8)):
        for bits, completer, kind in _KINDS:
            constants: dict[str, object] = {"size": size, "kind": kind}
            yield from _loads(
                ("M1", "M2", "M3"), 4, bits << 2 | number, f"ld{size}{completer}", "r", "load", constants
            )  # fmt: skip
        for bits, completer in ((0b1100, ""), (0b1101, ".rel")):
            constants = {"size": size, "kind": "plain"}
            yield from _stores(("M4", "M5"), 4, bits << 2 | number, f"st{size}{completer}", "r", "store", constants)
    constants = {"size": 8, "kind": "fill"}
    yield from _loads(("M1", "M2", "M3"), 4, 0b011011, "ld8.fill", "r", "load", constants)
    constants = {"size": 8, "kind": "spill"}
    yield from _stores(("M4", "M5"), 4, 0b111011, "st8.spill", "r", "store", constants)


_FP_FORMATS: Final = ("e", "8", "s", "d")


def _floating() -> Iterator[Row]:
    """M6 to M12."""
    forms = ("M6", "M7", "M8")
    for number, format_ in enumerate(_FP_FORMATS):
        for bits, completer, kind in _FP_KINDS:
            constants: dict[str, object] = {"format": format_, "kind": kind}
            yield from _loads(forms, 6, bits << 2 | number, f"ldf{format_}{completer}", "f", "load_fp", constants)
        constants = {"format": format_}
        yield from _stores(("M9", "M10"), 6, 0b1100 << 2 | number, f"stf{format_}", "f", "store_fp", constants)
    constants = {"format": "fill", "kind": "plain"}
    yield from _loads(forms, 6, 0b011011, "ldf.fill", "f", "load_fp", constants)
    constants = {"format": "spill"}
    yield from _stores(("M9", "M10"), 6, 0b111011, "stf.spill", "f", "store_fp", constants)
    for number, (format_, step) in enumerate((("8", 16), ("s", 8), ("d", 16)), 1):
        for bits, completer, kind in _FP_KINDS:
            for hint_bits, hint in _LOAD_HINTS:
                for form, update, tail in (("M11", 0, ""), ("M12", 1, f",{step}")):
                    yield Row(
                        form, f"0110 {update} {bits << 2 | number:06b} {hint_bits} 1 r3:7 f2:7 f1:7 qp:6",
                        f"ldfp{format_}{completer}{hint} {{f1}},{{f2}}=[{{r3}}]{tail}",
                        ENTRY["f"] if kind in _TRACKED else {}, "ldfp",
                        {"format": format_, "kind": kind, "update": "step" if update else None, "step": step},
                    )  # fmt: skip


def _prefetches() -> Iterator[Row]:
    """M13 to M15, and the Itanium 9500 series' prefetch of several lines."""
    for number, completer in enumerate(("", ".excl", ".fault", ".fault.excl")):
        x6, text = f"{0b101100 | number:06b}", f"lfetch{completer}{_PREFETCH_HINT}"
        constants: dict[str, object] = {"fault": number >= 2}
        ignored = "0 -:6" if number == 0 else "-:7"
        yield Row(
            "M13", f"0110 0 {x6} hint:2 0 r3:7 {ignored} high:1 -:6 qp:6", f"{text} [{{r3}}]",
            _hint("lfhint"), "lfetch", constants | {"update": None},
        )  # fmt: skip
        yield Row(
            "M14", f"0110 1 {x6} hint:2 0 r3:7 r2:7 high:1 -:6 qp:6", f"{text} [{{r3}}],{{r2}}",
            _hint("lfhint"), "lfetch", constants | {"update": "register"},
        )  # fmt: skip
        yield Row(
            "M15", f"0111 s:1 {x6} hint:2 i:1 r3:7 imm7b:7 high:1 -:6 qp:6", f"{text} [{{r3}}],{{imm}}",
            _LOAD_IMM | _hint("lfhint"), "lfetch", constants | {"update": "immediate"},
        )  # fmt: skip
    yield Row(
        "M52", "0110 0 101100 hint:2 0 r3:7 1 - stride:5 high:1 lines:6 qp:6",
        f"lfetch.count{_PREFETCH_HINT} [{{r3}}],{{count}},{{distance}}",
        _hint("lfhint")
        | {
            "count": computed(lambda lines: lines + 1, "lines"),
            "distance": computed(lambda stride: 64 * ((stride ^ 16) - 16), "stride"),
        },
        "lfetch", {"fault": False, "update": None},
    )  # fmt: skip


def _increment(sign: int, code: int) -> int:
    return (-1 if sign else 1) * (16, 8, 4, 1)[code]


def _semaphores() -> Iterator[Row]:
    """M16, M17, and the 16-byte accesses, which are encoded among them."""
    for bits, hint in _LOAD_HINTS:
        for number, size in enumerate((1, 2, 4, 8)):
            for x4, order in ((0b0000, ".acq"), (0b0001, ".rel")):
                yield Row(
                    "M16", f"0100 0 {x4 << 2 | number:06b} {bits} 1 r3:7 r2:7 r1:7 qp:6",
                    f"cmpxchg{size}{order}{hint} {{r1}}=[{{r3}}],{{r2}},ar.ccv", {}, "cmpxchg", {"size": size},
                )  # fmt: skip
                if size >= 4:
                    yield Row(
                        "M17", f"0100 0 {(0b0100 | x4) << 2 | number:06b} {bits} 1 r3:7 -:4 s:1 i2b:2 r1:7 qp:6",
                        f"fetchadd{size}{order}{hint} {{r1}}=[{{r3}}],{{imm}}",
                        {"imm": computed(_increment, "s", "i2b")}, "fetchadd", {"size": size},
                    )  # fmt: skip
            yield Row(
                "M16", f"0100 0 {0b001000 | number:06b} {bits} 1 r3:7 r2:7 r1:7 qp:6",
                f"xchg{size}{hint} {{r1}}=[{{r3}}],{{r2}}", {}, "xchg", {"size": size},
            )  # fmt: skip
        for x6, order in ((0b100000, ".acq"), (0b100100, ".rel")):
            yield Row(
                "M16", f"0100 0 {x6:06b} {bits} 1 r3:7 r2:7 r1:7 qp:6",
                f"cmp8xchg16{order}{hint} {{r1}}=[{{r3}}],{{r2}},ar.csd,ar.ccv", {}, "cmp8xchg16",
            )  # fmt: skip
    for x6, order in ((0b101000, ""), (0b101100, ".acq")):
        yield Row(
            "M1", f"0100 0 {x6:06b} hint:2 1 r3:7 high:1 -:6 r1:7 qp:6",
            f"ld16{order}{_LOAD_HINT} {{r1}},ar.csd=[{{r3}}]", _hint("ldhint"), "load16",
        )  # fmt: skip
    for x6, order in ((0b110000, ""), (0b110100, ".rel")):
        yield Row(
            "M4", f"0100 0 {x6:06b} hint:2 1 r3:7 r2:7 high:1 -:6 qp:6",
            f"st16{order}{_STORE_HINT} [{{r3}}]={{r2}},ar.csd", _hint("sthint"), "store16",
        )  # fmt: skip


def _transfers() -> Iterator[Row]:
    """M18 and M19."""
    for number, form in enumerate(("sig", "exp", "s", "d")):
        x6 = f"{0b011100 | number:06b}"
        yield Row(
            "M18", f"0110 0 {x6} -:2 1 -:7 r2:7 f1:7 qp:6", f"setf.{form} {{f1}}={{r2}}", {}, "setf", {"format": form}
        )
        yield Row(
            "M19", f"0100 0 {x6} -:2 1 -:7 f2:7 r1:7 qp:6", f"getf.{form} {{r1}}={{f2}}", {}, "getf", {"format": form}
        )


ROWS: Final[tuple[Row, ...]] = (
    *_integer(),
    *_floating(),
    *_prefetches(),
    *_semaphores(),
    *_transfers(),
)
