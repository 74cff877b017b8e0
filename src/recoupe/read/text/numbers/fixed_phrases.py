"""Times that are set phrases: the week before last · years ago · in the near future · lundi en huit · deux fois par an.

Each row is an expression over the keys of a stretch (words without accents, signs by themselves, parted by one space)
with the words one of which it needs, and a function that makes a moment of its match. A row is only searched where one
of its words stands, so that ordinary text pays for a look into a set.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from fractions import Fraction

from recoupe.read.text.numbers.amounts import iso
from recoupe.read.text.numbers.calendars import DAY_PARTS, MONTHS, SEASONS, UNITS, WEEKDAYS, WEEKDAYS_PLURAL
from recoupe.read.text.numbers.lexer import Token, words
from recoupe.read.text.numbers.moments import Moment
from recoupe.read.text.numbers.written_years import four
from recoupe.read.text.words.needles import may_match

Make = Callable[[re.Match[str], int, int], Moment | None]


def _alternatives(*tables: dict[str, object] | dict[str, int] | dict[str, str]) -> str:
    return "|".join(sorted({re.escape(word) for table in tables for word in table}, key=lambda w: (-len(w), w)))


_DAY = {language: _alternatives(WEEKDAYS[language]) for language in ("en", "fr")}
_MONTH = {language: _alternatives(MONTHS[language]) for language in ("en", "fr")}
_COUNT_EN = (
    r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|many|a few|few|a couple of|a dozen|dozens of|"
    r"countless|numerous)"
)
_COUNT_FR = r"(?:\d+|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|plusieurs|quelques|maintes)"
_PRESENT, _PAST, _FUTURE = "PRESENT_REF", "PAST_REF", "FUTURE_REF"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d|2100)"
_RELATIVE_YEAR = r"(?:(?P<shift>last|this|next|the|that|the same|the current|the previous) (?:fiscal |financial )?year)"
_MONTH_EN = "|".join(sorted(MONTHS["en"], key=lambda w: -len(w)))
_SHIFT_YEAR = {"last": -1, "the previous": -1, "next": 1}


def _vague(value: str) -> Make:
    return lambda m, first, end: Moment(first, end, "vague", value=value)


def _shift(n: int) -> Make:
    def make(m: re.Match[str], first: int, end: int) -> Moment:
        if m["unit"] == "night":
            return Moment(first, end, shift=("day", n), part="NI")
        return Moment(first, end, shift=(m["unit"], n))

    return make


def _lasting(number: Fraction | None, language: str) -> Make:
    """A length of one unit, of a part of one, or of an unsaid number of them."""

    def make(m: re.Match[str], first: int, end: int) -> Moment:
        unit = UNITS[language][m["unit"]]
        return Moment(first, end, "duration", value=iso(unit, number))

    return make


def _fixed(value: str, kind: str = "duration") -> Make:
    return lambda m, first, end: Moment(first, end, kind, value=value)


def _coming_again(language: str) -> Make:
    """twice a week, three times a year: how often counts as what it comes round in."""

    def make(m: re.Match[str], first: int, end: int) -> Moment:
        return Moment(first, end, "set", value=iso(UNITS[language][m["unit"]], Fraction(1)))

    return make


def _day_beside(m: re.Match[str], first: int, end: int) -> Moment:
    """next 6th of April: the first one after the anchor."""
    way = 1 if m["way"] == "next" else -1
    return Moment(first, end, day=int(m["day"]), month=MONTHS["en"][m["month"]], shift=("month name", way))


def _half_year(m: re.Match[str], first: int, end: int) -> Moment:
    half = 1 if m["half"] in ("first", "1", "1st", "premier", "1er") else 2
    groups = m.groupdict()
    if groups.get("year"):
        return Moment(first, end, semester=half, year=int(groups["year"]))
    return Moment(first, end, semester=half, shift=("year", _SHIFT_YEAR.get(groups.get("shift") or "", 0)))


def _of_year(edge: str) -> Make:
    return lambda m, first, end: Moment(first, end, shift=("year", 0), edge=edge)


def _year(m: re.Match[str], first: int, end: int) -> Moment:
    return Moment(first, end, year=four(m["short"]))


def _years(m: re.Match[str], first: int, end: int) -> Moment | None:
    """2012-13, 2012/13: two years one behind the other, written short."""
    low, high = int(m["year"]), int(m["high"])
    later = low % 100 < high <= low % 100 + 20
    clear = high > 12 or m["sign"] != "-" or (m["season"] is not None and high == low % 100 + 1)
    if not later or not clear:
        return None
    return Moment(first, end, value=f"{low}/{low - low % 100 + high}")


def _before_christ(m: re.Match[str], first: int, end: int) -> Moment | None:
    number = int(m["n"])
    if m["era"] in ("ad", "ce", "apr"):
        return Moment(first, end, value=f"{number:04d}") if number <= 2100 else None
    return Moment(first, end, value=f"-{number - 1:04d}") if 0 < number <= 9999 else None


def _weekday_on(language: str) -> Make:
    """Friday week, a week on Friday, lundi en huit: the coming one, and weeks more."""

    def make(m: re.Match[str], first: int, end: int) -> Moment:
        weeks = m.groupdict().get("weeks") or "one"
        more = {"quinze": 2, "two": 2, "fortnight": 2, "three": 3}.get(weeks, 1)
        day = WEEKDAYS[language][m["day"]]
        return Moment(first, end, weekday=day, shift=("weekday on", more))

    return make


def _weekday_ago(m: re.Match[str], first: int, end: int) -> Moment:
    return Moment(first, end, weekday=WEEKDAYS["en"][m["day"]], shift=("weekday on", -1))


def _weekday_back(m: re.Match[str], first: int, end: int) -> Moment:
    """three Fridays ago: the last one, and two weeks more."""
    number = {"two": 2, "three": 3, "four": 4, "five": 5}.get(m["n"]) or int(m["n"])
    return Moment(first, end, weekday=WEEKDAYS_PLURAL["en"][m["day"]], shift=("weekday on", min(0, 1 - number)))


_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "deux": 2, "huit": 8, "neuf": 9, "onze": 11, "trois": 3, "quatre": 4,
    "cinq": 5, "sept": 7, "dix": 10,
}  # fmt: skip


def _stretch_of(language: str) -> Make:
    """the first two weeks of January, the last three days of 2018, les deux premières semaines de mai."""

    def make(m: re.Match[str], first: int, end: int) -> Moment | None:
        number = _NUMBERS.get(m["n"]) or (int(m["n"]) if m["n"].isdecimal() else 0)
        side = "last" if m["side"].startswith(("last", "final", "dern")) else "first"
        nth = (number, f"{side} {UNITS[language][m['unit']]}")
        month = MONTHS[language][m["month"]] if m["month"] else None
        year = int(m["year"] or m["year2"]) if m["year"] or m["year2"] else None
        said = m.groupdict().get("shift")
        shift = ("year", _SHIFT_YEAR.get(said, 0)) if said else None
        if not 0 < number < 60 or (month is None and year is None and shift is None):
            return None
        return Moment(first, end, nth=nth, month=month, year=year, shift=shift)

    return make


def _beside(m: re.Match[str], first: int, end: int) -> Moment:
    """la semaine d'avant, l'année d'après: beside the one just named."""
    unit = {"semaine": "week", "annee": "year", "mois": "month", "jour": "day"}[m["unit"]]
    return Moment(first, end, shift=(unit, -1 if m["side"] == "avant" else 1), edge="relative")


