"""What people write to name functions: a name, a glob, ``/regex/``, or an address."""

from __future__ import annotations

import errno
import fnmatch
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kretcore.deny import in_words
from kretcore.errors import RegistrationError, SymbolError
from kretcore.symbols import Symbol, SymbolTable

GLOB_CHARACTERS = frozenset("*?[")


@dataclass(frozen=True)
class Selection:
    """Which functions a pattern means.

    :ivar chosen: one per address, sorted by it.
    :ivar skipped: name and reason of those that match but must not be probed.
    :ivar exact: whether the pattern named functions one by one, so that a refusal is the user's to hear of.
    """

    chosen: tuple[Symbol, ...]
    skipped: tuple[tuple[str, str], ...]
    exact: bool


def matcher(pattern: str) -> Callable[[str], bool]:
    """Return a test of names for a name, glob or ``/regex/``.

    :raises RegistrationError: EINVAL, not a regular expression.
    """
    if len(pattern) > 1 and pattern.startswith("/") and pattern.endswith("/"):
        try:
            search = re.compile(pattern[1:-1]).search
        except re.error as error:
            raise RegistrationError(errno.EINVAL, f"{pattern} is not a regular expression: {error}") from error
        return lambda name: search(name) is not None
    match = re.compile(fnmatch.translate(pattern)).match
    return lambda name: name == pattern or match(name) is not None


def is_exact(pattern: str) -> bool:
    """Whether a pattern is a plain name."""
    return not (pattern.startswith("/") and pattern.endswith("/")) and not GLOB_CHARACTERS & set(pattern)


def select(
    pattern: str | int,
    exclude: Iterable[str],
    symbols: SymbolTable,
    is_guest_text: Callable[[int], object],
    refusal: Callable[[Symbol], str | None],
    code_address: Callable[[int], int],
) -> Selection:
    """Find what a pattern means.

    :param exclude: patterns of names to leave out.
    :param is_guest_text: gives None for addresses that are not the program's code.
    :param refusal: says why a function must not be return-probed, or None.
    :param code_address: follows function pointers.
    :raises RegistrationError: ENOENT nothing matches; EINVAL everything that matches is refused.
    """
    if isinstance(pattern, str) and pattern.lower().startswith("0x"):
        try:
            pattern = int(pattern, 16)
        except ValueError as error:
            raise RegistrationError(errno.EINVAL, f"{pattern} is not an address") from error
    if isinstance(pattern, int):
        pattern = code_address(pattern)
        symbol = _symbol_for(pattern, symbols, is_guest_text)
        if symbol.address != pattern:
            symbol = Symbol(symbol.name, pattern, 0, symbol.binding, symbol.kind)
        return Selection((symbol,), (), True)
    wanted = matcher(symbols.spelled(pattern))
    unwanted = [matcher(symbols.spelled(name)) for name in exclude]
    exact = is_exact(pattern)
    found: list[Symbol] = []
    skipped: list[tuple[str, str]] = []
    matched = False
    for symbol in symbols.functions():
        names = symbols.aliases(symbol.address) or (symbol.name,)
        name = next((name for name in names if wanted(name)), None)
        if name is None or is_guest_text(symbol.address) is None:
            continue
        matched = True
        if any(out(alias) for out in unwanted for alias in names):
            continue
        reason = None if exact else refusal(symbol)
        if reason is not None:
            skipped.append((name, reason))
            continue
        found.append(
            symbol if symbol.name == name else Symbol(name, symbol.address, symbol.size, symbol.binding, symbol.kind)
        )
    if not matched:
        try:
            found.append(symbols.lookup(pattern))
        except SymbolError as error:
            raise RegistrationError(errno.ENOENT, str(error), symbol=pattern) from error
    if not found:
        why = in_words(skipped) or "all are excluded"
        raise RegistrationError(errno.EINVAL, f"nothing that matches {pattern!r} can be probed: {why}", symbol=pattern)
    return Selection(tuple(found), tuple(skipped), exact)


def _symbol_for(address: int, symbols: SymbolTable, is_guest_text: Callable[[int], object]) -> Symbol:
    """Return the function an address is in; where none is known, one is taken to begin there."""
    symbol = symbols.at(address)
    if symbol is not None and (symbol.size or symbol.name != _unnamed(symbol.address)):
        return symbol
    if is_guest_text(address) is None:
        raise RegistrationError(errno.ENOENT, f"there is no code of the program at {address:#x}", address=address)
    return symbols.define(_unnamed(address), address) if symbol is None or symbol.address != address else symbol


def _unnamed(address: int) -> str:
    return f"sub_{address:x}"
