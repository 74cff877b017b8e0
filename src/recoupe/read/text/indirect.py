"""Reported speech without quotation marks: "Romain said that the town was quiet", "selon la préfecture, …".

The span is what was said, as reported: the clause behind the verb, or the sentence around "he explained". Words in
marks inside it are quotations of their own (`recoupe.read.text.quotes`).
"""

from __future__ import annotations

from dataclasses import dataclass

from recoupe.read.text.events import Event, according, saying_events
from recoupe.read.text.speakers import Attribution, Line, attribution_of
from recoupe.read.text.words import Lexicon
from recoupe.read.text.words.lists import words

_THAT = frozenset(["that", "que", "qu'"])
_OPENERS = words("common", "clause_openers")
_NOT_REPORTED = words("common", "not_reported")
_BARE = words("common", "bare_reporters")
_MIN_WORDS = 4


@dataclass(frozen=True, slots=True)
class Reported:
    """What somebody is reported to have said: text[start:end] and whose it is."""

    start: int
    end: int
    attribution: Attribution


def reported(lines: list[Line], lex: Lexicon) -> list[Reported]:
    """Reported speech in order of place, at most one a sentence."""
    found = []
    for line in lines:
        if line.role not in {"body", "caption", "standfirst", "comment"}:
            continue
        for first, last in line.sentences:
            item = _of_sentence(line, first, last, lex)
            if item is not None:
                found.append(item)
    return found


def _of_sentence(line: Line, first: int, last: int, lex: Lexicon) -> Reported | None:
    items = line.items
    events = [
        e
        for e in saying_events(items, first, last, lex)
        if e.form in {"past", "present", "participle"} and e.lemma not in lex.weak and e.lemma not in _NOT_REPORTED
    ]
    for event in events:
        place = _content(line, event, first, last, lex)
        if place is not None:
            return Reported(
                items[place[0]].start, items[place[1] - 1].end, attribution_of(items, event.subject, "explicit", event)
            )
    phrase = according(items, first, last, lex)
    if phrase is not None:
        begin = phrase.last
        if begin < last and items[begin].kind == "word":  # "according to a report | published on Friday, …"
            begin = next((i for i in range(begin, last) if items[i].text == ","), begin)
        while begin < last and items[begin].kind == "point":
            begin += 1
        place = _bounded(line, begin, last)
        if place is not None:
            return Reported(items[place[0]].start, items[place[1] - 1].end, attribution_of(items, phrase, "explicit"))
    return None


def _content(line: Line, event: Event, first: int, last: int, lex: Lexicon) -> tuple[int, int] | None:
    items = line.items
    if event.subject.first > first and items[event.subject.first - 1].text == "," and _parenthetical(line, event, last):
        return _around(line, event, first, last)
    if event.inverted or event.subject.first > event.at:
        return None
    at = event.at + 1
    for i in range(at, min(last, at + 9)):
        if items[i].low in _THAT:
            return _bounded(line, i + 1, last)
        if items[i].kind == "quote" or items[i].text in {",", ":", ";"}:
            return None
    if at < last and (items[at].low in _OPENERS or items[at].capital) and event.lemma in _BARE:
        return _bounded(line, at, last)
    return None


def _parenthetical(line: Line, event: Event, last: int) -> bool:
    return event.at + 1 >= last or line.items[event.at + 1].text in {",", ".", "!", "?", "—", "–"}


def _around(line: Line, event: Event, first: int, last: int) -> tuple[int, int] | None:
    """What stands before "…, the note adds."; the whole sentence where the attribution stands inside it."""
    at_end = all(token.kind == "point" for token in line.items[event.at + 1 : last])
    return _bounded(line, first, event.subject.first - 1 if at_end else last)


def _bounded(line: Line, first: int, last: int) -> tuple[int, int] | None:
    items = line.items
    while last > first and items[last - 1].kind == "point" and items[last - 1].text in ".!?…;:,":
        last -= 1
    words = sum(t.kind == "word" for t in items[first:last])
    quoted = any(t.kind == "quote" for t in items[first:last])
    if words + 3 * quoted < _MIN_WORDS or (last - first == 1 and quoted):
        return None
    return first, last
