"""Times that pages and exports write for machines, as EDTF: `2021-03-03`, `2021-03-03T19:05:00Z`.

>>> moment("2021-03-03T19:05Z"), moment_of_epoch("1614798300"), moment("3 hours ago")
('2021-03-03T19:05:00Z', '2021-03-03T19:05:00Z', '')
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_LATEST = 4_102_444_800
"""Seconds: the year 2100. What is larger is counted in thousandths."""


def moment(words: object) -> str:
    """A day or time in ISO 8601 or RFC 5322, the day alone where no zone is told; empty for anything else."""
    if not isinstance(words, str) or not 8 <= len(words := words.strip()) <= 60:
        return ""
    if re.fullmatch(r"(?:19|20)\d{6}", words):
        words = f"{words[:4]}-{words[4:6]}-{words[6:]}"
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", words):
            return date.fromisoformat(words).isoformat()
        if re.match(r"\d{4}-\d\d-\d\d[T ]\d\d", words):
            return _written(datetime.fromisoformat(re.sub(r"(?<=\d) (?=[+-]\d\d:?\d\d$|UTC$|Z$)", "", words)))
        if re.match(r"(?:\w{3},\s)?\d{1,2}\s\w{3}\s\d{4}\s\d", words):
            return _written(parsedate_to_datetime(words))
        if found := re.fullmatch(r"\w{3} (\w{3} \d\d) (\d\d:\d\d:\d\d) ([+-]\d{4}) (\d{4})", words):
            month, day = found[1].split()
            return _written(parsedate_to_datetime(f"{day} {month} {found[4]} {found[2]} {found[3]}"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return ""


def moment_of_epoch(value: object) -> str:
    """Seconds or milliseconds since 1970 as a time in UTC; empty for no sensible number."""
    try:
        seconds = float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else 0.0
    except ValueError:
        return ""
    if seconds > _LATEST:
        seconds /= 1000
    if not 86_400 <= seconds <= _LATEST:
        return ""
    return _written(datetime.fromtimestamp(int(seconds), UTC))


def _written(time: datetime) -> str:
    if time.tzinfo is None:
        return time.date().isoformat()
    return time.replace(microsecond=0).isoformat().replace("+00:00", "Z")
