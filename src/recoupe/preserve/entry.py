r"""Entry files: one act each, as header lines `key: value` that awk reads.

    >>> read_entry(write_entry([("act", "add"), ("origin_caption", "two\nlines")]))
    (('act', 'add'), ('origin_caption', 'two\nlines'))

A value is UTF-8 on one line. A backslash begins an escape: `\\` is a backslash, `\n` a line feed, and `\u{hex}` any
other character that could break a line, hide, or turn the direction of writing. Each value has exactly one written
form, so an entry that was read and written again has the same bytes. Keys may repeat.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

FORMAT = "recoupe-entry/1"
Fields = tuple[tuple[str, str], ...]

_KEY = re.compile(r"[a-z][a-z0-9_]*\Z")
# Controls (C0, DEL, C1), line and paragraph separators, direction marks and overrides, byte order mark, surrogates.
_UNSAFE = re.compile("[\\\\\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_UNSAFE_IN_TEXT = re.compile(_UNSAFE.pattern.replace("\x00-\x1f", "\x00-\x09\x0b-\x1f"))
_ESCAPE = re.compile(r"\\(?:(?P<plain>[\\n])|u\{(?P<hex>[0-9a-f]{1,6})\})")
_SHORT = {"\\": "\\\\", "\n": "\\n"}


class EntryError(ValueError):
    """The bytes are not an entry."""


def write_entry(fields: Iterable[tuple[str, str]]) -> bytes:
    """The bytes of an entry with these fields, in this order, below the format line.

    Raises:
        EntryError: A key is not a lower-case word.
    """
    lines = [f"format: {FORMAT}\n"]
    for key, value in fields:
        if not _KEY.match(key) or key == "format":
            raise EntryError(f"{key!r} cannot be a key of an entry: want a lower-case word that is not `format`")
        lines.append(f"{key}: {escape(value)}\n")
    return "".join(lines).encode()


def read_entry(data: bytes) -> Fields:
    """The fields of an entry below its format line, in order.

    Raises:
        EntryError: The bytes are not an entry in the one written form; says at which line.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise EntryError(f"the entry is not UTF-8 at byte {error.start}") from error
    # Nearly every entry is free of escapes; asking once for all of it halves the time of a check of many acts.
    plain = _UNSAFE_IN_TEXT.search(text) is None
    lines = text.split("\n")
    if lines.pop() != "":
        raise EntryError("the entry does not end with a line feed")
    if not lines or lines[0] != f"format: {FORMAT}":
        raise EntryError(f"the entry does not begin with `format: {FORMAT}`")
    return tuple(_field(number, line, plain=plain) for number, line in enumerate(lines[1:], 2))


def escape(value: str) -> str:
    """The written form of a value."""
    return _UNSAFE.sub(lambda match: _SHORT.get(match[0]) or f"\\u{{{ord(match[0]):x}}}", value)


def unescape(written: str) -> str:
    """The value of a written form.

    Raises:
        EntryError: It is not the one written form of any value.
    """
    value = _ESCAPE.sub(_character, written)
    if escape(value) != written:
        raise EntryError(f"{written[:80]!r} is not written as this format writes it")
    return value


def _field(number: int, line: str, *, plain: bool) -> tuple[str, str]:
    key, colon, written = line.partition(": ")
    if not colon or not _KEY.match(key) or key == "format":
        raise EntryError(f"line {number} of the entry is not `key: value`")
    return key, written if plain else unescape(written)


def _character(match: re.Match[str]) -> str:
    if match["plain"]:
        return "\n" if match["plain"] == "n" else "\\"
    code = int(match["hex"], 16)
    if code > 0x10FFFF:
        raise EntryError(f"{match[0]} names no character")
    return chr(code)
