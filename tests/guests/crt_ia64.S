// What C cannot say, for Itanium (Itanium Software Conventions and Runtime Architecture Guide; Itanium Architecture
// Software Developer's Manual, volume 2, chapter 6, "Register Stack Engine"), as Linux runs it.

        .macro  function name
        .p2align 4
        .globl  \name
        .proc   \name
\name:
        .endm
        .macro  end name
        .endp   \name
        .endm

        .set    SCRATCH, 16             // the callee's, at every stack pointer

        .text
function _start
        // argc is above the scratch area (Linux, start_thread).
        alloc   r2 = ar.pfs, 0, 0, 1, 0
        mov     r3 = ip
        movl    r14 = @gprel(_start)
        ;;
        sub     gp = r3, r14            // right wherever the program was loaded
        add     out0 = SCRATCH, sp
        br.call.sptk.many b0 = rt_start
        ;;
        break   0
end _start

function rt_syscall
        // The system takes its arguments from the frame's output registers.
        alloc   r2 = ar.pfs, 4, 0, 3, 0
        mov     r15 = in0
        mov     out0 = in1
        mov     out1 = in2
        mov     out2 = in3
        break   0x100000
        ;;
        cmp.eq  p6, p0 = -1, r10        // an error is told by r10
        ;;
  (p6)  sub     r8 = r0, r8
        br.ret.sptk.many b0
end rt_syscall

        // A block of what functions preserve: f2-f5 and f16-f31 of 16 bytes, then words as `save` writes them.
        .set    WORDS, 320
        .set    SPILLED_NATS, WORDS + 48
        .set    BSP, WORDS + 80
        .set    RNAT, WORDS + 160       // written by context_switch alone
        .set    BLOCK, WORDS + 176

        // Save at r14; the caller's stack pointer is in r15.
        .macro  save
        mov     r3 = ar.unat
        .irp    n, 2, 3, 4, 5, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        stf.spill [r14] = f\n, 16
        ;;
        .endr
        .irp    register, r1, r4, r5, r6, r7, r15
        st8.spill [r14] = \register, 8
        ;;
        .endr
        mov     r16 = ar.unat           // the NaT bits of those
        mov     r17 = ar.rsc
        mov     r18 = ar.bsp
        mov     r19 = ar.lc
        mov     r20 = ar.fpsr
        mov     r21 = ar.pfs
        mov     r22 = pr
        mov     r23 = b0
        mov     r24 = b1
        mov     r25 = b2
        mov     r26 = b3
        mov     r27 = b4
        mov     r28 = b5
        ;;
        .irp    register, r16, r3, r21, r20, r18, r17, r19, r22, r23, r24, r25, r26, r27, r28
        st8     [r14] = \register, 8
        ;;
        .endr
        .endm

        // Leave the frames that are in registers for those below the backing store's address r18, NaT collection r19.
        // Before: flushrs, an ar.rsc of enforced lazy mode.
        .macro  switch_backing_store
        loadrs                          // of nothing: no older frame stays in a register
        ;;
        mov     ar.bspstore = r18
        ;;
        mov     ar.rnat = r19
        ;;
        .endm

        // Restore from r14 and return there. r8 stays, and ar.rsc's mode is as it was.
        .macro  restore_and_return
        add     r15 = SPILLED_NATS, r14
        ;;
        ld8     r16 = [r15], 8
        ;;
        mov     ar.unat = r16
        .irp    n, 2, 3, 4, 5, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        ldf.fill f\n = [r14], 16
        ;;
        .endr
        .irp    register, r1, r4, r5, r6, r7, r12
        ld8.fill \register = [r14], 8
        ;;
        .endr
        .irp    register, r3, r21, r20, r18, r17, r19, r22, r23, r24, r25, r26, r27, r28
        ld8     \register = [r15], 8
        ;;
        .endr
        mov     ar.unat = r3
        mov     ar.rsc = r17
        mov     ar.lc = r19
        mov     ar.fpsr = r20
        mov     ar.pfs = r21
        mov     b0 = r23
        mov     b1 = r24
        mov     b2 = r25
        mov     b3 = r26
        mov     b4 = r27
        mov     b5 = r28
        mov     pr = r22, -1
        ;;
        br.ret.sptk.many b0             // the frame comes back from the backing store
        ;;
        .endm

function setjmp
        alloc   r2 = ar.pfs, 1, 0, 0, 0
        mov     r14 = in0
        mov     r15 = sp
        ;;
        save
        mov     r8 = 0
        br.ret.sptk.many b0
end setjmp

