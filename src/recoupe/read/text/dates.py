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

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from recoupe.model import Document, Mark, Span, When, mark, text_span
from recoupe.read.text import asserted_times
from recoupe.read.text.numbers import anchoring, edtf, languages, merging
from recoupe.read.text.numbers.anchoring import Anchor
from recoupe.read.text.numbers.lexer import Token, stretches, tokens, words
from recoupe.read.text.numbers.moments import Moment, joined
from recoupe.read.text.numbers.pieces import Pieces

_GLUE = {
    "en": words(", on at @ of in the - – around about by from during"),
    "fr": words(", le a de du dans la vers - – au l ' ’"),
}
_AT = words("at @ a vers around by about circa")
_TO = {"en": words("to until till through thru - – — and ~"), "fr": words("a au - – — et jusqu jusque")}
_FROM = {"en": words("from between since"), "fr": words("de du entre depuis des d")}
_BEFORE = {
    "en": (("no", "later", "than"), ("not", "later", "than"), ("earlier", "than"), ("prior", "to"), ("before",)),
    "fr": (("au", "plus", "tard"), ("avant",)),
}
_AFTER = {
    "en": (("later", "than"), ("after",), ("starting",), ("beginning",), ("as", "early", "as"), ("greater", "than")),
    "fr": (("a", "partir", "de"), ("a", "partir", "du"), ("apres",), ("a", "compter", "de"), ("a", "compter", "du")),
}
_PLAIN_SIDE = (("before",), ("after",), ("avant",), ("apres",))
_SIDES = {lang: frozenset(k[0] for k in _BEFORE[lang] + _AFTER[lang]) for lang in ("en", "fr")}
_CLOSE_BY = words("shortly just soon right immediately moments peu juste")
_PASSED = words("the on le la around about year annee")
_INCLUSIVE = words("starting beginning partir compter no not au as")
_SCENE_NEAR = 6
"""Paragraphs from the top within which a narration sets its scene."""
_WILL = {
    "en": words("will ll shall would upcoming scheduled tomorrow soon forthcoming"),
    "fr": words(
        "va vont prevu prevue prevus prevues devra devront doit doivent devrait devraient prochain prochaine aura "
        "seront "
        "sera auront"
    ),
}
_TO_COME = words("to due set expected planned slated plan plans planning expects intends hopes aims poised going ready")
"""Words that look ahead only with another beside them: is to, plans to, set for, going to."""
_WAS = {
    "en": words(
        "was were had did has have said told been ago took came went became made found began held killed died left "
        "since "
        "last earlier"
    ),
    "fr": words("etait etaient avait avaient ete dit a ont est sont depuis apres dernier fut eut"),
}
_UNITLESS_AFTER = words(
    "people persons jobs men women children troops soldiers workers voters homes dollars euros personnes"
)
_NO_YEAR_AFTER = words("percent % km miles feet metres meters")
_HOUR_FREE = words("on in at and or to with for so h heures du le de o")


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
            When(value=f.value, kind=f.kind, anchor=f.anchor, basis=f.basis),
            reading=reading,
        )
        for f in best
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
        state.paragraph += 1
    return tuple(out)


def _dateline(text: str, language: str) -> Anchor | None:
    """A full date that stands alone on one of the first lines, with or without a clock time."""
    at = 0
    for line in text[:2000].splitlines()[:25]:
        toks = tokens(line) if len(line) < 80 else []
        chain = _chain(Pieces(toks, language), 0) if toks else None
        if chain and chain.end == len(toks) and chain.year and chain.month and chain.day:
            return anchoring.anchor_of(anchoring.value_of(chain, None), "stated")
        at += len(line) + 1
    return None


def _stretch(text: str, toks: list[Token], state: _Reading, held: list[tuple[int, int]]) -> list[Found]:
    found: list[_Expression] = []
    quotes = _quoted(toks)
    pieces = Pieces(toks, state.language)
    if state.paragraph < _SCENE_NEAR and state.scene is None:
        state.scene = _scene(pieces, state)
    at = 0
    while at < len(toks):
        if any(s < toks[at].end and toks[at].start < e for s, e in held):
            at += 1
            continue
        item = _expression(pieces, at)
        if item is not None:
            found.append(item)
        at = item.end if item is not None and item.end > at else at + 1
    return [_placed(text, toks, item, state, quotes) for item in _dated(toks, found)]


