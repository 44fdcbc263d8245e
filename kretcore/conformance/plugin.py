"""The pytest plugin: options, fixtures, skips by capability, and the report of each check."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from kretcore.conformance.port import Port

SUITE = "kretcore.conformance.suite"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("kretcore", "conformance of kretcore architectures")
    group.addoption("--kret-arch", metavar="NAME", help="the installed architecture to check")
    group.addoption("--kret-image", metavar="FILE", help="its guest (default: conformance.elf beside its module)")
    group.addoption("--kret-timeout", metavar="SECONDS", type=float, default=30, help="limit of one check")
    group.addoption("--kret-report", metavar="FILE", help="append the outcome of each check as a line of JSON")
    group.addoption("--kret-after", metavar="CHECK", help="leave out the checks up to this one")
    group.addoption("--kret-block", metavar="WHY", help="make no check any more, and say why")
    parser.addini("kret_arch", "the architecture to check, unless --kret-arch says another")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "kret_likely(text): what a porter most likely got wrong if this check fails")
    config.addinivalue_line("markers", "kret_requires(capability): checked if the architecture declares it")
    pytest.register_assert_rewrite(SUITE, "kretcore.conformance.bare", "kretcore.conformance.port")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what an interrupted run has done already."""
    after = config.getoption("kret_after")
    names = [check_name(item) if _is_check(item) else None for item in items]
    if after is not None and after in names:
        done = names.index(after) + 1
        config.hook.pytest_deselected(items=items[:done])
        del items[:done]


@pytest.fixture(scope="session")
def _kret_ports() -> dict[tuple[str, str | None], Port]:
    return {}


_TIMEOUTS = pytest.StashKey[int]()
PATIENCE = 3
"""How many checks may run into their limit before the rest is not tried any more."""


@pytest.fixture
def port(request: pytest.FixtureRequest, _kret_ports: dict[tuple[str, str | None], Port]) -> Port:
    """The architecture under test: that of the class, the module (``kret_arch``), the command line, or the ini file."""
    from kretcore.conformance.capabilities import MEANING
    from kretcore.conformance.port import Blocked, Port

    config = request.config
    why = config.getoption("kret_block")
    if config.stash.get(_TIMEOUTS, 0) >= PATIENCE:
        why = f"{PATIENCE} checks before it did not end"
    if why:
        raise Blocked(f"not tried: {why}")
    own = getattr(request.cls, "arch", "") or getattr(request.module, "kret_arch", "")
    name = own or config.getoption("kret_arch") or config.getini("kret_arch")
    if not name:
        raise pytest.UsageError("say which architecture to check: --kret-arch NAME")
    image: str | None = config.getoption("kret_image")
    found = _kret_ports.setdefault((name, image), Port(name, Path(image) if image else None))
    for mark in request.node.iter_markers("kret_requires"):
        (capability,) = mark.args
        if capability not in found.description.capabilities:
            pytest.skip(f"{name} does not declare {capability!r}, which means: {MEANING[capability]}")
    return found


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Give each check a limit of its own: a port that loops must not keep the rest from being seen."""
    seconds = item.config.getoption("kret_timeout")
    if not _is_check(item) or not hasattr(signal, "SIGALRM"):
        return (yield)

    def too_long(number: int, frame: object) -> None:
        item.config.stash[_TIMEOUTS] = item.config.stash.get(_TIMEOUTS, 0) + 1
        pytest.fail(f"not done after {seconds:g} seconds: a run did not end where it should have", pytrace=False)

    before = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Show what the porter most likely got wrong, and say in one line what was blocked."""
    from kretcore.conformance.port import Blocked

    report: pytest.TestReport = yield  # type: ignore[assignment]
    if not _is_check(item):
        return report  # type: ignore[return-value]
    message = ""
    if call.excinfo is not None:
        message = _message(call.excinfo)
        if call.excinfo.errisinstance(Blocked):
            report.longrepr = f"blocked: {message}"
        elif report.failed:
            report.sections.append(("most likely", _likely(item)))
    if call.when == "call" or call.excinfo is not None:
        outcome = "blocked" if str(report.longrepr).startswith("blocked: ") else report.outcome
        _write(item, {"outcome": outcome, "message": message, "likely": _likely(item)})
    return report  # type: ignore[return-value]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note the start, too: if the interpreter dies or hangs, it was in this check."""
    if _is_check(item):
        _write(item, {"outcome": "started"})


def _is_check(item: pytest.Item) -> bool:
    return getattr(getattr(item, "cls", None), "area", None) is not None


def check_name(item: Any) -> str:
    """The name of a check, which is interface: ``machine::budget_is_exact``."""
    return f"{item.cls.area}::{item.name.removeprefix('test_')}"


def _likely(item: pytest.Item) -> str:
    mark = item.get_closest_marker("kret_likely")
    return str(mark.args[0]) if mark else ""


def _message(excinfo: pytest.ExceptionInfo[BaseException]) -> str:
    from kretcore.conformance.port import Blocked

    error = excinfo.value
    plain = isinstance(error, (AssertionError, Blocked, pytest.fail.Exception))
    text = str(error) if plain else excinfo.exconly()
    if isinstance(error, pytest.skip.Exception):
        text = error.msg or ""
    first, _, _ = text.partition("\nassert ")
    return first.strip()


def _write(item: pytest.Item, record: dict[str, Any]) -> None:
    path = item.config.getoption("kret_report")
    if path is not None:
        does = (getattr(item, "function", item).__doc__ or "").strip()
        with Path(path).open("a") as file:
            file.write(json.dumps({"check": check_name(item), "does": does, **record}) + "\n")
