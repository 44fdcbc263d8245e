/* The guest of kretcore's conformance suite: one freestanding program, compiled by the porter.
 *
 *     CC -O2 -ffreestanding -fno-stack-protector -nostdlib -static -Wl,-z,max-page-size=4096 \
 *        -o conformance.elf conformance.c -lgcc
 *
 * and what `kret arch guest` adds for an architecture (riscv: -Wl,--no-relax, for nothing here sets the global pointer).
 *
 * The suite calls the functions below by name, so what counts is what they do, not how: without a C compiler
 * the same functions may be written in assembly, with these names, sizes and the types STT_FUNC. It is also a program:
 * started, it prints "conformance 1 ok" and exits with status 0 (try it under qemu-user or on the real thing).
 *
 * Only the section PORT depends on the architecture. If yours is not there, add it.
 */

#define VERSION 1

#if defined(__has_attribute) && __has_attribute(noipa)
#define FUNCTION __attribute__((noipa))
#else
#define FUNCTION __attribute__((noinline))
#endif

/* The value must really be there: no call is merged, dropped or turned into a loop across this. */
#define KEEP(value) __asm__ volatile("" : "+r"(value))

typedef unsigned long word;

/* Where a flag tells an error: without it a negative result is none, so a system that only returns -errno is found out. */
#define RESULT(failed, value) ((failed) ? -(value) : (value) < 0 ? 0 : (value))

/* ---- PORT ----------------------------------------------------------------------------------------------------
 *
 * kret_system(number, a, b, c): a system call; the result as Linux gives it, an error as a negative errno.
 * SYS_*: Linux's numbers of the calls used. UNDEFINED: an instruction the architecture defines to be undefined.
 * START: attributes of the program's first function, if it needs any.
 */

#if defined(__x86_64__)

