/* What functions hand each other: structures by value, homogeneous floating-point ones, variable arguments, pointers to
 * functions, switch tables, bit fields, packed fields.
 */
#include <stdarg.h>

#include "common.h"

typedef long double extended;

static uint64_t sum;

static NOINLINE void take(uint64_t value)
{
    sum = mixed(sum, value);
}

/* Structures of N bytes: one parameter before it, one behind it; the result has its bytes the other way round. */
#define BYTES(N)                                                                                        \
    struct bytes_##N { unsigned char at[N]; };                                                          \
    static NOINLINE struct bytes_##N turn_##N(int first, struct bytes_##N bytes, long last)             \
    {                                                                                                   \
        struct bytes_##N result;                                                                        \
        for (int i = 0; i < N; i++)                                                                     \
            result.at[i] = (unsigned char)(bytes.at[N - 1 - i] + first - last);                         \
        return result;                                                                                  \
    }                                                                                                   \
    static NOINLINE void try_##N(void)                                                                  \
    {                                                                                                   \
        struct bytes_##N bytes;                                                                         \
        for (int i = 0; i < N; i++)                                                                     \
            bytes.at[i] = (unsigned char)(i * 7 + N);                                                   \
        bytes = turn_##N(N, turn_##N(3, bytes, 5), 40);                                                 \
        for (int i = 0; i < N; i++)                                                                     \
            take(bytes.at[i]);                                                                          \
    }

#define EACH_SIZE(DO)                                                                                   \
    DO(1) DO(3) DO(4) DO(7) DO(8) DO(9) DO(16) DO(17) DO(31) DO(32) DO(33) DO(40) DO(64) DO(65) DO(100)

EACH_SIZE(BYTES)

/* N members of one floating-point type, between other arguments of that type. */
#define FLOATING(T, N)                                                                                  \
    struct T##_##N { T at[N]; };                                                                        \
    static NOINLINE struct T##_##N scale_##T##_##N(T factor, struct T##_##N value, T offset, int sign)  \
    {                                                                                                   \
        for (int i = 0; i < N; i++)                                                                     \
            value.at[i] = value.at[i] * factor + offset * (T)(sign + i);                                \
        return value;                                                                                   \
    }                                                                                                   \
    static NOINLINE void try_##T##_##N(void)                                                            \
    {                                                                                                   \
        struct T##_##N value;                                                                           \
        for (int i = 0; i < N; i++)                                                                     \
            value.at[i] = (T)(i + 1) * (T)0.5;                                                          \
        value = scale_##T##_##N(3, value, -1, -2);                                                      \
        value = scale_##T##_##N((T)0.25, value, 8, 1);                                                  \
        for (int i = 0; i < N; i++)                                                                     \
            take((uint64_t)(int64_t)(value.at[i] * 1024));                                              \
    }

#define EACH_FLOATING(DO)                                                                               \
    DO(float, 1) DO(float, 2) DO(float, 3) DO(float, 5) DO(float, 8) DO(float, 9)                       \
    DO(double, 1) DO(double, 2) DO(double, 3) DO(double, 8) DO(double, 9)                               \
    DO(extended, 1) DO(extended, 2) DO(extended, 8) DO(extended, 9)

EACH_FLOATING(FLOATING)

struct mixture { char c; double d; short s; float f; long l; };
struct nested { struct { float x, y; } a; float z[2]; };
union either { double d; long l; };

static NOINLINE struct mixture change(struct mixture m, struct nested n, union either e, struct mixture *other)
{
    m.c = (char)(m.c + n.a.x);
    m.d = m.d * n.a.y + e.d;
    m.s = (short)(m.s - other->s);
    m.f = n.z[0] - n.z[1];
    m.l += other->l;
    return m;
}

static NOINLINE void mixtures(void)
{
    struct mixture m = {'a', 2.5, -300, 1.25f, 1L << 40}, other = {'b', 0, 7, 0, -9};
    struct nested n = {{3, -2}, {10, 0.75f}};
    union either e = {.d = 0.125};
    for (int i = 0; i < 5; i++) {
        m = change(m, n, e, &other);
        n.z[1] += m.f;
        other.l = m.l % 1000;
    }
    take((uint64_t)m.c);
    take((uint64_t)(int64_t)(m.d * 1024));
    take((uint64_t)m.s);
    take((uint64_t)(int64_t)(m.f * 1024));
    take((uint64_t)m.l);
}

