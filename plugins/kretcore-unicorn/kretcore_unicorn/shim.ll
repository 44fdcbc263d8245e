; The native half of a machine. shim.py describes the state block and puts its layout in for the names in <...>.
;
; FRAME is what Python reads and writes, SHADOW what the engine holds; only words that differ are written back.

declare i32 @uc_reg_read(ptr, i32, ptr)
declare i32 @uc_reg_write(ptr, i32, ptr)
declare i32 @uc_emu_start(ptr, i64, i64, i64, i64)
declare i32 @uc_emu_stop(ptr)
declare i32 @uc_context_save(ptr, ptr)
declare i32 @uc_context_restore(ptr, ptr)
declare ptr @PyObject_CallNoArgs(ptr)
declare ptr @PyObject_CallOneArg(ptr, ptr)
declare ptr @PyLong_FromUnsignedLongLong(i64)
declare ptr @PyEval_SaveThread()
declare void @PyEval_RestoreThread(ptr)
declare i32 @PyGILState_Ensure()
declare void @PyGILState_Release(i32)
declare void @Py_IncRef(ptr)
declare void @Py_DecRef(ptr)
declare void @PyErr_Fetch(ptr, ptr, ptr)
declare void @PyErr_Restore(ptr, ptr, ptr)
declare i64 @llvm.bswap.i64(i64)
declare i32 @llvm.bswap.i32(i32)

define internal i64 @get(ptr %st, i64 %word) alwaysinline {
  %p = getelementptr i64, ptr %st, i64 %word
  %v = load i64, ptr %p
  ret i64 %v
}

define internal void @set(ptr %st, i64 %word, i64 %value) alwaysinline {
  %p = getelementptr i64, ptr %st, i64 %word
  store i64 %value, ptr %p
  ret void
}

; Engine to frame, all registers.
define internal void @load_frame(ptr %uc, ptr %st) {
entry:
  %n = call i64 @get(ptr %st, i64 <COUNT>)
  %ids = getelementptr i64, ptr %st, i64 <IDS>
  %frame = getelementptr i64, ptr %st, i64 <FRAME>
  %shadow = getelementptr i64, ptr %st, i64 <SHADOW>
  br label %loop
loop:
  %i = phi i64 [0, %entry], [%next, %loop]
  %pid = getelementptr i64, ptr %ids, i64 %i
  %id = load i32, ptr %pid
  %pf = getelementptr i64, ptr %frame, i64 %i
  %r = call i32 @uc_reg_read(ptr %uc, i32 %id, ptr %pf)
  %v = load i64, ptr %pf
  %ps = getelementptr i64, ptr %shadow, i64 %i
  store i64 %v, ptr %ps
  %next = add i64 %i, 1
  %more = icmp ult i64 %next, %n
  br i1 %more, label %loop, label %done
done:
  ret void
}

; Frame to engine, registers from number %first on, where they differ.
define internal void @store_frame(ptr %uc, ptr %st, i64 %first) {
entry:
  %n = call i64 @get(ptr %st, i64 <COUNT>)
  %ids = getelementptr i64, ptr %st, i64 <IDS>
  %frame = getelementptr i64, ptr %st, i64 <FRAME>
  %shadow = getelementptr i64, ptr %st, i64 <SHADOW>
  br label %loop
loop:
  %i = phi i64 [%first, %entry], [%next, %step]
  %pf = getelementptr i64, ptr %frame, i64 %i
  %ps = getelementptr i64, ptr %shadow, i64 %i
  %a = load i64, ptr %pf
  %b = load i64, ptr %ps
  %changed = icmp ne i64 %a, %b
  br i1 %changed, label %write, label %step
write:
  %pid = getelementptr i64, ptr %ids, i64 %i
  %id = load i32, ptr %pid
  %r = call i32 @uc_reg_write(ptr %uc, i32 %id, ptr %pf)
  store i64 %a, ptr %ps
  br label %step
step:
  %next = add i64 %i, 1
  %more = icmp ult i64 %next, %n
  br i1 %more, label %loop, label %done
done:
  ret void
}

; Ask the engine to leave; the run ends at %pc.
define internal void @leave_at(ptr %uc, ptr %st, i64 %pc) {
  call void @set(ptr %st, i64 <PC>, i64 %pc)
  call void @set(ptr %st, i64 <HELD>, i64 1)
  %r = call i32 @uc_emu_stop(ptr %uc)
  ret void
}

