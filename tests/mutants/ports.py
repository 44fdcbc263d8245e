"""Every wrong port, and where each is installed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mutants import bundles, calls, copies, descriptions, eager, faults, linked, machines, parts
from mutants.making import BASES, MADE, WrongPort

__all__ = ["BASES", "MODULES", "PORTS", "WrongPort", "install"]

MODULES = (descriptions, eager, machines, faults, parts, copies, calls, linked, bundles)
"""Where they are made, in the order in which the suite is about their mistakes."""

_ORDER = [module.__name__ for module in MODULES]

PORTS = dict(sorted(MADE.items(), key=lambda item: _ORDER.index(item[1].entry_point.partition(":")[0])))
"""Every wrong port by name."""


def install(directory: Path, ports: Sequence[WrongPort]) -> None:
    """Install wrong ports as the distribution ``kretcore-mutants`` in a directory, which is to be put on the path."""
    info = directory / "kretcore_mutants-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: kretcore-mutants\nVersion: 1.0\n")
    lines = ["[kretcore]", *(f"{port.name} = {port.entry_point}" for port in ports)]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n")
