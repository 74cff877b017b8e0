"""A mark in its surroundings: the words in their paragraph, the cell in its table, the moment in its clip."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from recoupe.model import Document, Mark, TextSpan, find_again

BEFORE, AFTER = 260, 260


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """Words of a text with the marked ones apart. `where` names source and place; `said` what the mark says of them."""

    source: str
    name: str
    before: str
    exact: str
    after: str
    where: str = ""
    said: str = ""
    hedges: tuple[str, ...] = ()
    cut_before: bool = False
    cut_after: bool = False


def passage(mark: Mark, name: str, document: Document | None, *, said: str = "") -> Passage | None:
    """The passage of a mark on a text, or None when it marks no text."""
    span = mark.span.text
    if span is None:
        return None
    before, exact, after, cuts = _around(span, document)
    return Passage(
        source=mark.span.source,
        name=name,
        before=before,
        exact=exact,
        after=after,
        where=_where(mark),
        said=said,
        hedges=mark.hedges,
        cut_before=cuts[0],
        cut_after=cuts[1],
    )


def _around(span: TextSpan, document: Document | None) -> tuple[str, str, str, tuple[bool, bool]]:
    found = find_again(span, document.text) if document is not None else None
    if document is None or found is None:
        return span.prefix, span.exact, span.suffix, (True, True)
    start, end = found
    text = document.text
    first = _back(text, start)
    last = _on(text, end)
    before, after = text[first:start], text[end:last]
    cut_before = first > 0 and text[first - 1] != "\n"
    cut_after = last < len(text) and text[last] != "\n"
    return before.lstrip(), text[start:end], after.rstrip(), (cut_before, cut_after)


def _back(text: str, start: int) -> int:
    """The paragraph's beginning, or a word's beginning some way before."""
    line = text.rfind("\n", 0, start) + 1
    if start - line <= BEFORE:
        return line
    space = text.find(" ", start - BEFORE, start)
    return space + 1 if space >= 0 else start - BEFORE


def _on(text: str, end: int) -> int:
    line = text.find("\n", end)
    line = len(text) if line < 0 else line
    if line - end <= AFTER:
        return line
    space = text.rfind(" ", end, end + AFTER)
    return space if space > end else end + AFTER


def _where(mark: Mark) -> str:
    span = mark.span
    parts = []
    if span.page is not None:
        parts.append(f"page {span.page}")
    if span.cell is not None:
        sheet = f"sheet {span.cell.sheet}, " if span.cell.sheet else ""
        parts.append(f"{sheet}row {span.cell.row}, column {span.cell.column}")
    if span.text is not None:
        parts.append(f"characters {span.text.start}–{span.text.end}")
    return ", ".join(parts)


class Library:
    """Documents by source, each fetched once. `fetch` gives None for what has no text."""

    def __init__(self, fetch: Callable[[str], Document | None]) -> None:
        self._fetch = fetch
        self._held: dict[str, Document | None] = {}

    def __getitem__(self, digest: str) -> Document | None:
        if digest not in self._held:
            self._held[digest] = self._fetch(digest)
        return self._held[digest]
