"""Hits of kprobes: from the trap to the post handler, nested, with handlers that raise or change the probes.

The markers name the rows of the semantics reference that a test shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from kprobe_guest import PROGRAM, STRAIGHT, Log, address, armed, handler, raiser, refusal, text, then
from toy.asm import assemble
from toy.guests import build

from kretcore import Kernel, KernelPanic, Kprobe, TaskDied, TaskState, UsageError, boot
from kretcore.machine import Access, FaultKind
from kretcore.tasks import KprobeStatus

semantics = pytest.mark.semantics


@pytest.fixture
def kernel(toy_arch: str) -> Iterator[Kernel]:
    with boot(assemble(PROGRAM, toy_arch)) as kernel:
        yield kernel


@pytest.fixture
def guests(toy_arch: str) -> Iterator[Kernel]:
    with boot(build(toy_arch)) as kernel:
        yield kernel


# --- hits ------------------------------------------------------------------------------------------


@semantics("H1", "H2", "S2", "S3")
@pytest.mark.parametrize("offset", STRAIGHT)
@pytest.mark.parametrize("post", [False, True])
def test_one_hit_from_pre_handler_to_post_handler(kernel: Kernel, offset: int, post: bool) -> None:
    """Status, order, and the program counters that handlers see; the function's result is untouched."""
    at = address(kernel, "straight", offset)
    cpu = kernel._scheduler.cpus[0]
    seen: list[tuple[str, int, KprobeStatus, int | None]] = []

    def note(what: str, registers: Any) -> None:
        seen.append((what, registers["pc"], cpu.status, cpu.site.address if cpu.site else None))

    def pre_handler(kp: Kprobe, registers: Any) -> None:
        assert armed(kernel, at), "the breakpoint stays in place"
        note("pre", registers)

    def post_handler(kp: Kprobe, registers: Any) -> None:
        assert armed(kernel, at)
        note("post", registers)

    probe = Kprobe(
        symbol="straight", offset=offset, pre_handler=pre_handler, post_handler=post_handler if post else None
    )
    kernel.register_kprobe(probe)
    assert kernel.call("straight", 6) == 42
    following = {12: at + 8}.get(offset, at + 4)
    assert seen[0] == ("pre", at, KprobeStatus.ACTIVE, at)
    assert seen[1:] == ([("post", following, KprobeStatus.SSDONE, at)] if post else [])
    assert (cpu.status, cpu.site) == (KprobeStatus.NONE, None)


@semantics("H5", "H6")
def test_the_program_counter_of_a_call_is_what_it_would_be_unprobed(kernel: Kernel) -> None:
    entry = address(kernel, "other")
    call = next(at for at in range(entry, entry + 64, 4) if kernel.machine.memory.load_word(at) >> 24 in (0x51, 0x52))
    seen: list[int] = []
    kernel.register_kprobe(
        Kprobe(
            address=call,
            pre_handler=lambda kp, registers: seen.append(registers["pc"]),
            post_handler=lambda kp, registers: seen.append(registers["pc"]),
        )
    )
    assert kernel.call("other", 3) == 21
    assert seen == [call, address(kernel, "straight")]


@semantics("H3", "A3")
@pytest.mark.parametrize("offset", [0, 4, 12])
def test_a_non_zero_result_skips_the_instruction_and_everything_behind(kernel: Kernel, offset: int) -> None:
    log = Log(kernel)
    last = log.probe("last", "straight", offset=offset)

    def skip(kp: Kprobe, registers: Any) -> int:
        log.events.append(("skip", "pre"))
        registers["pc"] = address(kernel, "straight", 20)  # .on
        registers["r5"] = 100
        registers["r6"] = address(kernel, "straight", 8)
        return 1

    def never(kp: Kprobe, registers: Any) -> None:
        raise AssertionError("no post handler after a change of the program counter")

    skipping = Kprobe(symbol="straight", offset=offset, pre_handler=skip, post_handler=never)
    first = log.probe("first", "straight", offset=offset, post=False)
    kernel.register_kprobes([last, skipping, first])
    assert kernel.call("straight", 1) == 700
    assert log.take() == [("first", "pre"), ("skip", "pre")]
    kernel.unregister_kprobe(skipping)
    assert kernel.call("straight", 1) == 7


