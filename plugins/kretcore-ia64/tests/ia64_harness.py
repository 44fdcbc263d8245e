"""Executes single instructions by their semantic functions: the reference execution over a state of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from kretcore_ia64 import decoder, semantics
from kretcore_ia64 import registers as reg
from kretcore_ia64.cpu import SEMANTICS, Cpu
from kretcore_ia64.decoder import Instruction
from kretcore_ia64.rows import Row
from kretcore_llvm.builder import Slot
from kretcore_llvm.python import Leave, PythonBuilder, compile_routines, views
from kretcore_llvm.state import StateBlock

semantics.register()

BUNDLE: Final = 0x4000_0000_0000_0000
"""Where instructions stand, in slot 0."""
DATA: Final = 0x6000_0000_0000_0000
"""Where guest memory begins."""
FRAME: Final = 96 | 96 << 7
"""A frame marker with every stacked register and no rotation."""

_COMPILED: dict[tuple[Any, ...], tuple[Any, dict[str, Any], dict[str, Any]]] = {}


@cache
def row(unit: str, text: str) -> Row:
    """Return the row of a unit with a text, other spellings left out.

    :raises LookupError: there is none, or more than one.
    """
    found = [row for row in decoder.table(unit).rows if row.text.partition("; ")[0] == text]
    if len(found) != 1:
        raise LookupError(f"unit {unit} has {len(found)} rows with the text {text!r}")
    return found[0]


def encode(row: Row, **fields: int) -> int:
    """Return a row's instruction; fields that are not given are 0."""
    word = row.match
    for name, low, mask in row.fields:
        word |= (fields.pop(name, 0) & mask) << low
    if fields:
        raise LookupError(f"{row.text} has no field {', '.join(fields)}")
    return word


def instruction(unit: str, text: str, long: int = 0, **fields: int) -> Instruction:
    """Return an instruction at :data:`BUNDLE`, given by its row's text and fields."""
    found = row(unit, text)
    following = BUNDLE + (16 if unit == "X" else 1)
    return Instruction(BUNDLE, following, unit, encode(found, **fields), long, found, False)


class GuestFault(Exception):
    """A load or store outside the harness's memory, or not aligned."""


@dataclass(frozen=True)
class Outcome:
    """What an instruction did about control.

    :ivar to: where execution goes on; None if it does not go on by itself.
    :ivar kind: ``"fault"``, ``"retry"`` or ``"event"`` of number ``code``, ``"memory"``, or ``""``.
    """

    to: int | None = None
    kind: str = ""
    code: int = 0


class _Registers:
    """Numbered places, as a sequence."""

    def __init__(self, read: Callable[[int], int], write: Callable[[int, int], None]) -> None:
        self._read, self._write = read, write

    def __getitem__(self, number: int) -> int:
        return self._read(number)

    def __setitem__(self, number: int, value: int) -> None:
        self._write(number, value)


