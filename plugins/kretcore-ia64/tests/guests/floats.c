/* float, double and long double: one checksum for each operation and type, of bits. NaNs are all the same here. */
#include "common.h"

typedef long double extended;

enum { VALUES = 40 };
static float floats[VALUES];
static double doubles[VALUES];
static extended extendeds[VALUES];

static float float_of(uint32_t bits)
{
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static double double_of(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static extended extended_of(uint64_t significand, uint16_t exponent)
{
    extended value = 0;
    memcpy(&value, &significand, 8);
    memcpy((char *)&value + 8, &exponent, 2);
    return value;
}

/* Ordinary numbers, zeros, infinities, a NaN, denormals, the largest and the smallest; then anything. */
static NOINLINE void fill(void)
{
    static const double ordinary[] = {0, -0.0, 1, -1, 0.5, 3, 10, 0.1, -1.0 / 3, 1e9, -123456.789, 65536.5};
    int count = sizeof ordinary / sizeof *ordinary;
    for (int i = 0; i < VALUES; i++) {
        uint64_t a = random64(), b = random64();
        if (i < count) {
            floats[i] = (float)ordinary[i];
            doubles[i] = ordinary[i];
            extendeds[i] = i % 4 == 3 ? (extended)ordinary[i] / 3 : ordinary[i];
        } else {
            floats[i] = float_of(i % 2 ? (uint32_t)a : (uint32_t)(a % 0x5000000 + 0x3d000000));
            doubles[i] = double_of(i % 2 ? a : a % 0x0500000000000000 + 0x3d00000000000000);
            extendeds[i] = extended_of(a | (uint64_t)1 << 63, (uint16_t)(i % 2 ? b % 0x7fff : 0x3fe0 + b % 64));
        }
    }
    floats[12] = float_of(0x7f800000), doubles[12] = double_of(0x7ff0000000000000), extendeds[12] = doubles[12];
    floats[13] = -floats[12], doubles[13] = -doubles[12], extendeds[13] = -extendeds[12];
    floats[14] = float_of(0x7fc00000), doubles[14] = double_of(0x7ff8000000000000), extendeds[14] = doubles[14];
    floats[15] = float_of(1), doubles[15] = double_of(1), extendeds[15] = extended_of(1, 0);
    floats[16] = float_of(0x80345678), doubles[16] = double_of(0x800abcdef0123456);
    extendeds[16] = extended_of(0x0123456789abcdef, 0x8000);
    floats[17] = float_of(0x00800000), doubles[17] = double_of(0x0010000000000000);
    extendeds[17] = extended_of((uint64_t)1 << 63, 1);
    floats[18] = float_of(0x7f7fffff), doubles[18] = double_of(0x7fefffffffffffff);
    extendeds[18] = extended_of(~(uint64_t)0, 0x7ffe);
    floats[19] = float_of(0xff000001), doubles[19] = double_of(0xffe0000000000001);
    extendeds[19] = extended_of(((uint64_t)1 << 63) + 1, 0xfffe);
}

static uint64_t fold_float(uint64_t sum, float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return mixed(sum, value != value ? 0x7fc00000 : bits);
}

static uint64_t fold_double(uint64_t sum, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return mixed(sum, value != value ? 0x7ff8000000000000 : bits);
}

static uint64_t fold_extended(uint64_t sum, extended value)
{
    uint64_t significand;
    uint16_t exponent;
    memcpy(&significand, &value, 8);
    memcpy(&exponent, (char *)&value + 8, 2);
    return value != value ? mixed(sum, 0x7fff) : mixed(mixed(sum, significand), exponent);
}

#define BINARY(T, NAME, EXPRESSION)                                                                               \
    static NOINLINE T NAME##_##T(T a, T b) { return EXPRESSION; }
#define OVER_PAIRS(T, NAME)                                                                                       \
    sum = 0;                                                                                                      \
    for (int i = 0; i < VALUES; i++)                                                                              \
        for (int j = 0; j < VALUES; j++)                                                                          \
            sum = fold_##T(sum, NAME##_##T(T##s[i], T##s[j]));                                                    \
    show_sum(#T " " #NAME, sum);

#define TYPE(T)                                                                                                   \
    BINARY(T, add, a + b)                                                                                         \
    BINARY(T, subtract, a - b)                                                                                    \
    BINARY(T, multiply, a * b)                                                                                    \
    BINARY(T, divide, a / b)                                                                                      \
    BINARY(T, lesser, a < b ? a : b)                                                                              \
    BINARY(T, greater, b < a ? a : b)                                                                             \
    BINARY(T, signs, a < 0 ? -b : b > 0 ? -a : a)                                                                 \
    BINARY(T, several, a * b + (a - b) * a - b)                                                                   \
    static NOINLINE unsigned compare_##T(T a, T b)                                                                \
    {                                                                                                             \
        unsigned result = 0;                                                                                      \
        if (a < b) result |= 1;                                                                                   \
        if (a <= b) result |= 2;                                                                                  \
        if (a == b) result |= 4;                                                                                  \
        if (a != b) result |= 8;                                                                                  \
        if (a >= b) result |= 16;                                                                                 \
        if (a > b) result |= 32;                                                                                  \
        if (!(a < b)) result |= 64;                                                                               \
        if (__builtin_isunordered(a, b)) result |= 128;                                                           \
        if (__builtin_isless(a, b) || __builtin_islessgreater(a, b)) result |= 256;                               \
        return result;                                                                                            \
    }                                                                                                             \
    static NOINLINE void arithmetic_##T(void)                                                                     \
    {                                                                                                             \
        uint64_t sum;                                                                                             \
        OVER_PAIRS(T, add)                                                                                        \
        OVER_PAIRS(T, subtract)                                                                                   \
        OVER_PAIRS(T, multiply)                                                                                   \
        OVER_PAIRS(T, divide)                                                                                     \
        OVER_PAIRS(T, lesser)                                                                                     \
        OVER_PAIRS(T, greater)                                                                                    \
        OVER_PAIRS(T, signs)                                                                                      \
        OVER_PAIRS(T, several)                                                                                    \
        sum = 0;                                                                                                  \
        for (int i = 0; i < VALUES; i++)                                                                          \
            for (int j = 0; j < VALUES; j++)                                                                      \
                sum = mixed(sum, compare_##T(T##s[i], T##s[j]));                                                  \
        show_sum(#T " compare", sum);                                                                             \
        sum = 0;                                                                                                  \
        for (int i = 0; i < VALUES; i++) {                                                                        \
            sum = fold_float(sum, (float)T##s[i]);                                                                \
            sum = fold_double(sum, (double)T##s[i]);                                                              \
            sum = fold_extended(sum, (extended)T##s[i]);                                                          \
        }                                                                                                         \
        show_sum(#T " to others", sum);                                                                           \
    }                                                                                                             \
    static NOINLINE void to_integers_##T(void)                                                                    \
    {                                                                                                             \
        uint64_t sum = 0;                                                                                         \
        for (int i = 0; i < VALUES; i++) {                                                                        \
            T a = T##s[i];                                                                                        \
            if (a > -128 && a < 128) sum = mixed(sum, (uint64_t)(int8_t)a);                                       \
            if (a > -1 && a < 65536) sum = mixed(sum, (uint16_t)a);                                               \
            if (a > -2147483648.0f && a < 2147483648.0f) sum = mixed(sum, (uint64_t)(int32_t)a);                  \
            if (a > -1 && a < 4294967296.0f) sum = mixed(sum, (uint32_t)a);                                       \
            if (a > -9.2e18f && a < 9.2e18f) sum = mixed(sum, (uint64_t)(int64_t)a);                              \
            if (a > -1 && a < 1.8e19f) sum = mixed(sum, (uint64_t)a);                                             \
        }                                                                                                         \
        show_sum(#T " to integers", sum);                                                                         \
    }                                                                                                             \
    static NOINLINE void from_integers_##T(void)                                                                  \
    {                                                                                                             \
        uint64_t sum = 0;                                                                                         \
        for (int i = 0; i < 64; i++) {                                                                            \
            uint64_t a = random_width();                                                           \
            sum = fold_##T(sum, (T)(int8_t)a);                                                                    \
            sum = fold_##T(sum, (T)(uint16_t)a);                                                                  \
            sum = fold_##T(sum, (T)(int32_t)a);                                                                   \
            sum = fold_##T(sum, (T)(uint32_t)a);                                                                  \
            sum = fold_##T(sum, (T)(int64_t)a);                                                                   \
            sum = fold_##T(sum, (T)a);                                                                            \
        }                                                                                                         \
        show_sum(#T " from integers", sum);                                                                       \
    }

TYPE(float)
TYPE(double)
TYPE(extended)

/* Rounded once: a multiplication and an addition in one instruction. */
static NOINLINE float fused_float(float a, float b, float c)
{
    return __builtin_fmaf(a, b, c);
}

static NOINLINE double fused_double(double a, double b, double c)
{
    return __builtin_fma(a, b, c);
}

static NOINLINE void fused(void)
{
    uint64_t single = 0, twice = 0;
    for (int i = 0; i < VALUES; i++)
        for (int j = 0; j < VALUES; j++) {
            single = fold_float(single, fused_float(floats[i], floats[j], floats[(i + j * 3) % VALUES]));
            single = fold_float(single, fused_float(-floats[i], floats[j], floats[i] * floats[j]));
            twice = fold_double(twice, fused_double(doubles[i], doubles[j], doubles[(i + j * 3) % VALUES]));
            twice = fold_double(twice, fused_double(-doubles[i], doubles[j], doubles[i] * doubles[j]));
        }
    show_sum("float fused", single);
    show_sum("double fused", twice);
}

/* Sums that depend on the precision of every step. */
static NOINLINE void series(void)
{
    float single = 0;
    double twice = 0;
    extended most = 0;
    for (int i = 1; i < 300; i++) {
        single += 1.0f / (float)i;
        twice += 1.0 / i / i;
        most = most / 3 + 1 / (extended)i;
    }
    show_sum("float series", fold_float(0, single));
    show_sum("double series", fold_double(0, twice));
    show_sum("extended series", fold_extended(0, most));
}

int main(void)
{
    fill();
    arithmetic_float();
    arithmetic_double();
    arithmetic_extended();
    to_integers_float();
    to_integers_double();
    to_integers_extended();
    from_integers_float();
    from_integers_double();
    from_integers_extended();
    fused();
    series();
    return 18;
}
