"""What people use, on the toy architectures: ``on_return`` and ``on_entry``, patterns, and what handlers are shown."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from typing import Any

import pytest
import toy
from hypothesis import given
from hypothesis import strategies as st
from toy.guests import MODEL, build
from toy_shapes import shapes

import kretcore
from kretcore import Entry, Kernel, RegistrationError, Return
from kretcore.errors import UsageError


@pytest.fixture
def kernel(toy_arch: str) -> Iterator[Kernel]:
    with kretcore.boot(build(toy_arch)) as kernel:
        yield kernel
        assert kernel.receipt().balanced


def address_of(kernel: Kernel, name: str) -> int:
    return kernel.symbols.lookup(name).address


def nothing(_: object) -> None:
    """A handler that only makes the receipt count."""


def names(handle: Any) -> set[str]:
    """The functions a handle's probes are on, by the names in the list."""
    return {re.split(r"[ +]+", str(probe))[2] for probe in handle.probes}


# -- what a handler is shown -------------------------------------------------------------------------


@given(function=st.sampled_from(sorted(MODEL)), n=st.integers(0, 9), arch=st.sampled_from(toy.ARCHES))
def test_values_and_arguments_are_those_of_the_model(function: str, n: int, arch: str) -> None:
    with kretcore.boot(build(arch)) as kernel:
        wrong: list[object] = []

        @kernel.on_return("*")
        def check(ret: Return) -> None:
            model = MODEL.get(ret.function)
            if model is not None and ret.value != model(ret.argument(0)):
                wrong.append(ret.freeze())

        assert kernel.call(function, n) == MODEL[function](n)
        assert wrong == [] and kernel.receipt().missed == {}


def test_calls_are_numbered_and_nested_as_they_were_made(kernel: Kernel) -> None:
    seen: list[kretcore.FrozenReturn] = []
    kernel.on_return("/^(fib|leaf|call_leaf)$/")(lambda ret: seen.append(ret.freeze()))
    kernel.call("fib", 4)
    kernel.call("call_leaf", 2)
    by_call = {ret.call: ret for ret in seen}
    assert sorted(by_call) == [*range(1, len(seen) + 1)] and len(seen) == 9 + 3
    for ret in seen:
        if ret.depth == 0:
            assert ret.parent == 0 and ret.caller is None
        else:
            parent = by_call[ret.parent]
            assert parent.depth == ret.depth - 1 and parent.call < ret.call
            assert ret.caller == parent.function
            start = address_of(kernel, parent.function)
            assert start < ret.return_address < start + 100
    assert {ret.function for ret in seen if ret.depth == 0} == {"fib", "call_leaf"}
    assert max(ret.depth for ret in seen) == 3


def test_a_caller_that_is_not_probed_is_named_and_is_no_parent(kernel: Kernel) -> None:
    seen: list[kretcore.FrozenReturn] = []
    kernel.on_return("leaf")(lambda ret: seen.append(ret.freeze()))
    kernel.call("call_leaf", 2)
    assert [(ret.caller, ret.depth, ret.parent) for ret in seen] == [("call_leaf", 0, 0)] * 2


def test_several_probes_of_one_call_share_its_number(kernel: Kernel) -> None:
    seen: list[tuple[int, int, int]] = []
    for _ in range(3):
        kernel.on_return("fib")(lambda ret: seen.append((ret.call, ret.parent, ret.depth)))
    kernel.call("fib", 2)
    assert len(seen) == 9
    groups = [seen[n : n + 3] for n in range(0, 9, 3)]
    assert all(len(set(group)) == 1 for group in groups)
    assert [group[0][2] for group in groups] == [1, 1, 0]
    assert {group[0][1] for group in groups[:2]} == {groups[2][0][0]}


def test_a_tail_called_function_is_a_call_inside(kernel: Kernel) -> None:
    seen: list[tuple[str, int, int]] = []
    kernel.on_return("tail_*")(lambda ret: seen.append((ret.function, ret.depth, ret.call)))
    kernel.call("tail_outer", 1)
    assert seen == [("tail_inner", 1, 2), ("tail_outer", 0, 1)]


@given(value=st.integers(-(2**31), 2**32 - 1), arch=st.sampled_from(toy.ARCHES))
def test_a_value_can_be_set_signed_or_not(value: int, arch: str) -> None:
    with kretcore.boot(build(arch)) as kernel:
        seen: list[int] = []

        @kernel.on_return("leaf")
        def change(ret: Return) -> None:
            ret.value = value
            seen.append(ret.signed)

        assert kernel.call("apply_leaf", 1) == value % 2**32
        assert seen == [(value + 2**31) % 2**32 - 2**31]


