"""What the background worker's process runs: one task from standard input, events as JSON lines on standard output.

echo '{"case": "/…/harbour", "incoming": "/…/.incoming-x1"}' | python -m recoupe.desk.task
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import IO

import msgspec

from recoupe.desk.worker import Ended, Line, Task
from recoupe.errors import RecoupeError
from recoupe.events import Event, Notice, Progress
from recoupe.preserve import Case
from recoupe.preserve.custody.keys import Signer, unlocked_signer
from recoupe.publish import build_dossier
from recoupe.run import run_case

EVERY_S = 0.1
"""Progress of one stage is told at most this often; its end and every notice always."""


class Teller:
    """Writes events as lines. When nobody listens any more the job goes on: the case counts, not the bar."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out: IO[bytes] | None = out
        self._last: dict[str, float] = {}

    def __call__(self, event: Event) -> None:
        """Tell one event."""
        if isinstance(event, Notice):
            self.line(Line(notice=event))
            return
        now = time.monotonic()
        stage = event.stage or event.operation
        if event.finished or now - self._last.get(stage, 0.0) >= EVERY_S:
            self._last[stage] = now
            self.line(Line(progress=event))

    def line(self, line: Line) -> None:
        """Write one line."""
        if self._out is None:
            return
        try:
            self._out.write(msgspec.json.encode(line) + b"\n")
        except OSError:
            self._out.close()
            self._out = None


def perform(task: Task, tell: Teller) -> Ended:
    """Do the task; gives what its last line says.

    Raises:
        RecoupeError: The job cannot be done at all; single failures are in the summary instead.
    """
    root = Path(task.case)
    if task.kind == "dossier":
        with Case.open(root, write=True, signer=_signer(tell)) as case:
            build_dossier(case, events=tell)
        return Ended(outcome="done")
    handed = handed_over(Path(task.incoming)) if task.incoming else []
    summary = run_case(root, handed, events=tell, title=task.title, signer=_signer(tell))
    return Ended(outcome="done", failed=len(summary.failed), leads=len(summary.leads), changed=summary.changed)


def _signer(tell: Teller) -> Signer | None:
    """The user's key, if it opens without asking: there is nobody to ask here."""
    try:
        return unlocked_signer()
    except RecoupeError as error:
        tell(Notice(level="warning", text=f"what is done now is not signed: {error.reason}", todo=error.todo))
        return None


def handed_over(folder: Path) -> list[Path]:
    """The files and folders that lie directly in the folder, by name."""
    return sorted(folder.iterdir())


def main() -> int:
    """Read the task, do it, tell the end; 0 done, 1 failed."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints must not break the lines
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the whole group: the desk ends its jobs itself
    signal.signal(signal.SIGTERM, _stop)
    tell = Teller(out)
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)
    tell(Progress(operation="run", stage="starting", finished=True))
    try:
        ended = perform(task, tell)
    except RecoupeError as error:
        ended = Ended(outcome="failed", slug=error.slug, reason=error.reason, todo=error.todo)
    tell.line(Line(ended=ended))
    return 0 if ended.outcome == "done" else 1


def _stop(signum: int, frame: object) -> None:
    raise SystemExit(128 + signum)


if __name__ == "__main__":
    sys.exit(main())
