"""Return probes on the toy architectures: registration, entries, returns, and every way a call can fail to return."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import toy
from hypothesis import given
from hypothesis import strategies as st
from toy.guests import build
from toy_shapes import shapes

import kretcore
from kretcore import Kernel, KernelPanic, Kprobe, Kretprobe, RegistrationError, TaskDied, TaskState
from kretcore.machine import Protection

TRAMPOLINE = "__kretprobe_trampoline"


@pytest.fixture
def kernel(toy_arch: str) -> Iterator[Kernel]:
    """The shapes above, booted."""
    with kretcore.boot(shapes(toy_arch)) as kernel:
        yield kernel
        assert kernel.receipt().balanced


@pytest.fixture
def guests(toy_arch: str) -> Iterator[Kernel]:
    """The toy's common guests, booted."""
    with kretcore.boot(build(toy_arch)) as kernel:
        yield kernel
        assert kernel.receipt().balanced


def probe(kernel: Kernel, symbol: str, **options: Any) -> Kretprobe:
    """Register a return probe and return it."""
    rp = Kretprobe(symbol, **options)
    kernel.register_kretprobe(rp)
    return rp


def address_of(kernel: Kernel, name: str) -> int:
    return kernel.symbols.lookup(name).address


def open_gate(kernel: Kernel) -> None:
    """Let calls of ``pause`` go on."""
    (gate,) = kernel.symbols.lookup_all("gate")
    kernel.machine.memory.store_word(gate.address, 1)


def refused(code: int, kernel: Kernel, rp: Kretprobe) -> RegistrationError:
    """The refusal of a registration, which leaves nothing behind."""
    before = [str(item) for item in kernel.kprobes()]
    with pytest.raises(RegistrationError) as caught:
        kernel.register_kretprobe(rp)
    assert errno.errorcode[caught.value.errno] == errno.errorcode[code]
    assert [str(item) for item in kernel.kprobes()] == before
    return caught.value


class Boom(Exception):
    """Raised by handlers on purpose."""


# -- registration ----------------------------------------------------------------------------------


@pytest.mark.semantics("R1", "K1", "K2", "K6")
@pytest.mark.parametrize("unknown", ["no_such_function", ""])
def test_a_function_that_is_not_there_is_enoent(kernel: Kernel, unknown: str) -> None:
    refused(errno.ENOENT, kernel, Kretprobe(unknown))
    refused(errno.ENOENT, kernel, Kretprobe(address=0x10))


@pytest.mark.semantics("R1")
def test_only_the_entry_of_a_function_can_be_return_probed(kernel: Kernel) -> None:
    leaf = address_of(kernel, "leaf")
    error = refused(errno.EINVAL, kernel, Kretprobe(address=leaf + 4))
    assert "entry" in str(error) and error.address == leaf + 4
    refused(errno.EINVAL, kernel, Kretprobe())
    refused(errno.EINVAL, kernel, Kretprobe("leaf", leaf))
    refused(errno.EINVAL, kernel, Kretprobe(address=address_of(kernel, "leaf") + 1))


@pytest.mark.semantics("R1", "K3")
def test_a_landing_pad_is_part_of_the_entry(guests: Kernel) -> None:
    start = address_of(guests, "landing")
    for rp in (Kretprobe("landing"), Kretprobe(address=start), Kretprobe(address=start + 4)):
        guests.register_kretprobe(rp)
        assert rp.kprobe.address == start + 4
    assert guests.call("landing", 4) == 7
    assert guests.receipt().returned == 3


@pytest.mark.semantics("R2")
@pytest.mark.parametrize("by_address", [False, True])
def test_a_probe_is_registered_once(kernel: Kernel, by_address: bool) -> None:
    rp = Kretprobe(address=address_of(kernel, "leaf")) if by_address else Kretprobe("leaf")
    kernel.register_kretprobe(rp)
    refused(errno.EINVAL, kernel, rp)
    kernel.unregister_kretprobe(rp)
    kernel.register_kretprobe(rp)
    assert kernel.call("leaf", 1) == 2
    assert kernel.receipt().returned == 1


@pytest.mark.semantics("R3", "B3")
def test_the_deny_list_concerns_returns(guests: Kernel) -> None:
    for name in ("setjmp", "get_pc_thunk"):
        error = refused(errno.EINVAL, guests, Kretprobe(name))
        assert "return" in str(error) and error.symbol == name
    guests.register_kprobe(Kprobe("setjmp"))
    guests.deny("lea*", "it is ours")
    assert "it is ours" in str(refused(errno.EINVAL, guests, Kretprobe("leaf")))


@pytest.mark.semantics("R3", "B3")
@pytest.mark.parametrize("denied", ["setjmp_too", "jump_save", "setjmp"])
def test_no_alias_leads_around_the_deny_list(kernel: Kernel, denied: str) -> None:
    kernel.deny(denied, "it is ours", returns_only=True)
    for name in ("jump_save", "setjmp_too", "setjmp.isra.0"):
        refused(errno.EINVAL, kernel, Kretprobe(name))
    refused(errno.EINVAL, kernel, Kretprobe(address=address_of(kernel, "jump_save")))


