"""The reader `footage`: what a clip is made of, where its view changes, and where picture or sound is missing.

Runs first of all readers of footage and builds the proxy that the others use; where it fails, they are not tried.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from recoupe.events import Events
from recoupe.model import (
    AnyBody,
    CameraShot,
    FootageFacts,
    MediaFacts,
    PictureState,
    SoundState,
    Source,
    Span,
    TimeBase,
    TimeSpan,
    mark,
)
from recoupe.read import proxy as proxies
from recoupe.read.picture.shots import cuts
from recoupe.read.picture.states import black_runs, frozen_runs, gaps, mean_change
from recoupe.read.proxy import Proxy
from recoupe.read.registry import Reader, ReadResult
from recoupe.read.sound.states import clipped_runs, silent_runs

if TYPE_CHECKING:
    from recoupe.preserve import Case

MOST_OF_A_KIND = 200
"""Marks of one state at most; more are counted in a remark."""


def run(case: Case, source: Source, events: Events) -> ReadResult:
    """Read the facts of a clip.

    Raises:
        InputError: The bytes are not footage that can be decoded.
        JailError: The child that decodes it did not finish.
    """
    proxy = proxies.for_case(case, source.digest, events)
    found = [(_whole(proxy.facts.span), MediaFacts(facts=proxy.facts)), *describe(proxy)]
    kept, remarks = _bounded(found)
    reading = READER.reading_of(source)
    marks = tuple(mark(Span(source=source.digest, time=time), body, reading=reading) for time, body in kept)
    return ReadResult(marks=marks, remarks=(*facts_in_words(proxy.facts), *remarks))


def describe(proxy: Proxy) -> list[tuple[TimeSpan, AnyBody]]:
    """Camera shots and states of picture and sound, each with its time on the clip clock."""
    found: list[tuple[TimeSpan, AnyBody]] = []
    if proxy.has_picture and proxy.facts.picture is not None:
        found += _picture(proxy, proxy.facts.picture.span.rebase(proxy.time_base).end)
    if proxy.has_sound:
        found += _sound(proxy)
    return found


def facts_in_words(facts: FootageFacts) -> tuple[str, ...]:
    """What a person should know of a clip before anything else: damage, streams not read, what it lacks."""
    out = list(facts.remarks)
    if facts.picture is None:
        out.append("no picture stream")
    elif facts.picture.constant_rate is None and facts.picture.frames > 1:
        out.append("frames do not come at a constant rate")
    if facts.sound is None:
        out.append("no sound stream")
    elif facts.sound.silent:
        out.append("there is a sound stream, and it is digital silence throughout")
    if facts.other_streams:
        out.append(f"streams that were not read: {', '.join(facts.other_streams)}")
    return tuple(out)


def _picture(proxy: Proxy, end: int) -> list[tuple[TimeSpan, AnyBody]]:
    times, frames = proxy.times, proxy.frames

    def time(first: int, stop: int) -> TimeSpan:
        until = int(times[stop]) if stop < len(times) else max(end, int(times[-1]))
        return TimeSpan(start=int(times[first]), end=until, base=proxy.time_base)

    bounds = [0, *cuts(frames), len(times)]
    seconds, over = proxy.seconds, float(proxy.time_base.seconds(end))
    black = black_runs(frames, seconds, over)
    change = mean_change(frames)
    for first, stop in black:
        change[first:stop] = float("inf")  # black is told as black, not as frozen too
    found: list[tuple[TimeSpan, AnyBody]] = [
        (time(a, b), CameraShot(index=n)) for n, (a, b) in enumerate(pairwise(bounds))
    ]
    found += [(time(a, b), PictureState(state="black")) for a, b in black]
    found += [(time(a, b), PictureState(state="frozen")) for a, b in frozen_runs(change, seconds, over)]
    found += [
        (TimeSpan(start=a, end=b, base=proxy.time_base), PictureState(state="gap")) for a, b in gaps(times) if b > a
    ]
    return found


def _sound(proxy: Proxy) -> list[tuple[TimeSpan, AnyBody]]:
    base, zero = TimeBase(1, proxy.sound_rate), proxy.sound_start
    found: list[tuple[TimeSpan, AnyBody]] = [
        (TimeSpan(start=zero + a, end=zero + b, base=base), SoundState(state="digital_silence"))
        for a, b in silent_runs(proxy.sound)
    ]
    return found + [
        (TimeSpan(start=zero + a, end=zero + b, base=base), SoundState(state="clipped"))
        for a, b in clipped_runs(proxy.sound)
    ]


def _whole(span: TimeSpan) -> TimeSpan:
    return TimeSpan(start=0, end=span.end, base=span.base)


def _bounded(found: list[tuple[TimeSpan, AnyBody]]) -> tuple[list[tuple[TimeSpan, AnyBody]], tuple[str, ...]]:
    """At most `MOST_OF_A_KIND` of each state, the longest, in the order found; the rest in words."""
    by_length = sorted(range(len(found)), key=lambda i: (-found[i][0].duration, i))
    seen: Counter[str] = Counter()
    kept: set[int] = set()
    for i in by_length:
        body = found[i][1]
        kind = body.state if isinstance(body, PictureState | SoundState) else ""
        seen[kind] += 1
        if not kind or seen[kind] <= MOST_OF_A_KIND:
            kept.add(i)
    remarks = tuple(
        f"{n - MOST_OF_A_KIND} more short stretches of {kind.replace('_', ' ')} are not listed"
        for kind, n in sorted(seen.items())
        if kind and n > MOST_OF_A_KIND
    )
    return [item for i, item in enumerate(found) if i in kept], remarks


READER = Reader(
    name="footage", version="1", accepts=lambda source: source.kind in ("video", "audio") and source.size > 0, run=run
)
READERS = (READER,)
