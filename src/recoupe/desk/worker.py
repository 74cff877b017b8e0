"""The one background worker: does what changes a case, one job after another, in a process of its own.

    worker = Worker(); job = worker.submit(Task(...)); worker.job(job.id).snapshot()

The job's process (`recoupe.desk.task`) gets its task on standard input, so that no name stands in the list of
processes, and tells events as JSON lines. Killed, it leaves a case that the next run finishes.
"""

from __future__ import annotations

import logging
import queue
import secrets
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

import msgspec

from recoupe.events import Notice, Progress

log = logging.getLogger(__name__)

NOTICES = 400
"""Notices kept of one job; the case keeps every failure anyway."""
KEPT_JOBS = 200


class Task(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is to be done: run the whole job on `case`, with what lies in `incoming`, or only write the dossier."""

    case: str
    kind: str = "run"
    incoming: str = ""
    title: str = ""


class Ended(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The last line of a job: done with a summary, or failed with the reason."""

    outcome: str
    slug: str = ""
    reason: str = ""
    todo: str = ""
    failed: int = 0
    leads: int = 0
    changed: bool = True


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line from the job's process: exactly one of the three is set."""

    progress: Progress | None = None
    notice: Notice | None = None
    ended: Ended | None = None


class Job:
    """A task on its way. Written by the worker's thread alone, read by any."""

    def __init__(self, handle: str, task: Task) -> None:
        self.id = secrets.token_hex(8)
        self.handle = handle
        self.task = task
        self.state = "waiting"
        self.progress: Progress | None = None
        self.stages: dict[str, Progress] = {}
        self.notices: list[Notice] = []
        self.ended: Ended | None = None
        self.started = 0.0
        self.finished = 0.0
        self._lock = threading.Lock()

    @property
    def over(self) -> bool:
        """Whether it is done or has failed."""
        return self.state in {"done", "failed"}

    def take(self, line: Line) -> None:
        """Note one line of the job's process."""
        with self._lock:
            if line.progress is not None:
                self.progress = line.progress
                self.stages[line.progress.stage or line.progress.operation] = line.progress
            if line.notice is not None and len(self.notices) < NOTICES:
                self.notices.append(line.notice)
            if line.ended is not None:
                self.ended = line.ended

    def snapshot(self) -> dict[str, Any]:
        """What the progress page and its script show, as plain data."""
        with self._lock:
            ended = self.ended
            now = self.finished or time.monotonic()
            return {
                "id": self.id,
                "state": self.state,
                "seconds": round(now - self.started, 1) if self.started else 0.0,
                "stages": [
                    {
                        "name": name,
                        "item": step.item,
                        "done": step.done,
                        "total": step.total,
                        "finished": step.finished or self.over,
                    }
                    for name, step in self.stages.items()
                ],
                "notices": [msgspec.to_builtins(notice) for notice in self.notices],
                "reason": ended.reason if ended else "",
                "todo": ended.todo if ended else "",
                "failed": ended.failed if ended else 0,
                "leads": ended.leads if ended else 0,
                "changed": ended.changed if ended else True,
            }


class Worker:
    """A queue and one thread that runs its jobs in order. `close` ends the running one."""

    def __init__(self) -> None:
        self._queue: queue.Queue[Job | None] = queue.Queue()
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._thread: threading.Thread | None = None

    def submit(self, handle: str, task: Task) -> Job:
        """Put a task in the queue; the thread is started with the first one."""
        job = Job(handle, task)
        with self._lock:
            self._jobs[job.id] = job
            for old in [j for j in self._jobs.values() if j.over][: max(0, len(self._jobs) - KEPT_JOBS)]:
                del self._jobs[old.id]
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="desk-worker", daemon=True)
                self._thread.start()
        self._queue.put(job)
        return job

    def job(self, job_id: str) -> Job | None:
        """A job by its id, or None."""
        with self._lock:
            return self._jobs.get(job_id)

    def latest(self, handle: str) -> Job | None:
        """The last job of a case that is not over, else the last one, or None."""
        with self._lock:
            mine = [job for job in self._jobs.values() if job.handle == handle]
        return next((job for job in mine if not job.over), mine[-1] if mine else None)

    def pending(self) -> list[Job]:
        """Jobs that wait or run."""
        with self._lock:
            return [job for job in self._jobs.values() if not job.over]

    def close(self) -> None:
        """End the running job and take no more. What it has done so far is kept in the case."""
        with self._lock:
            self._closed = True
            process = self._process
        self._queue.put(None)
        if process is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
        if self._thread is not None:
            self._thread.join(10)

    def _work(self) -> None:
        while (job := self._queue.get()) is not None:
            if self._closed:
                break
            self._run(job)

    def _run(self, job: Job) -> None:
        job.started = time.monotonic()
        job.state = "running"
        try:
            with self._lock:
                if self._closed:
                    return
                process = subprocess.Popen(
                    [sys.executable, "-m", "recoupe.desk.task"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
                )
                self._process = process
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(msgspec.json.encode(job.task))
            process.stdin.close()
            with process.stdout:
                follow(process.stdout, job)
            status = process.wait()
        except OSError as error:
            job.take(
                Line(ended=Ended(outcome="failed", slug="job", reason=f"the job did not start ({error.strerror})"))
            )
            status = -1
        finally:
            if job.task.incoming:
                shutil.rmtree(Path(job.task.incoming), ignore_errors=True)
        if job.ended is None:
            reason = "the job was stopped" if self._closed else f"the job ended without an answer (status {status})"
            todo = "what was done so far is kept; “Go on” takes it up from there"
            job.take(Line(ended=Ended(outcome="failed", slug="job", reason=reason, todo=todo)))
        assert job.ended is not None
        job.finished = time.monotonic()
        job.state = job.ended.outcome


def follow(stream: IO[bytes], job: Job) -> None:
    """Read the job's lines until it closes its output; what is no line of ours is logged and passed over."""
    decoder = msgspec.json.Decoder(Line)
    for raw in stream:
        try:
            job.take(decoder.decode(raw))
        except msgspec.DecodeError:
            log.warning("the job wrote %d bytes that are no event", len(raw))
