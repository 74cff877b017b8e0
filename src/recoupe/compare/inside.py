"""Inside a match: what became of sound where keys no longer agree, and short sounds that are gone though they do.

A short sound counts as taken out (or put in) when three things meet: A is (B is) much louder than the other there, far
beyond how their levels usually differ in this pair, and the waves have nothing in common at that moment while they have
around it. Gain control, gates and noise suppression change levels and keep the wave; coarse codecs change the wave
and keep levels. A residual alone is never more than likely.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.ndimage as ndi
from numpy.typing import NDArray

from recoupe.compare.keys import RATE
from recoupe.compare.lines import Line
from recoupe.compare.sound import Sound
from recoupe.read.proxy import Proxy

SILENCE = 3.0
"""Root mean square, in steps of 16 bits, up to which a stretch is silent: codecs leave 0 to 2 of digital silence."""

HUSH = 200.0
"""Root mean square below which A is a quiet room, which a gate or a noise suppressor empties by itself."""

DIGITAL = 0.7
"""Root mean square above which B is hiss and not digital silence."""

TONE_SHARE = 0.8
"""Share of a stretch's energy within one band of 40 Hz that makes it a steady tone."""


def silent_kind(a: Proxy, b: Proxy) -> str:
    """The sound of a pair of which at least one track is digital silence throughout."""
    if b.facts.sound is not None and b.facts.sound.silent:
        return "same" if a.facts.sound is not None and a.facts.sound.silent else "muted"
    return "replaced"


def missing_kind(a: Sound, b: Sound, line: Line, start: float, end: float) -> str:
    """`muted`, `replaced`, `same` where A too is silent, or `cannot tell` where a gate may have closed on a hush."""
    count = max(1, round((end - start) * RATE))
    loud_b = _level(b.cut(start, count))
    loud_a = _level(a.cut(line.at(start), max(1, round(count * line.slope))))
    if loud_b <= SILENCE and loud_a <= SILENCE:
        return "same"
    if loud_b < loud_a / 4 and loud_a < HUSH and loud_b > DIGITAL:
        return "cannot tell"
    return "muted" if loud_b <= SILENCE else "replaced"


def _level(wave: NDArray[np.float32]) -> float:
    """Root mean square of the middle nine tenths: edges bleed."""
    trim = len(wave) // 20
    inner = wave[trim : len(wave) - trim] if trim else wave
    return float(np.sqrt(np.mean(np.square(inner, dtype=np.float64)))) if len(inner) else 0.0


def is_tone(sound: Sound, start: float, end: float) -> bool:
    """Whether a stretch is one steady tone, as a bleep is."""
    trim = min(0.03, (end - start) / 10)
    wave = sound.cut(start + trim, max(64, round((end - start - 2 * trim) * RATE)))
    power = np.abs(np.fft.rfft(wave * np.hanning(len(wave)))) ** 2
    width = max(1, round(20 * len(wave) / RATE))
    top = int(power.argmax())
    total = float(power.sum())
    return total > 0 and float(power[max(0, top - width) : top + width + 1].sum()) / total > TONE_SHARE


STEP = 80
"""Samples between the moments that are looked at: 5 ms, each over 20 ms."""

DEFICIT_DB = 8.0
"""Decibels by which one side must be louder than the pair's own relation of levels lets expect."""

STANDS_OUT_DB = 3.0
"""Decibels by which the sound must rise above its own clip within a second: it is a sound, not its absence."""

UNUSUAL = 5.0
"""How many times the usual spread of that difference it must be, too."""

UNLIKE = 0.15
"""Greatest share of power that the waves may have in common there (squared coherence over the stretch)."""

WIDEST_S = 0.4
"""Seconds by which a stretch may grow to either side while the waves go on having nothing in common."""

ALIKE = 0.55
"""Least share of power that they must have in common around it: where a codec keeps no wave, none is missed."""

SHORTEST_S, JOIN_S = 0.02, 0.06
"""Seconds: a stretch is at least this long; two that are nearer than this are one."""

AUDIBLE = 60.0
"""Root mean square of the louder side, in steps of 16 bits, below which nothing is told."""


@dataclass(frozen=True, slots=True)
class Altered:
    """A short stretch of B, in seconds, whose sound is not A's. residual: share of power without a match, 0–1."""

    start: float
    end: float
    removed: bool
    difference_db: float
    residual: float


