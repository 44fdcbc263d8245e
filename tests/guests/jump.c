/* setjmp and longjmp: out of nested functions in a loop, across many frames, as error handling. `jump [ROUNDS]` */
#include "rt.h"

static jmp_buf top;

NOINLINE int innermost(int value)
{
    if (value % 3 == 0)
        longjmp(top, value + 1);
    return value * 2;
}

NOINLINE int middle(int value)
{
    return innermost(value) + 1;
}

NOINLINE int outer(int value)
{
    return middle(value) + 1;
}

/* Each round either returns or jumps; nothing may pile up. */
NOINLINE long rounds(int count)
{
    volatile long total = 0;
    for (volatile int i = 0; i < count; i++) {
        int jumped = setjmp(top);
        if (jumped)
            total += 1000 + jumped;
        else
            total += outer(i);
    }
    return total;
}

NOINLINE int descend(int depth)
{
    if (depth == 0)
        longjmp(top, 42);
    return descend(depth - 1) + 1;
}

NOINLINE int across(int depth)
{
    int jumped = setjmp(top);
    return jumped ? jumped + depth : descend(depth);
}

/* Handlers nest: each level catches, adds its name and rethrows to the one outside. */
static jmp_buf *handler;

NOINLINE NORETURN void fail(int code)
{
    longjmp(*handler, code);
}

NOINLINE int guarded(int level)
{
    jmp_buf here;
    jmp_buf *outside = handler;
    int code = setjmp(here);
    if (code == 0) {
        int result;
        handler = &here;
        result = level == 0 ? (fail(7), 0) : guarded(level - 1);
        handler = outside;
        return result;
    }
    handler = outside;
    show("caught", level * 100 + code);
    if (level == 2)
        return code;
    fail(code + 1);
}

NOINLINE int zero_becomes_one(void)
{
    int jumped = setjmp(top);
    if (jumped == 0)
        longjmp(top, 0);
    return jumped;
}

int main(int argc, char **argv, char **envp)
{
    int count = argument(argc, argv, 1, 10);
    (void)envp;
    show("rounds", rounds(count));
    show("across 50 frames", across(50));
    show("guarded", guarded(4));
    show("longjmp with 0", zero_becomes_one());
    return 0;
}
