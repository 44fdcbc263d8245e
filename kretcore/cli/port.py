"""``kret arch new``, ``update``, ``guest``: what a port of an architecture is made with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kretcore.plugins import Architecture


def _answers(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    answers = {}
    for value in values:
        question, equals, answer = value.partition("=")
        if not equals:
            raise click.BadParameter(f"{value!r} is not QUESTION=ANSWER")
        answers[question] = answer
    return answers


@click.command()
@click.argument("name")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR", help="Default: kretcore-NAME.")
@click.option("--data", multiple=True, metavar="QUESTION=ANSWER", callback=_answers, help="An answer; may be repeated.")
@click.option("--defaults", is_flag=True, help="Ask nothing.")
def new(name: str, output: Path | None, data: dict[str, str], defaults: bool) -> None:
    """Write the distribution of a new architecture NAME: a port to be filled in.

    It asks about the architecture first. Needs git, and copier: pip install 'kretcore[new]'.
    """
    from kretcore import scaffold
    from kretcore.errors import ScaffoldError
    from kretcore.plugins import installed

    directory = output or Path(f"kretcore-{name.replace('_', '-')}")
    for plugin in installed():
        if plugin.name == name:
            raise ScaffoldError(f"{plugin} provides an architecture {name!r} already: choose another name")
    scaffold.new(name, directory, data, defaults=defaults)
    click.echo(
        f"{directory}: the port of {name}. Next:\n"
        f"  cd {directory} && git init && git add . && git commit -m 'Begin the port'\n"
        f"  pip install -e '.[test]'\n"
        f"  kret arch guest {name}\n"
        f"  kret arch check {name}"
    )


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), default=".", metavar="[DIR]")
@click.option("--defaults", is_flag=True, help="Ask nothing, also where the template has new questions.")
def update(directory: Path, defaults: bool) -> None:
    """Bring the port in DIR to the template's present generation; your changes are kept.

    It merges; look at `git diff` afterwards, then commit. Needs git, and copier: pip install 'kretcore[new]'.
    """
    from kretcore import scaffold
    from kretcore.cli.failures import USAGE, say

    before, after, conflicts = scaffold.update(directory, defaults=defaults)
    if before == after:
        click.echo(f"{directory}: of generation {after}, the newest")
        return
    click.echo(f"{directory}: brought from generation {before} to {after}; `git diff` shows how")
    if conflicts:
        say(f"both you and the template changed the same lines: resolve the conflicts in {', '.join(conflicts)}")
        click.get_current_context().exit(USAGE)


@click.command()
@click.argument("name", required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR", default=".", help="Write there.")
@click.option("--force", is_flag=True, help="Overwrite a source that was changed.")
def guest(name: str | None, output: Path, force: bool) -> None:
    """Write conformance.c, the guest of the conformance suite, and print the command that compiles it.

    With the installed architecture NAME, the command has its usual cross compiler, and puts the image where the suite
    looks for it.
    """
    from kretcore import plugins, toolchains

    architecture = None if name is None else plugins.load(name)
    source = toolchains.write_source(output, force=force)
    image = Path("conformance.elf") if architecture is None else _image(architecture)
    command = toolchains.command(architecture.description if architecture else None, source, image)
    replacing = f", which replaces {image}" if image.exists() else ""
    click.echo(f"# {source} is written; compile it{replacing}:", err=True)
    click.echo(command)


def _image(architecture: Architecture) -> Path:
    """Where the suite looks for the guest: beside the plugin's module; with the name if there are several in there."""
    from kretcore.plugins import installed
    from kretcore.toolchains import image_names

    mine = architecture.installed
    directory = mine.directory
    assert directory is not None  # it has been imported
    others = [plugin for plugin in installed() if plugin.dist == mine.dist and plugin.name != mine.name]
    with_name, alone = image_names(mine.name)
    return directory / (with_name if any(plugin.directory == directory for plugin in others) else alone)
