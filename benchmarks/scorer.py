"""The scorer that comes with the sets, loaded from where the data is; nothing of it is kept here."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any


def scorer(data: Path) -> Any:
    """The module `bench/score_sets.py` of the data.

    Raises:
        FileNotFoundError: It is not there.
    """
    path = data / "bench" / "score_sets.py"
    spec = importlib.util.spec_from_file_location("score_sets", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_sets"] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module
