"""Return probes; their hooks one by one are in `return_hooks`. Rows (R7, R13) are those of the semantics table.

Most checks are made twice: with an entry handler, and without one, when a machine may note entries by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from kretcore import Kernel, KernelPanic, Kprobe, Kretprobe, KretprobeInstance, RegistrationError
from kretcore.arch import Frame
from kretcore.conformance.bare import values_of
from kretcore.conformance.marks import both_ways, likely, requires
from kretcore.conformance.port import FIBONACCI, Port
from kretcore.conformance.suite.return_hooks import ReturnHooks
from kretcore.machine import Registers


@dataclass
class Calls:
    """A return probe that writes down each return.

    :ivar values: the result register, in order of the returns.
    :ivar places: the real return addresses.
    """

    kernel: Kernel
    results: tuple[str, ...]
    symbol: str
    told: bool = True
    maxactive: int = 64
    change: Callable[[int], int] | None = None
    values: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    pcs: list[int] = field(default_factory=list)
    entered: list[int] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.probe = Kretprobe(
            symbol=self.symbol,
            handler=self._returned,
            entry_handler=self._entered if self.told else None,
            maxactive=self.maxactive,
        )
        self.kernel.register_kretprobe(self.probe)

    def _entered(self, instance: KretprobeInstance, registers: Registers) -> int:
        self.entered.append(instance.return_address)
        self.frames.append(instance.frame)
        return 0

    def _returned(self, instance: KretprobeInstance, registers: Registers) -> None:
        value = registers[self.results[0]]
        self.values.append(value)
        self.places.append(instance.return_address)
        self.pcs.append(registers["pc"])
        if self.change is not None:
            registers[self.results[0]] = self.change(value)


def watch(port: Port, kernel: Kernel, symbol: str, told: bool = True, **options: Any) -> Calls:
    """Probe the returns of a function."""
    return Calls(kernel, port.description.calling.results, symbol, told, **options)


def complete(kernel: Kernel, calls: int) -> None:
    """Every call has come back and been seen."""
    receipt = kernel.receipt()
    assert (receipt.entries, receipt.returned) == (calls, calls), (
        f"{calls} calls were made and came back; the receipt says: {receipt}"
    )


class TestKretprobes(ReturnHooks):
    """``arch_call_site``, ``arch_prepare_kretprobe``, ``arch_frame_distance``, ``arch_fixup_return``."""

    area = "kretprobes"
    arch = ""

    @both_ways
    @likely(
        "arch_call_site does not read the return address where it is, arch_prepare_kretprobe not replace it there, "
        "or arch_fixup_return does not set pc"
    )
    def test_a_return_is_seen(self, port: Port, told: bool) -> None:
        """A probed function returns through the trampoline, once, with its result, to where it would have (R13)."""
        with port.boot() as kernel:
            identity = watch(port, kernel, "identity", told)
            assert kernel.call("repeat", 1) == 0, "the function does not return what it returns unprobed"
            complete(kernel, 1)
            assert kernel.call("repeat", 5) == 10
            assert identity.values == [0, 0, 1, 2, 3, 4], f"identity() returned {identity.values}"
            complete(kernel, 6)

    @both_ways
    @likely("the result's register is not results[0], or a hook on the way changes it")
    def test_every_result_is_seen(self, port: Port, told: bool) -> None:
        """Recursion: each return shows its own result, inner ones first."""

        def expected(n: int) -> list[int]:
            return [n] if n < 2 else [*expected(n - 1), *expected(n - 2), FIBONACCI[n]]

        with port.boot() as kernel:
            fib = watch(port, kernel, "fib", told)
            assert kernel.call("fib", 8) == 21
            assert fib.values == expected(8), f"the results of fib(8)'s calls are {fib.values[:12]} ..."
            complete(kernel, len(expected(8)))

    @both_ways
    @likely(
        "the return address was read before the breakpoint's pc was corrected; or pc is moved after arch_fixup_return "
        "has set it, as an engine does that reports breakpoints behind the instruction"
    )
    def test_pc_is_at_the_real_return_address(self, port: Port, told: bool) -> None:
        """pc in return handlers, and `instance.return_address` in all, are the real return address (R11, R13)."""
        with port.boot() as kernel:
            identity = watch(port, kernel, "identity", told)
            fib = watch(port, kernel, "fib", told)
            kernel.call("repeat", 3)
            kernel.call("fib", 4)
            # The outermost fib() was called by the kernel: it is the first to be entered and the last to return.
            for calls, caller, outermost in ((identity, "repeat", 0), (fib, "fib", 1)):
                returns = slice(len(calls.places) - outermost)
                for what, addresses in (
                    ("instance.return_address", calls.places[returns]),
                    ("pc", calls.pcs[returns]),
                    ("instance.return_address in the entry handler", calls.entered[outermost:]),
                ):
                    for address in addresses:
                        home = kernel.symbols.at(address)
                        assert home is not None and home.name == caller, (
                            f"{what} of {calls.symbol}() should be in {caller}(), but is {address:#x}, "
                            f"{kernel.symbols.symbolize(address)}"
                        )
                assert calls.pcs == calls.places, (
                    f"{calls.symbol}(): pc {calls.pcs[0]:#x} is not the return address {calls.places[0]:#x}"
                )
            assert not told or identity.entered == identity.places

    @likely("arch_call_site must give the return address as found, also when it is the trampoline")
    def test_several_probes_on_one_function(self, port: Port) -> None:
        """Three probes on one function: entries newest first, returns the other way round (A9, R11, R12)."""
        with port.boot() as kernel:
            order: list[str] = []
            seen: set[tuple[int, int]] = set()

            def probe(name: str) -> Kretprobe:
                def entered(instance: KretprobeInstance, registers: Registers) -> int:
                    order.append(f"{name}<")
                    seen.add((instance.return_address, instance.call))
                    return 0

                def returned(instance: KretprobeInstance, registers: Registers) -> None:
                    order.append(f">{name}")
                    seen.add((instance.return_address, instance.call))
                    assert registers["pc"] == instance.return_address

                return Kretprobe(symbol="identity", handler=returned, entry_handler=entered, maxactive=4)

            for name in "abc":
                kernel.register_kretprobe(probe(name))
            assert kernel.call("repeat", 1) == 0
            assert order == ["c<", "b<", "a<", ">a", ">b", ">c"], f"three probes were called in the order {order}"
            assert len(seen) == 1, "three probes on one call must see one call with one return address"
            complete(kernel, 3)

    @both_ways
    @likely("a value that a handler sets is overwritten when execution goes on")
    def test_results_can_be_changed(self, port: Port, told: bool) -> None:
        """A handler that changes the result changes what the caller gets (R15)."""
        with port.boot() as kernel:
            watch(port, kernel, "identity", told, change=lambda value: value + 100)
            got = kernel.call("repeat", 3)
            assert got == 303, f"each of three results was raised by 100: 303 is expected, not {got}"

    @both_ways
    @likely("arch_frame_distance does not allow for what a function pops that returns a struct: see 'callee_pops'")
    def test_structs_through_memory(self, port: Port, told: bool) -> None:
        """A struct returned through a hidden pointer arrives, whoever pops that pointer."""
        with port.boot() as kernel:
            expected = kernel.call("call_large", 4)
            watch(port, kernel, "make_large", told)
            try:
                got = kernel.call("call_large", 4)
            except KernelPanic as error:
                raise AssertionError(
                    f"make_large() has returned, but arch_frame_distance accepts no call that is under way: {error}"
                ) from error
            assert got == expected, (
                f"a large struct is returned wrong by a probed function: {got} instead of {expected}"
            )
            complete(kernel, 1)

    @requires("callee_pops")
    @likely("arch_frame_distance must give how many bytes more than its return address a function has popped")
    def test_popped_arguments_are_told(self, port: Port) -> None:
        """The distance of a function that pops an argument is that argument's size."""
        with port.boot() as kernel:
            distances = _distances(port, kernel, "make_large")
            kernel.call("call_large", 4)
            assert distances and all(own is not None for own, _ in distances), (
                f"make_large() has just returned, yet arch_frame_distance says {distances}"
            )
            assert any(own for own, _ in distances), (
                "'callee_pops' is declared, but no function of the guest pops anything: the distance is always 0"
            )

    @both_ways
    @likely(
        "a hook changes a register besides the return address and pc; or arch_fixup_return leaves the trampoline in "
        "the link register"
    )
    def test_registers_are_left_alone(self, port: Port, told: bool) -> None:
        """With every function's returns probed, registers end as they do unprobed, preserved ones at each return."""
        calling = port.description.calling
        functions = ["everything", "hold", "call_pair", "call_large", "call_widen", "call_tail"]
        with port.boot() as kernel:
            plain: dict[str, dict[str, int]] = {}
            for function in functions:
                kernel.call(function, 3)
                plain[function] = values_of(kernel.machine.registers)
            probed = (
                "identity",
                "fib",
                "many",
                "make_pair",
                "make_large",
                "widen",
                "tail",
                "hold",
                "descend",
                "choose",
            )
            kept: list[str] = []
            names = [*calling.preserved, *([calling.return_register] if calling.return_register else ())]

            def entered(instance: KretprobeInstance, registers: Registers) -> int:
                saved[instance.call] = [registers[name] for name in calling.preserved]
                return 0

            def returned(instance: KretprobeInstance, registers: Registers) -> None:
                if told:
                    now = [registers[name] for name in calling.preserved]
                    was = saved.pop(instance.call)
                    kept.extend(n for n, x, y in zip(calling.preserved, was, now, strict=True) if x != y)
                if calling.return_register and registers[calling.return_register] != instance.return_address:
                    kept.append(f"{calling.return_register} (the link register, which must be the real return address)")

            saved: dict[int, list[int]] = {}
            for symbol in probed:
                kernel.register_kretprobe(
                    Kretprobe(symbol=symbol, handler=returned, entry_handler=entered if told else None, maxactive=64)
                )
            for function in functions:
                kernel.call(function, 3)
                assert not kept, f"not as they should be when a probed function returns: {', '.join(sorted(set(kept)))}"
                for name, value in plain[function].items():
                    now = kernel.machine.registers[name]
                    if now != value and name not in {*names, *calling.results, "pc", "sp"} and _is_kernels(kernel, now):
                        continue  # scratch in which the function kept its return address
                    assert now == value, f"{function}() leaves {name} as {value:#x} unprobed, as {now:#x} probed"

    @both_ways
    @likely("only the first register of a result that takes two is kept")
    def test_results_in_two_registers(self, port: Port, told: bool) -> None:
        """Structs and wide integers come back whole."""
        with port.boot() as kernel:
            pair, wide = watch(port, kernel, "make_pair", told), watch(port, kernel, "widen", told)
            assert kernel.call("call_pair", 5) == 5006, "a struct of two words is returned wrong by a probed function"
            assert kernel.call("call_widen", 7) == 7008, "a 64-bit result is returned wrong by a probed function"
            assert len(pair.values) == len(wide.values) == 1
            complete(kernel, 2)

    @both_ways
    @requires("floating_point")
    @likely("floating-point registers are changed on the way through the trampoline")
    def test_floating_point_results(self, port: Port, told: bool) -> None:
        """Floating-point arguments and results pass through probes."""
        with port.boot() as kernel:
            watch(port, kernel, "halve", told)
            assert kernel.call("call_halve", 1001) == 1001
            complete(kernel, 3)

    @both_ways
    @likely("arch_call_site looks for arguments or the return address in the wrong place when there are many arguments")
    def test_many_arguments(self, port: Port, told: bool) -> None:
        """Arguments on the stack are where the function expects them."""
        with port.boot() as kernel:
            expected = kernel.call("call_many", 7)
            watch(port, kernel, "many", told)
            assert kernel.call("call_many", 7) == expected, "twelve arguments do not arrive in a probed function"
            complete(kernel, 1)

    @likely("arguments or stack_arguments of the calling convention")
    def test_arguments_are_shown(self, port: Port) -> None:
        """`Return.argument(n)` is the n-th argument of the call that returns."""
        with port.boot() as kernel:
            got: list[tuple[int, ...]] = []

            @kernel.on_return("many", arguments=12)
            def seen(ret: Any) -> None:
                got.append(tuple(ret.argument(index) for index in range(12)))

            kernel.call("call_many", 50)
            assert got == [tuple(range(50, 62))], f"many(50, 51, ... 61) was called; recorded are {got}"

    @likely("pointers to functions lead to other addresses than their symbols: arch_function_entry")
    def test_calls_through_pointers(self, port: Port) -> None:
        """Calls through a pointer are seen by a probe set by name, and the other way round."""
        with port.boot() as kernel:
            by_name = watch(port, kernel, "negate")
            pointer = kernel.call("pointer", 0)
            hits: list[int] = []
            kernel.register_kretprobe(
                Kretprobe(address=pointer, handler=lambda instance, registers: hits.append(1), maxactive=4)
            )
            assert kernel.call("apply", 1, 5) == port.unsigned(-5)
            assert len(by_name.values) == 1, "a call through a pointer was not seen by the probe set by name"
            kernel.call("repeat", 3)
            assert len(hits) == 3, "three direct calls were not seen by the probe set by a function pointer"
            complete(kernel, 4)

    @both_ways
    @likely("after the trampoline something is wrong with the caller: its global pointer, its stack, its link register")
    def test_callers_go_on_as_before(self, port: Port, told: bool) -> None:
        """Everything the guest can do, with the returns of every function probed, has the same result (R15, R24)."""
        with port.boot() as kernel:
            expected = [kernel.call("everything", n) for n in range(6)]
        with port.boot() as kernel:
            handle = kernel.on_return("*", maxactive=None if told else 64)(lambda ret: None)
            got = [kernel.call("everything", n) for n in range(6)]
            assert got == expected, f"probed, everything() gives {got} instead of {expected}"
            receipt = kernel.receipt()
            assert receipt.returned == receipt.entries > 200, f"some call did not come back: {receipt}"
            assert len(handle.probes) > 20

    @likely("depth and caller come from frames and return addresses: arch_call_site gives those of another call")
    def test_callers_are_named(self, port: Port) -> None:
        """`Return.caller` names the calling function, `depth` counts the probed calls around."""
        with port.boot() as kernel:
            seen: list[tuple[str | None, int]] = []
            kernel.on_return("descend")(lambda ret: seen.append((ret.caller, ret.depth)))
            kernel.call("descend", 4)
            assert [depth for _, depth in seen] == [3, 2, 1, 0], f"four calls, one in the other, have depths {seen}"
            assert [caller for caller, _ in seen][:3] == ["descend"] * 3, f"descend() is called by descend(): {seen}"

    @both_ways
    @likely(
        "with an empty pool the call must stay untouched: arch_prepare_kretprobe must not be needed for it to return"
    )
    def test_recursion_deeper_than_maxactive(self, port: Port, told: bool) -> None:
        """Calls without a free instance are missed and counted, and return to where they should (R5, R7)."""
        with port.boot() as kernel:
            descend = watch(port, kernel, "descend", told, maxactive=3)
            assert kernel.call("descend", 10) == 10
            receipt = kernel.receipt()
            assert (receipt.entries, receipt.returned, dict(receipt.missed)) == (10, 3, {"pool empty": 7}), (
                f"ten calls, one in the other, and three instances: three returns, seven missed; got: {receipt}"
            )
            assert descend.probe.nmissed == 7
            assert descend.values == [8, 9, 10], f"the three outermost calls are seen, not those of {descend.values}"

    @likely("a call that is declined must be left untouched")
    def test_calls_can_be_declined(self, port: Port) -> None:
        """An entry handler that returns non-zero leaves the call alone (R8)."""
        with port.boot() as kernel:
            values: list[int] = []
            turn = iter(range(100))
            kernel.register_kretprobe(
                Kretprobe(
                    symbol="identity",
                    entry_handler=lambda instance, registers: next(turn) % 2,
                    handler=lambda instance, registers: values.append(registers[port.description.calling.results[0]]),
                )
            )
            assert kernel.call("repeat", 6) == 15
            receipt = kernel.receipt()
            assert (receipt.returned, receipt.declined) == (3, 3), f"every second of six calls was declined: {receipt}"
            assert values == [0, 2, 4], f"the returns seen are {values}"

    @both_ways
    @likely("arch_frame_distance: two activations that are one (a tail call has its caller's frame) are told apart")
    def test_tail_calls(self, port: Port, told: bool) -> None:
        """A function that jumps to another as its last act, both probed: both return, at once, with the same result."""
        with port.boot() as kernel:
            tail, identity = watch(port, kernel, "tail", told), watch(port, kernel, "identity", told)
            assert kernel.call("call_tail", 5) == 7, "a probed tail call returns something else"
            assert (tail.values, identity.values) == ([6], [6]), f"tail() {tail.values}, identity() {identity.values}"
            assert tail.places == identity.places or len({*tail.places, *identity.places}) == 2
            complete(kernel, 2)
            assert [kernel.call("call_tail", n) for n in range(20)] == [n + 2 for n in range(20)]
            complete(kernel, 42)

    @likely("arch_call_site must give the stack pointer as it is at the first instruction, as the frame")
    def test_frames_tell_calls_apart(self, port: Port) -> None:
        """Deeper calls have deeper frames: a lower stack pointer, or a higher register stack."""
        register_stack = "register_stack" in port.description.capabilities
        with port.boot() as kernel:
            descend = watch(port, kernel, "descend")
            kernel.call("descend", 6)
            frames = descend.frames
            assert len(set(frames)) == 6, f"six calls, one in the other, have the frames {frames}: they must differ"
            for outer, inner in pairwise(frames):
                assert inner.stack < outer.stack or (
                    inner.stack == outer.stack and inner.backing_store > outer.backing_store
                ), f"a call inside another has frame {inner}, which is not deeper than {outer}"
            if not register_stack:
                assert all(frame.backing_store == 0 for frame in frames), (
                    "backing_store must be 0 where there is no register stack"
                )
            sp = [frame.stack for frame in frames]
            task = kernel.spawn("descend", 6)
            kernel.run()
            assert task.result == 6
            assert all(frame.stack % port.word == 0 for frame in frames), (
                f"stack pointers {sp} are no multiples of a word"
            )

    @likely("arch_frame_distance accepts activations that have not returned: it must be 0 for the one that has, only")
    def test_distance_accepts_the_call_that_returned(self, port: Port) -> None:
        """At a return the distance of that call's frame is 0, and None for every call that is still under way (R12)."""
        with port.boot() as kernel:
            distances = _distances(port, kernel, "descend")
            assert kernel.call("descend", 6) == 6
            assert len(distances) == 6
            for own, others in distances:
                assert own == 0, (
                    f"descend() has just returned, yet arch_frame_distance of its frame is {own}: off by that, "
                    "or the frame is not the stack pointer at entry"
                )
                assert all(other is None for other in others), (
                    f"calls that are still under way have distances {others}: they cannot have returned, so None"
                )

    @both_ways
    @requires("non_local_jumps")
    @likely("frames of calls that were jumped out of are taken for those of live calls: arch_call_site's stack")
    def test_calls_that_are_jumped_out_of(self, port: Port, told: bool) -> None:
        """Calls left by a non-local jump are accounted for as unwound; everything else returns (R23)."""
        with port.boot() as kernel:
            watch(port, kernel, "throw_from", told)
            identity, catch = watch(port, kernel, "identity", told), watch(port, kernel, "catch_from", told)
            for _ in range(4):
                assert kernel.call("catch_from", 5) == 1000, "a non-local jump arrives wrong when functions are probed"
            receipt = kernel.receipt()
            assert dict(receipt.abandoned) == {"unwound": 20} and receipt.inside == 0, (
                f"four times five calls were jumped out of; the receipt says: {receipt}"
            )
            assert (len(identity.values), len(catch.values)) == (4, 4)

    @both_ways
    @likely("unregistering must not touch calls under way: they return through the trampoline")
    def test_unregistering_under_way(self, port: Port, told: bool) -> None:
        """A probe unregistered inside the calls it watches: they return to the right place, unseen (R17)."""
        with port.boot() as kernel:
            crash = watch(port, kernel, "crash", told)

            def stop(instance: KretprobeInstance, registers: Registers) -> None:
                kernel.unregister_kretprobe(crash.probe)

            kernel.register_kretprobe(Kretprobe(symbol="peek", handler=stop))
            readable = port.entry(kernel, "identity").call & -16
            expected = int.from_bytes(kernel.machine.memory.read(readable, port.word), port.description.byte_order)
            got = kernel.call("crash", 4, readable)
            assert got == expected, (
                f"four calls under way return {got:#x} instead of {expected:#x} after their probe is gone"
            )
            assert crash.values == [], "a handler ran after its probe was unregistered"
            complete(kernel, 5)
            descend = watch(port, kernel, "descend", told)

            def unregister_at_the_second(value: int) -> int:
                if len(descend.values) == 2:
                    kernel.unregister_kretprobe(descend.probe)
                return value

            descend.change = unregister_at_the_second
            assert kernel.call("descend", 5) == 5, "calls under way do not return after their probe is gone"
            assert descend.values == [1, 2], f"unregistered at the second return, the probe saw {descend.values}"
            complete(kernel, 10)

    @both_ways
    @likely("something is kept per machine or per function between entry and return; it must be per call")
    def test_calls_inside_handlers(self, port: Port, told: bool) -> None:
        """A return handler may call a guest function; probes hit there are missed as nested (R22)."""
        with port.boot() as kernel:
            inner: list[int] = []
            probe = Kretprobe(
                symbol="identity",
                handler=lambda instance, registers: inner.append(kernel.call("fib", 5)),
                entry_handler=(lambda instance, registers: 0) if told else None,
            )
            kernel.register_kretprobe(probe)
            watch(port, kernel, "fib", told)
            assert kernel.call("repeat", 3) == 3, "a call inside a return handler disturbs the return"
            assert inner == [5, 5, 5], f"fib(5), called in a handler, gave {inner}"
            receipt = kernel.receipt()
            assert (receipt.returned, dict(receipt.missed)) == (3, {"nested": 45}), f"got: {receipt}"

    @likely("the trampoline's text or symbol; it must be registered through boot")
    def test_trampoline_cannot_be_probed(self, port: Port) -> None:
        """No user's probe goes on the trampoline, and the global switch leaves its probe alone (R19)."""
        with port.boot() as kernel:
            identity = watch(port, kernel, "identity")
            kernel.call("repeat", 1)
            trampoline = _trampoline(port, kernel)
            home = kernel.symbols.at(trampoline)
            assert home is not None, (
                f"functions return to {trampoline:#x}, which is beside the trampoline: it is not in the text that "
                "arch_init has loaded under a name"
            )
            try:
                kernel.register_kprobe(Kprobe(address=trampoline))
            except RegistrationError:
                pass
            else:
                raise AssertionError(f"a probe on the trampoline at {trampoline:#x} was accepted")
            switched: list[int] = []

            def switch(instance: KretprobeInstance, registers: Registers) -> int:
                kernel.disarm_all_kprobes()
                switched.append(1)
                return 0

            kernel.register_kretprobe(Kretprobe(symbol="negate", handler=lambda i, r: None, entry_handler=switch))
            assert kernel.call("apply", 1, 3) == port.unsigned(-3), (
                "with all probes off a call under way does not return"
            )
            assert switched == [1] and kernel.receipt().inside == 0
            kernel.arm_all_kprobes()
            assert kernel.call("repeat", 3) == 3 and len(identity.values) == 4

    @requires("entry_log")
    @likely("the machine's entry log: its order, what it records, or where it gives an entry to on_breakpoint instead")
    def test_noted_calls_are_told_calls(self, port: Port) -> None:
        """With and without the entry log the same calls are seen, in the same order, with the same arguments."""

        def run(noted: bool) -> list[object]:
            seen: list[object] = []
            with port.boot() as kernel:
                assert getattr(kernel.machine, "entry_log", None) is not None, (
                    "'entry_log' is declared, but the machine has no attribute entry_log"
                )

                def note(ret: Any) -> None:
                    kept = ret.freeze()
                    seen.append((kept.function, kept.value, kept.call, kept.parent, kept.depth, kept.arguments))

                kernel.on_return("*")(note)
                if not noted:
                    kernel.on_entry("*")(lambda entry: None)  # two probes on a function are told at once
                kernel.call("everything", 6)
                seen.append(str(kernel.receipt()))
            return seen

        noted, told = run(True), run(False)
        for one, other in zip(noted, told, strict=False):
            assert one == other, f"noted: {one}; told: {other}"
        assert len(noted) == len(told) > 60


