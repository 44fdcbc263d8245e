"""The machine's registers by name, as a host sees them.

* ``r1`` … ``r31`` and ``r32`` … ``r127``, the latter in the current frame, renamed as its rotating bases say; writing
  one clears its NaT, which the words ``nat0`` (r0 to r63) and ``nat1`` show and set. ``out0`` … ``out7`` are the same
  registers counted from the frame's outputs, so that they are a callee's arguments whatever its caller's frame is.
  Outside the frame they read as 0 and cannot be set.
* ``f2`` … ``f127``: 82 bits, sign, exponent of 17 bits and significand (volume 1, figure 5-1).
* ``p1`` … ``p63``, renamed, and ``pr``, all of them as ``mov =pr`` reads them, without rotation.
* ``b0`` … ``b7``; application registers as ``ar.pfs``; ``cfm``; ``psr.um``, the user mask.
* ``sp`` is ``r12``.

``ar.bsp`` follows from ``ar.bspstore`` and the frames between them, and cannot be set.
"""

from __future__ import annotations

from typing import Final

from kretcore_llvm.machine import Register, word
from kretcore_llvm.state import BASE, StateBlock

from kretcore_ia64 import registers as reg
from kretcore_ia64 import rse

FRAME_BITS: Final = 38
"""Bits of a frame marker."""
_APPLICATION: Final = {
    "rsc": (reg.RSC, 64), "bspstore": (reg.BSPSTORE, 64), "rnat": (reg.RNAT, 64), "csd": (reg.CSD, 64),
    "ssd": (reg.SSD, 64), "ccv": (reg.CCV, 64), "unat": (reg.UNAT, 64), "fpsr": (reg.FPSR, 64), "pfs": (reg.PFS, 64),
    "lc": (reg.LC, 64), "ec": (reg.EC, 6),
}  # fmt: skip
_USER_MASK_BITS: Final = 6
_OUTPUTS: Final = 8

WIDTHS: Final[dict[str, int]] = {
    **{f"r{number}": 64 for number in range(1, 128)},
    **{f"out{number}": 64 for number in range(_OUTPUTS)},
    "nat0": 64,
    "nat1": 64,
    **{f"f{number}": 82 for number in range(2, 128)},
    **{f"p{number}": 1 for number in range(1, 64)},
    "pr": 64,
    **{f"b{number}": 64 for number in range(8)},
    **{f"ar.{name}": width for name, (_, width) in _APPLICATION.items()},
    "ar.bsp": 64,
    "cfm": FRAME_BITS,
    "psr.um": _USER_MASK_BITS,
}
"""Every name but ``pc`` and ``sp``, with its width in bits."""


def frame_is_possible(marker: int) -> bool:
    """Whether a marker describes a frame: its parts are within each other (volume 1, 3.1.7 and 4.1)."""
    size, local, rotating = marker & 127, marker >> 7 & 127, (marker >> 14 & 15) << 3
    return (
        marker >> FRAME_BITS == 0
        and local <= size <= 96
        and rotating <= size
        and (marker >> 18 & 127) < max(1, rotating)
        and (marker >> 25 & 127) < 96
        and marker >> 32 < 48
    )


def make_registers(state: StateBlock) -> dict[str, Register]:
    """Return the registers of a state block by name, ``sp`` among them."""
    registers = {
        **{f"r{number}": _static(state, number) for number in range(1, 32)},
        **{f"r{number}": _stacked(state, number) for number in range(32, 128)},
        **{f"out{number}": _stacked(state, 32 + number, output=True) for number in range(_OUTPUTS)},
        "nat0": _nats(state, 0),
        "nat1": _nats(state, 64),
        **{f"f{number}": _floating(state, number) for number in range(2, 128)},
        **{f"p{number}": _predicate(state, number) for number in range(1, 64)},
        "pr": _predicates(state),
        **{f"b{number}": word(state, reg.BR.at(number).offset) for number in range(8)},
        **{
            f"ar.{name}": word(state, reg.AR.at(number).offset, width) for name, (number, width) in _APPLICATION.items()
        },
        "ar.bsp": Register(64, lambda: rse.bsp(state), _refuse_bsp),
        "cfm": Register(FRAME_BITS, lambda: _cfm(state), lambda value: _set_cfm(state, value)),
        "psr.um": word(state, reg.UM.offset, _USER_MASK_BITS),
    }
    return {**registers, "sp": registers["r12"]}


