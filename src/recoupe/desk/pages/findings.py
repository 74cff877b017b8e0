"""Findings by group and statements in order, each with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from recoupe.desk.drawing import TEMPLATES
from recoupe.desk.exhibits import Exhibit
from recoupe.desk.state import desk_of, frame
from recoupe.desk.wording import GROUPS
from recoupe.model import Finding, Statement
from recoupe.publish.wording import OUTCOMES, STANDINGS

ORDER = ("differs", "tension", "incomplete", "cannot tell", "holds")


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with what it used."""

    finding: Finding
    exhibits: tuple[Exhibit, ...]


@dataclass(frozen=True, slots=True)
class GroupOf:
    """The findings of one group: what differs first."""

    key: str
    name: str
    findings: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """All findings; `counts` by outcome."""

    groups: tuple[GroupOf, ...]
    counts: tuple[tuple[str, int], ...]
    meanings: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement with its evidence and what its standing means."""

    statement: Statement
    exhibits: tuple[Exhibit, ...]
    means: str


@dataclass(frozen=True, slots=True)
class StatementsPage:
    """All statements in order."""

    sentences: tuple[Sentence, ...]


def findings_page(request: Request) -> Response:
    """All findings by group."""
    desk = desk_of(request)
    with desk.read(request.path_params["handle"]) as book:
        around = frame(desk, book, "findings")
        groups = []
        for key in sorted({f.group for f in book.findings}, key=lambda g: list(GROUPS).index(g)):
            inside = sorted(
                (f for f in book.findings if f.group == key),
                key=lambda f: (ORDER.index(f.outcome), -f.lead, f.check, f.id),
            )
            shown = tuple(Shown(f, book.of_finding(f)) for f in inside)
            groups.append(GroupOf(key, GROUPS[key], shown))
        counts = tuple((o, n) for o in ORDER if (n := sum(1 for f in book.findings if f.outcome == o)))
        page = FindingsPage(groups=tuple(groups), counts=counts, meanings=OUTCOMES)
    return TEMPLATES.TemplateResponse(request, "findings.html", {"frame": around, "page": page})


def statements_page(request: Request) -> Response:
    """All statements in order."""
    desk = desk_of(request)
    with desk.read(request.path_params["handle"]) as book:
        around = frame(desk, book, "statements")
        ordered = sorted(book.case.statements(), key=lambda s: s.order)
        page = StatementsPage(tuple(Sentence(s, book.of_evidence(s.evidence), STANDINGS[s.standing]) for s in ordered))
    return TEMPLATES.TemplateResponse(request, "statements.html", {"frame": around, "page": page})
