"""64-bit PowerPC as section 2.3 of the semantics has it, on guests of both ABIs and both byte orders."""

from __future__ import annotations

import errno
import io
from collections.abc import Iterator

import pytest
from guest_programs import GUESTS, skip_unless_installed

import kretcore
from kretcore import Kernel, Kprobe, Kretprobe, RegistrationError, Return, TaskDied
from kretcore.machine import Access, FaultKind, Registers

BIN = GUESTS / "bin"
RULES = ("ppc64/rules.O2", "ppc64/rules.elfv2", "ppc64le/rules.O2")
FIB = ("ppc64/fib.O2", "ppc64/fib.dots", "ppc64/fib.pie", "ppc64/fib.elfv2", "ppc64le/fib.O2", "ppc64le/fib.elfv1")


def boot(program: str) -> Kernel:
    skip_unless_installed(program.partition("/")[0])
    return kretcore.boot(BIN / program, stdout=io.BytesIO())


def elfv2(kernel: Kernel) -> bool:
    return kernel.image.elf_flags == 2


@pytest.fixture(params=RULES)
def rules(request: pytest.FixtureRequest) -> Iterator[Kernel]:
    with boot(request.param) as kernel:
        yield kernel


@pytest.fixture(params=FIB)
def fib(request: pytest.FixtureRequest) -> Iterator[Kernel]:
    with boot(request.param) as kernel:
        yield kernel


def returns(kernel: Kernel, pattern: str | int) -> list[tuple[str, int]]:
    """Probe returns and list them, function and value, as they happen."""
    seen: list[tuple[str, int]] = []
    kernel.on_return(pattern)(lambda ret: seen.append((ret.function, ret.value)))
    return seen


# --- names and addresses ------------------------------------------------------------------------


@pytest.mark.semantics("2.3-names", "K1")
def test_a_function_is_found_by_its_name_its_pointer_and_its_code(fib: Kernel) -> None:
    symbol = fib.symbols.lookup("fib")
    pointers = [found.address for found in fib.image.symbols if found.name == "fib"]
    dotted = () if elfv2(fib) else (".fib",)
    for pattern in ("fib", symbol.address, *pointers, *dotted):
        handle = fib.on_return(pattern)(lambda ret: None)
        (line,) = map(str, fib.kprobes())
        assert line.endswith(f"  r  fib+{'0x8' if elfv2(fib) else '0x0'}")
        for probe in handle.probes:
            fib.unregister_kretprobe(probe)
    for address in (symbol.address, *pointers):
        assert fib.call(address, 7) == 13
    if dotted:
        assert fib.call(".fib", 7) == 13


@pytest.mark.semantics("2.3-names")
def test_probes_take_descriptors_and_dots_too(fib: Kernel) -> None:
    code = fib.symbols.lookup("fib").address
    pointers = {found.address for found in fib.image.symbols if found.name == "fib"}
    local = 8 if elfv2(fib) else 0
    for address in (code, *pointers):
        probe = Kprobe(address=address)
        fib.register_kprobe(probe)
        assert probe.address == code + local
        fib.unregister_kprobe(probe)
        probe = Kprobe(address=address, offset=16)
        fib.register_kprobe(probe)
        assert probe.address == code + 16
        fib.unregister_kprobe(probe)
    if not elfv2(fib):
        dotted = Kprobe(symbol=".fib", offset=4)
        fib.register_kprobe(dotted)
        assert (dotted.address, str(dotted).rpartition("  ")[2]) == (code + 4, "fib+0x4")


