# A function without size or type, as careless assembly has them, and a label within it.

#if _CALL_ELF == 2
        .abiversion 2
        .text
        .globl  unsized
unsized:
#else
        .section .opd, "aw", @progbits
        .p2align 3
        .globl  unsized
unsized:
        .quad   .unsized, .TOC.@tocbase, 0
        .text
        .globl  .unsized
.unsized:
#endif
        extsw   3, 3
unsized_tail:
        addi    3, 3, 40
        blr

        .section .note.GNU-stack, "", @progbits
