"""The job that opens a text, page or document; it runs in the jailed child (`recoupe.jail`).

Everything that parses foreign bytes is imported here, before the child locks itself in.
"""

from __future__ import annotations

from typing import Any, BinaryIO, Protocol

import msgspec

from recoupe.errors import EmptyFile
from recoupe.model import Document
from recoupe.read.text import language as language_module
from recoupe.read.text.decode import MAX_CHARACTERS, decode
from recoupe.read.text.language import READ, UNDETERMINED, language_of
from recoupe.read.text.pages import read_page
from recoupe.read.text.papers import read_mail, read_pdf
from recoupe.read.text.segments import with_segments
from recoupe.read.text.tables import read_delimited, read_workbook

MAX_BYTES = 4 * MAX_CHARACTERS
"""Bytes of a plain text that are looked at; UTF-8 needs at most four for a character."""

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGES = frozenset({"text/html", "application/xhtml+xml"})
TABLES = frozenset({"text/csv", "text/tab-separated-values"})


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
    remark = unread(document)
    if remark:
        changes["remarks"] = (*document.remarks, remark)
    return msgspec.structs.replace(document, **changes) if changes else document


def _plain(file: BinaryIO, media_type: str, language: str) -> Document:
    size = file.seek(0, 2)
    file.seek(0)
    data = file.read(MAX_BYTES)
    decoded = decode(data, size=size if size > len(data) else None)
    if media_type in TABLES:
        return read_delimited(decoded.text, encoding=decoded.encoding, language=language, remarks=decoded.remarks)
    document = Document(
        text=decoded.text,
        encoding=decoded.encoding,
        language=language or language_of(decoded.text),
        remarks=decoded.remarks,
    )
    return with_segments(document)


def unread(document: Document) -> str:
    """The remark for a language whose quotations, names and figures are not read; empty for those that are."""
    base = document.language.partition("-")[0]
    if base in READ or not document.text.strip():
        return ""
    if base == UNDETERMINED:
        return "the language could not be told: read with the rules for English, which may be wrong"
    return f"written in {base!r}: kept and segmented, but its quotations, names and figures are not read"


__all__ = ["document_of", "language_module", "open_document", "unread"]
