"""The command that compiles the suite's guest: right for every compiler that is here, and shown with what is needed."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from kret import kret
from toy import dist

from kretcore import plugins, toolchains
from kretcore.images import load_image
from kretcore.toolchains import TOOLCHAINS

QEMU = {
    (3, "little"): "i386",
    (4, "big"): "m68k",
    (8, "big"): "mips",
    (8, "little"): "mipsel",
    (20, "big"): "ppc",
    (21, "big"): "ppc64",
    (21, "little"): "ppc64le",
    (22, "big"): "s390x",
    (40, "little"): "arm",
    (43, "big"): "sparc64",
    (50, "little"): "ia64",
    (62, "little"): "x86_64",
    (183, "little"): "aarch64",
    (243, "little"): "riscv64",
    (258, "little"): "loongarch64",
}


@pytest.mark.parametrize(("key", "toolchain"), TOOLCHAINS.items(), ids=lambda value: getattr(value, "compiler", None))
def test_the_guest_compiles_and_runs(
    key: tuple[int, int, str], toolchain: toolchains.Toolchain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which(toolchain.compiler) is None:
        pytest.skip(f"{toolchain.compiler} is not installed")
    machine, bits, byte_order = key
    monkeypatch.chdir(tmp_path)
    description = plugins.load("toy").description.model_copy(
        update={"elf_machine": machine, "bits": bits, "byte_order": byte_order}
    )
    source = toolchains.write_source(tmp_path / "a directory", force=False)
    command = toolchains.command(description, source, tmp_path / "an image.elf")
    subprocess.run(["bash", "-c", command], check=True)
    image = load_image(tmp_path / "an image.elf")
    assert (image.elf_machine, image.bits, image.byte_order) == key
    emulator = f"qemu-{QEMU[machine, byte_order].replace('mips', 'mips64' if bits == 64 else 'mips')}-static"
    if shutil.which(emulator):
        done = subprocess.run([emulator, tmp_path / "an image.elf"], capture_output=True)
        assert (done.returncode, done.stdout) == (0, b"conformance 1 ok\n")


def test_without_an_architecture_the_compiler_is_yours(tmp_path: Path) -> None:
    result = kret("arch", "guest", "-o", tmp_path)
    assert (tmp_path / "conformance.c").read_bytes() == toolchains.SOURCE.read_bytes()
    words = shlex.split(result.stdout)
    assert words[0] == "CC"
    assert words[-4:] == ["-o", "conformance.elf", str(tmp_path / "conformance.c"), "-lgcc"]
    assert "is written" in result.stderr


def test_the_image_goes_beside_the_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one package has several architectures, the image has the name of its own."""
    monkeypatch.syspath_prepend(str(tmp_path))
    dist.write_plugin(
        tmp_path, dist="kretcore-alone", name="alone", source=dist.plugin_source("alone", elf_machine=183)
    )
    shared = {"first": "pair_first", "second": "pair_second"}
    dist.write_distribution(tmp_path, dist="kretcore-pair", version="1.0", entry_points=shared)
    for name, module in shared.items():
        (tmp_path / f"{module}.py").write_text(dist.plugin_source(name))

    def image(name: str) -> Path:
        result = kret("arch", "guest", name, "-o", tmp_path)
        assert result.exit_code == 0, result.stderr
        words = shlex.split(result.stdout)
        return Path(words[words.index("-o") + 1])

    assert image("alone") == tmp_path / "conformance.elf"
    assert image("first") == tmp_path / "conformance-first.elf"
    assert image("second") == tmp_path / "conformance-second.elf"


def test_a_source_that_was_changed_is_kept(tmp_path: Path) -> None:
    source = tmp_path / "conformance.c"
    assert kret("arch", "guest", "-o", tmp_path).exit_code == 0
    assert kret("arch", "guest", "-o", tmp_path).exit_code == 0
    source.write_text("/* with my own PORT */")
    refused = kret("arch", "guest", "-o", tmp_path)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "--force" in refused.stderr
    assert source.read_text() == "/* with my own PORT */"
    assert kret("arch", "guest", "-o", tmp_path, "--force").exit_code == 0
    assert source.read_bytes() == toolchains.SOURCE.read_bytes()


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = kret("arch", "guest", "-o", tmp_path / "file")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


def test_an_architecture_that_is_not_there() -> None:
    result = kret("arch", "guest", "vax")
    assert result.exit_code == 3
    assert "pip install kretcore-vax" in result.stderr
