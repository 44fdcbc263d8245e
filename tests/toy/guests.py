"""Guest programs for the toy, each function written once for both calling conventions."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from toy.asm import assemble

PROGRAM = """
.func _start
    lw a0, 0(sp)
    addi a1, sp, 4
    callf main
    mov a0, v0
    syscall exit_group
    halt
.endfunc

.func main                      ; main(argc, argv): greets, gives fib(argc + 5)
    enter r9
    mov r9, a0
    callf say
    addi a0, r9, 5
    callf fib
    leave r9
    retf
.endfunc

; --- calls

.func fib
    cmpi a0, 2
    blt .small
    enter r9, r10
    mov r9, a0
    addi a0, r9, -1
    callf fib
    mov r10, v0
    addi a0, r9, -2
    callf fib
    add v0, v0, r10
    leave r9, r10
    retf
.small:
    mov v0, a0
    retf
.endfunc

.func depth                     ; n, by n nested calls
    enter
    cmpi a0, 0
    beq .bottom
    addi a0, a0, -1
    callf depth
    addi v0, v0, 1
    leave
    retf
.bottom:
    movi v0, 0
    leave
    retf
.endfunc

.func is_even
    enter
    cmpi a0, 0
    beq .yes
    addi a0, a0, -1
    callf is_odd
    leave
    retf
.yes:
    movi v0, 1
    leave
    retf
.endfunc

.func is_odd
    enter
    cmpi a0, 0
    beq .no
    addi a0, a0, -1
    callf is_even
    leave
    retf
.no:
    movi v0, 0
    leave
    retf
.endfunc

.func tail_outer                ; (n + 1) * 2, by a tail call
    addi a0, a0, 1
    tail tail_inner
.endfunc

.func tail_inner
    add v0, a0, a0
    retf
.endfunc

.func leaf
    addi v0, a0, 1
    retf
.endfunc

.func call_leaf                 ; calls leaf n times; n
    enter r9, r10
    mov r9, a0
    movi r10, 0
.again:
    cmp r10, r9
    bge .done
    mov a0, r10
    callf leaf
    mov r10, v0
    j .again
.done:
    mov v0, r10
    leave r9, r10
    retf
.endfunc

.func add
    add v0, a0, a1
    retf
.endfunc

.func sum6
    arg r5, 0
    arg r6, 1
    add r5, r5, r6
    arg r6, 2
    add r5, r5, r6
    arg r6, 3
    add r5, r5, r6
    arg r6, 4
    add r5, r5, r6
    arg r6, 5
    add v0, r5, r6
    retf
.endfunc

.func apply                     ; apply(function, x)
    enter
    mov r5, a0
    mov a0, a1
    callfr r5
    leave
    retf
.endfunc

.func apply_leaf                ; apply(leaf, x), the address from data
    enter
    mov a1, a0
    la r5, pointers
    lw a0, 0(r5)
    callf apply
    leave
    retf
.endfunc

.func landing                   ; begins with a landing pad
    land
    addi v0, a0, 3
    retf
.endfunc

.if toystack
.func callee_pop                ; callee_pop(x, y, z) pops z itself
    arg r5, 2
    add v0, a0, a1
    add v0, v0, r5
    retf 4
.endfunc

.func call_callee_pop           ; x + 1 + 2, or 0 if the stack is not where it was
    enter r9
    mov r9, sp
    movi r5, 2
    push r5
    movi a1, 1
    callf callee_pop
    cmp r9, sp
    beq .right
    mov sp, r9
    movi v0, 0
.right:
    leave r9
    retf
.endfunc
.endif

.func mixture                   ; n rounds with one of nearly everything
    enter r9, r10, r11, r12
    mov r9, a0
    li r10, 0x12345678
    la r11, scratch
.again:
    cmpi r9, 0
    beq .done
    sw r10, 0(r11)
    sb r9, 5(r11)
    lb r5, 1(r11)
    lb r6, 5(r11)
    add r10, r10, r5
    xor r10, r10, r6
    movi r5, 5
    shl r6, r10, r5
    shr r7, r10, r5
    or r6, r6, r7
    andi r7, r6, 0xff
    addi r7, r7, 1
    div r8, r6, r7
    rem r12, r6, r7
    mul r8, r8, r12
    sub r10, r8, r10
    adr r5, .here
.here:
    la r6, .here
    sub r5, r5, r6
    add r10, r10, r5
    lui r5, 0x8000
    and r6, r10, r5
    cmp r6, r5
    bne .positive
    ori r10, r10, 0x10
.positive:
.if static
    ja .on
.endif
    j .on
    halt
.on:
    mov a0, r9
    la r5, leaf
    callfr r5
    add r10, r10, v0
    nop
    lw r12, 0(r11)
    xor r10, r10, r12
    addi r9, r9, -1
    cmpi r9, 0
    blt .done
    bge .again
