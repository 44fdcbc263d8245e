"""One CPU of the Unicorn engine as a kretcore machine."""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable
from typing import Any, Final, Literal

from unicorn import unicorn_const as uc

from kretcore.errors import MachineError, MemoryFault, UsageError
from kretcore.machine import PAGE_SIZE, Access, Fault, FaultKind, Protection, Stop, StopReason
from kretcore_unicorn import engine, shim
from kretcore_unicorn.blocks import BlockCutter
from kretcore_unicorn.config import EngineConfig, InstructionTrap, InterruptFault
from kretcore_unicorn.contexts import Context, ContextPool
from kretcore_unicorn.entries import UnicornEntryLog
from kretcore_unicorn.memory import UnicornMemory, address_of, sparse
from kretcore_unicorn.registers import UnicornRegisters
from kretcore_unicorn.ticker import TICKER

_ACCESS: Final = {16: Access.READ, 17: Access.WRITE, 18: Access.FETCH}  # uc_mem_type, unicorn.h
_RIGHTS: Final = {Access.READ: Protection.READ, Access.WRITE: Protection.WRITE, Access.FETCH: Protection.EXECUTE}
_CYCLES_PER_READING: Final = 64  # enough for guests that wait for the counter, and never zero between two readings
_NO_LIMIT: Final = (1 << 64) - 1
_UNALIGNED: Final = {uc.UC_ERR_READ_UNALIGNED, uc.UC_ERR_WRITE_UNALIGNED, uc.UC_ERR_FETCH_UNALIGNED}


