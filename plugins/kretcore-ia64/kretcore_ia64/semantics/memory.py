"""Loads, stores, semaphores and prefetches, and moves between general and floating-point registers.

Source: Intel Itanium Architecture Software Developer's Manual, volume 3, part 1, chapter 2 (the instructions' pages);
volume 1, 4.4 (memory access).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kretcore_llvm.builder import CAREFUL, I1, I8, I16, I32, I64, Type, Value

from kretcore_ia64 import registers as reg
from kretcore_ia64.cpu import Cpu, Number, semantics
from kretcore_ia64.registers import CCV, CSD, UNAT, Fault
from kretcore_ia64.semantics.speculation import Entry, stored

_TYPES: Final = {1: I8, 2: I16, 4: I32, 8: I64}
_BIG: Final = 1
"""Bit of the user mask that says that data is big-endian."""


def big_endian(cpu: Cpu) -> Value:
    """Whether data is big-endian, which needs careful execution."""
    return cpu.b.get(reg.UM).bit(_BIG)


def ordered(cpu: Cpu, value: Value) -> Value:
    """Bring a number to or from guest memory in the byte order of data."""
    if cpu.b.careful and value.type != I8:
        return big_endian(cpu).select(value.bswap(), value)
    return value


class Access:
    """The address of a memory instruction, checked, and the update of its base.

    :ivar address: it, without its NaT.
    """

    def __init__(self, cpu: Cpu, o: Any, *, target: Number | None = None) -> None:
        """
        :param target: a general register that a load writes, which must not be the base that is updated.
        """
        self._cpu, self._base, self._update = cpu, o.r3, o.update is not None
        if self._update:
            cpu.may_write(o.r3)
            # Code that serves every register number is not used for this.
            if target is not None and target == o.r3:
                cpu.b.fault(Fault.ILLEGAL_OPERATION)
        if target is not None:
            cpu.may_write(target)
        self._raw = cpu.gr(o.r3)
        self.address = self._raw.clean()
        match o.update:
            case "register":
                self._step = cpu.gr(o.r2)
            case "immediate":
                self._step = cpu.imm(o.imm)
            case "step":
                self._step = cpu.b.value(I64, o.step)

    @property
    def nat(self) -> Value:
        """Whether the address is NaT."""
        return self._cpu.b.taint(self._raw)

    def consume(self) -> None:
        """Fault if the address is NaT."""
        self._cpu.consume(self._raw)

    def finish(self) -> None:
        """Update the base."""
        if self._update:
            self._cpu.set_gr(self._base, self._raw + self._step)


class Reader:
    """Loads the parts of a memory operand: for sure, or as a speculative load does.

    :ivar failed: whether a speculative load gives NaT; None if it is no speculative load.
    """

    def __init__(self, cpu: Cpu, access: Access, *, speculative: bool) -> None:
        self._cpu, self._access = cpu, access
        self.failed: Value | None = None
        if speculative:
            self.failed = access.nat
        else:
            access.consume()

    def load(self, type_: Type, offset: int = 0, align: int | None = None) -> Value:
        """Load a part as guest memory has it, little-endian."""
        b, address = self._cpu.b, self._access.address
        if self.failed is None:
            return b.load(type_, address + offset, align)
        value, good = b.try_load(type_, address + offset)
        if align is not None:
            good = good & (address & align - 1).eq(0)
        self.failed = self.failed | good ^ 1
        return value


@semantics("load")
def load(cpu: Cpu, o: Any) -> None:
    b = cpu.b
    access = Access(cpu, o, target=o.r1)
    reader = Reader(cpu, access, speculative=o.kind in ("s", "sa"))

    def read(entry: Entry | None) -> None:
        value = ordered(cpu, reader.load(_TYPES[o.size])).zext(I64)
        nat = reader.failed
        if o.kind == "fill":
            nat = (cpu.ar(UNAT) >> access.address.bits(3, 6)).trunc(I1)
        if nat is not None:
            if not b.careful:
                b.retry_if(nat, CAREFUL)
            value = b.with_taint(value, nat)
        advance(cpu, entry, access.address, o.size, nat if b.careful else None)
        cpu.set_gr(o.r1, value)

    unless_checked(cpu, o, read)
    access.finish()


def unless_checked(cpu: Cpu, o: Any, read: Callable[[Entry | None], None]) -> None:
    """Have the load done, unless it is a check load whose entry is there.

    :param read: does it; its argument is the entry it has to make.
    """
    match o.kind:
        case "c_clr" | "c_nc":
            entry = Entry(cpu, o.entry)
            hit = entry.hit()
            if o.kind == "c_nc":
                with cpu.b.when(hit ^ 1):
                    read(entry)
            else:
                with cpu.b.when(hit):
                    entry.remove()
                with cpu.b.otherwise():
                    read(None)
        case "a" | "sa":
            read(Entry(cpu, o.entry))
        case _:
            read(None)


def advance(cpu: Cpu, entry: Entry | None, address: Value, size: int, failed: Value | None) -> None:
    """Make the entry of an advanced load; one that failed drops what there was."""
    if entry is None:
        return
    if failed is None:
        entry.put(address, size)
        return
    with cpu.b.when(failed):
        entry.drop()
    with cpu.b.otherwise():
        entry.put(address, size)


def _address(cpu: Cpu, o: Any, *consumed: Value) -> Value:
    """The address of an instruction that updates no base; it and other values may not be NaT."""
    address = cpu.gr(o.r3)
    cpu.consume(address, *consumed)
    return address.clean()


@semantics("load16")
def load16(cpu: Cpu, o: Any) -> None:
    cpu.may_write(o.r1)
    address = _address(cpu, o)
    low = ordered(cpu, cpu.b.load(I64, address, 16))
    high = ordered(cpu, cpu.b.load(I64, address + 8))
    cpu.set_gr(o.r1, low)
    cpu.set_ar(CSD, high)


@semantics("store")
def store(cpu: Cpu, o: Any) -> None:
    b = cpu.b
    access = Access(cpu, o)
    access.consume()
    value = cpu.gr(o.r2)
    if o.kind != "spill":
        cpu.consume(value)
    b.store(access.address, ordered(cpu, value.clean().trunc(_TYPES[o.size])))
    if o.kind == "spill":
        place = access.address.bits(3, 6)
        others = cpu.ar(UNAT) & ~(b.value(I64, 1) << place)
        cpu.set_ar(UNAT, others if value.taint is None else others | value.taint.zext(I64) << place)
    stored(cpu, access.address, o.size)
    access.finish()


@semantics("store16")
def store16(cpu: Cpu, o: Any) -> None:
    value = cpu.gr(o.r2)
    address = _address(cpu, o, value)
    cpu.b.store(address, ordered(cpu, value.clean()), 16)
    cpu.b.store(address + 8, ordered(cpu, cpu.ar(CSD)))
    stored(cpu, address, 16)


# ---- semaphores: they write always, if only what is there, and fault where writing does


def _exchange(cpu: Cpu, o: Any, new: Callable[[Value], Value], *consumed: Value) -> None:
    """Load, store what ``new`` makes of it, and give the old value, each of ``o.size`` bytes."""
    cpu.may_write(o.r1)
    address = _address(cpu, o, *consumed)
    type_ = _TYPES[o.size]
    old = ordered(cpu, cpu.b.load(type_, address)).zext(I64)
    cpu.b.store(address, ordered(cpu, new(old).trunc(type_)))
    stored(cpu, address, o.size)
    cpu.set_gr(o.r1, old)


@semantics("xchg")
def xchg(cpu: Cpu, o: Any) -> None:
    value = cpu.gr(o.r2)
    _exchange(cpu, o, lambda old: value.clean(), value)


@semantics("cmpxchg")
def cmpxchg(cpu: Cpu, o: Any) -> None:
    """All of ``ar.ccv`` is compared with the zero-extended old value."""
    value = cpu.gr(o.r2)
    _exchange(cpu, o, lambda old: old.eq(cpu.ar(CCV)).select(value.clean(), old), value)


@semantics("fetchadd")
def fetchadd(cpu: Cpu, o: Any) -> None:
    _exchange(cpu, o, lambda old: old + cpu.imm(o.imm))


@semantics("cmp8xchg16")
def cmp8xchg16(cpu: Cpu, o: Any) -> None:
    """Eight bytes are compared, and the sixteen they are in are exchanged."""
    b = cpu.b
    cpu.may_write(o.r1)
    value = cpu.gr(o.r2)
    address = _address(cpu, o, value)
    start = address & ~8
    low, high = b.load(I64, start), b.load(I64, start + 8)
    old = ordered(cpu, address.bit(3).select(high, low))
    same = old.eq(cpu.ar(CCV))
    b.store(start, same.select(ordered(cpu, value.clean()), low))
    b.store(start + 8, same.select(ordered(cpu, cpu.ar(CSD)), high))
    stored(cpu, start, 16)
    cpu.set_gr(o.r1, old)


@semantics("lfetch")
def lfetch(cpu: Cpu, o: Any) -> None:
    """Only ``.fault`` touches memory: a byte, so that no address is misaligned."""
    access = Access(cpu, o)
    if o.fault:
        access.consume()
        cpu.b.load(I8, access.address)
    access.finish()