@semantics("H7")
def test_a_handler_runs_no_other_task_of_its_cpu(guests: Kernel) -> None:
    """Preemption is off: while a handler calls a guest function, the others of its CPU stand still."""
    order: list[str] = []
    guests.register_kprobe(Kprobe(symbol="leaf", pre_handler=then(lambda: order.append(f"leaf of {guests.current}"))))

    def nested() -> None:
        order.append("begin")
        guests.call("worker", 2)  # yields, but only it may run here
        order.append("end")

    guests.register_kprobe(Kprobe(symbol="add", pre_handler=then(nested)))
    guests.spawn("add", 1, 2, name="adder")
    guests.spawn("leaf", 1, name="other")
    guests.run()
    assert order == ["begin", "end", "leaf of other-2"]


@semantics("H8", "A7", "R9")
@pytest.mark.parametrize("offset", STRAIGHT)
@pytest.mark.parametrize("post", [False, True])
@pytest.mark.parametrize("where", ["pre", "post"])
def test_a_nested_hit_is_counted_and_not_handled(kernel: Kernel, offset: int, post: bool, where: str) -> None:
    """Every child is counted, disabled ones too; the instruction runs, and the outer probe goes on where it was."""
    log = Log(kernel)
    children = [
        log.probe("x", "straight", offset=offset, post=post),
        log.probe("y", "straight", offset=offset, disabled=True, post=post),
    ]
    results: list[int] = []
    states: list[tuple[KprobeStatus, object]] = []
    cpu = kernel._scheduler.cpus[0]

    def nested(kp: Kprobe, registers: Any) -> None:
        for number in (1, 2):
            before = (cpu.status, cpu.site)
            results.append(kernel.call("straight", number))
            states.append((cpu.status, cpu.site))
            assert states[-1] == before

    outer = log.probe("outer", "sized")
    inner = Kprobe(symbol="sized", **handler(where, nested))
    kernel.register_kprobes([*children, outer, inner])
    assert kernel.call("sized") == 1
    assert results == [7, 14]
    assert [child.nmissed for child in children] == [2, 2]
    assert log.take() == [("outer", "pre"), ("outer", "post")]
    assert kernel.call("straight", 3) == 21
    assert log.take() == [("x", "pre"), ("x", "post")][: 1 + post]


@semantics("H8")
def test_each_cpu_handles_its_own_probe(toy_arch: str) -> None:
    """While a handler of one CPU calls a guest function, a task on the other CPU hits probes as ever."""
    with boot(build(toy_arch), cpus=2) as kernel:
        handled: list[str] = []
        leaf = Kprobe(symbol="leaf", pre_handler=lambda kp, registers: handled.append(str(kernel.current)))
        kernel.register_kprobe(leaf)

        def nested() -> None:
            assert kernel.call("worker", 3) == 3

        kernel.register_kprobe(Kprobe(symbol="add", pre_handler=then(nested)))
        kernel.spawn("add", 1, 2, name="first cpu")
        other = kernel.spawn("worker", 2, name="second cpu")
        kernel.run()
        assert other.result == 2
        assert handled == ["second cpu-2"] * 2
        assert leaf.nmissed == 3


@semantics("H9")
def test_a_hit_while_a_nested_one_is_stepped_is_a_panic(kernel: Kernel) -> None:
    """A guest cannot bring it about, for handlers' calls are one level deep: the traps are delivered by hand."""
    second, third = address(kernel, "straight"), address(kernel, "straight", 8)
    for at in (second, third):
        kernel.register_kprobe(Kprobe(address=at, post_handler=lambda kp, registers: None))

    def trap() -> None:
        deliver = kernel.machine.on_breakpoint
        assert deliver is not None
        deliver(second)
        assert kernel._scheduler.cpus[0].status is KprobeStatus.REENTER
        deliver(third)

    outer = Kprobe(symbol="sized", pre_handler=then(trap))
    kernel.register_kprobe(outer)
    with pytest.raises(KernelPanic) as panic:
        kernel.call("sized")
    assert panic.value.pc == third
    assert panic.value.task is not None and panic.value.task.state is TaskState.FAULTED
    kernel.unregister_kprobe(outer)
    assert kernel.call("straight", 2) == 14


