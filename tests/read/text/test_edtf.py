"""Values of time: what is valid, and which days it names."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.read.text.numbers import edtf
from recoupe.read.text.numbers.calendars import add_months, easter, month_end, nth_weekday

DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(2200, 12, 31))


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2015", date(2015, 1, 1), date(2015, 12, 31)),
        ("2015-12", date(2015, 12, 1), date(2015, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2015-12-14", date(2015, 12, 14), date(2015, 12, 14)),
        ("2015-12-14T19:10", date(2015, 12, 14), date(2015, 12, 14)),
        ("2015-12-14TEV", date(2015, 12, 14), date(2015, 12, 14)),
        ("198X", date(1980, 1, 1), date(1989, 12, 31)),
        ("2015-22", date(2015, 6, 1), date(2015, 8, 31)),
        ("2015-24", date(2015, 12, 1), date(2016, 2, 29)),
        ("2015-36", date(2015, 10, 1), date(2015, 12, 31)),
        ("2015-W50", date(2015, 12, 7), date(2015, 12, 13)),
        ("2015-W50-WE", date(2015, 12, 12), date(2015, 12, 13)),
        ("1990/2000-03", date(1990, 1, 1), date(2000, 3, 31)),
        ("2016/..", date(2016, 1, 1), date.max),
        ("../2018", date.min, date(2018, 12, 31)),
    ],
)
def test_the_days_a_value_names(value: str, first: date, last: date) -> None:
    assert edtf.valid(value)
    assert edtf.days(value) == (first, last)


@pytest.mark.parametrize(
    "value", ["XXXX-12-18", "unknown", "P3D", "PT1H30M", "PXY", "T11:00", "TEV", "XXXX-WXX-1T16:00"]
)
def test_values_that_name_no_day(value: str) -> None:
    assert edtf.valid(value)
    assert edtf.days(value) is None


@pytest.mark.parametrize(
    "value", ["", "2015-02-30", "2015-13-41", "P", "PT", "../..", "soon", "2015-12-14T7pm", "15/12/2015"]
)
def test_what_is_no_value(value: str) -> None:
    assert not edtf.valid(value)


@given(DAYS)
def test_a_day_lies_in_its_week_month_year_and_decade(day: date) -> None:
    for value in (edtf.week(day), edtf.month(day), f"{day.year:04d}", edtf.decade(day.year), day.isoformat()):
        assert edtf.valid(value)
        span = edtf.days(value)
        assert span is not None
        assert span[0] <= day <= span[1]


@given(DAYS, DAYS)
def test_an_interval_spans_both_its_ends(one: date, other: date) -> None:
    first, last = sorted((one, other))
    value = edtf.interval(first.isoformat(), last.isoformat())
    assert edtf.valid(value)
    assert edtf.days(value) == (first, last)


@given(DAYS, st.integers(-600, 600))
def test_months_added_stay_in_their_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == min(day.day, month_end(later).day)


def test_easter_by_the_almanac() -> None:
    known = {1818: (3, 22), 1943: (4, 25), 2000: (4, 23), 2015: (4, 5), 2024: (3, 31), 2038: (4, 25)}
    for year, (month, day) in known.items():
        assert easter(year) == date(year, month, day)


def test_the_nth_weekday_of_a_month() -> None:
    assert nth_weekday(2015, 11, 4, 4) == date(2015, 11, 26)
    assert nth_weekday(2015, 5, 1, -1) == date(2015, 5, 25)
    with pytest.raises(ValueError, match="no weekday 1 number 5"):
        nth_weekday(2015, 2, 1, 5)
