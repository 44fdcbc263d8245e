"""Every instruction of compiled guests, probed one at a time, does what it does unprobed, or is refused as documented.

For each instruction the program runs twice on one kernel: with a pre handler alone, so that the copy jumps back by
itself, and with a post handler, so that it is stepped. Exit status, output, final registers, and the memory the guest
can write must be those of the unprobed run, and the handlers must see the hits and next program counters that stepping
through the unprobed program one instruction at a time gave.
"""

from __future__ import annotations

import errno
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from guest_programs import skip_unless_installed

import kretcore
from kretcore import Kernel, Kprobe, RegistrationError
from kretcore.machine import Protection, Registers

capstone = pytest.importorskip("capstone")

ARCHES = ("x86_64", "i386", "ppc64", "ppc64le", "ia64")
GUESTS = Path(__file__).parent / "guests" / "bin"
STACK_COMPARED = 64 * 1024
SPARSE = ("ppc64le", "fib.O3")
"""Unrolled and inlined so far that less than a sixth of its instructions run; an eighth does."""

ARGUMENTS = {"fib": ["3"], "sort": ["8", "7"], "matrix": ["2"], "coroutine": ["4"], "mutual": ["3"], "jump": ["4"]}
QUICK = ("fib.O0", "fib.O2", "structs.O3", "jump.O2", "mutual.O2", "coroutine.O0", "fib.pie")
QUICK_ON = {
    "x86_64": ("fib.cet",),
    "i386": ("fib.cet",),
    "ppc64": ("fib.elfv2", "jump.elfv2", "structs.elfv2", "fib.dots", "rules.O2"),
    "ppc64le": ("fib.elfv1", "rules.O2"),
    "ia64": ("structs.fixed",),
}
"""Variants of one architecture alone."""
# tasks, syscalls, echo and names ask the system for what the kernel remembers; selfmod looks at its own text.
SLOW = (
    *("fib.O3", "structs.O0", "structs.O2", "jump.O0", "mutual.O0", "coroutine.O2", "varargs.O0", "varargs.O2"),
    *("expr.O0", "expr.O2", "expr.O3", "expr.pie", "json.O0", "json.O2", "json.O3", "sort.O0", "sort.O2", "sort.O3"),
    *("matrix.O0", "matrix.O2", "matrix.O3", "csmith-4.O0", "csmith-10.O2", "csmith-25.O3"),
)


@dataclass(frozen=True)
class Instruction:
    """An instruction as a disassembler shows it.

    :ivar refused: whether the semantics say that no probe may be set here.
    :ivar repeats: whether stepping by instructions leaves it after every repetition.
    :ivar moved: how far behind it a probe on it goes, if it is a function's first.
    :ivar reported: how far behind it the processor's program counter is at its breakpoint.
    """

    address: int
    text: str
    name: str
    refused: bool
    repeats: bool = False
    moved: int = 0
    reported: int = 0


class Family:
    """What is peculiar to the architectures of a family."""

    program_counters: tuple[str, ...] = ()

    def instructions(self, code: bytes, address: int) -> Iterable[Instruction]:
        """Decode a function."""
        raise NotImplementedError

    def hits(self, address: int) -> bool:
        """Whether a breakpoint on the instruction that is executed next would be hit."""
        return True


class X86(Family):
    """What is peculiar to i386 and x86_64 (2.1): far and indirect jumps, traps, landing pads."""

    program_counters = ("rip", "eip")

    def __init__(self, kernel: Kernel) -> None:
        bits = capstone.CS_MODE_64 if kernel.arch.bits == 64 else capstone.CS_MODE_32
        self.decoder = capstone.Cs(capstone.CS_ARCH_X86, bits)
        self.decoder.detail = True

    def instructions(self, code: bytes, address: int) -> Iterable[Instruction]:
        for found in self.decoder.disasm(code, address):
            jumps = found.group(capstone.CS_GRP_JUMP) or found.group(capstone.CS_GRP_CALL)
            through_memory = jumps and any(o.type == capstone.x86.X86_OP_MEM for o in found.operands)
            name = found.mnemonic.split()[0]
            yield Instruction(
                found.address,
                f"{found.mnemonic} {found.op_str}",
                name,
                refused=through_memory or name in ("hlt", "ud2", "int3"),
                repeats=name.startswith("rep"),
                moved=4 if name.startswith("endbr") else 0,
                reported=1,
            )


