"""What the checks look at: the marks, documents and edit maps of a case, ordered and indexed once."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from recoupe.model import AnyBody, Document, EditMap, FootageFacts, Mark, Source, TimeSpan, clock
from recoupe.model.marks import MediaFacts
from recoupe.preserve import Case

B = TypeVar("B", bound=AnyBody)
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s)|(?:(?<![\w,;])\n|\n(?=\s*\n)|\n(?![a-z0-9à-ÿ]))\n*")
"""A line break ends a sentence unless it only wraps one: a word or comma before it, small letters after it."""
LINE_END = re.compile(r"(?<![\w,;])\n|\n(?=\s*\n)|\n(?![a-z0-9à-ÿ])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A source that has a document, with its marks in order of place."""

    source: Source
    document: Document
    marks: tuple[Mark, ...]
    sentence_ends: tuple[int, ...]
    line_ends: tuple[int, ...]

    def of(self, kind: type[B]) -> list[tuple[Mark, B]]:
        """Marks of one kind with their bodies, in order of place; those without a place in the text are left out."""
        return [(m, m.body) for m in self.marks if isinstance(m.body, kind) and m.span.text is not None]

    def sentence(self, at: int) -> tuple[int, int]:
        """Start and end of the sentence around an offset."""
        i = bisect.bisect_right(self.sentence_ends, at)
        start = self.sentence_ends[i - 1] if i else 0
        end = self.sentence_ends[i] if i < len(self.sentence_ends) else len(self.document.text)
        return start, end

    def paragraph(self, at: int) -> tuple[int, int]:
        """Start and end of the paragraph around an offset: a line, or lines that one sentence is wrapped over."""
        i = bisect.bisect_right(self.line_ends, at)
        end = self.line_ends[i] if i < len(self.line_ends) else len(self.document.text)
        return self.line_ends[i - 1] if i else 0, end

    def role(self, at: int) -> str:
        """The role of the part of the page around an offset, `body` where nothing is said."""
        for part in self.document.parts:
            if part.start <= at < part.end:
                return part.role
        return "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A piece of footage with its facts and its marks in order of time."""

    source: Source
    facts: FootageFacts
    marks: tuple[Mark, ...]

    def of(self, kind: type[B]) -> list[tuple[Mark, B]]:
        """Marks of one kind with a time, with their bodies."""
        return [(m, m.body) for m in self.marks if isinstance(m.body, kind) and m.span.time is not None]


@dataclass(frozen=True, kw_only=True)
class Records:
    """Everything a check may use."""

    sources: tuple[Source, ...]
    texts: tuple[Text, ...]
    clips: tuple[Clip, ...]
    editmaps: tuple[EditMap, ...]

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each source, by digest."""
        return {source.digest: source.name for source in self.sources}

    def clip(self, digest: str) -> Clip | None:
        """The clip with that digest."""
        return next((clip for clip in self.clips if clip.source.digest == digest), None)

    def pairs(self) -> Iterator[tuple[Text, Text]]:
        """Every two texts, once."""
        for i, first in enumerate(self.texts):
            for second in self.texts[i + 1 :]:
                yield first, second


def gather(case: Case) -> Records:
    """The records of a case, as the checks use them."""
    texts: list[Text] = []
    clips: list[Clip] = []
    sources = case.sources()
    for source in sources:
        marks = case.marks(source=source.digest)
        document = case.document(source.digest)
        if document is not None:
            texts.append(text_of(source, document, marks))
        facts = next((m.body.facts for m in marks if isinstance(m.body, MediaFacts)), None)
        if facts is not None:
            timed = sorted(marks, key=lambda m: (m.span.time.seconds if m.span.time else (0, 0), m.id))
            clips.append(Clip(source=source, facts=facts, marks=tuple(timed)))
    editmaps = tuple(sorted(case.editmaps(), key=lambda e: e.id))
    return Records(sources=sources, texts=tuple(texts), clips=tuple(clips), editmaps=editmaps)


def text_of(source: Source, document: Document, marks: tuple[Mark, ...] | list[Mark]) -> Text:
    """A text with its marks sorted by place, and the ends of its sentences and lines found once."""
    ends, lines = (tuple(f.end() for f in what.finditer(document.text)) for what in (SENTENCE_END, LINE_END))
    placed = sorted(marks, key=lambda m: (m.span.text.start if m.span.text else -1, m.id))
    return Text(source=source, document=document, marks=tuple(placed), sentence_ends=ends, line_ends=lines)


def at(span: TimeSpan | None, *, places: int = 2) -> str:
    """The start of a stretch of footage as people read it."""
    return clock(span.seconds[0], places=places) if span is not None else "?"


def seconds(value: float) -> str:
    """A number of seconds without needless zeros: `16 s`, `20.8 s`."""
    return f"{value:.2f}".rstrip("0").rstrip(".") + " s"
