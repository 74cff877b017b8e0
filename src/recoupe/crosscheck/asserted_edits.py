"""A text or comment that says something was taken out of footage, against what the edit maps show."""

from __future__ import annotations

from collections.abc import Iterator

from recoupe.crosscheck.check import Check, working
from recoupe.crosscheck.clips import length_fits, length_s, subjects
from recoupe.crosscheck.copies import describe, impulses_in, missing_spans
from recoupe.crosscheck.numbers import quoted
from recoupe.crosscheck.records import Clip, Records, Text
from recoupe.model import AssertedEdit, EditMap, EditSegment, Finding, Impulse, Mark, TimeSpan, clock

LOSS = frozenset({"removed", "shortened", "muted"})
Missing = tuple[EditSegment, TimeSpan]


def run(records: Records, check: Check) -> Iterator[Finding]:
    """Passages that speak of a loss are put beside each pair of copies in which one lacks something of the other.

    The finding holds that a stretch is missing and that a text says so; whether the text means these copies,
    and why it was done, it does not say.
    """
    said = [(mark, edit) for text in records.texts for mark, edit in text.of(AssertedEdit) if edit.edit in LOSS]
    if not said:
        return
    shown = [(m, missing_spans(m)) for m in records.editmaps if m.shared]
    shown = [(m, spans) for m, spans in shown if spans]
    for editmap, spans in shown:
        yield _shown(check, records, said, editmap, spans)
    if not shown:
        yield _not_shown(check, records, said)


def _shown(
    check: Check, records: Records, said: list[tuple[Mark, AssertedEdit]], editmap: EditMap, spans: list[Missing]
) -> Finding:
    a, b = records.names.get(editmap.a, editmap.a[:12]), records.names.get(editmap.b, editmap.b[:12])
    clip = records.clip(editmap.a)
    sounds = [(s, heard) for s, span in spans for heard in _heard(clip, span)]
    segment = sounds[0][0] if sounds else spans[0][0]
    marks = [m for m, _ in said]
    if not any(may_mean(records, text, editmap) for text in _speaking(records, said)):
        return check.finding(
            "cannot tell",
            f"{_who(records, said)} of something taken out of footage; {describe(segment, a, b)}, "
            "but the lengths the text gives fit neither.",
            kind="removal",
            detail="The text seems to speak of other footage. Add the clips it means.",
            marks=marks,
            editmaps=[editmap],
            lead=28,
        )
    title = f"{_who(records, said)} of something taken out, and {describe(segment, a, b)}"
    detail = f"Which copies the text means, and why anything was left out, this does not show. {len(said)} passages."
    if sounds:
        mark, impulse = sounds[0][1]
        rank = _rank(clip, mark)
        onset = clock(impulse.onset.seconds[0])
        title += f"; {rank} sharp sound of {a}, at {onset}, lies in the missing stretch"
        marks.append(mark)
    return check.finding(
        "holds",
        f"{title}.",
        kind="removal",
        detail=detail,
        workings=[
            working([f"“{quoted(m)}”" for m, _ in said[:4]], describe(s, a, b), f"{s.certainty}") for s, _ in spans[:6]
        ],
        marks=marks,
        editmaps=[editmap],
        lead=100 if sounds else 90,
    )


def may_mean(records: Records, text: Text, editmap: EditMap) -> bool:
    """Whether a text can be speaking of the clips of a map: no length it states rules both of them out."""
    lengths = [a for s in subjects(records, text) for _, a in s.asserted if a.kind == "length"]
    clips = [c for c in (records.clip(editmap.a), records.clip(editmap.b)) if c is not None]
    return not lengths or any(length_fits(a, length_s(c)) for a in lengths for c in clips)


def _speaking(records: Records, said: list[tuple[Mark, AssertedEdit]]) -> list[Text]:
    digests = {m.span.source for m, _ in said}
    return [text for text in records.texts if text.source.digest in digests]


def _not_shown(check: Check, records: Records, said: list[tuple[Mark, AssertedEdit]]) -> Finding:
    copies = [m for m in records.editmaps if m.shared]
    why = (
        "The copies of footage in the case run alike: the copy that is meant may not be among them."
        if copies
        else "The case holds no two copies of one piece of footage to compare. Add both."
    )
    return check.finding(
        "incomplete",
        f"{_who(records, said)} of something taken out of footage, and no two copies in the case show it.",
        kind="removal",
        detail=why,
        marks=[m for m, _ in said],
        editmaps=copies,
        lead=30,
    )


def _who(records: Records, said: list[tuple[Mark, AssertedEdit]]) -> str:
    names = list(dict.fromkeys(records.names.get(m.span.source, "") for m, _ in said))
    told = " and ".join(names) if len(names) < 3 else f"{names[0]} and {len(names) - 1} more"
    return f"{told} {'speaks' if len(names) == 1 else 'speak'}"


def _heard(clip: Clip | None, span: TimeSpan) -> list[tuple[Mark, Impulse]]:
    return impulses_in(clip.of(Impulse), span)[:1] if clip is not None else []


def _rank(clip: Clip | None, mark: Mark) -> str:
    """`the most prominent`, or `a`."""
    if clip is None:
        return "a"
    ranked = sorted(clip.of(Impulse), key=lambda p: -p[1].prominence)
    return "the most prominent" if ranked and ranked[0][0].id == mark.id else "a"
