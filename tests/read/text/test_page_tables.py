"""Tables of pages as cells. All of it staged."""

from __future__ import annotations

import io

from recoupe.model import Document, Figure
from recoupe.read.text.answer import body_of
from recoupe.read.text.jobs import document_of
from recoupe.read.text.joining import read_document

STORY = "It was a staged evening in a staged town, and nobody who was there would forget it. " * 4
TABLE = """<table><caption>Arrests</caption><thead><tr><th>Town</th><th>Arrests</th></tr></thead>
<tbody><tr><td>Exempleville</td><td>15 people</td></tr><tr><td rowspan="2">Stagedon</td><td>1,200 people</td></tr>
<tr><td>7 people</td></tr><tr><td colspan="2">in all</td></tr></tbody></table>"""


def read(inside: str) -> Document:
    html = (
        f"<html><body><article><h1>The arrests of it</h1><p>{STORY}</p>{inside}<p>{STORY}</p></article></body></html>"
    )
    return document_of(io.BytesIO(html.encode()), {"media_type": "text/html"})


def cells(document: Document) -> dict[tuple[str, int | None, int | None], str]:
    return {(p.sheet, p.row, p.column): document.text[p.start : p.end] for p in document.parts if p.role == "cell"}


def test_a_table_of_data_is_cells() -> None:
    document = read(TABLE)
    found = cells(document)
    assert found[("Arrests", 1, 1)] == "Town" and found[("Arrests", 2, 2)] == "15 people"
    assert found[("Arrests", 3, 1)] == "Stagedon" and found[("Arrests", 4, 2)] == "7 people"
    assert len(found) == 8 and "|" not in document.text
    roles = [p.role for p in document.parts]
    assert roles[:2] == ["headline", "body"] and roles[-1] == "body"
    assert "15 people" in body_of(document)


def test_a_figure_in_a_table_stands_in_its_cell() -> None:
    marks = read_document(read(TABLE), "0" * 64, "reading")
    places = {m.body.value: m.span.cell for m in marks if isinstance(m.body, Figure)}
    cell = places[1200.0]
    assert cell is not None and (cell.sheet, cell.row, cell.column) == ("Arrests", 3, 2)


def test_a_page_that_is_nothing_but_a_table() -> None:
    rows = "".join(f"<tr><td>2020-01-0{n}</td><td>{n} people</td></tr>" for n in range(1, 6))
    document = document_of(
        io.BytesIO(f"<html><body><table>{rows}</table></body></html>".encode()), {"media_type": "text/html"}
    )
    assert cells(document)[("table 1", 5, 2)] == "5 people"


def test_tables_that_lay_out_a_page_are_no_data() -> None:
    layout = f"<table><tr><td>Menu</td><td><p>{STORY}</p></td></tr><tr><td>1</td><td>{STORY}</td></tr></table>"
    assert not cells(read(layout))
    assert not cells(
        read('<table role="presentation"><tr><td>a 1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>')
    )


def test_spans_without_measure_are_bounded() -> None:
    wide = '<table><tr><th colspan="999999999">a</th><th rowspan="x">b</th></tr><tr><td>1</td><td>2</td></tr></table>'
    assert len(cells(read(wide))) == 4
