/* What the programs here share: values to compute with, and checksums to print. The runtime is the gallery's. */
#ifndef COMMON_H
#define COMMON_H

#include "rt.h"

static uint64_t state = 0x2005;

/* Reproducible pseudo-random numbers, 64 bits a step. */
static inline uint64_t random64(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/* Of any magnitude. */
static inline uint64_t random_width(void)
{
    uint64_t value = random64();
    return value >> (random64() & 63);
}

static inline uint64_t mixed(uint64_t sum, uint64_t value)
{
    sum = (sum ^ value) * 0x9e3779b97f4a7c15u;
    return sum ^ sum >> 29;
}

/* "label: 0x...\n" */
static inline void show_sum(const char *label, uint64_t sum)
{
    print(label);
    print(": ");
    print_hex(sum);
    print("\n");
}

#endif
