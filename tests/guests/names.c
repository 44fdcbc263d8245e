/* Symbols that are hard on whoever looks them up: aliases, locals of one name, weak ones, sections with a meaning. */
#include "rt.h"

int twin_of_the_other_unit(int n);
int unsized(int n); /* names.S: no size, no type */
int weak_one(int n);

static NOINLINE int twin(int n)
{
    return n * 3 + 1;
}

NOINLINE int canonical(int n)
{
    return twin(n) + 5;
}

int canonical_alias(int n) __attribute__((alias("canonical")));
int _canonical(int n) __attribute__((alias("canonical")));
int can(int n) __attribute__((weak, alias("canonical")));

/* Overridden by nothing. */
NOINLINE __attribute__((weak)) int weak_one(int n)
{
    return n - 1;
}

/* Called through nothing: only its symbol matters, whose value is the resolver's. */
static __attribute__((used)) void *pick(void)
{
    return (void *)canonical;
}
__asm__(".globl dispatched\n.type dispatched, @gnu_indirect_function\n.set dispatched, pick\n");

NOINLINE __attribute__((section(".kprobes.text"))) int in_kprobes_text(int n)
{
    return n + 100;
}

NOINLINE __attribute__((section(".noinstr.text"))) int in_noinstr_text(int n)
{
    return n + 200;
}

NOINLINE int blacklisted(int n)
{
    return n + 300;
}

static __attribute__((section("_kprobe_blacklist"), used)) int (*blacklist[])(int) = {blacklisted};

int data_object = 7;

int main(int argc, char **argv, char **envp)
{
    int n = argument(argc, argv, 1, 4);
    (void)envp;
    show("canonical", canonical(n));
    show("aliases", canonical_alias(n) == can(n) && can(n) == _canonical(n));
    show("twin", twin(n));
    show("other twin", twin_of_the_other_unit(n));
    show("unsized", unsized(n));
    show("weak", weak_one(n));
    show("special", in_kprobes_text(n) + in_noinstr_text(n) + blacklist[0](n));
    show("data", data_object);
    return 0;
}
