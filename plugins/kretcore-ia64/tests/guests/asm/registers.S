// The register stack: frames, the backing store and its NaT collections, switched by the program (volume 2, chapter 6).
#include "check.h"

        // NaT into a register, by a load whose collection says so.
        .macro  make_nat register
        mov     ar.unat = r28           // all ones
        ;;
        ld8.fill \register = [r29]
        ;;
        .endm

        start
        alloc   r14 = ar.pfs, 0, 8, 0, 0
        movl    r29 = word
        mov     r28 = -1
        ;;
        // Every call moves BSP by the caller's local registers, and by one more where it passes a NaT collection.
        mov     r20 = ar.bsp
        mov     r8 = 200
        br.call.sptk.few b6 = grow
        ;;
        mov     r21 = ar.bsp
        ;;
        expect  1, r8, 0
        expect_same 2, r20, r21

        // A frame's registers survive calls that overflow the physical register stack.
        mov     r35 = 35
        mov     r36 = 36
        make_nat r37
        mov     r8 = 300
        mov     r9 = 0
        mov     r10 = 0
        mov     ar.unat = r0
        br.call.sptk.few b6 = deep
        ;;
        expect  3, r35, 35
        expect  4, r36, 36
        expect  5, r9, 300 * 301 / 2
        expect  6, r10, 300             // the NaTs that came back
        tnat.nz p6, p7 = r37
        tnat.nz p8, p9 = r36
        ;;
        expect_predicates 7, 0x3c0, 0x240

        // What flushrs stores: the registers of the frames below, and their NaT bits in the collection.
        mov     r32 = 0x32
        mov     r33 = 0x33
        mov     r38 = 0x38
        mov     r39 = 0x39
        br.call.sptk.few b6 = flush
        ;;
        expect  10, r20, 0x32
        expect  11, r21, 0x39
        expect  12, r22, 1              // the bit of r37
        expect  13, r23, 0              // the bit of r36

        // cover puts the whole frame into the dirty partition; an empty frame is left.
        mov     r20 = ar.bsp
        ;;
        alloc   r14 = ar.pfs, 0, 8, 0, 0
        ;;
        cover
        ;;
        mov     r21 = ar.bsp
        ;;
        // Eight registers, and a collection if there was one between.
        shr.u   r22 = r20, 9
        shr.u   r23 = r21, 9
        sub     r24 = r21, r20
        ;;
        sub     r23 = r23, r22
        ;;
        shladd  r23 = r23, 3, r0
        ;;
        sub     r24 = r24, r23
        ;;
        expect  14, r24, 64

        // Another backing store, filled and flushed; then back, and everything is as it was.
        alloc   r14 = ar.pfs, 0, 4, 0, 0
        ;;
        mov     r32 = 0x132
        mov     r33 = 0x133
        make_nat r34
        mov     r35 = 0x135
        br.call.sptk.few b6 = elsewhere
        ;;
        expect  20, r32, 0x132
        expect  21, r33, 0x133
        expect  22, r35, 0x135
        tnat.nz p6, p7 = r34
        ;;
        expect_predicates 23, 0xc0, 0x40
        expect  24, r20, 0x44440000     // what it stored in the other store
        expect  25, r21, 0x44440002
        expect  26, r22, 1              // in ar.rnat or stored: the bit of its NaT
        expect  27, r8, 0x44440003

        // What was loaded is clean: it is never stored again, over what memory may hold by then.
        br.call.sptk.few b6 = loaded
        ;;
        expect  50, r20, 0x5555
        expect  51, r21, 0x232
        expect  52, r32, 0x132

        // loadrs brings back frames that were written into a store by hand.
        br.call.sptk.few b6 = by_hand
        ;;
        expect  30, r8, 0x1000
        expect  31, r9, 0x1001
        expect  32, r10, 0x1002
        expect_predicates 33, 0xc0, 0x80  // the second is a NaT, the first none

        // A callee's inputs are the caller's outputs.
        alloc   r14 = ar.pfs, 0, 2, 3, 0
        ;;
        mov     r32 = 1
        mov     r33 = 2
        mov     out0 = 3
        mov     out1 = 4
        mov     out2 = 5
        br.call.sptk.few b6 = outputs
        ;;
        expect  40, r8, 30
        expect  41, r9, 50
        expect  42, r33, 2
        // A frame of 96 registers.
        br.call.sptk.few b6 = widest
        ;;
        expect  43, r8, 127 * 3 + 32
        br.cond.sptk.few done
        ;;

        // Calls itself r8 times; returns r8 = what BSP is wrong by, all told.
grow:   alloc   r16 = ar.pfs, 0, 40, 0, 0
        ;;
        mov     r17 = ar.bsp
        ;;
        mov     r32 = r16
        mov     r33 = b6
        mov     r34 = r17
        mov     r35 = r8
        cmp.ge  p6, p0 = 1, r8
  (p6)  br.cond.spnt.few 2f
        br.call.sptk.few b6 = measure
        ;;
        // r8 = BSP in the callee: 40 registers further, or 41 words.
        sub     r18 = r8, r34
        shr.u   r19 = r8, 9
        shr.u   r17 = r34, 9
        ;;
        sub     r19 = r19, r17
        ;;
        shladd  r19 = r19, 3, r0
        ;;
        sub     r8 = r18, r19
        ;;
        add     r36 = -320, r8
        add     r8 = -1, r35
        br.call.sptk.few b6 = grow
        ;;
        add     r8 = r8, r36
        br.cond.sptk.few 3f
        ;;
