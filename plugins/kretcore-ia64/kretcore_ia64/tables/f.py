"""Instructions of the F unit."""

from __future__ import annotations

from typing import Final

from kretcore_ia64.rows import Row

ROWS: Final[tuple[Row, ...]] = ()