@pytest.mark.semantics("R4")
def test_private_data_belongs_to_the_call(kernel: Kernel) -> None:
    for size, code in ((4097, errno.E2BIG), (-1, errno.EINVAL)):
        refused(code, kernel, Kretprobe("leaf", data_size=size))
    seen: list[bytes] = []

    def entered(instance: kretcore.KretprobeInstance, registers: Any) -> int:
        assert instance.data is not None
        seen.append(bytes(instance.data))
        instance.data[0] = len(seen)
        return 0

    def returned(instance: kretcore.KretprobeInstance, registers: Any) -> None:
        assert instance.data is not None
        seen.append(bytes(instance.data))

    probe(kernel, "recurse", entry_handler=entered, handler=returned, data_size=2)
    kernel.call("recurse", 1)
    kernel.call("recurse", 0)
    # Zero-filled at first, the innermost returns first, and not cleared for the next call.
    assert seen == [b"\0\0", b"\0\0", b"\2\0", b"\1\0", b"\1\0", b"\5\0"]
    largest = probe(kernel, "leaf", data_size=4096, handler=lambda i, r: seen.append(bytes(i.data or b"")))
    kernel.call("leaf", 0)
    assert seen[-1] == bytes(4096) and largest.registered


def test_an_instance_has_no_data_unless_asked_for(kernel: Kernel) -> None:
    seen: list[object] = []
    probe(kernel, "leaf", handler=lambda instance, registers: seen.append(instance.data))
    kernel.call("leaf", 0)
    assert seen == [None]


@pytest.mark.semantics("R5")
@pytest.mark.parametrize(("cpus", "expected"), [(1, 10), (5, 10), (6, 12), (16, 32)])
@pytest.mark.parametrize("given", [0, -1, -10_000])
def test_maxactive_defaults_to_what_the_kernel_takes(toy_arch: str, cpus: int, expected: int, given: int) -> None:
    with kretcore.boot(shapes(toy_arch), cpus=cpus) as kernel:
        rp = probe(kernel, "recurse", maxactive=given)
        assert rp.maxactive == expected
        assert kernel.call("recurse", 19) == 19
        assert kernel.receipt().high_water == min(20, expected)


@pytest.mark.semantics("R5")
def test_a_huge_maxactive_costs_nothing_until_it_is_used(kernel: Kernel) -> None:
    rp = probe(kernel, "recurse", maxactive=10**12)
    assert kernel.call("recurse", 200) == 200
    receipt = kernel.receipt().functions["recurse"]
    assert (rp.maxactive, receipt.maxactive, receipt.high_water) == (10**12, 10**12, 201)


@pytest.mark.semantics("R6")
def test_registration_starts_the_count_of_misses_anew(kernel: Kernel) -> None:
    rp = probe(kernel, "recurse", maxactive=1)
    kernel.call("recurse", 3)
    assert rp.nmissed == 3
    kernel.unregister_kretprobe(rp)
    assert rp.nmissed == 3
    kernel.register_kretprobe(rp)
    assert rp.nmissed == 0 and rp.kprobe.nmissed == 0
    assert kernel.receipt().missed == {"pool empty": 3}


@pytest.mark.semantics("R25")
def test_a_batch_is_registered_whole_or_not_at_all(kernel: Kernel) -> None:
    good, other = Kretprobe("leaf"), Kretprobe("recurse")
    for batch, code in (([], errno.EINVAL), ([good, Kretprobe("nowhere"), other], errno.ENOENT)):
        with pytest.raises(RegistrationError) as caught:
            kernel.register_kretprobes(batch)
        assert caught.value.errno == code
        assert kernel.kprobes() == [] and not good.registered
    kernel.register_kretprobes([good, other])
    kernel.call("leaf", 0), kernel.call("recurse", 0)
    assert kernel.receipt().returned == 2
    kernel.unregister_kretprobes([good, other])
    kernel.unregister_kretprobes([])
    kernel.call("leaf", 0), kernel.call("recurse", 0)
    assert kernel.receipt().entries == 2


@pytest.mark.semantics("R19", "R18")
def test_the_trampoline_is_not_to_be_probed(kernel: Kernel) -> None:
    trampoline = address_of(kernel, TRAMPOLINE)
    for place in ({"symbol": TRAMPOLINE}, {"address": trampoline}):
        refused(errno.EINVAL, kernel, Kretprobe(**place))
        with pytest.raises(RegistrationError) as caught:
            kernel.register_kprobe(Kprobe(**place))
        assert caught.value.errno == errno.EINVAL
    assert kernel.kprobes() == []


@pytest.mark.semantics("E6")
def test_a_return_probe_is_listed_as_one(kernel: Kernel) -> None:
    rp = probe(kernel, "leaf")
    line = f"{address_of(kernel, 'leaf'):08x}  r  leaf+0x0"
    assert kernel.kprobes() == [rp] and str(rp) == line
    kernel.disable_kretprobe(rp)
    assert str(rp) == f"{line}    [DISABLED]"


@pytest.mark.semantics("R17", "K15")
def test_unregistering_what_is_not_registered_does_nothing(kernel: Kernel) -> None:
    rp = Kretprobe("leaf")
    kernel.unregister_kretprobe(rp)
    kernel.register_kretprobe(rp)
    kernel.unregister_kretprobe(rp)
    kernel.unregister_kretprobe(rp)
    assert kernel.kprobes() == []


def test_unregistering_costs_the_same_however_many_were_registered(kernel: Kernel) -> None:
    pools = kernel._kretprobes.pools

    class Counting(dict[Any, None]):
        looked_at = 0

        def __reversed__(self) -> Iterator[Any]:
            for item in super().__reversed__():
                Counting.looked_at += 1
                yield item

        def __iter__(self) -> Iterator[Any]:
            for item in super().__iter__():
                Counting.looked_at += 1
                yield item

    kernel._kretprobes.pools = Counting(pools)
    probes = [probe(kernel, "leaf") for _ in range(50)]
    kernel.unregister_kretprobes(probes)
    assert Counting.looked_at == 0


# -- entry and return ------------------------------------------------------------------------------


