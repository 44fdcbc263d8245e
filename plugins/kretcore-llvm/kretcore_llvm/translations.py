"""Compiled code by address: cells, records, regions, and when each of them goes.

A *cell* is a host word for an instruction address; it points to the record where execution goes on there. All compiled
code goes from one piece to another through cells, so planting a breakpoint or dropping a translation is a store to one.
A cell without code points to a record of its own that comes back to the host.
"""

from __future__ import annotations

import json
from collections.abc import Sequence, Set
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kretcore_llvm import handlers
from kretcore_llvm.builder import Operand, OperandSlot
from kretcore_llvm.cache import ObjectCache, default_directory
from kretcore_llvm.compiler import Compiler, Unit, later, python_symbols
from kretcore_llvm.handlers import NUMBERS, RECORD_FORMAT, SIZE, TARGET, Shape
from kretcore_llvm.ir import JUMPS
from kretcore_llvm.isa import InstructionSet, digest
from kretcore_llvm.ops import Type
from kretcore_llvm.regions import Line, RegionBuilder, module
from kretcore_llvm.text import Text
from kretcore_llvm.tlb import address_of, sparse

_CELLS: Final = 1 << 26
_CELL: Final = 128
"""Bytes of a cell and the record that it points to when there is no code."""
_RECORDS: Final = 1 << 24
_MOST_REGIONS: Final = 1024
REGION: Final = "region"
"""Name of a region's function in its module."""


@dataclass(frozen=True, slots=True)
class Prelude:
    """A record that stands before those of a block.

    :ivar handler: host address of its handler, which may go on to the block.
    :ivar immediate: its first immediate.
    :ivar target: an instruction address, whose cell is its second.
    """

    handler: int
    immediate: int
    target: int | None


_NONE: Final = (0,) * NUMBERS


def record_of(
    handler: int, address: int, registers: Sequence[int] = _NONE, immediates: Sequence[int] = (0, 0)
) -> bytes:
    """Make a record."""
    return RECORD_FORMAT.pack(handler, *registers, *immediates, address)


@dataclass(slots=True, eq=False)
class Region:
    """Hot code, which is compiled or being compiled.

    :ivar lines: addresses of its lines; it is entered at each.
    :ivar granules: addresses of its text.
    :ivar stale: it has been dropped: what is compiled for it must not be entered.
    """

    lines: Sequence[int]
    granules: Set[int]
    unit: Unit | None = None
    stale: bool = False


