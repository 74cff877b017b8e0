"""A reading as people's scripts and the benchmarks take it: `docs/reference/reading.schema.json`.

    answer_of(document, marks, name="story.txt")          one document
    joined([answer, …])                                    several, and the entities they share

Field names are those of the benchmarks' gold readings. Offsets count code points of the document's text. The schema is
made from these records by `scripts/write_reading_schema.py`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from recoupe.model import (
    AssertedEdit,
    AssertedTime,
    Caution,
    Declined,
    Denial,
    Document,
    Figure,
    Mark,
    Mention,
    Post,
    Quote,
    Segment,
    When,
)

SCHEMA = "recoupe-reading/1"
NOT_BODY = frozenset(
    {"headline", "byline", "dateline", "timestamp", "caption", "related", "notice", "pull_quote", "comment", "quoted"}
)
"""Parts that are not the article's running text; a pull quote only repeats it."""

OTHER_MARKS = frozenset({"''", "``", "‘‘", "’’"})


class CellPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A cell of a table, counted from 1."""

    sheet: str
    row: int
    column: int


class JsonPlace(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place in a JSON file: the string at `pointer` (RFC 6901), from `start` to `end` in its decoded code points.

    Without start and end the words were taken out of markup in that string.
    """

    pointer: str
    start: int | None = None
    end: int | None = None


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Anything found: `exact` is the document's text from `start` to `end` (code points, end exclusive).

    cue_ms: in subtitles, when the words come on the screen and go, in milliseconds of the footage's clock.
    """

    exact: str
    start: int
    end: int
    page: int | None = None
    cell: CellPlace | None = None
    json: JsonPlace | None = None
    cue_ms: tuple[int, int] | None = None
    hedges: tuple[str, ...] = ()


class SegmentItem(Item, frozen=True, kw_only=True, omit_defaults=True):
    """A part of the page; `kind` is its role. Running text is not listed. author to reply_to: of a post or comment."""

    kind: str
    author: str | None = None
    handle: str | None = None
    published: str | None = None
    published_as_written: str | None = None
    url: str | None = None
    post: str | None = None
    reply_to: str | None = None


class QuoteItem(Item, frozen=True, kw_only=True, omit_defaults=True):
    """A quotation: see `recoupe.model.Quote`. speaker: the person meant, else the words that name him."""

    kind: str
    attribution: str
    speaker: str | None = None
    speaker_as_worded: str | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    role: str | None = None
    verb: str | None = None
    via: str | None = None
    language: str = "und"
    gloss: str | None = None
    insertions: tuple[str, ...] = ()
    spoken_in: str | None = None
    omissions: int = 0
    sic: bool = False
    unclosed: bool = False


class FigureItem(Item, frozen=True, kw_only=True, omit_defaults=True):
    """A number with its unit: see `recoupe.model.Figure`. range: both ends where the text gives a range."""

    value: float | None
    unit: str | None
    bound: str
    range: tuple[float, float] | None = None
    qualifier: str | None = None
    measures: str | None = None
    per: str | None = None
    of: float | None = None
    attributed_to: str | None = None
    vague: str | None = None
    converted_from: str | None = None


class DateItem(Item, frozen=True, kw_only=True, omit_defaults=True):
    """An expression of time in EDTF, or `unknown`: see `recoupe.model.When`."""

    value: str
    kind: str
    part: str | None = None
    anchor: str | None = None
    basis: str = "none"


class EntityItem(Item, frozen=True, kw_only=True, omit_defaults=True):
    """A name at its place. `id` is the same for the same name in every document."""

    type: Literal["person", "organisation", "place", "work"]
    id: str
    name: str
    aliases: tuple[str, ...] = ()
    role: str | None = None
    age: int | None = None
    gloss: str | None = None


class AssertedTimeItem(Item, frozen=True, kw_only=True, omit_defaults=True):
    """What the text says of a clip's clock: see `recoupe.model.AssertedTime`."""

    id: str
    about: str
    kind: str
    bound: str
    by: str
    what: str = ""
    value_s: float | None = None
    range_s: tuple[float, float] | None = None
    hedge: str | None = None
    relative_to: str | None = None
    sense: str = ""


class AssertedEditItem(Item, frozen=True, kw_only=True, omit_defaults=True):
    """What the text says was done to footage: see `recoupe.model.AssertedEdit`."""

    edit: str
    by: str
    what: str = ""
    about: str = ""
    sense: str = ""


