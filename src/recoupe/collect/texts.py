"""Whether bytes are text, and of which kind. Reading the text is the next stages' work."""

from __future__ import annotations

import codecs
import re
from typing import Final

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROLS_AT_MOST: Final = 0.005
"""Share of control bytes in a legacy 8-bit text; compressed or machine data has about 0.1."""

_MARKUP: Final = (
    (re.compile(r"<svg[\s>]", re.I), "image/svg+xml"),
    (re.compile(r"<MPD[\s>]"), "application/dash+xml"),
    (re.compile(r"<html[^>]+xmlns\s*=\s*['\"]http://www\.w3\.org/1999/xhtml", re.I), "application/xhtml+xml"),
    (re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta|script)[\s>]", re.I), "text/html"),
)
_LEADING: Final = re.compile(r"(?:\s|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>)*", re.S | re.I)
_MAIL_HEADER: Final = re.compile(
    r"(?:received|return-path|delivered-to|from|to|subject|date|message-id|mime-version|content-type|reply-to"
    r"|dkim-signature|x-[a-z-]+):[ \t]",
    re.I,
)
_HEADER_LINE: Final = re.compile(r"[!-9;-~]+:[ \t]|[ \t]")


def text_type(head: bytes, declared: str = "") -> str:
    """The media type of a text; empty when the bytes are no text.

    Args:
        head: The first bytes; may end inside a character.
        declared: What the name promises: tells tables and mails from other plain text, nothing else.
    """
    text = decoded(head)
    if text is None:
        return ""
    mail = _mail(text) if declared in ("", "message/rfc822") else ""  # a pasted mail in a .txt is that text
    return _markup(text, declared) or mail or _json(text) or _subtitles(text) or _plain(declared)


def decoded(head: bytes) -> str | None:
    """The beginning of a text in whichever encoding fits, or None. Legacy 8-bit encodings are read as Latin-1."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return _incremental(head, encoding)
    if b"\0" in head:
        return _utf_16_without_mark(head)
    text = _incremental(head, "utf-8")
    if text is None:
        text = head.decode("latin-1")
    controls = len(_CONTROLS.findall(head))
    return text if controls <= _CONTROLS_AT_MOST * len(head) else None


def _incremental(head: bytes, encoding: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(head, final=False)
    except UnicodeDecodeError:
        return None


def _utf_16_without_mark(head: bytes) -> str | None:
    """Text whose every second byte is mostly zero, as western text in UTF-16 is."""
    even, odd = head[0::2], head[1::2]
    for zeros, encoding in ((odd, "utf-16-le"), (even, "utf-16-be")):
        if len(zeros) and zeros.count(0) > 0.7 * len(zeros):
            text = _incremental(head, encoding)
            if text is not None and sum(not (c.isprintable() or c.isspace()) for c in text) <= len(text) * 0.005:
                return text
    return None


def _markup(text: str, declared: str) -> str:
    start = text.lstrip("\ufeff \t\r\n")
    if not start.startswith("<"):
        return ""
    found = _LEADING.match(start)
    root = start[found.end() if found else 0 :][:2048]
    for pattern, kind in _MARKUP:
        if pattern.match(root):
            return kind
    if start[:14].lower() == "<!doctype html":
        return "text/html"
    if start.startswith("<?xml") or declared == "application/xml":
        return "application/xml"
    return "text/html" if re.search(r"<(?:p|div|a|br|span|table|h[1-6])[\s>/]", start[:4096], re.I) else ""


def _mail(text: str) -> str:
    """Two known header lines among the first lines that all look like headers."""
    lines = re.split(r"\r?\n", text[:8192])
    known = 0
    for number, line in enumerate(lines):
        if number == 0 and line.startswith("From "):
            continue
        if not line or not _HEADER_LINE.match(line):
            break
        known += bool(_MAIL_HEADER.match(line))
    return "message/rfc822" if known >= 3 else ""


def _json(text: str) -> str:
    start = text.lstrip("\ufeff \t\r\n")
    pattern = r'\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\}\s*\Z)|\[\s*(?:[\[{"\d-]|true|false|null|\]\s*\Z)'
    found = re.match(pattern, start)
    if not found:
        return ""
    # "[1] As reported…" is prose: a list must go on as one.
    if start[0] == "[" and not re.match(r'\[\s*(?:\]|[\[{"]|(?:-?\d[\d.eE+-]*|true|false|null)\s*,)', start):
        return ""
    return "application/json"


def _subtitles(text: str) -> str:
    """SubRip, which has no word to know it by: its first lines are a number and two times."""
    start = text.lstrip("\ufeff \t\r\n")
    found = re.match(r"(?:\d{1,9}[ \t]*\r?\n)?\d{1,4}:\d{1,2}:\d{1,2}[.,]\d{1,3}[ \t]*-->[ \t]*\d{1,4}:\d{1,2}:", start)
    return "application/x-subrip" if found else ""


def _plain(declared: str) -> str:
    return declared if declared in ("text/csv", "text/tab-separated-values") else "text/plain"
