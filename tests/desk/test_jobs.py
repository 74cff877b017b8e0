"""From hand-over to case: the worker's process, its lines, and what is left when it is stopped."""

from __future__ import annotations

import io
import os
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from recoupe.desk import worker as workers
from recoupe.desk.task import Teller, perform
from recoupe.desk.worker import Ended, Job, Line, Task, Worker, follow
from recoupe.errors import CaseBusy
from recoupe.events import Notice, Progress, quiet
from recoupe.preserve import Case
from tests.desk.conftest import Visitor

ARTICLE = "The vote\n\n“We waited,” said Dana Exampleson. 44.87 percent stayed and 55.13 percent left."


def wait_for(desk: Visitor, href: str, seconds: float = 90) -> dict[str, Any]:
    for _ in range(int(seconds / 0.1)):
        job: dict[str, Any] = desk.get(f"{href}.json").json()
        if job["state"] in {"done", "failed"}:
            return job
        time.sleep(0.1)
    raise AssertionError(f"the job did not end: {job}")


def hand_over(desk: Visitor, path: str, title: str = "") -> Any:
    files = [
        ("files", ("folder/article.txt", ARTICLE.encode(), "text/plain")),
        ("files", ("folder/empty.txt", b"", "text/plain")),
    ]
    return desk.post(path, files=files, data={"title": title}, headers={"accept": "application/json"})


def test_files_handed_over_become_a_case_with_findings(fresh: Visitor) -> None:
    answer = hand_over(fresh, "/new", "A new <case>")
    assert answer.status_code == 202
    job = wait_for(fresh, answer.json()["href"])
    assert job["state"] == "done", job
    assert job["failed"] == 1 and any("empty" in notice["text"] for notice in job["notices"])
    root = fresh.root.parent / "A new case"
    with Case.open(root) as case:
        assert case.title == "A new <case>"
        assert {source.name for source in case.sources()} == {"article.txt", "empty.txt"}
        assert case.sources()[0].origins[0].path == "folder/article.txt", "no name of a temporary folder is kept"
        assert case.marks(types={"quote"})
    assert not list(fresh.root.parent.glob(".incoming-*")), "nothing handed over is left outside the case"
    assert fresh.get(job["href"]).status_code == 200
    page = fresh.get(answer.json()["href"])
    assert "empty.txt" in page.text and "1 thing could not" in page.text


def test_more_can_be_added_and_again_changes_nothing(fresh: Visitor) -> None:
    first = wait_for(fresh, hand_over(fresh, "/new", "x").json()["href"])
    again = hand_over(fresh, f"{first['href']}/add")
    assert again.status_code == 202
    assert wait_for(fresh, again.json()["href"])["changed"] is False
    written = fresh.post(f"{first['href']}/dossier")
    assert written.status_code == 303
    assert wait_for(fresh, written.headers["location"])["state"] == "done"


def test_a_form_without_script_is_sent_on(fresh: Visitor) -> None:
    answer = fresh.post("/new", files=[("files", ("a.txt", ARTICLE.encode()))])
    assert answer.status_code == 303 and answer.headers["location"].startswith("/job/")
    page = fresh.get(answer.headers["location"])
    assert page.status_code in {200, 303}
    wait_for(fresh, answer.headers["location"])


def test_handing_over_nothing_leaves_nothing(fresh: Visitor) -> None:
    answer = fresh.post("/new", files=[("files", ("", b""))])
    assert answer.status_code == 400
    answer = fresh.post("/new", content=b"--XX\r\n", headers={"content-type": "multipart/form-data; boundary=XX"})
    assert answer.status_code == 400
    assert list(fresh.root.parent.iterdir()) == []


def test_a_busy_case_says_so(tmp_path: Path) -> None:
    with Case.create(tmp_path / "case"), pytest.raises(CaseBusy):
        perform(Task(case=str(tmp_path / "case")), Teller(io.BytesIO()))


def test_events_become_lines_and_lines_become_the_snapshot() -> None:
    out = io.BytesIO()
    tell = Teller(out)
    for done in range(50):
        tell(Progress(operation="read", stage="reading", item="a\u202e.txt", done=done, total=50))
    tell(Notice(level="failure", text="no", todo="look", item="b.txt"))
    tell(Progress(operation="read", stage="reading", done=50, total=50, finished=True))
    tell.line(Line(ended=Ended(outcome="done", failed=1)))
    out.seek(0)
    assert 3 <= len(out.readlines()) < 20, "progress of one stage is thinned, notices and ends are not"
    out.seek(0)
    job = Job("handle", Task(case="c"))
    follow(io.BytesIO(b"rubbish\n" + out.read()), job)
    snapshot = job.snapshot()
    assert snapshot["stages"] == [{"name": "reading", "item": "", "done": 50, "total": 50, "finished": True}]
    assert snapshot["notices"] == [{"level": "failure", "text": "no", "todo": "look", "item": "b.txt"}]
    assert snapshot["failed"] == 1
    msgspec.json.encode(snapshot)


def test_a_reader_of_lines_that_goes_away_does_not_stop_the_job() -> None:
    read, write = os.pipe()
    os.close(read)
    tell = Teller(os.fdopen(write, "wb", buffering=0))
    tell(Notice(level="info", text="x"))
    tell(Notice(level="info", text="y"))
    assert quiet(Notice(level="info", text="z")) is None


def test_a_job_that_dies_is_said_to_have_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "dies"
    script.write_text("#!/bin/sh\ncat >/dev/null\nkill -9 $$\n")
    script.chmod(0o700)
    monkeypatch.setattr(workers.sys, "executable", str(script))
    worker = Worker()
    left = tmp_path / "incoming"
    left.mkdir()
    job = worker.submit("handle", Task(case="nowhere", incoming=str(left)))
    for _ in range(100):
        if job.over:
            break
        time.sleep(0.05)
    worker.close()
    assert job.state == "failed" and "ended without an answer" in job.snapshot()["reason"]
    assert not left.exists()


def test_closing_the_desk_ends_the_running_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "sleeps"
    script.write_text("#!/bin/sh\ncat >/dev/null\nexec sleep 60\n")
    script.chmod(0o700)
    monkeypatch.setattr(workers.sys, "executable", str(script))
    worker = Worker()
    job = worker.submit("handle", Task(case="nowhere"))
    waiting = worker.submit("handle", Task(case="nowhere"))
    while job.state == "waiting":
        time.sleep(0.01)
    assert worker.latest("handle") is job and worker.latest("other") is None
    began = time.monotonic()
    worker.close()
    assert time.monotonic() - began < 8
    assert job.state == "failed" and "stopped" in job.snapshot()["reason"]
    assert waiting.state == "waiting"


def test_no_name_stands_in_the_list_of_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    real = workers.subprocess.Popen

    def spy(command: list[str], **kwargs: Any) -> Any:
        seen.append(command)
        return real([sys.executable, "-c", "pass"], **kwargs)

    monkeypatch.setattr(workers.subprocess, "Popen", spy)
    worker = Worker()
    job = worker.submit("handle", Task(case="/secret/harbour", incoming="", title="Harbour"))
    while not job.over:
        time.sleep(0.01)
    worker.close()
    assert seen and "harbour" not in " ".join(seen[0]).lower()
