"""The F unit's table against objdump."""

from __future__ import annotations

from random import Random

import pytest
from ia64_objdump import MISSING, OBJDUMP, compare
from kretcore_ia64 import semantics
from kretcore_ia64.cpu import SEMANTICS
from kretcore_ia64.tables import f

semantics.register()
MFI, NOP_M, NOP_I = 0x0C, 1 << 27, 1 << 27


def _word(random: Random) -> int:
    """A random word of a row, with registers that other spellings depend on more often than at random."""
    row = random.choice(f.ROWS)
    word = random.getrandbits(41) & ~row.mask | row.match
    for low in (6, 13, 20, 27):
        if not row.mask >> low & 127 and random.random() < 0.4:
            word = word & ~(127 << low) | random.randrange(3) << low
    return word


@pytest.mark.skipif(MISSING, reason=f"there is no {OBJDUMP}")
def test_text_and_legality_are_objdumps() -> None:
    random = Random(6)
    words = [_word(random) for _ in range(6000)] + [random.getrandbits(41) for _ in range(6000)]
    differences = compare((MFI, NOP_M, word, NOP_I) for word in words)
    assert not differences, "\n".join(str(difference) for difference in differences[:20])


def test_every_row_has_a_meaning() -> None:
    assert not {row.semantics for row in f.ROWS} - SEMANTICS.keys()