class UnicornMachine:
    """The :class:`kretcore.machine.Machine` that an :class:`EngineConfig` describes.

    All calls must come from one thread, but for :meth:`stop`.

    :raises MachineError: the engine or the host refuses.
    """

    def __init__(self, config: EngineConfig) -> None:
        self.config: Final = config
        self._native = shim.load()
        self._state_memory = sparse(shim.STATE_SIZE)
        self._state = address_of(self._state_memory)
        self._words = memoryview(self._state_memory).cast("Q")
        self._memory = UnicornMemory(config.bits, config.byte_order)
        self._engine = engine.Engine(config.arch, config.mode)
        self._uc = self._engine.handle
        self._contexts = ContextPool(self._engine)
        self._cycles = 0
        self._blocks = BlockCutter(self._engine, self._memory, self._words)
        self._depth = 0  # runs that are active, one inside the other
        self._disturbed = False  # something but the guest may have made the engine leave
        self._counting: int | None = None  # handle of the counting hook
        self._on_breakpoint: Callable[[int], None] | None = None
        self._on_syscall: Callable[[], None] | None = None
        self._executes: list[Callable[..., None]] = []
        self._words[shim.UC] = self._uc
        self._words[shim.PC_MASK] = (1 << config.bits) - 1
        self._words[shim.BUDGET] = _NO_LIMIT
        if config.cpu_model is not None:
            engine.control(self._uc, uc.UC_CTL_CPU_MODEL, config.cpu_model)
        # With exits in use but none given, a run has no address to end at; otherwise every run must name one.
        engine.control(self._uc, uc.UC_CTL_UC_USE_EXITS, 1)
        self._memory.attach(self._engine, self._words)
        engine.add_hook(self._uc, uc.UC_HOOK_TLB_FILL, self._native.translate, self._state)
        engine.add_hook(self._uc, uc.UC_HOOK_BLOCK, self._native.block, self._state)
        self._connect_traps()
        self._registers = UnicornRegisters(config, self._engine, self._native, self._words)
        frame = dict.fromkeys([config.pc, config.sp, *config.frame])
        self.entry_log: Final = UnicornEntryLog(config, self._memory, self._words, tuple(frame))
        self._native.load_registers(self._state)

    def _connect_traps(self) -> None:
        config, words = self.config, self._words
        engine.add_hook(self._uc, uc.UC_HOOK_INTR, self._native.interrupt, self._state)
        trap = config.breakpoint
        words[shim.BREAKPOINT], words[shim.BREAKPOINT_OFFSET] = trap.number, trap.offset
        words[shim.BREAKPOINT_SHOWN] = trap.offset if trap.shown is None else trap.shown
        words[shim.BREAKPOINT_SIZE] = len(trap.code)
        words[shim.BREAKPOINT_CODE] = int.from_bytes(trap.code, sys.byteorder)
        hooks: list[tuple[int, int, int]] = []
        if config.instructions and config.arch != uc.UC_ARCH_X86:
            raise MachineError(
                "instruction hooks work on x86 alone: elsewhere the engine calls another kind of callback"
            )
        if isinstance(config.syscall, InstructionTrap):
            words[shim.SYSCALL] = shim.NO_INTERRUPT
            hooks.append((config.syscall.instruction, shim.ON_SYSCALL, config.syscall.length))
        else:
            words[shim.SYSCALL], words[shim.SYSCALL_OFFSET] = config.syscall.number, config.syscall.offset
        machine = weakref.ref(self)
        block = shim.HOOKS
        for hook in config.instructions:
            if hook.execute is not None:
                self._executes.append(_bound(hook.execute, machine))
                words[block] = id(self._executes[-1])
            hooks.append((hook.instruction, block, 0))
            block += 1
        for instruction, slot, late in hooks:
            words[block], words[block + 1], words[block + 2] = self._state, self._state + 8 * slot, late
            data = self._state + 8 * block
            engine.add_hook(self._uc, uc.UC_HOOK_INSN, self._native.instruction, data, instruction=instruction)
            block += 3
        if config.forbidden is not None:
            words[shim.FORBIDDEN_MASK], words[shim.FORBIDDEN_VALUE] = (
                int.from_bytes(number.to_bytes(4, config.byte_order), sys.byteorder) for number in config.forbidden
            )
            self._memory.on_code = guard = _guard(config.forbidden, config.byte_order, machine)
            self._executes.append(lambda page: guard(page, PAGE_SIZE))
            words[shim.ON_FORBIDDEN] = id(self._executes[-1])

    @property
    def memory(self) -> UnicornMemory:
        """Guest memory."""
        return self._memory

    @property
    def registers(self) -> UnicornRegisters:
        """Registers, those of the trap frame at memory speed."""
        return self._registers

    @property
    def on_breakpoint(self) -> Callable[[int], None] | None:
        """Called with the address of the breakpoint instruction that was hit."""
        return self._on_breakpoint

    @on_breakpoint.setter
    def on_breakpoint(self, callback: Callable[[int], None] | None) -> None:
        self._words[shim.ON_BREAKPOINT] = 0 if callback is None else id(callback)
        self._on_breakpoint = callback

    @property
    def on_syscall(self) -> Callable[[], None] | None:
        """Called at a system call, with pc behind the instruction."""
        return self._on_syscall

    @on_syscall.setter
    def on_syscall(self, callback: Callable[[], None] | None) -> None:
        self._words[shim.ON_SYSCALL] = 0 if callback is None else id(callback)
        self._on_syscall = callback

    def run(self, max_instructions: int | None = None) -> Stop:
        """Run from the current ``pc`` until :meth:`stop`, the budget, or a fault.

        On x86 each repetition of a string instruction counts as one, as for the CPU's own single step.

        :param max_instructions: exact budget in instructions; None means no limit.
        :raises ValueError: a negative budget.
        :raises UsageError: the machine is closed.
        """
        self._check_open()
        words = self._words
        if max_instructions is not None and not 0 <= max_instructions < _NO_LIMIT:
            raise ValueError(f"a budget of {max_instructions} instructions")
        if max_instructions == 0:
            return Stop(StopReason.BUDGET, words[shim.FRAME], executed=0)
        outer_reason, outer_budget = words[shim.REASON], words[shim.BUDGET]
        self._count_instructions(max_instructions is not None)
        try:
            self._depth += 1
            words[shim.NESTED] = self._depth > 1
            words[shim.REASON] = 0
            words[shim.BUDGET] = _NO_LIMIT if max_instructions is None else max_instructions
            if self._depth == 1:
                TICKER.add(self)
            return self._run(max_instructions)
        finally:
            self._depth -= 1
            words[shim.NESTED] = self._depth > 1
            self._disturbed = True
            if self._blocks.active:
                self._blocks.finish()
            words[shim.REASON], words[shim.BUDGET] = outer_reason, outer_budget
            if self._depth == 0:
                TICKER.remove(self)

    def _run(self, budget: int | None) -> Stop:
        words, run, state = self._words, self._native.run, self._state
        while True:
            self._disturbed = False
            try:
                error = run(state)
            finally:
                if words[shim.NOTED]:
                    self.entry_log.hand_over()
            reason = words[shim.REASON]
            if reason:
                break
            if error != uc.UC_ERR_OK:
                if self._blocks.cut(error):
                    continue
                if words[shim.ACCESS] == uc.UC_MEM_FETCH and words[shim.BUDGET] == 0:
                    reason = shim.SPENT  # only behind the budget is an instruction that cannot be fetched
                break
            if not self._blocks.passed() and not self._disturbed and self._halted():
                break
            # Otherwise the ticker or an inner run made the engine leave: enter again.
        executed = None if budget is None else budget - words[shim.BUDGET]
        if reason == shim.STOPPED:
            return Stop(StopReason.STOPPED, words[shim.FRAME], executed=executed)
        if reason == shim.SPENT:
            return Stop(StopReason.BUDGET, words[shim.FRAME], executed=executed)
        fault = self._fault(error)
        return Stop(StopReason.FAULT, fault.pc, fault, executed)

    def stop(self) -> None:
        """End the innermost run when the current callback is done; from elsewhere, at the next tick."""
        if self._depth:
            self._words[shim.REASON] = shim.STOPPED

    def tick(self) -> None:
        """Make the engine leave before the next block; the ticker's thread calls this."""
        self._disturbed = True
        self._words[shim.TICK] = 1

    def save(self) -> Context:
        """Return all registers as an opaque context of this machine."""
        self._check_open()
        context = self._contexts.take()
        engine.check(self._native.save_context(self._state, context.handle), "save its registers")
        return context

    def restore(self, context: Any) -> None:
        """Load all registers from a context; also inside a callback.

        :raises ValueError: not a context of this machine.
        """
        self._check_open()
        if not isinstance(context, Context) or context.pool is not self._contexts:
            raise ValueError("not a context of this machine")
        engine.check(self._native.restore_context(self._state, context.handle), "restore its registers")

    def close(self) -> None:
        """Give back the host's resources. Idempotent.

        :raises UsageError: the machine is running.
        """
        if self._depth:
            raise UsageError("a machine cannot be closed while it runs")
        if self._engine.handle:
            TICKER.remove(self)
            self._registers.close()
            self.entry_log.close()
            self._contexts.close()
            self._engine.close()
            self._memory.close()

    def cycles(self) -> int:
        """A cycle counter for instruction hooks: rises with each reading, the same in every run."""
        self._cycles += _CYCLES_PER_READING
        return self._cycles

    def _check_open(self) -> None:
        if not self._engine.handle:
            raise UsageError("the machine is closed")

    def _halted(self) -> bool:
        """Whether the engine left because the CPU executed the instruction that stops it."""
        halt, pc = self.config.halt, self._words[shim.FRAME]
        try:
            return bool(halt) and self._memory.read(pc - len(halt), len(halt)) == halt
        except MemoryFault:
            return False

    def _count_instructions(self, wanted: bool) -> None:
        """Install or remove the counting hook: counting costs time, and so does translating everything anew.

        Inside a run it is only installed: the outer run may have a budget, and its running block may not be freed.
        """
        if wanted == (self._counting is not None) or (self._depth and not wanted):
            return
        with TICKER.lock:
            if wanted:
                self._counting = engine.add_hook(self._uc, uc.UC_HOOK_CODE, self._native.count, self._state)
            else:
                engine.check(engine.uc_hook_del(self._uc, self._counting), "remove a hook")
                self._counting = None
        self._memory.forget_all_code()

    def _fault(self, error: int) -> Fault:
        words = self._words
        pc, number = words[shim.FRAME], words[shim.INTERRUPT]
        if words[shim.REASON] == shim.FAULTED:
            if number == shim.FORBIDDEN:
                return Fault(FaultKind.ILLEGAL, pc, detail="instruction that this processor does not have")
            if number == shim.INSTRUCTION_TRAP:
                return Fault(FaultKind.TRAP, pc, detail="instruction that nothing handles")
            how = self.interrupt_fault(number)
            pc = (pc - how.offset) & words[shim.PC_MASK]
            words[shim.FRAME] = pc
            return Fault(how.kind, pc, detail=how.detail)
        if error == uc.UC_ERR_OK:
            pc -= len(self.config.halt)
            words[shim.FRAME] = pc
            return Fault(FaultKind.TRAP, pc, detail="instruction that halts the CPU")
        access = _ACCESS.get(words[shim.ACCESS])
        if error == uc.UC_ERR_EXCEPTION and access is not None:
            return self._memory_fault(access)
        if error == uc.UC_ERR_INSN_INVALID:
            return Fault(FaultKind.ILLEGAL, pc, detail="invalid instruction")
        if error in _UNALIGNED:
            return Fault(FaultKind.MISALIGNED, pc, detail=engine.strerror(error))
        raise MachineError(f"the engine failed at {pc:#x}: {engine.strerror(error)}")

    def interrupt_fault(self, number: int) -> InterruptFault:
        """Say how an interrupt without a callback is told; for plugins to override, pc as the engine reports it."""
        how = self.config.faults.get(number)
        if how is not None:
            return how
        if number == self.config.breakpoint.number:
            return InterruptFault(FaultKind.TRAP, "breakpoint that nothing handles", self.config.breakpoint.offset)
        return InterruptFault(FaultKind.TRAP, f"interrupt {number}")

    def _memory_fault(self, access: Access) -> Fault:
        pc, page = self._words[shim.FRAME], self._words[shim.PAGE]
        # An instruction that cannot be fetched may begin on the page before.
        address = max(pc, page) if access is Access.FETCH else self._narrow(page)
        if self._memory.mapped(page):
            detail = f"no {_RIGHTS[access].name} permission".lower()
            return Fault(FaultKind.PROTECTED, pc, address, access, detail)
        return Fault(FaultKind.UNMAPPED, pc, address, access, "not mapped")

    def _narrow(self, page: int) -> int:
        """Find the byte of ``page`` that the instruction at pc cannot access.

        The engine tells hooks no more than the page, but calls a hook only for addresses in its range. The faulting
        instruction is executed again, in vain, under hooks of halved ranges.
        """
        words, pc = self._words, self._words[shim.FRAME]
        low, high = page, page + PAGE_SIZE
        while high - low > 1:
            middle = (low + high) // 2
            hook = engine.add_hook(
                self._uc, uc.UC_HOOK_TLB_FILL, self._native.narrow, self._state, begin=low, end=middle - 1
            )
            words[shim.BUDGET], words[shim.NARROWED] = _NO_LIMIT, 0
            while self._native.run(self._state) == uc.UC_ERR_OK and words[shim.FRAME] == pc:
                pass  # the ticker was faster
            engine.check(engine.uc_hook_del(self._uc, hook), "remove a hook")
            if words[shim.FRAME] != pc:
                raise MachineError(f"the fault at {pc:#x} does not happen again")
            low, high = (low, middle) if words[shim.NARROWED] else (middle, high)
        return low


def _guard(
    forbidden: tuple[int, int], byte_order: Literal["little", "big"], machine: weakref.ref[UnicornMachine]
) -> Callable[[int, int], None]:
    """Make a function that puts hooks on the forbidden words of a range."""
    mask, value = forbidden
    hooked: set[int] = set()

    def guard(start: int, size: int) -> None:
        owner = machine()
        assert owner is not None
        for address in range(start & -4, start + size, 4):
            word = int.from_bytes(owner._memory.read(address, 4), byte_order)
            if word & mask == value and address not in hooked:
                hooked.add(address)
                native, state = owner._native.forbidden, owner._state
                engine.add_hook(owner._uc, uc.UC_HOOK_CODE, native, state, begin=address, end=address)

    return guard


def _bound(execute: Callable[[UnicornMachine], None], machine: weakref.ref[UnicornMachine]) -> Callable[[], None]:
    def call() -> None:
        owner = machine()
        assert owner is not None
        execute(owner)

    return call
