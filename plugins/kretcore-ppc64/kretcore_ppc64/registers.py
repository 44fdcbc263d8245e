"""Registers as the Power ISA names them (book I, chapters 2 to 7), as plain data.

The program counter is ``nip``, the next instruction pointer, as Linux calls it. XER has 64 bits, of which the upper 32
are reserved; 32 are kept here.
"""

from __future__ import annotations

ENGINE: dict[str, int] = {
    **{f"r{number}": 64 for number in range(32)},
    **{f"f{number}": 64 for number in range(32)},
    **dict.fromkeys(("nip", "lr", "ctr", "msr"), 64),
    **dict.fromkeys(("cr", "xer", "fpscr"), 32),
}
"""Name to width in bits of what the engine's interface knows."""

VECTORS: dict[str, int] = {f"v{number}": 128 for number in range(32)}
"""Name to width in bits of what only a context of the engine holds."""

REGISTERS = ENGINE | VECTORS
"""Every register, name to width in bits."""
