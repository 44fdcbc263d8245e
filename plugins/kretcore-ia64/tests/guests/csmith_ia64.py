"""Compare programs that csmith makes: ia64's result by ``module:function`` with what the same source gives on x86_64.

    python csmith_ia64.py COUNT [--seed N] [--levels O0 O2 O3] [--directory DIR] [--run MODULE:FUNCTION] [--jobs N]

``function(path) -> (exit status, output bytes)`` runs an ia64 program. Without ``--run`` programs are only made, in the
directory, where a later run finds them: ``csmith-SEED.c``, ``csmith-SEED.LEVEL`` and ``csmith-SEED.expected.json``.
Programs that do not end on this computer are left out: csmith makes some.
"""

# ruff: noqa: T201
from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from build_ia64 import GALLERY, gallery

GENERATOR = (
    "csmith --no-argc --concise --no-packed-struct --max-funcs 8 --max-block-depth 3 --max-expr-complexity 6 --seed"
)
GCC = {"ia64": "ia64-linux-gnu-gcc", "x86_64": "x86_64-linux-gnu-gcc"}
SECONDS = 2

Run = Callable[[Path], tuple[int, bytes]]


def compile_program(source: Path, arch: str, level: str, target: Path) -> None:
    """Compile and link one program with the gallery's runtime."""
    command = [
        GCC[arch],
        *gallery.COMMON.split(),
        *gallery.LINK.split(),
        "-w",
        "-g0",
        f"-{level}",
        "-fno-pie",
        "-static",
    ]
    command += [*gallery.LINK_FOR.get(arch, "").split(), f"-I{GALLERY}", f"-I{GALLERY / 'csmith'}"]
    units = [gallery.START[arch], "rt.c", "rt_printf.c"]
    command += [*(str(GALLERY / unit) for unit in units), str(source), "-lgcc", "-o", str(target)]
    subprocess.run(command, check=True)


def prepare(seed: int, levels: list[str], directory: Path) -> tuple[int, bytes] | None:
    """Make what the directory lacks; return exit status and output of the x86_64, None if it does not end."""
    source = directory / f"csmith-{seed}.c"
    recorded = directory / f"csmith-{seed}.expected.json"
    if not recorded.exists():
        subprocess.run([*GENERATOR.split(), str(seed), "--output", str(source)], check=True, stdout=subprocess.DEVNULL)
        native = directory / f"csmith-{seed}.x86_64"
        compile_program(source, "x86_64", "O1", native)
        try:
            done = subprocess.run([str(native)], stdout=subprocess.PIPE, timeout=SECONDS, check=False)
            found: list[object] | None = [done.returncode, done.stdout.decode("latin-1")]
        except subprocess.TimeoutExpired:
            found = None
        native.unlink()
        recorded.write_text(json.dumps(found))
    expected = json.loads(recorded.read_text())
    if expected is None:
        return None
    for level in levels:
        target = directory / f"csmith-{seed}.{level}"
        if not target.exists():
            compile_program(source, "ia64", level, target)
    return expected[0], expected[1].encode("latin-1")


def resolve(name: str) -> Run:
    """Import ``module:function``."""
    module, _, function = name.partition(":")
    found: Run = getattr(importlib.import_module(module), function)
    return found


def compare(seed: int, levels: list[str], directory: Path, run: str | None) -> list[str]:
    """Return a verdict for each level: ``agree``, ``differ``, ``made`` or ``no end``."""
    expected = prepare(seed, levels, directory)
    if expected is None:
        return ["no end"]
    if run is None:
        return ["made"] * len(levels)
    verdicts = []
    for level in levels:
        actual = resolve(run)(directory / f"csmith-{seed}.{level}")
        verdicts.append("agree" if actual == expected else "differ")
        if actual != expected:
            print(f"seed {seed} {level}: {actual}, x86_64 gives {expected}", flush=True)
    return verdicts


def main() -> int:
    """Run the command line; the exit status is 1 if anything differed."""
    parser = argparse.ArgumentParser(description="Compare ia64 runs of generated programs with this computer's.")
    parser.add_argument("count", type=int, help="how many seeds")
    parser.add_argument("--seed", type=int, default=1, help="the first (default: 1)")
    parser.add_argument("--levels", nargs="+", default=["O0", "O2", "O3"], help="optimization levels")
    parser.add_argument("--directory", type=Path, help="where programs are kept and found again")
    parser.add_argument("--run", help="module:function that runs an ia64 program")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, ProcessPoolExecutor(options.jobs) as pool:
        directory = options.directory or Path(scratch)
        directory.mkdir(parents=True, exist_ok=True)
        seeds = range(options.seed, options.seed + options.count)
        pending = [pool.submit(compare, seed, options.levels, directory, options.run) for seed in seeds]
        verdicts = Counter(verdict for future in pending for verdict in future.result())
    print(", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items())))
    return int(verdicts["differ"] > 0)


if __name__ == "__main__":
    sys.exit(main())
