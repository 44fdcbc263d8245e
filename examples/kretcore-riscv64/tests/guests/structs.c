/* Structs by value and by hidden pointer, more arguments than registers, function pointers, narrow and wide numbers. */
#include "guest.h"

struct pair { long first, second; };
struct matrix { long cell[2][2]; };
struct packed { char tag; int value; } __attribute__((packed));

NOINLINE struct pair swap(struct pair pair)
{
    return (struct pair){pair.second, pair.first};
}

NOINLINE struct matrix multiply(struct matrix a, struct matrix b)
{
    struct matrix product;
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++)
            product.cell[i][j] = a.cell[i][0] * b.cell[0][j] + a.cell[i][1] * b.cell[1][j];
    return product;
}

NOINLINE struct matrix power(struct matrix base, unsigned exponent)
{
    if (exponent == 0)
        return (struct matrix){{{1, 0}, {0, 1}}};
    struct matrix half = power(base, exponent / 2);
    half = multiply(half, half);
    return exponent % 2 ? multiply(half, base) : half;
}

NOINLINE long ten(long a, int b, short c, signed char d, unsigned e, long f, long g, long h, long i, int j)
{
    return a + 2 * b + 3 * c + 4 * d + 5 * (long)e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j;
}

NOINLINE int divide(int a, int b)
{
    return a / b * 1000 + a % b;
}

NOINLINE unsigned long mix(unsigned long value)
{
    value ^= value >> 33;
    value *= 0xff51afd7ed558ccdUL;
    return value ^ value >> 29;
}

NOINLINE int unpack(const struct packed *items, int count)
{
    int sum = 0;
    for (int i = 0; i < count; i++)
        sum += items[i].value * items[i].tag;
    return sum;
}

static int (*const operations[])(int, int) = {divide};
static struct packed items[] = {{1, -5}, {2, 70000}, {-3, 9}};

int main(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct pair pair = swap((struct pair){1, -2});
    show("first", pair.first);
    show("power", power((struct matrix){{{1, 1}, {1, 0}}}, 80).cell[0][1]);
    show("ten", ten(1, -2, 3, -4, 4000000000u, 6, -7, 8, -9, 10));
    show("divide", operations[0](-17, 5));
    show("mix", (long)mix(0x123456789abcdefUL));
    show("unpack", unpack(items, 3));
    return (int)(mix((unsigned long)pair.second) % 100);
}
