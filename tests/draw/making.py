"""Edit maps and sounds made by hand for the tests of drawing and publishing."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from recoupe.model import Channel, EditMap, EditSegment, TimeSpan, span_of_seconds
from recoupe.model.editmaps import Certainty, ChannelKind

RATE = 16_000
SAME = Channel(kind="same", residual=0.03, how="spectral keys, 412 seeds")
ABSENT = Channel(kind="absent")
Pair = tuple[float, float]


def span(start: float, end: float) -> TimeSpan:
    """A span from decimal seconds, exact."""
    return span_of_seconds(Fraction(str(start)), Fraction(str(end)))


def channel(kind: ChannelKind, certainty: Certainty = "likely") -> Channel:
    """A channel that differs."""
    return Channel(kind=kind, certainty=certainty, residual=0.4)


def segment(
    name: str,
    kind: str,
    b: Pair,
    a: Pair | None,
    *,
    picture: Channel = SAME,
    sound: Channel = SAME,
    certainty: Certainty = "established",
) -> EditSegment:
    """One stretch from decimal seconds."""
    return EditSegment(
        id=name,
        kind=kind,
        b=span(*b),
        a=span(*a) if a is not None else None,
        picture=picture,
        sound=sound,
        certainty=certainty,
    )


def editmap(*segments: EditSegment, a: float, b: float, shared: bool = True, name: str = "map") -> EditMap:
    """A map of two clips of `a` and `b` seconds."""
    return EditMap(
        id=name,
        a="a" * 64,
        b="b" * 64,
        method="by hand",
        a_span=span(0, a),
        b_span=span(0, b),
        shared=shared,
        segments=segments,
    )


def one_cut() -> EditMap:
    """23 s against a copy that lacks 15.8 to 16.2."""
    return editmap(
        segment("s1", "same", (0, 15.8), (0, 15.8)),
        segment("s2", "cut", (15.8, 15.8), (15.8, 16.2), picture=ABSENT, sound=ABSENT),
        segment("s3", "same", (15.8, 22.6), (16.2, 23)),
        a=23,
        b=22.6,
    )


def everything() -> EditMap:
    """One of each state."""
    return editmap(
        segment("s0", "cut", (0, 0), (0, 4), picture=ABSENT, sound=ABSENT),
        segment("s1", "same", (0, 8), (4, 12)),
        segment("s2", "muted", (8, 9.5), (12, 13.5), sound=channel("muted", "established")),
        segment("s3", "same", (9.5, 14), (13.5, 18)),
        segment("s4", "inserted", (14, 16), None, picture=ABSENT, sound=ABSENT),
        segment("s5", "sound replaced", (16, 17), (18, 19), sound=channel("replaced"), certainty="likely"),
        segment("s6", "picture altered", (17, 19), (19, 21), picture=channel("altered"), certainty="likely"),
        segment("s7", "moved", (19, 21), (1, 3)),
        segment(
            "s8",
            "cannot tell",
            (21, 22),
            (21, 22),
            picture=channel("cannot tell", "cannot tell"),
            certainty="cannot tell",
        ),
        segment("s9", "cut", (22, 22), (22, 60), picture=ABSENT, sound=ABSENT),
        a=60,
        b=22,
    )


def noise(seconds: float, clicks: tuple[float, ...] = (), *, seed: int = 1) -> NDArray[np.int16]:
    """Quiet noise with a loud click at each stated second, mono 16 kHz."""
    rng = np.random.default_rng(seed)
    out = rng.normal(size=round(seconds * RATE)) * 500
    for at in clicks:
        start = round(at * RATE)
        burst = rng.normal(size=2000) * 15000 * np.exp(-np.arange(2000) / 300)
        out[start : start + 2000] += burst[: len(out) - start]
    return np.clip(out, -32000, 32000).astype(np.int16)
