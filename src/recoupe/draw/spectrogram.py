"""Time against pitch, loud as dark: a grey PNG that reads on paper and that a style sheet may invert in the dark."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

WINDOW_S = 0.016
"""Length of the analysis window: shows an impulse within 8 ms of where it is, and tones 125 Hz apart."""
RANGE_DB = 66.0
"""Dynamic range from black to white; 16-bit phone sound rarely carries more that can be seen."""

SILENCE_DB = -100.0
"""Below the quantisation noise of 16 bits in one bin: nothing was recorded there."""
QUIET = 35.0
"""Percentile of the levels that is drawn white, so that a steady background does not hide what stands out of it."""


def levels(
    samples: NDArray[np.int16], rate: int, *, columns: int = 480, window_s: float = WINDOW_S
) -> NDArray[np.float32]:
    """Level of each frequency over time, dB of full scale, float32 [bins, columns], lowest frequency first.

    Args:
        samples: Mono int16.
        rate: Samples a second, Hz.
        columns: Moments, equally spaced from the first sample to the last. Where windows leave gaps between them,
            the loudest of those that fall into a column is kept, so that a short impulse is never skipped.
        window_s: Seconds a window (Hann); the number of bins is half the window's samples plus one.
    Source:
        Short-time Fourier transform as in Oppenheim & Schafer, Discrete-Time Signal Processing, chapter 10.
    """
    size = max(16, int(2 ** np.ceil(np.log2(window_s * rate))))
    if len(samples) == 0 or columns < 1:
        return np.full((size // 2 + 1, max(columns, 0)), -120.0, dtype=np.float32)
    each = max(1, int(np.ceil(len(samples) / columns / (size / 2))))
    moments = columns * each
    padded = np.pad(samples.astype(np.float32) / 32768.0, (size // 2, size))
    starts = np.linspace(0, max(len(samples) - 1, 0), moments).astype(np.int64)
    window = np.hanning(size).astype(np.float32)
    scale = 2.0 / float(window.sum())
    out = np.empty((size // 2 + 1, columns), dtype=np.float32)
    for first in range(0, columns, 256):
        chosen = starts[first * each : min(first + 256, columns) * each]
        frames = padded[chosen[:, None] + np.arange(size)] * window
        power = np.abs(np.fft.rfft(frames, axis=1)) * scale
        power = power.reshape(-1, each, size // 2 + 1).max(axis=1)
        out[:, first : first + len(power)] = 20 * np.log10(np.maximum(power, 1e-6)).T
    return out


def spectrogram_png(
    samples: NDArray[np.int16],
    rate: int,
    *,
    columns: int = 480,
    rows: int = 110,
    top_db: float | None = None,
    top_hz: float = 8000.0,
) -> bytes:
    """A PNG of `columns` × `rows` grey pixels, 0 Hz below, `top_hz` (or half the rate) above.

    `top_db` is the level drawn black, so that two sounds can share a scale; by default the loudest found.
    """
    level = levels(samples, rate, columns=columns)
    return png(level, rate, rows=rows, top_db=top_db, top_hz=top_hz)


def quiet_level(*spectra: NDArray[np.float32]) -> float:
    """The level to draw white, dB: the QUIET percentile of what is not digital silence."""
    heard = [level[level > SILENCE_DB] for level in spectra]
    values = np.concatenate(heard) if heard else np.zeros(0, np.float32)
    return float(np.percentile(values, QUIET)) if values.size else SILENCE_DB


def png(
    level: NDArray[np.float32],
    rate: int,
    *,
    rows: int = 110,
    top_db: float | None = None,
    low_db: float | None = None,
    top_hz: float = 8000.0,
) -> bytes:
    """`levels` as a PNG; `low_db` is drawn white, `top_db` black; by default `quiet_level` and the loudest."""
    bins = level.shape[0]
    kept = max(2, min(bins, round(bins * min(top_hz, rate / 2) / (rate / 2))))
    shown = level[:kept][::-1]
    top = float(shown.max()) if top_db is None and shown.size else (top_db if top_db is not None else 0.0)
    floor = max(top - RANGE_DB, quiet_level(level) if low_db is None else low_db)
    dark = np.clip((shown - floor) / max(top - floor, 12.0), 0.0, 1.0)
    grey = (255 - np.round(dark * 235)).astype(np.uint8)
    image = Image.fromarray(grey).resize((max(1, level.shape[1]), rows), Image.Resampling.BILINEAR)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
