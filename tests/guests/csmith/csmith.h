/* What a csmith program needs, on the guests' own runtime instead of a C library.
 *
 * An operation whose result C leaves undefined gives its first operand. Checksums are comparable between runs that use
 * this header, not with those of csmith's own.
 */
#ifndef CSMITH_H
#define CSMITH_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

int printf(const char *format, ...);
void *memcpy(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int strcmp(const char *a, const char *b);

#define SHIFTS(T, S, R, RT)                                                                                     \
    static T safe_lshift_func_##T##_##S##_##R(T a, RT b)                                                        \
    {                                                                                                           \
        T widest = (T)-1 > 0 ? (T)-1 : (T)(((uint64_t)1 << (8 * sizeof(T) - 1)) - 1);                           \
        return a < 0 || b < 0 || (uint64_t)b >= 8 * sizeof(T) || a > (T)(widest >> b) ? a : (T)(a << b);        \
    }                                                                                                           \
    static T safe_rshift_func_##T##_##S##_##R(T a, RT b)                                                        \
    {                                                                                                           \
        return a < 0 || b < 0 || (uint64_t)b >= 8 * sizeof(T) ? a : (T)(a >> b);                                \
    }

#define OVERFLOWING(T, S, NAME)                                                                                 \
    static T safe_##NAME##_func_##T##_##S##_##S(T a, T b)                                                       \
    {                                                                                                           \
        T result;                                                                                               \
        return __builtin_##NAME##_overflow(a, b, &result) && (T)-1 < 0 ? a : result;                            \
    }

#define OPERATIONS(T, S, MINIMUM)                                                                               \
    OVERFLOWING(T, S, add)                                                                                      \
    OVERFLOWING(T, S, sub)                                                                                      \
    OVERFLOWING(T, S, mul)                                                                                      \
    static int undefined_division_##T(T a, T b)                                                                 \
    {                                                                                                           \
        return b == 0 || ((T)-1 < 0 && a == (T)MINIMUM && b == (T)-1);                                          \
    }                                                                                                           \
    static T safe_div_func_##T##_##S##_##S(T a, T b) { return undefined_division_##T(a, b) ? a : (T)(a / b); }  \
    static T safe_mod_func_##T##_##S##_##S(T a, T b) { return undefined_division_##T(a, b) ? a : (T)(a % b); }  \
    static T safe_unary_minus_func_##T##_##S(T a) { return (T)-1 < 0 && a == (T)MINIMUM ? a : (T)-a; }          \
    SHIFTS(T, S, s, int)                                                                                        \
    SHIFTS(T, S, u, unsigned)

OPERATIONS(int8_t, s, INT8_MIN)
OPERATIONS(int16_t, s, INT16_MIN)
OPERATIONS(int32_t, s, INT32_MIN)
OPERATIONS(int64_t, s, INT64_MIN)
OPERATIONS(uint8_t, u, 0)
OPERATIONS(uint16_t, u, 0)
OPERATIONS(uint32_t, u, 0)
OPERATIONS(uint64_t, u, 0)

static uint32_t crc32_table[256];
static uint32_t crc32_context = 0xffffffffu;

static void crc32_gentab(void)
{
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t remainder = byte;
        for (int bit = 0; bit < 8; bit++)
            remainder = remainder & 1 ? remainder >> 1 ^ 0xedb88320u : remainder >> 1;
        crc32_table[byte] = remainder;
    }
}

static void transparent_crc(uint64_t value, const char *name, int print_value)
{
    for (int i = 0; i < 64; i += 8)
        crc32_context = crc32_context >> 8 ^ crc32_table[(crc32_context ^ value >> i) & 0xff];
    if (print_value)
        printf("%s: %X\n", name, crc32_context ^ 0xffffffffu);
}

static void platform_main_begin(void)
{
}

static void platform_main_end(uint32_t crc, int print_value)
{
    (void)print_value;
    printf("checksum = %X\n", crc);
}

#endif
