// Predication, and every way a comparison writes its two predicates (volume 3, cmp, table "Comparison Types").
#include "check.h"

        // p6 and p7 are set to `before`, then `instruction` runs; then they are `after`, p6 the lower bit.
        .macro  try number, before, after, instruction:vararg
        mov     r3 = pr
        ;;
        dep     r3 = 0, r3, 6, 2
        mov     r31 = \before << 6
        ;;
        or      r3 = r3, r31
        ;;
        mov     pr = r3, 0x1fe
        ;;
        \instruction
        ;;
        expect_predicates \number, 0xc0, \after << 6
        .endm

        start
        mov     r8 = 5
        mov     r9 = -3
        movl    r10 = 0x1fffffffb       // as 32 bits: -5
        movl    r11 = 0x8000000000000000
        cmp.eq  p8, p9 = r0, r0         // p8 true, p9 false
        ;;
        // Normal: the result and its opposite, or nothing.
        try 1, 0, 1, cmp.eq p6, p7 = r8, r8
        try 2, 0, 2, cmp.eq p6, p7 = r8, r9
        try 3, 3, 3, (p9) cmp.eq p6, p7 = r8, r8
        try 4, 2, 2, cmp.lt p6, p7 = r8, r9
        try 5, 2, 1, cmp.ltu p6, p7 = r8, r9
        try 6, 0, 1, cmp4.eq p6, p7 = -5, r10
        try 7, 0, 2, cmp.eq p6, p7 = -5, r10
        try 8, 0, 2, cmp4.ltu p6, p7 = r10, r8
        try 9, 0, 1, cmp4.lt p6, p7 = r10, r8
        try 10, 0, 1, cmp.lt p6, p7 = r11, r0
        try 11, 0, 2, cmp4.lt p6, p7 = r11, r0
        // unc: both are cleared first, whatever the qualifying predicate.
        try 12, 3, 0, (p9) cmp.eq.unc p6, p7 = r8, r8
        try 13, 3, 1, (p8) cmp.eq.unc p6, p7 = r8, r8
        try 14, 3, 2, cmp.lt.unc p6, p7 = r8, r9
        try 15, 3, 0, (p9) cmp4.ltu.unc p6, p7 = r8, r9
        try 16, 3, 0, (p9) cmp.gt.unc p6, p7 = 7, r9
        // and: a false result clears both; or: a true one sets both.
        try 17, 3, 0, cmp.eq.and p6, p7 = r8, r9
        try 18, 3, 3, cmp.eq.and p6, p7 = r8, r8
        try 19, 1, 1, cmp.eq.and p6, p7 = r8, r8
        try 20, 3, 3, (p9) cmp.eq.and p6, p7 = r8, r9
        try 21, 0, 3, cmp.eq.or p6, p7 = r8, r8
        try 22, 0, 0, cmp.eq.or p6, p7 = r8, r9
        try 23, 2, 2, cmp.eq.or p6, p7 = r8, r9
        try 24, 0, 0, (p9) cmp.eq.or p6, p7 = r8, r8
        // or.andcm: a true result sets the first and clears the second.
        try 25, 2, 1, cmp.eq.or.andcm p6, p7 = r8, r8
        try 26, 2, 2, cmp.eq.or.andcm p6, p7 = r8, r9
        // andcm, orcm, and.orcm are the same with the opposite relation.
        try 27, 3, 0, cmp.eq.andcm p6, p7 = r8, r8
        try 28, 3, 3, cmp.eq.andcm p6, p7 = r8, r9
        try 29, 0, 3, cmp.eq.orcm p6, p7 = r8, r9
        try 30, 0, 0, cmp.eq.orcm p6, p7 = r8, r8
        try 31, 1, 2, cmp.eq.and.orcm p6, p7 = r8, r9
        try 32, 1, 1, cmp.eq.and.orcm p6, p7 = r8, r8
        // Against zero, the order relations too.
        try 33, 0, 3, cmp.gt.or p6, p7 = r0, r9
        try 34, 0, 0, cmp.gt.or p6, p7 = r0, r8
        try 35, 3, 0, cmp.le.and p6, p7 = r0, r9
        try 36, 3, 3, cmp.le.and p6, p7 = r0, r0
        try 37, 2, 1, cmp.ge.or.andcm p6, p7 = r0, r9
        try 38, 0, 3, cmp.lt.or p6, p7 = r0, r8
        try 39, 0, 0, cmp4.lt.or p6, p7 = r0, r10
        try 40, 0, 3, cmp.ne.or p6, p7 = r8, r9
        try 41, 3, 0, cmp4.ne.and p6, p7 = r10, r10
        try 42, 0, 3, cmp.eq.or p6, p7 = 5, r8
        try 43, 3, 0, cmp4.eq.and p6, p7 = 5, r10
        // p0 swallows.
        try 44, 0, 2, cmp.eq p0, p7 = r8, r9
        try 45, 0, 1, cmp.eq p6, p0 = r8, r8
        // Bits.
        try 46, 0, 1, tbit.nz p6, p7 = r8, 2
        try 47, 0, 2, tbit.nz p6, p7 = r8, 1
        try 48, 0, 1, tbit.z p6, p7 = r8, 63
        try 49, 0, 1, tbit.nz p6, p7 = r11, 63
        try 50, 3, 0, (p9) tbit.z.unc p6, p7 = r8, 0
        try 51, 3, 2, tbit.z.unc p6, p7 = r8, 0
        try 52, 0, 3, tbit.nz.or p6, p7 = r8, 0
        try 53, 3, 0, tbit.nz.and p6, p7 = r8, 1
        try 54, 1, 2, tbit.z.and.orcm p6, p7 = r8, 0
        try 55, 2, 1, tbit.z.or.andcm p6, p7 = r8, 1
        try 56, 0, 2, tnat.nz p6, p7 = r8
        try 57, 0, 1, tnat.z p6, p7 = r8
        try 58, 3, 0, (p9) tnat.z.unc p6, p7 = r8
        // Several in one group write one predicate, all the same value.
        .macro  three_or
        cmp.eq.or p6, p7 = r8, r9
        cmp.ne.or p6, p7 = r8, r9
        cmp.eq.or p6, p7 = 5, r8
        .endm
        .macro  three_and
        cmp.eq.and p6, p7 = r8, r9
        cmp.eq.and p6, p7 = r8, r8
        cmp.ne.and p6, p7 = r8, r8
        .endm
        .macro  two_or
        cmp.eq.or p6, p7 = r8, r9
        cmp.eq.or p6, p7 = 6, r8
        .endm
        try 59, 0, 3, three_or
        try 60, 3, 0, three_and
        try 61, 0, 0, two_or

        // What is predicated off writes nothing.
        mov     r20 = 1
        mov     r21 = 2
        movl    r22 = word
        cmp.ne  p10, p11 = r0, r0       // p10 false, p11 true
        ;;
  (p10) mov     r20 = 9
  (p11) mov     r21 = 9
  (p10) st8     [r22] = r22, 8
  (p10) br.cond.spnt.few wrong
        ;;
        expect  70, r20, 1
        expect  71, r21, 9
        ld8     r23 = [r22]
        movl    r24 = word
        ;;
        expect  72, r23, 0x1234
        expect_same 73, r22, r24
        // Both ways in one group; the branch sees the comparison of its own group.
        cmp.lt  p10, p11 = r9, r8
        ;;
  (p10) mov     r20 = 11
  (p11) mov     r20 = 12
        cmp.eq  p12, p13 = r8, r8
  (p12) br.cond.sptk.few 1f
        ;;
        unreachable 74
1:      expect  75, r20, 11
        // All predicates at once, and some of them.
        movl    r14 = 0x123456789abc0041
        mov     r15 = pr
        ;;
        mov     pr = r14, -1
        ;;
        mov     r16 = pr
        movl    r17 = 0xffffffffffff7fff
        ;;
        mov     pr = r15, -1
        and     r16 = r16, r17
        ;;
        expect  76, r16, 0x123456789abc0041
        mov     pr = r0, 0x1fffe
        ;;
        mov     pr = r14, 0xc0          // p6 and p7 alone
        ;;
        mov     r16 = pr
        ;;
        and     r16 = r16, r17
        ;;
        expect  77, r16, 0x41
        mov     pr.rot = 0x2a0000       // p17, p19, p21 of the rotating ones
        ;;
        mov     r16 = pr
        ;;
        extr.u  r16 = r16, 16, 48
        ;;
        expect  78, r16, 0x2a
        br.cond.sptk.few done
        ;;
wrong:  unreachable 79
done:
        end_of_checks

        .data
        .p2align 3
word:   data8   0x1234

        .section .note.GNU-stack, "", @progbits
