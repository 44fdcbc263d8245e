"""Symbols of a program, and the way from names to addresses and back."""

from __future__ import annotations

import difflib
import heapq
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kretcore.errors import SymbolError

Binding = Literal["local", "global", "weak"]
Kind = Literal["function", "ifunc", "label", "object", "other"]

_BINDING_RANK = {"global": 0, "weak": 1, "local": 2}
_CODE_RANK = {"function": 0, "ifunc": 0, "label": 1}

_SHORTLIST = 200
"""How many names are looked at closely when one is not found."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A defined symbol.

    :ivar name: its name; bytes that are not UTF-8 are shown as ``\\xNN``.
    :ivar address: where it is, load bias included (an absolute symbol's value as it stands).
    :ivar size: bytes it covers; 0 when the file does not say.
    :ivar binding: its visibility among object files (a unique symbol counts as global).
    :ivar kind: ``"function"``; ``"ifunc"``, whose address is a resolver's; ``"label"``, an untyped symbol
        in executable code, as assembly sources without ``.type`` give; ``"object"``, data; or ``"other"``.
    """

    name: str
    address: int
    size: int
    binding: Binding
    kind: Kind


class SymbolTable:
    """Names and addresses of code, both ways.

    Where the image says nothing about a symbol's size, it reaches to the next function or to the end of its
    executable range. A function symbol outside executable ranges covers its own address only: a descriptor (ELFv1
    ppc64), until :meth:`follow_descriptors` makes it a name of the code.
    """

    def __init__(self, symbols: Iterable[Symbol], executable_ranges: Iterable[tuple[int, int]] = ()) -> None:
        self._symbols = list(symbols)
        self._from_file = len(self._symbols)
        self._ranges = list(executable_ranges)
        self._by_name: dict[str, list[Symbol]] | None = None
        self._by_address: _AddressIndex | None = None
        self._dots = False
        """Whether a function's code may be named by a dot and the function's name."""

    def follow_descriptors(self, descriptors: tuple[int, int], code_of: Callable[[int], int]) -> None:
        """Let the symbols of function descriptors be symbols of the code.

        A symbol that the code has of its own is the same function, and so becomes one with its descriptor's.

        :param descriptors: where the descriptors are, ``start <= address < end``.
        :param code_of: the address of the code that a descriptor leads to.
        """
        start, end = descriptors
        followed: dict[tuple[str, int], Symbol] = {}
        rest = []
        for symbol in self._symbols:
            if not start <= symbol.address < end or symbol.kind == "object":
                rest.append(symbol)
                continue
            kind: Kind = "label" if symbol.kind == "other" else symbol.kind
            code = Symbol(symbol.name, code_of(symbol.address), symbol.size, symbol.binding, kind)
            followed[code.name, code.address] = code
        for symbol in rest:
            same = followed.get((symbol.name, symbol.address))
            if same is not None and symbol.size:
                # A descriptor's symbol may have the size of the descriptor.
                followed[same.name, same.address] = replace(same, size=symbol.size)
        self._symbols = [*followed.values(), *(s for s in rest if (s.name, s.address) not in followed)]
        self._from_file = len(self._symbols)
        self._by_name = self._by_address = None
        self._dots = True

    def spelled(self, name: str) -> str:
        """Return a name as it is printed: of a function's code, without the dot."""
        return name[1:] if self._dots and name.startswith(".") and name not in self._names() else name

    def __iter__(self) -> Iterator[Symbol]:
        """Go through every symbol, data too."""
        return iter(self._symbols)

    def define(self, name: str, address: int, size: int = 0) -> Symbol:
        """Add a global function by hand: in a stripped program, or in text that no image brings.

        With a size, the bytes it covers count as executable from here on.
        """
        symbol = Symbol(name, address, size, "global", "function")
        self._symbols.append(symbol)
        if size:
            self._ranges.append((address, address + size))
        if self._by_name is not None:
            self._by_name.setdefault(name, []).append(symbol)
        self._by_address = None
        return symbol

    def lookup(self, name: str) -> Symbol:
        """Return the function (or label) of that name.

        Of several, global beats weak beats local, then the lowest address wins; :meth:`lookup_all` gives the rest.

        :raises SymbolError: no code has this name; the message names similar ones.
        """
        found = self.lookup_all(name)
        if found and found[0].kind in _CODE_RANK:
            return found[0]
        if found:
            raise SymbolError(f"{name!r} is not a function but data at {found[0].address:#x}", name)
        raise SymbolError(f"no function matches {name!r}{self._suggestion(name)}", name)

    def lookup_all(self, name: str) -> tuple[Symbol, ...]:
        """Return every symbol of that name, data too, the one :meth:`lookup` prefers first."""
        return tuple(sorted(self._names().get(self.spelled(name), ()), key=_lookup_order))

    def at(self, address: int) -> Symbol | None:
        """Return the function that contains ``address``, or None.

        The innermost one if functions nest; a label only where no function reaches.
        """
        index = self._addresses()
        return index.functions.owner(address) or index.labels.owner(address)

    def symbolize(self, address: int) -> str:
        """Return ``"fib"``, ``"fib+0x1c"``, or the bare address where no function is."""
        symbol = self.at(address)
        if symbol is None:
            return f"{address:#x}"
        offset = address - symbol.address
        return f"{symbol.name}+{offset:#x}" if offset else symbol.name

    def functions(self) -> tuple[Symbol, ...]:
        """Return the functions, resolvers (``"ifunc"``) included, one per address and sorted by it.

        Of aliases it is the canonical one: global before weak before local, then a name without leading underscore,
        the shortest, the first of the alphabet.
        """
        return self._addresses().canonical

    def aliases(self, address: int) -> tuple[str, ...]:
        """Return the names of the functions that start at ``address``, the canonical one first."""
        return tuple(symbol.name for symbol in self._addresses().groups.get(address, ()))

    def _names(self) -> dict[str, list[Symbol]]:
        if self._by_name is None:
            self._by_name = {}
            for symbol in self._symbols:
                self._by_name.setdefault(symbol.name, []).append(symbol)
        return self._by_name

    def _addresses(self) -> _AddressIndex:
        if self._by_address is None:
            self._by_address = _AddressIndex(self._symbols, merge_ranges(self._ranges))
        return self._by_address

    def _suggestion(self, name: str) -> str:
        # difflib takes 20 µs a name; a shortlist by letters in common keeps this quick for large programs.
        letters, pairs = set(name), {name[i : i + 2] for i in range(len(name) - 1)}

        def likeness(other: str) -> tuple[int, str]:
            shared = len(letters.intersection(other)) + sum(pair in other for pair in pairs)
            return shared - abs(len(other) - len(name)), other

        names = {symbol.name for symbol in self._symbols if symbol.kind in _CODE_RANK}
        shortlist = heapq.nlargest(_SHORTLIST, names, key=likeness)
        if near := difflib.get_close_matches(name, shortlist):
            return f" (did you mean {' or '.join(near)}?)"
        if not any(symbol.kind in _CODE_RANK for symbol in self._symbols[: self._from_file]):
            return " (the program has no function symbols; use addresses)"
        return ""


