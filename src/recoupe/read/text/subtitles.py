"""Subtitles as a text: the words of each cue in order, and when each stands on the screen.

    read_subtitles("1\\n00:00:01,000 --> 00:00:02,500\\nHello\\n").parts[0].cue_ms == (1000, 2500)

SubRip (`.srt`, as its players read it; there is no standard) and WebVTT (W3C, Candidate Recommendation 2019). Styling,
places on the screen and comments are left out; a voice that WebVTT names stands before its words. The times are those
of the file, on the clock of the footage it belongs to: whether they fit that footage is not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from recoupe.errors import DamagedFile
from recoupe.model import Document, Part
from recoupe.read.text.language import quick_language

TYPES: Final = frozenset({"text/vtt", "application/x-subrip"})
MOST_CUES: Final = 100_000

_TIME: Final = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMES: Final = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t].*)?[ \t]*")
_NUMBER: Final = re.compile(r"[ \t]*\d{1,9}[ \t]*")
_BLOCK: Final = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?")
_VOICE: Final = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]{1,200})>")
_TAG: Final = re.compile(r"</?[a-zA-Z0-9:.][^<>]{0,200}>|\{\\[^{}]{0,100}\}")
_BREAK: Final = re.compile(r"\r\n|\r|\n")


def read_subtitles(text: str, *, encoding: str = "", language: str = "", remarks: tuple[str, ...] = ()) -> Document:
    """The document: one part for each cue, with its times.

    Args:
        text: The whole file, decoded.
        language: BCP 47, where it is known.
    Raises:
        DamagedFile: There is no cue in it.
    """
    words: list[str] = []
    parts: list[Part] = []
    at = wordless = backwards = 0
    for begins, ends, said in _cues(text):
        if len(parts) >= MOST_CUES:
            remarks = (*remarks, f"only the first {MOST_CUES:,} cues are read")
            break
        if not said:
            wordless += 1
            continue
        backwards += ends < begins
        parts.append(Part(start=at, end=at + len(said), cue_ms=(begins, ends)))
        words.append(said)
        at += len(said) + 1
    if not parts:
        raise DamagedFile("there is no line with a time and words in it", todo="check that these are subtitles")
    for count, what in ((wordless, "without words"), (backwards, "that end before they begin")):
        remarks = (*remarks, f"{count:,} cues {what}") if count else remarks
    joined = "\n".join(words)
    return Document(
        text=joined,
        offsets_into="rendition",
        encoding=encoding,
        language=language or quick_language(joined),
        parts=tuple(parts),
        remarks=remarks,
    )


def _cues(text: str) -> Iterator[tuple[int, int, str]]:
    """Begin and end in milliseconds, and the words, of each cue."""
    times: tuple[int, int] | None = None
    lines: list[str] = []
    skipping = False
    for line in _BREAK.split(text):
        found = _TIMES.fullmatch(line)
        if found:
            if times is not None:
                if lines and _NUMBER.fullmatch(lines[-1]):  # the number of the cue that begins, with no blank before
                    lines.pop()
                yield (*times, _words(lines))
            times, lines, skipping = (_ms(found, 1), _ms(found, 5)), [], False
        elif not line.strip():
            if times is not None:
                yield (*times, _words(lines))
            times, lines, skipping = None, [], False
        elif times is None and _BLOCK.fullmatch(line):
            skipping = True
        elif times is not None and not skipping:
            lines.append(line)
    if times is not None:
        yield (*times, _words(lines))


def _ms(found: re.Match[str], group: int) -> int:
    hours, minutes, seconds, parts = (found[group + n] or "0" for n in range(4))
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(parts.ljust(3, "0"))


def _words(lines: list[str]) -> str:
    said = _VOICE.sub(lambda voice: f"{voice[1].strip()}: ", "\n".join(lines))
    plain = unescape(_TAG.sub("", said))
    return " ".join(plain.split())
