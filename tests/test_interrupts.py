"""Ctrl-C while guests run: it ends the run between two callbacks."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest
from toy import guests

import kretcore
from kretcore import Kernel


@pytest.fixture
def kernel(toy_arch: str) -> Iterator[Kernel]:
    with kretcore.boot(guests.build(toy_arch), slice=1000) as booted:
        yield booted


@pytest.fixture
def python_handles_sigint() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def press_ctrl_c_soon() -> None:
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()


@pytest.mark.usefixtures("python_handles_sigint")
def test_the_account_adds_up_and_the_tasks_go_on(kernel: Kernel) -> None:
    returned = kernel.on_return("*", exclude="spin")(lambda ret: None)
    spinning = kernel.spawn("spin")
    working = [kernel.spawn("depth", 400) for _ in range(50)]
    press_ctrl_c_soon()
    with pytest.raises(KeyboardInterrupt):
        kernel.run()
    assert kernel.receipt().balanced
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    kernel.kill(spinning)
    kernel.run()
    assert [task.result for task in working] == [400] * 50
    receipt = kernel.receipt()
    assert receipt.balanced
    assert receipt.returned == receipt.entries == 50 * 401
    returned.unregister()


@pytest.mark.usefixtures("python_handles_sigint")
def test_a_call_that_is_interrupted_leaves_nothing_behind(kernel: Kernel) -> None:
    press_ctrl_c_soon()
    with pytest.raises(KeyboardInterrupt):
        kernel.call("spin")
    assert kernel.tasks == []
    assert kernel.call("depth", 3) == 3


def test_a_handler_of_the_programs_own_is_left_alone(kernel: Kernel) -> None:
    seen = []
    spinning = kernel.spawn("spin")

    def handle(number: int, frame: object) -> None:
        seen.append(number)
        kernel.kill(spinning)

    before = signal.signal(signal.SIGINT, handle)
    try:
        press_ctrl_c_soon()
        kernel.run()
    finally:
        signal.signal(signal.SIGINT, before)
    assert seen == [signal.SIGINT]
