/* What the guests share: start code, four system calls, and decimal output. Freestanding: there is no C library. */
#define NOINLINE __attribute__((noinline))

typedef unsigned long size_t;

enum { SYS_read = 63, SYS_write = 64, SYS_exit_group = 94, SYS_sched_yield = 124, SYS_brk = 214 };

int main(int argc, char **argv);

static long system_call(long number, long a, long b, long c)
{
    register long a7 __asm__("a7") = number;
    register long a0 __asm__("a0") = a;
    register long a1 __asm__("a1") = b;
    register long a2 __asm__("a2") = c;
    __asm__ volatile("ecall" : "+r"(a0) : "r"(a7), "r"(a1), "r"(a2) : "memory");
    return a0;
}

/* The global pointer must be set by absolute means: with relaxation, la would read gp itself. */
__asm__(".text\n"
        ".globl _start\n"
        ".type _start, @function\n"
        "_start:\n"
        ".option push\n"
        ".option norelax\n"
        "    la gp, __global_pointer$\n"
        ".option pop\n"
        "    ld a0, 0(sp)\n"
        "    addi a1, sp, 8\n"
        "    andi sp, sp, -16\n"
        "    call main\n"
        "    li a7, 94\n"
        "    ecall\n"
        ".size _start, . - _start\n");

NOINLINE void put(const char *text)
{
    size_t length = 0;
    while (text[length])
        length++;
    system_call(SYS_write, 1, (long)text, (long)length);
}

NOINLINE void put_number(long value)
{
    char digits[24], *at = digits + sizeof digits;
    unsigned long rest = value < 0 ? -(unsigned long)value : (unsigned long)value;
    *--at = 0;
    do
        *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0)
        *--at = '-';
    put(at);
}

NOINLINE void show(const char *label, long value)
{
    put(label);
    put(" = ");
    put_number(value);
    put("\n");
}
