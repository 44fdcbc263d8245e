"""objdump's opinion on bundles, and ours beside it."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kretcore_ia64 import decoder, disassembler

OBJDUMP: Final = "ia64-linux-gnu-objdump"
MISSING: Final = shutil.which(OBJDUMP) is None
Words = tuple[int, int, int, int]
"""A bundle: its template and the 41 bits of each of its slots."""

_LINE: Final = re.compile(r"^ *([0-9a-f]+):\t *(?:\[...\])? *(.*?)(;;)?$", re.MULTILINE)
_SYMBOL: Final = re.compile(r"\b(?:0x)?([0-9a-f]+) <[^>]*>")
_SLOT_OF: Final = {0: 0, 6: 1, 12: 2}


@dataclass(frozen=True)
class Difference:
    """What two disassemblers say of one instruction."""

    unit: str
    word: int
    long: int
    theirs: str
    ours: str
    row: str

    def __str__(self) -> str:
        return f"{self.unit} {self.word:#013x}: objdump {self.theirs!r}, ours {self.ours!r} ({self.row})"


def encode(words: Words) -> bytes:
    """Return the bundle's bytes."""
    template, first, second, third = words
    return (template | first << 5 | second << 46 | third << 87).to_bytes(16, "little")


def objdump(code: bytes) -> list[tuple[int, str]]:
    """Return address (bundle plus slot) and text, with ``;;`` at stops, of each instruction."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "code"
        path.write_bytes(code)
        return run(["-D", "-b", "binary", "-m", "ia64", "-EL", str(path)])


def run(arguments: Sequence[str]) -> list[tuple[int, str]]:
    """The same with other arguments."""
    command = [OBJDUMP, "-z", "--no-show-raw-insn", *arguments]
    output = subprocess.run(command, check=True, capture_output=True, encoding="ascii").stdout
    return [
        ((at := int(address, 16)) & ~15 | _SLOT_OF[at & 15], _SYMBOL.sub(r"0x\1", text) + (stop or ""))
        for address, text, stop in _LINE.findall(output)
    ]


def ours(code: bytes, address: int = 0) -> list[tuple[int, decoder.Instruction | None]]:
    """Return the same from our tables; None where a reserved template says that nothing is an instruction."""
    instructions: list[tuple[int, decoder.Instruction | None]] = []
    for at in range(0, len(code), 16):
        try:
            bundle = decoder.decode(code[at : at + 16], address + at)
        except decoder.ReservedTemplateError:
            instructions += [(address + at + slot, None) for slot in range(3)]
        else:
            instructions += [(instruction.address, instruction) for instruction in bundle]
    return instructions


def compare(words: Iterable[Words]) -> list[Difference]:
    """Disassemble bundles twice, and return what differs."""
    code = b"".join(encode(bundle) for bundle in words)
    return differences(objdump(code), ours(code))


def differences(
    theirs: Sequence[tuple[int, str]], instructions: Sequence[tuple[int, decoder.Instruction | None]]
) -> list[Difference]:
    """Return where two disassemblies of the same code differ."""
    found = []
    for (address, text), (our_address, instruction) in zip(theirs, instructions, strict=True):
        if address != our_address:
            raise AssertionError(f"objdump is at {address:#x}, we are at {our_address:#x}")
        if instruction is None:
            if not text.startswith("data8"):
                found.append(Difference("reserved", 0, 0, text, "reserved template", ""))
            continue
        mine = disassembler.text(instruction) + (";;" if instruction.stop and instruction.row else "")
        if mine != text:
            row = "no row" if instruction.row is None else f"{instruction.row.form} {instruction.row.text}"
            found.append(Difference(instruction.unit, instruction.word, instruction.long, text, mine, row))
    return found
