"""The typed operations of the builder: for each its result's type, and how it is said in Python and in LLVM's IR.

Values are unsigned integers of their type's width. Every operation is defined for every argument, shifts by the width
or more included, so that no two executions can differ where a manual is silent.

In a row's templates ``{0}``, ``{1}`` … are the arguments, ``{w}`` the width in bits of the first argument, ``{m}`` the
mask of the result's width, ``{s}`` the sign bit of the first argument; in LLVM templates also ``{t}``, the first
argument's type, ``{u}`` the result's, ``{last}`` the number of the first argument's highest bit, and ``{d}``, the name
of the result, from which names of intermediate values are made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Type:
    """An unsigned integer type.

    :ivar bits: its width.
    """

    bits: int

    @property
    def mask(self) -> int:
        """All its bits set."""
        return (1 << self.bits) - 1

    @property
    def ir(self) -> str:
        """LLVM's name of it."""
        return f"i{self.bits}"


I1: Final = Type(1)
I8: Final = Type(8)
I16: Final = Type(16)
I32: Final = Type(32)
I64: Final = Type(64)
I128: Final = Type(128)


@dataclass(frozen=True, slots=True)
class Op:
    """One row of the table.

    :ivar python: an expression.
    :ivar ir: one or more instructions, the last of which defines ``{d}``.
    """

    python: str
    ir: str


def _binary(name: str, python: str) -> Op:
    return Op(python, f"{{d}} = {name} {{t}} {{0}}, {{1}}")


def _compare(name: str, python: str) -> Op:
    return Op(python, f"{{d}} = icmp {name} {{t}} {{0}}, {{1}}")


def _double(name: str, arguments: int, instruction: str) -> Op:
    python = ", ".join(f"{{{number}}}" for number in range(arguments))
    casts = "".join(f"{{d}}x{number} = bitcast i64 {{{number}}} to double\n" for number in range(arguments))
    names = [f"{{d}}x{number}" for number in range(arguments)]
    return Op(
        f"{name}({python})", f"{casts}{{d}}r = {instruction.format(*names)}\n{{d}} = bitcast double {{d}}r to i64"
    )


_SIGNED = "((({0}) ^ {s}) - {s})"

OPS: Final[dict[str, Op]] = {
    "add": _binary("add", "({0} + {1}) & {m}"),
    "sub": _binary("sub", "({0} - {1}) & {m}"),
    "mul": _binary("mul", "({0} * {1}) & {m}"),
    "and": _binary("and", "{0} & {1}"),
    "or": _binary("or", "{0} | {1}"),
    "xor": _binary("xor", "{0} ^ {1}"),
    "shl": Op(
        "({0} << {1}) & {m} if {1} < {w} else 0",
        "{d}a = shl {t} {0}, {1}\n{d}b = icmp ult {t} {1}, {w}\n{d} = select i1 {d}b, {t} {d}a, {t} 0",
    ),
    "lshr": Op(
        "{0} >> {1}",
        "{d}a = lshr {t} {0}, {1}\n{d}b = icmp ult {t} {1}, {w}\n{d} = select i1 {d}b, {t} {d}a, {t} 0",
    ),
    "ashr": Op(
        f"({_SIGNED} >> {{1}}) & {{m}}",
        "{d}a = call {t} @llvm.umin.{t}({t} {1}, {t} {last})\n{d} = ashr {t} {0}, {d}a",
    ),
    "eq": _compare("eq", "{0} == {1}"),
    "ne": _compare("ne", "{0} != {1}"),
    "ult": _compare("ult", "{0} < {1}"),
    "ule": _compare("ule", "{0} <= {1}"),
    "slt": _compare("slt", "({0} ^ {s}) < ({1} ^ {s})"),
    "sle": _compare("sle", "({0} ^ {s}) <= ({1} ^ {s})"),
    "zext": Op("{0} + 0", "{d} = zext {t} {0} to {u}"),
    "sext": Op(f"{_SIGNED} & {{m}}", "{d} = sext {t} {0} to {u}"),
    "trunc": Op("{0} & {m}", "{d} = trunc {t} {0} to {u}"),
    "select": Op("{1} if {0} else {2}", "{d} = select i1 {0}, {u} {1}, {u} {2}"),
    "popcount": Op("({0}).bit_count()", "{d} = call {t} @llvm.ctpop.{t}({t} {0})"),
    "clz": Op("{w} - ({0}).bit_length()", "{d} = call {t} @llvm.ctlz.{t}({t} {0}, i1 false)"),
    "ctz": Op("(({0} & -{0}).bit_length() - 1) if {0} else {w}", "{d} = call {t} @llvm.cttz.{t}({t} {0}, i1 false)"),
    "bswap": Op('int.from_bytes(({0}).to_bytes({w} // 8, "little"), "big")', "{d} = call {t} @llvm.bswap.{t}({t} {0})"),
    "double_add": _double("double_add", 2, "fadd double {0}, {1}"),
    "double_mul": _double("double_mul", 2, "fmul double {0}, {1}"),
    "double_fma": _double("double_fma", 3, "call double @llvm.fma.f64(double {0}, double {1}, double {2})"),
}
"""Every operation there is. Those of doubles take and give I64; see :mod:`kretcore_llvm.doubles`."""

SHIFTS: Final = {"shl": "shl", "lshr": "lshr", "ashr": "ashr"}
"""Shifts by a constant below the width need no guard: then these are plain instructions."""

DECLARATIONS: Final = (
    "\n".join(
        f"declare i{bits} @llvm.{name}.i{bits}(i{bits}{rest})"
        for bits in (8, 16, 32, 64, 128)
        for name, rest in (("ctpop", ""), ("ctlz", ", i1"), ("cttz", ", i1"), ("umin", f", i{bits}"))
    )
    + "\n"
    + "\n".join(f"declare i{bits} @llvm.bswap.i{bits}(i{bits})" for bits in (16, 32, 64, 128))
    + "\ndeclare double @llvm.fma.f64(double, double, double)"
)
"""What a module that uses the operations must declare."""
