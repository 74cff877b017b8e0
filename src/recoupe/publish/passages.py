"""Marks in their surroundings: the words in their paragraph, several of one paragraph together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from recoupe.model import Document, Mark, find_again

BEFORE, AFTER = 260, 260
"""Code points of a paragraph shown before and after the marked words, at most."""


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of text; `marked` when evidence rests on it."""

    text: str
    marked: bool = False


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What one mark says of its words: where they stand, what was read from them, the hedges they carry."""

    exact: str
    where: str
    says: str
    hedges: tuple[str, ...]


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of one source's text with the marked words told apart. `notes`: one for each mark."""

    name: str
    runs: tuple[Run, ...]
    notes: tuple[Said, ...]
    cut_before: bool = False
    cut_after: bool = False


def passages(
    marks: Sequence[Mark],
    name_of: Callable[[str], str],
    document_of: Callable[[str], Document | None],
    says: Callable[[Mark], str],
) -> tuple[Passage, ...]:
    """The passages of marks on texts; marks whose surroundings meet share one, in order of first mention.

    Args:
        name_of, document_of: Name and text of a source; a source without a text shows the mark's own context.
        says: What a mark says of its words, in words.
    """
    groups: list[_Group] = []
    out: list[Passage | _Group] = []
    for mark in marks:
        if mark.span.text is None:
            continue
        document = document_of(mark.span.source)
        found = find_again(mark.span.text, document.text) if document is not None else None
        if document is None or found is None:
            out.append(_alone(mark, name_of(mark.span.source), says(mark)))
            continue
        low, high = _back(document.text, found[0]), _on(document.text, found[1])
        group = next((g for g in groups if g.source == mark.span.source and g.low < high and low < g.high), None)
        if group is None:
            group = _Group(mark.span.source, document.text, low, high)
            groups.append(group)
            out.append(group)
        group.take(found, low, high, _note(mark, says(mark)))
    return tuple(p if isinstance(p, Passage) else p.passage(name_of(p.source)) for p in out)


class _Group:
    """Marks whose surroundings meet, while they are gathered."""

    def __init__(self, source: str, text: str, low: int, high: int) -> None:
        self.source, self.text, self.low, self.high = source, text, low, high
        self.places: list[tuple[int, int]] = []
        self.notes: list[Said] = []

    def take(self, place: tuple[int, int], low: int, high: int, note: Said) -> None:
        self.low, self.high = min(self.low, low), max(self.high, high)
        self.places.append(place)
        if note not in self.notes:
            self.notes.append(note)

    def passage(self, name: str) -> Passage:
        runs: list[Run] = []
        at = self.low
        for start, end in _joined(self.places):
            if start > at:
                runs.append(Run(text=self.text[at:start]))
            runs.append(Run(text=self.text[start:end], marked=True))
            at = end
        if at < self.high:
            runs.append(Run(text=self.text[at : self.high]))
        return Passage(
            name=name,
            runs=tuple(runs),
            notes=tuple(self.notes),
            cut_before=self.low > 0 and self.text[self.low - 1] != "\n",
            cut_after=self.high < len(self.text) and self.text[self.high] != "\n",
        )


def _joined(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _alone(mark: Mark, name: str, said: str) -> Passage:
    assert mark.span.text is not None
    text = mark.span.text
    runs = (Run(text=text.prefix), Run(text=text.exact, marked=True), Run(text=text.suffix))
    return Passage(
        name=name,
        runs=tuple(run for run in runs if run.text),
        notes=(_note(mark, said),),
        cut_before=bool(text.prefix),
        cut_after=bool(text.suffix),
    )


def _note(mark: Mark, said: str) -> Said:
    exact = mark.span.text.exact if mark.span.text is not None else ""
    return Said(exact=exact, where=where(mark), says=said, hedges=mark.hedges)


def where(mark: Mark) -> str:
    """The place within the source, as a person finds it again: page, cell, characters."""
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
