"""Values of time: EDTF (ISO 8601-2), durations of ISO 8601-1, and the few words of TIMEX3 that EDTF lacks.

Written here: 2015 · 2015-12 · 2015-12-14 · 2015-12-14T19:10 · XXXX-12-18 (year not stated) · 198X (decade) · 19
(century) · 2015-22 (summer) · 2015-W50 (ISO week) · 2015-Q4 as 2015-36 · 1990/2000, 2016/.., ../2018 (intervals) ·
P3D, PT1.5H (durations) · unknown. From TIMEX3: parts of a day (TEV; beside a day they are a field of their own, since
EDTF has no form for them), PRESENT_REF for a "now" that is no
date, PXY and its like for durations without a number, sets by weekday (XXXX-WXX-1T16:00).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

UNKNOWN = "unknown"
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}
QUARTERS = (33, 34, 35, 36)
DAY_PARTS = {"MO": "morning", "MI": "midday", "AF": "afternoon", "EV": "evening", "NI": "night", "DT": "daytime"}

_DAY = r"(?:\d{4}|XXXX|\d\dXX|\d{3}X|XX\d\d)-(?:\d\d|XX)-(?:\d\d|XX)"
_MONTH = r"(?:\d{4}|XXXX)-(?:\d\d|XX)"
_WEEK = r"(?:\d{4}|XXXX)-W(?:\d\d|XX)(?:-(?:\d|WE))?"
_YEAR = r"(?:-?\d{4}|\d{3}X|\d\dXX|\d\d)"
_CLOCK = r"T(?:\d\d:\d\d(?::\d\d)?|" + "|".join(DAY_PARTS) + ")"
_POINT = rf"(?:{_DAY}|{_WEEK}|{_MONTH}|{_YEAR})?(?:{_CLOCK})|(?:{_DAY}|{_WEEK}|{_MONTH}|{_YEAR})[~?%]?"
_SPAN = r"P(?=.)(?:[\d.X]+Y|[\d.X]+DE|[\d.X]+CE)?(?:[\d.X]+M)?(?:[\d.X]+W|[\d.X]+WE)?(?:[\d.X]+D)?(?:T(?=.)" + (
    r"(?:[\d.X]+H)?(?:[\d.X]+M)?(?:[\d.X]+S)?)?"
)
_VALUE = re.compile(rf"(?:(?:{_POINT}|\.\.)/(?:{_POINT}|\.\.)|{_POINT}|{_SPAN})")
_REFERENCES = frozenset({UNKNOWN, "PRESENT_REF", "PAST_REF", "FUTURE_REF"})


def day_and_part(value: str) -> tuple[str, str | None]:
    """A day and the part of it that is named: 2015-12-13TEV is the evening of 2015-12-13. Other values as they are."""
    day, _, part = value.partition("T")
    if part in DAY_PARTS and re.fullmatch(_DAY, day) and "X" not in day:
        return day, DAY_PARTS[part]
    return value, None


def valid(value: str) -> bool:
    """Whether a value is of the forms listed above, and its day exists."""
    if value in _REFERENCES:
        return True
    if not _VALUE.fullmatch(value) or value == "../..":
        return False
    return all(_exists(part) for part in value.split("/"))


def _exists(point: str) -> bool:
    m = re.match(r"(\d{4})-(\d\d)-(\d\d)", point)
    if not m:
        return True
    try:
        date(int(m[1]), int(m[2]), int(m[3]))
    except ValueError:
        return False
    return True


def week(day: date) -> str:
    """The ISO week a day lies in: 2015-W50."""
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def month(day: date) -> str:
    """2015-12."""
    return f"{day.year:04d}-{day.month:02d}"


def decade(year: int) -> str:
    """198X for any year of the 1980s."""
    return f"{year // 10:03d}X"


def century(year: int) -> str:
    """19 for any year from 1900 to 1999."""
    return f"{year // 100:02d}"


def interval(first: str, last: str) -> str:
    """first/last, either may be `..`."""
    return f"{first}/{last}"


def days(value: str) -> tuple[date, date] | None:
    """First and last day that a value names; None where it names none (unknown, a duration, a year not stated).

    An open interval gives the first or last day there is. A clock time or part of a day counts as its day.
    """
    if "/" in value:
        first, _, last = value.partition("/")
        low = (date.min, date.min) if first == ".." else days(first)
        high = (date.max, date.max) if last == ".." else days(last)
        return (low[0], high[1]) if low and high and low[0] <= high[1] else None
    value = value.partition("T")[0] if re.match(r"\d", value) else value
    value = value.rstrip("~?%")
    for pattern, read in _READ:
        m = pattern.fullmatch(value)
        if m:
            try:
                return read(m)
            except (ValueError, OverflowError):
                return None
    return None


def _of_month(m: re.Match[str]) -> tuple[date, date]:
    year, number = int(m[1]), int(m[2])
    if number in QUARTERS:
        first = date(year, 3 * (number - 33) + 1, 1)
        return first, _month_end(date(year, first.month + 2, 1))
    if number in SEASONS.values():
        return _season(year, number)
    first = date(year, number, 1)
    return first, _month_end(first)


def _season(year: int, number: int) -> tuple[date, date]:
    """Months of the meteorological season (northern): spring from March, winter from December."""
    start = date(year, 3 * (number - 20), 1)
    third = date(year + 1, 2, 1) if number == SEASONS["winter"] else date(year, start.month + 2, 1)
    return start, _month_end(third)


def _month_end(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)


def _of_week(m: re.Match[str]) -> tuple[date, date]:
    year, number = int(m[1]), int(m[2])
    if m[3] and m[3].isdigit():
        day = date.fromisocalendar(year, number, int(m[3]))
        return day, day
    return date.fromisocalendar(year, number, 6 if m[3] else 1), date.fromisocalendar(year, number, 7)


_READ = (
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)"), lambda m: (date(int(m[1]), int(m[2]), int(m[3])),) * 2),
    (re.compile(r"(\d{4})-W(\d\d)(?:-(\d|WE))?"), _of_week),
    (re.compile(r"(\d{4})-(\d\d)"), _of_month),
    (re.compile(r"(\d{4})"), lambda m: (date(int(m[1]), 1, 1), date(int(m[1]), 12, 31))),
    (re.compile(r"(\d{3})X"), lambda m: (date(int(m[1]) * 10, 1, 1), date(int(m[1]) * 10 + 9, 12, 31))),
    (re.compile(r"(\d\d)(?:XX)?"), lambda m: (date(int(m[1]) * 100 or 1, 1, 1), date(int(m[1]) * 100 + 99, 12, 31))),
)
