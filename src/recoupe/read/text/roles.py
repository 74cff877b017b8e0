"""What a text says a person or group is: the role beside the name, as worded, and the age.

"Ana Roy, president of …" · "the baker Ana Roy" · "Ana Roy is the head of …" · "Roy, who waits tables at …" · "Roy, 41,"
"""

from __future__ import annotations

import functools
import re

from recoupe.read.text.entities import Entity
from recoupe.read.text.names import Name
from recoupe.read.text.tokens import Token
from recoupe.read.text.words import Lexicon, lexicon_for
from recoupe.read.text.words.lists import words

_AGE_AFTER = re.compile(r"\s?(?:,|\()\s?(?:aged |âgée? de )?(\d{1,3})(?: ans| years old)?\s?(?=[,).;]|$)")
_AGE_BEFORE = re.compile(r"(\d{1,3})[- ]year[- ]old(?:\s[\w-]+){0,2}\s?$|(?:aged|âgée? de)\s(\d{1,3})(?: ans)?,?\s?$")
_AGE_NEAR = re.compile(r",\s(?:an?|the|une?)\s(\d{1,3})-year-old|,\s(\d{1,3})\sans\b")
_COPULA = re.compile(
    r"\s(?:is|was|est|était)\s(?P<role>(?:the|an?|one of the|le|la|l['’]|une?|l’un des)?\s?[^.;:\n]{3,140}?)"
    r"(?=[.;:\n]|,\s(?:who|which|a|and|qui|et)\b|$)"
)
_APPOSITION = re.compile(
    r"\s?(?:,|\s[—–-])\s(?P<role>[^,.;:\n“”\"«»()]{3,120}(?:\([^)]{2,40}\))?)(?=[,.;:\n“”\"«»]|\s[—–-]|$)"
)
_WHO = re.compile(r"\s?(?:,|\s[—–-])\s(?:who|qui)\s(?P<role>[^,.;:\n“”\"«»—]{3,120})")
_NAME_NEXT = re.compile(r",\s[A-ZÀ-Þ]\w+\s[A-ZÀ-Þ(]")
_MAX_BEFORE = 5
_LOOK = 9
"""Words of a description that are looked at for its noun."""

_QUANTITIES = words("common", "quantities")


def add_roles(text: str, found: list[Entity], items: list[list[Token]], lex: Lexicon) -> None:
    """Fill `role` and `age` of people and `role` of groups from the first place that tells them."""
    for entity in found:
        if entity.kind not in {"person", "organisation"}:
            continue
        for name in entity.names:
            if entity.kind == "person" and entity.age is None:
                entity.age = _age(text, name)
            if entity.role is None and name.first < len(items[name.paragraph]):
                entity.role = _role(text, name, items[name.paragraph], entity.kind, lex)


def _age(text: str, name: Name) -> int | None:
    tail = text[name.end : name.end + 40]
    head = text[max(0, name.start - 40) : name.start]
    for match in (_AGE_AFTER.match(tail), _AGE_BEFORE.search(head), _AGE_NEAR.match(tail)):
        if match:
            age = int(next(group for group in match.groups() if group))
            if 0 < age < 120:
                return age
    return None


def _role(text: str, name: Name, items: list[Token], kind: str, lex: Lexicon) -> str | None:
    tail = text[name.end : name.end + 260]
    if kind == "person":
        tail = _AGE_AFTER.sub("", tail, count=1) if _AGE_AFTER.match(tail) else tail
    for pattern in (_COPULA, _WHO, _APPOSITION):
        match = pattern.match(tail)
        if match is None or (pattern is not _WHO and not _is_role(match["role"], kind, lex)):
            continue
        if pattern is _APPOSITION and _NAME_NEXT.match(tail, match.end()):
            continue  # "…, France's largest party, Les Verts": the words belong to the name behind them
        return _clean(match["role"])
    return _before(items, name, lex) if kind == "person" else None


@functools.cache
def _classes(kind: str, language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Nouns that say what a person or group is, and the small words and verbs no role begins with."""
    lex = lexicon_for(language)
    nouns = (lex.groups if kind == "organisation" else lex.persons | frozenset(lex.titles)) - _QUANTITIES
    small = lex.auxiliaries | lex.relatives | lex.adverbs | lex.conjunctions
    return nouns, small | frozenset(lex.pronouns) | frozenset(lex.saying)


def _is_role(words: str, kind: str, lex: Lexicon) -> bool:
    """Whether the words describe a person or group: the noun they are built on says so."""
    worded = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", words)[:_LOOK]
    lows = [word.lower() for word in worded]
    nouns, closed = _classes(kind, lex.language)
    if not lows or (lows[0] in closed and lows[0] not in nouns and lows[0] not in lex.determiners):
        return False
    if lows[0].endswith("ed") and lows[0] not in nouns:
        return False
    for n, low in enumerate(lows):
        if low in nouns or low.rpartition("-")[2] in nouns:
            return True
        if kind == "person" and worded[n] in lex.people:  # a capital would tell a surname: Baker
            return True
        # "one of the patrons", "head of …" go on; "in what host …" does not
        if low in lex.relatives or (low in lex.prepositions and low not in {"of", "de", "du", "des"}):
            return False
        if n and low in lex.auxiliaries:
            return False
    return False


def _before(items: list[Token], name: Name, lex: Lexicon) -> str | None:
    """ "British graffiti artist Banksy": the words before the name that end in what the person is."""
    if name.first == 0:
        return _office(name, lex)
    last = items[name.first - 1]
    nouns = lex.persons | frozenset(lex.titles)
    if last.low not in nouns or last.low in lex.determiners or lex.titles.get(last.low) in {"m", "f"}:
        return _office(name, lex)
    first = name.first - 1
    while first > 0 and name.first - first <= _MAX_BEFORE:
        token = items[first - 1]
        if token.kind != "word" or token.low in lex.prepositions or token.low in lex.verbs or token.low in lex.saying:
            break
        if (
            token.low in lex.conjunctions
            or token.low in lex.auxiliaries
            or token.low in lex.pronouns
            or token.low in lex.determiners
        ):
            break
        first -= 1
    words = " ".join(t.text for t in items[first : name.first])
    return _clean(words)


def _office(name: Name, lex: Lexicon) -> str | None:
    """The title of the name, if it says more than Mr. or Ms."""
    return name.title if name.title and lex.titles.get(name.title.lower()) not in {"m", "f"} else None


def _clean(words: str) -> str:
    words = re.sub(r"^(?:is|was|est|était)\s(?:also\s|aussi\s)?", "", words)
    return re.sub(r"\s+", " ", words).strip(" ,;:—–-")
