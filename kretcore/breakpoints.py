"""Breakpoints in guest text: arming them, and what happens when one is hit.

A :class:`Site` is one probed address with everything registered on it (Linux's aggregate, also for a single probe).
:meth:`Breakpoints.on_breakpoint` is the machine's callback and the hottest code of kretcore: no object is built there,
nothing is formatted or logged. Row names (H8, S3) are those of the semantics reference.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from kretcore.arch import InstructionCopy, Text
from kretcore.errors import InstructionFault, KernelPanic, MemoryFault, RegistrationError
from kretcore.machine import Access, EntryLog, Fault, FaultKind, Machine, Registers
from kretcore.plugins import Architecture
from kretcore.slots import KernelText
from kretcore.tasks import Cpu, KprobeStatus, Scheduler

if TYPE_CHECKING:
    from kretcore.instances import Pool
    from kretcore.kprobes import Kprobe

PreHandler = Callable[[Any, Registers], "int | None"]
PostHandler = Callable[[Any, Registers], None]

_, ACTIVE, SS, SSDONE, REENTER = KprobeStatus

TEXT_BEYOND = 16
"""Bytes of clean text shown from a probed address on: no instruction, and no bundle of ia64, is longer."""


class Site:
    """A probed address.

    :ivar address: where the breakpoint is.
    :ivar copy: the instruction under it.
    :ivar text: what stood there when it was copied.
    :ivar probes: the probes registered here, newest first (row A2).
    :ivar armed: whether the breakpoint is in the text.
    :ivar boosted: whether nothing is to be done after the instruction, so that the copy jumps back by itself (row S3).
    :ivar internal: whether it is the kernel's own (the trampoline); never disarmed, works while others are handled.
    """

    __slots__ = (
        "address",
        "armed",
        "boosted",
        "copy",
        "deferred",
        "internal",
        "only",
        "original",
        "post_handlers",
        "pre_handlers",
        "probes",
        "slot",
        "text",
    )

    def __init__(self, copy: InstructionCopy, *, internal: bool = False) -> None:
        self.address = copy.address
        self.copy = copy
        self.slot = copy.slot
        self.internal = internal
        self.probes: list[Kprobe] = []
        self.armed = False
        self.boosted = False
        self.original = b""
        self.text = b""
        self.pre_handlers: tuple[tuple[Kprobe, PreHandler], ...] = ()
        self.deferred: Pool | None = None
        """The pool whose entries the machine notes by itself here."""
        self.only: Callable[[Registers], int | None] | None = None
        """The pre handler with its probe, if there is just one: the hit path's short cut."""
        self.post_handlers: tuple[tuple[Kprobe, PostHandler], ...] = ()


