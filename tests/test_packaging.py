"""The distributions: what is in them, and that they work where nothing else is.

Building needs hatchling, and installing needs the distributions that ours depend on.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tomllib
import zipfile
from configparser import ConfigParser
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import Any

import pytest
from environments import ROOT, Environment, build, wheel

PROJECTS = {
    path.parent.name if path.parent != ROOT else "kretcore": path.parent
    for path in [ROOT / "pyproject.toml", *sorted(ROOT.glob("plugins/*/pyproject.toml"))]
}
ARCHITECTURES = {
    "kretcore-x86-64": {"x86_64": "kretcore_x86_64"},
    "kretcore-i386": {"i386": "kretcore_i386"},
    "kretcore-ppc64": {"ppc64": "kretcore_ppc64.ppc64", "ppc64le": "kretcore_ppc64.ppc64le"},
    "kretcore-ia64": {"ia64": "kretcore_ia64"},
}
"""Distribution to its architectures, and the modules their entry points name."""
OPTIONAL = {"conformance", "template", "scaffold.py"}
"""Parts of the core that need one of its extras."""


def _project(name: str) -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((PROJECTS[name] / "pyproject.toml").read_text())["project"]
    return project


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a wheel and a source distribution of each project."""
    pytest.importorskip("hatchling")
    directory = tmp_path_factory.mktemp("dist")
    build(PROJECTS.values(), directory)
    return directory


def _read(path: Path, suffix: str) -> str:
    with zipfile.ZipFile(path) as archive:
        (member,) = (member for member in archive.namelist() if member.endswith(f".dist-info/{suffix}"))
        return archive.read(member).decode()


def _metadata(path: Path) -> Message:
    return Parser().parsestr(_read(path, "METADATA"))


def test_the_workspace_has_its_distributions() -> None:
    assert set(PROJECTS) == {"kretcore", "kretcore-unicorn", "kretcore-llvm", "kretcore-x86", *ARCHITECTURES}


@pytest.mark.parametrize("name", PROJECTS)
def test_a_project_is_called_as_its_directory_and_says_what_every_one_says(name: str) -> None:
    project, core = _project(name), _project("kretcore")
    assert project["name"] == name
    for field in ("version", "requires-python", "license", "classifiers"):
        assert project[field] == core[field], field
    assert (PROJECTS[name] / project["readme"]).read_text().startswith(f"# {name}\n")


@pytest.mark.parametrize("name", PROJECTS)
def test_a_wheel_has_its_package_typed_and_nothing_else(name: str, dist: Path) -> None:
    package = name.replace("-", "_")
    with zipfile.ZipFile(wheel(dist, name)) as archive:
        members = set(archive.namelist())
    ours = {member for member in members if not member.split("/")[0].endswith(".dist-info")}
    source = PROJECTS[name] / package
    there = {path.relative_to(PROJECTS[name]) for path in source.rglob("*") if path.is_file()}
    caches = {path for path in there if {"__pycache__", ".mypy_cache", ".ruff_cache"} & set(path.parts)}
    assert ours == {str(path) for path in there - caches}
    assert f"{package}/py.typed" in ours
    plain = [Path(member) for member in ours if not {"suite", "template"} & set(Path(member).parts)]
    assert not any("test" in member.name for member in plain)
    assert _read(wheel(dist, name), "licenses/LICENSE") == (ROOT / "LICENSE").read_text()


@pytest.mark.parametrize("name", PROJECTS)
def test_a_source_distribution_builds_the_same_wheel(name: str, dist: Path, tmp_path: Path) -> None:
    (sdist,) = dist.glob(f"{name.replace('-', '_')}-[0-9]*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, check=True, cwd=unpacked, capture_output=True)
    with zipfile.ZipFile(wheel(tmp_path, name)) as again, zipfile.ZipFile(wheel(dist, name)) as first:
        assert again.namelist() == first.namelist()


def test_the_core_depends_on_no_engine_and_no_plugin(dist: Path) -> None:
    for requirement in _metadata(wheel(dist, "kretcore")).get_all("Requires-Dist") or []:
        assert not requirement.startswith(("kretcore", "unicorn", "llvmlite", "capstone")), requirement


@pytest.mark.parametrize("name", sorted(set(PROJECTS) - {"kretcore"}))
def test_a_plugin_needs_a_core_of_its_own_generation(name: str, dist: Path) -> None:
    requirements = _metadata(wheel(dist, name)).get_all("Requires-Dist") or []
    assert "kretcore<0.2,>=0.1" in requirements


def test_entry_points(dist: Path) -> None:
    expected = {
        "kretcore": {
            "console_scripts": {"kret": "kretcore.cli:main"},
            "pytest11": {"kretcore": "kretcore.conformance.plugin"},
        },
        **{name: {"kretcore": architectures} for name, architectures in ARCHITECTURES.items()},
    }
    for name, groups in expected.items():
        entry_points = ConfigParser()
        entry_points.read_string(_read(wheel(dist, name), "entry_points.txt"))
        assert {group: dict(entry_points[group]) for group in entry_points.sections()} == groups
    for name in set(PROJECTS) - {"kretcore", *ARCHITECTURES}:
        with zipfile.ZipFile(wheel(dist, name)) as archive:
            assert not any(member.endswith("entry_points.txt") for member in archive.namelist()), name


def test_continuous_integration_runs_the_test_command_of_the_readme() -> None:
    commands = [line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("python3 -m venv ")]
    demo, tests = commands
    assert demo == f"{tests} -q -e demo"
    script = (ROOT / ".ci" / "run").read_text().splitlines()
    assert script[0] == "#!/bin/bash"
    assert "set -euo pipefail" in script
    assert script[-1] == tests


def _import_all(environment: Environment, name: str) -> None:
    """Import every module of a project."""
    modules = sorted(
        ".".join(path.relative_to(PROJECTS[name]).with_suffix("").parts)
        for path in (PROJECTS[name] / name.replace("-", "_")).rglob("*.py")
        if path.name != "__main__.py" and not OPTIONAL & set(path.parts)
    )
    environment.run("python", "-c", "".join(f"import {module.removesuffix('.__init__')}\n" for module in modules))


def _run_guest(environment: Environment, name: str) -> None:
    """Call a function of a guest, with its returns probed, and expect every one."""
    guest = ROOT / "tests" / "guests" / "bin" / min(ARCHITECTURES[name]) / "fib.O2"
    output = environment.run("kret", "call", guest, "fib", "10", "-f", "fib", "--strict")
    assert "fib(10) = raw 0x37" in output
    assert "abandoned 0   still inside 0" in output.splitlines()[-1]
    listed = [line.split()[0] for line in environment.run("kret", "arch", "list").splitlines()]
    assert listed == sorted(ARCHITECTURES[name])


@pytest.mark.slow
def test_each_distribution_needs_only_what_it_says(dist: Path, tmp_path: Path) -> None:
    environment = Environment(tmp_path / "environment", dist)
    for name in ("kretcore", "kretcore-unicorn", "kretcore-x86", "kretcore-x86-64"):  # each depends on those before
        environment.install(name)
        _import_all(environment, name)
        if name not in ARCHITECTURES:
            assert environment.run("kret", "arch", "list") == ""
    _run_guest(environment, "kretcore-x86-64")


@pytest.mark.slow
def test_a_plugin_brings_all_it_needs(dist: Path, tmp_path: Path) -> None:
    environment = Environment(tmp_path / "environment", dist)
    environment.install("kretcore-i386")
    _run_guest(environment, "kretcore-i386")
