"""The receipt, checked at every step against a plain model, over random interleavings of everything that changes it.

The guest's functions ask a mailbox in memory what to do next, so that the machine below drives any shape of calls one
step at a time: calls, returns, tail calls, setjmp and longjmp, calls on another stack, exits, faults and kills of
several tasks, while probes with small pools and growing ones come and go and their handlers decline, raise, kill and
call.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
import toy
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import kretcore
from kretcore import Kretprobe, Task, TaskState

FUNCTIONS = ("f", "g")
CALL_F, CALL_G, RETURN, SETJMP, LONGJMP, EXIT, FAULT, TAIL_F, TAIL_G, CALL_ON = range(1, 11)
TASKS, STACKS, BUFFERS = 3, 2, 3
DEEPEST = 8
"""No stack holds more calls, so that growing pools stay below the size at which they look for calls that are over."""

MAILBOX, BUFFER_SIZE, STACK_SIZE, ARENA = 64, 24, 1024, 4096

ACTOR = """
.func NAME                      ; NAME(mailbox)
    enter r9, r10
    mov r9, a0
.arrive:
    lw r5, 4(r9)
    addi r5, r5, 1
    sw r5, 4(r9)
.wait:
    syscall sched_yield
    lw r5, 0(r9)
    cmpi r5, 0
    beq .wait
    movi r6, 0
    sw r6, 0(r9)
    lw r6, 8(r9)
    cmpi r5, 1
    beq .call_f
    cmpi r5, 2
    beq .call_g
    cmpi r5, 3
    beq .return
    cmpi r5, 4
    beq .setjmp
    cmpi r5, 5
    beq .longjmp
    cmpi r5, 6
    beq .exit
    cmpi r5, 7
    beq .fault
    cmpi r5, 8
    beq .tail_f
    cmpi r5, 9
    beq .tail_g
    mov r10, sp                 ; call f on the stack that is given
    mov sp, r6
    mov a0, r9
    callf f
    mov sp, r10
    j .arrive
.call_f:
    mov a0, r9
    callf f
    j .arrive
.call_g:
    mov a0, r9
    callf g
    j .arrive
.return:
    leave r9, r10
    retf
.setjmp:
    mov a0, r6
    callf setjmp
    j .arrive
.longjmp:
    mov a0, r6
    callf longjmp
    halt
.exit:
    movi r1, 3
    syscall exit
    halt
.fault:
    movi r5, 8
    lw r5, 0(r5)
.tail_f:
    mov a0, r9
    leave r9, r10
    tail f
.tail_g:
    mov a0, r9
    leave r9, r10
    tail g
.endfunc
"""

SOURCE = f"""
.func _start
    halt
.endfunc
{"".join(ACTOR.replace("NAME", name) for name in FUNCTIONS)}
.func leaf_twice
    enter
    callf leaf
    callf leaf
    leave
    retf
.endfunc

.func leaf
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
    retf
.endfunc

.func longjmp
    mov r6, a0
    lw r5, 0(r6)
    lw sp, 4(r6)
    lw r9, 8(r6)
    lw r10, 12(r6)
    jr r5
.endfunc

.bss
.global arena
arena:
    .space {TASKS * ARENA}
