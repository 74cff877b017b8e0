"""The reader `screen_text`: text in still images (screenshots of comments and posts), as lines and as a document.

The document goes through the same text readers as an article, so a comment that says something was taken out
becomes a mark that an edit map can be held against. Recognition errs: every line keeps its box for a person to compare.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from recoupe import jail
from recoupe.events import Events
from recoupe.model import Box, Mark, Scalar, ScreenText, Source, Span, mark, text_span
from recoupe.read.picture import ocr
from recoupe.read.picture.lines import Line, compose
from recoupe.read.registry import READERS as ALL_READERS
from recoupe.read.registry import Reader, ReadResult
from recoupe.read.text.joining import read_document
from recoupe.read.text.language import language_of

if TYPE_CHECKING:
    from recoupe.preserve import Case

DOUBTFUL = 0.7
"""Probability of a line below which a remark asks for a look: on rendered comments, lines with an error lie below .9,
and misread icons and avatars below .7."""


def run(case: Case, source: Source, events: Events) -> ReadResult:
    """Read the text of an image.

    Raises:
        ComponentMissing: The OCR component is not installed, or not the one that was checked.
        UnsupportedFile, DamagedFile: It is not an image that can be opened.
        JailError: The child did not finish.
    """
    ocr.model_paths()
    said = jail.call(
        "recoupe.read.picture.ocr_job:lines",
        case.original(source.digest),
        limits=jail.limits_for("image", source.size),
        events=events,
        item=source.name,
    )
    page = compose(msgspec.convert(said["lines"], list[Line]))
    if not page.places:
        return ReadResult(remarks=("no text was found in the picture",))
    document = msgspec.structs.replace(page.document, language=language_of(page.document.text))
    reading = READER.reading_of(source)
    marks = [
        _mark(source, document.text, line, start, end, said["width"], said["height"], reading)
        for line, start, end in page.places
    ]
    doubtful = sum(line.probability < DOUBTFUL for line, _, _ in page.places)
    remarks = (f"{doubtful} of {len(marks)} lines are doubtful: compare them with the picture",) if doubtful else ()
    return ReadResult(
        marks=(*marks, *read_document(document, source.digest, reading)), document=document, remarks=remarks
    )


def settings() -> dict[str, Scalar]:
    """The component and the text readers: with either new, the picture is read again."""
    text = ALL_READERS["text"]
    return {"component": ocr.version(), "text": text.version} | {f"text_{k}": v for k, v in text.settings().items()}


def _mark(source: Source, text: str, line: Line, start: int, end: int, width: int, height: int, reading: str) -> Mark:
    box = Box(
        x=line.left,
        y=line.top,
        width=line.right - line.left,
        height=line.bottom - line.top,
        of_width=width,
        of_height=height,
    )
    span = Span(source=source.digest, box=box, text=text_span(text, start, end))
    return mark(span, ScreenText(text=line.text, probability=line.probability), reading=reading)


READER = Reader(
    name="screen_text",
    version="1",
    accepts=lambda source: source.kind == "image" and source.size > 0,
    run=run,
    settings=settings,
    needs="image",
)
READERS = (READER,)
