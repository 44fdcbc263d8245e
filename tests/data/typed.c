/* Functions of every kind of parameter and result, for tests of what a trace shows of them.

   gcc -g -static -nostdlib -ffreestanding -fno-stack-protector -fno-asynchronous-unwind-tables -fno-pie -no-pie \
       -fcf-protection=none -fdebug-prefix-map=$PWD=. -Wl,--build-id=none -Wl,-z,noseparate-code -O0 typed.c   (and -O2;
   for ia64 without -fcf-protection, and with -Wl,-z,max-page-size=4096) */
typedef unsigned char u8;
typedef int (*operation)(int, int);
enum color { RED, GREEN = 5, BLUE };
enum sign { MINUS = -1, ZERO, PLUS };
struct point { int x, y; };
struct big { long a[8]; };

#define KEEP __attribute__((noinline, noclone, noipa))

volatile int sink;
volatile float fraction = 0.5f;

KEEP int negate(int n) { return -n; }
KEEP unsigned int half(unsigned int n) { return n / 2; }
KEEP char next_character(char c) { return c + 1; }
KEEP signed char low(signed char n) { return n; }
KEEP u8 top(u8 n) { return n | 0x80; }
KEEP short shorten(short n) { return n; }
KEEP _Bool is_odd(int n) { return n & 1; }
KEEP const char *skip(const char *text, long n) { return text + n; }
KEEP enum color mix(enum color a, enum color b) { return a == b ? a : BLUE; }
KEEP enum sign sign_of(int n) { return n < 0 ? MINUS : n > 0; }
KEEP long long wide(long long a, int b) { return a * b; }
KEEP void nothing(void) { sink = 1; }
KEEP double scale(int n, double f, int m) { return n * f * m; }
KEEP struct point make_point(int x, int y) { struct point p = {x, y}; return p; }
KEEP int sum_point(struct point p, int n) { return p.x + p.y + n; }
KEEP struct big make_big(int n) { struct big b = {{n}}; return b; }
KEEP int apply(operation f, int a, int b) { return f(a, b); }
KEEP int add(int a, int b) { return a + b; }
KEEP int eight(int a, int b, int c, int d, int e, int f, int g, int h) { return a + b + c + d + e + f + g + h; }
KEEP int variadic(int n, ...) { return n; }
static __attribute__((noinline)) int local(int n, int m) { return sink ? n - m : n * m; }

static void leave(int status)
{
#ifdef __x86_64__
    __asm__ volatile("syscall" : : "a"(231), "D"(status) : "rcx", "r11", "memory");
#elif defined __ia64__
    register long number __asm__("r15") = 1236, first __asm__("out0") = status;
    __asm__ volatile("break 0x100000" : "+r"(number), "+r"(first) : : "memory");
#else
    __asm__ volatile("int $0x80" : : "a"(252), "b"(status) : "memory");
#endif
}

KEEP int all(int n)
{
    static const char text[] = "text";
    struct point p;
    negate(n);
    half(4000000000u);
    next_character('a');
    next_character('\'');
    low(-3);
    top(1);
    shorten(-300);
    is_odd(n);
    skip(text, 2);
    mix(RED, RED);
    mix(RED, GREEN);
    mix((enum color)9, (enum color)9);
    sign_of(-n);
    wide(-5000000000LL, 3);
    nothing();
    sink = (int)scale(3, fraction, 4);
    p = make_point(1, 2);
    sum_point(p, 10);
    sink = (int)make_big(7).a[0];
    apply(add, -1, 2);
    eight(1, 2, 3, 4, 5, 6, 7, -8);
    variadic(1, 2, 3);
    return local(n, 6) + local(9, n);
}

#ifndef __ia64__
__attribute__((force_align_arg_pointer))
#endif
void _start(void)
{
    sink = all(7);
    leave(0);
}
