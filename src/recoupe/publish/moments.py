"""One edit made visible: frames of both copies side by side, their sound, excerpts to play, and what is known of it.

A moment lays both copies on one line of time that begins `PAD_S` before the edit; a copy that lacks the stretch has a
gap there, so that what stands under each other is what matches.
"""

from __future__ import annotations

from fractions import Fraction

import msgspec
from markupsafe import Markup

from recoupe.draw import (
    Edit,
    Still,
    Strip,
    between,
    one_line,
    strips_html,
)
from recoupe.model import FLICK, EditMap, FootageFacts, Geometry, Mark, clock
from recoupe.publish.hearing import PAD_S, Place, sound_panel
from recoupe.publish.looking import Looks
from recoupe.publish.weight import Weight, mp4_uri

EXCERPT_S = Fraction(6)
_ASIDE = Fraction(1, 50)


class Film(msgspec.Struct, frozen=True, kw_only=True):
    """A short excerpt. `address` is empty when there is none, for the reason in `note`."""

    copy: str
    label: str
    where: str
    address: str = ""
    note: str = ""


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """What a page shows of one edit.

    facts: rows of term and description. stretch: the clip that holds it, and where, in seconds. found: what readers
    marked in it.
    """

    anchor: str
    number: int
    state: str
    title: str
    certainty: str
    strips: Markup
    panel: Markup
    films: tuple[Film, ...]
    facts: tuple[tuple[str, str], ...]
    stretch: tuple[str, Fraction, Fraction]
    found: tuple[str, ...] = ()


def moment(
    editmap: EditMap,
    edit: Edit,
    names: tuple[str, str],
    looks: Looks,
    weight: Weight,
    *,
    anchor: str,
    marks: tuple[Mark, ...] = (),
) -> Moment:
    """Collect everything there is to see of an edit.

    Args:
        names: Names of A and B.
        anchor: The moment's id on the page, unique.
        marks: Marks of both clips; those within the edit are told.
    """
    a, b = _places(editmap, edit, names)
    stretch = a if edit.state == "cut" else b
    return Moment(
        anchor=anchor,
        number=edit.number,
        state=edit.state,
        title=edit.title,
        certainty=edit.segment.certainty,
        strips=_strips(editmap, a, b, edit, looks, weight),
        panel=sound_panel(a, b, edit, looks, weight, name=f"{anchor}-sound", marks=marks),
        films=tuple(_film(place, letter, looks, weight) for place, letter in ((a, "A"), (b, "B")) if place.known),
        facts=_facts(editmap, edit, looks),
        stretch=(stretch.clip, stretch.start, stretch.end),
        found=_found(stretch, marks),
    )


def _places(editmap: EditMap, edit: Edit, names: tuple[str, str]) -> tuple[Place, Place]:
    segment = edit.segment
    b0, b1 = segment.b.seconds
    if segment.a is not None:
        a0, a1 = segment.a.seconds
        a = Place(clip=editmap.a, label=names[0], start=a0, end=a1, point=False)
    else:
        at = edit.joint if edit.joint is not None else Fraction(0)
        a = Place(clip=editmap.a, label=names[0], start=at, end=at, point=True, known=edit.joint is not None)
    return a, Place(clip=editmap.b, label=names[1], start=b0, end=b1, point=b1 == b0)


# -- frames


def _strips(editmap: EditMap, a: Place, b: Place, edit: Edit, looks: Looks, weight: Weight) -> Markup:
    longest = max(a.end - a.start, b.end - b.start)
    shares = _shares(longest)
    rows = []
    for letter, place in (("A", a), ("B", b)):
        if not place.known:
            continue
        facts = looks.facts(place.clip)
        if facts is None or facts.picture is None:
            reason = looks.failed.get(place.clip, "no picture in this clip")
            stills: tuple[Still, ...] = (Still(jpeg=None, caption="", alt=reason, columns=len(shares) + 2),)
        else:
            stills = _row(letter, place, facts, shares, edit, looks, weight, _boxes(editmap, edit, letter))
        rows.append(Strip(letter=letter, label=place.label, stills=stills))
    return strips_html(rows)