@dataclass
class Machine:
    """A processor state and some memory.

    :ivar memory: little-endian bytes from :data:`DATA` on.
    """

    window_words: int = 512
    memory: bytearray = field(default_factory=lambda: bytearray(4096))

    def __post_init__(self) -> None:
        self.state = StateBlock(self.window_words)
        self.write(reg.CFM, FRAME)
        self.write(reg.PR, 1)
        self.gr = _Registers(
            lambda number: self.read(_gr(number)), lambda number, value: self.write(_gr(number), value)
        )
        self.nat = _Registers(
            lambda number: self.state.bytes[self._taint(number)],
            lambda number, value: self.state.bytes.__setitem__(self._taint(number), value),
        )
        self.pr = self._file(reg.PR)
        self.br = self._file(reg.BR)
        self.ar = self._file(reg.AR)
        self.fr_significand = _Registers(
            lambda number: self.read(reg.FR.at(2 * number)),
            lambda number, value: self.write(reg.FR.at(2 * number), value),
        )
        self.fr_exponent = _Registers(
            lambda number: self.read(reg.FR.at(2 * number + 1)),
            lambda number, value: self.write(reg.FR.at(2 * number + 1), value),
        )

    def read(self, slot: Slot) -> int:
        """Read a place in the state."""
        return self.state.read(slot)

    def write(self, slot: Slot, value: int) -> None:
        """Write one."""
        self.state.write(slot, value)

    def _file(self, slot: Slot) -> _Registers:
        return _Registers(
            lambda number: self.read(slot.at(number)), lambda number, value: self.write(slot.at(number), value)
        )

    def _taint(self, number: int) -> int:
        slot = _gr(number)
        word = slot.offset // 8
        if slot.window:
            word += self.state.words[0] // 8
        return self.state.taints + word

    def execute(self, what: Instruction, careful: bool = True) -> Outcome:
        """Execute one instruction."""
        key = (what.unit, what.word, what.long, what.address, what.next, careful, self.state.taints)
        if key not in _COMPILED:
            source, routines = self.source(what, careful)
            stateless = {name for name, each in routines.items() if not getattr(each, "state", False)}
            compiled = {name: routines[name] for name in stateless}
            compile_routines(compiled, self.state.taints)
            rest = {name: each for name, each in routines.items() if name not in stateless}
            _COMPILED[key] = compile(source, what.row.text if what.row else "", "exec"), compiled, rest
        code, routines, rest = _COMPILED[key]
        given = views(self.state)
        names = {**routines, **compile_routines(dict(rest), self.state.taints, given), **given}
        names |= {"Leaves": (Leave, GuestFault), "misaligned": _misaligned, "permits": self._permits}
        for bits in (8, 16, 32, 64):
            names |= self._accesses(bits)
        exec(code, names)
        try:
            to = names["block"]()
        except Leave as leave:
            return Outcome(None, leave.kind, leave.code)
        except GuestFault:
            return Outcome(None, "memory")
        return Outcome(to) if to >= 0 else Outcome(None, "event", -1 - to)

    def source(self, what: Instruction, careful: bool = True) -> tuple[str, dict[str, Any]]:
        """Return the Python text an instruction becomes, and the names it needs."""
        assert what.row is not None
        builder = PythonBuilder(self.state.taints, careful=careful)
        builder.begin(0, what.next)
        cpu = Cpu(builder, what.address, what.next)
        with _predicated(cpu, what):
            SEMANTICS[what.row.semantics](cpu, what.operands)
        return builder.finish("block", what.next), builder.names

    def _permits(self, address: int, write: bool) -> int:
        if not DATA <= address < DATA + len(self.memory):
            raise GuestFault(f"nothing is at {address:#x}")
        return 1

    def _accesses(self, bits: int) -> dict[str, Callable[..., Any]]:
        size = bits // 8

        def place(address: int) -> slice:
            if address % size:
                raise GuestFault(f"{address:#x} is no multiple of {size}")
            if not DATA <= address <= DATA + len(self.memory) - size:
                raise GuestFault(f"nothing is at {address:#x}")
            return slice(address - DATA, address - DATA + size)

        def load(address: int) -> int:
            return int.from_bytes(self.memory[place(address)], "little")

        def store(address: int, value: int) -> None:
            self.memory[place(address)] = value.to_bytes(size, "little")

        def attempt(address: int) -> tuple[int, int]:
            try:
                return load(address), 1
            except GuestFault:
                return 0, 0

        return {f"load{bits}": load, f"store{bits}": store, f"try{bits}": attempt}


@contextmanager
def _predicated(cpu: Cpu, what: Instruction) -> Iterator[None]:
    assert what.row is not None
    if what.row.predicated and what.qp:
        with cpu.b.when(cpu.pr(what.qp)):
            yield
    else:
        yield


def _gr(number: int) -> Slot:
    return reg.GR.at(number) if number < 32 else reg.STACKED.at(number - 32)


def _misaligned(address: int, *access: int) -> None:
    raise GuestFault(f"{address:#x} is not aligned")
