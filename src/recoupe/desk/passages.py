"""A text with its marks, cut into runs that a template can print: pure, no markup.

Offsets are code points of the document. Marks may overlap and nest; each run carries every mark that covers it, so that
one stretch can be a figure inside a quotation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from recoupe.model import Document, Mark, Part, Quote

PRINTED = ("quote", "figure", "when", "mention", "asserted_time", "asserted_edit", "declined", "denial", "caution")
"""Kinds of marks that are highlighted; the order is that of the legend."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text covered by the same marks from end to end. `starts`: ids of marks that begin here."""

    text: str
    kinds: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks beside a block: `name` as resolved or worded, `mark` the quotation's id."""

    name: str
    mark: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the page with its role; a block of cells holds the rows of a table."""

    role: str
    runs: tuple[Run, ...] = ()
    voices: tuple[Voice, ...] = ()
    page: int | None = None
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()
    sheet: str = ""


def blocks(document: Document, marks: Sequence[Mark]) -> tuple[Block, ...]:
    """The document in reading order: its parts, and whatever text stands between them.

    Args:
        document: The text and its parts; parts that overlap an earlier one begin where that ends.
        marks: Marks on this document; those without a text span or of a kind that is not printed are left out.
    """
    found = [m for m in marks if m.span.text is not None and m.type in PRINTED]
    out: list[Block] = []
    cells: list[Part] = []
    for part in _gapless(document):
        if part.role == "cell" and part.row is not None and part.column is not None:
            if cells and cells[-1].sheet != part.sheet:
                out.append(_table(document.text, cells, found))
                cells = []
            cells.append(part)
            continue
        if cells:
            out.append(_table(document.text, cells, found))
            cells = []
        out.append(
            Block(
                role=part.role,
                runs=runs(document.text, part.start, part.end, found),
                voices=_voices(part, found),
                page=part.page,
            )
        )
    if cells:
        out.append(_table(document.text, cells, found))
    return tuple(out)


def runs(text: str, start: int, end: int, marks: Sequence[Mark]) -> tuple[Run, ...]:
    """text[start:end] cut at every place where a mark begins or ends."""
    inside = [m for m in marks if m.span.text is not None and m.span.text.start < end and m.span.text.end > start]
    edges = {start, end}
    for m in inside:
        assert m.span.text is not None
        edges.update((max(start, m.span.text.start), min(end, m.span.text.end)))
    places = sorted(edges)
    out: list[Run] = []
    begun: set[str] = set()
    for low, high in pairwise(places):
        over = [m for m in inside if m.span.text is not None and m.span.text.start <= low and m.span.text.end >= high]
        kinds = {m.type for m in over}
        ids = tuple(m.id for m in over)
        # A mark that runs over several blocks is an anchor only where it truly begins.
        here = (m.id for m in over if m.span.text is not None and m.span.text.start == low)
        starts = tuple(dict.fromkeys(name for name in here if name not in begun))
        begun.update(starts)
        out.append(Run(text[low:high], tuple(k for k in PRINTED if k in kinds), ids, starts))
    return tuple(out)


def _gapless(document: Document) -> list[Part]:
    """Parts in order without overlap, and body parts for text that no part covers."""
    out: list[Part] = []
    at = 0
    text = document.text
    for part in sorted(document.parts, key=lambda p: (p.start, -p.end)):
        if part.start > at and text[at : part.start].strip():
            out += _paragraphs(text, at, part.start)
        start = max(part.start, at)
        if start < part.end:
            out.append(msgspec.structs.replace(part, start=start))
        at = max(at, part.start, part.end)
    if text[at:].strip():
        out += _paragraphs(text, at, len(text))
    return out


def _paragraphs(text: str, start: int, end: int) -> list[Part]:
    """Body parts of a stretch, cut at empty lines."""
    out: list[Part] = []
    at = start
    while at < end:
        stop = text.find("\n\n", at, end)
        stop = end if stop < 0 else stop
        if text[at:stop].strip():
            out.append(Part(start=at, end=stop))
        at = stop + 2
    return out


def _voices(part: Part, marks: Sequence[Mark]) -> tuple[Voice, ...]:
    out: list[Voice] = []
    for m in marks:
        if isinstance(m.body, Quote) and m.span.text is not None and part.start <= m.span.text.start < part.end:
            name = m.body.person or m.body.speaker or "nobody named"
            if not out or out[-1].name != name:
                out.append(Voice(name, m.id, m.body.role or ""))
    return tuple(out)


def _table(text: str, cells: Sequence[Part], marks: Sequence[Mark]) -> Block:
    rows: dict[int, dict[int, Part]] = {}
    for cell in cells:
        assert cell.row is not None
        assert cell.column is not None
        rows.setdefault(cell.row, {})[cell.column] = cell
    columns = sorted({column for row in rows.values() for column in row})
    made = tuple(
        tuple(runs(text, row[c].start, row[c].end, marks) if c in row else () for c in columns)
        for _, row in sorted(rows.items())
    )
    return Block(role="table", rows=made, sheet=cells[0].sheet)
