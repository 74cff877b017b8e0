"""Stretches of digital silence and of clipping in the proxy's sound.

Digital silence is no sound at all, which no microphone gives: something was muted, lost, or never recorded. A quiet
room is not silent in this sense.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recoupe.read.runs import join, runs

SILENT_LEVEL = 1
"""Greatest sample (of 32767) in digital silence: decoders of lossy sound round muted stretches to −1, 0 and 1."""

SILENT_AT_LEAST = 1_600
"""Samples at 16 kHz (0.1 s); shorter stretches of zeros occur in quiet recordings of 8 bits."""

CLIPPED_LEVEL = 32_440
"""0.99 of full scale."""

CLIPPED_WINDOW = 800
"""Samples at 16 kHz (50 ms) in which `CLIPPED_SAMPLES` at full scale make the stretch clipped."""

CLIPPED_SAMPLES = 3


def silent_runs(sound: NDArray[np.int16]) -> list[tuple[int, int]]:
    """Sample ranges [a, b) of digital silence. Sound: int16 [m] at 16 kHz."""
    silent = np.concatenate([np.abs(part.astype(np.int32)) <= SILENT_LEVEL for part in _blocks(sound)] or [_NONE])
    return [(a, b) for a, b in runs(silent) if b - a >= SILENT_AT_LEAST]


def clipped_runs(sound: NDArray[np.int16]) -> list[tuple[int, int]]:
    """Sample ranges [a, b), in whole windows of 50 ms, where the sound stands at full scale again and again."""
    full = np.concatenate([np.abs(part.astype(np.int32)) >= CLIPPED_LEVEL for part in _blocks(sound)] or [_NONE])
    windows = -(-len(full) // CLIPPED_WINDOW)
    counts = np.bincount(np.flatnonzero(full) // CLIPPED_WINDOW, minlength=windows)
    found = join(runs(counts >= CLIPPED_SAMPLES), gap=5)
    return [(a * CLIPPED_WINDOW, min(b * CLIPPED_WINDOW, len(full))) for a, b in found]


_NONE = np.zeros(0, bool)
_BLOCK = 1 << 22


def _blocks(sound: NDArray[np.int16]) -> list[NDArray[np.int16]]:
    return [sound[i : i + _BLOCK] for i in range(0, len(sound), _BLOCK)]