; Call Python with the frame loaded; %one is the argument's value if %with. The engine adds %late to pc afterwards.
define internal void @enter_python(ptr %uc, ptr %st, i64 %callback, i1 %with, i64 %one, i64 %late) {
entry:
  %ts = call i64 @get(ptr %st, i64 <TSTATE>)
  %tsp = inttoptr i64 %ts to ptr
  call void @PyEval_RestoreThread(ptr %tsp)
  %cb = inttoptr i64 %callback to ptr
  %noted = call i64 @get(ptr %st, i64 <NOTED>)
  %calls = icmp ne i64 %noted, 0
  br i1 %calls, label %hand_over, label %proceed
hand_over:
  %poe = getelementptr i64, ptr %st, i64 <ON_ENTRIES>
  %on_entries = load ptr, ptr %poe
  %handed = call ptr @PyObject_CallNoArgs(ptr %on_entries)
  %refused = icmp eq ptr %handed, null
  br i1 %refused, label %raised, label %handed_over
handed_over:
  call void @Py_DecRef(ptr %handed)
  br label %proceed
proceed:
  call void @Py_IncRef(ptr %cb)
  br i1 %with, label %one_arg, label %no_args
one_arg:
  %arg = call ptr @PyLong_FromUnsignedLongLong(i64 %one)
  %res1 = call ptr @PyObject_CallOneArg(ptr %cb, ptr %arg)
  call void @Py_DecRef(ptr %arg)
  br label %called
no_args:
  %res0 = call ptr @PyObject_CallNoArgs(ptr %cb)
  br label %called
called:
  %res = phi ptr [%res1, %one_arg], [%res0, %no_args]
  call void @Py_DecRef(ptr %cb)
  %failed = icmp eq ptr %res, null
  br i1 %failed, label %raised, label %returned
raised:
  %et = getelementptr i64, ptr %st, i64 <ERROR>
  %ev = getelementptr i64, ptr %et, i64 1
  %eb = getelementptr i64, ptr %et, i64 2
  call void @PyErr_Fetch(ptr %et, ptr %ev, ptr %eb)
  call void @set(ptr %st, i64 <REASON>, i64 <RAISED>)
  br label %release
returned:
  call void @Py_DecRef(ptr %res)
  br label %release
release:
  %ts2 = call ptr @PyEval_SaveThread()
  %pc = call i64 @get(ptr %st, i64 <FRAME>)
  %reason = call i64 @get(ptr %st, i64 <REASON>)
  %ending = icmp ne i64 %reason, 0
  br i1 %ending, label %leave, label %continue
leave:
  ; pc is handed over in the state: what the engine still adds to its own does not matter.
  call void @store_frame(ptr %uc, ptr %st, i64 1)
  call void @leave_at(ptr %uc, ptr %st, i64 %pc)
  ret void
continue:
  %mask = call i64 @get(ptr %st, i64 <PC_MASK>)
  %early = sub i64 %pc, %late
  %early1 = and i64 %early, %mask
  call void @set(ptr %st, i64 <FRAME>, i64 %early1)
  call void @store_frame(ptr %uc, ptr %st, i64 0)
  ret void
}

; Physical address of %size bytes at %address, all ones if they are not in one region.
define internal i64 @locate(ptr %st, i64 %address, i64 %size) {
start:
  %pr = getelementptr i64, ptr %st, i64 <REGIONS>
  %rows = load ptr, ptr %pr
  %n = call i64 @get(ptr %st, i64 <REGION_COUNT>)
  br label %search
search:
  ; the first row whose end lies behind the address
  %low = phi i64 [0, %start], [%low1, %step]
  %high = phi i64 [%n, %start], [%high1, %step]
  %open = icmp ult i64 %low, %high
  br i1 %open, label %step, label %found
step:
  %sum = add i64 %low, %high
  %mid = lshr i64 %sum, 1
  %midw = mul i64 %mid, 3
  %endw = add i64 %midw, 1
  %end = call i64 @get(ptr %rows, i64 %endw)
  %behind = icmp ugt i64 %end, %address
  %mid1 = add i64 %mid, 1
  %low1 = select i1 %behind, i64 %low, i64 %mid1
  %high1 = select i1 %behind, i64 %mid, i64 %high
  br label %search
found:
  %any = icmp ult i64 %low, %n
  br i1 %any, label %row, label %none
row:
  %roww = mul i64 %low, 3
  %rstart = call i64 @get(ptr %rows, i64 %roww)
  %inside = icmp uge i64 %address, %rstart
  %rendw = add i64 %roww, 1
  %rend = call i64 @get(ptr %rows, i64 %rendw)
  %room = sub i64 %rend, %address
  %fits = icmp uge i64 %room, %size
  %whole = and i1 %inside, %fits
  br i1 %whole, label %mapped, label %none
mapped:
  %deltaw = add i64 %roww, 2
  %delta = call i64 @get(ptr %rows, i64 %deltaw)
  %phys = sub i64 %address, %delta
  ret i64 %phys
none:
  ret i64 -1
}

