"""Of what kind a name is: person, organisation, place or other, by the words in it and around it.

Each sign is a vote; the votes for all places of a name in the document are added up (`recoupe.read.text.entities`).
The weights were set on PolNeAR and MEANTIME (open half) by hand; the order of the signs matters, not their size.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Literal

from recoupe.read.text.names import Name
from recoupe.read.text.tokens import Token
from recoupe.read.text.words import Lexicon
from recoupe.read.text.words.lists import words
from recoupe.read.text.words.names import (
    ORGANISATION_WORDS,
    PLACE_HEADS,
    PLACE_TAILS,
    given_names,
    key_of,
    organisations,
    places,
)

Kind = Literal["person", "organisation", "place", "other"]
_CUES = {
    "organisation": words("common", "group_cues"),
    "other": words("common", "work_cues"),
    "place": words("common", "place_cues"),
}
_OF_PLACE = words("common", "of_place")
_LOCATIVE = words("common", "locative")
_LOCATIVE_WEAK = words("common", "locative_weak")
_THING_AFTER = words("common", "thing_after")
_GROUP_AFTER = words("common", "group_after")
_INITIAL = re.compile(r"[A-Z]\.")
_PRONOUN_REACH = 25
_REACH = 7
"""How many words before a name between marks may say what it is ("the Facebook page of the group ‘X’")."""


def vote(name: Name, items: list[Token], lex: Lexicon) -> None:
    """Add the votes for this place of a name."""
    if name.quoted:
        _vote_marked(name, items, lex)
        return
    if name.words[0][0] == "@":
        name.votes["person"] += 1
        return
    _vote_inside(name, lex)
    _vote_before(name, items, lex)
    _vote_after(name, items, lex)
    if 2 <= len(name.words) <= 3 and not name.votes:
        _vote_pronoun(name, items, lex)


def _vote_marked(name: Name, items: list[Token], lex: Lexicon) -> None:
    before = [t.low for t in items[max(0, name.first - 2 * _REACH) : name.first] if t.kind != "point"][-_REACH:]
    for kind, cues in _CUES.items():
        for distance, word in enumerate(reversed(before)):
            if word in cues:
                name.votes[kind] += _REACH + 1 - distance
                break
    after = next((t.low for t in items[name.last : name.last + 2] if t.kind == "word"), "")
    if after in lex.saying or after in {"declined", "refused", "a", "ont"}:
        name.votes["organisation"] += 2


def _vote_inside(name: Name, lex: Lexicon) -> None:
    votes, lows = name.votes, [w.lower().replace("’", "'") for w in name.words]
    key = key_of(name.key)
    if name.title or name.gender:
        votes["person"] += 5
    if key in organisations():
        votes["organisation"] += 6
    if key in places():
        votes["place"] += 6
    if len(lows) > 1 and lows[-1] in PLACE_TAILS and lows[-1] not in ORGANISATION_WORDS:
        votes["place"] += 5
    elif lows[-1] in ORGANISATION_WORDS or (len(lows) > 1 and lows[0] in ORGANISATION_WORDS):
        votes["organisation"] += 5
    elif len(lows) > 2 and any(w in ORGANISATION_WORDS for w in lows):
        votes["organisation"] += 4
    if len(lows) > 1 and lows[0] in PLACE_HEADS:
        votes["place"] += 4
    given = given_names().get(lows[0]) or given_names().get(lows[0].partition("-")[0])
    if given:
        votes["person"] += 4 if len(lows) > 1 else 2
        name.gender = name.gender or (given if given in {"m", "f"} else "")
    if len(lows) > 1 and _INITIAL.fullmatch(name.words[1]):
        votes["person"] += 4
    if len(lows) == 1 and name.words[0].isupper() and 2 <= len(name.words[0]) <= 6:
        votes["organisation"] += 3
    if lows[0] == "les" and len(lows) > 1:
        votes["organisation"] += 3


def _vote_before(name: Name, items: list[Token], lex: Lexicon) -> None:
    if name.first == 0:
        return
    votes, before = name.votes, items[name.first - 1]
    earlier = items[name.first - 2] if name.first > 1 else None
    if before.low in _LOCATIVE:
        votes["place"] += 2
    elif before.low in _LOCATIVE_WEAK:
        votes["place"] += 1
    if before.low in lex.persons or before.low in lex.titles:
        votes["person"] += 2
    if before.low in _CUES["place"]:
        votes["place"] += 2
    if before.low in _CUES["organisation"]:
        votes["organisation"] += 3
    if before.low in {"of", "de", "d'", "du"} and earlier is not None and earlier.low in _OF_PLACE:
        votes["place"] += 3
    if before.low.endswith("-year-old") or before.low in {"aged", "âgé", "âgée"}:
        votes["person"] += 4
    around = [t.low for t in items[max(0, name.first - 12) : name.first]]
    if before.text == "," and earlier is not None and earlier.low in _CUES["organisation"]:
        votes["organisation"] += 3
    if any(pair == ("such", "as") for pair in pairwise(around)) and any(w in _CUES["organisation"] for w in around):
        votes["organisation"] += 3
    if "known" in around and "as" in around and any(w in _CUES["place"] for w in around):
        votes["place"] += 5


def _vote_pronoun(name: Name, items: list[Token], lex: Lexicon) -> None:
    """He or she, where nobody else was named in between, is the person whose name stands before."""
    for at in range(name.last, min(len(items), name.last + _PRONOUN_REACH)):
        token = items[at]
        if token.capital and token.low not in lex.pronouns and token.low not in lex.function_words and at > name.last:
            if items[at - 1].text not in {".", "!", "?", "“", "«", '"', "‘"}:
                return
            continue
        if lex.pronouns.get(token.low) in {"m", "f"} or token.low in {"his", "her"}:
            inverted = lex.language != "fr" or items[at - 1].low in lex.saying or items[at - 1].low in lex.auxiliaries
            if inverted:
                name.votes["person"] += 2
            return


def _vote_after(name: Name, items: list[Token], lex: Lexicon) -> None:
    if name.last >= len(items):
        return
    votes, after = name.votes, items[name.last]
    second = items[name.last + 1] if name.last + 1 < len(items) else None
    third = items[name.last + 2] if name.last + 2 < len(items) else None
    entry = lex.saying.get(after.low)
    if (entry and entry[1] in {"past", "present"}) or (after.low in lex.relatives and after.low[:3] in {"who", "qui"}):
        votes["person"] += 2
    if after.low in _GROUP_AFTER and not after.capital:
        votes["organisation"] += 3
    if after.low in _THING_AFTER and not after.capital:
        votes["place"] += 3
    if second is None or third is None:
        return
    if after.text == "(" and second.text.isupper() and third.text == ")":
        votes["organisation"] += 3
    if after.text == ",":
        if second.text.isdecimal() and 5 < int(second.text) < 110 and (third.text in {",", "."} or third.low == "ans"):
            votes["person"] += 4
        elif (
            second.low in lex.persons
            or second.low in lex.titles
            or (
                second.low in lex.determiners
                and any(t.low in lex.persons for t in items[name.last + 2 : name.last + 6])
            )
        ):
            votes["person"] += 2


def by_shape(name: Name, *, alone: bool) -> Kind:
    """The kind of a name that no sign speaks for; `alone` when it only ever stands first in a sentence."""
    if name.quoted:
        return "other"
    if len(name.words) == 1 or len(name.words) > 3:
        return "organisation" if len(name.key) > 2 and not alone else "other"
    parts = [key_of(word) for word in name.words]
    if any(part in organisations() or part in places() or "&" in part for part in parts):
        return "organisation"
    return "other"


def _by_short_forms(found: list[Name], votes: dict[str, Counter[str]]) -> None:
    """ "Buser" after "Jack Buser" tells a person; "Staged" after "Staged Motors" tells no person."""
    alone = {name.key for name in found if len(name.words) == 1}
    for name in {name.key: name for name in found if 2 <= len(name.words) <= 3}.values():
        first, last = name.words[0].lower(), name.words[-1].lower().replace("’", "'")
        if last in alone and first not in alone:
            votes[name.key]["person"] += 2
        elif first in alone and first not in given_names():
            votes[name.key]["organisation"] += 1


def kinds_of(found: list[Name], kinds: tuple[Kind, ...]) -> dict[str, Kind]:
    """The kind of each name (by its key) from all votes over the document."""
    votes: dict[str, Counter[str]] = {}
    for name in found:
        votes.setdefault(name.key, Counter()).update(name.votes)
    _by_short_forms(found, votes)
    surnames: set[str] = set()
    for name in found:
        tally = votes[name.key]
        if len(name.words) > 1 and tally["person"] > max(tally[k] for k in kinds if k != "person"):
            surnames.add(name.words[-1].lower())
            if len(name.words) > 2:
                surnames.add(" ".join(name.words[1:]).lower())
    out: dict[str, Kind] = {}
    inside = {name.key for name in found if not name.initial}
    for name in found:
        if name.key in out:
            continue
        tally = votes[name.key]
        if name.key in surnames:
            tally = tally + Counter({"person": 5})
        best = max(kinds, key=lambda k: (tally[k], -kinds.index(k)))
        out[name.key] = best if tally[best] > 0 else by_shape(name, alone=name.key not in inside)
    return out
