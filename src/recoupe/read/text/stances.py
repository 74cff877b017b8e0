"""What a text declines, denies, disavows or warns of: sentences that a hasty reader skips.

Declined comment and denials are found by their wording, in English and French; who declines or denies is the subject
of the sentence. Cautions are the limits a text puts on its own words ("no way of establishing a link", "what could
be").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from recoupe.read.text.events import plausible
from recoupe.read.text.phrases import Phrase
from recoupe.read.text.speakers import Line
from recoupe.read.text.subjects import clause_subject
from recoupe.read.text.words import Lexicon
from recoupe.read.text.words.needles import present
from recoupe.read.text.words.wording import wording

_DECLINED = ("declined", "no_reply", "unreachable")
_DENIALS = ("denial", "disavowal")
_KINDS = (*_DECLINED, *_DENIALS, "caution")
_CAUTIONS = wording("stances", "caution")
_REQUEST = wording("stances", "request")
_COMMENT = wording("stances", "comment")
_CLAUSE_MAX = 220


@dataclass(frozen=True, slots=True)
class Stance:
    """One finding: text[start:end], its sort (declined, denial, caution), kind, who, what."""

    start: int
    end: int
    sort: str
    kind: str
    who: str
    what: str | None = None


def stances(text: str, lines: list[Line], lex: Lexicon, publisher: str = "") -> list[Stance]:
    """All of them in order of place; `who` is as worded, "narrator" for the text itself."""
    folded = text.casefold()
    said = {kind: needles for kind in _KINDS if (needles := present(wording("stances", kind), folded))}
    found: list[Stance] = []
    for line in lines if said else ():
        if line.role in {"related", "boilerplate", "timestamp", "byline"}:
            continue
        for first, last in line.sentences:
            start, end = line.items[first].start, line.items[last - 1].end
            words = text[start:end]
            folded = words.casefold()
            kinds = [kind for kind, needles in said.items() if any(needle in folded for needle in needles)]
            if kinds:
                found += _declined(text, words, start, end, kinds, line, first, last, lex)
                found += _denials(text, words, start, end, kinds, line, first, last, lex)
            if "caution" in kinds:
                found += _cautions(text, start, end)
    return found


def subject_of(text: str, line: Line, first: int, last: int, lex: Lexicon) -> str | None:
    """The subject of a sentence as worded, or None."""
    phrase = clause_subject(line.items, first, last, lex)
    return worded(text, line, phrase) if phrase is not None and plausible(line.items, phrase, lex) else None


def worded(text: str, line: Line, phrase: Phrase) -> str:
    """The words of a phrase's head."""
    return text[line.items[phrase.head_first].start : line.items[phrase.head_last - 1].end]


def _declined(
    text: str, words: str, start: int, end: int, kinds: list[str], line: Line, first: int, last: int, lex: Lexicon
) -> list[Stance]:
    for kind in _DECLINED:
        match = wording("stances", kind).search(words) if kind in kinds else None
        if match is None or _quoted(line, start + match.start()):
            continue
        if kind == "no_reply" and not _COMMENT.search(words):
            continue
        who = subject_of(text, line, first, _token_at(line, start + match.start()), lex) or subject_of(
            text, line, first, last, lex
        )
        if who is None:
            continue
        asked = _REQUEST.search(words)
        return [Stance(start, end, "declined", kind, who, asked["what"].strip() if asked else None)]
    return []


def _denials(
    text: str, words: str, start: int, end: int, kinds: list[str], line: Line, first: int, last: int, lex: Lexicon
) -> list[Stance]:
    out = []
    for kind in _DENIALS:
        match = wording("stances", kind).search(words) if kind in kinds else None
        if match is None or _quoted(line, start + match.start()):
            continue
        who = subject_of(text, line, first, _token_at(line, start + match.start()), lex) or subject_of(
            text, line, first, last, lex
        )
        if who is not None:
            stop = end - 1 if words.endswith((".", "!", "?")) else end
            begin = start if kind == "denial" else start + match.start()
            out.append(Stance(begin, stop, "denial", kind, who))
    return out


def _cautions(text: str, start: int, end: int) -> list[Stance]:
    """The clause that the wording stands in, from it to the next point."""
    out: list[Stance] = []
    at = start
    while (match := _CAUTIONS.search(text, at, end)) is not None:
        stop = re.search(
            r"[.;!?\n]|,\s(?:but|and|mais|et)\b|[”\"»]", text[match.end() : min(end, match.end() + _CLAUSE_MAX)]
        )
        finish = match.end() + stop.start() if stop else min(end, match.end() + _CLAUSE_MAX)
        out.append(
            Stance(match.start(), finish, "caution", "caution", "narrator", text[match.start() : finish].strip())
        )
        at = max(finish, match.end())
    return out


def _token_at(line: Line, at: int) -> int:
    return next((i for i, token in enumerate(line.items) if token.end > at), len(line.items))


def _quoted(line: Line, at: int) -> bool:
    return any(t.kind == "quote" and t.start <= at < t.end for t in line.items)