def test_arguments_are_those_at_entry(kernel: Kernel) -> None:
    seen: list[list[int]] = []
    handle = kernel.on_return("sum6", arguments=6)(lambda ret: seen.append([ret.argument(n) for n in range(6)]))
    kernel.on_entry("sum6", arguments=6)(lambda entry: seen.append([entry.argument(n) for n in range(6)]))
    assert kernel.call("sum6", 1, 2, 3, 4, 5, 2**32 - 1) == 14
    assert seen == [[1, 2, 3, 4, 5, 2**32 - 1]] * 2
    assert len(handle.probes) == 1


def test_an_argument_that_was_not_recorded_says_how_to_record_it(kernel: Kernel) -> None:
    recorded = len(kernel.arch.calling.arguments)
    seen: list[int] = []

    @kernel.on_return("sum6")
    def check(ret: Return) -> None:
        seen.append(ret.argument(recorded - 1))
        for n in (recorded, -1):
            with pytest.raises(IndexError) as caught:
                ret.argument(n)
        assert "arguments=" in str(caught.value)
        with pytest.raises(IndexError):
            ret.freeze().argument(recorded)

    kernel.call("sum6", 1, 2, 3, 4, 5, 6)
    assert seen == [recorded]


def test_a_return_is_valid_in_its_handler_and_a_frozen_one_stays(kernel: Kernel) -> None:
    kept: list[Return] = []
    frozen: list[kretcore.FrozenReturn] = []

    @kernel.on_return("leaf")
    def keep(ret: Return) -> None:
        kept.append(ret)
        frozen.append(ret.freeze())

    kernel.call("call_leaf", 2)
    for read in (lambda: kept[0].value, lambda: kept[0].task, kept[0].freeze):
        with pytest.raises(UsageError, match="freeze"):
            read()
    with pytest.raises(UsageError):
        kept[0].value = 1
    assert [(ret.function, ret.value, ret.signed, ret.argument(0), ret.caller) for ret in frozen] == [
        ("leaf", 1, 1, 0, "call_leaf"),
        ("leaf", 2, 2, 1, "call_leaf"),
    ]
    assert frozen[0].task is frozen[1].task and frozen[0].task.result == 2


def test_on_entry_shows_the_call(kernel: Kernel) -> None:
    seen: list[tuple[str, int, str | None, int]] = []

    @kernel.on_entry("/^(fib|leaf)$/")
    def enter(entry: Entry) -> None:
        assert entry.task is kernel.current
        seen.append((entry.function, entry.argument(0), entry.caller, entry.return_address))

    kernel.call("fib", 2)
    kernel.call("call_leaf", 1)
    fibs = [("fib", 2, None), ("fib", 1, "fib"), ("fib", 0, "fib")]
    assert [event[:3] for event in seen] == [*fibs, ("leaf", 0, "call_leaf")]
    assert kernel.receipt().entries == 0


@pytest.mark.parametrize("entry_first", [False, True])
def test_on_entry_never_shows_the_trampoline(kernel: Kernel, entry_first: bool) -> None:
    seen: list[tuple[str | None, int]] = []

    def probe_entries() -> None:
        kernel.on_entry("leaf")(lambda entry: seen.append((entry.caller, entry.return_address)))

    if entry_first:  # then it runs last, behind the return probe that has replaced the return address
        probe_entries()
    kernel.on_return("leaf")(nothing)
    if not entry_first:
        probe_entries()
    kernel.call("call_leaf", 2)
    assert [caller for caller, _ in seen] == ["call_leaf"] * 2 and len(set(seen)) == 1


def test_on_entry_is_not_misled_by_a_call_that_was_thrown_away(toy_arch: str) -> None:
    """A longjmp leaves a probed call behind whose frame another call now has."""
    with kretcore.boot(shapes(toy_arch)) as kernel:
        seen: list[int] = []
        kernel.on_return("dive")(nothing)
        kernel.on_entry("setjmp")(lambda entry: seen.append(entry.return_address))
        kernel.call("dive_rounds", 3, 0)
        assert len(seen) == 3 and len(set(seen)) == 1


# -- handles -----------------------------------------------------------------------------------------


def test_what_the_decorator_leaves_is_callable_and_takes_the_probes_back(kernel: Kernel) -> None:
    @kernel.on_return("/^(leaf|fib)$/")
    def handler(ret: object) -> tuple[str, object]:
        return ("called", ret)

    assert handler(3) == ("called", 3) and names(handler) == {"leaf", "fib"}
    assert set(kernel.kprobes()) == set(handler.probes)
    kernel.call("leaf", 1)
    handler.unregister()
    handler.unregister()
    kernel.call("leaf", 1)
    assert kernel.kprobes() == [] and kernel.receipt().entries == 1

    @kernel.on_entry("leaf")
    def entered(entry: object) -> object:
        return entry

    assert entered("x") == "x"
    entered.unregister()
    assert kernel.kprobes() == []


