/* Coroutines by stack switch, each with calls in flight at every switch. `coroutine [STEPS]` */
#include "rt.h"

enum { STACK = 16384 };

struct coroutine {
    struct context self, caller;
    int value, done;
    unsigned char stack[STACK] __attribute__((aligned(16)));
};

static struct coroutine counter, walker, left, right;

NOINLINE void emit(struct coroutine *coroutine, int value)
{
    coroutine->value = value;
    context_switch(&coroutine->self, &coroutine->caller);
}

NOINLINE NORETURN void finish(struct coroutine *coroutine)
{
    coroutine->done = 1;
    for (;;)
        context_switch(&coroutine->self, &coroutine->caller);
}

/* Return 1 with the next value in ->value, or 0 when the coroutine has finished. */
NOINLINE int resume(struct coroutine *coroutine)
{
    if (!coroutine->done)
        context_switch(&coroutine->caller, &coroutine->self);
    return !coroutine->done;
}

static void start(struct coroutine *coroutine, void (*body)(void *))
{
    coroutine->done = 0;
    context_make(&coroutine->self, coroutine->stack, STACK, body, coroutine);
}

NOINLINE int square_and_emit(struct coroutine *coroutine, int n)
{
    emit(coroutine, n * n);
    return n + 1;
}

static void count_squares(void *argument)
{
    struct coroutine *self = argument;
    for (int n = 1; n <= 1000;)
        n = square_and_emit(self, n);
    finish(self);
}

/* In-order walk of an implicit binary tree: the recursion itself is suspended. */
NOINLINE int walk(struct coroutine *coroutine, int node, int depth)
{
    int visited = 1;
    if (depth == 0)
        return 0;
    visited += walk(coroutine, node * 2, depth - 1);
    emit(coroutine, node);
    visited += walk(coroutine, node * 2 + 1, depth - 1);
    return visited;
}

static void walk_tree(void *argument)
{
    struct coroutine *self = argument;
    emit(self, -walk(self, 1, 4));
    finish(self);
}

/* Two coroutines that switch to each other directly, never through main. */
NOINLINE void pass_to(struct coroutine *from, struct coroutine *to)
{
    context_switch(&from->self, &to->self);
}

static int rally;

NOINLINE int hit(struct coroutine *from, struct coroutine *to, int stroke)
{
    rally = rally * 3 % 10007 + stroke;
    pass_to(from, to);
    return stroke + 2;
}

static void play(void *argument)
{
    struct coroutine *self = argument;
    struct coroutine *other = self == &left ? &right : &left;
    int stroke = self == &left ? 1 : 2;
    while (stroke <= 40)
        stroke = hit(self, other, stroke);
    context_switch(&self->self, &left.caller);
    finish(self);
}

/* Left while it is suspended for good: its calls never return. */
NOINLINE void abandon(struct coroutine *coroutine)
{
    start(coroutine, walk_tree);
    resume(coroutine);
    show("abandoned at", coroutine->value);
}

int main(int argc, char **argv, char **envp)
{
    int steps = argument(argc, argv, 1, 12);
    long total = 0;
    (void)envp;
    start(&counter, count_squares);
    start(&walker, walk_tree);
    for (int i = 0; i < steps; i++) {
        if (resume(&counter))
            total += counter.value;
        if (resume(&walker)) {
            print_int(walker.value);
            print(" ");
            total += walker.value;
        }
    }
    print("\n");
    show("total", total);
    start(&left, play);
    start(&right, play);
    context_switch(&left.caller, &left.self);
    show("rally", rally);
    abandon(&walker);
    return 0;
}
