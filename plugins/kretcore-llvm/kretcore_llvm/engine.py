"""Runs guest code: by the reference interpreter, or by compiled code with the interpreter for what is rare.

Compiled code runs in slices of the budget. Where a slice ends is a sample of where the program spends its time, for
nothing; :mod:`kretcore_llvm.hot` decides what to compile.
"""

from __future__ import annotations

import ctypes
import enum
from collections.abc import Callable
from typing import Any, Final

from kretcore.machine import Access, Fault, FaultKind, Stop, StopReason
from kretcore_llvm.builder import CAREFUL
from kretcore_llvm.entries import LlvmEntryLog
from kretcore_llvm.hot import Hot
from kretcore_llvm.interpreter import Block, Interpreter
from kretcore_llvm.isa import InstructionSet, Trap, UndecodableError
from kretcore_llvm.memory import GuestFault, PagedMemory
from kretcore_llvm.python import Leave
from kretcore_llvm.state import (
    BUDGET,
    DATA,
    INFO,
    IP,
    JUMPS,
    NOTED,
    NOTES,
    ON_EVENT,
    REASON,
    RECORD,
    Reason,
    StateBlock,
)
from kretcore_llvm.text import LONGEST, Text
from kretcore_llvm.tlb import WRITE
from kretcore_llvm.translations import Translations

_IP, _BUDGET, _REASON, _RECORD = IP.offset // 8, BUDGET.offset // 8, REASON.offset // 8, RECORD.offset // 8
_NOTED, _NOTES = NOTED.offset // 8, NOTES.offset // 8
_INFO, _DATA = INFO.offset // 8, DATA.offset // 8
_SIGN: Final = 1 << 63
_SLICE: Final = 100_000
"""Instructions of a slice while much is cold; it varies, lest samples keep step with a loop."""
_LONGEST: Final = 2_000_000
"""Instructions of a slice while all is hot."""


class Mode(enum.Enum):
    """How an engine executes."""

    REFERENCE = "reference"
    """By the reference interpreter alone."""
    COLD = "cold"
    """By handlers; nothing is compiled for a program."""
    FULL = "full"
    """By handlers, and hot code by regions."""


