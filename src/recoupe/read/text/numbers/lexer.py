"""Tokens with offsets: what the grammars of numbers, units and dates read instead of characters.

One linear pass with one expression whose alternatives start with different characters and never overlap, so the time
is bounded by the length of the text whatever stands in it. Text is read one stretch (a paragraph) at a time, which
keeps memory flat on very long files; no expression of a figure or a date crosses a blank line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST_STRETCH = 8_000
"""Code points read at once; a longer paragraph is cut at a space. Sentences of the press stay far below."""

_TOKEN = re.compile(
    r"(?P<link>(?:https?://|www\.)\S+)"
    r"|(?P<digits>(?:\d+|(?<![\w.])\.\d+)(?:[.,]\d+)*)"
    r"|(?P<word>aujourd['’]hui\b"
    r"|[AP]\.\s?M\b\.?|(?<!\w)(?:[A-Z]\.){2,}"
    r"|[^\W\d_²³¹¼½¾⅐-⅞](?:[^\W\d_²³¹¼½¾⅐-⅞]|[\u0300-\u036f])*)"
    r"|(?P<sign>\S)",
    re.IGNORECASE,
)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n|\r\n?[^\S\n]*\r")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, run of digits or sign.

    kind: w (word), d (digits with their inner points and commas), s (sign), l (link). low: lower case. key: the same
    without accents, points and typographic apostrophes, for tables of either spelling. glued: nothing stands between
    this token and the one before. line: it opens a line. gap: the one character before it, where that is a space
    (which of them, tells grouped digits apart).
    """

    kind: str
    text: str
    low: str
    key: str
    start: int
    end: int
    glued: bool
    line: bool
    gap: str = ""

    @property
    def capital(self) -> bool:
        """Starts with a capital letter."""
        return self.kind == "w" and self.text[0].isupper()


def words(text: str) -> frozenset[str]:
    """A set of words, written as one line."""
    return frozenset(text.split())


def plain(word: str) -> str:
    """Lower case without accents: août and AOUT are one key."""
    low = word.lower().replace("’", "'")
    if low.isascii():
        return low
    return "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))


@lru_cache(maxsize=20_000)
def _keys(word: str) -> tuple[str, str]:
    key = plain(word)
    return word.lower(), key.replace(".", "") if key[:1].isalpha() else key


@lru_cache(maxsize=64)
def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of text[start:end]; offsets count from the start of the whole text.

    Kept for the last few hundred stretches, because three readers want the same ones: not to be changed.
    """
    out: list[Token] = []
    last = start
    stop = len(text) if end is None else end
    for m in _TOKEN.finditer(text, start, stop):
        kind = m.lastgroup or "sign"
        word = m[0]
        low, key = _keys(word) if len(word) < 40 else (word.lower(), word)
        begin = m.start()
        line = begin == start or "\n" in text[last:begin] or "\r" in text[last:begin]
        gap = text[last] if begin == last + 1 else ""
        out.append(Token(kind[0], word, low, key, begin, m.end(), begin == last and begin > start, line, gap))
        last = m.end()
    return out


def stretches(text: str, cuts: tuple[int, ...] = ()) -> Iterator[tuple[int, int]]:
    """The paragraphs of a text as [start, end), in order; `cuts` are further places where one ends."""
    edges = iter([*sorted(set(cuts)), len(text)])
    edge = next(edges)
    begin = 0
    while begin < len(text):
        while edge <= begin:
            edge = next(edges)
        blank = _BLANK_LINE.search(text, begin, min(edge, begin + LONGEST_STRETCH))
        end = blank.end() if blank else min(edge, begin + LONGEST_STRETCH)
        if not blank and end < edge:
            space = max(text.rfind("\n", begin, end), text.rfind(" ", begin, end))
            end = space + 1 if space > begin else end
        if not text[begin:end].isspace():
            yield begin, end
        begin = end
