"""Words and points of a stretch of text, each with its place.

Elided words ("l'", "qu'") and the possessive ('s) are tokens of their own; French inversions ("a-t-il") are split
before the pronoun. Offsets always point into the untouched text; only `low` is folded.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple


class Token(NamedTuple):
    """One word or point. `low`: lower case with straight apostrophes. `kind`: word, number, point or quote.

    A token of kind quote stands for a whole quotation; `quote` is its place in the list of quotations, else -1.
    """

    text: str
    start: int
    end: int
    low: str
    kind: str
    quote: int = -1

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


_ABBREVIATIONS = (
    r"(?:[Mm]rs?|[Mm]s|[Dd]rs?|[Jj]r|[Ss]r|[Ss]t|[Pp]rof|[Rr]ep[s]?|[Ss]en[s]?|[Gg]ov[s]?|[Gg]en|[Cc]ol|[Cc]apt|[Ll]t|[Ss]gt|[Rr]ev|[Hh]on|"
    r"[Mm]aj|Del|Adm|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|No|Nos|vs|etc|Inc|Corp|Ltd|Co|Bros|Ave|Blvd|Mme|Mlle|MM|Me|Mgr|"
    r"av|env|hab|art|janv|f[ée]vr|juil|d[ée]c)\.(?=\s|$|,)"
)
_TOKEN = re.compile(
    r"(?:(?P<plain>[^\W\d_]++(?![\w’'.\-‑]))"  # most words: letters alone, nothing joined to them
    rf"|(?P<number>[$€£¥]?\d+(?:[.,:/\u00a0\u202f]\d+)*(?:[%€$£]|(?:st|nd|rd|th|er|e|ème)\b)?)"
    rf"|(?P<word>{_ABBREVIATIONS}|(?:[^\W\d_]-)?(?:[^\W\d_]\.){{2,}}|[A-ZÀ-Þ]\.(?=\s[A-ZÀ-Þ])|M\.(?=\s)|[@#]\w+|"
    r"[^\W\d_][^\W_]*(?:[’'\-‑][^\W_]+)*(?:[’'](?!\w))?|[^\W_]+(?:-[^\W_]+)*)"
    r"|(?P<point>\.\.\.|--+|[^\w\s]))\s*+"  # the blank behind goes along, or every kind would be tried at it
)
_PLAIN, _NUMBER, _WORD, _POINT = (_TOKEN.groupindex[name] for name in ("plain", "number", "word", "point"))
_POSSESSIVE = re.compile(r"[’']s?$")
_CONTRACTED = re.compile(r"[’'](?:s|re|ve|d|ll|m)$", re.IGNORECASE)
_ELIDED = re.compile(r"(?:[ldjcmstn]|qu|jusqu|lorsqu|puisqu|quoiqu|aujourd(?=.hui))[’']", re.IGNORECASE)
_INVERTED = re.compile(r"(?:-t)?-(?:il|elle|ils|elles|on|je|nous|vous|tu|moi|ce)$", re.IGNORECASE)


def tokens(text: str, start: int, end: int, language: str) -> list[Token]:
    """The tokens of text[start:end] in order."""
    found: list[Token] = []
    french = language.startswith("fr")
    split = _french if french else _english
    for match in _TOKEN.finditer(text, start, end):
        which = match.lastindex or _POINT
        words, (at, after) = match[which], match.span(which)
        if which == _PLAIN:
            found.append(_make(Token, (words, at, after, words.lower(), "word", -1)))
        elif which != _WORD:
            found.append(_make(Token, (words, at, after, words, "point" if which == _POINT else "number", -1)))
        elif words.isalpha():  # nothing to cut off
            found.append(_make(Token, (words, at, after, words.lower(), "word", -1)))
        else:
            split(found, words, at)
    return found


_make = tuple.__new__
"""A third of the time of Token(…)."""


@functools.lru_cache(maxsize=20_000)
def folded(words: str) -> str:
    """Lower case with straight apostrophes and plain hyphens."""
    return words.replace("’", "'").replace("‑", "-").lower()


def _english(found: list[Token], words: str, at: int) -> None:
    low = folded(words)
    if "'" not in low:
        found.append(Token(words, at, at + len(words), low, "word"))
        return
    match = None if words[0] in "@#" else _CONTRACTED.search(words) or (words[-1] in "’'" and _POSSESSIVE.search(words))
    if match and match.start() > 0:
        cut = match.start()
        found.append(Token(words[:cut], at, at + cut, low[:cut], "word"))
        found.append(Token(words[cut:], at + cut, at + len(words), low[cut:], "word"))
    else:
        found.append(Token(words, at, at + len(words), low, "word"))


def _french(found: list[Token], words: str, at: int) -> None:
    if not folded(words).startswith("aujourd'hui"):
        while (match := _ELIDED.match(words)) and match.end() < len(words):
            cut = match.end()
            found.append(Token(words[:cut], at, at + cut, folded(words[:cut]), "word"))
            words, at = words[cut:], at + cut
    match = _INVERTED.search(words)
    if match and match.start() > 0 and not words[0].isupper():
        cut, tail = match.start(), match.group()
        found.append(Token(words[:cut], at, at + cut, folded(words[:cut]), "word"))
        skip = tail.rfind("-") + 1
        found.append(Token(tail[skip:], at + cut + skip, at + len(words), folded(tail[skip:]), "word"))
    else:
        found.append(Token(words, at, at + len(words), folded(words), "word"))


_END = frozenset({".", "!", "?", "…", "..."})
_CLOSERS = frozenset("”\"’'»)]")
_GOES_ON = frozenset({",", ";", ":", "—", "–", "-"})


def sentences(items: list[Token]) -> list[tuple[int, int]]:
    """Sentences as ranges [first, last) over the tokens.

    A full stop ends one; so does a quotation that ends with a full stop when a capital follows (`_quote_ends` of
    the caller is told by a token of kind quote whose text ends so).
    """
    found = []
    first = 0
    count = len(items)
    for n, token in enumerate(items):
        following = items[n + 1] if n + 1 < count else None
        if n < first:
            continue
        if token.kind == "point" and token.text in _END:
            stop = n + 1
            while stop < count and items[stop].kind == "point" and items[stop].text in _CLOSERS | _END:
                stop += 1
            if stop == count or not (items[stop].text[:1].islower() or items[stop].text in _GOES_ON):
                found.append((first, stop))
                first = stop
        elif (
            (token.kind == "quote" or " " in token.text)
            and following is not None
            and _closes(token)
            and _opens(following)
        ):
            found.append((first, n + 1))
            first = n + 1
    if first < count:
        found.append((first, count))
    return [(a, b) for a, b in found if b > a]


def _closes(token: Token) -> bool:
    return token.text.rstrip("”\"’'»)] \u00a0\u202f").endswith((".", "…", "..."))


def _opens(token: Token) -> bool:
    return token.kind == "quote" or token.capital or token.kind == "number"
