"""An impulse in numbers and in words: level, rise, decay, spectrum. It says what was measured, never what it was.

>>> words(Acoustics(peak_dbfs=-6.1, prominence_db=31.0, rise_ms=0.8, decay_ms=45.0, centroid_hz=2900.0,
...                 tonality=0.1, tone_hz=0.0, bands=4))
'sharp, broadband, fast decay'
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter, uniform_filter1d

RATE = 16_000
ATTACK = RATE * 50 // 1000
"""Samples after the onset in which its peak is looked for."""

DECAY_LIMIT = 2 * RATE
BEFORE = RATE // 2
RING_FROM, RING_LENGTH = RATE * 5 // 1000, 1600
"""The stretch from 5 to 105 ms after the onset, in which a ringing body is heard and a blast has gone by."""

LOWEST_TONE_HZ = 150.0
"""Below, wind and handling give lines of their own."""

TONE_OVER_MEDIAN = 10.0
"""Times the power of its surroundings (±300 Hz) from which a spectral line counts as a tone. Of noise, one line in a
thousand does: its power is exponentially distributed and the median is 0.69 of the mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acoustics:
    """What `recoupe.model.Impulse` tells, and: tone_hz, the strongest lasting tone (0 when there is none);
    bands, how many of the four bands rose by 6 dB or more; masked, whether the background hid the decay."""

    peak_dbfs: float
    prominence_db: float
    rise_ms: float
    decay_ms: float
    centroid_hz: float
    tonality: float
    tone_hz: float
    bands: int
    masked: bool = False


def measure(sound: NDArray[np.int16], onset: int, bands_db: NDArray[np.float64]) -> Acoustics:
    """Measure the impulse that begins at a sample.

    Args:
        sound: int16 [m], mono at 16 kHz.
        onset: Index of the sample at which the rise begins.
        bands_db: Rise in each of the four bands, dB [4].
    """
    after = np.asarray(sound[onset : onset + ATTACK + DECAY_LIMIT], np.float64) / 32768
    before = np.asarray(sound[max(0, onset - BEFORE) : max(0, onset - 16)], np.float64) / 32768
    attack = after[:ATTACK]
    background = float(np.mean(before**2)) if len(before) >= 160 else 1e-10
    loudest = float(_smooth(attack**2, 80).max())
    decay, masked = _decay(after, background)
    tonality, tone = _tonality(after, before)
    return Acoustics(
        peak_dbfs=round(float(20 * np.log10(max(float(np.abs(attack).max()), 1 / 32768))), 1),
        prominence_db=round(float(10 * np.log10((loudest + 1e-10) / (background + 1e-10))), 1),
        rise_ms=round(_rise(attack), 2),
        decay_ms=round(decay, 1),
        centroid_hz=round(_centroid(after[:320], before), 0),
        tonality=round(tonality, 2),
        tone_hz=round(tone, -1),
        bands=int(np.sum(bands_db >= 6)),
        masked=masked,
    )


def words(of: Acoustics) -> str:
    """The character of an impulse in plain words, each of which stands for a measured range."""
    out = ["sharp" if of.rise_ms < 3 else "quick" if of.rise_ms < 15 else "gradual"]
    if of.bands == 4:
        out.append("broadband")
    else:
        out.append(
            "low-pitched" if of.centroid_hz < 800 else "high-pitched" if of.centroid_hz > 3000 else "mid-pitched"
        )
    if of.masked:
        out.append("end hidden by the background")
    else:
        out.append("fast decay" if of.decay_ms < 120 else "slow decay" if of.decay_ms > 600 else "medium decay")
    if of.tonality >= 0.5:
        how = "metallic-like resonance" if of.tone_hz >= 1000 else "lasting tone"
        out.append(f"ringing, {how} near {of.tone_hz:.0f} Hz")
    elif of.tonality >= 0.25:
        out.append(f"some ringing near {of.tone_hz:.0f} Hz")
    return ", ".join(out)


