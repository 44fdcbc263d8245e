"""What every verb has in common: errors become one line and an exit code."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any

import click

from kretcore.cli.failures import INTERRUPTED, explain, say
from kretcore.errors import KretcoreError

BROKEN_PIPE = 141
"""What a shell shows for a program that SIGPIPE ended."""


class KretGroup(click.Group):
    """Runs a verb and reports what it raises."""

    def invoke(self, context: click.Context) -> Any:
        try:
            result = super().invoke(context)
            sys.stdout.flush()
        except BrokenPipeError:
            _abandon_output()
            context.exit(BROKEN_PIPE)
        except KretcoreError as error:
            failure = explain(error, None)
            say(failure.message)
            context.exit(failure.code)
        except KeyboardInterrupt:
            say("interrupted")
            context.exit(INTERRUPTED)
        return result


def _abandon_output() -> None:
    """Nobody reads standard output any more: let Python's own flush at the end find nothing to complain about."""
    with suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
