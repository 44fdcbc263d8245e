# A function without size or type, as careless assembly has them, and a label within it. The same on x86_64 and i386.

        .text
        .globl  unsized
unsized:
#ifdef __x86_64__
        movl    %edi, %eax
#else
        movl    4(%esp), %eax
#endif
unsized_tail:
        addl    $40, %eax
        ret

        .section .note.GNU-stack, "", @progbits