def _every_weekday(m: re.Match[str], first: int, end: int) -> Moment:
    return Moment(first, end, "set", weekday=WEEKDAYS["fr"][m["day"]], every=True)


def _every(language: str) -> Make:
    """every summer, every May, chaque été, tous les matins."""

    def make(m: re.Match[str], first: int, end: int) -> Moment | None:
        key = m["what"]
        season = SEASONS[language].get(key) or SEASONS[language].get(key.rstrip("s"))
        if season:
            number = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}[season]
            return Moment(first, end, "set", value=f"XXXX-{number}")
        part = DAY_PARTS[language].get(key) or DAY_PARTS[language].get(key.rstrip("s"))
        if part:
            return Moment(first, end, "set", value=f"XXXX-XX-XXT{part}")
        month = MONTHS[language].get(key)
        if month:
            return Moment(first, end, "set", value=f"XXXX-{month:02d}")
        return Moment(first, end, "set", value="XXXX-WXX-WE")

    return make


def _part_of_that_day(m: re.Match[str], first: int, end: int) -> Moment:
    return Moment(first, end, shift=("day", 0), part=DAY_PARTS["en"][m["part"]], edge="relative")


def _edge_fr(m: re.Match[str], first: int, end: int) -> Moment | None:
    """en début de semaine, à la fin du mois, d'ici la fin de l'année prochaine."""
    unit = {"semaine": "week", "mois": "month", "annee": "year", "an": "year", "siecle": "century"}[m["unit"]]
    said = m.groupdict().get("shift") or ""
    n = {"derniere": -1, "dernier": -1, "passee": -1, "passe": -1, "prochaine": 1, "prochain": 1}.get(said, 0)
    return Moment(first, end, shift=(unit, n), edge="end" if "fin" in m[0].split() else "start")


def _part_fr(m: re.Match[str], first: int, end: int) -> Moment:
    part = DAY_PARTS["fr"][m["part"].replace(" ", "")]
    return Moment(first, end, "time", part=part)


