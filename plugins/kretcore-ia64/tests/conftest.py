"""Computers are busy at times, so examples have no deadlines."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("kretcore-ia64", settings(), deadline=None)
settings.load_profile("kretcore-ia64")
