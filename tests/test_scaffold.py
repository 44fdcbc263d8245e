"""Ports from the template: what is written works at once, and an update keeps what the porter has changed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from kret import ROOT, kret
from toy import dist

from kretcore import plugins, scaffold
from kretcore.arch import HOOK_API

pytest.importorskip("copier")

VARIANTS: dict[str, dict[str, str]] = {
    "plain": {},
    "stack": {"return_address": "stack", "bits": "32", "byte_order": "big", "instruction_alignment": "1"},
    "varied": {"instruction_alignment": "2", "unicorn": "riscv", "return_register": "ra", "elf_machine": "243"},
    "own": {"engine": "python"},
    "one_with_a_rather_long_name": {"engine": "python", "return_register": "x30"},
    "name_beyond_what_is_short": {"bits": "32", "instruction_size": "0"},
    "own_stack": {
        "engine": "python",
        "return_address": "stack",
        "bits": "32",
        "byte_order": "big",
        "instruction_alignment": "2",
        "breakpoint": "beef",
        "nop": "0001",
    },
}


@pytest.fixture(autouse=True)
def git_identity(monkeypatch: pytest.MonkeyPatch) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A Porter")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "porter@example.org")


def new(directory: Path, name: str, **answers: str) -> Path:
    """Write a port; return its directory."""
    port = directory / f"kretcore-{name}"
    data = [part for item in answers.items() for part in ("--data", "=".join(item))]
    result = kret("arch", "new", name, "-o", port, "--defaults", *data)
    assert result.exit_code == 0, result.stderr
    return port


def run(*command: str | Path, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env={**os.environ, **variables}, capture_output=True, text=True
    )


def git(port: Path, *arguments: str) -> str:
    done = run("git", *arguments, cwd=port)
    assert done.returncode == 0, done.stderr
    return done.stdout


def commit(port: Path) -> None:
    git(port, "init", "-q")
    git(port, "add", ".")
    git(port, "commit", "-q", "-m", "Work on the port")


def installed(port: Path, name: str) -> str:
    """A Python path with which the port is installed."""
    metadata = port / ".metadata"
    project = tomllib.loads((port / "pyproject.toml").read_text())["project"]
    dist.write_distribution(
        metadata, dist=project["name"], version=project["version"], entry_points=project["entry-points"]["kretcore"]
    )
    return os.pathsep.join([str(metadata), str(port), str(ROOT), *sys.path])


# -- new -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_is_written_is_accepted_and_says_what_is_to_do(variant: str, tmp_path: Path) -> None:
    """The plugin is accepted, its suite runs, and what fails is work that is left, not a mistake of the template."""
    port = new(tmp_path, variant, **VARIANTS[variant])
    path = installed(port, variant)
    listed = run(sys.executable, "-m", "kretcore", "arch", "list", cwd=port, PYTHONPATH=path)
    assert re.search(rf"^{variant} +usable +kretcore-{variant.replace('_', '-')} 0\.1\.0", listed.stdout, re.MULTILINE)
    if VARIANTS[variant].get("engine") != "python" and not plugins_have_the_engine():
        return
    (port / "probe.py").write_text(PROBE.format(name=variant))
    done = run(sys.executable, "probe.py", cwd=port, PYTHONPATH=path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("to do: "), done.stdout


PROBE = """
from kretcore.plugins import load
architecture = load("{name}")
try:
    machine = architecture.hooks.arch_create_machine(architecture.description)
    machine.memory.map(0x1000, 0x1000, 7)
    machine.registers["pc"] = 0x1000
    machine.run(1)
    from {package} import instructions
    instructions.refusal(b"no instruction", b"")
except NotImplementedError as error:
    print("to do:", error)
""".replace("{package}", "kretcore_{name}")


def plugins_have_the_engine() -> bool:
    """Whether kretcore-unicorn is there: the core's tests run without it, too."""
    import importlib.util

    return importlib.util.find_spec("kretcore_unicorn") is not None


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_is_written_is_formatted_and_typed(variant: str, tmp_path: Path) -> None:
    port = new(tmp_path, variant, **VARIANTS[variant])
    tools: dict[str, list[str]] = {"ruff": ["check"], "ruff ": ["format", "--diff"], "mypy": []}
    if not plugins_have_the_engine():
        del tools["mypy"]
    for tool, arguments in tools.items():
        program = shutil.which(tool.strip())
        if program is None:
            continue
        done = run(program, *arguments, cwd=port, PYTHONPATH=os.pathsep.join(sys.path))
        assert done.returncode == 0, done.stdout


def test_every_placeholder_is_marked(tmp_path: Path) -> None:
    """A file with nothing left to do is one without TODO and NotImplementedError."""
    port = new(tmp_path, "plain")
    marked = {path.name for path in port.rglob("*.py") if re.search("TODO|NotImplementedError", path.read_text())}
    assert marked == {"description.py", "instructions.py", "machine.py"}