def _dated(toks: list[Token], found: list[_Expression]) -> list[_Expression]:
    """Clock times without a day given the day that stands close by in the sentence: 10:35 a.m. (0735 GMT) Friday."""
    out = list(found)
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
                out[i] = replace(item, low=_on_day(m, day))
                break
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


def _expression(pieces: Pieces, at: int) -> _Expression | None:
    toks, language = pieces.toks, pieces.language
    sided = _sided(pieces, at) if toks[at].key in _SIDES[language] else None
    if sided:
        return sided
    if not pieces.may_begin(at):
        return None
    chain = _chain(pieces, at) or _bare_day(pieces, at)
    if chain is not None:
        within = _within_day(pieces, at, chain)
        if within:
            return within
    ranged = _ranged(pieces, at)
    if ranged and (chain is None or chain.weak or ranged.end > chain.end):
        return ranged
    if chain is None or chain.weak or not _stands(toks, chain):
        return None
    if chain.value and _set_aside(toks, chain):
        return None
    whole = _opened(toks, _Expression(at, chain.end, chain))
    clock_alone = chain.has_clock and not chain.has_date and not chain.every and chain.first == at
    if clock_alone and not whole.side and at and toks[at - 1].key == "from":
        return replace(whole, side="after", inclusive=True)  # from 7:00 am on
    return whole


def _bare_day(pieces: Pieces, at: int) -> Moment | None:
    """A day written 23/12, which is read only where a clock time makes it one."""
    return next((m for m in pieces.at(at) if m.weak and m.month is not None and m.day is not None), None)


def _set_aside(toks: list[Token], m: Moment) -> bool:
    """A rate of an amount of money belongs to its figure; "Now" that opens a sentence is no time."""
    if m.kind == "vague" and m.value == "PRESENT_REF":
        opening = m.first == 0 or toks[m.first - 1].text in '.!?“"«' or toks[m.first - 1].key in ("but", "mais", "and")
        titled = toks[m.first].capital and m.first > 0 and toks[m.first - 1].kind == "w"
        return m.end - m.first == 1 and (titled or (opening and (toks[m.first].capital or m.first > 0)))
    if m.kind != "set" or m.end - m.first != 2:
        return False
    for tok in reversed(toks[max(0, m.first - 10) : m.first]):
        if tok.text in ".!?;,":
            return False
        if tok.text in "$€£¥" or tok.key in ("euros", "dollars", "pounds", "euro", "francs", "livres"):
            return True
    return False


def _within_day(pieces: Pieces, at: int, day: Moment) -> _Expression | None:
    """Hours of a day that is named before them: Monday 8-9am, 1/1/2015 between 10 and 11:30, Thursday before 5pm."""
    if not day.names_day or day.has_clock or day.value or day.every:
        return None
    toks, language = pieces.toks, pieces.language
    pos = day.end
    while pos < len(toks) and pos < day.end + 2 and toks[pos].key in (",", "at", "@", "a", "(", "any", "time", "de"):
        pos += 1
    if pos >= len(toks):
        return None
    side = _sided(pieces, pos) if toks[pos].key in _SIDES[language] else None
    if side and side.low.has_clock and not side.low.has_date:
        return replace(side, first=at, low=_on_day(side.low, day))
    hours = _ranged(pieces, pos, loose=True)
    if hours is None or hours.high is None or not (hours.low.has_clock and hours.high.has_clock):
        return None
    low, high = hours.low, hours.high
    if low.has_date or high.has_date:
        return None
    if day.part and not low.part:
        low, high = replace(low, part=day.part), replace(high, part=day.part)
    return replace(hours, first=at, low=_on_day(low, day), high=_on_day(high, day))


def _on_day(m: Moment, day: Moment) -> Moment:
    """A clock time with the day of another moment."""
    return replace(
        m,
        year=day.year,
        month=day.month,
        day=day.day,
        weekday=day.weekday,
        shift=day.shift,
        feast=day.feast,
        nth=day.nth,
        first=min(m.first, day.first),
    )


def _stands(toks: list[Token], m: Moment) -> bool:
    """Whether a moment that could be something else is a time here."""
    year_only = m.year is not None and m.month is None and m.season is None and m.end - m.first == 1
    if year_only and m.end < len(toks):
        after = toks[m.end]
        return after.key not in _UNITLESS_AFTER and after.key not in _NO_YEAR_AFTER
    return True


