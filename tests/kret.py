"""Runs the command in this process and in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from kretcore.cli import main
from kretcore.plugins import installed

ROOT = Path(__file__).parent.parent


def kret(*arguments: object) -> Result:
    """Run the command in this process; what it raises is raised."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], prog_name="kret", catch_exceptions=False)


def records(output: str) -> list[dict[str, Any]]:
    """Read JSON Lines."""
    return [json.loads(line) for line in output.splitlines()]


def environment(plugins: Path, **variables: str) -> dict[str, str]:
    """The environment of a process of its own, with the toy's plugins."""
    path = os.pathsep.join([str(ROOT), str(plugins), str(ROOT / "tests"), *sys.path])
    return {**os.environ, "PYTHONPATH": path, **variables}


def start(plugins: Path, *arguments: str | Path, **variables: str) -> subprocess.Popen[bytes]:
    """Start the command as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "kretcore", *map(str, arguments)],
        env=environment(plugins, **variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def has_plugin(name: str) -> bool:
    """Whether an architecture is installed."""
    return any(plugin.name == name for plugin in installed())
