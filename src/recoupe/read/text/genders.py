"""He or she: the gender of a person whose name does not tell it, from the pronouns that follow the name."""

from __future__ import annotations

from collections import Counter

from recoupe.read.text.entities import Entity
from recoupe.read.text.tokens import Token

_PRONOUNS = {"he": "m", "his": "m", "him": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_PRONOUNS_FR = {"il": "m", "elle": "f"}
_REACH = 30
"""Tokens after a name in which the first pronoun may mean it, if nobody else is named before."""


def add_genders(found: list[Entity], items: list[list[Token]]) -> None:
    """Fill `gender` of people where it is empty and the pronouns agree."""
    people = [e for e in found if e.kind == "person"]
    starts = {(n.paragraph, n.first) for e in people for n in e.names}
    for entity in people:
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
