"""Sound that is A's but runs ahead of its picture, or behind: what closing up after a cut in the sound leaves.

Keys find such a line when it is long. Where they do not, in a coarse codec or for a second, the waves do: a stretch
whose sound is not A's at its place is looked for in A around it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from recoupe.compare import edges
from recoupe.compare.align import Alignment
from recoupe.compare.keys import RATE
from recoupe.compare.lines import Line
from recoupe.compare.path import ABSENT, Run, best_path, runs
from recoupe.compare.removed import Listening
from recoupe.compare.sound import best_shift

LEAST_S = 0.6
"""Seconds a stretch takes at least to be looked for elsewhere."""

CHUNK_S = 8.0
REACH_S = 3.0
"""Seconds of it that are looked for, and how far off its place."""

OFF_S = 0.1
"""Seconds by which sound must be out of step to be told as such."""

SHARP = 1.0
"""Natural log of the peak over the least that is one: 16 times what is usual beside it."""

CHANGE = 15.0
TEMPER = 0.3
"""Nats a change of line costs, and the share of evidence that counts, as windows overlap."""

BESIDE_S = 0.5
"""Seconds beside the stretch in which it may begin or end."""


def elsewhere(found: Alignment, line: Line, start: float, end: float) -> Line | None:
    """The line on which a stretch of B follows A out of step with `line`, or None."""
    assert found.a_sound is not None and found.b_sound is not None
    if end - start < LEAST_S:
        return None
    best: tuple[float, float] = (SHARP, 0.0)
    for at in {max(start, (start + end - CHUNK_S) / 2), start, max(start, end - CHUNK_S)}:
        length = min(CHUNK_S, end - at)
        wave_b = found.b_sound.cut(at, round(length * RATE))
        wave_a = found.a_sound.cut(line.at(at) - REACH_S, round((length + 2 * REACH_S) * RATE))
        shift, sharp = best_shift(wave_a, wave_b)
        move = shift / RATE - REACH_S
        if abs(move) > OFF_S and sharp > best[0]:
            best = sharp, move
    return Line(start, end, line.slope, line.offset + best[1]) if best[1] else None


def changes(
    found: Alignment, listening: Listening, states: tuple[int, int], start: float, end: float, span: tuple[float, float]
) -> list[Run]:
    """A stretch of B as runs on its own line, on the one out of step, or on none, every change placed.

    Args:
        states: Indices of the two lines.
        start, end: The stretch, in seconds of B.
        span: Seconds of B within which `states[0]` is the sound's line but for the stretch.
    """
    assert found.a_sound is not None and found.b_sound is not None
    low, high = max(span[0], start - BESIDE_S), min(span[1], end + BESIDE_S)
    measured = [listening.along(found.lines[k], low, high) for k in states]
    if measured[0] is None or measured[1] is None or len(measured[0][0]) < 2:
        return []
    value = (TEMPER * np.stack([m[0] for m in measured if m is not None])).astype(np.float32)
    hop, first = 0.01, measured[0][1] - 0.005
    path = best_path(value, CHANGE)
    rough = [
        Run(
            states[r.state] if r.state != ABSENT else ABSENT,
            *(first + t * hop for t in (r.start, r.end, r.low, r.high)),
        )
        for r in runs(path, value)
    ]
    out = [replace(rough[0], start=low)]
    for run in rough[1:]:
        before = out[-1]
        lines = [found.lines[r.state] if r.state != ABSENT else None for r in (before, run)]
        around = run.start
        near = (max(before.start, around - 0.1), min(run.end, around + 0.1))
        curve = edges.sound_edge(found.a_sound, found.b_sound, lines[0], lines[1], around, near)
        at = curve.best if abs(curve.best - around) < 0.05 else around
        bounds = curve.bounds
        out[-1] = replace(before, end=at, low=min(bounds[0], at), high=max(bounds[1], at))
        out.append(replace(run, start=at))
    out[-1] = replace(out[-1], end=high)
    return [r for r in out if r.end > r.start]
