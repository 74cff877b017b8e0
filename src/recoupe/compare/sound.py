"""Sound against sound: lines from keys, to the sample where the speed is one, and the evidence along each line."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import scipy.fft
import scipy.ndimage as ndi
from numpy.typing import NDArray

from recoupe.compare.keys import HOP, RATE, SoundKeys, sound_keys, stored_keys
from recoupe.compare.lines import FEWEST_SEEDS, Line, Seeds, errors_along, fit_lines, sound_seeds
from recoupe.read.proxy import Proxy

PITCH_STEPS = tuple(1.024 ** (k * way) for k in range(1, 11) for way in (1, -1))
"""Variants of B's keys for sound whose pitch moved with its speed, up to 27 % either way. A third of a band beside the
right one half the seeds are left, two thirds beside it none."""

PITCH_SAMPLE = 20.0
"""Seconds from the middle of B on which the variants are tried."""

KEY_CHANGE = 5.0
"""Cost of a change of line, in nats of key evidence."""

MATCHED_ERRORS = 0.2
"""Share of wrong bits expected on the right line: what 32 kbit/s AAC left of a quiet room."""

INDEPENDENT = 14
"""Hops between keys that see different sound; evidence of neighbours is counted that much less."""

SILENCED = -0.5
"""Evidence against a line, in nats a hop, where B is silent and A on the line is not."""

THIN = 4

FINEST = 1 / RATE


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """One clip's sound, ready to be compared.

    Attributes:
        samples: int16 [m] at 16 kHz.
        start: Seconds on the clip clock of sample 0.
        keys: Its keys.
    """

    samples: NDArray[np.int16]
    start: float
    keys: SoundKeys

    @classmethod
    def of(cls, proxy: Proxy) -> Sound:
        """From a clip's proxy."""
        start = proxy.sound_start / proxy.sound_rate
        return cls(proxy.sound, start, stored_keys(proxy, start))

    def cut(self, start: float, count: int) -> NDArray[np.float32]:
        """`count` samples from a time on the clip clock, zero where there are none, without the lowest sounds."""
        first = round((start - self.start) * RATE)
        out = np.zeros(count, np.float32)
        low, high = max(0, first), min(len(self.samples), first + count)
        if high > low:
            out[low - first : high - first] = self.samples[low:high]
        return out


def find_lines(a: Sound, b: Sound) -> tuple[list[Line], int, Sound]:
    """The lines on which B's sound follows A's, how many seeds they rest on, and B with the keys that found them."""
    seeds = sound_seeds(a.keys, b.keys)
    lines = fit_lines(seeds)
    if sum(line.end - line.start for line in lines) < 0.25 * len(b.samples) / RATE:
        factor = _pitch(a, b, len(seeds.b))
        if factor is not None:
            b = replace(b, keys=sound_keys(b.samples, b.start, shift=factor))
            seeds = sound_seeds(a.keys, b.keys)
            lines = fit_lines(seeds)
    return [_sharpen(a, b, line) for line in _one_speed(lines, seeds)], len(seeds.b), b


