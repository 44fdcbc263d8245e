"""Kprobes: registering, enabling and listing probes on instructions.

Row names (K1, E5, A2) are those of the semantics reference; each function follows the order of steps given there.
"""

from __future__ import annotations

import errno
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kretcore.arch import FunctionEntry
from kretcore.breakpoints import Breakpoints, PostHandler, PreHandler, Site
from kretcore.deny import DenyList
from kretcore.errors import MemoryFault, RegistrationError, SymbolError
from kretcore.images import Image
from kretcore.instances import Pool
from kretcore.log import get_logger
from kretcore.machine import Memory
from kretcore.plugins import Architecture
from kretcore.slots import KernelText
from kretcore.symbols import SymbolTable

P = TypeVar("P")

log = get_logger("kretcore.kprobes")


@dataclass(eq=False)
class Kprobe:
    """A probe on one instruction.

    Give either ``symbol`` or ``address``, and an ``offset`` in bytes if it is not the first instruction.

    :ivar pre_handler: ``pre_handler(kprobe, registers)``, run before the instruction. A non-zero result means it has
        set the program counter itself: the instruction is not executed and no post handler runs. ``registers["pc"]``
        is what the processor reports at its breakpoint (x86: one behind the address).
    :ivar post_handler: ``post_handler(kprobe, registers)``, run after the instruction, with the next program counter.
    :ivar disabled: register it without arming; later :meth:`Kernel.enable_kprobe` and ``disable_kprobe`` change it.
    :ivar nmissed: hits that were not handled, because they happened while another probe was.
    :ivar address: where it is, filled in by registration. It stays after unregistering, so clear it
        before registering a symbol-based probe anew (row K16).
    """

    symbol: str | None = None
    address: int | None = None
    offset: int = 0
    pre_handler: PreHandler | None = None
    post_handler: PostHandler | None = None
    disabled: bool = False
    nmissed: int = field(default=0, init=False)
    site: Site | None = field(default=None, init=False, repr=False)
    on_missed: Callable[[], None] | None = field(default=None, init=False, repr=False)
    owner: object = field(default=None, init=False, repr=False)
    pool: Pool | None = field(default=None, init=False, repr=False)
    line: str = field(default="", init=False, repr=False)

    @property
    def registered(self) -> bool:
        """Whether it is registered now."""
        return self.site is not None

    def count_missed(self) -> None:
        """Count a hit that is not handled (row H8)."""
        self.nmissed += 1
        if self.on_missed is not None and not self.disabled:
            self.on_missed()

    def __str__(self) -> str:
        """Its line in the kernel's ``list`` file (row E6)."""
        if self.site is None:
            return f"(not registered)  {self.symbol or hex(self.address or 0)}"
        return f"{self.line}    [DISABLED]" if self.disabled else self.line


