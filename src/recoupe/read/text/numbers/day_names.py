"""Dates by number, month, weekday, feast and the words that point to a day: December 14, 2015 · 14/12/2015 · vendredi
30
novembre · the Friday · yesterday · tonight · summer of 2014 · the 80s · Christmas Eve · the first Monday of
September."""

from __future__ import annotations

from dataclasses import replace

from recoupe.read.text.numbers.calendars import (
    DAY_PARTS,
    FEASTS,
    MONTHS,
    MONTHS_ELSEWHERE,
    ORDINALS,
    SEASONS,
    WEEKDAYS,
    WEEKDAYS_ELSEWHERE,
    WEEKDAYS_PLURAL,
)
from recoupe.read.text.numbers.cardinals import read as number_at
from recoupe.read.text.numbers.lexer import Token, words
from recoupe.read.text.numbers.lexicon import LEXICONS
from recoupe.read.text.numbers.moments import Moment

_TAILS = words("st nd rd th er e eme ere ieme")
_SEPARATORS = "/-.‑‐"
_EDGES = {
    "en": {
        "early": "start",
        "late": "end",
        "mid": "mid",
        "beginning": "start",
        "start": "start",
        "end": "end",
        "middle": "mid",
    },
    "fr": {"debut": "start", "fin": "end", "mi": "mid", "courant": "mid"},
}
_YEAR_BEFORE = words(
    "in since from until till through during by of before after around about circa year the late early mid and to "
    "between en de depuis des jusqu jusque avant apres vers annee courant fin debut mi l ' entre a et year late pre "
    "post fiscal"
)
_POINTING = {
    "en": {
        ("the", "day", "before", "yesterday"): -2,
        ("the", "day", "after", "tomorrow"): 2,
        ("yesterday",): -1,
        ("today",): 0,
        ("tomorrow",): 1,
        ("day", "before", "yesterday"): -2,
        ("day", "after", "tomorrow"): 2,
        ("tmr",): 1,
        ("tomorow",): 1,
    },
    "fr": {
        ("avant", "-", "hier"): -2,
        ("apres", "-", "demain"): 2,
        ("hier",): -1,
        ("aujourd'hui",): 0,
        ("demain",): 1,
        ("avant", "hier"): -2,
        ("ce", "jour"): 0,
    },
}
_MONTH_LED = words(
    "the in since last next this of by until from to early late mid and between during through before after - on"
)
_NOT_DAY_AFTER = words("am pm percent % people million billion o h heures")
_FULL_MONTHS = words(
    "january february march april may june july august september october november december janvier fevrier mars "
    "avril mai juin juillet aout septembre octobre novembre decembre"
)
_DAY_LED = words("on from between until by since le du au depuis before after")
_DAY_FREE = words("pour from at between and to until de a entre et around")
_SEASON_LED = words("in the last this next early late since by that of en l ' cet cette mid dernier each every")
_PART_LED = words("in at the during late early later mid -")


def month_of(tok: Token, language: str) -> int | None:
    """The month a token names."""
    return MONTHS[language].get(tok.key) if tok.kind == "w" else None


def weekday_of(tok: Token, language: str) -> int | None:
    """The weekday a token names; Monday is 1."""
    return WEEKDAYS[language].get(tok.key) if tok.kind == "w" else None


def read(toks: list[Token], at: int, language: str) -> list[Moment]:
    """Every date that begins at token `at`, longest first."""
    tok = toks[at]
    found: list[Moment | None] = []
    if tok.kind == "d":
        found += [
            _numeric(toks, at, language),
            _day_month(toks, at, language),
            _year(toks, at, language),
            _decade(toks, at),
            _nth(toks, at, language),
            _century(toks, at, language),
            _day_only(toks, at, language),
        ]
    elif tok.kind == "w":
        found += [
            _month_day(toks, at, language),
            _day_month(toks, at, language),
            _weekday(toks, at, language),
            _pointing(toks, at, language),
            _feast(toks, at, language),
            _season(toks, at, language),
            _decade(toks, at),
            _worded_year(toks, at, language),
            _nth(toks, at, language),
            _century(toks, at, language),
            _day_only(toks, at, language),
            _day_part(toks, at, language),
            _edge_of_year(toks, at, language),
            _quarter(toks, at, language),
        ]
    elif tok.text in "'’":
        found.append(_decade(toks, at))
    return sorted((m for m in found if m), key=lambda m: -m.end)


# ---- by number


