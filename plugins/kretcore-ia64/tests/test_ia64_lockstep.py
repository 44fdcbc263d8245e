"""Interpreter, handlers and regions do the same, to the bit: random programs from random states."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from ia64_harness import encode, row
from ia64_lockstep import Executions, differences, fuzz
from ia64_programs import GUESTS, load
from ia64_random import DATA, Start, Words, random_start, random_word
from kretcore_ia64.bundles import NOP
from kretcore_ia64.cpu import SEMANTICS, Cpu
from kretcore_ia64.decoder import table
from kretcore_ia64.machine import Ia64Machine
from kretcore_llvm.engine import Mode
from kretcore_llvm.lockstep import first_difference

from kretcore.machine import FaultKind

MMI = 0x09


@pytest.mark.parametrize("seed", range(3))
def test_random_programs_do_the_same_in_every_execution(seed: int) -> None:
    """Registers, memory, fault and count. ``ia64_lockstep.py`` runs more of them."""
    assert [str(difference) for difference in fuzz(50, seed)] == []


@pytest.mark.parametrize("unit", "MIBFX")
def test_a_random_word_is_of_its_row(unit: str) -> None:
    rng = random.Random(unit)
    assert all(table(unit).find(random_word(rng, each)) is each for each in table(unit).rows)


def _starts(executions: Executions, address: int, data: int) -> list[Start]:
    """States with all predicates set and ``data`` in r14."""
    machine = executions.machines[0]
    starts = []
    for seed in range(4):
        start = random_start(random.Random(seed), machine, address, 20)
        machine.restore(start.context)
        machine.registers["cfm"] = 96
        machine.registers["pr"] = (1 << 64) - 1
        machine.registers["r14"] = data
        machine.registers["nat0"] = machine.registers["nat1"] = 0
        starts.append(replace(start, context=machine.save(), budget=20))
    return starts


@pytest.mark.parametrize(
    "word",
    [
        pytest.param(encode(row("M", "ldfe {f1}=[{r3}],{imm}"), r3=14, f1=6), id="ldfe"),
        pytest.param(encode(row("M", "stfe [{r3}]={f2},{imm}"), r3=14, f2=1), id="stfe"),
    ],
)
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (DATA + 8, FaultKind.MISALIGNED),
        (DATA - 8, FaultKind.UNMAPPED),
        (DATA + 3 * 4096 - 8, None),
    ],
)
def test_parts_that_need_more_alignment_than_they_have_bytes_fault_alike(
    word: int, data: int, kind: FaultKind | None
) -> None:
    """What is not mapped, or must not be written, is that before it is misaligned; and a store is called a store."""
    program = (Words(MMI, (word, NOP["M"], NOP["I"])),)
    executions = Executions()
    starts = _starts(executions, executions.place(program), data)
    assert [str(each) for each in differences(program, executions, starts)] == []
    if kind is not None:
        fault = executions.run(starts[0])[0].stop.fault
        assert fault is not None
        assert fault.kind is kind
    executions.close()


def test_a_break_that_is_not_executed_leaves_the_report_of_faults_alone() -> None:
    """A break writes where memory faults say their address: a region that has both must not mix them up."""
    program = (
        Words(MMI, (encode(row("M", "break.m {imm:x}"), imm20a=0x123, qp=6), NOP["M"], NOP["I"])),
        Words(MMI, (encode(row("M", "ldfe {f1}=[{r3}],{imm}"), r3=14, f1=6), NOP["M"], NOP["I"])),
    )
    executions = Executions()
    starts = _starts(executions, executions.place(program), 0x1234_5670)
    for start in starts:
        executions.machines[0].restore(start.context)
        executions.machines[0].registers["p6"] = 0
        start = replace(start, context=executions.machines[0].save())
        assert [str(each) for each in differences(program, executions, [start])] == []
        assert [result.stop.fault.address for result in executions.run(start) if result.stop.fault] == [0x1234_5670] * 3
    executions.close()


def _program(name: str, mode: Mode) -> Callable[[], Ia64Machine]:
    """What starts a guest that writes into the void."""

    def make() -> Ia64Machine:
        machine = Ia64Machine(mode)
        load(machine, GUESTS / "bin" / name)

        def system_call() -> None:
            machine.registers["r8"], machine.registers["r10"] = machine.registers["out2"], 0

        machine.on_syscall = system_call
        return machine

    return make


@pytest.mark.parametrize("name", ["routines.O2", "wide.O2", "floats.O2", "recursion.O0"])
@pytest.mark.parametrize("mode", [Mode.COLD, Mode.FULL])
def test_guests_do_not_differ_on_their_way(name: str, mode: Mode) -> None:
    reference = _program(name, Mode.REFERENCE)
    assert first_difference(reference, _program(name, mode), 400_000, step=20_011) is None


def test_an_execution_with_a_wrong_instruction_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reference execution of population counts is one too much; the handlers were compiled before.

    It shows at the end of the block: what ends inside one is interpreted in every execution.
    """
    handlers = _program("asm-integers", Mode.COLD)
    handlers().close()
    right = SEMANTICS["popcnt"]

    def wrong(cpu: Cpu, o: Any) -> None:
        right(cpu, o)
        cpu.set_gr(o.r1, cpu.gr(o.r1) + 1)

    monkeypatch.setitem(SEMANTICS, "popcnt", wrong)
    reference = _program("asm-integers", Mode.REFERENCE)
    found = first_difference(reference, handlers, 20_000, step=50)
    assert found is not None
    machine = reference()
    text = machine.engine.text
    near = [text.instruction((found.pc & ~15) - 16 * back + slot) for back in range(3) for slot in range(2)]
    written = {f"r{each.fields['r1']}" for each in near if each.row.semantics == "popcnt"}
    assert written & {what[0] for what in found.what}
    machine.close()
