"""Ports whose machine is wrong: traps, runs, budgets, contexts."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kretcore.machine import Stop, StopReason
from mutants.making import WrongMachine, wrong_port


class WrongBreakpoints(WrongMachine):
    """A machine whose breakpoint callback is called wrongly: see :meth:`hit`."""

    _told: Any = None

    @property
    def on_breakpoint(self) -> Callable[[int], None] | None:
        callback: Callable[[int], None] | None = self._told
        return callback

    @on_breakpoint.setter
    def on_breakpoint(self, callback: Callable[[int], None] | None) -> None:
        self._told = callback
        self.good.on_breakpoint = None if callback is None else lambda address: self.hit(callback, address)

    def hit(self, callback: Callable[[int], None], address: int) -> None:
        """Deliver a breakpoint."""
        callback(address)


# -- traps ---------------------------------------------------------------------------------------


@wrong_port("x86_64", "description::guest_is_of_this_version", says="address of the breakpoint instruction itself")
def breakpoint_reported_behind(good: Any) -> type[WrongMachine]:
    """The breakpoint callback gets the program counter that the processor reports, one behind."""

    class Wrong(WrongBreakpoints):
        def hit(self, callback: Callable[[int], None], address: int) -> None:
            callback(address + 1)

    return Wrong


@wrong_port(
    "x86_64", "machine::breakpoint_callback_gets_the_breakpoints_address", says="three calls hit the breakpoint"
)
def breakpoint_told_twice(good: Any) -> type[WrongMachine]:
    """The breakpoint callback is called twice a hit."""

    class Wrong(WrongBreakpoints):
        def hit(self, callback: Callable[[int], None], address: int) -> None:
            callback(address)
            callback(address)

    return Wrong


@wrong_port(
    "x86_64",
    "machine::nested_runs_leave_the_outer_one_alone",
    "machine::breakpoint_callback_gets_the_breakpoints_address",
    says="the callback moved pc to two",
)
def pc_of_the_callback_overwritten(good: Any) -> type[WrongMachine]:
    """After the breakpoint callback the program counter is set behind the breakpoint."""

    class Wrong(WrongBreakpoints):
        def hit(self, callback: Callable[[int], None], address: int) -> None:
            callback(address)
            self.registers["pc"] = address + 1

    return Wrong


@wrong_port("x86_64", "machine::exceptions_in_callbacks_surface", says="must come out of run")
def exceptions_swallowed(good: Any) -> type[WrongMachine]:
    """What a callback raises ends the run, and is lost."""

    class Wrong(WrongBreakpoints):
        def hit(self, callback: Callable[[int], None], address: int) -> None:
            try:
                callback(address)
            except Exception:  # noqa: BLE001 -- that is the mistake
                self.stop()

    return Wrong


class WrongSystemCalls(WrongMachine):
    """A machine whose system call callback is called wrongly: see :meth:`called`."""

    _told: Any = None

    @property
    def on_syscall(self) -> Callable[[], None] | None:
        callback: Callable[[], None] | None = self._told
        return callback

    @on_syscall.setter
    def on_syscall(self, callback: Callable[[], None] | None) -> None:
        self._told = callback
        self.good.on_syscall = None if callback is None else lambda: self.called(callback)

    def called(self, callback: Callable[[], None]) -> None:
        """Deliver a system call."""
        callback()


@wrong_port(
    "x86_64", "machine::system_call_callback_sees_pc_behind_the_instruction", says="must be behind the instruction"
)
def system_call_told_at_the_instruction(good: Any) -> type[WrongMachine]:
    """The system call callback sees the program counter at the instruction; afterwards it is moved."""

    class Wrong(WrongSystemCalls):
        def called(self, callback: Callable[[], None]) -> None:
            self.registers["pc"] -= 2
            before = self.registers["pc"]
            callback()
            if self.registers["pc"] == before:
                self.registers["pc"] += 2

    return Wrong


@wrong_port("x86_64", "machine::system_call_callback_sees_pc_behind_the_instruction", says="execution went on at")
def system_call_moves_pc_after_the_callback(good: Any) -> type[WrongMachine]:
    """The program counter moves on once more when the system call's callback is done."""

    class Wrong(WrongSystemCalls):
        def called(self, callback: Callable[[], None]) -> None:
            callback()
            self.registers["pc"] += 1

    return Wrong


# -- runs ----------------------------------------------------------------------------------------


@wrong_port(
    "x86_64", "machine::budget_is_exact", says="run.* ended at .* but .* single steps lead to|budget of one instruction"
)
def budget_one_too_large(good: Any) -> type[WrongMachine]:
    """A run executes one instruction more than its budget, and does not count it."""

    class Wrong(WrongMachine):
        def run(self, max_instructions: int | None = None) -> Stop:
            if not max_instructions:
                stop: Stop = self.good.run(max_instructions)
                return stop
            stop = self.good.run(max_instructions + 1)
            return replace(stop, executed=max_instructions if stop.reason is StopReason.BUDGET else stop.executed)

    return Wrong


@wrong_port("x86_64", "machine::budget_is_exact", says="budget of one instruction .* executed is 0")
def budget_one_too_small(good: Any) -> type[WrongMachine]:
    """A run executes one instruction less than its budget."""

    class Wrong(WrongMachine):
        def run(self, max_instructions: int | None = None) -> Stop:
            stop: Stop = self.good.run(max_instructions - 1 if max_instructions else max_instructions)
            return stop

    return Wrong


