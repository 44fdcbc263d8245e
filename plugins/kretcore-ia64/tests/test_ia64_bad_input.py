"""Programs that are wrong: a fault says which slot of which bundle, and why; other tasks go on."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from ia64_assembler import (
    AR_BSPSTORE,
    AR_PFS,
    AR_RSC,
    BACK,
    CALL_NEXT,
    DATA,
    EXECUTE,
    FLUSHRS,
    GOOD,
    LAZY,
    READ,
    TEXT,
    WRITE,
    add,
    alloc,
    branch,
    bundle,
    constant,
    elf,
    jump,
    load,
    m,
    store,
    to_ar,
)
from ia64_harness import encode, row
from kretcore_ia64.bundles import pack
from kretcore_ia64.decoder import BUNDLE, SLOT_MASK, TEMPLATES
from kretcore_ia64.machine import Ia64Machine
from kretcore_llvm.engine import Mode

from kretcore import TaskDied, boot
from kretcore.cli import main
from kretcore.errors import PluginNotFoundError
from kretcore.machine import PAGE_SIZE, Access, FaultKind, Protection, Stop, StopReason

STORE = 0x7000_0000_0000_0000
NOWHERE = TEXT - (1 << 24)
"""Above the program's text is the kernel's."""


# ---- what is wrong


@dataclass(frozen=True)
class Case:
    """A wrong program.

    :ivar at: where the fault is: bytes from the code's start, the slot's number included; or an address.
    :ivar says: what the fault's detail has to contain.
    """

    code: bytes
    at: int
    kind: FaultKind
    says: str = ""
    address: int | None = None
    access: Access | None = None
    data: bytes = b""


def breaks(number: int) -> bytes:
    """A break in slot 1."""
    return bundle("I", encode(row("I", "break.i {imm:x}"), imm20a=number), 1)


ILLEGAL, TRAP, UNMAPPED, ARITHMETIC = FaultKind.ILLEGAL, FaultKind.TRAP, FaultKind.UNMAPPED, FaultKind.ARITHMETIC
CASES = {
    "a reserved template": Case(add(8, 1) + pack(0x06, 0, 0, 0), 16, ILLEGAL, "template 0x06"),
    "a reserved encoding": Case(bundle("I", 3 << 37, 1), 1, ILLEGAL, "illegal operation: data8 0x6000000000"),
    "a target that cannot be": Case(add(0, 1), 1, ILLEGAL, "illegal operation: adds r0=1,r0"),
    "a privileged operation": Case(
        bundle("B", encode(row("B", "rfi")), 2), 2, ILLEGAL, "privileged operation: rfi"
    ),
    "a reserved field": Case(
        constant(14, 1 << 40) + to_ar(AR_RSC, 14), 16, ILLEGAL, "reserved register field: mov.m ar.rsc=r14"
    ),
    "an integer divided by zero": Case(breaks(1), 1, ARITHMETIC, "integer division by zero: break.i 0x1"),
    "an overflow that is looked for": Case(breaks(2), 1, ARITHMETIC, "integer overflow: break.i 0x2"),
    "an index out of its range": Case(breaks(3), 1, ARITHMETIC, "range check: break.i 0x3"),
    "a null pointer that is looked for": Case(breaks(4), 1, UNMAPPED, "null pointer: break.i 0x4"),
    "an abort": Case(breaks(0), 1, ILLEGAL, "nobody handles break 0x0: break.i 0x0"),
    "an abort in the unit B": Case(
        bundle("B", encode(row("B", "break.b {imm:x}"), imm20a=5), 2), 2, ILLEGAL,
        "nobody handles break 0x0: break.b 0x5",
    ),
    "a break that is nobody's": Case(breaks(0x7FFFF), 1, ILLEGAL, "nobody handles break 0x7ffff: break.i 0x7ffff"),
    "a break that is a debugger's": Case(breaks(0x80000), 1, TRAP, "nobody handles break 0x80000: break.i 0x80000"),
    "a branch to nowhere": Case(branch(-0x10000), TEXT - 0xFFFE0, UNMAPPED, "", TEXT - 0xFFFE0, Access.FETCH),
    "a call to nowhere": Case(
        add(8, 1) + branch(-0x10000, "B3", "br_call"), TEXT - 0xFFFD0, UNMAPPED,
        f"nothing is mapped there; b0 is {TEXT + 0x40:#x}", TEXT - 0xFFFD0, Access.FETCH,
    ),
    "a branch into data": Case(constant(14, DATA) + jump(14), DATA, FaultKind.PROTECTED, "rw-", DATA, Access.FETCH),
    "a branch to NaT": Case(
        load(9, 0, "ld8.s") + jump(9), 17, TRAP, "register nat consumption: mov.sptk b6=r9"
    ),
    "an address that is NaT": Case(
        load(9, 0, "ld8.s") + load(8, 9), 17, TRAP, "register nat consumption: ld8 r8=[r9]"
    ),
    "a NaT that is stored": Case(
        constant(14, DATA) + load(9, 0, "ld8.s") + store(14, 9), 33, TRAP, "register nat consumption: st8 [r14]=r9"
    ),
    "an unaligned load": Case(
        constant(14, DATA + 1) + load(8, 14), 17, FaultKind.MISALIGNED, "multiple of 8", DATA + 1, Access.READ
    ),
    "an unaligned store": Case(
        constant(14, DATA + 4) + store(14, 8), 17, FaultKind.MISALIGNED, "multiple of 8", DATA + 4, Access.WRITE
    ),
    "a store to nowhere": Case(store(0, 8), 1, UNMAPPED, "", 0, Access.WRITE),
    "a store to text": Case(
        constant(14, TEXT) + store(14, 8), 17, FaultKind.PROTECTED, "r-x", TEXT, Access.WRITE
    ),
    "a register outside the frame": Case(
        alloc(34, 3, 2) + branch(1) + add(40, 1), 33, ILLEGAL, "illegal operation: adds r40=1,r0"
    ),
    "a frame that is too large": Case(alloc(34, 97, 2), 0, ILLEGAL, "illegal operation: alloc r34=ar.pfs,97,2,0"),
    "more locals than registers": Case(alloc(34, 3, 5), 0, ILLEGAL, "illegal operation: alloc r34=ar.pfs,3,5,0"),
    "a descriptor that leads nowhere": Case(
        constant(14, DATA) + load(15, 14) + jump(15), NOWHERE, UNMAPPED, "", NOWHERE, Access.FETCH,
        struct.pack("<QQ", NOWHERE, 5),
    ),
    "a backing store that is nowhere": Case(
        alloc(34, 8, 4) + CALL_NEXT + LAZY + constant(14, NOWHERE) + to_ar(AR_BSPSTORE, 14) + FLUSHRS,
        80, UNMAPPED, "", NOWHERE, Access.WRITE,
    ),
    "a backing store that cannot be written": Case(
        alloc(34, 8, 4) + CALL_NEXT + LAZY + constant(14, TEXT) + to_ar(AR_BSPSTORE, 14) + FLUSHRS,
        80, FaultKind.PROTECTED, "r-x", TEXT, Access.WRITE,
    ),
    "a frame that the backing store has not": Case(
        alloc(34, 8, 4) + CALL_NEXT + FLUSHRS + LAZY
        + constant(14, NOWHERE) + to_ar(AR_BSPSTORE, 14) + BACK,
        98, UNMAPPED, "", NOWHERE - 8, Access.READ,
    ),
    "a frame marker that is no frame's": Case(
        constant(14, 127 | 5 << 7) + to_ar(AR_PFS, 14) + BACK, 34, ILLEGAL, "illegal operation: br.ret.sptk.many b0"
    ),
}  # fmt: skip
cases = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def where(case: Case, start: int) -> int:
    """The fault's address, for code at ``start``."""
    return start + case.at if case.at < PAGE_SIZE else case.at


