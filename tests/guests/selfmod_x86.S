# The same on x86_64 and i386.

        .macro  answer_with value
        movl    $\value, %eax
        ret
        .endm

        .section .wtext, "awx", @progbits
        .globl  answer, answer_code, answer_end
        .type   answer, @function
answer:
answer_code:
        answer_with 1
answer_end:
        .size   answer, . - answer

        .section .rodata, "a", @progbits
        .globl  replacement
        .type   replacement, @object
replacement:
        answer_with 2
        .size   replacement, . - replacement

        .section .note.GNU-stack, "", @progbits
