"""What a plugin says about its CPU, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from kretcore.machine import FaultKind

if TYPE_CHECKING:
    from kretcore_unicorn.machine import UnicornMachine


@dataclass(frozen=True, slots=True)
class InterruptTrap:
    """A trap that the engine reports as an interrupt.

    :ivar number: the interrupt's number in the engine's numbering.
    :ivar offset: for a breakpoint, how far behind the instruction the reported pc is (x86 ``int3``: 1, ppc64
        ``trap``: 4, aarch64 ``brk``: 0); for a system call, how far before the next instruction it is (mostly 0).
    :ivar shown: for a breakpoint, how far behind the instruction the processor itself would leave pc, and so where
        callbacks see it; None if that is what the engine reports.
    :ivar code: for a breakpoint, the four bytes of its instruction if others raise the same interrupt, which are then
        faults; empty if none does.
    """

    number: int
    offset: int = 0
    shown: int | None = None
    code: bytes = b""


@dataclass(frozen=True, slots=True)
class InstructionTrap:
    """A system call that the engine reports by an instruction hook: x86-64 ``syscall``.

    The engine shows the instruction's own pc and adds its length after the callback; the machine makes up for both.

    :ivar instruction: the engine's number of the instruction (``UC_X86_INS_SYSCALL``).
    :ivar length: its length in bytes.
    """

    instruction: int
    length: int


@dataclass(frozen=True, slots=True)
class InstructionHook:
    """An instruction whose work the plugin does itself, such as x86 ``rdtsc``, or that no guest may execute.

    The engine must allow an instruction hook for it and go on behind it afterwards.

    :ivar instruction: the engine's number of the instruction.
    :ivar execute: does its work on the machine and must leave ``pc`` alone; None makes the instruction a ``TRAP``.
    """

    instruction: int
    execute: Callable[[UnicornMachine], None] | None


@dataclass(frozen=True, slots=True)
class InterruptFault:
    """How an interrupt without a callback is told.

    :ivar kind: the fault's kind.
    :ivar detail: the manual's words for it.
    :ivar offset: how far behind the faulting instruction the reported pc is.
    """

    kind: FaultKind
    detail: str
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineConfig:
    """One CPU on the engine.

    :ivar arch: the engine's ``UC_ARCH_*``.
    :ivar mode: the engine's ``UC_MODE_*`` bits.
    :ivar bits: word size.
    :ivar byte_order: of words in memory.
    :ivar registers: the manual's name of each register to (engine's register number, width in bits).
    :ivar pc: name, in ``registers``, of the program counter; ``"pc"`` becomes another name of it.
    :ivar sp: the same for the stack pointer.
    :ivar frame: registers, besides those two, of the trap frame: read and written at memory speed, at a cost of some
        nanoseconds each per trap. Results, arguments and the link register belong there. At most 64 bits wide.
    :ivar breakpoint: how a breakpoint arrives.
    :ivar syscall: how a system call arrives.
    :ivar faults: interrupts that are faults; one that is not listed is a ``TRAP`` with pc as reported.
    :ivar instructions: instructions the plugin executes itself.
    :ivar halt: the instruction that stops the CPU, if guests must not execute it but the engine lets them (x86
        ``hlt``): it becomes a ``TRAP``.
    :ivar forbidden: ``(mask, value)`` of instructions, words of 32 bits, that no guest may execute and the engine has
        no hook for (ppc64 ``darn``): a word with ``word & mask == value`` becomes ``ILLEGAL`` where it is executed.
    :ivar cpu_model: the engine's number of the CPU model, None for its default.
    """

    arch: int
    mode: int
    bits: Literal[32, 64]
    byte_order: Literal["little", "big"]
    registers: Mapping[str, tuple[int, int]]
    pc: str
    sp: str
    frame: tuple[str, ...] = ()
    breakpoint: InterruptTrap
    syscall: InterruptTrap | InstructionTrap
    faults: Mapping[int, InterruptFault] = field(default_factory=dict)
    instructions: tuple[InstructionHook, ...] = ()
    halt: bytes = b""
    forbidden: tuple[int, int] | None = None
    cpu_model: int | None = None
