"""Hot code: a region, the control-flow graph around a hot place without what it calls, as one LLVM function.

Registers become variables of the function, loaded where it is entered and stored where it is left; LLVM makes machine
registers of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kretcore_llvm.builder import OperandSlot, Routine, Slot, Value
from kretcore_llvm.ir import CALL, PROFILE, SIGNATURE, UNLIKELY, IrBuilder, parameters, returns
from kretcore_llvm.isa import InstructionSet
from kretcore_llvm.ops import DECLARATIONS, I1, I64
from kretcore_llvm.state import Reason

_STORES = "; registers are stored here"


@dataclass(slots=True)
class _Exit:
    """Where registers in variables and in the state block have to agree, which of them, and how.

    Before the region is left, those that may have been written are stored.
    """

    block: int
    written: set[Slot]
    at: list[str]
    first: int = 0
    end: int = 0
    fill: bool = False

    @property
    def all(self) -> bool:
        return self.end == 0


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
        self._touched: dict[Slot, str] = {}
        self._exits: list[_Exit] = []
        self._edges: dict[int, set[int]] = {}
        self._writes: dict[int, set[Slot]] = {}
        self._blocks: dict[int, Sequence[Any]] = {}
        self._block = 0
        self._size = 0
        self._written: set[Slot] = set()
        self._instruction: Any = None
        self._index = 0
        self._moved = False

    def build(self, name: str, root: int, blocks: dict[int, Sequence[Any]]) -> str:
        """Return the function's text; ``blocks`` are its straight lines by address, ``root`` is entered."""
        self._blocks = blocks
        for address in sorted(blocks, key=lambda address: (address != root, address)):
            self._build_block(address, blocks[address])
        before = self._reaching()
        for leaving in self._exits:
            slots = self._touched if leaving.fill else before[leaving.block] | leaving.written
            for slot in sorted(slots, key=lambda slot: (slot.window, slot.offset)):
                if leaving.all or (leaving.first <= slot.offset < leaving.end and not slot.window):
                    leaving.at.extend(self._refill(slot) if leaving.fill else self._spill(slot))
        head = [f"define {CALL} void @{name}({SIGNATURE}) {{", "entry:", "%Bud = alloca i64"]
        head.extend(f"{variable} = alloca {slot.type.ir}" for slot, variable in self._touched.items())
        head.extend(self.variables)
        head.append("store i64 %bud, ptr %Bud")
        for slot in self._touched:
            head.extend(self._refill(slot))
        head.append(f"br label %B{root:x}")
        return "\n".join([*head, *self._whole(), "}\n"])

    def _whole(self) -> Iterator[str]:
        places = iter(self._exits)
        for line in self.lines:
            if line == _STORES:
                yield from next(places).at
            else:
                yield line

    def _build_block(self, address: int, instructions: Sequence[Any]) -> None:
        self._block, self._size, self._written, self._index = address, len(instructions), set(), 0
        self._edges[address] = set()
        self._instruction = instructions[0]
        self._open = False
        self.label(f"B{address:x}")
        budget = self.define(I64, "load i64, ptr %Bud").code
        left = self.define(I64, f"sub i64 {budget}, {len(instructions)}").code
        short = self.define(I1, f"icmp slt i64 {left}, 0").code
        self.end(f"br i1 {short}, label %U{address:x}, label %V{address:x}{UNLIKELY}")
        self.label(f"U{address:x}")
        self._leave(Reason.BUDGET, address, 0)
        self.label(f"V{address:x}")
        self.line(f"store i64 {left}, ptr %Bud")
        if (check := self._isa.check(instructions)) is not None:
            self._isa.build(self, check)
        for index, instruction in enumerate(instructions):
            self._index, self._instruction = index, instruction
            self._isa.build(self, instruction)
        if self._open:
            self.goto(instructions[-1].next)
        self._writes[address] = self._written

    def _reaching(self) -> dict[int, set[Slot]]:
        """Return, for every block, the slots that may have been written on the way to it."""
        before: dict[int, set[Slot]] = {address: set() for address in self._blocks}
        work = list(self._blocks)
        while work:
            address = work.pop()
            after = before[address] | self._writes[address]
            for target in self._edges[address]:
                if not after <= before[target]:
                    before[target] |= after
                    work.append(target)
        return before

    # ---- registers

    def _variable(self, slot: Slot) -> str:
        variable = self._touched.get(slot)
        if variable is None:
            variable = self._touched[slot] = f"%R{'w' if slot.window else 's'}{slot.offset}"
        return variable

    def _refill(self, slot: Slot) -> list[str]:
        name, variable, type_ = self.name("f"), self._touched[slot], slot.type.ir
        block = "%base" if slot.window else "%st"
        lines = [f"{name}p = getelementptr i8, ptr {block}, i64 {slot.offset}"]
        if slot.type == I1:
            lines += [f"{name}b = load i8, ptr {name}p", f"{name}l = trunc i8 {name}b to i1"]
        else:
            lines.append(f"{name}l = load {type_}, ptr {name}p")
        return [*lines, f"store {type_} {name}l, ptr {variable}"]

    def _spill(self, slot: Slot) -> list[str]:
        name, variable, type_ = self.name("z"), self._touched[slot], slot.type.ir
        block = "%base" if slot.window else "%st"
        lines = [
            f"{name}p = getelementptr i8, ptr {block}, i64 {slot.offset}",
            f"{name}l = load {type_}, ptr {variable}",
        ]
        if slot.type == I1:
            return [*lines, f"{name}b = zext i1 {name}l to i8", f"store i8 {name}b, ptr {name}p"]
        return [*lines, f"store {type_} {name}l, ptr {name}p"]

    def get(self, slot: Slot | OperandSlot, index: Value | None = None) -> Value:
        assert isinstance(slot, Slot)
        if slot.direct or index is not None:
            return self.load_place(slot.type, self.place(slot, index))
        return self.define(slot.type, f"load {slot.type.ir}, ptr {self._variable(slot)}")

    def set(self, slot: Slot | OperandSlot, value: Value | int, index: Value | None = None) -> None:
        assert isinstance(slot, Slot)
        value = self.value(slot.type, value)
        if slot.direct or index is not None:
            self.store_place(self.place(slot, index), value)
            return
        self.line(f"store {slot.type.ir} {value.code}, ptr {self._variable(slot)}")
        self._written.add(slot)

    def move_window(self, words: Value) -> None:
        self._store_registers()
        self._moved = True
        self._base = self.define(I64, f"getelementptr i64, ptr %base, i64 {words.code}").code

    def gather(self, slot: Slot) -> Value:
        self._store_registers(slot.offset, slot.offset + 64)
        return super().gather(slot)

    def scatter(self, slot: Slot, value: Value, mask: Value) -> None:
        super().scatter(slot, value, mask)
        self.line(_STORES)
        self._exits.append(_Exit(self._block, set(), [], slot.offset, slot.offset + 64, fill=True))

    # ---- leaving

    def _store_registers(self, first: int = 0, end: int = 0) -> None:
        self.line(_STORES)
        self._exits.append(_Exit(self._block, set(self._written), [], first, end))

    def leave(self, reason: int) -> None:
        begun = self._index + (reason & 255 == Reason.EVENT)
        self._leave(reason, self._instruction.address, self._size - begun)

    def _leave(self, reason: int, address: int, unused: int) -> None:
        self._store_registers()
        budget = self.define(I64, "load i64, ptr %Bud") + unused
        self.give_back(reason, self.value(I64, address), self._base, budget)

    def goto(self, target: Value | int) -> None:
        target = self.value(I64, target)
        moved, self._moved = self._moved, False
        if target.const in self._blocks and not moved:
            self._edges[self._block].add(target.const)
            self.end(f"br label %B{target.const:x}")
            return
        if not moved:
            self._store_registers()
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


def explore(
    root: int, block: Callable[[int], Sequence[Any]], isa: InstructionSet, most: int
) -> dict[int, Sequence[Any]]:
    """Return the straight lines of code reachable from ``root`` without calls and returns."""
    blocks: dict[int, Sequence[Any]] = {}
    work, size = [root], 0
    while work:
        address = work.pop()
        if address in blocks:
            continue
        instructions = block(address)
        if not instructions or (blocks and size + len(instructions) > most):
            continue
        blocks[address] = instructions
        size += len(instructions)
        last = instructions[-1]
        work.extend(isa.targets(last) if isa.ends_block(last) else (last.next,))
    return blocks
