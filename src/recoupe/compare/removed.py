"""Sounds that one copy has and the other lacks though both run on: a shot swapped for background, a word bleeped.

A stretch that looks like unlike sounds and not like this pair's matching ones (`likeness`) is a candidate; it is judged
by a table learnt without it. Three more things must meet. The waves share next to nothing there: gain, gates and noise
suppressors leave the wave, only smaller. The difference of level is not one that the pair shows elsewhere at that
loudness: a gate that closes on a sound closes on every softer one. And there is enough as soft to know that from: in
the hush coders, gates and suppressors do as they like. No claim made here is more than likely.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.ndimage as ndi
from numpy.typing import NDArray

from recoupe.compare import placed
from recoupe.compare.likeness import Grid, Table, grid, sharpened
from recoupe.compare.lines import Line
from recoupe.compare.sound import Sound
from recoupe.compare.tones import BLEEP, steady_tone, tone_ends

LONG = 600.0
COARSE = 2
"""Only every second moment is looked at in sound longer than LONG, in seconds."""

SHORT = 0.3
"""Seconds below which a stretch teaches nothing."""

FEWEST = 300
"""Moments of 10 ms that must match before there is anything to learn from."""

RIM = 12
"""Moments at the rims of a stretch where coders start and end."""

PRICE = 2.0
"""Nats a moment by which unlike must be likelier than alike to add to a candidate."""

SEED = 20.0
CLAIM = 140.0
"""Nats for a candidate to be looked at, and to be told."""

SHORTEST, LONGEST = 3, 160
"""Moments a candidate takes."""

MOST = 12
"""Candidates looked at in a stretch."""

UNSHARED = 0.9
"""Share of power that the waves must not share."""

DROP_DB = 5.0
"""Difference of level, averaged over bands and 50 ms, that a candidate shows at its core."""

CORE_S = 0.05

ALIKE = 0.03
"""Share of other moments about as loud, or louder, that may show half the drop."""

NEAR_DB = 12.0
"""How much softer a moment may be and still say what is usual at that loudness."""

HUSH = 0.12
"""Share of moments no louder than the candidate, below which it lies in the hush."""

FROM_LEVELS = 0.03
"""Seconds by which a tone's ends may lie off where levels have them; beyond that, A's own sound rings there."""

AROUND_S = 0.8
"""Seconds either side of a candidate that do not teach what judges it."""


@dataclass(frozen=True, slots=True)
class AlteredSound:
    """A stretch of B, in seconds, whose sound is not A's though what is around it is.

    Attributes:
        low, high: Bounds of start and of end.
        what: `removed` (A has a sound here that B lacks), `added` (the other way round), `bleep`, or `unlike` where
            neither is clearly louder.
        difference_db: B's level over A's at the core, averaged over bands.
        score: Nats by which unlike is likelier than alike.
        residual: Share of power that the waves do not share, 0–1.
    """

    start: float
    end: float
    low: tuple[float, float]
    high: tuple[float, float]
    what: str
    difference_db: float
    score: float
    residual: float


class Listening:
    """What can be told of stretches in which B's sound follows A's."""

    def __init__(self, a: Sound, b: Sound, stretches: Sequence[tuple[Line, float, float]]) -> None:
        """Learn from stretches: line, start and end in seconds of B. At another speed than A's nothing is said."""
        self._a, self._b = a, b
        usable = [(sharpened(a, b, *s), s[1], s[2]) for s in stretches if s[0].slope == 1 and s[2] - s[1] > SHORT]
        step = COARSE if sum(end - start for _, start, end in usable) > LONG else 1
        self._grids = [grid(a, b, *s, step=step) for s in usable]
        enough = sum(len(g.a) for g in self._grids) * step >= FEWEST
        self._table = Table(a, b, self._grids) if enough else None

    def altered(self) -> list[AlteredSound]:
        """Stretches of B whose sound was altered, in order."""
        out: list[AlteredSound] = []
        if self._table is None:
            return out
        for g in self._grids:
            for first, last in _candidates(self._table.evidence(g)):
                found = self._judged(self._table, g, first, last)
                if found is not None and not any(found.start < x.end and x.start < found.end for x in out):
                    out.append(found)
        return sorted(out, key=lambda x: x.start)

    def confirmed(self, start: float, end: float) -> AlteredSound | str | None:
        """A stretch whose sound the keys say is not A's, judged: what it is, or `same`, or `cannot tell`.

        None where nothing was learnt that could judge it.
        """
        for g in self._grids if self._table is not None else []:
            assert self._table is not None
            first, last = (round((t - g.start) / g.hop) for t in (start, end))
            first, last = max(first + 1, 0), min(last - 1, len(g.a))
            if last - first < SHORTEST:
                continue
            evidence = self._table.evidence(g, _around(g, first, last))[first:last]
            score = float(-evidence.sum() - PRICE * len(evidence))
            if score < CLAIM:
                return "same" if evidence.mean() > 0 else "cannot tell"
            found = self._weighed(self._table, g, first, last, score)
            if found.what == "added" and last - first > LONGEST:
                found = replace(found, what="unlike")
            softer = float(np.median(self._table.off(g)[first:last].mean(1))) < -DROP_DB
            gated = found.what == "unlike" and softer
            return "cannot tell" if found.residual < UNSHARED or gated else found
        return None

    def along(self, line: Line, start: float, end: float) -> tuple[NDArray[np.float64], float] | None:
        """Evidence of following a line, in nats every 10 ms, and the second of B on which the first is centred."""
        if self._table is None:
            return None
        measured = grid(self._a, self._b, line, start, end)
        return self._table.evidence_of(measured), measured.start

    def _judged(self, table: Table, g: Grid, first: int, last: int) -> AlteredSound | None:
        """A candidate held against what the rest of the pair does, and placed; None where nothing can be told."""
        around = _around(g, first, last)
        value = -table.evidence(g, around)[around] - PRICE
        value[: max(0, RIM - around.start)] = -50
        value[max(0, len(g.a) - RIM - around.start) :] = -50
        score, first, last = best_stretch(value)
        if score < CLAIM:
            return None
        found = self._weighed(table, g, first + around.start, last + around.start, score)
        return None if found.what == "unlike" or found.residual < UNSHARED else found

    def _weighed(self, table: Table, g: Grid, first: int, last: int, score: float) -> AlteredSound:
        start, end = (g.start + k * g.hop for k in (first, last - 1))
        gone, new = (self._difference(table, g, first, last, way) for way in (-1, 1))
        what, difference = "unlike", float(table.off(g)[first:last].mean())
        place = placed.place(self._a, self._b, g.line, start, end)
        in_a = g.line.at(start), g.line.at(end)
        if steady_tone(self._b, start, end, BLEEP) and not steady_tone(self._a, *in_a, BLEEP):
            what = "bleep"
            ends = tone_ends(self._b, start, end)
            if max(abs(ends[0] - start), abs(ends[1] - end)) < FROM_LEVELS:
                place = placed.at(*ends, place.residual)
        elif gone is not None and (new is None or -gone >= new):
            what, difference = "removed", gone
        elif new is not None:
            what, difference = "added", new
        return AlteredSound(
            *place.ends, place.low, place.high, what, round(difference, 1), round(score, 1), place.residual
        )

    def _difference(self, table: Table, g: Grid, first: int, last: int, way: int) -> float | None:
        """B's level over A's at the core, where the pair shows none like it elsewhere; `way` −1 for what B lacks."""
        levels, drops, rest = [], [], []
        wide = max(1, round(CORE_S / g.hop))
        for other in self._grids:
            louder = other.a if way < 0 else other.b
            level = np.stack([louder.mean(1), other.broad[0 if way < 0 else 1]])
            levels.append(ndi.uniform_filter1d(level, wide, axis=1, mode="nearest"))
            drops.append(ndi.uniform_filter1d(-way * table.off(other).mean(1), wide, mode="nearest"))
            keep = np.ones(len(other.a), np.bool_)
            keep[:RIM] = keep[max(0, len(keep) - RIM) :] = False
            rest.append(keep)
        mine = next(i for i, other in enumerate(self._grids) if other is g)
        core = first + int(drops[mine][first:last].argmin())
        drop, at = float(drops[mine][core]), levels[mine][:, core]
        rest[mine][max(0, first - 5) : last + 5] = False
        if drop > -DROP_DB or _usual(np.concatenate(levels, 1), np.concatenate(drops), np.concatenate(rest), at, drop):
            return None
        return -way * drop