def _night_between(m: re.Match[str], first: int, end: int) -> Moment:
    """dans la nuit de lundi à mardi, dans la nuit du 3 au 4 juin: the night that begins on the first of the two."""
    if m["day"]:
        return Moment(first, end, weekday=WEEKDAYS["fr"][m["day"]], part="NI", kind="date")
    year = int(m["year"]) if m["year"] else None
    month = MONTHS["fr"][m["month"]]
    one, other = int(m["one"]), int(m["other"])
    if other < one:  # du 31 mai au 1er juin
        month = MONTHS["fr"][m["month0"]] if m["month0"] else (month - 1 or 12)
        year = year - 1 if year and month == 12 else year
    return Moment(first, end, day=one, month=month, year=year, part="NI", kind="date")


_CENTURY_FR = {
    "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8, "neuvieme": 9, "dixieme": 10, "onzieme": 11,
    "douzieme": 12, "treizieme": 13, "quatorzieme": 14, "quinzieme": 15, "seizieme": 16, "dix - septieme": 17,
    "dix - huitieme": 18, "dix - neuvieme": 19, "vingtieme": 20, "vingt et unieme": 21, "vingt - et - unieme": 21,
    "premier": 1, "deuxieme": 2, "troisieme": 3, "quatrieme": 4,
}  # fmt: skip


def _century_fr(m: re.Match[str], first: int, end: int) -> Moment:
    return Moment(first, end, century=(_CENTURY_FR[m["n"]] - 1) * 100)


_DECADE_FR = {
    "vingt": 1920, "trente": 1930, "quarante": 1940, "cinquante": 1950, "soixante": 1960, "soixante - dix": 1970,
    "septante": 1970, "quatre - vingt": 1980, "quatre - vingts": 1980, "quatre - vingt - dix": 1990, "nonante": 1990,
    "deux mille": 2000, "deux mille dix": 2010,
}  # fmt: skip


def _decade_fr(m: re.Match[str], first: int, end: int) -> Moment:
    return Moment(first, end, decade=_DECADE_FR[m["n"]])


def _nth_trimester(m: re.Match[str], first: int, end: int) -> Moment:
    """3e trimestre 2018."""
    return Moment(first, end, quarter=int(m["n"]), year=int(m["year"]) if m["year"] else None)


def _quarter_fr(m: re.Match[str], first: int, end: int) -> Moment:
    return Moment(first, end, quarter=int(m["n"]), year=int(m["year"]))


def _to_date(m: re.Match[str], first: int, end: int) -> Moment:
    """year to date: from its first day to the anchor."""
    return Moment(first, end, shift=(f"{m['unit']} to date", 0))


def _weekday_from_now(m: re.Match[str], first: int, end: int) -> Moment:
    """two Fridays from now: the coming one, and a week more."""
    return Moment(first, end, weekday=WEEKDAYS_PLURAL["en"][m["day"]], shift=("weekday on", _NUMBERS[m["n"]] - 1))


def _weekends_back(m: re.Match[str], first: int, end: int) -> Moment:
    return Moment(first, end, shift=("weekend", -_NUMBERS[m["n"]]))


_DECADE_EN = {
    "hundreds": 0, "tens": 10, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
    "seventies": 70, "eighties": 80, "nineties": 90,
}  # fmt: skip


def _decade_en(m: re.Match[str], first: int, end: int) -> Moment:
    """the nineteen eighties, the two thousands, the roaring twenties."""
    century = {"eighteen": 1800, "nineteen": 1900, "twenty": 2000, "seventeen": 1700}.get(m["century"] or "", 1900)
    return Moment(first, end, decade=2000 if m["decade"] is None else century + _DECADE_EN[m["decade"]])


_NTH_QUARTER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}


def _part_of_year(m: re.Match[str], first: int, end: int) -> Moment:
    """2018's third quarter, last year's first half."""
    shift = None if m["year"] else ("year", _SHIFT_YEAR.get(m["shift"], 0))
    year = int(m["year"]) if m["year"] else None
    number = _NTH_QUARTER[m["n"]]
    if m["unit"] == "half":
        return Moment(first, end, semester=min(number, 2), year=year, shift=shift)
    return Moment(first, end, quarter=number, year=year, shift=shift)


def _short_quarter(m: re.Match[str], first: int, end: int) -> Moment:
    """3Q19, Q3'19, 3Q 2019."""
    return Moment(first, end, quarter=int(m["n"]), year=four(m["short"]))


def _century_before(m: re.Match[str], first: int, end: int) -> Moment | None:
    """the 5th century BC, the third century BCE: astronomical years, of which 1 BC is 0."""
    words_ = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
              "ninth": 9, "tenth": 10, "premier": 1} | _CENTURY_FR  # fmt: skip
    n = int(m["n"]) if m["n"].isdecimal() else words_.get(m["n"]) or _ROMAN.get(m["n"].rstrip("em"))
    if not n or n > 40:
        return None
    return Moment(first, end, value=f"-{n * 100 - 1:04d}/-{(n - 1) * 100:04d}".replace("/-0000", "/0000"))


