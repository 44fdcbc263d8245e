"""The end of a run as data and as text: the receipt, misses, and the calls still inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kretcore.kernel import Kernel
from kretcore.receipt import Receipt
from kretcore.tasks import Task
from kretcore.trace.records import Guest, InsideCall, MissedData, ReceiptData, SummaryData
from kretcore.trace.text import printable

MOST_SHOWN = 20
"""Calls still inside that the text shows one by one."""


def calls_inside(tasks: Sequence[Task]) -> Iterator[InsideCall]:
    """Return the probed calls under way, outermost first, task by task."""
    for task in tasks:
        seen = 0
        for instance in task.instances:
            if instance.call != seen:
                seen = instance.call
                yield InsideCall(
                    task=task.tid,
                    task_name=task.name,
                    call=instance.call,
                    parent=instance.parent,
                    depth=instance.depth,
                    function=instance.pool.name,
                )


def receipt_data(receipt: Receipt) -> ReceiptData:
    """Return a receipt as a record's data."""
    return ReceiptData(**{name: getattr(receipt, name) for name in ReceiptData.model_fields})


def summary_data(kernel: Kernel | None, guest: Task | None, exit_code: int) -> SummaryData:
    """Return the last record's data; of zeros if there never was a kernel."""
    receipt = Receipt() if kernel is None else kernel.receipt()
    functions = {name: receipt_data(one) for name, one in receipt.functions.items() if one.entries}
    return SummaryData(
        **dict(receipt_data(receipt)),
        functions=functions,
        calls_inside=[] if kernel is None else list(calls_inside(kernel.tasks)),
        guest=None if guest is None else Guest(state=guest.state.value, exit_status=guest.exit_status),
        exit_code=exit_code,
    )


def missed(receipt: Receipt) -> Iterator[MissedData]:
    """Return what was missed, per function and reason."""
    for name, one in receipt.functions.items():
        for reason, count in one.missed.items():
            yield MissedData(function=name, reason=reason, count=count)  # type: ignore[arg-type]


def closing_lines(kernel: Kernel) -> list[str]:
    """Return the text that ends a run: calls still inside, functions that were missed, and the receipt."""
    receipt = kernel.receipt()
    inside = list(calls_inside(kernel.tasks))
    lines = [
        f"still inside  {printable(call.function)}   depth {call.depth}   task {printable(call.task_name)}-{call.task}"
        for call in inside[-MOST_SHOWN:]
    ]
    if len(inside) > MOST_SHOWN:
        lines.insert(0, f"still inside  {len(inside) - MOST_SHOWN} more around these:")
    lines += [f"missed  {printable(m.function)}   {m.count} ({m.reason})" for m in missed(receipt)]
    return [*lines, *([""] if lines else []), *str(receipt).splitlines()]
