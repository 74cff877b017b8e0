"""Small files that claim or unpack to more than a machine holds: memory and time stay bounded, reasons are kept."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from recoupe.preserve import Case
from tests.hostile.making import Files, archives, films, papers, pictures, tables, write

MEMORY_BYTES = 1 << 30
"""What no process may hold at once while all of this is read: more than the libraries, less than any bomb."""
SECONDS = 150
"""What the whole batch may take on a busy machine; most files take a fraction of one."""

OPENS = frozenset({"far.xlsx", "no-rate.wav", "wide.csv", "quote.csv"})
"""Odd, and harmless: these may be read."""


@pytest.fixture(scope="module")
def bombs() -> Files:
    return {
        **films.oversized(),
        **pictures.oversized(),
        **papers.oversized(),
        **tables.oversized(),
        **archives.everything(),
    }


def test_the_generator_makes_small_files(bombs: Files) -> None:
    assert max(map(len, bombs.values())) < 8 << 20


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="the memory of other processes is read from /proc")
def test_a_run_over_all_of_them_stays_bounded_and_says_what_each_was(bombs: Files, tmp_path: Path) -> None:
    folder, root = write(tmp_path / "files", bombs), tmp_path / "case"
    (folder / "honest.txt").write_text("“The bridge was closed at noon,” said Dana Exampleson.\n", encoding="utf-8")
    began = time.monotonic()
    run = subprocess.Popen(
        [sys.executable, "-m", "tests.hostile.run", str(root), str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    peak = _Peak(run.pid)
    try:
        out, _ = run.communicate(timeout=3 * SECONDS)
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
        peak.stop()
    assert run.returncode == 0
    assert time.monotonic() - began < SECONDS
    assert peak.bytes < MEMORY_BYTES, peak
    assert json.loads(out)["failed"]
    with Case.open(root) as case:
        assert case.check() == []
        by_digest = {source.digest: source for source in case.sources()}
        assert {source.name for source in by_digest.values()} == {path.name for path in folder.iterdir()}
        failed = [r for r in case.readings() if r.outcome == "failed" and r.slug != "component-missing"]
        assert not [r for r in failed if r.slug == "reader-fault"], [r for r in failed if r.slug == "reader-fault"]
        assert all(r.reason and r.todo for r in failed), [r for r in failed if not r.todo]
        print({by_digest[r.source].name: f"{r.reader}: {r.slug}: {r.reason}" for r in failed})
        assert any(m for m in case.marks(types={"quote"}))


class _Peak:
    """The largest resident memory of one process among a process and everything below it, looked at all the time."""

    def __init__(self, pid: int) -> None:
        self._session = os.getsid(pid)
        self._over = threading.Event()
        self.bytes, self.name = 0, ""
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def __repr__(self) -> str:
        return f"{self.bytes >> 20} MiB in {self.name}"

    def _look(self) -> None:
        page = resource.getpagesize()
        while not self._over.wait(0.02):
            for entry in Path("/proc").iterdir():
                if not entry.name.isdecimal():
                    continue
                try:
                    facts = (entry / "stat").read_text("latin-1").rpartition(")")[2].split()
                    if int(facts[3]) == self._session and int(facts[21]) * page > self.bytes:
                        self.bytes = int(facts[21]) * page
                        self.name = (entry / "cmdline").read_text("latin-1").replace("\0", " ")[-200:]
                except (OSError, IndexError, ValueError):
                    continue  # it has ended meanwhile
