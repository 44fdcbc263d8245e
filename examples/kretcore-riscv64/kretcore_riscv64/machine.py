"""A CPU in plain Python: RV64I and M of the RISC-V Instruction Set Manual, volume I."""

from __future__ import annotations

import operator
from collections import UserDict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from kretcore.machine import Access, Fault, FaultKind, Stop, StopReason
from kretcore_riscv64.memory import FETCH, MASK, READ, WRITE, GuestFault, SparseMemory

ABI = "zero ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6"
NAMES = ABI.split()
WIDTHS = dict.fromkeys([*NAMES, "pc"], 64) | {"zero": 0}
LOW = (1 << 32) - 1
Step = tuple[str | None, Callable[[], Any]]
"""A decoded instruction: it computes a value, and this register gets it."""


def signed(value: int, bits: int = 64) -> int:
    """Read the lowest ``bits`` bits of a number as two's complement."""
    half = 1 << bits - 1
    return (value + half) % (2 * half) - half


def divide(a: int, b: int) -> tuple[int, int]:
    """Divide towards zero; division by zero is defined, too."""
    if b == 0:
        return -1, a
    quotient = abs(a) // abs(b)
    return (quotient, a - b * quotient) if (a < 0) == (b < 0) else (-quotient, a + b * quotient)


def operations(bits: int) -> dict[tuple[int, int], Callable[[int, int], int]]:
    """What instructions compute from two unsigned numbers, by funct7 and funct3. Results are cut to size later."""
    s = partial(signed, bits=bits)
    return {
        (0x00, 0): operator.add,
        (0x20, 0): operator.sub,
        (0x00, 1): lambda a, b: a << b % bits,
        (0x00, 2): lambda a, b: s(a) < s(b),
        (0x00, 3): operator.lt,
        (0x00, 4): operator.xor,
        (0x00, 5): lambda a, b: a >> b % bits,
        (0x20, 5): lambda a, b: s(a) >> b % bits,
        (0x00, 6): operator.or_,
        (0x00, 7): operator.and_,
        (0x01, 0): operator.mul,
        (0x01, 1): lambda a, b: s(a) * s(b) >> bits,
        (0x01, 2): lambda a, b: s(a) * b >> bits,
        (0x01, 3): lambda a, b: a * b >> bits,
        (0x01, 4): lambda a, b: divide(s(a), s(b))[0],
        (0x01, 5): lambda a, b: divide(a, b)[0],
        (0x01, 6): lambda a, b: divide(s(a), s(b))[1],
        (0x01, 7): lambda a, b: divide(a, b)[1],
    }


IN_WORDS = {(0, 0), (0x20, 0), (0, 1), (0, 5), (0x20, 5), (1, 0), (1, 4), (1, 5), (1, 6), (1, 7)}
WHOLE, WORDS = operations(64), {key: compute for key, compute in operations(32).items() if key in IN_WORDS}
BRANCHES = {0: operator.eq, 4: WHOLE[0, 2], 6: WHOLE[0, 3]}  # beq, blt, bltu; the lowest bit inverts


class RiscvRegisters(UserDict[str, int]):
    """The registers by their ABI names, and ``pc``. ``zero`` has no bits: it takes 0 and refuses everything else."""

    def __setitem__(self, name: str, value: int) -> None:
        if value >> self.width(name):
            raise ValueError(f"{value:#x} does not fit {name}")
        self.data[name] = value

    def width(self, name: str) -> int:
        return WIDTHS[name]

    def accessor(self, name: str) -> tuple[Callable[[], int], Callable[[int], None]]:
        self.width(name)  # an unknown name is refused at once
        return partial(self.data.__getitem__, name), partial(self.__setitem__, name)

    def reader(self, names: Sequence[str]) -> Callable[[], Sequence[int]]:
        getters = [self.accessor(name)[0] for name in names]
        return lambda: [get() for get in getters]