def test_a_handle_unregisters_in_flight(kernel: Kernel) -> None:
    handle = kernel.on_return("pausing_leaf")(lambda ret: handle.unregister())
    tasks = [kernel.spawn("pausing_leaf", n) for n in range(3)]
    kernel.run()
    assert [task.result for task in tasks] == [1, 2, 3]
    receipt = kernel.receipt()
    assert (receipt.entries, receipt.returned) == (3, 3)


@pytest.mark.parametrize("maxactive", [0, -1])
def test_a_pool_needs_at_least_one_instance(kernel: Kernel, maxactive: int) -> None:
    with pytest.raises(RegistrationError) as caught:
        kernel.on_return("leaf", maxactive=maxactive)
    assert caught.value.errno == errno.EINVAL and "at least 1" in str(caught.value)


def test_a_pool_grows_unless_maxactive_is_given(kernel: Kernel) -> None:
    kernel.on_return("depth")(nothing)
    handle = kernel.on_return("depth", maxactive=4)(nothing)
    assert kernel.call("depth", 99) == 99
    assert handle.probes[0].nmissed == 96
    receipt = kernel.receipt().functions["depth"]
    assert (receipt.entries, receipt.returned, receipt.missed, receipt.high_water) == (
        200,
        104,
        {"pool empty": 96},
        100,
    )
    assert receipt.sufficient_maxactive is not None and receipt.sufficient_maxactive >= 100


# -- patterns ----------------------------------------------------------------------------------------


def chosen(kernel: Kernel, pattern: str | int, **options: Any) -> set[str]:
    handle = kernel.on_return(pattern, **options)(nothing)
    found = names(handle)
    handle.unregister()
    return found


def test_patterns(kernel: Kernel) -> None:
    assert chosen(kernel, "fib") == {"fib"}
    assert chosen(kernel, "is_*") == {"is_even", "is_odd"}
    assert chosen(kernel, "is_[e]*") == {"is_even"}
    assert chosen(kernel, "?ib") == {"fib"}
    assert chosen(kernel, "/ib$/") == {"fib"}
    assert chosen(kernel, "/^is_(odd|even)$/") == {"is_even", "is_odd"}
    assert chosen(kernel, "helper.constprop.0") == {"helper.constprop.0"}
    assert chosen(kernel, address_of(kernel, "fib")) == {"fib"}
    assert chosen(kernel, hex(address_of(kernel, "fib"))) == {"fib"}
    assert chosen(kernel, "is_*", exclude="*odd") == {"is_even"}
    assert chosen(kernel, "/^(is_|fib)/", exclude=["is_odd", "/^f/"]) == {"is_even"}
    assert chosen(kernel, "FIB".lower()) == {"fib"}


def test_an_address_is_called_by_the_name_that_is_known_there(kernel: Kernel) -> None:
    seen: list[str] = []
    kernel.on_return(address_of(kernel, "landing"))(lambda ret: seen.append(ret.function))
    kernel.call("landing", 1)
    assert seen == ["landing"]


@pytest.mark.parametrize(
    ("pattern", "code", "words"),
    [
        ("fibb", errno.ENOENT, "fib"),
        ("nothing_*", errno.ENOENT, "nothing_"),
        ("/nothing_/", errno.ENOENT, "nothing_"),
        ("/(/", errno.EINVAL, "regular expression"),
        ("", errno.ENOENT, ""),
        ("0xzz", errno.EINVAL, "0xzz"),
        ("setjmp", errno.EINVAL, "returns twice"),
        ("setjm*", errno.EINVAL, "returns twice"),
        ("untouchable_*", errno.EINVAL, "breakpoint"),
        ("blacklisted", errno.EINVAL, "NOKPROBE_SYMBOL"),
        ("in_kprobes_text", errno.EINVAL, ".kprobes.text"),
        ("_start", errno.EINVAL, "entry"),
        ("scratch", errno.ENOENT, "data"),
        (4, errno.ENOENT, "0x4"),
    ],
)
def test_a_pattern_that_chooses_nothing_says_why(kernel: Kernel, pattern: str | int, code: int, words: str) -> None:
    with pytest.raises(RegistrationError) as caught:
        kernel.on_return(pattern)(nothing)
    assert errno.errorcode[caught.value.errno] == errno.errorcode[code]
    assert words in str(caught.value)
    assert kernel.kprobes() == []


def test_everything_excluded_is_an_error(kernel: Kernel) -> None:
    with pytest.raises(RegistrationError, match="excluded"):
        kernel.on_return("is_*", exclude="is_*")(nothing)


def test_an_address_inside_a_function_is_refused(kernel: Kernel) -> None:
    with pytest.raises(RegistrationError, match="entry"):
        kernel.on_return(address_of(kernel, "fib") + 4)(nothing)


