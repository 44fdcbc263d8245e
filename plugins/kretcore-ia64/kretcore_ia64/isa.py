"""ia64 as :mod:`kretcore_llvm` sees an instruction set: tables and semantics, the register stack, what traps mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from kretcore_llvm.builder import CAREFUL, I1, Builder, Operand, OperandSlot, Value
from kretcore_llvm.isa import InstructionSet, UndecodableError, digest
from kretcore_llvm.memory import GuestFault, PagedMemory
from kretcore_llvm.state import BASE, INFO, StateBlock

from kretcore.machine import FaultKind
from kretcore_ia64 import registers as reg
from kretcore_ia64 import rse
from kretcore_ia64 import semantics as semantic_modules
from kretcore_ia64.call_sites import Ia64Calls
from kretcore_ia64.cpu import SEMANTICS, Cpu, semantics
from kretcore_ia64.decoder import BUNDLE, Instruction, ReservedTemplateError, decode, table
from kretcore_ia64.disassembler import text
from kretcore_ia64.registers import Fault, Host
from kretcore_ia64.rows import SLOT_BITS, Row

STACKED: Final = 1 << 20
"""Stacked registers of a processor. Hardware has 96; what does not have to be spilled and filled costs nothing."""
_UNITS: Final = "MIBFX"
_BREAK: Final = int(Host.BREAK)
_INFO: Final = INFO.offset // 8
_CHECKS: Final = {
    (frame, written): Row(
        "check", f"-:{SLOT_BITS}", "check", constants={"frame": frame, "written": written}, predicated=False
    )
    for frame, written in ((True, False), (False, True), (True, True))
}
"""By whether the frame is checked, and what says which floating-point registers have been written."""
_NO_FRAME: Final = 32 + 127
"""A register that no frame has."""
_KINDS: Final = {
    Fault.UNALIGNED_DATA_REFERENCE: FaultKind.MISALIGNED,
    Fault.FLOATING_POINT_FAULT: FaultKind.ARITHMETIC,
    Fault.FLOATING_POINT_TRAP: FaultKind.ARITHMETIC,
    Fault.REGISTER_NAT_CONSUMPTION: FaultKind.TRAP,
    Fault.UNSUPPORTED_DATA_REFERENCE: FaultKind.TRAP,
}


@semantics("check")
def check(cpu: Cpu, o: Any) -> None:
    """Leave code that is not careful if the frame is smaller than the registers that a block writes, or if ``um.mfl``
    or ``um.mfh`` is still to be set by it."""
    b = cpu.b
    if o.frame:
        b.retry_if((cpu.cfm() & 127).ult(cpu.imm(o.size)), CAREFUL)
    if o.written:
        bits = cpu.imm(o.um)
        b.retry_if((b.get(reg.UM) & bits).ne(bits), CAREFUL)


@cache
def _form_of() -> dict[int, str]:
    """Forms by the identity of their rows."""
    rows = [*_CHECKS.values(), *(row for unit in _UNITS for row in table(unit).rows)]
    return {id(row): _form(row) for row in rows}


@cache
def _rows() -> dict[str, tuple[Row, dict[str, int]]]:
    """A row of each form, and operands that are the form's."""
    rows: dict[str, tuple[Row, dict[str, int]]] = {_form(row): (row, {}) for row in _CHECKS.values()}
    for row in (row for unit in _UNITS for row in table(unit).rows if row.semantics != "nop"):
        if row.semantics in _BY_APPLICATION_REGISTER:
            rows.update({f"{_form(row)} {number}": (row, {"ar3": number}) for number in _APPLICATION_REGISTERS})
        else:
            rows[_form(row)] = row, {}
    return rows