def _numeric(toks: list[Token], at: int, language: str) -> Moment | None:
    """2015-12-14, 14/12/2015 (French) or 12/14/2015 (English), 2016.11.7, 2019/aug/01, 05-Aug-2016."""
    ranged = at >= 3 and toks[at - 1].text == "-" and toks[at - 3].text == "/"  # 10/1-11/7
    if at and toks[at].glued and (toks[at - 1].kind == "w" or toks[at - 1].text in "-_/:") and not ranged:
        return None
    parts = toks[at].text.split(".") if "." in toks[at].text else []
    if len(parts) == 3 and all(p.isdecimal() for p in parts):
        return _from_parts(at, at + 1, parts, language)
    if len(parts) > 1 or not toks[at].text.isdecimal():
        return None
    fields, pos, sign = [toks[at]], at + 1, ""
    while pos + 1 < len(toks) and len(fields) < 3 and toks[pos].text in _SEPARATORS:
        if not (toks[pos].glued and toks[pos + 1].glued) or (sign and toks[pos].text != sign):
            break
        sign = toks[pos].text
        if sign == "." and toks[pos + 1].kind != "w":
            break
        fields.append(toks[pos + 1])
        pos += 2
    tied = pos + 1 < len(toks) and toks[pos].text in "/-" and toks[pos].glued and toks[pos + 1].glued
    if tied and toks[pos + 1].kind == "d" and not (sign == "/" and toks[pos].text == "-" and len(fields) > 1):
        return None
    found = _from_tokens(at, pos, fields, language, sign) if len(fields) > 1 else None
    again = at >= 3 and toks[at - 1].key in (",", "or", "and", "et", "ou", "to", "-") and toks[at - 3].text == "/"
    if found and found.weak and at and (again or toks[at - 1].key in _DAY_LED):
        found = replace(found, weak=False)
    return found


def _from_tokens(at: int, end: int, fields: list[Token], language: str, sign: str) -> Moment | None:
    named = [i for i, t in enumerate(fields) if t.kind == "w"]
    if named:
        return _with_name(at, end, fields, named[0], language)
    if len(fields) == 3:
        return _from_parts(at, end, [t.text for t in fields], language)
    first, second = fields[0].text, fields[1].text
    if sign == "/" and len(first) <= 2 and len(second) == 4 and 1 <= int(first) <= 12 and _year_like(second):
        return Moment(at, end, month=int(first), year=int(second))
    if len(first) == 4 and len(second) == 2 and 1 <= int(second) <= 12 and _year_like(first) and sign in "-/":
        if len(second) == 2 and sign == "-" and int(second) > int(first[2:]):
            return None  # 2009-12 may be a span of years: left to the range
        return Moment(at, end, year=int(first), month=int(second))
    if sign == "/" and len(first) <= 2 and len(second) <= 2:
        return _month_and_day(at, end, int(first), int(second), language)
    return None


def _month_and_day(at: int, end: int, first: int, second: int, language: str) -> Moment | None:
    """10/25, 25/10: weak, since it may be a fraction or a key."""
    month, day = (second, first) if language == "fr" else (first, second)
    if month > 12 and day <= 12:
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Moment(at, end, month=month, day=day, weak=True)


def _with_name(at: int, end: int, fields: list[Token], named: int, language: str) -> Moment | None:
    month = month_of(fields[named], language) or month_of(fields[named], "en")
    rest = [t.text for i, t in enumerate(fields) if i != named]
    if month is None or not all(r.isdecimal() for r in rest):
        return None
    if len(rest) == 1:
        if len(rest[0]) == 4:
            return Moment(at, end, month=month, year=int(rest[0]))
        return Moment(at, end, month=month, day=int(rest[0])) if 1 <= int(rest[0]) <= 31 else None
    first, second = rest
    year, day = (first, second) if len(first) == 4 else (second, first)
    if len(year) not in (2, 4) or not 1 <= int(day) <= 31:
        return None
    return Moment(at, end, year=_four(year), month=month, day=int(day))


def _from_parts(at: int, end: int, parts: list[str], language: str) -> Moment | None:
    numbers = [int(p) for p in parts]
    if len(parts[0]) == 4:
        year, month, day = numbers
    elif len(parts[2]) in (2, 4) and len(parts[0]) <= 2 and len(parts[1]) <= 2:
        day, month = (numbers[0], numbers[1]) if language == "fr" else (numbers[1], numbers[0])
        if month > 12 >= day:
            day, month = month, day
        year = _four(parts[2])
    else:
        return None
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1000 <= year <= 2199):
        return None
    return Moment(at, end, year=year, month=month, day=day)


def _four(year: str) -> int:
    """A year of two digits lies between 1940 and 2039."""
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < 40 else 1900)


