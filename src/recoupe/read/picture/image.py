"""The reader `image`: what a still image says of itself. Dates and places in it are claims of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recoupe import jail
from recoupe.events import Events
from recoupe.model import ImageFacts, Source, Span, mark
from recoupe.read.registry import Reader, ReadResult

if TYPE_CHECKING:
    from recoupe.preserve import Case


def run(case: Case, source: Source, events: Events) -> ReadResult:
    """Read size, orientation and EXIF.

    Raises:
        UnsupportedFile, DamagedFile: It is not an image that can be opened.
        JailError: The child did not finish.
    """
    said = jail.call(
        "recoupe.read.picture.image_job:facts",
        case.original(source.digest),
        limits=jail.limits_for("image", source.size),
        events=events,
        item=source.name,
    )
    remarks = tuple(said.pop("remarks"))
    facts = ImageFacts(**said)
    if facts.latitude is not None:
        remarks += ("the file claims a position; a position can be written into any file",)
    return ReadResult(
        marks=(mark(Span(source=source.digest), facts, reading=READER.reading_of(source)),), remarks=remarks
    )


READER = Reader(name="image", version="1", accepts=lambda source: source.kind == "image" and source.size > 0, run=run)
READERS = (READER,)