2:      mov     r8 = 0
3:      mov     ar.pfs = r32
        mov     b6 = r33
        br.ret.sptk.few b6
        ;;
measure:
        mov     r8 = ar.bsp
        br.ret.sptk.few b6
        ;;

        // Recursion r8 deep; each frame has a NaT and a number, r9 adds the numbers up, r10 counts the NaTs.
deep:   alloc   r16 = ar.pfs, 0, 17, 0, 0
        cmp.eq  p6, p0 = r0, r8
        ;;
  (p6)  br.ret.spnt.few b6
        ;;
        mov     r32 = r16
        mov     r33 = b6
        mov     r40 = r8
        mov     r8 = -1
        ;;
        mov     ar.unat = r8
        ;;
        ld8.fill r41 = [r29]
        add     r8 = -1, r40
        mov     ar.unat = r0
        ;;
        br.call.sptk.few b6 = deep
        ;;
        add     r9 = r9, r40
        tnat.nz p6, p0 = r41
        ;;
  (p6)  add     r10 = 1, r10
        mov     ar.pfs = r32
        mov     b6 = r33
        br.ret.sptk.few b6
        ;;

        // Reads the eight registers of its caller's frame in memory.
flush:  flushrs
        ;;
        mov     r16 = ar.bsp
        mov     r18 = ar.rsc
        ;;
        dep     r26 = 0, r18, 0, 2      // BSPSTORE and RNAT can be read in enforced lazy mode only
        ;;
        mov     ar.rsc = r26
        ;;
        mov     r17 = ar.bspstore
        mov     r27 = ar.rnat
        ;;
        mov     ar.rsc = r18
        expect_same 15, r16, r17
        // From the caller's BSP up: back eight slots, nine if the collection is among them.
        extr.u  r19 = r16, 3, 6
        add     r24 = -64, r16
        add     r25 = -8, r16
        ;;
        cmp.gt  p6, p0 = 8, r19
        cmp.eq  p7, p0 = r0, r19
        ;;
  (p6)  add     r24 = -8, r24
  (p7)  add     r25 = -8, r25
        ;;
        ld8     r20 = [r24]             // r32
        ld8     r21 = [r25]             // r39
        // r37 and r36 are two and three registers below r39.
        dep     r16 = -1, r24, 3, 6     // the collection of r32's group
        add     r22 = 40, r24
        add     r23 = 32, r24
        ;;
        cmp.ltu p6, p7 = r22, r16       // r37 is in that group
        cmp.ltu p8, p9 = r23, r16
        cmp.ltu p10, p11 = r16, r17     // and its collection has been stored
        ;;
  (p7)  add     r22 = 8, r22
  (p9)  add     r23 = 8, r23
  (p10) ld8     r16 = [r16]
  (p11) mov     r16 = r27
        ;;
        extr.u  r22 = r22, 3, 6
        extr.u  r23 = r23, 3, 6
        mov     r24 = r27
        mov     r25 = r27
        ;;
  (p6)  mov     r24 = r16
  (p8)  mov     r25 = r16
        ;;
        shr.u   r22 = r24, r22
        shr.u   r23 = r25, r23
        ;;
        and     r22 = 1, r22
        and     r23 = 1, r23
        br.ret.sptk.few b6
        ;;

        // Runs on the store at `store`, and leaves it.
elsewhere:
        alloc   r16 = ar.pfs, 0, 0, 0, 0
        mov     r17 = ar.rsc
        mov     r18 = b6
        ;;
        flushrs
        dep     r19 = 0, r17, 0, 2
        ;;
        mov     ar.rsc = r19
        ;;
        mov     r24 = ar.bspstore
        mov     r25 = ar.rnat
        movl    r26 = store + 0x1e8     // three slots before a collection
        ;;
        mov     ar.bspstore = r26
        ;;
        mov     ar.rnat = r0
        ;;
        mov     r27 = ar.bsp
        ;;
        expect_same 28, r27, r26
        mov     ar.rsc = r17
        ;;
        alloc   r8 = ar.pfs, 0, 4, 0, 0
        movl    r9 = 0x44440000
        ;;
        mov     r32 = r9
        make_nat r33
        add     r34 = 2, r9
        add     r35 = 3, r9
        br.call.sptk.few b7 = stores
        ;;
        mov     r8 = r35
        mov     ar.rsc = r19
        ;;
        alloc   r9 = ar.pfs, 0, 0, 0, 0
        ;;
        loadrs                          // drops what is left of this store
        ;;
        mov     ar.bspstore = r24
        ;;
        mov     ar.rnat = r25
        ;;
        mov     ar.rsc = r17
        mov     ar.pfs = r16
        mov     b6 = r18
        ;;
        br.ret.sptk.few b6
        ;;
