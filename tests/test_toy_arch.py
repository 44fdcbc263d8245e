"""The toy's plugins: an instruction run elsewhere does what it does in place, and plugins are found by entry point."""

from __future__ import annotations

import errno
import importlib
import importlib.metadata
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy import dist
from toy.arch import BREAKPOINT, arch_function_entry, arch_prepare_kprobe, arch_resume_execution
from toy.asm import AssemblyError, assemble
from toy.bench import EXIT, STACK, STACK_SIZE, Bench
from toy.isa import FIELDS, ISA, LENGTH, REGISTERS, encode
from toy.machine import ToyMachine

from kretcore.arch import InstructionCopy, Text
from kretcore.errors import InstructionFault, RegistrationError
from kretcore.images import load_image
from kretcore.machine import PAGE_SIZE, Fault, Protection, StopReason

TEXT, DATA, SLOTS = 0x10000, 0x20000, 0xF000_0000
REFUSED = {"halt": errno.EINVAL, "brk": errno.EOPNOTSUPP}


def prepare(word: int, address: int = TEXT, slot: int = SLOTS) -> InstructionCopy:
    return arch_prepare_kprobe(Text(address, word.to_bytes(4, "big") + bytes(4)), address, slot)


def machine_for(word: int, values: list[int]) -> ToyMachine:
    """A machine about to execute ``word``, most registers pointing into mapped data."""
    machine = ToyMachine()
    machine.memory.map(TEXT, PAGE_SIZE, Protection.READ | Protection.EXECUTE)
    machine.memory.map(DATA, PAGE_SIZE, Protection.READ | Protection.WRITE)
    machine.memory.map(SLOTS, PAGE_SIZE, Protection.READ | Protection.EXECUTE)
    machine.memory.write(TEXT, word.to_bytes(4, "big"))
    machine.memory.write(DATA, bytes(range(256)) * 16)
    machine.on_syscall = lambda: None
    for name, value in zip(REGISTERS, values, strict=True):
        machine.registers[name] = value & 0xFF if name == "status" else value
    machine.registers["pc"] = TEXT
    return machine


def in_place(word: int, values: list[int]) -> Any:
    machine = machine_for(word, values)
    stop = machine.run(1)
    return what_happened(stop.fault), machine.save(), machine.memory.read(DATA, PAGE_SIZE)


def as_probed(word: int, values: list[int], *, boosted: bool) -> Any:
    """What a kernel does: emulate, or run the copy with one of its two tails."""
    machine = machine_for(word, values)
    copy = prepare(word)
    fault = None
    if copy.emulate is not None:
        try:
            copy.emulate(machine)
        except InstructionFault as error:
            assert error.fault.pc == TEXT
            fault = what_happened(error.fault)
    else:
        tail = copy.jump_back if boosted and copy.jump_back is not None else BREAKPOINT
        machine.memory.write_code(copy.slot, copy.code + tail)
        machine.registers["pc"] = copy.slot
        if tail is BREAKPOINT:

            def behind(address: int) -> None:
                assert address == copy.slot + LENGTH
                assert arch_resume_execution(machine, copy)

            machine.on_breakpoint = behind
        stop = machine.run(2)
        fault = what_happened(stop.fault)
        if stop.fault is not None:
            machine.registers["pc"] = TEXT
    return fault, machine.save(), machine.memory.read(DATA, PAGE_SIZE)


def what_happened(fault: Fault | None) -> tuple[object, ...] | None:
    return None if fault is None else (fault.kind, fault.address, fault.access)


VALUES = st.lists(
    st.one_of(
        st.integers(DATA, DATA + PAGE_SIZE).map(lambda address: address & -4),
        st.integers(0, 0xFFFF_FFFF),
        st.integers(0, 8),
    ),
    min_size=len(REGISTERS),
    max_size=len(REGISTERS),
)


@pytest.mark.parametrize("name", [*(name for name in ISA if name not in REFUSED and name != "tick"), "ja"])
@pytest.mark.parametrize("boosted", [False, True])
@settings(max_examples=25, deadline=None)
@given(bits=st.integers(0, 0xFF_FFFF), values=VALUES)
def test_an_instruction_run_elsewhere_does_what_it_does_in_place(
    name: str, boosted: bool, bits: int, values: list[int]
) -> None:
    word = 0xC000_0000 | bits if name == "ja" else ISA[name][0] << 24 | bits & FIELDS[name]
    assert as_probed(word, values, boosted=boosted) == in_place(word, values)


