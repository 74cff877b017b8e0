"""Tables as documents: every cell a part with its sheet, row and column (counted from 1)."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from recoupe.errors import DamagedFile
from recoupe.model import Document
from recoupe.read.text.composing import Composer
from recoupe.read.text.decode import MAX_CHARACTERS
from recoupe.read.text.language import quick_language

MAX_CELLS = 200_000
MAX_CELL = 100_000
"""Characters of one cell; spreadsheet programs hold 32,767."""
MAX_UNPACKED = 300_000_000
"""Bytes that a workbook may unpack to; a small archive can grow a thousandfold."""

csv.field_size_limit(1_000_000)


def read_delimited(text: str, *, encoding: str = "", language: str = "", remarks: tuple[str, ...] = ()) -> Document:
    """CSV or TSV. The sign between the cells is read from the first lines."""
    said = list(remarks)
    delimiter = _delimiter(text)
    composer = Composer()
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        full = _fill(composer, (("", n, row) for n, row in enumerate(rows, start=1)))
    except csv.Error as error:
        said.append(f"the table breaks off at a row that cannot be read: {error}")
        full = False
    if full:
        said.append(_cut(composer))
    return _document(composer, "csv", encoding, language, said)


def read_workbook(file: BinaryIO, *, language: str = "") -> Document:
    """XLSX: the values last saved, sheet by sheet; formulas are not worked out.

    Raises:
        DamagedFile: Not a workbook, or broken inside, or one that unpacks to more than is safe.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
        if unpacked > MAX_UNPACKED:
            raise DamagedFile(f"the workbook would unpack to {unpacked:,} bytes", todo="export its sheets as CSV")
        file.seek(0)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        composer = Composer()
        full = _fill(composer, _sheet_rows(book))
    except (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, EOFError, OSError) as error:
        raise DamagedFile(f"the workbook cannot be read: {error}", todo="open it and export it as CSV") from error
    said = [_cut(composer)] if full else []
    return _document(composer, "xlsx", "", language, said)


def _sheet_rows(book: openpyxl.Workbook) -> Iterator[tuple[str, int, list[str]]]:
    for sheet in book.worksheets:
        for n, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield sheet.title, n, [_written(value) for value in row]


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _fill(composer: Composer, rows: Iterator[tuple[str, int, list[str]]]) -> bool:
    """Cells into the composer, a row a line; True when the limit was reached."""
    cells = 0
    for sheet, n, row in rows:
        first = True
        for column, value in enumerate(row, start=1):
            if not value.strip():
                continue
            cells += 1
            if cells > MAX_CELLS or composer.size > MAX_CHARACTERS:
                return True
            composer.add(value[:MAX_CELL], "cell", sheet=sheet, row=n, column=column, gap="\n" if first else "\t")
            first = False
    return False


def _cut(composer: Composer) -> str:
    return f"only the first {len(composer.parts):,} cells were read"


def _delimiter(text: str) -> str:
    sample = [line for line in text[:20_000].splitlines()[:30] if line.strip()]
    best, fit = ",", -1.0
    for sign in "\t,;|":
        counts = [line.count(sign) for line in sample]
        if not counts or max(counts) == 0:
            continue
        usual = max(set(counts), key=counts.count)
        score = counts.count(usual) / len(counts) * min(usual, 3)
        if score > fit:
            best, fit = sign, score
    return best


def _document(composer: Composer, kind: str, encoding: str, language: str, remarks: list[str]) -> Document:
    text, parts = composer.done()
    if not parts:
        remarks.append(f"the {kind} table has no filled cell")
    words = " ".join(text[p.start : p.end] for p in parts[:400])
    return Document(
        text=text,
        offsets_into="rendition",
        encoding=encoding,
        language=language or quick_language(words),
        parts=parts,
        remarks=tuple(remarks),
    )
