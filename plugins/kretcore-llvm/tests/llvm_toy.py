"""A small instruction set, to test the engine by: eight bytes an instruction, sixteen registers and a window of eight.

Bytes 0 to 3 are the operation and three register numbers, the others a signed immediate. Registers 0 to 7 are global,
8 to 15 are the window's. Register 0 is not hard-wired.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kretcore_llvm import state as st
from kretcore_llvm.builder import I1, I8, I64, Builder, Operand, OperandSlot, Slot, Value, routine
from kretcore_llvm.engine import Mode
from kretcore_llvm.isa import InstructionSet, UndecodableError
from kretcore_llvm.machine import LlvmMachine, Register, word
from kretcore_llvm.state import REGISTERS, StateBlock

from kretcore.machine import FaultKind

GLOBALS = Slot(I64, REGISTERS, tainted=True)
WINDOW = Slot(I64, 0, window=True, tainted=True)
FLAGS = Slot(I1, REGISTERS + 64)
LINKS = Slot(I64, 256, direct=True)
DEPTH = Slot(I64, 512)
FORMAT = struct.Struct("<BBBBi")
OPERATIONS = (
    "nop", "add", "addi", "sub", "mul", "shl", "mix", "load", "store", "attempt", "less", "branch", "jump",
    "call", "ret", "halt", "bad", "count", "asks", "traps", "turn", "pick",
)  # fmt: skip


@routine((I64, I64), (I64, I64))
def mix(b: Builder, x: Value, y: Value) -> Sequence[Value]:
    """Something with a loop, a table and a condition in it."""
    total, left = b.local(x), b.local(y & 7)
    with b.loop():
        b.stop_loop(left.get().eq(0))
        total.set(total.get() * 31 + b.table(I64, (3, 1, 4, 1, 5, 9, 2, 6), left.get()))
        left.set(left.get() - 1)
    with b.when(y.slt(0)):
        total.set(~total.get())
    with b.otherwise():
        total.set(total.get() ^ y)
    return total.get(), x.popcount() + y.clz()


@dataclass(frozen=True)
class Instruction:
    address: int
    name: str
    a: int
    b: int
    c: int
    imm: int

    @property
    def next(self) -> int:
        return self.address + 8

    @property
    def target(self) -> int:
        """Where it goes to, if it is a branch, jump or call."""
        return self.address + self.imm


class Toy(InstructionSet):
    name = "toy"
    version = "1"
    granule = 8
    byte_order = "little"
    qualifier = OperandSlot(Operand("qp"), "r", I1)
    window_words = 4096

    def __init__(self) -> None:
        self.on_halt: Callable[[Instruction], None] | None = None

    def decode(self, text: bytes, address: int) -> Sequence[Instruction]:
        number, *rest = FORMAT.unpack(text)
        if number >= len(OPERATIONS) or max(rest[:3]) > 15:
            raise UndecodableError(f"{text.hex()} is no instruction")
        return [Instruction(address, OPERATIONS[number], *rest)]

    def build(self, builder: Builder, instruction: Instruction) -> None:
        self._build(builder, instruction.name, instruction, instruction.address)

    def _slot(self, number: int | Operand) -> Slot | OperandSlot:
        if isinstance(number, Operand):
            return OperandSlot(number, "r", I64, window=True)
        return GLOBALS.at(number) if number < 8 else WINDOW.at(number - 8)

    def _build(self, b: Builder, name: str, o: Any, address: Any) -> None:
        def get(number: Any) -> Value:
            return b.get(self._slot(number))

        def put(number: Any, value: Value) -> None:
            b.set(self._slot(number), value)

        match name:
            case "add":
                put(o.a, get(o.b) + get(o.c))
            case "addi":
                put(o.a, get(o.b) + b.immediate(o.imm))
            case "sub":
                put(o.a, get(o.b) - get(o.c))
            case "mul":
                put(o.a, get(o.b) * get(o.c))
            case "shl":
                amount = get(o.c)
                b.rarely(b.value(I64, 63).ult(amount), lambda: put(o.a, b.value(I64, 0)))
                with b.otherwise():
                    put(o.a, get(o.b) << amount)
            case "mix":
                first, second = b.call(mix, get(o.b), get(o.c))
                put(o.a, first + second)
            case "load":
                at = get(o.b) + b.immediate(o.imm)
                b.fault_if(b.taint(at), 2)
                put(o.a, b.load(I64, at))
            case "store":
                at = get(o.b) + b.immediate(o.imm)
                b.fault_if(b.taint(at) | b.taint(get(o.a)), 2)
                b.store(at, get(o.a))
            case "attempt":
                value, good = b.try_load(I64, get(o.b))
                put(o.a, b.with_taint(value, ~good))
            case "asks":
                put(o.a, b.permits(get(o.b) + b.immediate(o.imm), write=True).zext(I64))
            case "less":
                b.set(FLAGS, get(o.b).ult(get(o.c)).clean())
            case "branch":
                with b.when(b.get(FLAGS)):
                    b.goto(b.immediate(o.target))
            case "jump":
                b.goto(b.immediate(o.target))
            case "call":
                depth = b.get(DEPTH)
                b.retry_if(b.value(I64, 30).ult(depth), 1)
                b.set(LINKS, b.value(I64, address + 8), depth)
                b.set(DEPTH, depth + 1)
                b.move_window(b.value(I64, 8))
                b.goto(b.immediate(o.target))
            case "ret":
                depth = b.get(DEPTH) - 1
                b.fault_if(depth.slt(0), 3)
                b.set(DEPTH, depth)
                target = b.get(LINKS, depth)
                b.move_window(b.value(I64, -8))
                b.goto(target)
            case "halt":
                b.set(st.INFO, b.immediate(o.imm))
                b.event(2)
            case "traps":
                put(o.a, get(o.b) + b.immediate(o.imm))
                with b.when((get(o.b) & 1).ne(0)):
                    b.trap(4)
            case "turn":
                left = get(o.a)
                with b.when(left.ne(0)):
                    put(o.a, left - 1)
                    b.goto(b.immediate(o.target))
            case "pick":
                with b.when(b.get(FLAGS)):
                    put(o.a, get(o.b))
            case "bad":
                b.fault(1)
            case "count":
                small = b.get(Slot(I8, REGISTERS + 65))
                b.set(Slot(I8, REGISTERS + 65), small + 1)
                put(o.a, small.sext(I64))

    def ends_block(self, instruction: Instruction) -> bool:
        return instruction.name in {"branch", "turn", "jump", "call", "ret", "halt"}

    def targets(self, instruction: Instruction) -> Iterable[int]:
        match instruction.name:
            case "branch" | "turn":
                return instruction.target, instruction.next
            case "jump":
                return (instruction.target,)
        return ()

    def returns_to(self, instruction: Instruction) -> int | None:
        return instruction.next if instruction.name == "call" else None

    def is_nop(self, instruction: Instruction) -> bool:
        return instruction.name == "nop"

    def forms(self) -> Iterable[str]:
        return [name for name in OPERATIONS if name not in {"nop", "mul"}]  # one is for the interpreter

    def form(self, instruction: Instruction) -> str | None:
        return instruction.name

    def build_form(self, builder: Builder, form: str, address: Value) -> None:
        names = ("a", "b", "c", "imm", "target")
        self._build(builder, form, type("Operands", (), {name: Operand(name) for name in names}), address)

    def predicate(self, instruction: Instruction) -> tuple[str, int] | None:
        return None

    def operand(self, instruction: Instruction, operand: Operand) -> int:
        number: int = getattr(instruction, operand.name)
        return number

    def place(self, kind: str, number: int) -> tuple[int, bool]:
        return (GLOBALS.at(number).offset, False) if number < 8 else (8 * (number - 8), True)

    def host(self, code: int, engine: Any, instruction: Instruction) -> None:
        if code == 1:  # too deep: the oldest half is forgotten, which programs of these tests do not notice
            raise RecursionError
        if self.on_halt is not None:
            self.on_halt(instruction)

    def fault(self, code: int) -> tuple[FaultKind, str]:
        return FaultKind.ILLEGAL if code == 1 else FaultKind.TRAP, f"toy fault {code}"

    def careful(self, state: StateBlock) -> bool:
        taints = state.taints
        start, end = self.live(state)
        live = bytes(state.bytes[taints + 16 : taints + 24]) + bytes(
            state.bytes[taints + start // 8 : taints + end // 8]
        )
        if b"\1" in live:
            return True
        state.bytes[taints + end // 8 : 2 * taints - taints + taints // 8] = bytes(taints // 8 - end // 8)
        return False

    def live(self, state: StateBlock) -> tuple[int, int]:
        return st.WINDOW, state.words[0] + 64


class ToyMachine(LlvmMachine):
    """Halts call ``on_syscall``; a halt of immediate 1 is a breakpoint."""

    def __init__(self, mode: Mode) -> None:
        self.isa = Toy()
        super().__init__(self.isa, mode)
        self.isa.on_halt = self._halted

    def make_registers(self, state: StateBlock) -> Mapping[str, Register]:
        return {f"r{number}": word(state, GLOBALS.at(number).offset) for number in range(8)}

    def _halted(self, instruction: Instruction) -> None:
        if instruction.imm == 1 and self.on_breakpoint is not None:
            self.registers["pc"] = instruction.address
            self.on_breakpoint(instruction.address)
        elif self.on_syscall is not None:
            self.on_syscall()
        else:
            self.stop()


def assemble(*lines: tuple[Any, ...]) -> bytes:
    """Assemble (operation, a, b, c, imm); what is left out is 0."""
    return b"".join(FORMAT.pack(OPERATIONS.index(line[0]), *(*line[1:], 0, 0, 0, 0)[:4]) for line in lines)
