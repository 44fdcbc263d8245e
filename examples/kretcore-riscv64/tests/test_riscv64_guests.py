"""Programs that gcc built do on this machine what they do under qemu, probed or not."""

from __future__ import annotations

import io
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

import kretcore
from kretcore import Kprobe, RegistrationError
from kretcore.images import load_image

BIN = Path(__file__).parent / "guests" / "bin"
TEXT = b"a level bob  kayak words"
OUTPUT = {
    "fib": b"fib = 13\neven = 0\n",
    "words": b"a level bob  kayak sdrow" + b"words = 5\nlongest = 5\nfirst letter is the last = 4\n",
    "structs": b"first = -2\npower = 23416728348467685\nten = 20000000060\ndivide = -3002\n"
    b"mix = 3093487744388647187\nunpack = 142272\n",
}
STATUS = {"fib": 0, "words": 3, "structs": 94}
PROGRAMS = [f"{name}.{level}" for name in OUTPUT for level in ("O0", "O2")]


def expected(program: str) -> tuple[int, bytes]:
    name = program.partition(".")[0]
    return STATUS[name], OUTPUT[name]


@pytest.mark.parametrize("program", PROGRAMS)
def test_qemu_agrees_with_what_is_expected(program: str) -> None:
    qemu = shutil.which("qemu-riscv64-static") or shutil.which("qemu-riscv64")
    if qemu is None:
        pytest.skip("qemu-user is not installed")
    done = subprocess.run([qemu, BIN / program], input=TEXT, stdout=subprocess.PIPE, check=False, timeout=60)
    assert (done.returncode, done.stdout) == expected(program)


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("pattern", [None, "*"])
def test_a_guest_does_what_it_should_probed_or_not(program: str, pattern: str | None) -> None:
    stdout = io.BytesIO()
    with kretcore.boot(BIN / program, stdin=TEXT, stdout=stdout) as kernel:
        seen: list[str] = []
        if pattern:
            kernel.on_return(pattern)(lambda ret: seen.append(ret.function))
        assert (kernel.run_program(), stdout.getvalue()) == expected(program)
        receipt = kernel.receipt()
        assert receipt.balanced and receipt.inside == 0 and receipt.missed == {}
        assert receipt.entries == receipt.returned == len(seen)
        assert not pattern or {"main", "put", "show"} <= {*seen}


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("posts", [False, True])
def test_a_guest_does_what_it_should_with_every_instruction_probed(program: str, posts: bool) -> None:
    stdout = io.BytesIO()
    with kretcore.boot(BIN / program, stdin=TEXT, stdout=stdout) as kernel:
        hits, after = 0, 0

        def pre(probe: Kprobe, registers: object) -> None:
            nonlocal hits
            hits += 1

        def post(probe: Kprobe, registers: object) -> None:
            nonlocal after
            after += 1

        for symbol in load_image(BIN / program).symbols:
            if symbol.kind == "function" and symbol.name != "_start":
                for address in range(symbol.address, symbol.address + symbol.size, 4):
                    try:
                        kernel.register_kprobe(
                            Kprobe(address=address, pre_handler=pre, post_handler=post if posts else None)
                        )
                    except RegistrationError as refusal:  # no function of these programs holds a breakpoint
                        pytest.fail(str(refusal))
        assert (kernel.run_program(), stdout.getvalue()) == expected(program)
        assert hits > 500 and after == (hits if posts else 0)


@pytest.mark.parametrize("level", ["O0", "O2"])
def test_returns_show_arguments_results_and_depth(level: str) -> None:
    with kretcore.boot(BIN / f"fib.{level}") as kernel:
        calls: list[tuple[int, int]] = []
        kernel.on_return("fib")(lambda ret: calls.append((ret.argument(0), ret.value)))
        assert kernel.call("fib", 12) == 144
        assert calls[-1] == (12, 144)
        assert len(calls) == 465 or level == "O2"
        fibonacci = [0, 1]
        for _ in range(11):
            fibonacci.append(fibonacci[-1] + fibonacci[-2])
        assert all(value == fibonacci[n] for n, value in calls)


def test_a_function_called_by_itself_finds_its_data_by_the_global_pointer() -> None:
    with kretcore.boot(BIN / "words.O2") as kernel:
        word = kernel.call("allocate", 16)
        kernel.machine.memory.write(word, b"kayak")
        assert kernel.call("count_word", word, 5) == 1
        assert kernel.call("count_word", word, 4) == 0
        at = {symbol.name: symbol.address for symbol in load_image(BIN / "words.O2").symbols}
        assert [kernel.machine.memory.load_word(at[name]) for name in ("words", "longest")] == [2, 5]


@pytest.mark.parametrize("level", ["O0", "O2"])
def test_a_tail_call_returns_once_for_both(level: str) -> None:
    with kretcore.boot(BIN / f"fib.{level}") as kernel:
        kernel.on_return("is_even")(lambda ret: None)
        kernel.on_return("is_odd")(lambda ret: None)
        assert kernel.call("is_even", 9) == 0
        receipt = kernel.receipt()
        assert receipt.returned == receipt.entries == 10


def test_tasks_take_turns() -> None:
    with kretcore.boot(BIN / "fib.O2", slice=50, cpus=2) as kernel:
        order: list[int] = []
        kernel.on_return("fib")(lambda ret: order.append(ret.task.tid))
        tasks = [kernel.spawn("fib", n) for n in (9, 10, 11)]
        kernel.run()
        assert [task.result for task in tasks] == [34, 55, 89]
        assert sum(before != after for before, after in pairwise(order)) > 20
        assert kernel.receipt().balanced


def test_a_program_for_hardware_floating_point_is_refused() -> None:
    damaged = bytearray((BIN / "fib.O2").read_bytes())
    damaged[48] = 5  # e_flags: compressed instructions, double-precision registers in calls
    with pytest.raises(kretcore.KretcoreError):
        kretcore.boot(bytes(damaged))
