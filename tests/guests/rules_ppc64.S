# Instructions that probes have rules for, on 64-bit PowerPC; main of rules.c calls what does not fault.

        .machine power10
#if _CALL_ELF == 2
        .abiversion 2
        .set    SAVED_TOC, 24
        .macro  function name, toc=0
        .globl  \name
        .type   \name, @function
\name:
        addis   2, 12, .TOC. + \toc - \name@ha
        addi    2, 2, .TOC. + \toc - \name@l
        .localentry \name, . - \name
        .endm
        .macro  end name
        .size   \name, . - \name
        .endm
        .macro  through_pointer
        std     2, SAVED_TOC(1)
        mtctr   12
        bctrl
        ld      2, SAVED_TOC(1)
        .endm
#else
        .set    SAVED_TOC, 40
        .macro  function name, toc=0
        .section .opd, "aw", @progbits
        .p2align 3
        .globl  \name
\name:
        .quad   .L.\name, .TOC.@tocbase + \toc, 0
        .previous
        .type   \name, @function
.L.\name:
        .endm
        .macro  end name
        .size   \name, . - .L.\name
        .endm
        .macro  through_pointer
        std     2, SAVED_TOC(1)
        ld      0, 0(12)
        ld      2, 8(12)
        mtctr   0
        bctrl
        ld      2, SAVED_TOC(1)
        .endm
#endif
        .macro  enter
        mflr    0
        std     0, 16(1)
        stdu    1, -112(1)
        .endm
        .macro  leave
        addi    1, 1, 112
        ld      0, 16(1)
        mtlr    0
        blr
        .endm

        .text
# The TOC pointer of a function whose TOC is 64 bytes from that of the rest.
function other_toc, 64
        mr      3, 2
        blr
end other_toc

# other_toc(), less the TOC pointer after that call: 64.
function toc_difference
        enter
        addis   12, 2, other_toc@toc@ha
        addi    12, 12, other_toc@toc@l
        through_pointer
        subf    3, 2, 3
        leave
end toc_difference

function two_entries
        addi    3, 3, 1
        blr
end two_entries

# Calls two_entries by a branch, within its TOC, and by a pointer.
function both_ways
        enter
        bl      two_entries
        nop
        addis   12, 2, two_entries@toc@ha
        addi    12, 12, two_entries@toc@l
        through_pointer
        leave
end both_ways

# Returns its argument with the summary overflow bit of CR0 set: what a system call that failed looks like.
function overflow_at_return
        li      4, -1
        sradi   4, 4, 1
        clrldi  4, 4, 1
        addo.   4, 4, 4
        blr
end overflow_at_return

function half
        lis     4, 0x3fe0
        sldi    4, 4, 32
        std     4, -8(1)
        lfd     1, -8(1)
        blr
end half

# A checksum over every kind of branch, taken and not; where each leads is part of it.
function branches
        mflr    11
        li      4, 0
        mtctr   3
1:      mulli   4, 4, 3
        addi    4, 4, 1
        bdnz    1b                      # decrements, taken until zero
        li      5, 2
        mtctr   5
        bdz     9f                      # not taken
        bdz     2f                      # taken
        b       9f
2:      cmpdi   cr6, 3, 5
        blt     cr6, 3f
        addi    4, 4, 16
3:      beql    cr6, 4f                 # links, taken or not
4:      mflr    6
        bl      5f
5:      mflr    7
        subf    6, 6, 7
        add     4, 4, 6
        li      5, 3
        mtctr   5
        bdnzf   26, 6f                  # counter and condition
        addi    4, 4, 100
6:      bdnzt   26, 7f
        addi    4, 4, 1000
7:      addi    7, 7, 8f - 5b
        mtctr   7
        bctrl
8:      mflr    8
        addi    8, 8, 10f - 8b
        mtlr    8
        blrl                            # to where the link register was, and links
10:     mflr    9
        subf    9, 8, 9
        add     4, 4, 9
        mtlr    11
        mr      3, 4
        bnslr
9:      li      3, -1
        blr
end branches

function own_trap
        trap
        blr
end own_trap

function own_traps
        twi     31, 3, 0
        tdi     31, 3, 0
        tw      31, 3, 3
        td      31, 3, 3
        blr
end own_traps

function enters_system
        sc
        blr
end enters_system

function returns_from_interrupt
        rfid
        hrfid
        mtmsr   3
        mtmsrd  3
        blr
end returns_from_interrupt

        .p2align 6
function prefixed
        pli     3, 7
        paddi   3, 0, 16, 1             # relative to itself
        blr
end prefixed

function reads_denied
        li      4, 0
        ld      3, 0(4)
        blr
end reads_denied

        .section .note.GNU-stack, "", @progbits
