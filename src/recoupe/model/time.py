"""Exact time in footage: integer ticks over a rational base, never float seconds.

The *clip clock* reads 0 at the first moment a player would present, after edit lists and
encoder delay, and counts presentation time; every span of footage is on it.

    >>> TimeSpan(start=480, end=512, base=TimeBase(1, 30)).seconds
    (Fraction(16, 1), Fraction(256, 15))
"""

from __future__ import annotations

from fractions import Fraction

import msgspec


class TimeBase(msgspec.Struct, frozen=True):
    """Seconds a tick lasts, as num/den, both positive."""

    num: int
    den: int

    def __post_init__(self) -> None:
        if self.num <= 0 or self.den <= 0:
            raise ValueError(f"time base must be positive, not {self.num}/{self.den}")

    @property
    def fraction(self) -> Fraction:
        """Seconds a tick, reduced."""
        return Fraction(self.num, self.den)

    def seconds(self, ticks: int) -> Fraction:
        """Exact seconds of a count of ticks."""
        return ticks * self.fraction

    def ticks(self, seconds: Fraction | int) -> int:
        """The tick nearest to an exact time; half a tick rounds to the even one."""
        return round(Fraction(seconds) / self.fraction)


FLICK = TimeBase(1, 705_600_000)
"""1/705600000 s, which divides every usual frame rate (NTSC ones too) and sample rate: edits of two
clips of unlike rates meet on it. Source: Facebook, `flicks`, 2018 (the unit only)."""


class TimeSpan(msgspec.Struct, frozen=True, kw_only=True):
    """A half-open stretch [start, end) of a clip's clock, in ticks of `base`. May be of zero length."""

    start: int
    end: int
    base: TimeBase

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a span cannot end ({self.end}) before it starts ({self.start})")

    @property
    def seconds(self) -> tuple[Fraction, Fraction]:
        """Start and end in exact seconds."""
        return self.base.seconds(self.start), self.base.seconds(self.end)

    @property
    def duration(self) -> Fraction:
        """Length in exact seconds."""
        return self.base.seconds(self.end - self.start)

    def rebase(self, base: TimeBase) -> TimeSpan:
        """The same stretch in ticks of another base, each end rounded to the nearest tick."""
        start, end = self.seconds
        return TimeSpan(start=base.ticks(start), end=base.ticks(end), base=base)


def span_of_seconds(start: Fraction | int, end: Fraction | int, base: TimeBase = FLICK) -> TimeSpan:
    """A span from exact seconds, on `base`."""
    return TimeSpan(start=base.ticks(start), end=base.ticks(end), base=base)


def clock(seconds: Fraction | float, *, places: int = 2) -> str:
    """A time as people read it: `0:16.04`, `1:02:03.50`. For drawing only.

    Args:
        seconds: Time on the clip clock; may be negative.
        places: Digits after the point, 0–6.
    """
    scale = 10**places
    units = round(Fraction(seconds) * scale)
    sign, units = ("−" if units < 0 else ""), abs(units)
    whole, part = divmod(units, scale)
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    head = f"{hours}:{minutes:02d}:{secs:02d}" if hours else f"{minutes}:{secs:02d}"
    return f"{sign}{head}.{part:0{places}d}" if places else f"{sign}{head}"
