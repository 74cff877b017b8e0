"""Runs of both channels laid over each other: stretches that tile B once, with every edge placed.

Where picture and sound change from the same line to the same line at about the same moment, the edge is sought for both
together; where their evidence cannot be reconciled they change apart (a J- or L-cut) and are told apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from recoupe.compare import edges
from recoupe.compare.align import Alignment
from recoupe.compare.edges import Curve
from recoupe.compare.lines import Line
from recoupe.compare.path import ABSENT, Run

TOGETHER = 0.5
"""Seconds within which a change of picture and one of sound may be the same edit."""

OBJECTION = 7.0
"""Nats by which one shared moment may be less likely than two moments apart."""

LONGEST_DOUBT = 1.3
"""Seconds of absence in the picture that the running mean of changes alone can make out of one cut."""

BLOCK_OF_SOUND = 0.05
"""Seconds by which sound and picture of one cut may part: a block of 1024 samples is up to 46 ms long."""

BY_BANDS = 0.016
"""Seconds by which an edge in re-timed sound may be off: half the window that its bands are measured in."""

SHORTEST = 0.002
"""Seconds below which a piece is the meeting of two edges that were placed apart, not a piece."""

SLIVER = 0.16
"""Seconds of absence at the rim of B, or between two stretches of one line, that coding alone can leave."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A change of line in one or both channels, in seconds of B."""

    time: float
    low: float
    high: float
    picture: tuple[int, int] | None
    sound: tuple[int, int] | None
    basis: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of B with what each channel follows: an index of a line, or ABSENT."""

    start: float
    end: float
    picture: int
    sound: int


def tile(found: Alignment, span: tuple[float, float]) -> tuple[list[Piece], list[Cut]]:
    """Stretches that tile `span` of B, and the changes between them."""
    pictures = _tidy(_backed(found, _tidy(list(found.picture_runs), span)), span)
    sounds = _tidy(list(found.sound_runs), span)
    seen = [(run, after, _picture_curve(found, run, after)) for run, after in pairwise(pictures)]
    heard = [(run, after, _sound_curve(found, run, after)) for run, after in pairwise(sounds)]
    cuts: list[Cut] = []
    used: set[int] = set()
    for run, after, curve in seen:
        change = (run.state, after.state)
        match = None
        for i, (other, later, hearing) in enumerate(heard):
            same = (other.state, later.state) == change
            near = other.low - TOGETHER < run.high and run.low - TOGETHER < other.high
            if i not in used and same and near:
                match = i, _both(curve, hearing, _doubt(found))
                break
        if match is not None and match[1] is not None:
            used.add(match[0])
            time, low, high = match[1]
            cuts.append(Cut(time, low, high, change, change, "picture to the frame, sound in agreement"))
        elif match is not None and (apart := _apart(curve, heard[match[0]][2])) < _one_joint(found):
            used.add(match[0])
            low, high = curve.bounds
            basis = f"picture to the frame; the sound changes {apart * 1000:.0f} ms beside it"
            cuts.append(Cut(curve.best, low, high, change, change, basis))
        else:
            low, high = curve.bounds
            slack = _doubt(found) if _doubt(found) > 0.01 else 0.0
            cuts.append(Cut(curve.best, low - slack, high + slack, change, None, "picture"))
    frames = found.pair.b.times if found.pair is not None else None
    for i, (run, after, curve) in enumerate(heard):
        if i not in used:
            cut = _sound_cut(curve, (run.state, after.state), frames)
            if any(_line(found, s) is not None and found.lines[s].slope != 1 for s in (run.state, after.state)):
                cut = replace(cut, low=cut.low - BY_BANDS, high=cut.high + BY_BANDS)
            cuts.append(cut)
    cuts = _in_order(cuts)
    return _pieces(pictures, sounds, cuts, span), cuts


def _in_order(cuts: list[Cut]) -> list[Cut]:
    """Cuts by time; of one channel, none before the one it follows."""
    out = []
    for channel in ("picture", "sound"):
        latest = -np.inf
        for cut in cuts:
            if getattr(cut, channel) is not None and (channel == "picture" or cut.picture is None):
                latest = max(latest, cut.time)
                out.append(replace(cut, time=latest, high=max(latest, cut.high)))
    return sorted(out, key=lambda c: c.time)


def _backed(found: Alignment, pictures: list[Run]) -> list[Run]:
    """Leave out short absences that the frames themselves do not bear out.

    Changes are taken against a running mean of a second, which a cut spoils for half a second on either side.
    """
    out = list(pictures)
    for before, run, after in zip(pictures, pictures[1:], pictures[2:], strict=False):
        if run.state != ABSENT or ABSENT in (before.state, after.state) or run.end - run.start > LONGEST_DOUBT:
            continue
        assert found.pair is not None and found.level is not None
        one, two = found.shown[before.state], found.shown[after.state]
        if edges.explained(found.pair, found.level.gain, one, two, (run.start, run.end), (before.start, after.end)):
            out.remove(run)
    return out


def _tidy(found: list[Run], span: tuple[float, float]) -> list[Run]:
    """Let runs tile the span; drop absences too short to be more than coding, and join what they parted."""
    found = [replace(r, end=min(r.end, span[1])) for r in found if r.start < span[1]]
    if not found:
        return []
    kept = [
        r
        for i, r in enumerate(found)
        if not (
            r.state == ABSENT
            and r.end - r.start < SLIVER
            and len(found) > 1
            and (i in (0, len(found) - 1) or found[i - 1].state == found[i + 1].state)
        )
    ]
    out: list[Run] = []
    for run in kept:
        if out and out[-1].state == run.state:
            out[-1] = replace(out[-1], end=run.end, low=run.low, high=run.high)
        elif out:
            out.append(replace(run, start=out[-1].end))
        else:
            out.append(replace(run, start=span[0]))
    out[-1] = replace(out[-1], end=span[1])
    return out


def _line(found: Alignment, state: int) -> Line | None:
    return None if state == ABSENT else found.lines[state]


def _shown(found: Alignment, state: int) -> Line | None:
    return None if state == ABSENT else found.shown[state]


def _picture_curve(found: Alignment, run: Run, after: Run) -> Curve:
    assert found.pair is not None and found.level is not None
    if run.high - run.low > 2 * edges.REACH:
        return edges.flat(run.low, run.high, found.pair.b.times)
    return edges.picture_edge(
        found.pair,
        found.level.gain,
        _shown(found, run.state),
        _shown(found, after.state),
        run.end,
        (run.start, after.end),
    )


def _sound_curve(found: Alignment, run: Run, after: Run) -> Curve:
    assert found.a_sound is not None and found.b_sound is not None
    if run.high - run.low > 2 * edges.REACH:
        return edges.flat(run.low, run.high)
    return edges.sound_edge(
        found.a_sound,
        found.b_sound,
        _line(found, run.state),
        _line(found, after.state),
        run.end,
        (run.start, after.end),
    )


def _doubt(found: Alignment) -> float:
    """Seconds by which an edit may lie off the start of a frame of B: B's frames need not be A's at another rate."""
    assert found.pair is not None
    a, b = found.pair.a.step, found.pair.b.step
    return 0.002 if abs(a / b - 1) < 0.02 else 0.6 * max(a, b)


def _apart(seen: Curve, heard: Curve) -> float:
    """Seconds between the likeliest moment of the picture's change and the nearest likely one of the sound's."""
    low, high = heard.bounds
    return max(0.0, low - seen.best, seen.best - high)


def _one_joint(found: Alignment) -> float:
    """Seconds between the changes of both channels up to which they are one joint, cut by frames and by blocks."""
    assert found.pair is not None
    return max(BLOCK_OF_SOUND, 1.5 * found.pair.b.step)


def _both(seen: Curve, heard: Curve, doubt: float) -> tuple[float, float, float] | None:
    """The moment that suits both channels, with its bounds; None when no moment does.

    Args:
        doubt: Seconds around a frame's start in which sound may place the moment.
    """
    near = np.max([heard.at(seen.times + d) for d in np.linspace(-doubt, doubt, 3 if doubt < 0.01 else 41)], axis=0)
    value = seen.value + np.maximum(near, -200)
    top = int(value.argmax())
    if value[top] < -OBJECTION:
        return None
    fine = np.flatnonzero(value > value[top] - edges.NOT_WORSE)
    at, low, high = float(seen.times[top]), float(seen.times[fine[0]]), float(seen.times[fine[-1]])
    if doubt < 0.01:
        return at, low, high
    there = (heard.times >= at - doubt) & (heard.times <= at + doubt)
    if there.any():
        at = float(heard.times[there][int(heard.value[there].argmax())])
    return at, min(low - doubt, at), max(high + doubt, at)


def _sound_cut(curve: Curve, change: tuple[int, int], frames: np.ndarray | None) -> Cut:
    low, high = curve.bounds
    if frames is not None:
        inside = frames[(frames >= low - 0.004) & (frames <= high + 0.004)]
        if len(inside):
            value = np.maximum(curve.at(inside), np.maximum(curve.at(inside - 0.004), curve.at(inside + 0.004)))
            top = int(value.argmax())
            if value[top] > -edges.NOT_WORSE:
                at = float(inside[top])
                return Cut(at, min(low, at), max(high, at), None, change, "sound, taken to the frame it lies at")
    return Cut(curve.best, low, high, None, change, "sound")


def _pieces(pictures: list[Run], sounds: list[Run], cuts: list[Cut], span: tuple[float, float]) -> list[Piece]:
    picture = pictures[0].state if pictures else ABSENT
    sound = sounds[0].state if sounds else ABSENT
    out, start = [], span[0]
    for cut in cuts:
        if cut.time > start + SHORTEST:
            out.append(Piece(start, cut.time, picture, sound))
            start = cut.time
        picture = cut.picture[1] if cut.picture else picture
        sound = cut.sound[1] if cut.sound else sound
    if span[1] > start + SHORTEST or not out:
        out.append(Piece(start, span[1], picture, sound))
    else:
        out[-1] = replace(out[-1], end=span[1])
    return out
