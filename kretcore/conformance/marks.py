"""The marks of checks."""

from __future__ import annotations

import pytest

both_ways = pytest.mark.parametrize("told", [True, False], ids=["entry_handler", "no_entry_handler"])
"""Checked with an entry handler, and without one, when a machine may note entries by itself."""

likely = pytest.mark.kret_likely
"""``@likely(text)``: what a porter most likely got wrong if the check fails, however it fails."""

requires = pytest.mark.kret_requires
"""``@requires(capability)``: skipped unless the architecture declares the capability."""
