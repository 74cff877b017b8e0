"""Sounds of two copies one under the other, lined up on what they share: waveform and spectrogram of each.

A stretch that one copy lacks is left open in its row, so that before and after stand under what they match.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

import msgspec
import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from recoupe.draw.axis import Scale, step_for
from recoupe.draw.look import LOOKS, css_word, fill, patterns
from recoupe.draw.spectrogram import levels, png, quiet_level
from recoupe.draw.svg import el, number, picture, polygon
from recoupe.draw.text import one_line
from recoupe.draw.waveform import INK, PIN_INK, SOFT, Pin, Shade, draw_axis, draw_shades, loudest, wave_path

WAVE_H, SPECTRUM_H, AXIS_H, HEAD_H, SPACE = 62.0, 84.0, 20.0, 34.0, 10.0


class Piece:
    """A run of sound in a row: mono int16 samples, the clip time of the first (seconds), and where the row puts it."""

    __slots__ = ("at", "offset", "rate", "samples")

    def __init__(self, *, samples: NDArray[np.int16], rate: int, at: float, offset: float) -> None:
        self.samples, self.rate, self.at, self.offset = samples, rate, at, offset

    @property
    def length(self) -> float:
        """Seconds."""
        return len(self.samples) / self.rate


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a row with nothing in it, in seconds from the row's beginning."""

    start: float
    end: float
    text: str


class Row:
    """One copy's sound. `shades` and `pins` are on that clip's own clock."""

    __slots__ = ("gaps", "label", "pieces", "pins", "shades")

    def __init__(
        self,
        *,
        label: str,
        pieces: Sequence[Piece],
        gaps: Sequence[Gap] = (),
        shades: Sequence[Shade] = (),
        pins: Sequence[Pin] = (),
    ) -> None:
        self.label, self.pieces, self.gaps, self.shades = label, tuple(pieces), tuple(gaps), tuple(shades)
        self.pins = tuple(pins)


def panel_svg(
    rows: Sequence[Row],
    *,
    seconds: float,
    name: str = "sound",
    title: str = "Sound",
    width: float = 640.0,
) -> Markup:
    """Draw the rows over `seconds` of common time. All share one scale of loudness and one of grey."""
    peak = loudest(*(piece.samples for row in rows for piece in row.pieces))
    scale = Scale(0.0, max(seconds, 1e-3), 8.0, width - 8.0)
    spectra = {
        id(piece): levels(piece.samples, piece.rate, columns=_columns(piece, scale))
        for row in rows
        for piece in row.pieces
    }
    top_db = max((float(level.max()) for level in spectra.values() if level.size), default=0.0)
    low_db = quiet_level(*spectra.values())
    step = step_for(seconds, most=int((scale.right - scale.left) / 70))
    parts = [patterns(name)]
    y = 2.0
    for row in rows:
        parts.append(
            el("text", one_line(row.label), x=8, y=y + 13, font_size=12.5, font_weight=600, fill=INK, class_="rb-ink")
        )
        y += HEAD_H
        for piece in row.pieces:
            if len(piece.samples) == 0:
                continue
            own = _own_scale(piece, scale)
            parts += draw_shades(row.shades, own, y, WAVE_H)
            parts.append(_wave(piece, own, y, peak))
            data = png(spectra[id(piece)], piece.rate, rows=round(SPECTRUM_H), top_db=top_db, low_db=low_db)
            parts.append(_image(data, own, y + WAVE_H))
            parts += _edges(row.shades, own, y + WAVE_H)
            parts += _points(row.pins, own, y)
            parts += draw_axis(own, y + WAVE_H + SPECTRUM_H, step=step)
        parts += [_open(gap, scale, y, name) for gap in row.gaps]
        y += WAVE_H + SPECTRUM_H + AXIS_H + SPACE
    said = "; ".join(f"{one_line(row.label)}: {_in_words(row)}" for row in rows)
    return picture(width, y - SPACE + 4, parts, name=name, title=title, desc=said, class_="rb panel")


def png_uri(data: bytes) -> str:
    """A PNG as a data address."""
    return "data:image/png;base64," + base64.b64encode(data).decode("ascii")


