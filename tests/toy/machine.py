"""A machine in plain Python: no engine stands behind the protocol."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kretcore.errors import MachineError
from kretcore.machine import Access, Fault, FaultKind, Stop, StopReason
from toy.isa import EQUAL, ERROR, LENGTH, LESS, LR, PC, REGISTERS, SP, STATUS, WORD, Instruction, decode
from toy.memory import GuestFault, ToyMemory

_WIDTHS = {name: 8 if name == "status" else 32 for name in REGISTERS}
_NUMBERS = {name: number for number, name in enumerate(REGISTERS)}
_UNDEFINED = Instruction("undefined", 0, 0, 0)


class ToyRegisters:
    """The registers, by name; ``values`` holds them by number and stays the same list for the machine's life."""

    def __init__(self) -> None:
        self.values = [0] * len(REGISTERS)

    def __getitem__(self, name: str) -> int:
        return self.values[_NUMBERS[name]]

    def __setitem__(self, name: str, value: int) -> None:
        number = _NUMBERS[name]
        if value >> _WIDTHS[name]:
            raise ValueError(f"{value:#x} does not fit {name}")
        self.values[number] = value

    def __contains__(self, name: object) -> bool:
        return name in _NUMBERS

    def __iter__(self) -> Iterator[str]:
        return iter(REGISTERS)

    def __len__(self) -> int:
        return len(REGISTERS)

    def width(self, name: str) -> int:
        return _WIDTHS[name]

    def accessor(self, name: str) -> tuple[Callable[[], int], Callable[[int], None]]:
        number, width, values = _NUMBERS[name], _WIDTHS[name], self.values

        def read() -> int:
            return values[number]

        def write(value: int) -> None:
            if value >> width:
                raise ValueError(f"{value:#x} does not fit {name}")
            values[number] = value

        return read, write

    def reader(self, names: Sequence[str]) -> Callable[[], Sequence[int]]:
        numbers, values = [_NUMBERS[name] for name in names], self.values
        return lambda: [values[number] for number in numbers]


