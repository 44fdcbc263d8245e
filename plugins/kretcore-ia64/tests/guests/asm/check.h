/* A program that checks itself: _start falls through its checks into `end_of_checks`.
 *
 * r2, r3 and p15 belong to the checks, and r31 to what leaves. The exit status is the number of the check that failed.
 */
        .macro  expect number, register, value
        mov     r2 = \number
        movl    r3 = \value
        ;;
        cmp.ne  p15, p0 = r3, \register
  (p15) br.cond.dpnt.few failed
        ;;
        .endm

        /* The register equals another. */
        .macro  expect_same number, register, other
        mov     r2 = \number
        cmp.ne  p15, p0 = \other, \register
  (p15) br.cond.dpnt.few failed
        ;;
        .endm

        /* The predicates of `mask`, which are not p15, have these values. */
        .macro  expect_predicates number, mask, value
        mov     r3 = pr
        mov     r2 = \number
        movl    r31 = \mask
        ;;
        and     r31 = r31, r3
        movl    r3 = \value
        ;;
        cmp.ne  p15, p0 = r3, r31
  (p15) br.cond.dpnt.few failed
        ;;
        .endm

        /* Code that is not to be reached. */
        .macro  unreachable number
        mov     r2 = \number
        br.cond.sptk.few failed
        ;;
        .endm

        .macro  start
        .text
        .globl  _start
        .proc   _start
_start:
        .endm

        .macro  end_of_checks
        mov     r2 = 0
        ;;
failed: clrrrb
        ;;
        alloc   r31 = ar.pfs, 0, 0, 1, 0
        mov     r15 = 1236
        ;;
        mov     out0 = r2
        break   0x100000
        ;;
        break   0
        .endp   _start
        .endm
