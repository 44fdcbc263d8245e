"""Architecture plugins: discovery by entry point, validation, binding of hook implementations.

An entry point of the group ``kretcore`` names an architecture and leads to the module that implements the hooks of
:mod:`kretcore.hookspecs`. Finding entry points reads metadata only; a plugin is imported when it is asked for, or when
an image has to be matched. Every refusal names the distribution, its version, and what to do.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_type_hints

import pluggy

from kretcore import hookspecs
from kretcore.arch import ArchDescription, check_generation
from kretcore.errors import (
    PluginApiError,
    PluginConflictError,
    PluginError,
    PluginImportError,
    PluginIncompleteError,
    PluginNotFoundError,
)
from kretcore.images import Image, machine_name
from kretcore.log import get_logger

GROUP = "kretcore"
DISABLE_VARIABLE = "KRET_DISABLE_PLUGINS"

KNOWN_DISTRIBUTIONS = {3: "kretcore-i386", 21: "kretcore-ppc64", 50: "kretcore-ia64", 62: "kretcore-x86-64"}
"""``e_machine`` to the distribution that serves it, for the advice in error messages (gABI, chapter 4)."""

_REPORT = "upgrade the plugin, or report this to its author"

log = get_logger("kretcore.plugins")


@dataclass(frozen=True, slots=True)
class Installed:
    """One entry point found in the metadata of an installed distribution; nothing is imported yet."""

    name: str
    dist: str
    version: str
    entry_point: importlib.metadata.EntryPoint

    def __str__(self) -> str:
        return f"{self.dist} {self.version}"

    @property
    def directory(self) -> Path | None:
        """Where the module is that the entry point names; None if there is no such module. Does not import it."""
        spec = importlib.util.find_spec(self.entry_point.module)
        return None if spec is None or spec.origin is None else Path(spec.origin).parent


class Hooks:
    """The hook implementations of one architecture as plain callables, named like the hooks.

    :ivar second_stack: whether tasks have a stack that grows up as well; ``arch_enter_function`` takes its bottom then.
    """

    arch_describe: Callable[..., ArchDescription]
    arch_create_machine: Callable[..., Any]
    arch_function_entry: Callable[..., Any]
    arch_enter_function: Callable[..., Any]
    arch_init: Callable[..., Any]
    arch_prepare_kprobe: Callable[..., Any]
    arch_resume_execution: Callable[..., Any]
    arch_call_site: Callable[..., tuple[int, int, int]]
    arch_prepare_kretprobe: Callable[..., Any]
    arch_frame_distance: Callable[..., int | None]
    arch_fixup_return: Callable[..., Any]
    second_stack: bool


HOOK_NAMES = tuple(name for name in get_type_hints(Hooks) if name.startswith("arch_"))
_BOTTOM_IS_OPTIONAL = "arch_enter_function"
"""The hook whose last parameter an implementation may leave out; it is not on the hit path, for that costs a call."""


@dataclass(frozen=True, slots=True)
class Architecture:
    """A plugin that has passed every check.

    :ivar description: what it says about itself.
    :ivar hooks: its hook implementations, bound once.
    :ivar installed: where it comes from.
    """

    description: ArchDescription
    hooks: Hooks
    installed: Installed

    def accepts(self, image: Image) -> bool:
        """Whether the image's ELF header is one this architecture runs."""
        description = self.description
        return (
            image.elf_machine == description.elf_machine
            and image.bits == description.bits
            and image.byte_order == description.byte_order
            and (description.elf_flags is None or image.elf_flags in description.elf_flags)
        )


def installed() -> tuple[Installed, ...]:
    """Return the architectures whose plugins are installed and not hidden, by name.

    ``KRET_DISABLE_PLUGINS=name,...`` hides plugins by entry point name.
    """
    hidden = _hidden()
    found = {
        Installed(ep.name, ep.dist.name, ep.dist.version, ep)
        for ep in importlib.metadata.entry_points(group=GROUP)
        if ep.dist is not None and ep.name not in hidden
    }
    return tuple(sorted(found, key=lambda plugin: (plugin.name, plugin.dist, plugin.version)))


def _hidden() -> set[str]:
    return {name.strip() for name in os.environ.get(DISABLE_VARIABLE, "").split(",")}


def load(name: str) -> Architecture:
    """Import, check and bind the architecture called ``name``.

    :raises PluginError: it is not installed, or cannot be used; a subclass says which.
    """
    every = installed()
    matching = [plugin for plugin in every if plugin.name == name]
    if not matching:
        have = ", ".join(sorted({plugin.name for plugin in every})) or "none"
        remedy = f"it is hidden by {DISABLE_VARIABLE}" if name in _hidden() else f"try `{_install(name)}`"
        raise PluginNotFoundError(
            f"no plugin provides the architecture {name!r} (installed: {have}); {remedy}", name=name
        )
    if len(matching) > 1:
        providers = " and ".join(str(plugin) for plugin in matching)
        raise PluginConflictError(
            f"the architecture {name!r} is provided by {providers}: uninstall all but one of them",
            name=name,
            dist=matching[0].dist,
            version=matching[0].version,
        )
    return _check(matching[0])


