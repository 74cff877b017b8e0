"""Lines: A's time as a straight function of B's time, and the seeds from which they are fitted.

A copy played at one speed from one place lies on one line `a = slope × b + offset`. Seeds are pairs of moments whose
keys agree; most are chance. A line is a ridge of seeds; its slope is fitted to them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recoupe.compare.keys import SoundKeys, bit_errors

SLOWEST, FASTEST = 0.75, 1.34
"""Slopes that are looked for: seconds of A in a second of B."""

COMMON = 24
"""A key that occurs more often than this in A says little and seeds nothing."""

SEED_ERRORS = 0.31
"""Greatest share of wrong bits around a seed. Chance gives .50 ± .03 over nine words; copies give .01–.20."""


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """a = slope × b + offset, both in seconds on the clip clocks, believed for b in [start, end)."""

    start: float
    end: float
    slope: float
    offset: float

    def at(self, b: float) -> float:
        """A's time at B's time b."""
        return self.slope * b + self.offset

    def back(self, a: float) -> float:
        """B's time at A's time a."""
        return (a - self.offset) / self.slope


@dataclass(frozen=True, slots=True, eq=False)
class Seeds:
    """Moments of B and A, in seconds, float64 [n] each, whose keys agree."""

    b: NDArray[np.float64]
    a: NDArray[np.float64]


def sound_seeds(a: SoundKeys, b: SoundKeys) -> Seeds:
    """Pairs of moments whose words agree but for at most the three weakest bits of B's, and whose neighbours agree."""
    index = np.flatnonzero(a.usable)
    order = np.argsort(a.words[index], kind="stable")
    where, sorted_words = index[order], a.words[index][order]
    query = np.flatnonzero(b.usable)
    found_b, found_a = [], []
    for word in variants(b, query).reshape(8, -1):
        low, high = np.searchsorted(sorted_words, word, "left"), np.searchsorted(sorted_words, word, "right")
        count = high - low
        count[count > COMMON] = 0
        rows = np.repeat(np.arange(len(query)), count)
        step = np.arange(len(rows)) - np.repeat(np.cumsum(count) - count, count)
        found_b.append(query[rows])
        found_a.append(where[low[rows] + step])
    ib, ia = np.concatenate(found_b), np.concatenate(found_a)
    keep = errors_around(a.words, b.words, ia, ib) < SEED_ERRORS
    ib, ia = ib[keep], ia[keep]
    return Seeds(np.asarray(ib * b.hop + b.start), np.asarray(ia * a.hop + a.start))


def variants(keys: SoundKeys, at: NDArray[np.intp]) -> NDArray[np.uint32]:
    """Each word as it is and with its three weakest bits turned in every way, uint32 [8 × n], variant by variant."""
    out = []
    for flip in range(8):
        mask = np.zeros(len(at), np.uint32)
        for bit in range(3):
            if flip >> bit & 1:
                mask |= keys.weak[at, bit]
        out.append(keys.words[at] ^ mask)
    return np.concatenate(out)


def errors_around(
    a: NDArray[np.uint32], b: NDArray[np.uint32], ia: NDArray[np.intp], ib: NDArray[np.intp], reach: int = 24
) -> NDArray[np.float64]:
    """Share of wrong bits between words near places `ia` of A and words near places `ib` of B, float64 [n]."""
    total = np.zeros(len(ia))
    steps = range(-reach, reach + 1, 6)
    for step in steps:
        ja, jb = np.clip(ia + step, 0, len(a) - 1), np.clip(ib + step, 0, len(b) - 1)
        total += bit_errors(a[ja], b[jb])
    return total / (32 * len(steps))


def errors_along(a: SoundKeys, b: SoundKeys, line: Line) -> NDArray[np.float32]:
    """Share of wrong bits of each of B's words against A's word on the line; nan outside A or in silence."""
    out = np.full(len(b.words), np.nan, np.float32)
    time_b = np.arange(len(b.words)) * b.hop + b.start
    ia = np.rint((line.slope * time_b + line.offset - a.start) / a.hop).astype(np.int64)
    inside = (ia >= 0) & (ia < len(a.words))
    jb = np.flatnonzero(inside)
    ja = ia[jb]
    fine = a.usable[ja] & b.usable[jb]
    out[jb[fine]] = bit_errors(a.words[ja[fine]], b.words[jb[fine]]) / 32
    return out


CHUNK = 30.0
"""Seconds of B in which one line is looked for at a time; over longer stretches cuts blur the ridge."""

SLOPE_STEP = 0.002
OFFSET_BIN = 0.03
"""Seconds: what a slope half a step off drifts over half a chunk."""

MOST_LINES = 8
"""Lines that are looked for in a chunk: a montage of more cuts than one in four seconds is past what this can tell."""

BIN = 0.2
"""Seconds of B that a line must hold three seeds in, its neighbours' counted, to explain them."""

FEWEST_SEEDS = 5
"""Seeds on a line before it is believed enough to be compared in full. In the 13 pairs of the benchmark that share
nothing not one seed was found."""