_ROMAN = {"i": 1, "ier": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}


def _weekday_parts(m: re.Match[str], first: int, end: int) -> Moment:
    """Monday mornings: a set."""
    part = DAY_PARTS["en"][m["part"].removesuffix("s")]
    return Moment(first, end, "set", value=f"XXXX-WXX-{WEEKDAYS['en'][m['day']]}T{part}")


def _on_date_each_year(m: re.Match[str], first: int, end: int) -> Moment | None:
    """every year on May 3."""
    day = int(m["day"] or m["day2"])
    month = MONTHS["en"][m["month"] or m["month2"]]
    return Moment(first, end, "set", value=f"XXXX-{month:02d}-{day:02d}") if 0 < day < 32 else None


def _weekend_of(m: re.Match[str], first: int, end: int) -> Moment | None:
    """the weekend of June 1."""
    month, day = MONTHS["en"][m["month"] or m["month2"]], int(m["day"] or m["day2"])
    year = int(m["year"]) if m["year"] else None
    return Moment(first, end, month=month, day=day, year=year, edge="weekend") if 0 < day < 32 else None


def _fortnight_of(m: re.Match[str], first: int, end: int) -> Moment:
    """la première quinzaine de juin."""
    side = "first" if m["n"].startswith("prem") else "second"
    year = int(m["year"]) if m["year"] else None
    return Moment(first, end, nth=(1, f"{side} fortnight"), month=MONTHS["fr"][m["month"]], year=year)


