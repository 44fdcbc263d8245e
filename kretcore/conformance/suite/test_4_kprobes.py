"""Probes on instructions: copies, patches, order, nesting, switches. Rows (K17, H6) are of the semantics table."""

from __future__ import annotations

import errno
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest

from kretcore import Kernel, KernelPanic, Kprobe, RegistrationError, TaskDied
from kretcore.arch import InstructionCopy
from kretcore.conformance.marks import likely, requires
from kretcore.conformance.port import Port, text_of
from kretcore.machine import Protection, Registers

FUNCTION, ARGUMENT = "everything", 2
STACK_COMPARED = 4096
LONGEST = 16
"""Bytes no instruction is longer than: one that ends further away has jumped."""
MOST_HITS = 10_000
"""Hits of one probe that no call of the guest comes near."""
REFUSALS = (errno.EINVAL, errno.EOPNOTSUPP)


@dataclass
class Path:
    """How a call runs unprobed, one instruction at a time.

    :ivar result: what it returns.
    :ivar following: per address, the program counters behind it, in order. An instruction that repeats itself counts
        once.
    :ivar acted: where a predicate may keep an instruction from being executed, how often each one changed a register
        or went elsewhere, so that it certainly was. Otherwise as often as it ran.
    """

    result: int
    following: dict[int, list[int]] = field(default_factory=dict)
    acted: dict[int, int] = field(default_factory=dict)

    def length(self, address: int) -> int | None:
        """Bytes to the next instruction that was executed, if execution ever went on there and not far away."""
        following = self.following[address]
        after = min((pc for pc in self.following if pc > address), default=None)
        return after - address if after in following and after - address <= LONGEST else None

    def straight(self, address: int) -> bool:
        """Whether execution always went on behind the instruction, as far as this call shows."""
        length = self.length(address)
        return length is not None and set(self.following[address]) == {address + length}

    def check_hits(self, address: int, hits: int, where: str) -> None:
        """A probe must have been hit as often as its instruction was executed."""
        most = len(self.following.get(address, ()))
        least = self.acted.get(address, 0)
        wanted = f"runs {most} times" if least == most else f"runs {most} times, with an effect {least} times"
        assert least <= hits <= most, f"the instruction at {where} {wanted}, its probe was hit {hits} times"


def path_of(port: Port, kernel: Kernel, function: str = FUNCTION, *arguments: int) -> Path:
    """Step a task through a call."""
    task = kernel.spawn(function, *(arguments or (ARGUMENT,)))
    following: dict[int, list[int]] = {}
    acted: dict[int, int] = {}
    registers = kernel.machine.registers
    names = [name for name in registers if name != "pc"] if "predication" in port.description.capabilities else []
    read = registers.reader(names)
    pc, before = port.entry(kernel, function).call, [0]
    while task.alive:
        kernel.run(max_instructions=1)
        after = registers["pc"]
        if task.alive and after != pc:
            following.setdefault(pc, []).append(after)
            now = list(read())
            acted[pc] = acted.get(pc, 0) + (not names or now != before or not 0 < after - pc <= LONGEST)
            pc, before = after, now
    assert task.result is not None, f"{function} did not return: {kernel.describe_end(task)}"
    return Path(task.result, following, acted)


def changed(text: dict[int, bytes], clean: dict[int, bytes]) -> list[int]:
    """The addresses at which two states of the text differ."""
    return [low + i for low, code in text.items() for i, byte in enumerate(code) if byte != clean[low][i]]


def _hit(following: list[int], seen: list[int]) -> list[int]:
    """What post handlers should see of ``following``, some of which were no hits: what they saw, as far as it is in
    there in the same order, and then what is not."""
    left = iter(following)
    found = [pc for pc in seen if pc in left]
    return found if len(found) == len(seen) else [*found, *following]


def _hex(address: int | None) -> str:
    return "nothing" if address is None else hex(address)


def not_for_ever(kp: Kprobe, hits: int) -> None:
    """End a run in which a probe is hit again and again."""
    assert hits <= MOST_HITS, (
        f"the probe at {_hex(kp.address)} was hit {hits} times: its copy (the jump_back, the emulation) or "
        "arch_resume_execution leads back to it, or makes a loop of what follows"
    )


def probed(kernel: Kernel, where: str) -> int:
    """Call the guest's function with something probed."""
    try:
        return kernel.call(FUNCTION, ARGUMENT)
    except (TaskDied, KernelPanic) as error:
        raise AssertionError(f"with a probe on {where} the guest does not return any more: {error}") from error