def _edge_of_year(toks: list[Token], at: int, language: str) -> Moment | None:
    """the end of 2008, early 1997, fin 2014."""
    pos = at + 1 if toks[at].key in ("the", "la", "le") and at + 1 < len(toks) else at
    edge = _EDGES[language].get(toks[pos].key)
    if edge is None or pos + 1 >= len(toks):
        return None
    end = pos + 1
    if toks[end].key in ("of", "de") or toks[end].text == "-":
        end += 1
    year = end < len(toks) and _year_like(toks[end].text) and not _dashed_key(toks, end)
    if end + 1 < len(toks) and toks[end + 1].glued and (toks[end + 1].kind != "s" or toks[end + 1].text in "'’%"):
        return None  # the early 1990s
    return Moment(at, end + 1, year=int(toks[end].text), edge=edge) if year else None


def _year_like(text: str) -> bool:
    return len(text) == 4 and text.isdecimal() and 1000 <= int(text) <= 2199


def _year(toks: list[Token], at: int, language: str) -> Moment | None:
    """A year of four digits; weak where nothing before it says that it is one."""
    text = toks[at].text
    if not _year_like(text) or (toks[at].glued and at and toks[at - 1].text not in "(-–—/\"'“‘«,=~"):
        return None
    after = toks[at + 1] if at + 1 < len(toks) else None
    if after and after.glued and (after.kind == "w" or after.text in "%°$€£:_"):
        return None
    if after and after.text in "%$€£":
        return None
    before = toks[at - 1] if at else None
    if _dashed_key(toks, at):
        return None
    if before and (before.text in "$€£¥#" or before.key in ("no", "number", "n")):
        return None
    said = before is not None and before.key in _YEAR_BEFORE
    common = 1800 <= int(text) <= 2100
    if not common:
        free = after is None or after.kind == "s" or len(after.key) <= 3
        said = (
            said
            and free
            and before is not None
            and before.key in ("in", "en", "since", "depuis", "year", "by", "annee")
        )
    if not said and not common:
        return None
    return Moment(at, at + 1, year=int(text), weak=not (said or 1900 <= int(text) <= 2060))


def _dashed_key(toks: list[Token], at: int) -> bool:
    """A year tied by dashes to digits that are no year: part of a key or a telephone number."""
    for step in (-1, 1):
        sign, other = at + step, at + 2 * step
        if not (0 <= other < len(toks) and toks[sign].text in "-–" and toks[other].kind == "d"):
            continue
        text = toks[other].text
        year = _year_like(text) or (
            step > 0 and len(text) == 2 and text.isdecimal() and int(text) > int(toks[at].text[2:])
        )
        if not year:
            return True
        opposite = at - 2 * step
        if 0 <= opposite < len(toks) and toks[at - step].text in "-–" and toks[opposite].kind == "d":
            return True
        far = at + 4 * step
        chained = 0 <= far < len(toks) and toks[at + 3 * step].text in "-–" and toks[far].kind == "d"
        if chained and toks[far].glued == toks[other].glued:
            return True
    return False


def _worded_year(toks: list[Token], at: int, language: str) -> Moment | None:
    """nineteen ninety six, two thousand and fifteen, deux mille quinze: only where a word before says it is a year."""
    if not at or toks[at - 1].key not in ("in", "since", "year", "of", "en", "depuis", "from", "until", "annee"):
        return None
    first = number_at(toks, at, language)
    if first is None or first.value is None or first.digits or first.article:
        return None
    if 1900 <= first.value <= 2099 and first.value.denominator == 1:
        return Moment(at, first.end, year=int(first.value))
    if language == "en" and first.value in (18, 19, 20) and first.end < len(toks):
        second = number_at(toks, first.end, language)
        if second and second.value is not None and not second.digits and 10 <= second.value <= 99:
            return Moment(at, second.end, year=int(first.value * 100 + second.value))
    return None


# ---- by month


