"""The edit map as a picture: two time lines, what they share as bands between them, what differs marked and numbered.

    svg = ribbon_svg(editmap, name="map-1", labels=("clip.mp4", "copy.mp4"))

Both time lines have one scale, so a longer clip is a longer ribbon. A stretch that only A holds is a hatched wedge that
closes on the place in B where it is missing; a stretch that only B holds is a dotted wedge the other way round.
"""

from __future__ import annotations

import msgspec
import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from recoupe.draw.axis import Scale, label, length, ticks
from recoupe.draw.edits import Edit, edits, lane_state
from recoupe.draw.look import LOOKS, css_word, fill, patterns
from recoupe.draw.parts import parted
from recoupe.draw.svg import el, number, picture, polygon
from recoupe.draw.text import one_line
from recoupe.model import EditMap, EditSegment, TimeSpan

INK = "#1c1c1c"
SOFT = "#5f5f5f"
LINE = "#c9c9c9"
PICTURE_H, SOUND_H, GAP, BANDS_H, AXIS_H, HEAD_H, CALL_H = 16.0, 26.0, 3.0, 74.0, 18.0, 20.0, 18.0
THIN = 2.5
"""Least width, in units, at which an edit is drawn: 0.1 s of an hour would be invisible otherwise."""


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """Loudness along a whole clip for its sound ribbon: peaks 0–1, equally spaced over [start, end) seconds."""

    peaks: tuple[float, ...]
    start: float
    end: float


def envelope(samples: NDArray[np.int16], rate: int, *, start: float = 0.0, columns: int = 400) -> Envelope:
    """Greatest magnitude in each of `columns` equal parts of mono int16 samples, relative to the loudest.

    Raised to 0.6, so that the quiet parts of a clip do not vanish beside one loud moment.
    """
    total = len(samples)
    if total == 0:
        return Envelope(peaks=(), start=start, end=start)
    edges = np.linspace(0, total, min(columns, total) + 1).astype(np.int64)
    peaks = np.maximum.reduceat(np.abs(samples.astype(np.int32)), edges[:-1]).astype(np.float64)
    top = max(float(peaks.max()), 1.0)
    return Envelope(peaks=tuple(np.round((peaks / top) ** 0.6, 3).tolist()), start=start, end=start + total / rate)


def ribbon_svg(
    editmap: EditMap,
    *,
    name: str = "ribbon",
    labels: tuple[str, str] = ("A", "B"),
    sound: tuple[Envelope | None, Envelope | None] = (None, None),
    width: float = 960.0,
) -> Markup:
    """Draw the map.

    Args:
        editmap: B against the reference A.
        name: Prefix of ids, unique on the page.
        labels: Names of A and B as people know them; foreign text is made safe here.
        sound: Loudness of A and B, drawn into their sound ribbons.
        width: Width in user units; below 600 the labels of edits give way to their numbers.
    """
    sheet = _Sheet(editmap, name, labels, sound, width)
    return sheet.drawn()


