/* Recursion of every shape: mutual, Ackermann, tail calls, and an exit from inside nested calls. `mutual [N]` */
#include "rt.h"

int is_odd(unsigned n);
NORETURN void leave(int level, int status);

NOINLINE int is_even(unsigned n)
{
    return n == 0 ? 1 : is_odd(n - 1);
}

NOINLINE int is_odd(unsigned n)
{
    return n == 0 ? 0 : is_even(n - 1);
}

/* As is_even and is_odd, but with work after the call, so that no compiler makes it a jump. */
int female(int n);

NOINLINE int male(int n)
{
    return n == 0 ? 0 : n - female(male(n - 1));
}

NOINLINE int female(int n)
{
    return n == 0 ? 1 : n - male(female(n - 1));
}

NOINLINE unsigned ackermann(unsigned m, unsigned n)
{
    if (m == 0)
        return n + 1;
    if (n == 0)
        return ackermann(m - 1, 1);
    return ackermann(m - 1, ackermann(m, n - 1));
}

NOINLINE int collatz(unsigned n, int steps)
{
    if (n == 1)
        return steps;
    return collatz(n % 2 ? 3 * n + 1 : n / 2, steps + 1);
}

/* A chain of tail calls between different functions. */
NOINLINE long third(long value)
{
    return value ^ 0x55;
}

NOINLINE long second(long value)
{
    return third(value * 3);
}

NOINLINE long first(long value)
{
    return second(value + 1);
}

/* Tail calls through a pointer: a state machine. */
typedef int (*state)(const char *text, int score);

static int word(const char *text, int score);

static NOINLINE int gap(const char *text, int score)
{
    if (!*text)
        return score;
    return *text == ' ' ? gap(text + 1, score) : word(text + 1, score + 100);
}

static NOINLINE int word(const char *text, int score)
{
    static const state next[2] = {word, gap};
    if (!*text)
        return score;
    return next[*text == ' '](text + 1, score + 1);
}

NOINLINE NORETURN void leave_now(int status)
{
    print("leaving\n");
    exit(status);
}

NOINLINE NORETURN void leave(int level, int status)
{
    volatile int here = level;
    if (here == 0)
        leave_now(status);
    leave(here - 1, status + 1);
}

int main(int argc, char **argv, char **envp)
{
    int n = argument(argc, argv, 1, 10);
    (void)envp;
    show("is_even", is_even((unsigned)n));
    show("is_odd", is_odd((unsigned)n));
    show("male", male(n));
    show("female", female(n));
    show("ackermann", ackermann(2, 5));
    show("collatz", collatz((unsigned)n + 17, 0));
    show("first", first(n));
    show("words", gap("  three small  words ", 0));
    leave(5, 2);
}
