/* Recursive Fibonacci numbers: the smallest program with a call tree. `fib [N]` */
#include "rt.h"

NOINLINE int fib(int n)
{
    if (n < 2)
        return n;
    return fib(n - 1) + fib(n - 2);
}

int main(int argc, char **argv, char **envp)
{
    int n = argument(argc, argv, 1, 10);
    (void)envp;
    print("fib(");
    print_int(n);
    print(") = ");
    print_int(fib(n));
    print("\n");
    return 0;
}
