/* What programs are made of: strings, memory, sorting, searching, hashing, sieves, matrices, bodies, fractals. */
#include "common.h"

typedef unsigned char byte;

/* Strings and memory, a word at a time where they can. */

static NOINLINE size_t length(const char *text)
{
    const char *at = text;
    while ((uintptr_t)at % 8 && *at)
        at++;
    if (*at) {
        const uint64_t *word = (const uint64_t *)(const void *)at;
        while (!((*word - 0x0101010101010101u) & ~*word & 0x8080808080808080u))
            word++;
        for (at = (const char *)word; *at; at++)
            ;
    }
    return (size_t)(at - text);
}

static NOINLINE void copy(void *to, const void *from, size_t size)
{
    byte *target = to;
    const byte *source = from;
    if (((uintptr_t)target ^ (uintptr_t)source) % 8 == 0) {
        for (; size && (uintptr_t)target % 8; size--)
            *target++ = *source++;
        for (; size >= 8; size -= 8, target += 8, source += 8)
            *(uint64_t *)(void *)target = *(const uint64_t *)(const void *)source;
    }
    while (size--)
        *target++ = *source++;
}

static NOINLINE int compare(const char *a, const char *b)
{
    while (*a && *a == *b)
        a++, b++;
    return *(const byte *)a - *(const byte *)b;
}

static NOINLINE const char *find(const char *text, const char *part)
{
    for (; *text; text++) {
        size_t n = 0;
        while (part[n] && text[n] == part[n])
            n++;
        if (!part[n])
            return text;
    }
    return 0;
}

static NOINLINE void reverse(char *text)
{
    size_t n = length(text);
    for (size_t i = 0; i < n / 2; i++) {
        char kept = text[i];
        text[i] = text[n - 1 - i];
        text[n - 1 - i] = kept;
    }
}

static NOINLINE uint64_t strings(void)
{
    static char text[512] __attribute__((aligned(8))), other[520] __attribute__((aligned(8)));
    uint64_t sum = 0;
    for (int i = 0; i < 500; i++)
        text[i] = (char)('a' + random64() % 26);
    for (int from = 0; from < 20; from++) {
        size_t n = length(text + from * 3);
        copy(other + from % 9, text + from * 3, n + 1);
        sum = mixed(sum, n + length(other + from % 9));
        reverse(other + from % 9);
        sum = mixed(sum, (uint64_t)compare(other + from % 9, text + from));
        other[from % 9 + 3 + from % 4] = 0;
        reverse(other + from % 9);
        sum = mixed(sum, find(text, other + from % 9) != 0);
        sum = mixed(sum, (uint64_t)(find(text, (char[]){text[from * 11], text[from * 11 + 1], 0}) - text));
    }
    return sum;
}

/* Sorting, four ways. */

static NOINLINE void insertion(int *values, int count)
{
    for (int i = 1; i < count; i++) {
        int value = values[i], j = i;
        for (; j > 0 && values[j - 1] > value; j--)
            values[j] = values[j - 1];
        values[j] = value;
    }
}

static NOINLINE void quick(int *values, int count)
{
    while (count > 8) {
        int pivot = values[count / 2], i = 0, j = count - 1;
        while (i <= j) {
            while (values[i] < pivot) i++;
            while (values[j] > pivot) j--;
            if (i <= j) {
                int kept = values[i];
                values[i++] = values[j];
                values[j--] = kept;
            }
        }
        quick(values, j + 1);
        values += i;
        count -= i;
    }
    insertion(values, count);
}

static NOINLINE void heap(int *values, int count)
{
    for (int n = count / 2 - 1, end = count; end > 1;) {
        int at, child, value;
        if (n >= 0) {
            value = values[at = n--];
        } else {
            value = values[--end];
            values[end] = values[at = 0];
        }
        for (; (child = at * 2 + 1) < end; at = child) {
            child += child + 1 < end && values[child + 1] > values[child];
            if (values[child] <= value)
                break;
            values[at] = values[child];
        }
        values[at] = value;
    }
}

