"""Return probes, after the 2005 redesign of Linux kretprobes.

At entry the return address is replaced by the trampoline's and an instance remembers the real one; the probe on the
trampoline then does all the work in its pre handler. Instances left over when a task ends are freed by
:meth:`Kretprobes.kprobe_flush_task`, in which no architecture code takes part.
Row names (R7, R13) are those of the semantics reference.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile

from kretcore.arguments import Recorder
from kretcore.breakpoints import Site
from kretcore.errors import KernelPanic, MemoryFault, RegistrationError
from kretcore.instances import Fate, KretprobeInstance, Pool
from kretcore.kprobes import Kprobe, Kprobes
from kretcore.machine import NOTED_CALL, EntryLog, Machine, Registers
from kretcore.plugins import Architecture
from kretcore.tasks import Scheduler, Task, TaskState
from kretcore.unwinding import abandon, chain_at, find_returned, overtaken, overwritten, thrown_away

MAX_DATA_SIZE = 4096
"""Most private bytes an instance may have (``KRETPROBE_MAX_DATA_SIZE``)."""

FLUSH_FATE = {TaskState.EXITED: Fate.EXIT, TaskState.KILLED: Fate.KILLED, TaskState.FAULTED: Fate.FAULT}

RETURNED = int(Fate.RETURNED)
"""As a plain number, for the hit path."""

ReturnHandler = Callable[[KretprobeInstance, Registers], object]
EntryHandler = Callable[[KretprobeInstance, Registers], "int | None"]


@dataclass(eq=False)
class Kretprobe:
    """A probe on a function's entry and return.

    Give either ``symbol`` or ``address`` of the function.

    :ivar handler: ``handler(instance, registers)``, run at the return with ``registers["pc"]`` already at the real
        return address. It may change the result's register. None if only the entry matters.
    :ivar entry_handler: ``entry_handler(instance, registers)``, run at the entry. Non-zero declines this call.
    :ivar maxactive: calls that can be under way at once; 0 or less means ``max(10, 2 * cpus)``. After registration, the
        number in force.
    :ivar data_size: bytes of ``instance.data``, at most 4096.
    :ivar nmissed: calls not probed for want of a free instance.
    :ivar kprobe: the probe on the entry, while registered; its own ``nmissed`` counts nested hits (row R9).
    """

    symbol: str | None = None
    address: int | None = None
    handler: ReturnHandler | None = None
    entry_handler: EntryHandler | None = None
    maxactive: int = 0
    data_size: int = 0
    nmissed: int = field(default=0, init=False)
    kprobe: Kprobe = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.kprobe = Kprobe(symbol=self.symbol, address=self.address)

    @property
    def registered(self) -> bool:
        """Whether it is registered now."""
        return self.kprobe.registered

    def __str__(self) -> str:
        """Its line in the kernel's ``list`` file (row E6)."""
        return str(self.kprobe)