def fit_lines(seeds: Seeds, *, fewest: int = FEWEST_SEEDS, tolerance: float = 0.04) -> list[Line]:
    """The straight ridges of a set of seeds, greatest first within each chunk, joined across chunks.

    Args:
        seeds: From `sound_seeds` or a picture's motion.
        fewest: Seeds a ridge needs.
        tolerance: Seconds a seed may lie off its line.
    """
    lines: list[Line] = []
    free = np.ones(len(seeds.b), np.bool_)
    if not len(free):
        return lines
    for first in np.arange(seeds.b.min(), seeds.b.max() + 1e-9, CHUNK / 2):
        for _ in range(MOST_LINES):
            here = np.flatnonzero(free & (seeds.b >= first) & (seeds.b < first + CHUNK))
            line = _ridge(seeds.b[here], seeds.a[here], fewest, tolerance)
            if line is None:
                break
            line = _claim(line, seeds, free, tolerance * (1.5 if line.slope == 1 else 3))
            lines.append(line)
    return join(lines)


def _claim(line: Line, seeds: Seeds, free: NDArray[np.bool_], tolerance: float) -> Line:
    """Take away the seeds of every moment that the line explains, on the line or not; the line as far as it reaches.

    A moment of B follows one line. Without this, footage that repeats itself leaves a line for each pair of repeats.
    """
    reach = CHUNK if line.slope != 1 else np.inf
    near = free & _near(line, seeds, tolerance) & (seeds.b > line.start - reach) & (seeds.b < line.end + reach)
    bins = np.floor(seeds.b / BIN).astype(np.int64)
    low = int(bins.min())
    count = np.bincount(bins[near] - low, minlength=int(bins.max()) - low + 1)
    full = np.convolve(count, np.ones(3, np.int64), mode="same") >= 3
    inside = full[bins - low]
    free &= ~(inside | near)
    on = near & inside
    if not on.any():
        return line
    return Line(
        min(line.start, float(seeds.b[on].min())), max(line.end, float(seeds.b[on].max())), line.slope, line.offset
    )


def _ridge(b: NDArray[np.float64], a: NDArray[np.float64], fewest: int, tolerance: float) -> Line | None:
    if len(b) < fewest:
        return None
    step = max(1, len(b) // 1000)
    centre = float(b.mean())
    votes_b, votes_a = b[::step] - centre, a[::step]
    best: tuple[int, float, float] = (0, 1.0, 0.0)
    slopes = np.arange(SLOWEST, FASTEST, SLOPE_STEP)
    for slope in slopes[np.argsort(np.abs(slopes - 1), kind="stable")]:
        offset = votes_a - slope * votes_b
        low = float(offset.min())
        count = np.bincount(((offset - low) / OFFSET_BIN).astype(np.int64))
        pairs = count[:-1] + count[1:] if len(count) > 1 else count
        top = int(pairs.argmax())
        if pairs[top] > best[0]:
            best = (int(pairs[top]), float(slope), low + (top + (1 if len(count) > 1 else 0.5)) * OFFSET_BIN)
        if slope == 1 and best[0] > 0.8 * len(votes_b):
            break
    if best[0] * step < fewest:
        return None
    slope, offset_at_centre = best[1], best[2]
    reach = OFFSET_BIN * 2
    for _ in range(6):
        off = a - (slope * (b - centre) + offset_at_centre)
        on = np.abs(off) < reach
        if on.sum() < fewest:
            return None
        slope, offset_at_centre = _fit(b[on] - centre, a[on])
        reach = max(tolerance, reach * 0.7)
    on = np.abs(a - (slope * (b - centre) + offset_at_centre)) < tolerance
    if on.sum() < fewest:
        return None
    if abs(slope - 1) < 0.02 and _one_speed(b[on], a[on], slope):
        slope, offset_at_centre = 1.0, float(np.median(a[on] - (b[on] - centre)))
    return Line(float(b[on].min()), float(b[on].max()), slope, offset_at_centre - slope * centre)


def _fit(b: NDArray[np.float64], a: NDArray[np.float64]) -> tuple[float, float]:
    """Least-squares slope and offset; slope 1 where all seeds share one moment."""
    if np.ptp(b) < 0.5:
        return 1.0, float(np.median(a - b))
    slope, offset = np.polyfit(b, a, 1)
    return float(slope), float(offset)


def _one_speed(b: NDArray[np.float64], a: NDArray[np.float64], slope: float) -> bool:
    """Whether a slope near 1 is 1 as far as these seeds can tell."""
    spread = float(np.std(b)) or 1.0
    error = float(np.std(a - slope * b)) / (spread * np.sqrt(len(b)))
    return bool(abs(slope - 1) < max(4 * error, 0.02 / max(float(np.ptp(b)), 1.0)))


def _near(line: Line, seeds: Seeds, tolerance: float) -> NDArray[np.bool_]:
    return np.asarray(np.abs(seeds.a - (line.slope * seeds.b + line.offset)) < tolerance)


def join(lines: list[Line], *, tolerance: float = 0.06) -> list[Line]:
    """Make one of lines that continue each other: slopes alike, and alike in place where they meet."""
    out: list[Line] = []
    for line in sorted(lines):
        for i, other in enumerate(out):
            middle = (other.start + other.end + line.start + line.end) / 4
            apart = max(abs(other.at(t) - line.at(t)) for t in (line.start, line.end, other.start, other.end, middle))
            if apart < tolerance:
                longer = max(other, line, key=lambda x: x.end - x.start)
                out[i] = Line(min(other.start, line.start), max(other.end, line.end), longer.slope, longer.offset)
                break
        else:
            out.append(line)
    return out
