"""Dates, times, durations and sets of a text, as EDTF counted from the day it was published or the scene it sets.

    find(document, source=digest, reading=id, published="2015-12-14") -> [Mark(When), …]

What a value was counted from stands beside it: `anchor` and `basis` (publication; scene, a day the narration has set
itself in; stated, a date said just before; quotation, words of somebody else, said at a time not told). Without an
anchor a relative time is `unknown`. *Before* and *after* say on which side of a day something lies, and give an open
interval; *since*, *until* and *by* name the day itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache

from recoupe.model import Document, Mark, Span, When, mark, text_span
from recoupe.read.text import asserted_times
from recoupe.read.text.numbers import anchoring, edtf, languages, merging
from recoupe.read.text.numbers.amounts import iso
from recoupe.read.text.numbers.anchoring import Anchor
from recoupe.read.text.numbers.day_numbers import day_number
from recoupe.read.text.numbers.expressions import Expression, candidates, expression_at, moment_at, on_day
from recoupe.read.text.numbers.lexer import Token, stretches, tokens, words
from recoupe.read.text.numbers.moments import Moment
from recoupe.read.text.numbers.outlook import ahead_of
from recoupe.read.text.numbers.pieces import Pieces
from recoupe.read.text.numbers.written_years import year_like

_SCENE_NEAR = 6
"""Paragraphs of whole sentences from the top within which a narration sets its scene; title, byline and credits do not
count."""

_ENDS = (".", "!", "?", "…", ".”", '."', ". »", "»", "”", '"')


_TIES = ([","], ["and"], ["or"], ["/"], ["et"], ["ou"], ["&"], [",", "and"])
_DAY_FREE = words("in at to for when where with while as but and by he she they it we before after")
_WIDE = {"month": 31, "quarter": 92, "year": 366}
"""Units that count from a month or a year as well as from a day, and how many days that may last."""


@dataclass(frozen=True, slots=True)
class Found:
    """A time at text[start:end]."""

    start: int
    end: int
    value: str
    kind: str
    anchor: str | None = None
    basis: str = "none"


@dataclass(slots=True)
class _Reading:
    """What a reading of one text carries from paragraph to paragraph."""

    language: str
    publication: Anchor | None
    scene: Anchor | None = None
    last: date | None = None
    span: tuple[date, date] | None = None
    year: int | None = None
    era: bool = False
    disturbed: bool = False
    paragraph: int = 0


def find(document: Document, *, source: str, reading: str, published: str | None) -> list[Mark]:
    """The times of a document, in order of place.

    Args:
        document: The text; its language chooses the grammar, both are tried where it is unknown.
        source: Digest of the source the spans belong to.
        reading: Id of the reading the marks belong to.
        published: EDTF date of publication, or None: then the document's own, or a dateline in its first lines, counts.
    """
    cuts = tuple(p.start for p in document.parts)
    best: list[Found] = []
    for language in languages(document.language):
        best = merging.longest(best, scan(document.text, cuts, language, published or document.published))
    return [
        mark(
            Span(source=source, text=text_span(document.text, f.start, f.end)),
            When(value=value, kind=f.kind, part=part, anchor=f.anchor, basis=f.basis),
            reading=reading,
        )
        for f in best
        for value, part in [edtf.day_and_part(f.value)]
    ]


@lru_cache(maxsize=2)
def scan(text: str, cuts: tuple[int, ...], language: str, published: str) -> tuple[Found, ...]:
    """The times of one text read in one language."""
    anchor = anchoring.anchor_of(published) or _dateline(text, language)
    state = _Reading(language, anchor)
    clips = [(t.start, t.end) for t in asserted_times.scan(text, cuts, language)]
    out: list[Found] = []
    at = 0
    for start, end in stretches(text, cuts):
        while at < len(clips) and clips[at][1] <= start:
            at += 1
        until = at
        while until < len(clips) and clips[until][0] < end:
            until += 1
        out += _stretch(text, tokens(text, start, end), state, clips[at:until])
        state.paragraph += text[start:end].rstrip().endswith(_ENDS)
    return tuple(out)


def _dateline(text: str, language: str) -> Anchor | None:
    """A full date that stands alone on one of the first lines, with or without a clock time."""
    at = 0
    for line in text[:2000].splitlines()[:25]:
        toks = tokens(line) if len(line) < 80 else []
        chain = moment_at(Pieces(toks, language), 0) if toks else None
        if chain and chain.end == len(toks) and chain.year and chain.month and chain.day:
            return anchoring.anchor_of(anchoring.value_of(chain, None), "stated")
        at += len(line) + 1
    return None


def _stretch(text: str, toks: list[Token], state: _Reading, held: list[tuple[int, int]]) -> list[Found]:
    found: list[Expression] = []
    quotes = _quoted(toks)
    pieces = Pieces(toks, state.language)
    if state.paragraph < _SCENE_NEAR and state.scene is None:
        state.scene = _scene(pieces, state)
    end = 0
    for at in candidates(pieces):
        if at < end or any(s < toks[at].end and toks[at].start < e for s, e in held):
            continue
        item = expression_at(pieces, at)
        if item is not None:
            found.append(item)
            end = item.end
    found = _with_shared_year(toks, _with_shared_month(toks, found, state.language))
    return [_placed(text, toks, item, state, quotes) for item in _dated(toks, found)]


def _with_shared_month(toks: list[Token], found: list[Expression], language: str) -> list[Expression]:
    """The other days of a list: June 3 and 4, 2018; les 3, 4 et 5 juin."""
    out: list[Expression] = []
    for n, item in enumerate(found):
        m = item.low
        alone = item.high is None and not item.side and m.day is not None and m.month is not None and not m.has_clock
        if not alone or m.weekday is not None:
            out.append(item)
            continue
        floor = found[n - 1].end if n else 0
        ahead = _days_before(toks, item, floor, language) if toks[item.first].kind != "w" or language == "fr" else []
        behind, year, end = _days_after(toks, item, language) if language == "en" and m.year is None else ([], None, 0)
        if year is not None:
            m = replace(m, year=year)
        out += [Expression(at, stop, replace(m, day=day, first=at, end=stop)) for day, at, stop in ahead]
        out.append(replace(item, low=m))
        out += [Expression(at, stop, replace(m, day=day, first=at, end=stop)) for day, at, stop in behind]
        if behind and year is not None:
            out[-1] = replace(out[-1], end=end)
    kept: list[Expression] = []
    for item in out:
        if not kept or item.first >= kept[-1].end:
            kept.append(item)
    return kept


def _days_before(toks: list[Token], item: Expression, floor: int, language: str) -> list[tuple[int, int, int]]:
    """Numbers of days tied by commas and "and" to the day in front of which they stand: (day, first, end)."""
    out: list[tuple[int, int, int]] = []
    at = item.first
    while at - 2 >= floor and toks[at - 1].key in (",", "and", "et", "&"):
        if out and toks[at - 1].key != ",":
            break
        day, end = day_number(toks, at - 2, language)
        if day is None or end != at - 1 or toks[at - 2].kind != "d" or (out and day >= out[-1][0]):
            return []
        out.append((day, at - 2, at - 1))
        at -= 2
    led = at > 0 and toks[at - 1].key in ("les", "le", "the", "on", "des", "aux", "and", "of", "from")
    first = item.low.day or 0
    return out[::-1] if out and led and all(day < first for day, _, _ in out) else []


def _days_after(
    toks: list[Token], item: Expression, language: str
) -> tuple[list[tuple[int, int, int]], int | None, int]:
    """Numbers of days tied to the day behind a month: (days, the year behind them, token after it)."""
    out: list[tuple[int, int, int]] = []
    at, last, joined = item.end, item.low.day or 0, False
    while at + 1 < len(toks) and toks[at].key in (",", "and", "&"):
        joined = joined or toks[at].key != ","
        pos = at + 1 + (toks[at].text == "," and toks[at + 1].key == "and")
        day, end = day_number(toks, pos, language) if pos < len(toks) and toks[pos].kind == "d" else (None, pos)
        if day is None or day <= last:
            break
        out.append((day, pos, end))
        at, last = end, day
    if not out or not (joined or toks[out[-1][1] - 1].key == "and"):
        return [], None, 0
    follow = toks[at] if at < len(toks) else None
    if (
        follow is not None
        and not (follow.kind == "s" and follow.text not in "%$€£-–/:")
        and follow.key not in _DAY_FREE
    ):
        return [], None, 0
    pos = at + 1 if follow is not None and follow.text == "," else at
    year = int(toks[pos].text) if pos < len(toks) and year_like(toks[pos].text) else None
    return out, year, pos + 1


def _with_shared_year(toks: list[Token], found: list[Expression]) -> list[Expression]:
    """June and July 2018: the year said once; every Tuesday and Thursday: the set said once."""
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        one, other = out[i], out[i + 1]
        tie = [t.key for t in toks[one.end : other.first]]
        if one.high is not None or other.high is not None or tie not in _TIES:
            continue
        a, b = one.low, other.low
        if a.month and not a.year and a.shift is None and b.month and b.year and not a.every and not b.weekday:
            if bool(a.day) == bool(b.day):
                out[i] = replace(one, low=replace(a, year=b.year - (a.month > b.month)))
        elif a.every and a.weekday and b.weekday and not (b.shift or b.day or b.every or b.has_clock or b.part):
            out[i + 1] = replace(other, low=replace(b, every=True, kind="set"))
    return out


def _dated(toks: list[Token], found: list[Expression]) -> list[Expression]:
    """Clock times without a day given the day that stands close by in the sentence: 10:35 a.m. (0735 GMT) Friday."""
    out = found = _unrepeated(toks, found)
    for i, item in enumerate(found):
        m = item.low
        if item.high is not None or not m.has_clock or m.has_date or m.every:
            continue
        after = found[i + 1] if i + 1 < len(found) else None
        before = found[i - 1] if i else None
        for other in (after, before):
            if other is None or other.high is not None or other.side or not other.low.names_day or other.low.every:
                continue
            low, high = (item.end, other.first) if other is after else (other.end, item.first)
            between = toks[low:high]
            if len(between) <= 12 and not any(t.text in ".;!?" or t.key in ("or", "and", "ou", "et") for t in between):
                day = other.low
                out[i] = replace(item, low=on_day(m, day))
                break
    return out


def _unrepeated(toks: list[Token], found: list[Expression]) -> list[Expression]:
    """Without the clock times in brackets that say the one before in another zone: 10:35 a.m. (0735 GMT)."""
    out: list[Expression] = []
    for item in found:
        bracketed = item.first > 0 and item.end < len(toks) and toks[item.first - 1].text + toks[item.end].text == "()"
        clock = item.low.has_clock and not item.low.has_date and item.high is None
        if bracketed and clock and out and out[-1].end == item.first - 1 and out[-1].low.has_clock:
            continue
        out.append(item)
    return out


def _placed(text: str, toks: list[Token], e: Expression, state: _Reading, quotes: frozenset[int]) -> Found:
    anchor, basis = _anchor_for(toks, e, state)
    ahead = ahead_of(toks, e.first, e.end, state.language)
    low = edtf.UNKNOWN if _nowadays(toks, e, state) else _value(e.low, anchor, ahead, state)
    if e.high is not None:
        value = _interval(e, anchor, ahead, state)
    elif e.side:
        reached = (e.side, e.low.edge) in (("before", "end"), ("after", "start"))
        value = _side(low, e.side, e.inclusive, reached=reached)
    else:
        value = low
    needed = _relative_to_anchor(e.low)
    if not needed or anchor is None or value == edtf.UNKNOWN or value.startswith("P"):
        anchor_text, basis = None, "none"
    else:
        anchor_text = anchor.day.isoformat()
    if needed and e.first in quotes and basis != "none":
        basis = "quotation"
    _remember(value, e, state)
    first = e.first
    kind = "duration" if value.startswith("P") and not value.endswith("_REF") and e.low.kind != "set" else _kind(e)
    return Found(toks[first].start, toks[e.end - 1].end, value, kind, anchor_text, basis)


def _kind(e: Expression) -> str:
    m = e.low
    if m.kind in ("duration", "set", "vague"):
        return m.kind
    return "time" if m.has_clock or (m.part and not m.has_date) else "date"


def _relative_to_anchor(m: Moment) -> bool:
    if m.value or m.every:
        return False
    full = m.year is not None or m.decade is not None or m.century is not None
    return not full and (m.has_date or m.has_clock or bool(m.part))


def _anchor_for(toks: list[Token], e: Expression, state: _Reading) -> tuple[Anchor | None, str]:
    """The day an expression counts from: the date before it, the scene, or the publication."""
    m = e.low
    public = state.publication
    if m.edge == "relative":
        if m.shift and m.shift[0] == "year" and state.year is not None:
            return Anchor(date(state.year, 1, 1), None, "stated"), "stated"
        unit = m.shift[0] if m.shift else m.ago[-1][0] if m.ago else ""
        if unit in _WIDE and state.span is not None and (state.span[1] - state.span[0]).days < _WIDE[unit]:
            return Anchor(state.span[0], None, "stated"), "stated"
        if state.last is not None:
            return Anchor(state.last, None, "stated"), "stated"
    if state.scene is not None:
        today = m.shift is not None and m.shift[0] == "day"
        week = m.shift is not None and m.shift[0] == "week"
        near = e.first > 0 and toks[e.first - 1].key in ("only", "just", "seulement")
        clock = (m.has_clock or bool(m.part)) and not m.has_date
        if today or clock or (week and (near or not state.disturbed)):
            return state.scene, "scene"
    return public, (public.basis if public else "none")


def _nowadays(toks: list[Token], e: Expression, state: _Reading) -> bool:
    """ "Today," behind a word on other times means these days, and no day."""
    if e.low.shift != ("day", 0) or not toks[e.first].capital or e.end >= len(toks) or toks[e.end].text != ",":
        return False
    past = state.year is not None and state.publication is not None and state.year < state.publication.day.year - 4
    return past or state.era


def _value(m: Moment, anchor: Anchor | None, ahead: int, state: _Reading) -> str:
    if m.edge == "target":
        base = anchoring.value_of(replace(m, ago=(), edge=""), anchor, ahead)
        start = anchoring.anchor_of(base)
        return anchoring.value_of(Moment(m.first, m.end, ago=m.ago, exact=True), start) if start else edtf.UNKNOWN
    if m.edge == "week":
        inside = anchoring.anchor_of(anchoring.value_of(replace(m, edge=""), anchor, ahead))
        return edtf.week(inside.day) if inside else edtf.UNKNOWN
    if m.edge == "weekend":
        inside = anchoring.anchor_of(anchoring.value_of(replace(m, edge=""), anchor, ahead))
        if inside is None:
            return edtf.UNKNOWN
        early = inside.day.isoweekday() < 3  # Labor Day weekend lies before the Monday
        return f"{edtf.week(date.fromordinal(inside.day.toordinal() - 7 * early))}-WE"
    if m.ago and m.ago[-1][0] in ("hour", "minute", "second") and (anchor is None or anchor.clock is None):
        return m.length or edtf.UNKNOWN  # no clock to count from: how long is all that is said
    if m.reach and m.reach[0] in ("hour", "minute", "second") and (anchor is None or anchor.clock is None):
        return iso(m.reach[0], Fraction(abs(m.reach[1])))
    counted = m.ago[-1][0] if m.ago else ""
    loose = m.edge == "relative" and m.ago and state.last is None and counted != "year"
    if loose and (state.span is None or (state.span[1] - state.span[0]).days >= _WIDE.get(counted, 0)):
        return edtf.UNKNOWN
    if m.edge == "past" and m.shift == ("weekend", 0) and anchor and ahead <= 0 and anchor.day.isoweekday() < 6:
        return anchoring.value_of(replace(m, shift=("weekend", -1), edge=""), anchor, ahead)
    if not m.has_date and (m.has_clock or m.part) and not m.every:
        day = _day_of_clock(m, state)
        if day is not None:
            m = replace(m, year=day.year, month=day.month, day=day.day)
    return anchoring.value_of(m, anchor, ahead)


def _day_of_clock(m: Moment, state: _Reading) -> date | None:
    """The day a clock time without one belongs to: the scene's."""
    return state.scene.day if state.scene is not None and m.kind == "time" else None


