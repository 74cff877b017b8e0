"""The reader `transient`: brief brightenings of part of the picture, with their place, ranked, for a person to look at.

It says that a patch was brighter for a few frames. A glint of metal, a flash, a lamp switched on and off, a reflection
and a damaged block all are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recoupe.events import Events
from recoupe.model import Box, Mark, Source, Span, TimeSpan, Transient, mark
from recoupe.read import proxy as proxies
from recoupe.read.picture.glints import Glint, find_glints
from recoupe.read.proxy import Proxy
from recoupe.read.registry import Reader, ReadResult

if TYPE_CHECKING:
    from recoupe.preserve import Case

LEAST_PROMINENCE = 0.2
"""On the open clips (walks, rides, offices, traffic, animation; 6 min in all) 22 glints reach it, 8 of them in a hall
at 10 frames a second, where a step is as brief as a flash; 0.1 lets 77 through. None of them holds a known glint."""

MOST_A_MINUTE, MOST_IN_SHORT, MOST_IN_ALL = 10, 10, 200


def run(case: Case, source: Source, events: Events) -> ReadResult:
    """Find the glints of a clip.

    Raises:
        InputError, JailError: The proxy is gone from the cache and cannot be built again.
    """
    proxy = proxies.for_case(case, source.digest, events)
    if not proxy.has_picture:
        return ReadResult(remarks=("no picture to look at",))
    reading = READER.reading_of(source)
    glints, more = prominent(proxy)
    remarks = (f"{more} less prominent brief changes are not listed",) if more else ()
    return ReadResult(marks=tuple(_mark(proxy, source, glint, reading) for glint in glints), remarks=remarks)


def prominent(proxy: Proxy) -> tuple[list[Glint], int]:
    """The glints worth a look, in order of time, and how many more reach the least prominence."""
    found = [glint for glint in find_glints(proxy.frames, proxy.seconds) if glint.prominence >= LEAST_PROMINENCE]
    minutes = float(proxy.facts.span.duration) / 60
    most = min(MOST_IN_ALL, max(MOST_IN_SHORT, round(minutes * MOST_A_MINUTE)))
    best = sorted(found, key=lambda glint: (-glint.prominence, glint.first, glint.left, glint.top))[:most]
    return sorted(best, key=lambda glint: (glint.first, glint.left, glint.top)), len(found) - len(best)


def box(glint: Glint, width: int, height: int) -> Box:
    """The cells of a glint in pixels of the picture as stored upright, `width` × `height`."""
    left, right = glint.left * width // 64, -(-glint.right * width // 64)
    top, bottom = glint.top * height // 36, -(-glint.bottom * height // 36)
    return Box(x=left, y=top, width=right - left, height=bottom - top, of_width=width, of_height=height)


def _mark(proxy: Proxy, source: Source, glint: Glint, reading: str) -> Mark:
    picture = proxy.facts.picture
    assert picture is not None
    span = Span(
        source=source.digest,
        time=TimeSpan(start=int(proxy.times[glint.first]), end=int(proxy.times[glint.stop]), base=proxy.time_base),
        box=box(glint, picture.width, picture.height),
    )
    body = Transient(
        contrast=glint.contrast, area=glint.area, frames=glint.stop - glint.first, prominence=glint.prominence
    )
    return mark(span, body, reading=reading)


READER = Reader(
    name="transient",
    version="1",
    accepts=lambda source: source.kind == "video" and source.size > 0,
    run=run,
    needs="footage",
)
READERS = (READER,)
