"""Steady tones, as a bleep is one: whether there is one, and where exactly."""

from __future__ import annotations

import numpy as np
import scipy.ndimage as ndi

from recoupe.compare.keys import RATE
from recoupe.compare.sound import Sound

LOWEST_TONE_HZ = 200
"""Below it, a narrow band of energy is wind or rumble and no bleep."""


BLEEP = 0.8
"""Share of a stretch's energy within one band of 40 Hz that makes it a steady tone."""

REACH_S = 0.1
"""Seconds beside a stretch in which its tone may begin or end."""

SHAPE = 128
"""Samples over which the tone's height is taken: 8 ms."""

GAP = 960
"""Samples for which a coder may let a tone drop: 60 ms."""


def steady_tone(sound: Sound, start: float, end: float, share: float) -> bool:
    """Whether at least `share` of a stretch's energy lies within one band of 40 Hz, above the lowest sounds."""
    trim = min(0.03, (end - start) / 10)
    wave = sound.cut(start + trim, max(64, round((end - start - 2 * trim) * RATE)))
    power = np.abs(np.fft.rfft(wave * np.hanning(len(wave)))) ** 2
    width = max(1, round(20 * len(wave) / RATE))
    top = int(power.argmax())
    total = float(power.sum())
    if top * RATE < LOWEST_TONE_HZ * len(wave):
        return False
    return total > 0 and float(power[max(0, top - width) : top + width + 1].sum()) / total > share


def tone_ends(sound: Sound, start: float, end: float) -> tuple[float, float]:
    """Where the strongest tone of a stretch reaches and leaves half its height, to some milliseconds.

    Args:
        sound: In which the tone is.
        start, end: Its place on the clip clock, known to some tens of milliseconds.
    """
    begin, count = start - REACH_S, round((end - start + 2 * REACH_S) * RATE)
    wave = sound.cut(begin, count).astype(np.float64)
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(count)))
    spectrum[: round(LOWEST_TONE_HZ * count / RATE)] = 0
    pitch = float(spectrum.argmax()) / count
    turned = wave * np.exp(-2j * np.pi * pitch * np.arange(count))
    height = np.abs(np.convolve(turned, np.hanning(SHAPE) / np.hanning(SHAPE).sum(), mode="same"))
    half = 0.5 * float(np.median(height[round(REACH_S * RATE) : count - round(REACH_S * RATE)]))
    there = ndi.binary_closing(np.pad(height >= half, GAP), np.ones(GAP))[GAP:-GAP]
    runs = ndi.find_objects(ndi.label(there)[0])
    first, last = max(((r[0].start, r[0].stop) for r in runs), key=lambda r: r[1] - r[0], default=(0, count))
    return begin + first / RATE, begin + last / RATE
