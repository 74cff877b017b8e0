"""PDF files and e-mail as documents."""

from __future__ import annotations

import email
import email.policy
import io
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from typing import BinaryIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from recoupe.errors import DamagedFile
from recoupe.model import Document, Post
from recoupe.read.text.composing import Composer
from recoupe.read.text.language import quick_language
from recoupe.read.text.layout import paragraphs

MAX_PAGES = 1_000
MAX_CHARACTERS = 1_000_000
_EARLIER = re.compile(
    r"(?:on|le|am) (?P<when>[^\n]{6,80}?),?\s(?P<who>[^\n,]{2,80}?)\s(?:wrote|a écrit|schrieb)\s?:$", re.IGNORECASE
)
EMPTY_PAGE = 8
"""Fewer characters than this on a page: a picture of a page, more likely than a page."""


def read_pdf(file: BinaryIO, *, language: str = "", published: str = "", url: str = "") -> Document:
    """The text of a PDF with the page each paragraph stands on.

    Raises:
        DamagedFile: The file is locked, or broken beyond reading.
    """
    remarks: list[str] = []
    composer = Composer()
    try:
        reader = PdfReader(file, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DamagedFile("the PDF is locked with a password", todo="save it without one and add that file too")
        pages = len(reader.pages)
        empty = _pages(reader, min(pages, MAX_PAGES), composer, remarks)
        title, author, made = _facts(reader)
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OSError) as error:
        # pypdf meets broken files with many kinds of error; each means that this file cannot be read
        raise DamagedFile(f"the PDF cannot be read: {error}", todo="open it in a viewer and save it again") from error
    if pages > MAX_PAGES:
        remarks.append(f"only the first {MAX_PAGES:,} of {pages:,} pages were read")
    if empty:
        remarks.append(f"{empty} of {pages} pages hold no text; they may be pictures of pages")
    text, parts = composer.done()
    return Document(
        text=text,
        offsets_into="rendition",
        language=language or quick_language(text),
        parts=parts,
        headline=title,
        authors=(author,) if author else (),
        published=published,
        published_as_written=made,
        url=url,
        remarks=tuple(remarks),
    )


def _pages(reader: PdfReader, count: int, composer: Composer, remarks: list[str]) -> int:
    empty = 0
    for n in range(count):
        words = reader.pages[n].extract_text() or ""
        empty += len(words.strip()) < EMPTY_PAGE
        for start, end in paragraphs(words):
            composer.add(_joined(words[start:end]), page=n + 1)
        if composer.size > MAX_CHARACTERS:
            remarks.append(f"only the first {n + 1:,} of {len(reader.pages):,} pages were read: the text is very long")
            break
    return empty


def _joined(words: str) -> str:
    """Lines of a paragraph as one; a word broken at a line end is put together."""
    words = re.sub(r"(?<=\w)\u00ad?-\s*\n\s*(?=[a-zà-ÿ])", "", words)
    return re.sub(r"\s*\n\s*", " ", words).replace("\u00ad", "")


def _facts(reader: PdfReader) -> tuple[str, str, str]:
    facts = reader.metadata
    if facts is None:
        return "", "", ""
    made = str(facts.get("/CreationDate") or "")
    return str(facts.title or "").strip(), str(facts.author or "").strip(), made


def read_mail(data: bytes, *, language: str = "") -> Document:
    """An e-mail: subject, sender, date and text. Attachments are named in the remarks, not opened."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    remarks: list[str] = []
    words = _mail_text(message, remarks)
    composer = Composer()
    subject = str(message.get("subject") or "").strip()
    sender = str(message.get("from") or "").strip()
    composer.add(subject, "headline")
    composer.add(sender, "byline")
    written = str(message.get("date") or "").strip()
    composer.add(written, "timestamp")
    for role, piece, post in _mail_parts(words):
        composer.add(piece, role, post=post)
    names = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    if names:
        remarks.append(f"attachments that were not opened: {', '.join(names)}")
    text, parts = composer.done()
    return Document(
        text=text,
        offsets_into="rendition",
        encoding=str(message.get_content_charset() or ""),
        language=language or quick_language(words),
        parts=parts,
        headline=subject,
        authors=tuple(name or address for name, address in getaddresses([sender]) if name or address),
        published=_mail_date(written),
        published_as_written=written,
        remarks=tuple(remarks),
    )


def _mail_text(message: EmailMessage, remarks: list[str]) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        remarks.append("the message has no text of its own")
        return ""
    try:
        words = str(body.get_content())
    except (LookupError, UnicodeDecodeError, KeyError):
        payload = body.get_payload(decode=True)
        words = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
        remarks.append("the message names an encoding that is not known; accented letters may be wrong")
    if body.get_content_subtype() == "html":
        from recoupe.read.text.pages import read_page

        words = read_page(words.encode()).text
    return words


def _mail_parts(words: str) -> Iterator[tuple[str, str, Post | None]]:
    """The paragraphs of a message: its own words, an earlier message that it quotes, its signature."""
    own: list[str] = []
    quoted: list[str] = []
    post: Post | None = None
    signed = False
    for line in [*words.splitlines(), ""]:
        if line.startswith(">"):
            if own and (said := _EARLIER.search("\n".join(own[-3:]).strip())):
                post = Post(author=said["who"].strip(" ,"), published_as_written=said["when"].strip(" ,"))
            yield from _own_parts(own, signed)
            own = []
            quoted.append(re.sub(r"^(?:>\s?)+", "", line))
            continue
        if quoted:
            text = "\n".join(quoted)
            yield from (("quoted", _joined(text[a:b]), post or Post()) for a, b in paragraphs(text))
            quoted, post = [], None
        if line.rstrip() == "--" and not signed:
            yield from _own_parts(own, signed)
            own, signed = [], True
        else:
            own.append(line)
    yield from _own_parts(own, signed)


def _own_parts(own: list[str], signed: bool) -> Iterator[tuple[str, str, Post | None]]:
    text = "\n".join(own)
    yield from (("boilerplate" if signed else "body", text[a:b], None) for a, b in paragraphs(text))


def _mail_date(written: str) -> str:
    try:
        return parsedate_to_datetime(written).isoformat() if written else ""
    except ValueError:
        return ""


def as_file(data: bytes) -> io.BytesIO:
    """Bytes as a file, for readers that want to seek."""
    return io.BytesIO(data)
