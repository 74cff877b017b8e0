"""One box that may have been altered, measured as a whole: its ends, its sides, its kind, and whether it stands out.

What is left of B's picture in the box (`g`, root mean square in grey levels) and the share of A's detail that B lacks
there (`c`, the projection of what is left on that detail) stand low before, high inside and low after. Both step at
the ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import scipy.ndimage as ndi
from numpy.typing import NDArray

from recoupe.compare.boxes import Box, best_box, best_stretch
from recoupe.compare.geometry import HEIGHT, WIDTH
from recoupe.compare.leftover import Leftover, Rest

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

AROUND = 2.0
"""Seconds before and after a box that are measured to compare it with."""

INSIDE = 120
"""Frames inside a box, evenly spread, that are measured beside those around its ends."""

LEAST_TIMES = 2.2
"""Times what coding leaves in the box before and after, that must be left in it; at each end that is seen, within a few
frames. Of 60 re-encodings no box stepped by that much at both ends; alterations step by 4 to 100."""

LEAST_GONE = 0.12
"""Share of A's detail that is gone at least, where the box is not plainly another picture (`PLAIN_TIMES`)."""

PLAIN_TIMES = 8.0

MUCH_GONE, CLEAR = 0.3, 5.0
"""Share of A's detail that must go at each end, and times its usual spread, where what is left steps too little."""

SOFT_TIMES, SOFT_LEVEL = 1.6, 1.2
"""The same as `LEAST_TIMES` and `LEAST_LEVEL`, where the share of detail steps."""

STANDS_OUT = 1.8
"""Times what is left in the rim around the box, that must be left in it at the same time."""

LEAST_SIDE, LEAST_CELLS = 3, 12
"""Cells across or down, and in all, of the smallest box that is told: 5 % of the width by 8 % of the height. Where B
is a part of A, A's own cells count: a tree trunk that only B resolves was told as another picture."""

SHORTEST = 0.25
"""Seconds that an alteration lasts at least: less is a fault of coding."""

ABRUPT = 0.5
"""Share of a step that is made within one frame."""

AT_END = 5
"""Frames before and after an end between which it must step."""

LEAST_ENERGY, LEAST_SHARE = 3.5, 0.08
"""Times the usual square, and share of the square usual in the box, that must be left in a cell that belongs to it."""

LEAST_LEVEL = 1.5
"""Grey levels by which what is left must rise."""


@dataclass(frozen=True, slots=True)
class AlteredBox:
    """An altered box: sides in fractions of B's picture, seconds of B, kind, and the share of A's detail gone."""

    left: float
    top: float
    right: float
    bottom: float
    start: float
    end: float
    kind: str
    gone: float


