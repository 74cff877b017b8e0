"""Spans as W3C Web Annotation selectors, both ways.

Text: TextQuoteSelector refined by TextPositionSelector. Footage: a FragmentSelector with the media
fragment `t=` (seconds, drawn from exact ticks) and `xywh=`; because `t=` carries decimal seconds, the exact
ticks ride along as `recoupe:ticks`, which other readers ignore. Page: a FragmentSelector of RFC 8118.

Sources: W3C Web Annotation Data Model (2017), W3C Media Fragments URI 1.0 (2012).
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from recoupe.model.spans import Box, Cell, Span, TextSpan
from recoupe.model.time import FLICK, TimeBase, TimeSpan, span_of_seconds

MEDIA_FRAGMENTS = "http://www.w3.org/TR/media-frags/"
PDF_FRAGMENTS = "http://tools.ietf.org/rfc/rfc8118"
TABULAR_FRAGMENTS = "http://tools.ietf.org/rfc/rfc7111"


def to_target(span: Span) -> dict[str, Any]:
    """A Web Annotation `target`: the source as a URN of its SHA-256 and a list of selectors."""
    return {"source": f"urn:sha256:{span.source}", "selector": to_selectors(span)}


def to_selectors(span: Span) -> list[dict[str, Any]]:
    """The selectors that together pick out the span; none for the whole source."""
    out: list[dict[str, Any]] = []
    if span.time or span.box:
        out.append(_media(span.time, span.box))
    if span.page is not None:
        out.append({"type": "FragmentSelector", "conformsTo": PDF_FRAGMENTS, "value": f"page={span.page}"})
    if span.cell is not None:
        out.append(_cell(span.cell))
    if span.text is not None:
        out.append(_text(span.text))
    return out


def from_target(target: dict[str, Any]) -> Span:
    """Read a `target` that `to_target` wrote, or another tool's with the same selectors.

    Raises:
        ValueError: The source is not a SHA-256 URN, or a selector is of a kind not known here.
    """
    source = str(target.get("source", ""))
    if not re.fullmatch(r"urn:sha256:[0-9a-f]{64}", source):
        raise ValueError(f"the source of a target must be urn:sha256:<64 hex digits>, not {source!r}")
    parts: dict[str, Any] = {}
    selectors = target.get("selector", [])
    for selector in [selectors] if isinstance(selectors, dict) else selectors:
        parts.update(_read(selector))
    return Span(source=source.removeprefix("urn:sha256:"), **parts)


def _text(text: TextSpan) -> dict[str, Any]:
    return {
        "type": "TextQuoteSelector",
        "exact": text.exact,
        "prefix": text.prefix,
        "suffix": text.suffix,
        "refinedBy": {"type": "TextPositionSelector", "start": text.start, "end": text.end},
    }


def _media(time: TimeSpan | None, box: Box | None) -> dict[str, Any]:
    values: list[str] = []
    selector: dict[str, Any] = {"type": "FragmentSelector", "conformsTo": MEDIA_FRAGMENTS}
    if time is not None:
        start, end = time.seconds
        values.append(f"t={_decimal(start)},{_decimal(end)}")
        selector["recoupe:ticks"] = [time.start, time.end, time.base.num, time.base.den]
    if box is not None:
        values.append(f"xywh=pixel:{box.x},{box.y},{box.width},{box.height}")
        selector["recoupe:frame"] = [box.of_width, box.of_height]
    selector["value"] = "&".join(values)
    return selector


def _cell(cell: Cell) -> dict[str, Any]:
    selector: dict[str, Any] = {
        "type": "FragmentSelector",
        "conformsTo": TABULAR_FRAGMENTS,
        "value": f"cell={cell.row},{cell.column}",
    }
    if cell.sheet:
        selector["recoupe:sheet"] = cell.sheet
    return selector


def _read(selector: dict[str, Any]) -> dict[str, Any]:
    kind = selector.get("type")
    if kind == "TextQuoteSelector":
        place = selector.get("refinedBy") or {}
        start = int(place.get("start", 0))
        return {
            "text": TextSpan(
                start=start,
                end=int(place.get("end", start + len(selector["exact"]))),
                exact=selector["exact"],
                prefix=selector.get("prefix", ""),
                suffix=selector.get("suffix", ""),
            )
        }
    if kind == "FragmentSelector":
        return _read_fragment(selector)
    raise ValueError(f"selector of type {kind!r} is not one recoupe reads")


def _read_fragment(selector: dict[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, _, value in (part.partition("=") for part in str(selector.get("value", "")).split("&")):
        if name == "t":
            out["time"] = _read_time(value, selector.get("recoupe:ticks"))
        elif name == "xywh":
            x, y, w, h = (int(v) for v in value.removeprefix("pixel:").split(","))
            of_w, of_h = selector.get("recoupe:frame", [x + w, y + h])
            out["box"] = Box(x=x, y=y, width=w, height=h, of_width=of_w, of_height=of_h)
        elif name == "page":
            out["page"] = int(value)
        elif name == "cell":
            row, column = (int(v) for v in value.split(","))
            out["cell"] = Cell(row=row, column=column, sheet=selector.get("recoupe:sheet", ""))
        else:
            raise ValueError(f"fragment {name!r} is not one recoupe reads")
    return out


def _read_time(value: str, ticks: list[int] | None) -> TimeSpan:
    if ticks is not None:
        start, end, num, den = ticks
        return TimeSpan(start=start, end=end, base=TimeBase(num, den))
    first, _, last = value.removeprefix("npt:").partition(",")
    start_s = Fraction(Decimal(first or "0"))
    return span_of_seconds(start_s, Fraction(Decimal(last)) if last else start_s, FLICK)


def _decimal(seconds: Fraction) -> str:
    text = f"{Decimal(seconds.numerator) / Decimal(seconds.denominator):.6f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
