/* Copies standard input to standard output, and its arguments and environment when asked. `echo [WORD ...]` */
#include "rt.h"

static char buffer[100];

NOINLINE long copy(int from, int to)
{
    long total = 0, got;
    while ((got = read(from, buffer, sizeof buffer)) > 0) {
        write(to, buffer, (size_t)got);
        total += got;
    }
    return got < 0 ? got : total;
}

NOINLINE void print_words(char **words)
{
    for (; *words; words++) {
        print(*words);
        print("\n");
    }
}

int main(int argc, char **argv, char **envp)
{
    long copied;
    if (argc > 1) {
        print_words(argv + 1);
        print_words(envp);
    }
    copied = copy(0, 1);
    show("copied", copied);
    return copied < 0;
}
