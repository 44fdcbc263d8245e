"""Kretprobe instances: their pool and their one life cycle.

An instance is free, inside, then retired: returned, declined, or abandoned with a reason.
:meth:`KretprobeInstance.retire` is the only way out, for the return, the flush, the unwinding and the raising handler
alike, so the counters of a pool account for every probed entry.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kretcore.arch import Frame

if TYPE_CHECKING:
    from kretcore.arguments import Recorder
    from kretcore.kretprobes import Kretprobe
    from kretcore.tasks import Task


class Fate(enum.IntEnum):
    """How an instance is retired."""

    RETURNED = 0
    DECLINED = 1
    EXIT = 2
    KILLED = 3
    FAULT = 4
    EXEC = 5
    UNWOUND = 6


ABANDONED = (Fate.EXIT, Fate.KILLED, Fate.FAULT, Fate.EXEC, Fate.UNWOUND)


class KretprobeInstance:
    """One probed call that is under way.

    Valid from the entry handler to the end of the return handler; afterwards it is used again.

    :ivar task: the task that made the call.
    :ivar return_address: where the function really returns to, never the trampoline.
    :ivar data: the kretprobe's private bytes for this call (``data_size`` of them), or None. Not cleared between calls.
    :ivar call: number of this call, unique in the kernel; several probes on one call share it.
    :ivar parent: number of the innermost probed call around it, 0 if there is none.
    :ivar depth: how many probed calls are around it.
    :ivar arguments: what the pool's ``capture`` recorded at entry, or None.
    """

    __slots__ = (
        "arguments",
        "backing_store",
        "call",
        "chained",
        "data",
        "depth",
        "own",
        "parent",
        "pool",
        "return_address",
        "stack",
        "task",
        "view",
    )

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.data = bytearray(pool.data_size) if pool.data_size else None
        self.task: Task | None = None
        self.return_address = 0
        self.chained = False
        """Whether the return address found at entry was the trampoline: an older instance knows the real one."""
        self.stack = 0
        self.backing_store = 0
        self.own = True
        """Whether the frame lies on the task's own stack."""
        self.call = 0
        self.parent = 0
        self.depth = 0
        self.arguments: Sequence[int] | None = None
        self.view: Any = None
        """What :mod:`kretcore.returns` shows of this instance, made once."""

    @property
    def kretprobe(self) -> Kretprobe | None:
        """The kretprobe, or None once it is unregistered."""
        return self.pool.kretprobe

    @property
    def frame(self) -> Frame:
        """Which activation this is."""
        return Frame(self.stack, self.backing_store)

    def deeper_than(self, stack: int, backing_store: int) -> bool:
        """Whether this activation is deeper than one with the given frame, on the same stack."""
        return self.stack < stack or (self.stack == stack and self.backing_store > backing_store)

    def retire(self, fate: int) -> None:
        """End this life: count its :class:`Fate` and go back to the pool."""
        self.task = None
        pool = self.pool
        pool.fates[fate] += 1
        pool.free.append(self)


class Pool:
    """The instances of one kretprobe registration, and its account.

    It outlives the registration as long as calls are under way (Linux ``kretprobe_holder``).

    :ivar kretprobe: its kretprobe; None once unregistered.
    :ivar name: the function.
    :ivar address: where its entry probe is.
    :ivar maxactive: how many instances there may be; None if it grows on demand.
    :ivar made: how many there are, which is the most that were ever in use at once.
    :ivar entries: hits of the entry probe.
    :ivar fates: retired instances by :class:`Fate`.
    :ivar missed_empty: entries that found no free instance.
    :ivar missed_nested: entries hit while another probe was being handled.
    :ivar outstanding: missed calls that may still be under way.
    :ivar sufficient: a number of instances that would have missed nothing so far (an upper bound).
    :ivar entry_handler: runs at each entry, or None; taken from the kretprobe at registration.
    :ivar capture: records a call's arguments at entry, or None.
    :ivar deferrable: whether an entry needs nothing but noting, so that the machine may do it by itself
        (:class:`kretcore.machine.EntryLog`).
    """

    __slots__ = (
        "address",
        "capture",
        "data_size",
        "deferrable",
        "entries",
        "entry_handler",
        "fates",
        "free",
        "kretprobe",
        "made",
        "maxactive",
        "missed_empty",
        "missed_nested",
        "name",
        "outstanding",
        "sufficient",
    )

    def __init__(
        self,
        kretprobe: Kretprobe,
        name: str,
        address: int,
        maxactive: int | None,
        recorder: Recorder | None,
        deferrable: bool,
    ) -> None:
        self.kretprobe: Kretprobe | None = kretprobe
        self.name = name
        self.address = address
        self.maxactive = maxactive
        self.data_size = kretprobe.data_size
        self.free: list[KretprobeInstance] = []
        self.made = 0
        self.entries = 0
        self.fates = [0] * len(Fate)
        self.missed_empty = 0
        self.missed_nested = 0
        self.outstanding = 0
        self.sufficient = 0
        self.entry_handler = kretprobe.entry_handler
        self.capture = None if recorder is None else recorder.read
        self.deferrable = deferrable

    @property
    def available(self) -> int | None:
        """How many more calls can be under way; None without limit."""
        return None if self.maxactive is None else self.maxactive - self.inside

    @property
    def inside(self) -> int:
        """Instances in use."""
        return self.made - len(self.free)

    def make(self) -> KretprobeInstance | None:
        """Return a new instance, or None if the pool has all it may have."""
        if self.maxactive is not None and self.made >= self.maxactive:
            return None
        self.made += 1
        return KretprobeInstance(self)

    def count_nested(self) -> None:
        """Count an entry that hit while another probe was being handled."""
        self.entries += 1
        self.missed_nested += 1

    def count_empty(self, task: Task, stack: int) -> None:
        """Count an entry that found no instance, and bound how many would have been needed.

        Earlier missed calls at the same or a lower stack pointer must be over by now.
        """
        self.missed_empty += 1
        under_way = task.missed.setdefault(self, [])
        while under_way and under_way[-1] <= stack:
            under_way.pop()
            self.outstanding -= 1
        under_way.append(stack)
        self.outstanding += 1
        self.sufficient = max(self.sufficient, self.made + self.outstanding)
