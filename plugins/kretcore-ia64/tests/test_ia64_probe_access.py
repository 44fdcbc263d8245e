"""The instruction probe: what it says about pages, in every execution."""

from __future__ import annotations

import pytest
from ia64_assembler import DATA, TEXT, add, load, m, store
from kretcore_ia64.decoder import BUNDLE
from kretcore_ia64.machine import Ia64Machine
from kretcore_llvm.engine import Mode

from kretcore.machine import PAGE_SIZE, Access, FaultKind, Protection, Stop, StopReason

PAGES = {Protection(bits): DATA + PAGE_SIZE * bits for bits in range(8)}
NOWHERE = DATA + (1 << 20)


def ask(mode: Mode, code: bytes, address: int, touch: Access | None = None) -> tuple[Stop, int, bytes]:
    """Execute an instruction about an address in r14; return how it ends, r8, and what is in the pages then.

    :param touch: how the program has used the address before, so that compiled code knows the page.
    """
    machine = Ia64Machine(mode)
    for protection, start in [*PAGES.items(), (Protection.READ | Protection.EXECUTE, TEXT)]:
        machine.memory.map(start, PAGE_SIZE, protection)
    before = {None: b"", Access.READ: load(9, 14, "ld1"), Access.WRITE: store(14, 0)}[touch]
    machine.memory.write(TEXT, before + code + code + add(9, 0) + add(9, 0))
    registers = machine.registers
    registers["r14"], registers["r8"], registers["pc"] = address, 7, TEXT
    stop = machine.run((len(before) + 2 * len(code)) * 3 // BUNDLE)
    found = registers["r8"], b"".join(machine.memory.read(start, PAGE_SIZE) for start in PAGES.values())
    machine.close()
    return stop, *found


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("kind", ["r", "w"])
@pytest.mark.parametrize("form", ["{r3},{r2}", "{r3},{i2b}"])
def test_a_probe_says_what_the_page_permits(mode: Mode, kind: str, form: str) -> None:
    """It changes nothing, wherever it asks; where nothing is mapped there is nothing to be said."""
    code = m(f"probe.{kind} {{r1}}={form}", r1=8, r3=14)
    right, access = (Protection.READ, Access.READ) if kind == "r" else (Protection.WRITE, Access.WRITE)
    for protection, start in PAGES.items():
        for touch in (None, *((Access.READ,) * bool(protection & 1)), *((Access.WRITE,) * bool(protection & 2))):
            stop, answer, memory = ask(mode, code, start + 8, touch)
            assert stop.reason is StopReason.BUDGET
            assert (answer, any(memory)) == (bool(protection & right), False), protection
    stop, answer, _ = ask(mode, code, NOWHERE)
    assert answer == 7
    assert stop.fault is not None
    assert (stop.fault.kind, stop.fault.pc, stop.fault.address) == (FaultKind.UNMAPPED, TEXT, NOWHERE)
    assert stop.fault.access is access


def test_a_probe_of_text_leaves_its_translations() -> None:
    """It is no store: nobody has to look whether the text is still the same."""
    machine = Ia64Machine()
    machine.memory.map(TEXT, PAGE_SIZE, Protection.READ | Protection.WRITE | Protection.EXECUTE)
    machine.memory.write(TEXT, m("probe.w {r1}={r3},{i2b}", r1=8, r3=14) + add(9, 0))
    machine.registers["r14"] = machine.registers["pc"] = TEXT
    machine.run(3)
    assert machine.registers["r8"] == 1
    assert TEXT >> 12 in machine.memory.code_pages
    machine.close()


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("kind", ["r", "w", "rw"])
def test_the_faulting_form_of_a_probe(mode: Mode, kind: str) -> None:
    code = m(f"probe.{kind}.fault {{r3}},{{i2b}}", r3=14)
    needed = {"r": Protection.READ, "w": Protection.READ | Protection.WRITE, "rw": Protection.READ | Protection.WRITE}
    for protection, start in PAGES.items():
        stop, _, memory = ask(mode, code, start + 8)
        assert not any(memory)
        fault = None if needed[kind] in protection else FaultKind.PROTECTED
        assert (stop.fault and stop.fault.kind) == fault, protection
    stop, _, _ = ask(mode, code, NOWHERE)
    assert stop.fault is not None and stop.fault.kind is FaultKind.UNMAPPED
