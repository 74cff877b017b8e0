"""Times counted from another: last week · the next five days · three years ago · two weeks before Christmas."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from recoupe.read.text.numbers import day_names, named_days, written_dates
from recoupe.read.text.numbers.amounts import amount, iso, stretch
from recoupe.read.text.numbers.calendars import (
    DAY_PARTS,
    FEASTS_BY_WORD,
    PERIODS,
    RELATIVE,
    SEASONS,
    SHIFTS,
    UNITS,
    WEEKDAYS,
)
from recoupe.read.text.numbers.cardinals import VULGAR
from recoupe.read.text.numbers.cardinals import read as number_at
from recoupe.read.text.numbers.lexer import Token, words
from recoupe.read.text.numbers.moments import Moment
from recoupe.read.text.numbers.periods_fr import ago_fr, shifted_fr
from recoupe.read.text.numbers.recurring import adverb, every, now

_LENGTH_LED = words(
    "for in over within than about nearly almost least around roughly half of took takes take as lasted spent spend "
    "pendant en durant depuis environ pour dure attendu attend waited lasted during every just under barely after "
    "within de plus moins pres all not is"
)
_BARE_LED = words("for recent coming over after within pendant depuis des of took takes")
_OF_AGE_FR = words(
    "age agee ages agees homme hommes femme femmes fille filles garcon garcons jeune jeunes enfant enfants "
    "adolescent adolescente etudiant etudiante retraite retraitee personne conducteur conductrice lyceen lyceenne "
    "militant militante"
)
_WEEK_LED = words("of starting beginning commencing ending on from")
_GOES_ON = words("of before after that when since to ended ending in he she it they we i until from leading which")
_ROLLING = words("in over during within for throughout")
"""Words before "the past week" that make it a length of time up to now, and no week of the calendar."""
_SORTS_OF_YEAR = words("calendar business working fiscal financial academic school")


def read(toks: list[Token], at: int, language: str) -> list[Moment]:
    """Every relative time, duration or set that begins at token `at`, longest first."""
    kind = toks[at].kind
    if kind == "s" and toks[at].text not in VULGAR:
        return []
    found: list[Moment | None] = [
        _counted(toks, at, language),
        adverb(toks, at, language),
        now(toks, at, language),
        every(toks, at, language),
    ]
    if kind == "w":
        found += [_shifted_en(toks, at), _week_of(toks, at)] if language == "en" else [shifted_fr(toks, at)]
        found += [_week_of_fr(toks, at), ago_fr(toks, at)] if language == "fr" else []
        found += [_same(toks, at, language), _bare(toks, at, language)]
    return sorted((m for m in found if m), key=lambda m: -m.end)


def _counted(toks: list[Token], at: int, language: str) -> Moment | None:
    """An amount of time with what follows it: ago, later, from today, old; or a duration by itself."""
    if at and toks[at].glued and (toks[at - 1].kind == "w" or toks[at - 1].text in "$€£:/"):
        return None
    found = amount(toks, at, language)
    if found is None:
        return None
    end, parts, value = found
    if (
        len(toks[at].text) == 4
        and end == at + 2
        and (toks[end - 1].key == "h" or (toks[end - 1].key == "hours" and at and toks[at - 1].key in _AT_CLOCK))
    ):
        return None  # 1945h, at 1900 hours
    ahead = toks[at - 1].key if at else ""
    if parts[0][0] == "hour" and language == "fr" and ahead in ("a", "vers", "des", "jusqu", "avant", "apres"):
        return None
    if parts[0][0] == "hour" and language == "fr" and at > 1 and ahead == "de" and toks[at - 2].key in _NEAR_FR:
        return None  # aux alentours de 15 heures
    if toks[end - 1].capital and toks[at].kind == "d" and at and toks[at - 1].text in "'’‘\"“«":
        return None  # the title of a programme
    nxt = toks[end].key if end < len(toks) else ""
    nxt2 = toks[end + 1].key if end + 1 < len(toks) else ""
    dash2 = nxt == "-" and nxt2 == "old"
    if nxt in ("old", "olds") or dash2 or (nxt == "of" and nxt2 == "age"):
        return None
    article = toks[at].key in ("a", "an", "un", "une") and toks[at].kind == "w"
    vague = value.startswith(("PX", "PTX"))
    if language == "en":
        counted = _counted_en(toks, at, end, parts, nxt, nxt2)
        if counted:
            return replace(counted, length=value) if counted.ago else counted
    elif counted := _counted_fr(toks, at, end, parts, value):
        return counted
    if language == "fr" and parts[0][0] == "year" and _age_fr(toks, at):
        return None
    half = "." in value or len(parts) > 1  # une heure et demie is a length wherever it stands
    good = language == "fr" and toks[at + 1].key in ("bonne", "bon", "petite", "longue")
    if language == "fr" and end < len(toks) and toks[end].key in ("entier", "entiere"):
        good, end = True, end + 1
    if article and (parts[0][0] == "weekend" or not (good or half or _article_ok(toks, at, language, parts[0][0]))):
        return None
    if language == "en" and _in_future(toks, at) and not vague:
        return Moment(at, end, ago=parts, exact=True, length=value)
    if vague and nxt in ("before", "after", "avant", "apres"):
        return None  # a few hours before something: neither a length nor a date
    if nxt == "-" and nxt2 == "long":
        end += 2
    elif nxt == "long":
        end += 1
    return Moment(at, end, "duration", value=value)


_AT_CLOCK = words("at by until from before after around")
_NEAR_FR = words("autour alentours environs coups coup partir compter")
_PRONOUNS_FR = words("il ils elle elles on nous vous je j")


def _counted_fr(
    toks: list[Token], at: int, end: int, parts: tuple[tuple[str, float], ...], value: str
) -> Moment | None:
    """trois jours plus tard, deux ans auparavant, quinze jours après; not "trois jours après l'attaque"."""
    nxt = toks[end].key if end < len(toks) else ""
    nxt2 = toks[end + 1].key if end + 1 < len(toks) else ""
    if value.startswith(("PX", "PTX")):
        return None
    if nxt in ("avant", "apres") and nxt2:
        begin = end + 1
        while begin < min(len(toks) - 1, end + 3) and (toks[begin].key in ("la", "l") or toks[begin].text in "'’"):
            begin += 1
        for target in day_names.read(toks, begin, "fr"):
            if not target.weak and (target.day is not None or target.feast):
                sign = 1.0 if nxt == "apres" else -1.0
                return _from_target(at, target, tuple((u, sign * n) for u, n in parts))
    if nxt == "plus" and nxt2 in ("tard", "tot"):
        sign, stop = (1 if nxt2 == "tard" else -1), end + 2
    elif nxt == "auparavant" or (
        nxt in ("avant", "apres") and (not nxt2 or nxt2 in _PRONOUNS_FR or toks[end + 1].text in ",.;:)")
    ):
        sign, stop = (1 if nxt == "apres" else -1), end + 1
    else:
        return None
    exact = parts[-1][0] not in ("month", "year", "decade", "century")
    back = tuple((u, sign * n) for u, n in parts)
    return Moment(at, stop, ago=back, exact=exact, edge="relative", length=value)


def _age_fr(toks: list[Token], at: int) -> bool:
    """Whether "32 ans" is how old somebody is: behind a name and a comma, or "âgé de", or "un homme de"."""
    before = toks[at - 1] if at else None
    if before is None or at < 2:
        return False
    if before.text == "," or before.text == "(":
        return toks[at - 2].capital or toks[at - 2].text == "*"
    return before.key == "de" and toks[at - 2].key in _OF_AGE_FR


def _in_future(toks: list[Token], at: int) -> bool:
    """Whether "in two weeks" is a day to come: a verb that looks ahead stands close before it."""
    if not at or toks[at - 1].key != "in":
        return False
    for tok in reversed(toks[max(0, at - 9) : at - 1]):
        if tok.text in ".!?;,":
            return False
        if tok.key in ("will", "ll", "shall"):
            return True
    return False


def _article_ok(toks: list[Token], at: int, language: str, unit: str) -> bool:
    """Whether "a year" is a length of time: after a word that says so, not "a day for Poland"."""
    before = toks[at - 1].key if at else ""
    if before == "'" and at >= 3 and toks[at - 2].key == "d":
        before = toks[at - 3].key  # plus d'un an
    return before in _LENGTH_LED and unit not in ("quarter",)


def _counted_en(
    toks: list[Token], at: int, end: int, parts: tuple[tuple[str, float], ...], nxt: str, nxt2: str
) -> Moment | None:
    """three days ago, two weeks from now, two days later, 4 months from tomorrow, 2 weeks before Christmas."""
    back = tuple((unit, -number) for unit, number in parts)
    vague = toks[at].key in ("few", "several", "some", "many") or (toks[at].key == "a" and toks[at + 1].key == "few")
    if (
        nxt == "or"
        and nxt2 in ("so", "more")
        and end + 2 < len(toks)
        and toks[end + 2].key in ("ago", "later", "earlier")
    ):
        end += 2
        nxt, nxt2 = toks[end].key, toks[end + 1].key if end + 1 < len(toks) else ""
    if nxt == "ago":
        if nxt2 in ("today", "yesterday", "tomorrow") and not vague:  # a month ago today
            day = {"yesterday": -1.0, "tomorrow": 1.0}.get(nxt2, 0.0)
            return Moment(at, end + 2, ago=(("day", day), *back), exact=True)
        return _vague_ago(at, end + 1, parts) if vague else Moment(at, end + 1, ago=back)
    if nxt == "hence":
        return Moment(at, end + 1, ago=parts, exact=True)
    if nxt == "from" and nxt2 in ("now", "today"):
        return Moment(at, end + 2, ago=parts, exact=parts[-1][0] not in ("second", "minute", "hour"))
    if nxt in ("from", "after", "before") and end + 1 < len(toks):
        target = _target(toks, end + 1)
        if target and not vague:
            sign = -1 if nxt == "before" else 1
            if nxt == "from" and target.weekday is not None and target.shift is None and target.day is None:
                target = replace(target, shift=("weekday to come", 0))
            return _from_target(at, target, tuple((u, sign * n) for u, n in parts))
    if vague:
        return None
    if nxt == "later" and nxt2 in ("this", "that", "in", "today", "on"):
        return None
    if nxt in ("today", "tomorrow") and parts[0][0] in ("week", "fortnight") and len(parts) == 1:  # a week tomorrow
        return Moment(at, end + 1, ago=(("day", float(nxt == "tomorrow")), *parts), exact=True)
    if (nxt == "before" and nxt2 == "that") or (nxt == "prior" and nxt2 != "to"):
        stop = end + 2 if nxt == "before" else end + 1
        return Moment(at, stop, ago=back, edge="relative", exact=parts[-1][0] in ("day", "week"))
    if nxt in ("later", "afterward", "afterwards", "thereafter") or (nxt == "after" and nxt2 in ("that", "")):
        return Moment(at, end + 1, ago=parts, edge="relative", exact=parts[-1][0] in ("day", "week"))
    if nxt in ("earlier", "beforehand", "previously"):
        return Moment(at, end + 1, ago=back, edge="relative", exact=parts[-1][0] in ("day", "week"))
    return None


def _vague_ago(at: int, end: int, parts: tuple[tuple[str, float], ...]) -> Moment:
    return Moment(at, end, "vague", value="PAST_REF")


def _target(toks: list[Token], at: int) -> Moment | None:
    """The day an amount is counted from: tomorrow, Christmas, May 13 1999."""
    pointed = _shifted_en(toks, at) if toks[at].kind == "w" else None
    for moment in [*day_names.read(toks, at, "en"), *([pointed] if pointed and pointed.weekday else [])]:
        if not moment.weak and (moment.day is not None or moment.feast or moment.shift or moment.weekday is not None):
            return moment
    return None


def _from_target(at: int, target: Moment, parts: tuple[tuple[str, float], ...]) -> Moment:
    return Moment(
        at,
        target.end,
        weekday=target.weekday,
        year=target.year,
        month=target.month,
        day=target.day,
        shift=target.shift,
        feast=target.feast,
        ago=parts,
        exact=True,
        edge="target",
    )


def _bare(toks: list[Token], at: int, language: str) -> Moment | None:
    """years, decades, weeks without a number: "for years", "decades-long", "in recent months", "all day"."""
    tok = toks[at]
    if language == "en" and tok.key in ("all", "another") and at + 1 < len(toks):
        whole = UNITS["en"].get(toks[at + 1].key)
        if whole in ("day", "night", "week", "month", "year", "hour") and not toks[at + 1].key.endswith("s"):
            return Moment(at, at + 2, "duration", value=iso(whole, Fraction(1)))
        return None
    unit = UNITS[language].get(tok.key)
    long = at + 2 < len(toks) and toks[at + 1].text == "-" and toks[at + 2].key == "long"
    if unit and long and not tok.key.endswith("s"):
        return Moment(at, at + 3, "duration", value=iso(unit, Fraction(1)))
    plural = unit is not None and tok.key.endswith("s") and tok.key not in ("mois", "hrs", "mins", "secs")
    if not plural or unit is None:
        return None
    before = toks[at - 1].key if at else ""
    if long:
        return Moment(at, at + 3, "duration", value=iso(unit, None))
    if before in _BARE_LED:
        if before in ("of", "after", "over", "des", "within"):
            return None
        if before in ("recent", "coming"):
            return Moment(at, at + 1, "vague", value="unknown")
        return Moment(at, at + 1, "duration", value=iso(unit, None))
    return None


def _shifted_en(toks: list[Token], at: int) -> Moment | None:
    """last week, the next five days, this summer, next Monday, last October, this morning, the weekend."""
    pos, edge = at, ""
    if toks[pos].key in ("early", "late", "later", "earlier", "mid", "beginning", "end", "middle", "start", "rest"):
        edge = {
            "early": "start",
            "earlier": "start",
            "late": "end",
            "later": "end",
            "mid": "mid",
            "middle": "mid",
            "beginning": "start",
            "start": "start",
            "end": "end",
            "rest": "end",
        }[toks[pos].key]
        pos += 1
        noun = toks[at].key in ("beginning", "end", "middle", "start", "rest")
        if noun and not (pos < len(toks) and toks[pos].key in ("of", "-")):
            return None  # could start this week
        while pos < len(toks) and (toks[pos].key in ("of", "in") or toks[pos].text == "-") and pos < at + 2:
            pos += 1
    article = pos < len(toks) and toks[pos].key in ("the", "these", "those", "over")
    if article:
        pos += 1
    if article and pos < len(toks) and toks[pos].kind == "d":
        return _the_period(toks, at, pos, edge)
    if pos >= len(toks) or toks[pos].kind != "w":
        return None
    n = SHIFTS["en"].get(toks[pos].key)
    if n is None:
        if article or edge:
            return _the_period(toks, at, pos, edge)
        return None
    word = toks[pos].key
    pos += 1
    if word in ("this", "the") and pos < len(toks) and toks[pos].key in ("coming", "past"):
        word, n, pos = toks[pos].key, SHIFTS["en"][toks[pos].key], pos + 1  # this coming Sunday, this past week
    if word in ("past", "last", "next", "coming", "previous", "following", "first") or n:
        reach = _reach(toks, at, pos, n)
        if reach:
            return reach
    if pos + 1 < len(toks) and toks[pos].key in _SORTS_OF_YEAR:
        pos += 1
    if pos >= len(toks) or toks[pos].kind != "w":
        return None
    return _named_shift(toks, at, pos, word, n, edge)


def _named_shift(toks: list[Token], at: int, pos: int, word: str, n: int, edge: str) -> Moment | None:
    tok, end = toks[pos], pos + 1
    same = tok.key if word in RELATIVE else ""
    unit = UNITS["en"].get(tok.key)
    if unit in ("hour", "minute") and n and not tok.key.endswith("s"):
        return Moment(at, end, reach=(unit, n))
    if unit == "day" and n > 0 and tok.key == "day":
        return Moment(at, end, shift=("day", n), edge="relative")
    rolling = word == "past" or (word == "last" and toks[at].key == "the")
    if rolling and unit in ("week", "month", "year") and at and toks[at - 1].key in _ROLLING and toks[at].key == "the":
        return Moment(at, end, "duration", value=iso(unit, Fraction(1)))
    if unit in PERIODS and not tok.key.endswith("s"):
        if unit == "day" and word in ("last", "past", "this"):
            return None
        if unit == "weekend" and word in ("coming", "upcoming"):
            edge = "coming"
        return Moment(at, end, shift=(unit, n), edge="relative" if same else edge)
    weekday = WEEKDAYS["en"].get(tok.key)
    if weekday and word == "following" and toks[at].key == "following":
        return None  # following Monday's debate: after it
    if weekday:
        past = "relative" if same else "past" if word == "past" else "coming" if word in ("coming", "upcoming") else ""
        return _with_day(toks, Moment(at, end, weekday=weekday, shift=("weekday", n), edge=past))
    month = written_dates.month_of(tok, "en")
    if month and (tok.capital or tok.key not in ("may", "march")):
        found = written_dates.month_day(toks, pos, "en")
        if found and found.year is None:
            return Moment(at, found.end, month=found.month, day=found.day, shift=("month name", n))
        return Moment(at, end, month=month, shift=("month name", n))
    if tok.key in SEASONS["en"]:
        return Moment(at, end, season=SEASONS["en"][tok.key], shift=("season", n))
    part = DAY_PARTS["en"].get(tok.key)
    if part and word in ("this", "last", "next", "following", "previous", "same"):
        days = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(word, 0)
        return Moment(at, end, shift=("day", days), part=part, edge="relative" if same or word == "next" else "")
    for key in FEASTS_BY_WORD["en"].get(tok.key, ()):
        if named_days.spelt(toks, pos, key):
            return Moment(at, pos + len(key), feast=key, shift=("feast", n))
    return None


def _with_day(toks: list[Token], m: Moment) -> Moment:
    """this Friday-Jun-15: the day behind the weekday wins over the pointing word."""
    pos = m.end
    if pos + 1 < len(toks) and toks[pos].text in "-," and toks[pos + 1].kind == "w":
        found = written_dates.month_day(toks, pos + 1, "en")
        if found and found.day is not None:
            return Moment(m.first, found.end, weekday=m.weekday, month=found.month, day=found.day, year=found.year)
    return m


def _the_period(toks: list[Token], at: int, pos: int, edge: str) -> Moment | None:
    """the week, the year, the weekend, end of year; the 2 upcoming months."""
    number = number_at(toks, pos, "en")
    if number is not None and number.value is not None and number.end + 1 < len(toks):
        n = SHIFTS["en"].get(toks[number.end].key)
        unit = UNITS["en"].get(toks[number.end + 1].key)
        if n and unit and number.value.denominator == 1:
            return stretch(at, number.end + 2, unit, n, int(number.value))
        return None
    tok = toks[pos]
    unit = UNITS["en"].get(tok.key)
    if unit in ("decade", "century") and edge and not tok.key.endswith("s"):
        return Moment(at, pos + 1, shift=(unit, 0), edge=edge)
    if unit not in ("week", "weekend", "month", "year", "fortnight") or tok.key.endswith("s"):
        return None
    after = toks[pos + 1].key if pos + 1 < len(toks) else ""
    if unit == "weekend" and after not in ("of", "after", "before"):
        return Moment(at, pos + 1, shift=("weekend", 0), edge="past")
    led = toks[at - 1].key if at else ""
    dated = pos + 1 < len(toks) and toks[pos + 1].kind == "d"
    whole = led in ("of", "for", "in", "during", "throughout") and after not in _GOES_ON and not dated
    if unit in ("week", "month", "year", "day") and (edge or whole) and after not in ("of",):
        return Moment(at, pos + 1, shift=(unit, 0), edge=edge)
    return None


def _reach(toks: list[Token], at: int, pos: int, n: int) -> Moment | None:
    """the last three months, the next few days, the past decade."""
    few = toks[pos].key in ("few", "several", "couple") if pos < len(toks) else False
    end, number = pos, None
    if few:
        end = pos + 1
        if end < len(toks) and toks[end].key == "of":
            end += 1
    elif pos < len(toks):
        found = number_at(toks, pos, "en")
        if found is None or found.value is None or found.value.denominator != 1 or not 0 < found.value < 1000:
            if not (toks[pos].key in ("decade", "century") and n < 0):
                plural = UNITS["en"].get(toks[pos].key)
                if plural and toks[pos].key.endswith("s"):
                    return Moment(at, pos + 1, "duration", value=iso(plural, None))
                return None
            decade = toks[pos].key == "decade" and n < 0
            return Moment(at, pos + 1, "duration", value="P10Y") if decade else None
        end, number = found.end, int(found.value)
    working = end < len(toks) and toks[end].key in ("business", "working")
    end += working
    unit = UNITS["en"].get(toks[end].key) if end < len(toks) else None
    if unit is None:
        return None
    if few:
        return Moment(at, end + 1, "duration", value=iso(unit, None))
    return stretch(at, end + 1, "business day" if working and unit == "day" else unit, n or 1, number or 1)


def _week_of(toks: list[Token], at: int) -> Moment | None:
    """the week of March 6; the week starting on February 4; week 31."""
    pos = at + 1 if toks[at].key == "the" and at + 1 < len(toks) else at
    if [t.key for t in toks[pos : pos + 3]] == ["w", "/", "c"]:
        pos += 2  # w/c 4 February: the week that begins on it
    elif toks[pos].key != "week":
        return None
    if pos + 1 >= len(toks):
        return None
    nxt = toks[pos + 1]
    if nxt.kind == "d" and nxt.text.isdecimal() and len(nxt.text) <= 2 and 1 <= int(nxt.text) <= 53:
        year = None
        end = pos + 2
        if end + 1 < len(toks) and toks[end].key in ("of", "in") and toks[end + 1].text.isdecimal():
            year, end = int(toks[end + 1].text), end + 2
        return Moment(at, end, week=int(nxt.text), year=year)
    start = pos + 1
    while start < len(toks) and start < pos + 4 and toks[start].key in _WEEK_LED:
        start += 1
    if (start == pos + 1 and toks[pos].key == "week") or start >= len(toks):
        return None
    for target in day_names.read(toks, start, "en"):
        if target.day is not None and (target.month is not None or not target.weak):
            return Moment(at, target.end, year=target.year, month=target.month, day=target.day, edge="week")
    return None


_BESIDE_FR = {"lendemain": 1, "surlendemain": 2, "veille": -1}


def _beside_fr(toks: list[Token], at: int) -> Moment | None:
    """le lendemain, l'avant-veille, le même jour, cette nuit-là; la veille de Noël, le lendemain du 3 mai."""
    pos = at
    while pos < min(len(toks), at + 2) and (
        toks[pos].key in ("le", "la", "l", "ce", "cette") or toks[pos].text in "'’"
    ):
        pos += 1
    if pos >= len(toks):
        return None
    key, end = toks[pos].key, pos + 1
    days = _BESIDE_FR.get(key)
    if key == "avant" and [t.key for t in toks[pos + 1 : pos + 3]] == ["-", "veille"]:
        days, end = -2, pos + 3
    if days is None:
        return _same_fr(toks, at, pos)
    if end < len(toks) and toks[end].key in ("de", "du", "d", "des"):
        begin = end + 1
        while begin < min(len(toks), end + 3) and (toks[begin].key in ("la", "l", "le") or toks[begin].text in "'’"):
            begin += 1
        for target in day_names.read(toks, begin, "fr") if begin < len(toks) else ():
            if not target.weak and (target.month is not None or target.feast or target.weekday is not None):
                return _from_target(at, target, (("day", float(days)),))
        return None  # au lendemain des élections: no day that a calendar knows
    return Moment(at, end, shift=("day", days), edge="relative")


