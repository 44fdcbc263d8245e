"""Wheels of this repository's distributions, and fresh environments to install them into."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def build(sources: Iterable[Path], directory: Path, *targets: str) -> None:
    """Build distributions: wheels (``-t wheel``) or what ``targets`` says.

    Needs hatchling.
    """
    for source in sources:
        command = [sys.executable, "-m", "hatchling", "build", "-d", str(directory), *targets]
        subprocess.run(command, check=True, cwd=source, capture_output=True)


def wheel(directory: Path, name: str) -> Path:
    """The wheel of a project."""
    (found,) = directory.glob(f"{name.replace('-', '_')}-[0-9]*.whl")
    return found


class Environment:
    """A fresh environment that sees nothing of this one.

    :param dist: where the wheels are.
    :param name: what to call it.
    """

    def __init__(self, directory: Path, dist: Path, name: str = "") -> None:
        venv.create(directory)
        self.name = name
        self.directory = directory
        self._dist = dist

    def install(self, *names: str, extra: str = "") -> None:
        """Install wheels of ours, and from an index what they depend on that is not ours."""
        pip = [sys.executable, "-m", "pip", "--python", str(self.directory), "install", "-q", "--no-compile"]
        wheels = [f"{wheel(self._dist, name)}{extra if name == 'kretcore' else ''}" for name in names]
        self._run(*pip, "--find-links", str(self._dist), *wheels)

    def run(self, program: str, *arguments: str | Path) -> str:
        """Run a program of the environment and return what it prints."""
        return self._run(self.directory / "bin" / program, *arguments)

    def _run(self, *command: str | Path) -> str:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=self.directory, env=clean)
        return done.stdout
