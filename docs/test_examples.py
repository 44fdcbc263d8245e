"""The examples of the README and of the documentation do what the pages say.

- ``python`` blocks of a page run in order, in one process, in the repository's root. A ``text`` block right behind one
  is what it prints.
- In ``console`` blocks, every line behind ``$`` runs in a shell; what follows is what it prints, on standard output and
  standard error. In either, ``...`` stands for anything.
- Other blocks are not run.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OWN_TEST = ROOT / "docs" / "howto" / "port-an-architecture.md"
"""Its steps build on each other: test_porting.py follows them."""
PAGES = [ROOT / "README.md", *sorted(page for page in (ROOT / "docs").rglob("*.md") if page != OWN_TEST)]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
MARKER = "=== the next block ==="


@dataclass(frozen=True)
class Example:
    """A block to run and what it should print; None if the page does not show it."""

    kind: str
    source: str
    expected: str | None
    line: int


def examples(page: Path) -> list[Example]:
    """Return the blocks of a page that are run."""
    text = page.read_text()
    found: list[Example] = []
    for match in BLOCK.finditer(text):
        kind, source = match.groups()
        line = text.count("\n", 0, match.start()) + 2
        if kind == "python":
            output = re.match(r"\n*```text\n(.*?)^```$", text[match.end() :], re.DOTALL | re.MULTILINE)
            found.append(Example(kind, source, output and output[1], line))
        elif kind == "console":
            for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", source, re.MULTILINE):
                found.append(Example(kind, command, expected, line))
    return found


def _check(page: Path, example: Example, output: str) -> None:
    if example.expected is None:
        return
    checker = doctest.OutputChecker()
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    if not checker.check_output(example.expected, output, flags):
        pytest.fail(
            f"{page}:{example.line}: it printed\n{output}\nbut the page says\n{example.expected}", pytrace=False
        )


def _environment() -> dict[str, str]:
    scripts = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1", "COLUMNS": "100"}


def _with(kind: str) -> list[Path]:
    return [page for page in PAGES if any(example.kind == kind for example in examples(page))]


@pytest.mark.parametrize("page", _with("python"), ids=lambda page: str(page.relative_to(ROOT)))
def test_python(page: Path) -> None:
    blocks = [example for example in examples(page) if example.kind == "python"]
    program = ["import sys"]
    for block in blocks:
        lines = "\n" * (block.line - 1) + block.source
        program += [f"exec(compile({lines!r}, {str(page)!r}, 'exec'))", f"print({MARKER!r}, flush=True)"]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(program)], capture_output=True, text=True, cwd=ROOT, env=_environment()
    )
    assert done.returncode == 0, done.stderr
    outputs = done.stdout.split(f"{MARKER}\n")
    for block, output in zip(blocks, outputs, strict=False):
        _check(page, block, output)


@pytest.mark.parametrize("page", _with("console"), ids=lambda page: str(page.relative_to(ROOT)))
def test_console(page: Path, tmp_path: Path) -> None:
    for example in examples(page):
        if example.kind == "console":
            done = subprocess.run(
                ["bash", "-c", example.source],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                cwd=ROOT,
                env={**_environment(), "TMP": str(tmp_path)},
            )
            _check(page, example, done.stdout)


def _tests(page: Path) -> str:
    blocks = [example.source for example in examples(page) if example.kind == "python"]
    return "\n".join(block for block in blocks if re.search("^def test_", block, re.MULTILINE))


@pytest.mark.parametrize("page", [page for page in PAGES if _tests(page)], ids=lambda page: str(page.relative_to(ROOT)))
def test_tests(page: Path, tmp_path: Path) -> None:
    path = tmp_path / "test_page.py"
    path.write_text(_tests(page))
    options = ["-q", "-W", "error", "-p", "no:cacheprovider", "-c", os.devnull]
    command = [sys.executable, "-m", "pytest", *options, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=_environment())
    assert done.returncode == 0, done.stdout


def test_there_are_examples() -> None:
    assert ROOT / "README.md" in _with("python")
    assert len(_with("console")) >= 3
