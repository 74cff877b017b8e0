"""`python -m tests.hostile.run CASE FOLDER`: the main job, without words in pictures, in a process of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from recoupe.errors import ComponentMissing
from recoupe.read.picture import ocr
from recoupe.run import run_case


def _absent() -> dict[str, Path]:
    raise ComponentMissing("left out of this run", todo="nothing")


if __name__ == "__main__":
    ocr.model_paths = _absent
    summary = run_case(Path(sys.argv[1]), [Path(sys.argv[2])])
    print(json.dumps({"failed": summary.failed, "changed": summary.changed}))
