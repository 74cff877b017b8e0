"""Times counted from another: last week · the next five days · three years ago · two weeks before · for four years ·
daily ·
chaque lundi · il y a deux ans · dans trois jours · la semaine dernière · now."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from recoupe.read.text.numbers import day_names
from recoupe.read.text.numbers.calendars import DAY_PARTS, FEASTS, PERIODS, SEASONS, UNITS, WEEKDAYS
from recoupe.read.text.numbers.cardinals import VULGAR, part_after
from recoupe.read.text.numbers.cardinals import read as number_at
from recoupe.read.text.numbers.lexer import Token, words
from recoupe.read.text.numbers.moments import Moment

LETTERS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "month": "M", "year": "Y",
    "decade": "DE", "century": "CE", "quarter": "Q", "fortnight": "W", "weekend": "WE", "millennium": "ML",
}  # fmt: skip
SHIFTS = {
    "en": {"last": -1, "past": -1, "previous": -1, "prior": -1, "this": 0, "current": 0, "same": 0, "next": 1,
           "coming": 1, "upcoming": 1, "following": 1, "preceding": -1},
    "fr": {"dernier": -1, "derniere": -1, "passe": -1, "passee": -1, "precedent": -1, "precedente": -1, "prochain": 1,
           "prochaine": 1, "suivant": 1, "suivante": 1, "ecoule": -1, "ecoulee": -1, "derniers": -1, "dernieres": -1,
           "prochains": 1, "prochaines": 1, "en cours": 0},
}  # fmt: skip
_RELATIVE = words("previous prior following preceding same precedent precedente suivant suivante")
_ADVERB_SETS = {
    "daily": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M", "yearly": "P1Y", "annually": "P1Y",
    "hourly": "PT1H", "nightly": "P1D", "biweekly": "P2W", "bi-weekly": "P2W", "fortnightly": "P2W",
    "biannually": "P0.5Y",
    "bimonthly": "P2M", "semiannually": "P0.5Y", "annuellement": "P1Y", "mensuellement": "P1M",
    "hebdomadairement": "P1W", "quotidiennement": "P1D", "biennially": "P2Y",
}  # fmt: skip
_ADJECTIVE_SETS_FR = {
    "quotidienne": "P1D",
    "hebdomadaire": "P1W",
    "mensuel": "P1M",
    "trimestriel": "P3M",
    "annuel": "P1Y",
    "bimensuel": "P2W",
}
_NOW_EN = {
    ("right", "now"),
    ("now",),
    ("at", "this", "time"),
    ("at", "present"),
    ("at", "the", "moment"),
    ("as", "of", "now"),
}
_NOW_FR = {("maintenant",), ("en", "ce", "moment"), ("a", "l", "'", "heure", "actuelle")}
_FEW = {"en": words("few several some many"), "fr": words("quelques plusieurs")}
_LEN = {"en": words("long"), "fr": words("")}
_PASSED_OVER = words("more full consecutive straight whole additional long other different d ' ’ de solid short")
_LENGTH_LED = words(
    "for in over within than about nearly almost least around roughly half of took takes take as lasted spent spend "
    "pendant en durant depuis environ pour during every just under barely after within de plus all not is"
)
_BARE_LED = words("for recent coming over after within pendant depuis des of took takes")
_OF_AGE_FR = words(
    "age agee ages agees homme hommes femme femmes fille filles garcon garcons jeune jeunes enfant enfants "
    "adolescent adolescente etudiant etudiante retraite retraitee personne conducteur conductrice lyceen lyceenne "
    "militant militante"
)
_GOES_ON = words("of before after that when since to ended ending in he she it they we i until from leading which")
_SORTS_OF_YEAR = words("calendar business working fiscal financial academic school")


def read(toks: list[Token], at: int, language: str) -> list[Moment]:
    """Every relative time, duration or set that begins at token `at`, longest first."""
    kind = toks[at].kind
    if kind == "s" and toks[at].text not in VULGAR:
        return []
    found: list[Moment | None] = [
        _counted(toks, at, language),
        _adverb(toks, at, language),
        _now(toks, at, language),
        _every(toks, at, language),
    ]
    if kind == "w":
        found += [_shifted_en(toks, at), _week_of(toks, at)] if language == "en" else [_shifted_fr(toks, at)]
        found += [_ago_fr(toks, at) if language == "fr" else None, _same(toks, at, language), _bare(toks, at, language)]
    return sorted((m for m in found if m), key=lambda m: -m.end)


# ---- amounts of time


def amount(toks: list[Token], at: int, language: str) -> tuple[int, tuple[tuple[str, float], ...], str] | None:
    """An amount of time at `at`: (token after it, ((unit, number), …), value as an ISO duration)."""
    pos, number, vague = _how_many(toks, at, language)
    if number is None and not vague:
        return None
    if pos < len(toks) and toks[pos].text in "-‐‑" and pos + 1 < len(toks):
        pos += 1
    while pos < len(toks) and toks[pos].key in _PASSED_OVER:
        pos += 1
    if pos >= len(toks):
        return None
    unit = UNITS[language].get(toks[pos].key)
    letter = len(toks[pos].key) == 1 and not toks[pos].glued
    if unit is None or letter or (toks[pos].key in ("min", "mn", "sec") and toks[pos - 1].kind != "d"):
        return None
    if len(toks[pos].key) == 1 and pos + 1 < len(toks) and toks[pos + 1].kind == "d" and toks[pos + 1].glued:
        return None
    end = pos + 1
    if number is None:
        return end, ((unit, 3.0),), _iso(unit, None)
    half = _and_half(toks, end, language)
    if half:
        end, number = half[0], number + half[1]
    parts = [(unit, float(number))]
    value = _iso(unit, number)
    more = _finer(toks, end, language, unit)
    if more:
        end, rest, text = more
        parts += rest
        value = _together(value, text)
    return end, tuple(parts), value


def _how_many(toks: list[Token], at: int, language: str) -> tuple[int, Fraction | None, bool]:
    """The number before a unit of time: (token after, number, or vague)."""
    tok = toks[at]
    if tok.kind == "w":
        if tok.key in _FEW[language] and not (tok.key == "some" and at + 1 < len(toks) and toks[at + 1].kind == "d"):
            return at + 1, None, True
        if language == "en" and tok.key == "a" and at + 1 < len(toks) and toks[at + 1].key in ("few", "couple"):
            end = at + 3 if at + 2 < len(toks) and toks[at + 2].key == "of" else at + 2
            return (end, None, True) if toks[at + 1].key == "few" else (end, Fraction(2), False)
        if language == "en" and tok.key == "half" and at + 1 < len(toks):
            end = at + 1
            while end < len(toks) and (toks[end].key in ("a", "an", "the") or toks[end].text == "-") and end < at + 3:
                end += 1
            return end, Fraction(1, 2), False
        if language == "fr" and tok.key == "demi" and at + 1 < len(toks):
            return at + (2 if toks[at + 1].text == "-" else 1), Fraction(1, 2), False
        if language == "fr" and tok.key in ("une", "un") and at + 1 < len(toks) and toks[at + 1].key == "demi":
            return at + (3 if toks[at + 2 : at + 3] and toks[at + 2].text == "-" else 2), Fraction(1, 2), False
    number = number_at(toks, at, language)
    if number is not None:
        return number.end, number.value, False
    if tok.key in ("a", "an", "un", "une") and tok.kind == "w":
        return at + 1, Fraction(1), False
    return at, None, False


def _and_half(toks: list[Token], at: int, language: str) -> tuple[int, Fraction] | None:
    if at + 1 >= len(toks) or toks[at].key not in ("and", "et"):
        return None
    part = part_after(toks, at + 1, language)
    return part if part and part[1] < 1 else None


def _finer(toks: list[Token], at: int, language: str, unit: str) -> tuple[int, list[tuple[str, float]], str] | None:
    """The smaller unit behind a larger one: 1 hour and 30 minutes."""
    pos = at
    while pos < len(toks) and (toks[pos].key in ("and", "et") or toks[pos].text == ",") and pos < at + 2:
        pos += 1
    if pos >= len(toks) or toks[pos].kind == "s":
        return None
    number = number_at(toks, pos, language)
    if number is None or number.value is None or number.end >= len(toks):
        return None
    smaller = UNITS[language].get(toks[number.end].key)
    order = ["second", "minute", "hour", "day", "week", "month", "year"]
    if smaller not in order or unit not in order or order.index(smaller) >= order.index(unit):
        return None
    more = _finer(toks, number.end + 1, language, smaller)
    parts, value, end = [(smaller, float(number.value))], _iso(smaller, number.value), number.end + 1
    if more:
        return more[0], parts + more[1], _together(value, more[2])
    return end, parts, value


def _iso(unit: str, number: Fraction | None) -> str:
    letter = LETTERS[unit]
    if number is not None and unit == "fortnight":
        number *= 2
    if number is not None and unit in ("decade", "century", "millennium"):
        number, letter = number * {"decade": 10, "century": 100, "millennium": 1000}[unit], "Y"
    if number is not None and unit == "quarter":
        number, letter = number * 3, "M"
    if number is None and unit in ("decade", "century", "millennium"):
        letter = "Y"
    amount_text = "X" if number is None else _plain(number)
    return f"PT{amount_text}{letter[1:]}" if letter.startswith("T") and len(letter) == 2 else f"P{amount_text}{letter}"


def _plain(number: Fraction) -> str:
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.4f}".rstrip("0")


def _together(large: str, small: str) -> str:
    """P1Y and P2M as P1Y2M; PT1H and PT30M as PT1H30M."""
    if small.startswith("PT"):
        return large + (small[2:] if "T" in large else small[1:])
    return large + small[1:]


def _counted(toks: list[Token], at: int, language: str) -> Moment | None:
    """An amount of time with what follows it: ago, later, from today, old; or a duration by itself."""
    if at and toks[at].glued and (toks[at - 1].kind == "w" or toks[at - 1].text in "$€£:/"):
        return None
    found = amount(toks, at, language)
    if found is None:
        return None
    end, parts, value = found
    ahead = toks[at - 1].key if at else ""
    if parts[0][0] == "hour" and language == "fr" and ahead in ("a", "vers", "des", "jusqu", "avant", "apres"):
        return None
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
    elif nxt == "plus" and nxt2 in ("tard", "tot"):
        sign = 1 if nxt2 == "tard" else -1
        return Moment(at, end + 2, ago=tuple((u, sign * n) for u, n in parts), same="", exact=True, edge="relative")
    if language == "fr" and parts[0][0] == "year" and _age_fr(toks, at):
        return None
    if article and (parts[0][0] == "weekend" or not _article_ok(toks, at, language, parts[0][0])):
        return None
    if language == "en" and _in_future(toks, at) and not vague:
        return Moment(at, end, ago=parts, exact=True)
    if vague and nxt in ("before", "after", "avant", "apres"):
        return None  # a few hours before something: neither a length nor a date
    if nxt == "-" and nxt2 == "long":
        end += 2
    elif nxt == "long":
        end += 1
    return Moment(at, end, "duration", value=value)


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
    return before in _LENGTH_LED and unit not in ("quarter",)


def _counted_en(
    toks: list[Token], at: int, end: int, parts: tuple[tuple[str, float], ...], nxt: str, nxt2: str
) -> Moment | None:
    """three days ago, two weeks from now, two days later, 4 months from tomorrow, 2 weeks before Christmas."""
    back = tuple((unit, -number) for unit, number in parts)
    vague = toks[at].key in ("few", "several", "some", "many") or (toks[at].key == "a" and toks[at + 1].key == "few")
    if nxt == "ago":
        return _vague_ago(at, end + 1, parts) if vague else Moment(at, end + 1, ago=back)
    if nxt == "from" and nxt2 in ("now", "today"):
        return Moment(at, end + 2, ago=parts, exact=parts[-1][0] not in ("second", "minute", "hour"))
    if nxt in ("from", "after", "before") and end + 1 < len(toks):
        target = _target(toks, end + 1)
        if target and not vague:
            sign = -1 if nxt == "before" else 1
            return _from_target(at, target, tuple((u, sign * n) for u, n in parts))
    if vague:
        return None
    if nxt == "later" and nxt2 in ("this", "that", "in", "today", "on"):
        return None
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
            return Moment(at, at + 2, "duration", value=_iso(whole, Fraction(1)))
        return None
    unit = UNITS[language].get(tok.key)
    long = at + 2 < len(toks) and toks[at + 1].text == "-" and toks[at + 2].key == "long"
    if unit and long and not tok.key.endswith("s"):
        return Moment(at, at + 3, "duration", value=_iso(unit, Fraction(1)))
    plural = unit is not None and tok.key.endswith("s") and tok.key not in ("mois", "hrs", "mins", "secs")
    if not plural or unit is None:
        return None
    before = toks[at - 1].key if at else ""
    if long:
        return Moment(at, at + 3, "duration", value=_iso(unit, None))
    if before in _BARE_LED:
        if before in ("of", "after", "over", "des", "within"):
            return None
        if before in ("recent", "coming"):
            return Moment(at, at + 1, "vague", value="unknown")
        return Moment(at, at + 1, "duration", value=_iso(unit, None))
    return None


# ---- this, last, next


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
    same = tok.key if word in _RELATIVE else ""
    unit = UNITS["en"].get(tok.key)
    if unit in ("hour", "minute") and n and not tok.key.endswith("s"):
        return Moment(at, end, reach=(unit, n))
    if unit == "day" and n > 0 and tok.key == "day":
        return Moment(at, end, shift=("day", n), edge="relative")
    if unit in PERIODS and not tok.key.endswith("s"):
        if unit == "day" and word in ("last", "past", "this"):
            return None
        return Moment(at, end, shift=(unit, n), same="", edge="relative" if same else edge)
    weekday = WEEKDAYS["en"].get(tok.key)
    if weekday:
        past = "past" if word == "past" else ""
        return _with_day(toks, Moment(at, end, weekday=weekday, shift=("weekday", n), edge=past))
    month = day_names.month_of(tok, "en")
    if month and (tok.capital or tok.key not in ("may", "march")):
        found = day_names._month_day(toks, pos, "en")
        if found and found.year is None:
            return Moment(at, found.end, month=found.month, day=found.day, shift=("month name", n))
        return Moment(at, end, month=month, shift=("month name", n))
    if tok.key in SEASONS["en"]:
        return Moment(at, end, season=SEASONS["en"][tok.key], shift=("season", n))
    part = DAY_PARTS["en"].get(tok.key)
    if part and word in ("this", "last", "next", "following", "previous", "same"):
        days = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(word, 0)
        return Moment(at, end, shift=("day", days), part=part, edge="relative" if same or word == "next" else "")
    for key in FEASTS["en"]:
        if key[0] == tok.key and day_names._spelt(toks, pos, key):
            return Moment(at, pos + len(key), feast=key, shift=("year", n))
    return None


def _with_day(toks: list[Token], m: Moment) -> Moment:
    """this Friday-Jun-15: the day behind the weekday wins over the pointing word."""
    pos = m.end
    if pos + 1 < len(toks) and toks[pos].text in "-," and toks[pos + 1].kind == "w":
        found = day_names._month_day(toks, pos + 1, "en")
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
            return _stretch(at, number.end + 2, unit, n, int(number.value))
        return None
    tok = toks[pos]
    unit = UNITS["en"].get(tok.key)
    if unit not in ("week", "weekend", "month", "year", "fortnight") or tok.key.endswith("s"):
        return None
    after = toks[pos + 1].key if pos + 1 < len(toks) else ""
    if unit == "weekend" and after not in ("of", "after", "before"):
        return Moment(at, pos + 1, shift=("weekend", 0), edge="past")
    led = toks[at - 1].key if at else ""
    number = pos + 1 < len(toks) and toks[pos + 1].kind == "d"
    whole = led in ("of", "for", "in", "during") and after not in _GOES_ON and not number
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
                    return Moment(at, pos + 1, "duration", value=_iso(plural, None))
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
        return Moment(at, end + 1, "duration", value=_iso(unit, None))
    return _stretch(at, end + 1, "business day" if working and unit == "day" else unit, n or 1, number or 1)


def _stretch(first: int, end: int, unit: str, n: int, number: int) -> Moment:
    """The last three days are an interval; the last twenty years a length, since no day begins them."""
    if unit in ("month", "quarter", "year", "decade", "century"):
        return Moment(first, end, "duration", value=_iso(unit, Fraction(number)))
    return Moment(first, end, reach=(unit, n * number))


def _week_of(toks: list[Token], at: int) -> Moment | None:
    """the week of March 6; the week starting on February 4; week 31."""
    pos = at + 1 if toks[at].key == "the" and at + 1 < len(toks) else at
    if toks[pos].key != "week" or pos + 1 >= len(toks):
        return None
    nxt = toks[pos + 1]
    if nxt.kind == "d" and nxt.text.isdecimal() and len(nxt.text) <= 2 and 1 <= int(nxt.text) <= 53:
        year = None
        end = pos + 2
        if end + 1 < len(toks) and toks[end].key in ("of", "in") and toks[end + 1].text.isdecimal():
            year, end = int(toks[end + 1].text), end + 2
        return Moment(at, end, week=int(nxt.text), year=year)
    start = pos + 1
    while start < len(toks) and start < pos + 4 and toks[start].key in ("of", "starting", "beginning", "on", "from"):
        start += 1
    if start == pos + 1 or start >= len(toks):
        return None
    for target in day_names.read(toks, start, "en"):
        if target.day is not None and (target.month is not None or not target.weak):
            return Moment(at, target.end, year=target.year, month=target.month, day=target.day, edge="week")
    return None


def _same(toks: list[Token], at: int, language: str) -> Moment | None:
    """the next day, the same day, that year, the day before; le lendemain, la veille: counted from the date before."""
    key = toks[at].key
    if language == "fr":
        days = {"lendemain": 1, "surlendemain": 2, "veille": -1, "avant-veille": -2}.get(key)
        if days is not None:
            return Moment(at, at + 1, shift=("day", days), edge="relative")
        return None
    pos = at + 1 if key == "the" and at + 1 < len(toks) else at
    word = toks[pos].key
    unit = UNITS["en"].get(toks[pos + 1].key) if pos + 1 < len(toks) else None
    if word in ("same", "that") and unit in ("day", "week", "month", "year") and not toks[pos + 1].key.endswith("s"):
        return Moment(at, pos + 2, shift=(unit, 0), edge="relative")
    if word in ("next", "following", "previous") and unit == "day":
        return Moment(at, pos + 2, shift=("day", -1 if word == "previous" else 1), edge="relative")
    if key == "the" and word == "day" and pos + 1 < len(toks) and toks[pos + 1].key in ("before", "after"):
        follow = toks[pos + 2] if pos + 2 < len(toks) else None
        target = _target(toks, pos + 2) if follow is not None else None
        if target:
            return _from_target(at, target, (("day", -1.0 if toks[pos + 1].key == "before" else 1.0),))
        if follow is None or follow.kind == "s":
            return Moment(at, pos + 2, shift=("day", -1 if toks[pos + 1].key == "before" else 1), edge="relative")
    return None


def _shifted_fr(toks: list[Token], at: int) -> Moment | None:
    """la semaine dernière, le mois prochain, ce matin, lundi dernier, cet été, les trois derniers mois, l'an
    dernier."""
    pos = at
    this = toks[pos].key in ("ce", "cet", "cette")
    while (
        pos < len(toks)
        and pos < at + 3
        and (toks[pos].key in ("la", "le", "l", "les", "ce", "cet", "cette", "au", "du") or (toks[pos].text in "'’"))
    ):
        pos += 1
    if pos >= len(toks):
        return None
    reach = _reach_fr(toks, at, pos)
    if reach:
        return reach
    if toks[pos].kind != "w":
        return None
    lead = SHIFTS["fr"].get(toks[pos].key)
    if lead is not None and toks[pos].key not in ("passe",) and pos + 1 < len(toks):
        return _named_fr(toks, at, pos + 1, lead)
    end = _span_fr(toks, pos)
    if end is None:
        return None
    n = SHIFTS["fr"].get(toks[end].key) if end < len(toks) and toks[end].kind == "w" else None
    if n is not None:
        found = _named_fr(toks, at, pos, n)
        relative = toks[end].key in _RELATIVE
        if found:
            return Moment(
                at,
                end + 1,
                shift=found.shift,
                season=found.season,
                weekday=found.weekday,
                month=found.month,
                part=found.part,
                feast=found.feast,
                edge="relative" if relative else "",
            )
    return _named_fr(toks, at, pos, 0) if this else None


def _span_fr(toks: list[Token], pos: int) -> int | None:
    """The token behind the noun of a French period: semaine, week-end, après-midi, octobre."""
    if pos + 2 < len(toks) and toks[pos + 1].text == "-" and toks[pos].key in ("week", "apres"):
        return pos + 3
    return pos + 1


def _named_fr(toks: list[Token], at: int, pos: int, n: int) -> Moment | None:
    if pos >= len(toks) or toks[pos].kind != "w":
        return None
    key, end = toks[pos].key, _span_fr(toks, pos) or pos + 1
    if end == pos + 3:
        key = f"{key}-{toks[pos + 2].key}"
    unit = UNITS["fr"].get(key)
    if unit in PERIODS and not (key.endswith("s") and key != "mois"):
        return Moment(at, end, shift=(unit, n))
    weekday = WEEKDAYS["fr"].get(key)
    if weekday:
        return Moment(at, end, weekday=weekday, shift=("weekday", n))
    month = day_names.month_of(toks[pos], "fr")
    if month:
        return Moment(at, end, month=month, shift=("month name", n))
    if key in SEASONS["fr"]:
        return Moment(at, end, season=SEASONS["fr"][key], shift=("season", n))
    if key in DAY_PARTS["fr"]:
        return Moment(at, end, shift=("day", -1 if n < 0 else 0), part=DAY_PARTS["fr"][key])
    return None


def _reach_fr(toks: list[Token], at: int, pos: int) -> Moment | None:
    """les trois derniers mois, les 15 prochains jours, 13 dernières minutes, ces derniers jours."""
    number = number_at(toks, pos, "fr")
    count = None
    if number is not None and number.value is not None and number.value.denominator == 1:
        count, pos = int(number.value), number.end
    if pos + 1 >= len(toks) or toks[pos].kind != "w":
        return None
    n = SHIFTS["fr"].get(toks[pos].key)
    unit = UNITS["fr"].get(toks[pos + 1].key)
    if n is None or n == 0 or unit is None:
        return None
    if count is None:
        plural = toks[pos].key.endswith("s")
        if unit in ("minute", "second", "hour") and not plural:
            return Moment(at, pos + 2, reach=(unit, n))
        return Moment(at, pos + 2, "duration", value=_iso(unit, None)) if plural else None
    return _stretch(at, pos + 2, unit, n, count)


def _ago_fr(toks: list[Token], at: int) -> Moment | None:
    """il y a deux ans, voici trois jours, dans deux semaines, d'ici trois mois."""
    key = toks[at].key
    pos = None
    if key == "il" and at + 2 < len(toks) and toks[at + 1].key == "y" and toks[at + 2].key == "a":
        pos = at + 3
    elif key == "il" and at + 1 < len(toks) and toks[at + 1].key == "ya":
        pos = at + 2
    elif key in ("voici", "voila"):
        pos = at + 1
    sign = -1
    if key == "dans":
        pos, sign = at + 1, 1
    if pos is None or pos >= len(toks):
        return None
    while (
        pos < len(toks)
        and toks[pos].key in ("environ", "pres", "de", "a", "peine", "plus", "moins", "presque")
        and pos < at + 6
    ):
        pos += 1
    if pos >= len(toks) or toks[pos].kind == "s":
        return None
    found = amount(toks, pos, "fr")
    if found is None:
        return None
    end, parts, value = found
    if value.startswith(("PX", "PTX")):
        return Moment(at, end, "vague", value="PAST_REF" if sign < 0 else "FUTURE_REF")
    return Moment(at, end, ago=tuple((u, sign * n) for u, n in parts))


