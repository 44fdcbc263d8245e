"""Branches, the frames that calls and returns change, rotation, breaks, and long immediates.

Source: Intel Itanium Architecture Software Developer's Manual, volume 3, part 1, chapter 2 (br, brl, break, cover,
clrrrb, epc, movl), and volume 1, 4.5 (branches) and 4.1 (register stack).
"""

from __future__ import annotations

from typing import Any

from kretcore_llvm import state
from kretcore_llvm.builder import CAREFUL, I64, Value

from kretcore_ia64 import registers as reg
from kretcore_ia64.cpu import Cpu, semantics
from kretcore_ia64.registers import EC, LC, PFS, Fault, Host

_FRAME_BITS = 38
_LARGEST_FRAME = 96
_USER_LEVEL = 3
"""The privilege level everything here runs at."""


@semantics("nop")
def nop(cpu: Cpu, o: Any) -> None:
    """Nothing: nops, hints, and branch predictions."""


@semantics("movl")
def movl(cpu: Cpu, o: Any) -> None:
    cpu.set_gr(o.r1, cpu.imm(o.imm))


@semantics("break")
def break_(cpu: Cpu, o: Any) -> None:
    """Immediates of 62 bits report their lowest 21 (IIM, volume 2, 3.3.5.8)."""
    cpu.b.set(state.INFO, cpu.imm(o.imm) & 0x1FFFFF)
    cpu.b.event(Host.BREAK)


@semantics("break_b")
def break_b(cpu: Cpu, o: Any) -> None:
    """The B unit reports no immediate."""
    cpu.b.set(state.INFO, 0)
    cpu.b.event(Host.BREAK)


# ---- branches


def _where(cpu: Cpu, o: Any) -> Value:
    return cpu.br(o.b2) & ~15 if o.indirect else cpu.imm(o.target)


@semantics("br_cond")
def br_cond(cpu: Cpu, o: Any) -> None:
    cpu.b.goto(_where(cpu, o))


@semantics("br_ia")
def br_ia(cpu: Cpu, o: Any) -> None:
    """There is no IA-32 instruction set to go to, as with PSR.di set."""
    cpu.b.fault(Fault.DISABLED_ISA_TRANSITION)


@semantics("br_call")
def br_call(cpu: Cpu, o: Any) -> None:
    target = _where(cpu, o)
    frame = cpu.cfm()
    locals_ = frame.bits(7, 7)
    cpu.set_ar(PFS, frame | cpu.ar(EC) << 52 | _USER_LEVEL << 62)
    cpu.set_br(o.b1, cpu.bundle + 16)
    cpu.set_cfm((frame & 127) - locals_)
    cpu.b.move_window(locals_)
    cpu.b.goto(target)


@semantics("br_ret")
def br_ret(cpu: Cpu, o: Any) -> None:
    """A frame marker that describes no frame is an illegal operation here, before anything has changed. (Volume 2,
    6.5.5 has the return done, with an empty frame.)"""
    b = cpu.b
    saved = cpu.ar(PFS)
    frame = saved & (1 << _FRAME_BITS) - 1
    size, locals_ = frame & 127, frame.bits(7, 7)
    wrong = b.value(I64, _LARGEST_FRAME).ult(size) | size.ult(locals_)
    if b.careful:
        # Rotating bases are below their regions' sizes: volume 1, 3.1.7.
        rotating = frame.bits(14, 4) << 3
        outside = rotating.ne(0) & rotating.ule(frame.bits(18, 7)) | rotating.eq(0) & frame.bits(18, 7).ne(0)
        wrong = wrong | size.ult(rotating) | outside
        wrong = wrong | b.value(I64, 95).ult(frame.bits(25, 7)) | b.value(I64, 47).ult(frame.bits(32, 6))
    else:
        b.retry_if((frame >> 14).ne(0), CAREFUL)
    b.fault_if(wrong, Fault.ILLEGAL_OPERATION)
    b.retry_if((b.window() - (locals_ << 3)).ult(b.get(reg.FLOOR)), Host.FILL)
    target = cpu.br(o.b2) & ~15
    cpu.set_cfm(frame)
    cpu.set_ar(EC, saved.bits(52, 6))
    b.move_window(0 - locals_)
    b.goto(target)


# ---- counted branches: in slot 2 only


def _misplaced(cpu: Cpu) -> bool:
    if cpu.next & 15:
        cpu.b.fault(Fault.ILLEGAL_OPERATION)
        return True
    return False


