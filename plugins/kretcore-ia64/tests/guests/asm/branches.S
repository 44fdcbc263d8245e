// Branches of every kind, long ones too, through every branch register; what a call leaves; the instruction pointer.
#include "check.h"

        start
        alloc   r14 = ar.pfs, 0, 4, 2, 0
        mov     r20 = 0
        cmp.eq  p8, p9 = r0, r0
        ;;
        // A call: the link is the bundle behind, and the caller's frame marker is in ar.pfs.
        br.call.sptk.few b0 = link
        ;;
1:      movl    r21 = 1b
        ;;
        expect_same 1, r8, r21
        expect  2, r9, 4 << 7 | 6       // locals and size of this frame
        // The callee's registers are the caller's outputs.
        mov     out0 = 5
        mov     out1 = 7
        br.call.sptk.few b7 = difference
        ;;
        expect  3, r8, -2

        // Every branch register as target and as link.
        movl    r22 = add_one
        mov     r20 = 0
        ;;
        .irp    n, 1, 2, 3, 4, 5, 6, 7
        mov     b\n = r22
        ;;
        br.call.sptk.few b0 = b\n
        ;;
        mov     r23 = b\n
        ;;
        expect_same 4, r22, r23
        .endr
        expect  5, r20, 7
        // A call through the register that becomes its link.
        movl    r22 = by_b6
        ;;
        mov     b6 = r22
        ;;
        br.call.sptk.few b6 = b6
        ;;
        expect  33, r20, 17
        // Not taken, nothing is left.
        mov     b6 = r20
        ;;
  (p9)  br.call.sptk.few b6 = wrong
        ;;
        mov     r21 = b6
        ;;
        expect_same 6, r20, r21

        // Several in a bundle: the first whose predicate holds.
        mov     r24 = 0
        cmp.eq  p6, p7 = 1, r0
        cmp.eq  p10, p11 = r0, r0
        ;;
        .bbb
  (p6)  br.cond.sptk.few wrong
  (p10) br.cond.sptk.few 3f
        br.cond.sptk.few wrong
        ;;
        .mbb
        add     r24 = 1, r24
  (p11) br.cond.sptk.few wrong
        br.cond.sptk.few wrong
        ;;
3:      .mbb
        add     r24 = 2, r24
  (p6)  br.cond.sptk.few wrong
  (p10) br.cond.sptk.few 4f
        ;;
        add     r24 = 4, r24
        ;;
4:      expect  7, r24, 2
        // What stands before a taken branch in its group is done, what stands behind it is not.
        .mmb
        add     r24 = 0x10, r24
        mov     r25 = 3
        br.cond.sptk.few 5f
        .mmi
        add     r24 = 0x100, r24
        nop.m   0
        nop.i   0
        ;;
5:      expect  8, r24, 0x12
        expect  9, r25, 3

        // Through registers, predicated.
        movl    r22 = 6f
        movl    r23 = wrong
        ;;
        mov     b6 = r22
        mov     b7 = r23
        ;;
  (p9)  br.cond.sptk.few b7
        br.cond.sptk.few b6
        ;;
        unreachable 10
6:
        // Long ones.
        brl.cond.sptk.few 7f
        ;;
        unreachable 11
7:
  (p9)  brl.cond.spnt.few wrong
        ;;
        mov     r20 = 0
        brl.call.sptk.few b0 = add_one
        ;;
        expect  12, r20, 1
  (p9)  brl.call.sptk.few b0 = add_one
        ;;
        expect  13, r20, 1
        // To a function two gibibytes away, and a variable there.
        brl.call.sptk.few b0 = far
        ;;
        expect  14, r8, 0x77
        movl    r22 = far
        movl    r23 = link
        ;;
        sub     r22 = r22, r23
        ;;
        shr     r22 = r22, 31
        ;;
        cmp.ne  p6, p7 = r22, r0
        ;;
        expect_predicates 15, 0xc0, 0x40
        // movl: all sixty-four bits.
        movl    r20 = 0x8000000000000001
        movl    r21 = 0x7edcba9876543210
        movl    r22 = -2
        ;;
        shr.u   r20 = r20, 63
        add     r22 = 3, r22
        shr.u   r23 = r21, 32
        ;;
        expect  16, r20, 1
        expect  17, r22, 1
        expect  18, r23, 0x7edcba98
  (p9)  movl    r21 = 5
        ;;
        expect  19, r21, 0x7edcba9876543210

        // The instruction pointer is its bundle's, whatever the slot.
        movl    r22 = 8f
        ;;
