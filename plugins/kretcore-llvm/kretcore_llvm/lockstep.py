"""Two executions of one program, compared; the first instruction after which they differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kretcore.machine import Stop, StopReason
from kretcore_llvm.machine import LlvmMachine


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two executions part.

    :ivar executed: instructions after which they are no longer the same.
    :ivar pc: where the last of them stands.
    :ivar what: what differs: register (or "pc", "stop"), the first's value, the second's.
    """

    executed: int
    pc: int
    what: tuple[tuple[str, Any, Any], ...]


def first_difference(
    first: Callable[[], LlvmMachine], second: Callable[[], LlvmMachine], most: int, step: int = 10_000
) -> Difference | None:
    """Run two machines, made anew as often as need be, and find where they begin to differ; None if they never do.

    Registers are compared, not memory: a wrong store is found when it is loaded.

    :param most: instructions to compare.
    :param step: after how many instructions registers are compared. What differs only in between is not seen, and
        regions, as against handlers, run only if steps are longer than their blocks.
    """
    made = first(), second()
    try:
        done = 0
        while True:
            stops = _run(made, min(step, most - done), step)
            if found := _differing(made, stops):
                break
            done += step
            if done >= most or stops[0].reason is not StopReason.BUDGET:
                return None
    finally:
        _close(made)

    def differing(executed: int) -> tuple[tuple[str, Any, Any], ...]:
        again = first(), second()
        try:
            return _differing(again, _run(again, executed, step))
        finally:
            _close(again)

    low, high = done, min(done + step, most)
    while high - low > 1:
        middle = (low + high) // 2
        if now := differing(middle):
            high, found = middle, now
        else:
            low = middle
    before = first()
    try:
        _run((before,), high - 1, step)
        return Difference(high, before.registers["pc"], found)
    finally:
        _close((before,))


def _run(machines: Sequence[LlvmMachine], executed: int, step: int) -> list[Stop]:
    """Run all machines for so many instructions, in the same steps each time; return why the last ones stopped."""
    stops = [machine.run(min(executed, step)) for machine in machines]
    for done in range(step, executed, step):
        if any(stop.reason is not StopReason.BUDGET for stop in stops):
            break
        stops = [machine.run(min(executed - done, step)) for machine in machines]
    return stops


def _differing(machines: Sequence[LlvmMachine], stops: Sequence[Stop]) -> tuple[tuple[str, Any, Any], ...]:
    one, other = (machine.registers for machine in machines)
    found: list[tuple[str, Any, Any]] = [] if stops[0] == stops[1] else [("stop", stops[0], stops[1])]
    return (*found, *((name, one[name], other[name]) for name in one if one[name] != other[name]))


def _close(machines: Sequence[LlvmMachine]) -> None:
    for machine in machines:
        machine.close()
