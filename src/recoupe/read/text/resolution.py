"""Who a mention is: "he", "the group", "Salomé" → the person or group the text named before.

Only what stands in this document counts. A mention that fits nobody stays as worded: no name is made up.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from recoupe.read.text.analysis import Analysis
from recoupe.read.text.antecedents import Antecedents, Meant
from recoupe.read.text.entities import Entity
from recoupe.read.text.nouns import possessive
from recoupe.read.text.speakers import Attribution
from recoupe.read.text.subjects import clause_subject
from recoupe.read.text.tokens import Token
from recoupe.read.text.words import Lexicon
from recoupe.read.text.words.lists import words
from recoupe.read.text.words.names import key_of, organisations

_NEAR = 800
"""Characters over which a plural pronoun may go back to the speaker before it."""

_INTRODUCED = 3_000
"""Characters over which "the official" may go back to "an official"."""
_BARE_DESCRIPTION = 2
_APART = frozenset({",", "(", "—", "–", "--"})
_ONE = frozenset({"a", "an", "one", "another", "un", "une"})

_COPULAS = words("common", "copulas")
GROUP_NOUNS = words("common", "group_nouns")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A speaker: as worded, the place of the words, and the entity or unnamed person they stand for."""

    worded: str
    start: int
    end: int
    person: str | None
    entity: Entity | None


