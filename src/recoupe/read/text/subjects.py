"""The subject of a verb or clause: before the verb, behind one that is inverted, over appositions and circumstances.

"Ana Roy, the police chief, | said" · "said | Ana Roy, chief of …" · "a déclaré lundi à l'agence | le maire". By closed
word classes and capitals (`recoupe.read.text.phrases`); no parser. Ranges are over tokens.
"""

from __future__ import annotations

from recoupe.read.text.phrases import (
    POSSESSIVES,
    Phrase,
    ends_phrase,
    is_adverb,
    may_begin,
    name_ending,
    phrase_at,
    phrase_ending,
    skip_brackets,
    with_head,
)
from recoupe.read.text.tokens import Token
from recoupe.read.text.words import Lexicon
from recoupe.read.text.words.lists import words
from recoupe.read.text.words.names import given_names

_INNER_LINKS = words("common", "inner_links")
_ROUGHLY = words("common", "roughly")
_OPPOSED = words("common", "opposed")
_DATELINE_DASHES = frozenset({"—", "–", "--", "-", "―"})
_CIRCUMSTANCES = frozenset({"à", "au", "aux", "en", "dans", "sur", "par", "auprès", "devant", "lors", "ce", "hier"})
_CIRCUMSTANCE = 7
"""At most so many tokens in "dans un entretien au Courrier" between a verb and its subject."""
_OPEN = 8
"""Tokens before a phrase in which the comma of its apposition is looked for."""
_DATELINE = 12
"""At most so many tokens before the dash of a dateline."""


def subject_before(items: list[Token], verb: int, low: int, lex: Lexicon) -> Phrase | None:
    """The subject that ends left of the verb group, appositions and bracketed words skipped.

    Args:
        items: Tokens of the paragraph.
        verb: Where the verb group begins.
        low: First token of the sentence.
        lex: The language's words.
    """
    at = verb - 1
    while (
        at >= low
        and (is_adverb(items[at], lex) or items[at].low in lex.auxiliaries)
        and items[at].low not in lex.pronouns
        and not (at > low and items[at].capital and items[at - 1].capital)  # Harbour Watch Now said
    ):
        at -= 1
    at = skip_brackets(items, at, low)
    if at < low:
        return None
    if items[at].text == ",":
        return _over_apposition(items, at, low, lex)
    if items[at].low in lex.relatives and (near := _antecedent(items, at, low, lex)) is not None:
        return near
    if items[at].low in lex.conjunctions or items[at].low in lex.relatives:
        return clause_subject(items, low, at, lex)
    phrase = phrase_ending(items, at, low, lex)
    following = items[verb + 1 : verb + 3]  # ", the mayor said," is no apposition but the narrator
    ends = bool(following) and following[0].text in {",", "."}
    if phrase is None or (ends and not (len(following) > 1 and following[1].kind == "quote")):
        return phrase
    return _open_apposition(items, phrase, low, lex) or phrase


def _open_apposition(items: list[Token], phrase: Phrase, low: int, lex: Lexicon) -> Phrase | None:
    """Ana Roy, president and head of the staged firm said: the name before an apposition without its second comma."""
    comma = next(
        (i for i in range(phrase.first - 1, max(low, phrase.first - _OPEN) - 1, -1) if items[i].text == ","), None
    )
    if comma is None or comma - 2 < low or items[comma + 1].low == "the":
        return None
    core = items[comma + 1 : phrase.last]
    core = core[: next((i for i, t in enumerate(core) if i and t.low in lex.prepositions), len(core))]
    if any(t.kind != "word" or t.low in lex.verbs | lex.auxiliaries for t in core):
        return None
    office = core[-1].low if core else ""
    if office.endswith("s") or (office not in lex.persons and office not in lex.titles):
        return None
    name = name_ending(items, comma, low, lex)
    start = next((i + 1 for i in range(comma - 1, low - 1, -1) if items[i].kind == "quote"), low)
    begins = name.first == _past_openers(items, start, comma, lex)
    if not begins or name.head_last - name.head_first < 2 or not all(t.capital for t in items[name.first : comma]):
        return None
    return Phrase(name.first, phrase.last, name.head_first, name.head_last, True)


def _antecedent(items: list[Token], relative: int, low: int, lex: Lexicon) -> Phrase | None:
    """Two men held a banner that said "…": what the relative pronoun stands for is the noun phrase right before it."""
    at = relative - 1
    if at > low and items[at].low in lex.prepositions:  # "the letter in which"
        at -= 1
    if at > low and items[at].text == ",":
        at -= 1
    at = skip_brackets(items, at, low)
    if at < low or items[at].kind == "point" or items[at].low in lex.verbs | lex.auxiliaries | lex.conjunctions:
        return None
    phrase = phrase_ending(items, at, low, lex)
    if phrase is None or (phrase.named and phrase.head_last == phrase.last):
        return phrase
    for i in range(phrase.last - 1, phrase.first, -1):  # no verb is known here: begin at the last article
        before = items[i - 1].low
        if items[i].low in lex.determiners and before not in lex.determiners | {"of", "de"}:
            return with_head(items, i, phrase.last, lex)
    return phrase


