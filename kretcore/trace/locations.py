"""Where debug information says a parameter is when its function is entered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from elftools.dwarf.dwarf_expr import DWARFExprParser
from elftools.dwarf.locationlists import BaseAddressEntry, LocationExpr, LocationParser

if TYPE_CHECKING:
    from elftools.dwarf.die import DIE
    from elftools.dwarf.dwarfinfo import DWARFInfo


@dataclass(frozen=True, slots=True)
class Location:
    """Where a parameter is.

    :ivar register: whether it is in a register.
    :ivar offset: bytes above the canonical frame address, for one passed on the stack; None if it is elsewhere.
    """

    register: bool
    offset: int | None = None


class Locations:
    """Reads locations of one program."""

    def __init__(self, dwarf: DWARFInfo) -> None:
        self._parser = LocationParser(dwarf.location_lists())

    def at_entry(self, function: DIE, parameter: DIE) -> Location | None:
        """Return where ``parameter`` is at the function's first instruction.

        None if it is nowhere there: an optimizer may have removed it, or put a constant in its place.
        """
        expression = self._expression(function, parameter)
        if not expression:
            return None
        operation = DWARFExprParser(function.cu.structs).parse_expr(expression)[0]
        name: str = operation.op_name
        if name.startswith("DW_OP_reg"):
            return Location(register=True)
        if name == "DW_OP_fbreg":
            offset: int = operation.args[0]
            return Location(False, offset if offset >= 0 and _frame_is_cfa(function) else None)
        if name.startswith("DW_OP_breg") and len(expression) > 1:
            return Location(False)
        return None

    def _expression(self, function: DIE, parameter: DIE) -> list[int] | None:
        attribute = parameter.attributes.get("DW_AT_location")
        if attribute is None:
            return None
        found: Any = self._parser.parse_from_attribute(attribute, function.cu["version"], parameter)
        if isinstance(found, LocationExpr):
            return list(found.loc_expr)
        entry: int = function.attributes["DW_AT_low_pc"].value
        base = _base_address(function)
        for item in found:
            if isinstance(item, BaseAddressEntry):
                base = item.base_address
                continue
            offset = 0 if getattr(item, "is_absolute", False) else base
            if item.begin_offset + offset <= entry < item.end_offset + offset:
                return list(item.loc_expr)
        return None


def _base_address(function: DIE) -> int:
    attribute = function.cu.get_top_DIE().attributes.get("DW_AT_low_pc")
    return 0 if attribute is None else attribute.value


def _frame_is_cfa(function: DIE) -> bool:
    attribute = function.attributes.get("DW_AT_frame_base")
    if attribute is None or not isinstance(attribute.value, list):  # a list of locations: it changes on the way
        return False
    return attribute.value == [0x9C]  # DW_OP_call_frame_cfa
