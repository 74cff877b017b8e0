"""One writer at a time, and readers beside it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from recoupe.errors import CaseBusy
from recoupe.preserve import Case, check_folder, rebuild
from tests.conftest import REPOSITORY
from tests.preserve.making import put, quotes, reading

HOLD = """
import sys, time
from pathlib import Path
from recoupe.preserve import Case
with Case.open(Path(sys.argv[1]), write=True) as case:
    case.refuse("by the other", "missing-file", "r", "")
    print("held", flush=True)
    time.sleep(120)
"""
HOLD_FROM_A_CHILD = """
import os, sys, time
from pathlib import Path
from recoupe.preserve import Case
case = Case.open(Path(sys.argv[1]), write=True)
if os.fork() == 0:
    print("forked", os.getpid(), flush=True)
    time.sleep(120)
    os._exit(0)
time.sleep(120)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A closed case."""
    with Case.create(tmp_path / "case"):
        return tmp_path / "case"


def program(text: str, root: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", text, str(root)], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    )  # fmt: skip


def test_a_second_writer_is_told_who_the_first_is(root: Path) -> None:
    with Case.open(root, write=True), pytest.raises(CaseBusy, match=f"process {os.getpid()} on .* is writing"):
        Case.open(root, write=True)
    Case.open(root, write=True).close()


def test_a_writer_that_is_killed_blocks_nobody(root: Path) -> None:
    with program(HOLD, root) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(CaseBusy, match=f"process {other.pid} on"):
            Case.open(root, write=True)
        with pytest.raises(CaseBusy, match=f"process {other.pid} on"):
            rebuild(root)
        other.send_signal(signal.SIGKILL)
        other.wait()
    with Case.open(root, write=True) as case:
        assert [refusal.name for refusal in case.refusals()] == ["by the other"]


def test_a_child_that_outlives_its_writer_does_not_hold_the_case(root: Path) -> None:
    """A jailed child is forked while the lock is held; when its parent is killed, the next writer must get in."""
    with program(HOLD_FROM_A_CHILD, root) as other:
        assert other.stdout is not None
        child = int(other.stdout.readline().split()[1])
        try:
            other.send_signal(signal.SIGKILL)
            other.wait()
            Case.open(root, write=True).close()
        finally:
            os.kill(child, signal.SIGKILL)


def test_reading_needs_no_lock_and_sees_what_is_written(root: Path, tmp_path: Path) -> None:
    with Case.open(root) as reader, Case.open(root, write=True) as writer:
        for n in range(3):
            digest = put(writer, tmp_path, f"{n}", b"%d" % n).source.digest
            read = reading(digest)
            writer.put_reading(read, quotes(read))
            assert len(reader.sources()) == n + 1
            assert len(reader.marks()) == 2 * (n + 1)
            with Case.open(root) as later:
                assert later.state_digest() == writer.state_digest()


def test_a_reader_beside_a_writer_does_without_a_database(root: Path, tmp_path: Path) -> None:
    with Case.open(root, write=True) as writer:
        put(writer, tmp_path, "a", b"a")
        for name in ("case.db", "case.db-wal", "case.db-shm"):
            (root / name).unlink(missing_ok=True)
        with Case.open(root) as reader:
            assert len(reader.sources()) == 1
        assert not (root / "case.db").exists()
    with Case.open(root) as reader:
        assert len(reader.sources()) == 1
    assert (root / "case.db").exists()


def test_a_reader_leaves_no_trace_of_a_writer(root: Path) -> None:
    """The name of a killed writer stays for the next writer, whatever was read in between."""
    with program(HOLD, root) as other:
        assert other.stdout is not None
        other.stdout.readline()
        other.send_signal(signal.SIGKILL)
        other.wait()
    (root / "case.db").unlink()
    Case.open(root).close()
    assert f"pid: {other.pid}\n" in (root / "lock").read_text()
    Case.open(root, write=True).close()
    assert (root / "lock").read_text() == ""


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_case_on_a_read_only_medium_can_be_read(root: Path) -> None:
    (root / "case.db").unlink()
    root.chmod(0o500)
    try:
        with Case.open(root) as reader:
            assert len(reader.custody()) == 1
    finally:
        root.chmod(0o700)


def test_a_case_can_be_carried_elsewhere(root: Path, tmp_path: Path) -> None:
    with Case.open(root, write=True) as case:
        put(case, tmp_path, "a", b"a")
        state = case.state_digest()
    shutil.copytree(root, tmp_path / "copy")
    assert check_folder(tmp_path / "copy") == []
    with Case.open(tmp_path / "copy", write=True) as copy:
        assert copy.state_digest() == state
        put(copy, tmp_path, "b", b"b")
