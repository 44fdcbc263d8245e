        .macro  answer_with value
        .mib
        nop.m   0
        mov     r8 = \value
        br.ret.sptk.many b0
        ;;
        .endm

        .section .wtext, "awx", @progbits
        .p2align 4
        .globl  answer, answer_code, answer_end
        .proc   answer
answer:
answer_code:
        answer_with 1
        .endp   answer
answer_end:

        .section .rodata, "a", @progbits
        .p2align 4
        .globl  replacement
        .type   replacement, @object
replacement:
        answer_with 2
        .size   replacement, . - replacement

        .section .note.GNU-stack, "", @progbits
