"""The architecture ia64 of kretcore: the hooks of :mod:`kretcore.hookspecs`.

Importing this package imports no compiler.
"""

from __future__ import annotations

from kretcore.arch import ArchDescription
from kretcore.hookspecs import hookimpl
from kretcore.machine import Machine
from kretcore_ia64 import functions, prepare, returns
from kretcore_ia64.description import DESCRIPTION

__all__ = ["DESCRIPTION"]


@hookimpl
def arch_describe() -> ArchDescription:
    """See :func:`kretcore.hookspecs.arch_describe`."""
    return DESCRIPTION


@hookimpl
def arch_create_machine(description: ArchDescription) -> Machine:
    """See :func:`kretcore.hookspecs.arch_create_machine`."""
    from kretcore_ia64.machine import Ia64Machine

    return Ia64Machine()


arch_function_entry = hookimpl(functions.arch_function_entry)
arch_enter_function = hookimpl(functions.arch_enter_function)
arch_init = hookimpl(functions.arch_init)
arch_prepare_kprobe = hookimpl(prepare.arch_prepare_kprobe)
arch_resume_execution = hookimpl(prepare.arch_resume_execution)
arch_call_site = hookimpl(returns.arch_call_site)
arch_prepare_kretprobe = hookimpl(returns.arch_prepare_kretprobe)
arch_frame_distance = hookimpl(returns.arch_frame_distance)
arch_fixup_return = hookimpl(returns.arch_fixup_return)
