"""Runs the suite in an interpreter of its own and makes a report of it, whatever the port does to that interpreter."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kretcore.errors import UsageError
from kretcore.plugins import load

PATIENCE = 20.0
"""Seconds a check may take beyond its limit before its interpreter is killed."""

DEATHS = 3
"""How many checks may take the interpreter with them before the rest is not tried any more."""

Outcome = Literal["passed", "failed", "skipped", "blocked", "died"]


class Check(BaseModel):
    """What came of one check.

    :ivar name: its name, which is interface.
    :ivar outcome: ``skipped`` for what is not declared, ``blocked`` for what cannot be checked before something else is
        there, ``died`` for what ended the interpreter or never ended.
    :ivar does: what the architecture has to do.
    :ivar message: what was found instead, or why it was skipped.
    :ivar likely: what a porter most likely got wrong.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    outcome: Outcome
    does: str
    message: str = ""
    likely: str = ""

    @property
    def area(self) -> str:
        """The area it belongs to: ``machine`` of ``machine::budget_is_exact``."""
        return self.name.partition("::")[0]

    @property
    def to_do(self) -> bool:
        """Whether there is work for the porter."""
        return self.outcome not in ("passed", "skipped")


class Report(BaseModel):
    """A run of the whole suite; ``kret arch check --json`` prints it.

    :ivar checks: in the order in which a porter should make them pass.
    """

    model_config = ConfigDict(frozen=True)

    architecture: str
    distribution: str
    version: str
    capabilities: tuple[str, ...]
    checks: tuple[Check, ...]

    @property
    def areas(self) -> dict[str, list[Check]]:
        """The checks by area, in order."""
        areas: dict[str, list[Check]] = {}
        for check in self.checks:
            areas.setdefault(check.area, []).append(check)
        return areas

    @property
    def conforms(self) -> bool:
        """Whether nothing is left to do."""
        return not any(check.to_do for check in self.checks)


def tally(checks: Iterable[Check]) -> tuple[int, int]:
    """How many checks passed, and of how many: what is not declared is not made."""
    made = [check.outcome == "passed" for check in checks if check.outcome != "skipped"]
    return sum(made), len(made)


def examine(name: str, image: Path | None = None, timeout: float = 30) -> Report:
    """Run the suite on an installed architecture.

    :param image: its guest; None for the one beside the plugin's module.
    :param timeout: seconds one check may take.
    :raises UsageError: pytest is not installed.
    :raises PluginError: there is no such architecture, or its plugin is refused.
    """
    if find_spec("pytest") is None:
        raise UsageError("the checks are made by pytest, which is not installed: `pip install 'kretcore[conformance]'`")
    architecture = load(name)
    checks = tuple(_checks(name, image, timeout))
    if not checks:
        raise UsageError("the suite did not start; `pytest --pyargs kretcore.conformance` may tell why")
    return Report(
        architecture=name,
        distribution=architecture.installed.dist,
        version=architecture.installed.version,
        capabilities=tuple(sorted(architecture.description.capabilities)),
        checks=checks,
    )


def _checks(name: str, image: Path | None, timeout: float) -> Iterator[Check]:
    """Run the suite, in as many interpreters as it takes."""
    options = ["--kret-arch", name, "--kret-timeout", str(timeout)]
    if image is not None:
        options += ["--kret-image", str(image.resolve())]
    resume: list[str] = []
    deaths = 0
    with tempfile.TemporaryDirectory() as directory:
        while True:
            last: Check | None = None
            for check in _one_run([*options, *resume], timeout, Path(directory)):
                yield check
                last = check
            if last is None or last.outcome != "died":
                return
            deaths += 1
            resume = ["--kret-after", last.name]
            if deaths == DEATHS:
                resume += ["--kret-block", f"{DEATHS} checks before it took the interpreter with them"]


def _one_run(options: list[str], timeout: float, directory: Path) -> Iterator[Check]:
    """Run checks until they are done or one takes the interpreter with it."""
    report = directory / "report"
    report.write_text("")
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "--rootdir", str(directory), "--tb=no"]
    command += ["-p", "no:cacheprovider", "-p", "kretcore.conformance.plugin", "--pyargs", "kretcore.conformance.suite"]
    command += ["--kret-report", str(report), *options]
    environment = {key: value for key, value in os.environ.items() if key != "PYTEST_ADDOPTS"}
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    process = subprocess.Popen(
        command, cwd=directory, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    started: dict[str, str] | None = None
    seen = 0
    waiting_since = time.monotonic()
    ended = ""
    try:
        while True:
            over = process.poll() is not None
            lines = report.read_text().splitlines(keepends=True)
            whole = [line for line in lines if line.endswith("\n")]
            for line in whole[seen:]:
                record = json.loads(line)
                waiting_since = time.monotonic()
                if record["outcome"] == "started":
                    started = record
                else:
                    started = None
                    yield _check(record)
            seen = len(whole)
            if over:
                break
            if time.monotonic() - waiting_since > timeout + PATIENCE:
                ended = f"did not end within {timeout:g} seconds, and its interpreter had to be killed"
                process.kill()
            time.sleep(0.02)
    finally:
        process.kill()
        process.wait()
    if started is not None:
        yield _check({**started, "outcome": "died", "message": ended or _death(process.returncode)})


def _check(record: dict[str, str]) -> Check:
    return Check.model_validate({"name": record.pop("check"), **record})


def _death(status: int) -> str:
    how = signal.Signals(-status).name if status < 0 else f"exit status {status}"
    return f"took the whole interpreter with it ({how}): the machine must not crash its host, whatever a guest does"
