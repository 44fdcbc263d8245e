"""Functions that do not survive a replaced return address, on either word size."""

from __future__ import annotations

from kretcore.arch import Deny

_TWICE = "it returns twice, and the second time through a return address it saved itself"
_JUMP = "it is a jump in disguise, entered with no return address of its own"
_READS = "it reads its return address to learn where it was called from"
_NOT_CALLED = "it is never called: a return leads to it, and no return address lies on the stack"

DENY = (
    *(
        Deny(pattern=name, reason=_TWICE)
        for name in (
            "setjmp",
            "_setjmp",
            "__setjmp",
            "sigsetjmp",
            "__sigsetjmp",
            "savectx",
            "getcontext",
            "__getcontext",
            "vfork",
            "__vfork",
            "__libc_vfork",
        )
    ),
    *(Deny(pattern=name, reason=_JUMP) for name in ("__x86_indirect_thunk*", "__x86_return_thunk")),
    *(Deny(pattern=name, reason=_READS) for name in ("__morestack*", "mcount", "_mcount", "__fentry__")),
    *(Deny(pattern=name, reason=_NOT_CALLED) for name in ("__restore", "__restore_rt", "__start_context")),
    Deny(pattern="__switch_to", reason="it returns on another task's stack"),
)

PC_THUNKS = tuple(Deny(pattern=name, reason=_READS) for name in ("__x86.get_pc_thunk.*", "__i686.get_pc_thunk.*"))
"""How position-independent i386 code learns its address (i386 psABI)."""
