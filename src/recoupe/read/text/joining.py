"""All text marks of a document, joined: segments, quotations, names, stances, figures, dates, times of footage."""

from __future__ import annotations

from recoupe.model import Document, Mark, Mention, Quote, Segment
from recoupe.read.text.analysis import Analysis, analyse
from recoupe.read.text.language import READ, UNDETERMINED
from recoupe.read.text.marking import Marker
from recoupe.read.text.resolution import Resolver

UNREAD_BODY = frozenset({"body"})


def read_document(document: Document, source: str, reading: str, published: str | None = None) -> tuple[Mark, ...]:
    """Every mark that the text readers find, in order of place.

    Args:
        document: The text with its parts; parts are made for a text that has none.
        source: Digest of the source the spans belong to.
        reading: Id of the reading the marks belong to.
        published: Date of publication (EDTF) if known; the document's own otherwise.
    Returns:
        Marks whose `exact` is the document's text at their offsets. A text in a language that is not read gives its
        segments only.
    """
    marker = Marker(document, source=source, reading=reading)
    if document.language.partition("-")[0] not in READ | {UNDETERMINED}:
        return _in_order(_unread_segments(document, marker))
    analysis = analyse(document)
    published = published or document.published or None
    marks = _segments(analysis.document, marker) + _quotes(analysis, marker) + _mentions(analysis, marker)
    return _in_order(marks)


def _in_order(marks: list[Mark]) -> tuple[Mark, ...]:
    def place(mark: Mark) -> tuple[int, int, str, str]:
        text = mark.span.text
        return (text.start, -text.end, mark.type, mark.id) if text is not None else (0, 0, mark.type, mark.id)

    return tuple(sorted({mark.id: mark for mark in marks}.values(), key=place))


def _unread_segments(document: Document, marker: Marker) -> list[Mark]:
    from recoupe.read.text.segments import with_segments

    return _segments(with_segments(document), marker)


def _segments(document: Document, marker: Marker) -> list[Mark]:
    return [
        marker.mark(part.start, part.end, Segment(role=part.role))
        for part in document.parts
        if part.role not in {"body", "cell"} and part.end > part.start
    ]


def _quotes(analysis: Analysis, marker: Marker) -> list[Mark]:
    resolved = Resolver(analysis).resolve_all()
    marks = []
    for k, piece in enumerate(analysis.stretches):
        if not analysis.speech[k]:
            continue
        attribution, who = analysis.speakers.get(k), resolved.get(k)
        body = Quote(
            kind="direct",
            speaker=who.worded if who else None,
            speaker_start=who.start if who else None,
            speaker_end=who.end if who else None,
            person=who.person if who else None,
            attribution=attribution.how if attribution else "none",
            verb=attribution.verb if attribution else None,
            language=analysis.document.language,
        )
        marks.append(marker.mark(piece.start, piece.end, body))
    return marks


def _mentions(analysis: Analysis, marker: Marker) -> list[Mark]:
    marks = []
    for entity in analysis.entities:
        body = Mention(
            name=entity.name,
            kind=entity.kind,  # type: ignore[arg-type]
            entity=entity.id,
            role=entity.role,
            age=entity.age,
            gloss=entity.gloss,
            aliases=tuple(entity.aliases),
        )
        marks += [marker.mark(name.start, name.end, body) for name in entity.names]
    return marks
