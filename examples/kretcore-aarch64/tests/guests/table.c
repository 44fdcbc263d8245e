/* A position-independent program that calls through a table of pointers. Whoever loads it has to relocate the table.
 *
 * aarch64-linux-gnu-gcc -O1 -ffreestanding -nostdlib -static-pie -fPIE -fno-stack-protector \
 *     -fno-asynchronous-unwind-tables -Wl,--build-id=none,-z,max-page-size=4096,-z,noseparate-code -o table table.c
 */

static int doubled(int value)
{
    return 2 * value;
}

static int squared(int value)
{
    return value * value;
}

static int (*const table[])(int) = {doubled, squared};

int apply(int which, int value)
{
    int (*const volatile *entry)(int) = &table[which];

    return (*entry)(value);
}

void _start(void)
{
    int result = apply(1, apply(0, 3)) - 36;
    register long x8 __asm__("x8") = 93;
    register long x0 __asm__("x0") = result;

    __asm__ volatile("svc #0" : : "r"(x8), "r"(x0));
    __builtin_unreachable();
}