/* Letters say what comes: c i l d x (long double) s (16 bytes) f (three floats) w (40 bytes) p (string). */
static NOINLINE double variable(const char *what, ...)
{
    double total = 0;
    va_list list, again;
    va_start(list, what);
    va_copy(again, list);
    for (int pass = 0; pass < 2; pass++) {
        for (const char *at = what; *at; at++) {
            va_list *from = pass ? &again : &list;
            struct float_3 triple;
            struct bytes_16 sixteen;
            struct bytes_40 forty;
            switch (*at) {
            case 'c': total += (char)va_arg(*from, int); break;
            case 'i': total += va_arg(*from, int); break;
            case 'l': total += (double)va_arg(*from, long); break;
            case 'd': total -= va_arg(*from, double); break;
            case 'x': total += (double)va_arg(*from, extended) * 2; break;
            case 's': sixteen = va_arg(*from, struct bytes_16); total += sixteen.at[15] * 3; break;
            case 'f': triple = va_arg(*from, struct float_3); total += triple.at[0] * 4 - triple.at[2]; break;
            case 'w': forty = va_arg(*from, struct bytes_40); total -= forty.at[39]; break;
            case 'p': total += (double)strlen(va_arg(*from, char *)); break;
            }
        }
        total *= 3;
    }
    va_end(again);
    va_end(list);
    return total;
}

static NOINLINE void variables(void)
{
    struct bytes_16 sixteen = {{[15] = 9}};
    struct bytes_40 forty = {{[39] = 77}};
    struct float_3 triple = {{1.5f, 2, 2.25f}};
    take((uint64_t)(int64_t)(variable("") * 64));
    take((uint64_t)(int64_t)(variable("ci", -3, 1000000) * 64));
    take((uint64_t)(int64_t)(variable("ddddddddddl", 1., 2., 3., 4., 5., 6., 7., 8., 9., 10.5, -4L) * 64));
    take((uint64_t)(int64_t)(variable("iiiiiiiid", 1, 2, 3, 4, 5, 6, 7, 8, 0.25) * 64));
    take((uint64_t)(int64_t)(variable("xsx", (extended)0.5, sixteen, (extended)-7) * 64));
    take((uint64_t)(int64_t)(variable("ifwpd", 5, triple, forty, "string", 6.5) * 64));
    take((uint64_t)(int64_t)(variable("wwlx", forty, forty, 123456789012L, (extended)0.75) * 64));
}

/* Twenty parameters of three kinds: registers, then memory. */
static NOINLINE double many(char a, double b, int c, float d, long e, double f, short g, double h, int i, float j, long k,
                            double l, int m, extended n, int o, double p, char q, float r, long s, double t)
{
    return a + 2 * b + 3 * c + 4 * d + 5 * (double)e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j + 11 * (double)k + 12 * l
        + 13 * m + 14 * (double)n + 15 * o + 16 * p + 17 * q + 18 * r + 19 * (double)s + 20 * t;
}

static NOINLINE long plus(long a, long b) { return a + b; }
static NOINLINE long minus(long a, long b) { return a - b; }
static NOINLINE long times(long a, long b) { return a * b; }
static NOINLINE long first(long a, long b) { return (void)b, a; }

typedef long operation(long, long);
static operation *operations[] = {plus, minus, times, first};
static operation *volatile last;

static NOINLINE operation *chosen(unsigned n)
{
    return operations[n % 4];
}

static NOINLINE long fold_with(operation *by, const long *values, int count, long start)
{
    for (int i = 0; i < count; i++)
        start = by(start, values[i]);
    return start;
}

static NOINLINE void pointers(void)
{
    static const long values[] = {3, -5, 70, 2, 11};
    for (unsigned n = 0; n < 12; n++) {
        last = chosen(n * 7);
        take((uint64_t)fold_with(last, values, 5, (long)n));
        take(last == minus);
        take(last == operations[n % 4]);
    }
}

static NOINLINE long dense(unsigned n)
{
    switch (n) {
    case 0: return 5;
    case 1: return -1;
    case 2: case 3: return (long)n * 3;
    case 4: return plus((long)n, 9);
    case 5: return 1000;
    case 6: sum++; /* fall through */
    case 7: return 77;
    case 8: return (long)(sum & 0xff);
    case 9: return minus(1, 2);
    case 11: return 12;
    case 12: return -13;
    default: return 0;
    }
}

