"""Cold code: a table of records a block, and for every form of instruction one function that serves all its records.

The functions, called handlers, are compiled once and kept as an object file, so a block that has never run costs its
decoding. A record is 64 bytes: the handler's address, eight 32-bit operands, two of 64 bits, the instruction's address.
Handlers go from one record to the next by tail calls. A register operand is its place's byte offset in the state block,
or in the register window, then plus one.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, replace
from typing import Any, Final

from kretcore_llvm import state
from kretcore_llvm.builder import Operand, OperandSlot, Routine, Slot, Value
from kretcore_llvm.ir import CALL, LIKELY, PROFILE, SIGNATURE, UNLIKELY, IrBuilder, RoutineBuilder
from kretcore_llvm.isa import InstructionSet
from kretcore_llvm.ops import DECLARATIONS, I1, I32, I64
from kretcore_llvm.state import BASE, BUDGET, IP, JUMPS, ON_EVENT, REASON, RECORD, Reason
from kretcore_llvm.tlb import refill

RECORD_FORMAT: Final = struct.Struct("<Q8iQQQ")
SIZE: Final = RECORD_FORMAT.size
NUMBERS: Final = 8
"""32-bit operands of a record."""
_REGISTERS: Final = tuple(8 + 4 * number for number in range(NUMBERS))
IMMEDIATES: Final = (40, 48)
"""Where a record's 64-bit operands are."""
_ADDRESS: Final = 56
TARGET: Final = "target"
"""Name of the operand that says where a branch goes: in a record it is the address of the target's cell."""


class NoHandlerError(Exception):
    """A form that needs more than a record has."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a form's records are made.

    :ivar registers: operand and kind for each of the 32-bit fields, in order.
    :ivar immediates: operands for the 64-bit fields, then for 32-bit fields from the last on.
    """

    registers: tuple[OperandSlot, ...]
    immediates: tuple[Operand, ...]


