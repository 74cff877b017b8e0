"""Picture against picture, once the geometry is known: what changes is compared, not what stands.

A static camera shows the same room in every take; two recordings agree frame by frame only in how the picture
*changes*. So each frame is compared without its own running mean over a second, in the common region alone.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

import numpy as np
import scipy.ndimage as ndi
from numpy.typing import NDArray

from recoupe.compare.geometry import HEIGHT, WIDTH, Placement, grid, inside, project, sample
from recoupe.compare.lines import Line
from recoupe.read.proxy import Proxy

Floats = NDArray[np.float32]

BLOCK = 2
"""Proxy pixels on a side of a cell: 32 × 18 cells."""

MANY_FRAMES = 20_000
"""Frames above which cells are twice as large: an hour at 25 frames a second then takes 100 MB, not 400."""

RUNNING = 0.5
"""Seconds before and after a frame over which its running mean is taken."""

SPREAD = 0.25
"""Spread of the correlation of changes between frames that have nothing in common; 0 ± .1 to .25 on the benchmark."""

PICTURE_CHANGE = 12.0
"""Cost of a change of line, in nats of picture evidence."""


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """One clip's frames as cells in the common region.

    Attributes:
        times: float64 [n], seconds each frame is first shown; `end` when the last one ends.
        values: float32 [n, cells], brightness.
        change: float32 [n, cells], the same without the running mean.
        energy: float32 [n], mean square of `change`.
    """

    times: NDArray[np.float64]
    end: float
    values: Floats
    change: Floats
    energy: Floats

    @property
    def step(self) -> float:
        """Usual seconds a frame: the mean of those near the median, which alone is off where times are whole ms."""
        if len(self.times) < 2:
            return max(self.end, 0.04)
        steps = np.diff(self.times)
        usual = float(np.median(steps))
        return float(steps[np.abs(steps - usual) <= 0.2 * usual].mean())


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A's and B's cells in the same places, and how alike they are when they match."""

    a: Cells
    b: Cells
    place: Placement
    seen: dict[tuple[float, float], tuple[Floats, Floats, NDArray[np.intp]]] = field(default_factory=dict)
    paths: dict[Hashable, tuple[Floats, NDArray[np.int64]]] = field(default_factory=dict)


def cells_of(proxy: Proxy, *, matrix: NDArray[np.float64] | None, mask: NDArray[np.bool_], block: int = BLOCK) -> Cells:
    """Average a clip's frames over blocks of the common region.

    Args:
        matrix: Takes fractions of B to fractions of this clip, or None for B itself.
        mask: bool [36, 64] of B's pixels that are compared.
        block: Proxy pixels on a side of a cell.
    """
    weights = _weights(matrix, mask, block)
    values = np.empty((len(proxy.times), len(weights)), np.float32)
    for first in range(0, len(proxy.times), 2048):
        part = np.asarray(proxy.frames[first : first + 2048], np.float32).reshape(-1, HEIGHT * WIDTH)
        values[first : first + len(part)] = part @ weights.T
        proxy.let_go()
    times = proxy.seconds
    end = float(proxy.frame_time(len(times)))
    step = float(np.median(np.diff(times))) if len(times) > 1 else 1.0
    reach = max(1, round(RUNNING / step))
    change = values - ndi.uniform_filter1d(values, 2 * reach + 1, axis=0, mode="nearest")
    change -= change.mean(1, keepdims=True)
    return Cells(times, end, values, change, np.asarray((change * change).mean(1)))