def for_image(image: Image) -> Architecture:
    """Return the installed architecture that runs ``image``.

    A broken plugin is only a warning here: it was not asked for.

    :raises PluginNotFoundError: none does; the message names what to install.
    """
    accepting: list[Architecture] = []
    related: list[Architecture] = []
    broken: list[PluginError] = []
    for name in sorted({plugin.name for plugin in installed()}):
        try:
            architecture = load(name)
        except PluginError as error:
            log.warning("plugin left out", plugin=name, reason=str(error))
            broken.append(error)
            continue
        if architecture.accepts(image):
            accepting.append(architecture)
        elif architecture.description.elf_machine == image.elf_machine:
            related.append(architecture)
    if len(accepting) == 1:
        return accepting[0]
    if accepting:
        names = ", ".join(architecture.description.name for architecture in accepting)
        raise PluginConflictError(f"several installed architectures run this image ({names}): say which one you mean")
    what = f"{machine_name(image.elf_machine)}, {_shape(image)}"
    have = ", ".join(sorted({plugin.name for plugin in installed()})) or "none"
    known = KNOWN_DISTRIBUTIONS.get(image.elf_machine)
    if related:
        if any(_shape(each.description) == _shape(image) for each in related):
            what += f" with flags {image.elf_flags:#x}"
        advice = f"{', '.join(_runs(each, image) for each in related)}; build the program for that"
    elif known:
        advice = f"`pip install {known}`"
    else:
        advice = "see the documentation on porting an architecture"
    left_out = "".join(f"; {error}" for error in broken)
    raise PluginNotFoundError(f"no installed plugin runs {what} (installed: {have}): {advice}{left_out}")


def _shape(what: Image | ArchDescription) -> str:
    return f"{what.bits}-bit {what.byte_order}-endian"


def _runs(architecture: Architecture, image: Image) -> str:
    """What an architecture runs, which is not the image although it is for the same processor."""
    description = architecture.description
    runs = f"{description.name} runs {_shape(description)} programs"
    if description.elf_flags is not None and _shape(description) == _shape(image):
        runs += f" with flags {' or '.join(map(hex, sorted(description.elf_flags)))}"
    return f"{runs} only"


def _install(name: str) -> str:
    return f"pip install kretcore-{name.replace('_', '-')}"


def _check(plugin: Installed) -> Architecture:
    def refusal(kind: type[PluginError], message: str) -> PluginError:
        return kind(f"{plugin}: {message}", name=plugin.name, dist=plugin.dist, version=plugin.version)

    try:
        implementation = plugin.entry_point.load()
    except PluginApiError as error:
        raise refusal(PluginApiError, str(error)) from error
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise refusal(
            PluginImportError,
            f"the plugin {plugin.name!r} does not import: {_said(error)}; "
            f"upgrade or reinstall it, or hide it with {DISABLE_VARIABLE}={plugin.name}",
        ) from error
    describe = getattr(implementation, "arch_describe", None)
    if describe is None:
        raise refusal(PluginIncompleteError, f"lacks the hook arch_describe; {_REPORT}")
    try:
        description = describe()
        if isinstance(description, ArchDescription):
            check_generation(description.hook_api)
    except PluginApiError as error:
        raise refusal(PluginApiError, str(error)) from error
    except Exception as error:
        raise refusal(PluginIncompleteError, f"arch_describe() fails: {_said(error)}; {_REPORT}") from error
    if not isinstance(description, ArchDescription):
        raise refusal(
            PluginIncompleteError,
            f"arch_describe() returned {type(description).__name__}, not an ArchDescription; {_REPORT}",
        )
    if description.name != plugin.name:
        raise refusal(
            PluginIncompleteError,
            f"the entry point is called {plugin.name!r} but describes {description.name!r}; {_REPORT}",
        )
    return Architecture(description, _bind(plugin, implementation, refusal), plugin)


def _said(error: BaseException) -> str:
    """An exception in one line: a description that does not validate says its reasons in several."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def _bind(plugin: Installed, implementation: object, refusal: Callable[[type[PluginError], str], PluginError]) -> Hooks:
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    try:
        manager.register(implementation, plugin.name)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise refusal(PluginIncompleteError, f"{_said(error)}; {_REPORT}") from error
    hooks = Hooks()
    missing = []
    for name in HOOK_NAMES:
        caller = getattr(manager.hook, name)
        implementations = caller.get_hookimpls()
        if not implementations:
            missing.append(name)
            continue
        (hook,) = implementations
        if hook.hookwrapper or hook.wrapper:
            raise refusal(PluginIncompleteError, f"{name} is a hook wrapper, not a plain function; {_REPORT}")
        expected, got = _parameters(getattr(hookspecs, name)), _parameters(hook.function)
        if name == _BOTTOM_IS_OPTIONAL:
            hooks.second_stack = got == expected
        if name == _BOTTOM_IS_OPTIONAL and got == expected[:-1]:
            setattr(hooks, name, _without_last(hook.function))
            continue
        if expected != got:
            raise refusal(
                PluginIncompleteError,
                f"{name} takes ({', '.join(got)}) but must take ({', '.join(expected)}); {_REPORT}",
            )
        setattr(hooks, name, hook.function)
    if missing:
        raise refusal(PluginIncompleteError, f"lacks {', '.join(missing)}; {_REPORT}")
    return hooks


def _without_last(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *arguments: function(*arguments[:-1])


def _parameters(function: Callable[..., object]) -> tuple[str, ...]:
    return tuple(inspect.signature(function).parameters)
