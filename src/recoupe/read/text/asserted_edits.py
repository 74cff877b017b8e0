"""What a text says was done to footage: cut, muted, shortened, put up again without something, or shown in full.

"a shortened version of the first one – without the sound of a firearm – was later uploaded" · "they took it out of the
video" · "la vidéo a été coupée" · "both videos can be seen in full". It says who says so, of which clip, and what is
gone. Whether it is so, the comparison of the copies tells, not the text.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

from recoupe.read.text.words.needles import present, search
from recoupe.read.text.words.wording import source, wording

Edit = Literal["removed", "shortened", "muted", "added", "altered", "complete"]
FOOTAGE = re.compile(rf"\b{source('edits', 'footage')}\b", re.IGNORECASE)
_SOUND = wording("edits", "sound")
_PICTURE = wording("edits", "picture")
_WITHOUT = wording("edits", "without")
_WHICH = wording("edits", "which")
_EDITS: tuple[Edit, ...] = ("complete", "muted", "removed", "shortened", "altered", "added")
_NEGATED = wording("edits", "negated")
_UPLOADED_WITHOUT = wording("edits", "uploaded_without")
_WHATS = tuple(f"what{n}" for n in range(1, 8))
"""Groups of the wordings that hold what is gone."""
_NEAR = 60
"""At most so many characters between "a shortened version" and what it lacks."""


@dataclass(frozen=True, slots=True)
class Asserted:
    """One assertion at text[start:end]."""

    start: int
    end: int
    edit: Edit
    what: str
    about: str
    sense: str


def asserted(text: str, start: int, end: int, *, footage_near: bool) -> list[Asserted]:
    """The assertions in one sentence.

    Args:
        text: The document's text.
        start, end: The sentence (or a comment between marks).
        footage_near: Whether the paragraph speaks of footage, for sentences such as "they took it out".
    """
    words = text[start:end]
    likely = _likely(text)
    if not likely or (not footage_near and not speaks_of_footage(words)):
        return []
    folded = words.casefold()
    found: list[Asserted] = []
    for edit in _EDITS:
        if not any(needle in folded for needle in likely.get(edit, ())):
            continue
        for match in wording("edits", edit).finditer(words):
            if any(f.start < start + match.end() and start + match.start() < f.end for f in found):
                continue
            what = _what(match, words, edit)
            about = _about(words, match)
            sense = _sense(what or match.group())
            place = start + match.start(), start + match.end()
            if _NEGATED.search(match.group()):  # "nothing was cut", "the video was not edited", "not shown in full"
                opposite: Edit = "shortened" if edit == "complete" else "complete"
                found.append(Asserted(*place, opposite, "", about, sense))
            else:
                found.append(Asserted(*place, edit, what, about, sense))
    put_up = search(_UPLOADED_WITHOUT, words)
    lacks = _WITHOUT.search(words, put_up.start()) if put_up else None
    if not found and put_up is not None and lacks is not None:
        what = lacks["what"].strip()
        place = start + put_up.start(), start + lacks.end("what")
        found.append(Asserted(*place, "removed", what, _about(words, put_up), _sense(what)))
    return _with_without(words, found, start)


def speaks_of_footage(words: str) -> bool:
    """Whether footage is named."""
    return search(FOOTAGE, words) is not None


@functools.lru_cache(maxsize=2)
def _likely(text: str) -> dict[str, tuple[str, ...]]:
    """The kinds of assertion that a text can hold at all, each with what gives it away there."""
    folded = text.casefold()
    kinds = (*_EDITS, "uploaded_without")
    return {kind: needles for kind in kinds if (needles := present(wording("edits", kind), folded))}


def _with_without(words: str, found: list[Asserted], start: int) -> list[Asserted]:
    """A shortened version "without the sound of a firearm" tells what is gone."""
    out = []
    for item in found:
        if item.edit in {"shortened", "removed"} and not item.what:
            after = _WITHOUT.search(words, max(0, item.start - start))
            if after and after.start() - (item.end - start) < _NEAR:
                what = after["what"].strip()
                item = Asserted(
                    item.start, max(item.end, start + after.end("what")), item.edit, what, item.about, _sense(what)
                )
        out.append(item)
    return out


def _what(match: re.Match[str], words: str, edit: Edit) -> str:
    for name in _WHATS:
        if name in match.re.groupindex and match[name]:
            return re.sub(r"\s+", " ", match[name]).strip(" ’'\"“”")
    return ""


def _about(words: str, match: re.Match[str]) -> str:
    """The footage meant: named in the match, else the nearest before it in the sentence, else after it."""
    named = list(_WHICH.finditer(words))
    inside = [m for m in named if m.start() < match.end() and m.end() > match.start()]
    before = [m for m in named if m.end() <= match.start()]
    after = [m for m in named if m.start() >= match.end()]
    best = inside[:1] or before[-1:] or after[:1]
    return best[0].group().strip() if best else ""


def _sense(words: str) -> str:
    if _SOUND.search(words):
        return "sound"
    return "picture" if _PICTURE.search(words) else ""
