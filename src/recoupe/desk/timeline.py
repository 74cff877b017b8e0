"""One clip's time line as a picture whose marks are links: what is said of the clip, its sound, what readers found.

Every mark links to the page's own address with its instant (`?t=16.04`), so it works without script; a script seeks
instead. Nothing here measures: times come from marks, loudness from the proxy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from markupsafe import Markup

from recoupe.desk.drawing import at, t_value
from recoupe.desk.wording import describe, mark_name
from recoupe.draw import Scale, el, one_line
from recoupe.draw.svg import number, picture
from recoupe.draw.waveform import draw_axis, extremes, wave_path
from recoupe.model import CameraShot, Impulse, Mark, PictureState, SoundState, Speech, Transient
from recoupe.read.proxy import Proxy

WIDTH, LEFT, RIGHT = 1000.0, 96.0, 990.0
WAVE_H, AXIS_H, ROW_H, LABEL_H = 72.0, 20.0, 18.0, 17.0
MOST = 400
"""Marks drawn in one row; the most prominent stay, the page's list has them all."""

ROWS: tuple[tuple[str, type], ...] = (
    ("sharp sounds", Impulse),
    ("light", Transient),
    ("words heard", Speech),
    ("camera shots", CameraShot),
    ("picture state", PictureState),
    ("sound state", SoundState),
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says of this clip's clock: `low` to `high` seconds (equal for a moment), and where it says so."""

    low: Fraction
    high: Fraction
    text: str
    by: str
    href: str


def timeline(
    length: Fraction, marks: Sequence[Mark], said: Sequence[Said], proxy: Proxy | None, *, silence: str = "no sound"
) -> Markup:
    """Draw the time line of a clip of `length` seconds; `silence` stands where no sound can be drawn."""
    scale = Scale(0.0, max(float(length), 1e-3), LEFT, RIGHT)
    label_rows = _label_rows(said, scale)
    top = 6.0 + LABEL_H * (max(label_rows, default=-1) + 1)
    parts: list[Markup] = [_ground(top, "sound")]
    if proxy is not None and proxy.has_sound:
        parts.append(_wave(proxy, scale, top))
    else:
        parts.append(_words(silence, (LEFT + RIGHT) / 2, top + WAVE_H / 2 + 4, "middle"))
    bottom = top + WAVE_H
    parts += [_said(item, row, scale, top, bottom) for item, row in zip(said, label_rows, strict=True)]
    parts += draw_axis(scale, bottom)
    y = bottom + AXIS_H + 4
    for name, kind in ROWS:
        found = [m for m in marks if isinstance(m.body, kind) and m.span.time is not None]
        if found:
            parts += _row(name, found, scale, y)
            y += ROW_H
    parts.append(el("line", x1=LEFT, x2=LEFT, y1=2, y2=y, class_="playhead"))
    svg = picture(
        WIDTH, y + 4, parts, name="timeline", title="Time line of the clip", desc=_in_words(said), class_="tl"
    )
    return Markup(
        el(
            "div",
            svg,
            class_="timeline",
            data_left=str(LEFT / WIDTH),
            data_right=str(RIGHT / WIDTH),
            data_length=t_value(length),
        )
    )


def tick_href(seconds: Fraction) -> str:
    """The address of an instant on the page that is open."""
    return f"?t={t_value(seconds)}"


def _in_words(said: Sequence[Said]) -> str:
    lines = [f"{at(item.low)} {one_line(item.text)} ({one_line(item.by)})" for item in said]
    return "Texts say: " + "; ".join(lines) if lines else "No text in the case speaks of this clip's clock."


def _words(text: str, x: float, y: float, anchor: str) -> Markup:
    return el("text", text, x=x, y=y, text_anchor=anchor, font_size=11, class_="tl-soft")


def _ground(top: float, name: str) -> Markup:
    return el(
        "g",
        el("rect", x=LEFT, y=top, width=RIGHT - LEFT, height=WAVE_H, class_="tl-ground"),
        _words(name, LEFT - 8, top + WAVE_H / 2 + 4, "end"),
    )


def _wave(proxy: Proxy, scale: Scale, top: float) -> Markup:
    start = proxy.sound_start / proxy.sound_rate
    path = wave_path(
        proxy.sound,
        left=scale.x(start),
        right=min(scale.x(start + len(proxy.sound) / proxy.sound_rate), RIGHT),
        middle=top + WAVE_H / 2,
        reach=WAVE_H / 2 - 2,
        peak=max(float(np.abs(extremes(proxy.sound, 2000)).max()), 1e-3),
    )
    return el("path", d=path, class_="tl-wave")


def _label_rows(said: Sequence[Said], scale: Scale) -> list[int]:
    """A row for each label so that none covers another."""
    ends: list[float] = []
    rows = [0] * len(said)
    for i in sorted(range(len(said)), key=lambda k: said[k].low):
        left, right = _label_box(said[i], scale)
        row = next((k for k, end in enumerate(ends) if end < left), len(ends))
        if row == len(ends):
            ends.append(right)
        ends[row] = right
        rows[i] = row
    return rows


def _label(item: Said) -> str:
    return one_line(item.text, most=56)


def _label_box(item: Said, scale: Scale) -> tuple[float, float]:
    x = scale.x(item.low)
    reach = 6.2 * len(_label(item)) + 10
    return (x - reach, x) if x + reach > RIGHT else (x, x + reach)


def _said(item: Said, row: int, scale: Scale, top: float, bottom: float) -> Markup:
    x0, x1 = scale.x(item.low), scale.x(item.high)
    y = top - 6 - LABEL_H * row
    left, _ = _label_box(item, scale)
    turned = left < x0 - 1
    parts = [el("title", f"{at(item.low)}: {_label(item)}, says {one_line(item.by)}")]
    if x1 - x0 > 1:
        parts.append(el("rect", x=x0, y=top, width=x1 - x0, height=bottom - top, class_="tl-said-range"))
    parts.append(el("line", x1=x0, x2=x0, y1=y - 10, y2=bottom, class_="tl-said"))
    parts.append(
        el(
            "text",
            _label(item),
            x=x0 - 5 if turned else x0 + 5,
            y=y,
            text_anchor="end" if turned else "start",
            font_size=11.5,
            class_="tl-said-text",
        )
    )
    return el("a", *parts, href=tick_href(item.low), data_t=t_value(item.low))


def _row(name: str, marks: Sequence[Mark], scale: Scale, y: float) -> list[Markup]:
    ranked = sorted(marks, key=lambda m: -_prominence(m))[:MOST]
    middle = y + ROW_H / 2
    parts = [
        _words(name, LEFT - 8, middle + 4, "end"),
        el("line", x1=LEFT, x2=RIGHT, y1=middle, y2=middle, class_="tl-rule"),
    ]
    return parts + [_tick(m, scale, y) for m in reversed(ranked)]


def _prominence(mark: Mark) -> float:
    return mark.body.prominence if isinstance(mark.body, (Impulse, Transient)) else 1.0


def _tick(mark: Mark, scale: Scale, y: float) -> Markup:
    assert mark.span.time is not None
    start, end = mark.span.time.seconds
    if isinstance(mark.body, Impulse):
        start = end = mark.body.onset.seconds[0]
    x0, x1 = scale.x(start), scale.x(end)
    strength = number(0.35 + 0.65 * min(1.0, max(0.0, _prominence(mark))))
    body = el(
        "rect",
        x=x0 - (1.25 if x1 - x0 < 2.5 else 0),
        y=y + 3,
        width=max(2.5, x1 - x0 - 1),
        height=ROW_H - 6,
        fill_opacity=strength,
        class_=f"tl-{mark.type.replace('_', '-')}",
    )
    reach = el("rect", x=x0 - 5, y=y, width=max(10.0, x1 - x0), height=ROW_H, class_="tl-reach")
    says = describe(mark)
    title = el("title", f"{at(start)} {mark_name(mark.type)}" + (f": {says}" if says else ""))
    return el("a", title, body, reach, href=tick_href(start), data_t=t_value(start))
