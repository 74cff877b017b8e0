"""The edits of a map in order, numbered: ribbon, terminal and text beside them use the same numbers."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from recoupe.draw.axis import between, length
from recoupe.draw.parts import parted
from recoupe.model import EditMap, EditSegment, TimeSpan

_WORDS = {
    "cut": "only in A",
    "inserted": "only in B",
    "muted": "silenced in B",
    "replaced": "replaced in B",
    "altered": "altered in B",
    "cannot tell": "cannot tell",
    "absent": "no such track in B",
    "moved": "moved",
    "same": "shared",
}


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """One stretch that is not plainly shared.

    number counts from 1 in the map's order. state: cut, inserted, muted, replaced, altered, cannot tell, absent, moved
    or same (shared, but changed as a whole). channels: the channels it is about. joint: where it would stand in the
    clip that lacks it, in exact seconds; None where that clip has no such place or holds the stretch itself.
    """

    number: int
    segment: EditSegment
    state: str
    channels: tuple[str, ...]
    joint: Fraction | None = None

    @property
    def title(self) -> str:
        """`only in A, 0.40 s (0:15.80–0:16.20)`: what it is, how long, and where on the clip that holds it."""
        span = self.span
        what = _WORDS.get(self.state, self.state)
        if len(self.channels) == 1:
            what = f"{self.channels[0]} {what}"
        if self.state == "altered" and self.segment.regions:
            what = f"a box {self.segment.regions[0].kind or 'altered'} in B"
        return f"{what}, {length(span.duration)} ({between(*span.seconds)})"

    @property
    def span(self) -> TimeSpan:
        """The stretch on the clip that holds it: A for what B lacks, B otherwise."""
        return self.segment.a if self.state == "cut" and self.segment.a is not None else self.segment.b


def is_plain(segment: EditSegment) -> bool:
    """Whether a segment says no more than that both share it at one speed."""
    kinds = {segment.picture.kind, segment.sound.kind}
    return segment.a is not None and segment.b.duration > 0 and segment.kind == "same" and kinds <= {"same", "absent"}


def edits(editmap: EditMap) -> tuple[Edit, ...]:
    """What a reader should look at, in the map's order. Nothing shared: nothing to list."""
    if not editmap.shared:
        return ()
    out: list[Edit] = []
    segments = parted(editmap).segments
    for i, segment in enumerate(segments):
        if is_plain(segment) or (segment.b.duration == 0 and (segment.a is None or segment.a.duration == 0)):
            continue
        state = state_of(segment)
        out.append(
            Edit(
                number=len(out) + 1,
                segment=segment,
                state=state,
                channels=_channels(segment, state),
                joint=_joint(segments, i),
            )
        )
    return tuple(out)


def state_of(segment: EditSegment) -> str:
    """The one word a segment is drawn under, read from its spans and channels before its own word for itself."""
    if segment.a is None:
        return "inserted"
    if segment.b.duration == 0:
        return "cut"
    kinds = (segment.sound.kind, segment.picture.kind)
    for state in ("muted", "replaced", "altered", "cannot tell"):
        if state in kinds:
            return state
    if "absent" in kinds and segment.kind != "same":
        return "absent"
    return "moved" if segment.kind == "moved" else "same"


def lane_state(segment: EditSegment, channel: str) -> str:
    """How one channel of a segment is drawn."""
    if segment.a is None:
        return "inserted"
    if segment.b.duration == 0 and not (channel == "picture" and segment.picture.kind == "same"):
        return "cut"
    kind = segment.picture.kind if channel == "picture" else segment.sound.kind
    return "moved" if kind == "same" and segment.kind == "moved" else str(kind)


def _channels(segment: EditSegment, state: str) -> tuple[str, ...]:
    if state == "cut" and segment.picture.kind == "same":
        return ("sound",)
    if state in {"cut", "inserted", "moved", "same"}:
        return ("picture", "sound")
    kinds = {"picture": segment.picture.kind, "sound": segment.sound.kind}
    return tuple(name for name, kind in kinds.items() if kind == state)


def _joint(segments: tuple[EditSegment, ...], i: int) -> Fraction | None:
    segment = segments[i]
    if segment.a is not None:
        return segment.b.seconds[0] if segment.b.duration == 0 else None
    for other in reversed(segments[:i]):
        if other.a is not None and other.b.duration > 0:
            return other.a.seconds[1]
    for other in segments[i + 1 :]:
        if other.a is not None:
            return other.a.seconds[0]
    return None
