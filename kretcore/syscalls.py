"""The system calls guests may make. The core knows them by name; numbers and registers are the architecture's."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from typing import IO, Protocol

from kretcore.arch import ArchDescription
from kretcore.errors import MemoryFault
from kretcore.log import get_logger
from kretcore.machine import Machine
from kretcore.tasks import Scheduler, Task, TaskState

STDIN, STDOUT, STDERR = 0, 1, 2
MAX_TRANSFER = 1 << 24
"""Most bytes one read or write moves; a guest that asks for more gets a short count, as on Linux."""

log = get_logger("kretcore.syscalls")


class Heap(Protocol):
    """The memory that ``brk`` moves the end of."""

    def set_break(self, address: int) -> int:
        """Move the program break to ``address`` if possible; return where it is then."""


class Syscalls:
    """System calls of one kernel's guests."""

    def __init__(
        self,
        description: ArchDescription,
        machine: Machine,
        scheduler: Scheduler,
        heap: Heap,
        stdin: IO[bytes],
        stdout: IO[bytes] | None,
    ) -> None:
        self._convention = description.syscalls
        self._bits = description.bits
        self._machine = machine
        self._memory = machine.memory
        self._registers = machine.registers
        self._scheduler = scheduler
        self._heap = heap
        self._stdin = stdin
        self._stdout = stdout
        self._unknown: set[int] = set()
        self._calls: dict[str, Callable[..., int | None]] = {
            "exit": self._exit,
            "exit_group": self._exit,
            "write": self._write,
            "read": self._read,
            "brk": self._brk,
            "sched_yield": self._sched_yield,
            "getpid": self._gettid,
            "gettid": self._gettid,
        }
        machine.on_syscall = self.on_syscall

    def on_syscall(self) -> None:
        """Serve the current task's system call."""
        task = self._scheduler.current
        assert task is not None
        convention = self._convention
        number = self._registers[convention.number]
        arguments = [self._registers[name] for name in convention.arguments[:3]]
        call = self._calls.get(convention.numbers.get(number, ""))
        result = self._not_implemented(number) if call is None else call(task, *arguments)
        if result is not None:
            self._set_result(result)

    def _set_result(self, result: int) -> None:
        """Return a value, or ``-errno``, the way the architecture tells them apart."""
        convention, registers = self._convention, self._registers
        flag = convention.error_flag
        if flag is not None:
            word = registers[flag.register_]
            registers[flag.register_] = word | flag.mask if result < 0 else word & ~flag.mask
            result = abs(result) if result < 0 else result
        registers[convention.result] = result % (1 << self._bits)

    def _not_implemented(self, number: int) -> int:
        if number not in self._unknown:
            self._unknown.add(number)
            name = self._convention.numbers.get(number, "unknown")
            log.warning("system call not implemented, returns ENOSYS", number=number, name=name)
        return -errno.ENOSYS

    def _exit(self, task: Task, status: int, *_: int) -> None:
        task.exit_status = status & 0xFF
        self._scheduler.end(task, TaskState.EXITED)

    def _sched_yield(self, task: Task, *_: int) -> int:
        self._machine.stop()
        return 0

    def _gettid(self, task: Task, *_: int) -> int:
        return task.tid

    def _brk(self, task: Task, address: int, *_: int) -> int:
        return self._heap.set_break(address)

    def _write(self, task: Task, descriptor: int, address: int, size: int) -> int:
        if descriptor not in (STDOUT, STDERR):
            return -errno.EBADF
        size = min(size, MAX_TRANSFER)
        try:
            data = self._memory.read(address, size)
        except MemoryFault:
            return -errno.EFAULT
        write_out(self._stdout, data)
        return size

    def _read(self, task: Task, descriptor: int, address: int, size: int) -> int:
        if descriptor != STDIN:
            return -errno.EBADF
        size = min(size, MAX_TRANSFER)
        try:
            self._memory.read(address, size)
        except MemoryFault:
            return -errno.EFAULT
        data = self._stdin.read(size)
        self._memory.write(address, data)
        return len(data)


def write_out(stream: IO[bytes] | None, data: bytes) -> None:
    """Write guest output to ``stream``, or to the process's own standard output in order with what Python prints."""
    if stream is None:
        sys.stdout.flush()
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None:  # a notebook
            sys.stdout.write(data.decode(errors="replace"))
            return
        stream = buffer
    stream.write(data)
    stream.flush()