8:      .mii
        nop.m   0
        mov     r20 = ip
        mov     r21 = ip
        ;;
        expect_same 20, r20, r22
        expect_same 21, r21, r22

        // A return into a frame that alloc made anew: ar.pfs says which.
        mov     r32 = 0x32
        mov     r35 = 0x35
        br.call.sptk.few b6 = nested
        ;;
        expect  22, r32, 0x32
        expect  23, r35, 0x35
        expect  24, r8, 0x32 + 9
        // ar.ec is part of what a call saves and a return restores.
        mov     ar.ec = 21
        ;;
        br.call.sptk.few b6 = changes_ec
        ;;
        mov     r20 = ar.ec
        ;;
        expect  25, r20, 21
        // Application registers of a user.
        mov     r20 = ar.lc
        movl    r21 = 0xfedcba9876543210
        ;;
        mov     ar.lc = r21
        mov     ar.ccv = r21
        mov     ar.unat = r21
        ;;
        mov     r22 = ar.lc
        mov     r23 = ar.ccv
        mov     r24 = ar.unat
        mov     ar.lc = 5
        ;;
        mov     r25 = ar.lc
        mov     r26 = cpuid[r0]
        mov     ar.lc = r20
        ;;
        expect_same 26, r21, r22
        expect_same 27, r21, r23
        expect_same 28, r21, r24
        expect  29, r25, 5
        // Time goes on, never back.
        mov     r20 = ar.itc
        ;;
        nop.m   0
        ;;
        mov     r21 = ar.itc
        ;;
        cmp.leu p6, p7 = r20, r21
        ;;
        expect_predicates 30, 0xc0, 0x40
        // r0 is zero, f0 and f1 are what they are; nops with immediates.
        nop.m   0x1ffff
        nop.i   0xabcde
        nop.f   1
        nop.b   2
        nop.x   0x3fffffffffffffff
        hint.m  0
        ;;
        getf.d  r20 = f1
        getf.sig r21 = f0
        ;;
        expect  31, r20, 0x3ff0000000000000
        expect  32, r21, 0
        br.cond.sptk.few done
        ;;

link:   mov     r8 = b0
        mov     r9 = ar.pfs
        ;;
        extr.u  r9 = r9, 0, 38
        br.ret.sptk.few b0
        ;;
difference:
        alloc   r16 = ar.pfs, 2, 0, 0, 0
        ;;
        sub     r8 = in0, in1
        br.ret.sptk.few b7
        ;;
add_one:
        add     r20 = 1, r20
        br.ret.sptk.few b0
        ;;
by_b6:  add     r20 = 10, r20
        br.ret.sptk.few b6
        ;;
nested: alloc   r16 = ar.pfs, 0, 3, 1, 0
        mov     r17 = b6
        ;;
        mov     r32 = r16
        mov     r33 = r17
        mov     r34 = 0x32
        mov     out0 = 9
        br.call.sptk.few b6 = innermost
        ;;
        add     r8 = r8, r34
        mov     ar.pfs = r32
        mov     b6 = r33
        ;;
        br.ret.sptk.few b6
        ;;
innermost:
        alloc   r16 = ar.pfs, 1, 5, 0, 0
        ;;
        mov     r8 = in0
        mov     r34 = 0
        mov     r37 = 0
        br.ret.sptk.few b6
        ;;
changes_ec:
        mov     ar.ec = 3
        ;;
        br.ret.sptk.few b6
        ;;
wrong:  unreachable 90
done:
        end_of_checks

        .section .far, "ax", @progbits
        .p2align 4
far:    mov     r8 = 0x77
        br.ret.sptk.few b0
        ;;

        .section .note.GNU-stack, "", @progbits
