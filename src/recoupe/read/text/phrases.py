"""Noun phrases by closed word classes and capitals; no parser.

Good enough to say whose words a quotation is (`recoupe.read.text.subjects`, `recoupe.read.text.events`). A phrase is
read rightwards from where it begins, or leftwards from its last word. Ranges are over tokens.
"""

from __future__ import annotations

from typing import NamedTuple

from recoupe.read.text.tokens import Token
from recoupe.read.text.words import Lexicon
from recoupe.read.text.words.lists import words
from recoupe.read.text.words.names import given_names

_INNER_LINKS = words("common", "inner_links")
_BREAKS = frozenset({",", ";", ":", "—", "–", "-", "--", "…", "...", ".", "!", "?", "/", "―"})
_CLAUSE_STARTS = words("common", "clause_starts")
POSSESSIVES = frozenset({"'s", "'"})
_ARTICLES = frozenset({"the", "a", "an"})
_BEFORE_ARTICLE = frozenset({"all", "both", "half", "such", "quite", "many", "what", "than"})
_CUTS_BEFORE = frozenset({"that", "as", "while", "what", "how", "why", "que", "qu'", "comme"})
MAX_PHRASE = 24


class Phrase(NamedTuple):
    """A noun phrase as ranges over tokens: all of it [first, last), and the words that name its head."""

    first: int
    last: int
    head_first: int
    head_last: int
    named: bool


def is_adverb(token: Token, lex: Lexicon) -> bool:
    """A word of the list, or one that its ending gives away."""
    return token.low in lex.adverbs or (
        token.kind == "word"
        and not token.capital
        and token.low.endswith("ly" if lex.language == "en" else "ment")
        and token.low not in lex.persons | lex.groups
    )


def name_ending(items: list[Token], end: int, low: int, lex: Lexicon) -> Phrase:
    """The name whose last word stands right before `end`: "footage of Ana Roy | saying"."""
    start = end - 1
    while start > low and _in_name(items, start - 1, low, lex):
        start -= 1
    while start < end - 1 and lex.titles.get(items[start].low) == "n":
        start += 1
    return Phrase(start, end, start, end, True)


def phrase_at(items: list[Token], first: int, high: int, lex: Lexicon) -> Phrase | None:
    """The noun phrase that begins at a token, or None where none can begin."""
    if first >= high or not may_begin(items[first], lex):
        return None
    if items[first].low in lex.pronouns and not _plural_noun_after(items, first, high, lex):
        return Phrase(first, first + 1, first, first + 1, False)
    last = first
    while last < high and last - first < MAX_PHRASE:
        token = items[last]
        if token.kind == "quote" or (token.text in _BREAKS and not _inside_name(items, last, high)):
            break
        if token.text in "([":
            break
        if last > first and ends_phrase(items, last, high, lex):
            break
        last += 1
    return with_head(items, first, last, lex) if last > first else None


def phrase_ending(items: list[Token], at: int, low: int, lex: Lexicon) -> Phrase | None:
    """The noun phrase whose last token is given, read leftwards to the nearest boundary."""
    if items[at].low in lex.pronouns and items[at].low != "who":
        return Phrase(at, at + 1, at, at + 1, False)
    first = at + 1
    i = at
    while i >= low and at - i < MAX_PHRASE:
        i2 = skip_brackets(items, i, low)
        if i2 != i:
            i = i2
            continue
        token = items[i]
        if token.kind == "quote" or (token.text in _BREAKS and not _inside_name(items, i, at + 1)):
            break
        if token.text in "[]()":
            break
        if token.low in lex.conjunctions and not _joins_names(items, i, low, at, lex):
            break
        if (token.low in lex.subordinators or token.low in lex.relatives) and token.low not in lex.prepositions:
            break
        if token.low in _CUTS_BEFORE and i < at:
            break
        if token.low in lex.auxiliaries and token.low not in POSSESSIVES and not _surname(items, i, lex):
            break
        if i < at and token.low in lex.prepositions and token.low != "of" and not _noun_before(items, i, low, lex):
            break
        if i < at and _is_saying(token, items, i, lex):
            break
        if not token.capital and token.low in lex.pronouns and i < at:
            break
        first = i
        if i > low and (_begins_anew(items, i, lex) or (i < at and _begins_with_title(items, i, lex))):
            break
        i -= 1
    while first <= at and (
        items[first].low in lex.adverbs or items[first].low in lex.months_days or items[first].low in lex.conjunctions
    ):
        first += 1
    if first > at:
        return None
    return with_head(items, first, at + 1, lex)


