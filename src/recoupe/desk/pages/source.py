"""One source on screen: player, text, table or picture, with its marks, its origin and its readings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from recoupe.desk.drawing import TEMPLATES, at, t_value
from recoupe.desk.exhibits import Book, Clip
from recoupe.desk.media import instant
from recoupe.desk.passages import PRINTED, Block, blocks
from recoupe.desk.ribbons import proxy_of
from recoupe.desk.state import GAP, desk_of, frame, source_of
from recoupe.desk.timeline import Said, timeline
from recoupe.desk.wording import KINDS, Fact, describe, file_facts, mark_name
from recoupe.model import AssertedTime, Finding, Impulse, Mark, Reading, Source

NO_SOUND = "no sound"
SOUND_TO_COME = "the sound is being drawn: open the page again in a moment"
LISTED = 200
"""Marks of one kind that the page lists; their number is always said."""


@dataclass(frozen=True, slots=True)
class Item:
    """One mark in a list. `t` is the instant for the address, empty for a text."""

    mark: Mark
    href: str
    when: str
    t: str
    words: str
    says: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The marks of one kind. `of` counts them all."""

    kind: str
    name: str
    items: tuple[Item, ...]
    of: int


@dataclass(frozen=True, slots=True)
class Footage:
    """A clip to play, and its time line once its facts are known."""

    clip: Clip
    has_sound: bool
    timeline: Markup | None


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One source with all that is known of it."""

    source: Source
    href: str
    kind: str
    facts: tuple[Fact, ...]
    footage: Footage | None
    picture: str
    blocks: tuple[Block, ...]
    legend: tuple[tuple[str, str, int], ...]
    listings: tuple[Listing, ...]
    readings: tuple[Reading, ...]
    failed: tuple[Reading, ...]
    findings: tuple[Finding, ...]
    remarks: tuple[str, ...]
    marked: str
    unread: bool


def source_page(request: Request) -> Response:
    """The page of one source; `?t=` names an instant, `?mark=` a mark."""
    desk = desk_of(request)
    start = instant(request.query_params.get("t", "0"))
    with desk.read(request.path_params["handle"]) as book:
        around = frame(desk, book, "sources")
        source = source_of(book, request.path_params["digest"])
        page = compose(book, source, start, request.query_params.get("mark", ""))
    return TEMPLATES.TemplateResponse(request, "source.html", {"frame": around, "page": page})


def compose(book: Book, source: Source, start: Fraction, marked: str) -> SourcePage:
    """Gather what the page shows."""
    case = book.case
    marks = tuple(case.marks(source=source.digest))
    document = book.document(source.digest)
    readings = tuple(case.readings(source.digest))
    own = {m.id for m in marks}
    printed = blocks(document, marks) if document is not None else ()
    return SourcePage(
        source=source,
        href=book.source_href(source.digest),
        kind=KINDS.get(source.kind, "File"),
        facts=tuple(fact for m in marks for fact in file_facts(m)),
        footage=_footage(book, source, marks, readings, start),
        picture=f"{book.source_href(source.digest)}/picture.jpg" if source.kind == "image" else "",
        blocks=printed,
        legend=_legend(marks),
        listings=listings(book, marks),
        readings=readings,
        failed=tuple(r for r in readings if r.outcome == "failed" and r.slug != GAP),
        findings=tuple(f for f in book.findings if source.digest in f.sources or own.intersection(f.marks)),
        remarks=tuple(
            dict.fromkeys((*(document.remarks if document else ()), *(r for got in readings for r in got.remarks)))
        ),
        marked=marked if marked in own else "",
        unread=not any(reading.outcome == "done" for reading in readings),
    )


def listings(book: Book, marks: Sequence[Mark]) -> tuple[Listing, ...]:
    """The marks by kind; sounds and lights by prominence, the rest in their own order."""
    kinds: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.type not in {"segment", "media_facts", "image_facts"}:
            kinds.setdefault(mark.type, []).append(mark)
    return tuple(
        Listing(
            kind=kind,
            name=mark_name(kind, 2),
            items=tuple(_item(book, m) for m in _ordered(found)[:LISTED]),
            of=len(found),
        )
        for kind, found in kinds.items()
    )


def _ordered(marks: list[Mark]) -> list[Mark]:
    return sorted(marks, key=lambda m: -getattr(m.body, "prominence", 0.0))


def _item(book: Book, mark: Mark) -> Item:
    if mark.span.time is not None:
        start = mark.body.onset.seconds[0] if isinstance(mark.body, Impulse) else mark.span.time.seconds[0]
        return Item(mark, f"?t={t_value(start)}", at(start), t_value(start), "", describe(mark))
    words = mark.span.text.exact if mark.span.text is not None else ""
    return Item(mark, f"{book.source_href(mark.span.source)}?mark={mark.id}#{mark.id}", "", "", words, describe(mark))


def _legend(marks: Iterable[Mark]) -> tuple[tuple[str, str, int], ...]:
    counts: dict[str, int] = {}
    for mark in marks:
        if mark.span.text is not None and mark.type in PRINTED:
            counts[mark.type] = counts.get(mark.type, 0) + 1
    return tuple((kind, mark_name(kind, counts[kind]), counts[kind]) for kind in PRINTED if kind in counts)


def _footage(
    book: Book, source: Source, marks: Sequence[Mark], readings: Sequence[Reading], start: Fraction
) -> Footage | None:
    """The player, unless the clip was tried and could not be decoded; without its facts there is no time line yet."""
    if source.kind not in {"video", "audio"}:
        return None
    facts = book.facts(source.digest)
    if facts is None and any(r.outcome == "failed" and r.slug != GAP for r in readings):
        return None
    proxy = proxy_of(book, source.digest)
    facts = facts or (proxy.facts if proxy else None)
    if facts is None:
        return Footage(clip=book.clip(source.digest, start), has_sound=True, timeline=None)
    length = facts.span.seconds[1]
    silence = NO_SOUND if proxy or facts.sound is None else SOUND_TO_COME
    return Footage(
        clip=book.clip(source.digest, min(start, length)),
        has_sound=facts.sound is not None,
        timeline=timeline(length, marks, said_of(book, source.digest, own=marks), proxy, silence=silence),
    )


def said_of(book: Book, digest: str, *, own: Sequence[Mark]) -> tuple[Said, ...]:
    """What texts say of this clip's clock, as the cross-check tied them to it.

    A text names a clip in words; which clip it means is the check's to say, so only times that a finding on this clip
    used are drawn.
    """
    ids = {m.id for m in own}
    used: dict[str, Mark] = {}
    for finding in book.findings:
        if finding.group != "footage" or not (digest in finding.sources or ids.intersection(finding.marks)):
            continue
        for mark_id in finding.marks:
            mark = book.mark(mark_id)
            if mark is not None and isinstance(mark.body, AssertedTime) and mark.body.kind in {"position", "offset"}:
                used[mark_id] = mark
    return tuple(said for mark in used.values() if (said := _said(book, mark)) is not None)


def _said(book: Book, mark: Mark) -> Said | None:
    place = _place(book, mark)
    if place is None:
        return None
    assert isinstance(mark.body, AssertedTime)
    text = mark.span.text.exact if mark.span.text is not None else mark.body.what
    return Said(low=place[0], high=place[1], text=text, by=book.name(mark.span.source), href=book.href_of(mark))


def _place(book: Book, mark: Mark, depth: int = 4) -> tuple[Fraction, Fraction] | None:
    """Where on the clip an asserted time lies; an offset counts from the time it is relative to."""
    body = mark.body
    if not isinstance(body, AssertedTime):
        return None
    known = [x for x in (body.low_s, body.value_s, body.high_s) if x is not None]
    if not known:
        return None
    low, high = Fraction(str(min(known))), Fraction(str(max(known)))
    if body.kind == "position":
        return low, high
    before = book.mark(body.relative_to) if body.relative_to and depth else None
    base = _place(book, before, depth - 1) if before is not None else None
    return (base[0] + low, base[1] + high) if base is not None else None
