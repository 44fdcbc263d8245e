"""Hot code: a region, blocks of a function that are near one another, as one LLVM function.

Within a straight line of instructions registers are variables; LLVM makes machine registers of them. Between two lines
the state block has them all, so a region is entered and left at any line, and compiled quickly: the exits are small.
What is rare is left to the line's records.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from kretcore_llvm.builder import OperandSlot, Routine, Slot, Value
from kretcore_llvm.handlers import IMMEDIATES, SIZE
from kretcore_llvm.ir import CALL, PROFILE, SIGNATURE, UNLIKELY, IrBuilder, parameters, returns
from kretcore_llvm.isa import InstructionSet
from kretcore_llvm.ops import DECLARATIONS, I1, I64
from kretcore_llvm.state import RECORD, Reason

_FILL = "; registers for block "
_REFILL = "; registers again from "


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A straight line of instructions, and its records: what executes it where it is not hot.

    :ivar record: host address of the first record, which takes the instructions off the budget.
    :ivar records: host addresses of the instructions' records.
    :ivar after: addresses where its function may go on.
    :ivar granules: addresses of its text.
    """

    instructions: Sequence[Any]
    record: int
    records: Sequence[int]
    after: Sequence[int]
    granules: Set[int]

    @property
    def address(self) -> int:
        """Where it begins."""
        address: int = self.instructions[0].address
        return address