def _smooth(power: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    return np.asarray(uniform_filter1d(power, min(width, max(1, len(power))), mode="nearest"), np.float64)


def _rise(attack: NDArray[np.float64]) -> float:
    """Milliseconds from 10 to 90 % of the peak of the amplitude, in quarter-millisecond RMS."""
    fine = np.sqrt(np.mean(attack[: len(attack) // 4 * 4].reshape(-1, 4) ** 2, axis=1)) if len(attack) >= 4 else attack
    if not len(fine) or fine.max() <= 0:
        return 0.0
    high = int(np.argmax(fine >= 0.9 * fine.max()))
    low = np.flatnonzero(fine[:high] <= 0.1 * fine.max())
    return (high - (int(low[-1]) if len(low) else 0)) * 0.25


def _decay(after: NDArray[np.float64], background: float) -> tuple[float, bool]:
    """Milliseconds from the peak until 5 ms stay 20 dB below it, or at the background where that is louder."""
    power = _smooth(after**2, 80)
    peak = int(np.argmax(power[:ATTACK])) if len(power) else 0
    if not len(power) or power[peak] <= 0:
        return 0.0, False
    aim = power[peak] / 100
    masked = 2 * background > aim
    below = power[peak:] <= max(aim, 2 * background)
    quiet = uniform_filter1d(below.astype(np.float64), 161, origin=-80, mode="nearest") > 0.99
    ends = np.flatnonzero(quiet)
    return (int(ends[0]) if len(ends) else len(power) - peak) / (RATE / 1000), masked


def _spectrum(samples: NDArray[np.float64], length: int) -> NDArray[np.float64]:
    """Power spectrum of the first `length` samples under a Hann window, zeros behind where there are fewer."""
    frame = np.zeros(length)
    frame[: min(len(samples), length)] = samples[:length]
    return np.asarray(np.abs(np.fft.rfft(frame * np.hanning(length))) ** 2, np.float64)


def _background(before: NDArray[np.float64], length: int) -> NDArray[np.float64]:
    """Mean power spectrum of the whole frames before an impulse; zeros where there is none."""
    frames = [before[len(before) - (k + 1) * length : len(before) - k * length] for k in range(len(before) // length)]
    if not frames:
        return np.zeros(length // 2 + 1)
    return np.asarray(np.mean([_spectrum(frame, length) for frame in frames], axis=0), np.float64)


def _centroid(head: NDArray[np.float64], before: NDArray[np.float64]) -> float:
    power = np.maximum(_spectrum(head, 320) - _background(before, 320), 0)
    hertz = np.fft.rfftfreq(320, 1 / RATE)
    total = float(power.sum())
    return float((power * hertz).sum() / total) if total > 0 else 0.0


def _tonality(after: NDArray[np.float64], before: NDArray[np.float64]) -> tuple[float, float]:
    """Share of the power in spectral lines that stand out, 0–1, and the strongest one, Hz (0 below a quarter)."""
    ring = after[RING_FROM : RING_FROM + RING_LENGTH]
    if len(ring) < RING_LENGTH // 2:
        return 0.0, 0.0
    power, background = _spectrum(ring, RING_LENGTH), _background(before, RING_LENGTH)
    around = median_filter(power, 61, mode="nearest")
    lines = (power > TONE_OVER_MEDIAN * np.maximum(around, background)) & (_LINE_HZ >= LOWEST_TONE_HZ)
    over = np.maximum(power - background, 0)[_LINE_HZ >= LOWEST_TONE_HZ]
    total = float(over.sum())
    # Less than the background itself gives is no ringing, whatever lines the difference of two noises shows.
    if total <= float(background.sum()) / 2:
        return 0.0, 0.0
    share = min(1.0, float((power - background)[lines].sum()) / total)
    strongest = int(np.argmax(np.where(lines, power, 0)))
    return share, float(_LINE_HZ[strongest]) if share >= 0.25 else 0.0


_LINE_HZ = np.fft.rfftfreq(RING_LENGTH, 1 / RATE)
