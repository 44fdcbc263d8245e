"""Regular returns from the engine to Python, so that signals are handled while a guest runs.

A signal sets a flag in the interpreter; nobody looks at it while the engine runs. One daemon thread of the process asks
every running machine to leave the engine now and then; the machine's run enters again where it was.
"""

from __future__ import annotations

import os
import threading
import time
from typing import Final, Protocol

INTERVAL: Final = 0.05
"""Seconds between two returns: how late Ctrl-C may come."""


class Running(Protocol):
    """A machine in a run."""

    def tick(self) -> None:
        """Leave the engine soon; called by the ticker's thread."""


class Ticker:
    """Ticks the machines between :meth:`add` and :meth:`remove`; sleeps while there are none."""

    def __init__(self, interval: float = INTERVAL) -> None:
        self.interval = interval
        self.reset()

    def reset(self) -> None:
        """Forget everything; in the child of a fork, where the thread is gone."""
        self.lock = threading.RLock()  # held during a tick: what a tick touches changes under it
        self._running: dict[int, Running] = {}
        self._wanted = threading.Event()
        self._thread: threading.Thread | None = None

    def add(self, machine: Running) -> None:
        """Start to tick a machine."""
        with self.lock:
            self._running[id(machine)] = machine
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="kretcore-unicorn ticker", daemon=True)
                self._thread.start()
        self._wanted.set()

    def remove(self, machine: Running) -> None:
        """Stop to tick a machine; it is not ticked after this returns."""
        with self.lock:
            self._running.pop(id(machine), None)

    def _work(self) -> None:
        while True:
            self._wanted.wait()
            time.sleep(self.interval)
            with self.lock:
                if not self._running:
                    self._wanted.clear()
                for machine in self._running.values():
                    machine.tick()


TICKER: Final = Ticker()
os.register_at_fork(after_in_child=TICKER.reset)