def subject_after(items: list[Token], verb: int, high: int, lex: Lexicon) -> Phrase | None:
    """The subject that begins right of an inverted verb ("said Romain, 28")."""
    at = verb + 1
    while at < high and is_adverb(items[at], lex):
        at += 1
    if lex.language == "fr":
        at = _past_circumstances(items, at, high, lex)
    return with_name(items, phrase_at(items, at, high, lex), high, lex)


def with_name(items: list[Token], phrase: Phrase | None, high: int, lex: Lexicon) -> Phrase | None:
    """The mayor, Ana Roy, …: the description with the name that stands behind its comma, if one does."""
    if phrase is None or phrase.last >= high or items[phrase.last].text != ",":
        return phrase
    stop = next((i for i in range(phrase.last + 1, high) if items[i].kind == "point"), high)
    return _with_name_beside(items, phrase, [(phrase.last + 1, stop)], lex)


def _past_circumstances(items: list[Token], at: int, high: int, lex: Lexicon) -> int:
    """a déclaré [lundi] [à l'agence] [dans un communiqué] le maire: where the subject begins, if one follows."""
    i = at
    while i < high:
        if items[i].low in lex.months_days or is_adverb(items[i], lex):
            i += 1
        elif items[i].low in _CIRCUMSTANCES:
            end = i + 1
            while end < high and end - i <= _CIRCUMSTANCE and items[end].kind in {"word", "number"}:
                before = items[end - 1]
                begins = items[end].low in lex.determiners or (items[end].capital and not before.capital)
                if end > i + 1 and begins and before.low not in lex.determiners | lex.prepositions:
                    break
                end += 1
            if end >= high or items[end].kind != "word" or end - i > _CIRCUMSTANCE:
                return at
            i = end
        else:
            break
    return i if i < high and (items[i].capital or items[i].low in lex.determiners) else at


def clause_subject(items: list[Token], low: int, high: int, lex: Lexicon) -> Phrase | None:
    """The subject of the clause in [low, high): its first noun phrase that is no adverbial, one with a verb if any."""
    without_verb: Phrase | None = None
    for first, last in _segments(items, low, high):
        begin = _past_openers(items, first, last, lex)
        if begin >= last or _is_adverbial(items, begin, last, lex):
            continue
        phrase = _subject_at(items, begin, last, lex)
        if phrase is None:
            continue
        if any(_verb_like(items, i, lex) or items[i].low in lex.verbs for i in range(phrase.first + 1, last)):
            return phrase
        without_verb = without_verb or phrase
    return without_verb


def _is_adverbial(items: list[Token], at: int, last: int, lex: Lexicon) -> bool:
    token = items[at]
    if token.kind == "number" and any(t.low in lex.persons for t in items[at + 1 : min(last, at + 3)]):
        return False  # "100 protesters marched"
    if token.low in lex.prepositions or (token.low in lex.subordinators and token.low not in lex.pronouns):
        return True
    if token.kind == "number" or token.low in lex.months_days:
        return True
    if not token.low.endswith(("ing", "ed")) or token.low in lex.persons or token.low in given_names():
        return False
    if token.low in lex.saying and lex.saying[token.low][1] == "ing":
        return True  # "Saying Britain must change, …"
    following = items[at + 1] if at + 1 < last else None
    # "Asked to comment, …" but not "Reed said"
    return not token.capital or (
        following is not None
        and not following.capital
        and following.low not in lex.saying
        and following.low not in lex.auxiliaries
    )


def _subject_at(items: list[Token], begin: int, last: int, lex: Lexicon) -> Phrase | None:
    if not may_begin(items[begin], lex):
        return None
    if items[begin].low in lex.pronouns:
        return Phrase(begin, begin + 1, begin, begin + 1, False)
    if (name := _opening_name(items, begin, last, lex)) is not None:
        return name
    end = begin
    while end < last and end - begin < 12:
        token = items[end]
        if end > begin and (
            token.kind == "quote"
            or token.text in "(["
            or _verb_like(items, end, lex)
            or ends_phrase(items, end, last, lex)
        ):
            break
        end += 1
    return with_head(items, begin, end, lex)


def _opening_name(items: list[Token], begin: int, last: int, lex: Lexicon) -> Phrase | None:
    """Ana Roy shows the window: the name a sentence begins with, when a small word follows that may be its verb."""
    end = begin
    while end < last and (items[end].capital or (items[end].low in _INNER_LINKS and end > begin)):
        end += 1
    while end > begin and not items[end - 1].capital:
        end -= 1
    given = items[begin].low in given_names()
    if (end - begin < 2 and not given) or end >= last or items[end].kind != "word":
        return None
    if items[end].low in POSSESSIVES:
        return None
    if items[end].low in lex.persons | lex.groups | lex.prepositions | lex.conjunctions | lex.relatives:
        return None
    start = begin
    while start < end - 1 and (items[start].low in lex.titles or items[start].low in lex.determiners):
        start += 1
    return Phrase(begin, end, start, end, True)


