"""Times and figures on news that the grammars were not written from: MEANTIME (Wikinews) and the times of ECB+.

    python benchmarks/meantime.py [--half even|odd] [--errors] [--data FOLDER]

MEANTIME marks times with their values (TIMEX3) and sums, shares and amounts (VALUE); ECB+ marks times without values,
and only those of the events it follows, so that only recall means something there. Spans count where they touch; a
value counts where it is the same once EDTF and TIMEX3 are written alike, as `score_sets.py` of the data does it. The
documents are taken in order of name: the even half is for learning, the odd one for measuring.
"""

from __future__ import annotations

import argparse
import os
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any, NamedTuple

from recoupe.model import Document, Mark, When
from recoupe.model import Figure as Amount
from recoupe.read.text import dates, figures
from scorer import scorer

HERE = Path(__file__).resolve().parent
LAST_SENTENCE = 5
"""The annotators of MEANTIME marked the title and the first five sentences."""
PARTS = {"morning": "MO", "midday": "MI", "afternoon": "AF", "evening": "EV", "night": "NI", "daytime": "DT"}


class Piece(NamedTuple):
    """A text with the times and amounts that people marked in it."""

    name: str
    text: str
    published: str | None
    times: list[dict[str, Any]]
    amounts: list[dict[str, Any]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=["even", "odd"], help="one half of the documents")
    parser.add_argument("--errors", action="store_true", help="what is missed, found beside, or valued otherwise")
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("RECOUPE_DATA") or HERE.parent.parent / "shared")
    )
    options = parser.parse_args()
    try:
        sets = scorer(options.data)
    except FileNotFoundError:
        print(f"the sets are not in {options.data}: set RECOUPE_DATA to their folder", file=sys.stderr)
        return 1
    places = {"even": slice(0, None, 2), "odd": slice(1, None, 2), None: slice(None)}[options.half]
    news = [piece(sets, path) for path in sorted((options.data / "text" / "meantime").glob("*/*.xml"))[places]]
    topics = [piece(sets, path) for path in sorted((options.data / "text" / "ecbplus").glob("*/*.xml"))[places]]
    rows = [sets.Row("meantime: time span"), sets.Row("meantime: time value"), sets.Row("meantime: amount span")]
    recall = sets.Row("ecb+: time span, recall", tool=None)
    for one in news:
        found = marks_of(one)
        pairs = _count(sets, rows[0], one, one.times, found["times"], options.errors)
        wrong = [(g, t) for g, t in pairs if not sets.same_date(g, t)]
        rows[1].gold, rows[1].tool, rows[1].hit = rows[0].gold, rows[0].tool, rows[1].hit + len(pairs) - len(wrong)
        if options.errors:
            for g, t in wrong:
                print(f"{one.name[:24]} valued {t['exact']!r} {t['value']}, not {g['value']}: {_around(one, t)}")
        _count(sets, rows[2], one, one.amounts, found["amounts"], options.errors)
    for one in topics:
        _count(sets, recall, one, one.times, marks_of(one)["times"], options.errors)
    print(sets.table([*rows, recall]))
    return 0


def piece(sets: Any, path: Path) -> Piece:
    """One document; in MEANTIME only as far as its annotators went."""
    root = ET.parse(path).getroot()
    tokens, markables = root.findall("token"), root.find("Markables")
    assert markables is not None
    if any(m.tag == "TIMEX3" for m in markables):
        tokens = [t for t in tokens if int(t.get("sentence", 0)) <= LAST_SENTENCE]
    else:
        _whole_clock_times(tokens)
    text, spans = sets.glue(tokens)
    times: list[dict[str, Any]] = []
    amounts: list[dict[str, Any]] = []
    published = None
    for mark in markables:
        if mark.get("functionInDocument") == "CREATION_TIME":
            published = (mark.get("value") or "")[:10] or None
        places = [spans[a.get("t_id")] for a in mark.findall("token_anchor") if a.get("t_id") in spans]
        if places and (mark.tag in ("TIMEX3", "VALUE") or mark.tag.startswith("TIME_")):
            start, end = min(p[0] for p in places), max(p[1] for p in places)
            value = (mark.get("value") or "").removeprefix("FY").removesuffix("Z")
            kept = amounts if mark.tag == "VALUE" else times
            kept.append({"start": start, "end": end, "exact": text[start:end], "value": value})
    return Piece(path.name, text, published, times, amounts)


def _whole_clock_times(tokens: list[ET.Element]) -> None:
    """06:00 and 6.30am, which ECB+ cuts into three tokens, as they stood in the report."""
    for first, sign, last in zip(tokens, tokens[1:], tokens[2:], strict=False):
        parts = [t.text or "" for t in (first, sign, last)]
        if parts[0].isdecimal() and parts[1] in (":", ".") and parts[2][:2].isdecimal() and len(parts[2]) < 5:
            first.text, sign.text, last.text = "".join(parts), "", ""


def marks_of(one: Piece) -> dict[str, list[dict[str, Any]]]:
    """Times and amounts as recoupe reads them; an amount of time in a date is a time only."""
    document = Document(text=one.text, language="en")
    times = dates.find(document, source="0" * 64, reading="bench", published=one.published)
    when = [_plain(m, _value(m.body)) for m in times if isinstance(m.body, When)]
    marks = figures.find(document, source="0" * 64, reading="bench", published=one.published)
    much = [_plain(m, m.body.value) for m in marks if isinstance(m.body, Amount)]
    alone = [f for f in much if not any(f["start"] < t["end"] and t["start"] < f["end"] for t in when)]
    return {"times": when, "amounts": alone}


def _plain(mark: Mark, value: object) -> dict[str, Any]:
    assert mark.span.text is not None
    return {"start": mark.span.text.start, "end": mark.span.text.end, "exact": mark.span.text.exact, "value": value}


def _value(when: When) -> str:
    """EDTF with the part of the day behind it, as TIMEX3 writes it."""
    return f"{when.value}T{PARTS[when.part]}" if when.part else when.value


def _count(sets: Any, row: Any, one: Piece, gold: Any, tool: Any, told: bool) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = sets.pair(gold, tool, lambda g, t: sets.overlap(sets.span(g), sets.span(t)))
    row.gold, row.hit = row.gold + len(gold), row.hit + len(pairs)
    sides = [("missed", gold, 0)]
    if row.tool is not None:
        row.tool, sides = row.tool + len(tool), [*sides, ("beside", tool, 1)]
    for what, items, side in sides if told else ():
        for item in (i for i in items if all(i is not p[side] for p in pairs)):
            print(f"{one.name[:24]} {what} {item['exact']!r} {item['value']}: {_around(one, item)}")
    return pairs


def _around(one: Piece, item: dict[str, Any]) -> str:
    return " ".join(one.text[max(0, item["start"] - 50) : item["end"] + 40].split())


if __name__ == "__main__":
    sys.exit(main())
