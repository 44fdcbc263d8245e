"""The whole machine on whole programs: every guest says what its source says on the host, in every execution."""

from __future__ import annotations

from pathlib import Path

import pytest
from ia64_programs import GUESTS, run
from kretcore_ia64 import registers as reg
from kretcore_ia64.machine import Ia64Machine
from kretcore_llvm.engine import Mode
from kretcore_llvm.state import BASE

PROGRAMS = sorted(path for path in (GUESTS / "bin").iterdir() if path.suffix and path.suffix != ".md")
CORNERS = sorted((GUESTS / "bin").glob("asm-*"))
SHORT = ("wide.O2", "roots.latency", "convention.O2", "floats.O2")
"""Programs that the reference interpreter runs as well: the others take it minutes."""


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_programs_print_what_the_host_prints(program: Path) -> None:
    """Integers of every width, divisions, floating point to the bit, conventions, deep recursion, speculation."""
    expected = (GUESTS / "expected" / f"{program.stem}.txt").read_bytes()
    assert run(Ia64Machine(), program).output == expected


@pytest.mark.parametrize("name", SHORT)
@pytest.mark.parametrize("mode", [Mode.REFERENCE, Mode.COLD])
def test_programs_print_it_in_the_other_executions_too(name: str, mode: Mode) -> None:
    expected = (GUESTS / "expected" / f"{Path(name).stem}.txt").read_bytes()
    assert run(Ia64Machine(mode), GUESTS / "bin" / name).output == expected


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("program", CORNERS, ids=lambda path: path.name)
def test_corners_find_what_they_expect(program: Path, mode: Mode) -> None:
    """Each checks itself, and exits with the number of the first check that failed."""
    assert run(Ia64Machine(mode), program).status == 0


@pytest.mark.parametrize(("name", "stacked"), [("recursion.O2", 96), ("asm-registers", 97), ("asm-registers", 200)])
def test_a_small_register_file_makes_no_difference(name: str, stacked: int) -> None:
    """Frames go to the backing store and come back; with 96 registers nearly every call makes some."""
    program = GUESTS / "bin" / name
    small, large = run(Ia64Machine(stacked=stacked), program), run(Ia64Machine(), program)
    assert small == large
    assert small.status is not None


def test_a_frame_may_end_where_the_register_file_does() -> None:
    """Dead registers are cleaned up to the file's end, not beyond what there is of the state block."""
    for stacked in range(96, 610):
        machine = Ia64Machine(Mode.REFERENCE, stacked)
        state = machine.engine.state
        state.write(BASE, state.read(reg.LIMIT))
        state.write(reg.FLOOR, state.read(BASE))
        machine.registers["cfm"] = 96
        assert not machine.engine.careful
        machine.close()
