"""Where data and the program's own output go.

Data goes to standard output or to a file. The program's own output goes to standard output as well, in order with the
data and never inside a line of it; only where standard output carries JSON Lines it goes to standard error.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import IO, cast

import click


class Output:
    """The data's stream, shared with the program's output if both go to the same place.

    :param path: a file for the data; None for standard output.
    :param jsonl: whether the data is JSON Lines.
    """

    def __init__(self, path: str | None, jsonl: bool) -> None:
        sys.stdout.flush()
        self._data: IO[bytes] = sys.stdout.buffer if path is None else _open(path)
        self._closing = path is not None
        self._shared = path is None and not jsonl
        self._guest: IO[bytes] = sys.stderr.buffer if path is None and jsonl else sys.stdout.buffer
        self.terminal = path is None and self._data.isatty()
        """Whether people watch the data."""
        self.guest_terminal = self._guest.isatty()
        """Whether people watch the program's output."""
        self._inside_line = False
        self.before_guest: Callable[[], None] = lambda: None
        """Called before the program's output is written."""

    def line(self, text: str) -> None:
        """Write a line of data; one that the program has begun is ended first."""
        if self._inside_line:
            self._inside_line = False
            self._data.write(b"\n")
        self._data.write(text.encode("utf-8", "backslashreplace") + b"\n")
        if self.terminal:
            self._data.flush()

    def guest_write(self, data: bytes) -> None:
        """Write what the program writes."""
        self.before_guest()
        self._guest.write(data)
        if self._shared and data:
            self._inside_line = not data.endswith(b"\n")
        if self.terminal or not self._shared:
            self._guest.flush()

    def guest_stream(self) -> IO[bytes]:
        """Return the file that a kernel writes the program's output to."""
        return cast("IO[bytes]", _GuestStream(self))

    def flush(self) -> None:
        """Hand over everything written so far."""
        self._data.flush()

    def close(self) -> None:
        """Flush, and close a file."""
        self._data.flush()
        self._guest.flush()
        if self._closing:
            self._data.close()


class _GuestStream(io.RawIOBase):
    def __init__(self, output: Output) -> None:
        self._output = output

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        content = bytes(data)  # type: ignore[call-overload]
        self._output.guest_write(content)
        return len(content)


def _open(path: str) -> IO[bytes]:
    try:
        return open(path, "wb")  # noqa: PTH123 -- closed by Output.close
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror or error}") from error
