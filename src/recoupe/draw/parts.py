"""The map in parts: where a box of the picture is altered for a part of the time, that part is a segment of its own.

Ribbon, terminal and lists of edits then draw and number it like any other stretch that differs.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from msgspec.structs import replace

from recoupe.model import FLICK, Channel, EditMap, EditSegment, Region, TimeSpan


def parted(editmap: EditMap) -> EditMap:
    """The map with each segment split at the ends of its altered boxes; the same map where there are none."""
    parts = tuple(part for segment in editmap.segments for part in _parts(segment))
    return editmap if parts == editmap.segments else replace(editmap, segments=parts)


def _parts(segment: EditSegment) -> list[EditSegment]:
    timed = [r for r in segment.regions if r.b is not None]
    if not timed or segment.a is None or segment.b.duration == 0 or segment.picture.kind != "same":
        return [segment]
    b, a = segment.b.rebase(FLICK), segment.a.rebase(FLICK)
    ends = {b.start, b.end}
    spans = {r: r.b.rebase(FLICK) for r in timed if r.b is not None}
    ends |= {t for span in spans.values() for t in (span.start, span.end) if b.start < t < b.end}
    times = sorted(ends)

    def in_a(at: int) -> int:
        return a.start + round(Fraction(at - b.start, b.end - b.start) * (a.end - a.start))

    plainly = segment.telling
    for r in timed:
        plainly = plainly.replace(r.telling, "").strip() if r.telling else plainly
    out = []
    for k, (start, end) in enumerate(pairwise(times)):
        shown = tuple(r for r, span in spans.items() if span.start < end and span.end > start)
        out.append(
            replace(
                segment,
                id=f"{segment.id}.{k + 1}" if len(times) > 2 else segment.id,
                b=TimeSpan(start=start, end=end, base=FLICK),
                a=TimeSpan(start=in_a(start), end=in_a(end), base=FLICK),
                picture=_altered(segment.picture, shown) if shown else segment.picture,
                regions=shown,
                certainty="likely" if shown and segment.certainty == "established" else segment.certainty,
                telling=" ".join(text for text in (plainly, *(r.telling for r in shown)) if text),
            )
        )
    return out


def _altered(channel: Channel, regions: tuple[Region, ...]) -> Channel:
    residual = max((r.residual for r in regions if r.residual is not None), default=None)
    return replace(
        channel,
        kind="altered",
        certainty="likely",
        residual=residual,
        how="what is left in a box, and how much of A's detail is gone there; the rest of the picture is shared",
    )