@semantics("H8")
def test_calls_in_handlers_go_one_level_deep(kernel: Kernel) -> None:
    """Probes are not handled in a handler's call, so only another CPU's handler could go deeper: refused."""
    kernel.register_kprobe(Kprobe(symbol="straight", pre_handler=then(lambda: kernel.call("straight", 1))))
    assert kernel.call("straight", 2) == 14
    kernel.register_kprobe(Kprobe(symbol="sized", pre_handler=then(kernel.run)))
    with pytest.raises(UsageError, match="handler"):
        kernel.call("sized")


@semantics("H8")
def test_a_call_within_a_call_of_another_cpu_is_refused(toy_arch: str) -> None:
    with boot(build(toy_arch), cpus=2) as kernel:
        kernel.register_kprobe(Kprobe(symbol="leaf", pre_handler=then(lambda: kernel.call("fib", 3))))
        kernel.register_kprobe(Kprobe(symbol="add", pre_handler=then(lambda: kernel.call("worker", 2))))
        kernel.spawn("add", 1, 2)
        kernel.spawn("leaf", 1)
        with pytest.raises(UsageError, match="one level"):
            kernel.run()
        kernel.run()
        assert kernel.tasks == []


@semantics("H8")
@pytest.mark.parametrize("post", [False, True])
def test_a_nested_task_that_faults_leaves_the_outer_probe_alone(guests: Kernel, post: bool) -> None:
    log = Log(guests)
    watched = log.probe("watched", "fault_read", offset=4, post=post)

    def nested(kp: Kprobe, registers: Any) -> None:
        for function in ("fault_read", "fault_nowhere", "exit_outer"):
            with pytest.raises(TaskDied) as caught:
                guests.call(function, 3)
            if function == "fault_read":
                assert caught.value.task.fault is not None
                assert caught.value.task.fault.pc == address(guests, "fault_read", 4)
        assert guests.call("leaf", 1) == 2

    leaf = log.probe("leaf", "leaf")
    outer = log.probe("outer", "add", pre=False)
    guests.register_kprobes([watched, leaf, outer, Kprobe(symbol="add", pre_handler=nested)])
    assert guests.call("add", 1, 2) == 3
    assert (watched.nmissed, leaf.nmissed) == (1, 1)
    assert log.take() == [("outer", "post")]
    guests.call("leaf", 1)
    assert log.take() == [("leaf", "pre"), ("leaf", "post")]


@semantics("H10", "H11")
def test_a_trap_of_the_guests_own_is_its_fault(guests: Kernel) -> None:
    """Not ours: handed on. A breakpoint that has vanished cannot trap: see the next test."""
    guests.register_kprobe(Kprobe(symbol="leaf"))
    with pytest.raises(TaskDied) as caught:
        guests.call("own_breakpoint")
    task = caught.value.task
    assert task.fault is not None
    assert (task.fault.kind, task.fault.pc) == (FaultKind.TRAP, address(guests, "own_breakpoint"))
    assert (task.state, task.exit_status) == (TaskState.FAULTED, 128 + 5)
    assert "own_breakpoint" in str(caught.value)


@semantics("H11")
def test_a_breakpoint_that_has_gone_does_not_trap_any_more(toy_arch: str) -> None:
    """Traps are synchronous and writing text drops translations, so no CPU meets a breakpoint after its removal."""
    with boot(build(toy_arch), cpus=2) as kernel:
        log = Log(kernel)
        probe = log.probe("a", "leaf")
        kernel.register_kprobe(probe)
        kernel.register_kprobe(Kprobe(symbol="add", pre_handler=then(lambda: kernel.unregister_kprobe(probe))))
        workers = [kernel.spawn("worker", 3) for _ in range(2)]
        kernel.run(max_instructions=60)
        assert log.take()
        kernel.call("add", 1, 2)
        log.take()
        kernel.run()
        assert [task.result for task in workers] == [3, 3]
        assert log.take() == []


