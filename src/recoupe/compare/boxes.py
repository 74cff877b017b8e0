"""Boxes in picture and time whose cells, summed, speak most for something: the search behind altered regions.

Evidence is positive where a cell of a frame speaks for an alteration and negative where it speaks against, so the box
with the greatest sum has its sides where the evidence turns. Sides and ends are sought in turn, each exactly, until
both stay.

Source: Bentley, Programming Pearls: Algorithm Design Techniques, 1984 (the greatest sum of a stretch, and of a box).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.ndimage as ndi
from numpy.typing import NDArray

WINDOW = 0.5
"""Seconds over which evidence is gathered before a box is looked for; windows lie half of it apart."""

LEAST_SEED = 3.0
"""Evidence, in nats a frame, of a box in a window from which it is followed: 8 cells at 0.4."""

MOST_BOXES = 12
ROUNDS = 8

SCALE = 16.0
"""Steps of the stored evidence in one nat."""


@dataclass(frozen=True, slots=True)
class Box:
    """Rows [top, bottom), columns [left, right), frames [first, last); `mean`, nats for each cell of each frame."""

    top: int
    bottom: int
    left: int
    right: int
    first: int
    last: int
    mean: float

    @property
    def total(self) -> float:
        """Evidence in all."""
        return self.mean * (self.bottom - self.top) * (self.right - self.left) * (self.last - self.first)


def best_box(evidence: NDArray[np.float32]) -> tuple[float, int, int, int, int]:
    """The rectangle with the greatest sum: (sum, top, bottom, left, right)."""
    height, width = evidence.shape
    rows = np.vstack([np.zeros((1, width), np.float32), np.cumsum(evidence, axis=0)])
    top, bottom = np.triu_indices(height + 1, 1)
    sums = np.cumsum(rows[bottom] - rows[top], axis=1)
    before = np.minimum.accumulate(np.hstack([np.zeros((len(top), 1), np.float32), sums[:, :-1]]), axis=1)
    gain = sums - before
    at, right = np.unravel_index(int(gain.argmax()), gain.shape)
    starts = np.append(0.0, sums[at, :right])
    left = int(starts.argmin())
    return float(gain[at, right]), int(top[at]), int(bottom[at]), left, int(right) + 1


def find_boxes(evidence: NDArray[np.int8], times: NDArray[np.float64]) -> list[Box]:
    """Boxes in space and time, strongest seed first; they do not overlap.

    Args:
        evidence: int8 [n, height, width] in sixteenths of a nat. It is not changed.
        times: float64 [n], seconds of each frame, rising.
    """
    left = evidence.copy()
    windows = _windows(times)
    found: list[Box] = []
    scores = np.array([_seed(left, *w) for w in windows])
    for _ in range(MOST_BOXES):
        if not len(windows) or scores.max() < LEAST_SEED:
            break
        w = int(scores.argmax())
        box = _grow(left, *windows[w])
        if box is not None:
            found.append(box)
            first, last = max(0, box.first - 2), box.last + 2
            left[first:last, max(0, box.top - 1) : box.bottom + 1, max(0, box.left - 1) : box.right + 1] = -40
        touched = [i for i, (s, e) in enumerate(windows) if box is not None and s < box.last + 2 and e > box.first - 2]
        for i in touched:
            scores[i] = _seed(left, *windows[i])
        if w not in touched or (scores[w] >= LEAST_SEED and box is None):
            scores[w] = -1.0
    return found


def _windows(times: NDArray[np.float64]) -> list[tuple[int, int]]:
    if len(times) < 2:
        return []
    starts = np.arange(times[0], times[-1], WINDOW / 2)
    first, last = np.searchsorted(times, starts), np.searchsorted(times, starts + WINDOW)
    return [(int(s), int(e)) for s, e in zip(first, last, strict=True) if e - s >= 2]


def _seed(evidence: NDArray[np.int8], first: int, last: int) -> float:
    mean = evidence[first:last].mean(0, dtype=np.float32) / SCALE
    if float(ndi.uniform_filter(mean, 3).max()) <= 0:
        return 0.0
    return best_box(mean)[0]


def _grow(evidence: NDArray[np.int8], first: int, last: int) -> Box | None:
    """Sides from the frames, frames from the sides, until neither moves."""
    middle = (first + last) // 2
    box = (0, 0, 0, 0)
    for _ in range(ROUNDS):
        value, *sides = best_box(evidence[first:last].mean(0, dtype=np.float32) / SCALE)
        if value <= 0:
            return None
        top, bottom, left, right = sides
        each = evidence[:, top:bottom, left:right].sum((1, 2), dtype=np.int32) / SCALE
        stretch = best_stretch(each, middle)
        if stretch is None:
            return None
        if (top, bottom, left, right) == box and stretch == (first, last):
            break
        box, (first, last) = (top, bottom, left, right), stretch
    top, bottom, left, right = box
    mean = float(evidence[first:last, top:bottom, left:right].mean(dtype=np.float64)) / SCALE
    return Box(top, bottom, left, right, first, last, mean) if mean > 0 else None


def best_stretch(each: NDArray[np.float64], middle: int) -> tuple[int, int] | None:
    """The stretch around a frame with the greatest sum."""
    after, before = np.cumsum(each[middle:]), np.cumsum(each[:middle][::-1])
    last = middle + int(after.argmax()) + 1
    gain = float(after.max())
    first = middle
    if len(before) and before.max() > 0:
        first, gain = middle - int(before.argmax()) - 1, gain + float(before.max())
    return (first, last) if gain > 0 else None
