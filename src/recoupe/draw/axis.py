"""Time lines: where a time lies on the page and which times are written under it."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from recoupe.model.time import clock

Seconds = Fraction | float
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)


class Scale(msgspec.Struct, frozen=True):
    """Seconds [start, end] drawn from `left` to `right`, in user units."""

    start: float
    end: float
    left: float
    right: float

    def x(self, seconds: Seconds) -> float:
        """Where a time lies; times outside lie outside."""
        length = self.end - self.start
        share = (float(seconds) - self.start) / length if length > 0 else 0.0
        return self.left + share * (self.right - self.left)


def ticks(start: Seconds, end: Seconds, *, most: int) -> list[float]:
    """Round times within [start, end], at most `most` of them, in seconds."""
    low, high = float(start), float(end)
    step = step_for(high - low, most=most)
    first = int(-(-low // step))
    return [round(k * step, 6) for k in range(first, int((high + step * 1e-6) // step) + 1)]


def step_for(seconds: Seconds, *, most: int) -> float:
    """The smallest round step that divides a length into at most `most` parts, in seconds."""
    length_s = float(seconds)
    step = next((s for s in _STEPS if length_s / s <= max(1, most)), float(_STEPS[-1]))
    while length_s / step > max(1, most):
        step *= 2
    return step


def label(seconds: Seconds, *, step: Seconds = 1) -> str:
    """A tick's time with as many decimals as its step needs."""
    places = 0 if float(step) >= 1 else 1 if float(step) >= 0.1 else 2
    return clock(seconds, places=places)


def between(start: Seconds, end: Seconds, *, places: int = 2) -> str:
    """`0:15.80–0:16.20`, a range as people read it."""
    return f"{clock(start, places=places)}–{clock(end, places=places)}"


def length(seconds: Seconds) -> str:
    """How long something lasts: `0.40 s`, `12.5 s`, `1:30.00`."""
    value = float(seconds)
    if value >= 60:
        return clock(seconds)
    return f"{value:.2f} s" if value < 10 else f"{value:.1f} s"