@cases
def test_a_fault_says_what_and_where_and_other_tasks_go_on(case: Case) -> None:
    with boot(elf(GOOD + case.code, case.data), slice=1) as kernel:
        before, bad, after = (kernel.spawn(address) for address in (TEXT, TEXT + len(GOOD), TEXT))
        kernel.run()
        assert (before.result, after.result) == (42, 42)
        fault = bad.fault
        assert fault is not None
        assert (fault.kind, fault.pc) == (case.kind, where(case, TEXT + len(GOOD)))
        assert (fault.address, fault.access) == (case.address, case.access)
        assert case.says in fault.detail
        assert f"{fault.pc:#x}" in kernel.describe_end(bad)
        assert kernel.call(TEXT) == 42


def run(mode: Mode, code: bytes, data: bytes = b"") -> tuple[Stop, dict[str, int]]:
    """Run code on a bare machine to its end; 32 bytes into text, as above."""
    machine = Ia64Machine(mode)
    for start, rights in ((TEXT, Protection.EXECUTE), (DATA, Protection.WRITE), (STORE, Protection.WRITE)):
        machine.memory.map(start, PAGE_SIZE, Protection.READ | rights)
    machine.memory.write(TEXT, GOOD + code)
    machine.memory.write(DATA, data)
    registers = machine.registers
    registers["cfm"], registers["ar.rsc"], registers["ar.bspstore"] = 8, 15, STORE
    registers["ar.pfs"], registers["b0"], registers["sp"] = 3 << 62 | 8, NOWHERE, DATA + PAGE_SIZE - 16
    registers["pc"] = TEXT + len(GOOD)
    stop = machine.run(1000)
    found = {name: registers[name] for name in registers}
    machine.close()
    return stop, found


