"""Names in a text: runs of capitalised words, each at its place.

Of what kind a name is stands in `recoupe.read.text.kinds`; whether two names are the same person in
`recoupe.read.text.entities`. In headlines, where every word has a capital, only names known from the running text or
from the lists are found.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from recoupe.read.text.layout import Stretch
from recoupe.read.text.quotations import Marked
from recoupe.read.text.tokens import Token
from recoupe.read.text.words import Lexicon
from recoupe.read.text.words.lists import words as word_list
from recoupe.read.text.words.names import (
    NOT_NAMES,
    ORGANISATION_WORDS,
    PLACE_HEADS,
    PLACE_TAILS,
    given_names,
    key_of,
    organisations,
    places,
)

LINKS = word_list("common", "name_links")
_TITLED_ROLES = frozenset({"headline", "crosshead", "related", "boilerplate"})
_SENTENCE_ENDS = frozenset('.!?…:“”"«»‘—–-•*([') | {"..."}
_BASED = re.compile(
    r"-(?:based|born|bound|led|backed|run|style|speaking|ruled|controlled|owned|trained|area|era|shaped|like|wide|free|"
    r"related|inspired|raked|ready|made|built|funded|occupied|held)$",
    re.IGNORECASE,
)
_DEMONYM = re.compile(
    r"(?:ish|ese|ican|rian|nian|lian|tian|sian|dian|gian|cian|vian|bian|mian|pian|raqi|aeli|stani|emeni|ench|utch|reek|zech|wiss|hai|"
    r"[çnlt]ais|[çnlt]aise|ois|oise|mand|mande|ien|ienne|ain|aine|agnol|agnole)s?$",
    re.IGNORECASE,
)
MAX_WORDS = 9


@dataclass(slots=True)
class Name:
    """A name at text[start:end].

    votes: how strongly the words around it speak for each kind. initial: first in its sentence, where a capital tells
    nothing. quoted: between quotation marks. article: the text writes a capital article before it ("The Hague").
    """

    start: int
    end: int
    words: tuple[str, ...]
    paragraph: int
    key: str
    votes: Counter[str] = field(default_factory=Counter)
    title: str = ""
    gender: str = ""
    initial: bool = False
    quoted: bool = False
    article: bool = False
    first: int = 0
    last: int = 0


_COMPANY_ENDS = frozenset({"inc", "inc.", "corp", "corp.", "ltd", "ltd.", "llc", "plc", "gmbh", "s.a."})
_OF_OFFICE = frozenset(
    {"operating", "financial", "technical", "technology", "information", "marketing", "medical", "legal", "chief",
     "vice", "deputy", "prime", "senior", "acting", "executive", "managing", "general"}
)  # fmt: skip
"""What kind of officer, director or minister."""
MEASURES = frozenset(
    {"KB", "MB", "GB", "TB", "PB", "MP", "MW", "GW", "TW", "TEU", "GMT", "UTC", "EST", "PST", "CET", "AD", "BC", "BCE"}
    | {"USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "NZD", "HKD", "SGD", "CNY", "RMB", "INR", "RUB", "BRL", "ZAR"}
)
"""Capitals that are a unit, a currency or a time zone behind a number, and no name."""


def name_key(parts: tuple[str, ...]) -> str:
    """Equal for the same name written with other capitals."""
    return " ".join(parts).lower().replace("’", "'")


def names(items: list[list[Token]], paragraphs: list[tuple[Stretch, str]], lex: Lexicon) -> list[Name]:
    """The names in order of place, with places in `items` but without votes.

    Args:
        items: The tokens of each paragraph; a name between marks is one token of kind `marked` (`with_marked`).
        paragraphs: Their places and roles.
        lex: The language's words.
    """
    found: list[Name] = []
    titled: list[int] = []
    for n, (_, role) in enumerate(paragraphs):
        if role in _TITLED_ROLES and is_titled(items[n]):
            titled.append(n)
        elif role == "dateline":
            found += [name for name in _of_paragraph(items[n], n, lex) if not (name.first and len(name.key) == 2)]
        elif role != "timestamp":
            found += _of_paragraph(items[n], n, lex)
    found = _kept(found)
    known = {name.key for name in found}
    for n in titled:
        found += _known_in(items[n], n, known)
    return sorted(found, key=lambda name: name.start)


def with_marked(items: list[Token], pieces: list[Marked], text: str) -> list[Token]:
    """A name between quotation marks becomes one token of kind `marked`."""
    for piece in pieces:
        inside = [i for i, t in enumerate(items) if piece.start <= t.start < piece.end]
        if inside and len(inside) <= 12:
            words = text[piece.start : piece.end].rstrip(",.;:")
            merged = Token(words, piece.start, piece.start + len(words), words.lower(), "marked")
            items = [*items[: inside[0]], merged, *items[inside[-1] + 1 :]]
    return items


def is_titled(items: list[Token]) -> bool:
    """Whether nearly every longer word has a capital, which then tells nothing."""
    words = [t for t in items if t.kind == "word" and len(t.text) > 3]
    return bool(words) and sum(t.capital for t in words) >= 0.7 * len(words)


def _of_paragraph(items: list[Token], n: int, lex: Lexicon) -> list[Name]:
    found = []
    i = 0
    while i < len(items):
        token = items[i]
        last = i + 1
        if token.kind == "marked":
            words = tuple(token.text.split())
            if words and len(words) <= MAX_WORDS and (words[0][0].isupper() or words[0].lower() in {"the", "la", "le"}):
                found.append(Name(token.start, token.end, words, n, name_key(words), quoted=True, first=i, last=last))
        elif _may_start(token, lex) and not _is_measure(items, i):
            last = _run_end(items, i, lex)
            for a, b in _at_titles(items, i, last, lex):
                name = _name(items, a, b, n, lex)
                if name is not None:
                    found.append(name)
        i = last
    return found


def _is_measure(items: list[Token], i: int) -> bool:
    """ "40 GB", and the first part of "US$299"."""
    following = items[i + 1] if i + 1 < len(items) else None
    money = following is not None and following.text[:1] in "$€£¥" and following.start == items[i].end
    return money or (i > 0 and items[i - 1].kind == "number" and items[i].text in MEASURES)


def _at_titles(items: list[Token], first: int, last: int, lex: Lexicon) -> list[tuple[int, int]]:
    """A run cut before a title inside it: "Apple Inc. | CEO Steve Jobs"."""
    for at in range(first + 1, last - 1):
        if lex.titles.get(items[at].low) == "n" and not _leads(items[at - 1], lex):
            return [(first, at), (at, last)]
    return [(first, last)]


def _leads(token: Token, lex: Lexicon) -> bool:
    """A word that goes before a title: "Vice President", "Attorney General"."""
    return token.low in lex.titles or token.low in word_list("common", "before_title") or token.low in NOT_NAMES


def _may_start(token: Token, lex: Lexicon) -> bool:
    if token.kind != "word":
        return False
    if token.text[0] == "@":
        return len(token.text) > 2
    if not token.capital and not (len(token.text) > 2 and token.text[0] in "ie" and token.text[1].isupper()):
        return False
    return token.low not in lex.function_words or (
        token.text.isupper() and token.text.isalpha() and len(token.text) > 1
    )


def _run_end(items: list[Token], first: int, lex: Lexicon) -> int:
    """Where the run of words that make one name ends (exclusive)."""
    if items[first].text[0] == "@":
        return first + 1
    i = first + 1
    while i < len(items) and i - first < MAX_WORDS:
        token, before = items[i], items[i - 1]
        if token.kind == "word" and token.capital:
            if token.low in lex.first_person or token.low in lex.months_days:
                break
            if token.low in lex.function_words and token.low not in LINKS and not token.text.isupper():
                break
            if before.text.endswith(".") and len(before.text) > 5:
                break
            if before.low in _COMPANY_ENDS and token.low in given_names():
                break  # Staged Motors Inc. | Ana Roy
        elif token.low in LINKS:
            if not _links(items, i, first, lex):
                break
        elif token.text == "-":
            if not (i + 1 < len(items) and before.end == token.start and token.end == items[i + 1].start):
                break
        elif token.kind == "number":
            if key_of(f"{before.text} {token.text}") not in organisations():
                break
        else:
            break
        i += 1
    return i


def _links(items: list[Token], at: int, first: int, lex: Lexicon) -> bool:
    """Whether a small word joins parts of one name: "University of Kent", "Charles de Gaulle", not "Anna and Bob"."""
    following = at + 1
    while (
        following < len(items) and items[following].low in LINKS and not items[following].capital and following - at < 2
    ):
        following += 1
    if following >= len(items):
        return False
    after, low, before = items[following], items[at].low, items[at - 1]
    if not after.capital or after.kind != "word" or after.low in lex.months_days:
        return False
    if low in {"and", "et"}:
        fields = word_list("common", "fields")
        return (before.low in ORGANISATION_WORDS and after.low in ORGANISATION_WORDS) or before.low in fields
    if low in {"of", "for"}:
        return before.low in ORGANISATION_WORDS or before.low in {
            "bank",
            "isle",
            "cape",
            "gulf",
            "bay",
            "duke",
            "house",
        }
    if low == "&":
        return True
    if low in {"the", "à"}:
        return False
    if low in {"en", "sur", "sous", "aux"}:
        institution = items[first].low in ORGANISATION_WORDS or items[first].low in PLACE_HEADS
        return institution if lex.language == "fr" else low != "sous"
    if lex.language == "en":
        return low not in {"for"}
    if low in {"de", "du", "des", "d'"}:
        # "le maire de Dieppe" begins with a small letter; what comes here begins with a capital
        joins = before.low in ORGANISATION_WORDS | PLACE_HEADS or before.low in given_names()
        return joins or (before.capital and at - first >= 2 and items[first].low in ORGANISATION_WORDS)
    return before.capital


def _name(items: list[Token], first: int, last: int, n: int, lex: Lexicon) -> Name | None:
    first, last, title, gender = _trimmed(items, first, last, lex)
    if first >= last:
        return None
    tokens = items[first:last]
    words = tuple(t.text for t in tokens)
    start, end = tokens[0].start, tokens[-1].end
    if match := _BASED.search(words[-1]):  # Dieppe-based
        cut = len(match.group())
        words, end = (*words[:-1], words[-1][:-cut]), end - cut
    key = name_key(words)
    if not words[0] or len(key) < 2 or _is_no_name(words, title, lex):
        return None
    name = Name(start, end, words, n, key, title=title, gender=gender, first=first, last=last)
    name.initial = opens_sentence(items, first)
    before = items[first - 1] if first else None
    name.article = (
        before is not None and before.text == "The" and first > 1 and items[first - 2].text not in _SENTENCE_ENDS
    )
    return name


def _is_no_name(words: tuple[str, ...], title: str, lex: Lexicon) -> bool:
    lows = [w.lower() for w in words]
    if all(low in NOT_NAMES for low in lows) and lows[0] not in given_names():
        return True
    if len(words) > 1:
        offices = all(w in lex.titles or w in lex.persons or w in word_list("common", "before_title") for w in lows[1:])
        offices = offices and (lows[0] in _OF_OFFICE or lows[0] in lex.titles or lows[0] in lex.persons)
        return offices and lows[0] not in given_names()  # Chief Operating Officer
    low = lows[0]
    known = key_of(low) in places() or low in given_names() or key_of(low) in organisations()
    if low in lex.months_days:
        return True
    if low in ORGANISATION_WORDS and not words[0].isupper():
        return not known
    if low in NOT_NAMES or low.rstrip("s") in NOT_NAMES or low in lex.titles or low in lex.persons:
        return low not in given_names() or low in NOT_NAMES
    return is_demonym(words[0]) and not title and not known


def opens_sentence(items: list[Token], first: int) -> bool:
    """Whether a token stands where every word has a capital."""
    return first == 0 or items[first - 1].text in _SENTENCE_ENDS


def is_demonym(word: str) -> bool:
    """Whether a word ends as the names of peoples do ("Virginian")."""
    return _DEMONYM.search(word) is not None


def _trimmed(items: list[Token], first: int, last: int, lex: Lexicon) -> tuple[int, int, str, str]:
    """Titles before a name come off; so do an article, a nationality, and trailing links."""
    title, gender = "", ""
    while first < last - 1:
        token = items[first]
        low = token.low
        if low in lex.titles or (
            low in word_list("common", "before_title") and _title_follows(items, first, last, lex)
        ):
            gender = lex.titles.get(low, "n") if lex.titles.get(low) in {"m", "f"} else gender
            title = f"{title} {token.text}".strip()
        elif not _comes_off(items, first, last, lex):
            break
        first += 1
    while last > first and (
        (items[last - 1].low in LINKS and not items[last - 1].capital) or items[last - 1].kind == "point"
    ):
        last -= 1
    return first, last, title, gender


def _title_follows(items: list[Token], first: int, last: int, lex: Lexicon) -> bool:
    return first + 2 < last and (
        items[first + 1].low in lex.titles or items[first + 1].low in {"executive", "minister"}
    )


def _comes_off(items: list[Token], first: int, last: int, lex: Lexicon) -> bool:
    """Whether the first word of a run is no part of the name: an article, a nationality, "Follow", "PDG"."""
    low = items[first].low
    if low in {"the", "a", "an", "&", "and", "le", "la", "l'"}:
        return not _french_article(items, first, lex)
    if low in word_list("common", "imperative") or low in lex.adverbs:
        return first == 0 or items[first - 1].text in _SENTENCE_ENDS
    if low in NOT_NAMES and low not in given_names():
        return not _keeps(items, first, last)
    acronym = items[first].text.isupper() and len(low) > 1 and items[first + 1].low in given_names()
    return acronym or bool(_BASED.search(items[first].text))


def _french_article(items: list[Token], at: int, lex: Lexicon) -> bool:
    """ "Le Pen", "La Rochelle": the article is part of the name."""
    return (
        items[at].low in {"le", "la"}
        and items[at].capital
        and not (lex.language == "fr" and (at == 0 or items[at - 1].text in _SENTENCE_ENDS))
    )


def _keeps(items: list[Token], first: int, last: int) -> bool:
    """ "British Museum", "Democratic Party", "White House": the adjective is part of the name."""
    rest = items[first + 1 : last]
    return any(t.low in ORGANISATION_WORDS or t.low in PLACE_TAILS for t in rest) or items[first].low in {
        "black",
        "white",
    }


def _known_in(items: list[Token], n: int, known: set[str]) -> list[Name]:
    """Names in a title: the longest runs that the text or the lists know."""
    found = []
    i = 0
    while i < len(items):
        for length in range(min(6, len(items) - i), 0, -1):
            tokens = items[i : i + length]
            if not tokens[0].capital or tokens[0].kind != "word" or tokens[-1].kind != "word":
                continue
            words = tuple(t.text for t in tokens)
            key = name_key(words)
            listed = key_of(key) in places() or (key_of(key) in organisations() and (length > 1 or len(key) > 3))
            if key in known or listed:
                found.append(Name(tokens[0].start, tokens[-1].end, words, n, key, first=i, last=i + length))
                i += length - 1
                break
        i += 1
    return found


def _kept(found: list[Name]) -> list[Name]:
    """Without single words at the head of a sentence that stand nowhere else as a name."""
    sure: set[str] = set()
    for name in found:
        alone = len(name.words) == 1
        key = key_of(name.key)
        listed = key in places() or key in organisations() or name.words[0].lower() in given_names()
        if not (name.initial and alone and not name.title and not listed):
            sure.add(name.key)
            sure.update(w.lower().replace("’", "'") for w in name.words if len(w) > 2)
    return [name for name in found if name.key in sure]
