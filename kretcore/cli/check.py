"""``kret arch check``: does an architecture do what it must, and if not, what to do next."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kretcore.cli.failures import MISSED

if TYPE_CHECKING:
    from kretcore.conformance.report import Check, Report

WIDTH = 110


@click.command()
@click.argument("name")
@click.option(
    "--image", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Its guest, if not in the package."
)
@click.option("--all", "every", is_flag=True, help="Show all there is to do, not the first area with work alone.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--timeout", type=float, default=30, show_default=True, metavar="SECONDS", help="Limit of one check.")
@click.pass_context
def check(context: click.Context, name: str, image: Path | None, every: bool, as_json: bool, timeout: float) -> None:
    """Run the conformance suite on the architecture NAME, and list what is to do, in the order to do it.

    The exit status is 1 if anything is.
    """
    from kretcore.conformance.report import examine

    report = examine(name, image, timeout)
    if as_json:
        click.echo(report.model_dump_json(indent=2))
    else:
        for line in _lines(report, every):
            click.echo(line)
    context.exit(0 if report.conforms else MISSED)


def _lines(report: Report, every: bool) -> list[str]:
    from kretcore.conformance.report import tally

    passed, made = tally(report.checks)
    lines = [
        f"{report.architecture}  {report.distribution} {report.version}  "
        f"{passed} of {made} checks passed" + ("" if passed < made else ": it conforms")
    ]
    lines += [_area(area, *tally(checks)) for area, checks in report.areas.items()]
    to_do = [item for item in report.checks if item.to_do]
    first = [item for item in to_do if item.area == to_do[0].area]
    shown = to_do if every else first
    if to_do:
        lines += ["", "To do, in this order:"]
    for number, item in enumerate(_once(shown), 1):
        lines += ["", f"{number}. {item.name}", *_about(item)]
    if later := len(to_do) - len(shown):
        lines += ["", f"{later} more behind that, some of which may go away with it; --all shows them."]
    return lines + _undeclared(report)


def _once(checks: list[Check]) -> list[Check]:
    """Leave out what waits for the same thing as one before."""
    waiting: set[str] = set()
    shown = []
    for item in checks:
        if item.outcome != "blocked" or item.message not in waiting:
            shown.append(item)
        if item.outcome == "blocked":
            waiting.add(item.message)
    return shown


def _area(area: str, passed: int, made: int) -> str:
    mark = "ok" if passed == made else "TO DO"
    return f"  {area:<12} {mark:<5}  {passed} of {made}"


def _hanging(prefix: str, text: str) -> list[str]:
    """Wrap a text behind a prefix."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=prefix, subsequent_indent=" " * len(prefix), break_long_words=False
    )


def _about(item: Check) -> list[str]:
    parts = {"must": item.does, "found": item.message, "likely": item.likely if item.outcome != "blocked" else ""}
    lines: list[str] = []
    for label, text in parts.items():
        if text:
            lines += _hanging(f"   {label:<7} ", " ".join(text.split()))
    return lines


def _undeclared(report: Report) -> list[str]:
    from kretcore.conformance.capabilities import MEANING

    missing = [capability for capability in MEANING if capability not in report.capabilities]
    if not missing:
        return []
    lines = ["", "Not declared, and so not checked:"]
    for capability in missing:
        lines += _hanging(f"  {capability:<16}  ", MEANING[capability])
    return lines
