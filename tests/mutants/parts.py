"""Ports whose machine's memory, registers or entry log is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from kretcore.errors import MemoryFault
from kretcore.machine import PAGE_SIZE, Protection
from mutants.making import WrongEntryLog, WrongMemory, WrongRegisters, wrong_port

# -- memory --------------------------------------------------------------------------------------


@wrong_port("x86_64", "machine::memory_starts_zeroed_and_keeps_what_is_written", says="not zero")
def memory_starts_with_rubbish(good: Any) -> type[WrongMemory]:
    """Mapped pages hold what was in them before."""

    class Wrong(WrongMemory):
        def map(self, address: int, size: int, protection: Protection) -> None:
            self.good.map(address, size, protection)
            self.good.write(address, b"\xa5" * PAGE_SIZE)

    return Wrong


@wrong_port("x86_64", "machine::words_are_in_the_machines_byte_order", says="not little-endian")
def words_in_the_wrong_byte_order(good: Any) -> type[WrongMemory]:
    """Words are read and stored with the most significant byte first."""

    class Wrong(WrongMemory):
        def load_word(self, address: int) -> int:
            return int.from_bytes(self.good.read(address, 8), "big")

        def store_word(self, address: int, value: int) -> None:
            if not 0 <= value < 1 << 64:
                raise ValueError("too large")
            self.good.write(address, value.to_bytes(8, "big"))

    return Wrong


@wrong_port("x86_64", "machine::words_are_in_the_machines_byte_order", says=r"store_word\(.* must raise ValueError")
def words_cut_to_size(good: Any) -> type[WrongMemory]:
    """store_word() stores what fits of a value, instead of refusing it."""

    class Wrong(WrongMemory):
        def store_word(self, address: int, value: int) -> None:
            self.good.store_word(address, value % (1 << 64))

    return Wrong


@wrong_port("x86_64", "machine::unmapped_memory_is_refused", says="of unmapped memory must raise MemoryFault")
def unmapped_memory_reads_as_zeros(good: Any) -> type[WrongMemory]:
    """Reading what is not mapped gives zeros."""

    class Wrong(WrongMemory):
        def read(self, address: int, size: int) -> bytes:
            try:
                data: bytes = self.good.read(address, size)
            except MemoryFault:
                return bytes(size)
            return data

    return Wrong


@wrong_port("x86_64", "machine::unmapped_memory_is_refused", says="written its mapped part")
def refused_writes_write_a_part(good: Any) -> type[WrongMemory]:
    """A write that is refused has stored what came before the unmapped byte."""

    class Wrong(WrongMemory):
        def write(self, address: int, data: bytes) -> None:
            try:
                self.good.write(address, data)
            except MemoryFault:
                room = -address % PAGE_SIZE
                if room:
                    self.good.write(address, data[:room])
                raise

    return Wrong


@wrong_port("x86_64", "machine::mappings_that_make_no_sense_are_refused", says="overlap")
def mappings_overlap(good: Any) -> type[WrongMemory]:
    """A mapping over another one is accepted."""

    class Wrong(WrongMemory):
        def map(self, address: int, size: int, protection: Protection) -> None:
            try:
                self.good.map(address, size, protection)
            except ValueError as error:
                if "overlap" not in str(error):
                    raise

    return Wrong


@wrong_port("x86_64", "machine::host_access_ignores_protections", says="the host reads and writes whatever is mapped")
def host_bound_by_protections(good: Any) -> type[WrongMemory]:
    """The host cannot write where the guest cannot."""

    class Wrong(WrongMemory):
        closed: Any = None

        def map(self, address: int, size: int, protection: Protection) -> None:
            self.closed = [*(self.closed or ()), *([] if protection else [(address, address + size)])]
            self.good.map(address, size, protection)

        def write(self, address: int, data: bytes) -> None:
            for low, high in self.closed or ():
                if low <= address < high:
                    raise MemoryFault(address, len(data))
            self.good.write(address, data)

    return Wrong


@wrong_port("x86_64", "machine::reserving_memory_is_cheap", says="MiB of the host's")
def mapping_allocates(good: Any) -> type[WrongMemory]:
    """Mapping memory takes all of it from the host at once, at least up to a size."""

    class Wrong(WrongMemory):
        def map(self, address: int, size: int, protection: Protection) -> None:
            self.good.map(address, size, protection)
            if size <= 64 << 20:
                self.good.write(address, bytes(size))

    return Wrong


@wrong_port(
    "x86_64",
    "machine::protections_are_those_of_their_pages",
    "machine::faults_say_what_and_where",
    says="must fault, but the run ended|peek in (number|page) [0-9]( of them)? ended with .*STOPPED",
)
def protections_ignored(good: Any) -> type[WrongMemory]:
    """Guest code may do anything with every page that is mapped."""
    anything = Protection.READ | Protection.WRITE | Protection.EXECUTE

    class Wrong(WrongMemory):
        def map(self, address: int, size: int, protection: Protection) -> None:
            self.good.map(address, size, anything)

        def protect(self, address: int, size: int, protection: Protection) -> None:
            self.good.read(address, size)

    return Wrong


@wrong_port("x86_64", "machine::patched_text_is_seen_at_once", says="old translation")
def stale_translations(good: Any) -> type[WrongMemory]:
    """write_code() only stores: what was translated before runs on."""

    class Wrong(WrongMemory):
        def write_code(self, address: int, data: bytes) -> None:
            self.good.write(address, data)

    return Wrong


# -- registers -----------------------------------------------------------------------------------


@wrong_port("x86_64", "machine::values_that_do_not_fit_are_refused", says="must raise ValueError")
def values_masked(good: Any) -> type[WrongRegisters]:
    """A value that does not fit a register is cut to size."""

    class Wrong(WrongRegisters):
        def __setitem__(self, name: str, value: int) -> None:
            self.good[name] = value % (1 << self.good.width(name))

    return Wrong


@wrong_port("x86_64", "machine::values_that_do_not_fit_are_refused", says="-0x1 must raise ValueError")
def negative_values_accepted(good: Any) -> type[WrongRegisters]:
    """A register takes a negative value, as two's complement."""

    class Wrong(WrongRegisters):
        def accessor(self, name: str) -> tuple[Callable[[], int], Callable[[int], None]]:
            get, put = self.good.accessor(name)
            width = self.good.width(name)
            return get, lambda value: put(value + (1 << width) if value < 0 else value)

    return Wrong


