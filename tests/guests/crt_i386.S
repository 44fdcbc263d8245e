# What C cannot say, for i386 (System V psABI, Intel386 supplement).

        .macro  function name
        .globl  \name
        .type   \name, @function
\name:
        .endm
        .macro  end name
        .size   \name, . - \name
        .endm

        .text
function _start
        xorl    %ebp, %ebp
        movl    %esp, %eax
        andl    $-16, %esp
        subl    $12, %esp
        pushl   %eax
        call    rt_start
        hlt
end _start

function rt_syscall
        pushl   %ebx
        movl    8(%esp), %eax
        movl    12(%esp), %ebx
        movl    16(%esp), %ecx
        movl    20(%esp), %edx
        int     $0x80
        popl    %ebx
        ret
end rt_syscall

function setjmp
        movl    4(%esp), %eax
        movl    (%esp), %edx
        leal    4(%esp), %ecx
        movl    %ebx, (%eax)
        movl    %ebp, 4(%eax)
        movl    %esi, 8(%eax)
        movl    %edi, 12(%eax)
        movl    %ecx, 16(%eax)
        movl    %edx, 20(%eax)
        xorl    %eax, %eax
        ret
end setjmp

function longjmp
        movl    4(%esp), %edx
        movl    8(%esp), %eax
        testl   %eax, %eax
        jne     1f
        incl    %eax                    # longjmp(..., 0) makes setjmp return 1
1:      movl    (%edx), %ebx
        movl    4(%edx), %ebp
        movl    8(%edx), %esi
        movl    12(%edx), %edi
        movl    16(%edx), %esp
        jmp     *20(%edx)
end longjmp

function context_make
        movl    8(%esp), %eax
        addl    12(%esp), %eax
        andl    $-16, %eax
        subl    $36, %eax               # what context_switch pops, and the argument of entry, aligned to 16
        movl    20(%esp), %edx
        movl    %edx, 20(%eax)          # argument
        movl    $0, (%eax)              # edi
        movl    $0, 4(%eax)             # esi
        movl    16(%esp), %edx
        movl    %edx, 8(%eax)           # ebx: entry
        movl    $0, 12(%eax)            # ebp
        call    1f                      # position-independent, without a thunk
1:      popl    %edx
        addl    $context_start - 1b, %edx
        movl    %edx, 16(%eax)
        movl    4(%esp), %edx
        movl    %eax, (%edx)
        ret
end context_make

        .type   context_start, @function
context_start:
        call    *%ebx
        ud2
end context_start

function context_switch
        movl    4(%esp), %eax
        movl    8(%esp), %edx
        pushl   %ebp
        pushl   %ebx
        pushl   %esi
        pushl   %edi
        movl    %esp, (%eax)
        movl    (%edx), %esp
        popl    %edi
        popl    %esi
        popl    %ebx
        popl    %ebp
        ret
end context_switch

function undefined_instruction
        ud2
end undefined_instruction

function sync_code
        ret
end sync_code

        .section .note.GNU-stack, "", @progbits