def _sided(pieces: Pieces, at: int) -> _Expression | None:
    """before 2018, after Feb 2018, no later than Friday, à partir du 3 mai."""
    toks, language = pieces.toks, pieces.language
    for side, forms in (("before", _BEFORE[language]), ("after", _AFTER[language])):
        for key in forms:
            if toks[at].key != key[0] or at + len(key) >= len(toks):
                continue
            if not all(toks[at + i].key == word for i, word in enumerate(key)):
                continue
            pos = at + len(key)
            while pos < min(len(toks), at + len(key) + 2) and toks[pos].key in _PASSED:
                pos += 1
            chain = _chain(pieces, pos) if pos < len(toks) else None
            if chain is None or chain.value or chain.every or chain.weak or chain.ago or chain.reach:
                continue
            if not (chain.has_date or chain.has_clock) or chain.edge == "relative":
                continue
            if key[0] == "as" and not chain.has_clock:
                continue
            if (
                key in _PLAIN_SIDE
                and at
                and toks[at - 1].key in ("day", "days", "week", "weeks", "months", "years", "hours", "minutes")
            ):
                continue
            article = any(t.key in ("the", "le", "la") for t in toks[at + len(key) : pos])
            if article and chain.end < len(toks) and _noun_follows(toks[chain.end]):
                continue  # after the Oct. 23 slaying: a thing of that day
            if chain.end + 1 < len(toks) and toks[chain.end].text in "'’" and toks[chain.end + 1].key == "s":
                continue  # after Thursday's ruling
            if at and toks[at - 1].key in _CLOSE_BY:
                return _Expression(at, chain.end, chain)  # shortly after 8pm: near it, not any time later
            return _Expression(at, chain.end, chain, side=side, inclusive=key[0] in _INCLUSIVE)
    return None


def _noun_follows(tok: Token) -> bool:
    return (
        tok.kind == "w"
        and not tok.line
        and len(tok.key) > 3
        and tok.key not in ("when", "with", "from", "after", "before")
    )


def _opened(toks: list[Token], e: _Expression) -> _Expression:
    """2018 or later, 1/1/2016 and after, 3 pm onwards."""
    keys = [t.key for t in toks[e.end : e.end + 2]]
    if keys in (["or", "later"], ["and", "after"], ["and", "later"], ["or", "after"], ["and", "onwards"]):
        return replace(e, end=e.end + 2, side="after", inclusive=True)
    if keys in (["or", "earlier"], ["or", "before"], ["and", "before"], ["and", "earlier"]):
        return replace(e, end=e.end + 2, side="before", inclusive=True)
    if keys == ["and", "greater"]:
        return replace(e, end=e.end + 2, side="after", inclusive=True)
    if keys[:1] in (["onwards"], ["onward"]):
        return replace(e, end=e.end + 1, side="after", inclusive=True)
    return e


def _ranged(pieces: Pieces, at: int, *, loose: bool = False) -> _Expression | None:
    """from 2014 to 2018, between 3 and 5 on 1/1/2015, Nov 18-Dec 19, 2015, du 3 au 7 mai, 14h à 16h."""
    toks, language = pieces.toks, pieces.language
    led = toks[at].key in _FROM[language]
    pos = at + 1 if led else at
    while led and pos < len(toks) and toks[pos].key in ("the", "le", "la", "l") and pos < at + 2:
        pos += 1
    if pos >= len(toks):
        return None
    for low in _chains(pieces, pos, loose=True):
        if low.value or low.every or low.end + 1 >= len(toks):
            continue
        link = low.end
        key = toks[link].key
        if key not in _TO[language] or (key in ("and", "et") and toks[at].key not in ("between", "entre")):
            continue
        if key == "a" and language == "fr" and toks[link].text.isupper():
            continue
        after = link + 1
        if toks[link].line or toks[min(after, len(toks) - 1)].line:
            continue
        if key in ("jusqu", "jusque") and after < len(toks):
            after += 2 if toks[after].text in "'’" else 1
        while after < len(toks) and toks[after].key in ("the", "le", "la", "l", "au") and after < link + 4:
            after += 1
        dashed = toks[link].text in "-–—"
        for high in _chains(pieces, after, loose=True) if after < len(toks) else ():
            if high.value == "PRESENT_REF":
                high = Moment(high.first, high.end, shift=("day", 0))
            if high.value or high.every:
                continue
            pair_ = _paired(low, high)
            if pair_ is None:
                continue
            if not loose and not _range_stands(toks, pair_[0], pair_[1], led, dashed, low, high):
                continue
            if loose and not pair_[0].has_clock:
                continue
            return _Expression(at if led else low.first, high.end, pair_[0], pair_[1])
    return None


