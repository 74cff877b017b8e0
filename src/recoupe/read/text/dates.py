"""Dates, times, durations and sets of a text, as EDTF counted from the day it was published or the scene it sets.

    find(document, source=digest, reading=id, published="2015-12-14") -> [Mark(When), …]

What a value was counted from stands beside it: `anchor` and `basis` (publication; scene, a day the narration has set
itself in;
stated, a date said just before; quotation, words of somebody else, said at a time not told). Without an anchor a
relative
time is `unknown`. *Before* and *after* say on which side of a day something lies, and give an open interval; *since*,
*until*
and *by* name the day itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from recoupe.model import Document, Mark, Span, When, mark, text_span
from recoupe.read.text import asserted_times
from recoupe.read.text.numbers import anchoring, clock_times, day_names, edtf, languages, periods
from recoupe.read.text.numbers.anchoring import Anchor
from recoupe.read.text.numbers.lexer import Token, stretches, tokens, words
from recoupe.read.text.numbers.moments import Moment, joined

_GLUE = {
    "en": words(", on at @ of in the - – around about by ( from during"),
    "fr": words(", le a de du dans la vers - – au l ' ’ ("),
}
_AT = words("at @ a vers around by about")
_TO = {"en": words("to until till through thru - – — and"), "fr": words("a au - – — et jusqu jusque")}
_FROM = {"en": words("from between since"), "fr": words("de du entre depuis des d")}
_BEFORE = {
    "en": (("no", "later", "than"), ("not", "later", "than"), ("earlier", "than"), ("prior", "to"), ("before",)),
    "fr": (("au", "plus", "tard"), ("avant",)),
}
_AFTER = {
    "en": (("later", "than"), ("after",), ("starting",), ("beginning",), ("as", "early", "as"), ("greater", "than")),
    "fr": (("a", "partir", "de"), ("a", "partir", "du"), ("apres",), ("a", "compter", "de"), ("a", "compter", "du")),
}
_INCLUSIVE = words("starting beginning partir compter no not au as")
_SCENE_NEAR = 6
"""Paragraphs from the top within which a narration sets its scene."""
_WILL = words(
    "will ll shall upcoming scheduled planned plans plan expected expects due deadline aims hopes intends poised "
    "tomorrow "
    "must should may can could might would soon until next "
    "va vont prevu prevue prevus doit devrait devront prochain prochaine aura seront sera auront"
)
_WAS = words(
    "was were had did has have said told been ago took came went became made found began announced reported held "
    "killed "
    "died left since after last earlier when etait etaient avait avaient ete dit a ont est sont depuis apres dernier"
)
_UNITLESS_AFTER = words(
    "people persons jobs men women children troops soldiers workers voters homes dollars euros personnes"
)


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
        best = merged(best, scan(document.text, cuts, language, published or document.published))
    return [
        mark(
            Span(source=source, text=text_span(document.text, f.start, f.end)),
            When(value=f.value, kind=f.kind, anchor=f.anchor, basis=f.basis),
            reading=reading,
        )
        for f in best
    ]


def merged(first: list[Found], second: Iterable[Found]) -> list[Found]:
    """Two readings of one text: where they overlap the longer item stands, of equals the first."""
    out = list(first)
    for item in second:
        rivals = [o for o in out if o.start < item.end and item.start < o.end]
        if all(item.end - item.start > o.end - o.start for o in rivals):
            out = [o for o in out if o not in rivals] + [item]
    return sorted(out, key=lambda f: (f.start, f.end))


@lru_cache(maxsize=2)
def scan(text: str, cuts: tuple[int, ...], language: str, published: str) -> tuple[Found, ...]:
    """The times of one text read in one language."""
    anchor = anchoring.anchor_of(published) or _dateline(text, language)
    state = _Reading(language, anchor)
    clips = [(t.start, t.end) for t in asserted_times.scan(text, cuts, language)]
    out: list[Found] = []
    for start, end in stretches(text, cuts):
        held = [c for c in clips if c[0] < end and start < c[1]]
        out += _stretch(text, tokens(text, start, end), state, held)
        state.paragraph += 1
    return tuple(out)


def _dateline(text: str, language: str) -> Anchor | None:
    """A full date that stands alone on one of the first lines, with or without a clock time."""
    at = 0
    for line in text[:2000].splitlines()[:25]:
        toks = tokens(line) if len(line) < 80 else []
        chain = _chain(toks, 0, language) if toks else None
        if chain and chain.end == len(toks) and chain.year and chain.month and chain.day:
            return anchoring.anchor_of(anchoring.value_of(chain, None), "stated")
        at += len(line) + 1
    return None


def _stretch(text: str, toks: list[Token], state: _Reading, held: list[tuple[int, int]]) -> list[Found]:
    out: list[Found] = []
    quotes = _quoted(toks)
    if state.paragraph < _SCENE_NEAR and state.scene is None:
        state.scene = _scene(toks, state)
    at = 0
    while at < len(toks):
        if any(s < toks[at].end and toks[at].start < e for s, e in held):
            at += 1
            continue
        found = _expression(toks, at, state.language)
        if found is None:
            at += 1
            continue
        out.append(_placed(text, toks, found, state, quotes))
        at = max(found.end, at + 1)
    return out


# ---- one expression


@dataclass(frozen=True, slots=True)
class _Expression:
    """One moment, or two as a range, with a side (before, after) that opens it."""

    first: int
    end: int
    low: Moment
    high: Moment | None = None
    side: str = ""
    inclusive: bool = False


def _expression(toks: list[Token], at: int, language: str) -> _Expression | None:
    tok = toks[at]
    if tok.kind == "l" or (tok.kind == "s" and tok.text not in "'’"):
        return None
    sided = _sided(toks, at, language)
    if sided:
        return sided
    ranged = _ranged(toks, at, language)
    if ranged:
        return ranged
    chain = _chain(toks, at, language)
    if chain is None or chain.weak or not _stands(toks, chain):
        return None
    return _opened(toks, _Expression(at, chain.end, chain))


def _stands(toks: list[Token], m: Moment) -> bool:
    """Whether a moment that could be something else is a time here."""
    year_only = m.year is not None and m.month is None and m.season is None and m.end - m.first == 1
    if year_only and m.end < len(toks):
        after = toks[m.end]
        return after.key not in _UNITLESS_AFTER and after.key not in (
            "percent",
            "%",
            "km",
            "miles",
            "feet",
            "metres",
            "meters",
        )
    return True


def _sided(toks: list[Token], at: int, language: str) -> _Expression | None:
    """before 2018, after Feb 2018, no later than Friday, à partir du 3 mai."""
    for side, forms in (("before", _BEFORE[language]), ("after", _AFTER[language])):
        for key in forms:
            if toks[at].key != key[0] or at + len(key) >= len(toks):
                continue
            if not all(toks[at + i].key == word for i, word in enumerate(key)):
                continue
            pos = at + len(key)
            while (
                pos < len(toks)
                and toks[pos].key in ("the", "on", "le", "la", "around", "about")
                and pos < at + len(key) + 2
            ):
                pos += 1
            chain = _chain(toks, pos, language) if pos < len(toks) else None
            if chain is None or chain.value or chain.every or chain.weak or chain.ago or chain.reach:
                continue
            if not (chain.has_date or chain.has_clock) or chain.edge == "relative":
                continue
            return _Expression(at, chain.end, chain, side=side, inclusive=key[0] in _INCLUSIVE)
    return None


def _opened(toks: list[Token], e: _Expression) -> _Expression:
    """2018 or later, 1/1/2016 and after, 3 pm onwards."""
    keys = [t.key for t in toks[e.end : e.end + 2]]
    if keys in (["or", "later"], ["and", "after"], ["and", "later"], ["or", "after"], ["and", "onwards"]):
        return replace(e, end=e.end + 2, side="after", inclusive=True)
    if keys in (["or", "earlier"], ["or", "before"], ["and", "before"], ["and", "earlier"]):
        return replace(e, end=e.end + 2, side="before", inclusive=True)
    if keys[:1] in (["onwards"], ["onward"]):
        return replace(e, end=e.end + 1, side="after", inclusive=True)
    return e


def _ranged(toks: list[Token], at: int, language: str) -> _Expression | None:
    """from 2014 to 2018, between 3 and 5 on 1/1/2015, Nov 18-Dec 19, 2015, du 3 au 7 mai, 14h à 16h."""
    led = toks[at].key in _FROM[language]
    pos = at + 1 if led else at
    while led and pos < len(toks) and toks[pos].key in ("the", "le", "la", "l") and pos < at + 2:
        pos += 1
    if pos >= len(toks):
        return None
    for low in _chains(toks, pos, language, loose=True):
        if low.value or low.every or low.end + 1 >= len(toks):
            continue
        link = low.end
        key = toks[link].key
        if key not in _TO[language] or (key in ("and", "et") and toks[at].key not in ("between", "entre")):
            continue
        if key == "a" and language == "fr" and toks[link].text.isupper():
            continue
        after = link + 1
        if key in ("jusqu", "jusque") and after < len(toks):
            after += 2 if toks[after].text in "'’" else 1
        while after < len(toks) and toks[after].key in ("the", "le", "la", "l", "au") and after < link + 4:
            after += 1
        dashed = toks[link].text in "-–—"
        for high in _chains(toks, after, language, loose=True) if after < len(toks) else ():
            if high.value or high.every:
                continue
            pair_ = _paired(low, high)
            if pair_ is None or not _range_stands(toks, pair_[0], pair_[1], led, dashed, low, high):
                continue
            return _Expression(at if led else low.first, high.end, pair_[0], pair_[1])
    return None


def _range_stands(
    toks: list[Token], low: Moment, high: Moment, led: bool, dashed: bool, raw_low: Moment, raw_high: Moment
) -> bool:
    """Whether two moments with a link between them are a range of time and not two numbers."""
    if raw_low.weak and raw_high.weak:
        return False
    if (raw_low.bare or raw_high.bare) and not (
        low.has_date or (low.has_clock and (low.half or low.minute is not None)) or led
    ):
        return high.half != "" or high.part != ""
    if not led and not dashed:
        return (
            (raw_low.has_clock and raw_high.has_clock)
            or (raw_low.year is not None and raw_low.day is not None)
            or (raw_low.month is not None and raw_high.month is not None)
            or (raw_low.names_day and raw_high.names_day)
        )
    if dashed and raw_low.year and raw_high.year and not raw_low.month and not led:
        return not toks[raw_low.end].glued or toks[raw_low.end + 1].glued
    return True


def _paired(low: Moment, high: Moment) -> tuple[Moment, Moment] | None:
    """Both ends of a range, each completed from the other; None where they are of different kinds."""
    if low.has_clock != high.has_clock:
        if high.has_clock and not low.has_clock and low.day is not None and low.bare and high.hour is not None:
            low = replace(low, hour=low.day, day=None, kind="time")
        elif low.has_clock and low.bare and high.day is not None:
            low = replace(low, day=low.hour, hour=None, kind="date")
        else:
            return None
    if low.has_clock:
        if (low.half == "" and high.half) and (low.hour or 0) <= (high.hour or 0) and not low.part:
            low = replace(low, half=high.half)
        if low.part and not high.part and not high.half:
            high = replace(high, part=low.part)
        if high.part and not low.part and not low.half:
            low = replace(low, part=high.part)
    elif low.bare and low.day is not None and high.day is None and high.month is None:
        return None
    return _filled(low, high), _filled(high, low)


def _filled(m: Moment, other: Moment) -> Moment:
    """A moment with the coarser parts that only the other end says."""
    if m.has_clock or other.has_clock:
        if not m.has_date and other.has_date:
            return replace(
                m,
                year=other.year,
                month=other.month,
                day=other.day,
                weekday=other.weekday,
                shift=other.shift,
                feast=other.feast,
            )
        return m
    out = m
    if out.day is not None and out.month is None and out.shift is None:
        out = replace(out, month=other.month, shift=other.shift if other.month is None else None)
    if out.month is not None and out.year is None and out.shift is None:
        out = replace(out, year=other.year)
    return out


def _chain(toks: list[Token], at: int, language: str) -> Moment | None:
    """The longest moment at `at`, its pieces joined; None where there is none."""
    found = _chains(toks, at, language, loose=False)
    return found[0] if found else None


def _chains(toks: list[Token], at: int, language: str, *, loose: bool) -> list[Moment]:
    """Moments that begin at `at`, each joined with what follows it, strong and long ones first."""
    out: list[Moment] = []
    for piece in _pieces(toks, at, language):
        whole = _extended(toks, piece, language)
        if whole not in out and (loose or not whole.weak):
            out.append(whole)
        if loose and piece not in out:
            out.append(piece)
    out.sort(key=lambda m: (m.weak, -m.end, m.bare))
    return out


def _pieces(toks: list[Token], at: int, language: str) -> list[Moment]:
    if toks[at].kind == "l":
        return []
    found = day_names.read(toks, at, language) + periods.read(toks, at, language)
    clock = clock_times.read(toks, at, language) if toks[at].kind in "dw" else None
    return [*found, clock] if clock else found


def _extended(toks: list[Token], m: Moment, language: str) -> Moment:
    """A moment joined with those that follow it, through commas and small words."""
    while True:
        best: Moment | None = None
        for pos, glue in _next_places(toks, m.end, language):
            for piece in _pieces(toks, pos, language):
                if piece.bare and not _bare_fits(toks, m, piece, glue):
                    continue
                whole = joined(m, piece)
                if whole is not None and (best is None or whole.end > best.end):
                    best = replace(
                        whole, weak=(m.weak and piece.weak), bare=False, kind="time" if whole.has_clock else "date"
                    )
            if best:
                break
        if best is None:
            return m
        m = best


def _next_places(toks: list[Token], at: int, language: str) -> list[tuple[int, list[str]]]:
    """Where the next piece may begin: right here, or past up to three small words."""
    out: list[tuple[int, list[str]]] = []
    glue: list[str] = []
    pos = at
    while pos < len(toks) and len(glue) <= 3:
        if toks[pos].line and toks[pos].kind == "w" and toks[pos].capital:
            break
        out.append((pos, list(glue)))
        if toks[pos].key not in _GLUE[language]:
            break
        glue.append(toks[pos].key)
        pos += 1
    return out


def _bare_fits(toks: list[Token], m: Moment, piece: Moment, glue: list[str]) -> bool:
    """A bare number joins as an hour behind "at", or as a day beside a month that is named."""
    if piece.has_clock:
        led = any(g in _AT for g in glue)
        after = toks[piece.end] if piece.end < len(toks) else None
        free = (
            after is None
            or (after.kind == "s" and after.text not in "%$€£")
            or after.key
            in (
                "on",
                "in",
                "at",
                "and",
                "or",
                "to",
                "with",
                "for",
                "so",
                "h",
                "heures",
                "du",
                "le",
                "de",
                "o",
            )
        )
        return led and free
    return m.shift is not None and m.shift[0] == "month" and not glue


# ---- where it is counted from


def _placed(text: str, toks: list[Token], e: _Expression, state: _Reading, quotes: frozenset[int]) -> Found:
    anchor, basis = _anchor_for(toks, e, state)
    ahead = _ahead(toks, e)
    low = _value(e.low, anchor, ahead, state)
    if e.high is not None:
        value = _interval(e, anchor, ahead, state)
    elif e.side:
        value = _side(low, e.side, e.inclusive)
    else:
        value = low
    needed = _relative_to_anchor(e.low)
    if not needed or anchor is None or value == edtf.UNKNOWN:
        anchor_text, basis = None, "none"
    else:
        anchor_text = anchor.day.isoformat()
    if needed and e.first in quotes and basis != "none":
        basis = "quotation"
    _remember(value, e, state)
    first = e.first
    return Found(toks[first].start, toks[e.end - 1].end, value, _kind(e), anchor_text, basis)


def _kind(e: _Expression) -> str:
    m = e.low
    if m.kind in ("duration", "set", "vague"):
        return m.kind
    return "time" if m.has_clock or (m.part and not m.has_date) else "date"


def _relative_to_anchor(m: Moment) -> bool:
    if m.value or m.every:
        return False
    full = m.year is not None or m.decade is not None or m.century is not None
    return not full and (m.has_date or m.has_clock or bool(m.part))


def _anchor_for(toks: list[Token], e: _Expression, state: _Reading) -> tuple[Anchor | None, str]:
    """The day an expression counts from: the date before it, the scene, or the publication."""
    m = e.low
    public = state.publication
    if m.edge == "relative" and state.last is not None:
        return Anchor(state.last, None, "stated"), "stated"
    if state.scene is not None:
        today = m.shift is not None and m.shift[0] == "day"
        week = m.shift is not None and m.shift[0] == "week"
        near = e.first > 0 and toks[e.first - 1].key in ("only", "just", "seulement")
        clock = (m.has_clock or bool(m.part)) and not m.has_date
        if today or clock or (week and (near or not state.disturbed)):
            return state.scene, "scene"
    return public, (public.basis if public else "none")


def _value(m: Moment, anchor: Anchor | None, ahead: int, state: _Reading) -> str:
    if m.edge == "target":
        base = anchoring.value_of(replace(m, ago=(), edge=""), anchor, ahead)
        start = anchoring.anchor_of(base)
        return anchoring.value_of(Moment(m.first, m.end, ago=m.ago, exact=True), start) if start else edtf.UNKNOWN
    if m.edge == "week":
        inside = anchoring.anchor_of(anchoring.value_of(replace(m, edge=""), anchor, ahead))
        return edtf.week(inside.day) if inside else edtf.UNKNOWN
    if m.edge == "relative" and m.ago and state.last is None:
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


def _interval(e: _Expression, anchor: Anchor | None, ahead: int, state: _Reading) -> str:
    low, high = e.low, e.high
    if high is None:
        return edtf.UNKNOWN
    bare = low.has_clock and high.has_clock and not (high.half or high.part or low.half)
    if bare and anchoring.hour24(high) < min(12, anchoring.hour24(low)):
        high = replace(high, half="pm")
    first, last = _value(low, anchor, ahead, state), _value(high, anchor, ahead, state)
    if edtf.UNKNOWN in (first, last):
        return edtf.UNKNOWN
    if first[:4].isdecimal() and last[:4].isdecimal() and last < first and high.year is None and high.month is not None:
        last = f"{int(last[:4]) + 1}{last[4:]}"
    return edtf.interval(first, last)


def _side(value: str, side: str, inclusive: bool) -> str:
    """An open interval before or after a value, at the precision said."""
    if value == edtf.UNKNOWN or "/" in value:
        return value
    if inclusive or "T" in value:
        return edtf.interval("..", value) if side == "before" else edtf.interval(value, "..")
    span = edtf.days(value)
    if span is None:
        return edtf.interval("..", value) if side == "before" else edtf.interval(value, "..")
    if side == "before":
        return edtf.interval("..", date.fromordinal(span[0].toordinal() - 1).isoformat())
    return edtf.interval(date.fromordinal(span[1].toordinal() + 1).isoformat(), "..")


def _remember(value: str, e: _Expression, state: _Reading) -> None:
    span = edtf.days(value) if value[:1].isdigit() and "/" not in value else None
    if span and (span[0] == span[1] or e.low.year is not None):
        state.last = span[0] if span[0] == span[1] else state.last
        if e.low.year is not None and e.low.day is not None and state.scene is not None:
            state.disturbed = True


# ---- the sentence around it


def _scene(toks: list[Token], state: _Reading) -> Anchor | None:
    """The day a narration in the present sets itself in: "It is a Sunday night at …", « Nous sommes un dimanche soir
    »."""
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
    chain = _chain(toks, at, state.language) if at < len(toks) else None
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


def _ahead(toks: list[Token], e: _Expression) -> int:
    """1 where the words nearest to an expression look ahead, -1 where they look back, 0 where none do."""
    first, end = e.first, e.end
    prior = toks[first - 1].key if first else ""
    prior2 = toks[first - 2].key if first >= 2 else ""
    if prior == "as" and prior2 in ("early", "soon"):
        return 1
    if prior in ("by", "until", "till", "d'ici", "avant") and prior2 not in ("had", "not"):
        return 1
    best, sign = 99, 0
    for distance, tok in enumerate(reversed(toks[max(0, first - 14) : first]), 1):
        if tok.text in ".!?;" and not tok.glued:
            break
        best, sign = _nearer(tok, distance, best, sign)
        if sign:
            break
    for distance, tok in enumerate(toks[end : end + 10], 1):
        if tok.text in ".!?;":
            break
        before = (best, sign)
        best, sign = _nearer(tok, distance + 1, best, sign)
        if (best, sign) != before:
            break
    return sign


def _nearer(tok: Token, distance: int, best: int, sign: int) -> tuple[int, int]:
    if distance >= best or tok.kind != "w":
        return best, sign
    key = tok.key
    if key in _WILL or (len(key) > 5 and key.endswith(("ront", "erons", "erez"))):
        return distance, 1
    if key in _WAS or (len(key) > 4 and key.endswith("ed")):
        return distance, -1
    return best, sign
