"""Both architectures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from ppc64_bench import Bench


@pytest.fixture(scope="session", params=["ppc64", "ppc64le"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """A bench for each architecture."""
    bench = Bench(request.param)
    yield bench
    bench.machine.close()