@pytest.mark.semantics("2.3-names")
def test_names_never_carry_the_dot_and_callers_are_functions(fib: Kernel) -> None:
    seen: list[Return] = []
    fib.on_return("*")(lambda ret: seen.append(ret.freeze()))  # type: ignore[arg-type]
    fib.run_program(["fib"])
    names = {name for ret in seen for name in (ret.function, ret.caller) if name is not None}
    assert {"fib", "main", "print_int"} <= names
    assert not [name for name in names if name.startswith(".")]
    everywhere = {symbol.name for symbol in fib.symbols.functions()} | {
        name for symbol in fib.symbols.functions() for name in fib.symbols.aliases(symbol.address)
    }
    assert not [name for name in everywhere if name.startswith(".")]
    assert len([symbol for symbol in fib.symbols.functions() if symbol.name == "fib"]) == 1
    low, high = fib.image.descriptors or (0, 0)
    for ret in seen:
        assert not low <= ret.return_address < high
        assert fib.symbols.at(ret.return_address - 1) is not None


@pytest.mark.semantics("2.3-names")
def test_a_name_with_a_dot_means_nothing_where_there_are_no_descriptors() -> None:
    with boot("ppc64le/fib.O2") as kernel:
        for register in (
            lambda: kernel.on_return(".fib")(print),
            lambda: kernel.register_kprobe(Kprobe(symbol=".fib")),
        ):
            with pytest.raises(RegistrationError) as caught:
                register()
            assert caught.value.errno == errno.ENOENT


@pytest.mark.semantics("2.3-names")
@pytest.mark.parametrize("program", ["ppc64/names.O2", "ppc64/names.dots", "ppc64/names.pie", "ppc64le/names.O2"])
def test_odd_symbols_are_what_they_are_elsewhere(program: str) -> None:
    with boot(program) as kernel:
        symbols = kernel.symbols
        canonical = symbols.lookup("canonical_alias").address
        assert symbols.aliases(canonical) == ("canonical", "canonical_alias", "_canonical", "can")
        assert len({symbol.address for symbol in symbols.lookup_all("twin")}) == 2
        unsized = symbols.lookup("unsized")
        assert unsized.size == 0
        # The linker makes functions of descriptors' symbols, and then the label within is the function's, too.
        is_function = kernel.image.descriptors is not None
        assert unsized.kind == ("function" if is_function else "label")
        assert symbols.symbolize(unsized.address + 4) == ("unsized+0x4" if is_function else "unsized_tail")
        for name, reason in (
            ("dispatched", "IFUNC"),
            ("in_kprobes_text", ".kprobes.text"),
            ("blacklisted", "NOKPROBE"),
        ):
            with pytest.raises(RegistrationError, match=reason):
                kernel.register_kretprobe(Kretprobe(symbol=name))
        seen = returns(kernel, "unsized")
        kernel.run_program(["names"])
        assert seen == [("unsized", 44)]


@pytest.mark.semantics("2.3-names")
def test_a_stripped_program_is_probed_by_its_pointers() -> None:
    with boot("ppc64/fib.O2") as named:
        pointer = next(found.address for found in named.image.symbols if found.name == "fib")
        offset = pointer - (named.image.descriptors or (0, 0))[0]
        code = named.symbols.lookup("fib").address
    with boot("ppc64/fib.stripped") as kernel:
        assert kernel.image.descriptors is not None
        assert kernel.symbols.at(code) is None
        seen = returns(kernel, kernel.image.descriptors[0] + offset)
        assert kernel.call(kernel.image.descriptors[0] + offset, 5) == 5
        assert seen[-1] == (f"sub_{code:x}", 5)


# --- entries ------------------------------------------------------------------------------------


@pytest.mark.semantics("2.3-entries", "K3", "R1")
def test_a_probe_catches_calls_through_both_entries(rules: Kernel) -> None:
    seen = returns(rules, "two_entries")
    assert rules.call("both_ways", 40) == 42
    assert seen == [("two_entries", 41), ("two_entries", 42)]


