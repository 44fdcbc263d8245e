"""The user mask, the register stack's instructions, processor identification, probes, and what is privileged.

Source: Intel Itanium Architecture Software Developer's Manual, volume 3, part 1, chapter 2 (the instructions' pages);
volume 1, 3.1.7 (user mask), 3.1.11 (processor identification).
"""

from __future__ import annotations

from typing import Any, Final

from kretcore_llvm.builder import CAREFUL, I8, I64, Value

from kretcore_ia64 import registers as reg
from kretcore_ia64.cpu import Cpu, semantics
from kretcore_ia64.registers import PFS, RSC, Fault, Host

_USER_MASK: Final = 0x3E
_BIG_ENDIAN: Final = 1 << 1
_LARGEST_FRAME: Final = 96
_ROTATED: Final = ((1 << 20) - 1) << 18
"""The rotating register bases of a frame marker."""

_CPUID: Final = (
    int.from_bytes(b"GenuineI", "little"),
    int.from_bytes(b"ntel", "little"),
    0,
    0x2000_0704,  # A 9000 series Itanium 2: family 32, model 0, revision 7, and register 4 is the last.
    0b101,  # Its features: long branches, and the 16-byte accesses ld16, st16 and cmp8xchg16.
)


@semantics("privileged_m")
def privileged_m(cpu: Cpu, o: Any) -> None:
    if o.has_target:
        cpu.may_write(o.r1)
    cpu.b.fault(Fault.PRIVILEGED_OPERATION)


@semantics("unimplemented")
def unimplemented(cpu: Cpu, o: Any) -> None:
    """What later processors have and the one that ``cpuid`` names has not."""
    cpu.b.fault(Fault.ILLEGAL_OPERATION)


@semantics("ordering")
def ordering(cpu: Cpu, o: Any) -> None:
    """Nothing: every access is done before the next instruction begins, and instruction fetches see all stores."""


@semantics("fc")
def fc(cpu: Cpu, o: Any) -> None:
    """Stores are seen by instruction fetches without it; what is left is that the line must be readable."""
    address = cpu.gr(o.r3)
    cpu.consume(address)
    cpu.b.load(I8, address.clean())


# ---- register stack


@semantics("alloc")
def alloc(cpu: Cpu, o: Any) -> None:
    """``o.least`` is the smallest frame that has the target."""
    b = cpu.b
    size, locals_, rotating = cpu.imm(o.sof), cpu.imm(o.sol), cpu.imm(o.sor)
    cpu.may_write(0 if o.r1 == 0 else 1)
    wrong = cpu.imm(o.predicate).ne(0) | size.ult(cpu.imm(o.least)) | b.value(I64, _LARGEST_FRAME).ult(size)
    b.fault_if(wrong | size.ult(locals_) | size.ult(rotating << 3), Fault.ILLEGAL_OPERATION)
    frame = cpu.cfm()
    if b.careful:
        # Code that is not careful runs while the bases are 0.
        b.fault_if((frame & _ROTATED).ne(0) & frame.bits(14, 4).ne(rotating), Fault.RESERVED_REGISTER_FIELD)
    b.retry_if(b.get(reg.LIMIT).ult(b.window() + (size << 3)), Host.SPILL)
    cpu.set_cfm(frame & _ROTATED | size | locals_ << 7 | rotating << 14)
    cpu.set_gr(o.r1, cpu.ar(PFS))


@semantics("flushrs")
def flushrs(cpu: Cpu, o: Any) -> None:
    cpu.b.event(Host.FLUSHRS)


@semantics("loadrs")
def loadrs(cpu: Cpu, o: Any) -> None:
    rsc = cpu.ar(RSC)
    wrong = (rsc & 3).ne(0) | (cpu.cfm() & 127).ne(0) & rsc.bits(16, 14).ne(0)
    cpu.b.fault_if(wrong, Fault.ILLEGAL_OPERATION)
    cpu.b.event(Host.LOADRS)


# ---- user mask


