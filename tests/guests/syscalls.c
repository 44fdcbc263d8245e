/* System calls and their errors. */
#include "rt.h"

enum { EFAULT = 14, EBADF = 9, ENOSYS = 38 };

NOINLINE int memory_grows(uintptr_t size)
{
    uintptr_t start = brk(0);
    volatile unsigned char *memory = (volatile unsigned char *)start;
    if (brk(start + size) != start + size)
        return 0;
    for (uintptr_t i = 0; i < size; i++) {
        if (memory[i] != 0)
            return 0;
        memory[i] = (unsigned char)i;
    }
    return memory[size - 1] == (unsigned char)(size - 1) && brk(start) == start;
}

NOINLINE int same_process(void)
{
    long process = getpid();
    yield();
    return process > 0 && process == getpid() && gettid() > 0;
}

int main(int argc, char **argv, char **envp)
{
    (void)argc, (void)argv, (void)envp;
    show("process", same_process());
    show("brk", memory_grows(20000));
    show("unknown call", rt_syscall(100000, 1, 2, 3) == -ENOSYS);
    show("bad descriptor", write(77, "x", 1) == -EBADF);
    show("bad address", write(1, (const void *)16, 1) == -EFAULT);
    show("written", write(1, "four", 4));
    show("nothing", write(1, "", 0));
    return 0;
}
