"""Sounds of the staged clips, synthesised: a street at night, a ringing of metal, a sharp report, voices without words.

All signals are float64 in [-1, 1], mono, at `RATE`; the same seed gives the same samples.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

Sound = NDArray[np.float64]
RATE = 48_000


def band(noise: Sound, low_hz: float, high_hz: float) -> Sound:
    """Noise between two frequencies (second-order Butterworth sections)."""
    sos = butter(2, [low_hz, high_hz], btype="bandpass", fs=RATE, output="sos")
    return np.asarray(sosfilt(sos, noise), dtype=np.float64)


def street(samples: int, rng: np.random.Generator) -> Sound:
    """A low hum of traffic and wind that swells and falls, about -38 dB of full scale."""
    noise = rng.standard_normal(samples)
    hum = band(noise, 40, 320)
    air = band(rng.standard_normal(samples), 900, 5200)
    t = np.arange(samples) / RATE
    swell = 1 + 0.35 * np.sin(2 * np.pi * 0.11 * t) + 0.2 * np.sin(2 * np.pi * 0.37 * t + 1)
    return np.asarray(0.028 * hum / hum.std() * swell + 0.004 * air / air.std())


def footsteps(samples: int, times: list[float], rng: np.random.Generator) -> Sound:
    """Dull thuds at the given seconds."""
    out = np.zeros(samples)
    length = int(0.09 * RATE)
    t = np.arange(length) / RATE
    for at in times:
        thud = band(rng.standard_normal(length), 70, 500) * np.exp(-t / 0.02) * np.minimum(1, t / 0.006)
        put(out, thud / (np.abs(thud).max() + 1e-9) * rng.uniform(0.015, 0.04), at)
    return out


def metal(rng: np.random.Generator) -> Sound:
    """Two clacks of metal 0.14 s apart, each ringing at a few inharmonic partials; the first sample is the onset."""
    length = int(0.45 * RATE)
    t = np.arange(length) / RATE
    out = np.zeros(length)
    for start, level in ((0.0, 1.0), (0.14, 0.75)):
        ring = np.zeros(length)
        for hz, decay in ((1890, 0.05), (2740, 0.07), (3960, 0.05), (5420, 0.03), (7130, 0.02)):
            ring += np.sin(2 * np.pi * hz * t + rng.uniform(0, 6.28)) * np.exp(-t / decay)
        ring += 1.6 * rng.standard_normal(length) * np.exp(-t / 0.002)
        put(out, level * ring, start)
    return np.asarray(out / np.abs(out).max())


def report(rng: np.random.Generator) -> Sound:
    """A sharp report: a broadband burst, a low thump and echoes from two façades; the first sample is the onset."""
    length = int(1.2 * RATE)
    t = np.arange(length) / RATE
    burst = rng.standard_normal(length) * np.exp(-t / 0.009)
    thump = np.sin(2 * np.pi * 85 * t) * np.exp(-t / 0.06)
    dry = burst + 0.9 * thump
    out = dry.copy()
    for delay, level in ((0.11, 0.28), (0.23, 0.16), (0.41, 0.07)):
        put(out, level * band(dry, 120, 2500), delay)
    tail = band(rng.standard_normal(length), 150, 1800) * np.exp(-t / 0.22)
    out += 0.06 * tail / (np.abs(tail).max() + 1e-9)
    return np.asarray(out / np.abs(out).max())


def voice(words: int, pitch_hz: float, rng: np.random.Generator) -> Sound:
    """A voice that says nothing: `words` syllables of a pulse train through moving vowel formants."""
    parts = []
    for _ in range(words):
        length = int(rng.uniform(0.14, 0.24) * RATE)
        t = np.arange(length) / RATE
        phase = np.cumsum(pitch_hz * (1 + 0.06 * np.sin(2 * np.pi * 4.5 * t + rng.uniform(0, 6))) / RATE)
        pulse = np.diff(np.floor(phase), prepend=0.0) + 0.02 * rng.standard_normal(length)
        first, second = rng.choice([(700, 1200), (400, 2000), (300, 800), (550, 1750)])
        vowel = band(pulse, first * 0.85, first * 1.15) + 0.6 * band(pulse, second * 0.9, second * 1.1)
        shape = np.sin(np.pi * np.linspace(0, 1, length)) ** 0.5
        parts += [vowel / (np.abs(vowel).max() + 1e-9) * shape, np.zeros(int(0.04 * RATE))]
    return np.concatenate(parts)


def put(onto: Sound, what: Sound, at: float) -> None:
    """Add `what` to `onto` in place, beginning `at` seconds; what would stick out at the end is left off."""
    start = round(at * RATE)
    room = max(0, min(len(what), len(onto) - start))
    onto[start : start + room] += what[:room]


def samples16(sound: Sound) -> NDArray[np.int16]:
    """Clip to full scale and quantise to 16 bits."""
    return np.asarray(np.clip(sound, -0.999, 0.999) * 32767, dtype=np.int16)
