"""The M unit's tables against objdump: random bits, and random fields of every row."""

from __future__ import annotations

import random

import ia64_objdump
import pytest
from kretcore_ia64.tables import m

NOP = 1 << 27
"""nop.i 0 and nop.m 0."""


@pytest.mark.skipif(ia64_objdump.MISSING, reason="ia64-linux-gnu-objdump is not installed")
def test_text_is_objdumps() -> None:
    choose = random.Random(2005)
    words = [choose.getrandbits(40) for _ in range(6000)]
    words += [choose.getrandbits(33) | choose.randrange(2) << 37 | choose.getrandbits(1) << 36 for _ in range(3000)]
    words += [row.match | choose.getrandbits(41) & ~row.mask for row in m.ROWS for _ in range(8)]
    found = ia64_objdump.compare([(0, word, NOP, NOP) for word in words])
    assert not found, f"{len(found)} differences, first {found[0]}"
