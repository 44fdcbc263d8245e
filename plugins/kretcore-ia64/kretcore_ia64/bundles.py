"""Bundles put together: of instructions, and the few that kprobes need."""

from __future__ import annotations

from typing import Final

from kretcore_ia64.decoder import BUNDLE, TEMPLATES, unpack

MII, MLX, MIB = 0x01, 0x05, 0x11
"""Templates with a stop at the end."""
NOP: Final = {"M": 1 << 27, "I": 1 << 27, "F": 1 << 27, "X": 1 << 27, "L": 0, "B": 1 << 38}
"""``nop 0`` of each unit; L is the immediate's other half."""
RETURN: Final = 0x21 << 27 | 4 << 6 | 1 << 12
"""``br.ret.sptk.many b0``."""


def pack(template: int, *slots: int) -> bytes:
    """Return a bundle's 16 bytes."""
    first, second, third = slots
    return (template | first << 5 | second << 46 | third << 87).to_bytes(BUNDLE, "little")


def only(bundle: bytes, *kept: int) -> bytes:
    """Return the bundle with nops in all slots but some."""
    template, words = unpack(bundle)
    units = TEMPLATES[template]
    return pack(template, *(word if slot in kept else NOP[units[slot]] for slot, word in enumerate(words)))


def replaced(bundle: bytes, slot: int, word: int) -> bytes:
    """Return the bundle with another word in a slot."""
    template, words = unpack(bundle)
    words[slot] = word
    return pack(template, *words)


NOPS: Final = pack(MII, NOP["M"], NOP["I"], NOP["I"])


def retargeted(word: int, at: int, target: int) -> int | None:
    """Return an IP-relative branch of the unit B (B1, B2) for the bundle ``at``; None if it does not reach the target:
    its distance is 21 bits and a sign wide, in bundles."""
    distance = target - at >> 4
    if not -(1 << 20) <= distance < 1 << 20:
        return None
    return word & ~(1 << 36 | 0xFFFFF << 13) | (distance >> 20 & 1) << 36 | (distance & 0xFFFFF) << 13


def long_branch(at: int, target: int) -> bytes:
    """Return a bundle that stands at ``at`` and goes to ``target``; it reaches every bundle (X3)."""
    distance = (target - at) >> 4 & (1 << 60) - 1
    branch = 0xC << 37 | distance >> 59 << 36 | 1 << 12 | (distance & 0xFFFFF) << 13
    return pack(MLX, NOP["M"], (distance >> 20 & (1 << 39) - 1) << 2, branch)
