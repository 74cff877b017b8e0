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

AHEAD = 0.08
"""Seconds by which sound may run beside its picture and still be told as in step."""

BRIEF = 2.0
"""Seconds below which keys alone make no more than likely that sound was replaced."""

FAR_AHEAD = 5.0
"""Seconds beyond which it is told as replaced: other sound of A's, and no longer the same sound out of step."""


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


def in_step(sound: Line, picture: Line, start: float, end: float) -> str:
    """Sound on one line beside a picture on another, over a stretch: `same`, `altered` or `replaced`."""
    apart = [abs(sound.at(t) - picture.at(t)) for t in (start, end)]
    if max(apart) < AHEAD:
        return "same"
    return "altered" if sound.slope == picture.slope and max(apart) < FAR_AHEAD else "replaced"
