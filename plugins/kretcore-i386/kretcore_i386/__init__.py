"""The architecture i386 of kretcore: the hooks of :mod:`kretcore.hookspecs`.

Importing this module imports neither an engine nor a disassembler.
"""

from __future__ import annotations

from kretcore_x86 import functions, prepare, returns
from kretcore_x86.decode import Decoder

from kretcore.arch import ArchDescription
from kretcore.hookspecs import hookimpl
from kretcore.machine import Machine
from kretcore_i386.description import DESCRIPTION

__all__ = ["DESCRIPTION"]

_decoder = Decoder(DESCRIPTION.bits)


@hookimpl
def arch_describe() -> ArchDescription:
    """See :func:`kretcore.hookspecs.arch_describe`."""
    return DESCRIPTION


@hookimpl
def arch_create_machine(description: ArchDescription) -> Machine:
    """See :func:`kretcore.hookspecs.arch_create_machine`."""
    from kretcore_i386.machine import I386Machine

    return I386Machine()


arch_function_entry = hookimpl(functions.arch_function_entry)
arch_enter_function = hookimpl(functions.enter_function(DESCRIPTION.calling, DESCRIPTION.word_bytes))
arch_init = hookimpl(functions.arch_init)
arch_prepare_kprobe = hookimpl(prepare.prepare_kprobe(_decoder))
arch_resume_execution = hookimpl(prepare.resume_execution(_decoder))
arch_call_site = hookimpl(returns.arch_call_site)
arch_prepare_kretprobe = hookimpl(returns.arch_prepare_kretprobe)
arch_frame_distance = hookimpl(returns.frame_distance(DESCRIPTION.word_bytes))
arch_fixup_return = hookimpl(returns.arch_fixup_return)
