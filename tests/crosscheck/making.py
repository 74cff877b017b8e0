"""Records made by hand for the checks: texts with marks on stated words, clips with marks at stated times."""

from __future__ import annotations

from fractions import Fraction

from recoupe.crosscheck.records import Clip, Records, Text, text_of
from recoupe.model import (
    AnyBody,
    Channel,
    Document,
    EditMap,
    EditSegment,
    FootageFacts,
    Impulse,
    Mark,
    Origin,
    Part,
    Source,
    Span,
    Transient,
    mark,
    sha256,
    span_of_seconds,
    text_span,
)


def source(name: str, media_type: str = "text/plain") -> Source:
    origin = Origin(name=name, collected_at="2025-01-01T00:00:00Z")
    return Source(digest=sha256(name.encode()), size=1, media_type=media_type, origins=(origin,))


def text(content: str, *marks: tuple[str, AnyBody], name: str = "story.txt", headline: bool = False) -> Text:
    """A text; each mark stands on the first occurrence of its words after the mark before it, else the first."""
    where = source(name)
    out: list[Mark] = []
    at = 0
    for words, body in marks:
        start = content.find(words, at)
        start = start if start >= 0 else content.index(words)
        span = Span(source=where.digest, text=text_span(content, start, start + len(words)))
        out.append(mark(span, body, reading="r"))
        at = start
    parts = (Part(start=0, end=content.index("\n"), role="headline"),) if headline else ()
    return text_of(where, Document(text=content, parts=parts), out)


def clip(name: str, length_s: str, *marks: AnyBody, at: tuple[str, ...] = ()) -> Clip:
    where = source(name, "video/mp4")
    span = span_of_seconds(0, Fraction(length_s))
    made = [
        mark(Span(source=where.digest, time=span_of_seconds(Fraction(t), Fraction(t))), body, reading="r")
        for body, t in zip(marks, at, strict=True)
    ]
    return Clip(source=where, facts=FootageFacts(container="mp4", span=span), marks=tuple(made))


def impulse(at_s: str, prominence: float = 0.9) -> Impulse:
    onset = span_of_seconds(Fraction(at_s), Fraction(at_s))
    return Impulse(
        onset=onset,
        peak_dbfs=-3.0,
        prominence_db=30.0,
        rise_ms=1.0,
        decay_ms=40.0,
        centroid_hz=2500.0,
        tonality=0.1,
        prominence=prominence,
    )


def glint() -> Transient:
    return Transient(contrast=120.0, area=0.01, frames=3, prominence=0.8)


def cut_map(a: Clip, b: Clip, start_s: str, end_s: str) -> EditMap:
    """B is A without one stretch."""
    start, end = Fraction(start_s), Fraction(end_s)
    length = a.facts.span.duration
    same = Channel(kind="same")
    gone = Channel(kind="absent")

    def piece(n: int, a0: Fraction, a1: Fraction, b0: Fraction, b1: Fraction, kind: str, state: Channel) -> EditSegment:
        return EditSegment(
            id=f"s{n}", kind=kind, a=span_of_seconds(a0, a1), b=span_of_seconds(b0, b1), picture=state, sound=state
        )

    return EditMap(
        id="editmap-1",
        a=a.source.digest,
        b=b.source.digest,
        method="made by hand",
        a_span=span_of_seconds(0, length),
        b_span=span_of_seconds(0, length - (end - start)),
        shared=True,
        segments=(
            piece(1, Fraction(0), start, Fraction(0), start, "same", same),
            piece(2, start, end, start, start, "cut", gone),
            piece(3, end, length, start, length - (end - start), "same", same),
        ),
    )


def records(*holders: Text | Clip | EditMap) -> Records:
    texts = tuple(h for h in holders if isinstance(h, Text))
    clips = tuple(h for h in holders if isinstance(h, Clip))
    return Records(
        sources=tuple(h.source for h in (*texts, *clips)),
        texts=texts,
        clips=clips,
        editmaps=tuple(h for h in holders if isinstance(h, EditMap)),
    )