@wrong_port("x86_64", "machine::budget_of_zero_runs_nothing", says=r"run\(0\)")
def budget_of_zero_is_no_limit(good: Any) -> type[WrongMachine]:
    """A budget of zero is taken for none."""

    class Wrong(WrongMachine):
        def run(self, max_instructions: int | None = None) -> Stop:
            stop: Stop = self.good.run(max_instructions or None)
            return stop

    return Wrong


@wrong_port("x86_64", "machine::budget_is_exact", says="executed is None")
def executed_not_counted(good: Any) -> type[WrongMachine]:
    """A run with a budget does not say how much of it was used."""

    class Wrong(WrongMachine):
        def run(self, max_instructions: int | None = None) -> Stop:
            stop: Stop = self.good.run(max_instructions)
            return replace(stop, executed=None)

    return Wrong


@wrong_port("x86_64", "machine::nested_runs_leave_the_outer_one_alone", says="outer one ended|the outer run")
def nested_run_ends_the_outer(good: Any) -> type[WrongMachine]:
    """The end of a nested run ends the outer one, too."""

    class Wrong(WrongMachine):
        depth: int = 0

        def run(self, max_instructions: int | None = None) -> Stop:
            self.depth += 1
            try:
                stop: Stop = self.good.run(max_instructions)
            finally:
                self.depth -= 1
                if self.depth:
                    self.good.stop()
            return stop

    return Wrong


@wrong_port("x86_64", "machine::stop_outside_a_run_does_nothing", says=r"stop\(\) before a run|request behind")
def stop_remembered(good: Any) -> type[WrongMachine]:
    """stop() outside a run ends the next one."""

    class Wrong(WrongMachine):
        depth: int = 0
        asked: bool = False

        def run(self, max_instructions: int | None = None) -> Stop:
            if self.asked:
                self.asked = False
                return Stop(StopReason.STOPPED, self.registers["pc"])
            self.depth += 1
            try:
                stop: Stop = self.good.run(max_instructions)
            finally:
                self.depth -= 1
            return stop

        def stop(self) -> None:
            self.asked = not self.depth
            self.good.stop()

    return Wrong


# -- contexts ------------------------------------------------------------------------------------


class Forgetful(WrongMachine):
    """A machine whose ``restore`` leaves some registers as they are."""

    forgets: tuple[str, ...] = ()

    def restore(self, context: Any) -> None:
        kept = {name: self.registers[name] for name in self.forgets}
        self.good.restore(context)
        for name, value in kept.items():
            self.registers[name] = value


@wrong_port("x86_64", "machine::contexts_hold_every_register", says="does not bring back rbx")
def restore_forgets_a_register(good: Any) -> type[WrongMachine]:
    """restore() leaves out a register that functions preserve."""
    return type("Wrong", (Forgetful,), {"forgets": ("rbx",)})


@wrong_port("x86_64", "machine::contexts_hold_every_register", says="does not bring back rflags")
def restore_forgets_flags(good: Any) -> type[WrongMachine]:
    """restore() leaves out the flags."""
    return type("Wrong", (Forgetful,), {"forgets": ("rflags",)})


@wrong_port("i386", "machine::contexts_hold_every_register", says=r"does not bring back .*st0|floating point")
def restore_forgets_floating_point(good: Any) -> type[WrongMachine]:
    """restore() leaves out the floating-point registers."""
    return type("Wrong", (Forgetful,), {"forgets": tuple(f"st{number}" for number in range(8))})


@wrong_port("x86_64", "machine::a_restored_run_goes_on_as_it_would_have", says="contexts are not kept apart")
def contexts_share_state(good: Any) -> type[WrongMachine]:
    """Every context is the same one: save() overwrites what was saved before."""

    class Wrong(WrongMachine):
        latest: Any = None

        def save(self) -> Any:
            self.latest = self.good.save()
            return self

        def restore(self, context: Any) -> None:
            self.good.restore(self.latest)

    return Wrong


# -- the rest ------------------------------------------------------------------------------------


@wrong_port("x86_64", "machine::runs_are_deterministic", says="different values in r15")
def register_random_at_first(good: Any) -> type[WrongMachine]:
    """A register starts with whatever the host had there."""

    class Wrong(WrongMachine):
        def reset(self) -> None:
            self.good.reset()
            self.registers["r15"] = int.from_bytes(os.urandom(7), "little")

    return Wrong


@wrong_port("x86_64", "machine::machines_leave_nothing_behind", says="MiB behind")
def machines_kept_alive(good: Any) -> type[WrongMachine]:
    """Something keeps every machine, and close() leaves that to the collector."""
    kept: list[Any] = []

    class Wrong(WrongMachine):
        def __init__(self, good: Any) -> None:
            super().__init__(good)
            kept.append(good)

        def close(self) -> None:
            pass

    return Wrong


@wrong_port("x86_64", "machine::machines_leave_nothing_behind", says="threads behind")
def thread_for_each_machine(good: Any) -> type[WrongMachine]:
    """Every machine has a thread, and close() does not end it."""

    class Wrong(WrongMachine):
        def __init__(self, good: Any) -> None:
            super().__init__(good)
            threading.Thread(target=threading.Event().wait, daemon=True).start()

    return Wrong


@wrong_port("x86_64", "machine::machines_leave_nothing_behind", says="idempotent")
def closing_twice_fails(good: Any) -> type[WrongMachine]:
    """close() may be called once only."""

    class Wrong(WrongMachine):
        closed: bool = False

        def close(self) -> None:
            if self.closed:
                raise ValueError("this machine is closed")
            self.closed = True
            self.good.close()

    return Wrong