@pytest.mark.semantics("R10", "R11", "R13", "R15", "R18", "R24", "H5")
def test_handlers_see_the_call_and_its_return(kernel: Kernel) -> None:
    seen: list[tuple[str, int]] = []
    inside = address_of(kernel, "call_leaf")
    trampoline = address_of(kernel, TRAMPOLINE)
    result = kernel.arch.calling.results[0]

    def entered(instance: kretcore.KretprobeInstance, registers: Any) -> None:
        seen.append(("entry", instance.return_address))
        assert instance.task is kernel.current and instance.kretprobe is rp
        assert instance.frame.stack == registers["sp"]
        assert registers["pc"] == rp.kprobe.address

    def returned(instance: kretcore.KretprobeInstance, registers: Any) -> None:
        seen.append(("return", instance.return_address))
        assert instance.task is kernel.current and instance.kretprobe is rp
        assert registers["pc"] == instance.return_address
        assert registers[result] == 42
        assert trampoline not in [registers[name] for name in registers]
        registers[result] = 13

    rp = probe(kernel, "leaf", entry_handler=entered, handler=returned)
    assert kernel.call("call_leaf", 41) == 13
    (_, at_entry), (_, at_return) = seen
    assert at_entry == at_return and inside < at_entry < inside + 20


@pytest.mark.semantics("R13")
def test_what_a_return_handler_gives_back_is_ignored(kernel: Kernel) -> None:
    probe(kernel, "leaf", handler=lambda instance, registers: 1)
    assert kernel.call("leaf", 1) == 2


@pytest.mark.semantics("R13")
def test_a_probe_needs_no_handler(kernel: Kernel) -> None:
    seen: list[int] = []
    probe(kernel, "leaf", entry_handler=lambda instance, registers: seen.append(instance.call))
    probe(kernel, "recurse")
    assert kernel.call("leaf", 1) == 2
    assert kernel.call("recurse", 3) == 3
    assert len(seen) == 1 and kernel.receipt().returned == 5


@pytest.mark.semantics("A9", "A2", "R11", "R12", "R13")
def test_order_on_one_address_both_ways(kernel: Kernel) -> None:
    seen: list[str] = []
    addresses: set[int] = set()

    def note(what: str) -> Callable[..., int]:
        def handler(subject: Any, registers: Any) -> int:
            seen.append(what)
            if isinstance(subject, kretcore.KretprobeInstance):
                addresses.add(subject.return_address)
            return 0

        return handler

    probe(kernel, "leaf", entry_handler=note("entry R1"), handler=note("return R1"))
    kernel.register_kprobe(Kprobe("leaf", pre_handler=note("kprobe")))
    probe(kernel, "leaf", entry_handler=note("entry R2"), handler=note("return R2"))
    assert kernel.call("call_leaf", 1) == 2
    assert seen == ["entry R2", "kprobe", "entry R1", "return R1", "return R2"]
    inside = address_of(kernel, "call_leaf")
    assert len(addresses) == 1 and inside < addresses.pop() < inside + 20
    receipt = kernel.receipt()
    assert (receipt.entries, receipt.returned, receipt.functions["leaf"].returned) == (2, 2, 2)


@pytest.mark.semantics("A9", "R12")
@pytest.mark.parametrize("count", [3, 17])
def test_many_probes_on_one_function(kernel: Kernel, count: int) -> None:
    seen: list[int] = []
    for number in range(count):
        probe(kernel, "recurse", handler=lambda instance, registers, number=number: seen.append(number))
    assert kernel.call("recurse", 2) == 2
    assert seen == [*range(count)] * 3
    assert kernel.receipt().returned == 3 * count


@pytest.mark.semantics("R8", "R27")
def test_an_entry_handler_may_decline(kernel: Kernel) -> None:
    argument = kernel.arch.calling.arguments[0]
    returned: list[int] = []
    rp = probe(
        kernel,
        "recurse",
        entry_handler=lambda instance, registers: registers[argument] % 2,
        handler=lambda instance, registers: returned.append(instance.call),
        maxactive=1,
    )
    assert kernel.call("recurse", 1) == 1
    assert kernel.call("recurse", 0) == 0
    receipt = kernel.receipt()
    assert (receipt.entries, receipt.returned, receipt.declined, receipt.missed) == (3, 2, 1, {})
    assert len(returned) == 2 and rp.nmissed == 0


@pytest.mark.semantics("R8", "R11")
def test_the_return_address_is_still_in_place_in_the_entry_handler(kernel: Kernel, toy_arch: str) -> None:
    def entered(instance: kretcore.KretprobeInstance, registers: Any) -> None:
        in_place = registers["lr"] if toy_arch == "toy" else kernel.machine.memory.load_word(registers["sp"])
        assert in_place == instance.return_address

    probe(kernel, "leaf", entry_handler=entered)
    kernel.call("call_leaf", 1)
    assert kernel.receipt().returned == 1


@pytest.mark.semantics("R7", "R9")
@given(depth=st.integers(0, 30), maxactive=st.integers(1, 30), arch=st.sampled_from(toy.ARCHES))
def test_calls_beyond_maxactive_are_missed_and_untouched(depth: int, maxactive: int, arch: str) -> None:
    with kretcore.boot(shapes(arch)) as kernel:
        entries: list[int] = []
        rp = probe(
            kernel,
            "recurse",
            maxactive=maxactive,
            entry_handler=lambda instance, registers: entries.append(instance.call),
        )
        for _ in range(2):
            assert kernel.call("recurse", depth) == depth
        probed = min(depth + 1, maxactive)
        receipt = kernel.receipt().functions["recurse"]
        assert len(entries) == 2 * probed == receipt.returned
        assert rp.nmissed == 2 * (depth + 1 - probed) == receipt.missed.get("pool empty", 0)
        assert rp.kprobe.nmissed == 0
        assert receipt.balanced and receipt.inside == 0 and receipt.high_water == probed
        assert receipt.sufficient_maxactive == (depth + 1 if depth >= maxactive else None)


