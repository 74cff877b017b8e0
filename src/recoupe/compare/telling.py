"""The edit map in an editor's words: what B lacks, what it has beyond A, what was done to it. Never who, never why."""

from __future__ import annotations

from fractions import Fraction

from recoupe.model import EditMap, EditSegment, Region, TimeSpan, clock

SAME_SPEED = 0.01
"""Speeds nearer to each other than this are told as one: a short piece fits its speed no better."""

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
        if segment.picture.kind == "same":
            return (
                f"A sound of {_long(segment.a.duration)} that A has at {where} is not in B{hedge}; the picture runs on."
            )
        return f"B lacks {_long(segment.a.duration)} that A has at {where}, {_both(segment)}{hedge}."
    if segment.a is None:
        return f"B has {_long(segment.b.duration)} at {_range(segment.b)} that A lacks, {_both(segment)}{hedge}."
    parts = []
    for name, channel in (("sound", segment.sound), ("picture", segment.picture)):
        if name == "sound" and (heard := _by_ear(segment)):
            parts.append(heard)
        elif channel.kind in _AS:
            tone = " by a steady tone" if "bleep" in segment.transforms and name == "sound" else ""
            what = "is replaced" + tone if tone else _AS[channel.kind]
            sure = "" if channel.certainty == "established" else f" ({channel.certainty})"
            parts.append(f"B's {name} at {_range(segment.b)} {what} (A: {_range(segment.a)}){sure}.")
    parts += [r.telling for r in segment.regions if r.b is not None and _begins_in(r.b, segment.b)]
    if segment.kind == "moved":
        parts.append(f"B shows at {_range(segment.b)} what A has at {_range(segment.a)}: out of A's order.")
    return " ".join(parts)


def _by_ear(segment: EditSegment) -> str:
    """What was told of the sound alone, from what it lacks; empty where other words are plainer."""
    sound = segment.sound
    sure = "" if sound.certainty == "established" else f" ({sound.certainty})"
    where = f"at {_range(segment.b)} (A: {_range(segment.a)})" if segment.a is not None else f"at {_range(segment.b)}"
    runs = "; the picture runs on" if segment.picture.kind == "same" else ""
    if sound.kind == "cannot tell":
        return f"Whether B's sound {where} is A's cannot be told."
    if "its picture; " in sound.how:
        step = sound.how.split(";")[0].removeprefix("A's sound ")
        return f"B's sound {where} is A's, but {step}{sure}."
    if sound.kind == "replaced" and sound.how.startswith("removed"):
        return f"A sound of {_long(segment.b.duration)} that A has is not in B {where}{sure}{runs}."
    if sound.how.startswith("added"):
        return f"B has a sound of {_long(segment.b.duration)} {where} that A lacks{sure}{runs}."
    return ""


def of_region(region: Region) -> str:
    """One sentence for an altered box: how large, where, when and in what way; never who or why."""
    when = f" at {_range(region.b)}" if region.b is not None else ""
    in_a = f" (A: {_range(region.a)})" if region.a is not None else ""
    return (
        f"A box of {100 * region.width:.0f} % × {100 * region.height:.0f} % {_place(region)} of B's picture "
        f"differs from A{when}{in_a}: {region.what} ({region.certainty})."
    )


def _place(region: Region) -> str:
    """In which ninth of the picture a box has its middle."""
    x, y = region.x + region.width / 2, region.y + region.height / 2
    across = "left" if x < 1 / 3 else "right" if x > 2 / 3 else ""
    down = "upper" if y < 1 / 3 else "lower" if y > 2 / 3 else ""
    if not across and not down:
        return "in the middle"
    if not across:
        return "at the top" if down == "upper" else "at the bottom"
    return f"at the {down} {across}" if down else f"at the {across}"


def _begins_in(span: TimeSpan, outer: TimeSpan) -> bool:
    """Whether a stretch begins within another."""
    return outer.seconds[0] <= span.seconds[0] < outer.seconds[1]


def _speeds(editmap: EditMap) -> list[float]:
    """Speeds other than one, the longest-lasting first; those that a fit cannot tell apart are one."""
    lasting: dict[Fraction, Fraction] = {}
    for s in editmap.segments:
        if s.a is not None and s.b.duration > 0 and s.speed[0] != s.speed[1]:
            speed = Fraction(*s.speed)
            lasting[speed] = lasting.get(speed, Fraction(0)) + s.b.duration
    out: list[float] = []
    for speed in sorted(lasting, key=lambda x: -lasting[x]):
        if all(abs(float(speed) - other) > SAME_SPEED for other in out):
            out.append(float(speed))
    return out


def of_map(editmap: EditMap) -> tuple[str, ...]:
    """The whole map, one sentence each, most telling first."""
    if not editmap.shared:
        return ("No picture and no sound of B was found in A.",)
    told = [(_weight(s), s.telling) for s in editmap.segments if s.telling]
    told.sort(key=lambda t: -t[0])
    out = [text for _, text in told]
    out += [f"B runs at {speed:.3f} times A's speed." for speed in _speeds(editmap)]
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
