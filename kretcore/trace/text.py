"""Text for people: names that are safe to print, and colour."""

from __future__ import annotations

from functools import lru_cache

_RESET = "\x1b[0m"


@lru_cache(maxsize=4096)
def printable(text: str) -> str:
    """Return ``text`` with everything that is not printable written as an escape: names come from files."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class Style:
    """Colours, or none."""

    def __init__(self, colored: bool) -> None:
        self._colored = colored

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}{_RESET}" if self._colored else text

    def name(self, text: str) -> str:
        """Paint a function's name."""
        return self._paint("36", text)

    def value(self, text: str) -> str:
        """Paint a value."""
        return self._paint("32", text)

    def bad(self, text: str) -> str:
        """Paint what went wrong."""
        return self._paint("31", text)

    def dim(self, text: str) -> str:
        """Paint what matters less."""
        return self._paint("2", text)
