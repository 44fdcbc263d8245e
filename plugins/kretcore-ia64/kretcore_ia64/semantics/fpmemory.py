"""Loads and stores of floating-point registers, and moves between them and general registers.

Source: Intel Itanium Architecture Software Developer's Manual, volume 3, part 1, chapter 2 (ldf, ldfp, stf, setf,
getf); volume 1, 5.3.
"""

from __future__ import annotations

from typing import Any, Final

from kretcore_llvm.builder import CAREFUL, I16, I32, I64, Value

from kretcore_ia64.cpu import Cpu, semantics
from kretcore_ia64.registers import Fault
from kretcore_ia64.semantics import formats
from kretcore_ia64.semantics.memory import Access, Reader, advance, big_endian, ordered, unless_checked
from kretcore_ia64.semantics.speculation import Entry, stored

_SIZES: Final = {"s": 4, "d": 8, "8": 8, "e": 10, "fill": 16, "spill": 16}
Register = tuple[Value, Value]
"""Significand and exponent."""


def _unpack(cpu: Cpu, format_: str, value: Value) -> Register:
    """Make a register of a number of one of the formats that fit into a word."""
    b = cpu.b
    match format_:
        case "s":
            return formats.load_single(b, value)
        case "d":
            return formats.load_double(b, value)
    return value, b.value(I64, formats.INTEGER)


def _read(cpu: Cpu, format_: str, reader: Reader) -> Register:
    b = cpu.b
    match format_:
        case "s":
            return _unpack(cpu, "s", ordered(cpu, reader.load(I32)).zext(I64))
        case "d" | "8":
            return _unpack(cpu, format_, ordered(cpu, reader.load(I64)))
        case "e":
            first, second = reader.load(I64, 0, 16), reader.load(I16, 8).zext(I64)
            if b.careful:
                big = big_endian(cpu)
                turned, rest = first.bswap(), second.trunc(I16).bswap().zext(I64)
                first, second = big.select(turned << 16 | rest, first), big.select(turned >> 48, second)
            (exponent,) = b.call(formats.from_extended, second)
            return first, exponent
    first, second = reader.load(I64, 0, 16), reader.load(I64, 8)
    if b.careful:
        big = big_endian(cpu)
        first, second = big.select(second.bswap(), first), big.select(first.bswap(), second)
    return first, second & 0x3FFFF


def _deferred(cpu: Cpu, value: Register, failed: Value | None) -> Register:
    """NaTVal where a speculative load has failed."""
    if failed is None:
        return value
    return failed.select(0, value[0]), failed.select(formats.NATVAL, value[1])


@semantics("load_fp")
def load_fp(cpu: Cpu, o: Any) -> None:
    cpu.may_write_fr(o.f1)
    access = Access(cpu, o)
    reader = Reader(cpu, access, speculative=o.kind in ("s", "sa"))

    def read(entry: Entry | None) -> None:
        value = _read(cpu, o.format, reader)
        advance(cpu, entry, access.address, _SIZES[o.format], reader.failed)
        cpu.set_fr(o.f1, *_deferred(cpu, value, reader.failed))

    unless_checked(cpu, o, read)
    access.finish()


@semantics("ldfp")
def ldfp(cpu: Cpu, o: Any) -> None:
    """The lower address goes to the first register, in either byte order. The ALAT knows the pair by that register."""
    cpu.may_write_fr(o.f1, o.f2)
    _different_banks(cpu, o)
    access = Access(cpu, o)
    reader = Reader(cpu, access, speculative=o.kind in ("s", "sa"))

    def read(entry: Entry | None) -> None:
        if o.format == "s":
            both = reader.load(I64)
            words = [ordered(cpu, part.trunc(I32)).zext(I64) for part in (both, both >> 32)]
        else:
            words = [ordered(cpu, reader.load(I64, offset, 16 - offset)) for offset in (0, 8)]
        advance(cpu, entry, access.address, o.step, reader.failed)
        for number, word in zip((o.f1, o.f2), words, strict=True):
            cpu.set_fr(number, *_deferred(cpu, _unpack(cpu, o.format, word), reader.failed))

    unless_checked(cpu, o, read)
    access.finish()


def _different_banks(cpu: Cpu, o: Any) -> None:
    """Fault unless one target is odd and the other even, as they are after rotation (volume 3, ldfp)."""
    if not isinstance(o.f1, int) or not isinstance(o.f2, int):
        return  # Code that serves every register number is used for legal pairs only.
    same = cpu.b.value(I64, (o.f1 ^ o.f2 ^ 1) & 1)
    if cpu.b.careful and (o.f1 < 32) != (o.f2 < 32):
        same = same ^ cpu.cfm().bits(25, 1)
    cpu.b.fault_if(same.ne(0), Fault.ILLEGAL_OPERATION)


@semantics("store_fp")
def store_fp(cpu: Cpu, o: Any) -> None:
    b = cpu.b
    access = Access(cpu, o)
    access.consume()
    significand, exponent = cpu.fr(o.f2)
    if o.format != "spill":
        b.fault_if(formats.is_natval(significand, exponent), Fault.REGISTER_NAT_CONSUMPTION)
    address = access.address
    match o.format:
        case "s":
            value = formats.to_single(significand, exponent)
            b.store(address, ordered(cpu, value.trunc(I32)))
        case "d":
            value = formats.to_double(significand, exponent)
            b.store(address, ordered(cpu, value))
        case "8":
            b.store(address, ordered(cpu, significand))
        case "e":
            top = formats.to_extended(significand, exponent)
            low, high = significand, top.trunc(I16)
            if b.careful:
                big = big_endian(cpu)
                low = big.select((top << 48 | significand >> 16).bswap(), low)
                high = big.select(significand.trunc(I16).bswap(), high)
            _store_parts(cpu, address, low, high)
        case _:
            low, high = significand, exponent
            if b.careful:
                big = big_endian(cpu)
                low, high = big.select(exponent.bswap(), low), big.select(significand.bswap(), high)
            _store_parts(cpu, address, low, high)
    stored(cpu, address, _SIZES[o.format])
    access.finish()


def _store_parts(cpu: Cpu, address: Value, low: Value, high: Value) -> None:
    """Store a format of more than a word; both parts are in one aligned range of 16 bytes."""
    cpu.b.store(address, low, 16)
    cpu.b.store(address + 8, high)


@semantics("setf")
def setf(cpu: Cpu, o: Any) -> None:
    b = cpu.b
    cpu.may_write_fr(o.f1)
    value = cpu.gr(o.r2)
    nat = value.taint
    value = value.clean()
    if o.format == "exp":
        result: Register = b.value(I64, 1 << 63), value & 0x3FFFF
    else:
        result = _unpack(cpu, o.format, value)
    cpu.set_fr(o.f1, *_deferred(cpu, result, nat))


@semantics("getf")
def getf(cpu: Cpu, o: Any) -> None:
    """NaTVal becomes NaT."""
    b = cpu.b
    cpu.may_write(o.r1)
    significand, exponent = cpu.fr(o.f2)
    if not b.careful:
        b.retry_if(exponent.eq(formats.NATVAL), CAREFUL)
    match o.format:
        case "sig":
            value = significand
        case "exp":
            value = exponent
        case "s":
            value = formats.to_single(significand, exponent)
        case _:
            value = formats.to_double(significand, exponent)
    cpu.set_gr(o.r1, b.with_taint(value, formats.is_natval(significand, exponent)) if b.careful else value)
