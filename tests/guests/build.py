"""Build the guests: small freestanding programs, statically linked, with reproducible contents.

    python tests/guests/build.py              build everything there is a compiler for
    python tests/guests/build.py --arch i386  one architecture
    python tests/guests/build.py --check      build elsewhere and compare with what is here

The bytes depend on the compiler and linker, so ``bin/ARCH/BUILT-WITH`` records them; ``--check`` compares where they
are the same and says so where they are not.
"""

# ruff: noqa: T201
from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOOLS = "BUILT-WITH"

COMPILERS = {"x86_64": ("x86_64-linux-gnu-gcc",), "i386": ("i686-linux-gnu-gcc",)}

# What every unit is compiled with. Debug information is for people who disassemble; the loader ignores it.
COMMON = (
    "-std=gnu11 -g1 -Wall -Wextra -Werror -Wno-infinite-recursion -ffreestanding -fno-stack-protector -ffp-contract=off"
    " -fno-asynchronous-unwind-tables -fno-tree-loop-distribute-patterns -frandom-seed=kretcore"
)
LINK = "-nostdlib -nostartfiles -Wl,--build-id=none -Wl,-z,noexecstack"

RUNTIME = ("rt.c",)
SOURCES: dict[str, tuple[str, ...]] = {
    "fib": ("fib.c",),
    "sort": ("sort.c",),
    "jump": ("jump.c",),
    "coroutine": ("coroutine.c",),
    "structs": ("structs.c",),
    "tasks": ("tasks.c",),
}

# Variant: (compiler flags, linker flags).
VARIANTS: dict[str, tuple[str, str]] = {
    "O0": ("-O0 -fno-pie -fcf-protection=none", "-static"),
    "O2": ("-O2 -fno-pie -fcf-protection=none", "-static"),
    "O3": ("-O3 -fno-pie -fcf-protection=none", "-static"),
    # The start code of these does not relocate itself: who loads them must.
    "pie": ("-O2 -fPIE -fcf-protection=none", "-static-pie"),
    # Functions begin with ENDBR.
    "cet": ("-O2 -fno-pie -fcf-protection=branch", "-static"),
}


# Every program at -O0 and -O2, and some in other variants, too.
EXTRA: dict[str, tuple[str, ...]] = {
    "fib": ("O3", "pie", "cet"),
    "sort": ("O3", "pie"),
    "tasks": ("pie",),
}


def targets(name: str) -> list[str]:
    """Return the variants a program is built in."""
    return ["O0", "O2", *EXTRA.get(name, ())]


def compiler(arch: str) -> str | None:
    """Return the architecture's compiler, or None if it is not installed."""
    return next((found for name in COMPILERS[arch] if (found := shutil.which(name))), None)


def tools(gcc: str) -> str:
    """Return the versions of compiler and linker, as people and ``--check`` compare them."""
    linker = subprocess.run([gcc, "-print-prog-name=ld"], check=True, capture_output=True, text=True).stdout.strip()
    lines = []
    for program in (gcc, linker):
        text = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout
        lines.append(text.splitlines()[0])
    return "".join(f"{line}\n" for line in lines)


def build(gcc: str, arch: str, name: str, variant: str, output: Path) -> Path:
    """Compile and link one program; return the ELF file."""
    compile_flags, link_flags = VARIANTS[variant]
    target = output / f"{name}.{variant}"
    with tempfile.TemporaryDirectory() as scratch:
        objects = []
        for source in (f"crt_{arch}.S", *SOURCES[name], *RUNTIME):
            unit = Path(scratch) / (source.replace("/", "_") + ".o")
            # Relative source names and a mapped directory: nothing of this machine gets into the file.
            command = [gcc, *COMMON.split(), *compile_flags.split(), f"-ffile-prefix-map={HERE}=.", "-I.", "-c", source]
            subprocess.run([*command, "-o", str(unit)], check=True, cwd=HERE)
            objects.append(str(unit))
        command = [gcc, *LINK.split(), *link_flags.split(), *objects, "-lgcc", "-o", str(target)]
        subprocess.run(command, check=True, cwd=scratch)
    return target


def build_all(arch: str, gcc: str, output: Path) -> list[Path]:
    """Build every program in every variant for one architecture."""
    output.mkdir(parents=True, exist_ok=True)
    jobs = [(name, variant) for name in SOURCES for variant in targets(name)]
    with ThreadPoolExecutor() as pool:
        built = list(pool.map(lambda job: build(gcc, arch, job[0], job[1], output), jobs))
    (output / TOOLS).write_text(tools(gcc))
    return built


def check(arch: str, gcc: str) -> tuple[bool, str]:
    """Build one architecture elsewhere and compare; return whether it is as it should be, and a sentence."""
    present = HERE / "bin" / arch
    built_with = (present / TOOLS).read_text()
    if tools(gcc) != built_with:
        return True, f"{arch}: skipped, built with another compiler or linker than is installed:\n{built_with}"
    with tempfile.TemporaryDirectory() as scratch:
        build_all(arch, gcc, Path(scratch))
        expected = {path.name: path.read_bytes() for path in present.iterdir()}
        actual = {path.name: path.read_bytes() for path in Path(scratch).iterdir()}
    differing = sorted(name for name in expected.keys() | actual.keys() if expected.get(name) != actual.get(name))
    if differing:
        return False, f"{arch}: not what the sources give: {', '.join(differing)}"
    return True, f"{arch}: {len(expected) - 1} programs as the sources give them"


def main() -> int:
    """Run the command line; the exit status is 1 if a comparison failed."""
    parser = argparse.ArgumentParser(description="Build the guests, or check those that are built.")
    parser.add_argument("--arch", choices=sorted(COMPILERS), action="append", help="only this one (repeatable)")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    options = parser.parse_args()
    failed = False
    for arch in options.arch or COMPILERS:
        gcc = compiler(arch)
        if gcc is None:
            print(f"{arch}: skipped, no compiler ({' or '.join(COMPILERS[arch])})")
        elif options.check:
            good, report = check(arch, gcc)
            failed |= not good
            print(report)
        else:
            print(f"{arch}: {len(build_all(arch, gcc, HERE / 'bin' / arch))} programs built")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
