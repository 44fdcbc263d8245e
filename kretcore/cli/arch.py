"""``kret arch``: which architectures are installed, and what they say about themselves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from kretcore.cli.options import RunOptions, format_options

if TYPE_CHECKING:
    from kretcore.cli.session import Session
    from kretcore.trace.records import ArchitectureData


@click.group()
def arch() -> None:
    """Show the installed architectures. KRET_DISABLE_PLUGINS=NAME,... hides some."""


@arch.command("list")
@format_options
def list_(**options: Any) -> None:
    """List every installed architecture plugin, also those that cannot be used, with the reason and the remedy."""
    from kretcore.cli.session import Session
    from kretcore.plugins import installed
    from kretcore.trace import records
    from kretcore.trace.text import printable

    with Session("arch", RunOptions(program="", **options)) as session:
        session.write_header()
        for plugin in installed():
            data = _examine(plugin.name, plugin.dist, plugin.version)
            session.emit(records.Architecture(data=data))
            if not session.jsonl:
                what = f"{data.bits}-bit {data.byte_order}-endian {data.machine}" if data.usable else data.error or ""
                mark = session.style.name("usable") if data.usable else session.style.bad("broken")
                name, origin = printable(data.name), printable(f"{data.distribution} {data.version}")
                session.output.line(f"{name:<12} {mark}  {origin:<28} {printable(what)}")
        if not session.jsonl and not installed():
            session.note("no architecture is installed; try `pip install kretcore-x86-64`")


@arch.command()
@click.argument("name")
@format_options
def show(name: str, **options: Any) -> None:
    """Show what the architecture NAME says about itself: its conventions, registers, deny list."""
    from kretcore.cli.session import Session
    from kretcore.plugins import load
    from kretcore.trace import records

    with Session("arch", RunOptions(program="", **options)) as session:
        session.write_header()
        plugin = load(name).installed
        data = _examine(plugin.name, plugin.dist, plugin.version, described=True)
        session.emit(records.Architecture(data=data))
        if not session.jsonl:
            _show(session, data)


def _examine(name: str, distribution: str, version: str, *, described: bool = False) -> ArchitectureData:
    from kretcore.errors import PluginError
    from kretcore.images import machine_name
    from kretcore.plugins import load
    from kretcore.trace.records import ArchitectureData

    description = error = None
    try:
        description = load(name).description
    except PluginError as refusal:
        error = str(refusal)
    return ArchitectureData(
        name=name,
        distribution=distribution,
        version=version,
        usable=description is not None,
        error=error,
        hook_api=None if description is None else description.hook_api,
        bits=None if description is None else description.bits,
        byte_order=None if description is None else description.byte_order,
        machine=None if description is None else machine_name(description.elf_machine),
        description=json.loads(_dump(description)) if description and described else None,
    )


def _dump(description: Any) -> str:
    fields = description.model_dump(mode="python", by_alias=True)
    return json.dumps(fields, default=lambda value: value.hex() if isinstance(value, bytes) else sorted(value))


def _show(session: Session, data: ArchitectureData) -> None:
    from kretcore.trace.text import printable

    def lines(value: Any, depth: int) -> None:
        for key, item in value.items():
            if key == "numbers":
                session.output.line(f"{'  ' * depth}known calls: {printable(' '.join(item.values()))}")
            elif isinstance(item, dict):
                session.output.line(f"{'  ' * depth}{printable(key)}:")
                lines(item, depth + 1)
            elif isinstance(item, list) and item and isinstance(item[0], dict):
                session.output.line(f"{'  ' * depth}{printable(key)}:")
                for rule in item:
                    session.output.line("  " * (depth + 1) + printable("  ".join(map(str, rule.values()))))
            else:
                shown = " ".join(map(str, item)) if isinstance(item, list) else str(item)
                session.output.line(f"{'  ' * depth}{printable(key)}: {printable(shown)}")

    session.output.line(f"distribution: {printable(data.distribution)} {printable(data.version)}")
    lines(data.description or {}, 0)