@semantics("H13")
@pytest.mark.parametrize("post", [False, True])
@pytest.mark.parametrize("gone", [False, True])
def test_a_fault_while_stepping_is_reported_at_the_probed_address(kernel: Kernel, post: bool, gone: bool) -> None:
    """Also when the handler has unregistered its probe, and with other copies in the slots around it."""
    log = Log(kernel)
    for offset in (0, 8):
        kernel.register_kprobe(log.probe(str(offset), "fault_at_1", offset=offset, post=False))
    faulting = log.probe("4", "fault_at_1", offset=4, post=post)
    if gone:
        kernel.register_kprobe(
            Kprobe(symbol="fault_at_1", offset=4, pre_handler=lambda kp, registers: kernel.unregister_kprobe(kp))
        )
    kernel.register_kprobe(faulting)
    with pytest.raises(TaskDied) as caught:
        kernel.call("fault_at_1")
    fault = caught.value.task.fault
    assert fault is not None
    assert (fault.pc, fault.address, fault.access) == (address(kernel, "fault_at_1", 4), 8, Access.READ)
    assert "fault_at_1+0x4" in str(caught.value)
    assert log.take() == [("0", "pre"), ("4", "pre")]
    assert kernel._scheduler.cpus[0].status is KprobeStatus.NONE
    assert kernel.call("straight", 1) == 7


@semantics("H13")
def test_a_fault_of_a_copy_whose_probe_has_unregistered_itself(kernel: Kernel) -> None:
    kernel.register_kprobe(
        Kprobe(symbol="fault_at_1", offset=4, pre_handler=lambda kp, registers: kernel.unregister_kprobe(kp))
    )
    with pytest.raises(TaskDied) as caught:
        kernel.call("fault_at_1")
    assert caught.value.task.fault is not None
    assert caught.value.task.fault.pc == address(kernel, "fault_at_1", 4)


@semantics("H13")
def test_a_fault_of_an_emulated_instruction_is_the_guests(kernel: Kernel, toy_arch: str) -> None:
    at = address(kernel, "crash_call", 8)
    unprobed = kernel.spawn("crash_call")
    kernel.run()
    done: list[int] = []
    kernel.register_kprobe(Kprobe(address=at, post_handler=lambda kp, registers: done.append(registers["pc"])))
    with pytest.raises(TaskDied) as caught:
        kernel.call("crash_call")
    fault = caught.value.task.fault
    assert fault is not None
    # With a link register the call itself does nothing wrong.
    assert fault.pc == (at if toy_arch == "toystack" else 0x800)
    assert done == ([] if toy_arch == "toystack" else [0x800]), "no post handler after a fault"
    assert fault == unprobed.fault
    assert kernel.call("straight", 1) == 7


@semantics("H13")
def test_a_fault_while_stepping_comes_again_with_the_next_task(kernel: Kernel) -> None:
    log = Log(kernel)
    kernel.register_kprobe(log.probe("a", "fault_at_1", offset=4))
    for _ in range(3):
        with pytest.raises(TaskDied):
            kernel.call("fault_at_1")
        assert log.take() == [("a", "pre")]


@semantics("H4", "H14")
@pytest.mark.parametrize("offset", STRAIGHT)
@pytest.mark.parametrize("where", ["pre", "post"])
@pytest.mark.parametrize("alone", [False, True])
def test_a_handler_that_raises_stops_the_run_and_loses_nothing(
    kernel: Kernel, offset: int, where: str, alone: bool
) -> None:
    """The instruction is executed once, every other handler runs once, and the task can go on."""
    log = Log(kernel)
    bad = Kprobe(symbol="straight", offset=offset, **handler(where, raiser("mine")))
    around = [] if alone else [log.probe(name, "straight", offset=offset) for name in ("older", "newer")]
    kernel.register_kprobes([*around[:1], bad, *around[1:]])
    task = kernel.spawn("straight", 6)
    bystander = kernel.spawn("straight", 2)
    with pytest.raises(ZeroDivisionError, match="mine"):
        kernel.run()
    assert task.alive
    expected = [("newer", "pre"), ("older", "pre"), ("newer", "post"), ("older", "post")]
    assert log.take() == ([] if alone else expected)
    assert kernel._scheduler.cpus[0].status is KprobeStatus.NONE
    kernel.unregister_kprobe(bad)
    kernel.run()
    assert (task.result, bystander.result) == (42, 14)
    assert log.take() == ([] if alone else expected)


