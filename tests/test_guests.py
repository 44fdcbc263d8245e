"""The guests do what ``expected/`` says, on this computer, and are what their sources give."""

from __future__ import annotations

from typing import Any

import pytest
from guest_programs import GUESTS, build, skip_unless_runnable

ARCHITECTURES = sorted(build.COMPILERS)
RUNS: dict[str, dict[str, Any]] = build.runs()


@pytest.mark.parametrize("arch", ARCHITECTURES)
@pytest.mark.parametrize("name", RUNS)
def test_every_variant_prints_what_is_expected(name: str, arch: str) -> None:
    skip_unless_runnable(arch)
    details = RUNS[name]
    expected = ((GUESTS / "expected" / f"{name}.txt").read_bytes(), details["status"])
    for program, variant, path in build.programs(arch):
        if program == details["program"] and variant != "pie":  # those need a loader that relocates
            assert build.run(path, details) == expected, path


@pytest.mark.parametrize("arch", ARCHITECTURES)
def test_the_built_files_are_those_of_the_table(arch: str) -> None:
    present = {path for path in (GUESTS / "bin" / arch).iterdir() if path.name != build.TOOLS}
    assert present == {path for _, _, path in build.programs(arch)}


def test_every_program_has_a_run_and_every_run_its_output() -> None:
    assert {details["program"] for details in RUNS.values()} == set(build.SOURCES)
    assert {path.stem for path in (GUESTS / "expected").iterdir()} == set(RUNS)


def test_every_program_is_described() -> None:
    described = (GUESTS / "README.md").read_text()
    names = {"csmith-N" if name.startswith("csmith-") else name for name in build.SOURCES}
    assert [name for name in sorted(names | set(build.VARIANTS)) if f"`{name}`" not in described] == []


@pytest.mark.parametrize("arch", ARCHITECTURES)
def test_the_built_files_are_small(arch: str) -> None:
    sizes = [path.stat().st_size for _, _, path in build.programs(arch)]
    # ppc64: descriptors, and names with and without dots; ia64: three instructions take 16 bytes, many do nothing
    assert max(sizes) < {"ppc64": 70_000, "ia64": 80_000}.get(arch, 60_000)
    assert sum(sizes) < 1_500_000


@pytest.mark.slow
@pytest.mark.parametrize("arch", ARCHITECTURES)
def test_the_sources_give_the_built_files(arch: str) -> None:
    gcc = build.compiler(arch)
    if gcc is None:
        pytest.skip(f"no compiler for {arch}")
    good, report = build.check(arch, gcc)
    if "skipped" in report:
        pytest.skip(report)
    assert good, report