def _boxes(editmap: EditMap, edit: Edit, letter: str) -> tuple[tuple[float, float, float, float], ...]:
    """The altered boxes of an edit on a frame of A or B; in A where the geometry of the map puts them."""
    found = [(r.x, r.y, r.x + r.width, r.y + r.height) for r in edit.segment.regions]
    if letter == "A":
        found = [_in_a(editmap.geometry, box) for box in found]
    return tuple((left, top, right - left, bottom - top) for left, top, right, bottom in found)


def _in_a(geometry: Geometry, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """A box of B as left, top, right and bottom in A's picture."""
    b, a = geometry.box_in_b, geometry.box_in_a
    out = [
        a[i % 2] + (value - b[i % 2]) / ((b[i % 2 + 2] - b[i % 2]) or 1.0) * (a[i % 2 + 2] - a[i % 2])
        for i, value in enumerate(box)
    ]
    left, top, right, bottom = (min(max(value, 0.0), 1.0) for value in out)
    if geometry.mirrored:
        left, right = a[0] + a[2] - right, a[0] + a[2] - left
    return left, top, right, bottom


def _shares(duration: Fraction) -> tuple[Fraction, ...]:
    """Where inside the edit frames are shown, as shares of its length."""
    if duration < Fraction(3, 10):
        return (Fraction(1, 2),)
    edge = min(_ASIDE / duration, Fraction(1, 4))
    return (edge, Fraction(1, 2), 1 - edge)


def _row(
    letter: str,
    place: Place,
    facts: FootageFacts,
    shares: tuple[Fraction, ...],
    edit: Edit,
    looks: Looks,
    weight: Weight,
    boxes: tuple[tuple[float, float, float, float], ...],
) -> tuple[Still, ...]:
    picture = facts.picture.span.seconds if facts.picture is not None else facts.span.seconds
    inside = [] if place.point else [place.start + (place.end - place.start) * share for share in shares]
    times = [place.start - _ASIDE, *inside, place.end + _ASIDE]
    here = [picture[0] <= time < picture[1] for time in times]
    images = iter(looks.stills(place.clip, [time for time, is_in in zip(times, here, strict=True) if is_in]))
    tone = edit.state if edit.state != "same" and "picture" in edit.channels else ""
    cells: list[Still] = []
    for i, (time, is_in) in enumerate(zip(times, here, strict=True)):
        image = next(images) if is_in else None
        jpeg = weight.take(image)
        at_edge = i in {0, len(times) - 1}
        side = "before" if i == 0 else "after"
        when = f"{letter} {clock(time)}"
        missing = "left out: the page is full" if image is not None else looks.failed.get(place.clip, "no frame")
        if not is_in:
            when, missing = "", "the clip begins here" if i == 0 else "the clip ends here"
        cells.append(
            Still(
                jpeg=jpeg,
                caption=f"{when} {side if at_edge and is_in else ''}".strip(),
                alt=f"Frame of {one_line(place.label, most=40)} at {clock(time)}" if jpeg is not None else missing,
                tone="" if at_edge else tone,
                boxes=() if at_edge else boxes,
            )
        )
        if place.point and i == 0:
            cells.append(Still(jpeg=None, caption="", alt=f"not in {letter}", tone="gap", columns=len(shares)))
    return tuple(cells)


# -- excerpts


def _film(place: Place, letter: str, looks: Looks, weight: Weight) -> Film:
    facts = looks.facts(place.clip)
    clip_end = facts.span.seconds[1] if facts is not None else place.end + PAD_S
    start = max(Fraction(0), place.start - PAD_S)
    end = min(clip_end, place.end + PAD_S, start + EXCERPT_S)
    film = Film(copy=letter, label=one_line(place.label, most=60), where=between(start, end))
    if end <= start:
        return msgspec.structs.replace(film, note="nothing to play here")
    data = looks.excerpt(place.clip, start, end)
    if data is None:
        return msgspec.structs.replace(film, note=looks.failed.get(place.clip, "no excerpt could be made"))
    kept = weight.take(data)
    if kept is None:
        return msgspec.structs.replace(film, note="left out: the page is full; play it in the desk")
    return msgspec.structs.replace(film, address=mp4_uri(kept))


# -- what is known


def _facts(editmap: EditMap, edit: Edit, looks: Looks) -> tuple[tuple[str, str], ...]:
    segment = edit.segment
    rows: list[tuple[str, str]] = []
    for letter, clip, span in (("A", editmap.a, segment.a), ("B", editmap.b, segment.b)):
        if span is not None:
            start, end = span.seconds
            place = between(start, end, places=3) if end > start else f"nothing, at {clock(start, places=3)}"
            rows.append((f"In {letter}", f"{place}{_frames(looks.facts(clip), start, end)}"))
    for name, channel in (("Picture", segment.picture), ("Sound", segment.sound)):
        if edit.state in {"cut", "inserted"}:
            continue
        residual = f", residual {channel.residual:.3f} of 1" if channel.residual is not None else ""
        how = f"; {one_line(channel.how)}" if channel.how else ""
        rows.append((name, f"{channel.kind}, {channel.certainty}{residual}{how}"))
    rows.append(("How surely", segment.certainty))
    rows += [("Edge", text) for text in _edges(editmap, edit)]
    if segment.transforms:
        rows.append(("Changed as a whole", ", ".join(segment.transforms)))
    rows += [
        (
            "Box",
            f"{one_line(r.what)}: {r.width:.0%} × {r.height:.0%} of B's picture, "
            f"{r.x:.0%} from the left and {r.y:.0%} from the top",
        )
        for r in segment.regions
    ]
    return tuple(rows)


def _frames(facts: FootageFacts | None, start: Fraction, end: Fraction) -> str:
    """Frame numbers where every frame lasts the same, counted from 0: what an editing program shows."""
    if facts is None or facts.picture is None or facts.picture.constant_rate is None:
        return ""
    base = facts.picture.constant_rate
    origin = facts.picture.span.seconds[0]
    first, last = base.ticks(start - origin), base.ticks(end - origin) - 1
    if last < first:
        return f" (before frame {first})"
    return f" (frames {first}–{last}, {last - first + 1} in all)"


def _edges(editmap: EditMap, edit: Edit) -> list[str]:
    """Edges on either end of the edit with their bounds; an edge belongs to it when its range touches an end."""
    out = []
    ends = {"b": {edit.segment.b.rebase(FLICK).start, edit.segment.b.rebase(FLICK).end}}
    if edit.segment.a is not None:
        span = edit.segment.a.rebase(FLICK)
        ends["a"] = {span.start, span.end}
    for edge in editmap.edges:
        if not any(edge.low <= at <= edge.high or at == edge.at for at in ends.get(edge.clip, ())):
            continue
        at, low, high = (clock(FLICK.seconds(t), places=3) for t in (edge.at, edge.low, edge.high))
        channel = "picture and sound" if edge.channel == "both" else edge.channel
        out.append(f"{edge.clip.upper()}, {channel}: {at}, within {low}–{high}; {one_line(edge.basis)}")
    return out


_WORDS = {
    "impulse": "a short sharp sound",
    "transient": "a brief change of brightness",
    "speech": "words",
    "screen_text": "text in the picture",
    "note": "a note",
}


def _found(place: Place, marks: tuple[Mark, ...]) -> tuple[str, ...]:
    """What readers marked within the stretch: candidates described, not named."""
    out = []
    for mark in marks:
        span = mark.span.time
        if span is None or mark.span.source != place.clip or mark.type not in _WORDS:
            continue
        start, end = span.seconds
        if start < place.end and end >= place.start and place.start <= start:
            said = getattr(mark.body, "text", "")
            detail = f": “{one_line(said, most=80)}”" if said else ""
            out.append(f"{clock(start)} {_WORDS[mark.type]}{detail}")
    return tuple(out[:8])
