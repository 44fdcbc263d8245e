"""What the two toy architectures share: descriptions, and the hooks that do not depend on the calling convention.

``toy`` keeps the return address in ``lr`` at a function's entry and tells system call errors by a flag;
``toystack`` keeps it on the stack, passes only two arguments in registers, lets functions pop arguments of their own,
and tells errors by a negative errno.
"""

from __future__ import annotations

import errno

from kretcore.arch import (
    ArchDescription,
    CallingConvention,
    Deny,
    ErrorFlag,
    FunctionEntry,
    InstructionCopy,
    Patch,
    SyscallConvention,
    Text,
)
from kretcore.errors import InstructionFault, RegistrationError
from kretcore.hookspecs import Boot, hookimpl
from kretcore.images import Image
from kretcore.machine import Fault, Machine, Memory
from toy.isa import ERROR, LENGTH, REGISTERS, decode, encode
from toy.machine import ToyMachine
from toy.memory import GuestFault

RELATIVE = 1
"""The relocation type "load bias plus addend"."""

BREAKPOINT = encode("brk").to_bytes(LENGTH, "big")

_PRESERVED = ("r9", "r10", "r11", "r12")
_DENY = (
    Deny(pattern="get_pc_thunk*", reason="it reads its own return address"),
    Deny(pattern="untouchable_*", reason="the toy cannot take a breakpoint there", probes="all"),
)


def _describe(name: str, elf_machine: int, calling: CallingConvention, syscalls: SyscallConvention) -> ArchDescription:
    return ArchDescription(
        name=name,
        hook_api=1,
        bits=32,
        byte_order="big",
        elf_machine=elf_machine,
        instruction_alignment=LENGTH,
        slot_size=2 * LENGTH,
        breakpoint=BREAKPOINT,
        registers=tuple(register for register in REGISTERS if register not in ("pc", "sp")),
        stack_alignment=8,
        relative_relocation=RELATIVE,
        calling=calling,
        syscalls=syscalls,
        deny=_DENY,
    )


TOY = _describe(
    "toy",
    0xFEED,
    CallingConvention(
        arguments=("r1", "r2", "r3", "r4"),
        stack_arguments=0,
        results=("r1", "r2"),
        return_register="lr",
        preserved=_PRESERVED,
    ),
    SyscallConvention(
        number="r0",
        arguments=("r1", "r2", "r3"),
        result="r1",
        error_flag=ErrorFlag(register="status", mask=ERROR),
        numbers={
            1: "exit",
            2: "exit_group",
            3: "read",
            4: "write",
            5: "brk",
            6: "sched_yield",
            7: "getpid",
            8: "gettid",
            9: "open",
        },
    ),
)
TOYSTACK = _describe(
    "toystack",
    0xFEEE,
    CallingConvention(arguments=("r1", "r2"), stack_arguments=4, results=("r0",), preserved=_PRESERVED),
    SyscallConvention(
        number="r0",
        arguments=("r1", "r2", "r3"),
        result="r0",
        numbers={
            101: "exit",
            102: "exit_group",
            103: "read",
            104: "write",
            105: "brk",
            106: "sched_yield",
            107: "getpid",
            108: "gettid",
            109: "open",
        },
    ),
)
DESCRIPTIONS = {description.name: description for description in (TOY, TOYSTACK)}

# All of them move the program counter; their copies could not be told where to go on.
_TRANSFERS = frozenset(
    {"j", "ja", "bl", "call", "jr", "blr", "callr", "ret", "beq", "bne", "blt", "bge", "berr"},
)


@hookimpl
def arch_create_machine(description: ArchDescription) -> Machine:
    return ToyMachine()


@hookimpl
def arch_function_entry(image: Image, memory: Memory, address: int) -> FunctionEntry:
    if address % LENGTH == 0:
        first = decode(memory.load_word(address))
        if first is not None and first.name == "land":
            return FunctionEntry(address, address + LENGTH)
    return FunctionEntry(address, address)


@hookimpl
def arch_init(boot: Boot) -> bool:
    trampoline = boot.load_text("__kretprobe_trampoline", encode("nop").to_bytes(LENGTH, "big"))
    boot.register_kprobe(trampoline, boot.trampoline_probe_handler)
    return True


@hookimpl
def arch_prepare_kprobe(text: Text, address: int, slot: int) -> InstructionCopy:
    offset = address - text.start
    code = text.code[offset : offset + LENGTH]
    if address % LENGTH or len(code) < LENGTH:
        raise RegistrationError(errno.EILSEQ, f"{address:#x} is not the start of an instruction", address=address)
    word = int.from_bytes(code, "big")
    instruction = decode(word)
    if instruction is None:
        raise RegistrationError(errno.EINVAL, f"{word:#010x} is not an instruction", address=address)
    if instruction.name == "halt":
        raise RegistrationError(errno.EINVAL, "halt is privileged and cannot be probed", address=address)
    if instruction.name == "brk":
        raise RegistrationError(errno.EOPNOTSUPP, "the program's own breakpoint cannot be probed", address=address)
    patch = Patch(address, BREAKPOINT, b"\xff" * LENGTH)
    if instruction.name in _TRANSFERS:

        def emulate(machine: ToyMachine) -> None:
            try:
                machine.execute(word, address)
            except GuestFault as fault:
                raise InstructionFault(Fault(fault.kind, address, fault.address, fault.access, fault.detail)) from fault

        return InstructionCopy(address, LENGTH, slot, patch, emulate=emulate)
    # adr computes with its own address: what it left in its register is put right behind the copy.
    jump_back = None if instruction.name == "adr" else encode("ja", value=address + LENGTH).to_bytes(LENGTH, "big")
    return InstructionCopy(address, LENGTH, slot, patch, code=code, jump_back=jump_back)


@hookimpl
def arch_resume_execution(machine: ToyMachine, copy: InstructionCopy) -> bool:
    instruction = decode(int.from_bytes(copy.code, "big"))
    if instruction is not None and instruction.name == "adr":
        name = REGISTERS[instruction.d]
        machine.registers[name] = (machine.registers[name] + copy.address - copy.slot) & 0xFFFF_FFFF
    machine.registers["pc"] = copy.address + copy.length
    return True
