/* Integer arithmetic of 8 to 128 bits: one checksum for each operation and type. */
#include "common.h"

typedef __int128 int128_t;
typedef unsigned __int128 uint128_t;

enum { VALUES = 22 };
static uint128_t values[VALUES];

/* Edges of every width, and values all over. */
static NOINLINE void fill(void)
{
    static const uint64_t edges[] = {
        0, 1, 2, 3, 10, 0x7f, 0x80, 0x8000, 0x7fffffff, 0x80000000, 0xffffffff, 0x7fffffffffffffff, 0x8000000000000000,
    };
    int count = sizeof edges / sizeof *edges;
    for (int i = 0; i < VALUES; i++) {
        uint64_t high = random_width(), low = random64();
        values[i] = i < count ? edges[i] : (uint128_t)high << 64 | low;
        if (i % 3 == 2)
            values[i] = -values[i];
    }
}

static uint64_t fold(uint64_t sum, uint128_t value)
{
    return mixed(mixed(sum, (uint64_t)value), (uint64_t)(value >> 64));
}

enum { ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, LEFT, RIGHT, AND, OR, XOR, NOT, COMPARE, SELECT, ROTATE, OVERFLOWS,
       OPERATIONS };
static const char *const names[] = {"add", "subtract", "multiply", "divide", "remainder", "left", "right", "and", "or",
                                    "xor", "not", "compare", "select", "rotate", "overflows"};