stores: flushrs
        ;;
        movl    r10 = store
        movl    r11 = store + 0x1f8
        movl    r9 = store + 0x200
        ;;
        add     r10 = 0x1e8, r10
        ld8     r22 = [r11]             // the collection: bit 62 is the second register's
        ld8     r21 = [r9]              // the third register is behind it
        ;;
        ld8     r20 = [r10]
        extr.u  r22 = r22, 62, 1
        br.ret.sptk.few b7
        ;;

        // Runs on the store from its third group on; what is below belongs to no frame.
loaded: alloc   r16 = ar.pfs, 0, 0, 0, 0
        mov     r17 = ar.rsc
        mov     r18 = b6
        ;;
        flushrs
        dep     r19 = 0, r17, 0, 2
        ;;
        mov     ar.rsc = r19
        ;;
        mov     r24 = ar.bspstore
        mov     r25 = ar.rnat
        movl    r26 = store + 0x400
        ;;
        mov     ar.bspstore = r26
        ;;
        mov     ar.rnat = r0
        ;;
        alloc   r9 = ar.pfs, 0, 4, 0, 0
        mov     ar.rsc = r17
        ;;
        mov     r32 = 0x232
        br.call.sptk.few b7 = unload
        ;;
        add     r20 = -16, r26          // the return loaded r32, and what is below if it likes
        movl    r21 = 0x5555
        ;;
        st8     [r20] = r21
        br.call.sptk.few b7 = unload
        ;;
        ld8     r20 = [r20]
        mov     r21 = r32
        mov     ar.rsc = r19
        ;;
        alloc   r9 = ar.pfs, 0, 0, 0, 0
        ;;
        loadrs
        ;;
        mov     ar.bspstore = r24
        ;;
        mov     ar.rnat = r25
        ;;
        mov     ar.rsc = r17
        mov     ar.pfs = r16
        mov     b6 = r18
        ;;
        br.ret.sptk.few b6
        ;;
        // Leaves no register below the current frame.
unload: flushrs
        ;;
        mov     ar.rsc = r19
        ;;
        loadrs
        ;;
        mov     ar.rsc = r17
        br.ret.sptk.few b7
        ;;

        // Makes a store with three registers of a caller that never was, loads them, and returns into that frame.
by_hand:
        alloc   r16 = ar.pfs, 0, 0, 0, 0
        mov     r17 = ar.rsc
        mov     r18 = b6
        movl    r20 = store
        movl    r21 = 0x1000
        ;;
        flushrs
        dep     r19 = 0, r17, 0, 2
        add     r22 = 1, r21
        add     r23 = 2, r21
        ;;
        st8     [r20] = r21, 8
        ;;
        st8     [r20] = r22, 8
        ;;
        st8     [r20] = r23, 8
        mov     ar.rsc = r19
        ;;
        mov     r24 = ar.bspstore
        mov     r25 = ar.rnat
        ;;
        mov     ar.bspstore = r20       // above the three
        mov     r26 = 2
        ;;
        mov     ar.rnat = r26           // the second is a NaT
        dep     r27 = -1, r19, 19, 2    // loadrs: 24 bytes
        ;;
        mov     ar.rsc = r27
        ;;
        loadrs
        ;;
        movl    r26 = (3 << 7 | 3) | 3 << 62    // the frame: three locals, privilege level 3
        mov     b7 = r18
        movl    r11 = 3f
        ;;
        mov     ar.pfs = r26
        ;;
        mov     b6 = r11
        ;;
        br.ret.sptk.few b6
        ;;
3:      mov     r8 = r32
        tnat.nz p6, p7 = r32
        mov     r10 = r34
        tnat.nz p8, p9 = r33
        ;;
  (p8)  mov     r9 = 0x1001
        mov     ar.rsc = r19
        ;;
        alloc   r11 = ar.pfs, 0, 0, 0, 0
        ;;
        loadrs
        ;;
        mov     ar.bspstore = r24
        ;;
        mov     ar.rnat = r25
        ;;
        mov     ar.rsc = r17
        mov     ar.pfs = r16
        ;;
        br.ret.sptk.few b7
        ;;

outputs:
        alloc   r16 = ar.pfs, 3, 1, 0, 0
        ;;
        mov     r35 = 10
        shladd  r32 = r32, 3, r32
        ;;
        add     r8 = 3, r32
        shladd  r9 = r34, 3, r34
        ;;
        add     r9 = 5, r9
        mov     r33 = 0
        br.ret.sptk.few b6
        ;;

widest: alloc   r16 = ar.pfs, 0, 96, 0, 0
        ;;
        mov     r32 = 32
        mov     r127 = 127
        ;;
        mov     r80 = r127
        ;;
        add     r8 = r80, r127
        ;;
        add     r8 = r8, r127
        ;;
        add     r8 = r8, r32
        br.ret.sptk.few b6
        ;;
done:
        end_of_checks

        .data
        .p2align 9
store:  .skip   2048
word:   data8   0x77

        .section .note.GNU-stack, "", @progbits
