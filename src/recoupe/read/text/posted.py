"""Marks in their place: in the cell of a table, in somebody's post.

A post is a text of its own inside another. "Yesterday" in a comment counts from the day of the comment, or is unknown;
what a post says of footage is said by whoever wrote it, not by the page it stands on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

import msgspec

from recoupe.model import AssertedEdit, AssertedTime, Caution, Document, Mark, Part, When
from recoupe.read.text import dates
from recoupe.read.text.marking import Marker

NARRATOR = "narrator"


class Posts:
    """The posts and comments of a document, by place."""

    def __init__(self, document: Document) -> None:
        self.parts = [part for part in document.parts if part.post is not None]
        self._starts = [part.start for part in self.parts]

    def around(self, start: int) -> Part | None:
        """The post that a place lies in."""
        at = bisect_right(self._starts, start) - 1
        return self.parts[at] if at >= 0 and start < self.parts[at].end else None

    def by(self, start: int) -> str | None:
        """Who wrote the post that a place lies in."""
        part = self.around(start)
        return (part.post.by or None) if part is not None and part.post is not None else None


def placed(marks: Iterable[Mark], document: Document, posts: Posts, marker: Marker) -> list[Mark]:
    """The marks, each with its cell or page; in a post with its author, its times counted from the post's own day."""
    given = list(marks)
    spans = any(part.page is not None or part.row is not None for part in document.parts)
    if not spans and not posts.parts:
        return given
    out: list[Mark] = []
    dated: dict[int, Part] = {}
    for mark in given:
        text = mark.span.text
        if text is None:
            out.append(mark)
            continue
        part = posts.around(text.start)
        if part is not None and isinstance(mark.body, When) and part.role != "headline":
            dated.setdefault(part.start, part)
            continue
        body = mark.body
        if isinstance(body, (AssertedEdit, AssertedTime, Caution)) and body.by == NARRATOR and part is not None:
            body = msgspec.structs.replace(body, by=posts.by(text.start) or NARRATOR)
        if body is not mark.body or (spans and mark.span.page is None and mark.span.cell is None):
            mark = marker.mark(text.start, text.end, body, hedges=mark.hedges)
        out.append(mark)
    return out + [mark for part in dated.values() for mark in _dated(part, document, marker)]


def _dated(part: Part, document: Document, marker: Marker) -> list[Mark]:
    """The times of one post, read by itself."""
    assert part.post is not None
    day = part.post.published or _day(part.post.published_as_written, document.language)
    alone = Document(text=document.text[part.start : part.end], language=document.language)
    found = dates.find(alone, source=marker.source, reading=marker.reading, published=day[:10] or None)
    spans = ((mark, mark.span.text) for mark in found)
    return [
        marker.mark(part.start + span.start, part.start + span.end, mark.body, hedges=mark.hedges)
        for mark, span in spans
        if span is not None
    ]


def _day(written: str, language: str) -> str:
    """The day that the page writes beside a post, if it is a whole one ("March 3, 2021", not "3 hours ago")."""
    if not written:
        return ""
    found = dates.find(Document(text=written, language=language), source="", reading="", published=None)
    values = [mark.body.value[:10] for mark in found if isinstance(mark.body, When)]
    return next((value for value in values if len(value) == 10 and value.replace("-", "").isdigit()), "")
