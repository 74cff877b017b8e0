"""A text with its marks, cut into runs that a template can print: pure, no markup.

Offsets are code points of the document. Marks may overlap and nest; each run carries every mark that covers it, so that
one stretch can be a figure inside a quotation.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import msgspec

from recoupe.model import Document, Mark, Part, Post, Quote, reply_depths

ROWS = 500
"""Rows of a table that a page prints."""
LONG = 2_000
"""Code points beyond which a mark is looked at for every block."""
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
class Author:
    """Who wrote the post or comment that a block begins, and when, by the page's own word."""

    name: str
    handle: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the page with its role; cells together are a table, of which `all_rows` counts every row.

    `cue`: seconds of the footage at which a subtitle stands on the screen, from and to. `author`: of the first block
    of a post or comment; `depth`, how many posts it answers, of every block of it.
    """

    role: str
    runs: tuple[Run, ...] = ()
    voices: tuple[Voice, ...] = ()
    page: int | None = None
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()
    all_rows: int = 0
    sheet: str = ""
    author: Author | None = None
    depth: int = 0
    cue: tuple[Fraction, Fraction] | None = None


def blocks(document: Document, marks: Sequence[Mark]) -> tuple[Block, ...]:
    """The document in reading order: its parts, and whatever text stands between them.

    Args:
        document: The text and its parts; parts that overlap an earlier one begin where that ends.
        marks: Marks on this document; those without a text span or of a kind that is not printed are left out.
    """
    found = _Index([m for m in marks if m.span.text is not None and m.type in PRINTED])
    depths = reply_depths(document.parts)
    out: list[Block] = []
    last: Post | None = None
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
        depth = depths.get(part.post.id, 0) if part.post is not None else 0
        begins = part.post is not None and part.post != last
        last = part.post
        out.append(
            Block(
                role=part.role,
                runs=runs(document.text, part.start, part.end, found.near(part.start, part.end)),
                voices=_voices(part, found.near(part.start, part.end)),
                page=part.page,
                author=_author(part.post) if part.post is not None and begins else None,
                depth=depth,
                cue=(Fraction(part.cue_ms[0], 1000), Fraction(part.cue_ms[1], 1000)) if part.cue_ms else None,
            )
        )
    if cells:
        out.append(_table(document.text, cells, found))
    return tuple(out)


def _author(post: Post) -> Author | None:
    """What the page says of whoever wrote it; None where it says nothing."""
    handle = post.handle if post.author and post.handle != post.author else ""
    when = post.published_as_written or post.published
    return Author(post.by or "nobody named", handle, when) if post.by or when else None


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


def _table(text: str, cells: Sequence[Part], marks: _Index) -> Block:
    rows: dict[int, dict[int, Part]] = {}
    for cell in cells:
        assert cell.row is not None
        assert cell.column is not None
        rows.setdefault(cell.row, {})[cell.column] = cell
    columns = sorted({column for row in rows.values() for column in row})
    made = tuple(
        tuple(_cell(text, row[c], marks) if c in row else () for c in columns) for _, row in sorted(rows.items())[:ROWS]
    )
    return Block(role="table", rows=made, all_rows=len(rows), sheet=cells[0].sheet)


def _cell(text: str, cell: Part, marks: _Index) -> tuple[Run, ...]:
    return runs(text, cell.start, cell.end, marks.near(cell.start, cell.end))


class _Index:
    """Marks by where they begin, so that a table of many cells does not ask every mark for every cell."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._all = list(marks)
        placed = sorted((m.span.text.start, n) for n, m in enumerate(marks) if m.span.text is not None)
        self._starts = [start for start, _ in placed]
        self._order = [n for _, n in placed]
        long = [
            n for n, m in enumerate(marks) if m.span.text is not None and m.span.text.end - m.span.text.start > LONG
        ]
        self._long = frozenset(long)

    def near(self, start: int, end: int) -> list[Mark]:
        """Every mark that could touch [start, end), in the order given."""
        low = bisect_left(self._starts, start - LONG)
        high = bisect_left(self._starts, end)
        return [self._all[n] for n in sorted(self._long.union(self._order[low:high]))]
