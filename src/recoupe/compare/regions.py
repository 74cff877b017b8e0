"""Parts of the picture that were altered over a part of the time: blurred, covered, or showing something else.

A box whose cells say "not A's picture" or "A's picture without its detail" while the rest of the frame agrees is found
cell by cell (`leftover`, `boxes`), then measured as a whole (`alteration`). What coding does comes and goes without
steps, or over the whole frame at once, and is told of no box.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import scipy.ndimage as ndi
from numpy.typing import NDArray

from recoupe.compare.align import Alignment
from recoupe.compare.alteration import AlteredBox, Measured
from recoupe.compare.boxes import Box, find_boxes
from recoupe.compare.geometry import HEIGHT, WIDTH, bars_of
from recoupe.compare.leftover import Leftover
from recoupe.compare.lines import Line
from recoupe.compare.path import ABSENT
from recoupe.compare.picture import Pair, partner
from recoupe.model import FLICK, EditSegment, Region, TimeSpan
from recoupe.read.proxy import Proxy

MOST_FRAMES = 4000
"""Frames in which evidence is gathered, evenly spread: all of them up to 160 s at 25 a second, one a second of an
hour, where what lasts less than three seconds can be missed."""

MOST_LOOKS = 3
"""Times that a box whose ends are not in view is measured further out."""

ALIKE = 8.0
"""Grey levels within which a cell shows the same in B and in some frame of A: others do not help to choose it."""

LEAST_FRAMES = 8

LEAST_LYING = 150
"""Cells of B that must show A's picture for a part of it to stand out from the rest."""

LEAST_SIDE, LEAST_CELLS = 2, 9
"""Cells that a box must have across or down, and in all: a twentieth of the width."""

LEAST_TOTAL = 60.0
"""Evidence in all, in nats, of a box that is looked at closely."""


WORDS = {"blurred": "blurred", "covered": "covered", "replaced": "it shows something else"}
"""How each kind of alteration is told."""

AGREEING_BESIDE = 0.88
"""Share of cells beside the boxes that must agree while they last: another take of a still scene reached .82, right
ones .92 to 1 (`benchmarks/regions.py`)."""

AGREEING = 0.6
"""Share of cells that must agree in a stretch that was taken for another picture, before a box is looked for in it."""

EXPLAINED, AGREEING_WHOLLY = 0.35, 0.8
"""Share of such a stretch's time that altered boxes must take up for its picture to be called A's, and share of cells
that must agree in the frames that they leave."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Frames of B, and A's that they show, in a run of the picture; `state` is the line they follow."""

    run: int
    state: int
    frames: NDArray[np.intp]
    partners: NDArray[np.intp]


def find(a: Proxy, b: Proxy, found: Alignment) -> tuple[list[AlteredBox], Alignment]:
    """Boxes of B's picture that were altered over a part of the time, in order of their beginning.

    A stretch whose picture seemed not to be A's, because what moved in it was covered, is A's where a box explains the
    difference: the alignment comes back with that put right.
    """
    pair = found.pair
    sure = [_stretch(found, i, run.state) for i, run in enumerate(found.picture_runs) if run.state != ABSENT]
    if pair is None or sum(len(s.frames) for s in sure) < LEAST_FRAMES:
        return [], found
    leftover = Leftover(a, b, pair.place, bars_of(b.frames))
    if leftover.lies.sum() < LEAST_LYING:
        return [], found
    leftover.learn(*_joined(sure))
    doubtful = _doubtful(found, leftover)
    frames, partners = _joined([*sure, *doubtful])
    altered = _search(pair, leftover, frames, partners)
    runs = list(found.picture_runs)
    for stretch in doubtful:
        run = runs[stretch.run]
        inside = [x for x in altered if min(x.end, run.end) - max(x.start, run.start) > 0]
        if _explain(pair, leftover, stretch, inside):
            runs[stretch.run] = replace(run, state=stretch.state)
        else:
            altered = [x for x in altered if x not in inside]
    return altered, replace(found, picture_runs=tuple(runs), pair=_uncovered(pair, altered))