class Resolver:
    """Looks mentions up in one analysed document."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self._by_place: list[tuple[int, int, Entity]] = sorted(
            ((name.start, name.end, entity) for entity in analysis.entities for name in entity.names),
            key=lambda x: x[:2],
        )
        self._starts = [start for start, _, _ in self._by_place]
        self._covered = [
            (p.outer_start, p.outer_end) for p, s in zip(analysis.stretches, analysis.speech, strict=True) if s
        ]
        self._covered_starts = [a for a, _ in self._covered]
        self._line_starts = [line.start for line in analysis.lines]
        self._unnamed: list[tuple[int, int, str, str]] = []
        self._antecedents = Antecedents(analysis, self.entity_at)

    def entity_at(self, start: int, end: int) -> Entity | None:
        """The entity whose name touches [start, end); the last one, since a head comes last in English."""
        found = None
        at = max(0, bisect_right(self._starts, start) - 1)
        for a, b, entity in self._by_place[at:]:
            if a >= end:
                break
            if b > start:
                found = entity
        return found

    def resolve_all(self) -> dict[int, Resolved]:
        """Every attribution of the document, in order of place, so that each may lean on those before."""
        out: dict[int, Resolved] = {}
        order = sorted(self.analysis.speakers, key=lambda k: self.analysis.stretches[k].start)
        previous: Resolved | None = None
        seen: dict[tuple[int, int], Resolved] = {}
        for k in order:
            attribution = self.analysis.speakers[k]
            key = (attribution.start, attribution.end)
            resolved = seen.get(key) or self.resolve(attribution, previous)
            seen[key] = resolved
            out[k] = resolved
            previous = resolved
        return out

    def resolve(self, attribution: Attribution, previous: Resolved | None = None) -> Resolved:
        """Who one mention is; `previous` is the speaker before it, if one is known."""
        text = self.analysis.text
        worded = text[attribution.start : attribution.end]
        lex = self.analysis.lex
        low = worded.lower().replace("’", "'")
        if gender := lex.pronouns.get(low) or possessive(low):
            entity, phrase = self._antecedent(attribution.start, gender, previous)
            if gender in {"m", "f"} and (entity is not None or phrase is not None):
                self._antecedents.known[attribution.start] = Meant(entity, phrase)
            person = entity.name if entity is not None else phrase
            return Resolved(worded, attribution.start, attribution.end, person, entity)
        entity = self.entity_at(attribution.start, attribution.end) if attribution.named else None
        if entity is None and not attribution.named:
            if (meant := self._introduced(attribution.start, worded)) is not None:
                return Resolved(worded, attribution.start, attribution.end, meant.person, meant.entity)
            entity = self._described(attribution, worded, previous)
        if entity is None and attribution.phrase_end > attribution.phrase_start and not attribution.named:
            self._unnamed.append((attribution.start, attribution.end, worded, ""))
        return Resolved(worded, attribution.start, attribution.end, entity.name if entity else None, entity)

    def _introduced(self, at: int, worded: str) -> Meant | None:
        """Who was brought in as "a port official" before "the official" speaks: the last one, by name if known."""
        lex = self.analysis.lex
        words = worded.lower().replace("’", "'").split()
        if (
            len(words) != _BARE_DESCRIPTION
            or words[0] not in {"the", "le", "la"}
            or words[1] not in lex.people | lex.groups
        ):
            return None
        for n in range(bisect_right(self._line_starts, at) - 1, -1, -1):
            line = self.analysis.lines[n]
            if at - line.end > _INTRODUCED:
                break
            for i in range(len(line.items) - 1, 0, -1):
                if line.items[i].start < at and line.items[i].low == words[1]:
                    meant = self._brought_in(line.items, i)
                    if meant is not None:
                        return meant
        return None

    def _brought_in(self, items: list[Token], noun: int) -> Meant | None:
        first = next((k for k in range(noun - 1, max(-1, noun - 5), -1) if items[k].low in _ONE), None)
        if first is None or any(t.kind != "word" for t in items[first:noun]):
            return None
        before, after = items[first - 1] if first else None, items[noun + 1 : noun + 3]
        beside: Token | None = None
        if before is not None and first > 1 and (before.text in _APART or before.low in _COPULAS):
            beside = items[first - 2]  # Ana Roy, a baker · Ana Roy is a baker
        elif after and after[-1].capital and (after[0] is after[-1] or after[0].text == "," or after[0].capital):
            beside = after[0] if after[0].capital else after[-1]  # a baker, Ana Roy
        if beside is None:
            if items[noun].low not in self.analysis.lex.people and noun - first == 1:
                return Meant(None, None)  # "a statement", "a group": no more than "the statement" says itself
            return Meant(None, self.analysis.text[items[first].start : items[noun].end])
        entity = self.entity_at(beside.start, beside.end)
        return Meant(entity, entity.name) if entity is not None and entity.kind == "person" else None

    def _described(self, attribution: Attribution, worded: str, previous: Resolved | None) -> Entity | None:
        """ "the group", "the Dieppe native": a definite description of what was named last."""
        words = worded.lower().replace("’", "'").split()
        if not words or not (words[0] in {"the", "le", "la"} or words[0].startswith("l'")):
            return None
        if (held := self._with_role(attribution.start, words)) is not None:
            return held
        if words[-1].removeprefix("l'") in GROUP_NOUNS and len(words) <= 3:
            return self._last(attribution.start, {"organisation"}, "", listed=False)
        if (
            words[-1] in self.analysis.lex.persons
            and words[-1] in self.analysis.lex.persons
            and not words[-1].endswith("s")
        ):
            if (
                previous is not None
                and previous.entity is not None
                and previous.entity.kind == "person"
                and attribution.start - previous.start < 1_500
                and _may_be(previous.entity, words, self.analysis.lex)
            ):
                return previous.entity
            near = self._last(attribution.start, {"person"}, "")
            return near if near is not None and _may_be(near, words, self.analysis.lex) else None
        return None

    def _with_role(self, at: int, words: list[str]) -> Entity | None:
        """The one entity named before that the text calls so: "the mayor" of Ana Roy, the mayor; "the union"."""
        if len(words) != _BARE_DESCRIPTION:
            return None
        noun = words[1]
        found: list[Entity] = []
        low, high = bisect_right(self._starts, at - _INTRODUCED), bisect_right(self._starts, at)
        for start, _, entity in self._by_place[low:high]:
            unlike = {"le": "f", "la": "m"}.get(words[0]) == entity.gender
            if start >= at or entity in found or entity.kind == "place" or unlike:
                continue
            if entity.kind == "person":
                named_so = noun in _words_of(entity.role or "")
            else:
                known = entity.kind == "organisation" or noun in GROUP_NOUNS | self.analysis.lex.groups
                named_so = known and entity.name.lower().endswith(f" {noun}")
            if named_so:
                found.append(entity)
        return found[0] if len(found) == 1 else None

    def _antecedent(self, at: int, gender: str, previous: Resolved | None) -> tuple[Entity | None, str | None]:
        if gender in {"m", "f"}:
            if (meant := self._antecedents.find(at, gender)) is not None:
                return meant
            near = self._last(at, {"person"}, gender)
            start = next((line.start for line in self.analysis.lines if line.start <= at < line.end), 0)
            if near is None or all(not start <= name.start < at for name in near.names):
                unnamed = self._unnamed_before(at)
                if unnamed is not None:
                    return None, unnamed
            if previous is not None and previous.entity is not None and previous.entity.kind == "person":
                other = previous.entity
                fits = not other.gender or other.gender == gender or other.gender == "u"
                if fits and (
                    near is None
                    or self._distance(other, at) <= self._distance(near, at)
                    or not self._subject_since(previous.end, at, near)
                ):
                    return other, None
            if near is not None and self._distance(near, at) < 2_500:
                return near, None
            return None, None
        if gender == "n":
            return self._last(at, {"organisation"}, ""), None
        if gender == "p" and previous is not None and at - previous.end < _NEAR:
            if previous.entity is None:
                return None, previous.person or previous.worded
            return (previous.entity, None) if previous.entity.kind == "organisation" else (None, None)
        return None, None

    def _unnamed_before(self, at: int) -> str | None:
        lex = self.analysis.lex
        for line in self.analysis.lines:
            if not line.start <= at < line.end:
                continue
            best: str | None = None
            for i, token in enumerate(line.items):
                if token.start >= at:
                    break
                if token.low in {"a", "an", "one", "un", "une"}:
                    for j in range(i + 1, min(i + 4, len(line.items))):
                        if line.items[j].low in lex.persons:
                            best = self.analysis.text[token.start : self._phrase_end(line.items, j)]
                            break
            return best
        return None

    def _phrase_end(self, items: list, j: int) -> int:  # type: ignore[type-arg]
        end = int(items[j].end)
        k = j + 1
        while k + 1 < len(items) and items[k].low in {"of", "de", "du", "des", "d'"}:
            while k + 1 < len(items) and items[k].text not in {",", ".", ";", ":", "(", "—"}:
                k += 1
            quote = self.analysis.text[items[k - 1].end : items[k - 1].end + 1]
            end = int(items[k - 1].end) + (quote in "'’”\"»" and bool(quote))
        return end

    def _distance(self, entity: Entity, at: int) -> int:
        before = [at - name.end for name in entity.names if name.end <= at]
        return min(before, default=10**9)

    def _subject_since(self, start: int, at: int, entity: Entity) -> bool:
        """Whether the nearer person was the subject of a sentence in between, outside quotations."""
        starts = {
            name.start for name in entity.names if start <= name.start < at and not self._inside_quote(name.start)
        }
        if not starts:
            return False
        for line in self.analysis.lines:
            if line.end <= start or line.start >= at:
                continue
            for first, last in line.sentences:
                if not any(line.items[first].start <= s < line.items[last - 1].end for s in starts):
                    continue
                subject = clause_subject(line.items, first, last, self.analysis.lex)
                if subject is None:
                    continue
                a, b = line.items[subject.first].start, line.items[subject.last - 1].end
                if any(a <= s < b for s in starts):
                    return True
        return False

    def _inside_quote(self, at: int) -> bool:
        i = bisect_right(self._covered_starts, at) - 1
        return i >= 0 and at < self._covered[i][1]

    def _last(self, at: int, kinds: set[str], gender: str, *, listed: bool = True) -> Entity | None:
        """The entity named last before a place; without `listed`, none of the well-known platforms and companies."""
        i = bisect_right(self._starts, at) - 1
        while i >= 0:
            start, end, entity = self._by_place[i]
            fits = entity.kind in kinds and (not gender or entity.gender in {"", "u", gender})
            if (
                end <= at
                and fits
                and not self._inside_quote(start)
                and (listed or key_of(entity.name) not in organisations())
            ):
                return entity
            i -= 1
        return None


def _words_of(role: str) -> list[str]:
    """The words of a role that may name its holder: those before "of", "at", "who"."""
    return re.split(r"\b(?:of|at|for|in|who|de|du|des|à|qui)\b", role.lower(), maxsplit=1)[0].split()


def _may_be(entity: Entity, words: list[str], lex: Lexicon) -> bool:
    """Whether "the mayor" may be a person known by another role: an office is no other name for somebody."""
    if {"le": "f", "la": "m"}.get(words[0]) == entity.gender:
        return False
    return words[-1] not in lex.titles or entity.role is None or words[-1] in _words_of(entity.role)
