"""Random programs from random states, in every execution: registers, memory, faults and counts have to be the same.

    python ia64_lockstep.py PROGRAMS [--seed N] [--row TEXT]

A program is a few bundles of random instructions of every row, legal or not, and a break; it runs from several states,
interpreted, by handlers, and as a region. What differs is made smaller before it is printed.
"""

# ruff: noqa: T201
from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from ia64_random import BACKING, DATA, TEXT, Context, Start, Words, random_program, random_start
from kretcore_ia64 import registers as reg
from kretcore_ia64.bundles import MII, NOP, pack
from kretcore_ia64.decoder import TEMPLATES, Instruction, decode, table
from kretcore_ia64.disassembler import text
from kretcore_ia64.machine import Ia64Machine
from kretcore_ia64.rows import Row
from kretcore_llvm import state as st
from kretcore_llvm.engine import Mode
from kretcore_llvm.hot import compile_now

from kretcore.machine import Protection, Stop

SPACE: Final = 16 * 16
"""Bytes of text a program has, its break included."""
BATCH: Final = 128
"""Programs that use the same machines."""
_PAGE: Final = 4096
_STACKED: Final = 600
"""Stacked registers: so few that some calls have to spill, and some returns to fill."""
_BREAK: Final = pack(MII, 0, NOP["I"], NOP["I"])
_MODES: Final = (Mode.REFERENCE, Mode.COLD, Mode.FULL)
_LOADABLE: Final = Protection.READ | Protection.WRITE


@dataclass(frozen=True)
class Difference:
    """Two executions that are not the same.

    :ivar what: each thing that differs, with its values in the reference and in the other.
    """

    program: tuple[Words, ...]
    mode: Mode
    start: Start
    what: tuple[tuple[str, Any, Any], ...]

    def __str__(self) -> str:
        lines = [f"{self.mode.value} differs, budget {self.start.budget}:"]
        for number, words in enumerate(self.program):
            lines += [
                f"    {each.address:#x} {text(each) if each.row else f'illegal {each.unit} {each.word:#x}'}"
                for each in decode(words.bytes, TEXT + 16 * number)
            ]
        lines += [f"  {name}: {_shown(one)}, here {_shown(other)}" for name, one, other in self.what[:12]]
        return "\n".join(lines)


def _shown(value: Any) -> str:
    return f"{value:#x}" if isinstance(value, int) else str(value)


@dataclass(frozen=True)
class Result:
    """What a run ends in.

    :ivar stored: what it has left in memory, by what that is.
    """

    stop: Stop
    context: Context
    stored: tuple[tuple[str, bytes], ...]


