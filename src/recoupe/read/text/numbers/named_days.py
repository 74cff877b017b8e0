"""Days and seasons by name: Friday · yesterday · Christmas Eve · summer of 2014 · the first Monday of September."""

from __future__ import annotations

from recoupe.read.text.numbers.calendars import (
    DAY_PARTS,
    FEASTS_BY_WORD,
    ORDINALS,
    SEASONS,
    WEEKDAYS,
    WEEKDAYS_ELSEWHERE,
    WEEKDAYS_PLURAL,
)
from recoupe.read.text.numbers.day_numbers import day_number
from recoupe.read.text.numbers.lexer import Token, words
from recoupe.read.text.numbers.moments import Moment
from recoupe.read.text.numbers.written_dates import month_of
from recoupe.read.text.numbers.written_years import year_after, year_like

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
        ("tmrw",): 1,
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
POINTING_WORDS = frozenset(key[0] for table in _POINTING.values() for key in table) | {"tonight", "tonite"}
"""The first words of what points to a day."""
_SEASON_LED = words("in the last this next early late since by that of en l ' cet cette mid dernier each every")
_PART_LED = words("in at the during late early later mid -")


def weekday_of(tok: Token, language: str) -> int | None:
    """The weekday a token names; Monday is 1."""
    return WEEKDAYS[language].get(tok.key) if tok.kind == "w" else None


def weekday(toks: list[Token], at: int, language: str) -> Moment | None:
    """Friday · Fridays (a set) · Monday 21 · Friday the 26th · vendredi 30."""
    tok = toks[at]
    plural = WEEKDAYS_PLURAL[language].get(tok.key)
    if plural:
        return Moment(at, at + 1, "set", weekday=plural, every=True)
    weekday = weekday_of(tok, language)
    if weekday is None:
        return None
    led = at > 0 and toks[at - 1].key in ("on", "next", "every", "until")  # next week on wed at 9
    any_day = at > 0 and toks[at - 1].key in ("a", "one", "un")
    if any_day and at + 1 < len(toks) and toks[at + 1].key in ("in", "of", "de", "en"):
        return None  # a Tuesday in May: nobody says which
    sure = tok.capital or tok.key in ("tues", "thurs", "weds") or (led and tok.key not in ("sun", "mon"))
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


def pointing(toks: list[Token], at: int, language: str) -> Moment | None:
    tok = toks[at]
    if tok.capital and at and toks[at - 1].capital and not tok.line:
        return None  # USA Today
    for key, days in _POINTING[language].items():
        if tok.key == key[0] and at + len(key) <= len(toks) and all(toks[at + i].key == w for i, w in enumerate(key)):
            end = at + len(key)
            if _of_these_days(toks, end):
                return None
            half = {"am": "MO", "pm": "AF"}.get(toks[end].key) if end < len(toks) else None
            return Moment(at, end + 1 if half else end, shift=("day", days), part=half or "")
    if language == "en" and tok.key in ("tonight", "tonite"):
        return Moment(at, at + 1, shift=("day", 0), part="NI")
    return None


_GENERATIONS = words(
    "youth youngsters teenagers teens children kids students generation generations world society women men parents "
    "families consumers leaders jeunesse jeunes generation societe monde enfants femmes hommes familles"
)


def _of_these_days(toks: list[Token], end: int) -> bool:
    """today's youth, les jeunes d'aujourd'hui: these days, not this one."""
    if [t.key for t in toks[end : end + 2]] in (["'", "s"], ["’", "s"]):
        return end + 2 < len(toks) and toks[end + 2].key in _GENERATIONS
    return end >= 4 and toks[end - 2].text in "'’" and toks[end - 3].key == "d" and toks[end - 4].key in _GENERATIONS


def feast(toks: list[Token], at: int, language: str) -> Moment | None:
    tok = toks[at]
    best: tuple[str, ...] = ()
    for key in FEASTS_BY_WORD[language].get(tok.key, ()):
        if len(key) > len(best) and spelt(toks, at, key):
            best = key
    if not best or not (tok.capital or len(best) > 1 or tok.key in ("christmas", "easter", "paques", "noel")):
        return None
    end = at + len(best)
    year, stop = None, end
    if end < len(toks) and toks[end].key in ("week", "weekend") and language == "en":
        year = int(toks[end + 1].text) if end + 1 < len(toks) and year_like(toks[end + 1].text) else None
        return Moment(at, end + 1 + (year is not None), feast=best, edge=toks[end].key, year=year)
    if end + 1 < len(toks) and toks[end].key in ("of", "in", "de") and year_like(toks[end + 1].text):
        year, stop = int(toks[end + 1].text), end + 2
    elif end < len(toks) and year_like(toks[end].text):
        year, stop = int(toks[end].text), end + 1
    return Moment(at, stop, feast=best, year=year)


