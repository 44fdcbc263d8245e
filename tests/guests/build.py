"""Build the guests: small freestanding programs, statically linked, with reproducible contents.

    python tests/guests/build.py              build everything there is a compiler for
    python tests/guests/build.py --arch i386  one architecture
    python tests/guests/build.py --check      build elsewhere and compare with what is here
    python tests/guests/build.py --record     run them here and write expected/: what each run of runs.json prints

The bytes depend on the compiler and linker, so ``bin/ARCH/BUILT-WITH`` records them; ``--check`` compares where they
are the same and says so where they are not.
"""

# ruff: noqa: T201
from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TOOLS = "BUILT-WITH"

COMPILERS = {
    "x86_64": ("x86_64-linux-gnu-gcc",),
    "i386": ("i686-linux-gnu-gcc",),
    "ppc64": ("powerpc64-linux-gnu-gcc",),
    "ppc64le": ("powerpc64le-linux-gnu-gcc",),
    "ia64": ("ia64-linux-gnu-gcc",),
}

# What every unit is compiled with. Debug information is for people who disassemble; the loader ignores it.
COMMON = (
    "-std=gnu11 -g1 -ffreestanding -fno-stack-protector -ffp-contract=off -fno-asynchronous-unwind-tables"
    " -fno-tree-loop-distribute-patterns -frandom-seed=kretcore"
)
WARNINGS = "-Wall -Wextra -Werror -Wno-infinite-recursion"
LINK = "-nostdlib -nostartfiles -Wl,--build-id=none -Wl,-z,noexecstack -Wl,--no-warn-rwx-segments"

RUNTIME = ("rt.c",)
FAMILY = {"x86_64": "x86", "i386": "x86", "ppc64": "ppc64", "ppc64le": "ppc64", "ia64": "ia64"}
"""Which assembly sources architectures share: the {family} in their names."""
START = {
    "x86_64": "crt_x86_64.S",
    "i386": "crt_i386.S",
    "ppc64": "crt_ppc64.S",
    "ppc64le": "crt_ppc64.S",
    "ia64": "crt_ia64.S",
}
"""Each architecture's start code."""
LINK_FOR = dict.fromkeys(("ppc64", "ppc64le", "ia64"), "-Wl,-z,max-page-size=4096")
"""Linker flags of one architecture: with pages of 64 KiB the files would be mostly padding."""
COMPILE_FOR = {"ia64": "-g0"}
"""Compiler flags of one architecture: without debug information, as its code is large enough."""

SOURCES: dict[str, tuple[str, ...]] = {
    "fib": ("fib.c",),
    "json": ("json.c",),
    "expr": ("expr.c",),
    "sort": ("sort.c",),
    "matrix": ("matrix.c",),
    "jump": ("jump.c",),
    "coroutine": ("coroutine.c",),
    "mutual": ("mutual.c",),
    "structs": ("structs.c",),
    "varargs": ("varargs.c", "rt_printf.c"),
    "tasks": ("tasks.c",),
    "echo": ("echo.c",),
    "syscalls": ("syscalls.c",),
    "selfmod": ("selfmod.c", "selfmod_{family}.S"),
    "names": ("names.c", "names_other.c", "names_{family}.S"),
    "rules": ("rules.c", "rules_{family}.S"),
    "csmith-4": ("csmith/4.c", "rt_printf.c"),
    "csmith-10": ("csmith/10.c", "rt_printf.c"),
    "csmith-25": ("csmith/25.c", "rt_printf.c"),
}

# Variant: (compiler flags, linker flags).
VARIANTS: dict[str, tuple[str, str]] = {
    "O0": ("-O0 -fno-pie -fcf-protection=none", "-static"),
    "O2": ("-O2 -fno-pie -fcf-protection=none", "-static"),
    "O3": ("-O3 -fno-pie -fcf-protection=none", "-static"),
    # The start code of these does not relocate itself: who loads them must.
    "pie": ("-O2 -fPIE -fcf-protection=none", "-static-pie -Wl,-pie,--no-dynamic-linker"),
    # Code shares its segment with headers and constants.
    "compact": ("-O2 -fno-pie -fcf-protection=none", "-static -Wl,-z,noseparate-code"),
    "stripped": ("-O2 -fno-pie -fcf-protection=none", "-static -Wl,--strip-all"),
    # With debug information of the C sources: names and types of parameters and results.
    "debug": ("-O0 -g -fno-pie -fcf-protection=none", "-static"),
    # Functions begin with ENDBR.
    "cet": ("-O2 -fno-pie -fcf-protection=branch", "-static"),
    # The other ABI than the byte order's usual one.
    "elfv1": ("-O2 -fno-pie -mabi=elfv1", "-static -mabi=elfv1"),
    "elfv2": ("-O2 -fno-pie -mabi=elfv2", "-static -mabi=elfv2"),
    # Code has symbols of its own, with a dot.
    "dots": ("-O2 -fno-pie -mcall-aixdesc", "-static"),
    # No register of the rotating floating-point ones, as in kernels.
    "fixed": ("-O2 -fno-pie -mfixed-range=f32-f127", "-static"),
    # Loads ahead of branches and stores, with checks.
    "speculative": ("-O3 -fno-pie -msched-control-spec -msched-br-data-spec -msched-ar-data-spec", "-static"),
    # The other sequences for division and square root.
    "throughput": (
        "-O2 -fno-pie -minline-float-divide-max-throughput -minline-int-divide-max-throughput"
        " -minline-sqrt-max-throughput",
        "-static",
    ),
}