class Ppc64(Family):
    """What is peculiar to ppc64 (2.3): what the kernel does not step, prefixes, ELFv2's code before the local entry."""

    program_counters = ("nip",)
    not_stepped = re.compile(r"sc|t[wd].*|trap|h?rfid|mtmsrd?")

    def __init__(self, kernel: Kernel) -> None:
        order = capstone.CS_MODE_BIG_ENDIAN if kernel.arch.byte_order == "big" else capstone.CS_MODE_LITTLE_ENDIAN
        self.decoder = capstone.Cs(capstone.CS_ARCH_PPC, capstone.CS_MODE_64 | order)
        self.elfv2 = kernel.image.elf_flags == 2

    def instructions(self, code: bytes, address: int) -> list[Instruction]:
        found = []
        prefixed = False
        for offset in range(0, len(code) - 3, 4):
            word = code[offset : offset + 4]
            _, _, name, operands = next(
                self.decoder.disasm_lite(word, address + offset, 1), (0, 4, ".long", word.hex())
            )
            number = int.from_bytes(word, "big" if self.decoder.mode & capstone.CS_MODE_BIG_ENDIAN else "little")
            suffix, prefixed = prefixed, number >> 26 == 1
            relative = prefixed and bool(number >> 20 & 1)
            refused = suffix or relative or self.not_stepped.fullmatch(name) is not None
            found.append(Instruction(address + offset, f"{name} {operands}", name, refused))
        if self.elfv2 and found[0].text.startswith(("addis r2, ", "lis r2, ")):
            found[0] = replace(found[0], moved=8, refused=found[2].refused)
        return found


class Ia64(Family):
    """What is peculiar to ia64 (2.2): bundles, predicates, and what does something though its predicate is false."""

    unconditional = re.compile(r"\S+\.unc\b.*|fp?r(cp|sqrt)a\b.*|br\.(wtop|wexit|cloop|ctop|cexit)\b.*")
    refused = re.compile(r"brp\b.*|mov r\d+=ip\b.*")

    def __init__(self, kernel: Kernel) -> None:
        self.memory, self.registers = kernel.machine.memory, kernel.machine.registers
        self.predicates: dict[int, int] = {}

    def instructions(self, code: bytes, address: int) -> Iterable[Instruction]:
        for offset in range(0, len(code) - 15, 16):
            for found, text, predicate in self._bundle(code[offset : offset + 16], address + offset):
                name = text.split()[0]
                always = self.unconditional.fullmatch(text) is not None
                refused = self.refused.fullmatch(text) is not None or (found.unit == "I" and name.startswith("chk.s"))
                out_of_reach = always and predicate != 0 and found.address & 15 == 1
                yield Instruction(found.address, text, name, refused or out_of_reach)

    def hits(self, address: int) -> bool:
        if address not in self.predicates:
            for found, text, predicate in self._bundle(self.memory.read(address & -16, 16), address & -16):
                self.predicates[found.address] = 0 if self.unconditional.fullmatch(text) else predicate
        predicate = self.predicates[address]
        return predicate == 0 or self.registers[f"p{predicate}"] == 1

    @staticmethod
    def _bundle(code: bytes, address: int) -> Iterator[tuple[Any, str, int]]:
        """Each instruction, its text without the predicate, and the predicate's number."""
        from kretcore_ia64 import decoder, disassembler

        if code[0] & 31 == 6:  # the guests' undefined instruction is a bundle with this template
            return
        for found in decoder.decode(code, address):
            text = disassembler.text(found)
            predicated = re.match(r"\(p(\d+)\) ", text)
            yield found, text[predicated.end() :] if predicated else text, int(predicated[1]) if predicated else 0


