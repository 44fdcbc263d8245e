// Floating point beyond what compilers write: fields and flags of ar.fpsr, classes, merges, parallel forms, integers in
// floating-point registers, approximations.
#include "check.h"

        .macro  load register, value
        movl    r31 = \value
        ;;
        setf.d  \register = r31
        ;;
        .endm
        .macro  expect_double number, register, value
        getf.d  r31 = \register
        ;;
        expect  \number, r31, \value
        .endm
        .macro  expect_bits number, register, value
        getf.sig r31 = \register
        ;;
        expect  \number, r31, \value
        .endm
        // The six flags of a status field that starts at bit `at`: V D Z O U I from the lowest.
        .macro  expect_flags number, at, value
        mov     r31 = ar.fpsr
        ;;
        extr.u  r31 = r31, \at + 7, 6
        ;;
        expect  \number, r31, \value
        .endm
        .set    SF0, 6
        .set    SF1, 19
        .set    SF2, 32
        .set    SF3, 45

        start
        alloc   r14 = ar.pfs, 0, 4, 0, 0
        movl    r8 = 0x9804c0270033f    // as a program begins: 64 bits, to nearest, no traps; wide exponents but in sf0
        ;;
        mov     ar.fpsr = r8
        ;;
        load    f6, 0x3ff0000000000000  // 1
        load    f7, 0x4008000000000000  // 3
        load    f8, 0xbff8000000000000  // -1.5
        load    f9, 0x7ff0000000000000  // infinity
        load    f10, 0x7ff8000000000000 // quiet NaN
        load    f11, 0x7ff0000000000001 // signalling NaN
        load    f12, 0x7fefffffffffffff // the largest
        load    f13, 0x0010000000000000 // the smallest normal
        load    f14, 0x8000000000000000 // -0

        // fma rounds once; the suffix or the status field says to what.
        load    f15, 0x3ff0000000000001 // 1 + 2**-52
        fma.d.s0 f20 = f15, f15, f0
        fms.d.s0 f21 = f15, f15, f6
        fnma.d.s0 f22 = f15, f15, f6
        fma.s.s0 f23 = f15, f7, f0
        fma.s0  f24 = f15, f15, f0
        ;;
        expect_double 1, f20, 0x3ff0000000000002
        expect_double 2, f21, 0x3cc0000000000000        // 2**-51 + 2**-104, rounded
        expect_double 3, f22, 0xbcc0000000000000
        expect_double 4, f23, 0x4008000000000000
        expect_bits 5, f24, 0x8000000000001000          // 64 bits: 2**-104 does not fit
        expect_flags 6, SF0, 0x20       // inexact
        expect_flags 7, SF1, 0
        fclrf.s0
        ;;
        expect_flags 8, SF0, 0
        // Rounding by the field: sf2 upwards, to 53 bits.
        fsetc.s2 0, 0x28                // rc = 2
        ;;
        mov     r20 = ar.fpsr
        ;;
        extr.u  r20 = r20, SF2, 7
        ;;
        expect  9, r20, 0x28
        fma.s2  f20 = f15, f15, f0
        ;;
        expect_double 10, f20, 0x3ff0000000000003
        expect_flags 11, SF2, 0x20
        mov     ar.fpsr = r8
        ;;
        // Overflow, underflow, and the flags for them.
        fma.d.s0 f20 = f12, f7, f0
        ;;
        expect_double 12, f20, 0x7ff0000000000000
        expect_flags 13, SF0, 0x28
        fma.d.s0 f21 = f13, f13, f0
        ;;
        expect_double 14, f21, 0
        expect_flags 15, SF0, 0x38
        // With wide exponents neither happens.
        fma.s1  f20 = f12, f7, f0
        ;;
        getf.exp r20 = f20
        ;;
        expect  16, r20, 0xffff + 1025
        expect_flags 17, SF1, 0
        // Invalid operations give the default NaN, NaNs come through quiet.
        mov     ar.fpsr = r8
        ;;
        fma.d.s0 f20 = f9, f0, f0
        fma.d.s0 f21 = f10, f6, f6
        ;;
        expect_double 18, f20, 0xfff8000000000000
        expect_double 19, f21, 0x7ff8000000000000
        expect_flags 20, SF0, 1
        mov     ar.fpsr = r8
        ;;
        fma.d.s0 f21 = f11, f6, f6
        ;;
        expect_double 21, f21, 0x7ff8000000000001
        expect_flags 22, SF0, 1
        mov     ar.fpsr = r8
        ;;

        // Comparisons: a quiet NaN is unordered; only order relations say that it is invalid.
        fcmp.eq p6, p7 = f10, f6
        fcmp.unord p8, p9 = f10, f6
        ;;
        expect_flags 23, SF0, 0
        fcmp.lt p10, p11 = f8, f6
        fcmp.nlt p12, p13 = f10, f6
        ;;
        expect_predicates 24, 0x3fc0, 0x1580
        expect_flags 25, SF0, 1
        mov     ar.fpsr = r8
        ;;
        fcmp.eq p6, p7 = f14, f0        // zeros are equal
        cmp.eq  p8, p9 = r0, r0
        ;;
  (p9)  fcmp.eq.unc p8, p9 = f6, f6
        fcmp.le p10, p11 = f7, f6
        ;;
        expect_predicates 26, 0xfc0, 0x840

        // Classes.
        .macro  class number, register, mask, value
        fclass.m p6, p7 = \register, \mask
        ;;
        expect_predicates \number, 0xc0, \value
        .endm
        class   30, f6, @norm | @pos, 0x40
        class   31, f6, @norm | @neg, 0x80
        class   32, f8, @norm | @neg, 0x40
        class   33, f9, @inf | @pos, 0x40
        class   34, f10, @qnan, 0x40
        class   35, f11, @qnan, 0x80
        class   36, f11, @snan, 0x40
        class   37, f14, @zero | @neg, 0x40
        class   38, f0, @zero | @pos | @neg, 0x40
        class   39, f10, @nat, 0x80
        load    f16, 5                  // a denormal double
        class   40, f16, @unorm | @pos, 0x40
        class   41, f16, @norm | @pos, 0x80

        // Signs, merges, bits.
        fmerge.s f20 = f8, f7           // sign of the first
        fmerge.ns f21 = f8, f7
        fmerge.se f22 = f7, f8          // sign and exponent of the first
        fabs    f23 = f8
        fneg    f24 = f8
        fnegabs f25 = f7
        ;;
        expect_double 42, f20, 0xc008000000000000
        expect_double 43, f21, 0x4008000000000000
        expect_double 44, f22, 0x4008000000000000
        expect_double 45, f23, 0x3ff8000000000000
        expect_double 46, f24, 0x3ff8000000000000
        expect_double 47, f25, 0xc008000000000000
        movl    r20 = 0xfedcba9876543210
        movl    r21 = 0x0f0f0f0f12345678
        ;;
        setf.sig f16 = r20
        setf.sig f17 = r21
        ;;
        fand    f20 = f16, f17
        fandcm  f21 = f16, f17
        for     f22 = f16, f17
        fxor    f23 = f16, f17
        fmix.lr f25 = f16, f17
        fmix.l  f26 = f16, f17
        fmix.r  f27 = f16, f17
        fswap   f28 = f16, f17
        fsxt.l  f29 = f16, f17
        fsxt.r  f30 = f16, f17
        ;;
        expect_bits 48, f20, 0x0e0c0a0812141210
        expect_bits 49, f21, 0xf0d0b09064402000
        expect_bits 50, f22, 0xffdfbf9f76747678
        expect_bits 51, f23, 0xf1d3b59764606468
        expect_bits 53, f25, 0xfedcba9812345678
        expect_bits 54, f26, 0xfedcba980f0f0f0f
        expect_bits 55, f27, 0x7654321012345678
        expect_bits 56, f28, 0x12345678fedcba98
        expect_bits 57, f29, 0xffffffff0f0f0f0f
        expect_bits 58, f30, 0x0000000012345678
        // Bits of the first where the mask, the last, has ones, else of the second.
        fselect f24 = f16, f17, f28
        ;;
        expect_bits 59, f24, 0x1f1f1b1f76747670

        // Integers: the products' two halves, with an addition; conversions, rounding and cutting.
        xma.l   f20 = f16, f17, f16
        xma.h   f21 = f16, f17, f16
        xma.hu  f22 = f16, f17, f16
        xmpy.l  f23 = f17, f17
        xmpy.hu f24 = f17, f17
        ;;
        expect_bits 60, f20, 0xf91b3d5f81dd0990
        expect_bits 61, f21, 0xffeeddccbba7054e
        expect_bits 62, f22, 0xefdecdbcddb5bc6
        expect_bits 63, f23, 0x779f98ec1df4d840
        expect_bits 64, f24, 0xe2c4a688c90949
        fcvt.xf f20 = f16
        fcvt.xuf.d f21 = f16
        fcvt.fx.s0 f22 = f8             // -1.5 to even
        fcvt.fx.trunc.s0 f23 = f8
        fcvt.fxu.trunc.s0 f24 = f7
        fcvt.fx.trunc.s0 f25 = f9       // out of range
        ;;
        expect_double 65, f20, 0xc3723456789abcdf
        expect_double 66, f21, 0x43efdb97530eca86
        expect_bits 67, f22, -2
        expect_bits 68, f23, -1
        expect_bits 69, f24, 3
        expect_bits 70, f25, 0x8000000000000000
        expect_flags 71, SF0, 0x21

        // Minimum and maximum: the second operand, if one is a NaN or they are equal.
        fmin.s0 f20 = f6, f7
        fmax.s0 f21 = f8, f6
        famin.s0 f22 = f8, f6
        famax.s0 f23 = f8, f6
        fmin.s0 f24 = f10, f6
        fmax.s0 f25 = f6, f10
        fmin.s0 f26 = f14, f0
        fmax.s0 f27 = f0, f14
        ;;
        expect_double 72, f20, 0x3ff0000000000000
        expect_double 73, f21, 0x3ff0000000000000
        expect_double 74, f22, 0x3ff0000000000000
        expect_double 75, f23, 0xbff8000000000000
        expect_double 76, f24, 0x3ff0000000000000
        expect_double 77, f25, 0x7ff8000000000000
        expect_double 78, f26, 0
        expect_double 79, f27, 0x8000000000000000

        // Approximations: within 2**-8.886 where there is one, else the result itself and a cleared predicate.
        mov     ar.fpsr = r8
        ;;
        frcpa.s0 f20, p6 = f6, f7
        frsqrta.s0 f21, p7 = f7
        ;;
        fnma.s1 f22 = f20, f7, f6       // 1 - 3 / 3
        fma.s1  f23 = f21, f21, f0
        ;;
        fnma.s1 f23 = f23, f7, f6       // 1 - 3 * (1 / sqrt 3) ** 2
        getf.exp r20 = f22
        ;;
        getf.exp r21 = f23
        extr.u  r20 = r20, 0, 17
        ;;
        extr.u  r21 = r21, 0, 17
        mov     r22 = 0xffff - 8
        mov     r23 = 0xffff - 7
        ;;
        cmp.lt  p8, p0 = r20, r22
        cmp.lt  p9, p0 = r21, r23
        ;;
        expect_predicates 80, 0x3c0, 0x3c0
        expect_flags 81, SF0, 0
        frcpa.s0 f20, p6 = f6, f0
        frcpa.s1 f21, p7 = f0, f0
        frcpa.s2 f22, p8 = f8, f9
        frcpa.s3 f23, p9 = f9, f8
        frcpa.s3 f24, p10 = f10, f6
        ;;
        expect_predicates 82, 0x7c0, 0
        expect_double 83, f20, 0x7ff0000000000000
        expect_double 84, f21, 0xfff8000000000000
        expect_double 85, f22, 0x8000000000000000
        expect_double 86, f23, 0xfff0000000000000
        expect_double 87, f24, 0x7ff8000000000000
        expect_flags 88, SF0, 4
        expect_flags 89, SF1, 1
        cmp.eq  p6, p0 = r0, r0
        cmp.eq  p7, p0 = r0, r0
        cmp.eq  p8, p0 = r0, r0
        cmp.eq  p9, p0 = r0, r0
        ;;
        frsqrta.s0 f20, p6 = f14
        frsqrta.s1 f21, p7 = f8
        frsqrta.s0 f22, p8 = f9
        cmp.ne  p10, p0 = r0, r0
        ;;
  (p10) frcpa.s0 f23, p9 = f6, f7       // clears its predicate even so, and nothing else
        ;;
        expect_predicates 90, 0x3c0, 0
        expect_double 91, f20, 0x8000000000000000
        expect_double 92, f21, 0xfff8000000000000
        expect_double 93, f22, 0x7ff0000000000000
        expect_double 94, f23, 0xfff0000000000000

        // Two singles in one register.
        movl    r20 = 0x3fc00000c0000000        // 1.5, -2
        movl    r21 = 0x4080000041200000        // 4, 10
        mov     ar.fpsr = r8
        ;;
        setf.sig f16 = r20
        setf.sig f17 = r21
        ;;
        fpma.s0 f20 = f16, f17, f16
        fpms.s0 f21 = f16, f17, f17
        fpnma.s0 f22 = f16, f17, f17
        fpmin.s0 f23 = f16, f17
        fpamax.s0 f24 = f16, f17
        fpcmp.lt.s0 f25 = f16, f17
        fpcmp.eq.s0 f26 = f16, f17
        fpcvt.fx.trunc.s0 f27 = f16
        fpmerge.s f28 = f16, f17
        fpabs   f29 = f16
        fpack   f30 = f6, f8
        fpmax.s0 f31 = f16, f17
        fpamin.s0 f32 = f16, f17
        ;;
        expect_bits 100, f20, 0x40f00000c1b00000        // 7.5, -22
        expect_bits 101, f21, 0x40000000c1f00000        // 2, -30
        expect_bits 102, f22, 0xc000000041f00000        // -2, 30
        expect_bits 103, f23, 0x3fc00000c0000000
        expect_bits 104, f24, 0x4080000041200000
        expect_bits 105, f25, 0xffffffffffffffff
        expect_bits 106, f26, 0
        expect_bits 107, f27, 0x00000001fffffffe
        expect_bits 108, f28, 0x40800000c1200000
        expect_bits 109, f29, 0x3fc0000040000000
        expect_bits 117, f31, 0x4080000041200000
        expect_bits 118, f32, 0x3fc00000c0000000
        expect_bits 110, f30, 0x3f800000bfc00000
        getf.exp r20 = f20
        ;;
        expect  111, r20, 0x1003e

        // Flags that are checked speculatively, and cleared.
        mov     ar.fpsr = r8
        ;;
        frcpa.s2 f20, p6 = f6, f0       // zero divide in sf2 alone
        ;;
        fchkf.s2 1f
        ;;
        unreachable 112
1:      expect_flags 113, SF2, 4
        fclrf.s2
        ;;
        fchkf.s2 wrong
        ;;
        // A conversion of the register format: exponent and sign alone.
        movl    r20 = 0x2fffe           // minus, 2 ** -1
        ;;
        setf.exp f20 = r20
        mov     r21 = -1
        ;;
        setf.s  f21 = r21               // a NaN
        getf.exp r22 = f20
        ;;
        expect  114, r22, 0x2fffe
        expect_double 115, f20, 0xbfe0000000000000
        class   116, f21, @qnan, 0x40
        br.cond.sptk.few done
        ;;
wrong:  unreachable 120
done:
        end_of_checks

        .section .note.GNU-stack, "", @progbits
