"""Sphinx directives that make reference pages from the code itself, at build time."""

from __future__ import annotations

import re
from typing import Any

import click
import ia64
import semantics
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from kretcore import plugins
from kretcore.arch import ArchDescription
from kretcore.cli import main
from kretcore.conformance import suite
from kretcore.conformance.capabilities import MEANING
from kretcore.conformance.report import examine, tally

SECTION = re.compile(r"^(When|Given|Result|Errors|Must not|Mirrors|Why here): +(.*)$")


class MarkdownDirective(SphinxDirective):
    """A directive whose content is Markdown made by :meth:`lines`."""

    def lines(self) -> list[str]:
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        node = nodes.Element()
        node.document = self.state.document
        self.state.nested_parse(StringList(self.lines(), self.env.docname), 0, node, match_titles=True)
        return list(node.children)


class CommandHelp(MarkdownDirective):
    """Every verb of ``kret`` with its help, as the command prints it."""

    def lines(self) -> list[str]:
        return list(_help_of(main, "kret", None))


def _help_of(command: click.Command, name: str, parent: click.Context | None) -> list[str]:
    context = click.Context(command, info_name=name, parent=parent, max_content_width=100, terminal_width=100)
    lines = [f"## {context.command_path}", "", "```text", *command.get_help(context).splitlines(), "```", ""]
    if isinstance(command, click.Group):
        for verb in command.list_commands(context):
            child = command.get_command(context, verb)
            assert child is not None
            lines += _help_of(child, verb, context)
    return lines


class SupportMatrix(MarkdownDirective):
    """What the installed architectures say about themselves."""

    def lines(self) -> list[str]:
        architectures = [plugins.load(plugin.name) for plugin in plugins.installed()]
        names = [f"`{architecture.description.name}`" for architecture in architectures]
        table = [["", *names], ["---"] * (len(names) + 1)]
        table.append(["distribution", *(f"{arch.installed.dist} {arch.installed.version}" for arch in architectures)])
        for label, *cells in zip(*map(_features, (arch.description for arch in architectures)), strict=True):
            table.append([label[0], *(cell[1] for cell in (label, *cells))])
        return [f"| {' | '.join(row)} |" for row in table]


def _features(description: ArchDescription) -> list[tuple[str, str]]:
    calling, calls = description.calling, description.syscalls
    return [
        ("words", f"{description.bits} bits, {description.byte_order}-endian"),
        ("ELF machine", str(description.elf_machine)),
        ("hook API", str(description.hook_api)),
        ("breakpoint", f"`{description.breakpoint.hex(' ')}`"),
        ("a probe goes on", f"multiples of {description.instruction_alignment}"),
        ("instruction slot", f"{description.slot_size} bytes"),
        ("arguments", ", ".join(f"`{name}`" for name in calling.arguments) or "on the stack"),
        ("results", ", ".join(f"`{name}`" for name in calling.results)),
        ("return address", f"`{calling.return_register}`" if calling.return_register else "at the stack pointer"),
        ("system call", f"number in `{calls.number}`, result in `{calls.result}`"),
        ("position-independent programs", "no" if description.relative_relocation is None else "yes"),
        ("never return-probed", ", ".join(f"`{rule.pattern}`" for rule in description.deny) or "-"),
    ]


class ConformanceMatrix(MarkdownDirective):
    """What ``kret arch check`` says of the installed architectures."""

    def lines(self) -> list[str]:
        reports = [examine(plugin.name) for plugin in plugins.installed()]
        table = [["", *(f"`{report.architecture}`" for report in reports)], ["---"] * (len(reports) + 1)]
        for area in reports[0].areas:
            table.append([area, *("{} of {}".format(*tally(report.areas[area])) for report in reports)])
        for capability in MEANING:
            declared = ("checked" if capability in report.capabilities else "-" for report in reports)
            table.append([f"`{capability}`", *declared])
        return [f"| {' | '.join(row)} |" for row in table]


