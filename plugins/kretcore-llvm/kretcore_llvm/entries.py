"""The entry log: probed functions are entered by compiled code and told to Python later.

See :class:`kretcore.machine.EntryLog`. Where a breakpoint is deferred, a record stands before those of its block. Its
handler notes the call in a row of host memory, replaces the return address, and goes on at the instruction's copy;
where it cannot, it goes on to the breakpoint. Another handler stands before the trampoline's breakpoint and finds
whether it is the newest noted call that returns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Protocol

from kretcore.machine import NOTED_CALL, PAGE_SIZE
from kretcore_llvm import state as st
from kretcore_llvm.compiler import Compiler, Unit, python_symbols
from kretcore_llvm.handlers import IMMEDIATES, PYTHON, PYTHON_NAMES, HandlerBuilder, ask
from kretcore_llvm.ir import LIKELY, PROFILE
from kretcore_llvm.isa import Calls, InstructionSet, digest
from kretcore_llvm.ops import DECLARATIONS, I64
from kretcore_llvm.state import StateBlock
from kretcore_llvm.tlb import address_of, sparse
from kretcore_llvm.translations import Prelude, Translations
from kretcore_llvm.values import Value

_MOST: Final = 1 << 20
"""Breakpoints that can be deferred at once; there is only memory for those that are."""
_CALLS: Final = 4096
"""Calls that there is room for; when it is full, a breakpoint is delivered and so empties it."""
_NO_LIMIT: Final = (1 << 64) - 1
_NOTED, _END = st.NOTED.offset // 8, st.NOTES_END.offset // 8
_IP = st.IP.offset // 8


class Runner(Protocol):
    """The part of :class:`~kretcore_llvm.engine.Engine` that an entry log looks at."""

    state: StateBlock
    stopping: bool
    careful: bool


class LlvmEntryLog:
    """The entry log of one machine."""

    def __init__(self, isa: InstructionSet, calls: Calls, runner: Runner, translations: Translations) -> None:
        self._calls = calls
        self._runner = runner
        state = runner.state
        self._key = f"{isa.name} {isa.version} {digest(Path(__file__).parent)}"
        self._state, self._words = state, state.words
        self._translations = translations
        self.on_entries: Callable[[Sequence[int]], None] | None = None
        self._on_return: Callable[[Sequence[int]], None] | None = None
        self._came_back: Callable[[], bool]
        self._runs = 0
        self._trampoline = 0
        self._arguments: tuple[str, ...] = ()
        self._width = 0
        self._compiler = Compiler()
        self._code: Unit | None = None
        self._quota_memory = sparse(8 * _MOST)
        self._quotas = memoryview(self._quota_memory).cast("Q")
        self._quotas_at = address_of(self._quota_memory)
        self._places: dict[int, tuple[int, int]] = {}
        """Deferred address to the place of its quota, and where it goes on."""
        self._free: list[int] = []
        self._note_memory = sparse(PAGE_SIZE)
        self._notes = memoryview(self._note_memory).cast("Q")
        self._start = 0
        self.on_return = None

    def configure(
        self,
        *,
        trampoline: int,
        text: tuple[int, int],
        return_register: str | None,
        registers: Sequence[str],
        stack_offset: int,
        stack_words: int,
    ) -> int:
        """Say how calls look; return how many numbers a noted call has.

        :raises ValueError: a return address elsewhere, a register that is no argument, words on the stack.
        """
        if return_register != self._calls.return_register:
            raise ValueError(f"return addresses are in {self._calls.return_register}, not in {return_register}")
        if stack_words:
            raise ValueError("the entry log records no words on the stack")
        if tuple(registers) != self._arguments or self._code is None:
            self._compile(tuple(registers))
        self._translations.precede(self._trampoline, None)
        self._trampoline = trampoline
        self._state.write(st.TRAMPOLINE, trampoline)
        self._state.write(st.TEXT_LOW, text[0])
        self._state.write(st.TEXT_SIZE, text[1] - text[0])
        self._precede(trampoline, "returned", 0, None)
        for address, (place, resume) in self._places.items():
            self._precede(address, "entered", place, resume)
        return self._width

    def _compile(self, arguments: tuple[str, ...]) -> None:
        """Make the handlers for calls with such arguments, and room for what they note."""
        calls = self._calls

        def text() -> str:
            entered, returned = _entered(calls, arguments), _returned(calls, NOTED_CALL + len(arguments))
            return "\n".join([DECLARATIONS, PYTHON, entered.text("entered"), returned.text("returned"), PROFILE])

        self._code = self._compiler.cached(
            f"entries {self._key} {arguments}", text, ("entered", "returned"), python_symbols(*PYTHON_NAMES)
        )
        self._arguments, self._width = arguments, NOTED_CALL + len(arguments)
        self._note_memory = sparse(8 * self._width * _CALLS)
        self._notes = memoryview(self._note_memory).cast("Q")
        self._start = address_of(self._note_memory)
        self._state.write(st.NOTES, self._start)
        self._state.write(st.NOTED, self._start)
        self.on_return = self._on_return
        self._open()

    @property
    def on_return(self) -> Callable[[Sequence[int]], None] | None:
        """Gets a noted call that came back before anybody was called."""
        return self._on_return

    @on_return.setter
    def on_return(self, callback: Callable[[Sequence[int]], None] | None) -> None:
        self._on_return = callback
        words, notes, start, width, runner = self._words, self._notes, self._start, self._width, self._runner
        link = self._calls.return_slot.offset // 8

        def came_back() -> bool:
            """The newest noted call has returned; say whether to go on. Hot path."""
            end = words[_NOTED]
            at = (end - start >> 3) - width
            row = notes[at : at + width].tolist()
            words[_NOTED] = end - 8 * width
            words[_IP] = words[link] = row[1]
            if at:
                self.hand_over()
            if callback is not None:
                callback(row)
            return not runner.stopping and not runner.careful

        self._came_back = came_back
        self._state.write(st.ON_RETURN, id(came_back))

    def _precede(self, address: int, handler: str, place: int, resume: int | None) -> None:
        assert self._code is not None
        self._translations.precede(address, Prelude(self._code.addresses[handler], self._quotas_at + 8 * place, resume))

    # ---- breakpoints

    def defer(self, address: int, resume: int, quota: int | None) -> None:
        """Defer the breakpoint at ``address``."""
        known = self._places.get(address)
        if known is not None:
            place = known[0]
        elif self._free or len(self._places) < _MOST:
            place = self._free.pop() if self._free else len(self._places)
        else:
            return  # it is delivered, which is as good
        self._quotas[place] = _NO_LIMIT if quota is None else quota
        if known is None or known[1] != resume:
            self._places[address] = place, resume
            self._precede(address, "entered", place, resume)

    def set_quota(self, address: int, quota: int | None) -> None:
        """Change a deferred breakpoint's quota."""
        known = self._places.get(address)
        if known is not None:
            self._quotas[known[0]] = _NO_LIMIT if quota is None else quota

    def forget(self, address: int) -> None:
        """Deliver the breakpoint at ``address`` again."""
        known = self._places.pop(address, None)
        if known is not None:
            self._free.append(known[0])
            self._translations.precede(address, None)

    # ---- runs

    def begin(self) -> None:
        """A run begins: inside another one nothing is noted."""
        self._runs += 1
        self._open()

    def end(self) -> None:
        """A run ends."""
        self._runs -= 1
        self._open()
        self.hand_over()

    def _open(self) -> None:
        self._words[_END] = self._start + 8 * self._width * _CALLS if self._runs < 2 else 0

    def hand_over(self) -> None:
        """Give what was noted to ``on_entries``, before anybody else is told anything."""
        count = self._words[_NOTED] - self._start >> 3
        if count:
            self._words[_NOTED] = self._start
            if self.on_entries is not None:
                self.on_entries(self._notes[:count].tolist())

    def close(self) -> None:
        """Unload the handlers. Idempotent."""
        self._compiler.close()


