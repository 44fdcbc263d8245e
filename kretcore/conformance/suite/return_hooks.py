"""The hooks of return probes one by one, before a kernel uses them: the first checks of the area `kretprobes`."""

from __future__ import annotations

from collections.abc import Callable

from kretcore.conformance.bare import Bare
from kretcore.conformance.deferral import Deferral
from kretcore.conformance.marks import likely, requires
from kretcore.conformance.port import Port


class ReturnHooks:
    """Each of the four hooks, on a bare machine, and the entry log that stands in for two of them."""

    @likely(
        "arch_call_site: the return address is in calling.return_register, or the word at the stack pointer; the frame "
        "is the stack pointer as it is at the function's first instruction"
    )
    def test_call_sites_are_read(self, port: Port) -> None:
        """`arch_call_site` gives the return address and the stack pointer, and changes nothing (R11)."""
        with port.bare() as bare:
            for function in ("identity", "many", "fib", "make_large"):
                bare.at_probe(function, 3, 2, 1)
                before = bare.registers()
                address, stack, backing_store = port.hooks.arch_call_site(bare.machine)
                assert address == bare.landing, (
                    f"at the entry of {function}() the return address is {bare.landing:#x}; arch_call_site says "
                    f"{address:#x}"
                )
                assert stack == before["sp"], (
                    f"at the entry of {function}() sp is {before['sp']:#x}, but arch_call_site gives {stack:#x} as its "
                    f"frame: off by {stack - before['sp']}"
                )
                if "register_stack" not in port.description.capabilities:
                    assert backing_store == 0, "backing_store must be 0 where there is no register stack"
                changed = _changed(before, bare)
                assert not changed, f"arch_call_site must change nothing, but {', '.join(changed)} changed"

    @likely("arch_prepare_kretprobe writes elsewhere than arch_call_site reads, or writes more than the return address")
    def test_return_addresses_are_replaced(self, port: Port) -> None:
        """`arch_prepare_kretprobe` replaces the return address and nothing else; the function returns there (R11)."""
        with port.bare() as bare:
            for function, result in (("identity", 3), ("fib", 2)):
                trampoline = bare.put_trampoline()
                bare.at_probe(function, 3)
                before, sp = bare.registers(), bare.machine.registers["sp"]
                stack = bare.machine.memory.read(bare.stack_low, bare.stack_high - bare.stack_low)
                port.hooks.arch_prepare_kretprobe(bare.machine, trampoline)
                link = port.description.calling.return_register
                changed = _changed(before, bare, link)
                assert not changed, (
                    f"arch_prepare_kretprobe has changed {', '.join(changed)}: it must replace the return address alone"
                )
                after = bare.machine.memory.read(bare.stack_low, bare.stack_high - bare.stack_low)
                room = range(sp, sp + port.word) if link is None else range(0)
                words = [bare.stack_low + i for i, byte in enumerate(after) if byte != stack[i]]
                stray = sorted({at & -port.word for at in words if at not in room})
                assert not stray, (
                    f"arch_prepare_kretprobe has written to sp{stray[0] - sp:+#x}, which is not where the return "
                    "address is"
                )
                found, *_ = port.hooks.arch_call_site(bare.machine)
                assert found == trampoline, (
                    f"the return address was replaced by {trampoline:#x}, but arch_call_site then says {found:#x}: it "
                    "must give what is there, also when that is the trampoline"
                )
                arrived = _arrive(bare)
                assert arrived == trampoline, (
                    f"{function}() has returned to {arrived:#x}, though arch_prepare_kretprobe was to send it to "
                    f"{trampoline:#x}"
                )
                assert bare.result == result, f"{function}(3) gives {bare.result}, sent elsewhere at its return"

    @likely(
        "arch_frame_distance: where is the stack pointer behind a return, compared with the function's first "
        "instruction? One word higher if a call pushes the return address, the same if not"
    )
    def test_returns_are_recognized(self, port: Port) -> None:
        """`arch_frame_distance` is 0 for the call that has just returned, and for no other frame (R12)."""
        with port.bare() as bare:
            bare.put_trampoline()
            for function in ("identity", "many", "fib"):
                bare.at_probe(function, 3, 2, 1)
                _, stack, backing_store = port.hooks.arch_call_site(bare.machine)
                _arrive(bare)
                before = bare.registers()

                def distance(above: int, stack: int = stack, store: int = backing_store) -> int | None:
                    found: int | None = port.hooks.arch_frame_distance(bare.machine, stack + above, store)
                    return found

                own = distance(0)
                assert own == 0 or (own is not None and own > 0 and "callee_pops" in port.description.capabilities), (
                    f"{function}() has just returned, yet arch_frame_distance of its frame is {own}, not 0"
                )
                for above in (own + port.word, own + 2 * port.word, own + 64):
                    assert distance(above) is None, (
                        f"the frame {above} bytes above that of {function}(), which has just returned, is that of a "
                        f"call still under way, yet arch_frame_distance is {distance(above)}, not None"
                    )
                for below in (port.word, 2 * port.word):
                    assert distance(-below) != 0, (
                        f"arch_frame_distance is 0 also for a frame {below} bytes below that of {function}(), which "
                        "has just returned"
                    )
                changed = _changed(before, bare)
                assert not changed, f"arch_frame_distance must change nothing, but {', '.join(changed)} changed"

    @likely("arch_fixup_return: pc, and the link register where there is one; nothing else, as the result is in others")
    def test_execution_goes_on_at_the_return_address(self, port: Port) -> None:
        """`arch_fixup_return` sets pc, and the link register where there is one, and leaves the rest alone (R13)."""
        with port.bare() as bare:
            bare.put_trampoline()
            bare.at_probe("identity", 3)
            _arrive(bare)
            before, home = bare.registers(), bare.entry("two").call
            port.hooks.arch_fixup_return(bare.machine, home)
            registers, link = bare.machine.registers, port.description.calling.return_register
            assert registers["pc"] == home, (
                f"arch_fixup_return was to go on at {home:#x}, but pc is {registers['pc']:#x}"
            )
            if link is not None:
                assert registers[link] == home, (
                    f"arch_fixup_return must set the link register {link} to {home:#x}, too, as a return through it "
                    f"leaves it; it is {registers[link]:#x}"
                )
            changed = _changed(before, bare, link)
            assert not changed, f"arch_fixup_return has changed {', '.join(changed)}, in which a result may be"

    @requires("entry_log")
    @likely("what is recorded, the order, or when it is handed over: before any other callback, and before run returns")
    def test_entry_log_notes_what_a_callback_would_see(self, port: Port) -> None:
        """Deferred entries are handed over whole and in order: as a callback at the breakpoint sees them."""
        for function, arguments in (("descend", (5,)), ("repeat", (4,)), ("fib", (6,)), ("call_many", (9,))):
            with port.bare() as bare:
                probe = {"repeat": "identity", "call_many": "many"}.get(function, function)
                told = Deferral(port, bare, probe, None, deferred=False).run(function, *arguments)
                noted = Deferral(port, bare, probe, None).run(function, *arguments)
                assert not noted.told, f"{probe}() is deferred without limit, yet on_breakpoint was called for it"
                assert noted.entries == told.entries, (
                    f"{function}{arguments}: callbacks see the entries of {probe}() as {told.shown}; the entry log "
                    f"notes {noted.shown}"
                )

    @requires("entry_log")
    @likely("a noted breakpoint is not counted, or notes are not handed over before run returns")
    def test_entry_log_counts_what_a_callback_would(self, port: Port) -> None:
        """However short the pieces that a call is run in, deferred entries count as instructions, as told ones do."""
        for budget in (1, 2, 3, 5, 8, 13, 100):
            with port.bare() as bare:
                told = Deferral(port, bare, "fib", None, deferred=False).run("fib", 5, budget=budget)
                expected = bare.executed + len(told.entries)  # each noted call returns by way of the trampoline
                noted = Deferral(port, bare, "fib", None).run("fib", 5, budget=budget)
                assert noted.entries == told.entries, (
                    f"fib(5) in pieces of {budget} instructions: callbacks see the entries {told.shown}; the entry log "
                    f"notes {noted.shown}"
                )
                assert bare.executed == expected, (
                    f"fib(5) in pieces of {budget} instructions: {expected} of them should have been executed with the "
                    f"entry log, returns to the trampoline included, but {bare.executed} were"
                )

    @requires("entry_log")
    @likely("a breakpoint is noted where it must be told: see kretcore.machine.EntryLog")
    def test_entry_log_leaves_to_callbacks_what_it_must(self, port: Port) -> None:
        """`on_breakpoint` is called beyond the quota, after `forget`, in nested runs, for foreign return addresses."""
        with port.bare() as bare:
            for quota in (0, 1, 3, 5):
                noted = Deferral(port, bare, "descend", quota).run("descend", 5)
                assert (len(noted.entries), noted.told) == (5, 5 - quota), (
                    f"descend(5) with a quota of {quota}: {5 - quota} of 5 entries must be told, but {noted.told} of "
                    f"{len(noted.entries)} were"
                )
                stacks = [row[2] for row in noted.entries]
                assert stacks == sorted(stacks, reverse=True), (
                    "entries that were noted must be handed over before the next one is told"
                )
            changes: tuple[tuple[str, Callable[[Deferral], object]], ...] = (
                ("the quota was set to 0", lambda d: d.log.set_quota(d.place, 0)),
                ("the entry was forgotten", lambda d: d.log.forget(d.place)),
                ("the return addresses are not in the text given", lambda d: d.configure((bare.free, bare.free + 1))),
            )
            for what, change in changes:
                deferral = Deferral(port, bare, "descend", None)
                change(deferral)
                told = deferral.run("descend", 4).told
                assert told == 4, f"{what}, yet {4 - told} of 4 entries were noted instead of told"
            outer = Deferral(port, bare, "descend", None)
            assert outer.nested("descend", 3) == 3, "entries in a nested run were noted instead of told"


def _arrive(bare: Bare) -> int:
    """Run to a breakpoint and return its address."""
    arrived: list[int] = []

    def callback(address: int) -> None:
        arrived.append(address)
        bare.machine.stop()

    bare.machine.on_breakpoint = callback
    stop = bare.machine.run()
    bare.machine.on_breakpoint = bare.landed
    assert arrived, f"the function did not return to any breakpoint: {stop}"
    return arrived[0]


def _changed(before: dict[str, int], bare: Bare, allowed: str | None = None) -> list[str]:
    """The registers that are not as they were, except ``pc`` under all its names and the one that may change."""
    after = bare.registers()
    return sorted(
        name
        for name, value in after.items()
        if value != before[name] and name != allowed and not (before[name] == before["pc"] and value == after["pc"])
    )