class ConformanceChecks(MarkdownDirective):
    """Every check of the conformance suite, by area."""

    def lines(self) -> list[str]:
        groups = sorted((getattr(suite, name) for name in suite.__all__), key=lambda group: group.__module__)
        return [line for group in groups for line in self._area(group)]

    @staticmethod
    def _area(group: Any) -> list[str]:
        lines = [f"## {group.area}", "", group.__doc__.replace(":class:`", "`"), ""]
        lines += ["| check | what is checked | if declared |", "|---|---|---|"]
        members = (member for base in reversed(group.__mro__) for member in vars(base).items())
        for name, check in members:
            if name.startswith("test_"):
                marks = getattr(check, "pytestmark", [])
                needed = ", ".join(f"`{mark.args[0]}`" for mark in marks if mark.name == "kret_requires")
                lines.append(f"| `{group.area}::{name.removeprefix('test_')}` | {check.__doc__} | {needed} |")
        return [*lines, ""]


class Capabilities(MarkdownDirective):
    """What an architecture can declare, and what that means."""

    def lines(self) -> list[str]:
        meanings = (f"| `{name}` | {meaning} |" for name, meaning in MEANING.items())
        return ["| capability | what declaring it means |", "|---|---|", *meanings]


class WrongPorts(MarkdownDirective):
    """The wrong ports that the suite must reject."""

    def lines(self) -> list[str]:
        from mutants.ports import PORTS

        rows = (
            f"| {port.wrong} | `{port.base}` | {'<br>'.join(f'`{name}`' for name in port.caught_by)} |"
            for port in PORTS.values()
        )
        return [
            f"{len(PORTS)} ports:",
            "",
            "| what is wrong | made from | what must reject it |",
            "|---|---|---|",
            *rows,
        ]


class WrongCores(MarkdownDirective):
    """The wrong cores that the project's tests must reject."""

    def lines(self) -> list[str]:
        from mutants.cores import CORES

        rows = (f"| {core.wrong} | {', '.join(f'`{test}`' for test in core.tests)} |" for core in CORES)
        return [f"{len(CORES)} cores:", "", "| what is wrong | tests run on it |", "|---|---|", *rows]


class SemanticsRows(MarkdownDirective):
    """A table of rows, each with the tests that are marked with it."""

    has_content = True

    def lines(self) -> list[str]:
        tests = semantics.marked_tests()
        lines = ["| row | what kretcore does | shown by |", "|---|---|---|"]
        for line in self.content:
            match = semantics.ROW.match(line)
            if match is None:
                raise self.error(f"not a row: {line}")
            name, text = match.groups()
            shown = "<br>".join(f"`{test}`" for test in tests.get(name, ()))
            lines.append(f"| {name} | {text} | {shown} |")
        return lines


class Ia64Tables(MarkdownDirective):
    """What ia64's tables say: ``instructions``, ``templates`` or ``faults``."""

    required_arguments = 1

    def lines(self) -> list[str]:
        tables = {"instructions": ia64.instructions, "templates": ia64.templates, "faults": ia64.faults}
        return list(tables[self.arguments[0]]())


def fields_of_hooks(
    app: Sphinx, what: str, name: str, thing: object, options: dict[str, Any], lines: list[str]
) -> None:
    """Turn the sections of a hook's docstring (``When:``, ``Result:``) into a field list."""
    if not name.startswith("kretcore.hookspecs."):
        return
    result: list[str] = []
    for line in lines:
        if match := SECTION.match(line):
            result += [f":{match[1]}: {match[2]}"]
        else:
            result.append(line)
    lines[:] = result


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("kret-help", CommandHelp)
    app.add_directive("support-matrix", SupportMatrix)
    app.add_directive("conformance-matrix", ConformanceMatrix)
    app.add_directive("conformance-checks", ConformanceChecks)
    app.add_directive("capabilities", Capabilities)
    app.add_directive("wrong-ports", WrongPorts)
    app.add_directive("wrong-cores", WrongCores)
    app.add_directive("semantics", SemanticsRows)
    app.add_directive("ia64-tables", Ia64Tables)
    app.connect("autodoc-process-docstring", fields_of_hooks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
