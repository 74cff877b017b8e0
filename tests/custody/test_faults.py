"""Faults at system calls that write: no act is lost or half-believed, and the next run completes.

Here every 23rd call with each kind of fault, a few calls of everything in the process (SQLite's, too) under strace, and
two writers at once. All calls: `RECOUPE_FAULTS=1 pytest tests/custody/test_faults.py`.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from recoupe.preserve import Case, check_folder, folder, is_case
from recoupe.preserve.custody.verdict import verify
from recoupe.preserve.projection import Projection
from tests.conftest import REPOSITORY
from tests.custody import faulting

ALL = os.environ.get("RECOUPE_FAULTS") == "1"
STEP = 1 if ALL else 23


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The state the work ends in when nothing goes wrong."""
    return faulting.job(tmp_path_factory.mktemp("undisturbed") / "a")


def program(*words: object, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    command = [*before, sys.executable, "-m", "tests.custody.faulting", *map(str, words)]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=3000)


def believed(root: Path, what: str) -> None:
    """What a fault left: originals ⊇ log ⊇ projection, and nothing that looks tampered with."""
    if not is_case(root):
        return  # it was not made yet: all of it or nothing
    assert check_folder(root) == [], what
    verdict = verify(root)
    assert verdict.status in ("pending", "holds"), (what, verdict.problems)
    lines = (root / "log").read_bytes().count(b"\n")
    try:
        projection = Projection.open(root / folder.DATABASE, write=False)
    except sqlite3.Error:
        return  # not made yet
    assert projection.applied().seq <= lines, what
    projection.close()


def completes(place: Path, expected: str, what: str) -> None:
    """The next run ends as if nothing had gone wrong."""
    assert faulting.job(place) == expected, what
    root = place / "case"
    verdict = verify(root)
    assert verdict.status == "holds", (what, verdict)
    with Case.open(root) as case:
        assert case.pending() == (), what
        assert len(case.sources()) == 3
    assert not list((root / "incoming").iterdir()), what
    assert not list(place.glob(".recoupe-new-*")), what


@pytest.mark.timeout(3000)
@pytest.mark.parametrize("kind", faulting.KINDS)
def test_a_fault_at_a_call_of_ours(tmp_path: Path, expected: str, kind: str) -> None:
    done = program(tmp_path, kind, STEP)
    assert done.returncode == 0, done.stderr
    ends = [line.split() for line in done.stdout.splitlines()]
    assert len(ends) * STEP > 250, "the calls were seen"
    for number, call, end in ends:
        what = f"{kind} at {call} ({number})"
        assert end == {"exit": "stopped", "torn": "stopped", "short": "done"}.get(kind, end), what
        believed(tmp_path / number / "case", what)
        completes(tmp_path / number, expected, what)


CALLS = ("write", "pwrite64", "fsync", "fdatasync", "rename", "ftruncate", "unlink", "openat")


@pytest.mark.timeout(3000)
@pytest.mark.parametrize("fault", ["signal=KILL", "error=ENOSPC", "error=EIO"])
def test_a_fault_at_any_call_of_the_process(tmp_path: Path, expected: str, fault: str) -> None:
    """By strace, which sees SQLite's own calls: at the first, and at places spread over the work."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not here")
    counted = program(tmp_path / "count", "--work", before=(strace, "-f", "-c", "-e", f"trace={','.join(CALLS)}"))
    if counted.returncode:
        pytest.skip("strace may not trace here")
    rows = [line.split() for line in counted.stderr.splitlines()]
    counts = {row[-1]: int(row[3]) for row in rows if len(row) in (5, 6) and row[-1] in CALLS}
    # An openat that fails at random mostly breaks the start of Python itself, which is not what is asked here.
    places = {call: range(1, n + 1, max(1, n // (40 if ALL else 2))) for call, n in counts.items() if call != "openat"}
    seen = 0
    for call, numbers in places.items():
        for n in numbers:
            place = tmp_path / f"{call}-{n}"
            inject = f"inject={call}:{fault}:when={n}"
            program(place, "--work", before=(strace, "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject))
            what = f"{fault} at {call} {n} of {counts[call]}"
            believed(place / "case", what)
            completes(place, expected, what)
            seen += 1
    assert seen >= 8


def test_two_writers_at_once_one_waits_or_is_refused(tmp_path: Path, expected: str) -> None:
    faulting.job(tmp_path)
    with Case.open(tmp_path / "case", write=True):
        done = program(tmp_path, "--work")
    assert done.returncode != 0 and "is writing to" in done.stderr
    assert program(tmp_path, "--work").stdout.strip() == expected
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.custody.faulting", str(tmp_path), "--work"], cwd=REPOSITORY,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    ends = [(one.communicate(timeout=120), one.returncode) for one in both]
    assert any(code == 0 for _, code in ends)
    for (out, error), code in ends:
        assert (code == 0 and out.strip() == expected) or "is writing to" in error
    assert verify(tmp_path / "case").status == "holds"