def _entered(calls: Calls, arguments: Sequence[str]) -> HandlerBuilder:
    """Note a call and enter the function, or go on to the breakpoint; both count as its one instruction.

    The record's first immediate is the host address of the quota, the second that of the cell to go on at.
    """
    b = HandlerBuilder()
    stack, backing_store, values = calls.entered(b, arguments)
    home = b.get(calls.return_slot)
    row = b.get(st.NOTED)
    after = row + 8 * (NOTED_CALL + len(arguments))
    left = Value(b, I64, "%bud") - 1
    quota_at = b.pointer(b.field(I64, IMMEDIATES[0]))
    quota = b.load_place(I64, quota_at)
    call = (home - b.get(st.TEXT_LOW)).ult(b.get(st.TEXT_SIZE))
    possible = call & after.ule(b.get(st.NOTES_END)) & quota.ne(0) & ~left.slt(0)
    b.end(f"br i1 {possible.code}, label %note, label %tell{LIKELY}")
    b.label("tell")
    b.go_on()
    b.label("note")
    for number, value in enumerate((b.address, home, stack, backing_store, *values)):
        b.store_place(b.pointer(row + 8 * number), value)
    b.set(st.NOTED, after)
    b.store_place(quota_at, quota - quota.ne(_NO_LIMIT).zext(I64))
    b.set(calls.return_slot, b.get(st.TRAMPOLINE))
    b.chain(b.pointer(b.field(I64, IMMEDIATES[1])), "%base", left.code)
    return b


def _returned(calls: Calls, width: int) -> HandlerBuilder:
    """Let the newest noted call return, if it is its frame that was returned from; or go on to the breakpoint."""
    b = HandlerBuilder()
    row = b.get(st.NOTED) - 8 * width
    left = Value(b, I64, "%bud") - 1
    some = b.get(st.NOTED).ne(b.get(st.NOTES)) & ~left.slt(0)
    b.end(f"br i1 {some.code}, label %newest, label %tell")
    b.label("tell")
    b.go_on()
    b.label("newest")
    noted_stack, noted_store = (b.load_place(I64, b.pointer(row + 8 * number)) for number in (2, 3))
    stack, backing_store = calls.returned(b)
    same = stack.eq(noted_stack) & backing_store.eq(noted_store)
    b.end(f"br i1 {same.code}, label %take, label %tell")
    b.label("take")
    for slot, value in ((st.BASE, b.offset_of("%base")), (st.BUDGET, left), (st.IP, b.address)):
        b.set(slot, value)
    ask(b, st.ON_RETURN)
    return b