static NOINLINE long sparse(long n)
{
    switch (n) {
    case -1000000: return 1;
    case 0: return 2;
    case 17: return 3;
    case 5000: return 4;
    case 0x7fffffffffff: return 5;
    case 'a' ... 'z': return n - 'a' + 100;
    }
    return 6;
}

static NOINLINE void switches(void)
{
    static const long some[] = {-1000000, -1, 0, 17, 5000, 0x7fffffffffff, 'a', 'm', 'z', 'z' + 1};
    for (unsigned n = 0; n < 15; n++)
        take((uint64_t)dense(n));
    for (int i = 0; i < 10; i++)
        take((uint64_t)sparse(some[i]));
    for (int i = 0; i < 6; i++) {
        static void *const labels[] = {&&one, &&two, &&three};
        goto *labels[i * 5 % 3];
    one: take(1); continue;
    two: take(22); continue;
    three: take(333);
    }
}

struct fields { unsigned a : 3; int b : 5; unsigned long c : 40; signed long d : 33; unsigned e : 1; int f : 31; };

static NOINLINE void bit_fields(struct fields *at, long n)
{
    at->a = (unsigned)(n & 7);
    at->b = (int)(n % 16) - 8;
    at->c = at->c * 5 + (unsigned long)n;
    at->d -= n * 0x100000;
    at->e ^= 1;
    at->f = (int)(n * 12345 % 0x3fffffff);
}

struct __attribute__((packed)) packed { char a; short b; char c; int d; char e; long f; char g; double h; float i; };

static NOINLINE void packed_fields(struct packed *at, long n)
{
    at->b = (short)(at->b + n);
    at->d = at->d * 3 + (int)n;
    at->f ^= n * 0x200000000;
    at->h = at->h * 0.5 + (double)n;
    at->i += at->a;
    at->a++;
    at->c = at->e = (char)n;
    at->g = (char)(at->b >> 3);
}

static NOINLINE void fields(void)
{
    static struct fields all;
    static struct packed several[3];
    for (long n = -20; n < 20; n++) {
        bit_fields(&all, n * n * n);
        packed_fields(&several[(n + 21) % 3], n);
    }
    take(all.a | (uint64_t)(all.b & 31) << 8 | (uint64_t)all.e << 16);
    take(all.c);
    take((uint64_t)(long)all.d);
    take((uint64_t)all.f);
    for (int i = 0; i < 3; i++) {
        take((uint64_t)several[i].b);
        take((uint64_t)several[i].d);
        take((uint64_t)several[i].f);
        take((uint64_t)(long)(several[i].h * 4096));
        take((uint64_t)(long)several[i].i);
        take((uint64_t)(several[i].a + several[i].c * 2 + several[i].e * 3 + several[i].g * 5));
    }
}

static int depth_of(int n, int *where)
{
    int here[4] = {n, n + 1, n + 2, n + 3};
    return n == 0 ? where[2] : depth_of(n - 1, n % 2 ? here : where) + here[n & 3];
}

/* The stack pointer moves by what is only known at run time. */
static NOINLINE long on_the_stack(int n)
{
    volatile long array[n];
    long *more = __builtin_alloca((size_t)n * 16);
    long total = 0;
    for (int i = 0; i < n; i++)
        array[i] = i * i, more[i * 2] = array[i] + 1, more[i * 2 + 1] = 3;
    for (int i = 0; i < n; i++)
        total += array[n - 1 - i] * more[i * 2] - more[i + n];
    return n > 3 ? total + on_the_stack(n / 2) : total;
}

#define SHOW(LABEL, CALL)                                                                               \
    sum = 0;                                                                                            \
    CALL;                                                                                               \
    show_sum(LABEL, sum);
#define TRY(N) SHOW("bytes " #N, try_##N())
#define TRY_FLOATING(T, N) SHOW(#T " " #N, try_##T##_##N())

int main(void)
{
    int where[3] = {1, 2, 3};
    EACH_SIZE(TRY)
    EACH_FLOATING(TRY_FLOATING)
    SHOW("mixtures", mixtures())
    SHOW("variables", variables())
    SHOW("many", take((uint64_t)(long)(many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20) * 8)))
    SHOW("pointers", pointers())
    SHOW("switches", switches())
    SHOW("fields", fields())
    SHOW("depth", take((uint64_t)depth_of(30, where)))
    SHOW("on the stack", take((uint64_t)on_the_stack(40)))
    return 20;
}
