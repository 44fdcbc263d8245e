"""The symbol table: names to addresses and back."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kretcore.errors import SymbolError
from kretcore.symbols import Binding, Kind, Symbol, SymbolTable, merge_ranges

RANGES = ((0x10, 0x50), (0x60, 0x90))

_bindings: st.SearchStrategy[Binding] = st.sampled_from(("local", "global", "weak"))
_kinds: st.SearchStrategy[Kind] = st.sampled_from(("function", "ifunc", "label", "object", "other"))
_symbols = st.builds(
    Symbol,
    name=st.sampled_from(("a", "b", "_a", "_b", "long", "_", "x1")),
    address=st.integers(0, 0x9F),
    size=st.one_of(st.just(0), st.integers(1, 0x30)),
    binding=_bindings,
    kind=_kinds,
)


def function(name: str, address: int, size: int = 0, binding: Binding = "global") -> Symbol:
    return Symbol(name, address, size, binding, "function")


def covering(symbols: list[Symbol], kinds: set[str], address: int) -> int | None:
    """Say where what covers ``address`` starts, the slow way: the last to start of all spans that contain it."""
    code = {symbol.address for symbol in symbols if symbol.kind in ("function", "ifunc")}
    stops = code if "label" not in kinds else code | {s.address for s in symbols if s.kind == "label"}
    best = None
    for start, group in itertools.groupby(sorted(symbols, key=lambda s: s.address), key=lambda s: s.address):
        members = [symbol for symbol in group if symbol.kind in kinds]
        if not members:
            continue
        range_end = next((end for low, end in merge_ranges(RANGES) if low <= start < end), None)
        size = max(symbol.size for symbol in members)
        if range_end is None:
            end = start + 1
        elif size:
            end = start + size
        else:
            end = min([range_end, *(stop for stop in stops if stop > start)])
        if start <= address < end:
            best = start
    return best


@settings(deadline=None)
@given(st.lists(_symbols, max_size=12))
@example([Symbol("label", 0x10, 0, "global", "label"), function("sized", 0x20, 4)])
def test_at_finds_the_innermost_function_and_labels_only_beyond_functions(symbols: list[Symbol]) -> None:
    table = SymbolTable(symbols, RANGES)
    for address in range(0xD8):
        expected = covering(symbols, {"function", "ifunc"}, address)
        if expected is None:
            expected = covering(symbols, {"label"}, address)
        found = table.at(address)
        assert (found and found.address) == expected


@settings(deadline=None)
@given(st.lists(_symbols, max_size=12), st.randoms(use_true_random=False))
def test_answers_do_not_depend_on_the_order_of_the_symbols(symbols: list[Symbol], random: object) -> None:
    shuffled = list(symbols)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = SymbolTable(symbols, RANGES), SymbolTable(shuffled, RANGES)
    # Symbols that differ in size or kind alone cannot be told apart by the rules; names and addresses must agree.
    assert [(s.name, s.address) for s in first.functions()] == [(s.name, s.address) for s in second.functions()]
    for address in range(0xA0):
        assert first.aliases(address) == second.aliases(address)
        assert first.symbolize(address) == second.symbolize(address)


@settings(deadline=None)
@given(st.lists(_symbols, max_size=12))
def test_lookup_prefers_global_then_weak_then_local_then_the_lowest_address(symbols: list[Symbol]) -> None:
    table = SymbolTable(symbols, RANGES)
    for name in {symbol.name for symbol in symbols}:
        code = [s for s in symbols if s.name == name and s.kind in ("function", "ifunc", "label")]
        if not code:
            with pytest.raises(SymbolError, match="not a function"):
                table.lookup(name)
            continue
        found = table.lookup(name)
        rank = ["global", "weak", "local"].index
        assert rank(found.binding) == min(rank(s.binding) for s in code)
        rivals = [s for s in code if s.binding == found.binding and (s.kind == "label") == (found.kind == "label")]
        assert found.address == min(s.address for s in rivals)
        assert sorted(map(repr, table.lookup_all(name))) == sorted(repr(s) for s in symbols if s.name == name)


@settings(deadline=None)
@given(st.lists(_symbols, max_size=12))
def test_functions_are_one_per_address_in_order(symbols: list[Symbol]) -> None:
    table = SymbolTable(symbols, RANGES)
    addresses = [symbol.address for symbol in table.functions()]
    assert addresses == sorted({s.address for s in symbols if s.kind in ("function", "ifunc")})
    assert [symbol.name for symbol in table.functions()] == [table.aliases(address)[0] for address in addresses]


def test_the_canonical_alias() -> None:
    names = [
        ("local", "a"),
        ("weak", "b"),
        ("global", "_c"),
        ("global", "longer"),
        ("global", "name"),
        ("global", "more"),
    ]
    table = SymbolTable((function(name, 0x10, 4, binding) for binding, name in names), RANGES)  # type: ignore[arg-type]
    assert table.aliases(0x10) == ("more", "name", "longer", "_c", "b", "a")
    assert table.symbolize(0x12) == "more+0x2"


def test_symbolize() -> None:
    table = SymbolTable([function("fib", 0x10, 8), function("open", 0x20)], RANGES)
    answers = {0x10: "fib", 0x17: "fib+0x7", 0x18: "0x18", 0x4F: "open+0x2f", 0x50: "0x50", 0: "0x0", 0x95: "0x95"}
    assert {address: table.symbolize(address) for address in answers} == answers


def test_a_descriptor_covers_only_its_own_address() -> None:
    table = SymbolTable([function("in_data", 0x1000, 0x40)], RANGES)
    assert table.symbolize(0x1000) == "in_data"
    assert table.symbolize(0x1001) == "0x1001"
    assert [symbol.name for symbol in table.functions()] == ["in_data"]


DESCRIPTORS = (0x1000, 0x1060)


def followed(*symbols: Symbol) -> SymbolTable:
    """A table whose descriptors, 24 bytes each, lead to 0x10, 0x20, 0x30 and 0x40."""
    table = SymbolTable(symbols, RANGES)
    table.follow_descriptors(DESCRIPTORS, lambda address: 0x10 + (address - DESCRIPTORS[0]) // 24 * 0x10)
    return table


def test_the_symbol_of_a_descriptor_becomes_the_codes() -> None:
    table = followed(function("fib", 0x1000, 8), function("alias", 0x1000, 8, "weak"), function("sort", 0x1018, 4))
    assert [(symbol.name, symbol.address, symbol.size) for symbol in table.functions()] == [
        ("fib", 0x10, 8),
        ("sort", 0x20, 4),
    ]
    assert table.aliases(0x10) == ("fib", "alias")
    assert table.symbolize(0x14) == "fib+0x4"
    assert table.at(0x1000) is None
    assert table.lookup("alias").address == 0x10


def test_code_with_a_symbol_of_its_own_is_one_function_with_its_descriptor() -> None:
    """The code's own size counts: a descriptor's symbol may have the descriptor's."""
    table = followed(function("fib", 0x1000, 24), function("fib", 0x10, 8, "local"))
    assert table.lookup_all("fib") == (function("fib", 0x10, 8),)
    assert table.aliases(0x10) == ("fib",)


