"""A second opinion on the names of a text: what a model saw, held against what the rules found.

    found = seconded(found, spotted, items, lex)

The rules go first. The model votes on the kind of a name (`recoupe.read.text.kinds` adds the votes up), joins pieces of
one long name, adds names that the rules passed over, and takes away what is money, a date or a people. It never takes a
name away because it did not see it: that lost more than it gained. Each use, with and without, is measured in
`benchmarks/parser.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence

from recoupe.read.text.kinds import vote
from recoupe.read.text.names import LINKS, MEASURES, Name, is_demonym, is_titled, name_key, opens_sentence
from recoupe.read.text.parser import MONEY, PEOPLE, TIME, Spotted
from recoupe.read.text.tokens import Token
from recoupe.read.text.words import Lexicon
from recoupe.read.text.words.names import ORGANISATION_WORDS, given_names

USES = ("kinds", "joined", "added", "taken away")
WEIGHT = 2
"""The model's vote for the kind of a name; 1–4 and 7 were tried on every second document of MEANTIME and WikiGold, and
2 was best on both together. A sure sign of the rules (a listed name, a title, an age) stays stronger."""
MOSTLY = 0.6
"""Share of a name's places at which the model must see the same kind; .5–.8 came out alike."""
_NAMES = frozenset({"person", "organisation", "place"})
_SAME = 0.5
"""Shared part of two spans from which they are the same name."""
_PARTICLES = frozenset({"bin", "al", "el", "ben", "abu", "van", "von", "der", "den", "ter", "da", "dos", "di"})
_ARTICLES = frozenset({"the", "a", "an", "le", "la", "l'", "les", "un", "une", "du", "au", "des", "aux"})
_AND = frozenset({"and", "et", "&"})
_LONGEST, _LONGEST_FRENCH = 8, 16


def seconded(
    found: list[Name],
    spotted: Sequence[Spotted],
    items: list[list[Token]],
    lex: Lexicon,
    uses: Container[str] = USES,
) -> list[Name]:
    """The names after the second opinion, in order of place.

    Args:
        found: The names of the rules, with their votes; votes are added in place.
        spotted: What the model saw in the same text.
        items: The tokens of each paragraph, a name between marks being one.
        lex: The language's words.
        uses: Those of `USES` that are wanted; fewer only to measure them.
    """
    kept = [name for name in found if not _is_none(name, spotted)] if "taken away" in uses else found
    if "kinds" in uses:
        _vote(kept, spotted, items)
    seen = [(item, whole) for item in spotted if item.kind in _NAMES and (whole := _whole(item, items, lex))]
    steady = Counter((whole.key, item.kind) for item, whole in seen)
    for item, whole in seen:
        vote(whole, items[whole.paragraph], lex)
        inside = [name for name in kept if name.start < item.end and item.start < name.end]
        if "joined" in uses and inside:
            kept = _joined(kept, inside, whole)
        elif "added" in uses and not inside and _may_add(whole, lex, twice=steady[whole.key, item.kind] > 1):
            kept = [*kept, whole]
    return sorted(kept, key=lambda name: name.start)


def _is_none(name: Name, spotted: Sequence[Spotted]) -> bool:
    """Whether the model sees money around it ("$9.99 US"), or, where no sign speaks for a name, a date or people."""
    if any(item.kind == MONEY and item.start <= name.start and name.end <= item.end for item in spotted):
        return True
    unsure = not name.votes and not name.quoted
    return unsure and any(item.kind in {TIME, PEOPLE} and _shared(name, item) >= _SAME for item in spotted)


def _vote(found: list[Name], spotted: Sequence[Spotted], items: list[list[Token]]) -> None:
    """One vote for each name of the document, however often it stands there: for what the model mostly takes it for.

    A vote for each place made an organisation of a politician whom the model misread fifty times in headlines. A name
    for which neither the text nor the model has a sign is not guessed from its shape: it is "other".
    """
    taken: dict[str, Counter[str]] = {}
    for name in found:
        if name.words[0].startswith("@"):
            continue  # a handle says of itself what it is
        best = max(spotted, key=lambda item: _shared(name, item), default=None)
        seen = taken.setdefault(name.key, Counter())
        if best is not None and _shared(name, best) >= _SAME:
            before = items[name.paragraph][name.first - 1].low if name.first else ""
            # the model takes bands, ships and titles for people; "the" and marks tell that they are not
            nobody = best.kind == "person" and (before in _ARTICLES or name.quoted)
            seen["other" if nobody else best.kind] += 1
    signs = {name.key for name in found if name.votes}
    for name in found:
        kinds = taken.pop(name.key, None)
        if kinds is None:
            continue
        kind, count = kinds.most_common(1)[0] if kinds else ("", 0)
        if kind in _NAMES and count >= MOSTLY * kinds.total():
            name.votes[kind] += WEIGHT
        elif name.key not in signs:
            name.votes["other"] += 1