@pytest.mark.parametrize(
    ("word", "offset", "code"),
    [
        (encode("halt"), 0, errno.EINVAL),
        (0, 0, errno.EINVAL),
        (encode("brk", value=3), 0, errno.EOPNOTSUPP),
        (encode("nop"), 1, errno.EILSEQ),
        (encode("nop"), 2, errno.EILSEQ),
        (encode("nop"), 8, errno.EILSEQ),  # behind the text
    ],
)
def test_refusals_carry_the_kernels_errno(word: int, offset: int, code: int) -> None:
    with pytest.raises(RegistrationError) as caught:
        arch_prepare_kprobe(Text(TEXT, word.to_bytes(4, "big") * 2), TEXT + offset, SLOTS)
    assert (caught.value.errno, caught.value.address) == (code, TEXT + offset)


def test_copies_fit_their_slots(toy_arch: str) -> None:
    bench = Bench.of("nop", toy_arch)
    for name in ISA:
        if name not in REFUSED:
            copy = prepare(encode(name))
            for tail in (copy.jump_back or b"", bench.description.breakpoint):
                assert len(copy.code + tail) <= bench.description.slot_size
            assert copy.patch.code == bench.description.breakpoint


def test_a_probe_goes_behind_a_landing_pad() -> None:
    bench = Bench.of(".func f\nland\nnop\n.endfunc\n.func g\nnop\nland\n.endfunc")
    for name, distance in (("f", LENGTH), ("g", 0)):
        entry = arch_function_entry(bench.image, bench.machine.memory, bench.symbols[name])
        assert (entry.call, entry.probe) == (bench.symbols[name], bench.symbols[name] + distance)


@pytest.mark.parametrize(("toy_arch", "popped"), [("toy", 0), ("toystack", 0), ("toystack", 4), ("toystack", 12)])
def test_a_return_is_recognised_by_its_frame(toy_arch: str, popped: int) -> None:
    bench = Bench.of(f".func f\nnop\nretf {popped or ''}\n.endfunc", toy_arch)
    plugin, machine = bench.plugin, bench.machine
    bench.enter("f", 1, 2, 3, 4, 5, 6, 7)
    return_address, stack, backing_store = plugin.arch_call_site(machine)
    assert (return_address, stack, backing_store) == (EXIT, machine.registers["sp"], 0)
    assert plugin.arch_prepare_kretprobe(machine, 0x9000)
    assert plugin.arch_call_site(machine) == (0x9000, stack, 0)
    assert machine.run(2).pc == 0x9000
    assert plugin.arch_frame_distance(machine, stack, 0) == popped
    if not popped:
        assert plugin.arch_frame_distance(machine, stack + 4, 0) is None
    assert plugin.arch_frame_distance(machine, stack + 16, 0) is None
    assert plugin.arch_frame_distance(machine, stack - 2, 0) is None
    assert plugin.arch_fixup_return(machine, EXIT)
    assert machine.registers["pc"] == EXIT
    assert toy_arch == "toystack" or machine.registers["lr"] == EXIT


def test_a_call_starts_with_an_aligned_stack_and_its_arguments(toy_arch: str) -> None:
    for count in range(9):
        bench = Bench.of(".func f\nnop\n.endfunc", toy_arch)
        bench.enter("f", *range(100, 100 + count))
        calling, registers = bench.description.calling, bench.machine.registers
        in_registers = len(calling.arguments)
        pushed = 0 if calling.return_register else LENGTH
        assert (registers["sp"] + pushed) % bench.description.stack_alignment == 0
        assert STACK < registers["sp"] <= STACK + STACK_SIZE
        for index in range(count):
            if index < in_registers:
                value = registers[calling.arguments[index]]
            else:
                where = registers["sp"] + calling.stack_arguments + 4 * (index - in_registers)
                value = bench.machine.memory.load_word(where)
            assert value == 100 + index


