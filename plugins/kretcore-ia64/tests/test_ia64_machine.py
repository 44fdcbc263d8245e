"""The whole machine on whole programs: every guest says what its source says on the host, in every execution."""

from __future__ import annotations

from pathlib import Path

import pytest
from ia64_assembler import BACK, TEXT, m
from ia64_programs import GUESTS, run
from kretcore_ia64 import registers as reg
from kretcore_ia64.machine import Ia64Machine
from kretcore_llvm.engine import Mode
from kretcore_llvm.regions import RegionBuilder
from kretcore_llvm.state import BASE

from kretcore.machine import PAGE_SIZE, Protection

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


def _region_size(loads: int) -> int:
    """Lines of IR of a straight line that loads so many floating-point registers."""
    machine = Ia64Machine()
    hint = "{ldhint:|.nt1|.d2|.nta|.d4|.d5|.d6|.d7}"
    text = b"".join(m(f"ldfd{hint} {{f1}}=[{{r3}}]", f1=2 + load, r3=14) for load in range(loads))
    machine.memory.map(TEXT, PAGE_SIZE, Protection.READ | Protection.EXECUTE)
    machine.memory.write(TEXT, text + BACK)
    translations = machine.engine.translations
    assert translations is not None
    lines, address = {}, TEXT
    while address < TEXT + len(text):
        translations.translate(address)
        lines[address] = translations.lines[address]
        address = lines[address].instructions[-1].next
    builder = RegionBuilder(machine.engine.isa, translations.cell, translations.jumps_at)
    size = builder.build("region", lines).count("\n")
    machine.close()
    return size


def test_a_region_is_as_large_as_its_code_not_as_its_square() -> None:
    """Any of many loads may leave it, with what all those before have loaded."""
    assert _region_size(80) < 4.4 * _region_size(20)
