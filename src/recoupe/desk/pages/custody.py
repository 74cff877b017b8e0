"""Custody: every act on the case, and how anybody can check it."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from recoupe.desk.drawing import TEMPLATES
from recoupe.desk.exhibits import Book
from recoupe.desk.state import desk_of, frame
from recoupe.model import Source
from recoupe.preserve import Act

MOST = 500
"""Acts shown on one page, the newest first."""


@dataclass(frozen=True, slots=True)
class Told:
    """An act with a few words on what it was about."""

    act: Act
    says: str


@dataclass(frozen=True, slots=True)
class CustodyPage:
    """The acts, newest first; `of` counts them all, `last` is the newest line's time."""

    acts: tuple[Told, ...]
    of: int
    first: int
    state: str
    root: str
    sources: tuple[Source, ...]


def custody_page(request: Request) -> Response:
    """The log; `?before=` goes further back."""
    desk = desk_of(request)
    with desk.read(request.path_params["handle"]) as book:
        around = frame(desk, book, "custody")
        acts = book.case.custody()
        before = request.query_params.get("before", "")
        older = [act for act in acts if not before.isdecimal() or act.seq < int(before[:18])]
        shown = tuple(reversed(older))[:MOST]
        page = CustodyPage(
            acts=tuple(Told(act, says(book, act)) for act in shown),
            of=len(acts),
            first=shown[-1].seq if shown else 0,
            state=book.case.state_digest(),
            root=str(book.case.root),
            sources=tuple(book.sources.values()),
        )
    return TEMPLATES.TemplateResponse(request, "custody.html", {"frame": around, "page": page})


def says(book: Book, act: Act) -> str:
    """What an act was about, from its entry: which source, which check, what came of it."""
    details = act.details
    if not details:
        return "erased"
    match act.act:
        case "add" | "add-origin":
            return details.get("origin_name", "")
        case "read":
            return f"{details.get('reader', '')}, {book.name(details.get('source', ''))}: {details.get('outcome', '')}"
        case "compare":
            pair = f"{book.name(details.get('a', ''))} with {book.name(details.get('b', ''))}"
            return f"{pair}: {details.get('outcome', '')}"
        case "check":
            return f"{details.get('check', '')}: {details.get('findings', '')} found"
        case "dossier":
            return f"{details.get('file', '')}, {details.get('bytes', '')} bytes"
        case "statements":
            return f"{details.get('statements', '')} sentences"
        case _:
            return details.get("name", "") or details.get("title", "") or "details"