def _shared(name: Name, item: Spotted) -> float:
    shared = min(name.end, item.end) - max(name.start, item.start)
    return shared / (max(name.end, item.end) - min(name.start, item.start)) if shared > 0 else 0.0


def _whole(item: Spotted, items: list[list[Token]], lex: Lexicon) -> Name | None:
    """The name that the model saw; without titles and small words at its ends. None where it cannot be one name."""
    n = next((n for n, line in enumerate(items) if line and line[0].start <= item.start < line[-1].end), None)
    if n is None or is_titled(items[n]):
        return None  # every word has a capital there, and the model takes verbs for names
    line = items[n]
    places = [i for i, token in enumerate(line) if item.start <= token.start and token.end <= item.end]
    person = item.kind == "person"
    title = gender = ""
    while places and not (_is_proper(line[places[0]], lex) or line[places[0]].low in _PARTICLES):
        places = places[1:]
    while person and len(places) > 1 and _is_title(line[places[0]], lex):
        places = places[1:]
    if person and places and places[0] and _is_title(before := line[places[0] - 1], lex):
        sort = lex.titles.get(before.low)
        title, gender = before.text, sort if sort in {"m", "f"} else ""
    if places and not person and lex.language == "fr" and line[places[0]].low in ORGANISATION_WORDS:
        return _institution(line, places, n, item.kind, lex)
    while places and (
        not _is_proper(line[(last := places[-1])], lex) or (person and len(places) > 1 and _is_title(line[last], lex))
    ):
        places = places[:-1]
    tokens = [line[i] for i in places]
    if not places or len(places) > _LONGEST or not any(t.capital for t in tokens):
        return None
    if not all(_is_proper(t, lex) or t.low in LINKS | _PARTICLES or t.text in {".", "&"} for t in tokens):
        return None
    return _name(line, places, n, item.kind, title, gender)


def _institution(line: list[Token], places: list[int], n: int, kind: str, lex: Lexicon) -> Name | None:
    """ "Institut national de la santé": in French the words behind the first have small letters and belong to it."""
    while places and (line[places[-1]].kind != "word" or line[places[-1]].low in lex.function_words):
        places = places[:-1]
    whole = 0 < len(places) <= _LONGEST_FRENCH and all(line[i].kind == "word" for i in places)
    return _name(line, places, n, kind) if whole else None


def _name(line: list[Token], places: list[int], n: int, kind: str, title: str = "", gender: str = "") -> Name:
    tokens = [line[i] for i in places]
    words = tuple(t.text for t in tokens)
    name = Name(tokens[0].start, tokens[-1].end, words, n, name_key(words), title=title, gender=gender)
    name.first, name.last = places[0], places[-1] + 1
    name.initial = opens_sentence(line, places[0])
    name.votes[kind] += WEIGHT
    return name


def _is_title(token: Token, lex: Lexicon) -> bool:
    return token.low in lex.titles or (token.low in lex.persons and token.low not in given_names())


def _is_proper(token: Token, lex: Lexicon) -> bool:
    small = token.low in lex.function_words or token.low in lex.pronouns
    return token.kind == "word" and token.capital and (not small or (token.text.isupper() and len(token.text) > 1))


def _joined(kept: list[Name], inside: list[Name], whole: Name) -> list[Name]:
    """The names with `whole` in place of its pieces, if it is made of them and is more than one of them."""
    apart = any(name.start < whole.start or name.end > whole.end or name.quoted for name in inside)
    if apart or any(len(name.words) >= len(whole.words) for name in inside):
        return kept
    lows = [word.lower() for word in whole.words]
    if not _AND.isdisjoint(lows) and not {lows[0], lows[-1]} & ORGANISATION_WORDS:
        return kept  # two names with "and" between them
    for name in inside:
        whole.title, whole.gender = whole.title or name.title, whole.gender or name.gender
    return [*(name for name in kept if all(name is not piece for piece in inside)), whole]


def _may_add(whole: Name, lex: Lexicon, *, twice: bool) -> bool:
    """Whether a name that the rules passed over is one: of several words, not first in its sentence, or seen again."""
    if len(whole.words) > 1:
        return True
    word = whole.words[0]
    no_name = word in MEASURES or word.lower() in lex.months_days or is_demonym(word) or len(word) == 1
    no_name = no_name or (word.lower() in lex.persons and not whole.title)  # Mr. King, and a king
    return not no_name and (twice or not whole.initial)
