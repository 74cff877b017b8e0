"""Where exactly one line ends and the next begins: to the frame, to the sample, or within honest bounds.

For every candidate moment the log-likelihood of "before it the one, after it the other" is summed up; the greatest is
the edge, and every candidate not clearly worse lies within its bounds. In a still picture or in silence the curve is
flat and the bounds are wide: that is what can be known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.ndimage as ndi
from numpy.typing import NDArray

from recoupe.compare import picture
from recoupe.compare.keys import RATE, band_energy
from recoupe.compare.lines import Line
from recoupe.compare.picture import Pair
from recoupe.compare.sound import FINEST, Sound

NOT_WORSE = 4.0
"""Nats below the best within which a candidate still counts: about one in fifty."""

CELLS_APART = 30.0
"""Cells of a frame that err independently of each other, roughly; the rest follow their neighbours."""

CELLS_TOGETHER = 10.0
"""Cells that err as one where the common region is small: an inset of 150 cells is worth 15."""

SAMPLES_TOGETHER = 30.0
"""Samples of a coded sound's error that hang together."""

MASKED = 10.0
"""Power, in that of A's own sound, that a coder may leave beside it: the noise of a loud sound that has just ended."""

REACH = 0.7
"""Seconds either side of a rough edge that are searched."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Candidate times of an edge in seconds of B, rising, and their log-likelihood with 0 for the best."""

    times: NDArray[np.float64]
    value: NDArray[np.float64]

    @property
    def best(self) -> float:
        """The likeliest moment; the middle of a plateau."""
        top = np.flatnonzero(self.value >= self.value.max() - 1e-9)
        return float(self.times[top[len(top) // 2]])

    @property
    def bounds(self) -> tuple[float, float]:
        """First and last candidate that is not clearly worse."""
        fine = np.flatnonzero(self.value > self.value.max() - NOT_WORSE)
        return float(self.times[fine[0]]), float(self.times[fine[-1]])

    def at(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log-likelihood at other moments, between the candidates linearly, far below outside them."""
        return np.asarray(np.interp(times, self.times, self.value, left=-1e3, right=-1e3))


def _curve(times: NDArray[np.float64], before: NDArray[np.float64], after: NDArray[np.float64]) -> Curve:
    """`times` has one more entry than there are moments: an edge may lie before the first or after the last."""
    value = np.concatenate([[0.0], np.cumsum(before)]) + np.concatenate([np.cumsum(after[::-1])[::-1], [0.0]])
    return Curve(times, value - value.max())


def flat(low: float, high: float, frames: NDArray[np.float64] | None = None) -> Curve:
    """An edge that may lie anywhere in a stretch: all that a still picture or silence lets one say."""
    if frames is not None and len(inside := frames[(frames >= low) & (frames <= high)]):
        return Curve(inside, np.zeros(len(inside)))
    times = np.linspace(low, high, max(2, round((high - low) * 200)))
    return Curve(times, np.zeros(len(times)))


def picture_edge(
    pair: Pair, gain: float, before: Line | None, after: Line | None, around: float, span: tuple[float, float]
) -> Curve:
    """Candidates are the starts of B's frames.

    Args:
        gain: B's contrast over A's.
        before, after: The lines on either side, None for absent; not both None.
        around: Rough edge, seconds of B.
        span: Start of the run before and end of the run after.
    """
    low, high = max(span[0], around - REACH), min(span[1], around + REACH)
    wide = np.flatnonzero((pair.b.times >= span[0] - 1e-6) & (pair.b.times < span[1] - 1e-6))
    wide = wide[(pair.b.times[wide] > low - 2) & (pair.b.times[wide] < high + 2)]
    if not len(wide):
        return Curve(np.array([around]), np.zeros(1))
    left = {id(line): _left(pair, gain, line, wide) for line in (before, after) if line is not None}
    times = pair.b.times[wide]
    apart = min(CELLS_APART, pair.b.values.shape[1] / CELLS_TOGETHER)
    first, second = (apart * value for value in _states(before, after, left, times, around))
    here = (times >= low - 1e-6) & (times < high - 1e-6)
    index = wide[here]
    if not len(index):
        return Curve(np.array([around]), np.zeros(1))
    end = pair.b.times[index[-1] + 1] if index[-1] + 1 < len(pair.b.times) else pair.b.end
    return _curve(np.append(pair.b.times[index], end), first[here], second[here])


def explained(
    pair: Pair, gain: float, before: Line, after: Line, doubt: tuple[float, float], span: tuple[float, float]
) -> bool:
    """Whether every part of a doubtful stretch is A's, on the line before or after it, by the frames as they are.

    Args:
        doubt: The stretch, seconds of B. span: Start of the run before and end of the run after.
    """
    low, high = max(span[0], doubt[0] - 2), min(span[1], doubt[1] + 2)
    frames = np.flatnonzero((pair.b.times >= low) & (pair.b.times < high))
    times = pair.b.times[frames]
    inside = (times >= doubt[0] - 1e-6) & (times < doubt[1] - 1e-6)
    outside = (times < doubt[0] - 0.1) | (times > doubt[1] + 0.1)
    if not inside.any() or not outside.any():
        return False
    one, two = _left(pair, gain, before, frames), _left(pair, gain, after, frames)
    usual = np.median(np.where(times < doubt[0], one, two)[outside])
    first, second = one[inside], two[inside]
    total = np.concatenate([[0.0], np.cumsum(first)]) + np.concatenate([np.cumsum(second[::-1])[::-1], [0.0]])
    split = int(total.argmin())
    rest = np.concatenate([first[:split], second[split:]])
    return bool(np.median(rest) < 4 * usual + 1 and np.percentile(rest, 90) < 12 * usual + 4)


def _left(pair: Pair, gain: float, line: Line, frames: NDArray[np.intp]) -> NDArray[np.float64]:
    """Mean square of what is left of B's frames after A's on the line, each without its mean; large outside A."""
    index = picture.partner(pair, line, frames)
    xb = pair.b.values[frames]
    xa = pair.a.values[np.maximum(index, 0)]
    xa, xb = xa - xa.mean(1, keepdims=True), xb - xb.mean(1, keepdims=True)
    on = index >= 0
    left = ((xb - gain * xa) ** 2).mean(1).astype(np.float64)
    left[~on] = 1e4
    return np.asarray(left)


def _states(
    before: Line | None,
    after: Line | None,
    left: dict[int, NDArray[np.float64]],
    times: NDArray[np.float64],
    around: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Log-likelihood of each frame a cell, on the line before and on the one after."""
    sides = (times < around - 0.1, times > around + 0.1)

    def usual(values: NDArray[np.float64], side: NDArray[np.bool_]) -> float:
        return max(0.05, float(np.median(values[side])) if side.any() else float(values.min()))

    out = []
    for line, side in ((before, sides[0]), (after, sides[1])):
        other = after if line is before else before
        known = left[id(line)] if line is not None else left[id(other)]
        spread = usual(known, side)
        if line is None:
            spread = max(spread, 4 * usual(known, sides[1] if side is sides[0] else sides[0]))
        out.append(-0.5 * np.minimum(np.log(spread) + known / spread, 60))
    return out[0], out[1]


def sound_edge(
    a: Sound, b: Sound, before: Line | None, after: Line | None, around: float, span: tuple[float, float]
) -> Curve:
    """Candidates are samples at 16 kHz where both sides run at speed one, else steps of 5 ms."""
    low, high = max(span[0], around - REACH), min(span[1], around + REACH)
    wide = (max(span[0], low - 0.5), min(span[1], high + 0.5))
    if any(line is not None and line.slope != 1 for line in (before, after)):
        return _band_edge(a, b, before, after, around, wide)
    count = max(2, round((wide[1] - wide[0]) * RATE))
    x = np.diff(b.cut(wide[0] - FINEST, count + 1)).astype(np.float64)
    times = wide[0] + np.arange(count + 1) / RATE
    sides = (times[:-1] < around - 0.1, times[:-1] > around + 0.1)
    value = []
    for line, side in ((before, sides[0]), (after, sides[1])):
        if line is None:
            value.append(_power(x))
            continue
        y = np.diff(a.cut(line.at(wide[0]) - FINEST, count + 1)).astype(np.float64)
        use = side if side.sum() > 400 else np.ones(count, np.bool_)
        gain = float((x[use] * y[use]).sum() / max(float((y[use] ** 2).sum()), 1e-6))
        rest = _power(x - gain * y)
        plenty = MASKED * (ndi.uniform_filter1d((gain * y) ** 2, 321, mode="nearest") + 0.5)
        value.append(rest * np.maximum(rest / plenty, 1.0))
    # What a coder leaves is louder where the sound is loud and runs on after it, so little is assumed of the level: of
    # two ways to explain 2 ms of sound, the one that leaves less is the likelier. Only what is far louder than A's own
    # sound cannot be left over from it.
    better = np.clip(0.5 * np.log(value[1] / value[0]), -3, 3) / SAMPLES_TOGETHER
    here = (times >= low) & (times <= high)
    curve = _curve(times, better, np.zeros(count))
    inside = curve.value[here]
    if not len(inside):
        return Curve(np.array([around]), np.zeros(1))
    return Curve(times[here], inside - inside.max())


def _power(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean square over 2 ms, and a floor of half a step of 16 bits."""
    return np.asarray(ndi.uniform_filter1d(x * x, 33, mode="nearest") + 0.5)


def _band_edge(
    a: Sound, b: Sound, before: Line | None, after: Line | None, around: float, wide: tuple[float, float]
) -> Curve:
    """By loudness in bands: for sound that was re-timed, whose waves no longer agree."""
    hop = 80
    count = max(4, round((wide[1] - wide[0]) * RATE / hop))
    bands = np.geomspace(150, 7000, 15)
    times = wide[0] + np.arange(count + 1) * hop / RATE

    def loud(sound: Sound, at: NDArray[np.float64]) -> NDArray[np.float64]:
        begin = float(at.min()) - 0.1
        wave = sound.cut(begin, round((float(at.max()) - begin + 0.1) * RATE))
        energy = 10 * np.log10(band_energy(wave.astype(np.int16), bands, window=512, hop=hop) + 1e4)
        row = np.clip(np.rint((at - begin) * RATE / hop).astype(int), 0, len(energy) - 1)
        return np.asarray(energy[row], np.float64)

    middle = times[:-1] + hop / RATE / 2
    x = loud(b, middle)
    sides = (middle < around - 0.1, middle > around + 0.1)
    value: list[NDArray[np.float64] | None] = []
    for line, side in ((before, sides[0]), (after, sides[1])):
        if line is None:
            value.append(None)
            continue
        difference = x - loud(a, line.slope * middle + line.offset)
        use = side if side.sum() > 10 else np.ones(count, np.bool_)
        difference = difference - np.median(difference[use], axis=0)
        variance = np.maximum(difference[use].var(0), 4.0)
        value.append(-0.5 * np.minimum(np.log(variance) + difference**2 / variance, 12).mean(1))
    if value[0] is None or value[1] is None:
        known = value[0] if value[0] is not None else value[1]
        assert known is not None
        side = sides[0] if value[0] is not None else sides[1]
        usual = float(np.median(known[side])) if side.any() else float(np.median(known))
        flat = np.full(count, usual - 1.0)
        value = [known if value[0] is not None else flat, known if value[1] is not None else flat]
    assert value[0] is not None and value[1] is not None
    curve = _curve(times, value[0] * 2, value[1] * 2)
    here = np.abs(times - around) <= REACH
    inside = curve.value[here]
    if not len(inside):
        return Curve(np.array([around]), np.zeros(1))
    return Curve(times[here], inside - inside.max())
