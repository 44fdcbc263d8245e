"""Which forms of an instruction set have handlers."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from kretcore_llvm import handlers
from kretcore_llvm.builder import I64, Builder, Operand, OperandSlot, Value
from llvm_toy import Toy

Build = Callable[[Builder], None]


class Odd(Toy):
    """One more form, which does what a test says."""

    def __init__(self, odd: Build) -> None:
        super().__init__()
        self._odd = odd

    def forms(self) -> Iterable[str]:
        return ["add", "odd", "sub"]

    def build_form(self, builder: Builder, form: str, address: Value) -> None:
        if form == "odd":
            self._odd(builder)
        else:
            super().build_form(builder, form, address)


def registers(count: int, immediates: int = 0) -> Build:
    def build(b: Builder) -> None:
        for number in range(count):
            b.set(OperandSlot(Operand(f"r{number}"), "r", I64, window=True), 0)
        for number in range(immediates):
            b.immediate(Operand(f"i{number}"))

    return build


@pytest.mark.parametrize(
    ("build", "fits"),
    [(registers(8, 2), True), (registers(9), False), (registers(8, 3), False), (registers(4, 6), True)],
)
def test_what_a_record_cannot_hold_has_no_handler(build: Build, fits: bool) -> None:
    assert list(handlers.shapes(Odd(build))) == (["add", "odd", "sub"] if fits else ["add", "sub"])


def decides(b: Builder) -> None:
    operand: int = Operand("r1")  # type: ignore[assignment]
    if operand < 8:
        b.fault(1)


def misspells(b: Builder) -> None:
    b.immediat(Operand("imm"))  # type: ignore[attr-defined]


@pytest.mark.parametrize(("build", "error"), [(decides, TypeError), (misspells, AttributeError)])
def test_a_mistake_is_an_error_and_not_slow(build: Build, error: type[Exception]) -> None:
    with pytest.raises(error):
        handlers.shapes(Odd(build))
