"""The course of a sound as its extremes in each column, with marks and shaded stretches on it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from recoupe.draw.axis import Scale, Seconds, label, ticks
from recoupe.draw.look import LOOKS, css_word
from recoupe.draw.svg import el, number, picture
from recoupe.draw.text import one_line

INK, SOFT, ACCENT = "#1c1c1c", "#5f5f5f", "#d55e00"


class Pin(msgspec.Struct, frozen=True, kw_only=True):
    """A moment to point at. kind: asserted (what somebody says), found (what a reader measured), edge (of an edit).

    at, and low to high where it is only known to lie between, in seconds on the clip clock.
    """

    at: float
    text: str
    kind: str = "found"
    low: float | None = None
    high: float | None = None


class Shade(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch [start, end) in seconds laid over the sound. state: a word of `recoupe.draw.look.LOOKS`."""

    start: float
    end: float
    state: str
    text: str = ""


PIN_INK = {"asserted": "#0072b2", "found": "#d55e00", "edge": "#1c1c1c"}


def extremes(samples: NDArray[np.int16], columns: int) -> NDArray[np.float64]:
    """Lowest and highest sample in each of `columns` equal parts, −1…1, float64 [columns, 2].

    Fewer samples than columns give one row a sample; none gives none.
    """
    total = len(samples)
    if total == 0:
        return np.zeros((0, 2))
    edges = np.linspace(0, total, min(columns, total) + 1).astype(np.int64)[:-1]
    low = np.minimum.reduceat(samples, edges).astype(np.float64)
    high = np.maximum.reduceat(samples, edges).astype(np.float64)
    return np.stack([low, high], axis=1) / 32768.0


def wave_path(
    samples: NDArray[np.int16], *, left: float, right: float, middle: float, reach: float, peak: float
) -> str:
    """Path data of one filled outline. `peak` is the magnitude, 0–1, that reaches `reach` units from the middle."""
    columns = max(1, round((right - left) * 1.25))
    rows = extremes(samples, columns)
    if len(rows) == 0:
        return ""
    gain = reach / max(peak, 1e-4)
    xs = np.linspace(left, right, len(rows))
    upper = middle - np.clip(rows[:, 1] * gain, -reach, reach) - 0.4
    lower = middle - np.clip(rows[:, 0] * gain, -reach, reach) + 0.4
    there = " ".join(f"{number(x)},{number(y)}" for x, y in zip(xs, upper, strict=True))
    back = " ".join(f"{number(x)},{number(y)}" for x, y in zip(xs[::-1], lower[::-1], strict=True))
    return f"M{there} L{back}Z"


def loudest(*sounds: NDArray[np.int16]) -> float:
    """The greatest magnitude in any of the sounds, 0–1; what several pictures share as their scale."""
    return max((float(np.abs(s.astype(np.int32)).max()) / 32768.0 for s in sounds if len(s)), default=0.0)


def waveform_svg(
    samples: NDArray[np.int16],
    rate: int,
    *,
    start: Seconds = 0.0,
    marks: Sequence[Pin] = (),
    shades: Sequence[Shade] = (),
    peak: float | None = None,
    name: str = "wave",
    title: str = "Waveform",
    width: float = 560.0,
    height: float = 96.0,
) -> Markup:
    """Draw mono int16 samples at `rate` Hz, the first at `start` seconds, with a time line and marks.

    Marks stand above the sound in as many rows as keep their words apart. `peak` fixes the scale (0–1); by default
    the loudest sample fills the height.
    """
    begin = float(start)
    scale = Scale(begin, begin + max(len(samples) / rate, 1e-3), 8.0, width - 8.0)
    rows = pin_rows(marks, scale)
    top = 6.0 + 16.0 * (max(rows, default=-1) + 1)
    parts = draw_shades(shades, scale, top, height)
    path = wave_path(
        samples,
        left=scale.left,
        right=scale.right,
        middle=top + height / 2,
        reach=height / 2 - 2,
        peak=loudest(samples) if peak is None else peak,
    )
    parts.append(el("path", d=path, fill=INK, fill_opacity=0.85, class_="rb-ink-fill"))
    parts += draw_axis(scale, top + height)
    parts += draw_pins(marks, rows, scale, top, height)
    said = "; ".join(f"{label(p.at, step=0.01)} {one_line(p.text)}" for p in marks)
    return picture(width, top + height + 18, parts, name=name, title=title, desc=said or "No marks.", class_="rb wave")


def pin_rows(marks: Sequence[Pin], scale: Scale) -> list[int]:
    """A row for each mark, so that their words do not cover one another."""
    ends: list[float] = []
    rows = [0] * len(marks)
    for i in sorted(range(len(marks)), key=lambda k: marks[k].at):
        left, right = _words(marks[i], scale)
        row = next((k for k, end in enumerate(ends) if end < left), len(ends))
        if row == len(ends):
            ends.append(right)
        else:
            ends[row] = right
        rows[i] = row
    return rows


