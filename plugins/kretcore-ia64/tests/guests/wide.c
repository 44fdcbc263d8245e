/* Between 128-bit integers and the floating-point types. */
#include "common.h"

typedef long double extended;
typedef __int128 int128_t;
typedef unsigned __int128 uint128_t;

#define TYPE(T, LIMIT)                                                                                  \
    static NOINLINE int128_t to_signed_##T(T value) { return (int128_t)value; }                         \
    static NOINLINE uint128_t to_unsigned_##T(T value) { return (uint128_t)value; }                     \
    static NOINLINE T from_signed_##T(int128_t value) { return (T)value; }                              \
    static NOINLINE T from_unsigned_##T(uint128_t value) { return (T)value; }                           \
    static NOINLINE void try_##T(void)                                                                  \
    {                                                                                                   \
        uint64_t sum = 0;                                                                               \
        for (int i = 0; i < 200; i++) {                                                                 \
            uint64_t high = random_width(), low = random64();                                           \
            uint128_t value = ((uint128_t)high << 64 | low) >> (i % 4 == 3 ? 64 : 0);                   \
            T up = from_unsigned_##T(value), down = from_signed_##T(-(int128_t)(value >> 1));           \
            uint64_t bits[2] = {0};                                                                     \
            memcpy(bits, &up, sizeof up > 10 ? 10 : sizeof up);                                         \
            sum = mixed(mixed(sum, bits[0]), bits[1]);                                                  \
            memcpy(bits, &down, sizeof down > 10 ? 10 : sizeof down);                                   \
            sum = mixed(mixed(sum, bits[0]), bits[1]);                                                  \
            value = up < LIMIT ? to_unsigned_##T(up * (T)0.75) : 0;                                     \
            sum = mixed(mixed(sum, (uint64_t)value), (uint64_t)(value >> 64));                          \
            value = (uint128_t)to_signed_##T(down / 3);                                                 \
            sum = mixed(mixed(sum, (uint64_t)value), (uint64_t)(value >> 64));                          \
        }                                                                                               \
        show_sum(#T, sum);                                                                              \
    }

TYPE(float, 3e38f)
TYPE(double, 3e38)
TYPE(extended, 3e38L)

int main(void)
{
    try_float();
    try_double();
    try_extended();
    return 23;
}
