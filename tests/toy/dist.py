"""Puts plugins where ``importlib.metadata`` finds them, the toy's own and broken ones."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path


def write_distribution(directory: Path, *, dist: str, version: str, entry_points: Mapping[str, str]) -> None:
    """Make ``directory`` (to be put on ``sys.path``) look as if ``dist`` were installed there."""
    info = directory / f"{re.sub(r'[-_.]+', '_', dist)}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {dist}\nVersion: {version}\n")
    lines = ["[kretcore]", *(f"{name} = {module}" for name, module in entry_points.items())]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n")
    importlib.invalidate_caches()


def install(directory: Path) -> None:
    """Install both toy architectures into ``directory``; the package ``toy`` itself must be importable."""
    entry_points = {"toy": "toy.arch_toy", "toystack": "toy.arch_toystack"}
    write_distribution(directory, dist="kretcore-toy", version="1.0", entry_points=entry_points)


def write_plugin(directory: Path, *, dist: str, name: str, source: str, version: str = "1.0") -> str:
    """Install a plugin made of one module into ``directory``.

    :param name: the entry point's name, the architecture's.
    :param source: the module, for instance from :func:`plugin_source`.
    :return: the module's name, which no other call gives.
    """
    module = re.sub(r"\W", "_", f"{dist}_{version}_{name}")
    write_distribution(directory, dist=dist, version=version, entry_points={name: module})
    (directory / f"{module}.py").write_text(source)
    return module


def plugin_source(
    name: str,
    *,
    base: str = "toy",
    without: Sequence[str] = (),
    renamed: Mapping[str, str] | None = None,
    extra: str = "",
    **description: object,
) -> str:
    """Return the source of a plugin that is ``base`` but for what is asked.

    :param name: the architecture's name.
    :param without: hooks to leave out.
    :param renamed: hook to the misspelt name to give it.
    :param extra: source put at the end, to define hooks anew; ``hookimpl`` is there.
    :param description: fields of the description to replace (``hook_api``, ``elf_machine``, ...).
    """
    fields = {"name": name, **description}
    lines = [
        "from kretcore.hookspecs import hookimpl",
        f"import toy.arch_{base} as _base",
        f"from toy.arch_{base} import *",
        "@hookimpl",
        "def arch_describe():",
        f"    return _base.arch_describe().model_copy(update={fields!r})",
        *(f"{new} = {old}" for old, new in (renamed or {}).items()),
        *(f"del {hook}" for hook in [*without, *(renamed or {})]),
        extra,
    ]
    return "\n".join(lines) + "\n"
