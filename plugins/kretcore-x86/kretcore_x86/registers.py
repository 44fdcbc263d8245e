"""Names and widths of the registers (Intel SDM vol. 1, section 3.4)."""

from __future__ import annotations

_CONTROL = {"mxcsr": 32, "fcw": 16}

I386_REGISTERS: dict[str, int] = {
    **dict.fromkeys(("eax", "ebx", "ecx", "edx", "esi", "edi", "ebp", "esp", "eip", "eflags"), 32),
    **dict.fromkeys(("cs", "ss", "ds", "es", "fs", "gs"), 16),
    **{f"xmm{number}": 128 for number in range(8)},
    **{f"st{number}": 80 for number in range(8)},
    **_CONTROL,
    **dict.fromkeys(("cr0", "cr4"), 32),
}
"""Name to width in bits, 32-bit programs."""

X86_64_REGISTERS: dict[str, int] = {
    **dict.fromkeys(("rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp"), 64),
    **{f"r{number}": 64 for number in range(8, 16)},
    **dict.fromkeys(("rip", "rflags", "fs_base", "gs_base"), 64),
    **{f"xmm{number}": 128 for number in range(16)},
    **{f"st{number}": 80 for number in range(8)},
    **_CONTROL,
    **dict.fromkeys(("cr0", "cr4"), 64),
}
"""Name to width in bits, 64-bit programs."""