FAMILIES: dict[str, Callable[[Kernel], Family]] = {
    "x86_64": X86,
    "i386": X86,
    "ppc64": Ppc64,
    "ppc64le": Ppc64,
    "ia64": Ia64,
}


@dataclass(frozen=True)
class State:
    """What a run leaves behind."""

    status: int | None
    output: bytes
    registers: dict[str, int]
    memory: tuple[bytes, ...]

    def differences(self, other: State) -> list[str]:
        """Say how two differ."""
        found = [
            f"{name}: {value:#x} unprobed, {other.registers[name]:#x} probed"
            for name, value in self.registers.items()
            if value != other.registers[name]
        ]
        for name in ("status", "output", "memory"):
            if getattr(self, name) != getattr(other, name):
                found.append(name if name == "memory" else f"{name}: {getattr(self, name)}, {getattr(other, name)}")
        return found


class Gallery:
    """One guest on one kernel; every run begins with the memory of the first."""

    def __init__(self, arch: str, guest: str) -> None:
        path = GUESTS / arch / guest
        program, _, _ = guest.partition(".")
        self.argv = [program, *ARGUMENTS.get(program, ())]
        self.stdout = io.BytesIO()
        self.kernel: Kernel = kretcore.boot(path, stdout=self.stdout)
        self.family = FAMILIES[arch](self.kernel)
        self.memory = self.kernel.machine.memory
        self.writable = [
            (segment.address, self.memory.read(segment.address, segment.memory_size))
            for segment in self.kernel.image.segments
            if segment.protection & Protection.WRITE and segment.memory_size
        ]
        task = self._start()
        self.stack = task.stack_high - STACK_COMPARED
        self.kernel.kill(task)
        self.next_pcs: dict[int, list[int]] = {}

    def _start(self) -> kretcore.Task:
        for address, data in self.writable:
            self.memory.write(address, data)
        if hasattr(self, "stack"):
            self.memory.write(self.stack, bytes(STACK_COMPARED))
        self.stdout.seek(0)
        self.stdout.truncate()
        return self.kernel.start(self.argv)

    def run(self) -> State:
        """Run the program from the start."""
        task = self._start()
        self.kernel.run()
        return self._state(task)

    def trace(self) -> State:
        """Run it one instruction at a time and note the program counter behind each that would be a hit."""
        registers = self.kernel.machine.registers
        task = self._start()
        self.kernel.run(max_instructions=0)
        pc = self.kernel.image.entry
        while task.alive:
            hit = self.family.hits(pc)
            self.kernel.run(max_instructions=1)
            following = registers["pc"]
            if hit:
                self.next_pcs.setdefault(pc, []).append(following)
            pc = following
        return self._state(task)

    def _state(self, task: kretcore.Task) -> State:
        registers = self.kernel.machine.registers
        values = {name: registers[name] for name in registers}
        values["pc"] = 0  # behind the last system call, or behind its copy
        for name in self.family.program_counters:
            values.pop(name, None)
        areas = [(address, len(data)) for address, data in self.writable] + [(self.stack, STACK_COMPARED)]
        memory = tuple(self.memory.read(address, size) for address, size in areas)
        return State(task.exit_status, self.stdout.getvalue(), values, memory)

    def instructions(self) -> Iterator[Instruction]:
        """Decode every function of the program."""
        for symbol in self.kernel.symbols.functions():
            if any(low <= symbol.address < high for low, high in self.kernel.image.executable_ranges):
                yield from self.family.instructions(self.memory.read(symbol.address, symbol.size), symbol.address)