def _trampoline(port: Port, kernel: Kernel) -> int:
    """The trampoline's address, as a call that is probed twice finds it."""
    found: list[int] = []

    def entered(kp: Kprobe, registers: Registers) -> int:
        found.append(port.hooks.arch_call_site(kernel.machine)[0])
        return 0

    late = Kprobe(symbol="negate", pre_handler=entered)
    kernel.register_kprobe(late)
    probe = Kretprobe(symbol="negate", handler=lambda instance, registers: None)
    kernel.register_kretprobe(probe)
    kernel.call("negate", 1)
    kernel.unregister_kprobe(late)
    kernel.unregister_kretprobe(probe)
    return found[0]


def _is_kernels(kernel: Kernel, address: int) -> bool:
    """Whether an address is in kretcore's own text: the trampoline, or where called functions return to."""
    return kernel.symbols.at(address) is not None and not any(
        low <= address < high for low, high in kernel.image.executable_ranges
    )


def _distances(port: Port, kernel: Kernel, symbol: str) -> list[tuple[int | None, list[int | None]]]:
    """At each return: the distance of the call that returned, and those of the calls still under way."""
    seen: list[tuple[int | None, list[int | None]]] = []
    live: list[Frame] = []

    def entered(instance: KretprobeInstance, registers: Registers) -> int:
        live.append(instance.frame)
        return 0

    def returned(instance: KretprobeInstance, registers: Registers) -> None:
        distance = port.hooks.arch_frame_distance
        own = live.pop()
        assert own == instance.frame, (
            f"the call that returned has the frame {own}; the return was matched to {instance.frame}"
        )
        seen.append((distance(kernel.machine, *own), [distance(kernel.machine, *frame) for frame in live]))

    kernel.register_kretprobe(Kretprobe(symbol=symbol, handler=returned, entry_handler=entered, maxactive=64))
    return seen
