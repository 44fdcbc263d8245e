// Control and data speculation (volume 1, "Speculation"): NaTs, their spread, checks and recovery; the ALAT. That an
// entry of the ALAT survives is never promised, so only what must miss is checked, and what hits by its value.
#include "check.h"

        start
        alloc   r14 = ar.pfs, 0, 8, 0, 0
        movl    r20 = word
        movl    r21 = 0x10              // nothing is mapped there
        mov     r9 = 1
        ;;
        // A speculative load that succeeds, and one that does not.
        ld8.s   r22 = [r20]
        ld8.s   r23 = [r21]
        ld1.s   r24 = [r20]
        ;;
        expect  1, r22, 0x1122334455667788
        expect  2, r24, 0x88
        tnat.nz p6, p7 = r22
        tnat.nz p8, p9 = r23
        ;;
        expect_predicates 3, 0x3c0, 0x180
        // A NaT spreads, also as an address; a constant operand or zero does not stop it.
        add     r24 = 1, r23
        and     r25 = r23, r0
        ld4.s   r26 = [r23]
        shl     r27 = r23, 3
        ;;
        popcnt  r28 = r23
        shladd  r29 = r9, 2, r23
        mov     r30 = r23
        sxt4    r19 = r23
        ;;
        tnat.nz p6, p0 = r24
        tnat.nz p7, p0 = r25
        tnat.nz p8, p0 = r26
        tnat.nz p9, p0 = r27
        tnat.nz p10, p0 = r28
        tnat.nz p11, p0 = r29
        ;;
        tnat.nz p12, p0 = r30
        tnat.nz p13, p0 = r19
        ;;
        expect_predicates 4, 0x3fc0, 0x3fc0
        // An unrelated write cleans the register.
        mov     r24 = 7
        ;;
        tnat.nz p6, p7 = r24
        ;;
        expect_predicates 5, 0xc0, 0x80
        // Comparisons with a NaT: both predicates are cleared, or for or-types nothing is written.
        cmp.eq  p6, p7 = r0, r0
        cmp.eq  p8, p9 = r0, r0
        cmp.eq  p10, p11 = r0, r0
        ;;
        cmp.eq  p6, p7 = r23, r9
        cmp.eq.and p8, p0 = r23, r9
        cmp.eq.or p10, p11 = r23, r23
        ;;
        expect_predicates 6, 0xfc0, 0x400
        cmp.eq  p6, p7 = r0, r0
        cmp.eq  p8, p9 = r0, r0
        ;;
        tbit.nz.unc p6, p7 = r23, 1
        cmp.ne.or.andcm p9, p8 = r23, r9
        ;;
        expect_predicates 7, 0x3c0, 0x100

        // chk.s goes to its recovery code, which loads anew and comes back.
        mov     r25 = 0
        ;;
        ld8.s   r26 = [r21]
        ;;
        chk.s.m r26, recover_m
        ;;
back_m: expect  8, r26, 0x1122334455667788
        ld8.s   r26 = [r21]
        ;;
        chk.s.i r26, recover_i
        ;;
back_i: expect  9, r26, 0x99
        expect  10, r25, 2
        chk.s.m r22, wrong
        chk.s.i r22, wrong
        ;;
        // The same for floating-point registers: NaTVal.
        ldfd.s  f6 = [r21]
        ldfd.s  f7 = [r20]
        ;;
        chk.s   f7, wrong
        fadd.d  f8 = f6, f7
        fclass.m p6, p7 = f6, @nat
        fclass.m p8, p9 = f7, @nat
        ;;
        fclass.m p10, p11 = f8, @nat
        chk.s   f8, recover_f
        ;;
        unreachable 11