def _pitch(a: Sound, b: Sound, least: int) -> float | None:
    """The factor on B's pitch under which its middle has most seeds in A; where speed moved along, that speed."""
    length = round(PITCH_SAMPLE * RATE)
    first = max(0, (len(b.samples) - length) // 2)
    sample, start = b.samples[first : first + length], b.start + first / RATE
    best, lines = max(least, 2 * FEWEST_SEEDS), []
    found: float | None = None
    for factor in PITCH_STEPS:
        seeds = sound_seeds(a.keys, sound_keys(sample, start, shift=factor))
        if len(seeds.b) > best:
            best, lines, found = len(seeds.b), fit_lines(seeds), factor
    if found is None or not lines:
        return None
    slope = max(lines, key=lambda x: x.end - x.start).slope
    return slope if abs(slope / found - 1) < 0.03 else found


def _one_speed(lines: list[Line], seeds: Seeds) -> list[Line]:
    """Give the short lines the slope of the longest, where their seeds allow it: a copy is seldom re-timed twice."""
    if not lines:
        return lines
    longest = max(lines, key=lambda x: x.end - x.start)
    out = []
    for line in lines:
        on = (
            (np.abs(seeds.a - line.slope * seeds.b - line.offset) < 0.06)
            & (seeds.b >= line.start)
            & (seeds.b <= line.end)
        )
        if line is not longest and on.sum() >= 3:
            spread = max(float(np.std(seeds.b[on])), 0.2)
            error = 0.02 / (spread * np.sqrt(on.sum()))
            if abs(line.slope - longest.slope) < max(4 * error, 0.003):
                offset = float(np.median(seeds.a[on] - longest.slope * seeds.b[on]))
                line = replace(line, slope=longest.slope, offset=offset)
        out.append(line)
    return out


def _sharpen(a: Sound, b: Sound, line: Line) -> Line:
    """Offset to the sample, where the speed is one and the waves themselves agree."""
    if line.slope != 1:
        return line
    block, reach = 2 * RATE, round(0.06 * RATE)
    shifts, weights = [], []
    for start in np.linspace(line.start, max(line.start, line.end - 2), 9):
        wave_b = b.cut(float(start), block)
        wave_a = a.cut(line.at(float(start)) - reach / RATE, block + 2 * reach)
        shift, sharp = best_shift(wave_a, wave_b)
        shifts.append(shift - reach)
        weights.append(sharp)
    order = np.argsort(shifts)
    cumulative = np.cumsum(np.asarray(weights)[order])
    if cumulative[-1] <= 0:
        return line
    middle = shifts[int(order[int(np.searchsorted(cumulative, cumulative[-1] / 2))])]
    return replace(line, offset=line.offset + middle / RATE)


def best_shift(long: NDArray[np.float32], short: NDArray[np.float32]) -> tuple[int, float]:
    """Where `short` fits best into `long`, in samples, and how sharply (0: not at all)."""
    size = scipy.fft.next_fast_len(len(long) + len(short), True)
    cross = scipy.fft.rfft(np.diff(long, prepend=0), size) * np.conj(scipy.fft.rfft(np.diff(short, prepend=0), size))
    value = scipy.fft.irfft(cross, size)[: len(long) - len(short) + 1]
    top = int(value.argmax())
    typical = float(np.median(np.abs(value))) + 1e-9
    sharp = float(value[top]) / typical
    return top, max(0.0, np.log(sharp / 6)) if sharp > 6 else 0.0


def evidence(a: Sound, b: Sound, lines: list[Line]) -> NDArray[np.float32]:
    """For each line and each of B's keys, log-likelihood of being on the line over elsewhere. float32 [lines, n]."""
    out = np.zeros((len(lines), len(b.keys.words)), np.float32)
    right, wrong = np.log((1 - MATCHED_ERRORS) / 0.5), np.log(MATCHED_ERRORS / 0.5)
    for i, line in enumerate(lines):
        errors = errors_along(a.keys, b.keys, line)
        score = 32 * ((1 - errors) * right + errors * wrong) / INDEPENDENT
        time = np.arange(len(errors)) * b.keys.hop + b.keys.start
        at = line.slope * time + line.offset
        there = np.clip(np.rint((at - a.start) / a.keys.hop).astype(int), 0, len(a.keys.usable) - 1)
        gone = SILENCED * (~b.keys.usable & a.keys.usable[there])
        outside = (at < a.start - 0.02) | (at > a.start + len(a.samples) / RATE + 0.02)
        out[i] = np.where(outside, -4.0, np.nan_to_num(score, nan=0.0) + gone)
    return out


def thin(evidence: NDArray[np.float32]) -> NDArray[np.float32]:
    """Evidence of four hops at a time, summed: the path needs no finer steps, edges are placed afterwards."""
    lines, n = evidence.shape
    steps = -(-n // THIN)
    padded = np.zeros((lines, steps * THIN), np.float32)
    padded[:, :n] = evidence
    return np.asarray(padded.reshape(lines, steps, THIN).sum(2))


def levels(sound: Sound, start: float, count: int, *, hop: int = HOP // 2) -> NDArray[np.float32]:
    """Mean square of pre-emphasised sound in steps of 5 ms from a time on the clip clock, float32 [count]."""
    wave = np.diff(sound.cut(start - FINEST, count * hop + 1))
    return np.asarray((wave * wave).reshape(count, hop).mean(1), np.float32)


def smooth(values: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """Moving mean, the ends held."""
    return np.asarray(ndi.uniform_filter1d(values, size, mode="nearest"))
