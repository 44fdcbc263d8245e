"""A machine with the guest in it, and nothing else: no kernel, no probes, no tasks."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any

from kretcore.arch import FunctionEntry, InstructionCopy, Text
from kretcore.layout import AddressSpace, relocate
from kretcore.machine import PAGE_SIZE, Access, Machine, Protection, Registers, Stop, StopReason

if TYPE_CHECKING:
    from kretcore.conformance.port import Port

STACK = 64 * 1024
BESIDE = 64
"""Bytes from the breakpoint that functions return to, to the one that takes the trampoline's place."""
LONGEST_TAIL = 16
"""Instructions that a copy and what is behind it have at most."""
BREAKPOINT_REACH = 16
"""Bytes behind a breakpoint at which an engine may say that it is; and as many as no instruction is longer than."""


def values_of(registers: Registers) -> dict[str, int]:
    """Every register's value."""
    return {name: registers[name] for name in registers}


class Bare:
    """Calls guest functions on a bare machine, with a breakpoint as return address.

    A context manager. ``on_breakpoint`` and ``on_syscall`` may be replaced; :meth:`landed` is the former.

    :ivar machine: the machine.
    :ivar landing: address of the breakpoint that functions return to.
    :ivar executed: instructions of the last call that had a budget.
    :ivar free: start of a page that nothing is mapped at, nor for some pages around it.
    """

    def __init__(self, port: Port) -> None:
        self._port = port
        self._hooks = port.hooks
        self._description = port.description
        guest = port.guest
        self.machine: Machine = self._hooks.arch_create_machine(self._description)
        space = AddressSpace(self.machine.memory, guest)
        relocate(self.machine.memory, guest, self._description)
        self.landing = space.text_base
        self.machine.memory.map(self.landing, PAGE_SIZE, Protection.READ | Protection.EXECUTE)
        self.machine.memory.write_code(self.landing, self._description.breakpoint)
        self.free = self.landing + 16 * PAGE_SIZE
        self.executed = 0
        self.stack_low, self.stack_high = space.allocate_stack(STACK)
        self._pristine = self.machine.save()
        self.machine.on_breakpoint = self.landed

    def landed(self, address: int) -> None:
        """The machine has hit a breakpoint."""
        assert address == self.landing, (
            f"on_breakpoint({address:#x}) was called for the breakpoint at {self.landing:#x}: it must get the address "
            "of the breakpoint instruction itself, whatever program counter the CPU or engine reports"
        )
        self.machine.stop()

    def entry(self, function: str | int) -> FunctionEntry:
        """Where a function is entered, as the plugin says."""
        return self._port.entry(self, function)

    def enter(self, function: str | int, *arguments: int, below: int = 0) -> None:
        """Set the machine up for a call, on registers that no call has touched.

        :param below: how many bytes below the top the stack begins: for calls that share it.
        """
        self.machine.restore(self._pristine)
        top, bottom = self.stack_high - below, self.stack_low + below
        self._hooks.arch_enter_function(self.machine, self.entry(function), arguments, self.landing, top, bottom)

    @property
    def result(self) -> int:
        """The result register."""
        return self.machine.registers[self._description.calling.results[0]]

    def call(self, function: str | int, *arguments: int, budget: int | None = None) -> int:
        """Call a function and return its raw result.

        :param budget: run it in pieces of so many instructions, and count them: :attr:`executed`.
        """
        self.enter(function, *arguments)
        stop = self.machine.run(budget)
        self.executed = stop.executed or 0
        while stop.reason is StopReason.BUDGET and budget is not None:
            stop = self.machine.run(budget)
            self.executed += stop.executed or 0
        if stop.reason is not StopReason.STOPPED:
            raise AssertionError(f"{function}{arguments} did not return: {self._why(stop)}")
        return self.result

    def _why(self, stop: Stop) -> str:
        """Say what kept a function from arriving at :attr:`landing`."""
        fault = stop.fault
        if fault is None:
            return f"a run without a budget ended with {stop}"
        if fault.access is not Access.FETCH and self.landing <= fault.pc <= self.landing + BREAKPOINT_REACH:
            return (
                f"it did, but there the breakpoint of the description ({self._description.breakpoint.hex(' ')}) is a "
                f"fault instead of a call of on_breakpoint: {fault}"
            )
        if fault.access is Access.FETCH:
            return (
                f"it went to {fault.pc:#x}, while its return address is {self.landing:#x}: arch_enter_function has put "
                f"that where the function does not look for it, or the function went astray: {fault}"
            )
        return f"{fault}"

    def copy(self, address: int) -> InstructionCopy:
        """The copy of the instruction at an address, for a slot where the kernel has its own.

        :raises RegistrationError: it is refused.
        """
        symbol = self._port.symbols.at(address)
        start = address if symbol is None else self.entry(symbol.address).call
        text = Text(start, self.machine.memory.read(start, address - start + BREAKPOINT_REACH))
        copy: InstructionCopy = self._hooks.arch_prepare_kprobe(text, address, self.landing + PAGE_SIZE // 2)
        return copy

    def put_trampoline(self) -> int:
        """Put a second breakpoint beside the one that functions return to; return its address."""
        address = self.landing + BESIDE
        self.machine.memory.write_code(address, self._description.breakpoint)
        return address

    def run_copy(self, copy: InstructionCopy, tail: bytes | None) -> None:
        """Do out of line what the copied instruction does.

        :param tail: the copy's ``jump_back``, or None for a breakpoint behind it.
        """
        machine = self.machine
        if copy.emulate is not None:
            copy.emulate(machine)
            return
        behind = copy.slot + len(copy.code)
        machine.memory.write_code(copy.slot, copy.code + (self._description.breakpoint if tail is None else tail))
        machine.registers["pc"] = copy.slot

        def stepped(address: int) -> None:
            assert address == behind, f"a copy that ends at {behind:#x} came to the breakpoint at {address:#x}"
            self._hooks.arch_resume_execution(machine, copy)
            machine.stop()

        machine.on_breakpoint = stepped
        if tail is None:
            machine.run(LONGEST_TAIL)
        else:
            for _ in range(LONGEST_TAIL):
                machine.run(1)
                if not copy.slot <= machine.registers["pc"] < behind + len(tail):
                    break
        machine.on_breakpoint = self.landed

    def fault(self, function: str, *arguments: int) -> Stop:
        """Call a function that has to fault."""
        self.enter(function, *arguments)
        stop = self.machine.run()
        assert stop.reason is StopReason.FAULT, (
            f"{function}({', '.join(map(hex, arguments))}) must fault, but the run ended with {stop.reason.value}: "
            "the machine does not notice what the guest may not do"
        )
        assert stop.fault is not None, "a Stop with reason FAULT must say which fault it was"
        return stop

    def steps(self, function: str, *arguments: int) -> list[int]:
        """Call a function one instruction at a time; return the address of each instruction executed."""
        self.enter(function, *arguments)
        addresses = []
        while (at := self.machine.registers["pc"]) != self.landing:
            stop = self.machine.run(1)
            assert stop.reason is StopReason.BUDGET, (
                f"a budget of one instruction, at {at:#x} of {function}, was not the end of the run: {stop}"
            )
            assert stop.executed == 1, (
                f"a budget of one instruction at {at:#x} of {function} is spent, yet executed is {stop.executed}"
            )
            addresses.append(at)
        return addresses

    def at_probe(self, function: str, *arguments: int) -> None:
        """Call a function and stop where a probe on it goes: at its first instruction, or behind a landing pad."""
        self.enter(function, *arguments)
        probe = self.entry(function).probe
        for _ in range(BREAKPOINT_REACH):
            if self.machine.registers["pc"] == probe:
                return
            self.machine.run(1)
        raise AssertionError(f"a call of {function} does not come to {probe:#x}, where its probe goes")

    def registers(self) -> dict[str, int]:
        """Every register's value."""
        return values_of(self.machine.registers)

    def __enter__(self) -> Bare:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Any:
        self.machine.close()
