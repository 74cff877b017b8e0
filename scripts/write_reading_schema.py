#!/usr/bin/env python3
"""Write docs/reference/reading.schema.json from the records of `recoupe.read.text.answer`.

python scripts/write_reading_schema.py          write it
python scripts/write_reading_schema.py --check  exit status 1 when the file is not what the records say
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import msgspec

from recoupe.read.text.answer import Answer, Readings

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference" / "reading.schema.json"


def schema() -> str:
    """The schema as text: what `recoupe text --json` prints, or one document (`--out`)."""
    (whole, one), components = msgspec.json.schema_components([Readings, Answer], ref_template="#/$defs/{name}")
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A reading of one or several texts by `recoupe text`",
        "anyOf": [whole, one],
        "$defs": components,
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    if "--check" in sys.argv[1:]:
        return 0 if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == schema() else 1
    TARGET.write_text(schema(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