class Kprobes:
    """The kprobes of one kernel."""

    def __init__(
        self,
        image: Image,
        symbols: SymbolTable,
        memory: Memory,
        architecture: Architecture,
        text: KernelText,
        breakpoints: Breakpoints,
        deny: DenyList,
    ) -> None:
        self._image = image
        self._symbols = symbols
        self._memory = memory
        self._architecture = architecture
        self._text = text
        self._breakpoints = breakpoints
        self._deny = deny
        self._all_armed = True
        self._digits = architecture.description.bits // 4
        self._range_starts = [start for start, _ in image.executable_ranges]

    # -- addresses -------------------------------------------------------------------------------

    def function_entry(self, value: int) -> FunctionEntry:
        """Return where the function of a symbol's value or function pointer is entered."""
        entry: FunctionEntry = self._architecture.hooks.arch_function_entry(self._image, self._memory, value)
        return entry

    def _own_site(self, kp: Kprobe) -> Site | None:
        """Return where a probe is registered in this kernel, or None."""
        site = kp.site
        return site if site is not None and self._breakpoints.sites.get(site.address) is site else None

    def executable_end(self, address: int) -> int | None:
        """Return the end of the image's executable range that holds ``address``, or None."""
        index = bisect_right(self._range_starts, address) - 1
        if index < 0:
            return None
        _, end = self._image.executable_ranges[index]
        return end if address < end else None

    @property
    def text_span(self) -> tuple[int, int]:
        """The image's largest executable range."""
        return max(self._image.executable_ranges, key=lambda span: span[1] - span[0], default=(0, 0))

    def is_text(self, address: int) -> bool:
        """Whether ``address`` is executable, in the image or in kernel text."""
        return address in self._text or self.executable_end(address) is not None

    def resolve(self, kp: Kprobe) -> tuple[int, int, str]:
        """Return a probe's address, its function's start, and that function's name (rows K1, K2, K3).

        :raises RegistrationError: EINVAL both or neither of symbol and address; ENOENT nothing known there.
        """
        if (kp.symbol is None) == (kp.address is None):
            hint = ""
            if kp.site is not None:
                hint = ": this one is already registered"
            elif kp.symbol is not None:
                hint = " (clear .address to register a symbol-based probe again)"
            raise RegistrationError(
                errno.EINVAL,
                f"a probe needs either a symbol or an address, and not both{hint}",
                symbol=kp.symbol,
                address=kp.address,
            )
        if kp.symbol is not None:
            try:
                symbol = self._symbols.lookup(kp.symbol)
            except SymbolError as error:
                raise RegistrationError(errno.ENOENT, str(error), symbol=kp.symbol) from error
            entry = self.function_entry(symbol.address)
            address = entry.call + kp.offset
            if kp.offset:
                holder = self._symbols.at(address)
                if holder is not None and holder.address != symbol.address:
                    entry, symbol = self.function_entry(holder.address), holder
                elif holder is None and not 0 < kp.offset < symbol.size:
                    raise RegistrationError(
                        errno.ENOENT,
                        f"no function is known at {address:#x}, which is {kp.symbol}{kp.offset:+#x}",
                        symbol=kp.symbol,
                        address=address,
                    )
            return (entry.probe if address == entry.call else address), entry.call, symbol.name
        assert kp.address is not None
        address = self.code_address(kp.address) + kp.offset
        holder = self._symbols.at(address)
        if holder is None:
            raise RegistrationError(errno.ENOENT, f"no function is known at {address:#x}", address=address)
        try:
            entry = self.function_entry(holder.address)
        except MemoryFault as error:
            raise RegistrationError(
                errno.EINVAL, f"there is no code at {address:#x}: {error}", address=address
            ) from error
        return (entry.probe if address == entry.call else address), entry.call, holder.name

    def code_address(self, value: int) -> int:
        """Follow a function pointer that is a descriptor's address; any other value stays as it is."""
        descriptors = self._image.descriptors
        if descriptors is not None and descriptors[0] <= value < descriptors[1]:
            return self.function_entry(value).call
        if self.is_text(value):
            return value
        for segment in self._image.segments:
            if segment.address <= value < segment.address + segment.memory_size:
                return self.function_entry(value).call
        return value

    def check_safe(self, address: int, name: str, symbol: str | None, *, returns: bool) -> int:
        """Refuse addresses that must not be probed; return the end of the text (rows K6, K7, B1-B3, R3, R19)."""
        if address in self._text:
            raise RegistrationError(
                errno.EINVAL,
                f"{address:#x} is kretcore's own text ({name}), which cannot be probed",
                symbol=symbol,
                address=address,
            )
        end = self.executable_end(address)
        if end is None:
            raise RegistrationError(
                errno.EINVAL, f"{address:#x} ({name}) is not in executable text", symbol=symbol, address=address
            )
        reason = self._deny.reason(address, name, returns=returns)
        if reason is not None:
            raise RegistrationError(errno.EINVAL, f"{name} cannot be probed: {reason}", symbol=name, address=address)
        return end

    # -- registration ----------------------------------------------------------------------------

    def register(self, kp: Kprobe) -> None:
        """Register a probe (``register_kprobe``); steps and errors in the order of row K13."""
        address, start, name = self.resolve(kp)
        if kp.site is not None:
            raise RegistrationError(errno.EINVAL, f"this probe is already registered on {name}", symbol=name)
        kp.nmissed = 0
        self.register_at(kp, address, start, name, self.check_safe(address, name, kp.symbol, returns=False))

    def register_at(self, kp: Kprobe, address: int, start: int, name: str, end: int) -> None:
        """Register a probe whose address is resolved and found safe.

        :param start: start of its function.
        :param name: that function's name.
        :param end: end of the executable range, as :meth:`check_safe` returned it.
        """
        site = self._breakpoints.sites.get(address)
        if site is None:
            site = self._breakpoints.prepare(start, end, address)
            if site is None:
                raise RegistrationError(errno.ENOMEM, "no instruction slot is left", symbol=name, address=address)
            self._breakpoints.insert(site)
        kp.address = address
        kind = "k" if kp.owner is None else "r"
        kp.line = f"{address:0{self._digits}x}  {kind}  {name}+{address - start:#x}"
        self._attach(kp, site)

    def register_internal(self, address: int, pre_handler: PreHandler) -> None:
        """Register the kernel's own probe in kernel text: always armed, not listed."""
        site = self._breakpoints.prepare(address, self._text.slots_base, address)
        assert site is not None
        site.internal = True
        self._breakpoints.insert(site)
        self._attach(Kprobe(address=address, pre_handler=pre_handler), site)

    def _attach(self, kp: Kprobe, site: Site) -> None:
        site.probes.insert(0, kp)
        kp.site = site
        self._breakpoints.update(site)
        try:
            self._arm_or_disarm(site)
        except RegistrationError:
            self._detach(kp, site)
            raise

    def _detach(self, kp: Kprobe, site: Site) -> None:
        kp.site = None
        site.probes.remove(kp)
        self._breakpoints.update(site)
        if not self._wants_arming(site):
            self._breakpoints.disarm(site)
        if not site.probes:
            self._breakpoints.remove(site)

    def _wants_arming(self, site: Site) -> bool:
        return site.internal or (self._all_armed and any(not probe.disabled for probe in site.probes))

    def _arm_or_disarm(self, site: Site) -> None:
        if self._wants_arming(site):
            self._breakpoints.arm(site)
        else:
            self._breakpoints.disarm(site)

    def unregister(self, kp: Kprobe) -> None:
        """Unregister a probe; one that is not registered only loses its address (row K15).

        One that is registered in another kernel stays as it is.
        """
        site = self._own_site(kp)
        if site is None:
            if kp.site is None:
                kp.address = None
            return
        self._detach(kp, site)

    def enable(self, kp: Kprobe) -> None:
        """Enable a probe (row E3)."""
        self._set_disabled(kp, False)

    def disable(self, kp: Kprobe) -> None:
        """Disable a probe (row E2)."""
        self._set_disabled(kp, True)

    def _set_disabled(self, kp: Kprobe, disabled: bool) -> None:
        site = self._own_site(kp)
        if site is None:
            raise RegistrationError(errno.EINVAL, "this probe is not registered", symbol=kp.symbol, address=kp.address)
        if kp.disabled != disabled:
            kp.disabled = disabled
            self._breakpoints.update(site)
            try:
                self._arm_or_disarm(site)
            except RegistrationError:
                kp.disabled = True
                self._breakpoints.update(site)
                raise

    def set_all_armed(self, armed: bool) -> None:
        """The global switch: returns in flight still work, since the trampoline's probe stays (row E5).

        :raises RegistrationError: some could not be armed, the others are; the last refusal.
        """
        self._all_armed = armed
        failures = []
        for site in self._breakpoints.sites.values():
            try:
                self._arm_or_disarm(site)
            except RegistrationError as error:
                failures.append(error)
        if failures:
            log.warning("some breakpoints could not be armed", count=len(failures))
            raise failures[-1]

    def registered(self) -> list[object]:
        """Return what others than the kernel registered, by address, newest first on one address."""
        sites = sorted(self._breakpoints.sites.values(), key=lambda site: site.address)
        return [probe.owner or probe for site in sites if not site.internal for probe in site.probes]


def register_all(probes: Sequence[P], register: Callable[[P], None], unregister: Callable[[P], None]) -> None:
    """Register every probe, or none: at the first refusal the earlier ones are taken back (rows K14, R25)."""
    if not probes:
        raise RegistrationError(errno.EINVAL, "no probes to register")
    done: list[P] = []
    try:
        for probe in probes:
            register(probe)
            done.append(probe)
    except RegistrationError:
        for probe in done:
            unregister(probe)
        raise
