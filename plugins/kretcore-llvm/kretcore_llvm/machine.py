"""The :class:`kretcore.machine.Machine` of an instruction set on the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kretcore.machine import Stop
from kretcore_llvm.engine import Engine, Mode
from kretcore_llvm.isa import InstructionSet
from kretcore_llvm.state import BASE, IP, REGISTERS, TLB, StateBlock

_IP: Final = IP.offset // 8
_BASE: Final = BASE.offset // 8


@dataclass(frozen=True, slots=True)
class Register:
    """One register, as the host sees it.

    :ivar width: in bits; 0 if it is hard-wired to zero.
    """

    width: int
    get: Callable[[], int]
    set: Callable[[int], None]


def word(state: StateBlock, offset: int, width: int = 64) -> Register:
    """A register that is a word of the state block."""
    words, index = state.words, offset // 8

    def put(value: int) -> None:
        words[index] = value

    return Register(width, lambda: words[index], put)


class LlvmRegisters:
    """The :class:`kretcore.machine.Registers` of a machine."""

    def __init__(self, registers: Mapping[str, Register]) -> None:
        self._registers = dict(registers)
        self._accessors: dict[str, tuple[Callable[[], int], Callable[[int], None]]] = {}

    def __getitem__(self, name: str) -> int:
        return self._registers[name].get()

    def __setitem__(self, name: str, value: int) -> None:
        self.accessor(name)[1](value)

    def __contains__(self, name: object) -> bool:
        return name in self._registers

    def __iter__(self) -> Iterator[str]:
        return iter(self._registers)

    def __len__(self) -> int:
        return len(self._registers)

    def width(self, name: str) -> int:
        """Width of a register in bits."""
        return self._registers[name].width

    def accessor(self, name: str) -> tuple[Callable[[], int], Callable[[int], None]]:
        """Return a bound getter and setter, valid as long as the machine."""
        known = self._accessors.get(name)
        if known is not None:
            return known
        register = self._registers[name]
        limit, put = 1 << register.width, register.set

        def checked(value: int) -> None:
            if not 0 <= value < limit:
                raise ValueError(f"{value:#x} does not fit {name}, which has {register.width} bits")
            put(value)

        accessor = self._accessors[name] = register.get, checked
        return accessor

    def reader(self, names: Sequence[str]) -> Callable[[], Sequence[int]]:
        """Return one function that reads all of ``names``, in order."""
        getters = [self._registers[name].get for name in names]
        return lambda: [get() for get in getters]


class LlvmMachine:
    """A processor and its memory. An instruction set's own machine adds registers and what traps mean."""

    def __init__(self, isa: InstructionSet, mode: Mode = Mode.FULL) -> None:
        self.engine = Engine(isa, mode)
        self.memory = self.engine.memory
        self.entry_log = self.engine.entry_log
        self.on_breakpoint: Callable[[int], None] | None = None
        self.on_syscall: Callable[[], None] | None = None
        self._isa = isa
        self._state = self.engine.state
        self._closed = False
        self.registers = LlvmRegisters({**self.make_registers(self._state), "pc": word(self._state, IP.offset)})

    def make_registers(self, state: StateBlock) -> Mapping[str, Register]:
        """Return the registers by name; an instruction set's machine knows them."""
        raise NotImplementedError

    def run(self, max_instructions: int | None = None) -> Stop:
        """See :meth:`kretcore.machine.Machine.run`."""
        self.engine.be_careful()
        return self.engine.run(max_instructions)

    def stop(self) -> None:
        """End the innermost run when the current callback is done."""
        self.engine.stopping = True

    def save(self) -> Any:
        """Return all registers: the state block's, and the part of the register window's array that is in use."""
        words, data = self._state.words, self._state.bytes
        start, end = self._isa.live(self._state)
        taints = self._state.taints
        return (
            words[_IP],
            words[_BASE],
            bytes(data[REGISTERS:TLB]),
            start,
            bytes(data[start:end]),
            bytes(data[taints + REGISTERS // 8 : taints + TLB // 8]),
            bytes(data[taints + start // 8 : taints + end // 8]),
        )

    def restore(self, context: Any) -> None:
        """Load all registers from a context."""
        words, data = self._state.words, self._state.bytes
        taints = self._state.taints
        words[_IP], words[_BASE], registers, start, window, static_taints, window_taints = context
        data[REGISTERS:TLB] = registers
        data[start : start + len(window)] = window
        data[taints + REGISTERS // 8 : taints + TLB // 8] = static_taints
        data[taints + start // 8 : taints + start // 8 + len(window_taints)] = window_taints
        self.engine.be_careful()

    def close(self) -> None:
        """Give the host's resources back. Idempotent."""
        if not self._closed:
            self._closed = True
            self.engine.close()
