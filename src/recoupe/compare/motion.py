"""Seeds from picture alone: how the picture changes over a few seconds, looked for in the other clip.

A static camera starves keys of single frames: all are alike. What moves, and when, tells moments apart, in any
rendering. Short windows of B are correlated with all of A at several lengths; the slope is fitted to the seeds
afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.fft
import scipy.ndimage as ndi
from numpy.typing import NDArray

from recoupe.compare.lines import Seeds

Floats = NDArray[np.float32]

STEP = 0.05
"""Seconds between moments of the series that is correlated."""

WINDOW = 3.0
EVERY = 1.0
STRETCHES = tuple(float(x) for x in np.geomspace(0.8, 1.25, 13))
"""Speeds a window is tried at: 3.8 % apart, 55 ms over half a window."""

LEAST = 0.45
"""Correlation of a window that makes a seed; windows of unlike clips reach .3 to .4 by chance."""

PEAKS = 2


def series(values: Floats, times: NDArray[np.float64], start: float, end: float) -> Floats:
    """Changing cells on an even grid, float32 [moments, cells], without their running mean over a second.

    Args:
        values: float32 [n, cells], brightness.
        times: float64 [n], rising.
        start, end: Seconds the grid spans.
    """
    at = np.arange(start, end, STEP)
    index = np.clip(np.searchsorted(times, at, "right") - 1, 0, len(times) - 1)
    even = ndi.uniform_filter1d(values[index], 3, axis=0, mode="nearest")
    even = even - ndi.uniform_filter1d(even, 21, axis=0, mode="nearest")
    return np.asarray(even - even.mean(1, keepdims=True), np.float32)


def seeds(
    a: Floats,
    b: Floats,
    *,
    start_a: float,
    start_b: float,
    stretches: tuple[float, ...] = STRETCHES,
    only: Sequence[tuple[float, float]] | None = None,
    every: float = EVERY,
) -> Seeds:
    """Moments of two series whose surroundings change alike.

    Args:
        a, b: From `series`, with the same cells.
        start_a, start_b: Seconds of the first moment of each.
        stretches: Speeds to try.
        every: Seconds between windows.
        only: Stretches of B in seconds that are looked for; all of it by default.
    """
    length = round(WINDOW / STEP)
    if len(a) < length // 2 or len(b) < length:
        return Seeds(np.empty(0), np.empty(0))
    size = scipy.fft.next_fast_len(len(a) + 2 * length, True)
    spectrum = np.conj(scipy.fft.rfft(a, size, axis=0))
    power = np.concatenate([[0.0], np.cumsum((a.astype(np.float64) ** 2).sum(1))])
    floor = 0.05 * float(np.median(np.diff(power))) + 1e-3
    found_b: list[float] = []
    found_a: list[float] = []
    for first in range(0, len(b) - length + 1, round(every / STEP)):
        if not (b[first : first + length] ** 2).any():
            continue
        middle = first + length / 2
        when_b = middle * STEP + start_b
        if only is not None and not any(low <= when_b <= high for low, high in only):
            continue
        peaks: list[tuple[float, float]] = []
        for stretch in stretches:
            long = round(length * stretch)
            index = np.clip(np.rint(middle + (np.arange(long) + 0.5 - long / 2) / stretch - 0.5), 0, len(b) - 1)
            query = b[index.astype(np.intp)]
            norm = float((query**2).sum())
            cross = scipy.fft.irfft((np.conj(spectrum) * np.conj(scipy.fft.rfft(query, size, axis=0))).sum(1), size)
            cross = np.concatenate([cross[-(long // 2) :], cross[: len(a) - long // 2]])
            low = np.clip(np.arange(len(cross)) - long // 2, 0, len(a))
            high = np.clip(low + long, 0, len(a))
            value = cross / np.sqrt(norm * (power[high] - power[low] + floor * long) + 1e-6)
            for _ in range(PEAKS):
                top = int(value.argmax())
                if value[top] < LEAST:
                    break
                peaks.append((float(value[top]), (top - long // 2 + long / 2) * STEP + start_a))
                value[max(0, top - 20) : top + 20] = -1
        for value_at, when in _apart(peaks):
            found_b.append(when_b)
            found_a.append(when)
            if value_at > 0.9:
                break
    return Seeds(np.asarray(found_b, np.float64), np.asarray(found_a, np.float64))


def _apart(peaks: list[tuple[float, float]], least: float = 1.0) -> list[tuple[float, float]]:
    """The highest peaks, at most PEAKS, no two within `least` seconds."""
    out: list[tuple[float, float]] = []
    for peak in sorted(peaks, reverse=True):
        if all(abs(peak[1] - other[1]) > least for other in out):
            out.append(peak)
        if len(out) == PEAKS:
            break
    return out
