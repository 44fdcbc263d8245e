"""A bare machine on which the tests execute single instructions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

from kretcore.machine import Machine, Protection

from kretcore_aarch64.description import DESCRIPTION
from kretcore_aarch64.hooks import arch_create_machine

BASE = 0x40_0000
SIZE = 0x40_0000
HERE = BASE + SIZE // 2 + 0x1230
"""Where instructions stand, in an odd page; what they load from relative to themselves is mapped all around."""


@contextmanager
def bench() -> Iterator[Machine]:
    """A machine whose memory has random contents."""
    machine = arch_create_machine(DESCRIPTION)
    machine.memory.map(BASE, SIZE, Protection.READ | Protection.WRITE | Protection.EXECUTE)
    machine.memory.write(BASE, random.Random(0).randbytes(SIZE))
    yield machine
    machine.close()


def place(machine: Machine, word: int, address: int = HERE) -> None:
    """Let the next instruction be ``word``."""
    machine.memory.write_code(address, word.to_bytes(4, "little"))
    machine.registers["pc"] = address


def state(machine: Machine) -> dict[str, int]:
    """All registers."""
    return {name: machine.registers[name] for name in machine.registers}
