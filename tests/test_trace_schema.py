"""The published schema of the records is that of the models, and records are as it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from kret import ROOT, kret
from pydantic import TypeAdapter, ValidationError
from toy.guests import build

from kretcore.trace.records import AnyRecord
from kretcore.trace.schema import schema

PUBLISHED = ROOT / "docs" / "reference" / "trace-schema.json"
ADAPTER: TypeAdapter[object] = TypeAdapter(AnyRecord)


def test_the_published_schema_is_current() -> None:
    assert PUBLISHED.read_text() == schema(), f"run: python -m kretcore.trace.schema > {PUBLISHED.relative_to(ROOT)}"


def test_every_type_is_an_envelope() -> None:
    document = json.loads(schema())
    types = set(document["discriminator"]["mapping"])
    assert types > {"header", "entry", "return", "missed", "abandoned", "warning", "error", "summary"}
    for reference in document["discriminator"]["mapping"].values():
        envelope = document["$defs"][reference.rpartition("/")[2]]
        assert set(envelope["properties"]) == {"v", "type", "data"}


RUNS = [
    "list PROGRAM",
    "trace PROGRAM",
    "trace PROGRAM -f fob",
    "trace MISSING",
    "count PROGRAM",
    "call PROGRAM fib 5",
    "call PROGRAM depth 9 -f depth --maxactive 3",
    "call PROGRAM jump_loop 3 -f *",
    "call PROGRAM exit_outer 3 -f *",
    "call PROGRAM fault_outer -f *",
    "call PROGRAM unknown_call -f *",
    "call PROGRAM spin --max-instructions 10 -f spin",
    "arch list",
    "arch show toy",
    "arch show vax",
]


@pytest.mark.parametrize("run", RUNS)
def test_every_line_is_a_record(run: str, tmp_path: Path, toy_arch: str) -> None:
    program = tmp_path / "demo"
    program.write_bytes(build(toy_arch))
    words = run.replace("PROGRAM", str(program)).replace("MISSING", str(tmp_path / "missing")).split()
    lines = kret(*words, "--format", "jsonl").stdout.splitlines()
    types = [json.loads(line)["type"] for line in lines]
    assert types[0] == "header" and types.count("header") == 1
    assert types[-1] == "summary" and types.count("summary") == 1
    for line in lines:
        record = ADAPTER.validate_json(line)
        assert ADAPTER.dump_json(record).decode() == line


def test_the_models_refuse_what_is_not_a_record() -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_json('{"v":1,"type":"missed","data":{"function":"f","reason":"bored","count":1}}')


def test_lines_hold_against_the_json_schema(tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    program = tmp_path / "demo"
    program.write_bytes(build("toy"))
    validator = jsonschema.Draft202012Validator(json.loads(PUBLISHED.read_text()))
    for line in kret("call", program, "jump_loop", "2", "-f", "*", "--format", "jsonl").stdout.splitlines():
        validator.validate(json.loads(line))