_PLURALS_EN = r"(?P<unit>days|weeks|months|years|decades|hours|minutes|centuries)"
_ROWS: dict[str, list[tuple[str, str, Make]]] = {
    "en": [
        ("last", r"(?:the )?(?P<unit>week|weekend|month|year|decade|night) before last", _shift(-2)),
        ("next", r"(?:the )?(?P<unit>week|weekend|month|year|decade) after next", _shift(2)),
        ("ago", r"(?:days|weeks|months|years|decades|centuries|ages|generations|hours|minutes|moments|(?:so |very "
         r")?long"
         r"|a (?:long|short) (?:time|while)|some time|a while) ago", _vague(_PAST)),
        ("half", r"(?:the )?(?P<half>first|second|1 st|2 nd) half of (?:fiscal |the year )?(?:" + _YEAR + "|"
         + _RELATIVE_YEAR
         + ")", _half_year),
        ("first last final", r"(?:the )?(?P<side>first|last|final) (?P<n>two|three|four|five|six|seven|eight|nine|ten|"
         r"eleven|\d\d?) (?P<unit>days|weeks|months) of (?:(?P<month>" + _MONTH["en"] + r")(?: ,)?(?: (?P<year>\d{4}))?"
         r"|(?P<year2>\d{4})|(?P<shift>the|this|last|next|the current|the previous) year)", _stretch_of("en")),
        ("quarters", r"(?P<n>two|three|four|five|six|seven|ten|\d) quarters ago", lambda m, first, end:
         Moment(first, end, ago=(("quarter", -float(_NUMBERS.get(m["n"]) or int(m["n"]))),))),
        ("hours", r"(?:in )?the (?:early|small|wee|wee small) hours(?: of(?: the morning)?)?", lambda m, first, end:
         Moment(first, end, "time", part="MO", weak=m[0].split()[-1] == "of" or not m[0].startswith("in"))),
        ("h", r"(?:(?<=for )|(?<=lasted )|(?<=took ))(?P<n>\d\d?) h (?P<minutes>[0-5]\d)", lambda m, first, end:
         Moment(first, end, "duration", value=f"PT{int(m['n'])}H{int(m['minutes'])}M")),
        ("h", r"h (?P<half>1|2) (?:of )?" + _YEAR, _half_year),
        ("h", _YEAR + r" h (?P<half>1|2)", _half_year),
        ("next last", r"(?P<way>next|last) (?P<day>[12]?\d|3[01]) (?:st|nd|rd|th) (?:of )?(?P<month>" + _MONTH_EN + ")",
         _day_beside),
        ("patrick", r"(?:st|st \.|saint) patrick(?: ' s)?(?: day)? " + _YEAR,
         lambda m, first, end: Moment(first, end, day=17, month=3, year=int(m["year"]))),
        ("end", r"(?:the )?(?P<unit>month|week|decade) ' s end|month - end", lambda m, first, end: Moment(first, end,
         shift=(m["unit"] or "month", 0), edge="end")),
        ("end yearend", r"(?:the )?year (?:' s|-) end|yearend", _of_year("end")),
        ("fy", r"fy (?P<short>\d{4}|\d\d)(?! \d)", _year),
        ("date", r"(?P<unit>year|month|quarter|week)(?: -)? to(?: -)? date", _to_date),
        ("eod day cob", r"eod|cob|by (?:the )?end of (?:the )?(?:business )?day|by close of business",
         lambda m, first, end: Moment(first + (m[0].split()[0] == "by"), end, shift=("day", 0), edge="end")),
        ("throughout during", r"(?:all )?(?:throughout|during) the (?:early |late )?(?P<part>morning|afternoon|evening"
         r"|night|daytime)(?! of| before| after)", lambda m, first, end: Moment(first, end, "time",
         part=DAY_PARTS["en"][m["part"]])),
        ("ish noonish", r"(?P<hour>1[0-2]|[1-9]) (?:- )?ish|noonish", lambda m, first, end: Moment(first, end, "time",
         hour=int(m["hour"] or 12), minute=0, half="" if m["hour"] else "pm")),
        ("date", r"(?<!year )(?<!month )(?<!week )(?<!quarter )(?<!up )(?<!- )to date(?= [.,;:!?)]|$)",
         lambda m, first, end: Moment(first, end, shift=("ever to date", 0))),
        ("midweek", r"midweek", lambda m, first, end: Moment(first, end, shift=("week", 0))),
        ("weekend", r"(?:the )?weekend of (?:the )?(?:(?P<month>" + _MONTH["en"] + r") (?P<day>\d\d?)|(?P<day2>\d\d?) "
         r"(?P<month2>" + _MONTH["en"] + r"))(?: st| nd| rd| th)?(?: (?P<year>\d{4}))?", _weekend_of),
        ("asap", r"asap", _vague(_FUTURE)),
        ("now", r"(?P<n>two|three|four|five) (?P<day>" + _alternatives(WEEKDAYS_PLURAL["en"]) + r") from now",
         _weekday_from_now),
        ("ago", r"(?P<n>two|three|four) weekends ago", _weekends_back),
        ("hundreds tens twenties thirties forties fifties sixties seventies eighties nineties thousands",
         r"(?:the )?(?P<century>seventeen|eighteen|nineteen|twenty|roaring|swinging)(?: -)? "
         r"(?P<decade>hundreds|tens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)|"
         r"(?<=in )the two thousands", _decade_en),
        ("quarter half", r"(?:" + _YEAR + "|" + _RELATIVE_YEAR + r") ' s (?P<n>first|second|third|fourth|final|last) "
         r"(?:fiscal |financial )?(?P<unit>quarter|half)", _part_of_year),
        ("q", r"(?P<n>[1-4]) q(?: fy)?(?: ')? (?P<short>\d\d|20\d\d)(?! \d)", _short_quarter),
        ("q", r"q (?P<n>[1-4])(?: fy)? ' (?P<short>\d\d)(?! \d)", _short_quarter),
        ("century", r"(?:the )?(?P<n>\d\d?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
         r"(?: st| nd| rd| th)?(?: -)? century (?:bc|bce)", _century_before),
        ("mornings afternoons evenings nights", r"(?P<day>" + _DAY["en"]
         + r") (?P<part>mornings|afternoons|evenings|nights)", _weekday_parts),
        ("weekends", r"(?<=on )weekends|(?<=at )weekends|every weekend|each weekend", _fixed("XXXX-WXX-WE", "set")),
        ("weekdays weekday", r"(?<=on )weekdays|every weekday|each weekday", _fixed("XXXX-WXX-1/XXXX-WXX-5", "set")),
        ("every each", r"(?:the )?(?:first|second|third|fourth|last|1 st|2 nd|3 rd|4 th) (?:" + _DAY["en"]
         + r"|day|week|weekend) (?:of|in) (?:every|each) month", _fixed("P1M", "set")),
        ("year annually yearly", r"(?:(?:every|each) year|annually|yearly) on (?:the )?(?:(?P<month>" + _MONTH["en"]
         + r") (?P<day>\d\d?)(?: st| nd| rd| th)?|(?P<day2>\d\d?)(?: st| nd| rd| th)? (?:of )?(?P<month2>"
         + _MONTH["en"] + r"))(?! \d)", _on_date_each_year),
        ("night", r"in the (?:middle|dead) of (?:the )?night", lambda m, first, end: Moment(first, end, "time",
         part="NI")),
        ("quarter", r"(?:a )?quarter(?: -)? of an hour", _fixed("PT0.25H")),
        ("quarters", r"three(?: -)? quarters of an hour", _fixed("PT0.75H")),
        ("whole entire full", r"(?:the whole|the entire|the full|a whole|a full|an entire) (?P<unit>day|night|week"
         r"|month|year|hour)(?! old)",
         _lasting(Fraction(1), "en")),
        ("all", r"all (?P<unit>day|night|week|month|year|hour) long", _lasting(Fraction(1), "en")),
        ("come ahead", r"(?<!\w)(?:the )?" + _PLURALS_EN + r" (?:to come|ahead(?! of))", _lasting(None, "en")),
        ("- – /", r"(?:fy )?(?P<year>(?:19|20)\d\d) (?P<sign>[-–/]) (?P<high>\d\d)(?! [-–/.:] \d)(?P<season> (?=season"
         r"|school|academic"
         r"|budget|fiscal|campaign|session))?", _years),
        ("bc bce", r"(?P<n>\d{1,4}) (?P<era>bc|bce)", _before_christ),
        ("ad", r"(?P<era>ad) (?P<n>\d{1,4})", _before_christ),
        ("on", r"(?:a|(?P<weeks>two|three)) weeks? on (?P<day>" + _DAY["en"] + ")", _weekday_on("en")),
        ("week fortnight", r"(?P<day>" + _DAY["en"] + r") (?P<weeks>week|fortnight)(?= [.,;!?]|$| at )",
        _weekday_on("en")),
        ("ago", r"a week ago (?:on |last )?(?P<day>" + _DAY["en"] + ")", _weekday_ago),
        ("ago", r"(?P<n>two|three|four|five|\d) (?P<day>" + _alternatives(WEEKDAYS_PLURAL["en"]) + r") ago",
        _weekday_back),
        ("last", r"(?:the )?(?P<day>" + _DAY["en"] + r") before last", _weekday_ago),
        ("next", r"(?:the )?(?P<day>" + _DAY["en"] + r") after next", _weekday_on("en")),
        ("times", _COUNT_EN + r" times (?:a|an|per|each|every) (?P<unit>second|minute|hour|day|night|week|month"
         r"|year|decade)",
         _coming_again("en")),
        ("once twice thrice", r"(?:once|twice|thrice) (?:a|an|per|each|every) (?P<unit>second|minute|hour|day"
         r"|night|week|month|year|decade)",
         _coming_again("en")),
        ("every each", r"(?:every|each) (?P<what>" + _alternatives(SEASONS["en"], MONTHS["en"]) + r"|weekend)(?! "
         r"\d)", _every("en")),
        ("that same", r"(?:that|that same|the same) (?P<part>morning|afternoon|evening|night)", _part_of_that_day),
        ("nowadays days moment present now speak day time point", r"nowadays|these days|at the moment|at present"
         r"|as of now|as we speak|to this day"
         r"|at this (?:time|moment|point in time)|right now|just now|the present day", _vague(_PRESENT)),
        ("future course soon", r"(?:in )?the (?:near|not too distant|foreseeable|immediate|distant) future|in "
         r"(?:the )?future(?= [^\w\s]|$)"
         r"|in due course|one day soon", _vague(_FUTURE)),
        ("9", r"(?:since|after|before|post|pre|of|the|on|until)(?: -)? (?P<date>9 / 11)(?! /| \d)", lambda m, first,
        end:
         Moment(first, end, value="2001-09-11")),
    ],
    "fr": [
        ("premiers premieres derniers dernieres", r"(?:les )?(?P<n>deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|"
         r"\d\d?) (?P<side>premiers|premieres|derniers|dernieres) (?P<unit>jours|semaines|mois) (?:de |d ' )(?:"
         r"(?P<month>" + _MONTH["fr"] + r")(?: (?P<year>\d{4}))?|(?P<year2>\d{4})|(?P<shift>(?:l '|cette) annee"
         r"(?! der| pas| pro| sui)))",
         _stretch_of("fr")),
        ("avant apres", r"(?:la |l ' |le )(?P<unit>semaine|annee|mois|jour) d ' (?P<side>avant|apres)(?! -)", _beside),
        ("huit quinze", r"(?P<day>" + _DAY["fr"] + r") en (?P<weeks>huit|quinze)", _weekday_on("fr")),
        ("sur", r"un (?P<day>" + _DAY["fr"] + r") sur deux", _every_weekday),
        ("huitaine quinzaine", r"(?:sous|dans la|d ' ici une) huitaine", _fixed("P1W")),
        ("quinzaine", r"(?:sous|dans la) quinzaine(?! de)", _fixed("P2W")),
        ("quinzaine", r"(?:la )?(?P<n>premiere|seconde|deuxieme) quinzaine (?:de |d ' |du mois de )(?P<month>"
         + _MONTH["fr"] + r")(?: (?P<year>\d{4}))?", _fortnight_of),
        ("premiers premiere premier derniers dernier", r"(?:tous |toutes )?(?:les |le )(?:premiers?|derniers?|"
         r"deuxiemes?|troisiemes?) (?:" + _DAY["fr"] + "|" + _alternatives(WEEKDAYS_PLURAL["fr"])
         + r") (?:du|de chaque) mois", lambda m, first, end: Moment(first, end, "set", value="P1M")
         if m[0].startswith("tou") or "chaque" in m[0] else None),
        ("ends weekends", r"(?:les |tous les )week - ends|(?:les |tous les )weekends", _fixed("XXXX-WXX-WE", "set")),
        ("mois", r"(?:le )?(?P<day>[12]?\d|3[01])(?: er)? (?:du mois|de ce mois|courant)(?! de)"
         r"(?: (?P<shift>dernier|prochain))?", lambda m, first, end: Moment(first, end, day=int(m["day"]),
         shift=("month", {"dernier": -1, "prochain": 1}.get(m["shift"] or "", 0)))),
        ("trimestre", r"(?P<n>[1-4]) (?:er|e|eme|ieme) trimestre(?: de| du)?(?: " + _YEAR + r")?", _nth_trimester),
        ("avant", r"(?P<n>\d{1,4}) (?P<era>avant) (?:jesus - christ|j \. - c(?: \.)?|notre ere|l ' ere commune)",
         _before_christ),
        ("siecle", r"(?:au |le |du |des le )?(?P<n>[ivx]+(?:er|e|eme)?|\d\d?(?: e| eme| er)?) siecle "
         r"(?:av(?: \.)?|avant) (?:j\S*|jesus)(?: \.)?(?: - (?:c|christ))?(?: \.)?", _century_before),
        ("matin aube jour crepuscule nuit", r"au petit matin|a l ' aube|au lever du jour|au point du jour|"
         r"aux aurores", lambda m, first, end: Moment(first, end, "time", part="MO")),
        ("crepuscule nuit", r"au crepuscule|a la tombee de la nuit|a la nuit tombee|a la nuit tombante",
         lambda m, first, end: Moment(first, end, "time", part="EV")),
        ("nuit", r"(?:en|au milieu de la|au beau milieu de la|en pleine|au coeur de la) nuit(?! du| de)",
         lambda m, first, end: None if m[0].startswith("en nuit") else Moment(first, end, "time", part="NI")),
        ("soiree matinee", r"en (?P<part>soiree|matinee)", _part_fr),
        ("tard tot", r"(?:tard|tot) dans la (?P<part>nuit|matinee|soiree)", _part_fr),
        ("nuit", r"(?:dans|pendant|durant) la (?P<part>nuit)(?! d[eu]s?| d ')", _part_fr),
        ("annees", r"(?:de |pendant )longues (?P<unit>annees)", _lasting(None, "fr")),
        ("jour", r"le jour meme", lambda m, first, end: Moment(first, end, shift=("day", 0), edge="relative")),
        ("deux", r"un jour sur deux|tous les deux jours", _fixed("P2D", "set")),
        ("sur", r"une semaine sur deux", _fixed("P2W", "set")),
        ("sur", r"un mois sur deux", _fixed("P2M", "set")),
        ("sur", r"une annee sur deux|un an sur deux", _fixed("P2Y", "set")),
        ("fois", _COUNT_FR + r" fois par (?P<unit>seconde|minute|heure|jour|nuit|semaine|mois|trimestre|an|annee"
         r"|siecle)",
         _coming_again("fr")),
        ("chaque tous toutes", r"(?:chaque|tous les|toutes les) (?P<what>" + _alternatives(SEASONS["fr"], MONTHS["fr"])
         + r"|etes|hivers|automnes|matins?|soirs?|nuits?|week - ends?|weekends?)(?! \d)", _every("fr")),
        ("nuit", r"(?:dans )?la nuit d(?:e|u) (?:(?P<day>" + _DAY["fr"] + r")(?: (?:\d\d? )?a[u]? (?:" + _DAY["fr"]
         + r"))|(?P<one>\d\d?)(?: (?P<month0>" + _MONTH["fr"] + r"))? au (?P<other>\d\d?)(?: er)? (?P<month>"
         + _MONTH["fr"] + r")(?: (?P<year>\d{4}))?)", _night_between),
        ("debut milieu fin cours", r"(?:(?:en|au|a la|la|le|des le) )?(?:debut|milieu|fin|cours) (?:de (?:l ' |la "
         r"|cette )?|du |de ce )"
         r"(?P<unit>semaine|mois|annee|an|siecle)(?: (?P<shift>dernier|derniere|passe|passee|prochain|prochaine))?"
         r"(?! \d| de \d| d)", _edge_fr),
        ("debut milieu fin", r"(?:en |a la |au |le |la )?(?:debut|milieu|fin) (?:de |d ' |de la |de l ' "
         r")(?P<part>matinee|journee|soiree"
         r"|apres - midi|nuit)", lambda m, first, end: None if m["part"] == "journee" else _part_fr(m, first, end)),
        ("semestre", r"(?:le |au )?(?P<half>premier|second|deuxieme|1 er|2 e) semestre(?: de)?(?: l ' annee)? " + _YEAR,
         _half_year),
        ("semestre", r"(?:le |au |du )?(?P<half>premier|second|deuxieme|1 er|2 e) semestre(?: de l ' annee)?",
        _half_year),
        ("t", r"t (?P<n>[1-4]) " + _YEAR, _quarter_fr),
        ("il", r"il y a (?:bien |tres |fort )?(?:longtemps|peu|peu de temps|belle lurette|quelque temps)",
        _vague(_PAST)),
        ("plus", r"plus (?:tot|tard) dans la journee", lambda m, first, end: Moment(first, end, shift=("day", 0))),
        ("midi", r"ce midi", lambda m, first, end: Moment(first, end, shift=("day", 0), hour=12, half="pm")),
        ("pendant durant dure", r"(?:(?<=pendant )|(?<=durant )|(?<=dure ))(?P<n>\d\d?) h (?P<minutes>[0-5]\d)",
         lambda m, first, end: Moment(first, end, "duration", value=f"PT{int(m['n'])}H{int(m['minutes'])}M")),
        ("quart", r"(?:un )?quart d ' heure", _fixed("PT0.25H")),
        ("quarts", r"trois quarts d ' heure", _fixed("PT0.75H")),
        ("toute", r"toute (?:la |l ' )(?P<unit>journee|nuit|semaine|annee)"
         r"(?! (?:prochaine|derniere|passee|suivante|precedente))", _lasting(Fraction(1), "fr")),
        ("tout", r"tout le (?P<unit>mois)", _lasting(Fraction(1), "fr")),
        ("des", r"(?:pendant|durant|depuis) des (?P<unit>heures|jours|semaines|mois|annees|decennies|siecles)",
         _lasting(None, "fr")),
        ("venir viennent ont suivent suivant precedant", r"(?:dans )?les (?P<unit>heures|jours|semaines|mois"
         r"|annees) (?:a venir|qui viennent|qui ont suivi|qui suivent"
         r"|qui ont precede|precedant|suivant)", _lasting(None, "fr")),
        ("siecle", r"(?P<n>" + "|".join(sorted(_CENTURY_FR, key=lambda w: -len(w))) + r") siecle", _century_fr),
        ("annees", r"annees (?P<n>" + "|".join(sorted(_DECADE_FR, key=lambda w: -len(w))) + r")(?! \w)", _decade_fr),
        ("- – /", r"(?P<year>(?:19|20)\d\d) (?P<sign>[-–/]) (?P<high>\d\d)(?! [-–/.:] \d)(?P<season> (?=er))?", _years),
        ("av", r"(?P<n>\d{1,4}) (?P<era>av)(?: \.)? (?:j\w*|jesus)(?: (?:\. )?-? ?(?:c|christ))?(?: \.)?",
        _before_christ),
        ("jours temps heure jour moment present instant", r"de nos jours|ces temps - ci|ces jours - ci|a l ' "
         r"heure actuelle|a ce jour"
         r"|a l ' heure qu ' il est|en ce moment|a present(?! que)|pour l ' instant|pour le moment", _vague(_PRESENT)),
        ("passe temps naguere autrefois jadis", r"ces derniers temps|naguere|autrefois|jadis",
         _vague(_PAST)),
        ("avenir", r"dans un (?:proche avenir|avenir proche)|a l ' avenir",
         _vague(_FUTURE)),
    ],
}  # fmt: skip
_COMPILED = {
    language: [(words(needed), re.compile(rf"(?<![^ ])(?:{pattern})(?![^ ])"), make) for needed, pattern, make in rows]
    for language, rows in _ROWS.items()
}