def _weights(matrix: NDArray[np.float64] | None, mask: NDArray[np.bool_], block: int) -> Floats:
    """How much each proxy pixel of the clip counts in each cell, float32 [cells, 2304]."""
    each = np.eye(HEIGHT * WIDTH, dtype=np.float32).reshape(-1, HEIGHT, WIDTH)
    if matrix is not None:
        scale = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
        if scale > 1.15:
            each = ndi.gaussian_filter(each, (0, 0.45 * (scale - 1), 0.45 * (scale - 1)))
        each = sample(each, project(matrix, grid())).reshape(-1, HEIGHT, WIDTH)
    blocks = each.reshape(-1, HEIGHT // block, block, WIDTH // block, block).mean((2, 4))
    keep = mask.reshape(HEIGHT // block, block, WIDTH // block, block).mean((1, 3)).ravel() > 0.7
    return np.ascontiguousarray(blocks.reshape(HEIGHT * WIDTH, -1)[:, keep].T, np.float32)


def pair(a: Proxy, b: Proxy, place: Placement) -> Pair:
    """Both clips' cells under a placement; coarser ones where a clip is long."""
    mask = place.mask & inside(project(place.matrix, grid())).reshape(HEIGHT, WIDTH)
    block = BLOCK if max(len(a.times), len(b.times)) < MANY_FRAMES else 2 * BLOCK
    return Pair(
        cells_of(a, matrix=place.matrix, mask=mask, block=block),
        cells_of(b, matrix=None, mask=mask, block=block),
        place,
    )


def partner(pair: Pair, line: Line, frames: NDArray[np.intp] | None = None) -> NDArray[np.intp]:
    """The frame of A on show at each frame of B on a line, or −1 outside A. Taken at the middle of B's frame."""
    times = pair.b.times if frames is None else pair.b.times[frames]
    half = min(pair.b.step, pair.a.step / max(line.slope, 0.1)) / 2
    at = line.slope * (times + half) + line.offset
    index = np.searchsorted(pair.a.times, at, "right") - 1
    index[(at < pair.a.times[0]) | (at >= pair.a.end)] = -1
    return np.asarray(index)


def likeness(pair: Pair, line: Line) -> tuple[Floats, Floats, NDArray[np.intp]]:
    """Correlation of changes and of whole frames on a line, float32 [n] each (nan outside A), and A's frames."""
    known = pair.seen.get((line.slope, line.offset))
    if known is not None:
        return known
    index = partner(pair, line)
    on = np.flatnonzero(index >= 0)
    change = np.full(len(index), np.nan, np.float32)
    whole = change.copy()
    xa, xb = pair.a.change[index[on]], pair.b.change[on]
    change[on] = (xa * xb).sum(1) / np.sqrt((xa * xa).sum(1) * (xb * xb).sum(1) + 1e-3)
    va, vb = pair.a.values[index[on]], pair.b.values[on]
    va, vb = va - va.mean(1, keepdims=True), vb - vb.mean(1, keepdims=True)
    whole[on] = (va * vb).sum(1) / np.sqrt((va * va).sum(1) * (vb * vb).sum(1) + 1e-3)
    if len(pair.seen) < 40:
        pair.seen[line.slope, line.offset] = change, whole, index
    return change, whole, index


@dataclass(frozen=True, slots=True)
class Level:
    """What matching frames of this pair look like.

    noise: Mean square of what is left between matching changes. whole: Usual correlation of whole matching frames.
    gain: B's contrast over A's.
    """

    noise: float
    whole: float
    gain: float


def level(pair: Pair, lines: list[Line]) -> Level:
    """Learn from the frames that match best what matching looks like here."""
    left, whole = [], []
    cross = power = 0.0
    for line in lines:
        change, alike, index = likeness(pair, line)
        on = np.flatnonzero(np.nan_to_num(change, nan=-1) > 0.5)
        if len(on):
            xa, xb = pair.a.change[index[on]], pair.b.change[on]
            left.append(((xb - xa) ** 2).mean(1))
            whole.append(alike[on])
            cross, power = cross + float((xa * xb).sum()), power + float((xa * xa).sum())
    if not left:
        return Level(4.0, 0.9, 1.0)
    return Level(
        max(0.01, float(np.median(np.concatenate(left)))),
        float(np.median(np.concatenate(whole))),
        float(np.clip(cross / max(power, 1e-6), 0.4, 2.0)),
    )


def evidence(pair: Pair, lines: list[Line], known: Level) -> Floats:
    """For each line and frame of B, log-likelihood of showing A's frame over something else. float32 [lines, n].

    Where nothing moves in either clip the changes say nothing, and likeness of the whole frame says little:
    another take of the same scene has it too.
    """
    out = np.zeros((len(lines), len(pair.b.times)), np.float32)
    each = min(1.0, pair.b.step / 0.1)
    for i, line in enumerate(lines):
        change, whole, index = likeness(pair, line)
        on = index >= 0
        energy = np.minimum(np.maximum(pair.b.energy, pair.a.energy[np.maximum(index, 0)]), 1e4)
        expected = energy / (energy + 2 * known.noise)
        moving = (expected * change - expected * expected / 2) / SPREAD**2
        floor = known.whole - max(0.12, 0.5 * (1 - known.whole))
        still = np.clip((whole - floor) * 12, -8, 0.15)
        out[i] = np.where(on, each * np.nan_to_num(np.clip(moving, -8, 8) + still), -3.0)
    return out