def _plausible(toks: list[Token], at: int, language: str) -> bool:
    """Whether a token that looks like a month is one: may, march, mars and short forms need a capital or a number."""
    tok = toks[at]
    if tok.key not in MONTHS_ELSEWHERE:
        return True
    after = toks[at + 1] if at + 1 < len(toks) else None
    after = toks[at + 2] if after and after.text == "." and at + 2 < len(toks) else after
    if after is not None and after.text in "/-" and after.glued and at + 2 < len(toks):
        after = toks[at + 2]
    named = after is not None and language == "en" and after.capital and month_of(after, language) is not None
    ordinal = after is not None and ORDINALS["en"].get(after.key, 0) > 2 and language == "en"
    ordinal = ordinal or (after is not None and language == "fr" and tok.capital and after.key in LEXICONS["fr"].tens)
    beside = named or ordinal or (after is not None and after.kind == "d" and not after.line)
    beside = beside or (at > 0 and toks[at - 1].kind == "d")
    if language == "fr":
        beside = beside or (at > 1 and toks[at - 1].key in _TAILS and toks[at - 2].kind == "d")
        return beside or (
            at > 0
            and toks[at - 1].key in ("en", "de", "debut", "fin", "mi", "-", "depuis", "le", "et", "a", "ce", "cette")
            and tok.key in ("mai", "mars")
        )
    if tok.text[0].isupper():
        name = after is not None and after.capital and not named and after.key not in WEEKDAYS["en"]
        if name and len(tok.key) <= 4:
            return False  # Jan Kavan
        led = at > 0 and toks[at - 1].key in _MONTH_LED
        return beside or led
    led = at > 0 and toks[at - 1].key in ("in", "since", "last", "next")
    return (beside and tok.key not in ("may", "march")) or led or ordinal


def _month_day(toks: list[Token], at: int, language: str) -> Moment | None:
    """December 14, 2015 · Dec. 14 · early September · December 2015 · mai vingt-neuf · March."""
    edge, pos = "", at
    if toks[at].key in _EDGES[language] and at + 1 < len(toks):
        edge = _EDGES[language][toks[at].key]
        pos = at + 1
        if toks[pos].text in "-‐‑" and pos + 1 < len(toks):
            pos += 1
        elif toks[at].key in ("beginning", "start", "end", "middle"):
            if toks[pos].key != "of":
                return None
            pos += 1
        elif language == "fr" and toks[pos].key in ("de", "du", "d"):
            pos += 1
    month = month_of(toks[pos], language) if pos < len(toks) else None
    if month is None or not _plausible(toks, pos, language):
        return None
    end = pos + 1
    if end < len(toks) and toks[end].text == "." and toks[end].glued and toks[pos].key not in _FULL_MONTHS:
        dotted = end + 1 < len(toks) and (toks[end + 1].kind == "d" or not toks[end + 1].capital)
        end += 1 if dotted else 0
    day, end = _day_after(toks, end, language)
    year, end = _year_after(toks, end, day is not None)
    return Moment(at, end, month=month, day=day, year=year, edge=edge)


def _day_after(toks: list[Token], at: int, language: str) -> tuple[int | None, int]:
    """The day behind a month: (day, token after)."""
    pos = at
    if pos + 1 < len(toks) and toks[pos].key == "the" and language == "en":
        pos += 1
    if pos + 2 < len(toks) and toks[pos].text == "," and toks[pos + 2].key in _TAILS and toks[pos + 2].glued:
        pos += 1
    if (
        pos + 1 < len(toks)
        and toks[pos].text in "-,/"
        and toks[pos].glued
        and toks[pos + 1].kind == "d"
        and (toks[pos + 1].glued and len(toks[pos + 1].text) <= 2)
    ):
        pos += 1
    if pos >= len(toks) or toks[pos].line:
        return None, at
    day, end = day_number(toks, pos, language)
    if day is None or (toks[pos].kind == "w" and language == "en" and pos == at and toks[pos].key in ("second", "one")):
        return None, at
    if end + 1 < len(toks) and toks[end].text in ":/" and toks[end].glued and toks[end + 1].glued:
        return None, at
    if end < len(toks) and toks[end].key in _NOT_DAY_AFTER:
        return None, at
    return day, end


def day_number(toks: list[Token], at: int, language: str) -> tuple[int | None, int]:
    """A day of the month in digits or words, cardinal or ordinal: (day, token after)."""
    tok = toks[at]
    if tok.kind == "d":
        if not tok.text.isdecimal() or len(tok.text) > 2 or not 1 <= int(tok.text) <= 31:
            return None, at
        end = at + 1
        if end < len(toks) and toks[end].glued and toks[end].key in _TAILS:
            end += 1
        elif end < len(toks) and toks[end].glued and toks[end].kind in "wd":
            return None, at
        return int(tok.text), end
    if tok.kind != "w":
        return None, at
    if language == "fr":
        if tok.key == "premier":
            return 1, at + 1
        number = number_at(toks, at, "fr")
        ok = number is not None and number.value is not None and not number.article and 1 <= number.value <= 31
        return (int(number.value), number.end) if ok and number and number.value is not None else (None, at)
    tens = {"twenty": 20, "thirty": 30}.get(tok.key)
    if tens:
        pos = at + 1
        if pos < len(toks) and toks[pos].text in "-‐‑":
            pos += 1
        unit = ORDINALS["en"].get(toks[pos].key) if pos < len(toks) else None
        return (tens + unit, pos + 1) if unit and unit < 10 and tens + unit <= 31 else (None, at)
    unit = ORDINALS["en"].get(tok.key)
    return (unit, at + 1) if unit and unit <= 30 else (None, at)


