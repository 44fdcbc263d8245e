// Loads and stores of every width and kind, semaphores, both byte orders.
#include "check.h"

        start
        alloc   r14 = ar.pfs, 0, 4, 0, 0
        movl    r16 = words
        movl    r8 = 0x8182838485868788
        ;;
        // Widths: loads extend with zeros; stores leave the neighbours.
        ld1     r20 = [r16]
        ld2     r21 = [r16]
        ld4     r22 = [r16]
        ld8     r23 = [r16]
        ;;
        expect  1, r20, 0xf8
        expect  2, r21, 0xf7f8
        expect  3, r22, 0xf5f6f7f8
        expect  4, r23, 0xf1f2f3f4f5f6f7f8
        add     r17 = 8, r16
        ;;
        st1     [r17] = r8, 2
        ;;
        st2     [r17] = r8, 2
        ;;
        st4     [r17] = r8, -4
        ;;
        ld8     r20 = [r17], -8
        ;;
        expect  5, r20, 0x8586878887880088
        expect_same 6, r16, r17
        // The address afterwards: an immediate up to 255 and down to -256, or a register.
        mov     r18 = 24
        ;;
        ld8     r20 = [r17], r18
        ;;
        add     r19 = 24, r16
        ld8     r21 = [r17], 255
        ;;
        add     r19 = 255, r19
        ;;
        expect_same 7, r19, r17
        ld1     r21 = [r17], -256
        ;;
        add     r19 = -256, r19
        ;;
        expect_same 8, r19, r17
        // Hints and orderings change no value.
        ld8.acq r20 = [r16]
        ld8.bias r21 = [r16]
        ld8.nt1 r22 = [r16]
        ld4.nta r23 = [r16]
        ;;
        st8.rel [r16] = r20
        ld8.c.clr.acq r24 = [r16]
        lfetch.excl.nt1 [r16]
        lfetch.fault [r16], 16
        mf
        ;;
        add     r16 = -16, r16
        ;;
        expect_same 9, r20, r21
        expect_same 10, r20, r22
        expect  11, r23, 0xf5f6f7f8
        expect_same 12, r20, r24

        // Compare and exchange: the old value comes back; only what is equal in the width, zero-extended, is replaced.
        movl    r17 = cell
        mov     r20 = 0x1122
        mov     ar.ccv = r8
        ;;
        cmpxchg8.acq r21 = [r17], r20, ar.ccv
        ;;
        ld8     r22 = [r17]
        ;;
        expect  20, r21, 0x8182838485868788
        expect  21, r22, 0x1122
        cmpxchg8.rel r21 = [r17], r8, ar.ccv
        ;;
        ld8     r22 = [r17]
        ;;
        expect  22, r21, 0x1122
        expect  23, r22, 0x1122
        st8     [r17] = r8
        mov     r23 = 0x8788
        movl    r24 = 0x85868788
        ;;
        mov     ar.ccv = r23
        ;;
        cmpxchg2.acq r21 = [r17], r20, ar.ccv
        ;;
        ld8     r22 = [r17]
        ;;
        expect  24, r21, 0x8788
        expect  25, r22, 0x8182838485861122
        st8     [r17] = r8
        mov     ar.ccv = r24
        ;;
        cmpxchg4.rel r21 = [r17], r20, ar.ccv
        ;;
        ld8     r22 = [r17]
        ;;
        expect  26, r21, 0x85868788
        expect  27, r22, 0x8182838400001122
        // Bits of ar.ccv above the width count: they make it unequal.
        st8     [r17] = r8
        mov     ar.ccv = r8
        ;;
        cmpxchg1.acq r21 = [r17], r20, ar.ccv
        ;;
        ld8     r22 = [r17]
        mov     r23 = 0x88
        ;;
        expect  28, r21, 0x88
        expect  29, r22, 0x8182838485868788
        mov     ar.ccv = r23
        ;;
        cmpxchg1.acq r21 = [r17], r20, ar.ccv
        ;;
        ld8     r22 = [r17]
        ;;
        expect  30, r22, 0x8182838485868722

        // Exchange.
        st8     [r17] = r8
        movl    r20 = 0x1112131415161718
        ;;
        xchg1   r21 = [r17], r20
        ;;
        xchg2   r22 = [r17], r20
        ;;
        xchg4   r23 = [r17], r20
        ;;
        xchg8   r24 = [r17], r20
        ;;
        ld8     r25 = [r17]
        ;;
        expect  31, r21, 0x88
        expect  32, r22, 0x8718
        expect  33, r23, 0x85861718
        expect  34, r24, 0x8182838415161718
        expect  35, r25, 0x1112131415161718

        // Fetch and add: the eight increments.
        mov     r20 = 5
        ;;
        st8     [r17] = r20
        ;;
        .irp    increment, 1, 4, 8, 16, -1, -4, -8, -16
        fetchadd8.acq r21 = [r17], \increment
        ;;
        .endr
        expect  36, r21, 21             // before the last
        ld8     r22 = [r17]
        ;;
        expect  37, r22, 5
        fetchadd4.rel r21 = [r17], -8
        ;;
        ld8     r22 = [r17]
        ;;
        expect  38, r21, 5
        expect  39, r22, 0xfffffffd

        // Big-endian data, while instructions stay as they are.
        sum     2                       // um.be
        ;;
        ld1     r20 = [r16]
        ld2     r21 = [r16]
        ld4     r22 = [r16]
        ld8     r23 = [r16]
        st8     [r17] = r8
        ;;
        ld8     r24 = [r17]
        add     r18 = 8, r17
        ;;
        st4     [r18] = r8
        ;;
        rum     2
        ;;
        ld8     r25 = [r17]
        ld4     r26 = [r18]
        ;;
        expect  40, r20, 0xf8
        expect  41, r21, 0xf8f7
        expect  42, r22, 0xf8f7f6f5
        expect  43, r23, 0xf8f7f6f5f4f3f2f1
        expect  44, r24, 0x8182838485868788
        expect  45, r25, 0x8887868584838281
        expect  46, r26, 0x88878685

        // Floating-point loads and stores.
        movl    r18 = numbers
        ;;
        ldfd    f6 = [r18], 8           // 1.5
        ;;
        ldfs    f7 = [r18], 8           // -2.25
        ;;
        ldf8    f8 = [r18], 16          // an integer
        ;;
        ldfpd   f10, f11 = [r18], 16
        ;;
        ldfp8   f14, f15 = [r18], 16
        ;;
        ldfps   f12, f13 = [r18], 8
        ;;
        getf.d  r20 = f6
        getf.s  r21 = f7
        getf.sig r22 = f8
        getf.exp r23 = f8
        ;;
        expect  50, r20, 0x3ff8000000000000
        expect  51, r21, 0xc0100000
        expect  52, r22, 0x123456789abcdef0
        expect  53, r23, 0x1003e
        getf.d  r20 = f10
        getf.d  r21 = f11
        getf.s  r22 = f12
        getf.s  r23 = f13
        getf.sig r24 = f14
        getf.sig r25 = f15
        ;;
        expect  54, r20, 0x4000000000000000
        expect  55, r21, 0x4010000000000000
        expect  56, r22, 0x40a00000
        expect  57, r23, 0x41000000
        expect  58, r24, 7
        expect  59, r25, 9
        movl    r18 = room
        ;;
        add     r19 = 16, r18
        stfe    [r18] = f7
        ;;
        ldfe    f9 = [r18]
        ld8     r20 = [r18], 8
        ;;
        ld2     r21 = [r18], -8
        ;;
        expect  60, r20, 0x9000000000000000
        expect  61, r21, 0xc000
        stfd    [r18] = f9
        stfs    [r19] = f6
        ;;
        ld8     r20 = [r18]
        ld4     r21 = [r19]
        ;;
        expect  62, r20, 0xc002000000000000
        expect  63, r21, 0x3fc00000
        stf8    [r18] = f8
        ;;
        ld8     r20 = [r18]
        ;;
        expect  64, r20, 0x123456789abcdef0
        // Spilled: 82 bits in sixteen bytes.
        stf.spill [r18] = f8
        ;;
        ld8     r20 = [r18], 8
        ;;
        ld8     r21 = [r18], -8
        ;;
        ldf.fill f9 = [r18]
        ;;
        expect  65, r20, 0x123456789abcdef0
        expect  66, r21, 0x1003e
        getf.exp r22 = f9
        ;;
        expect  67, r22, 0x1003e
        // A double denormal becomes a number with the smallest exponent of doubles, not normalized.
        mov     r20 = 3
        ;;
        st8     [r18] = r20
        ;;
        ldfd    f9 = [r18]
        ;;
        getf.exp r21 = f9
        getf.sig r22 = f9
        getf.d  r23 = f9
        ;;
        expect  68, r21, 0xfc01
        expect  69, r22, 3 << 11
        expect  70, r23, 3
        fnorm.s0 f9 = f9
        ;;
        getf.exp r21 = f9
        getf.sig r22 = f9
        ;;
        expect  71, r21, 0xffff - 1073
        expect  72, r22, 0xc000000000000000

        // Sixteen bytes at once, half of them in ar.csd.
        movl    r18 = room
        mov     r20 = 0x44
        ;;
        mov     ar.csd = r20
        add     r19 = 8, r18
        ;;
        st16    [r18] = r8, ar.csd
        mov     ar.ccv = r20
        ;;
        mov     ar.csd = r0
        ;;
        ld16    r21, ar.csd = [r18]
        mov     r23 = 0x66
        ;;
        mov     r22 = ar.csd
        ;;
        expect_same 73, r21, r8
        expect  74, r22, 0x44
        // The eight bytes at the address are compared, sixteen are replaced.
        cmp8xchg16.acq r21 = [r19], r23, ar.csd, ar.ccv
        ;;
        ld8     r22 = [r18]
        ld8     r24 = [r19]
        ;;
        expect  75, r21, 0x44
        expect  76, r22, 0x66
        expect  77, r24, 0x44
        end_of_checks

        .data
        .p2align 4
words:  data8   0xf1f2f3f4f5f6f7f8, 0, 0, 0x0102030405060708
        .skip   256
        .p2align 4
numbers:
        data8   0x3ff8000000000000
        data4   0xc0100000, 0
        data8   0x123456789abcdef0, 0
        data8   0x4000000000000000, 0x4010000000000000
        data8   7, 9
        data4   0x40a00000, 0x41000000
        .p2align 4
room:   .skip   32
cell:   data8   0x8182838485868788, 0

        .section .note.GNU-stack, "", @progbits
