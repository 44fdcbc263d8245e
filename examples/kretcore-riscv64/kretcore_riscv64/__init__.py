"""riscv64 for kretcore: RV64I with M, ABI lp64, on a machine in plain Python. See :mod:`kretcore.hookspecs`."""

from __future__ import annotations

import errno
from collections.abc import Sequence

from kretcore import arch
from kretcore.errors import RegistrationError
from kretcore.hookspecs import Boot, hookimpl
from kretcore.images import Image
from kretcore.machine import Machine, Memory
from kretcore_riscv64.machine import NAMES, RiscvMachine
from kretcore_riscv64.memory import GuestFault

NOP, EBREAK = bytes.fromhex("13000000"), bytes.fromhex("73001000")
MOVES_WITH_PC = {0x17, 0x63, 0x67, 0x6F}
"""The major opcodes auipc, branch, jalr and jal."""

DESCRIPTION = arch.ArchDescription(
    name="riscv64",
    hook_api=1,
    bits=64,
    byte_order="little",
    elf_machine=243,  # EM_RISCV
    elf_flags=frozenset({0}),  # no compressed instructions, no floating-point registers in calls
    instruction_alignment=4,
    slot_size=8,
    breakpoint=EBREAK,
    registers=tuple(name for name in NAMES if name != "sp"),
    stack_alignment=16,
    relative_relocation=3,  # R_RISCV_RELATIVE
    calling=arch.CallingConvention(
        arguments=tuple(f"a{number}" for number in range(8)),
        stack_arguments=0,
        results=("a0", "a1"),
        return_register="ra",
        preserved=tuple(f"s{number}" for number in range(12)),
    ),
    syscalls=arch.SyscallConvention(
        number="a7",
        arguments=tuple(f"a{number}" for number in range(6)),
        result="a0",
        numbers={  # Linux include/uapi/asm-generic/unistd.h
            63: "read",
            64: "write",
            93: "exit",
            94: "exit_group",
            124: "sched_yield",
            172: "getpid",
            178: "gettid",
            214: "brk",
        },
    ),
    capabilities=frozenset({"branches", "non_local_jumps", "system_calls"}),
    deny=(
        arch.Deny(pattern="__riscv_save_*", reason="its return address is in t0 (gcc -msave-restore)"),
        arch.Deny(pattern="__riscv_restore_*", reason="it returns for its caller (gcc -msave-restore)"),
    ),
)


@hookimpl
def arch_describe() -> arch.ArchDescription:
    return DESCRIPTION


@hookimpl
def arch_create_machine(description: arch.ArchDescription) -> Machine:
    return RiscvMachine()


@hookimpl
def arch_function_entry(image: Image, memory: Memory, address: int) -> arch.FunctionEntry:
    return arch.FunctionEntry(address, address, image.values.get("__global_pointer$"))


@hookimpl
def arch_enter_function(
    machine: RiscvMachine, entry: arch.FunctionEntry, arguments: Sequence[int], return_address: int, stack: int
) -> bool:
    on_stack = [*arguments[8:], *[0] * 16]  # who reads more arguments than it was given finds zeros, not a fault
    sp = stack - 8 * len(on_stack) & -16
    for index, value in enumerate(on_stack):
        machine.memory.store_word(sp + 8 * index, value)
    state = dict(zip(DESCRIPTION.calling.arguments, arguments, strict=False))
    machine.registers.update(state, pc=entry.call, sp=sp, ra=return_address, gp=entry.global_pointer or 0)
    return True


@hookimpl
def arch_init(boot: Boot) -> bool:
    boot.register_kprobe(boot.load_text("__kretprobe_trampoline", NOP), boot.trampoline_probe_handler)
    return True


@hookimpl
def arch_prepare_kprobe(text: arch.Text, address: int, slot: int) -> arch.InstructionCopy:
    code = text.code[address - text.start :][:4]
    if address % 4 or len(code) < 4:
        raise RegistrationError(errno.EILSEQ, f"{address:#x} is not the start of an instruction", address=address)
    if code == EBREAK:
        raise RegistrationError(errno.EINVAL, "the program's own breakpoint cannot be probed", address=address)
    patch = arch.Patch(address, EBREAK, b"\xff" * 4)
    if code[0] & 0x7F not in MOVES_WITH_PC:
        # Never boosted: kernel text is farther away than the 1 MiB a jal reaches, and there is no register to spare.
        return arch.InstructionCopy(address, 4, slot, patch, code)

    def emulate(machine: RiscvMachine) -> None:
        try:
            machine.execute(int.from_bytes(code, "little"), address)
        except GuestFault as fault:
            machine.registers["pc"] = fault.args[1]  # a misaligned target: fetching from there reports it

    return arch.InstructionCopy(address, 4, slot, patch, emulate=emulate)


@hookimpl
def arch_resume_execution(machine: RiscvMachine, copy: arch.InstructionCopy) -> bool:
    machine.registers["pc"] = copy.address + copy.length
    return True


@hookimpl
def arch_call_site(machine: RiscvMachine) -> tuple[int, int, int]:
    return machine.registers["ra"], machine.registers["sp"], 0


@hookimpl
def arch_prepare_kretprobe(machine: RiscvMachine, trampoline: int) -> bool:
    machine.registers["ra"] = trampoline
    return True


@hookimpl
def arch_frame_distance(machine: RiscvMachine, stack: int, backing_store: int) -> int | None:
    return 0 if machine.registers["sp"] == stack else None


@hookimpl
def arch_fixup_return(machine: RiscvMachine, address: int) -> bool:
    machine.registers["ra"] = machine.registers["pc"] = address
    return True