static NOINLINE void radix(int *values, int *room, int count)
{
    for (int shift = 0; shift < 32; shift += 8) {
        int starts[257] = {0};
        for (int i = 0; i < count; i++)
            starts[((uint32_t)values[i] ^ 0x80000000u) >> shift & 255]++;
        for (int i = 0, before = 0; i < 256; i++) {
            int here = starts[i];
            starts[i] = before;
            before += here;
        }
        for (int i = 0; i < count; i++)
            room[starts[((uint32_t)values[i] ^ 0x80000000u) >> shift & 255]++] = values[i];
        for (int i = 0; i < count; i++)
            values[i] = room[i];
    }
}

static NOINLINE uint64_t sorting(void)
{
    enum { COUNT = 600 };
    static int original[COUNT], sorted[4][COUNT], room[COUNT];
    uint64_t sum = 0;
    for (int i = 0; i < COUNT; i++)
        original[i] = (int)random64() >> i % 20;
    for (int way = 0; way < 4; way++)
        copy(sorted[way], original, sizeof original);
    insertion(sorted[0], COUNT);
    quick(sorted[1], COUNT);
    heap(sorted[2], COUNT);
    radix(sorted[3], room, COUNT);
    for (int i = 0; i < COUNT; i++) {
        sum = mixed(sum, (uint32_t)sorted[0][i]);
        for (int way = 1; way < 4; way++)
            if (sorted[way][i] != sorted[0][i])
                return (uint64_t)way;
    }
    return sum;
}

/* Hashes: CRC-32, Adler-32, FNV-1a, and the rounds of SHA-256. */

static NOINLINE uint32_t crc(const byte *data, size_t size)
{
    static uint32_t table[256];
    uint32_t remainder = 0xffffffff;
    if (!table[1])
        for (uint32_t n = 0; n < 256; n++) {
            uint32_t r = n;
            for (int bit = 0; bit < 8; bit++)
                r = r & 1 ? r >> 1 ^ 0xedb88320 : r >> 1;
            table[n] = r;
        }
    while (size--)
        remainder = table[(remainder ^ *data++) & 255] ^ remainder >> 8;
    return ~remainder;
}

