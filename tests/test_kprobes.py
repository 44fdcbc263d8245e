"""Kprobes: registration, the switches, several on one address, the blacklist.

The markers name the rows of the semantics reference that a test shows.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from kprobe_guest import PROGRAM, STRAIGHT, Log, address, armed, refusal, text, then
from toy import dist
from toy.arch import BREAKPOINT
from toy.asm import assemble
from toy.guests import build
from toy.isa import encode

from kretcore import Kernel, Kprobe, Kretprobe, RegistrationError, UsageError, boot
from kretcore.arch import InstructionCopy, Text

semantics = pytest.mark.semantics


@pytest.fixture
def kernel(toy_arch: str) -> Iterator[Kernel]:
    with boot(assemble(PROGRAM, toy_arch)) as kernel:
        yield kernel


@pytest.fixture
def guests(toy_arch: str) -> Iterator[Kernel]:
    with boot(build(toy_arch)) as kernel:
        yield kernel


@pytest.fixture
def plugin_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty directory of installed plugins."""
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


# --- registration ----------------------------------------------------------------------------------


@semantics("K1")
def test_a_probe_needs_a_symbol_or_an_address_and_not_both(kernel: Kernel) -> None:
    assert refusal(kernel, Kprobe()).errno == errno.EINVAL
    assert refusal(kernel, Kprobe(symbol="straight", address=address(kernel, "straight"))).errno == errno.EINVAL


@semantics("K1")
@pytest.mark.parametrize("offset", STRAIGHT)
def test_the_offset_is_added_to_either(kernel: Kernel, offset: int) -> None:
    by_symbol = Kprobe(symbol="straight", offset=offset)
    by_address = Kprobe(address=address(kernel, "straight"), offset=offset)
    kernel.register_kprobes([by_symbol, by_address])
    assert by_symbol.address == by_address.address == address(kernel, "straight", offset)
    kernel.unregister_kprobes([by_symbol, by_address])


@semantics("K2")
def test_what_is_not_known_is_enoent(kernel: Kernel) -> None:
    unknown = refusal(kernel, Kprobe(symbol="strait"))
    assert unknown.errno == errno.ENOENT
    assert "straight" in str(unknown)
    assert unknown.symbol == "strait"
    gap = address(kernel, "sized", 8)
    for probe in (
        Kprobe(address=gap),
        Kprobe(address=gap - 8, offset=8),
        Kprobe(symbol="sized", offset=8),
        Kprobe(address=0),
        Kprobe(address=-4),
        Kprobe(address=1 << 70),
        Kprobe(address=0x7000_0000),
    ):
        assert refusal(kernel, probe).errno == errno.ENOENT, probe


@semantics("K3")
def test_the_entry_of_a_function_is_where_its_architecture_puts_it(kernel: Kernel) -> None:
    start = address(kernel, "landing")
    log = Log(kernel)
    probes = [
        log.probe("symbol", "landing"),
        log.probe("symbol + 4", "landing", offset=4),
        log.probe("address", address=start),
        log.probe("address + 4", address=start + 4),
        log.probe("end of the function before", "before_landing", offset=4),
        log.probe("the same by address", address=start - 4, offset=4),
    ]
    kernel.register_kprobes(probes)
    assert {probe.address for probe in probes} == {start + 4}
    assert {str(probe).split()[2] for probe in probes} == {"landing+0x4"}
    assert kernel.call("landing", 4) == 7
    assert len(log.take()) == 2 * len(probes)


@semantics("K4")
def test_a_registered_probe_is_not_registered_again(kernel: Kernel, toy_arch: str) -> None:
    by_symbol, by_address = Kprobe(symbol="straight"), Kprobe(address=address(kernel, "other"))
    kernel.register_kprobes([by_symbol, by_address])
    for probe in (by_symbol, by_address):
        error = refusal(kernel, probe)
        assert error.errno == errno.EINVAL
        assert "already registered" in str(error)
    with boot(assemble(PROGRAM, toy_arch)) as second:
        assert refusal(second, by_address).errno == errno.EINVAL


