"""Inside a match: what became of sound where the keys no longer agree though the picture runs on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recoupe.compare.keys import RATE
from recoupe.compare.lines import Line
from recoupe.compare.sound import Sound
from recoupe.read.proxy import Proxy

SILENCE = 3.0
"""Root mean square, in steps of 16 bits, up to which a stretch is silent: codecs leave 0 to 2 of digital silence."""

TONE_SHARE = 0.8
"""Share of a stretch's energy within one band of 40 Hz that makes it a steady tone."""

LOWEST_TONE_HZ = 200
"""Below it, a narrow band of energy is wind or rumble and no bleep."""


def silent_kind(a: Proxy, b: Proxy) -> str:
    """The sound of a pair of which at least one track is digital silence throughout."""
    if b.facts.sound is not None and b.facts.sound.silent:
        return "same" if a.facts.sound is not None and a.facts.sound.silent else "muted"
    return "replaced"


def missing_kind(a: Sound, b: Sound, line: Line, start: float, end: float) -> str:
    """`muted`, `replaced`, or `same` where A too is silent."""
    count = max(1, round((end - start) * RATE))
    loud_b = _level(b.cut(start, count))
    loud_a = _level(a.cut(line.at(start), max(1, round(count * line.slope))))
    if loud_b <= SILENCE:
        return "same" if loud_a <= SILENCE else "muted"
    return "replaced"


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
    if top * RATE < LOWEST_TONE_HZ * len(wave):
        return False
    return total > 0 and float(power[max(0, top - width) : top + width + 1].sum()) / total > TONE_SHARE