def test_the_trampoline_is_probed_by_the_architecture_itself(toy_arch: str) -> None:
    plugin = importlib.import_module(f"toy.arch_{toy_arch}")
    log: list[Any] = []

    class Boot:
        def trampoline_probe_handler(self, kprobe: object, registers: object) -> int:
            return 1

        def load_text(self, symbol: str, code: bytes) -> int:
            log.append(symbol)
            prepare(int.from_bytes(code, "big"))
            return 0x8000

        def register_kprobe(self, address: int, pre_handler: Any) -> None:
            log.append((address, pre_handler))

    boot = Boot()
    assert plugin.arch_init(boot)
    assert log == ["__kretprobe_trampoline", (0x8000, boot.trampoline_probe_handler)]


# --- the assembler


@pytest.mark.parametrize(
    "source",
    ["frobnicate r1", "add r1, r2", "j nowhere", "movi r1, 0x10000", "x:\nx:", ".frob", "lw r1, r2", "add r1, r2, r99"],
)
def test_wrong_source_is_refused_with_its_line(source: str) -> None:
    with pytest.raises(AssemblyError, match=f"line {2 + source.count(chr(10))}"):
        assemble(f"nop\n{source}")


def test_symbols_have_names_sizes_bindings_and_kinds() -> None:
    source = """
    .func f local
    nop
    nop
    .endfunc
    .alias g, f, weak
    .func h nosize
    nop
    .endfunc
    label:
    .global label
    nop
    .data
    .global value
    value:
    .word 1
    """
    image = load_image(assemble(source))
    found = {s.name: (s.size, s.binding, s.kind, s.address - image.entry) for s in image.symbols}
    assert found["f"] == (8, "local", "function", 0)
    assert found["g"] == (8, "weak", "function", 0)
    assert found["h"] == (0, "global", "function", 8)
    assert found["label"] == (0, "global", "label", 12)
    assert found["value"][1:3] == ("global", "object")
    stripped = load_image(assemble(source, stripped=True, section_headers=False))
    assert not stripped.symbols
    text = image.entry - image.segments[0].address  # behind the headers, which differ
    assert stripped.segments[0].data[text:] == image.segments[0].data[text:]
    assert stripped.segments[1:] == image.segments[1:]


# --- installing plugins


def entry_points() -> dict[str, Any]:
    return {point.name: point for point in importlib.metadata.entry_points(group="kretcore")}


def test_the_toys_are_installed_like_any_plugin(toy_arch: str) -> None:
    point = entry_points()[toy_arch]
    assert point.dist is not None
    assert (point.dist.name, point.dist.version) == ("kretcore-toy", "1.0")
    assert point.load().arch_describe().name == toy_arch


def test_a_plugin_can_be_written_that_lacks_misspells_or_changes_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    source = dist.plugin_source(
        "odd", base="toystack", without=["arch_init"], renamed={"arch_call_site": "arch_callsite"}, hook_api=99
    )
    module = dist.write_plugin(tmp_path, dist="kretcore-odd", version="2.5", name="odd", source=source)
    broken = dist.write_plugin(tmp_path, dist="kretcore-broken", name="broken", source="import nothing_of_that_name\n")
    points = entry_points()
    assert {"odd", "broken", "toy", "toystack"} <= set(points)
    plugin = points["odd"].load()
    assert points["odd"].dist.version == "2.5"
    assert (plugin.arch_describe().name, plugin.arch_describe().hook_api) == ("odd", 99)
    assert plugin.arch_describe().elf_machine == 0xFEEE
    assert not hasattr(plugin, "arch_init")
    assert not hasattr(plugin, "arch_call_site")
    assert hasattr(plugin, "arch_callsite")
    with pytest.raises(ImportError):
        points["broken"].load()
    for name in (module, broken):
        sys.modules.pop(name, None)


def test_two_distributions_may_claim_one_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("kretcore-one", "kretcore-two"):
        dist.write_plugin(tmp_path, dist=name, name="same", source=dist.plugin_source("same"))
    claims = [point for point in importlib.metadata.entry_points(group="kretcore") if point.name == "same"]
    assert sorted(point.dist.name for point in claims if point.dist) == ["kretcore-one", "kretcore-two"]


def test_stopping_at_the_page_returned_to_is_no_fault(toy_arch: str) -> None:
    bench = Bench.of(".func f\nretf\n.endfunc", toy_arch)
    bench.enter("f")
    bench.machine.on_breakpoint = lambda address: bench.machine.stop()
    assert bench.run().reason is StopReason.STOPPED