def _year_after(toks: list[Token], at: int, after_day: bool) -> tuple[int | None, int]:
    """The year behind a month or a day: (year, token after)."""
    pos = at
    if pos < len(toks) and (toks[pos].text in ",-/" or toks[pos].key in ("of", "in", "de")) and pos + 1 < len(toks):
        pos += 1
    if pos < len(toks) and toks[pos].text in "'’" and pos + 1 < len(toks) and toks[pos + 1].glued:
        short = toks[pos + 1].text
        return (_four(short), pos + 2) if len(short) == 2 and short.isdecimal() else (None, at)
    if pos >= len(toks) or toks[pos].kind != "d":
        return None, at
    text = toks[pos].text
    tail = toks[pos + 1] if pos + 1 < len(toks) else None
    if tail and tail.glued and (tail.kind == "w" or (tail.text in ":%" and tail.kind == "s")):
        return None, at
    if _year_like(text):
        return int(text), pos + 1
    brief = len(text) == 2 and text.isdecimal() and not after_day and int(text) > 31 and pos == at
    return (_four(text), pos + 1) if brief else (None, at)


def _day_month(toks: list[Token], at: int, language: str) -> Moment | None:
    """14 December 2015 · the 4th of July · second of Aug · le 1er mai · the twenty third day of September."""
    pos = at
    if toks[at].key in ("the", "le") and at + 1 < len(toks):
        pos += 1
    day, end = day_number(toks, pos, language)
    if day is None:
        return None
    if at and toks[at - 1].text in "$€£":
        return None
    if language == "en" and end + 1 < len(toks) and toks[end].key == "day" and toks[end + 1].key == "of":
        end += 1
    while end < len(toks) and (toks[end].key in ("of", "de") or (toks[end].text in "-/" and toks[end].glued)):
        end += 1
        if end > pos + 5:
            return None
    if end < len(toks) and toks[end].key == "the" and end + 1 < len(toks) and toks[end + 1].key == "month":
        return Moment(at, end + 2, day=day, shift=("month", 0))
    month = month_of(toks[end], language) if end < len(toks) else None
    if month is None or not _plausible(toks, end, language) or (toks[end].line and toks[at].kind == "w"):
        return None
    stop = end + 1
    if stop < len(toks) and toks[stop].text == "." and toks[stop].glued and toks[end].key not in _FULL_MONTHS:
        stop += 1
    year, stop = _year_after(toks, stop, after_day=False)
    return Moment(at, stop, day=day, month=month, year=year)


def _day_only(toks: list[Token], at: int, language: str) -> Moment | None:
    """the 4th, le 23: weak without a word before it."""
    article = toks[at].key in ("the", "le")
    pos = at + 1 if article else at
    if pos >= len(toks) or toks[pos].kind not in "dw":
        return None
    if toks[pos].kind == "w" and language == "fr":
        return None
    day, end = day_number(toks, pos, language)
    if day is None:
        return None
    ordinal = end - pos > 1 or toks[pos].kind == "w"
    follow = toks[end] if end < len(toks) else None
    free = follow is None or (follow.kind == "s" and follow.text not in "%°-/$€£") or follow.key in _DAY_FREE
    on = at > 0 and toks[at - 1].key in ("on", "until", "by", "before", "after", "since", "revenir", "reviendrai")
    said = ordinal and (on or toks[pos].kind == "d")
    strong = free and ((article and (said or on or (language == "fr" and toks[pos].kind == "d"))) or (said and on))
    return Moment(at, end, day=day, weak=not strong, bare=True)


# ---- by name


def _weekday(toks: list[Token], at: int, language: str) -> Moment | None:
    """Friday · Fridays (a set) · Monday 21 · Friday the 26th · vendredi 30."""
    tok = toks[at]
    plural = WEEKDAYS_PLURAL[language].get(tok.key)
    if plural:
        return Moment(at, at + 1, "set", weekday=plural, every=True)
    weekday = weekday_of(tok, language)
    if weekday is None:
        return None
    sure = tok.capital or tok.key in ("tues", "thurs", "weds")
    if tok.key in WEEKDAYS_ELSEWHERE and not (sure and _short_day(toks, at)):
        return None
    end = at + 1
    if end < len(toks) and toks[end].text == "." and toks[end].glued and tok.key in WEEKDAYS_ELSEWHERE:
        end += 1
    pos = end
    if pos + 1 < len(toks) and toks[pos].key == "the":
        pos += 1
    day = None
    if pos < len(toks) and (toks[pos].kind == "d" or pos > end):
        day, stop = day_number(toks, pos, language)
        follow = toks[stop] if stop < len(toks) else None
        clock = (
            follow is not None
            and (
                follow.text in ":./-–%"
                or follow.key in ("am", "pm", "h", "heures", "percent", "o", "to", "hours", "and")
            )
            and not (follow.text == "." and not _digit_next(toks, stop))
        )
        ordinal = stop - pos > 1 or pos > end
        month_next = follow is not None and (month_of(follow, language) is not None or follow.key in ("of", "de"))
        if day is not None and (month_next or clock or (toks[pos].line and not ordinal)):
            day = None
        end = stop if day is not None else end
    return Moment(at, end, weekday=weekday, day=day)