; The guest's word at a host address, and a guest's word to it.
define internal i64 @load_word(ptr %st, ptr %host) alwaysinline {
  %bytes = call i64 @get(ptr %st, i64 <WORD_BYTES>)
  %swap = call i64 @get(ptr %st, i64 <SWAP>)
  %swapped = icmp ne i64 %swap, 0
  %wide = icmp eq i64 %bytes, 8
  br i1 %wide, label %eight, label %four
eight:
  %v8 = load i64, ptr %host, align 1
  %s8 = call i64 @llvm.bswap.i64(i64 %v8)
  %r8 = select i1 %swapped, i64 %s8, i64 %v8
  ret i64 %r8
four:
  %v4 = load i32, ptr %host, align 1
  %s4 = call i32 @llvm.bswap.i32(i32 %v4)
  %r4 = select i1 %swapped, i32 %s4, i32 %v4
  %z4 = zext i32 %r4 to i64
  ret i64 %z4
}

define internal void @store_word(ptr %st, ptr %host, i64 %value) alwaysinline {
  %bytes = call i64 @get(ptr %st, i64 <WORD_BYTES>)
  %swap = call i64 @get(ptr %st, i64 <SWAP>)
  %swapped = icmp ne i64 %swap, 0
  %wide = icmp eq i64 %bytes, 8
  br i1 %wide, label %eight, label %four
eight:
  %s8 = call i64 @llvm.bswap.i64(i64 %value)
  %r8 = select i1 %swapped, i64 %s8, i64 %value
  store i64 %r8, ptr %host, align 1
  ret void
four:
  %v4 = trunc i64 %value to i32
  %s4 = call i32 @llvm.bswap.i32(i32 %v4)
  %r4 = select i1 %swapped, i32 %s4, i32 %v4
  store i32 %r4, ptr %host, align 1
  ret void
}

