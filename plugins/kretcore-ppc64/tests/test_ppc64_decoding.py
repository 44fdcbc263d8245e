"""The plugin and objdump agree about every instruction of the guests, and about words that no compiler makes."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from kretcore_ppc64.instructions import is_addpcis, is_branch, is_prefix, is_relative_prefix, is_trap, refusal

GUESTS = Path(__file__).parents[3] / "tests" / "guests" / "bin"
OBJDUMP = shutil.which("powerpc64-linux-gnu-objdump") or shutil.which("powerpc64le-linux-gnu-objdump")
LINE = re.compile(r"\s*([0-9a-f]+):\t((?:[0-9a-f]{2} ){4})\s*\t?(\S*)\s*(.*)")

BRANCH = re.compile(r"b(?!permd|r[dhw]$|cd)\w*[+-]?")
TRAPS = re.compile(r"t[wd]\w*|trap")
NOT_STEPPED = re.compile(r"scv?|h?rfid?|rfci|rfdi|rfmci|rfscv|urfid|stop|doze|nap|sleep|rvwinkle|mtmsrd?")
TAR = re.compile(r"b\w*tarl?[+-]?")
ADDPCIS = re.compile(r"addpcis|subpcis|lnia")

pytestmark = pytest.mark.skipif(OBJDUMP is None, reason="no objdump for PowerPC is installed")

Decoded = tuple[int, int, str, str]
"""Address, first word, mnemonic, operands."""


def disassemble(order: str, *options: str) -> Iterator[Decoded]:
    assert OBJDUMP is not None
    command = [OBJDUMP, "-M", "power10", *options]
    for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines():
        match = LINE.fullmatch(line)
        if match is not None:
            address, code, name, operands = match.groups()
            yield int(address, 16), int.from_bytes(bytes.fromhex(code), order), name, operands  # type: ignore[arg-type]


def disagreements(order: str, *options: str) -> tuple[int, list[str]]:
    """Compare the plugin's view of each instruction with objdump's."""
    count, wrong = 0, []
    prefix = False
    for address, word, name, operands in disassemble(order, *options):
        if prefix:  # the second word has a line of its own, without a name
            prefix = False
            if not name:
                continue
        prefix = is_prefix(word)
        count += 1
        known = name and not name.startswith(".")
        views = {
            "branch": (is_branch(word), BRANCH.fullmatch(name) is not None),
            "trap": (is_trap(word), TRAPS.fullmatch(name) is not None),
            "addpcis": (is_addpcis(word), ADDPCIS.fullmatch(name) is not None),
            "refused": (
                refusal(word) is not None,
                TRAPS.fullmatch(name) is not None
                or NOT_STEPPED.fullmatch(name) is not None
                or TAR.fullmatch(name) is not None
                or name == "darn"
                or is_relative_prefix(word),
            ),
        }
        for view, (plugin, objdump) in views.items():
            if plugin != objdump and known:
                wrong.append(f"{address:#x}: {word:#010x} {name} {operands}: {view} is {plugin}")
    return count, wrong


@pytest.mark.parametrize("arch", ["ppc64", "ppc64le"])
def test_every_instruction_of_the_guests(arch: str) -> None:
    order = "big" if arch == "ppc64" else "little"
    guests = sorted((GUESTS / arch).glob("*.*"))
    assert guests
    total = 0
    for guest in guests:
        count, wrong = disagreements(order, "-d", str(guest))
        assert wrong == [], guest.name
        total += count
    assert total > 50_000


@pytest.mark.parametrize("seed", range(3))
def test_random_words(seed: int, tmp_path: Path) -> None:
    """Some of each primary opcode that matters, at random."""
    draw = random.Random(seed)
    words = [
        draw.choice((1, 2, 3, 16, 17, 18, 19, 19, 31, draw.getrandbits(6))) << 26 | draw.getrandbits(26)
        for _ in range(20000)
    ]
    words = [word if word >> 26 != 1 else 0x60000000 for word in words]  # prefixes want the right second word
    file = tmp_path / "words"
    file.write_bytes(b"".join(word.to_bytes(4, "big") for word in words))
    count, wrong = disagreements("big", "-b", "binary", "-m", "powerpc:common64", "-EB", "-D", str(file))
    assert count == len(words)
    assert wrong == []


def test_prefixed_instructions_relative_to_themselves(tmp_path: Path) -> None:
    """R of the 8LS and MLS forms: paddi with and without it."""
    words = (0x06000000, 0x38640007, 0x06100000, 0x38600007, 0x04000000, 0xE4640000, 0x04100000, 0xE4600000)
    file = tmp_path / "words"
    file.write_bytes(b"".join(word.to_bytes(4, "big") for word in words))
    found = [
        (word, name, operands)
        for _, word, name, operands in disassemble(
            "big", "-b", "binary", "-m", "powerpc:common64", "-EB", "-D", str(file)
        )
        if name
    ]
    assert len(found) == 4
    for word, name, _operands in found:
        assert is_prefix(word)
        relative = word >> 20 & 1
        assert is_relative_prefix(word) == bool(relative), name
