"""One run of a verb: boot, probe, run, and an end that always has its receipt."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, NoReturn

import click
import structlog

from kretcore import __version__
from kretcore.cli.failures import GUEST_FAULT, INTERRUPTED, MISSED, UNFINISHED, Failure, explain, say
from kretcore.cli.options import RunOptions
from kretcore.cli.output import Output
from kretcore.errors import KernelPanic, KretcoreError
from kretcore.images import machine_name
from kretcore.kernel import Kernel, boot
from kretcore.kretprobes import EntryHandler, ReturnHandler
from kretcore.plugins import installed
from kretcore.tasks import Task
from kretcore.trace import records
from kretcore.trace.jsonl import JsonLines
from kretcore.trace.prototypes import Prototypes
from kretcore.trace.records import Command, Record
from kretcore.trace.summary import closing_lines, missed, summary_data
from kretcore.trace.text import Style, printable


class Session:
    """A context manager around everything a verb does. Its end writes the receipt and exits with the right code.

    :param shown: names of the options that matter to the verb, for the header.
    """

    def __init__(self, command: Command, options: RunOptions, shown: Iterable[str] = ()) -> None:
        self.command = command
        self.options = options
        self.jsonl = options.format == "jsonl"
        self.output = Output(options.output, self.jsonl)
        self.lines = JsonLines(self.output.line)
        self.style = Style(not self.jsonl and _colored(options.color, self.output.terminal))
        self.kernel: Kernel | None = None
        self.guest: Task | None = None
        self.prototypes: Prototypes | None = None
        self.finishers: list[Callable[[], None]] = []
        """Called when the run is over, before the receipt."""
        self.closers: list[Callable[[], None]] = []
        """Called when the run is over, however it ended."""
        self._shown = tuple(shown)
        self._header_written = False
        self._early: list[Record] = []
        self._logging = structlog.get_config() if structlog.is_configured() else None

    def __enter__(self) -> Session:
        structlog.configure(processors=[self._diagnose])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for closer in self.closers:
            closer()
        try:
            if error is None or isinstance(error, KretcoreError | KeyboardInterrupt):
                self._end(error)
        finally:
            if self.kernel is not None:
                self.kernel.close()
            if self._logging is None:
                structlog.reset_defaults()
            else:
                structlog.configure(**self._logging)

    # -- the run ---------------------------------------------------------------------------------

    def boot(self, stack_size: int | None = None) -> Kernel:
        """Boot the program and write the header."""
        options = self.options
        self.kernel = kernel = boot(
            options.program,
            arch=options.arch,
            cpus=options.cpus,
            slice=options.slice,
            seed=options.seed,
            stdin=options.stdin,
            stdout=self.output.guest_stream(),
            stack_size=stack_size,
        )
        if not options.raw:
            self.prototypes = Prototypes(options.program, kernel.image.base, kernel.arch)
        self.write_header()
        return kernel

    def probe(
        self,
        patterns: Iterable[str],
        handler: ReturnHandler | None,
        entry_handler: EntryHandler | None = None,
        *,
        typed: bool = False,
    ) -> None:
        """Probe the returns of everything the patterns mean, each function once.

        :param typed: record the argument words that prototypes need.
        """
        kernel, options = self.kernel, self.options
        assert kernel is not None
        taken: set[int] = set()
        names: list[str] = []
        for pattern in dict.fromkeys(patterns):
            chosen = kernel.select(pattern, exclude=options.exclude).chosen
            fresh = [symbol for symbol in chosen if symbol.address not in taken]
            if not fresh:
                continue
            words = max(map(self._argument_words, (symbol.address for symbol in fresh)), default=0) if typed else 0
            kernel.probe_returns(
                pattern, handler, entry_handler, options.maxactive, (*options.exclude, *names), arguments=words
            )
            taken.update(symbol.address for symbol in fresh)
            names += (symbol.name for symbol in fresh)

    def _argument_words(self, address: int) -> int:
        assert self.kernel is not None
        prototype = self.prototypes and self.prototypes.find(address, self.kernel.symbols.aliases(address))
        return prototype.words if prototype else 0

    def run(self, guest: Task) -> None:
        """Run until the task and all others have ended. Ctrl-C ends the run between two events."""
        kernel = self.kernel
        assert kernel is not None
        self.guest = guest
        kernel.run(self.options.max_instructions)
        if guest.alive:
            self.note(f"stopped after {self.options.max_instructions} instructions")

    # -- what is said ------------------------------------------------------------------------------

    def emit(self, record: Record) -> None:
        """Write a record, if that is the format."""
        if self.jsonl:
            self.lines.emit(record)

    def note(self, message: str) -> None:
        """Tell the user something, without ending anything."""
        self.output.flush()
        say(message)
        record = records.Warning_(data=records.WarningData(message=message))
        if self._header_written:
            self.emit(record)
        else:
            self._early.append(record)

    def _diagnose(self, logger: object, method: str, event: Any) -> NoReturn:
        """Take a diagnostic of the core (the last processor of structlog's chain)."""
        what, _ = event.pop("event"), event.pop("component", None)
        if what != "task faulted":  # the end of the run says it, with the exit code
            details = ", ".join(f"{name} {value}" for name, value in event.items())
            self.note(f"{method}: {what}" + (f": {details}" if details else ""))
        raise structlog.DropEvent

    def write_header(self) -> None:
        """Write the first record, and the warnings there were before it."""
        kernel = self.kernel
        image = arch = None
        if kernel is not None:
            description = kernel.arch
            image = records.Image(
                path=self.options.program,
                sha256=kernel.image.digest,
                bits=kernel.image.bits,
                byte_order=kernel.image.byte_order,
                machine=machine_name(kernel.image.elf_machine),
                base=kernel.image.base,
            )
            plugin = next(plugin for plugin in installed() if plugin.name == description.name)
            arch = records.Distribution(name=plugin.name, distribution=plugin.dist, version=plugin.version)
        data = records.HeaderData(
            tool="kret",
            version=__version__,
            command=self.command,
            image=image,
            arch=arch,
            options=self.options.shown(*self._shown),
        )
        self.emit(records.Header(data=data))
        self._header_written = True
        for record in self._early:
            self.emit(record)

    # -- the end -----------------------------------------------------------------------------------

    def _end(self, error: BaseException | None) -> NoReturn:
        failure = None
        if not self._header_written:
            self.write_header()
        for finish in self.finishers:
            finish()
        if isinstance(error, KretcoreError):
            failure = explain(error, self.options.program)
        elif isinstance(error, KeyboardInterrupt):
            failure = Failure("Interrupted", "interrupted", INTERRUPTED)
        elif self.guest is not None and self.guest.fault is not None:
            failure = self._fault(self.guest)
        if failure is not None:
            self._report(failure, error)
        code = self._exit_code(failure)
        self._write_summary(code)
        self.output.close()
        raise click.exceptions.Exit(code)

    def _fault(self, task: Task) -> Failure:
        assert self.kernel is not None
        return Failure("Fault", f"{task} ended: {self.kernel.describe_end(task)}", GUEST_FAULT)

    def _report(self, failure: Failure, error: BaseException | None) -> None:
        self.output.flush()
        say(printable(failure.message))
        task, pc = (error.task, error.pc) if isinstance(error, KernelPanic) else (self.guest, None)
        if task is not None and task.fault is not None:
            pc = task.fault.pc
        data = records.ErrorData(
            kind=failure.kind,
            message=failure.message,
            task=None if task is None else str(task),
            pc=pc,
            where=None if pc is None or self.kernel is None else self.kernel.symbols.symbolize(pc),
        )
        self.emit(records.Error(data=data))

    def _exit_code(self, failure: Failure | None) -> int:
        guest, wants_guest = self.guest, self.options.exit_status == "guest"
        if failure is not None and (failure.code != GUEST_FAULT or not wants_guest):
            return failure.code
        if self.options.strict and self.kernel is not None and any(self.kernel.receipt().missed.values()):
            return MISSED
        if wants_guest and guest is not None:
            return UNFINISHED if guest.exit_status is None else guest.exit_status
        return 0

    def _write_summary(self, code: int) -> None:
        kernel = self.kernel
        if self.jsonl:
            for data in () if kernel is None else missed(kernel.receipt()):
                self.emit(records.Missed(data=data))
            self.emit(records.Summary(data=summary_data(kernel, self.guest, code)))
        elif self.guest is not None and kernel is not None:
            self.output.line("")
            for line in closing_lines(kernel):
                self.output.line(line)
        guest = self.guest
        if guest is not None and guest.exit_status and code == 0 and not self.jsonl:
            self.output.flush()
            say(f"{guest.name} exited with status {guest.exit_status}")


def _colored(choice: str, terminal: bool) -> bool:
    if choice == "auto":
        return terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return choice == "always"
