"""Where things go in a guest's address space: images at odd places, the heap, kernel text, stacks and their guards."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from elf_builder import EXECUTE, READ, WRITE, ElfBuilder
from hypothesis import given, settings
from hypothesis import strategies as st
from toy.arch import DESCRIPTIONS
from toy.guests import MODEL, build
from toy.isa import LENGTH, encode
from toy.memory import ToyMemory

from kretcore import Kernel, Kretprobe, MachineError, MemoryFault, TaskDied, boot
from kretcore.images import Segment, load_image
from kretcore.layout import AddressSpace
from kretcore.machine import PAGE_SIZE, FaultKind, Protection

MIB = 1 << 20
TOP = 0xC000_0000
"""Where the stacks of 32-bit programs end."""


def regions(kernel: Kernel) -> list[tuple[int, int, Protection]]:
    memory = kernel.machine.memory
    assert isinstance(memory, ToyMemory)
    return memory._regions


def code(arch: str, *lines: tuple[Any, ...]) -> bytes:
    """A function, with its return."""
    back = ("jr", 0, 14) if arch == "toy" else ("ret",)
    return b"".join(encode(*line).to_bytes(LENGTH, "big") for line in (*lines, back))


def program(arch: str, *segments: tuple[int, bytes, int, int], entry: int, **fields: Any) -> bytes:
    """An ELF file of some segments whose function ``f`` is at ``entry``."""
    return ElfBuilder(
        bits=32,
        order="big",
        machine=DESCRIPTIONS[arch].elf_machine,
        entry=entry,
        segments=list(segments),
        symbols=[("f", entry, 8, 1, 2, 0xFFF1)],
        **fields,
    ).build()


def result(arch: str, value: int) -> tuple[Any, ...]:
    """``movi v0, value``."""
    return ("movi", 1 if arch == "toy" else 0, 0, value)


@pytest.fixture
def kernel(toy_arch: str) -> Iterator[Kernel]:
    with boot(build(toy_arch)) as kernel:
        yield kernel


# --- images ---------------------------------------------------------------------------------------


PLACES = [
    0x1000,
    0x10000,
    0x0804_8000,
    0x1000_0A00,
    0x4000_0000,
    0x5656_5000,
    0x8000_0000,
    0xB000_0000,
    0xB7FF_F000,
    0xBD00_0000,
    0xBE00_0000,
    0xBEFF_E000,
    0xBFFF_F000,
    0xC000_0000,
    0xC100_0000,
    0xF000_0000,
    0xFFFF_E000,
]


@pytest.mark.parametrize("place", PLACES, ids=hex)
def test_an_image_at_an_odd_place_runs_with_probes_and_tasks(toy_arch: str, place: int) -> None:
    data = program(toy_arch, (place, code(toy_arch, result(toy_arch, 7)), 8, READ | EXECUTE), entry=place)
    with boot(data) as kernel:
        kernel.deny("nothing", "the entry may be probed here")
        kernel._deny._entries.clear()
        kernel.register_kretprobe(Kretprobe(symbol="f"))
        tasks = [kernel.spawn("f") for _ in range(300)]
        assert kernel.call("f") == 7
        kernel.run()
        assert {task.result for task in tasks} == {7}
        assert kernel.receipt().returned == 301
        assert {low for low, high, _ in regions(kernel) if low <= place < high} == {place & -PAGE_SIZE}


@given(
    places=st.lists(st.integers(0x1, 0xFFFFE), min_size=1, max_size=5, unique=True),
    sizes=st.lists(st.integers(1, 3 * PAGE_SIZE), min_size=5, max_size=5),
    arch=st.sampled_from(["toy", "toystack"]),
)
@settings(max_examples=60, deadline=None)
def test_any_arrangement_of_segments_gets_its_tasks(places: list[int], sizes: list[int], arch: str) -> None:
    """Nothing overlaps (the memory refuses that), and the text is reachable wherever it went."""
    segments, free = [], 0
    for place, size in zip(sorted(places), sizes, strict=False):
        at = max(place * PAGE_SIZE, free)
        if at + size > 0xFFFF_F000:
            break
        segments.append((at, code(arch, result(arch, 3)), max(size, 8), READ | EXECUTE))
        free = at + max(size, 8) + PAGE_SIZE & -PAGE_SIZE
    if not segments:
        return
    entry = segments[-1][0]
    with boot(program(arch, *segments, entry=entry), stack_size=1 << 16) as kernel:
        tasks = [kernel.spawn("f") for _ in range(20)]
        kernel.run()
        assert {task.result for task in tasks} == {3}
        stacks = sorted((task.stack_low, task.stack_high) for task in tasks)
        for (_, high), (low, _) in pairwise(stacks):
            assert low >= high + PAGE_SIZE, "a guard between any two stacks"


def test_segments_that_share_a_page_get_the_rights_of_both(toy_arch: str) -> None:
    text = code(toy_arch, result(toy_arch, 4))
    data = program(
        toy_arch,
        (0x20000, text, len(text), READ | EXECUTE),
        (0x20800, b"data", 0x1000, READ | WRITE),
        (0x23000, b"end!", 4, READ),
        entry=0x20000,
    )
    with boot(data) as kernel:
        assert kernel.machine.memory.read(0x20800, 8) == b"data" + bytes(4)
        assert kernel.machine.memory.read(0x20000, 4) == text[:4]
        rights = {low: protection for low, _, protection in regions(kernel)}
        assert rights[0x20000] == Protection.READ | Protection.WRITE | Protection.EXECUTE
        assert rights[0x21000] == Protection.READ | Protection.WRITE
        assert rights[0x23000] == Protection.READ
        assert kernel.call("f") == 4
        with pytest.raises(MemoryFault):
            kernel.machine.memory.read(0x22000, 4)


@pytest.mark.parametrize("function", sorted(MODEL))
def test_a_position_independent_program_does_the_same(toy_arch: str, function: str) -> None:
    """Its pointers in data are relocated; image addresses include the load bias."""
    with boot(build(toy_arch, pie=True)) as kernel:
        assert kernel.image.base > 0
        assert kernel.symbols.lookup(function).address > kernel.image.base
        for argument in (0, 3, 7):
            assert kernel.call(function, argument) == MODEL[function](argument)


def test_relative_relocations_are_applied_where_they_say(toy_arch: str) -> None:
    data = build(toy_arch, pie=True)
    image = load_image(data)
    assert image.relocations
    with boot(data) as kernel:
        pointers = [kernel.machine.memory.load_word(relocation.address) for relocation in image.relocations]
        named = {kernel.symbols.symbolize(pointer) for pointer in pointers}
        assert {"leaf", "fib"} <= named


def test_text_is_as_writable_as_the_file_says(toy_arch: str) -> None:
    for writable in (False, True):
        with boot(build(toy_arch, text_writable=writable)) as kernel:
            word = encode("movi", 1 if toy_arch == "toy" else 0, 0, 9)
            if writable:
                assert kernel.call("replace", word) == 9
            else:
                with pytest.raises(TaskDied, match="protected write"):
                    kernel.call("replace", word)


@pytest.mark.parametrize(("flags", "executable"), [(READ | WRITE, False), (READ | WRITE | EXECUTE, True), (None, True)])
def test_stacks_are_as_executable_as_the_file_says(toy_arch: str, flags: int | None, executable: bool) -> None:
    """Without a word about it a 32-bit program's stack is executable, as on Linux."""
    headers = [] if flags is None else [(0x6474_E551, 0, 0, 0, 0, flags)]
    text = code(toy_arch, ("jr", 0, 1))
    data = program(toy_arch, (0x20000, text, len(text), READ | EXECUTE), entry=0x20000, headers=headers)
    with boot(data) as kernel:
        task = kernel.spawn("f", 0)
        target = task.stack_low
        kernel.machine.memory.write_code(target, code(toy_arch, result(toy_arch, 6)))
        kernel.kill(task)
        if executable:
            assert kernel.call("f", target) == 6
        else:
            with pytest.raises(TaskDied, match="protected fetch"):
                kernel.call("f", target)


