/* Strings and system calls: reads standard input, counts and reverses words in a heap that grows with brk. */
#include "guest.h"

static long words, longest;

NOINLINE char *allocate(size_t size)
{
    char *old = (char *)system_call(SYS_brk, 0, 0, 0);
    char *new = (char *)system_call(SYS_brk, (long)(old + size), 0, 0);
    return new == old + size ? old : 0;
}

NOINLINE void reverse(char *first, char *last)
{
    for (; first < last; first++, last--) {
        char kept = *first;
        *first = *last;
        *last = kept;
    }
}

NOINLINE long count_word(const char *word, long length)
{
    words++;
    if (length > longest)
        longest = length;
    return word[0] == word[length - 1];
}

NOINLINE long each_word(char *text, long size)
{
    long palindromic = 0, start = 0;
    for (long at = 0; at <= size; at++) {
        if (at < size && text[at] > ' ')
            continue;
        if (at > start) {
            palindromic += count_word(text + start, at - start);
            reverse(text + start, text + at - 1);
        }
        start = at + 1;
    }
    return palindromic;
}

int main(int argc, char **argv)
{
    long size = 0, got;
    char *text = allocate(65536);
    (void)argc, (void)argv;
    if (!text)
        return 2;
    while ((got = system_call(SYS_read, 0, (long)(text + size), 7)) > 0)
        size += got;
    long same = each_word(text, size);
    system_call(SYS_write, 1, (long)text, size);
    system_call(SYS_sched_yield, 0, 0, 0);
    show("words", words);
    show("longest", longest);
    show("first letter is the last", same);
    return system_call(SYS_read, 99, (long)text, 1) < 0 ? 3 : 4; /* EBADF */
}