static NOINLINE uint32_t adler(const byte *data, size_t size)
{
    uint32_t a = 1, b = 0;
    while (size--) {
        a = (a + *data++) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

static uint32_t turned(uint32_t value, int by)
{
    return value >> by | value << (32 - by);
}

static uint32_t fraction(unsigned prime, int cubic)
{
    /* 32 bits of the fraction of the root, bit by bit. */
    uint64_t root = 0;
    for (int bit = 35; bit >= 0; bit--) {
        unsigned __int128 next = root | (uint64_t)1 << bit;
        unsigned __int128 power = cubic ? (next * next >> 32) * next >> 32 : next * next >> 32;
        if (power < (unsigned __int128)prime << 32 || (power == (unsigned __int128)prime << 32 && !cubic))
            root = (uint64_t)next;
    }
    return (uint32_t)root;
}

static NOINLINE uint64_t digest(const byte *data, int blocks)
{
    static uint32_t constants[64], initial[8];
    uint32_t hash[8], w[64];
    for (unsigned prime = 2, n = 0; n < 64; prime++) {
        int divisors = 0;
        for (unsigned d = 2; d * d <= prime; d++)
            divisors += prime % d == 0;
        if (divisors)
            continue;
        if (n < 8)
            initial[n] = fraction(prime, 0);
        constants[n++] = fraction(prime, 1);
    }
    copy(hash, initial, sizeof hash);
    for (; blocks--; data += 64) {
        uint32_t v[8];
        for (int i = 0; i < 16; i++)
            w[i] = (uint32_t)data[i * 4] << 24 | (uint32_t)data[i * 4 + 1] << 16 | (uint32_t)data[i * 4 + 2] << 8
                | data[i * 4 + 3];
        for (int i = 16; i < 64; i++)
            w[i] = w[i - 16] + (turned(w[i - 15], 7) ^ turned(w[i - 15], 18) ^ w[i - 15] >> 3) + w[i - 7]
                + (turned(w[i - 2], 17) ^ turned(w[i - 2], 19) ^ w[i - 2] >> 10);
        copy(v, hash, sizeof v);
        for (int i = 0; i < 64; i++) {
            uint32_t a = v[7] + (turned(v[4], 6) ^ turned(v[4], 11) ^ turned(v[4], 25)) + ((v[4] & v[5]) ^ (~v[4] & v[6]))
                + constants[i] + w[i];
            uint32_t b = (turned(v[0], 2) ^ turned(v[0], 13) ^ turned(v[0], 22))
                + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
            for (int j = 7; j > 0; j--)
                v[j] = v[j - 1];
            v[4] += a;
            v[0] = a + b;
        }
        for (int i = 0; i < 8; i++)
            hash[i] += v[i];
    }
    return (uint64_t)hash[0] << 32 | hash[7];
}

static NOINLINE uint64_t hashing(void)
{
    static byte data[1024];
    uint64_t sum = 0, fnv = 0xcbf29ce484222325;
    for (int i = 0; i < 1024; i++) {
        data[i] = (byte)random64();
        fnv = (fnv ^ data[i]) * 0x100000001b3;
    }
    sum = mixed(sum, crc(data, 1000));
    sum = mixed(sum, adler(data + 3, 900));
    sum = mixed(sum, fnv);
    return mixed(sum, digest(data, 8));
}

/* A hash table with chains, and a tree. */

struct node { uint64_t key; struct node *left, *right; };
static struct node nodes[600];

static NOINLINE int insert(struct node **at, struct node *node)
{
    int depth = 0;
    for (; *at; depth++) {
        if ((*at)->key == node->key)
            return -1;
        at = node->key < (*at)->key ? &(*at)->left : &(*at)->right;
    }
    *at = node;
    return depth;
}

static NOINLINE uint64_t in_order(const struct node *node, uint64_t sum)
{
    return node ? in_order(node->right, mixed(in_order(node->left, sum), node->key)) : sum;
}

static NOINLINE uint64_t searching(void)
{
    static struct node *buckets[64], *root;
    uint64_t sum = 0;
    for (int i = 0; i < 300; i++) {
        uint64_t key = random64() % 2000;
        nodes[i].key = key;
        sum = mixed(sum, (uint64_t)insert(&root, &nodes[i]));
        nodes[i + 300].key = key;
        nodes[i + 300].left = buckets[key % 64];
        buckets[key % 64] = &nodes[i + 300];
    }
    for (int i = 0; i < 64; i++)
        for (struct node *node = buckets[i]; node; node = node->left)
            sum = mixed(sum, node->key);
    return in_order(root, sum);
}

/* Numbers. */

static NOINLINE uint64_t sieve(void)
{
    static byte composite[20000];
    uint64_t count = 0, last = 0;
    for (unsigned n = 2; n < sizeof composite; n++) {
        if (composite[n])
            continue;
        count++;
        last = n;
        for (unsigned m = n * n; m < sizeof composite; m += n)
            composite[m] = 1;
    }
    return count << 32 | last;
}

static NOINLINE uint64_t power(uint64_t base, uint64_t exponent, uint64_t modulus)
{
    unsigned __int128 result = 1, square = base % modulus;
    for (; exponent; exponent >>= 1) {
        if (exponent & 1)
            result = result * square % modulus;
        square = square * square % modulus;
    }
    return (uint64_t)result;
}

static NOINLINE uint64_t numbers(void)
{
    uint64_t sum = 0, n = 27;
    for (int i = 0; i < 40; i++) {
        uint64_t a = random64(), b = random64() >> i, c;
        sum = mixed(sum, power(a, b, (a ^ b) | 1));
        while (b)
            c = a % b, a = b, b = c;
        sum = mixed(sum, a);
    }
    for (; n != 1; n = n % 2 ? n * 3 + 1 : n / 2)
        sum = mixed(sum, n);
    return sum;
}

static NOINLINE uint64_t matrices(void)
{
    enum { N = 20 };
    static double a[N][N], b[N][N], c[N][N];
    static float d[N][N];
    static int e[N][N], f[N][N], g[N][N];
    uint64_t sum = 0;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            a[i][j] = (double)(int)(random64() % 1000) / 8;
            b[i][j] = 1.0 / (i + j + 1);
            e[i][j] = (int)(random64() % 200) - 100;
            f[i][j] = i ^ j;
        }
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            for (int k = 0; k < N; k++) {
                c[i][j] += a[i][k] * b[k][j];
                g[i][j] += e[i][k] * f[k][j];
            }
            d[j][i] = (float)c[i][j] / 3;
        }
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            uint64_t bits;
            uint32_t half;
            memcpy(&bits, &c[i][j], 8);
            memcpy(&half, &d[i][j], 4);
            sum = mixed(mixed(mixed(sum, bits), half), (uint32_t)g[i][j]);
        }
    return sum;
}

