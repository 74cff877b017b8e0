"""Lines of text read from a picture, put into reading order and into paragraphs.

A recogniser gives boxes with words; people read paragraphs. Lines that follow each other closely, in one size and from
one left edge, are one paragraph and are joined by a space, so that a sentence is whole again. A line that ends although
the next word had room beside it was ended on purpose: a name over a comment, a heading, the end of a paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass

from recoupe.model import Document, Part

GAP = 0.75
"""Heights of a line that may lie between two lines of a paragraph."""

SAME_HEIGHT = 0.35
SAME_EDGE = 1.0
"""Parts by which the heights, and heights by which the left edges, of two lines of a paragraph may differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: its words, its box in pixels of the upright picture, and the recogniser's own probability, 0–1."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    probability: float

    @property
    def height(self) -> int:
        """Pixels from top to bottom, at least one."""
        return max(1, self.bottom - self.top)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A document and where each of its lines stands in it: (line, start, end) in code points."""

    document: Document
    places: tuple[tuple[Line, int, int], ...]


def compose(lines: list[Line]) -> Page:
    """Put lines into order and into a document whose parts are the paragraphs."""
    text = ""
    parts: list[Part] = []
    places: list[tuple[Line, int, int]] = []
    for paragraph in paragraphs(in_order(lines)):
        text += "\n\n" if text else ""
        start = len(text)
        for i, line in enumerate(paragraph):
            text += " " if i else ""
            places.append((line, len(text), len(text) + len(line.text)))
            text += line.text
        parts.append(Part(start=start, end=len(text)))
    document = Document(text=text, offsets_into="rendition", parts=tuple(parts))
    return Page(document=document, places=tuple(places))


def in_order(lines: list[Line]) -> list[Line]:
    """Top to bottom; lines beside each other, whose heights overlap by half, from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.top + line.bottom, line.left)):
        if rows and _beside(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.left)]


def paragraphs(lines: list[Line]) -> list[list[Line]]:
    """Group lines in reading order."""
    out: list[list[Line]] = []
    for line in lines:
        if out and _continues(out[-1][-1], line) and _full(out[-1][-1], line, lines):
            out[-1].append(line)
        else:
            out.append([line])
    return out


def _beside(a: Line, b: Line) -> bool:
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    return shared > min(a.height, b.height) / 2


def _full(above: Line, below: Line, lines: list[Line]) -> bool:
    """Whether the first word below had no room left above, in the column of lines that begin at the same edge."""
    column = [line for line in lines if abs(line.left - above.left) <= SAME_EDGE * above.height]
    edge = max(line.right for line in column)
    letter = (below.right - below.left) / max(1, len(below.text))
    word = len(below.text.split(maxsplit=1)[0]) + 1 if below.text.strip() else 1
    return above.right + word * letter > edge


def _continues(above: Line, below: Line) -> bool:
    height = max(above.height, below.height)
    return (
        not _beside(above, below)
        and below.top - above.bottom <= GAP * height
        and abs(above.height - below.height) <= SAME_HEIGHT * height
        and abs(above.left - below.left) <= SAME_EDGE * height
    )