/* U is T's unsigned type: what would overflow is done in it. */
#define ARITHMETIC(T, U)                                                                                          \
    static NOINLINE T divide_##T(T a, T b) { return a / b; }                                                      \
    static NOINLINE T remainder_##T(T a, T b) { return a % b; }                                                   \
    static NOINLINE U rotate_##T(U a, unsigned n)                                                                 \
    {                                                                                                             \
        return n ? (U)(a << n | a >> (8 * sizeof(T) - n)) : a;                                                    \
    }                                                                                                             \
    static NOINLINE void arithmetic_##T(void)                                                                     \
    {                                                                                                             \
        uint64_t sums[OPERATIONS] = {0};                                                                          \
        for (int i = 0; i < VALUES; i++) {                                                                        \
            for (int j = 0; j < VALUES; j++) {                                                                    \
                T a = (T)values[i], b = (T)values[j], r;                                                          \
                unsigned n = (unsigned)((U)b % (8 * sizeof(T)));                                                  \
                int undefined = b == 0 || ((T)-1 < 0 && b == (T)-1 && a == (T)((U)1 << (8 * sizeof(T) - 1)));     \
                sums[ADD] = fold(sums[ADD], (uint128_t)(T)((U)a + (U)b));                                         \
                sums[SUBTRACT] = fold(sums[SUBTRACT], (uint128_t)(T)((U)a - (U)b));                               \
                sums[MULTIPLY] = fold(sums[MULTIPLY], (uint128_t)(T)((uint128_t)(U)a * (U)b));                    \
                if (!undefined) {                                                                                 \
                    sums[DIVIDE] = fold(sums[DIVIDE], (uint128_t)divide_##T(a, b));                               \
                    sums[REMAINDER] = fold(sums[REMAINDER], (uint128_t)remainder_##T(a, b));                      \
                }                                                                                                 \
                sums[LEFT] = fold(sums[LEFT], (uint128_t)(T)((U)a << n));                                         \
                sums[RIGHT] = fold(sums[RIGHT], (uint128_t)(T)(a >> n));                                          \
                sums[AND] = fold(sums[AND], (uint128_t)(T)(a & b));                                               \
                sums[OR] = fold(sums[OR], (uint128_t)(T)(a | b));                                                 \
                sums[XOR] = fold(sums[XOR], (uint128_t)(T)(a ^ b));                                               \
                sums[NOT] = fold(sums[NOT], (uint128_t)(T)(~a & b));                                              \
                sums[COMPARE] = fold(sums[COMPARE], (uint128_t)((a < b) | (a <= b) << 1 | (a == b) << 2           \
                                                                | (a != b) << 3 | (a >= b) << 4 | (a > b) << 5)); \
                sums[SELECT] = fold(sums[SELECT], (uint128_t)(a < b && a != 3 ? a : (b > 7 || a == b) ? b : 1));  \
                sums[ROTATE] = fold(sums[ROTATE], rotate_##T((U)a, n));                                           \
                sums[OVERFLOWS] = fold(sums[OVERFLOWS], __builtin_add_overflow(a, b, &r));                        \
                sums[OVERFLOWS] = fold(sums[OVERFLOWS], (uint128_t)r * 2 + __builtin_sub_overflow(a, b, &r));     \
                sums[OVERFLOWS] = fold(sums[OVERFLOWS], (uint128_t)r * 2 + __builtin_mul_overflow(a, b, &r));     \
                sums[OVERFLOWS] = fold(sums[OVERFLOWS], (uint128_t)r);                                            \
            }                                                                                                     \
        }                                                                                                         \
        for (int operation = 0; operation < OPERATIONS; operation++) {                                            \
            print(#T " ");                                                                                        \
            show_sum(names[operation], sums[operation]);                                                          \
        }                                                                                                         \
    }

ARITHMETIC(int8_t, uint8_t)
ARITHMETIC(uint8_t, uint8_t)
ARITHMETIC(int16_t, uint16_t)
ARITHMETIC(uint16_t, uint16_t)
ARITHMETIC(int32_t, uint32_t)
ARITHMETIC(uint32_t, uint32_t)
ARITHMETIC(int64_t, uint64_t)
ARITHMETIC(uint64_t, uint64_t)
ARITHMETIC(int128_t, uint128_t)
ARITHMETIC(uint128_t, uint128_t)

/* By constants gcc divides without a division. */
static NOINLINE void by_constants(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < VALUES; i++) {
        int64_t a = (int64_t)values[i];
        int32_t b = (int32_t)a;
        sum = mixed(sum, (uint64_t)(a / 3));
        sum = mixed(sum, (uint64_t)(a % 10));
        sum = mixed(sum, (uint64_t)a / 7);
        sum = mixed(sum, (uint64_t)a % 1000000007);
        sum = mixed(sum, (uint64_t)(a / -8));
        sum = mixed(sum, (uint64_t)(b / 5));
        sum = mixed(sum, (uint64_t)(b % 641));
        sum = mixed(sum, (uint64_t)((uint32_t)b / 12));
        sum = mixed(sum, (uint64_t)((uint64_t)a * 1000003));
        sum = mixed(sum, (uint64_t)((uint32_t)b * 45u));
    }
    show_sum("by constants", sum);
}

static NOINLINE void bits(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < VALUES; i++) {
        uint64_t a = (uint64_t)values[i];
        uint32_t b = (uint32_t)a;
        sum = mixed(sum, (uint64_t)__builtin_popcountll(a) | (uint64_t)__builtin_popcount(b) << 8);
        sum = mixed(sum, (uint64_t)__builtin_parityll(a) | (uint64_t)__builtin_ffsll((long long)a) << 8);
        sum = mixed(sum, __builtin_bswap64(a));
        sum = mixed(sum, __builtin_bswap32(b));
        sum = mixed(sum, __builtin_bswap16((uint16_t)b));
        if (a)
            sum = mixed(sum, (uint64_t)__builtin_clzll(a) | (uint64_t)__builtin_ctzll(a) << 8);
        if (b)
            sum = mixed(sum, (uint64_t)__builtin_clz(b) | (uint64_t)__builtin_ctz(b) << 8);
        sum = mixed(sum, (a >> 13 & 0x3ff) << 7 | (a << 40) >> 51);
        sum = mixed(sum, (uint64_t)((int64_t)(a << 21) >> 37));
    }
    show_sum("bits", sum);
}

static NOINLINE void conversions(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < VALUES; i++) {
        uint128_t a = values[i];
        sum = fold(sum, (uint128_t)(int8_t)a);
        sum = fold(sum, (uint128_t)(uint8_t)(int16_t)a);
        sum = fold(sum, (uint128_t)(int128_t)(int16_t)(uint8_t)a);
        sum = fold(sum, (uint64_t)(int32_t)a);
        sum = fold(sum, (uint128_t)(int128_t)(int64_t)a);
        sum = fold(sum, (uint32_t)(int64_t)(int8_t)a);
        sum = fold(sum, a != 0 && (_Bool)(uint16_t)a);
    }
    show_sum("conversions", sum);
}

int main(void)
{
    fill();
    arithmetic_int8_t();
    arithmetic_uint8_t();
    arithmetic_int16_t();
    arithmetic_uint16_t();
    arithmetic_int32_t();
    arithmetic_uint32_t();
    arithmetic_int64_t();
    arithmetic_uint64_t();
    arithmetic_int128_t();
    arithmetic_uint128_t();
    by_constants();
    bits();
    conversions();
    return 17;
}
