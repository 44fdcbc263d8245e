// Loops by branches that count, and register rotation (volume 1, "Register Rotation", "Modulo-Scheduled Loop Support").
#include "check.h"

        start
        alloc   r14 = ar.pfs, 0, 24, 0, 24
        mov     r15 = ar.lc
        ;;
        // br.cloop: LC + 1 times, and LC stays at zero.
        mov     r20 = 0
        mov     ar.lc = 9
        ;;
1:      add     r20 = 1, r20
        br.cloop.sptk.few 1b
        ;;
        expect  1, r20, 10
        mov     r21 = ar.lc
        ;;
        expect  2, r21, 0

        // A pipelined copy with an addition: load in stage 0, add in stage 2, store in stage 3.
        movl    r20 = input
        movl    r21 = output
        mov     ar.lc = 9
        mov     ar.ec = 4
        mov     pr.rot = 1 << 16
        ;;
2:
  (p16) ld4     r32 = [r20], 4
  (p18) add     r38 = 100, r34
  (p19) st4     [r21] = r39, 4
        br.ctop.sptk.few 2b
        ;;
        mov     r22 = ar.ec
        mov     r23 = ar.lc
        mov     r27 = r20
        clrrrb
        ;;
        expect  3, r22, 0
        expect  4, r23, 0
        movl    r20 = output
        mov     r24 = 0
        mov     r25 = 0
        mov     ar.lc = 10              // one word more: it must be untouched
        ;;
3:      ld4     r26 = [r20], 4
        shl     r24 = r24, 3
        ;;
        xor     r24 = r24, r26
        br.cloop.sptk.few 3b
        ;;
        expect  5, r24, 0x1a1bbc644d
        movl    r22 = input + 40
        ;;
        expect_same 32, r27, r22        // exactly ten loads

        // The trip count 0: ctop with LC = 0, EC = 1 falls through at once and rotates once.
        mov     r32 = 7
        mov     r33 = 8
        mov     ar.lc = 0
        mov     ar.ec = 1
        mov     pr.rot = 1 << 16
        ;;
4:      br.ctop.sptk.few 4b
        ;;
        mov     r22 = r33               // what was r32
        mov     r23 = r34
        mov     r25 = ar.ec
        cmp.eq  p6, p0 = r0, r0
        ;;
  (p16) cmp.ne  p6, p0 = r0, r0         // p63 became p16, and is written with zero
        ;;
        clrrrb
        ;;
        expect  6, r22, 7
        expect  7, r23, 8
        expect  8, r25, 0
        expect_predicates 9, 0x40, 0x40
        expect  10, r32, 7              // at its own name again

        // With EC = 0 and LC = 0 nothing rotates.
        mov     r33 = 8
        mov     ar.lc = 0
        mov     ar.ec = 0
        ;;
5:      br.ctop.sptk.few 5b
        ;;
        expect  11, r33, 8

        // br.cexit leaves where br.ctop goes round.
        mov     r20 = 0
        mov     ar.lc = 4
        mov     ar.ec = 3
        mov     pr.rot = 1 << 16
        ;;
6:
  (p16) add     r20 = 1, r20
        br.cexit.spnt.few 7f
        ;;
  (p16) add     r20 = 0x10, r20
        ;;
  (p17) add     r20 = 0x100, r20
        ;;
  (p18) add     r20 = 0x1000, r20
        br.cond.sptk.few 6b
        ;;
7:      clrrrb
        ;;
        // Passes of the second half come after the rotation: p16 is on 4 times, p17 5 times, p18 5 times.
        expect  12, r20, 5 + 0x40 + 0x500 + 0x500 * 0x10

        // br.wtop: as long as its qualifying predicate holds, then EC - 1 passes more.
        mov     r20 = 5
        mov     r22 = 0
        mov     ar.ec = 2
        ;;
8:      add     r22 = 1, r22
        add     r20 = -1, r20
        ;;
        mov     r32 = r20
        cmp.lt  p17, p0 = r0, r20
  (p17) br.wtop.sptk.few 8b
        ;;
        mov     r23 = ar.ec
        mov     r24 = r33
        mov     r25 = r38
        clrrrb
        ;;
        expect  13, r22, 6
        expect  14, r23, 0
        expect  30, r24, -1
        expect  31, r25, 4

        // br.wexit.
        mov     r20 = 0
        mov     r21 = 6
        mov     ar.ec = 1
        ;;
9:      add     r20 = 1, r20
        add     r21 = -1, r21
        ;;
        cmp.lt  p6, p0 = r0, r21
        ;;
  (p6)  br.wexit.spnt.few 10f
        ;;
        br.cond.sptk.few 9b
        ;;
10:     clrrrb
        ;;
        expect  15, r20, 6
        expect  16, r21, 0

        // Only registers of the rotating region move; those above and the static ones stay.
        alloc   r14 = ar.pfs, 0, 24, 0, 8
        mov     r40 = 40
        mov     r55 = 55
        ;;
        mov     r32 = 1
        mov     r39 = 39
        mov     ar.lc = 2
        mov     ar.ec = 1
        ;;
11:     br.ctop.sptk.few 11b
        ;;
        mov     r20 = r35
        mov     r21 = r34               // what was r39, round the region's end
        mov     r22 = r40
        clrrrb
        ;;
        expect  17, r20, 1
        expect  18, r21, 39
        expect  19, r22, 40
        expect  20, r55, 55

        // Floating-point registers 32 to 127 rotate with them.
        setf.sig f32 = r39
        setf.sig f127 = r40
        setf.sig f31 = r55
        mov     ar.lc = 0
        mov     ar.ec = 2
        ;;
12:     br.ctop.sptk.few 12b
        ;;
        getf.sig r20 = f34              // two rotations
        getf.sig r21 = f33
        getf.sig r22 = f31
        ;;
        clrrrb
        ;;
        expect  21, r20, 39
        expect  22, r21, 40
        expect  23, r22, 55

        // clrrrb.pr clears the predicates' rotation only.
        mov     r32 = 5
        mov     pr.rot = 1 << 20
        mov     ar.lc = 1
        mov     ar.ec = 0
        ;;
13:     br.ctop.sptk.few 14f            // once: LC goes to zero, and it is taken
        ;;
14:     mov     r20 = r33
        mov     r23 = 0
        mov     r24 = 0
        ;;
  (p21) mov     r23 = 1
        clrrrb.pr
        ;;
  (p20) mov     r24 = 1
        mov     r22 = r33
        ;;
        clrrrb
        ;;
        expect  24, r20, 5
        expect  25, r22, 5
        expect  26, r23, 1
        expect  27, r24, 1

        // A called function has its own rotation, and the caller's comes back.
        mov     r32 = 77
        mov     ar.lc = 1
        mov     ar.ec = 1
        ;;
15:     br.ctop.sptk.few 16f
        ;;
16:     br.call.sptk.few b6 = rotating
        ;;
        mov     r20 = r33
        clrrrb
        ;;
        expect  28, r20, 77
        expect  29, r8, 3
        mov     ar.lc = r15
        br.cond.sptk.few done
        ;;

rotating:
        alloc   r16 = ar.pfs, 0, 16, 0, 16
        mov     r32 = 3
        mov     ar.lc = 3
        mov     ar.ec = 0
        ;;
1:      br.ctop.sptk.few 1b
        ;;
        mov     r8 = r35
        mov     ar.pfs = r16
        br.ret.sptk.few b6
        ;;
done:
        end_of_checks

        .data
        .p2align 3
input:  data4   1, 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31
output: data4   0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x55, 0

        .section .note.GNU-stack, "", @progbits
