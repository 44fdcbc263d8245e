/* Square roots in three precisions, as bits. */
#include "common.h"

typedef long double extended;

static uint64_t root_float(uint64_t sum, float value)
{
    uint32_t bits;
    value = __builtin_sqrtf(value);
    memcpy(&bits, &value, sizeof bits);
    return mixed(sum, value != value ? 0x7fc00000 : bits);
}

static uint64_t root_double(uint64_t sum, double value)
{
    uint64_t bits;
    value = __builtin_sqrt(value);
    memcpy(&bits, &value, sizeof bits);
    return mixed(sum, value != value ? 0x7ff8000000000000 : bits);
}

static uint64_t root_extended(uint64_t sum, extended value)
{
    uint64_t significand;
    uint16_t exponent;
    value = __builtin_sqrtl(value);
    memcpy(&significand, &value, 8);
    memcpy(&exponent, (char *)&value + 8, 2);
    return value != value ? mixed(sum, 0x7fff) : mixed(mixed(sum, significand), exponent);
}

int main(void)
{
    static const double edges[] = {0, -0.0, 1, 2, 4, 1e300, 1e-300, -1, 5e-324, 0.25, 1e15, 1.0000000000000002};
    static volatile double infinity = __builtin_inf();
    uint64_t single = 0, twice = 0, most = 0;
    for (int i = 0; i < 500; i++) {
        int edge = i < (int)(sizeof edges / sizeof *edges);
        uint64_t random = random64() >> 1;
        double value;
        uint32_t half = (uint32_t)random;
        float small;
        extended large = 0;
        uint64_t significand = random64() | (uint64_t)1 << 63;
        uint16_t exponent = (uint16_t)(random % 0x7fff);
        memcpy(&value, &random, sizeof value);
        memcpy(&small, &half, sizeof small);
        memcpy(&large, &significand, 8);
        memcpy((char *)&large + 8, &exponent, 2);
        single = root_float(single, edge ? (float)edges[i] : small);
        twice = root_double(twice, edge ? edges[i] : value);
        most = root_extended(most, edge ? edges[i] : large);
    }
    single = root_float(single, (float)infinity);
    twice = root_double(twice, infinity);
    most = root_extended(most, -infinity);
    show_sum("float", single);
    show_sum("double", twice);
    show_sum("extended", most);
    return 19;
}