def test_the_maxactive_that_is_named_suffices(kernel: Kernel) -> None:
    rp = probe(kernel, "recurse", maxactive=2)
    kernel.call("recurse", 9)
    named = kernel.receipt().functions["recurse"].sufficient_maxactive
    assert named is not None and f"maxactive {named} would have missed none" in str(kernel.receipt())
    kernel.unregister_kretprobe(rp)
    again = probe(kernel, "recurse", maxactive=named)
    kernel.call("recurse", 9)
    assert again.nmissed == 0


@pytest.mark.semantics("R9", "H8", "R22", "R13")
@pytest.mark.parametrize("where", ["handler", "entry_handler"])
def test_probes_hit_by_a_guest_function_that_a_handler_calls_are_nested(kernel: Kernel, where: str) -> None:
    seen: list[int] = []

    def handler(instance: kretcore.KretprobeInstance, registers: Any) -> None:
        seen.append(kernel.call("recurse", 2))

    inner = probe(kernel, "recurse")
    again = probe(kernel, "recurse")
    outer = probe(kernel, "leaf", **{where: handler})
    assert kernel.call("call_leaf", 1) == 2
    assert seen == [2]
    for rp in (inner, again):
        assert rp.kprobe.nmissed == 3 and rp.nmissed == 0
    receipt = kernel.receipt()
    assert receipt.functions["recurse"].missed == {"nested": 6} and receipt.functions["recurse"].entries == 6
    assert receipt.functions["leaf"].returned == 1 and outer.kprobe.nmissed == 0


@pytest.mark.semantics("R13", "R23", "R14")
def test_an_unwinder_finds_every_real_return_address(kernel: Kernel) -> None:
    real: list[int] = []
    found: list[int] = []
    probe(kernel, "recurse", entry_handler=lambda instance, registers: real.append(instance.return_address))

    def returned(instance: kretcore.KretprobeInstance, registers: Any) -> None:
        task = kernel.current
        assert task is not None
        cursor = None
        while (cursor := kernel.kretprobe_find_ret_addr(task, cursor=cursor)) is not None:
            found.append(cursor.return_address)
            assert kernel.kretprobe_find_ret_addr(task, cursor.frame.stack) is cursor
        assert kernel.kretprobe_find_ret_addr(task, frame=3) is None

    probe(kernel, "leaf", handler=returned)
    kernel.call("recurse", 3)
    assert found == []
    kernel.register_kprobe(
        Kprobe("recurse", pre_handler=lambda kp, registers: returned(None, registers))  # type: ignore[arg-type]
    )
    real.clear()
    kernel.call("recurse", 2)
    # The kprobe runs before the return probe of the same entry: it sees the activations around it, newest first.
    outermost, *inner = real
    assert found == [outermost, inner[0], outermost]


@pytest.mark.semantics("R23", "R14")
def test_the_instances_are_in_place_while_handlers_run(kernel: Kernel) -> None:
    seen: list[tuple[int, int]] = []

    def returned(instance: kretcore.KretprobeInstance, registers: Any) -> None:
        task = kernel.current
        assert task is not None
        found = kernel.kretprobe_find_ret_addr(task)
        assert found is not None
        seen.append((found.return_address, instance.return_address))

    probe(kernel, "leaf", handler=returned)
    probe(kernel, "leaf", handler=returned)
    kernel.call("call_leaf", 0)
    assert len(seen) == 2 and all(found == own for found, own in seen)


@pytest.mark.semantics("R15")
def test_an_edit_of_the_value_reaches_later_handlers_and_the_caller(kernel: Kernel) -> None:
    result = kernel.arch.calling.results[0]
    seen: list[int] = []

    def double(instance: kretcore.KretprobeInstance, registers: Any) -> None:
        seen.append(registers[result])
        registers[result] *= 2

    probe(kernel, "leaf", handler=double)
    probe(kernel, "leaf", handler=double)
    assert kernel.call("call_leaf", 4) == 20
    assert seen == [5, 10]


@pytest.mark.semantics("R13")
def test_a_handler_may_go_elsewhere(kernel: Kernel) -> None:
    """``registers["pc"]`` is where execution continues, as in the kernel."""

    def returned(instance: kretcore.KretprobeInstance, registers: Any) -> None:
        registers["pc"] += 4

    assert kernel.call("add_hundred", 3) == 104
    probe(kernel, "leaf", handler=returned)
    assert kernel.call("add_hundred", 3) == 4


# -- shapes of calls -------------------------------------------------------------------------------


@pytest.mark.semantics("R12", "R13")
def test_a_tail_call_returns_once_for_every_function_in_it(kernel: Kernel) -> None:
    seen: list[tuple[str, int]] = []
    for name in ("tail_1", "tail_2", "leaf", "call_leaf"):
        probe(
            kernel,
            name,
            handler=lambda instance, registers, name=name: seen.append((name, instance.return_address)),
        )
    assert kernel.call("tail_1", 1) == 4
    assert [name for name, _ in seen] == ["leaf", "tail_2", "tail_1"]
    assert len({address for _, address in seen}) == 1
    assert kernel.receipt().returned == 3 and kernel.receipt().inside == 0


@pytest.mark.semantics("R12")
@pytest.mark.parametrize("unprobed", ["tail_1", "tail_2", "leaf"])
def test_a_tail_call_with_a_gap(kernel: Kernel, unprobed: str) -> None:
    for name in {"tail_1", "tail_2", "leaf"} - {unprobed}:
        probe(kernel, name)
    assert kernel.call("tail_1", 1) == 4
    receipt = kernel.receipt()
    assert (receipt.returned, receipt.inside) == (2, 0)