; Enter the function whose deferred breakpoint is at %address: note the call and go on; false if that is not possible.
define internal i1 @note(ptr %uc, ptr %st, i64 %address) {
entry:
  %nested = call i64 @get(ptr %st, i64 <NESTED>)
  %used = call i64 @get(ptr %st, i64 <NOTED>)
  %width = call i64 @get(ptr %st, i64 <WIDTH>)
  %limit = call i64 @get(ptr %st, i64 <NOTES_LIMIT>)
  %after = add i64 %used, %width
  %full = icmp ugt i64 %after, %limit
  %inner = icmp ne i64 %nested, 0
  %never = or i1 %full, %inner
  br i1 %never, label %no, label %hash
hash:
  %pt = getelementptr i64, ptr %st, i64 <TABLE>
  %table = load ptr, ptr %pt
  %mask = call i64 @get(ptr %st, i64 <TABLE_MASK>)
  %product = mul i64 %address, <HASH>
  %shifted = lshr i64 %product, 32
  %first = and i64 %shifted, %mask
  br label %probe
probe:
  %slot = phi i64 [%first, %hash], [%slot2, %next]
  %roww = mul i64 %slot, 3
  %key = call i64 @get(ptr %table, i64 %roww)
  %hit = icmp eq i64 %key, %address
  br i1 %hit, label %known, label %miss
miss:
  %free = icmp eq i64 %key, 0
  br i1 %free, label %no, label %next
next:
  %slot1 = add i64 %slot, 1
  %slot2 = and i64 %slot1, %mask
  br label %probe
known:
  %quotaw = add i64 %roww, 2
  %quota = call i64 @get(ptr %table, i64 %quotaw)
  %spent = icmp eq i64 %quota, 0
  br i1 %spent, label %no, label %stack
stack:
  %spw = add i64 <FRAME>, 1
  %sp = call i64 @get(ptr %st, i64 %spw)
  %bytes = call i64 @get(ptr %st, i64 <WORD_BYTES>)
  %pp = getelementptr i64, ptr %st, i64 <PHYSICAL>
  %memory = load ptr, ptr %pp
  %index = call i64 @get(ptr %st, i64 <RETURN_INDEX>)
  %in_memory = icmp eq i64 %index, -1
  br i1 %in_memory, label %on_stack, label %in_register
on_stack:
  %sphys = call i64 @locate(ptr %st, i64 %sp, i64 %bytes)
  %gone = icmp eq i64 %sphys, -1
  br i1 %gone, label %no, label %read
read:
  %hostsp = getelementptr i8, ptr %memory, i64 %sphys
  %word = call i64 @load_word(ptr %st, ptr %hostsp)
  br label %have
in_register:
  %regw = add i64 <FRAME>, %index
  %regp = getelementptr i64, ptr %st, i64 %regw
  %reg = load i64, ptr %regp
  br label %have
have:
  %where = phi ptr [%hostsp, %read], [%regp, %in_register]
  %return = phi i64 [%word, %read], [%reg, %in_register]
  %low = call i64 @get(ptr %st, i64 <TEXT_LOW>)
  %size = call i64 @get(ptr %st, i64 <TEXT_SIZE>)
  %distance = sub i64 %return, %low
  %call = icmp ult i64 %distance, %size
  br i1 %call, label %record, label %no
record:
  %pn = getelementptr i64, ptr %st, i64 <NOTES>
  %notes = load ptr, ptr %pn
  %row = getelementptr i64, ptr %notes, i64 %used
  call void @set(ptr %row, i64 0, i64 %address)
  call void @set(ptr %row, i64 1, i64 %return)
  call void @set(ptr %row, i64 2, i64 %sp)
  call void @set(ptr %row, i64 3, i64 0)
  %registers = call i64 @get(ptr %st, i64 <REGISTERS>)
  br label %register
register:
  %i = phi i64 [0, %record], [%i1, %copy]
  %more = icmp ult i64 %i, %registers
  br i1 %more, label %copy, label %arguments
copy:
  %indexw = add i64 <RECORDED>, %i
  %at = call i64 @get(ptr %st, i64 %indexw)
  %atw = add i64 <FRAME>, %at
  %v = call i64 @get(ptr %st, i64 %atw)
  %to = add i64 %i, 4
  call void @set(ptr %row, i64 %to, i64 %v)
  %i1 = add i64 %i, 1
  br label %register
arguments:
  %count = call i64 @get(ptr %st, i64 <STACK_WORDS>)
  %none = icmp eq i64 %count, 0
  br i1 %none, label %enter, label %find
find:
  %offset = call i64 @get(ptr %st, i64 <STACK_OFFSET>)
  %start = add i64 %sp, %offset
  %length = mul i64 %count, %bytes
  %aphys = call i64 @locate(ptr %st, i64 %start, i64 %length)
  %outside = icmp eq i64 %aphys, -1
  br i1 %outside, label %no, label %argument
argument:
  %j = phi i64 [0, %find], [%j1, %argument]
  %byte = mul i64 %j, %bytes
  %abyte = add i64 %aphys, %byte
  %ahost = getelementptr i8, ptr %memory, i64 %abyte
  %a = call i64 @load_word(ptr %st, ptr %ahost)
  %jw = add i64 %j, 4
  %jw1 = add i64 %jw, %registers
  call void @set(ptr %row, i64 %jw1, i64 %a)
  %j1 = add i64 %j, 1
  %again = icmp ult i64 %j1, %count
  br i1 %again, label %argument, label %enter
enter:
  call void @set(ptr %st, i64 <NOTED>, i64 %after)
  %unlimited = icmp eq i64 %quota, -1
  %less = sub i64 %quota, 1
  %quota1 = select i1 %unlimited, i64 %quota, i64 %less
  call void @set(ptr %table, i64 %quotaw, i64 %quota1)
  %trampoline = call i64 @get(ptr %st, i64 <TRAMPOLINE>)
  br i1 %in_memory, label %to_stack, label %to_register
to_stack:
  call void @store_word(ptr %st, ptr %where, i64 %trampoline)
  br label %resume
to_register:
  store i64 %trampoline, ptr %where
  br label %resume
resume:
  %resumew = add i64 %roww, 1
  %pc = call i64 @get(ptr %table, i64 %resumew)
  call void @set(ptr %st, i64 <FRAME>, i64 %pc)
  call void @store_frame(ptr %uc, ptr %st, i64 0)
  ret i1 1
no:
  ret i1 0
}

