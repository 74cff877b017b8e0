"""Names of months, days, seasons, parts of a day and feasts, English and French, and the arithmetic of calendars."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from recoupe.read.text.numbers.lexer import words


def _numbered(*names: str) -> dict[str, int]:
    return {form: n for n, forms in enumerate(names, 1) for form in forms.split()}


MONTHS = {
    "en": _numbered(
        "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
        "september sept sep", "october oct", "november nov", "december dec",
    ),
    "fr": _numbered(
        "janvier janv jan", "fevrier fevr fev feb", "mars mar", "avril avr", "mai", "juin", "juillet juil jul",
        "aout aug", "septembre sept sep", "octobre oct", "novembre nov", "decembre dec",
    ),
}  # fmt: skip
MONTHS_ELSEWHERE = words("may march mar jan jun jul dec sep oct nov feb apr aug mai mars avr fev sept juil")
"""Month names that are other words, or short forms: read only where a capital or a number stands with them."""

WEEKDAYS = {
    "en": _numbered(
        "monday mon", "tuesday tue tues", "wednesday wed weds", "thursday thu thur thurs", "friday fri",
        "saturday sat", "sunday sun",
    ),
    "fr": _numbered("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}  # fmt: skip
WEEKDAYS_PLURAL = {
    "en": _numbered("mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays"),
    "fr": _numbered("lundis", "mardis", "mercredis", "jeudis", "vendredis", "samedis", "dimanches"),
}
WEEKDAYS_ELSEWHERE = words("mon tue wed thu fri sat sun weds tues thur thurs")

SEASONS = {
    "en": {"spring": "spring", "springtime": "spring", "summer": "summer", "summertime": "summer", "autumn": "autumn",
           "fall": "autumn", "winter": "winter", "wintertime": "winter"},
    "fr": {"printemps": "spring", "ete": "summer", "automne": "autumn", "hiver": "winter"},
}  # fmt: skip

DAY_PARTS = {
    "en": {"morning": "MO", "mornings": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "tonight": "NI",
           "tonite": "NI", "nightfall": "EV", "dawn": "MO", "dusk": "EV", "overnight": "NI", "lunchtime": "MI",
           "daybreak": "MO", "sunset": "EV", "sunrise": "MO", "daytime": "DT", "nighttime": "NI", "midmorning": "MO",
           "midafternoon": "AF", "sundown": "EV", "twilight": "EV", "noontime": "MI"},
    "fr": {"matin": "MO", "matinee": "MO", "apres-midi": "AF", "soir": "EV", "soiree": "EV", "nuit": "NI",
           "aube": "MO", "crepuscule": "EV"},
}  # fmt: skip

ORDINALS = {
    "en": {w: n for n, w in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
         "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
         "twentieth"], 1)} | {"thirtieth": 30},
    "fr": {"premier": 1, "premiere": 1, "deuxieme": 2, "second": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4,
           "dernier": -1, "derniere": -1},
}  # fmt: skip


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar.

    Source:
        Meeus, Jones and Butcher's algorithm (Nature, 1876; Meeus, Astronomical Algorithms, 1991).
    """
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _orthodox_easter(year: int) -> date:
    """Easter Sunday of the Julian calendar, as a day of the Gregorian one (1900–2099).

    Source:
        Meeus, Astronomical Algorithms, 1991.
    """
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth (or, for -1, the last) weekday of a month; Monday is 1.

    Raises:
        ValueError: The month has no such day.
    """
    if nth < 0:
        last = month_end(date(year, month, 1))
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    if day.month != month:
        raise ValueError(f"{year}-{month:02d} has no weekday {weekday} number {nth}")
    return day


def month_end(day: date) -> date:
    """The last day of the month that a day lies in."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last day of a month that is too short."""
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    return min(month_end(first), date(first.year, first.month, min(day.day, month_end(first).day)))


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _around_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


def _nth(month: int, weekday: int, nth: int) -> Callable[[int], date]:
    return lambda year: nth_weekday(year, month, weekday, nth)


def _mothers(year: int) -> date:
    """The French day of mothers: the last Sunday of May, a week on where that is Whit Sunday."""
    day = nth_weekday(year, 5, 7, -1)
    return day + timedelta(days=7) if day == easter(year) + timedelta(days=49) else day