def place(state: StateBlock, number: int) -> int | None:
    """Return the word of the state block that a general register is in; None if the frame does not have it."""
    if number < 32:
        return reg.GR.offset // 8 + number
    marker = _cfm(state)
    number -= 32
    if number >= marker & 127:
        return None
    rotating = (marker >> 14 & 15) << 3
    if number < rotating:
        number = (number + (marker >> 18 & 127)) % rotating
    return state.words[BASE.offset // 8] // 8 + number


def _cfm(state: StateBlock) -> int:
    return state.words[reg.CFM.offset // 8]


def _set_cfm(state: StateBlock, value: int) -> None:
    if not frame_is_possible(value):
        raise ValueError(f"{value:#x} is no frame marker: sizes, or rotating bases, are not within each other")
    state.words[reg.CFM.offset // 8] = value


def _refuse_bsp(value: int) -> None:
    raise ValueError("ar.bsp follows from ar.bspstore and the frames between them")


def _static(state: StateBlock, number: int) -> Register:
    index = reg.GR.at(number).offset // 8
    words, data, taint = state.words, state.bytes, state.taints + index

    def put(value: int) -> None:
        words[index] = value
        data[taint] = 0

    return Register(64, lambda: words[index], put)


def _stacked(state: StateBlock, number: int, *, output: bool = False) -> Register:
    """A stacked register, by its number or, for an output, counted from the frame's first."""
    words, data, taints = state.words, state.bytes, state.taints
    marker_at, base_at = reg.CFM.offset // 8, BASE.offset // 8

    def counted() -> int:
        return number + (words[marker_at] >> 7 & 127) if output else number

    def get() -> int:
        marker = words[marker_at]
        index = number - 32 + (marker >> 7 & 127) if output else number - 32
        if index >= marker & 127:
            return 0
        if marker >> 14:  # some registers rotate
            turned = place(state, index + 32)
            assert turned is not None
            return words[turned]
        return words[(words[base_at] >> 3) + index]

    def put(value: int) -> None:
        index = place(state, counted())
        if index is None:
            raise ValueError(f"r{counted()} is outside the frame of {_cfm(state) & 127} registers")
        words[index] = value
        data[taints + index] = 0

    return Register(64, get, put)


def _nats(state: StateBlock, first: int) -> Register:
    def places() -> list[tuple[int, int]]:
        found = ((bit, place(state, first + bit)) for bit in range(64) if first + bit)  # r0 is never NaT
        return [(bit, state.taints + index) for bit, index in found if index is not None]

    def get() -> int:
        return sum(state.bytes[index] << bit for bit, index in places())

    def put(value: int) -> None:
        for bit, index in places():
            state.bytes[index] = value >> bit & 1

    return Register(64, get, put)


def _floating(state: StateBlock, number: int) -> Register:
    words, first = state.words, reg.FR.offset // 8
    marker = reg.CFM.offset // 8

    def index() -> int:
        if number < 32:
            return first + 2 * number
        return first + 2 * (32 + (number - 32 + (words[marker] >> 25 & 127)) % 96)

    def get() -> int:
        at = index()
        return words[at + 1] << 64 | words[at]

    def put(value: int) -> None:
        at = index()
        words[at] = value & (1 << 64) - 1
        words[at + 1] = value >> 64

    return Register(82, get, put)


def _predicate(state: StateBlock, number: int) -> Register:
    data = state.bytes

    def index() -> int:
        if number < 16:
            return reg.PR.offset + number
        return reg.PR.offset + 16 + (number - 16 + (_cfm(state) >> 32)) % 48

    def put(value: int) -> None:
        data[index()] = value

    return Register(1, lambda: data[index()], put)


def _predicates(state: StateBlock) -> Register:
    data, start = state.bytes, reg.PR.offset

    def get() -> int:
        return sum(data[start + bit] << bit for bit in range(64))

    def put(value: int) -> None:
        for bit in range(1, 64):
            data[start + bit] = value >> bit & 1

    return Register(64, get, put)
