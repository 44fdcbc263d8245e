"""The plugin: its hooks. :mod:`kretcore.hookspecs` says what each has to do."""

import errno
from collections.abc import Sequence

from kretcore.arch import ArchDescription, FunctionEntry, InstructionCopy, Patch, Text
from kretcore.errors import RegistrationError
from kretcore.hookspecs import Boot, hookimpl
from kretcore.images import Image
from kretcore.machine import Machine, Memory

from kretcore_aarch64.description import BREAKPOINT, DESCRIPTION, NOP, X
from kretcore_aarch64.instructions import emulate, jump, refusal, uses_pc


@hookimpl
def arch_describe() -> ArchDescription:
    return DESCRIPTION


@hookimpl
def arch_create_machine(description: ArchDescription) -> Machine:
    from kretcore_aarch64.machine import Processor  # it brings in the engine

    return Processor()


@hookimpl
def arch_function_entry(image: Image, memory: Memory, address: int) -> FunctionEntry:
    """As on Linux, a probe stands on BTI or PACIASP, not behind: BRK is a landing pad, too, and x30 not signed yet."""
    return FunctionEntry(call=address, probe=address)


@hookimpl
def arch_enter_function(
    machine: Machine, entry: FunctionEntry, arguments: Sequence[int], return_address: int, stack: int
) -> bool:
    registers, on_stack = machine.registers, b"".join(value.to_bytes(8, "little") for value in arguments[8:])
    for name, value in zip(X[:8], [*arguments, *[0] * 8], strict=False):
        registers[name] = value
    sp = stack - 128 - len(on_stack) & -16
    machine.memory.write(sp, on_stack)
    registers["sp"], registers["x30"], registers["pc"] = sp, return_address, entry.call
    return True


@hookimpl
def arch_init(boot: Boot) -> bool:
    trampoline = boot.load_text("__kretprobe_trampoline", NOP + BREAKPOINT)
    boot.register_kprobe(trampoline, boot.trampoline_probe_handler)
    return True


@hookimpl
def arch_prepare_kprobe(text: Text, address: int, slot: int) -> InstructionCopy:
    offset = address - text.start
    code = text.code[offset : offset + 4]
    if address % 4 or text.start % 4 or len(code) < 4:
        raise RegistrationError(errno.EILSEQ, f"no probe at {address:#x}: no instruction is there", address=address)
    word = int.from_bytes(code, "little")
    if reason := refusal(word, text.code[:offset]):
        raise RegistrationError(errno.EINVAL, f"no probe at {address:#x}: {reason}", address=address)
    patch = Patch(address, BREAKPOINT, b"\xff" * 4)
    if uses_pc(word):
        return InstructionCopy(address, 4, slot, patch, emulate=lambda machine: emulate(machine, word, address))
    return InstructionCopy(address, 4, slot, patch, code, jump(slot + 4, address + 4))


@hookimpl
def arch_resume_execution(machine: Machine, copy: InstructionCopy) -> bool:
    machine.registers["pc"] = copy.address + 4
    return True


@hookimpl
def arch_call_site(machine: Machine) -> tuple[int, int, int]:
    return machine.registers["x30"], machine.registers["sp"], 0


@hookimpl
def arch_prepare_kretprobe(machine: Machine, trampoline: int) -> bool:
    machine.registers["x30"] = trampoline
    return True


@hookimpl
def arch_frame_distance(machine: Machine, stack: int, backing_store: int) -> int | None:
    return 0 if machine.registers["sp"] == stack else None


@hookimpl
def arch_fixup_return(machine: Machine, address: int) -> bool:
    machine.registers["pc"] = machine.registers["x30"] = address
    return True