def differences(gallery: Gallery, plain: State, instruction: Instruction, *, post: bool) -> list[str]:
    """Probe one instruction, run, and say what is not as it should be."""
    kernel, address = gallery.kernel, instruction.address
    hits: list[int] = []
    following: list[int] = []

    def pre_handler(kp: Kprobe, registers: Registers) -> int:
        hits.append(registers["pc"])
        return 0

    def post_handler(kp: Kprobe, registers: Registers) -> None:
        following.append(registers["pc"])

    kp = Kprobe(address=address, pre_handler=pre_handler, post_handler=post_handler if post else None)
    kernel.register_kprobe(kp)
    if kp.address != address + instruction.moved:
        kernel.unregister_kprobe(kp)
        return [f"moved to {kp.address:#x}"]
    address += instruction.moved  # the entry of a function that begins with a landing pad, or with a global entry
    expected = gallery.next_pcs.get(address, [])
    if instruction.repeats:
        expected = [pc for pc in expected if pc != address]
    found = plain.differences(gallery.run()) if expected else []
    if instruction.name == "syscall":
        # RCX holds where it came from; of the call that ends the program, nobody is left to see it put right.
        found = [difference for difference in found if not difference.startswith("rcx")]
    kernel.unregister_kprobe(kp)
    if hits != [address + instruction.reported] * len(expected):
        found.append(f"{len(hits)} hits instead of {len(expected)}")
    ends_there = bool(expected) and len(following) == len(expected) - 1  # the last one ends the program
    if post and following != (expected[:-1] if ends_there else expected):
        found.append("next program counters")
    if kp.nmissed:
        found.append(f"{kp.nmissed} missed")
    return found


def check(arch: str, guest: str) -> None:
    skip_unless_installed(arch)
    gallery = Gallery(arch, guest)
    kernel = gallery.kernel
    with kernel:
        ranges = kernel.image.executable_ranges
        text = [gallery.memory.read(low, high - low) for low, high in ranges]
        plain = gallery.run()
        assert gallery.run().differences(plain) == [], "two unprobed runs differ"
        assert gallery.trace().differences(plain) == [], "stepping changes the run"
        wrong: list[str] = []
        probed = executed = 0
        for instruction in gallery.instructions():
            for post in (False, True):
                where = f"{kernel.symbols.symbolize(instruction.address)} `{instruction.text}` post={post}"
                try:
                    found = differences(gallery, plain, instruction, post=post)
                except RegistrationError as error:
                    if not (instruction.refused and error.errno in (errno.EINVAL, errno.EOPNOTSUPP)):
                        wrong.append(f"{where}: {error}")
                    continue
                if instruction.refused:
                    wrong.append(f"{where}: not refused")
                wrong += [f"{where}: {what}" for what in found]
                probed += 1
                executed += instruction.address in gallery.next_pcs
        assert wrong == []
        assert probed > 200 and executed > probed / (8 if (arch, guest) == SPARSE else 6)
        assert [gallery.memory.read(low, high - low) for low, high in ranges] == text
        assert kernel.kprobes() == []


@pytest.mark.semantics("K10", "K11", "S2", "S3", "H2", "H5", "H6")
@pytest.mark.parametrize(("arch", "guest"), [(arch, guest) for arch in ARCHES for guest in (*QUICK, *QUICK_ON[arch])])
def test_every_instruction_probed_in_turn(arch: str, guest: str) -> None:
    check(arch, guest)


@pytest.mark.exhaustive
@pytest.mark.timeout(1800)
@pytest.mark.semantics("K10", "K11", "S2", "S3", "H2", "H5", "H6")
@pytest.mark.parametrize(
    ("arch", "guest"), [(arch, guest) for arch in ARCHES for guest in SLOW if (GUESTS / arch / guest).exists()]
)
def test_every_instruction_of_larger_guests_probed_in_turn(arch: str, guest: str) -> None:
    check(arch, guest)