@semantics("K5", "E1")
def test_registration_zeroes_nmissed_and_heeds_disabled(kernel: Kernel) -> None:
    log = Log(kernel)
    probe = log.probe("a", "straight", disabled=True)
    probe.nmissed = 9
    kernel.register_kprobe(probe)
    assert probe.nmissed == 0
    assert probe.address is not None
    assert not armed(kernel, probe.address)
    assert kernel.kprobes() == [probe]
    kernel.call("straight", 1)
    assert log.take() == []


@semantics("K6")
def test_what_is_not_text_is_einval(kernel: Kernel) -> None:
    in_data = address(kernel, "function_in_data")
    assert refusal(kernel, Kprobe(symbol="function_in_data")).errno == errno.EINVAL
    assert refusal(kernel, Kprobe(address=in_data)).errno == errno.EINVAL


@semantics("K7", "S1")
def test_the_frameworks_own_text_is_reserved(kernel: Kernel) -> None:
    slots = kernel.symbols.lookup("kprobe_insn_page")
    probes = [
        Kprobe(symbol="__kretprobe_trampoline"),
        Kprobe(symbol="__kretcore_task_return"),
        Kprobe(symbol="kprobe_insn_page", offset=4),
        Kprobe(address=slots.address),
        Kprobe(address=slots.address + slots.size - 4),
    ]
    for probe in probes:
        error = refusal(kernel, probe)
        assert error.errno == errno.EINVAL
        assert "kretcore" in str(error)


@semantics("K10")
@pytest.mark.parametrize("offset", [1, 2, 3, 5, 13])
def test_inside_an_instruction_is_eilseq(kernel: Kernel, offset: int) -> None:
    probes = (
        Kprobe(symbol="straight", offset=offset),
        Kprobe(address=address(kernel, "straight"), offset=offset),
    )
    for probe in probes:
        error = refusal(kernel, probe)
        assert error.errno == errno.EILSEQ
        assert hex(address(kernel, "straight", offset)) in str(error)


@semantics("K10")
def test_breakpoints_of_other_probes_do_not_hide_an_instruction(kernel: Kernel) -> None:
    """The architecture gets clean text: under a breakpoint is the instruction, and it is copied as that."""
    first = Kprobe(symbol="straight", offset=12)
    kernel.register_kprobe(first)
    seen: list[bytes] = []
    original = kernel._hooks.arch_prepare_kprobe

    def spy(text: Any, address: int, slot: int) -> Any:
        seen.append(text.code)
        return original(text, address, slot)

    kernel._hooks.arch_prepare_kprobe = spy
    kernel.register_kprobe(Kprobe(symbol="straight", offset=8))
    assert seen[0][12:16] == encode("j", value=8).to_bytes(4, "big")


@semantics("K11")
def test_instructions_that_cannot_be_probed(guests: Kernel) -> None:
    assert refusal(guests, Kprobe(symbol="privileged")).errno == errno.EINVAL
    assert refusal(guests, Kprobe(symbol="own_breakpoint")).errno == errno.EOPNOTSUPP
    assert refusal(guests, Kprobe(symbol="undefined")).errno == errno.EINVAL


@semantics("K12", "S1")
def test_no_slot_is_enomem_until_one_is_free_again(plugin_directory: Path, toy_arch: str) -> None:
    name = f"roomy_{toy_arch}"
    source = dist.plugin_source(name, base=toy_arch, slot_size=16 << 20)
    dist.write_plugin(plugin_directory, dist="kretcore-roomy", name=name, source=source)
    with boot(assemble(PROGRAM, toy_arch), arch=name) as kernel:
        probes = [Kprobe(symbol="straight", offset=offset) for offset in (0, 4, 8, 20)]
        done = []
        with pytest.raises(RegistrationError) as caught:
            for probe in probes:
                kernel.register_kprobe(probe)
                done.append(probe)
        assert caught.value.errno == errno.ENOMEM
        assert done
        assert kernel.call("straight", 3) == 21
        kernel.unregister_kprobe(done[0])
        again = Kprobe(symbol="straight", offset=20)
        kernel.register_kprobe(again)
        assert kernel.call("straight", 3) == 21