back_f: expect_predicates 12, 0xfc0, 0x640
        // It moves between the register files.
        setf.sig f9 = r23
        getf.sig r27 = f6
        ;;
        fclass.m p6, p7 = f9, @nat
        tnat.nz p8, p9 = r27
        fcmp.eq.unc p10, p11 = f6, f7
        ;;
        expect_predicates 13, 0xfc0, 0x140

        // Spilled and filled by two registers of words, the NaT is in ar.unat meanwhile.
        movl    r16 = room
        mov     ar.unat = r0
        ;;
        add     r17 = 8, r16
        st8.spill [r16] = r23
        ;;
        st8.spill [r17] = r22
        ;;
        mov     r18 = ar.unat
        extr.u  r19 = r16, 3, 6
        mov     r28 = 1
        ;;
        shl     r28 = r28, r19
        ;;
        expect_same 14, r18, r28
        ld8.fill r24 = [r16]
        ld8.fill r25 = [r17]
        ld8     r26 = [r17]
        ;;
        tnat.nz p6, p7 = r24
        tnat.nz p8, p9 = r25
        ;;
        expect_predicates 15, 0x3c0, 0x240
        expect  16, r25, 0x1122334455667788
        expect  17, r26, 0x1122334455667788
        // A register without a NaT clears the bit again; a store without spill leaves the bits alone.
        st8.spill [r16] = r9, 0
        ;;
        mov     r18 = ar.unat
        ;;
        expect  18, r18, 0
        stf.spill [r16] = f6
        ;;
        ldf.fill f10 = [r16]
        ;;
        fclass.m p6, p7 = f10, @nat
        ;;
        expect_predicates 19, 0xc0, 0x40

        // Advanced loads: a store to the same place in between, to a part of it, and to another place.
        movl    r16 = data
        movl    r17 = data + 4
        movl    r18 = data + 64
        mov     r19 = 0x55
        ;;
        st8     [r16] = r22
        ;;
        ld8.a   r24 = [r16]
        ;;
        st8     [r16] = r19
        ;;
        ld8.c.clr r24 = [r16]
        ;;
        expect  20, r24, 0x55
        ld8.a   r24 = [r16]
        ;;
        st4     [r17] = r19
        ;;
        ld8.c.nc r24 = [r16]
        ;;
        expect  21, r24, 0x5500000055
        ld8.a   r24 = [r16]
        ;;
        st8     [r18] = r19
        ;;
        ld8.c.clr r24 = [r16]
        ;;
        expect  22, r24, 0x5500000055
        // Another register's entry is no help, nor one of another size.
        ld4.a   r25 = [r16]
        mov     r26 = 0
        ;;
        ld8.c.clr r26 = [r16]
        ;;
        expect  23, r26, 0x5500000055
        invala
        mov     r25 = 0
        ;;
        ld4.c.clr r25 = [r16]
        ;;
        expect  24, r25, 0x55
        // chk.a: its recovery code runs where the entry is gone.
        mov     r25 = 0
        ld8.a   r24 = [r16]
        ;;
        st1     [r17] = r9
        ;;
        chk.a.clr r24, recover_a
        ;;
        unreachable 25
back_a: expect  26, r24, 0x0100000055
        ld8.a   r27 = [r16]
        ;;
        invala.e r27
        ;;
        chk.a.nc r27, recover_e
        ;;
        unreachable 27
back_e: expect  28, r25, 2
        chk.a.clr r39, recover_never    // never loaded
        ;;
        unreachable 29
back_never:
        // Semaphores and spills are stores too.
        ld8.a   r24 = [r16]
        mov     r26 = 3
        ;;
        xchg8   r27 = [r16], r26
        ;;
        chk.a.clr r24, 1f
        ;;
        unreachable 30
1:      expect  31, r27, 0x0100000055
        ldfd.a  f11 = [r16]
        ;;
        st2     [r16] = r9
        ;;
        chk.a.clr f11, 2f
        ;;
        unreachable 32
2:      ldfd.c.clr f11 = [r16]
        ;;
        getf.d  r24 = f11
        ;;
        expect  33, r24, 1
        // Both speculations at once: no entry is made where the load failed.
        ld8.sa  r24 = [r21]
        ;;
        chk.a.clr r24, 3f
        ;;
        unreachable 34
3:      ld8.sa  r24 = [r16]
        ;;
        chk.s.m r24, wrong
        ld8.c.clr r24 = [r16]
        ;;
        expect  35, r24, 1
        br.cond.sptk.few done
        ;;

recover_m:
        ld8     r26 = [r20]
        add     r25 = 1, r25
        br.cond.sptk.few back_m
        ;;
recover_i:
        mov     r26 = 0x99
        add     r25 = 1, r25
        br.cond.sptk.few back_i
        ;;
recover_f:
        br.cond.sptk.few back_f
        ;;
recover_a:
        ld8     r24 = [r16]
        add     r25 = 1, r25
        br.cond.sptk.few back_a
        ;;
recover_e:
        add     r25 = 1, r25
        br.cond.sptk.few back_e
        ;;
recover_never:
        br.cond.sptk.few back_never
        ;;
wrong:  unreachable 90
done:
        end_of_checks

        .data
        .p2align 4
word:   data8   0x1122334455667788
        .p2align 4
room:   data8   0, 0
data:   .skip   80

        .section .note.GNU-stack, "", @progbits
