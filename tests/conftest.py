"""The core's tests run on the toy architectures, installed as plugins the way any plugin is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

import toy

# Computers are busy at times, so no deadlines. The rest is hypothesis' own profile, which on CI draws the same examples
# every time.
settings.register_profile("kretcore", settings(), deadline=None)
settings.load_profile("kretcore")


@pytest.fixture(scope="session", autouse=True)
def toy_plugins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A directory on ``sys.path`` in which both toy architectures are installed."""
    directory = tmp_path_factory.mktemp("toy-plugins")
    toy.install(directory)
    sys.path.insert(0, str(directory))
    yield directory
    sys.path.remove(str(directory))


@pytest.fixture(params=toy.ARCHES)
def toy_arch(request: pytest.FixtureRequest) -> str:
    """The name of a toy architecture, each in turn."""
    name: str = request.param
    return name