def spelt(toks: list[Token], at: int, key: tuple[str, ...]) -> bool:
    if at + len(key) > len(toks):
        return False
    return all(toks[at + i].key == w or (w == "'" and toks[at + i].text == "’") for i, w in enumerate(key))


def season(toks: list[Token], at: int, language: str) -> Moment | None:
    """summer · summer of 2014 · l'été 2015; "fall" and "spring" only where they cannot be verbs."""
    season = SEASONS[language].get(toks[at].key)
    if season is None:
        return None
    end = at + 1
    if end + 1 < len(toks) and toks[end].key in ("of", "de", "'", "’") and toks[end + 1].kind == "d":
        end += 1
    year = int(toks[end].text) if end < len(toks) and year_like(toks[end].text) else None
    if year is not None:
        if end + 2 < len(toks) and toks[end + 1].text in "-–/" and toks[end + 1].glued and toks[end + 2].glued:
            end += 2 if toks[end + 2].text in (f"{(year + 1) % 100:02d}", str(year + 1)) else 0  # winter 2018-19
        return Moment(at, end + 1, season=season, year=year)
    ahead = toks[at - 1].key if at else ""
    if toks[at].key in ("fall", "spring", "ete", "springs") and ahead not in _SEASON_LED:
        return None
    if end < len(toks) and _sort_of_thing(toks[end]) and ahead not in ("last", "this", "next", "dernier"):
        return None
    verb = toks[at].key in ("fall", "spring") and ahead in ("the", "of", "that")
    if verb and ahead == "the" and at > 1 and toks[at - 2].key in ("in", "by", "since", "until", "during"):
        verb = end < len(toks) and toks[end].kind == "w"  # in the spring, but not in the fall of Troy
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


def quarter(toks: list[Token], at: int, language: str) -> Moment | None:
    """the third quarter (of 2015) · Q1 · le premier trimestre."""
    tok = toks[at]
    if tok.key == "q" and at + 1 < len(toks) and toks[at + 1].glued and toks[at + 1].text in ("1", "2", "3", "4"):
        return _quarter_year(toks, at, at + 2, int(toks[at + 1].text))
    pos = at + 1 if tok.key in ("the", "le", "au") and at + 1 < len(toks) else at
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
    if toks[pos].key == "dernier" and pos + 3 < len(toks):
        behind = toks[pos + 3] if toks[pos + 2].key in ("de", "en") else toks[pos + 2]
        number = 4 if year_like(behind.text) else None  # au dernier trimestre 2018
    word = "trimestre" if language == "fr" else "quarter"
    end = pos + 1
    while end < len(toks) and toks[end].key in ("fiscal", "-", "financial") and end < pos + 3:
        end += 1
    if number is None or end >= len(toks) or toks[end].key != word:
        return None
    return _quarter_year(toks, at, end + 1, number)


def _quarter_year(toks: list[Token], at: int, end: int, number: int) -> Moment:
    pos = end
    while pos < min(len(toks), end + 2) and (
        toks[pos].key in ("of", "de", "in", "the", "fiscal") or toks[pos].text in ",-"
    ):
        if toks[pos].key == "the" and pos + 1 < len(toks) and toks[pos + 1].key == "year":
            break
        pos += 1
    if pos < len(toks) and year_like(toks[pos].text):
        return Moment(at, pos + 1, quarter=number, year=int(toks[pos].text))
    if pos + 1 < len(toks) and toks[pos].key == "the" and toks[pos + 1].key == "year":
        return Moment(at, pos + 2, quarter=number, shift=("year", 0))
    return Moment(at, end, quarter=number)


def nth(toks: list[Token], at: int, language: str) -> Moment | None:
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
        year, end = year_after(toks, pos + 1, after_day=True)
        return Moment(at, end, nth=nth, weekday=weekday, month=month, year=year, part=part)
    if year_like(toks[pos].text) and nth[1] in ("week", "day", "month"):
        return Moment(at, pos + 1, nth=nth, year=int(toks[pos].text), weekday=weekday)
    shift = {"this": 0, "next": 1, "last": -1, "previous": -1}.get(toks[pos].key)
    unit_at = pos + 1 if shift is not None else pos
    unit = toks[unit_at].key if unit_at < len(toks) else ""
    if unit in ("month", "year", "mois", "annee") and (shift is not None or toks[pos - 1].key in ("the", "du", "de")):
        name = "month" if unit in ("month", "mois") else "year"
        return Moment(at, unit_at + 1, nth=nth, weekday=weekday, shift=(name, shift or 0), part=part)
    return None


def day_part(toks: list[Token], at: int, language: str) -> Moment | None:
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
    phrase = language == "en" and pos > at + 1 and toks[at].key in ("in", "mid") and part in ("MO", "AF", "EV")
    phrase = phrase or (language == "fr" and pos > at and toks[at].key in ("dans", "le") and part in ("MO", "AF", "EV"))
    return Moment(at, end, "time", part=part, weak=not phrase)
