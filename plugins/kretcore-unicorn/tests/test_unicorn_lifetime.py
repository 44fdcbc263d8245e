"""Machines come and go without a trace."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from pathlib import Path

import pytest
from kretcore_unicorn import UnicornMachine
from unicorn_cpus import STACK, TEXT, X86_64, boot, code

from kretcore.errors import UsageError

PAGE_KIB = 4


def resident() -> int:
    """Resident memory in KiB (proc(5), statm)."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE_KIB


def life() -> None:
    machine = boot(X86_64, code("48 ff c0  cc  48 8b 04 25 08 00 00 00"))
    machine.on_breakpoint = lambda address: machine.stop()
    machine.run()
    contexts = [machine.save() for _ in range(3)]
    machine.restore(contexts[1])
    machine.on_breakpoint = None
    machine.run(5)
    machine.run()
    machine.memory.write(STACK, b"x" * 4096)
    machine.close()


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.slow)])
def test_boots_do_not_leak(count: int) -> None:
    for _ in range(100):
        life()
    before = resident()
    for _ in range(count):
        life()
    # Less than one kept page a boot: an engine, a context or a page of guest memory is more than that.
    assert resident() - before < max(1024, count // 10 * PAGE_KIB)


@pytest.mark.parametrize("trap", ["cc", "0f 05", "0f 31"], ids=["breakpoint", "syscall", "instruction"])
def test_callbacks_do_not_leak(trap: str) -> None:
    # Each callback returns a fresh object, and the address it gets is one.
    machine = boot(X86_64, code(f"{trap}  ff c9  75") + bytes([(-4 - len(code(trap))) % 256]) + code("0f 0b"))
    machine.on_breakpoint = lambda address: object()  # type: ignore[assignment]
    machine.on_syscall = lambda: object()  # type: ignore[assignment]
    before = 0
    for rounds in (100, 20_000):
        before = sys.getallocatedblocks()
        machine.registers["pc"], machine.registers["rcx"] = TEXT, rounds
        machine.run()
        assert machine.registers["rcx"] == 0
    assert sys.getallocatedblocks() - before < 1000


def test_contexts_do_not_leak() -> None:
    machine = boot(X86_64, b"")
    for _ in range(1000):
        machine.save()
    before = resident()
    for _ in range(20_000):
        machine.save()
    assert resident() - before < 1024


def test_a_machine_that_nobody_closes_goes_by_itself() -> None:
    machine = boot(X86_64, code("cc"))
    machine.run()
    gone = weakref.ref(machine)
    gc.disable()
    try:
        del machine
        assert gone() is None
    finally:
        gc.enable()


def test_more_machines_than_address_space_when_they_are_only_garbage() -> None:
    for _ in range(700):
        machine = UnicornMachine(X86_64)
        machine.on_syscall = machine.stop  # a cycle: only the collector frees it
    gc.collect()


def test_a_context_may_outlive_its_machine() -> None:
    machine = boot(X86_64, b"")
    context = machine.save()
    machine.close()
    with pytest.raises(UsageError):
        machine.restore(context)
    del context
    with pytest.raises(UsageError):
        machine.save()


def test_nothing_is_readable_behind_close() -> None:
    machine = boot(X86_64, b"")
    get, _ = machine.registers.accessor("rax")
    machine.close()
    for use in (get, lambda: machine.registers["rbx"], lambda: machine.memory.load_word(TEXT)):
        with pytest.raises(Exception):  # noqa: B017
            use()


def test_the_interpreter_ends_cleanly_in_whatever_state() -> None:
    program = """
import threading, time
from unicorn_cpus import X86_64, boot, code
idle, context = boot(X86_64, b""), None
context = idle.save()
spinning = boot(X86_64, code("eb fe"))
threading.Thread(target=spinning.run, daemon=True).start()
time.sleep(0.2)
"""
    here = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=here, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_fork_of_a_running_process_can_run() -> None:
    program = """
import os
from unicorn_cpus import X86_64, boot, code
machine = boot(X86_64, code("cc"))
machine.on_breakpoint = lambda address: machine.stop()
machine.run()
child = os.fork()
if child == 0:
    import signal
    fresh = boot(X86_64, code("eb fe"))
    def end(number, frame):
        raise TimeoutError
    signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        fresh.run()
    except TimeoutError:
        os._exit(0)
    os._exit(1)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
"""
    here = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=here,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
