"""The job that opens a text, page or document; it runs in the jailed child (`recoupe.jail`).

Everything that parses foreign bytes is imported here, before the child locks itself in.
"""

from __future__ import annotations

# what the parsers would import late, when the jail is closed
import _strptime  # type: ignore[import-not-found]  # noqa: F401
import encodings.cp437  # noqa: F401
from typing import Any, BinaryIO, Protocol

import msgspec
from courlan import extract_domain
from trafilatura.external import jt_stoplist_init

from recoupe.errors import EmptyFile
from recoupe.model import Document
from recoupe.read.text.decode import MAX_CHARACTERS, decode
from recoupe.read.text.exports import MAX_BYTES as MAX_JSON
from recoupe.read.text.exports import read_json
from recoupe.read.text.language import quick_language
from recoupe.read.text.pages import read_page
from recoupe.read.text.papers import read_mail, read_pdf
from recoupe.read.text.segments import with_segments
from recoupe.read.text.subtitles import TYPES as SUBTITLES
from recoupe.read.text.subtitles import read_subtitles
from recoupe.read.text.tables import read_delimited, read_workbook

MAX_BYTES = 4 * MAX_CHARACTERS
"""Bytes of a plain text that are looked at; UTF-8 needs at most four for a character."""

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGES = frozenset({"text/html", "application/xhtml+xml"})
TABLES = frozenset({"text/csv", "text/tab-separated-values"})


_SAMPLE_PAGE = (
    b"<html lang=en><head><title>Sample</title><meta property='article:published_time' content='2020-01-01'></head>"
    b"<body>"
    b"<article><h1>Sample</h1><p>"
    + b"The page that libraries are woken up with, of no other use. " * 12
    + b"</p></article>"
)
# some libraries open their tables at first use (a list of top-level domains), which the jail would refuse
read_page(_SAMPLE_PAGE, url="https://www.example.org/sample")
extract_domain("https://www.example.co.uk/sample")
jt_stoplist_init()  # read only for a page with little text in it, and from a file


class _Outlet(Protocol):
    def progress(self, done: float, total: float | None) -> None: ...


def open_document(file: BinaryIO, settings: dict[str, Any], outlet: _Outlet | None = None) -> dict[str, Any]:
    """Read one file as a Document; gives it as plain data.

    Args:
        file: The source, at its beginning.
        settings: media_type (what the bytes are), and where known url, language, published.
        outlet: Not used: a text is small.
    Raises:
        EmptyFile: No bytes. MislabelledFile: Not a text. DamagedFile: Broken inside.
    """
    plain: dict[str, Any] = msgspec.to_builtins(document_of(file, settings))
    return plain


def document_of(file: BinaryIO, settings: dict[str, Any]) -> Document:
    """The same as a record."""
    media_type = str(settings.get("media_type") or "text/plain").partition(";")[0]
    language, published, url = (str(settings.get(key) or "") for key in ("language", "published", "url"))
    if media_type == "application/pdf":
        document = read_pdf(file, language=language, published=published, url=url)
    elif media_type == WORKBOOK:
        document = read_workbook(file, language=language)
    elif media_type == "message/rfc822":
        document = read_mail(file.read(MAX_BYTES), language=language)
    elif media_type == "application/json":
        document = read_json(file.read(MAX_JSON + 1), language=language, url=url)
    elif media_type in PAGES:
        data = file.read()
        if not data.strip():
            raise EmptyFile("the page has no bytes", todo="save it again")
        document = read_page(data, url=url, language=language, published=published)
    else:
        document = _plain(file, media_type, language)
    changes: dict[str, Any] = {}
    if published and not document.published:
        changes["published"] = published
    if url and not document.url:
        changes["url"] = url
    return msgspec.structs.replace(document, **changes) if changes else document


def _plain(file: BinaryIO, media_type: str, language: str) -> Document:
    size = file.seek(0, 2)
    file.seek(0)
    data = file.read(MAX_BYTES)
    decoded = decode(data, size=size if size > len(data) else None)
    if media_type in SUBTITLES:
        return read_subtitles(decoded.text, encoding=decoded.encoding, language=language, remarks=decoded.remarks)
    if media_type in TABLES:
        return read_delimited(decoded.text, encoding=decoded.encoding, language=language, remarks=decoded.remarks)
    document = Document(
        text=decoded.text,
        encoding=decoded.encoding,
        language=language or quick_language(decoded.text),
        remarks=decoded.remarks,
    )
    return with_segments(document)


__all__ = ["document_of", "open_document"]
