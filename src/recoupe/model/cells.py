"""Cells of tables that are written for spreadsheet programs: foreign words must not be worked out there.

>>> neutralise_cell("=HYPERLINK(…)")
"'=HYPERLINK(…)"
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_FORMULA = re.compile(r"[\s\ufeff]*[=+\-@|%＝＋－＠\t\r\n]")
_NUMBER = re.compile(r"[+\-−]?\d[\d\u00a0\u202f .,']*%?\Z")
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def neutralise_cell(value: str) -> str:
    """A cell that a spreadsheet program shows and does not work out, for CSV and XLSX exports.

    What begins like a formula, after blanks too, gets an apostrophe in front, which such programs take for "this is
    text"; so does what begins with an apostrophe, so that the first one can be taken off again. A plain
    number with a sign stays. Controls, which no XLSX can hold, become U+FFFD. Source: OWASP, "CSV Injection".
    """
    clean = _BROKEN.sub("\N{REPLACEMENT CHARACTER}", value)
    acts = clean.startswith("'") or (_FORMULA.match(clean) and not _NUMBER.match(clean))
    return f"'{clean}" if acts else clean


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as RFC 4180 writes it, every cell neutralised: the one way by which tables leave recoupe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([neutralise_cell(cell) for cell in row] for row in rows)
    return out.getvalue()
