"""Proves that the conformance suite rejects wrong ports, and the project's own tests wrong cores.

::

    python tests/mutants/run.py [--list] [--only NAME ...]

prints a line for each mutant: what has rejected it, and the first line of what that says. The exit status is 1 unless
every mutant is rejected by what must reject it, with a message that points at the cause, and nothing right is rejected.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mutants.cores import CORES, WrongCore, right_core
from mutants.making import guest
from mutants.ports import BASES, PORTS, WrongPort, install
from mutants.server import Server

TESTS = Path(__file__).resolve().parent.parent
PROCESSES = 2
CHECK_SECONDS = 10
"""Limit of one check of the suite; a wrong port may loop."""
TEST_SECONDS = 20
"""Limit of one test of the core."""
SECONDS = 120
"""Limit of one mutant."""


@dataclass(frozen=True)
class Verdict:
    """What came of one mutant.

    :ivar caught: what has rejected it, empty if nothing has.
    :ivar message: what that said.
    :ivar complaint: why this is not the rejection that it must be, empty if it is.
    """

    caught: str
    message: str
    complaint: str = ""

    @property
    def line(self) -> str:
        """The message's first line."""
        return self.message.strip().partition("\n")[0]


class Runner:
    """Runs pytest; each thread has servers of its own."""

    def __init__(self) -> None:
        self._own = threading.local()
        self._servers: list[Server] = []

    def run(self, imports: str, arguments: list[str], directory: Path, *path: Path) -> tuple[int | str, str]:
        """Run pytest in a directory, with others put first on its path; return its status and what it prints."""
        server: Server | None = getattr(self._own, imports, None)
        if server is None:
            server = Server(imports)
            setattr(self._own, imports, server)
            self._servers.append(server)
        with tempfile.NamedTemporaryFile(mode="r", errors="replace") as output:
            status = server.run(arguments, directory, Path(output.name), [*path, TESTS], SECONDS)
            return status, output.read()

    def close(self) -> None:
        """End the servers."""
        for server in self._servers:
            server.close()


RUNNER = Runner()


# -- ports ---------------------------------------------------------------------------------------


def check_port(name: str, image: Path, directory: Path, *path: Path) -> Verdict:
    """Run the suite on an installed port, up to the first check that fails."""
    directory = directory / f"check-{name}"
    directory.mkdir()
    report = directory / "report"
    report.write_text("")
    arguments = ["-q", "-x", "--tb=no", "-c", os.devnull, "--rootdir", str(directory), "-p", "no:cacheprovider"]
    arguments += ["--pyargs", "kretcore.conformance", "--kret-arch", name, "--kret-image", str(image)]
    arguments += ["--kret-report", str(report), "--kret-timeout", str(CHECK_SECONDS)]
    status, output = RUNNER.run("kit", arguments, directory, *path)
    records = [json.loads(line) for line in report.read_text().splitlines()]
    for record in records:
        if record["outcome"] in ("failed", "blocked"):
            return Verdict(record["check"], record["message"] + "\nmost likely: " + record["likely"])
    if status == 0 and records:
        return Verdict("", "every check has passed")
    if isinstance(status, int) and status < 0:
        return check_of_the_dead(name, image, directory, *path)
    last = records[-1]["check"] if records else "no check"
    return Verdict("", output[-500:], f"pytest has ended with {status} in {last}")