enum { SYS_write = 1, SYS_yield = 24, SYS_exit = 60, SYS_exit_group = 231 };
#define UNDEFINED "ud2"
#define START __attribute__((force_align_arg_pointer))
static long kret_system(long number, long a, long b, long c)
{
    __asm__ volatile("syscall" : "+a"(number) : "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
    return number;
}

#elif defined(__i386__)

enum { SYS_exit = 1, SYS_write = 4, SYS_yield = 158, SYS_exit_group = 252 };
#define UNDEFINED "ud2"
#define START __attribute__((force_align_arg_pointer))
static long kret_system(long number, long a, long b, long c)
{
    __asm__ volatile("int $0x80" : "+a"(number) : "b"(a), "c"(b), "d"(c) : "memory");
    return number;
}

#elif defined(__aarch64__)

enum { SYS_write = 64, SYS_exit = 93, SYS_exit_group = 94, SYS_yield = 124 };
#define UNDEFINED ".inst 0x00000000" /* UDF #0 */
static long kret_system(long number, long a, long b, long c)
{
    register long x8 __asm__("x8") = number, x0 __asm__("x0") = a, x1 __asm__("x1") = b, x2 __asm__("x2") = c;
    __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
    return x0;
}

#elif defined(__arm__)

enum { SYS_exit = 1, SYS_write = 4, SYS_yield = 158, SYS_exit_group = 248 };
#define UNDEFINED ".inst 0xe7f000f0" /* UDF #0 */
static long kret_system(long number, long a, long b, long c)
{
    register long r7 __asm__("r7") = number, r0 __asm__("r0") = a, r1 __asm__("r1") = b, r2 __asm__("r2") = c;
    __asm__ volatile("svc #0" : "+r"(r0) : "r"(r7), "r"(r1), "r"(r2) : "memory");
    return r0;
}

#elif defined(__powerpc__)

enum { SYS_exit = 1, SYS_write = 4, SYS_yield = 158, SYS_exit_group = 234 };
#define UNDEFINED ".long 0"
static long kret_system(long number, long a, long b, long c)
{
    register long r0 __asm__("r0") = number, r3 __asm__("r3") = a, r4 __asm__("r4") = b, r5 __asm__("r5") = c;
    __asm__ volatile("sc\n\tmfcr %1"
                     : "+r"(r3), "+r"(r0), "+r"(r4), "+r"(r5)
                     :
                     : "r6", "r7", "r8", "r9", "r10", "r11", "r12", "ctr", "xer", "cr0", "memory");
    return RESULT(r0 & 1L << 28, r3); /* CR0.SO */
}

#elif defined(__ia64__)

enum { SYS_exit = 1025, SYS_write = 1027, SYS_yield = 1164, SYS_exit_group = 1236 };
#define UNDEFINED "break 0x12345" /* an immediate that nobody has taken */
static long kret_system(long number, long a, long b, long c)
{
    register long r8 __asm__("r8"), r10 __asm__("r10"), r15 __asm__("r15") = number;
    register long o0 __asm__("out0") = a, o1 __asm__("out1") = b, o2 __asm__("out2") = c;
    __asm__ volatile("break 0x100000"
                     : "=r"(r8), "=r"(r10), "+r"(r15), "+r"(o0), "+r"(o1), "+r"(o2)
                     :
                     : "r9", "r11", "b6", "b7", "p6", "p7", "memory");
    return RESULT(r10 == -1, r8);
}

#elif defined(__riscv)

enum { SYS_write = 64, SYS_exit = 93, SYS_exit_group = 94, SYS_yield = 124 };
#define UNDEFINED ".word 0"
static long kret_system(long number, long a, long b, long c)
{
    register long a7 __asm__("a7") = number, a0 __asm__("a0") = a, a1 __asm__("a1") = b, a2 __asm__("a2") = c;
    __asm__ volatile("ecall" : "+r"(a0) : "r"(a7), "r"(a1), "r"(a2) : "memory");
    return a0;
}

#elif defined(__loongarch__)

enum { SYS_write = 64, SYS_exit = 93, SYS_exit_group = 94, SYS_yield = 124 };
#define UNDEFINED ".word 0"
static long kret_system(long number, long a, long b, long c)
{
    register long a7 __asm__("$a7") = number, a0 __asm__("$a0") = a, a1 __asm__("$a1") = b, a2 __asm__("$a2") = c;
    __asm__ volatile("syscall 0"
                     : "+r"(a0)
                     : "r"(a7), "r"(a1), "r"(a2)
                     : "$t0", "$t1", "$t2", "$t3", "$t4", "$t5", "$t6", "$t7", "$t8", "memory");
    return a0;
}

#elif defined(__s390__)

enum { SYS_exit = 1, SYS_write = 4, SYS_yield = 158, SYS_exit_group = 248 };
#define UNDEFINED ".long 0"
static long kret_system(long number, long a, long b, long c)
{
    register long r1 __asm__("1") = number, r2 __asm__("2") = a, r3 __asm__("3") = b, r4 __asm__("4") = c;
    __asm__ volatile("svc 0" : "+d"(r2) : "d"(r1), "d"(r3), "d"(r4) : "memory");
    return r2;
}

#elif defined(__mips__)

#if _MIPS_SIM == _ABIO32
enum { SYS_exit = 4001, SYS_write = 4004, SYS_yield = 4162, SYS_exit_group = 4246 };
#else
enum { SYS_write = 5001, SYS_yield = 5023, SYS_exit = 5058, SYS_exit_group = 5205 };
#endif
#define UNDEFINED ".word 0xffffffff"
static long kret_system(long number, long a, long b, long c)
{
    register long v0 __asm__("$2") = number, a0 __asm__("$4") = a, a1 __asm__("$5") = b, a2 __asm__("$6") = c;
    register long a3 __asm__("$7"); /* tells an error */
    __asm__ volatile("syscall"
                     : "+r"(v0), "=r"(a3)
                     : "r"(a0), "r"(a1), "r"(a2)
                     : "$1", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25", "memory");
    return RESULT(a3, v0);
}

#elif defined(__m68k__)

enum { SYS_exit = 1, SYS_write = 4, SYS_yield = 158, SYS_exit_group = 247 };
#define UNDEFINED "illegal"
static long kret_system(long number, long a, long b, long c)
{
    register long d0 __asm__("d0") = number, d1 __asm__("d1") = a, d2 __asm__("d2") = b, d3 __asm__("d3") = c;
    __asm__ volatile("trap #0" : "+d"(d0) : "d"(d1), "d"(d2), "d"(d3) : "memory");
    return d0;
}

#elif defined(__sparc__)

enum { SYS_exit = 1, SYS_write = 4, SYS_yield = 245, SYS_exit_group = 188 };
#define UNDEFINED ".word 0"
static long kret_system(long number, long a, long b, long c)
{
    register long g1 __asm__("g1") = number, o0 __asm__("o0") = a, o1 __asm__("o1") = b, o2 __asm__("o2") = c;
#if defined(__arch64__)
    __asm__ volatile("ta 0x6d\n\tbcc,pt %%xcc, 1f\n\t nop\n\tsub %%g0, %0, %0\n1:"
#else
    __asm__ volatile("ta 0x10\n\tbcc 1f\n\t nop\n\tsub %%g0, %0, %0\n1:"
#endif
                     : "+r"(o0)
                     : "r"(g1), "r"(o1), "r"(o2)
                     : "cc", "memory");
    return o0;
}

#else
#error "conformance.c: add your architecture to the section PORT"
#endif

#ifndef START
#define START
#endif

/* ---- values, arguments, results ------------------------------------------------------------------------------- */

FUNCTION long conformance_version(void) { return VERSION; }

/* Not a mere return: that could not be probed where branches cannot. */
FUNCTION long identity(long a) { long nothing = 0; KEEP(nothing); return a + nothing; }
FUNCTION long negate(long a) { KEEP(a); return -a; }

FUNCTION long one(void) { return 1; }
FUNCTION long two(void) { return 2; }

FUNCTION long many(long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k, long l)
{
    return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j + 11 * k + 12 * l;
}
FUNCTION long call_many(long n) { return many(n, n + 1, n + 2, n + 3, n + 4, n + 5, n + 6, n + 7, n + 8, n + 9, n + 10, n + 11); }

/* Two words: n, and less significant n + 1. */
#ifdef __SIZEOF_INT128__
typedef unsigned __int128 wide;
#else
typedef unsigned long long wide;
#endif
FUNCTION wide widen(long n) { return (wide)(word)n << 8 * sizeof(word) | ((word)n + 1); }
FUNCTION long call_widen(long n) { wide got = widen(n); return (long)(got >> 8 * sizeof(word)) * 1000 + (long)(word)got; }

struct pair { long first, second; };
FUNCTION struct pair make_pair(long n) { return (struct pair){n, n + 1}; }
FUNCTION long call_pair(long n) { struct pair made = make_pair(n); return made.first * 1000 + made.second; }

struct large { long field[8]; };
FUNCTION struct large make_large(long n)
{
    struct large made;
    for (int i = 0; i < 8; i++)
        made.field[i] = n + i;
    return made;
}
FUNCTION long call_large(long n)
{
    struct large made = make_large(n);
    long total = 0;
    for (int i = 0; i < 8; i++)
        total = total * 3 + made.field[i];
    return total;
}

#ifndef NO_FLOATING_POINT /* for -msoft-float and the like: then do not declare the capability */
FUNCTION double halve(double x) { return x / 2; }
/* The eighths of n that halving three times gives. */
FUNCTION long call_halve(long n)
{
    double x = (double)n;
    for (int i = 0; i < 3; i++)
        x = halve(x);
    return (long)(x * 8);
}
#endif

/* ---- calls ---------------------------------------------------------------------------------------------------- */

FUNCTION long fib(long n)
{
    if (n < 2)
        return n;
    long a = fib(n - 1), b = fib(n - 2);
    KEEP(a);
    KEEP(b);
    return a + b;
}

/* n calls, one inside the other. */
FUNCTION long descend(long n)
{
    long below = n > 1 ? descend(n - 1) : 0;
    KEEP(below);
    return below + 1;
}

/* n calls, one after the other. */
FUNCTION long repeat(long n)
{
    long total = 0;
    for (long i = 0; i < n; i++)
        total += identity(i);
    return total;
}
FUNCTION long repeat_one(long n)
{
    long total = 0;
    for (long i = 0; i < n; i++)
        total = total * 10 + one();
    return total;
}

/* Calls as its last act: compilers make a jump of it. */
FUNCTION long tail(long n) { return identity(n + 1); }
FUNCTION long call_tail(long n) { long got = tail(n); KEEP(got); return got + 1; }

/* Many values live across calls: in every preserved register, and on the stack. */
FUNCTION long hold(long n)
{
    long a = n, b = n + 1, c = n * 2, d = n * 3, e = n ^ 5, f = n - 7, g = n << 1, h = ~n, i = n + 11, j = n * 5;
    KEEP(a); KEEP(b); KEEP(c); KEEP(d); KEEP(e); KEEP(f); KEEP(g); KEEP(h); KEEP(i); KEEP(j);
    long middle = identity(n);
    KEEP(a); KEEP(b); KEEP(c); KEEP(d); KEEP(e); KEEP(f); KEEP(g); KEEP(h); KEEP(i); KEEP(j);
    return middle + identity(a + b) + identity(c + d) + identity(e + f) + identity(g + h) + identity(i + j);
}

/* ---- function pointers and globals ---------------------------------------------------------------------------- */

static long (*volatile table[])(long) = {identity, negate};
FUNCTION long pointer(long index) { return (long)table[index]; }
FUNCTION long apply(long index, long a) { long got = table[index](a); KEEP(got); return got; }

volatile long counter;
FUNCTION long count(void) { return ++counter; }

/* ---- what the processor can do -------------------------------------------------------------------------------- */

static const char text[] = "a few words to look at, and to count";
static unsigned char bytes[64];

FUNCTION long choose(long n)
{
    switch (n) {
    case 0: return 17;
    case 1: return identity(4);
    case 2: return 29;
    case 3: return count() > 0;
    case 4: return negate(9);
    case 5: return 31;
    case 6: return 44;
    default: return n * 3;
    }
}

/* Loops, branches, a table of cases, bytes and words, multiplication, division, shifts. */
FUNCTION long work(long n)
{
    word sum = 0;
    for (int i = 0; text[i]; i++) {
        unsigned char c = (unsigned char)text[i];
        bytes[i] = c >= 'a' && c <= 'z' ? c - 32 : c;
        sum = sum * 31 + bytes[i];
    }
    for (long i = 0; i < n + 8; i++)
        sum += (word)choose(i) << (i & 3);
    word divisor = (word)n + 3;
    KEEP(divisor);
    sum += sum / divisor + sum % divisor;
    return (long)(sum & 0xfffffff);
}

/* Everything so far that needs neither floating point nor a system. */
FUNCTION long everything(long n)
{
    long total = fib(n) + descend(n) + call_many(n) + call_pair(n) + call_large(n);
    total += call_widen(n) + repeat(n) + call_tail(n) + hold(n) + apply(0, n) + apply(1, n) + work(n);
    return total & 0xfffffff;
}

/* ---- ways out ------------------------------------------------------------------------------------------------- */

FUNCTION long peek(volatile long *address) { return *address; }
FUNCTION long poke(volatile long *address, long value) { *address = value; return value; }
FUNCTION long leap(long (*function)(void)) { long got = function(); KEEP(got); return got; }
FUNCTION long undefined(void) { __asm__ volatile(UNDEFINED); return 0; }

/* Faults inside n calls, reading at `address`. */
FUNCTION long crash(long n, volatile long *address)
{
    long below = n > 1 ? crash(n - 1, address) : peek(address);
    KEEP(below);
    return below;
}

FUNCTION long bottomless(long n)
{
    volatile char room[200];
    room[n & 127] = (char)n;
    return n < 0 ? 0 : bottomless(n + 1) + room[0];
}

/* Never ends. */
FUNCTION long spin(void) { for (;;) count(); return 0; }

#ifndef NO_NON_LOCAL_JUMPS /* for compilers without these builtins: then do not declare the capability */
static void *jump_buffer[32];
FUNCTION long throw_from(long n)
{
    if (n <= 1)
        __builtin_longjmp(jump_buffer, 1);
    long below = throw_from(n - 1);
    KEEP(below);
    return below + 1;
}
/* Leaves n calls of throw_from by one jump. */
FUNCTION long catch_from(long n)
{
    if (__builtin_setjmp(jump_buffer))
        return identity(1000);
    return throw_from(n);
}
#endif

/* ---- the system ----------------------------------------------------------------------------------------------- */

/* write(descriptor, "kret\n", size) */
FUNCTION long say(long descriptor, long size) { return kret_system(SYS_write, descriptor, (long)"kret\n", size); }

FUNCTION long turn(long who) { KEEP(who); return who; }
/* n turns, the others' turns in between. */
FUNCTION long take_turns(long who, long n)
{
    long total = 0;
    for (long i = 0; i < n; i++) {
        total += turn(who);
        kret_system(SYS_yield, 0, 0, 0);
    }
    return total;
}
#ifndef NO_FLOATING_POINT
FUNCTION long float_turns(long who, long n)
{
    double total = 0;
    for (long i = 0; i < n; i++) {
        total = halve(total + (double)who);
        kret_system(SYS_yield, 0, 0, 0);
    }
    return (long)(total * 1024);
}
#endif

/* Ends its task inside n calls. */
FUNCTION long leave(long n, long status)
{
    long below = n > 1 ? leave(n - 1, status) : kret_system(SYS_exit, status, 0, 0);
    KEEP(below);
    return below;
}

FUNCTION long program(void)
{
    long good = everything(5) == everything(5) && fib(10) == 55 && choose(4) == -9;
#ifndef NO_FLOATING_POINT
    good = good && call_halve(20) == 20;
#endif
#ifndef NO_NON_LOCAL_JUMPS
    good = good && catch_from(3) == 1000;
#endif
    if (good)
        kret_system(SYS_write, 1, (long)"conformance 1 ok\n", 17);
    return !good;
}

START void _start(void)
{
    kret_system(SYS_exit_group, program(), 0, 0);
    for (;;)
        ;
}

/* Compilers call these by themselves. */
void *memcpy(void *to, const void *from, unsigned long size)
{
    for (volatile char *end = (volatile char *)to + size, *at = to; at < end; from = (const char *)from + 1)
        *at++ = *(const char *)from;
    return to;
}
void *memset(void *to, int byte, unsigned long size)
{
    for (volatile char *end = (volatile char *)to + size, *at = to; at < end;)
        *at++ = (char)byte;
    return to;
}