class RiscvMachine:
    """What :class:`kretcore.machine.Machine` asks for. In a breakpoint's callback ``pc`` is the breakpoint."""

    def __init__(self) -> None:
        self.memory = SparseMemory()
        self.registers = RiscvRegisters(dict.fromkeys(WIDTHS, 0))
        self.x = self.registers.data  # for the machine's own use: no checks
        self.on_breakpoint: Callable[[int], None] | None = None
        self.on_syscall: Callable[[], None] | None = None
        self._stopping = False

    def run(self, max_instructions: int | None = None) -> Stop:
        if max_instructions is not None and max_instructions < 0:
            raise ValueError("a budget cannot be negative")
        left = -1 if max_instructions is None else max_instructions  # -1 never counts down to 0
        x, decoded = self.x, self.memory.decoded
        outer, self._stopping = self._stopping, False
        fault = None
        try:
            while left and not self._stopping:
                pc = x["pc"]
                destination, compute = decoded.get(pc) or self._fetch(pc)
                left -= 1
                x["pc"] = pc + 4 & MASK
                value = compute()
                if destination:
                    x[destination] = value & MASK
            reason = StopReason.STOPPED if self._stopping else StopReason.BUDGET
        except GuestFault as caught:
            x["pc"] = pc
            reason, fault = StopReason.FAULT, Fault(caught.args[0], pc, *caught.args[1:])
        finally:
            self._stopping = outer
        return Stop(reason, x["pc"], fault, None if max_instructions is None else max_instructions - left)

    def stop(self) -> None:
        self._stopping = True  # outside a run nobody looks at it

    def save(self) -> dict[str, int]:
        return dict(self.x)

    def restore(self, context: dict[str, int]) -> None:
        self.x.update(context)

    def close(self) -> None:
        self.memory.clear()

    def execute(self, word: int, address: int) -> None:
        """Do what the instruction ``word`` does at ``address``, wherever it is: for what cannot be copied."""
        destination, compute = self._decode(word, address)
        self.x["pc"] = address + 4 & MASK
        value = compute()
        if destination:
            self.x[destination] = value & MASK

    def _fetch(self, pc: int) -> Step:
        if pc % 4:
            raise GuestFault(FaultKind.MISALIGNED, pc, Access.FETCH)
        return self.memory.decoded.setdefault(pc, self._decode(self.memory.load_word(pc, 4, FETCH), pc))

    def _decode(self, word: int, pc: int) -> Step:
        x, memory = self.x, self.memory
        rd, rs1, rs2 = (NAMES[word >> shift & 31] for shift in (7, 15, 20))
        destination = None if rd == "zero" else rd
        funct3, funct7 = word >> 12 & 7, word >> 25
        immediate, upper = signed(word >> 20, 12), signed(word & ~0xFFF, 32)
        shift = funct7 if funct3 in (1, 5) else 0  # instructions with an immediate have no funct7 but to shift
        size = 1 << funct3 % 4  # of what is loaded or stored
        match word & 0x7F:
            case 0x37:  # lui
                return destination, lambda: upper
            case 0x17:  # auipc
                return destination, lambda: pc + upper
            case 0x6F:  # jal
                distance = signed(word >> 11 & 1 << 20 | word & 0xFF000 | word >> 9 & 1 << 11 | word >> 20 & 0x7FE, 21)
                return destination, lambda: self._jump(pc + distance)
            case 0x67 if funct3 == 0:  # jalr
                return destination, lambda: self._jump(x[rs1] + immediate & ~1)
            case 0x63 if test := BRANCHES.get(funct3 & 6):
                distance = signed(word >> 19 & 1 << 12 | word << 4 & 1 << 11 | funct7 << 5 & 0x7E0 | word >> 7 & 30, 13)
                return None, lambda: test(x[rs1], x[rs2]) != funct3 & 1 and self._jump(pc + distance)
            case 0x03 if funct3 < 4:  # lb, lh, lw, ld
                return destination, lambda: signed(memory.load_word(x[rs1] + immediate & MASK, size, READ), 8 * size)
            case 0x03 if funct3 < 7:  # lbu, lhu, lwu
                return destination, lambda: memory.load_word(x[rs1] + immediate & MASK, size, READ)
            case 0x23 if funct3 < 4:  # sb, sh, sw, sd
                offset = signed(funct7 << 5 | word >> 7 & 31, 12)
                return None, lambda: memory.store_word(x[rs1] + offset & MASK, x[rs2], size, WRITE)
            case 0x33 if compute := WHOLE.get((funct7, funct3)):
                return destination, lambda: compute(x[rs1], x[rs2])
            case 0x3B if compute := WORDS.get((funct7, funct3)):
                return destination, lambda: signed(compute(x[rs1] & LOW, x[rs2] & LOW), 32)
            case 0x13 if compute := WHOLE.get((shift & ~1, funct3)):  # a shift's amount takes one bit of funct7
                return destination, lambda: compute(x[rs1], immediate & MASK)
            case 0x1B if shift != 1 and (compute := WORDS.get((shift, funct3))):
                return destination, lambda: signed(compute(x[rs1] & LOW, immediate & LOW), 32)
            case 0x0F if funct3 < 2:  # fence, fence.i: accesses are in order, and stores to code are seen at once
                return None, lambda: None
            case 0x73 if word == 0x0000_0073:
                return None, lambda: self._trap(self.on_syscall, pc + 4 & MASK)
            case 0x73 if word == 0x0010_0073:
                return None, lambda: self._trap(self.on_breakpoint, pc, pc)
        return None, lambda: self._illegal(word)

    def _jump(self, target: int) -> int:
        """Go to ``target``; the result is the link, the address behind the jump."""
        if target % 4:
            raise GuestFault(FaultKind.MISALIGNED, target & MASK, Access.FETCH)
        link, self.x["pc"] = self.x["pc"], target & MASK
        return link

    def _trap(self, callback: Callable[..., None] | None, pc: int, *arguments: int) -> None:
        if callback is None:
            raise GuestFault(FaultKind.TRAP, None, None, "nobody listens to this trap")
        self.x["pc"] = pc
        callback(*arguments)

    def _illegal(self, word: int) -> int:
        raise GuestFault(FaultKind.ILLEGAL, None, None, f"{word:#010x} is not an instruction")
