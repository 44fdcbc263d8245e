/* Calls so deep, and with so many values alive across each, that they overflow the physical register stack many times
 * over. `recursion [DEPTH]`
 */
#include "common.h"

/* Fourteen values live across the call: they come back from the backing store. */
static NOINLINE uint64_t deep(long n, uint64_t a, uint64_t b)
{
    uint64_t c = a + b, d = a ^ b << 3, e = c * 5 + (uint64_t)n, f = d - e, g = f >> 7 ^ a, h = g + c * d, i = ~h ^ e, j = i + 1;
    uint64_t below;
    if (n == 0)
        return a + b;
    below = deep(n - 1, c ^ j, d + h);
    return mixed(below + a, b) + (c ^ d) + (e - f) + (g ^ h) + (i | 1) + (j >> 3);
}

/* Frames of very different sizes call each other. */
static NOINLINE uint64_t small(long n);

static NOINLINE uint64_t large(long n)
{
    uint64_t v[24], before = (uint64_t)n, result;
    for (int i = 0; i < 24; i++)
        v[i] = before = before * 0x5851f42d4c957f2d + (uint64_t)i;
    result = n <= 0 ? 1 : small(n - 1);
    for (int i = 0; i < 24; i++)
        result = result * 3 + v[i];
    return result;
}

static NOINLINE uint64_t small(long n)
{
    return n <= 0 ? 2 : n % 3 == 0 ? small(n - 1) + 1 : large(n - 1) ^ (uint64_t)n;
}

static NOINLINE int is_odd(unsigned n);

static NOINLINE int is_even(unsigned n)
{
    volatile unsigned here = n;
    return n == 0 ? 1 : is_odd(here - 1) & 1;
}

static NOINLINE int is_odd(unsigned n)
{
    volatile unsigned here = n;
    return n == 0 ? 0 : is_even(here - 1) & 1;
}

static NOINLINE long ackermann(long m, long n)
{
    return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
}

static NOINLINE int tak(int x, int y, int z)
{
    return y < x ? tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y)) : z;
}

/* Eight integer and eight floating-point values at every level. */
static NOINLINE double both(int n, long a, long b, long c, double x, double y, double z)
{
    double deeper, w = x * 0.5 + y;
    long d = a * 3 - b;
    if (n == 0)
        return x + y + z + (double)(a + b + c);
    deeper = both(n - 1, b % 1000, c + 1, d % 997, w, z * 0.25, x - 1);
    return deeper * 0.5 + x + w * (double)(d % 10) + (double)(a - c) + y / (z * z + 1);
}

/* Jumps out of the depth and goes down again. */
static jmp_buf top;

static NOINLINE long fall(long n, long a, long b, long c)
{
    long d = a * 2 + b, e = b * 3 + c;
    if (n == 0)
        longjmp(top, (int)((a ^ b ^ c) & 0xffff) | 1);
    return fall(n - 1, b, c, (d ^ e) & 0xffffff) + a + b + c + d + e;
}

static NOINLINE uint64_t falls(int times)
{
    volatile uint64_t sum = 0;
    for (volatile int i = 0; i < times; i++) {
        int jumped = setjmp(top);
        sum = mixed(sum, jumped ? (uint64_t)jumped : (uint64_t)fall(i * 37 % 400, i, i + 1, i + 2));
    }
    return sum;
}

/* Queens on a board of eight. */
static NOINLINE int queens(unsigned all, unsigned columns, unsigned left, unsigned right)
{
    int found = 0;
    if (columns == all)
        return 1;
    for (unsigned free = all & ~(columns | left | right); free; free &= free - 1) {
        unsigned one = free & -free;
        found += queens(all, columns | one, (left | one) << 1, (right | one) >> 1);
    }
    return found;
}

int main(int argc, char **argv)
{
    int depth = argument(argc, argv, 1, 40000);
    show_sum("deep", deep(depth, 1, 2));
    show_sum("deep again", deep(depth / 3, 5, 7));
    show_sum("large and small", large(depth / 20));
    show("even", is_even((unsigned)depth));
    show("ackermann", ackermann(2, 60));
    show("tak", tak(12, 7, 3));
    show("both", (long)(both(600, 1, 2, 3, 0.5, 0.25, -3) * 4096));
    show_sum("falls", falls(60));
    show("queens", queens(255, 0, 0, 0));
    return 21;
}
