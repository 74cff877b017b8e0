"""Make marks on a document: spans with page and cell where the document has them."""

from __future__ import annotations

from bisect import bisect_right

from recoupe.model import AnyBody, Cell, Document, Mark, Span, mark, text_span


class Marker:
    """Marks of one reading of one document. Every mark's `exact` is the document's text at its offsets."""

    def __init__(self, document: Document, *, source: str, reading: str) -> None:
        self.text = document.text
        self.source = source
        self.reading = reading
        self._parts = [p for p in document.parts if p.page is not None or p.row is not None]
        self._starts = [p.start for p in self._parts]

    def span(self, start: int, end: int) -> Span:
        """The span of characters [start, end), on its page or in its cell."""
        page: int | None = None
        cell: Cell | None = None
        at = bisect_right(self._starts, start) - 1
        if at >= 0 and start < self._parts[at].end:
            part = self._parts[at]
            page = part.page
            if part.row is not None and part.column is not None:
                cell = Cell(row=part.row, column=part.column, sheet=part.sheet)
        return Span(source=self.source, text=text_span(self.text, start, end), page=page, cell=cell)

    def mark(self, start: int, end: int, body: AnyBody, *, hedges: tuple[str, ...] = ()) -> Mark:
        """A mark on [start, end)."""
        return mark(self.span(start, end), body, reading=self.reading, hedges=hedges)