class Breakpoints:
    """The breakpoints of one kernel."""

    def __init__(self, machine: Machine, architecture: Architecture, text: KernelText, scheduler: Scheduler) -> None:
        self._machine = machine
        self._memory = machine.memory
        self._registers = machine.registers
        _, self._set_pc = machine.registers.accessor("pc")
        self._hooks = architecture.hooks
        self._breakpoint = architecture.description.breakpoint
        self._text = text
        self._scheduler = scheduler
        self._entry_log: EntryLog | None = getattr(machine, "entry_log", None)
        self.sites: dict[int, Site] = {}
        self._steps: dict[int, Site] = {}
        """Address of a breakpoint behind a copy to the site it belongs to."""
        self._slots: dict[int, Site] = {}
        """Slots in use, by address, those of removed sites too until they are reclaimed."""
        self.landings: dict[int, Callable[[], None]] = {}
        """Breakpoints that stand in kernel text for good, and what they do."""
        self._passing: dict[int, list[Site]] = {}
        """Sites by the addresses of instructions that their copies execute as well when they jump back."""
        self._patched: dict[int, list[Site]] = {}
        """Armed sites by the address of their patch's first byte."""
        self._longest_patch = 1
        self._removed: list[Site] = []
        """Sites whose slots wait to be reclaimed."""
        machine.on_breakpoint = self.on_breakpoint

    # -- text ------------------------------------------------------------------------------------

    def prepare(self, start: int, limit: int, address: int) -> Site | None:
        """Make a site for ``address`` in the function at ``start``; None if no slot is free.

        :param limit: end of the executable range that holds it.
        :raises RegistrationError: the architecture's refusal.
        """
        if self._scheduler.settled:
            self._reclaim()
        slot = self._text.allocate()
        if slot is None:
            return None
        try:
            text = self.clean_text(start, min(address + TEXT_BEYOND, limit))
            copy: InstructionCopy = self._hooks.arch_prepare_kprobe(text, address, slot)
            self._check_fit(copy)
        except BaseException:
            self._text.release(slot, used=False)
            raise
        site = Site(copy)
        at = copy.patch.address - text.start
        site.text = text.code[at : at + max(len(copy.patch.code), copy.length)]
        if copy.emulate is not None:
            self._text.release(slot, used=False)
        return site

    def _check_fit(self, copy: InstructionCopy) -> None:
        size = len(copy.code) + max(len(copy.jump_back or b""), len(self._breakpoint))
        if copy.emulate is None and size > self._text.slot_size:
            raise RegistrationError(
                errno.ENOSPC,
                f"the copy of the instruction at {copy.address:#x} takes {size} bytes with its tail, "
                f"but the architecture's slots have {self._text.slot_size}",
                address=copy.address,
            )

    def clean_text(self, start: int, end: int) -> Text:
        """Return the text of ``start <= address < end`` with the breakpoints taken out."""
        code = bytearray(self._memory.read(start, end - start))
        for first in range(start - self._longest_patch + 1, end):
            for site in self._patched.get(first, ()):
                patch = site.copy.patch
                for index, (original, mask, armed) in enumerate(
                    zip(site.original, patch.mask, patch.code, strict=True)
                ):
                    at = patch.address + index - start
                    if 0 <= at < len(code) and code[at] & mask == armed & mask:
                        code[at] = code[at] & ~mask | original & mask
        return Text(start, bytes(code))

    def insert(self, site: Site) -> None:
        """Make a prepared site known; its breakpoint is not yet in the text."""
        self.sites[site.address] = site
        if site.copy.emulate is None:
            self._slots[site.slot] = site
        for passed in site.copy.passes.values():
            self._passing.setdefault(passed, []).append(site)
        self._write_tail(site)
        self._reconsider(site.address)

    def remove(self, site: Site) -> None:
        """Forget a site, disarmed before; its slot is reused once no task can be inside."""
        del self.sites[site.address]
        for passed in site.copy.passes.values():
            self._passing[passed].remove(site)
        self._reconsider(site.address)
        if site.copy.emulate is None:
            self._removed.append(site)

    def _reconsider(self, address: int) -> None:
        """Stop boosting the copies that execute the instruction at ``address`` as well, or boost them again.

        The latter only while no task can be before the breakpoint behind a copy, waiting for what happens there.
        """
        for site in self._passing.get(address, ()):
            if site.boosted or self._scheduler.settled:
                self._write_tail(site)
                if self._entry_log is not None:
                    self._defer(site, self._entry_log)

    def _reclaim(self) -> None:
        for site in self._removed:
            self._steps.pop(site.slot + len(site.copy.code), None)
            del self._slots[site.slot]
            self._text.release(site.slot, used=True)
        self._removed.clear()
        self._text.reclaim()

    def arm(self, site: Site) -> None:
        """Write the breakpoint.

        :raises RegistrationError: EINVAL, the program has changed the instruction, so its copy is out of date.
        """
        if site.armed:
            return
        patch = site.copy.patch
        now = self._memory.read(patch.address, len(site.text))
        if now != site.text and self.clean_text(patch.address, patch.address + len(site.text)).code != site.text:
            raise RegistrationError(
                errno.EINVAL,
                f"the program has overwritten the instruction at {site.address:#x}: "
                "unregister the probes on it and register them anew",
                address=site.address,
            )
        site.original = now[: len(patch.code)]
        self._memory.write_code(patch.address, _merge(site.original, patch.code, patch.mask))
        site.armed = True
        self._patched.setdefault(patch.address, []).append(site)
        self._longest_patch = max(self._longest_patch, len(patch.code))

    def disarm(self, site: Site) -> None:
        """Take the breakpoint out where it still stands; text the guest has overwritten stays as it is."""
        if not site.armed:
            return
        patch = site.copy.patch
        now = self._memory.read(patch.address, len(patch.code))
        if _merge(now, patch.code, patch.mask) == now:
            self._memory.write_code(patch.address, _merge(now, site.original, patch.mask))
        site.armed = False
        self._patched[patch.address].remove(site)

    def update(self, site: Site) -> None:
        """Take over the handlers of the site's enabled probes after a change."""
        enabled = [probe for probe in site.probes if not probe.disabled]
        site.pre_handlers = tuple((probe, probe.pre_handler) for probe in enabled if probe.pre_handler is not None)
        site.only = None
        if len(site.pre_handlers) == 1:
            ((probe, pre_handler),) = site.pre_handlers
            site.only = partial(pre_handler, probe)
        post_handlers = tuple((probe, probe.post_handler) for probe in enabled if probe.post_handler is not None)
        rewrite = bool(post_handlers) != bool(site.post_handlers)
        site.post_handlers = post_handlers
        if rewrite:
            self._write_tail(site)
        if self._entry_log is not None:
            self._defer(site, self._entry_log)

    def _defer(self, site: Site, log: EntryLog) -> None:
        """Let the machine note the entries here by itself if nothing else is to be done at them."""
        pool = site.pre_handlers[0][0].pool if len(site.pre_handlers) == 1 else None
        if pool is not None and pool.deferrable and site.boosted:
            site.deferred = pool
            log.defer(site.address, site.slot, pool.available)
        else:
            site.deferred = None
            log.forget(site.address)

    def _write_tail(self, site: Site) -> None:
        copy = site.copy
        site.boosted = (
            copy.jump_back is not None
            and not site.post_handlers
            and not any(passed in self.sites for passed in copy.passes.values())
        )
        if copy.emulate is not None:
            site.boosted = False
            return
        tail = site.slot + len(copy.code)
        if site.boosted:
            assert copy.jump_back is not None
            self._memory.write_code(site.slot, copy.code + copy.jump_back)
        else:
            self._memory.write_code(site.slot, copy.code + self._breakpoint)
            self._steps[tail] = site

    # -- hits ------------------------------------------------------------------------------------

    def on_breakpoint(self, address: int) -> None:
        """Handle a breakpoint trap of the current task (``kprobe_handler``)."""
        site = self.sites.get(address)
        if site is None:
            self._no_site(address)
            return
        cpu = self._scheduler.cpu
        if cpu.site is not None:
            self._reenter(site, cpu)
            return
        cpu.site = site
        try:
            only = site.only
            changed = self._run_pre_handlers(site, cpu) if only is None else only(self._registers)
        except BaseException as raised:
            if site.internal:
                cpu.forget_probe()
            elif cpu.site is site:
                try:
                    self._step(site, cpu)
                finally:
                    raise raised  # rather than what a post handler raises meanwhile
            raise
        if changed:
            cpu.site = None
        elif site.boosted:
            self._set_pc(site.slot)
            cpu.site = None
        else:
            self._step(site, cpu)

    def _run_pre_handlers(self, site: Site, cpu: Cpu) -> bool:
        """Run the pre handlers of an aggregate; say whether one has changed the program counter (row A3).

        A handler that raises does not keep the others from running: its exception surfaces when all are done.
        """
        error: BaseException | None = None
        changed = False
        handlers = site.pre_handlers
        for item in handlers:
            if site.pre_handlers is not handlers and item not in site.pre_handlers:
                continue  # a handler before it has unregistered or disabled it
            probe, pre_handler = item
            try:
                changed = bool(pre_handler(probe, self._registers))
            except BaseException as raised:  # noqa: BLE001 -- raised again when the hit is complete
                error = error or raised
            if changed:
                break
        if error is not None:
            if changed:
                cpu.site = None
            raise error
        return changed

    def _step(self, site: Site, cpu: Cpu) -> None:
        """Execute the instruction under the breakpoint, out of line."""
        if site.boosted:
            self._set_pc(site.slot)
            cpu.site = None
            return
        cpu.phase = SS
        if site.copy.emulate is None:
            self._set_pc(site.slot)
        elif self._emulate(site):
            self._finish(site, cpu)

    def _emulate(self, site: Site) -> bool:
        assert site.copy.emulate is not None
        try:
            site.copy.emulate(self._machine)
        except InstructionFault as error:
            self._scheduler.fault(error.fault)
            return False
        except MemoryFault as fault:
            self._scheduler.fault(
                Fault(
                    FaultKind.UNMAPPED, site.address, fault.address, Access.READ, "stack access of a probed instruction"
                )
            )
            return False
        return True

    def _finish(self, site: Site, cpu: Cpu) -> None:
        cpu.phase = SSDONE
        error: BaseException | None = None
        handlers = site.post_handlers
        for item in handlers:
            if site.post_handlers is not handlers and item not in site.post_handlers:
                continue  # a handler before it has unregistered or disabled it
            probe, post_handler = item
            try:
                post_handler(probe, self._registers)
            except BaseException as raised:  # noqa: BLE001 -- raised again when the hit is complete
                error = error or raised
        cpu.site = None
        cpu.phase = ACTIVE
        if error is not None:
            raise error

    def _stepped(self, site: Site) -> None:
        """The breakpoint behind a copy: the instruction has run."""
        self._hooks.arch_resume_execution(self._machine, site.copy)
        cpu = self._scheduler.cpu
        if cpu.phase is REENTER:
            assert cpu.saved is not None
            cpu.site, cpu.phase = cpu.saved
            cpu.saved = None
        elif cpu.site is site:
            self._finish(site, cpu)

    def _reenter(self, site: Site, cpu: Cpu) -> None:
        """A hit while another probe is being handled on this CPU: counted, not handled (row H8)."""
        if site.internal:
            for probe, pre_handler in site.pre_handlers:
                pre_handler(probe, self._registers)
            return
        for probe in site.probes:
            probe.count_missed()
        if site.boosted:
            self._set_pc(site.slot)
        elif site.copy.emulate is not None:
            self._emulate(site)
        elif cpu.phase is REENTER:
            raise KernelPanic(
                f"a probe at {site.address:#x} was hit while another nested hit was being stepped",
                task=self._scheduler.current,
                pc=site.address,
            )
        else:
            assert cpu.site is not None
            cpu.saved = (cpu.site, cpu.phase)
            cpu.site = site
            cpu.phase = REENTER
            self._set_pc(site.slot)

    def _no_site(self, address: int) -> None:
        site = self._steps.get(address)
        if site is not None:
            self._stepped(site)
        elif address in self.landings:
            self.landings[address]()
        else:
            self._scheduler.fault(Fault(FaultKind.TRAP, address, detail="a breakpoint of the program's own"))

    def original_pc(self, pc: int) -> int:
        """Translate a program counter inside a slot to the probed address (row H13)."""
        site = self._slots.get(self._text.slot_of(pc)) if self._text.in_slot(pc) else None
        return pc if site is None else site.copy.passes.get(pc - site.slot, site.address)


def _merge(text: bytes, code: bytes, mask: bytes) -> bytes:
    return bytes(old & ~bits & 0xFF | new & bits for old, new, bits in zip(text, code, mask, strict=True))