def _range_stands(
    toks: list[Token], low: Moment, high: Moment, led: bool, dashed: bool, raw_low: Moment, raw_high: Moment
) -> bool:
    """Whether two moments with a link between them are a range of time and not two numbers."""
    if raw_low.weak and raw_high.weak:
        if dashed and raw_low.month is not None and raw_high.month is not None:
            return True
        if high.has_clock and (high.part or high.half):
            return True
        return led and raw_low.minute is not None and raw_high.minute is not None
    if (raw_low.bare or raw_high.bare) and not (
        low.has_date or (low.has_clock and (low.half or low.minute is not None)) or led
    ):
        return high.half != "" or high.part != ""
    if toks[raw_low.end].key in ("through", "thru") and raw_low.has_date and raw_high.has_date:
        return True
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
        earlier = ((low.hour or 0) % 12, low.minute or 0) <= ((high.hour or 0) % 12, high.minute or 0)
        if low.half == "" and high.half and not low.part and earlier and (low.hour or 0) <= 12:
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
        return _on_day(m, other) if not m.has_date and other.has_date else m
    out = m
    if out.day is not None and out.month is None and out.shift is None:
        out = replace(out, month=other.month, shift=other.shift if other.month is None else None)
    if out.month is not None and out.year is None and out.shift is None and other.year is not None:
        earlier = out.first < other.first and other.month is not None and out.month > other.month
        out = replace(out, year=other.year - earlier)
    return out


def _chain(pieces: Pieces, at: int) -> Moment | None:
    """The longest moment at `at`, its pieces joined; None where there is none."""
    found = _chains(pieces, at, loose=False)
    return found[0] if found else None


def _chains(pieces: Pieces, at: int, *, loose: bool) -> list[Moment]:
    """Moments that begin at `at`, each joined with what follows it, strong and long ones first."""
    out: list[Moment] = []
    for piece in pieces.at(at):
        led = at > 0 and (pieces.toks[at - 1].key in _AT or pieces.toks[at - 1].key == "than")
        if piece.bare and piece.has_clock and not loose and not led:
            continue
        whole = _extended(pieces, piece)
        if whole not in out and (loose or not whole.weak):
            out.append(whole)
        if loose and piece not in out:
            out.append(piece)
    out.sort(key=lambda m: (m.weak, -m.end, m.bare))
    return out


def _extended(pieces: Pieces, m: Moment) -> Moment:
    """A moment joined with those that follow it, through commas and small words."""
    toks, language = pieces.toks, pieces.language
    while True:
        best: Moment | None = None
        for pos, glue in _next_places(toks, m.end, language):
            for piece in pieces.at(pos):
                if piece.bare and not _bare_fits(toks, m, piece, glue):
                    continue
                if (piece.has_clock or piece.part) and m.weak and m.day is not None and m.month is None:
                    continue  # 12 noon, 9-10 am: the number is no day
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
        free = after is None or (after.kind == "s" and after.text not in "%$€£") or after.key in _HOUR_FREE
        return led and free
    return m.shift is not None and m.shift[0] == "month" and not glue


# ---- where it is counted from


def _placed(text: str, toks: list[Token], e: _Expression, state: _Reading, quotes: frozenset[int]) -> Found:
    anchor, basis = _anchor_for(toks, e, state)
    ahead = _ahead(toks, e, state.language)
    low = edtf.UNKNOWN if _nowadays(toks, e, state) else _value(e.low, anchor, ahead, state)
    if e.high is not None:
        value = _interval(e, anchor, ahead, state)
    elif e.side:
        reached = (e.side, e.low.edge) in (("before", "end"), ("after", "start"))
        value = _side(low, e.side, e.inclusive, reached=reached)
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
    if m.edge == "relative":
        if m.shift and m.shift[0] == "year" and state.year is not None:
            return Anchor(date(state.year, 1, 1), None, "stated"), "stated"
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