@semantics("K12")
def test_a_copy_that_does_not_fit_its_slot_is_enospc(plugin_directory: Path, toy_arch: str) -> None:
    name = f"narrow_{toy_arch}"
    source = dist.plugin_source(name, base=toy_arch, slot_size=4)
    dist.write_plugin(plugin_directory, dist="kretcore-narrow", name=name, source=source)
    with pytest.raises(RegistrationError) as caught:
        boot(assemble(PROGRAM, toy_arch), arch=name)
    assert caught.value.errno == errno.ENOSPC


@semantics("K13")
def test_the_order_of_the_checks(kernel: Kernel) -> None:
    """Resolving, registered already, flags, safety, then the instruction itself."""
    probe = Kprobe(symbol="straight")
    kernel.register_kprobe(probe)
    probe.symbol, probe.address = "unknown", None
    assert refusal(kernel, probe).errno == errno.ENOENT
    probe.symbol = "in_kprobes_text"
    error = refusal(kernel, probe)
    assert (error.errno, "already registered" in str(error)) == (errno.EINVAL, True)
    denied_and_misaligned = Kprobe(symbol="in_kprobes_text", offset=1)
    denied_and_misaligned.nmissed = 7
    assert refusal(kernel, denied_and_misaligned).errno == errno.EINVAL
    assert denied_and_misaligned.nmissed == 0
    assert denied_and_misaligned.address is None


@semantics("K13")
def test_a_refused_probe_can_be_corrected_and_registered(kernel: Kernel) -> None:
    probe = Kprobe(symbol="straight", offset=2)
    refusal(kernel, probe)
    probe.offset = 4
    kernel.register_kprobe(probe)
    assert probe.registered


@semantics("K14")
def test_a_batch_is_registered_whole_or_not_at_all(kernel: Kernel) -> None:
    with pytest.raises(RegistrationError) as caught:
        kernel.register_kprobes([])
    assert caught.value.errno == errno.EINVAL
    before = text(kernel)
    good = [Kprobe(symbol="straight"), Kprobe(symbol="other")]
    with pytest.raises(RegistrationError) as caught:
        kernel.register_kprobes([*good, Kprobe(symbol="unknown"), Kprobe(symbol="sized")])
    assert caught.value.errno == errno.ENOENT
    assert kernel.kprobes() == []
    assert text(kernel) == before
    assert not any(probe.registered for probe in good)


@semantics("K14")
def test_one_probe_twice_in_a_batch_is_refused(kernel: Kernel) -> None:
    probe = Kprobe(address=address(kernel, "straight"))
    with pytest.raises(RegistrationError) as caught:
        kernel.register_kprobes([probe, probe])
    assert caught.value.errno == errno.EINVAL
    assert kernel.kprobes() == []


@semantics("K15")
def test_unregistering_what_is_not_registered_clears_its_address(kernel: Kernel) -> None:
    stranger = Kprobe(address=address(kernel, "straight"))
    kernel.unregister_kprobe(stranger)
    assert stranger.address is None
    good, bad = Kprobe(symbol="straight"), Kprobe(address=4)
    kernel.register_kprobe(good)
    kernel.unregister_kprobes([bad, good, bad])
    assert bad.address is None
    assert kernel.kprobes() == []
    kernel.unregister_kprobes([])


@semantics("K15", "E2", "E3")
def test_a_probe_of_another_kernel_is_left_alone(kernel: Kernel, toy_arch: str) -> None:
    log = Log(kernel)
    probe = log.probe("a", "straight")
    kernel.register_kprobe(probe)
    with boot(assemble(PROGRAM, toy_arch)) as second:
        before = text(second)
        second.unregister_kprobe(probe)
        for change in (second.enable_kprobe, second.disable_kprobe):
            with pytest.raises(RegistrationError) as caught:
                change(probe)
            assert caught.value.errno == errno.EINVAL
        assert text(second) == before
    assert kernel.call("straight", 1) == 7
    assert log.take() == [("a", "pre"), ("a", "post")]