def check_of_the_dead(name: str, image: Path, directory: Path, *path: Path) -> Verdict:
    """Let ``kret arch check`` say what is wrong with a port that ends its interpreter."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([*map(str, path), str(TESTS), *sys.path])}
    command = [sys.executable, "-m", "kretcore", "arch", "check", name, "--image", str(image), "--json"]
    done = subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True, timeout=SECONDS)
    for check in json.loads(done.stdout)["checks"]:
        if check["outcome"] not in ("passed", "skipped"):
            return Verdict(check["name"], check["message"] + "\nmost likely: " + check["likely"])
    return Verdict("", "every check has passed")


def judge_port(port: WrongPort, directory: Path) -> Verdict:
    """Run the suite on a wrong port and compare with what must reject it."""
    verdict = check_port(port.name, guest(port.base), directory, directory)
    complaint = verdict.complaint
    if not verdict.caught:
        complaint = complaint or "not rejected"
    elif verdict.caught.partition("[")[0] not in port.caught_by:
        complaint = f"must be caught by {' or '.join(port.caught_by)}"
    elif not re.search(port.says, verdict.message):
        complaint = f"the message lacks {port.says!r}"
    return Verdict(verdict.caught, verdict.message, complaint)


def judge_right_port(name: str, directory: Path) -> Verdict:
    """Run the suite on a port that is right."""
    verdict = check_port(name, guest(name), directory)
    complaint = "rejected, though nothing is wrong with it" if verdict.caught else verdict.complaint
    return Verdict(verdict.caught, verdict.message, complaint)


# -- cores ---------------------------------------------------------------------------------------


def run_tests(tests: Iterable[str], core: Path) -> Verdict:
    """Run tests of the project on a copy of the core, up to the first that fails."""
    arguments = ["-x", "-q", "-p", "no:cacheprovider", "-p", "mutants.guard", "--tb=short"]
    arguments += ["--timeout", str(TEST_SECONDS), *(f"tests/{test}" for test in tests)]
    status, output = RUNNER.run("tests", arguments, TESTS.parent, core)
    if status == 0:
        return Verdict("", "every test has passed")
    failed = re.search(r"^FAILED (\S+)(?: - (.*))?", output, re.MULTILINE)
    errors = re.findall(r"^E   +(.*)", output, re.MULTILINE)
    if failed is None or status != 1:
        return Verdict("", output[-500:], f"pytest has ended with {status}")
    return Verdict(failed[1].removeprefix("tests/"), errors[0] if errors else failed[2] or "")


def judge_core(core: WrongCore, directory: Path) -> Verdict:
    """Run tests on a wrong core."""
    copy = directory / core.name
    core.make(copy)
    verdict = run_tests(core.beginning, copy) if core.beginning else Verdict("", "")
    if not verdict.caught:
        verdict = run_tests(core.tests, copy)
    complaint = verdict.complaint or ("" if verdict.caught else "not rejected")
    return Verdict(verdict.caught, verdict.message, complaint)


def judge_right_core(tests: Iterable[str], directory: Path) -> Verdict:
    """Run the tests that have rejected wrong cores on the right one."""
    copy = directory / "right_core"
    right_core(copy)
    verdict = run_tests(sorted(set(tests)), copy)
    complaint = f"fails on the right core, too: {verdict.caught}" if verdict.caught else verdict.complaint
    return Verdict(verdict.caught, verdict.message, complaint)


# -- all of them ---------------------------------------------------------------------------------


def show(name: str, verdict: Verdict, seconds: float) -> None:
    """Print the line of one mutant."""
    mark = "ok  " if not verdict.complaint else "BAD "
    click.echo(f"{mark} {seconds:5.1f} s  {name:<41} {verdict.caught or '-'}: {verdict.line[:160]}")
    if verdict.complaint:
        click.echo(f"     {verdict.complaint}\n     {verdict.message[:2000]}")


@click.command()
@click.option("--list", "listing", is_flag=True, help="List the mutants and what is wrong with each.")
@click.option("--only", metavar="NAME", multiple=True, help="Run this mutant; may be given several times.")
def main(listing: bool, only: tuple[str, ...]) -> None:
    """Run the conformance suite on wrong ports, and the project's tests on wrong cores."""
    mutants: list[WrongPort | WrongCore] = [*PORTS.values(), *CORES]
    if listing:
        for mutant in mutants:
            click.echo(f"{mutant.name:<42} {mutant.wrong}")
        return
    if unknown := sorted(set(only) - {mutant.name for mutant in mutants}):
        raise click.UsageError(f"no such mutant: {', '.join(unknown)}")
    started = time.monotonic()
    ports = [port for port in PORTS.values() if not only or port.name in only]
    cores = [core for core in CORES if not only or core.name in only]
    with tempfile.TemporaryDirectory(prefix="kretcore-mutants-") as temporary:
        try:
            good = run_all(ports, cores, [] if only else sorted(BASES), Path(temporary))
        finally:
            RUNNER.close()
    click.echo(f"{time.monotonic() - started:.0f} seconds")
    sys.exit(0 if good else 1)


def run_all(ports: Sequence[WrongPort], cores: Sequence[WrongCore], right: Sequence[str], directory: Path) -> bool:
    """Run everything, print what comes of it and the score; say whether all is as it must be."""
    install(directory, list(PORTS.values()))
    verdicts: dict[str, Verdict] = {}

    def do(name: str, judge: Callable[[], Verdict]) -> None:
        started = time.monotonic()
        try:
            verdict = judge()
        except Exception as error:  # noqa: BLE001 -- told like any other
            verdict = Verdict("", repr(error), "the mutant cannot be run")
        verdicts[name] = verdict
        show(name, verdict, time.monotonic() - started)

    with ThreadPoolExecutor(PROCESSES) as pool:
        for core in cores:
            pool.submit(do, core.name, partial(judge_core, core, directory))
        for name in right:
            pool.submit(do, f"right port {name}", partial(judge_right_port, name, directory))
        for port in ports:
            pool.submit(do, port.name, partial(judge_port, port, directory))
    caught = [verdicts[core.name].caught for core in cores if verdicts[core.name].caught]
    if caught:
        do("right core", partial(judge_right_core, caught, directory))

    def score(names: Iterable[str]) -> str:
        every = list(names)
        return f"{sum(not verdicts[name].complaint for name in every)} of {len(every)}"

    click.echo(f"ports {score(p.name for p in ports)}, cores {score(c.name for c in cores)}")
    return not any(verdict.complaint for verdict in verdicts.values())


if __name__ == "__main__":
    main()
