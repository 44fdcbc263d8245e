"""Functions of x86 alone that do not survive a replaced return address, on either word size."""

from __future__ import annotations

from kretcore.arch import Deny

_JUMP = "it is a jump in disguise, entered with no return address of its own"
_READS = "it reads its return address to learn where it was called from"

DENY = (
    *(Deny(pattern=name, reason=_JUMP) for name in ("__x86_indirect_thunk*", "__x86_return_thunk")),
    Deny(pattern="__switch_to", reason="it returns on another task's stack"),
)

PC_THUNKS = tuple(Deny(pattern=name, reason=_READS) for name in ("__x86.get_pc_thunk.*", "__i686.get_pc_thunk.*"))
"""How position-independent i386 code learns its address (i386 psABI)."""