def _victoria(year: int) -> date:
    """The Monday before 25 May."""
    last = date(year, 5, 24)
    return last - timedelta(days=last.isoweekday() - 1)


FEASTS: dict[str, dict[tuple[str, ...], Callable[[int], date]]] = {
    "en": {
        ("christmas", "eve"): _fixed(12, 24), ("christmas", "day"): _fixed(12, 25), ("christmas",): _fixed(12, 25),
        ("xmas",): _fixed(12, 25), ("boxing", "day"): _fixed(12, 26),
        ("new", "year", "'", "s", "eve"): _fixed(12, 31), ("new", "years", "eve"): _fixed(12, 31),
        ("new", "year", "eve"): _fixed(12, 31), ("new", "year", "'", "s", "day"): _fixed(1, 1),
        ("new", "year", "'", "s"): _fixed(1, 1), ("new", "year"): _fixed(1, 1), ("new", "years", "day"): _fixed(1, 1),
        ("valentine", "'", "s", "day"): _fixed(2, 14), ("valentines", "day"): _fixed(2, 14),
        ("st", ".", "patrick", "'", "s", "day"): _fixed(3, 17), ("april", "fools", "day"): _fixed(4, 1),
        ("earth", "day"): _fixed(4, 22), ("may", "day"): _fixed(5, 1), ("labour", "day"): _fixed(5, 1),
        ("international", "workers", "'", "day"): _fixed(5, 1), ("workers", "'", "day"): _fixed(5, 1),
        ("independence", "day"): _fixed(7, 4), ("halloween",): _fixed(10, 31), ("veterans", "day"): _fixed(11, 11),
        ("all", "saints", "'", "day"): _fixed(11, 1), ("all", "souls", "'", "day"): _fixed(11, 2),
        ("guy", "fawkes", "night"): _fixed(11, 5), ("armistice", "day"): _fixed(11, 11),
        ("remembrance", "day"): _fixed(11, 11), ("bastille", "day"): _fixed(7, 14), ("epiphany",): _fixed(1, 6),
        ("christmas", "night"): _fixed(12, 25), ("groundhog", "day"): _fixed(2, 2),
        ("international", "women", "'", "s", "day"): _fixed(3, 8), ("women", "'", "s", "day"): _fixed(3, 8),
        ("juneteenth",): _fixed(6, 19), ("canada", "day"): _fixed(7, 1), ("anzac", "day"): _fixed(4, 25),
        ("australia", "day"): _fixed(1, 26), ("ve", "day"): _fixed(5, 8), ("flag", "day"): _fixed(6, 14),
        ("bonfire", "night"): _fixed(11, 5), ("burns", "night"): _fixed(1, 25), ("cinco", "de", "mayo"): _fixed(5, 5),
        ("st", ".", "george", "'", "s", "day"): _fixed(4, 23), ("st", "george", "'", "s", "day"): _fixed(4, 23),
        ("st", "patrick", "'", "s", "day"): _fixed(3, 17), ("saint", "patrick", "'", "s", "day"): _fixed(3, 17),
        ("st", ".", "andrew", "'", "s", "day"): _fixed(11, 30), ("st", ".", "david", "'", "s", "day"): _fixed(3, 1),
        ("st", ".", "stephen", "'", "s", "day"): _fixed(12, 26), ("all", "hallows", "'", "eve"): _fixed(10, 31),
        ("inauguration", "day"): _fixed(1, 20), ("fourth", "of", "july"): _fixed(7, 4),
        ("world", "aids", "day"): _fixed(12, 1), ("human", "rights", "day"): _fixed(12, 10),
        ("ascension", "day"): _around_easter(39), ("whit", "sunday"): _around_easter(49),
        ("whitsunday",): _around_easter(49), ("corpus", "christi"): _around_easter(60),
        ("maundy", "thursday"): _around_easter(-3), ("holy", "saturday"): _around_easter(-1),
        ("shrove", "tuesday"): _around_easter(-47), ("fat", "tuesday"): _around_easter(-47),
        ("spring", "bank", "holiday"): _nth(5, 1, -1), ("august", "bank", "holiday"): _nth(8, 1, -1),
        ("may", "bank", "holiday"): _nth(5, 1, 1), ("indigenous", "peoples", "'", "day"): _nth(10, 1, 2),
        ("victoria", "day"): _victoria, ("orthodox", "easter"): _orthodox_easter,
        ("pancake", "day"): _around_easter(-47), ("trinity", "sunday"): _around_easter(56),
        ("easter", "saturday"): _around_easter(-1), ("easter", "eve"): _around_easter(-1),
        ("mothering", "sunday"): _around_easter(-21), ("white", "sunday"): _around_easter(49),
        ("white", "monday"): _around_easter(50), ("washington", "'", "s", "birthday"): _nth(2, 1, 3),
        ("martin", "luther", "king", "jr", "day"): _nth(1, 1, 3),
        ("martin", "luther", "king", "jr", ".", "day"): _nth(1, 1, 3), ("arbor", "day"): _nth(4, 5, -1),
        ("all", "saints", "day"): _fixed(11, 1), ("all", "souls", "day"): _fixed(11, 2),
        ("world", "press", "freedom", "day"): _fixed(5, 3), ("world", "refugee", "day"): _fixed(6, 20),
        ("holocaust", "memorial", "day"): _fixed(1, 27), ("d", "-", "day"): _fixed(6, 6),
        ("twelfth", "night"): _fixed(1, 5), ("midsummer", "'", "s", "day"): _fixed(6, 24),
        ("candlemas",): _fixed(2, 2), ("michaelmas",): _fixed(9, 29), ("hogmanay",): _fixed(12, 31),
        ("easter", "sunday"): _around_easter(0), ("easter", "monday"): _around_easter(1),
        ("good", "friday"): _around_easter(-2), ("ash", "wednesday"): _around_easter(-46),
        ("palm", "sunday"): _around_easter(-7), ("easter",): _around_easter(0), ("pentecost",): _around_easter(49),
        ("whit", "monday"): _around_easter(50), ("mardi", "gras"): _around_easter(-47),
        ("thanksgiving", "day"): _nth(11, 4, 4), ("thanksgiving",): _nth(11, 4, 4),
        ("black", "friday"): lambda year: nth_weekday(year, 11, 4, 4) + timedelta(days=1),
        ("cyber", "monday"): lambda year: nth_weekday(year, 11, 4, 4) + timedelta(days=4),
        ("labor", "day"): _nth(9, 1, 1), ("memorial", "day"): _nth(5, 1, -1), ("columbus", "day"): _nth(10, 1, 2),
        ("martin", "luther", "king", "day"): _nth(1, 1, 3), ("mlk", "day"): _nth(1, 1, 3),
        ("presidents", "'", "day"): _nth(2, 1, 3), ("presidents", "day"): _nth(2, 1, 3),
        ("mother", "'", "s", "day"): _nth(5, 7, 2), ("mothers", "day"): _nth(5, 7, 2),
        ("father", "'", "s", "day"): _nth(6, 7, 3), ("fathers", "day"): _nth(6, 7, 3),
        ("election", "day"): lambda year: nth_weekday(year, 11, 1, 1) + timedelta(days=1),
    },
    "fr": {
        ("jour", "de", "noel"): _fixed(12, 25), ("reveillon", "de", "noel"): _fixed(12, 24),
        ("reveillon", "du", "nouvel", "an"): _fixed(12, 31), ("chandeleur",): _fixed(2, 2),
        ("saint", "-", "jean"): _fixed(6, 24), ("saint", "-", "nicolas"): _fixed(12, 6),
        ("fete", "de", "la", "musique"): _fixed(6, 21), ("jour", "des", "morts"): _fixed(11, 2),
        ("jeudi", "de", "l", "'", "ascension"): _around_easter(39), ("jeudi", "saint"): _around_easter(-3),
        ("samedi", "saint"): _around_easter(-1), ("mercredi", "des", "cendres"): _around_easter(-46),
        ("dimanche", "des", "rameaux"): _around_easter(-7), ("rameaux",): _around_easter(-7),
        ("fete", "-", "dieu"): _around_easter(60), ("dimanche", "de", "pentecote"): _around_easter(49),
        ("fete", "des", "meres"): _mothers, ("fete", "des", "peres"): _nth(6, 7, 3),
        ("noel",): _fixed(12, 25), ("veille", "de", "noel"): _fixed(12, 24), ("saint", "-", "sylvestre"): _fixed(12,
        31),
        ("jour", "de", "l", "'", "an"): _fixed(1, 1), ("nouvel", "an"): _fixed(1, 1), ("toussaint",): _fixed(11, 1),
        ("fete", "nationale"): _fixed(7, 14), ("assomption",): _fixed(8, 15), ("epiphanie",): _fixed(1, 6),
        ("saint", "-", "valentin"): _fixed(2, 14), ("fete", "du", "travail"): _fixed(5, 1),
        ("dimanche", "de", "paques"): _around_easter(0), ("lundi", "de", "paques"): _around_easter(1),
        ("paques",): _around_easter(0), ("ascension",): _around_easter(39), ("pentecote",): _around_easter(49),
        ("lundi", "de", "pentecote"): _around_easter(50), ("vendredi", "saint"): _around_easter(-2),
        ("mardi", "gras"): _around_easter(-47), ("armistice",): _fixed(11, 11), ("halloween",): _fixed(10, 31),
    },
}  # fmt: skip

