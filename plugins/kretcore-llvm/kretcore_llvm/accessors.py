"""Typed loads and stores for interpreted code, as closures over dictionaries of pages.

A dictionary has a view of each page that was accessed so, by the address of the page; its keys keep the address's low
bits too, so a misaligned address is not in it. Finding the key says: this page, with this right, at this alignment.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable, Container
from typing import Final, Literal

SIZES: Final = (1, 2, 4, 8)
_Format = Literal["B", "H", "I", "Q"]
_FORMATS: Final[dict[int, _Format]] = {1: "B", 2: "H", 4: "I", 8: "Q"}
_LIMIT: Final = 1 << 14
"""Pages a dictionary may have: a view takes 200 bytes."""

_ALL: Final = (1 << 72) - 1
"""More bits than an address has, so that none passes for another; and positive, which is faster to mask with."""

Views = dict[int, memoryview]
Open = Callable[[int, int], memoryview]
"""Return the bytes of the page with ``size`` bytes at an address that guest code may access there, or raise."""


def loader(size: int, byte_order: Literal["little", "big"], views: Views, open_page: Open) -> Callable[[int], int]:
    """Make the function that loads ``size`` bytes, and keeps the pages it was given in ``views``."""
    inside = 4096 - size
    page, shift, kind = _ALL - inside, size.bit_length() - 1, _FORMATS[size]

    def keep(address: int, kind: _Format) -> memoryview:
        view = open_page(address, size).cast(kind)
        if len(views) >= _LIMIT:
            views.clear()
        views[address & page] = view
        return view

    if byte_order == sys.byteorder or size == 1:

        def load(address: int) -> int:
            try:
                return views[address & page][(address & inside) >> shift]
            except KeyError:
                pass
            return keep(address, kind)[(address & inside) >> shift]

        return load

    unpack = struct.Struct((">" if byte_order == "big" else "<") + kind).unpack_from

    def load_swapped(address: int) -> int:
        try:
            value: int = unpack(views[address & page], address & inside)[0]
        except KeyError:
            (value,) = unpack(keep(address, "B"), address & inside)
        return value

    return load_swapped


def storer(
    size: int, byte_order: Literal["little", "big"], views: Views, open_page: Open, slow: Container[int]
) -> Callable[[int, int], None]:
    """Make the function that stores ``size`` bytes; it opens pages whose number is in ``slow`` each time anew."""
    inside = 4096 - size
    page, shift, kind = _ALL - inside, size.bit_length() - 1, _FORMATS[size]

    def keep(address: int, kind: _Format) -> memoryview:
        view = open_page(address, size).cast(kind)
        if address >> 12 not in slow:
            if len(views) >= _LIMIT:
                views.clear()
            views[address & page] = view
        return view

    if byte_order == sys.byteorder or size == 1:

        def store(address: int, value: int) -> None:
            try:
                views[address & page][(address & inside) >> shift] = value
            except KeyError:
                keep(address, kind)[(address & inside) >> shift] = value

        return store

    pack = struct.Struct((">" if byte_order == "big" else "<") + kind).pack_into

    def store_swapped(address: int, value: int) -> None:
        try:
            pack(views[address & page], address & inside, value)
        except KeyError:
            pack(keep(address, "B"), address & inside, value)

    return store_swapped
