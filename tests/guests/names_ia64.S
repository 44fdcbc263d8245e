// A function without size or type, as careless assembly has them, and a label within it.

        .text
        .p2align 4
        .globl  unsized
unsized:
        sxt4    r8 = r32
        ;;
unsized_tail:
        add     r8 = 40, r8
        br.ret.sptk.many b0
        ;;

        .section .note.GNU-stack, "", @progbits