@pytest.mark.semantics("R12")
def test_a_loop_to_the_first_instruction_is_a_tail_call_of_itself(kernel: Kernel) -> None:
    order: list[int] = []
    probe(kernel, "head_loop", handler=lambda instance, registers: order.append(instance.call), maxactive=300)
    assert kernel.call("head_loop", 300) == 5
    assert order == [*range(300, 0, -1)]
    assert kernel.receipt().returned == 300


@pytest.mark.semantics("R21")
def test_mutual_recursion(guests: Kernel) -> None:
    seen: list[str] = []
    for name in ("is_even", "is_odd"):
        probe(guests, name, handler=lambda instance, registers, name=name: seen.append(name), maxactive=20)
    assert guests.call("is_even", 9) == 0
    assert seen == ["is_odd", "is_even"] * 5
    assert guests.receipt().functions["is_odd"].returned == 5


def test_a_function_that_pops_its_arguments(toy_arch: str) -> None:
    if toy_arch != "toystack":
        pytest.skip("this convention has no callee-popped arguments")
    with kretcore.boot(build(toy_arch)) as guests:
        for name in ("callee_pop", "call_callee_pop", "callee_pop"):
            probe(guests, name)
        assert guests.call("call_callee_pop", 39) == 42
        assert guests.receipt().returned == 3


def test_ten_thousand_longjmps_do_not_drain_a_pool(kernel: Kernel) -> None:
    rp = probe(kernel, "dive", maxactive=10)
    assert kernel.call("dive_rounds", 10_000, 0) == 70_000
    receipt = kernel.receipt()
    assert rp.nmissed == 0 and receipt.entries == 10_000
    assert sum(receipt.abandoned.values()) == 10_000 and receipt.abandoned["unwound"] >= 9_999
    assert receipt.high_water == 1


@given(
    rounds=st.integers(1, 12),
    depth=st.integers(0, 9),
    maxactive=st.integers(10, 12),
    with_longjmp=st.booleans(),
    arch=st.sampled_from(toy.ARCHES),
)
def test_longjmps_out_of_several_frames(rounds: int, depth: int, maxactive: int, with_longjmp: bool, arch: str) -> None:
    with kretcore.boot(shapes(arch)) as kernel:
        rp = probe(kernel, "dive", maxactive=maxactive)
        outer = probe(kernel, "dive_rounds")
        if with_longjmp:
            probe(kernel, "longjmp", maxactive=1)
        assert kernel.call("dive_rounds", rounds, depth) == 7 * rounds
        receipt = kernel.receipt()
        assert rp.nmissed == 0 and outer.nmissed == 0 and receipt.missed == {}
        assert receipt.returned == 1 and receipt.inside == 0 and receipt.balanced
        # The probed caller has returned above them, which proves of the last round's, too, that they are gone.
        assert receipt.abandoned == {"unwound": rounds * (depth + 1 + with_longjmp)}


def test_calls_thrown_away_at_the_end_are_known_when_the_task_ends(kernel: Kernel) -> None:
    probe(kernel, "dive")
    assert kernel.call("dive_rounds", 1, 4) == 7
    assert kernel.receipt().abandoned == {"exit": 5}


@pytest.mark.parametrize("probed", [("give",), ("give", "next_square", "switch_stack"), ("*",)])
def test_coroutines_with_calls_in_flight_on_both_stacks(guests: Kernel, probed: tuple[str, ...]) -> None:
    seen: list[tuple[str, int]] = []
    for pattern in probed:
        guests.on_return(pattern)(lambda ret: seen.append((ret.function, ret.value)))
    assert guests.call("generate", 9) == 285
    receipt = guests.receipt()
    assert receipt.missed == {}
    counts = {name: function.returned for name, function in receipt.functions.items() if function.entries}
    assert counts["give"] == 8  # the ninth is still inside when the program ends
    if "next_square" in counts:
        assert counts["next_square"] == 9
        assert [value for name, value in seen if name == "next_square"] == [n * n for n in range(1, 10)]
    assert receipt.inside == 0
    for name, function in receipt.functions.items():
        if name != "squares":  # with a link register it does not keep its return address, so it never returns
            assert set(function.abandoned) <= {"exit"}


def test_a_coroutine_that_is_started_anew_does_not_grow_a_pool(kernel: Kernel) -> None:
    """Its frames on the other stack are the very same each time: what was there before is provably gone."""
    handle = kernel.on_return("/suspend|restart|begin/")(lambda ret: None)
    limited = probe(kernel, "suspend", maxactive=2)
    assert kernel.call("restart", 300) == 0
    receipt = kernel.receipt()
    assert receipt.missed == {} and limited.nmissed == 0
    assert receipt.functions["suspend"].high_water <= 2
    assert receipt.functions["begin"].returned == 300
    assert receipt.functions["suspend"].abandoned["unwound"] == 2 * 299
    assert len(handle.probes) == 3


def test_a_function_that_never_returns_stays_inside(kernel: Kernel) -> None:
    probe(kernel, "forever")
    probe(kernel, "leaf")
    task = kernel.spawn("forever")
    kernel.run(max_instructions=1_000)
    receipt = kernel.receipt()
    assert (receipt.functions["forever"].inside, receipt.functions["leaf"].inside <= 1) == (1, True)
    kernel.kill(task)
    assert kernel.receipt().functions["forever"].abandoned == {"killed": 1} and kernel.receipt().inside == 0


# -- ends of tasks ---------------------------------------------------------------------------------


