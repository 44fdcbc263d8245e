"""Values of the code being built, and the arithmetic on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kretcore_llvm.ops import I1, I64, Type

if TYPE_CHECKING:
    from kretcore_llvm.builder import Builder


class Value:
    """A typed unsigned value of the code being built.

    Operators take another value of the same type, or a Python integer, of which the low bits are taken: ``+ - * & | ^
    ~ << >>`` (``>>`` is logical). A shift's amount is of the value's own type; amounts of its width or more shift
    everything out.

    :ivar code: what stands for it in the built code.
    :ivar const: its number, if known while building.
    :ivar taint: its taint, or None if it is certainly clean.
    """

    __slots__ = ("builder", "code", "const", "taint", "type")

    def __init__(
        self, builder: Builder, type_: Type, code: str, const: int | None = None, taint: Value | None = None
    ) -> None:
        self.builder, self.type, self.code, self.const, self.taint = builder, type_, code, const, taint

    def _with(self, name: str, other: Value | int, result: Type | None = None) -> Value:
        return self.builder.op(name, result or self.type, self, self.builder.value(self.type, other))

    def __add__(self, other: Value | int) -> Value:
        return self._with("add", other)

    def __radd__(self, other: int) -> Value:
        return self._with("add", other)

    def __sub__(self, other: Value | int) -> Value:
        return self._with("sub", other)

    def __rsub__(self, other: int) -> Value:
        return self.builder.value(self.type, other) - self

    def __mul__(self, other: Value | int) -> Value:
        return self._with("mul", other)

    def __and__(self, other: Value | int) -> Value:
        return self._with("and", other)

    def __or__(self, other: Value | int) -> Value:
        return self._with("or", other)

    def __xor__(self, other: Value | int) -> Value:
        return self._with("xor", other)

    def __invert__(self) -> Value:
        return self._with("xor", self.type.mask)

    def __lshift__(self, other: Value | int) -> Value:
        return self._with("shl", other)

    def __rshift__(self, other: Value | int) -> Value:
        return self._with("lshr", other)

    def sar(self, other: Value | int) -> Value:
        """Shift right, copying the sign bit."""
        return self._with("ashr", other)

    def eq(self, other: Value | int) -> Value:
        return self._with("eq", other, I1)

    def ne(self, other: Value | int) -> Value:
        return self._with("ne", other, I1)

    def ult(self, other: Value | int) -> Value:
        """Unsigned less than."""
        return self._with("ult", other, I1)

    def ule(self, other: Value | int) -> Value:
        return self._with("ule", other, I1)

    def slt(self, other: Value | int) -> Value:
        """Signed less than."""
        return self._with("slt", other, I1)

    def sle(self, other: Value | int) -> Value:
        return self._with("sle", other, I1)

    def zext(self, to: Type) -> Value:
        """Widen with zeros; the same type gives the value itself."""
        return self if to == self.type else self.builder.op("zext", to, self)

    def sext(self, to: Type) -> Value:
        """Widen with the sign bit."""
        return self if to == self.type else self.builder.op("sext", to, self)

    def trunc(self, to: Type) -> Value:
        """Keep the low bits."""
        return self if to == self.type else self.builder.op("trunc", to, self)

    def bit(self, number: int) -> Value:
        """Return one bit as I1."""
        return (self >> number).trunc(I1)

    def bits(self, low: int, count: int) -> Value:
        """Return ``count`` bits from bit ``low`` on, in the same type."""
        return (self >> low) & ((1 << count) - 1)

    def popcount(self) -> Value:
        """Number of bits that are set."""
        return self.builder.op("popcount", self.type, self)

    def clz(self) -> Value:
        """Number of zeros above the highest set bit; the width if there is none."""
        return self.builder.op("clz", self.type, self)

    def ctz(self) -> Value:
        """Number of zeros below the lowest set bit; the width if there is none."""
        return self.builder.op("ctz", self.type, self)

    def bswap(self) -> Value:
        """The bytes in the other order."""
        return self.builder.op("bswap", self.type, self)

    def select(self, yes: Value | int, no: Value | int, type_: Type = I64) -> Value:
        """``yes`` if this I1 is set, otherwise ``no``; ``type_`` is theirs if both are Python integers."""
        if isinstance(yes, Value):
            type_ = yes.type
        elif isinstance(no, Value):
            type_ = no.type
        return self.builder.op("select", type_, self, self.builder.value(type_, yes), self.builder.value(type_, no))

    def clean(self) -> Value:
        """The same value without its taint."""
        return Value(self.builder, self.type, self.code, self.const)