def _interval(e: Expression, anchor: Anchor | None, ahead: int, state: _Reading) -> str:
    low, high = e.low, e.high
    if high is None:
        return edtf.UNKNOWN
    bare = low.has_clock and high.has_clock and not (high.half or high.part or low.half)
    if bare and anchoring.hour24(high) < min(12, anchoring.hour24(low)):
        high = replace(high, half="pm")
    first, last = _value(low, anchor, ahead, state), _value(high, anchor, ahead, state)
    if edtf.UNKNOWN in (first, last):
        return edtf.UNKNOWN
    if high.weekday is not None and high.shift is None and last < first:
        begin = edtf.days(first)
        if begin:
            days_on = (high.weekday - begin[0].isoweekday()) % 7
            last = date.fromordinal(begin[0].toordinal() + days_on).isoformat() + last[10:]
    if first[:4].isdecimal() and last[:4].isdecimal() and last < first and high.year is None and high.month is not None:
        last = f"{int(last[:4]) + 1}{last[4:]}"
    return edtf.interval(first, last)


def _side(value: str, side: str, inclusive: bool, *, reached: bool) -> str:
    """An open interval before or after a value, at the precision said.

    A day or a clock time bounds the interval itself; before a year or a month ends the day before it begins.
    `reached` is for "before the end of" and "after the beginning of", which lie inside it.
    """
    if value == edtf.UNKNOWN or "/" in value:
        return value
    span = edtf.days(value)
    if inclusive or reached or span is None or "T" in value or span[0] == span[1]:
        return edtf.interval("..", value) if side == "before" else edtf.interval(value, "..")
    if side == "before":
        return edtf.interval("..", date.fromordinal(span[0].toordinal() - 1).isoformat())
    return edtf.interval(date.fromordinal(span[1].toordinal() + 1).isoformat(), "..")


