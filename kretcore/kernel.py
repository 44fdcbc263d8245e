"""The kernel: boots an image on an architecture and owns everything that runs it."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from types import TracebackType
from typing import IO, Any

from kretcore.arch import ArchDescription, Deny
from kretcore.arguments import Arguments
from kretcore.breakpoints import Breakpoints, PreHandler
from kretcore.deny import EVERYWHERE, DenyList
from kretcore.errors import (
    PluginIncompleteError,
    RegistrationError,
    UsageError,
)
from kretcore.execution import Execution
from kretcore.images import Image, load_image
from kretcore.instances import KretprobeInstance
from kretcore.interrupts import interruptible
from kretcore.kprobes import Kprobe, Kprobes, register_all
from kretcore.kretprobes import EntryHandler, Kretprobe, Kretprobes, ReturnHandler
from kretcore.layout import AddressSpace, relocate
from kretcore.machine import Machine, Registers
from kretcore.patterns import Selection, select
from kretcore.plugins import Architecture, for_image, load
from kretcore.receipt import Receipt, receipt_of
from kretcore.returns import Entry, ProbeHandle, Return, Values, register_selected, return_handler
from kretcore.slots import KernelText
from kretcore.symbols import Symbol, SymbolTable
from kretcore.syscalls import Syscalls
from kretcore.tasks import Scheduler, Task
from kretcore.unwinding import find_return_address


def boot(
    program: str | os.PathLike[str] | bytes,
    *,
    arch: str | None = None,
    cpus: int = 1,
    slice: int | None = None,
    seed: int = 0,
    stdin: bytes | IO[bytes] | None = None,
    stdout: IO[bytes] | None = None,
    stack_size: int | None = None,
) -> Kernel:
    """Load a program onto the machine model of its architecture.

    :param program: path or bytes of a static ELF executable.
    :param arch: the architecture's name; None takes it from the ELF header.
    :param cpus: virtual CPUs.
    :param slice: guest instructions per turn; None lets a task run until it yields, blocks or ends.
    :param seed: makes slice lengths (and ``AT_RANDOM``) vary reproducibly.
    :param stdin: what guests read from descriptor 0 (default: nothing).
    :param stdout: binary file for what guests write to descriptors 1 and 2 (default: the process's own).
    :param stack_size: bytes of every task's stack (default: 8 MiB; 1 MiB, on 32 bits 256 KiB, for spawned tasks), or of
        each of its two where registers have a stack of their own.
    :raises ImageError: the program cannot be loaded.
    :raises PluginError: no installed plugin runs it, or the plugin is broken.
    """
    if cpus < 1:
        raise ValueError(f"cpus must be at least 1, not {cpus}")
    if slice is not None and slice < 1:
        raise ValueError(f"slice must be at least 1 instruction, not {slice}")
    if stack_size is not None and stack_size < 1:
        raise ValueError(f"stack_size must be at least 1 byte, not {stack_size}")
    image = load_image(program)
    architecture = for_image(image) if arch is None else load(arch)
    description = architecture.description
    if (image.bits, image.byte_order) != (description.bits, description.byte_order):
        raise UsageError(
            f"the image is {image.bits}-bit {image.byte_order}-endian, "
            f"but the architecture {description.name} is {description.bits}-bit {description.byte_order}-endian"
        )
    return Kernel(image, architecture, cpus, slice, seed, stdin, stdout, stack_size)


class _Boot:
    """What ``arch_init`` may ask of the kernel (:class:`kretcore.hookspecs.Boot`)."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self.trampoline_probe_handler: PreHandler = kernel._kretprobes.trampoline_probe_handler

    def load_text(self, symbol: str, code: bytes) -> int:
        return self._kernel._load_text(symbol, code)

    def register_kprobe(self, address: int, pre_handler: PreHandler) -> None:
        kernel = self._kernel
        if pre_handler == self.trampoline_probe_handler:
            kernel._kretprobes.trampoline = address
        kernel._kprobes.register_internal(address, pre_handler)


class Kernel:
    """A booted image: its tasks, its probes, and the machine they run on. Made by :func:`boot`.

    A context manager; :meth:`close` gives back the machine.

    :ivar image: the program.
    :ivar arch: the architecture's description.
    :ivar machine: the machine model.
    :ivar symbols: the program's functions, kernel text included.
    """

    def __init__(
        self,
        image: Image,
        architecture: Architecture,
        cpus: int,
        slice_length: int | None,
        seed: int,
        stdin: bytes | IO[bytes] | None,
        stdout: IO[bytes] | None,
        stack_size: int | None,
    ) -> None:
        self.image = image
        self.arch: ArchDescription = architecture.description
        self._hooks = architecture.hooks
        self._installed = architecture.installed
        self._closed = False
        self.machine: Machine = self._hooks.arch_create_machine(self.arch)
        self._space = AddressSpace(self.machine.memory, image, stack_size, second_stack=architecture.hooks.second_stack)
        relocate(self.machine.memory, image, self.arch)
        self.symbols = SymbolTable(image.symbols, image.executable_ranges)
        if image.descriptors is not None:
            self.symbols.follow_descriptors(
                image.descriptors,
                lambda address: self._hooks.arch_function_entry(image, self.machine.memory, address).call,
            )
        self._text = KernelText(
            self.machine.memory,
            self._space.text_base,
            self._space.text_size,
            self.arch.slot_size,
            self.arch.instruction_alignment,
        )
        self.symbols.define("kprobe_insn_page", self._text.slots_base, self._text.end - self._text.slots_base)
        self._scheduler = Scheduler(
            self.machine,
            cpus,
            slice_length,
            seed,
            in_slot=self._text.in_slot,
        )
        self._breakpoints = Breakpoints(self.machine, architecture, self._text, self._scheduler)
        self._deny = DenyList((*self.arch.deny, *EVERYWHERE), self.symbols)
        self._kprobes = Kprobes(
            image, self.symbols, self.machine.memory, architecture, self._text, self._breakpoints, self._deny
        )
        self._arguments = Arguments(self.machine, self.arch)
        self._kretprobes = Kretprobes(
            self.machine,
            architecture,
            self._kprobes,
            self._scheduler,
            self._breakpoints.sites,
            self._arguments.recorder(),
        )
        self._values = Values(
            self.machine,
            self.arch,
            self.symbols,
            self._scheduler,
            self._hooks.arch_call_site,
            self._kprobes.executable_end,
            lambda address: address == self._kretprobes.trampoline,
        )
        self._syscalls = Syscalls(
            self.arch,
            self.machine,
            self._scheduler,
            self._space,
            io.BytesIO(stdin or b"") if stdin is None or isinstance(stdin, bytes) else stdin,
            stdout,
        )
        self._execution = Execution(
            image,
            self.arch,
            self._hooks,
            self.machine,
            self._space,
            self.symbols,
            self._scheduler,
            self._breakpoints,
            self._kprobes,
            self._load_text("__kretcore_task_return", self.arch.breakpoint),
            seed,
            self.kprobe_flush_task,
        )
        self.init_kprobes()

    def init_kprobes(self) -> None:
        """Set up what must not be probed, then let the architecture register its trampoline's probe."""
        self._deny.add_image(self.image, self.machine.memory, self._kprobes.function_entry)
        self._hooks.arch_init(_Boot(self))
        if not self._kretprobes.trampoline:
            plugin = self._installed
            raise PluginIncompleteError(
                f"{plugin}: arch_init() has registered no probe on a return trampoline; "
                "report this to the plugin's author",
                name=plugin.name,
                dist=plugin.dist,
                version=plugin.version,
            )
        self._kretprobes.start()

    def _load_text(self, symbol: str, code: bytes) -> int:
        address = self._text.load(code)
        self.symbols.define(symbol, address, len(code))
        return address

    # -- tasks -----------------------------------------------------------------------------------

    @property
    def tasks(self) -> list[Task]:
        """Live tasks, oldest first."""
        return list(self._scheduler.tasks.values())

    @property
    def current(self) -> Task | None:
        """The task that is running, inside a handler; otherwise None."""
        return self._scheduler.current

    def call(self, function: str | int, *arguments: int) -> int:
        """Call a guest function in a fresh task and return its raw result register, unsigned.

        Other tasks run too. Inside a handler it may be used one level deep; on that CPU nothing else runs meanwhile,
        and probes hit by the called function count as nested.

        :raises TaskDied: the task ended otherwise.
        """
        self._require_open()
        return self._execution.call(function, arguments)

    def spawn(self, function: str | int, *arguments: int, name: str | None = None) -> Task:
        """Create a task that calls a guest function; it runs with the next :meth:`run` or :meth:`call`."""
        self._require_open()
        return self._execution.spawn(function, arguments, name)

    def start(self, argv: Sequence[str] = (), env: Mapping[str, str] | None = None) -> Task:
        """Create the task of the program itself, at its ELF entry.

        :param argv: its arguments, its own name first (default: the file's name alone).
        :param env: its environment (default: empty).
        """
        self._require_open()
        return self._execution.start(argv, env)

    def run(self, max_instructions: int | None = None) -> None:
        """Run until no task is left, or the budget in guest instructions is spent."""
        self._require_open()
        self._require_no_handler()
        with interruptible(self._scheduler.interrupt):
            self._scheduler.run(max_instructions=max_instructions)

    def _require_no_handler(self) -> None:
        if self._scheduler.current is not None:
            raise UsageError("run() cannot be used inside a handler: use call()")

    def run_program(self, argv: Sequence[str] = (), env: Mapping[str, str] | None = None) -> int:
        """Start the program, run until no task is left, and return its exit status (128 + signal for a fault)."""
        self._require_no_handler()
        task = self.start(argv, env)
        self.run()
        assert task.exit_status is not None
        return task.exit_status

    def interrupt(self) -> None:
        """Make the run under way raise ``KeyboardInterrupt`` between two callbacks: for signal handlers.

        Unlike an exception raised in the signal handler itself, it leaves every instance accounted for, and the tasks
        can go on with the next :meth:`run`. When nothing runs, the next run ends after its first turn.
        """
        self._scheduler.interrupt()

    def kill(self, task: Task) -> None:
        """End a task; the current one ends when its handler is done. One that has ended stays as it is."""
        self._scheduler.kill(task)

    def kprobe_flush_task(self, task: Task) -> None:
        """Give back a task's kretprobe instances: what the end of every task calls. No handler runs."""
        self._kretprobes.kprobe_flush_task(task)

    def describe_end(self, task: Task) -> str:
        """Say in words how a task ended."""
        return self._execution.describe_end(task)

    # -- kprobes ---------------------------------------------------------------------------------

    def register_kprobe(self, kp: Kprobe) -> None:
        """Register a kprobe.

        :raises RegistrationError: the kernel's refusal; ``errno`` says which.
        """
        self._require_open()
        self._kprobes.register(kp)

    def unregister_kprobe(self, kp: Kprobe) -> None:
        """Unregister a kprobe; afterwards none of its handlers runs."""
        self._require_open()
        self._kprobes.unregister(kp)

    def enable_kprobe(self, kp: Kprobe) -> None:
        """Enable a registered kprobe."""
        self._require_open()
        self._kprobes.enable(kp)

    def disable_kprobe(self, kp: Kprobe) -> None:
        """Disable a registered kprobe: it stays registered, its handlers do not run."""
        self._require_open()
        self._kprobes.disable(kp)

    def register_kprobes(self, kps: Sequence[Kprobe]) -> None:
        """Register all of them, or none."""
        register_all(kps, self.register_kprobe, self.unregister_kprobe)

    def unregister_kprobes(self, kps: Iterable[Kprobe]) -> None:
        """Unregister all of them."""
        for kp in kps:
            self.unregister_kprobe(kp)

    # -- kretprobes ------------------------------------------------------------------------------

    def register_kretprobe(self, rp: Kretprobe) -> None:
        """Register a return probe.

        :raises RegistrationError: the kernel's refusal; ``errno`` says which.
        """
        self._require_open()
        self._kretprobes.register(rp)

    def unregister_kretprobe(self, rp: Kretprobe) -> None:
        """Unregister a return probe without waiting; calls under way return as usual, without its handler."""
        self._require_open()
        self._kretprobes.unregister(rp)

    def enable_kretprobe(self, rp: Kretprobe) -> None:
        """Enable a registered return probe."""
        self._require_open()
        self._kprobes.enable(rp.kprobe)

    def disable_kretprobe(self, rp: Kretprobe) -> None:
        """Disable a registered return probe: new calls are not probed; those under way still reach its handler."""
        self._require_open()
        self._kprobes.disable(rp.kprobe)

    def register_kretprobes(self, rps: Sequence[Kretprobe]) -> None:
        """Register all of them, or none."""
        register_all(rps, self.register_kretprobe, self.unregister_kretprobe)

    def unregister_kretprobes(self, rps: Iterable[Kretprobe]) -> None:
        """Unregister all of them."""
        for rp in rps:
            self.unregister_kretprobe(rp)

    def kretprobe_find_ret_addr(
        self, task: Task, frame: int | None = None, cursor: KretprobeInstance | None = None
    ) -> KretprobeInstance | None:
        """For unwinders: whose return address stands behind the next trampoline address of a stack walk.

        :param frame: the stack pointer at that function's entry, if known.
        :param cursor: what the previous call returned; None at the start.
        :return: an instance, whose ``return_address`` is the real one; None if there is none.
        """
        return find_return_address(task.instances, frame, cursor)

    # -- all probes ------------------------------------------------------------------------------

    def disarm_all_kprobes(self) -> None:
        """Switch all probes off; returns under way still work. What was disabled stays disabled."""
        self._require_open()
        self._kprobes.set_all_armed(False)

    def arm_all_kprobes(self) -> None:
        """Switch all probes on again.

        :raises RegistrationError: some could not be, because the program has overwritten what they are on.
        """
        self._require_open()
        self._kprobes.set_all_armed(True)

    def kprobes(self) -> list[object]:
        """Return what users registered, kprobes and kretprobes; ``str()`` of each is its line in the kernel's list."""
        return self._kprobes.registered()

    def deny(self, pattern: str, reason: str, *, returns_only: bool = False) -> None:
        """Refuse probes on functions whose name matches a glob, from now on."""
        self._deny.add(Deny(pattern=pattern, reason=reason, probes="return" if returns_only else "all"))

    def blacklist(self) -> list[str]:
        """Return what no kprobe may be set on, one ``0xstart-0xend<TAB>symbol`` line each."""
        return self._deny.lines()

    def refusal(self, symbol: Symbol) -> str | None:
        """Say why the returns of a function are not probed by patterns, or None."""
        return self._deny.reason(self._execution.entry_of(symbol.address).probe, symbol.name, returns=True)

    # -- for people ------------------------------------------------------------------------------

    def on_return(
        self,
        pattern: str | int,
        *,
        maxactive: int | None = None,
        exclude: str | Iterable[str] = (),
        arguments: int | None = None,
    ) -> Callable[[Callable[[Return], Any]], ProbeHandle[Kretprobe]]:
        """Decorate a handler of returns: ``handler(ret)`` with a :class:`~kretcore.returns.Return`.

        :param pattern: a name, a glob, ``/regex/`` or an address.
        :param maxactive: calls of one function that can be under way at once; None grows on demand and so misses none.
        :param exclude: patterns of functions to leave out.
        :param arguments: how many argument words to record at entry (default: those in registers, or six on the stack).
        :raises RegistrationError: nothing matches, or what is named cannot be probed.
        """
        if maxactive is not None and maxactive < 1:
            raise RegistrationError(errno.EINVAL, f"maxactive must be at least 1, not {maxactive}")

        def decorate(function: Callable[[Return], Any]) -> ProbeHandle[Kretprobe]:
            return self.probe_returns(
                pattern, return_handler(function, self._values), None, maxactive, exclude, arguments, function
            )

        return decorate

    def probe_returns(
        self,
        pattern: str | int,
        handler: ReturnHandler | None,
        entry_handler: EntryHandler | None = None,
        maxactive: int | None = None,
        exclude: str | Iterable[str] = (),
        arguments: int | None = None,
        function: Callable[..., Any] | None = None,
    ) -> ProbeHandle[Kretprobe]:
        """Register kretprobes on everything a pattern means; what :meth:`on_return` stands on."""
        self._require_open()
        selection = self._select(pattern, exclude, self.refusal)
        recorder = self._arguments.recorder(arguments)
        names = {}
        probes = []
        for symbol in selection.chosen:
            # A label behind a function without size seems to be in that function: by its name it is its own.
            covered = self.symbols.at(symbol.address) != symbol and symbol in self.symbols.lookup_all(symbol.name)[:1]
            rp = Kretprobe(
                symbol=symbol.name if covered else None,
                address=None if covered else symbol.address,
                handler=handler,
                entry_handler=entry_handler,
                maxactive=maxactive or 0,
            )
            names[rp] = symbol.name
            probes.append(rp)

        def register(rp: Kretprobe) -> None:
            self._kretprobes.register(rp, grow=maxactive is None, name=names[rp], recorder=recorder)

        done, refused = register_selected(
            probes, list(names.values()), register, self.unregister_kretprobe, selection.exact
        )
        return ProbeHandle(
            function or handler or _nothing, done, selection.skipped + refused, self.unregister_kretprobe
        )

    def on_entry(
        self, pattern: str | int, *, exclude: str | Iterable[str] = (), arguments: int | None = None
    ) -> Callable[[Callable[[Entry], Any]], ProbeHandle[Kprobe]]:
        """Decorate a handler of entries: ``handler(entry)`` with an :class:`~kretcore.returns.Entry`.

        Options are those of :meth:`on_return`.
        """

        def decorate(function: Callable[[Entry], Any]) -> ProbeHandle[Kprobe]:
            self._require_open()
            selection = self._select(pattern, exclude, lambda symbol: None)
            recorder = self._arguments.recorder(arguments)
            probes = [
                Kprobe(
                    address=symbol.address,
                    pre_handler=partial(_run_entry_handler, function, Entry(symbol.name, self._values, recorder)),
                )
                for symbol in selection.chosen
            ]
            names = [symbol.name for symbol in selection.chosen]
            done, refused = register_selected(
                probes, names, self.register_kprobe, self.unregister_kprobe, selection.exact
            )
            return ProbeHandle(function, done, selection.skipped + refused, self.unregister_kprobe)

        return decorate

    def select(self, pattern: str | int, *, exclude: str | Iterable[str] = ()) -> Selection:
        """Find what a pattern means for return probes, without registering any.

        :raises RegistrationError: nothing matches, or everything that matches is skipped.
        """
        return self._select(pattern, exclude, self.refusal)

    def _select(
        self, pattern: str | int, exclude: str | Iterable[str], refusal: Callable[[Symbol], str | None]
    ) -> Selection:
        self._require_open()
        unwanted = (exclude,) if isinstance(exclude, str) else exclude
        return select(
            pattern, unwanted, self.symbols, self._kprobes.executable_end, refusal, self._kprobes.code_address
        )

    def receipt(self) -> Receipt:
        """Return the account of every probed entry so far."""
        return receipt_of(self._kretprobes.pools)

    # -- the end ---------------------------------------------------------------------------------

    def close(self) -> None:
        """Give back the machine. Idempotent.

        :raises UsageError: inside a handler, whose task would run on without a machine.
        """
        if self._scheduler.current is not None:
            raise UsageError("a kernel cannot be closed inside a handler")
        if not self._closed:
            self._closed = True
            self.machine.close()

    def __enter__(self) -> Kernel:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _require_open(self) -> None:
        if self._closed:
            raise UsageError("this kernel is closed")


def _nothing(*_: object) -> None:
    """The handler of probes that only count."""


def _run_entry_handler(function: Callable[[Entry], object], entry: Entry, kp: Kprobe, registers: Registers) -> int:
    function(entry)
    return 0
