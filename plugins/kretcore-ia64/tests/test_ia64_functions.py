"""Entering functions: descriptors, the global pointer, arguments; and frames as return probes see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kretcore_ia64 import functions, returns
from kretcore_ia64.bundles import MIB, MLX, NOP, pack
from kretcore_ia64.machine import Ia64Machine

from kretcore import Kernel, boot
from kretcore.arch import FunctionEntry
from kretcore.images import Image, Relocation, load_image
from kretcore.layout import relocate
from kretcore.machine import PAGE_SIZE, Protection

GUEST = Path(functions.__file__).with_name("conformance.elf")
STACK, SIZE = 0x5_0000_0000, 16 * PAGE_SIZE
WORD = (1 << 64) - 1
words = st.integers(0, WORD)


@pytest.fixture(scope="module")
def kernel() -> Iterator[Kernel]:
    with boot(GUEST, arch="ia64") as kernel:
        yield kernel


@pytest.fixture(scope="module")
def image() -> Image:
    return load_image(GUEST)


@pytest.fixture(scope="module")
def machine() -> Iterator[Ia64Machine]:
    machine = Ia64Machine()
    machine.memory.map(STACK, SIZE, Protection.READ | Protection.WRITE)
    yield machine
    machine.close()


def code_of(image: Image, name: str) -> int:
    return next(symbol.address for symbol in image.symbols if symbol.name == name)


@pytest.mark.semantics("2.2-descriptors")
def test_descriptors_lead_to_code_and_global_pointer(kernel: Kernel, image: Image) -> None:
    assert image.descriptors is not None
    memory = kernel.machine.memory
    for descriptor in range(*image.descriptors, 16):
        entry = functions.arch_function_entry(image, memory, descriptor)
        assert entry == FunctionEntry(
            memory.load_word(descriptor), memory.load_word(descriptor), memory.load_word(descriptor + 8)
        )
        assert functions.arch_function_entry(image, memory, entry.call) == entry, "code leads to itself"


@pytest.mark.semantics("2.2-descriptors")
def test_descriptors_made_at_run_time_are_followed(kernel: Kernel, image: Image) -> None:
    place = kernel.machine.registers["sp"] & -PAGE_SIZE or STACK
    memory = kernel.machine.memory
    memory.map(0x6_0000_0000, PAGE_SIZE, Protection.READ | Protection.WRITE)
    place = 0x6_0000_0000
    memory.store_word(place, code_of(image, "fib"))
    memory.store_word(place + 8, 0x1234)
    assert functions.arch_function_entry(image, memory, place) == FunctionEntry(
        code_of(image, "fib"), code_of(image, "fib"), 0x1234
    )
    memory.store_word(place, 0x77)
    assert functions.arch_function_entry(image, memory, place).call == place, "that leads to no code"
    assert functions.arch_function_entry(image, memory, 0x8_0000_0000).call == 0x8_0000_0000, "nothing is there"


@pytest.mark.semantics("2.2-convention")
@settings(max_examples=50, deadline=None)
@given(arguments=st.lists(words, max_size=20), back=words, pointer=words)
def test_a_function_finds_what_the_conventions_promise(
    machine: Ia64Machine, arguments: list[int], back: int, pointer: int
) -> None:
    machine.registers["r5"] = 5
    entry = FunctionEntry(0x1000, 0x1000, pointer)
    assert functions.arch_enter_function(machine, entry, arguments, back, STACK + SIZE, STACK)
    registers = machine.registers
    assert (registers["pc"], registers["b0"], registers["r1"], registers["r5"]) == (0x1000, back, pointer, 0)
    sp = registers["sp"]
    assert sp % 16 == 0 and STACK < sp < STACK + SIZE
    found = [registers[f"r{32 + index}"] for index in range(8)]
    found += [machine.memory.load_word(sp + 16 + 8 * index) for index in range(16)]
    wanted = [*arguments, *[0] * 24]
    assert found[: len(arguments)] == arguments
    assert found[:8] == wanted[:8]
    assert registers["ar.bsp"] == registers["ar.bspstore"] == STACK
    assert registers["ar.fpsr"] & 0x3F == 0x3F, "no floating-point trap"
    assert not any(registers[name] for name in ("nat0", "nat1"))
    assert registers["psr.um"] == 0x30, "floating-point registers have been written, by whoever"
    machine.memory.write(STACK, bytes(SIZE))


@pytest.mark.semantics("2.2-frame")
@settings(max_examples=200, deadline=None)
@given(
    stack=st.integers(1, WORD >> 4),
    store=st.integers(0, 1 << 50),
    local=st.integers(0, 96),
    delta=st.integers(-3, 3),
    moved=st.integers(-1, 1),
)
def test_a_return_is_known_by_both_stacks(
    machine: Ia64Machine, stack: int, store: int, local: int, delta: int, moved: int
) -> None:
    """At entry the register stack ends behind the caller's locals, one word in 64 being a NaT collection."""
    registers = machine.registers
    start = 8 * (store + (store & 63 == 63))
    top = start
    for _ in range(local):
        top += 8
        if top >> 3 & 63 == 63:
            top += 8
    registers["ar.bspstore"] = start
    registers["cfm"] = 96 | local << 7
    registers["sp"] = 16 * stack & WORD
    expected = 0 if not delta and not moved else None
    found = returns.arch_frame_distance(machine, (16 * (stack + moved)) & WORD, top + 8 * delta)
    assert found == expected


