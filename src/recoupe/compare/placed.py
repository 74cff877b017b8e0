"""Where an altered stretch of sound begins and ends: by how far B's wave can be predicted from A's.

A short filter, learnt beside the stretch, predicts B from A, so that equalising and a telephone's band do not matter.
Where B is A's, prediction leaves less than of two unlike sounds; by how much depends on how loud it is and is learnt,
too. Each edge is the moment at which the sum of that evidence turns, as in `recoupe.compare.edges`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.linalg
import scipy.ndimage as ndi
from numpy.typing import NDArray

from recoupe.compare.edges import SAMPLES_TOGETHER, Curve
from recoupe.compare.keys import RATE
from recoupe.compare.lines import Line
from recoupe.compare.sound import FINEST, Sound

TAPS = 48
LEARN_S = 2.0
"""Seconds either side from which the filter is learnt."""

CLEAR_S = 0.1
"""Seconds beside the rough edges that teach nothing."""

REACH_S = 0.08
"""Seconds by which an edge may lie outside its rough place, or inside."""

INNER_S = 0.025
"""Seconds at its rough edges that are left out of what is said of a stretch: A's own sound may still be there."""

BY_LEVELS = 0.02
"""Seconds of doubt left where only levels tell."""

NEAR_S = 0.012
"""Seconds by which levels alone usually place an edge."""

FAR = 1200.0
"""Nats a second that an edge costs which lies farther from its rough place than NEAR_S."""

KEPT = 0.12
"""Nats that prediction must save, typically, before waves may place an edge."""

CLASSES = 6

Wave = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Place:
    """Start and end in seconds of B, bounds of each, and the share of power that the waves do not share, 0–1."""

    ends: tuple[float, float]
    low: tuple[float, float]
    high: tuple[float, float]
    residual: float


def place(a: Sound, b: Sound, line: Line, start: float, end: float) -> Place:
    """Place both edges of a stretch that is known to some 20 ms."""
    first = max(b.start, start - LEARN_S - CLEAR_S)
    last = min(b.start + len(b.samples) / RATE, end + LEARN_S + CLEAR_S)
    count = round((last - first) * RATE)
    x = np.diff(b.cut(first - FINEST, count + 1)).astype(np.float64)
    y = np.diff(a.cut(line.at(first) - FINEST, count + 1)).astype(np.float64)
    time = first + np.arange(count) / RATE
    beside = (time < start - CLEAR_S) | (time > end + CLEAR_S)
    trim = min(INNER_S, (end - start) / 5)
    inside = (time >= start + trim) & (time < end - trim)
    if beside.sum() < RATE // 4:
        return at(start, end, 1.0, BY_LEVELS)
    guess = _predicted(x, y, beside)
    over = x[inside], guess[inside]
    both = float((over[0] ** 2).sum() * (over[1] ** 2).sum())
    residual = round(1 - min(1.0, float((over[0] * over[1]).sum()) ** 2 / both), 3) if both > 0 else 1.0
    value = _alike(x, guess, beside)
    if value is None:
        return at(start, end, residual, BY_LEVELS)
    middle = (start + end) / 2
    inner = min(REACH_S, (end - start) / 2)
    curves = []
    for rough, way in ((start, 1), (end, -1)):
        near = rough - way * REACH_S, rough + way * inner
        here = (time >= min(near)) & (time <= max(near))
        here &= (time < middle) if way == 1 else (time > middle)
        total = np.cumsum(way * value[here]) - FAR * np.maximum(0.0, np.abs(time[here] - rough) - NEAR_S)
        curves.append(Curve(time[here], total - total.max()))
    ends = curves[0].best, curves[1].best
    if not ends[0] < ends[1]:
        return at(start, end, residual, BY_LEVELS)
    bounds = [c.bounds for c in curves]
    return Place(ends, (bounds[0][0], bounds[1][0]), (bounds[0][1], bounds[1][1]), residual)


def at(start: float, end: float, residual: float, slack: float = 0.006) -> Place:
    """A place with bounds as far either way of both edges."""
    return Place((start, end), (start - slack, end - slack), (start + slack, end + slack), residual)


def _predicted(x: Wave, y: Wave, beside: NDArray[np.bool_]) -> Wave:
    """B's wave as far as a filter of A's gives it: least squares over what lies beside the stretch."""
    size = len(x) + TAPS
    n = 1 << (size - 1).bit_length()
    known = np.where(beside, y, 0.0)
    spectrum = np.fft.rfft(known, n)
    own = np.fft.irfft(np.abs(spectrum) ** 2, n)[:TAPS]
    half = TAPS // 2
    cross = np.fft.irfft(np.fft.rfft(np.where(beside, x, 0.0), n) * np.conj(spectrum), n)
    wanted = np.concatenate([cross[-half:], cross[: TAPS - half]])
    own[0] = own[0] * 1.001 + 1.0
    taps = scipy.linalg.solve_toeplitz(own, wanted)
    return np.asarray(np.convolve(y, taps)[half : half + len(x)])


def _alike(x: Wave, guess: Wave, beside: NDArray[np.bool_]) -> Wave | None:
    """Evidence a sample, in nats, that B is A's there; None where coding keeps no wave."""
    px, py, left = (ndi.uniform_filter1d(v * v, 65, mode="nearest") + 0.5 for v in (x, guess, x - guess))
    saved = 0.5 * np.log((px + py) / left)
    loud = np.log(np.maximum(px, py))
    limits = np.quantile(loud[beside], np.linspace(0, 1, CLASSES + 1)[1:-1])
    group = np.searchsorted(limits, loud)
    usual, spread = np.zeros(CLASSES), np.ones(CLASSES)
    for k in range(CLASSES):
        some = saved[beside & (group == k)]
        if len(some):
            usual[k], spread[k] = float(np.median(some)), float(np.var(some)) + 0.05
    if usual.max() < KEPT:
        return None
    usual = np.maximum(usual, 0.0)
    return np.asarray(np.clip(usual[group] / spread[group] * (saved - usual[group] / 2), -3, 3) / SAMPLES_TOGETHER)
