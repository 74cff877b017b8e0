"""From a moment as worded to a value: EDTF counted from an anchor date, or `unknown` where there is none.

Weekdays, months and days of a month without a year are the last before the anchor, unless the sentence looks ahead.
The precision said is kept: "last month" is a month, "ten years ago" a year, "three days ago" a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from recoupe.read.text.numbers import edtf
from recoupe.read.text.numbers.calendars import FEASTS, add_months, month_end, nth_weekday
from recoupe.read.text.numbers.moments import Moment

_AHEAD_WEIGHT = 0.3
"""A month without a year lies ahead only where that is less than this share of the way back (AQUAINT news,
1998–2000)."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a text is read against: a day, perhaps with a clock time, and where it comes from."""

    day: date
    clock: tuple[int, int, int] | None = None
    basis: str = "publication"

    @property
    def moment(self) -> datetime:
        """The anchor as a point in time; midnight where no time is known."""
        hour, minute, second = self.clock or (0, 0, 0)
        return datetime(self.day.year, self.day.month, self.day.day, hour, minute, second)


def anchor_of(published: str, basis: str = "publication") -> Anchor | None:
    """An anchor from an EDTF day or a moment; None for anything less exact, or years that no text counts from."""
    text = published.strip().replace(" ", "T", 1)
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    if not 1000 <= day.year <= 2999:
        return None
    clock = None
    rest = text[11:19]
    parts = rest.split(":") if rest else []
    if len(parts) >= 2 and all(p[:2].isdecimal() for p in parts):
        clock = (int(parts[0]) % 24, int(parts[1][:2]) % 60, int(parts[2][:2]) % 60 if len(parts) > 2 else 0)
    return Anchor(day, clock, basis)


def value_of(m: Moment, anchor: Anchor | None, ahead: int = 0) -> str:
    """The value of a moment.

    Args:
        m: The moment.
        anchor: The date to count from; None where there is none.
        ahead: 1 where the sentence looks ahead, -1 where it looks back (-2 surely), 0 where it does not say.
    Returns:
        EDTF (with the words of TIMEX3 named in `edtf`), or `unknown`.
    """
    if m.value:
        return m.value
    if m.every:
        return _set(m)
    try:
        day = _date(m, anchor, ahead) if m.has_date else ""
    except (ValueError, OverflowError):
        return edtf.UNKNOWN
    if day == edtf.UNKNOWN:
        return day
    if m.has_clock:
        return f"{day}T{_clock(m)}"
    if m.part:
        return f"{day}T{m.part}"
    return day or edtf.UNKNOWN


def _clock(m: Moment) -> str:
    hour = hour24(m)
    tail = f":{m.second:02d}" if m.second is not None else ""
    return f"{hour:02d}:{m.minute or 0:02d}{tail}"


def hour24(m: Moment) -> int:
    """The hour of a clock time, 0–23: with am, pm and the part of the day said."""
    hour = m.hour or 0
    if m.half == "pm" or (not m.half and m.part in ("AF", "EV") and hour < 12) or (m.part == "NI" and 5 < hour < 12):
        return hour + 12 if hour < 12 else hour
    if m.half == "am" and hour == 12:
        return 0
    return hour % 24 if hour < 24 else 0


def _set(m: Moment) -> str:
    if m.weekday is not None:
        value = f"XXXX-WXX-{m.weekday}"
    elif m.shift and m.shift[0] == "weekend":
        value = "XXXX-WXX-WE"
    elif m.month is not None:
        value = f"XXXX-{m.month:02d}" + (f"-{m.day:02d}" if m.day else "")
    elif m.length and not (m.has_clock or m.part):
        return m.length
    else:
        value = "" if m.has_clock else "XXXX-XX-XX"
    if m.has_clock:
        return f"{value}T{_clock(m)}"
    return f"{value}T{m.part}" if m.part else value


def _date(m: Moment, anchor: Anchor | None, ahead: int) -> str:
    for read in (
        _feast,
        _nth,
        _ago,
        _reach,
        _absolute,
        _decade,
        _season,
        _quarter,
        _semester,
        _relative,
        _weekday,
        _monthly,
    ):
        value = read(m, anchor, ahead)
        if value is not None:
            return value
    return edtf.UNKNOWN