@pytest.mark.semantics("2.3-entries", "K3")
@pytest.mark.parametrize("program", RULES[1:])
def test_every_offset_up_to_8_is_the_entry_of_a_function_with_two(program: str) -> None:
    with boot(program) as kernel:
        start = kernel.symbols.lookup("two_entries").address
        in_between = Kprobe(symbol="two_entries", offset=4)
        kernel.register_kprobe(in_between)  # an ordinary probe stays where it is put
        assert in_between.address == start + 4
        for offset in (0, 4, 8):
            probe = Kretprobe(address=start + offset, handler=lambda instance, registers: None)
            kernel.register_kretprobe(probe)
            assert probe.kprobe.address == start + 8
            kernel.call("both_ways", 1)
            kernel.unregister_kretprobe(probe)
        assert kernel.receipt().returned == 6
        with pytest.raises(RegistrationError) as caught:
            kernel.register_kretprobe(Kretprobe(address=start + 12))
        assert caught.value.errno == errno.EINVAL


@pytest.mark.semantics("2.3-entries")
def test_an_offset_is_not_the_entry_of_a_function_with_one() -> None:
    with boot(RULES[0]) as kernel:
        start = kernel.symbols.lookup("two_entries").address
        with pytest.raises(RegistrationError) as caught:
            kernel.register_kretprobe(Kretprobe(address=start + 4))
        assert caught.value.errno == errno.EINVAL


# --- the TOC pointer ----------------------------------------------------------------------------


@pytest.mark.semantics("2.3-descriptors")
def test_a_call_sets_the_toc_pointer_of_the_function_called(rules: Kernel) -> None:
    """The function's own, whether it is called by name, by its descriptor or by its code."""
    values: list[str | int] = ["other_toc", rules.symbols.lookup("other_toc").address]
    values += [found.address for found in rules.image.symbols if found.name == "other_toc"]
    (other,) = {rules.call(value) for value in values}
    seen: list[int] = []

    def note(kp: Kprobe, registers: Registers) -> None:
        seen.append(registers["r2"])

    rules.register_kprobe(Kprobe(symbol="two_entries", pre_handler=note))
    rules.call("both_ways", 1)
    assert {other - toc for toc in seen} == {64}


@pytest.mark.semantics("2.3-descriptors", "2.3-return")
def test_the_toc_pointer_is_the_callers_after_a_probed_call_across_tocs(rules: Kernel) -> None:
    assert rules.call("toc_difference") == 64
    seen = returns(rules, "*")
    assert rules.call("toc_difference") == 64
    assert [function for function, _ in seen] == ["other_toc", "toc_difference"]


# --- returns ------------------------------------------------------------------------------------


@pytest.mark.semantics("2.3-return", "R13", "R24")
def test_a_handler_sees_pc_and_link_register_at_the_real_address(fib: Kernel) -> None:
    seen: list[tuple[int, int, int]] = []

    def handler(instance: kretcore.KretprobeInstance, registers: Registers) -> None:
        seen.append((registers["pc"], registers["lr"], instance.return_address))

    fib.register_kretprobe(Kretprobe(symbol="fib", handler=handler))
    assert fib.call("fib", 6) == 8
    assert seen and all(pc == lr == address for pc, lr, address in seen)


@pytest.mark.semantics("2.3-return", "R18")
def test_the_trampoline_is_a_nop_and_a_return_and_is_never_stepped(rules: Kernel) -> None:
    trampoline = rules.symbols.lookup("__kretprobe_trampoline")
    code = rules.machine.memory.read(trampoline.address, trampoline.size)
    words = [int.from_bytes(code[at : at + 4], rules.arch.byte_order) for at in range(0, len(code), 4)]
    assert words == [0x7FE00008, 0x4E800020]  # the breakpoint, on the nop, and blr
    executed: list[int] = []
    returns(rules, "two_entries")
    task = rules.spawn("both_ways", 1)
    while task.alive:
        rules.run(max_instructions=1)
        executed.append(rules.machine.registers["pc"])
    assert task.result == 3
    assert trampoline.address + 4 not in executed


