"""The reference is complete: every row has its line and its test, every public name and hook its place."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest
from kretcore_ia64.decoder import table
from kretcore_ia64.rows import Row

import kretcore
from kretcore import hookspecs, plugins

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

import ia64
import semantics

REFERENCE = Path(__file__).parent / "reference"


def _numbered(letter: str, *numbers: int | range) -> list[str]:
    every = [number for part in numbers for number in ([part] if isinstance(part, int) else part)]
    return [f"{letter}{number}" for number in every]


ROWS = [
    *_numbered("K", range(1, 8), range(10, 17)),
    *_numbered("E", range(1, 8)),
    *_numbered("H", range(1, 12), 13, 14),
    *_numbered("A", range(1, 10)),
    *_numbered("S", range(1, 4)),
    *_numbered("R", range(1, 28)),
    *_numbered("B", range(1, 4)),
]


def test_every_row_has_its_line() -> None:
    assert [row for row in semantics.rows() if not row.startswith("2.")] == ROWS
    for family in ("2.1-", "2.2-", "2.3-"):
        assert any(row.startswith(family) for row in semantics.rows())


def test_every_row_that_applies_is_shown_by_a_test() -> None:
    tests = semantics.marked_tests()
    applies = [row for row, text in semantics.rows().items() if not text.startswith(semantics.NOT_APPLICABLE)]
    assert [row for row in applies if row not in tests] == []


def test_tests_are_marked_with_rows_there_are() -> None:
    assert sorted(set(semantics.marked_tests()) - set(semantics.rows())) == []


def test_every_instruction_of_ia64_has_its_line_and_every_execution() -> None:
    lines = [line for line in ia64.instructions() if line.startswith("|") and "`" in line]
    rows = {id(row): row for unit in "MIBFX" for row in table(unit).rows}.values()
    assert len(lines) == len(rows)
    missing = [row.text for row in rows if not any(f"`{row.pattern}`" in line for line in lines)]
    assert missing == []
    assert [line for line in lines if not line.endswith("| all |")] == []


def test_limits_of_instructions_are_said_of_some() -> None:
    assert sorted(ia64.LIMITS.keys() - {row.semantics for unit in "MIBFX" for row in table(unit).rows}) == []
    privileged = [line for line in ia64.instructions() if "privileged operation fault" in line]
    assert any("`itc.d r2`" in line for line in privileged) and any("`rfi`" in line for line in privileged)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("fma.s{sf} {f1}={f3},{f4},{f2}", ["fma.sf f1=f3,f4,f2"]),
        ("ld1{hint:|.nt1|.nta} {r1}=[{r3}]", ["ld1[.nt1|.nta] r1=[r3]"]),
        ("adds {r1}={imm},{r3}; imm=0: mov {r1}={r3}", ["adds r1=imm,r3", "mov r1=r3"]),
        ("brp.{ipwh:sptk|loop} {target},{tag:x}", ["brp.(sptk|loop) target,tag"]),
    ],
)
def test_texts_of_instructions_are_printed_for_people(text: str, printed: list[str]) -> None:
    row = Row("A1", "-:41", text)
    assert [words for _, words in ia64.spellings(row)] == printed


def test_the_python_page_names_everything_public() -> None:
    page = (REFERENCE / "python.md").read_text()
    documented = set(re.findall(r"^\.\. auto\w+:: kretcore\.(?:\w+\.)*(\w+)(?:\(\))?$", page, re.MULTILINE))
    assert sorted(set(kretcore.__all__) - documented) == []


def test_every_hook_is_documented() -> None:
    page = (REFERENCE / "hooks.md").read_text()
    assert "automodule:: kretcore.hookspecs" in page
    for name in plugins.HOOK_NAMES:
        text = getattr(hookspecs, name).__doc__
        assert "When: " in text and "Result: " in text and "versionadded" in text, name


def test_the_architecture_page_has_the_layers_that_are_checked() -> None:
    settings = tomllib.loads((semantics.ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (contract,) = (contract for contract in settings["contracts"] if contract.get("containers") == ["kretcore"])
    checked = [set(re.findall(r"\w+", layer)) for layer in contract["layers"]]
    page = (semantics.ROOT / "docs" / "explanation" / "architecture.md").read_text()
    table = page.split("| modules | what they are |")[1].split("\n\n")[0]
    assert [set(re.findall(r"`(\w+)`", row.split("|")[1])) for row in table.splitlines()[2:]] == checked
