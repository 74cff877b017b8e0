"""The job that opens a plain text; it runs in the jailed child (`recoupe.jail`).

A module by itself and not part of `jobs`, because a zygote is copied for every file: this one holds nothing but the
decoding of characters, so that its copies cost half of those that carry the parsers of pages and papers
(`benchmarks/text_speed.py`). Parts and roles are found by the caller, from text that is text.
"""

from __future__ import annotations

from typing import Any, BinaryIO

import msgspec

from recoupe.model import Document
from recoupe.read.text.decode import MAX_CHARACTERS, decode
from recoupe.read.text.language import quick_language

PRELOAD = ("resource",)
"""What the jail itself would import in every child anew."""
MAX_BYTES = 4 * MAX_CHARACTERS
"""Bytes of a plain text that are looked at; UTF-8 needs at most four for a character."""


def open_plain(file: BinaryIO, settings: dict[str, Any], outlet: object = None) -> dict[str, Any]:
    """Read one plain text as a Document without parts; gives it as plain data.

    Args:
        file: The source, at its beginning.
        settings: Where known: language, published, url.
        outlet: Not used: a text is small.
    Raises:
        EmptyFile: No bytes. MislabelledFile: Not a text.
    """
    language, published, url = (str(settings.get(key) or "") for key in ("language", "published", "url"))
    plain: dict[str, Any] = msgspec.to_builtins(plain_document(file, language, published=published, url=url))
    return plain


def plain_document(file: BinaryIO, language: str, *, published: str = "", url: str = "") -> Document:
    """The same as a record."""
    size = file.seek(0, 2)
    file.seek(0)
    data = file.read(MAX_BYTES)
    decoded = decode(data, size=size if size > len(data) else None)
    return Document(
        text=decoded.text,
        encoding=decoded.encoding,
        language=language or quick_language(decoded.text),
        remarks=decoded.remarks,
        published=published,
        url=url,
    )


__all__ = ["open_plain", "plain_document"]