def _set_um(cpu: Cpu, value: Value, bits: Value) -> None:
    """Write the user mask, after a fault if ``bits`` names others than it has.

    What a block relies on may not change in its middle: clearing mfl or mfh is for careful execution.
    """
    b = cpu.b
    b.fault_if((bits & ~_USER_MASK).ne(0), Fault.RESERVED_REGISTER_FIELD)
    if not b.careful:
        cleared = b.get(reg.UM) & ~value & (reg.MFL | reg.MFH)
        b.retry_if((value & _BIG_ENDIAN | cleared).ne(0), CAREFUL)
    b.set(reg.UM, value)


@semantics("sum")
def sum_(cpu: Cpu, o: Any) -> None:
    bits = cpu.imm(o.imm)
    _set_um(cpu, cpu.b.get(reg.UM) | bits, bits)


@semantics("rum")
def rum(cpu: Cpu, o: Any) -> None:
    bits = cpu.imm(o.imm)
    _set_um(cpu, cpu.b.get(reg.UM) & ~bits, bits)


@semantics("mov_to_um")
def mov_to_um(cpu: Cpu, o: Any) -> None:
    value = cpu.gr(o.r2)
    cpu.consume(value)
    value = value.clean()
    _set_um(cpu, value, value)


@semantics("mov_from_um")
def mov_from_um(cpu: Cpu, o: Any) -> None:
    cpu.set_gr(o.r1, cpu.b.get(reg.UM))


# ---- processor registers and address translation


@semantics("mov_from_cpuid")
def mov_from_cpuid(cpu: Cpu, o: Any) -> None:
    cpu.may_write(o.r1)
    number = cpu.gr(o.r3)
    cpu.consume(number)
    index = number.clean() & 0xFF
    cpu.b.fault_if(cpu.b.value(I64, len(_CPUID) - 1).ult(index), Fault.RESERVED_REGISTER_FIELD)
    cpu.set_gr(o.r1, cpu.b.table(I64, _CPUID, index))


@semantics("mov_from_pmd")
def mov_from_pmd(cpu: Cpu, o: Any) -> None:
    """Performance monitors are the system's own (``psr.sp``): then programs read 0."""
    cpu.may_write(o.r1)
    cpu.consume(cpu.gr(o.r3))
    cpu.set_gr(o.r1, 0)


@semantics("probe_r")
def probe_r(cpu: Cpu, o: Any) -> None:
    _probe(cpu, o, write=False)


@semantics("probe_w")
def probe_w(cpu: Cpu, o: Any) -> None:
    _probe(cpu, o, write=True)


def _probe(cpu: Cpu, o: Any, *, write: bool) -> None:
    """Say what the page's rights are. Without a page this form faults too: there are no rights to be said (volume 3,
    probe: Data TLB and Data Page Not Present faults). The level asked for is never more privileged than the
    program's."""
    cpu.may_write(o.r1)
    address = _probed(cpu, o)
    cpu.set_gr(o.r1, cpu.b.permits(address, write=write).zext(I64))


@semantics("probe_fault")
def probe_fault(cpu: Cpu, o: Any) -> None:
    address = _probed(cpu, o)
    byte = cpu.b.load(I8, address)
    if o.writes:
        cpu.b.store(address, byte)


def _probed(cpu: Cpu, o: Any) -> Value:
    address = cpu.gr(o.r3)
    cpu.consume(address)
    if hasattr(o, "r2"):
        cpu.consume(cpu.gr(o.r2))
    return address.clean()


@semantics("thash")
def thash(cpu: Cpu, o: Any) -> None:
    """The short format's hash of a page table that fills its region, with pages of 16 KiB (volume 2, 4.1.6.1)."""
    address = cpu.gr(o.r3)
    cpu.set_gr(o.r1, address & 7 << 61 | (address >> 14 << 3) & (1 << 50) - 1)


@semantics("ttag")
def ttag(cpu: Cpu, o: Any) -> None:
    """An address's page number serves as its tag; the manual leaves the choice to the processor."""
    cpu.set_gr(o.r1, cpu.gr(o.r3) >> 14)
