"""Names in a text: runs of capitalised words, and of what kind each is by the words around it.

One name is one `Name` a place. Whether two names are the same person is told in `recoupe.read.text.entities`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from recoupe.read.text.layout import Stretch
from recoupe.read.text.quotations import Marked
from recoupe.read.text.tokens import Token, tokens
from recoupe.read.text.words import Lexicon
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

_LINKS = frozenset(
    [
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l'",
        "d'",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "ibn",
        "al",
        "el",
        "ben",
        "di",
        "da",
        "dos",
        "of",
        "the",
        "and",
        "&",
        "for",
        "et",
        "en",
        "sur",
        "sous",
        "aux",
        "à",
    ]
)
_TITLE_ROLES = frozenset({"headline", "crosshead", "related", "boilerplate"})
_ENDS = frozenset({".", "!", "?", "…", "...", ":", "“", "”", '"', "«", "»", "‘", "—", "–", "-", "•", "*", "(", "["})
_DEMONYM = re.compile(
    r"(?:ish|ese|ican|rian|nian|lian|tian|sian|dian|gian|cian|vian|bian|mian|pian|anian|raqi|aeli|stani|emeni|ench|utch|reek|zech|wiss|hai|"
    r"çais|çaise|lais|laise|nois|noise|tais|taise|dais|daise|mand|mande|ien|ienne|ain|aine|agnol|agnole)s?$",
    re.IGNORECASE,
)
_PERSON_VERBS = frozenset(["who", "qui", "whose"])


@dataclass(slots=True)
class Name:
    """A name at text[start:end]. votes: how strongly the words around it speak for each kind."""

    start: int
    end: int
    words: tuple[str, ...]
    paragraph: int
    votes: Counter[str] = field(default_factory=Counter)
    title: str = ""
    gender: str = ""
    initial: bool = False
    quoted: bool = False

    @property
    def key(self) -> str:
        """The words in lower case with single blanks: equal for the same name written with other capitals."""
        return " ".join(w.lower().replace("’", "'") for w in self.words)


def names(
    text: str, paragraphs: list[tuple[Stretch, str]], stretches: list[Marked], speech: list[bool], lex: Lexicon
) -> list[Name]:
    """The names in order of place."""
    quoted: dict[int, list[Marked]] = {}
    for piece, is_speech in zip(stretches, speech, strict=True):
        if not is_speech:
            quoted.setdefault(piece.paragraph, []).append(piece)
    found: list[Name] = []
    for n, ((start, end), role) in enumerate(paragraphs):
        items = _with_marked(tokens(text, start, end, lex.language), quoted.get(n, []), text)
        found += _of_paragraph(items, n, lex, titled=role in _TITLE_ROLES and _is_titled(items))
    return _kept(found)


def _with_marked(items: list[Token], pieces: list[Marked], text: str) -> list[Token]:
    """A name between marks becomes one token of kind `marked`."""
    for piece in pieces:
        inside = [i for i, t in enumerate(items) if piece.start <= t.start < piece.end]
        if inside and len(inside) <= 12:
            words = text[piece.start : piece.end].rstrip(",.;:")
            merged = Token(words, piece.start, piece.start + len(words), words.lower(), "marked")
            items = items[: inside[0]] + [merged] + items[inside[-1] + 1 :]
    return items


def _is_titled(items: list[Token]) -> bool:
    words = [t for t in items if t.kind == "word" and len(t.text) > 3]
    return bool(words) and sum(t.capital for t in words) >= 0.7 * len(words)


def _of_paragraph(items: list[Token], n: int, lex: Lexicon, *, titled: bool) -> list[Name]:
    found = []
    i = 0
    while i < len(items):
        token = items[i]
        if token.kind == "marked":
            name = _named_in_marks(items, i, n, lex)
            if name is not None:
                found.append(name)
            i += 1
            continue
        if not _may_start(token, lex):
            i += 1
            continue
        last = _run(items, i, lex)
        first = i
        i = last
        name = _name(items, first, last, n, lex, titled=titled)
        if name is not None:
            found.append(name)
    return found


def _may_start(token: Token, lex: Lexicon) -> bool:
    if token.kind != "word" or not (token.capital or token.text[:1] == "@" or _inner_capital(token.text)):
        return False
    if token.text[:1] == "@":
        return len(token.text) > 2
    return token.low not in lex.function_words or (token.text.isupper() and len(token.text) > 1)


def _inner_capital(word: str) -> bool:
    return len(word) > 2 and word[0] in "ie" and word[1].isupper()


def _run(items: list[Token], first: int, lex: Lexicon) -> int:
    """Where the run of words that make one name ends (exclusive)."""
    if items[first].text[0] == "@":
        return first + 1
    i = first + 1
    while i < len(items):
        token = items[i]
        if (
            token.kind == "word"
            and token.capital
            and token.low not in lex.first_person
            and token.low not in lex.months_days
        ):
            if token.low in lex.function_words and token.low not in _LINKS and not token.text.isupper():
                break
            if items[i - 1].text.endswith(".") and not _abbreviated(items[i - 1]):
                break
            i += 1
            continue
        if token.low in _LINKS and token.kind in {"word", "point"} and _continues(items, i, first, lex):
            i += 1
            continue
        if (
            token.text in {"-", "/"}
            and i + 1 < len(items)
            and items[i - 1].end == token.start
            and token.end == items[i + 1].start
            and items[i + 1].capital
            and token.text == "-"
        ):
            i += 1
            continue
        break
    return i


def _abbreviated(token: Token) -> bool:
    return len(token.text) <= 5


def _continues(items: list[Token], at: int, first: int, lex: Lexicon) -> bool:
    """Whether a small word joins two parts of one name: "Charles de Gaulle", "University of Kent", not "Anna and Bob"."""
    j = at + 1
    while j < len(items) and items[j].low in _LINKS and j - at < 2:
        j += 1
    if j >= len(items) or not items[j].capital or items[j].kind != "word" or items[j].low in lex.months_days:
        return False
    low = items[at].low
    before = items[at - 1].low
    if low in {"of", "for", "the", "and", "&", "et", "sur", "sous", "aux", "à", "en"}:
        if low in {"and", "et"}:
            return before in ORGANISATION_WORDS and items[j].low in ORGANISATION_WORDS
        if low in {"of", "for"}:
            return before in ORGANISATION_WORDS or key_of(items[at - 1].text) in {
                "bank",
                "isle",
                "cape",
                "gulf",
                "state",
                "duke",
                "house",
                "secretary",
            }
        if low == "&":
            return True
        return low in {"sur", "sous", "en", "aux"} and lex.language == "fr" and at - 1 > first
    if lex.language == "en":
        return low not in {"la", "le", "les", "l'"} or True
    if low in {"de", "du", "des", "d'"}:
        # "Marine Le Pen de Paris" is rare; "le maire de Calais" begins with a small letter, so only names come here
        return before in ORGANISATION_WORDS | PLACE_HEADS or (
            items[at - 1].capital and (key_of(items[at - 1].text) in given_names())
        )
    return items[at - 1].capital


def _name(items: list[Token], first: int, last: int, n: int, lex: Lexicon, *, titled: bool) -> Name | None:
    first, last, title, gender = _trimmed(items, first, last, lex)
    if first >= last:
        return None
    words = tuple(t.text for t in items[first:last])
    key = key_of(" ".join(words))
    if len(words) == 1 and (
        words[0].lower() in NOT_NAMES
        or words[0].lower().rstrip("s") in NOT_NAMES
        or words[0].lower() in lex.months_days
    ):
        return None
    if all(w.lower() in NOT_NAMES for w in words) or (
        len(words) == 1 and _DEMONYM.search(words[0]) and not title and not _known(key)
    ):
        return None
    if len(words) == 1 and len(words[0]) < 2:
        return None
    name = Name(items[first].start, items[last - 1].end, words, n, title=title, gender=gender)
    name.initial = titled or _at_start(items, first)
    _vote(name, items, first, last, lex)
    if len(words) == 1 and name.initial and not title and not name.votes and key not in places() | organisations():
        name.votes["weak"] += 1
    return name


def _known(key: str) -> bool:
    return key in places() or key in given_names() or key in organisations()


def _at_start(items: list[Token], first: int) -> bool:
    return first == 0 or items[first - 1].text in _ENDS


def _trimmed(items: list[Token], first: int, last: int, lex: Lexicon) -> tuple[int, int, str, str]:
    """Titles before a name come off; so do a leading article and trailing links."""
    title, gender = "", ""
    while first < last:
        low = items[first].low
        if low in lex.titles and last - first > 1:
            gender = lex.titles[low] if lex.titles[low] in {"m", "f"} else gender
            title = f"{title} {items[first].text}".strip()
        elif (low in lex.titles and lex.titles[low] in {"m", "f"}) or (
            low in {"the", "a", "an", "&", "and"} and last - first > 1
        ):
            gender = lex.titles.get(low, gender)
        elif (
            last - first > 1
            and items[first].low in NOT_NAMES
            and items[first].text != items[first].text.upper()
            and not _keeps(items, first, last)
        ):
            pass
        else:
            break
        first += 1
    while last > first and (
        (items[last - 1].low in _LINKS and not items[last - 1].capital) or items[last - 1].kind == "point"
    ):
        last -= 1
    return first, last, title, gender if gender != "n" else ""


def _keeps(items: list[Token], first: int, last: int) -> bool:
    """ "British Museum", "Democratic Party", "White House": the adjective is part of the name."""
    return any(t.low in ORGANISATION_WORDS or t.low in PLACE_TAILS for t in items[first + 1 : last]) or items[
        first
    ].low in {"black", "white"}


def _named_in_marks(items: list[Token], at: int, n: int, lex: Lexicon) -> Name | None:
    token = items[at]
    words = tuple(token.text.split())
    if not words or not (words[0][0].isupper() or len(words) <= 4) or len(words) > 8:
        return None
    name = Name(token.start, token.end, words, n, quoted=True)
    before = [t.low for t in items[max(0, at - 7) : at]]
    cues = {
        "organisation": "group groups ngo party association collective movement organisation organization company band team syndicat groupe groupes ong parti collectif mouvement entreprise société members membres militants",
        "other": "blog film movie book song show series programme program magazine newspaper page report livre chanson émission série journal site website operation opération novel album hashtag",
        "place": "camp village town city district bar café restaurant pizzeria square quartier ville rue square hotel hôtel ship",
    }
    for kind, cue in cues.items():
        for distance, word in enumerate(reversed(before)):
            if word in cue.split():
                name.votes[kind] += 8 - distance
                break
    after = next((t.low for t in items[at + 1 : at + 3] if t.kind == "word"), "")
    if after in lex.saying or after in {"declined", "refused", "a", "ont"}:
        name.votes["organisation"] += 2
    if not words[0][0].isupper() and not name.votes["place"]:
        return None
    return name


def _vote(name: Name, items: list[Token], first: int, last: int, lex: Lexicon) -> None:
    votes = name.votes
    words = [t.low for t in items[first:last]]
    key = key_of(" ".join(name.words))
    before = items[first - 1] if first else None
    after = items[last] if last < len(items) else None
    if words[0][0] == "@":
        votes["person"] += 1
        return
    if name.title:
        votes["person"] += 5
    if name.gender in {"m", "f"}:
        votes["person"] += 5
    if key in organisations():
        votes["organisation"] += 6
    if key in places():
        votes["place"] += 6
    if any(w in ORGANISATION_WORDS for w in words[-1:]) or (
        any(w in ORGANISATION_WORDS for w in words[:1]) and len(words) > 1
    ):
        votes["organisation"] += 5
    elif len(words) > 2 and any(w in ORGANISATION_WORDS for w in words):
        votes["organisation"] += 4
    if len(words) > 1 and words[-1] in PLACE_TAILS and not votes["organisation"]:
        votes["place"] += 4
    if len(words) > 1 and words[0] in PLACE_HEADS:
        votes["place"] += 4
    given = given_names().get(words[0]) or given_names().get(words[0].split("-")[0])
    if given and len(words) > 1:
        votes["person"] += 4
        name.gender = name.gender or (given if given in {"m", "f"} else "")
    elif given:
        votes["person"] += 2
        name.gender = name.gender or (given if given in {"m", "f"} else "")
    if len(words) == 1 and name.words[0].isupper() and 2 <= len(name.words[0]) <= 6:
        votes["organisation"] += 3
    if len(words) > 1 and re.fullmatch(r"[A-Z]\.", name.words[1]):
        votes["person"] += 4
    _vote_around(name, items, first, last, before, after, lex)


def _vote_around(
    name: Name, items: list[Token], first: int, last: int, before: Token | None, after: Token | None, lex: Lexicon
) -> None:
    votes = name.votes
    if before is not None:
        if before.low in {
            "in",
            "at",
            "near",
            "from",
            "across",
            "outside",
            "around",
            "into",
            "throughout",
            "à",
            "dans",
            "vers",
            "en",
        }:
            votes["place"] += 2 if before.low in {"in", "near", "across", "throughout", "à", "en"} else 1
        if before.low in lex.persons or before.low in lex.titles:
            votes["person"] += 2
        if before.low in {
            "city",
            "town",
            "village",
            "ville",
            "commune",
            "département",
            "region",
            "région",
            "state",
            "province",
            "bar",
            "café",
            "camp",
        }:
            votes["place"] += 2
        if (
            before.low == "of"
            and first > 1
            and items[first - 2].low
            in {
                "city",
                "town",
                "village",
                "state",
                "region",
                "port",
                "coast",
                "capital",
                "north",
                "south",
                "east",
                "west",
                "outskirts",
                "residents",
                "streets",
                "mayor",
            }
        ):
            votes["place"] += 3
        if (
            before.low in {"de", "d'"}
            and first > 1
            and items[first - 2].low
            in {"ville", "maire", "port", "région", "habitants", "rues", "préfet", "commune", "préfecture", "aéroport"}
        ):
            votes["place"] += 3
        if before.low in {
            "group",
            "company",
            "firm",
            "party",
            "ngo",
            "association",
            "agency",
            "network",
            "groupe",
            "parti",
            "ong",
            "société",
            "agence",
            "organisation",
        }:
            votes["organisation"] += 3
    if after is not None:
        entry = lex.saying.get(after.low)
        if entry and entry[1] in {"past", "present"}:
            votes["person"] += 2
        if after.low in _PERSON_VERBS:
            votes["person"] += 2
        if after.text == "," and last + 1 < len(items):
            following = items[last + 1]
            if (
                following.kind == "number"
                and following.text.isdigit()
                and 5 < int(following.text) < 110
                and last + 2 < len(items)
                and items[last + 2].text in {",", ".", "ans"}
            ) or (last + 2 < len(items) and items[last + 2].low == "ans"):
                votes["person"] += 4
            elif (
                following.low in {"a", "an", "the", "who", "un", "une", "le", "la", "qui"}
                and last + 2 < len(items)
                and any(t.low in lex.persons for t in items[last + 2 : last + 6])
            ):
                votes["person"] += 2
        if (
            after.text == "("
            and last + 2 < len(items)
            and items[last + 1].text.isupper()
            and items[last + 2].text == ")"
        ):
            votes["organisation"] += 3
        if after.low in {"party", "group", "company", "newspaper", "parti"} and not after.capital:
            votes["organisation"] += 3
        if (
            after.low
            in {"pizzeria", "café", "bar", "restaurant", "bar-restaurant", "square", "street", "region", "camp"}
            and not after.capital
        ):
            votes["place"] += 3
    if (
        first > 1 and (items[first - 1].low.endswith("year-old") or items[first - 1].low in {"aged", "âgé", "âgée"})
    ) or (before is not None and before.low.endswith("-year-old")):
        votes["person"] += 4


def _kept(found: list[Name]) -> list[Name]:
    """Without single words at the head of a sentence that stand nowhere else as a name."""
    sure: set[str] = set()
    for name in found:
        if not name.votes["weak"] and not (name.initial and len(name.words) == 1 and sum(name.votes.values()) <= 2):
            sure.add(name.key)
            sure.update(w.lower().replace("’", "'") for w in name.words if len(w) > 2)
    return [name for name in found if name.key in sure]