@semantics("K15")
def test_no_handler_runs_after_unregistering(kernel: Kernel) -> None:
    log = Log(kernel)
    before = text(kernel)
    probe = log.probe("a", "straight")
    kernel.register_kprobe(probe)
    kernel.call("straight", 1)
    assert log.take()
    kernel.unregister_kprobe(probe)
    assert text(kernel) == before
    assert kernel.call("straight", 1) == 7
    assert log.take() == []


@semantics("K16")
def test_the_address_of_a_symbols_probe_stays_and_must_be_cleared(kernel: Kernel) -> None:
    probe = Kprobe(symbol="straight", disabled=True)
    kernel.register_kprobe(probe)
    kernel.unregister_kprobe(probe)
    assert probe.address == address(kernel, "straight")
    error = refusal(kernel, probe)
    assert error.errno == errno.EINVAL
    assert "clear .address" in str(error)
    probe.address = None
    kernel.register_kprobe(probe)
    assert probe.disabled, "the flag stays as well"


def test_a_closed_kernel_says_so(kernel: Kernel) -> None:
    probe = Kprobe(symbol="straight")
    kernel.register_kprobe(probe)
    kernel.close()
    kernel.close()
    changes: list[Callable[[], object]] = [
        lambda: kernel.register_kprobe(Kprobe(symbol="other")),
        lambda: kernel.unregister_kprobe(probe),
        lambda: kernel.enable_kprobe(probe),
        lambda: kernel.disable_kprobe(probe),
        kernel.arm_all_kprobes,
        kernel.disarm_all_kprobes,
        lambda: kernel.call("straight", 1),
        lambda: kernel.spawn("straight", 1),
        kernel.start,
        kernel.run,
        kernel.run_program,
    ]
    for change in changes:
        with pytest.raises(UsageError, match="closed"):
            change()


def test_a_kernel_is_not_closed_by_its_own_handlers(kernel: Kernel) -> None:
    kernel.register_kprobe(Kprobe(symbol="straight", pre_handler=then(kernel.close)))
    with pytest.raises(UsageError, match="handler"):
        kernel.call("straight", 1)
    assert kernel.call("sized") == 1


# --- enable, disable, the global switch, the list --------------------------------------------------


@semantics("E2", "E3")
def test_enabling_and_disabling_what_is_not_registered_is_einval(kernel: Kernel) -> None:
    for change in (kernel.enable_kprobe, kernel.disable_kprobe):
        with pytest.raises(RegistrationError) as caught:
            change(Kprobe(symbol="straight"))
        assert caught.value.errno == errno.EINVAL


@semantics("E2", "E3")
def test_disabling_takes_the_breakpoint_out_and_twice_is_fine(kernel: Kernel) -> None:
    log = Log(kernel)
    probe = log.probe("a", "straight")
    kernel.register_kprobe(probe)
    at = address(kernel, "straight")
    for _ in range(2):
        kernel.disable_kprobe(probe)
        assert probe.disabled
        assert not armed(kernel, at)
    kernel.call("straight", 1)
    assert log.take() == []
    for _ in range(2):
        kernel.enable_kprobe(probe)
        assert not probe.disabled
        assert armed(kernel, at)
    kernel.call("straight", 1)
    assert log.take() == [("a", "pre"), ("a", "post")]


@semantics("E4", "E5")
@pytest.mark.parametrize("switch", ["disable", "disarm all"])
def test_returns_in_flight_pass_the_switches(guests: Kernel, switch: str) -> None:
    returned: list[int] = []
    rp = Kretprobe(symbol="pausing_leaf", handler=lambda instance, registers: returned.append(instance.call))
    guests.register_kretprobe(rp)
    task = guests.spawn("pausing_leaf", 4)
    guests.run(max_instructions=8)
    assert guests.receipt().inside == 1
    if switch == "disable":
        guests.disable_kretprobe(rp)
    else:
        guests.disarm_all_kprobes()
    assert not armed(guests, address(guests, "pausing_leaf"))
    assert armed(guests, address(guests, "__kretprobe_trampoline"))
    guests.run()
    assert (task.result, len(returned)) == (5, 1)
    guests.call("pausing_leaf", 4)
    assert len(returned) == 1


