"""Programs that gcc made, traced: what the README shows, every instruction probed, and relocation."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import kretcore
import pytest

HERE = Path(__file__).parent
README = (HERE.parent / "README.md").read_text()
HANOI, TABLE = HERE / "guests" / "hanoi", HERE / "guests" / "table"


def test_the_readme_shows_what_kret_prints() -> None:
    shown = re.findall(r"^\$ kret (.*)\n((?:.*\n)*?)```$", README, re.MULTILINE)
    assert shown
    for command, output in shown:
        run = [sys.executable, "-m", "kretcore", *command.split()]
        assert subprocess.run(run, cwd=HERE.parent, capture_output=True, text=True, check=True).stdout == output


def test_returns_have_their_values_and_callers() -> None:
    with kretcore.boot(HANOI) as kernel:
        seen = []

        @kernel.on_return("hanoi")
        def returned(ret: kretcore.Return) -> None:
            seen.append((ret.argument(0), ret.value, ret.caller))

        assert kernel.call("hanoi", 2, *b"ACB") == 3
    assert sorted(seen) == [(0, 0, "hanoi")] * 4 + [(1, 1, "hanoi")] * 2 + [(2, 3, None)]


@pytest.mark.parametrize("post_handler", [False, True], ids=["boosted", "stepped"])
def test_every_instruction_can_be_probed(post_handler: bool) -> None:
    with kretcore.boot(HANOI) as kernel:
        hits = []
        for function, size in (("move", 76), ("hanoi", 140)):
            for offset in range(0, size, 4):
                kernel.register_kprobe(
                    kretcore.Kprobe(
                        symbol=function,
                        offset=offset,
                        pre_handler=lambda kprobe, registers: hits.append(kprobe.address),
                        post_handler=(lambda kprobe, registers: None) if post_handler else None,
                    )
                )
        assert kernel.call("hanoi", 3, *b"ACB") == 7
        assert len(set(hits)) == (76 + 140) // 4


def test_a_position_independent_program_is_relocated() -> None:
    with kretcore.boot(TABLE) as kernel:
        assert kernel.call("apply", 0, 7) == 14
        assert kernel.call("apply", 1, 7) == 49
