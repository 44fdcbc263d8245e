"""The architecture ppc64 of kretcore, big-endian 64-bit PowerPC: the hooks of :mod:`kretcore.hookspecs`.

Importing this module imports no engine.
"""

from __future__ import annotations

from kretcore.arch import ArchDescription
from kretcore.hookspecs import hookimpl
from kretcore.machine import Machine
from kretcore_ppc64 import functions, prepare, returns
from kretcore_ppc64.description import BIG as DESCRIPTION

__all__ = ["DESCRIPTION"]


@hookimpl
def arch_describe() -> ArchDescription:
    """See :func:`kretcore.hookspecs.arch_describe`."""
    return DESCRIPTION


@hookimpl
def arch_create_machine(description: ArchDescription) -> Machine:
    """See :func:`kretcore.hookspecs.arch_create_machine`."""
    from kretcore_ppc64.machine import Ppc64Machine

    return Ppc64Machine(DESCRIPTION.byte_order)


arch_function_entry = hookimpl(functions.arch_function_entry)
arch_enter_function = hookimpl(functions.arch_enter_function)
arch_init = hookimpl(functions.trampoline_init(DESCRIPTION.byte_order))
arch_prepare_kprobe = hookimpl(prepare.prepare_kprobe(DESCRIPTION.byte_order))
arch_resume_execution = hookimpl(prepare.arch_resume_execution)
arch_call_site = hookimpl(returns.arch_call_site)
arch_prepare_kretprobe = hookimpl(returns.arch_prepare_kretprobe)
arch_frame_distance = hookimpl(returns.arch_frame_distance)
arch_fixup_return = hookimpl(returns.arch_fixup_return)
