"""Records as lines of JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kretcore.kernel import Kernel
from kretcore.trace import records
from kretcore.trace.calls import Call, Values
from kretcore.trace.records import AbandonReason, Record


class JsonLines:
    """Writes records.

    :param write: takes a line without its end.
    """

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write

    def emit(self, record: Record) -> None:
        """Write one record."""
        self._write(record.model_dump_json())


class CallRecords:
    """Writes calls as records."""

    def __init__(self, lines: JsonLines, kernel: Kernel, values: Values) -> None:
        self._emit = lines.emit
        self._values = values
        self._symbols = kernel.symbols
        self._text = kernel.image.executable_ranges

    def entered(self, call: Call) -> None:
        prototype = call.function.prototype
        arguments = None if prototype is None else self._values.arguments(prototype, call.words)
        data = records.EntryData(**_fields(call), caller=self._caller(call.return_address), arguments=arguments)
        self._emit(records.Entry(data=data))

    def returned(self, call: Call, words: Sequence[int]) -> None:
        prototype = call.function.prototype
        result = self._values.result(None if prototype is None else prototype.result, words)
        self._emit(records.Return(data=records.ReturnData(**_fields(call), result=result)))

    def abandoned(self, call: Call, reason: AbandonReason) -> None:
        self._emit(records.Abandoned(data=records.AbandonedData(**_fields(call), reason=reason)))

    def _caller(self, return_address: int) -> str | None:
        at = return_address - 1  # the call itself: it may be its function's last instruction
        if not any(start <= at < end for start, end in self._text):
            return None
        symbol = self._symbols.at(at)
        return None if symbol is None else symbol.name


def _fields(call: Call) -> dict[str, Any]:
    return {
        "task": call.task.tid,
        "task_name": call.task.name,
        "call": call.number,
        "parent": call.parent,
        "depth": call.depth,
        "function": call.function.name,
    }
