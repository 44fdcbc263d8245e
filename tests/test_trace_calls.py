"""The calls a tracer tells of are those the receipt counts, over random tasks, slices, kills, longjmps and misses."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy.asm import assemble
from toy.guests import PROGRAM, build

import kretcore
from kretcore.kernel import Kernel
from kretcore.trace.calls import Call, Tracer, Values
from kretcore.trace.records import AbandonReason
from kretcore.trace.text import Style
from kretcore.trace.tree import CallTree


class Recorder:
    """A view that keeps what it is told, and checks that calls are closed once and nest."""

    def __init__(self) -> None:
        self.open: dict[int, Call] = {}
        self.entries = self.returns = 0
        self.abandons: Counter[str] = Counter()
        self.last = 0

    def entered(self, call: Call) -> None:
        assert call.number > self.last
        self.last = call.number
        if call.parent:
            around = self.open[call.parent]
            assert (around.task, around.depth) == (call.task, call.depth - 1)
        else:
            assert call.depth == 0
        self.open[call.number] = call
        self.entries += 1

    def returned(self, call: Call, words: Sequence[int]) -> None:
        assert self.open.pop(call.number) is call
        self.returns += 1

    def abandoned(self, call: Call, reason: AbandonReason) -> None:
        assert self.open.pop(call.number) is call
        self.abandons[reason] += 1


FUNCTIONS = {
    "fib": 5, "depth": 12, "is_even": 6, "tail_outer": 9, "call_leaf": 4, "jump_loop": 4, "generate": 4, "worker": 4,
    "exit_outer": 9, "fault_outer": 0, "divide": 0,
}  # fmt: skip

work = st.sampled_from(sorted(FUNCTIONS)).flatmap(
    lambda name: st.tuples(st.just(name), st.integers(0, FUNCTIONS[name]))
)
# Each function in one task only: those that throw or switch stacks keep what they need in globals.
some_work = st.lists(work, min_size=1, max_size=5, unique_by=lambda job: job[0])


def probed(arch: str, cpus: int, slice_: int | None, seed: int) -> Kernel:
    return kretcore.boot(build(arch), cpus=cpus, slice=slice_, seed=seed, stdout=io.BytesIO())


@pytest.mark.parametrize("arch", ["toy", "toystack"])
@given(
    jobs=some_work,
    cpus=st.integers(1, 3),
    slice_=st.none() | st.integers(1, 40),
    seed=st.integers(0, 9),
    maxactive=st.none() | st.integers(1, 4),
    kills=st.lists(st.tuples(st.integers(1, 300), st.integers(0, 4)), max_size=3),
    budget=st.integers(1, 5000),
)
@settings(max_examples=40, deadline=None)
def test_calls_add_up_to_the_receipt(
    arch: str,
    jobs: list[tuple[str, int]],
    cpus: int,
    slice_: int | None,
    seed: int,
    maxactive: int | None,
    kills: list[tuple[int, int]],
    budget: int,
) -> None:
    with probed(arch, cpus, slice_, seed) as kernel:
        view = Recorder()
        tracer = Tracer(kernel, view, None)
        kernel.probe_returns("*", tracer.handler, tracer.entry_handler, maxactive, arguments=0)
        tasks = [kernel.spawn(name, argument) for name, argument in jobs]
        for instructions, index in kills:
            kernel.run(instructions)
            kernel.kill(tasks[index % len(tasks)])
        kernel.run(budget)
        tracer.finish()
        receipt = kernel.receipt()
        assert receipt.balanced
        assert view.entries == receipt.entries - receipt.declined - sum(receipt.missed.values())
        assert view.returns == receipt.returned
        assert view.abandons == receipt.abandoned
        inside = sorted(instance.call for task in kernel.tasks for instance in task.instances)
        assert sorted(view.open) == inside


def traced(arch: str, jobs: list[tuple[str, int]], slice_: int | None, pattern: str = "*") -> list[str]:
    lines: list[str] = []
    with probed(arch, 1, slice_, 0) as kernel:
        tree = CallTree(lines.append, Values(kernel.arch.bits, kernel.arch.byte_order), Style(False))
        tracer = Tracer(kernel, tree, None)
        kernel.probe_returns(pattern, tracer.handler, tracer.entry_handler, arguments=0)
        for name, argument in jobs:
            kernel.spawn(name, argument)
        kernel.run()
        tracer.finish()
        tree.flush()
        assert kernel.receipt().inside == 0
    return lines


def test_a_task_switch_is_shown(toy_arch: str) -> None:
    assert traced(toy_arch, [("worker", 1), ("leaf", 4)], None, "*leaf") == [
        "pausing_leaf() {",
        " ---- leaf-2 ----",
        "leaf() = raw 0x5",
        " ---- worker-1 ----",
        "  leaf() = raw 0x1",
        "} = raw 0x1",
    ]
    assert not any("----" in line for line in traced(toy_arch, [("worker", 3)], 3))


def test_a_task_that_ends_is_closed_before_the_next_one_speaks(toy_arch: str) -> None:
    lines = traced(toy_arch, [("exit_outer", 1), ("leaf", 4)], None, "/^(leaf|exit_.*)$/")
    assert lines == [
        "exit_outer() {",
        "  exit_inner() abandoned: exit",
        "} abandoned: exit",
        " ---- leaf-2 ----",
        "leaf() = raw 0x5",
    ]


@pytest.mark.parametrize("arch", ["toy", "toystack"])
@given(jobs=some_work, slice_=st.none() | st.integers(1, 40))
@settings(max_examples=25, deadline=None)
def test_braces_match_per_task(arch: str, jobs: list[tuple[str, int]], slice_: int | None) -> None:
    open_braces: Counter[str] = Counter()
    task = "first"
    for line in traced(arch, jobs, slice_):
        if line.startswith(" ----"):
            task = line
            continue
        text = line.strip()
        if text.endswith("{"):
            open_braces[task] += 1
        elif text.startswith("}"):
            # The first task has no line of its own until there is a second.
            open_braces["first" if task != "first" and not open_braces[task] else task] -= 1
    assert all(count == 0 for count in open_braces.values())


def test_thrown_calls_are_closed_before_the_next_call(toy_arch: str) -> None:
    thrown = ["  jump_middle() {", "    jump_thrower() abandoned: unwound", "  } abandoned: unwound"]
    lines = traced(toy_arch, [("jump_loop", 2)], None, "jump_*")
    assert lines == ["jump_loop() {", *thrown, *thrown, "} = raw 0x3"]


THROWS_AND_EXITS = """
.func again                     ; again(1) is thrown back to, then calls again(0), which exits
    enter
    cmpi a0, 0
    beq .end
    la a0, jump_buffer
    callf setjmp
    cmpi v0, 0
    bne .caught
    movi a0, 1
    callf jump_thrower
    halt
