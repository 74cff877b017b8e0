"""A moment as a text words it, before it is counted from any date: what it names, and what it leaves open.

A `Moment` holds the parts said (a weekday, a month, 7 pm, "next week"); `joined` puts two that belong together into
one ("next week" "Mon" "9 am"). `recoupe.read.text.numbers.anchoring` turns a moment into a value.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Moment:
    """What tokens [first, end) say of a time; a field left None is not said.

    shift: a unit and how far from the anchor (("week", 1) is next week). reach: a stretch of so many units from the
    anchor, back below zero ("the last three days"). ago: an amount counted from the anchor, negative for the past.
    length: the duration that `ago` counts. half: am or pm. part: a part of the day, as TIMEX3 names it. edge: start,
    mid or end of what is named; relative, target, week or past where that changes how it is counted. value: a
    finished value (duration, set, reference to now). every: a set. exact: to the day, whatever the unit. bare: a
    number that is a clock time only beside a date. weak: read only where something stronger stands with it.
    """

    first: int
    end: int
    kind: str = "date"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    shift: tuple[str, int] | None = None
    reach: tuple[str, int] | None = None
    ago: tuple[tuple[str, float], ...] = ()
    season: str | None = None
    quarter: int | None = None
    semester: int | None = None
    week: int | None = None
    nth: tuple[int, str] | None = None
    decade: int | None = None
    century: int | None = None
    feast: tuple[str, ...] | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    half: str = ""
    part: str = ""
    edge: str = ""
    value: str = ""
    bare: bool = False
    weak: bool = False
    every: bool = False
    exact: bool = False
    length: str = ""

    @property
    def has_date(self) -> bool:
        """Names a day, month, year or any stretch of the calendar."""
        return (
            self.year is not None or self.month is not None or self.day is not None or self.weekday is not None
            or self.shift is not None or self.season is not None or self.quarter is not None
            or self.semester is not None or self.decade is not None or self.century is not None
            or self.feast is not None or self.week is not None or self.nth is not None
            or bool(self.reach or self.ago)
        )  # fmt: skip

    @property
    def has_clock(self) -> bool:
        """Names a time of the day."""
        return self.hour is not None

    @property
    def names_day(self) -> bool:
        """Names one day."""
        if self.day is not None or self.weekday is not None or self.feast is not None:
            return True
        return self.shift is not None and self.shift[0] == "day"


def joined(a: Moment, b: Moment) -> Moment | None:
    """Both as one moment, where what they say does not clash; None where it does."""
    if a.value or b.value or (a.kind != b.kind and {a.kind, b.kind} & {"duration", "now"}):
        return None
    if a.every or b.every:
        if a.every and b.every:
            return None
        _whole, rest = (a, b) if a.every else (b, a)
        if rest.has_date or not (rest.has_clock or rest.part):
            return None
    taken: dict[str, Any] = {}
    for field in fields(Moment):
        name = field.name
        if name in ("first", "end", "kind", "bare", "weak", "every", "exact"):
            continue
        left, right = getattr(a, name), getattr(b, name)
        if left in (None, "", ()) or left is False:
            taken[name] = right
        elif right in (None, "", ()) or right is False or left == right:
            taken[name] = left
        else:
            return None
    if not _fits(a, b):
        return None
    return replace(
        a,
        first=min(a.first, b.first),
        end=max(a.end, b.end),
        every=a.every or b.every,
        exact=a.exact or b.exact,
        **taken,
    )


def _fits(a: Moment, b: Moment) -> bool:
    """Whether a date and a date, or a date and a clock, make one moment."""
    if (a.every or b.every) and not (a.has_date or b.has_date):
        return a.has_clock != b.has_clock  # every day at noon, every evening at 7
    for one, other in ((a, b), (b, a)):
        if (one.has_clock or one.part) and not (other.has_clock or other.part) and other.has_date:
            if one.has_date and not one.names_day:
                return False
            if other.year is not None and other.month is None and one.month is not None:
                return True
            return other.names_day or (other.shift is not None and other.weekday is not None) or _week_day(one, other)
    if (a.has_clock and b.has_clock) or (a.part and b.part):
        return False
    if (a.has_clock and b.part) or (a.part and b.has_clock):
        return True
    return _dates_fit(a, b) or _dates_fit(b, a)


def _week_day(one: Moment, other: Moment) -> bool:
    return one.weekday is not None and other.shift is not None and other.shift[0] == "week"


def _dates_fit(a: Moment, b: Moment) -> bool:
    pointed = a.shift is not None and a.shift[0] == "weekday"
    if a.weekday is not None and pointed and a.day is None:
        return b.day is not None and b.month is not None and b.shift is None
    if a.weekday is not None and a.shift is None and a.day is None:
        return (b.day is not None) or (b.shift is not None and b.shift[0] in ("week", "day")) or b.week is not None
    if b.year is not None and b.month is None and b.shift is None:
        return (
            a.month is not None
            or a.season is not None
            or a.quarter is not None
            or a.semester is not None
            or a.feast is not None
        )
    if a.day is not None and a.month is None:
        return b.month is not None or (b.shift is not None and b.shift[0] == "month")
    if (
        a.month is not None
        or a.season is not None
        or a.quarter is not None
        or a.semester is not None
        or a.feast is not None
    ):
        return b.shift is not None and b.shift[0] == "year"
    return False
