"""Tables of a web page as cells: which tables hold data, and each cell with its row and column.

    for table in tables(tree): table.title, table.rows[0][0]

Tables that only lay a page out are left alone: those with tables or paragraphs inside, and those of one column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from recoupe.read.text.composing import Composer, squeezed

MAX_TABLES = 200
MAX_CELLS = 20_000
LONGEST_CELL, USUAL_CELL = 800, 160
"""Characters of the longest cell of a table of data, and of its cells on average."""

_SKIPPED = frozenset({"script", "style", "noscript", "template", "nav", "form"})
_FLOW = frozenset({"article", "section", "h1", "h2", "h3", "form", "iframe", "figure", "aside", "main", "nav"})


@dataclass(frozen=True, slots=True)
class Cell:
    """Words at a place that counts from 1; one that spans several stands at the first of them."""

    row: int
    column: int
    words: str


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table of data in a page. title: its caption, else `table N`."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]
    element: Any

    def add_to(self, composer: Composer, *, aside: bool) -> None:
        """Every filled cell, a row a line."""
        first = True
        for row in self.rows:
            gap: str | None = None if first else "\n"
            for cell in row:
                composer.add(
                    cell.words, "cell", sheet=self.title, row=cell.row, column=cell.column, gap=gap, aside=aside
                )
                gap, first = "\t", False


def tables(tree: Any) -> list[PageTable]:
    """The tables of data in a page, in its order."""
    found: list[PageTable] = []
    titles: dict[str, int] = {}
    cells = 0
    for n, element in enumerate(tree.iter("table"), start=1):
        if n > MAX_TABLES:
            break
        rows = _rows(element) if _may_hold_data(element) else ()
        if not _is_data(element, rows):
            continue
        cells += sum(map(len, rows))
        if cells > MAX_CELLS:
            break
        caption = next((squeezed(c.text_content())[:120] for c in element.iterfind("caption")), "")
        title = caption or f"table {len(found) + 1}"
        titles[title] = titles.get(title, 0) + 1
        if titles[title] > 1:
            title = f"{title} ({titles[title]})"
        found.append(PageTable(title, rows, element))
    return found


def key(words: str) -> str:
    """What two ways to write one row have in common."""
    return re.sub(r"\W+", "", words).casefold()


def row_keys(table: PageTable) -> frozenset[str]:
    """The keys of its rows and caption, which tell them among the lines of an extracted text."""
    rows = {key("".join(cell.words for cell in row)) for row in table.rows}
    return frozenset((rows | {key(table.title)}) - {""})


def _may_hold_data(element: Any) -> bool:
    if element.get("role") in {"presentation", "none"} or element.find(".//table") is not None:
        return False
    if any(a.tag in _SKIPPED for a in element.iterancestors()):
        return False
    return not any(each.tag in _FLOW for each in element.iter("*"))


def _rows(element: Any) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = []
    taken: dict[tuple[int, int], bool] = {}
    for n, row in enumerate(element.iter("tr"), start=1):
        column, found = 1, []
        for each in row:
            if each.tag not in {"td", "th"}:
                continue
            while taken.get((n, column)):
                column += 1
            wide, high = _span(each, "colspan"), _span(each, "rowspan")
            for below in range(high):
                for beside in range(wide):
                    taken[n + below, column + beside] = True
            for skipped in each.xpath(".//script|.//style"):
                skipped.drop_tree()
            if words := squeezed(" ".join(each.itertext())):
                found.append(Cell(n, column, words))
            column += wide
        if found:
            rows.append(tuple(found))
    return tuple(rows)


def _span(element: Any, name: str) -> int:
    value = str(element.get(name) or "1").strip()
    return min(max(int(value), 1), 100) if value.isascii() and value.isdigit() else 1


def _is_data(element: Any, rows: tuple[tuple[Cell, ...], ...]) -> bool:
    words = [cell.words for row in rows for cell in row]
    if len(rows) < 2 or sum(len(row) > 1 for row in rows) < 2 or not words:
        return False
    if max(map(len, words)) > LONGEST_CELL or sum(map(len, words)) > USUAL_CELL * len(words):
        return False
    stated = element.find(".//th") is not None or element.find("caption") is not None
    widths = [len(row) for row in rows]
    even = max(widths.count(w) for w in set(widths)) >= 0.6 * len(widths)
    return stated or (even and any(c.isdigit() for w in words for c in w))
