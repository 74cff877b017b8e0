"""Speech without quotation marks: blocks of testimony, the posts of a page, questions and answers.

A block of testimony is a paragraph in the first person after a paragraph that introduces somebody ("Ana Roy is the
head of …"). An interview labels its turns ("ROY: It was dark."). Whole posts belong to the hand that signed them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from recoupe.read.text.entities import Entity
from recoupe.read.text.events import saying_events
from recoupe.read.text.names import Name
from recoupe.read.text.segments import SIGNATURE
from recoupe.read.text.speakers import Line
from recoupe.read.text.words import Lexicon
from recoupe.read.text.words.lists import words

_SKIPPED = frozenset({"pull_quote", "crosshead", "caption", "credit", "related", "embed", "editor_note", "notice"})
_I = words("common", "speaking_self")
_PLURAL = words("common", "speaking_together")
_WE = 2
_COPULAS = words("common", "copulas")
_HIS_OR_HER = {"m": frozenset({"he", "his", "him"}), "f": frozenset({"she", "her", "hers"})}
_HIS_OR_HER_FR = {"m": frozenset(["il"]), "f": frozenset(["elle"])}
_LABEL = re.compile(r"(?P<who>[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{1,30}|[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){0,3})\s?:\s+(?=\S)")
_INTRODUCTION_MAX = 500
_TURNS = 3
"""An interview has at least so many turns with labels."""

_WORDS = re.compile(r"[^\W\d_]{2,}")
_TURN_WORDS = 2
"""Half of the turns at least have so many words: "Injured: 74" is a line of a table, under whatever label."""

_HANDLE = re.compile(r"\((@\w[\w.]{0,39}(?:@[\w.-]{3,60})?)\)")


People = dict[int, tuple[Name, Entity]]
"""Where a name of a person begins → the name and the person."""


@dataclass(frozen=True, slots=True)
class Block:
    """Words given as somebody's own without marks: text[start:end], and where the speaker stands."""

    start: int
    end: int
    kind: str
    speaker: str
    speaker_start: int
    speaker_end: int
    entity: Entity | None
    how: str


def blocks(text: str, lines: list[Line], found: list[Entity], lex: Lexicon) -> list[Block]:
    """All blocks in order of place."""
    people = {name.start: (name, entity) for entity in found if entity.kind == "person" for name in entity.names}
    result = _testimony(text, lines, people, lex) + _turns(text, lines, people) + _posts(text, lines, found)
    return sorted(result, key=lambda block: block.start)


def _testimony(text: str, lines: list[Line], people: People, lex: Lexicon) -> list[Block]:
    out: list[Block] = []
    who: tuple[Name, Entity] | None = None
    spoke = False
    for line in lines:
        if line.role in _SKIPPED:
            continue
        introduced = _introduced(line, people, lex)
        if introduced is not None:
            who, spoke = introduced, False
            continue
        if who is None:
            continue
        name, entity = who
        if _in_first_person(line, entity, lex):
            out.append(
                Block(
                    line.start,
                    line.end,
                    "testimony",
                    text[name.start : name.end],
                    name.start,
                    name.end,
                    entity,
                    "implied",
                )
            )
            spoke = True
        elif spoke or line.quotes:
            who = None
    return out


def _introduced(line: Line, people: People, lex: Lexicon) -> tuple[Name, Entity] | None:
    """The person a short paragraph introduces: the name it begins with, and what he or she is."""
    if line.role != "body" or line.end - line.start > _INTRODUCTION_MAX or not line.items:
        return None
    opening = people.get(line.items[0].start)
    if opening is None and len(line.items) > 2:  # Mr. Roy, Dr Roy, French mayor Ana Roy
        opening = next((people[t.start] for t in line.items[1:5] if t.start in people), None)
    if opening is None or line.quotes or any(token.low in lex.first_person for token in line.items):
        return None
    name, entity = opening
    if len(name.words) < 2 and not name.gender and len(entity.names) < 2:
        return None
    after = [token for token in line.items if token.start >= name.end][:24]
    for n, token in enumerate(after):
        apart = n == 0 or after[0].text in {",", "(", "—", "–"} or after[0].low in lex.relatives
        if token.low in _COPULAS and apart:
            return opening
    return None


