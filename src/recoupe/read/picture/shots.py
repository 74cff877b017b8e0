"""Camera shots: where one view gives way to another at once.

A cut is a change that correlates with nothing before it and stays; a flash comes back to the view before and is no cut.
Dissolves and wipes are not found: they count as part of a shot.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CORRELATION = 0.55
"""Two frames of one view correlate above this at 64 × 36, walking and panning included (`street-ride`, a ride through
streets: lowest .80); across a cut it is below .4 for nine in ten. Scenes alike in layout can stay above: missed."""

CHANGE = 6.0
"""Mean grey levels that a cut changes at least: below it, noise in the dark decorrelates frames by itself."""

TIMES_USUAL = 3.0
"""How many times the usual change of the frames around a cut exceeds: a shaking camera decorrelates every frame."""

FLASH_FRAMES = 6
"""Frames after which a flash has given back the view before it."""

SHORTEST = 5
"""Frames; a shorter shot cannot be told from a burst of damage."""


def cuts(frames: NDArray[np.uint8], *, block: int = 2048) -> list[int]:
    """Indices of frames that begin a new view, in order, the first frame left out.

    Args:
        frames: Grey, uint8 [n, 36, 64].
    """
    n = len(frames)
    change, alike = np.zeros(n), np.ones(n)
    for start in range(1, n, block):
        pairs = np.asarray(frames[start - 1 : start + block], np.float32).reshape(-1, frames[0].size)
        stop = start + len(pairs) - 1
        change[start:stop] = np.abs(np.diff(pairs, axis=0)).mean(axis=1)
        alike[start:stop] = _correlation(pairs[:-1], pairs[1:])
    found: list[int] = []
    for i in np.flatnonzero((alike < CORRELATION) & (change >= CHANGE)):
        around = np.concatenate((change[max(1, i - 12) : i], change[i + 1 : i + 13]))
        if len(around) and change[i] < TIMES_USUAL * np.median(around):
            continue
        if _is_flash(frames, int(i)) or (found and i - found[-1] < SHORTEST):
            continue
        found.append(int(i))
    return found


def _is_flash(frames: NDArray[np.uint8], i: int) -> bool:
    """Whether frame i begins or ends a flash: the view before it comes back soon, or its own was there just before."""
    step = float(np.abs(np.asarray(frames[i], np.float32) - frames[i - 1]).mean())
    return _seen_among(frames[i - 1], frames[i + 1 : i + 1 + FLASH_FRAMES], step / 2) or _seen_among(
        frames[i], frames[max(0, i - 1 - FLASH_FRAMES) : i - 1], step / 2
    )


def _seen_among(view: NDArray[np.uint8], frames: NDArray[np.uint8], limit: float) -> bool:
    """Whether one of the frames shows the same view, less than `limit` grey levels away."""
    if not len(frames):
        return False
    one = np.asarray(view, np.float32).reshape(1, -1)
    many = np.asarray(frames, np.float32).reshape(len(frames), -1)
    near = np.abs(many - one).mean(axis=1) < limit
    return bool(np.any((_correlation(np.broadcast_to(one, many.shape), many) > CORRELATION) & near))


def _correlation(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float64]:
    """Pearson's r row by row; two flat rows are alike (1), a flat and a varied one are not (0)."""
    a = a - a.mean(axis=1, keepdims=True)
    b = b - b.mean(axis=1, keepdims=True)
    power_a, power_b = (a * a).sum(axis=1), (b * b).sum(axis=1)
    flat_a, flat_b = power_a < a.shape[1], power_b < b.shape[1]
    r = (a * b).sum(axis=1) / np.sqrt(np.maximum(power_a * power_b, 1e-9))
    return np.where(flat_a & flat_b, 1.0, np.where(flat_a | flat_b, 0.0, r))