@wrong_port("x86_64", "machine::general_registers_keep_what_they_are_given", says="two names may be one register")
def two_names_one_register(good: Any) -> type[WrongRegisters]:
    """Two names lead to one register: a number in the table is its neighbour's."""

    class Wrong(WrongRegisters):
        def __getitem__(self, name: str) -> int:
            return super().__getitem__("r13" if name == "r12" else name)

        def __setitem__(self, name: str, value: int) -> None:
            super().__setitem__("r13" if name == "r12" else name, value)

    return Wrong


@wrong_port("x86_64", "machine::fast_ways_agree_with_the_mapping", says="KeyError")
def unknown_registers_read_as_zero(good: Any) -> type[WrongRegisters]:
    """A register that there is not reads as zero."""

    class Wrong(WrongRegisters):
        def __getitem__(self, name: str) -> int:
            return super().__getitem__(name) if name in self.good else 0

    return Wrong


@wrong_port("x86_64", "machine::fast_ways_agree_with_the_mapping", says="the getter of .* gives an old value")
def accessors_hold_copies(good: Any) -> type[WrongRegisters]:
    """A getter gives what the register held when it was made."""

    class Wrong(WrongRegisters):
        def accessor(self, name: str) -> tuple[Callable[[], int], Callable[[int], None]]:
            value = self.good[name]
            return lambda: value, self.good.accessor(name)[1]

    return Wrong


# -- the entry log -------------------------------------------------------------------------------


