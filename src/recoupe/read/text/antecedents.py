"""Who he or she is: the subject of the sentences before, nearest first, as a reader takes it.

Ana Roy met Leo Marsh on Friday. “It was late,” she said. The person a sentence is about comes before one it only
mentions; a pronoun of the same gender stands for whoever it stood for. What is between quotation marks is another's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from recoupe.read.text.analysis import Analysis
from recoupe.read.text.entities import Entity
from recoupe.read.text.events import saying_events
from recoupe.read.text.phrases import Phrase
from recoupe.read.text.speakers import Line
from recoupe.read.text.subjects import clause_subject, last_clause
from recoupe.read.text.tokens import Token
from recoupe.read.text.words.lists import words

_SENTENCES = 6
"""So many sentences with words of the narrator are looked at; a pronoun further from its person is not for us."""
_BODY = frozenset({"body", "comment"})
_OF_GENDER = {"m": words("common", "men"), "f": words("common", "women")}
_COUNTING = words("common", "quantities") | {"no"}
_THIS = frozenset({"this", "ce", "cet", "cette"})
_DEFINITE = frozenset({"the", "le", "la", "l'", "les", "this", "that", "ce", "cet", "cette"})


class Meant(NamedTuple):
    """The person a pronoun stands for: an entity, or the words for somebody without a name."""

    entity: Entity | None
    person: str | None


class Antecedents:
    """Looks back in one analysed document. `entity_at` gives the entity named at a range of characters."""

    def __init__(self, analysis: Analysis, entity_at: Callable[[int, int], Entity | None]) -> None:
        self.analysis = analysis
        self.entity_at = entity_at
        self.known: dict[int, Meant] = {}
        self._starts = [line.start for line in analysis.lines]

    def find(self, at: int, gender: str) -> Meant | None:
        """Whom the pronoun at a character stands for; gender m or f. None where no sentence near tells."""
        n = bisect_right(self._starts, at) - 1
        if n < 0 or self.analysis.lines[n].role not in _BODY:
            return None  # a caption is a text of its own
        left, maybe, chained = _SENTENCES, None, False
        while n >= 0 and left:
            line = self.analysis.lines[n]
            n -= 1
            if line.role not in _BODY:
                continue
            for first, last in reversed(line.sentences):
                end = next((i for i in range(first, last) if line.items[i].start >= at), last)
                if end == first or all(t.kind != "word" for t in line.items[first:end]):
                    continue
                meant, sure = self._in_sentence(line, first, end, gender)
                known = meant is not None and meant.entity is not None and len(meant.entity.names) > 1
                if meant is not None and (sure or (known and left == _SENTENCES)):
                    return meant
                if chained and (named := self._only_one_named(line, first, end, gender)) is not None:
                    return named
                maybe = maybe or meant
                chained = self._is_about_pronoun(line.items, first, end, gender)
                left -= 1
                if not left:
                    break
        return maybe

    def _in_sentence(self, line: Line, first: int, last: int, gender: str) -> tuple[Meant | None, bool]:
        """Whom the sentence is about, and whether it says so surely: by a verb of saying, or by the person's gender."""
        lex = self.analysis.lex
        events = [
            e for e in saying_events(line.items, first, last, lex) if e.form in {"past", "present"} and not e.relative
        ]
        clauses = dict.fromkeys([last_clause(line.items, first, last, lex), first])
        subjects = [clause_subject(line.items, begin, last, lex) for begin in clauses]
        phrases = [(e.subject, True) for e in events] + [(s, False) for s in subjects if s is not None]
        maybe: Meant | None = None
        for phrase, says in phrases:
            meant = self._meant(line.items, phrase, gender, says=says)
            if meant is None:
                continue
            if says or meant.entity is None or meant.entity.gender == gender:
                return meant, True
            maybe = maybe or meant
        return maybe, False

    def _meant(self, items: list[Token], phrase: Phrase, gender: str, *, says: bool) -> Meant | None:
        lex = self.analysis.lex
        head = items[phrase.head_first]
        if phrase.head_last - phrase.head_first == 1 and head.low in lex.pronouns:
            return self.known.get(head.start) if lex.pronouns[head.low] == gender else None
        start, end = head.start, items[phrase.head_last - 1].end
        other = _OF_GENDER["m" if gender == "f" else "f"]
        if any(t.low in other and not t.capital for t in items[phrase.first : phrase.head_last]):
            return None
        first = items[phrase.first]
        core = _core(items, phrase, lex.prepositions)
        nouns = [t for t in core if not t.capital and (t.low in lex.persons or t.low in lex.people)]
        if phrase.named and (entity := self.entity_at(start, end)) is not None:
            if entity.kind == "person":
                return Meant(entity, None) if entity.gender in {"", "u", gender} else None
            one_word = phrase.head_last - phrase.head_first == 1
            if one_word and (namesake := self._by_surname(head.text, gender, start)) is not None:
                return Meant(namesake, None)  # Ana Reno, though Reno is a town as well
            if not nouns and (one_word or entity.kind != "other"):
                return None
        if phrase.named and not nouns:
            return Meant(None, self.analysis.text[start:end]) if says and head.low not in lex.titles else None
        if not nouns or first.low in _DEFINITE or (lex.language == "en" and nouns[-1].low.endswith("s")):
            return None
        owned = phrase.first + 1 < phrase.last and items[phrase.first + 1].low in {"'s", "'"}
        if not (first.low in lex.determiners or owned) or nouns[-1].low in _COUNTING:
            return None
        if phrase.named:
            return Meant(None, self.analysis.text[start:end])
        return Meant(None, self.analysis.text[first.start : items[phrase.last - 1].end])

    def _by_surname(self, word: str, gender: str, before: int) -> Entity | None:
        people = (e for e in self.analysis.entities if e.kind == "person" and e.gender in {"", "u", gender})
        fits = [e for e in people if e.name.endswith(f" {word}") and any(name.start < before for name in e.names)]
        return fits[0] if len(fits) == 1 else None

    def _is_about_pronoun(self, items: list[Token], first: int, last: int, gender: str) -> bool:
        lex = self.analysis.lex
        subject = clause_subject(items, first, last, lex)
        if subject is None:
            return False
        if items[subject.first].low in _THIS:
            return any(t.low in lex.persons for t in items[subject.first : subject.last])
        return lex.pronouns.get(items[subject.head_first].low) == gender

    def _only_one_named(self, line: Line, first: int, last: int, gender: str) -> Meant | None:
        """A sentence about "she" follows one that names one woman only, be it as an object."""
        named: list[Entity] = []
        for token in line.items[first:last]:
            entity = self.entity_at(token.start, token.end) if token.capital and token.kind == "word" else None
            if entity is not None and entity.kind == "person" and entity not in named:
                named.append(entity)
        return Meant(named[0], None) if len(named) == 1 and named[0].gender in {"", "u", gender} else None


def _core(items: list[Token], phrase: Phrase, prepositions: frozenset[str]) -> list[Token]:
    inside = items[phrase.first : phrase.last]
    return inside[: next((i for i, t in enumerate(inside) if i and t.low in prepositions), len(inside))]
