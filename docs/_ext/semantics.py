"""The rows of the semantics reference and the tests that show them.

The page lists rows (``R7 | what kretcore does``); a test says which rows it shows with
``@pytest.mark.semantics("R7", "R9")``. This module reads both without importing anything.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "semantics.md"
MARKS = ("pytest.mark.semantics", "semantics")
"""How a mark is written: in full, or by the module's name for it."""
NOT_APPLICABLE = "Does not apply"
ROW = re.compile(r"^([A-Z]\d+|2\.[123][a-z-]*) \| (.+)$")

Tests = dict[str, list[str]]
"""Row to the tests that show it, as ``path::name``."""


def rows() -> dict[str, str]:
    """Return the page's rows in order: name and text."""
    found: dict[str, str] = {}
    for line in PAGE.read_text().splitlines():
        if match := ROW.match(line):
            name, text = match.groups()
            if name in found:
                raise ValueError(f"{PAGE.name} has two rows {name}")
            found[name] = text
    return found


def marked_tests() -> Tests:
    """Return the tests of the repository by the rows they are marked with."""
    found: Tests = {}
    files = [*(ROOT / "tests").glob("test_*.py"), *ROOT.glob("plugins/*/tests/test_*.py")]
    for path in sorted(files):
        tree = ast.parse(path.read_text(), str(path))
        everywhere = [row for node in tree.body if _is_pytestmark(node) for row in _rows_of(node)]
        for test, inherited in _tests(tree.body, everywhere):
            for row in dict.fromkeys([*inherited, *(row for mark in test.decorator_list for row in _rows_of(mark))]):
                found.setdefault(row, []).append(f"{path.relative_to(ROOT)}::{test.name}")
    return found


def _tests(body: list[ast.stmt], inherited: list[str]) -> Iterator[tuple[ast.FunctionDef, list[str]]]:
    for node in body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            yield node, inherited
        elif isinstance(node, ast.ClassDef):
            marks = [row for mark in node.decorator_list for row in _rows_of(mark)]
            yield from _tests(node.body, [*inherited, *marks])


def _is_pytestmark(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["pytestmark"]


def _rows_of(node: ast.AST) -> list[str]:
    """Return the rows that every ``pytest.mark.semantics(...)`` below ``node`` names."""
    return [
        argument.value
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in MARKS
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
