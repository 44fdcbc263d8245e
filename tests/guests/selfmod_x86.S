# The same on x86_64 and i386.

        .macro  define name value
        .globl  \name, \name\()_code
        .type   \name, @function
\name:
\name\()_code:
        movl    $\value, %eax
        ret
        .size   \name, . - \name
        .endm

        .section .wtext, "awx", @progbits
        define  answer 1
        .globl  answer_end
answer_end:

        .text
        define  other_answer 2

        .section .note.GNU-stack, "", @progbits
