"""The guests on the machine models do what they should, unprobed and with every function probed at its return."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from guest_programs import GUESTS, build, skip_unless_installed

import kretcore
from kretcore import Return, TaskDied

ARCHES = ("x86_64", "i386", "ppc64", "ppc64le", "ia64")
RUNS: dict[str, dict[str, Any]] = build.runs()


@pytest.fixture(params=ARCHES)
def arch(request: pytest.FixtureRequest) -> str:
    """Each architecture whose plugin is installed."""
    name: str = request.param
    skip_unless_installed(name)
    return name


def path_of(arch: str, program: str, variant: str) -> Path:
    return GUESTS / "bin" / arch / f"{program}.{variant}"


class Outcome:
    """What one run gave, and the kernel's account of it."""

    def __init__(
        self,
        path: Path,
        details: dict[str, Any],
        *,
        probed: str | None,
        handler: Callable[[Return], object] | None = None,
        **options: Any,
    ) -> None:
        stdout = io.BytesIO()
        self.events: list[tuple[Any, ...]] = []
        with kretcore.boot(path, stdin=details.get("stdin", "").encode(), stdout=stdout, **options) as kernel:
            if probed is not None:
                kernel.on_return(probed)(handler or self._note)
            argv = [path.name, *details.get("arguments", [])]
            self.status = kernel.run_program(argv, details.get("environment"))
            self.receipt = kernel.receipt()
            assert kernel.tasks == []
        self.output = stdout.getvalue()

    def _note(self, ret: Return) -> None:
        self.events.append((ret.function, ret.value, ret.caller, ret.call, ret.parent, ret.depth, ret.argument(0)))


def _runs() -> Iterator[Any]:
    for arch in ARCHES:
        for program, variant, path in build.programs(arch):
            for name, details in RUNS.items():
                if details["program"] == program and (name != "sort-500" or variant == "O2"):  # many calls: once
                    yield pytest.param(arch, name, path, id=f"{arch}-{name}.{variant}")


@pytest.mark.parametrize(("arch", "name", "path"), [*_runs()])
def test_a_guest_prints_what_is_expected_probed_or_not(arch: str, name: str, path: Path) -> None:
    skip_unless_installed(arch)
    details = RUNS[name]
    expected = (details["status"], (GUESTS / "expected" / f"{name}.txt").read_bytes())
    plain = Outcome(path, details, probed=None)
    assert (plain.status, plain.output) == expected
    assert plain.receipt.entries == 0
    if path.suffix == ".stripped":
        return  # no names to match
    returns: list[int] = []
    probed = Outcome(path, details, probed="*", handler=lambda ret: returns.append(ret.value))
    assert (probed.status, probed.output) == expected
    receipt = probed.receipt
    assert receipt.balanced and receipt.inside == 0 and receipt.missed == {}
    assert receipt.returned == len(returns) > 0
    assert set(receipt.abandoned) <= {"exit", "unwound"}


@pytest.mark.parametrize("variant", ["O0", "O2"])
def test_calls_thrown_away_by_longjmp_are_unwound(arch: str, variant: str) -> None:
    receipt = Outcome(path_of(arch, "jump", variant), {"arguments": ["100"]}, probed="*").receipt
    innermost = receipt.functions["innermost"]
    # 34 of the 100 rounds jump, from three calls deep.
    assert innermost.entries == 100 and innermost.returned == 66
    assert innermost.abandoned == receipt.functions["middle"].abandoned == {"unwound": 34}
    assert receipt.functions["longjmp"].returned == 0
    assert receipt.functions["rounds"].returned == 1
    assert innermost.high_water == 1


@pytest.mark.parametrize("variant", ["O0", "O2"])
def test_a_loop_of_longjmps_does_not_drain_a_pool(arch: str, variant: str) -> None:
    with kretcore.boot(path_of(arch, "jump", variant), stdout=io.BytesIO()) as kernel:
        handle = kernel.on_return("/^(inner|middle|outer|long)/", maxactive=10)(lambda ret: None)
        kernel.call("rounds", 1_000)
        assert all(rp.nmissed == 0 for rp in handle.probes)
        assert kernel.receipt().high_water <= 2


@pytest.mark.parametrize("variant", ["O0", "O2"])
def test_coroutines_return_on_their_own_stacks(arch: str, variant: str) -> None:
    outcome = Outcome(path_of(arch, "coroutine", variant), {"arguments": ["200"]}, probed="*")
    receipt = outcome.receipt
    squares = [event for event in outcome.events if event[0] == "square_and_emit"]
    assert [event[1] for event in squares] == [*range(2, len(squares) + 2)]
    assert receipt.functions["square_and_emit"].entries == 200 == len(squares) + 1
    assert receipt.functions["resume"].returned == receipt.functions["resume"].entries
    assert max(function.high_water for function in receipt.functions.values()) < 12


