"""The two marks of a check."""

from __future__ import annotations

import pytest

likely = pytest.mark.kret_likely
"""``@likely(text)``: what a porter most likely got wrong if the check fails, however it fails."""

requires = pytest.mark.kret_requires
"""``@requires(capability)``: skipped unless the architecture declares the capability."""