def _verb_like(items: list[Token], at: int, lex: Lexicon) -> bool:
    token = items[at]
    if token.low in lex.auxiliaries and token.low not in POSSESSIVES:
        return True
    if token.capital or token.kind != "word":
        return False
    entry = lex.saying.get(token.low) or lex.manner.get(token.low)
    if (
        entry is not None
        and entry[1] in {"past", "present"}
        and token.low not in lex.groups
        and token.low not in lex.persons
    ):
        return True
    if (
        lex.language == "en"
        and token.low.endswith("ed")
        and not (at + 1 < len(items) and items[at + 1].capital and items[at - 1].low in lex.determiners)
    ):
        return items[at - 1].low not in lex.determiners
    return False


def _over_apposition(items: list[Token], comma: int, low: int, lex: Lexicon) -> Phrase | None:
    """The phrase before ", the police chief," or ", who lives there," whose second comma is given."""
    segments = _segments(items, last_clause(items, low, comma, lex), comma)
    if not segments:
        return None
    # from the left: the first segment that may be a subject; what lies between is apposition
    for n, (first, last) in enumerate(segments):
        begin = _past_openers(items, first, last, lex)
        if begin >= last:
            continue
        token = items[begin]
        if n < len(segments) - 1 or len(segments) == 1:
            if (
                token.low in lex.prepositions
                or token.low in lex.subordinators
                or token.low in lex.adverbs
                or token.kind == "number"
            ):
                continue
            if not token.capital and token.low.endswith("ing"):
                continue
        if not may_begin(token, lex):
            continue
        if _has_finite(items, begin, last, lex) and n < len(segments) - 1:
            tail = phrase_ending(items, last - 1, begin, lex)
            if tail is not None and tail.named and tail.first > begin:
                return tail
        phrase = phrase_at(items, begin, last, lex)
        if phrase is not None:
            return _with_name_beside(items, phrase, segments[n + 1 : n + 2], lex)
    return None


def last_clause(items: list[Token], low: int, high: int, lex: Lexicon) -> int:
    """Where the last clause in [low, high) begins: …, but Ana Roy, the mayor, | said."""
    start = low
    for i in range(low + 1, high - 1):
        after = items[i + 1]
        joined = after.low in lex.conjunctions or after.low in _OPPOSED
        if items[i].text == ";" or (
            items[i].text in {",", "—", "–", "--"} and joined and _has_finite(items, start, i, lex)
        ):
            start = i + 1
    return start


def _with_name_beside(
    items: list[Token], phrase: Phrase | None, following: list[tuple[int, int]], lex: Lexicon
) -> Phrase | None:
    """The mayor, Ana Roy, …: a description takes the name that stands beside it as its head."""
    if phrase is None or not following:
        return phrase
    if phrase.named and any(t.low not in lex.titles for t in items[phrase.head_first : phrase.head_last]):
        return phrase  # "Argentina's President, Ana Roy, …" goes on
    first, last = following[0]
    beside = phrase_at(items, first, last, lex)
    if beside is None or not beside.named or beside.head_last != last:
        return phrase
    if any(t.low not in lex.titles for t in items[first : beside.head_first]):
        return phrase
    return Phrase(phrase.first, last, beside.head_first, beside.head_last, True)


def _has_finite(items: list[Token], first: int, last: int, lex: Lexicon) -> bool:
    return any(_verb_like(items, i, lex) for i in range(first + 1, last))


def _segments(items: list[Token], low: int, high: int) -> list[tuple[int, int]]:
    """[low, high) cut at commas, dashes and quotations; brackets are left out."""
    low = _past_dateline(items, low, high)
    found, first, depth = [], low, 0
    for i in range(low, high):
        token = items[i]
        depth += (token.text in ("(", "[")) - (token.text in (")", "]"))
        if depth <= 0 and (token.text in {",", "—", "–", ":", ";", "--"} or token.kind == "quote"):
            if i > first:
                found.append((first, i))
            first = i + 1
    if high > first:
        found.append((first, high))
    return found


def _past_dateline(items: list[Token], low: int, high: int) -> int:
    """DIEPPE, France (AP) — The mayor …: behind the dash."""
    if low >= high or not (items[low].kind == "word" and items[low].text.isupper() and len(items[low].text) > 2):
        return low
    for i in range(low + 1, min(high, low + _DATELINE)):
        token = items[i]
        if token.text in _DATELINE_DASHES:
            return i + 1
        if not (token.capital or token.kind != "word" or token.text in "(),."):
            return low
    return low


def _past_openers(items: list[Token], first: int, last: int, lex: Lexicon) -> int:
    while first < last and (
        items[first].low in lex.conjunctions
        or (is_adverb(items[first], lex) and not (first + 1 < last and items[first + 1].text == "of"))
        or items[first].kind == "point"
        or (items[first].low in _ROUGHLY and first + 1 < last and items[first + 1].kind == "number")
    ):
        first += 1
    return first
