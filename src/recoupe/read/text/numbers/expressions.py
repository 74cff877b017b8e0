"""Expressions of time in a stretch of text: a moment, a range of two, or one side of it (before 2018, from 3 pm on)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from recoupe.read.text.numbers.lexer import Token, words
from recoupe.read.text.numbers.moments import Moment, joined
from recoupe.read.text.numbers.pieces import Pieces
from recoupe.read.text.numbers.written_years import year_like

_GLUE = {
    "en": words(", on at @ of in the - – around about by from during t"),
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
    "en": (
        ("later", "than"),
        ("after",),
        ("starting", "from"),
        ("beginning", "from"),
        ("starting",),
        ("beginning",),
        ("as", "early", "as"),
        ("greater", "than"),
        ("no", "earlier", "than"),
        ("not", "earlier", "than"),
        ("no", "sooner", "than"),
        ("not", "before"),
    ),
    "fr": (
        ("pas", "avant"),
        ("a", "partir", "de"),
        ("a", "partir", "du"),
        ("apres",),
        ("a", "compter", "de"),
        ("a", "compter", "du"),
    ),
}
_PLAIN_SIDE = (("before",), ("after",), ("avant",), ("apres",))
_SIDES = {lang: frozenset(k[0] for k in _BEFORE[lang] + _AFTER[lang]) for lang in ("en", "fr")}
_FARTHEST_SIDE = 3 + 2 + 1
"""Tokens from the first word of a side (as early as) to the moment behind it and two small words, both counted in."""
_FARTHEST_END = 1 + 1 + 1
"""The same for the word before a range (from) and an article."""
_CLOSE_BY = words("shortly just soon right immediately moments peu juste")
_PASSED = words("the on le la around about year annee")
_INCLUSIVE = words("starting beginning partir compter no not au as pas")
_UNITLESS_AFTER = words(
    "people persons jobs men women children troops soldiers workers voters homes dollars euros personnes"
)
_NO_YEAR_AFTER = words("percent % km miles feet metres meters")
_HOUR_FREE = words("on in at and or to with for so h heures du le de o")


@dataclass(frozen=True, slots=True)
class Expression:
    """One moment, or two as a range, with a side (before, after) that opens it."""

    first: int
    end: int
    low: Moment
    high: Moment | None = None
    side: str = ""
    inclusive: bool = False


def candidates(pieces: Pieces) -> list[int]:
    """The tokens at which an expression could begin, in order: where a moment may, or a word that leads to one."""
    sides, leads = _SIDES[pieces.language], _FROM[pieces.language]
    out = []
    for at, tok in enumerate(pieces.toks):
        reach = _FARTHEST_SIDE if tok.key in sides else _FARTHEST_END if tok.key in leads else 1
        if pieces.begin_between(at, at + reach):
            out.append(at)
    return out


def expression_at(pieces: Pieces, at: int) -> Expression | None:
    toks, language = pieces.toks, pieces.language
    sided = _sided(pieces, at) if toks[at].key in _SIDES[language] else None
    if sided:
        return sided
    if not pieces.at(at) and toks[at].key not in _FROM[language]:
        return None
    chain = moment_at(pieces, at) or _bare_day(pieces, at)
    if chain is not None:
        within = _within_day(pieces, at, chain)
        if within:
            return within
        within = _within_week(pieces, chain)
        if within:
            return within
    ranged = _ranged(pieces, at)
    if ranged and (chain is None or chain.weak or ranged.end > chain.end):
        return ranged
    if chain is None or chain.weak or not _stands(toks, chain):
        return None
    if chain.value and _set_aside(toks, chain):
        return None
    whole = _opened(toks, Expression(at, chain.end, chain))
    clock = chain.has_clock and not chain.every and chain.first == at
    if clock and not whole.side and at and toks[at - 1].key == "from":
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


def _within_day(pieces: Pieces, at: int, day: Moment) -> Expression | None:
    """Hours of a day that is named before them: Monday 8-9am, 1/1/2015 between 10 and 11:30, Thursday before 5pm."""
    if not day.names_day or day.has_clock or day.value or day.every:
        return None
    toks, language = pieces.toks, pieces.language
    pos = day.end
    while pos < len(toks) and pos < day.end + 2 and toks[pos].key in (",", "at", "@", "a", "(", "any", "time", "de"):
        if toks[pos].key == "a" and pos + 1 < len(toks) and toks[pos + 1].key in ("partir", "compter"):
            break
        pos += 1
    if pos >= len(toks):
        return None
    side = _sided(pieces, pos) if toks[pos].key in _SIDES[language] else None
    if side and side.low.has_clock and not side.low.has_date:
        return replace(side, first=at, low=on_day(side.low, day))
    hours = _ranged(pieces, pos, loose=True)
    if hours is None or hours.high is None or not (hours.low.has_clock and hours.high.has_clock):
        return None
    low, high = hours.low, hours.high
    if low.has_date or high.has_date:
        return None
    if day.part and not low.part:
        low, high = replace(low, part=day.part), replace(high, part=day.part)
    return replace(hours, first=at, low=on_day(low, day), high=on_day(high, day))


def _within_week(pieces: Pieces, week: Moment) -> Expression | None:
    """Days of a week that is named before them: next week between Monday and Wednesday."""
    if week.shift is None or week.shift[0] != "week" or week.weekday is not None or week.end >= len(pieces.toks):
        return None
    pos = week.end + (pieces.toks[week.end].text == ",")
    if pos >= len(pieces.toks) or pieces.toks[pos].key not in _FROM[pieces.language]:
        return None
    days = _ranged(pieces, pos)
    if days is None or days.high is None:
        return None
    low, high = days.low, days.high
    if any(m.weekday is None or m.shift or m.day or m.has_clock or m.every for m in (low, high)):
        return None
    return replace(days, first=week.first, low=replace(low, shift=week.shift), high=replace(high, shift=week.shift))


def on_day(m: Moment, day: Moment) -> Moment:
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


def _sided(pieces: Pieces, at: int) -> Expression | None:
    """before 2018, after Feb 2018, no later than Friday, à partir du 3 mai."""
    toks, language = pieces.toks, pieces.language
    for side, forms in (("before", _BEFORE[language]), ("after", _AFTER[language])):
        for key in forms:
            if toks[at].key != key[0] or at + len(key) >= len(toks):
                continue
            if not all(toks[at + i].key == word for i, word in enumerate(key)):
                continue
            pos = at + len(key)
            chain = moment_at(pieces, pos) if toks[pos].key == "the" else None  # after the 15th
            if chain is None or chain.month is not None or chain.day is None:
                while pos < min(len(toks), at + len(key) + 2) and toks[pos].key in _PASSED:
                    pos += 1
                chain = moment_at(pieces, pos) if pos < len(toks) else None
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
                return Expression(at, chain.end, chain)  # shortly after 8pm: near it, not any time later
            return Expression(at, chain.end, chain, side=side, inclusive=not _INCLUSIVE.isdisjoint(key))
    return None


def _noun_follows(tok: Token) -> bool:
    return (
        tok.kind == "w"
        and not tok.line
        and len(tok.key) > 3
        and tok.key not in ("when", "with", "from", "after", "before")
    )


def _opened(toks: list[Token], e: Expression) -> Expression:
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


def _ranged(pieces: Pieces, at: int, *, loose: bool = False) -> Expression | None:
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
            return _with_year(toks, Expression(at if led else low.first, high.end, pair_[0], pair_[1]))
    return None


def _with_year(toks: list[Token], e: Expression) -> Expression:
    """The year behind both days of a range: June 3-7, 2018."""
    low, high = e.low, e.high
    if high is None or low.day is None or high.day is None or high.month is None or low.year or high.year:
        return e
    pos = e.end + 1 if e.end < len(toks) and toks[e.end].text == "," else e.end
    if pos >= len(toks) or not year_like(toks[pos].text) or low.shift is not None or low.has_clock:
        return e
    year = int(toks[pos].text)
    before = year - (low.month is not None and low.month > high.month)
    return replace(e, end=pos + 1, low=replace(low, year=before), high=replace(high, year=year))


def _range_stands(
    toks: list[Token], low: Moment, high: Moment, led: bool, dashed: bool, raw_low: Moment, raw_high: Moment
) -> bool:
    """Whether two moments with a link between them are a range of time and not two numbers."""
    if raw_low.year is not None and raw_low.month is None and raw_low.season is None and raw_high.bare:
        return False  # 1914-18
    if raw_low.weak and raw_high.weak:
        if dashed and raw_low.month is not None and raw_high.month is not None:
            return True
        if high.has_clock and (high.part or high.half):
            return True
        hours = raw_low.bare and any(t.key in ("h", "heures") for t in toks[raw_high.first : raw_high.end])
        if hours and raw_high.has_clock and (led or dashed):
            return True  # entre 9 et 10 heures, 16-17 heures
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
        return on_day(m, other) if not m.has_date and other.has_date else m
    out = m
    if out.day is not None and out.month is None and out.shift is None:
        out = replace(out, month=other.month, shift=other.shift if other.month is None else None)
    if out.month is not None and out.year is None and out.shift is None and other.year is not None:
        earlier = out.first < other.first and other.month is not None and out.month > other.month
        out = replace(out, year=other.year - earlier)
    return out


def moment_at(pieces: Pieces, at: int) -> Moment | None:
    """The longest moment at `at`, its pieces joined; None where there is none."""
    found = _chains(pieces, at, loose=False)
    return found[0] if found else None


def _chains(pieces: Pieces, at: int, *, loose: bool) -> list[Moment]:
    """Moments that begin at `at`, each joined with what follows it, strong and long ones first."""
    out: list[Moment] = []
    found = pieces.at(at)
    if not found:
        return out
    led = at > 0 and (pieces.toks[at - 1].key in _AT or pieces.toks[at - 1].key == "than")
    for n, piece in enumerate(found):
        if piece.bare and piece.has_clock and not loose and not led:
            continue
        whole = pieces.whole.get((at, n))
        if whole is None:
            whole = pieces.whole[at, n] = _extended(pieces, piece)
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
        if toks[pos].key == "t" and not (toks[pos].glued and toks[pos].capital):
            break  # only the T of 2015-12-14T19:10
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
    if m.part and not m.has_date and "of" in glue:
        return not piece.weak  # the evening of the 20th
    return m.shift is not None and m.shift[0] == "month" and set(glue) <= {"on", "the"}