class RegionBuilder(IrBuilder):
    """Builds the function of one region.

    :param cell: gives the host address of an instruction address's cell.
    :param jumps: host address of the table of jump targets.
    """

    def __init__(self, isa: InstructionSet, cell: Callable[[int], int], jumps: int) -> None:
        super().__init__()
        self._isa = isa
        self._cell = cell
        self._jumps = f"inttoptr (i64 {jumps} to ptr)"
        self._base = "%base"
        self._variables: dict[Slot, str] = {}
        self._lines: Mapping[int, Line] = {}
        self._line: Line | None = None
        self._needed: dict[int, set[Slot]] = {}
        self._written: set[Slot] = set()
        self._index = 0
        self._depth = 0
        self._unstored: set[Slot] = set()
        self._moved = False

    def build(self, name: str, lines: Mapping[int, Line]) -> str:
        """Return the function's text; the record that enters it says in the first immediate at which of the lines."""
        self._lines = lines
        self._open = False
        for address, line in lines.items():
            self._build_line(address, line)
        self._build_ways_out()
        head = [f"define {CALL} void @{name}({SIGNATURE}) {{", "entry:"]
        head.extend(f"{variable} = alloca {slot.type.ir}" for slot, variable in self._variables.items())
        head.extend(self.variables)
        head.extend(("%Bud = alloca i64", "%Record = alloca ptr", "%At = alloca i64"))
        head.append("store i64 %bud, ptr %Bud")
        head.append(f"%entry.at = getelementptr i8, ptr %ip, i64 {IMMEDIATES[0]}")
        head.append("%entry.number = load i64, ptr %entry.at")
        first, *others = lines
        cases = " ".join(f"i64 {number}, label %B{address:x}" for number, address in enumerate(others, 1))
        head.append(f"switch i64 %entry.number, label %B{first:x} [{cases}]")
        return "\n".join([*head, *self._whole(), "}\n"])

    def _build_line(self, address: int, line: Line) -> None:
        self._line, self._needed[address], self._written = line, set(), set()
        instructions = line.instructions
        self.label(f"B{address:x}")
        budget = self.define(I64, "load i64, ptr %Bud").code
        left = self.define(I64, f"sub i64 {budget}, {len(instructions)}").code
        short = self.define(I1, f"icmp slt i64 {left}, 0").code
        self.end(f"br i1 {short}, label %U{address:x}, label %V{address:x}{UNLIKELY}")
        self.label(f"U{address:x}")
        self.line(f"store i64 {self.value(I64, address).code}, ptr %At")
        self.end("br label %spent")
        self.label(f"V{address:x}")
        self.line(f"store i64 {left}, ptr %Bud")
        self.lines.append(f"{_FILL}{address}")
        if (check := self._isa.check(instructions)) is not None:
            self._index = -1
            self._isa.build(self, check)
        for index, instruction in enumerate(instructions):
            self._index = index
            self._isa.build(self, instruction)
            if self._open:
                self._store()
            self._unstored.clear()
        if self._open:
            self.goto(instructions[-1].next)

    def _build_ways_out(self) -> None:
        """Build the ways out that all lines share."""
        self.label("cold")
        record = self.define(I64, "load ptr, ptr %Record").code
        self.enter(record, "%base", self.define(I64, "load i64, ptr %Bud").code)
        self.label("spent")
        address, budget = self.define(I64, "load i64, ptr %At"), self.define(I64, "load i64, ptr %Bud")
        self.give_back(Reason.BUDGET, address, "%base", budget)

    def _whole(self) -> Iterator[str]:
        for line in self.lines:
            if line.startswith(_FILL):
                for slot in _sorted(self._needed[int(line[len(_FILL) :])]):
                    yield from self._fill(slot)
            elif line.startswith(_REFILL):
                first = int(line[len(_REFILL) :])
                for slot in self._variables:
                    if not slot.window and first <= slot.offset < first + 64:
                        yield from self._fill(slot)
            else:
                yield line

    # ---- registers

    def _variable(self, slot: Slot) -> str:
        variable = self._variables.get(slot)
        if variable is None:
            variable = self._variables[slot] = f"%R{'w' if slot.window else 's'}{slot.offset}"
        return variable

    def _fill(self, slot: Slot) -> list[str]:
        name, variable, type_ = self.name("f"), self._variables[slot], slot.type.ir
        block = "%base" if slot.window else "%st"
        lines = [f"{name}p = getelementptr i8, ptr {block}, i64 {slot.offset}"]
        if slot.type == I1:
            lines += [f"{name}b = load i8, ptr {name}p", f"{name}l = trunc i8 {name}b to i1"]
        else:
            lines.append(f"{name}l = load {type_}, ptr {name}p")
        return [*lines, f"store {type_} {name}l, ptr {variable}"]

    def _load(self, slot: Slot) -> Value:
        assert self._line is not None
        if slot not in self._written:
            self._needed[self._line.address].add(slot)
        return self.define(slot.type, f"load {slot.type.ir}, ptr {self._variable(slot)}")

    def get(self, slot: Slot | OperandSlot, index: Value | None = None) -> Value:
        assert isinstance(slot, Slot)
        if slot.direct or index is not None:
            return self.load_place(slot.type, self.place(slot, index))
        return self._load(slot)

    def set(self, slot: Slot | OperandSlot, value: Value | int, index: Value | None = None) -> None:
        assert isinstance(slot, Slot)
        value = self.value(slot.type, value)
        if slot.direct or index is not None:
            self.store_place(self.place(slot, index), value)
            return
        self.line(f"store {slot.type.ir} {value.code}, ptr {self._variable(slot)}")
        if self._depth:
            self._unstored.add(slot)
        else:
            self.store_place(self.place(slot), value)
            self._written.add(slot)

    def _store(self) -> None:
        """Store registers that were written under a condition: once it is over, that needs no branch."""
        for slot in _sorted(self._unstored):
            self.store_place(self.place(slot), self._load(slot))

    @contextmanager
    def _inner(self, building: AbstractContextManager[None]) -> Iterator[None]:
        unstored = self._unstored
        self._unstored = set(unstored)
        self._depth += 1
        comes_back = True
        with building:
            yield
            comes_back = self._open
        self._depth -= 1
        if not comes_back:
            self._unstored = unstored

    @contextmanager
    def when(self, condition: Value) -> Iterator[None]:
        with self._inner(super().when(condition)):
            yield

    @contextmanager
    def otherwise(self) -> Iterator[None]:
        building = super().otherwise()
        always = self._else is not None and self._else[0] < 0  # as the other way has left
        with building if always else self._inner(building):
            yield

    def rarely(self, condition: Value, body: Callable[[], None]) -> None:
        with self.when(condition):
            self.leave(Reason.INTERPRET)

    @contextmanager
    def loop(self) -> Iterator[None]:
        with self._inner(super().loop()):
            yield

    def move_window(self, words: Value) -> None:
        self._moved = True
        self._base = self.define(I64, f"getelementptr i64, ptr %base, i64 {words.code}").code

    def scatter(self, slot: Slot, value: Value, mask: Value) -> None:
        super().scatter(slot, value, mask)
        self.lines.append(f"{_REFILL}{slot.offset}")

    # ---- leaving

    def leave(self, reason: int) -> None:
        line = self._line
        assert line is not None
        kind = reason & 255
        if kind in (Reason.EVENT, Reason.TRAP):  # the instruction is done
            self._store()
            begun = self._index + (kind == Reason.EVENT)
            budget = self.define(I64, "load i64, ptr %Bud") + (len(line.instructions) - begun)
            self.give_back(reason, self.value(I64, line.instructions[self._index].address), "%base", budget)
            return
        record = line.record + SIZE if self._index < 0 else line.records[self._index]
        self.line(f"store ptr inttoptr (i64 {record} to ptr), ptr %Record")
        self.end("br label %cold")

    def give_back(self, reason: int, address: Value, base: str, budget: Value) -> None:
        self.store_place(self.place(RECORD), self.value(I64, 0))
        super().give_back(reason, address, base, budget)

    def miss(self, address: Value, size: int, align: int, *, write: bool, attempt: bool) -> None:
        self.leave(Reason.MEMORY)

    def goto(self, target: Value | int) -> None:
        self._store()
        target = self.value(I64, target)
        moved, self._moved = self._moved, False
        if target.const in self._lines and not moved:
            self.end(f"br label %B{target.const:x}")
            return
        budget = self.define(I64, "load i64, ptr %Bud")
        if target.const is not None:
            self.chain(f"inttoptr (i64 {self._cell(target.const)} to ptr)", self._base, budget.code)
        else:
            self.jump(target, self._jumps, self._base, budget)
        self._base = "%base"