function longjmp
        alloc   r2 = ar.pfs, 2, 0, 0, 0
        mov     r14 = in0
        sxt4    r8 = in1
        cmp4.eq p6, p0 = 0, in1
        mov     r16 = ar.rsc
        add     r17 = BSP, in0
        ;;
  (p6)  mov     r8 = 1                  // longjmp(..., 0) makes setjmp return 1
        ld8     r18 = [r17]
        dep     r16 = 0, r16, 16, 14    // loadrs
        ;;
        flushrs                         // setjmp's callers may have frames in registers
        dep     r16 = 0, r16, 0, 2      // mode
        dep     r20 = -1, r18, 3, 6     // where the collection goes that r18's NaT bits are in
        ;;
        mov     ar.rsc = r16
        ;;
        mov     r19 = ar.rnat
        mov     r21 = ar.bspstore
        ;;
        cmp.ltu p7, p0 = r20, r21       // it has been stored already
        ;;
  (p7)  ld8     r19 = [r20]
        ;;
        switch_backing_store
        restore_and_return
end longjmp

function context_make
        // The block for context_switch to restore, below the top: zeros but for what context_start needs.
        alloc   r2 = ar.pfs, 5, 0, 0, 0
        add     r14 = in1, in2
        add     r15 = 15, in1
        movl    r18 = @gprel(context_start)
        ;;
        dep     r14 = 0, r14, 0, 4
        dep     r15 = 0, r15, 0, 4
        add     r18 = r18, gp
        mov     r16 = ar.rsc
        mov     r17 = ar.fpsr
        mov     r3 = ar.lc
        ;;
        add     r14 = -SCRATCH, r14     // the stack pointer context_start sees
        mov     r19 = BLOCK / 8 - 1
        ;;
        add     r20 = -BLOCK, r14
        mov     ar.lc = r19
        mov     r21 = r14
        ;;
        add     r22 = WORDS, r20
        mov     r23 = r20
        ;;
1:      st8     [r23] = r0, 8
        ;;
        br.cloop.sptk.few 1b
        ;;
        .irp    register, gp, in3, in4, r0, r0, r21, r0, r0, r0, r17, r15, r16, r0, r0, r18
        st8     [r22] = \register, 8
        ;;
        .endr
        add     r20 = -SCRATCH, r20
        mov     ar.lc = r3
        ;;
        st8     [in0] = r20, 8
        ;;
        st8     [in0] = r15             // its register stack grows up from the stack's low end
        br.ret.sptk.many b0
end context_make

        .proc   context_start
context_start:
        // The entry's descriptor is in r4, its argument in r5.
        alloc   r2 = ar.pfs, 0, 0, 1, 0
        ld8     r14 = [r4], 8
        mov     out0 = r5
        ;;
        ld8     gp = [r4]
        mov     b6 = r14
        br.call.sptk.many b0 = b6
        ;;
        break   0
        .endp   context_start

function context_switch
        alloc   r2 = ar.pfs, 2, 0, 0, 0
        mov     r15 = sp
        add     r14 = -BLOCK, sp
        add     sp = -BLOCK - SCRATCH, sp
        ;;
        save                            // leaves r14 behind the last branch register, r17 and r18 with RSC and BSP
        st8     [in0] = sp, 8
        dep     r17 = 0, r17, 16, 14
        ;;
        flushrs
        st8     [in0] = r18
        dep     r17 = 0, r17, 0, 2
        ;;
        mov     ar.rsc = r17
        ;;
        mov     r19 = ar.rnat
        ;;
        st8     [r14] = r19             // RNAT
        ld8     sp = [in1], 8
        ;;
        ld8     r18 = [in1]
        add     r14 = SCRATCH, sp
        add     r15 = SCRATCH + RNAT, sp
        ;;
        ld8     r19 = [r15]
        ;;
        switch_backing_store
        restore_and_return
end context_switch

function undefined_instruction
        // A reserved template (volume 3, table "Template Field Encoding and Instruction Slot Mapping").
        data8   0x06, 0
end undefined_instruction

function sync_code
        alloc   r2 = ar.pfs, 2, 0, 0, 0
        add     r14 = in0, in1
        dep     r15 = 0, in0, 0, 5      // a line has at least 32 bytes
        ;;
1:      fc.i    r15
        add     r15 = 32, r15
        ;;
        cmp.ltu p6, p0 = r15, r14
  (p6)  br.cond.dptk.few 1b
        ;;
        sync.i
        ;;
        srlz.i
        ;;
        br.ret.sptk.many b0
end sync_code

        .section .note.GNU-stack, "", @progbits