def _same_fr(toks: list[Token], at: int, pos: int) -> Moment | None:
    """le même jour, la même année, ce jour-là, cette année-là."""
    same = toks[pos].key == "meme"
    noun = pos + 1 if same else pos
    if noun >= len(toks):
        return None
    unit = UNITS["fr"].get(toks[noun].key)
    there = [t.key for t in toks[noun + 1 : noun + 3]] == ["-", "la"] and toks[at].key in ("ce", "cette")
    if not (same or there) or unit not in ("day", "week", "month", "year", "night"):
        return None
    end = noun + 1 if same else noun + 3
    if unit == "night":
        return Moment(at, end, shift=("day", 0), part="NI", edge="relative")
    return Moment(at, end, shift=(unit, 0), edge="relative")


def _week_of_fr(toks: list[Token], at: int) -> Moment | None:
    """la semaine du 17 juin; la semaine 25."""
    pos = at + 1 if toks[at].key == "la" and at + 1 < len(toks) else at
    if toks[pos].key != "semaine" or pos + 1 >= len(toks):
        return None
    nxt = toks[pos + 1]
    if nxt.text.isdecimal() and len(nxt.text) <= 2 and 1 <= int(nxt.text) <= 53:
        return Moment(at, pos + 2, week=int(nxt.text))
    if nxt.key != "du" or pos + 2 >= len(toks):
        return None
    for target in day_names.read(toks, pos + 2, "fr"):
        if target.day is not None and target.month is not None:
            return Moment(at, target.end, year=target.year, month=target.month, day=target.day, edge="week")
    return None


