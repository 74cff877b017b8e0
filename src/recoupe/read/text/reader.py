"""The reader `text`: opens a text, page, paper or table in the jailed child and marks what stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from recoupe import jail
from recoupe.events import Events, quiet
from recoupe.model import Document, Mark, Quote, Scalar, Source
from recoupe.model.sources import TEXT_TYPES
from recoupe.read.registry import Reader, ReadResult
from recoupe.read.text.joining import read_document
from recoupe.read.text.language import READ, UNDETERMINED, language_of, quick_language
from recoupe.read.text.models import described, from_environment
from recoupe.read.text.segments import with_segments
from recoupe.read.text.utf8 import utf8_text

if TYPE_CHECKING:
    from recoupe.preserve import Case

JOB = "recoupe.read.text.jobs:open_document"
PLAIN_JOB = "recoupe.read.text.plain:open_plain"
"""For plain texts that are not UTF-8, or long: a child of a small zygote."""
PLAIN = "text/plain"
VERSION = "3"


def open_text(path: Path, settings: dict[str, Any], *, size: int, events: Events = quiet) -> Document:
    """The document in a file, opened in the jailed child; a short text that is plain UTF-8 is taken as it is.

    Args:
        path: The file.
        settings: media_type, and where known url, language, published.
        size: Bytes of the file, which decide how long the child may take.
        events: Where progress goes.
    Raises:
        InputError: The file is empty, no text, or broken. JailError: The child did not finish.
    """
    is_plain = settings.get("media_type") == PLAIN
    if is_plain and (text := utf8_text(path)) is not None:
        language, published, url = (str(settings.get(key) or "") for key in ("language", "published", "url"))
        language = language or quick_language(text)
        document = Document(text=text, encoding="utf-8", language=language, published=published, url=url)
    else:
        limits = jail.limits_for("text", min(size, 100_000_000))
        plain = jail.call(PLAIN_JOB if is_plain else JOB, path, settings=settings, limits=limits, events=events)
        document = msgspec.convert(plain, Document)
    return with_language(with_segments(document))


def with_language(document: Document) -> Document:
    """The document with its language where the child could not tell it, and a remark if it is one that is not read."""
    language = document.language if document.language != UNDETERMINED else language_of(document.text)
    remark = ""
    if document.text.strip():
        if language == UNDETERMINED:
            remark = "the language could not be told: read with the rules for English, which may be wrong"
        elif language.partition("-")[0] not in READ:
            remark = f"written in {language!r}: kept and segmented, but its quotations, names and figures are not read"
    remarks = (*document.remarks, remark) if remark and remark not in document.remarks else document.remarks
    return msgspec.structs.replace(document, language=language, remarks=remarks)


def with_doubts(document: Document, marks: Iterable[Mark]) -> Document:
    """The document with a remark on what its marks could only guess: where unclosed quotations end."""
    count = sum(isinstance(mark.body, Quote) and mark.body.unclosed for mark in marks)
    if not count:
        return document
    said = "1 quotation has" if count == 1 else f"{count:,} quotations have"
    remark = f"{said} no closing mark: where such words end is a guess"
    return msgspec.structs.replace(document, remarks=(*document.remarks, remark))


def accepts(source: Source) -> bool:
    """Texts, pages, papers, mail, tables, and JSON for the posts, comments and descriptions in it."""
    if source.size == 0:
        return False
    return source.kind == "text" or source.media_type in TEXT_TYPES or source.media_type == "message/rfc822"


def run(case: Case, source: Source, events: Events) -> ReadResult:
    """Open the source and mark it.

    Raises:
        InputError: The file is empty, no text, or broken. JailError: The child did not finish.
        ComponentMissing: A model is named in the environment and cannot be used.
    """
    origin = source.origins[0] if source.origins else None
    settings: dict[str, Any] = {"media_type": source.media_type}
    if origin is not None:
        settings |= {"url": origin.url, "published": origin.published}
    document = open_text(case.original(source.digest), settings, size=source.size, events=events)
    marks = read_document(document, source.digest, _reader().reading_of(source), document.published or None)
    document = with_doubts(document, marks)
    return ReadResult(marks=marks, document=document, remarks=document.remarks)


def settings() -> dict[str, Scalar]:
    """What else decides the result: the models that the environment names, by digest.

    Raises:
        ComponentMissing: One cannot be used. Nothing is read then, and what was read before stays as it is.
    """
    return {"parser": described(from_environment())}


READERS = (Reader(name="text", version=VERSION, accepts=accepts, run=run, settings=settings),)


def _reader() -> Reader:
    return READERS[0]