def _absolute(m: Moment, anchor: Anchor | None, ahead: int) -> str | None:
    if m.year is None or m.season or m.quarter or m.semester:
        return None
    if m.month is None:
        if m.week is not None:
            return f"{m.year:04d}-W{m.week:02d}"
        return f"{m.year:04d}"
    if m.day is None:
        return f"{m.year:04d}-{m.month:02d}"
    return f"{m.year:04d}-{m.month:02d}-{m.day:02d}"


def _monthly(m: Moment, anchor: Anchor | None, ahead: int) -> str | None:
    """A month or a day of a month without its year; a day without its month."""
    if m.month is None and m.day is not None:
        return _day_alone(m, anchor, ahead)
    if m.month is None:
        return f"XXXX-W{m.week:02d}" if m.week is not None and anchor is None else _week_number(m, anchor)
    if anchor is None:
        return f"XXXX-{m.month:02d}" + (f"-{m.day:02d}" if m.day is not None else "")
    year = _year_for(m.month, m.day, anchor.day, ahead)
    if m.day is None:
        return f"{year:04d}-{m.month:02d}"
    if m.day > month_end(date(year, m.month, 1)).day and not (m.month == 2 and m.day == 29):
        return f"XXXX-{m.month:02d}-{m.day:02d}"
    return f"{year:04d}-{m.month:02d}-{m.day:02d}"


def _week_number(m: Moment, anchor: Anchor | None) -> str | None:
    return f"{anchor.day.year:04d}-W{m.week:02d}" if m.week is not None and anchor else None


def _year_for(month: int, day: int | None, at: date, ahead: int) -> int:
    """The year of a month (and day) said without one."""

    def gap(year: int) -> int:
        if day is None:
            return (year - at.year) * 12 + month - at.month
        safe = min(day, month_end(date(year, month, 1)).day)
        return (date(year, month, safe) - at).days

    year = at.year
    if day == 29 and month == 2:
        while not (year % 4 == 0 and (year % 100 or year % 400 == 0)):
            year -= 1
        return year
    back = year if gap(year) <= 0 else year - 1
    forth = year if gap(year) >= 0 else year + 1
    if back == forth:
        return back
    if ahead > 0:
        return forth if gap(forth) <= abs(gap(back)) * 3 else back
    weight = {0: _AHEAD_WEIGHT, -1: _AHEAD_WEIGHT / 2}.get(ahead, 0)
    return forth if gap(forth) < weight * abs(gap(back)) else back


def _day_alone(m: Moment, anchor: Anchor | None, ahead: int) -> str:
    """the 4th, le 23; Monday 21."""
    if anchor is None or m.day is None:
        return edtf.UNKNOWN
    first = anchor.day.replace(day=1)
    shifts = (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6) if ahead >= 0 else (0, -1, -2, -3, 1, -4, -5, -6, 2, 3)
    for n in shifts:
        month = add_months(first, n)
        if m.day > month_end(month).day:
            continue
        day = month.replace(day=m.day)
        if m.weekday is None or day.isoweekday() == m.weekday:
            return day.isoformat()
    return edtf.UNKNOWN


def _weekday(m: Moment, anchor: Anchor | None, ahead: int) -> str | None:
    if m.weekday is None or m.day is not None or m.month is not None:
        return None
    if anchor is None:
        return edtf.UNKNOWN
    back = (anchor.day.isoweekday() - m.weekday) % 7
    if m.shift and m.shift[0] == "weekday":
        n = m.shift[1]
        monday = anchor.day - timedelta(days=anchor.day.isoweekday() - 1)
        if m.edge == "relative" and n:  # the following Monday: the first after the date named before
            return (
                anchor.day + timedelta(days=(7 - back) % 7 or 7) if n > 0 else anchor.day - timedelta(days=back or 7)
            ).isoformat()
        if m.edge == "coming":
            return (anchor.day + timedelta(days=(7 - back) % 7 or 7)).isoformat()
        if n == 0:
            if ahead > 0 and monday + timedelta(days=m.weekday - 1) < anchor.day:
                monday += timedelta(days=7)
            return (monday + timedelta(days=m.weekday - 1)).isoformat()
        if n > 0:
            return (monday + timedelta(days=7 * n + m.weekday - 1)).isoformat()
        near = anchor.day - timedelta(days=back or 7)
        if 0 < back <= 2 and near >= monday and m.edge != "past":
            near -= timedelta(days=7)  # said on a Thursday, last Wednesday is not yesterday
        return near.isoformat()
    if m.shift and m.shift[0] == "weekday to come":
        return (anchor.day + timedelta(days=(7 - back) % 7 or 7)).isoformat()
    if m.shift and m.shift[0] == "weekday on":  # Friday week, a week ago Friday
        n = m.shift[1]
        near = anchor.day - timedelta(days=back or 7) if n <= 0 else anchor.day + timedelta(days=(7 - back) % 7 or 7)
        return (near + timedelta(days=7 * n)).isoformat()
    day = anchor.day + timedelta(days=(7 - back) % 7) if ahead > 0 else anchor.day - timedelta(days=back)
    return day.isoformat()