; If the newest noted call has just returned into the trampoline, take it out of the notes and let execution continue
; where it returns to; false if that is not certain.
define internal i1 @came_back(ptr %st, i64 %address) {
entry:
  %trampoline = call i64 @get(ptr %st, i64 <TRAMPOLINE>)
  %used = call i64 @get(ptr %st, i64 <NOTED>)
  %nested = call i64 @get(ptr %st, i64 <NESTED>)
  %there = icmp eq i64 %address, %trampoline
  %any = icmp ne i64 %used, 0
  %outer = icmp eq i64 %nested, 0
  %may = and i1 %there, %any
  %may1 = and i1 %may, %outer
  br i1 %may1, label %newest, label %no
newest:
  %width = call i64 @get(ptr %st, i64 <WIDTH>)
  %before = sub i64 %used, %width
  %pn = getelementptr i64, ptr %st, i64 <NOTES>
  %notes = load ptr, ptr %pn
  %row = getelementptr i64, ptr %notes, i64 %before
  %return = call i64 @get(ptr %row, i64 1)
  %stack = call i64 @get(ptr %row, i64 2)
  %bytes = call i64 @get(ptr %st, i64 <WORD_BYTES>)
  %index = call i64 @get(ptr %st, i64 <RETURN_INDEX>)
  %in_memory = icmp eq i64 %index, -1
  %popped = select i1 %in_memory, i64 %bytes, i64 0
  %expected = add i64 %stack, %popped
  %spw = add i64 <FRAME>, 1
  %sp = call i64 @get(ptr %st, i64 %spw)
  %same = icmp eq i64 %sp, %expected
  br i1 %same, label %take, label %no
take:
  call void @set(ptr %st, i64 <NOTED>, i64 %before)
  call void @set(ptr %st, i64 <FRAME>, i64 %return)
  br i1 %in_memory, label %copy, label %link
link:
  %linkw = add i64 <FRAME>, %index
  call void @set(ptr %st, i64 %linkw, i64 %return)
  br label %copy
copy:
  %to = getelementptr i64, ptr %st, i64 <CAME_BACK>
  br label %word
word:
  %i = phi i64 [0, %copy], [%i1, %word]
  %v = call i64 @get(ptr %row, i64 %i)
  call void @set(ptr %to, i64 %i, i64 %v)
  %i1 = add i64 %i, 1
  %more = icmp ult i64 %i1, %width
  br i1 %more, label %word, label %yes
yes:
  ret i1 1
no:
  ret i1 0
}

; UC_HOOK_INTR
define void @interrupt(ptr %uc, i32 %number, ptr %st) {
entry:
  call void @load_frame(ptr %uc, ptr %st)
  %no = zext i32 %number to i64
  %pc = call i64 @get(ptr %st, i64 <FRAME>)
  %mask = call i64 @get(ptr %st, i64 <PC_MASK>)
  %bn = call i64 @get(ptr %st, i64 <BREAKPOINT>)
  %is_b = icmp eq i64 %no, %bn
  %ob = call i64 @get(ptr %st, i64 <ON_BREAKPOINT>)
  %has_b = icmp ne i64 %ob, 0
  %b = and i1 %is_b, %has_b
  br i1 %b, label %breakpoint, label %other
breakpoint:
  %off = call i64 @get(ptr %st, i64 <BREAKPOINT_OFFSET>)
  %at = sub i64 %pc, %off
  %at1 = and i64 %at, %mask
  %size = call i64 @get(ptr %st, i64 <BREAKPOINT_SIZE>)
  %certain = icmp eq i64 %size, 0
  br i1 %certain, label %ours, label %find
find:
  %phys = call i64 @locate(ptr %st, i64 %at1, i64 %size)
  %gone = icmp eq i64 %phys, -1
  br i1 %gone, label %fault, label %compare
compare:
  %pm = getelementptr i64, ptr %st, i64 <PHYSICAL>
  %memory = load ptr, ptr %pm
  %host = getelementptr i8, ptr %memory, i64 %phys
  %found = load i32, ptr %host, align 1
  %code = call i64 @get(ptr %st, i64 <BREAKPOINT_CODE>)
  %code4 = trunc i64 %code to i32
  %same = icmp eq i32 %found, %code4
  br i1 %same, label %ours, label %fault
ours:
  %noted = call i1 @note(ptr %uc, ptr %st, i64 %at1)
  br i1 %noted, label %entered, label %deliver
entered:
  ret void
deliver:
  %back = call i1 @came_back(ptr %st, i64 %at1)
  br i1 %back, label %returned, label %tell
returned:
  %or = call i64 @get(ptr %st, i64 <ON_RETURN>)
  call void @enter_python(ptr %uc, ptr %st, i64 %or, i1 0, i64 0, i64 0)
  ret void
tell:
  %shown = call i64 @get(ptr %st, i64 <BREAKPOINT_SHOWN>)
  %see = add i64 %at1, %shown
  %see1 = and i64 %see, %mask
  call void @set(ptr %st, i64 <FRAME>, i64 %see1)
  call void @enter_python(ptr %uc, ptr %st, i64 %ob, i1 1, i64 %at1, i64 0)
  ret void
other:
  %sn = call i64 @get(ptr %st, i64 <SYSCALL>)
  %is_s = icmp eq i64 %no, %sn
  %os = call i64 @get(ptr %st, i64 <ON_SYSCALL>)
  %has_s = icmp ne i64 %os, 0
  %s = and i1 %is_s, %has_s
  br i1 %s, label %syscall, label %fault
syscall:
  %soff = call i64 @get(ptr %st, i64 <SYSCALL_OFFSET>)
  %after = add i64 %pc, %soff
  %after1 = and i64 %after, %mask
  call void @set(ptr %st, i64 <FRAME>, i64 %after1)
  call void @enter_python(ptr %uc, ptr %st, i64 %os, i1 0, i64 0, i64 0)
  ret void
fault:
  call void @set(ptr %st, i64 <INTERRUPT>, i64 %no)
  call void @set(ptr %st, i64 <REASON>, i64 <FAULTED>)
  call void @leave_at(ptr %uc, ptr %st, i64 %pc)
  ret void
}

