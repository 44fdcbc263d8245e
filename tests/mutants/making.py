"""How a wrong port is made: the hooks of a good one, some replaced, or its machine wrapped."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from kretcore.arch import ArchDescription
from kretcore.hookspecs import hookimpl
from kretcore.plugins import HOOK_NAMES

BASES = {
    "x86_64": "kretcore_x86_64",
    "i386": "kretcore_i386",
    "ppc64": "kretcore_ppc64.ppc64",
    "ppc64le": "kretcore_ppc64.ppc64le",
    "ia64": "kretcore_ia64",
}
"""Good ports to the module that each one's entry point names."""

Hook = Callable[..., Any]


class Around:
    """An object that is another one but for what a subclass defines.

    :ivar good: the other one.
    """

    good: Any = None

    def __init__(self, good: Any) -> None:
        object.__setattr__(self, "good", good)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.good, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if hasattr(type(self), name):
            object.__setattr__(self, name, value)
        else:
            setattr(self.good, name, value)


class WrongMachine(Around):
    """A machine that is wrong by itself."""


class WrongMemory(Around):
    """A machine's memory."""


class WrongRegisters(Around):
    """A machine's registers."""

    def __getitem__(self, name: str) -> int:
        value: int = self.good[name]
        return value

    def __setitem__(self, name: str, value: int) -> None:
        self.good[name] = value

    def __contains__(self, name: object) -> bool:
        return name in self.good

    def __iter__(self) -> Iterator[str]:
        return iter(self.good)

    def __len__(self) -> int:
        return len(self.good)


class WrongEntryLog(Around):
    """A machine's entry log."""


class _WithParts(WrongMachine):
    """A machine of which one part is wrong."""

    memory: Any = None
    registers: Any = None
    entry_log: Any = None

    def __init__(self, good: Any, wrong: type[Around]) -> None:
        super().__init__(good)
        self.memory = wrong(good.memory) if issubclass(wrong, WrongMemory) else good.memory
        self.registers = wrong(good.registers) if issubclass(wrong, WrongRegisters) else good.registers
        log = getattr(good, "entry_log", None)
        self.entry_log = wrong(log) if issubclass(wrong, WrongEntryLog) else log


@dataclass(frozen=True)
class WrongPort:
    """A wrong port, installed as an architecture of its own.

    :ivar name: the architecture's name, which is also that of the object its entry point names.
    :ivar wrong: what is wrong, in a sentence.
    :ivar base: the good port it is made from.
    :ivar caught_by: checks, one of which must be the first to fail.
    :ivar says: a regular expression for what that check must print: the message must point at the cause.
    :ivar entry_point: value of its entry point.
    """

    name: str
    wrong: str
    base: str
    caught_by: tuple[str, ...]
    says: str
    entry_point: str


MADE: dict[str, WrongPort] = {}
"""Every wrong port that has been made, by name."""


def base_plugin(base: str) -> Any:
    """The plugin of a good port."""
    return importlib.import_module(BASES[base])


def guest(base: str) -> Path:
    """The guest image of a good port."""
    directory = Path(base_plugin(base).__file__).parent
    own = directory / f"conformance-{base}.elf"
    return own if own.exists() else directory / "conformance.elf"


def wrong_port(base: str, *caught_by: str, says: str) -> Callable[[Callable[[Any], Any]], SimpleNamespace]:
    """Make a wrong port of a function that tells what is wrong.

    The function gets the good plugin. It returns a wrong description, a class of a wrong machine or part of one, or
    hooks, named like those they replace. Its name becomes the port's, its docstring says what is wrong.
    """

    def make(differs: Callable[[Any], Any]) -> SimpleNamespace:
        good = base_plugin(base)
        name, wrong = differs.__name__, (differs.__doc__ or "").strip()
        assert wrong and name not in MADE
        MADE[name] = WrongPort(name, wrong, base, caught_by, says, f"{differs.__module__}:{name}")
        hooks = {hook: getattr(good, hook) for hook in HOOK_NAMES}
        difference = differs(good)
        description = difference if isinstance(difference, ArchDescription) else good.DESCRIPTION
        hooks["arch_describe"] = _describes(description.model_copy(update={"name": name}))
        if isinstance(difference, type):
            hooks["arch_create_machine"] = _creates(good, difference)
        elif not isinstance(difference, ArchDescription):
            hooks |= {hook.__name__: hookimpl(hook) for hook in _hooks(difference)}
        return SimpleNamespace(**hooks)

    return make


def _hooks(difference: Hook | Sequence[Hook]) -> Sequence[Hook]:
    return (difference,) if callable(difference) else difference


def _describes(description: ArchDescription) -> Hook:
    @hookimpl
    def arch_describe() -> ArchDescription:
        return description

    return arch_describe


def _creates(good: Any, wrong: type[Around]) -> Hook:
    @hookimpl
    def arch_create_machine(description: ArchDescription) -> Any:
        machine = good.arch_create_machine(description)
        return wrong(machine) if issubclass(wrong, WrongMachine) else _WithParts(machine, wrong)

    return arch_create_machine
