        .macro  answer_with value
        li      3, \value
        blr
        .endm

        .section .wtext, "awx", @progbits
        .globl  answer, answer_code, answer_end
        .type   answer, @function
#if _CALL_ELF == 2
        .abiversion 2
answer:
#else
        .section .opd, "aw", @progbits
        .p2align 3
answer:
        .quad   .Lanswer, .TOC.@tocbase, 0
        .previous
.Lanswer:
#endif
answer_code:
        answer_with 1
answer_end:
        .size   answer, . - answer_code

        .section .rodata, "a", @progbits
        .globl  replacement
        .type   replacement, @object
replacement:
        answer_with 2
        .size   replacement, . - replacement

        .section .note.GNU-stack, "", @progbits
