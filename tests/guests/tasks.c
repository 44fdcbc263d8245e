/* Functions to be run as tasks of their own, well-behaved and otherwise. main runs the well-behaved ones. `tasks [N]` */
#include "rt.h"

enum { SLOTS = 64 };

int counters[SLOTS];
int finished;
volatile int divisor;
char *volatile nowhere;

/* Yield `n` times, leaving a mark each time. */
NOINLINE int worker(int n)
{
    int *counter = &counters[(unsigned)n % SLOTS];
    for (int i = 0; i < n; i++) {
        (*counter)++;
        yield();
    }
    finished++;
    return *counter;
}

NOINLINE int step(int total, int i)
{
    yield();
    return total + i;
}

/* A call in flight at every yield. */
NOINLINE int stepper(int n)
{
    int total = 0;
    for (int i = 1; i <= n; i++)
        total = step(total, i);
    return total;
}

/* `n` activations at once, not tail-recursive at any optimization. */
NOINLINE int depth(int n)
{
    volatile int here = n;
    return n == 0 ? 0 : depth(n - 1) + (here == n);
}

/* As depth, but it gives way at the bottom. */
NOINLINE int deep_yield(int n)
{
    volatile int here = n;
    if (n == 0) {
        yield();
        return 0;
    }
    return deep_yield(n - 1) + (here == n);
}

/* Ends the task, or the program, from inside nested calls. */
NOINLINE int leave_thread(int n)
{
    volatile int here = n;
    if (n == 0)
        exit_thread(3);
    return leave_thread(n - 1) + here;
}

NOINLINE int leave_program(int n)
{
    volatile int here = n;
    if (n == 0)
        exit(4);
    return leave_program(n - 1) + here;
}

/* Not called from here: each ends its task by a fault, or never ends. */

NOINLINE int null_read(void)
{
    return *nowhere;
}

NOINLINE int null_write(int value)
{
    *nowhere = (char)value;
    return value;
}

NOINLINE int nested_fault(int n)
{
    volatile int here = n;
    return n == 0 ? null_read() : nested_fault(n - 1) + here;
}

NOINLINE int divide_by_zero(int value)
{
    return value / divisor;
}

NOINLINE int illegal(void)
{
    undefined_instruction();
}

NOINLINE int jump_to_nowhere(uintptr_t target)
{
    int (*volatile function)(void) = (int (*)(void))target;
    return function() + 1;
}

/* The program's text is not writable. */
NOINLINE int scribble(void)
{
    *(volatile unsigned char *)CODE_OF(depth) = 0;
    return 1;
}

NOINLINE int overflow(int n)
{
    volatile char block[256];
    block[0] = (char)n;
    return overflow(n + 1) + block[0];
}

NOINLINE int spin(void)
{
    for (volatile unsigned turns = 0;; turns++)
        ;
}

int main(int argc, char **argv, char **envp)
{
    int n = argument(argc, argv, 1, 5);
    (void)envp;
    show("worker", worker(n));
    show("stepper", stepper(n));
    show("depth", depth(n * 20));
    show("deep_yield", deep_yield(n));
    show("finished", finished);
    leave_program(n);
    return 1;
}
