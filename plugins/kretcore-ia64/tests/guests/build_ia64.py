"""Build the ia64 guests that the gallery does not have, and write what they must print.

    python plugins/kretcore-ia64/tests/guests/build_ia64.py            build everything into bin/
    python plugins/kretcore-ia64/tests/guests/build_ia64.py --check    build elsewhere and compare with what is here
    python plugins/kretcore-ia64/tests/guests/build_ia64.py --record   write expected/, on an x86_64

Start code, runtime and flags are the gallery's (``tests/guests``). The C programs are the same on x86_64, whose types,
``long double`` too, have the same formats. The programs of ``asm/`` check themselves: they exit with 0, or with the
number of the check that failed.
"""

# ruff: noqa: T201
from __future__ import annotations

import argparse
import importlib.util
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent
GALLERY = HERE.parents[3] / "tests" / "guests"


def _load_gallery() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gallery_build", GALLERY / "build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


gallery = _load_gallery()

# A square root is the instruction sequence, not a function that also sets errno.
COMMON = f"{gallery.COMMON} -g0 -fno-math-errno -fno-pie"
VARIANTS = {
    "O0": "-O0",
    "O2": "-O2",
    "O3": "-O3",
    "fixed": "-O2 -mfixed-range=f32-f127",
    "speculative": "-O3 -msched-control-spec -msched-br-data-spec -msched-ar-data-spec",
    "latency": ("-O2 -minline-int-divide-min-latency -minline-float-divide-min-latency -minline-sqrt-min-latency"),
    "throughput": (
        "-O2 -minline-int-divide-max-throughput -minline-float-divide-max-throughput -minline-sqrt-max-throughput"
    ),
    # Divisions are calls of libgcc's hand-written functions.
    "library": "-O2 -mno-inline-int-divide -mno-inline-float-divide",
}
PROGRAMS: dict[str, tuple[int, tuple[str, ...]]] = {
    "integers": (17, ("O0", "O2", "O3", "latency", "throughput")),
    "floats": (18, ("O0", "O2", "O3", "fixed", "latency", "throughput", "library")),
    "roots": (19, ("latency", "throughput")),
    "convention": (20, ("O0", "O2", "O3")),
    "recursion": (21, ("O0", "O2", "O3")),
    "wide": (23, ("O2",)),
    "routines": (22, ("O0", "O2", "O3", "fixed", "speculative")),
}
"""Exit status and variants of each C program."""


# A function out of an ordinary branch's reach.
LINK_FOR = {"branches": "-Wl,--section-start=.far=0x4000000100000000"}
"""Linker flags of some programs in assembly."""


def c_programs() -> Iterator[tuple[str, str, Path]]:
    """Yield program, variant and built file."""
    for name, (_, variants) in PROGRAMS.items():
        for variant in variants:
            yield name, variant, HERE / "bin" / f"{name}.{variant}"


def asm_programs() -> Iterator[tuple[str, Path]]:
    """Yield name and built file."""
    for source in sorted((HERE / "asm").glob("*.S")):
        yield source.stem, HERE / "bin" / f"asm-{source.stem}"


def _link(gcc: str, flags: str, sources: tuple[Path, ...], target: Path, link: str = "") -> None:
    flags = f"{COMMON} {flags} {gallery.WARNINGS} -Wno-type-limits"
    with tempfile.TemporaryDirectory() as scratch:
        objects = []
        for source in sources:
            objects.append(f"{source.stem}.o")
            # Relative names and mapped directories: nothing of this machine gets into the file.
            command = [gcc, *flags.split(), f"-ffile-prefix-map={source.parent}=.", f"-I{GALLERY}", f"-I{HERE}"]
            subprocess.run([*command, "-c", str(source), "-o", objects[-1]], check=True, cwd=scratch)
        command = [gcc, *gallery.LINK.split(), *gallery.LINK_FOR["ia64"].split(), "-static", "-Wl,--strip-debug"]
        subprocess.run([*command, *link.split(), *objects, "-lgcc", "-o", str(target)], check=True, cwd=scratch)


def _c_sources(name: str, arch: str) -> tuple[Path, ...]:
    return (GALLERY / gallery.START[arch], HERE / f"{name}.c", GALLERY / "rt.c")


def build_all(gcc: str, output: Path) -> None:
    """Build every program into ``output``."""
    output.mkdir(exist_ok=True)
    for name, variant, path in c_programs():
        _link(gcc, VARIANTS[variant], _c_sources(name, "ia64"), output / path.name)
    for name, path in asm_programs():
        _link(gcc, "", (HERE / "asm" / f"{name}.S",), output / path.name, LINK_FOR.get(name, ""))
    (output / gallery.TOOLS).write_text(gallery.tools(gcc))


def check(gcc: str) -> list[str]:
    """Build elsewhere and return the names of what differs."""
    with tempfile.TemporaryDirectory() as scratch:
        build_all(gcc, Path(scratch))
        actual = {path.name: path.read_bytes() for path in Path(scratch).iterdir()}
    expected = {path.name: path.read_bytes() for path in (HERE / "bin").iterdir()}
    return sorted(name for name in expected.keys() | actual.keys() if expected.get(name) != actual.get(name))


def record() -> None:
    """Write ``expected/`` by this computer, an x86_64 with fused multiplication and addition."""
    assert platform.machine() == "x86_64", "the reference is x86_64"
    (HERE / "expected").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for name, (status, _) in PROGRAMS.items():
            target = Path(scratch) / name
            _link("x86_64-linux-gnu-gcc", "-O2 -mfma", _c_sources(name, "x86_64"), target)
            done = subprocess.run([str(target)], stdout=subprocess.PIPE, check=False, timeout=30)
            assert done.returncode == status, f"{name}: exit status {done.returncode}"
            (HERE / "expected" / f"{name}.txt").write_bytes(done.stdout)


def main() -> int:
    """Run the command line; the exit status is 1 if a comparison failed."""
    parser = argparse.ArgumentParser(description="Build the ia64 guests, or check those that are built.")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    parser.add_argument("--record", action="store_true", help="run the C programs here and write expected/")
    options = parser.parse_args()
    gcc = shutil.which("ia64-linux-gnu-gcc")
    if options.record:
        record()
    elif gcc is None:
        print("skipped: no ia64-linux-gnu-gcc")
    elif options.check:
        differing = check(gcc)
        print(f"not what the sources give: {', '.join(differing)}" if differing else "all as the sources give them")
        return int(bool(differing))
    else:
        build_all(gcc, HERE / "bin")
    return 0


if __name__ == "__main__":
    sys.exit(main())