; UC_HOOK_INSN; a nonzero result tells the engine that the work is done.
define i32 @instruction(ptr %uc, ptr %block) {
entry:
  %st = load ptr, ptr %block
  %pslot = getelementptr i64, ptr %block, i64 1
  %slot = load ptr, ptr %pslot
  %late = call i64 @get(ptr %block, i64 2)
  call void @load_frame(ptr %uc, ptr %st)
  %pc = call i64 @get(ptr %st, i64 <FRAME>)
  %callback = load i64, ptr %slot
  %has = icmp ne i64 %callback, 0
  br i1 %has, label %python, label %fault
python:
  %mask = call i64 @get(ptr %st, i64 <PC_MASK>)
  %after = add i64 %pc, %late
  %after1 = and i64 %after, %mask
  call void @set(ptr %st, i64 <FRAME>, i64 %after1)
  call void @enter_python(ptr %uc, ptr %st, i64 %callback, i1 0, i64 0, i64 %late)
  ret i32 1
fault:
  call void @set(ptr %st, i64 <INTERRUPT>, i64 <INSTRUCTION_TRAP>)
  call void @set(ptr %st, i64 <REASON>, i64 <FAULTED>)
  call void @leave_at(ptr %uc, ptr %st, i64 %pc)
  ret i32 1
}

; UC_HOOK_BLOCK: a tick ends the run here, where the pc is certain. A stop request from another thread may meet the
; engine between a trap and its callback, and then pc is what it was some blocks ago.
define void @block(ptr %uc, i64 %address, i32 %size, ptr %st) {
entry:
  %tick = call i64 @get(ptr %st, i64 <TICK>)
  %leaving = icmp ne i64 %tick, 0
  br i1 %leaving, label %leave, label %going
going:
  ret void
leave:
  call void @leave_at(ptr %uc, ptr %st, i64 %address)
  ret void
}

; UC_HOOK_CODE, before each instruction while a budget is active.
define void @count(ptr %uc, i64 %address, i32 %size, ptr %st) {
entry:
  %tick = call i64 @get(ptr %st, i64 <TICK>)
  %reason = call i64 @get(ptr %st, i64 <REASON>)
  %away = or i64 %tick, %reason
  %leaving = icmp ne i64 %away, 0
  br i1 %leaving, label %leave, label %going
going:
  %left = call i64 @get(ptr %st, i64 <BUDGET>)
  %spent = icmp eq i64 %left, 0
  br i1 %spent, label %end, label %one
one:
  %less = sub i64 %left, 1
  call void @set(ptr %st, i64 <BUDGET>, i64 %less)
  ret void
end:
  call void @set(ptr %st, i64 <REASON>, i64 <SPENT>)
  br label %leave
leave:
  call void @leave_at(ptr %uc, ptr %st, i64 %address)
  ret void
}

; Whether the word at host address %host is one that no guest may execute.
define internal i1 @is_forbidden(ptr %st, ptr %host) alwaysinline {
  %mask = call i64 @get(ptr %st, i64 <FORBIDDEN_MASK>)
  %value = call i64 @get(ptr %st, i64 <FORBIDDEN_VALUE>)
  %word = load i32, ptr %host, align 1
  %wide = zext i32 %word to i64
  %masked = and i64 %wide, %mask
  %same = icmp eq i64 %masked, %value
  ret i1 %same
}