def test_answers_go_where_they_belong(tmp_path: Path) -> None:
    port = new(tmp_path, "two_words", author="Ada L.", elf_machine="183", breakpoint="000020d4", nop="1f2003d5")
    project: dict[str, Any] = tomllib.loads((port / "pyproject.toml").read_text())["project"]
    assert project["name"] == "kretcore-two-words"
    assert project["authors"] == [{"name": "Ada L."}]
    assert project["entry-points"]["kretcore"] == {"two_words": "kretcore_two_words.hooks"}
    assert project["dependencies"][0] == "kretcore>=0.1,<0.2"
    assert "Ada L." in (port / "LICENSE").read_text()
    description = (port / "kretcore_two_words" / "description.py").read_text()
    assert 'bytes.fromhex("000020d4")\n' in description
    assert "elf_machine=183,\n" in description
    assert f"hook_api={HOOK_API},\n" in description


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["Vax"], "cannot be an architecture's name"),
        (["2bits"], "cannot be an architecture's name"),
        (["a__b"], "cannot be an architecture's name"),
        (["toy"], "provides an architecture 'toy' already"),
        (["vax", "--data", "colour=red"], "does not ask for colour; it asks for name, bits, byte_order"),
        (["vax", "--data", "bits=33"], "bits"),
        (["vax", "--data", "byte_order=middle"], "byte_order"),
        (["vax", "--data", "instruction_alignment=3"], "instruction_alignment"),
        (["vax", "--data", "return_address=lost"], "return_address"),
        (["vax", "--data", "engine=steam"], "engine"),
        (["vax", "--data", "unicorn=vax"], "unicorn"),
        (["vax", "--data", "elf_machine=ten"], "elf_machine"),
        (["vax", "--data", "breakpoint=xyz"], "hexadecimal"),
        (["vax", "--data", "return_register=A 1"], "register's name"),
    ],
)
def test_answers_that_will_not_do_are_refused(arguments: list[str], words: str, tmp_path: Path) -> None:
    result = kret("arch", "new", *arguments, "-o", tmp_path / "port", "--defaults")
    assert result.exit_code == 2
    assert result.stderr.startswith("kret: ")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "port").exists()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    port = new(tmp_path, "vax")
    (port / "README.md").write_text("mine")
    result = kret("arch", "new", "vax", "-o", port, "--defaults")
    assert result.exit_code == 2
    assert "exists already" in result.stderr
    assert (port / "README.md").read_text() == "mine"


