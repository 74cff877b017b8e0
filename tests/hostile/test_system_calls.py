"""What the system saw: every file that was opened and every address that was asked while hostile files were read."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.making import films, pages, papers, pictures, playlists, tables, write
from tests.hostile.trap import Trap

_CALLS = "openat,openat2,open,connect,sendto,sendmsg,execve,execveat"


@pytest.fixture(scope="module")
def strace() -> str:
    found = shutil.which("strace")
    if not found:
        pytest.skip("strace is not here: install it to see the system calls of a run")
    tried = subprocess.run([found, "-f", "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip(f"strace may not trace here: {tried.stderr.decode(errors='replace')[-80:]}")
    return found


def test_no_secret_is_opened_no_address_asked_and_no_program_started(trap: Trap, strace: str, tmp_path: Path) -> None:
    film, text = str(trap.film), str(trap.secret)
    hostile = {
        **playlists.lists(film, text, trap.web),
        **films.pointing(str(trap.raw), film, trap.web),
        **pictures.pointing(text, trap.web),
        **papers.active(text, trap.web),
        **pages.everything(text, trap.web),
        **tables.active(text, trap.web),
    }
    folder = write(tmp_path / "files", {name: data for name, data in hostile.items() if name != "many.html"})
    log = tmp_path / "calls"
    command = [strace, "-f", "-y", "-s", "300", "-e", f"trace={_CALLS}", "-o", str(log)]
    run = subprocess.run(
        [*command, sys.executable, "-m", "tests.hostile.run", str(tmp_path / "case"), str(folder)],
        capture_output=True,
        check=False,
        timeout=200,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    assert run.returncode == 0, run.stderr[-2000:]
    calls = log.read_text("utf-8", "replace").splitlines()
    assert any(f'"{folder}/' in line for line in calls), "the openings of this run are in the log"
    assert [line for line in calls if str(trap.folder) in line] == []
    assert [line for line in calls if re.search(r"\bconnect\(|AF_INET", line) and "AF_UNIX" not in line] == []
    started = [line for line in calls if re.search(r"\bexecve(?:at)?\(", line) and "= 0" in line]
    assert all(sys.executable in line or "/python" in line for line in started), started
    assert trap.sprung() == []