class DeclinedItem(Item, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody asked did not comment: declined, no_reply or unreachable."""

    who: str
    kind: str
    asked_by: str | None = None
    what: str | None = None


class DenialItem(Item, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody denies (denial) or keeps away from something (disavowal)."""

    who: str
    kind: str


class CautionItem(Item, frozen=True, kw_only=True, omit_defaults=True):
    """A limit that the text puts on what it says."""

    by: str
    about: str = ""


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody the page names as its author."""

    name: str


class Metadata(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the page says of itself. published: EDTF, or `unknown`; published_as_written: the page's own words."""

    headline: str | None
    authors: tuple[Author, ...]
    published: str
    standfirst: str | None = None
    dateline: str | None = None
    published_as_written: str | None = None
    publisher: str | None = None
    url: str | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The reading of one document; every list is in order of place.

    offsets_into: `original` where offsets count in the source's own decoded text, `rendition` where they count in
    `text`, which was taken out of a page, a PDF or a table; then `text` is given. parser: `none`, or the version of
    spaCy and the models, each with its digest, that gave a second opinion on the names.
    """

    id: str
    file: str
    language: str
    offsets_into: str
    metadata: Metadata
    body: str
    text: str | None
    segments: tuple[SegmentItem, ...]
    quotes: tuple[QuoteItem, ...]
    quotes_in_other_marks: tuple[QuoteItem, ...]
    indirect: tuple[QuoteItem, ...]
    figures: tuple[FigureItem, ...]
    dates: tuple[DateItem, ...]
    entities: tuple[EntityItem, ...]
    asserted_times: tuple[AssertedTimeItem, ...]
    asserted_edits: tuple[AssertedEditItem, ...]
    declined: tuple[DeclinedItem, ...]
    denials: tuple[DenialItem, ...]
    cautions: tuple[CautionItem, ...]
    remarks: tuple[str, ...]
    parser: str = "none"


class SharedEntity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A name in one or several documents, with all its forms. The same name is not always the same person."""

    id: str
    type: str
    name: str
    aliases: tuple[str, ...]
    documents: tuple[str, ...]
    role: str | None = None
    age: int | None = None
    gloss: str | None = None


class Readings(msgspec.Struct, frozen=True, kw_only=True):
    """What `recoupe text --json` prints: the readings, and every entity once."""

    schema: str
    documents: tuple[Answer, ...]
    entities: tuple[SharedEntity, ...]


def answer_of(
    document: Document, marks: Sequence[Mark], *, name: str = "", identity: str = "", parser: str = "none"
) -> Answer:
    """The reading of one document."""
    found: dict[str, list[Any]] = {field: [] for field in _LISTS}
    for mark in marks:
        if mark.span.text is not None and (item := _item(mark, document)) is not None:
            found[item[0]].append(item[1])
    return Answer(
        id=identity or name,
        file=name,
        language=document.language,
        offsets_into=document.offsets_into,
        metadata=_metadata(document, found["dates"]),
        body=body_of(document),
        text=document.text if document.offsets_into != "original" else None,
        remarks=document.remarks,
        parser=parser,
        **{field: tuple(items) for field, items in found.items()},
    )


def joined(answers: Sequence[Answer]) -> Readings:
    """Several readings, and every entity once with all its names."""
    first: dict[str, EntityItem] = {}
    names: dict[str, list[str]] = {}
    where: dict[str, list[str]] = {}
    for answer in answers:
        for item in answer.entities:
            known = first.setdefault(item.id, item)
            names.setdefault(item.id, []).extend((item.name, *item.aliases))
            where.setdefault(item.id, []).append(answer.id)
            changes = {k: getattr(item, k) for k in ("role", "age", "gloss") if getattr(known, k) is None}
            if any(value is not None for value in changes.values()):
                first[item.id] = msgspec.structs.replace(known, **changes)
    shared = tuple(
        SharedEntity(
            id=item.id,
            type=item.type,
            name=item.name,
            aliases=tuple(n for n in dict.fromkeys(names[item.id]) if n != item.name),
            documents=tuple(dict.fromkeys(where[item.id])),
            role=item.role,
            age=item.age,
            gloss=item.gloss,
        )
        for item in first.values()
    )
    return Readings(schema=SCHEMA, documents=tuple(answers), entities=shared)


def body_of(document: Document) -> str:
    """The article's own text: its parts without what stands beside them, one blank line between."""
    pieces = [document.text[p.start : p.end] for p in document.parts if p.role not in NOT_BODY and not p.aside]
    return "\n\n".join(pieces) if document.parts else document.text


def _metadata(document: Document, dates: Sequence[DateItem]) -> Metadata:
    stamp = next((p for p in document.parts if p.role == "timestamp"), None)
    stamped = [d.value for d in dates if stamp is not None and stamp.start <= d.start and d.end <= stamp.end]

    def words(role: str) -> str | None:
        return next((document.text[p.start : p.end] for p in document.parts if p.role == role), None)

    return Metadata(
        headline=document.headline or words("headline"),
        standfirst=words("standfirst"),
        authors=tuple(Author(name=name) for name in document.authors),
        dateline=words("dateline"),
        published=document.published or next(iter(stamped), "unknown"),
        published_as_written=document.published_as_written or words("timestamp"),
        publisher=document.publisher or None,
        url=document.url or None,
    )


_LISTS = (
    "segments",
    "quotes",
    "quotes_in_other_marks",
    "indirect",
    "figures",
    "dates",
    "entities",
    "asserted_times",
    "asserted_edits",
    "declined",
    "denials",
    "cautions",
)


def _item(mark: Mark, document: Document) -> tuple[str, Item] | None:
    """The list a mark belongs to, and its item there."""
    base = _base(mark, document)
    body = mark.body
    match body:
        case Segment():
            return "segments", _segment(body, base)
        case Quote():
            return _quote(body, base, document)
        case Figure():
            return "figures", _figure(body, base)
        case When():
            date = DateItem(
                **base, value=body.value, kind=body.kind, part=body.part, anchor=body.anchor, basis=body.basis
            )
            return "dates", date
        case Mention():
            return "entities", _entity(body, base)
        case AssertedTime():
            return "asserted_times", _time(body, base, mark.id)
        case AssertedEdit():
            edit, by, sense = body.edit, body.by, body.sense
            item = AssertedEditItem(**base, edit=edit, by=by, what=body.what, about=body.about, sense=sense)
            return "asserted_edits", item
        case Declined():
            who, kind = body.who, body.kind
            return "declined", DeclinedItem(**base, who=who, kind=kind, asked_by=body.asked_by, what=body.what)
        case Denial():
            return "denials", DenialItem(**base, who=body.who, kind=body.kind)
        case Caution():
            return "cautions", CautionItem(**base, by=body.by, about=body.about)
        case _:
            return None


def _base(mark: Mark, document: Document) -> dict[str, Any]:
    span = mark.span.text
    assert span is not None
    place = mark.span.cell
    cell = CellPlace(sheet=place.sheet, row=place.row, column=place.column) if place is not None else None
    return {
        "exact": span.exact,
        "start": span.start,
        "end": span.end,
        "page": mark.span.page,
        "cell": cell,
        "json": _json_place(span.start, span.end, document),
        "cue_ms": _cue(span.start, document),
        "hedges": mark.hedges,
    }


def _json_place(start: int, end: int, document: Document) -> JsonPlace | None:
    parts = document.parts
    at = bisect_right(parts, start, key=lambda p: p.start) - 1
    if at < 0 or not parts[at].pointer or start >= parts[at].end:
        return None
    part = parts[at]
    if part.pointer_start is None:
        return JsonPlace(pointer=part.pointer)
    shift = part.pointer_start - part.start
    return JsonPlace(pointer=part.pointer, start=start + shift, end=end + shift)


def _cue(start: int, document: Document) -> tuple[int, int] | None:
    at = bisect_right(document.parts, start, key=lambda p: p.start) - 1
    return document.parts[at].cue_ms if at >= 0 else None


def _segment(body: Segment, base: dict[str, Any]) -> SegmentItem:
    post = body.post or Post()
    return SegmentItem(
        **base,
        kind=body.role,
        author=post.author or None,
        handle=post.handle or None,
        published=post.published or None,
        published_as_written=post.published_as_written or None,
        url=post.url or None,
        post=post.id or None,
        reply_to=post.reply_to or None,
    )


def _quote(body: Quote, base: dict[str, Any], document: Document) -> tuple[str, QuoteItem]:
    item = QuoteItem(
        **base,
        kind=body.kind,
        attribution=body.attribution,
        speaker=body.person or body.speaker,
        speaker_as_worded=body.speaker,
        speaker_start=body.speaker_start,
        speaker_end=body.speaker_end,
        role=body.role,
        verb=body.verb,
        via=body.via,
        language=body.language,
        gloss=body.gloss,
        insertions=body.insertions,
        spoken_in=body.spoken_in,
        omissions=body.omissions,
        sic=body.sic,
        unclosed=body.unclosed,
    )
    if body.kind == "indirect":
        return "indirect", item
    before = document.text[max(0, item.start - 2) : item.start]
    return ("quotes_in_other_marks" if before in OTHER_MARKS else "quotes"), item


def _figure(body: Figure, base: dict[str, Any]) -> FigureItem:
    both = (body.low, body.high) if body.low is not None and body.high is not None else None
    return FigureItem(
        **base,
        value=body.value,
        unit=body.unit,
        bound=body.bound,
        range=both,
        qualifier=body.qualifier,
        measures=body.measures,
        per=body.per,
        of=body.of,
        attributed_to=body.attributed_to,
        vague=body.vague,
        converted_from=body.converted_from,
    )


def _entity(body: Mention, base: dict[str, Any]) -> EntityItem:
    return EntityItem(
        **base,
        type="work" if body.kind == "other" else body.kind,
        id=body.entity,
        name=body.name,
        aliases=body.aliases,
        role=body.role,
        age=body.age,
        gloss=body.gloss,
    )


def _time(body: AssertedTime, base: dict[str, Any], identity: str) -> AssertedTimeItem:
    both = (body.low_s, body.high_s) if body.low_s is not None and body.high_s is not None else None
    return AssertedTimeItem(
        **base,
        id=identity,
        about=body.about,
        kind=body.kind,
        bound=body.bound,
        by=body.by,
        what=body.what,
        value_s=body.value_s,
        range_s=both,
        hedge=body.hedge,
        relative_to=body.relative_to,
        sense=body.sense,
    )
