"""Semantic functions become LLVM's intermediate representation, as text: what regions and handlers have in common.

Text, because assembling it with llvmlite's classes takes fifty times as long. Every function has one signature - state
block, register window, budget, record - and leaves by a tail call or by returning to the host.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from kretcore_llvm import state
from kretcore_llvm.builder import Builder, Local, OperandSlot, Routine, Slot, Value
from kretcore_llvm.ops import I1, I8, I64, OPS, SHIFTS, Type
from kretcore_llvm.state import Reason
from kretcore_llvm.tlb import ENTRIES, WRITE

CALL: Final = "preserve_nonecc"
"""The calling convention: nothing is preserved, so registers stay where they are from one function to the next."""
SIGNATURE: Final = "ptr %st, ptr %base, i64 %bud, ptr %ip"
JUMPS: Final = 4096
"""Entries of the table of jump targets: target and cell, two words each."""
PROFILE: Final = '!0 = !{!"branch_weights", i32 100000, i32 1}\n!1 = !{!"branch_weights", i32 1, i32 100000}\n'
LIKELY, UNLIKELY = ", !prof !0", ", !prof !1"


class _Alloca(Local):
    def __init__(self, builder: IrBuilder, value: Value) -> None:
        self.type = value.type
        self._builder = builder
        self._name = builder.name("x")
        builder.variables.append(f"{self._name} = alloca {value.type.ir}")
        self.set(value)

    def get(self) -> Value:
        return self._builder.define(self.type, f"load {self.type.ir}, ptr {self._name}")

    def set(self, value: Value | int) -> None:
        value = self._builder.value(self.type, value)
        self._builder.line(f"store {value.type.ir} {value.code}, ptr {self._name}")


class IrBuilder(Builder):
    """Builds one LLVM function.

    :ivar variables: allocations, for the function's first block.
    :ivar tables: constants of the module, by name.
    :ivar called: routines it calls.
    """

    def __init__(self) -> None:
        self.variables: list[str] = []
        self.lines: list[str] = []
        self.tables: dict[str, str] = {}
        self.called: dict[str, Routine] = {}
        self._count = 0
        self._open = True
        self._else: tuple[int, str] | None = None
        self._loops: list[str] = []

    # ---- text

    def name(self, letter: str = "t") -> str:
        self._count += 1
        return f"%{letter}{self._count}"

    def line(self, text: str) -> None:
        if not self._open:  # nothing gets here, but it must stand in some block
            self.label(self.name("D")[1:])
        self.lines.append(text)

    def label(self, name: str) -> None:
        if self._open:
            self.lines.append(f"br label %{name}")
        self.lines.append(f"{name}:")
        self._open = True

    def end(self, text: str) -> None:
        """Add what ends a basic block."""
        self.line(text)
        self._open = False

    def define(self, type_: Type, text: str) -> Value:
        name = self.name()
        self.line(f"{name} = {text}")
        return Value(self, type_, name)

    # ---- values

    def _literal(self, type_: Type, number: int) -> str:
        if type_ == I1:
            return "true" if number else "false"
        return str(number if number < 1 << (type_.bits - 1) else number - (1 << type_.bits))

    def _emit(self, name: str, type_: Type, arguments: Sequence[Value]) -> Value:
        first = arguments[0].type
        if name in SHIFTS and arguments[1].const is not None:
            amount = arguments[1].const
            if amount >= first.bits:
                if name != "ashr":
                    return self.value(type_, 0)
                amount = first.bits - 1
            return self.define(type_, f"{SHIFTS[name]} {first.ir} {arguments[0].code}, {amount}")
        result = self.name()
        codes = [argument.code for argument in arguments]
        text = OPS[name].ir.format(*codes, d=result, t=first.ir, u=type_.ir, w=first.bits, last=first.bits - 1)
        for line in text.split("\n"):
            self.line(line)
        return Value(self, type_, result)

    def table(self, type_: Type, numbers: tuple[int, ...], index: Value) -> Value:
        name = f"@K{abs(hash(numbers))}"
        items = ", ".join(f"{type_.ir} {self._literal(type_, number)}" for number in numbers)
        self.tables[name] = f"{name} = private unnamed_addr constant [{len(numbers)} x {type_.ir}] [{items}]"
        place = self.define(I64, f"getelementptr {type_.ir}, ptr {name}, i64 {index.code}")
        return self.define(type_, f"load {type_.ir}, ptr {place.code}")

    def local(self, value: Value) -> Local:
        return _Alloca(self, value)

    def call(self, function: Routine, *arguments: Value | int) -> tuple[Value, ...]:
        self.called[function.name] = function
        values = [self.value(type_, given) for type_, given in zip(function.parameters, arguments, strict=True)]
        state = ["ptr %st"] if function.state else []
        given = ", ".join([*state, *(f"{value.type.ir} {value.code}" for value in values)])
        whole = self.name()
        self.line(f"{whole} = call {returns(function)} @{function.name}({given})")
        return tuple(
            self.define(type_, f"extractvalue {returns(function)} {whole}, {number}")
            for number, type_ in enumerate(function.results)
        )

    # ---- control flow

    @contextmanager
    def when(self, condition: Value) -> Iterator[None]:
        number = self.name("W")[2:]
        self.end(f"br i1 {condition.code}, label %T{number}, label %E{number}")
        self.label(f"T{number}")
        yield
        at = -1
        if self._open:
            self.end(f"br label %E{number}")
            at = len(self.lines) - 1
        self.label(f"E{number}")
        self._else = at, number

    @contextmanager
    def otherwise(self) -> Iterator[None]:
        if self._else is None or self.lines[-1] != f"E{self._else[1]}:":
            raise TypeError("otherwise() must stand directly behind when()")
        at, number = self._else
        yield
        if at >= 0:
            self.lines[at] = f"br label %J{number}"
        self.label(f"J{number}") if self._open or at >= 0 else None

    @contextmanager
    def loop(self) -> Iterator[None]:
        number = self.name("L")[2:]
        self.label(f"L{number}")
        self._loops.append(f"X{number}")
        yield
        self.end(f"br label %L{number}")
        self.label(self._loops.pop())

    def stop_loop(self, condition: Value) -> None:
        on = self.name("C")[1:]
        self.end(f"br i1 {condition.code}, label %{self._loops[-1]}, label %{on}")
        self.label(on)

    # ---- state

    def place(self, slot: Slot, index: Value | None = None) -> str:
        """Return a pointer to a slot in memory."""
        block = "%base" if slot.window else "%st"
        place = self.define(I64, f"getelementptr i8, ptr {block}, i64 {slot.offset}").code
        if index is None:
            return place
        return self.define(I64, f"getelementptr i{max(8, slot.type.bits)}, ptr {place}, i64 {index.code}").code

    def load_place(self, type_: Type, place: str) -> Value:
        if type_ == I1:
            return self.define(I8, f"load i8, ptr {place}").trunc(I1)
        return self.define(type_, f"load {type_.ir}, ptr {place}")

    def store_place(self, place: str, value: Value) -> None:
        if value.type == I1:
            value = value.zext(I8)
        self.line(f"store {value.type.ir} {value.code}, ptr {place}")

    def gather(self, slot: Slot) -> Value:
        bytes_ = self.define(I64, f"load <64 x i8>, ptr {self.place(slot)}, align 1").code
        bits = self.define(I64, f"trunc <64 x i8> {bytes_} to <64 x i1>").code
        return self.define(I64, f"bitcast <64 x i1> {bits} to i64")

    def scatter(self, slot: Slot, value: Value, mask: Value) -> None:
        new = (self.gather(slot) & ~mask) | (value & mask)
        bits = self.define(I64, f"bitcast i64 {new.code} to <64 x i1>").code
        bytes_ = self.define(I64, f"zext <64 x i1> {bits} to <64 x i8>").code
        self.line(f"store <64 x i8> {bytes_}, ptr {self.place(slot)}, align 1")

    def window(self) -> Value:
        return self.offset_of("%base")

    def offset_of(self, base: str) -> Value:
        """Where a register window is in the state block."""
        there = self.define(I64, f"ptrtoint ptr {base} to i64")
        return there - self.define(I64, "ptrtoint ptr %st to i64")

    # ---- guest memory

    def _host(self, address: Value, size: int, align: int, *, write: bool, attempt: bool = False) -> str:
        """Return a host pointer to guest memory, from the first level of the look-aside buffer or the second."""
        number = self.name("M")[2:]
        page = self.define(I64, f"lshr i64 {address.code}, 12").code
        index = self.define(I64, f"and i64 {page}, {ENTRIES - 1}").code
        entry = self.define(I64, f"getelementptr [4 x i64], ptr %st, i64 {index}").code
        at = self.define(I64, f"getelementptr i8, ptr {entry}, i64 {state.TLB + (8 if write else 0)}").code
        tag = self.define(I64, f"load i64, ptr {at}").code
        want = self.define(I64, f"and i64 {address.code}, {-4096 | (align - 1)}").code
        hit = self.define(I1, f"icmp eq i64 {tag}, {want}").code
        self.end(f"br i1 {hit}, label %H{number}, label %S{number}{LIKELY}")
        self.label(f"S{number}")
        kind = align | (WRITE if write else 0)
        slow = self.define(I64, f"call ptr @tlb_refill(ptr %st, i64 {address.code}, i64 {kind})").code
        found = self.define(I1, f"icmp ne ptr {slow}, null").code
        self.end(f"br i1 {found}, label %P{number}, label %N{number}{LIKELY}")
        self.label(f"N{number}")
        self.miss(address, size, align, write=write, attempt=attempt)
        self.label(f"H{number}")
        at = self.define(I64, f"getelementptr i8, ptr {entry}, i64 {state.TLB + 16}").code
        addend = self.define(I64, f"load i64, ptr {at}").code
        there = self.define(I64, f"add i64 {address.code}, {addend}").code
        fast = self.define(I64, f"inttoptr i64 {there} to ptr").code
        self.label(f"P{number}")
        return self.define(I64, f"phi ptr [{slow}, %S{number}], [{fast}, %H{number}]").code

    def miss(self, address: Value, size: int, align: int, *, write: bool, attempt: bool) -> None:
        """Leave because the look-aside buffers have no page for an access."""
        if attempt:
            self.leave(Reason.INTERPRET)
        else:
            self.store_place(self.place(state.INFO), address)
            self.store_place(self.place(state.DATA), self.value(I64, size | (WRITE if write else 0) | align << 16))
            self.leave(Reason.MEMORY)

    def load(self, type_: Type, address: Value, align: int | None = None) -> Value:
        size = type_.bits // 8
        place = self._host(address, size, align or size, write=False)
        return self.define(type_, f"load {type_.ir}, ptr {place}, align {align or size}")

    def store(self, address: Value, value: Value, align: int | None = None) -> None:
        size = value.type.bits // 8
        place = self._host(address, size, align or size, write=True)
        self.line(f"store {value.type.ir} {value.code}, ptr {place}, align {align or size}")

    def try_load(self, type_: Type, address: Value) -> tuple[Value, Value]:
        size = type_.bits // 8
        place = self._host(address, size, size, write=False, attempt=True)
        return self.define(type_, f"load {type_.ir}, ptr {place}, align {size}"), self.value(I1, 1)

    def permits(self, address: Value, *, write: bool) -> Value:
        self._host(address, 1, 1, write=write, attempt=True)
        return self.value(I1, 1)

    # ---- leaving

    @abstractmethod
    def leave(self, reason: int) -> None:
        """Return to the host; whether the instruction is done is for the reason to say."""

    def fault(self, code: int) -> None:
        self.leave(Reason.FAULT | int(code) << 8)

    def trap(self, code: int) -> None:
        self.leave(Reason.TRAP | int(code) << 8)

    def retry(self, code: int) -> None:
        self.leave(Reason.RETRY | int(code) << 8)

    def event(self, code: int) -> None:
        self.leave(Reason.EVENT | int(code) << 8)

    def chain(self, cell: str, base: str, budget: str) -> None:
        """Go on at the record that a cell, a pointer, points to."""
        self.enter(self.define(I64, f"load ptr, ptr {cell}").code, base, budget)

    def enter(self, record: str, base: str, budget: str) -> None:
        """Go on at a record."""
        handler = self.define(I64, f"load ptr, ptr {record}").code
        self.line(f"musttail call {CALL} void {handler}(ptr %st, ptr {base}, i64 {budget}, ptr {record})")
        self.end("ret void")

    def give_back(self, reason: int, address: Value, base: str, budget: Value) -> None:
        """Return to the host with everything that it looks at."""
        self.store_place(self.place(state.BASE), self.offset_of(base))
        self.store_place(self.place(state.BUDGET), budget)
        self.store_place(self.place(state.IP), address)
        self.store_place(self.place(state.REASON), self.value(I64, reason))
        if reason & 255 == Reason.EVENT:
            self.line(f"musttail call {CALL} void @event(ptr %st, ptr %base, i64 %bud, ptr %ip)")
        self.end("ret void")

    def jump(self, target: Value, jumps: str, base: str, budget: Value) -> None:
        """Go on at a computed target, by its cell in the table of jump targets; return to the host without one."""
        index = ((target >> 4) & (JUMPS - 1)).code
        entry = self.define(I64, f"getelementptr [2 x i64], ptr {jumps}, i64 {index}").code
        known = self.define(I64, f"load i64, ptr {entry}").code
        hit = self.define(I1, f"icmp eq i64 {known}, {target.code}").code
        number = self.name("J")[2:]
        self.end(f"br i1 {hit}, label %Y{number}, label %N{number}{LIKELY}")
        self.label(f"Y{number}")
        at = self.define(I64, f"getelementptr i8, ptr {entry}, i64 8").code
        self.chain(self.define(I64, f"load ptr, ptr {at}").code, base, budget.code)
        self.label(f"N{number}")
        self.give_back(Reason.MISS, target, base, budget)


def returns(function: Routine) -> str:
    """LLVM's type of what a routine gives back."""
    return "{" + ", ".join(type_.ir for type_ in function.results) + "}"