; Before a page is translated: if it has a word that no guest may execute, let Python put hooks there.
define internal void @inspect(ptr %st, i64 %page, i64 %phys) {
entry:
  %pm = getelementptr i64, ptr %st, i64 <PHYSICAL>
  %memory = load ptr, ptr %pm
  %host = getelementptr i8, ptr %memory, i64 %phys
  br label %next
next:
  %i = phi i64 [0, %entry], [%i1, %clean]
  %at = getelementptr i32, ptr %host, i64 %i
  %hit = call i1 @is_forbidden(ptr %st, ptr %at)
  br i1 %hit, label %tell, label %clean
clean:
  %i1 = add i64 %i, 1
  %more = icmp ult i64 %i1, 1024
  br i1 %more, label %next, label %done
tell:
  ; The engine also translates addresses for whoever drops translations, which is not within a run.
  %gil = call i32 @PyGILState_Ensure()
  %pcb = getelementptr i64, ptr %st, i64 <ON_FORBIDDEN>
  %cb = load ptr, ptr %pcb
  %arg = call ptr @PyLong_FromUnsignedLongLong(i64 %page)
  %res = call ptr @PyObject_CallOneArg(ptr %cb, ptr %arg)
  call void @Py_DecRef(ptr %arg)
  %failed = icmp eq ptr %res, null
  br i1 %failed, label %raised, label %returned
raised:
  %et = getelementptr i64, ptr %st, i64 <ERROR>
  %ev = getelementptr i64, ptr %et, i64 1
  %eb = getelementptr i64, ptr %et, i64 2
  call void @PyErr_Fetch(ptr %et, ptr %ev, ptr %eb)
  call void @set(ptr %st, i64 <REASON>, i64 <RAISED>)
  br label %release
returned:
  call void @Py_DecRef(ptr %res)
  br label %release
release:
  call void @PyGILState_Release(i32 %gil)
  br label %done
done:
  ret void
}

; UC_HOOK_CODE, at the address of a word that no guest may execute; by now it may have been overwritten.
define void @forbidden(ptr %uc, i64 %address, i32 %size, ptr %st) {
entry:
  %phys = call i64 @locate(ptr %st, i64 %address, i64 4)
  %gone = icmp eq i64 %phys, -1
  br i1 %gone, label %done, label %look
look:
  %pm = getelementptr i64, ptr %st, i64 <PHYSICAL>
  %memory = load ptr, ptr %pm
  %host = getelementptr i8, ptr %memory, i64 %phys
  %hit = call i1 @is_forbidden(ptr %st, ptr %host)
  br i1 %hit, label %fault, label %done
fault:
  call void @set(ptr %st, i64 <INTERRUPT>, i64 <FORBIDDEN>)
  call void @set(ptr %st, i64 <REASON>, i64 <FAULTED>)
  call void @leave_at(ptr %uc, ptr %st, i64 %address)
  br label %done
done:
  ret void
}

; UC_HOOK_TLB_FILL: guest page to physical page and permissions.
define zeroext i1 @translate(ptr %uc, i64 %page, i32 %access, ptr %entry, ptr %st) {
start:
  %phys = call i64 @locate(ptr %st, i64 %page, i64 1)
  %unmapped = icmp eq i64 %phys, -1
  br i1 %unmapped, label %deny, label %mapped
mapped:
  %number = lshr i64 %phys, 12
  %pp = getelementptr i64, ptr %st, i64 <PERMISSIONS>
  %permissions = load ptr, ptr %pp
  %pb = getelementptr i8, ptr %permissions, i64 %number
  %byte = load i8, ptr %pb
  %perm = zext i8 %byte to i32
  ; UC_MEM_READ, _WRITE, _FETCH are 16, 17, 18; the rights 1, 2, 4
  %shift = sub i32 %access, 16
  %right = shl i32 1, %shift
  %has = and i32 %perm, %right
  %allowed = icmp ne i32 %has, 0
  br i1 %allowed, label %allow, label %deny
allow:
  %mask = call i64 @get(ptr %st, i64 <FORBIDDEN_MASK>)
  %some = icmp ne i64 %mask, 0
  %fetch = icmp eq i32 %access, 18
  %seen = and i32 %perm, <INSPECTED>
  %new = icmp eq i32 %seen, 0
  %wanted = and i1 %some, %fetch
  %look = and i1 %wanted, %new
  br i1 %look, label %inspect, label %fill
inspect:
  %inspected = or i8 %byte, <INSPECTED>
  store i8 %inspected, ptr %pb
  call void @inspect(ptr %st, i64 %page, i64 %phys)
  br label %fill
fill:
  store i64 %phys, ptr %entry
  %pe = getelementptr i64, ptr %entry, i64 1
  %rights = and i32 %perm, 7
  store i32 %rights, ptr %pe
  ret i1 1
deny:
  %access64 = zext i32 %access to i64
  call void @set(ptr %st, i64 <ACCESS>, i64 %access64)
  call void @set(ptr %st, i64 <PAGE>, i64 %page)
  ret i1 0
}

