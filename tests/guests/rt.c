#include "rt.h"

/* Guests may take fewer parameters. */
int main(int argc, char **argv, char **envp);

/* Called by _start with the initial stack: argc, argv, NULL, envp, NULL, auxiliary vector. */
NORETURN void rt_start(long *stack)
{
    int argc = (int)stack[0];
    char **argv = (char **)(stack + 1);
    exit(main(argc, argv, argv + argc + 1));
}

NORETURN void exit(int status)
{
    for (;;)
        rt_syscall(SYS_exit_group, status, 0, 0);
}

NORETURN void exit_thread(int status)
{
    for (;;)
        rt_syscall(SYS_exit, status, 0, 0);
}

long write(int descriptor, const void *data, size_t size)
{
    return rt_syscall(SYS_write, descriptor, (long)data, (long)size);
}

long read(int descriptor, void *data, size_t size)
{
    return rt_syscall(SYS_read, descriptor, (long)data, (long)size);
}

void yield(void)
{
    rt_syscall(SYS_sched_yield, 0, 0, 0);
}

long getpid(void)
{
    return rt_syscall(SYS_getpid, 0, 0, 0);
}

long gettid(void)
{
    return rt_syscall(SYS_gettid, 0, 0, 0);
}

uintptr_t brk(uintptr_t end)
{
    return (uintptr_t)rt_syscall(SYS_brk, (long)end, 0, 0);
}

void print(const char *text)
{
    write(1, text, strlen(text));
}

static void print_digits(unsigned long long value, unsigned base, int negative)
{
    char buffer[24];
    char *at = buffer + sizeof buffer;
    do {
        *--at = "0123456789abcdef"[value % base];
        value /= base;
    } while (value);
    if (negative)
        *--at = '-';
    write(1, at, (size_t)(buffer + sizeof buffer - at));
}

void print_int(long long value)
{
    print_digits(value < 0 ? -(unsigned long long)value : (unsigned long long)value, 10, value < 0);
}

void print_hex(unsigned long long value)
{
    print("0x");
    print_digits(value, 16, 0);
}

void show(const char *label, long long value)
{
    print(label);
    print(": ");
    print_int(value);
    print("\n");
}

void *memcpy(void *to, const void *from, size_t size)
{
    unsigned char *target = to;
    const unsigned char *source = from;
    while (size--)
        *target++ = *source++;
    return to;
}

void *memmove(void *to, const void *from, size_t size)
{
    unsigned char *target = to;
    const unsigned char *source = from;
    if (target <= source)
        return memcpy(to, from, size);
    while (size--)
        target[size] = source[size];
    return to;
}

void *memset(void *to, int byte, size_t size)
{
    unsigned char *target = to;
    while (size--)
        *target++ = (unsigned char)byte;
    return to;
}

int memcmp(const void *a, const void *b, size_t size)
{
    const unsigned char *left = a, *right = b;
    for (; size; size--, left++, right++)
        if (*left != *right)
            return *left - *right;
    return 0;
}

size_t strlen(const char *text)
{
    const char *end = text;
    while (*end)
        end++;
    return (size_t)(end - text);
}

int strcmp(const char *a, const char *b)
{
    while (*a && *a == *b)
        a++, b++;
    return (unsigned char)*a - (unsigned char)*b;
}

int argument(int argc, char **argv, int index, int otherwise)
{
    const char *text;
    int value = 0, negative;
    if (index >= argc)
        return otherwise;
    text = argv[index];
    negative = *text == '-';
    for (text += negative; *text >= '0' && *text <= '9'; text++)
        value = value * 10 + (*text - '0');
    return negative ? -value : value;
}

uint32_t random16(uint32_t *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 16;
}
