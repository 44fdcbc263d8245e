"""What a machine holds: memory, registers, contexts. These checks come first in the area `machine`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from kretcore.conformance.bare import STACK
from kretcore.conformance.marks import likely
from kretcore.conformance.port import Port
from kretcore.errors import MemoryFault
from kretcore.machine import PAGE_SIZE, Protection, StopReason

ANY = Protection.READ | Protection.WRITE
MIB = 1 << 20
PART = STACK // 4
"""Bytes of the stack for each of several calls that share it."""


def refuses(kind: type[Exception], action: Callable[[], object], message: str) -> Any:
    """Expect an exception; say ``message`` if there is none or another one."""
    try:
        action()
    except kind as error:
        return error
    except Exception as error:
        raise AssertionError(f"{message}; it raised {type(error).__name__}: {error}") from error
    raise AssertionError(f"{message}; nothing was raised")


def pattern(bits: int) -> int:
    """A value that uses every bit of a register and is the same neither backwards nor in another width."""
    return int.from_bytes(bytes(0x81 + 7 * index & 0xFF for index in range((bits + 7) // 8)), "big") & ((1 << bits) - 1)


def resident() -> int:
    """Bytes of the host's memory that this process takes; 0 where that cannot be told."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * 4096 if status.exists() else 0


class MachineState:
    """The memory and the registers of a machine keep every promise of their protocols."""

    # -- memory ----------------------------------------------------------------------------------

    @likely("Memory.map, read or write")
    def test_memory_starts_zeroed_and_keeps_what_is_written(self, port: Port) -> None:
        """Mapped pages are zero; bytes written come back, across pages and unaligned."""
        with port.bare() as bare:
            memory, at = bare.machine.memory, bare.free
            memory.map(at, 4 * PAGE_SIZE, ANY)
            assert memory.read(at, 3 * PAGE_SIZE) == bytes(3 * PAGE_SIZE), "freshly mapped memory is not zero"
            data = bytes(range(251)) * 33
            memory.write(at + 4001, data)
            assert memory.read(at + 4001, len(data)) == data, "what was written across a page is not what is read"
            assert memory.read(at + 4000, 1) == b"\0", "write() has touched the byte before"
            assert memory.read(at + 4001 + len(data), 1) == b"\0", "write() has touched the byte behind"

    @likely("load_word and store_word: byte order, width, range")
    def test_words_are_in_the_machines_byte_order(self, port: Port) -> None:
        """`load_word` and `store_word` agree with the bytes, unsigned; what does not fit is refused."""
        with port.bare() as bare:
            memory, at, word = bare.machine.memory, bare.free, port.word
            memory.map(at, PAGE_SIZE, ANY)
            value = pattern(8 * word)
            memory.store_word(at, value)
            stored = memory.read(at, word)
            assert stored == value.to_bytes(word, port.description.byte_order), (
                f"store_word({value:#x}) wrote {stored.hex(' ')}: not {port.description.byte_order}-endian words of "
                f"{word} bytes"
            )
            assert memory.load_word(at) == value, "load_word does not give what store_word stored"
            memory.write(at + 1, value.to_bytes(word, port.description.byte_order))
            assert memory.load_word(at + 1) == value, "load_word must work at any address"
            for bad in (1 << 8 * word, -1):
                refuses(ValueError, partial(memory.store_word, at, bad), f"store_word({bad:#x}) must raise ValueError")

    @likely("host accesses to what is not mapped must raise kretcore.errors.MemoryFault, not an engine's error")
    def test_unmapped_memory_is_refused(self, port: Port) -> None:
        """A host access that touches an unmapped byte raises MemoryFault and changes nothing."""
        with port.bare() as bare:
            memory, at = bare.machine.memory, bare.free
            memory.map(at, PAGE_SIZE, ANY)
            last = at + PAGE_SIZE - 2
            accesses: dict[str, Callable[[], object]] = {
                "read": lambda: memory.read(at + PAGE_SIZE, 1),
                "read across the end": lambda: memory.read(last, 4),
                "write": lambda: memory.write(at + PAGE_SIZE, b"x"),
                "write across the end": lambda: memory.write(last, b"xxxx"),
                "write_code": lambda: memory.write_code(at + PAGE_SIZE, b"x"),
                "load_word": lambda: memory.load_word(at + PAGE_SIZE),
                "store_word": lambda: memory.store_word(at + PAGE_SIZE, 1),
                "protect": lambda: memory.protect(at, 2 * PAGE_SIZE, ANY),
            }
            for what, access in accesses.items():
                refuses(MemoryFault, access, f"{what} of unmapped memory must raise MemoryFault")
            assert memory.read(last, 2) == b"\0\0", "a refused write has written its mapped part"

    @likely("Memory.map must refuse what it cannot do with ValueError")
    def test_mappings_that_make_no_sense_are_refused(self, port: Port) -> None:
        """Misaligned, overlapping, empty and out-of-range mappings raise ValueError."""
        with port.bare() as bare:
            memory, at = bare.machine.memory, bare.free
            memory.map(at, 2 * PAGE_SIZE, ANY)
            top = 1 << port.description.bits
            for address, size, why in (
                (at + 0x10000 + 1, PAGE_SIZE, "a misaligned address"),
                (at + 0x10000, PAGE_SIZE + 1, "a misaligned size"),
                (at + PAGE_SIZE, 2 * PAGE_SIZE, "an overlap"),
                (at - PAGE_SIZE, 2 * PAGE_SIZE, "an overlap"),
                (top - PAGE_SIZE, 2 * PAGE_SIZE, "the end of the address space"),
            ):
                refuses(ValueError, partial(memory.map, address, size, ANY), f"map: {why} must raise ValueError")

    @likely("protections are for guest code; the host reads and writes whatever is mapped, as a debugger does")
    def test_host_access_ignores_protections(self, port: Port) -> None:
        """The host reads and writes pages that the guest may not touch."""
        with port.bare() as bare:
            memory, at = bare.machine.memory, bare.free
            memory.map(at, PAGE_SIZE, Protection.NONE)
            memory.write(at + 5, b"abc")
            memory.write_code(at + 8, b"d")
            assert memory.read(at + 5, 4) == b"abcd", "host access to a page without permissions"

    @likely("Memory.map allocates what it maps; it must cost nothing until pages are touched")
    def test_reserving_memory_is_cheap(self, port: Port) -> None:
        """Large ranges can be mapped and hundreds of stacks protected, as the kernel does."""
        with port.bare() as bare:
            memory, at = bare.machine.memory, bare.free
            before = resident()
            memory.map(at, 48 * MIB, Protection.NONE)
            for index in range(300):
                memory.protect(at + 2 * index * PAGE_SIZE, PAGE_SIZE, ANY)
            memory.write(at, b"x")
            grown = resident() - before
            assert grown < 32 * MIB, f"mapping 48 MiB without touching them took {grown / MIB:.0f} MiB of the host's"

    # -- registers -------------------------------------------------------------------------------

    @likely("a value was masked to the register's width; it must be refused with ValueError instead")
    def test_values_that_do_not_fit_are_refused(self, port: Port) -> None:
        """Every register has a width; a value beyond it, or a negative one, raises ValueError."""
        with port.bare() as bare:
            registers = bare.machine.registers
            for name in registers:
                width, before = registers.width(name), registers[name]
                assert 0 <= before < 1 << width, f"{name} reads as {before:#x}, wider than its {width} bits"
                _, set_ = registers.accessor(name)
                for bad in (1 << width, -1):
                    for how, action in (
                        (f"registers[{name!r}] = ", lambda n=name, b=bad: registers.__setitem__(n, b)),
                        (f"the setter of {name}: ", lambda s=set_, b=bad: s(b)),
                    ):
                        refuses(ValueError, action, f"{how}{bad:#x} must raise ValueError: {name} has {width} bits")
                assert registers[name] == before, f"{name} changed though the value was refused"

    @likely("register numbers: two names share one, or a name has its neighbour's")
    def test_general_registers_keep_what_they_are_given(self, port: Port) -> None:
        """The registers of the calling convention, pc and sp are separate and keep every bit."""
        calling = port.description.calling
        names = {*calling.arguments, *calling.results, *calling.preserved, "pc", "sp"}
        if calling.return_register:
            names.add(calling.return_register)
        with port.bare() as bare:
            registers = bare.machine.registers
            align = -16 & ((1 << port.description.bits) - 1)
            values = {
                name: (pattern(port.description.bits) ^ (index * 0x1010)) & align
                for index, name in enumerate(sorted(names))
            }
            for name, value in values.items():
                registers[name] = value
            wrong = {name: hex(registers[name]) for name, value in values.items() if registers[name] != value}
            assert not wrong, (
                f"all were set, then read: {wrong} instead of { ({name: hex(values[name]) for name in wrong}) }; "
                "two names may be one register (list such a pair once)"
            )

    @likely("accessor() and reader() must be other ways to the same registers, not copies of them")
    def test_fast_ways_agree_with_the_mapping(self, port: Port) -> None:
        """`accessor` and `reader` see and set what the mapping sees and sets."""
        with port.bare() as bare:
            registers = bare.machine.registers
            names = [*port.description.calling.results, *port.description.calling.arguments, "sp", "pc"]
            read = registers.reader(names)
            assert len(registers) == len(list(registers)), "len() and iteration of the registers disagree"
            assert "no such register" not in registers and all(name in registers for name in names)
            refuses(KeyError, lambda: registers["no such register"], "an unknown register must raise KeyError")
            for index, name in enumerate(dict.fromkeys(names)):
                get, set_ = registers.accessor(name)
                value = 0x1230 + 16 * index
                set_(value)
                assert registers[name] == value, f"the setter of {name} did not set it"
                registers[name] = value + 0x4000
                assert get() == value + 0x4000, f"the getter of {name} gives an old value"
                assert list(read()) == [registers[each] for each in names], (
                    "reader() does not read what the mapping reads"
                )

    @likely("save() or restore() leaves out some registers: flags, floating point, banked or control registers")
    def test_contexts_hold_every_register(self, port: Port) -> None:
        """`restore` brings back every register as it was at `save`; a context is not changed by what runs later."""
        with port.bare() as bare:
            machine, registers = bare.machine, bare.machine.registers
            bare.call("everything", 3)
            if "floating_point" in port.description.capabilities:
                bare.call("call_halve", 77)
            bare.enter("everything", 5)
            machine.run(60)
            saved, before = machine.save(), bare.registers()
            machine.run(200)
            if "floating_point" in port.description.capabilities:
                bare.call("call_halve", 12345)
            for name in registers:
                _disturb(registers, name)
            first = bare.registers()
            machine.restore(saved)
            after = bare.registers()
            lost = sorted(name for name in before if before[name] != after[name])
            assert not lost, f"restore() does not bring back {', '.join(lost)}"
            for name in registers:
                _disturb(registers, name)
            machine.restore(saved)
            assert bare.registers() == before, "restoring the same context a second time gives something else"
            assert first != before, "nothing was disturbed: no register can be written"

    @likely("save() or restore() forgets state that no register name shows (condition codes, rounding modes)")
    def test_a_restored_run_goes_on_as_it_would_have(self, port: Port) -> None:
        """Two runs taken apart in small pieces, and interleaved through contexts, end as each alone."""
        functions = [("work", 3), ("hold", 7), ("fib", 6)]
        if "floating_point" in port.description.capabilities:
            functions.append(("call_halve", 1001))
        with port.bare() as bare:
            machine = bare.machine
            expected = [bare.call(*call) for call in functions]
            contexts = []
            for index, (function, *arguments) in enumerate(functions):
                bare.enter(function, *arguments, below=index * PART)
                contexts.append(machine.save())
            results: dict[int, int] = {}
            turn = 0
            while len(results) < len(functions):
                index = turn % len(functions)
                turn += 1
                if index in results:
                    continue
                assert turn < 10_000, f"interleaved, {functions} do not come to an end: contexts are not kept apart"
                machine.restore(contexts[index])
                stop = machine.run(5 + turn % 11)
                if stop.reason is StopReason.STOPPED:
                    results[index] = bare.result
                contexts[index] = machine.save()
            got = [results[index] for index in range(len(functions))]
            assert got == expected, f"interleaved, {functions} give {got} instead of {expected}"


def _disturb(registers: Any, name: str) -> None:
    """Change a register if it can be changed."""
    if name not in ("pc",):
        try:
            registers[name] = registers[name] ^ 1
        except Exception:  # noqa: BLE001 -- some registers take certain values only
            return