def _own_scale(piece: Piece, scale: Scale) -> Scale:
    return Scale(piece.at, piece.at + piece.length, scale.x(piece.offset), scale.x(piece.offset + piece.length))


def _columns(piece: Piece, scale: Scale) -> int:
    own = _own_scale(piece, scale)
    return max(1, min(900, round((own.right - own.left) * 1.5)))


def _wave(piece: Piece, own: Scale, y: float, peak: float) -> Markup:
    path = wave_path(
        piece.samples, left=own.left, right=own.right, middle=y + WAVE_H / 2, reach=WAVE_H / 2 - 2, peak=peak
    )
    return el("path", d=path, fill=INK, fill_opacity=0.85, class_="rb-ink-fill")


def _image(data: bytes, own: Scale, y: float) -> Markup:
    return el(
        "image",
        href=png_uri(data),
        x=own.left,
        y=y,
        width=own.right - own.left,
        height=SPECTRUM_H,
        preserveAspectRatio="none",
        class_="spectrum",
    )


def _edges(shades: Sequence[Shade], own: Scale, y: float) -> list[Markup]:
    """The edges of shaded stretches carried on through the spectrogram, which must not be tinted."""
    parts: list[Markup] = []
    for shade in shades:
        look = LOOKS.get(shade.state, LOOKS["cannot tell"])
        for time in (shade.start, shade.end):
            x = own.x(time)
            if own.left - 0.5 <= x <= own.right + 0.5:
                parts.append(
                    el(
                        "line",
                        x1=x,
                        x2=x,
                        y1=y,
                        y2=y + SPECTRUM_H,
                        stroke=look.ink,
                        stroke_width=1.4,
                        class_=f"{css_word(shade.state)} rb-line",
                    )
                )
    return parts


def _points(pins: Sequence[Pin], own: Scale, y: float) -> list[Markup]:
    """Moments pointed at from the upper edge of the sound, each with its words; words that would collide give way."""
    parts: list[Markup] = []
    free = own.left
    for pin in sorted(pins, key=lambda p: p.at):
        x = own.x(pin.at)
        if not own.left <= x <= own.right:
            continue
        ink = PIN_INK.get(pin.kind, INK)
        head = [(x - 4.5, y - 2.0), (x + 4.5, y - 2.0), (x, y + 6.0)]
        parts.append(polygon(head, fill=ink, class_=f"pin-{pin.kind}-fill"))
        words = one_line(pin.text, most=30)
        reach = 6.3 * len(words) / 2
        if x - reach >= free and x + reach <= own.right + 8:
            parts.append(
                el(
                    "text",
                    words,
                    x=x,
                    y=y - 5,
                    text_anchor="middle",
                    font_size=11,
                    fill=ink,
                    class_=f"pin-{pin.kind}-fill",
                )
            )
            free = x + reach + 6
    return parts


def _open(gap: Gap, scale: Scale, y: float, name: str) -> Markup:
    x0, x1 = scale.x(gap.start), scale.x(gap.end)
    middle = (x0 + x1) / 2
    height = WAVE_H + SPECTRUM_H
    words = one_line(gap.text, most=60)
    upright = 6.4 * len(words) > x1 - x0
    return el(
        "g",
        el("rect", x=x0, y=y, width=max(x1 - x0, 1.5), height=height, fill=fill(name, "cut"), fill_opacity=0.5),
        el(
            "text",
            words,
            x=middle,
            y=y + height / 2,
            text_anchor="middle",
            font_size=11.5,
            fill=SOFT,
            class_="rb-soft",
            transform=f"rotate(-90 {number(middle + 4)} {number(y + height / 2)})" if upright else None,
        )
        if x1 - x0 >= 14
        else Markup(),
    )


def _in_words(row: Row) -> str:
    parts = [f"sound from {piece.at:.2f} s to {piece.at + piece.length:.2f} s" for piece in row.pieces]
    parts += [f"nothing for {gap.end - gap.start:.2f} s ({one_line(gap.text)})" for gap in row.gaps]
    parts += [f"{shade.state} from {shade.start:.2f} s to {shade.end:.2f} s" for shade in row.shades]
    return ", ".join(parts) or "no sound"