@pytest.mark.parametrize("lacking", ["copier", "git"])
def test_what_is_needed_is_named(lacking: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if lacking == "copier":
        monkeypatch.setitem(sys.modules, "copier", None)
    else:
        monkeypatch.setenv("PATH", str(tmp_path))
    result = kret("arch", "new", "vax", "-o", tmp_path / "port", "--defaults")
    assert result.exit_code == 2
    wanted = {"copier": "pip install 'kretcore[new]'", "git": "there is none in PATH"}[lacking]
    assert wanted in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.slow
def test_a_port_with_its_own_machine_conforms(tmp_path: Path) -> None:
    """RV64IM: with what instructions do, the template's machine and hooks pass the whole suite."""
    port = new(
        tmp_path,
        "port",
        engine="python",
        elf_machine="0xf3",
        return_register="x1",
        breakpoint="73001000",
        nop="13000000",
    )
    package = port / "kretcore_port"
    for source in (ROOT / "tests" / "data" / "port").glob("*.txt"):
        assert (package / source.stem).exists()
        shutil.copy(source, package / source.stem)
    shutil.copy(ROOT / "examples" / "kretcore-riscv64" / "kretcore_riscv64" / "conformance.elf", package)
    command = [sys.executable, "-m", "kretcore", "arch", "check", "port", "--json"]
    done = run(*command, cwd=port, PYTHONPATH=installed(port, "port"))
    report = json.loads(done.stdout)
    assert [check for check in report["checks"] if check["outcome"] not in ("passed", "skipped")] == []
    assert done.returncode == 0


# -- update ----------------------------------------------------------------------------------------


@pytest.fixture
def second_generation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function after which this kretcore has a second generation of the template."""

    def appear() -> None:
        templates = tmp_path / "templates"
        shutil.copytree(scaffold.TEMPLATES, templates)
        shutil.copytree(templates / "1", templates / "2")
        description = templates / "2" / "distribution" / "{{ package }}" / "description.py.jinja"
        text = description.read_text()
        assert "hook_api=1," in text
        description.write_text(text.replace("hook_api=1,", "hook_api=2,\n    endurance={{ endurance }},"))
        with (templates / "2" / "copier.yml").open("a") as questions:
            questions.write("\nendurance:\n  type: int\n  help: New\n  default: 7\n")
        (templates / "2" / "distribution" / "{{ package }}" / "fresh.py.jinja").write_text('"""{{ name }}."""\n')
        monkeypatch.setattr(scaffold, "TEMPLATES", templates)

    return appear


def test_an_update_keeps_what_the_porter_changed(tmp_path: Path, second_generation: Any) -> None:
    port = new(tmp_path, "vax", bits="32")
    description = port / "kretcore_vax" / "description.py"
    mine = description.read_text().replace("preserved=(),", 'preserved=("r4", "r5"),')
    description.write_text(mine)
    (port / "kretcore_vax" / "own.py").write_text("MINE = True\n")
    (port / "tox.ini").unlink()
    commit(port)
    elsewhere = tmp_path / "another" / "home"
    elsewhere.parent.mkdir()
    shutil.move(port, elsewhere)
    second_generation()
    result = kret("arch", "update", elsewhere, "--defaults")
    assert result.exit_code == 0, result.stderr
    assert "from generation 1 to 2" in result.stdout
    text = (elsewhere / "kretcore_vax" / "description.py").read_text()
    assert text == mine.replace("hook_api=1,", "hook_api=2,\n    endurance=7,")
    assert (elsewhere / "kretcore_vax" / "own.py").read_text() == "MINE = True\n"
    assert (elsewhere / "kretcore_vax" / "fresh.py").read_text() == '"""vax."""\n'
    assert not (elsewhere / "tox.ini").exists()
    assert scaffold.generation(elsewhere) == "2"
    assert "bits: 32\n" in (elsewhere / scaffold.ANSWERS).read_text()
    commit(elsewhere)
    again = kret("arch", "update", elsewhere)
    assert (again.exit_code, again.stdout) == (0, f"{elsewhere}: of generation 2, the newest\n")


def test_lines_that_both_changed_are_conflicts(tmp_path: Path, second_generation: Any) -> None:
    port = new(tmp_path, "vax")
    description = port / "kretcore_vax" / "description.py"
    description.write_text(description.read_text().replace("hook_api=1,", "hook_api=1,  # so far"))
    commit(port)
    second_generation()
    result = kret("arch", "update", port, "--defaults")
    assert result.exit_code == 2
    assert "resolve the conflicts in kretcore_vax/description.py" in result.stderr
    text = description.read_text()
    assert "<<<<<<< " in text and "hook_api=1,  # so far" in text and "hook_api=2," in text


def test_what_cannot_be_updated(tmp_path: Path, second_generation: Any) -> None:
    port = new(tmp_path, "vax")
    second_generation()

    def refused(directory: Path, words: str) -> None:
        result = kret("arch", "update", directory, "--defaults")
        assert result.exit_code == 2
        assert words in result.stderr
        assert result.stderr.count("\n") == 1

    refused(tmp_path, "is no port")
    refused(port, "git init")
    commit(port)
    (port / "README.md").write_text("changed")
    refused(port, "uncommitted changes")
    git(port, "checkout", "-q", "README.md")
    (port / "forgotten.py").write_text("")
    refused(port, "uncommitted changes")
    (port / "forgotten.py").unlink()
    answers = port / scaffold.ANSWERS
    before = answers.read_text()
    answers.write_text(before.replace("_commit: '1'", "_commit: '3'"))
    refused(port, "upgrade kretcore")
    answers.write_text(before.replace(scaffold.SOURCE, "gh:somebody/else"))
    refused(port, "of another template")
    answers.write_text(before)
    assert kret("arch", "update", port, "--defaults").exit_code == 0


def test_a_generation_has_the_same_hash_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever makes the repository, with whichever settings of git, in whichever time zone."""

    def head(directory: Path) -> str:
        repository = scaffold.build_repository(directory / "template.git")
        return subprocess.run(
            ["git", "--git-dir", repository, "rev-parse", "1"], check=True, capture_output=True, text=True
        ).stdout

    first = head(tmp_path / "one")
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(
        "[user]\nname = Other\nemail = o@example.org\n[core]\nautocrlf = true\n[init]\ndefaultBranch = trunk\n"
        "[i18n]\ncommitEncoding = latin1\n"
    )
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    copied = tmp_path / "copied"
    shutil.copytree(scaffold.TEMPLATES, copied)
    for path in copied.rglob("*"):
        path.chmod(0o755)
    monkeypatch.setattr(scaffold, "TEMPLATES", copied)
    assert head(tmp_path / "two") == first


def test_there_is_a_template_for_the_present_hooks() -> None:
    assert scaffold.generations()[-1] == str(HOOK_API)
    text = (scaffold.TEMPLATES / str(HOOK_API) / "distribution" / "{{ package }}" / "hooks.py.jinja").read_text()
    assert set(re.findall(r"^def (arch_\w+)", text, re.MULTILINE)) == set(plugins.HOOK_NAMES)