class HandlerBuilder(IrBuilder):
    """Builds the handler of one form."""

    def __init__(self) -> None:
        super().__init__()
        self.registers: list[OperandSlot] = []
        self.immediates: list[Operand] = []
        self._base = "%base"
        self._cells: set[str] = set()

    def text(self, name: str) -> str:
        """Return the function; if its end can be reached, it goes on at the next record."""
        if self._open:
            self.go_on()
        return "\n".join([f"define {CALL} void @{name}({SIGNATURE}) {{", "entry:", *self.variables, *self.lines, "}\n"])

    def go_on(self, records: int = 1) -> None:
        """Go on at the record so many further."""
        self.enter(self.following(records), self._base, "%bud")

    def following(self, records: int = 1) -> str:
        """The record so many further."""
        return self.define(I64, f"getelementptr i8, ptr %ip, i64 {SIZE * records}").code

    def field(self, type_: Any, offset: int) -> Value:
        """Read a field of the record."""
        place = self.define(I64, f"getelementptr i8, ptr %ip, i64 {offset}").code
        return self.define(type_, f"load {type_.ir}, ptr {place}")

    def pointer(self, address: Value) -> str:
        """Make a pointer of a host address."""
        return self.define(I64, f"inttoptr i64 {address.code} to ptr").code

    @property
    def address(self) -> Value:
        """The instruction's address."""
        return self.field(I64, _ADDRESS)

    @property
    def shape(self) -> Shape:
        if len(self.registers) + max(0, len(self.immediates) - len(IMMEDIATES)) > len(_REGISTERS):
            raise NoHandlerError("more operands than a record has fields")
        return Shape(tuple(self.registers), tuple(self.immediates))

    # ---- operands

    def immediate(self, number: int | Operand) -> Value:
        if not isinstance(number, Operand):
            return self.value(I64, number)
        if number not in self.immediates:
            self.immediates.append(number)
        index = self.immediates.index(number)
        if index < len(IMMEDIATES):
            value = self.field(I64, IMMEDIATES[index])
        else:
            value = self.field(I32, _REGISTERS[len(IMMEDIATES) - index - 1]).sext(I64)
        if number.name == TARGET:
            self._cells.add(value.code)
        return value

    def _operand(self, slot: OperandSlot) -> str:
        first = replace(slot, type=I64, beyond=0)
        if first not in self.registers:
            self.registers.append(first)
        index = self.registers.index(first)
        if index >= len(_REGISTERS):
            raise NoHandlerError("more registers than a record has fields")
        offset = self.field(I32, _REGISTERS[index]).sext(I64)
        if not slot.window:
            return self.define(I64, f"getelementptr i8, ptr %st, i64 {(offset + slot.beyond).code}").code
        odd = self.define(I64, f"getelementptr i8, ptr {self._base}, i64 -1").code
        block = self.define(I64, f"select i1 {offset.bit(0).code}, ptr {odd}, ptr %st").code
        return self.define(I64, f"getelementptr i8, ptr {block}, i64 {offset.code}").code

    def get(self, slot: Slot | OperandSlot, index: Value | None = None) -> Value:
        place = self._operand(slot) if isinstance(slot, OperandSlot) else self.place(slot, index)
        return self.load_place(slot.type, place)

    def set(self, slot: Slot | OperandSlot, value: Value | int, index: Value | None = None) -> None:
        place = self._operand(slot) if isinstance(slot, OperandSlot) else self.place(slot, index)
        self.store_place(place, self.value(slot.type, value))

    def move_window(self, words: Value) -> None:
        self._base = self.define(I64, f"getelementptr i64, ptr %base, i64 {words.code}").code

    # ---- leaving

    def goto(self, target: Value | int) -> None:
        base, self._base = self._base, "%base"
        if isinstance(target, Value) and target.code in self._cells:
            self.chain(self.pointer(target), base, "%bud")
            return
        target = self.value(I64, target)
        jumps = self.define(I64, f"load ptr, ptr {self.place(JUMPS)}").code
        self.jump(target, jumps, base, Value(self, I64, "%bud"))

    def leave(self, reason: int) -> None:
        self.give_back(reason, self.address, self._base, Value(self, I64, "%bud"))

    def give_back(self, reason: int, address: Value, base: str, budget: Value) -> None:
        self.store_place(self.place(RECORD), self.define(I64, "ptrtoint ptr %ip to i64"))
        super().give_back(reason, address, base, budget)


def _charge() -> HandlerBuilder:
    """A block begins: take its instructions, the first immediate, off the budget."""
    b = HandlerBuilder()
    left = Value(b, I64, "%bud") - b.field(I64, IMMEDIATES[0])
    b.end(f"br i1 {left.slt(0).code}, label %short, label %enough{UNLIKELY}")
    b.label("short")
    b.leave(Reason.BUDGET)
    b.label("enough")
    b.enter(b.following(), "%base", left.code)
    return b


def _chain() -> HandlerBuilder:
    """Go on at the record that the cell in the first immediate points to."""
    b = HandlerBuilder()
    b.goto(b.immediate(Operand(TARGET)))
    return b


def _predicated(kind: OperandSlot) -> HandlerBuilder:
    """Skip the next record unless the register of the first operand is set."""
    b = HandlerBuilder()
    with b.when(b.get(kind)):
        b.go_on()
    b.go_on(2)
    return b


def _leaving(reason: Reason) -> HandlerBuilder:
    b = HandlerBuilder()
    b.leave(reason)
    return b


PYTHON: Final = """
@_Py_TrueStruct = external global i8
declare ptr @PyEval_SaveThread()
declare void @PyEval_RestoreThread(ptr)
declare ptr @PyGILState_GetThisThreadState()
declare ptr @PyObject_CallNoArgs(ptr)
declare void @Py_DecRef(ptr)
"""
"""What a module with code by :func:`ask` declares, and the names that :func:`python_symbols` is asked for."""
PYTHON_NAMES: Final = tuple(re.findall(r"@(\w+)", PYTHON))


