"""Runs pytest in interpreters that are forked with what they need imported already: that is most of a short run's time.

Each line of standard input is a job; the answer to it, a line of standard output, is the interpreter's exit status.
Nothing that a mutant could disturb runs in the interpreter that is forked.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

CRASHED = 70
"""Exit status if pytest itself has failed."""
TIMED_OUT = "timed out"
TESTED = ("click", "elftools.elf.elffile", "pydantic", "rich.console", "structlog")
"""What the core and its tests need; the core itself is another one in each job."""


class Server:
    """A server, and whoever gives it jobs.

    :param imports: ``kit`` for jobs that run the conformance suite on the core that is installed, ``tests`` for jobs
        that run tests on a core of their own.
    """

    def __init__(self, imports: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, imports], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, arguments: list[str], directory: Path, output: Path, path: list[Path], seconds: float) -> int | str:
        """Run pytest in a directory; return its exit status, negative for a signal, or :data:`TIMED_OUT`.

        :param output: file for what it prints.
        :param path: directories to put first on its path.
        """
        assert self._process.stdin is not None and self._process.stdout is not None
        job = {
            "arguments": arguments,
            "directory": str(directory),
            "path": [str(each) for each in path],
            "output": str(output),
            "seconds": seconds,
        }
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        status: int | str = json.loads(self._process.stdout.readline())
        return status

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def collect(*arguments: str) -> None:
    """Let pytest import plugins and tests, their asserts rewritten, without running any."""
    import pytest

    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        pytest.main(["--collect-only", "-q", "-c", os.devnull, "-p", "no:cacheprovider", *arguments])


def import_kit() -> None:
    """Import the suite, and the engines that are installed; what one compiles for itself is compiled once."""
    collect("--pyargs", "kretcore.conformance")
    if importlib.util.find_spec("kretcore_unicorn") is not None:
        importlib.import_module("kretcore_unicorn.shim").load()
    if importlib.util.find_spec("kretcore_ia64") is not None:
        machine = importlib.import_module("kretcore_ia64.machine").Ia64Machine()
        machine.run(1)
        machine.close()


def import_tested() -> None:
    """Import what tests of the core need besides the core."""
    with tempfile.TemporaryDirectory() as empty:
        collect("-p", "no:kretcore", empty)
    for module in TESTED:
        importlib.import_module(module)
    assert "kretcore" not in sys.modules


def run_job(job: dict[str, Any]) -> None:
    """Run pytest as a job says; does not return."""
    output = os.open(job["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for descriptor in (1, 2):
        os.dup2(output, descriptor)
    os.chdir(job["directory"])
    inherited = [os.environ["PYTHONPATH"]] if os.environ.get("PYTHONPATH") else []
    os.environ["PYTHONPATH"] = os.pathsep.join([*job["path"], *inherited])
    sys.path[:0] = job["path"]
    status = CRASHED
    try:
        import pytest

        status = int(pytest.main(job["arguments"]))
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def wait(pid: int, seconds: float) -> int | str:
    """Wait for an interpreter to end; kill it when the time is over, and all that it has started."""
    end = time.monotonic() + seconds
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > end:
            os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return TIMED_OUT
        time.sleep(0.01)


def main() -> None:
    """Serve until the input ends."""
    for variable in [name for name in os.environ if name.startswith("PYTEST_")]:
        del os.environ[variable]
    os.environ["PYTHONSAFEPATH"] = "1"
    del sys.path[0]  # this directory
    {"kit": import_kit, "tests": import_tested}[sys.argv[1]]()
    for line in sys.stdin:
        job = json.loads(line)
        pid = os.fork()
        if pid == 0:
            os.setpgid(0, 0)
            run_job(job)
        sys.stdout.write(json.dumps(wait(pid, job["seconds"])) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