# ---- sets and now


def _every(toks: list[Token], at: int, language: str) -> Moment | None:
    """every three weeks, each day, every Monday, once a week, any year; chaque lundi, tous les jours, par an."""
    tok = toks[at]
    if tok.kind != "w":
        return None
    if language == "en":
        if tok.key in ("once", "twice") and at + 2 < len(toks) and toks[at + 1].key in ("a", "per", "every", "an"):
            unit = UNITS["en"].get(toks[at + 2].key)
            return Moment(at, at + 3, "set", value=_iso(unit, Fraction(1))) if unit else None
        if tok.key not in ("every", "each", "any"):
            return None
        return _every_of(toks, at, at + 1, "en")
    if tok.key == "chaque":
        return _every_of(toks, at, at + 1, "fr")
    if tok.key in ("tous", "toutes") and at + 1 < len(toks) and toks[at + 1].key == "les":
        return _every_of(toks, at, at + 2, "fr")
    return None


def _every_of(toks: list[Token], at: int, pos: int, language: str) -> Moment | None:
    if pos >= len(toks):
        return None
    single = toks[at].key == "any"
    if toks[pos].key in ("other", "second") and not single and pos + 1 < len(toks):
        weekday = WEEKDAYS[language].get(toks[pos + 1].key)
        if weekday:
            return Moment(at, pos + 2, "set", weekday=weekday, every=True)
        unit = UNITS[language].get(toks[pos + 1].key) if pos + 1 < len(toks) else None
        return Moment(at, pos + 2, "set", value=_iso(unit, Fraction(2))) if unit else None
    key = toks[pos].key
    weekday = WEEKDAYS[language].get(key) or WEEKDAYS[language].get(key[:-1])
    if weekday and not single:
        return Moment(at, pos + 1, "set", weekday=weekday, every=True)
    part = DAY_PARTS[language].get(key)
    if part and not single:
        return Moment(at, pos + 1, "set", value=f"XXXX-XX-XXT{part}")
    unit = UNITS[language].get(key)
    if unit:
        return Moment(at, pos + 1, "set", value=_iso(unit, Fraction(1))) if not single or unit != "day" else None
    found = amount(toks, pos, language) if not single and toks[pos].kind in "dw" and toks[at].key != "each" else None
    if found and toks[pos].key not in ("a", "an", "un", "une", "few", "several", "some", "quelques", "plusieurs"):
        return Moment(at, found[0], "set", value=found[2])
    return None