class ToyMachine:
    """One CPU and its memory, as :class:`kretcore.machine.Machine` says.

    At a breakpoint's callback ``pc`` is the address of the breakpoint itself.
    """

    def __init__(self) -> None:
        self.on_breakpoint: Callable[[int], None] | None = None
        self.on_syscall: Callable[[], None] | None = None
        self._registers = ToyRegisters()
        self._values = self._registers.values
        self._memory = ToyMemory()
        self._handlers = self._semantics()
        self._executed = 0
        self._stopping = False
        self._closed = False

    @property
    def memory(self) -> ToyMemory:
        return self._memory

    @property
    def registers(self) -> ToyRegisters:
        return self._registers

    def run(self, max_instructions: int | None = None) -> Stop:
        if self._closed:
            raise MachineError("the machine is closed")
        if max_instructions is not None and max_instructions < 0:
            raise ValueError("a budget cannot be negative")
        values, decoded = self._values, self._memory.decoded
        left = -1 if max_instructions is None else max_instructions  # -1 never counts down to 0
        outer, self._stopping = self._stopping, False
        pc = values[PC]
        try:
            while left and not self._stopping:
                pc = values[PC]
                step = decoded.get(pc) or self._fetch(pc)
                left -= 1
                self._executed += 1
                values[PC] = pc + LENGTH & WORD
                step[0](step[1], step[2], step[3])
            reason, fault = StopReason.STOPPED if self._stopping else StopReason.BUDGET, None
        except GuestFault as caught:
            values[PC] = pc
            reason, fault = StopReason.FAULT, Fault(caught.kind, pc, caught.address, caught.access, caught.detail)
        finally:
            self._stopping = outer
        return Stop(reason, values[PC], fault, None if max_instructions is None else max_instructions - left)

    def stop(self) -> None:
        self._stopping = True  # outside a run nothing looks at it

    def save(self) -> Any:
        return tuple(self._values)

    def restore(self, context: Any) -> None:
        self._values[:] = context

    def close(self) -> None:
        self._closed = True
        self._memory.clear()

    def execute(self, word: int, address: int) -> None:
        """Do what the instruction ``word`` would do at ``address``, wherever it is: for emulation.

        :raises GuestFault: it faults; registers are as before.
        """
        instruction = decode(word) or _UNDEFINED._replace(value=word)
        before = self._values[PC]
        self._values[PC] = address + LENGTH & WORD
        try:
            self._handlers[instruction.name](*instruction[1:])
        except GuestFault:
            self._values[PC] = before
            raise

    def _fetch(self, pc: int) -> tuple[Callable[[int, int, int], None], int, int, int]:
        word = self._memory.load(pc, LENGTH, Access.FETCH)
        instruction = decode(word) or _UNDEFINED._replace(value=word)
        step = self._memory.decoded[pc] = (self._handlers[instruction.name], *instruction[1:])
        return step

    # What the instructions do. While one runs, the program counter is already behind it; it touches memory before it
    # changes a register, so that a fault leaves no trace.

    def _semantics(self) -> dict[str, Callable[[int, int, int], None]]:
        arithmetic = {
            "add": operator.add,
            "sub": operator.sub,
            "mul": operator.mul,
            "div": operator.floordiv,
            "rem": operator.mod,
            "and": operator.and_,
            "or": operator.or_,
            "xor": operator.xor,
            "shl": lambda x, y: x << (y & 31),
            "shr": lambda x, y: x >> (y & 31),
        }
        branches = {
            "beq": (EQUAL, EQUAL),
            "bne": (EQUAL, 0),
            "blt": (LESS, LESS),
            "bge": (LESS, 0),
            "berr": (ERROR, ERROR),
        }
        return {
            **{name: self._arithmetic(function) for name, function in arithmetic.items()},
            **{name: self._branch(mask, wanted) for name, (mask, wanted) in branches.items()},
            **{name.removeprefix("_do_"): getattr(self, name) for name in dir(self) if name.startswith("_do_")},
        }

    def _arithmetic(self, function: Callable[[int, int], int]) -> Callable[[int, int, int], None]:
        values = self._values

        def execute(d: int, a: int, b: int) -> None:
            try:
                values[d] = function(values[a], values[b]) & WORD
            except ZeroDivisionError:
                raise GuestFault(FaultKind.ARITHMETIC, detail="division by zero") from None

        return execute

    def _branch(self, mask: int, wanted: int) -> Callable[[int, int, int], None]:
        values = self._values

        def execute(d: int, a: int, displacement: int) -> None:
            if values[STATUS] & mask == wanted:
                values[PC] = values[PC] - LENGTH + displacement & WORD

        return execute

    def _do_undefined(self, d: int, a: int, word: int) -> None:
        raise GuestFault(FaultKind.ILLEGAL, detail=f"undefined instruction {word:#010x}")

    def _do_nop(self, d: int, a: int, i: int) -> None:
        pass

    _do_land = _do_nop

    def _do_halt(self, d: int, a: int, i: int) -> None:
        raise GuestFault(FaultKind.TRAP, detail="halt is privileged")

    def _do_brk(self, d: int, a: int, i: int) -> None:
        if self.on_breakpoint is None:
            raise GuestFault(FaultKind.TRAP, detail="breakpoint")
        self._values[PC] = address = self._values[PC] - LENGTH & WORD
        self.on_breakpoint(address)

    def _do_sys(self, d: int, a: int, i: int) -> None:
        if self.on_syscall is None:
            raise GuestFault(FaultKind.TRAP, detail="system call")
        self.on_syscall()

    def _do_tick(self, d: int, a: int, i: int) -> None:
        self._values[d] = self._executed & WORD

    def _do_addi(self, d: int, a: int, i: int) -> None:
        self._values[d] = self._values[a] + i & WORD

    def _do_andi(self, d: int, a: int, i: int) -> None:
        self._values[d] = self._values[a] & i

    def _do_ori(self, d: int, a: int, i: int) -> None:
        self._values[d] = self._values[a] | i

    def _do_lui(self, d: int, a: int, i: int) -> None:
        self._values[d] = i << 16

    def _do_movi(self, d: int, a: int, i: int) -> None:
        self._values[d] = i & WORD

    def _do_adr(self, d: int, a: int, displacement: int) -> None:
        self._values[d] = self._values[PC] - LENGTH + displacement & WORD

    def _do_cmp(self, d: int, a: int, b: int) -> None:
        self._do_cmpi(d, a, _signed(self._values[b]))

    def _do_cmpi(self, d: int, a: int, i: int) -> None:
        x = _signed(self._values[a])
        kept = self._values[STATUS] & ~(EQUAL | LESS)
        self._values[STATUS] = kept | (EQUAL if x == i else LESS if x < i else 0)

    def _do_lw(self, d: int, a: int, i: int) -> None:
        self._values[d] = self._memory.load(self._values[a] + i & WORD, 4)

    def _do_lb(self, d: int, a: int, i: int) -> None:
        self._values[d] = self._memory.load(self._values[a] + i & WORD, 1)

    def _do_sw(self, d: int, a: int, i: int) -> None:
        self._memory.store(self._values[a] + i & WORD, 4, self._values[d])

    def _do_sb(self, d: int, a: int, i: int) -> None:
        self._memory.store(self._values[a] + i & WORD, 1, self._values[d])

    def _do_ja(self, d: int, a: int, target: int) -> None:
        self._values[PC] = target

    def _do_j(self, d: int, a: int, displacement: int) -> None:
        self._values[PC] = self._values[PC] - LENGTH + displacement & WORD

    def _do_bl(self, d: int, a: int, displacement: int) -> None:
        self._values[LR] = self._values[PC]
        self._do_j(d, a, displacement)

    def _do_call(self, d: int, a: int, displacement: int) -> None:
        self._push(self._values[PC])
        self._do_j(d, a, displacement)

    def _do_jr(self, d: int, a: int, i: int) -> None:
        self._values[PC] = self._values[a]

    def _do_blr(self, d: int, a: int, i: int) -> None:
        self._values[PC], self._values[LR] = self._values[a], self._values[PC]

    def _do_callr(self, d: int, a: int, i: int) -> None:
        target = self._values[a]
        self._push(self._values[PC])
        self._values[PC] = target

    def _do_ret(self, d: int, a: int, more: int) -> None:
        self._values[PC] = self._memory.load(self._values[SP], 4)
        self._values[SP] = self._values[SP] + 4 + more & WORD

    def _push(self, value: int) -> None:
        sp = self._values[SP] - 4 & WORD
        self._memory.store(sp, 4, value)
        self._values[SP] = sp


def _signed(value: int) -> int:
    return value - ((value >> 31) << 32)