@semantics("E5")
def test_the_global_switch_leaves_disabled_probes_as_they_are(kernel: Kernel) -> None:
    enabled, disabled = Kprobe(symbol="straight"), Kprobe(symbol="other", disabled=True)
    kernel.register_kprobes([enabled, disabled])
    before = text(kernel)
    for _ in range(2):
        kernel.disarm_all_kprobes()
    late = Kprobe(symbol="sized")
    kernel.register_kprobe(late)
    kernel.disable_kprobe(enabled)
    kernel.enable_kprobe(enabled)
    assert not any(armed(kernel, address(kernel, name)) for name in ("straight", "other", "sized"))
    assert (enabled.disabled, disabled.disabled, late.disabled) == (False, True, False)
    for _ in range(2):
        kernel.arm_all_kprobes()
    assert [armed(kernel, address(kernel, name)) for name in ("straight", "other", "sized")] == [True, False, True]
    kernel.unregister_kprobe(late)
    assert text(kernel) == before


@semantics("E6")
def test_the_list_has_a_line_for_every_probe(kernel: Kernel) -> None:
    probes = [
        Kprobe(symbol="other"),
        Kretprobe(symbol="straight"),
        Kprobe(symbol="straight", disabled=True),
        Kprobe(symbol="straight", offset=12, disabled=True),
    ]
    for probe in probes:
        (kernel.register_kretprobe if isinstance(probe, Kretprobe) else kernel.register_kprobe)(probe)  # type: ignore[arg-type]
    straight, other = address(kernel, "straight"), address(kernel, "other")
    assert [str(probe) for probe in kernel.kprobes()] == [
        f"{straight:08x}  k  straight+0x0    [DISABLED]",
        f"{straight:08x}  r  straight+0x0",
        f"{straight + 12:08x}  k  straight+0xc    [DISABLED]",
        f"{other:08x}  k  other+0x0",
    ]
    assert [type(probe) for probe in kernel.kprobes()] == [Kprobe, Kretprobe, Kprobe, Kprobe]


@semantics("E7", "B1", "B2")
def test_the_blacklist_file(kernel: Kernel) -> None:
    lines = kernel.blacklist()
    for name in ("in_kprobes_text", "vital"):
        symbol = kernel.symbols.lookup(name)
        assert f"{symbol.address:#x}-{symbol.address + symbol.size:#x}\t{name}" in lines
    kernel.deny("sized", "the test says so")
    start = address(kernel, "sized")
    assert f"{start:#x}-{start + 8:#x}\tsized" in kernel.blacklist()


# --- several on one address ------------------------------------------------------------------------


@semantics("A1", "A2", "A4")
@pytest.mark.parametrize("offset", STRAIGHT)
def test_the_newest_runs_first_for_pre_and_post(kernel: Kernel, offset: int) -> None:
    log = Log(kernel)
    probes = [
        log.probe("1", "straight", offset=offset),
        log.probe("2", "straight", offset=offset, post=False),
        log.probe("3", "straight", offset=offset, pre=False),
        log.probe("4", "straight", offset=offset),
    ]
    kernel.register_kprobes(probes)
    assert kernel.call("straight", 6) == 42
    assert [name for name, when in log.events if when == "pre"] == ["4", "2", "1"]
    assert [name for name, when in log.events if when == "post"] == ["4", "3", "1"]


@semantics("A5", "A6")
def test_children_come_and_go(kernel: Kernel) -> None:
    log = Log(kernel)
    at = address(kernel, "straight")
    before = text(kernel)
    one, two = log.probe("1", "straight"), log.probe("2", "straight", disabled=True)
    kernel.register_kprobes([one, two])
    kernel.call("straight", 1)
    assert log.take() == [("1", "pre"), ("1", "post")]
    kernel.disable_kprobe(one)
    assert not armed(kernel, at)
    three = log.probe("3", "straight")
    kernel.register_kprobe(three)
    assert armed(kernel, at), "a new enabled child arms the aggregate"
    kernel.unregister_kprobe(three)
    assert not armed(kernel, at)
    kernel.unregister_kprobes([one, two])
    assert text(kernel) == before
    assert at not in kernel._breakpoints.sites