class _Sheet:
    """Places and draws the parts; one sheet is one picture."""

    def __init__(
        self,
        editmap: EditMap,
        name: str,
        labels: tuple[str, str],
        sound: tuple[Envelope | None, Envelope | None],
        width: float,
    ) -> None:
        self.map, self.name, self.labels, self.sound, self.width = parted(editmap), name, labels, sound, width
        self.narrow = width < 600
        self.edits = edits(self.map)
        ends = [float(editmap.a_span.seconds[1]), float(editmap.b_span.seconds[1])]
        self.scale = Scale(0.0, max(*ends, 0.001), 58.0, width - 14.0)
        a_rows, b_rows = self._rows("a"), self._rows("b")
        self.a_calls, self.b_calls = a_rows, b_rows
        top = 4.0 + CALL_H * (max(a_rows.values(), default=-1) + 1)
        self.a_head = top
        self.a_axis = top + HEAD_H
        self.a_picture = self.a_axis + AXIS_H
        self.a_sound = self.a_picture + PICTURE_H + GAP
        self.b_picture = self.a_sound + SOUND_H + BANDS_H
        self.b_sound = self.b_picture + PICTURE_H + GAP
        self.b_axis = self.b_sound + SOUND_H
        self.b_head = self.b_axis + AXIS_H
        self.b_call = self.b_head + HEAD_H
        self.height = self.b_call + CALL_H * (max(b_rows.values(), default=-1) + 1) + 4.0

    def drawn(self) -> Markup:
        parts = [patterns(self.name)]
        parts += [self._band(segment) for segment in self.map.segments]
        parts += self._clip(0) + self._clip(1)
        parts += [self._call(edit) for edit in self.edits]
        return picture(
            self.width,
            self.height,
            parts,
            name=self.name,
            title=f"Edit map: {one_line(self.labels[1])} against {one_line(self.labels[0])}",
            desc=self._description(),
            class_="rb",
        )

    def _description(self) -> str:
        if not self.map.shared:
            return "The two clips share nothing that could be found."
        if not self.edits:
            return "The two clips share everything; nothing differs beyond re-encoding."
        return "; ".join(f"{edit.number}: {edit.title}" for edit in self.edits) + "."

    # -- places

    def _across(self, span: TimeSpan) -> tuple[float, float]:
        """Left and right of a span, never thinner than can be seen."""
        start, end = span.seconds
        x0, x1 = self.scale.x(start), self.scale.x(end)
        if x1 - x0 < THIN:
            middle = (x0 + x1) / 2
            return middle - THIN / 2, middle + THIN / 2
        return x0, x1

    def _side(self, edit: Edit) -> str:
        return "a" if edit.state == "cut" else "b"

    def _label(self, edit: Edit) -> str:
        return "" if self.narrow else f"{edit.title.partition(' (')[0]}"

    def _rows(self, side: str) -> dict[int, int]:
        """The row of each call-out, so that none covers another; at most four rows, then numbers only overlap."""
        ends: list[float] = []
        rows: dict[int, int] = {}
        for edit in self.edits:
            if self._side(edit) != side:
                continue
            x = sum(self._across(edit.span)) / 2
            left, right = self._call_box(x, self._label(edit))
            row = next((k for k, end in enumerate(ends) if end < left), len(ends))
            row = min(row, 3)
            if row == len(ends):
                ends.append(right)
            else:
                ends[row] = max(ends[row], right)
            rows[edit.number] = row
        return rows

    def _call_box(self, x: float, text: str) -> tuple[float, float]:
        reach = 14 + 6.4 * len(text)
        if x - 9 + reach > self.width:
            return x + 9 - reach, x + 9
        return x - 9, x - 9 + reach

    # -- parts

    def _band(self, segment: EditSegment) -> Markup:
        top, bottom = self.a_sound + SOUND_H + 1, self.b_picture - 1
        edit = next((e for e in self.edits if e.segment is segment), None)
        if edit is not None and edit.state in {"cut", "inserted"}:
            if edit.joint is None:
                return Markup()
            apex = self.scale.x(edit.joint)
            x0, x1 = self._across(edit.span)
            base, tip = (top, bottom) if edit.state == "cut" else (bottom, top)
            look = LOOKS[edit.state]
            return el(
                "g",
                polygon(
                    [(x0, base), (x1, base), (apex, tip)],
                    fill=fill(self.name, edit.state),
                    stroke=look.ink,
                    stroke_width=1,
                    class_=f"{css_word(edit.state)} rb-line",
                ),
                el("circle", cx=apex, cy=tip, r=3, fill=look.ink, class_=f"{css_word(edit.state)} rb-fill"),
            )
        if segment.a is None or segment.b.duration == 0:
            return Markup()
        (a0, a1), (b0, b1) = self._across(segment.a), self._across(segment.b)
        look = LOOKS["same"]
        return polygon(
            [(a0, top), (a1, top), (b1, bottom), (b0, bottom)],
            fill=look.ink,
            fill_opacity=0.26,
            stroke=look.ink,
            stroke_width=0.75,
            stroke_dasharray="4 3" if segment.kind == "moved" else None,
            class_="rb-same rb-band",
        )

    def _clip(self, which: int) -> list[Markup]:
        span = (self.map.a_span, self.map.b_span)[which]
        head, axis = (self.a_head, self.a_axis) if which == 0 else (self.b_head, self.b_axis)
        lanes = (self.a_picture, self.a_sound) if which == 0 else (self.b_picture, self.b_sound)
        letter = "AB"[which]
        shown = one_line(self.labels[which], most=34 if self.narrow else 80)
        titled = letter if shown == letter else f"{letter}  {shown}"
        parts = [
            el(
                "text",
                titled,
                el("tspan", f"  {length(span.duration)}", fill=SOFT, font_weight=400, class_="rb-soft"),
                x=4,
                y=head + 14,
                font_size=13,
                font_weight=600,
                fill=INK,
                class_="rb-ink",
                xml_space="preserve",
            )
        ]
        parts += self._axis(span, axis, above=which == 0)
        for channel, y, height in (("picture", lanes[0], PICTURE_H), ("sound", lanes[1], SOUND_H)):
            parts += self._lane(which, channel, y, height)
        return parts

    def _axis(self, span: TimeSpan, y: float, *, above: bool) -> list[Markup]:
        start, end = span.seconds
        room = self.scale.x(end) - self.scale.x(start)
        times = ticks(start, end, most=max(1, int(room / 64)))
        step = times[1] - times[0] if len(times) > 1 else 1.0
        edge = y + AXIS_H - 3 if above else y + 3
        parts: list[Markup] = []
        for time in times:
            x = self.scale.x(time)
            toward = -4 if above else 4
            parts.append(el("line", x1=x, x2=x, y1=edge, y2=edge + toward, stroke=SOFT, class_="rb-soft rb-line"))
            parts.append(
                el(
                    "text",
                    label(time, step=step),
                    x=x,
                    y=y + (10 if above else 17),
                    text_anchor="middle",
                    font_size=11,
                    fill=SOFT,
                    class_="rb-soft",
                )
            )
        return parts

    def _lane(self, which: int, channel: str, y: float, height: float) -> list[Markup]:
        parts = [
            el("text", channel, x=4, y=y + height / 2 + 4, font_size=11, fill=SOFT, class_="rb-soft"),
        ]
        # What only A holds last: where sound alone was cut, the picture's segments lie over the same stretch of A.
        for segment in sorted(self.map.segments, key=lambda s: s.b.duration == 0):
            span = (segment.a, segment.b)[which]
            if span is None or span.duration == 0:
                continue
            parts.append(self._stretch(which, segment, span, channel, y, height))
        loud = self.sound[which]
        if channel == "sound" and loud is not None and loud.peaks:
            parts.append(self._loudness(loud, y, height))
        outer = (self.map.a_span, self.map.b_span)[which]
        x0, x1 = self.scale.x(outer.seconds[0]), self.scale.x(outer.seconds[1])
        parts.append(
            el(
                "rect",
                x=x0,
                y=y,
                width=max(x1 - x0, THIN),
                height=height,
                fill="none",
                stroke=SOFT,
                stroke_width=0.75,
                class_="rb-soft rb-line",
            )
        )
        return parts

    def _stretch(
        self, which: int, segment: EditSegment, span: TimeSpan, channel: str, y: float, height: float
    ) -> Markup:
        state = lane_state(segment, channel) if self.map.shared else ("cut", "inserted")[which]
        shown = "same" if which == 0 and state in {"muted", "replaced", "altered"} else state
        look = LOOKS.get(shown, LOOKS["cannot tell"])
        x0, x1 = self._across(span)
        told = state != "same"
        return el(
            "rect",
            x=x0,
            y=y,
            width=x1 - x0,
            height=height,
            fill=fill(self.name, shown),
            stroke=LOOKS.get(state, look).ink if told else None,
            stroke_width=1.5 if told else None,
            stroke_dasharray="3 2" if state in {"absent", "cannot tell"} else None,
            class_=f"{css_word(state)} rb-line" if told else None,
        )

    def _loudness(self, loud: Envelope, y: float, height: float) -> Markup:
        middle, reach = y + height / 2, height / 2 - 1
        step = (loud.end - loud.start) / len(loud.peaks)
        path = "".join(
            f"M{number(self.scale.x(loud.start + (i + 0.5) * step))},{number(middle - max(p, 0.02) * reach)}"
            f"v{number(2 * max(p, 0.02) * reach)}"
            for i, p in enumerate(loud.peaks)
        )
        return el("path", d=path, stroke=INK, stroke_width=1, stroke_opacity=0.75, fill="none", class_="rb-wave")

    def _call(self, edit: Edit) -> Markup:
        """The edit's number, on a stalk to its stretch, and what it is where there is room."""
        above = self._side(edit) == "a"
        row = (self.a_calls if above else self.b_calls)[edit.number]
        x = sum(self._across(edit.span)) / 2
        y = self.a_head - CALL_H * (row + 0.5) if above else self.b_call + CALL_H * (row + 0.5)
        foot = self.a_picture if above else self.b_sound + SOUND_H
        look = LOOKS.get(edit.state, LOOKS["cannot tell"])
        text = self._label(edit)
        left, _ = self._call_box(x, text)
        turned = left < x - 10
        word = css_word(edit.state)
        parts = [
            el("line", x1=x, x2=x, y1=y, y2=foot, stroke=look.ink, stroke_width=1, class_=f"{word} rb-line"),
            el("circle", cx=x, cy=y, r=8, fill=look.ink, class_=f"{word} rb-fill"),
            el(
                "text",
                str(edit.number),
                x=x,
                y=y + 4,
                text_anchor="middle",
                font_size=11,
                font_weight=700,
                fill="#ffffff",
                class_="rb-badge",
            ),
        ]
        if text:
            parts.append(
                el(
                    "text",
                    text,
                    x=x - 12 if turned else x + 12,
                    y=y + 4,
                    text_anchor="end" if turned else "start",
                    font_size=12,
                    fill=INK,
                    stroke="#ffffff",
                    stroke_width=3,
                    paint_order="stroke",
                    class_="rb-ink rb-halo",
                )
            )
        return el("g", *parts)