class WrongRows(WrongEntryLog):
    """An entry log that hands over something else than it noted: see :meth:`handed`."""

    _told: Any = None
    width: int = 0

    def configure(self, **how: Any) -> int:
        self.width = self.good.configure(**how)
        return self.width

    @property
    def on_entries(self) -> Callable[[Sequence[int]], None] | None:
        callback: Callable[[Sequence[int]], None] | None = self._told
        return callback

    @on_entries.setter
    def on_entries(self, callback: Callable[[Sequence[int]], None] | None) -> None:
        self._told = callback

        def hand_over(rows: Sequence[int]) -> None:
            assert callback is not None
            calls = [list(rows[at : at + self.width]) for at in range(0, len(rows), self.width)]
            callback([number for call in self.handed(calls) for number in call])

        self.good.on_entries = None if callback is None else hand_over

    def handed(self, calls: list[list[int]]) -> list[list[int]]:
        """The calls as they are handed over."""
        return calls


@wrong_port(
    "x86_64", "kretprobes::entry_log_notes_what_a_callback_would_see", says="the entry log notes|not handed over"
)
def entry_lost(good: Any) -> type[WrongEntryLog]:
    """When several entries are handed over, the first is left out."""

    class Wrong(WrongRows):
        def handed(self, calls: list[list[int]]) -> list[list[int]]:
            return calls[1:] if len(calls) > 1 else calls

    return Wrong


@wrong_port("x86_64", "kretprobes::entry_log_notes_what_a_callback_would_see", says="the entry log notes")
def entries_reordered(good: Any) -> type[WrongEntryLog]:
    """Entries are handed over newest first."""

    class Wrong(WrongRows):
        def handed(self, calls: list[list[int]]) -> list[list[int]]:
            return calls[::-1]

    return Wrong


@wrong_port("x86_64", "kretprobes::entry_log_notes_what_a_callback_would_see", says="the entry log notes")
def wrong_arguments_noted(good: Any) -> type[WrongEntryLog]:
    """The first two recorded registers are exchanged."""

    class Wrong(WrongRows):
        def handed(self, calls: list[list[int]]) -> list[list[int]]:
            return [[*call[:4], call[5], call[4], *call[6:]] for call in calls]

    return Wrong


@wrong_port("ia64", "kretprobes::entry_log_notes_what_a_callback_would_see", says="the entry log notes")
def backing_store_forgotten(good: Any) -> type[WrongEntryLog]:
    """Calls are told by the stack pointer alone."""

    class Wrong(WrongRows):
        def handed(self, calls: list[list[int]]) -> list[list[int]]:
            return [[*call[:3], 0, *call[4:]] for call in calls]

    return Wrong


@wrong_port("i386", "kretprobes::entry_log_leaves_to_callbacks_what_it_must", says="with a quota of 0")
def quota_ignored(good: Any) -> type[WrongEntryLog]:
    """Entries are noted beyond the quota."""

    class Wrong(WrongEntryLog):
        def defer(self, address: int, resume: int, quota: int | None) -> None:
            self.good.defer(address, resume, None)

        def set_quota(self, address: int, quota: int | None) -> None:
            pass

    return Wrong


@wrong_port("x86_64", "kretprobes::entry_log_leaves_to_callbacks_what_it_must", says="forgotten, yet .* noted")
def deferral_not_forgotten(good: Any) -> type[WrongEntryLog]:
    """forget() does nothing."""

    class Wrong(WrongEntryLog):
        def forget(self, address: int) -> None:
            pass

    return Wrong


@wrong_port("x86_64", "kretprobes::entry_log_leaves_to_callbacks_what_it_must", says="not in the text given")
def return_addresses_not_looked_at(good: Any) -> type[WrongEntryLog]:
    """Entries are noted wherever they will return to."""

    class Wrong(WrongEntryLog):
        def configure(self, **how: Any) -> int:
            width: int = self.good.configure(**{**how, "text": (0, 1 << 62)})
            return width

    return Wrong


@wrong_port("x86_64", "machine::protections_are_those_of_their_pages", says="peek in page 4 of them ended with")
def protections_reach_too_far(good: Any) -> type[WrongMemory]:
    """protect() also changes the page behind its range."""

    class Wrong(WrongMemory):
        def protect(self, address: int, size: int, protection: Protection) -> None:
            self.good.protect(address, size, protection)
            with suppress(MemoryFault):
                self.good.protect(address + size, PAGE_SIZE, protection)

    return Wrong
