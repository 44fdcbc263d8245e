"""Multimedia instructions of the host's processor, an x86-64: what they compute was not written by us."""

from __future__ import annotations

import ctypes
import mmap
import platform
from collections.abc import Callable
from functools import cache
from typing import Final

Operation = Callable[[int, int], int]
"""Of two words of 64 bits."""

PRESENT: Final = platform.machine() in ("x86_64", "AMD64") and platform.system() == "Linux"
"""Whether the host is one, and calls functions as the System V ABI says: arguments in rdi and rsi, result in rax."""
_MM0_RDI, _MM1_RSI, _RAX_MM0, _EMMS, _RET = (
    bytes.fromhex(code) for code in ("480f6ec7", "480f6ece", "480f7ec0", "0f77", "c3")
)
_MM0_MM1: Final = 0xC1
"""ModR/M of the operands."""

# Opcodes behind 0F: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2.
MMX: Final = {
    "paddb": 0xFC, "paddw": 0xFD, "paddd": 0xFE, "paddsb": 0xEC, "paddsw": 0xED, "paddusb": 0xDC, "paddusw": 0xDD,
    "psubb": 0xF8, "psubw": 0xF9, "psubd": 0xFA, "psubsb": 0xE8, "psubsw": 0xE9, "psubusb": 0xD8, "psubusw": 0xD9,
    "pavgb": 0xE0, "pavgw": 0xE3, "psadbw": 0xF6, "pminub": 0xDA, "pmaxub": 0xDE, "pminsw": 0xEA, "pmaxsw": 0xEE,
    "pcmpeqb": 0x74, "pcmpeqw": 0x75, "pcmpeqd": 0x76, "pcmpgtb": 0x64, "pcmpgtw": 0x65, "pcmpgtd": 0x66,
    "pmullw": 0xD5, "pmulhw": 0xE5, "pmulhuw": 0xE4, "pmaddwd": 0xF5,
    "psllw": 0xF1, "pslld": 0xF2, "psraw": 0xE1, "psrad": 0xE2, "psrlw": 0xD1, "psrld": 0xD2,
    "punpcklbw": 0x60, "punpcklwd": 0x61, "punpckldq": 0x62, "punpckhbw": 0x68, "punpckhwd": 0x69, "punpckhdq": 0x6A,
    "packsswb": 0x63, "packuswb": 0x67, "packssdw": 0x6B,
}  # fmt: skip


@cache
def compiled(code: bytes) -> Operation:
    """Return a function of machine code."""
    memory = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(code)
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    function = ctypes.CFUNCTYPE(ctypes.c_uint64, ctypes.c_uint64, ctypes.c_uint64)(address)

    def call(first: int, second: int, _keep: mmap.mmap = memory) -> int:
        return int(function(first, second))

    return call


def mmx(name: str) -> Operation:
    """An instruction of two registers: the first is the one that it writes."""
    return compiled(_MM0_RDI + _MM1_RSI + bytes([0x0F, MMX[name], _MM0_MM1]) + _RAX_MM0 + _EMMS + _RET)


def shuffle(order: int) -> Operation:
    """``pshufw`` of the first operand."""
    return compiled(_MM0_RDI + bytes([0x0F, 0x70, 0xC0, order]) + _RAX_MM0 + _EMMS + _RET)


def shift_pair(count: int) -> Operation:
    """``shrd``: the second operand shifted right, with bits of the first coming in."""
    return compiled(bytes.fromhex("4889f0480facf8") + bytes([count]) + _RET)


def shift(left: int, right: int, *, signed: bool) -> Operation:
    """The first operand shifted left, then right."""
    return compiled(
        bytes.fromhex("4889f848c1e0") + bytes([left]) + bytes([0x48, 0xC1, 0xF8 if signed else 0xE8, right]) + _RET
    )


def swap() -> Operation:
    """``bswap``."""
    return compiled(bytes.fromhex("4889f8480fc8") + _RET)


def zeros(size: int) -> Operation:
    """Which bytes of the first operand belong to parts that are 0, as bits: ``pcmpeq`` and ``pmovmskb``."""
    equal = 0x74 if size == 1 else 0x75
    return compiled(
        _MM0_RDI + bytes.fromhex("0fefc9") + bytes([0x0F, equal, _MM0_MM1]) + bytes.fromhex("0fd7c0") + _EMMS + _RET
    )
