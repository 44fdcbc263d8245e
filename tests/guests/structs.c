/* Structures as parameters and results, small and large, and 64-bit results. */
#include "rt.h"

struct pair { int x, y; };
struct tiny { signed char a, b, c; };
struct mixed { int count; double weight; };
struct wide { long long high, low; };
struct large { int items[12]; };
struct nested { struct pair corner; struct { struct tiny shade; int16_t depth; } fill; struct mixed load; };
union word { uint32_t whole; float number; };

NOINLINE struct pair make_pair(int x, int y)
{
    struct pair pair = {x, y};
    return pair;
}

NOINLINE struct pair mirror(struct pair pair)
{
    return make_pair(pair.y, pair.x);
}

NOINLINE struct tiny shade(int level)
{
    struct tiny tiny = {(signed char)level, (signed char)(level * 2), (signed char)-level};
    return tiny;
}

NOINLINE struct mixed weigh(int count, double each)
{
    struct mixed mixed = {count, count * each};
    return mixed;
}

NOINLINE struct wide widen(long long value)
{
    struct wide wide = {value >> 8, value << 8};
    return wide;
}

NOINLINE struct large fill(int first, int step)
{
    struct large large;
    for (int i = 0; i < 12; i++)
        large.items[i] = first + i * step;
    return large;
}

/* A large parameter goes in by value, a large result comes out. */
NOINLINE struct large reversed(struct large large)
{
    struct large result;
    for (int i = 0; i < 12; i++)
        result.items[i] = large.items[11 - i];
    return result;
}

NOINLINE struct nested assemble(struct pair corner, struct tiny tint, struct mixed load, int16_t depth)
{
    struct nested nested;
    nested.corner = corner;
    nested.fill.shade = tint;
    nested.fill.depth = depth;
    nested.load = load;
    return nested;
}

NOINLINE int measure(int before, struct nested nested, int after)
{
    return before + nested.corner.x * nested.corner.y + nested.fill.shade.a + nested.fill.shade.b + nested.fill.shade.c
        + nested.fill.depth + nested.load.count + (int)nested.load.weight + after;
}

NOINLINE long long factorial(int n)
{
    return n < 2 ? 1 : n * factorial(n - 1);
}

NOINLINE uint64_t rotate(uint64_t value, int bits)
{
    return value << bits | value >> (64 - bits);
}

NOINLINE union word reinterpret(float number)
{
    union word word;
    word.number = number;
    return word;
}

NOINLINE _Bool is_small(long long value)
{
    return value < 100;
}

NOINLINE signed char narrow(int value)
{
    return (signed char)value;
}

static int sum(struct large large)
{
    int total = 0;
    for (int i = 0; i < 12; i++)
        total = total * 3 + large.items[i];
    return total;
}

int main(int argc, char **argv, char **envp)
{
    struct pair pair = mirror(make_pair(3, 14));
    struct wide wide = widen(0x123456789abcdefLL);
    (void)argc, (void)argv, (void)envp;
    show("pair", pair.x * 100 + pair.y);
    show("large", sum(reversed(fill(5, 7))));
    show("nested", measure(1000, assemble(pair, shade(9), weigh(6, 2.5), -30), 2000));
    print_hex((unsigned long long)wide.high);
    print(" ");
    print_hex((unsigned long long)wide.low);
    print("\n");
    show("factorial", factorial(20));
    print_hex(rotate(0x0123456789abcdefULL, 20));
    print("\n");
    print_hex(reinterpret(-1.5f).whole);
    print("\n");
    show("small", is_small(99) * 10 + is_small(factorial(15)));
    show("narrow", narrow(200));
    return 0;
}
