"""The dossier: looked at in a box of its own, downloaded, written again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from recoupe.desk.drawing import TEMPLATES
from recoupe.desk.exhibits import Book
from recoupe.desk.failures import NotHere
from recoupe.desk.state import desk_of, frame

NAME = "dossier.html"
BOX = "; ".join(
    (
        "sandbox allow-scripts",
        "default-src 'none'",
        "script-src 'unsafe-inline'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "media-src data:",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
"""The dossier is one file with everything inside: its script runs in an origin of its own and reaches nothing."""


@dataclass(frozen=True, slots=True)
class DossierPage:
    """The dossier as it lies in the case; `size` 0 when there is none."""

    size: int
    sha256: str
    written: datetime | None
    file: str


def dossier_page(request: Request) -> Response:
    """The dossier in its box."""
    desk = desk_of(request)
    with desk.read(request.path_params["handle"]) as book:
        around = frame(desk, book, "dossier")
        page = look(_path(book))
    return TEMPLATES.TemplateResponse(request, "dossier.html", {"frame": around, "page": page})


def look(path: Path) -> DossierPage:
    """Size, digest and time of the file."""
    if not path.is_file():
        return DossierPage(0, "", None, str(path))
    stat = path.stat()
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return DossierPage(stat.st_size, digest, datetime.fromtimestamp(stat.st_mtime, tz=UTC), str(path))


def view(request: Request) -> Response:
    """The file itself, for the frame on the page alone."""
    answer = FileResponse(_existing(request), media_type="text/html; charset=utf-8")
    answer.headers["content-security-policy"] = BOX
    answer.headers["x-frame-options"] = "SAMEORIGIN"
    return answer


def download(request: Request) -> Response:
    """The file itself, to be saved."""
    answer = FileResponse(_existing(request), media_type="application/octet-stream", filename=NAME)
    answer.headers["content-security-policy"] = "default-src 'none'; sandbox"
    return answer


def _existing(request: Request) -> Path:
    with desk_of(request).read(request.path_params["handle"]) as book:
        path = _path(book)
    if not path.is_file():
        raise NotHere("the dossier has not been written yet", todo="the page “Dossier” has a button for it")
    return path


def _path(book: Book) -> Path:
    return book.case.root / NAME