@pytest.mark.semantics("R20", "R16")
@pytest.mark.parametrize(
    ("function", "reason", "state"),
    [("exit_deep", "exit", TaskState.EXITED), ("fault_deep", "fault", TaskState.FAULTED)],
)
def test_a_task_that_ends_inside_gives_its_instances_back(
    kernel: Kernel, function: str, reason: str, state: TaskState
) -> None:
    seen: list[int] = []
    rp = probe(kernel, function, handler=lambda instance, registers: seen.append(1), maxactive=6)
    for _ in range(4):
        with pytest.raises(TaskDied) as caught:
            kernel.call(function, 5)
        assert caught.value.task.state is state
    receipt = kernel.receipt()
    assert seen == [] and rp.nmissed == 0
    assert receipt.abandoned == {reason: 24} and receipt.inside == 0 and receipt.high_water == 6


@pytest.mark.semantics("R20", "R21")
def test_only_the_dying_tasks_instances_are_given_back(kernel: Kernel) -> None:
    probe(kernel, "pause", maxactive=3)
    tasks = [kernel.spawn("pause", n) for n in range(3)]
    kernel.run(max_instructions=200)
    assert kernel.receipt().inside == 3
    kernel.kill(tasks[1])
    receipt = kernel.receipt()
    assert (receipt.inside, receipt.abandoned) == (2, {"killed": 1})
    open_gate(kernel)
    kernel.run()
    assert (tasks[0].result, tasks[1].result, tasks[2].result) == (0, None, 2)
    assert tasks[1].state is TaskState.KILLED
    assert (kernel.receipt().returned, kernel.receipt().inside) == (2, 0)


@pytest.mark.semantics("R21")
def test_every_task_has_its_own_calls(kernel: Kernel) -> None:
    seen: dict[int, list[int]] = {}
    result = kernel.arch.calling.results[0]

    def returned(instance: kretcore.KretprobeInstance, registers: Any) -> None:
        assert instance.task is not None
        seen.setdefault(instance.task.tid, []).append(registers[result])

    probe(kernel, "pause", handler=returned, maxactive=50)
    tasks = [kernel.spawn("pause", n) for n in range(40)]
    kernel.run(max_instructions=2_000)
    open_gate(kernel)
    kernel.run()
    assert seen == {task.tid: [n] for n, task in enumerate(tasks)}
    assert kernel.receipt().high_water == 40


@pytest.mark.semantics("R20")
@pytest.mark.parametrize("where", ["handler", "entry_handler"])
def test_a_handler_may_kill_its_own_task(kernel: Kernel, where: str) -> None:
    def handler(instance: kretcore.KretprobeInstance, registers: Any) -> None:
        if instance.depth == 2:
            assert kernel.current is not None
            kernel.kill(kernel.current)
            assert kernel.current.alive  # it ends when the handler is done

    probe(kernel, "recurse", **{where: handler})
    with pytest.raises(TaskDied) as caught:
        kernel.call("recurse", 4)
    assert caught.value.task.state is TaskState.KILLED
    receipt = kernel.receipt()
    returned = 3 if where == "handler" else 0
    entries = 5 if where == "handler" else 3
    assert (receipt.entries, receipt.returned, receipt.abandoned) == (entries, returned, {"killed": entries - returned})
    assert kernel.call("recurse", 1) == 1


@pytest.mark.semantics("R20", "A9")
@pytest.mark.parametrize("killer", range(3))
def test_a_kill_in_the_middle_of_a_chain(kernel: Kernel, killer: int) -> None:
    """Instances whose handlers ran are returned, the others killed."""
    seen: list[int] = []

    def handler(number: int) -> Callable[..., None]:
        def returned(instance: kretcore.KretprobeInstance, registers: Any) -> None:
            seen.append(number)
            if number == killer:
                assert kernel.current is not None
                kernel.kill(kernel.current)

        return returned

    for number in range(3):
        probe(kernel, "leaf", handler=handler(number))
    with pytest.raises(TaskDied):
        kernel.call("call_leaf", 1)
    assert seen == [*range(killer + 1)]
    receipt = kernel.receipt()
    assert receipt.returned == killer + 1
    assert receipt.abandoned == ({"killed": 2 - killer} if killer < 2 else {})


@pytest.mark.semantics("R20", "R21")
def test_a_handler_may_kill_another_task(kernel: Kernel) -> None:
    def returned(instance: kretcore.KretprobeInstance, registers: Any) -> None:
        kernel.kill(victim)
        assert not victim.alive and kernel.receipt().abandoned == {"killed": 1}

    probe(kernel, "pause")
    probe(kernel, "leaf", handler=returned)
    victim = kernel.spawn("pause", 1)
    kernel.run(max_instructions=200)
    kernel.call("leaf", 1)
    assert (kernel.receipt().returned, kernel.receipt().inside) == (1, 0)


# -- handlers that raise ---------------------------------------------------------------------------


@pytest.mark.semantics("R14", "R8")
@pytest.mark.parametrize("where", ["handler", "entry_handler"])
def test_a_handler_that_raises_stops_the_run_and_nothing_is_lost(kernel: Kernel, where: str) -> None:
    raising = True

    def handler(instance: kretcore.KretprobeInstance, registers: Any) -> None:
        if raising and instance.depth == 1:
            raise Boom

    probe(kernel, "recurse", **{where: handler}, maxactive=3)
    task = kernel.spawn("recurse", 2)
    with pytest.raises(Boom):
        kernel.run()
    receipt = kernel.receipt()
    assert task.alive and receipt.balanced and kernel.current is None
    assert receipt.inside == 1
    assert (receipt.declined, receipt.returned) == ((0, 2) if where == "handler" else (1, 0))
    raising = False
    kernel.run()
    assert task.result == 2
    receipt = kernel.receipt()
    assert (receipt.entries, receipt.inside, receipt.missed) == (3, 0, {})


