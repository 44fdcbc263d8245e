"""What ``trace``, ``count`` and ``call`` show of a run."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from kret import has_plugin, kret, records
from toy.guests import build

from kretcore.plugins import load

GUESTS = Path(__file__).parent / "guests" / "bin"
DATA = Path(__file__).parent / "data"


@pytest.fixture
def program(tmp_path: Path, toy_arch: str) -> Path:
    path = tmp_path / "demo"
    path.write_bytes(build(toy_arch))
    return path


def tree(text: str) -> str:
    return textwrap.dedent(text).lstrip()


# -- trace -------------------------------------------------------------------------------------


def test_the_call_tree(program: Path) -> None:
    result = kret("call", program, "fib", "3", "-f", "fib")
    assert result.exit_code == 0
    assert result.stdout == tree(
        """
        fib() {
          fib() {
            fib() = raw 0x1
            fib() = raw 0x0
          } = raw 0x1
          fib() = raw 0x1
        } = raw 0x2
        fib(3) = raw 0x2 (2)

        receipt  entries 5 = returned 5   missed 0   abandoned 0   still inside 0   peak 3
        """
    )


def test_the_program_prints_between_the_lines(program: Path) -> None:
    result = kret("trace", program, "-f", "main", "-f", "say", "-f", "l*", "-x", "leaf")
    assert result.stdout == tree(
        """
        main() {
          say() {
        hello
          } = raw 0x6
        } = raw 0x8

        receipt  entries 2 = returned 2   missed 0   abandoned 0   still inside 0   peak 1
        """
    )
    assert result.stderr == "kret: demo exited with status 8\n".replace("demo", program.name)


def test_a_line_the_program_has_begun_is_ended_first(program: Path, tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"no newline")
    result = kret("call", program, "echo", "-f", "echo", "--stdin", tmp_path / "in")
    assert result.stdout.startswith("echo() {\nno newline\n} = raw 0xa\n")


def test_json_lines_are_not_mixed_with_what_the_program_prints(program: Path) -> None:
    result = kret("trace", program, "-f", "say", "--format", "jsonl")
    assert [record["type"] for record in records(result.stdout)] == ["header", "entry", "return", "summary"]
    assert "hello\n" in result.stderr


def test_functions_matched_twice_are_shown_once(program: Path) -> None:
    once = kret("trace", program, "-f", "fib").stdout
    assert kret("trace", program, "-f", "fib", "-f", "f?b", "-f", "fib", "-f", "/^fib$/").stdout == once
    assert kret("trace", program, "-f", "f?b", "-f", "fib").stdout == once
    named = kret("call", program, "aliased", "1", "-f", "alias_weak", "-f", "alias*", "-f", "aliased").stdout
    assert named.startswith("alias_weak() = raw 0x8\naliased(1)")


def test_everything_is_the_default(program: Path) -> None:
    assert kret("trace", program).stdout == kret("trace", program, "-f", "*").stdout


def test_longjmp_closes_what_it_skips(program: Path) -> None:
    result = kret("call", program, "jump_loop", "1", "-f", "jump_*", "-f", "longjmp")
    assert result.stdout.startswith(
        tree(
            """
            jump_loop() {
              jump_middle() {
                jump_thrower() {
                  longjmp() abandoned: unwound
                } abandoned: unwound
              } abandoned: unwound
            } = raw 0x1
            """
        )
    )


def test_exit_closes_what_is_open(program: Path) -> None:
    result = kret("call", program, "exit_outer", "3", "-f", "exit_*")
    assert result.exit_code == 4
    assert result.stderr == "kret: exit_outer did not return: it called exit(3)\n"
    assert result.stdout == tree(
        """
        exit_outer() {
          exit_inner() abandoned: exit
        } abandoned: exit

        receipt  entries 2 = returned 0   missed 0   abandoned 2 (exit 2)   still inside 0   peak 1
        """
    )


def test_a_coroutine_names_what_closes_out_of_turn(program: Path) -> None:
    lines = kret("call", program, "generate", "2", "-f", "next_square", "-f", "give*").stdout.splitlines()
    assert lines[:4] == ["next_square() {", "  give_square() {", "    give() {", "} = raw 0x1   /* next_square */"]
    assert "still inside  give   depth" in "\n".join(lines) or "abandoned: exit" in "\n".join(lines)


def test_a_deep_recursion_is_not_indented_for_ever(program: Path) -> None:
    lines = kret("call", program, "depth", "70", "-f", "depth").stdout.splitlines()
    assert lines[64] == "  " * 64 + "depth() {"
    assert lines[65] == "  " * 64 + "[65] depth() {"
    assert lines[70] == "  " * 64 + "[70] depth() = raw 0x0"
    assert lines[71] == "  " * 64 + "[69] } = raw 0x1"
    assert lines[76] == "  " * 64 + "} = raw 0x6"


def test_tail_calls_close_together(program: Path) -> None:
    result = kret("call", program, "tail_outer", "4", "-f", "tail_*")
    assert result.stdout.startswith("tail_outer() {\n  tail_inner() = raw 0xa\n} = raw 0xa\n")


# -- how runs end --------------------------------------------------------------------------------


def test_a_fault_is_reported_and_has_its_receipt(program: Path) -> None:
    result = kret("call", program, "fault_outer", "-f", "fault*")
    assert result.exit_code == 4
    assert "fault_outer-1 ended: unmapped read fault of 0x8 at" in result.stderr
    assert "(fault_read+0x" in result.stderr
    assert result.stdout == tree(
        """
        fault_outer() {
          fault_read() abandoned: fault
        } abandoned: fault

        receipt  entries 2 = returned 0   missed 0   abandoned 2 (fault 2)   still inside 0   peak 1
        """
    )
    assert kret("call", program, "fault_outer", "--exit-status", "guest").exit_code == 128 + 11
    error, summary = records(kret("call", program, "fault_outer", "--format", "jsonl").stdout)[-2:]
    assert error["data"]["where"].startswith("fault_read+0x")
    assert summary["data"]["guest"] == {"state": "faulted", "exit_status": 139}


@pytest.mark.parametrize(
    ("function", "said"),
    [
        ("undefined", "illegal"),
        ("privileged", "privileged"),
        ("fault_nowhere", "fetch"),
        ("fault_write", "protected"),
        ("overflow", "write"),
        ("own_breakpoint", "breakpoint"),
    ],
)
def test_every_way_to_fail_ends_with_the_receipt(function: str, said: str, program: Path) -> None:
    result = kret("call", program, function, "-f", "main", "-o", program.parent / "out")
    assert result.exit_code == 4
    assert said in result.stderr
    assert (program.parent / "out").read_text().splitlines()[-1].startswith("receipt  entries ")


def test_a_budget_ends_a_loop(program: Path) -> None:
    result = kret("call", program, "spin", "--max-instructions", "100", "-f", "main")
    assert result.exit_code == 0
    assert result.stderr == "kret: stopped after 100 instructions\n"
    assert result.stdout.splitlines()[-1].startswith("receipt  entries 0")
    stopped = kret("call", program, "spin", "--max-instructions", "100", "--exit-status", "guest")
    assert stopped.exit_code == 124


def test_calls_still_inside_are_listed(program: Path) -> None:
    result = kret("call", program, "depth", "500", "-f", "depth", "--max-instructions", "300")
    inside = [line for line in result.stdout.splitlines() if line.startswith("still inside")]
    assert len(inside) == 21
    assert inside[0].endswith(" more around these:")
    assert inside[-1].startswith("still inside  depth   depth ")
    summary = records(kret(*f"call {program} depth 500 -f depth --max-instructions 300 --format jsonl".split()).stdout)[
        -1
    ]
    calls = summary["data"]["calls_inside"]
    assert len(calls) == summary["data"]["inside"]
    assert [call["depth"] for call in calls] == list(range(len(calls)))


def test_strict_fails_when_something_was_missed(program: Path) -> None:
    arguments = ["call", program, "depth", "5", "-f", "depth", "--maxactive", "2"]
    assert kret(*arguments).exit_code == 0
    result = kret(*arguments, "--strict")
    assert result.exit_code == 1
    assert "missed  depth   4 (pool empty)" in result.stdout
    assert "peak 2 of 2" in result.stdout
    assert "maxactive 6 would have missed none" in result.stdout
    assert kret(*arguments[:-2], "--strict").exit_code == 0
    missed = [r["data"] for r in records(kret(*arguments, "--format", "jsonl").stdout) if r["type"] == "missed"]
    assert missed == [{"function": "depth", "reason": "pool empty", "count": 4}]


def test_the_exit_status_of_the_guest(program: Path) -> None:
    assert kret("trace", program, "-f", "main").exit_code == 0
    assert kret("trace", program, "-f", "main", "--exit-status", "guest").exit_code == 8
    assert kret("count", program, "--exit-status", "guest", "--", "a", "b").exit_code == 21


# -- count and call --------------------------------------------------------------------------------


def test_count(program: Path) -> None:
    result = kret("count", program, "-f", "fib", "-f", "main", "-f", "leaf", "--", "x")
    assert result.stdout == tree(
        """
        hello
        function  calls  returned  missed  abandoned  inside
        fib          41        41       0          0       0
        main          1         1       0          0       0

        receipt  entries 42 = returned 42   missed 0   abandoned 0   still inside 0   peak 7
        """
    )
    assert "leaf          0" in kret("count", program, "-f", "leaf", "-a").stdout


def test_count_as_records_adds_up_to_the_summary(program: Path) -> None:
    *counts, summary = records(kret("count", program, "--format", "jsonl").stdout)[1:]
    assert {record["type"] for record in counts} == {"count"}
    for name in ("entries", "returned", "inside"):
        assert sum(record["data"][name] for record in counts) == summary["data"][name]


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["add", "2", "40"], "add(2, 40) = raw 0x2a (42)"),
        (["add", "0x10", "-1"], "add(16, -1) = raw 0xf (15)"),
        (["add", "0", "-3"], "add(0, -3) = raw 0xfffffffd (4294967293, -3 signed)"),
        (["sum6", "1", "2", "3", "4", "5", "6"], "sum6(1, 2, 3, 4, 5, 6) = raw 0x15 (21)"),
    ],
)
def test_call(arguments: list[str], shown: str, program: Path) -> None:
    result = kret("call", program, *arguments)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == shown
    data = records(kret("call", program, *arguments, "--format", "jsonl").stdout)[1]["data"]
    assert data["result"]["type"] is None
    assert f"raw {data['result']['raw']:#x}" in shown


def test_call_by_address(program: Path) -> None:
    address = kret("list", program, "add").stdout.split()[0]
    assert kret("call", program, address, "1", "2").stdout.startswith("add(1, 2) = raw 0x3 (3)")


# -- real programs -----------------------------------------------------------------------------------

TYPED = """\
all(7) {
  negate(7) = -7
  half(4000000000) = 2000000000
  next_character('a') = 'b'
  next_character('\\'') = '('
  low(-3) = -3
  top(1) = 129
  shorten(-300) = -300
  is_odd(7) = true
  mix(RED, RED) = RED
  mix(RED, GREEN) = BLUE
  mix(9, 9) = 9
  sign_of(-7) = MINUS
  wide(-5000000000, 3) = -15000000000
  nothing()
"""


@pytest.mark.parametrize("variant", ["O0", "O2"])
@pytest.mark.parametrize("arch", ["x86_64", "i386"])
def test_typed_values(arch: str, variant: str) -> None:
    if not has_plugin(arch):
        pytest.skip(f"the architecture {arch} is not installed")
    program = DATA / f"typed.{arch}.{variant}"
    text = kret("trace", program, "-x", "skip").stdout
    assert text.startswith(TYPED)
    assert "add(-1, 2) = 1" in text
    assert "eight(1, 2, 3, 4, 5, 6, 7, -8) = 20" in text
    assert "variadic(1, ...) = 1" in text
    assert "= <double>" in text and "= <struct point>" in text
    assert kret("trace", program, "-f", "negate", "--raw").stdout.startswith("negate() = raw 0x")
    assert kret("call", program, "negate", "5").stdout.startswith("negate(5) = -5 (raw 0xfffffffb)")


@pytest.mark.parametrize("arch", ["x86_64", "i386"])
def test_arguments_whose_place_is_not_certain_are_not_shown(arch: str) -> None:
    if not has_plugin(arch):
        pytest.skip(f"the architecture {arch} is not installed")
    text = kret(
        "trace", DATA / f"typed.{arch}.O2", "-f", "local", "-f", "make*", "-f", "scale", "-f", "sum_point"
    ).stdout
    shown = text.splitlines()[:6]
    if arch == "i386":  # gcc passes the arguments of a local function in registers there
        assert shown[4:] == ["local(<int>, <int>) = 1", "local(<int>, <int>) = 2"]
        assert shown[:2] == ["scale(3, <double>, 4) = <double>", "make_point(1, 2) = <struct point>"]
    else:
        assert shown[4:] == ["local(7, 6) = 1", "local(9, 7) = 2"]
        assert shown[:2] == ["scale(3, <double>, <int>) = <double>", "make_point(<int>, <int>) = <struct point>"]


@pytest.mark.parametrize("arch", ["x86_64", "i386"])
@pytest.mark.parametrize("name", ["fib.O0", "jump.O2", "coroutine.O2", "expr.O3"])
def test_guests_print_the_same_when_traced(name: str, arch: str, tmp_path: Path) -> None:
    if not has_plugin(arch):
        pytest.skip(f"the architecture {arch} is not installed")
    expected = (GUESTS.parent / "expected" / f"{name.partition('.')[0]}.txt").read_text()
    result = kret("trace", GUESTS / arch / name, "-o", tmp_path / "trace", "--strict")
    assert (result.exit_code, result.stdout) == (0, expected)
    assert load(arch).description.name == arch
