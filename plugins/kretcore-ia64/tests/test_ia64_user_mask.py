"""The user mask says which floating-point registers have been written: mfl up to f31, mfh from f32 on."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ia64_assembler import DATA, TEXT, branch, m
from kretcore_ia64.decoder import BUNDLE
from kretcore_ia64.machine import Ia64Machine
from kretcore_llvm.engine import Mode

from kretcore.machine import PAGE_SIZE, Protection, StopReason

MFL, MFH = 16, 32
FALSE = 6
"""A predicate that is not set."""
HINTS = "{ldhint:|.nt1|.d2|.nta|.d4|.d5|.d6|.d7}"
BITS = st.sampled_from([MFL, MFH, MFL | MFH, MFL | 4, 8])


def mask(name: str, bits: int) -> bytes:
    return m(f"{name} {{imm:x}}", imm21a=bits)


Step = tuple[str, int]
STEPS = st.one_of(
    st.tuples(st.sampled_from(["setf", "ldf", "off"]), st.sampled_from([2, 31, 32, 33, 127])),
    st.tuples(st.just("ldfp"), st.sampled_from([5, 31, 32, 126])),
    st.tuples(st.sampled_from(["sum", "rum", "um"]), BITS),
    st.tuples(st.sampled_from(["read", "branch"]), st.just(0)),
)


def assemble(steps: Sequence[Step]) -> bytes:
    """A read goes to the next register from r16 on. r14 is an address, r8 to r13 are 8 to 13."""
    code, reads = b"", 0
    for name, number in steps:
        match name:
            case "setf":
                code += m("setf.sig {f1}={r2}", r2=9, f1=number)
            case "off":
                code += m("setf.sig {f1}={r2}", r2=9, f1=number, qp=FALSE)
            case "ldf":
                code += m(f"ldfd{HINTS} {{f1}}=[{{r3}}]", r3=14, f1=number)
            case "ldfp":
                code += m("ldfpd {f1},{f2}=[{r3}]", r3=14, f1=number, f2=number + 1)
            case "sum" | "rum":
                code += mask(name, number)
            case "um":
                code += mask("rum", 0x3E) + mask("sum", number)
            case "read":
                code += m("mov {r1}=psr.um", r1=16 + reads % 16)
                reads += 1
            case "branch":
                code += branch(1)
    return code


def expected(steps: Sequence[Step], um: int) -> list[int]:
    found, reads = [0] * 16, 0
    for name, number in steps:
        match name:
            case "setf" | "ldf":
                um |= MFL if number < 32 else MFH
            case "ldfp":
                um |= (MFL if number < 32 else MFH) | (MFL if number + 1 < 32 else MFH)
            case "sum":
                um |= number
            case "rum":
                um &= ~number
            case "um":
                um = number
            case "read":
                found[reads % 16] = um
                reads += 1
    return [*found, um]


@settings(max_examples=150, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=24), st.sampled_from([0, MFL, MFH, MFL | MFH]), st.sampled_from(Mode))
def test_it_says_what_has_been_written(steps: list[Step], um: int, mode: Mode) -> None:
    code = assemble(steps)
    machine = Ia64Machine(mode)
    machine.memory.map(TEXT, PAGE_SIZE, Protection.READ | Protection.EXECUTE)
    machine.memory.map(DATA, PAGE_SIZE, Protection.READ)
    machine.memory.write(TEXT, code)
    registers = machine.registers
    registers["psr.um"], registers["r14"], registers["pc"] = um, DATA, TEXT
    stop = machine.run(3 * len(code) // BUNDLE)
    assert (stop.reason, stop.pc) == (StopReason.BUDGET, TEXT + len(code))
    assert [registers[f"r{16 + number}"] for number in range(16)] + [registers["psr.um"]] == expected(steps, um)
    machine.close()


@pytest.mark.parametrize("mode", [Mode.COLD, Mode.FULL])
def test_only_the_first_write_needs_care(mode: Mode, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Ia64Machine(mode)
    machine.memory.map(TEXT, PAGE_SIZE, Protection.READ | Protection.EXECUTE)
    machine.memory.write(TEXT, m("setf.sig {f1}={r2}", r2=9, f1=8) + branch(-1))
    machine.registers["pc"] = TEXT
    assert machine.run(6).pc == TEXT
    interpreted = 0
    interpret = machine.engine._interpret

    def counted(left: int | None) -> int:
        nonlocal interpreted
        interpreted += 1
        return interpret(left)

    monkeypatch.setattr(machine.engine, "_interpret", counted)
    machine.run(6000)
    assert interpreted == 0
    machine.registers["psr.um"] = MFH
    machine.run(6000)
    assert (interpreted, machine.registers["psr.um"]) == (1, MFL | MFH)
    machine.close()