def _digit_next(toks: list[Token], at: int) -> bool:
    return at + 1 < len(toks) and toks[at + 1].kind == "d" and toks[at + 1].glued


def _short_day(toks: list[Token], at: int) -> bool:
    """Sat and Sun are words: a short weekday needs a date, a time or a word that leads to a day beside it."""
    after = toks[at + 1] if at + 1 < len(toks) else None
    if after and (
        after.kind == "d"
        or after.text in ".,"
        or after.key in ("the", "at", "morning", "night", "evening", "afternoon")
    ):
        return True
    if after and month_of(after, "en"):
        return True
    return at > 0 and toks[at - 1].key in ("on", "last", "next", "this", "week", "-", "every", "each", "until", "by")


def _pointing(toks: list[Token], at: int, language: str) -> Moment | None:
    tok = toks[at]
    if tok.capital and at and toks[at - 1].capital and not tok.line:
        return None  # USA Today
    for key, days in _POINTING[language].items():
        if tok.key == key[0] and at + len(key) <= len(toks) and all(toks[at + i].key == w for i, w in enumerate(key)):
            end = at + len(key)
            half = {"am": "MO", "pm": "AF"}.get(toks[end].key) if end < len(toks) else None
            return Moment(at, end + 1 if half else end, shift=("day", days), part=half or "")
    if language == "en" and tok.key in ("tonight", "tonite"):
        return Moment(at, at + 1, shift=("day", 0), part="NI")
    return None


def _feast(toks: list[Token], at: int, language: str) -> Moment | None:
    tok = toks[at]
    best: tuple[str, ...] = ()
    for key in FEASTS[language]:
        if key[0] == tok.key and len(key) > len(best) and _spelt(toks, at, key):
            best = key
    if not best or not (tok.capital or len(best) > 1 or tok.key in ("christmas", "easter", "paques", "noel")):
        return None
    end = at + len(best)
    year, stop = None, end
    if end < len(toks) and toks[end].key == "week" and language == "en":
        return Moment(at, end + 1, feast=best, edge="week")
    if end + 1 < len(toks) and toks[end].key in ("of", "in", "de") and _year_like(toks[end + 1].text):
        year, stop = int(toks[end + 1].text), end + 2
    elif end < len(toks) and _year_like(toks[end].text):
        year, stop = int(toks[end].text), end + 1
    return Moment(at, stop, feast=best, year=year)


def _spelt(toks: list[Token], at: int, key: tuple[str, ...]) -> bool:
    if at + len(key) > len(toks):
        return False
    return all(toks[at + i].key == w or (w == "'" and toks[at + i].text == "’") for i, w in enumerate(key))


def _season(toks: list[Token], at: int, language: str) -> Moment | None:
    """summer · summer of 2014 · l'été 2015; "fall" and "spring" only where they cannot be verbs."""
    season = SEASONS[language].get(toks[at].key)
    if season is None:
        return None
    end = at + 1
    if end + 1 < len(toks) and toks[end].key in ("of", "de", "'", "’") and toks[end + 1].kind == "d":
        end += 1
    year = int(toks[end].text) if end < len(toks) and _year_like(toks[end].text) else None
    if year is not None:
        return Moment(at, end + 1, season=season, year=year)
    ahead = toks[at - 1].key if at else ""
    if toks[at].key in ("fall", "spring", "ete", "springs") and ahead not in _SEASON_LED:
        return None
    if end < len(toks) and _sort_of_thing(toks[end]) and ahead not in ("last", "this", "next", "dernier"):
        return None
    verb = toks[at].key in ("fall", "spring") and ahead in ("the", "of", "in", "that") and toks[at - 1].key != "in"
    return Moment(at, at + 1, season=season, weak=verb)


