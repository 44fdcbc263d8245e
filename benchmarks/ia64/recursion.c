/* Doubly recursive Fibonacci numbers. */
__attribute__((noinline)) long run(long n) { return n < 2 ? n : run(n - 1) + run(n - 2); }