FEASTS_BY_WORD: dict[str, dict[str, list[tuple[str, ...]]]] = {
    language: {first: [key for key in table if key[0] == first] for first in {key[0] for key in table}}
    for language, table in FEASTS.items()
}
"""The names of feasts by their first word."""

UNITS = {
    "en": {
        "second": "second", "seconds": "second", "sec": "second", "secs": "second", "minute": "minute",
        "minutes": "minute",
        "min": "minute", "mins": "minute", "hour": "hour", "hours": "hour", "hr": "hour", "hrs": "hour", "h": "hour",
        "day": "day", "days": "day", "week": "week", "weeks": "week", "wk": "week", "wks": "week",
        "fortnight": "fortnight",
        "fortnights": "fortnight", "month": "month", "months": "month", "quarter": "quarter", "quarters": "quarter",
        "year": "year", "years": "year", "yr": "year", "yrs": "year", "decade": "decade", "decades": "decade",
        "century": "century", "centuries": "century", "weekend": "weekend", "weekends": "weekend",
        "millennium": "millennium", "night": "night", "nights": "night", "millennia": "millennium",
    },
    "fr": {
        "seconde": "second", "secondes": "second", "sec": "second", "minute": "minute", "minutes": "minute",
        "min": "minute", "mn": "minute", "heure": "hour", "heures": "hour", "h": "hour", "jour": "day",
        "jours": "day", "journee": "day",
        "journees": "day", "semaine": "week", "semaines": "week", "quinzaine": "fortnight", "mois": "month",
        "trimestre": "quarter", "trimestres": "quarter", "an": "year", "ans": "year", "annee": "year",
        "annees": "year", "decennie": "decade", "decennies": "decade", "siecle": "century", "siecles": "century",
        "week-end": "weekend", "weekend": "weekend", "week-ends": "weekend", "weekends": "weekend", "nuit": "night",
        "nuits": "night",
    },
}  # fmt: skip
PERIODS = words("day week fortnight month quarter year decade century weekend millennium")
"""Units that are stretches of the calendar: this week, next year."""
SHIFTS = {
    "en": {"last": -1, "past": -1, "previous": -1, "prior": -1, "this": 0, "current": 0, "same": 0, "next": 1,
           "coming": 1, "upcoming": 1, "following": 1, "preceding": -1},
    "fr": {"dernier": -1, "derniere": -1, "passe": -1, "passee": -1, "precedent": -1, "precedente": -1, "prochain": 1,
           "prochaine": 1, "suivant": 1, "suivante": 1, "ecoule": -1, "ecoulee": -1, "derniers": -1, "dernieres": -1,
           "prochains": 1, "prochaines": 1, "en cours": 0},
}  # fmt: skip
"""How far from now a word points: last week is one back."""
RELATIVE = words("previous prior following preceding same precedent precedente suivant suivante")
"""Of those, the words that count from a date just named and not from today."""