_NEEDED = {language: frozenset().union(*(needed for needed, _, _ in rows)) for language, rows in _COMPILED.items()}


def phrases(toks: list[Token], language: str) -> dict[int, list[Moment]]:
    """The set phrases of a stretch, by the token each begins at."""
    said = _NEEDED[language].intersection([t.key for t in toks])
    if not said:
        return {}
    rows = [(pattern, make) for needed, pattern, make in _COMPILED[language] if not said.isdisjoint(needed)]
    keys = " ".join(t.key for t in toks)
    starts: list[int] = []
    at = 0
    for tok in toks:
        starts.append(at)
        at += len(tok.key) + 1
    found: dict[int, list[Moment]] = {}
    for pattern, make in rows:
        for m in pattern.finditer(keys) if may_match(pattern, keys) else ():
            begin = m.start("date") if "date" in pattern.groupindex else m.start()
            first, end = bisect_left(starts, begin), bisect_left(starts, m.end())
            moment = make(m, first, end) if _alone(toks, first, end) else None
            if moment is not None:
                found.setdefault(first, []).append(moment)
    return found


def _alone(toks: list[Token], first: int, end: int) -> bool:
    """Not part of a longer word or number, nor over the end of a line that opens anew."""
    if first and toks[first].glued and toks[first - 1].kind in "wd":
        return False
    return not any(t.line and t.capital for t in toks[first + 1 : end])


__all__ = ["phrases"]