@pytest.mark.semantics("2.2-return")
@given(address=words)
def test_the_return_address_is_in_b0(machine: Ia64Machine, address: int) -> None:
    returns.arch_prepare_kretprobe(machine, address)
    assert returns.arch_call_site(machine)[0] == machine.registers["b0"] == address
    returns.arch_fixup_return(machine, address ^ 16)
    assert machine.registers["pc"] == machine.registers["b0"] == address ^ 16


@pytest.mark.semantics("2.2-descriptors")
def test_programs_have_one_global_pointer(kernel: Kernel, image: Image) -> None:
    """The descriptors, the start code and the linker's symbols agree where there are several of them."""
    memory = kernel.machine.memory
    assert image.descriptors is not None
    told = memory.load_word(image.descriptors[0] + 8)
    symbols = {symbol.name: symbol.address for symbol in image.symbols}
    assert functions.global_pointer(image, memory) == told == symbols["_GLOBAL_OFFSET_TABLE_"]


def test_relocations_make_descriptors(kernel: Kernel, image: Image) -> None:
    """As in a position-independent program, whose global pointer is what DT_PLTGOT tells."""
    assert image.descriptors is not None
    memory, place = kernel.machine.memory, image.descriptors[0]
    before = memory.read(place, 32)
    relocations = (Relocation(place, 0x81, 0x1240), Relocation(place + 16, 0x6F, 0x77))
    relocate(memory, replace(image, base=0x10000, plt_got=0x3970, relocations=relocations), kernel.arch)
    assert [memory.load_word(place + at) for at in (0, 8, 16)] == [0x11240, 0x3970, 0x10077]
    memory.write(place, before)


def test_the_global_pointer_of_a_program_without_descriptors(kernel: Kernel, image: Image) -> None:
    memory = kernel.machine.memory
    bare = replace(image, descriptors=None)
    assert functions.global_pointer(replace(bare, plt_got=0x3970), memory) == 0x3970
    symbols = {symbol.name: symbol.address for symbol in image.symbols}
    assert functions.global_pointer(bare, memory) == symbols["_GLOBAL_OFFSET_TABLE_"]
    start = image.entry & -16
    clean = memory.read(start, 48)
    code = pack(MIB, NOP["M"], 0x30 << 27 | 3 << 6, NOP["B"])  # mov r3=ip
    code += pack(MLX, NOP["M"], 0, 6 << 37 | 0x40 << 13 | 14 << 6)  # movl r14=0x40
    code += pack(MIB, 8 << 37 | 1 << 29 | 1 << 27 | 14 << 20 | 3 << 13 | 1 << 6, NOP["I"], NOP["B"])  # sub r1=r3,r14
    memory.write_code(start, code)
    assert functions.global_pointer(bare, memory) == start - 0x40
    memory.write_code(start, clean)
