/* A function in writable text that the program overwrites and calls again. */
#include "rt.h"

/* In selfmod_<arch>.S: two functions of one length, the first in writable text, and labels at their code. */
int answer(void);
int other_answer(void);
extern unsigned char answer_code[], answer_end[], other_answer_code[];

NOINLINE void overwrite(void)
{
    size_t size = (size_t)(answer_end - answer_code);
    memcpy(answer_code, other_answer_code, size);
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
