# What C cannot say, for x86_64 (System V psABI, AMD64 supplement).

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
        movq    %rsp, %rdi
        andq    $-16, %rsp
        call    rt_start
        hlt
end _start

function rt_syscall
        movq    %rdi, %rax
        movq    %rsi, %rdi
        movq    %rdx, %rsi
        movq    %rcx, %rdx
        syscall
        ret
end rt_syscall

function setjmp
        movq    (%rsp), %rax
        leaq    8(%rsp), %rdx
        movq    %rbx, (%rdi)
        movq    %rbp, 8(%rdi)
        movq    %r12, 16(%rdi)
        movq    %r13, 24(%rdi)
        movq    %r14, 32(%rdi)
        movq    %r15, 40(%rdi)
        movq    %rdx, 48(%rdi)
        movq    %rax, 56(%rdi)
        xorl    %eax, %eax
        ret
end setjmp

function longjmp
        movl    %esi, %eax
        testl   %eax, %eax
        jne     1f
        incl    %eax                    # longjmp(..., 0) makes setjmp return 1
1:      movq    (%rdi), %rbx
        movq    8(%rdi), %rbp
        movq    16(%rdi), %r12
        movq    24(%rdi), %r13
        movq    32(%rdi), %r14
        movq    40(%rdi), %r15
        movq    48(%rdi), %rsp
        jmp     *56(%rdi)
end longjmp

function context_make
        leaq    (%rsi,%rdx), %rax
        andq    $-16, %rax
        subq    $56, %rax               # what context_switch pops: six registers and where to go
        movq    $0, (%rax)              # r15
        movq    $0, 8(%rax)             # r14
        movq    %r8, 16(%rax)           # r13: argument
        movq    %rcx, 24(%rax)          # r12: entry
        movq    $0, 32(%rax)            # rbx
        movq    $0, 40(%rax)            # rbp
        leaq    context_start(%rip), %rcx
        movq    %rcx, 48(%rax)
        movq    %rax, (%rdi)
        ret
end context_make

        .type   context_start, @function
context_start:
        movq    %r13, %rdi
        call    *%r12
        ud2
end context_start

function context_switch
        pushq   %rbp
        pushq   %rbx
        pushq   %r12
        pushq   %r13
        pushq   %r14
        pushq   %r15
        movq    %rsp, (%rdi)
        movq    (%rsi), %rsp
        popq    %r15
        popq    %r14
        popq    %r13
        popq    %r12
        popq    %rbx
        popq    %rbp
        ret
end context_switch

function undefined_instruction
        ud2
end undefined_instruction

function sync_code
        ret
end sync_code

        .section .note.GNU-stack, "", @progbits
