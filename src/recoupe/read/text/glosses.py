"""What a text gives beside words in another language: their translation, their meaning, the language they were said in.

“On est là” (“we are here”): the second is no quotation of its own but the gloss of the first. `glosses` pairs them and
says which stretch of text lies between; `spoken_in` reads "said in Arabic", "through an interpreter".
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from recoupe.read.text.quotations import Marked
from recoupe.read.text.words import Lexicon, lexicon_for
from recoupe.read.text.words.lists import lists

_CUES = (
    r"(?:which |that |ce qui |qui |or |ou )?(?:roughly |loosely |literally |also )?"
    r"(?:means?|meaning|translat(?:es?|ed|ing|ion)(?: \w+){0,2}? ?(?:as|to|:)|literally|in (?:english|french)|"
    r"c['’]est-[àa]-dire|autrement dit|litt[ée]ralement|signifiant|signifie|voulant dire|veut dire|"
    r"traduit(?:es?)? par|traduction|en (?:fran[çc]ais|anglais))"
)
_CUE = re.compile(rf"\s*[,;(\[–—-]?\s*{_CUES}\s*[:,]?\s*", re.IGNORECASE)
_WEAK = re.compile(r"\s*(?:[(\[,;–—-]|,?\s*(?:or|i\.e\.|that is|soit|ou))\s*:?\s*", re.IGNORECASE)
_OPENED = re.compile(rf"\s*[(\[]\s*(?:{_CUES}\s*[:,]?\s*)?$", re.IGNORECASE)
_AFTER = re.compile(r"(?:\s*,?\s*(?:in|en)\s\w+)?\s*(?P<close>[)\]])?")
_BARE = re.compile(
    rf"\s*[(\[]\s*(?P<cue>{_CUES}\s*[:,]?\s*)?(?P<gloss>[^()\[\]“”«»\"\d]{{3,90}}?)\s*[)\]]", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# letters that a language does not have; no IGNORECASE here, under which the Turkish dotless i matches every i
_NOT_ENGLISH = re.compile(r"[¿¡À-ÖØ-öø-ɏ]|[^\x00-\u024f\u2000-\u20ff]")
_NOT_FRENCH = re.compile(r"[¿¡ßÁÃÄÅÌÍÐÑÒÓÕÖØÚÝÞáãäåìíðñòóõöøúýþĀ-őŔ-ɏ]|[^\x00-\u024f\u2000-\u20ff]")
_INTERPRETED = re.compile(
    r"\b(?:through|via|with the help of) (?:an?|his|her|their|the|a local) (?:\w+ )?(?:interpreter|translator)\b"
    r"|\b(?:par l['’]interm[ée]diaire|avec l['’]aide|par la voix) d['’]une? (?:interpr[èe]te|traduct\w+)\b",
    re.IGNORECASE,
)
_FAR = 90
_LONGEST = 3.5
"""How much longer the gloss may be than the words it explains, and the other way round."""


@dataclass(frozen=True, slots=True)
class Gloss:
    """text[start:end] explains a stretch; text[low:high] is all that stands there for it, brackets included.

    other: place of the gloss among the stretches, or -1 where it has no marks. language: of the words explained.
    """

    start: int
    end: int
    low: int
    high: int
    other: int
    language: str


def glosses(text: str, stretches: list[Marked], lex: Lexicon) -> dict[int, Gloss]:
    """The glosses of the stretches, by place; a gloss explains one stretch only."""
    found: dict[int, Gloss] = {}
    taken: set[int] = set()
    for k, piece in enumerate(stretches):
        if k in taken:
            continue
        following = stretches[k + 1] if k + 1 < len(stretches) else None
        gloss = None
        if following is not None and following.paragraph == piece.paragraph:
            gloss = _pair(text, piece, following, k + 1, lex)
        gloss = gloss or _bare(text, piece, lex)
        if gloss is not None:
            found[k] = gloss
            taken.add(gloss.other)
    return found


def spoken_in(narration: str) -> str | None:
    """The language that the narrator says words were said in; `und` for "through an interpreter"."""
    if (match := _spoken().search(narration)) is not None:
        return _names()[(match["a"] or match["b"] or match["c"]).casefold()]
    return "und" if _INTERPRETED.search(narration) else None


def own_language(words: str) -> str:
    """English or French where common words tell it, else `und`: for a few words, whose text is in another language."""
    found = [w.casefold().replace("’", "'") for w in _WORD.findall(words)]
    english = 0 if _NOT_ENGLISH.search(words) else sum(w in _common("en") for w in found)
    french = 0 if _NOT_FRENCH.search(words) else sum(w in _common("fr") for w in found)
    if french and _NOT_ENGLISH.search(words):
        return "fr"
    if english == french:
        return "und"
    return "en" if english > french else "fr"


def surely_other(words: str, language: str) -> str:
    """English or French where a few words are surely in that one and not in `language`; else empty."""
    found = [w.casefold().replace("’", "'") for w in _WORD.findall(words)]
    own = own_language(words)
    if own in {"und", language} or len(found) < 3:
        return ""
    known = [w for w in found if w in _common(own)]
    foreign = len(known) >= 2 or (known and _foreign(words, language))
    return own if foreign and not any(w in _common(language) for w in found if w not in known) else ""


def _foreign(words: str, language: str) -> bool:
    """Whether the words hold letters that a language does not have, or an elision, which English does not."""
    if language == "fr":
        return bool(_NOT_FRENCH.search(words))
    return bool(_NOT_ENGLISH.search(words)) or bool(
        re.search(r"\b(?:[cdjlmnst]|qu)['’][^\W\d_]{2}", words, re.IGNORECASE)
    )


def _pair(text: str, piece: Marked, following: Marked, place: int, lex: Lexicon) -> Gloss | None:
    between = text[piece.outer_end : following.outer_start]
    if len(between) > _FAR or not following.closed or not piece.closed:
        return None
    low = piece.outer_end
    if (opened := _OPENED.search(between)) is not None:  # “…,” said Ana Roy (“…”): the bracket alone is the gloss
        low += opened.start()
        between = opened.group()
    cue, weak = _CUE.fullmatch(between), _WEAK.fullmatch(between)
    if cue is None and weak is None:
        return None
    first, second = own_language(text[piece.start : piece.end]), own_language(text[following.start : following.end])
    bracket = "(" in between or "[" in between
    after = _AFTER.match(text, following.outer_end)
    closed = after is not None and after["close"] is not None
    if bracket and not closed:
        return None
    if cue is None and not _differ(first, second, lex, dashed=not bracket):
        return None
    if cue is None and not bracket and re.search(r"[–—-]", between):
        if not re.match(r"\s*[–—-]|[.,;:!?)]|\s*$", text[following.outer_end : following.outer_end + 3]):
            return None
    elif cue is None and not bracket and not re.search(r"\w", between):
        return None  # two quotations with a comma between them
    lengths = sorted((piece.end - piece.start, following.end - following.start))
    if lengths[1] > _LONGEST * lengths[0] + 12:
        return None
    high = after.end() if bracket and after is not None else following.outer_end
    return Gloss(following.start, following.end, low, high, place, first)


def _differ(first: str, second: str, lex: Lexicon, *, dashed: bool) -> bool:
    """Whether one of two wordings is in the text's language and the other is not."""
    here = lex.language
    if first == second:
        return False
    return second == here if dashed else here in (first, second)