def _begins_anew(items: list[Token], at: int, lex: Lexicon) -> bool:
    """According to Ana Roy | the mayor said: an article in a phrase stands behind a small word only."""
    before = items[at - 1]
    if items[at].low not in _ARTICLES or before.kind != "word" or lex.language != "en":
        return False
    return before.low not in lex.prepositions | lex.conjunctions and before.low not in _BEFORE_ARTICLE


def _begins_with_title(items: list[Token], at: int, lex: Lexicon) -> bool:
    """a rate of progress | Ms Roy described: Mr. and Ms. begin a phrase, unless a name or title stands before."""
    return lex.titles.get(items[at].low) in {"m", "f"} and items[at].capital and not items[at - 1].capital


def _is_saying(token: Token, items: list[Token], at: int, lex: Lexicon) -> bool:
    entry = lex.saying.get(token.low)
    if entry is None or token.capital:
        return False
    before = items[at - 1].low if at > 0 else ""
    return (
        entry[1] in {"past", "present", "ing"}
        and before not in lex.determiners
        and before not in POSSESSIVES
        and token.low not in lex.groups
    )


def _noun_before(items: list[Token], at: int, low: int, lex: Lexicon) -> bool:
    if at - 1 < low:
        return False
    before = items[at - 1]
    return (
        before.kind == "word"
        and before.low not in lex.function_words
        and before.low not in lex.adverbs
        and not _is_saying(before, items, at - 1, lex)
    )


def _joins_names(items: list[Token], at: int, low: int, high: int, lex: Lexicon) -> bool:
    if not low < at < high:
        return False
    before = at - 1
    skipped = skip_brackets(items, before, low)
    if skipped != before:
        before = skipped
    if before < low:
        return False
    both_named = items[before].capital and items[at + 1].capital
    return both_named or (items[before].low in lex.persons and items[at + 1].low in lex.persons)


def _inside_name(items: list[Token], at: int, high: int) -> bool:
    """A hyphen, slash or point between two words without blanks around it: Example.com."""
    token = items[at]
    if token.text not in "-/." or at == 0 or at + 1 >= high:
        return False
    return items[at - 1].end == token.start and token.end == items[at + 1].start


def skip_brackets(items: list[Token], at: int, low: int) -> int:
    """Left over what is in brackets: the token before them, or `at` where none end there."""
    while at >= low and items[at].text in ")]":
        depth, i = 1, at - 1
        while i >= low and depth:
            depth += (items[i].text in ")]") - (items[i].text in "([")
            i -= 1
        if depth:
            return at
        at = i
    return at


def may_begin(token: Token, lex: Lexicon) -> bool:
    """Whether a noun phrase can begin with the token."""
    if token.kind == "number":
        return True
    if token.kind != "word":
        return False
    if token.low in lex.pronouns or token.low in lex.determiners:
        return True
    if token.low in lex.prepositions and lex.language == "en":
        return False
    return token.capital or token.low not in lex.function_words


def _plural_noun_after(items: list[Token], at: int, high: int, lex: Lexicon) -> bool:
    """ "ce" and its like are pronouns only when no noun follows."""
    return (
        items[at].low in lex.determiners
        and at + 1 < high
        and items[at + 1].kind == "word"
        and items[at + 1].low not in lex.auxiliaries
    )


def ends_phrase(items: list[Token], at: int, high: int, lex: Lexicon) -> bool:
    """Whether a noun phrase read rightwards stops before the token."""
    token = items[at]
    low = token.low
    if token.capital and (low in lex.months_days or low in lex.auxiliaries) and _surname(items, at, lex):
        return False
    if low in lex.verbs and not token.capital:
        return True
    if low in lex.relatives and low != "que":
        return True
    if low in lex.conjunctions:
        return not (
            items[at - 1].capital and at + 1 < high and (items[at + 1].capital or items[at + 1].low in lex.determiners)
        )
    if low in lex.pronouns and low not in lex.determiners:
        return True
    if low in lex.auxiliaries and low not in POSSESSIVES and low not in lex.prepositions and low not in {"en", "y"}:
        return True
    if low in _CLAUSE_STARTS or _reduced(items, at, high, lex):
        return True
    if low in lex.months_days:
        return items[at - 1].low not in lex.determiners  # "a March study", "Friday's paper"
    return is_adverb(token, lex) and not (token.capital and items[at - 1].capital)