def _sort_of_thing(tok: Token) -> bool:
    """Whether a season only describes the noun behind it (winter conditions)."""
    return (
        tok.kind == "w"
        and not tok.line
        and tok.key.endswith(("s", "ion", "er", "ing"))
        and tok.key
        not in (
            "is",
            "was",
            "has",
            "as",
            "during",
            "after",
            "this",
            "his",
            "its",
            "over",
            "when",
        )
    )


def _decade(toks: list[Token], at: int) -> Moment | None:
    """1980s · the 80s · '80s · the eighties · les années 1980 · les années 80 · mid-1990s."""
    tok = toks[at]
    if tok.kind == "d" or tok.text in "'’":
        pos = at + 1 if tok.kind != "d" else at
        if pos + 1 >= len(toks) or not toks[pos].text.isdecimal() or toks[pos].text[-1] != "0":
            return None
        tail = pos + 1
        if toks[tail].text in "'’" and toks[tail].glued and tail + 1 < len(toks):
            tail += 1
        if (
            toks[tail].key != "s"
            or len(toks[tail].text) != 1
            or not (toks[tail].glued or toks[pos].text[:2] in ("19", "20"))
        ):
            return None
        text = toks[pos].text
        if len(text) == 4 and 1000 <= int(text) <= 2100 and not text.endswith("000"):
            return Moment(at, tail + 1, decade=int(text))
        if text == "2000":
            return Moment(at, tail + 1, decade=2000)
        led = tok.kind != "d" or (at > 0 and toks[at - 1].key in ("the", "early", "late", "mid", "-"))
        return Moment(at, tail + 1, decade=_four(text)) if len(text) == 2 and led else None
    if (
        tok.key in ("annees",)
        and at + 1 < len(toks)
        and toks[at + 1].text.isdecimal()
        and toks[at + 1].text.endswith("0")
    ):
        text = toks[at + 1].text
        return Moment(at, at + 2, decade=_four(text)) if len(text) in (2, 4) else None
    named = {
        "twenties": 20,
        "thirties": 30,
        "forties": 40,
        "fifties": 50,
        "sixties": 60,
        "seventies": 70,
        "eighties": 80,
        "nineties": 90,
    }.get(tok.key)
    if named and at and toks[at - 1].key in ("the", "early", "late", "mid", "-"):
        return Moment(at, at + 1, decade=1900 + named)
    return None


