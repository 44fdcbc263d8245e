"""The records of ``--format jsonl``: one JSON object a line, ``{"v": 1, "type": ..., "data": {...}}``.

The first record of a run is its header, the last its summary. These models are the format: the published JSON Schema is
made from them (:mod:`kretcore.trace.schema`). Records hold nothing that differs between two runs with the same input.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

VERSION: Literal[1] = 1
"""Version of the envelope. New fields and record types may appear in it; nothing is renamed or changes its meaning."""

Command = Literal["list", "trace", "count", "call", "arch"]
AbandonReason = Literal["exit", "killed", "fault", "exec", "unwound"]


class Data(BaseModel):
    """Base of everything in a record."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Image(Data):
    """The program."""

    path: str
    """As it was given."""
    sha256: str
    bits: Literal[32, 64]
    byte_order: Literal["little", "big"]
    machine: str
    """The ELF machine's name."""
    base: int
    """What was added to every address of a position-independent program."""


class Distribution(Data):
    """The architecture plugin that ran the program."""

    name: str
    distribution: str
    version: str


class HeaderData(Data):
    """What is run, by what, and how. ``image`` and ``arch`` are null if the program could not be loaded."""

    tool: str
    version: str
    command: Command
    image: Image | None
    arch: Distribution | None
    options: dict[str, Any]


class Argument(Data):
    """An argument at its function's entry, as debug information describes it."""

    name: str | None
    type: str
    value: int | None
    """Null if it is not in an integer register or word of the stack, or where it is is not certain."""
    text: str | None
    """How C would write the value."""


class Result(Data):
    """A function's result."""

    raw: int | None
    """The result register, unsigned; null if the result is known to be elsewhere."""
    type: str | None
    """Its C type; null without debug information."""
    value: int | None
    """The value by its type; null if the type is not known or the value cannot be read."""
    text: str | None
    """How C would write the value."""


class CallData(Data):
    """One call of a probed function. ``call`` numbers are unique in a run."""

    task: int
    task_name: str
    call: int
    parent: int
    """The innermost probed call around it; 0 if there is none."""
    depth: int
    """How many probed calls are around it."""
    function: str


class EntryData(CallData):
    """A probed function was entered."""

    caller: str | None
    arguments: list[Argument] | None
    """Null if no prototype is known."""


class ReturnData(CallData):
    """A probed function returned."""

    result: Result | None
    """Null if the function is known to have none."""


class AbandonedData(CallData):
    """A probed call will never return."""

    reason: AbandonReason


class MissedData(Data):
    """Calls of a function that were not probed."""

    function: str
    reason: Literal["pool empty", "nested"]
    count: int


class FunctionData(Data):
    """A function that can be probed."""

    function: str
    address: int
    size: int
    aliases: list[str]
    prototype: str | None


class SkippedData(Data):
    """A function that matches a pattern but is not probed."""

    function: str
    reason: str


class ReceiptData(Data):
    """The account of a function's probed entries."""

    entries: int
    returned: int
    declined: int
    missed: dict[str, int]
    abandoned: dict[str, int]
    inside: int
    high_water: int
    maxactive: int | None
    sufficient_maxactive: int | None


class CountData(ReceiptData):
    """How often a function was called, and how the calls ended."""

    function: str


class ResultData(Data):
    """What a called function gave."""

    function: str
    arguments: list[int]
    result: Result | None


class ArchitectureData(Data):
    """An installed architecture plugin."""

    name: str
    distribution: str
    version: str
    usable: bool
    error: str | None
    """Why it cannot be used, and what to do."""
    hook_api: int | None
    bits: int | None
    byte_order: str | None
    machine: str | None
    description: dict[str, Any] | None
    """Everything the plugin says about itself; ``arch show`` only."""


class WarningData(Data):
    """Something to know that did not stop the run."""

    message: str


class ErrorData(Data):
    """Why the run did not do what was asked."""

    kind: str
    message: str
    task: str | None = None
    pc: int | None = None
    where: str | None = None
    """``pc`` as function and offset."""


class InsideCall(CallData):
    """A probed call that was still under way at the end."""


class Guest(Data):
    """How the program, or the function called, ended."""

    state: Literal["runnable", "exited", "killed", "faulted"]
    exit_status: int | None


class SummaryData(ReceiptData):
    """The receipt of the run, and how it ended."""

    functions: dict[str, ReceiptData]
    """The receipts of the functions that were entered."""
    calls_inside: list[InsideCall]
    guest: Guest | None
    exit_code: int


class Record(BaseModel):
    """Base of the envelopes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    v: Literal[1] = VERSION


class Header(Record):
    type: Literal["header"] = "header"
    data: HeaderData


class Entry(Record):
    type: Literal["entry"] = "entry"
    data: EntryData


class Return(Record):
    type: Literal["return"] = "return"
    data: ReturnData


class Abandoned(Record):
    type: Literal["abandoned"] = "abandoned"
    data: AbandonedData


class Missed(Record):
    type: Literal["missed"] = "missed"
    data: MissedData


class Function(Record):
    type: Literal["function"] = "function"
    data: FunctionData


class Skipped(Record):
    type: Literal["skipped"] = "skipped"
    data: SkippedData


class Count(Record):
    type: Literal["count"] = "count"
    data: CountData


class CallResult(Record):
    type: Literal["result"] = "result"
    data: ResultData


class Architecture(Record):
    type: Literal["architecture"] = "architecture"
    data: ArchitectureData


class Warning_(Record):
    type: Literal["warning"] = "warning"
    data: WarningData


class Error(Record):
    type: Literal["error"] = "error"
    data: ErrorData


class Summary(Record):
    type: Literal["summary"] = "summary"
    data: SummaryData


AnyRecord = Annotated[
    Header
    | Entry
    | Return
    | Abandoned
    | Missed
    | Function
    | Skipped
    | Count
    | CallResult
    | Architecture
    | Warning_
    | Error
    | Summary,
    Field(discriminator="type"),
]
"""Any line of a ``--format jsonl`` output."""
