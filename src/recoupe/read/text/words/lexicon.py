"""One shape for what the readers need to know of a language."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from recoupe.read.text.words.lists import lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Closed word classes of one language, all in lower case with straight apostrophes.

    saying: every form of a verb of saying → (lemma, form), form being past, present, base, ing or participle.
    manner: the same for verbs that are speech only beside a quotation ("laughed", "sourit-il").
    weak: lemmas that introduce words only loosely ("call", "describe"). verbs: other finite verbs, which end a noun
    phrase.
    pronouns: third-person subject pronoun → gender f, m, p (plural) or n. persons: nouns that name a human being, the
    common ones. people: these and rarer ones, of which many are surnames as well, so that a capital tells nothing.
    """

    language: str
    saying: dict[str, tuple[str, str]]
    manner: dict[str, tuple[str, str]]
    weak: frozenset[str]
    pronouns: dict[str, str]
    first_person: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    subordinators: frozenset[str]
    conjunctions: frozenset[str]
    auxiliaries: frozenset[str]
    adverbs: frozenset[str]
    relatives: frozenset[str]
    titles: dict[str, str]
    persons: frozenset[str]
    people: frozenset[str]
    groups: frozenset[str]
    according: tuple[str, ...]
    function_words: frozenset[str]
    months_days: frozenset[str]
    naming: frozenset[str]
    hedges: tuple[str, ...]
    verbs: frozenset[str]


@functools.cache
def lexicon_for(language: str) -> Lexicon:
    """The lexicon of a language; English for one that is not known here."""
    if language.partition("-")[0] == "fr":
        from recoupe.read.text.words.french import FRENCH

        return FRENCH
    from recoupe.read.text.words.english import ENGLISH

    return ENGLISH


def titles(name: str) -> dict[str, str]:
    """Titles of a list → the gender they tell: f, m or n."""
    found = dict.fromkeys(lists(name)["titles"], "n")
    return found | dict.fromkeys(lists(name)["titles_m"], "m") | dict.fromkeys(lists(name)["titles_f"], "f")