@semantics("A6", "S3")
def test_a_probe_is_boosted_again_when_the_last_post_handler_goes(kernel: Kernel) -> None:
    log = Log(kernel)
    pre, post = log.probe("pre", "straight", post=False), log.probe("post", "straight", pre=False)
    kernel.register_kprobe(pre)
    site = kernel._breakpoints.sites[address(kernel, "straight")]
    assert (site.boosted, len(kernel.machine.memory.read(site.slot, 8))) == (True, 8)
    boosted = kernel.machine.memory.read(site.slot, 8)
    assert boosted[4:] != BREAKPOINT
    kernel.register_kprobe(post)
    assert not site.boosted
    assert kernel.machine.memory.read(site.slot, 8) == boosted[:4] + BREAKPOINT
    kernel.disable_kprobe(post)
    assert site.boosted
    kernel.enable_kprobe(post)
    kernel.unregister_kprobe(post)
    assert kernel.machine.memory.read(site.slot, 8) == boosted


def test_a_copy_that_goes_past_other_instructions_is_boosted_while_none_of_them_is_probed(kernel: Kernel) -> None:
    at = address(kernel, "straight", 20)
    prepare = kernel._breakpoints._hooks.arch_prepare_kprobe

    def passing(text: Text, address: int, slot: int) -> InstructionCopy:
        """Its place in the slot is all that matters here: the toy's own jump is there."""
        copy: InstructionCopy = prepare(text, address, slot)
        return replace(copy, passes={4: address + 4}) if address == at else copy

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel._breakpoints._hooks, "arch_prepare_kprobe", passing)
        log = Log(kernel)
        for order in (1, -1):
            probes = [log.probe(f"at {offset}", "straight", offset=offset, post=False) for offset in (20, 24)]
            kernel.register_kprobes(probes[::order])
            site = kernel._breakpoints.sites[at]
            assert not site.boosted
            assert kernel._breakpoints.original_pc(site.slot) == at
            assert kernel._breakpoints.original_pc(site.slot + 4) == at + 4
            assert kernel.call("straight", 3) == 21
            assert log.take() == [("at 20", "pre"), ("at 24", "pre")], "neither hides the other"
            kernel.unregister_kprobe(probes[1])
            assert site.boosted
            kernel.unregister_kprobe(probes[0])


@semantics("A9")
def test_kprobes_and_kretprobes_share_an_entry(kernel: Kernel) -> None:
    """At entry the newest goes first; on the way back the oldest return probe does."""
    log = Log(kernel)

    def kretprobe(name: str) -> Kretprobe:
        def entry(instance: Any, registers: Any) -> int:
            log.events.append((name, "entry"))
            return 0

        def handler(instance: Any, registers: Any) -> None:
            log.events.append((name, "return"))

        return Kretprobe(symbol="straight", handler=handler, entry_handler=entry)

    kernel.register_kretprobe(kretprobe("r1"))
    kernel.register_kprobe(log.probe("k", "straight"))
    kernel.register_kretprobe(kretprobe("r2"))
    assert kernel.call("straight", 6) == 42
    assert log.take() == [
        ("r2", "entry"),
        ("k", "pre"),
        ("r1", "entry"),
        ("k", "post"),
        ("r1", "return"),
        ("r2", "return"),
    ]


# --- text that changes under a breakpoint ----------------------------------------------------------


@semantics("E2", "H11")
def test_text_the_guest_has_overwritten_stays_as_the_guest_wants_it(toy_arch: str) -> None:
    new = encode("movi", d=5, value=2)
    with boot(assemble(PROGRAM, toy_arch, text_writable=True)) as kernel:
        log = Log(kernel)
        probe = log.probe("a", "straight")
        kernel.register_kprobe(probe)
        at = address(kernel, "straight")
        kernel.call("rewrite", new)
        assert kernel.call("straight", 6) == 14
        assert log.take() == [], "the guest has overwritten the breakpoint"
        kernel.unregister_kprobe(probe)
        assert kernel.machine.memory.load_word(at) == new
        assert kernel.call("straight", 6) == 14


