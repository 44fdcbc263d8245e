"""How the conformance suite's guest is compiled: the compilers that Debian packages, and the flags they need."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import NamedTuple

from kretcore.arch import ArchDescription
from kretcore.errors import ScaffoldError

SOURCE = Path(__file__).parent / "conformance" / "guest" / "conformance.c"

FLAGS = (
    "-O2 -ffreestanding -fno-stack-protector -fno-pie -no-pie -nostdlib -static "
    "-Wl,-z,max-page-size=4096 -Wl,--build-id=none"
)
"""A program complete by itself, the same whenever it is built, and small: segments are aligned to pages of 4 KiB."""


def image_names(architecture: str) -> tuple[str, str]:
    """What the guest may be called beside the plugin's module: where several architectures share it, and alone."""
    return f"conformance-{architecture}.elf", "conformance.elf"


class Toolchain(NamedTuple):
    """A compiler and what it needs besides :data:`FLAGS`."""

    compiler: str
    flags: str = ""


TOOLCHAINS: dict[tuple[int, int, str], Toolchain] = {
    (3, 32, "little"): Toolchain("i686-linux-gnu-gcc"),
    (4, 32, "big"): Toolchain("m68k-linux-gnu-gcc"),
    (8, 32, "big"): Toolchain("mips-linux-gnu-gcc", "-mno-abicalls -G0"),
    (8, 32, "little"): Toolchain("mipsel-linux-gnu-gcc", "-mno-abicalls -G0"),
    (8, 64, "big"): Toolchain("mips64-linux-gnuabi64-gcc", "-mno-abicalls -G0"),
    (8, 64, "little"): Toolchain("mips64el-linux-gnuabi64-gcc", "-mno-abicalls -G0"),
    (20, 32, "big"): Toolchain("powerpc-linux-gnu-gcc"),
    (21, 64, "big"): Toolchain("powerpc64-linux-gnu-gcc"),
    (21, 64, "little"): Toolchain("powerpc64le-linux-gnu-gcc"),
    (22, 64, "big"): Toolchain("s390x-linux-gnu-gcc"),
    (40, 32, "little"): Toolchain("arm-linux-gnueabihf-gcc", "-marm"),
    (43, 64, "big"): Toolchain("sparc64-linux-gnu-gcc"),
    (50, 64, "little"): Toolchain("ia64-linux-gnu-gcc"),
    (62, 64, "little"): Toolchain("x86_64-linux-gnu-gcc"),
    (183, 64, "little"): Toolchain("aarch64-linux-gnu-gcc"),
    # The linker's relaxation relies on a global pointer that only a C library's start code sets.
    (243, 64, "little"): Toolchain("riscv64-linux-gnu-gcc", "-Wl,--no-relax"),
    (258, 64, "little"): Toolchain("loongarch64-linux-gnu-gcc"),
}
"""``e_machine`` (gABI, chapter 4), word size and byte order to the compiler."""


def command(description: ArchDescription | None, source: Path, image: Path) -> str:
    """The shell command that compiles the guest.

    :param description: of the architecture; with None, or one that is not in the table, the compiler is ``CC``.
    """
    key = (description.elf_machine, description.bits, description.byte_order) if description else None
    toolchain = TOOLCHAINS.get(key, Toolchain("CC")) if key else Toolchain("CC")
    flags = [FLAGS, *filter(None, [toolchain.flags])]
    files = [shlex.quote(str(_short(path))) for path in (image, source)]
    return f"{toolchain.compiler} {' '.join(flags)} -o {files[0]} {files[1]} -lgcc"


def write_source(directory: Path, *, force: bool) -> Path:
    """Write the guest's source into a directory; return the file.

    :param force: overwrite a file that differs.
    :raises ScaffoldError: it cannot be written, or would overwrite somebody's changes.
    """
    path = directory / SOURCE.name
    content = SOURCE.read_bytes()
    try:
        if not force and path.exists() and path.read_bytes() != content:
            raise ScaffoldError(f"{path} is there and differs from the suite's: --force overwrites it")
        directory.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise ScaffoldError(f"cannot write {path}: {error.strerror or error}") from error
    return path


def _short(path: Path) -> Path:
    """The path from the working directory, if it is below it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
