"""Operations of doubles: the definition in Python, compiled code, and exact rational arithmetic agree."""

from __future__ import annotations

import ctypes
import functools
import math
import struct
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from kretcore_llvm.builder import I64, Builder, Value, routine
from kretcore_llvm.compiler import Compiler
from kretcore_llvm.doubles import FUNCTIONS
from kretcore_llvm.ir import RoutineBuilder
from kretcore_llvm.ops import DECLARATIONS


def bits(number: float) -> int:
    value: int = struct.unpack("<Q", struct.pack("<d", number))[0]
    return value


def number(value: int) -> float:
    result: float = struct.unpack("<d", struct.pack("<Q", value))[0]
    return result


COMPILER = Compiler()


@functools.cache
def compiled(name: str, count: int) -> Callable[..., int]:
    """A host function that is one operation."""

    def body(b: Builder, *arguments: Value) -> list[Value]:
        return [b.op(name, I64, *arguments)]

    body.__name__ = f"try_{name}"
    text = RoutineBuilder().text(routine([I64] * count, [I64])(body))
    unit = COMPILER.compile(f"{DECLARATIONS}\n{text}", [body.__name__], {})
    return ctypes.CFUNCTYPE(ctypes.c_uint64, *[ctypes.c_uint64] * count)(unit.addresses[body.__name__])


words = st.integers(0, (1 << 64) - 1)
near = st.builds(lambda sign, exponent, low: sign << 63 | exponent << 52 | low, st.integers(0, 1),
                 st.integers(1000, 1046), st.integers(0, (1 << 52) - 1))  # fmt: skip
operands = st.one_of(words, near, st.floats().map(bits))


@pytest.mark.parametrize(("name", "count"), [("double_add", 2), ("double_mul", 2), ("double_fma", 3)])
@given(st.lists(operands, min_size=3, max_size=3))
@example([bits(1e300), bits(1e300), bits(-math.inf)])
@example([bits(0.1), bits(10.0), bits(-1.0)])
@example([bits(-0.0), bits(1.0), bits(-0.0)])
@example([bits(5e-324), bits(0.5), bits(0.0)])
def test_compiled_code_does_what_the_definition_says(name: str, count: int, given_operands: list[int]) -> None:
    arguments = given_operands[:count]
    expected, found = FUNCTIONS[name](*arguments), compiled(name, count)(*arguments)
    assert found == expected or (math.isnan(number(expected)) and math.isnan(number(found)))


@given(near, near, near)
def test_a_fused_operation_rounds_the_exact_result_once(first: int, second: int, addend: int) -> None:
    exact = Fraction(number(first)) * Fraction(number(second)) + Fraction(number(addend))
    assert number(FUNCTIONS["double_fma"](first, second, addend)) == float(exact)