class Kretprobes:
    """The return probes of one kernel."""

    def __init__(
        self,
        machine: Machine,
        architecture: Architecture,
        kprobes: Kprobes,
        scheduler: Scheduler,
        sites: Mapping[int, Site],
        default_recorder: Recorder,
    ) -> None:
        hooks = architecture.hooks
        self._sites = sites
        self._recorder = default_recorder
        self._return_register = architecture.description.calling.return_register
        self._entry_log: EntryLog | None = getattr(machine, "entry_log", None)
        self._noted_width = 0
        self._registers = machine.registers
        self._trampoline_site: Site | None = None
        self._machine = machine
        self._kprobes = kprobes
        self._scheduler = scheduler
        self._call_site = hooks.arch_call_site
        self._prepare = hooks.arch_prepare_kretprobe
        self._frame_distance = hooks.arch_frame_distance
        self._fixup_return = hooks.arch_fixup_return
        self._is_text = kprobes.is_text
        self._text_low, self._text_high = kprobes.text_span
        self._slot_in_memory = self._return_register is None
        self.trampoline = 0
        """Address of the trampoline, known once the architecture has registered its probe."""
        self._calls = 0
        self._sweep_at = 64
        self.pools: dict[Pool, None] = {}
        """Every pool there was, in order of registration: the receipt is made from them."""

    def start(self) -> None:
        """Begin to work, the architecture having registered its trampoline's probe."""
        if self._entry_log is not None:
            recorder = self._recorder
            self._noted_width = self._entry_log.configure(
                trampoline=self.trampoline,
                text=(self._text_low, self._text_high),
                return_register=self._return_register,
                registers=recorder.registers,
                stack_offset=recorder.stack_offset,
                stack_words=recorder.stack_words,
            )
            self._entry_log.on_entries = self.enter_noted
            self._entry_log.on_return = self.return_noted
            self._trampoline_site = self._sites[self.trampoline]

    # -- registration ----------------------------------------------------------------------------

    def register(
        self, rp: Kretprobe, *, grow: bool = False, name: str | None = None, recorder: Recorder | None = None
    ) -> Pool:
        """Register a return probe (``register_kretprobe``); its checks in the kernel's order.

        :param grow: make instances as they are needed, whatever ``maxactive`` says.
        :param name: what to call the function (default: its canonical name).
        :param recorder: how to record the arguments of each call.
        """
        if rp.registered:
            raise RegistrationError(errno.EINVAL, "this return probe is already registered", symbol=rp.symbol)
        kp = Kprobe(symbol=rp.symbol, address=rp.address)
        address, start, canonical = self._kprobes.resolve(kp)
        name = name or canonical
        probe = self._kprobes.function_entry(start).probe
        if address not in (start, probe) and self._kprobes.function_entry(address).probe != probe:
            raise RegistrationError(
                errno.EINVAL,
                f"{address:#x} is {name}+{address - start:#x}: return probes go on a function's entry",
                symbol=rp.symbol,
                address=address,
            )
        address = probe  # also of an address between a function's two entries (ELFv2 ppc64)
        end = self._kprobes.check_safe(address, canonical, rp.symbol, returns=True)
        if rp.data_size > MAX_DATA_SIZE:
            raise RegistrationError(
                errno.E2BIG,
                f"data_size {rp.data_size} is more than {MAX_DATA_SIZE} bytes",
                symbol=name,
                address=address,
            )
        if rp.data_size < 0:
            raise RegistrationError(errno.EINVAL, f"data_size {rp.data_size} is negative", symbol=name, address=address)
        if rp.maxactive <= 0:
            rp.maxactive = max(10, 2 * len(self._scheduler.cpus))
        pool = Pool(
            rp,
            name,
            address,
            None if grow else rp.maxactive,
            recorder,
            rp.entry_handler is None and (recorder is None or recorder.count <= self._recorder.count),
        )
        kp.pool = pool
        kp.owner = rp
        kp.on_missed = pool.count_nested
        kp.pre_handler = partial(self.pre_handler_kretprobe, pool)
        self._kprobes.register_at(kp, address, start, canonical, end)
        rp.nmissed = 0
        rp.kprobe = kp
        self.pools[pool] = None
        return pool

    def unregister(self, rp: Kretprobe) -> None:
        """Unregister a return probe; calls under way return as usual, without its handler (row R17)."""
        if rp.kprobe.pool is not None:
            rp.kprobe.pool.kretprobe = None
        self._kprobes.unregister(rp.kprobe)

    # -- entry -----------------------------------------------------------------------------------

    def pre_handler_kretprobe(self, pool: Pool, kp: Kprobe, registers: Registers) -> int:
        """A probed function has been entered (rows R7, R8, R11)."""
        task = self._scheduler.current
        assert task is not None
        try:
            return_address, stack, backing_store = self._call_site(self._machine)
        except MemoryFault:  # no stack to return by: the function will fault by itself
            pool.entries += 1
            pool.fates[Fate.DECLINED] += 1
            return 0
        instance = self._enter(pool, task, return_address, stack, backing_store)
        if instance is not None:
            if pool.capture is not None:
                instance.arguments = pool.capture()
            if pool.entry_handler is None or self._accepted(pool.entry_handler, instance, registers):
                self._prepare(self._machine, self.trampoline)
                task.instances.append(instance)
        if self._entry_log is not None and pool.deferrable:
            self._entry_log.set_quota(pool.address, pool.available)
        return 0

    @staticmethod
    def _accepted(entry_handler: EntryHandler, instance: KretprobeInstance, registers: Registers) -> bool:
        declined: int | None = 1
        try:
            declined = entry_handler(instance, registers)
        finally:
            if declined:
                instance.retire(Fate.DECLINED)
        return not declined

    def enter_noted(self, rows: Sequence[int]) -> None:
        """Functions have been entered whose breakpoints the machine deferred (:class:`kretcore.machine.EntryLog`)."""
        task = self._scheduler.current
        assert task is not None
        width = self._noted_width
        for at in range(0, len(rows), width):
            address, return_address, stack, backing_store = rows[at : at + NOTED_CALL]
            pool = self._sites[address].deferred
            assert pool is not None
            instance = self._enter(pool, task, return_address, stack, backing_store)
            assert instance is not None  # the quota saw to it
            if pool.capture is not None:
                instance.arguments = rows[at + NOTED_CALL : at + width]
            task.instances.append(instance)

    def _enter(
        self, pool: Pool, task: Task, return_address: int, stack: int, backing_store: int
    ) -> KretprobeInstance | None:
        """Account for an entry and fill in an instance for it; None if this call will not be probed."""
        pool.entries += 1
        if not self._text_low <= return_address < self._text_high and not self._is_text(return_address):
            pool.fates[Fate.DECLINED] += 1  # reached by a jump or a return, like a coroutine's first function: no call
            return None
        own = task.stack_low <= stack <= task.stack_high  # at the top where calls push nothing
        instances = task.instances
        newest = None
        if instances:
            newest = instances[-1]
            above = stack >= newest.stack and (stack > newest.stack or backing_store <= newest.backing_store)
            if above or not (own and newest.own):
                fresh = return_address != self.trampoline
                abandon(task, thrown_away(instances, own, stack, backing_store, fresh))
                newest = instances[-1] if instances else None
        if pool.free:
            instance = pool.free.pop()
        else:
            made = self._new_instance(pool, task, stack)
            if made is None:
                return None
            instance = made
            newest = instances[-1] if instances else None
        instance.task = task
        instance.stack = stack
        instance.backing_store = backing_store
        instance.own = own
        instance.return_address = return_address
        instance.chained = False
        self._calls = instance.call = self._calls + 1
        if newest is None:
            instance.parent = instance.depth = 0
        else:
            instance.parent = newest.call
            instance.depth = newest.depth + 1
        if return_address == self.trampoline:
            self._chain(instance, task)
        return instance

    def _chain(self, instance: KretprobeInstance, task: Task) -> None:
        """The return address found is the trampoline: another probe on this call, or a tail call."""
        for older in reversed(task.instances):
            if older.stack == instance.stack and older.backing_store == instance.backing_store:
                break
        else:
            instance.retire(Fate.DECLINED)
            raise KernelPanic(
                f"{instance.pool.name} was entered with the trampoline as its return address, "
                f"but no probed call of {task} has its frame {instance.stack:#x}",
                task=task,
                pc=self._machine.registers["pc"],
            )
        instance.return_address = older.return_address
        instance.chained = True
        same_call = takewhile(lambda other: other.call == older.call, reversed(task.instances))
        if older.pool.address == instance.pool.address and all(other.pool is not instance.pool for other in same_call):
            instance.call, instance.parent, instance.depth = older.call, older.parent, older.depth

    def _new_instance(self, pool: Pool, task: Task, stack: int) -> KretprobeInstance | None:
        """The pool has no free instance: look for calls that are provably over, then make one, then miss."""
        full = pool.maxactive is not None and pool.made >= pool.maxactive
        if self._slot_in_memory and (full or len(task.instances) >= self._sweep_at):
            abandon(task, overwritten(task.instances, self._machine.memory.load_word, self.trampoline))
            self._sweep_at = max(64, 2 * len(task.instances))
            if pool.free:
                return pool.free.pop()
        instance = pool.make()
        if instance is None:
            if pool.kretprobe is not None:
                pool.kretprobe.nmissed += 1
            pool.count_empty(task, stack)
        return instance

    # -- return ----------------------------------------------------------------------------------

    def trampoline_probe_handler(self, kp: object, registers: Registers) -> int:
        """A probed function has returned into the trampoline (rows R12-R15).

        It always returns non-zero: the program counter is set, and the trampoline's instruction is never stepped.
        """
        task = self._scheduler.current
        assert task is not None
        instances = task.instances
        if instances:
            instance = instances[-1]
            if (
                not instance.chained
                and self._frame_distance(self._machine, instance.stack, instance.backing_store) == 0
            ):
                self._fixup_return(self._machine, instance.return_address)
                self._leave(instances, instance)
                return 1
        self._return_through_chain(task, registers)
        return 1

    def return_noted(self, row: Sequence[int]) -> None:
        """A call has come back that the machine had only noted (:class:`kretcore.machine.EntryLog`)."""
        scheduler = self._scheduler
        task = scheduler.current
        pool = self._sites[row[0]].deferred
        assert task is not None and pool is not None
        instance = self._enter(pool, task, row[1], row[2], row[3])
        assert instance is not None  # the quota saw to it
        if pool.capture is not None:
            instance.arguments = row[NOTED_CALL:]
        task.instances.append(instance)
        cpu = scheduler.cpu
        cpu.site = self._trampoline_site
        try:
            self._leave(task.instances, instance)
        finally:
            cpu.site = None

    def _leave(self, instances: list[KretprobeInstance], instance: KretprobeInstance) -> None:
        """Run the handler of the newest instance, whose function has returned, and retire it."""
        kretprobe = instance.pool.kretprobe
        try:
            if kretprobe is not None and kretprobe.handler is not None:
                kretprobe.handler(instance, self._registers)
        finally:
            if instances and instances[-1] is instance:
                instances.pop()
                instance.retire(RETURNED)

    def _return_through_chain(self, task: Task, registers: Registers) -> None:
        instances = task.instances
        position = find_returned(instances, self._distance_of)
        chain = chain_at(instances, position)
        if position is None or not chain:
            raise KernelPanic(
                f"{task} reached the return trampoline with sp {registers['sp']:#x}, but none of its "
                f"{len(instances)} probed calls can be the one that returned",
                task=task,
                pc=self.trampoline,
            )
        abandon(task, overtaken(instances[position + 1 :], chain[0]))
        self._fixup_return(self._machine, chain[-1].return_address)
        error: BaseException | None = None
        handled: list[KretprobeInstance] = []
        for instance in chain:
            if task.dying:
                break
            handled.append(instance)
            kretprobe = instance.pool.kretprobe
            if kretprobe is not None and kretprobe.handler is not None:
                try:
                    kretprobe.handler(instance, registers)
                except BaseException as raised:  # noqa: BLE001 -- raised again when the chain is consumed
                    error = error or raised
        for instance in handled:
            if instance.task is task:
                index = len(instances) - 1  # the chain is at the end, or nearly: do not search from the front
                while instances[index] is not instance:
                    index -= 1
                del instances[index]
                instance.retire(Fate.RETURNED)
        if error is not None:
            raise error

    def _distance_of(self, instance: KretprobeInstance) -> int | None:
        return self._frame_distance(self._machine, instance.stack, instance.backing_store)

    # -- the end of a task -------------------------------------------------------------------------

    def kprobe_flush_task(self, task: Task) -> None:
        """Give back the instances of a task that ends; no handler runs, no architecture code is involved (row R20)."""
        fate = FLUSH_FATE.get(task.state, Fate.EXIT)
        for instance in reversed(task.instances):
            instance.retire(fate)
        task.instances.clear()
        for pool, under_way in task.missed.items():
            pool.outstanding -= len(under_way)
        task.missed.clear()
