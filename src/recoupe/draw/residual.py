"""What remains between two sounds that should be the same, once loudness and tone have been fitted: a curve over time.

For looking at only: the comparison has its own residual, measured on whole matched stretches, and it alone decides.
"""

from __future__ import annotations

import itertools

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from recoupe.draw.axis import Scale, Seconds
from recoupe.draw.spectrogram import levels
from recoupe.draw.svg import el, number, picture
from recoupe.draw.waveform import INK, SOFT, Shade, draw_axis, draw_shades

BANDS = 16
LOW_HZ, HIGH_HZ = 100.0, 7000.0
FLOOR_DB = -84.0
"""Levels below this count as this: what an encoder leaves in silence says nothing."""
TOP_DB = 30.0
HEIGHT = 64.0


def residual(a: NDArray[np.int16], b: NDArray[np.int16], rate: int, *, columns: int = 480) -> NDArray[np.float64]:
    """Mean distance in dB over BANDS logarithmic bands, at `columns` equally spaced moments, float64 [columns].

    Args:
        a, b: Mono int16 of the same stretch; the longer one is cut to the shorter.
        rate: Samples a second, Hz, of both.
    Returns:
        0 where both are alike up to a fixed gain in each band: the median difference of each band is taken off first.
    """
    length = min(len(a), len(b))
    if length < 64 or columns < 1:
        return np.zeros(max(columns, 0))
    one, two = (_bands(levels(s[:length], rate, columns=columns), rate) for s in (a, b))
    apart = one - two
    apart -= np.median(apart, axis=1, keepdims=True)
    return np.asarray(np.abs(apart).mean(axis=0), np.float64)


def residual_svg(
    values: NDArray[np.float64],
    *,
    start: Seconds,
    end: Seconds,
    shades: tuple[Shade, ...] = (),
    name: str = "residual",
    title: str = "Residual",
    width: float = 640.0,
) -> Markup:
    """The curve over [start, end) seconds of B's clock, 0 to TOP_DB dB."""
    scale = Scale(float(start), float(end), 8.0, width - 8.0)
    top = 20.0
    parts = [
        el(
            "text",
            f"{title}, 0 to {TOP_DB:.0f} dB",
            x=8,
            y=13,
            font_size=12.5,
            font_weight=600,
            fill=INK,
            class_="rb-ink",
        )
    ]
    parts += draw_shades(shades, scale, top, HEIGHT)
    if len(values):
        xs = np.linspace(scale.left, scale.right, len(values))
        ys = top + HEIGHT - np.clip(values / TOP_DB, 0.0, 1.0) * HEIGHT
        line = " ".join(f"{number(x)},{number(y)}" for x, y in zip(xs, ys, strict=True))
        foot = number(top + HEIGHT)
        parts.append(
            el(
                "path",
                d=f"M{number(scale.left)},{foot} L{line} L{number(scale.right)},{foot}Z",
                fill=INK,
                fill_opacity=0.7,
                class_="rb-ink-fill",
            )
        )
    for share in (0.5, 1.0):
        y = top + HEIGHT * (1 - share)
        parts.append(
            el(
                "line",
                x1=scale.left,
                x2=scale.right,
                y1=y,
                y2=y,
                stroke=SOFT,
                stroke_width=0.4,
                class_="rb-soft rb-line",
            )
        )
    parts += draw_axis(scale, top + HEIGHT)
    peak = f"at most {float(values.max()):.0f} dB apart" if len(values) else "not measured"
    return picture(width, top + HEIGHT + 20, parts, name=name, title=title, desc=f"{title}: {peak}.", class_="rb panel")


def _bands(level: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """Mean power of each band in dB, float64 [BANDS, columns]."""
    hz = np.linspace(0, rate / 2, level.shape[0])
    edges = np.geomspace(LOW_HZ, min(HIGH_HZ, rate / 2), BANDS + 1)
    power = 10.0 ** (level.astype(np.float64) / 10.0)
    rows = []
    for low, high in itertools.pairwise(edges):
        chosen = (hz >= low) & (hz < high)
        if not chosen.any():
            chosen[np.argmin(np.abs(hz - (low + high) / 2))] = True
        rows.append(power[chosen].mean(axis=0))
    return np.asarray(np.maximum(10 * np.log10(np.maximum(np.stack(rows), 1e-12)), FLOOR_DB), np.float64)