class Ia64(InstructionSet):
    """The instruction set.

    :param stacked: how many stacked registers there are, 96 at least; with fewer, more is in the backing store.
    :ivar on_break: told immediate and instruction of a break that is executed; ``IP`` is behind it.
    """

    name = "ia64"
    granule = BUNDLE
    byte_order = "little"
    qualifier = OperandSlot(Operand("qp"), "pr", I1)

    def __init__(self, stacked: int = STACKED) -> None:
        self.window_words = stacked + 96  # a frame may begin at the limit, and the host may look at all of it
        self.on_break: Callable[[int, Instruction], None] | None = None
        self.version = digest(Path(__file__).parent)
        self.calls = Ia64Calls()
        self._highest = 0  # where frames ended while execution was careful
        semantic_modules.register()

    # ---- instructions

    def decode(self, text: bytes, address: int) -> Sequence[Instruction]:
        try:
            return decode(text, address)
        except ReservedTemplateError as error:
            raise UndecodableError(str(error)) from error

    def build(self, builder: Builder, instruction: Instruction) -> None:
        row = instruction.row
        if row is None:
            builder.fault(Fault.ILLEGAL_OPERATION)
            return
        cpu = Cpu(builder, instruction.address, instruction.next)
        function = SEMANTICS[row.semantics]
        if row.predicated and instruction.qp:
            with builder.when(cpu.pr(instruction.qp)):
                function(cpu, instruction.operands)
        else:
            function(cpu, instruction.operands)

    def check(self, instructions: Sequence[Instruction]) -> Instruction | None:
        highest, size, written = 0, 0, 0
        for instruction in instructions:
            fields = instruction.fields
            written |= _written(instruction)
            if instruction.row is not None and instruction.row.semantics == "alloc":
                size = 32 + fields["sof"]
            register = max(fields.get("r1", 0), fields.get("r3", 0))
            if not size:
                highest = max(highest, register)
            elif register >= max(size, 32):
                highest = _NO_FRAME  # beyond what the block itself allocates: each instruction is taken with care
        row = _CHECKS.get((highest >= 32, bool(written)))
        if row is None:
            return None
        first = instructions[0]
        made = Instruction(first.address, first.address, first.unit, 0, 0, row, False)
        made.__dict__["fields"] = {"size": highest - 31, "um": written}
        return made

    def ends_block(self, instruction: Instruction) -> bool:
        return instruction.row is None or instruction.row.stop

    def targets(self, instruction: Instruction) -> Iterable[int]:
        row = instruction.row
        if row is None:
            return ()
        inside = "target" in instruction.fields and not row.semantics.endswith("_call")
        falls = instruction.qp or row.semantics not in _LEAVING
        targets = [instruction.fields["target"]] if inside else []
        return [*targets, instruction.next] if falls else targets

    def returns_to(self, instruction: Instruction) -> int | None:
        row = instruction.row
        return (instruction.address & -BUNDLE) + BUNDLE if row is not None and row.semantics == "br_call" else None

    def is_nop(self, instruction: Instruction) -> bool:
        return instruction.row is not None and instruction.row.semantics == "nop"

    def text(self, instruction: Instruction) -> str:
        return text(instruction)

    # ---- forms

    def forms(self) -> Iterable[str]:
        return _rows()

    def form(self, instruction: Instruction) -> str | None:
        """What is illegal because of its registers is for the interpreter."""
        row, fields = instruction.row, instruction.fields
        if row is None or fields.get("r1") == 0 or fields.get("f1") in (0, 1):
            return None
        if row.form[0] == "M" and fields.get("r3") == 0:
            return None
        if "p1" in fields and fields["p1"] == fields.get("p2"):
            return None
        if "ldfp" in row.semantics and (fields["f2"] < 2 or not (fields["f1"] ^ fields["f2"]) & 1):
            return None
        if row.constants.get("update") and fields.get("r1") == fields.get("r3"):
            return None
        if row.semantics in _LAST_SLOT and instruction.next & 15:
            return None
        if row.semantics in _BY_APPLICATION_REGISTER:
            return f"{_form_of()[id(row)]} {fields['ar3']}"
        return _form_of()[id(row)]

    def build_form(self, builder: Builder, form: str, address: Value) -> None:
        row, known = _rows()[form]
        names = (
            {name for name, _, _ in row.fields}
            | row.operands.keys()
            | ({"size", "um"} if row.form == "check" else set())
        )
        operands = SimpleNamespace(**{**{name: Operand(name) for name in names}, **row.constants, **known})
        SEMANTICS[row.semantics](Cpu(builder, address, 16), operands)

    def predicate(self, instruction: Instruction) -> tuple[str, int] | None:
        if instruction.qp and instruction.row is not None and instruction.row.predicated:
            return "pr", instruction.qp
        return None

    def operand(self, instruction: Instruction, operand: Operand) -> int:
        return instruction.fields[operand.name]

    def place(self, kind: str, number: int) -> tuple[int, bool]:
        match kind:
            case "gr":
                return (reg.GR.at(number).offset, False) if number < 32 else (8 * (number - 32), True)
            case "pr":
                return reg.PR.offset + number, False
            case "pr_target":
                return reg.PR.offset + number if number else reg.NOWHERE.offset, False
            case "br":
                return reg.BR.at(number).offset, False
            case "fr":
                return reg.FR.at(2 * number).offset, False
        raise ValueError(f"no register file {kind}")

    # ---- the host's part

    def host(self, code: int, engine: Any, instruction: Instruction) -> None:
        if code == _BREAK:  # first: probes are hit more often than registers are spilled
            if self.on_break is not None:
                self.on_break(engine.words[_INFO], instruction)
            return  # whoever gives the state another shape there says so
        try:
            _move_frames(code, engine.state, engine.memory)
        except GuestFault as fault:
            raise GuestFault(fault.kind, fault.address, fault.access, f"backing store, {fault.detail}") from None
        engine.be_careful()

    def fault(self, code: int) -> tuple[FaultKind, str]:
        fault = Fault(code)
        return _KINDS.get(fault, FaultKind.ILLEGAL), fault.name.lower().replace("_", " ")

    # ---- state

    def reset(self, state: StateBlock) -> None:
        """Set what hardware has fixed, and an empty register stack. Floating-point registers count as written: by
        whoever has started the program, and else each program's first write would need care."""
        state.write(reg.PR, 1)
        state.write(reg.UM, reg.MFL | reg.MFH)
        state.write(reg.FR.at(2), 1 << 63)
        state.write(reg.FR.at(3), 0xFFFF)
        base = state.words[BASE.offset // 8]
        state.write(reg.FLOOR, base)
        state.write(reg.LIMIT, state.taints - 8 * 96)

    def live(self, state: StateBlock) -> tuple[int, int]:
        """Registers outside the frame are undefined, yet the host sees them: they belong to it."""
        return state.read(reg.FLOOR), state.words[BASE.offset // 8] + 8 * 96

    def whence(self, state: StateBlock) -> str:
        """A call leaves its return address, and a return has gone there."""
        return f"b0 is {state.read(reg.BR):#x}"

    def careful(self, state: StateBlock) -> bool:
        """NaTs, rotated registers and big-endian data are rare; a clean state's dead registers are cleaned as well."""
        start, end = state.read(reg.FLOOR), state.words[BASE.offset // 8] + 8 * (state.read(reg.CFM) & 127)
        self._highest = max(self._highest, end)
        if state.read(reg.CFM) >> 18 or state.read(reg.UM) & 2:
            return True
        taints, data = state.taints, state.bytes
        static = taints + reg.GR.offset // 8
        if b"\1" in bytes(data[static : static + 32]) or b"\1" in bytes(data[taints + start // 8 : taints + end // 8]):
            return True
        above, self._highest = min(max(self._highest, end + 8 * 96), taints), 0
        data[taints + end // 8 : taints + above // 8] = bytes((above - end) // 8)
        return False


def _written(instruction: Instruction) -> int:
    """Bits of the user mask that say that the instruction's floating-point targets have been written."""
    row, fields = instruction.row, instruction.fields
    if row is None:
        return 0
    targets = [fields[name] for name in ("f1", "f2")[: 1 + ("ldfp" in row.semantics)] if "f1" in fields]
    return sum({reg.MFL if target < 32 else reg.MFH for target in targets})


def _move_frames(code: int, state: StateBlock, memory: PagedMemory) -> None:
    """Move registers to the backing store or from there."""
    match code:
        case Host.SPILL:
            rse.spill(state, memory, 8 * 96)
        case Host.FILL:
            rse.fill(state, memory)
        case Host.FLUSHRS:
            rse.flushrs(state, memory)
        case Host.LOADRS:
            rse.loadrs(state, memory)


_LEAVING: Final = frozenset({"br_cond", "br_call", "br_ret", "br_ia", "break", "break_b"})
"""Semantics that go on elsewhere unless a predicate says no."""
_BY_APPLICATION_REGISTER: Final = frozenset({"mov_from_ar", "mov_to_ar"})
"""Semantics that are another instruction for every application register."""
_APPLICATION_REGISTERS: Final = (
    reg.RSC, reg.BSP, reg.BSPSTORE, reg.RNAT, reg.CCV, reg.UNAT, reg.FPSR, reg.ITC, reg.PFS, reg.LC, reg.EC,
)  # fmt: skip
_LAST_SLOT: Final = frozenset({"br_cloop", "br_ctop", "br_cexit", "br_wtop", "br_wexit", "cover"})


def _form(row: Row) -> str:
    names = sorted({name for name, _, _ in row.fields} | row.operands.keys())
    constants = sorted(row.constants.items())
    return f"{row.semantics} {constants} {' '.join(names)}"
