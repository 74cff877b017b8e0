"""Leads: at most ten things to look at first, each with a picture of it and a way to play it."""

from __future__ import annotations

from collections.abc import Sequence
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
    """One lead: the finding, what shows it, and the ribbon of its edit map where there is one.

    `same_as` is the number of an earlier lead that shows the same two copies, 0 when there is none.
    """

    number: int
    finding: Finding
    group: str
    exhibits: tuple[Exhibit, ...]
    more: int
    ribbon: Markup | None
    map: Map | None
    same_as: int = 0


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
            leads=leads(book, found),
            failures=around.failures,
            sources=len(book.sources),
        )
    return TEMPLATES.TemplateResponse(request, "leads.html", {"frame": around, "page": page})


def leads(book: Book, findings: Sequence[Finding]) -> tuple[Lead, ...]:
    """The leads in order; the same two copies are drawn once."""
    out: list[Lead] = []
    drawn: dict[str, int] = {}
    for number, finding in enumerate(findings, 1):
        out.append(lead(book, number, finding, drawn))
    return tuple(out)


def lead(book: Book, number: int, finding: Finding, drawn: dict[str, int]) -> Lead:
    """What a lead shows: its map's ribbon and players, its instants and passages.

    Args:
        drawn: Number of the lead that shows a map, by the map's id; this one is noted in it.
    """
    exhibits = book.of_finding(finding)
    first = next((e for e in exhibits if isinstance(e, Map)), None)
    rest = tuple(e for e in exhibits if e is not first)
    shown_in = drawn.setdefault(first.id, number) if first else 0
    again = bool(first) and shown_in != number
    return Lead(
        number=number,
        finding=finding,
        group=GROUPS[finding.group],
        exhibits=rest[:SHOWN_EXHIBITS],
        more=max(0, len(rest) - SHOWN_EXHIBITS),
        ribbon=ribbon(book, first, name=f"lead-{number}") if first and not again else None,
        map=first,
        same_as=shown_in if again else 0,
    )