def altered(a: Sound, b: Sound, line: Line, start: float, end: float) -> list[Altered]:
    """Short sounds that one side has and the other lacks, within a stretch that otherwise matches at speed one.

    Args:
        line: Where A lies; of a slope other than 1 nothing is told, since waves cannot be compared.
        start, end: The stretch, seconds of B.
    """
    count = round((end - start) * RATE) // STEP
    if line.slope != 1 or count < 100:
        return []
    x = np.diff(b.cut(start - 1 / RATE, count * STEP + 1)).astype(np.float64)
    y = np.diff(a.cut(line.at(start) - 1 / RATE, count * STEP + 1)).astype(np.float64)
    px, py, cross = _smooth(x * x, count), _smooth(y * y, count), _smooth(x * y, count)
    px, py = np.maximum(px, 0.0), np.maximum(py, 0.0)
    floor = 4.0
    loud_x, loud_y = 10 * np.log10(px + floor), 10 * np.log10(py + floor)
    off = loud_x - loud_y
    off = off - ndi.median_filter(off, 401, mode="nearest")
    spread = 1.48 * float(np.median(np.abs(off))) + 0.5
    level = max(DEFICIT_DB, UNUSUAL * spread)
    trim = round(0.05 * RATE / STEP)
    found = []
    for removed, mask in ((True, off < -level), (False, off > level)):
        mask = mask & (np.sqrt(np.maximum(px, py)) > AUDIBLE * PRE_EMPHASIS)
        mask[:trim] = mask[count - trim :] = False
        own = loud_y if removed else loud_x
        stands_out = own - ndi.median_filter(own, 401, mode="nearest")
        for core in _stretches(mask):
            if float(np.median(stands_out[slice(*core)])) < STANDS_OUT_DB:
                continue
            first, last = _widen(px, py, cross, *core)
            if _judge(px, py, cross, first, last):
                difference = round(float(np.median(off[slice(*core)])), 1)
                found.append((first, last, removed, difference, round(1 - _common(px, py, cross, first, last), 3)))
    return sorted(
        (Altered(start + f * STEP / RATE, start + e * STEP / RATE, r, d, q) for f, e, r, d, q in found),
        key=lambda z: z.start,
    )


PRE_EMPHASIS = 0.15
"""What differencing leaves of the level of usual sound, roughly."""


def _smooth(values: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    blocks = values[: count * STEP].reshape(count, STEP).mean(1)
    return np.asarray(ndi.uniform_filter1d(blocks, 3, mode="nearest"))


def _stretches(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Runs of true, near ones joined, short ones left out."""
    joined = ndi.binary_closing(np.pad(mask, 20), np.ones(max(1, round(JOIN_S * RATE / STEP))))[20:-20]
    labels, n = ndi.label(joined)
    least = SHORTEST_S * RATE / STEP
    return [(s[0].start, s[0].stop) for s in ndi.find_objects(labels)[:n] if s[0].stop - s[0].start >= least]


def _widen(
    px: NDArray[np.float64], py: NDArray[np.float64], cross: NDArray[np.float64], first: int, last: int
) -> tuple[int, int]:
    """Grow a stretch to where the waves agree again: its loud core is less than what was exchanged."""
    local = cross**2 / np.maximum(px * py, 1e-9)
    reach = round(WIDEST_S * RATE / STEP)
    near = np.concatenate([local[max(0, first - reach) : max(0, first - 4)], local[last + 4 : last + reach]])
    if not len(near):
        return first, last
    limit = 0.4 * float(np.median(near))
    while first > 0 and last - first < 4 * reach and local[max(0, first - 3) : first].max(initial=0) < limit:
        first -= 1
    while last < len(local) and last - first < 4 * reach and local[last : last + 3].max(initial=0) < limit:
        last += 1
    return first, last


def _judge(px: NDArray[np.float64], py: NDArray[np.float64], cross: NDArray[np.float64], first: int, last: int) -> bool:
    """Whether the waves share next to nothing in a stretch and plenty beside it."""
    width = max(40, last - first)
    before = _common(px, py, cross, first - 8 - width, first - 8)
    after = _common(px, py, cross, last + 8, last + 8 + width)
    return _common(px, py, cross, first, last) <= UNLIKE and max(before, after) >= ALIKE


def _common(px: NDArray[np.float64], py: NDArray[np.float64], cross: NDArray[np.float64], low: int, high: int) -> float:
    """Share of power that the waves have in common over some steps, 0–1."""
    low, high = max(0, low), min(len(px), high)
    if high <= low:
        return 0.0
    power = float(px[low:high].sum() * py[low:high].sum())
    return float(cross[low:high].sum()) ** 2 / power if power > 0 else 0.0