.done:
    mov v0, r10
    leave r9, r10, r11, r12
    retf
.endfunc

.func tick_twice                ; instructions from one tick to the next
    tick r5
    nop
    tick r6
    sub v0, r6, r5
    retf
.endfunc

; --- the stack thrown away, and switched

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
    sw r12, 20(a0)
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
    lw r12, 20(r6)
.if toy
    mov lr, r5
.endif
    jr r5
.endfunc

.func jump_loop                 ; 1 + ... + n, each caught from two calls below
    enter r9, r10
    mov r9, a0
    movi r10, 0
.again:
    cmpi r9, 0
    beq .done
    la a0, jump_buffer
    callf setjmp
    cmpi v0, 0
    bne .caught
    mov a0, r9
    callf jump_middle
    halt
.caught:
    add r10, r10, v0
    addi r9, r9, -1
    j .again
.done:
    mov v0, r10
    leave r9, r10
    retf
.endfunc

.func jump_middle
    enter
    callf jump_thrower
    leave
    retf
.endfunc

.func jump_thrower
    enter
    mov a1, a0
    la a0, jump_buffer
    callf longjmp
    halt
.endfunc

.func switch_stack              ; switch_stack(where to keep this stack pointer, the other one)
    enter r9, r10, r11, r12
    sw sp, 0(a0)
    mov sp, a1
    leave r9, r10, r11, r12
    retf
.endfunc

.func generate                  ; 1 + 4 + ... + n * n, the squares from a coroutine with calls in flight
    enter r9, r10
    mov r9, a0
    movi r10, 0
    la r5, coroutine_stack_top
    addi r5, r5, -24            ; what switch_stack takes from there, and a return address of nobody
    la r6, squares
.if toy
    sw r6, 0(r5)
.endif
.if toystack
    sw r6, 16(r5)
    movi r6, 0
    sw r6, 20(r5)
.endif
    la r6, coroutine_sp
    sw r5, 0(r6)
.again:
    cmpi r9, 0
    beq .done
    callf next_square
    add r10, r10, v0
    addi r9, r9, -1
    j .again
.done:
    mov v0, r10
    leave r9, r10
    retf
.endfunc

.func next_square
    enter
    la a0, generator_sp
    la r5, coroutine_sp
    lw a1, 0(r5)
    callf switch_stack
    la r5, generated
    lw v0, 0(r5)
    leave
    retf
.endfunc

.func squares                   ; the coroutine; never returns
    movi r9, 1
.again:
    mov a0, r9
    callf give_square
    addi r9, r9, 1
    j .again
.endfunc

.func give_square
    enter
    mul a0, a0, a0
    callf give
    leave
    retf
.endfunc

.func give
    enter
    la r5, generated
    sw a0, 0(r5)
    la a0, coroutine_sp
    la r5, generator_sp
    lw a1, 0(r5)
    callf switch_stack
    leave
    retf
.endfunc

; --- tasks and the system

.func worker                    ; yields n times, a call of leaf before and behind; n
    enter r9, r10
    mov r9, a0
    movi r10, 0
.again:
    cmp r10, r9
    bge .done
    mov a0, r10
    callf pausing_leaf
    mov r10, v0
    j .again
.done:
    mov v0, r10
    leave r9, r10
    retf
.endfunc

.func pausing_leaf              ; leaf, but yields in between
    enter r9
    mov r9, a0
    syscall sched_yield
    mov a0, r9
    callf leaf
    leave r9
    retf
.endfunc

.func spin
    j spin
.endfunc

.func exit_outer                ; exits with n from a nested call
    enter
    callf exit_inner
    leave
    retf
.endfunc

.func exit_inner
    syscall exit
    halt
.endfunc

.func exit_group_inner
    syscall exit_group
    halt
.endfunc

.func write                     ; write(descriptor, address, size)
    arg r3, 2
    syscall write
    retf
.endfunc

.func say
    movi r1, 1
    la r2, greeting
    movi r3, 6
    syscall write
    retf
.endfunc

.func echo                      ; copies descriptor 0 to descriptor 1; bytes copied
    enter r9, r10
    movi r9, 0
.again:
    movi r1, 0
    la r2, scratch
    movi r3, 16
    syscall read
    cmpi v0, 1
    blt .done
    add r9, r9, v0
    mov r3, v0
    movi r1, 1
    la r2, scratch
    syscall write
    j .again
.done:
    mov v0, r9
    leave r9, r10
    retf
.endfunc

.func get_pid
    syscall getpid
    retf
.endfunc

.func get_tid
    syscall gettid
    retf
.endfunc

.func move_break                ; brk(address)
    syscall brk
    retf
.endfunc

