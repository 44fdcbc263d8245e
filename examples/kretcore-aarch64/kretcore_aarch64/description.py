"""aarch64 as data. "Arm ARM" is Arm's Architecture Reference Manual, AAPCS64 its procedure call standard."""

from kretcore.arch import ArchDescription, CallingConvention, SyscallConvention

X = tuple(f"x{number}" for number in range(31))
# Arm ARM, B1.2: what a program sees and changes, in bits. A register's narrower names are parts of it.
REGISTERS = dict.fromkeys((*X, "nzcv", "fpcr", "fpsr", "tpidr_el0"), 64) | {f"v{number}": 128 for number in range(32)}
BREAKPOINT = bytes.fromhex("000020d4")  # BRK #0
NOP = bytes.fromhex("1f2003d5")
# Of the kernel's asm-generic/unistd.h, the calls that kretcore does.
CALLS = {63: "read", 64: "write", 93: "exit", 94: "exit_group", 124: "sched_yield"}
CALLS |= {172: "getpid", 178: "gettid", 214: "brk"}

DESCRIPTION = ArchDescription(
    name="aarch64",
    hook_api=1,
    bits=64,
    byte_order="little",
    elf_machine=183,
    instruction_alignment=4,
    slot_size=8,  # an instruction, and the branch or breakpoint behind it
    breakpoint=BREAKPOINT,
    registers=tuple(REGISTERS),
    stack_alignment=16,  # AAPCS64, 6.4.5
    relative_relocation=1027,  # R_AARCH64_RELATIVE
    calling=CallingConvention(  # AAPCS64, 6.1.1 and 6.8.2
        arguments=X[:8], stack_arguments=0, results=X[:2], return_register="x30", preserved=X[19:30]
    ),
    syscalls=SyscallConvention(number="x8", arguments=X[:6], result="x0", numbers=CALLS),
    capabilities=frozenset({"boost", "branches", "entry_log", "floating_point", "non_local_jumps", "system_calls"}),
)