class Executions:
    """A machine of each kind, and programs in their text."""

    def __init__(self) -> None:
        self.machines = [Ia64Machine(mode, _STACKED) for mode in _MODES]
        self._used = 0
        for machine in self.machines:
            machine.memory.map(TEXT, BATCH * SPACE + _PAGE, Protection.READ | Protection.EXECUTE)
            machine.memory.map(DATA, 3 * _PAGE, _LOADABLE)
            machine.memory.protect(DATA + 2 * _PAGE, _PAGE, Protection.READ)
            machine.memory.map(BACKING, 16 * _PAGE, _LOADABLE)
            machine.on_breakpoint = lambda address, machine=machine: machine.stop()

    @property
    def full(self) -> bool:
        return self._used == BATCH

    def place(self, program: Sequence[Words]) -> int:
        """Put a program into every machine's text, in the last a region; return its address."""
        address = TEXT + SPACE * self._used + 64
        self._used += 1
        code = b"".join(words.bytes for words in program) + _BREAK
        for machine in self.machines:
            machine.memory.write_code(address, code)
        translations = self.machines[-1].engine.translations
        assert translations is not None
        compile_now(translations, address)
        return address

    def run(self, start: Start) -> list[Result]:
        """Run every machine from a state."""
        results: list[Result] = []
        for machine in self.machines:
            machine.memory.write(DATA, start.data)
            machine.memory.write(BACKING, start.data + start.data)
            state = machine.engine.state
            count = state.window_words
            state.bytes[st.WINDOW : st.WINDOW + 8 * count] = bytes(8 * count)
            state.bytes[state.taints + st.WINDOW // 8 :][:count] = bytes(count)
            machine.restore(start.context)
            stop = machine.run(start.budget)
            stored = (
                ("data", machine.memory.read(DATA, 3 * _PAGE)),
                ("backing store", machine.memory.read(BACKING, 6 * _PAGE)),
            )
            results.append(Result(stop, _defined(machine), stored))
        return results

    def close(self) -> None:
        for machine in self.machines:
            machine.close()


def _defined(machine: Ia64Machine) -> Context:
    """A machine's context without what means nothing: where p0's writes go, and NaTs beyond the frame."""
    state = machine.engine.state
    state.write(reg.NOWHERE, 0)
    top = state.taints + state.words[st.BASE.offset // 8] // 8 + (state.read(reg.CFM) & 127)
    state.bytes[top : top + 96] = bytes(96)
    return machine.save()


def named(machine: Ia64Machine) -> dict[str, Any]:
    """What a machine's registers are, and what names do not show."""
    found: dict[str, Any] = {name: machine.registers[name] for name in machine.registers}
    state = machine.engine.state
    for name, slot in {"floor": reg.FLOOR, "alat used": reg.ALAT_USED, "clock": reg.CLOCK, "base": st.BASE}.items():
        found[name] = state.read(slot)
    found["alat"] = state.bytes[reg.ALAT.offset : reg.ALAT.offset + 32 * reg.ALAT_ENTRIES].hex()
    return found


def differences(program: tuple[Words, ...], executions: Executions, starts: Sequence[Start]) -> Iterator[Difference]:
    """Run a program that is placed; yield what differs from the reference."""
    for start in starts:
        results = executions.run(start)
        expected = results[0]
        for mode, machine, result in zip(_MODES[1:], executions.machines[1:], results[1:], strict=True):
            if result == expected:
                continue
            what: list[tuple[str, Any, Any]] = []
            if result.stop != expected.stop:
                what.append(("stop", expected.stop, result.stop))
            one, other = named(executions.machines[0]), named(machine)
            what += [(name, one[name], other[name]) for name in one if one[name] != other[name]]
            for (name, left), (_, right) in zip(expected.stored, result.stored, strict=True):
                what += [(f"{name} at {at:#x}", left[at], right[at]) for at in _unlike(left, right)]
            if not what:
                parts = zip(expected.context, result.context, strict=True)
                what += [(f"context {at}", *_parts(*pair)) for at, pair in enumerate(parts) if pair[0] != pair[1]]
            yield Difference(program, mode, start, tuple(what))


def _unlike(one: bytes, other: bytes) -> list[int]:
    return [at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]][:8]


def _parts(one: Any, other: Any) -> tuple[Any, Any]:
    if not isinstance(one, bytes):
        return one, other
    return tuple([(at, each[at]) for at in _unlike(one, other)] for each in (one, other))  # type: ignore[return-value]


def _moved(start: Start, address: int) -> Start:
    """The same start at another address; branch registers near the old one go along."""
    context = list(start.context)
    distance = address - context[0]
    context[0] = address
    registers = bytearray(context[2])
    for number in range(8):
        at = reg.BR.at(number).offset - st.REGISTERS
        value = int.from_bytes(registers[at : at + 8], "little")
        if TEXT <= value < TEXT + BATCH * SPACE:
            registers[at : at + 8] = (value + distance).to_bytes(8, "little")
    context[2] = bytes(registers)
    return replace(start, context=tuple(context))


def smaller(difference: Difference) -> Difference:
    """Put nops where they do not make the difference go away."""
    best = difference
    slots = [(number, slot) for number in range(len(difference.program)) for slot in range(3)]
    executions = Executions()
    for number, slot in slots:
        words = best.program[number]
        unit = TEMPLATES[words.template][slot]
        if unit in "LX" or words.slots[slot] == NOP[unit]:
            continue
        program = (*best.program[:number], words.without(slot), *best.program[number + 1 :])
        if executions.full:
            executions.close()
            executions = Executions()
        start = _moved(best.start, executions.place(program))
        found = next((each for each in differences(program, executions, [start]) if each.mode is best.mode), None)
        if found is not None:
            best = replace(found, start=start)
    executions.close()
    return best


def fuzz(programs: int, seed: int, only: str = "") -> Iterator[Difference]:
    """Run so many programs, which go through all rows, or those whose text contains ``only``."""
    rng = random.Random(seed)
    rows = [(unit, row) for unit in "MIBFX" for row in table(unit).rows if only in row.text]
    order: list[tuple[str, Row]] = []
    executions = Executions()
    for _ in range(programs):
        if not order:
            order = rng.sample(rows, len(rows))
        if executions.full:
            executions.close()
            executions = Executions()
        program = random_program(rng, *order.pop())
        address = executions.place(program)
        longest = 3 * len(program) + rng.choice((5, 40))
        starts = [random_start(rng, executions.machines[0], address, longest) for _ in range(6)]
        yield from differences(program, executions, starts)
    executions.close()


def _culprit(difference: Difference) -> str:
    """What is left of a program that was made smaller, as a name for the difference."""
    left: list[Instruction] = [
        each for number, words in enumerate(difference.program) for each in decode(words.bytes, 16 * number)
    ]
    kept = {
        each.row.text if each.row else "illegal" for each in left if each.row is None or each.row.semantics != "nop"
    }
    return f"{difference.mode.value}: " + " | ".join(sorted(kept))


def main() -> int:
    """Run the command line; the exit status is 1 if anything differed."""
    parser = argparse.ArgumentParser(description="Compare executions of random ia64 programs.")
    parser.add_argument("programs", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--row", default="", help="only rows whose text contains this")
    options = parser.parse_args()
    seen: Counter[str] = Counter()
    for difference in fuzz(options.programs, options.seed, options.row):
        small = smaller(difference)
        name = _culprit(small)
        seen[name] += 1
        if seen[name] == 1:
            print(small, flush=True)
    print(f"{options.programs} programs: {seen.total()} differences, {len(seen)} of them unlike")
    return int(bool(seen))


if __name__ == "__main__":
    sys.exit(main())