def _same(toks: list[Token], at: int, language: str) -> Moment | None:
    """the next day, the same day, that year, the day before; le lendemain, la veille: counted from the date before."""
    key = toks[at].key
    if language == "fr":
        return _beside_fr(toks, at)
    pos = at + 1 if key == "the" and at + 1 < len(toks) else at
    word = toks[pos].key
    unit = UNITS["en"].get(toks[pos + 1].key) if pos + 1 < len(toks) else None
    if word in ("same", "that") and unit in ("day", "week", "month", "year") and not toks[pos + 1].key.endswith("s"):
        return Moment(at, pos + 2, shift=(unit, 0), edge="relative")
    if word in ("next", "following", "previous") and unit == "day":
        return Moment(at, pos + 2, shift=("day", -1 if word == "previous" else 1), edge="relative")
    beside = UNITS["en"].get(word) if key == "the" else None
    if beside in ("week", "month", "year", "night", "weekend") and not word.endswith("s") and pos + 1 < len(toks):
        follow = toks[pos + 2] if pos + 2 < len(toks) else None
        closed = follow is None or (follow.kind == "s" and follow.text not in "-–'’")
        if toks[pos + 1].key in ("before", "after") and closed:  # the year before, the night before
            n = -1 if toks[pos + 1].key == "before" else 1
            if beside == "night":
                return Moment(at, pos + 2, shift=("day", n), part="NI", edge="relative")
            return Moment(at, pos + 2, shift=(beside, n), edge="relative")
    if key == "the" and word in ("morning", "afternoon", "evening") and pos + 1 < len(toks):
        follow = toks[pos + 2] if pos + 2 < len(toks) else None
        if toks[pos + 1].key in ("before", "after") and (follow is None or follow.kind == "s"):
            n = -1 if toks[pos + 1].key == "before" else 1
            return Moment(at, pos + 2, shift=("day", n), part=DAY_PARTS["en"][word], edge="relative")
    if word == "eve" and pos + 2 < len(toks) and toks[pos + 1].key == "of":
        target = _target(toks, pos + 2)
        return _from_target(at, target, (("day", -1.0),)) if target else None
    if key == "the" and word == "day" and pos + 1 < len(toks) and toks[pos + 1].key in ("before", "after"):
        follow = toks[pos + 2] if pos + 2 < len(toks) else None
        target = _target(toks, pos + 2) if follow is not None else None
        if target:
            return _from_target(at, target, (("day", -1.0 if toks[pos + 1].key == "before" else 1.0),))
        if follow is None or follow.kind == "s":
            return Moment(at, pos + 2, shift=("day", -1 if toks[pos + 1].key == "before" else 1), edge="relative")
    return None