/* Bodies that attract each other; the root by Newton, so that no library is needed. */
static NOINLINE double root(double value)
{
    double guess = value > 1 ? value : 1;
    for (int i = 0; i < 30; i++)
        guess = (guess + value / guess) * 0.5;
    return guess;
}

static NOINLINE uint64_t bodies(void)
{
    struct body { double at[3], speed[3], mass; };
    static struct body all[4] = {
        {{0, 0, 0}, {0, 0, 0}, 40}, {{5, 1, 0}, {0, 2.5, 0.1}, 1}, {{-3, 8, 1}, {1.5, 0.2, 0}, 2}, {{1, -9, -2}, {2, 0, 0}, 0.5},
    };
    uint64_t sum = 0;
    for (int step = 0; step < 60; step++) {
        for (int i = 0; i < 4; i++)
            for (int j = i + 1; j < 4; j++) {
                double away[3], square = 0, force;
                for (int k = 0; k < 3; k++) {
                    away[k] = all[i].at[k] - all[j].at[k];
                    square += away[k] * away[k];
                }
                force = 0.01 / (square * root(square));
                for (int k = 0; k < 3; k++) {
                    all[i].speed[k] -= away[k] * all[j].mass * force;
                    all[j].speed[k] += away[k] * all[i].mass * force;
                }
            }
        for (int i = 0; i < 4; i++)
            for (int k = 0; k < 3; k++)
                all[i].at[k] += all[i].speed[k] * 0.01;
    }
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 3; k++) {
            uint64_t bits;
            memcpy(&bits, &all[i].at[k], 8);
            sum = mixed(sum, bits);
        }
    return sum;
}

static NOINLINE void fractal(void)
{
    char line[50];
    for (int y = -8; y <= 8; y++) {
        for (int x = -32; x < 16; x++) {
            float a = 0, b = 0, p = (float)x / 16, q = (float)y / 8;
            int n = 0;
            for (; n < 40 && a * a + b * b < 4; n++) {
                float next = a * a - b * b + p;
                b = 2 * a * b + q;
                a = next;
            }
            line[x + 32] = " .:-=+*#%@"[n / 4 % 10];
        }
        line[48] = '\n';
        write(1, line, 49);
    }
}

int main(void)
{
    show_sum("strings", strings());
    show_sum("sorting", sorting());
    show_sum("hashing", hashing());
    show_sum("searching", searching());
    show_sum("sieve", sieve());
    show_sum("numbers", numbers());
    show_sum("matrices", matrices());
    show_sum("bodies", bodies());
    fractal();
    return 22;
}