; UC_HOOK_TLB_FILL, limited to a part of a page, while an access's exact address is looked for.
define zeroext i1 @narrow(ptr %uc, i64 %page, i32 %access, ptr %entry, ptr %st) {
  call void @set(ptr %st, i64 <NARROWED>, i64 1)
  ret i1 0
}

; Enter the engine at the frame's pc; called with the GIL. An exception of a callback is left set.
define i32 @run(ptr %st) {
entry:
  %puc = getelementptr i64, ptr %st, i64 <UC>
  %uc = load ptr, ptr %puc
  call void @set(ptr %st, i64 <HELD>, i64 0)
  call void @set(ptr %st, i64 <TICK>, i64 0)
  call void @set(ptr %st, i64 <ACCESS>, i64 0)
  call void @set(ptr %st, i64 <INTERRUPT>, i64 <NO_INTERRUPT>)
  call void @store_frame(ptr %uc, ptr %st, i64 1)
  %begin = call i64 @get(ptr %st, i64 <FRAME>)
  %ts = call ptr @PyEval_SaveThread()
  %pts = getelementptr i64, ptr %st, i64 <TSTATE>
  store ptr %ts, ptr %pts
  %r = call i32 @uc_emu_start(ptr %uc, i64 %begin, i64 0, i64 0, i64 0)
  call void @PyEval_RestoreThread(ptr %ts)
  call void @load_frame(ptr %uc, ptr %st)
  %held = call i64 @get(ptr %st, i64 <HELD>)
  call void @set(ptr %st, i64 <HELD>, i64 0)
  %is_held = icmp ne i64 %held, 0
  br i1 %is_held, label %hold, label %error
hold:
  %pc = call i64 @get(ptr %st, i64 <PC>)
  call void @set(ptr %st, i64 <FRAME>, i64 %pc)
  br label %error
error:
  %pt = getelementptr i64, ptr %st, i64 <ERROR>
  %t = load ptr, ptr %pt
  %raised = icmp ne ptr %t, null
  br i1 %raised, label %raise, label %done
raise:
  %pv = getelementptr i64, ptr %pt, i64 1
  %v = load ptr, ptr %pv
  %pb = getelementptr i64, ptr %pt, i64 2
  %b = load ptr, ptr %pb
  store ptr null, ptr %pt
  store ptr null, ptr %pv
  store ptr null, ptr %pb
  call void @PyErr_Restore(ptr %t, ptr %v, ptr %b)
  br label %done
done:
  ret i32 %r
}

define void @load_registers(ptr %st) {
  %puc = getelementptr i64, ptr %st, i64 <UC>
  %uc = load ptr, ptr %puc
  call void @load_frame(ptr %uc, ptr %st)
  ret void
}

define i32 @read_register(ptr %st, i32 %id, ptr %value) {
  %puc = getelementptr i64, ptr %st, i64 <UC>
  %uc = load ptr, ptr %puc
  call void @store_frame(ptr %uc, ptr %st, i64 0)
  %r = call i32 @uc_reg_read(ptr %uc, i32 %id, ptr %value)
  ret i32 %r
}

define i32 @write_register(ptr %st, i32 %id, ptr %value) {
  %puc = getelementptr i64, ptr %st, i64 <UC>
  %uc = load ptr, ptr %puc
  call void @store_frame(ptr %uc, ptr %st, i64 0)
  %r = call i32 @uc_reg_write(ptr %uc, i32 %id, ptr %value)
  call void @load_frame(ptr %uc, ptr %st)
  ret i32 %r
}

define i32 @save_context(ptr %st, ptr %context) {
  %puc = getelementptr i64, ptr %st, i64 <UC>
  %uc = load ptr, ptr %puc
  call void @store_frame(ptr %uc, ptr %st, i64 0)
  %r = call i32 @uc_context_save(ptr %uc, ptr %context)
  ret i32 %r
}

define i32 @restore_context(ptr %st, ptr %context) {
  %puc = getelementptr i64, ptr %st, i64 <UC>
  %uc = load ptr, ptr %puc
  %r = call i32 @uc_context_restore(ptr %uc, ptr %context)
  call void @load_frame(ptr %uc, ptr %st)
  ret i32 %r
}
