"""What the tests of kprobes share: a guest with every kind of instruction, and handlers that write things down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from toy.arch import BREAKPOINT

from kretcore import Kernel, Kprobe, RegistrationError

PROGRAM = """
.func _start
    callf straight
    syscall exit
    halt
.endfunc

.func straight                  ; 7 * n; every kind of instruction copy on the way
    addi r5, a0, 0
    adr r6, .here
.here:
    addi r5, r5, 0
    j .on
.off:
    movi r5, 0
.on:
    add r7, r5, r5
    add r7, r7, r5
    add r7, r7, r7
    add v0, r7, r5
    la r8, .here
    cmp r6, r8
    bne .off
    retf
.endfunc

.func fault_at_1
    movi r5, 8
    lw r6, 0(r5)
    lw r7, 4(r5)
    retf
.endfunc

.func before_landing
    retf
.endfunc
.func landing
    land
    addi v0, a0, 3
    retf
.endfunc

.func sized
    movi v0, 1
    retf
.endfunc
    nop                         ; in text, but in no function
    nop

.func other
    enter
    callf straight
    leave
    retf
.endfunc

.func crash_call                ; a call with no stack to push on, or to nowhere
    movi r5, 0x800
    movi sp, 16
    callfr r5
    retf
.endfunc

.func exits
    syscall exit
    halt
.endfunc

.func rewrite                   ; rewrite(word): puts it over straight's first instruction
    la r5, straight
    sw a0, 0(r5)
    movi v0, 0
    retf
.endfunc

.func vital
    movi v0, 5
    retf
.endfunc
.func vital_other
    movi v0, 6
    retf
.endfunc
.func vital.part.0 local
    movi v0, 6
    retf
.endfunc

.section .kprobes.text
.func in_kprobes_text
    movi v0, 4
    retf
.endfunc

.section _kprobe_blacklist
    .word vital

.data
.func function_in_data
    .word 0
.endfunc
"""

STRAIGHT = {0: "boost", 4: "copy", 8: "boost", 12: "emulate", 20: "boost", 48: "emulate"}
"""Offsets in ``straight`` that a run executes, and how their instructions are run out of line."""


def address(kernel: Kernel, symbol: str, offset: int = 0) -> int:
    return kernel.symbols.lookup(symbol).address + offset


def refusal(kernel: Kernel, kp: Kprobe) -> RegistrationError:
    """The error a registration raises; nothing may be left of it."""
    before = [str(line) for line in kernel.kprobes()], text(kernel)
    with pytest.raises(RegistrationError) as caught:
        kernel.register_kprobe(kp)
    assert ([str(line) for line in kernel.kprobes()], text(kernel)) == before
    return caught.value


def text(kernel: Kernel) -> bytes:
    return b"".join(kernel.machine.memory.read(start, end - start) for start, end in kernel.image.executable_ranges)


def armed(kernel: Kernel, at: int) -> bool:
    return kernel.machine.memory.read(at, len(BREAKPOINT)) == BREAKPOINT


class Log:
    """Handlers that write down what they are called with."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self.events: list[tuple[str, ...]] = []

    def probe(
        self, name: str, symbol: str | None = None, *, pre: bool = True, post: bool = True, **options: Any
    ) -> Kprobe:
        """Make a probe that logs ``(name, "pre")`` and ``(name, "post")``."""

        def pre_handler(kp: Kprobe, registers: Any) -> int:
            assert kp is probe
            self.events.append((name, "pre"))
            return 0

        def post_handler(kp: Kprobe, registers: Any) -> None:
            assert kp is probe
            self.events.append((name, "post"))

        probe = Kprobe(
            symbol=symbol,
            pre_handler=pre_handler if pre else None,
            post_handler=post_handler if post else None,
            **options,
        )
        return probe

    def take(self) -> list[tuple[str, ...]]:
        events, self.events = self.events, []
        return events


def then(*actions: Callable[[], object]) -> Callable[[Kprobe, Any], int]:
    """A pre handler that does something and lets the instruction run."""

    def pre_handler(kp: Kprobe, registers: Any) -> int:
        for action in actions:
            action()
        return 0

    return pre_handler


def raiser(message: str) -> Callable[[Kprobe, Any], int]:
    def handler(kp: Kprobe, registers: Any) -> int:
        raise ZeroDivisionError(message)

    return handler


def handler(phase: str, function: Callable[[Kprobe, Any], object]) -> dict[str, Any]:
    """The options that make a function the ``"pre"`` or ``"post"`` handler of a probe."""
    return {f"{phase}_handler": function}