def _century(toks: list[Token], at: int, language: str) -> Moment | None:
    """the 20th century · le XIXe siècle."""
    pos = at + 1 if toks[at].key in ("the", "le", "au") and at + 1 < len(toks) else at
    if language == "fr":
        roman = {"xv": 15, "xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21}
        key = toks[pos].key.rstrip("em")
        if key in roman and pos + 1 < len(toks) and toks[pos + 1].key in ("siecle", "siecles"):
            return Moment(at, pos + 2, century=(roman[key] - 1) * 100)
    day, end = day_number(toks, pos, language)
    if day and end < len(toks) and toks[end].text in "-‐":
        end += 1
    if day and end < len(toks) and toks[end].key in ("century", "siecle") and 5 <= day <= 21:
        return Moment(at, end + 1, century=(day - 1) * 100)
    return None


def _quarter(toks: list[Token], at: int, language: str) -> Moment | None:
    """the third quarter (of 2015) · Q1 · le premier trimestre."""
    tok = toks[at]
    if tok.key == "q" and at + 1 < len(toks) and toks[at + 1].glued and toks[at + 1].text in ("1", "2", "3", "4"):
        return _quarter_year(toks, at, at + 2, int(toks[at + 1].text))
    pos = at + 1 if tok.key in ("the", "le") and at + 1 < len(toks) else at
    number = (
        {
            "first": 1,
            "second": 2,
            "third": 3,
            "fourth": 4,
            "premier": 1,
            "deuxieme": 2,
            "troisieme": 3,
            "quatrieme": 4,
            "final": 4,
            "last": 4,
        }.get(toks[pos].key)
        if toks[pos].key not in ("last", "final") or pos > at
        else None
    )
    word = "trimestre" if language == "fr" else "quarter"
    end = pos + 1
    while end < len(toks) and toks[end].key in ("fiscal", "-", "financial") and end < pos + 3:
        end += 1
    if number is None or end >= len(toks) or toks[end].key != word:
        return None
    return _quarter_year(toks, at, end + 1, number)


def _quarter_year(toks: list[Token], at: int, end: int, number: int) -> Moment:
    pos = end
    if pos < len(toks) and (toks[pos].key in ("of", "de", "in", "the", "fiscal") or toks[pos].text in ",-"):
        pos += 1
    if pos < len(toks) and _year_like(toks[pos].text):
        return Moment(at, pos + 1, quarter=number, year=int(toks[pos].text))
    if pos + 1 < len(toks) and toks[pos].key == "the" and toks[pos + 1].key == "year":
        return Moment(at, pos + 2, quarter=number, shift=("year", 0))
    return Moment(at, end, quarter=number)


def _nth(toks: list[Token], at: int, language: str) -> Moment | None:
    """the first Monday of September · last day of the month · the second week of May · first week of 2015."""
    pos = at + 1 if toks[at].key in ("the", "le", "la") and at + 1 < len(toks) else at
    number = ORDINALS[language].get(toks[pos].key)
    if toks[pos].key == "last" and language == "en":
        number = -1
    if toks[pos].kind == "d":
        day, after = day_number(toks, pos, language)
        number = day if day and after - pos > 1 and day <= 53 else None
        pos = after - 1 if number else pos
    if number is None or number > 53 or pos + 2 >= len(toks):
        return None
    unit_at = pos + 1
    weekday = weekday_of(toks[unit_at], language)
    unit = (
        "weekday"
        if weekday
        else {
            "day": "day",
            "week": "week",
            "month": "month",
            "jour": "day",
            "semaine": "week",
            "weekend": "weekend",
        }.get(toks[unit_at].key)
    )
    if unit is None:
        return None
    part, end = "", unit_at + 1
    if toks[end].key in DAY_PARTS[language]:
        part, end = DAY_PARTS[language][toks[end].key], end + 1
    if end >= len(toks) or toks[end].key not in ("of", "in", "de", "du", "d"):
        return None
    return _nth_of(toks, at, end + 1, (number, unit), weekday, part, language)


def _nth_of(
    toks: list[Token], at: int, pos: int, nth: tuple[int, str], weekday: int | None, part: str, language: str
) -> Moment | None:
    """The month or year behind "the first Monday of"."""
    if pos < len(toks) and toks[pos].text in "'’":
        pos += 1
    if pos < len(toks) and toks[pos].key == "the":
        pos += 1
    if pos >= len(toks):
        return None
    month = month_of(toks[pos], language)
    if month:
        year, end = _year_after(toks, pos + 1, after_day=True)
        return Moment(at, end, nth=nth, weekday=weekday, month=month, year=year, part=part)
    if _year_like(toks[pos].text) and nth[1] in ("week", "day", "month"):
        return Moment(at, pos + 1, nth=nth, year=int(toks[pos].text), weekday=weekday)
    shift = {"this": 0, "next": 1, "last": -1, "previous": -1}.get(toks[pos].key)
    unit_at = pos + 1 if shift is not None else pos
    unit = toks[unit_at].key if unit_at < len(toks) else ""
    if unit in ("month", "year", "mois", "annee") and (shift is not None or toks[pos - 1].key in ("the", "du", "de")):
        name = "month" if unit in ("month", "mois") else "year"
        return Moment(at, unit_at + 1, nth=nth, weekday=weekday, shift=(name, shift or 0), part=part)
    return None


def _day_part(toks: list[Token], at: int, language: str) -> Moment | None:
    """morning, soir: a part of a day; weak without a day or an article that makes it one."""
    pos = at
    if language == "en" and toks[at].key in ("in", "at", "the", "during", "late", "early", "later", "mid"):
        pos = at
        while pos < len(toks) and pos < at + 4 and toks[pos].key in _PART_LED:
            pos += 1
    if language == "fr" and toks[at].key in ("dans", "du", "le", "la", "de", "en", "au", "l", "cet"):
        while (
            pos < len(toks)
            and pos < at + 4
            and (toks[pos].key in ("dans", "du", "le", "la", "de", "en", "au", "l") or (toks[pos].text in "'’"))
        ):
            pos += 1
    if pos >= len(toks):
        return None
    key, end = toks[pos].key, pos + 1
    if language == "fr" and key == "apres" and pos + 2 < len(toks) and toks[pos + 1].text in "-‐":
        key, end = f"apres-{toks[pos + 2].key}", pos + 3
    if language == "fr" and key == "apres" and pos + 1 < len(toks) and toks[pos + 1].key == "midi":
        key, end = "apres-midi", pos + 2
    part = DAY_PARTS[language].get(key)
    if part is None or key in ("tonight", "tonite"):
        return None
    phrase = language == "en" and pos > at + 1 and toks[at].key == "in" and part in ("MO", "AF", "EV")
    phrase = phrase or (language == "fr" and pos > at and toks[at].key in ("dans", "le") and part in ("MO", "AF", "EV"))
    return Moment(at, end, "time", part=part, weak=not phrase, dated=False)