@cases
def test_executions_fault_alike(case: Case) -> None:
    """At the same instruction, after as many, with the same registers: a fault has changed nothing."""
    reference = run(Mode.REFERENCE, case.code, case.data)
    assert reference[0].reason is StopReason.FAULT
    assert run(Mode.COLD, case.code, case.data) == reference


@settings(max_examples=40, deadline=None)
@given(
    template=st.sampled_from(sorted(set(range(32)) - TEMPLATES.keys())),
    rest=st.integers(0, (1 << 123) - 1),
    before=st.integers(0, 3),
)
def test_no_reserved_template_is_executed(template: int, rest: int, before: int) -> None:
    words = [rest >> 41 * slot & SLOT_MASK for slot in range(3)]
    stop, registers = run(Mode.COLD, add(8, 1, 8) * before + pack(template, *words))
    assert stop.fault is not None
    assert (stop.fault.kind, stop.fault.pc) == (ILLEGAL, TEXT + len(GOOD) + BUNDLE * before)
    assert f"{template:#04x}" in stop.fault.detail and "reserved" in stop.fault.detail
    assert registers["r8"] == before


MEMORY_STACK = add(12, -64, 12) + store(12, 8) + branch(-2, "B3", "br_call")
REGISTER_STACK = alloc(34, 96, 96) + branch(-1, "B3", "br_call")
"""Functions that do nothing but call themselves, with a frame of one kind."""


@pytest.mark.parametrize(
    ("code", "said"),
    [(MEMORY_STACK, "(the page is ---: st8"), (REGISTER_STACK, "(backing store, the page is ---: alloc")],
    ids=["memory", "registers"],
)
def test_recursion_without_end_meets_the_guard_of_its_stack(code: bytes, said: str) -> None:
    with boot(elf(GOOD + code), stack_size=64 << 10) as kernel:
        bad, good = kernel.spawn(TEXT + len(GOOD)), kernel.spawn(TEXT)
        kernel.run()
        assert good.result == 42
        assert bad.fault is not None
        assert (bad.fault.kind, bad.fault.access) == (FaultKind.PROTECTED, Access.WRITE)
        report = kernel.describe_end(bad)
        assert said in report and "off the end of the task's stack of 64 KiB" in report


@given(low=st.integers(0, 15))
def test_a_branch_goes_to_a_bundle_whatever_the_low_bits_say(low: int) -> None:
    """Nobody gets into the middle of a bundle by a branch (volume 3, br: the low four bits are ignored)."""
    stop, registers = run(Mode.COLD, constant(14, TEXT + len(GOOD) + 32 + low) + jump(14) + add(8, 7) + BACK)
    assert registers["r8"] == 7
    assert stop.fault is not None and stop.fault.pc == NOWHERE, "it returned"


@pytest.mark.parametrize("slot", [2, 3, 15])
def test_no_instruction_begins_in_the_middle_of_a_long_one(slot: int) -> None:
    with boot(elf(GOOD)) as kernel:
        bad = kernel.spawn(TEXT + slot)
        kernel.run()
        assert bad.fault is not None
        assert (bad.fault.kind, bad.fault.pc) == (ILLEGAL, TEXT + slot)
        assert f"no instruction begins at {TEXT + slot:#x}" in bad.fault.detail


