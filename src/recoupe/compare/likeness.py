"""How alike two sounds are, moment by moment: what the pair itself teaches of its coders, and of unlike sounds.

Levels in sixteen bands and what the waves share there, every 10 ms, are held against two tables: how the pair's sound
looks where it matches, level by level (coders, gain, gates and noise suppressors each change it in their own way), and
how it looks where it cannot match, one laid against another moment of the other.

Sources: Neyman & Pearson 1933 (the ratio of the two likelihoods); Carter 1987 (coherence).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.fft
import scipy.ndimage as ndi
from numpy.typing import NDArray

from recoupe.compare.keys import RATE
from recoupe.compare.lines import Line
from recoupe.compare.sound import Sound, best_shift

Floats = NDArray[np.float32]
Spectra = NDArray[np.complex64]

WINDOW = 512
HOP = 160

LEARN = 6000
BLOCK = 1000
"""Moments that unlikeness is learnt from at most, in blocks of so many."""

EDGES_HZ = (100, 230, 360, 500, 650, 820, 1010, 1230, 1480, 1780, 2130, 2550, 3050, 3700, 4500, 5500, 7000)
BANDS = len(EDGES_HZ) - 1
TOGETHER = 4
"""Neighbouring bands that share a table."""

LEVELS = (15, 35, 55, 75, 92)
"""Percentiles of A's level that part a band's moments into six classes."""

SHARED = (0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95)
OFF_DB = (-18, -12, -8, -5, -3, -1.5, 1.5, 3, 5, 8, 12, 18)
"""Limits between bins of coherence, and of B's level over A's."""

ELSEWHERE = (37, -53, 171, -333)
"""Moments by which A and B are laid wrongly to learn how unlike sounds look."""

FOREIGN = 0.4
"""Share of unlike sounds whose level is anything at all: silence, a tone, another recording."""

DOUBT = 0.03
"""Share of matching moments that look unlike for no reason known."""

FLOOR = WINDOW * 3 / 8 * 0.3
"""Power a bin below which nothing is compared: half a step of 16 bits."""

ASTRAY_S = 0.09
"""Seconds by which a line may lie off the sound's own, when it is the picture's."""

DRIFT_S = 0.05
"""Seconds between places where the gain is taken; it is followed over 61 of them."""

_AT = np.searchsorted(np.fft.rfftfreq(WINDOW, 1 / RATE), EDGES_HZ)


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """One stretch along a line: levels in dB and coherence, float32 [n, bands].

    Attributes:
        begin: Seconds of B at which moment 0 begins; it is centred on `start`.
        hop: Seconds between moments.
        broad: Levels in dB of A and B over all bands, float32 [n] each, as a gate takes them.
    """

    line: Line
    begin: float
    hop: float
    a: Floats
    b: Floats
    shared: Floats
    broad: tuple[Floats, Floats]

    @property
    def start(self) -> float:
        """Seconds of B on which moment 0 is centred."""
        return self.begin + WINDOW / 2 / RATE


def sharpened(a: Sound, b: Sound, line: Line, start: float, end: float) -> Line:
    """The line to the sample, as most of the stretch has it."""
    reach, block = round(ASTRAY_S * RATE), RATE
    shifts = []
    for at in np.linspace(start, max(start, end - 1), 15):
        wave_b = b.cut(float(at), block)
        wave_a = a.cut(line.at(float(at)) - reach / RATE, block + 2 * reach)
        shift, sharp = best_shift(wave_a, wave_b)
        if sharp > 0:
            shifts.append(shift - reach)
    move = float(np.median(shifts)) / RATE if shifts else 0.0
    return Line(line.start, line.end, line.slope, line.offset + move)


def grid(a: Sound, b: Sound, line: Line, start: float, end: float, *, step: int = 1) -> Grid:
    """Measure a stretch.

    Args:
        step: Every how many moments of 10 ms.
    """
    hop = HOP * step
    count = max(0, int(((end - start) * RATE - WINDOW) // hop) + 1)
    la, lb, shared = (np.empty((count, BANDS), np.float32) for _ in range(3))
    broad = np.empty((2, count), np.float32)
    for first in range(0, count, 4096):
        last = min(count, first + 4096)
        both = spectra(a, b, line, start + first * hop / RATE, last - first, hop)
        pa, pb = (_power(f) for f in both)
        shared[first:last] = _coherence(*both, pa, pb)
        la[first:last], lb[first:last] = 10 * np.log10(pa), 10 * np.log10(pb)
        for k, f in enumerate(both):
            broad[k, first:last] = 10 * np.log10((f.real**2 + f.imag**2).sum(1) + FLOOR * WINDOW / 2)
    return Grid(line, start, hop / RATE, la, lb, shared, (broad[0], broad[1]))


def spectra(a: Sound, b: Sound, line: Line, begin: float, count: int, hop: int) -> tuple[Spectra, Spectra]:
    """Spectra of A on the line and of B, `count` windows from a time in B."""
    length = (count - 1) * hop + WINDOW
    shape = np.hanning(WINDOW).astype(np.float32)
    out = []
    for sound, at in ((a, line.at(begin)), (b, begin)):
        view = np.lib.stride_tricks.sliding_window_view(sound.cut(at, length), WINDOW)[::hop]
        out.append(scipy.fft.rfft(view * shape, axis=1))
    return out[0], out[1]


def _bands(values: Floats) -> Floats:
    return np.asarray(np.add.reduceat(values[:, : _AT[-1]], _AT[:-1], axis=1))


def _power(found: Spectra) -> Floats:
    return np.asarray(_bands(found.real**2 + found.imag**2) + FLOOR * np.diff(_AT), np.float32)


def _coherence(fa: Spectra, fb: Spectra, pa: Floats, pb: Floats) -> Floats:
    cross = fa * np.conj(fb)
    return np.asarray((_bands(cross.real) ** 2 + _bands(cross.imag) ** 2) / (pa * pb), np.float32)


class Table:
    """How matching and unlike moments of this pair look: counts of (bands and level, coherence, level off)."""

    SHAPE = (-(-BANDS // TOGETHER) * (len(LEVELS) + 1), len(SHARED) + 1, len(OFF_DB) + 1)

    def __init__(self, a: Sound, b: Sound, grids: Sequence[Grid]) -> None:
        """Learn from what is measured of stretches that match, all but for what is sought."""
        everything = np.concatenate([g.a for g in grids])
        self._limits = np.percentile(everything, LEVELS, axis=0).T
        self._least = np.percentile(everything, 40, axis=0)
        loud = everything > self._least
        off = np.concatenate([g.b for g in grids]) - everything
        self._base = np.asarray(
            [np.median(off[loud[:, k], k]) if loud[:, k].any() else 0.0 for k in range(BANDS)], np.float32
        )
        self._gains = {id(g): self._gain(g) for g in grids}
        self._codes = {id(g): self._code(g, g.shared, g.b) for g in grids}
        self._alike = sum((self._count(codes) for codes in self._codes.values()), np.zeros(self.SHAPE))
        self._unlike = np.zeros(self.SHAPE)
        for g in grids:
            for first, last in _blocks(len(g.a), len(everything)):
                self._learn(a, b, g, first, last)

    def off(self, g: Grid) -> Floats:
        """B's level over A's in dB, without the gain that drifts through the whole, float32 [n, bands]."""
        return np.asarray(g.b - g.a - self._gains[id(g)])

    def evidence(self, g: Grid, without: slice | None = None) -> NDArray[np.float64]:
        """Log-likelihood of each moment of being alike over unlike, float64 [n]; learnt without some of its moments."""
        codes = self._codes[id(g)]
        return self._ratio(codes, self._alike if without is None else self._alike - self._count(codes[without]))

    def evidence_of(self, g: Grid) -> NDArray[np.float64]:
        """The same of a stretch that taught nothing: along another line."""
        self._gains[id(g)] = self._gain(g)
        found = self._ratio(self._code(g, g.shared, g.b), self._alike)
        del self._gains[id(g)]
        return found

    def _ratio(self, codes: NDArray[np.int64], alike: NDArray[np.float64]) -> NDArray[np.float64]:
        one, two = _shares(alike), _shares(self._unlike)
        two = (1 - FOREIGN) * two + FOREIGN * two.sum(2, keepdims=True) / self.SHAPE[2]
        one = (1 - DOUBT) * one + DOUBT * two
        return np.asarray(np.log(one / two).ravel()[codes].sum(1))

    def _learn(self, a: Sound, b: Sound, g: Grid, first: int, last: int) -> None:
        fa, fb = spectra(a, b, g.line, g.begin + first * g.hop, last - first, round(g.hop * RATE))
        pa, rows = _power(fa), slice(first, last)
        for lag in ELSEWHERE:
            turned = np.roll(fb, lag, 0)
            pb = _power(turned)
            level = np.asarray(10 * np.log10(pb), np.float32)
            self._unlike += self._count(self._code(g, _coherence(fa, turned, pa, pb), level, rows))

    def _gain(self, g: Grid) -> Floats:
        """Gain in dB of B over A as it drifts, over 3 s, the same for all bands but for a constant."""
        loud = g.a > self._least
        known = np.flatnonzero(loud.any(1))
        if len(known) < 10:
            return np.broadcast_to(self._base, g.a.shape)
        middle = np.nanmedian(np.where(loud, g.b - g.a - self._base, np.nan)[known], axis=1)
        every = max(1, round(DRIFT_S / g.hop))
        at = np.arange(0, len(g.a), every)
        rough = ndi.median_filter(np.interp(np.arange(len(g.a)), known, middle), every, mode="nearest")[at]
        slow = ndi.median_filter(rough, 61, mode="nearest")
        return np.asarray(self._base + np.interp(np.arange(len(g.a)), at, slow)[:, None], np.float32)

    def _code(self, g: Grid, shared: Floats, b: Floats, rows: slice = slice(None)) -> NDArray[np.int64]:
        a = g.a[rows]
        level = np.empty(a.shape, np.int64)
        for k in range(BANDS):
            level[:, k] = np.searchsorted(self._limits[k], a[:, k]) + (k // TOGETHER) * (len(LEVELS) + 1)
        i, j = np.searchsorted(SHARED, shared), np.searchsorted(OFF_DB, b - a - self._gains[id(g)][rows])
        return np.asarray((level * self.SHAPE[1] + i) * self.SHAPE[2] + j)

    def _count(self, codes: NDArray[np.int64]) -> NDArray[np.float64]:
        count = np.bincount(codes.ravel(), minlength=int(np.prod(self.SHAPE)))
        return np.asarray(count.reshape(self.SHAPE), np.float64)


def _blocks(count: int, total: int) -> list[tuple[int, int]]:
    """Blocks of a stretch's moments to learn unlikeness from: its share of LEARN, spread evenly."""
    share = LEARN * count / max(total, 1)
    if count <= share or count <= BLOCK:
        return [(0, count)] if count > 1 else []
    return [(int(at), int(at) + BLOCK) for at in np.linspace(0, count - BLOCK, max(1, round(share / BLOCK)))]


def _shares(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    soft = ndi.gaussian_filter(counts, (0, 0.5, 0.7)) + 0.2
    return np.asarray(soft / soft.sum((1, 2), keepdims=True))
