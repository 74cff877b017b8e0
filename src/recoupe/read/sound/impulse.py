"""The reader `impulse`: short sharp sounds, described and ranked, for a person to label.

    for impulse in find_impulses(proxy.sound)[0]: ...

A gunshot, a slammed door and a dropped pan are all impulses; nothing here tells them apart, and the docs say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from recoupe.events import Events
from recoupe.model import Impulse, Mark, Source, Span, TimeBase, TimeSpan, mark
from recoupe.read import proxy as proxies
from recoupe.read.registry import Reader, ReadResult
from recoupe.read.sound.acoustics import measure, words
from recoupe.read.sound.onsets import STEP, Onsets, find_onsets

if TYPE_CHECKING:
    from recoupe.preserve import Case

MOST_A_MINUTE = 20
MOST_IN_SHORT = 20
"""Candidates kept: so many a minute, and so many in any clip. A person looks at each, and past the twentieth of half
a minute the share of shots found grows from .84 to .96 for five times the candidates (benchmarks/sounds.py)."""

MOST_IN_ALL = 400

SOFTEST, LOUDEST = -75.0, 40.0
"""Ranks (jump plus level, dB) that stand for a prominence of 0 and 1."""

SHORTEST = 320
"""Samples that an impulse's span covers at least, 20 ms: what is drawn and played."""


def run(case: Case, source: Source, events: Events) -> ReadResult:
    """Find the impulses of a clip.

    Raises:
        InputError, JailError: The proxy is gone from the cache and cannot be built again.
    """
    proxy = proxies.for_case(case, source.digest, events)
    if not proxy.has_sound:
        return ReadResult(remarks=("no sound to listen to",))
    found, more = find_impulses(proxy.sound, start=proxy.sound_start)
    reading = READER.reading_of(source)
    remarks = (f"{more} less prominent onsets are not listed",) if more else ()
    return ReadResult(marks=tuple(_mark(source, impulse, reading) for impulse in found), remarks=remarks)


def find_impulses(sound: NDArray[np.int16], *, start: int = 0) -> tuple[list[tuple[Impulse, TimeSpan]], int]:
    """The most prominent impulses in order of time, each with the stretch it lasts, and how many more there are.

    Args:
        sound: int16 [m], mono at 16 kHz.
        start: When sample 0 is heard, in samples on the clip clock.
    """
    onsets = find_onsets(sound)
    most = min(MOST_IN_ALL, max(MOST_IN_SHORT, round(len(sound) / 16_000 / 60 * MOST_A_MINUTE)))
    best = np.sort(np.argsort(-onsets.rank, kind="stable")[:most])
    return [_impulse(sound, onsets, int(i), start) for i in best], len(onsets.at) - len(best)


def _impulse(sound: NDArray[np.int16], onsets: Onsets, i: int, start: int) -> tuple[Impulse, TimeSpan]:
    first = int(onsets.at[i]) * STEP
    of = measure(sound, first, onsets.bands_db[i])
    base = TimeBase(1, 16_000)
    last = min(len(sound), first + max(SHORTEST, round((of.rise_ms + of.decay_ms) * 16)))
    body = Impulse(
        onset=TimeSpan(start=start + first, end=start + first, base=base),
        peak_dbfs=of.peak_dbfs,
        prominence_db=of.prominence_db,
        rise_ms=of.rise_ms,
        decay_ms=of.decay_ms,
        centroid_hz=of.centroid_hz,
        tonality=of.tonality,
        prominence=round(float(np.clip((onsets.rank[i] - SOFTEST) / (LOUDEST - SOFTEST), 0, 1)), 3),
        character=words(of),
    )
    return body, TimeSpan(start=start + first, end=start + last, base=base)


def _mark(source: Source, found: tuple[Impulse, TimeSpan], reading: str) -> Mark:
    body, time = found
    return mark(Span(source=source.digest, time=time), body, reading=reading)


READER = Reader(
    name="impulse",
    version="1",
    accepts=lambda source: source.kind in ("video", "audio") and source.size > 0,
    run=run,
    needs="footage",
)
READERS = (READER,)