def test_a_pointer_to_a_descriptor_that_leads_nowhere_is_taken_for_code() -> None:
    with boot(elf(GOOD, struct.pack("<QQ", NOWHERE, 5))) as kernel, pytest.raises(TaskDied) as caught:
        kernel.call(DATA)
    assert f"{DATA:#x}" in str(caught.value)


PATCH = store(32, 33) + add(32, 8, 32) + store(32, 34) + BACK


@pytest.mark.parametrize("often", [1, 40])
def test_text_that_a_program_changes_is_executed_as_changed(often: int) -> None:
    """And a fault in it is that of what stands there now."""
    function = TEXT + len(GOOD) + len(PATCH)
    with boot(elf(GOOD + PATCH + GOOD, rights=READ | WRITE | EXECUTE)) as kernel:

        def patch(code: bytes) -> None:
            words = struct.unpack("<QQ", code)
            kernel.call(TEXT + len(GOOD), function, *words)

        for number in range(often):
            assert kernel.call(function) == (42 if number == 0 else number - 1)
            patch(constant(8, number))
        patch(bundle("I", 3 << 37, 2))
        bad, good = kernel.spawn(function), kernel.spawn(TEXT)
        kernel.run()
        assert good.result == 42
        assert bad.fault is not None and bad.fault.pc == function + 2
        assert "data8 0x6000000000" in bad.fault.detail


def test_a_big_endian_program_is_refused(tmp_path: Path) -> None:
    """As those of HP-UX are. The plugin is there, so it is not to be installed."""
    with pytest.raises(
        PluginNotFoundError, match=r"EM_IA_64, 64-bit big-endian .*ia64 runs 64-bit little-endian programs"
    ):
        boot(elf(GOOD, order=">"))
    path = tmp_path / "big"
    path.write_bytes(elf(GOOD, order=">"))
    done = CliRunner().invoke(main, ["count", str(path)])
    assert done.exit_code == 3
    assert "64-bit big-endian" in done.output and "pip install" not in done.output


@pytest.mark.parametrize("name", ["a reserved encoding", "an address that is NaT", "an unaligned load"])
def test_the_command_says_it(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    path = tmp_path / "program"
    path.write_bytes(elf(case.code))
    done = CliRunner().invoke(main, ["call", str(path), f"{TEXT:#x}"])
    assert done.exit_code == 4
    assert f"at {TEXT + case.at:#x} (" in done.output and case.says in done.output


@pytest.mark.parametrize("mode", Mode)
def test_a_block_does_not_write_beyond_the_frame_it_allocates(mode: Mode) -> None:
    """Registers are checked once a block, against the frame it begins with, which is not the one it goes on with."""
    stop, _ = run(mode, alloc(34, 3, 2) + add(40, 1) + BACK)
    assert stop.fault is not None
    assert (stop.fault.kind, stop.fault.detail) == (FaultKind.ILLEGAL, "illegal operation: adds r40=1,r0")


@pytest.mark.parametrize("mode", Mode)
def test_text_is_new_behind_the_barrier(mode: Mode) -> None:
    """In one straight line: stores to what follows, and the manual's sequence that makes it be seen."""
    later = TEXT + 0x100
    low, high = struct.unpack("<QQ", add(8, 9))
    code = constant(14, later) + constant(15, later + 8) + constant(16, low) + constant(17, high)
    code += store(14, 16) + store(15, 17) + m("fc {r3}", r3=14) + m("sync.i") + m("srlz.i")
    code += m("nop.m {imm:x}") * ((0x100 - len(code)) // 16) + add(8, 5) + BACK
    machine = Ia64Machine(mode)
    machine.memory.map(TEXT, PAGE_SIZE, Protection.READ | Protection.WRITE | Protection.EXECUTE)
    machine.memory.map(STORE, PAGE_SIZE, Protection.READ | Protection.WRITE)
    machine.memory.write(TEXT, code)
    registers = machine.registers
    for name, value in (("cfm", 8), ("ar.bspstore", STORE), ("ar.pfs", 3 << 62 | 8), ("b0", NOWHERE), ("pc", TEXT)):
        registers[name] = value
    machine.run(1000)
    assert registers["r8"] == 9