@semantics("E3", "E5", "K13")
@pytest.mark.parametrize("switch", ["disable", "disarm all", "register disabled"])
def test_arming_fails_where_the_text_has_changed(toy_arch: str, switch: str) -> None:
    """The copy is of the old instruction: running it would be silently wrong. What was asked for is rolled back."""
    new = encode("movi", d=5, value=2)
    with boot(assemble(PROGRAM, toy_arch, text_writable=True)) as kernel:
        log = Log(kernel)
        probe, other = log.probe("a", "straight", disabled=switch == "register disabled"), log.probe("b", "sized")
        kernel.register_kprobes([probe, other])
        at = address(kernel, "straight")
        if switch == "disable":
            kernel.disable_kprobe(probe)
        if switch == "disarm all":
            kernel.disarm_all_kprobes()
        kernel.call("rewrite", new)
        attempts: list[Callable[[], object]] = [
            kernel.arm_all_kprobes if switch == "disarm all" else lambda: kernel.enable_kprobe(probe),
            lambda: kernel.register_kprobe(log.probe("c", "straight")),
        ]
        for attempt in attempts:
            with pytest.raises(RegistrationError, match="overwritten") as caught:
                attempt()
            assert (caught.value.errno, caught.value.address) == (errno.EINVAL, at)
            assert probe.disabled is (switch != "disarm all")
            assert kernel.kprobes() == [probe, other]
        assert kernel.call("straight", 6) == 14
        assert log.take() == []
        assert kernel.call("sized") == 1
        assert log.take() == [("b", "pre"), ("b", "post")], "the others are armed"
        kernel.unregister_kprobe(probe)
        probe.address, probe.disabled = None, False
        kernel.register_kprobe(probe)
        assert kernel.call("straight", 6) == 14
        assert log.take() == [("a", "pre"), ("a", "post")]
        kernel.unregister_kprobe(probe)
        assert kernel.machine.memory.load_word(at) == new


# --- the blacklist ---------------------------------------------------------------------------------


@semantics("B1", "B2", "B3", "K7")
def test_what_is_marked_must_not_be_probed(kernel: Kernel) -> None:
    for probe in (
        Kprobe(symbol="in_kprobes_text"),
        Kprobe(symbol="in_kprobes_text", offset=4),
        Kprobe(symbol="vital"),
        Kprobe(address=address(kernel, "vital", 4)),
        Kprobe(symbol="vital.part.0"),
    ):
        error = refusal(kernel, probe)
        assert error.errno == errno.EINVAL
        assert "cannot be probed" in str(error)
    # Ranges are half open, and a name that only begins alike is another one.
    end = address(kernel, "vital", kernel.symbols.lookup("vital").size)
    assert end == address(kernel, "vital_other")
    kernel.register_kprobes([Kprobe(symbol="vital_other"), Kprobe(address=end)])


@semantics("B1", "B3")
def test_the_architectures_list_and_the_kernels_own(guests: Kernel) -> None:
    error = refusal(guests, Kprobe(symbol="untouchable_leaf"))
    assert (error.errno, "the toy cannot take" in str(error)) == (errno.EINVAL, True)
    guests.register_kprobe(Kprobe(symbol="setjmp"))  # only its returns are off limits
    with pytest.raises(RegistrationError, match="returns twice"):
        guests.register_kretprobe(Kretprobe(symbol="setjmp"))
    guests.deny("helper", "the test says so")
    assert "the test says so" in str(refusal(guests, Kprobe(symbol="helper.constprop.0")))
    guests.deny("alias_weak", "by its other name")
    for probe in (Kprobe(symbol="aliased"), Kprobe(symbol="alias_global"), Kprobe(address=address(guests, "aliased"))):
        assert "by its other name" in str(refusal(guests, probe))


# --- everything together ---------------------------------------------------------------------------

OPERATIONS = st.one_of(
    st.tuples(
        st.just("register"),
        st.sampled_from(sorted(STRAIGHT)),
        st.tuples(st.booleans(), st.booleans(), st.booleans()),
    ),
    st.tuples(st.sampled_from(["unregister", "enable", "disable"]), st.integers(0, 9)),
    st.tuples(st.sampled_from(["arm all", "disarm all", "hit", "nested hit"])),
)


