"""The conformance suite as a porter meets it: what it says of ports that are not there yet, or that harm their host."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path

import pytest
from kret import environment, kret
from toy import assemble
from toy.dist import plugin_source, write_plugin

from kretcore.conformance import report
from kretcore.conformance.capabilities import MEANING
from kretcore.conformance.report import Check, Report, examine

GUEST = """
.func _start
    syscall exit
    halt
.endfunc
"""
AREAS = ["description", "machine", "functions", "kprobes", "kretprobes", "tasks"]


@pytest.fixture
def guest(tmp_path: Path) -> Path:
    """A toy program that is not the suite's guest."""
    path = tmp_path / "guest.elf"
    path.write_bytes(assemble(GUEST, "toy"))
    return path


@pytest.fixture
def directory(tmp_path: Path, toy_plugins: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where plugins are installed for this process and those it starts."""
    path = tmp_path / "plugins"
    path.mkdir()
    monkeypatch.syspath_prepend(path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(path), environment(toy_plugins)["PYTHONPATH"]]))
    return path


def install(directory: Path, name: str, extra: str = "") -> None:
    write_plugin(directory, dist=f"kretcore-{name}", name=name, source=plugin_source(name, extra=extra))


def by_name(result: Report) -> dict[str, Check]:
    return {check.name: check for check in result.checks}


def test_a_port_without_a_guest_is_told_how_to_make_one(directory: Path) -> None:
    install(directory, "bareport")
    result = examine("bareport")
    checks = by_name(result)
    assert list(result.areas) == AREAS
    assert checks["description::plugin_is_accepted"].outcome == "passed"
    blocked = checks["machine::budget_is_exact"]
    assert blocked.outcome == "blocked"
    assert "kret arch guest bareport" in blocked.message
    assert not result.conforms


def test_what_a_guest_lacks_is_named(directory: Path, guest: Path) -> None:
    install(directory, "shortguest")
    checks = by_name(examine("shortguest", guest))
    assert checks["description::guest_is_of_this_architecture"].outcome == "passed"
    assert "guest.elf lacks the function" in checks["description::guest_is_of_this_version"].message


def test_a_guest_of_another_architecture_is_told_once(directory: Path, tmp_path: Path) -> None:
    install(directory, "otherguest")
    other = tmp_path / "other.elf"
    other.write_bytes(assemble(GUEST, "toystack"))
    result = kret("arch", "check", "otherguest", "--image", other, "--all")
    assert result.exit_code == 1
    assert result.stdout.count("other.elf is not of this architecture") == 1
    assert "the guest's e_machine is 65262" in result.stdout


def test_a_machine_that_ends_the_interpreter_is_named_and_the_rest_is_checked(directory: Path, guest: Path) -> None:
    install(directory, "deadly", "import os\n@hookimpl\ndef arch_create_machine(description):\n    os.abort()\n")
    checks = by_name(examine("deadly", guest))
    dead = checks["description::registers_are_those_of_the_machine"]
    assert dead.outcome == "died"
    assert "SIGABRT" in dead.message
    assert checks["description::sizes_make_sense"].outcome == "passed"
    died = [check.name for check in checks.values() if check.outcome == "died"]
    assert len(died) == report.DEATHS
    assert "not tried: 3 checks before it took the interpreter" in checks["tasks::many_tasks"].message


def test_a_machine_that_never_ends_is_interrupted(directory: Path, guest: Path) -> None:
    install(directory, "endless", "@hookimpl\ndef arch_create_machine(description):\n    while True: pass\n")
    checks = by_name(examine("endless", guest, timeout=0.3))
    check = checks["description::registers_are_those_of_the_machine"]
    assert check.outcome == "failed"
    assert "not done after 0.3 seconds" in check.message
    assert "not tried: 3 checks before it did not end" in checks["tasks::many_tasks"].message


def test_a_machine_that_cannot_be_interrupted_is_killed(
    directory: Path, guest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "PATIENCE", 3.0)
    deaf = "import signal\n@hookimpl\ndef arch_create_machine(description):\n"
    deaf += "    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])\n    while True: pass\n"
    install(directory, "deaf", deaf)
    check = by_name(examine("deaf", guest, timeout=0.5))["description::registers_are_those_of_the_machine"]
    assert check.outcome == "died"
    assert "had to be killed" in check.message


def test_the_report_is_json_that_reads_back(directory: Path) -> None:
    install(directory, "jsonport")
    result = kret("arch", "check", "jsonport", "--json")
    assert result.exit_code == 1
    read = Report.model_validate_json(result.stdout)
    assert (read.architecture, read.distribution) == ("jsonport", "kretcore-jsonport")
    assert json.loads(result.stdout)["checks"][0]["name"] == "description::plugin_is_accepted"


def test_undeclared_capabilities_are_skipped_with_what_declaring_takes(directory: Path, guest: Path) -> None:
    install(directory, "modest")
    check = by_name(examine("modest", guest))["kprobes::most_copies_are_boosted"]
    assert check.outcome == "skipped"
    assert MEANING["boost"] in check.message


def test_a_refused_plugin_is_no_traceback(directory: Path) -> None:
    write_plugin(directory, dist="kretcore-old", name="old", source=plugin_source("old", hook_api=0))
    result = kret("arch", "check", "old")
    assert result.exit_code == 3
    assert "hook API 0" in result.stderr
    assert kret("arch", "check", "nowhere").exit_code == 3


def test_without_pytest_the_extra_is_named(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(directory, "nopytest")
    monkeypatch.setattr(report, "find_spec", lambda name: None)
    result = kret("arch", "check", "nopytest")
    assert result.exit_code == 2
    assert "kretcore[conformance]" in result.stderr


def test_every_check_says_what_it_wants_and_what_is_likely_wrong(directory: Path) -> None:
    install(directory, "eager")
    for check in examine("eager").checks:
        assert check.does.endswith("."), check.name
        assert check.outcome == "skipped" or check.likely, check.name


@pytest.mark.skipif(
    importlib.util.find_spec("kretcore_x86_64") is None, reason="the plugin for x86_64 is not installed"
)
def test_a_finished_port_conforms() -> None:
    result = kret("arch", "check", "x86_64")
    assert result.exit_code == 0
    assert "it conforms" in result.stdout.splitlines()[0]
    assert "TO DO" not in result.stdout
