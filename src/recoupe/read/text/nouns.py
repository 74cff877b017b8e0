"""Whose words a noun of saying announces: "Roy's claim that “…”", "her answer was “…”", "the response from Marsh: “…”".

Beside verbs of saying these name a speaker as plainly, in the possessive before the noun or behind by, of or from.
"""

from __future__ import annotations

import functools

from recoupe.read.text.phrases import Phrase, is_adverb, name_ending, phrase_at
from recoupe.read.text.tokens import Token
from recoupe.read.text.words import Lexicon
from recoupe.read.text.words.lists import lists, words

_NEAR = 14
"""Tokens before the quotation in which the noun may stand."""
_OWNED = 4
"""Tokens between the owner and the noun: "Roy's often repeated claim"."""
_BE = words("english", "be") | {"est", "était", "fut"}
_LEADS = frozenset({":", ",", "that", "que", "qu'", "—", "–"})
_BY = frozenset({"by", "from", "of", "de", "d'", "du"})
_POSSESSIVES = dict(zip(lists("english")["possessives"], "mfpn", strict=True))


def possessive(low: str) -> str:
    """The gender of his, her, their, its; empty for other words."""
    return _POSSESSIVES.get(low, "")


@functools.cache
def _nouns(language: str) -> frozenset[str]:
    return words("french" if language == "fr" else "english", "said_nouns")


def owner_of_words(items: list[Token], place: int, first: int, lex: Lexicon) -> Phrase | None:
    """Whom the noun of saying before the quotation at `place` belongs to, in the sentence that begins at `first`."""
    nouns = _nouns(lex.language)
    for at in range(place - 1, max(first, place - _NEAR) - 1, -1):
        token = items[at]
        if token.kind == "quote" or token.text in ".;!?":
            return None
        if token.low not in nouns or token.capital:
            continue
        if at + 1 < place and not _leads(items, at, place, lex):
            return None
        owner = _before(items, at, first, lex)
        if owner is None and at + 2 < place and items[at + 1].low in _BY:
            owner = phrase_at(items, at + 2, place, lex)
        return owner
    return None


def _leads(items: list[Token], noun: int, place: int, lex: Lexicon) -> bool:
    """Whether what stands between noun and quotation only leads from one to the other."""
    last = items[place - 1]
    if last.low in _LEADS or last.low in _BE:
        return True
    return all(
        t.low in _BE or t.low in _LEADS or is_adverb(t, lex) or t.low in {"it", "ce"} for t in items[noun + 1 : place]
    )


def _before(items: list[Token], noun: int, first: int, lex: Lexicon) -> Phrase | None:
    for at in range(noun - 1, max(first, noun - _OWNED) - 1, -1):
        token = items[at]
        if token.kind != "word" or token.low in lex.prepositions:
            return None
        if possessive(token.low):
            return Phrase(at, at + 1, at, at + 1, False)
        if token.low in {"'s", "'", "’"} and at > first:
            if items[at - 1].capital:
                return name_ending(items, at, first, lex)
            begin = next(
                (i for i in range(at - 1, max(first, at - _OWNED) - 1, -1) if items[i].low in lex.determiners), None
            )
            return Phrase(begin, at, begin, at, False) if begin is not None else None
        if token.low in lex.determiners:
            return None
    return None