@pytest.mark.parametrize("variant", ["O0", "O2"])
def test_handlers_see_values_arguments_and_callers(arch: str, variant: str) -> None:
    with kretcore.boot(path_of(arch, "fib", variant)) as kernel:
        seen: list[tuple[int, int, str | None, int]] = []
        kernel.on_return("fib")(lambda ret: seen.append((ret.argument(0), ret.value, ret.caller, ret.depth)))
        assert kernel.call("fib", 4) == 3
    fib = {0: 0, 1: 1, 2: 1, 3: 2, 4: 3}
    assert all(value % 2**32 == fib[n % 2**32] for n, value, _, _ in seen)
    assert seen[-1][2:] == (None, 0)
    assert {caller for _, _, caller, depth in seen if depth} == {"fib"}
    if variant == "O0":
        assert len(seen) == 9


@pytest.mark.parametrize("variant", ["O0", "O2"])
def test_a_handler_changes_what_a_caller_gets(arch: str, variant: str) -> None:
    with kretcore.boot(path_of(arch, "mutual", variant)) as kernel:

        @kernel.on_return("ackermann")
        def change(ret: Return) -> None:
            if ret.depth == 0:
                assert ret.signed == 5
                ret.value = -1

        assert kernel.call("ackermann", 1, 3) == 2**kernel.arch.bits - 1


def trace(path: Path, **options: Any) -> list[tuple[Any, ...]]:
    """Four tasks of one program, run with slices; every return in order."""
    with kretcore.boot(path, stdout=io.BytesIO(), **options) as kernel:
        events: list[tuple[Any, ...]] = []
        kernel.on_return("*")(
            lambda ret: events.append((ret.task.tid, ret.function, ret.value, ret.caller, ret.call, ret.depth))
        )
        tasks = [kernel.spawn("fib", 7 + n) for n in range(4)]
        kernel.run()
        assert [task.result for task in tasks] == [13, 21, 34, 55]
        receipt = kernel.receipt()
        assert receipt.balanced and receipt.inside == 0 and receipt.returned == len(events)
        return events


@pytest.mark.parametrize("cpus", [1, 3])
def test_slices_interleave_tasks_reproducibly(arch: str, cpus: int) -> None:
    path = path_of(arch, "fib", "O2")
    options: dict[str, Any] = {"slice": 50, "cpus": cpus}
    first = trace(path, seed=1, **options)
    assert trace(path, seed=1, **options) == first
    assert trace(path, seed=2, **options) != first
    assert sum(a[0] != b[0] for a, b in pairwise(first)) > 20
    whole = trace(path)
    for tid in range(1, 5):
        in_slices, in_one = ([event[1:4] for event in events if event[0] == tid] for events in (first, whole))
        assert in_slices == in_one


@pytest.mark.parametrize("variant", ["O0", "O2"])
@pytest.mark.parametrize(("program", "run"), [("json", "json"), ("coroutine", "coroutine"), ("jump", "jump-100")])
def test_a_sliced_program_gives_the_same(arch: str, program: str, run: str, variant: str) -> None:
    path, details = path_of(arch, program, variant), RUNS[run]
    whole = Outcome(path, details, probed="*")
    sliced = Outcome(path, details, probed="*", slice=997, seed=5)
    assert (sliced.status, sliced.output, sliced.events) == (whole.status, whole.output, whole.events)
    assert sliced.receipt == whole.receipt


FAULTS = {"divide_by_zero": 128 + 8, "illegal": 128 + 4}
"""Exit statuses; those of the others are 128 + 11."""


DIVISION_NEVER_FAULTS = ("ppc64", "ppc64le")


@pytest.mark.parametrize("variant", ["O0", "O2", "pie"])
@pytest.mark.parametrize(
    "function",
    ["null_read", "null_write", "nested_fault", "divide_by_zero", "illegal", "jump_to_nowhere", "scribble", "overflow"],
)
def test_a_fault_gives_the_instances_back(arch: str, function: str, variant: str) -> None:
    if function == "divide_by_zero" and arch in DIVISION_NEVER_FAULTS:
        pytest.skip(f"{arch} leaves the quotient undefined")
    with kretcore.boot(path_of(arch, "tasks", variant), stack_size=65536) as kernel:
        kernel.on_return("*")(lambda ret: None)
        with pytest.raises(TaskDied) as caught:
            kernel.call(function, 0)
        task = caught.value.task
        assert task.fault is not None and task.exit_status == FAULTS.get(function, 128 + 11)
        receipt = kernel.receipt()
        assert receipt.balanced and receipt.inside == 0 and receipt.missed == {}
        assert receipt.functions[function].abandoned.get("fault", 0) >= 1
        assert kernel.call("depth", 3) == 3
