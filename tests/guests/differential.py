"""Generate programs with csmith and compare two ways of running each.

    python tests/guests/differential.py COUNT [--seed N] [--arch ARCH] [--keep DIR] [--command 'COMMAND {program}']

One way is this computer (or user-mode emulation of the architecture, or another architecture that must give the same
where there is no emulation). The other is the command; without one, kretcore
with every function probed at its return, which also requires that the receipt balances and nothing was missed.
Programs that do not end on this computer are skipped: csmith makes some.
"""

# ruff: noqa: T201
from __future__ import annotations

import argparse
import os
import random
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import build

GENERATOR = (
    "csmith --no-argc --concise --no-packed-struct --max-funcs 8 --max-block-depth 3 --max-expr-complexity 6 --seed"
)
REFERENCE = {"ia64": "x86_64"}
"""Where nothing runs an architecture's programs: one whose types have the same widths and byte order."""
SECONDS = {"host": 2, "command": 120}
PROBED = f"{shlex.quote(sys.executable)} {shlex.quote(str(build.HERE / 'probed.py'))} {{program}}"


def generate(seed: int, directory: Path) -> Path:
    """Make one program; return its source."""
    source = directory / f"csmith-{seed}.c"
    subprocess.run([*GENERATOR.split(), str(seed), "--output", str(source)], check=True, stdout=subprocess.DEVNULL)
    return source


def compile_for(arch: str, source: Path, seed: int) -> Path | None:
    """Build it beside its source; return the program, or None where there is no compiler."""
    gcc = build.compiler(arch)
    if gcc is None:
        return None
    variant = random.Random(f"{seed} {arch}").choice(("O0", "O2", "O3"))
    program = source.parent / arch / f"csmith-{seed}.{variant}"
    program.parent.mkdir(exist_ok=True)
    compile_flags, link_flags = build.VARIANTS[variant]
    units = [build.START[arch], "rt.c", "rt_printf.c", str(source)]
    command = [gcc, *build.COMMON.split(), *compile_flags.split(), *build.LINK.split(), *link_flags.split()]
    command += ["-w", "-I.", "-Icsmith", *units, "-lgcc", "-o", str(program)]
    subprocess.run(command, check=True, cwd=build.HERE)
    return program


def compare(seed: int, arch: str, command: str, keep: Path | None) -> str:
    """Return ``"agree"``, ``"differ"`` or why there was nothing to compare."""
    with tempfile.TemporaryDirectory() as scratch:
        source = generate(seed, Path(scratch))
        program = compile_for(arch, source, seed)
        reference = compile_for(REFERENCE[arch], source, seed) if arch in REFERENCE else program
        if program is None or reference is None:
            return "no compiler"
        try:
            expected = build.run(reference, {}, SECONDS["host"])
        except subprocess.TimeoutExpired:
            return "no end"
        try:
            done = subprocess.run(
                shlex.split(command.format(program=shlex.quote(str(program)))),
                stdout=subprocess.PIPE,
                stdin=subprocess.DEVNULL,
                timeout=SECONDS["command"],
                check=False,
            )
            actual: object = (done.stdout, done.returncode)
        except subprocess.TimeoutExpired:
            actual = f"nothing within {SECONDS['command']} seconds"
        if actual == expected:
            return "agree"
        print(f"{arch} seed {seed} ({program.suffix[1:]}): {actual}, on this computer {expected}", flush=True)
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            shutil.copy(Path(scratch) / f"csmith-{seed}.c", keep)
            shutil.copy(program, keep / f"{program.name}.{arch}")
        return "differ"


def main() -> int:
    """Run the command line; the exit status is 1 if anything differed."""
    parser = argparse.ArgumentParser(description="Compare runs of generated programs.")
    parser.add_argument("count", type=int, help="how many programs")
    parser.add_argument("--seed", type=int, default=1, help="the first one's seed (default: 1)")
    parser.add_argument("--arch", choices=sorted(build.COMPILERS), action="append", help="only this one (repeatable)")
    parser.add_argument("--keep", type=Path, help="directory for programs that differ")
    parser.add_argument("--command", default=PROBED, help="what to compare with; {program} stands for the ELF file")
    options = parser.parse_args()
    jobs = [
        (seed, arch)
        for seed in range(options.seed, options.seed + options.count)
        for arch in options.arch or build.COMPILERS
    ]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        verdicts = Counter(pool.map(lambda job: compare(job[0], job[1], options.command, options.keep), jobs))
    print(", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items())))
    return int(verdicts["differ"] > 0)


if __name__ == "__main__":
    sys.exit(main())
