"""Small made footage for tests, with a known truth: textured moving pictures and clicks, cut where a test says."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recoupe.demo.encode import write_clip
from recoupe.demo.scenes import RATE
from recoupe.demo.sounds import RATE as SAMPLE_RATE

WIDTH, HEIGHT = 192, 108


def picture(n: int, seed: int = 1) -> NDArray[np.uint8]:
    """Frame n of an endless textured scene that drifts and flickers; uint8 [HEIGHT, WIDTH, 3]."""
    rng = np.random.default_rng(seed)
    field = rng.integers(30, 220, (HEIGHT // 12 + 8, WIDTH // 12 + 60), dtype=np.uint8)
    big = np.kron(field, np.ones((12, 12), np.uint8))
    x, y = (n * 2) % 480, int(6 + 5 * np.sin(n / 7))
    grey = big[y : y + HEIGHT, x : x + WIDTH].astype(np.int16)
    grey[20:50, (n * 3) % (WIDTH - 40) : (n * 3) % (WIDTH - 40) + 30] = 235
    return np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def sound(seconds: float, clicks: Iterable[float] = (), seed: int = 2) -> NDArray[np.int16]:
    """Coloured noise with swelling loudness, and a click at each stated second."""
    rng = np.random.default_rng(seed)
    count = round(seconds * SAMPLE_RATE)
    t = np.arange(count) / SAMPLE_RATE
    noise = np.convolve(rng.standard_normal(count), np.ones(24) / 24, mode="same")
    out = noise * (0.08 + 0.05 * np.sin(2 * np.pi * 0.7 * t)) + 0.05 * np.sin(2 * np.pi * (300 + 40 * t) * t)
    for at in clicks:
        start = round(at * SAMPLE_RATE)
        length = min(2400, count - start)
        out[start : start + length] += 0.7 * rng.standard_normal(length) * np.exp(-np.arange(length) / 300)
    return np.asarray(np.clip(out, -0.99, 0.99) * 32767, dtype=np.int16)


def clip(
    path: Path,
    seconds: float = 5.0,
    *,
    cut: tuple[float, float] | None = None,
    clicks: Iterable[float] = (),
    seed: int = 1,
    crf: int = 23,
) -> Path:
    """A clip, or the same without the stretch `cut` (seconds, on whole frames), encoded from the same pictures."""
    frames = range(round(seconds * RATE))
    samples = sound(seconds, clicks, seed + 100)
    kept = list(frames)
    if cut is not None:
        first, last = (round(c * RATE) for c in cut)
        per = SAMPLE_RATE // RATE
        kept = [n for n in frames if not first <= n < last]
        samples = np.concatenate([samples[: first * per], samples[last * per :]])
    write_clip(path, (picture(n, seed) for n in kept), samples, width=WIDTH, height=HEIGHT, crf=crf)
    return path
