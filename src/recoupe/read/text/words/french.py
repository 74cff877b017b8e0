"""The French lexicon: closed classes from `french.txt`, verbs of saying in every form of the third person."""

from __future__ import annotations

from collections.abc import Iterable

from recoupe.read.text.words.lexicon import Lexicon, titles
from recoupe.read.text.words.lists import lists, words

_KINDS = ("present", "present", "past", "past", "past", "past", "participle", "ing", "present")
_PRONOUNS = {
    "il": "m",
    "elle": "f",
    "ils": "p",
    "elles": "p",
    "on": "n",
    "ce": "n",
    "celui-ci": "m",
    "celle-ci": "f",
    "ceux-ci": "p",
    "celles-ci": "p",
}


def conjugated(verbs: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Third-person forms, participles with agreement, and infinitives → (lemma, form)."""
    irregular = _irregular()
    table: dict[str, tuple[str, str]] = {}
    for verb in verbs:
        table.setdefault(verb, (verb, "infinitive"))
        for form, kind in zip(irregular.get(verb) or _regular(verb), _KINDS, strict=True):
            if kind == "participle":
                for ending in ("", "e", "s", "es"):
                    table.setdefault(form + ending, (verb, "participle"))
            elif form not in table or table[form][1] == "participle":
                table[form] = (verb, kind)
    return table


def _irregular() -> dict[str, tuple[str, ...]]:
    flat = lists("french")["irregular"]
    return {flat[i]: flat[i + 1 : i + 10] for i in range(0, len(flat), 10)}


def _regular(verb: str) -> tuple[str, ...]:
    """The forms of a verb in -er."""
    stem = verb.removesuffix("er")
    soft = stem + "e" if stem.endswith("g") else stem[:-1] + "ç" if stem.endswith("c") else stem
    silent = _before_silent_e(stem)
    return (
        f"{silent}e",
        f"{silent}ent",
        f"{soft}a",
        f"{stem}èrent",
        f"{soft}ait",
        f"{soft}aient",
        f"{stem}é",
        f"{soft}ant",
        f"{silent}era",
    )


def _before_silent_e(stem: str) -> str:
    """appel- → appell-, complét- → complèt-, achev- → achèv-: the stem before a silent ending."""
    if stem.endswith("appel"):
        return stem + "l"
    if len(stem) > 2 and stem[-2] in "ée" and stem[-1] not in "aeiouéy":
        return stem[:-2] + "è" + stem[-1]
    return stem


_FEMININE = (("teur", "trice"), ("eur", "euse"), ("ier", "ière"), ("ien", "ienne"), ("if", "ive"), ("é", "ée"))


def _agreed(nouns: Iterable[str]) -> frozenset[str]:
    """The nouns with feminine and plural, as their endings make them; a form that does not exist does no harm."""
    singular: set[str] = set()
    for noun in nouns:
        singular.add(noun)
        ending = next(((m, f) for m, f in _FEMININE if noun.endswith(m)), None)
        singular.add(noun.removesuffix(ending[0]) + ending[1] if ending else noun if noun.endswith("e") else noun + "e")
    return frozenset(singular | {noun if noun.endswith(("s", "x")) else noun + "s" for noun in singular})


def _saying() -> dict[str, tuple[str, str]]:
    known = {verb: (f"faire {verb}", "infinitive") for verb in lists("french")["to_make_known"]}
    verbs = [*lists("french")["er"], *(v for v in lists("french")["weak"] if v.endswith("er")), *_irregular()]
    return known | conjugated(dict.fromkeys(v for v in verbs if v not in {"faire"}))


FRENCH = Lexicon(
    language="fr",
    saying=_saying(),
    manner=conjugated(lists("french")["reflexive"]),
    weak=words("french", "weak"),
    pronouns=_PRONOUNS,
    first_person=words("french", "first_person"),
    determiners=words("french", "determiners"),
    prepositions=words("french", "prepositions"),
    subordinators=words("french", "subordinators"),
    conjunctions=words("french", "conjunctions"),
    auxiliaries=words("french", "auxiliaries"),
    adverbs=words("french", "adverbs"),
    relatives=words("french", "relatives"),
    titles=titles("french"),
    persons=words("french", "persons"),
    people=words("french", "persons") | _agreed(words("french", "people")),
    groups=words("french", "groups"),
    according=lists("french")["according"],
    function_words=frozenset().union(
        *(words("french", s) for s in ("prepositions", "subordinators", "auxiliaries", "determiners", "other"))
    ),
    months_days=words("french", "months_days"),
    naming=words("french", "naming"),
    hedges=lists("french")["hedges"],
    verbs=words("french", "verbs"),
)
