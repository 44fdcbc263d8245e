"""Calls as an indented tree of text, the shape that ltrace, uftrace and ftrace share.

A call that makes no probed call itself takes one line, written when it is over. Nothing else waits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kretcore.tasks import Task
from kretcore.trace.calls import Call, Values
from kretcore.trace.records import AbandonReason, Result
from kretcore.trace.text import Style, printable

_INDENT = "  "

DEEPEST = 64
"""Calls deeper than this are indented as if at this depth, with their depth before them: a runaway recursion would
otherwise write its depth squared."""


class CallTree:
    """Writes calls as lines of text.

    :param write: takes a line without its end.
    """

    def __init__(self, write: Callable[[str], None], values: Values, style: Style) -> None:
        self._write = write
        self._values = values
        self._style = style
        self._pending: Call | None = None
        """The newest call, entered and not yet shown."""
        self._task: Task | None = None
        self._newest: dict[Task, list[int]] = {}
        """Numbers of the calls whose braces are open, per task: to see which brace closes out of turn."""

    def entered(self, call: Call) -> None:
        self.flush()
        self._show_task(call.task)
        self._pending = call

    def returned(self, call: Call, words: Sequence[int]) -> None:
        prototype = call.function.prototype
        result = self._values.result(None if prototype is None else prototype.result, words)
        self._close(call, self._result(result))

    def abandoned(self, call: Call, reason: AbandonReason) -> None:
        self._close(call, " " + self._style.bad(f"abandoned: {reason}"))

    def flush(self) -> None:
        """Show the newest call's entry, because something else is about to be written."""
        call = self._pending
        if call is not None:
            self._pending = None
            self._newest.setdefault(call.task, []).append(call.number)
            self._write(f"{self._indent(call.depth)}{self._signature(call)} {{")

    def _close(self, call: Call, ending: str) -> None:
        if call is self._pending:
            self._pending = None
            self._write(f"{self._indent(call.depth)}{self._signature(call)}{ending}")
            return
        self.flush()
        self._show_task(call.task)
        numbers = self._newest[call.task]
        in_turn = numbers[-1] == call.number
        if in_turn:
            numbers.pop()
        else:
            numbers.remove(call.number)
        if not numbers:
            del self._newest[call.task]
        name = "" if in_turn else self._style.dim(f"   /* {printable(call.function.name)} */")
        self._write(f"{self._indent(call.depth)}}}{ending}{name}")

    def _show_task(self, task: Task) -> None:
        if task is not self._task:
            if self._task is not None:
                self._write(self._style.dim(f" ---- {printable(str(task))} ----"))
            self._task = task

    def _indent(self, depth: int) -> str:
        return _INDENT * depth if depth <= DEEPEST else f"{_INDENT * DEEPEST}{self._style.dim(f'[{depth}]')} "

    def _signature(self, call: Call) -> str:
        function = call.function
        shown = []
        if function.prototype is not None:
            shown = [
                f"<{argument.type}>" if argument.text is None else argument.text
                for argument in self._values.arguments(function.prototype, call.words)
            ]
            shown += ["..."] * function.prototype.variadic
        return f"{self._style.name(printable(function.name))}({printable(', '.join(shown))})"

    def _result(self, result: Result | None) -> str:
        if result is None:
            return ""
        return f" = {self._style.value(describe_result(result))}"


def describe_result(result: Result) -> str:
    """Show a result: its value; its type, if the value cannot be read; the register, marked as raw, without a type."""
    if result.text is not None:
        return result.text
    return f"raw {result.raw:#x}" if result.type is None else f"<{printable(result.type)}>"
