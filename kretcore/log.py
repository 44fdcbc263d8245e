"""Diagnostics for people, on standard error. Never used on the hit path."""

from __future__ import annotations

import sys
from typing import Any

import structlog


class _StandardError:
    """Writes where ``sys.stderr`` points at the time, and leaves standard output to data."""

    def msg(self, message: str) -> None:
        print(message, file=sys.stderr)  # noqa: T201 -- this is the logger

    log = debug = info = warning = error = critical = msg


def get_logger(name: str) -> Any:
    """Return a structlog logger; the processors are those the program has configured."""
    return structlog.wrap_logger(_StandardError(), component=name)
