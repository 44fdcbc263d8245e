"""A pytest plugin that makes sure that the core under test is the one that is first on the path."""

from __future__ import annotations

import os
from pathlib import Path

import kretcore

_FIRST, *_ = os.environ["PYTHONPATH"].split(os.pathsep)
assert Path(kretcore.__file__).is_relative_to(_FIRST), f"the core under test is {kretcore.__file__}"
