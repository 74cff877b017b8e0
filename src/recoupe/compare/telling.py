"""The edit map in an editor's words: what B lacks, what it has beyond A, what was done to it. Never who, never why."""

from __future__ import annotations

from fractions import Fraction

from recoupe.model import EditMap, EditSegment, TimeSpan, clock

_AS = {
    "muted": "is silent where A has sound",
    "replaced": "is not A's",
    "altered": "differs from A's",
}


def of_segment(segment: EditSegment) -> str:
    """One sentence for a segment that is not plainly shared; empty for one that is."""
    hedge = "" if segment.certainty == "established" else f" ({segment.certainty})"
    if segment.b.duration == 0 and segment.a is not None:
        where = _range(segment.a)
        return f"B lacks {_long(segment.a.duration)} that A has at {where}, {_both(segment)}{hedge}."
    if segment.a is None:
        return f"B has {_long(segment.b.duration)} at {_range(segment.b)} that A lacks, {_both(segment)}{hedge}."
    parts = []
    for name, channel in (("sound", segment.sound), ("picture", segment.picture)):
        if channel.kind in _AS:
            tone = " by a steady tone" if "bleep" in segment.transforms and name == "sound" else ""
            what = "is replaced" + tone if tone else _AS[channel.kind]
            sure = "" if channel.certainty == "established" else f" ({channel.certainty})"
            parts.append(f"B's {name} at {_range(segment.b)} {what} (A: {_range(segment.a)}){sure}.")
    if segment.kind == "moved":
        parts.append(f"B shows at {_range(segment.b)} what A has at {_range(segment.a)}: out of A's order.")
    return " ".join(parts)


def of_map(editmap: EditMap) -> tuple[str, ...]:
    """The whole map, one sentence each, most telling first."""
    if not editmap.shared:
        return ("No picture and no sound of B was found in A.",)
    told = [(_weight(s), s.telling) for s in editmap.segments if s.telling]
    told.sort(key=lambda t: -t[0])
    out = [text for _, text in told]
    speeds = sorted({s.speed for s in editmap.segments if s.a is not None and s.b.duration > 0})
    for num, den in speeds:
        if num != den:
            out.append(f"B runs at {float(Fraction(num, den)):.3f} times A's speed.")
    named = [t for t in editmap.transforms if t not in ("reencode", "scale")]
    if named:
        out.append("B's picture was changed throughout: " + ", ".join(_NAMES.get(t, t) for t in named) + ".")
    for channel in ("picture", "sound"):
        kinds = {getattr(s, channel).kind for s in editmap.segments if s.b.duration > 0}
        if kinds == {"absent"}:
            out.append(f"{channel.capitalize()} could not be compared.")
    if not told:
        out.insert(0, "B holds the whole of A and nothing else, as far as can be told; re-encoding explains the rest.")
    return tuple(out)


_NAMES = {
    "crop": "cropped",
    "mirror": "mirrored",
    "letterbox": "bars above and below",
    "pillarbox": "bars left and right",
    "overlay": "partly covered",
    "grey": "without colour",
    "fps": "another frame rate",
    "pip": "set small into another picture",
    "perspective": "seen at an angle, as when a screen is filmed",
    "noise": "grainier",
    "bleep": "bleeped",
}


def _weight(segment: EditSegment) -> float:
    """Missing sound or time first, what is only moved last."""
    length = float((segment.a or segment.b).duration)
    rank = {"cut": 4, "muted": 5, "replaced": 3, "altered": 3, "inserted": 2, "moved": 1}.get(segment.kind, 0)
    return rank * 1000 + min(length, 999)


def _both(segment: EditSegment) -> str:
    picture, sound = segment.picture.how != "none", segment.sound.how != "none"
    return "picture and sound" if picture and sound else "picture" if picture else "sound"


def _range(span: TimeSpan) -> str:
    start, end = span.seconds
    return f"{clock(start)}–{clock(end)}"


def _long(seconds: Fraction) -> str:
    return f"{float(seconds):.2f} s"
