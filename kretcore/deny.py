"""What must not be probed: the architecture's deny list, the kernel's own, and marked sections of the image."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable

from kretcore.arch import Deny
from kretcore.symbols import SymbolTable


class DenyList:
    """Rules by name, and blacklisted address ranges (Linux ``kprobe_blacklist``)."""

    def __init__(self, rules: Iterable[Deny], symbols: SymbolTable) -> None:
        self._symbols = symbols
        self._rules: list[tuple[re.Pattern[str], Deny]] = []
        self._ranges: list[tuple[int, int, str]] = []
        self._entries: dict[int, str] = {}
        for rule in rules:
            self.add(rule)

    def add(self, rule: Deny) -> None:
        """Add a rule; it concerns registrations from now on."""
        self._rules.append((re.compile(fnmatch.translate(rule.pattern)), rule))

    def add_range(self, start: int, end: int, reason: str) -> None:
        """Blacklist the addresses ``start <= address < end`` for every probe."""
        self._ranges.append((start, end, reason))

    def add_entry(self, address: int, reason: str) -> None:
        """Blacklist one function entry for return probes."""
        self._entries[address] = reason

    def reason(self, address: int, name: str, *, returns: bool) -> str | None:
        """Say why a probe at ``address`` in the function ``name`` is refused, or None.

        :param returns: whether it is a return probe.

        Every name of the function counts. A suffixed one (``f.isra.0``) is refused where its base name is (row B3).
        """
        holder = self._symbols.at(address)
        names = {name, *(self._symbols.aliases(holder.address) if holder is not None else ())}
        bases = {alias.split(".", 1)[0] for alias in names if not alias.startswith((".", "__x86."))} - names
        places = [address, *(symbol.address for base in bases for symbol in self._symbols.lookup_all(base))]
        for start, end, why in self._ranges:
            if any(start <= place < end for place in places):
                return why
        if returns and address in self._entries:
            return self._entries[address]
        names |= bases
        for pattern, rule in self._rules:
            if (returns or rule.probes == "all") and any(pattern.match(candidate) for candidate in names):
                return rule.reason
        return None

    def lines(self) -> list[str]:
        """Return the blacklist as the kernel's file shows it: ``0xstart-0xend<TAB>symbol`` (rows E7, B2)."""
        found = set()
        for start, end, _ in self._ranges:
            found.add((start, end, self._symbols.symbolize(start)))
        for symbol in self._symbols.functions():
            if self.reason(symbol.address, symbol.name, returns=False) is not None:
                found.add((symbol.address, symbol.address + symbol.size, symbol.name))
        return [f"{start:#x}-{end:#x}\t{name}" for start, end, name in sorted(found)]
