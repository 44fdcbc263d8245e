"""A pytest plugin for runs on a wrong core: sees that this is the core under test, and that failures come soon."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import Phase, settings

import kretcore

_FIRST, *_ = os.environ["PYTHONPATH"].split(os.pathsep)
assert Path(kretcore.__file__).is_relative_to(_FIRST), f"the core under test is {kretcore.__file__}"


def pytest_collection_finish() -> None:
    """Do not look for a smaller example that fails, nor for others: one is enough."""
    phases = Phase.explicit, Phase.generate
    settings.register_profile("mutants", settings(), phases=phases, report_multiple_bugs=False)
    settings.load_profile("mutants")