.func bad_write                 ; write to a descriptor that is not open; minus the errno
    enter
    movi r1, 99
    la r2, greeting
    movi r3, 1
    syscall write
    callf negated_errno
    leave
    retf
.endfunc

.func unknown_call              ; a call nobody has; minus the errno
    enter
    syscall 999
    callf negated_errno
    leave
    retf
.endfunc

.func negated_errno             ; the system's answer, errors negative in both conventions
.if toy
    berr .failed
    retf
.failed:
    movi r5, 0
    sub v0, r5, v0
.endif
    retf
.endfunc

; --- what goes wrong

.func fault_outer
    enter
    callf fault_read
    leave
    retf
.endfunc

.func fault_read                ; reads address 8
    movi r5, 8
    lw v0, 0(r5)
    retf
.endfunc

.func fault_write               ; writes to text
    la r5, fault_write
    sw r5, 0(r5)
    retf
.endfunc

.func fault_fetch               ; executes data
    la r5, scratch
    jr r5
.endfunc

.func fault_nowhere             ; jumps to address 0x800
    movi r5, 0x800
    jr r5
.endfunc

.func fault_misaligned
    la r5, scratch
    lw v0, 2(r5)
    retf
.endfunc

.func divide
    div v0, a0, a1
    retf
.endfunc

.func undefined
    .word 0
    retf
.endfunc

.func privileged
    halt
    retf
.endfunc

.func own_breakpoint
    brk 7
    retf
.endfunc

.func overflow                  ; calls itself until the stack ends
    enter r9
    callf overflow
    leave r9
    retf
.endfunc

.func replaceable
    movi v0, 1
    retf
.endfunc

.func replace                   ; replace(word): overwrites the first instruction of replaceable, calls it
    enter
    la r5, replaceable
    sw a0, 0(r5)
    callf replaceable
    leave
    retf
.endfunc

; --- names

.func aliased
    addi v0, a0, 7
    retf
.endfunc
.alias alias_global, aliased
.alias alias_weak, aliased, weak
.alias _alias_local, aliased, local

.func twin_local local
    movi v0, 1
    retf
.endfunc
.func twin_global
    movi v0, 2
    retf
.endfunc
.alias twin, twin_local, local
.alias twin, twin_global, global

.func helper.constprop.0 local
    addi v0, a0, 1
    retf
.endfunc

.func unsized nosize
    movi v0, 5
    retf
.endfunc

bare_label:
.global bare_label
    movi v0, 6
    retf

; --- what must not be probed

.func get_pc_thunk
    getra v0
    retf
.endfunc

.func use_thunk                 ; 0, unless the thunk saw a return address that is not its caller's
    enter r9
    la r9, .here
    callf get_pc_thunk
.here:
    sub v0, v0, r9
    leave r9
    retf
.endfunc

.func untouchable_leaf
    addi v0, a0, 1
    retf
.endfunc

.func blacklisted
    addi v0, a0, 1
    retf
.endfunc

.section .kprobes.text
.func in_kprobes_text
    addi v0, a0, 1
    retf
.endfunc

.section _kprobe_blacklist
    .word blacklisted

.data
pointers:
    .word leaf, fib
greeting:
    .asciz "hello\\n"
    .align 4
.global scratch
scratch:
    .space 16
jump_buffer:
    .space 24
generator_sp:
    .word 0
coroutine_sp:
    .word 0
generated:
    .word 0

.bss
    .space 4096
coroutine_stack_top:
"""

MODEL: dict[str, Callable[..., int]] = {
    "fib": lambda n: n if n < 2 else MODEL["fib"](n - 1) + MODEL["fib"](n - 2),
    "depth": lambda n: n,
    "is_even": lambda n: int(n % 2 == 0),
    "is_odd": lambda n: n % 2,
    "tail_outer": lambda n: (2 * n + 2) & 0xFFFF_FFFF,
    "leaf": lambda n: (n + 1) & 0xFFFF_FFFF,
    "call_leaf": lambda n: n,
    "apply_leaf": lambda n: (n + 1) & 0xFFFF_FFFF,
    "landing": lambda n: (n + 3) & 0xFFFF_FFFF,
    "jump_loop": lambda n: n * (n + 1) // 2,
    "generate": lambda n: n * (n + 1) * (2 * n + 1) // 6,
    "worker": lambda n: n,
    "aliased": lambda n: (n + 7) & 0xFFFF_FFFF,
    "use_thunk": lambda n: 0,
}
"""What functions of one argument give, for arguments from 0 to a few dozen."""


@lru_cache
def build(arch: str, *, pie: bool = False, stripped: bool = False, text_writable: bool = False) -> bytes:
    """Return :data:`PROGRAM` as an ELF file."""
    return assemble(PROGRAM, arch, pie=pie, stripped=stripped, text_writable=text_writable)
