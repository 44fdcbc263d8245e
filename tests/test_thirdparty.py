"""Architectures of third parties, as their users have them: wheels in a fresh environment, outside this repository."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from environments import ROOT, Environment, build

EXAMPLES = ROOT / "examples"
LINES = {"aarch64": 250, "riscv64": 300}
"""What an example may take: the port on an engine, and the machine that needs none."""
COUNTED = {"aarch64": "*.py", "riscv64": "m*.py"}
INTERFACE = {"arch", "errors", "hookspecs", "images", "machine", "symbols"}
"""The modules of the core that a plugin may import."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheels of the core, the engine library, and the examples."""
    pytest.importorskip("hatchling")
    directory = tmp_path_factory.mktemp("wheels")
    sources = [ROOT, ROOT / "plugins" / "kretcore-unicorn", *(EXAMPLES / f"kretcore-{name}" for name in LINES)]
    build(sources, directory, "-t", "wheel")
    return directory


@pytest.fixture(scope="module", params=LINES)
def installed(request: pytest.FixtureRequest, wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment with one example, what it depends on, and the core with its suite."""
    name: str = request.param
    environment = Environment(tmp_path_factory.mktemp(name), wheels, name)
    environment.install("kretcore", f"kretcore-{name}", extra="[conformance]")
    return environment


def package(name: str) -> Path:
    return EXAMPLES / f"kretcore-{name}" / f"kretcore_{name}"


def test_nothing_of_the_repository_is_used(installed: Environment) -> None:
    assert not installed.directory.is_relative_to(ROOT)
    modules = f"kretcore, kretcore_{installed.name}"
    paths = installed.run("python", "-c", f"import {modules}\nfor m in {modules}: print(m.__file__)").splitlines()
    assert [Path(path).is_relative_to(installed.directory) for path in paths] == [True, True]


def test_it_conforms(installed: Environment) -> None:
    report = json.loads(installed.run("kret", "arch", "check", installed.name, "--json"))
    outcomes = {check["name"]: check["outcome"] for check in report["checks"]}
    assert set(outcomes.values()) <= {"passed", "skipped"}
    assert list(outcomes.values()).count("passed") > 90


def test_pytest_runs_the_same_suite(installed: Environment) -> None:
    arguments = ("--pyargs", "kretcore.conformance", "--kret-arch", installed.name, "-p", "no:cacheprovider")
    output = installed.run("pytest", "-q", *arguments)
    assert " passed" in output.splitlines()[-1]
    assert "failed" not in output.splitlines()[-1]


def test_its_program_is_traced(installed: Environment) -> None:
    program = package(installed.name) / "conformance.elf"
    lines = installed.run(
        "kret", "trace", program, "-f", "fib", "-f", "call_tail", "-f", "tail", "--strict"
    ).splitlines()
    assert "conformance 1 ok" in lines
    assert lines[-1].startswith("receipt  entries ")
    assert lines[-1].endswith(f"missed 0   abandoned 0   still inside 0   {lines[-1].split('   ')[-1]}")
    assert sum("fib(" in line for line in lines) > 100


def test_a_machine_in_plain_python_needs_no_engine(wheels: Path, tmp_path: Path) -> None:
    environment = Environment(tmp_path / "environment", wheels)
    environment.install("kretcore", "kretcore-riscv64")
    environment.run("python", "-c", "import importlib.util as u; assert not u.find_spec('unicorn')")
    guest = package("riscv64") / "conformance.elf"
    assert "fib(9) = raw 0x22" in environment.run("kret", "call", guest, "fib", "9", "-f", "fib")


@pytest.mark.parametrize("name", LINES)
def test_it_is_as_short_as_it_should_be(name: str) -> None:
    lines = [line for path in package(name).glob(COUNTED[name]) for line in path.read_text().splitlines()]
    assert 50 < len(lines) <= LINES[name]
    assert max(map(len, lines)) <= 120


@pytest.mark.parametrize("name", LINES)
def test_it_imports_the_interface_alone(name: str) -> None:
    for path in package(name).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "kretcore":
                parts = node.module.split(".")[1:2] or [alias.name for alias in node.names]
                assert set(parts) <= INTERFACE, f"{path.name}: {ast.unparse(node)}"
            elif isinstance(node, ast.Import):
                assert all(alias.name.split(".")[0] != "kretcore" for alias in node.names), path.name