def test_functions_of_one_name_keep_their_own_code() -> None:
    table = followed(function("twin", 0x1000, 4, "local"), function("twin", 0x1018, 4, "local"), function("twin", 0x20))
    assert [symbol.address for symbol in table.lookup_all("twin")] == [0x10, 0x20]


def test_data_among_descriptors_stays_what_it_is_and_labels_become_code() -> None:
    data = Symbol("table", 0x1018, 8, "global", "object")
    table = followed(
        data, Symbol("untyped", 0x1030, 0, "global", "other"), Symbol("number", 0x40, 0, "global", "other")
    )
    assert table.lookup_all("table") == (data,)
    assert (table.lookup("untyped").kind, table.lookup("untyped").address) == ("label", 0x30)
    assert set(table) == {data, table.lookup("untyped"), Symbol("number", 0x40, 0, "global", "other")}


def test_either_spelling_is_accepted_where_code_is_named_with_a_dot() -> None:
    table = followed(function("fib", 0x1000, 8), function(".odd", 0x50, 4))
    assert table.lookup(".fib") == table.lookup("fib")
    assert (table.spelled(".fib"), table.spelled("fib"), table.spelled(".odd")) == ("fib", "fib", ".odd")
    with pytest.raises(SymbolError):
        table.lookup(".sort")
    plain = SymbolTable([function("fib", 0x10)], RANGES)
    assert plain.spelled(".fib") == ".fib"
    with pytest.raises(SymbolError):
        plain.lookup(".fib")


def test_functions_defined_by_hand_are_like_any_other() -> None:
    table = SymbolTable([function("fib", 0x10)], RANGES)
    assert table.symbolize(0x30) == "fib+0x20"
    assert table.at(0x1008) is None
    table.define("found", 0x28)
    table.define("trampoline", 0x1000, 16)
    assert [table.symbolize(address) for address in (0x27, 0x30, 0x100F, 0x1010)] == [
        "fib+0x17",
        "found+0x8",
        "trampoline+0xf",
        "0x1010",
    ]
    assert table.lookup("found").address == 0x28
    assert [symbol.name for symbol in table.functions()] == ["fib", "found", "trampoline"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("fob", r"no function matches 'fob' \(did you mean fib\?\)"),
        ("quick_srot", r"did you mean quick_sort"),
        ("zzz", r"no function matches 'zzz'$"),
        ("counter", r"'counter' is not a function but data at 0x100"),
    ],
)
def test_an_unknown_name_says_which_are_near(name: str, message: str) -> None:
    symbols = [function("fib", 0x10), function("quick_sort", 0x20), Symbol("counter", 0x100, 4, "global", "object")]
    symbols += [function(f"other_function_{i}", 0x40) for i in range(1000)]
    with pytest.raises(SymbolError, match=message) as caught:
        SymbolTable(symbols, RANGES).lookup(name)
    assert caught.value.symbol == name


def test_a_stripped_program_says_so() -> None:
    with pytest.raises(SymbolError, match="no function symbols; use addresses"):
        SymbolTable((), RANGES).lookup("fib")


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)).map(lambda r: (r[0], r[0] + r[1]))))
def test_merged_ranges_cover_the_same_and_are_apart(ranges: list[tuple[int, int]]) -> None:
    merged = merge_ranges(ranges)
    assert {a for low, high in merged for a in range(low, high)} == {
        a for low, high in ranges for a in range(low, high)
    }
    assert all(first[1] < second[0] for first, second in itertools.pairwise(merged))
