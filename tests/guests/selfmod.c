/* A function in writable text that the program overwrites and calls again. */
#include "rt.h"

/* In selfmod_<family>.S: the function and its code, and code of the same size to take its place, kept as data. */
int answer(void);
extern unsigned char answer_code[], answer_end[];
extern const unsigned char replacement[];

NOINLINE void overwrite(void)
{
    size_t size = (size_t)(answer_end - answer_code);
    memcpy(answer_code, replacement, size);
    sync_code(answer_code, size);
}

int main(int argc, char **argv, char **envp)
{
    (void)argc, (void)argv, (void)envp;
    show("before", answer());
    overwrite();
    show("after", answer());
    return 0;
}
