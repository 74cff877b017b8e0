"""Tokens with offsets: what the grammars of numbers, units and dates read instead of characters.

One linear pass with one expression whose alternatives start with different characters and never overlap, so the time
is bounded by the length of the text whatever stands in it. Text is read one stretch (a paragraph) at a time, which
keeps memory flat on very long files; no expression of a figure or a date crosses a blank line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

LONGEST_STRETCH = 8_000
"""Code points read at once; a longer paragraph is cut at a space. Sentences of the press stay far below."""

_LETTER = r"[^\W\d_²³¹¼½¾⅐-⅞]"
_TOKEN = re.compile(
    r"(?P<link>(?i:https?://|www\.)\S+)"
    r"|(?P<digits>(?:\d+|(?<![\w.])\.\d+)(?:[.,]\d+)*)"
    r"|(?P<word>(?i:aujourd['’]hui\b)"
    r"|[APap]\.\s?[Mm]\b\.?|(?<!\w)(?:[A-Za-z]\.){2,}"
    rf"|{_LETTER}+(?:[\u0300-\u036f]+{_LETTER}*)*)"
    r"|(?P<sign>\S)"
)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n|\r\n?[^\S\n]*\r")


class Token(NamedTuple):
    """One word, run of digits or sign.

    kind: w (word), d (digits with their inner points and commas), s (sign), l (link). low: lower case. key: the same
    without accents, points and typographic apostrophes, for tables of either spelling. glued: nothing stands between
    this token and the one before. line: it opens a line. gap: the one character before it, where that is a space
    (which of them, tells grouped digits apart). capital: a word that starts with a capital letter.
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
    capital: bool = False


class Tokens(list[Token]):
    """The tokens of a stretch in order; `kept` holds what a grammar has read at a token and need not read again."""

    __slots__ = ("kept",)

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, int], Any] = {}


def words(text: str) -> frozenset[str]:
    """A set of words, written as one line."""
    return frozenset(text.split())


def plain(word: str) -> str:
    """Lower case without accents: août and AOUT are one key."""
    low = word.lower().replace("’", "'")
    if low.isascii():
        return low
    return "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))


_known: dict[str, tuple[str, str, str, bool]] = {}
"""Kind, low, key and capital of what was met before; the text of a token decides them."""
_KNOWN_MOST = 50_000
_LONG = 40
"""Characters from which a token is no word of a list, nor worth keeping."""


def _look_at(word: str, group: str) -> tuple[str, str, str, bool]:
    """Kind, low, key and capital of a token, kept for the next time."""
    kind, low = group[0], word.lower()
    if kind == "d" or (kind == "s" and word.isascii()) or len(word) >= _LONG:
        key = word
    else:
        key = plain(word)
        key = key.replace(".", "") if key[:1].isalpha() else key
    found = kind, low, key, kind == "w" and word[0].isupper()
    if len(word) < _LONG:
        if len(_known) >= _KNOWN_MOST:
            _known.clear()
        _known[word] = found
    return found


@lru_cache(maxsize=512)
def tokens(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """The tokens of text[start:end]; offsets count from the start of the whole text.

    Kept for the last few hundred stretches, because three readers want the same ones: not to be changed.
    """
    out = Tokens()
    last = start
    stop = len(text) if end is None else end
    make = tuple.__new__  # a third of the time of Token(…), and there are a thousand of them in an article
    for m in _TOKEN.finditer(text, start, stop):
        word = m[0]
        kind, low, key, capital = _known.get(word) or _look_at(word, m.lastgroup or "sign")
        begin, after = m.span()
        between = begin - last
        if between == 0:
            line, gap = begin == start, ""
        elif between == 1:
            gap = text[last]
            line = begin == start or gap in "\r\n"
        else:
            gap = ""
            line = begin == start or "\n" in text[last:begin] or "\r" in text[last:begin]
        out.append(make(Token, (kind, word, low, key, begin, after, not between and begin > start, line, gap, capital)))
        last = after
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
