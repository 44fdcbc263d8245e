"""A machine that notes entries by itself and tells later shows the same calls as one that tells at once."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import kretcore
from kretcore import Kernel, Kretprobe

GUESTS = Path(__file__).parent / "guests" / "bin"
ARCHES = ("x86_64", "i386", "ppc64", "ppc64le", "ia64")
PROGRAMS = ("fib.O2", "sort.O2", "structs.O3", "jump.O2", "mutual.O2", "coroutine.O0", "matrix.O0", "fib.pie")
Events = list[tuple[object, ...]]


def boot(arch: str, program: str, **options: int) -> Kernel:
    try:
        return kretcore.boot(GUESTS / arch / program, stdout=io.BytesIO(), **options)  # type: ignore[arg-type]
    except kretcore.PluginNotFoundError:
        pytest.skip(f"the plugin for {arch} is not installed")


def events_of(kernel: Kernel, maxactive: int | None) -> Events:
    """Run the program with everything probed and return what was seen of it."""
    seen: Events = []

    def note(ret: kretcore.Return) -> None:
        kept = ret.freeze()
        seen.append((kept.function, kept.value, kept.caller, kept.task.tid, kept.call, kept.parent, kept.depth))
        seen.append((kept.return_address, kept.arguments))
        if len(seen) % 200 == 0:
            assert kernel.receipt().balanced

    with kernel:
        kernel.on_return("*", maxactive=maxactive)(note)
        seen.append((kernel.run_program(["program"]), str(kernel.receipt())))
        seen.append(tuple(sorted((name, str(receipt)) for name, receipt in kernel.receipt().functions.items())))
    return seen


@pytest.mark.parametrize("maxactive", [None, 1, 3])
@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("arch", ARCHES)
def test_noted_and_told_calls_are_the_same(
    arch: str, program: str, maxactive: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = boot(arch, program)
    log = type(kernel.machine.entry_log)  # type: ignore[attr-defined]
    noted = events_of(kernel, maxactive)
    monkeypatch.setattr(log, "defer", lambda *arguments: None)
    assert noted == events_of(boot(arch, program), maxactive)


@pytest.mark.parametrize("arch", ARCHES)
def test_noted_entries_call_nobody_until_the_innermost_returns(arch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = boot(arch, "fib.O0")
    handed_over: list[int] = []
    at_once: list[int] = []
    with kernel:
        kernel.on_return("fib")(lambda ret: None)
        log = kernel.machine.entry_log  # type: ignore[attr-defined]
        enter, returned = log.on_entries, log.on_return

        def count_entries(rows: list[int]) -> None:
            handed_over.append(len(rows))
            enter(rows)

        def count_return(row: list[int]) -> None:
            at_once.append(len(row))
            returned(row)

        log.on_entries, log.on_return = count_entries, count_return
        assert kernel.call("fib", 3) == 2
        assert kernel.receipt().returned == 5
    width = at_once[0]
    # fib(3) and fib(2) are under way when fib(1) comes straight back; fib(0) and the other fib(1) come straight back.
    # The outermost call returns to the host, not into the program's text: it is told at once.
    assert handed_over == [width]
    assert len(at_once) == 3


@pytest.mark.parametrize("arch", ARCHES)
def test_calls_inside_a_handler_are_not_noted_but_missed(arch: str) -> None:
    with boot(arch, "fib.O0") as kernel:

        @kernel.on_return("fib")
        def again(ret: kretcore.Return) -> None:
            if ret.depth == 0:
                assert kernel.call("fib", 4) == 3

        assert kernel.call("fib", 3) == 2
        receipt = kernel.receipt()
        assert (receipt.returned, dict(receipt.missed)) == (5, {"nested": 9})


@pytest.mark.parametrize("arch", ARCHES)
def test_a_quota_is_never_overdrawn(arch: str) -> None:
    with boot(arch, "fib.O0") as kernel:
        probe = Kretprobe(symbol="fib", handler=lambda instance, registers: None, maxactive=3)
        kernel.register_kretprobe(probe)
        assert kernel.call("fib", 8) == 21
        receipt = kernel.receipt()
        assert receipt.balanced
        assert receipt.high_water == 3
        assert probe.nmissed == receipt.missed["pool empty"] == receipt.entries - receipt.returned > 0


@pytest.mark.parametrize("arch", ARCHES)
def test_unregistering_and_disabling_stop_the_notes(arch: str) -> None:
    with boot(arch, "fib.O0") as kernel:
        probe = Kretprobe(symbol="fib", handler=lambda instance, registers: None)
        kernel.register_kretprobe(probe)
        kernel.disable_kretprobe(probe)
        assert kernel.call("fib", 4) == 3
        assert kernel.receipt().entries == 0
        kernel.enable_kretprobe(probe)
        assert kernel.call("fib", 2) == 1
        assert kernel.receipt().returned == 3
        kernel.unregister_kretprobe(probe)
        assert kernel.call("fib", 4) == 3
        assert kernel.receipt().returned == 3