def _remember(value: str, e: Expression, state: _Reading) -> None:
    state.era = e.low.decade is not None or e.low.century is not None
    span = edtf.days(value) if value[:1].isdigit() and "/" not in value else None
    if span and span[0].year == span[1].year:
        state.span = span
        state.year = span[0].year
        state.last = span[0] if span[0] == span[1] else state.last
        if e.low.year is not None and e.low.day is not None and state.scene is not None:
            state.disturbed = True


def _scene(pieces: Pieces, state: _Reading) -> Anchor | None:
    """The day a narration in the present sets itself in: "It is a Sunday night at …", « Nous sommes un dimanche soir
    »."""
    toks = pieces.toks
    if state.publication is None:
        return None
    keys = [t.key for t in toks[:4]]
    at = None
    if keys[:2] == ["it", "is"] or keys[:2] == ["nous", "sommes"]:
        at = 2
    elif (keys[:1] == ["it"] and len(keys) > 2 and keys[2] == "s") or (
        keys[:1] == ["c"] and len(keys) > 2 and keys[2] == "est"
    ):
        at = 3
    if at is None:
        return None
    while at < len(toks) and toks[at].key in ("a", "an", "on", "un", "le", "early", "late"):
        at += 1
    chain = moment_at(pieces, at) if at < len(toks) else None
    if chain is None or not chain.names_day or chain.every:
        return None
    day = anchoring.anchor_of(anchoring.value_of(chain, state.publication, 0).partition("T")[0])
    return replace(day, basis="scene") if day and day.day <= state.publication.day else None


def _quoted(toks: list[Token]) -> frozenset[int]:
    """Tokens inside quotation marks of the paragraph; an unclosed mark quotes to its end."""
    inside, out, mark_ = False, set(), ""
    for i, tok in enumerate(toks):
        if tok.kind == "s" and tok.text in '“«"”»':
            if not inside and tok.text in '“«"':
                inside, mark_ = True, {"“": "”", "«": "»", '"': '"'}[tok.text]
            elif inside and tok.text == mark_:
                inside = False
        elif inside:
            out.add(i)
    return frozenset(out)