def _bare(text: str, piece: Marked, lex: Lexicon) -> Gloss | None:
    """“Allahu akbar” (God is great): words of the text's language in brackets behind words of another."""
    match = _BARE.match(text, piece.outer_end)
    if match is None or not piece.closed:
        return None
    language = own_language(text[piece.start : piece.end])
    words = match["gloss"]
    if match["cue"] is None:
        if language == lex.language or not 2 <= len(_WORD.findall(words)) <= 14 or own_language(words) != lex.language:
            return None
        if not _shows_another_language(text[piece.start : piece.end], language):
            return None
    return Gloss(match.start("gloss"), match.end("gloss"), piece.outer_end, match.end(), -1, language)


def _shows_another_language(words: str, language: str) -> bool:
    """Whether a short stretch is surely not of the text's language: told by letters, or by none of its words known."""
    return language != "und" or bool(_NOT_ENGLISH.search(words)) or len(_WORD.findall(words)) >= 2


@functools.cache
def _common(language: str) -> frozenset[str]:
    lex = lexicon_for(language)
    words = set(lists("common")["english" if language == "en" else "french"])
    words |= lex.function_words | lex.pronouns.keys() | lex.first_person | lex.adverbs | lex.verbs | lex.persons
    words |= lex.saying.keys() | lex.determiners
    return frozenset(words)


@functools.cache
def _names() -> dict[str, str]:
    pairs = (entry.partition("=") for entry in lists("languages")["names"])
    return {name: tag for tag, _, names in pairs for name in names.split("/")}


@functools.cache
def _spoken() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _names()), key=len, reverse=True))
    then = (
        r"(?=\s*(?:[.,;:!?)\]»”\"–—]|$)|\s(?:to|that|as|on|at|and|but|during|after|before|when|while|through|with|from|"
        r"à|que|et|mais|après|avant|lors|devant|pendant)\b)"
    )
    manner = r"(?:broken |fluent |halting |rapid |(?:his|her|their) native )?"
    return re.compile(
        rf"\bin {manner}(?P<a>{names})\b{then}|\ben (?P<b>{names})\b{then}"
        rf"|\b(?:translated from|interpreted from|traduite?s? (?:de l['’]|du |de la ))\s?(?P<c>{names})\b",
        re.IGNORECASE,
    )
