"""Where ia64's registers lie in the state block, and the numbers that semantics and host functions share.

Stacked general registers are the register window. Registers are where their numbers say while no rotating base is in
use; careful execution computes the place. A floating-point register is two words: significand, and exponent (17 bits)
with the sign as bit 17.
"""

from __future__ import annotations

import enum
from typing import Final

from kretcore_llvm.builder import I1, I8, I64, Slot
from kretcore_llvm.state import REGISTERS, TLB

GR: Final = Slot(I64, REGISTERS, tainted=True)
STACKED: Final = Slot(I64, 0, window=True, tainted=True)
BR: Final = Slot(I64, REGISTERS + 256)
PR: Final = Slot(I1, REGISTERS + 320)
CFM: Final = Slot(I64, 512)
"""sof 0-6, sol 7-13, sor 14-17, rrb.gr 18-24, rrb.fr 25-31, rrb.pr 32-37."""
UM: Final = Slot(I64, 520)
"""The user mask: be 1, up 2, ac 3, mfl 4, mfh 5."""
MFL, MFH = 1 << 4, 1 << 5
"""Its bits that say that registers up to f31, or from f32 on, have been written."""
FLOOR: Final = Slot(I64, 528)
"""Byte offset, in the state block, of the oldest stacked register that is not in the backing store; ``ar.bspstore`` is
its address there."""
LIMIT: Final = Slot(I64, 536)
"""Byte offset that no frame may reach beyond without spilling first."""
NOWHERE: Final = Slot(I8, 544)
"""Takes what is written to p0."""
ALAT_USED: Final = Slot(I64, 552, direct=True)
"""How many entries of the ALAT are valid."""
CLOCK: Final = Slot(I64, 560)
"""What ``ar.itc`` reads next."""
AR: Final = Slot(I64, 1024)
FR: Final = Slot(I64, 2048)
"""Word ``2 * n`` is the significand of register ``n``, the next its exponent and sign."""
ALAT: Final = Slot(I64, 4096, direct=True)
"""Entries of four words: 1 if valid; register (FR numbers plus 128); address; size."""
ALAT_ENTRIES: Final = 8
"""Fewer than hardware has: every store looks at them all while one is in use."""
assert ALAT.offset + 32 * ALAT_ENTRIES <= TLB

KR0, RSC, BSP, BSPSTORE, RNAT = 0, 16, 17, 18, 19
FCR, EFLAG, CSD, SSD, CFLG, FSR, FIR, FDR = 21, 24, 25, 26, 27, 28, 29, 30
CCV, UNAT, FPSR, ITC, PFS, LC, EC = 32, 36, 40, 44, 64, 65, 66


class Fault(enum.IntEnum):
    """Interruptions a user program can cause, by the manual's names (volume 2, 5.4 and chapter 8)."""

    ILLEGAL_OPERATION = enum.auto()
    PRIVILEGED_OPERATION = enum.auto()
    PRIVILEGED_REGISTER = enum.auto()
    RESERVED_REGISTER_FIELD = enum.auto()
    REGISTER_NAT_CONSUMPTION = enum.auto()
    UNALIGNED_DATA_REFERENCE = enum.auto()
    UNSUPPORTED_DATA_REFERENCE = enum.auto()
    FLOATING_POINT_FAULT = enum.auto()
    FLOATING_POINT_TRAP = enum.auto()
    DISABLED_ISA_TRANSITION = enum.auto()


class Host(enum.IntEnum):
    """What compiled and interpreted code asks the host to do; 0 is :data:`kretcore_llvm.builder.CAREFUL`."""

    SPILL = 1
    """Retry: frames do not fit the register file; move the oldest to the backing store."""
    FILL = 2
    """Retry: a return needs registers that are in the backing store; get them."""
    BREAK = 3
    """Event: a break instruction; its immediate is in INFO."""
    FLUSHRS = 4
    """Event: write all frames but the current one to the backing store."""
    LOADRS = 5
    """Event: make the backing store's top, ``ar.rsc.loadrs`` bytes of it, the frames below the current one."""
    BLOCK_END = 6
    """Event: nothing; but the block ends, and careful execution may be over."""
