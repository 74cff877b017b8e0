"""Dates by number and by month: 2015-12-14 · 14/12/2015 · December 14, 2015 · le 1er mai · the 4th."""

from __future__ import annotations

from dataclasses import replace

from recoupe.read.text.numbers.calendars import MONTHS, MONTHS_ELSEWHERE, ORDINALS, WEEKDAYS
from recoupe.read.text.numbers.day_numbers import TAILS, day_number
from recoupe.read.text.numbers.lexer import Token, words
from recoupe.read.text.numbers.lexicon import LEXICONS
from recoupe.read.text.numbers.moments import Moment
from recoupe.read.text.numbers.written_years import EDGES, four, year_after, year_like

_SEPARATORS = "/-.‑‐"
_MONTH_LED = words(
    "the in since last next this of by until from to early late mid and between during through before after - on"
)
_NOT_DAY_AFTER = words("am pm percent % people million billion o h heures")
_FULL_MONTHS = words(
    "january february march april may june july august september october november december janvier fevrier mars "
    "avril mai juin juillet aout septembre octobre novembre decembre"
)
_DAY_LED = words("on from between until by since le du au depuis before after")
_CLAUSE = words("in on with for as when where while by before after he she they it we i you is was will")
_DAY_FREE = words("pour from at between and to until de a entre et around")


def month_of(tok: Token, language: str) -> int | None:
    """The month a token names."""
    return MONTHS[language].get(tok.key) if tok.kind == "w" else None


def numeric(toks: list[Token], at: int, language: str) -> Moment | None:
    """2015-12-14, 14/12/2015 (French) or 12/14/2015 (English), 2016.11.7, 2019/aug/01, 05-Aug-2016."""
    ranged = at >= 3 and toks[at - 1].text == "-" and toks[at - 3].text == "/"  # 10/1-11/7
    if at and toks[at].glued and (toks[at - 1].kind == "w" or toks[at - 1].text in "-_/:") and not ranged:
        return None
    text = toks[at].text
    if len(text) == 8 and text.isdecimal() and text[:2] in ("19", "20"):
        return _from_parts(at, at + 1, [text[:4], text[4:6], text[6:]], language)  # 20151214
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
        if not (toks[pos + 1].text.isdecimal() or toks[pos + 1].kind == "w") or (
            sign == "." and toks[pos + 1].kind != "w"
        ):
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
    if sign == "/" and len(first) <= 2 and len(second) == 4 and 1 <= int(first) <= 12 and year_like(second):
        return Moment(at, end, month=int(first), year=int(second))
    if len(first) == 4 and len(second) == 2 and 1 <= int(second) <= 12 and year_like(first) and sign in "-/":
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
    return Moment(at, end, year=four(year), month=month, day=int(day))


def _from_parts(at: int, end: int, parts: list[str], language: str) -> Moment | None:
    numbers = [int(p) for p in parts]
    if len(parts[0]) == 4:
        year, month, day = numbers
    elif len(parts[2]) in (2, 4) and len(parts[0]) <= 2 and len(parts[1]) <= 2:
        day, month = (numbers[0], numbers[1]) if language == "fr" else (numbers[1], numbers[0])
        if month > 12 >= day:
            day, month = month, day
        year = four(parts[2])
    else:
        return None
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1000 <= year <= 2199):
        return None
    return Moment(at, end, year=year, month=month, day=day)


