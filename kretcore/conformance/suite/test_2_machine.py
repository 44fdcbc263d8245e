"""The machine by itself: runs, traps, faults; memory and registers are in `machine_state`. No probe is set here."""

from __future__ import annotations

import gc
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from kretcore.conformance.bare import Bare
from kretcore.conformance.marks import likely, requires
from kretcore.conformance.port import Port
from kretcore.conformance.suite.machine_state import ANY, MIB, PART, MachineState, refuses, resident
from kretcore.machine import PAGE_SIZE, Access, FaultKind, Machine, Protection, StopReason

LONGEST_INSTRUCTION = 15
"""Bytes of the longest that is no bundle of several."""


class Marker(Exception):
    """What a callback raises in these checks."""


class TestMachine(MachineState):
    """A :class:`kretcore.machine.Machine` keeps every promise of its protocol."""

    area = "machine"
    arch = ""

    # -- runs ------------------------------------------------------------------------------------

    @likely("the calling convention in arch_enter_function, or the machine's semantics of some instruction")
    def test_functions_compute_what_they_should(self, port: Port) -> None:
        """Calls, loops, tables, memory, multiplication and division give the right results on the bare machine."""
        with port.bare() as bare:
            for function, arguments, expected in (
                ("one", (), 1),
                ("identity", (42,), 42),
                ("fib", (10,), 55),
                ("descend", (9,), 9),
                ("repeat", (10,), 45),
                ("call_pair", (5,), 5006),
                ("call_tail", (5,), 7),
                ("apply", (0, 8), 8),
                ("choose", (6,), 44),
            ):
                got = bare.call(function, *arguments)
                assert got == expected, f"{function}{arguments} gives {got}, not {expected}"
            assert bare.call("negate", 1) == port.unsigned(-1), "negate(1) must be all ones, read unsigned"

    @likely(
        "an engine's instruction count includes or leaves out the first, the last, or each block's last instruction"
    )
    def test_budget_is_exact(self, port: Port) -> None:
        """`run(n)` executes n instructions: as many single steps lead to the same place, registers and count."""
        with port.bare() as bare:
            steps = bare.steps("work", 2)
            total = len(steps)
            assert total > 100, f"work(2) took {total} steps, which cannot be"
            for budget in (1, 2, 3, 10, 57, total // 2, total - 1, total):
                bare.enter("work", 2)
                stop = bare.machine.run(budget)
                wanted = [*steps, bare.landing][budget]
                assert stop.reason is StopReason.BUDGET, f"run({budget}) of a function of {total} ended with {stop}"
                assert bare.machine.registers["pc"] == stop.pc == wanted, (
                    f"run({budget}) ended at {stop.pc:#x}, but {budget} single steps lead to {wanted:#x}"
                )
                assert stop.executed == budget, f"run({budget}) says it executed {stop.executed} instructions"
            bare.enter("work", 2)
            stop = bare.machine.run(total + 1)
            assert (stop.reason, stop.executed) == (StopReason.STOPPED, total + 1), (
                f"{total} instructions and the breakpoint behind them are a budget of {total + 1}, which gave {stop}"
            )

    @likely("0 is passed on to an engine for which it means no limit")
    def test_budget_of_zero_runs_nothing(self, port: Port) -> None:
        """`run(0)` executes nothing and changes nothing."""
        with port.bare() as bare:
            bare.enter("one")
            before = bare.registers()
            stop = bare.machine.run(0)
            assert (stop.reason, stop.executed) == (StopReason.BUDGET, 0), f"run(0) gave {stop}"
            assert bare.registers() == before, "run(0) has executed something"

    @likely("stop() leaves a request behind that ends the next run")
    def test_stop_outside_a_run_does_nothing(self, port: Port) -> None:
        """`stop()` ends the run whose callback calls it, and nothing else."""
        with port.bare() as bare:
            bare.machine.stop()
            assert bare.call("fib", 7) == 13, "stop() before a run has ended it"

    # -- traps -----------------------------------------------------------------------------------

    @likely("the callback gets the program counter that the engine reports instead of the breakpoint's own address")
    def test_breakpoint_callback_gets_the_breakpoints_address(self, port: Port) -> None:
        """`on_breakpoint(address)` is called inside the run, once a hit, and execution goes on where it leaves pc."""
        with port.bare() as bare:
            machine, memory = bare.machine, bare.machine.memory
            place, other = bare.entry("one").probe, bare.entry("two").call
            size = len(port.description.breakpoint)
            original = memory.read(place, size)
            hits: list[int] = []

            def callback(address: int) -> None:
                if address == bare.landing:
                    machine.stop()
                    return
                hits.append(address)
                machine.registers["pc"] = other

            memory.write_code(place, port.description.breakpoint)
            machine.on_breakpoint = callback
            bare.enter("repeat_one", 3)
            stop = machine.run()
            memory.write_code(place, original)
            assert hits, (
                f"one() was called, but the breakpoint at {place:#x}, where arch_function_entry sends a probe on it, "
                f"was not hit: {stop}"
            )
            assert stop.reason is StopReason.STOPPED, (
                f"the callback moved pc to two(), at {other:#x}, but execution did not go on there: {stop}"
            )
            assert hits == [place] * 3, (
                f"three calls hit the breakpoint at {place:#x}; the callback got {[hex(hit) for hit in hits]}"
            )
            assert bare.result == 222, f"the callback moved pc to two(): three calls give 222, not {bare.result}"

    @likely("an exception in a callback is lost in the engine; catch it there, stop, and raise it again from run()")
    def test_exceptions_in_callbacks_surface(self, port: Port) -> None:
        """What a callback raises comes out of `run()`, and the machine is as good as before."""
        with port.bare() as bare:
            machine = bare.machine

            def callback(address: int) -> None:
                raise Marker("raised in a callback")

            machine.on_breakpoint = callback
            bare.enter("one")
            error = refuses(Marker, machine.run, "what a callback raises must come out of run()")
            names = [frame.name for frame in traceback.extract_tb(error.__traceback__)]
            assert "callback" in names, "the traceback lost the callback"
            machine.on_breakpoint = bare.landed
            assert bare.call("fib", 8) == 21, "after an exception in a callback the machine does not work any more"

    @requires("system_calls")
    @likely("on_syscall is called before pc has moved, or pc is moved again after it")
    def test_system_call_callback_sees_pc_behind_the_instruction(self, port: Port) -> None:
        """At `on_syscall` pc is behind the instruction; a pc set there is where execution goes on."""
        with port.bare() as bare:
            machine, registers = bare.machine, bare.machine.registers
            size = len(port.description.breakpoint)
            seen: list[int] = []

            def callback() -> None:
                seen.append(registers["pc"])
                registers[port.description.syscalls.result] = 4321

            machine.on_syscall = callback
            bare.enter("say", 1, 5)
            while (at := registers["pc"]) != bare.landing:
                calls = len(seen)
                machine.run(1)
                if len(seen) > calls:
                    inside = (at,) if size > LONGEST_INSTRUCTION else (at, at + 1)  # a bundle's slots are 1 apart
                    assert seen[-1] not in inside, (
                        f"on_syscall saw pc {seen[-1]:#x} at the system call at {at:#x}: it must be behind the "
                        "instruction"
                    )
                    assert registers["pc"] == seen[-1], (
                        f"on_syscall left pc at {seen[-1]:#x}, but execution went on at {registers['pc']:#x}"
                    )
            assert len(seen) == 1, f"say() makes one system call; on_syscall was called {len(seen)} times"
            assert bare.call("say", 1, 5) == 4321, "the result set by on_syscall got lost"

            def elsewhere() -> None:
                registers["pc"] = bare.landing

            machine.on_syscall = elsewhere
            bare.enter("say", 1, 5)
            stop = machine.run()
            assert (stop.reason, stop.pc in (bare.landing, registers["pc"])) == (StopReason.STOPPED, True)

    @likely("the engine goes on with its old translation: write_code must drop it, the running block's too")
    def test_patched_text_is_seen_at_once(self, port: Port) -> None:
        """Text written by `write_code` is what runs next, also when written from a callback of the running code."""
        with port.bare() as bare:
            machine, memory = bare.machine, bare.machine.memory
            first, second = port.symbol("one"), port.symbol("two")
            place, body = bare.entry("one").call, bare.entry("two").call
            size = min(first.size, second.size) or 16
            if memory.read(place, size) == memory.read(body, size):
                pytest.skip("one() and two() have the same text here")
            one, two = memory.read(place, size), memory.read(body, size)
            assert bare.call("repeat_one", 4) == 1111
            memory.write_code(place, two)
            assert bare.call("repeat_one", 4) == 2222, "text patched between two runs is not what runs"
            memory.write_code(place, one)
            hits: list[int] = []
            probed = bare.entry("identity").probe
            original = memory.read(probed, len(port.description.breakpoint))

            def callback(address: int) -> None:
                if address == bare.landing:
                    machine.stop()
                    return
                hits.append(address)
                memory.write_code(probed, original)  # take the breakpoint out from under itself
                machine.registers["pc"] = probed

            memory.write_code(probed, port.description.breakpoint)
            machine.on_breakpoint = callback
            got = bare.call("repeat", 5)
            assert hits == [probed], (
                f"the breakpoint took itself out at the first of five calls, but was hit {len(hits)} times"
            )
            assert got == 10, f"repeat(5) gives {got} instead of 10"

    @likely("an inner run's budget, or its end, is taken for the outer one's")
    def test_nested_runs_leave_the_outer_one_alone(self, port: Port) -> None:
        """A callback may run the machine again: the outer run goes on after it, with the budget it had left."""
        with port.bare() as bare:
            machine = bare.machine
            steps = bare.steps("repeat", 20)
            place = bare.entry("identity").probe
            inside: list[StopReason] = []

            def nested(budget: int | None) -> Callable[[int], None]:
                def callback(address: int) -> None:
                    if address != place:
                        bare.landed(address)
                        return
                    context = machine.save()
                    machine.on_breakpoint = bare.landed
                    bare.enter("fib", 5)
                    inside.append(machine.run(budget).reason)
                    machine.on_breakpoint = callback
                    machine.restore(context)
                    machine.memory.write_code(place, original)
                    machine.registers["pc"] = place

                return callback

            original = machine.memory.read(place, len(port.description.breakpoint))
            for inner, ended in ((None, StopReason.STOPPED), (7, StopReason.BUDGET), (0, StopReason.BUDGET)):
                for outer in (None, 40):
                    machine.memory.write_code(place, port.description.breakpoint)
                    machine.on_breakpoint = nested(inner)
                    bare.enter("repeat", 20, below=PART)
                    stop = machine.run(outer)
                    assert inside.pop() is ended, f"an inner run({inner}) ended wrongly"
                    if outer is None:
                        assert stop.reason is StopReason.STOPPED and bare.result == 190, (
                            f"after an inner run({inner}) the outer one ended with {stop}"
                        )
                    else:
                        assert (stop.reason, stop.executed) == (StopReason.BUDGET, outer), (
                            f"after an inner run({inner}) the outer run({outer}) ended with {stop}"
                        )
                        assert stop.pc == steps[outer - 1], (
                            f"the outer run({outer}) executed the breakpoint and {outer - 1} instructions, so it must "
                            f"end at {steps[outer - 1]:#x}, not {stop.pc:#x}: the inner run was counted, or "
                            "the budget lost"
                        )
                    machine.memory.write_code(place, original)

    # -- faults ----------------------------------------------------------------------------------

    @likely("Fault.kind, address, access or pc: the address is that of the data, pc that of the instruction")
    def test_faults_say_what_and_where(self, port: Port) -> None:
        """Unmapped and protected reads, writes and fetches are told apart, with address and instruction."""
        with port.bare() as bare:
            memory, free = bare.machine.memory, bare.free
            closed, readable = free + 4 * PAGE_SIZE, free + 6 * PAGE_SIZE
            memory.map(closed, PAGE_SIZE, Protection.NONE)
            memory.map(readable, PAGE_SIZE, Protection.READ)
            for function, address, kind, access in (
                ("peek", free, FaultKind.UNMAPPED, Access.READ),
                ("peek", 0, FaultKind.UNMAPPED, Access.READ),
                ("peek", closed, FaultKind.PROTECTED, Access.READ),
                ("poke", free + 8, FaultKind.UNMAPPED, Access.WRITE),
                ("poke", readable + 8, FaultKind.PROTECTED, Access.WRITE),
                ("poke", bare.entry("one").call & -16, FaultKind.PROTECTED, Access.WRITE),
            ):
                stop = bare.fault(function, address)
                fault, symbol = stop.fault, port.symbol(function)
                assert fault is not None
                what = f"{function}({address:#x})"
                assert (fault.kind, fault.access) == (kind, access), (
                    f"{what} must fault as {kind.value}, {access.value}; got {fault}"
                )
                assert fault.address == address, f"{what}: Fault.address is {fault.address}, must be {address:#x}"
                inside = bare.entry(function).call
                assert inside <= fault.pc < inside + max(symbol.size, 64), (
                    f"{what}: Fault.pc {fault.pc:#x} is not in {function}, which begins at {inside:#x}"
                )
                assert bare.machine.registers["pc"] == fault.pc == stop.pc, (
                    "after a fault pc must be at the instruction that faulted"
                )
            assert bare.call("fib", 6) == 8, "after faults the machine does not work any more"

    @likely("fetches from where nothing may be executed must fault at the target, before anything there is executed")
    def test_bad_jumps_fault_at_their_target(self, port: Port) -> None:
        """A call to unmapped memory, or to data, faults with access FETCH and the target's address."""
        with port.bare() as bare:
            memory, free = bare.machine.memory, bare.free & -64
            data = free + 4 * PAGE_SIZE
            memory.map(data, PAGE_SIZE, ANY)
            for target, kind in ((free, FaultKind.UNMAPPED), (data, FaultKind.PROTECTED)):
                pointer = _function_pointer(port, bare, target)
                stop = bare.fault("leap", pointer)
                fault = stop.fault
                assert fault is not None
                assert (fault.kind, fault.access, fault.address) == (kind, Access.FETCH, target), (
                    f"a call to {target:#x} must fault as {kind.value}, fetch, there; got {fault}"
                )
                assert fault.pc == target, (
                    f"Fault.pc of a fetch that fails is its target {target:#x}, not {fault.pc:#x}"
                )

    @likely("the engine's report of an undefined instruction is not taken for a fault, or as another kind")
    def test_undefined_instructions_fault(self, port: Port) -> None:
        """An instruction that the architecture leaves undefined faults as ILLEGAL, pc at the instruction."""
        with port.bare() as bare:
            stop = bare.fault("undefined")
            fault = stop.fault
            assert fault is not None and fault.kind in (FaultKind.ILLEGAL, FaultKind.TRAP), (
                f"undefined() must fault as {FaultKind.ILLEGAL.value}; got {fault}"
            )
            begin = bare.entry("undefined").call
            assert begin <= fault.pc < begin + max(port.symbol("undefined").size, 16), (
                f"Fault.pc {fault.pc:#x} is not in undefined(), which begins at {begin:#x}"
            )

    @likely("a fault is not counted, or counted twice, in Stop.executed")
    def test_a_fault_counts_what_was_begun(self, port: Port) -> None:
        """With a budget, `executed` of a fault includes the instruction that faulted; protections can be changed."""
        with port.bare() as bare:
            memory, at = bare.machine.memory, bare.free
            memory.map(at, PAGE_SIZE, Protection.READ)
            memory.store_word(at, 77)
            steps = bare.steps("peek", at)
            assert bare.result == 77
            memory.protect(at, PAGE_SIZE, Protection.NONE)
            bare.enter("peek", at)
            stop = bare.machine.run(1000)
            assert stop.reason is StopReason.FAULT, f"the page was protected, yet the run ended with {stop}"
            assert stop.executed == steps.index(stop.pc) + 1, (
                f"the fault happened in instruction {steps.index(stop.pc) + 1}, but executed is {stop.executed}"
            )
            memory.protect(at, PAGE_SIZE, ANY)
            assert bare.call("poke", at, 5) == 5 and memory.load_word(at) == 5, "protect() did not give the rights back"

    @likely("Memory.protect: where the range begins and ends")
    def test_protections_are_those_of_their_pages(self, port: Port) -> None:
        """`protect` changes what the guest may do with the pages it is given, and with no others."""
        with port.bare() as bare:
            memory, first = bare.machine.memory, bare.free
            memory.map(first, 5 * PAGE_SIZE, ANY)
            for protection in (Protection.NONE, Protection.READ, ANY):
                memory.protect(first + PAGE_SIZE, 3 * PAGE_SIZE, Protection.NONE)
                memory.protect(first + 2 * PAGE_SIZE, PAGE_SIZE, protection)
                for page, allowed in enumerate((ANY, Protection.NONE, protection, Protection.NONE, ANY)):
                    address = first + page * PAGE_SIZE + PAGE_SIZE // 2
                    for function, needed in (("peek", Protection.READ), ("poke", Protection.WRITE)):
                        bare.enter(function, address)
                        stop = bare.machine.run()
                        faulted = stop.reason is StopReason.FAULT
                        assert faulted != bool(allowed & needed), (
                            f"pages allow {ANY!r}, NONE, {protection!r}, NONE, {ANY!r}; {function} in page {page} "
                            f"of them ended with {stop}"
                        )

    # -- the rest --------------------------------------------------------------------------------

    @likely("something of the host shows: clocks, random numbers, addresses, uninitialized state")
    def test_runs_are_deterministic(self, port: Port) -> None:
        """Two machines that do the same end with the same registers and memory."""
        ends = []
        for _ in range(2):
            with port.bare() as bare:
                bare.call("everything", 4)
                if "floating_point" in port.description.capabilities:
                    bare.call("call_halve", 9)
                ends.append(
                    (bare.registers(), bare.machine.memory.read(bare.stack_low, bare.stack_high - bare.stack_low))
                )
        differing = sorted(name for name in ends[0][0] if ends[0][0][name] != ends[1][0][name])
        assert not differing, f"two identical runs left different values in {', '.join(differing)}"
        assert ends[0][1] == ends[1][1], "two identical runs left different stacks"

    @likely("close() does not give back what the machine took, or something keeps the machine alive")
    def test_machines_leave_nothing_behind(self, port: Port) -> None:
        """Closing is idempotent, and closed machines give back memory, threads and files."""

        def use() -> None:
            bare = port.bare()
            bare.call("fib", 5)
            bare.machine.memory.map(bare.free, 8 * MIB, ANY)
            bare.machine.memory.write(bare.free, b"x" * 8 * MIB)
            bare.machine.close()
            closed_twice(bare.machine)

        def closed_twice(machine: Machine) -> None:
            try:
                machine.close()
            except Exception as error:
                raise AssertionError(f"close() must be idempotent; the second one raised {error!r}") from error

        for _ in range(3):
            use()
        gc.collect()
        before = resident(), threading.active_count(), _open_files()
        for _ in range(10):
            use()
        gc.collect()
        grown = resident() - before[0]
        assert grown < 40 * MIB, f"ten machines, closed, left {grown / MIB:.0f} MiB behind"
        assert threading.active_count() <= before[1], "closed machines leave threads behind"
        assert _open_files() <= before[2], "closed machines leave files open"


def _open_files() -> int:
    files = Path("/proc/self/fd")
    return len(list(files.iterdir())) if files.exists() else 0


def _function_pointer(port: Port, bare: Bare, target: int) -> int:
    """Make what a pointer to a function at ``target`` is: the address, or a descriptor's."""
    if "descriptors" not in port.description.capabilities:
        return target
    memory = bare.machine.memory
    real = bare.entry("identity")
    at = bare.stack_low + 64
    memory.store_word(at, target)
    memory.store_word(at + port.word, real.global_pointer or 0)
    return at
