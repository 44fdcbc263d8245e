"""The entry log on ia64: what it refuses, and that hot code goes through it. tests/test_entry_log.py has the rest."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kretcore_ia64.bundles import MII, NOP, pack
from kretcore_ia64.call_sites import Ia64Calls
from kretcore_ia64.decoder import decode
from kretcore_ia64.machine import SYSTEM_CALL, Ia64Machine
from kretcore_ia64.prepare import BREAK
from kretcore_llvm.engine import Mode
from kretcore_llvm.hot import compile_now

import kretcore
from kretcore import Kernel

GUESTS = Path(__file__).parents[3] / "tests" / "guests" / "bin" / "ia64"


@pytest.fixture
def kernel() -> Iterator[Kernel]:
    with kretcore.boot(GUESTS / "fib.O2", stdout=io.BytesIO()) as booted:
        yield booted


CALLS = 89
"""Of fib in fib(10): gcc makes a loop of the second one."""


def compile_everything(kernel: Kernel) -> None:
    """Compile a region at each bundle of fib."""
    machine: Any = kernel.machine
    translations = machine.engine.translations
    fib = kernel.symbols.lookup("fib")
    for address in range(fib.address, fib.address + fib.size, 16):
        compile_now(translations, address)


def test_hot_code_notes_calls(kernel: Kernel) -> None:
    seen: list[tuple[int, int]] = []
    kernel.on_return("fib")(lambda ret: seen.append((ret.argument(0), ret.value)))
    compile_everything(kernel)
    assert kernel.call("fib", 10) == 55
    told = seen.copy()
    seen.clear()
    kernel.on_entry("fib")(lambda entry: None)  # two probes on a function: nothing is deferred any more
    assert kernel.call("fib", 10) == 55
    assert len(seen) == CALLS and seen == told


def test_a_region_made_before_the_probe_does_not_pass_it_by(kernel: Kernel) -> None:
    compile_everything(kernel)
    assert kernel.call("fib", 10) == 55
    kernel.on_return("fib")(lambda ret: None)
    compile_everything(kernel)
    kernel.call("fib", 10)
    assert kernel.receipt().returned == CALLS


def test_an_exception_in_a_handler_surfaces_and_nothing_is_lost(kernel: Kernel) -> None:
    raised: list[int] = []

    @kernel.on_return("fib")
    def handler(ret: kretcore.Return) -> None:
        if ret.depth == 3 and not raised:
            raised.append(ret.call)
            raise ZeroDivisionError("a mistake in a handler")

    with pytest.raises(ZeroDivisionError, match="a mistake in a handler"):
        kernel.call("fib", 8)
    assert kernel.receipt().balanced
    assert kernel.call("fib", 8) == 21
    receipt = kernel.receipt()
    assert receipt.balanced and receipt.returned > 34


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"return_register": None}, "return addresses are in b0, not in None"),
        ({"registers": ("r32", "r14")}, "r14 is no argument register of ia64"),
        ({"stack_words": 1}, "no words on the stack"),
    ],
)
def test_calls_that_look_otherwise_are_refused(wrong: dict[str, Any], message: str) -> None:
    machine = Ia64Machine()
    assert machine.entry_log is not None
    right: dict[str, Any] = {
        "trampoline": 0x1000,
        "text": (0, 0x2000),
        "return_register": "b0",
        "registers": ("r32",),
        "stack_offset": 16,
        "stack_words": 0,
    }
    try:
        assert machine.entry_log.configure(**right) == 5
        with pytest.raises(ValueError, match=message):
            machine.entry_log.configure(**right | wrong)
    finally:
        machine.close()


@pytest.mark.parametrize(
    ("word", "is_one"),
    [(BREAK, True), (BREAK | 6, False), (SYSTEM_CALL << 6, False), (0, False)],
)
def test_only_a_breakpoint_that_is_always_hit_notes(word: int, is_one: bool) -> None:
    """A program may write over one, and with a predicate it may be passed by."""
    instruction, *_ = decode(pack(MII, word, NOP["I"], NOP["I"]), 0)
    assert Ia64Calls().is_breakpoint(instruction) is is_one


def test_the_reference_has_no_entry_log() -> None:
    machine = Ia64Machine(Mode.REFERENCE)
    assert machine.entry_log is None
    machine.close()
