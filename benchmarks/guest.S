# The benchmarks' program: a loop around a leaf function, a recursion, and (generated) many functions.
# long loop(long n) calls leaf(n) .. leaf(1); long depth(long n) recurses n deep.
        .text
        .globl  _start, leaf, loop, depth
        .type   _start, @function
_start:
        movq    (%rsp), %rdi            # argc: one round per argument, a million calls each
        imulq   $1000000, %rdi, %rdi
        call    loop
        xorl    %edi, %edi
        movl    $231, %eax              # exit_group
        syscall
        .size   _start, . - _start

        .type   leaf, @function
leaf:
        leaq    1(%rdi), %rax
        ret
        .size   leaf, . - leaf

        .type   loop, @function
loop:
        pushq   %rbx
        movq    %rdi, %rbx
1:      movq    %rbx, %rdi
        call    leaf
        decq    %rbx
        jnz     1b
        popq    %rbx
        ret
        .size   loop, . - loop

        .type   depth, @function
depth:
        testq   %rdi, %rdi
        jz      1f
        pushq   %rdi
        decq    %rdi
        call    depth
        popq    %rdi
        incq    %rax
        ret
1:      xorl    %eax, %eax
        ret
        .size   depth, . - depth

        .section .note.GNU-stack, "", @progbits
