"""On a terminal: progress and colour, and data that is the same as without."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from kret import environment, kret
from toy.guests import build

pty = pytest.importorskip("pty")


def on_terminal(plugins: Path, *arguments: str, data_too: bool) -> tuple[str, str]:
    """Run the command with a terminal as standard error, and perhaps as standard output."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "kretcore", *arguments],
        env=environment(plugins, TERM="xterm", COLUMNS="100"),
        stdin=subprocess.DEVNULL,
        stdout=slave if data_too else subprocess.PIPE,
        stderr=slave,
    )
    os.close(slave)
    shown = b""
    while True:
        try:
            part = os.read(master, 4096)
        except OSError:  # Linux says EIO when nobody writes any more
            break
        if not part:
            break
        shown += part
    os.close(master)
    data = process.stdout.read() if process.stdout else b""
    if process.stdout:
        process.stdout.close()
    assert process.wait() == 0
    return data.decode(), shown.decode()


@pytest.fixture
def program(tmp_path: Path) -> str:
    path = tmp_path / "demo"
    path.write_bytes(build("toy"))
    return str(path)


def test_progress_shows_and_leaves_data_alone(program: str, toy_plugins: Path) -> None:
    arguments = ["count", program, "-f", "fib", "--", "a", "b", "c"]
    data, shown = on_terminal(toy_plugins, *arguments, data_too=False)
    assert data == kret(*arguments).stdout
    assert re.search(r"kret: \d+ calls, \d+ returned, \d+ inside", shown)


def test_no_progress_where_people_watch_the_data(program: str, toy_plugins: Path) -> None:
    arguments = ["call", program, "fib", "4", "-f", "fib"]
    _, shown = on_terminal(toy_plugins, *arguments, data_too=True)
    assert " calls, " not in shown
    assert "\x1b[36mfib\x1b[0m() {" in shown
    plain = re.sub(r"\x1b\[\d*m", "", shown).replace("\r\n", "\n")
    assert plain == kret(*arguments).stdout


def test_no_color(program: str, toy_plugins: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    arguments = ["call", program, "fib", "4", "-f", "fib"]
    _, shown = on_terminal(toy_plugins, *arguments, data_too=True)
    assert shown.replace("\r\n", "\n") == kret(*arguments).stdout