def region(altered: AlteredBox, first: EditSegment, last: EditSegment) -> Region:
    """The record of an altered box that begins on one segment of the map and ends on another."""
    start, end = (round(t * FLICK.den) for t in (altered.start, altered.end))
    in_a = sorted((_in_a(first, start), _in_a(last, end)))
    x, y = round(altered.left, 4), round(altered.top, 4)
    return Region(
        x=x,
        y=y,
        width=round(altered.right - x, 4),
        height=round(altered.bottom - y, 4),
        what=WORDS[altered.kind],
        kind=altered.kind,
        b=TimeSpan(start=start, end=end, base=FLICK),
        a=TimeSpan(start=in_a[0], end=in_a[1], base=FLICK),
        residual=round(altered.gone, 3),
    )


def _in_a(segment: EditSegment, at: int) -> int:
    """Flicks of A at flicks of B, no further out than the segment."""
    assert segment.a is not None
    b, a = segment.b.rebase(FLICK), segment.a.rebase(FLICK)
    share = Fraction(min(max(at, b.start), b.end) - b.start, max(b.end - b.start, 1))
    return a.start + round(share * (a.end - a.start))


def _uncovered(pair: Pair, altered: list[AlteredBox]) -> Pair:
    """The placement without the patches that are no cover throughout, but one of these boxes."""
    covered = pair.place.covered.copy()
    patches, _ = ndi.label(covered)
    for x in altered:
        rows = slice(round(x.top * HEIGHT), round(x.bottom * HEIGHT))
        columns = slice(round(x.left * WIDTH), round(x.right * WIDTH))
        for patch in set(np.unique(patches[rows, columns])) - {0}:
            size = patches == patch
            if size[rows, columns].sum() > size.sum() / 2:
                covered[size] = False
    return replace(pair, place=replace(pair.place, covered=covered))


def _explain(pair: Pair, leftover: Leftover, stretch: _Stretch, altered: list[AlteredBox]) -> bool:
    """Whether altered boxes take up much of a stretch, and what they leave agrees: other frames, and what is beside."""
    times = pair.b.times[stretch.frames]
    taken = np.zeros(len(times), np.bool_)
    boxes = np.zeros((HEIGHT, WIDTH), np.bool_)
    for x in altered:
        taken |= (times > x.start - 1e-6) & (times < x.end - 1e-6)
        rows = slice(int(x.top * HEIGHT), math.ceil(x.bottom * HEIGHT))
        boxes[rows, int(x.left * WIDTH) : math.ceil(x.right * WIDTH)] = True
    rest = np.flatnonzero(~taken)
    if taken.mean() < EXPLAINED:
        return False
    if leftover.agreeing(stretch.frames[taken], stretch.partners[taken], boxes) <= AGREEING_BESIDE:
        return False
    return len(rest) < 2 or leftover.agreeing(stretch.frames[rest], stretch.partners[rest]) > AGREEING_WHOLLY


