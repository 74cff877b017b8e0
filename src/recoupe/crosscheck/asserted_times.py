"""An article's time codes against the clip itself: does anything stand where the text says it does?"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from recoupe.crosscheck.check import Check, working
from recoupe.crosscheck.clips import Asserted, Subject, length_fits, length_of, length_s, length_words, subjects
from recoupe.crosscheck.numbers import quoted
from recoupe.crosscheck.records import Clip, Records
from recoupe.model import AssertedTime, Finding, Impulse, Mark, ScreenText, Speech, Transient, clock
from recoupe.model.findings import Outcome

Window = tuple[Fraction, Fraction]
SLACK = {
    "=": (Fraction(1, 2), Fraction(1)),
    "~": (Fraction(3, 2), Fraction(3, 2)),
    "<": (Fraction(3, 2), Fraction(1, 4)),
    "<=": (Fraction(3, 2), Fraction(1, 4)),
    ">": (Fraction(1, 4), Fraction(3, 2)),
    ">=": (Fraction(1, 4), Fraction(3, 2)),
}
"""Seconds before and after a stated second in which an event still counts as there. A player's clock shows 0:16 from
16.0 to just under 17.0, hence the longer tail of a plain figure; a hedge widens, `just before` leans to the front."""

SENSES = {
    "heard": ("sharp sound", (Impulse,)),
    "seen": ("brief change of brightness", (Transient,)),
    "said": ("spoken words", (Speech, ScreenText)),
}


def run(records: Records, check: Check) -> Iterator[Finding]:
    """For every clip a text gives times of: is it in the case, and what stands at those times?

    A mark at the asserted time never proves what it is: the finding holds that there is one, and a person looks or
    listens. None there cannot refute the text either: what it describes may be too faint for the readers.
    """
    for text in records.texts:
        for subject in subjects(records, text):
            yield from _identity(check, subject, records)
            for clip in subject.clips:
                for asserted in subject.asserted:
                    if asserted[1].kind in {"position", "offset"}:
                        yield from _position(check, subject, clip, asserted)


def _identity(check: Check, subject: Subject, records: Records) -> Iterator[Finding]:
    """Whether the clip a text speaks of is in the case, by its length."""
    marks = [m for m, a in subject.asserted if a.kind == "length"] or [m for m, _ in subject.asserted]
    name = subject.text.source.name
    if not records.clips:
        return
    if subject.clips:
        lengths = [a for _, a in subject.asserted if a.kind == "length"]
        if not lengths:
            return
        for clip in subject.clips:
            yield check.finding(
                "holds",
                f"{clip.source.name} is as long as {name} says of “{subject.about}”.",
                kind="length",
                detail="An equal length does not show that it is the same clip: a person compares.",
                workings=[
                    working(
                        [length_words(a), length_of(clip)],
                        f"stated {length_words(a)}; measured {float(length_s(clip)):.3f} s",
                        "fits" if length_fits(a, length_s(clip)) else "does not fit",
                    )
                    for a in lengths
                ],
                marks=marks,
                sources=[clip.source.digest],
                lead=8,
            )
        return
    measured = ", ".join(f"{c.source.name} {length_of(c)}" for c in records.clips[:6])
    yield check.finding(
        "incomplete",
        f"{name} gives times of “{subject.about}”, and no clip of the case can be told to be it.",
        kind="which_clip",
        detail=f"Lookup {subject.ground}. Footage in the case: {measured}. Add the clip the text speaks of.",
        marks=marks,
        lead=5,
    )


def _position(check: Check, subject: Subject, clip: Clip, asserted: Asserted) -> Iterator[Finding]:
    """What stands in the clip where the text places something."""
    mark, body = asserted
    window = window_of(body, {m.id: a for m, a in subject.asserted})
    if window is None:
        return
    told = f"{subject.text.source.name}: “{quoted(mark)}”"
    what = f" ({body.what})" if body.what else ""
    inputs = [quoted(mark), f"searched {clock(window[0])}–{clock(window[1])} of {clip.source.name}"]
    if window[0] > length_s(clip):
        yield check.finding(
            "differs",
            f"{told}{what} lies beyond the end of {clip.source.name}, which is {length_of(clip)} long.",
            kind="position",
            workings=[working(inputs, f"{float(window[0]):.2f} > {float(length_s(clip)):.2f}", "outside the clip")],
            marks=[mark],
            sources=[clip.source.digest],
            lead=65,
        )
        return
    label, found = candidates(clip, body.sense, window)
    outcome: Outcome
    if found:
        best = found[0]
        outcome, where = "holds", clock(onset(best))
        title = f"{told}{what}: a {label} stands at {where} of {clip.source.name}."
        detail = "That something is there is measured; what it is, a person must see or hear."
        result = f"{len(found)} candidate{'s' if len(found) > 1 else ''}, the most prominent at {where}"
    else:
        outcome = "cannot tell"
        title = f"{told}{what}: no {label} was found there in {clip.source.name}."
        detail = "The readers may have missed something faint. " + _nothing(clip, body.sense)
        result = "no candidate"
    yield check.finding(
        outcome,
        title,
        kind="position",
        detail=detail,
        workings=[working(inputs, f"{float(window[0]):.2f} s to {float(window[1]):.2f} s", result)],
        marks=[mark, *found[:3]],
        sources=[clip.source.digest],
        lead=50 if found else 15,
    )


def window_of(body: AssertedTime, others: dict[str, AssertedTime]) -> Window | None:
    """Where to look for what a text places: from the stated second, its bound, and what it counts from.

    Returns:
        Start and end in seconds on the clip clock, start not below 0; None when nothing can be computed.
    """
    before, after = SLACK[body.bound]
    if body.kind == "offset":
        base = others.get(body.relative_to or "")
        start = window_of(base, {}) if base is not None and base.kind == "position" else None
        if start is None or body.value_s is None:
            return None
        step = Fraction(str(body.value_s))
        low, high = start[0] + step - Fraction(1, 2), start[1] + step + Fraction(1, 2)
    elif body.value_s is not None:
        low, high = Fraction(str(body.value_s)) - before, Fraction(str(body.value_s)) + after
    elif body.low_s is not None and body.high_s is not None:
        low, high = Fraction(str(body.low_s)) - before, Fraction(str(body.high_s)) + after
    else:
        return None
    return max(Fraction(0), low), max(Fraction(0), high)


def candidates(clip: Clip, sense: str, window: Window) -> tuple[str, list[Mark]]:
    """Marks of the kind a sense asks for whose onset lies in a window, most prominent first, and their name."""
    label, kinds = SENSES.get(sense, ("sharp sound or brief change of brightness", (Impulse, Transient)))
    inside = [
        mark
        for mark in clip.marks
        if type(mark.body) in kinds and mark.span.time is not None and window[0] <= onset(mark) <= window[1]
    ]
    inside.sort(key=lambda m: (-getattr(m.body, "prominence", 0.0), onset(m), m.id))
    return label, inside


def onset(mark: Mark) -> Fraction:
    """When a mark begins, in exact seconds."""
    if isinstance(mark.body, Impulse):
        return mark.body.onset.seconds[0]
    return mark.span.time.seconds[0] if mark.span.time else Fraction(0)


def _nothing(clip: Clip, sense: str) -> str:
    if sense == "said":
        return "No reader for speech has read it: listen to the clip."
    if sense == "heard" and clip.facts.sound is None:
        return "The clip has no sound track."
    if sense == "seen" and clip.facts.picture is None:
        return "The file has no picture."
    return "Listen and look at that place."
