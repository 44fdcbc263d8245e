# What C cannot say, for 64-bit PowerPC: both ABIs (64-bit PowerPC ELF ABI Supplement 1.9; 64-Bit ELF V2 ABI
# Specification), both byte orders.

#if _CALL_ELF == 2
        .abiversion 2
        # With a global entry, which finds the TOC by r12, and a local one behind it.
        .macro  function name
        .globl  \name
        .type   \name, @function
\name:
        addis   2, 12, .TOC. - \name@ha
        addi    2, 2, .TOC. - \name@l
        .localentry \name, . - \name
        .endm
        .macro  end name
        .size   \name, . - \name
        .endm
        .macro  call name
        bl      \name
        nop
        .endm
        # Call through the function pointer in r14.
        .macro  call_pointer
        mr      12, 14
        mtctr   12
        bctrl
        .endm
#else
        # The descriptor has the name, the code the name with a dot.
        .macro  function name
        .section .opd, "aw", @progbits
        .p2align 3
        .globl  \name
\name:
        .quad   .\name, .TOC.@tocbase, 0
        .previous
        .globl  .\name
        .type   \name, @function
        .type   .\name, @function
.\name:
        .endm
        .macro  end name
        .size   .\name, . - .\name
        .size   \name, . - .\name
        .endm
        .macro  call name
        bl      .\name
        nop
        .endm
        .macro  call_pointer
        ld      0, 0(14)
        ld      2, 8(14)
        ld      11, 16(14)
        mtctr   0
        bctrl
        .endm
#endif

        .set    FRAME, 352              # link area, r2, r14-r31, f14-f31
        .set    SAVED_R2, 48
        .set    SAVED_R14, 56
        .set    SAVED_F14, 200
        .set    TOP, 128                # above the first frame of a context: the link area of its caller

        .text
function _start
        mr      3, 1
        clrrdi  1, 1, 4
        li      0, 0
        stdu    0, -112(1)              # the outermost frame has no back chain
        mtlr    0
        call    rt_start
        .long   0
end _start

function rt_syscall
        mr      0, 3
        mr      3, 4
        mr      4, 5
        mr      5, 6
        sc
        bnslr
        neg     3, 3                    # an error is told by CR0.SO
        blr
end rt_syscall

        .macro  preserved general, floating, base
        .irp    n, 14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
        \general \n, SAVED_R14 + (\n - 14) * 8(\base)
        \floating \n, SAVED_F14 + (\n - 14) * 8(\base)
        .endr
        .endm

function setjmp
        mflr    0
        std     0, 0(3)
        std     1, 8(3)
        mfcr    0
        std     0, 16(3)
        std     2, SAVED_R2(3)
        preserved std, stfd, 3
        li      3, 0
        blr
end setjmp

function longjmp
        ld      0, 0(3)
        mtlr    0
        ld      1, 8(3)
        ld      0, 16(3)
        mtcrf   0x38, 0                 # CR2 to CR4
        ld      2, SAVED_R2(3)
        preserved ld, lfd, 3
        extsw.  3, 4
        bnelr
        li      3, 1                    # longjmp(..., 0) makes setjmp return 1
        blr
end longjmp

function context_make
        add     8, 4, 5
        clrrdi  8, 8, 4
        addi    8, 8, -TOP
        li      0, 0
        std     0, 0(8)
        stw     0, 8(8)                 # CR
        addis   9, 2, .Lcontext_start@toc@ha
        addi    9, 9, .Lcontext_start@toc@l
        std     9, 16(8)                # LR
        stdu    8, -FRAME(8)
        std     2, SAVED_R2(8)
        std     6, SAVED_R14(8)         # r14: entry
        std     7, SAVED_R14 + 8(8)     # r15: argument
        std     8, 0(3)
        blr
end context_make

        .type   .Lcontext_start, @function
.Lcontext_start:
        mr      3, 15
        call_pointer
        .long   0

function context_switch
        mflr    0
        std     0, 16(1)
        mfcr    0
        stw     0, 8(1)
        stdu    1, -FRAME(1)
        std     2, SAVED_R2(1)
        preserved std, stfd, 1
        std     1, 0(3)
        ld      1, 0(4)
        preserved ld, lfd, 1
        ld      2, SAVED_R2(1)
        addi    1, 1, FRAME
        lwz     0, 8(1)
        mtcrf   0x38, 0
        ld      0, 16(1)
        mtlr    0
        blr
end context_switch

function undefined_instruction
        .long   0                       # defined to be illegal (Power ISA, book I, "Illegal Instruction Class")
end undefined_instruction

function sync_code
        add     4, 3, 4
1:      dcbst   0, 3
        sync
        icbi    0, 3
        addi    3, 3, 16
        cmpld   3, 4
        blt     1b
        isync
        blr
end sync_code

        .section .note.GNU-stack, "", @progbits
