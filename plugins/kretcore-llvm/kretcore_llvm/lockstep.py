"""Two executions of one program, compared; the first instruction after which they differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
    first: Callable[[], LlvmMachine], second: Callable[[], LlvmMachine], most: int
) -> Difference | None:
    """Run two machines, made anew as often as need be, and find where they begin to differ; None if they never do.

    :param most: instructions to compare.
    """

    def differing(executed: int) -> tuple[tuple[str, Any, Any], ...]:
        made = first(), second()
        stops = [machine.run(executed) for machine in made]
        found: list[tuple[str, Any, Any]] = []
        if stops[0] != stops[1]:
            found.append(("stop", stops[0], stops[1]))
        found += [
            (name, made[0].registers[name], made[1].registers[name])
            for name in made[0].registers
            if made[0].registers[name] != made[1].registers[name]
        ]
        for machine in made:
            machine.close()
        return tuple(found)

    if not differing(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if differing(middle) else (middle, high)
    before = first()
    before.run(high - 1)
    pc = before.registers["pc"]
    before.close()
    return Difference(high, pc, differing(high))