class Translations:
    """What is compiled of one machine's text.

    :ivar unused: for the record of an instruction in cold code, how many of its block's instructions have not begun
        when it does: what the budget gets back if it leaves there.
    :ivar lines: cold code by its address.
    :ivar before: for an address, those of the lines that may go on there.
    :ivar regions: hot code by the addresses of its lines.
    """

    def __init__(self, isa: InstructionSet, text: Text) -> None:
        self._isa = isa
        self._text = text
        self._compiler = Compiler()
        loaded = _loaded(isa)
        self._shapes, self.symbols = loaded.shapes, loaded.unit.addresses
        self._cell_memory, self._record_memory, self._jump_memory = sparse(_CELLS), sparse(_RECORDS), sparse(16 * JUMPS)
        self._cells_at, self._records_at = address_of(self._cell_memory), address_of(self._record_memory)
        self.jumps_at = address_of(self._jump_memory)
        self._words = memoryview(self._cell_memory).cast("Q")
        self._jump_words = memoryview(self._jump_memory).cast("Q")
        self._forget_jumps()
        self._cell_of: dict[int, int] = {}
        self._used = 0
        self.unused: dict[int, int] = {}
        self.lines: dict[int, Line] = {}
        self.before: dict[int, set[int]] = {}
        self.regions: dict[int, Region] = {}
        self._entered = 0
        self._preludes: dict[int, Prelude] = {}
        self._parts: dict[tuple[int, int], int] = {}
        self._covering: dict[int, set[Line | Region]] = {}  # by granule

    # ---- cells

    def _slot(self, address: int) -> int:
        at = self._cell_of.get(address)
        if at is None:
            at = self._cell_of[address] = len(self._cell_of) * _CELL
            record = record_of(self.symbols["miss"], address)
            self._cell_memory[at + 8 : at + 8 + SIZE] = record
            self._words[at // 8] = self._cells_at + at + 8
        return at

    def cell(self, address: int) -> int:
        """Return the host address of an instruction address's cell."""
        return self._cells_at + self._slot(address)

    def record(self, address: int) -> int:
        """Return the host address of the record where execution goes on at an address."""
        return self._words[self._slot(address) // 8]

    def is_missing(self, address: int) -> bool:
        at = self._slot(address)
        return self._words[at // 8] == self._cells_at + at + 8

    def jump(self, address: int) -> None:
        """Let jumps whose target is computed find an address's cell."""
        index = (address >> 4) % JUMPS * 2
        self._jump_words[index] = address
        self._jump_words[index + 1] = self.cell(address)

    def _forget_jumps(self) -> None:
        self._jump_words[:] = memoryview(b"\1" * (16 * JUMPS)).cast("Q")

    def _point(self, address: int, record: int) -> None:
        self._words[self._slot(address) // 8] = record

    # ---- cold code

    def translate(self, address: int) -> None:
        """Make the records of the block at an address.

        :raises GuestFault, UndecodableError: there is no instruction.
        """
        instructions = self._text.block(address)
        line = self._lay(instructions, self._prelude(instructions[0]))
        self.lines[address] = line
        for target in line.after:
            self.before.setdefault(target, set()).add(address)
        self._point(address, line.record)
        self._cover(line)

    def _prelude(self, instruction: Any) -> Prelude | None:
        """What stands before an instruction, as long as it is a breakpoint."""
        prelude, calls = self._preludes.get(instruction.address), self._isa.calls
        return prelude if calls is not None and calls.is_breakpoint(instruction) else None

    def precede(self, address: int, prelude: Prelude | None) -> None:
        """Say what stands before the block at an address. No region contains one that has something there."""
        if prelude is not None:
            self._preludes[address] = prelude
        elif self._preludes.pop(address, None) is None:
            return
        self.forget(address, 1)

    def part(self, address: int, count: int) -> int:
        """Return the first record of only ``count`` instructions of the block at an address, for a budget's end."""
        record = self._parts.get((address, count))
        if record is None:
            record = self._parts[address, count] = self._lay(self._text.block(address, count)).record
        return record

    def _lay(self, instructions: Sequence[Any], prelude: Prelude | None = None) -> Line:
        """Make the records of a straight line of instructions."""
        isa, symbols, address = self._isa, self.symbols, instructions[0].address
        count = len(instructions)
        if self._full(2 * count + 4):
            self.clear()
        at = self._used
        records = []
        if prelude is not None:
            cell = 0 if prelude.target is None else self.cell(prelude.target)
            records.append(record_of(prelude.handler, address, immediates=(prelude.immediate, cell)))
        records.append(record_of(symbols["charge"], address, immediates=(count, 0)))
        if (check := isa.check(instructions)) is not None:
            self._add(records, check, at, count)
        places = []
        for index, instruction in enumerate(instructions):
            places.append(self._records_at + at + SIZE * len(records))
            if not isa.is_nop(instruction):
                self._add(records, instruction, at, count - index)
        records.append(
            record_of(symbols["chain"], instructions[-1].address, immediates=(self.cell(instructions[-1].next), 0))
        )
        data = b"".join(records)
        self._record_memory[at : at + len(data)] = data
        self._used = at + len(data)
        last = instructions[-1]
        after = list(isa.targets(last)) if isa.ends_block(last) else [last.next]
        back = isa.returns_to(last)
        if back is not None:
            after.append(back)
        granules = {each.address & -isa.granule for each in instructions}
        return Line(instructions, self._records_at + at, places, after, granules)

    def _add(self, records: list[bytes], instruction: Any, at: int, unused: int) -> None:
        isa, address = self._isa, instruction.address
        form = isa.form(instruction)
        found = self._shapes.get(form) if form is not None else None
        if found is None:
            record = record_of(self.symbols["interpret"], address)
        else:
            predicate = isa.predicate(instruction)
            if predicate is not None:
                place, window = isa.place(*predicate)
                records.append(record_of(self.symbols["predicated"], address, [place + window, *_NONE[1:]]))
            name, shape = found
            registers, immediates = [*_NONE], [0, 0]
            for number, slot in enumerate(shape.registers):
                place, window = isa.place(slot.kind, isa.operand(instruction, slot.operand))
                registers[number] = place + window
            for number, operand in enumerate(shape.immediates):
                value = isa.operand(instruction, operand)
                if operand.name == TARGET:
                    value = self.cell(value)
                if number < 2:
                    immediates[number] = value & ((1 << 64) - 1)
                else:
                    registers[1 - number] = value
            record = record_of(self.symbols[name], address, registers, immediates)
        self.unused[self._records_at + at + SIZE * len(records)] = unused
        records.append(record)

    # ---- hot code

    def cold(self, address: int) -> Line | None:
        """Return the line at an address if it has been executed, and may be in a region and is not."""
        return None if address in self.regions or address in self._preludes else self.lines.get(address)

    def begin(self, lines: Sequence[Line]) -> tuple[Region, Future[Unit]]:
        """Begin to compile a region of lines. Until :meth:`enter` nothing is different."""
        region = Region([line.address for line in lines], {at for line in lines for at in line.granules})
        builder = RegionBuilder(self._isa, self.cell, self.jumps_at)
        text, expected = module([builder.build(REGION, {line.address: line for line in lines})], [builder])
        self._cover(region)
        symbols = {each: self.symbols[each] for each in expected}
        return region, later(self._compiler.compile, text, [REGION], symbols)

    def enter(self, region: Region, unit: Unit) -> None:
        """Go on in a region's code from now on, unless the region has been dropped since it was begun."""
        if self._full(len(region.lines)) or self._entered == _MOST_REGIONS:
            self.clear()
        if region.stale:
            later(unit.close)
            return
        region.unit = unit
        self._entered += 1
        for number, address in enumerate(region.lines):
            record = record_of(unit.addresses[REGION], address, immediates=(number, 0))
            self._record_memory[self._used : self._used + SIZE] = record
            self._point(address, self._records_at + self._used)
            self._used += SIZE
            self.regions[address] = region

    # ---- invalidation

    def _cover(self, made: Line | Region) -> None:
        for granule in made.granules:
            self._covering.setdefault(granule, set()).add(made)

    def _drop(self, made: Line | Region) -> None:
        for granule in made.granules:
            self._covering[granule].discard(made)
        if isinstance(made, Line):
            del self.lines[made.address]
            self._point_cold(made.address)
            return
        made.stale = True
        if made.unit is not None:
            for address in made.lines:
                del self.regions[address]
                self._point_cold(address)
            self._entered -= 1
            later(made.unit.close)

    def _point_cold(self, address: int) -> None:
        line = self.lines.get(address)
        if address not in self.regions:
            self._point(address, self.cell(address) + 8 if line is None else line.record)

    def forget(self, address: int, size: int) -> None:
        """Drop every translation of text in a range."""
        self._parts.clear()
        granule = self._isa.granule
        first = address & -granule
        found = (
            range(first, address + size, granule)
            if size <= granule * len(self._covering)
            else [start for start in self._covering if first <= start < address + size]
        )
        for start in found:
            for made in list(self._covering.get(start, ())):
                self._drop(made)

    def _full(self, records: int) -> bool:
        """Whether so many records, and cells for as many targets, may be too many."""
        return self._used + SIZE * records > _RECORDS or _CELL * (len(self._cell_of) + records) > _CELLS

    def clear(self) -> None:
        """Drop everything."""
        for made in {made for several in self._covering.values() for made in several}:
            self._drop(made)
        self._covering.clear()
        self.before.clear()
        self._used = 0
        self._parts.clear()
        self._cell_of.clear()
        self._forget_jumps()
        self.unused.clear()

    def close(self) -> None:
        """Give everything back."""
        later(self._compiler.close)
        self.regions.clear()
        self._words.release()
        self._jump_words.release()
        for memory in (self._cell_memory, self._record_memory, self._jump_memory):
            memory.close()


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The handlers of an instruction set, in this process."""

    compiler: Compiler
    unit: Unit
    shapes: dict[str, tuple[str, Shape]]


_LOADED: Final[dict[tuple[str, str], _Loaded]] = {}


def _loaded(isa: InstructionSet) -> _Loaded:
    """Load an instruction set's handlers, once in a process: they have no state, so all machines share them."""
    loaded = _LOADED.get((isa.name, isa.version))
    if loaded is not None:
        return loaded
    cache = ObjectCache(default_directory())
    key = f"{isa.name} {isa.version} {digest(Path(__file__).parent)}"
    path = cache.path(("shapes", key))
    stored = cache.load(path)
    built: handlers.Handlers | None = None
    if stored is None:
        built = handlers.build(isa)
        stored = _dump(built)
        cache.store(path, stored)
    names, shapes = _restore(stored)

    def text() -> str:
        return (built or handlers.build(isa)).text

    compiler = Compiler()
    loaded = _LOADED[isa.name, isa.version] = _Loaded(
        compiler, compiler.cached(key, text, names, python_symbols(*handlers.PYTHON_NAMES)), shapes
    )
    return loaded


def _dump(built: handlers.Handlers) -> bytes:
    forms = {
        form: [name, [[slot.operand.name, slot.kind, slot.type.bits] for slot in shape.registers],
               [operand.name for operand in shape.immediates]]
        for form, (name, shape) in built.shapes.items()
    }  # fmt: skip
    return json.dumps([built.names, forms]).encode()


def _restore(data: bytes) -> tuple[tuple[str, ...], dict[str, tuple[str, Shape]]]:
    names, forms = json.loads(data)
    return tuple(names), {
        form: (
            name,
            Shape(
                tuple(OperandSlot(Operand(operand), kind, Type(bits)) for operand, kind, bits in registers),
                tuple(Operand(operand) for operand in immediates),
            ),
        )
        for form, (name, registers, immediates) in forms.items()
    }