@semantics("H14")
@pytest.mark.parametrize("offset", STRAIGHT)
def test_of_several_that_raise_the_first_surfaces(kernel: Kernel, offset: int) -> None:
    kernel.register_kprobes(
        [
            Kprobe(symbol="straight", offset=offset, pre_handler=raiser("second")),
            Kprobe(symbol="straight", offset=offset, pre_handler=raiser("first"), post_handler=raiser("last")),  # type: ignore[arg-type]
        ]
    )
    task = kernel.spawn("straight", 6)
    with pytest.raises(ZeroDivisionError, match="first"):
        kernel.run()
    kernel.run()
    assert task.result == 42


@semantics("H14")
@pytest.mark.parametrize("skipper_first", [False, True])
def test_a_handler_that_raises_and_one_that_moves_the_program_counter(kernel: Kernel, skipper_first: bool) -> None:
    def skip(kp: Kprobe, registers: Any) -> int:
        registers["pc"] = address(kernel, "straight", 20)
        registers["r5"] = 10
        registers["r6"] = address(kernel, "straight", 8)
        return 1

    skipper, bad = Kprobe(symbol="straight", pre_handler=skip), Kprobe(symbol="straight", pre_handler=raiser("mine"))
    kernel.register_kprobes([bad, skipper] if skipper_first else [skipper, bad])
    task = kernel.spawn("straight", 6)
    if skipper_first:
        kernel.run()
    else:
        with pytest.raises(ZeroDivisionError):
            kernel.run()
        kernel.run()
    assert task.result == 70


@semantics("H14")
def test_probes_are_handled_after_a_handler_has_raised(kernel: Kernel) -> None:
    """What was left half-done on the CPU must not make other tasks' hits count as nested."""
    log = Log(kernel)
    other = log.probe("other", "other")
    bad = Kprobe(symbol="straight", offset=4, pre_handler=raiser("mine"), post_handler=lambda kp, registers: None)
    kernel.register_kprobes([other, bad])
    first = kernel.spawn("straight", 1)
    second = kernel.spawn("other", 1)
    with pytest.raises(ZeroDivisionError):
        kernel.run()
    kernel.unregister_kprobe(bad)
    kernel.run()
    assert (first.result, second.result) == (7, 7)
    assert log.take() == [("other", "pre"), ("other", "post")]
    assert other.nmissed == 0


@semantics("H14")
def test_a_step_that_faults_after_its_handler_has_raised(kernel: Kernel) -> None:
    kernel.register_kprobe(Kprobe(symbol="fault_at_1", offset=4, pre_handler=raiser("mine")))
    task = kernel.spawn("fault_at_1")
    with pytest.raises(ZeroDivisionError):
        kernel.run()
    assert task.state is TaskState.FAULTED
    assert task.fault is not None
    assert task.fault.pc == address(kernel, "fault_at_1", 4)
    assert kernel.call("straight", 1) == 7


# --- handlers that change the probes ---------------------------------------------------------------


@semantics("K15", "S1")
@pytest.mark.parametrize("offset", STRAIGHT)
@pytest.mark.parametrize("post", [False, True])
def test_a_handler_unregisters_its_own_probe(kernel: Kernel, offset: int, post: bool) -> None:
    log = Log(kernel)
    before = text(kernel)
    probe = Kprobe(
        symbol="straight",
        offset=offset,
        pre_handler=lambda kp, registers: kernel.unregister_kprobe(kp),
        post_handler=(lambda kp, registers: log.events.append(("gone", "post"))) if post else None,
    )
    kernel.register_kprobe(probe)
    assert kernel.call("straight", 6) == 42
    assert log.take() == []
    assert text(kernel) == before
    assert kernel.call("straight", 6) == 42


