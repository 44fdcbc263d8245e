"""Instructions of the L and X units, which fill slots 1 and 2: manual volume 3, part 1, 4.7.

``long`` is slot 1.
"""

from __future__ import annotations

from typing import Final

from kretcore_ia64.rows import Row, unsigned
from kretcore_ia64.tables.b import HINTS, conditional

_IMM62: Final = {"imm": unsigned("long:41", "i:1", "imm20a:20")}
_IMM64: Final = {"imm": unsigned("i:1", "long:41", "ic:1", "imm5c:5", "imm9d:9", "imm7b:7")}


def _far(fields: dict[str, int], address: int) -> int:
    """60 bits count bundles; the two lowest bits of slot 1 are none of them."""
    distance = fields["i"] << 59 | fields["long"] >> 2 << 20 | fields["imm20b"]
    return (address + 16 * distance) & ((1 << 64) - 1)


ROWS: Final[tuple[Row, ...]] = (
    Row("X1", "0000 i:1 000 000000 - imm20a:20 qp:6", "break.x {imm:x}", _IMM62, stop=True),
    Row("X2", "0110 i:1 imm9d:9 imm5c:5 ic:1 0 imm7b:7 r1:7 qp:6", "movl {r1}={imm:x}", _IMM64),
    Row(
        "X3", "1100 i:1 dh:1 wh:2 imm20b:20 ph:1 -:3 000 qp:6", conditional("brl", "{target}"),
        {"target": _far}, "br_cond", {"indirect": False}, stop=True,
    ),
    Row(
        "X4", "1101 i:1 dh:1 wh:2 imm20b:20 ph:1 -:3 b1:3 qp:6", f"brl.call.{HINTS} {{b1}}={{target}}",
        {"target": _far}, "br_call", {"indirect": False}, stop=True,
    ),
    *(
        Row("X5", f"0000 i:1 000 000001 {y} imm20a:20 qp:6", f"{name}.x {{imm:x}}", _IMM62, "nop", predicated=False)
        for name, y in (("nop", "0"), ("hint", "1"))
    ),
)  # fmt: skip
