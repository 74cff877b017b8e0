"""He or she: the gender of a person, from what the text calls them, or from the pronouns that follow the name.

A given name tells it for most; many are borne by both, and "widow" or "spokesman" beside a name is surer than a list.
"""

from __future__ import annotations

from collections import Counter

from recoupe.read.text.entities import Entity
from recoupe.read.text.tokens import Token
from recoupe.read.text.words.lists import words

_PRONOUNS = {"he": "m", "his": "m", "him": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_PRONOUNS_FR = {"il": "m", "elle": "f"}
_REACH = 30
"""Tokens after a name in which the first pronoun may mean it, if nobody else is named before."""


_NOUNS = {word: gender for gender, name in (("m", "men"), ("f", "women")) for word in words("common", name)}


def add_genders(found: list[Entity], items: list[list[Token]]) -> None:
    """Set `gender` of people by the noun beside a name; fill it where it is empty and the pronouns agree."""
    people = [e for e in found if e.kind == "person"]
    starts = {(n.paragraph, n.first) for e in people for n in e.names}
    for entity in people:
        entity.gender = _by_noun(entity, items) or entity.gender
        if entity.gender in {"m", "f"}:
            continue
        votes: Counter[str] = Counter()
        for name in entity.names:
            tokens = items[name.paragraph]
            for at in range(name.last, min(len(tokens), name.last + _REACH)):
                if (name.paragraph, at) in starts:
                    break
                gender = _PRONOUNS.get(tokens[at].low) or _PRONOUNS_FR.get(tokens[at].low)
                if gender:
                    votes[gender] += 1
                    break
        best = votes.most_common(2)
        if best and (len(best) == 1 or best[0][1] > 2 * best[1][1]):
            entity.gender = best[0][0]


def _by_noun(entity: Entity, items: list[list[Token]]) -> str:
    """widow Ana Roy; Ana Roy, a spokeswoman for the port: the gender of the noun, where all agree; else nothing."""
    told = {_NOUNS.get(word) for word in (entity.role or "").lower().partition(" of ")[0].split()}
    for name in entity.names:
        if name.first and not name.title:
            told.add(_NOUNS.get(items[name.paragraph][name.first - 1].low))
    told.discard(None)
    return told.pop() or "" if len(told) == 1 else ""