class Measured:
    """A box in the frames around its time.

    Args:
        leftover: The fit of the pair, its usual scale learnt.
        frames, partners: All of B's frames that follow A, and A's.
        times: float64, seconds of those frames; `end` when the last one ends.
        box: Found in every `step`-th of them.
    """

    def __init__(
        self,
        leftover: Leftover,
        frames: NDArray[np.intp],
        partners: NDArray[np.intp],
        times: Doubles,
        end: float,
        box: Box,
        step: int,
    ) -> None:
        self.box, self.lies, self.step = box, leftover.lies, step
        left, top, right, bottom = leftover.place.box_in_b()
        self.coarse = max(1.0, bottom - top), max(1.0, right - left)
        """B's cells that one of A's covers, down and across: in a crop, A's proxy cannot show what B's does."""
        first, last = box.first * step, min(box.last * step, len(frames))
        reach = max(AROUND, 2.5 * step * float(np.median(np.diff(times))))
        start, stop = times[first], times[last - 1]
        near = (np.abs(times - start) < reach) | (np.abs(times - stop) < reach)
        near[np.linspace(first, last - 1, min(INSIDE, last - first)).astype(np.intp)] = True
        index = np.flatnonzero(near)
        self.times = times[index]
        self.next = np.append(times, end)[index + 1]
        self.first, self.last = (int(np.searchsorted(index, i)) for i in (first, last))
        self.whole = index[0] == 0, index[-1] == len(frames) - 1
        self.index = index
        self.left: Rest = leftover.rest(frames[index], partners[index])

    def beyond(self) -> Box | None:
        """The box with its ends where they lie, if one of them is not among the frames that were measured."""
        ends = self._ends(slice(self.box.top, self.box.bottom), slice(self.box.left, self.box.right))
        if ends is None or ((ends[0] > 2 or self.whole[0]) and (ends[1] < len(self.index) - 2 or self.whole[1])):
            return None
        first, last = (int(i) // self.step for i in (self.index[ends[0]], self.index[ends[1] - 1]))
        return replace(self.box, first=first, last=max(last, first + 1))

    def judged(self) -> AlteredBox | None:
        """The box with exact ends and sides, or None where it does not stand out."""
        rows, columns = slice(self.box.top, self.box.bottom), slice(self.box.left, self.box.right)
        for _ in range(2):
            ends = self._ends(rows, columns)
            if ends is None:
                return None
            first, last = ends
            rows, columns = self._grown(first, last, rows, columns)
        found = self._ends(rows, columns)
        if found is None or not self._stands_out(*found, rows, columns):
            return None
        first, last = found
        if (first == 0 and not self.whole[0]) or (last == len(self.times) and not self.whole[1]):
            return None
        left, top, right, bottom = self._sides(first, last, rows, columns)
        inside = self._part(first, last)
        gone = float(np.clip(np.median(self._gone(rows, columns)[inside]), 0, 1))
        kind = self._kind(inside, rows, columns)
        if kind == "blurred":
            if gone < (MUCH_GONE if (right - left) * (bottom - top) > LARGE else LEAST_GONE):
                return None
            left, top, right, bottom = self._widened(first, last, rows, columns, (left, top, right, bottom))
        return AlteredBox(
            left / WIDTH,
            top / HEIGHT,
            right / WIDTH,
            bottom / HEIGHT,
            float(self.times[first]),
            float(self.next[last - 1]),
            kind,
            gone,
        )

    def _level(self, rows: slice, columns: slice) -> Doubles:
        """g: what is left in the box, root mean square of each frame."""
        return np.asarray(np.sqrt(np.square(self.left.rest[:, rows, columns], dtype=np.float64).mean((1, 2)) + 0.05))

    def _gone(self, rows: slice, columns: slice) -> Doubles:
        """c: share of A's detail that B lacks in the box."""
        rest, fine = (x[:, rows, columns].astype(np.float64) for x in (self.left.rest, self.left.fine))
        return np.asarray(-(rest * fine).sum((1, 2)) / ((fine * fine).sum((1, 2)) + fine[0].size))

    def _ends(self, rows: slice, columns: slice) -> tuple[int, int] | None:
        """Frames [first, last) by where both measures cross the middle between inside and outside."""
        g, c = np.log(self._level(rows, columns)), self._gone(rows, columns)
        inside = np.zeros(len(g), np.bool_)
        inside[self.first : self.last] = True
        outside = ~ndi.binary_dilation(inside, iterations=3)
        if inside.sum() < 2 or outside.sum() < 3:
            return None
        score = np.clip((g - (np.median(g[inside]) + np.median(g[outside])) / 2) * 2, -1, 1)
        rise = float(np.median(c[inside]) - np.median(c[outside]))
        if rise > LEAST_GONE and np.median(g[inside]) - np.median(g[outside]) < np.log(PLAIN_TIMES):
            score += np.clip((c - (np.median(c[inside]) + np.median(c[outside])) / 2) / rise * 2, -1, 1)
        stretch = best_stretch(score, (self.first + self.last) // 2)
        if stretch is not None:
            self.first, self.last = stretch
        return stretch

    def _part(self, first: int, last: int) -> NDArray[np.intp]:
        return np.unique(np.linspace(first, last - 1, min(last - first, INSIDE)).astype(np.intp))

    def _energies(self, first: int, last: int) -> tuple[Doubles, Doubles]:
        """Mean square of what is left in each cell while altered, and what is usual: before, after and by texture."""
        inside = self._part(first, last)
        outside = np.concatenate([np.arange(0, max(0, first - 1)), np.arange(last + 1, len(self.times))])[-2 * INSIDE :]
        energy = np.square(self.left.rest[inside], dtype=np.float64).mean(0)
        usual = np.square(self.left.scale[inside], dtype=np.float64).mean(0) / 2
        if len(outside) > 4:
            usual = np.maximum(usual, np.square(self.left.rest[outside], dtype=np.float64).mean(0))
        return energy, usual + 0.1

    def _grown(self, first: int, last: int, rows: slice, columns: slice) -> tuple[slice, slice]:
        """The box by what is left in each cell over all of its time.

        Where it is blurred, a cell without detail has nothing to lose and neither belongs to the box nor bounds it.
        """
        energy, usual = self._energies(first, last)
        level = np.maximum(LEAST_ENERGY * usual, LEAST_SHARE * float(np.median(energy[rows, columns])))
        value = np.clip(np.log((energy + 0.01) / level), -1, 1)
        inside = self._part(first, last)
        if self._kind(inside, rows, columns) == "blurred":
            power = np.square(self.left.fine[inside], dtype=np.float64).mean(0)
            telling = np.clip(np.log((0.35 * power + usual) / level), 0.03, 1)
            value = np.where(value < 0, value * telling, value)
        near = np.full((HEIGHT, WIDTH), -4.0)
        there = (slice(max(0, rows.start - 4), rows.stop + 4), slice(max(0, columns.start - 4), columns.stop + 4))
        near[there] = np.where(self.lies[there], value[there], -0.1)
        total, top, bottom, left, right = best_box(near.astype(np.float32))
        if total <= 0 or min(bottom - top, right - left) < 2:
            return rows, columns
        return slice(top, bottom), slice(left, right)

    def _stands_out(self, first: int, last: int, rows: slice, columns: slice) -> bool:
        """Whether it is large and long enough, steps at every end that is seen, and differs from its surroundings."""
        height = (rows.stop - rows.start) / self.coarse[0]
        width = (columns.stop - columns.start) / self.coarse[1]
        if (
            min(height, width) < LEAST_SIDE
            or height * width < LEAST_CELLS
            or self.next[last - 1] - self.times[first] < SHORTEST
        ):
            return False
        g, c = self._level(rows, columns), self._gone(rows, columns)
        within = float(np.median(g[first:last]))
        outside = np.concatenate([c[: max(0, first - 1)], c[last + 1 :]])
        spread = 1.5 * float(np.median(np.abs(outside - np.median(outside)))) + 0.01 if len(outside) else 1.0
        reach = max(2, min(AT_END, last - first))
        seen = [(end, way) for end, way in ((first, -1), (last, 1)) if 2 <= end <= len(g) - 2]
        if not seen or within < STANDS_OUT * self._rim(first, last, rows, columns):
            return False
        return all(_steps(g, c, end, way, reach, within, spread) for end, way in seen)

    def _rim(self, first: int, last: int, rows: slice, columns: slice) -> float:
        """What is left in the rim of two cells around the box, a cell away from it, while it lasts."""
        shape = np.zeros((HEIGHT, WIDTH), np.bool_)
        shape[rows, columns] = True
        rim = ndi.binary_dilation(shape, iterations=3) & ~ndi.binary_dilation(shape) & self.lies
        if not rim.any():
            return 0.0
        rest = self.left.rest[self._part(first, last)][:, rim]
        return float(np.median(np.sqrt(np.square(rest, dtype=np.float64).mean(1))))

    def _sides(self, first: int, last: int, rows: slice, columns: slice) -> tuple[float, float, float, float]:
        """Left, top, right, bottom in cells, by how much of the cells at the rim is altered."""
        energy, usual = self._energies(first, last)
        excess = np.sqrt(np.maximum(energy - usual, 0))
        inside = self._part(first, last)
        rest, fine = self.left.rest[inside], self.left.fine[inside]
        cross = -(rest * fine).sum(0, dtype=np.float64)
        power = np.square(fine, dtype=np.float64).sum(0)
        inner = slice(rows.start + 1, rows.stop - 1) if rows.stop - rows.start > 3 else rows
        left, right = _edges(excess[inner].mean(0), cross[inner].sum(0), power[inner].sum(0), columns)
        inner = slice(columns.start + 1, columns.stop - 1) if columns.stop - columns.start > 3 else columns
        top, bottom = _edges(excess[:, inner].mean(1), cross[:, inner].sum(1), power[:, inner].sum(1), rows)
        return left, top, right, bottom

    def _widened(
        self, first: int, last: int, rows: slice, columns: slice, sides: tuple[float, float, float, float]
    ) -> tuple[float, float, float, float]:
        """Sides moved halfway into a dull strip beyond them, which may belong to a blurred box or not."""
        energy, usual = self._energies(first, last)
        power = np.square(self.left.fine[self._part(first, last)], dtype=np.float64).mean(0)
        dull = (0.35 * power < LEAST_ENERGY * usual) & self.lies & (energy < LEAST_ENERGY * usual)
        across, down = dull[rows].mean(0) >= DULL, dull[:, columns].mean(1) >= DULL
        left, top, right, bottom = sides
        return (
            max(0.0, left - _run(across[: columns.start][::-1]) / 2),
            max(0.0, top - _run(down[: rows.start][::-1]) / 2),
            min(float(WIDTH), right + _run(across[columns.stop :]) / 2),
            min(float(HEIGHT), bottom + _run(down[rows.stop :]) / 2),
        )

    def _kind(self, inside: NDArray[np.intp], rows: slice, columns: slice) -> str:
        """blurred, covered or replaced, by what B shows in the box against A there."""
        shown = (self.left.rest + self.left.fitted)[inside, rows, columns].astype(np.float64)
        meant = self.left.fitted[inside].astype(np.float64)
        if _blurred(shown, meant, rows, columns):
            return "blurred"
        still = float(np.median(np.std(shown, axis=0)))
        return "covered" if still < STILL or float(np.median(np.std(shown, axis=(1, 2)))) < STILL else "replaced"


LARGE = 300.0
"""Cells, an eighth of the picture, beyond which something passing close by is taken for a blur unless much is gone."""

DULL, WIDEST = 0.7, 4
"""Share of a strip's cells that must be without detail for a blurred box to reach into it, and cells at most."""

STILL = 3.0
"""Grey levels that a box varies in time, or within, when it stands or is of one colour; coding leaves 0 to 2."""

BLUR_LEFT = 0.5
"""Share of the box's own contrast that a blur of A leaves unexplained at most."""


def _steps(g: Doubles, c: Doubles, end: int, way: int, reach: int, within: float, spread: float) -> bool:
    """Whether what is left, or the share of detail, steps at an end as an edit makes it.

    Args:
        end: Frame at which the box begins (`way` −1) or is over (1).
        reach: Frames on either side that are held against each other.
        within: What is left in the box, usually. spread: of the share of detail outside the box.
    """
    before, after = slice(max(0, end - reach), end), slice(end, end + reach)
    here, there = (after, before) if way < 0 else (before, after)
    low, high = float(np.median(g[there])), float(np.median(g[here]))
    beyond = g[: max(0, end - 1)] if way < 0 else g[end + 1 :]
    over = within / max(low, float(np.median(beyond)) if len(beyond) > 2 else low)
    gone = float(np.median(c[here]) - np.median(c[there]))
    detail = gone > LEAST_GONE and _abrupt(c, end)
    if gone > max(MUCH_GONE, CLEAR * spread) and detail and over > SOFT_TIMES and high - low > SOFT_LEVEL:
        return True
    level = high > LEAST_TIMES * low and over > LEAST_TIMES and high - low > LEAST_LEVEL
    return (
        level and (gone > max(LEAST_GONE, CLEAR * spread) or over > PLAIN_TIMES) and (detail or _abrupt(np.log(g), end))
    )


def _abrupt(value: Doubles, end: int) -> bool:
    """Whether most of the step at an end is made from one frame to the next, as an edit is and what moves is not."""
    jumps = np.abs(np.diff(value[max(0, end - 2) : end + 2]))
    before, after = value[max(0, end - AT_END) : end], value[end : end + AT_END]
    whole = abs(float(np.median(after) - np.median(before)))
    return bool(len(jumps) and jumps.max() > ABRUPT * whole)


def _blurred(shown: Doubles, meant: Doubles, rows: slice, columns: slice) -> bool:
    """Whether some blur of A's picture explains what B shows better than its mean, and about as bright."""
    sharp = meant[:, rows, columns]
    spread = np.square(sharp - sharp.mean((1, 2), keepdims=True)).mean() + 1.0
    for width in (0.7, 1.2, 2.0, 3.0):
        soft = ndi.gaussian_filter(meant, (0, width, width))[:, rows, columns]
        if np.square(shown - soft).mean() < BLUR_LEFT * spread:
            return True
    return bool(np.square(shown - sharp.mean((1, 2), keepdims=True)).mean() < BLUR_LEFT * spread)


def _edges(excess: Doubles, cross: Doubles, power: Doubles, span: slice) -> tuple[float, float]:
    """Both ends of a span to a part of a cell: a cell half altered has half the difference, or half the detail."""
    middle = slice(span.start + 1, span.stop - 1) if span.stop - span.start > 2 else span
    lost = cross[middle].sum() / max(float(power[middle].sum()), 1e-6)

    def share(i: int, inner: int) -> float:
        if not 0 <= i < len(excess):
            return 0.0
        by_level = excess[i] / max(float(excess[inner]), 1e-6)
        by_detail = cross[i] / max(float(power[i] * lost), 1e-6) if lost > 0.15 else by_level
        telling = power[i] > 0.3 * power[middle].mean()
        return float(np.clip(by_detail if telling else by_level, 0, 1))

    start = span.start + 1 - _firm(share(span.start, span.start + 1)) - _firm(share(span.start - 1, span.start + 1))
    stop = span.stop - 1 + _firm(share(span.stop - 1, span.stop - 2)) + _firm(share(span.stop, span.stop - 2))
    return max(0.0, start), min(float(len(excess)), stop)


def _run(flags: NDArray[np.bool_]) -> int:
    """How many stand first in a row, at most `WIDEST`."""
    short = flags[:WIDEST]
    return int(short.argmin()) if not short.all() else len(short)


def _firm(share: float) -> float:
    """Shares near nought and one are taken for them."""
    return 0.0 if share < 0.2 else 1.0 if share > 0.8 else share