def _adverb(toks: list[Token], at: int, language: str) -> Moment | None:
    """daily, annually, semi-annually; quotidien is an adjective and no time."""
    tok = toks[at]
    if tok.kind != "w" or (tok.capital and at and toks[at - 1].capital and not tok.line):
        return None
    if tok.key in ("bi", "semi") and at + 2 < len(toks) and toks[at + 1].text == "-":
        value = _ADVERB_SETS.get(tok.key + toks[at + 2].key)
        return Moment(at, at + 3, "set", value=value) if value else None
    if language == "fr" and at and toks[at - 1].key not in ("le", "l", "'", "’", "un", "du", "cet", "ce"):
        adjective = next((v for stem, v in _ADJECTIVE_SETS_FR.items() if tok.key.startswith(stem)), None)
        if adjective and not tok.key.endswith("ment"):
            return Moment(at, at + 1, "set", value=adjective)
    if at + 1 < len(toks) and toks[at + 1].capital and at and toks[at - 1].text not in '.!?"“':
        return None  # the daily Granma
    value = _ADVERB_SETS.get(tok.key)
    return Moment(at, at + 1, "set", value=value) if value else None


def _now(toks: list[Token], at: int, language: str) -> Moment | None:
    for key in _NOW_EN if language == "en" else _NOW_FR:
        if (
            toks[at].key == key[0]
            and at + len(key) <= len(toks)
            and all(toks[at + i].key == w for i, w in enumerate(key))
        ):
            return Moment(at, at + len(key), "vague", value="PRESENT_REF")
    if language == "en" and toks[at].key == "future" and at and toks[at - 1].key in ("the", "near", "foreseeable"):
        return Moment(at, at + 1, "vague", value="FUTURE_REF")
    return None