def _words(pin: Pin, scale: Scale) -> tuple[float, float]:
    x = scale.x(pin.at)
    reach = 6.3 * len(one_line(pin.text, most=48)) + 8
    return (x - reach, x) if x + reach > scale.right + 8 else (x, x + reach)


def draw_pins(marks: Sequence[Pin], rows: Sequence[int], scale: Scale, top: float, height: float) -> list[Markup]:
    """Each mark as a line through the sound, its range as a tinted stretch, its words on their row above."""
    tints: list[Markup] = []
    lines: list[Markup] = []
    words: list[Markup] = []
    for pin, row in zip(marks, rows, strict=True):
        x, y, ink = scale.x(pin.at), top - 6 - 16 * row, PIN_INK.get(pin.kind, ACCENT)
        if pin.low is not None and pin.high is not None:
            x0, x1 = max(scale.x(pin.low), scale.left), min(scale.x(pin.high), scale.right)
            box = {"x": x0, "y": top, "width": max(x1 - x0, 0.0), "height": height}
            tints.append(el("rect", **box, fill=ink, fill_opacity=0.14, class_=f"pin-{pin.kind}-fill"))
        lines.append(
            el(
                "line",
                x1=x,
                x2=x,
                y1=y - 9,
                y2=top + height,
                stroke=ink,
                stroke_width=1.6,
                stroke_dasharray="4 3" if pin.kind == "asserted" else None,
                class_=f"pin-{pin.kind}-line",
            )
        )
        turned = _words(pin, scale)[0] < x - 1
        words.append(
            el(
                "text",
                one_line(pin.text, most=48),
                x=x - 5 if turned else x + 5,
                y=y,
                text_anchor="end" if turned else "start",
                font_size=11.5,
                fill=ink,
                stroke="#ffffff",
                stroke_width=3,
                paint_order="stroke",
                class_=f"pin-{pin.kind}-fill rb-halo",
            )
        )
    return tints + lines + words


def draw_shades(shades: Sequence[Shade], scale: Scale, top: float, height: float) -> list[Markup]:
    """Stretches behind the sound, tinted, with their edges as thin lines."""
    parts: list[Markup] = []
    for shade in shades:
        look = LOOKS.get(shade.state, LOOKS["cannot tell"])
        x0, x1 = max(scale.x(shade.start), scale.left), min(scale.x(shade.end), scale.right)
        if x1 < x0:
            continue
        word = css_word(shade.state)
        parts.append(
            el(
                "rect",
                x=x0,
                y=top,
                width=max(x1 - x0, 1),
                height=height,
                fill=look.ink,
                fill_opacity=0.18,
                class_=f"{word} rb-fill",
            )
        )
        parts += [
            el("line", x1=x, x2=x, y1=top, y2=top + height, stroke=look.ink, stroke_width=1.2, class_=f"{word} rb-line")
            for x in (x0, x1)
        ]
        if shade.text:
            parts.append(
                el(
                    "text",
                    one_line(shade.text, most=40),
                    x=(x0 + x1) / 2,
                    y=top + 12,
                    text_anchor="middle",
                    font_size=11,
                    fill=SOFT,
                    class_="rb-soft",
                )
            )
    return parts


def draw_axis(scale: Scale, y: float, *, step: float | None = None) -> list[Markup]:
    """A time line under the sound; `step` in seconds where several are to have the same."""
    times = ticks(scale.start, scale.end, most=max(2, int((scale.right - scale.left) / 70)))
    if step is not None:
        first = math.ceil(scale.start / step - 1e-6)
        times = [k * step for k in range(first, math.floor(scale.end / step + 1e-6) + 1)]
    step = step or (times[1] - times[0] if len(times) > 1 else 0.1)
    parts = [
        el("line", x1=scale.left, x2=scale.right, y1=y, y2=y, stroke=SOFT, stroke_width=0.75, class_="rb-soft rb-line")
    ]
    for time in times:
        x = scale.x(time)
        near_left, near_right = x < scale.left + 14, x > scale.right - 14
        parts.append(el("line", x1=x, x2=x, y1=y, y2=y + 4, stroke=SOFT, class_="rb-soft rb-line"))
        parts.append(
            el(
                "text",
                label(time, step=step),
                x=scale.left if near_left else scale.right if near_right else x,
                y=y + 15,
                text_anchor="start" if near_left else "end" if near_right else "middle",
                font_size=11,
                fill=SOFT,
                class_="rb-soft",
            )
        )
    return parts
