"""What must not be probed: the architecture's deny list, the kernel's own, and marked sections of the image."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Sequence

from kretcore.arch import Deny, FunctionEntry
from kretcore.images import Image
from kretcore.machine import Memory
from kretcore.symbols import SymbolTable

_TWICE = "it returns twice, and the second time through a return address it saved itself"
_READS = "it reads its return address to learn where it was called from"
_NOT_CALLED = "it is never called: a return or a branch leads to it"

EVERYWHERE = (
    *(
        Deny(pattern=name, reason=_TWICE)
        for name in (
            *("setjmp", "_setjmp", "__setjmp", "sigsetjmp", "__sigsetjmp", "savectx"),
            *("getcontext", "__getcontext", "vfork", "__vfork", "__libc_vfork"),
        )
    ),
    *(Deny(pattern=name, reason=_READS) for name in ("__morestack*", "mcount", "_mcount", "__fentry__")),
    *(Deny(pattern=name, reason=_NOT_CALLED) for name in ("__restore", "__restore_rt", "__start_context")),
)
"""What has these names does not survive a replaced return address, on whatever architecture."""

SHOWN = 3
"""How many refusals a message lists one by one."""


def in_words(refused: Sequence[tuple[str, str]]) -> str:
    """Say which functions were refused and why: the first few of them."""
    said = "; ".join(f"{name}: {reason}" for name, reason in refused[:SHOWN])
    return said + (f"; and {len(refused) - SHOWN} more" if len(refused) > SHOWN else "")


class DenyList:
    """Rules by name, and blacklisted address ranges (Linux ``kprobe_blacklist``)."""

    def __init__(self, rules: Iterable[Deny], symbols: SymbolTable) -> None:
        self._symbols = symbols
        self._rules: list[tuple[re.Pattern[str], Deny]] = []
        self._any_rule: re.Pattern[str] | None = None
        """Matches what some rule matches, most names being under none; None until it is needed."""
        self._ranges: list[tuple[int, int, str]] = []
        self._entries: dict[int, str] = {}
        for rule in rules:
            self.add(rule)

    def add(self, rule: Deny) -> None:
        """Add a rule; it concerns registrations from now on."""
        self._rules.append((re.compile(fnmatch.translate(rule.pattern)), rule))
        self._any_rule = None

    def add_range(self, start: int, end: int, reason: str) -> None:
        """Blacklist the addresses ``start <= address < end`` for every probe."""
        self._ranges.append((start, end, reason))

    def add_entry(self, address: int, reason: str) -> None:
        """Blacklist one function entry for return probes."""
        self._entries[address] = reason

    def add_image(self, image: Image, memory: Memory, function_entry: Callable[[int], FunctionEntry]) -> None:
        """Take in what an image, loaded and relocated, says of itself (row B1), and what is no function to return from.

        :param function_entry: where the function of a symbol's value or function pointer is entered.
        """
        for start, end, section in image.special_ranges:
            self.add_range(start, end, f"it is in {section}")
        if image.blacklist is not None:
            address, size = image.blacklist
            word = image.bits // 8
            for at in range(address, address + size - size % word, word):
                listed = function_entry(memory.load_word(at)).call
                symbol = self._symbols.at(listed)
                if symbol is not None:
                    self.add_range(listed, listed + (symbol.size or 1), "it is marked NOKPROBE_SYMBOL")
        start_code = function_entry(image.entry)
        for address in (start_code.call, start_code.probe):
            self.add_entry(address, "it is the program's entry, which is not called and does not return")
        for symbol in self._symbols:
            if symbol.kind == "ifunc":
                resolver = function_entry(symbol.address)
                for address in (resolver.call, resolver.probe):
                    self.add_entry(address, "it is an IFUNC symbol: the code there is a resolver, not the function")

    def reason(self, address: int, name: str, *, returns: bool) -> str | None:
        """Say why a probe at ``address`` in the function ``name`` is refused, or None.

        :param returns: whether it is a return probe.

        Every name of the function counts. A suffixed one (``f.isra.0``) is refused where its base name is (row B3).
        """
        holder = self._symbols.at(address)
        names = {name, *(self._symbols.aliases(holder.address) if holder is not None else ())}
        suffixed = [alias for alias in names if "." in alias and not alias.startswith((".", "__x86."))]
        bases = {alias.split(".", 1)[0] for alias in suffixed} - names
        places = [address, *(symbol.address for base in bases for symbol in self._symbols.lookup_all(base))]
        for start, end, why in self._ranges:
            if any(start <= place < end for place in places):
                return why
        if returns and address in self._entries:
            return self._entries[address]
        names |= bases
        if self._any_rule is None:
            self._any_rule = re.compile("|".join(pattern.pattern for pattern, _ in self._rules) or r"(?!)")
        suspects = [candidate for candidate in names if self._any_rule.match(candidate)]
        for pattern, rule in self._rules if suspects else ():
            if (returns or rule.probes == "all") and any(pattern.match(candidate) for candidate in suspects):
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