def _relative(m: Moment, anchor: Anchor | None, ahead: int) -> str | None:
    """yesterday, this week, next month, Monday of next week, last October."""
    if m.shift is None or m.shift[0] in ("weekday", "weekday on", "weekday to come"):
        return None
    if anchor is None:
        return edtf.UNKNOWN
    unit, n = m.shift
    day = anchor.day
    if unit == "day":
        return (day + timedelta(days=n)).isoformat()
    if unit == "week":
        monday = day - timedelta(days=day.isoweekday() - 1) + timedelta(weeks=n)
        return (monday + timedelta(days=m.weekday - 1)).isoformat() if m.weekday else edtf.week(monday)
    if unit == "weekend":
        if m.edge == "coming" and day.isoweekday() < 6:
            n -= 1  # this coming weekend, said in the week before it
        return f"{edtf.week(day + timedelta(weeks=n))}-WE"
    if unit.endswith(" to date"):
        return _to_date(unit.partition(" ")[0], day)
    if unit == "fortnight":
        monday = day - timedelta(days=day.isoweekday() - 1) + timedelta(weeks=2 * n)
        return edtf.interval(monday.isoformat(), (monday + timedelta(days=13)).isoformat())
    if unit == "month":
        month = add_months(day.replace(day=1), n)
        return month.replace(day=m.day).isoformat() if m.day else edtf.month(month)
    if unit == "quarter":
        index = day.year * 4 + (day.month - 1) // 3 + n
        return f"{index // 4:04d}-{33 + index % 4}"
    if unit == "year":
        return _of_year(m, day.year + n)
    if unit == "decade":
        return edtf.decade(day.year + 10 * n)
    if unit == "century":
        return edtf.century(day.year + 100 * n)
    if unit == "month name":
        return _month_named(m, day, n)
    if unit == "season":
        return _season_shifted(m, day, n)
    return edtf.UNKNOWN


