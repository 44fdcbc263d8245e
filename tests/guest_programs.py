"""The guests' build script as a module, and whether this computer can run what it builds."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from kretcore.plugins import installed

GUESTS = Path(__file__).parent / "guests"


def _load_build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("guests_build", GUESTS / "build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


build = _load_build()


def skip_unless_runnable(arch: str) -> None:
    native = sys.platform == "linux" and build.platform.machine() == arch
    if not native and not any(shutil.which(name) for name in (f"qemu-{arch}-static", f"qemu-{arch}")):
        pytest.skip(f"neither this computer nor qemu-{arch} runs {arch} programs")


def skip_unless_installed(arch: str) -> None:
    """Skip a test where no plugin provides the architecture."""
    if all(plugin.name != arch for plugin in installed()):
        pytest.skip(f"the plugin for {arch} is not installed")
