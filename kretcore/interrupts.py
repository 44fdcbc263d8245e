"""Ctrl-C during a run.

Python raises ``KeyboardInterrupt`` wherever it happens to be, which may be in the middle of accounting for a call.
While a run is under way it is turned into a request that the run grants between two callbacks, so that the receipt
adds up and the tasks can go on.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interruptible(interrupt: Callable[[], None]) -> Iterator[None]:
    """Call ``interrupt`` on Ctrl-C; the second time, raise at once.

    Only where Python's own handler would have raised: a program's handler, and a thread other than the main one, are
    left alone.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    asked = False

    def ask(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        interrupt()

    try:
        signal.signal(signal.SIGINT, ask)
    except ValueError:  # not the main thread: its signals are somebody else's
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
