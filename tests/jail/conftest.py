"""A child that may run the hostile jobs beside this file, and a file to hand to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from recoupe import jail
from recoupe.jail import switches

HERE = Path(__file__).parent
Run = Callable[..., Any]


@pytest.fixture(scope="module")
def hostile() -> Iterator[Run]:
    """`jail.call` of a job in hostile_jobs.py."""
    with switches.jobs_from("hostile_jobs", str(HERE)):
        yield lambda job, file, **more: jail.call(f"hostile_jobs:{job}", file, **more)
    jail.shutdown()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small foreign file."""
    path = tmp_path / "foreign.bin"
    path.write_bytes(b"foreign bytes")
    return path
