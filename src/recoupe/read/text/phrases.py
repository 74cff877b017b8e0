"""Noun phrases beside a verb, by closed word classes and capitals; no parser.

Good enough to say whose words a quotation is: the subject before a verb ("Kerr Putney, the police chief, said"), the
one after it ("said Sean Spicer, chief strategist for …"), the subject of a sentence. Ranges are over tokens.
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
_POSSESSIVES = frozenset({"'s", "'"})
_ROUGHLY = words("common", "roughly")
_OPPOSED = words("common", "opposed")
_ARTICLES = frozenset({"the", "a", "an"})
_BEFORE_ARTICLE = frozenset({"all", "both", "half", "such", "quite", "many", "what", "than"})
_CUTS_BEFORE = frozenset({"that", "as", "while", "what", "how", "why", "que", "qu'", "comme"})
_DATELINE_DASHES = frozenset({"—", "–", "--", "-", "―"})
_CIRCUMSTANCES = frozenset({"à", "au", "aux", "en", "dans", "sur", "par", "auprès", "devant", "lors", "ce", "hier"})
_CIRCUMSTANCE = 7
"""At most so many tokens in "dans un entretien au Courrier" between a verb and its subject."""
_OPEN = 8
"""Tokens before a phrase in which the comma of its apposition is looked for."""
_DATELINE = 12
"""At most so many tokens before the dash of a dateline."""
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
    at = _skip_brackets(items, at, low)
    if at < low:
        return None
    if items[at].text == ",":
        return _over_apposition(items, at, low, lex)
    if items[at].low in lex.relatives and (near := _antecedent(items, at, low, lex)) is not None:
        return near
    if items[at].low in lex.conjunctions or items[at].low in lex.relatives:
        return clause_subject(items, low, at, lex)
    phrase = _phrase_ending(items, at, low, lex)
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
    begins = name.first == _past_openers(items, low, comma, lex)
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
    at = _skip_brackets(items, at, low)
    if at < low or items[at].kind == "point" or items[at].low in lex.verbs | lex.auxiliaries | lex.conjunctions:
        return None
    phrase = _phrase_ending(items, at, low, lex)
    if phrase is None or (phrase.named and phrase.head_last == phrase.last):
        return phrase
    for i in range(phrase.last - 1, phrase.first, -1):  # no verb is known here: begin at the last article
        before = items[i - 1].low
        if items[i].low in lex.determiners and before not in lex.determiners | {"of", "de"}:
            return _with_head(items, i, phrase.last, lex)
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
    if first >= high or not _may_begin(items[first], lex):
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
        if last > first and _ends_phrase(items, last, high, lex):
            break
        last += 1
    return _with_head(items, first, last, lex) if last > first else None


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
    if not _may_begin(items[begin], lex):
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
            or _ends_phrase(items, end, last, lex)
        ):
            break
        end += 1
    return _with_head(items, begin, end, lex)


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
    if items[end].low in _POSSESSIVES:
        return None
    if items[end].low in lex.persons | lex.groups | lex.prepositions | lex.conjunctions | lex.relatives:
        return None
    start = begin
    while start < end - 1 and (items[start].low in lex.titles or items[start].low in lex.determiners):
        start += 1
    return Phrase(begin, end, start, end, True)


def _verb_like(items: list[Token], at: int, lex: Lexicon) -> bool:
    token = items[at]
    if token.low in lex.auxiliaries and token.low not in _POSSESSIVES:
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
        if not _may_begin(token, lex):
            continue
        if _has_finite(items, begin, last, lex) and n < len(segments) - 1:
            tail = _phrase_ending(items, last - 1, begin, lex)
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


def _phrase_ending(items: list[Token], at: int, low: int, lex: Lexicon) -> Phrase | None:
    """The noun phrase whose last token is given, read leftwards to the nearest boundary."""
    if items[at].low in lex.pronouns and items[at].low != "who":
        return Phrase(at, at + 1, at, at + 1, False)
    first = at + 1
    i = at
    while i >= low and at - i < MAX_PHRASE:
        i2 = _skip_brackets(items, i, low)
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
        if token.low in lex.auxiliaries and token.low not in _POSSESSIVES:
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
    return _with_head(items, first, at + 1, lex)


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
        and before not in _POSSESSIVES
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
    skipped = _skip_brackets(items, before, low)
    if skipped != before:
        before = skipped
    if before < low:
        return False
    both_named = items[before].capital and items[at + 1].capital
    return both_named or (items[before].low in lex.persons and items[at + 1].low in lex.persons)


def _inside_name(items: list[Token], at: int, high: int) -> bool:
    """A hyphen or slash between two words without blanks around it."""
    token = items[at]
    if token.text not in "-/" or at == 0 or at + 1 >= high:
        return False
    return items[at - 1].end == token.start and token.end == items[at + 1].start


def _skip_brackets(items: list[Token], at: int, low: int) -> int:
    while at >= low and items[at].text in ")]":
        depth, i = 1, at - 1
        while i >= low and depth:
            depth += (items[i].text in ")]") - (items[i].text in "([")
            i -= 1
        if depth:
            return at
        at = i
    return at


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


def _may_begin(token: Token, lex: Lexicon) -> bool:
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


def _ends_phrase(items: list[Token], at: int, high: int, lex: Lexicon) -> bool:
    token = items[at]
    low = token.low
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
    if low in lex.auxiliaries and low not in _POSSESSIVES and low not in lex.prepositions and low not in {"en", "y"}:
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
    if at + 1 >= high or before.low in lex.determiners | lex.prepositions or before.low in _POSSESSIVES:
        return False
    return items[at + 1].low in lex.prepositions or items[at + 1].low in lex.months_days


def _with_head(items: list[Token], first: int, last: int, lex: Lexicon) -> Phrase | None:
    """The phrase with the words that name its head: a name where the head is one. None when it is only small words."""
    while last - 1 > first and (
        items[last - 1].low in lex.months_days
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
    while end > first and items[end - 1].low in lex.months_days:
        end -= 1
    if end > first and items[end - 1].capital and items[end - 1].low not in lex.function_words:
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
