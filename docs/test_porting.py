"""The page on porting an architecture is followed step by step, in an environment of its own.

``console`` blocks are run in order, in a directory that ``$ cd`` changes; what follows a command is what it prints,
``...`` standing for anything. A ``python`` block that begins with a file's name is put into that file: what it defines
replaces what was defined there under the same name, what is new goes to the end.
"""

from __future__ import annotations

import ast
import doctest
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "howto" / "port-an-architecture.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE

pytestmark = pytest.mark.skipif(shutil.which("aarch64-linux-gnu-gcc") is None, reason="needs a compiler for arm64")


class Porter:
    """Somebody in a fresh environment who sees what is installed here."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        environment = directory / "environment"
        venv.create(environment, symlinks=True)
        programs = environment / "bin"
        python = programs / "python"
        for name, module in (("pip", "pip"), ("kret", "kretcore"), ("pytest", "pytest")):
            (programs / name).write_text(f'#!/bin/sh\nexec {python} -m {module} "$@"\n')
            (programs / name).chmod(0o755)
        (packages,) = environment.glob("lib/python*/site-packages")
        visible = [path for path in sys.path if path.endswith("site-packages")]
        (packages / "outer.pth").write_text("".join(f"import site; site.addsitedir({path!r})\n" for path in visible))
        self._environment = {
            **os.environ,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path and path not in visible),
            "NO_COLOR": "1",
            "COLUMNS": "100",
            "KRET_DISABLE_PLUGINS": "aarch64",  # the same architecture from a distribution that may be installed
            "PIP_NO_INDEX": "1",
            "PIP_NO_DEPS": "1",
            "PIP_NO_BUILD_ISOLATION": "0",  # means: without
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_ROOT_USER_ACTION": "ignore",
            **{f"GIT_{role}_NAME": "A Porter" for role in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{role}_EMAIL": "porter@example.org" for role in ("AUTHOR", "COMMITTER")},
        }

    def console(self, command: str) -> str:
        """Run a command and return what it prints."""
        if command.startswith("cd "):
            self.directory /= command.removeprefix("cd ")
            return ""
        done = subprocess.run(
            ["bash", "-c", command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.directory,
            env=self._environment,
        )
        return done.stdout

    def write(self, source: str) -> None:
        """Put a block into its file."""
        first, source = source.split("\n", 1)
        path = self.directory / first.removeprefix("# ")
        path.write_text(merged(path.read_text(), source))


def merged(text: str, block: str) -> str:
    """Replace definitions in a file's text by those of a block; see the module's docstring."""
    new = _definitions(block)
    lines, out, at = text.splitlines(keepends=True), [], 0
    for name, (start, end) in sorted(_spans(text).items(), key=lambda item: item[1]):
        out += lines[at:start]
        out.append(new.pop(name) if name in new else "".join(lines[start:end]))
        at = end
    rest = "".join(f"\n\n{source}" for source in new.values())
    return "".join([*out, *lines[at:]]) + rest


def _spans(text: str) -> dict[str, tuple[int, int]]:
    """First line and end of each definition, comments directly above it included, by name."""
    spans, lines = {}, text.splitlines()
    for node in ast.parse(text).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
                start = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))]) - 1
                while start and lines[start - 1].startswith("#"):
                    start -= 1
                assert node.end_lineno is not None
                spans[name] = start, node.end_lineno
    return spans


def _definitions(text: str) -> dict[str, str]:
    lines = text.splitlines(keepends=True)
    return {name: "".join(lines[start:end]) for name, (start, end) in _spans(text).items()}


def test_the_page(tmp_path: Path) -> None:
    for module in ("copier", "editables", "hatchling", "kretcore_unicorn"):
        pytest.importorskip(module)
    porter, text, checker = Porter(tmp_path), PAGE.read_text(), doctest.OutputChecker()
    for match in BLOCK.finditer(text):
        kind, source = match.groups()
        line = text.count("\n", 0, match.start()) + 2
        if kind == "python" and source.startswith("# kretcore_"):
            porter.write(source)
        elif kind == "console":
            for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", source, re.MULTILINE):
                output = porter.console(command)
                if not checker.check_output(expected, output, FLAGS):
                    pytest.fail(
                        f"{PAGE}:{line}: `{command}` printed\n{output}\nbut the page says\n{expected}", pytrace=False
                    )
    for tool in (["ruff", "check", "--fix"], ["ruff", "format", "--check"], ["mypy"]):
        if shutil.which(tool[0]):
            output = porter.console(" ".join(tool) + " && echo fine")
            assert output.endswith("fine\n"), output


def test_a_block_is_put_into_its_file() -> None:
    text = "A = 1\n\n# of b\n@mark\ndef b():\n    return 1\n\n\nC = {\n    1: 2,\n}\n"
    block = "def b():\n    return 2\n\n\ndef new():\n    pass\n"
    assert merged(text, block) == "A = 1\n\ndef b():\n    return 2\n\n\nC = {\n    1: 2,\n}\n\n\ndef new():\n    pass\n"