def merge_ranges(ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return half-open ranges sorted, those that touch or overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _lookup_order(symbol: Symbol) -> tuple[int, int, int, int]:
    code = _CODE_RANK.get(symbol.kind)
    return (code is None, _BINDING_RANK[symbol.binding], code or 0, symbol.address)


def _alias_order(symbol: Symbol) -> tuple[int, bool, int, str]:
    return (_BINDING_RANK[symbol.binding], symbol.name.startswith("_"), len(symbol.name), symbol.name)


class _Cover:
    """Which symbol covers an address, nested and overlapping spans flattened: the last to start wins."""

    def __init__(self, spans: Iterable[tuple[int, int, Symbol]]) -> None:
        self._starts: list[int] = []
        self._owners: list[Symbol | None] = []
        open_spans: list[tuple[int, Symbol]] = []
        for start, end, symbol in spans:
            self._close(open_spans, start)
            open_spans.append((end, symbol))
            self._starts.append(start)
            self._owners.append(symbol)
        self._close(open_spans, None)

    def _close(self, open_spans: list[tuple[int, Symbol]], limit: int | None) -> None:
        while open_spans and (limit is None or open_spans[-1][0] <= limit):
            end, _ = open_spans.pop()
            while open_spans and open_spans[-1][0] <= end:
                open_spans.pop()
            self._starts.append(end)
            self._owners.append(open_spans[-1][1] if open_spans else None)

    def owner(self, address: int) -> Symbol | None:
        index = bisect_right(self._starts, address) - 1
        return self._owners[index] if index >= 0 else None


class _AddressIndex:
    """Everything :class:`SymbolTable` answers by address, made at once."""

    def __init__(self, symbols: Sequence[Symbol], ranges: Sequence[tuple[int, int]]) -> None:
        self._ranges = ranges
        self._range_starts = [start for start, _ in ranges]
        self.groups = _group(symbol for symbol in symbols if symbol.kind in ("function", "ifunc"))
        labels = _group(symbol for symbol in symbols if symbol.kind == "label")
        self.canonical = tuple(group[0] for group in self.groups.values())
        self.functions = _Cover(self._spans(self.groups, list(self.groups)))
        self.labels = _Cover(self._spans(labels, sorted({*self.groups, *labels})))

    def _spans(self, groups: dict[int, list[Symbol]], stops: Sequence[int]) -> Iterable[tuple[int, int, Symbol]]:
        for address, group in groups.items():
            range_end = self._range_end(address)
            size = max(symbol.size for symbol in group)
            if range_end is None:
                end = address + 1
            elif size:
                end = address + size
            else:
                following = bisect_right(stops, address)
                end = min(stops[following], range_end) if following < len(stops) else range_end
            yield address, end, group[0]

    def _range_end(self, address: int) -> int | None:
        index = bisect_right(self._range_starts, address) - 1
        if index >= 0 and address < self._ranges[index][1]:
            return self._ranges[index][1]
        return None


def _group(symbols: Iterable[Symbol]) -> dict[int, list[Symbol]]:
    """Group by address, in its order, aliases in the order of preference."""
    groups: dict[int, list[Symbol]] = {}
    for symbol in symbols:
        groups.setdefault(symbol.address, []).append(symbol)
    for group in groups.values():
        group.sort(key=_alias_order)
    return dict(sorted(groups.items()))
