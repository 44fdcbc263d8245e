"""A guest for the toy in which calls take every shape: thrown away, suspended, chained, cut short, never returning."""

from __future__ import annotations

from functools import lru_cache

from toy.asm import assemble

SHAPES = """
.func _start
    halt
.endfunc

.func dive                      ; dive(depth, buffer): longjmps from that many calls below
    enter
    cmpi a0, 0
    beq .jump
    addi a0, a0, -1
    callf dive
    halt
.jump:
    mov a0, a1
    movi a1, 7
    callf longjmp
    halt
.endfunc

.func dive_rounds               ; dive_rounds(rounds, depth); 7 * rounds
    enter r9, r10, r11
    mov r9, a0
    mov r11, a1
    movi r10, 0
.again:
    cmpi r9, 0
    beq .done
    la a0, buffer
    callf setjmp
    cmpi v0, 0
    bne .caught
    mov a0, r11
    la a1, buffer
    callf dive
    halt
.caught:
    add r10, r10, v0
    addi r9, r9, -1
    j .again
.done:
    mov v0, r10
    leave r9, r10, r11
    retf
.endfunc

.func setjmp
    getra r5
    sw r5, 0(a0)
.if toy
    sw sp, 4(a0)
.endif
.if toystack
    addi r5, sp, 4
    sw r5, 4(a0)
.endif
    sw r9, 8(a0)
    sw r10, 12(a0)
    sw r11, 16(a0)
    movi v0, 0
    retf
.endfunc

.func longjmp                   ; longjmp(buffer, value)
    mov r6, a0
    mov v0, a1
    lw r5, 0(r6)
    lw sp, 4(r6)
    lw r9, 8(r6)
    lw r10, 12(r6)
    lw r11, 16(r6)
.if toy
    mov lr, r5
.endif
    jr r5
.endfunc

.func restart                   ; restart(n): n times a coroutine on one stack that is left in the middle
    enter r9
    mov r9, a0
.again:
    cmpi r9, 0
    beq .done
    callf begin
    addi r9, r9, -1
    j .again
.done:
    mov v0, r9
    leave r9
    retf
.endfunc

.func begin                     ; runs suspend on the other stack; comes back before it has returned
    enter r9
    la r5, main_sp
    sw sp, 0(r5)
    la sp, other_stack
    callf suspend
    halt
.endfunc

.func suspend
    enter
    callf switch_back
    leave
    retf
.endfunc

.func switch_back               ; what begin would do at its end
    la r5, main_sp
    lw sp, 0(r5)
    leave r9
    retf
.endfunc

.func jump_to                   ; jumps to where it is told
    jr a0
.endfunc

.func jump_from_inside          ; the same from a nested call
    enter
    callf jump_to
    leave
    retf
.endfunc

.func forever
    enter
    nop                         ; a jump back to the first instruction would count as an entry
.again:
    callf leaf
    j .again
.endfunc

.func head_loop                 ; head_loop(n): jumps to its own first instruction until n is 0
    addi a0, a0, -1
    cmpi a0, 0
    bne head_loop
    movi v0, 5
    retf
.endfunc

.func leaf
    addi v0, a0, 1
    retf
.endfunc

.func call_leaf
    enter
    callf leaf
    leave
    retf
.endfunc

.func add_hundred
    enter
    callf leaf
    addi v0, v0, 100
    leave
    retf
.endfunc

.func tail_1
    addi a0, a0, 1
    tail tail_2
.endfunc

.func tail_2
    addi a0, a0, 1
    tail leaf
.endfunc

.func recurse                   ; recurse(n); n, by n + 1 activations
    enter
    cmpi a0, 0
    beq .bottom
    addi a0, a0, -1
    callf recurse
    addi v0, v0, 1
    leave
    retf
.bottom:
    movi v0, 0
    leave
    retf
.endfunc

.func exit_deep                 ; exit_deep(n): n calls, then exit(3)
    enter
    cmpi a0, 0
    beq .bottom
    addi a0, a0, -1
    callf exit_deep
    halt
.bottom:
    movi r1, 3
    syscall exit
.endfunc

.func fault_deep                ; fault_deep(n): n calls, then a read of address 8
    enter
    cmpi a0, 0
    beq .bottom
    addi a0, a0, -1
    callf fault_deep
    halt
.bottom:
    movi r5, 8
    lw r5, 0(r5)
.endfunc

.func pause                     ; pause(n): yields until the gate is open, then returns n
    enter r9
    mov r9, a0
.again:
    syscall sched_yield
    la r5, gate
    lw r5, 0(r5)
    cmpi r5, 0
    beq .again
    mov v0, r9
    leave r9
    retf
.endfunc

.func forget_stack              ; a call with a stack pointer that leads nowhere
    movi sp, 0x100
.if toystack
    j leaf
.endif
.if toy
    callf leaf
    halt
.endif
.endfunc

.func jump_save                 ; another name than the deny list's
    movi v0, 0
    retf
.endfunc
.alias setjmp_too, jump_save
.alias setjmp.isra.0, jump_save, local

.data
    .space 24
buffer:
    .space 24
main_sp:
    .word 0
.global gate
gate:
    .word 0

.bss
    .space 1024
other_stack:
    .space 16
"""


@lru_cache
def shapes(arch: str) -> bytes:
    """Return :data:`SHAPES` as an ELF file."""
    return assemble(SHAPES, arch)
