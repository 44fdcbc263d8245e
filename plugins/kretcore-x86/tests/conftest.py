"""Both architectures, whichever are installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from x86_bench import Bench


@pytest.fixture(scope="session", params=["x86_64", "i386"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """A bench for each architecture that is installed."""
    pytest.importorskip(f"kretcore_{request.param}")
    bench = Bench(request.param)
    yield bench
    bench.machine.close()