def ask(b: HandlerBuilder, callback: Slot) -> None:
    """Call a Python object, which a slot points to, with the state block as it would be for the host; go on at ``IP``
    if it answers ``True``, otherwise return to the host, to which an exception goes as well."""
    b.line("%thread = call ptr @PyGILState_GetThisThreadState()")
    b.line("call void @PyEval_RestoreThread(ptr %thread)")
    answer = b.define(I64, f"call ptr @PyObject_CallNoArgs(ptr {b.pointer(b.get(callback))})").code
    yes = b.define(I1, f"icmp eq ptr {answer}, @_Py_TrueStruct").code
    b.line(f"call void @Py_DecRef(ptr {answer})")
    b.line("call ptr @PyEval_SaveThread()")
    b.end(f"br i1 {yes}, label %on, label %leave{LIKELY}")
    b.label("leave")
    b.set(REASON, Reason.EVENT)  # a run in the callback had its own
    b.end("ret void")
    b.label("on")
    base = b.define(I64, f"getelementptr i8, ptr %st, i64 {b.get(BASE).code}").code
    b.jump(b.get(IP), b.pointer(b.get(JUMPS)), base, b.get(BUDGET))


def _event() -> HandlerBuilder:
    """Tell the host of an event, everything being in the state block."""
    b = HandlerBuilder()
    ask(b, ON_EVENT)
    return b


@dataclass(frozen=True, slots=True)
class Handlers:
    """The text of every handler.

    :ivar names: of the functions in it that are wanted.
    :ivar shapes: how the records of a form are made, and its handler's name, by form.
    """

    text: str
    names: tuple[str, ...]
    shapes: dict[Any, tuple[str, Shape]]


ENTER: Final = f"""
define void @enter(ptr %st, ptr %ip) {{
%thread = call ptr @PyEval_SaveThread()
%pb = getelementptr i8, ptr %st, i64 {BUDGET.offset}
%bud = load i64, ptr %pb
%pw = getelementptr i8, ptr %st, i64 {BASE.offset}
%w = load i64, ptr %pw
%base = getelementptr i8, ptr %st, i64 %w
%f = load ptr, ptr %ip
call {CALL} void %f(ptr %st, ptr %base, i64 %bud, ptr %ip)
call void @PyEval_RestoreThread(ptr %thread)
ret void
}}
"""
"""From the host into a record's handler; the state block says where the window is and what the budget is. Python's
other threads may run meanwhile."""


def shapes(isa: InstructionSet) -> dict[Any, tuple[str, Shape, HandlerBuilder]]:
    """Build the handler of every form whose records are large enough; what else a form raises is its mistake."""
    built: dict[Any, tuple[str, Shape, HandlerBuilder]] = {}
    for form in isa.forms():
        builder = HandlerBuilder()
        try:
            isa.build_form(builder, form, builder.address)
            built[form] = f"h{len(built)}", builder.shape, builder
        except NoHandlerError:
            continue  # its instructions are for the interpreter until they are hot
    return built


def build(isa: InstructionSet) -> Handlers:
    """Build all handlers of an instruction set, what they call, and how they are entered."""
    built = shapes(isa)
    builtin = {
        "charge": _charge(), "chain": _chain(), "predicated": _predicated(isa.qualifier),
        "interpret": _leaving(Reason.INTERPRET), "miss": _leaving(Reason.MISS), "event": _event(),
    }  # fmt: skip
    builders = {**builtin, **{name: builder for name, _, builder in built.values()}}
    functions = [builder.text(name) for name, builder in builders.items()]
    tables: dict[str, str] = {}
    called: dict[str, Routine] = {}
    for builder in builders.values():
        tables.update(builder.tables)
        called.update(builder.called)
    routines: dict[str, str] = {}
    while called.keys() - routines.keys():
        for name in called.keys() - routines.keys():
            inner = RoutineBuilder()
            routines[name] = inner.text(called[name])
            tables.update(inner.tables)
            called = {**called, **inner.called}
    text = "\n".join(
        [DECLARATIONS, PYTHON, *tables.values(), refill(state.TLB), *routines.values(), *functions, ENTER, PROFILE]
    )
    names = ("enter", "tlb_refill", *routines, *builders)
    return Handlers(text, names, {form: (name, shape) for form, (name, shape, _) in built.items()})