@pytest.mark.semantics("2.3-return", "H5")
def test_a_pre_handler_sees_pc_at_the_probe(rules: Kernel) -> None:
    seen: list[int] = []

    def note(kp: Kprobe, registers: Registers) -> None:
        seen.append(registers["pc"])

    probe = Kprobe(symbol="two_entries", pre_handler=note)
    rules.register_kprobe(probe)
    rules.call("both_ways", 1)
    assert seen == [probe.address] * 2


@pytest.mark.semantics("2.3-return", "R15")
def test_a_set_summary_overflow_does_not_negate_a_result(rules: Kernel) -> None:
    flags: list[int] = []

    @rules.on_return("overflow_at_return")
    def look(ret: Return) -> None:
        flags.append(rules.machine.registers["cr"])
        assert ret.value == 7
        ret.value = 9

    assert rules.call("overflow_at_return", 7) == 9
    assert flags[0] & 1 << 28


@pytest.mark.semantics("2.3-convention")
def test_a_floating_point_result_is_in_f1(rules: Kernel) -> None:
    seen: list[int] = []
    rules.on_return("half")(lambda ret: seen.append(rules.machine.registers["f1"]))
    rules.call("half")
    assert seen == [0x3FE0_0000_0000_0000]


@pytest.mark.semantics("2.3-convention")
@pytest.mark.parametrize("program", ["ppc64/structs.O2", "ppc64/structs.elfv2", "ppc64le/structs.O2"])
def test_small_structures_come_in_registers_under_elfv2_and_by_a_pointer_under_elfv1(program: str) -> None:
    with boot(program) as kernel:
        registers = kernel.machine.registers
        seen: list[tuple[int, int, tuple[int, ...]]] = []
        kernel.on_return("widen")(lambda ret: seen.append((registers["r3"], registers["r4"], ret.freeze().arguments)))
        kernel.run_program(["structs"])
        ((first, second, arguments),) = seen[:1]
        if elfv2(kernel):
            value = arguments[0]
            signed = value - (1 << 64) if value >> 63 else value
            assert (first, second) == ((signed >> 8) % 2**64, (signed << 8) % 2**64)
        else:
            assert first == arguments[0]  # the hidden pointer comes back


@pytest.mark.semantics("2.3-convention")
@pytest.mark.parametrize("arch", ["ppc64", "ppc64le"])
def test_arguments_beyond_the_registers_are_on_the_stack(arch: str) -> None:
    with boot(f"{arch}/varargs.O0") as kernel:
        seen: list[tuple[int, ...]] = []
        kernel.on_return("twelve", arguments=12)(lambda ret: seen.append(ret.freeze().arguments))
        kernel.call("twelve", *range(1, 13))
        assert seen == [tuple(range(1, 13))]


# --- instructions -------------------------------------------------------------------------------


@pytest.mark.semantics("2.3-refused", "K11")
@pytest.mark.parametrize(
    ("function", "offsets"),
    [
        ("own_trap", (0,)),
        ("own_traps", (0, 4, 8, 12)),
        ("enters_system", (0,)),
        ("returns_from_interrupt", (0, 4, 8, 12)),
        ("prefixed", (4, 8, 12)),
    ],
)
def test_what_cannot_be_stepped_is_refused(rules: Kernel, function: str, offsets: tuple[int, ...]) -> None:
    local = 8 if elfv2(rules) else 0
    for offset in offsets:
        with pytest.raises(RegistrationError) as caught:
            rules.register_kprobe(Kprobe(symbol=function, offset=local + offset))
        relative = function == "prefixed" and offset == 8
        assert caught.value.errno == (errno.EOPNOTSUPP if relative else errno.EINVAL)


@pytest.mark.semantics("2.3-refused")
def test_the_second_word_is_refused_also_when_a_probe_hides_the_prefix(rules: Kernel) -> None:
    local = 8 if elfv2(rules) else 0
    prefix = Kprobe(symbol="prefixed", offset=local)
    rules.register_kprobe(prefix)
    assert rules.machine.memory.read(prefix.address or 0, 4) == rules.arch.breakpoint
    with pytest.raises(RegistrationError) as caught:
        rules.register_kprobe(Kprobe(symbol="prefixed", offset=local + 4))
    assert caught.value.errno == errno.EINVAL