def plausible(toks: list[Token], at: int, language: str) -> bool:
    """Whether a token that looks like a month is one: may, march, mars and short forms need a capital or a number."""
    tok = toks[at]
    if tok.key not in MONTHS_ELSEWHERE:
        return True
    after = toks[at + 1] if at + 1 < len(toks) else None
    after = toks[at + 2] if after and after.text == "." and at + 2 < len(toks) else after
    if after is not None and after.text in "/-" and after.glued and at + 2 < len(toks):
        after = toks[at + 2]
    span = after is not None and after.key in ("to", "through", "thru", "until") and at + 2 < len(toks)
    if span and tok.capital and toks[at + 2].capital and month_of(toks[at + 2], language):
        return True  # May to March
    named = after is not None and language == "en" and after.capital and month_of(after, language) is not None
    ordinal = after is not None and ORDINALS["en"].get(after.key, 0) > 2 and language == "en"
    ordinal = ordinal or (after is not None and language == "fr" and tok.capital and after.key in LEXICONS["fr"].tens)
    beside = named or ordinal or (after is not None and after.kind == "d" and not after.line)
    beside = beside or (at > 0 and toks[at - 1].kind == "d")
    if language == "fr":
        beside = beside or (at > 1 and toks[at - 1].key in TAILS and toks[at - 2].kind == "d")
        return beside or (
            at > 0
            and toks[at - 1].key
            in ("en", "de", "debut", "fin", "mi", "-", "depuis", "courant", "des", "d", "le", "et", "a", "ce", "cette")
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


def month_day(toks: list[Token], at: int, language: str) -> Moment | None:
    """December 14, 2015 · Dec. 14 · early September · December 2015 · mai vingt-neuf · March."""
    edge, pos = "", at
    if toks[at].key in EDGES[language] and at + 1 < len(toks):
        edge = EDGES[language][toks[at].key]
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
    if month is None or not plausible(toks, pos, language):
        return None
    end = pos + 1
    if end < len(toks) and toks[end].text == "." and toks[end].glued and toks[pos].key not in _FULL_MONTHS:
        dotted = end + 1 < len(toks) and (toks[end + 1].kind == "d" or not toks[end + 1].capital)
        end += 1 if dotted else 0
    day, end = _day_after(toks, end, language)
    year, end = year_after(toks, end, day is not None)
    return Moment(at, end, month=month, day=day, year=year, edge=edge)


def _day_after(toks: list[Token], at: int, language: str) -> tuple[int | None, int]:
    """The day behind a month: (day, token after)."""
    pos = at
    if pos + 1 < len(toks) and toks[pos].key == "the" and language == "en":
        pos += 1
    if pos + 2 < len(toks) and toks[pos].text == "," and toks[pos + 2].key in TAILS and toks[pos + 2].glued:
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


def day_month(toks: list[Token], at: int, language: str) -> Moment | None:
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
    if month is None or not plausible(toks, end, language) or (toks[end].line and toks[at].kind == "w"):
        return None
    stop = end + 1
    if stop < len(toks) and toks[stop].text == "." and toks[stop].glued and toks[end].key not in _FULL_MONTHS:
        stop += 1
    year, stop = year_after(toks, stop, after_day=False)
    if year is None and _short_year_follows(toks, stop):
        year, stop = four(toks[stop].text), stop + 1
    return Moment(at, stop, day=day, month=month, year=year)


def _short_year_follows(toks: list[Token], at: int) -> bool:
    """03 Jun 18, le 1er mai 18: two digits that nothing is counted by."""
    if at >= len(toks) or not (toks[at].text.isdecimal() and len(toks[at].text) == 2) or toks[at].line:
        return False
    after = toks[at + 1] if at + 1 < len(toks) else None
    return after is None or (after.kind == "s" and after.text in ".,;)" and not _digit_behind(toks, at + 1))


def _digit_behind(toks: list[Token], at: int) -> bool:
    return at + 1 < len(toks) and toks[at + 1].kind == "d"


def day_only(toks: list[Token], at: int, language: str) -> Moment | None:
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
    if not ordinal and not article and at and toks[at - 1].key in ("at", "around", "about"):
        return None  # at 7 on Friday evening
    follow = toks[end] if end < len(toks) else None
    free = follow is None or (follow.kind == "s" and follow.text not in "%°-/$€£") or follow.key in _DAY_FREE
    free = free or (ordinal and article and toks[pos].kind == "d" and follow is not None and follow.key in _CLAUSE)
    on = at > 0 and toks[at - 1].key in ("on", "until", "by", "before", "after", "since", "revenir", "reviendrai")
    said = ordinal and (on or toks[pos].kind == "d")
    strong = free and ((article and (said or on or (language == "fr" and toks[pos].kind == "d"))) or (said and on))
    return Moment(at, end, day=day, weak=not strong, bare=True)