"""


class Boom(Exception):
    """Raised by handlers on purpose."""


PROBED = st.sampled_from([*FUNCTIONS, *FUNCTIONS, "leaf"])
POOLS = st.sampled_from([None, None, 1, 2, 3])
DEEDS = st.sampled_from(["", "", "", "", "decline", "raise at entry", "raise", "kill at entry", "kill", "nested"])
"""What handlers do besides counting, once each time."""

OWN = -1
"""The model's name for a task's own stack; the others are numbered."""


@dataclass(eq=False)
class Pool:
    """What the model knows of one registration."""

    probe: Any
    function: str
    maxactive: int | None
    registered: bool = True
    enabled: bool = True
    in_use: int = 0
    made: int = 0
    missed: int = 0


@dataclass(eq=False)
class Instance:
    """A probed call, as the model keeps it."""

    pool: Pool
    stack: int
    level: int
    chained: bool


@dataclass(eq=False)
class Activation:
    """A call the guest has made: ``level`` calls are below it on its stack."""

    stack: int
    level: int
    parent: Activation | None
    hooked: bool = False
    live: bool = True


@dataclass(eq=False)
class Flow:
    """A task of the model."""

    task: Task
    place: int
    current: Activation
    instances: list[Instance] = field(default_factory=list)
    activations: list[Activation] = field(default_factory=list)
    buffers: dict[int, Activation] = field(default_factory=dict)
    trampolines: set[tuple[int, int]] = field(default_factory=set)
    """Where the return address in memory is the trampoline, whether anybody will still return by it or not."""
    arrivals: int = 0

    def kill_deeper(self, stack: int, level: int) -> None:
        """The guest will not come back to activations on ``stack`` beyond ``level``."""
        for activation in self.activations:
            if activation.stack == stack and activation.level > level:
                activation.live = False
        self.activations = [activation for activation in self.activations if activation.live]


class ReceiptMachine(RuleBasedStateMachine):
    """Drives a kernel and the model side by side."""

    arch: str

    @initialize(
        cpus=st.integers(1, 2),
        slice_length=st.sampled_from([None, None, 9]),
        probes=st.lists(st.tuples(PROBED, POOLS, st.booleans()), min_size=2, max_size=4),
        functions=st.lists(st.sampled_from(FUNCTIONS), min_size=1, max_size=2),
    )
    def boot(
        self,
        cpus: int,
        slice_length: int | None,
        probes: list[tuple[str, int | None, bool]],
        functions: list[str],
    ) -> None:
        self.kernel = kretcore.boot(PROGRAMS[self.arch], cpus=cpus, slice=slice_length, seed=1)
        self.arena = self.kernel.symbols.lookup_all("arena")[0].address
        self.flows: list[Flow] = []
        self.pools: list[Pool] = []
        """In order of registration."""
        self.counts: dict[str, Counter[str]] = {name: Counter() for name in (*FUNCTIONS, "leaf")}
        self.deed = self.expected = ""
        """What the next handler shall do, once; and what the model thinks is still to be done."""
        self.raised = self.killed = False
        for function, maxactive, entry_handler in probes:
            self.register(function, maxactive, entry_handler)
        for function in functions:
            self.spawn(function)

    def teardown(self) -> None:
        if hasattr(self, "kernel"):
            self.kernel.close()

    # -- probes ----------------------------------------------------------------------------------------

    @rule(function=PROBED, maxactive=POOLS, entry_handler=st.booleans())
    def register(self, function: str, maxactive: int | None, entry_handler: bool) -> None:
        if sum(pool.registered for pool in self.pools) >= 5:
            return
        if maxactive is None and not entry_handler:
            handle = self.kernel.on_return(function)(lambda ret: self.act("return"))
            probe = handle.probes[0]
        elif maxactive is None:
            handle = self.kernel.probe_returns(
                function, lambda i, r: self.act("return"), lambda i, r: self.act("entry")
            )
            probe = handle.probes[0]
        else:
            probe = Kretprobe(
                function,
                handler=lambda i, r: self.act("return"),
                entry_handler=(lambda i, r: self.act("entry")) if entry_handler else None,
                maxactive=maxactive,
            )
            self.kernel.register_kretprobe(probe)
        self.pools.append(Pool(probe, function, maxactive))

    @precondition(lambda self: any(pool.registered for pool in self.pools))
    @rule(pick=st.integers(0, 9), what=st.sampled_from(["unregister", "disable", "enable", "enable"]))
    def change_probe(self, pick: int, what: str) -> None:
        registered = [pool for pool in self.pools if pool.registered]
        pool = registered[pick % len(registered)]
        getattr(self.kernel, f"{what}_kretprobe")(pool.probe)
        if what == "unregister":
            pool.registered = False
        else:
            pool.enabled = what == "enable"

    def act(self, where: str) -> int:
        """What handlers do: the planned deed, if it is for this kind of handler."""
        deed = self.deed
        at_entry = deed in ("decline", "raise at entry", "kill at entry")
        if not deed or at_entry != (where == "entry"):
            return 0
        self.deed = ""
        if deed == "nested":
            self.kernel.call("leaf_twice")
        elif deed.startswith("kill"):
            assert self.kernel.current is not None
            self.kernel.kill(self.kernel.current)
        elif deed.startswith("raise"):
            raise Boom
        return int(deed == "decline")

    # -- the model -------------------------------------------------------------------------------------

    def retire(self, flow: Flow, instances: list[Instance], fate: str) -> None:
        for instance in instances:
            flow.instances.remove(instance)
            instance.pool.in_use -= 1
            self.counts[instance.pool.function][fate] += 1

    def intend(self, deed: str) -> None:
        """Plan a deed, unless one is planned."""
        self.deed = self.expected = self.deed or deed

    def take(self, where: str) -> str:
        """The planned deed if a handler of this kind does it now."""
        deed = self.expected
        at_entry = deed in ("decline", "raise at entry", "kill at entry")
        if not deed or at_entry != (where == "entry"):
            return ""
        self.expected = ""
        if deed == "nested":
            for pool in self.pools:
                if pool.function == "leaf" and pool.registered and pool.enabled:
                    self.counts["leaf"]["entries"] += 2
                    self.counts["leaf"]["nested"] += 2
        return deed

    def enter(self, flow: Flow, function: str, activation: Activation) -> None:
        """The guest enters a function; the newest probe's handler runs first."""
        stack, level = activation.stack, activation.level
        for pool in reversed(self.pools):
            if pool.function != function or not (pool.registered and pool.enabled):
                continue
            counts = self.counts[function]
            counts["entries"] += 1
            gone = [
                other
                for other in flow.instances
                if (stack == other.stack == OWN and other.level > level)
                or (not activation.hooked and (other.stack, other.level) == (stack, level))
            ]
            self.retire(flow, gone, "unwound")
            if pool.in_use == pool.maxactive and self.arch == "toystack":
                over = [other for other in flow.instances if (other.stack, other.level) not in flow.trampolines]
                self.retire(flow, over, "unwound")
            if pool.in_use == pool.maxactive:
                counts["pool empty"] += 1
                pool.missed += 1
                continue
            pool.made = max(pool.made, pool.in_use + 1)
            deed = self.take("entry") if pool.probe.entry_handler is not None else ""
            if deed in ("decline", "raise at entry"):
                counts["declined"] += 1
                self.raised |= deed == "raise at entry"
                continue
            self.killed |= deed == "kill at entry"
            pool.in_use += 1
            flow.instances.append(Instance(pool, stack, level, activation.hooked))
            activation.hooked = True
            flow.trampolines.add((stack, level))

    def leave(self, flow: Flow, activation: Activation) -> None:
        """The guest returns from an activation."""
        if not activation.hooked:
            return
        frame = (activation.stack, activation.level)
        if activation.stack == OWN:
            deeper = [other for other in flow.instances if other.stack == OWN and other.level > activation.level]
            self.retire(flow, deeper, "unwound")
        handled = []
        for instance in reversed(flow.instances):
            if (instance.stack, instance.level) != frame:
                continue
            handled.append(instance)
            deed = self.take("return") if instance.pool.registered else ""
            self.raised |= deed == "raise"
            self.killed |= deed == "kill"
            if self.killed or not instance.chained:
                break
        self.retire(flow, handled, "returned")

    def end(self, flow: Flow, fate: str) -> None:
        """A task ends; what is left of its calls is abandoned."""
        self.retire(flow, list(flow.instances), fate)
        self.flows.remove(flow)

    # -- driving ---------------------------------------------------------------------------------------

    def flow(self, pick: int) -> Flow:
        return self.flows[pick % len(self.flows)]

    def mailbox(self, flow: Flow) -> int:
        return self.arena + flow.place * ARENA

    def buffer(self, flow: Flow, number: int) -> int:
        return self.mailbox(flow) + MAILBOX + number * BUFFER_SIZE

    def stack(self, flow: Flow, number: int) -> int:
        return self.mailbox(flow) + ARENA - number * STACK_SIZE

    def run(self, flow: Flow) -> None:
        """Let the guest do what it was told, until it asks again or has ended."""
        load_word, at = self.kernel.machine.memory.load_word, self.mailbox(flow) + 4
        raised = False
        for _ in range(100):
            try:
                self.kernel.run(max_instructions=100)
            except Boom:
                raised = True
            if not flow.task.alive or load_word(at) != flow.arrivals:
                break
        else:
            raise AssertionError("the guest does not do what it is told")
        flow.arrivals = load_word(at)
        assert raised == self.raised

    def command(self, flow: Flow, number: int, operand: int = 0) -> None:
        memory, at = self.kernel.machine.memory, self.mailbox(flow)
        memory.store_word(at + 8, operand)
        memory.store_word(at, number)
        self.run(flow)

    def settle(self, flow: Flow, fate: str = "") -> None:
        """End the model's task if it must have ended, and compare with the kernel's."""
        if self.killed:
            fate = "killed"
        if fate:
            self.end(flow, fate)
        state = {"": TaskState.RUNNABLE, "exit": TaskState.EXITED, "fault": TaskState.FAULTED}
        assert flow.task.state is state.get(fate, TaskState.KILLED)

    def call(self, flow: Flow, number: int, function: str, activation: Activation, operand: int = 0) -> None:
        flow.kill_deeper(activation.stack, activation.level - 1)
        flow.activations.append(activation)
        flow.current = activation
        if not activation.hooked:
            flow.trampolines.discard((activation.stack, activation.level))
        self.killed = self.raised = False
        self.enter(flow, function, activation)
        if number:
            self.command(flow, number, operand)
        else:
            self.run(flow)
        self.settle(flow)

    # -- what tasks do ---------------------------------------------------------------------------------

    @precondition(lambda self: len(self.flows) < TASKS)
    @rule(function=st.sampled_from(FUNCTIONS))
    def spawn(self, function: str) -> None:
        place = min({*range(TASKS)} - {flow.place for flow in self.flows})
        at = self.arena + place * ARENA
        self.kernel.machine.memory.write(at, bytes(ARENA))
        first = Activation(OWN, 0, None)
        flow = Flow(self.kernel.spawn(function, at), place, first)
        self.flows.append(flow)
        self.call(flow, 0, function, first)

    @precondition(lambda self: self.flows)
    @rule(pick=st.integers(0, 9), function=st.sampled_from(FUNCTIONS), times=st.integers(1, 4), deed=DEEDS)
    def call_deeper(self, pick: int, function: str, times: int, deed: str = "") -> None:
        flow = self.flow(pick)
        self.intend(deed)
        for _ in range(times):
            current = flow.current
            if flow not in self.flows or current.level >= DEEPEST:
                return
            number = CALL_F if function == "f" else CALL_G
            self.call(flow, number, function, Activation(current.stack, current.level + 1, current))

    @precondition(lambda self: self.flows)
    @rule(pick=st.integers(0, 9), function=st.sampled_from(FUNCTIONS))
    def tail_call(self, pick: int, function: str) -> None:
        flow = self.flow(pick)
        current = flow.current
        if len(flow.instances) > 40:
            return
        again = Activation(current.stack, current.level, current.parent, current.hooked)
        self.call(flow, TAIL_F if function == "f" else TAIL_G, function, again)

    @precondition(lambda self: self.flows)
    @rule(pick=st.integers(0, 9), number=st.integers(0, STACKS - 1))
    def call_on_another_stack(self, pick: int, number: int) -> None:
        flow = self.flow(pick)
        around: Activation | None = flow.current
        while around is not None:
            if around.stack == number:
                return
            around = around.parent
        self.call(flow, CALL_ON, "f", Activation(number, 0, flow.current), self.stack(flow, number))

    @precondition(lambda self: self.flows)
    @rule(pick=st.integers(0, 9), times=st.integers(1, 5), deed=DEEDS)
    def return_(self, pick: int, times: int, deed: str) -> None:
        flow = self.flow(pick)
        self.intend(deed)
        for _ in range(times):
            current = flow.current
            if flow not in self.flows or (current.parent is not None and not current.parent.live):
                return
            self.killed = self.raised = False
            self.leave(flow, current)
            flow.kill_deeper(current.stack, current.level - 1)
            if current.parent is not None:
                flow.kill_deeper(current.parent.stack, current.parent.level)
                flow.current = current.parent
            self.command(flow, RETURN)
            self.settle(flow, "exit" if current.parent is None else "")

    @precondition(lambda self: self.flows)
    @rule(pick=st.integers(0, 9), number=st.integers(0, BUFFERS - 1))
    def setjmp(self, pick: int, number: int) -> None:
        flow = self.flow(pick)
        flow.buffers[number] = flow.current
        self.helper_called(flow)
        self.command(flow, SETJMP, self.buffer(flow, number))
        self.settle(flow)

    @precondition(lambda self: self.flows)
    @rule(pick=st.integers(0, 9), which=st.integers(0, 9))
    def longjmp(self, pick: int, which: int) -> None:
        flow = self.flow(pick)
        numbers = [number for number, target in sorted(flow.buffers.items()) if target.live]
        if not numbers:
            return
        number = numbers[which % len(numbers)]
        target = flow.buffers[number]
        self.helper_called(flow)
        flow.kill_deeper(target.stack, target.level)
        flow.current = target
        self.command(flow, LONGJMP, self.buffer(flow, number))
        self.settle(flow)

    @precondition(lambda self: self.flows)
    @rule(
        pick=st.integers(0, 9),
        functions=st.lists(st.sampled_from(FUNCTIONS), min_size=1, max_size=4),
        stack=st.integers(OWN, STACKS - 1),
    )
    def throw_calls_away(self, pick: int, functions: list[str], stack: int) -> None:
        """A loop round as programs make it: setjmp, calls, here or on another stack, and longjmp."""
        flow = self.flow(pick)
        self.setjmp(pick, 0)
        if stack != OWN:
            self.call_on_another_stack(pick, stack)
            if flow not in self.flows:
                return
        for function in functions:
            self.call_deeper(pick, function, 1)
            if flow not in self.flows:
                return
        if flow.buffers[0].live:
            self.helper_called(flow)
            flow.kill_deeper(flow.buffers[0].stack, flow.buffers[0].level)
            flow.current = flow.buffers[0]
            self.command(flow, LONGJMP, self.buffer(flow, 0))
            self.settle(flow)

    def helper_called(self, flow: Flow) -> None:
        """A call of a function that is not probed puts its own return address where a deeper one had been."""
        flow.trampolines.discard((flow.current.stack, flow.current.level + 1))
        self.killed = self.raised = False

    @precondition(lambda self: len(self.flows) > 1)
    @rule(pick=st.integers(0, 9), how=st.sampled_from(["exit", "fault", "killed"]))
    def end_task(self, pick: int, how: str) -> None:
        flow = self.flow(pick)
        self.killed = self.raised = False
        if how == "killed":
            self.kernel.kill(flow.task)
        else:
            self.command(flow, EXIT if how == "exit" else FAULT)
        self.settle(flow, how)

    # -- what must hold --------------------------------------------------------------------------------

    @invariant()
    def receipt_is_exact(self) -> None:
        if not hasattr(self, "kernel"):
            return
        receipt = self.kernel.receipt()
        assert receipt.balanced and self.deed == self.expected
        totals: Counter[str] = Counter()
        for function, counts in self.counts.items():
            pools = [pool for pool in self.pools if pool.function == function]
            if not pools:
                assert function not in receipt.functions
                continue
            counts["inside"] = sum(pool.in_use for pool in pools)
            assert account(receipt.functions[function]) == +counts
            assert receipt.functions[function].high_water == max(pool.made for pool in pools)
            totals += counts
        assert account(receipt) == totals
        for pool in self.pools:
            assert pool.probe.nmissed == pool.missed
            assert pool.probe.registered == pool.registered


def account(receipt: kretcore.Receipt) -> Counter[str]:
    """A receipt as the model counts."""
    fields = ("entries", "returned", "declined", "inside")
    counts = Counter({name: getattr(receipt, name) for name in fields})
    return +(counts + Counter(receipt.missed) + Counter(receipt.abandoned))


PROGRAMS = {arch: toy.assemble(SOURCE, arch) for arch in toy.ARCHES}


class LinkRegister(ReceiptMachine):
    """With return addresses in a register."""

    arch = "toy"


class OnStack(ReceiptMachine):
    """With return addresses in memory."""

    arch = "toystack"


SETTINGS = settings(max_examples=150, stateful_step_count=30)
LinkRegister.TestCase.settings = OnStack.TestCase.settings = SETTINGS
TestLinkRegister = pytest.mark.semantics("R12", "R16", "R20", "R21")(LinkRegister.TestCase)
TestOnStack = pytest.mark.semantics("R12", "R16", "R20", "R21")(OnStack.TestCase)