def _search(pair: Pair, leftover: Leftover, frames: NDArray[np.intp], partners: NDArray[np.intp]) -> list[AlteredBox]:
    step = -(-len(frames) // MOST_FRAMES)
    times, end = pair.b.times[frames], _end(pair, frames)
    evidence = leftover.evidence(frames[::step], partners[::step])
    found: list[AlteredBox] = []
    for box in sorted(find_boxes(evidence, times[::step]), key=lambda x: -x.total):
        if not _worth_a_look(box):
            continue
        measured = Measured(leftover, frames, partners, times, end, box, step)
        for _ in range(MOST_LOOKS):
            longer = measured.beyond()
            if longer is None:
                break
            measured = Measured(leftover, frames, partners, times, end, longer, step)
        told = measured.judged()
        if told is not None and not any(_overlaps(told, other) for other in found):
            found.append(told)
    return sorted(found, key=lambda x: (x.start, x.left))


def _stretch(found: Alignment, run: int, state: int) -> _Stretch:
    """A run's frames on a line, and of A's frames about the partner the one most like each."""
    assert found.pair is not None
    pair, line, of = found.pair, found.shown[state], found.picture_runs[run]
    frames = np.flatnonzero((pair.b.times >= of.start - 1e-6) & (pair.b.times < of.end - 1e-6))
    index = partner(pair, line, frames)
    frames, index = frames[index >= 0], index[index >= 0]
    return _Stretch(run, state, frames, _nearest(pair, line, frames, index) if len(frames) else index)


def _joined(stretches: list[_Stretch]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    frames = np.concatenate([s.frames for s in stretches])
    order = np.argsort(frames, kind="stable")
    return frames[order], np.concatenate([s.partners for s in stretches])[order]


def _doubtful(found: Alignment, leftover: Leftover) -> list[_Stretch]:
    """Runs of no line in which most cells agree all the same with A on a line of their neighbours or of their sound."""
    out = []
    for i, run in enumerate(found.picture_runs):
        if run.state != ABSENT:
            continue
        middle = (run.start + run.end) / 2
        states = [found.picture_runs[k].state for k in (i - 1, i + 1) if 0 <= k < len(found.picture_runs)]
        states += [r.state for r in found.sound_runs if r.start <= middle < r.end]
        options = [_stretch(found, i, state) for state in dict.fromkeys(states) if state != ABSENT]
        long = [s for s in options if len(s.frames) >= LEAST_FRAMES]
        rated = [(leftover.agreeing(s.frames, s.partners), -k) for k, s in enumerate(long)]
        if rated and max(rated)[0] > AGREEING:
            out.append(long[-max(rated)[1]])
    return out


def _worth_a_look(box: Box) -> bool:
    height, width = box.bottom - box.top, box.right - box.left
    return min(height, width) >= LEAST_SIDE and height * width >= LEAST_CELLS and box.total >= LEAST_TOTAL


def _end(pair: Pair, frames: NDArray[np.intp]) -> float:
    """When the last of the frames ends."""
    last = int(frames[-1])
    return float(pair.b.times[last + 1]) if last + 1 < len(pair.b.times) else pair.b.end


def _nearest(pair: Pair, line: Line, frames: NDArray[np.intp], index: NDArray[np.intp]) -> NDArray[np.intp]:
    """The partner or a neighbour, whichever is most like B's frame where they are alike at all.

    At one speed and one rate the whole stretch is moved by the same: rounding of times, not a choice of each frame.
    """
    last = len(pair.a.times) - 1
    options = [np.clip(index + k, 0, last) for k in (0, -1, 1)]
    off = np.empty((3, len(frames)), np.float32)
    for first in range(0, len(frames), 2048):
        part = slice(first, first + 2048)
        b = pair.b.values[frames[part]]
        rest = np.stack([b - pair.a.values[option[part]] for option in options])
        rest = np.abs(rest - np.median(rest, axis=2, keepdims=True))
        alike = rest.min(0) < ALIKE
        off[:, part] = (np.minimum(rest, ALIKE) * alike).sum(2) / np.maximum(alike.sum(1), 1)
    off[1:] += 0.02 + 0.1 * off[0]
    if line.slope == 1 and abs(pair.a.step / pair.b.step - 1) < 0.02:
        return options[int(off.mean(1).argmin())]
    return np.asarray(np.choose(off.argmin(0), options))


def _overlaps(one: AlteredBox, other: AlteredBox) -> bool:
    """Whether one touches another while that lasts: the rest of a box that was not quite a box."""
    slack = 2.5 / 64
    across = min(one.right, other.right + slack) - max(one.left, other.left - slack)
    down = min(one.bottom, other.bottom + 2 * slack) - max(one.top, other.top - 2 * slack)
    long = min(one.end, other.end) - max(one.start, other.start)
    return min(across, down, long) > 0 and long > 0.5 * (one.end - one.start)