def module(text: Iterable[str], builders: Iterable[IrBuilder]) -> tuple[str, set[str]]:
    """Return a module of functions and the names that it expects from elsewhere."""
    tables: dict[str, str] = {}
    called: dict[str, Routine] = {}
    for builder in builders:
        tables.update(builder.tables)
        called.update(builder.called)
    declared = [f"declare {returns(function)} @{name}({parameters(function)})" for name, function in called.items()]
    declared += ["declare ptr @tlb_refill(ptr, i64, i64)", f"declare {CALL} void @event({SIGNATURE})"]
    return "\n".join([DECLARATIONS, *declared, *tables.values(), *text, PROFILE]), {*called, "tlb_refill", "event"}


def _sorted(slots: Iterable[Slot]) -> list[Slot]:
    return sorted(slots, key=lambda slot: (slot.window, slot.offset))


def around(
    address: int, lines: Callable[[int], Line | None], before: Mapping[int, Set[int]], most: int
) -> Iterator[Line]:
    """Yield the lines connected with an address inside its function, the nearest first.

    :param lines: gives the line at an address, if there is one to yield.
    :param before: for an address, those of the lines that may go on there.
    :param most: how many instructions are enough.
    """
    seen, work, size = {address}, deque([address]), 0
    while work and size < most:
        at = work.popleft()
        line = lines(at)
        if line is None:
            continue
        yield line
        size += len(line.instructions)
        for near in (*line.after, *before.get(at, ())):
            if near not in seen:
                seen.add(near)
                work.append(near)