def _usual(
    level: NDArray[np.float32],
    drops: NDArray[np.float32],
    rest: NDArray[np.bool_],
    at: NDArray[np.float32],
    drop: float,
) -> bool:
    """Whether a drop is what the pair shows at that loudness, by bands or as a whole, or cannot be known not to be."""
    for k in range(len(at)):
        if (rest & (level[k] < at[k] + 1)).sum() < HUSH * rest.sum():
            return True
        softer = rest & (level[k] > at[k] - NEAR_DB) & (level[k] <= at[k])
        for some in (softer, rest & (level[k] > at[k])):
            if some.sum() >= 20 and (drops[some] < drop / 2).mean() > ALIKE:
                return True
    return False


def _around(g: Grid, first: int, last: int) -> slice:
    reach = round(AROUND_S / g.hop)
    return slice(max(0, first - reach), min(len(g.a), last + reach))


def _candidates(evidence: NDArray[np.float64]) -> Iterator[tuple[int, int]]:
    """Stretches, best first, over which moments look unlike."""
    value = -evidence - PRICE
    value[:RIM] = value[max(0, len(value) - RIM) :] = -50
    for _ in range(MOST):
        score, first, last = best_stretch(value)
        if score < SEED:
            return
        yield first, last
        value[max(0, first - 10) : last + 10] = -50


def best_stretch(value: NDArray[np.float64]) -> tuple[float, int, int]:
    """The stretch of SHORTEST to LONGEST moments with the greatest sum: that sum, its first and its last, exclusive."""
    total = np.concatenate([[0.0], np.cumsum(value)])
    best = (-np.inf, 0, 0)
    for length in range(SHORTEST, min(LONGEST, len(value)) + 1):
        sums = total[length:] - total[:-length]
        top = int(sums.argmax())
        if sums[top] > best[0]:
            best = (float(sums[top]), top, top + length)
    return best