def _in_first_person(line: Line, entity: Entity, lex: Lexicon) -> bool:
    if line.quotes or line.role != "body" or len(line.items) < 8:
        return False
    own_words = [token.low for n, token in enumerate(line.items) if token.low in _I and not _numeral(line, n)]
    if not own_words or (len(own_words) < _WE and all(low in _PLURAL for low in own_words)):
        return False  # a single "we" is a writer's as often
    about = (_HIS_OR_HER_FR if lex.language == "fr" else _HIS_OR_HER).get(entity.gender, frozenset())
    own = {name.start for name in entity.names}
    heads = (
        line.items[event.subject.head_first]
        for first, last in line.sentences
        for event in saying_events(line.items, first, last, lex)
    )
    told = any(head.low in about or head.start in own for head in heads)
    return not told


def _numeral(line: Line, n: int) -> bool:
    """Whether an I is a number: a Level I centre, World War I."""
    return line.items[n].text == "I" and n > 0 and line.items[n - 1].capital


def _turns(text: str, lines: list[Line], people: People) -> list[Block]:
    """Paragraphs that begin with a name and a colon, when several do and the labels come back."""
    labelled: list[tuple[Line, re.Match[str]]] = []
    for line in lines:
        match = _LABEL.match(text, line.start, line.end)
        if line.role == "body" and match and not line.quotes:
            labelled.append((line, match))
    counts: dict[str, int] = {}
    for _, match in labelled:
        counts[match["who"]] = counts.get(match["who"], 0) + 1
    spoken = sum(len(_WORDS.findall(text, match.end(), line.end)) >= _TURN_WORDS for line, match in labelled)
    if len(labelled) < _TURNS or 2 * spoken < len(labelled) or not _is_dialogue(counts, people):
        return []
    surnames = {n.words[-1].casefold(): (n, e) for n, e in people.values()}
    out = []
    for line, match in labelled:
        label = match["who"]
        if counts[label] < 2 and len(counts) > 4:
            continue
        _, entity = surnames.get(label.split()[-1].casefold(), (None, None))
        out.append(
            Block(match.end(), line.end, "testimony", label, match.start("who"), match.end("who"), entity, "explicit")
        )
    return out


def _is_dialogue(counts: dict[str, int], people: People) -> bool:
    """Whether labels are those of people who speak in turn: two that come back, or one that is somebody's name.

    "Ingredients:" under every dish comes back as well, and alone.
    """
    back = [label for label, count in counts.items() if count > 1]
    surnames = {name.words[-1].casefold() for name, _ in people.values()}
    return len(back) > 1 or any(label.isupper() or label.split()[-1].casefold() in surnames for label in back)


def _posts(text: str, lines: list[Line], found: list[Entity]) -> list[Block]:
    """The whole text of an embedded post, given to whoever signed it."""
    by_handle = {alias: entity for entity in found for alias in entity.aliases if alias.startswith("@")}
    out = []
    for n, line in enumerate(lines):
        if line.role != "embed":
            continue
        match = SIGNATURE.search(text[line.start : line.end])
        handle = _HANDLE.search(text, line.start, line.end)
        if match is None or handle is None:
            continue
        entity = by_handle.get(handle[1])
        start = line.start + match.start()
        words = text[start : handle.start()].strip(" —–-\u00a0")
        place = text.index(words, start) if words else handle.start(1)
        speaker = words or handle[1]
        body = text[line.start : start].rstrip(" —–-")
        if len(body) > 3:
            out.append(
                Block(
                    line.start,
                    line.start + len(body),
                    "embed",
                    speaker,
                    place,
                    place + len(speaker),
                    entity,
                    "explicit",
                )
            )
        elif n and lines[n - 1].role == "embed":
            before = lines[n - 1]
            out.append(
                Block(before.start, before.end, "embed", speaker, place, place + len(speaker), entity, "explicit")
            )
    return out
