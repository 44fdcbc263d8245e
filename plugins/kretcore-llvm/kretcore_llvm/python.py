"""The reference execution: semantic functions become Python source, which is the definition of what they mean.

Slots are read from memory once in straight-line code, and written through, so the state block is right at every
instruction that may fault.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, Final

from kretcore_llvm import state
from kretcore_llvm.builder import Builder, Local, OperandSlot, Routine, Slot, Value
from kretcore_llvm.doubles import FUNCTIONS
from kretcore_llvm.ops import I1, I64, OPS, Type

_VIEWS: Final = {1: "B", 8: "B", 16: "H", 32: "I", 64: "Q"}

DIGITS: Final = bytes.maketrans(b"\0\1", b"01")
BITS: Final = bytes.maketrans(b"01", b"\0\1")


class Leave(Exception):
    """Interpreted code cannot go on by itself.

    :ivar kind: ``"fault"``, ``"trap"`` or ``"retry"``.
    :ivar code: the instruction set's number of it.
    :ivar at: which instruction of its block it was.
    """

    at: int

    def __init__(self, kind: str, code: int) -> None:
        super().__init__(kind, code)
        self.kind, self.code = kind, code


class _Variable(Local):
    def __init__(self, builder: PythonBuilder, value: Value) -> None:
        self.type = value.type
        self._builder = builder
        self._name = f"x{next(builder.numbers)}"
        self._taint = f"{self._name}t" if builder.careful else None
        self.set(value)

    def get(self) -> Value:
        result = self._builder.assign(self.type, self._name)
        if self._taint:
            result.taint = self._builder.assign(I1, self._taint)
        return result

    def set(self, value: Value | int) -> None:
        value = self._builder.value(self.type, value)
        self._builder.line(f"{self._name} = {value.code}")
        if self._taint:
            self._builder.line(f"{self._taint} = {self._builder.taint(value).code}")


class PythonBuilder(Builder):
    """Builds one Python function of many instructions.

    :ivar names: what the function's globals must have: tables and routines.
    """

    def __init__(self, taints: int, *, careful: bool) -> None:
        self.careful = careful
        self.names: dict[str, Any] = {}
        self.numbers = itertools.count()
        self._taints = taints
        self._lines: list[str] = []
        self._depth = 1
        self._known: dict[tuple[Slot, int], Value] = {}
        self._written: list[set[tuple[Slot, int]]] = [set()]
        self._marked = -1  # the instruction that ``at`` was set to last
        self._index = 0
        self._start = 0
        self._next = 0
        self._base = False

    # ---- text

    def line(self, text: str) -> None:
        self._lines.append("    " * self._depth + text)

    def assign(self, type_: Type, text: str) -> Value:
        name = f"t{next(self.numbers)}"
        self.line(f"{name} = {text}")
        return Value(self, type_, name)

    def begin(self, index: int, following: int) -> None:
        """Begin an instruction, the ``index``\\ th of the block; behind it execution goes on at ``following``."""
        self._index, self._next = index, following
        self._start = len(self._lines)

    def finish(self, name: str, following: int | None) -> str:
        """Return the function's source; ``following`` is where it goes on at its end, if it can get there."""
        body = list(self._lines)
        if following is not None:
            body.append(f"    return {following}")
        if self._base:
            body.insert(0, f"    base = Q[{state.BASE.offset // 8}] >> 3")
        if self._marked < 0:
            return "\n".join([f"def {name}():", *body, ""])
        head = [f"def {name}():", "    at = 0", "    try:"]
        tail = ["    except Leaves as leave:", "        leave.at = at", "        raise", ""]
        return "\n".join([*head, *("    " + line for line in body), *tail])

    def finish_routine(self, function: Routine) -> str:
        """Return the source of a routine."""
        arguments = [Value(self, type_, f"a{number}") for number, type_ in enumerate(function.parameters)]
        results = [result.code for result in function.body(self, *arguments)]
        self.line(f"return ({''.join(f'{result}, ' for result in results)})")
        names = ", ".join(argument.code for argument in arguments)
        return "\n".join([f"def {function.name}({names}):", *self._lines, ""])

    def _may_leave(self) -> None:
        if self._marked != self._index:
            self._marked = self._index
            self._lines.insert(self._start, f"    at = {self._index}")

    # ---- values

    def _literal(self, type_: Type, number: int) -> str:
        return str(number) if number < 10 else hex(number)

    def _emit(self, name: str, type_: Type, arguments: Sequence[Value]) -> Value:
        first = arguments[0].type
        codes = [argument.code for argument in arguments]
        if name == "shl" and arguments[1].const is not None and arguments[1].const < first.bits:
            return self.assign(type_, f"({codes[0]} << {codes[1]}) & {type_.mask:#x}")
        if name == "zext":
            return Value(self, type_, codes[0])
        if name in FUNCTIONS:
            self.names[name] = FUNCTIONS[name]
        text = OPS[name].python.format(*codes, w=first.bits, m=hex(type_.mask), s=hex(1 << (first.bits - 1)))
        return self.assign(type_, text)

    def table(self, type_: Type, numbers: tuple[int, ...], index: Value) -> Value:
        name = f"K{abs(hash(numbers))}"
        self.names[name] = numbers
        return self.assign(type_, f"{name}[{index.code}]")

    def local(self, value: Value) -> Local:
        return _Variable(self, value)

    def call(self, function: Routine, *arguments: Value | int) -> tuple[Value, ...]:
        self.names[function.name] = function
        values = [self.value(type_, given) for type_, given in zip(function.parameters, arguments, strict=True)]
        results = [f"t{next(self.numbers)}" for _ in function.results]
        call = f"{function.name}({', '.join(value.code for value in values)})"
        self.line(f"{', '.join(results)}, = {call}" if results else call)
        return tuple(Value(self, type_, name) for type_, name in zip(function.results, results, strict=True))

    # ---- control flow

    @contextmanager
    def _indented(self, head: str) -> Iterator[None]:
        self.line(head)
        known = dict(self._known)
        self._written.append(set())
        self._depth += 1
        length = len(self._lines)
        yield
        if len(self._lines) == length:
            self.line("pass")
        self._depth -= 1
        written = self._written.pop()
        self._written[-1] |= written
        self._known = {key: value for key, value in known.items() if key not in written}

    @contextmanager
    def when(self, condition: Value) -> Iterator[None]:
        with self._indented(f"if {condition.code}:"):
            yield

    @contextmanager
    def otherwise(self) -> Iterator[None]:
        with self._indented("else:"):
            yield

    @contextmanager
    def loop(self) -> Iterator[None]:
        self._known.clear()
        with self._indented("while True:"):
            yield
        self._known.clear()

    def stop_loop(self, condition: Value) -> None:
        self.line(f"if {condition.code}: break")

    # ---- state

    def _place(self, slot: Slot, index: Value | None) -> str:
        size = max(1, slot.type.bits // 8)
        text = str(slot.offset // size)
        if slot.window:
            self._base = True
            text = f"base + {text}" if slot.offset else "base"
        if index is not None:
            text += f" + {index.code}"
        return text

    def get(self, slot: Slot | OperandSlot, index: Value | None = None) -> Value:
        assert isinstance(slot, Slot)
        index_free = index is None and not slot.direct
        known = self._known.get((slot, 0)) if index_free else None
        if known is not None:
            return known
        place = self._place(slot, index)
        value = self.assign(slot.type, f"{_VIEWS[slot.type.bits]}[{place}]")
        if slot.tainted and self.careful:
            value.taint = self.assign(I1, f"B[{self._taints} + {place}]")
        if index_free:
            self._known[slot, 0] = value
        return value

    def set(self, slot: Slot | OperandSlot, value: Value | int, index: Value | None = None) -> None:
        assert isinstance(slot, Slot)
        value = self.value(slot.type, value)
        place = self._place(slot, index)
        self.line(f"{_VIEWS[slot.type.bits]}[{place}] = {value.code}")
        if slot.tainted and self.careful:
            self.line(f"B[{self._taints} + {place}] = {self.taint(value).code}")
        if slot.direct:
            return
        if index is None:
            self._known[slot, 0] = value
            self._written[-1].add((slot, 0))
        else:  # it may be any of the array's
            self._written[-1].update(self._known)
            self._known.clear()

    def gather(self, slot: Slot) -> Value:
        place = self._place(slot, None)
        return self.assign(I64, f"int(bytes(B[{place} + 63 : {place} - 1 : -1]).translate(DIGITS), 2)")

    def scatter(self, slot: Slot, value: Value, mask: Value) -> None:
        place = self._place(slot, None)
        old = self.gather(slot)
        new = (old & ~mask) | (value & mask)
        self.line(f"B[{place} : {place} + 64] = format({new.code}, '064b')[::-1].encode().translate(BITS)")
        self._written[-1].update(self._known)
        self._known.clear()

    def window(self) -> Value:
        self._base = True
        return self.assign(I64, "base << 3")

    def move_window(self, words: Value) -> None:
        self._base = True
        self.line(f"base += ({words.code} ^ {1 << 63:#x}) - {1 << 63:#x}")
        self.line(f"Q[{state.BASE.offset // 8}] = base << 3")

    # ---- guest memory

    def _aligned(self, address: Value, bits: int, align: int | None, *, write: bool) -> None:
        self._may_leave()
        if align is not None and align > bits // 8:
            self.line(f"if {address.code} & {align - 1}: misaligned({address.code}, {bits // 8}, {write}, {align})")

    def load(self, type_: Type, address: Value, align: int | None = None) -> Value:
        self._aligned(address, type_.bits, align, write=False)
        return self.assign(type_, f"load{type_.bits}({address.code})")

    def store(self, address: Value, value: Value, align: int | None = None) -> None:
        self._aligned(address, value.type.bits, align, write=True)
        self.line(f"store{value.type.bits}({address.code}, {value.code})")

    def try_load(self, type_: Type, address: Value) -> tuple[Value, Value]:
        value, good = self.assign(type_, "0"), self.assign(I1, "0")
        self.line(f"{value.code}, {good.code} = try{type_.bits}({address.code})")
        return value, good

    def permits(self, address: Value, *, write: bool) -> Value:
        self._may_leave()
        return self.assign(I1, f"permits({address.code}, {write})")

    # ---- leaving

    def goto(self, target: Value | int) -> None:
        self.line(f"return {self.value(I64, target).code}")

    def fault(self, code: int) -> None:
        self._may_leave()
        self.line(f"raise Leave('fault', {code})")

    def trap(self, code: int) -> None:
        self._may_leave()
        self.line(f"raise Leave('trap', {code})")

    def retry(self, code: int) -> None:
        self._may_leave()
        self.line(f"raise Leave('retry', {code})")

    def event(self, code: int) -> None:
        self.line(f"return {-1 - code}")


def views(state_block: state.StateBlock) -> dict[str, Any]:
    """Return what every built function has among its globals, whatever its memory is."""
    return {
        "Q": state_block.words,
        "B": state_block.bytes,
        "H": state_block.quarters,
        "I": state_block.halves,
        "Leave": Leave,
        "DIGITS": DIGITS,
        "BITS": BITS,
    }


def compile_routines(
    names: dict[str, Any], taints: int, views: Mapping[str, Any] = MappingProxyType({})
) -> Mapping[str, Callable[..., Any]]:
    """Replace the routines among a function's globals, and those they call, by Python functions.

    :param views: the state block, for routines that have it.
    """
    for name, function in list(names.items()):
        if isinstance(function, Routine):
            builder = PythonBuilder(taints, careful=False)
            source = builder.finish_routine(function)
            inner = {**views, **builder.names}
            compile_routines(inner, taints, views)
            exec(compile(source, f"<routine {name}>", "exec"), inner)
            names[name] = inner[name]
    return names
