"""Copies as families: which clips of a case share footage, and what each of two holds that the other lacks.

Containment is stated as fact in seconds; which of them came first is not asked here.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import msgspec

from recoupe.model import EditMap


class Containment(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds of a pair: shared in picture or sound, only in A, only in B."""

    a: str
    b: str
    shared: Fraction
    only_a: Fraction
    only_b: Fraction

    @property
    def told(self) -> str:
        """`A holds 5.80 s that B lacks; B holds nothing that A lacks.`"""
        return f"A holds {_long(self.only_a)} that B lacks; B holds {_long(self.only_b)} that A lacks."


def containment(editmap: EditMap) -> Containment:
    """What two clips hold of each other, from their edit map."""
    shared = only_a = only_b = Fraction(0)
    for segment in editmap.segments:
        same = "same" in (segment.picture.kind, segment.sound.kind)
        if segment.a is None or (segment.b.duration > 0 and not same):
            only_b += segment.b.duration
        if segment.a is not None and (segment.b.duration == 0 or not same):
            only_a += segment.a.duration
        if segment.a is not None and segment.b.duration > 0 and same:
            shared += segment.b.duration
    return Containment(a=editmap.a, b=editmap.b, shared=shared, only_a=only_a, only_b=only_b)


def families(maps: Iterable[EditMap]) -> tuple[tuple[str, ...], ...]:
    """Groups of digests tied by maps that share something, each sorted, largest first."""
    group: dict[str, set[str]] = {}
    for editmap in maps:
        if editmap.shared:
            joined = group.get(editmap.a, {editmap.a}) | group.get(editmap.b, {editmap.b})
            for digest in joined:
                group[digest] = joined
    distinct = {tuple(sorted(members)) for members in group.values()}
    return tuple(sorted(distinct, key=lambda f: (-len(f), f)))


def _long(seconds: Fraction) -> str:
    return f"{float(seconds):.2f} s" if seconds > 0 else "nothing"
