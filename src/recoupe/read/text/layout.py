"""Where the paragraphs of a text are, and its lines: spans into the untouched characters.

A blank line ends a paragraph. A single line end does, too, unless the block is hard-wrapped like an e-mail. The
decision is made block by block, so that text added elsewhere changes nothing here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_BREAK = re.compile(r"\r\n|[\r\n\u2028\u2029\x0b\x0c\x85]")
_BULLET = re.compile(r"\s*(?:[-•*–—·>]|\d{1,3}[.)])\s")
WRAP_MIN, WRAP_MAX = 40, 100
"""Widths in characters at which programs wrap lines; a line outside them was not wrapped."""

MAX_PARAGRAPH = 20_000
"""A longer stretch without a line end (minified data, a log on one line) is cut for the readers' sake."""


class Stretch(NamedTuple):
    """A stretch [start, end) of the text, blanks at its ends left out."""

    start: int
    end: int


def lines(text: str) -> list[Stretch]:
    """Every line that holds more than blanks."""
    found = []
    for match in _LINE.finditer(text):
        stretch = trimmed(text, match.start(), match.end())
        if stretch.end > stretch.start:
            found.append(stretch)
    return found


def paragraphs(text: str) -> list[Stretch]:
    """The paragraphs in order. Each is within one block of lines; none is empty."""
    found: list[Stretch] = []
    block: list[Stretch] = []
    for line in lines(text):
        if block and len(_BREAK.findall(text, block[-1].end, line.start)) > 1:
            found += _of_block(text, block)
            block = []
        block.append(line)
    found += _of_block(text, block)
    return [piece for stretch in found for piece in _bounded(text, stretch)]


def trimmed(text: str, start: int, end: int) -> Stretch:
    """The stretch without blanks at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Stretch(start, end)


def _of_block(text: str, block: list[Stretch]) -> list[Stretch]:
    if len(block) < 2 or not _wrapped(text, block):
        return block
    found = [block[0]]
    for line in block[1:]:
        if _BULLET.match(text, line.start, line.end):
            found.append(line)
        else:
            found[-1] = Stretch(found[-1].start, line.end)
    return found


def _wrapped(text: str, block: list[Stretch]) -> bool:
    """Whether each line ends where the next word would not have fitted any more."""
    widths = [line.end - line.start for line in block]
    widest = max(widths)
    if not WRAP_MIN <= widest <= WRAP_MAX:
        return False
    fits = 0
    for following, width in zip(block[1:], widths, strict=False):
        words = text[following.start : following.end]
        word = re.match(r"\S+", words)
        item = _BULLET.match(words) is not None
        fits += word is not None and not item and width + 1 + len(word.group()) <= widest
    return fits * 5 <= len(block) - 1


def _bounded(text: str, stretch: Stretch) -> list[Stretch]:
    pieces = []
    start = stretch.start
    while stretch.end - start > MAX_PARAGRAPH:
        cut = text.rfind(" ", start + MAX_PARAGRAPH // 2, start + MAX_PARAGRAPH)
        cut = cut if cut > 0 else start + MAX_PARAGRAPH
        pieces.append(trimmed(text, start, cut))
        start = cut
    pieces.append(trimmed(text, start, stretch.end))
    return [piece for piece in pieces if piece.end > piece.start]