.caught:
    movi a0, 0
    callf again
    halt
.end:
    callf exit_inner
    halt
.endfunc

"""


def test_thrown_calls_are_told_from_those_that_exit_even_when_only_a_missed_call_shows_it(toy_arch: str) -> None:
    marker = ".section .kprobes.text"
    lines: list[str] = []
    with kretcore.boot(assemble(PROGRAM.replace(marker, THROWS_AND_EXITS + marker), toy_arch)) as kernel:
        tree = CallTree(lines.append, Values(32, "big"), Style(False))
        tracer = Tracer(kernel, tree, None)
        for name in ("again", "jump_thrower"):
            kernel.probe_returns(name, tracer.handler, tracer.entry_handler, maxactive=1, arguments=0)
        kernel.spawn("again", 1)
        kernel.run()
        tracer.finish()
        receipt = kernel.receipt()
    assert receipt.missed == {"pool empty": 1}
    assert receipt.abandoned == {"exit": 1, "unwound": 1}
    assert lines == ["again() {", "  jump_thrower() abandoned: unwound", "} abandoned: exit"]


def test_interrupt_leaves_the_receipt_balanced(toy_arch: str) -> None:
    with probed(toy_arch, 1, None, 0) as kernel:
        seen = []

        def handler(instance: object, registers: object) -> None:
            seen.append(kernel.receipt().entries)
            if len(seen) == 7:
                kernel.interrupt()

        kernel.probe_returns("fib", handler)
        task = kernel.spawn("fib", 8)
        with pytest.raises(KeyboardInterrupt):
            kernel.run()
        assert len(seen) == 7
        receipt = kernel.receipt()
        assert receipt.balanced and receipt.inside == len(task.instances) > 0
        kernel.run()
        assert task.result == 21
        assert kernel.receipt().inside == 0
