"""Every wrong port, and where each is installed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mutants import calls, copies, descriptions, eager, faults, linked, machines, parts
from mutants.making import BASES, PORTS, WrongPort

__all__ = ["BASES", "MODULES", "PORTS", "WrongPort", "install"]

MODULES = (descriptions, eager, machines, faults, parts, copies, calls, linked)
"""Where they are made; importing these fills :data:`PORTS`."""


def install(directory: Path, ports: Sequence[WrongPort]) -> None:
    """Install wrong ports as the distribution ``kretcore-mutants`` in a directory, which is to be put on the path."""
    info = directory / "kretcore_mutants-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: kretcore-mutants\nVersion: 1.0\n")
    lines = ["[kretcore]", *(f"{port.name} = {port.entry_point}" for port in ports)]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n")
