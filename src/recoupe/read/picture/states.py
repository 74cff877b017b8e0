"""Black, frozen and missing frames of a proxy.

What was measured is said, not why: a still scene filmed from a tripod and encoded hard is as frozen as a stuck player.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recoupe.read.runs import runs

BLACK_LEVEL = 20
"""Grey level (0–255) that the brightest part of a black frame stays below. Encoded black has 0–3, noise on it up to 12;
a night scene with one lit window lies above 40."""

FROZEN_CHANGE = 0.02
"""Grey levels by which a frozen frame differs from the one before on average. A frame held for 2 s and encoded again
(H.264, VP8) changes by 0.001 at nine of ten frames; a hall without people, hard encoded, by 0.19 (`hall-walkers`)."""

FROZEN_AT_LEAST_S = 1.0
BLACK_AT_LEAST_S = 0.1

STEADY_SHARE = 0.95
"""A clip whose frame distances are this often within a tenth of the usual one has a steady rate, and a longer distance
in it is a gap. A clip with a variable rate has none: nothing was promised there."""


def black_runs(frames: NDArray[np.uint8], seconds: NDArray[np.float64], end: float) -> list[tuple[int, int]]:
    """Index ranges [a, b) of frames without light, lasting `BLACK_AT_LEAST_S` or more.

    Args:
        frames: Grey, uint8 [n, 36, 64].
        seconds: When each is first shown, float64 [n].
        end: When the last is over, s.
    """
    brightest = frames.reshape(len(frames), -1).max(axis=1)
    return _lasting(brightest <= BLACK_LEVEL, seconds, end, BLACK_AT_LEAST_S)


def frozen_runs(change: NDArray[np.float64], seconds: NDArray[np.float64], end: float) -> list[tuple[int, int]]:
    """Index ranges [a, b) of frames that repeat the one before, the repeated one included.

    Args:
        change: Mean change against the frame before in grey levels, float64 [n]; the first is infinite.
        seconds, end: As in `black_runs`.
    """
    found = []
    for start, stop in runs(change <= FROZEN_CHANGE):
        first = max(0, start - 1)
        if _until(stop, seconds, end) - seconds[first] >= FROZEN_AT_LEAST_S:
            found.append((first, stop))
    return found


def gaps(times: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Stretches [a, b) in ticks where frames of a steady rate are missing: from when the next was due until it came.

    Args:
        times: When each frame is first shown, int64 [n] ticks, rising.
    """
    distance = np.diff(times)
    if len(distance) < 10:
        return []
    usual = float(np.median(distance))
    if np.mean(np.abs(distance - usual) <= max(1.0, usual / 10)) < STEADY_SHARE:
        return []
    late = np.flatnonzero(distance > 1.6 * usual)
    return [(int(times[i] + round(usual)), int(times[i + 1])) for i in late]


def mean_change(frames: NDArray[np.uint8], *, block: int = 2048) -> NDArray[np.float64]:
    """Mean change against the frame before in grey levels, float64 [n]; infinite for the first.

    Args:
        frames: Grey, uint8 [n, 36, 64].
        block: Frames worked on at once.
    """
    out = np.full(len(frames), np.inf)
    for start in range(1, len(frames), block):
        now = np.asarray(frames[start : start + block], np.int16)
        before = np.asarray(frames[start - 1 : start - 1 + len(now)], np.int16)
        out[start : start + len(now)] = np.abs(now - before).mean(axis=(1, 2))
    return out


def _lasting(
    holds: NDArray[np.bool_], seconds: NDArray[np.float64], end: float, at_least: float
) -> list[tuple[int, int]]:
    return [(a, b) for a, b in runs(holds) if _until(b, seconds, end) - seconds[a] >= at_least]


def _until(stop: int, seconds: NDArray[np.float64], end: float) -> float:
    return float(seconds[stop]) if stop < len(seconds) else end
