/* Variable arguments: many, of every width, passed on as a va_list; and functions with more than eight parameters. */
#include <stdarg.h>

#include "rt.h"

NOINLINE long long sum_list(const char *types, va_list arguments)
{
    long long total = 0;
    for (; *types; types++) {
        switch (*types) {
        case 'i':
            total += va_arg(arguments, int);
            break;
        case 'l':
            total += va_arg(arguments, long);
            break;
        case 'q':
            total += va_arg(arguments, long long);
            break;
        case 'd':
            total += (long long)va_arg(arguments, double);
            break;
        case 'p':
            total += *va_arg(arguments, const int *);
            break;
        }
    }
    return total;
}

NOINLINE long long sum(const char *types, ...)
{
    va_list arguments;
    long long total;
    va_start(arguments, types);
    total = sum_list(types, arguments);
    va_end(arguments);
    return total;
}

/* Walks its arguments twice. */
NOINLINE int largest(int count, ...)
{
    va_list once, twice;
    int best = -1, where = -1;
    va_start(once, count);
    va_copy(twice, once);
    for (int i = 0; i < count; i++) {
        int item = va_arg(once, int);
        if (item > best)
            best = item;
    }
    for (int i = 0; i < count; i++)
        if (va_arg(twice, int) == best)
            where = i;
    va_end(twice);
    va_end(once);
    return best * 100 + where;
}

NOINLINE long twelve(long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k, long l)
{
    return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j + 11 * k + 12 * l;
}

NOINLINE long long alternating(int a, long long b, signed char c, double d, short e, float f, unsigned char g, int h,
                               long long i, double j)
{
    return a + b + c + (long long)d + e + (long long)f + g + h + i + (long long)j;
}

int main(int argc, char **argv, char **envp)
{
    static const int seven = 7;
    (void)argc, (void)argv, (void)envp;
    printf("%d %u %x %s %c %05d %8s|\n", -42, 3000000000u, 0xbeef, "text", '!', -17, "right");
    printf("%lld %llx %ld %%\n", -1234567890123LL, 0xfedcba9876543210ULL, 77L);
    printf("%d %d %d %d %d %d %d %d %d %d %d %d\n", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    printf("sum %lld\n", sum("ilqdpqidqlip", 1, 20L, 300LL, 4000.75, &seven, 1LL << 35, -5, -2.5, 9LL, 100000L, 6, &seven));
    printf("largest %d\n", largest(10, 3, 1, 4, 1, 5, 9, 2, 6, 5, 3));
    printf("twelve %ld\n", twelve(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
    printf("alternating %lld\n", alternating(1, 20, -3, 400.5, -5, 60.25f, 200, 8, 1LL << 33, 0.5));
    return printf("%s", "") + 9;
}