def _to_date(unit: str, day: date) -> str:
    """From the first day of the week, month, quarter or year of a day to that day, or from whenever."""
    if unit == "ever":
        return edtf.interval("..", day.isoformat())
    first = {
        "week": day - timedelta(days=day.isoweekday() - 1),
        "month": day.replace(day=1),
        "quarter": date(day.year, (day.month - 1) // 3 * 3 + 1, 1),
        "year": date(day.year, 1, 1),
    }[unit]
    return edtf.interval(first.isoformat(), day.isoformat())


def _of_year(m: Moment, year: int) -> str:
    if m.month is None:
        return f"{year:04d}"
    return f"{year:04d}-{m.month:02d}" + (f"-{m.day:02d}" if m.day else "")


def _month_named(m: Moment, day: date, n: int) -> str:
    """last October, next May, this June 3."""
    month = m.month or 1
    year = day.year
    if n < 0:
        year = day.year if month < day.month else day.year - 1
    elif n > 0:
        year = day.year if month > day.month else day.year + 1
    return _of_year(m, year)


def _season(m: Moment, anchor: Anchor | None, ahead: int) -> str | None:
    if m.season is None or (m.shift and m.shift[0] == "season"):
        return None
    number = edtf.SEASONS[m.season]
    if m.year is not None:
        return f"{m.year:04d}-{number}"
    if m.shift and m.shift[0] == "year" and anchor:
        return f"{anchor.day.year + m.shift[1]:04d}-{number}"
    if anchor is None:
        return f"XXXX-{number}"
    start = 3 * (number - 20)
    year = anchor.day.year if anchor.day.month >= start or ahead > 0 else anchor.day.year - 1
    if ahead > 0 and anchor.day.month > start + 2:
        year += 1
    return f"{year:04d}-{number}"


def _season_shifted(m: Moment, day: date, n: int) -> str:
    """last fall, this summer, next winter."""
    number = edtf.SEASONS[m.season or "spring"]
    start = 3 * (number - 20)
    year = day.year
    if n < 0:
        over = day.month > start + 2 if start < 12 else False
        year = day.year if over else day.year - 1
    elif n > 0:
        year = day.year if day.month < start else day.year + 1
    return f"{year:04d}-{number}"


def _quarter(m: Moment, anchor: Anchor | None, ahead: int) -> str | None:
    if m.quarter is None:
        return None
    year = m.year
    if year is None:
        if anchor is None:
            return edtf.UNKNOWN
        shift = m.shift[1] if m.shift and m.shift[0] == "year" else 0
        year = anchor.day.year + shift
        if not shift and 3 * m.quarter - 2 > anchor.day.month and ahead <= 0 and not m.shift:
            year -= 1
    return f"{year:04d}-{32 + m.quarter}"


def _semester(m: Moment, anchor: Anchor | None, ahead: int) -> str | None:
    """The first or second half of a year, as its months."""
    if m.semester is None:
        return None
    year = m.year
    if year is None:
        if anchor is None:
            return edtf.UNKNOWN
        year = anchor.day.year + (m.shift[1] if m.shift and m.shift[0] == "year" else 0)
    first, last = (1, 6) if m.semester == 1 else (7, 12)
    return edtf.interval(f"{year:04d}-{first:02d}", f"{year:04d}-{last:02d}")


def _decade(m: Moment, anchor: Anchor | None, ahead: int) -> str | None:
    if m.decade is not None:
        return edtf.decade(m.decade)
    return edtf.interval(f"{m.century:04d}", f"{m.century + 99:04d}") if m.century is not None else None


def _feast(m: Moment, anchor: Anchor | None, ahead: int) -> str | None:
    if m.feast is None:
        return None
    find = FEASTS["en"].get(m.feast) or FEASTS["fr"][m.feast]
    if m.year is not None:
        return find(m.year).isoformat()
    if anchor is None:
        day = find(2001)
        fixed = find(2002).timetuple()[1:3] == day.timetuple()[1:3]
        return f"XXXX-{day.month:02d}-{day.day:02d}" if fixed else edtf.UNKNOWN
    at = anchor.day
    if m.shift and m.shift[0] == "year":  # Easter of last year
        return find(at.year + m.shift[1]).isoformat()
    if m.shift and m.shift[0] == "feast":
        n = m.shift[1]
        years = [at.year + n]
        if n < 0:
            years = [y for y in (at.year, at.year - 1) if find(y) < at][:1]
        elif n > 0:
            years = [y for y in (at.year, at.year + 1) if find(y) > at][:1]
        return find(years[0]).isoformat()
    near = sorted(
        (abs((find(y) - at).days) * (1.0 if find(y) <= at else 1.5), y) for y in (at.year - 1, at.year, at.year + 1)
    )
    if ahead > 0 or (ahead < 0 and near[0][0] > _AHEAD_WEIGHT * near[1][0]):
        near = [(d, y) for d, y in near if (find(y) >= at) == (ahead > 0)] or near
    return find(near[0][1]).isoformat()


def _nth(m: Moment, anchor: Anchor | None, ahead: int) -> str | None:
    """the first Monday of September, the second week of May, the last day of the month."""
    if m.nth is None:
        return None
    number, unit = m.nth
    year, month = m.year, m.month
    if m.shift and anchor:
        base = add_months(anchor.day.replace(day=1), m.shift[1]) if m.shift[0] == "month" else None
        if base:
            year, month = base.year, base.month
        elif m.shift[0] == "year":
            year = anchor.day.year + m.shift[1]
    if year is None and anchor:
        year = _year_for(month, None, anchor.day, ahead) if month else anchor.day.year
    if year is None:
        return edtf.UNKNOWN
    if unit.endswith(" fortnight") and month:
        middle = date(year, month, 15)
        begin, end = (
            (middle.replace(day=1), middle) if unit.startswith("first") else (middle.replace(day=16), month_end(middle))
        )
        return edtf.interval(begin.isoformat(), end.isoformat())
    if unit.startswith(("first ", "last ")):
        return _stretch_of(unit, number, year, month)
    if unit == "weekday" and m.weekday and month:
        return nth_weekday(year, month, m.weekday, number).isoformat()
    if unit == "day":
        first = date(year, month or 1, 1)
        last = month_end(first) if month else date(year, 12, 31)
        return (last if number < 0 else first + timedelta(days=number - 1)).isoformat()
    if unit == "week":
        if month is None:
            last_week = date(year, 12, 28).isocalendar()[1]
            return f"{year:04d}-W{last_week if number < 0 else number:02d}"
        thursday = nth_weekday(year, month, 4, number)
        return edtf.week(thursday)
    if unit == "month":
        return f"{year:04d}-{12 if number < 0 else number:02d}"
    return edtf.UNKNOWN


def _stretch_of(unit: str, number: int, year: int, month: int | None) -> str:
    """The first two weeks of January, the last three days of 2018: the days themselves."""
    side, _, unit = unit.partition(" ")
    first = date(year, month or 1, 1)
    last = month_end(first) if month else date(year, 12, 31)
    if unit == "month":
        begin = first if side == "first" else add_months(date(year, 12, 1), 1 - number)
        return edtf.interval(edtf.month(begin), edtf.month(add_months(begin, number - 1)))
    days = number * (7 if unit == "week" else 1)
    if side == "first":
        return edtf.interval(first.isoformat(), (first + timedelta(days=days - 1)).isoformat())
    return edtf.interval((last - timedelta(days=days - 1)).isoformat(), last.isoformat())


def _ago(m: Moment, anchor: Anchor | None, ahead: int) -> str | None:
    """three days ago, in two weeks, two and a half years ago: no finer than the unit said."""
    if not m.ago:
        return None
    if anchor is None:
        return edtf.UNKNOWN
    finest = m.ago[-1][0]
    at = anchor.moment
    for unit, amount in m.ago:
        at = moved(at, unit, amount)
    if finest in ("second", "minute", "hour"):
        return at.strftime("%Y-%m-%dT%H:%M") + (f":{at.second:02d}" if finest == "second" or at.second else "")
    if m.exact or finest in ("day", "night", "fortnight"):
        return at.date().isoformat()
    if finest == "week":
        return edtf.week(at.date()) if m.ago[0][1] < 0 else at.date().isoformat()
    if finest == "month":
        return edtf.month(at.date()) if m.ago[0][1] < 0 else at.date().isoformat()
    if finest == "quarter":
        return f"{at.year:04d}-{33 + (at.month - 1) // 3}"
    if finest in ("decade", "year") or (finest == "century" and m.ago[-1][1] % 1):
        return f"{at.year:04d}"
    return edtf.century(at.year) if finest == "century" else edtf.month(at.date())


def moved(at: datetime, unit: str, amount: float) -> datetime:
    """A point in time so many units on.

    Raises:
        OverflowError, ValueError: The calendar ends before that.
    """
    days = {"day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14, "business day": 1}
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200, "millennium": 12000}
    if unit in days:
        return at + timedelta(days=days[unit] * amount)
    if unit in months:
        total = months[unit] * amount
        if abs(total) > 120_000:
            raise OverflowError(f"{amount} {unit} lies outside the calendar")
        day = add_months(at.date(), int(total))
        return datetime(day.year, day.month, day.day, at.hour, at.minute, at.second)
    seconds = {"second": 1, "minute": 60, "hour": 3600}[unit]
    return at + timedelta(seconds=seconds * amount)


def _reach(m: Moment, anchor: Anchor | None, ahead: int) -> str | None:
    """the last three months, the next five days: an interval that ends or begins at the anchor."""
    if m.reach is None:
        return None
    if anchor is None:
        return edtf.UNKNOWN
    unit, n = m.reach
    at = anchor.moment
    if unit in ("second", "minute", "hour"):
        other = moved(at, unit, n)
        low, high = sorted((at, other))
        return edtf.interval(low.strftime("%Y-%m-%dT%H:%M"), high.strftime("%Y-%m-%dT%H:%M"))
    if unit == "business day":
        return _working(anchor.day, n)
    if n < 0:
        begin = moved(at, unit, n).date()
        return edtf.interval(begin.isoformat(), (anchor.day - timedelta(days=1)).isoformat())
    first = anchor.day + timedelta(days=1)
    last = moved(datetime(first.year, first.month, first.day), unit, n).date() - timedelta(days=1)
    return edtf.interval(first.isoformat(), last.isoformat())


def _working(day: date, n: int) -> str:
    """The next or last n working days, Monday to Friday."""
    step, left, found = (1 if n > 0 else -1), abs(n), []
    while left:
        day += timedelta(days=step)
        if day.isoweekday() < 6:
            found.append(day)
            left -= 1
    return edtf.interval(min(found).isoformat(), max(found).isoformat())