@semantics("K15", "S1")
@pytest.mark.parametrize("offset", [0, 4, 8, 20])
@pytest.mark.parametrize("post", [False, True])
def test_a_slot_just_freed_is_not_taken_while_its_copy_is_to_run(kernel: Kernel, offset: int, post: bool) -> None:
    """The handler unregisters its probe and registers others: the copy that is about to run must still be there."""
    log = Log(kernel)
    new = [log.probe(str(at), "straight", offset=at) for at in (0, 4, 8, 20) if at != offset]

    def swap(kp: Kprobe, registers: Any) -> None:
        kernel.unregister_kprobe(kp)
        for other in probes[:-1]:
            kernel.unregister_kprobe(other)
        kernel.register_kprobes(new)

    probes = [Kprobe(symbol="other", offset=at) for at in (0, 4, 8)]
    probes.append(
        Kprobe(
            symbol="straight",
            offset=offset,
            pre_handler=swap,
            post_handler=(lambda kp, registers: None) if post else None,
        )
    )
    kernel.register_kprobes(probes)
    assert kernel.call("straight", 6) == 42
    later = [at for at in (0, 4, 8, 20) if at > offset]
    assert log.take() == [(str(at), when) for at in later for when in ("pre", "post")]
    assert kernel.call("straight", 6) == 42


@semantics("A2", "A3", "K15")
@pytest.mark.parametrize("change", ["unregister", "disable", "re-register"])
@pytest.mark.parametrize("phase", ["pre", "post"])
def test_a_handler_takes_another_probe_out_of_the_walk(kernel: Kernel, change: str, phase: str) -> None:
    """Once unregistered or disabled, no handler of it runs, not even in the hit under way."""
    log = Log(kernel)
    victim = log.probe("victim", "straight")

    def act(kp: Kprobe, registers: Any) -> None:
        kernel.unregister_kprobe(actor)
        if change == "disable":
            kernel.disable_kprobe(victim)
            return
        kernel.unregister_kprobe(victim)
        if change == "re-register":
            victim.address = None
            kernel.register_kprobe(victim)

    actor = Kprobe(symbol="straight", **handler(phase, act))
    keeper = log.probe("keeper", "straight")
    kernel.register_kprobes([victim, actor, keeper])
    assert kernel.call("straight", 6) == 42
    events = log.take()
    assert [event for event in events if event[0] == "keeper"] == [("keeper", "pre"), ("keeper", "post")]
    if change != "re-register":
        assert ("victim", "post") not in events
        assert (("victim", "pre") in events) is (phase == "post")
    assert kernel.call("straight", 6) == 42
    expected = {
        "unregister": [("keeper", "pre"), ("keeper", "post")],
        "disable": [("keeper", "pre"), ("keeper", "post")],
        "re-register": [("victim", "pre"), ("keeper", "pre"), ("victim", "post"), ("keeper", "post")],
    }
    assert log.take() == expected[change]


@semantics("A1", "A2")
def test_a_probe_registered_on_the_way_is_handled_from_the_next_hit_on(kernel: Kernel) -> None:
    log = Log(kernel)
    late = log.probe("late", "straight", post=False)
    first = log.probe("first", "straight", post=False)
    registering = Kprobe(
        symbol="straight", pre_handler=then(lambda: None if late.registered else kernel.register_kprobe(late))
    )
    kernel.register_kprobes([first, registering])
    kernel.call("straight", 6)
    assert log.take() == [("first", "pre")]
    kernel.call("straight", 6)
    assert log.take() == [("late", "pre"), ("first", "pre")]


@semantics("S3")
@pytest.mark.parametrize("offset", STRAIGHT)
def test_a_post_handler_that_comes_or_goes_on_the_way(kernel: Kernel, offset: int) -> None:
    """The tail of a copy changes while its own hit is handled."""
    log = Log(kernel)
    late = log.probe("late", "straight", offset=offset, pre=False)

    def toggle() -> None:
        if late.registered:
            kernel.unregister_kprobe(late)
            late.address = None
        else:
            kernel.register_kprobe(late)

    kernel.register_kprobe(Kprobe(symbol="straight", offset=offset, pre_handler=then(toggle)))
    for count in (1, 0, 1, 0):
        assert kernel.call("straight", 6) == 42
        assert log.take() == [("late", "post")] * count
        assert kernel._scheduler.cpus[0].status is KprobeStatus.NONE