# --- the heap -------------------------------------------------------------------------------------


@given(st.lists(st.integers(-5 * PAGE_SIZE, 200 * MIB), max_size=12))
@settings(max_examples=40, deadline=None)
def test_the_break_moves_within_its_bounds(moves: list[int]) -> None:
    """What it covers can be used, what lies behind cannot, and grown memory is zero."""
    memory = ToyMemory()
    image = load_image(build("toy"))
    space = AddressSpace(memory, image)
    start = expected = space.break_
    used: set[int] = set()
    for move in moves:
        wanted = start + move
        if 0 <= move <= 128 * MIB:
            expected = wanted
        assert space.set_break(wanted) == expected == space.break_
        pages = -(-(expected - start) // PAGE_SIZE)
        usable = sum(
            min(high, start + 128 * MIB) - low
            for low, high, protection in memory._regions
            if low >= start and protection & Protection.WRITE
        )
        assert usable == pages * PAGE_SIZE
        used = {at for at in used if at < start + pages * PAGE_SIZE}
        if pages:
            last = start + pages * PAGE_SIZE - 4
            assert memory.read(last, 4) == (b"used" if last in used else bytes(4))
            memory.write(last, b"used")
            used.add(last)


def test_the_kernels_text_is_next_to_the_image_and_the_heap_behind_it(kernel: Kernel) -> None:
    space = kernel._space
    assert space.text_base == kernel.image.end
    assert space.break_ == space.text_base + space.text_size
    assert space.set_break(space.break_ + 128 * MIB) <= TOP
    guest_rights = next(
        protection for low, high, protection in regions(kernel) if low <= kernel._space.text_base < high
    )
    assert guest_rights == Protection.READ | Protection.EXECUTE, "guests cannot write the kernel's text"


@pytest.mark.parametrize("protection", [Protection.READ, Protection.READ | Protection.EXECUTE])
@pytest.mark.parametrize("place", [TOP, 0xD000_0000, (1 << 32) - 128 * MIB - PAGE_SIZE], ids=hex)
def test_a_program_linked_above_the_top_has_its_heap_behind_it(place: int, protection: Protection) -> None:
    segments = (Segment(place, b"", PAGE_SIZE, protection),)
    image = replace(load_image(build("toy")), segments=segments, end=place + PAGE_SIZE)
    space = AddressSpace(ToyMemory(), image)
    end = space.break_ + 128 * MIB
    assert space.break_ == image.end and space.set_break(end) == end
    assert space.text_base + space.text_size == place
    _, high = space.allocate_stack(MIB)
    assert high <= TOP


def test_the_kernels_text_is_behind_the_programs_if_its_data_are_far_away() -> None:
    """Copies of instructions, and branches back from them, reach no further than elsewhere."""
    text = Segment(0x1000_0000, b"", 3 * PAGE_SIZE, Protection.READ | Protection.EXECUTE)
    data = Segment(TOP, b"", PAGE_SIZE, Protection.READ | Protection.WRITE)
    space = AddressSpace(ToyMemory(), replace(load_image(build("toy")), segments=(text, data), end=TOP + PAGE_SIZE))
    assert space.text_base == 0x1000_3000
    assert space.break_ == TOP + PAGE_SIZE


# --- stacks ---------------------------------------------------------------------------------------


def test_a_stack_has_a_guard_and_its_size(kernel: Kernel) -> None:
    tasks = [kernel.spawn("leaf", 1) for _ in range(3)]
    for task in tasks:
        assert task.stack_high - task.stack_low == kernel._space.spawned_stack_size
        kernel.machine.memory.write(task.stack_low, b"used")
        rights = {low: protection for low, _, protection in regions(kernel)}
        assert rights[task.stack_low] & Protection.WRITE
        guard = next(
            protection for low, high, protection in regions(kernel) if low <= task.stack_low - PAGE_SIZE < high
        )
        assert guard == Protection.NONE


def test_a_second_stack_has_as_much_room_and_a_guard_of_its_own() -> None:
    memory = ToyMemory()
    space = AddressSpace(memory, load_image(build("toy")), second_stack=True)
    stacks = [space.allocate_stack(size) for size in (MIB, MIB, 1, 3 * PAGE_SIZE)]
    space.release_stack(*stacks[1])
    assert space.allocate_stack(MIB) == stacks[1]
    for (low, high), size in zip(stacks, (MIB, MIB, PAGE_SIZE, 3 * PAGE_SIZE), strict=True):
        rights = {
            address: next(protection for start, end, protection in memory._regions if start <= address < end)
            for address in (low - 1, low, low + size - 1, low + size, high - size - 1, high - size, high - 1)
        }
        guards = {low - 1, low + size, high - size - 1}
        assert {address for address, protection in rights.items() if protection == Protection.NONE} == guards
        assert [space.overrun(low, high, address) for address in (low + size - 1, low + size, high - size)] == [
            None, size, None,
        ]  # fmt: skip


def test_a_stack_is_used_again(kernel: Kernel) -> None:
    for _ in range(100):
        kernel.call("depth", 3)
        kernel.spawn("leaf", 1)
        kernel.run()
    assert len(kernel._space._free_stacks) == 2
    assert sum(len(stacks) for stacks in kernel._space._free_stacks.values()) == 2


def test_running_off_a_stack_hits_its_guard_not_its_neighbour(toy_arch: str) -> None:
    with boot(build(toy_arch), stack_size=8 << 10) as kernel:
        neighbours = [kernel.spawn("worker", 3) for _ in range(3)]
        victim = kernel.spawn("overflow")
        more = [kernel.spawn("worker", 3) for _ in range(3)]
        kernel.run()
        assert [task.result for task in (*neighbours, *more)] == [3] * 6
        assert victim.fault is not None
        assert (victim.fault.kind, victim.exit_status) == (FaultKind.PROTECTED, 128 + 11)
        report = kernel.describe_end(victim)
        assert "off the end of the task's stack of 8 KiB" in report
        assert "overflow" in report


def test_a_bad_read_elsewhere_is_no_stack_overflow(kernel: Kernel) -> None:
    with pytest.raises(TaskDied) as caught:
        kernel.call("fault_read")
    assert "stack" not in str(caught.value)


def test_a_stack_larger_than_the_usual_reserve(toy_arch: str) -> None:
    with boot(build(toy_arch), stack_size=40 * MIB) as kernel:
        tasks = [kernel.spawn("depth", 50) for _ in range(5)]
        kernel.run()
        assert {task.result for task in tasks} == {50}


def test_no_room_for_a_stack_is_said_and_passes(toy_arch: str) -> None:
    with boot(build(toy_arch), stack_size=900 * MIB) as kernel:
        tasks = []
        with pytest.raises(MachineError, match="stack_size"):
            for _ in range(10):
                tasks.append(kernel.spawn("leaf", 1))
        assert tasks
        assert kernel.tasks == tasks
        kernel.run()
        assert {task.result for task in tasks} == {2}
        assert kernel.call("leaf", 1) == 2


@pytest.mark.parametrize("size", [0, -1, -PAGE_SIZE])
def test_a_stack_size_must_make_sense(size: int) -> None:
    with pytest.raises(ValueError, match="stack_size"):
        boot(build("toy"), stack_size=size)


def test_an_image_that_leaves_no_room_is_refused(toy_arch: str) -> None:
    text = code(toy_arch, result(toy_arch, 1))
    step = 48 * MIB
    segments = [(at, text, len(text), READ | EXECUTE) for at in range(0x10000, 0xFF00_0000, step)]
    with pytest.raises(MachineError, match="no room"):
        boot(program(toy_arch, *segments, entry=0x10000))


# --- a process's stack ----------------------------------------------------------------------------


@given(
    arguments=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20), max_size=5),
    environment=st.dictionaries(
        st.text("ABCXYZ_", min_size=1, max_size=8),
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
        max_size=4,
    ),
)
@settings(max_examples=40, deadline=None)
def test_a_program_finds_its_arguments_on_its_stack(arguments: list[str], environment: dict[str, str]) -> None:
    """argc, argv, envp and the auxiliary vector, as the gABI lays them out."""
    with boot(build("toy")) as kernel:
        argv = arguments or ["program"]
        task = kernel.start(arguments, environment)
        memory = kernel.machine.memory
        sp = task.context[13]
        assert sp % 16 == 0

        def words(at: int) -> Iterator[int]:
            while True:
                yield memory.load_word(at)
                at += 4

        def string(at: int) -> str:
            data = b""
            while not data.endswith(b"\0"):
                data += memory.read(at + len(data), 1)
            return data[:-1].decode("utf-8", "surrogateescape")

        found = words(sp)
        assert next(found) == len(argv)
        assert [string(next(found)) for _ in argv] == argv
        assert next(found) == 0
        assert [string(next(found)) for _ in environment] == [f"{name}={value}" for name, value in environment.items()]
        assert next(found) == 0
        auxiliary = {}
        while (key := next(found)) != 0:
            auxiliary[key] = next(found)
        assert (auxiliary[6], auxiliary[9]) == (PAGE_SIZE, kernel.image.entry)
        header = memory.read(auxiliary[3], auxiliary[4] * auxiliary[5])
        assert struct.unpack_from(">I", header)[0] == 1, "PT_LOAD"
        assert task.stack_low < sp < auxiliary[25] < task.stack_high