@pytest.mark.semantics("R14", "A9")
@pytest.mark.parametrize("raiser", range(4))
def test_the_rest_of_a_chain_is_consumed_when_a_handler_raises(kernel: Kernel, raiser: int) -> None:
    seen: list[int] = []

    def handler(number: int) -> Callable[..., None]:
        def returned(instance: kretcore.KretprobeInstance, registers: Any) -> None:
            seen.append(number)
            if number == raiser:
                raise Boom(number)

        return returned

    for number in range(4):
        probe(kernel, "leaf", handler=handler(number))
    task = kernel.spawn("call_leaf", 1)
    with pytest.raises(Boom) as caught:
        kernel.run()
    assert caught.value.args == (raiser,)
    assert seen[: raiser + 1] == [*range(raiser + 1)]
    receipt = kernel.receipt()
    assert (receipt.returned, receipt.inside) == (4, 0)
    kernel.run()
    assert task.result == 2 and kernel.receipt().entries == 4


def test_a_call_whose_handler_raises_ends_its_task(kernel: Kernel) -> None:
    def raises(instance: kretcore.KretprobeInstance, registers: Any) -> None:
        if instance.depth == 2:
            raise Boom

    probe(kernel, "recurse", handler=raises)
    with pytest.raises(Boom):
        kernel.call("recurse", 3)
    assert kernel.tasks == []
    assert kernel.receipt().abandoned == {"killed": 2} and kernel.receipt().returned == 2
    assert kernel.call("recurse", 1) == 1


@pytest.mark.semantics("R8", "A9")
def test_an_entry_handler_that_raises_declines_for_its_probe_alone(kernel: Kernel) -> None:
    def raises(instance: kretcore.KretprobeInstance, registers: Any) -> int:
        raise Boom

    seen: list[int] = []
    probe(kernel, "leaf", handler=lambda instance, registers: seen.append(1))
    bad = probe(kernel, "leaf", entry_handler=raises)
    probe(kernel, "leaf", handler=lambda instance, registers: seen.append(3))
    task = kernel.spawn("call_leaf", 1)
    with pytest.raises(Boom):
        kernel.run()
    kernel.run()
    assert task.result == 2 and seen == [1, 3]
    receipt = kernel.receipt()
    assert (receipt.entries, receipt.declined, receipt.returned) == (3, 1, 2)
    assert bad.nmissed == 0


# -- changes while calls are under way ---------------------------------------------------------------


@pytest.mark.semantics("R17", "R16")
def test_unregistering_in_flight(kernel: Kernel) -> None:
    seen: list[str] = []
    rp = probe(kernel, "pause", handler=lambda instance, registers: seen.append("gone"))
    other = probe(kernel, "pause", handler=lambda instance, registers: seen.append("stays"))
    task = kernel.spawn("pause", 5)
    kernel.run(max_instructions=200)
    kernel.unregister_kretprobe(rp)
    assert kernel.kprobes() == [other]
    open_gate(kernel)
    kernel.run()
    assert task.result == 5 and seen == ["stays"]
    receipt = kernel.receipt()
    assert (receipt.returned, receipt.inside) == (2, 0)


@pytest.mark.semantics("R17", "K15")
@pytest.mark.parametrize("where", ["handler", "entry_handler"])
def test_a_handler_may_unregister_its_own_probe(kernel: Kernel, where: str) -> None:
    seen: list[int] = []

    def handler(instance: kretcore.KretprobeInstance, registers: Any) -> None:
        seen.append(instance.depth)
        kernel.unregister_kretprobe(rp)
        assert instance.kretprobe is None

    rp = probe(kernel, "recurse", **{where: handler})
    assert kernel.call("recurse", 3) == 3
    assert len(seen) == 1 and kernel.kprobes() == []
    receipt = kernel.receipt()
    entries = 4 if where == "handler" else 1
    assert (receipt.entries, receipt.returned, receipt.inside) == (entries, entries, 0)


@pytest.mark.semantics("R17", "A9")
def test_a_handler_that_unregisters_a_probe_further_down_its_chain(kernel: Kernel) -> None:
    seen: list[str] = []

    def first(instance: kretcore.KretprobeInstance, registers: Any) -> None:
        seen.append("first")
        kernel.unregister_kretprobe(second)

    probe(kernel, "leaf", handler=first)
    second = probe(kernel, "leaf", handler=lambda instance, registers: seen.append("second"))
    assert kernel.call("call_leaf", 1) == 2
    assert seen == ["first"] and kernel.receipt().returned == 2


@pytest.mark.semantics("R17", "R2")
def test_registering_again_while_calls_of_the_first_time_are_under_way(kernel: Kernel) -> None:
    seen: list[int] = []
    rp = Kretprobe("pause", handler=lambda instance, registers: seen.append(instance.call), maxactive=1)
    kernel.register_kretprobe(rp)
    first = kernel.spawn("pause", 1)
    kernel.run(max_instructions=200)
    kernel.unregister_kretprobe(rp)
    kernel.register_kretprobe(rp)
    second = kernel.spawn("pause", 2)
    open_gate(kernel)
    kernel.run()
    assert (first.result, second.result) == (1, 2)
    assert len(seen) == 1 and rp.nmissed == 0  # the first call belongs to the registration that is over
    assert kernel.receipt().returned == 2


@pytest.mark.semantics("E4", "R17")
def test_disabling_in_flight(kernel: Kernel) -> None:
    seen: list[int] = []
    rp = probe(kernel, "pause", handler=lambda instance, registers: seen.append(instance.call))
    first = kernel.spawn("pause", 1)
    kernel.run(max_instructions=200)
    kernel.disable_kretprobe(rp)
    second = kernel.spawn("pause", 2)
    open_gate(kernel)
    kernel.run()
    assert (first.result, second.result) == (1, 2)
    assert len(seen) == 1 and kernel.receipt().entries == 1
    kernel.enable_kretprobe(rp)
    kernel.call("pause", 3)
    assert len(seen) == 2
    for change in (kernel.enable_kretprobe, kernel.disable_kretprobe):
        with pytest.raises(RegistrationError) as caught:
            change(Kretprobe("leaf"))
        assert caught.value.errno == errno.EINVAL


