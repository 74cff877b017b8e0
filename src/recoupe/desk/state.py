"""What one desk process holds: its workspace, its worker, its keys, and one lock for each rendition being made."""

from __future__ import annotations

import contextlib
import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request

from recoupe.desk.exhibits import Book
from recoupe.desk.failures import NotHere
from recoupe.desk.guard import Keys
from recoupe.desk.renditions import Renditions
from recoupe.desk.worker import Job, Worker
from recoupe.desk.workspace import Workspace
from recoupe.errors import ComponentMissing
from recoupe.model import Source
from recoupe.preserve import Case


class Desk:
    """One running desk.

    Args:
        workspace: The cases it shows.
        worker: Does what changes a case.
        renditions: Makes what players play.
        keys: The secrets that open it.
        cookie: Name of its cookie.
    """

    def __init__(
        self, workspace: Workspace, *, worker: Worker, renditions: Renditions, keys: Keys, cookie: str
    ) -> None:
        self.workspace = workspace
        self.worker = worker
        self.keys = keys
        self.cookie = cookie
        self.renditions = renditions
        self._making: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._guard = threading.Lock()

    @contextlib.contextmanager
    def read(self, handle: str) -> Iterator[Book]:
        """Open a case for reading.

        Raises:
            NotHere: There is no case of this handle.
            CaseError: The case cannot be opened.
        """
        with Case.open(self.workspace.root(handle), write=False) as case:
            yield Book(case, handle, self.renditions)

    def making(self, path: Path) -> threading.Lock:
        """The lock of a file in a case's cache: whoever holds it may make the file."""
        with self._guard:
            return self._making[str(path)]

    def job(self, handle: str) -> Job | None:
        """The job of a case that waits or runs, or None."""
        job = self.worker.latest(handle)
        return job if job is not None and not job.over else None


GAP = ComponentMissing.slug
"""A reader that an optional part is missing for: a gap to know of, not a failure of the source."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One entry of the rail."""

    view: str
    name: str
    href: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page of a case.

    `heading` is the window's title: generic, because titles show in task bars and screen shots. `title` is shown on the
    page only.
    """

    view: str
    heading: str
    handle: str
    title: str
    staged: bool
    rail: tuple[Rung, ...]
    has_list: bool
    job: Job | None
    failures: int


def desk_of(request: Request) -> Desk:
    """The desk that answers this request."""
    desk: Desk = request.app.state.desk
    return desk


def frame(desk: Desk, book: Book, view: str) -> Frame:
    """The frame of a page of an open case."""
    case = book.case
    base = f"/case/{book.handle}"
    failed = sum(1 for r in case.readings() if r.outcome == "failed" and r.slug != GAP)
    failures = len(case.refusals()) + failed + len(case.failed_comparisons())
    leads = min(10, sum(1 for f in book.findings if f.lead > 0))
    rail = (
        Rung("leads", "Leads", base, leads),
        Rung("sources", "Sources", f"{base}/sources", len(book.sources)),
        Rung("compare", "Compare", f"{base}/compare", len(case.editmaps())),
        Rung("findings", "Findings", f"{base}/findings", len(book.findings)),
        Rung("statements", "Statements", f"{base}/statements", len(case.statements())),
        Rung("dossier", "Dossier", f"{base}/dossier"),
        Rung("custody", "Custody", f"{base}/custody"),
    )
    return Frame(
        view=view,
        heading=next((rung.name for rung in rail if rung.view == view), "Case"),
        handle=book.handle,
        title=case.title or "Untitled case",
        staged=case.staged,
        rail=rail,
        has_list=desk.workspace.only is None,
        job=desk.job(book.handle),
        failures=failures,
    )


def source_of(book: Book, digest: str) -> Source:
    """The source whose digest begins with these characters.

    Raises:
        NotHere: There is none, or more than one.
    """
    found = [source for full, source in book.sources.items() if full.startswith(digest)]
    if len(digest) < 12 or len(found) != 1:
        raise NotHere("the case holds no such source", todo="the list of sources is one click away")
    return found[0]
