"""The JSON Schema of the records: ``python -m kretcore.trace.schema`` prints it."""

from __future__ import annotations

import json
import sys

from pydantic import TypeAdapter

from kretcore.trace.records import AnyRecord


def schema() -> str:
    """Return the schema of one line as JSON text, the same for the same models."""
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "One line of `kret --format jsonl`",
        **TypeAdapter(AnyRecord).json_schema(mode="serialization"),
    }
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema())
