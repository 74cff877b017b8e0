"""The English lexicon: closed classes from `english.txt`, verbs of saying in every form."""

from __future__ import annotations

from collections.abc import Iterable

from recoupe.read.text.words.lexicon import Lexicon, titles
from recoupe.read.text.words.lists import lists, words

_VOWELS = "aeiou"
_PRONOUNS = {"he": "m", "she": "f", "they": "p", "it": "n", "who": "n", "we": "1", "i": "1"}
_LOOSE = frozenset({"use", "know", "see", "want", "feel"})
"""Weak verbs that say too little to name a speaker by themselves."""


def conjugated(verbs: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Every one-word form of the verbs → (lemma, form). A past tense that is a participle, too, counts as past."""
    irregular = _irregular()
    table: dict[str, tuple[str, str]] = {}
    for verb in verbs:
        third, past, participle, ing = irregular.get(verb) or _regular(verb)
        table.setdefault(participle, (verb, "participle"))
        table.setdefault(verb, (verb, "base"))
        table.setdefault(ing, (verb, "ing"))
        table[third] = (verb, "present")
        table[past] = (verb, "past")
        if verb.endswith("l") and verb[-2] in _VOWELS and past.endswith("led") and not past.endswith("lled"):
            table.setdefault(f"{verb}led", (verb, "past"))  # labelled, signalled: British spelling
            table.setdefault(f"{verb}ling", (verb, "ing"))
    return {form.split(" ")[0]: value for form, value in table.items()}


def _irregular() -> dict[str, tuple[str, str, str, str]]:
    flat = lists("english")["irregular"]
    rows = [flat[i : i + 5] for i in range(0, len(flat), 5)]
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


def _regular(verb: str) -> tuple[str, str, str, str]:
    if verb.endswith("e"):
        return f"{verb}s", f"{verb}d", f"{verb}d", f"{verb[:-1]}ing"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb[:-1]}ied", f"{verb}ing"
    third = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z")) else f"{verb}s"
    return third, f"{verb}ed", f"{verb}ed", f"{verb}ing"


def _plurals(nouns: Iterable[str]) -> frozenset[str]:
    """The nouns in the singular and the plural."""
    out: set[str] = set()
    for noun in nouns:
        out.add(noun)
        if noun.endswith(("man", "men")):
            out.add(noun[:-2] + "en")
        elif noun.endswith("y") and noun[-2] not in _VOWELS:
            out.add(noun[:-1] + "ies")
        else:
            out.add(noun + ("es" if noun.endswith(("s", "sh", "ch", "x")) else "s"))
    return frozenset(out)


def _saying() -> dict[str, tuple[str, str]]:
    table = conjugated(dict.fromkeys([*lists("english")["regular"], *_irregular(), *lists("english")["weak"]]))
    return {form: (verb, kind) for form, (verb, kind) in table.items() if verb not in _LOOSE and form != "go"}


ENGLISH = Lexicon(
    language="en",
    saying=_saying(),
    manner=conjugated(lists("english")["manner"]),
    weak=words("english", "weak") - {"say", "warn"},
    pronouns=_PRONOUNS,
    first_person=words("english", "first_person"),
    determiners=words("english", "determiners"),
    prepositions=words("english", "prepositions"),
    subordinators=words("english", "subordinators"),
    conjunctions=words("english", "conjunctions"),
    auxiliaries=words("english", "auxiliaries"),
    adverbs=words("english", "adverbs"),
    relatives=words("english", "relatives"),
    titles=titles("english"),
    persons=words("english", "persons"),
    people=words("english", "persons") | _plurals(words("english", "people")),
    groups=words("english", "groups"),
    according=lists("english")["according"],
    function_words=frozenset().union(
        *(words("english", s) for s in ("prepositions", "subordinators", "auxiliaries", "determiners", "other"))
    ),
    months_days=words("english", "months_days"),
    naming=words("english", "naming"),
    hedges=lists("english")["hedges"],
    verbs=words("english", "verbs"),
)
