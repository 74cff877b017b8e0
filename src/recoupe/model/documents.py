"""A text as its readers see it: the characters, its parts, and what the page said of itself."""

from __future__ import annotations

import msgspec


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A stretch [start, end) of the document's text with its role on the page.

    `role`: headline, standfirst, byline, dateline, body, pull_quote, crosshead, caption, credit, embed, related,
    editor_note, correction, notice, comment, cell. `page`, `sheet`, `row`, `column` where the original has them.
    `aside`: stands beside the running text of a page (a caption, a post), not in it.
    """

    start: int
    end: int
    role: str = "body"
    page: int | None = None
    sheet: str = ""
    row: int | None = None
    column: int | None = None
    aside: bool = False


class Document(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The text of a source.

    `offsets_into` is `original` where offsets count code points of the source's own decoded text (plain text) and
    `rendition` where the text was taken out of a page, a PDF or a table: the same reader version always
    gives the same rendition. `language` is a BCP 47 tag or `und`. `published` is EDTF or empty.
    """

    text: str
    offsets_into: str = "original"
    encoding: str = ""
    language: str = "und"
    parts: tuple[Part, ...] = ()
    headline: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    published_as_written: str = ""
    publisher: str = ""
    url: str = ""
    remarks: tuple[str, ...] = ()