@semantics("br_cloop")
def br_cloop(cpu: Cpu, o: Any) -> None:
    if _misplaced(cpu):
        return
    count = cpu.ar(LC)
    with cpu.b.when(count.ne(0)):
        cpu.set_ar(LC, count - 1)
        cpu.b.goto(cpu.imm(o.target))


def _down(value: Value, size: Value | int) -> Value:
    """One less, going from 0 to the last of ``size``."""
    return value.eq(0).select(value.builder.value(I64, size) - 1, value - 1)


def _rotate(cpu: Cpu) -> None:
    """Rename each rotating region's registers one up. No general registers rotate if ``sor`` is 0."""
    frame = cpu.cfm()
    rotating = frame.bits(14, 4) << 3
    general = rotating.eq(0).select(0, _down(frame.bits(18, 7), rotating))
    floating, predicates = _down(frame.bits(25, 7), 96), _down(frame.bits(32, 6), 48)
    cpu.set_cfm(frame & (1 << 18) - 1 | general << 18 | floating << 25 | predicates << 32)


def _epilogue(cpu: Cpu, o: Any, running: Value) -> None:
    """The common half of the branches for pipelined loops, ``running`` as long as the loop's kernel runs.

    Then, and while the epilogue counts down, registers rotate. ``running`` has done its own part before.
    """
    b = cpu.b
    count = cpu.ar(EC)
    again = running | b.value(I64, 1).ult(count)
    rotate = running | count.ne(0)
    cpu.set_ar(EC, (~running & count.ne(0)).select(count - 1, count))
    with b.when(rotate):
        _rotate(cpu)
    with b.when(~again if o.exit else again):
        b.goto(cpu.imm(o.target))


@semantics("br_ctop", "br_cexit")
def br_counted(cpu: Cpu, o: Any) -> None:
    if _misplaced(cpu) or cpu.b.only_careful():
        return
    count = cpu.ar(LC)
    running = count.ne(0)
    cpu.set_ar(LC, running.select(count - 1, count))
    cpu.set_pr(63, running)
    _epilogue(cpu, o, running)


@semantics("br_wtop", "br_wexit")
def br_while(cpu: Cpu, o: Any) -> None:
    """The predicate is the loop's condition."""
    if _misplaced(cpu) or cpu.b.only_careful():
        return
    running = cpu.pr(o.qp)
    cpu.set_pr(63, 0)
    _epilogue(cpu, o, running)


# ---- frames and rotation


@semantics("cover")
def cover(cpu: Cpu, o: Any) -> None:
    """A frame beyond the limit is spilled first, so that repeating this never leaves the array."""
    b = cpu.b
    size = cpu.cfm() & 127
    b.retry_if(b.get(reg.LIMIT).ult(b.window() + (size << 3)), Host.SPILL)
    cpu.set_cfm(0)
    b.move_window(size)
    b.goto(cpu.next if cpu.next & 15 else cpu.bundle + 16)  # code for all that stand in slot 2 knows the bundle alone


def _clear(cpu: Cpu, kept: int) -> None:
    """Where nothing rotates, which is all that may run without care, there is nothing to clear."""
    if cpu.b.careful:
        cpu.set_cfm(cpu.cfm() & kept)
        cpu.b.event(Host.BLOCK_END)


@semantics("clrrrb")
def clrrrb(cpu: Cpu, o: Any) -> None:
    _clear(cpu, (1 << 18) - 1)


@semantics("clrrrb_pr")
def clrrrb_pr(cpu: Cpu, o: Any) -> None:
    _clear(cpu, (1 << 32) - 1)


# ---- privileges


@semantics("privileged")
def privileged(cpu: Cpu, o: Any) -> None:
    cpu.b.fault(Fault.PRIVILEGED_OPERATION)


@semantics("vmsw")
def vmsw(cpu: Cpu, o: Any) -> None:
    """A processor without virtualization has no such operation."""
    cpu.b.fault(Fault.ILLEGAL_OPERATION)


@semantics("epc")
def epc(cpu: Cpu, o: Any) -> None:
    """On a page that promotes nobody the privilege level stays; a caller of more privilege than ours is impossible."""
    cpu.b.fault_if((cpu.ar(PFS) >> 62).ult(_USER_LEVEL), Fault.ILLEGAL_OPERATION)
