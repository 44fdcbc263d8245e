"""The command as a whole: errors, exit codes, streams, ``list``, ``arch``, completion."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner
from kret import ROOT, environment, kret, records, start
from toy import dist
from toy.guests import build

from kretcore.cli import main

HEAVY = {
    "unicorn",
    "rich",
    "pydantic",
    "elftools",
    "structlog",
    "pluggy",
    "kretcore.kernel",
    "kretcore.images",
    "capstone",
}


@pytest.fixture
def program(tmp_path: Path, toy_arch: str) -> Path:
    path = tmp_path / "demo"
    path.write_bytes(build(toy_arch))
    return path


# -- help --------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["--help"], ["trace", "--help"], ["arch", "list", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str], toy_plugins: Path) -> None:
    code = (
        "import sys\nfrom kretcore.cli import main\n"
        f"main({arguments}, prog_name='kret', standalone_mode=False)\n"
        f"print('heavy', sorted({HEAVY} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(toy_plugins), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "heavy []"
    assert len(done.stdout.splitlines()) > 1


@pytest.mark.parametrize("verb", ["list", "trace", "count", "call", "arch"])
def test_the_help_names_every_verb(verb: str) -> None:
    assert f"  {verb} " in kret("--help").stdout


def test_the_exit_codes_are_documented() -> None:
    text = kret("--help").stdout
    assert all(f"\n    {code} " in text for code in (0, 1, 2, 3, 4, 130))


# -- errors ------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["list", "trace", "count"])
def test_a_program_that_cannot_be_loaded(verb: str, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("#!/bin/sh\n")
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "cut").write_bytes(build("toy")[:60])
    for name in ("text", "empty", "cut", "missing", "."):
        result = kret(verb, tmp_path / name)
        assert (result.exit_code, result.stdout) == (3, "")
        assert result.stderr.startswith("kret: ")
        assert result.stderr.count("\n") == 1


def test_an_unknown_function_gets_near_names(program: Path) -> None:
    for verb in (["trace", program, "-f", "fob"], ["count", program, "-f", "fob"], ["call", program, "fob"]):
        result = kret(*verb)
        assert result.exit_code == 2
        assert result.stderr == f"kret: no function matches 'fob' in {program} (did you mean fib?)\n"


@pytest.mark.parametrize("pattern", ["zz*", "/^zz/", "/(/", "0xzz", "0x8"])
def test_a_pattern_that_means_nothing(pattern: str, program: Path) -> None:
    result = kret("trace", program, "-f", pattern)
    assert result.exit_code == 2
    assert result.stderr.startswith("kret: ")
    assert "Traceback" not in result.stderr


def test_a_function_that_must_not_be_probed(program: Path) -> None:
    result = kret("trace", program, "-f", "setjmp")
    assert result.exit_code == 2
    assert "returns twice" in result.stderr
    assert "EINVAL" not in result.stderr


def test_an_architecture_that_is_not_installed(program: Path) -> None:
    result = kret("trace", program, "--arch", "vax")
    assert result.exit_code == 3
    assert "pip install kretcore-vax" in result.stderr


def test_no_plugin_for_the_program(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRET_DISABLE_PLUGINS", "toy,toystack")
    result = kret("trace", program)
    assert result.exit_code == 3
    assert "no installed plugin runs" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["trace"],
        ["trce"],
        ["trace", "PROGRAM", "--maxactive", "0"],
        ["trace", "PROGRAM", "--maxactive", "-1"],
        ["trace", "PROGRAM", "--cpus", "0"],
        ["trace", "PROGRAM", "--format", "xml"],
        ["trace", "PROGRAM", "--stdin", "/nonexistent/file"],
        ["trace", "PROGRAM", "-o", "/nonexistent/file"],
        ["call", "PROGRAM", "add", "1", "five"],
        ["call", "PROGRAM", "add", "0x1ffffffff"],
        ["call", "PROGRAM", "0xzz"],
    ],
)
def test_misuse(arguments: list[str], program: Path) -> None:
    result = kret(*(str(program) if argument == "PROGRAM" else argument for argument in arguments))
    assert result.exit_code == 2
    assert result.stderr
    assert not result.stdout


def test_errors_are_records_too(program: Path, tmp_path: Path) -> None:
    for arguments, code, kind in (
        (["trace", tmp_path / "missing"], 3, "ImageError"),
        (["count", program, "-f", "fob"], 2, "RegistrationError"),
        (["call", program, "fob"], 2, "SymbolError"),
        (["trace", program, "--arch", "vax"], 3, "PluginError"),
    ):
        result = kret(*arguments, "--format", "jsonl")
        header, *rest = records(result.stdout)
        assert header["type"] == "header"
        assert [record["type"] for record in rest] == ["error", "summary"]
        assert rest[0]["data"]["kind"] == kind
        assert f"kret: {rest[0]['data']['message']}\n" == result.stderr
        assert rest[1]["data"]["exit_code"] == result.exit_code == code


def test_a_broken_plugin_is_a_warning(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dist.write_plugin(tmp_path / "site", dist="kretcore-broken", name="broken", source="import nothing_of_that_name\n")
    monkeypatch.syspath_prepend(tmp_path / "site")
    result = kret("call", program, "fib", "5")
    assert result.exit_code == 0
    assert "kret: warning: plugin left out: plugin broken" in result.stderr
    warned = [record["type"] for record in records(kret("call", program, "fib", "5", "--format", "jsonl").stdout)]
    assert warned == ["header", "warning", "result", "summary"]


# -- streams -----------------------------------------------------------------------------------


def test_a_reader_that_goes_away_ends_it_quietly(program: Path, toy_plugins: Path) -> None:
    process = start(toy_plugins, "call", program, "call_leaf", "100000", "-f", "leaf")
    assert process.stdout is not None and process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), errors) == (141, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize(
    "verb", [["call", "PROGRAM", "spin", "-f", "spin"], ["call", "PROGRAM", "call_leaf", "9999999", "-f", "*"]]
)
def test_interrupted_the_receipt_comes_first(verb: list[str], program: Path, toy_plugins: Path, tmp_path: Path) -> None:
    process = start(toy_plugins, *(program if word == "PROGRAM" else word for word in verb), "--format", "jsonl")
    assert process.stdout is not None and process.stderr is not None
    for _ in range(3):  # it runs
        process.stdout.readline()
    process.send_signal(signal.SIGINT)
    output, errors = process.stdout.read(), process.stderr.read()
    process.stdout.close()
    process.stderr.close()
    assert process.wait() == 130
    assert errors == b"kret: interrupted\n"
    *_, error, summary = records(output.decode())
    assert error["data"]["kind"] == "Interrupted"
    data = summary["data"]
    assert data["exit_code"] == 130
    assert data["entries"] == data["returned"] + data["declined"] + data["inside"] > 0
    assert len(data["calls_inside"]) == data["inside"]


def test_the_same_input_gives_the_same_bytes(program: Path, toy_plugins: Path) -> None:
    outputs = set()
    for seed in ("0", "1", "12345"):
        process = start(toy_plugins, "trace", program, "--format", "jsonl", PYTHONHASHSEED=seed)
        outputs.add(process.communicate())
        assert process.returncode == 0
    assert len(outputs) == 1


def test_output_to_a_file(program: Path, tmp_path: Path) -> None:
    shown = kret("trace", program, "-f", "fib")
    target = tmp_path / "trace"
    written = kret("trace", program, "-f", "fib", "-o", target)
    assert written.stdout == "hello\n"
    assert "hello\n" + target.read_text() == shown.stdout


def test_colour_never_changes_the_text(program: Path) -> None:
    import re

    plain = kret("trace", program, "--color", "never").stdout
    assert "\x1b" not in plain
    assert kret("trace", program).stdout == plain  # not a terminal
    colored = kret("trace", program, "--color", "always").stdout
    assert colored != plain
    assert re.sub(r"\x1b\[\d*m", "", colored) == plain


# -- list --------------------------------------------------------------------------------------


def test_list_shows_what_can_be_probed(program: Path) -> None:
    lines = [line.split(maxsplit=2) for line in kret("list", program).stdout.splitlines()]
    names = [name.split(" ")[0] for _, _, name in lines]
    assert {"main", "fib", "leaf"} <= set(names)
    assert not {"_start", "setjmp", "get_pc_thunk", "blacklisted", "in_kprobes_text"} & set(names)
    addresses = [int(address, 16) for address, _, _ in lines]
    assert addresses == sorted(set(addresses))
    assert "aliased (alias_global, alias_weak, _alias_local)" in kret("list", program, "alias*").stdout


def test_list_says_what_is_skipped_and_why(program: Path) -> None:
    text = kret("list", program, "*", "--skipped").stdout
    assert "setjmp: it returns twice" in text
    assert "blacklisted: it is marked NOKPROBE_SYMBOL" in text
    assert "skipped" not in kret("list", program).stdout


def test_list_and_count_agree(program: Path) -> None:
    listed = [
        r["data"]["function"]
        for r in records(kret("list", program, "--format", "jsonl").stdout)
        if r["type"] == "function"
    ]
    counted = [
        r["data"]["function"]
        for r in records(kret("count", program, "-a", "--format", "jsonl").stdout)
        if r["type"] == "count"
    ]
    assert sorted(set(listed)) == sorted(counted)


def test_exclude(program: Path) -> None:
    assert " fib" not in kret("list", program, "-x", "f*").stdout
    result = kret("list", program, "fib", "-x", "fib")
    assert result.exit_code == 2
    assert "excluded" in result.stderr


def test_names_are_safe_to_print(tmp_path: Path) -> None:
    path = tmp_path / "odd"
    path.write_bytes(build("toy").replace(b"\0callee_pop\0", b"\0").replace(b"\0fib\0", b"\0f\x1b\xff\0"))
    result = CliRunner().invoke(main, ["list", str(path), "f*"])
    assert result.exit_code == 0
    assert "f\\x1b\\xff" in result.stdout
    assert kret("trace", path, "-f", "f?*", "-x", "fault*").exit_code == 0


def test_a_stripped_program_is_probed_by_address(tmp_path: Path, toy_arch: str) -> None:
    whole, stripped = tmp_path / "whole", tmp_path / "stripped"
    whole.write_bytes(build(toy_arch))
    stripped.write_bytes(build(toy_arch, stripped=True))
    address = kret("list", whole, "fib").stdout.split()[0]
    result = kret("trace", stripped)
    assert result.exit_code == 2
    assert "no function symbols; use addresses" in result.stderr
    counts = kret("count", stripped, "-f", address)
    assert counts.exit_code == 0
    assert "receipt  entries 25 = returned 25 " in counts.stdout


# -- arch --------------------------------------------------------------------------------------


def test_arch_list_shows_the_broken_ones_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = dist.plugin_source("odd", without=["arch_call_site"])
    dist.write_plugin(tmp_path, dist="kretcore-odd", version="3.1", name="odd", source=source)
    monkeypatch.syspath_prepend(tmp_path)
    shown = {r["data"]["name"]: r["data"] for r in records(kret("arch", "list", "--format", "jsonl").stdout)[1:-1]}
    assert shown["toy"]["usable"]
    assert (shown["toy"]["distribution"], shown["toy"]["version"], shown["toy"]["bits"]) == ("kretcore-toy", "1.0", 32)
    assert not shown["odd"]["usable"]
    assert "kretcore-odd 3.1" in shown["odd"]["error"]
    assert "arch_call_site" in shown["odd"]["error"]
    result = kret("arch", "list")
    assert result.exit_code == 0
    assert "broken" in result.stdout and "lacks arch_call_site" in result.stdout
    assert kret("arch", "show", "odd").exit_code == 3


def test_arch_show(toy_arch: str) -> None:
    text = kret("arch", "show", toy_arch).stdout
    assert f"name: {toy_arch}" in text
    assert "get_pc_thunk*  it reads its own return address" in text
    data = records(kret("arch", "show", toy_arch, "--format", "jsonl").stdout)[1]["data"]
    assert data["description"]["registers"][0] == "r0"
    assert data["description"]["syscalls"]["numbers"]


# -- completion --------------------------------------------------------------------------------


def complete(arguments: list[str], incomplete: str) -> list[str]:
    return [
        item.value for item in ShellComplete(main, {}, "kret", "_KRET_COMPLETE").get_completions(arguments, incomplete)
    ]


def test_completion_knows_verbs_and_functions(program: Path, tmp_path: Path) -> None:
    assert complete([], "tr") == ["trace"]
    assert complete(["trace", str(program), "-f"], "fi") == ["fib"]
    assert complete(["call", str(program)], "is_") == ["is_even", "is_odd"]
    assert complete(["trace", str(tmp_path / "missing"), "-f"], "fi") == []


def test_the_module_is_the_command(toy_plugins: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kretcore", "--version"],
        env=environment(toy_plugins),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("kret ")
    assert ROOT.is_dir()
