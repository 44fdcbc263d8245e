"""Two executions, of which one is wrong on purpose: lockstep finds the first instruction that shows it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kretcore_llvm.builder import Builder
from kretcore_llvm.engine import Mode
from kretcore_llvm.lockstep import first_difference
from llvm_toy import Toy, ToyMachine, assemble

from kretcore.machine import Protection, StopReason

TEXT = 0x10000
LINE = [("addi", 1, 1, 0, 7), ("addi", 2, 2, 0, 3), ("mul", 3, 1, 2), ("add", 4, 3, 1), ("shl", 5, 4, 2)]


def machine(program: bytes, mode: Mode = Mode.REFERENCE) -> ToyMachine:
    made = ToyMachine(mode)
    made.memory.map(TEXT, 0x1000, Protection.READ | Protection.EXECUTE)
    made.memory.write_code(TEXT, program)
    made.registers["pc"] = TEXT
    return made


class WrongToy(Toy):
    """An instruction set in which subtracting adds."""

    def _build(self, b: Builder, name: str, o: Any, address: Any) -> None:
        super()._build(b, "add" if name == "sub" else name, o, address)


def wrong(program: bytes) -> ToyMachine:
    made = machine(program)
    made.isa.__class__ = WrongToy
    return made


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 100))
@settings(max_examples=15, deadline=None)
def test_the_first_wrong_instruction_is_found(before: int, behind: int, step: int) -> None:
    lines = (LINE * 9)[:before]
    program = assemble(("addi", 2, 2, 0, 3), *lines, ("sub", 6, 1, 2), *(LINE * 9)[:behind], ("halt",))
    found = first_difference(lambda: machine(program), lambda: wrong(program), before + behind + 2, step)
    assert found is not None
    assert (found.executed, found.pc) == (before + 2, TEXT + 8 * (before + 1))
    assert [what[0] for what in found.what] == ["r6"]
    (_, right, other), *_ = found.what
    assert (right - other) % (1 << 64) == -2 * (3 * (len(lines) // 5 + (len(lines) % 5 > 1)) + 3) % (1 << 64)


def test_what_is_wrong_only_later_in_a_loop_is_found_there() -> None:
    """Subtracting nothing is right even where it adds: the fourth round is the first that differs."""
    program = assemble(
        ("addi", 1, 1, 0, 10), ("addi", 2, 2, 0, 1), ("attempt", 4, 4), ("load", 5, 2, 0, TEXT + 0x800 - 1),
        ("sub", 3, 3, 5), ("addi", 2, 2, 0, 8), ("less", 0, 2, 1), ("jump", 0, 0, 0, -32), ("halt",),
    )  # fmt: skip

    def data(made: ToyMachine) -> ToyMachine:
        made.memory.write(TEXT + 0x800 + 24, b"\5")
        return made

    found = first_difference(lambda: data(machine(program)), lambda: data(wrong(program)), 100)
    assert found is not None
    assert found.pc == TEXT + 32
    assert found.executed == 2 + 3 * 5 + 3
    assert found.what == (("r3", (1 << 64) - 5, 5),)


def test_what_is_right_again_at_the_end_is_found() -> None:
    program = assemble(*LINE * 9, ("sub", 6, 1, 2), ("add", 6, 1, 2), *LINE * 3, ("halt",))
    found = first_difference(lambda: machine(program), lambda: wrong(program), 100, step=1)
    assert found is not None
    assert (found.executed, found.pc) == (46, TEXT + 8 * 45)
    assert first_difference(lambda: machine(program), lambda: wrong(program), 100) is None


def test_where_execution_goes_on_is_compared_too() -> None:
    """Only the second loops."""
    ends, loops = (assemble(("addi", 1, 1, 0, 1), ("jump", 0, 0, 0, 8 + turn), ("halt",)) for turn in (0, -8))
    found = first_difference(lambda: machine(ends), lambda: machine(loops), 10)
    assert found is not None
    assert (found.executed, found.pc) == (2, TEXT + 8)
    assert {what[0] for what in found.what} == {"stop", "pc"}


@pytest.mark.parametrize("mode", Mode)
def test_what_is_the_same_has_no_difference(mode: Mode) -> None:
    program = assemble(*LINE * 9, ("bad",))
    assert first_difference(lambda: machine(program), lambda: machine(program, mode), 1000, step=7) is None


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("distance", [0x4000, 0x800 - 8])
def test_a_budget_that_ends_at_a_jump_to_nowhere_is_used_up(mode: Mode, distance: int) -> None:
    """Whether there is anything at the target, text or an instruction, is for the next budget to find out."""
    made = machine(assemble(("addi", 1, 1, 0, 1), ("jump", 0, 0, 0, distance)), mode)
    made.memory.write(TEXT + 0x800, b"\xff" * 8)
    stop = made.run(2)
    assert (stop.reason, stop.executed, stop.pc) == (StopReason.BUDGET, 2, TEXT + 8 + distance)
    stop = made.run(2)
    assert stop.reason is StopReason.FAULT
    assert stop.fault is not None
    assert stop.fault.pc == TEXT + 8 + distance