@semantics("H2")
@pytest.mark.parametrize("offset", STRAIGHT)
@pytest.mark.parametrize("post", [False, True])
def test_a_task_killed_between_entry_trap_and_step(kernel: Kernel, offset: int, post: bool) -> None:
    log = Log(kernel)

    def kill() -> None:
        assert kernel.current is not None
        kernel.kill(kernel.current)

    probe = Kprobe(
        symbol="straight",
        offset=offset,
        pre_handler=then(kill),
        post_handler=(lambda kp, registers: None) if post else None,
    )
    kernel.register_kprobes([probe, log.probe("other", "other")])
    with pytest.raises(TaskDied, match="killed") as caught:
        kernel.call("straight", 6)
    assert caught.value.task.state is TaskState.KILLED
    assert caught.value.task.exit_status == 128 + 9
    assert kernel._scheduler.cpus[0].status is KprobeStatus.NONE
    kernel.unregister_kprobe(probe)
    assert kernel.call("other", 6) == 42
    assert log.take() == [("other", "pre"), ("other", "post")]


@semantics("H2")
def test_a_task_killed_whose_step_then_faults_is_killed(kernel: Kernel, toy_arch: str) -> None:
    """Emulation may fault in the very callback in which the handler has killed the task."""

    def kill() -> None:
        assert kernel.current is not None
        kernel.kill(kernel.current)

    for offset in (4, 8):
        name = "fault_at_1" if offset == 4 else "crash_call"
        probe = Kprobe(symbol=name, offset=offset, pre_handler=then(kill))
        kernel.register_kprobe(probe)
        with pytest.raises(TaskDied) as caught:
            kernel.call(name)
        assert not caught.value.task.alive
        assert kernel.tasks == []
        kernel.unregister_kprobe(probe)
    assert kernel.call("straight", 1) == 7


@semantics("H2")
def test_a_probed_instruction_that_ends_its_task(kernel: Kernel) -> None:
    """The system call runs in the slot and never comes back: neither the step nor the post handler is owed."""
    log = Log(kernel)
    kernel.register_kprobe(log.probe("sys", "exits", offset=4))
    with pytest.raises(TaskDied) as caught:
        kernel.call("exits")
    assert caught.value.task.state is TaskState.EXITED
    assert log.take() == [("sys", "pre")]
    log.kernel.register_kprobe(log.probe("straight", "straight"))
    assert kernel.call("straight", 1) == 7
    assert log.take() == [("straight", "pre"), ("straight", "post")]


# --- instruction copies ----------------------------------------------------------------------------


@semantics("S1")
def test_slots_are_used_again(kernel: Kernel) -> None:
    """Registering and unregistering for ever takes no more room than doing it once."""
    used = set()
    for _ in range(50):
        probes = [Kprobe(symbol="straight", offset=offset) for offset in STRAIGHT]
        kernel.register_kprobes(probes)
        used |= {kernel._breakpoints.sites[probe.address].slot for probe in probes if probe.address is not None}
        assert kernel.call("straight", 6) == 42
        kernel.unregister_kprobes(probes)
    assert len(used) <= 2 * len(STRAIGHT)


@semantics("S1")
def test_refused_registrations_take_no_slot(kernel: Kernel) -> None:
    kernel.register_kprobe(Kprobe(symbol="straight"))
    first = kernel._breakpoints.sites[address(kernel, "straight")].slot
    for _ in range(20):
        refusal(kernel, Kprobe(symbol="straight", offset=1))
    kernel.register_kprobe(Kprobe(symbol="straight", offset=8))
    assert kernel._breakpoints.sites[address(kernel, "straight", 8)].slot - first <= 2 * 8


@semantics("S2")
@pytest.mark.parametrize("slice_length", [1, 2, 3])
def test_a_turn_never_ends_inside_a_slot(toy_arch: str, slice_length: int) -> None:
    with boot(assemble(PROGRAM, toy_arch), slice=slice_length, cpus=2, seed=5) as kernel:
        log = Log(kernel)
        for number, offset in enumerate(STRAIGHT):
            kernel.register_kprobe(log.probe(str(offset), "straight", offset=offset, post=number % 2 == 0))
        tasks = [kernel.spawn("straight", number) for number in range(6)]
        while kernel.tasks:
            kernel.run(max_instructions=1)
            for task in kernel.tasks:
                assert task.context is None or not kernel._text.in_slot(task.context[16])
        assert [task.result for task in tasks] == [7 * number for number in range(6)]
        assert all(probe.nmissed == 0 for probe in kernel.kprobes() if isinstance(probe, Kprobe))
        assert len([event for event in log.events if event[1] == "pre"]) == len(tasks) * len(STRAIGHT)
