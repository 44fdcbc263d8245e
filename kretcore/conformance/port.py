"""The architecture under test, and its guest."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from kretcore.arch import ArchDescription, FunctionEntry
from kretcore.conformance.bare import Bare
from kretcore.errors import KretcoreError
from kretcore.images import Image, load_image
from kretcore.kernel import Kernel, boot
from kretcore.kprobes import Kprobe
from kretcore.kretprobes import Kretprobe
from kretcore.plugins import Architecture, Hooks, load
from kretcore.symbols import Symbol, SymbolTable
from kretcore.toolchains import image_names

VERSION = 1
"""Of the guest's functions; ``conformance.c`` has the same number."""


FIBONACCI = (0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55)
"""What the guest's ``fib`` gives."""


class Blocked(Exception):
    """A check cannot be made yet: what has to come first."""


class Port:
    """One installed architecture and its guest image.

    :ivar name: the architecture's name.
    """

    def __init__(self, name: str, image_path: Path | None = None) -> None:
        self.name = name
        self._image_path = image_path

    @cached_property
    def architecture(self) -> Architecture:
        """The plugin, checked as for every boot.

        :raises Blocked: it is refused.
        """
        try:
            return load(self.name)
        except KretcoreError as error:
            raise Blocked(f"the plugin is refused: {error}") from error

    @property
    def description(self) -> ArchDescription:
        """What the plugin says about its architecture."""
        return self.architecture.description

    @property
    def hooks(self) -> Hooks:
        """The plugin's hooks."""
        return self.architecture.hooks

    @cached_property
    def image_path(self) -> Path:
        """The guest: what was asked for, or ``conformance-NAME.elf`` or ``conformance.elf`` beside the plugin's module.

        :raises Blocked: there is none.
        """
        if self._image_path is not None:
            candidates = [self._image_path]
        else:
            directory = self.architecture.installed.directory
            assert directory is not None  # it has been imported
            candidates = [directory / name for name in image_names(self.name)]
        for candidate in candidates:
            if candidate.exists():
                return candidate
        raise Blocked(f"there is no guest image {candidates[-1]}: `kret arch guest {self.name}` says how to make it")

    @cached_property
    def image(self) -> Image:
        """The guest's ELF image.

        :raises Blocked: there is none, or it cannot be loaded.
        """
        try:
            return load_image(self.image_path)
        except KretcoreError as error:
            raise Blocked(f"the guest image cannot be used: {error}") from error

    @cached_property
    def guest(self) -> Image:
        """The same, of this architecture.

        :raises Blocked: there is none, or it is of another architecture.
        """
        if not self.architecture.accepts(self.image):
            raise Blocked(f"{self.image_path.name} is not of this architecture")
        return self.image

    @cached_property
    def symbols(self) -> SymbolTable:
        """The guest's symbols."""
        return SymbolTable(self.guest.symbols, self.guest.executable_ranges)

    def symbol(self, name: str) -> Symbol:
        """The symbol of a function of the guest.

        :raises Blocked: the image lacks it.
        """
        try:
            return self.symbols.lookup(name)
        except KretcoreError as error:
            raise Blocked(
                f"{self.image_path.name} lacks the function {name}: build it from the current source"
            ) from error

    @property
    def word(self) -> int:
        """Bytes of a machine word."""
        return self.description.word_bytes

    def unsigned(self, value: int) -> int:
        """Wrap a value to a machine word."""
        return value % (1 << self.description.bits)

    def entry(self, holder: Kernel | Bare, function: str | int) -> FunctionEntry:
        """Where a function is entered, as the plugin says.

        :param holder: what has the guest in its memory.
        """
        value = self.symbol(function).address if isinstance(function, str) else function
        entry: FunctionEntry = self.hooks.arch_function_entry(self.guest, holder.machine.memory, value)
        return entry

    def bare(self) -> Bare:
        """Make a machine with the guest in it and no kernel. Close it."""
        return Bare(self)

    @contextmanager
    def boot(self, **options: Any) -> Iterator[Kernel]:
        """Boot the guest; at the end the receipt must balance and the text be what it was."""
        options.setdefault("stdout", io.BytesIO())
        assert self.guest
        with boot(self.image_path, arch=self.name, **options) as kernel:
            before = text_of(kernel)
            yield kernel
            receipt = kernel.receipt()
            assert receipt.balanced, f"the receipt does not balance: {receipt}"
            for probe in list(kernel.kprobes()):
                if isinstance(probe, Kretprobe):
                    kernel.unregister_kretprobe(probe)
                elif isinstance(probe, Kprobe):
                    kernel.unregister_kprobe(probe)
            after = text_of(kernel)
            changed = [at for at, was in before.items() if after[at] != was]
            assert not changed, (
                f"with all probes gone the text still differs in the ranges at {', '.join(map(hex, changed))}: "
                "a patch's address, bytes or mask is not what was written"
            )


def text_of(kernel: Kernel) -> dict[int, bytes]:
    """The guest's executable memory, by start of each range."""
    memory = kernel.machine.memory
    return {low: memory.read(low, high - low) for low, high in kernel.image.executable_ranges}
