"""Leads: at most ten things to look at first, each with a picture of it and a way to play it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from recoupe.desk.drawing import TEMPLATES
from recoupe.desk.exhibits import Book, Exhibit, Map
from recoupe.desk.ribbons import ribbon
from recoupe.desk.state import desk_of, frame
from recoupe.desk.wording import GROUPS
from recoupe.model import Finding

MOST = 10
SHOWN_EXHIBITS = 3


@dataclass(frozen=True, slots=True)
class Lead:
    """One lead: the finding, what shows it, and the ribbon of its edit map where there is one."""

    number: int
    finding: Finding
    group: str
    exhibits: tuple[Exhibit, ...]
    more: int
    ribbon: Markup | None
    map: Map | None


@dataclass(frozen=True, slots=True)
class LeadsPage:
    """The leads in order, and how many things failed."""

    leads: tuple[Lead, ...]
    failures: int
    sources: int


def leads_page(request: Request) -> Response:
    """The first page of a case."""
    desk = desk_of(request)
    with desk.read(request.path_params["handle"]) as book:
        around = frame(desk, book, "leads")
        room = MOST - (1 if around.failures else 0)
        found = sorted((f for f in book.findings if f.lead > 0), key=lambda f: (-f.lead, f.id))[:room]
        page = LeadsPage(
            leads=tuple(lead(book, n, finding) for n, finding in enumerate(found, 1)),
            failures=around.failures,
            sources=len(book.sources),
        )
    return TEMPLATES.TemplateResponse(request, "leads.html", {"frame": around, "page": page})


def lead(book: Book, number: int, finding: Finding) -> Lead:
    """What a lead shows: its map's ribbon and players, else its instants and passages."""
    exhibits = book.of_finding(finding)
    first = next((e for e in exhibits if isinstance(e, Map)), None)
    rest = tuple(e for e in exhibits if e is not first)
    return Lead(
        number=number,
        finding=finding,
        group=GROUPS[finding.group],
        exhibits=rest[:SHOWN_EXHIBITS],
        more=max(0, len(rest) - SHOWN_EXHIBITS),
        ribbon=ribbon(book, first, name=f"lead-{number}") if first else None,
        map=first,
    )