class Seen:
    """A probe's handlers that write down what they are called for."""

    def __init__(self, kernel: Kernel, address: int, *, post: bool) -> None:
        self.hits = 0
        self.following: list[int] = []
        self.probe = Kprobe(address=address, pre_handler=self._pre, post_handler=self._post if post else None)
        kernel.register_kprobe(self.probe)

    def _pre(self, kp: Kprobe, registers: Registers) -> int:
        self.hits += 1
        not_for_ever(kp, self.hits)
        return 0

    def _post(self, kp: Kprobe, registers: Registers) -> None:
        self.following.append(registers["pc"])


class TestKprobes:
    """``arch_prepare_kprobe`` and ``arch_resume_execution``."""

    area = "kprobes"
    arch = ""

    @likely(
        "arch_init must load the trampoline's text and register the kprobe on it with boot.trampoline_probe_handler"
    )
    def test_kernel_boots(self, port: Port) -> None:
        """A kernel boots on the architecture, and the guest runs in it unprobed."""
        with port.boot() as kernel:
            assert kernel.call("fib", 9) == 34
            assert kernel.kprobes() == []

    @likely("the patch: its address, bytes or mask; or the breakpoint of the description is not what traps")
    def test_breakpoints_touch_their_instruction_only(self, port: Port) -> None:
        """Arming writes into the probed instruction alone; disarming restores it exactly (K17)."""
        with port.boot() as kernel:
            path = path_of(port, kernel)
            clean = text_of(kernel)
            size = len(port.description.breakpoint)
            for address in sorted(path.following):
                try:
                    seen = Seen(kernel, address, post=False)
                except RegistrationError:
                    continue
                if seen.probe.address != address:
                    kernel.unregister_kprobe(seen.probe)  # a function's own start, moved to where its probe goes
                    continue
                length = path.length(address) or size
                first = address if size <= length else address - address % size  # a bundle of instructions
                armed = changed(text_of(kernel), clean)
                outside = [hex(at) for at in armed if not first <= at < first + max(size, length)]
                assert not outside, (
                    f"the probe at {address:#x} also writes {', '.join(outside)}: the patch is wider than the "
                    f"instruction, which has {length} bytes, and spoils its neighbours"
                )
                begins = range(first, first + max(size, port.description.instruction_alignment))
                assert any(at in begins for at in armed), (
                    f"the probe at {address:#x} is armed, but of the text {', '.join(map(hex, armed)) or 'nothing'} "
                    "has changed: the breakpoint does not stand where the instruction begins"
                )
                kernel.unregister_kprobe(seen.probe)
                assert text_of(kernel) == clean, f"the probe at {address:#x} is gone, but the text is not as it was"

    @likely(
        "arch_prepare_kprobe refuses the first instruction of ordinary functions, or its copy: what is in it, its "
        "jump_back, or copies that are mixed up"
    )
    def test_functions_can_be_probed(self, port: Port) -> None:
        """Every function of the guest takes a probe on its entry, by name, and is hit once a call."""
        names = (
            "identity",
            "fib",
            "many",
            "make_large",
            "make_pair",
            "tail",
            "hold",
            "apply",
            "work",
            "descend",
            "turn",
        )
        with port.boot() as kernel:
            before = kernel.call(FUNCTION, ARGUMENT)
            for name in names:
                address = port.entry(kernel, name).probe
                where = f"{name}() ({kernel.machine.memory.read(address, 8).hex(' ')} ...)"
                seen = Seen(kernel, address, post=False)
                got = probed(kernel, where)
                kernel.unregister_kprobe(seen.probe)
                assert got == before, f"with a probe on {where} the guest computes {got} instead of {before}"
            hits: Counter[str] = Counter()

            def handler(name: str) -> Callable[[Kprobe, Registers], int]:
                def pre_handler(kp: Kprobe, registers: Registers) -> int:
                    hits[name] += 1
                    not_for_ever(kp, hits[name])
                    return 0

                return pre_handler

            for name in names:
                kernel.register_kprobe(Kprobe(symbol=name, pre_handler=handler(name)))
            got = probed(kernel, f"{len(names)} functions")
            assert got == before, f"with {len(names)} functions probed, the guest computes {got} instead of {before}"
            assert (hits["fib"], hits["descend"], hits["many"], hits["turn"]) == (3, 2, 1, 0), (
                f"fib was called 3 times, descend 2, many 1, turn never; the probes were hit {dict(hits)}"
            )

    @likely(
        "the copy of that instruction: relocation of what is relative to pc, its emulation, or the fix-up behind it"
    )
    def test_every_instruction_boosted(self, port: Port) -> None:
        """Each instruction, probed alone with a pre handler, does what it does, and is hit as often as it runs."""
        self._every_instruction(port, post=False)

    @likely("arch_resume_execution: pc, or a link register that must hold the address behind the original")
    def test_every_instruction_stepped(self, port: Port) -> None:
        """The same with a post handler, which must see the program counter that execution goes on with (H6)."""
        self._every_instruction(port, post=True)

    def _every_instruction(self, port: Port, *, post: bool) -> None:
        branches = "branches" in port.description.capabilities
        with port.boot() as kernel:
            path = path_of(port, kernel)
            refused: list[int] = []
            for address, following in path.following.items():
                where = f"{kernel.symbols.symbolize(address)} ({kernel.machine.memory.read(address, 8).hex(' ')} ...)"
                try:
                    seen = Seen(kernel, address, post=post)
                except RegistrationError as error:
                    assert error.errno in REFUSALS, (
                        f"the instruction at {where} is executed, so it begins there, but was refused: {error}"
                    )
                    refused.append(address)
                    continue
                if seen.probe.address != address:
                    kernel.unregister_kprobe(seen.probe)  # a function's own start, moved to where its probe goes
                    continue
                result = probed(kernel, where)
                kernel.unregister_kprobe(seen.probe)
                assert result == path.result, (
                    f"with a probe on {where} the guest computes {result} instead of {path.result}"
                )
                path.check_hits(address, seen.hits, where)
                if post:
                    unhit = len(following) - seen.hits
                    pairs = zip_longest(seen.following, _hit(following, seen.following) if unhit else following)
                    wrong = next(((got, want) for got, want in pairs if got != want), None)
                    assert wrong is None, (
                        f"post handlers at {where} saw {_hex(wrong[0])} as next pc; unprobed, execution goes on at "
                        f"{_hex(wrong[1])}"
                    )
            limit = len(path.following) / 20 if branches else len(path.following) / 2
            assert len(refused) <= limit, (
                f"{len(refused)} of {len(path.following)} instructions are refused, "
                f"{', '.join(kernel.symbols.symbolize(address) for address in refused[:8])} among them"
                + (
                    ": 'branches' is declared, so jumps, calls and returns must be possible to probe"
                    if branches
                    else ""
                )
            )

    @likely("a copy is made from text in which a neighbour's breakpoint stands, or a patch covers its neighbour")
    def test_all_instructions_at_once(self, port: Port) -> None:
        """With a probe on every instruction at once the guest does what it does (K11: copies are of clean text)."""
        for post in (False, True):
            with port.boot() as kernel:
                path = path_of(port, kernel)
                probes: list[Seen] = []
                for address in path.following:
                    try:
                        probes.append(Seen(kernel, address, post=post))
                    except RegistrationError:
                        continue
                result = probed(kernel, "every instruction")
                assert result == path.result, f"with {len(probes)} probes at once the guest computes {result}"
                for seen in probes:
                    assert seen.probe.address is not None
                    path.check_hits(seen.probe.address, seen.hits, kernel.symbols.symbolize(seen.probe.address))

    @likely(
        "the copy of that instruction: relocation of what is relative to pc, its emulation, or what "
        "arch_resume_execution changes besides pc"
    )
    def test_copies_leave_what_their_instructions_leave(self, port: Port) -> None:
        """Run out of line, each instruction leaves the registers and memory that it leaves in place, every one."""
        with port.bare() as bare:
            machine, memory = bare.machine, bare.machine.memory
            areas = [
                (segment.address, segment.memory_size)
                for segment in port.guest.segments
                if segment.protection & Protection.WRITE and segment.memory_size
            ] + [(bare.stack_high - STACK_COMPARED, STACK_COMPARED)]
            done: set[int] = set()
            bare.enter(FUNCTION, ARGUMENT)
            while (address := machine.registers["pc"]) != bare.landing:
                before, was = machine.save(), [memory.read(*area) for area in areas]
                machine.run(1)
                if address in done:
                    continue
                done.add(address)
                after, registers, left = machine.save(), bare.registers(), [memory.read(*area) for area in areas]
                alone = left
                try:
                    copy = bare.copy(address)
                except RegistrationError:
                    continue
                for tail in dict.fromkeys((None, copy.jump_back)):
                    if tail is not None and copy.passes:
                        machine.restore(after)
                        while machine.registers["pc"] in copy.passes.values():
                            machine.run(1)
                        registers, left = bare.registers(), [memory.read(*area) for area in areas]
                    machine.restore(before)
                    for (at, _), data in zip(areas, was, strict=True):
                        memory.write(at, data)
                    bare.run_copy(copy, tail)
                    how = "emulated" if copy.emulate else "stepped" if tail is None else "boosted"
                    where = f"the instruction at {port.symbols.symbolize(address)}, {how}, leaves"
                    found = bare.registers()
                    wrong = sorted(name for name, value in registers.items() if found[name] != value)
                    assert not wrong, (
                        f"{where} {found[wrong[0]]:#x} in {wrong[0]}; in place it leaves {registers[wrong[0]]:#x}"
                    )
                    assert [memory.read(*area) for area in areas] == left, f"{where} other memory than in place"
                machine.restore(after)
                for (at, _), data in zip(areas, alone, strict=True):
                    memory.write(at, data)

    @requires("boost")
    @likely("jump_back is left None, or is set for instructions that do not fall through")
    def test_most_copies_are_boosted(self, port: Port) -> None:
        """Most instructions that fall through are boosted: their copy jumps back without a second trap (S3)."""
        with port.boot() as kernel:
            path = path_of(port, kernel)
        with port.bare() as bare:
            copies: list[InstructionCopy] = []
            for address in filter(path.straight, path.following):
                try:
                    copy = bare.copy(address)
                except RegistrationError:
                    continue
                if copy.emulate is None:
                    copies.append(copy)
            boosted = [copy for copy in copies if copy.jump_back is not None]
            assert len(boosted) > len(copies) / 2, (
                f"{len(boosted)} of {len(copies)} copies have a jump_back: 'boost' is declared"
            )
            for copy in boosted:
                tail = copy.jump_back
                assert tail is not None and len(copy.code) + len(tail) <= port.description.slot_size, (
                    f"the copy of {copy.address:#x} with its jump does not fit slot_size {port.description.slot_size}"
                )

    @likely("arch_prepare_kprobe does not check the address: EILSEQ, or EINVAL, where no instruction begins")
    def test_addresses_inside_instructions_are_refused(self, port: Port) -> None:
        """A probe inside an instruction is refused, at every such address of a function (K10)."""
        with port.boot() as kernel:
            path = path_of(port, kernel)
            checked = 0
            for address in list(path.following)[:120]:
                length = path.length(address)
                if length is None or len(port.description.breakpoint) > length:
                    continue
                for inside in range(address + 1, address + length):
                    checked += 1
                    try:
                        kernel.register_kprobe(Kprobe(address=inside))
                    except RegistrationError as error:
                        assert error.errno in (errno.EILSEQ, errno.EINVAL), f"{inside:#x}: {error}"
                    else:
                        raise AssertionError(
                            f"{kernel.symbols.symbolize(inside)} is inside the instruction at {address:#x} of {length} "
                            "bytes, yet a probe was accepted there"
                        )
            assert checked or port.description.instruction_alignment == 1

    @likely("the copies of several probes on one instruction, which share one")
    def test_handlers_run_newest_first(self, port: Port) -> None:
        """Several probes on one instruction run newest first; one that returns non-zero ends the walk (A1-A4)."""
        with port.boot() as kernel:
            order: list[str] = []
            ending = ""

            def pre(name: str) -> Callable[[Kprobe, Registers], int]:
                def handler(kp: Kprobe, registers: Registers) -> int:
                    order.append(name)
                    if name == ending:
                        registers["pc"] = there
                        return 1
                    return 0

                return handler

            def post(name: str) -> Callable[[Kprobe, Registers], None]:
                return lambda kp, registers: order.append(f"{name}'")

            there = port.entry(kernel, "two").probe
            for name in "abc":
                kernel.register_kprobe(Kprobe(symbol="one", pre_handler=pre(name), post_handler=post(name)))
            assert kernel.call("repeat_one", 1) == 1
            assert order == ["c", "b", "a", "c'", "b'", "a'"], (
                f"the handlers of probes a, b, c ran in the order {order}"
            )
            order.clear()
            ending = "b"
            got = kernel.call("repeat_one", 2)
            assert got == 22, f"a pre handler moved pc from one() to two(): 22 is expected, not {got}"
            assert order == ["c", "b"] * 2, f"the walk must end with b, which returns non-zero: {order}"

    @likely("a nested hit is stepped through state of the outer one: keep nothing between prepare, hit and resume")
    def test_nested_hits_are_counted_not_handled(self, port: Port) -> None:
        """Probes hit by what a handler calls are counted as missed and do no harm (H8)."""
        with port.boot() as kernel:
            inner: list[int] = []

            def outer(kp: Kprobe, registers: Registers) -> int:
                inner.append(kernel.call("fib", 4))
                return 0

            fib = Kprobe(symbol="fib", pre_handler=lambda kp, registers: 0, post_handler=lambda kp, registers: None)
            kernel.register_kprobe(fib)
            kernel.register_kprobe(
                Kprobe(symbol="identity", pre_handler=outer, post_handler=lambda kp, registers: None)
            )
            assert kernel.call("repeat", 3) == 3, "a call inside a handler has disturbed the function that was probed"
            assert inner == [3, 3, 3], f"fib(4), called in a handler, gave {inner}"
            assert fib.nmissed == 3 * 9, f"fib was hit 27 times while a handler ran; nmissed is {fib.nmissed}"

    @likely("arming again must write the same patch; disarming must restore what stood there")
    def test_probes_can_be_switched(self, port: Port) -> None:
        """Disabled probes and the global switch take the breakpoint out, and put it back (A5, E5)."""
        with port.boot() as kernel:
            clean = text_of(kernel)
            seen = Seen(kernel, port.entry(kernel, "identity").probe, post=True)
            armed = text_of(kernel)
            assert armed != clean, "the probe is registered, but no breakpoint is in the text"
            for off, on in (
                (partial(kernel.disable_kprobe, seen.probe), partial(kernel.enable_kprobe, seen.probe)),
                (kernel.disarm_all_kprobes, kernel.arm_all_kprobes),
            ):
                hits = seen.hits
                off()
                assert text_of(kernel) == clean, "switched off, a probe leaves something in the text"
                assert kernel.call("repeat", 4) == 6 and seen.hits == hits, "a probe that is switched off was hit"
                on()
                assert text_of(kernel) == armed, "switched on again, the text is not what it was"
                assert kernel.call("repeat", 4) == 6 and seen.hits == hits + 4, (
                    "a probe that is switched on was not hit"
                )

    @likely("a fault in a copy must leave pc in the copy, so that it can be told as the original instruction's")
    def test_faults_in_copies_name_the_original(self, port: Port) -> None:
        """A probed instruction that faults does so at its own address, not at its copy's (H13)."""
        for post in (False, True):
            with port.boot() as kernel:
                plain = kernel.spawn("peek", 8)
                kernel.run()
                assert plain.fault is not None
                seen = Seen(kernel, plain.fault.pc, post=post)
                task = kernel.spawn("peek", 8)
                kernel.run()
                assert task.fault is not None, "the probed instruction does not fault any more"
                assert (task.fault.kind, task.fault.pc, task.fault.address) == (
                    plain.fault.kind,
                    plain.fault.pc,
                    plain.fault.address,
                ), f"unprobed the fault is {plain.fault}, probed {task.fault}"
                assert (seen.hits, seen.following) == (1, []), "the pre handler runs once, the post handler not"

    @likely(
        "pc set by a handler, or by the copy, is overwritten on the way out of the callback; or calling.arguments, "
        "calling.stack_arguments"
    )
    def test_registers_can_be_changed(self, port: Port) -> None:
        """What a pre handler writes into registers is what the instruction finds."""
        calling = port.description.calling
        with port.boot() as kernel:
            memory = kernel.machine.memory

            def change(kp: Kprobe, registers: Registers) -> int:
                if calling.arguments:
                    registers[calling.arguments[0]] = 100
                else:
                    memory.store_word(registers["sp"] + calling.stack_arguments, 100)
                return 0

            probe = Kprobe(symbol="identity", pre_handler=change)
            kernel.register_kprobe(probe)
            where = calling.arguments[0] if calling.arguments else f"sp{calling.stack_arguments:+}"
            try:
                got = kernel.call("repeat", 3)
            except TaskDied as error:
                raise AssertionError(
                    f"a pre handler set the first argument of identity(), in {where} by the description's calling "
                    f"convention; now {error}"
                ) from error
            assert got == 300, f"a pre handler changed the argument of identity(), in {where}, without effect: {got}"
