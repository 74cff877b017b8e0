"""The sound of both copies around an edit, drawn one under the other, and what remains between them."""

from __future__ import annotations

from fractions import Fraction

import msgspec
from markupsafe import Markup

from recoupe.draw import (
    Edit,
    Gap,
    Piece,
    Pin,
    Row,
    Shade,
    length,
    one_line,
    panel_svg,
    residual,
    residual_svg,
)
from recoupe.model import Impulse, Mark, clock
from recoupe.publish.looking import Looks
from recoupe.publish.weight import Weight

PAD_S = Fraction(2)
"""Seconds shown before and after an edit."""
LONGEST_S = Fraction(12)
SHOWN_S = Fraction(8)
"""A one-sided stretch longer than LONGEST_S is drawn by its first SHOWN_S only."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where an edit lies on one clip: [start, end) seconds; `point` when the clip only has the joint."""

    clip: str
    label: str
    start: Fraction
    end: Fraction
    point: bool
    known: bool = True


def sound_panel(
    a: Place, b: Place, edit: Edit, looks: Looks, weight: Weight, *, name: str, marks: tuple[Mark, ...]
) -> Markup:
    """Waveforms and spectrograms of both copies and, where both have sound that differs, its residual.

    Empty when neither has sound there, or the page is full. `name`: prefix of ids. `marks`: impulses to point at.
    """
    whole = max(a.end - a.start, b.end - b.start)
    shown = whole if whole <= LONGEST_S else SHOWN_S
    rows = [
        _sound_row(letter, place, shown, edit, looks, marks) for letter, place in (("A", a), ("B", b)) if place.known
    ]
    if not any(row.pieces for row in rows):
        return Markup()
    seconds = float(shown + 2 * PAD_S) if shown == whole else float(shown + PAD_S)
    drawn = panel_svg(rows, seconds=seconds, name=name, title=f"Sound of both copies around edit {edit.number}")
    drawn += _residual(a, b, shown, edit, looks, name=f"{name}-residual")
    return drawn if weight.spend(len(drawn)) else Markup()


def _sound_row(letter: str, place: Place, shown: Fraction, edit: Edit, looks: Looks, marks: tuple[Mark, ...]) -> Row:
    begin = place.start - PAD_S
    cut_short = shown < place.end - place.start
    spans: list[tuple[Fraction, Fraction, Fraction]] = []
    if place.point:
        spans.append((begin, place.start, Fraction(0)))
        spans.append((place.start, place.start + PAD_S, PAD_S + shown))
    else:
        end = place.start + shown if cut_short else place.end + PAD_S
        spans.append((begin, end, Fraction(0)))
    pieces = []
    for start, end, offset in spans:
        sound = looks.sound(place.clip, start, end)
        if sound is None or len(sound.samples) < 16:
            continue
        shift = float(sound.start - start)
        pieces.append(
            Piece(samples=sound.samples, rate=sound.rate, at=float(sound.start), offset=float(offset) + shift)
        )
    if cut_short or (place.point and shown == SHOWN_S):
        pieces = [piece for piece in pieces if piece.offset < float(PAD_S + shown)]
    gaps = []
    if place.point and pieces:
        gaps.append(Gap(start=float(PAD_S), end=float(PAD_S + shown), text=f"not in {letter}"))
    shades = []
    if not place.point:
        state = edit.state if "sound" in edit.channels else "absent"
        shades.append(Shade(start=float(place.start), end=float(place.end), state=state))
    note = f"  (the first {length(shown)} of it)" if cut_short else ""
    silent = "" if pieces else "  (no sound)"
    pins = [
        Pin(at=float(mark.body.onset.seconds[0]), text=clock(mark.body.onset.seconds[0]))
        for mark in marks
        if isinstance(mark.body, Impulse) and mark.span.source == place.clip
    ]
    return Row(
        label=f"{letter}  {one_line(place.label, most=60)}{note}{silent}",
        pieces=pieces,
        gaps=gaps,
        shades=shades,
        pins=pins,
    )


def _residual(a: Place, b: Place, shown: Fraction, edit: Edit, looks: Looks, *, name: str) -> Markup:
    """The distance of the two sounds over a stretch that both have at one speed; nothing elsewhere."""
    if a.point or b.point or edit.segment.speed[0] != edit.segment.speed[1] or "sound" not in edit.channels:
        return Markup()
    before = min(PAD_S, a.start, b.start)
    after = before + shown + PAD_S
    one = looks.sound(a.clip, a.start - before, a.start - before + after)
    two = looks.sound(b.clip, b.start - before, b.start - before + after)
    if one is None or two is None or one.rate != two.rate or min(len(one.samples), len(two.samples)) < one.rate // 4:
        return Markup()
    values = residual(one.samples, two.samples, one.rate)
    heard = Fraction(min(len(one.samples), len(two.samples)), one.rate)
    return residual_svg(
        values,
        start=two.start,
        end=two.start + heard,
        shades=(Shade(start=float(b.start), end=float(b.end), state=edit.state),),
        name=name,
        title="Residual of the sound, loudness and tone fitted",
    )