@pytest.mark.semantics("E5", "R19")
def test_the_global_switch_in_flight(kernel: Kernel) -> None:
    seen: list[int] = []
    probe(kernel, "pause", handler=lambda instance, registers: seen.append(instance.call))
    task = kernel.spawn("pause", 1)
    kernel.run(max_instructions=200)
    kernel.disarm_all_kprobes()
    open_gate(kernel)
    kernel.run()
    assert task.result == 1 and len(seen) == 1
    kernel.call("pause", 1)
    assert kernel.receipt().entries == 1
    kernel.arm_all_kprobes()
    kernel.call("pause", 1)
    assert (kernel.receipt().entries, kernel.receipt().returned) == (2, 2)


def test_a_handler_may_probe_and_spawn(kernel: Kernel) -> None:
    spawned = []
    seen: list[str] = []

    def returned(instance: kretcore.KretprobeInstance, registers: Any) -> None:
        probe(kernel, "recurse", handler=lambda instance, registers: seen.append("recurse"))
        spawned.append(kernel.spawn("recurse", 1))

    probe(kernel, "leaf", handler=returned)
    kernel.call("call_leaf", 1)
    kernel.run()
    assert spawned[0].result == 1 and seen == ["recurse", "recurse"]


# -- what must never be guessed ----------------------------------------------------------------------


@pytest.mark.semantics("R12")
@pytest.mark.parametrize("via", ["jump_to", "jump_from_inside"])
def test_reaching_the_trampoline_without_a_call_is_a_panic(kernel: Kernel, via: str) -> None:
    probe(kernel, "recurse")
    trampoline = address_of(kernel, TRAMPOLINE)
    with pytest.raises(KernelPanic) as caught:
        kernel.call(via, trampoline)
    panic = caught.value
    assert panic.task is not None and panic.pc == trampoline
    assert panic.task.state is TaskState.FAULTED and panic.task.fault is not None
    assert kernel.tasks == [] and kernel.current is None
    assert kernel.call("recurse", 2) == 2
    assert kernel.receipt().returned == 3


@pytest.mark.semantics("R12")
def test_calling_a_probed_function_with_the_trampoline_as_return_address_is_a_panic(
    kernel: Kernel, toy_arch: str
) -> None:
    """As if guest code had kept the address it saw: no call of the task explains it."""
    probe(kernel, "leaf")
    kernel.register_kprobe(
        Kprobe("jump_to", pre_handler=lambda kp, registers: _set_return(kernel, registers, toy_arch))
    )
    with pytest.raises(KernelPanic):
        kernel.call("jump_to", address_of(kernel, "leaf"))
    receipt = kernel.receipt()
    assert (receipt.entries, receipt.inside) == (1, 0) and receipt.balanced


def _set_return(kernel: Kernel, registers: Any, toy_arch: str) -> int:
    trampoline = address_of(kernel, TRAMPOLINE)
    if toy_arch == "toy":
        registers["lr"] = trampoline
    else:
        kernel.machine.memory.store_word(registers["sp"], trampoline)
    return 0


def test_an_entry_that_is_no_call_is_left_alone(kernel: Kernel, toy_arch: str) -> None:
    """A function reached by a jump finds a return address that is no code: there is no return to probe."""

    def jump(kp: Kprobe, registers: Any) -> int:
        if toy_arch == "toy":
            registers["lr"] = 0x123
        else:
            kernel.machine.memory.store_word(registers["sp"], 0x123)
        return 0

    probe(kernel, "leaf")
    kernel.register_kprobe(Kprobe("jump_to", pre_handler=jump))
    with pytest.raises(TaskDied) as caught:
        kernel.call("jump_to", address_of(kernel, "leaf"))
    fault = caught.value.task.fault
    assert fault is not None and fault.pc == 0x123
    assert (kernel.receipt().declined, kernel.receipt().entries) == (1, 1)


def test_an_entry_without_a_stack_is_the_guests_fault(kernel: Kernel) -> None:
    """Where the return address would lie in memory that is not there, the function runs on and faults itself."""
    probe(kernel, "leaf")
    with pytest.raises(TaskDied):
        kernel.call("forget_stack")
    assert kernel.call("leaf", 1) == 2
    receipt = kernel.receipt()
    assert receipt.entries == 2 and receipt.balanced and receipt.inside == 0


# -- memory ------------------------------------------------------------------------------------------


@pytest.mark.semantics("R17", "R11")
def test_nothing_of_a_probe_stays_behind_in_text(kernel: Kernel) -> None:
    image = kernel.image
    start, end = image.executable_ranges[0]
    before = kernel.machine.memory.read(start, end - start)
    probes = [probe(kernel, name) for name in ("leaf", "leaf", "recurse")]
    kernel.call("recurse", 4)
    assert kernel.machine.memory.read(start, end - start) != before
    kernel.unregister_kretprobes(probes)
    assert kernel.machine.memory.read(start, end - start) == before
    assert Protection.EXECUTE in image.segments[0].protection


def test_many_registrations_of_one_probe_keep_one_account(kernel: Kernel) -> None:
    for _ in range(20):
        rp = probe(kernel, "leaf")
        kernel.call("leaf", 0)
        kernel.unregister_kretprobe(rp)
    receipt = kernel.receipt()
    assert (receipt.entries, receipt.functions["leaf"].returned) == (20, 20)
