"""Hold the instruction tables against objdump: ``python ia64_oracle.py [WORDS] [--seed N]``, or ``--file PROGRAM``.

Half of the words are random, half are near an instruction: a row of the tables with random fields, and now and then a
bit or two turned. Every template is used, the reserved ones too. Differences are printed by row, with an example of
each. ``--sample`` prints bundles and objdump's text of them, which the tests keep.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import struct
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import ia64_objdump
from ia64_objdump import Difference, Words
from kretcore_ia64 import decoder
from kretcore_ia64.decoder import TEMPLATES

_WORD: Final = (1 << 41) - 1
_BATCH: Final = 20_000
_SHAPES: Final = {"F": 0x0E, "M": 0x08, "I": 0x00, "B": 0x16, "X": 0x05}
"""For each unit a template that has it."""
_EXECUTABLE: Final = 4
_NO_BITS: Final = 8


def near(draw: random.Random, unit: str) -> int:
    """Return a word that is an instruction of a unit, or close to one."""
    row = draw.choice(decoder.table(unit).rows)
    word = draw.getrandbits(41) & ~row.mask | row.match
    for _ in range(draw.choice((0, 0, 1, 2))):
        word ^= 1 << draw.randrange(41)
    return word & ~63 if draw.random() < 0.25 else word


def bundles(draw: random.Random, count: int) -> Iterator[Words]:
    """Draw bundles."""
    for _ in range(count):
        template = draw.randrange(32)
        words = [draw.getrandbits(41) for _ in range(3)]
        for slot, unit in enumerate(TEMPLATES.get(template, "")):
            if unit != "L" and draw.random() < 0.5:
                words[slot] = near(draw, unit)
        yield template, words[0], words[1], words[2]


def everything(draw: random.Random) -> Iterator[Words]:
    """Draw bundles that have every row of every table at least once."""
    missing = {unit: list(decoder.table(unit).rows) for unit in _SHAPES}

    def word(unit: str) -> int:
        if unit == "L" or not missing[unit]:
            return draw.getrandbits(41)
        row = missing[unit].pop()
        return draw.getrandbits(41) & ~row.mask | row.match

    for unit, template in _SHAPES.items():
        while missing[unit]:
            first, second, third = (word(unit) for unit in TEMPLATES[template])
            yield template, first, second, third


def _compare(task: tuple[int, int]) -> list[Difference]:
    seed, count = task
    return ia64_objdump.compare(bundles(random.Random(seed), count))


def compare_random(words: int, seed: int) -> Iterator[Difference]:
    """Compare so many words, on every processor there is."""
    whole, rest = divmod(-(-words // 3), _BATCH)
    tasks = [(seed + number, _BATCH) for number in range(whole)] + [(seed + whole, rest)] * bool(rest)
    with multiprocessing.Pool() as pool:
        for found in pool.imap_unordered(_compare, tasks):
            yield from found


def sections(program: bytes) -> Iterator[tuple[int, bytes]]:
    """Return address and contents of the executable sections of a little-endian ELF program of 64 bits."""
    (table,) = struct.unpack_from("<Q", program, 40)
    size, count = struct.unpack_from("<HH", program, 58)
    for number in range(count):
        _, kind, flags, address, offset, length = struct.unpack_from("<IIQQQQ", program, table + number * size)
        if flags & _EXECUTABLE and kind != _NO_BITS:
            yield address, program[offset : offset + length // 16 * 16]


def compare_file(path: Path) -> list[Difference]:
    """Compare every bundle of a program's executable sections."""
    texts = dict(ia64_objdump.run(["-d", str(path)]))
    ours = [pair for address, code in sections(path.read_bytes()) for pair in ia64_objdump.ours(code, address)]
    return ia64_objdump.differences([(address, texts[address]) for address, _ in ours], ours)


def report(differences: Iterable[Difference]) -> int:
    """Print them by row, and return how many there are."""
    counts: Counter[str] = Counter()
    examples: dict[str, Difference] = {}
    for difference in differences:
        theirs = difference.theirs.rpartition(") ")[2].partition(" ")[0]
        key = f"{difference.unit} {difference.row}" + (f": {theirs}" if difference.row == "no row" else "")
        counts[key] += 1
        examples.setdefault(key, difference)
    for key, count in counts.most_common():
        sys.stdout.write(f"{count:6} {key}\n       {examples[key]}\n")
    return counts.total()


def sample(seed: int) -> Iterator[str]:
    """Return lines of bundles, each with objdump's text of its instructions; the first is at address 0."""
    drawn = [*everything(random.Random(seed)), *bundles(random.Random(seed), 200)]
    texts = iter(ia64_objdump.objdump(b"".join(map(ia64_objdump.encode, drawn))))
    for words in drawn:
        count = 2 if TEMPLATES.get(words[0]) == "MLX" else 3
        yield "\t".join((" ".join(f"{word:x}" for word in words), *(next(texts)[1] for _ in range(count))))


def main() -> int:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="?", type=int, default=5_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--sample", action="store_true")
    options = parser.parse_args()
    if options.sample:
        sys.stdout.writelines(f"{line}\n" for line in sample(options.seed))
        return 0
    differences = compare_file(options.file) if options.file else compare_random(options.words, options.seed)
    count = report(differences)
    sys.stdout.write(f"{count} differences\n")
    return count > 0


if __name__ == "__main__":
    sys.exit(main())