class Engine:
    """One processor of an instruction set, with its memory.

    :ivar state: its state block; word ``IP`` is where it goes on.
    :ivar stopping: set it to end the run when the host is done with an event.
    :ivar careful: whether execution has to be careful now.
    :ivar entry_log: notes calls; None if only the interpreter executes, or the instruction set does not say how.
    """

    def __init__(self, isa: InstructionSet, mode: Mode) -> None:
        self.isa = isa
        self.mode = mode
        self.state = StateBlock(isa.window_words)
        self.words = self.state.words
        self.memory = PagedMemory(self.state.tlb, isa.byte_order)
        self.memory.on_code = self._text_changed
        self.text = Text(isa, self.memory)
        self.interpreter = Interpreter(isa, self.state, self.memory, self.text)
        self.stopping = False
        self.careful = False
        self._samples = 0
        self._slice = self._until_sample = _SLICE
        self._given = 0
        self._on_event = self._told  # the state block has its address
        self.translations: Translations | None = None
        self.hot: Hot | None = None
        self.entry_log: LlvmEntryLog | None = None
        if mode is not Mode.REFERENCE:
            self.translations = Translations(isa, self.text)
            self.hot = Hot(self.translations) if mode is Mode.FULL else None
            if isa.calls is not None:
                self.entry_log = LlvmEntryLog(isa, isa.calls, self, self.translations)
            self.words[JUMPS.offset // 8] = self.translations.jumps_at
            enter = ctypes.PYFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
            self._enter = enter(self.translations.symbols["enter"])
            self.state.write(ON_EVENT, id(self._on_event))

    # ---- runs

    def run(self, budget: int | None) -> Stop:
        """Run from ``IP`` on; nested runs from the host's part of an event are allowed."""
        outer, self.stopping = (self.stopping, self._given, self.words[_BUDGET]), False
        if self.entry_log is not None:
            self.entry_log.begin()
        try:
            return self._run(budget)
        finally:
            self.stopping, self._given, self.words[_BUDGET] = outer
            if self.entry_log is not None:
                self.entry_log.end()

    def _run(self, budget: int | None) -> Stop:
        left = budget
        while not self.stopping:
            if left is not None and left <= 0:
                return self._stop(StopReason.BUDGET, budget, left)
            try:
                if self.careful or self.translations is None:
                    used = self._interpret(left)
                else:
                    used = self._compiled(self.translations, left)
            except _FaultError as error:
                left = None if left is None else left - error.used
                return self._stop(StopReason.FAULT, budget, left, error.fault)
            if left is not None:
                left -= used
        return self._stop(StopReason.STOPPED, budget, left)

    def _stop(self, reason: StopReason, budget: int | None, left: int | None, fault: Fault | None = None) -> Stop:
        executed = None if budget is None or left is None else budget - left
        return Stop(reason, self.words[_IP], fault, executed)

    def be_careful(self) -> None:
        """See whether the state, which somebody changed, has to be executed carefully."""
        self.careful = self.isa.careful(self.state)

    def execute(self, instruction: Any) -> Fault | None:
        """Execute one instruction where it says it stands, whatever text is there; return its fault, if it has one.

        ``IP`` is where execution goes on then, or the instruction's address if it is not done.
        """
        function = self.interpreter.lone(instruction)
        self.words[_IP] = instruction.address
        try:
            following = self._until_done(function, instruction)
            if following < 0:
                self._event(-1 - following, instruction, 0)
            else:
                self.words[_IP] = following
        except GuestFault as fault:
            return self._guest_fault(fault, instruction.address)
        except _FaultError as error:
            return error.fault
        self.be_careful()
        return None

    def _until_done(self, function: Callable[[], int], instruction: Any) -> int:
        while True:
            try:
                return function()
            except Leave as leave:
                if leave.kind != "retry":
                    raise self._fault_error(leave.code, instruction, 0, trap=leave.kind == "trap") from None
                self._host(leave.code, instruction, 0)

    # ---- interpreted

    def _interpret(self, left: int | None) -> int:
        """Interpret until something must be decided elsewhere; return how many instructions that were."""
        words, careful = self.words, self.careful
        interpreter = self.interpreter
        blocks = interpreter.blocks[careful]
        limit = _SLICE if left is None else min(left, _SLICE)
        used = 0
        address = words[_IP]
        block: Block | None = None
        try:
            while used < limit:
                block = blocks.get(address)
                if block is None:
                    make = interpreter.step if limit == 1 else interpreter.block
                    block = make(address, careful)
                if block.count > limit - used:
                    if used and limit == _SLICE:
                        break
                    block = interpreter.step(address, careful)
                following = block.function()
                used += block.count
                if following < 0:
                    words[_IP] = block.instructions[-1].address
                    self._event(-1 - following, block.instructions[-1], used)
                    return used
                address = following
                if careful and not self.isa.careful(self.state):
                    self.careful = False
                    break
            words[_IP] = address
            return used
        except Leave as leave:
            assert block is not None
            instruction = block.instructions[leave.at]
            words[_IP] = instruction.address
            used += leave.at
            if leave.kind != "retry":
                raise self._fault_error(leave.code, instruction, used + 1, trap=leave.kind == "trap") from None
            return used + self._retry(leave.code, instruction, used)
        except GuestFault as fault:
            if fault.at is not None and block is not None:
                address = block.instructions[fault.at].address
                used += fault.at + 1
            words[_IP] = address
            raise _FaultError(self._guest_fault(fault, address), used) from None
        except UndecodableError as error:
            words[_IP] = address
            raise _FaultError(Fault(FaultKind.ILLEGAL, address, detail=str(error)), used + 1) from None

    # ---- compiled

    def _compiled(self, translations: Translations, left: int | None) -> int:
        """Run compiled code once, up to a slice; return how many instructions began."""
        words = self.words
        if self.hot is not None:
            self.hot.poll()
        rest = max(self._until_sample, LONGEST)
        given = rest if left is None or rest < left else left
        words[_BUDGET] = self._given = given
        record = translations.record(words[_IP])
        state = self.state.address
        while True:
            words[_RECORD] = 0
            self._enter(state, record)
            reason = words[_REASON]
            kind = reason & 255
            address = words[_IP]
            if kind == Reason.MISS:
                if not self._remaining():
                    break  # whether there is anything at its target is for a larger budget to find out
                if translations.is_missing(address):
                    self._translate(translations, address, given)
                translations.jump(address)
                record = translations.record(address)
                continue
            if kind == Reason.BUDGET:
                if given == self._remaining():  # the first block is longer than the budget
                    record = translations.part(address, given)
                    continue
                break
            if kind == Reason.EVENT:
                break
            unused = translations.unused.get(words[_RECORD], 0)
            if kind == Reason.MEMORY:
                data = words[_DATA]
                try:
                    self.memory.lookup(
                        words[_INFO], data & 255, Access.WRITE if data & WRITE else Access.READ, data >> 16
                    )
                except GuestFault as fault:
                    used = given - self._remaining() - unused + 1
                    raise _FaultError(self._guest_fault(fault, address), used) from None
                # The block was charged already: going on at the record costs nothing, going on at the address does.
                if words[_RECORD] and unused:
                    record = words[_RECORD]
                    continue
                break
            used = given - self._remaining() - unused
            self._until_sample -= used
            return self._left_compiled(reason, address, used)
        used = given - self._remaining()
        self._until_sample -= used
        if kind == Reason.BUDGET and given == rest:
            self._sample(address, words[_RECORD] != 0)
        return used

    def _sample(self, address: int, cold: bool) -> None:
        """Note where a slice has ended, and choose the next one's length."""
        if cold and self.hot is not None:
            self.hot.sample(address, self._slice)
            self._slice = _SLICE
        else:
            self._slice = min(2 * self._slice, _LONGEST)
        self._samples += 1
        self._slice += self._samples * 7919 % (self._slice // 8)
        self._until_sample = self._slice

    def _translate(self, translations: Translations, address: int, given: int) -> None:
        try:
            translations.translate(address)
        except GuestFault as fault:
            raise _FaultError(self._guest_fault(fault, address), given - self._remaining()) from None
        except UndecodableError as error:
            fault_ = Fault(FaultKind.ILLEGAL, address, detail=str(error))
            raise _FaultError(fault_, given - self._remaining() + 1) from None

    def _left_compiled(self, reason: int, address: int, used: int) -> int:
        kind, code = reason & 255, reason >> 8
        if kind == Reason.INTERPRET:
            return used + self._interpret_one(used)
        instruction = self.text.instruction(address)
        if kind in (Reason.FAULT, Reason.TRAP):
            raise self._fault_error(code, instruction, used + 1, trap=kind == Reason.TRAP)
        return used + self._retry(code, instruction, used)

    def _remaining(self) -> int:
        value = self.words[_BUDGET]
        return value if value < _SIGN else value - (1 << 64)

    # ---- what the host does

    def _retry(self, code: int, instruction: Any, used: int) -> int:
        """Do what an instruction needs before it can begin; return how many instructions were executed."""
        if code == CAREFUL:
            if self.careful:
                raise RuntimeError(f"{self.isa.text(instruction)} asks for care while it is taken")
            self.careful = True
            return self._interpret_one(used)
        self._host(code, instruction, used)
        return 0

    def _interpret_one(self, used: int) -> int:
        """Interpret an instruction after ``used`` others of the turn; return how many that were."""
        try:
            return self._interpret(1)
        except _FaultError as error:
            error.used += used
            raise

    def _told(self) -> bool:
        """Compiled code has an event; say whether to go on at once. Hot path.

        An event's instruction is the last of its block, so all of that are in the budget.
        """
        words = self.words
        self._event(words[_REASON] >> 8, self.text.instruction(words[_IP]), self._given - words[_BUDGET])
        return not self.stopping and not self.careful

    def _event(self, code: int, instruction: Any, used: int) -> None:
        self.words[_IP] = instruction.next
        self._host(code, instruction, used)

    def _host(self, code: int, instruction: Any, used: int) -> None:
        words = self.words
        if words[_NOTED] != words[_NOTES] and self.entry_log is not None:
            self.entry_log.hand_over()
        try:
            self.isa.host(code, self, instruction)
        except GuestFault as fault:
            self.words[_IP] = instruction.address
            raise _FaultError(self._guest_fault(fault, instruction.address), used) from None
        except Trap as trap:
            self.words[_IP] = instruction.address
            detail = f"{trap.detail}: {self.isa.text(instruction)}"
            raise _FaultError(Fault(trap.kind, instruction.address, detail=detail), used) from None

    def _fault_error(self, code: int, instruction: Any, used: int, *, trap: bool) -> _FaultError:
        """Make the error of a fault, or of a trap, which leaves ``IP`` behind the instruction."""
        if trap:
            self.words[_IP] = instruction.next
        kind, detail = self.isa.fault(code)
        return _FaultError(Fault(kind, instruction.address, detail=f"{detail}: {self.isa.text(instruction)}"), used)

    def _guest_fault(self, fault: GuestFault, address: int) -> Fault:
        detail = fault.detail
        if fault.access is not Access.FETCH:
            detail = f"{detail}: {self.isa.text(self.text.instruction(address))}"
        elif whence := self.isa.whence(self.state):
            detail = f"{detail}; {whence}"
        return Fault(fault.kind, address, fault.address, fault.access, detail)

    def _text_changed(self, address: int, size: int) -> None:
        if address >> 12 not in self.memory.code_pages:  # the guest stores there: the page is its own again
            address, size = address & -4096, 4096
        self.text.forget(address, size)
        self.interpreter.forget(address, size)
        if self.translations is not None:
            self.translations.forget(address, size)

    def close(self) -> None:
        """Give the host's resources back. Idempotent."""
        if self.entry_log is not None:
            self.entry_log.close()
            self.entry_log = None
        if self.hot is not None:
            self.hot.close()
            self.hot = None
        if self.translations is not None:
            self.translations.close()
            self.translations = None
        self.memory.close()


class _FaultError(Exception):
    """The guest faulted after so many instructions of the current turn."""

    def __init__(self, fault: Fault, used: int) -> None:
        super().__init__(fault)
        self.fault, self.used = fault, used
