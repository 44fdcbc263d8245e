"""Object code kept in the user's cache directory.

A file is a digest and the object code it is of; its name says what it was made from and for which processor. So a file
is either right or absent, and nothing has to be told when llvmlite, the processor or the code changes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_DIGEST: Final = hashlib.sha256
_DIGEST_SIZE: Final = _DIGEST().digest_size
_LIMIT: Final = 64 << 20


def default_directory() -> Path | None:
    """``$KRETCORE_CACHE``, or the user's cache directory; None if there is no such thing here."""
    if chosen := os.environ.get("KRETCORE_CACHE"):
        return Path(chosen).absolute()
    from platformdirs import user_cache_path  # some milliseconds, and only compiled code needs it

    path = user_cache_path("kretcore", appauthor=False)
    return path if path.is_absolute() else None


class ObjectCache:
    """Object files in a directory. What cannot be read or written there counts as absent; nothing here raises.

    :param directory: where; it is created when something is kept. None keeps nothing.
    :param limit: bytes the directory may hold; when it holds more, the files used longest ago go.
    """

    def __init__(self, directory: Path | None, limit: int = _LIMIT) -> None:
        self._directory = directory
        self._limit = limit

    def path(self, parts: Iterable[str]) -> Path | None:
        """The file for object code that is determined by all of ``parts``."""
        if self._directory is None:
            return None
        name = _DIGEST(b"".join(len(part).to_bytes(8, "little") + part for part in map(str.encode, parts)))
        return self._directory / f"llvm-{name.hexdigest()[:40]}.o"

    def load(self, path: Path | None) -> bytes | None:
        """Return the object code in ``path``; None if it is absent or damaged."""
        if path is None:
            return None
        try:
            content = path.read_bytes()
            os.utime(path)  # the time of the last use
        except OSError:
            return None
        code = content[_DIGEST_SIZE:]
        return code if code and _DIGEST(code).digest() == content[:_DIGEST_SIZE] else None

    def store(self, path: Path | None, code: bytes) -> None:
        """Keep object code; another process sees the whole file or none."""
        if path is None:
            return
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix="llvm-", suffix=".tmp", dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_DIGEST(code).digest() + code)
                Path(name).replace(path)
            except OSError:
                Path(name).unlink()
                raise
            self._shrink(path)

    def _shrink(self, newest: Path) -> None:
        total, others = newest.stat().st_size, []
        for file in newest.parent.glob("llvm-*"):
            with contextlib.suppress(OSError):  # another process removed it
                if file != newest:
                    found = file.stat()
                    total += found.st_size
                    others.append((found.st_mtime_ns, found.st_size, file))
        for _, size, file in sorted(others):
            if total <= self._limit:
                break
            file.unlink(missing_ok=True)
            total -= size