# Every program at -O0 and -O2, unless listed here alone; and some in other variants, too.
ONLY: dict[str, tuple[str, ...]] = {"csmith-4": ("O0",), "csmith-10": ("O2",), "csmith-25": ("O3",), "rules": ("O2",)}
EXTRA: dict[str, tuple[str, ...]] = {
    "fib": ("O3", "pie", "compact", "stripped", "debug"),
    "json": ("O3",),
    "expr": ("O3", "pie", "debug"),
    "sort": ("O3", "pie", "debug"),
    "matrix": ("O3",),
    "structs": ("O3",),
    "tasks": ("pie",),
    "names": ("pie",),
}
PECULIAR: dict[str, dict[str, tuple[str, ...]]] = {
    "x86_64": {"fib": ("cet",)},
    "i386": {"fib": ("cet",)},
    "ppc64": {
        "fib": ("elfv2", "dots"),
        "structs": ("elfv2",),
        "jump": ("elfv2",),
        "names": ("dots",),
        "rules": ("elfv2",),
    },
    "ppc64le": {"fib": ("elfv1",)},
    "ia64": {
        "json": ("speculative",),
        "expr": ("speculative",),
        "sort": ("fixed", "speculative"),
        "matrix": ("fixed", "throughput"),
        "structs": ("fixed",),
    },
}
"""Variants of one architecture alone."""
LEFT_OUT: dict[str, tuple[str, ...]] = {
    "x86_64": ("rules",),
    "i386": ("rules",),
    "ppc64": ("csmith-10",),
    "ia64": ("rules",),
}
"""Programs without sources for the architecture, and one whose output depends on the byte order, by unions."""


def targets(name: str, arch: str) -> tuple[str, ...]:
    """Return the variants a program is built in."""
    if name in LEFT_OUT.get(arch, ()):
        return ()
    return (*ONLY.get(name, ("O0", "O2", *EXTRA.get(name, ()))), *PECULIAR[arch].get(name, ()))


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
        for template in (START[arch], *SOURCES[name], *RUNTIME):
            source = template.format(family=FAMILY[arch])
            unit = Path(scratch) / (source.replace("/", "_") + ".o")
            # Relative source names and a mapped directory: nothing of this machine gets into the file.
            flags = f"{COMMON} {COMPILE_FOR.get(arch, '')} {compile_flags}"
            command = [gcc, *flags.split(), f"-ffile-prefix-map={HERE}=.", "-I.", "-c", source]
            # Nobody wrote csmith's programs for warnings to tell them anything.
            command += ["-w", "-Icsmith"] if source.startswith("csmith/") else WARNINGS.split()
            subprocess.run([*command, "-o", str(unit)], check=True, cwd=HERE)
            objects.append(str(unit))
        command = [gcc, *LINK.split(), *LINK_FOR.get(arch, "").split(), *link_flags.split(), *objects]
        command += ["-lgcc", "-o", str(target)]
        subprocess.run(command, check=True, cwd=scratch)
    return target


def build_all(arch: str, gcc: str, output: Path) -> list[Path]:
    """Build every program in every variant for one architecture."""
    output.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        built = list(pool.map(lambda job: build(gcc, arch, job[0], job[1], output), programs(arch)))
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


def run(program: Path, details: dict[str, Any], seconds: float = 30) -> tuple[bytes, int]:
    """Run a program on this computer, by user-mode emulation where it is another's; return output and exit status."""
    arch = program.parent.name
    native = sys.platform == "linux" and platform.machine() == arch
    emulator = [] if native else [shutil.which(f"qemu-{arch}-static") or shutil.which(f"qemu-{arch}")]
    if None in emulator:
        raise FileNotFoundError(f"neither this computer nor qemu-{arch} can run {program}")
    done = subprocess.run(
        [*map(str, emulator), str(program), *details.get("arguments", ())],
        input=details.get("stdin", "").encode(),
        env=details.get("environment", {}),
        stdout=subprocess.PIPE,
        timeout=seconds,
        check=False,
    )
    return done.stdout, done.returncode


def runs() -> dict[str, dict[str, Any]]:
    """Return what to run and expect, by name: program, arguments, stdin, environment, status."""
    content: dict[str, dict[str, Any]] = json.loads((HERE / "runs.json").read_text())
    return content


def programs(arch: str) -> Iterator[tuple[str, str, Path]]:
    """Yield program, variant and built file of everything that should be there."""
    for name in SOURCES:
        for variant in targets(name, arch):
            yield name, variant, HERE / "bin" / arch / f"{name}.{variant}"


def record() -> None:
    """Write ``expected/`` and the statuses of ``runs.json``: by x86_64 where it has the program, by ppc64 otherwise."""
    (HERE / "expected").mkdir(exist_ok=True)
    recorded = runs()
    for name, details in recorded.items():
        arch = "x86_64" if targets(details["program"], "x86_64") else "ppc64"
        variant = targets(details["program"], arch)[0]
        output, details["status"] = run(HERE / "bin" / arch / f"{details['program']}.{variant}", details)
        (HERE / "expected" / f"{name}.txt").write_bytes(output)
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(details)}" for name, details in recorded.items())
    (HERE / "runs.json").write_text(f"{{\n{lines}\n}}\n")


def main() -> int:
    """Run the command line; the exit status is 1 if a comparison failed."""
    parser = argparse.ArgumentParser(description="Build the guests, or check those that are built.")
    parser.add_argument("--arch", choices=sorted(COMPILERS), action="append", help="only this one (repeatable)")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    parser.add_argument("--record", action="store_true", help="run instead of building, and write expected/")
    options = parser.parse_args()
    if options.record:
        record()
        return 0
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
