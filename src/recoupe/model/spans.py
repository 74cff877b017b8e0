"""A Span: a part of one Source, as exact as the medium allows.

The parts of a span narrow each other: a time and a box together are that box during that time;
a page and a text are that passage on that page. A span with no part is the whole source.
`recoupe.model.w3c` writes and reads spans as W3C Web Annotation selectors.
"""

from __future__ import annotations

import msgspec

from recoupe.model.time import TimeSpan

CONTEXT = 32
"""Code points of prefix and suffix kept beside an exact quotation."""


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """A rectangle of the picture in whole pixels, of a picture `of_width` × `of_height` as displayed."""

    x: int
    y: int
    width: int
    height: int
    of_width: int
    of_height: int


class TextSpan(msgspec.Struct, frozen=True, kw_only=True):
    """Characters of a text: offsets in Unicode code points, end exclusive; `exact` is the text itself."""

    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One cell of a table; row and column count from 1, as a spreadsheet shows them."""

    row: int
    column: int
    sheet: str = ""


class Span(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part of the source with digest `source`."""

    source: str
    time: TimeSpan | None = None
    box: Box | None = None
    text: TextSpan | None = None
    page: int | None = None
    cell: Cell | None = None


def text_span(text: str, start: int, end: int) -> TextSpan:
    """The span text[start:end] with its context.

    Raises:
        ValueError: The offsets do not lie in the text in this order.
    """
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"no span {start}–{end} in a text of {len(text)} characters")
    return TextSpan(
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )


def find_again(span: TextSpan, text: str) -> tuple[int, int] | None:
    """Where a text span stands in a text that may have shifted, or None when it cannot be told.

    The stated place wins when the words stand there; else the one occurrence whose context fits best.
    Two occurrences that fit equally well are not told apart: None.
    """
    if text[span.start : span.end] == span.exact and span.exact:
        return span.start, span.end
    best: list[tuple[int, int]] = []
    at = text.find(span.exact) if span.exact else -1
    while at >= 0:
        end = at + len(span.exact)
        fit = _common_suffix(text[:at], span.prefix) + _common_prefix(text[end:], span.suffix)
        best.append((fit, at))
        at = text.find(span.exact, at + 1)
    best.sort(reverse=True)
    if not best or (len(best) > 1 and best[0][0] == best[1][0]):
        return None
    return best[0][1], best[0][1] + len(span.exact)


def _common_prefix(a: str, b: str) -> int:
    n = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        n += 1
    return n


def _common_suffix(a: str, b: str) -> int:
    return _common_prefix(a[-len(b) :][::-1] if b else "", b[::-1])