@pytest.mark.semantics("2.3-refused")
def test_an_address_between_words_is_refused(rules: Kernel) -> None:
    with pytest.raises(RegistrationError) as caught:
        rules.register_kprobe(Kprobe(symbol="branches", offset=10))
    assert caught.value.errno == errno.EINVAL


@pytest.mark.semantics("2.3-trap", "H10", "H11")
@pytest.mark.parametrize(("function", "argument"), [("own_trap", 0), ("own_traps", 1), ("own_traps", 0)])
def test_traps_of_the_program_are_its_own_fault(rules: Kernel, function: str, argument: int) -> None:
    """TWI 31, tested against zero, traps always: the first of ``own_traps``."""
    with pytest.raises(TaskDied) as caught:
        rules.call(function, argument)
    fault = caught.value.task.fault
    local = 8 if elfv2(rules) else 0
    assert fault is not None
    assert (fault.kind, fault.pc) == (FaultKind.TRAP, rules.symbols.lookup(function).address + local)


@pytest.mark.semantics("2.3-trap")
def test_a_privileged_instruction_is_illegal_not_a_breakpoint(rules: Kernel) -> None:
    with pytest.raises(TaskDied) as caught:
        rules.call("returns_from_interrupt")
    fault = caught.value.task.fault
    assert fault is not None and (fault.kind, fault.detail) == (FaultKind.ILLEGAL, "privileged instruction")


@pytest.mark.semantics("2.3-stepped", "H13")
@pytest.mark.parametrize("post", [False, True])
def test_a_fault_in_a_copy_names_the_probed_instruction(rules: Kernel, post: bool) -> None:
    local = 8 if elfv2(rules) else 0
    probe = Kprobe(symbol="reads_denied", offset=local + 4, post_handler=(lambda kp, registers: None) if post else None)
    rules.register_kprobe(probe)
    with pytest.raises(TaskDied) as caught:
        rules.call("reads_denied")
    fault = caught.value.task.fault
    assert fault is not None
    assert (fault.pc, fault.address, fault.access) == (probe.address, 0, Access.READ)


@pytest.mark.semantics("2.3-emulated")
@pytest.mark.parametrize("post", [False, True])
def test_probes_on_all_branches_at_once_change_nothing(rules: Kernel, post: bool) -> None:
    expected = [rules.call("branches", n) for n in range(3, 8)]
    symbol = rules.symbols.lookup("branches")
    local = 8 if elfv2(rules) else 0
    following: list[int] = []

    def behind(kp: Kprobe, registers: Registers) -> None:
        following.append(registers["pc"])

    for offset in range(local, symbol.size, 4):
        rules.register_kprobe(Kprobe(address=symbol.address + offset, post_handler=behind if post else None))
    assert [rules.call("branches", n) for n in range(3, 8)] == expected
    assert bool(following) == post
    assert -1 % 2**64 not in expected


@pytest.mark.semantics("2.3-boost", "S3")
def test_copies_near_the_program_go_on_by_themselves(fib: Kernel) -> None:
    """With the kernel's text next to the image, a branch back reaches it: one trap a hit, not two."""
    hits: list[int] = []
    deliver = fib.machine.on_breakpoint
    assert deliver is not None

    def counted(address: int) -> None:
        hits.append(address)
        deliver(address)

    probe = Kprobe(symbol="fib", pre_handler=lambda kp, registers: None)
    fib.register_kprobe(probe)
    fib.machine.on_breakpoint = counted
    assert fib.call("fib", 1) == 1
    assert hits.count(probe.address or 0) == 1
    assert len(hits) == 2  # the other is where the call returns to
