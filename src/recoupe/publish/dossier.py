"""The dossier: statements in order, each with its evidence beside it, in one file that opens without a network.

    path = build_dossier(case)

The same case gives the same bytes: every time in it comes from the case's records, none from the clock of this machine.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from recoupe import __version__
from recoupe.draw import one_line
from recoupe.events import Events, Notice, Progress, quiet
from recoupe.model import Finding, Statement
from recoupe.publish import listing
from recoupe.publish.looking import Looks, case_looks
from recoupe.publish.page import render
from recoupe.publish.room import Block, Room
from recoupe.publish.statements import unresolved, update
from recoupe.publish.weight import Weight
from recoupe.publish.wording import CERTAINTIES, OUTCOMES, STANDINGS, STATES

if TYPE_CHECKING:
    from recoupe.preserve import Case

MOST_LEADS = 10


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A statement as the page shows it. `outcomes`: of the findings it rests on."""

    number: int
    anchor: str
    text: str
    standing: str
    author: str
    outcomes: tuple[str, ...]
    blocks: tuple[Block, ...]


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """What `build_dossier` put into the page; a test and the command line look at it."""

    leads: tuple[Card, ...]
    statements: tuple[Card, ...]
    refused: tuple[listing.Failure, ...]
    left_out: int


def build_dossier(case: Case, events: Events = quiet, *, looks: Looks | None = None, out: Path | None = None) -> Path:
    """Propose the statements, gather their evidence and write `dossier.html` into the case.

    Args:
        case: Open for writing.
        events: Where progress and notices go.
        looks: Where stills, excerpts and sound come from; the case's own originals by default.
        out: A further copy is written there.
    Returns:
        Where the dossier lies.
    """
    stated = update(case)
    data, contents = compose(case, stated, looks if looks is not None else case_looks(case, events), events)
    for failure in contents.refused:
        events(Notice(level="warning", text=f"not printed: {failure.name}: {failure.reason}", todo=failure.todo))
    path, _ = case.put_dossier(data)
    if out is not None:
        out.write_bytes(data)
    events(Progress(operation="publish", stage="dossier", done=1, total=1, finished=True))
    return path


def compose(case: Case, stated: tuple[Statement, ...], looks: Looks, events: Events = quiet) -> tuple[bytes, Contents]:
    """The page's bytes and what is in it; a sentence without evidence in the case is refused and listed."""
    weight = Weight()
    room = Room(case, looks, weight)
    printed, refused = _sift(stated, room)
    lead_ids = {s.id for s in leads_of(printed, room.findings)}
    ordered = [s for s in printed if s.id in lead_ids] + [s for s in printed if s.id not in lead_ids]
    cards: list[Card] = []
    for n, one in enumerate(ordered, 1):
        events(
            Progress(operation="publish", stage="dossier", item=one_line(one.text, most=50), done=n, total=len(ordered))
        )
        cards.append(_card(n, one, room))
    contents = Contents(
        leads=tuple(cards[: len(lead_ids)]),
        statements=tuple(cards[len(lead_ids) :]),
        refused=tuple(refused),
        left_out=weight.left_out,
    )
    return _write(case, contents, looks), contents


def leads_of(stated: list[Statement], findings: dict[str, Finding]) -> list[Statement]:
    """At most ten statements a reporter should see first.

    By the lead of the findings they rest on; a person's statement comes before the machine's; an edit map that no
    finding speaks of is a lead when it shows an edit.
    """
    covered = {m for finding in findings.values() for m in finding.editmaps}
    ranked: list[tuple[float, int, Statement]] = []
    for n, one in enumerate(stated):
        lead = max((findings[e.id].lead for e in one.evidence if e.kind == "finding" and e.id in findings), default=0.0)
        maps = [e.id for e in one.evidence if e.kind == "editmap"]
        if lead == 0 and maps and not set(maps) & covered and len(one.evidence) == 1:
            lead = 60.0
        if one.author != "machine":
            lead += 1000.0
        if lead > 0:
            ranked.append((-lead, n, one))
    ranked.sort(key=lambda item: item[:2])
    return [one for _, _, one in ranked[:MOST_LEADS]]


def _sift(stated: tuple[Statement, ...], room: Room) -> tuple[list[Statement], list[listing.Failure]]:
    printed: list[Statement] = []
    refused: list[listing.Failure] = []
    for one in stated:
        lost = unresolved(one, room.known)
        if one.evidence and not lost:
            printed.append(one)
            continue
        reason = "it names no evidence" if not one.evidence else f"its evidence {lost[0].id} is not in the case"
        todo = "name what it rests on, or take it out"
        refused.append(listing.Failure(name=one_line(one.text, most=80), what="printing it", reason=reason, todo=todo))
    return printed, refused


def _card(number: int, one: Statement, room: Room) -> Card:
    outcomes = [room.findings[e.id].outcome for e in one.evidence if e.kind == "finding"]
    return Card(
        number=number,
        anchor=f"st{number}",
        text=one.text,
        standing=one.standing,
        author=one.author,
        outcomes=tuple(dict.fromkeys(outcomes)),
        blocks=room.blocks(one),
    )


def _write(case: Case, contents: Contents, looks: Looks) -> bytes:
    sources = listing.sources(case)
    failed = (*listing.failures(case), *contents.refused)
    names = {listed.source.digest: listed.source.name for listed in sources}
    unseen = tuple((names.get(digest, digest[:12]), reason) for digest, reason in sorted(looks.failed.items()))
    collected = [origin.collected_at for listed in sources for origin in listed.source.origins if origin.collected_at]
    return render(
        "dossier.html",
        title=case.title or "Untitled case",
        staged=case.staged,
        case_id=case.id,
        state=case.state_digest(),
        as_of=max(collected, default=""),
        version=__version__,
        leads=contents.leads,
        statements=contents.statements,
        lists=listing.by_source(case),
        names=listing.shared_names(case),
        failures=[f for f in failed if not f.gap],
        gaps=[f for f in failed if f.gap],
        unseen=unseen,
        remarks=listing.remarks(case),
        sources=sources,
        methods=listing.methods(case),
        left_out=contents.left_out,
        outcomes=OUTCOMES,
        standings=STANDINGS,
        certainties=CERTAINTIES,
        states=STATES,
    )