def _reduced(items: list[Token], at: int, high: int, lex: Lexicon) -> bool:
    """a report by the agency | published on Friday: a participle behind its noun, before a preposition or a day."""
    token, before = items[at], items[at - 1]
    if lex.language != "en" or token.capital or not token.low.endswith("ed") or token.low in lex.persons:
        return False
    if at + 1 >= high or before.low in lex.determiners | lex.prepositions or before.low in POSSESSIVES:
        return False
    return items[at + 1].low in lex.prepositions or items[at + 1].low in lex.months_days


def with_head(items: list[Token], first: int, last: int, lex: Lexicon) -> Phrase | None:
    """The phrase with the words that name its head: a name where the head is one. None when it is only small words."""
    while last - 1 > first and (
        (items[last - 1].low in lex.months_days and not _surname(items, last - 1, lex))
        or items[last - 1].low in lex.prepositions
        or items[last - 1].kind == "point"
    ):
        last -= 1
    if all((t.low in lex.determiners and t.low not in lex.persons) or t.kind == "point" for t in items[first:last]):
        return None
    if (officer := _named_officer(items, first, last, lex)) is not None:
        return officer
    core = first + 1
    while (
        core < last
        and not (items[core].low in lex.prepositions and items[core].low not in _INNER_LINKS)
        and not _cuts(items, core, last, lex)
    ):
        core += 1
    end = core
    while end > first and items[end - 1].low in lex.months_days and not _surname(items, end - 1, lex):
        end -= 1
    named = end > first and items[end - 1].capital
    if named and (items[end - 1].low not in lex.function_words or _surname(items, end - 1, lex)):
        start = end - 1
        while start > first and _in_name(items, start - 1, first, lex):
            start -= 1
        while (
            start < end - 1
            and (
                items[start].low in lex.titles
                or items[start].low in _INNER_LINKS
                or items[start].low in {"the", "a", "an"}
            )
            and lex.titles.get(items[start].low) not in {"m", "f"}
        ):
            start += 1
        return Phrase(first, last, start, end, True)
    return Phrase(first, last, first, last, False)


def _surname(items: list[Token], at: int, lex: Lexicon) -> bool:
    """Whether a month or small word is somebody's name: Ana May, Mrs May."""
    before = items[at - 1] if at else None
    if before is None or not (items[at].capital and before.capital):
        return False
    return before.low in given_names() or before.low in lex.titles


def _named_officer(items: list[Token], first: int, last: int, lex: Lexicon) -> Phrase | None:
    """Secretary of State Ana Roy, Mayor of Portville Leo Marsh: the name behind an office, told by its given name."""
    of = next((i for i in range(first + 1, last) if items[i].low == "of"), None)
    if of is None or items[of - 1].low not in lex.titles or items[last - 1].low in lex.titles:
        return None
    for i in range(of + 2, last - 1):
        if items[i].low in given_names() and all(t.capital for t in items[of + 1 : last]):
            return Phrase(first, last, i, last, True)
    return None


def _cuts(items: list[Token], at: int, last: int, lex: Lexicon) -> bool:
    """French "de" cuts a phrase unless it stands inside a name ("Charles de Gaulle")."""
    if items[at].low not in _INNER_LINKS or items[at].low in {"la", "le", "l'"} or lex.language == "en":
        return False
    following = items[at + 1] if at + 1 < last else None
    return not (items[at - 1].capital and following is not None and following.capital)


def _in_name(items: list[Token], at: int, first: int, lex: Lexicon) -> bool:
    token = items[at]
    if token.kind == "word" and token.capital:
        return not (token.low in lex.function_words and token.low not in _INNER_LINKS)
    if token.low in _INNER_LINKS and at > first:
        return items[at - 1].capital
    return token.text in {"&"} and at > first
