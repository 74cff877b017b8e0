"""What the edit maps of a case establish between its copies of footage."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from recoupe.crosscheck.check import Check, working
from recoupe.crosscheck.records import Records
from recoupe.model import EditMap, EditSegment, Finding, Impulse, Mark, TimeSpan, Working, clock


def run(records: Records, check: Check) -> Iterator[Finding]:
    """One finding a map that shares something: what B lacks of A, has beyond it, or sounds or looks different in.

    Which copy came first is not said: `lacks` and `has` are relative to the reference of the map.
    """
    for editmap in records.editmaps:
        if not editmap.shared:
            continue
        edits = [s for s in editmap.segments if is_edit(s)]
        a, b = records.names.get(editmap.a, editmap.a[:12]), records.names.get(editmap.b, editmap.b[:12])
        if not edits:
            yield check.finding(
                "holds", f"{b} and {a} run alike from end to end.", kind="copies", editmaps=[editmap], lead=0
            )
            continue
        told = "; ".join(describe(s, a, b) for s in edits[:4]) + ("; and more" if len(edits) > 4 else "")
        yield check.finding(
            "differs",
            f"{'The' + told[3:] if told.startswith('the ') else told}.",
            kind="copies",
            detail=" ".join(editmap.telling[:4]),
            workings=[_line(s) for s in edits[:12]],
            editmaps=[editmap],
            lead=80 if any(takes_away(s) for s in edits) else 60,
        )


def is_edit(segment: EditSegment) -> bool:
    """Whether a segment is more than a plainly shared stretch."""
    if segment.a is None:
        return segment.b.duration > 0
    if segment.b.duration == 0:
        return segment.a.duration > 0
    return (
        bool({segment.picture.kind, segment.sound.kind} & {"muted", "replaced", "altered"}) or segment.kind == "moved"
    )


def takes_away(segment: EditSegment) -> bool:
    """Whether B lacks something here that A has: picture, sound or both."""
    if segment.a is None:
        return False
    return segment.b.duration == 0 or segment.sound.kind in {"muted", "replaced"} or segment.picture.kind == "replaced"


def describe(segment: EditSegment, a: str, b: str) -> str:
    """A segment in an editor's words."""
    if segment.a is None:
        return f"{b} has {_length(segment.b)} at {_range(segment.b)} that {a} lacks"
    if segment.b.duration == 0:
        return f"{b} lacks {_length(segment.a)} that {a} has at {_range(segment.a)}"
    for channel, state in (("sound", segment.sound), ("picture", segment.picture)):
        if state.kind in {"muted", "replaced", "altered"}:
            hedge = "" if state.certainty == "established" else f" ({state.certainty})"
            return f"the {channel} of {b} is {state.kind} at {_range(segment.b)}, where {a} runs on{hedge}"
    return f"{b} has at {_range(segment.b)} what {a} has at {_range(segment.a)}"


def impulses_in(marks: list[tuple[Mark, Impulse]], span: TimeSpan) -> list[tuple[Mark, Impulse]]:
    """The sharp sounds whose onset lies in a stretch, most prominent first."""
    start, end = span.seconds
    inside = [(m, i) for m, i in marks if start <= i.onset.seconds[0] < end]
    return sorted(inside, key=lambda p: (-p[1].prominence, p[1].onset.seconds[0]))


def missing_spans(editmap: EditMap) -> list[tuple[EditSegment, TimeSpan]]:
    """The stretches of A whose sound or picture B lacks."""
    return [(s, s.a) for s in editmap.segments if takes_away(s) and s.a is not None]


def _line(segment: EditSegment) -> Working:
    start_b = clock(segment.b.seconds[0], places=3)
    if segment.a is None:
        return working([_range(segment.b, 3)], f"{_exact(segment.b)} s with no match in A", "only in B")
    if segment.b.duration == 0:
        return working([_range(segment.a, 3)], f"{_exact(segment.a)} s of A fall on {start_b} of B", "only in A")
    kinds = f"picture {segment.picture.kind}, sound {segment.sound.kind}"
    return working([_range(segment.a, 3), _range(segment.b, 3)], kinds, segment.certainty)


def _exact(span: TimeSpan) -> str:
    return f"{float(span.duration):.3f}"


def _length(span: TimeSpan) -> str:
    duration: Fraction = span.duration
    return f"{float(duration):.2f} s"


def _range(span: TimeSpan, places: int = 2) -> str:
    start, end = span.seconds
    return f"{clock(start, places=places)}–{clock(end, places=places)}"