def parameters(function: Routine) -> str:
    """LLVM's types of what a routine takes."""
    return ", ".join([*(["ptr"] if function.state else []), *(type_.ir for type_ in function.parameters)])


class RoutineBuilder(IrBuilder):
    """Builds a routine: of the state it has at most slots that are direct, and it does not leave."""

    def text(self, function: Routine) -> str:
        """Return the routine's definition."""
        self._state = function.state
        arguments = [Value(self, type_, f"%a{number}") for number, type_ in enumerate(function.parameters)]
        results = function.body(self, *arguments)
        whole = "undef"
        for number, result in enumerate(results):
            text = f"insertvalue {returns(function)} {whole}, {result.type.ir} {result.code}, {number}"
            whole = self.define(result.type, text).code
        self.end(f"ret {returns(function)} {whole}")
        state = ["ptr %st"] if function.state else []
        names = ", ".join([*state, *(f"{argument.type.ir} {argument.code}" for argument in arguments)])
        head = f"define {returns(function)} @{function.name}({names}) {{\nentry:"
        return "\n".join([head, *self.variables, *self.lines, "}\n"])

    def gather(self, slot: Slot) -> Value:
        raise TypeError("a routine has no state")

    def _direct(self, slot: Slot | OperandSlot, index: Value | None) -> str:
        if not (self._state and isinstance(slot, Slot) and slot.direct):
            raise TypeError(f"the routine has no {slot}")
        return self.place(slot, index)

    def get(self, slot: Slot | OperandSlot, index: Value | None = None) -> Value:
        return self.load_place(slot.type, self._direct(slot, index))

    def set(self, slot: Slot | OperandSlot, value: Value | int, index: Value | None = None) -> None:
        self.store_place(self._direct(slot, index), self.value(slot.type, value))

    def move_window(self, words: Value) -> None:
        raise TypeError("a routine has no state")

    def goto(self, target: Value | int) -> None:
        raise TypeError("a routine does not leave")

    def leave(self, reason: int) -> None:
        raise TypeError("a routine does not leave")
