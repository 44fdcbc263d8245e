"""Functions of 64-bit PowerPC alone that do not survive a replaced return address, with the reason."""

from __future__ import annotations

from kretcore.arch import Deny

_MILLICODE = "it is part of its caller's prologue or epilogue and works on its caller's frame"
_NOT_CALLED = "it is never called: a return or a branch leads to it"

DENY = (
    # ELF V2 ABI, 2.3.3 "Register Save and Restore Functions"
    *(
        Deny(pattern=name, reason=_MILLICODE)
        for name in ("_savegpr[01]_*", "_restgpr[01]_*", "_savefpr_*", "_restfpr_*", "_savevr_*", "_restvr_*")
    ),
    Deny(pattern="__novec_start_context", reason=_NOT_CALLED),
)
