/* A call tree: two calls in every call, and two functions that call each other. */
#include "guest.h"

NOINLINE int fib(int n)
{
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

int is_odd(unsigned n);

NOINLINE int is_even(unsigned n)
{
    return n == 0 ? 1 : is_odd(n - 1);
}

NOINLINE int is_odd(unsigned n)
{
    return n == 0 ? 0 : is_even(n - 1);
}

static int parse(const char *text)
{
    int value = 0;
    while (*text >= '0' && *text <= '9')
        value = value * 10 + *text++ - '0';
    return value;
}

int main(int argc, char **argv)
{
    int n = argc > 1 ? parse(argv[1]) : 7;
    show("fib", fib(n));
    show("even", is_even((unsigned)n));
    return 0;
}
