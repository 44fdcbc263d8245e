"""Functions that do not survive a replaced return address, with the reason."""

from __future__ import annotations

from kretcore.arch import Deny

_TWICE = "it returns twice, and the second time through a return address it saved itself"
_MILLICODE = "it is part of its caller's prologue or epilogue and works on its caller's frame"
_READS = "it reads its return address to learn where it was called from"
_NOT_CALLED = "it is never called: a return or a branch leads to it"

DENY = (
    *(
        Deny(pattern=name, reason=_TWICE)
        for name in (
            "setjmp",
            "_setjmp",
            "__setjmp",
            "sigsetjmp",
            "__sigsetjmp",
            "getcontext",
            "__getcontext",
            "vfork",
            "__vfork",
            "__libc_vfork",
        )
    ),
    # ELF V2 ABI, 2.3.3 "Register Save and Restore Functions"
    *(
        Deny(pattern=name, reason=_MILLICODE)
        for name in ("_savegpr[01]_*", "_restgpr[01]_*", "_savefpr_*", "_restfpr_*", "_savevr_*", "_restvr_*")
    ),
    *(Deny(pattern=name, reason=_READS) for name in ("__morestack*", "mcount", "_mcount")),
    *(Deny(pattern=name, reason=_NOT_CALLED) for name in ("__start_context", "__novec_start_context")),
)
