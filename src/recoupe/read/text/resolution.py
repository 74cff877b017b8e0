"""Who a mention is: "he", "the group", "Salomé" → the person or group the text named before.

Only what stands in this document counts. A mention that fits nobody stays as worded: no name is made up.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from recoupe.read.text.analysis import Analysis
from recoupe.read.text.entities import Entity
from recoupe.read.text.speakers import Attribution

_GROUP_NOUNS = frozenset(
    [
        "group",
        "groupe",
        "party",
        "parti",
        "organisation",
        "organization",
        "company",
        "association",
        "ngo",
        "ong",
        "collective",
        "collectif",
        "campaign",
        "agency",
        "movement",
        "newspaper",
    ]
)
_PERSON_WORDS = frozenset(
    [
        "man",
        "woman",
        "president",
        "mayor",
        "minister",
        "senator",
        "governor",
        "candidate",
        "nominee",
        "leader",
        "chairman",
        "native",
        "professor",
        "officer",
        "spokesman",
        "spokeswoman",
    ]
)


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
        self._unnamed: list[tuple[int, int, str, str]] = []

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
            resolved = seen.get(key) or self._resolve(attribution, previous)
            seen[key] = resolved
            out[k] = resolved
            previous = resolved
        return out

    def _resolve(self, attribution: Attribution, previous: Resolved | None) -> Resolved:
        text = self.analysis.text
        worded = text[attribution.start : attribution.end]
        lex = self.analysis.lex
        low = worded.lower().replace("’", "'")
        if low in lex.pronouns:
            gender = lex.pronouns[low]
            entity, phrase = self._antecedent(attribution.start, gender, previous)
            person = entity.name if entity is not None else phrase
            return Resolved(worded, attribution.start, attribution.end, person, entity)
        entity = self.entity_at(attribution.start, attribution.end) if attribution.named else None
        if entity is None and not attribution.named:
            entity = self._described(attribution, worded, previous)
        if entity is None and attribution.phrase_end > attribution.phrase_start and not attribution.named:
            self._unnamed.append((attribution.start, attribution.end, worded, ""))
        return Resolved(worded, attribution.start, attribution.end, entity.name if entity else None, entity)

    def _described(self, attribution: Attribution, worded: str, previous: Resolved | None) -> Entity | None:
        """ "the group", "the Calais native": a definite description of what was named last."""
        words = worded.lower().replace("’", "'").split()
        if not words or words[0] not in {"the", "le", "la", "l'", "this", "ce", "cet", "cette"}:
            return None
        if words[-1] in _GROUP_NOUNS and len(words) <= 3:
            return self._last(attribution.start, {"organisation"}, "")
        if (
            words[-1] in self.analysis.lex.persons
            and words[-1] in _PERSON_WORDS | self.analysis.lex.persons
            and not words[-1].endswith("s")
        ):
            if (
                previous is not None
                and previous.entity is not None
                and previous.entity.kind == "person"
                and attribution.start - previous.start < 1_500
            ):
                return previous.entity
            return self._last(attribution.start, {"person"}, "")
        return None

    def _antecedent(self, at: int, gender: str, previous: Resolved | None) -> tuple[Entity | None, str | None]:
        if gender in {"m", "f"}:
            near = self._last(at, {"person"}, gender)
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
            unnamed = self._unnamed_before(at)
            return None, unnamed
        if gender == "n":
            return self._last(at, {"organisation"}, ""), None
        if previous is not None and at - previous.end < 800:
            return previous.entity, previous.person or previous.worded
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
        """Whether the nearer person was named as a subject (outside quotations, at a sentence's head) in between."""
        for name in entity.names:
            if start <= name.start < at and not self._inside_quote(name.start):
                before = self.analysis.text[max(0, name.start - 60) : name.start]
                tail = before.rstrip().rstrip("“\"«‘'")
                if name.initial or tail.endswith((".", "!", "?", "\n", "”")) or not tail:
                    return True
        return False

    def _inside_quote(self, at: int) -> bool:
        i = bisect_right(self._covered_starts, at) - 1
        return i >= 0 and at < self._covered[i][1]

    def _last(self, at: int, kinds: set[str], gender: str) -> Entity | None:
        i = bisect_right(self._starts, at) - 1
        while i >= 0:
            start, end, entity = self._by_place[i]
            if (
                end <= at
                and entity.kind in kinds
                and not self._inside_quote(start)
                and (not gender or entity.gender in {"", "u", gender})
            ):
                return entity
            i -= 1
        return None
