"""The edit map: what two pieces of footage share, and what each has that the other lacks.

Words such as *cut* and *inserted* are relative to the reference A; an edit map never says which copy is
the original. Picture and sound are told apart. Segments tile B once; a stretch of A that B lacks is a segment of zero
length in B. All times are on the clips' own clocks, in flicks (`recoupe.model.time.FLICK`).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from recoupe.model.time import TimeSpan

Certainty = Literal["established", "likely", "cannot tell"]
ChannelKind = Literal["same", "absent", "muted", "replaced", "altered", "cannot tell"]


class Channel(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of picture or sound over a segment.

    kind: same | absent (no such channel here in A or B) | muted | replaced | altered | cannot tell.
    residual: how far apart the two still are after fitting gain, bands and geometry, 0 (equal) to 1.
    how: how it was matched, in words a reader of the method page finds again ("spectral keys, 412 seeds").
    """

    kind: ChannelKind
    certainty: Certainty = "established"
    residual: float | None = None
    how: str = ""


class Region(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A box of B's picture that was altered, in fractions of its width and height, 0–1.

    what: what it shows, in words. kind: blurred | covered (one colour, or a picture that stands) | replaced (moving
        picture that is not A's); empty for what lies there throughout.
    b, a: when, where it is only a part of the time; in A the moments that are shown around it.
    residual: share of A's picture in the box that B's does not explain, 0 (all is there) to 1.
    telling: the same in one sentence.
    path: where a box that moves lies, as (seconds of B, x, y, width, height); the others are then all it touches.
    """

    x: float
    y: float
    width: float
    height: float
    what: str
    kind: str = ""
    b: TimeSpan | None = None
    a: TimeSpan | None = None
    certainty: Certainty = "likely"
    residual: float | None = None
    telling: str = ""
    path: tuple[tuple[float, float, float, float, float], ...] = ()


class EditSegment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One stretch of the map.

    a, b: where it lies in each; `a` is None for material with no place in A; a cut has zero length in b.
    speed: seconds of A played per second of B, as a ratio (11, 10) for B running 1.1 times as fast.
    transforms: what was done to picture or sound as a whole: crop, mirror, letterbox, pillarbox, overlay, grey,
        fps, pip, perspective, noise, scale, reencode, bleep.
    """

    id: str
    kind: str
    b: TimeSpan
    a: TimeSpan | None = None
    speed: tuple[int, int] = (1, 1)
    picture: Channel
    sound: Channel
    transforms: tuple[str, ...] = ()
    regions: tuple[Region, ...] = ()
    certainty: Certainty = "established"
    telling: str = ""


class Edge(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place where the map changes: a point within [low, high] of one clip's clock, in flicks, and its basis."""

    clip: Literal["a", "b"]
    channel: Literal["picture", "sound", "both"]
    at: int
    low: int
    high: int
    basis: str


class Geometry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How A's picture lies in B's: corners of A's common region in B and the mirror, in fractions of B, 0–1."""

    box_in_b: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    box_in_a: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    mirrored: bool = False
    masked: tuple[Region, ...] = ()
    remarks: tuple[str, ...] = ()


class EditMap(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The comparison of B against the reference A (digests of the two sources).

    shared: whether anything at all is shared. not_compared: what could not be compared, and why.
    telling: the map in an editor's words, one sentence each, most telling first.
    """

    id: str
    a: str
    b: str
    method: str
    a_span: TimeSpan
    b_span: TimeSpan
    shared: bool
    segments: tuple[EditSegment, ...]
    edges: tuple[Edge, ...] = ()
    geometry: Geometry = Geometry()
    transforms: tuple[str, ...] = ()
    not_compared: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