def test_star_leaves_alone_what_cannot_be_probed_and_says_so(kernel: Kernel) -> None:
    handle = kernel.on_return("*")(nothing)
    skipped = dict(handle.skipped)
    assert {"_start", "setjmp", "get_pc_thunk", "untouchable_leaf", "blacklisted", "in_kprobes_text"} <= set(skipped)
    assert "twice" in skipped["setjmp"] and "own return address" in skipped["get_pc_thunk"]
    probed = names(handle)
    assert not probed & set(skipped)
    assert {"fib", "leaf", "twin", "helper.constprop.0"} <= probed
    assert not any(name.startswith("__k") for name in probed)
    assert kernel.call("use_thunk", 0) == 0 and kernel.call("jump_loop", 4) == 10


def test_what_starts_with_no_instruction_is_left_out_of_a_glob(kernel: Kernel) -> None:
    handle = kernel.on_return("/^(privileged|undefined|own_breakpoint|leaf)$/")(nothing)
    assert names(handle) == {"leaf"}
    assert {name for name, _ in handle.skipped} == {"privileged", "undefined", "own_breakpoint"}
    with pytest.raises(RegistrationError):
        kernel.on_return("privileged")(nothing)
    with pytest.raises(RegistrationError, match="none of the functions"):
        kernel.on_return("privilege*")(nothing)


def test_aliases_are_probed_once(kernel: Kernel) -> None:
    handle = kernel.on_return("*alia*")(nothing)
    assert len(handle.probes) == 1
    kernel.call("aliased", 1)
    assert kernel.receipt().entries == 1


@pytest.mark.parametrize("name", ["aliased", "alias_global", "alias_weak", "_alias_local"])
def test_a_function_is_called_what_it_was_asked_for_as(kernel: Kernel, name: str) -> None:
    seen: list[str] = []
    kernel.on_return(name)(lambda ret: seen.append(ret.function))
    assert kernel.call(name, 1) == 8
    assert seen == [name] and list(kernel.receipt().functions) == [name]


def test_locals_of_one_name_are_all_probed(kernel: Kernel) -> None:
    handle = kernel.on_return("twin")(nothing)
    assert len(handle.probes) == 2
    for name in ("twin_local", "twin_global"):
        kernel.call(name)
    assert kernel.receipt().functions["twin"].returned == 2


def test_a_label_is_probed_when_it_is_named(kernel: Kernel) -> None:
    kernel.on_return("bare_label")(nothing)
    kernel.on_return("unsized")(nothing)
    assert kernel.call("bare_label") == 6 and kernel.call("unsized") == 5
    assert kernel.receipt().returned == 2


def test_a_stripped_program_is_probed_by_address(toy_arch: str) -> None:
    with kretcore.boot(build(toy_arch)) as whole:
        fib, leaf = (address_of(whole, name) for name in ("fib", "leaf"))
    with kretcore.boot(build(toy_arch, stripped=True)) as kernel:
        seen: list[tuple[str, int, str | None]] = []
        kernel.on_return(fib)(lambda ret: seen.append((ret.function, ret.value, ret.caller)))
        kernel.on_return(f"0x{leaf:x}")(lambda ret: seen.append((ret.function, ret.value, ret.caller)))
        assert kernel.call(fib, 2) == 1 and kernel.call(leaf, 4) == 5
        fibs, leaves = seen[:3], seen[3:]
        assert [event[:2] for event in fibs] == [(f"sub_{fib:x}", 1), (f"sub_{fib:x}", 0), (f"sub_{fib:x}", 1)]
        assert fibs[2][2] is None and fibs[0][2] == fibs[1][2] == f"sub_{fib:x}"
        assert leaves == [(f"sub_{leaf:x}", 5, None)]
        assert set(kernel.receipt().functions) == {f"sub_{fib:x}", f"sub_{leaf:x}"}
        with pytest.raises(RegistrationError, match="no function symbols"):
            kernel.on_return("main")(nothing)


# -- the receipt as text -----------------------------------------------------------------------------


def test_the_receipt_reads_like_an_account(kernel: Kernel) -> None:
    kernel.on_return("jump_thrower", maxactive=1)(nothing)
    kernel.on_return("jump_middle", maxactive=1)(nothing)
    kernel.on_return("depth", maxactive=1)(nothing)
    kernel.call("jump_loop", 2)
    kernel.call("depth", 2)
    receipt = kernel.receipt()
    first, *rest = str(receipt).splitlines()
    assert first.startswith("receipt  entries 7 = returned 1   missed 2 (pool empty 2)   abandoned 4 (")
    assert "still inside 0" in first and len(rest) == 1 and rest[0].strip().startswith("depth: maxactive 3")
    assert receipt.functions["jump_middle"].abandoned == {"exit": 1, "unwound": 1}
