"""Edits in an editor's words, with the clips' names: sentences that an edit map bears out and no more."""

from __future__ import annotations

from fractions import Fraction

from recoupe.draw import Edit, between, edits, length, one_line
from recoupe.model import EditMap, clock

RELATIVE = "Held and lacking are said of the two copies as they are; an edit map never says which came first."


def quoted(name: str) -> str:
    """A name in quotation marks, safe to print."""
    return f"“{one_line(name, most=80)}”"


def tell_edit(editmap: EditMap, edit: Edit, names: tuple[str, str]) -> str:
    """One sentence for one edit.

    Args:
        names: Names of A and B.
    """
    a, b = quoted(names[0]), quoted(names[1])
    segment = edit.segment
    span, certainty = edit.span, segment.certainty
    where = between(*span.seconds)
    hedge = "probably " if certainty == "likely" else ""
    if certainty == "cannot tell" or edit.state == "cannot tell":
        what = " and ".join(edit.channels)
        return f"Whether {what} of {b} at {where} are those of {a} cannot be told."
    if edit.state in {"cut", "inserted"}:
        holder, other = (a, b) if edit.state == "cut" else (b, a)
        what = " and ".join(edit.channels)
        lacking = f"; {other} goes on there at {clock(edit.joint)}" if edit.joint is not None else ""
        place = _place(editmap, edit)
        return f"{holder} {hedge}holds {length(span.duration)} of {what} that {other} lacks: {where}{place}{lacking}."
    there = between(*segment.a.seconds) if segment.a is not None else ""
    during = " to ".join(clock(time) for time in span.seconds)
    channel = " and ".join(edit.channels)
    if edit.state == "muted":
        return f"From {during} the {channel} of {b} is {hedge}silenced where {a} has it, at {there}."
    if edit.state == "replaced":
        return f"From {during} the {channel} of {b} is {hedge}not that of {a} at {there}; the rest there is shared."
    if edit.state == "altered" and segment.regions and edit.channels == ("picture",):
        boxes = " and ".join(f"{100 * r.width:.0f} % × {100 * r.height:.0f} % ({r.what})" for r in segment.regions)
        return f"From {during} a box of the picture of {b} {hedge}differs from {a} at {there}: {one_line(boxes)}."
    if edit.state == "altered":
        return (
            f"From {during} the {channel} of {b} {hedge}differs from that of {a} at {there} by more than "
            "re-encoding explains."
        )
    if edit.state == "absent":
        return f"From {during} {b} has no {channel} that could be compared with {a} at {there}."
    if edit.state == "moved":
        return f"What stands at {where} in {b} stands at {there} in {a}: {hedge}in another order."
    done = ", ".join(segment.transforms) or segment.kind
    return (
        f"From {during} {b} {hedge}shares {there} of {a}, changed as a whole: {one_line(done)}{_speed(segment.speed)}."
    )


def tell_whole(editmap: EditMap, names: tuple[str, str]) -> str:
    """One sentence for the map as a whole."""
    a, b = quoted(names[0]), quoted(names[1])
    if not editmap.shared:
        return f"{a} and {b} share nothing that was found."
    found = edits(editmap)
    if not found:
        return f"{b} shares all of its {length(editmap.b_span.duration)} with {a}; nothing differs beyond re-encoding."
    zero = Fraction(0)
    held = sum((e.span.duration for e in found if e.state == "cut"), start=zero)
    added = sum((e.span.duration for e in found if e.state == "inserted"), start=zero)
    shared = sum((s.b.duration for s in editmap.segments if s.a is not None), start=zero)
    places = f"differ in {len(found)} {'place' if len(found) == 1 else 'places'}"
    parts = []
    if held:
        parts.append(f"{a} holds {length(held)} that {b} lacks")
    if added:
        parts.append(f"{b} holds {length(added)} that {a} lacks")
    return f"{a} and {b} share {length(shared)} and {places}{': ' if parts else ''}{'; '.join(parts)}."


def _place(editmap: EditMap, edit: Edit) -> str:
    """Whether it is the beginning or the end of the clip that holds it."""
    whole = editmap.a_span if edit.state == "cut" else editmap.b_span
    if edit.span.seconds[0] <= whole.seconds[0]:
        return ", its beginning"
    return ", its end" if edit.span.seconds[1] >= whole.seconds[1] else ""


def _speed(speed: tuple[int, int]) -> str:
    return f", at {speed[0] / speed[1]:.3g} times the speed" if speed[0] != speed[1] else ""