def _nowadays(toks: list[Token], e: _Expression, state: _Reading) -> bool:
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
    if m.edge == "relative" and m.ago:
        fine = m.ago[-1][0] in ("hour", "minute", "second")
        if fine and (anchor is None or anchor.clock is None):
            return m.length or edtf.UNKNOWN  # no clock to count from: how long is all that is said
        if state.last is None:
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

    A day or a clock time bounds the interval itself; before a year or a month ends the day before it begins. `reached`
    is for "before the end of" and "after the beginning of", which lie inside it.
    """
    if value == edtf.UNKNOWN or "/" in value:
        return value
    span = edtf.days(value)
    if inclusive or reached or span is None or "T" in value or span[0] == span[1]:
        return edtf.interval("..", value) if side == "before" else edtf.interval(value, "..")
    if side == "before":
        return edtf.interval("..", date.fromordinal(span[0].toordinal() - 1).isoformat())
    return edtf.interval(date.fromordinal(span[1].toordinal() + 1).isoformat(), "..")


def _remember(value: str, e: _Expression, state: _Reading) -> None:
    state.era = e.low.decade is not None or e.low.century is not None
    span = edtf.days(value) if value[:1].isdigit() and "/" not in value else None
    if span and span[0].year == span[1].year:
        state.year = span[0].year
        state.last = span[0] if span[0] == span[1] else state.last
        if e.low.year is not None and e.low.day is not None and state.scene is not None:
            state.disturbed = True


# ---- the sentence around it


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
    chain = _chain(pieces, at) if at < len(toks) else None
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


def _ahead(toks: list[Token], e: _Expression, language: str) -> int:
    """1 where the words nearest to an expression look ahead, -1 where they look back, 0 where none do."""
    first, end = e.first, e.end
    prior = toks[first - 1].key if first else ""
    prior2 = toks[first - 2].key if first >= 2 else ""
    if prior == "as" and prior2 in ("early", "soon", "late"):
        return 1
    if prior in ("by", "till", "avant"):
        return 1
    if prior == "until" and not any(t.key in ("had", "was", "were") for t in toks[end : end + 5]):
        return 1
    if end + 1 < len(toks) and toks[end].text in "'’" and toks[end + 1].key == "s":
        return -1  # Wednesday's ruling: of a thing that is there
    back = _cue(toks, range(first - 1, max(-1, first - 15), -1), language)
    forth = _cue(toks, range(end, min(len(toks), end + 10)), language)
    near = min((c for c in (back, forth) if c), key=lambda c: c[0], default=None)
    return near[1] if near else 0


def _cue(toks: list[Token], places: range, language: str) -> tuple[int, int] | None:
    """The nearest word that looks ahead or back within the sentence: (distance, 1 or -1)."""
    for distance, at in enumerate(places, 1):
        tok = toks[at]
        if tok.text in ".!?;" and not (tok.text == "." and at + 1 < len(toks) and toks[at + 1].glued):
            return None
        if tok.text in '”»"' or (tok.text in "'’" and at + 1 < len(toks) and toks[at + 1].text in "'’"):
            return None  # who said it stands outside the quotation
        if tok.kind != "w":
            continue
        key = tok.key
        if key in _WILL[language] or (
            language == "fr" and len(key) > 5 and key.endswith(("ront", "erons", "erez", "era"))
        ):
            return distance, 1
        if key in _TO_COME and language == "en" and _leads(toks, at, behind=places.step < 0):
            return distance, 1
        if key in _WAS[language] or (language == "en" and len(key) > 4 and key.endswith("ed") and not tok.capital):
            return distance, -1
    return None


def _leads(toks: list[Token], at: int, *, behind: bool) -> bool:
    """Whether a word such as "to" or "set" looks ahead: is to meet, plans to leave, is set for.

    What was planned before the date is said lies ahead of it (planned to leave on Thursday); a verb behind the
    date happened on it (on Friday, the government planned …).
    """
    before = toks[at - 1].key if at else ""
    after = toks[at + 1].key if at + 1 < len(toks) else ""
    key = toks[at].key
    if key == "to":
        return before in ("is", "are", "be", "plans", "plan", "expects", "due", "hopes", "intends", "ready")
    if key == "due":
        return before not in ("was", "were")
    if key.endswith("ed") or key == "set":
        return after in ("to", "for") and (behind or before in ("is", "are", "be", "s", "re"))
    return after in ("to", "for")