class Model:
    """What registered probes do, said plainly."""

    def __init__(self) -> None:
        self.armed = True
        self.lists: dict[int, list[Kprobe]] = {offset: [] for offset in STRAIGHT}
        self.nmissed: dict[Kprobe, int] = {}

    def probes(self) -> list[tuple[int, Kprobe]]:
        return [(offset, probe) for offset, probes in self.lists.items() for probe in probes]

    def is_armed(self, offset: int) -> bool:
        return self.armed and any(not probe.disabled for probe in self.lists[offset])

    def expected_events(self, names: dict[Kprobe, str]) -> list[tuple[str, str]]:
        events = []
        for offset in STRAIGHT:
            if self.is_armed(offset):
                enabled = [probe for probe in self.lists[offset] if not probe.disabled]
                events += [(names[probe], "pre") for probe in enabled if probe.pre_handler]
                events += [(names[probe], "post") for probe in enabled if probe.post_handler]
        return events

    def nested_hit(self) -> None:
        for offset, probe in self.probes():
            if self.is_armed(offset):
                self.nmissed[probe] += 1


@semantics("E2", "E3", "E5", "E6", "A2", "A4", "A5", "A6", "A7", "H8", "K15")
@pytest.mark.parametrize("arch", ["toy", "toystack"])
@given(operations=st.lists(OPERATIONS, max_size=30))
@example(operations=[("register", 4, (True, True, False)), ("disarm all",), ("nested hit",), ("arm all",), ("hit",)])
@settings(max_examples=60, deadline=None)
def test_any_sequence_of_changes_behaves_like_the_model(arch: str, operations: list[tuple[Any, ...]]) -> None:
    with boot(assemble(PROGRAM, arch)) as kernel:
        log, model, names = Log(kernel), Model(), {}
        start, before = address(kernel, "straight"), text(kernel)
        nesting = Kprobe(symbol="sized", pre_handler=then(lambda: kernel.call("straight", 5)))
        kernel.register_kprobe(nesting)
        for number, (what, *arguments) in enumerate(operations):
            match what:
                case "register":
                    offset, (pre, post, disabled) = arguments
                    probe = log.probe(str(number), "straight", offset=offset, pre=pre, post=post, disabled=disabled)
                    names[probe] = str(number)
                    kernel.register_kprobe(probe)
                    model.lists[offset].insert(0, probe)
                    model.nmissed[probe] = 0
                case "unregister" | "enable" | "disable":
                    known = model.probes()
                    if known:
                        offset, probe = known[arguments[0] % len(known)]
                        if what == "unregister":
                            kernel.unregister_kprobe(probe)
                            model.lists[offset].remove(probe)
                        else:
                            (kernel.enable_kprobe if what == "enable" else kernel.disable_kprobe)(probe)
                            assert probe.disabled is (what == "disable")
                case "arm all" | "disarm all":
                    model.armed = what == "arm all"
                    (kernel.arm_all_kprobes if model.armed else kernel.disarm_all_kprobes)()
                case "hit":
                    assert kernel.call("straight", 5) == 35
                    assert log.take() == model.expected_events(names)
                case "nested hit":
                    assert kernel.call("sized") == 1
                    assert log.take() == []
                    if model.armed:
                        model.nested_hit()
            listed = [str(probe) for probe in kernel.kprobes() if probe is not nesting]
            assert listed == [
                f"{start + offset:08x}  k  straight+{offset:#x}" + ("    [DISABLED]" if probe.disabled else "")
                for offset, probe in model.probes()
            ]
            assert {probe: probe.nmissed for _, probe in model.probes()} == {
                probe: model.nmissed[probe] for _, probe in model.probes()
            }
            for offset in STRAIGHT:
                assert armed(kernel, start + offset) is model.is_armed(offset)
        for _, probe in model.probes():
            kernel.unregister_kprobe(probe)
        kernel.unregister_kprobe(nesting)
        assert text(kernel) == before
